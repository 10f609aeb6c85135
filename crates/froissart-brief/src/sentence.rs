//! One sentence for one item of a picture: who, what, where, since when, as surely as it is told, and by whose word.
//!
//! "Rebels hold Damascus since 8 December 2024, according to Tigris Monitor." A sentence says nothing that its claims
//! do not say: no cause, no sum, no judgement.

use crate::grammar::{Verb, and, capital, clause, count, day, names, number, the};
use froissart_model::{Certainty, Precision};
use froissart_picture::{
    Accord, Account, Backing, Condition, Dispute, DisputeKind, DisputeSide, Engagement, FigureCount, FigureRange,
    Grounds, Holding, Incident, Opposition, Partial, Reliance, SideAccount, Standing, Tie, Timing, are_many, is_plural,
    side_accounts,
};

/// More names than these make a sentence that nobody reads; the notes and the JSON have more.
const ACCOUNTS_MAX: usize = 3;

/// One account: "the Observatory (in Gondor Herald)", or the outlet for what it says itself.
pub(crate) fn account(a: &Account) -> String {
    let outlet = a.outlet.as_deref();
    match (&*a.by, outlet) {
        ([], Some(o)) => the(o),
        ([], None) => "a page that names no outlet".into(),
        ([first, via @ ..], o) => {
            let mut text = the(first);
            if !via.is_empty() {
                text = format!("{text}, as told by {}", and(via.iter().map(|v| the(v))));
            }
            o.map_or_else(|| text.clone(), |o| format!("{text} (in {})", the(o)))
        }
    }
}

/// "the Observatory (in Gondor Herald) and 2 more"
pub(crate) fn voices(g: &Grounds) -> String {
    // Two papers' unnamed "sources" are two accounts and look alike: they are counted, and named once.
    let more = g.accounts.len().saturating_sub(ACCOUNTS_MAX);
    let shown = g.accounts.iter().take(ACCOUNTS_MAX).map(account);
    let more = (more > 0).then(|| format!("{} more", number(more as f64)));
    and(shown.chain(more))
}

/// "according to …", with the count where there are several.
fn according(g: &Grounds) -> String {
    match g.accounts.len() {
        0 => String::new(),
        1 => format!(", according to {}", voices(g)),
        n => format!(", according to {} accounts: {}", number(n as f64), voices(g)),
    }
}

fn finish(text: &str, g: &Grounds) -> String {
    capital(&format!("{text}{}.", according(g)))
}

fn certainties(g: &Grounds) -> Vec<Certainty> {
    g.claims.iter().map(|c| c.certainty).collect()
}

/// The extent's words where they are a share and not a whole clause.
fn extent(h: &Holding) -> Option<&str> {
    h.extent.as_deref().filter(|e| e.split_whitespace().count() <= 4)
}

/// "most of Aleppo", "the area of Tel Rifaat", "Aleppo in part"
fn place_of(h: &Holding) -> String {
    let name = the_place(&h.place.name);
    match extent(h) {
        Some(e) if e.ends_with(" of") || e.ends_with(" in") => {
            // "a few neighborhoods in" what is itself "few neighborhoods in the east".
            let has_it = name
                .to_lowercase()
                .contains(e.trim_end_matches(" of").trim_end_matches(" in").trim_start_matches("a "));
            if has_it { name } else { format!("{e} {name}") }
        }
        Some(e) if name.to_lowercase().contains(&e.to_lowercase()) => name,
        Some(e) => format!("{name} ({e})"),
        None => name,
    }
}

