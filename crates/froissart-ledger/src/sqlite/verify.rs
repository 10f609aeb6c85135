//! `verify`: everything that can be derived again is derived again, and compared with what stands in the file.
//!
//! It changes nothing and repairs nothing. "claim 3f2a…: its words are not those of its page" is one fault; a sound
//! ledger has none.

use super::accord::parties_of;
use super::record::{page_digest, place_key, run_digest};
use super::schema::DAY_BITS;
use super::wire;
use super::{Ledger, from_json};
use crate::pack::{Form, Words, day_number, hash_text};
use crate::query::{Fault, Verified};
use crate::situation::is_accord;
use crate::{Error, Result};
use froissart_model::{Char, Claim, Entity, Kind, Note, Span, anchor_of, seal};
use froissart_testimony::Signature;
use rusqlite::{OptionalExtension as _, params};
use std::cmp::Ordering;

/// More faults than this help nobody: the file is to be replaced.
const MOST_FAULTS: usize = 100;

/// How many rows of each index the claims make.
#[derive(Debug, Default)]
struct IndexRows {
    holdings: i64,
    ties: i64,
    accords: i64,
}

impl Ledger {
    /// Checks the whole ledger; `step` hears how many of how many codings are done.
    ///
    /// The file's own structure, every page's, run's and claim's hash, every span and anchor, every page's print and
    /// copies, the indexes of words, holdings, ties and accords, and that everything cited is there. A file too damaged to
    /// be read through is one fault, no error.
    pub fn verify(&self, mut step: impl FnMut(u64, u64)) -> Result<Verified> {
        let mut v = Verified::default();
        match self.examine(&mut v, &mut step) {
            Ok(()) => {}
            Err(Error::Damaged { what }) => v.fault("the ledger", what),
            Err(Error::Sqlite(e)) => v.fault("the file", e.to_string()),
            Err(e) => return Err(e),
        }
        Ok(v)
    }

    fn examine(&self, v: &mut Verified, step: &mut impl FnMut(u64, u64)) -> Result<()> {
        let mut s = self.connection.prepare("PRAGMA integrity_check(20)")?;
        let mut rows = s.query([])?;
        while let Some(r) = rows.next()? {
            let line: String = r.get(0)?;
            if line != "ok" {
                v.fault("the file", line);
            }
        }
        let mut s = self.connection.prepare("PRAGMA foreign_key_check")?;
        let mut rows = s.query([])?;
        while let Some(r) = rows.next()? {
            let (table, row, of): (String, Option<i64>, String) = (r.get(0)?, r.get(1)?, r.get(2)?);
            v.fault(&format!("{table} {}", row.unwrap_or(0)), format!("it names a row of {of} that is not there"));
        }
        self.reading(|| self.examine_rows(v, step))
    }

