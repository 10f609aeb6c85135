//! `froissart picture` and `froissart disputes`: the situation from a ledger, as of any day, as known on any day.

use super::{Run, line};
use crate::args::PictureArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_ledger::{Ledger, Query, Stored};
use froissart_picture::{Decisions, Meaning, Options, Picture, Sourced, decide};
use froissart_testimony::Context;
use std::io::Write;

/// A stored claim as the picture takes it.
pub(crate) fn sourced(s: Stored) -> Sourced {
    Sourced {
        claim: s.claim,
        outlet: s.page.outlet,
        page_id: s.page.id,
        title: s.page.title,
        published: s.page.published,
    }
}

/// The picture that the arguments ask for, and the claims that it is drawn from.
pub(super) fn drawn(a: &PictureArgs) -> Result<(Picture, Vec<Stored>), Failure> {
    if let Some((since, as_of)) = a.since.zip(a.as_of).filter(|(s, d)| s >= d) {
        return Err(Failure::message(format!(
            "--since {since} is not before --as-of {as_of}; name an earlier day to compare with"
        )));
    }
    let ledger = Ledger::open_existing(&a.ledger)?;
    let query = Query {
        // What is published after the day tells of the day too, but was not known on it.
        known_by: a.known_by.or(a.as_of),
        recorded_by: a.recorded_by.clone(),
        include_implied: true,
        ..Query::default()
    };
    let stored = ledger.claims(&query)?;
    let claims: Vec<Sourced> = stored.iter().cloned().map(sourced).collect();
    let decisions = if a.without_decisions {
        Decisions::default()
    } else {
        crate::decisions::standing(&ledger, a.recorded_by.as_deref())?
    };
    let (claims, decided) = decide(claims, &decisions);
    if claims.is_empty() {
        anstream::eprintln!("{}", nothing(a, &ledger)?);
    } else if let Some(about) = &a.about {
        known(&claims, about)?.iter().for_each(|note| anstream::eprintln!("note: {note}"));
    }
    if let Some((since, last)) = a.since.zip(claims.iter().filter_map(Sourced::day).max()).filter(|(s, l)| s >= l) {
        anstream::eprintln!("note: no page came out after --since {since}; the last is of {last}");
    }
    let know = super::plain_knowledge()?;
    let options = Options {
        as_of: a.as_of,
        since: a.since,
        about: a.about.clone(),
        include_implied: a.implied,
        separate_organs: a.separate_organs,
        camps: a.camps,
        stale_after_days: Some(a.stale_after),
        // The ledger keeps no signatures of pages yet: wire families come with them.
        testimony: Context {
            given: decided.given(),
            ..crate::testimony::context(know.as_ref(), froissart_testimony::Families::default())
        },
        decided,
        state_names: crate::testimony::state_names(know.as_ref()),
        ..Options::default()
    };
    Ok((froissart_picture::picture(&claims, &options), stored))
}

/// Why there is nothing to draw: an empty ledger, or days before its first page.
fn nothing(a: &PictureArgs, ledger: &Ledger) -> Result<String, Failure> {
    let all = ledger.claims(&Query { include_implied: true, ..Query::default() })?;
    let Some(first) = all.iter().filter_map(|s| s.page.published.as_deref()).min() else {
        return Ok(format!("note: {} holds no claims yet; record pages into it first", a.ledger.display()));
    };
    let first = first.get(..10).unwrap_or(first);
    let asked = match (a.known_by.or(a.as_of), &a.recorded_by) {
        (Some(d), _) => format!("by {d}"),
        (None, Some(r)) => format!("recorded by {r}"),
        (None, None) => "so".to_owned(),
    };
    Ok(format!("note: nothing was known {asked}: the first page of {} is of {first}", a.ledger.display()))
}

/// Refuses a name that several actors have; of one that no claim has, tells what is like it.
fn known(claims: &[Sourced], about: &str) -> Result<Option<String>, Failure> {
    if about.split('/').any(|n| n.trim().is_empty()) || about.matches('/').count() > 1 {
        return Err(Failure::message(format!("--about `{about}`: name one, or two with a slash between, as in A/B")));
    }
    let near = |a: &str, b: &str| strsim::jaro_winkler(a, b) >= 0.85;
    match froissart_picture::meaning(claims, about, near) {
        Meaning::Known => Ok(None),
        Meaning::Unknown(like) if like.is_empty() => {
            Ok(Some(format!("no claim names `{about}`; `froissart claims --text` looks for words")))
        }
        Meaning::Unknown(like) => Ok(Some(format!("no claim names `{about}`; there is {}", like.join(", ")))),
        Meaning::Several(all) => {
            let all: Vec<String> = all.iter().map(|(id, who)| format!("{id} ({who})")).collect();
            Err(Failure::message(format!("`{about}` is several: ask for one by its key: {}", all.join("; "))))
        }
    }
}

pub(crate) fn picture(a: &PictureArgs) -> Run {
    let (p, _) = drawn(a)?;
    let mut out = anstream::stdout().lock();
    if a.json {
        line(&mut out, &p)?;
    } else {
        out.write_all(terminal::picture(&p).as_bytes())?;
        out.flush()?;
    }
    Ok(if p.claims == 0 { Done::Nothing } else { Done::Found })
}

pub(crate) fn disputes(a: &PictureArgs) -> Run {
    let (p, _) = drawn(a)?;
    let mut out = anstream::stdout().lock();
    if a.json {
        for d in &p.disputes {
            line(&mut out, d)?;
        }
    } else {
        out.write_all(terminal::disputes(&p).as_bytes())?;
        out.flush()?;
    }
    Ok(if p.disputes.is_empty() { Done::Nothing } else { Done::Found })
}