/// A place's name in a sentence: "Aleppo", but "the center", "strips of land", "the Kurdish-held quarter of Sheikh
/// Maqsoud": words of which the head has no capital are no name, and take an article where they are one thing.
fn the_place(name: &str) -> String {
    let rest = name.split_once(' ').map_or("", |(_, rest)| rest);
    let is_common = !rest.is_empty() && !rest.chars().any(char::is_uppercase) && !name.contains('-');
    let mut chars = name.chars();
    let name = match chars.next() {
        Some(c) if is_common => c.to_lowercase().chain(chars).collect(),
        _ => name.to_owned(),
    };
    let first = name.split_whitespace().next().unwrap_or("").to_lowercase();
    let bare = ["around", "near", "outside", "inside", "most", "about", "territory", "parts"];
    let head = name.split(" of ").next().unwrap_or(&name);
    let is_name = head.rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_uppercase));
    if bare.contains(&first.as_str()) || is_name {
        return name;
    }
    let told = the(&name);
    let is_one = told == name && !is_plural(&name) && name.starts_with(char::is_uppercase);
    if is_one { format!("the {name}") } else { told }
}

pub(crate) fn holding(h: &Holding) -> String {
    let place = place_of(h);
    let form = |one: &str, base: &str| Verb::regular(&format!("{one} {place}"), &format!("{base} {place}"));
    let verb = match h.status.as_str() {
        "lost" => Verb::have(&format!("lost {place}")),
        "contested" => form("contests", "contest"),
        "besieged" => Verb::be(&format!("besieged in {place}")),
        "besieging" => form("besieges", "besiege"),
        "shared" => form("shares", "share"),
        "present" => Verb::be(&format!("present in {place}")),
        _ => form("holds", "hold"),
    };
    let subject = the(&h.holder.name);
    let mut text = clause(&subject, are_many(&h.holder), &verb, h.standing, &certainties(&h.grounds));
    if !h.other.is_empty() {
        let others = names(&h.other);
        text += &match h.status.as_str() {
            "besieged" => format!(" by {others}"),
            "besieging" => format!(" against {others}"),
            "lost" => format!(" to {others}"),
            "contested" | "shared" => format!(" with {others}"),
            _ => format!(", taken from {others}"),
        };
    }
    if h.timing != Timing::Past {
        match (h.since, h.from, h.to) {
            (Some(d), ..) => text += &format!(", since {}", day(d)),
            (None, Some(a), Some(b)) if a != b && h.is_by_act => {
                text += &format!(", some time from {} to {}", day(a), day(b));
            }
            _ => {}
        }
    }
    text += &match h.timing {
        Timing::Past => match (h.from, h.to) {
            (Some(a), Some(b)) if a != b => format!(" (so told of {} to {}, and no longer)", day(a), day(b)),
            (_, Some(b)) => format!(" (so told of {}, and no longer)", day(b)),
            _ => " (so told, and no longer)".into(),
        },
        Timing::LastReported(d) if h.is_stale => {
            format!(" (last told of {}; whether it is still so, nobody says)", day(d))
        }
        Timing::LastReported(d) => format!(" (told of {})", day(d)),
        Timing::Possible => " (the words leave the day open)".into(),
        Timing::Current => String::new(),
    };
    finish(&text, &h.grounds)
}

/// "with troops and from the air"
fn means(list: &[String]) -> String {
    let told = |m: &String| match m.as_str() {
        "political" => "politically".to_owned(),
        "troops" => "with troops".into(),
        "air" => "from the air".into(),
        "money" => "with money".into(),
        "arms" => "with arms".into(),
        "intelligence" => "with intelligence".into(),
        "training" => "by training".into(),
        "territory" => "with territory".into(),
        other => format!("with {}", other.replace('_', " ")),
    };
    if list.is_empty() { String::new() } else { format!(" {}", and(list.iter().map(told))) }
}

fn tie_verb(tie: &str, object: &str) -> Verb {
    match tie {
        "allied_with" => Verb::be(&format!("allied with {object}")),
        "depends_on" => Verb::regular(&format!("depends on {object}"), &format!("depend on {object}")),
        "part_of" => Verb::be(&format!("part of {object}")),
        "split_from" => Verb::have(&format!("split from {object}")),
        "merged_into" => Verb::have(&format!("merged into {object}")),
        "based_in" => Verb::be(&format!("based in {object}")),
        "present_in" => Verb::be(&format!("present in {object}")),
        "supports" => Verb::regular(&format!("backs {object}"), &format!("back {object}")),
        // The others are verbs in the third person: leads, commands, hosts, mediates.
        other => {
            let one = other.replace('_', " ");
            let base = one.strip_suffix('s').unwrap_or(&one).to_owned();
            Verb::regular(&format!("{one} {object}"), &format!("{base} {object}"))
        }
    }
}

