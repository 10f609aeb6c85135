//! Claims by their numbers, many at once: one pass in the order of the file, a page's text opened once for all of its.
//!
//! It decides nothing about which claims: "rows 812 to 830 and 905" come as what was recorded.

use super::Ledger;
use super::ask::{ROW, Sight};
use super::cache::{Head, Run};
use crate::pack::{Outside, Words, day_of_number, hash_text, unpack};
use crate::query::Stored;
use crate::{Error, Result};
use rusqlite::Row;
use std::sync::Arc;

/// A claim with what orders it among others.
#[derive(Debug)]
pub(super) struct Loaded {
    pub(super) seq: i64,
    /// The reading of the page that answers with it.
    pub(super) page: i64,
    pub(super) head: Arc<Head>,
    /// Its place in the answering run.
    pub(super) at: usize,
    /// In a box: a claim has a thousand bytes, and these are sorted.
    pub(super) stored: Box<Stored>,
}

/// Numbers nearer than this are read in one go, with what lies between.
const GAP: i64 = 4;

/// What the claims of one run share.
struct Of {
    brought: Arc<Run>,
    words: Arc<Words>,
    recorded_at: String,
    holder: Option<(Arc<Run>, Arc<Head>)>,
}

impl Ledger {
    /// The claims of these numbers, which ascend, as those that answer have them; what a newer run no longer has is left
    /// out.
    pub(super) fn load(&self, seqs: &[i64], sight: &Sight<'_>) -> Result<Vec<Loaded>> {
        let mut all = Vec::with_capacity(seqs.len());
        let mut s = self.connection.prepare_cached(&format!(
            "SELECT {ROW}, c.seq FROM claim c WHERE c.seq BETWEEN ?1 AND ?2 ORDER BY c.seq"
        ))?;
        let mut of: Option<Of> = None;
        for near in seqs.chunk_by(|a, b| b - a <= GAP) {
            let (Some(&first), Some(&last)) = (near.first(), near.last()) else { continue };
            let mut left = near.iter().copied().peekable();
            let mut rows = s.query([first, last])?;
            while let Some(r) = rows.next()? {
                let seq: i64 = r.get(7)?;
                if left.peek() != Some(&seq) {
                    continue;
                }
                left.next();
                all.extend(self.loaded(r, seq, sight, &mut of)?);
            }
            if let Some(seq) = left.next() {
                return Err(Error::Damaged { what: format!("the claim of row {seq} is missing") });
            }
        }
        Ok(all)
    }

    fn loaded(&self, r: &Row<'_>, seq: i64, sight: &Sight<'_>, of: &mut Option<Of>) -> Result<Option<Loaded>> {
        let run: i64 = r.get(0)?;
        if of.as_ref().is_none_or(|o| o.brought.seq != run) {
            let brought = self.run(run)?;
            let recorded_at = super::instant_text(brought.recorded_at, "a run")?;
            *of = Some(Of { words: self.words_once(brought.page)?, brought, recorded_at, holder: None });
        }
        let Some(o) = of else { return Ok(None) };
        // Of a page with one run, the holder is the same for all of its claims; else it is looked for again.
        if o.holder.is_none() || !sight.is_plain() {
            let Some(holder) = sight.holder(seq, run)? else { return Ok(None) };
            let head = self.head(holder.page)?;
            o.holder = Some((holder, head));
        }
        let Some((holder, head)) = &o.holder else { return Ok(None) };
        let day = |i: usize| -> Result<Option<froissart_model::Day>> {
            Ok(r.get::<_, Option<i64>>(i)?.and_then(day_of_number))
        };
        let blob = |i: usize| -> Result<&[u8]> { Ok(r.get_ref(i)?.as_blob().map_err(rusqlite::Error::from)?) };
        let outside = Outside {
            frame: r.get::<_, i64>(1)? as u64,
            from: day(2)?,
            to: day(3)?,
            id: hash_text(blob(4)?),
            anchor: hash_text(blob(5)?),
        };
        let claim = unpack(&outside, blob(6)?, &o.words, &self.forms())?
            .map_err(|why| Error::Damaged { what: format!("claim {} cannot be read: {why}", outside.id) })?;
        // The claims of a run mostly stand one after the other, in the file as on the page.
        let guess = holder.claims.first().map_or(0, |f| usize::try_from(seq - f).unwrap_or(usize::MAX));
        let at = if holder.claims.get(guess) == Some(&seq) && !holder.claims[..guess].contains(&seq) {
            guess
        } else {
            holder.claims.iter().position(|s| *s == seq).unwrap_or(usize::MAX)
        };
        Ok(Some(Loaded {
            seq,
            page: holder.page,
            head: head.clone(),
            at,
            stored: Box::new(Stored {
                claim,
                page: head.head.clone(),
                recorded_at: o.recorded_at.clone(),
                version: holder.version.clone(),
            }),
        }))
    }
}

/// By publication, the pages without a day last, then by page and by place on the page.
pub(super) fn in_order(all: &mut [Loaded]) {
    all.sort_by(|a, b| {
        let key = |l: &Loaded| (l.head.day.is_none(), l.head.day);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.head.head.published.cmp(&b.head.head.published))
            .then_with(|| a.head.head.id.cmp(&b.head.head.id))
            .then_with(|| a.at.cmp(&b.at))
    });
}
