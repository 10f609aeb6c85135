//! Asking a shared ledger: the same questions as a file's, in PostgreSQL's words.
//!
//! "Everything about Osgiliath that was known by Friday" is one statement; the order of its answers is the file's.

use super::{PostgresLedger, tokens};
use crate::pack::{day_number, day_of_number};
use crate::query::{self, AsOf, Counts, Held, PageHead, PlaceKey, Query, Reading, Recorded, Stored, Version};
use crate::sqlite::{end_instant, from_json, instant_text, name_of};
use crate::{Asked, ClaimLink, Correction, Decision, Ground, NamedActor, Numbered, Opinion, Result, Situation, Store};
use froissart_model::{Char, Claim, Day, Note, Page, fold};
use froissart_testimony::Families;
use postgres::Row;
use postgres::types::ToSql;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Each page's newest run that was recorded by `$1`.
pub(super) const NEWEST: &str = "WITH newest AS (
  SELECT DISTINCT ON (origin) seq, page, version, known_day FROM rule_run WHERE recorded_at <= $1
  ORDER BY origin, recorded_at DESC, seq DESC)";
const STORED: &str = "c.json, b.recorded_at, p.json, r.version";
const IN_ORDER: &str = "p.day IS NULL, p.day, p.published COLLATE \"C\" NULLS FIRST, p.id COLLATE \"C\"";

/// Words as a `tsquery`: in this order, the last perhaps a beginning; none where there are none.
fn phrase(words: &str, is_prefix: bool) -> Option<String> {
    let all: Vec<String> = tokens(words).into_iter().map(|w| format!("'{w}'")).collect();
    (!all.is_empty()).then(|| format!("{}{}", all.join(" <-> "), if is_prefix { ":*" } else { "" }))
}

fn stored(r: &Row) -> Result<Stored> {
    let page: Page<Char> = from_json(r.get(2), "a page", "of a claim")?;
    Ok(Stored {
        claim: Arc::new(from_json(r.get(0), "a claim", "of a page")?),
        page: Arc::new(PageHead::from(&page)),
        recorded_at: instant_text(r.get(1), "a run")?.into(),
        version: r.get::<_, String>(3).into(),
    })
}

impl PostgresLedger {
    pub(super) fn ask(&self, sql: &str, given: &[&(dyn ToSql + Sync)]) -> Result<Vec<Row>> {
        Ok(self.client.borrow_mut().query(sql, given)?)
    }

    fn ask_held(&self, at: &AsOf) -> Result<Vec<Held>> {
        let until = at.recorded_by.as_deref().map_or(Ok(i64::MAX), end_instant)?;
        let known = at.known_by.map_or(i64::MAX, day_number);
        let as_of = day_number(at.as_of);
        let folded = at.place.as_deref().map(fold);
        // A key that is known is one place; else the name of several.
        let exact = match &at.place {
            Some(p) => !self.ask("SELECT 1 FROM place WHERE key = $1", &[p])?.is_empty(),
            None => false,
        };
        let rows = self.ask(
            &format!(
                "{NEWEST}
                 SELECT l.key, l.name, l.geonames, l.country, l.lat, l.lon, h.actor, a.name, c.json, r.known_day, c.day_from
                 FROM holding h JOIN place l ON l.key = h.place JOIN claim c ON c.seq = h.claim
                 JOIN run_claim rc ON rc.claim = c.seq JOIN newest r ON r.seq = rc.run LEFT JOIN actor a ON a.key = h.actor
                 WHERE r.known_day <= $2 AND (c.day_from IS NULL OR c.day_from <= $3)
                   AND ($4::text IS NULL OR l.key = $4
                        OR (NOT $6 AND (l.key = $5 OR l.name = $4 OR starts_with(l.key, $5::text || '@'))))
                   AND ($7::text IS NULL OR l.country = $7)
                 ORDER BY l.key COLLATE \"C\", r.known_day DESC, c.seq DESC"
            ),
            &[&until, &known, &as_of, &at.place, &folded, &exact, &at.country],
        )?;
        let mut places: BTreeMap<String, (Arc<PlaceKey>, i64)> = BTreeMap::new();
        let mut all = Vec::new();
        for r in &rows {
            let (key, day): (String, i64) = (r.get(0), r.get(9));
            let (place, newest) = places.entry(key.clone()).or_insert_with(|| {
                let geonames = r.get::<_, Option<i64>>(2).map(|g| g as u64);
                let place = PlaceKey { key, name: r.get(1), geonames, country: r.get(3), lat: r.get(4), lon: r.get(5) };
                (Arc::new(place), day)
            });
            if *newest - day > i64::from(at.within_days) {
                continue;
            }
            let claim: Claim<Char> = from_json(r.get(8), "a claim", "of a holding")?;
            let happened = claim.happened.as_ref();
            all.push(Held {
                place: place.clone(),
                holder: r.get(6),
                holder_name: r.get(7),
                status: claim.status.clone(),
                negated: claim.negated,
                certainty: claim.certainty,
                from: happened.and_then(|h| h.from),
                to: happened.and_then(|h| h.to),
                published: day_of_number(day),
                claim: claim.id.clone(),
            });
        }
        Ok(all)
    }

