//! What a picture is drawn from, found by the indexes: the claims that [`crate::situation::of`] defines.
//!
//! "Everything about Umbar of the last thirty days" is one expression of the index of words; who was last told to hold it is in the index of holdings, however long ago.

use super::cache::Run;
use super::load::{Loaded, in_order};
use super::record::facet;
use super::schema::DAY_BITS;
use super::{Ledger, ask::Sight, from_json};
use crate::Result;
use crate::pack::{Form, day_number, day_of_number};
use crate::situation::{
    Asked, ELSEWHERE, PLACED, PageRead, Row, Situation, Sought, Target, backers, first_day, first_of, is_about,
    is_elsewhere, newest_and_first,
};
use froissart_model::{EntityKind, Kind, fold};
use rusqlite::params;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is looked for, with the numbers of its places and actors.
struct Found {
    sought: Vec<Sought>,
    /// Of each that is sought.
    places: Vec<FxHashSet<i64>>,
    actors: Vec<FxHashSet<i64>>,
}

/// The first of the last days, whether pages had been published before it, and the answering runs of the pages published
/// since.
type LastDays = (i64, bool, Vec<Arc<Run>>);

/// The bounds of what is asked.
struct Bounds<'s> {
    sight: Sight<'s>,
    /// The first number of the last days, and the one after the last that was known.
    low: i64,
    high: i64,
    as_of: i64,
    within_days: u16,
}

