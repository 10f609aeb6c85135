//! How sure: stance, mood, negation and accounts of a predicate, from the facts of the language step.
//!
//! "Rebels may attack", "rebels failed to capture the town", "Turkey denied backing the rebels": none of these is a
//! fact, and none may come out as one. What the words do to each other is read in `froissart-lang`; here it becomes
//! the three axes of a claim.

use crate::reader::Reader;
use froissart_model::{Certainty, Entity, Fact, FactKind, Interval, Mood, Pos, Stance, TokenRef};

/// The circumstances of a predicate.
#[derive(Debug, Clone)]
pub(crate) struct Sure {
    pub(crate) stance: Stance,
    pub(crate) mood: Mood,
    pub(crate) negated: bool,
    pub(crate) denied: bool,
    pub(crate) accounts: Vec<Entity>,
    /// The cues of the accounts, innermost first.
    pub(crate) cues: Vec<TokenRef>,
    pub(crate) said: Option<Interval>,
    /// Stands in a relative clause or a modifier: what the reader is reminded of.
    pub(crate) embedded: bool,
}

impl Sure {
    pub(crate) fn certainty(&self) -> Certainty {
        Certainty::summary(self.denied, self.stance, self.mood, !self.accounts.is_empty())
    }
    /// A weaker mood never hides a stronger one: the first that is not `actual` stays.
    fn set_mood(&mut self, m: Mood) {
        if self.mood == Mood::Actual {
            self.mood = m;
        }
    }
    fn set_stance(&mut self, s: Stance) {
        if self.stance == Stance::Asserted {
            self.stance = s;
        }
    }

    /// Takes one more fact, `facts[i]`, after those that stand nearer to the predicate.
    fn take(&mut self, facts: &[Fact], i: usize, of_noun: bool, by_verb: bool) {
        use FactKind as K;
        let f = &facts[i];
        // "may attack" looks ahead, "may have attacked" does not.
        let ahead = || facts.iter().any(|o| o.kind == K::Future && o.cue == f.cue);
        match f.kind {
            K::Negated => self.negate(&facts[..i], f),
            K::Denied => {
                // Who denies that they did not do it says that they did.
                self.denied = !self.negated;
                self.negated = !self.negated;
            }
            // "failed to prevent": both together leave it as it is.
            K::Failed | K::Refused | K::Prevented => self.negated = !self.negated,
            // What an ended siege was, the rules say; an act that one has stopped goes on no more.
            K::Ended if !(of_noun && by_verb) => self.negated = !self.negated,
            K::Doubted => self.set_stance(Stance::Doubted),
            K::Alleged => self.set_stance(Stance::Alleged),
            K::Possible | K::Probable | K::Apparent | K::Hearsay | K::Believed | K::Feared | K::Hedged if !ahead() => {
                self.set_stance(Stance::Believed);
            }
            K::Future | K::Able => self.set_mood(Mood::Predicted),
            K::Intended | K::Promised | K::Threatened | K::Hoped | K::Purpose => self.set_mood(Mood::Planned),
            // Whoever may, asked for it, or has it in mind: "allowed the convoy to leave", "the right to strike".
            K::Permitted => self.set_mood(if by_verb { Mood::Requested } else { Mood::Planned }),
            K::Requested | K::Required | K::Commanded => self.set_mood(Mood::Requested),
            K::Attempted | K::Nearly => self.set_mood(Mood::Attempted),
            K::Conditional => self.set_mood(Mood::Conditional),
            // A question leaves everything open that stands in it.
            K::Asked => self.mood = Mood::Asked,
            K::Presupposed => self.embedded = true,
            _ => {}
        }
    }

