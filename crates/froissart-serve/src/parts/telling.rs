//! A claim in words: what it says, when, how sure, by whose account; and the parts of its sentence.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said" is told as "assault (military) by Rebels on Aleppo",
//! 29 Nov 2024, reported, a war monitor. Nothing is put better than the page has it: whoever is not named stays so.

use crate::parts::short_day;
use froissart_model::{Basis, Certainty, Char, Claim, Day, Entity, Holds, Interval, Kind, Mood, Place, Span, Stance};
use froissart_picture::is_plural;

/// One part of a claim that stands somewhere on its page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) name: &'static str,
    pub(crate) span: Span<Char>,
}

/// The words of a claim's parts, wherever on the page they stand.
pub(crate) fn roles(c: &Claim<Char>) -> Vec<Role> {
    let of = |name: &'static str, all: &[Entity<Char>]| -> Vec<Role> {
        all.iter().map(|e| Role { name, span: e.span }).collect()
    };
    let time = |name, i: &Option<Interval<Char>>| i.as_ref().and_then(|i| i.span.get()).map(|span| Role { name, span });
    let mut all = of("who", &c.actor);
    all.extend(of("to whom", &c.recipient));
    all.extend(c.place.iter().map(|p| Role { name: "where", span: p.span }));
    all.extend(time("when", &c.happened));
    all.extend(time("in force", &c.in_force));
    all.extend(time("said when", &c.said));
    all.extend(of("according to", &c.according_to));
    all.retain(|r| !r.span.is_empty());
    all
}

/// Text on one line.
pub(crate) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// "his regime (Government of Syria)"
pub(crate) fn name(e: &Entity<Char>) -> String {
    let text = line(&e.text);
    match &e.name {
        Some(n) if !text.to_lowercase().contains(&n.to_lowercase()) && !n.eq_ignore_ascii_case(&text) => {
            format!("{text} ({n})")
        }
        _ => text,
    }
}

/// "SYR REB", and the table's key.
pub(crate) fn code(e: &Entity<Char>) -> String {
    let mut all: Vec<&str> = e.country.as_deref().into_iter().collect();
    all.extend(e.sectors.iter().map(String::as_str));
    let code = all.join(" ");
    match &e.id {
        Some(id) if code.is_empty() => id.clone(),
        Some(id) => format!("{code}; {id}"),
        None => code,
    }
}

/// "outskirts of Aleppo"
pub(crate) fn place(p: &Place<Char>) -> String {
    let text = line(&p.text);
    p.relation.as_ref().map_or(text.clone(), |r| format!("{r} {text}"))
}

