//! A predicate with its arguments, whatever the syntax: voice, relative and participial clauses, control,
//! coordination and light verbs are undone here once, so that a rule sees "ACTOR attack RECIPIENT".
//!
//! "Militants that overran the base", "the base, overrun by militants" and "militants crossed the border and overran
//! the base" all give overrun(militants, the base).

use crate::tree::Tree;
use froissart_model::Pos;

/// A predicate and the heads of its arguments; coordinations are not yet spread.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// The predicate's token.
    pub(crate) pred: usize,
    /// Who does it.
    pub(crate) actor: Vec<usize>,
    /// What it is done to.
    pub(crate) object: Vec<usize>,
    /// Phrases by preposition; "'s" is a possessor, "to" also an indirect object.
    pub(crate) oblique: Vec<(String, usize)>,
    /// Whether the doer may be left out: a passive without an agent.
    pub(crate) agentless: bool,
}

/// Verbs whose object is the subject of their infinitive: "urged Russia to withdraw".
const OBJECT_CONTROL: &[&str] = &[
    "urge",
    "ask",
    "order",
    "force",
    "tell",
    "allow",
    "enable",
    "help",
    "want",
    "call",
    "press",
    "push",
    "pressure",
    "persuade",
    "convince",
    "encourage",
    "invite",
    "permit",
    "require",
    "compel",
    "lead",
    "cause",
    "expect",
    "advise",
    "warn",
    "command",
    "instruct",
    "direct",
    "accuse",
    "deter",
    "prevent",
    "stop",
    "bar",
    "discourage",
    "dissuade",
    "keep",
    "block",
    "ban",
    "restrain",
    "prohibit",
    "authorize",
    "authorise",
    "beg",
    "appeal",
    "demand",
    "let",
    "make",
    "see",
    "leave",
    "send",
    "prompt",
    "implore",
    "lobby",
    "arm",
    "train",
    "pay",
    "believe",
    "say",
    "think",
    "suspect",
    "report",
    "condemn",
    "blame",
    "criticize",
    "criticise",
    "praise",
    "thank",
    "charge",
];

/// Things that speak for whoever gives them out.
const SPEECH_THINGS: &[&str] = &[
    "statement",
    "declaration",
    "letter",
    "resolution",
    "message",
    "communique",
    "communiqué",
    "petition",
    "report",
    "note",
    "decree",
    "order",
    "ultimatum",
    "announcement",
    "speech",
    "video",
    "tweet",
    "post",
    "lawsuit",
    "suit",
    "complaint",
    "indictment",
];

const MAX_DEPTH: usize = 12;

