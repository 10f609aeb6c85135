//! Bringing an older ledger forward: a copy beside it first, then everything in one transaction.
//!
//! Nothing is coded anew. Of version 1, each run is recorded again as it was, with its version and its instant; the
//! transaction ends only when as many pages, runs and claims are there as before. Version 2 has no prints of its pages:
//! they are derived from the pages' texts. Version 3 has no index of agreements: it is derived from the claims. "war.db"
//! leaves "war.db.version-1".

use super::ask::page_at;
use super::cache::Caches;
use super::wire::{self, put_print};
use super::{Ledger, Migration, accord, from_json, header, schema};
use crate::query::Reading;
use crate::{Error, Result};
use froissart_model::{Char, Claim, Note, Page};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::path::{Path, PathBuf};

/// The tables of version 1.
const OLD: [&str; 6] = ["page", "rule_run", "claim", "run_claim", "note", "claim_entity"];

/// Brings `ledger` forward from version `from`; none where another program has done so meanwhile.
pub(super) fn forward(ledger: &mut Ledger, path: &Path, from: i64) -> Result<Option<Migration>> {
    if !(1..schema::VERSION).contains(&from) {
        return Err(Error::NotALedger {
            path: path.into(),
            why: format!("its version is {from}, and there never was one"),
        });
    }
    let backup = free_name(path, from);
    ledger.backup(&backup, |_, _| {})?;
    // DROP TABLE would ask the foreign keys of every other table; they are checked as a whole before the end.
    ledger.connection.execute_batch("PRAGMA foreign_keys = OFF;")?;
    let done = ledger.write(|t, caches| {
        if header(t)?.1 != from {
            return Ok(false);
        }
        if from == 1 {
            from_version_1(t, caches)?;
        } else {
            t.execute_batch(&schema::ties())?;
            accord::fill(t, caches)?;
        }
        if from == 2 {
            t.execute_batch(&schema::prints())?;
            let mut pages = t.prepare("SELECT seq FROM page ORDER BY seq")?;
            let pages: Vec<i64> = pages.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
            for seq in pages {
                put_print(t, seq, &page_at(t, seq)?)?;
            }
        }
        if from < 3 {
            wire::fill(t, caches)?;
        }
        if from > 1 {
            t.execute_batch(schema::DAYS_AND_LANGUAGES)?;
        }
        t.execute(
            "INSERT INTO history (what, happened_at) VALUES (?1, (SELECT coalesce(max(recorded_at), 0) FROM rule_run))",
            params![format!("brought forward from version {from} to {}", schema::VERSION)],
        )?;
        t.pragma_update(None, "user_version", schema::VERSION)?;
        Ok(true)
    });
    ledger.connection.execute_batch("PRAGMA foreign_keys = ON;")?;
    if done? {
        if from == 1 {
            // What the old tables took is given back; nothing depends on it, so it may wait for a better moment.
            let _ = ledger.connection.execute_batch("VACUUM;");
        }
        return Ok(Some(Migration { from, to: schema::VERSION, backup }));
    }
    // Another program was faster, and has its own copy.
    let _ = std::fs::remove_file(&backup);
    Ok(None)
}

/// Records everything of a ledger of version 1 again, in the tables of this version.
fn from_version_1(t: &Connection, caches: &Caches) -> Result<()> {
    for table in OLD {
        for verb in ["UPDATE", "DELETE"] {
            t.execute_batch(&format!("DROP TRIGGER IF EXISTS {table}_no_{verb};"))?;
        }
        t.execute_batch(&format!(
            "DROP TRIGGER IF EXISTS {table}_no_replace; ALTER TABLE {table} RENAME TO old_{table};"
        ))?;
    }
    t.execute_batch(
        "DROP INDEX page_id; DROP INDEX rule_run_page; DROP INDEX claim_anchor; DROP INDEX claim_entity_key;
         DROP TABLE claim_words;",
    )?;
    t.execute_batch(&schema::all())?;
    let at = |micros: i64| {
        Timestamp::from_microsecond(micros).map_err(|e| Error::Damaged { what: format!("a run has no instant: {e}") })
    };
    let mut runs = t.prepare(
        "SELECT r.seq, r.version, r.recorded_at, p.json FROM old_rule_run r JOIN old_page p ON p.seq = r.page ORDER BY r.seq",
    )?;
    let mut rows = runs.query([])?;
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let version: String = r.get(1)?;
        let page: Page<Char> = from_json(&r.get::<_, String>(3)?, "the page of run", seq)?;
        let claims: Vec<Claim<Char>> = list(
            t,
            "SELECT c.json FROM old_run_claim rc JOIN old_claim c ON c.seq = rc.claim WHERE rc.run = ?1 ORDER BY rc.position",
            seq,
        )?;
        let notes: Vec<Note<Char>> = list(t, "SELECT json FROM old_note WHERE run = ?1 ORDER BY position", seq)?;
        let reading = Reading { page: &page, claims: &claims, notes: &notes };
        Ledger::bring_over(t, caches, &[(reading, &version, at(r.get(2)?)?)])?;
    }
    let count = |sql: &str| -> Result<i64> { Ok(t.query_row(sql, [], |r| r.get(0))?) };
    for (what, old, new) in [
        ("pages", "SELECT count(*) FROM old_page", "SELECT count(*) FROM page"),
        ("runs", "SELECT count(*) FROM old_rule_run", "SELECT count(*) FROM rule_run"),
        ("claims", "SELECT count(*) FROM old_claim", "SELECT count(DISTINCT id) FROM claim"),
    ] {
        let (old, new) = (count(old)?, count(new)?);
        if old != new {
            return Err(Error::Damaged {
                what: format!("it holds {old} {what} and {new} could be brought into version {}", schema::VERSION),
            });
        }
    }
    drop(rows);
    drop(runs);
    for table in ["run_claim", "claim_entity", "note", "claim", "rule_run", "page"] {
        t.execute_batch(&format!("DROP TABLE old_{table};"))?;
    }
    Ok(())
}

fn list<T: serde::de::DeserializeOwned>(t: &Connection, sql: &str, run: i64) -> Result<Vec<T>> {
    let mut s = t.prepare_cached(sql)?;
    let texts: Vec<String> = s.query_map([run], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?;
    texts.iter().map(|x| from_json(x, "a row of run", run)).collect()
}

/// A name beside `path` that nothing has.
fn free_name(path: &Path, version: i64) -> PathBuf {
    let name = |n: usize| {
        let mut s = path.as_os_str().to_owned();
        s.push(format!(".version-{version}"));
        if n > 0 {
            s.push(format!(".{n}"));
        }
        PathBuf::from(s)
    };
    let mut n = 0;
    while name(n).exists() {
        n += 1;
    }
    name(n)
}
