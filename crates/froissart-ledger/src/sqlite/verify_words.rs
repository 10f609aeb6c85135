//! `verify` of the index of words: it is made again from the claims, beside the file, and the two are compared.
//!
//! The index keeps no texts of its own, so that no row of it can be asked what it holds; but its terms can be listed, each
//! with the claims and places it stands at. "shelled" at claim 812, missing in one of the lists, is a fault of that claim.

use super::Ledger;
use super::ask::{ROW, claim_row};
use super::record::{BETWEEN, evidence_words, facets, folded_names};
use crate::pack::hash_text;
use crate::query::Verified;
use crate::{Error, Result};
use rusqlite::{OptionalExtension as _, Row, params};
use std::collections::{BTreeMap, BTreeSet};

/// One word at one place: the term, the claim's number, the field, the place in it.
type Instance = (String, i64, u8, i64);

fn instance(r: &Row<'_>) -> rusqlite::Result<Instance> {
    // In the order of the index, not of the letters.
    let field = match r.get_ref(2)?.as_str()? {
        "evidence" => 0,
        "names" => 1,
        _ => 2,
    };
    Ok((r.get(0)?, r.get(1)?, field, r.get(3)?))
}

const MADE: &str = "
DROP TABLE IF EXISTS temp.words_again_listed;
DROP TABLE IF EXISTS temp.words_listed;
DROP TABLE IF EXISTS temp.words_again;
CREATE VIRTUAL TABLE temp.words_again USING fts5 (
  evidence, names, facets, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE temp.words_again_listed USING fts5vocab (temp, words_again, instance);
CREATE VIRTUAL TABLE temp.words_listed USING fts5vocab (main, claim_words, instance);
";
const UNMADE: &str = "
DROP TABLE temp.words_again_listed; DROP TABLE temp.words_listed; DROP TABLE temp.words_again;
";

impl Ledger {
    /// Names each claim whose words in the index are not its own, at most so many.
    pub(super) fn check_words(&self, v: &mut Verified, most: usize) -> Result<()> {
        self.connection.execute_batch(MADE)?;
        let unread = self.index_again()?;
        let list = |table: &str| {
            // In the order of the index itself: nothing is sorted.
            self.connection.prepare(&format!("SELECT term, doc, col, \"offset\" FROM temp.{table}"))
        };
        let (mut is, mut should) = (list("words_listed")?, list("words_again_listed")?);
        let (mut is, mut should) = (is.query_map([], instance)?, should.query_map([], instance)?);
        let mut wrong: BTreeMap<i64, &str> = BTreeMap::new();
        let (mut a, mut b) = (is.next().transpose()?, should.next().transpose()?);
        while wrong.len() <= most {
            let order = match (&a, &b) {
                (None, None) => break,
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (Some(x), Some(y)) => x.cmp(y),
            };
            if order.is_lt() {
                wrong.entry(a.as_ref().map_or(0, |x| x.1)).or_insert("the index of words has words that it has not");
            } else if order.is_gt() {
                wrong.entry(b.as_ref().map_or(0, |x| x.1)).or_insert("words of it are not in the index of words");
            }
            if order.is_le() {
                a = is.next().transpose()?;
            }
            if order.is_ge() {
                b = should.next().transpose()?;
            }
        }
        drop((is, should));
        for (seq, what) in wrong.into_iter().filter(|(seq, _)| !unread.contains(seq)) {
            let mut s = self.connection.prepare_cached("SELECT id FROM claim WHERE seq = ?1")?;
            let id = s.query_row([seq], |r| Ok(hash_text(r.get_ref(0)?.as_blob()?))).optional()?;
            match id {
                Some(id) => v.fault(&format!("claim {id}"), what.into()),
                None => v.fault("the index of words", format!("row {seq} of it is no claim's")),
            }
        }
        Ok(())
    }

    /// Makes the index again from the claims, in the order of their numbers; answers with those that cannot be read,
    /// which have been named already.
    fn index_again(&self) -> Result<BTreeSet<i64>> {
        let mut unread = BTreeSet::new();
        let mut s = self.connection.prepare(&format!("SELECT {ROW}, c.seq FROM claim c ORDER BY c.seq"))?;
        let mut insert = self
            .connection
            .prepare("INSERT INTO temp.words_again (rowid, evidence, names, facets) VALUES (?1, ?2, ?3, ?4)")?;
        let mut rows = s.query([])?;
        while let Some(r) = rows.next()? {
            let seq: i64 = r.get(7)?;
            match self.claim_of(&claim_row(r)?) {
                Ok(c) => {
                    let (names, facets) = (folded_names(&c).join(BETWEEN), facets(&c)?.join(" "));
                    insert.execute(params![seq, evidence_words(&c), names, facets])?;
                }
                Err(Error::Damaged { .. }) => {
                    unread.insert(seq);
                }
                Err(e) => return Err(e),
            }
        }
        Ok(unread)
    }

    /// Gives back what [`Ledger::check_words`] made beside the file.
    pub(super) fn forget_words(&self) -> Result<()> {
        Ok(self.connection.execute_batch(UNMADE)?)
    }
}
