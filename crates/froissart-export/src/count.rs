//! How many, by whose account: a range, never an average, and no sum across accounts.
//!
//! "At least 11 civilians were killed" by one account and "16 dead" by another are a range from 11; one account's "three
//! soldiers and five civilians" are eight, because that account says both of different people.

use crate::day::When;
use crate::party::{self, Party};
use crate::tables::Side;
use crate::words::{account, named, number};
use froissart_model::{Basis, EntityKind, Figure, FigureScope};
use froissart_picture::Sourced;
use std::collections::BTreeMap;

/// Whose the counted are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Whose {
    /// People who take no part.
    Civilians,
    /// Of the party with this key.
    Of(String),
    /// Nobody says.
    Unknown,
}

/// One account's count of one sort of people.
#[derive(Debug, Clone)]
pub(crate) struct Telling<'a> {
    pub(crate) claim: &'a Sourced,
    pub(crate) figure: &'a Figure,
    pub(crate) whose: Whose,
}

impl Telling<'_> {
    fn voice(&self) -> (String, String) {
        let by = self.claim.claim.according_to.first().map(|e| e.id.clone().unwrap_or_else(|| named(e).to_owned()));
        (self.claim.page.id.clone(), by.unwrap_or_default())
    }
    /// “At least 11” killed (White Helmets, in North Front Voice, 2024-12-01)
    pub(crate) fn text(&self) -> String {
        let what = self.figure.of.replace('_', " ");
        if self.figure.reported_none {
            return format!("“{}” ({})", self.figure.text, account(self.claim));
        }
        format!("“{}” {what} ({})", self.figure.text, account(self.claim))
    }
}

/// What all accounts together allow.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(crate) struct Estimate {
    /// The least lower bound.
    pub(crate) low: Option<f64>,
    /// The greatest upper bound; none where some account leaves it open.
    pub(crate) high: Option<f64>,
    /// The number, where no account says another.
    pub(crate) best: Option<f64>,
    /// Accounts differ.
    pub(crate) is_rival: bool,
}

/// The counts of `of` (`killed`) over an event on these days: neither running totals nor parts of other counts.
pub(crate) fn tellings<'a>(figures: &[&'a Sourced], when: &When, of: &str) -> Vec<Telling<'a>> {
    figures
        .iter()
        .filter_map(|&claim| {
            let figure = claim.claim.figure.as_ref()?;
            let counts = figure.of == of && figure.scope == FigureScope::Event && is_within(claim, when);
            counts.then(|| Telling { claim, figure, whose: whose(claim) })
        })
        .collect()
}

/// Whether the count's own time words stay within the event's days: "more than 820 had been killed by Friday" counts more
/// than what happened on Friday, whatever sentence it stands in.
fn is_within(s: &Sourced, when: &When) -> bool {
    let Some(h) = s.claim.happened.as_ref().filter(|h| h.basis == Basis::Words) else { return true };
    match (h.from, h.to, when.from, when.to) {
        (None, _, _, _) => false,
        (Some(from), Some(to), Some(first), Some(last)) => first <= from && to <= last,
        // The event has no day, or either has no end.
        (Some(_), _, None, _) => true,
        (Some(from), _, Some(first), _) => first <= from,
    }
}

fn whose(s: &Sourced) -> Whose {
    let victims = || s.claim.recipient.iter();
    if victims().next().is_some() && victims().all(|e| party::side(e) == Some(Side::Civil)) {
        return Whose::Civilians;
    }
    match victims().find(|e| !party::is_nobody(e) && !party::is_thing(e) && e.kind != EntityKind::Civilians) {
        Some(e) => Whose::Of(party::key(e)),
        None => Whose::Unknown,
    }
}

/// What the tellings allow; those that nobody died are no number.
pub(crate) fn estimate<'t>(tellings: impl IntoIterator<Item = &'t Telling<'t>>) -> Estimate {
    type Range = (Option<f64>, Option<f64>);
    let mut voices: BTreeMap<(String, String), BTreeMap<&Whose, Range>> = BTreeMap::new();
    for t in tellings.into_iter().filter(|t| !t.figure.reported_none) {
        let range: Range = t.figure.exact.map_or((t.figure.low, t.figure.high), |e| (Some(e), Some(e)));
        voices
            .entry(t.voice())
            .or_default()
            .entry(&t.whose)
            // One voice that counts the same people twice: from its least to its most.
            .and_modify(|r| *r = (r.0.zip(range.0).map(|(a, b)| a.min(b)), r.1.zip(range.1).map(|(a, b)| a.max(b))))
            .or_insert(range);
    }
    let totals: Vec<Range> = voices
        .into_values()
        .map(|mut by_whose| {
            // Whose the unknown are is unknown: they may be among the others, so they are not added.
            let unknown = by_whose.remove(&Whose::Unknown);
            let sum = |f: fn(&Range) -> Option<f64>| by_whose.values().map(f).sum::<Option<f64>>();
            let known: Option<Range> = (!by_whose.is_empty()).then(|| (sum(|r| r.0), sum(|r| r.1)));
            match (known, unknown) {
                (Some(k), Some(u)) => (k.0.zip(u.0).map(|(a, b)| a.min(b)), None),
                (Some(r), None) | (None, Some(r)) => r,
                (None, None) => (None, None),
            }
        })
        .collect();
    let Some(first) = totals.first().copied() else { return Estimate::default() };
    let is_rival = totals.iter().any(|t| *t != first);
    let low = totals.iter().filter_map(|t| t.0).reduce(f64::min);
    let high = totals.iter().map(|t| t.1).collect::<Option<Vec<f64>>>().and_then(|h| h.into_iter().reduce(f64::max));
    // "At least 11" is read as 11, as UCDP reads it; "between 10 and 20" is no number.
    let best = if is_rival || (first.1.is_some() && first.0 != first.1) { None } else { first.0 };
    Estimate { low, high, best, is_rival }
}

/// A bound as a cell.
pub(crate) fn cell(n: Option<f64>) -> String {
    n.map_or_else(String::new, number)
}

/// Whether any of the victims is of this party.
pub(crate) fn is_of(whose: &Whose, p: &Party<'_>) -> bool {
    matches!(whose, Whose::Of(key) if *key == p.key)
}

/// Every count of a row in words, for notes.
pub(crate) fn texts(figures: &[&Sourced], when: &When) -> Vec<String> {
    figures
        .iter()
        .filter_map(|&claim| {
            let figure = claim.claim.figure.as_ref()?;
            let t = Telling { claim, figure, whose: Whose::Unknown };
            Some(match figure.scope {
                FigureScope::Event if is_within(claim, when) => t.text(),
                FigureScope::Event => format!("over a longer time {}", t.text()),
                FigureScope::Total => format!("in all {}", t.text()),
                FigureScope::Subset => format!("among them {}", t.text()),
            })
        })
        .collect()
}
