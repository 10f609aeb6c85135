//! When: which time words date a predicate, and what holds where there are none.
//!
//! "The brigade crossed the river on Monday and reached the port within the week": two predicates, two times. An act without a date has no date: the page's day bounds it, and is never taken for it.

use crate::counted::{Unit, whole_units};
use crate::reader::Reader;
use froissart_model::{Basis, Day, Holds, Interval, Pos, Precision, TimeExpression, TokenRef};

impl Reader<'_> {
    fn interval(&self, t: &TimeExpression) -> Interval {
        Interval {
            from: t.from,
            to: t.to,
            precision: t.precision,
            holds: t.holds,
            basis: Basis::Words,
            text: Some(t.span.of(&self.page.text).to_owned()),
            span: Some(t.span).into(),
        }
    }

    /// The time words that hang on a predicate: in its own clause, not in a clause under it. `cue` takes only what stands
    /// directly on a speech verb.
    pub(crate) fn time_of(&self, s: usize, p: usize, cue: bool) -> Option<Interval> {
        let tree = &self.trees[s];
        let mut best: Option<(usize, &TimeExpression, bool)> = None;
        for t in self.analysis.times.iter().filter(|t| t.first.sentence == s && t.kind != "SET") {
            // A length of time dates where its days are known: "in the past two weeks" has them, "for two weeks" has not.
            let known = (t.from.is_some(), t.to.is_some());
            if known == (false, false) || t.kind == "DURATION" && known != (true, true) {
                continue;
            }
            // The topmost token of the expression within the tree.
            let top = (t.first.token..=t.last.token)
                .find(|&i| tree.head(i).is_none_or(|h| h < t.first.token || h > t.last.token))
                .unwrap_or(t.first.token);
            if top == p || (t.first.token..=t.last.token).contains(&p) {
                continue;
            }
            // "for the first time since 2016", "the largest offensive since 2020": that dates what went before.
            let since = tree.case(top).as_deref() == Some("since");
            // … wherever the parser hung it.
            if since && self.is_of_a_first_time(s, t.first.token) {
                continue;
            }
            if since && tree.head(top).is_some_and(|h| !tree.is_verb(h) && h != p && tree.kid(h, &["cop"]).is_none()) {
                continue;
            }
            // Steps from the time up to the predicate; another verb between the two takes it for itself.
            let mut at = top;
            let mut steps = 0;
            let mut reached = false;
            let mut onward = false;
            while let Some(h) = tree.head(at) {
                steps += 1;
                if h == p {
                    reached = true;
                    // A time inside a subordinate clause dates that clause.
                    if matches!(
                        tree.rel(at),
                        "advcl" | "ccomp" | "acl:relcl" | "acl" | "conj" | "parataxis" | "csubj" | "appos"
                    ) && at != top
                    {
                        reached = false;
                    }
                    break;
                }
                let clause =
                    matches!(tree.rel(at), "advcl" | "ccomp" | "acl:relcl" | "acl" | "conj" | "parataxis" | "csubj")
                        && at != top;
                if clause || steps > 6 || cue && steps > 2 {
                    break;
                }
                at = h;
                // "since the outbreak of the war in 2011": from then on.
                onward |= tree.case(at).as_deref() == Some("since");
            }
            if reached && best.is_none_or(|(n, _, _)| steps < n) {
                best = Some((steps, t, onward));
            }
        }
        best.map(|(_, t, onward)| {
            let mut i = self.interval(t);
            if onward && self.day.is_some() && i.from.is_some() {
                i.to = self.day;
            }
            i
        })
    }

    /// When the act or state at predicate `p` took place. `state` is a lasting tie or a position.
    pub(crate) fn when(&self, s: usize, p: usize, state: bool) -> Interval {
        let tree = &self.trees[s];
        let mut v = p;
        for _ in 0..6 {
            if let Some(mut i) = self.time_of(s, v, false) {
                if !state && i.holds == Holds::Throughout && i.from != i.to {
                    i.holds = Holds::Within;
                }
                if state && i.holds == Holds::Within && v == p && i.from.is_some() && self.is_present(s, p) {
                    i.holds = Holds::Throughout;
                }
                return i;
            }
            let since = || self.before_since(s, v).filter(|_| !state);
            let told = self.counted_from(s, v).or_else(|| self.when_of(s, v)).or_else(since);
            if let Some(i) = told {
                return i;
            }
            // What governs the predicate may carry its time: a light verb, an auxiliary clause, a first conjunct before it.
            let Some(h) = tree.head(v) else { break };
            let up = match tree.rel(v) {
                "xcomp" => true,
                "obj" | "nsubj" | "nsubj:pass" | "obl" | "nmod" | "compound" => {
                    !tree.is_verb(v) || tree.rel(v) == "xcomp"
                }
                // "captured it last year and is fighting on": a clause with a finite verb of its own has its own time.
                "conj"
                    if tree.kids_by(v, &["aux", "cop"]).any(|k| tree.tok(k).has("VerbForm=Fin"))
                        && !self.leads(s, h, v) =>
                {
                    false
                }
                "conj" => !tree.is_verb(v) || tree.kid(v, &["nsubj", "nsubj:pass"]).is_none() && self.leads(s, h, v),
                "advcl" => tree.tok(v).xpos == "VBG" && tree.kid(v, &["mark"]).is_none(),
                _ => false,
            };
            // The time of a speech verb is when it was said, not when it happened.
            if !up
                || self.analysis.attributions.iter().any(|a| {
                    a.cue_head == TokenRef { sentence: s, token: h }
                        && a.content_head == Some(TokenRef { sentence: s, token: v })
                })
            {
                break;
            }
            v = h;
        }
        if self.is_present(s, p) && (state || self.is_progressive(s, p)) {
            Interval::by_tense(self.day)
        } else {
            Interval::by_page(self.day)
        }
    }

    /// When a place was held: as [`Self::when`] has it, and on the page's day where the words tell of what is so then.
    pub(crate) fn when_held(&self, s: usize, p: usize) -> Interval {
        let when = self.when(s, p, true);
        if when.basis == Basis::Page && self.is_so_when_told(s, p) { Interval::by_tense(self.day) } else { when }
    }

    /// "A town held by the Brigade", "the town remained in its hands, the mayor said": a participle behind its noun, and a past
    /// that only the past of "said" makes one, tell of what is so.
    fn is_so_when_told(&self, s: usize, p: usize) -> bool {
        let tree = &self.trees[s];
        if tree.tok(p).xpos == "VBN" && tree.rel(p) == "acl" {
            let told = tree.head(p).and_then(|h| self.time_of(s, tree.clause_of(h), false));
            let is_old = |i: &Interval| i.to.zip(self.day).is_some_and(|(to, day)| to < day);
            return told.is_none_or(|i| !is_old(&i));
        }
        let is_past = |k: usize| tree.tok(k).has("Tense=Past") && tree.tok(k).has("VerbForm=Fin");
        let is_simple =
            tree.kids_by(p, &["aux"]).next().is_none() && (is_past(p) || tree.kids_by(p, &["cop"]).any(is_past));
        let here = Some(TokenRef { sentence: s, token: p });
        let is_said = self.analysis.attributions.iter().any(|a| {
            a.content_head == here
                && a.attitude == froissart_model::Attitude::Statement
                && self.trees[a.cue_head.sentence].tok(a.cue_head.token).has("Tense=Past")
        });
        is_simple && is_said
    }

    /// "Eight years after they were driven out, rebels entered the city on Friday": a clause or a noun that another act is
    /// counted from lies so long before that act (or after it, with "before"), as finely as the length is told.
    fn counted_from(&self, s: usize, p: usize) -> Option<Interval> {
        let tree = &self.trees[s];
        let cue = tree.kids_by(p, &["mark", "case"]).find(|&k| matches!(tree.form(k), "after" | "before"))?;
        let is_length = |t: &&TimeExpression| {
            t.kind == "DURATION" && t.first.sentence == s && t.last.token + 1 == cue && t.last.token < p
        };
        let length = self.analysis.times.iter().find(is_length)?;
        let (count, unit) = whole_units(&length.value)?;
        // The act that is counted: the clause that governs this one, or the first of those that do so side by side.
        let mut act = tree.head(p)?;
        while !tree.is_verb(act) {
            act = tree.head(act)?;
        }
        let told = self.time_of(s, act, false).filter(|i| i.from.is_some() && i.to.is_some());
        let is_after = tree.form(cue) == "after";
        let count = if is_after { -count } else { count };
        let around = |d: Day| unit.around(unit.away(d, count)?);
        let (from, to) = match told.as_ref().and_then(|i| i.from.zip(i.to)) {
            Some((from, to)) => (Some(around(from)?.0), Some(around(to)?.1)),
            // The act lies somewhere before the page, and what it is counted from so long before that.
            None if is_after => (None, Some(around(self.day?)?.1.min(self.day?))),
            None => return None,
        };
        let precision = if from.is_none() { Precision::Unknown } else { unit.precision() };
        Some(Interval { from, to, precision, holds: Holds::Within, ..self.interval(length) })
    }

    /// "Until December 2016, when government forces retook it": the time right before "when" is that of its clause.
    fn when_of(&self, s: usize, p: usize) -> Option<Interval> {
        let tree = &self.trees[s];
        let when = tree.kids_by(p, &["advmod", "mark"]).find(|&k| k < p && tree.form(k) == "when")?;
        let end = if when > 0 && tree.form(when - 1) == "," { when - 1 } else { when };
        let is_before = |t: &&TimeExpression| {
            t.first.sentence == s
                && t.last.token + 1 == end
                && t.to.is_some()
                && matches!(t.kind.as_str(), "DATE" | "TIME")
        };
        let told = self.analysis.times.iter().find(is_before)?;
        // "Until December", "from 2012 until 2016": the last month or year itself, not all that was before it.
        let unit = Unit::of(told.precision)?;
        // "Not seen since Sunday, when he received": on the Sunday.
        let since = told.first.token > 0 && tree.form(told.first.token - 1) == "since";
        let told_day = if since { told.from? } else { told.to? };
        let (begin, end) = unit.around(told_day)?;
        let from = Some(if since { begin } else { told.from.map_or(begin, |f| f.max(begin)) });
        let to = if since { Some(end) } else { told.to };
        Some(Interval { from, to, holds: Holds::Within, ..self.interval(told) })
    }

    /// "Since 2019 the front had been quiet, after the two sides signed a truce": what "after" tells was done by the end of
    /// the time from which its outcome lasts.
    fn before_since(&self, s: usize, p: usize) -> Option<Interval> {
        let tree = &self.trees[s];
        let is_after = tree.rel(p).starts_with("advcl") && tree.kids_by(p, &["mark"]).any(|k| tree.form(k) == "after");
        // An outcome that lasts: "was frozen", "has been quiet", and no attacks "after raiding markets".
        let lasts = |h: &usize| tree.kids_by(*h, &["cop", "aux:pass"]).next().is_some();
        let act = tree.head(p).filter(|_| is_after).filter(lasts)?;
        let since = tree.kids_by(act, &["obl"]).find(|&k| tree.case(k).as_deref() == Some("since"))?;
        let is_told = |t: &&TimeExpression| {
            t.first.sentence == s && (t.first.token..=t.last.token).contains(&since) && t.kind == "DATE"
        };
        let told = self.analysis.times.iter().find(is_told)?;
        let (_, end) = Unit::of(told.precision)?.around(told.from?)?;
        let to = self.day.map_or(end, |day| day.min(end));
        let precision = Precision::Unknown;
        Some(Interval { from: None, to: Some(to), precision, holds: Holds::Within, ..self.interval(told) })
    }

    /// Whether a time with "since" stands behind "for the first time", or the like.
    fn is_of_a_first_time(&self, s: usize, time: usize) -> bool {
        let tree = &self.trees[s];
        time >= 3 && tree.form(time - 2) == "time" && matches!(tree.form(time - 3), "first" | "second" | "only")
    }

    /// Whether a time stands before both of two coordinated verbs: "On Friday rebels attacked and captured".
    fn leads(&self, s: usize, head: usize, second: usize) -> bool {
        self.analysis.times.iter().any(|t| t.first.sentence == s && (t.last.token < head || t.first.token > second))
    }

    /// Whether the clause of a predicate stands in the present: "controls", "are believed to be in control", "have
    /// captured" does not. A headline's present tells of the past for acts, and of today for states.
    pub(crate) fn is_present(&self, s: usize, p: usize) -> bool {
        let tree = &self.trees[s];
        let mut v = p;
        for _ in 0..8 {
            let t = tree.tok(v);
            let aux: Vec<usize> = tree.kids_by(v, &["aux", "cop"]).collect();
            if aux.iter().any(|&k| tree.tok(k).has("Tense=Past") || tree.low(k) == "would") {
                return false;
            }
            if aux.iter().any(|&k| tree.tok(k).has("Tense=Pres") && tree.tok(k).has("VerbForm=Fin")) {
                // "has controlled" began before and goes on for states; for acts it is done.
                return !aux.iter().any(|&k| tree.low(k) == "have")
                    || tree.kids_by(v, &["advmod"]).any(|k| matches!(tree.low(k), "long" | "always" | "still"));
            }
            if t.has("VerbForm=Fin") {
                return t.has("Tense=Pres");
            }
            if t.xpos == "VBN" && matches!(tree.rel(v), "amod" | "acl") {
                // A modifier is a state of the page's day, a reduced passive is not.
                return tree.rel(v) == "amod";
            }
            match tree.head(v) {
                Some(h) => v = h,
                // A verbless headline or caption.
                None => return t.upos != Pos::Verb || !t.has("Tense=Past"),
            }
        }
        true
    }
    fn is_progressive(&self, s: usize, p: usize) -> bool {
        let tree = &self.trees[s];
        tree.tok(p).xpos == "VBG"
            && tree.kids_by(p, &["aux"]).any(|k| tree.low(k) == "be" && tree.tok(k).has("Tense=Pres"))
    }
}
