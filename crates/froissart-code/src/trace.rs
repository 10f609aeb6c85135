//! How each field of a claim was found: the rule's pattern and the words that filled it, who each mention was taken
//! for and why, what dated it, what hedges it, and what its codes come from.
//!
//! Of "Rebels seized most of Aleppo on Friday, a war monitor said." it says that "on Friday" hangs on "seized" and is
//! counted from the page's day. It looks back at what the coder did with the same trees and tables, and is asked for one
//! claim at a time; where nobody asks, nothing is kept.

use crate::confidence::{Feature, Subject, features};
use crate::matcher::Match;
use crate::origin::match_of;
use crate::reader::Reader;
use froissart_know::{Trigger, Yield};
use froissart_model::{
    Basis, Certainty, Claim, Entity, Interval, Kind, LinkAs, Mood, Place, Span, Stance, TokenRef, Told,
};

/// How one claim was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Trace {
    /// Field by field, in the order of the JSON.
    pub fields: Vec<Finding>,
    /// What bears on its confidence.
    pub confidence: Vec<Feature>,
}

/// How one field was found, or one of a field's several.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The field's name in the JSON.
    pub field: &'static str,
    /// What it holds, in words.
    pub value: String,
    /// Where the value's own words stand, where it has some.
    pub span: Option<Span>,
    /// The steps that led there, in order.
    pub how: Vec<String>,
}

/// Collects findings.
struct Found(Vec<Finding>);

impl Found {
    fn put(&mut self, field: &'static str, value: impl Into<String>, span: Option<Span>, how: Vec<String>) {
        self.0.push(Finding { field, value: value.into(), span, how });
    }
}

/// The trace of one claim among those of its page.
pub(crate) fn of(r: &Reader, matches: &[Vec<Match>], claims: &[Claim], i: usize) -> Trace {
    let c = &claims[i];
    let m = match_of(c, matches);
    let mut f = Found(Vec::new());
    rule(r, c, m, &mut f);
    implied(c, claims, &mut f);
    for e in &c.actor {
        party(r, c, "actor", e, &mut f);
    }
    for e in &c.recipient {
        party(r, c, "recipient", e, &mut f);
    }
    for p in &c.place {
        place(r, c, p, &mut f);
    }
    share_and_count(c, &mut f);
    if let Some(h) = &c.happened {
        let at = c.origin.map(|o| r.trees[o.sentence].tok(o.token).form.as_str());
        f.put("happened", shown(h), h.span.get(), when(r, h, at));
    }
    if let Some(h) = &c.said {
        f.put("said", shown(h), h.span.get(), when(r, h, None));
    }
    accounts(r, c, &mut f);
    sure(r, c, m, &mut f);
    codes(r, c, m, &mut f);
    Trace { fields: f.0, confidence: features(r, &Subject::of(r, claims), matches, claims, i) }
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn form<'a>(r: &Reader<'a>, at: TokenRef) -> &'a str {
    r.trees[at.sentence].tok(at.token).form.as_str()
}

