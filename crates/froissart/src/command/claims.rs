//! `froissart claims`: a ledger's claims by filter.

use super::{Run, line};
use crate::args::ClaimsArgs;
use crate::failure::Done;
use crate::terminal;
use froissart_ledger::{Query, Stored};
use froissart_picture::{Cited, Remark};
use serde::Serialize;
use std::io::Write;

/// A claim at rest, and what was decided of it.
#[derive(Serialize)]
struct WithDecisions<'s> {
    #[serde(flatten)]
    stored: &'s Stored,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    decisions: Vec<Remark>,
}

pub(crate) fn claims(a: &ClaimsArgs) -> Run {
    let ledger = crate::ledger::existing(&a.filters.ledger)?;
    let found =
        ledger.claims(&Query { include_implied: a.implied, newest: a.newest, limit: a.limit, ..a.filters.query() })?;
    let standing = froissart_ask::standing(&*ledger, a.filters.recorded_by.as_deref())?;
    let mut out = anstream::stdout().lock();
    let mut page = String::new();
    for s in &found {
        let decisions = standing.of(&Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() });
        if a.json {
            line(&mut out, &WithDecisions { stored: s, decisions })?;
            continue;
        }
        if page != s.page.id {
            page.clone_from(&s.page.id);
            out.write_all(terminal::page_head(&s.page).as_bytes())?;
        }
        out.write_all(terminal::stored(&s.claim).as_bytes())?;
        out.write_all(terminal::decided(&decisions, "    ").as_bytes())?;
    }
    out.flush()?;
    Ok(if found.is_empty() { Done::Nothing } else { Done::Found })
}
