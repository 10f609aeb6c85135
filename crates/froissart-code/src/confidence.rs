//! Confidence: the probability that a claim is right in its type, its actor and its object, as it was fitted to claims
//! that people have judged.
//!
//! "Rebels seized Hama", a plain clause of two known parties, is likelier right than an actor borrowed over three verbs.
//! What speaks for and against a claim are its features; data/confidence/weights.tsv says how much, and
//! `train/confidence.py` made it. Nothing here changes a claim beside its number.

use crate::matcher::Match;
use crate::origin::{Tie, match_of};
use crate::reader::Reader;
use froissart_know::{Filler, Trigger};
use froissart_model::{Claim, Entity, Kind, Mood, Pos, Span, Stance, TokenRef, Told};
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::sync::OnceLock;

const FILE: &str = include_str!("../../../data/confidence/weights.tsv");
/// The name of the weight that every claim has.
const ALWAYS: &str = "always";

/// One thing that bears on whether a claim is right: its name, how much of it there is, and what it adds to the log odds
/// beside what it adds to a middling claim's.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// "actor: subject"
    pub name: Cow<'static, str>,
    /// 1 where it is or is not so.
    pub value: f64,
    /// Above 0 where it speaks for the claim.
    pub adds: f64,
}

impl Feature {
    /// The feature as a clause that a person reads: "the actor is the subject".
    pub fn told(&self) -> String {
        let (head, tail) = self.name.split_once(": ").unwrap_or((self.name.as_ref(), ""));
        match (head, tail) {
            ("kind" | "type" | "mood" | "part", x) => format!("its {head} is {x}"),
            ("rules", x) => format!("its rule is of {x}"),
            ("page", x) => format!("how many {x} the page has"),
            ("trigger", "choice of words") => "how many words may stand as the trigger".into(),
            ("trigger", "a verb of many uses, alone") => "its only word is a verb of many uses".into(),
            ("trigger", x) => format!("its trigger is a {x}"),
            ("pattern", "weight") => "how much the pattern asks for".into(),
            ("pattern", "words beside the trigger") => "the pattern asks for words beside the trigger".into(),
            ("pattern", x) => format!("the pattern has a {x}"),
            ("rival", "close") => "the rival asks for nearly as much".into(),
            ("rival", _) => "a rival rule would give the words another type".into(),
            ("sentence", "claims") => "how many claims the sentence gives".into(),
            ("sentence", x) => format!("the sentence's {x}"),
            ("predicate", "depth") => "how deep in the sentence the predicate stands".into(),
            ("predicate", x) => format!("the predicate's place: {x}"),
            ("tree", x) => format!("the parser's {x}"),
            ("stance", _) => "it is not told as true".into(),
            ("place as object", x) => format!("the place, as its object, by {x}"),
            (role @ ("actor" | "recipient" | "place"), x) => match x {
                "none" => format!("there is no {role}"),
                "words away" => format!("how far from the predicate the {role} stands"),
                "not understood" => format!("how much of the {role}'s words nobody knows"),
                "joined" => format!("the {role} is one of a list"),
                "several" => format!("there is more than one {role}"),
                "antecedent" => format!("the {role} stands for somebody named elsewhere"),
                "several of the name" => format!("the {role}'s name is that of several"),
                "by its sound" => format!("the {role} is known by its sound alone"),
                "far" => format!("no plain way leads from the predicate to the {role}"),
                "elsewhere" => format!("the {role} stands in another sentence"),
                "below" => format!("the {role} stands within another phrase"),
                x => format!("the {role}: {x}"),
            },
            _ => self.name.to_string(),
        }
    }
}

/// A weight, and how much of its feature a middling claim has.
#[derive(Debug, Clone, Copy)]
struct Weight {
    weight: f64,
    mean: f64,
}