/// The rule, its pattern, and the words that its elements took.
fn rule(r: &Reader, c: &Claim, m: Option<&Match>, f: &mut Found) {
    let mut how = Vec::new();
    let Some(at) = c.origin else {
        f.put("rule", &*c.rule, None, vec!["read off the page without one predicate of its own".into()]);
        return;
    };
    let tree = &r.trees[at.sentence];
    let pred = form(r, at);
    if let Some(m) = m {
        how.push(format!("the pattern {}", m.pattern.text));
        let sort = match m.pattern.trigger {
            Trigger::Verb => "verb",
            Trigger::Noun => "noun",
            Trigger::Adjective => "adjective or participle",
        };
        how.push(format!("its trigger is the {sort} “{pred}” ({})", tree.lemma(at.token)));
        let also: Vec<String> = m.consumed.iter().map(|&t| format!("“{}”", tree.tok(t).form)).collect();
        if !also.is_empty() {
            how.push(format!("its further words took {}", also.join(", ")));
        }
        for (role, list) in [("ACTOR", &m.actor), ("RECIPIENT", &m.recipient), ("PLACE", &m.place)] {
            for &t in list {
                how.push(format!("its {role} took “{}”{}", words(&r.text(at.sentence, t)), hung(r, at, t)));
            }
        }
        if let Some((rival, weight)) = m.rival {
            how.push(format!(
                "{} would have fitted here too, and asks for less ({weight} against {})",
                rival.id, m.weight
            ));
        }
    } else {
        how.push(match c.rule.split_once('/') {
            Some(("modifier", w)) => format!("a tie told in passing, by “{w}” before or beside a noun"),
            Some(("figure", _)) => format!("a count that hangs on “{pred}”"),
            Some(("said", _)) => format!("what somebody says of another, with “{pred}”"),
            _ => format!("read off “{pred}”"),
        });
    }
    f.put("rule", &*c.rule, Some(tree.tok(at.token).span), how);
    let mut how = Vec::new();
    match m.map(|m| &m.rule.yields) {
        Some(Yield::Event(t) | Yield::Statement(t)) if *t != c.type_ && !c.is_implied() => how.push(format!(
            "the rule says {t}; what is only promised, refused, announced or asked is a type of its own: {}",
            c.type_
        )),
        Some(_) if !c.is_implied() => how.push("as the rule has it".into()),
        _ => how.push(if c.is_implied() { "what follows".into() } else { "by the words of the list".into() }),
    }
    f.put("type", &*c.type_, None, how);
}

/// The preposition before a role's words.
fn hung(r: &Reader, at: TokenRef, t: usize) -> String {
    r.trees[at.sentence].case(t).map_or(String::new(), |p| format!(", after “{p}”"))
}

/// From what an implied claim follows.
fn implied(c: &Claim, claims: &[Claim], f: &mut Found) {
    let from = c.links.iter().filter(|l| l.as_ == LinkAs::ImpliedBy);
    for o in from.filter_map(|l| l.to.strip_prefix('#')?.parse::<usize>().ok()).filter_map(|n| claims.get(n)) {
        let how = vec![format!("follows from the {} by {}: “{}”", o.type_, o.rule, words(&o.evidence.text))];
        f.put("links", "implied_by", None, how);
    }
}

/// How a mention hangs on the predicate, and who it is.
fn party(r: &Reader, c: &Claim, field: &'static str, e: &Entity, f: &mut Found) {
    let mut how = Vec::new();
    let head = r.head_of(e.span);
    if let Some(at) = c.origin
        && let Some(b) = r.bound(at, e.span)
    {
        let member = if b.joined { "one of a list that is " } else { "" };
        how.push(format!("{member}{}", b.tie.told(form(r, at))));
    }
    how.extend(identity(r, e, head));
    f.put(field, words(&e.text), Some(e.span), how);
}

/// Who a mention was taken for, and why.
fn identity(r: &Reader, e: &Entity, head: Option<TokenRef>) -> Vec<String> {
    let mut how = Vec::new();
    if let Some(a) = e.antecedent {
        let n = r.head_of(a).map_or(String::new(), |h| format!(", in sentence {}", h.sentence));
        how.push(format!("stands for “{}”{n}", words(a.of(&r.page.text))));
    }
    let known = head.and_then(|h| r.resolve(h.sentence, h.token));
    let own = head.and_then(|h| r.resolve_direct(h.sentence, h.token));
    match &known {
        Some(k) if !k.why.is_empty() => how.push(k.why.clone()),
        Some(_) => {}
        None => how.push("no table has these words: they stay as written".into()),
    }
    if let Some(id) = &e.id {
        let day = r.day.map_or(", without a day".into(), |d| format!(", as of {d}"));
        how.push(format!("the table of actors has it as {id}{day}"));
    }
    let mut code: Vec<&str> = Vec::new();
    code.extend(e.country.as_deref());
    code.extend(e.sectors.iter().map(String::as_str));
    if !code.is_empty() {
        let lacks = own.as_ref().is_none_or(|o| o.country.is_none()) && e.country.is_some();
        let from = match (lacks, e.antecedent.is_some()) {
            (true, true) => ", the country by what it stands for",
            (true, false) if own.is_some() => ", the country by a fuller mention elsewhere on the page",
            _ => "",
        };
        how.push(format!("coded {}{from}", code.join(" ")));
    }
    if let Some(code) = &e.code {
        how.push(format!("the loaded dictionary codes it {code}"));
    }
    if let Some(x) = known.filter(|k| !k.also.is_empty()) {
        how.push(format!("others of the name: {}", x.also.join(", ")));
    }
    if let Some(n) = e.count {
        how.push(format!("{n} by a numeral"));
    }
    how
}

