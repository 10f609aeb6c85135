//! `froissart verify`: is the ledger what was recorded? Every hash, span and anchor again.

use super::{Run, line};
use crate::args::OneLedger;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_ledger::Ledger;
use std::io::Write as _;

pub(crate) fn verify(a: &OneLedger) -> Run {
    let instead = "the server checks its own files, and `pg_amcheck` its indexes";
    crate::ledger::only_a_file(&a.ledger, "verify", instead)?;
    let ledger = Ledger::open_existing(&a.ledger)?;
    let progress = terminal::progress(0);
    let v = ledger.verify(|done, all| {
        progress.set_length(all);
        progress.set_position(done);
    })?;
    progress.finish_and_clear();
    let mut out = anstream::stdout().lock();
    let name = a.ledger.display();
    if a.json {
        line(&mut out, &v)?;
    } else {
        for f in &v.faults {
            writeln!(out, "{}: {}", f.place, f.what)?;
        }
        let (pages, runs, claims) = (v.pages, v.runs, v.claims);
        if v.faults.is_empty() {
            writeln!(out, "{name}: sound; {pages} pages, {runs} codings, {claims} claims, each as it was recorded")?;
        }
        out.flush()?;
    }
    if v.faults.is_empty() {
        return Ok(Done::Found);
    }
    Err(Failure::message(format!(
        "`{name}` is damaged ({} faults, listed above): restore it from a copy (`froissart backup` makes them), or record its pages into a new ledger",
        v.faults.len()
    )))
}
