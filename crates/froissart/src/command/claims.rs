//! `froissart claims`: a ledger's claims by filter.

use super::{Run, line};
use crate::args::ClaimsArgs;
use crate::failure::Done;
use crate::terminal;
use froissart_ledger::Query;
use std::io::Write;

pub(crate) fn claims(a: &ClaimsArgs) -> Run {
    let ledger = crate::ledger::existing(&a.filters.ledger)?;
    let found =
        ledger.claims(&Query { include_implied: a.implied, newest: a.newest, limit: a.limit, ..a.filters.query() })?;
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
