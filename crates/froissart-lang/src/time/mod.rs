//! Time expressions: which words tell when, their TIMEX3 values, and the days that they license.
//!
//! Our own grammar over tokens and tags, anchored to the page's day; no library reads "since 2020" or "by
//! the weekend" out of running text. It dates words, not claims: which claim a time belongs to, the coder says.
//! On a page of 2 December 2024, "last week" is `2024-W48`, from Monday 25 November to Sunday 1 December.
//!
//! `from` and `to` are those of a claim that the words date, so what governs them counts: "since 2020" has the
//! value `2020` and runs from 2020-01-01 to the page's day; "until Friday" has no first day. Which way a bare
//! "Friday" or "March" points is told in [`resolve`].

mod atom;
mod calendar;
mod grammar;
mod resolve;
mod tense;
mod words;

use atom::{Atom, Joint};
use calendar::plus_days;
use froissart_model::{Analysis, Day, Holds, NameKind, Precision, Span, TimeExpression, TokenRef};
use grammar::{Found, Meaning};
use resolve::{Around, Resolved};
use tense::Tense;

/// The time expressions of a text in order, anchored to the page's `day`.
pub(crate) fn times(a: &Analysis, text: &str, day: Option<Day>) -> Vec<TimeExpression> {
    let mut out = Vec::new();
    let mut anchor = None;
    for (n, s) in a.sentences.iter().enumerate() {
        let atoms = atom::atoms(s, text);
        let taken = |token: usize| {
            let at = TokenRef { sentence: n, token };
            a.names.iter().any(|name| {
                name.first < name.last
                    && name.first <= at
                    && at <= name.last
                    && matches!(
                        name.kind,
                        NameKind::Per
                            | NameKind::Org
                            | NameKind::Fac
                            | NameKind::Weapon
                            | NameKind::Gpe
                            | NameKind::Loc
                    )
            })
        };
        let found = grammar::scan(&atoms, s, &taken);
        let mut resolved: Vec<(Found, Resolved, Tense)> = Vec::new();
        for f in found {
            let tense = tense::tense(s, atoms[f.begin].token.min(s.tokens.len().saturating_sub(1)));
            let around = Around { day, tense, anchor: anchor.clone() };
            if let Some(r) = resolve::resolve(&f, &around) {
                if let Some(p) = &r.period {
                    // What lies before the told time ("a year earlier") does not move the told time.
                    if !matches!(f.meaning, Meaning::Clock | Meaning::Ago { sign: -1, .. }) {
                        anchor = Some(p.clone());
                    }
                }
                resolved.push((f, r, tense));
            }
        }
        align_weekdays(&atoms, &mut resolved);
        let governed: Vec<Governed> = resolved.iter().map(|(f, r, t)| govern(&atoms, f, r, *t, day)).collect();
        let governed = pair(&atoms, &resolved, governed);
        for ((f, r, _), g) in resolved.into_iter().zip(governed) {
            let (first, last) = (&atoms[f.begin], &atoms[f.end - 1]);
            out.push(TimeExpression {
                span: Span::new(first.span.begin, last.span.end),
                first: TokenRef { sentence: n, token: first.token },
                last: TokenRef { sentence: n, token: last.token },
                kind: r.kind.into(),
                value: r.value,
                from: g.from,
                to: g.to,
                precision: r.precision,
                holds: g.holds,
            });
        }
    }
    out
}

