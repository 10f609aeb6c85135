//! Holdings as of a day: who is told to hold a place.
//!
//! No verdict: of each place come all accounts that were published within some days of the newest one, the newest
//! first. "Rebels hold most of Aleppo" and "the army holds Aleppo", told two days apart, both come.

use super::schema::DAY_BITS;
use super::{Ledger, ask::Sight};
use crate::Result;
use crate::pack::{Form, day_number, day_of_number, hash_text};
use crate::query::{AsOf, Held, PlaceKey};
use froissart_model::fold;
use rusqlite::params;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// A row of the index of holdings, with the run that answers with its claim.
struct Told {
    claim: i64,
    frame: i64,
    actor: Option<i64>,
    from: Option<i64>,
    to: Option<i64>,
}

impl Ledger {
    /// Who is told to hold, contest or besiege what, as of a day and as known by a day; by place, the newest first.
    pub fn holdings(&self, at: &AsOf) -> Result<Vec<Held>> {
        self.reading(|| {
            let sight = self.sight(at.recorded_by.as_deref())?;
            let mut all = Vec::new();
            if at.place.is_none() && at.country.is_none() {
                return self.everywhere(at, &sight);
            }
            for (seq, place) in self.places(at)? {
                let place = Arc::new(place);
                for told in self.told(seq, at, &sight)? {
                    all.push(self.held(&place, &told)?);
                }
            }
            Ok(all)
        })
    }

    /// The same of all places: one pass over the index of holdings, which is shorter than a seek a place.
    fn everywhere(&self, at: &AsOf, sight: &Sight<'_>) -> Result<Vec<Held>> {
        let as_of = day_number(at.as_of);
        let high = at.known_by.map_or(i64::MAX, |d| (day_number(d) + 1) << DAY_BITS);
        let mut s = self.connection.prepare_cached(
            "SELECT place, claim, run, frame, actor, day_from, day_to FROM holding ORDER BY place DESC, claim DESC",
        )?;
        let mut rows = s.query([])?;
        let mut found: FxHashMap<i64, Vec<Told>> = FxHashMap::default();
        let (mut place, mut newest) = (i64::MAX, None::<i64>);
        while let Some(r) = rows.next()? {
            let (of, claim): (i64, i64) = (r.get(0)?, r.get(1)?);
            if of != place {
                (place, newest) = (of, None);
            }
            let day = claim >> DAY_BITS;
            if claim >= high || newest.is_some_and(|n| n - day > i64::from(at.within_days)) {
                continue;
            }
            let from: Option<i64> = r.get(5)?;
            if from.is_some_and(|f| f > as_of) || !sight.sees(claim, r.get(2)?)? {
                continue;
            }
            newest = newest.or(Some(day));
            found.entry(of).or_default().push(Told { claim, frame: r.get(3)?, actor: r.get(4)?, from, to: r.get(6)? });
        }
        let mut all = Vec::new();
        for (seq, place) in self.places(at)? {
            let place = Arc::new(place);
            for told in found.get(&seq).into_iter().flatten() {
                all.push(self.held(&place, told)?);
            }
        }
        Ok(all)
    }

    /// The places that are asked about, by key.
    fn places(&self, at: &AsOf) -> Result<Vec<(i64, PlaceKey)>> {
        let columns = "SELECT seq, key, name, geonames, country, lat, lon FROM place";
        let named;
        let (sql, given): (String, Vec<&dyn rusqlite::ToSql>) = match (&at.place, &at.country) {
            (Some(p), _) => {
                named = fold(p);
                // By its key, or by its name where the key is not known; the names of places are few.
                (
                    format!("{columns} WHERE key = ?1 OR key = ?2 OR key LIKE ?2 || '@%' OR name = ?1 ORDER BY key"),
                    vec![p, &named],
                )
            }
            (None, Some(c)) => (format!("{columns} WHERE country = ?1 ORDER BY key"), vec![c]),
            (None, None) => (format!("{columns} ORDER BY key"), vec![]),
        };
        if let Some(key) = at.place.as_deref() {
            // The key itself is what a program asks for, again and again: one seek.
            let mut s = self.connection.prepare_cached(&format!("{columns} WHERE key = ?1"))?;
            let exact: Vec<_> = s.query_map([key], place_row)?.collect::<std::result::Result<_, _>>()?;
            if !exact.is_empty() {
                return Ok(exact);
            }
        }
        let mut s = self.connection.prepare_cached(&sql)?;
        Ok(s.query_map(given.as_slice(), place_row)?.collect::<std::result::Result<_, _>>()?)
    }

    /// The accounts of one place that answer, the newest publication first.
    fn told(&self, place: i64, at: &AsOf, sight: &Sight<'_>) -> Result<Vec<Told>> {
        let as_of = day_number(at.as_of);
        let high = at.known_by.map_or(i64::MAX, |d| (day_number(d) + 1) << DAY_BITS);
        let mut s = self.connection.prepare_cached(
            "SELECT claim, run, frame, actor, day_from, day_to FROM holding WHERE place = ?1 AND claim < ?2 ORDER BY claim DESC",
        )?;
        let mut rows = s.query(params![place, high])?;
        let mut all = Vec::new();
        let mut newest: Option<i64> = None;
        while let Some(r) = rows.next()? {
            let claim: i64 = r.get(0)?;
            let day = claim >> DAY_BITS;
            if newest.is_some_and(|n| n - day > i64::from(at.within_days)) {
                break;
            }
            let (from, to): (Option<i64>, Option<i64>) = (r.get(4)?, r.get(5)?);
            if from.is_some_and(|f| f > as_of) {
                continue;
            }
            if !sight.sees(claim, r.get(1)?)? {
                continue;
            }
            newest = newest.or(Some(day));
            all.push(Told { claim, frame: r.get(2)?, actor: r.get(3)?, from, to });
        }
        Ok(all)
    }

    fn held(&self, place: &Arc<PlaceKey>, t: &Told) -> Result<Held> {
        let (form, sure) = self.sort(t.frame)?;
        let status = if let Form::Frame(f) = form.as_ref() { f.status.clone() } else { None };
        let (holder, name) = t.actor.map(|a| self.actor(a)).transpose()?.unzip();
        let mut s = self.connection.prepare_cached("SELECT id FROM claim WHERE seq = ?1")?;
        let claim = s.query_row([t.claim], |r| Ok(hash_text(r.get_ref(0)?.as_blob()?)))?;
        Ok(Held {
            place: place.clone(),
            holder: holder.map(|h| h.to_string()),
            holder_name: name.map(|n| n.to_string()),
            status,
            negated: sure.negated,
            certainty: sure.certainty,
            from: t.from.and_then(day_of_number),
            to: t.to.and_then(day_of_number),
            published: day_of_number(t.claim >> DAY_BITS),
            claim,
        })
    }
}

fn place_row(r: &rusqlite::Row<'_>) -> rusqlite::Result<(i64, PlaceKey)> {
    Ok((
        r.get(0)?,
        PlaceKey {
            key: r.get(1)?,
            name: r.get(2)?,
            geonames: r.get::<_, Option<i64>>(3)?.map(|g| g as u64),
            country: r.get(4)?,
            lat: r.get(5)?,
            lon: r.get(6)?,
        },
    ))
}
