//! Asking: claims by filter, by id and by version; pages, notes, counts.
//!
//! One index of words answers most of it: a claim's evidence, its folded names, and its kind, type, certainty and
//! countries as words of their own, in the order of publication. "The newest fifty about Aleppo that say shelling"
//! is one expression, and stops at the fiftieth.

use super::cache::{Run, text_of};
use super::record::facet;
use super::schema::DAY_BITS;
use super::{Ledger, end_instant, from_json, instant_text, name_of};
use crate::pack::{
    Form, Forms as _, Outside, Sure, day_number, day_of_number, frame_form, hash_bytes, hash_text, unpack,
};
use crate::query::{self, Counts, PageHead, Query, Stored, Version};
use crate::{Error, Result};
use froissart_model::{Certainty, Char, Claim, Day, Kind, Note, Page, fold};
use rusqlite::{Connection, OptionalExtension as _, Row, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::Arc;

/// A claim's columns, in the order that [`Ledger::row`] reads them in.
pub(super) const ROW: &str = "c.run, c.frame, c.day_from, c.day_to, c.id, c.anchor, c.body";

/// A claim as its row has it.
pub(super) struct ClaimRow {
    pub(super) run: i64,
    pub(super) outside: Outside,
    pub(super) body: Vec<u8>,
}

pub(super) fn claim_row(r: &Row<'_>) -> rusqlite::Result<ClaimRow> {
    let day = |i: usize| -> rusqlite::Result<Option<Day>> { Ok(r.get::<_, Option<i64>>(i)?.and_then(day_of_number)) };
    Ok(ClaimRow {
        run: r.get(0)?,
        outside: Outside {
            frame: r.get::<_, i64>(1)? as u64,
            from: day(2)?,
            to: day(3)?,
            id: hash_text(r.get_ref(4)?.as_blob()?),
            anchor: hash_text(r.get_ref(5)?.as_blob()?),
        },
        body: r.get(6)?,
    })
}

/// Which runs answer: each page's newest that was recorded by an instant.
pub(super) struct Sight<'a> {
    ledger: &'a Ledger,
    until: i64,
    /// No page has a second run, and everything may be seen: every claim answers.
    plain: bool,
    newest: RefCell<FxHashMap<i64, Option<Arc<Run>>>>,
}

impl Sight<'_> {
    /// Whether every claim answers, each with the run that brought it.
    pub(super) fn is_plain(&self) -> bool {
        self.plain
    }
    /// The instant after which what was recorded is not seen, in microseconds.
    pub(super) fn until(&self) -> i64 {
        self.until
    }
    /// Whether the claim `seq`, which `run` brought, answers.
    pub(super) fn sees(&self, seq: i64, run: i64) -> Result<bool> {
        Ok(self.plain || self.holder(seq, run)?.is_some())
    }

    /// The run that answers with the claim `seq`, which `run` brought; none where a newer run no longer has it.
    pub(super) fn holder(&self, seq: i64, run: i64) -> Result<Option<Arc<Run>>> {
        let brought = self.ledger.run(run)?;
        if self.plain {
            return Ok(Some(brought));
        }
        if !self.newest.borrow().contains_key(&brought.origin) {
            let newest = self.ledger.newest_run(brought.origin, self.until)?;
            self.newest.borrow_mut().insert(brought.origin, newest);
        }
        let newest = self.newest.borrow()[&brought.origin].clone();
        Ok(newest.filter(|n| n.seq == run || n.claims.contains(&seq)))
    }
}

impl Ledger {
    /// Everything that is read within shows the ledger as of one moment, whoever writes meanwhile.
    pub(super) fn reading<T>(&self, work: impl FnOnce() -> Result<T>) -> Result<T> {
        let t = self.connection.unchecked_transaction()?;
        let answer = work();
        // Nothing was written: how the transaction ends is the same either way.
        t.finish()?;
        answer
    }

