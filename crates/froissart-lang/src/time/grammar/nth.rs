//! The nth of something inside a longer time: "the first day of Ramadan", "the last week of May", "the second Friday in June".
//!
//! Ordinals stand here too. "the first day of the war" has no calendar, and is no time here.

use super::{Grammar, Hit, Inner, Meaning};
use crate::time::words::{Unit, words};

impl Grammar<'_> {
    /// An ordinal: "1st", "second", "twenty-first", "30th".
    pub(super) fn ordinal(&self, i: usize) -> Option<(usize, i64)> {
        let w = words();
        let t = self.w(i);
        let digits = || ["st", "nd", "rd", "th"].iter().find_map(|s| t.strip_suffix(s).and_then(|d| d.parse().ok()));
        if let Some(n) = w.ordinal.get(t).copied().or_else(digits) {
            return Some((i + 1, n));
        }
        let tens = w.number.get(t).filter(|n| (20..100).contains(*n))?;
        let ones = w.ordinal.get(self.w(i + 1)).filter(|n| **n < 10)?;
        Some((i + 2, tens + ones))
    }

    /// "the first day of Eid al-Fitr", "the last week of 2016", "the first Monday in June", "the 10th of Muharram".
    pub(super) fn nth(&self, i: usize) -> Hit {
        let n = i + usize::from(self.is(i, &["the", "its", "their"]));
        let (at, count) =
            if self.is(n, &["last", "final"]) { Some((n + 1, -1)) } else { self.ordinal(n).filter(|(_, k)| *k > 0) }?;
        let (end, what) = match self.w(at) {
            "weekend" => (at + 1, Inner::Weekend),
            "of" => (at, Inner::Unit(Unit::Day)),
            word => match words().weekday.get(word) {
                Some(day) if !word.ends_with("days") => (at + 1, Inner::Weekday(*day)),
                _ => {
                    let unit = *words().unit.get(word)?;
                    (matches!(unit, Unit::Day | Unit::Week | Unit::Month) && !word.ends_with('s'))
                        .then_some((at + 1, Inner::Unit(unit)))?
                }
            },
        };
        if !self.is(end, &["of", "in"]) {
            return None;
        }
        let month = usize::from(self.phrase(end + 1, &["the", "holy", "month", "of"])) * 4
            + usize::from(self.phrase(end + 1, &["the", "month", "of"])) * 3;
        let (end, of) = self.outer(end + 1 + month)?;
        // "the 10th of Muharram" tells a day of a month of another calendar; of ours `day_month` tells it.
        if end > at && self.w(at) == "of" && !matches!(of, Meaning::Holiday { .. }) {
            return None;
        }
        Some((end, Meaning::Nth { n: count, what, of: Box::new(of) }))
    }

    /// A period long enough to hold others.
    fn outer(&self, i: usize) -> Hit {
        let rules: [fn(&Self, usize) -> Hit; 6] =
            [Self::month_year, Self::relative, Self::holiday, Self::season, Self::quarter, Self::year];
        let longest = rules.iter().filter_map(|rule| rule(self, i)).max_by_key(|hit| hit.0)?;
        let fits = match &longest.1 {
            Meaning::Date { day, .. } => day.is_none(),
            Meaning::Season { .. }
            | Meaning::Quarter { .. }
            | Meaning::Half { .. }
            | Meaning::Decade(_)
            | Meaning::Holiday { .. } => true,
            Meaning::Period { unit, .. } | Meaning::Same { unit, .. } => *unit > Unit::Day,
            _ => false,
        };
        fits.then_some(longest)
    }
}
