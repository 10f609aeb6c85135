//! Decisions in a shared ledger: opinions, corrections, links and their retractions.
//!
//! The rules are those of a file's ("merge hts into …" closes no circle); the server's foreign keys hold them up.

use super::PostgresLedger;
use crate::decision::{Act, Cited, ClaimLink, Correction, Decision, Ground, Numbered, Opinion, cycle};
use crate::sqlite::{check, instant_text, name_of, value_of};
use crate::{Error, Result};
use froissart_model::fold;
use postgres::{Row, Transaction};

fn check_cited(t: &mut Transaction<'_>, c: &Cited) -> Result<()> {
    match t.query_opt("SELECT 1 FROM claim WHERE id = $1 AND anchor = $2", &[&c.id, &c.anchor])? {
        Some(_) => Ok(()),
        None => Err(Error::NoSuchClaim { claim: c.id.clone() }),
    }
}

fn ground(r: &Row, at: usize) -> Result<Ground> {
    Ok(Ground { why: r.get(at), who: r.get(at + 1), at: instant_text(r.get(at + 2), "a decision")? })
}

fn retracted(r: &Row, at: usize) -> Result<Option<Ground>> {
    Ok(if r.get::<_, Option<String>>(at).is_some() { Some(ground(r, at)?) } else { None })
}

fn cited(r: &Row, at: usize) -> Cited {
    Cited { id: r.get(at), anchor: r.get(at + 1) }
}

impl PostgresLedger {
    pub(super) fn put_opinion(&mut self, o: &Opinion) -> Result<i64> {
        let at = check(&o.ground)?;
        let verdict = name_of(&o.verdict)?;
        self.write(|t| {
            check_cited(t, &o.claim)?;
            let last = t.query_opt(
                "SELECT seq, verdict, why FROM opinion WHERE claim_id = $1 AND who = $2
                 AND seq NOT IN (SELECT number FROM retraction WHERE decision = 'opinion') ORDER BY seq DESC LIMIT 1",
                &[&o.claim.id, &o.ground.who],
            )?;
            if let Some(r) = last
                && (r.get::<_, String>(1), r.get::<_, String>(2)) == (verdict.clone(), o.ground.why.clone())
            {
                return Ok(r.get(0));
            }
            let row = t.query_one(
                "INSERT INTO opinion (claim_id, anchor, verdict, why, who, decided_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq",
                &[&o.claim.id, &o.claim.anchor, &verdict, &o.ground.why, &o.ground.who, &at],
            )?;
            Ok(row.get(0))
        })
    }

    pub(super) fn ask_opinions(&self) -> Result<Vec<Numbered<Opinion>>> {
        let rows = self.client.borrow_mut().query(
            "SELECT o.seq, o.claim_id, o.anchor, o.verdict, o.why, o.who, o.decided_at, x.why, x.who, x.decided_at
             FROM opinion o LEFT JOIN retraction x ON x.decision = 'opinion' AND x.number = o.seq ORDER BY o.seq",
            &[],
        )?;
        let read = |r: &Row| -> Result<Numbered<Opinion>> {
            let decision =
                Opinion { claim: cited(r, 1), verdict: value_of(r.get(3), "an opinion")?, ground: ground(r, 4)? };
            Ok(Numbered { number: r.get(0), retracted: retracted(r, 7)?, decision })
        };
        rows.iter().map(read).collect()
    }

    pub(super) fn put_correction(&mut self, c: &Correction) -> Result<i64> {
        let at = check(&c.ground)?;
        let act = name_of(&c.act)?;
        if c.act == Act::Split && c.claims.is_empty() {
            return Err(Error::SplitOfNothing);
        }
        self.write(|t| {
            for cited in &c.claims {
                check_cited(t, cited)?;
            }
            for key in [Some(&c.subject), (c.act == Act::Merge).then_some(&c.into)].into_iter().flatten() {
                if t.query_opt("SELECT 1 FROM actor WHERE key = $1", &[key])?.is_none() {
                    return Err(Error::NoSuchActor { name: key.clone() });
                }
            }
            // A split concerns its claims alone, and leads nowhere.
            if c.act != Act::Split {
                let standing = t.query(
                    "SELECT seq, act, subject, into_, why, who FROM correction WHERE act <> 'split'
                     AND seq NOT IN (SELECT number FROM retraction WHERE decision = 'correction') ORDER BY seq",
                    &[],
                )?;
                let texts = |r: &Row| -> [String; 5] { std::array::from_fn(|i| r.get(i + 1)) };
                let same =
                    [act.clone(), c.subject.clone(), c.into.clone(), c.ground.why.clone(), c.ground.who.clone()];
                if let Some(r) = standing.iter().find(|r| texts(r) == same) {
                    return Ok(r.get(0));
                }
                let edges: Vec<(String, String)> =
                    standing.iter().map(|r| (fold(r.get(2)), fold(r.get(3)))).collect();
                if let Some(chain) = cycle(&edges, &fold(&c.subject), &fold(&c.into)) {
                    return Err(Error::Cycle { chain });
                }
            }
            let number: i64 = t
                .query_one(
                    "INSERT INTO correction (act, subject, into_, why, who, decided_at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING seq",
                    &[&act, &c.subject, &c.into, &c.ground.why, &c.ground.who, &at],
                )?
                .get(0);
            for cited in &c.claims {
                t.execute("INSERT INTO correction_claim VALUES ($1, $2, $3)", &[&number, &cited.id, &cited.anchor])?;
            }
            Ok(number)
        })
    }

