//! What the words around a time make of its days: "since", "until", "before", and the two ends of a range.
//!
//! Finds no time expression and asks no calendar of its own. "held since 2020" runs to the page's day, "from Monday to
//! Wednesday" is one stretch of three days, told twice.

use super::atom::{Atom, Joint};
use super::calendar::plus_days;
use super::grammar::{Count, Found, Meaning, YearOf};
use super::resolve::{Around, Resolved, resolve, shift};
use super::tense::Tense;
use froissart_model::{Day, Holds, Precision};

/// A time expression with its meaning, its days and what surrounded it.
#[derive(Debug, Clone)]
pub(super) struct Read {
    pub(super) found: Found,
    pub(super) resolved: Resolved,
    pub(super) around: Around,
}

/// The days of a claim that the words date.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bounds {
    pub(super) from: Option<Day>,
    pub(super) to: Option<Day>,
    pub(super) holds: Holds,
}

/// The word or two that govern an expression: "since", "prior to".
pub(super) fn governor<'a>(atoms: &'a [Atom], f: &Found) -> &'a str {
    let w = |k: usize| f.begin.checked_sub(k).map_or("", |i| atoms[i].text.as_str());
    let skip = usize::from(matches!(w(1), "the" | "about" | "around" | "at" | "early" | "late" | "only" | "least"));
    match (w(2 + skip), w(1 + skip)) {
        ("prior", "to") | ("ahead", "of") => "before",
        ("up", "to") => "until",
        ("as", "of") => "as of",
        ("later", "than") => "by",
        ("early" | "late" | "back", "in") => "in",
        (_, word) => word,
    }
}

/// The words between two expressions.
fn link<'a>(atoms: &'a [Atom], x: &Found, y: &Found) -> Vec<&'a str> {
    atoms.get(x.end..y.begin).unwrap_or_default().iter().map(|a| a.text.as_str()).collect()
}

/// Whether they are the ends of a range: "to", "through", a dash.
fn ranges(atoms: &[Atom], x: &Found, y: &Found) -> bool {
    match link(atoms, x, y)[..] {
        ["to" | "until" | "till" | "through"] | ["up", "to"] => true,
        ["and"] => governor(atoms, x) == "between",
        [] => matches!(atoms[y.begin].joint, Joint::Dash | Joint::Hyphen),
        _ => false,
    }
}

/// "from November 2023 to March", "April 24 and 25, 2011": a year told once holds for both.
pub(super) fn share_years(atoms: &[Atom], found: &mut [Found]) {
    // From the last pair to the first, so that a list hands its year on.
    for k in (1..found.len()).rev() {
        let [x, y] = &mut found[k - 1..=k] else { continue };
        let range = ranges(atoms, x, y);
        if !range && !matches!(link(atoms, x, y)[..], ["and" | "or" | ","]) {
            continue;
        }
        let (
            Meaning::Date { year: yx, month: Some(mx), day: dx, side: None, .. },
            Meaning::Date { year: yy, month: Some(my), day: dy, side: None, .. },
        ) = (&mut x.meaning, &mut y.meaning)
        else {
            continue;
        };
        // "November to March 2024" begins in the year before.
        let turns = (*mx, *dx) > (*my, *dy);
        match (*yx, *yy) {
            (None, Some(year)) => *yx = Some(moved(year, -i16::from(range && turns))),
            (Some(year), None) if range => *yy = Some(moved(year, i16::from(turns))),
            _ => {}
        }
    }
}

fn moved(year: YearOf, by: i16) -> YearOf {
    match year {
        YearOf::Exact(y) => YearOf::Exact(y.saturating_add(by)),
        YearOf::Relative(y) => YearOf::Relative(y + i64::from(by)),
    }
}

/// The two ends of a range in order, though each by itself may point elsewhere: "from Thursday to Monday" is one stretch
/// of days, "from November to March" one winter.
pub(super) fn align(atoms: &[Atom], all: &mut [Read]) {
    for k in 1..all.len() {
        let [x, y] = &mut all[k - 1..=k] else { continue };
        if !ranges(atoms, &x.found, &y.found) {
            continue;
        }
        match (&x.found.meaning, &y.found.meaning) {
            (Meaning::Weekday { day: dx, side: None, week: None }, Meaning::Weekday { day: dy, .. }) => {
                if let (Some(to), Some(old)) = (y.resolved.to, x.resolved.from) {
                    let day = plus_days(to, -i64::from((dy - dx).rem_euclid(7)));
                    x.resolved.value = x.resolved.value.replace(&old.to_string(), &day.to_string());
                    (x.resolved.from, x.resolved.to) = (Some(day), Some(day));
                }
            }
            (
                Meaning::Date { year: None, month: Some(_), .. },
                Meaning::Date { year: None, month: Some(_), side: None, .. },
            ) if x.resolved.from > y.resolved.to => {
                let late = matches!(y.around.tense, Tense::Future);
                let (read, by) = if late { (y, 1) } else { (x, -1) };
                let told = read.resolved.period.as_ref().map(|p| p.from.year().saturating_add(by));
                if let Meaning::Date { year, .. } = &mut read.found.meaning {
                    *year = told.map(YearOf::Exact);
                }
                if let Some(r) = resolve(&read.found, &read.around) {
                    read.resolved = r;
                }
            }
            _ => {}
        }
    }
}

