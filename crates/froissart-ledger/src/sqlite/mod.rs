//! The ledger as one SQLite file: opened, begun, refused, copied.
//!
//! What is written stands in `record.rs` and `accord.rs`, what is asked in `ask.rs`, `asof.rs`, `situation.rs` and
//! `last.rs`, copies in `wire.rs`, decisions in `decide.rs`. A ledger of an older version is brought forward here with a
//! copy left beside it; one of a newer version, or a file that is no ledger ("notes.txt"), is refused with what to do.

mod accord;
mod ask;
mod asof;
mod cache;
mod decide;
mod last;
mod load;
mod migrate;
mod record;
mod schema;
mod situation;
mod verify;
mod verify_words;
mod wire;

#[cfg(feature = "postgres")]
pub(crate) use decide::{check, value_of};
pub(crate) use record::{actor_key, place_key};
#[cfg(feature = "postgres")]
pub(crate) use record::{countries, evidence_words, folded_names, page_digest, run_digest};
#[cfg(feature = "postgres")]
pub(crate) use wire::{CopyRow, drawn, unpacked};

use crate::{Error, Result};
use cache::Caches;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How long to wait for another program's write, which is one batch of pages: far longer than any.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was done to an older ledger when it was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Migration {
    /// The version it had.
    pub from: i64,
    /// The version it has now.
    pub to: i64,
    /// The copy of the file as it was.
    pub backup: PathBuf,
}

impl std::fmt::Display for Migration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { from, to, backup } = self;
        write!(
            f,
            "the ledger was of version {from} and is now of version {to}; as it was, it stands in `{}`",
            backup.display()
        )
    }
}

/// An open ledger.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
    caches: Caches,
    migration: Option<Migration>,
}

impl Ledger {
    /// Opens the ledger at `path` for writing, and begins one where there is no file. One of an older version is
    /// brought forward, and [`Ledger::migration`] says where the copy of it is.
    pub fn open(path: &Path) -> Result<Self> {
        if let Some(folder) = path.parent().filter(|f| !f.as_os_str().is_empty() && !f.is_dir()) {
            let why = format!("there is no folder `{}`; make it first, or name another file", folder.display());
            return Err(Error::CannotOpen { path: path.into(), why, source: None });
        }
        Self::open_at(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE, true)
    }

