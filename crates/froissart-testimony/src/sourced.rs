//! A claim with the head of its page: what testimony, picture, brief and export stand on.
//!
//! "Rebels seized most of Aleppo, a war monitor said", in the Example Courier of 2 December 2024, is one.

use froissart_model::{Char, Claim, Day, Page};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What a claim needs to know of its page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageHead {
    /// Hash of the bytes.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// When it was published: a day or an instant.
    pub published: Option<String>,
}

impl From<&Page<Char>> for PageHead {
    fn from(p: &Page<Char>) -> Self {
        Self {
            id: p.id.clone(),
            title: p.title.clone(),
            outlet: p.outlet.clone(),
            url: p.url.clone(),
            published: p.published.clone(),
        }
    }
}

impl PageHead {
    /// The day of publication.
    pub fn day(&self) -> Option<Day> {
        self.published.as_deref().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
    }
}

/// A claim with what the picture needs to know of its page; whoever asks for either again shares it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sourced {
    /// The claim.
    pub claim: Arc<Claim<Char>>,
    /// The page that carries it.
    pub page: Arc<PageHead>,
}

impl Sourced {
    /// A claim that nobody shares yet.
    pub fn new(claim: Claim<Char>, page: PageHead) -> Self {
        Self { claim: Arc::new(claim), page: Arc::new(page) }
    }

    /// The claim to be changed; others who share it keep theirs.
    pub fn claim_mut(&mut self) -> &mut Claim<Char> {
        Arc::make_mut(&mut self.claim)
    }

    /// The page's head to be changed, for this claim alone.
    pub fn page_mut(&mut self) -> &mut PageHead {
        Arc::make_mut(&mut self.page)
    }

    /// The day of publication.
    pub fn day(&self) -> Option<Day> {
        self.page.day()
    }
}

/// Days since 1970-01-01: civil dates as numbers, for what compares many (Hinnant, "chrono-compatible low-level date
/// algorithms", `days_from_civil`).
pub fn day_number(day: Day) -> i32 {
    let (month, year) = (i32::from(day.month()), i32::from(day.year()) - i32::from(day.month() <= 2));
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    // The year begins in March, so that a leap day is its last.
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i32::from(day.day()) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::day_number;
    use froissart_model::Day;

    #[test]
    fn days_are_counted_as_the_calendar_counts_them() {
        let first = Day::constant(1970, 1, 1);
        for (y, m, d) in
            [(1970, 1, 1), (1969, 12, 31), (2000, 2, 29), (2024, 3, 1), (1600, 2, 29), (2100, 3, 1), (-4, 2, 29)]
        {
            let day = Day::constant(y, m, d);
            assert_eq!(day_number(day), first.until(day).expect("a span").get_days(), "{day}");
        }
    }
}
