//! What a ledger remembers of its file while it is open: rows that never change once they are committed.
//!
//! Nothing here is needed for an answer. After a transaction that failed everything is forgotten, for the numbers of
//! rows that were not kept ("Hezbollah is 812") may be given to others.

use super::wire::KnownKeys;
use super::{Ledger, from_json, unsqueeze};
use crate::pack::{Form, Forms, Words, hash_bytes, hash_text, unpack_rows};
use crate::query::PageHead;
use crate::{Error, Result};
use froissart_model::content_id;
use froissart_testimony::Signature;
use rusqlite::{Connection, OptionalExtension as _, Statement, params};
use rustc_hash::{FxHashMap, FxHashSet};
use std::cell::RefCell;
use std::sync::Arc;

/// How many of each to remember: some hundred megabytes at the worst.
const MOST_FORMS: usize = 400_000;
const MOST_RUNS: usize = 200_000;
const MOST_WORDS: usize = 20_000;

/// One coding of one page.
#[derive(Debug)]
pub(super) struct Run {
    pub(super) seq: i64,
    pub(super) page: i64,
    pub(super) origin: i64,
    pub(super) version: Arc<str>,
    pub(super) known_day: i64,
    pub(super) recorded_at: i64,
    pub(super) claims: Vec<i64>,
}

/// An actor's key and its name.
type KeyAndName = (Arc<str>, Arc<str>);

#[derive(Debug, Default)]
pub(super) struct Caches {
    pub(super) numbers: RefCell<FxHashMap<String, i64>>,
    pub(super) forms: RefCell<KnownForms>,
    pub(super) runs: RefCell<FxHashMap<i64, Arc<Run>>>,
    pub(super) words: RefCell<FxHashMap<i64, Arc<Words>>>,
    pub(super) heads: RefCell<FxHashMap<i64, Arc<Head>>>,
    pub(super) actors: RefCell<FxHashMap<String, i64>>,
    pub(super) names: RefCell<FxHashSet<(String, i64)>>,
    pub(super) places: RefCell<FxHashMap<String, i64>>,
    /// The keys and names of actors by number.
    pub(super) known: RefCell<FxHashMap<i64, KeyAndName>>,
    pub(super) accounts: RefCell<FxHashMap<String, i64>>,
    pub(super) prints: RefCell<FxHashMap<i64, Arc<Signature>>>,
    pub(super) keys: RefCell<KnownKeys>,
}

/// A page's head with what orders claims.
#[derive(Debug)]
#[allow(clippy::struct_field_names, reason = "the head is what people see of it, and the rest stands beside it")]
pub(super) struct Head {
    pub(super) head: Arc<PageHead>,
    pub(super) day: Option<i64>,
    pub(super) language: Option<String>,
}

/// Forms by their numbers, which follow one another: a list finds them sooner than a map.
#[derive(Debug, Default)]
pub(super) struct KnownForms {
    list: Vec<Option<Arc<Form>>>,
    count: usize,
}

impl KnownForms {
    fn get(&self, n: i64) -> Option<&Arc<Form>> {
        self.list.get(usize::try_from(n).ok()?)?.as_ref()
    }
    /// One of a number that no ledger comes to is not remembered.
    fn insert(&mut self, n: i64, form: Arc<Form>) {
        let Some(n) = usize::try_from(n).ok().filter(|n| *n < 1 << 26) else { return };
        if self.count > MOST_FORMS {
            *self = Self::default();
        }
        if n >= self.list.len() {
            self.list.resize(n + 1, None);
        }
        self.count += usize::from(self.list[n].replace(form).is_none());
    }
}

impl Caches {
    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }
}

/// Makes room where a map has grown past `most`.
pub(super) fn bound<K, V>(map: &mut FxHashMap<K, V>, most: usize) {
    if map.len() > most {
        map.clear();
    }
}

/// The forms of a ledger; new ones are written through `connection`, within its transaction.
pub(super) struct FormsOf<'a> {
    pub(super) connection: &'a Connection,
    pub(super) caches: &'a Caches,
}

