//! What a picture is drawn from, found by the indexes: the claims that [`crate::situation::of`] defines.
//!
//! "Everything about Umbar of the last thirty days" is one expression of the index of words; who was last told to hold it,
//! however long ago, is found in `last.rs`.

use super::cache::Run;
use super::load::Gathered;
use super::record::facet;
use super::schema::DAY_BITS;
use super::{Ledger, ask::Sight, from_json};
use crate::Result;
use crate::pack::{Form, day_number, day_of_number};
use crate::situation::{
    Asked, ELSEWHERE, PageRead, Row, Since, Situation, Sought, Target, Ties, backers, is_about, is_elsewhere,
};
use froissart_model::{EntityKind, fold};
use rusqlite::params;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is looked for, with the numbers of its places and actors.
pub(super) struct Found {
    pub(super) sought: Vec<Sought>,
    /// Of each that is sought.
    pub(super) places: Vec<FxHashSet<i64>>,
    pub(super) actors: Vec<FxHashSet<i64>>,
}

/// The first of the last days, whether pages had been published before it, and the answering runs of the pages published
/// since.
type LastDays = (Since, bool, Vec<Arc<Run>>);

/// The bounds of what is asked.
pub(super) struct Bounds<'s> {
    pub(super) sight: Sight<'s>,
    /// The first number of the last days, and the one after the last that was known.
    low: i64,
    pub(super) high: i64,
    as_of: i64,
    pub(super) since: Since,
    pub(super) within_days: u16,
    pub(super) include_implied: bool,
}

impl Bounds<'_> {
    /// An account as it is compared with others; none where it does not answer, or tells of what was still to come.
    pub(super) fn told(&self, claim: i64, run: i64, from: Option<i64>) -> Result<Option<Row>> {
        let is_told = from.is_none_or(|f| f <= self.as_of) && self.sees(claim, run)?;
        Ok(is_told.then_some((claim, claim >> DAY_BITS, from)))
    }
    /// Whether the claim `seq`, which `run` brought, answers; one that two readings of a page share under two days
    /// answers with the day of the newer.
    fn sees(&self, seq: i64, run: i64) -> Result<bool> {
        Ok(self.sight.is_plain() || self.sight.holder(seq, run)?.is_some_and(|h| h.known_day == seq >> DAY_BITS))
    }
}

impl Ledger {
    /// The claims that a picture stands on, the pages of its days, and their families.
    pub fn situation(&self, asked: &Asked) -> Result<Situation> {
        self.reading(|| self.situate(asked))
    }

    fn situate(&self, asked: &Asked) -> Result<Situation> {
        let sight = self.sight(asked.recorded_by.as_deref())?;
        let high = asked.known_by.map_or(i64::MAX, |d| (day_number(d) + 1) << DAY_BITS);
        let Some((since, has_older, runs)) = self.known_runs(&sight, asked, high)? else {
            return Ok(Situation::default());
        };
        let first = since.first;
        let low = first.saturating_mul(1 << DAY_BITS);
        let as_of = asked.as_of.map_or(i64::MAX, day_number);
        let Asked { within_days, include_implied, .. } = *asked;
        let b = Bounds { sight, low, high, as_of, since, within_days, include_implied };
        let found = self.found(&asked.about)?;
        let mut wanted: FxHashSet<i64> = FxHashSet::default();
        self.of_last_days(&found, &b, &runs, first, &mut wanted)?;
        self.last_held(&found, &b, &mut wanted)?;
        let mut ties = Ties::default();
        self.last_tied(&found, &b, &mut ties)?;
        self.agreed(&found, &b, &mut ties)?;
        wanted.extend(&ties.chosen);
        let left_out = ties.left_out(|n| wanted.contains(&n));
        let mut wanted: Vec<i64> = wanted.into_iter().collect();
        wanted.sort_unstable();
        // The last day of what happens elsewhere is taken whole.
        let mut claims = Gathered::with_capacity(wanted.len() + ELSEWHERE + ELSEWHERE / 2);
        self.load(&wanted, &b.sight, &mut claims, |_| true)?;
        if !found.sought.is_empty() {
            self.elsewhere(&found, &b, &mut claims)?;
        }
        let mut read: Vec<i64> = claims.heads().keys().copied().collect();
        read.extend(runs.iter().filter(|r| r.known_day >= first).map(|r| r.page));
        read.sort_unstable();
        read.dedup();
        let mut pages = Vec::with_capacity(read.len());
        for &page in &read {
            let known = claims.heads().get(&page).cloned();
            let h = known.map_or_else(|| self.head(page), Ok)?;
            pages.push(PageRead { head: h.head.clone(), language: h.language.clone() });
        }
        let families = self.families_of(read, &b.sight, asked.known_by)?;
        let claims = claims.in_order();
        let (first, ties_since) = (day_of_number(first), day_of_number(since.ties));
        Ok(Situation { claims, pages, families, first, has_older, ties_since, left_out })
    }

