//! `froissart picture` and `froissart disputes`: the situation from a ledger, as of any day, as known on any day.

use super::{Run, line};
use crate::args::PictureArgs;
use crate::failure::{Done, Failure};
use crate::ledger::Ledger;
use crate::terminal;
use froissart_know::Knowledge;
use froissart_ledger::{Asked, PageRead, Situation, Stored, Target};
use froissart_model::fold;
use froissart_picture::{Decisions, Meaning, Options, PageSeen, Picture, Sourced, decide};
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
    let ledger = crate::ledger::existing(&a.ledger)?;
    let know = super::plain_knowledge()?;
    let asked = Asked {
        about: targets(a, &ledger, know.as_ref())?,
        as_of: a.as_of,
        since: a.since,
        // What is published after the day tells of the day too, but was not known on it.
        known_by: a.known_by.or(a.as_of),
        recorded_by: a.recorded_by.clone(),
        days: a.days,
        within_days: froissart_picture::STALE_AFTER_DAYS,
        back_days: a.back,
        include_implied: a.implied,
    };
    let Situation { claims: stored, pages, families, first, has_older, ties_since, left_out } =
        ledger.situation(&asked)?;
    let claims: Vec<Sourced> = stored.iter().cloned().map(sourced).collect();
    let decisions = if a.without_decisions {
        Decisions::default()
    } else {
        crate::decisions::standing(&ledger, a.recorded_by.as_deref())?
    };
    let (claims, decided) = decide(claims, &decisions);
    if first.is_none() {
        anstream::eprintln!("{}", nothing(a, &ledger)?);
    } else if let Some(about) = &a.about {
        // What is like a name that nobody has is looked for in all that the last days tell.
        let all: Vec<Sourced> = if claims.is_empty() {
            let everything = Asked { about: Vec::new(), ..asked };
            ledger.situation(&everything)?.claims.into_iter().map(sourced).collect()
        } else {
            Vec::new()
        };
        let all = if claims.is_empty() { &all } else { &claims };
        known(all, about)?.iter().for_each(|note| anstream::eprintln!("note: {note}"));
    }
    let day = |p: &PageRead| p.head.published.as_deref().and_then(|d| d.get(..10)?.parse().ok());
    if let Some((since, last)) = a.since.zip(pages.iter().filter_map(day).max()).filter(|(s, l)| s >= l) {
        anstream::eprintln!("note: no page came out after --since {since}; the last is of {last}");
    }
    let options = Options {
        as_of: a.as_of,
        since: a.since,
        about: a.about.clone(),
        include_implied: a.implied,
        separate_organs: a.separate_organs,
        camps: a.camps,
        stale_after_days: Some(a.stale_after),
        testimony: Context { given: decided.given(), ..crate::testimony::context(know.as_ref(), families) },
        decided,
        state_names: crate::testimony::state_names(know.as_ref()),
        pages: pages.into_iter().map(seen).collect(),
        whole_since: first.filter(|_| has_older),
        ties_since: ties_since.filter(|_| left_out > 0),
        left_out,
        ..Options::default()
    };
    Ok((froissart_picture::picture(&claims, &options), stored))
}

/// A page that the ledger read, as coverage counts it.
fn seen(p: PageRead) -> PageSeen {
    PageSeen { id: p.head.id, outlet: p.head.outlet, language: p.language, published: p.head.published }
}

/// What `--about` names, with the countries that the tables know by it and the names that corrections lead to it.
fn targets(a: &PictureArgs, ledger: &Ledger, know: &Knowledge) -> Result<Vec<Target>, Failure> {
    let Some(about) = &a.about else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for name in about.splitn(2, '/').map(str::trim) {
        let folded = fold(name);
        let is_called = |s: &&froissart_know::State| {
            s.code == name || std::iter::once(&s.name).chain(&s.aliases).any(|n| fold(n) == folded)
        };
        let countries = know.actors.states().iter().filter(is_called).map(|s| s.code.clone()).collect();
        let mut also = Vec::new();
        for c in ledger.corrections()?.into_iter().filter(|c| c.retracted.is_none()).map(|c| c.decision) {
            let into = ledger.actors_named(&c.into)?.into_iter().flat_map(|x| [x.key, x.name]).chain([c.into]);
            if into.map(|n| fold(&n)).any(|n| format!(" {n} ").contains(&format!(" {folded} "))) {
                also.extend(ledger.actors_named(&c.subject)?.into_iter().map(|x| x.name));
            }
        }
        all.push(Target { name: name.to_owned(), countries, also });
    }
    Ok(all)
}

/// Why there is nothing to draw: an empty ledger, or days before its first page.
fn nothing(a: &PictureArgs, ledger: &Ledger) -> Result<String, Failure> {
    let name = crate::ledger::shown(&a.ledger);
    let pages = ledger.pages()?;
    let Some(first) = pages.iter().filter_map(|p| p.published.as_deref()).min() else {
        return Ok(format!("note: {name} holds no claims yet; record pages into it first"));
    };
    let first = first.get(..10).unwrap_or(first);
    let asked = match (a.known_by.or(a.as_of), &a.recorded_by) {
        (Some(d), _) => format!("by {d}"),
        (None, Some(r)) => format!("recorded by {r}"),
        (None, None) => "so".to_owned(),
    };
    Ok(format!("note: nothing was known {asked}: the first page of {name} is of {first}"))
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