/// "from Monday to Wednesday": one week's days, though each by itself may point elsewhere.
fn align_weekdays(atoms: &[Atom], resolved: &mut [(Found, Resolved, Tense)]) {
    for k in 1..resolved.len() {
        let [x, y] = &mut resolved[k - 1..=k] else { continue };
        let (Meaning::Weekday { day: dx, side: None, week: None }, Meaning::Weekday { day: dy, .. }) =
            (&x.0.meaning, &y.0.meaning)
        else {
            continue;
        };
        let link = atoms[x.0.end..y.0.begin].iter().map(|a| a.text.as_str()).collect::<Vec<_>>();
        if !matches!(link[..], ["to" | "until" | "till" | "through"]) {
            continue;
        }
        if let (Some(to), Some(old)) = (y.1.to, x.1.from) {
            let day = plus_days(to, -i64::from((dy - dx).rem_euclid(7)));
            x.1.value = x.1.value.replace(&old.to_string(), &day.to_string());
            (x.1.from, x.1.to) = (Some(day), Some(day));
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Governed {
    from: Option<Day>,
    to: Option<Day>,
    holds: Holds,
}

/// The word or two that govern an expression: "since", "prior to".
fn governor<'a>(atoms: &'a [Atom], f: &Found) -> &'a str {
    let w = |k: usize| f.begin.checked_sub(k).map_or("", |i| atoms[i].text.as_str());
    let skip = usize::from(matches!(w(1), "the" | "about" | "around" | "at" | "early" | "late" | "only" | "least"));
    match (w(2 + skip), w(1 + skip)) {
        ("prior" | "up", "to") | ("ahead", "of") => "before",
        ("as", "of") => "as of",
        ("early" | "late" | "back", "in") => "in",
        (_, word) => word,
    }
}

/// What the governing word makes of the days.
fn govern(atoms: &[Atom], f: &Found, r: &Resolved, tense: Tense, day: Option<Day>) -> Governed {
    let plain = Governed {
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
    let past = !matches!(tense, Tense::Future);
    let glued = atoms.get(f.begin).is_some_and(|a| a.joint == Joint::Hyphen);
    let word = governor(atoms, f);
    if r.kind == "SET" || r.kind == "DURATION" && !matches!(word, "throughout") {
        return plain;
    }
    match word {
        "since" => Governed { from: r.from, to: day.max(r.from), holds: Holds::Throughout },
        "from" if atoms.get(f.end).is_some_and(|a| matches!(a.text.as_str(), "on" | "onward" | "onwards")) => {
            Governed { from: r.from, to: if past { day.max(r.from) } else { None }, holds: Holds::Throughout }
        }
        "starting" | "beginning" => Governed { from: r.from, to: None, holds: Holds::Within },
        "until" | "till" => Governed { from: None, to: r.to, holds: Holds::Throughout },
        "pre" if glued => Governed { from: None, to: r.from.map(|d| plus_days(d, -1)), holds: Holds::Within },
        "before" => Governed { from: None, to: r.from.map(|d| plus_days(d, -1)), holds: Holds::Within },
        "by" => Governed { from: None, to: r.to, holds: Holds::Within },
        "post" if glued => after(r, past, day),
        "after" | "following" if r.value != "FUTURE_REF" => after(r, past, day),
        "throughout" | "during" if r.precision != Precision::Unknown => {
            Governed { holds: if word == "throughout" { Holds::Throughout } else { plain.holds }, ..plain }
        }
        _ => plain,
    }
}

fn after(r: &Resolved, past: bool, day: Option<Day>) -> Governed {
    // A clock time leaves room on its own day.
    let from = if r.precision == Precision::Hour { r.to } else { r.to.map(|d| plus_days(d, 1)) };
    let to = if past { day.filter(|d| from.is_none_or(|f| f <= *d)) } else { None };
    Governed { from, to, holds: Holds::Within }
}

/// "from Monday to Wednesday", "between 2011 and 2015", "2011–2015": both ends tell the whole.
fn pair(atoms: &[Atom], resolved: &[(Found, Resolved, Tense)], mut governed: Vec<Governed>) -> Vec<Governed> {
    for k in 1..resolved.len() {
        let (x, y) = (&resolved[k - 1], &resolved[k]);
        let (Some(from), Some(to)) = (x.1.from, y.1.to) else { continue };
        if from > to || x.1.kind == "DURATION" || y.1.kind == "DURATION" {
            continue;
        }
        let link: Vec<&str> = atoms[x.0.end..y.0.begin].iter().map(|a| a.text.as_str()).collect();
        let word = governor(atoms, &x.0);
        let holds = match (word, &link[..]) {
            ("between", ["and"]) => Holds::Within,
            (_, ["to" | "until" | "till" | "through"] | ["up", "to"]) => Holds::Throughout,
            (_, []) if matches!(atoms[y.0.begin].joint, Joint::Dash | Joint::Hyphen) => Holds::Throughout,
            _ => continue,
        };
        let whole = Governed { from: Some(from), to: Some(to), holds };
        governed[k - 1] = whole;
        governed[k] = whole;
    }
    governed
}

#[cfg(test)]
mod tests;
