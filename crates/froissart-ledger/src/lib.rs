//! Claims at rest: one SQLite file that only grows.
//!
//! It knows nothing of how claims are made and draws no picture. "Rebels seized most of Aleppo on Friday, a war
//! monitor said", recorded once, is there for good; recorded again, it changes nothing; coded anew by a later
//! version, the later reading answers, and the earlier one is still there for whoever asks what was known before.
//!
//! Four times are kept apart: when it happened and when it was said (the claim's), when it was published (the
//! page's, [`Query::known_by`]) and when it was recorded ([`Query::recorded_by`]), which is part of no id.

mod error;
mod query;
mod sql;

pub use error::Error;
pub use query::{Counts, PageHead, Query, Recorded, Stored};

use froissart_model::{Char, Claim, Note, Page, content_id, fold};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// What the ledger answers, or why it cannot.
pub type Result<T> = std::result::Result<T, Error>;

/// How long to wait for another program's write, which is one page's: far longer than any.
const PATIENCE: Duration = Duration::from_secs(5);

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// Opens the ledger at `path`, and begins one where there is no file.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty() && !f.is_dir()) {
            let why = format!("there is no folder `{}`; make it first, or name another file", folder.display());
            return Err(Error::CannotOpen { path: path.into(), why, source: None });
        }
        Self::open_at(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
    }

    /// Opens a ledger that exists; where its file may only be read, for reading.
    pub fn open_existing(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing { path: path.into() });
        }
        // SQLite falls back on reading where the file may not be written.
        Self::open_at(path, OpenFlags::SQLITE_OPEN_READ_WRITE)
    }

    /// A ledger that is gone when it is dropped.
    pub fn open_in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"))
    }

    fn open_at(path: &Path, flags: OpenFlags) -> Result<Self> {
        let opened = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
        opened.map_err(Error::from).and_then(|c| Self::prepare(c, path)).map_err(|e| match e {
            Error::Sqlite(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::NotADatabase) => {
                Error::NotALedger { path: path.into(), why: "it is another kind of file".into() }
            }
            Error::Sqlite(e) if e.sqlite_error_code() == Some(rusqlite::ErrorCode::CannotOpen) => {
                let why = if path.is_dir() { "it is a folder; name a file in it" } else { CANNOT }.into();
                Error::CannotOpen { path: path.into(), why, source: Some(e) }
            }
            e => e,
        })
    }

    fn prepare(mut connection: Connection, path: &Path) -> Result<Self> {
        connection.busy_timeout(PATIENCE)?;
        let header = |c: &Connection| -> Result<(i64, i64, i64)> {
            Ok((
                c.query_row("PRAGMA application_id", [], |r| r.get(0))?,
                c.query_row("PRAGMA user_version", [], |r| r.get(0))?,
                c.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?,
            ))
        };
        if header(&connection)? == (0, 0, 0) {
            // The journal's mode cannot change inside a transaction; an in-memory ledger answers "memory".
            connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            let t = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another program may have begun the same ledger while we waited.
            if header(&t)? == (0, 0, 0) {
                t.execute_batch(sql::SCHEMA)?;
                for table in sql::APPEND_ONLY {
                    t.execute_batch(&sql::append_only(table))?;
                }
                t.execute_batch(sql::NO_REPLACE)?;
                t.pragma_update(None, "application_id", sql::APPLICATION_ID)?;
                t.pragma_update(None, "user_version", sql::VERSION)?;
            }
            t.commit()?;
        }
        let (application, version, _) = header(&connection)?;
        if application != sql::APPLICATION_ID {
            let why = "it is another program's SQLite database".into();
            return Err(Error::NotALedger { path: path.into(), why });
        }
        if version > sql::VERSION {
            return Err(Error::Newer { path: path.into(), found: version, reads: sql::VERSION });
        }
        // What was recorded stays recorded, also when the power fails: one sync a page costs little beside reading it.
        connection
            .execute_batch("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;")?;
        connection.set_prepared_statement_cache_capacity(32);
        Ok(Self { connection })
    }

    /// Sets how long to wait while another program writes, before [`Error::Locked`]; 5 seconds unless set.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Keeps a page, its claims and its notes, as `coder_version` read them, at the instant `recorded_at`.
    ///
    /// All of it or nothing is written. The same reading recorded again changes nothing, whatever the instant.
    pub fn record(
        &mut self,
        page: &Page<Char>,
        claims: &[Claim<Char>],
        notes: &[Note<Char>],
        coder_version: &str,
        recorded_at: &str,
    ) -> Result<Recorded> {
        let instant: Timestamp =
            recorded_at.trim().parse().map_err(|_| Error::BadInstant { text: recorded_at.into() })?;
        let day = page.day().map(|d| d.to_string());
        let known_day = day.clone().unwrap_or_else(|| day_of(instant));
        let page_json = json(page)?;
        let page_digest = content_id("reading", page_json.as_bytes());
        let notes: Vec<(&str, String)> =
            notes.iter().map(|n| Ok((n.name.as_str(), json(n)?))).collect::<Result<_>>()?;
        let mut all = format!("{page_digest} {coder_version}\n");
        for line in claims.iter().map(|c| c.id.as_str()).chain(notes.iter().map(|n| n.1.as_str())) {
            all.push_str(line);
            all.push('\n');
        }
        let run_digest = content_id("run", all.as_bytes());

        let t = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let mut done = Recorded::default();
        let last: Option<String> = t.prepare_cached(sql::LAST_RUN)?.query_row([&page.id], |r| r.get(0)).optional()?;
        if last.as_deref() == Some(run_digest.as_str()) {
            done.already_there = claims.len();
            return Ok(done);
        }
        done.new_pages = usize::from(last.is_none());
        let now = instant.as_microsecond();
        let page_seq: Option<i64> =
            t.prepare_cached(sql::PAGE_BY_DIGEST)?.query_row([&page_digest], |r| r.get(0)).optional()?;
        let page_seq = if let Some(seq) = page_seq {
            seq
        } else {
            let (id, p) = (&page.id, page);
            t.prepare_cached(sql::INSERT_PAGE)?.insert(params![
                id,
                page_digest,
                p.outlet,
                p.url,
                p.title,
                p.published,
                day,
                now,
                page_json
            ])?
        };
        let run = t.prepare_cached(sql::INSERT_RUN)?.insert(params![
            page_seq,
            page.id,
            coder_version,
            run_digest,
            known_day,
            now
        ])?;
        for (position, claim) in claims.iter().enumerate() {
            let there: Option<i64> =
                t.prepare_cached(sql::CLAIM_BY_ID)?.query_row([&claim.id], |r| r.get(0)).optional()?;
            let seq = if let Some(seq) = there {
                done.already_there += 1;
                seq
            } else {
                done.new_claims += 1;
                insert_claim(&t, page, day.as_deref(), claim, now)?
            };
            t.prepare_cached(sql::INSERT_RUN_CLAIM)?.execute(params![run, position as i64, seq])?;
        }
        for (position, (name, json)) in notes.iter().enumerate() {
            t.prepare_cached(sql::INSERT_NOTE)?.execute(params![run, position as i64, name, json])?;
        }
        t.commit()?;
        Ok(done)
    }

    /// The claims that fit, by publication, page and place on the page, from each page's newest reading.
    pub fn claims(&self, query: &Query) -> Result<Vec<Stored>> {
        let words = match query.text.as_deref().map(query::words_expression) {
            Some(None) => return Ok(Vec::new()),
            Some(words) => words,
            None => None,
        };
        let about = match query.about.as_deref().map(fold) {
            Some(about) if about.is_empty() => return Ok(Vec::new()),
            about => about,
        };
        let recorded_by = query.recorded_by.as_deref().map_or(Ok(i64::MAX), end_instant)?;
        let limit = query.limit.map_or(-1, |l| i64::try_from(l).unwrap_or(i64::MAX));
        let mut statement = self.connection.prepare_cached(&sql::claims(words.is_some()))?;
        let kind = query.kind.map(|k| name_of(&k)).transpose()?;
        let certainty = query.certainty.map(|c| name_of(&c)).transpose()?;
        let day = |d: Option<froissart_model::Day>| d.map(|d| d.to_string());
        let (since, until, known_by) = (day(query.since), day(query.until), day(query.known_by));
        let mut given: Vec<&dyn rusqlite::ToSql> = vec![
            &recorded_by,
            &kind,
            &query.type_,
            &certainty,
            &since,
            &until,
            &known_by,
            &query.include_implied,
            &about,
            &limit,
        ];
        if words.is_some() {
            given.push(&words);
        }
        read_all(statement.query(given.as_slice())?)
    }

    /// The claims, of all versions, whose id or anchor begins with `prefix`.
    pub fn by_id(&self, prefix: &str) -> Result<Vec<Stored>> {
        let prefix = prefix.trim().to_ascii_lowercase();
        if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        // "g" follows the last hexadecimal digit.
        let end = format!("{prefix}g");
        read_all(self.connection.prepare_cached(&sql::by_id())?.query([&prefix, &end])?)
    }

    /// A page by its id, as its newest reading has it.
    pub fn page(&self, id: &str) -> Result<Option<Page<Char>>> {
        let text: Option<String> =
            self.connection.prepare_cached(sql::PAGE)?.query_row([id], |r| r.get(0)).optional()?;
        text.map(|t| from_json(&t, "page", id)).transpose()
    }

    /// The heads of all pages, by publication.
    pub fn pages(&self) -> Result<Vec<PageHead>> {
        let mut statement = self.connection.prepare_cached(&sql::pages())?;
        let heads = statement.query_map([i64::MAX], |r| head(r, 0))?;
        Ok(heads.collect::<std::result::Result<_, _>>()?)
    }

    /// What was odd about a page, as its newest reading has it.
    pub fn notes(&self, page: &str) -> Result<Vec<Note<Char>>> {
        let mut statement = self.connection.prepare_cached(sql::NOTES)?;
        let texts: Vec<String> = statement.query_map([page], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
        texts.iter().map(|t| from_json(t, "a note of page", page)).collect()
    }

    /// How much the ledger holds.
    pub fn counts(&self) -> Result<Counts> {
        let n = |r: &Row<'_>, i: usize| r.get::<_, i64>(i).map(|n| n as usize);
        Ok(self
            .connection
            .query_row(sql::COUNTS, [], |r| Ok(Counts { pages: n(r, 0)?, claims: n(r, 1)?, runs: n(r, 2)? }))?)
    }
}