    /// The last days that were asked for; none where nothing was known.
    fn known_runs(&self, sight: &Sight<'_>, asked: &Asked, high: i64) -> Result<Option<LastDays>> {
        let last = asked.known_by.map_or(i64::MAX, day_number);
        if !sight.is_plain() {
            let runs = self.all_runs(sight.until(), |r| r.known_day <= last)?;
            let newest = runs.iter().filter(|r| !r.claims.is_empty()).map(|r| r.known_day).max();
            return Ok(newest.map(|newest| {
                let since = Since::new(asked, newest);
                (since, runs.iter().any(|r| r.known_day < since.first), runs)
            }));
        }
        let mut s = self.connection.prepare_cached("SELECT max(seq) FROM claim WHERE seq < ?1")?;
        let Some(newest) = s.query_row([high], |r| r.get::<_, Option<i64>>(0))? else { return Ok(None) };
        let since = Since::new(asked, newest >> DAY_BITS);
        let mut s = self.connection.prepare_cached("SELECT 1 FROM rule_run WHERE known_day < ?1 LIMIT 1")?;
        let has_older = s.exists([since.first])?;
        let mut s = self.connection.prepare_cached("SELECT seq FROM rule_run WHERE known_day BETWEEN ?1 AND ?2")?;
        let mut rows = s.query([since.first, last])?;
        let mut runs = Vec::new();
        while let Some(r) = rows.next()? {
            runs.push(self.run(r.get(0)?)?);
        }
        Ok(Some((since, has_older, runs)))
    }

    /// The countries, places and actors that the names mean.
    fn found(&self, about: &[Target]) -> Result<Found> {
        let mut f = Found { sought: Vec::new(), places: Vec::new(), actors: Vec::new() };
        for t in about {
            let sought = Sought::new(t, self.countries_of(t)?);
            let holds = |name: &str| sought.may_be_in(name) && sought.is_in(&fold(name));
            let mut s = self.connection.prepare_cached("SELECT seq, name, country FROM place")?;
            let mut rows = s.query([])?;
            let mut places = FxHashSet::default();
            while let Some(r) = rows.next()? {
                let country = r.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
                let name = r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                if sought.has_country(country) || holds(name) {
                    places.insert(r.get(0)?);
                }
            }
            let mut s = self.connection.prepare_cached("SELECT seq, key, country FROM actor")?;
            let mut rows = s.query([])?;
            let mut actors = FxHashSet::default();
            while let Some(r) = rows.next()? {
                let country = r.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
                if sought.has_country(country) || holds(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?) {
                    actors.insert(r.get(0)?);
                }
            }
            // These are folded already.
            let mut s = self.connection.prepare_cached("SELECT name, actor FROM actor_name")?;
            let mut rows = s.query([])?;
            while let Some(r) = rows.next()? {
                if sought.is_in(r.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?) {
                    actors.insert(r.get(1)?);
                }
            }
            f.sought.push(sought);
            f.places.push(places);
            f.actors.push(actors);
        }
        Ok(f)
    }

    /// The codes that a name means beside those that are given: itself, a state's of that name, a country's place's.
    fn countries_of(&self, t: &Target) -> Result<BTreeSet<String>> {
        let mut all: BTreeSet<String> = t.countries.iter().cloned().collect();
        let folded = fold(&t.name);
        let mut s = self.connection.prepare_cached(
            "SELECT ?1 WHERE EXISTS (SELECT 1 FROM actor WHERE country = ?1) OR EXISTS (SELECT 1 FROM place WHERE country = ?1)
             UNION SELECT a.country FROM actor_name n JOIN actor a ON a.seq = n.actor
             WHERE n.name = ?2 AND a.kind = ?3 AND a.sector IS NULL AND a.country IS NOT NULL",
        )?;
        let kind = super::name_of(&EntityKind::State)?;
        let codes = s.query_map(params![t.name, folded, kind], |r| r.get(0))?;
        all.extend(codes.collect::<std::result::Result<Vec<String>, _>>()?);
        if !all.is_empty() {
            return Ok(all);
        }
        // A form is the only one that knows a place for a country.
        let mut s =
            self.connection.prepare_cached("SELECT seq, json FROM form WHERE instr(json, '\"feature\":\"PCL') > 0")?;
        let mut rows = s.query([])?;
        while let Some(r) = rows.next()? {
            let form: Form =
                from_json(r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?, "form", r.get::<_, i64>(0)?)?;
            if let Form::Where(w) = form
                && w.name.is_some_and(|n| fold(&n) == folded)
            {
                all.extend(w.country);
            }
        }
        Ok(all)
    }

