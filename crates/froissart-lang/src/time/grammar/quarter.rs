//! Quarters and halves of years, and the periods of reports: "the third quarter of 2015", "Q2", "the year-ago period".
//!
//! A quarter of a city is none, and neither is the fourth quarter of a match.

use super::{Count, Grammar, Hit, Meaning, YearOf};
use crate::time::words::{Unit, words};
use froissart_model::Pos;

impl Grammar<'_> {
    /// "the third quarter of 2015", "this year's third quarter", "fiscal second-quarter", "the 1988 period".
    pub(super) fn quarter(&self, i: usize) -> Hit {
        let mut n = i + usize::from(self.w(i) == "the");
        if self.phrase(n, &["latest", "period"]) {
            return Some((n + 2, Meaning::Same { unit: Unit::Quarter, by: 0 }));
        }
        let alike = self.is(n, &["comparable", "corresponding", "same", "like"]);
        n += usize::from(alike);
        let owner = self.owner(n);
        let mut year = owner.and_then(|(_, y)| y);
        let at = owner.map_or(n, |(end, _)| end);
        let fiscal = usize::from(self.w(at) == "fiscal");
        let name = self.w(at + fiscal);
        let last = match name {
            "first" | "1st" => 1,
            "second" | "2nd" => 2,
            "third" | "3rd" => 3,
            "fourth" | "4th" | "final" => 4,
            "q1" => 1,
            "q2" => 2,
            "q3" => 3,
            "q4" => 4,
            _ => 0,
        };
        if last == 0 {
            // "the year-ago quarter", "the corresponding period last year", "the latest period".
            if !matches!(name, "quarter" | "period") || self.ranged(at + 1) && fiscal == 0 && self.w(at + 1) == "to" {
                return None;
            }
            let end = at + fiscal + 1;
            return match (owner, self.year_tail(end)) {
                (Some(_), _) => Some((end, Meaning::Comparable { year })),
                (None, Some((end, y))) if alike => Some((end, Meaning::Comparable { year: y })),
                (None, Some((end, y))) if name == "quarter" && self.w(i) == "the" && y.is_none() => {
                    Some((end, Meaning::Comparable { year: y }))
                }
                _ => None,
            };
        }
        let letter = name.starts_with('q');
        let mut end = at + fiscal + 1;
        let also_fiscal = usize::from(self.w(end) == "fiscal");
        if !letter && self.w(end + also_fiscal) == "quarter" {
            end += also_fiscal + 1;
            // "the second quarter of the match", but "a loss for the third quarter of $ 226 million".
            let of = self.w(end) == "of" && self.year_after(end).is_none();
            let sum = self.is(end + 1, &["$", "€", "£", "about", "nearly"])
                || matches!(self.pos(end + 1), Pos::Num | Pos::Sym)
                || self.w(end + 1).starts_with(|c: char| c.is_ascii_digit());
            if of && !sum {
                return None;
            }
        } else if !letter {
            if self.w(end) == "half" && last <= 2 {
                let (end, tail) = self.year_after(end + 1).map_or((end + 1, year), |(e, y)| (e, Some(y)));
                tail?;
                return Some((end, Meaning::Half { n: last, year: tail }));
            }
            return None;
        }
        if let Some((e, y)) = self.year_tail(end)
            && year.is_none()
        {
            (end, year) = (e, y.or(Some(YearOf::Relative(-1))));
        } else if owner.is_some() && year.is_none() {
            year = Some(YearOf::Relative(-1));
        }
        Some((end, Meaning::Quarter { n: last, year }))
    }

    /// Whose quarter: "1988", "this year's", "year-ago" (a year before the quarter last told, hence `None`).
    fn owner(&self, i: usize) -> Option<(usize, Option<YearOf>)> {
        if self.w(i) == "year" && self.is(i + 1, &["ago", "earlier"]) && self.ranged(i + 1) {
            return Some((i + 2, None));
        }
        if self.w(i + 1) == "year" && self.w(i + 2) == "'s" {
            let by = match self.w(i) {
                "this" => 0,
                "last" => -1,
                "next" => 1,
                _ => return None,
            };
            return Some((i + 3, Some(YearOf::Relative(by))));
        }
        let (end, y) = self.year_at(i)?;
        Some((end, Some(YearOf::Exact(y))))
    }

    /// "of 2015", "last year", "a year ago".
    fn year_tail(&self, i: usize) -> Option<(usize, Option<YearOf>)> {
        if self.phrase(i, &["a", "year", "ago"]) || self.phrase(i, &["a", "year", "earlier"]) {
            return Some((i + 3, None));
        }
        self.year_after(i).map(|(end, y)| (end, Some(y)))
    }

    /// "the year-ago results", "the year-earlier nine months": a year before, of whatever is told.
    pub(super) fn year_ago(&self, i: usize) -> Hit {
        let n = i + usize::from(self.w(i) == "the");
        if self.w(n) != "year" || !self.is(n + 1, &["ago", "earlier"]) || !self.ranged(n + 1) {
            return None;
        }
        if let Some((end, count)) = self.number(n + 2, false)
            && let Some(unit) = words().unit.get(self.w(end))
        {
            return Some((end + 1, Meaning::Duration { unit: *unit, count, side: None }));
        }
        Some((n + 2, Meaning::Ago { unit: Unit::Year, count: Count::Exact(1.0), sign: -1, in_text: true }))
    }
}
