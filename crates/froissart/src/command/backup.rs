//! `froissart backup`: a whole copy of a ledger, while others read and write it.

use super::{Run, line};
use crate::args::BackupArgs;
use crate::failure::Done;
use crate::terminal;
use froissart_ledger::Ledger;
use std::io::Write as _;

pub(crate) fn backup(a: &BackupArgs) -> Run {
    crate::ledger::only_a_file(&a.ledger, "backup", "`pg_dump` copies it")?;
    crate::ledger::only_a_file(&a.to, "backup", "name a file for the copy")?;
    let ledger = Ledger::open_existing(&a.ledger)?;
    let progress = terminal::progress(0);
    ledger.backup(&a.to, |done, all| {
        progress.set_length(all);
        progress.set_position(done);
    })?;
    progress.finish_and_clear();
    let counts = Ledger::open_existing(&a.to)?.counts()?;
    let mut out = anstream::stdout().lock();
    if a.json {
        line(&mut out, &serde_json::json!({"ledger": a.ledger, "copy": a.to, "counts": counts}))?;
    } else {
        let (pages, claims) = (counts.pages, counts.claims);
        writeln!(out, "{}: a copy of {}; {pages} pages, {claims} claims", a.to.display(), a.ledger.display())?;
    }
    out.flush()?;
    Ok(Done::Found)
}
