//! A ledger on a PostgreSQL server, for a team that shares one; behind the feature `postgres`.
//!
//! It answers as the SQLite file does, and the same suite of tests holds it to that. What concerns a file (copies,
//! verification, migration) is the server's own: "pg_dump" copies it. Everything stands in one schema of the database
//! that the connection names, so that several ledgers share a server.

mod ask;
mod decide;
mod situation;
mod wire;

use crate::pack::day_number;
use crate::query::{Reading, Recorded};
use crate::sqlite::{
    actor_key, countries, evidence_words, folded_names, instant, json, name_of, page_digest, place_key, run_digest,
};
use crate::{Error, Result};
use froissart_model::{Char, Claim, Entity, Kind, anchor_of, fold};
use jiff::Timestamp;
use postgres::{Client, NoTls, Transaction};
use std::cell::RefCell;

/// The version of the tables in `schema.sql` and `prints.sql`.
const VERSION: i64 = 3;
/// One writer at a time: the key of the lock that it holds ("FROI").
const WRITER: i64 = 0x4652_4F49;
/// PostgreSQL takes words of less than 2,046 bytes; what is longer is cut here, in the index and in what is asked.
const LONGEST_WORD: usize = 500;

/// What to do where there is no ledger of a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Missing {
    Begin,
    Refuse,
}

/// A shared ledger.
pub struct PostgresLedger {
    client: RefCell<Client>,
}

impl std::fmt::Debug for PostgresLedger {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostgresLedger").finish_non_exhaustive()
    }
}

impl From<postgres::Error> for Error {
    fn from(e: postgres::Error) -> Self {
        use postgres::error::SqlState;
        match e.code() {
            Some(&SqlState::DISK_FULL) => Self::Full,
            Some(&SqlState::LOCK_NOT_AVAILABLE) => Self::Locked,
            Some(&SqlState::READ_ONLY_SQL_TRANSACTION | &SqlState::INSUFFICIENT_PRIVILEGE) => Self::ReadOnly,
            Some(&SqlState::DATA_CORRUPTED | &SqlState::INDEX_CORRUPTED) => Self::Damaged { what: e.to_string() },
            _ => Self::Postgres(e),
        }
    }
}

impl PostgresLedger {
    /// Opens the ledger `name` of a server, and begins one where there is none; `how` is a connection string as
    /// libpq takes it: `host=/run/postgresql user=desk dbname=war`.
    ///
    /// `name` is the schema that it stands in: letters, digits and underscores.
    ///
    /// A ledger of an older version is refused: whoever only asks changes nothing; [`PostgresLedger::upgrade`] does.
    pub fn open(how: &str, name: &str) -> Result<Self> {
        Self::opened(how, name, Missing::Begin, false).map(|o| o.0)
    }

    /// Opens a ledger that is there; none is begun.
    pub fn open_existing(how: &str, name: &str) -> Result<Self> {
        Self::opened(how, name, Missing::Refuse, false).map(|o| o.0)
    }

    /// Opens a ledger, and brings one of an older version forward in one transaction; the older version is the second
    /// of the answer, where it was one. A copy of it is made before by whoever has the server (`pg_dump`).
    pub fn upgrade(how: &str, name: &str) -> Result<(Self, Option<i64>)> {
        Self::opened(how, name, Missing::Refuse, true)
    }

