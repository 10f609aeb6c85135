//! The learned back-off: types a predicate that no rule reads, from its vector and from who stands around it.
//!
//! "Militants burst into the barracks": no rule has "burst", and still the word in its sentence, with armed men before
//! it and a place after it, may say ASSAULT. Such a claim has `back-off/ASSAULT` for its rule. Where the head is not
//! sure enough nothing is said; docs/backoff.md has how sure it must be and what that was measured on.

use crate::assemble::acts;
use crate::frame::Frame;
use crate::head::Head;
use crate::matcher::Match;
use crate::noun::Light;
use crate::reader::Reader;
use froissart_know::{Lemma, Pattern, Rule, Trigger, Yield};
use froissart_model::{Claim, EntityKind, Pos, TokenRef};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A predicate as the head sees it, without its vector, and what the rules made of it.
#[derive(Debug, Clone)]
pub struct Predicate {
    /// Where it stands.
    pub at: TokenRef,
    /// Its lemma, in lower case.
    pub lemma: String,
    /// What stands around it: "verb", "obj:armed", "against:state".
    pub features: Vec<String>,
    /// The type of event that a rule reads in it.
    pub type_: Option<String>,
    /// Whether a rule reads anything in it, or took it as one of its words.
    pub known: bool,
    /// Whether a rule has its lemma.
    pub triggered: bool,
    /// Whether the back-off may speak of it: somebody of the conflict's world does it, to somebody or somewhere, and it
    /// is no word of somebody else's act and none that only tells who says something.
    pub open: bool,
}

/// Sectors of those whom a conflict is between.
const PARTIES: &[&str] = &["GOV", "MIL", "REB", "PRM", "COP", "SPY", "UAF", "SEP", "LEG", "JUD", "PTY", "OPP", "IMG"];
const ARMED: &[&str] = &["MIL", "REB", "PRM", "COP", "SPY", "UAF", "SEP", "CRM", "IMG"];
/// Prepositions before whom an act is done to, by its type, the surest first; the object goes before them.
const TOWARDS: &[(&str, &[&str])] = &[
    ("ACCUSE", &["against", "at", "on", "for"]),
    ("AGREE", &["with", "to"]),
    ("AID", &["to", "for"]),
    ("ASSAULT", &["against", "at", "into"]),
    ("COERCE", &["against", "on", "from"]),
    ("CONCEDE", &["to", "for"]),
    ("CONSULT", &["with", "to"]),
    ("COOPERATE", &["with"]),
    ("MOBILIZE", &["against", "to", "into"]),
    ("PROTEST", &["against", "at"]),
    ("REJECT", &["with", "by", "from"]),
    ("REQUEST", &["to", "on", "from", "with"]),
    ("RETREAT", &["from", "out of"]),
    ("SANCTION", &["against", "on"]),
    ("SUPPORT", &["to", "with", "for", "behind"]),
    ("THREATEN", &["against", "with"]),
];
/// Prepositions of where an act was done.
const WHERE: &[&str] = &["in", "at", "near", "around", "outside", "inside", "across", "on", "over", "into", "from"];

/// What a mention is, in a word.
fn kind(r: &Reader, s: usize, t: usize) -> &'static str {
    if r.is_time(s, t) {
        return "time";
    }
    let known = r.resolve(s, t);
    if r.is_place(s, t) {
        return "place";
    }
    if let Some(k) = known {
        let armed = k.sector.as_deref().is_some_and(|x| ARMED.contains(&x));
        return match k.kind {
            _ if armed => "armed",
            EntityKind::State => "state",
            EntityKind::Civilians => "civil",
            _ if k.sector.as_deref().is_some_and(|x| PARTIES.contains(&x)) => "state",
            EntityKind::Facility | EntityKind::Equipment => "thing",
            _ => "other",
        };
    }
    if r.can_act(s, t) { "other" } else { "thing" }
}

