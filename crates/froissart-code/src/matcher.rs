//! Patterns against frames: which rule fits a predicate, and what fills its roles.

use crate::frame::{Frame, Light};
use crate::reader::Reader;
use froissart_know::{Class, Filler, Lemma, Link, Pattern, Rule, RuleRole as Role, Slot, Trigger, Yield};
use froissart_model::{EntityKind, Pos};

/// A rule that fits a predicate, and the head tokens that fill its roles; coordinations are not yet spread.
#[derive(Debug, Clone)]
pub(crate) struct Match<'k> {
    pub(crate) rule: &'k Rule,
    pub(crate) weight: usize,
    pub(crate) pred: usize,
    /// The frame that the last arguments hang on, for places and instruments.
    pub(crate) frame: Frame,
    pub(crate) actor: Vec<usize>,
    pub(crate) recipient: Vec<usize>,
    pub(crate) place: Vec<usize>,
    /// Tokens that the pattern's own sets took: nothing else is made of them.
    pub(crate) consumed: Vec<usize>,
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

const SECTORS_ARMED: &[&str] = &["MIL", "REB", "PRM", "COP", "SPY", "UAF", "PRE", "CRM", "SEP", "IMG"];

impl<'a> Reader<'a> {
    /// What the subject of a light verb is to its noun.
    pub(crate) fn light(&self, verb: &str, particle: Option<&str>) -> Light {
        let full = particle.map_or_else(|| verb.to_owned(), |p| format!("{verb} {p}"));
        if self.know.words.has("light-verbs", &full) || self.know.words.has("light-verbs", verb) {
            Light::Actor
        } else if self.know.words.has("undergo-verbs", &full) || self.know.words.has("undergo-verbs", verb) {
            Light::Recipient
        } else {
            Light::None
        }
    }