    pub(super) fn sight(&self, recorded_by: Option<&str>) -> Result<Sight<'_>> {
        let until = recorded_by.map_or(Ok(i64::MAX), end_instant)?;
        let recoded = self.connection.prepare_cached("SELECT 1 FROM recoded LIMIT 1")?.exists([])?;
        Ok(Sight { ledger: self, until, plain: until == i64::MAX && !recoded, newest: RefCell::default() })
    }

    /// The claim of a row, as it was recorded.
    pub(super) fn claim_of(&self, row: &ClaimRow) -> Result<Claim<Char>> {
        let page = self.run(row.run)?.page;
        let words = self.words(page)?;
        unpack(row.outside.clone(), &row.body, &words, &self.forms())?
            .map_err(|why| Error::Damaged { what: format!("claim {} cannot be read: {why}", row.outside.id) })
    }

    /// The claim of a row with its page and times, as `holder` answers with it.
    pub(super) fn stored(&self, row: &ClaimRow, holder: &Run) -> Result<Stored> {
        Ok(Stored {
            claim: Arc::new(self.claim_of(row)?),
            page: self.head(holder.page)?.head.clone(),
            recorded_at: instant_text(self.run(row.run)?.recorded_at, "a run")?.into(),
            version: holder.version.clone(),
        })
    }

    /// The row of a claim by its number.
    pub(super) fn row(&self, seq: i64) -> Result<ClaimRow> {
        let mut s = self.connection.prepare_cached(&format!("SELECT {ROW} FROM claim c WHERE c.seq = ?1"))?;
        s.query_row([seq], claim_row)
            .optional()?
            .ok_or_else(|| Error::Damaged { what: format!("the claim of row {seq} is missing") })
    }

    /// The claims that fit, by publication, page and place on the page, from each page's newest reading; the newest
    /// publication first where [`Query::newest`] asks for it.
    pub fn claims(&self, query: &Query) -> Result<Vec<Stored>> {
        self.reading(|| self.answer(query))
    }

    fn answer(&self, query: &Query) -> Result<Vec<Stored>> {
        let Some(expression) = expression(query)? else { return Ok(Vec::new()) };
        let sight = self.sight(query.recorded_by.as_deref())?;
        let low = query.published_since.map_or(i64::MIN, |d| day_number(d) << DAY_BITS);
        let high = query.known_by.map_or(i64::MAX, |d| ((day_number(d) + 1) << DAY_BITS) - 1);
        let columns = "c.seq, c.run, c.frame, c.day_from, c.day_to, c.implied";
        let sql = if expression.is_empty() {
            format!("SELECT {columns} FROM claim c WHERE c.seq BETWEEN ?1 AND ?2 ORDER BY c.seq DESC")
        } else {
            format!(
                "SELECT {columns} FROM claim_words w CROSS JOIN claim c ON c.seq = w.rowid
                 WHERE w.claim_words MATCH ?3 AND w.rowid BETWEEN ?1 AND ?2 ORDER BY w.rowid DESC"
            )
        };
        let mut s = self.connection.prepare_cached(&sql)?;
        let mut rows =
            if expression.is_empty() { s.query(params![low, high])? } else { s.query(params![low, high, expression])? };
        let (since, until) = (query.since.map(day_number), query.until.map(day_number));
        let limit = query.limit.unwrap_or(usize::MAX);
        let mut found: Vec<(i64, Arc<Run>)> = Vec::new();
        while let Some(r) = rows.next()? {
            if query.newest && found.len() >= limit {
                break;
            }
            let (from, to): (Option<i64>, Option<i64>) = (r.get(3)?, r.get(4)?);
            if since.is_some_and(|s| to.is_some_and(|t| t < s)) || until.is_some_and(|u| from.is_some_and(|f| f > u)) {
                continue;
            }
            if !query.include_implied && r.get::<_, bool>(5)? {
                continue;
            }
            if !self.frame_fits(r.get(2)?, query)? {
                continue;
            }
            let (seq, run) = (r.get(0)?, r.get(1)?);
            if let Some(holder) = sight.holder(seq, run)? {
                // A claim that two readings of a page share under two days answers with the day of the newer.
                if seq >> DAY_BITS == holder.known_day {
                    found.push((seq, holder));
                }
            }
        }
        if !query.newest {
            self.in_order(&mut found)?;
            found.truncate(limit);
        }
        found.iter().map(|(seq, holder)| self.stored(&self.row(*seq)?, holder)).collect()
    }

    /// Whether a claim's sort is the one asked for; the facets of the index are its words without their case.
    fn frame_fits(&self, frame: i64, q: &Query) -> Result<bool> {
        if q.kind.is_none() && q.type_.is_none() && q.certainty.is_none() {
            return Ok(true);
        }
        let (form, sure) = self.sort(frame)?;
        let Form::Frame(f) = form.as_ref() else { return Ok(false) };
        Ok(q.kind.is_none_or(|k| k == f.kind)
            && q.type_.as_ref().is_none_or(|t| *t == f.type_)
            && q.certainty.is_none_or(|c| c == sure.certainty))
    }

    /// The form of a claim's sort, always a frame, and how sure the claim is.
    pub(super) fn sort(&self, frame: i64) -> Result<(Arc<Form>, Sure)> {
        let form = self.forms().form(frame_form(frame as u64))?;
        match (form, Sure::of(frame as u64)) {
            (Some(f), Some(s)) if matches!(*f, Form::Frame(_)) => Ok((f, s)),
            _ => Err(Error::Damaged { what: format!("the sort {frame} of a claim is missing") }),
        }
    }

    /// By publication, the pages without a day last, then by page and by place on the page.
    pub(super) fn in_order(&self, found: &mut Vec<(i64, Arc<Run>)>) -> Result<()> {
        let mut runs: FxHashMap<i64, (Arc<Run>, Vec<i64>)> = FxHashMap::default();
        for (seq, run) in found.drain(..) {
            runs.entry(run.seq).or_insert_with(|| (run, Vec::new())).1.push(seq);
        }
        let mut keyed = Vec::with_capacity(runs.len());
        #[allow(clippy::iter_over_hash_type, reason = "they are sorted below, by keys that no two share")]
        for (run, seqs) in runs.into_values() {
            keyed.push((self.head(run.page)?, run, seqs));
        }
        keyed.sort_unstable_by(|(a, x, _), (b, y, _)| {
            let key = |h: &super::cache::Head| (h.day.is_none(), h.day);
            key(a)
                .cmp(&key(b))
                .then_with(|| a.head.published.cmp(&b.head.published))
                .then_with(|| a.head.id.cmp(&b.head.id))
                // Two runs of one page: claims of an earlier version, asked for by their ids.
                .then_with(|| x.seq.cmp(&y.seq))
        });
        for (_, run, mut seqs) in keyed {
            if seqs.len() > 1 {
                seqs.sort_unstable();
                seqs.dedup();
                // In the order of the page; the first place counts, should a run name a claim twice.
                let mut left: FxHashSet<i64> = seqs.iter().copied().collect();
                seqs.clear();
                seqs.extend(run.claims.iter().filter(|s| left.remove(s)));
                let mut rest: Vec<i64> = left.into_iter().collect();
                rest.sort_unstable();
                seqs.extend(rest);
            }
            found.extend(seqs.into_iter().map(|s| (s, run.clone())));
        }
        Ok(())
    }

    /// The claims, of all versions, whose id or anchor begins with `prefix`.
    pub fn by_id(&self, prefix: &str) -> Result<Vec<Stored>> {
        let prefix = prefix.trim().to_ascii_lowercase();
        if prefix.is_empty() || prefix.len() > 32 || !prefix.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        let bound = |fill: char| {
            let all: String = prefix.chars().chain(std::iter::repeat(fill)).take(32).collect();
            // All hexadecimal digits, and as many as a hash has.
            hash_bytes(&all).expect("a filled prefix is a hash")
        };
        let (low, high) = (bound('0'), bound('f'));
        self.reading(|| {
            let mut found: Vec<(i64, Arc<Run>)> = Vec::new();
            let mut s = self.connection.prepare_cached(
                "SELECT seq, run, id, anchor FROM claim WHERE substr(id, 1, 5) BETWEEN ?1 AND ?2
                 UNION SELECT seq, run, id, anchor FROM claim WHERE substr(anchor, 1, 5) BETWEEN ?1 AND ?2 ORDER BY seq DESC",
            )?;
            let mut rows = s.query(params![&low[..5], &high[..5]])?;
            let mut ids: Vec<Vec<u8>> = Vec::new();
            while let Some(r) = rows.next()? {
                let (id, anchor): (Vec<u8>, Vec<u8>) = (r.get(2)?, r.get(3)?);
                let fits = |h: &[u8]| low.as_slice() <= h && h <= high.as_slice();
                if !(fits(&id) || fits(&anchor)) || ids.contains(&id) {
                    continue;
                }
                let (seq, run) = (r.get(0)?, self.run(r.get(1)?)?);
                let runs = self.runs_of(run.origin, i64::MAX)?;
                let holder = runs.into_iter().find(|n| n.seq == run.seq || n.claims.contains(&seq)).unwrap_or(run);
                ids.push(id);
                found.push((seq, holder));
            }
            self.in_order(&mut found)?;
            found.iter().map(|(seq, holder)| self.stored(&self.row(*seq)?, holder)).collect()
        })
    }

    /// The number of the first reading of a page.
    fn origin(&self, id: &str) -> Result<Option<i64>> {
        let Some(id) = hash_bytes(id) else { return Ok(None) };
        let mut s = self.connection.prepare_cached("SELECT origin FROM page WHERE id = ?1 LIMIT 1")?;
        Ok(s.query_row([id], |r| r.get(0)).optional()?)
    }

    /// A page by its id, as its newest reading has it.
    pub fn page(&self, id: &str) -> Result<Option<Page<Char>>> {
        self.reading(|| {
            let Some(origin) = self.origin(id)? else { return Ok(None) };
            let Some(run) = self.newest_run(origin, i64::MAX)? else { return Ok(None) };
            self.page_of(run.page).map(Some)
        })
    }

    /// A reading of a page by its number.
    pub(super) fn page_of(&self, seq: i64) -> Result<Page<Char>> {
        page_at(&self.connection, seq)
    }

    /// The heads of all pages, by publication.
    pub fn pages(&self) -> Result<Vec<Arc<PageHead>>> {
        self.reading(|| {
            let mut s = self.connection.prepare_cached("SELECT DISTINCT origin FROM rule_run")?;
            let origins: Vec<i64> = s.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
            let mut heads = Vec::with_capacity(origins.len());
            for o in origins {
                if let Some(run) = self.newest_run(o, i64::MAX)? {
                    heads.push(self.head(run.page)?);
                }
            }
            heads.sort_by(|a, b| {
                let key = |h: &super::cache::Head| (h.day.is_none(), h.day);
                key(a)
                    .cmp(&key(b))
                    .then_with(|| a.head.published.cmp(&b.head.published))
                    .then_with(|| a.head.id.cmp(&b.head.id))
            });
            Ok(heads.iter().map(|h| h.head.clone()).collect())
        })
    }

    /// What was odd about a page, as its newest reading has it.
    pub fn notes(&self, page: &str) -> Result<Vec<Note<Char>>> {
        self.reading(|| {
            let Some(origin) = self.origin(page)? else { return Ok(Vec::new()) };
            let Some(run) = self.newest_run(origin, i64::MAX)? else { return Ok(Vec::new()) };
            self.notes_of(run.seq)?.iter().map(|t| from_json(t, "a note of page", page)).collect()
        })
    }

    /// The notes of a run, as JSON.
    pub(super) fn notes_of(&self, run: i64) -> Result<Vec<String>> {
        let mut s = self.connection.prepare_cached("SELECT json FROM note WHERE run = ?1 ORDER BY position")?;
        Ok(s.query_map([run], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?)
    }

    /// How much the ledger holds.
    pub fn counts(&self) -> Result<Counts> {
        let n = |r: &Row<'_>, i: usize| r.get::<_, i64>(i).map(|n| n as usize);
        Ok(self.connection.query_row(
            "SELECT (SELECT count(DISTINCT origin) FROM page), (SELECT count(*) FROM claim), (SELECT count(*) FROM rule_run)",
            [],
            |r| Ok(Counts { pages: n(r, 0)?, claims: n(r, 1)?, runs: n(r, 2)? }),
        )?)
    }

    /// What has been recorded and decided, as the last numbers of each: equal as long as nothing is added, and cheap
    /// enough to be asked before every answer that was kept.
    pub fn state(&self) -> Result<String> {
        let last = |t: &str| format!("ifnull((SELECT max(rowid) FROM {t}), 0)");
        let all = ["rule_run", "opinion", "correction", "link", "retraction"].map(last).join(" || '.' || ");
        Ok(self.connection.prepare_cached(&format!("SELECT {all}"))?.query_row([], |r| r.get(0))?)
    }

    /// The versions that have coded pages of this ledger, the first to do so first.
    pub fn versions(&self) -> Result<Vec<Version>> {
        let mut s = self.connection.prepare_cached(
            "SELECT v.name, count(DISTINCT r.origin), max(r.recorded_at) FROM version v JOIN rule_run r ON r.version = v.seq
             GROUP BY v.seq ORDER BY v.seq",
        )?;
        let mut rows = s.query([])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(Version {
                name: r.get(0)?,
                pages: r.get::<_, i64>(1)? as usize,
                last_recorded_at: instant_text(r.get(2)?, "a version")?,
            });
        }
        Ok(all)
    }

    /// The claims of a page as the newest run of `version` read it, in the page's order; none where it never did.
    pub fn claims_by(&self, version: &str, page: &str) -> Result<Option<Vec<Claim<Char>>>> {
        self.reading(|| {
            let Some(origin) = self.origin(page)? else { return Ok(None) };
            let runs = self.runs_of(origin, i64::MAX)?;
            let Some(run) = runs.iter().find(|r| *r.version == *version) else { return Ok(None) };
            run.claims.iter().map(|&s| self.claim_of(&self.row(s)?)).collect::<Result<_>>().map(Some)
        })
    }
}