fn weights() -> &'static FxHashMap<&'static str, Weight> {
    static READ: OnceLock<FxHashMap<&'static str, Weight>> = OnceLock::new();
    READ.get_or_init(|| {
        let rows = FILE.lines().filter(|l| !l.is_empty() && !l.starts_with('#')).map(|l| {
            let cells: Vec<&str> = l.split('\t').collect();
            let number = |n: usize| cells.get(n).and_then(|c| c.parse().ok());
            let weight = number(1).zip(number(2)).map(|(weight, mean)| Weight { weight, mean });
            (cells[0], weight.unwrap_or_else(|| panic!("data/confidence/weights.tsv: `{l}` is no weight")))
        });
        rows.collect()
    })
}

/// What a page is about, as far as it bears on its claims.
#[derive(Debug, Default)]
pub(crate) struct Subject {
    /// How thick words of each sort stand.
    words: Vec<(&'static str, f64)>,
}

impl Subject {
    pub(crate) fn of(r: &Reader, claims: &[Claim]) -> Self {
        const SORTS: [(&str, &str); 4] = [
            ("page-sport", "page: words of sport"),
            ("page-market", "page: words of the market"),
            ("page-contest", "page: words of elections"),
            ("page-war", "page: words of war"),
        ];
        if claims.is_empty() {
            return Self::default();
        }
        let mut counts = [0_u32; SORTS.len()];
        let mut all = 0_u32;
        for low in r.trees.iter().flat_map(|tree| (0..tree.len()).map(|t| tree.low(t))) {
            all += 1;
            for (n, (list, _)) in counts.iter_mut().zip(SORTS) {
                *n += u32::from(r.know.words.has(list, low));
            }
        }
        // In a hundred words; the first few say the most.
        let thick = |n: u32| (1.0 + 100.0 * f64::from(n) / f64::from(all.max(50))).ln();
        Self { words: SORTS.iter().zip(counts).map(|((_, name), n)| (*name, thick(n))).collect() }
    }
}

/// Gives every claim of a page its confidence.
pub(crate) fn weigh(r: &Reader, matches: &[Vec<Match>], claims: &mut [Claim]) {
    let subject = Subject::of(r, claims);
    let all: Vec<f64> = (0..claims.len()).map(|i| of(&features(r, &subject, matches, claims, i))).collect();
    for (c, p) in claims.iter_mut().zip(all) {
        // What no rule read is no surer than the learned head was right by reading.
        c.confidence = Some(crate::backoff::sureness(r, c).map_or(p, |most| p.min((most * 100.0).round() / 100.0)));
    }
}

/// The confidence that features make, in hundredths; never 0 or 1, which nothing read can be.
pub(crate) fn of(features: &[Feature]) -> f64 {
    let w = weights();
    let mut odds = w.get(ALWAYS).map_or(0.0, |w| w.weight);
    for f in features {
        odds += w.get(f.name.as_ref()).map_or(0.0, |w| w.weight * f.value);
    }
    let p = 1.0 / (1.0 + crate::head::exp(-odds.clamp(-12.0, 12.0)));
    ((p * 100.0).round() / 100.0).clamp(0.01, 0.99)
}

/// Collects features in the order in which they are found.
#[derive(Default)]
struct Found(Vec<Feature>);

impl Found {
    fn put(&mut self, name: impl Into<Cow<'static, str>>, value: f64) {
        let name = name.into();
        let adds = weights().get(name.as_ref()).map_or(0.0, |w| w.weight * (value - w.mean));
        self.0.push(Feature { name, value, adds });
    }
    fn flag(&mut self, name: impl Into<Cow<'static, str>>, on: bool) {
        if on {
            self.put(name, 1.0);
        }
    }
}

/// The features of one claim among those of its page.
pub(crate) fn features(r: &Reader, page: &Subject, matches: &[Vec<Match>], claims: &[Claim], i: usize) -> Vec<Feature> {
    let c = &claims[i];
    let mut f = Found::default();
    for (name, thick) in &page.words {
        f.put(*name, *thick);
    }
    what(c, &mut f);
    rule(r, c, match_of(c, matches), &mut f);
    told(c, &mut f);
    if let Some(at) = c.origin {
        sentence(r, c, claims, at, &mut f);
        roles(r, c, at, &mut f);
    }
    f.0
}

/// What it is.
fn what(c: &Claim, f: &mut Found) {
    let kind = match c.kind {
        Kind::Event => "kind: event",
        Kind::Statement => "kind: statement",
        Kind::Agreement => "kind: agreement",
        Kind::Relation => "kind: relation",
        Kind::Control => "kind: control",
        Kind::Figure => "kind: figure",
        Kind::Assessment => "kind: assessment",
    };
    f.put(kind, 1.0);
    if !matches!(c.kind, Kind::Figure | Kind::Control) {
        f.put(format!("type: {}", c.type_), 1.0);
    }
    f.flag("implied", c.is_implied());
    f.flag("extent", c.extent.is_some());
    f.flag("modes", !c.modes.is_empty());
}

/// The rule, and how much its pattern asks for.
fn rule(r: &Reader, c: &Claim, m: Option<&Match>, f: &mut Found) {
    let family = c.rule.split('/').next().unwrap_or("");
    f.put(format!("rules: {family}"), 1.0);
    let (Some(m), Some(at)) = (m, c.origin) else { return };
    let p = m.pattern;
    f.put(
        match p.trigger {
            Trigger::Verb => "trigger: verb",
            Trigger::Noun => "trigger: noun",
            Trigger::Adjective => "trigger: adjective",
        },
        1.0,
    );
    f.put("trigger: choice of words", (p.lemmas.len() as f64).ln());
    let sets = p.arguments.iter().filter(|a| matches!(a.filler, Filler::Set(_)) || !a.lemmas.is_empty()).count();
    let more = sets + usize::from(!p.instrument.is_empty()) > 0;
    f.flag("pattern: words beside the trigger", more);
    let light = || p.lemmas.iter().any(|l| l.word == r.trees[at.sentence].low(at.token) && l.particle.is_none());
    f.flag(
        "trigger: a verb of many uses, alone",
        !more
            && p.trigger == Trigger::Verb
            && light()
            && r.know.words.has("light-verbs", r.trees[at.sentence].low(at.token)),
    );
    let classed = |s: &froissart_know::Slot| !s.classes.is_empty();
    let filters = p.arguments.iter().any(|a| matches!(&a.filler, Filler::Slot(s) if classed(s)));
    f.flag("pattern: filter on a role", filters || p.subject.as_ref().is_some_and(classed));
    f.put("pattern: weight", m.weight as f64 / 10.0);
    if let Some((_, weight)) = m.rival {
        f.put("rival: another type", 1.0);
        f.flag("rival: close", weight + 1 >= m.weight);
    }
}

/// How it is told.
fn told(c: &Claim, f: &mut Found) {
    f.put(
        match c.evidence.part {
            froissart_model::Part::Headline => "part: headline",
            froissart_model::Part::Standfirst => "part: standfirst",
            froissart_model::Part::Caption => "part: caption",
            froissart_model::Part::Body => "part: body",
        },
        1.0,
    );
    f.flag("stance: not asserted", c.stance != Stance::Asserted);
    match c.mood {
        Mood::Actual => {}
        Mood::Planned | Mood::Predicted => f.put("mood: to come", 1.0),
        Mood::Requested => f.put("mood: requested", 1.0),
        Mood::Conditional | Mood::Asked => f.put("mood: open", 1.0),
        Mood::Attempted => f.put("mood: attempted", 1.0),
    }
    f.flag("negated", c.negated);
    f.flag("account", !c.according_to.is_empty());
    f.flag("quotation", c.quotation.is_some());
    f.flag("background", c.told == Told::Background);
    f.flag("dated by words", c.happened.as_ref().is_some_and(|h| h.text.is_some()));
}

/// The sentence, the predicate's place in it, and how sure its tree is.
fn sentence(r: &Reader, c: &Claim, claims: &[Claim], at: TokenRef, f: &mut Found) {
    let tree = &r.trees[at.sentence];
    f.put("sentence: length", (tree.len() as f64 / 20.0).ln().clamp(-2.0, 2.0));
    let mut depth = 0;
    let mut v = at.token;
    while let Some(h) = tree.head(v).filter(|_| depth < 12) {
        depth += 1;
        v = h;
    }
    f.put("predicate: depth", f64::from(depth.min(6)) / 3.0);
    f.put(
        match tree.rel(at.token).split(':').next().unwrap_or("") {
            "root" => "predicate: root",
            "conj" => "predicate: conjunct",
            "xcomp" => "predicate: infinitive",
            "ccomp" => "predicate: content",
            "advcl" | "parataxis" => "predicate: adjunct",
            "acl" => "predicate: beside a noun",
            "obj" | "nsubj" => "predicate: argument",
            "obl" | "nmod" => "predicate: phrase",
            "compound" | "amod" => "predicate: modifier",
            _ => "predicate: other",
        },
        1.0,
    );
    if let Some(sure) = r.analysis.arcs.get(at.sentence).filter(|a| !a.is_empty()) {
        let doubt = |i: usize| 1.0 - f64::from(sure.get(i).copied().unwrap_or(100)) / 100.0;
        f.put("tree: doubt at the predicate", doubt(at.token));
        let all: f64 = (0..sure.len()).map(doubt).sum();
        f.put("tree: doubt in the sentence", 10.0 * all / sure.len() as f64);
        let heads = c.actor.iter().chain(&c.recipient).filter_map(|e| r.head_of(e.span));
        let here = heads.filter(|x| x.sentence == at.sentence);
        f.put("tree: doubt at a role", here.map(|x| doubt(x.token)).fold(0.0, f64::max));
    }
    let here = claims.iter().filter(|o| o.origin.is_some_and(|x| x.sentence == at.sentence));
    f.put("sentence: claims", (here.clone().count() as f64).ln());
    let others = here.filter(|o| o.origin == Some(at) && o.kind == c.kind && o.type_ == c.type_ && o.rule == c.rule);
    f.flag("one of several by one predicate", others.count() > 1);
    f.flag("predicate: capitalised", tree.upos(at.token) == Pos::Propn);
}

/// Who and where: how each hangs on the predicate, and whether anybody knows it.
fn roles(r: &Reader, c: &Claim, at: TokenRef, f: &mut Found) {
    let spans: Vec<Span> = c.actor.iter().map(|e| e.span).collect();
    role(r, "actor", &c.actor, at, f);
    role(r, "recipient", &c.recipient, at, f);
    f.flag("actor and recipient overlap", c.recipient.iter().any(|e| spans.iter().any(|s| s.overlaps(e.span))));
    let same = |a: &Entity, b: &Entity| a.country.is_some() && a.country == b.country && a.sector == b.sector;
    f.flag("actor and recipient alike", c.recipient.iter().any(|e| c.actor.iter().any(|a| same(a, e))));
    let known = |l: &[Entity]| l.iter().any(|e| e.country.is_some() || e.id.is_some());
    let armed =
        |l: &[Entity]| l.iter().any(|e| matches!(e.sector.as_deref(), Some("REB" | "MIL" | "PRM" | "UAF" | "SEP")));
    f.flag("nobody known", !known(&c.actor) && !known(&c.recipient) && !armed(&c.actor) && !armed(&c.recipient));
    f.flag("somebody armed", armed(&c.actor) || armed(&c.recipient));
    f.flag("two parties known", known(&c.actor) && known(&c.recipient));
    f.flag("a word by nobody known", !known(&c.actor) && !armed(&c.actor) && c.kind == Kind::Statement);
    let Some(p) = c.place.first() else {
        f.put("place: none", 1.0);
        return;
    };
    f.flag("place: unknown", p.lat.is_none() && p.name.is_none());
    if c.recipient.is_empty()
        && let Some(b) = r.bound(at, p.span)
    {
        f.put(format!("place as object: {}", b.tie.name()), 1.0);
    }
}

fn role(r: &Reader, role: &str, list: &[Entity], at: TokenRef, f: &mut Found) {
    let Some(first) = list.first() else {
        f.put(format!("{role}: none"), 1.0);
        return;
    };
    f.flag(format!("{role}: several"), list.len() > 1);
    let bound: Vec<_> = list.iter().filter_map(|e| r.bound(at, e.span)).collect();
    // The weakest tie is what the claim hangs by.
    let worst = bound.iter().max_by_key(|b| rank(b.tie));
    if let Some(b) = worst {
        f.put(format!("{role}: {}", b.tie.name()), 1.0);
        if b.at.sentence == at.sentence {
            let far = b.at.token.abs_diff(at.token) as f64;
            f.put(format!("{role}: words away"), (1.0 + far).ln() / 2.0);
        }
    }
    f.flag(format!("{role}: joined"), bound.iter().any(|b| b.joined));
    let head = bound.first().map(|b| b.at);
    if let Some(h) = head {
        let tree = &r.trees[h.sentence];
        f.flag(format!("{role}: pronoun"), matches!(tree.upos(h.token), Pos::Pron | Pos::Det));
        f.flag(format!("{role}: common noun"), tree.upos(h.token) == Pos::Noun);
        let length = r.extent(h.sentence, h.token);
        f.flag(format!("{role}: long"), length.1 - length.0 >= 6);
    }
    f.flag(format!("{role}: antecedent"), first.antecedent.is_some());
    let known = match first {
        e if e.id.is_some() => "in the tables",
        e if e.name.is_some() && e.country.is_some() => "named, of a country",
        e if e.country.is_some() => "of a country",
        e if e.sector.is_some() => "of a sector",
        e if e.name.is_some() => "named",
        _ => "unknown",
    };
    f.put(format!("{role}: {known}"), 1.0);
    f.flag(
        format!("{role}: a thing"),
        matches!(first.kind, froissart_model::EntityKind::Facility | froissart_model::EntityKind::Equipment),
    );
    if let Some(x) = head.and_then(|h| r.resolve(h.sentence, h.token)) {
        f.put(format!("{role}: not understood"), 1.0 - f64::from(x.score) / 100.0);
        f.flag(format!("{role}: by its sound"), x.why.contains("sounds like"));
        f.flag(format!("{role}: several of the name"), !x.also.is_empty());
    }
}

/// Ties from the surest to the least sure.
fn rank(t: Tie) -> u8 {
    match t {
        Tie::Subject | Tie::Object | Tie::PassiveSubject | Tie::Agent => 0,
        Tie::Phrase | Tie::Possessor | Tie::Compound => 1,
        Tie::Relative | Tie::Participle | Tie::Light => 2,
        Tie::Control | Tie::Shared => 3,
        Tie::Adjunct | Tie::Below => 4,
        Tie::Elsewhere => 5,
        Tie::Far => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::{ALWAYS, Feature, of, weights};

    #[test]
    fn a_weight_moves_the_number_its_own_way_and_never_to_the_end() {
        assert!(weights().contains_key(ALWAYS));
        let (name, w) =
            weights().iter().filter(|(n, _)| **n != ALWAYS).max_by(|a, b| a.1.weight.total_cmp(&b.1.weight)).unwrap();
        assert!(w.weight > 0.0);
        let with = |value: f64| of(&[Feature { name: (*name).into(), value, adds: 0.0 }]);
        assert!(with(-1.0) < with(0.0) && with(0.0) < with(1.0), "{name}");
        assert_eq!((with(-1e6), with(1e6)), (0.01, 0.99));
        let strange = Feature { name: "no such feature".into(), value: 5.0, adds: 0.0 };
        assert!((of(&[strange]) - of(&[])).abs() < f64::EPSILON);
    }
}
