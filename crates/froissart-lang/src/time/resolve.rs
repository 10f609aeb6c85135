//! From what the words mean to TIMEX3 values and days, given the page's day, the tense and the time before.
//!
//! Reads no text. The weekday 5 in a past tense on Monday 2 December 2024 is 2024-11-29. Directions:
//! "last" is strictly before the page's day and "next" strictly after; a bare weekday or month is the latest
//! one that has begun where the verb is past or unknown, the first to come where it is future; a date
//! without a year under a present tense is the nearest one.

use super::calendar::{self, Period, date, distance, of_day, plus_days, plus_months, weekday};
use super::grammar::{Count, Edge, Found, Meaning, Side, YearOf, duration_value};
use super::tense::Tense;
use super::words::Unit;
use froissart_model::{Day, Precision};

/// What surrounds an expression.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub(super) day: Option<Day>,
    pub(super) tense: Tense,
    /// The time before in the text.
    pub(super) anchor: Option<Period>,
}

/// An expression with its value and days.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Resolved {
    pub(super) kind: &'static str,
    pub(super) value: String,
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) precision: Precision,
    /// The period it names, where it may anchor what follows ("three days later").
    pub(super) period: Option<Period>,
    pub(super) repeated: bool,
    pub(super) throughout: bool,
}

impl Resolved {
    fn of(p: Period) -> Self {
        Self {
            kind: "DATE",
            value: p.value.clone(),
            from: Some(p.from),
            to: Some(p.to),
            precision: p.precision,
            throughout: p.precision == Precision::Day,
            period: Some(p),
            repeated: false,
        }
    }
    fn bare(kind: &'static str, value: impl Into<String>, precision: Precision) -> Self {
        Self {
            kind,
            value: value.into(),
            from: None,
            to: None,
            precision,
            period: None,
            repeated: false,
            throughout: false,
        }
    }
}

/// Resolves one expression; `None` where the calendar has no such day.
pub(super) fn resolve(f: &Found, around: &Around) -> Option<Resolved> {
    let mut r = base(&f.meaning, around)?;
    if let (Some(edge), Some(p)) = (f.edge, r.period.clone()) {
        let (from, to) = narrow(&p, edge, around.day);
        (r.from, r.to) = (Some(from), Some(to));
        if from > to {
            (r.from, r.to) = (Some(p.from), Some(p.to));
        }
    }
    if f.part.is_some() || f.clock.is_some() {
        r.kind = "TIME";
        r.precision = Precision::Hour;
        r.throughout = true;
        if f.meaning == Meaning::Clock && f.part.as_deref() == Some("NI") {
            // "overnight" is the night that leads to the page's day.
            if let Some(day) = around.day.filter(|_| around.anchor.is_none() || around.tense != Tense::Future) {
                let eve = plus_days(day, -1);
                r.value = eve.to_string();
                (r.from, r.to) = (Some(eve), Some(day));
            }
        }
        if let Some(t) = f.clock {
            r.value = match t.minute {
                Some(m) => format!("{}T{:02}:{:02}", r.value, t.hour, m),
                None => format!("{}T{:02}:00", r.value, t.hour),
            };
        } else if let Some(part) = &f.part {
            r.value = format!("{}T{part}", r.value);
        }
    }
    Some(r)
}

/// Thirds for "early", "mid" and "late"; halves; the last month of a year for its "end", and so on down.
fn narrow(p: &Period, edge: Edge, day: Option<Day>) -> (Day, Day) {
    let n = distance(p.from, p.to);
    let small = match p.precision {
        Precision::Decade => 365,
        Precision::Year => 30,
        Precision::Quarter => 14,
        Precision::Month => 6,
        Precision::Week => 1,
        _ => 0,
    };
    let at = |k: i64| plus_days(p.from, k);
    match edge {
        Edge::Early => (p.from, at(n / 3)),
        Edge::Mid => (at(n / 3), at(n - n / 3)),
        Edge::Late => (at(n - n / 3), p.to),
        Edge::Start => (p.from, at(small.min(n))),
        Edge::End => (at(n - small.min(n)), p.to),
        Edge::FirstHalf => (p.from, at(n / 2)),
        Edge::SecondHalf => (at(n / 2 + 1), p.to),
        Edge::Earlier => (p.from, day.map_or(p.to, |d| d.min(p.to).max(p.from))),
        Edge::Later => (day.map_or(p.from, |d| d.max(p.from).min(p.to)), p.to),
    }
}

