//! A predicate with its arguments, whatever the syntax: voice, relative and participial clauses, control,
//! coordination and light verbs are undone here once, so that a rule sees "ACTOR attack RECIPIENT".
//!
//! "Militants that overran the base", "the base, overrun by militants" and "militants crossed the border and overran
//! the base" all give overrun(militants, the base). Whose clause it is says `clause`, nouns that name acts have `noun`.

use crate::clause::OBJECT_CONTROL;
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

/// Verbs that go over or about a matter: "complained over two raids" hedges no number.
const OVER_A_MATTER: &[&str] = &[
    "apologise",
    "apologize",
    "argue",
    "clash",
    "complain",
    "demonstrate",
    "fight",
    "fly",
    "march",
    "meet",
    "negotiate",
    "protest",
    "quarrel",
    "rally",
    "resign",
    "speak",
    "strike",
    "talk",
    "testify",
    "warn",
    "worry",
];

impl Tree<'_> {
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
        // "marched close to the border": the phrase hangs on the adverb; "A, together with B, marched": on this one too.
        for a in self.kids_by(v, &["advmod"]) {
            let with = matches!(self.low(a), "together" | "along" | "jointly");
            f.oblique.extend(self.kids_by(a, &["obl"]).filter_map(|k| {
                let case = self.case(k).unwrap_or_default();
                let joint = with && case == "with";
                (joint || a > v).then(|| (if joint { "together with".to_owned() } else { case }, k))
            }));
        }
        // "the town where the army was ambushed", "it was in Kaya that rebels attacked the convoy".
        if let Some(h) = self.head(v).filter(|_| matches!(self.rel(v), "acl:relcl" | "advcl:relcl")) {
            if self.kids_by(v, &["advmod"]).any(|a| self.low(a) == "where") {
                f.oblique.push(("in".into(), h));
            } else if self.rel(v) == "advcl:relcl"
                && self.is_cleft(h)
                && let Some(c) = self.case(h)
            {
                f.oblique.push((c, h));
            }
        }
        if passive {
            // "The junta had the editor arrested" has it done; "the minister had his house raided" undergoes it.
            if f.actor.is_empty()
                && let Some(o) = self.caused(v).filter(|_| self.rel(v) == "xcomp")
                && self.kid(o, &["nmod:poss"]).is_none()
            {
                f.actor = self.head(v).map(|h| self.subject(h, 0)).unwrap_or_default();
            }
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
                let transitive = !OVER_A_MATTER.contains(&self.low(v));
                let found = f.oblique.iter().position(|(c, k)| transitive && hedge(c) && counted(*k) && *k > v);
                if let Some(n) = found {
                    f.object.push(f.oblique.remove(n).1);
                }
            }
            // "accusing the army of failing": a parser takes the object for the gerund's subject.
            if f.object.is_empty() && OBJECT_CONTROL.contains(&self.low(v)) {
                let marked = |c: usize| {
                    self.kids_by(c, &["mark"]).any(|m| matches!(self.low(m), "of" | "for" | "from" | "with"))
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
                // Only where nothing stands between the two verbs but the conjunction and what belongs to the second.
                let small = |i: usize| {
                    i < v
                        || self.head(i) == Some(c)
                            && matches!(self.rel(i), "cc" | "aux" | "advmod" | "punct" | "aux:pass")
                };
                if c > v && (v + 1..c).all(small) {
                    f.object = self.kids_by(c, &["obj"]).filter(|&o| o > c).collect();
                }
            }
            f.actor = subject.into_iter().filter(|s| !f.object.contains(s)).collect();
            // "Two killed, six injured in blast", where a headline lost its commas: the two killed nobody.
            let counted = |x: &usize| self.upos(*x) == Pos::Num || self.kid(*x, &["nummod"]).is_some();
            let hurt = |o: &usize| {
                o + 1 < self.len() && matches!(self.tok(o + 1).xpos.as_str(), "VBN" | "VBD") && counted(o) && *o > v
            };
            if matches!(self.tok(v).xpos.as_str(), "VBN" | "VBD")
                && f.actor.iter().any(counted)
                && f.object.iter().any(hurt)
                && f.object.iter().any(|o| {
                    let next = o + 1;
                    matches!(self.rel(next), "xcomp" | "acl" | "amod" | "conj" | "parataxis" | "dep")
                })
            {
                f.object = std::mem::take(&mut f.actor);
                f.agentless = true;
            }
            // "The capital fell": the intransitive subject is the actor of the pattern; nothing to do.
        }
        // "lent Sudan a million dollars": a parser makes two objects of it.
        if !passive
            && let [first, second, ..] = f.object[..]
            && first > v
            && first < second
        {
            f.oblique.push(("to".into(), first));
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
        // "cleared half of the town of rebels": the phrase may hang as low as the town.
        if !passive && matches!(self.low(v), "clear" | "rid" | "purge" | "cleanse" | "strip") {
            let mut at: Vec<usize> = f.object.clone();
            while let Some(o) = at.pop() {
                let below: Vec<usize> =
                    self.kids_by(o, &["nmod"]).filter(|&k| self.case(k).as_deref() == Some("of")).collect();
                f.oblique.extend(below.iter().map(|&k| ("of".to_owned(), k)));
                at.extend(below);
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
            let with = |k: usize| {
                matches!(self.case(k).as_deref(), Some("along with" | "together with" | "alongside"))
                    || self.kids_by(k, &["advmod"]).any(|a| matches!(self.low(a), "together" | "along"))
            };
            let hung: Vec<usize> = f
                .actor
                .iter()
                .flat_map(|&a| self.kids_by(a, &["nmod"]).filter(|&k| k > a && k < v && with(k)).collect::<Vec<_>>())
                .filter(|k| !f.actor.contains(k))
                .collect();
            f.actor.extend(hung);
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
    pub(crate) fn particle(&self, v: usize) -> Option<&str> {
        self.kid(v, &["compound:prt"]).map(|p| self.form(p))
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