/// How a place hangs on the predicate, and where it lies.
fn place(r: &Reader, c: &Claim, p: &Place, f: &mut Found) {
    let mut how = Vec::new();
    if let Some(at) = c.origin
        && let Some(b) = r.bound(at, p.span)
    {
        let case = r.trees[b.at.sentence].case(b.at.token).map_or(String::new(), |w| format!(", after “{w}”"));
        how.push(format!("{}{case}: {}", b.tie.told(form(r, at)), format!("{:?}", p.role).to_lowercase()));
    }
    match (&p.name, p.lat.zip(p.lon)) {
        (Some(n), Some((lat, lon))) => {
            let id = p.geonames.map_or("set by hand".to_owned(), |g| format!("GeoNames {g}"));
            let sort = p.feature.as_deref().or(p.precision.as_deref()).unwrap_or("place");
            let within: Vec<&str> = p.admin1.as_deref().into_iter().chain(p.country.as_deref()).collect();
            how.push(format!("the gazetteer has {n} ({sort}, {}; {id}) at {lat:.3}, {lon:.3}", within.join(", ")));
            if !words(&p.text).to_lowercase().contains(&n.to_lowercase()) {
                how.push(
                    "the name is another than the words: of what they stand for, or the country that the page tells of"
                        .into(),
                );
            }
        }
        (Some(n), None) => how.push(format!("stands for “{}”, which the gazetteer has not", words(n))),
        (None, _) => how.push("the gazetteer has no such name: no point is given".into()),
    }
    if p.lat.is_none()
        && let Some(country) = &p.country
    {
        how.push(format!("the words tell the country, {country}"));
    }
    if let Some(x) = &p.relation {
        how.push(format!("not the place itself: “{x}”"));
    }
    f.put("place", words(&p.text), Some(p.span), how);
}

fn share_and_count(c: &Claim, f: &mut Found) {
    let number = |x: Option<f64>| x.map_or("open".to_owned(), |x| x.to_string());
    if let Some(x) = &c.extent {
        let of = format!("{:?}", x.of).to_lowercase();
        let how = vec![format!("{of} by these words; least share {}, greatest {}", number(x.low), number(x.high))];
        f.put("extent", words(&x.text), None, how);
    }
    if let Some(x) = &c.figure {
        let mut how = vec![format!("counts {}: at least {}, at most {}", x.of, number(x.low), number(x.high))];
        if x.reported_none {
            how.push("none were reported, which is not zero".into());
        }
        how.push(format!("scope {}", format!("{:?}", x.scope).to_lowercase()));
        f.put("figure", words(&x.text), None, how);
    }
}

fn shown(h: &Interval) -> String {
    let day = |d: Option<froissart_model::Day>| d.map_or("..".to_owned(), |d| d.to_string());
    if h.from == h.to { day(h.from) } else { format!("{}/{}", day(h.from), day(h.to)) }
}