/// "China, Russia and Iran"
fn list(all: &[String]) -> String {
    match all {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn names(all: &[Entity<Char>]) -> String {
    list(&all.iter().map(name).collect::<Vec<_>>())
}

fn are_many(all: &[Entity<Char>]) -> bool {
    match all {
        [one] => is_plural(&line(&one.text)),
        all => all.len() > 1,
    }
}

/// A PLOVER type as a noun, and what stands before whom it is done to.
fn act(type_: &str) -> (String, &'static str) {
    let (noun, to) = match type_ {
        "AGREE" => ("agreement", "with"),
        "CONSULT" => ("consultation", "with"),
        "SUPPORT" => ("words of support", "for"),
        "CONCEDE" => ("concession", "to"),
        "COOPERATE" => ("cooperation", "with"),
        "AID" => ("aid", "to"),
        "RETREAT" => ("retreat", "before"),
        "REQUEST" => ("request", "to"),
        "ACCUSE" => ("accusation", "against"),
        "REJECT" => ("rejection", "of"),
        "THREATEN" => ("threat", "against"),
        "PROTEST" => ("protest", "against"),
        "SANCTION" => ("sanctions", "against"),
        "MOBILIZE" => ("mobilization", "against"),
        "COERCE" => ("coercion", "of"),
        "ASSAULT" => ("assault", "on"),
        other => return (other.to_lowercase().replace('_', " "), "towards"),
    };
    (noun.to_owned(), to)
}

/// A tie as a verb, of one and of many.
fn tie(type_: &str, many: bool) -> String {
    let (one, several) = match type_ {
        "supports" => ("supports", "support"),
        "allied_with" => ("is allied with", "are allied with"),
        "opposes" => ("opposes", "oppose"),
        "fights" => ("fights", "fight"),
        "depends_on" => ("depends on", "depend on"),
        "part_of" => ("is part of", "are part of"),
        "leads" => ("leads", "lead"),
        "commands" => ("commands", "command"),
        "hosts" => ("hosts", "host"),
        "mediates" => ("mediates for", "mediate for"),
        "split_from" => ("split from", "split from"),
        "merged_into" => ("merged into", "merged into"),
        "based_in" => ("is based in", "are based in"),
        "present_in" => ("is present in", "are present in"),
        other => return other.replace('_', " "),
    };
    if many { several } else { one }.to_owned()
}

/// A position as a verb, of one and of many.
fn hold(status: Option<&str>, many: bool) -> String {
    let (one, several) = match status {
        Some("held") | None => ("holds", "hold"),
        Some("contested") => ("contests", "contest"),
        Some("lost") => ("lost", "lost"),
        Some("besieged") => ("holds, under siege,", "hold, under siege,"),
        Some("besieging") => ("besieges", "besiege"),
        Some("shared") => ("holds with others", "hold with others"),
        Some("present") => ("is present in", "are present in"),
        Some(other) => return other.replace('_', " "),
    };
    if many { several } else { one }.to_owned()
}

/// What a claim says, without when, how sure and by whose account.
pub(crate) fn says(c: &Claim<Char>) -> String {
    let who = if c.actor.is_empty() { "nobody named".to_owned() } else { names(&c.actor) };
    let places: Vec<String> = c.place.iter().map(place).collect();
    let at = if places.is_empty() { String::new() } else { format!(", {}", list(&places)) };
    let many = are_many(&c.actor);
    match c.kind {
        Kind::Event | Kind::Statement => {
            let (noun, to) = act(&c.type_);
            let modes = if c.modes.is_empty() { String::new() } else { format!(" ({})", c.modes.join(", ")) };
            let subject = c.subject.as_ref().map_or(String::new(), |s| format!(", {}", s.replace('_', " ")));
            let (by, nobody) =
                if c.actor.is_empty() { (String::new(), ", by nobody named") } else { (format!(" by {who}"), "") };
            let whom = if c.recipient.is_empty() { String::new() } else { format!(" {to} {}", names(&c.recipient)) };
            format!("{noun}{modes}{subject}{by}{whom}{at}{nobody}")
        }
        Kind::Relation => {
            let means = if c.means.is_empty() { String::new() } else { format!(" with {}", list(&c.means)) };
            let ended = c.status.as_deref().filter(|s| *s != "active").map_or(String::new(), |s| format!(" ({s})"));
            let whom = if c.recipient.is_empty() { list(&places) } else { format!("{}{at}", names(&c.recipient)) };
            format!("{who} {} {whom}{means}{ended}", tie(&c.type_, many))
        }
        Kind::Control => {
            let extent = c.extent.as_ref().map_or(String::new(), |e| format!("{} ", line(&e.text)));
            let from =
                if c.recipient.is_empty() { String::new() } else { format!(" (other side: {})", names(&c.recipient)) };
            format!("{who} {} {extent}{}{from}", hold(c.status.as_deref(), many), list(&places))
        }
        Kind::Agreement => {
            let subject = c.subject.as_deref().unwrap_or("agreement").replace('_', " ");
            let status = c.status.as_deref().map_or(String::new(), |s| format!(" ({})", s.replace('_', " ")));
            let whom =
                if c.recipient.is_empty() { String::new() } else { format!(", binding {}", names(&c.recipient)) };
            format!("{subject}{status} of {who}{whom}{at}")
        }
        Kind::Figure => {
            let count = c.figure.as_ref().map_or(String::new(), |f| {
                let what = f.of.replace('_', " ");
                if f.reported_none { format!("none reported {what}") } else { format!("{} {what}", line(&f.text)) }
            });
            let whom = if c.recipient.is_empty() { String::new() } else { format!(": {}", names(&c.recipient)) };
            let by = if c.actor.is_empty() { String::new() } else { format!(", by {who}") };
            format!("{count}{whom}{by}{at}")
        }
        Kind::Assessment => format!("{who}: {}{at}", c.type_.replace('_', " ")),
    }
}

fn day(d: Day) -> String {
    short_day(d)
}

/// "29 Nov 2024", "some time up to 2 Dec 2024": the days as the words or the page bound them.
pub(crate) fn days(i: &Interval<Char>) -> String {
    let within = i.holds == Holds::Within;
    let text = match (i.from, i.to) {
        (None, None) => "on no known day".to_owned(),
        (Some(a), Some(b)) if a == b => day(a),
        (Some(a), Some(b)) if within => format!("some time from {} to {}", day(a), day(b)),
        (Some(a), Some(b)) => format!("{} to {}", day(a), day(b)),
        (Some(a), None) => format!("from {} on", day(a)),
        (None, Some(b)) => format!("some time up to {}", day(b)),
    };
    if i.holds == Holds::Repeated { format!("{text}, again and again") } else { text }
}

/// What the days rest on: “on Friday”, the tense, or nothing but the page's day.
pub(crate) fn basis(i: &Interval<Char>) -> String {
    match (&i.text, i.basis) {
        (Some(t), _) => format!("by “{}”", line(t)),
        (None, Basis::Words) => "by the words".into(),
        (None, Basis::Tense) => "by the present tense on the page's day".into(),
        (None, Basis::Page) => "no time is told: the page's day bounds it".into(),
        (None, Basis::Implied) => "as what it follows from".into(),
    }
}

/// The word for a certainty.
pub(crate) fn certainty(c: Certainty) -> &'static str {
    match c {
        Certainty::Denied => "denied",
        Certainty::Requested => "requested",
        Certainty::Conditional => "conditional",
        Certainty::Planned => "planned",
        Certainty::Believed => "believed",
        Certainty::Reported => "reported",
        Certainty::Asserted => "asserted",
    }
}

/// The word for a kind.
pub(crate) fn kind(k: Kind) -> &'static str {
    match k {
        Kind::Event => "event",
        Kind::Statement => "statement",
        Kind::Agreement => "agreement",
        Kind::Relation => "relation",
        Kind::Control => "control",
        Kind::Figure => "figure",
        Kind::Assessment => "assessment",
    }
}

