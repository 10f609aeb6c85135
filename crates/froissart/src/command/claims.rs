//! `froissart claims`: a ledger's claims by filter.

use super::{Run, line};
use crate::args::ClaimsArgs;
use crate::failure::Done;
use crate::terminal;
use froissart_ledger::{Ledger, Query};
use std::io::Write;

pub(crate) fn claims(a: &ClaimsArgs) -> Run {
    let ledger = Ledger::open_existing(&a.ledger)?;
    let found = ledger.claims(&Query {
        about: a.about.clone(),
        kind: a.kind,
        type_: a.type_.clone(),
        certainty: a.certainty,
        since: a.since,
        until: a.until,
        known_by: a.known_by,
        recorded_by: a.recorded_by.clone(),
        include_implied: a.implied,
        text: a.text.clone(),
        country: a.country.clone(),
        published_since: None,
        newest: a.newest,
        limit: a.limit,
    })?;
    let mut out = anstream::stdout().lock();
    let mut page = String::new();
    for s in &found {
        if a.json {
            line(&mut out, s)?;
            continue;
        }
        if page != s.page.id {
            page.clone_from(&s.page.id);
            out.write_all(terminal::page_head(&s.page).as_bytes())?;
        }
        out.write_all(terminal::stored(&s.claim).as_bytes())?;
    }
    out.flush()?;
    Ok(if found.is_empty() { Done::Nothing } else { Done::Found })
}
