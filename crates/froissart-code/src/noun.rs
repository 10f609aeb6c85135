//! The frame of a noun that names an act, and the light verbs that carry it.
//!
//! "The marines carried out an attack on the base" gives attack(marines, the base), "the base came under attack by
//! marines" the same. Not the verb's own frame, and not what the act is: that the rules say.

use crate::frame::Frame;
use crate::tree::Tree;
use froissart_know::WordLists;
use froissart_model::Pos;

/// Objects that leave a light verb as light as it is: "took part in", "played a role in".
const LIGHT_OBJECTS: &[&str] = &[
    "part",
    "role",
    "hand",
    "share",
    "place",
    "lead",
    "end",
    "stop",
    "halt",
    "force",
    "themselves",
    "itself",
    "himself",
];

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

/// What the subject of a light verb is to its noun.
pub(crate) fn light(words: &WordLists, verb: &str, particle: Option<&str>) -> Light {
    let is = |list: &str| words.has(list, verb) || particle.is_some_and(|p| words.has(list, &format!("{verb} {p}")));
    if is("light-verbs") {
        Light::Actor
    } else if is("undergo-verbs") {
        Light::Recipient
    } else {
        Light::None
    }
}

impl Tree<'_> {
    /// The frame of a noun that names an act: its possessor, its modifiers, its prepositional phrases, and those of the
    /// light verb that it hangs on.
    pub(crate) fn noun_frame(&self, n: usize, words: &WordLists) -> Frame {
        let light = |verb: &str, particle: Option<&str>| light(words, verb, particle);
        let mut f = Frame { pred: n, ..Frame::default() };
        let mut modifiers = Vec::new();
        for &k in self.kids(n) {
            match self.rel(k) {
                "nmod:poss" => {
                    // "Bambari's capture by the rebels": who has a doer named is the one it is done to.
                    let done = self.kids_by(n, &["nmod"]).any(|x| x > n && self.case(x).as_deref() == Some("by"));
                    if done {
                        f.oblique.push(("of".into(), k));
                    } else {
                        f.oblique.push(("'s".into(), k));
                        f.actor.push(k);
                    }
                }
                "nmod" | "nmod:desc" => {
                    if let Some(c) = self.case(k) {
                        if c == "by" {
                            f.actor.push(k);
                        }
                        if matches!(c.as_str(), "of" | "on" | "against" | "in" | "at") {
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
                    if light(self.low(k), None) == Light::Actor || self.low(k) == "claim" {
                        f.actor.extend(v.actor);
                    }
                    f.oblique.extend(v.oblique);
                }
                // "strikes using drones against rebels": the parser hangs on the tool what belongs to the act.
                "acl" if self.low(k) == "use" => {
                    let v = self.verb_frame(k);
                    f.oblique.extend(v.oblique.into_iter().filter(|(c, _)| matches!(c.as_str(), "against" | "on")));
                }
                "acl:relcl" if light(self.low(k), None) == Light::Actor => {
                    let v = self.verb_frame(k);
                    f.actor.extend(v.actor.into_iter().filter(|&a| a != n));
                    f.oblique.extend(v.oblique);
                }
                _ => {}
            }
        }
        // "The two firms are in talks": what is told of them is the noun.
        if f.actor.is_empty() && self.kid(n, &["cop"]).is_some() && self.case(n).as_deref() == Some("in") {
            f.actor = self.subject(n, 0);
        }
        if f.actor.is_empty() {
            f.actor.clone_from(&modifiers);
        }
        f.oblique.extend(modifiers.into_iter().map(|k| ("+".to_owned(), k)));
        // "the arrest and torture of students by police": the phrases after the last are of them all.
        if self.rel(n) == "conj" || self.kid(n, &["conj"]).is_some() {
            let all = self.conjuncts(self.first_conjunct(n));
            let last = all.last().copied().unwrap_or(n);
            let close = (all[0]..=last).all(|i| all.contains(&i) || matches!(self.rel(i), "cc" | "punct"));
            let bare = close && all.iter().all(|&x| self.is_noun(x));
            let by = |k: usize| {
                self.kids_by(k, &["nmod"]).filter(|&x| self.case(x).as_deref() == Some("by")).collect::<Vec<_>>()
            };
            for &o in all.iter().filter(|&&o| bare && o != n) {
                for k in self.kids_by(o, &["nmod"]).filter(|&k| k > last) {
                    let told = |c: &String| matches!(c.as_str(), "of" | "by" | "on" | "against" | "in" | "at");
                    let Some(c) = self.case(k).filter(told) else { continue };
                    f.actor.extend(if c == "by" { vec![k] } else { by(k) });
                    f.oblique.push((c, k));
                }
            }
        }
        // The light verb above.
        let mut top = self.first_conjunct(n);
        // "flew ten sorties, including strikes on rebels": what is done of the many is done of these.
        if let Some(h) = self
            .head(top)
            .filter(|_| self.rel(top) == "nmod" && self.case(top).is_some_and(|c| c.starts_with("includ")))
        {
            top = self.first_conjunct(h);
        }
        // "began a new round of exercises": the verb carries the countless word, and the act with it.
        if let Some(h) = self.head(top).filter(|&h| {
            self.rel(top) == "nmod"
                && h < top
                && self.case(top).as_deref() == Some("of")
                && words.has("quantity-nouns", self.low(h))
                && self.kids_by(h, &["nmod:poss"]).next().is_none()
        }) {
            top = self.first_conjunct(h);
        }
        // "is involved in an offensive", "are engaged in clashes": those take part in it.
        if let Some(v) = self.head(top).filter(|&v| {
            matches!(self.form(v), "involved" | "engaged" | "embroiled" | "locked")
                && self.case(top).as_deref() == Some("in")
        }) && f.actor.iter().all(|&a| self.rel(a) != "nmod:poss" && self.case(a).is_none())
        {
            let who = self.subject(v, 0);
            if !who.is_empty() {
                f.actor = who;
            }
        }
        // "excesses of the regime, including the use of gas": the part has the doer of the whole.
        if f.actor.iter().all(|&a| self.tok(a).upos == Pos::Adj)
            && matches!(self.case(n).as_deref(), Some("including" | "include" | "such as"))
            && let Some(h) = self.head(n).filter(|&h| h < n && self.upos(h) == Pos::Noun)
        {
            let of = |k: &usize| {
                *k < n && (self.rel(*k) == "nmod:poss" || matches!(self.case(*k).as_deref(), Some("of" | "by")))
            };
            let whose: Vec<usize> = self.kids_by(h, &["nmod"]).filter(of).collect();
            if !whose.is_empty() {
                f.actor = whose;
            }
        }
        if let Some(v) = self.head(top).filter(|&v| self.is_verb(v)) {
            let particle = self.particle(v);
            let kind = light(self.low(v), particle);
            let vf = self.verb_frame(v);
            let is_object = vf.object.contains(&top);
            // "denied the killing of villagers by its troops": what is denied was done by them.
            if is_object && !self.is_passive(v) {
                f.actor.extend(vf.oblique.iter().filter(|(c, k)| c == "by" && *k > n && self.is_noun(*k)).map(|x| x.1));
            }
            // "gave its backing to the offensive" is no offensive of the giver's; "took part in the offensive" is.
            let idle = vf.object.iter().all(|&o| LIGHT_OBJECTS.contains(&self.low(o)));
            let is_goal = vf.oblique.iter().any(|(c, k)| {
                *k == top
                    && (matches!(c.as_str(), "in" | "under")
                        || idle && matches!(c.as_str(), "to" | "into" | "with" | "of"))
            });
            // "came under attack" is undergone, whatever else one comes to.
            let under = vf.oblique.iter().any(|(c, k)| *k == top && c == "under");
            match kind {
                Light::Actor if is_object && self.is_begun(v, &f.actor) && !vf.actor.is_empty() => {
                    // "The marines began their assault": theirs is the marines'.
                    f.actor.clone_from(&vf.actor);
                    f.oblique.extend(vf.oblique.into_iter().filter(|&(_, k)| k != top && !self.dominates(top, k)));
                }
                Light::Actor | Light::Recipient if under && !is_object => f.object.extend(vf.actor),
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
                        && f.actor.is_empty()
                        || self.is_in_support(n, v) && f.actor.is_empty() =>
                {
                    // "In a call with the premier, the president offered help": whoever speaks in it takes part in it.
                    // "flew in support of the army": whoever flew supports.
                    f.actor.clone_from(&vf.actor);
                }
                Light::None | Light::Actor
                    if !is_object
                        && f.oblique.iter().any(|(c, _)| matches!(c.as_str(), "from" | "by"))
                        && vf.oblique.iter().any(|(c, k)| {
                            *k == top && matches!(c.as_str(), "amid" | "amidst" | "in face of" | "in the face of")
                        }) =>
                {
                    // "Amid pushback from the rebels, the president …": whoever the clause is about faces it.
                    f.object.extend(vf.actor);
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

    /// Whether the verb only begins or does what its subject's own pronoun stands before.
    fn is_begun(&self, v: usize, owners: &[usize]) -> bool {
        const BEGIN: &[&str] = &[
            "begin", "carry", "conduct", "continue", "launch", "make", "mount", "press", "resume", "stage", "start",
            "wage",
        ];
        BEGIN.contains(&self.low(v))
            && owners.len() == 1
            && self.rel(owners[0]) == "nmod:poss"
            && self.upos(owners[0]) == Pos::Pron
    }

    /// "in support of": an act of the verb's subject, where the verb tells what can help.
    fn is_in_support(&self, n: usize, v: usize) -> bool {
        const ACTS: &[&str] = &[
            "act",
            "advance",
            "arrive",
            "attack",
            "battle",
            "bomb",
            "carry",
            "come",
            "conduct",
            "deliver",
            "deploy",
            "destroy",
            "drop",
            "enter",
            "fight",
            "fire",
            "fly",
            "hit",
            "intervene",
            "launch",
            "march",
            "mobilise",
            "mobilize",
            "operate",
            "perform",
            "provide",
            "send",
            "serve",
            "strike",
            "target",
            "work",
        ];
        matches!(self.low(n), "support" | "aid" | "defence" | "defense")
            && self.case(n).as_deref() == Some("in")
            && self.kid(n, &["det", "nmod:poss", "amod"]).is_none()
            && n > v
            && ACTS.contains(&self.low(v))
    }
}
