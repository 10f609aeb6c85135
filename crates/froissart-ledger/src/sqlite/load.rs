//! Claims by their numbers, many at once: one pass in the order of the file, a page's text opened once for all of its.
//!
//! It decides nothing about which claims: "rows 812 to 830 and 905" come as what was recorded.

use super::Ledger;
use super::ask::Sight;
use super::cache::{Head, Run, TEXT};
use crate::pack::{Outside, Words, day_of_number, hash_text, unpack};
use crate::query::Stored;
use crate::{Error, Result};
use froissart_model::{Char, Claim};
use rusqlite::{Row, Statement};
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// What orders a claim among others.
#[derive(Debug)]
struct Place {
    seq: i64,
    /// The reading of the page that answers with it.
    page: i64,
    /// Its place in the answering run.
    at: usize,
}

/// Claims as they are gathered, with the heads of their pages. A claim has a thousand bytes: what orders it stands by
/// itself.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    claims: Vec<Stored>,
    places: Vec<Place>,
    heads: FxHashMap<i64, Arc<Head>>,
}

impl Gathered {
    /// Room for so many claims at once: to move what has grown takes as long as to read a tenth of it.
    pub(super) fn with_capacity(claims: usize) -> Self {
        Self { claims: Vec::with_capacity(claims), places: Vec::with_capacity(claims), heads: FxHashMap::default() }
    }

    pub(super) fn claims(&self) -> &[Stored] {
        &self.claims
    }

    /// The claims' numbers in the ledger.
    pub(super) fn numbers(&self) -> impl Iterator<Item = i64> {
        self.places.iter().map(|p| p.seq)
    }

    /// The readings of the pages that answer with the claims, with their heads.
    pub(super) fn heads(&self) -> &FxHashMap<i64, Arc<Head>> {
        &self.heads
    }

    /// The claims by publication, the pages without a day last, then by page and by place on the page.
    pub(super) fn in_order(mut self) -> Vec<Stored> {
        let mut pages: Vec<(&Head, i64)> = self.heads.iter().map(|(page, h)| (h.as_ref(), *page)).collect();
        pages.sort_unstable_by(|(a, _), (b, _)| {
            let key = |h: &Head| (h.day.is_none(), h.day);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.head.published.cmp(&b.head.published))
                .then_with(|| a.head.id.cmp(&b.head.id))
        });
        let rank: FxHashMap<i64, usize> = pages.iter().enumerate().map(|(n, (_, page))| (*page, n)).collect();
        let mut order: Vec<(usize, usize, usize)> =
            self.places.iter().enumerate().map(|(n, p)| (rank[&p.page], p.at, n)).collect();
        order.sort_unstable();
        // Each goes where it belongs, and what stood there is sought where it went: no room for a second list.
        let mut from: Vec<usize> = order.into_iter().map(|o| o.2).collect();
        for to in 0..from.len() {
            let mut n = to;
            while from[n] != to {
                let next = std::mem::replace(&mut from[n], n);
                self.claims.swap(n, next);
                n = next;
            }
            from[n] = n;
        }
        self.claims
    }
}

/// Numbers nearer than this are read in one go, with what lies between.
const GAP: i64 = 4;

/// What the claims of one run share.
struct Of {
    brought: Arc<Run>,
    words: Words,
    recorded_at: Arc<str>,
    holder: Option<(Arc<Run>, Arc<Head>)>,
}

