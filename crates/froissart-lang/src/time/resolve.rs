//! From what the words mean to TIMEX3 values and days, given the page's day, the tense and the time before.
//!
//! Reads no text. The weekday 5 in a past tense on Monday 2 December 2024 is 2024-11-29. Directions:
//! "last" is strictly before the page's day and "next" strictly after; a bare weekday or month is the latest
//! one that has begun where the verb is past or unknown, the first to come where it is future; a date
//! without a year under a present tense is the nearest one.

use super::calendar::{self, Period, date, distance, of_day, plus_days, plus_months, weekday};
use super::feast::{self, Feast};
use super::grammar::{Count, Edge, Found, Inner, Meaning, Side, YearOf, duration_value};
use super::tense::Tense;
use super::words::Unit;
use froissart_model::{Day, Precision};

/// What surrounds an expression.
#[derive(Debug, Clone)]
pub(super) struct Around {
    pub(super) day: Option<Day>,
    pub(super) tense: Tense,
    pub(super) told: Told,
}

/// What was told before in the text.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    /// The last time.
    pub(super) anchor: Option<Period>,
    /// The last quarter of a year.
    quarter: Option<Period>,
}

impl Told {
    pub(super) fn note(&mut self, p: &Period) {
        if p.value.contains("-Q") {
            self.quarter = Some(p.clone());
        }
        self.anchor = Some(p.clone());
    }
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
    /// Days by which a table of feasts may be wrong.
    slack: i64,
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
            slack: 0,
        }
    }
    fn of_feast(f: Feast) -> Self {
        Self { slack: f.slack, ..Self::of(f.period) }
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
            slack: 0,
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
        if p.precision == Precision::Year && matches!(edge, Edge::FirstHalf | Edge::SecondHalf) {
            r.value = format!("{}-H{}", p.value, if edge == Edge::FirstHalf { 1 } else { 2 });
        }
    }
    if r.slack > 0 {
        r.from = r.from.map(|d| plus_days(d, -r.slack));
        r.to = r.to.map(|d| plus_days(d, r.slack));
        r.precision = if r.precision == Precision::Day { Precision::Week } else { r.precision };
        r.throughout = false;
    }
    if f.part.is_some() || f.clock.is_some() {
        r.kind = "TIME";
        r.precision = Precision::Hour;
        r.throughout = true;
        if f.meaning == Meaning::Clock && f.part.as_deref() == Some("NI") {
            // "overnight" is the night that leads to the page's day.
            if let Some(day) = around.day.filter(|_| around.told.anchor.is_none() || around.tense != Tense::Future) {
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

/// What is called "this" though the year has turned since.
const JUST_DAYS: i64 = 75;

/// Of like periods in order of time, the one that side and tense ask for.
fn choose(all: &[Period], day: Day, side: Option<Side>, tense: Tense) -> Option<Period> {
    let begun = || all.iter().rfind(|p| p.from <= day);
    let over = || all.iter().rfind(|p| p.to < day);
    let coming = || all.iter().find(|p| p.to >= day);
    let same_year = || all.iter().find(|p| p.from.year() == day.year());
    let nearest = || all.iter().min_by_key(|p| (distance(p.from, day).abs(), p.from));
    // A bare "November" told in October is the coming one even in a past tense ("was put off to November"): of a
    // month or day that came round so long ago, the words would say the year.
    let near = |p: &&Period| p.from.year() == day.year() || distance(p.from, day).abs() <= FAR_DAYS;
    let chosen = match (side, tense) {
        (Some(Side::Last), _) => over(),
        (Some(Side::Next), _) => all.iter().find(|p| p.from > day),
        // "this September" is the page's year's, whether it lies behind or ahead; told in the past soon after the turn
        // of the year, "this December" is the one just over.
        (Some(Side::This), Tense::Past | Tense::Perfect) => {
            begun().filter(|p| p.from.year() == day.year() || distance(p.from, day) <= JUST_DAYS).or_else(same_year)
        }
        (Some(Side::This), _) => same_year().or_else(nearest),
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
pub(super) fn shift(day: Day, unit: Unit, n: f64) -> Day {
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
    let past = matches!(tense, Tense::Past | Tense::Perfect);
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
                // Reports tell of the quarter just over, whatever their tense ("expects to report a third-quarter
                // loss"): a coming quarter must be nearer by a month.
                let all = (now.year() - 1..=now.year() + 1).filter_map(|y| calendar::of_quarter(y, *n));
                let ahead = if tense == Tense::Future { 0 } else { 1000 };
                let away = |p: &Period| {
                    if p.from > now { distance(now, p.from) + 30 + ahead } else { distance(p.to, now).max(0) }
                };
                limit(Resolved::of(all.min_by_key(away)?), around)
            }
            (None, None) => Resolved::bare("DATE", format!("XXXX-Q{n}"), Precision::Quarter),
        },
        Meaning::LatestQuarter => match day {
            Some(now) => Resolved::of(calendar::quarter_at(plus_months(now, -3))?),
            None => Resolved::bare("DATE", "XXXX-QX", Precision::Quarter),
        },
        Meaning::Comparable { year } => {
            let year = year.and_then(|y| year_of(y, day));
            match (&around.told.quarter, year) {
                (Some(q), Some(y)) => Resolved::of(calendar::of_quarter(y, (q.from.month() - 1) / 3 + 1)?),
                (Some(q), None) => Resolved::of(calendar::quarter_at(plus_months(q.from, -12))?),
                (None, Some(y)) => Resolved::of(calendar::of_year(y)?),
                (None, None) => {
                    let ago = Meaning::Ago { unit: Unit::Year, count: Count::Exact(1.0), sign: -1, in_text: true };
                    return base(&ago, around);
                }
            }
        }
        Meaning::Half { n, year } => Resolved::of(calendar::of_half(year_of((*year)?, day)?, *n)?),
        Meaning::Years { first, last } => Resolved::of(calendar::of_years(*first, *last)?),
        Meaning::Nth { n, what, of } => {
            let mut r = base(of, around)?;
            let Some(p) = r.period.take() else {
                return Some(Resolved::bare("DATE", "XXXX-XX-XX", Precision::Day));
            };
            Resolved { slack: r.slack, ..Resolved::of(nth(&p, *n, *what)?) }
        }
        Meaning::SameWeekday { day: d, by } => {
            let Some(p) = around.told.anchor.clone().or(day.map(of_day)) else {
                return Some(Resolved::bare("DATE", format!("XXXX-WXX-{d}"), Precision::Day));
            };
            let back = |from: Day| i64::from((weekday(from) - d).rem_euclid(7));
            let ahead = |from: Day| i64::from((d - weekday(from)).rem_euclid(7));
            let (before, after) = (plus_days(p.from, -1), plus_days(p.to, 1));
            Resolved::of(of_day(match by {
                -1 => plus_days(before, -back(before)),
                1 => plus_days(after, ahead(after)),
                _ => plus_days(calendar::of_week(p.from).from, i64::from(*d) - 1),
            }))
        }
        Meaning::Decade(y) => Resolved::of(calendar::of_decade(*y)?),
        Meaning::Century(n) => Resolved::of(calendar::of_century(*n)?),
        Meaning::Ago { unit, count, sign, in_text } => {
            let Count::Exact(n) = *count else {
                // "years ago", "days later".
                let back = *sign < 0;
                let mut r = Resolved::bare("DATE", if back { "PAST_REF" } else { "FUTURE_REF" }, Precision::Unknown);
                if back {
                    r.to = day;
                } else if *in_text {
                    r.from = around.told.anchor.as_ref().map(|a| a.from);
                }
                return Some(r);
            };
            let anchor = around.told.anchor.as_ref().filter(|_| *in_text);
            if *in_text && *sign > 0 && anchor.is_none() && past {
                return Some(Resolved { to: day, ..Resolved::bare("DATE", unknown(*unit), precision_of(*unit)) });
            }
            let start = anchor.map(|a| if *sign < 0 { a.from } else { a.to }).or(day);
            let Some(start) = start else {
                return Some(Resolved::bare("DATE", unknown(*unit), precision_of(*unit)));
            };
            let moved = shift(start, *unit, n * *sign as f64);
            // A quarter a year ago is a quarter; so does a month stay a month.
            let like =
                around.told.anchor.as_ref().filter(|_| *unit == Unit::Year && n <= 1.0).map(|a| (a.precision, a.from));
            let grain = match (like, unit) {
                (Some((Precision::Quarter, _)), _) => Unit::Quarter,
                (Some((Precision::Month, _)), _) if *in_text => Unit::Month,
                // "two decades ago" is about a year.
                (_, Unit::Decade | Unit::Century) => Unit::Year,
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
        Meaning::Offset { unit, count, sign, of } => {
            let of = base(of, around)?;
            let (Some(p), Count::Exact(n)) = (of.period, *count) else {
                return Some(Resolved::bare("DATE", unknown(*unit), precision_of(*unit)));
            };
            let start = if *sign < 0 { p.from } else { p.to };
            Resolved { slack: of.slack, ..Resolved::of(period(*unit, shift(start, *unit, n * *sign as f64))?) }
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
            let all = |y: i16| feast::feasts(rule, y);
            match (year.and_then(|y| year_of(y, day)), day) {
                (Some(y), _) => Resolved::of_feast(all(y).into_iter().next()?),
                (None, Some(now)) => {
                    let each: Vec<Feast> = (now.year() - 2..=now.year() + 2).flat_map(all).collect();
                    let periods: Vec<Period> = each.iter().map(|f| f.period.clone()).collect();
                    let chosen = choose(&periods, now, *side, tense)?;
                    limit(Resolved::of_feast(each.into_iter().find(|f| f.period == chosen)?), around)
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
        Meaning::Same { unit: Unit::Quarter, by } => {
            // "the quarter" is the one last told, else that of the report, which has ended.
            let told = around.told.quarter.as_ref().map(|q| plus_months(q.from, 3 * by));
            match told.or(day.map(|now| plus_months(now, 3 * (by - 1)))) {
                Some(in_it) => Resolved::of(calendar::quarter_at(in_it)?),
                None => Resolved::bare("DATE", unknown(Unit::Quarter), Precision::Quarter),
            }
        }
        // "the following month" of a past, with nothing told before it: not after the page.
        Meaning::Same { unit, by: 1.. } if around.told.anchor.is_none() && past => {
            Resolved { to: day, ..Resolved::bare("DATE", unknown(*unit), precision_of(*unit)) }
        }
        Meaning::Same { unit, by } => {
            let start = around.told.anchor.as_ref().map(|a| if *by < 0 { a.from } else { a.to }).or(day);
            match start {
                Some(start) => {
                    let fits = around.told.anchor.as_ref().is_some_and(|a| a.precision == precision_of(*unit));
                    let from = if fits { around.told.anchor.as_ref().map_or(start, |a| a.from) } else { start };
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
                .told
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

/// The nth day, week, weekend, month or weekday inside a period, from its first or (-1) its last day.
fn nth(p: &Period, n: i64, what: Inner) -> Option<Period> {
    let step = match what {
        Inner::Unit(Unit::Day) => 1,
        _ => 7,
    };
    let found = match (what, n) {
        (Inner::Unit(Unit::Month), -1) => calendar::of_month(p.to),
        (Inner::Unit(Unit::Month), n) => calendar::of_month(plus_months(p.from, n - 1)),
        (Inner::Unit(Unit::Week), n) => {
            // Seven days from the period's own first or last; the value is the calendar week that holds most of them.
            let from = if n < 0 { plus_days(p.to, -6) } else { plus_days(p.from, 7 * (n - 1)) };
            let to = plus_days(from, 6).min(p.to);
            Period { from, to, ..calendar::of_week(plus_days(from, 3)) }
        }
        (Inner::Unit(_), -1) => of_day(p.to),
        (Inner::Unit(_), n) => of_day(plus_days(p.from, step * (n - 1))),
        (Inner::Weekday(_) | Inner::Weekend, n) => {
            let wanted = if let Inner::Weekday(d) = what { d } else { 6 };
            let day = if n < 0 {
                plus_days(p.to, -i64::from((weekday(p.to) - wanted).rem_euclid(7)))
            } else {
                plus_days(p.from, i64::from((wanted - weekday(p.from)).rem_euclid(7)) + step * (n - 1))
            };
            if what == Inner::Weekend { calendar::of_weekend(day) } else { of_day(day) }
        }
    };
    // "the 40th of Ramadan" is no day.
    (p.from <= found.from && found.from <= p.to && found.from <= found.to).then_some(found)
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
