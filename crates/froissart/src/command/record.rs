//! `froissart record`: pages into a ledger.

use super::read::reading;
use super::{Run, knowledge, line};
use crate::args::RecordArgs;
use crate::failure::{Done, Failure};
use crate::files::inputs;
use crate::terminal;
use froissart_ledger::{Ledger, Recorded};
use std::io::Write as _;

pub(crate) fn record(a: &RecordArgs) -> Run {
    let know = knowledge(&a.own)?;
    let files = inputs(&a.files)?;
    if files.is_empty() {
        return Err(Failure::message(super::read::NO_PAGES));
    }
    let mut ledger = Ledger::open(&a.ledger)?;
    // The one place where the clock is read; everything below it takes the instant as an argument.
    let at = a.recorded_at.clone().unwrap_or_else(|| jiff::Timestamp::now().to_string());
    let version = format!("{} data {}", froissart_code::VERSION, know.version());
    let progress = terminal::progress(files.len() as u64);
    let mut out = anstream::stdout().lock();
    let (mut sum, mut bad, mut pages) = (Recorded::default(), 0, 0);
    crate::parallel::ordered(
        files.into_iter(),
        |f| (reading(&f, &a.hints, &know, false), f.name),
        |(r, name)| -> Result<(), Failure> {
            progress.inc(1);
            match r {
                Ok(r) => {
                    let done = ledger.record(&r.page, &r.claims, &r.notes, &version, &at)?;
                    sum += done;
                    pages += 1;
                    if a.json {
                        line(&mut out, &serde_json::json!({"file": name, "page": r.page.id, "recorded": done}))?;
                    }
                }
                Err(e) => {
                    bad += 1;
                    if a.json {
                        line(&mut out, &serde_json::json!({"file": name, "error": e}))?;
                    }
                    progress.suspend(|| anstream::eprintln!("{}", terminal::bad_page(&name, &e)));
                }
            }
            Ok(())
        },
    )?;
    progress.finish_and_clear();
    if !a.json {
        writeln!(
            out,
            "{}: {} pages read, {} new; {} new claims, {} already there",
            a.ledger.display(),
            pages,
            sum.new_pages,
            sum.new_claims,
            sum.already_there
        )?;
    }
    out.flush()?;
    if bad > 0 {
        anstream::eprintln!("{bad} of {} pages could not be read", bad + pages);
        return Ok(Done::Partly);
    }
    Ok(if sum.new_claims + sum.already_there == 0 { Done::Nothing } else { Done::Found })
}