fn timing_of_tie(t: Timing) -> String {
    match t {
        Timing::Current => String::new(),
        Timing::LastReported(d) => format!(" (told of {})", day(d)),
        Timing::Possible => " (the words leave the day open)".into(),
        Timing::Past => " (so told of an earlier time)".into(),
    }
}

pub(crate) fn backing(b: &Backing) -> String {
    let (who, whom) = if b.tie == "depends_on" { (&b.backed, &b.backer) } else { (&b.backer, &b.backed) };
    let verb = tie_verb(&b.tie, &the(&whom.name));
    let mut text = clause(&the(&who.name), are_many(who), &verb, b.standing, &certainties(&b.grounds));
    text += &means(&b.means);
    if let Some(since) = b.since.filter(|_| b.timing != Timing::Past) {
        text += &match b.since_precision {
            Some(Precision::Year) => format!(", since {}", since.year()),
            Some(Precision::Decade) => format!(", since about {}", since.year()),
            _ => format!(", since {}", day(since)),
        };
    }
    text += &timing_of_tie(b.timing);
    finish(&text, &b.grounds)
}

pub(crate) fn tie(t: &Tie) -> String {
    let object = match (&t.to, &t.place) {
        (Some(a), _) => the(&a.name),
        (None, Some(p)) => the_place(&p.name),
        (None, None) => "somebody unnamed".into(),
    };
    let verb = tie_verb(&t.tie, &object);
    let text = clause(&the(&t.from.name), are_many(&t.from), &verb, t.standing, &certainties(&t.grounds));
    finish(&format!("{text}{}", timing_of_tie(t.timing)), &t.grounds)
}

pub(crate) fn opposition(party: &str, o: &Opposition) -> String {
    let verb = match (o.fights, is_plural(party)) {
        (true, true) => "fight",
        (true, false) => "fights",
        (false, true) => "oppose",
        (false, false) => "opposes",
    };
    finish(&format!("{} {verb} {}", the(party), the(&o.party)), &o.grounds)
}

pub(crate) fn engagement(e: &Engagement) -> String {
    let both = and([the(&e.a.name), the(&e.b.name)]);
    let verb = Verb::regular("fight", "fight");
    let mut text = clause(&both, true, &verb, e.standing, &certainties(&e.grounds));
    if !e.places.is_empty() {
        text += &at(&and(e.places.iter().map(|p| the_place(&p.name))));
    }
    if let Some(d) = e.latest {
        text += &format!("; the last day told of is {}", day(d));
    }
    finish(&text, &e.grounds)
}

/// " in Idlib", but " around Hama".
fn at(place: &str) -> String {
    let first = place.split_whitespace().next().unwrap_or("");
    let has_own = ["around", "near", "outside", "inside", "along", "above", "behind", "off", "across"].contains(&first)
        || first.starts_with(|c: char| c.is_ascii_digit());
    if has_own { format!(" {place}") } else { format!(" in {place}") }
}