fn year_of(y: YearOf, day: Option<Day>) -> Option<i16> {
    match y {
        YearOf::Exact(y) => Some(y),
        YearOf::Relative(n) => day.and_then(|d| i16::try_from(i64::from(d.year()) + n).ok()),
    }
}

/// Nine months: beyond them, and in another year, a date without a year points the other way.
const FAR_DAYS: i64 = 270;

/// Of like periods in order of time, the one that side and tense ask for.
fn choose(all: &[Period], day: Day, side: Option<Side>, tense: Tense) -> Option<Period> {
    let begun = || all.iter().rfind(|p| p.from <= day);
    let over = || all.iter().rfind(|p| p.to < day);
    let coming = || all.iter().find(|p| p.to >= day);
    let nearest = || all.iter().min_by_key(|p| (distance(p.from, day).abs(), p.from));
    // A bare "November" told in October is the coming one even in a past tense ("was put off to November"): of a
    // month or day that came round so long ago, the words would say the year.
    let near = |p: &&Period| p.from.year() == day.year() || distance(p.from, day).abs() <= FAR_DAYS;
    let chosen = match (side, tense) {
        (Some(Side::Last), _) => over(),
        (Some(Side::Next), _) => all.iter().find(|p| p.from > day),
        (Some(Side::This), Tense::Past | Tense::Perfect) => begun(),
        (Some(Side::This), Tense::Future) => coming(),
        (Some(Side::This), _) => nearest(),
        (None, Tense::Past | Tense::Perfect) => begun().filter(near).or_else(coming),
        (None, Tense::Future) => coming().filter(near).or_else(begun),
        (None, _) => nearest(),
    };
    chosen.cloned()
}

/// The page's day limits "this week" and the like: what has been told of it lies behind, what is planned ahead.
fn limit(mut r: Resolved, around: &Around) -> Resolved {
    if let (Some(day), Some(p)) = (around.day, r.period.clone())
        && p.from <= day
        && day <= p.to
        && p.from < p.to
    {
        match around.tense {
            Tense::Past | Tense::Perfect => r.to = Some(day),
            Tense::Future => r.from = Some(day),
            Tense::Present | Tense::Unknown => {}
        }
    }
    r
}

fn precision_of(unit: Unit) -> Precision {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour => Precision::Hour,
        Unit::Day => Precision::Day,
        Unit::Week => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Quarter => Precision::Quarter,
        Unit::Year => Precision::Year,
        Unit::Decade | Unit::Century => Precision::Decade,
    }
}

/// `day` moved by so many units.
fn shift(day: Day, unit: Unit, n: f64) -> Day {
    let whole = n.round() as i64;
    match unit {
        Unit::Second | Unit::Minute => day,
        Unit::Hour => plus_days(day, (n / 24.0).trunc() as i64),
        Unit::Day => plus_days(day, whole),
        Unit::Week => plus_days(day, (n * 7.0).round() as i64),
        Unit::Month => plus_months(day, whole),
        Unit::Quarter => plus_months(day, 3 * whole),
        Unit::Year => plus_months(day, (n * 12.0).round() as i64),
        Unit::Decade => plus_months(day, (n * 120.0).round() as i64),
        Unit::Century => plus_months(day, (n * 1200.0).round() as i64),
    }
}

/// The period of the given grain that holds `day`.
fn period(unit: Unit, day: Day) -> Option<Period> {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => Some(of_day(day)),
        Unit::Week => Some(calendar::of_week(day)),
        Unit::Month => Some(calendar::of_month(day)),
        Unit::Quarter => calendar::quarter_at(day),
        Unit::Year => calendar::of_year(day.year()),
        Unit::Decade => calendar::of_decade(day.year()),
        Unit::Century => calendar::of_century((day.year() - 1) / 100 + 1),
    }
}