/// Whether a mention is a party of the conflict's world: armed, of a state, political, or a group by name.
fn is_party(r: &Reader, s: usize, t: usize) -> bool {
    r.can_act(s, t)
        && !r.is_place(s, t)
        && r.resolve(s, t).is_some_and(|k| {
            k.sector.as_deref().is_some_and(|x| PARTIES.contains(&x))
                || k.kind == EntityKind::State && k.name.is_some()
                || k.kind == EntityKind::Group && k.name.is_some() && k.sector.is_none()
        })
}

/// Whether a mention can be whom or where an act is done to.
fn is_somebody(r: &Reader, s: usize, t: usize) -> bool {
    matches!(kind(r, s, t), "armed" | "state" | "civil" | "other" | "place")
}

fn frame_of(r: &Reader, s: usize, t: usize) -> Frame {
    let tree = &r.trees[s];
    if tree.is_verb(t) { tree.verb_frame(t) } else { tree.noun_frame(t, &r.know.words) }
}

/// Who does it: those of a frame's actors that can act.
fn doers(r: &Reader, s: usize, f: &Frame) -> Vec<usize> {
    let tree = &r.trees[s];
    let acts = |a: usize| r.can_act(s, a) && !r.is_place(s, a);
    f.actor.iter().copied().filter(|&a| tree.conjuncts(a).into_iter().any(acts)).collect()
}

/// Whether a token is a word of an act that the rules read: its complement, its noun, or the verb above its noun.
fn is_of_another(r: &Reader, s: usize, t: usize, matches: &[Match]) -> bool {
    let tree = &r.trees[s];
    let joined = |k: usize| matches!(tree.rel(k).split(':').next(), Some("conj" | "advcl" | "acl" | "parataxis"));
    matches.iter().any(|m| {
        m.consumed.contains(&t)
            || tree.head(t) == Some(m.pred) && !joined(t)
            || tree.head(m.pred) == Some(t) && !joined(m.pred)
    })
}

/// Whether the back-off may speak of a predicate: see [`Predicate::open`].
fn is_open(r: &Reader, at: TokenRef, f: &Frame, doers: &[usize], matches: &[Match]) -> bool {
    let (s, t) = (at.sentence, at.token);
    let tree = &r.trees[s];
    let mut around = f.object.iter().chain(f.oblique.iter().map(|(_, k)| k));
    !matches.iter().any(|m| m.pred == t)
        // "The besieged town"; "he remains detained", which is passive without an auxiliary of its own.
        && !(tree.is_verb(t) && (tree.rel(t) == "amod" || tree.rel(t) == "xcomp" && tree.tok(t).xpos == "VBN"))
        // "Gave the junta a week to free him": whose act that would be the tree does not say.
        && !(tree.rel(t) == "acl" && tree.is_infinitive(t))
        && doers.iter().any(|&a| is_party(r, s, a))
        && around.any(|&k| !doers.contains(&k) && is_somebody(r, s, k))
        && !r.analysis.attributions.iter().any(|a| a.cue_head == at)
        && !is_of_another(r, s, t, matches)
}

/// What stands around a predicate, as the head takes it.
fn features(r: &Reader, s: usize, t: usize, f: &Frame, doers: &[usize]) -> Vec<String> {
    let tree = &r.trees[s];
    let verb = tree.is_verb(t);
    let mut all = vec![if verb { "verb" } else { "noun" }.to_owned()];
    all.extend(doers.first().map(|&a| format!("actor:{}", kind(r, s, a))));
    if verb && f.agentless {
        all.push("agentless".into());
    }
    all.extend(tree.particle(t).map(|p| format!("particle:{p}")));
    all.extend(f.object.first().map(|&o| format!("obj:{}", kind(r, s, o))));
    all.extend(f.oblique.iter().map(|(c, k)| format!("{}:{}", c.replace(' ', "_"), kind(r, s, *k))));
    all.extend(["xcomp", "ccomp"].into_iter().filter(|rel| tree.kid(t, &[rel]).is_some()).map(str::to_owned));
    all
}