/// How a time was found.
fn when(r: &Reader, h: &Interval, pred: Option<&str>) -> Vec<String> {
    let page = r.day.map_or("the page, which has no day".to_owned(), |d| format!("the page's day, {d}"));
    let mut how = Vec::new();
    if let Some(t) = h.span.get().and_then(|s| r.analysis.times.iter().find(|t| t.span == s)) {
        let on = pred.map_or("the words of the account".to_owned(), |p| format!("“{p}” or what governs it"));
        how.push(format!("“{}” ({} {}) on {on}", words(t.span.of(&r.page.text)), t.kind, t.value));
        how.push(format!("counted from {page}"));
    }
    match h.basis {
        Basis::Words => {}
        Basis::Tense => how.push(format!("no time words; a state in the present tense holds on {page}")),
        Basis::Page => how.push(format!("no time words and not in the present: at some time up to {page}")),
        Basis::Implied => how.push("as of the claim that it follows from".into()),
    }
    let word = |x: String| x.to_lowercase();
    how.push(format!("holds {}, precision {}", word(format!("{:?}", h.holds)), word(format!("{:?}", h.precision))));
    how
}

/// Who says so, by which words.
fn accounts(r: &Reader, c: &Claim, f: &mut Found) {
    for e in &c.according_to {
        let mut how = Vec::new();
        let told = r.analysis.attributions.iter().find(|a| {
            a.source_head.is_some_and(|h| r.span(h.sentence, h.token) == e.span)
                && c.origin.is_none_or(|o| a.content.iter().any(|x| x.overlaps(r.trees[o.sentence].tok(o.token).span)))
        });
        if let Some(a) = told {
            let cue: Vec<String> = a.cue.iter().map(|s| format!("“{}”", words(s.of(&r.page.text)))).collect();
            how.push(format!("the source of {} ({})", cue.join(" "), a.attitude.as_str()));
            how.push("what is told stands in what it says".into());
        } else {
            how.push("the source of an account that covers this clause".into());
        }
        how.extend(identity(r, e, r.head_of(e.span)));
        f.put("according_to", words(&e.text), Some(e.span), how);
    }
}

fn stance_word(s: Stance) -> &'static str {
    match s {
        Stance::Asserted => "asserted",
        Stance::Believed => "believed",
        Stance::Alleged => "alleged",
        Stance::Doubted => "doubted",
    }
}
fn mood_word(m: Mood) -> &'static str {
    match m {
        Mood::Actual => "actual",
        Mood::Planned => "planned",
        Mood::Predicted => "predicted",
        Mood::Conditional => "conditional",
        Mood::Requested => "requested",
        Mood::Attempted => "attempted",
        Mood::Asked => "asked",
    }
}

/// What the words make of it: each cue, then the rule's own, then the summary.
fn sure(r: &Reader, c: &Claim, m: Option<&Match>, f: &mut Found) {
    let mut how = Vec::new();
    if let Some(at) = c.origin {
        for x in r.analysis.facts_of(at) {
            let cue: Vec<String> = x.cue.iter().map(|t| format!("“{}”", form(r, *t))).collect();
            let scope = if x.scope == at { String::new() } else { format!(", over “{}”", form(r, x.scope)) };
            let cue = if cue.is_empty() { "the clause".to_owned() } else { cue.join(" ") };
            how.push(format!("{cue}: {}{scope}", x.kind.as_str()));
        }
    }
    if how.is_empty() {
        how.push("no word hedges, negates or moves it".into());
    }
    if let Some(mood) = m.and_then(|m| m.rule.mood.as_deref()) {
        how.push(format!("the rule itself says {mood}"));
    }
    if m.is_some_and(|m| m.rule.negated) {
        how.push("the rule itself says that it did not happen".into());
    }
    let not = if c.negated { ", negated" } else { "" };
    f.put("mood", format!("stance {}, mood {}{not}", stance_word(c.stance), mood_word(c.mood)), None, how);
    let why = match c.certainty {
        Certainty::Denied => "a speaker rejects it",
        Certainty::Requested => "somebody wants it done",
        Certainty::Conditional => "only if something else, or asked",
        Certainty::Planned => "planned, predicted or attempted",
        Certainty::Believed => "not said as true",
        Certainty::Reported => "somebody else's fact: it has an account",
        Certainty::Asserted => "the page's own: nothing else holds, and it has no account",
    };
    f.put("certainty", format!("{:?}", c.certainty).to_lowercase(), None, vec![why.into()]);
    if c.told == Told::Background {
        let old = c.auxiliary.iter().any(|a| a == "historical");
        let why = if old { "more than thirty days before the page" } else { "told in a modifier or a relative clause" };
        f.put("told", "background", None, vec![why.into()]);
    }
    if let Some(q) = c.quotation {
        f.put(
            "quotation",
            words(q.of(&r.page.text)),
            Some(q),
            vec!["the quotation that holds the words, or that they introduce".into()],
        );
    }
}