impl Tree<'_> {
    /// Whether the verb stands in the passive, finite or reduced.
    pub(crate) fn is_passive(&self, v: usize) -> bool {
        if self.kid(v, &["nsubj:pass"]).is_some() || self.kids(v).iter().any(|&k| self.rel(k) == "aux:pass") {
            return true;
        }
        let vbn = self.tok(v).xpos == "VBN" || self.tok(v).has("VerbForm=Part") && self.tok(v).has("Tense=Past");
        if !vbn || self.kids_by(v, &["aux"]).any(|k| self.low(k) == "have") {
            return false;
        }
        match self.rel(v) {
            "acl" | "amod" | "advcl" => true,
            "conj" => {
                self.head(v).is_some_and(|h| self.is_verb(h) && self.kid(v, &["nsubj"]).is_none() && self.is_passive(h))
            }
            _ => false,
        }
    }

    /// The grammatical subject of a clause, found through relatives, participles, control and coordination.
    /// The second value says whether it is the patient (subject of a passive).
    pub(crate) fn subject(&self, v: usize, depth: usize) -> Vec<usize> {
        if depth > MAX_DEPTH {
            return Vec::new();
        }
        let own: Vec<usize> = self.kids_by(v, &["nsubj", "csubj"]).filter(|&k| self.rel(k) != "nsubj:outer").collect();
        if let Some(&s) = own.first() {
            if self.is_relative(s)
                && let Some(h) = self.relative_head(v)
            {
                return vec![h];
            }
            // Two subjects are a coordination that the parser took apart.
            return own;
        }
        // "it is willing to withdraw": a personal "it" that the parser took for an empty one.
        if self.kid(v, &["xcomp"]).is_some()
            && self.kid(v, &["ccomp"]).is_none()
            && let Some(e) = self.kid(v, &["expl"]).filter(|&e| self.low(e) == "it")
        {
            return vec![e];
        }
        let Some(h) = self.head(v) else { return Vec::new() };
        match self.rel(v) {
            "acl:relcl" => {
                // No subject and no relative pronoun: "the man killed" is acl; here the subject was missed, so the head is it
                // unless the head is already the object.
                vec![h]
            }
            "acl" => {
                if self.is_infinitive(v) {
                    // "a plan to attack": whoever has the plan.
                    let holder: Vec<usize> = self.kids_by(h, &["nmod:poss"]).collect();
                    if !holder.is_empty() {
                        return holder;
                    }
                    let clause = self.clause_of(h);
                    if clause == h { Vec::new() } else { self.subject(clause, depth + 1) }
                } else if SPEECH_THINGS.contains(&self.low(h).as_str()) && self.tok(v).xpos == "VBG" {
                    // "issued a declaration demanding …": whoever issued it.
                    let clause = self.clause_of(h);
                    if clause == h { vec![h] } else { self.subject(clause, depth + 1) }
                } else {
                    vec![h]
                }
            }
            "amod" => vec![h],
            "conj" => {
                if self.is_verb(h)
                    || self.kid(h, &["nsubj", "cop", "aux"]).is_some()
                    || matches!(self.rel(h), "xcomp" | "advcl" | "acl" | "acl:relcl")
                {
                    self.subject(h, depth + 1)
                } else {
                    Vec::new()
                }
            }
            "xcomp" => {
                if OBJECT_CONTROL.contains(&self.low(h).as_str()) {
                    if let Some(o) = self.kid(h, &["obj", "iobj"]) {
                        return vec![o];
                    }
                    if let Some(o) = self
                        .kids_by(h, &["obl"])
                        .find(|&k| matches!(self.case(k).as_deref(), Some("on" | "to" | "for")))
                    {
                        return vec![o];
                    }
                }
                self.subject(h, depth + 1)
            }
            "ccomp" if self.is_infinitive(v) || self.tok(v).xpos == "VBG" => {
                if let Some(o) = self.kid(h, &["obj"]) {
                    vec![o]
                } else {
                    self.subject(h, depth + 1)
                }
            }
            "advcl" => {
                let accused = self.kids_by(v, &["mark"]).any(|m| matches!(self.low(m).as_str(), "of" | "for" | "from"))
                    && OBJECT_CONTROL.contains(&self.low(h).as_str());
                if accused
                    && !self.is_passive(h)
                    && let Some(o) = self.kid(h, &["obj"])
                {
                    return vec![o];
                }
                self.subject(h, depth + 1)
            }
            _ => Vec::new(),
        }
    }

    /// The noun that a relative clause is about.
    fn relative_head(&self, v: usize) -> Option<usize> {
        let mut at = v;
        for _ in 0..MAX_DEPTH {
            match self.rel(at) {
                "acl:relcl" | "acl" => return self.head(at),
                "conj" | "xcomp" | "ccomp" | "advcl" => at = self.head(at)?,
                _ => return None,
            }
        }
        None
    }

    pub(crate) fn is_infinitive(&self, v: usize) -> bool {
        self.kids_by(v, &["mark"]).any(|k| self.low(k) == "to")
            || self.tok(v).has("VerbForm=Inf") && self.kid(v, &["aux"]).is_none()
    }

    /// The frame of a verb.
    pub(crate) fn verb_frame(&self, v: usize) -> Frame {
        let passive = self.is_passive(v);
        let subject = self.subject(v, 0);
        let mut f = Frame { pred: v, ..Frame::default() };
        for k in self.kids_by(v, &["obl", "nmod"]) {
            let case = self.case(k).unwrap_or_default();
            if self.rel(k) == "obl:agent" || passive && case == "by" && self.rel(k) != "obl:unmarked" {
                f.actor.push(k);
            } else if self.is_relative(k) {
                if let Some(h) = self.relative_head(v) {
                    f.oblique.push((case, h));
                }
            } else {
                f.oblique.push((case, k));
            }
        }
        // "marched close to the border": the phrase hangs on the adverb.
        for a in self.kids_by(v, &["advmod"]).filter(|&a| a > v) {
            f.oblique.extend(self.kids_by(a, &["obl"]).map(|k| (self.case(k).unwrap_or_default(), k)));
        }
        if passive {
            f.agentless = f.actor.is_empty();
            let own: Vec<usize> = self.kids_by(v, &["obj"]).collect();
            if own.is_empty() {
                f.object = subject;
            } else {
                // "Ukraine was given tanks": the subject is to whom, the object what.
                f.oblique.extend(subject.into_iter().map(|x| ("to".to_owned(), x)));
                f.object = own;
            }
        } else {
            f.object = self.kids_by(v, &["obj"]).collect();
            // "holds about a third", "killed over 40 people": a parser takes the hedge for a preposition.
            if f.object.is_empty() {
                let counted = |k: usize| self.kid(k, &["nummod"]).is_some();
                let hedge = |c: &str| {
                    matches!(c, "around" | "about" | "over" | "under" | "up to" | "close to" | "at least" | "nearly")
                };
                let found = f.oblique.iter().position(|(c, k)| hedge(c) && counted(*k) && *k > v);
                if let Some(n) = found {
                    f.object.push(f.oblique.remove(n).1);
                }
            }
            // "accusing the army of failing": a parser takes the object for the gerund's subject.
            if f.object.is_empty() && OBJECT_CONTROL.contains(&self.low(v).as_str()) {
                let marked = |c: usize| {
                    self.kids_by(c, &["mark"]).any(|m| matches!(self.low(m).as_str(), "of" | "for" | "from" | "with"))
                };
                f.object = self
                    .kids_by(v, &["advcl"])
                    .filter(|&c| c > v && marked(c))
                    .filter_map(|c| self.kid(c, &["nsubj"]).filter(|&k| k > v && k < c))
                    .take(1)
                    .collect();
            }
            // "cordoned off the roads": a parser takes the particle for a preposition.
            if f.object.is_empty() {
                let particle = |c: &str| matches!(c, "off" | "up" | "out" | "down" | "away");
                let next = |k: usize| self.kids_by(k, &["case"]).next() == Some(v + 1);
                f.object.extend(f.oblique.iter().find(|(c, k)| particle(c) && next(*k)).map(|x| x.1));
            }
            if f.object.iter().any(|&o| self.is_relative(o)) {
                f.object = self.relative_head(v).into_iter().collect();
            }
            if f.object.is_empty() && self.rel(v) == "acl:relcl" {
                // "the town that rebels captured", "the town rebels captured": the gap is the object.
                let own = self.kids_by(v, &["nsubj"]).any(|k| !self.is_relative(k));
                let stranded = f.oblique.iter().any(|(_, k)| Some(*k) == self.head(v));
                if own && !stranded && self.kid(v, &["ccomp", "xcomp"]).is_none() {
                    f.object.extend(self.head(v));
                }
            }
            // "attacked and captured the town": the object hangs on one of the two and belongs to both.
            if f.object.is_empty()
                && self.rel(v) == "conj"
                && f.oblique.is_empty()
                && let Some(h) = self.head(v)
            {
                f.object = self.kids_by(h, &["obj"]).filter(|&o| o > v).collect();
            }
            if f.object.is_empty()
                && f.oblique.is_empty()
                && self.is_verb(v)
                && let Some(c) =
                    self.kids_by(v, &["conj"]).find(|&c| self.is_verb(c) && self.kid(c, &["nsubj"]).is_none())
            {
                // Only where nothing stands between the two verbs but the conjunction.
                if c > v && c - v <= 3 {
                    f.object = self.kids_by(c, &["obj"]).filter(|&o| o > c).collect();
                }
            }
            f.actor = subject.into_iter().filter(|s| !f.object.contains(s)).collect();
            // "The capital fell": the intransitive subject is the actor of the pattern; nothing to do.
        }
        for k in self.kids_by(v, &["iobj"]) {
            f.oblique.push(("to".into(), k));
            if f.object.is_empty() && !passive {
                f.object.push(k);
            }
        }
        // A place or a goal may hang on the object instead of the verb, and the other way round.
        for &o in &f.object.clone() {
            for k in self.kids_by(o, &["nmod"]) {
                if self.rel(k) != "nmod:poss"
                    && let Some(c) = self.case(k)
                    && c != "of"
                {
                    f.oblique.push((c, k));
                }
            }
        }
        // "together with", "along with": those stand beside the subject.
        let beside: Vec<usize> = f
            .oblique
            .iter()
            .filter(|(c, _)| matches!(c.as_str(), "along with" | "together with" | "alongside" | "along" | "together"))
            .map(|&(_, k)| k)
            .collect();
        if !passive {
            f.actor.extend(beside);
        }
        f
    }

    /// The frame of a noun that names an act: its possessor, its modifiers, its prepositional phrases, and those of the
    /// light verb that it hangs on.
    pub(crate) fn noun_frame(&self, n: usize, light: &dyn Fn(&str, Option<&str>) -> Light) -> Frame {
        let mut f = Frame { pred: n, ..Frame::default() };
        let mut modifiers = Vec::new();
        for &k in self.kids(n) {
            match self.rel(k) {
                "nmod:poss" => {
                    f.oblique.push(("'s".into(), k));
                    f.actor.push(k);
                }
                "nmod" | "nmod:desc" => {
                    if let Some(c) = self.case(k) {
                        if c == "by" {
                            f.actor.push(k);
                        }
                        if c == "of" {
                            // "the killing of two peacekeepers by militiamen": the phrase may hang one noun too low.
                            let low: Vec<usize> =
                                self.kids_by(k, &["nmod"]).filter(|&x| self.case(x).as_deref() == Some("by")).collect();
                            f.actor.extend(low);
                        }
                        f.oblique.push((c, k));
                    } else {
                        modifiers.push(k);
                    }
                }
                "compound" | "amod" | "nmod:unmarked" if k < n => modifiers.push(k),
                "acl" if self.is_passive(k) => {
                    let v = self.verb_frame(k);
                    if light(&self.low(k), None) == Light::Actor {
                        f.actor.extend(v.actor);
                    }
                    f.oblique.extend(v.oblique);
                }
                "acl:relcl" if light(&self.low(k), None) == Light::Actor => {
                    let v = self.verb_frame(k);
                    f.actor.extend(v.actor.into_iter().filter(|&a| a != n));
                    f.oblique.extend(v.oblique);
                }
                _ => {}
            }
        }
        if f.actor.is_empty() {
            f.actor.clone_from(&modifiers);
        }
        f.oblique.extend(modifiers.into_iter().map(|k| ("+".to_owned(), k)));
        // The light verb above.
        let top = self.first_conjunct(n);
        if let Some(v) = self.head(top).filter(|&v| self.is_verb(v)) {
            let particle = self.particle(v);
            let kind = light(&self.low(v), particle.as_deref());
            let vf = self.verb_frame(v);
            let is_object = vf.object.contains(&top);
            let is_goal = vf
                .oblique
                .iter()
                .any(|(c, k)| *k == top && matches!(c.as_str(), "in" | "to" | "into" | "under" | "with" | "of"));
            match kind {
                Light::Actor if is_object || is_goal => {
                    if f.actor.iter().all(|&a| self.rel(a) != "nmod:poss") || vf.actor.is_empty() {
                        let own = std::mem::take(&mut f.actor);
                        f.actor.clone_from(&vf.actor);
                        if f.actor.is_empty() {
                            f.actor = own;
                        }
                    }
                    f.oblique.extend(vf.oblique.into_iter().filter(|&(_, k)| k != top && !self.dominates(top, k)));
                    f.agentless = vf.agentless && f.actor.is_empty();
                }
                Light::None | Light::Actor
                    if !is_object
                        && vf
                            .oblique
                            .iter()
                            .any(|(c, k)| *k == top && matches!(c.as_str(), "in" | "during" | "at"))
                        && f.oblique.iter().any(|(c, _)| c == "with")
                        && f.actor.is_empty() =>
                {
                    // "In a call with the premier, the president offered help": whoever speaks in it takes part in it.
                    f.actor.clone_from(&vf.actor);
                }
                Light::Recipient if is_object || is_goal => {
                    f.object.extend(vf.actor);
                }
                Light::Actor | Light::None
                    if vf.actor.contains(&top) || vf.object.contains(&top) && self.is_passive(v) =>
                {
                    // "An attack on the base took place on Monday": place and time hang on the verb.
                    f.oblique.extend(vf.oblique.into_iter().filter(|&(_, k)| k != top && !self.dominates(top, k)));
                    if kind == Light::Actor && self.is_passive(v) {
                        f.actor.extend(vf.actor);
                    }
                }
                _ => {}
            }
        }
        f
    }

    /// The first of a coordination.
    pub(crate) fn first_conjunct(&self, mut i: usize) -> usize {
        for _ in 0..self.len() {
            match self.head(i) {
                Some(h) if self.rel(i) == "conj" => i = h,
                _ => break,
            }
        }
        i
    }

    /// The particle of a verb: "out" of "carry out".
    pub(crate) fn particle(&self, v: usize) -> Option<String> {
        self.kid(v, &["compound:prt"]).map(|p| self.tok(p).form.to_lowercase())
    }

    /// The frame of an adjective or participle: its copula's subject, or the noun it stands before.
    pub(crate) fn adjective_frame(&self, a: usize) -> Frame {
        let mut f = Frame { pred: a, actor: self.subject(a, 0), ..Frame::default() };
        if self.rel(a) == "amod" {
            f.actor = self.head(a).into_iter().collect();
        }
        for k in self.kids_by(a, &["obl", "nmod"]) {
            let case = if self.rel(k) == "nmod:poss" { "'s".to_owned() } else { self.case(k).unwrap_or_default() };
            f.oblique.push((case, k));
        }
        for k in self.kids_by(a, &["compound", "amod"]).filter(|&k| k < a) {
            f.oblique.push(("+".into(), k));
        }
        f
    }

    /// The complement verbs of a predicate: infinitives, gerunds, clauses.
    pub(crate) fn complements(&self, p: usize) -> Vec<usize> {
        let mut out: Vec<usize> = self
            .kids(p)
            .iter()
            .copied()
            .filter(|&k| {
                matches!(self.rel(k), "xcomp" | "ccomp")
                    || self.rel(k) == "acl" && (self.is_infinitive(k))
                    || self.rel(k) == "advcl" && (self.is_infinitive(k) || self.tok(k).xpos == "VBG")
            })
            .collect();
        for k in out.clone() {
            out.extend(self.kids_by(k, &["conj"]).filter(|&c| self.is_verb(c)));
        }
        out
    }

    /// Whether the token could name an entity at all.
    pub(crate) fn is_nominal(&self, i: usize) -> bool {
        self.is_noun(i) || matches!(self.upos(i), Pos::Adj | Pos::X | Pos::Det | Pos::Sym) && self.rel(i) != "amod"
    }
}

/// What the subject of a light verb is to the noun that it carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Light {
    /// "carried out an attack": its actor.
    Actor,
    /// "came under attack": its recipient.
    Recipient,
    /// Not a light verb.
    None,
}
