//! Which way a time without a year or a week points: by the tense of the verb that governs it.
//!
//! Not a full account of tense and aspect. In "will meet on Friday" the Friday is ahead, in "met on Friday"
//! it is behind; "extended the truce until Friday" tells of the past, and its Friday is ahead.

use super::words::words;
use froissart_model::{Pos, Sentence, Token};

/// The word before a time, where it names an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// "until", "till", "through".
    Until,
    /// "to".
    To,
}

/// The tense of the governing verb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    /// "has fought": past with a bearing on the page's day.
    Perfect,
    Present,
    Future,
    Unknown,
}

/// The verbs of a sentence as time expressions see them.
pub(super) struct Clauses<'a> {
    s: &'a Sentence,
    /// Of each token the tokens that hang on it; empty without a tree.
    kids: Vec<Vec<usize>>,
}

impl<'a> Clauses<'a> {
    pub(super) fn new(s: &'a Sentence) -> Self {
        let mut kids = Vec::new();
        if s.tokens.iter().any(|t| t.head.is_some()) {
            kids = vec![Vec::new(); s.tokens.len()];
            for (n, t) in s.tokens.iter().enumerate() {
                if let Some(list) = t.head.and_then(|h| kids.get_mut(h)) {
                    list.push(n);
                }
            }
        }
        Self { s, kids }
    }

    /// The tense that governs token `at`. `end`: what the word before says of an end.
    pub(super) fn tense(&self, at: usize, end: Option<End>) -> Tense {
        if at >= self.s.tokens.len() {
            Tense::Unknown
        } else if self.kids.is_empty() {
            self.by_order(at, end)
        } else {
            self.by_tree(at, end)
        }
    }

    /// Whether token `at` hangs on the object of a verb: the Friday of "called a strike for Friday".
    pub(super) fn in_object(&self, at: usize) -> bool {
        let mut now = self.s.tokens.get(at).filter(|_| !self.kids.is_empty()).and_then(|t| t.head);
        // A noun or two lie between: "a ceasefire for the morning of Friday".
        for _ in 0..3 {
            let Some(t) = now.and_then(|h| self.s.tokens.get(h)) else { return false };
            if t.relation() == "obj" {
                return true;
            }
            now = t.head;
        }
        false
    }

    fn kids(&self, at: usize, relations: &[&str]) -> Vec<&Token> {
        self.kids[at].iter().map(|&k| &self.s.tokens[k]).filter(|t| relations.contains(&t.relation())).collect()
    }

    fn by_tree(&self, at: usize, end: Option<End>) -> Tense {
        let s = self.s;
        let (mut infinitive, mut nominal) = (false, false);
        let mut now = at;
        // A tree is never deeper than it has words; the bound guards against a broken one.
        for _ in 0..s.tokens.len() {
            let t = &s.tokens[now];
            if now != at || t.upos == Pos::Verb {
                if deferred(t, end) {
                    return Tense::Future;
                }
                let auxiliaries = self.kids(now, &["aux", "cop"]);
                // "hopes to", "is to", "was to": what the infinitive tells is ahead of them.
                if infinitive && (ahead(t) || t.lemma == "be" && t.upos != Pos::Aux) {
                    return Tense::Future;
                }
                let negated = || self.negated(now);
                if let Some(v) = verdict(t, &auxiliaries, &negated) {
                    // "expected on Friday", and "has scheduled a vote for Friday": the vote is what Friday dates.
                    let participle = t.has("VerbForm=Part") && ahead(t) && v != Tense::Perfect;
                    return if participle || nominal && ahead(t) { Tense::Future } else { v };
                }
                if ahead(t) && t.upos == Pos::Adj {
                    return Tense::Future;
                }
                let to = self.kids(now, &["mark"]).iter().any(|x| x.lemma == "to");
                infinitive |= to && t.upos == Pos::Verb;
            }
            // Through the object of a verb of plans.
            nominal = now != at && t.relation() == "obj" && matches!(t.upos, Pos::Noun | Pos::Propn);
            match t.head {
                Some(h) if h < s.tokens.len() => now = h,
                // "to visit China next month" as a headline's or list's root.
                _ => return if infinitive { Tense::Future } else { Tense::Unknown },
            }
        }
        Tense::Unknown
    }

