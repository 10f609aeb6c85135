//! `froissart upgrade`: a ledger of an older version brought forward, with a copy of it left beside it.

use super::{Run, line};
use crate::args::OneLedger;
use crate::failure::{Done, Failure};
use froissart_ledger::{Error, Ledger};
use std::io::Write as _;

pub(crate) fn upgrade(a: &OneLedger) -> Run {
    if let Some(address) = crate::ledger::server(&a.ledger) {
        let from = crate::ledger::on_server::upgrade(address)?;
        let mut out = anstream::stdout().lock();
        let name = crate::ledger::shown(&a.ledger);
        match (from, a.json) {
            (Some(n), false) => writeln!(out, "{name}: the ledger was of version {n} and is brought forward")?,
            (Some(n), true) => line(&mut out, &serde_json::json!({"from": n, "backup": null}))?,
            (None, false) => writeln!(out, "{name}: nothing to do, it is of this program's version")?,
            (None, true) => {}
        }
        out.flush()?;
        return Ok(if from.is_some() { Done::Found } else { Done::Nothing });
    }
    if !a.ledger.exists() {
        return Err(Failure::from(Error::Missing { path: a.ledger.clone() }));
    }
    let ledger = Ledger::open(&a.ledger)?;
    let mut out = anstream::stdout().lock();
    match (ledger.migration(), a.json) {
        (Some(m), false) => writeln!(out, "{}: {m}", a.ledger.display())?,
        (Some(m), true) => line(&mut out, &serde_json::json!({"from": m.from, "to": m.to, "backup": m.backup}))?,
        (None, false) => writeln!(out, "{}: nothing to do, it is of this program's version", a.ledger.display())?,
        (None, true) => {}
    }
    out.flush()?;
    Ok(if ledger.migration().is_some() { Done::Found } else { Done::Nothing })
}