/// The predicates of a sentence that may tell an act, with what the rules made of them.
fn predicates(r: &Reader, s: usize, matches: &[Match], out: &mut Vec<Predicate>) {
    let tree = &r.trees[s];
    for t in 0..tree.len() {
        let pos = tree.upos(t);
        let verb = pos == Pos::Verb;
        let type_ = matches.iter().find_map(|m| match (&m.rule.yields, m.pred == t) {
            (Yield::Event(y) | Yield::Statement(y), true) => Some(y.clone()),
            (Yield::Agreement(_), true) => Some(m.rule.event.clone().unwrap_or_else(|| "AGREE".into())),
            _ => None,
        });
        let noun = pos == Pos::Noun;
        let plain = verb || noun && r.kind_at(s, t).is_none() && !r.can_act(s, t) && !r.is_place(s, t);
        if !(verb || noun) || !plain && type_.is_none() || r.is_time(s, t) {
            continue;
        }
        let f = frame_of(r, s, t);
        let doers = doers(r, s, &f);
        if doers.is_empty() && type_.is_none() {
            continue;
        }
        let at = TokenRef { sentence: s, token: t };
        let lemma = tree.low(t);
        let trigger = if verb { Trigger::Verb } else { Trigger::Noun };
        let triggered = r.know.rules.triggered(lemma).any(|(_, p)| p.trigger == trigger);
        let known = matches.iter().any(|m| m.pred == t || m.consumed.contains(&t));
        let open = is_open(r, at, &f, &doers, matches);
        out.push(Predicate {
            at,
            features: features(r, s, t, &f, &doers),
            type_,
            known,
            triggered,
            open,
            lemma: lemma.to_owned(),
        });
    }
}

/// A rule for each type, with which what the head says goes the way of all matches.
static RULES: LazyLock<BTreeMap<&'static str, Rule>> = LazyLock::new(|| {
    let rule = |&(type_, _): &(&'static str, _)| {
        let rule = Rule {
            id: format!("back-off/{type_}"),
            file: "data/model/backoff.weights".into(),
            patterns: vec![Pattern {
                trigger: Trigger::Verb,
                lemmas: vec![Lemma { word: String::new(), particle: None }],
                intransitive: false,
                subject: None,
                instrument: Vec::new(),
                arguments: Vec::new(),
                text: "a verb that a learned head reads".into(),
            }],
            yields: Yield::Event(type_.into()),
            event: None,
            implies: Vec::new(),
            status: None,
            subject: None,
            means: Vec::new(),
            modes: Vec::new(),
            contexts: Vec::new(),
            cameo: None,
            acled: None,
            symmetric: false,
            mood: None,
            negated: false,
            yes: Vec::new(),
            no: Vec::new(),
        };
        (type_, rule)
    };
    TOWARDS.iter().map(rule).collect()
});

/// All predicates of a page, with what the rules made of them: what the head is trained on.
pub(crate) fn all(r: &Reader) -> Vec<Predicate> {
    let mut out = Vec::new();
    for s in 0..r.trees.len() {
        predicates(r, s, &acts(r, s), &mut out);
    }
    out
}