    pub(super) fn ask_corrections(&self) -> Result<Vec<Numbered<Correction>>> {
        let mut client = self.client.borrow_mut();
        let rows = client.query(
            "SELECT c.seq, c.act, c.subject, c.into_, c.why, c.who, c.decided_at, x.why, x.who, x.decided_at
             FROM correction c LEFT JOIN retraction x ON x.decision = 'correction' AND x.number = c.seq ORDER BY c.seq",
            &[],
        )?;
        let mut all = Vec::with_capacity(rows.len());
        for r in &rows {
            let number: i64 = r.get(0);
            let claims = client.query(
                "SELECT claim_id, anchor FROM correction_claim WHERE correction = $1 ORDER BY claim_id COLLATE \"C\"",
                &[&number],
            )?;
            let decision = Correction {
                act: value_of(r.get(1), "a correction")?,
                subject: r.get(2),
                into: r.get(3),
                claims: claims.iter().map(|c| cited(c, 0)).collect(),
                ground: ground(r, 4)?,
            };
            all.push(Numbered { number, retracted: retracted(r, 7)?, decision });
        }
        Ok(all)
    }

    pub(super) fn put_link(&mut self, l: &ClaimLink) -> Result<i64> {
        let at = check(&l.ground)?;
        let (type_, made_by) = (name_of(&l.type_)?, name_of(&l.made_by)?);
        self.write(|t| {
            check_cited(t, &l.from)?;
            check_cited(t, &l.to)?;
            let there = t.query_opt(
                "SELECT seq FROM link WHERE from_id = $1 AND to_id = $2 AND type = $3 AND made_by = $4 AND who = $5
                 AND seq NOT IN (SELECT number FROM retraction WHERE decision = 'link') ORDER BY seq LIMIT 1",
                &[&l.from.id, &l.to.id, &type_, &made_by, &l.ground.who],
            )?;
            if let Some(r) = there {
                return Ok(r.get(0));
            }
            let row = t.query_one(
                "INSERT INTO link (type, from_id, from_anchor, to_id, to_anchor, made_by, why, who, decided_at)
                 VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING seq",
                &[
                    &type_,
                    &l.from.id,
                    &l.from.anchor,
                    &l.to.id,
                    &l.to.anchor,
                    &made_by,
                    &l.ground.why,
                    &l.ground.who,
                    &at,
                ],
            )?;
            Ok(row.get(0))
        })
    }

    pub(super) fn ask_links(&self) -> Result<Vec<Numbered<ClaimLink>>> {
        let rows = self.client.borrow_mut().query(
            "SELECT l.seq, l.type, l.from_id, l.from_anchor, l.to_id, l.to_anchor, l.made_by, l.why, l.who, l.decided_at,
               x.why, x.who, x.decided_at
             FROM link l LEFT JOIN retraction x ON x.decision = 'link' AND x.number = l.seq ORDER BY l.seq",
            &[],
        )?;
        let read = |r: &Row| -> Result<Numbered<ClaimLink>> {
            let decision = ClaimLink {
                type_: value_of(r.get(1), "a link")?,
                from: cited(r, 2),
                to: cited(r, 4),
                made_by: value_of(r.get(6), "a link")?,
                ground: ground(r, 7)?,
            };
            Ok(Numbered { number: r.get(0), retracted: retracted(r, 10)?, decision })
        };
        rows.iter().map(read).collect()
    }

    pub(super) fn put_retraction(&mut self, decision: Decision, number: i64, g: &Ground) -> Result<()> {
        let at = check(g)?;
        let word = decision.word();
        self.write(|t| {
            if t.query_opt(&format!("SELECT 1 FROM {word} WHERE seq = $1"), &[&number])?.is_none() {
                return Err(Error::NoSuchDecision { decision: word, number });
            }
            t.execute(
                "INSERT INTO retraction VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING",
                &[&word, &number, &g.why, &g.who, &at],
            )?;
            Ok(())
        })
    }
}
