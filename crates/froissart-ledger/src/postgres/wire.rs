//! Which pages of a shared ledger print one text: prints under their keys, pairs of copies, families.
//!
//! The server finds what meets in a key; whether "the town fell on Friday" here and there is one story is testimony's to
//! say, as in a file.

use super::PostgresLedger;
use super::ask::NEWEST;
use crate::Result;
use crate::pack::day_number;
use crate::sqlite::{CopyRow, drawn, end_instant, from_json, unpacked};
use froissart_model::{Char, Day, Page};
use froissart_testimony::{Families, PageHead, Signature, alike};
use postgres::Transaction;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Keeps the print of a reading of a page, and the pairs that it makes with the readings of other pages.
pub(super) fn put(t: &mut Transaction<'_>, seq: i64, origin: i64, page: &Page<Char>) -> Result<()> {
    let print = Signature::of_page(page);
    // PostgreSQL counts with signs; the bits are the same.
    let keys: Vec<i32> = print.keys().map(|k| k as i32).collect();
    t.execute("INSERT INTO print (page, keys, bytes) VALUES ($1, $2, $3)", &[&seq, &keys, &print.to_bytes()])?;
    if keys.is_empty() {
        return Ok(());
    }
    let met = t.query(
        "SELECT p.page, p.bytes FROM print p JOIN page g ON g.seq = p.page
         WHERE p.keys && $1 AND p.page <> $2 AND g.origin <> $3 ORDER BY p.page",
        &[&keys, &seq, &origin],
    )?;
    for r in &met {
        let other: i64 = r.get(0);
        let Some((contained, shared)) = alike(&print, &unpacked(other, r.get(1))?) else { continue };
        for (a, b) in [(seq, other), (other, seq)] {
            t.execute("INSERT INTO copy VALUES ($1, $2, $3, $4)", &[&a, &b, &contained, &shared])?;
        }
    }
    Ok(())
}

/// Makes the prints and pairs of a ledger that has none yet.
pub(super) fn fill(t: &mut Transaction<'_>) -> Result<()> {
    let pages: Vec<(i64, i64)> =
        t.query("SELECT seq, origin FROM page ORDER BY seq", &[])?.iter().map(|r| (r.get(0), r.get(1))).collect();
    for (seq, origin) in pages {
        let row = t.query_one("SELECT json FROM page WHERE seq = $1", &[&seq])?;
        put(t, seq, origin, &from_json(row.get(0), "page", seq)?)?;
    }
    Ok(())
}

impl PostgresLedger {
    pub(super) fn ask_families(
        &self,
        pages: &[&str],
        known_by: Option<Day>,
        recorded_by: Option<&str>,
    ) -> Result<Families> {
        let until = recorded_by.map_or(Ok(i64::MAX), end_instant)?;
        let known = known_by.map_or(i64::MAX, day_number);
        let newest = NEWEST.replacen("WITH", "WITH RECURSIVE", 1);
        let rows = self.ask(
            &format!(
                "{newest}, seen AS (SELECT page FROM newest WHERE known_day <= $2), reach (page) AS (
                   SELECT s.page FROM seen s JOIN page p ON p.seq = s.page WHERE p.id = ANY ($3)
                   UNION SELECT c.other FROM reach r JOIN copy c ON c.page = r.page JOIN seen s ON s.page = c.other)
                 SELECT c.page, c.other, c.contained, c.shared FROM copy c
                 JOIN reach a ON a.page = c.page JOIN reach b ON b.page = c.other WHERE c.page < c.other
                 ORDER BY c.page, c.other"
            ),
            &[&until, &known, &pages],
        )?;
        let pairs: Vec<CopyRow> = rows.iter().map(|r| (r.get(0), r.get(1), r.get(2), r.get(3))).collect();
        let of: Vec<i64> = pairs.iter().flat_map(|c| [c.0, c.1]).collect::<BTreeSet<_>>().into_iter().collect();
        let rows = self.ask(
            "SELECT g.seq, g.json, p.bytes FROM page g JOIN print p ON p.page = g.seq WHERE g.seq = ANY ($1) ORDER BY g.seq",
            &[&of],
        )?;
        let mut of_page = Vec::with_capacity(rows.len());
        for r in &rows {
            let (seq, page): (i64, Page<Char>) = (r.get(0), from_json(r.get(1), "a page", "of a family")?);
            of_page.push((seq, Arc::new(PageHead::from(&page)), Arc::new(unpacked(seq, r.get(2))?)));
        }
        drawn(&of_page, &pairs)
    }
}
