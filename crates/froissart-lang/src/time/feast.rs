//! The days of feasts, computed: Easter of both churches, and the Islamic, Hebrew and Persian years.
//!
//! Which words name a feast stands in `time.toml`; this file knows only its rules. By the tabular Islamic year
//! "Eid al-Fitr" of 2024 begins on 10 April, and a sighted moon may have made it the 9th or the 11th.

use super::calendar::{Period, date, of_day, plus_days, weekday};
use froissart_model::{Day, Precision};

/// A feast of one year.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Feast {
    pub(super) period: Period,
    /// Days by which the table may be wrong, on either side.
    pub(super) slack: i64,
}

/// The feasts by a rule of `time.toml` that begin in year `y`, in order: the Islamic year is shorter and may hold two.
pub(super) fn feasts(rule: &str, y: i16) -> Vec<Feast> {
    let mut out: Vec<Feast> = rule.split(';').flat_map(|r| one(r.trim(), y)).collect();
    out.sort_by_key(|f| f.period.from);
    out
}

fn one(rule: &str, y: i16) -> Vec<Feast> {
    let (rule, length) = rule.split_once('/').map_or((rule, 1), |(r, n)| (r, n.parse().unwrap_or(1)));
    let slack = i64::from(rule.starts_with("hijri"));
    let offset = |rest: &str| rest.parse::<i64>().unwrap_or(0);
    let starts: Vec<Day> = match rule.split(' ').collect::<Vec<_>>()[..] {
        ["easter", n] => easter(y).map(|d| plus_days(d, offset(n))).into_iter().collect(),
        ["pascha", n] => pascha(y).map(|d| plus_days(d, offset(n))).into_iter().collect(),
        ["passover", n] => passover(y).map(|d| plus_days(d, offset(n))).into_iter().collect(),
        ["tishri", n] => new_year(i64::from(y) + 3761).map(|d| plus_days(d, offset(n))).into_iter().collect(),
        ["hanukkah"] => hanukkah(y).into_iter().collect(),
        ["nowruz"] => nowruz(y).into_iter().collect(),
        ["hijri", day] => {
            let (m, d) = day.split_once('-').unwrap_or(("1", "1"));
            let around = (i64::from(y) - 622) * 33 / 32;
            (around - 1..=around + 3).filter_map(|h| hijri(h, offset(m), offset(d))).filter(|x| x.year() == y).collect()
        }
        [nth, name, month] => {
            let days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
            let wanted = days.iter().position(|w| *w == name).unwrap_or(0) as i8 + 1;
            let first = date(y, month.parse().unwrap_or(1), 1);
            let on = |f| plus_days(f, i64::from((wanted - weekday(f)).rem_euclid(7)) + 7 * (offset(nth) - 1));
            first.map(on).into_iter().collect()
        }
        _ => rule.split_once('-').and_then(|(m, d)| date(y, m.parse().ok()?, d.parse().ok()?)).into_iter().collect(),
    };
    let feast = |from| {
        let precision = match length {
            1 if slack == 0 => Precision::Day,
            1..=8 => Precision::Week,
            _ => Precision::Month,
        };
        Feast { period: Period { to: plus_days(from, length - 1), precision, ..of_day(from) }, slack }
    };
    starts.into_iter().map(feast).collect()
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

/// Easter Sunday of the eastern churches: the Julian computus (Meeus, Astronomical Algorithms, ch. 8).
fn pascha(y: i16) -> Option<Day> {
    let year = i64::from(y);
    let (a, b, c) = (year % 4, year % 7, year % 19);
    let d = (19 * c + 15) % 30;
    let e = (2 * a + 4 * b - d + 34) % 7;
    let (month, day) = ((d + e + 114) / 31, (d + e + 114) % 31 + 1);
    // How far the Julian calendar has fallen behind the Gregorian one: 13 days from 1900 to 2099.
    let behind = year / 100 - year / 400 - 2;
    date(y, month as i8, day as i8).map(|d| plus_days(d, behind))
}

/// A day of the tabular Islamic calendar (civil epoch, leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30).
fn hijri(year: i64, month: i64, day: i64) -> Option<Day> {
    let days = day - 1 + (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    // 1 Muharram 1 is 19 July 622 in the Gregorian calendar.
    date(622, 7, 19).map(|epoch| plus_days(epoch, days))
}

/// Days from the Hebrew epoch to the new year of Hebrew year `h`, with its postponements (Reingold and Dershowitz,
/// Calendrical Calculations, ch. 8).
fn elapsed(h: i64) -> i64 {
    let start = |h: i64| {
        let months = (235 * h - 234).div_euclid(19);
        let parts = 12_084 + 13_753 * months;
        let day = 29 * months + parts.div_euclid(25_920);
        if (3 * (day + 1)).rem_euclid(7) < 3 { day + 1 } else { day }
    };
    let (before, this, after) = (start(h - 1), start(h), start(h + 1));
    let late = match (after - this, this - before) {
        (356, _) => 2,
        (_, 382) => 1,
        _ => 0,
    };
    this + late
}

/// 1 Tishri of Hebrew year `h`.
fn new_year(h: i64) -> Option<Day> {
    // 1 Tishri 5785 was 3 October 2024.
    let known = elapsed(5785);
    (1..=9999).contains(&h).then(|| date(2024, 10, 3).map(|d| plus_days(d, elapsed(h) - known))).flatten()
}

/// The first day of Passover, 15 Nisan: from Nisan on the months have fixed lengths, and 163 days lead to the new year.
fn passover(y: i16) -> Option<Day> {
    new_year(i64::from(y) + 3761).map(|d| plus_days(d, -163))
}

/// 25 Kislev; the month before it has 30 days in a year of 355 or 385.
fn hanukkah(y: i16) -> Option<Day> {
    let h = i64::from(y) + 3761;
    let full = matches!(elapsed(h + 1) - elapsed(h), 355 | 385);
    new_year(h).map(|d| plus_days(d, 30 + 29 + i64::from(full) + 24))
}

/// 1 Farvardin: the day on whose noon in Iran (52.5° E) the spring equinox has passed. The mean equinox of Meeus, ch. 27,
/// is right within half an hour.
fn nowruz(y: i16) -> Option<Day> {
    let m = (f64::from(y) - 2000.0) / 1000.0;
    let equinox = 2_451_623.809_84 + m * (365_242.374_04 + m * (0.051_69 - m * (0.004_11 + m * 0.000_57)));
    // A Julian day begins at noon, so the whole days since noon of 1 January 2000, in Iran's time, count noons.
    let noons = (equinox + 3.5 / 24.0 - 2_451_545.0).ceil();
    (1800..2300).contains(&y).then(|| date(2000, 1, 1).map(|d| plus_days(d, noons as i64))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(rule: &str, y: i16) -> Vec<String> {
        feasts(rule, y).iter().map(|f| f.period.from.to_string()).collect()
    }

    #[test]
    fn movable_feasts_fall_on_their_days() {
        for (rule, y, wanted) in [
            ("easter 0", 2024, "2024-03-31"),
            ("easter -2", 2011, "2011-04-22"),
            ("pascha 0", 2024, "2024-05-05"),
            ("pascha 0", 2017, "2017-04-16"),
            ("pascha 0", 2022, "2022-04-24"),
            ("passover 0/8", 2024, "2024-04-23"),
            ("passover 0/8", 2023, "2023-04-06"),
            ("passover -30", 2022, "2022-03-17"),
            ("passover 50", 2023, "2023-05-26"),
            ("tishri 0", 2023, "2023-09-16"),
            ("tishri 9", 1973, "1973-10-06"),
            ("tishri 14", 2023, "2023-09-30"),
            ("hanukkah", 2023, "2023-12-08"),
            ("hanukkah", 2024, "2024-12-26"),
            ("nowruz", 2024, "2024-03-20"),
            ("nowruz", 2023, "2023-03-21"),
            ("nowruz", 2016, "2016-03-20"),
            ("4 thu 11", 2024, "2024-11-28"),
            ("hijri 10-1", 2024, "2024-04-10"),
            ("hijri 1-10", 2023, "2023-07-28"),
            // By the table; the moon was sighted a day earlier.
            ("hijri 9-1/30", 2016, "2016-06-07"),
            ("11-11", 2016, "2016-11-11"),
        ] {
            assert_eq!(day(rule, y), [wanted], "{rule} {y}");
        }
    }

    #[test]
    fn a_year_may_hold_two_or_none() {
        // The Islamic year lost eleven days on ours.
        assert_eq!(day("hijri 10-1", 2000), ["2000-01-08", "2000-12-28"]);
        assert_eq!(day("hijri 10-1/3;hijri 12-10/4", 2023), ["2023-04-22", "2023-06-29"]);
        for rule in ["easter 0", "pascha 0", "passover 0", "tishri 0", "hanukkah", "nowruz", "hijri 1-1", "02-29", "x"]
        {
            for y in [-9999, -1, 0, 1, 9999] {
                assert!(feasts(rule, y).iter().all(|f| f.period.from <= f.period.to), "{rule} {y}");
            }
        }
    }
}
