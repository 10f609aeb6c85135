//! What to ask a ledger, and what it answers.
//!
//! "Everything about Aleppo that had been published by 30 November" is a [`Query`]; its answer is a list of
//! [`Stored`] claims, each with the head of the page that carries it.

use froissart_model::{Certainty, Char, Claim, Day, Kind};
use serde::Serialize;

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
    /// At most so many.
    pub limit: Option<usize>,
}

/// What a list of claims needs to know of a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageHead {
    /// Hash of the bytes.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published.
    pub published: Option<String>,
}

/// A claim at rest.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stored {
    /// The claim as it was recorded.
    pub claim: Claim<Char>,
    /// The page that carries it.
    pub page: PageHead,
    /// When the ledger first held it, in UTC.
    pub recorded_at: String,
    /// The coder's and the data's version that read it.
    pub version: String,
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

/// `text` as an FTS5 expression that cannot fail: every word quoted, words without letters or digits left out.
/// `None` where nothing is left to look for.
pub(crate) fn words_expression(text: &str) -> Option<String> {
    let mut parts = Vec::new();
    let mut push = |words: &str, is_prefix: bool| {
        let words: String = words.chars().map(|c| if c == '"' || c.is_control() { ' ' } else { c }).collect();
        if words.chars().any(char::is_alphanumeric) {
            parts.push(format!("\"{}\"{}", words.trim(), if is_prefix { "*" } else { "" }));
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
    (!parts.is_empty()).then(|| parts.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::words_expression;

    #[test]
    fn any_text_becomes_an_expression_or_nothing() {
        for (text, expression) in [
            ("most of Aleppo", Some(r#""most" AND "of" AND "Aleppo""#)),
            (r#""most of" bomb*"#, Some(r#""most of" AND "bomb"*"#)),
            ("NEAR( AND ^ -", Some(r#""NEAR(" AND "AND""#)),
            ("* () \" '", None),
            ("", None),
        ] {
            assert_eq!(words_expression(text).as_deref(), expression, "{text}");
        }
    }
}
