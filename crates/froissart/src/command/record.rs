//! `froissart record`: pages into a ledger.

use super::read::reading;
use super::{Reading, Run, knowledge, line};
use crate::args::RecordArgs;
use crate::failure::{Done, Failure};
use crate::files::inputs;
use crate::terminal;
use froissart_ledger::Recorded;
use std::cell::Cell;
use std::io::Write as _;
use std::time::{Duration, Instant};

/// Pages that are written together: one sync of the disk for all of them.
const BATCH: usize = 64;
/// No page waits longer than this to be written, once it is coded and another comes.
const HURRY: Duration = Duration::from_secs(1);

pub(crate) fn record(a: &RecordArgs) -> Run {
    let know = knowledge(&a.own)?;
    let files = inputs(&a.files)?;
    if files.is_empty() {
        return Err(Failure::message(super::read::NO_PAGES));
    }
    let mut ledger = crate::ledger::begun(&a.ledger)?;
    // The one place where the clock is read; everything below it takes the instant as an argument.
    let at = a.recorded_at.clone().unwrap_or_else(|| jiff::Timestamp::now().to_string());
    let version = format!("{} data {}", froissart_code::VERSION, know.version());
    let progress = terminal::progress(files.len() as u64);
    let (sum, pages) = (Cell::new(Recorded::default()), Cell::new(0_usize));
    let mut bad = 0;
    let mut waiting: Vec<(String, Reading)> = Vec::new();
    let mut since = Instant::now();
    // A page is told of as recorded when it is on the disk, and not before.
    let mut keep = |waiting: &mut Vec<(String, Reading)>| -> Result<(), Failure> {
        let batch: Vec<_> = waiting
            .iter()
            .map(|(_, r)| froissart_ledger::Reading { page: &r.page, claims: &r.claims, notes: &r.notes })
            .collect();
        let done = ledger.record_all(&batch, &version, &at)?;
        for ((name, r), done) in waiting.drain(..).zip(done) {
            let mut all = sum.get();
            all += done;
            sum.set(all);
            pages.set(pages.get() + 1);
            if a.json {
                line(&mut anstream::stdout(), &serde_json::json!({"file": name, "page": r.page.id, "recorded": done}))?;
            }
        }
        Ok(())
    };
    crate::parallel::ordered(
        files.into_iter(),
        |f| (reading(&f, &a.hints, &know, false), f.name),
        |(r, name)| -> Result<(), Failure> {
            progress.inc(1);
            match r {
                Ok(r) => {
                    waiting.push((name, r));
                    if waiting.len() >= BATCH || since.elapsed() >= HURRY {
                        keep(&mut waiting)?;
                        since = Instant::now();
                    }
                }
                Err(e) => {
                    // The lines come in the order of the files.
                    keep(&mut waiting)?;
                    bad += 1;
                    if a.json {
                        line(&mut anstream::stdout(), &serde_json::json!({"file": name, "error": e}))?;
                    }
                    progress.suspend(|| anstream::eprintln!("{}", terminal::bad_page(&name, &e)));
                }
            }
            Ok(())
        },
    )?;
    keep(&mut waiting)?;
    progress.finish_and_clear();
    let (sum, pages) = (sum.get(), pages.get());
    let mut out = anstream::stdout().lock();
    if !a.json {
        writeln!(
            out,
            "{}: {} pages read, {} new; {} new claims, {} already there",
            crate::ledger::shown(&a.ledger),
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
