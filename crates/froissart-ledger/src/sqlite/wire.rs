//! Which pages print one text: a signature beside each page, the pairs of copies, and the families they make.
//!
//! What a signature is and when two pages are copies is testimony's to say; here it is kept, found and asked. A story
//! of an agency that a paper printed in November and another in December is one family, whichever came in first, and
//! as known by November it is one page. Both tables are derived from the pages, and `froissart verify` derives them
//! again.

use super::cache::{Caches, bound};
use super::{Ledger, ask::Sight};
use crate::pack::{day_number, hash_bytes};
use crate::query::PageHead;
use crate::{Error, Result};
use froissart_model::{Char, Day, Page};
use froissart_testimony::{Alike, BANDS, Families, Printed, Signature, alike};
use rusqlite::{Connection, OptionalExtension as _, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many signatures to remember, 1.5 kB each.
const MOST_PRINTS: usize = 20_000;
/// Bits of a key by which most that nobody looks for are left out at once.
const SIEVE_BITS: u32 = 20;

/// The keys of all prints of a ledger, read once by whoever records and then continued: 256 bytes a page.
///
/// A table of keys on the disk would take 64 seeks a page and four times the room; to look through the keys of a hundred
/// thousand pages takes some ten milliseconds a batch, which the pages of that batch take to be read many times over.
#[derive(Debug, Default)]
pub(super) struct Keys {
    /// The readings of pages, and the keys of each, as many as there are bands.
    pages: Vec<i64>,
    keys: Vec<u32>,
}

impl Keys {
    /// A page too short to be known again has no keys, and is not looked for.
    fn push(&mut self, page: i64, print: &Signature) {
        let before = self.keys.len();
        self.keys.extend(print.keys());
        if self.keys.len() == before + BANDS {
            self.pages.push(page);
        } else {
            self.keys.truncate(before);
        }
    }

    /// The pairs of pages with a common key of which the first is one of `fresh`, each once.
    fn meetings(&self, fresh: &Self) -> BTreeSet<(i64, i64)> {
        let mut wanted: FxHashMap<u32, Vec<i64>> = FxHashMap::default();
        let mut sieve = vec![0_u64; 1 << (SIEVE_BITS - 6)];
        for (page, keys) in fresh.pages.iter().zip(fresh.keys.chunks_exact(BANDS)) {
            for &k in keys {
                wanted.entry(k).or_default().push(*page);
                let at = k >> (32 - SIEVE_BITS);
                sieve[at as usize / 64] |= 1 << (at % 64);
            }
        }
        let mut all = BTreeSet::new();
        for of in [self, fresh] {
            for (page, keys) in of.pages.iter().zip(of.keys.chunks_exact(BANDS)) {
                for k in keys {
                    let at = k >> (32 - SIEVE_BITS);
                    if sieve[at as usize / 64] >> (at % 64) & 1 == 1
                        && let Some(others) = wanted.get(k)
                    {
                        all.extend(others.iter().filter(|o| *o != page).map(|&o| (o.max(*page), o.min(*page))));
                    }
                }
            }
        }
        all
    }
}

/// Keeps the print of a reading of a page.
pub(super) fn put_print(t: &Connection, seq: i64, page: &Page<Char>) -> Result<Arc<Signature>> {
    let print = Signature::of_page(page);
    t.prepare_cached("INSERT INTO print (page, language, bytes) VALUES (?1, ?2, ?3)")?.execute(params![
        seq,
        page.language,
        print.to_bytes()
    ])?;
    Ok(Arc::new(print))
}

/// Keeps which pages of the ledger print the text of these, which are new in it.
pub(super) fn put_copies(t: &Connection, caches: &Caches, fresh: &[(i64, Arc<Signature>)]) -> Result<()> {
    if fresh.is_empty() {
        return Ok(());
    }
    let mut known = caches.keys.borrow_mut();
    let mut new = Keys::default();
    let first = fresh.iter().map(|f| f.0).min().unwrap_or(i64::MAX);
    // What this program has not seen yet: all there was when it began, and what others recorded since.
    let mut s = t.prepare_cached("SELECT page, bytes FROM print WHERE page > ?1 AND page < ?2 ORDER BY page")?;
    let mut rows = s.query(params![known.upto, first])?;
    while let Some(r) = rows.next()? {
        let page: i64 = r.get(0)?;
        known.all.push(page, &unpacked(page, r.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)?);
        known.upto = page;
    }
    for (page, print) in fresh {
        new.push(*page, print);
        let mut prints = caches.prints.borrow_mut();
        bound(&mut prints, MOST_PRINTS);
        prints.insert(*page, print.clone());
    }
    let mut origin = t.prepare_cached("SELECT origin FROM page WHERE seq = ?1")?;
    let mut insert = t.prepare_cached("INSERT INTO copy (page, other, contained, shared) VALUES (?1, ?2, ?3, ?4)")?;
    for (a, b) in known.all.meetings(&new) {
        let (x, y) = (print_of(t, caches, a)?, print_of(t, caches, b)?);
        let Some((contained, shared)) = alike(&x, &y) else { continue };
        let of = |n: i64, s: &mut rusqlite::CachedStatement<'_>| s.query_row([n], |r| r.get::<_, i64>(0));
        // Two readings of the same bytes are one page.
        if of(a, &mut origin)? == of(b, &mut origin)? {
            continue;
        }
        for (page, other) in [(a, b), (b, a)] {
            insert.execute(params![page, other, contained, shared])?;
        }
    }
    known.upto = fresh.iter().map(|f| f.0).max().unwrap_or(known.upto);
    known.all.pages.extend(new.pages);
    known.all.keys.extend(new.keys);
    Ok(())
}

/// The keys read so far, and the last reading of a page that was looked at.
#[derive(Debug, Default)]
pub(super) struct KnownKeys {
    all: Keys,
    upto: i64,
}

pub(crate) fn unpacked(page: i64, bytes: &[u8]) -> Result<Signature> {
    Signature::from_bytes(bytes).ok_or_else(|| Error::Damaged { what: format!("the print of page {page} is no print") })
}

/// The print of a reading of a page.
fn print_of(t: &Connection, caches: &Caches, page: i64) -> Result<Arc<Signature>> {
    if let Some(p) = caches.prints.borrow().get(&page) {
        return Ok(p.clone());
    }
    let mut s = t.prepare_cached("SELECT bytes FROM print WHERE page = ?1")?;
    let bytes: Option<Vec<u8>> = s.query_row([page], |r| r.get(0)).optional()?;
    let bytes = bytes.ok_or_else(|| Error::Damaged { what: format!("page {page} has no print") })?;
    let print = Arc::new(unpacked(page, &bytes)?);
    let mut prints = caches.prints.borrow_mut();
    bound(&mut prints, MOST_PRINTS);
    prints.insert(page, print.clone());
    Ok(print)
}

/// A pair of copies as it stands in the table: the pages, how much of the shorter, how much of both.
pub(crate) type CopyRow = (i64, i64, f64, f64);

/// The pairs that the prints of the ledger make, each twice, in the table's order: what `copy` must hold.
pub(super) fn derived(t: &Connection, caches: &Caches) -> Result<Vec<CopyRow>> {
    let mut s =
        t.prepare("SELECT p.page, p.bytes, o.origin FROM print p JOIN page o ON o.seq = p.page ORDER BY p.page")?;
    let mut rows = s.query([])?;
    let (mut by_key, mut origins) = (Vec::<(u32, i64)>::new(), FxHashMap::<i64, i64>::default());
    while let Some(r) = rows.next()? {
        let page: i64 = r.get(0)?;
        let Ok(print) = unpacked(page, r.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?) else { continue };
        by_key.extend(print.keys().map(|k| (k, page)));
        origins.insert(page, r.get(2)?);
    }
    by_key.sort_unstable();
    let mut pairs: FxHashSet<(i64, i64)> = FxHashSet::default();
    for same in by_key.chunk_by(|a, b| a.0 == b.0) {
        for (n, a) in same.iter().enumerate() {
            pairs.extend(same[n + 1..].iter().map(|b| (a.1, b.1)).filter(|(a, b)| origins[a] != origins[b]));
        }
    }
    drop(by_key);
    let mut pairs: Vec<(i64, i64)> = pairs.into_iter().collect();
    pairs.sort_unstable();
    let mut all = Vec::new();
    for (a, b) in pairs {
        if let Some((contained, shared)) = alike(&*print_of(t, caches, a)?, &*print_of(t, caches, b)?) {
            all.extend([(a, b, contained, shared), (b, a, contained, shared)]);
        }
    }
    all.sort_unstable_by_key(|c| (c.0, c.1));
    Ok(all)
}

/// Writes the pairs that all prints make into a table that has none yet.
pub(super) fn fill(t: &Connection, caches: &Caches) -> Result<()> {
    let mut s = t.prepare("INSERT INTO copy (page, other, contained, shared) VALUES (?1, ?2, ?3, ?4)")?;
    for (page, other, contained, shared) in derived(t, caches)? {
        s.execute(params![page, other, contained, shared])?;
    }
    Ok(())
}

/// The pairs of copies as they stand.
pub(super) fn kept(t: &Connection) -> Result<Vec<CopyRow>> {
    let mut s = t.prepare("SELECT page, other, contained, shared FROM copy ORDER BY page, other")?;
    let rows = s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}

impl Ledger {
    /// The families of these pages among all that had been published by `known_by` and recorded by `recorded_by`: which
    /// pages, also beyond these, print one text. A page that stands alone is in none.
    pub fn families(&self, pages: &[&str], known_by: Option<Day>, recorded_by: Option<&str>) -> Result<Families> {
        self.reading(|| {
            let sight = self.sight(recorded_by)?;
            let mut answering = self.connection.prepare_cached("SELECT origin FROM page WHERE id = ?1 LIMIT 1")?;
            let mut waiting: Vec<i64> = Vec::new();
            for id in pages {
                let Some(id) = hash_bytes(id) else { continue };
                let Some(origin) = answering.query_row([id], |r| r.get(0)).optional()? else { continue };
                waiting.extend(self.newest_run(origin, sight.until())?.map(|r| r.page));
            }
            self.families_of(waiting, &sight, known_by)
        })
    }

    /// The families of readings of pages among those that answer and had been published by a day.
    pub(super) fn families_of(
        &self,
        mut waiting: Vec<i64>,
        sight: &Sight<'_>,
        known_by: Option<Day>,
    ) -> Result<Families> {
        if !self.connection.prepare_cached("SELECT 1 FROM copy LIMIT 1")?.exists([])? {
            return Ok(Families::default());
        }
        let last = known_by.map_or(i64::MAX, day_number);
        // Of each reading that hangs on one of these whether it may be seen; one without copies needs no look.
        let mut seen: FxHashMap<i64, bool> = FxHashMap::default();
        let mut pairs: Vec<CopyRow> = Vec::new();
        let mut copies = self.connection.prepare_cached("SELECT other, contained, shared FROM copy WHERE page = ?1")?;
        // A family hangs together by pages that nobody asked for, too.
        while let Some(page) = waiting.pop() {
            if seen.contains_key(&page) {
                continue;
            }
            seen.insert(page, false);
            let mut rows = copies.query([page])?;
            let mut others = Vec::new();
            while let Some(r) = rows.next()? {
                others.push((page, r.get::<_, i64>(0)?, r.get(1)?, r.get(2)?));
            }
            if !others.is_empty() && self.answers(page, sight, last)? {
                seen.insert(page, true);
                waiting.extend(others.iter().map(|c| c.1));
                pairs.extend(others);
            }
        }
        pairs.retain(|(a, b, ..)| a < b && seen[a] && seen[b]);
        pairs.sort_unstable_by_key(|c| (c.0, c.1));
        self.drawn(&pairs)
    }

    /// Whether a reading of a page is the one that answers for its page, and had been published by the day.
    fn answers(&self, page: i64, sight: &Sight<'_>, last: i64) -> Result<bool> {
        let mut s = self.connection.prepare_cached("SELECT origin FROM page WHERE seq = ?1")?;
        let origin: i64 = s.query_row([page], |r| r.get(0))?;
        let run = self.newest_run(origin, sight.until())?;
        Ok(run.is_some_and(|r| r.page == page && r.known_day <= last))
    }

    fn drawn(&self, pairs: &[CopyRow]) -> Result<Families> {
        let rows: BTreeSet<i64> = pairs.iter().flat_map(|c| [c.0, c.1]).collect();
        let mut of_page = Vec::with_capacity(rows.len());
        for row in rows {
            of_page.push((row, self.head(row)?.head.clone(), print_of(&self.connection, &self.caches, row)?));
        }
        drawn(&of_page, pairs)
    }
}

/// The families of readings of pages, sorted by their numbers, by their pairs of copies.
pub(crate) fn drawn(of_page: &[(i64, Arc<PageHead>, Arc<Signature>)], pairs: &[CopyRow]) -> Result<Families> {
    let number = |row: i64| {
        let at = of_page.binary_search_by_key(&row, |p| p.0);
        at.map(|n| n as u32).map_err(|_| Error::Damaged { what: format!("page {row} is a copy, and is not there") })
    };
    let printed: Vec<Printed<'_>> = of_page
        .iter()
        .map(|(_, head, print)| Printed {
            page_id: &head.id,
            outlet: head.outlet.as_deref(),
            published: head.published.as_deref(),
            shingles: print.shingles,
        })
        .collect();
    let copies = pairs
        .iter()
        .map(|&(a, b, contained, shared)| Ok(Alike { a: number(a)?, b: number(b)?, contained, shared }))
        .collect::<Result<Vec<Alike>>>()?;
    Families::drawn(&printed, &copies, |a, b| Ok(of_page[a as usize].2.containment(&of_page[b as usize].2)))
}