    fn examine_rows(&self, v: &mut Verified, step: &mut impl FnMut(u64, u64)) -> Result<()> {
        let pages: Vec<i64> = self.column("SELECT seq FROM page ORDER BY seq")?;
        for seq in pages {
            self.check_page(seq, v)?;
        }
        let runs: Vec<i64> = self.column("SELECT seq FROM rule_run ORDER BY seq")?;
        let (all, mut rows) = (runs.len() as u64, IndexRows::default());
        for (n, seq) in runs.into_iter().enumerate() {
            if v.faults.len() >= MOST_FAULTS {
                v.fault("the ledger", "there are more faults; the rest was not looked at".into());
                return Ok(());
            }
            step(n as u64, all);
            self.check_run(seq, v, &mut rows)?;
        }
        step(all, all);
        let claims: i64 = self.connection.query_row("SELECT count(*) FROM claim", [], |r| r.get(0))?;
        if claims != v.claims as i64 {
            v.fault("the ledger", format!("{claims} claims stand in it, and its runs brought {}", v.claims));
        }
        self.check_copies(v)?;
        self.check_words(v, MOST_FAULTS)?;
        self.forget_words()?;
        for (table, expected) in [("holding", rows.holdings), ("tie", rows.ties), ("accord", rows.accords)] {
            let there: i64 = self.connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |r| r.get(0))?;
            if there != expected {
                v.fault(
                    &format!("the index of {table}s"),
                    format!("{there} rows stand in it, the claims make {expected}"),
                );
            }
        }
        for sql in [
            "SELECT 'opinion ' || seq FROM opinion o WHERE NOT EXISTS (SELECT 1 FROM claim c
               WHERE substr(c.id, 1, 5) = substr(o.claim_id, 1, 5) AND c.id = o.claim_id AND c.anchor = o.anchor)",
            "SELECT 'correction ' || correction FROM correction_claim o WHERE NOT EXISTS (SELECT 1 FROM claim c
               WHERE substr(c.id, 1, 5) = substr(o.claim_id, 1, 5) AND c.id = o.claim_id AND c.anchor = o.anchor)",
            "SELECT 'link ' || seq FROM link o WHERE NOT EXISTS (SELECT 1 FROM claim c
               WHERE substr(c.id, 1, 5) = substr(o.from_id, 1, 5) AND c.id = o.from_id AND c.anchor = o.from_anchor)
             OR NOT EXISTS (SELECT 1 FROM claim c
               WHERE substr(c.id, 1, 5) = substr(o.to_id, 1, 5) AND c.id = o.to_id AND c.anchor = o.to_anchor)",
        ] {
            for row in self.column::<String>(sql)? {
                v.fault(&row, "it cites a claim that is not there".into());
            }
        }
        Ok(())
    }

    fn column<T: rusqlite::types::FromSql>(&self, sql: &str) -> Result<Vec<T>> {
        let mut s = self.connection.prepare(sql)?;
        Ok(s.query_map([], |r| r.get(0))?.collect::<std::result::Result<_, _>>()?)
    }

    fn check_page(&self, seq: i64, v: &mut Verified) -> Result<()> {
        v.pages += 1;
        let name = format!("page {seq}");
        let page = match self.page_of(seq) {
            Ok(p) => p,
            Err(Error::Damaged { what }) => {
                v.fault(&name, what);
                return Ok(());
            }
            Err(e) => return Err(e),
        };
        let mut s = self
            .connection
            .prepare_cached("SELECT id, digest, published, outlet, url, title, day FROM page WHERE seq = ?1")?;
        let (id, digest, head, day) = s.query_row([seq], |r| {
            let head: [Option<String>; 4] = [r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?];
            let hash = |i| -> rusqlite::Result<String> { Ok(hash_text(r.get_ref(i)?.as_blob()?)) };
            Ok((hash(0)?, hash(1)?, head, r.get::<_, Option<i64>>(6)?))
        })?;
        if page_digest(&page)? != digest {
            v.fault(&name, "its text or its head is not what was recorded: the hash differs".into());
        }
        let print_of = Signature::of_page(&page).to_bytes();
        let (of_page, of_head) = (page.day().map(day_number), [page.published, page.outlet, page.url, page.title]);
        let mut s = self.connection.prepare_cached("SELECT language, bytes FROM print WHERE page = ?1")?;
        let print: Option<(Option<String>, Vec<u8>)> = s.query_row([seq], |r| Ok((r.get(0)?, r.get(1)?))).optional()?;
        match print {
            Some((language, bytes)) if bytes == print_of && language == page.language => {}
            Some(_) => v.fault(&name, "its print is not that of its text, or its language not its own".into()),
            None => v.fault(&name, "it has no print".into()),
        }
        if id != page.id || head != of_head || day != of_page {
            v.fault(&name, "its columns differ from the page itself".into());
        }
        Ok(())
    }

    /// Whether the pairs of copies are those that the prints make.
    fn check_copies(&self, v: &mut Verified) -> Result<()> {
        let (kept, derived) = (wire::kept(&self.connection)?, wire::derived(&self.connection, &self.caches)?);
        let (mut kept, mut derived) = (kept.into_iter().peekable(), derived.into_iter().peekable());
        while v.faults.len() < MOST_FAULTS {
            let (is, should) = (kept.peek().copied(), derived.peek().copied());
            let at = |c: Option<wire::CopyRow>| c.map_or((i64::MAX, i64::MAX), |c| (c.0, c.1));
            if is.is_none() && should.is_none() {
                break;
            }
            let place = |c: (i64, i64)| format!("page {}", c.0);
            match at(is).cmp(&at(should)) {
                Ordering::Less => {
                    v.fault(&place(at(is)), format!("page {} stands as its copy, and is none", at(is).1));
                    kept.next();
                }
                Ordering::Greater => {
                    v.fault(&place(at(should)), format!("its copy, page {}, does not stand beside it", at(should).1));
                    derived.next();
                }
                Ordering::Equal => {
                    if is != should {
                        v.fault(&place(at(is)), format!("how much page {} has of it is not what it was", at(is).1));
                    }
                    kept.next();
                    derived.next();
                }
            }
        }
        Ok(())
    }

    fn check_run(&self, seq: i64, v: &mut Verified, indexed: &mut IndexRows) -> Result<()> {
        let run = match self.run(seq) {
            Ok(r) => r,
            Err(Error::Damaged { what }) => {
                v.fault(&format!("run {seq}"), what);
                return Ok(());
            }
            Err(e) => return Err(e),
        };
        v.runs += 1;
        let name = format!("run {seq}");
        let mut s = self.connection.prepare_cached(
            "SELECT p.digest, p.id, r.digest FROM rule_run r JOIN page p ON p.seq = r.page WHERE r.seq = ?1",
        )?;
        let hash = |r: &rusqlite::Row<'_>, i| -> rusqlite::Result<String> { Ok(hash_text(r.get_ref(i)?.as_blob()?)) };
        let (page_digest, page_id, digest) = s.query_row([seq], |r| Ok((hash(r, 0)?, hash(r, 1)?, hash(r, 2)?)))?;
        let words = match self.words(run.page) {
            Ok(w) => w,
            // The page has been named already.
            Err(Error::Damaged { .. }) => return Ok(()),
            Err(e) => return Err(e),
        };
        let mut ids = Vec::with_capacity(run.claims.len());
        let mut seen = std::collections::BTreeSet::new();
        for &c in &run.claims {
            let row = match self.row(c) {
                Ok(r) => r,
                Err(Error::Damaged { what }) => {
                    v.fault(&name, what);
                    continue;
                }
                Err(e) => return Err(e),
            };
            ids.push(row.outside.id.clone());
            // A claim is looked at once, with the run that brought it.
            if row.run != seq || !seen.insert(c) {
                continue;
            }
            v.claims += 1;
            let what = format!("claim {}", row.outside.id);
            match self.claim_of(&row) {
                Ok(claim) => {
                    for fault in faults_of(&claim, &page_id, &run.version, &words) {
                        v.fault(&what, fault);
                    }
                    if c >> DAY_BITS != run.known_day {
                        v.fault(&what, "its number is not of its page's day".into());
                    }
                    self.derived(&claim, c, indexed)?;
                    let (form, sure) = self.sort(row.outside.frame as i64)?;
                    let fits =
                        matches!(form.as_ref(), Form::Frame(f) if f.kind == claim.kind && f.type_ == claim.type_);
                    if !fits || (sure.negated, sure.certainty) != (claim.negated, claim.certainty) {
                        v.fault(&what, "its sort in the file is not its own".into());
                    }
                }
                Err(Error::Damaged { what: why }) => v.fault(&what, why),
                Err(e) => return Err(e),
            }
        }
        let notes = self.notes_of(seq)?;
        for n in &notes {
            if let Err(Error::Damaged { what }) = from_json::<Note<Char>>(n, "a note of run", seq) {
                v.fault(&name, what);
            }
        }
        let again =
            run_digest(&page_digest, &run.version, ids.iter().map(String::as_str), notes.iter().map(String::as_str));
        if again != digest {
            v.fault(&name, "its claims or notes are not what was recorded: the hash differs".into());
        }
        Ok(())
    }

    /// Counts the rows of the indexes of holdings, ties and accords that are the claim's, as its own words make them; each
    /// is looked up.
    fn derived(&self, claim: &Claim<Char>, seq: i64, indexed: &mut IndexRows) -> Result<()> {
        let key = super::record::actor_key;
        if claim.kind == Kind::Control {
            let mut keys: Vec<String> = claim.place.iter().map(place_key).collect();
            keys.sort();
            keys.dedup();
            for k in &keys {
                let mut s = self.connection.prepare_cached(
                    "SELECT 1 FROM place p JOIN holding h ON h.place = p.seq WHERE p.key = ?1 AND h.claim = ?2",
                )?;
                if !s.exists(params![k, seq])? {
                    return Err(Error::Damaged {
                        what: format!("the holding of claim {} is not in its index", claim.id),
                    });
                }
            }
            indexed.holdings += keys.len() as i64;
        }
        if claim.kind == Kind::Relation {
            let mut pairs: Vec<(String, String)> =
                claim.actor.iter().flat_map(|a| claim.recipient.iter().map(move |r| (key(a), key(r)))).collect();
            pairs.sort();
            pairs.dedup();
            for (a, o) in &pairs {
                let mut s = self.connection.prepare_cached(
                    "SELECT 1 FROM tie t JOIN actor a ON a.seq = t.actor JOIN actor o ON o.seq = t.other
                     WHERE a.key = ?1 AND o.key = ?2 AND t.claim = ?3 AND t.implied = ?4",
                )?;
                if !s.exists(params![a, o, seq, claim.is_implied()])? {
                    return Err(Error::Damaged { what: format!("the tie of claim {} is not in its index", claim.id) });
                }
            }
            indexed.ties += pairs.len() as i64;
        }
        if is_accord(claim.kind, &claim.type_) {
            let parties = self.parties(claim)?;
            let mut of: Vec<(&str, String)> =
                claim.actor.iter().chain(&claim.recipient).map(|e| ("actor", key(e))).collect();
            of.extend(claim.place.iter().map(|p| ("place", place_key(p))));
            of.sort();
            of.dedup();
            for (table, k) in &of {
                let mut s = self.connection.prepare_cached(&format!(
                    "SELECT 1 FROM {table} x JOIN accord a ON a.is_place = ?1 AND a.party = x.seq
                     WHERE x.key = ?2 AND a.claim = ?3 AND a.implied = ?4 AND a.parties = ?5"
                ))?;
                let is_implied = claim.is_implied() && claim.kind == Kind::Relation;
                if !s.exists(params![*table == "place", k, seq, is_implied, parties])? {
                    return Err(Error::Damaged {
                        what: format!("the agreement or tie of claim {} is not in its index", claim.id),
                    });
                }
            }
            indexed.accords += of.len() as i64;
        }
        Ok(())
    }

    /// The parties of an accord, as its index has them.
    fn parties(&self, claim: &Claim<Char>) -> Result<Vec<u8>> {
        let number = |table: &str, key: String| -> Result<i64> {
            let mut s = self.connection.prepare_cached(&format!("SELECT seq FROM {table} WHERE key = ?1"))?;
            s.query_row([&key], |r| r.get(0))
                .optional()?
                .ok_or_else(|| Error::Damaged { what: format!("`{key}` of claim {} is missing", claim.id) })
        };
        let actors = |of: &[Entity<Char>]| -> Result<Vec<i64>> {
            of.iter().map(|e| number("actor", super::record::actor_key(e))).collect()
        };
        let places: Vec<i64> = if claim.kind == Kind::Relation {
            claim.place.iter().map(|p| number("place", place_key(p))).collect::<Result<_>>()?
        } else {
            Vec::new()
        };
        Ok(parties_of([&actors(&claim.actor)?, &actors(&claim.recipient)?, &places]))
    }
}