    /// Opens a ledger that exists; where its file may only be read, for reading. One of an older version is refused:
    /// whoever only asks changes no file.
    pub fn open_existing(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Err(Error::Missing { path: path.into() });
        }
        // SQLite falls back on reading where the file may not be written.
        Self::open_at(path, OpenFlags::SQLITE_OPEN_READ_WRITE, false)
    }

    /// A ledger that is gone when it is dropped.
    pub fn open_in_memory() -> Result<Self> {
        Self::prepare(Connection::open_in_memory()?, Path::new(":memory:"), false)
    }

    fn open_at(path: &Path, flags: OpenFlags, forward: bool) -> Result<Self> {
        let opened = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX);
        opened.map_err(Error::from).and_then(|c| Self::prepare(c, path, forward)).map_err(|e| match e {
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

    fn prepare(mut connection: Connection, path: &Path, forward: bool) -> Result<Self> {
        connection.busy_timeout(PATIENCE)?;
        if header(&connection)? == (0, 0, 0) {
            // The journal's mode cannot change inside a transaction; an in-memory ledger answers "memory".
            connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
            let t = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
            // Another program may have begun the same ledger while we waited.
            if header(&t)? == (0, 0, 0) {
                t.execute_batch(&schema::all())?;
                t.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
                t.pragma_update(None, "user_version", schema::VERSION)?;
            }
            t.commit()?;
        }
        let (application, version, _) = header(&connection)?;
        if application != schema::APPLICATION_ID {
            let why = "it is another program's SQLite database".into();
            return Err(Error::NotALedger { path: path.into(), why });
        }
        if version > schema::VERSION {
            return Err(Error::Newer { path: path.into(), found: version, reads: schema::VERSION });
        }
        // What was recorded stays recorded, also when the power fails: one sync a batch costs little beside reading it.
        connection.execute_batch(
            "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cache_size = -65536;",
        )?;
        // A statement that is asked ten thousand times is planned once, whatever it is asked for.
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        connection.set_prepared_statement_cache_capacity(64);
        let mut ledger = Self { connection, caches: Caches::default(), migration: None };
        if version < schema::VERSION {
            if !forward || ledger.connection.is_readonly(rusqlite::MAIN_DB)? {
                return Err(Error::Older { path: path.into(), found: version, reads: schema::VERSION });
            }
            ledger.migration = migrate::forward(&mut ledger, path, version)?;
        }
        Ok(ledger)
    }

    /// What opening did to a ledger of an older version; none where it was of this one. Whoever opens tells the user.
    pub fn migration(&self) -> Option<&Migration> {
        self.migration.as_ref()
    }

    /// Sets how long to wait while another program writes, before [`Error::Locked`]; 5 seconds unless set.
    pub fn set_patience(&self, patience: Duration) -> Result<()> {
        Ok(self.connection.busy_timeout(patience)?)
    }

    /// Lets the file grow to `bytes` at most; beyond, recording answers [`Error::Full`] and changes nothing.
    pub fn set_ceiling(&self, bytes: u64) -> Result<()> {
        let page: i64 = self.connection.query_row("PRAGMA page_size", [], |r| r.get(0))?;
        let pages = i64::try_from(bytes).unwrap_or(i64::MAX) / page;
        Ok(self.connection.query_row(&format!("PRAGMA max_page_count = {pages}"), [], |_| Ok(()))?)
    }

    /// Copies the ledger to `to`, whole, while others read and write; `step` hears how many of how many pages are done.
    ///
    /// The copy appears under its name only when it is complete. A file that is there already is refused.
    pub fn backup(&self, to: &Path, mut step: impl FnMut(u64, u64)) -> Result<()> {
        if to.exists() {
            let why = "there is a file of that name already; name another".into();
            return Err(Error::CannotOpen { path: to.into(), why, source: None });
        }
        let mut partial = to.as_os_str().to_owned();
        partial.push(".partial");
        let partial = PathBuf::from(partial);
        let cannot = |source| Error::CannotOpen { path: to.into(), why: CANNOT.into(), source };
        let copied = (|| -> Result<()> {
            let mut target = Connection::open(&partial).map_err(|e| cannot(Some(e)))?;
            let run = rusqlite::backup::Backup::new(&self.connection, &mut target)?;
            loop {
                let more = run.step(2048)?;
                let p = run.progress();
                step((p.pagecount - p.remaining).max(0) as u64, p.pagecount.max(0) as u64);
                match more {
                    rusqlite::backup::StepResult::Done => break,
                    rusqlite::backup::StepResult::Busy | rusqlite::backup::StepResult::Locked => {
                        std::thread::sleep(Duration::from_millis(20));
                    }
                    _ => {}
                }
            }
            drop(run);
            target.close().map_err(|(_, e)| e)?;
            std::fs::File::open(&partial)
                .and_then(|f| f.sync_all())
                .map_err(|e| Error::File { path: to.into(), source: e })
        })();
        if let Err(e) = copied {
            // What is left of it is no copy, and must not be taken for one.
            let _ = std::fs::remove_file(&partial);
            return Err(e);
        }
        std::fs::rename(&partial, to).map_err(|e| Error::File { path: to.into(), source: e })
    }
}

/// The file's application, version, and number of things in it.
fn header(c: &Connection) -> Result<(i64, i64, i64)> {
    Ok((
        c.query_row("PRAGMA application_id", [], |r| r.get(0))?,
        c.query_row("PRAGMA user_version", [], |r| r.get(0))?,
        c.query_row("SELECT count(*) FROM sqlite_schema", [], |r| r.get(0))?,
    ))
}

const CANNOT: &str = "the file or its folder may not be written or read; check their permissions, or name another file";

/// An instant as the ledger keeps it, in microseconds.
pub(crate) fn instant(text: &str) -> Result<Timestamp> {
    text.trim().parse().map_err(|_| Error::BadInstant { text: text.into() })
}

/// An instant at rest as people read it.
pub(crate) fn instant_text(micros: i64, what: &str) -> Result<String> {
    let at = Timestamp::from_microsecond(micros)
        .map_err(|e| Error::Damaged { what: format!("{what} has no instant: {e}") })?;
    Ok(at.to_string())
}

/// An instant, or the end of a day in UTC, in microseconds since 1970: what [`crate::Query::recorded_by`] means by its
/// words.
///
/// # Errors
/// [`Error::BadInstant`] where the words are neither.
pub fn end_instant(text: &str) -> Result<i64> {
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

/// A word of the contract: the JSON of a value without its quotation marks.
pub(crate) fn name_of<T: serde::Serialize>(value: &T) -> Result<String> {
    Ok(json(value)?.trim_matches('"').to_owned())
}

pub(crate) fn json<T: serde::Serialize>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(|e| Error::Damaged { what: format!("a value has no JSON: {e}") })
}

pub(crate) fn from_json<T: serde::de::DeserializeOwned>(
    text: &str,
    what: &str,
    which: impl std::fmt::Display,
) -> Result<T> {
    serde_json::from_str(text).map_err(|e| Error::Damaged { what: format!("{what} {which} cannot be read: {e}") })
}

/// Bytes squeezed; the size of the whole stands before them, so that a damaged row asks for no memory.
fn squeeze(bytes: &[u8]) -> Vec<u8> {
    let mut out = (bytes.len() as u32).to_le_bytes().to_vec();
    out.extend(miniz_oxide::deflate::compress_to_vec(bytes, 6));
    out
}

/// The same, to be opened again and again: LZ4's blocks, marked in the size's highest bit. A text takes half as much
/// room again as deflated, and opens in a tenth of the time; one of an older ledger stays as it is.
fn squeeze_lightly(bytes: &[u8]) -> Vec<u8> {
    let mut out = (bytes.len() as u32 | LIGHTLY).to_le_bytes().to_vec();
    out.extend(lz4_flex::block::compress(bytes));
    out
}

const LIGHTLY: u32 = 1 << 31;
const MOST_UNSQUEEZED: usize = 1 << 30;

fn unsqueeze(bytes: &[u8], what: impl std::fmt::Display) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    unsqueeze_into(&mut out, bytes, what)?;
    Ok(out)
}