/// The codes: out of the rule, or out of the ontology's tables.
fn codes(r: &Reader, c: &Claim, m: Option<&Match>, f: &mut Found) {
    let rule = m.map(|m| m.rule).filter(|_| !c.is_implied());
    let by_rule = || vec!["as the rule has it".to_owned()];
    let table = |what: &str| {
        let of = if c.modes.is_empty() { c.type_.clone() } else { format!("{} {}", c.type_, c.modes.join("+")) };
        vec![format!("{what} of {of}, data/ontology")]
    };
    let ours = |own: Option<&str>, has: Option<&str>| own.is_some() && own == has;
    if let Some(x) = &c.status {
        let own = ours(rule.and_then(|r| r.status.as_deref()), Some(x))
            || rule.is_some_and(|r| matches!(&r.yields, Yield::Control(s) if s == x));
        f.put("status", x, None, if own { by_rule() } else { vec!["by the sort of claim and what governs it".into()] });
    }
    if let Some(x) = &c.subject {
        let own = ours(rule.and_then(|r| r.subject.as_deref()), Some(x))
            || rule.is_some_and(|r| matches!(&r.yields, Yield::Agreement(s) if s == x));
        f.put("subject", x, None, if own { by_rule() } else { vec!["by the words".into()] });
    }
    let mut list = |field: &'static str, has: &[String], own: Option<&Vec<String>>, else_: &str| {
        for x in has {
            let of_rule = own.is_some_and(|o| o.contains(x));
            f.put(field, x, None, if of_rule { by_rule() } else { vec![else_.to_owned()] });
        }
    };
    let by = if c.rule.starts_with("supports/") { "by the words" } else { "by the participle" };
    list("means", &c.means, rule.map(|r| &r.means), by);
    let instrument = "by what it was done with: a word of the clause is of that list";
    list("modes", &c.modes, rule.map(|r| &r.modes), instrument);
    list("contexts", &c.contexts, rule.map(|r| &r.contexts), "by the words");
    if let Some(x) = &c.cameo {
        let name = r.know.ontology.cameo(x).map_or(String::new(), |k| format!(" {}", k.label));
        let own = ours(rule.and_then(|r| r.cameo.as_deref()), Some(x));
        f.put("cameo", format!("{x}{name}"), None, if own { by_rule() } else { table("the default") });
    }
    if matches!(c.kind, Kind::Event | Kind::Statement | Kind::Agreement) {
        if let Some(q) = c.quad {
            f.put("quad", q.to_string(), None, vec![format!("of {}, data/ontology", c.type_)]);
        }
        if let Some(i) = c.intensity {
            f.put("intensity", i.to_string(), None, table("the score"));
        }
    }
    if let Some(x) = &c.acled {
        let own = ours(rule.and_then(|r| r.acled.as_deref()), Some(&x.sub_event_type));
        let value = format!("{}, {}", x.event_type, x.sub_event_type);
        f.put("acled", value, None, if own { by_rule() } else { table("the default") });
    }
}