/// How sure, with what hedges it: "believed; told as alleged", "asserted: not so".
pub(crate) fn sure(c: &Claim<Char>) -> String {
    let mut all = vec![certainty(c.certainty).to_owned()];
    if c.negated {
        all.push("it is said not to be so".into());
    }
    match c.stance {
        Stance::Asserted | Stance::Believed => {}
        Stance::Alleged => all.push("alleged".into()),
        Stance::Doubted => all.push("doubted".into()),
    }
    match c.mood {
        Mood::Predicted => all.push("expected".into()),
        Mood::Attempted => all.push("attempted".into()),
        Mood::Asked => all.push("asked".into()),
        Mood::Actual | Mood::Planned | Mood::Conditional | Mood::Requested => {}
    }
    all.join("; ")
}

/// Who says so, innermost first; the outlet is the page's and comes last where it is given.
pub(crate) fn chain(c: &Claim<Char>, outlet: Option<&str>) -> String {
    let mut all: Vec<String> = c.according_to.iter().map(name).collect();
    match outlet {
        Some(o) => all.push(o.to_owned()),
        None if all.is_empty() => all.push("the page itself".into()),
        None => {}
    }
    all.join(", according to ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use froissart_model::{EntityKind, Evidence, Part, PlaceRole};

    fn entity(text: &str) -> Entity<Char> {
        Entity::unnamed(text, Span::new(0, text.chars().count()), EntityKind::Group)
    }

    fn claim(kind: Kind, type_: &str) -> Claim<Char> {
        let ev = Evidence { span: Span::new(0, 4), text: "word".into(), part: Part::Body, sentence: 0 };
        Claim::new(kind, type_, ev, "test")
    }

    #[test]
    fn claims_are_told_as_their_words_have_them() {
        let mut c = claim(Kind::Event, "ASSAULT");
        assert_eq!(says(&c), "assault, by nobody named");
        c.actor = vec![entity("Rebels")];
        c.recipient = vec![entity("the army")];
        c.place = vec![Place::unnamed("Osgiliath", Span::new(9, 18), PlaceRole::At)];
        assert_eq!(says(&c), "assault by Rebels on the army, Osgiliath");
        c.kind = Kind::Control;
        c.status = Some("held".into());
        assert_eq!(says(&c), "Rebels hold Osgiliath (other side: the army)");
        c.kind = Kind::Relation;
        c.type_ = "supports".into();
        c.status = None;
        c.actor = vec![entity("Arnor"), entity("Gondor")];
        c.place.clear();
        c.means = vec!["arms".into()];
        assert_eq!(says(&c), "Arnor and Gondor support the army with arms");
    }

    #[test]
    fn open_days_stay_open() {
        let by_page = Interval::<Char>::by_page("2024-12-02".parse().ok());
        assert_eq!(
            (days(&by_page).as_str(), basis(&by_page).as_str()),
            ("some time up to 2 Dec 2024", "no time is told: the page's day bounds it")
        );
        assert_eq!(days(&Interval::<Char>::by_page(None)), "on no known day");
    }

    #[test]
    fn the_chain_ends_at_the_outlet() {
        let mut c = claim(Kind::Event, "ASSAULT");
        assert_eq!(chain(&c, None), "the page itself");
        c.according_to = vec![entity("a war monitor"), entity("AFP")];
        assert_eq!(chain(&c, Some("Levant Wire")), "a war monitor, according to AFP, according to Levant Wire");
    }
}