    fn opened(how: &str, name: &str, missing: Missing, forward: bool) -> Result<(Self, Option<i64>)> {
        if name.is_empty() || !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            let why = "a ledger's name on a server has letters, digits and underscores".into();
            return Err(Error::NotALedger { path: name.into(), why });
        }
        let mut client = Client::connect(how, NoTls)?;
        let mut t = client.transaction()?;
        // Two programs may begin the same ledger at once.
        t.execute("SELECT pg_advisory_xact_lock($1)", &[&WRITER])?;
        let there = t.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = $1", &[&name])?.is_some();
        if !there && missing == Missing::Refuse {
            return Err(Error::MissingOnServer { name: name.into() });
        }
        if !there {
            t.batch_execute(&format!("CREATE SCHEMA \"{name}\""))?;
        }
        t.batch_execute(&format!("SET search_path TO \"{name}\""))?;
        if !there {
            t.batch_execute(include_str!("schema.sql"))?;
            t.batch_execute(include_str!("prints.sql"))?;
        }
        let found: i64 =
            t.query_opt("SELECT max(version) FROM froissart", &[])
                .ok()
                .flatten()
                .and_then(|r| r.get(0))
                .ok_or_else(|| Error::NotALedger { path: name.into(), why: "it is another program's schema".into() })?;
        if found > VERSION {
            return Err(Error::Newer { path: name.into(), found, reads: VERSION });
        }
        if found < VERSION {
            if !forward {
                return Err(Error::OlderOnServer { name: name.into(), found, reads: VERSION });
            }
            t.batch_execute(include_str!("prints.sql"))?;
            wire::fill(&mut t)?;
        }
        t.commit()?;
        // A writer that waits longer than a batch takes is told so.
        client.batch_execute("SET lock_timeout = '5s'")?;
        Ok((Self { client: RefCell::new(client) }, (found < VERSION).then_some(found)))
    }

    /// Does `work` in one transaction, as the only writer.
    fn write<T>(&mut self, work: impl FnOnce(&mut Transaction<'_>) -> Result<T>) -> Result<T> {
        let client = self.client.get_mut();
        let mut t = client.transaction()?;
        t.execute("SELECT pg_advisory_xact_lock($1)", &[&WRITER])?;
        let done = work(&mut t)?;
        t.commit()?;
        Ok(done)
    }

    /// See [`crate::Store::record_all`].
    pub(crate) fn put_all(
        &mut self,
        batch: &[Reading<'_>],
        coder_version: &str,
        recorded_at: &str,
    ) -> Result<Vec<Recorded>> {
        let at = instant(recorded_at)?;
        self.write(|t| batch.iter().map(|r| put(t, r, coder_version, at)).collect())
    }
}

fn put(t: &mut Transaction<'_>, reading: &Reading<'_>, version: &str, at: Timestamp) -> Result<Recorded> {
    let Reading { page, claims, notes } = *reading;
    let day = page.day().map(day_number);
    let known_day = day.unwrap_or_else(|| day_number(at.to_zoned(jiff::tz::TimeZone::UTC).date()));
    let digest = page_digest(page)?;
    let notes: Vec<String> = notes.iter().map(json).collect::<Result<_>>()?;
    let run_digest =
        run_digest(&digest, version, claims.iter().map(|c| c.id.as_str()), notes.iter().map(String::as_str));
    let origin: Option<i64> =
        t.query_opt("SELECT origin FROM page WHERE id = $1 LIMIT 1", &[&page.id])?.map(|r| r.get(0));
    let last: Option<String> = match origin {
        Some(o) => t
            .query_opt(
                "SELECT digest FROM rule_run WHERE origin = $1 ORDER BY recorded_at DESC, seq DESC LIMIT 1",
                &[&o],
            )?
            .map(|r| r.get(0)),
        None => None,
    };
    let mut done = Recorded::default();
    if last.as_ref() == Some(&run_digest) {
        done.already_there = claims.len();
        return Ok(done);
    }
    done.new_pages = usize::from(last.is_none());
    let now = at.as_microsecond();
    let there = t.query_opt("SELECT seq FROM page WHERE digest = $1", &[&digest])?;
    let page_seq: i64 = if let Some(r) = there {
        r.get(0)
    } else {
        let seq = t
            .query_one(
                "INSERT INTO page (id, digest, origin, day, published, recorded_at, json)
                 VALUES ($1, $2, coalesce($3, currval('page_seq_seq')), $4, $5, $6, $7) RETURNING seq",
                &[&page.id, &digest, &origin, &day, &page.published.as_deref().map(without_nul), &now, &json(page)?],
            )?
            .get(0);
        wire::put(t, seq, origin.unwrap_or(seq), page)?;
        seq
    };
    let origin = origin.unwrap_or(page_seq);
    let run: i64 = t
        .query_one(
            "INSERT INTO rule_run (page, origin, version, digest, known_day, recorded_at)
             VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq",
            &[&page_seq, &origin, &version, &run_digest, &known_day, &now],
        )?
        .get(0);
    for (position, claim) in claims.iter().enumerate() {
        let there = t.query_opt("SELECT seq FROM claim WHERE id = $1", &[&claim.id])?;
        let seq: i64 = if let Some(r) = there {
            done.already_there += 1;
            r.get(0)
        } else {
            if anchor_of(&page.id, claim) != claim.anchor {
                return Err(Error::NotOfPage { claim: claim.id.clone(), page: page.id.clone() });
            }
            done.new_claims += 1;
            insert_claim(t, run, claim)?
        };
        t.execute("INSERT INTO run_claim VALUES ($1, $2, $3)", &[&run, &(position as i64), &seq])?;
    }
    for (position, note) in notes.iter().enumerate() {
        t.execute("INSERT INTO note VALUES ($1, $2, $3)", &[&run, &(position as i64), &note])?;
    }
    Ok(done)
}

/// PostgreSQL keeps no character of code 0; what is compared and shown comes from the JSON, which writes it out.
fn without_nul(text: &str) -> String {
    text.replace('\0', "\u{FFFD}")
}

fn insert_claim(t: &mut Transaction<'_>, run: i64, claim: &Claim<Char>) -> Result<i64> {
    let happened = claim.happened.as_ref();
    let words = vector(evidence_words(claim).split('\u{E000}'));
    let names = folded_names(claim);
    let names = vector(names.iter().map(String::as_str));
    let seq: i64 = t
        .query_one(
            "INSERT INTO claim (run, id, anchor, kind, type, certainty, implied, day_from, day_to, countries, words, names, json)
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text::tsvector, $12::text::tsvector, $13) RETURNING seq",
            &[
                &run,
                &claim.id,
                &claim.anchor,
                &name_of(&claim.kind)?,
                &without_nul(&claim.type_),
                &name_of(&claim.certainty)?,
                &claim.is_implied(),
                &happened.and_then(|h| h.from).map(day_number),
                &happened.and_then(|h| h.to).map(day_number),
                &countries(claim),
                &words,
                &names,
                &json(claim)?,
            ],
        )?
        .get(0);
    for e in claim.actor.iter().chain(&claim.recipient) {
        insert_actor(t, e)?;
    }
    let holder = claim.actor.first().map(|e| without_nul(&actor_key(e)));
    for p in &claim.place {
        let key = without_nul(&place_key(p));
        t.execute(
            "INSERT INTO place VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
            &[
                &key,
                &without_nul(p.name.as_deref().unwrap_or(&p.text)),
                &p.geonames.map(|g| g as i64),
                &p.country,
                &p.lat,
                &p.lon,
            ],
        )?;
        if claim.kind == Kind::Control {
            t.execute("INSERT INTO holding VALUES ($1, $2, $3) ON CONFLICT DO NOTHING", &[&key, &seq, &holder])?;
        }
    }
    Ok(seq)
}