impl Ledger {
    /// Gathers the claims of these numbers, which ascend, as those that answer have them; what a newer run no longer has
    /// is left out, and so is what is not kept.
    pub(super) fn load(
        &self,
        seqs: &[i64],
        sight: &Sight<'_>,
        all: &mut Gathered,
        keep: impl Fn(&Claim<Char>) -> bool,
    ) -> Result<()> {
        let mut s = self.connection.prepare_cached(
            "SELECT c.run, c.frame, c.day_from, c.day_to, c.id, c.anchor, c.body, c.seq FROM claim c
             WHERE c.seq BETWEEN ?1 AND ?2 ORDER BY c.seq",
        )?;
        let (mut of, mut texts): (Option<Of>, _) = (None, self.connection.prepare_cached(TEXT)?);
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
                self.open_page(r.get(0)?, &mut of, &mut texts)?;
                if let Some(of) = &mut of {
                    self.load_one(r, seq, sight, of, all, &keep)?;
                }
            }
            if let Some(seq) = left.next() {
                return Err(Error::Damaged { what: format!("the claim of row {seq} is missing") });
            }
        }
        Ok(())
    }

    /// Opens the page that a run has coded, if it is not the open one.
    fn open_page(&self, run: i64, of: &mut Option<Of>, texts: &mut Statement<'_>) -> Result<()> {
        if of.as_ref().is_none_or(|o| o.brought.seq != run) {
            let brought = self.run(run)?;
            let recorded_at = super::instant_text(brought.recorded_at, "a run")?.into();
            let before = of.take().map_or_else(Words::default, |o| o.words);
            let words = Self::words_once(texts, brought.page, before)?;
            *of = Some(Of { words, brought, recorded_at, holder: None });
        }
        Ok(())
    }

    fn load_one(
        &self,
        r: &Row<'_>,
        seq: i64,
        sight: &Sight<'_>,
        o: &mut Of,
        all: &mut Gathered,
        keep: impl Fn(&Claim<Char>) -> bool,
    ) -> Result<()> {
        // Of a page with one run, the holder is the same for all of its claims; else it is looked for again.
        if o.holder.is_none() || !sight.is_plain() {
            let Some(holder) = sight.holder(seq, o.brought.seq)? else { return Ok(()) };
            let head = self.head(holder.page)?;
            o.holder = Some((holder, head));
        }
        let Some((holder, head)) = &o.holder else { return Ok(()) };
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
        let claim = unpack(outside, blob(6)?, &o.words, &self.forms())?.map_err(|why| {
            let id = blob(4).map(hash_text).unwrap_or_default();
            Error::Damaged { what: format!("claim {id} cannot be read: {why}") }
        })?;
        if !keep(&claim) {
            return Ok(());
        }
        // The claims of a run mostly stand one after the other, in the file as on the page.
        let guess = holder.claims.first().map_or(0, |f| usize::try_from(seq - f).unwrap_or(usize::MAX));
        let at = if holder.claims.get(guess) == Some(&seq) && !holder.claims[..guess].contains(&seq) {
            guess
        } else {
            holder.claims.iter().position(|s| *s == seq).unwrap_or(usize::MAX)
        };
        all.claims.push(Stored {
            claim: Arc::new(claim),
            page: head.head.clone(),
            recorded_at: o.recorded_at.clone(),
            version: holder.version.clone(),
        });
        all.places.push(Place { seq, page: holder.page, at });
        all.heads.entry(holder.page).or_insert_with(|| head.clone());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::PageHead;
    use froissart_model::{Evidence, Kind, Part, Span};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn claims_come_by_publication_page_and_place(
            given in prop::collection::vec((0..4_i64, prop::option::of(0..3_i64), 0..3_u8), 1..5),
            of in prop::collection::vec((0..5_usize, 0..9_usize), 0..40),
        ) {
            let mut all = Gathered::default();
            let heads: Vec<Arc<Head>> = given.iter().enumerate().map(|(n, (id, day, hour))| {
                let published = day.map(|d| format!("2024-12-0{}T0{hour}:00:00Z", d + 1));
                let head = PageHead { id: format!("{id} {n}"), title: None, outlet: None, url: None, published };
                Arc::new(Head { head: Arc::new(head), day: *day, language: None })
            }).collect();
            let mut expected = Vec::new();
            for (seq, (page, at)) in of.into_iter().enumerate() {
                let page = page % heads.len();
                let evidence =
                    Evidence { span: Span::new(0, 0), text: seq.to_string(), part: Part::Body, sentence: 0 };
                let claim = Claim::new(Kind::Event, "AID", evidence, "AID/gives");
                let h = &heads[page];
                all.claims.push(Stored {
                    claim: Arc::new(claim),
                    page: h.head.clone(),
                    recorded_at: "".into(),
                    version: "".into(),
                });
                // One place on a page is one claim's.
                let at = at * 100 + seq;
                all.places.push(Place { seq: seq as i64, page: page as i64, at });
                all.heads.insert(page as i64, h.clone());
                let day = (h.day.is_none(), h.day, h.head.published.clone());
                expected.push((day, h.head.id.clone(), at, seq.to_string()));
            }
            expected.sort();
            let expected: Vec<String> = expected.into_iter().map(|e| e.3).collect();
            let found: Vec<String> = all.in_order().into_iter().map(|s| s.claim.evidence.text.clone()).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
