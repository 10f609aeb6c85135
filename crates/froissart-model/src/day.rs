//! Days and intervals: "last week" on 2 December 2024 is 2024-11-25 to 2024-12-01.

use crate::span::MaybeSpan;
use serde::{Deserialize, Serialize};

/// A calendar day, without a clock and without a zone.
pub type Day = jiff::civil::Date;

/// How finely the words tell the time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    /// A clock time or part of a day.
    Hour,
    /// One day.
    Day,
    /// A week or a weekend.
    Week,
    /// A month.
    Month,
    /// A season or a quarter.
    Quarter,
    /// A year.
    Year,
    /// A decade or longer.
    Decade,
    /// Nothing but the page's day bounds it.
    Unknown,
}

/// How a claim holds within its interval.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Holds {
    /// On every day of it: answers as-of plainly.
    Throughout,
    /// At some time inside it: answers "possibly".
    Within,
    /// Again and again.
    Repeated,
}

/// Where a claim's time comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Basis {
    /// Time words.
    Words,
    /// A state in the present tense: the page's day.
    Tense,
    /// An act without time words: bounded by the page's day.
    Page,
    /// Another claim's time.
    Implied,
}

/// When something happened, was said, or is in force: days, a null bound where the words leave it open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Interval<U = crate::Byte> {
    /// The first day, where the words or the page bound it.
    pub from: Option<Day>,
    /// The last day, inclusive.
    pub to: Option<Day>,
    /// How finely the words tell it.
    pub precision: Precision,
    /// How the claim holds within it.
    pub holds: Holds,
    /// What the interval rests on.
    pub basis: Basis,
    /// The time words.
    pub text: Option<String>,
    /// Where the time words stand.
    #[serde(flatten)]
    pub span: MaybeSpan<U>,
}

impl<U> Interval<U> {
    /// An act without time words on a page of `day`: some time up to that day.
    pub fn by_page(day: Option<Day>) -> Self {
        Self {
            from: None,
            to: day,
            precision: Precision::Unknown,
            holds: Holds::Within,
            basis: Basis::Page,
            text: None,
            span: None.into(),
        }
    }
    /// A state in the present tense on a page of `day`: that day.
    pub fn by_tense(day: Option<Day>) -> Self {
        Self {
            from: day,
            to: day,
            precision: Precision::Day,
            holds: Holds::Throughout,
            basis: Basis::Tense,
            text: None,
            span: None.into(),
        }
    }
    pub(crate) fn map<V>(self, f: &impl Fn(crate::Span<U>) -> crate::Span<V>) -> Interval<V> {
        let Self { from, to, precision, holds, basis, text, span } = self;
        Interval { from, to, precision, holds, basis, text, span: span.get().map(f).into() }
    }
}