impl Bounds<'_> {
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
        let Some((first, has_older, runs)) = self.known_runs(&sight, asked, high)? else {
            return Ok(Situation::default());
        };
        let low = first.saturating_mul(1 << DAY_BITS);
        let as_of = asked.as_of.map_or(i64::MAX, day_number);
        let b = Bounds { sight, low, high, as_of, within_days: asked.within_days };
        let found = self.found(&asked.about)?;
        let mut wanted: FxHashSet<i64> = FxHashSet::default();
        self.of_last_days(&found, &b, &runs, first, &mut wanted)?;
        self.last_held(&found, &b, &mut wanted)?;
        self.last_tied(&found, &b, &mut wanted)?;
        self.agreed(&found, &b, &mut wanted)?;
        let mut wanted: Vec<i64> = wanted.into_iter().collect();
        wanted.sort_unstable();
        let mut claims = self.load(&wanted, &b.sight)?;
        if !found.sought.is_empty() {
            let more = self.elsewhere(&found, &b, &claims)?;
            claims.extend(more);
        }
        in_order(&mut claims);
        let mut read: Vec<i64> = claims.iter().map(|c| c.page).collect();
        read.extend(runs.iter().filter(|r| r.known_day >= first).map(|r| r.page));
        read.sort_unstable();
        read.dedup();
        let mut pages = Vec::with_capacity(read.len());
        for &page in &read {
            let h = self.head(page)?;
            pages.push(PageRead { head: h.head.clone(), language: h.language.clone() });
        }
        let families = self.families_of(read, &b.sight, asked.known_by)?;
        let claims = claims.into_iter().map(|l| *l.stored).collect();
        Ok(Situation { claims, pages, families, first: day_of_number(first), has_older })
    }

    /// The last days that were asked for; none where nothing was known.
    fn known_runs(&self, sight: &Sight<'_>, asked: &Asked, high: i64) -> Result<Option<LastDays>> {
        let last = asked.known_by.map_or(i64::MAX, day_number);
        if !sight.is_plain() {
            let runs = self.all_runs(sight.until(), |r| r.known_day <= last)?;
            let newest = runs.iter().filter(|r| !r.claims.is_empty()).map(|r| r.known_day).max();
            return Ok(newest.map(|newest| {
                let first = first_day(asked, newest);
                (first, runs.iter().any(|r| r.known_day < first), runs)
            }));
        }
        let mut s = self.connection.prepare_cached("SELECT max(seq) FROM claim WHERE seq < ?1")?;
        let Some(newest) = s.query_row([high], |r| r.get::<_, Option<i64>>(0))? else { return Ok(None) };
        let first = first_day(asked, newest >> DAY_BITS);
        let mut s = self.connection.prepare_cached("SELECT 1 FROM rule_run WHERE known_day < ?1 LIMIT 1")?;
        let has_older = s.exists([first])?;
        let mut s = self.connection.prepare_cached("SELECT seq FROM rule_run WHERE known_day BETWEEN ?1 AND ?2")?;
        let mut rows = s.query([first, last])?;
        let mut runs = Vec::new();
        while let Some(r) = rows.next()? {
            runs.push(self.run(r.get(0)?)?);
        }
        Ok(Some((first, has_older, runs)))
    }

    /// The countries, places and actors that the names mean.
    fn found(&self, about: &[Target]) -> Result<Found> {
        let mut f = Found { sought: Vec::new(), places: Vec::new(), actors: Vec::new() };
        for t in about {
            let sought = Sought::new(t, self.countries_of(t)?);
            let mut s = self.connection.prepare_cached("SELECT seq, name, country FROM place")?;
            let mut rows = s.query([])?;
            let mut places = FxHashSet::default();
            while let Some(r) = rows.next()? {
                let country = r.get_ref(2)?.as_str_or_null().map_err(rusqlite::Error::from)?;
                let name = r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
                if sought.has_country(country) || sought.is_in(&fold(name)) {
                    places.insert(r.get(0)?);
                }
            }
            let mut s = self.connection.prepare_cached(
                "SELECT a.seq, a.country, a.key, n.name FROM actor a LEFT JOIN actor_name n ON n.actor = a.seq",
            )?;
            let mut rows = s.query([])?;
            let mut actors = FxHashSet::default();
            while let Some(r) = rows.next()? {
                let text = |n: usize| -> Result<Option<&str>> {
                    Ok(r.get_ref(n)?.as_str_or_null().map_err(rusqlite::Error::from)?)
                };
                if sought.has_country(text(1)?)
                    || text(3)?.is_some_and(|n| sought.is_in(n))
                    || text(2)?.is_some_and(|k| sought.is_in(&fold(k)))
                {
                    actors.insert(r.get(0)?);
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
            let form: Form = from_json(
                r.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?,
                "form",
                &r.get::<_, i64>(0)?.to_string(),
            )?;
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

    /// Of each place that is sought, or held by who is sought, its newest accounts and where they reach back to.
    fn last_held(&self, found: &Found, b: &Bounds<'_>, wanted: &mut FxHashSet<i64>) -> Result<()> {
        let mut s = self.connection.prepare_cached(
            "SELECT place, claim, run, frame, actor, day_from FROM holding ORDER BY place DESC, claim DESC",
        )?;
        let mut rows = s.query([])?;
        // The accounts of the place in hand: the row, the holder, the sort, and whether it is sought.
        let mut of_place: Vec<(Row, Option<i64>, i64, bool)> = Vec::new();
        let mut place = i64::MAX;
        loop {
            let next = rows.next()?;
            let of: Option<i64> = next.map(|r| r.get(0)).transpose()?;
            if of != Some(place) {
                self.newest_held(&of_place, b, wanted)?;
                of_place.clear();
            }
            let (Some(r), Some(of)) = (next, of) else { return Ok(()) };
            place = of;
            let (claim, from): (i64, Option<i64>) = (r.get(1)?, r.get(5)?);
            if claim >= b.high || from.is_some_and(|f| f > b.as_of) {
                continue;
            }
            let actor: Option<i64> = r.get(4)?;
            let is_sought = (0..found.sought.len())
                .all(|n| found.places[n].contains(&of) || actor.is_some_and(|a| found.actors[n].contains(&a)));
            // Where the place is not sought, its newest account bounds those of a holder who is.
            if !is_sought && !of_place.is_empty() {
                continue;
            }
            if b.sees(claim, r.get(2)?)? {
                of_place.push(((claim, claim >> DAY_BITS, from), actor, r.get(3)?, is_sought));
            }
        }
    }

    fn newest_held(
        &self,
        of_place: &[(Row, Option<i64>, i64, bool)],
        b: &Bounds<'_>,
        wanted: &mut FxHashSet<i64>,
    ) -> Result<()> {
        let Some(newest) = of_place.first().map(|h| h.0.1) else { return Ok(()) };
        let is_new = |h: &&(Row, Option<i64>, i64, bool)| newest - h.0.1 <= i64::from(b.within_days);
        let count = of_place.iter().take_while(is_new).count();
        wanted.extend(of_place[..count].iter().filter(|h| h.3).map(|h| h.0.0));
        if count == of_place.len() && count < 2 {
            return Ok(());
        }
        let mut by_sort: FxHashMap<(Option<i64>, Option<String>), Vec<Row>> = FxHashMap::default();
        for (n, (row, actor, frame, is_sought)) in of_place.iter().enumerate().filter(|(_, h)| h.3) {
            let (form, _) = self.sort(*frame)?;
            let Form::Frame(f) = form.as_ref() else { continue };
            let key = (*actor, f.status.clone());
            if n < count && *is_sought {
                by_sort.entry(key).or_default().push(*row);
            } else if let Some(of) = by_sort.get_mut(&key) {
                of.push(*row);
            }
        }
        wanted.extend(by_sort.values().flat_map(|of| first_of(of.iter().copied())));
        Ok(())
    }

    /// Of each tie of who is sought its newest accounts and where they reach back to.
    fn last_tied(&self, found: &Found, b: &Bounds<'_>, wanted: &mut FxHashSet<i64>) -> Result<()> {
        let mut s = self
            .connection
            .prepare_cached("SELECT actor, other, claim, run, frame, day_from FROM tie ORDER BY actor, other, claim")?;
        let mut rows = s.query([])?;
        let mut of_pair: Vec<(Row, i64)> = Vec::new();
        let mut pair = (i64::MIN, i64::MIN);
        while let Some(r) = rows.next()? {
            let next: (i64, i64) = (r.get(0)?, r.get(1)?);
            if !found.actors.iter().all(|a| a.contains(&next.0) || a.contains(&next.1)) {
                continue;
            }
            if next != pair {
                self.newest_tied(&mut of_pair, b, wanted)?;
                pair = next;
            }
            let (claim, from): (i64, Option<i64>) = (r.get(2)?, r.get(5)?);
            if claim < b.high && from.is_none_or(|f| f <= b.as_of) && b.sees(claim, r.get(3)?)? {
                of_pair.push(((claim, claim >> DAY_BITS, from), r.get(4)?));
            }
        }
        self.newest_tied(&mut of_pair, b, wanted)
    }

    fn newest_tied(&self, of_pair: &mut Vec<(Row, i64)>, b: &Bounds<'_>, wanted: &mut FxHashSet<i64>) -> Result<()> {
        if let [one] = of_pair.as_slice() {
            wanted.insert(one.0.0);
        } else {
            let mut by_sort: FxHashMap<(String, bool), Vec<Row>> = FxHashMap::default();
            for (row, frame) in of_pair.iter() {
                let (form, sure) = self.sort(*frame)?;
                if let Form::Frame(f) = form.as_ref() {
                    by_sort.entry((f.type_.clone(), sure.negated)).or_default().push(*row);
                }
            }
            wanted.extend(by_sort.values().flat_map(|of| newest_and_first(of, b.within_days)));
        }
        of_pair.clear();
        Ok(())
    }

    /// All agreements, and ties to a place, that name what is sought.
    fn agreed(&self, found: &Found, b: &Bounds<'_>, wanted: &mut FxHashSet<i64>) -> Result<()> {
        let mut kinds = vec![facet('k', &super::name_of(&Kind::Agreement)?)];
        kinds.extend(PLACED.iter().map(|t| facet('t', t)));
        let kinds: Vec<String> = kinds.iter().map(|k| format!("\"{k}\"")).collect();
        let mut whole = format!("{{facets}} : ({})", kinds.join(" OR "));
        if let Some(of) = expression(found) {
            whole = format!("({of}) AND {whole}");
        }
        let mut s = self.connection.prepare_cached(
            "SELECT c.seq, c.run FROM claim_words w CROSS JOIN claim c ON c.seq = w.rowid
             WHERE w.claim_words MATCH ?1 AND w.rowid < ?2 AND (c.day_from IS NULL OR c.day_from <= ?3)",
        )?;
        let mut rows = s.query(params![whole, b.high, b.as_of])?;
        while let Some(r) = rows.next()? {
            let seq: i64 = r.get(0)?;
            if b.sees(seq, r.get(1)?)? {
                wanted.insert(seq);
            }
        }
        Ok(())
    }

    /// What those who back somebody of the claims fight elsewhere in the last days, and how they are judged.
    fn elsewhere(&self, found: &Found, b: &Bounds<'_>, claims: &[Loaded]) -> Result<Vec<Loaded>> {
        let mut keys = BTreeSet::new();
        for l in claims {
            backers(&l.stored.claim, &found.sought, &mut keys);
        }
        if keys.is_empty() {
            return Ok(Vec::new());
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
        let mut s = self.connection.prepare_cached(
            "SELECT rowid FROM claim_words WHERE claim_words MATCH ?1 AND rowid >= ?2 AND rowid < ?3",
        )?;
        let mut more = Vec::new();
        // An expression of some hundred names at once: the index takes no more in one.
        for some in who.chunks(200) {
            let whole = format!("{{facets}} : ({}) AND ({})", acts.join(" OR "), some.join(" OR "));
            let mut rows = s.query(params![whole, b.low, b.high])?;
            while let Some(r) = rows.next()? {
                more.push(r.get(0)?);
            }
        }
        more.sort_unstable();
        more.dedup();
        let known: FxHashSet<i64> = claims.iter().map(|l| l.seq).collect();
        more.retain(|n| !known.contains(n));
        let mut all = Vec::new();
        // The newest first, by whole days.
        for of_day in more.chunk_by(|x, y| x >> DAY_BITS == y >> DAY_BITS).rev() {
            if all.len() >= ELSEWHERE {
                break;
            }
            let mut found = self.load(of_day, &b.sight)?;
            found.retain(|l| is_elsewhere(&l.stored.claim, &keys));
            all.extend(found);
        }
        Ok(all)
    }
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