fn unknown(unit: Unit) -> &'static str {
    match unit {
        Unit::Second | Unit::Minute | Unit::Hour | Unit::Day => "XXXX-XX-XX",
        Unit::Week => "XXXX-WXX",
        Unit::Month => "XXXX-XX",
        Unit::Quarter => "XXXX-QX",
        Unit::Year => "XXXX",
        Unit::Decade => "XXX",
        Unit::Century => "XX",
    }
}

fn base(m: &Meaning, around: &Around) -> Option<Resolved> {
    let (day, tense) = (around.day, around.tense);
    let r = match m {
        Meaning::Date { year, month, day: d, last_day, side } => {
            let year = year.and_then(|y| year_of(y, day));
            match (year, *month, *d) {
                (Some(y), None, _) => limit(Resolved::of(calendar::of_year(y)?), around),
                (Some(y), Some(m), None) => limit(Resolved::of(calendar::of_month(date(y, m, 1)?)), around),
                (Some(y), Some(m), Some(d)) => days(y, m, d, *last_day)?,
                (None, Some(m), d) => {
                    let Some(now) = day else {
                        let value = d.map_or(format!("XXXX-{m:02}"), |d| format!("XXXX-{m:02}-{d:02}"));
                        return Some(Resolved::bare(
                            "DATE",
                            value,
                            if d.is_some() { Precision::Day } else { Precision::Month },
                        ));
                    };
                    let all: Vec<Period> = (now.year().saturating_sub(4)..=now.year().saturating_add(4))
                        .filter_map(|y| match d {
                            Some(d) => date(y, m, d).map(of_day),
                            None => date(y, m, 1).map(calendar::of_month),
                        })
                        .collect();
                    let p = choose(&all, now, *side, tense)?;
                    match (d, last_day) {
                        (Some(d), Some(_)) => days(p.from.year(), m, d, *last_day)?,
                        (None, _) => limit(Resolved::of(p), around),
                        _ => Resolved::of(p),
                    }
                }
                (None, None, _) => return None,
            }
        }
        Meaning::Slashed { year, a, b } => {
            // The reading that does not lie after the page's day, then the nearer, then day first.
            let both = [date(*year, *b, *a), date(*year, *a, *b)];
            let rank = |x: &Day| day.map_or((false, 0), |p| (*x > p, distance(*x, p).abs()));
            Resolved::of(of_day(both.into_iter().flatten().min_by_key(rank)?))
        }
        Meaning::Weekday { day: d, side, week } => {
            let Some(now) = day else {
                return Some(Resolved::bare("DATE", format!("XXXX-WXX-{d}"), Precision::Day));
            };
            let back = i64::from((weekday(now) - d).rem_euclid(7));
            let target = if let Some(week) = week {
                plus_days(calendar::of_week(now).from, i64::from(*d) - 1 + 7 * week)
            } else {
                let ahead = if back == 0 { 0 } else { 7 - back };
                match (side, tense) {
                    (Some(Side::Last), _) => plus_days(now, -if back == 0 { 7 } else { back }),
                    (Some(Side::Next), _) => plus_days(now, if ahead == 0 { 7 } else { ahead }),
                    (Some(Side::This), Tense::Past | Tense::Perfect) => plus_days(now, -back),
                    (Some(Side::This), _) => plus_days(now, ahead),
                    (None, Tense::Future) => plus_days(now, ahead),
                    (None, _) => plus_days(now, -back),
                }
            };
            Resolved::of(of_day(target))
        }
        Meaning::Weekend { side } => {
            let Some(now) = day else {
                return Some(Resolved::bare("DATE", "XXXX-WXX-WE", Precision::Week));
            };
            let this = calendar::of_weekend(now);
            let begun = this.from <= now;
            let by = match (side, tense) {
                (Some(Side::Last), _) => -1,
                (Some(Side::Next), _) => i64::from(begun),
                (_, Tense::Future) | (Some(Side::This), _) => 0,
                (None, _) => -i64::from(!begun),
            };
            limit(Resolved::of(calendar::of_weekend(plus_days(now, 7 * by))), around)
        }
        Meaning::Day(by) => match day {
            Some(now) => Resolved::of(of_day(plus_days(now, *by))),
            None => Resolved::bare("DATE", if *by == 0 { "PRESENT_REF" } else { "XXXX-XX-XX" }, Precision::Day),
        },
        Meaning::Period { unit, by } => match day {
            Some(now) => limit(Resolved::of(period(*unit, shift(now, *unit, *by as f64))?), around),
            None => Resolved::bare("DATE", unknown(*unit), precision_of(*unit)),
        },
        Meaning::Season { season, year, side } => {
            if let Some(y) = year.and_then(|y| year_of(y, day)) {
                Resolved::of(calendar::of_season(y, season)?)
            } else {
                let Some(now) = day else {
                    return Some(Resolved::bare("DATE", format!("XXXX-{season}"), Precision::Quarter));
                };
                let all: Vec<Period> =
                    (now.year() - 2..=now.year() + 2).filter_map(|y| calendar::of_season(y, season)).collect();
                let p = match (side, tense) {
                    (Some(Side::This), _) | (None, Tense::Present | Tense::Unknown) => {
                        // "this winter" is the one that the day stands in, else the nearest.
                        let inside = all.iter().find(|p| p.from <= now && now <= p.to);
                        inside
                            .or_else(|| {
                                all.iter().min_by_key(|p| distance(p.from, now).abs().min(distance(p.to, now).abs()))
                            })
                            .cloned()?
                    }
                    _ => choose(&all, now, *side, tense)?,
                };
                limit(Resolved::of(p), around)
            }
        }
        Meaning::Quarter { n, year } => match (year.and_then(|y| year_of(y, day)), day) {
            (Some(y), _) => Resolved::of(calendar::of_quarter(y, *n)?),
            (None, Some(now)) => {
                let all: Vec<Period> =
                    (now.year() - 1..=now.year() + 1).filter_map(|y| calendar::of_quarter(y, *n)).collect();
                let side = if tense == Tense::Future { tense } else { Tense::Past };
                limit(Resolved::of(choose(&all, now, None, side)?), around)
            }
            (None, None) => Resolved::bare("DATE", format!("XXXX-Q{n}"), Precision::Quarter),
        },
        Meaning::LatestQuarter => match day {
            Some(now) => Resolved::of(calendar::quarter_at(plus_months(now, -3))?),
            None => Resolved::bare("DATE", "XXXX-QX", Precision::Quarter),
        },
        Meaning::Half { n, year } => Resolved::of(calendar::of_half(year_of((*year)?, day)?, *n)?),
        Meaning::Decade(y) => Resolved::of(calendar::of_decade(*y)?),
        Meaning::Century(n) => Resolved::of(calendar::of_century(*n)?),
        Meaning::Ago { unit, count, sign, in_text } => {
            let Count::Exact(n) = *count else {
                // "years ago", "days later".
                let past = *sign < 0;
                let mut r = Resolved::bare("DATE", if past { "PAST_REF" } else { "FUTURE_REF" }, Precision::Unknown);
                if past {
                    r.to = day;
                } else if *in_text {
                    r.from = around.anchor.as_ref().map(|a| a.from);
                }
                return Some(r);
            };
            let anchor = around.anchor.as_ref().filter(|_| *in_text);
            let start = anchor.map(|a| if *sign < 0 { a.from } else { a.to }).or(day);
            let Some(start) = start else {
                return Some(Resolved::bare("DATE", unknown(*unit), precision_of(*unit)));
            };
            let moved = shift(start, *unit, n * *sign as f64);
            // A quarter a year ago is a quarter; so does a month stay a month.
            let like =
                around.anchor.as_ref().filter(|_| *unit == Unit::Year && n <= 1.0).map(|a| (a.precision, a.from));
            let grain = match (like, unit) {
                (Some((Precision::Quarter, _)), _) => Unit::Quarter,
                (Some((Precision::Month, _)), _) if *in_text => Unit::Month,
                _ => *unit,
            };
            let moved = match like {
                Some((Precision::Quarter, from)) => shift(from, *unit, n * *sign as f64),
                _ => moved,
            };
            let mut r = Resolved::of(period(grain, moved)?);
            if matches!(unit, Unit::Second | Unit::Minute | Unit::Hour) {
                r.kind = "TIME";
                r.precision = Precision::Hour;
            }
            r
        }
        Meaning::Duration { unit, count, side } => {
            let mut r = Resolved::bare("DURATION", duration_value(*unit, *count), precision_of(*unit));
            r.throughout = side.is_none();
            let back = match (side, tense, count) {
                (Some(Side::Last), _, Count::Exact(n)) => Some(-n),
                (Some(Side::Next), _, Count::Exact(n)) => Some(*n),
                // "has fought for four years" reaches the page's day.
                (None, Tense::Perfect, Count::Exact(n)) => Some(-n),
                _ => None,
            };
            if let (Some(now), Some(n)) = (day, back) {
                let other = shift(now, *unit, n);
                (r.from, r.to) = (Some(now.min(other)), Some(now.max(other)));
            } else if *side == Some(Side::Last) {
                r.to = day;
            } else if *side == Some(Side::Next) {
                r.from = day;
            }
            r
        }
        Meaning::Reference(value) => {
            let mut r = Resolved::bare("DATE", value.clone(), Precision::Unknown);
            match value.as_str() {
                "PRESENT_REF" => {
                    (r.from, r.to) = (day, day);
                    r.precision = Precision::Day;
                    r.throughout = true;
                }
                "PAST_REF" => r.to = day,
                _ => r.from = day,
            }
            r
        }
        Meaning::Set(value) => {
            let mut r = Resolved::bare("SET", value.clone(), Precision::Unknown);
            r.repeated = true;
            r
        }
        Meaning::Holiday { rule, year, side } => {
            let all = |y: i16| calendar::holidays(rule, y);
            match (year.and_then(|y| year_of(y, day)), day) {
                (Some(y), _) => Resolved::of(all(y).into_iter().next()?),
                (None, Some(now)) => {
                    let each: Vec<Period> = (now.year() - 2..=now.year() + 2).flat_map(all).collect();
                    Resolved::of(choose(&each, now, *side, tense)?)
                }
                (None, None) => {
                    let value = if rule.as_bytes().get(2) == Some(&b'-') {
                        format!("XXXX-{rule}")
                    } else {
                        "XXXX-XX-XX".into()
                    };
                    Resolved::bare("DATE", value, Precision::Day)
                }
            }
        }
        Meaning::Same { unit: Unit::Quarter, by }
            if around.anchor.as_ref().is_none_or(|a| a.precision != Precision::Quarter) =>
        {
            match day {
                // "the quarter" of a report is the one that has ended.
                Some(now) => Resolved::of(calendar::quarter_at(plus_months(now, 3 * (by - 1)))?),
                None => Resolved::bare("DATE", unknown(Unit::Quarter), Precision::Quarter),
            }
        }
        Meaning::Same { unit, by } => {
            let start = around.anchor.as_ref().map(|a| if *by < 0 { a.from } else { a.to }).or(day);
            match start {
                Some(start) => {
                    let fits = around.anchor.as_ref().is_some_and(|a| a.precision == precision_of(*unit));
                    let from = if fits { around.anchor.as_ref().map_or(start, |a| a.from) } else { start };
                    limit(Resolved::of(period(*unit, shift(from, *unit, *by as f64))?), around)
                }
                None => Resolved::bare("DATE", unknown(*unit), precision_of(*unit)),
            }
        }
        Meaning::YearEnd => match day {
            Some(now) => {
                let y = if tense == Tense::Past && now.month() < 12 { now.year() - 1 } else { now.year() };
                Resolved::of(of_day(date(y, 12, 31)?))
            }
            None => Resolved::bare("DATE", "XXXX-12-31", Precision::Day),
        },
        Meaning::Clock => {
            let day = around
                .anchor
                .as_ref()
                .filter(|a| a.precision == Precision::Day && tense != Tense::Present)
                .map(|a| a.from)
                .or(day);
            match day {
                Some(d) => Resolved::of(of_day(d)),
                None => Resolved::bare("TIME", "XXXX-XX-XX", Precision::Hour),
            }
        }
    };
    Some(r)
}

/// One day of a month, or several in a row.
fn days(y: i16, m: i8, d: i8, last: Option<i8>) -> Option<Resolved> {
    let mut r = Resolved::of(of_day(date(y, m, d)?));
    if let Some(last) = last.and_then(|l| date(y, m, l)) {
        r.to = Some(last);
        r.throughout = false;
    }
    Some(r)
}