/// A reading of a page by its number.
pub(super) fn page_at(c: &Connection, seq: i64) -> Result<Page<Char>> {
    let mut s = c.prepare_cached("SELECT rest, text FROM page WHERE seq = ?1")?;
    let (rest, text): (Vec<u8>, Vec<u8>) = s.query_row([seq], |r| Ok((r.get(0)?, r.get(1)?)))?;
    let rest = super::unsqueeze(&rest, format_args!("page {seq}"))?;
    let rest = String::from_utf8(rest).map_err(|_| Error::Damaged { what: format!("page {seq} is no UTF-8") })?;
    let mut page: Page<Char> = from_json(&rest, "page", seq)?;
    page.text = text_of(&text, seq)?;
    Ok(page)
}

/// The query as an expression of the index of words: empty where nothing narrows it, none where nothing can fit.
fn expression(q: &Query) -> Result<Option<String>> {
    let mut parts: Vec<String> = Vec::new();
    if let Some(text) = &q.text {
        let Some(terms) = query::terms(text) else { return Ok(None) };
        for t in terms {
            let star = if t.is_prefix { "*" } else { "" };
            let folded = fold(&t.words);
            let as_name = if folded.is_empty() { String::new() } else { format!(" OR {{names}} : \"{folded}\"{star}") };
            parts.push(format!("({{evidence names}} : \"{}\"{star}{as_name})", t.words));
        }
    }
    if let Some(about) = q.about.as_deref().map(fold) {
        if about.is_empty() {
            return Ok(None);
        }
        parts.push(format!("{{names}} : \"{about}\""));
    }
    let word = |v: Option<String>, sort: char| v.map(|v| format!("{{facets}} : \"{}\"", facet(sort, &v)));
    parts.extend(word(q.kind.map(|k: Kind| name_of(&k)).transpose()?, 'k'));
    parts.extend(word(q.type_.clone(), 't'));
    parts.extend(word(q.certainty.map(|c: Certainty| name_of(&c)).transpose()?, 'c'));
    parts.extend(word(q.country.clone(), 'r'));
    Ok(Some(parts.join(" AND ")))
}