/// Adds to the matches of a sentence what the head reads where no rule reads anything: in verbs, for of nouns it was
/// right too seldom.
pub(crate) fn fill<'k>(r: &Reader<'k>, s: usize, matches: &mut Vec<Match<'k>>) {
    let head = Head::embedded();
    let tree = &r.trees[s];
    let mut found = Vec::new();
    for t in (0..tree.len()).filter(|&t| tree.is_verb(t)) {
        let lemma = tree.low(t);
        let usual = head.usual(lemma);
        // A rule that has the verb and mostly leaves it alone knows why.
        let left_alone = usual.is_none() && r.know.rules.triggered(lemma).any(|(_, p)| p.trigger == Trigger::Verb);
        // "There are", "took part", "suffered a setback": such verbs tell nothing by themselves.
        // What one does to oneself is done to nobody.
        let empty = tree.kid(t, &["expl"]).is_some()
            || r.light(lemma, tree.particle(t)) != Light::None
            || tree.kids_by(t, &["obj"]).any(|k| crate::tree::REFLEXIVE.contains(&tree.form(k)));
        let at = TokenRef { sentence: s, token: t };
        let Some(row) = r.analysis.vectors.of(at).filter(|_| !left_alone && !empty) else { continue };
        let f = frame_of(r, s, t);
        let doers = doers(r, s, &f);
        if is_open(r, at, &f, &doers, matches)
            && let Some(shares) = head.shares(row, &features(r, s, t, &f, &doers))
            && let Some(type_) = head.verdict(usual, &shares)
        {
            found.extend(RULES.get(type_).and_then(|rule| as_match(r, s, f, doers, rule, type_)));
        }
    }
    matches.extend(found);
    matches.sort_by_key(|m| m.pred);
}

/// The head's verdict as a match: subject, object and phrases in the roles that such an act has.
fn as_match<'k>(
    r: &Reader<'k>,
    s: usize,
    f: Frame,
    actor: Vec<usize>,
    rule: &'k Rule,
    type_: &str,
) -> Option<Match<'k>> {
    let free = |k: usize| !actor.contains(&k) && is_somebody(r, s, k);
    let towards = TOWARDS.iter().find(|(n, _)| *n == type_)?.1;
    let phrase = |k: &(String, usize)| towards.iter().position(|p| *p == k.0).map(|n| (n, k.1));
    let mut recipient: Vec<usize> = f.object.iter().copied().filter(|&k| free(k)).take(1).collect();
    if recipient.is_empty() {
        recipient.extend(f.oblique.iter().filter_map(phrase).filter(|&(_, k)| free(k)).min().map(|x| x.1));
    }
    let located = f.oblique.iter().any(|(c, k)| WHERE.contains(&c.as_str()) && r.is_place(s, *k));
    let whom = recipient.iter().any(|&k| !r.is_place(s, k));
    let wanted = r.know.ontology.event(type_).is_some_and(|e| e.recipient_required);
    (if wanted { whom } else { !recipient.is_empty() || located }).then(|| Match {
        rule,
        pattern: &rule.patterns[0],
        weight: 0,
        rival: None,
        pred: f.pred,
        frame: f,
        actor,
        recipient,
        place: Vec::new(),
        consumed: Vec::new(),
        content: Vec::new(),
        told: Vec::new(),
    })
}

/// The head's shares of the types for a predicate, whatever the rules say of it.
fn shares(r: &Reader, at: TokenRef) -> Option<Vec<f64>> {
    let f = frame_of(r, at.sentence, at.token);
    let doers = doers(r, at.sentence, &f);
    Head::embedded().shares(r.analysis.vectors.of(at)?, &features(r, at.sentence, at.token, &f, &doers))
}

/// How likely the head takes a predicate for an act of a type, from 0 to 1, whatever the rules say of it.
#[expect(dead_code, reason = "for what weighs the confidence of rules' claims; not fitted yet")]
pub(crate) fn opinion(r: &Reader, at: TokenRef, type_: &str) -> Option<f64> {
    Head::embedded().share(type_, &shares(r, at)?)
}

/// How often such a claim of the back-off was right; nothing for a claim of a rule. No confidence goes above it.
pub(crate) fn sureness(r: &Reader, c: &Claim) -> Option<f64> {
    let at = c.origin.filter(|_| c.rule.starts_with("back-off/"))?;
    let lemma = r.trees[at.sentence].low(at.token);
    let head = Head::embedded();
    head.sureness(head.usual(lemma), &shares(r, at)?)
}
