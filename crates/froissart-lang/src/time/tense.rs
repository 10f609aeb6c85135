//! Which way a time without a year or a week points: by the tense of the verb that governs it.
//!
//! Not a full account of tense and aspect. In "will meet on Friday" the Friday is ahead, in "met on Friday"
//! it is behind.

use super::words::words;
use froissart_model::{Pos, Sentence, Token};

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

/// The tense that governs token `at`.
pub(super) fn tense(s: &Sentence, at: usize) -> Tense {
    if s.tokens.iter().any(|t| t.head.is_some()) { by_tree(s, at) } else { by_order(s, at) }
}

fn ahead(t: &Token) -> bool {
    // The form too, for a participle's lemma may be taken for its own.
    words().scheduled.ahead.iter().any(|w| {
        *w == t.lemma
            || t.xpos == "VBN" && t.form.to_lowercase().strip_suffix("ed").is_some_and(|f| f == w.trim_end_matches('e'))
    })
}

fn by_tree(s: &Sentence, at: usize) -> Tense {
    let mut infinitive = false;
    let mut now = at;
    // A tree is never deeper than it has words; the bound guards against a broken one.
    for _ in 0..s.tokens.len() {
        let t = &s.tokens[now];
        let auxiliaries: Vec<&Token> =
            s.tokens.iter().filter(|x| x.head == Some(now) && matches!(x.relation(), "aux" | "cop")).collect();
        if now != at || t.upos == Pos::Verb {
            if infinitive && ahead(t) {
                return Tense::Future;
            }
            if let Some(v) = verdict(t, &auxiliaries) {
                return if t.has("VerbForm=Part") && ahead(t) && v != Tense::Perfect { Tense::Future } else { v };
            }
            if ahead(t) && t.upos == Pos::Adj {
                return Tense::Future;
            }
            let to = s.tokens.iter().any(|x| x.head == Some(now) && x.relation() == "mark" && x.lemma == "to");
            infinitive |= to && t.upos == Pos::Verb;
        }
        match t.head {
            Some(h) => now = h,
            // "to visit China next month" as a headline's or list's root.
            None => return if infinitive { Tense::Future } else { Tense::Unknown },
        }
    }
    Tense::Unknown
}

fn verdict(t: &Token, auxiliaries: &[&Token]) -> Option<Tense> {
    let lemma = |l: &[&str]| {
        auxiliaries.iter().any(|a| l.contains(&a.lemma.as_str()) || l.contains(&a.form.to_lowercase().as_str()))
    };
    let past = |a: &&&Token| a.xpos == "VBD" || a.has("Tense=Past");
    let modal = auxiliaries.iter().any(|a| a.xpos == "MD");
    if lemma(&["will", "shall", "'ll", "’ll", "wo"]) {
        return Some(Tense::Future);
    }
    if modal {
        return Some(if lemma(&["have"]) { Tense::Past } else { Tense::Future });
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

/// Without a tree: the nearest finite verb to the left, else to the right.
fn by_order(s: &Sentence, at: usize) -> Tense {
    let look = |k: usize| -> Option<Tense> {
        match s.tokens[k].xpos.as_str() {
            "VBD" => Some(Tense::Past),
            "VBZ" | "VBP" => Some(Tense::Present),
            "MD" => Some(Tense::Future),
            _ => None,
        }
    };
    (0..at.min(s.tokens.len()))
        .rev()
        .find_map(look)
        .or_else(|| (at..s.tokens.len()).find_map(look))
        .unwrap_or(Tense::Unknown)
}