    /// A negation of what stands nearer to the predicate: "did not deny" is no denial, "did not say" no negation.
    fn negate(&mut self, nearer: &[Fact], not: &Fact) {
        match nearer.iter().rev().find(|o| o.cue.contains(&not.scope)).map(|o| o.kind) {
            Some(FactKind::Denied) => {
                self.denied = false;
                self.negated = false;
                self.set_stance(Stance::Alleged);
            }
            Some(FactKind::Doubted) if self.stance == Stance::Doubted => self.stance = Stance::Asserted,
            Some(FactKind::Reported | FactKind::Alleged | FactKind::Hearsay) => self.set_stance(Stance::Doubted),
            Some(FactKind::Known | FactKind::Asked) => {}
            _ => self.negated = !self.negated,
        }
    }
}

impl Reader<'_> {
    /// The circumstances of the predicate at token `p` of sentence `s`.
    pub(crate) fn sure(&self, s: usize, p: usize) -> Sure {
        let mut sure = Sure {
            stance: Stance::Asserted,
            mood: Mood::Actual,
            negated: false,
            denied: false,
            accounts: Vec::new(),
            cues: Vec::new(),
            said: None,
            embedded: false,
        };
        let facts = self.analysis.facts_of(TokenRef { sentence: s, token: p });
        let of_noun = self.trees[s].is_noun(p);
        for (i, f) in facts.iter().enumerate() {
            let by_verb = f.cue.iter().any(|c| self.analysis.token(*c).upos == Pos::Verb);
            // "provided aid to help refugees": what a thing is for, it mostly does.
            let of_thing = f.kind == FactKind::Purpose && self.trees[s].rel(f.scope.token) == "acl";
            // "no reported casualties" are none.
            let none = |o: &Fact| o.kind == FactKind::Negated && o.scope == f.scope;
            if !(of_thing || f.kind == FactKind::Hearsay && of_noun && facts[..i].iter().any(none)) {
                sure.take(facts, i, of_noun, by_verb);
            }
        }
        self.accounts(s, p, &mut sure);
        sure
    }

    /// Who says so: every attribution whose content holds the predicate, innermost first.
    fn accounts(&self, s: usize, p: usize, sure: &mut Sure) {
        let at = self.trees[s].tok(p).span;
        let mut found: Vec<(usize, &froissart_model::Attribution)> = Vec::new();
        for a in &self.analysis.attributions {
            // "A holds the north and B the south, according to C": at the end of a sentence it covers all of it.
            let at_end = a.lemma.starts_with("accord")
                && a.cue_head.sentence == s
                && a.cue_head.token > p
                && a.source.iter().any(|x| x.end + 2 >= self.trees[s].sentence.span.end);
            let inside = at_end || a.content.iter().any(|c| c.contains(at));
            let own = a.cue_head == (TokenRef { sentence: s, token: p })
                || a.source.iter().any(|x| x.contains(at))
                || a.cue.iter().any(|x| x.contains(at));
            if inside && !own {
                found.push((a.content.iter().map(|c| c.len()).sum(), a));
            }
        }
        // Whose words hold another's cue is the outer account: "Lin Jian said, according to AFP".
        let cues: Vec<froissart_model::Span> = found.iter().flat_map(|(_, a)| a.cue.iter().copied()).collect();
        found.sort_by_key(|(n, a)| {
            (cues.iter().filter(|c| a.content.iter().any(|x| x.contains(**c))).count(), *n, a.cue_head)
        });
        // Who condemns or backs a deed does not tell of it.
        found.retain(|(_, a)| a.attitude != froissart_model::Attitude::Judgement);
        for (_, a) in found {
            let Some(h) = a.source_head else {
                continue;
            };
            // "reported" as a bare adverb has no source; a page's own outlet is not in the chain.
            let e = self.entity(h.sentence, h.token);
            if !sure.accounts.iter().any(|x| x.span == e.span) {
                sure.accounts.push(e);
                sure.cues.push(a.cue_head);
                if sure.said.is_none() {
                    sure.said = self.time_of(a.cue_head.sentence, a.cue_head.token, true);
                }
            }
        }
    }
}
