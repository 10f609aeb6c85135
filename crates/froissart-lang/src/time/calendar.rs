//! Calendar arithmetic: weeks, months, seasons, Easter and the Islamic year as periods of days.
//!
//! Knows no words. The week that holds 2 December 2024 is 2024-W49, from that Monday to Sunday the 8th.

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
    Some(Period { from, to: plus_days(plus_months(from, count), -1), value, precision })
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
/// The decade that begins with year `y`.
pub(super) fn of_decade(y: i16) -> Option<Period> {
    let y = y - y.rem_euclid(10);
    months(y, 1, 120, format!("{:03}", y / 10), Precision::Decade)
}
/// The century `n`: the 20th runs from 1901 to 2000, and is 19 in TIMEX3.
pub(super) fn of_century(n: i16) -> Option<Period> {
    months((n - 1) * 100 + 1, 1, 1200, format!("{:02}", n - 1), Precision::Decade)
}

/// Easter Sunday of the western churches (the anonymous Gregorian computus, Nature 1876).
fn easter(y: i16) -> Option<Day> {
    let y = i32::from(y);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e) = (b / 4, b % 4);
    let g = (8 * b + 13) / 25;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 19 * l) / 433;
    let month = (h + l - 7 * m + 90) / 25;
    let day = (h + l - 7 * m + 33 * month + 19) % 32;
    date(y as i16, month as i8, day as i8)
}

/// A day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30).
fn hijri(year: i64, month: i64, day: i64) -> Option<Day> {
    let days = day - 1 + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    // 1 Muharram 1 is 19 July 622 in the Gregorian calendar.
    date(622, 7, 19).map(|epoch| plus_days(epoch, days))
}

/// The holidays of a rule of `time.toml` that begin in year `y`; the Islamic year is shorter and may hold two.
pub(super) fn holidays(rule: &str, y: i16) -> Vec<Period> {
    let (rule, length) = match rule.split_once('/') {
        Some((r, n)) => (r, n.parse().unwrap_or(1)),
        None => (rule, 1),
    };
    let starts: Vec<Day> = if let Some(rest) = rule.strip_prefix("easter ") {
        easter(y).into_iter().map(|e| plus_days(e, rest.parse().unwrap_or(0))).collect()
    } else if let Some(rest) = rule.strip_prefix("hijri ") {
        let (m, d) = rest.split_once('-').unwrap_or(("1", "1"));
        let (m, d) = (m.parse().unwrap_or(1), d.parse().unwrap_or(1));
        let around = (i64::from(y) - 622) * 33 / 32;
        (around - 1..=around + 3).filter_map(|h| hijri(h, m, d)).filter(|x| x.year() == y).collect()
    } else if let [nth, name, month] = rule.split(' ').collect::<Vec<_>>()[..] {
        let wanted =
            ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|w| *w == name).unwrap_or(0) as i8 + 1;
        let nth: i64 = nth.parse().unwrap_or(1);
        let first = date(y, month.parse().unwrap_or(1), 1);
        first
            .into_iter()
            .map(|f| plus_days(f, i64::from((wanted - weekday(f)).rem_euclid(7)) + 7 * (nth - 1)))
            .collect()
    } else {
        rule.split_once('-').and_then(|(m, d)| date(y, m.parse().ok()?, d.parse().ok()?)).into_iter().collect()
    };
    starts
        .into_iter()
        .map(|from| {
            let one = of_day(from);
            if length == 1 {
                one
            } else {
                Period { to: plus_days(from, length - 1), precision: Precision::Month, ..one }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn movable_feasts_fall_on_their_days() {
        let day = |rule, y| holidays(rule, y).iter().map(|p| p.from.to_string()).collect::<Vec<_>>();
        assert_eq!(day("easter 0", 2024), ["2024-03-31"]);
        assert_eq!(day("easter -2", 2011), ["2011-04-22"]);
        assert_eq!(day("4 thu 11", 2024), ["2024-11-28"]);
        assert_eq!(day("hijri 10-1", 2024), ["2024-04-10"]);
        // By the table; the moon was sighted a day earlier.
        assert_eq!(day("hijri 9-1/30", 2016), ["2016-06-07"]);
        assert_eq!(day("11-11", 2016), ["2016-11-11"]);
    }

    #[test]
    fn weeks_begin_on_monday() {
        let week = of_week(date(2024, 12, 1).unwrap());
        assert_eq!((week.from.to_string(), week.to.to_string()), ("2024-11-25".into(), "2024-12-01".into()));
        assert_eq!(week.value, "2024-W48");
    }
}