    /// Of the last days the claims that name what is sought, and all of the pages that are about it.
    fn of_last_days(
        &self,
        found: &Found,
        b: &Bounds<'_>,
        runs: &[Arc<Run>],
        first: i64,
        wanted: &mut FxHashSet<i64>,
    ) -> Result<()> {
        let mut named: FxHashMap<i64, usize> = FxHashMap::default();
        let expression = expression(found);
        if let Some(expression) = &expression {
            let mut s = self.connection.prepare_cached(
                "SELECT c.seq, c.run FROM claim_words w CROSS JOIN claim c ON c.seq = w.rowid
                 WHERE w.claim_words MATCH ?1 AND w.rowid >= ?2 AND w.rowid < ?3",
            )?;
            let mut rows = s.query(params![expression, b.low, b.high])?;
            while let Some(r) = rows.next()? {
                let (seq, run): (i64, i64) = (r.get(0)?, r.get(1)?);
                if let Some(holder) = b.sight.holder(seq, run)?
                    && seq >> DAY_BITS == holder.known_day
                {
                    *named.entry(holder.seq).or_default() += 1;
                    wanted.insert(seq);
                }
            }
        }
        for run in runs.iter().filter(|r| r.known_day >= first) {
            let of = named.get(&run.seq).copied().unwrap_or_default();
            if expression.is_none() || of > 0 && is_about(of, run.claims.len()) {
                wanted.extend(&run.claims);
            }
        }
        Ok(())
    }

    /// What those who back somebody of the claims fight elsewhere in the last days, and how they are judged.
    fn elsewhere(&self, found: &Found, b: &Bounds<'_>, claims: &mut Gathered) -> Result<()> {
        let mut keys = BTreeSet::new();
        for s in claims.claims() {
            backers(&s.claim, &found.sought, &mut keys);
        }
        if keys.is_empty() {
            return Ok(());
        }
        let acts =
            [('k', "assessment"), ('t', "fights"), ('t', "ASSAULT")].map(|(s, v)| format!("\"{}\"", facet(s, v)));
        let who: Vec<String> = keys
            .iter()
            .flat_map(|k| {
                let code = (k.len() == 3).then(|| format!("{{facets}} : \"{}\"", facet('r', k)));
                let name = Some(fold(k)).filter(|n| !n.is_empty()).map(|n| format!("{{names}} : \"{n}\""));
                code.into_iter().chain(name)
            })
            .collect();
        // An expression of some hundred names at once: the index takes no more in one.
        let whole =
            who.chunks(200).map(|some| format!("{{facets}} : ({}) AND ({})", acts.join(" OR "), some.join(" OR ")));
        let whole: Vec<String> = whole.collect();
        let sql = "SELECT rowid FROM claim_words WHERE claim_words MATCH ?1 AND rowid >= ?2 AND rowid < ?3 ORDER BY rowid DESC";
        let mut statements =
            whole.iter().map(|_| self.connection.prepare(sql)).collect::<rusqlite::Result<Vec<_>>>()?;
        let mut found = Vec::with_capacity(whole.len());
        for (s, expression) in statements.iter_mut().zip(&whole) {
            let mut rows = s.query(params![expression, b.low, b.high])?;
            let first = next_number(&mut rows)?;
            found.push((rows, first));
        }
        let known: FxHashSet<i64> = claims.numbers().collect();
        let before = claims.claims().len();
        // The newest first, by whole days; of a large war a few are enough.
        while claims.claims().len() - before < ELSEWHERE {
            let Some(day) = found.iter().filter_map(|f| f.1).max().map(|n| n >> DAY_BITS) else { break };
            let mut of_day: Vec<i64> = Vec::new();
            for (rows, next) in &mut found {
                while let Some(n) = next.filter(|n| n >> DAY_BITS == day) {
                    of_day.push(n);
                    *next = next_number(rows)?;
                }
            }
            of_day.sort_unstable();
            of_day.dedup();
            of_day.retain(|n| !known.contains(n));
            self.load(&of_day, &b.sight, claims, |c| is_elsewhere(c, &keys))?;
        }
        Ok(())
    }
}

/// The number in the next row.
fn next_number(rows: &mut rusqlite::Rows<'_>) -> Result<Option<i64>> {
    Ok(rows.next()?.map(|r| r.get(0)).transpose()?)
}

/// What is sought as an expression of the index of words; none where it is everything.
fn expression(found: &Found) -> Option<String> {
    let one = |s: &Sought| {
        let words = s.words.iter().map(|w| format!("{{names}} : \"{w}\""));
        let codes = s.countries.iter().map(|c| format!("{{facets}} : \"{}\"", facet('r', c)));
        // A name of no letter is nobody's.
        let all: Vec<String> = words.chain(codes).collect();
        if all.is_empty() { format!("\"{NOBODY}\"") } else { format!("({})", all.join(" OR ")) }
    };
    let all: Vec<String> = found.sought.iter().map(one).collect();
    (!all.is_empty()).then(|| all.join(" AND "))
}

/// A word that no claim has.
const NOBODY: &str = "\u{E001}nobody";