impl Forms for FormsOf<'_> {
    type Error = Error;

    fn number(&mut self, form: &Form) -> Result<u64> {
        let json = super::json(form)?;
        if let Some(&n) = self.caches.numbers.borrow().get(&json) {
            return Ok(n as u64);
        }
        let c = self.connection;
        // The index holds eight bytes of a hash; the row itself tells.
        let hash = hash_bytes(&content_id("form", json.as_bytes())).expect("a content's id is a hash");
        let hash = i64::from_le_bytes(*hash.first_chunk().expect("sixteen bytes are more than eight"));
        let there: Option<i64> = c
            .prepare_cached("SELECT seq FROM form WHERE hash = ?1 AND json = ?2")?
            .query_row(params![hash, json], |r| r.get(0))
            .optional()?;
        let n = match there {
            Some(n) => n,
            None => c.prepare_cached("INSERT INTO form (hash, json) VALUES (?1, ?2)")?.insert(params![hash, json])?,
        };
        // The form as it will be read back: what JSON cannot carry shows at once.
        let read = Arc::new(from_json(&json, "form", n)?);
        self.caches.forms.borrow_mut().insert(n, read);
        let mut numbers = self.caches.numbers.borrow_mut();
        bound(&mut numbers, MOST_FORMS);
        numbers.insert(json, n);
        Ok(n as u64)
    }

    fn form(&self, number: u64) -> Result<Option<Arc<Form>>> {
        let n = number as i64;
        if let Some(f) = self.caches.forms.borrow().get(n) {
            return Ok(Some(f.clone()));
        }
        let mut s = self.connection.prepare_cached("SELECT json FROM form WHERE seq = ?1")?;
        let mut rows = s.query([n])?;
        let Some(r) = rows.next()? else { return Ok(None) };
        let json = r.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
        let form: Arc<Form> = Arc::new(from_json(json, "form", n)?);
        self.caches.forms.borrow_mut().insert(n, form.clone());
        Ok(Some(form))
    }
}

/// The columns of a run, in the order that [`Ledger::read_run`] reads them in, and where they stand.
macro_rules! runs {
    ($more:literal) => {
        concat!(
            "SELECT r.seq, r.page, r.origin, v.name, r.known_day, r.recorded_at, r.claims ",
            "FROM rule_run r JOIN version v ON v.seq = r.version ",
            $more
        )
    };
}

/// A reading's text.
pub(super) const TEXT: &str = "SELECT text FROM page WHERE seq = ?1";

