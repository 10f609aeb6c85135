//! What to ask a ledger, and what it answers.
//!
//! "Everything about Aleppo that had been published by 30 November" is a [`Query`]; its answer is a list of
//! [`Stored`] claims, each with the head of the page that carries it.

use froissart_model::{Certainty, Char, Claim, Day, Kind, Note, Page};
pub use froissart_testimony::PageHead;
use serde::Serialize;
use std::sync::Arc;

/// Which claims; the default asks for all that were not only implied.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Query {
    /// Whose names or ids hold these words, whole and in this order: actors, recipients, places and accounts.
    pub about: Option<String>,
    /// Only of this kind.
    pub kind: Option<Kind>,
    /// Only of this type: `ASSAULT`, `supports`.
    pub type_: Option<String>,
    /// Only with this certainty.
    pub certainty: Option<Certainty>,
    /// That may have happened or held on this day or later; a claim with an open end may.
    pub since: Option<Day>,
    /// That may have happened or held on this day or earlier; a claim with an open beginning may.
    pub until: Option<Day>,
    /// Published on this day or earlier. A page that gives no day counts from the day of its recording.
    pub known_by: Option<Day>,
    /// Recorded at this instant or earlier (RFC 3339, or a day, which means its end in UTC): the ledger as it stood.
    pub recorded_by: Option<String>,
    /// With claims that only follow from other claims.
    pub include_implied: bool,
    /// Whose evidence or names hold these words, in any order; "in quotation marks" as a phrase; `bomb*` any ending.
    pub text: Option<String>,
    /// With somebody or some place of this country (ISO 3166 alpha-3, KOS) acting, suffering or where it happened.
    pub country: Option<String>,
    /// Published on this day or later.
    pub published_since: Option<Day>,
    /// The latest published first, of one day the last recorded first; with a limit, the newest so many.
    pub newest: bool,
    /// At most so many.
    pub limit: Option<usize>,
}

/// A claim at rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stored {
    /// The claim as it was recorded.
    pub claim: Arc<Claim<Char>>,
    /// The page that carries it.
    pub page: Arc<PageHead>,
    /// When the ledger first held it, in UTC.
    pub recorded_at: Arc<str>,
    /// The coder's and the data's version that read it.
    pub version: Arc<str>,
}

/// What a recording changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// Pages the ledger had never seen: 0 or 1.
    pub new_pages: usize,
    /// Claims the ledger did not hold.
    pub new_claims: usize,
    /// Claims it held already.
    pub already_there: usize,
}

impl std::ops::AddAssign for Recorded {
    fn add_assign(&mut self, o: Self) {
        self.new_pages += o.new_pages;
        self.new_claims += o.new_claims;
        self.already_there += o.already_there;
    }
}

/// A page with what was read off it, to be recorded.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// The page.
    pub page: &'a Page<Char>,
    /// Its claims, sealed.
    pub claims: &'a [Claim<Char>],
    /// What was odd about it.
    pub notes: &'a [Note<Char>],
}

/// A version of the coder and the data that has coded pages of a ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// As it stands in [`Stored::version`].
    pub name: String,
    /// How many pages it coded.
    pub pages: usize,
    /// When it last did.
    pub last_recorded_at: String,
}

/// What `verify` found wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where: "page 12", "claim 3f2a…", "the file".
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

/// What `verify` looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verified {
    /// Readings of pages.
    pub pages: usize,
    /// Codings.
    pub runs: usize,
    /// Claims.
    pub claims: usize,
    /// What is wrong; empty where the ledger is sound.
    pub faults: Vec<Fault>,
}

/// How much a ledger holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Pages, by id.
    pub pages: usize,
    /// Claims of all versions.
    pub claims: usize,
    /// Codings of a page.
    pub runs: usize,
}

