//! Patterns against frames: which rule fits a predicate, and what fills its roles.
//!
//! "A team of doctors was abducted by gunmen" fits the rule of abductions with the gunmen and the team. Not whether a
//! mention may fill a role at all, which is in `accept`, and no claims: those are assembled from the matches.

use crate::frame::Frame;
use crate::noun::Light;
use crate::reader::Reader;
use crate::sure::Sure;
use crate::tree::Gap;
use froissart_know::{Filler, Lemma, Link, Pattern, Resolved, Rule, RuleRole as Role, Slot, Trigger, Yield};
use froissart_model::{Mood, Pos, Stance};
use std::cell::OnceCell;

/// A rule that fits a predicate, and the head tokens that fill its roles; coordinations are not yet spread.
#[derive(Debug, Clone)]
pub(crate) struct Match<'k> {
    pub(crate) rule: &'k Rule,
    /// Which of the rule's patterns it was.
    pub(crate) pattern: &'k Pattern,
    pub(crate) weight: usize,
    /// The best match of the same family here that would have given another type: its rule and its weight.
    pub(crate) rival: Option<(&'k Rule, usize)>,
    pub(crate) pred: usize,
    /// The frame that the last arguments hang on, for places and instruments.
    pub(crate) frame: Frame,
    pub(crate) actor: Vec<usize>,
    pub(crate) recipient: Vec<usize>,
    pub(crate) place: Vec<usize>,
    /// Tokens that the pattern's own sets took: nothing else is made of them.
    pub(crate) consumed: Vec<usize>,
    /// What the act is about where no role takes it: the admission of "demanded an admission".
    pub(crate) content: Vec<usize>,
    /// Infinitives and gerunds that are what is promised, urged or charged: told by this match, unless they came about.
    pub(crate) told: Vec<usize>,
}

/// The families of claims: one predicate gives at most one of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    Event,
    Relation,
    Control,
    Figure,
}

pub(crate) fn family(y: &Yield) -> Family {
    match y {
        Yield::Event(_) | Yield::Statement(_) | Yield::Agreement(_) => Family::Event,
        Yield::Relation(_) => Family::Relation,
        Yield::Control(_) => Family::Control,
        Yield::Figure(_) => Family::Figure,
    }
}

/// A predicate, and its frames so far as a pattern asked for them.
#[derive(Default)]
struct Here {
    sentence: usize,
    token: usize,
    verb: OnceCell<Frame>,
    noun: OnceCell<Frame>,
    adjective: OnceCell<Frame>,
}

/// Nouns of holding a place, before which its holder may stand: "rebel hands".
const HOLDING: &[&str] = &["authority", "control", "hand", "possession", "rule"];

impl<'a> Reader<'a> {
    /// What the subject of a light verb is to its noun.
    pub(crate) fn light(&self, verb: &str, particle: Option<&str>) -> Light {
        crate::noun::light(&self.know.words, verb, particle)
    }

