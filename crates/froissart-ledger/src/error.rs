//! What can go wrong with a ledger, each message with what to do about it.
//!
//! "`notes.txt` is no Froissart ledger: …" is one. Odd pages are no errors; they are notes, kept in the ledger.

use std::path::PathBuf;

/// Why a ledger could not be opened, written or asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no file, and the caller asked for one that exists.
    #[error("there is no ledger at `{}`: record some pages first (`froissart record FILE…`), or name another with --ledger", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// The file is something else.
    #[error("`{}` is no Froissart ledger: {why}; name another file with --ledger, and a new one is begun there", path.display())]
    NotALedger {
        /// The file.
        path: PathBuf,
        /// What it is instead.
        why: String,
    },
    /// A newer program wrote it.
    #[error("`{}` was written by a newer Froissart (ledger version {found}, this one reads {reads}): update Froissart, or begin another ledger", path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The newest version this program reads.
        reads: i64,
    },
    /// The machine does not let us open or make the file.
    #[error("cannot open `{}`: {why}", path.display())]
    CannotOpen {
        /// The file.
        path: PathBuf,
        /// What stands in the way, and what to do.
        why: String,
        /// What SQLite said.
        #[source]
        source: Option<rusqlite::Error>,
    },
    /// Somebody else is writing.
    #[error("another program is writing to the ledger: wait until it is done, then try again (nothing was changed)")]
    Locked,
    /// The file or its folder may only be read.
    #[error(
        "the ledger may only be read: ask for write permission on the file and its folder, or record into another (nothing was changed)"
    )]
    ReadOnly,
    /// A given instant cannot be read.
    #[error("`{text}` is no instant: write it as 2024-12-02T14:39:31Z or with an offset such as +05:30")]
    BadInstant {
        /// What was given.
        text: String,
    },
    /// A row does not hold what the ledger wrote.
    #[error("the ledger is damaged: {what}; restore the file from a copy")]
    Damaged {
        /// Which row, and what is wrong with it.
        what: String,
    },
    /// Anything else that SQLite reports.
    #[error("the ledger could not be read or written: {0}")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for Error {
    fn from(e: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        match e.sqlite_error_code() {
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => Self::Locked,
            Some(Code::ReadOnly) => Self::ReadOnly,
            Some(Code::DatabaseCorrupt) => Self::Damaged { what: e.to_string() },
            _ => Self::Sqlite(e),
        }
    }
}
