//! Writing: a batch of pages, all of it or nothing.
//!
//! Each page brings its claims and notes as one version read them. "Rebels seized most of Aleppo", recorded again by
//! the same version, changes nothing; by another, it is a second run beside the first.

use super::accord::{Told, put_accord};
use super::cache::{Caches, FormsOf, bound};
use super::schema::{CLAIM_INDEXES, DAY_BITS, DROP_CLAIM_INDEXES};
use super::wire::{put_copies, put_print};
use super::{Ledger, instant, json, name_of, squeeze, squeeze_lightly};
use crate::pack::{Words, day_number, hash_bytes, pack, pack_rows};
use crate::query::{Reading, Recorded};
use crate::{Error, Result};
use froissart_model::{Char, Claim, Entity, Kind, Note, Page, Place, anchor_of, content_id, fold};
use froissart_testimony::Signature;
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Between two names of a claim, so that no phrase reaches across: a letter of nobody's alphabet.
pub(super) const BETWEEN: &str = " \u{E000} ";
const MOST_NAMES: usize = 400_000;

/// A claim's words, to be indexed at the end of the batch: in the order of their numbers they index fastest.
struct Indexed {
    seq: i64,
    evidence: String,
    names: String,
    facets: String,
}

/// What a batch knows beside the database.
#[derive(Default)]
struct Batch {
    /// The next free number of each day.
    next: BTreeMap<i64, i64>,
    indexed: Vec<Indexed>,
    /// The new readings of pages, with their prints.
    prints: Vec<(i64, Arc<Signature>)>,
    /// Anchors are those of the page: not asked of what an older ledger holds.
    trusting: bool,
}

