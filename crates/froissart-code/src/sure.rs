//! How sure: stance, mood, negation and accounts of a predicate, from the facts of the language step.
//!
//! "Rebels may attack", "rebels failed to capture the town", "Turkey denied backing the rebels": none of these is a
//! fact, and none may come out as one. What the words do to each other is read in `froissart-lang`; here it becomes
//! the three axes of a claim.

use crate::reader::Reader;
use froissart_model::{Certainty, Entity, Fact, FactKind, Interval, Mood, NameKind, Pos, Stance, TokenRef};

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
        // "feared dead" looks back, and "what they did was to burn it" does too.
        let tree = &self.trees[s];
        let did = tree.kids_by(p, &["nsubj"]).any(|k| {
            tree.rel(k) == "nsubj:outer"
                && tree.kids_by(k, &["acl"]).any(|d| tree.low(d) == "do" && tree.tok(d).xpos == "VBD")
        });
        let facts: Vec<Fact> = self.analysis.facts_of(TokenRef { sentence: s, token: p }).to_vec();
        let looks_back = |f: &Fact| {
            f.kind == FactKind::Future
                && tree.upos(p) == Pos::Adj
                && facts.iter().any(|o| o.kind == FactKind::Feared && o.cue == f.cue)
                || did && matches!(f.kind, FactKind::Intended | FactKind::Required | FactKind::Future)
        };
        let is_misread = |f: &Fact| f.cue.iter().any(|c| c.sentence == s && tree.reduced.contains(&c.token));
        // Who calls a report of it false asks for nothing.
        let untrue = crate::answers::called_untrue(self, s, p);
        let is_called = |f: &Fact| untrue.is_some_and(|(v, _)| f.cue.iter().any(|c| (c.sentence, c.token) == (s, v)));
        let is_read = |f: &&Fact| !looks_back(f) && !is_misread(f) && !is_called(f);
        let facts: Vec<Fact> = facts.iter().filter(is_read).cloned().collect();
        let of_noun = self.trees[s].is_noun(p);
        for (i, f) in facts.iter().enumerate() {
            let by_verb = f.cue.iter().any(|c| self.analysis.token(*c).upos == Pos::Verb);
            // "provided aid to help refugees": what a thing is for, it mostly does.
            let of_thing = f.kind == FactKind::Purpose && self.trees[s].rel(f.scope.token) == "acl";
            // "no reported casualties" are none.
            let none = |o: &Fact| o.kind == FactKind::Negated && o.scope == f.scope;
            if !(of_thing || f.kind == FactKind::Hearsay && of_noun && facts[..i].iter().any(none)) {
                sure.take(&facts, i, of_noun, by_verb);
            }
        }
        self.accounts(s, p, &mut sure);
        if let Some((verb, speaker)) = untrue {
            if !facts.iter().any(|f| f.kind == FactKind::Denied) {
                sure.denied = !sure.negated;
                sure.negated = !sure.negated;
            }
            sure.accounts.insert(0, self.entity(s, speaker));
            sure.cues.insert(0, TokenRef { sentence: s, token: verb });
            sure.embedded = false;
        }
        // What somebody says is news, wherever the parser hung it.
        let here = Some(TokenRef { sentence: s, token: p });
        let is_stray = tree.is_verb(p) && tree.rel(p) == "acl";
        let is_said = |a: &froissart_model::Attribution| {
            a.content_head == here && a.attitude == froissart_model::Attitude::Statement
        };
        sure.embedded &= !(is_stray && self.analysis.attributions.iter().any(is_said));
        sure
    }

    /// Whether the page itself tells what stands at `p`, though it stands inside the reported words of attribution `a`: in a
    /// clause beside them, or in a remark on somebody whom they name.
    ///
    /// "The mayor, whose men lost Osgiliath, spoke of a plot, his office said": of a plot his office spoke. "A general said
    /// that they would hold, while the monitor reported a retreat": the monitor's report is none of the general's.
    /// Inside quotation marks all words are the speaker's.
    fn is_own_aside(&self, s: usize, p: usize, a: &froissart_model::Attribution) -> bool {
        let tree = &self.trees[s];
        if a.cue_head.sentence != s
            || self.analysis.quotations.iter().any(|q| q.is_speech && q.outer.contains(tree.tok(p).span))
        {
            return false;
        }
        let cue = a.cue_head.token;
        // A comma hangs on what it parts off.
        let comma_before = |i: usize| tree.tok(i).form == "," || i > 0 && tree.tok(i - 1).form == ",";
        let mut v = p;
        for _ in 0..tree.len() {
            if Some(TokenRef { sentence: s, token: v }) == a.content_head {
                return false;
            }
            let begin = (0..=v).find(|&i| tree.dominates(v, i)).unwrap_or(v);
            // A clause of contrast with a speaker of its own.
            let contrast = tree.rel(v).starts_with("advcl")
                && comma_before(begin)
                && tree.kids_by(v, &["mark"]).any(|m| matches!(tree.form(m), "while" | "whereas"));
            let has_speaker = || {
                self.analysis.attributions.iter().any(|b| {
                    b.cue_head == (TokenRef { sentence: s, token: v })
                        && b.source_head.is_some()
                        && b.cue_head != a.cue_head
                })
            };
            if contrast && has_speaker() {
                return true;
            }
            // A relative clause that only adds to a name: between commas, with a pronoun that is not "that". What a
            // speaker says of himself in it he may well have said.
            let relative = tree.rel(v).ends_with(":relcl") && comma_before(begin);
            if relative && !tree.dominates(v, cue) {
                let adds = tree.head(v).is_some_and(|h| tree.upos(h) == Pos::Propn);
                if adds && (begin..v.max(begin)).any(|i| tree.form(i).starts_with("wh")) {
                    return true;
                }
            }
            match tree.head(v) {
                Some(h) => v = h,
                None => break,
            }
        }
        false
    }

    /// Those who say so where the words name nobody: "are said to control".
    fn unnamed(&self, a: &froissart_model::Attribution) -> Option<Entity> {
        const SAID: &[&str] = &["say", "report", "claim", "allege", "rumor", "rumour", "tell"];
        let tree = self.trees.get(a.cue_head.sentence)?;
        let cue = a.cue_head.token;
        let passive = tree.is_verb(cue) && tree.is_passive(cue) && SAID.contains(&tree.low(cue));
        let cue = a.cue.first().filter(|_| passive && a.attitude == froissart_model::Attitude::Statement)?;
        Some(Entity::unnamed(cue.of(&self.page.text), *cue, froissart_model::EntityKind::Group))
    }

    /// Remarks between commas that the language step passed over: "the rebels, the army says, burned the church".
    fn remarks(&self, s: usize, p: usize) -> Vec<(usize, Entity)> {
        let tree = &self.trees[s];
        let comma = |i: usize| tree.tok(i).form == ",";
        let said = |w: usize| {
            matches!(tree.low(w), "say" | "report" | "claim" | "add" | "allege" | "announce") && tree.is_verb(w)
        };
        let mut out = Vec::new();
        let mut at = Some(p);
        for _ in 0..tree.len() {
            let Some(x) = at else { break };
            for w in tree.kids_by(x, &["parataxis"]).filter(|&w| said(w) && w + 1 < tree.len() && comma(w + 1)) {
                let Some(who) = tree.kid(w, &["nsubj"]).filter(|&k| k < w) else { continue };
                let begin = self.extent(s, who).0;
                // Nothing but who says so, between two commas; and what is told goes on behind.
                let apart = begin > 0 && comma(begin - 1) && (begin..=w).all(|i| tree.dominates(w, i)) && x > w;
                if apart && !tree.dominates(w, p) && self.can_act(s, who) {
                    out.push((w, self.entity(s, who)));
                }
            }
            at = tree.head(x);
        }
        out
    }

    /// The speaker behind a headline's colon, where it was read as a sentence of its own: "Strike kills four: Pentagon".
    fn behind_colon(&self, s: usize) -> Option<Entity> {
        let (tree, next) = (&self.trees[s], self.trees.get(s + 1)?);
        let ends = tree.len() > 1 && tree.tok(tree.len() - 1).form == ":";
        if !ends || next.sentence.block != tree.sentence.block || next.len() > 6 {
            return None;
        }
        let root = (0..next.len()).find(|&i| next.rel(i) == "root")?;
        let verb = (0..next.len()).any(|i| next.is_verb(i) || next.kid(i, &["cop"]).is_some());
        (!verb && next.is_noun(root) && self.can_act(s + 1, root) && next.kid(root, &["conj", "case"]).is_none())
            .then(|| self.entity(s + 1, root))
    }

    /// Who tells: "its commander, Ali Hassan", has a name beside his office.
    fn teller(&self, h: TokenRef) -> Entity {
        let mut e = self.entity(h.sentence, h.token);
        if e.name.is_none() && e.id.is_none() && self.trees[h.sentence].upos(h.token) == Pos::Noun {
            let tree = &self.trees[h.sentence];
            let person = |k: &usize| self.name_at(h.sentence, *k).is_some_and(|n| n.kind == NameKind::Per);
            if let Some(k) = tree.kids_by(h.token, &["appos"]).find(person) {
                e.name = self.name_at(h.sentence, k).map(|n| n.span.of(&self.page.text).to_owned());
            }
        }
        e
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
            // "Umbar says it downed drones; two killed in Pelargir": of a headline's two parts each has its own teller.
            let tree = &self.trees[s];
            let is_parted = crate::repair::headline(tree)
                && a.cue_head.sentence == s
                && (p.min(a.cue_head.token)..p.max(a.cue_head.token)).any(|i| tree.form(i) == ";");
            let inside = !is_parted && (at_end || a.content.iter().any(|c| c.contains(at)));
            let own = a.cue_head == (TokenRef { sentence: s, token: p })
                || a.source.iter().any(|x| x.contains(at))
                || a.cue.iter().any(|x| x.contains(at));
            if inside && !own && !self.is_own_aside(s, p, a) {
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
        // Nor does who rejects a deal tell that it was reached; who denies a report does.
        let denies = self
            .analysis
            .facts_of(TokenRef { sentence: s, token: p })
            .iter()
            .any(|f| matches!(f.kind, FactKind::Denied | FactKind::Negated));
        found.retain(|(_, a)| a.attitude != froissart_model::Attitude::Denial || denies);
        for (_, a) in found {
            let e = match a.source_head {
                Some(h) => self.teller(h),
                // "is said to have": somebody says so who is not named. "Reported" as a bare adverb has no source.
                None => match self.unnamed(a) {
                    Some(e) => e,
                    None => continue,
                },
            };
            // A page's own outlet is not in the chain.
            if !sure.accounts.iter().any(|x| x.span == e.span) {
                sure.accounts.push(e);
                sure.cues.push(a.cue_head);
                if sure.said.is_none() {
                    sure.said = self.time_of(a.cue_head.sentence, a.cue_head.token, true);
                }
            }
        }
        for (w, e) in self.remarks(s, p) {
            if !sure.cues.iter().any(|c| (c.sentence, c.token) == (s, w))
                && !sure.accounts.iter().any(|x| x.span == e.span)
            {
                sure.accounts.push(e);
                sure.cues.push(TokenRef { sentence: s, token: w });
            }
        }
        if sure.accounts.is_empty()
            && let Some(e) = self.behind_colon(s)
        {
            sure.cues.push(TokenRef { sentence: s, token: self.trees[s].len() - 1 });
            sure.accounts.push(e);
        }
    }
}