    pub(super) fn ask_claims(&self, q: &Query) -> Result<Vec<Stored>> {
        let mut words: Vec<[Option<String>; 2]> = Vec::new();
        if let Some(text) = &q.text {
            let Some(terms) = query::terms(text) else { return Ok(Vec::new()) };
            for t in terms {
                words.push([phrase(&t.words, t.is_prefix), phrase(&fold(&t.words), t.is_prefix)]);
            }
        }
        let about = match q.about.as_deref().map(fold) {
            Some(a) if a.is_empty() => return Ok(Vec::new()),
            a => a.and_then(|a| phrase(&a, false)),
        };
        let until = q.recorded_by.as_deref().map_or(Ok(i64::MAX), end_instant)?;
        let kind = q.kind.map(|k| name_of(&k)).transpose()?;
        let certainty = q.certainty.map(|c| name_of(&c)).transpose()?;
        let day = |d: Option<Day>| d.map(day_number);
        let (since, to, known, published) = (day(q.since), day(q.until), day(q.known_by), day(q.published_since));
        let limit = q.limit.map_or(i64::MAX, |l| l as i64);
        let mut given: Vec<&(dyn ToSql + Sync)> = vec![
            &until,
            &kind,
            &q.type_,
            &certainty,
            &since,
            &to,
            &known,
            &published,
            &q.include_implied,
            &about,
            &q.country,
            &limit,
        ];
        let mut narrowed = String::new();
        for [raw, folded] in &words {
            // A term without a letter that the index has finds nothing.
            let n = given.len() + 1;
            let _ = write!(
                narrowed,
                " AND (c.words @@ ${n}::text::tsquery OR c.names @@ ${n}::text::tsquery OR c.names @@ ${}::text::tsquery)",
                n + 1
            );
            given.push(raw);
            given.push(folded);
        }
        let order =
            if q.newest { "r.known_day DESC, c.seq DESC".to_owned() } else { format!("{IN_ORDER}, rc.position") };
        let rows = self.ask(
            &format!(
                "{NEWEST}
                 SELECT {STORED} FROM newest r JOIN page p ON p.seq = r.page JOIN run_claim rc ON rc.run = r.seq
                 JOIN claim c ON c.seq = rc.claim JOIN rule_run b ON b.seq = c.run
                 WHERE ($2::text IS NULL OR c.kind = $2) AND ($3::text IS NULL OR c.type = $3)
                   AND ($4::text IS NULL OR c.certainty = $4)
                   AND ($5::bigint IS NULL OR coalesce(c.day_to, $5) >= $5) AND ($6::bigint IS NULL OR coalesce(c.day_from, $6) <= $6)
                   AND ($7::bigint IS NULL OR r.known_day <= $7) AND ($8::bigint IS NULL OR r.known_day >= $8)
                   AND ($9 OR NOT c.implied) AND ($10::text IS NULL OR c.names @@ $10::text::tsquery)
                   AND ($11::text IS NULL OR $11 = ANY (c.countries)){narrowed}
                 ORDER BY {order} LIMIT $12"
            ),
            &given,
        )?;
        rows.iter().map(stored).collect()
    }
}