impl Ledger {
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
        let done = self.record_all(&[Reading { page, claims, notes }], coder_version, recorded_at)?;
        Ok(done[0])
    }

    /// Keeps a batch of pages in one transaction: all of them or none. One answer a page, in order.
    pub fn record_all(
        &mut self,
        batch: &[Reading<'_>],
        coder_version: &str,
        recorded_at: &str,
    ) -> Result<Vec<Recorded>> {
        let at = instant(recorded_at)?;
        let items: Vec<(Reading<'_>, &str, Timestamp)> = batch.iter().map(|r| (*r, coder_version, at)).collect();
        self.write(|t, caches| put_all(t, caches, &items, false))
    }

    /// As a reading of an older ledger comes over: with its own version and instant each.
    pub(super) fn bring_over(
        t: &Connection,
        caches: &Caches,
        items: &[(Reading<'_>, &str, Timestamp)],
    ) -> Result<Vec<Recorded>> {
        put_all(t, caches, items, true)
    }

    /// Does `work` in one transaction; where it fails, nothing is changed and nothing is remembered.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Connection, &Caches) -> Result<T>) -> Result<T> {
        let t = self.connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&t, &self.caches).and_then(|done| {
            t.commit()?;
            Ok(done)
        });
        if done.is_err() {
            self.caches.clear();
        }
        done
    }

    /// Takes the indexes on ids and anchors away, for loading a great many pages at once; [`Ledger::end_load`] makes
    /// them again. Queries answer meanwhile, those by id slowly; nothing is lost where the load is cut short.
    pub fn begin_load(&mut self) -> Result<()> {
        self.write(|t, _| Ok(t.execute_batch(DROP_CLAIM_INDEXES)?))
    }

    /// Makes the indexes that [`Ledger::begin_load`] took away, and gathers the index of words into one piece.
    pub fn end_load(&mut self) -> Result<()> {
        self.write(|t, _| {
            t.execute_batch(CLAIM_INDEXES)?;
            Ok(t.execute_batch("INSERT INTO claim_words (claim_words) VALUES ('optimize')")?)
        })?;
        self.connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA optimize;")?;
        Ok(())
    }
}

fn put_all(
    t: &Connection,
    caches: &Caches,
    items: &[(Reading<'_>, &str, Timestamp)],
    trusting: bool,
) -> Result<Vec<Recorded>> {
    let mut batch = Batch { trusting, ..Batch::default() };
    let mut done = Vec::with_capacity(items.len());
    for (reading, version, at) in items {
        done.push(put(t, caches, &mut batch, reading, version, *at)?);
    }
    batch.indexed.sort_by_key(|i| i.seq);
    let mut s = t.prepare_cached("INSERT INTO claim_words (rowid, evidence, names, facets) VALUES (?1, ?2, ?3, ?4)")?;
    for i in &batch.indexed {
        s.execute(params![i.seq, i.evidence, i.names, i.facets])?;
    }
    // Whoever brings over an older ledger looks for copies once, at the end.
    if !trusting {
        put_copies(t, caches, &batch.prints)?;
    }
    Ok(done)
}

/// The digest of a page's reading.
pub(crate) fn page_digest(page: &Page<Char>) -> Result<String> {
    Ok(content_id("reading", json(page)?.as_bytes()))
}

/// The digest of a coding: the reading, the version, the claims and the notes.
pub(crate) fn run_digest<'a>(
    page_digest: &str,
    version: &str,
    ids: impl Iterator<Item = &'a str>,
    notes: impl Iterator<Item = &'a str>,
) -> String {
    let mut all = format!("{page_digest} {version}\n");
    for line in ids.chain(notes) {
        all.push_str(line);
        all.push('\n');
    }
    content_id("run", all.as_bytes())
}

fn hash(text: &str, what: &str) -> Result<[u8; 16]> {
    hash_bytes(text).ok_or_else(|| Error::BadHash { what: what.into(), text: text.into() })
}

fn put(
    t: &Connection,
    caches: &Caches,
    batch: &mut Batch,
    reading: &Reading<'_>,
    version: &str,
    at: Timestamp,
) -> Result<Recorded> {
    let Reading { page, claims, notes } = *reading;
    let day = page.day().map(day_number);
    let recorded_day = day_number(at.to_zoned(jiff::tz::TimeZone::UTC).date());
    let known_day = day.unwrap_or(recorded_day);
    let digest = page_digest(page)?;
    let notes: Vec<(&str, String)> = notes.iter().map(|n| Ok((n.name.as_str(), json(n)?))).collect::<Result<_>>()?;
    let run_digest =
        run_digest(&digest, version, claims.iter().map(|c| c.id.as_str()), notes.iter().map(|n| n.1.as_str()));
    let run_digest = hash(&run_digest, "run")?;
    let page_id = hash(&page.id, "page")?;
    let digest = hash(&digest, "reading")?;

    let origin: Option<i64> = t
        .prepare_cached("SELECT origin FROM page WHERE id = ?1 LIMIT 1")?
        .query_row([page_id], |r| r.get(0))
        .optional()?;
    let last: Option<[u8; 16]> = match origin {
        Some(o) => t
            .prepare_cached(
                "SELECT digest FROM rule_run WHERE origin = ?1 ORDER BY recorded_at DESC, seq DESC LIMIT 1",
            )?
            .query_row([o], |r| r.get(0))
            .optional()?,
        None => None,
    };
    let mut done = Recorded::default();
    if last == Some(run_digest) {
        done.already_there = claims.len();
        return Ok(done);
    }
    done.new_pages = usize::from(last.is_none());
    let now = at.as_microsecond();
    let mut there: FxHashMap<[u8; 16], Vec<i64>> = FxHashMap::default();
    if let Some(o) = origin {
        earlier_claims(t, o, &mut there)?;
    }
    let page_seq: Option<i64> =
        t.prepare_cached("SELECT seq FROM page WHERE digest = ?1")?.query_row([digest], |r| r.get(0)).optional()?;
    let page_seq = if let Some(seq) = page_seq {
        seq
    } else {
        let seq = insert_page(t, page, page_id, digest, origin, day, now)?;
        batch.prints.push((seq, put_print(t, seq, page)?));
        seq
    };
    let origin = origin.unwrap_or(page_seq);
    let run: i64 = t.prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM rule_run")?.query_row([], |r| r.get(0))?;
    let version_seq = version_number(t, version)?;
    // The run's row names the claims, and the claims name the run: the list is made before either is written.
    let first = first_free(t, batch, known_day)?;
    let mut next = first;
    let mut rows = Vec::with_capacity(claims.len());
    let mut fresh = Vec::new();
    for claim in claims {
        let id = hash(&claim.id, "claim")?;
        let known = there.entry(id).or_default();
        let seq = known.iter().copied().find(|s| s >> DAY_BITS == known_day);
        if known.is_empty() {
            done.new_claims += 1;
        } else {
            done.already_there += 1;
        }
        let seq = seq.unwrap_or_else(|| {
            let seq = next;
            next += 1;
            known.push(seq);
            fresh.push((seq, id, claim));
            seq
        });
        rows.push(seq);
    }
    if next >> DAY_BITS != first >> DAY_BITS {
        return Err(Error::DayFull { day: crate::pack::day_of_number(known_day).unwrap_or_default().to_string() });
    }
    batch.next.insert(known_day, next);
    t.prepare_cached(
        "INSERT INTO rule_run (seq, page, origin, version, digest, known_day, recorded_at, claims)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?
    .execute(params![run, page_seq, origin, version_seq, run_digest, known_day, now, pack_rows(&rows)])?;
    if last.is_some() {
        let there = t.prepare_cached("SELECT 1 FROM recoded WHERE origin = ?1")?.exists([origin])?;
        if !there {
            t.prepare_cached("INSERT INTO recoded (origin) VALUES (?1)")?.execute([origin])?;
        }
    }
    let words = Words::new(page.text.clone());
    for (seq, id, claim) in fresh {
        if !batch.trusting && anchor_of(&page.id, claim) != claim.anchor {
            return Err(Error::NotOfPage { claim: claim.id.clone(), page: page.id.clone() });
        }
        insert_claim(t, caches, batch, page, &words, run, seq, id, claim)?;
    }
    for (position, (name, json)) in notes.iter().enumerate() {
        t.prepare_cached("INSERT INTO note (run, position, name, json) VALUES (?1, ?2, ?3, ?4)")?.execute(params![
            run,
            position as i64,
            name,
            json
        ])?;
    }
    Ok(done)
}

/// The claims of all earlier runs of a page, by id, with their numbers.
fn earlier_claims(t: &Connection, origin: i64, there: &mut FxHashMap<[u8; 16], Vec<i64>>) -> Result<()> {
    let mut runs = t.prepare_cached("SELECT seq, claims FROM rule_run WHERE origin = ?1")?;
    let mut rows = runs.query([origin])?;
    let mut seqs = std::collections::BTreeSet::new();
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let list = crate::pack::unpack_rows(r.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?)
            .ok_or_else(|| Error::Damaged { what: format!("run {seq} has no list of claims") })?;
        seqs.extend(list);
    }
    let mut s = t.prepare_cached("SELECT id FROM claim WHERE seq = ?1")?;
    for seq in seqs {
        there.entry(s.query_row([seq], |r| r.get(0))?).or_default().push(seq);
    }
    Ok(())
}

fn insert_page(
    t: &Connection,
    page: &Page<Char>,
    id: [u8; 16],
    digest: [u8; 16],
    origin: Option<i64>,
    day: Option<i64>,
    now: i64,
) -> Result<i64> {
    let seq: i64 = t.prepare_cached("SELECT coalesce(max(seq), 0) + 1 FROM page")?.query_row([], |r| r.get(0))?;
    let mut rest = page.clone();
    rest.text = String::new();
    t.prepare_cached(
        "INSERT INTO page (seq, id, digest, origin, day, published, outlet, url, title, recorded_at, rest, text)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
    )?
    .execute(params![
        seq,
        id,
        digest,
        origin.unwrap_or(seq),
        day,
        page.published,
        page.outlet,
        page.url,
        page.title,
        now,
        squeeze(json(&rest)?.as_bytes()),
        squeeze_lightly(page.text.as_bytes())
    ])?;
    Ok(seq)
}

fn version_number(t: &Connection, version: &str) -> Result<i64> {
    let there: Option<i64> =
        t.prepare_cached("SELECT seq FROM version WHERE name = ?1")?.query_row([version], |r| r.get(0)).optional()?;
    Ok(match there {
        Some(n) => n,
        None => t.prepare_cached("INSERT INTO version (name) VALUES (?1)")?.insert([version])?,
    })
}

/// The first number of `day` that no claim has.
fn first_free(t: &Connection, batch: &Batch, day: i64) -> Result<i64> {
    if let Some(&n) = batch.next.get(&day) {
        return Ok(n);
    }
    let (low, high) = (day << DAY_BITS, (day + 1) << DAY_BITS);
    let last: Option<i64> = t
        .prepare_cached("SELECT max(seq) FROM claim WHERE seq >= ?1 AND seq < ?2")?
        .query_row([low, high], |r| r.get(0))?;
    Ok(last.map_or(low, |l| l + 1))
}

#[allow(clippy::too_many_arguments, reason = "a row has that many columns, and this is called once")]
fn insert_claim(
    t: &Connection,
    caches: &Caches,
    batch: &mut Batch,
    page: &Page<Char>,
    words: &Words,
    run: i64,
    seq: i64,
    id: [u8; 16],
    claim: &Claim<Char>,
) -> Result<()> {
    let packed = pack(claim, words, &mut FormsOf { connection: t, caches })?;
    let o = &packed.outside;
    let (from, to) = (o.from.map(day_number), o.to.map(day_number));
    let anchor = hash(&claim.anchor, "anchor")?;
    let account = account_number(t, caches, page, claim)?;
    t.prepare_cached(
        "INSERT INTO claim (seq, run, frame, account, day_from, day_to, implied, id, anchor, body)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![seq, run, o.frame as i64, account, from, to, claim.is_implied(), id, anchor, packed.body])?;
    let actors = claim.actor.iter().map(|e| actor_number(t, caches, e)).collect::<Result<Vec<_>>>()?;
    let others = claim.recipient.iter().map(|e| actor_number(t, caches, e)).collect::<Result<Vec<_>>>()?;
    let (frame, holder) = (o.frame as i64, actors.first().copied());
    let mut places: Vec<i64> = Vec::new();
    for p in &claim.place {
        places.push(place_number(t, caches, p)?);
    }
    let told = Told { seq, run, frame, from, implied: claim.is_implied() };
    put_accord(t, claim, &told, &actors, &others, &places)?;
    if claim.kind == Kind::Control {
        places.sort_unstable();
        places.dedup();
        for place in places {
            t.prepare_cached(
                "INSERT INTO holding (place, claim, run, frame, actor, day_from, day_to) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![place, seq, run, frame, holder, from, to])?;
        }
    }
    if claim.kind == Kind::Relation {
        let mut pairs: Vec<(i64, i64)> = actors.iter().flat_map(|&a| others.iter().map(move |&o| (a, o))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        for (a, other) in pairs {
            t.prepare_cached(
                "INSERT INTO tie (actor, other, claim, run, frame, day_from, implied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
            )?
            .execute(params![a, other, seq, run, frame, from, told.implied])?;
        }
    }
    batch.indexed.push(Indexed {
        seq,
        evidence: evidence_words(claim),
        names: folded_names(claim).join(BETWEEN),
        facets: facets(claim)?.join(" "),
    });
    Ok(())
}

/// The words of a claim, as they are searched.
pub(crate) fn evidence_words(claim: &Claim<Char>) -> String {
    let all: Vec<&str> =
        std::iter::once(&claim.evidence).chain(&claim.more_evidence).map(|e| e.text.as_str()).collect();
    all.join(BETWEEN)
}

/// The names of a claim, folded, each once: ids, names and words of everybody and every place in it.
pub(crate) fn folded_names(claim: &Claim<Char>) -> Vec<String> {
    let entities = claim.actor.iter().chain(&claim.recipient).chain(&claim.according_to);
    let mut all: Vec<String> = Vec::new();
    let keys = entities
        .flat_map(|e| [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())])
        .chain(claim.place.iter().flat_map(|p| [None, p.name.as_deref(), Some(p.text.as_str())]));
    for key in keys.flatten() {
        let folded = fold(key);
        if !folded.is_empty() && !all.contains(&folded) {
            all.push(folded);
        }
    }
    all
}

/// One facet as a word that no text has.
pub(super) fn facet(sort: char, value: &str) -> String {
    let value: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    format!("\u{E001}{sort}{}", value.to_ascii_lowercase())
}

/// What a claim can be narrowed by, as words: kind, type, certainty, countries.
pub(super) fn facets(claim: &Claim<Char>) -> Result<Vec<String>> {
    let mut all =
        vec![facet('k', &name_of(&claim.kind)?), facet('t', &claim.type_), facet('c', &name_of(&claim.certainty)?)];
    for country in countries(claim) {
        all.push(facet('r', country));
    }
    Ok(all)
}

/// The countries of a claim's places, and of whoever acts or suffers in it; each once.
pub(crate) fn countries(claim: &Claim<Char>) -> Vec<&str> {
    let mut all: Vec<&str> = Vec::new();
    let places = claim.place.iter().filter_map(|p| p.country.as_deref());
    for c in places.chain(claim.actor.iter().chain(&claim.recipient).filter_map(|e| e.country.as_deref())) {
        if !all.contains(&c) {
            all.push(c);
        }
    }
    all
}

/// The key of an actor: its id, or its name and country, for "rebels" of Syria and of Congo are two.
pub(crate) fn actor_key(e: &Entity<Char>) -> String {
    e.key()
}

/// The key of a place: its GeoNames id, or its name and country.
pub(crate) fn place_key(p: &Place<Char>) -> String {
    match (p.geonames, &p.country) {
        (Some(n), _) => format!("geonames:{n}"),
        (None, Some(c)) => format!("{}@{c}", fold(p.name.as_deref().unwrap_or(&p.text))),
        (None, None) => fold(p.name.as_deref().unwrap_or(&p.text)),
    }
}

pub(super) fn actor_number(t: &Connection, caches: &Caches, e: &Entity<Char>) -> Result<i64> {
    let key = actor_key(e);
    let known = caches.actors.borrow().get(&key).copied();
    let seq = if let Some(n) = known {
        n
    } else {
        let there: Option<i64> =
            t.prepare_cached("SELECT seq FROM actor WHERE key = ?1")?.query_row([&key], |r| r.get(0)).optional()?;
        let n = match there {
            Some(n) => n,
            None => t
                .prepare_cached(
                    "INSERT INTO actor (key, name, id, kind, country, sector) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .insert(params![
                    key,
                    e.name.as_deref().unwrap_or(&e.text),
                    e.id,
                    name_of(&e.kind)?,
                    e.country,
                    e.sector
                ])?,
        };
        let mut all = caches.actors.borrow_mut();
        bound(&mut all, MOST_NAMES);
        all.insert(key, n);
        n
    };
    for name in [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten() {
        let pair = (fold(name), seq);
        if pair.0.is_empty() || caches.names.borrow().contains(&pair) {
            continue;
        }
        if !t.prepare_cached("SELECT 1 FROM actor_name WHERE name = ?1 AND actor = ?2")?.exists(params![pair.0, seq])? {
            t.prepare_cached("INSERT INTO actor_name (name, actor) VALUES (?1, ?2)")?.execute(params![pair.0, seq])?;
        }
        let mut names = caches.names.borrow_mut();
        if names.len() > MOST_NAMES {
            names.clear();
        }
        names.insert(pair);
    }
    Ok(seq)
}

pub(super) fn place_number(t: &Connection, caches: &Caches, p: &Place<Char>) -> Result<i64> {
    let key = place_key(p);
    if let Some(&n) = caches.places.borrow().get(&key) {
        return Ok(n);
    }
    let there: Option<i64> =
        t.prepare_cached("SELECT seq FROM place WHERE key = ?1")?.query_row([&key], |r| r.get(0)).optional()?;
    let n = match there {
        Some(n) => n,
        None => t
            .prepare_cached(
                "INSERT INTO place (key, name, geonames, country, lat, lon) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .insert(params![
                key,
                p.name.as_deref().unwrap_or(&p.text),
                p.geonames.map(|g| g as i64),
                p.country,
                p.lat,
                p.lon
            ])?,
    };
    let mut all = caches.places.borrow_mut();
    bound(&mut all, MOST_NAMES);
    all.insert(key, n);
    Ok(n)
}

/// By whose account: the innermost holder's, else the outlet's; none where neither is named.
fn account_number(t: &Connection, caches: &Caches, page: &Page<Char>, claim: &Claim<Char>) -> Result<Option<i64>> {
    let (key, name) = match (claim.according_to.first(), &page.outlet) {
        (Some(e), _) => (actor_key(e), e.name.as_deref().unwrap_or(&e.text)),
        (None, Some(o)) => (format!("outlet:{}", fold(o)), o.as_str()),
        (None, None) => return Ok(None),
    };
    if let Some(&n) = caches.accounts.borrow().get(&key) {
        return Ok(Some(n));
    }
    let there: Option<i64> =
        t.prepare_cached("SELECT seq FROM account WHERE key = ?1")?.query_row([&key], |r| r.get(0)).optional()?;
    let n = match there {
        Some(n) => n,
        None => t.prepare_cached("INSERT INTO account (key, name) VALUES (?1, ?2)")?.insert(params![key, name])?,
    };
    let mut all = caches.accounts.borrow_mut();
    bound(&mut all, MOST_NAMES);
    all.insert(key, n);
    Ok(Some(n))
}