    /// "not", or a subject that nobody is: "neither could be reached".
    fn negated(&self, verb: usize) -> bool {
        let none =
            |t: &Token| matches!(t.lemma.as_str(), "neither" | "no" | "nobody" | "none" | "never" | "not" | "n't");
        self.kids[verb].iter().any(|&k| {
            let t = &self.s.tokens[k];
            match t.relation() {
                "advmod" | "cc" => none(t),
                "nsubj" => none(t) || self.kids(k, &["det", "cc", "advmod"]).into_iter().any(none),
                _ => false,
            }
        })
    }

    /// Without a tree: the nearest finite verb to the left, else to the right.
    fn by_order(&self, at: usize, end: Option<End>) -> Tense {
        let tokens = &self.s.tokens;
        let look = |k: usize| -> Option<Tense> {
            match tokens[k].xpos.as_str() {
                _ if deferred(&tokens[k], end) => Some(Tense::Future),
                "VBD" => Some(Tense::Past),
                "VBZ" | "VBP" => Some(Tense::Present),
                "MD" => Some(Tense::Future),
                _ => None,
            }
        };
        (0..at).rev().find_map(look).or_else(|| (at..tokens.len()).find_map(look)).unwrap_or(Tense::Unknown)
    }
}

fn ahead(t: &Token) -> bool {
    // The form too, for a participle's lemma may be taken for its own.
    words().scheduled.ahead.iter().any(|w| {
        *w == t.lemma
            || t.xpos == "VBN" && t.form.to_lowercase().strip_suffix("ed").is_some_and(|f| f == w.trim_end_matches('e'))
    })
}

/// Whether a verb puts the end ahead of it. Without a tree the lemma may be the form.
fn deferred(t: &Token, end: Option<End>) -> bool {
    let w = &words().scheduled;
    let is = |list: &[String]| {
        let stems = ["", "d", "ed"].map(|ending| t.lemma.strip_suffix(ending));
        list.iter().any(|v| stems.contains(&Some(v.as_str())))
    };
    match end {
        Some(End::Until) => is(&w.deferred) || is(&w.granted),
        Some(End::To) => is(&w.deferred),
        None => false,
    }
}

fn verdict(t: &Token, auxiliaries: &[&Token], negated: &dyn Fn() -> bool) -> Option<Tense> {
    let lemma = |l: &[&str]| {
        auxiliaries.iter().any(|a| l.contains(&a.lemma.as_str()) || l.contains(&a.form.to_lowercase().as_str()))
    };
    let past = |a: &&&Token| a.xpos == "VBD" || a.has("Tense=Past");
    let modal = auxiliaries.iter().any(|a| a.xpos == "MD");
    if lemma(&["will", "shall", "'ll", "’ll", "wo"]) {
        return Some(Tense::Future);
    }
    if modal {
        // "could not be reached on Friday" tells of what was, "could meet on Friday" of what may come.
        let was = lemma(&["have"]) || lemma(&["could"]) && negated();
        return Some(if was { Tense::Past } else { Tense::Future });
    }
    if let Some(have) = auxiliaries.iter().find(|a| a.lemma == "have") {
        return Some(if past(&have) { Tense::Past } else { Tense::Perfect });
    }
    if auxiliaries.iter().any(|a| past(&a)) {
        return Some(Tense::Past);
    }
    if !auxiliaries.is_empty() && auxiliaries.iter().any(|a| matches!(a.xpos.as_str(), "VBZ" | "VBP")) {
        let going = t.xpos == "VBG" && t.lemma == "go";
        return Some(if going || t.xpos == "VBN" && ahead(t) || t.upos == Pos::Adj && ahead(t) {
            Tense::Future
        } else {
            Tense::Present
        });
    }
    match t.xpos.as_str() {
        "VBD" => Some(Tense::Past),
        "VBZ" | "VBP" => {
            let set_day = words().scheduled.verbs.contains(&t.lemma);
            Some(if set_day { Tense::Future } else { Tense::Present })
        }
        // A bare participle: "the men killed on Friday", "talks expected next week".
        "VBN" => Some(if ahead(t) { Tense::Future } else { Tense::Past }),
        _ => None,
    }
}
