//! Time expressions: which words tell when, their TIMEX3 values, and the days that they license.
//!
//! Our own grammar over tokens and tags, anchored to the page's day; no library reads "since 2020" or "by
//! the weekend" out of running text. It dates words, not claims: which claim a time belongs to, the coder says.
//! On a page of 2 December 2024, "last week" is `2024-W48`, from Monday 25 November to Sunday 1 December.
//!
//! `from` and `to` are those of a claim that the words date, so what governs them counts: "since 2020" has the
//! value `2020` and runs from 2020-01-01 to the page's day; "until Friday" has no first day. Which way a bare
//! "Friday" or "March" points is told in [`resolve`]. The conventions stand in `docs/times.md`, for readers.

mod atom;
mod calendar;
mod feast;
mod govern;
mod grammar;
mod resolve;
mod tense;
mod words;

use froissart_model::{Analysis, Day, NameKind, Span, TimeExpression, TokenRef};
use govern::{Read, govern, governor};
use grammar::Meaning;
use resolve::{Around, Told};
use std::collections::BTreeSet;
use tense::{Clauses, End, Tense};

/// The time expressions of a text in order, anchored to the page's `day`.
pub(crate) fn times(a: &Analysis, text: &str, day: Option<Day>) -> Vec<TimeExpression> {
    let mut out = Vec::new();
    let mut told = Told::default();
    let taken = taken(a);
    for (n, s) in a.sentences.iter().enumerate() {
        let atoms = atom::atoms(s, text);
        let mut found = grammar::scan(&atoms, s, &|token| taken.contains(&(n, token)));
        if found.is_empty() {
            continue;
        }
        govern::share_years(&atoms, &mut found);
        let clauses = Clauses::new(s);
        let mut all: Vec<Read> = Vec::new();
        for f in found {
            let word = governor(&atoms, &f);
            let mut tense = tense_of(&clauses, atoms[f.begin].token, word);
            // "a strike called for Friday", "declared a ceasefire for Easter": set for a day to come.
            let token = atoms[f.begin].token;
            let set = match f.meaning {
                Meaning::Weekday { side: None, .. } => true,
                Meaning::Holiday { side: None, .. } => clauses.in_object(token),
                _ => false,
            };
            if set && word == "for" {
                tense = Tense::Future;
            }
            // "was soon released" points at nothing after the page.
            if matches!(tense, Tense::Past | Tense::Perfect) && f.end == f.begin + 1 && atoms[f.begin].text == "soon" {
                continue;
            }
            let around = Around { day, tense, told: told.clone() };
            let Some(resolved) = resolve::resolve(&f, &around) else { continue };
            if let Some(p) = &resolved.period {
                // What lies before the told time ("a year earlier") and the end of a span ("the quarter ended June
                // 30") do not move the told time.
                let aside =
                    matches!(f.meaning, Meaning::Clock | Meaning::Comparable { .. } | Meaning::Ago { sign: -1, .. });
                if !aside && !matches!(word, "ended" | "ending") {
                    told.note(p);
                }
            }
            all.push(Read { found: f, resolved, around });
        }
        govern::align(&atoms, &mut all);
        let bounds = all.iter().map(|r| govern(&atoms, r)).collect();
        let bounds = govern::pair(&atoms, &all, bounds);
        for (read, b) in all.into_iter().zip(bounds) {
            let (first, last) = (&atoms[read.found.begin], &atoms[read.found.end - 1]);
            out.push(TimeExpression {
                span: Span::new(first.span.begin, last.span.end),
                first: TokenRef { sentence: n, token: first.token },
                last: TokenRef { sentence: n, token: last.token },
                kind: read.resolved.kind.into(),
                value: read.resolved.value,
                from: b.from,
                to: b.to,
                precision: read.resolved.precision,
                holds: b.holds,
            });
        }
    }
    out
}

/// The tense of the clause that a time stands in. An end that a present or no verb governs is still ahead: "has until
/// Friday to leave".
fn tense_of(clauses: &Clauses, token: usize, word: &str) -> Tense {
    let end = match word {
        "until" | "till" | "through" => Some(End::Until),
        "to" => Some(End::To),
        _ => None,
    };
    let open = end == Some(End::Until) || matches!(word, "by" | "starting" | "beginning");
    match clauses.tense(token, end) {
        Tense::Present | Tense::Unknown if open => Tense::Future,
        tense => tense,
    }
}

/// The tokens of names of several words: "May" in "Theresa May" is no month, the year of a battle stays one.
fn taken(a: &Analysis) -> BTreeSet<(usize, usize)> {
    let names = a.names.iter().filter(|name| {
        name.first < name.last
            && name.first.sentence == name.last.sentence
            && matches!(
                name.kind,
                NameKind::Per | NameKind::Org | NameKind::Fac | NameKind::Weapon | NameKind::Gpe | NameKind::Loc
            )
    });
    names.flat_map(|name| (name.first.token..=name.last.token).map(|t| (name.first.sentence, t))).collect()
}

#[cfg(test)]
mod tests;
