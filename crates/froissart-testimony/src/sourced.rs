//! A claim with the head of its page: what testimony, picture, brief and export stand on.
//!
//! "Rebels seized most of Aleppo, a war monitor said", in the Example Courier of 2 December 2024, is one.

use froissart_model::{Char, Claim, Day};
use serde::{Deserialize, Serialize};

/// A claim with what the picture needs to know of its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sourced {
    /// The claim.
    pub claim: Claim<Char>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The page's id.
    pub page_id: String,
    /// The page's headline.
    pub title: Option<String>,
    /// When the page was published: a day or an instant.
    pub published: Option<String>,
}

impl Sourced {
    /// The day of publication.
    pub fn day(&self) -> Option<Day> {
        self.published.as_deref().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
    }
}