/// What is wrong with a claim of a page.
fn faults_of(claim: &Claim<Char>, page_id: &str, version: &str, words: &Words) -> Vec<String> {
    let mut faults = Vec::new();
    let mut again = claim.clone();
    seal(page_id, version, &mut again);
    if again.anchor != claim.anchor || anchor_of(page_id, claim) != claim.anchor {
        faults.push("its anchor is not that of its words".into());
    } else if again.id != claim.id {
        faults.push("its id is not the hash of what it says".into());
    }
    for e in std::iter::once(&claim.evidence).chain(&claim.more_evidence) {
        if words.at(e.span) != Some(e.text.as_str()) {
            faults.push(format!("its words are not those of its page at {:?}", e.span));
        }
    }
    let entities = claim.actor.iter().chain(&claim.recipient).chain(&claim.according_to);
    let spans = entities
        .flat_map(|e| [Some(e.span), e.antecedent])
        .chain(claim.place.iter().map(|p| Some(p.span)))
        .chain([&claim.happened, &claim.in_force, &claim.said].into_iter().flatten().map(|i| i.span.get()))
        .chain([claim.quotation]);
    for span in spans.flatten() {
        let span: Span<Char> = span;
        if words.at(span).is_none() {
            faults.push(format!("a span of it ({span:?}) lies outside its page"));
        }
    }
    faults
}

impl Verified {
    pub(crate) fn fault(&mut self, place: &str, what: String) {
        self.faults.push(Fault { place: place.into(), what });
    }
}