/// PLOVER's types as verbs of the past: before a recipient, and alone.
fn deed(type_: &str, modes: &[String]) -> (&'static str, &'static str) {
    let has = |m: &str| modes.iter().any(|x| x == m);
    match type_ {
        "ASSAULT" if has("aerial") => ("struck from the air at", "carried out an air attack"),
        "ASSAULT" => ("attacked", "carried out an attack"),
        "COERCE" if has("seize") => ("seized something from", "seized something"),
        "COERCE" if has("arrest") => ("arrested", "made arrests"),
        "COERCE" if has("restrict") => ("put restrictions on", "imposed restrictions"),
        "COERCE" => ("used force short of an attack against", "used force short of an attack"),
        "MOBILIZE" => ("moved or readied forces against or beside", "moved or readied forces"),
        "PROTEST" => ("protested against", "protested"),
        "SANCTION" => ("imposed sanctions on", "imposed sanctions"),
        "AID" => ("gave aid to", "gave aid"),
        "COOPERATE" => ("worked together with", "worked together"),
        "CONSULT" => ("consulted with", "held consultations"),
        "RETREAT" if has("withdraw") => ("withdrew before", "withdrew"),
        "RETREAT" if has("release") => ("released", "released people"),
        "RETREAT" if has("resign") => ("gave up an office to", "gave up an office"),
        "RETREAT" => ("gave way to", "gave way"),
        "AGREE" => ("agreed with", "came to an agreement"),
        "SUPPORT" => ("spoke in support of", "spoke in support"),
        "CONCEDE" => ("made a concession to", "made a concession"),
        "REQUEST" => ("asked something of", "made a request"),
        "ACCUSE" => ("accused", "made an accusation"),
        "REJECT" => ("refused", "refused something"),
        "THREATEN" => ("threatened", "made a threat"),
        _ => ("acted towards", "acted"),
    }
}

pub(crate) fn incident(e: &Incident) -> String {
    let (towards, alone) = deed(&e.type_, &e.modes);
    let who = if e.actors.is_empty() { "somebody whom nobody names".to_owned() } else { names(&e.actors) };
    let mut text =
        if e.targets.is_empty() { format!("{who} {alone}") } else { format!("{who} {towards} {}", names(&e.targets)) };
    if !e.places.is_empty() {
        text += &at(&and(e.places.iter().map(|p| the_place(&p.name))));
    }
    for (way, all) in [("from", &e.from), ("to", &e.to)] {
        if !all.is_empty() {
            text += &format!(" {way} {}", and(all.iter().map(|p| the_place(&p.name))));
        }
    }
    text += &if e.by { format!(", on {} or before", day(e.day)) } else { format!(" on {}", day(e.day)) };
    finish(&text, &e.grounds)
}

pub(crate) fn accord(a: &Accord) -> String {
    let parties: Vec<_> = a.parties.iter().chain(&a.bound).cloned().collect();
    let what = match a.subject.as_deref() {
        None | Some("other") => "an agreement".to_owned(),
        Some(s) if s.starts_with(['a', 'e', 'i', 'o', 'u']) => format!("an agreement on {}", s.replace('_', " ")),
        Some(s) => format!("a {}", s.replace('_', " ")),
    };
    let who = names(&parties);
    let between = match parties.len() {
        0 => " between parties that are not named".to_owned(),
        1 => format!(" of {who}"),
        _ => format!(" between {who}"),
    };
    let between = if a.brokers.is_empty() { between } else { format!("{between}, brokered by {}", names(&a.brokers)) };
    if a.stands == "not_in_force" && a.standing == Standing::Fact {
        let what = what.split_once(' ').map_or(what.as_str(), |w| w.1);
        let between = if parties.is_empty() && a.brokers.is_empty() { "" } else { between.as_str() };
        return finish(&format!("no {what}{between} is in force"), &a.grounds);
    }
    let stands = match (a.stands.as_str(), a.standing) {
        (_, s) if s != Standing::Fact => String::new(),
        ("in_force", _) if a.status.as_deref() == Some("in_force") => ", told to be in force".into(),
        ("in_force", _) => ", of which nobody tells an end".into(),
        ("broken", _) => ", told to be broken".into(),
        ("ended", _) => ", told to be over".into(),
        ("expired", _) => ", which has run out".into(),
        ("not_yet", _) => ", not yet in force".into(),
        (other, _) => format!(", {}", other.replace('_', " ")),
    };
    let told = match a.standing {
        Standing::Fact => "there is",
        Standing::Believed => "there is believed to be",
        Standing::Planned => "there is planned or expected",
        Standing::Conditional => "on a condition, there would be",
        Standing::Requested => "there is asked for",
        Standing::Denied => "it is denied or not so that there is",
    };
    let from = a.from.map_or_else(String::new, |d| format!(", from {}", day(d)));
    let to = a.to.map_or_else(String::new, |d| format!(", until {}", day(d)));
    finish(&format!("{told} {what}{between}{from}{to}{stands}"), &a.grounds)
}

