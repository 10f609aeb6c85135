//! The figures of one event as a range, with who gives which: never a mean, never a sum.
//!
//! "At least 11 civilians were killed" and "25 dead" are a range from 11 to 25 whose upper end stays open, and both
//! stand with their claims. "Including two women" counts a part and is a range of its own.

use crate::sourced::Sourced;
use crate::who::Who;
use froissart_model::{Char, Entity, Figure, FigureScope, fold};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// One count as somebody gives it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// The words.
    pub text: String,
    /// The least, where the words give one.
    pub low: Option<f64>,
    /// The greatest, where the words give one.
    pub high: Option<f64>,
    /// The numbers of the claims, in the order of the claims given.
    pub claims: Vec<usize>,
}

/// Counts of one thing in one event.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Count {
    /// killed, injured, displaced …
    pub of: String,
    /// Of whom: "civilians", "SYR MIL"; empty where the words fit anybody.
    pub whom: String,
    /// Of a part of those: "including two women".
    pub is_part: bool,
    /// The least that anybody allows.
    pub low: Option<f64>,
    /// The greatest that anybody gives; null where somebody leaves it open.
    pub high: Option<f64>,
    /// Somebody says that nobody was reported, which is not zero.
    pub reported_none: bool,
    /// Who says which, the least first.
    pub said: Vec<Said>,
}

/// The bounds of a count, each open where the words leave it so.
pub fn bounds(f: &Figure) -> (Option<f64>, Option<f64>) {
    f.exact.map_or((f.low, f.high), |e| (Some(e), Some(e)))
}

/// Whom a count counts, so that eleven civilians and nine soldiers are two counts.
fn whom(list: &[Entity<Char>]) -> String {
    let all: BTreeSet<String> = list
        .iter()
        .filter_map(|e| {
            let folded = fold(&e.text);
            let has = |word: &str| folded.split(' ').any(|w| w == word);
            if e.sector.as_deref() == Some("CVL") && !has("people") || has("civilians") || has("civilian") {
                return Some("civilians".to_owned());
            }
            match Who::of(e) {
                Some(w) if w.is_anybody() => None,
                Some(w) => w.key().or(Some(folded)),
                None => Some(folded),
            }
        })
        .collect();
    all.into_iter().collect::<Vec<_>>().join(", ")
}

/// The counts among these claims, each with its number. A count that is denied or wished for is no count.
pub(crate) fn ranges<'a>(claims: impl IntoIterator<Item = (usize, &'a Sourced)>) -> Vec<Count> {
    type ByWords<'a> = BTreeMap<&'a str, (Figure, Vec<usize>)>;
    let mut groups: BTreeMap<(&str, bool, String), ByWords<'_>> = BTreeMap::new();
    for (n, s) in claims {
        let c = &s.claim;
        if let Some(f) = c.figure.as_ref().filter(|_| !c.negated && c.is_fact()) {
            let by_words = groups.entry((&f.of, f.scope == FigureScope::Subset, whom(&c.recipient))).or_default();
            by_words.entry(&f.text).or_insert_with(|| (f.clone(), Vec::new())).1.push(n);
        }
    }
    groups
        .into_iter()
        .map(|((of, is_part, whom), by_words)| {
            let counts = || by_words.values().map(|(f, _)| f).filter(|f| !f.reported_none);
            let is_open = counts().any(|f| bounds(f).1.is_none());
            let mut said: Vec<Said> = by_words
                .values()
                .map(|(f, claims)| {
                    let (low, high) = bounds(f);
                    Said { text: f.text.clone(), low, high, claims: claims.clone() }
                })
                .collect();
            said.sort_by(|a, b| {
                let key = |s: &Said| s.low.or(s.high).unwrap_or(0.0);
                key(a).total_cmp(&key(b)).then_with(|| a.text.cmp(&b.text))
            });
            Count {
                of: of.to_owned(),
                whom,
                is_part,
                low: counts().filter_map(|f| bounds(f).0).reduce(f64::min),
                high: counts().filter_map(|f| bounds(f).1).reduce(f64::max).filter(|_| !is_open),
                reported_none: by_words.values().any(|(f, _)| f.reported_none),
                said,
            }
        })
        .collect()
}
