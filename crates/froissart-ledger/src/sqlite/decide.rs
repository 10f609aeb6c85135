//! Decisions at rest: opinions, corrections, links, and their retractions, each a row that is added.
//!
//! A decision cites a claim that is there. "Merge hts into hayat-tahrir-al-sham" is refused where the second already
//! leads back to the first, and where a name means two actors it is asked which.

use super::{Ledger, instant, instant_text, name_of};
use crate::decision::{Act, Cited, ClaimLink, Correction, Decision, Ground, NamedActor, Numbered, Opinion, cycle};
use crate::pack::{hash_bytes, hash_text};
use crate::{Error, Result};
use froissart_model::fold;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// A word of the contract back to its value.
pub(crate) fn value_of<T: serde::de::DeserializeOwned>(word: String, what: &str) -> Result<T> {
    serde_json::from_value(serde_json::Value::String(word))
        .map_err(|e| Error::Damaged { what: format!("{what} has a word that nobody knows: {e}") })
}

fn bytes_of(c: &Cited) -> Result<([u8; 16], [u8; 16])> {
    let hash = |text: &str| hash_bytes(text).ok_or_else(|| Error::NoSuchClaim { claim: c.id.clone() });
    Ok((hash(&c.id)?, hash(&c.anchor)?))
}

/// A decision has a reason and somebody who gave it.
pub(crate) fn check(g: &Ground) -> Result<i64> {
    if g.why.trim().is_empty() {
        return Err(Error::NoReason);
    }
    Ok(instant(&g.at)?.as_microsecond())
}

/// The claim is in the ledger, and its anchor is what is cited.
fn check_cited(t: &Connection, c: &Cited) -> Result<()> {
    let (id, anchor) = bytes_of(c)?;
    let there = t
        .prepare_cached("SELECT 1 FROM claim WHERE substr(id, 1, 5) = substr(?1, 1, 5) AND id = ?1 AND anchor = ?2")?
        .exists(params![id, anchor])?;
    if there { Ok(()) } else { Err(Error::NoSuchClaim { claim: c.id.clone() }) }
}

/// `why`, `who`, `decided_at` from column `at` on.
fn ground(r: &Row<'_>, at: usize) -> Result<Ground> {
    Ok(Ground { why: r.get(at)?, who: r.get(at + 1)?, at: instant_text(r.get(at + 2)?, "a decision")? })
}

fn cited(r: &Row<'_>, at: usize) -> Result<Cited> {
    let hash = |i| -> Result<String> { Ok(hash_text(r.get_ref(i)?.as_blob().map_err(rusqlite::Error::from)?)) };
    Ok(Cited { id: hash(at)?, anchor: hash(at + 1)? })
}

impl Ledger {
    /// Keeps an opinion; the same again, when it is the last on its claim, changes nothing. Answers its number.
    pub fn opine(&mut self, o: &Opinion) -> Result<i64> {
        let at = check(&o.ground)?;
        let (id, anchor) = bytes_of(&o.claim)?;
        let verdict = name_of(&o.verdict)?;
        self.write(|t, _| {
            check_cited(t, &o.claim)?;
            let last: Option<(i64, String, String, String)> = t
                .prepare_cached(
                    "SELECT seq, verdict, why, who FROM opinion WHERE claim_id = ?1 AND who = ?2
                     AND seq NOT IN (SELECT number FROM retraction WHERE decision = 'opinion') ORDER BY seq DESC LIMIT 1",
                )?
                .query_row(params![id, o.ground.who], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?)))
                .optional()?;
            if let Some((n, v, why, who)) = last
                && (v.as_str(), why.as_str(), who.as_str()) == (&verdict, &o.ground.why, &o.ground.who)
            {
                return Ok(n);
            }
            Ok(t.prepare_cached(
                "INSERT INTO opinion (claim_id, anchor, verdict, why, who, decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .insert(params![id, anchor, verdict, o.ground.why, o.ground.who, at])?)
        })
    }

