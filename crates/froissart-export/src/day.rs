//! When a row's event happened: one interval out of many, and what a layout's precision codes make of it.
//!
//! "On Friday" is one day; "last week" is seven; "took the town", without a day, has no date: its page's day only
//! bounds it, and stands in a date cell only where the caller asked for that.

use froissart_model::{Basis, Char, Claim, Day, Holds, Interval, Precision};

/// The days of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    /// The words tell a night or a clock time, which may cross midnight.
    pub(crate) is_hour: bool,
    /// No words date it: the days are the page's, because the caller wants them.
    pub(crate) by_page: bool,
}

impl When {
    pub(crate) const UNKNOWN: Self = Self { from: None, to: None, is_hour: false, by_page: false };

    fn of(i: &Interval<Char>) -> Self {
        Self { from: i.from, to: i.to, is_hour: i.precision == Precision::Hour, by_page: false }
    }

    /// How many days it may be, both ends counted; `None` where an end is open.
    pub(crate) fn days(&self) -> Option<i64> {
        let (from, to) = (self.from?, self.to?);
        Some(i64::from(to.since(from).ok()?.get_days()) + 1)
    }

    /// The day, where it is one day, or a night that began on it.
    pub(crate) fn day(&self) -> Option<Day> {
        let days = self.days()?;
        if days == 1 || (days == 2 && self.is_hour) { self.from } else { None }
    }

    /// The year, where the whole interval lies in it.
    pub(crate) fn year(&self) -> Option<i16> {
        let (from, to) = (self.from?, self.to?);
        (from.year() == to.year()).then_some(from.year())
    }

    /// The year and month, where the whole interval lies in it.
    pub(crate) fn month(&self) -> Option<(i16, i8)> {
        let (from, to) = (self.from?, self.to?);
        ((from.year(), from.month()) == (to.year(), to.month())).then_some((from.year(), from.month()))
    }

    pub(crate) fn is_known(&self) -> bool {
        self.from.is_some()
    }

    fn overlaps(&self, o: &Self) -> bool {
        let before = |to: Option<Day>, from: Option<Day>| matches!((to, from), (Some(t), Some(f)) if t < f);
        !before(self.to, o.from) && !before(o.to, self.from)
    }

    /// `2024-11-29`, `2024-11-25 to 2024-12-01`, `until 2024-12-02`.
    pub(crate) fn text(&self) -> String {
        match (self.from, self.to) {
            (Some(f), Some(t)) if f == t => f.to_string(),
            (Some(f), Some(t)) => format!("{f} to {t}"),
            (Some(f), None) => format!("since {f}"),
            (None, Some(t)) => format!("until {t}"),
            (None, None) => "unknown".to_owned(),
        }
    }
}

/// The days of an act that words or another claim's words give; an act dated by its page alone has none.
pub(crate) fn dated(c: &Claim<Char>) -> Option<When> {
    let i = c.happened.as_ref()?;
    // A state in the present tense holds on the page's day; an act "at some time up to the page's day" has no date.
    let is_dated = i.from.is_some() && i.basis != Basis::Page && i.holds != Holds::Repeated;
    is_dated.then(|| When::of(i))
}

/// The days that stand for all claims, and the rivals that do not overlap them.
///
/// The narrowest interval stands; of equally narrow ones that which most claims give, then the earliest.
pub(crate) fn of_all(claims: &[&Claim<Char>], page_day: Option<Day>, undated_by_page: bool) -> (When, Vec<When>) {
    let all: Vec<When> = claims.iter().filter_map(|c| dated(c)).collect();
    let times = |w: &When| all.iter().filter(|o| *o == w).count();
    let chosen = all
        .iter()
        .min_by_key(|w| (w.days().unwrap_or(i64::MAX), std::cmp::Reverse(times(w)), w.from, w.to, w.is_hour))
        .copied();
    let Some(chosen) = chosen else {
        let by_page = undated_by_page && page_day.is_some();
        let when = if by_page { When { from: page_day, to: page_day, is_hour: false, by_page } } else { When::UNKNOWN };
        return (when, Vec::new());
    };
    let mut rivals: Vec<When> = all.into_iter().filter(|w| !w.overlaps(&chosen)).collect();
    rivals.sort_by_key(|w| (w.from, w.to, w.is_hour));
    rivals.dedup();
    (chosen, rivals)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(from: &str, to: &str) -> When {
        When { from: from.parse().ok(), to: to.parse().ok(), is_hour: false, by_page: false }
    }

    #[test]
    fn days_are_counted_with_both_ends() {
        assert_eq!(when("2024-11-29", "2024-11-29").days(), Some(1));
        assert_eq!(when("2024-11-25", "2024-12-01").days(), Some(7));
        assert_eq!(when("2024-11-30", "").days(), None);
        assert_eq!(when("2020-01-01", "2024-12-31").days(), Some(1827));
    }

    #[test]
    fn a_night_has_the_day_it_began_on() {
        let mut w = when("2024-11-29", "2024-11-30");
        assert_eq!(w.day(), None);
        w.is_hour = true;
        assert_eq!(w.day(), w.from);
    }

    #[test]
    fn years_and_months_only_where_all_of_it_lies_there() {
        let w = when("2024-11-25", "2024-12-01");
        assert_eq!((w.year(), w.month()), (Some(2024), None));
        assert_eq!(when("2023-12-31", "2024-01-01").year(), None);
    }
}
