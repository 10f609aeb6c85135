//! What governs a predicate from above: verbs, predicates and nouns with their complements, clause by clause.
//!
//! In "denied plans to attack" the attack is intended, by "plans", and then denied. The climb ends where nothing
//! from above reaches in: at a relative clause, a participle beside a noun, an adverbial clause, a factive.

use super::own::At;
use super::{Chain, Clauses};
use froissart_model::FactKind::{
    Able, Alleged, Asked, Attempted, Begun, Believed, Conditional, Continued, Denied, Doubted, Ended, Failed, Feared,
    Future, Habitual, Hoped, Intended, Known, Managed, Nearly, Negated, Permitted, Possible, Presupposed, Prevented,
    Probable, Promised, Purpose, Refused, Reported, Requested, Required, Threatened,
};
use froissart_model::{FactKind, Pos};

impl Clauses<'_> {
    /// Goes up from a predicate and takes along what each governor makes of it.
    pub(super) fn climb(&self, predicate: usize, chain: &mut Chain) {
        let mut v = predicate;
        self.own(v, At::Own, chain);
        // Bounded, for a broken tree may turn in circles.
        for _ in 0..self.tree.len() {
            let Some(mut h) = self.tree.head(v) else { break };
            let on = match self.relation(v) {
                "acl" if self.deprel(v) == "acl:relcl" => {
                    let relative = self
                        .children(v, &["nsubj", "obj", "obl", "advmod"])
                        .find(|&k| matches!(self.tree.lower(k).as_str(), "who" | "which" | "that" | "whom" | "where"));
                    chain.add(Presupposed, relative.as_slice(), v);
                    false
                }
                "amod" if self.is_verb(v) => {
                    chain.add(Presupposed, &[], v);
                    false
                }
                "xcomp" | "ccomp" | "csubj" => self.complement(v, h, chain),
                "acl" => {
                    if let Some(verb) = self.charging(v, h) {
                        h = verb;
                        self.adverbial(v, verb, chain);
                        false
                    } else {
                        self.noun_complement(v, h, chain)
                    }
                }
                "advcl" => {
                    if let Some(noun) = self.noun_before(v, h) {
                        h = noun;
                        self.noun_complement(v, noun, chain)
                    } else {
                        self.adverbial(v, h, chain);
                        false
                    }
                }
                "conj" => self.conjunct(v, h, chain),
                _ if !self.is_verb(v) && self.tree.child(v, &["cop"]).is_none() => self.noun(v, h, chain),
                _ => true,
            };
            if !on {
                break;
            }
            v = h;
        }
    }

    /// The word by which the tables know a governor: with its particle where that makes another verb.
    fn key(&self, h: usize) -> String {
        let low = self.low(h);
        let particle = self.tree.children(h).iter().copied().find(|&k| self.deprel(k) == "compound:prt");
        let both = particle.map(|p| format!("{low} {}", self.tree.lower(p)));
        both.filter(|b| self.lexicon.verbs.has(b)).unwrap_or(low)
    }

    /// A clause under a verb or predicate. Whether what stands above still bears on it.
    fn complement(&self, v: usize, h: usize, chain: &mut Chain) -> bool {
        self.close(v, h, chain);
        // "Reports that they fled were false" with "Reports" taken for a verb has the verdict beside the clause.
        let verdict =
            |w: &usize| *w > v && self.tree.child(*w, &["cop"]).is_some() && self.tree.child(*w, &["nsubj"]).is_none();
        let word = self.called_false(v, h).filter(|w| self.is_noun(h) || verdict(w));
        if let Some(word) = word {
            chain.add(Denied, &[word], v);
        }
        let xcomp = self.relation(v) == "xcomp";
        if self.governed(v, h, !xcomp && !self.is_infinitive(v), chain) == Some(Known) {
            return false;
        }
        self.own(h, if xcomp { At::Shared } else { At::Above }, chain);
        true
    }

    /// What a verb or predicate makes of the clause under it.
    fn governed(&self, v: usize, h: usize, finite: bool, chain: &mut Chain) -> Option<FactKind> {
        let g = self.key(h);
        let told = self.is_told(v);
        let passive = self.is_passive(h);
        let predicate = self.lexicon.predicates.get(&g).or_else(|| self.lexicon.predicates.get(&self.tree.lower(h)));
        let verb = (passive && !finite)
            .then(|| self.lexicon.passive.get(&g))
            .flatten()
            .or_else(|| told.then(|| self.lexicon.told.get(&g)).flatten())
            .or_else(|| self.lexicon.verbs.get(&g));
        let mut cue = vec![h];
        let kind = match g.as_str() {
            // "has yet to capture", "has to withdraw"
            "have" if !finite && self.is_infinitive(v) => match self.child_word(h, &["advmod"], "yet") {
                Some(yet) => {
                    cue = vec![yet];
                    Some(Negated)
                }
                None => Some(Required),
            },
            // "are to meet", "is going to attack", "used to attack"
            "be" if self.is_infinitive(v) => Some(Intended),
            "go" if self.is_infinitive(v) && self.xpos(h) == "VBG" => Some(Future),
            "use" if self.is_infinitive(v) && !passive => Some(Habitual),
            // "is set to", "was unclear whether": but "set the prisoners free" is a verb's own.
            _ if predicate.is_some() && (!self.is_verb(h) || verb.is_none() || passive) => predicate,
            _ => verb,
        };
        let kind = match kind? {
            // "insists that it does not strike" asserts, "insists that they leave" wants something.
            Requested | Permitted if told => return None,
            // "calling it a diversion" asks for nothing.
            Requested if !self.is_verb(v) && self.tree.child(v, &["cop"]).is_none() => return None,
            // Of "is said to have fled" nobody is named, and it is said all the same.
            Asked | Denied if predicate.is_some() && !finite => return None,
            // "is set to": a state of the subject; "the plan he prepared" has no complement.
            k => k,
        };
        chain.add(kind, &cue, v);
        let ahead = !told || self.children(v, &["aux"]).any(|a| self.xpos(a) == "MD");
        let forward = match kind {
            Probable | Feared => ahead,
            // "unlikely to attack", "possible to attack"
            Doubted | Possible => predicate.is_some() && !finite,
            _ => false,
        };
        if forward {
            chain.add(Future, &cue, v);
        }
        Some(kind)
    }

    /// Whether a clause is told, not wanted: its verb or first auxiliary is finite, and no "should" stands in it.
    fn is_told(&self, v: usize) -> bool {
        let aux: Vec<_> = self.children(v, &["aux", "cop"]).collect();
        let wanted = |a: usize| matches!(self.low(a).as_str(), "should" | "must" | "ought" | "may");
        if aux.iter().any(|&a| wanted(a)) || self.is_infinitive(v) {
            return false;
        }
        aux.iter().copied().chain([v]).any(|k| matches!(self.xpos(k), "VBZ" | "VBD" | "VBP" | "MD"))
    }

    /// "came close to capturing": nearly.
    fn close(&self, v: usize, h: usize, chain: &mut Chain) {
        let close = |k: &usize| self.low(*k) == "close";
        let word =
            Some(h).filter(close).or_else(|| self.children(h, &["advmod", "xcomp"]).find(|k| *k != v && close(k)));
        if let Some(word) = word {
            chain.add(Nearly, &[word], v);
        }
    }

    /// "acquitted the colonel of killing": the verb of the charge, where a parser hung the deed on whom it is laid to.
    fn charging(&self, v: usize, h: usize) -> Option<usize> {
        let marked =
            self.children(v, &["mark"]).any(|k| matches!(self.low(k).as_str(), "of" | "for" | "with" | "over"));
        let verb = self.tree.head(h).filter(|_| marked && self.deprel(h) == "obj")?;
        self.lexicon.charged.get(&self.low(verb)).map(|_| verb)
    }

    /// A clause under a noun. Whether what stands above still bears on it.
    fn noun_complement(&self, v: usize, h: usize, chain: &mut Chain) -> bool {
        let infinitive = self.is_infinitive(v);
        let content = infinitive
            || self.children(v, &["mark"]).any(|k| matches!(self.low(k).as_str(), "that" | "whether" | "if"))
            || self.is_verb(v) && !self.is_passive(v) && self.xpos(v) != "VBG";
        let kind = self.lexicon.nouns.get(&self.low(h));
        if !content {
            // "forces fighting in the north": a participle is told as given.
            if kind != Some(Alleged) {
                chain.add(Presupposed, &[], v);
                return false;
            }
            chain.add(Alleged, &[h], v);
        }
        let unproved = content && self.unproved(v, h, chain);
        if content && !unproved {
            let bears = match kind {
                Some(Alleged | Denied | Doubted | Feared | Possible | Reported | Negated | Hoped | Promised) => true,
                Some(_) => infinitive,
                None => false,
            };
            if let Some(kind) = kind.filter(|_| bears) {
                Self::under(kind, v, h, infinitive || !self.is_told(v), chain);
            } else if infinitive && self.is_noun(h) && !self.is_one_of_a_row(h) && kind.is_none() {
                chain.add(Purpose, &self.to(v), v);
            }
        }
        if let Some(word) = self.called_false(v, h) {
            chain.add(Denied, &[word], v);
        }
        if !unproved {
            // The noun itself may be denied or only possible: "no plan to attack".
            self.own(h, At::Above, chain);
        }
        true
    }

    /// "the first country to recognise": what makes it the first is that it did.
    fn is_one_of_a_row(&self, h: usize) -> bool {
        self.children(h, &["amod", "advmod", "det"]).any(|k| {
            let t = self.tree.token(k);
            t.has("NumType=Ord")
                || matches!(t.xpos.as_str(), "JJS" | "RBS")
                || matches!(self.low(k).as_str(), "first" | "second" | "third" | "last" | "latest" | "only" | "next")
        })
    }
    fn to(&self, v: usize) -> Vec<usize> {
        self.child_word(v, &["mark"], "to").into_iter().collect()
    }

    /// "no evidence that": unproved.
    fn unproved(&self, v: usize, h: usize, chain: &mut Chain) -> bool {
        let Some(kind) = self.lexicon.proof.get(&self.low(h)) else { return false };
        let no = self.children(h, &["det", "amod", "case"]).find(|&k| {
            matches!(self.low(k).as_str(), "no" | "little" | "without") || self.tree.lower(k) == "any" && k < h
        });
        if let Some(no) = no {
            chain.add(kind, &[no, h], v);
        }
        no.is_some()
    }

    /// What a noun makes of the act under it.
    fn under(kind: FactKind, v: usize, h: usize, ahead: bool, chain: &mut Chain) {
        chain.add(kind, &[h], v);
        if ahead && matches!(kind, Possible | Feared) {
            chain.add(Future, &[h], v);
        }
    }

    /// "Reports that the town had fallen were false": the word that calls a clause under a noun untrue, wherever the
    /// parser hung it.
    fn called_false(&self, v: usize, h: usize) -> Option<usize> {
        let is_false = |k: &usize| *k != v && self.lexicon.predicates.get(&self.low(*k)) == Some(Denied);
        let called = |top: usize, relations: &[&str]| self.children(top, relations).find(is_false);
        let verdict = self.clause_of(h);
        Some(verdict)
            .filter(|&x| x != h && is_false(&x))
            .or_else(|| called(h, &["ccomp", "acl", "parataxis"]))
            .or_else(|| called(v, &["xcomp"]))
            .or_else(|| self.tree.head(h).and_then(|g| called(g, &["xcomp", "ccomp"])))
    }

    /// The noun that an infinitive completes, where the parser hung it on the verb: "foiled a plot to bomb".
    fn noun_before(&self, v: usize, h: usize) -> Option<usize> {
        let to = self.child_word(v, &["mark"], "to")?;
        let noun = to.checked_sub(1)?;
        let object = self.tree.head(noun) == Some(h) && self.relation(noun) == "obj";
        (object && self.lexicon.nouns.has(&self.low(noun))).then_some(noun)
    }

    /// An adverbial clause: purposes, conditions, what somebody is accused of or kept from.
    fn adverbial(&self, v: usize, h: usize, chain: &mut Chain) {
        let g = self.key(h);
        let marks: Vec<_> = self
            .children(v, &["mark", "case"])
            .chain(self.children(v, &["advmod"]).filter(|&k| matches!(self.low(k).as_str(), "when" | "once")))
            .collect();
        let marked = |words: &[&str]| marks.iter().copied().find(|&m| words.contains(&self.low(m).as_str()));
        let infinitive = self.is_infinitive(v);
        if infinitive && marked(&["after"]).is_none() {
            let kind = self.lexicon.predicates.get(&g).or_else(|| self.lexicon.verbs.get(&g));
            let complement = matches!(
                kind,
                Some(
                    Failed | Refused | Attempted | Threatened | Promised | Hoped | Managed | Able | Probable | Doubted
                )
            );
            // "came back to take": what one gets back to is done.
            let back = self.tree.children(h).iter().any(|&k| self.low(k) == "back");
            if complement {
                self.governed(v, h, false, chain);
                self.own(h, At::Shared, chain);
            } else if g == "use" && !self.is_passive(h) && self.tree.child(h, &["obj"]).is_none() {
                chain.add(Habitual, &[h], v);
            } else if !back && !self.lexicon.achieved.has(&g) {
                chain.add(Purpose, &self.to(v), v);
            }
        }
        if let Some(m) = marked(&["instead", "rather"]) {
            chain.add(Negated, &[m], v);
        }
        if matches!(g.as_str(), "capable" | "able") {
            chain.add(Able, &[h], v);
        }
        self.close(v, h, chain);
        if let Some(m) = marked(&["of", "for", "with", "over"])
            && let Some(kind) = self.lexicon.charged.get(&g)
        {
            chain.add(kind, &[h, m], v);
        }
        for &m in &marks {
            let from = self.low(m) == "from" && self.lexicon.verbs.get(&g) == Some(Prevented);
            let kind = self.lexicon.oblique.get(&format!("{} {}", self.low(h), self.low(m)));
            if let Some(kind) = kind.or(from.then_some(Prevented)) {
                chain.add(kind, &[h, m], v);
                self.own(h, At::Shared, chain);
            }
        }
        // "will attack once they withdraw", "will not leave until they withdraw": neither has come about.
        let will = self
            .children(h, &["aux"])
            .find(|&a| matches!(self.low(a).as_str(), "will" | "shall" | "'ll" | "’ll" | "wo"));
        if let (Some(will), Some(m)) = (will, marked(&["before", "until", "once", "when", "after", "till"]))
            && !infinitive
            && !self.children(v, &["aux"]).chain([v]).any(|k| self.xpos(k) == "VBD")
        {
            chain.add(Future, &[will, m], v);
        }
    }

    /// "will attack and capture": what stands before the first belongs to both. Whether what stands above still bears.
    fn conjunct(&self, v: usize, h: usize, chain: &mut Chain) -> bool {
        let cc = |words: &[&str]| self.children(v, &["cc"]).find(|&c| words.contains(&self.low(c).as_str()));
        if let Some(rather) = cc(&["rather", "instead"]) {
            // "chose to negotiate rather than attack": what was not chosen is not.
            chain.add(Negated, &[rather], v);
            return false;
        }
        if self.tree.child(v, &["aux", "nsubj", "mark"]).is_none() && self.is_verb(v) == self.is_verb(h) {
            // "did not attack but withdrew": a but-clause is not under the negation; "nor withdrew" has its own.
            let spared = cc(&["but", "nor"]).is_some();
            self.inherit(h, At::Shared, chain, |kind| !(spared && kind == Negated));
        } else if self.tree.child(v, &["mark"]).is_none() && self.is_verb(v) && cc(&["and", "or"]).is_some() {
            // "if rebels attack and the army flees"
            for k in self.children(h, &["mark"]).filter(|&k| k < v) {
                self.mark(h, k, &self.low(k), chain);
            }
        }
        true
    }

    /// The words at a governor, those of some kinds only.
    fn inherit(&self, h: usize, at: At, chain: &mut Chain, keep: impl Fn(FactKind) -> bool) {
        let mut all = Chain { sentence: chain.sentence, token: chain.token, facts: Vec::new() };
        self.own(h, at, &mut all);
        for f in all.facts {
            if keep(f.kind) {
                chain.add_from(f.kind, f.cue, f.scope.token);
            }
        }
    }

    /// A noun of an act under a verb, a predicate or another noun. Whether what stands above still bears on it.
    fn noun(&self, v: usize, h: usize, chain: &mut Chain) -> bool {
        let deprel = self.deprel(v);
        let relation = self.relation(v);
        let case = self.case(v);
        if self.is_verb(h) {
            let object = matches!(deprel, "obj" | "nsubj:pass");
            if object || relation == "obl" {
                self.governed_noun(v, h, &case, object, chain);
            }
            self.beside_verb(v, h, &case, chain);
            return deprel != "nsubj";
        }
        match relation {
            "nsubj" => {
                // "An attack is likely", "the report is false"
                let low = self.low(h);
                let kind = self.lexicon.predicates.get(&low).or_else(|| self.lexicon.adjectives.get(&low));
                let bears = kind.filter(|k| {
                    matches!(
                        k,
                        Possible | Probable | Doubted | Denied | Future | Intended | Alleged | Feared | Required
                    ) && self.tree.token(h).upos == Pos::Adj
                        || *k == Denied
                });
                if let Some(kind) = bears {
                    chain.add(kind, &[h], v);
                    if matches!(kind, Possible | Probable | Doubted | Feared) {
                        chain.add(Future, &[h], v);
                    }
                }
                self.inherit(h, At::Above, chain, |k| bears.is_some() || k == Conditional);
                false
            }
            "nmod" if self.low(h) == "truth" && self.child_word(h, &["det"], "no").is_some() => {
                // "There is no truth to reports that …"
                let no = self.child_word(h, &["det"], "no").unwrap_or(h);
                chain.add(Denied, &[no, h], v);
                false
            }
            "nmod" if matches!(case.as_str(), "of" | "for" | "on" | "about" | "over" | "to" | "against") => {
                if self.unproved(v, h, chain) {
                    return true;
                }
                if let Some(kind) = self.lexicon.nouns.get(&self.low(h)) {
                    Self::under(kind, v, h, true, chain);
                    self.own(h, At::Above, chain);
                    return true;
                }
                // "denied responsibility for the attack" denies no attack.
                case == "of" || !self.is_definite(v)
            }
            "nmod" => !self.is_definite(v),
            "compound" => {
                // "coup attempt", "invasion threat"
                let kind = self.lexicon.nouns.get(&self.low(h));
                if let Some(kind) = kind
                    && matches!(kind, Attempted | Threatened | Feared | Possible | Intended | Alleged | Requested)
                {
                    Self::under(kind, v, h, true, chain);
                    self.own(h, At::Above, chain);
                }
                true
            }
            _ => true,
        }
    }

    /// What a verb makes of a noun of an act.
    fn governed_noun(&self, v: usize, h: usize, case: &str, object: bool, chain: &mut Chain) {
        let g = self.key(h);
        // "rejected the report" denies it, "rejected the deal" refuses it.
        let own = (!self.is_allegation(v)).then(|| self.lexicon.object.get(&g)).flatten();
        let verb = own.or_else(|| self.lexicon.verbs.get(&g));
        let oblique = self.lexicon.oblique.get(&format!("{} {case}", self.low(h)));
        let kind = if object {
            verb.filter(|k| {
                matches!(
                    k,
                    Requested
                        | Permitted
                        | Required
                        | Intended
                        | Promised
                        | Threatened
                        | Hoped
                        | Prevented
                        | Refused
                        | Denied
                        | Attempted
                        | Probable
                        | Feared
                        | Believed
                        | Doubted
                        | Ended
                        | Begun
                        | Continued
                )
            })
        } else {
            let from = matches!(case, "from" | "against") && verb == Some(Prevented);
            oblique.or(from.then_some(Prevented))
        };
        let Some(kind) = kind else { return };
        chain.add(kind, &[h], v);
        if matches!(kind, Probable | Feared) {
            chain.add(Future, &[h], v);
        }
    }

    /// Whether a noun stands for something said: "the report", "allegations", "a rumour".
    pub(super) fn is_allegation(&self, v: usize) -> bool {
        matches!(self.lexicon.nouns.get(&self.low(v)), Some(Alleged | Reported | Denied | Doubted | Believed))
    }

    /// What the words at a verb say of a noun beside it. What is known already is only talked about: "did not condemn
    /// the attack" denies no attack, "will be buried after the attack" does not make it future.
    fn beside_verb(&self, v: usize, h: usize, case: &str, chain: &mut Chain) {
        let low = self.low(h);
        let definite = self.is_definite(v);
        match self.deprel(v) {
            "obj" | "nsubj:pass" => {
                // "did not mention the attack": what is only talked of stands.
                let bears = self.lexicon.verbs.get(&low).is_some_and(|k| !matches!(k, Reported | Known));
                let carried = self.lexicon.carriers.contains(&low) || bears || !definite;
                self.inherit(h, At::Shared, chain, |k| carried || k != Negated);
            }
            "nsubj" if self.lexicon.occurrence.contains(&low) => self.own(h, At::Above, chain),
            "nsubj" => self.inherit(h, At::Above, chain, |k| if definite { k == Conditional } else { k != Negated }),
            r if r.starts_with("obl") => {
                let past = matches!(
                    case,
                    "after" | "since" | "following" | "despite" | "amid" | "because of" | "due to" | "in response to"
                );
                if !(past && definite) {
                    self.inherit(h, At::Above, chain, |k| k != Negated || !definite && !past);
                }
            }
            _ => {}
        }
    }

    /// Whether a noun is told as known: "the attack", "its attack".
    fn is_definite(&self, v: usize) -> bool {
        self.children(v, &["det", "nmod"]).any(|k| {
            self.deprel(k) == "nmod:poss"
                || matches!(self.tree.lower(k).as_str(), "the" | "this" | "that" | "these" | "those") && k < v
        })
    }
}