const CANNOT: &str = "the file or its folder may not be written or read; check their permissions, or name another file";

fn insert_claim(c: &Connection, page: &Page<Char>, day: Option<&str>, claim: &Claim<Char>, now: i64) -> Result<i64> {
    let happened = claim.happened.as_ref();
    let seq = c.prepare_cached(sql::INSERT_CLAIM)?.insert(params![
        claim.id,
        claim.anchor,
        page.id,
        name_of(&claim.kind)?,
        claim.type_,
        happened.and_then(|i| i.from).map(|d| d.to_string()),
        happened.and_then(|i| i.to).map(|d| d.to_string()),
        day,
        now,
        name_of(&claim.certainty)?,
        claim.negated,
        claim.is_implied(),
        name_of(&claim.told)?,
        json(claim)?,
    ])?;
    let mut names = String::new();
    let entities = [("actor", &claim.actor), ("recipient", &claim.recipient), ("account", &claim.according_to)]
        .into_iter()
        .flat_map(|(role, list)| list.iter().map(move |e| (role, e.id.as_deref(), e.name.as_deref(), e.text.as_str())));
    let places = claim.place.iter().map(|p| ("place", None, p.name.as_deref(), p.text.as_str()));
    for (role, id, name, text) in entities.chain(places) {
        for key in [id, name, Some(text)].into_iter().flatten() {
            let folded = fold(key);
            if !folded.is_empty() {
                c.prepare_cached(sql::INSERT_ENTITY)?.execute(params![seq, role, folded, text])?;
            }
            names.push_str(key);
            names.push_str(" . ");
        }
    }
    let evidence: Vec<&str> =
        std::iter::once(&claim.evidence).chain(&claim.more_evidence).map(|e| e.text.as_str()).collect();
    c.prepare_cached(sql::INSERT_WORDS)?.execute(params![seq, evidence.join(" . "), names])?;
    Ok(seq)
}