fn insert_actor(t: &mut Transaction<'_>, e: &Entity<Char>) -> Result<()> {
    let (key, name) = (without_nul(&actor_key(e)), without_nul(e.name.as_deref().unwrap_or(&e.text)));
    t.execute(
        "INSERT INTO actor VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
        &[&key, &name, &e.country, &e.sector],
    )?;
    for name in [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten().map(fold).filter(|n| !n.is_empty()) {
        t.execute("INSERT INTO actor_name VALUES ($1, $2) ON CONFLICT DO NOTHING", &[&name, &key])?;
    }
    Ok(())
}

/// The words of `text` as they are indexed: without case and accents, cut at whatever is no letter or digit.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .map(fold)
        .flat_map(|w| w.split(' ').map(str::to_owned).collect::<Vec<_>>())
        .filter(|w| !w.is_empty())
        .map(|mut w| {
            if w.len() > LONGEST_WORD {
                let end = (0..=LONGEST_WORD).rev().find(|&i| w.is_char_boundary(i)).unwrap_or(0);
                w.truncate(end);
            }
            w
        })
        .collect()
}

/// Texts as a `tsvector`; between two of them lies a gap that no phrase reaches across.
fn vector<'a>(texts: impl Iterator<Item = &'a str>) -> String {
    use std::fmt::Write as _;
    let (mut out, mut at) = (String::new(), 1_usize);
    for text in texts {
        for w in tokens(text) {
            // Letters and digits need no escape within the quotation marks. Beyond 16,383 places are not told apart.
            let _ = write!(out, "'{w}':{} ", at.min(16_383));
            at += 1;
        }
        at += 2;
    }
    out
}
