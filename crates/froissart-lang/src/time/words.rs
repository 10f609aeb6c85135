//! The word lists of the time grammar, read once from `data/language/en/time.toml`.
//!
//! No grammar and no calendar: it only says that "Sept." is a month and "formerly" the past.

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// The lists as the file has them.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) month: BTreeMap<String, i8>,
    pub(super) month_short: BTreeMap<String, i8>,
    pub(super) weekday: BTreeMap<String, i8>,
    pub(super) number: BTreeMap<String, i64>,
    pub(super) ordinal: BTreeMap<String, i64>,
    pub(super) unit: BTreeMap<String, Unit>,
    pub(super) part: BTreeMap<String, String>,
    pub(super) season: BTreeMap<String, String>,
    pub(super) reference: BTreeMap<String, String>,
    pub(super) set: BTreeMap<String, String>,
    pub(super) holiday: BTreeMap<String, String>,
    pub(super) scheduled: Scheduled,
    pub(super) lasting: Lasting,
}

/// Verbs and other words that tell of a set day ahead.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Scheduled {
    pub(super) verbs: Vec<String>,
    pub(super) ahead: Vec<String>,
    /// Verbs that move an end: "extended until Tuesday".
    pub(super) deferred: Vec<String>,
    /// Verbs that grant time: "gave them until Tuesday".
    pub(super) granted: Vec<String>,
}

/// What a length of time stands with.
#[derive(Debug, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lasting {
    /// Nouns that have no age: "the 13-year-old war".
    pub(super) nouns: Vec<String>,
    /// Words between a number and its unit: "eight trading days".
    pub(super) between: Vec<String>,
}

/// A unit of time, from fine to coarse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Unit {
    Second,
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

/// The embedded lists. The file is part of the program, so a mistake in it is a broken build: a test loads it.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../../data/language/en/time.toml"))
            .expect("data/language/en/time.toml is well formed")
    })
}