/// Which holdings: as of a day, as known by a day.
#[derive(Debug, Clone, PartialEq)]
pub struct AsOf {
    /// The day of the situation.
    pub as_of: Day,
    /// Only what had been published by this day.
    pub known_by: Option<Day>,
    /// Only what the ledger held at this instant or day.
    pub recorded_by: Option<String>,
    /// Only of this place: its key, or its name.
    pub place: Option<String>,
    /// Only of places of this country.
    pub country: Option<String>,
    /// With older accounts of a place, published up to so many days before its newest one.
    pub within_days: u16,
}

impl AsOf {
    /// All places on `day`, as known on that day, the accounts of its last week told.
    pub fn day(day: Day) -> Self {
        Self { as_of: day, known_by: Some(day), recorded_by: None, place: None, country: None, within_days: 7 }
    }
}

/// A place as the ledger tells it from others.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceKey {
    /// Its GeoNames id (`geonames:170063`), or its name and country.
    pub key: String,
    /// Its name.
    pub name: String,
    /// As in [`froissart_model::Place`].
    pub geonames: Option<u64>,
    /// As in [`froissart_model::Place`].
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// One account of who holds a place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Held {
    /// The place; shared by its accounts.
    #[serde(serialize_with = "of_shared")]
    pub place: Arc<PlaceKey>,
    /// The first actor's key; none where nobody is named.
    pub holder: Option<String>,
    /// Its name.
    pub holder_name: Option<String>,
    /// held, contested, lost, besieged, besieging, shared, present.
    pub status: Option<String>,
    /// It is said not to be so.
    pub negated: bool,
    /// How sure.
    pub certainty: Certainty,
    /// The first day the words give.
    pub from: Option<Day>,
    /// The last day the words give.
    pub to: Option<Day>,
    /// The day on which it was published; on which it was recorded, where the page gives none.
    pub published: Option<Day>,
    /// The claim's id.
    pub claim: String,
}

fn of_shared<S: serde::Serializer>(p: &Arc<PlaceKey>, s: S) -> Result<S::Ok, S::Error> {
    p.as_ref().serialize(s)
}

/// One thing to look for: words in this order, the last perhaps only a beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    pub(crate) words: String,
    pub(crate) is_prefix: bool,
}

/// What `text` asks for, as terms that cannot fail in a query: words without letters or digits are left out.
/// `None` where nothing is left to look for.
pub(crate) fn terms(text: &str) -> Option<Vec<Term>> {
    let mut terms = Vec::new();
    let mut push = |words: &str, is_prefix: bool| {
        // Characters of private use keep fields and facets apart in the index, and are nobody's to ask for.
        let is_ours = |c: char| c == '"' || c.is_control() || ('\u{E000}'..='\u{F8FF}').contains(&c);
        let words: String = words.chars().map(|c| if is_ours(c) { ' ' } else { c }).collect();
        if words.chars().any(char::is_alphanumeric) {
            terms.push(Term { words: words.trim().to_owned(), is_prefix });
        }
    };
    for (n, piece) in text.split(['"', '“', '”']).enumerate() {
        if n % 2 == 1 {
            push(piece, false);
        } else {
            for word in piece.split_whitespace() {
                push(word.trim_end_matches('*'), word.ends_with('*'));
            }
        }
    }
    (!terms.is_empty()).then_some(terms)
}

#[cfg(test)]
mod tests {
    use super::terms;

    #[test]
    fn any_text_becomes_terms_or_nothing() {
        for (text, expected) in [
            ("most of Aleppo", Some(vec!["most", "of", "Aleppo"])),
            (r#""most of" bomb*"#, Some(vec!["most of", "bomb*"])),
            ("NEAR( AND ^ -", Some(vec!["NEAR(", "AND"])),
            ("* () \" '", None),
            ("\u{E000}", None),
            ("", None),
        ] {
            let got = terms(text).map(|t| {
                t.iter().map(|t| format!("{}{}", t.words, if t.is_prefix { "*" } else { "" })).collect::<Vec<_>>()
            });
            assert_eq!(got, expected.map(|e| e.into_iter().map(String::from).collect()), "{text}");
        }
    }
}