/// What the governing word makes of the days.
pub(super) fn govern(atoms: &[Atom], read: &Read) -> Bounds {
    let Read { found: f, resolved: r, around } = read;
    let day = around.day;
    let plain = Bounds {
        from: r.from,
        to: r.to,
        holds: if r.repeated {
            Holds::Repeated
        } else if r.throughout {
            Holds::Throughout
        } else {
            Holds::Within
        },
    };
    let past = !matches!(around.tense, Tense::Future);
    let glued = atoms.get(f.begin).is_some_and(|a| a.joint == Joint::Hyphen);
    let word = governor(atoms, f);
    if let (Meaning::Duration { unit, count, side: None }, "within" | "in", Some(now), false) =
        (&f.meaning, word, day, past)
    {
        // "will leave within two weeks": between the page's day and then; "within weeks": some time after it.
        let to = match count {
            Count::Exact(n) => Some(shift(now, *unit, *n).max(now)),
            Count::Vague => None,
        };
        return Bounds { from: day, to, holds: Holds::Within };
    }
    if r.kind == "SET" || r.kind == "DURATION" && word != "throughout" {
        return plain;
    }
    let before = || r.from.map(|d| plus_days(d, -1));
    // "after 3 p.m. on Friday" is still that Friday, "before dawn" that morning.
    if r.precision == Precision::Hour && matches!(word, "before" | "after" | "following") {
        return plain;
    }
    match word {
        "since" => Bounds { from: r.from, to: day.max(r.from), holds: Holds::Throughout },
        "from" if atoms.get(f.end).is_some_and(|a| matches!(a.text.as_str(), "on" | "onward" | "onwards")) => {
            Bounds { from: r.from, to: if past { day.max(r.from) } else { None }, holds: Holds::Throughout }
        }
        "starting" | "beginning" => Bounds { from: r.from, to: None, holds: Holds::Within },
        "until" | "till" => Bounds { from: None, to: r.to, holds: Holds::Throughout },
        "through" if r.precision != Precision::Hour => Bounds { from: None, to: r.to, holds: Holds::Throughout },
        "pre" if glued => Bounds { from: None, to: before(), holds: Holds::Within },
        "before" => Bounds { from: None, to: before(), holds: Holds::Within },
        "by" => Bounds { from: None, to: r.to, holds: Holds::Within },
        "post" if glued => after(r, past, day),
        "after" | "following" if r.value != "FUTURE_REF" => after(r, past, day),
        "throughout" if r.precision != Precision::Unknown => Bounds { holds: Holds::Throughout, ..plain },
        _ => plain,
    }
}

fn after(r: &Resolved, past: bool, day: Option<Day>) -> Bounds {
    let from = r.to.map(|d| plus_days(d, 1));
    let to = if past { day.filter(|d| from.is_none_or(|f| f <= *d)) } else { None };
    Bounds { from, to, holds: Holds::Within }
}

/// "from Monday to Wednesday", "between 2011 and 2015", "2011–2015": both ends tell the whole.
pub(super) fn pair(atoms: &[Atom], all: &[Read], mut bounds: Vec<Bounds>) -> Vec<Bounds> {
    for k in 1..all.len() {
        let (x, y) = (&all[k - 1], &all[k]);
        let (Some(from), Some(to)) = (x.resolved.from, y.resolved.to) else { continue };
        let length = |r: &Read| matches!(r.resolved.kind, "DURATION" | "SET");
        if from > to || length(x) || length(y) || !ranges(atoms, &x.found, &y.found) {
            continue;
        }
        let between = governor(atoms, &x.found) == "between";
        let whole =
            Bounds { from: Some(from), to: Some(to), holds: if between { Holds::Within } else { Holds::Throughout } };
        bounds[k - 1] = whole;
        bounds[k] = whole;
    }
    bounds
}