    /// All matches of one sentence, the best of each family at each predicate.
    pub(crate) fn matches(&self, s: usize) -> Vec<Match<'a>> {
        let tree = &self.trees[s];
        let mut out: Vec<Match> = Vec::new();
        for t in 0..tree.len() {
            let lemma = tree.low(t);
            // A participle used as an adjective stands in patterns as it is written: "allied", "based".
            let form = tree.form(t);
            let written = (form != lemma && tree.is_verb(t)).then_some(form);
            let joined = tree.joined(t);
            let both: Vec<_> = self
                .know
                .rules
                .triggered(lemma)
                .chain(
                    written
                        .into_iter()
                        .flat_map(|f| self.know.rules.triggered(f).filter(|(_, p)| p.trigger == Trigger::Adjective)),
                )
                .chain(joined.into_iter().flat_map(|j| self.know.rules.triggered(j)))
                .filter(|(_, p)| self.trigger_fits(s, t, p))
                .filter(|(r, _)| {
                    !(tree.rel(t) == "amod" && tree.is_verb(t) && matches!(family(&r.yields), Family::Event))
                })
                .collect();
            if both.is_empty() {
                continue;
            }
            // "and the army Homs": once more for each clause that leaves out this verb.
            let gaps = tree.gaps.iter().filter(|g| g.verb == t).copied().map(Some);
            let here = Here { sentence: s, token: t, ..Here::default() };
            for gap in std::iter::once(None).chain(gaps) {
                let mut best: Vec<Match> = Vec::new();
                for (rule, pattern) in &both {
                    let Some(mut m) = self.fit(&here, rule, pattern, gap) else { continue };
                    let fam = family(&rule.yields);
                    match best.iter_mut().find(|b| family(&b.rule.yields) == fam) {
                        Some(b) if m.weight > b.weight => {
                            m.beats(b);
                            *b = m;
                        }
                        Some(b) => b.beats(&m),
                        None => best.push(m),
                    }
                }
                out.extend(best);
            }
        }
        // What a heavier pattern took as one of its words is no predicate of its own.
        let mut consumed: Vec<(usize, Family)> =
            out.iter().flat_map(|m| m.consumed.iter().map(|&c| (c, family(&m.rule.yields)))).collect();
        for m in &out {
            let told = m.told.iter().filter(|&&c| !self.came_about(s, m, c));
            consumed.extend(told.map(|&c| (c, family(&m.rule.yields))));
        }
        // What somebody is accused of is the charge's content, and a claim of its own by the accuser's account.
        let charged: Vec<usize> = out
            .iter()
            .filter(|m| matches!(&m.rule.yields, Yield::Event(t) | Yield::Statement(t) if t == "ACCUSE"))
            .flat_map(|m| m.consumed.iter().chain(&m.told).copied().filter(|&c| tree.is_verb(c)))
            .collect();
        let deed = |m: &Match| matches!(&m.rule.yields, Yield::Event(t) if matches!(t.as_str(), "ASSAULT" | "COERCE" | "MOBILIZE" | "AID"));
        out.retain(|m| !consumed.contains(&(m.pred, family(&m.rule.yields))) || charged.contains(&m.pred) && deed(m));
        out
    }

    /// Whether what somebody was made to do was done: "forced the army to withdraw", "persuaded the gunmen to release
    /// the nurses"; and whether what somebody is accused of is told as a deed of its own.
    fn came_about(&self, s: usize, m: &Match, act: usize) -> bool {
        let verb = self.trees[s].low(m.pred);
        let (outer, inner) = (self.sure(s, m.pred), self.sure(s, act));
        if outer.negated || inner.negated {
            return false;
        }
        // "We will be forced to release them" brings it about as surely as it is to come.
        if self.know.words.has("bringing-about", verb) {
            return outer.mood == inner.mood;
        }
        let plain = |x: &Sure| x.mood == Mood::Actual;
        self.know.words.has("accusing", verb) && plain(&outer) && plain(&inner) && inner.stance != Stance::Asserted
    }

    fn trigger_fits(&self, s: usize, t: usize, p: &Pattern) -> bool {
        let tree = &self.trees[s];
        let pos = tree.upos(t);
        match p.trigger {
            Trigger::Verb => pos == Pos::Verb,
            Trigger::Noun => {
                matches!(pos, Pos::Noun | Pos::Propn)
                    && !self.is_idle_noun(s, t)
                    && self
                        .kind_at(s, t)
                        .is_none_or(|k| k == froissart_model::NameKind::Event || k == froissart_model::NameKind::Misc)
            }
            Trigger::Adjective => {
                matches!(pos, Pos::Adj)
                    || pos == Pos::Verb && tree.tok(t).xpos == "VBN"
                    || pos == Pos::Noun && (tree.kid(t, &["cop"]).is_some() || tree.is_remaining(t))
                    || pos == Pos::Adv
                    || pos == Pos::Adp
            }
        }
    }

    /// Whether a noun of an act stands for no act: "a mock attack", "an attack film festival", "attack helicopters".
    fn is_idle_noun(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let mock = tree.kids_by(t, &["amod", "compound"]).any(|k| k < t && self.know.words.has("mock", tree.form(k)));
        let kind = tree.rel(t) == "compound"
            && tree.head(t).is_some_and(|h| h > t && self.know.words.has("named-after-acts", tree.low(h)));
        mock || kind
    }

    fn lemma_fits<'l>(&self, s: usize, t: usize, set: impl IntoIterator<Item = &'l Lemma>) -> bool {
        let tree = &self.trees[s];
        let (low, form, joined) = (tree.low(t), tree.form(t), tree.joined(t));
        set.into_iter().any(|l| {
            (l.word == low || l.word == form || joined == Some(l.word.as_str()))
                && l.particle.as_ref().is_none_or(|p| {
                    tree.particle(t) == Some(p)
                        || tree.kids(t).iter().any(|&k| {
                            matches!(
                                tree.rel(k).split(':').next(),
                                Some(
                                    "advmod"
                                        | "compound"
                                        | "obj"
                                        | "xcomp"
                                        | "amod"
                                        | "fixed"
                                        | "obl"
                                        | "case"
                                        | "flat"
                                )
                            ) && tree.low(k) == *p
                                // "{arsenal its}": one's own.
                                || tree.rel(k) == "nmod:poss" && tree.low(k) == *p
                        })
                        || t + 1 < tree.len() && tree.low(t + 1) == *p
                        || t > 0 && tree.upos(t) == Pos::Noun && tree.low(t - 1) == *p
                })
        })
    }

    /// Whether a particle makes another verb of a plain one that the set has: to take up is not to take.
    fn is_other_verb(&self, s: usize, t: usize, set: &[&Lemma]) -> bool {
        const PLAIN: &[&str] = &["bring", "call", "get", "give", "keep", "make", "put", "set", "take", "turn"];
        let tree = &self.trees[s];
        PLAIN.contains(&tree.low(t)) && tree.particle(t).is_some() && set.iter().all(|l| l.particle.is_none())
    }

    /// The noun that a set takes: the object itself, or what "a series of attacks" is a series of.
    fn set_fits(&self, s: usize, o: usize, set: &[Lemma]) -> Option<usize> {
        if self.lemma_fits(s, o, set) {
            return Some(o);
        }
        self.counted(s, o)
            .into_iter()
            .find_map(|k| self.lemma_fits(s, k, set).then_some(k).or_else(|| self.set_fits(s, k, set)))
    }

    /// What a quantity or a collective is one of: arms of "94% of the arms", doctors of "a team of doctors".
    pub(crate) fn counted(&self, s: usize, o: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        let quantity =
            matches!(tree.upos(o), Pos::Num | Pos::Sym) || self.know.words.has("quantity-nouns", tree.low(o));
        tree.kids_by(o, &["nmod", "obl"])
            .filter(|&k| quantity && k > o && tree.case(k).as_deref() == Some("of"))
            .flat_map(|k| tree.conjuncts(k))
            .collect()
    }

    /// The frame of a predicate as a verb, a noun or an adjective, read once for all patterns.
    fn frame<'h>(&self, here: &'h Here, as_: Trigger) -> &'h Frame {
        let (s, t) = (here.sentence, here.token);
        let tree = &self.trees[s];
        match as_ {
            Trigger::Verb => here.verb.get_or_init(|| tree.verb_frame(t)),
            Trigger::Noun => here.noun.get_or_init(|| {
                let mut f = tree.noun_frame(t, &self.know.words);
                self.settle(s, &mut f);
                f
            }),
            Trigger::Adjective => here.adjective.get_or_init(|| tree.adjective_frame(t)),
        }
    }

    /// Fits one pattern to a predicate.
    fn fit(&self, here: &Here, rule: &'a Rule, p: &'a Pattern, gap: Option<Gap>) -> Option<Match<'a>> {
        let (s, t) = (here.sentence, here.token);
        let tree = &self.trees[s];
        let (low, form, joined) = (tree.low(t), tree.form(t), tree.joined(t));
        let own: Vec<&Lemma> = p
            .lemmas
            .iter()
            .filter(|l| {
                l.word == low || p.trigger == Trigger::Adjective && l.word == form || joined == Some(l.word.as_str())
            })
            .collect();
        if !self.lemma_fits(s, t, own.iter().copied()) || self.is_other_verb(s, t, &own) {
            return None;
        }
        // "holds Turkey responsible", "keeps the country stable": that holds no ground.
        if matches!(rule.yields, Yield::Control(_))
            && tree.is_verb(t)
            && tree.kids_by(t, &["xcomp"]).any(|k| tree.upos(k) == Pos::Adj)
        {
            return None;
        }
        let mut frame = match gap {
            Some(g) => Frame { pred: t, actor: vec![g.actor], object: vec![g.object], ..Frame::default() },
            None => self.frame(here, p.trigger).clone(),
        };
        if p.intransitive && !frame.object.is_empty() {
            return None;
        }
        let mut m = Match {
            rule,
            pattern: p,
            rival: None,
            // Who writes the whole word means it: to test-fire is not to fire.
            weight: p.weight()
                + usize::from(own.iter().all(|l| l.particle.is_some()))
                + if own.iter().all(|l| joined == Some(l.word.as_str())) { 3 } else { 0 },
            pred: t,
            frame: Frame::default(),
            actor: Vec::new(),
            recipient: Vec::new(),
            place: Vec::new(),
            consumed: Vec::new(),
            content: Vec::new(),
            told: Vec::new(),
        };
        let subject_frame = frame.clone();
        // The token that the next prepositions may also hang on: the object that a set took.
        let mut inner: Option<usize> = None;
        let mut used: Vec<usize> = Vec::new();
        for a in &p.arguments {
            let worded = |k: usize| {
                a.lemmas.is_empty() || tree.conjuncts(k).into_iter().any(|c| self.set_fits(s, c, &a.lemmas).is_some())
            };
            match (&a.link, &a.filler) {
                (Link::Object, Filler::Slot(slot)) => {
                    let found = frame
                        .object
                        .iter()
                        .copied()
                        .find(|&o| !used.contains(&o) && worded(o) && self.accepts(s, o, slot));
                    // A noun's object is what stands before it: "Aleppo offensive", or whoever undergoes it.
                    let found = found.or_else(|| {
                        (p.trigger == Trigger::Noun)
                            .then(|| {
                                frame
                                    .oblique
                                    .iter()
                                    .find(|(c, k)| c == "+" && worded(*k) && self.accepts(s, *k, slot))
                                    .map(|x| x.1)
                            })
                            .flatten()
                    });
                    match found {
                        Some(o) => {
                            used.push(o);
                            m.bind(slot.role, o);
                        }
                        None if slot.optional => {}
                        None => return None,
                    }
                }
                (Link::Object, Filler::Set(set)) => {
                    // "took engineers hostage", "set the village ablaze": the set may stand as a second complement.
                    let o = frame
                        .object
                        .iter()
                        .copied()
                        .flat_map(|o| tree.conjuncts(o))
                        .chain(tree.kids_by(t, &["xcomp", "obl:unmarked", "advmod", "compound:prt", "compound"]))
                        .chain(frame.oblique.iter().filter(|(c, _)| c.is_empty()).map(|x| x.1))
                        .find_map(|o| self.set_fits(s, o, set))?;
                    m.consumed.push(o);
                    used.push(o);
                    inner = Some(o);
                }
                (Link::Prepositions(preps), filler) => {
                    let found = self.oblique(s, &frame, inner, preps, &used, filler, &worded);
                    match (found, filler) {
                        (Some(k), Filler::Slot(slot)) => {
                            used.push(k);
                            m.bind(slot.role, k);
                        }
                        (Some(k), Filler::Set(_)) => {
                            m.consumed.push(k);
                            used.push(k);
                            inner = Some(k);
                        }
                        (None, Filler::Slot(slot)) if slot.optional => {}
                        (None, _) => return None,
                    }
                }
                (Link::Infinitive, Filler::Set(set)) => {
                    let c = self
                        .infinitives(s, frame.pred, inner, &used)
                        .into_iter()
                        .find(|&c| self.lemma_fits(s, c, set))?;
                    let verb = tree.low(t);
                    if ["accusing", "bringing-about"].iter().any(|l| self.know.words.has(l, verb)) {
                        m.content.push(c);
                    } else {
                        m.consumed.push(c);
                    }
                    frame = tree.verb_frame(c);
                    inner = None;
                }
                (Link::Infinitive, Filler::Slot(slot)) => {
                    let found = self.infinitives(s, frame.pred, inner, &used);
                    if found.is_empty() && !slot.optional {
                        return None;
                    }
                    // What is promised, urged or refused is told by this match and not again as an act.
                    m.told.extend(found);
                }
                (Link::That, filler) => {
                    // "gave its word that": the clause hangs on the noun.
                    let of_noun = inner.into_iter().flat_map(|i| tree.kids_by(i, &["acl", "ccomp"]));
                    let c = tree.kids_by(t, &["ccomp", "parataxis", "acl"]).chain(of_noun).next()?;
                    if let Filler::Slot(slot) = filler {
                        // "demanded that Russia withdraw": the clause's subject.
                        if matches!(slot.role, Role::Actor | Role::Recipient) {
                            let who = tree.subject(c, 0).into_iter().find(|&x| self.accepts(s, x, slot));
                            match who {
                                Some(x) => m.bind(slot.role, x),
                                None if slot.optional => {}
                                None => return None,
                            }
                        }
                    }
                }
            }
        }
        if !p.instrument.is_empty() {
            self.bind_instrument(s, &p.instrument, &subject_frame, &used, &mut m)?;
        } else if let Some(slot) = &p.subject {
            self.bind_subject(s, slot, p.trigger, &subject_frame, &used, &mut m)?;
        } else if m.actor.is_empty() {
            let default = Slot { role: Role::Actor, classes: Vec::new(), not: Vec::new(), optional: true };
            self.bind_subject(s, &default, p.trigger, &subject_frame, &used, &mut m)?;
        }
        // "killed in shelling by the army": the act that the pattern took as a word may name the doer.
        if m.actor.is_empty() && subject_frame.agentless {
            for c in m.consumed.clone() {
                // "until their demands were met": met by others than those who made them.
                if tree.is_noun(c) && !self.know.words.has("askings", tree.low(c)) {
                    self.owner(s, c, &used, &mut m);
                }
            }
        }
        // "blew himself up": no other was blown up.
        let all = m.recipient.len();
        m.recipient.retain(|&x| !crate::tree::REFLEXIVE.contains(&tree.form(x)));
        let assault = matches!(&rule.yields, Yield::Event(x) if x == "ASSAULT");
        if all > 0 && m.recipient.is_empty() && assault && !rule.modes.iter().any(|x| x == "suicide-attack") {
            return None;
        }
        // Of two readings the one that says to whom wins; "captured Kitchanga" takes a place, not a prisoner.
        if m.recipient.iter().any(|&x| !self.unknown_place(s, x)) {
            m.weight += 2;
        }
        m.frame = subject_frame;
        if frame.pred != t {
            m.frame.oblique.extend(frame.oblique);
        }
        // "killed in a Baghdad car bombing"
        for &c in m.consumed.iter().filter(|&&c| tree.is_noun(c)) {
            let mut f = tree.noun_frame(c, &self.know.words);
            let own = f.oblique.len();
            self.settle(s, &mut f);
            m.frame.oblique.extend(f.oblique.drain(own..));
        }
        if let Some(i) = inner {
            for k in tree.kids_by(i, &["nmod"]) {
                if let Some(c) = tree.case(k) {
                    m.frame.oblique.push((c, k));
                }
            }
        }
        Some(m)
    }

    /// The infinitives and gerunds under a predicate, under the object that a pattern's set took, beside a role's filler
    /// ("urged Iran to talk" with the infinitive on the noun), or, for a noun, under the verb that carries it ("took the
    /// decision to expel").
    fn infinitives(&self, s: usize, t: usize, inner: Option<usize>, used: &[usize]) -> Vec<usize> {
        let tree = &self.trees[s];
        let mut all = tree.complements(t);
        all.extend(inner.into_iter().flat_map(|i| tree.complements(i)));
        let with = |c: usize| {
            tree.tok(c).xpos == "VBG"
                && tree.kids_by(c, &["mark"]).any(|m| matches!(tree.low(m), "of" | "for" | "from" | "with"))
        };
        // "have no intention of leaving".
        all.extend(inner.into_iter().flat_map(|i| tree.kids_by(i, &["acl"]).filter(|&c| with(c)).collect::<Vec<_>>()));
        for &u in used.iter().filter(|&&u| Some(u) != inner) {
            let party = self.can_act(s, u) && !self.is_place(s, u);
            all.extend(tree.kids_by(u, &["acl"]).filter(|&c| party && tree.is_infinitive(c) || with(c)));
        }
        if !tree.is_verb(t)
            && let Some(v) = tree.head(t).filter(|&v| tree.is_verb(v) && matches!(tree.rel(t), "obj" | "nsubj:pass"))
        {
            all.extend(tree.kids_by(v, &["xcomp", "advcl"]).filter(|&c| c > t && tree.is_infinitive(c)));
        }
        all.retain(|&c| tree.rel(c) != "ccomp" || tree.is_infinitive(c) || tree.tok(c).xpos == "VBG");
        all
    }

    /// A subject given by its words: "Israeli missiles hit the port".
    fn bind_instrument(&self, s: usize, set: &[Lemma], frame: &Frame, used: &[usize], m: &mut Match<'a>) -> Option<()> {
        let tree = &self.trees[s];
        let fitting = |a: usize| {
            let stands_for = |c: usize| self.stands_for_one_of(s, c, set).then_some(c);
            tree.conjuncts(a).into_iter().find_map(|c| Some((c, self.set_fits(s, c, set).or_else(|| stands_for(c))?)))
        };
        let (whole, (first, found)) =
            frame.actor.iter().filter(|a| !used.contains(a)).find_map(|&a| Some((a, fitting(a)?)))?;
        let actor = Slot { role: Role::Actor, classes: Vec::new(), not: Vec::new(), optional: true };
        let deed = tree.upos(found) == Pos::Noun && self.know.words.has("deeds", tree.low(found))
            || found != first && self.is_instrument(s, found);
        // Of "dozens of peacekeepers" the peacekeepers must be able to act, and the dozens are who did.
        // "It" and "the one" that stand for what the set names are no party.
        let stands_for = found == first && !self.lemma_fits(s, found, set) && self.set_fits(s, found, set).is_none();
        if !deed && !stands_for && self.accepts(s, if found == first { whole } else { found }, &actor) {
            m.bind(Role::Actor, whole);
            return Some(());
        }
        let found = if found == first { whole } else { found };
        self.owner(s, found, used, m);
        // "Talks between Ethiopia and Egypt collapsed", "aid from Kuwait arrived": those who talked or sent it.
        if m.actor.is_empty() {
            let among = |k: usize| matches!(tree.case(k).as_deref(), Some("between" | "among" | "from"));
            for k in tree.kids_by(found, &["nmod"]).filter(|&k| among(k)) {
                if self.can_act(s, k) && !used.contains(&k) {
                    m.bind(Role::Actor, k);
                }
            }
        }
        // "The truce that Gondor and Harad agreed collapsed": theirs who agreed it.
        if m.actor.is_empty() && matches!(m.rule.yields, Yield::Agreement(_)) {
            const BINDING: &[&str] = &["accept", "agree", "conclude", "reach", "seal", "sign", "strike"];
            let above = tree.head(found).filter(|_| matches!(tree.rel(found), "obj" | "obl"));
            let pred = m.pred;
            let made = tree.kids_by(found, &["acl"]).chain(above).filter(|&v| v != pred && tree.is_verb(v));
            for x in made.filter(|&v| BINDING.contains(&tree.low(v))).flat_map(|v| tree.verb_frame(v).actor) {
                if x != found && x != pred && !used.contains(&x) && self.can_act(s, x) && !tree.is_relative(x) {
                    m.bind(Role::Actor, x);
                }
            }
        }
        Some(())
    }

    /// Whether a pronoun stands for what a set names: "it" of "They agreed a truce. It collapsed", and "the one that they
    /// agreed". The sentence before must have one noun of the set, and no more.
    fn stands_for_one_of(&self, s: usize, t: usize, set: &[Lemma]) -> bool {
        let tree = &self.trees[s];
        let is_one = || {
            tree.form(t) == "one" && tree.kids_by(t, &["det"]).any(|d| matches!(tree.low(d), "the" | "that" | "this"))
        };
        if tree.form(t) != "it" && !is_one() {
            return false;
        }
        let fits = |s: usize, t: usize| self.trees[s].upos(t) == Pos::Noun && self.lemma_fits(s, t, set);
        if let Some(at) = self.antecedent(s, t) {
            return fits(at.sentence, at.token);
        }
        let Some(before) = s.checked_sub(1) else { return false };
        let of = &self.trees[before];
        of.sentence.block == tree.sentence.block && (0..of.len()).filter(|&k| fits(before, k)).count() == 1
    }

    /// Whoever an act or a weapon belongs to, as actor.
    fn owner(&self, s: usize, noun: usize, used: &[usize], m: &mut Match<'a>) {
        for x in self.doers(s, noun) {
            if x != m.pred && !used.contains(&x) && self.can_do(s, x) && !self.suffers(s, x, m) {
                m.bind(Role::Actor, x);
            }
        }
        // "strong support from Turkey"
        if m.actor.is_empty() && self.know.words.has("deeds", self.trees[s].low(noun)) {
            for x in self.owners(froissart_model::TokenRef { sentence: s, token: noun }) {
                if x.sentence == s && !used.contains(&x.token) {
                    m.bind(Role::Actor, x.token);
                }
            }
        }
    }

    /// Those whose act or weapon a noun names.
    pub(crate) fn doers(&self, s: usize, noun: usize) -> Vec<usize> {
        let mut frame = self.trees[s].noun_frame(noun, &self.know.words);
        self.settle(s, &mut frame);
        frame.actor.retain(|&x| self.can_act(s, x) && !self.is_place(s, x));
        frame.actor
    }

    /// "Several attacks", "more raids": a word of number is nobody.
    fn only_counts(&self, s: usize, t: usize) -> bool {
        let is_unknown = |r: Resolved| r.country.is_none() && r.name.is_none() && r.sector.is_none_or(|x| x == "UNK");
        matches!(self.trees[s].upos(t), Pos::Adj | Pos::Det | Pos::Num) && self.resolve(s, t).is_none_or(is_unknown)
    }

    /// What stands before a noun of an act is who does it, unless it is where or what it is done to: "Kabul mosque
    /// bombing", "the Mali ambush". The words of one name are one doer.
    pub(crate) fn settle(&self, s: usize, f: &mut Frame) {
        let tree = &self.trees[s];
        let n = f.pred;
        let before = |k: usize| k < n && tree.head(k) == Some(n) && matches!(tree.rel(k), "compound" | "nmod:unmarked");
        let town = |k: usize| {
            self.resolve(s, k).is_some_and(|r| r.is_place && r.name.is_none())
                || tree.upos(k) == Pos::Noun && self.know.words.has("facilities", tree.low(k))
                || self.is_named_state(s, k)
                    && tree.upos(k) == Pos::Propn
                    && self.know.words.has("befalling", tree.low(n))
        };
        let places: Vec<usize> = f.actor.iter().copied().filter(|&k| before(k) && town(k)).collect();
        f.actor.retain(|k| !places.contains(k));
        f.oblique.extend(places.into_iter().map(|k| ("in".to_owned(), k)));
        let name = |k: usize| self.name_at(s, k).map(|x| x.first);
        let all = f.actor.clone();
        let nation = |k: usize| tree.rel(k) != "nmod:poss" && self.know.actors.country_of(&tree.tok(k).form).is_some();
        f.actor.retain(|&k| {
            let again = |o: usize| o > k && before(k) && before(o) && name(k).is_some() && name(k) == name(o);
            // "a Russian military helicopter", "US missile strikes": what kind of thing it is, is nobody besides.
            let kind = |o: usize| o < k && k < n && nation(o) && (tree.upos(k) == Pos::Adj || self.is_instrument(s, k));
            let two = k < n && tree.upos(k) != Pos::Propn && self.know.words.has("not-doers", tree.low(k));
            let count = k < n && tree.head(k) == Some(n) && self.only_counts(s, k);
            !(two || count || all.iter().any(|&o| again(o) || kind(o) && !tree.conjuncts(o).contains(&k)))
        });
    }

    fn bind_subject(
        &self,
        s: usize,
        slot: &Slot,
        trigger: Trigger,
        frame: &Frame,
        used: &[usize],
        m: &mut Match<'a>,
    ) -> Option<()> {
        let mut any = false;
        // "The country is divided between X and Y": a place or a recipient before the trigger may be a passive's subject.
        let passive: &[usize] = if slot.role == Role::Actor || !frame.actor.is_empty() { &[] } else { &frame.object };
        for &a in frame.actor.iter().chain(passive) {
            if used.contains(&a) || slot.role == Role::Actor && self.suffers(s, a, m) {
                continue;
            }
            let deed = (slot.role == Role::Actor).then(|| self.deeds_of(s, a)).flatten();
            if let Some(d) = deed {
                // "A series of Russian strikes hit Idlib": the series is Russia's where the strikes are.
                any |= self.doer(s, d, slot, used, m);
            } else if self.accepts(s, a, slot) {
                m.bind(slot.role, a);
                any = true;
            } else if slot.role == Role::Actor && self.is_instrument(s, a) {
                // "Russian air strikes hit Idlib": whoever's strikes they are.
                any |= self.doer(s, a, slot, used, m);
            }
        }
        // "to continue coalition operations": the infinitive's own subject is too far to be asked.
        if !any && trigger == Trigger::Noun && slot.role == Role::Actor {
            for k in frame.oblique.iter().filter(|(c, k)| c == "+" && !used.contains(k)).map(|x| x.1) {
                if self.accepts(s, k, slot) && self.can_act(s, k) && !self.is_place(s, k) {
                    m.bind(Role::Actor, k);
                    any = true;
                    break;
                }
            }
        }
        // A doer who is left out can be anybody, but not somebody of a class.
        let open = slot.role == Role::Actor && slot.classes.is_empty();
        if any || slot.optional || open && (frame.agentless || trigger == Trigger::Noun) {
            return Some(());
        }
        None
    }

    /// Binds whoever an act or a weapon belongs to; whether the slot is content with that. A slot for anybody is content
    /// with nobody.
    fn doer(&self, s: usize, noun: usize, slot: &Slot, used: &[usize], m: &mut Match<'a>) -> bool {
        let before = m.actor.len();
        self.owner(s, noun, used, m);
        slot.classes.is_empty() || m.actor[before..].iter().any(|&x| self.accepts(s, x, slot))
    }

    /// The attacks that a countless word stands before: "a series of air strikes".
    fn deeds_of(&self, s: usize, t: usize) -> Option<usize> {
        let tree = &self.trees[s];
        if tree.upos(t) != Pos::Noun {
            return None;
        }
        self.counted(s, t).into_iter().find(|&k| self.know.words.has("attacks", tree.low(k)))
    }

    /// Whether the noun is what an act is done with: "air strikes", "a missile", "shelling".
    pub(crate) fn is_instrument(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let low = tree.low(t);
        ["attacks", "weapons", "instruments"].iter().any(|l| self.know.words.has(l, low))
            || tree
                .kids_by(t, &["nmod"])
                .any(|k| tree.case(k).as_deref() == Some("of") && self.know.words.has("attacks", tree.low(k)))
    }

    #[allow(clippy::too_many_arguments, reason = "what a phrase must be is said in this many ways")]
    fn oblique(
        &self,
        s: usize,
        frame: &Frame,
        inner: Option<usize>,
        preps: &[String],
        used: &[usize],
        filler: &Filler,
        worded: &dyn Fn(usize) -> bool,
    ) -> Option<usize> {
        let tree = &self.trees[s];
        let fits = |k: usize| {
            !used.contains(&k)
                && worded(k)
                && match filler {
                    Filler::Slot(slot) => self.accepts(s, k, slot),
                    Filler::Set(set) => tree.conjuncts(k).into_iter().any(|c| self.lemma_fits(s, c, set)),
                }
        };
        if let Some(i) = inner {
            for k in tree.kids(i).iter().copied() {
                let case = if tree.rel(k) == "nmod:poss" { Some("'s".to_owned()) } else { tree.case(k) };
                if case.is_some_and(|c| preps.contains(&c)) && tree.rel(k).starts_with("nmod") && fits(k) {
                    return Some(k);
                }
            }
        }
        // "In rebel hands", "under government control": whose the hands are stands before them.
        if preps.iter().any(|p| p == "'s")
            && let Some(k) = self.holder_before(s, inner.unwrap_or(frame.pred)).filter(|&k| fits(k))
        {
            return Some(k);
        }
        // "gave information on the accounts to the tribunal": the addressee hung one noun too low.
        let low = |i: usize| {
            let nouns: Vec<usize> = tree.kids_by(i, &["nmod"]).collect();
            nouns.into_iter().flat_map(|k| tree.kids_by(k, &["nmod"]).collect::<Vec<_>>())
        };
        // "said in a statement", "attacked in a bid to": circumstances, and nobody's part.
        let circumstance = |k: usize| {
            matches!(filler, Filler::Slot(Slot { role: Role::Recipient, .. }))
                && tree.case(k).as_deref() == Some("in")
                && self.know.words.has("circumstance-nouns", tree.low(k))
        };
        // The order of the prepositions in the pattern is the order of preference: "an offensive in the north against X".
        frame
            .oblique
            .iter()
            .filter_map(|(c, k)| preps.iter().position(|p| p == c).map(|n| (n, *k)))
            .filter(|&(n, k)| fits(k) && !circumstance(k) && !self.is_scene(s, frame.pred, &preps[n], k, filler))
            .min_by_key(|&(n, _)| n)
            .map(|x| x.1)
            .or_else(|| {
                inner.filter(|_| preps.iter().any(|p| p == "to")).and_then(|i| {
                    low(i).find(|&k| {
                        tree.case(k).as_deref() == Some("to") && self.can_act(s, k) && !self.is_place(s, k) && fits(k)
                    })
                })
            })
    }

    /// The party in "rebel hands", "government control": a word of its own before a noun of holding.
    fn holder_before(&self, s: usize, noun: usize) -> Option<usize> {
        let tree = &self.trees[s];
        let party = |k: &usize| *k < noun && self.can_act(s, *k) && !self.is_place(s, *k);
        let found = tree.kids_by(noun, &["compound", "amod"]).find(party);
        found.filter(|_| tree.is_noun(noun) && HOLDING.contains(&tree.low(noun)))
    }

    /// "In Libya, jets carried out strikes": where, and nobody whom it befell.
    fn is_scene(&self, s: usize, pred: usize, preposition: &str, k: usize, filler: &Filler) -> bool {
        let tree = &self.trees[s];
        matches!(filler, Filler::Slot(slot) if slot.role == Role::Recipient)
            && preposition == "in"
            && k < pred
            && !tree.is_relative(k)
            && tree.head(k).is_some_and(|h| h >= pred)
    }
}

impl<'k> Match<'k> {
    /// Remembers the heaviest of those that it is chosen over, where that is of another type.
    fn beats(&mut self, other: &Match<'k>) {
        let all = [self.rival, other.rival, Some((other.rule, other.weight))];
        let own = &self.rule.yields;
        let of_another = all.into_iter().flatten().filter(|(r, _)| r.yields != *own);
        self.rival = of_another.max_by_key(|(_, w)| *w);
    }

    fn bind(&mut self, role: Role, t: usize) {
        let to = match role {
            Role::Actor => &mut self.actor,
            Role::Recipient => &mut self.recipient,
            Role::Place => &mut self.place,
            Role::Content | Role::Any => &mut self.content,
        };
        if !to.contains(&t) {
            to.push(t);
        }
    }
}