    /// All opinions, in the order in which they were given, those taken back marked.
    pub fn opinions(&self) -> Result<Vec<Numbered<Opinion>>> {
        let mut s = self.connection.prepare_cached(
            "SELECT o.seq, o.claim_id, o.anchor, o.verdict, o.why, o.who, o.decided_at, x.why, x.who, x.decided_at
             FROM opinion o LEFT JOIN retraction x ON x.decision = 'opinion' AND x.number = o.seq ORDER BY o.seq",
        )?;
        let mut rows = s.query([])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let decision =
                Opinion { claim: cited(r, 1)?, verdict: value_of(r.get(3)?, "an opinion")?, ground: ground(r, 4)? };
            all.push(Numbered { number: r.get(0)?, retracted: retracted(r, 7)?, decision });
        }
        Ok(all)
    }

    /// Keeps a correction of who is meant; answers its number. The same again changes nothing.
    ///
    /// `subject` and, of a merge, `into` are keys of actors, as [`Ledger::actors_named`] answers them.
    pub fn correct(&mut self, c: &Correction) -> Result<i64> {
        let at = check(&c.ground)?;
        let act = name_of(&c.act)?;
        if c.act == Act::Split && c.claims.is_empty() {
            return Err(Error::SplitOfNothing);
        }
        self.write(|t, _| {
            for cited in &c.claims {
                check_cited(t, cited)?;
            }
            for key in [Some(&c.subject), (c.act == Act::Merge).then_some(&c.into)].into_iter().flatten() {
                if !t.prepare_cached("SELECT 1 FROM actor WHERE key = ?1")?.exists([key])? {
                    return Err(Error::NoSuchActor { name: key.clone() });
                }
            }
            let standing = standing_corrections(t)?;
            if let Some((n, ..)) = standing.iter().find(|(_, a, s, i, why, who)| {
                (a, s, i, why, who) == (&act, &c.subject, &c.into, &c.ground.why, &c.ground.who)
            }) && c.act != Act::Split
            {
                return Ok(*n);
            }
            // A split concerns its claims alone, and leads nowhere.
            if c.act != Act::Split {
                let edges: Vec<(String, String)> = standing
                    .iter()
                    .filter(|(_, a, ..)| a != "split")
                    .map(|(_, _, s, i, ..)| (fold(s), fold(i)))
                    .collect();
                if let Some(chain) = cycle(&edges, &fold(&c.subject), &fold(&c.into)) {
                    return Err(Error::Cycle { chain });
                }
            }
            let number = t
                .prepare_cached(
                    "INSERT INTO correction (act, subject, into_, why, who, decided_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                )?
                .insert(params![act, c.subject, c.into, c.ground.why, c.ground.who, at])?;
            for cited in &c.claims {
                let (id, anchor) = bytes_of(cited)?;
                t.prepare_cached("INSERT INTO correction_claim (correction, claim_id, anchor) VALUES (?1, ?2, ?3)")?
                    .execute(params![number, id, anchor])?;
            }
            Ok(number)
        })
    }

    /// All corrections, in the order in which they were made, those taken back marked.
    pub fn corrections(&self) -> Result<Vec<Numbered<Correction>>> {
        let mut s = self.connection.prepare_cached(
            "SELECT c.seq, c.act, c.subject, c.into_, c.why, c.who, c.decided_at, x.why, x.who, x.decided_at
             FROM correction c LEFT JOIN retraction x ON x.decision = 'correction' AND x.number = c.seq ORDER BY c.seq",
        )?;
        let mut claims = self
            .connection
            .prepare_cached("SELECT claim_id, anchor FROM correction_claim WHERE correction = ?1 ORDER BY claim_id")?;
        let mut rows = s.query([])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let number: i64 = r.get(0)?;
            let mut of = claims.query([number])?;
            let mut list = Vec::new();
            while let Some(c) = of.next()? {
                list.push(cited(c, 0)?);
            }
            let decision = Correction {
                act: value_of(r.get(1)?, "a correction")?,
                subject: r.get(2)?,
                into: r.get(3)?,
                claims: list,
                ground: ground(r, 4)?,
            };
            all.push(Numbered { number, retracted: retracted(r, 7)?, decision });
        }
        Ok(all)
    }

    /// Keeps a link between two claims; answers its number. The same again changes nothing.
    pub fn link(&mut self, l: &ClaimLink) -> Result<i64> {
        let at = check(&l.ground)?;
        let (from, to) = (bytes_of(&l.from)?, bytes_of(&l.to)?);
        let (type_, made_by) = (name_of(&l.type_)?, name_of(&l.made_by)?);
        self.write(|t, _| {
            check_cited(t, &l.from)?;
            check_cited(t, &l.to)?;
            let there: Option<i64> = t
                .prepare_cached(
                    "SELECT seq FROM link WHERE from_anchor = ?1 AND to_anchor = ?2 AND from_id = ?3 AND to_id = ?4
                     AND type = ?5 AND made_by = ?6 AND who = ?7
                     AND seq NOT IN (SELECT number FROM retraction WHERE decision = 'link')",
                )?
                .query_row(params![from.1, to.1, from.0, to.0, type_, made_by, l.ground.who], |r| r.get(0))
                .optional()?;
            if let Some(n) = there {
                return Ok(n);
            }
            Ok(t.prepare_cached(
                "INSERT INTO link (type, from_id, from_anchor, to_id, to_anchor, made_by, why, who, decided_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .insert(params![
                type_,
                from.0,
                from.1,
                to.0,
                to.1,
                made_by,
                l.ground.why,
                l.ground.who,
                at
            ])?)
        })
    }

    /// All links, in the order in which they were made, those taken back marked.
    pub fn links(&self) -> Result<Vec<Numbered<ClaimLink>>> {
        let mut s = self.connection.prepare_cached(
            "SELECT l.seq, l.type, l.from_id, l.from_anchor, l.to_id, l.to_anchor, l.made_by, l.why, l.who, l.decided_at,
               x.why, x.who, x.decided_at
             FROM link l LEFT JOIN retraction x ON x.decision = 'link' AND x.number = l.seq ORDER BY l.seq",
        )?;
        let mut rows = s.query([])?;
        let mut all = Vec::new();
        while let Some(r) = rows.next()? {
            let decision = ClaimLink {
                type_: value_of(r.get(1)?, "a link")?,
                from: cited(r, 2)?,
                to: cited(r, 4)?,
                made_by: value_of(r.get(6)?, "a link")?,
                ground: ground(r, 7)?,
            };
            all.push(Numbered { number: r.get(0)?, retracted: retracted(r, 10)?, decision });
        }
        Ok(all)
    }

    /// Takes a decision back: a row of its own, and the decision stays to be read.
    pub fn retract(&mut self, decision: Decision, number: i64, g: &Ground) -> Result<()> {
        let at = check(g)?;
        let word = decision.word();
        self.write(|t, _| {
            let there = t.prepare_cached(&format!("SELECT 1 FROM {word} WHERE seq = ?1"))?.exists([number])?;
            if !there {
                return Err(Error::NoSuchDecision { decision: word, number });
            }
            let done = t
                .prepare_cached("SELECT 1 FROM retraction WHERE decision = ?1 AND number = ?2")?
                .exists(params![word, number])?;
            if !done {
                t.prepare_cached(
                    "INSERT INTO retraction (decision, number, why, who, decided_at) VALUES (?1, ?2, ?3, ?4, ?5)",
                )?
                .execute(params![word, number, g.why, g.who, at])?;
            }
            Ok(())
        })
    }

    /// The actors that `name` may mean: the one whose key it is, else all that are called so, by key.
    pub fn actors_named(&self, name: &str) -> Result<Vec<NamedActor>> {
        let row =
            |r: &Row<'_>| Ok(NamedActor { key: r.get(0)?, name: r.get(1)?, country: r.get(2)?, sector: r.get(3)? });
        let by_key: Option<NamedActor> = self
            .connection
            .prepare_cached("SELECT key, name, country, sector FROM actor WHERE key = ?1")?
            .query_row([name.trim()], row)
            .optional()?;
        // A key that is also a name ("rebels", of no country) means all who are called so.
        let folded = fold(name);
        if let Some(a) = by_key.filter(|a| a.key != folded) {
            return Ok(vec![a]);
        }
        let mut s = self.connection.prepare_cached(
            "SELECT DISTINCT a.key, a.name, a.country, a.sector FROM actor_name n JOIN actor a ON a.seq = n.actor
             WHERE n.name = ?1 OR a.key = ?1 ORDER BY a.key",
        )?;
        Ok(s.query_map([folded], row)?.collect::<std::result::Result<_, _>>()?)
    }

    /// The one actor that `name` means; where it means several, the error lists them, and where none, says so.
    pub fn actor_named(&self, name: &str) -> Result<NamedActor> {
        let mut all = self.actors_named(name)?;
        match all.len() {
            0 => Err(Error::NoSuchActor { name: name.into() }),
            1 => Ok(all.remove(0)),
            _ => Err(Error::Ambiguous { name: name.into(), actors: all }),
        }
    }
}

fn retracted(r: &Row<'_>, at: usize) -> Result<Option<Ground>> {
    Ok(if r.get::<_, Option<String>>(at)?.is_some() { Some(ground(r, at)?) } else { None })
}

type Standing = (i64, String, String, String, String, String);

fn standing_corrections(t: &Connection) -> Result<Vec<Standing>> {
    let mut s = t.prepare_cached(
        "SELECT seq, act, subject, into_, why, who FROM correction
         WHERE seq NOT IN (SELECT number FROM retraction WHERE decision = 'correction') ORDER BY seq",
    )?;
    let rows = s.query_map([], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?)))?;
    Ok(rows.collect::<std::result::Result<_, _>>()?)
}
