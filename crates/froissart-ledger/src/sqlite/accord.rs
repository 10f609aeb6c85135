//! The index of accords: agreements, and ties to a place, under each of their parties.
//!
//! It says nothing of which are in force. "Rebels and the army agreed on a ceasefire in Umbar" stands once under rebels,
//! once under the army and once under Umbar, each time with both parties: equal parties are one accord, whoever tells it.

use super::ask::{ROW, claim_row};
use super::cache::{Caches, FormsOf, text_of};
use super::from_json;
use super::record::{actor_number, place_number};
use crate::pack::{Form, Words, day_number, frame_form, pack_rows, unpack};
use crate::situation::is_accord;
use crate::{Error, Result};
use froissart_model::{Char, Claim, Entity, Kind};
use rusqlite::{Connection, params};
use rustc_hash::FxHashSet;

/// A claim's row as indexes have it.
pub(super) struct Told {
    pub(super) seq: i64,
    pub(super) run: i64,
    pub(super) frame: i64,
    pub(super) from: Option<i64>,
    pub(super) implied: bool,
}

/// What makes two accords one: who acts, upon whom, and of a tie where; each in order and once, and between them a
/// number that nothing has.
pub(super) fn parties_of(lists: [&[i64]; 3]) -> Vec<u8> {
    let mut all = Vec::new();
    for list in lists {
        let mut list = list.to_vec();
        list.sort_unstable();
        list.dedup();
        all.extend(list);
        all.push(0);
    }
    pack_rows(&all)
}

/// Keeps an agreement, or a tie to a place, under each of its parties and places.
pub(super) fn put_accord(
    t: &Connection,
    claim: &Claim<Char>,
    told: &Told,
    actors: &[i64],
    others: &[i64],
    places: &[i64],
) -> Result<()> {
    if !is_accord(claim.kind, &claim.type_) {
        return Ok(());
    }
    // Where an agreement was told of does not make it another.
    let at = if claim.kind == Kind::Relation { places } else { &[] };
    let parties = parties_of([actors, others, at]);
    // A tie that only follows waits to be asked for, an agreement does not.
    let is_implied = told.implied && claim.kind == Kind::Relation;
    let mut of: Vec<(bool, i64)> = actors.iter().chain(others).map(|&a| (false, a)).collect();
    of.extend(places.iter().map(|&p| (true, p)));
    of.sort_unstable();
    of.dedup();
    for (is_place, party) in of {
        t.prepare_cached(
            "INSERT INTO accord (is_place, party, claim, run, frame, day_from, implied, parties)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![is_place, party, told.seq, told.run, told.frame, told.from, is_implied, parties])?;
    }
    Ok(())
}

/// Makes the index of accords of all claims that stand in a ledger without one.
pub(super) fn fill(t: &Connection, caches: &Caches) -> Result<()> {
    let mut forms = t.prepare("SELECT seq, json FROM form")?;
    let mut rows = forms.query([])?;
    let mut of = FxHashSet::default();
    while let Some(r) = rows.next()? {
        let seq: i64 = r.get(0)?;
        let form: Form = from_json(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?, "form", seq)?;
        if matches!(&form, Form::Frame(f) if is_accord(f.kind, &f.type_)) {
            of.insert(seq as u64);
        }
    }
    let mut claims = t.prepare(&format!(
        "SELECT {ROW}, c.seq, r.page FROM claim c JOIN rule_run r ON r.seq = c.run ORDER BY c.seq"
    ))?;
    let mut rows = claims.query([])?;
    let mut open: Option<(i64, Words)> = None;
    while let Some(r) = rows.next()? {
        if !of.contains(&frame_form(r.get::<_, i64>(1)? as u64)) {
            continue;
        }
        let row = claim_row(r)?;
        let (seq, page): (i64, i64) = (r.get(7)?, r.get(8)?);
        if open.as_ref().is_none_or(|o| o.0 != page) {
            let packed: Vec<u8> =
                t.prepare_cached("SELECT text FROM page WHERE seq = ?1")?.query_row([page], |r| r.get(0))?;
            open = Some((page, Words::new(text_of(&packed, page)?)));
        }
        let Some((_, words)) = &open else { continue };
        let claim = unpack(row.outside.clone(), &row.body, words, &FormsOf { connection: t, caches })?
            .map_err(|why| Error::Damaged { what: format!("claim {} cannot be read: {why}", row.outside.id) })?;
        let number = |e: &Entity<Char>| actor_number(t, caches, e);
        let actors = claim.actor.iter().map(number).collect::<Result<Vec<_>>>()?;
        let others = claim.recipient.iter().map(number).collect::<Result<Vec<_>>>()?;
        let places = claim.place.iter().map(|p| place_number(t, caches, p)).collect::<Result<Vec<_>>>()?;
        let told = Told {
            seq,
            run: row.run,
            frame: row.outside.frame as i64,
            from: row.outside.from.map(day_number),
            implied: claim.is_implied(),
        };
        put_accord(t, &claim, &told, &actors, &others, &places)?;
    }
    Ok(())
}