fn head(r: &Row<'_>, at: usize) -> rusqlite::Result<PageHead> {
    Ok(PageHead {
        id: r.get(at)?,
        title: r.get(at + 1)?,
        outlet: r.get(at + 2)?,
        url: r.get(at + 3)?,
        published: r.get(at + 4)?,
    })
}

fn read_all(mut rows: rusqlite::Rows<'_>) -> Result<Vec<Stored>> {
    let mut all = Vec::new();
    while let Some(r) = rows.next()? {
        let (seq, text): (i64, String) = (r.get(0)?, r.get(1)?);
        let at = Timestamp::from_microsecond(r.get(2)?)
            .map_err(|e| Error::Damaged { what: format!("claim {seq} has no instant: {e}") })?;
        all.push(Stored {
            claim: from_json(&text, "claim", &seq.to_string())?,
            page: head(r, 3)?,
            recorded_at: at.to_string(),
            version: r.get(8)?,
        });
    }
    Ok(all)
}

fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Damaged { what: format!("a value has no JSON: {e}") })
}

fn from_json<T: serde::de::DeserializeOwned>(text: &str, what: &str, id: &str) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Damaged { what: format!("{what} {id} cannot be read: {e}") })
}

/// The name of a value in the JSON contract: `Kind::Control` is "control".
fn name_of<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

fn day_of(instant: Timestamp) -> String {
    instant.to_zoned(jiff::tz::TimeZone::UTC).date().to_string()
}

/// An instant, or the end of a day in UTC, in microseconds.
fn end_instant(text: &str) -> Result<i64> {
    let text = text.trim();
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(instant.as_microsecond());
    }
    let bad = || Error::BadInstant { text: text.into() };
    // A time of day without an offset would parse as its day, and is neither.
    if text.len() != 10 {
        return Err(bad());
    }
    text.parse::<froissart_model::Day>()
        .and_then(froissart_model::Day::tomorrow)
        .and_then(|d| d.to_zoned(jiff::tz::TimeZone::UTC))
        .map(|z| z.timestamp().as_microsecond() - 1)
        .map_err(|_| bad())
}
