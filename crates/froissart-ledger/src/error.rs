//! What can go wrong with a ledger, each message with what to do about it.
//!
//! "`notes.txt` is no Froissart ledger: …" is one. Odd pages are no errors; they are notes, kept in the ledger.

use crate::decision::NamedActor;
use std::path::PathBuf;

fn listed(actors: &[NamedActor]) -> String {
    actors.iter().map(|a| format!("  {a}")).collect::<Vec<_>>().join("\n")
}

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
    /// An older program wrote it, and it was opened for reading.
    #[error(
        "`{}` was written by an older Froissart (ledger version {found}, this one reads {reads}): bring it forward with `froissart upgrade --ledger {}`, which leaves a copy beside it", path.display(), path.display()
    )]
    Older {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: i64,
        /// The version that this program reads.
        reads: i64,
    },
    /// There is no ledger of that name on a server, and the caller asked for one that exists.
    #[error(
        "there is no ledger `{name}` on this server: record some pages first (`froissart record FILE…`), or name another"
    )]
    MissingOnServer {
        /// The schema that it would stand in.
        name: String,
    },
    /// An older program began it, on a server.
    #[error(
        "the ledger `{name}` on this server was begun by an older Froissart (ledger version {found}, this one reads {reads}): make a copy with `pg_dump`, then bring it forward with `froissart upgrade --ledger postgres://…`"
    )]
    OlderOnServer {
        /// The schema that it stands in.
        name: String,
        /// Its version.
        found: i64,
        /// The version that this program reads.
        reads: i64,
    },
    /// A file beside the ledger could not be written.
    #[error("cannot write `{}`", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// There is no room left.
    #[error(
        "there is no room left for the ledger: free some, then run the same again (nothing of this batch was kept, everything before it was)"
    )]
    Full,
    /// An id or anchor is no hash.
    #[error("`{text}` is no id of a {what}: ids are 32 hexadecimal digits")]
    BadHash {
        /// Of what.
        what: String,
        /// What was given.
        text: String,
    },
    /// A claim was given with a page that it does not stand on.
    #[error("claim {claim} is not of page {page}: its anchor is that of other words (nothing was changed)")]
    NotOfPage {
        /// The claim's id.
        claim: String,
        /// The page's id.
        page: String,
    },
    /// A day has more claims than a ledger has numbers for.
    #[error("the ledger has no room for more claims published on {day}: begin another ledger for the rest of that day")]
    DayFull {
        /// The day.
        day: String,
    },
    /// A decision cites a claim that is not there.
    #[error("there is no claim {claim} in this ledger: `froissart claims` prints those that are")]
    NoSuchClaim {
        /// What was cited.
        claim: String,
    },
    /// A name means nobody.
    #[error("no actor of this ledger is called `{name}`: `froissart claims --about {name:?}` shows who is named so")]
    NoSuchActor {
        /// The name or key.
        name: String,
    },
    /// A name means several.
    #[error("`{name}` means {} actors; give the key of the one you mean:\n{}", actors.len(), listed(actors))]
    Ambiguous {
        /// The name.
        name: String,
        /// Whom it may mean.
        actors: Vec<NamedActor>,
    },
    /// Corrections would lead back to where they began.
    #[error("this correction would close a circle ({}): retract one of its links first (`froissart correct --list`)", chain.join(" → "))]
    Cycle {
        /// The actors in order, the first again at the end.
        chain: Vec<String>,
    },
    /// A split names no claims.
    #[error("a split needs the claims in which the name means somebody else: give at least one with --claim")]
    SplitOfNothing,
    /// A decision has no reason.
    #[error("a decision needs a reason: give it with --why")]
    NoReason,
    /// There is no decision of that number.
    #[error("there is no {decision} {number} in this ledger")]
    NoSuchDecision {
        /// opinion, correction or link.
        decision: &'static str,
        /// Its number.
        number: i64,
    },
    /// The server could not be reached, or could not answer.
    #[cfg(feature = "postgres")]
    #[error("the ledger's server could not be read or written: {0}")]
    Postgres(#[source] postgres::Error),
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
            Some(Code::DiskFull) => Self::Full,
            Some(Code::DatabaseCorrupt) => Self::Damaged { what: e.to_string() },
            _ => Self::Sqlite(e),
        }
    }
}