impl Ledger {
    pub(super) fn forms(&self) -> FormsOf<'_> {
        FormsOf { connection: &self.connection, caches: &self.caches }
    }

    fn read_run(&self, r: &rusqlite::Row<'_>) -> Result<Arc<Run>> {
        let seq: i64 = r.get(0)?;
        let claims = unpack_rows(r.get_ref(6)?.as_blob().map_err(rusqlite::Error::from)?)
            .ok_or_else(|| Error::Damaged { what: format!("run {seq} has no list of claims") })?;
        let run = Arc::new(Run {
            seq,
            page: r.get(1)?,
            origin: r.get(2)?,
            version: r.get(3)?,
            known_day: r.get(4)?,
            recorded_at: r.get(5)?,
            claims,
        });
        let mut runs = self.caches.runs.borrow_mut();
        bound(&mut runs, MOST_RUNS);
        runs.insert(seq, run.clone());
        Ok(run)
    }

    /// An actor's key and name by its number.
    pub(super) fn actor(&self, seq: i64) -> Result<KeyAndName> {
        if let Some(a) = self.caches.known.borrow().get(&seq) {
            return Ok(a.clone());
        }
        let mut s = self.connection.prepare_cached("SELECT key, name FROM actor WHERE seq = ?1")?;
        let actor = s
            .query_row([seq], |r| Ok((r.get(0)?, r.get(1)?)))
            .optional()?
            .ok_or_else(|| Error::Damaged { what: format!("actor {seq} is missing") })?;
        let mut all = self.caches.known.borrow_mut();
        bound(&mut all, MOST_RUNS);
        all.insert(seq, actor.clone());
        Ok(actor)
    }

    /// A run by its number.
    pub(super) fn run(&self, seq: i64) -> Result<Arc<Run>> {
        if let Some(r) = self.caches.runs.borrow().get(&seq) {
            return Ok(r.clone());
        }
        let mut s = self.connection.prepare_cached(runs!("WHERE r.seq = ?1"))?;
        let mut rows = s.query([seq])?;
        match rows.next()? {
            Some(r) => self.read_run(r),
            None => Err(Error::Damaged { what: format!("run {seq} is missing") }),
        }
    }

    /// The runs of a page recorded by `until`, the newest first.
    pub(super) fn runs_of(&self, origin: i64, until: i64) -> Result<Vec<Arc<Run>>> {
        let mut s = self.connection.prepare_cached(runs!(
            "WHERE r.origin = ?1 AND r.recorded_at <= ?2 ORDER BY r.recorded_at DESC, r.seq DESC"
        ))?;
        let mut rows = s.query(params![origin, until])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            all.push(self.read_run(r)?);
        }
        Ok(all)
    }

    /// Each page's newest run recorded by `until`, of those that are wanted.
    pub(super) fn all_runs(&self, until: i64, wanted: impl Fn(&Run) -> bool) -> Result<Vec<Arc<Run>>> {
        let mut s = self
            .connection
            .prepare_cached(runs!("WHERE r.recorded_at <= ?1 ORDER BY r.origin, r.recorded_at DESC, r.seq DESC"))?;
        let mut rows = s.query([until])?;
        let (mut all, mut origin) = (Vec::new(), None);
        while let Some(r) = rows.next()? {
            let of: i64 = r.get(2)?;
            if origin.replace(of) == Some(of) {
                continue;
            }
            let known = self.caches.runs.borrow().get(&r.get(0)?).cloned();
            let run = if let Some(run) = known { run } else { self.read_run(r)? };
            if wanted(&run) {
                all.push(run);
            }
        }
        Ok(all)
    }

    /// The newest run of a page recorded by `until`.
    pub(super) fn newest_run(&self, origin: i64, until: i64) -> Result<Option<Arc<Run>>> {
        let mut s = self.connection.prepare_cached(
            "SELECT seq FROM rule_run WHERE origin = ?1 AND recorded_at <= ?2 ORDER BY recorded_at DESC, seq DESC LIMIT 1",
        )?;
        let seq: Option<i64> = s.query_row(params![origin, until], |r| r.get(0)).optional()?;
        seq.map(|s| self.run(s)).transpose()
    }

    /// The text of a reading of a page.
    pub(super) fn words(&self, page: i64) -> Result<Arc<Words>> {
        if let Some(w) = self.caches.words.borrow().get(&page) {
            return Ok(w.clone());
        }
        let mut s = self.connection.prepare_cached(TEXT)?;
        let packed: Option<Vec<u8>> = s.query_row([page], |r| r.get(0)).optional()?;
        let packed = packed.ok_or_else(|| Error::Damaged { what: format!("page {page} is missing") })?;
        let words = Arc::new(Words::new(text_of(&packed, page)?));
        let mut all = self.caches.words.borrow_mut();
        bound(&mut all, MOST_WORDS);
        all.insert(page, words.clone());
        Ok(words)
    }

    /// The same, for once: it is not remembered, and stands in the room of another that is not needed any more. A room
    /// of its own for each of ten thousand texts keeps an allocator busy for longer than it takes to open them. `s` is
    /// [`TEXT`].
    pub(super) fn words_once(s: &mut Statement<'_>, page: i64, other: Words) -> Result<Words> {
        let (mut room, wide) = other.into_room();
        let mut rows = s.query([page])?;
        let row = rows.next()?.ok_or_else(|| Error::Damaged { what: format!("page {page} is missing") })?;
        let packed = row.get_ref(0)?.as_blob().map_err(rusqlite::Error::from)?;
        super::unsqueeze_into(&mut room, packed, format_args!("the text of page {page}"))?;
        Ok(Words::in_room(utf8(room, page)?, wide))
    }

    /// The head of a reading of a page.
    pub(super) fn head(&self, page: i64) -> Result<Arc<Head>> {
        if let Some(h) = self.caches.heads.borrow().get(&page) {
            return Ok(h.clone());
        }
        let mut s = self.connection.prepare_cached(
            "SELECT g.id, g.title, g.outlet, g.url, g.published, g.day, p.language FROM page g
             LEFT JOIN print p INDEXED BY print_language ON p.page = g.seq WHERE g.seq = ?1",
        )?;
        let head = s
            .query_row([page], |r| {
                let id = hash_text(r.get_ref(0)?.as_blob()?);
                let head = PageHead { id, title: r.get(1)?, outlet: r.get(2)?, url: r.get(3)?, published: r.get(4)? };
                Ok(Arc::new(Head { head: Arc::new(head), day: r.get(5)?, language: r.get(6)? }))
            })
            .optional()?
            .ok_or_else(|| Error::Damaged { what: format!("page {page} is missing") })?;
        let mut all = self.caches.heads.borrow_mut();
        bound(&mut all, MOST_RUNS);
        all.insert(page, head.clone());
        Ok(head)
    }
}

/// A page's text as it was before it was squeezed.
pub(super) fn text_of(packed: &[u8], page: i64) -> Result<String> {
    utf8(unsqueeze(packed, format_args!("the text of page {page}"))?, page)
}

fn utf8(text: Vec<u8>, page: i64) -> Result<String> {
    String::from_utf8(text).map_err(|_| Error::Damaged { what: format!("the text of page {page} is no UTF-8") })
}
