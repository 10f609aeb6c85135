//! Calendar arithmetic: weeks, months, quarters, seasons and years as periods of days.
//!
//! Knows no words, and no feasts (those stand in `feast`). The week that holds 2 December 2024 is 2024-W49, from that Monday to Sunday the 8th.

use froissart_model::{Day, Precision};
use jiff::{Span as Gap, ToSpan, civil::Date};

/// A stretch of days with its TIMEX3 value.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Period {
    pub(super) from: Day,
    pub(super) to: Day,
    pub(super) value: String,
    pub(super) precision: Precision,
}

/// `day` moved; at the ends of the calendar it stays.
pub(super) fn plus(day: Day, gap: Gap) -> Day {
    day.checked_add(gap).unwrap_or(day)
}
/// `day` moved by days.
pub(super) fn plus_days(day: Day, n: i64) -> Day {
    i32::try_from(n).ok().filter(|n| n.abs() < 4_000_000).map_or(day, |n| plus(day, n.days()))
}
/// `day` moved by months, kept inside the month.
pub(super) fn plus_months(day: Day, n: i64) -> Day {
    i32::try_from(n).ok().filter(|n| n.abs() < 100_000).map_or(day, |n| plus(day, n.months()))
}
/// Days from `a` to `b`.
pub(super) fn distance(a: Day, b: Day) -> i64 {
    a.until(b).map_or(0, |s| i64::from(s.get_days()))
}
/// 1 for Monday … 7 for Sunday.
pub(super) fn weekday(day: Day) -> i8 {
    day.weekday().to_monday_one_offset()
}
/// The day, where the calendar has it.
pub(super) fn date(y: i16, m: i8, d: i8) -> Option<Day> {
    Date::new(y, m, d).ok()
}
pub(super) fn of_day(day: Day) -> Period {
    Period { from: day, to: day, value: day.to_string(), precision: Precision::Day }
}
pub(super) fn of_week(day: Day) -> Period {
    let from = plus_days(day, 1 - i64::from(weekday(day)));
    let w = day.iso_week_date();
    Period {
        from,
        to: plus_days(from, 6),
        value: format!("{:04}-W{:02}", w.year(), w.week()),
        precision: Precision::Week,
    }
}
/// The weekend of the week that holds `day`.
pub(super) fn of_weekend(day: Day) -> Period {
    let w = of_week(day);
    Period { from: plus_days(w.from, 5), value: format!("{}-WE", w.value), ..w }
}
pub(super) fn of_month(day: Day) -> Period {
    Period {
        from: day.first_of_month(),
        to: day.last_of_month(),
        value: format!("{:04}-{:02}", day.year(), day.month()),
        precision: Precision::Month,
    }
}
fn months(y: i16, first: i8, count: i64, value: String, precision: Precision) -> Option<Period> {
    let from = date(y, first, 1)?;
    // What reaches over the end of the calendar ends there.
    let to = from.checked_add((count as i32).months()).map_or(Day::MAX, |d| plus_days(d, -1));
    Some(Period { from, to, value, precision })
}
/// Quarter `q` of year `y`.
pub(super) fn of_quarter(y: i16, q: i8) -> Option<Period> {
    months(y, 3 * (q - 1) + 1, 3, format!("{y:04}-Q{q}"), Precision::Quarter)
}
/// The quarter that holds `day`.
pub(super) fn quarter_at(day: Day) -> Option<Period> {
    of_quarter(day.year(), (day.month() - 1) / 3 + 1)
}
/// Half `h` of year `y`.
pub(super) fn of_half(y: i16, h: i8) -> Option<Period> {
    months(y, 6 * (h - 1) + 1, 6, format!("{y:04}-H{h}"), Precision::Quarter)
}
/// The northern season of year `y`; winter begins in its December.
pub(super) fn of_season(y: i16, season: &str) -> Option<Period> {
    let first = match season {
        "SP" => 3,
        "SU" => 6,
        "FA" => 9,
        _ => 12,
    };
    months(y, first, 3, format!("{y:04}-{season}"), Precision::Quarter)
}
pub(super) fn of_year(y: i16) -> Option<Period> {
    months(y, 1, 12, format!("{y:04}"), Precision::Year)
}
/// Several years, as ISO 8601 writes an interval: `2014/2015`.
pub(super) fn of_years(first: i16, last: i16) -> Option<Period> {
    let (a, b) = (of_year(first)?, of_year(last)?);
    (first <= last).then(|| Period { to: b.to, value: format!("{}/{}", a.value, b.value), ..a })
}
/// The decade that begins with year `y`.
pub(super) fn of_decade(y: i16) -> Option<Period> {
    let y = y - y.rem_euclid(10);
    months(y, 1, 120, format!("{:03}", y / 10), Precision::Decade)
}
/// The century `n`: the 20th runs from 1901 to 2000, and is 19 in TIMEX3.
pub(super) fn of_century(n: i16) -> Option<Period> {
    months((n - 1) * 100 + 1, 1, 1200, format!("{:02}", n - 1), Precision::Decade)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let week = of_week(date(2024, 12, 1).unwrap());
        assert_eq!((week.from.to_string(), week.to.to_string()), ("2024-11-25".into(), "2024-12-01".into()));
        assert_eq!(week.value, "2024-W48");
    }
}
