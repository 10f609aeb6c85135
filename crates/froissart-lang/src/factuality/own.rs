//! What the words right at a predicate say of it: negation, modals, adverbs, conjunctions, adjectives.
//!
//! Looks at children alone; what stands above is [`super::climb`]. In "No rebels may have fled" the subject negates
//! the fleeing and "may" with "have" makes it possible.

use super::{Chain, Clauses};
use froissart_model::{FactKind, Pos};

/// How the words at a predicate are looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// At the predicate itself.
    Own,
    /// At what governs it, where the two share their subject: "Nobody tried to attack".
    Shared,
    /// At what else governs it: "No witness said that they attacked" negates no attack.
    Above,
}

impl Clauses<'_> {
    /// What the words at `v` say of it and of all that it governs.
    pub(super) fn own(&self, v: usize, at: At, chain: &mut Chain) {
        let mut perfect = None;
        let mut modal = None;
        for &k in self.tree.children(v) {
            let low = self.low(k);
            match self.relation(k) {
                "advmod" => self.adverb(v, k, &low, at, chain),
                "aux" if low == "have" => perfect = Some(k),
                "aux" if !matches!(low.as_str(), "be" | "do" | "get") => modal = Some(k),
                "det" if matches!(low.as_str(), "no" | "neither" | "not") => chain.add(FactKind::Negated, &[k], v),
                // "cannot defend the town, let alone retake it"
                "cc" if low == "let" && self.tree.lower(k + 1) == "alone" => {
                    chain.add(FactKind::Negated, &[k, k + 1], v);
                }
                "cc" if matches!(low.as_str(), "nor" | "neither") => chain.add(FactKind::Negated, &[k], v),
                "nsubj" | "obj" if at != At::Above => self.participant(v, k, at, chain),
                "mark" => self.mark(v, k, &low, chain),
                "amod" if !self.is_verb(v) => {
                    if let Some((kind, cue)) = self.modifier(k) {
                        chain.add(kind, &cue, v);
                        if matches!(kind, FactKind::Possible | FactKind::Probable | FactKind::Feared) {
                            chain.add(FactKind::Future, &cue, v);
                        }
                    }
                }
                "case" if !self.is_verb(v) && low == "without" => chain.add(FactKind::Negated, &[k], v),
                "advcl" if at == At::Own => self.condition(v, k, chain),
                _ => {}
            }
        }
        // "Had Turkey attacked, …": inversion is a condition.
        if self.relation(v) == "advcl" && self.tree.child(v, &["mark"]).is_none() {
            let had = self
                .children(v, &["aux", "cop"])
                .find(|&k| matches!(self.tree.lower(k).as_str(), "had" | "were" | "should"));
            if let (Some(had), Some(subject)) = (had, self.children(v, &["nsubj"]).next())
                && had < subject
            {
                chain.add(FactKind::Conditional, &[had], v);
            }
        }
        // "has yet to capture"
        if let (Some(yet), Some(_)) = (self.child_word(v, &["advmod"], "yet"), self.child_word(v, &["mark"], "to")) {
            chain.add(FactKind::Negated, &[yet], v);
        }
        // "are to meet", where the parser made "are" an auxiliary or a copula.
        if at == At::Own
            && self.xpos(v) == "VB"
            && let (Some(be), Some(to)) =
                (self.child_word(v, &["aux", "cop"], "be"), self.child_word(v, &["mark"], "to"))
            && be < to
        {
            chain.add(FactKind::Intended, &[be], v);
        }
        if let Some(modal) = modal {
            self.modal(v, modal, perfect, chain);
        }
        if at == At::Own && self.is_imperative(v) {
            chain.add(FactKind::Commanded, &[v], v);
        }
    }

    fn adverb(&self, v: usize, k: usize, low: &str, at: At, chain: &mut Chain) {
        let form = self.tree.lower(k);
        let no = |k: usize| self.tree.children(k).iter().copied().find(|&x| self.low(x) == "no");
        match self.lexicon.adverbs.get(low).or_else(|| self.lexicon.adverbs.get(&form)) {
            Some(FactKind::Negated) if self.spares(v, k) => {}
            // "nearly 30" is the number's.
            Some(FactKind::Nearly)
                if at != At::Own || !self.is_verb(v) || self.children(v, &["nummod"]).next().is_some() => {}
            Some(kind) => chain.add(kind, &[k], v),
            None if matches!(low, "long" | "longer") => {
                let no = no(k).or_else(|| k.checked_sub(1).filter(|&b| form == "longer" && self.low(b) == "no"));
                if let Some(no) = no {
                    chain.add(FactKind::Ended, &[no, k], v);
                }
            }
            None => {}
        }
    }

    /// Whether a negative word at `v` leaves the predicate as it is: "not only … but", "not because … but because",
    /// "not until Monday".
    fn spares(&self, v: usize, not: usize) -> bool {
        let only = |k: usize| matches!(self.low(k).as_str(), "only" | "just" | "merely" | "simply");
        if self.tree.children(not).iter().any(|&k| only(k))
            || self.tree.children(v).iter().any(|&k| k == not + 1 && only(k) && self.relation(k) == "advmod")
        {
            return true;
        }
        // "not all rebels withdrew": some did.
        if matches!(self.low(not + 1).as_str(), "all" | "every" | "everybody" | "everyone" | "everything" | "many") {
            return true;
        }
        // "did not attack until Monday": then it did.
        let until = |&k: &usize| {
            matches!(self.case(k).as_str(), "until" | "till")
                && (self.is_noun(k) && self.relation(k) == "obl"
                    || self.relation(k) == "advcl" && self.xpos(k) == "VBD")
        };
        let past = self.children(v, &["aux"]).any(|k| self.xpos(k) == "VBD");
        if past && self.tree.children(v).iter().any(until) {
            return true;
        }
        // The reason is denied, and another given.
        self.children(v, &["advcl"]).any(|reason| {
            let again = |c: usize| {
                let but = self.tree.lower(c) == "but" && self.tree.token(c).upos == Pos::Cconj;
                but && self.tree.lower(c + 1) == "because"
            };
            self.child_word(reason, &["mark"], "because").is_some()
                && (reason..self.tree.len()).any(|c| c > reason && again(c))
        })
    }

    /// What a subject or object says of the act: "nobody", "no rebels", "not a single rebel"; "either A or B".
    fn participant(&self, v: usize, k: usize, at: At, chain: &mut Chain) {
        let word = |words: &[&str]| {
            let w = |x: &usize| words.contains(&self.low(*x).as_str()) && *x < k;
            self.children(k, &["cc", "det", "advmod"]).find(w)
        };
        let form = self.tree.lower(k);
        if at == At::Own {
            if let Some(either) = word(&["either"]) {
                chain.add(FactKind::Hedged, &[either], v);
            }
            if self.relation(k) == "nsubj" && !self.lexicon.is_event(&self.low(k)) {
                for x in self.children(k, &["amod"]) {
                    if let Some(kind) = self.lexicon.subjects.get(&self.tree.lower(x)) {
                        chain.add(kind, &[x], v);
                    }
                }
            }
        }
        let none = matches!(form.as_str(), "nobody" | "none" | "nothing" | "noone" | "neither").then_some(k);
        // "not all rebels fled": some did.
        let some = word(&["all", "every", "many", "much", "only", "just"]).is_some()
            || self.children(k, &["amod", "nummod"]).any(|x| matches!(self.low(x).as_str(), "many" | "much"));
        let not = word(&["not"]).filter(|&n| !some && !self.tree.children(n).iter().any(|&x| self.low(x) == "only"));
        if let Some(cue) = none.or_else(|| word(&["no", "neither"])).or(not) {
            chain.add(FactKind::Negated, &[cue], v);
        }
    }

    pub(super) fn mark(&self, v: usize, k: usize, low: &str, chain: &mut Chain) {
        match low {
            // "even if" and "as if" are no facts either.
            "if" | "unless" | "lest" | "provided" | "providing" => chain.add(FactKind::Conditional, &[k], v),
            "as" | "in" => {
                let fixed =
                    |w: &str| self.tree.lower(k + 1) == w && self.tree.head(k + 1).is_some_and(|h| h == k || h == v);
                if low == "as" && (fixed("though") || fixed("if")) || low == "in" && fixed("case") {
                    chain.add(FactKind::Conditional, &[k, k + 1], v);
                }
            }
            "whether" => chain.add(FactKind::Asked, &[k], v),
            "without" => chain.add(FactKind::Negated, &[k], v),
            _ => {}
        }
    }

    /// "Russia will respond if Ukraine attacks": the answer is as conditional as the question.
    fn condition(&self, v: usize, clause: usize, chain: &mut Chain) {
        let open = |k: usize| {
            let w = self.low(k);
            matches!(
                w.as_str(),
                "will" | "would" | "could" | "may" | "might" | "shall" | "’ll" | "'ll" | "wo" | "’d" | "'d"
            )
        };
        let mark = self.children(clause, &["mark"]).find(|&m| matches!(self.low(m).as_str(), "if" | "unless"));
        if let Some(mark) = mark
            && self.children(v, &["aux"]).any(open)
        {
            chain.add(FactKind::Conditional, &[mark], v);
        }
    }

    fn modal(&self, v: usize, modal: usize, perfect: Option<usize>, chain: &mut Chain) {
        use FactKind::{Able, Conditional, Future, Possible, Probable, Required};
        let cue: Vec<_> = [modal].into_iter().chain(perfect).collect();
        let denied = self.children(v, &["advmod"]).any(|k| matches!(self.low(k).as_str(), "not" | "n't" | "never"));
        match self.low(modal).as_str() {
            "will" | "shall" | "wo" | "'ll" | "’ll" => chain.add(Future, &[modal], v),
            "may" | "might" | "could" if perfect.is_some() => chain.add(Possible, &cue, v),
            "must" if perfect.is_some() => chain.add(Probable, &cue, v),
            // "could not hold the town" is an ability that was not there, "could attack" is what may come.
            "can" | "ca" => chain.add(Able, &[modal], v),
            "could" if denied => chain.add(Able, &[modal], v),
            "may" | "might" | "could" => {
                chain.add(Possible, &[modal], v);
                chain.add(Future, &[modal], v);
            }
            "would" | "'d" | "’d" => {
                // Backshift under a past cue tells of what was to come, else it depends on something.
                let mut top = v;
                while self.relation(top) == "conj" && self.tree.head(top).is_some_and(|h| h < top) {
                    top = self.tree.head(top).unwrap_or(top);
                }
                let reported = matches!(self.relation(top), "ccomp" | "parataxis") && perfect.is_none();
                chain.add(if reported { Future } else { Conditional }, &cue, v);
            }
            "should" | "must" | "ought" | "need" => chain.add(Required, &[modal], v),
            _ => {}
        }
    }

    /// A bare verb without a subject at the head of its clause: "Leave the town!", "Do not attack".
    fn is_imperative(&self, v: usize) -> bool {
        let t = self.tree.token(v);
        if t.upos != Pos::Verb || !(t.has("Mood=Imp") || t.xpos == "VB") {
            return false;
        }
        let alone = matches!(self.relation(v), "root" | "ccomp" | "parataxis")
            && self.children(v, &["nsubj", "csubj", "expl", "mark"]).next().is_none()
            && self.children(v, &["aux"]).all(|k| self.low(k) == "do")
            // "Attack on town" and "Rebels attack" are headlines.
            && (v == 0 || self.children(v, &["obj", "xcomp", "obl", "advmod", "aux", "compound"]).next().is_some());
        let before = |k: usize| {
            self.tree.is_punct(k)
                || matches!(self.relation(k), "aux" | "advmod" | "discourse" | "vocative" | "cc" | "punct" | "compound")
        };
        alone && (0..v).rev().take_while(|&k| self.tree.head(k) == Some(v)).all(before)
    }
}