impl Store for PostgresLedger {
    fn record_all(&mut self, batch: &[Reading<'_>], coder_version: &str, recorded_at: &str) -> Result<Vec<Recorded>> {
        self.put_all(batch, coder_version, recorded_at)
    }
    fn claims(&self, query: &Query) -> Result<Vec<Stored>> {
        self.ask_claims(query)
    }
    fn by_id(&self, prefix: &str) -> Result<Vec<Stored>> {
        let prefix = prefix.trim().to_ascii_lowercase();
        if prefix.is_empty() || !prefix.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Ok(Vec::new());
        }
        // "g" follows the last hexadecimal digit.
        let end = format!("{prefix}g");
        let rows = self.ask(
            &format!(
                "SELECT {STORED} FROM claim c JOIN rule_run b ON b.seq = c.run
                 JOIN LATERAL (SELECT n.* FROM run_claim x JOIN rule_run n ON n.seq = x.run WHERE x.claim = c.seq
                               ORDER BY n.recorded_at DESC, n.seq DESC LIMIT 1) r ON true
                 JOIN page p ON p.seq = r.page
                 WHERE (c.id COLLATE \"C\" >= $1 AND c.id COLLATE \"C\" < $2)
                    OR (c.anchor COLLATE \"C\" >= $1 AND c.anchor COLLATE \"C\" < $2)
                 ORDER BY {IN_ORDER}, c.seq"
            ),
            &[&prefix, &end],
        )?;
        rows.iter().map(stored).collect()
    }
    fn page(&self, id: &str) -> Result<Option<Page<Char>>> {
        let rows = self.ask(
            "SELECT p.json FROM page o JOIN rule_run r ON r.origin = o.origin JOIN page p ON p.seq = r.page
             WHERE o.id = $1 ORDER BY r.recorded_at DESC, r.seq DESC LIMIT 1",
            &[&id],
        )?;
        rows.first().map(|r| from_json(r.get(0), "page", id)).transpose()
    }
    fn pages(&self) -> Result<Vec<Arc<PageHead>>> {
        let rows = self.ask(
            &format!("{NEWEST} SELECT p.json FROM newest r JOIN page p ON p.seq = r.page ORDER BY {IN_ORDER}"),
            &[&i64::MAX],
        )?;
        rows.iter()
            .map(|r| Ok(Arc::new(PageHead::from(&from_json::<Page<Char>>(r.get(0), "a page", "of the ledger")?))))
            .collect()
    }
    fn notes(&self, page: &str) -> Result<Vec<Note<Char>>> {
        let rows = self.ask(
            "SELECT json FROM note WHERE run = (SELECT r.seq FROM page o JOIN rule_run r ON r.origin = o.origin
               WHERE o.id = $1 ORDER BY r.recorded_at DESC, r.seq DESC LIMIT 1) ORDER BY position",
            &[&page],
        )?;
        rows.iter().map(|r| from_json(r.get(0), "a note of page", page)).collect()
    }
    fn counts(&self) -> Result<Counts> {
        let rows = self.ask(
            "SELECT (SELECT count(DISTINCT origin) FROM page), (SELECT count(*) FROM claim), (SELECT count(*) FROM rule_run)",
            &[],
        )?;
        let n = |i: usize| rows[0].get::<_, i64>(i) as usize;
        Ok(Counts { pages: n(0), claims: n(1), runs: n(2) })
    }
    fn state(&self) -> Result<String> {
        let last = |t: &str| format!("coalesce((SELECT max(seq) FROM {t}), 0)::text");
        let last = ["rule_run", "opinion", "correction", "link"].map(last).join(" || '.' || ");
        let rows = self.ask(&format!("SELECT {last} || '.' || (SELECT count(*) FROM retraction)::text"), &[])?;
        Ok(rows[0].get(0))
    }
    fn versions(&self) -> Result<Vec<Version>> {
        let rows = self.ask(
            "SELECT version, count(DISTINCT origin), max(recorded_at) FROM rule_run GROUP BY version ORDER BY min(seq)",
            &[],
        )?;
        let version = |r: &Row| -> Result<Version> {
            Ok(Version {
                name: r.get(0),
                pages: r.get::<_, i64>(1) as usize,
                last_recorded_at: instant_text(r.get(2), "a version")?,
            })
        };
        rows.iter().map(version).collect()
    }
    fn claims_by(&self, version: &str, page: &str) -> Result<Option<Vec<Claim<Char>>>> {
        let run = self.ask(
            "SELECT r.seq FROM page o JOIN rule_run r ON r.origin = o.origin WHERE o.id = $1 AND r.version = $2
             ORDER BY r.recorded_at DESC, r.seq DESC LIMIT 1",
            &[&page, &version],
        )?;
        let Some(run) = run.first() else { return Ok(None) };
        let rows = self.ask(
            "SELECT c.json FROM run_claim rc JOIN claim c ON c.seq = rc.claim WHERE rc.run = $1 ORDER BY rc.position",
            &[&run.get::<_, i64>(0)],
        )?;
        rows.iter().map(|r| from_json(r.get(0), "a claim of page", page)).collect::<Result<_>>().map(Some)
    }
    fn holdings(&self, at: &AsOf) -> Result<Vec<Held>> {
        self.ask_held(at)
    }
    fn situation(&self, asked: &Asked) -> Result<Situation> {
        self.ask_situation(asked)
    }
    fn families(&self, pages: &[&str], known_by: Option<Day>, recorded_by: Option<&str>) -> Result<Families> {
        self.ask_families(pages, known_by, recorded_by)
    }
    fn opine(&mut self, opinion: &Opinion) -> Result<i64> {
        self.put_opinion(opinion)
    }
    fn opinions(&self) -> Result<Vec<Numbered<Opinion>>> {
        self.ask_opinions()
    }
    fn correct(&mut self, correction: &Correction) -> Result<i64> {
        self.put_correction(correction)
    }
    fn corrections(&self) -> Result<Vec<Numbered<Correction>>> {
        self.ask_corrections()
    }
    fn link(&mut self, link: &ClaimLink) -> Result<i64> {
        self.put_link(link)
    }
    fn links(&self) -> Result<Vec<Numbered<ClaimLink>>> {
        self.ask_links()
    }
    fn retract(&mut self, decision: Decision, number: i64, ground: &Ground) -> Result<()> {
        self.put_retraction(decision, number, ground)
    }
    fn actors_named(&self, name: &str) -> Result<Vec<NamedActor>> {
        let actor = |r: &Row| NamedActor { key: r.get(0), name: r.get(1), country: r.get(2), sector: r.get(3) };
        let folded = fold(name);
        let by_key = self.ask("SELECT key, name, country, sector FROM actor WHERE key = $1", &[&name.trim()])?;
        if let Some(a) = by_key.first().map(actor).filter(|a| a.key != folded) {
            return Ok(vec![a]);
        }
        let rows = self.ask(
            "SELECT key, name, country, sector FROM actor a WHERE key = $1
               OR EXISTS (SELECT 1 FROM actor_name n WHERE n.actor = a.key AND n.name = $1) ORDER BY key COLLATE \"C\"",
            &[&folded],
        )?;
        Ok(rows.iter().map(actor).collect())
    }
}