pub(crate) fn figure(f: &FigureRange) -> String {
    let what = f.of.replace('_', " ");
    // "11 civilians" beside "at least 11" would read as another count.
    let bare = |v: &String| v.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',' || c == ' ').to_owned();
    let whom = and(f.victims.iter().map(bare).filter(|v| !v.is_empty()));
    let whom = if whom.is_empty() { String::new() } else { format!(" ({whom})") };
    let place = f.place.as_ref().map_or_else(String::new, |p| at(&the_place(&p.name)));
    let day_ = f.day.map_or_else(String::new, |d| {
        if f.scope == "total" { format!(", up to {}", day(d)) } else { format!(", on {}", day(d)) }
    });
    let scope = match f.scope.as_str() {
        "total" => ", as a running total",
        "subset" => ", as a part of another count",
        _ => "",
    };
    let hedge = match f.standing {
        Standing::Fact => "",
        Standing::Believed => ", as is believed or alleged",
        Standing::Planned => ", as is planned or expected",
        Standing::Conditional => ", on a condition",
        Standing::Requested => ", as is asked for",
        Standing::Denied => ", which is denied or told as not so",
    };
    if f.counts.is_empty() {
        return finish(
            &format!("no {what}{whom} were reported{place}{day_}, which does not mean that there were none"),
            &f.grounds,
        );
    }
    let head = format!("{what}{whom}{place}{day_}{scope}{hedge}");
    if let [only] = f.counts.as_slice() {
        return finish(&format!("{head}: \u{201c}{}\u{201d}", only.text), &f.grounds);
    }
    let who = |c: &FigureCount| format!("\u{201c}{}\u{201d} according to {}", c.text, voices(&c.grounds));
    let range = match (f.low, f.high) {
        (Some(l), Some(h)) => format!("from {} to {}", number(l), number(h)),
        (Some(l), None) => format!("from {} on, with no upper bound", number(l)),
        _ => "with no bounds".into(),
    };
    capital(&format!(
        "{head}: {}; {range}, and not to be added up.",
        f.counts.iter().map(who).collect::<Vec<_>>().join("; ")
    ))
}

pub(crate) fn dispute(d: &Dispute) -> String {
    let sides: Vec<String> = d
        .sides
        .iter()
        .map(|s| {
            let who = voices(&s.grounds);
            let says = if s.grounds.accounts.len() > 1 { "say" } else { "says" };
            // By the words, where the kind does not say how its sides are told.
            #[allow(
                clippy::match_wildcard_for_single_variants,
                reason = "kinds of dispute to come are told by their words"
            )]
            match d.kind {
                DisputeKind::Holder => format!("{who} {says} that {}", told_of_place(&s.label)),
                DisputeKind::Figure => format!("{who} {says} \u{201c}{}\u{201d}", s.label),
                _ if s.label.starts_with("told as so") => format!("{who} {says} so"),
                _ if s.label.starts_with("denied") => format!("{who} {says} that it is not so"),
                // The label is the words, in quotation marks.
                DisputeKind::Stated => format!("{who} {says} {}", s.label),
                _ => format!("{who} {says} \u{201c}{}\u{201d}", s.label),
            }
        })
        .collect();
    capital(&format!("accounts differ on {}: {}.", at_issue(d), sides.join("; ")))
}

/// What a dispute is over: "who holds Pelargir", "whether this is so: …".
pub(crate) fn at_issue(d: &Dispute) -> String {
    d.label.strip_prefix("whether it is so: ").map_or_else(|| d.label.clone(), |l| format!("whether this is so: {l}"))
}