    /// All matches of one sentence, the best of each family at each predicate.
    pub(crate) fn matches(&self, s: usize) -> Vec<Match<'a>> {
        let tree = &self.trees[s];
        let mut out: Vec<Match> = Vec::new();
        for t in 0..tree.len() {
            let lemma = tree.low(t);
            let mut best: Vec<Match> = Vec::new();
            // A participle used as an adjective stands in patterns as it is written: "allied", "based".
            let form = tree.tok(t).form.to_lowercase();
            let written = (form != lemma && tree.is_verb(t)).then_some(form.as_str());
            let both = self.know.rules.triggered(&lemma).chain(
                written
                    .into_iter()
                    .flat_map(|f| self.know.rules.triggered(f).filter(|(_, p)| p.trigger == Trigger::Adjective)),
            );
            for (rule, pattern) in both {
                if !self.trigger_fits(s, t, pattern) {
                    continue;
                }
                if tree.rel(t) == "amod" && tree.is_verb(t) && matches!(family(&rule.yields), Family::Event) {
                    continue;
                }
                let Some(m) = self.fit(s, t, rule, pattern) else { continue };
                let fam = family(&rule.yields);
                match best.iter_mut().find(|b| family(&b.rule.yields) == fam) {
                    Some(b) if m.weight > b.weight => *b = m,
                    Some(_) => {}
                    None => best.push(m),
                }
            }
            out.extend(best);
        }
        // What a heavier pattern took as one of its words is no predicate of its own.
        let consumed: Vec<(usize, Family)> =
            out.iter().flat_map(|m| m.consumed.iter().map(|&c| (c, family(&m.rule.yields)))).collect();
        out.retain(|m| !consumed.contains(&(m.pred, family(&m.rule.yields))));
        out
    }

    fn trigger_fits(&self, s: usize, t: usize, p: &Pattern) -> bool {
        let tree = &self.trees[s];
        let pos = tree.upos(t);
        match p.trigger {
            Trigger::Verb => pos == Pos::Verb,
            Trigger::Noun => {
                matches!(pos, Pos::Noun | Pos::Propn)
                    && self
                        .kind_at(s, t)
                        .is_none_or(|k| k == froissart_model::NameKind::Event || k == froissart_model::NameKind::Misc)
            }
            Trigger::Adjective => {
                matches!(pos, Pos::Adj)
                    || pos == Pos::Verb && tree.tok(t).xpos == "VBN"
                    || pos == Pos::Noun && tree.kid(t, &["cop"]).is_some()
                    || pos == Pos::Adv
                    || pos == Pos::Adp
            }
        }
    }

    fn lemma_fits(&self, s: usize, t: usize, set: &[Lemma]) -> bool {
        let tree = &self.trees[s];
        let low = tree.low(t);
        let form = tree.tok(t).form.to_lowercase();
        set.iter().any(|l| {
            (l.word == low || l.word == form)
                && l.particle.as_ref().is_none_or(|p| {
                    tree.particle(t).as_deref() == Some(p)
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
                        })
                        || t + 1 < tree.len() && tree.low(t + 1) == *p
                        || t > 0 && tree.upos(t) == Pos::Noun && tree.low(t - 1) == *p
                })
        })
    }

    /// Whether a particle makes another verb of a plain one that the set has: to take up is not to take.
    fn is_other_verb(&self, s: usize, t: usize, set: &[Lemma]) -> bool {
        const PLAIN: &[&str] = &["bring", "get", "give", "keep", "make", "put", "set", "take", "turn"];
        let tree = &self.trees[s];
        PLAIN.contains(&tree.low(t).as_str()) && tree.particle(t).is_some() && set.iter().all(|l| l.particle.is_none())
    }

    /// The noun that a set takes: the object itself, or what "a series of attacks" is a series of.
    fn set_fits(&self, s: usize, o: usize, set: &[Lemma]) -> Option<usize> {
        const OF_MANY: &[&str] = &[
            "batch",
            "bulk",
            "bundle",
            "dozen",
            "half",
            "host",
            "hundred",
            "list",
            "majority",
            "number",
            "package",
            "pair",
            "percent",
            "quarter",
            "raft",
            "range",
            "rest",
            "series",
            "set",
            "spate",
            "string",
            "succession",
            "third",
            "thousand",
            "ton",
            "tonne",
            "wave",
        ];
        let tree = &self.trees[s];
        if self.lemma_fits(s, o, set) {
            return Some(o);
        }
        let many = OF_MANY.contains(&tree.low(o).as_str());
        tree.kids_by(o, &["nmod"])
            .filter(|&k| many && tree.case(k).as_deref() == Some("of"))
            .find(|&k| self.lemma_fits(s, k, set))
    }

    /// Fits one pattern to the predicate at `t`.
    fn fit(&self, s: usize, t: usize, rule: &'a Rule, p: &Pattern) -> Option<Match<'a>> {
        let tree = &self.trees[s];
        let own: Vec<Lemma> = p
            .lemmas
            .iter()
            .filter(|l| {
                l.word == tree.low(t) || p.trigger == Trigger::Adjective && l.word == tree.tok(t).form.to_lowercase()
            })
            .cloned()
            .collect();
        if !self.lemma_fits(s, t, &own) || self.is_other_verb(s, t, &own) {
            return None;
        }
        // "holds Turkey responsible", "keeps the country stable": that holds no ground.
        if matches!(rule.yields, Yield::Control(_))
            && tree.is_verb(t)
            && tree.kids_by(t, &["xcomp"]).any(|k| tree.upos(k) == Pos::Adj)
        {
            return None;
        }
        let light = |v: &str, part: Option<&str>| self.light(v, part);
        let mut frame = match p.trigger {
            Trigger::Verb => tree.verb_frame(t),
            Trigger::Noun => tree.noun_frame(t, &light),
            Trigger::Adjective => tree.adjective_frame(t),
        };
        let mut m = Match {
            rule,
            weight: p.weight() + usize::from(own.iter().all(|l| l.particle.is_some())),
            pred: t,
            frame: Frame::default(),
            actor: Vec::new(),
            recipient: Vec::new(),
            place: Vec::new(),
            consumed: Vec::new(),
        };
        let subject_frame = frame.clone();
        // The token that the next prepositions may also hang on: the object that a set took.
        let mut inner: Option<usize> = None;
        let mut used: Vec<usize> = Vec::new();
        for a in &p.arguments {
            let worded = |k: usize| {
                a.lemmas.is_empty() || tree.conjuncts(k).into_iter().any(|c| self.lemma_fits(s, c, &a.lemmas))
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
                    let c = self.infinitives(s, t, inner).into_iter().find(|&c| self.lemma_fits(s, c, set))?;
                    m.consumed.push(c);
                    frame = tree.verb_frame(c);
                    inner = None;
                }
                (Link::Infinitive, Filler::Slot(slot)) => {
                    let found = self.infinitives(s, t, inner);
                    if found.is_empty() && !slot.optional {
                        return None;
                    }
                    // What is promised, urged or refused is told by this match and not again as an act.
                    m.consumed.extend(found);
                }
                (Link::That, filler) => {
                    let c = tree.kids_by(t, &["ccomp", "parataxis", "acl"]).next()?;
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
            let default = Slot { role: Role::Actor, classes: Vec::new(), optional: true };
            self.bind_subject(s, &default, p.trigger, &subject_frame, &used, &mut m)?;
        }
        // "killed in shelling by the army": the act that the pattern took as a word may name the doer.
        if m.actor.is_empty() && subject_frame.agentless {
            for c in m.consumed.clone() {
                if tree.is_noun(c) {
                    self.owner(s, c, &used, &mut m);
                }
            }
        }
        // Of two readings the one that says to whom wins; "captured Kitchanga" takes a place, not a prisoner.
        if m.recipient.iter().any(|&x| !self.unknown_place(s, x)) {
            m.weight += 2;
        }
        m.frame = subject_frame;
        if frame.pred != t {
            m.frame.oblique.extend(frame.oblique);
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

    /// The infinitives and gerunds under a predicate or under the object that a pattern's set took.
    fn infinitives(&self, s: usize, t: usize, inner: Option<usize>) -> Vec<usize> {
        let tree = &self.trees[s];
        let mut all = tree.complements(t);
        all.extend(inner.into_iter().flat_map(|i| tree.complements(i)));
        all.retain(|&c| tree.rel(c) != "ccomp" || tree.is_infinitive(c) || tree.tok(c).xpos == "VBG");
        all
    }

    /// A subject given by its words: "Israeli missiles hit the port".
    fn bind_instrument(&self, s: usize, set: &[Lemma], frame: &Frame, used: &[usize], m: &mut Match<'a>) -> Option<()> {
        let tree = &self.trees[s];
        let found = frame
            .actor
            .iter()
            .copied()
            .find(|&a| !used.contains(&a) && tree.conjuncts(a).into_iter().any(|c| self.lemma_fits(s, c, set)))?;
        let actor = Slot { role: Role::Actor, classes: Vec::new(), optional: true };
        if self.accepts(s, found, &actor) {
            m.bind(Role::Actor, found);
            return Some(());
        }
        self.owner(s, found, used, m);
        Some(())
    }

    /// Whoever an act or a weapon belongs to, as actor.
    fn owner(&self, s: usize, noun: usize, used: &[usize], m: &mut Match<'a>) {
        let light = |v: &str, part: Option<&str>| self.light(v, part);
        let mut inner = self.trees[s].noun_frame(noun, &light);
        inner.actor.retain(|&x| x != m.pred && !used.contains(&x));
        for x in inner.actor {
            if self.can_act(s, x) && !self.is_place(s, x) {
                m.bind(Role::Actor, x);
            }
        }
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
            if used.contains(&a) {
                continue;
            }
            if self.accepts(s, a, slot) {
                m.bind(slot.role, a);
                any = true;
            } else if slot.role == Role::Actor && slot.classes.is_empty() && self.is_instrument(s, a) {
                // "Russian air strikes hit Idlib": whoever's strikes they are.
                self.owner(s, a, used, m);
                any = true;
            }
        }
        // A doer who is left out can be anybody, but not somebody of a class.
        let open = slot.role == Role::Actor && slot.classes.is_empty();
        if any || slot.optional || open && (frame.agentless || trigger == Trigger::Noun) {
            return Some(());
        }
        None
    }

    /// Whether the noun is what an act is done with: "air strikes", "a missile", "shelling".
    pub(crate) fn is_instrument(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let low = tree.low(t);
        ["attacks", "weapons", "instruments"].iter().any(|l| self.know.words.has(l, &low))
            || tree
                .kids_by(t, &["nmod"])
                .any(|k| tree.case(k).as_deref() == Some("of") && self.know.words.has("attacks", &tree.low(k)))
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
        // The order of the prepositions in the pattern is the order of preference: "an offensive in the north against X".
        frame
            .oblique
            .iter()
            .filter_map(|(c, k)| preps.iter().position(|p| p == c).map(|n| (n, *k)))
            .filter(|&(_, k)| fits(k))
            .min_by_key(|&(n, _)| n)
            .map(|x| x.1)
    }

    /// Whether a mention may fill a slot.
    pub(crate) fn accepts(&self, s: usize, t: usize, slot: &Slot) -> bool {
        let tree = &self.trees[s];
        // "China is the only country that he has visited": what China is, China fills.
        if tree.kid(t, &["cop"]).is_some()
            && let Some(subject) = tree.kids_by(t, &["nsubj"]).find(|&k| k < t && tree.kid(k, &["cop"]).is_none())
        {
            return self.accepts(s, subject, slot);
        }
        if slot.role == Role::Content || slot.role == Role::Any {
            return true;
        }
        if self.is_time(s, t) || self.in_dateline(s, t) || tree.upos(t) == Pos::Punct {
            return false;
        }
        if slot.classes.is_empty() {
            return match slot.role {
                Role::Actor => tree.conjuncts(t).into_iter().any(|c| self.can_act(s, c) && !self.is_place(s, c)),
                Role::Recipient => tree.is_nominal(t),
                Role::Place => self.is_place(s, t) || self.place_like(s, t),
                Role::Content | Role::Any => true,
            };
        }
        slot.classes.iter().any(|c| self.is_of(s, t, *c))
    }

    /// Control takes whatever can be held: a town, a share of a country, a country, territory.
    fn place_like(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        if let Some(r) = self.antecedent(s, t)
            && (self.is_place(r.sentence, r.token)
                || self.resolve(r.sentence, r.token).is_some_and(|r| r.kind == EntityKind::State && r.sector.is_none()))
        {
            return true;
        }
        let bare_state = |t: usize| {
            self.resolve(s, t).is_some_and(|r| r.kind == EntityKind::State && (r.is_place || r.sector.is_none()))
        };
        if bare_state(t) {
            return true;
        }
        if let Some((_, Some(whole))) = crate::figure::extent(tree, t, &self.page.text)
            && whole != t
        {
            return self.is_place(s, whole) || self.place_like(s, whole);
        }
        self.unknown_place(s, t)
            || self.know.words.has("place-nouns", &tree.low(t))
            || tree.low(t) == "control"
                && tree.kids_by(t, &["nmod"]).any(|k| self.place_like(s, k) || self.is_place(s, k))
    }

    /// A proper noun that no table knows and that is no person's name: in a place's position it is a place.
    fn unknown_place(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        tree.upos(t) == Pos::Propn
            && self.resolve(s, t).is_none_or(|r| r.is_place && r.name.is_none())
            && self
                .kind_at(s, t)
                .is_none_or(|k| !matches!(k, froissart_model::NameKind::Per | froissart_model::NameKind::Norp))
            && tree.kids_by(t, &["det", "nmod:poss"]).next().is_none()
            && tree.kid(t, &["nmod:desc"]).is_none()
    }

    fn is_of(&self, s: usize, t: usize, c: Class) -> bool {
        let r = self.resolve(s, t);
        let tree = &self.trees[s];
        let sector = |list: &[&str]| r.as_ref().and_then(|r| r.sector.as_deref()).is_some_and(|x| list.contains(&x));
        match c {
            Class::Actor => self.can_act(s, t) && !self.is_place(s, t),
            Class::Armed => {
                sector(SECTORS_ARMED)
                    || r.as_ref().is_some_and(|r| r.kind == EntityKind::State && r.sector.is_none() && r.name.is_some())
            }
            Class::Person => {
                r.as_ref().is_some_and(|r| r.kind == EntityKind::Person)
                    || self.kind_at(s, t) == Some(froissart_model::NameKind::Per)
                    || self.know.words.has("people", &tree.low(t))
                    || sector(&[
                        "CVL", "JRN", "MED", "REF", "EDU", "LEG", "JUD", "ELI", "AGR", "LAB", "OPP", "SOC", "REB",
                        "MIL", "COP", "CRM", "UAF",
                    ])
                    || matches!(
                        tree.tok(t).form.to_lowercase().as_str(),
                        "him" | "her" | "he" | "she" | "them" | "me" | "us" | "who" | "they"
                    )
            }
            Class::State => r.as_ref().is_some_and(|r| {
                r.kind == EntityKind::State
                    || r.country.is_some()
                        && matches!(r.sector.as_deref(), Some("GOV" | "MIL" | "COP" | "JUD" | "LEG" | "SPY"))
            }),
            Class::Group => {
                r.as_ref().is_some_and(|r| r.kind == EntityKind::Group)
                    || self.kind_at(s, t) == Some(froissart_model::NameKind::Org)
            }
            Class::Civilian => {
                r.as_ref().is_some_and(|r| r.kind == EntityKind::Civilians)
                    || sector(&["CVL", "REF", "JRN", "MED", "EDU"])
                    || self.know.words.has("people", &tree.low(t))
            }
            Class::Place => self.is_place(s, t) || self.place_like(s, t),
            Class::Thing => !self.can_act(s, t) && !self.is_place(s, t),
        }
    }
}

impl Match<'_> {
    fn bind(&mut self, role: Role, t: usize) {
        let to = match role {
            Role::Actor => &mut self.actor,
            Role::Recipient => &mut self.recipient,
            Role::Place => &mut self.place,
            Role::Content | Role::Any => return,
        };
        if !to.contains(&t) {
            to.push(t);
        }
    }
}