/// The same in the room of `out`, whose bytes go: many texts are opened one after the other.
fn unsqueeze_into(out: &mut Vec<u8>, bytes: &[u8], what: impl std::fmt::Display) -> Result<()> {
    let damaged = || Error::Damaged { what: format!("{what} cannot be unpacked") };
    let (size, rest) = bytes.split_first_chunk::<4>().ok_or_else(damaged)?;
    let size = u32::from_le_bytes(*size);
    let (is_lightly, size) = (size & LIGHTLY != 0, (size & !LIGHTLY) as usize);
    // No page is larger than the reader's own limit; what claims to be is damaged.
    if size > MOST_UNSQUEEZED {
        return Err(damaged());
    }
    // What was in it before may stay: all of it is written over, or the answer is an error.
    out.resize(size, 0);
    if is_lightly {
        let got = lz4_flex::block::decompress_into(rest, out);
        return if got.is_ok_and(|n| n == size) { Ok(()) } else { Err(damaged()) };
    }
    let got = miniz_oxide::inflate::decompress_slice_iter_to_slice(out, std::iter::once(rest), false, true);
    if got == Ok(size) { Ok(()) } else { Err(damaged()) }
}

#[cfg(test)]
mod tests {
    use super::{squeeze, squeeze_lightly, unsqueeze};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_squeezed_comes_back(text in "[ab ]{0,300}|.{0,80}") {
            for squeezed in [squeeze(text.as_bytes()), squeeze_lightly(text.as_bytes())] {
                prop_assert_eq!(unsqueeze(&squeezed, "it").unwrap(), text.as_bytes());
                // A byte less is damage, and is told.
                prop_assert!(unsqueeze(&squeezed[..squeezed.len() - 1], "it").is_err());
            }
        }

        #[test]
        fn any_bytes_are_opened_or_refused(size in 0..2_000_u32, light: bool, rest in prop::collection::vec(any::<u8>(), 0..200)) {
            let mut bytes = (size | u32::from(light) << 31).to_le_bytes().to_vec();
            bytes.extend(rest);
            if let Ok(out) = unsqueeze(&bytes, "it") {
                prop_assert_eq!(out.len(), size as usize);
            }
        }
    }
}