/// One side of a dispute: "It is held by Umbar, according to 2 accounts: a monitor (in the Gondor Herald, since 2 December
/// 2024); the Steward (…), against its own interest (own loss of a place)."
pub(crate) fn dispute_side(d: &Dispute, s: &DisputeSide) -> String {
    #[allow(clippy::match_wildcard_for_single_variants, reason = "kinds of dispute to come are told by their words")]
    let version = match d.kind {
        DisputeKind::Holder => told_of_place(&s.label),
        DisputeKind::Figure => format!("\u{201c}{}\u{201d}", s.label),
        _ if s.label.starts_with("told as so") => "it is so".into(),
        _ if s.label.starts_with("denied") => "it is not so".into(),
        _ => s.label.clone(),
    };
    let told: Vec<String> = side_accounts(s).iter().map(side_account).collect();
    let n = if told.len() > 1 { count(told.len(), "account", "accounts") } else { "one account".into() };
    let told = if told.is_empty() { voices(&s.grounds) } else { told.join("; ") };
    capital(&format!("{version}, according to {n}: {told}."))
}

/// "the Observatory (in Meridian and Levant Wire, since 30 November 2024), against its own interest (own losses)"
fn side_account(a: &SideAccount<'_>) -> String {
    let others: Vec<String> = a.outlets.iter().filter(|o| !a.is_own_word || **o != a.name).map(|o| the(o)).collect();
    let one_text = if a.is_one_text { ", one text" } else { "" };
    let where_ = if others.is_empty() { String::new() } else { format!("in {}{one_text}", and(others)) };
    let since = a.since.map_or_else(String::new, |d| format!("since {}", day(d)));
    let via =
        if a.via.is_empty() { String::new() } else { format!("as told by {}", and(a.via.iter().map(|v| the(v)))) };
    let known: Vec<String> = [via, where_, since].into_iter().filter(|x| !x.is_empty()).collect();
    let mut text = the(&a.name);
    if !known.is_empty() {
        text += &format!(" ({})", known.join(", "));
    }
    if !a.against.is_empty() {
        text += &format!(", against its own interest ({})", and(a.against.iter().cloned()));
    }
    text += match a.is_partial {
        Some(Partial::Own) => ", for its own side",
        Some(Partial::Leans) => ", for the side that it leans to",
        None => "",
    };
    text
}

/// "held by rebels" as the sentence has it: "it is held by rebels"; what was lost, was.
fn told_of_place(label: &str) -> String {
    let be = if label.starts_with("lost by") || label.starts_with("not lost by") { "was" } else { "is" };
    format!("it {be} {label}")
}

pub(crate) fn reliance(who: &str, r: &Reliance) -> String {
    let ties = and(r.ties.iter().map(|t| match t.as_str() {
        "supports" => "is backed by".to_owned(),
        "allied_with" => "is allied with".into(),
        _ => "depends on".into(),
    }));
    let ties = if is_plural(who) { ties.replace("is ", "are ").replace("depends", "depend") } else { ties };
    finish(&format!("{} {ties} {}{}", the(who), the(&r.backer.name), means(&r.means)), &r.grounds)
}

pub(crate) fn elsewhere(backer: &str, e: &Engagement) -> String {
    let foe = if e.a.name == backer { &e.b.name } else { &e.a.name };
    let places =
        if e.places.is_empty() { String::new() } else { at(&and(e.places.iter().map(|p| the_place(&p.name)))) };
    let last = e.latest.map_or_else(String::new, |d| format!("; the last day told of is {}", day(d)));
    let verb = if is_plural(backer) { "fight" } else { "fights" };
    finish(&format!("elsewhere, {} {verb} {}{places}{last}", the(backer), the(foe)), &e.grounds)
}

pub(crate) fn condition(c: &Condition) -> String {
    let verb = Verb::be(&format!("judged {}", c.what.replace('_', " ")));
    finish(&clause(&the(&c.whose.name), are_many(&c.whose), &verb, c.standing, &certainties(&c.grounds)), &c.grounds)
}
