//! `froissart export`: a ledger's claims in the layouts of the field, and what each layout could not carry.

use super::{Run, line};
use crate::args::ExportArgs;
use crate::failure::{Done, Failure};
use crate::ledger::Ledger;
use crate::terminal;
use froissart_ask::sourced;
use froissart_export::{Group, Input, Options, PageFacts, Per, export as written, with_figures};
use froissart_ledger::Query;
use froissart_model::Part;
use froissart_picture::{Aside, Decisions, Sourced, decide};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

pub(crate) fn export(a: &ExportArgs) -> Run {
    let ledger = crate::ledger::existing(&a.filters.ledger)?;
    // Implied claims are fetched always: a count leads over them to its act, and the report says how many stay out.
    let everything = Query { include_implied: true, ..a.filters.times() };
    let query = Query {
        limit: a.limit,
        // So many of those that may have a row, and not of those that only lead a count to its act.
        include_implied: a.limit.is_none() || a.with_implied,
        ..a.filters.query()
    };
    // What a filter leaves out may still tell of the same event as what it keeps.
    let all: Vec<Sourced> = ledger.claims(&everything)?.into_iter().map(sourced).collect();
    let decisions = if a.without_decisions {
        Decisions::default()
    } else {
        froissart_ask::standing(&*ledger, a.filters.recorded_by.as_deref())?
    };
    let (all, decided) = decide(all, &decisions);
    let claims = if query == everything {
        all.clone()
    } else {
        // The ledger looks for names as they were recorded; what it finds is written as it was put right.
        let found: BTreeSet<(String, String)> =
            ledger.claims(&query)?.into_iter().map(|s| (s.page.id.clone(), s.claim.id.clone())).collect();
        let is_found = |s: &&Sourced| found.contains(&(s.page.id.clone(), s.claim.id.clone()));
        with_figures(all.iter().filter(is_found).cloned().collect(), &all)
    };
    let aside = |s: &Sourced| decided.aside(&s.claim.id, a.filters.known_by).map(|(why, _)| why);
    let set_aside: BTreeMap<String, Aside> = all.iter().filter_map(|s| Some((s.claim.id.clone(), aside(s)?))).collect();
    let pages = facts(&ledger, &claims)?;
    let told: Vec<&Sourced> = all.iter().filter(|s| !set_aside.contains_key(&s.claim.id)).collect();
    let groups: Vec<Group> = froissart_testimony::events_with(&told, &decided.given())
        .events
        .iter()
        .filter(|e| e.claims.len() > 1)
        .map(|e| Group { id: e.id.clone(), members: e.claims.iter().map(|n| told[*n].claim.id.clone()).collect() })
        .collect();
    let options = Options {
        format: a.to,
        per: if a.per == Some(Per::Claim) { Per::Claim } else { Per::Event },
        with_background: a.with_background,
        with_implied: a.with_implied,
        with_negated: a.with_negated,
        with_non_actual: a.with_non_actual,
        undated_by_page: a.undated_by_page,
        spreadsheet_safe: a.spreadsheet_safe,
    };
    let input = Input { claims: &claims, pages: &pages, groups: &groups, set_aside: &set_aside };
    let mut done = written(&input, &options);
    let given: BTreeSet<&str> = claims.iter().map(|s| s.claim.id.as_str()).collect();
    for c in &decided.corrections {
        let n = c.claims.iter().filter(|id| given.contains(id.as_str())).count();
        if n > 0 {
            let claims = if n == 1 { "1 claim".to_owned() } else { format!("{n} claims") };
            done.report.notes.push(format!(
                "“{}” is written as {} in {claims}, as {} put it right; --without-decisions writes it as recorded",
                c.from, c.into, c.ground.who
            ));
        }
    }
    if let Some(path) = &a.out {
        put(path, &done.text)?;
    } else {
        let mut out = std::io::stdout().lock();
        out.write_all(done.text.as_bytes())?;
        out.flush()?;
    }
    match &a.report {
        Some(path) => {
            let mut text = Vec::new();
            if a.json {
                line(&mut text, &done.report)?;
            } else {
                text = done.report.text().into_bytes();
            }
            put(path, &String::from_utf8_lossy(&text))?;
        }
        None if a.json => line(&mut anstream::stderr().lock(), &done.report)?,
        None => anstream::eprint!("{}", done.report.text()),
    }
    Ok(if done.report.rows == 0 { Done::Nothing } else { Done::Found })
}

/// What the layouts ask of the pages that the claims stand on.
fn facts(ledger: &Ledger, claims: &[Sourced]) -> Result<BTreeMap<String, PageFacts>, Failure> {
    let ids: BTreeSet<&str> = claims.iter().map(|s| s.page.id.as_str()).collect();
    let progress = terminal::progress(ids.len() as u64);
    let mut all = BTreeMap::new();
    for id in ids {
        progress.inc(1);
        let Some(page) = ledger.page(id)? else { continue };
        let host = page.url.as_deref().and_then(|u| u.split_once("://")?.1.split(['/', ':', '?']).next());
        let outlet = page.outlet.as_deref().and_then(froissart_page::outlet_named);
        let outlet = outlet.or_else(|| host.and_then(froissart_page::outlet_at));
        let facts = PageFacts {
            chars: Some(page.text.chars().count()),
            lead_end: page.body.iter().find(|b| b.part == Part::Body).map(|b| b.span.end),
            outlet_country: outlet.map(|o| o.country.clone()).filter(|c| !c.is_empty()),
            url: page.url,
            language: page.language,
        };
        all.insert(id.to_owned(), facts);
    }
    progress.finish_and_clear();
    Ok(all)
}

/// Writes a file whole or not at all: beside it first, then in its place.
fn put(path: &Path, text: &str) -> Result<(), Failure> {
    let why = |e: std::io::Error| {
        Failure::message(format!("{} cannot be written: {e}; name another file, or make room", path.display()))
    };
    // A pipe or a device has no neighbour to be renamed from.
    if path.exists() && !path.is_file() {
        return std::fs::write(path, text).map_err(why);
    }
    let mut beside = path.as_os_str().to_owned();
    beside.push(".part");
    let written = std::fs::write(&beside, text).and_then(|()| std::fs::rename(&beside, path));
    if written.is_err() {
        // Nothing of ours stays behind; that it cannot be removed either adds nothing to the message.
        let _ = std::fs::remove_file(&beside);
    }
    written.map_err(why)
}
