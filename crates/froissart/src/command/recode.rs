//! `froissart recode`: the pages of a ledger coded anew, the new claims beside the old ones.
//!
//! What the same version has coded already is left alone; `froissart diff` shows what changed.

use super::{Run, knowledge, line};
use crate::args::RecodeArgs;
use crate::failure::{Done, Failure};
use crate::ledger::Ledger;
use crate::terminal;
use froissart_ledger::{PageHead, Reading, Recorded};
use froissart_model::{Char, Claim, Note, Page};
use std::io::Write as _;
use std::sync::Arc;

/// Pages that are recorded together.
const BATCH: usize = 64;

/// The stored pages one after the other, with their notes, through an opening of their own.
struct Stored {
    ledger: Ledger,
    heads: std::vec::IntoIter<Arc<PageHead>>,
}

type StoredPage = (Arc<PageHead>, froissart_ledger::Result<Option<(Page<Char>, Vec<Note<Char>>)>>);

impl Iterator for Stored {
    type Item = StoredPage;
    fn next(&mut self) -> Option<StoredPage> {
        let head = self.heads.next()?;
        let page = self.ledger.page(&head.id).and_then(|p| match p {
            Some(p) => Ok(Some((p, self.ledger.notes(&head.id)?))),
            None => Ok(None),
        });
        Some((head, page))
    }
}

type Coded = (Page<Char>, Vec<Claim<Char>>, Vec<Note<Char>>);

pub(crate) fn recode(a: &RecodeArgs) -> Run {
    let know = knowledge(&a.own)?;
    let source = crate::ledger::existing(&a.ledger)?;
    let heads = source.pages()?;
    if heads.is_empty() {
        return Ok(Done::Nothing);
    }
    let mut ledger = crate::ledger::existing(&a.ledger)?;
    let at = a.recorded_at.clone().unwrap_or_else(|| jiff::Timestamp::now().to_string());
    let version = format!("{} data {}", froissart_code::VERSION, know.version());
    let progress = terminal::progress(heads.len() as u64);
    let (mut sum, mut pages, mut bad) = (Recorded::default(), 0_usize, 0_usize);
    let mut waiting: Vec<Coded> = Vec::new();
    let mut flush = |waiting: &mut Vec<Coded>| -> Result<(), Failure> {
        let batch: Vec<Reading<'_>> =
            waiting.iter().map(|(page, claims, notes)| Reading { page, claims, notes }).collect();
        for done in ledger.record_all(&batch, &version, &at)? {
            sum += done;
        }
        waiting.clear();
        Ok(())
    };
    crate::parallel::ordered(
        Stored { ledger: source, heads: heads.into_iter() },
        |(head, page)| {
            let coded = page.map(|p| {
                p.map(|(page, notes)| {
                    crate::parallel::guarded(|| {
                        let r = super::read::of_page(page.clone().to_bytes(), &mut Vec::new(), &know, false);
                        // What was odd about the bytes was said when they were read, and is not asked again.
                        let mut all = notes.clone();
                        all.extend(r.notes.into_iter().filter(|n| !notes.contains(n)));
                        (page.clone(), r.claims, all)
                    })
                })
            });
            (head, coded)
        },
        |(head, coded)| -> Result<(), Failure> {
            progress.inc(1);
            match coded? {
                Some(Ok(c)) => {
                    pages += 1;
                    waiting.push(c);
                    if waiting.len() >= BATCH {
                        flush(&mut waiting)?;
                    }
                }
                Some(Err(e)) => {
                    bad += 1;
                    progress.suspend(|| anstream::eprintln!("{}", terminal::bad_page(&head.id, &e)));
                }
                None => {}
            }
            Ok(())
        },
    )?;
    flush(&mut waiting)?;
    progress.finish_and_clear();
    let mut out = anstream::stdout().lock();
    if a.json {
        line(&mut out, &serde_json::json!({"version": version, "pages": pages, "recorded": sum}))?;
    } else {
        let (new, there) = (sum.new_claims, sum.already_there);
        writeln!(
            out,
            "{}: {pages} pages coded by {version}; {new} new claims, {there} already there",
            crate::ledger::shown(&a.ledger)
        )?;
    }
    out.flush()?;
    Ok(if bad > 0 { Done::Partly } else { Done::Found })
}
