//! What was last told, however long ago: who holds a place, who is tied to whom, and what was agreed.
//!
//! Not what was told in the last days, and no claim is opened here. "Rebels hold Umbar" is found by the place, or by the
//! rebels; of what is looked for the indexes are read, and of all only where everything is.

use super::Ledger;
use super::situation::{Bounds, Found};
use crate::Result;
use crate::pack::{Form, Frame};
use crate::situation::{Row, Ties, begins, first_of};
use froissart_model::Kind;
use rusqlite::params;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;

/// The columns of ties and of accords, in the order that they are read in.
macro_rules! ties {
    ($more:literal) => {
        concat!("SELECT actor, other, claim, run, frame, day_from, implied FROM tie ", $more)
    };
}
macro_rules! accords {
    ($more:literal) => {
        concat!("SELECT claim, run, frame, day_from, implied, parties FROM accord ", $more)
    };
}

/// Somebody's position on a place, as the index has it.
#[derive(Clone, Copy)]
struct Holding {
    row: Row,
    holder: Option<i64>,
    /// The frame, which has the status.
    frame: i64,
    is_sought: bool,
}

/// An account of an agreement, or of a tie to a place.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Accord {
    parties: Vec<u8>,
    /// The frame, and then the number of what the frame says.
    sort: i64,
    row: Row,
}

/// What tells accounts of the same parties apart: a type, a subject, a status, told or denied.
type Sort = (Option<String>, Option<String>, Option<String>, bool);

/// Sorts by numbers: most frames are met again and again.
struct Sorts {
    of: fn(&Frame, bool) -> Sort,
    known: FxHashMap<Sort, u32>,
    /// Of each, whether its beginning is shown.
    begins: Vec<bool>,
    by_frame: FxHashMap<i64, u32>,
}

impl Sorts {
    /// `of` makes the sort of what a frame says, told or denied.
    fn new(of: fn(&Frame, bool) -> Sort) -> Self {
        Self { of, known: FxHashMap::default(), begins: Vec::new(), by_frame: FxHashMap::default() }
    }
    fn number(&mut self, ledger: &Ledger, frame: i64) -> Result<u32> {
        if let Some(&n) = self.by_frame.get(&frame) {
            return Ok(n);
        }
        let (form, sure) = ledger.sort(frame)?;
        let (sort, begins) = match form.as_ref() {
            Form::Frame(f) => ((self.of)(f, sure.negated), begins(f.kind, &f.type_)),
            _ => (Sort::default(), false),
        };

        let next = self.known.len() as u32;
        let n = *self.known.entry(sort).or_insert(next);
        if n == next {
            self.begins.push(begins);
        }
        self.by_frame.insert(frame, n);
        Ok(n)
    }
    /// Whether a picture shows since when a tie of this sort is.
    fn begins(&self, number: i64) -> bool {
        usize::try_from(number).is_ok_and(|n| self.begins.get(n) == Some(&true))
    }
}

/// The numbers of some lists, each once and in their order, in which they are found soonest.
fn in_order<'n>(of: impl IntoIterator<Item = &'n FxHashSet<i64>>) -> Vec<i64> {
    let mut all: Vec<i64> = of.into_iter().flatten().copied().collect();
    all.sort_unstable();
    all.dedup();
    all
}

impl Found {
    /// Whether a place, or who holds it, is each of those sought.
    fn is_sought(&self, place: i64, actor: Option<i64>) -> bool {
        (0..self.sought.len())
            .all(|n| self.places[n].contains(&place) || actor.is_some_and(|a| self.actors[n].contains(&a)))
    }
}

impl Ledger {
    /// Of each place that is sought, or held by who is sought, its newest accounts and where they reach back to.
    pub(super) fn last_held(&self, found: &Found, b: &Bounds<'_>, wanted: &mut FxHashSet<i64>) -> Result<()> {
        let mut sorts = Sorts::new(|f, _| (None, None, f.status.clone(), false));
        if found.sought.is_empty() {
            return self.all_held(b, &mut sorts, wanted);
        }
        let mut of_place: Vec<Holding> = Vec::new();
        let places = in_order(&found.places);
        let mut s = self.connection.prepare_cached(
            "SELECT claim, run, frame, actor, day_from FROM holding WHERE place = ?1 AND claim < ?2 ORDER BY claim DESC",
        )?;
        for &place in &places {
            let mut rows = s.query(params![place, b.high])?;
            while let Some(r) = rows.next()? {
                let actor: Option<i64> = r.get(3)?;
                let is_sought = found.is_sought(place, actor);
                // Where the place is not sought, its newest account bounds those of a holder who is.
                if (is_sought || of_place.is_empty())
                    && let Some(row) = b.told(r.get(0)?, r.get(1)?, r.get(4)?)?
                {
                    of_place.push(Holding { row, holder: actor, frame: r.get(2)?, is_sought });
                }
            }
            self.newest_held(&of_place, b, &mut sorts, wanted)?;
            of_place.clear();
        }
        // Who is sought holds places that are not.
        let mut elsewhere: Vec<(i64, Holding)> = Vec::new();
        let mut s = self
            .connection
            .prepare_cached("SELECT place, claim, run, frame, day_from FROM holding WHERE actor = ?1 AND claim < ?2")?;
        for actor in in_order(&found.actors) {
            let mut rows = s.query(params![actor, b.high])?;
            while let Some(r) = rows.next()? {
                let place: i64 = r.get(0)?;
                if !found.places.iter().any(|p| p.contains(&place))
                    && found.is_sought(place, Some(actor))
                    && let Some(row) = b.told(r.get(1)?, r.get(2)?, r.get(4)?)?
                {
                    elsewhere.push((place, Holding { row, holder: Some(actor), frame: r.get(3)?, is_sought: true }));
                }
            }
        }
        elsewhere.sort_unstable_by_key(|(place, h)| (*place, Reverse(h.row.0)));
        for of in elsewhere.chunk_by(|x, y| x.0 == y.0) {
            of_place.extend(self.newest_of_any(of[0].0, of[0].1.row.0, b)?);
            of_place.extend(of.iter().map(|(_, h)| *h));
            self.newest_held(&of_place, b, &mut sorts, wanted)?;
            of_place.clear();
        }
        Ok(())
    }

    /// The newest account of a place that answers, where it is newer than the claim `than`.
    fn newest_of_any(&self, place: i64, than: i64, b: &Bounds<'_>) -> Result<Option<Holding>> {
        let mut s = self.connection.prepare_cached(
            "SELECT claim, run, day_from FROM holding WHERE place = ?1 AND claim > ?2 AND claim < ?3 ORDER BY claim DESC",
        )?;
        let mut rows = s.query(params![place, than, b.high])?;
        while let Some(r) = rows.next()? {
            if let Some(row) = b.told(r.get(0)?, r.get(1)?, r.get(2)?)? {
                return Ok(Some(Holding { row, holder: None, frame: 0, is_sought: false }));
            }
        }
        Ok(None)
    }

    /// The same of every place: one pass.
    fn all_held(&self, b: &Bounds<'_>, sorts: &mut Sorts, wanted: &mut FxHashSet<i64>) -> Result<()> {
        let mut s = self.connection.prepare_cached(
            "SELECT place, claim, run, frame, actor, day_from FROM holding ORDER BY place DESC, claim DESC",
        )?;
        let mut rows = s.query([])?;
        let (mut of_place, mut place) = (Vec::new(), i64::MAX);
        while let Some(r) = rows.next()? {
            let of: i64 = r.get(0)?;
            if of != place {
                self.newest_held(&of_place, b, sorts, wanted)?;
                of_place.clear();
                place = of;
            }
            let claim: i64 = r.get(1)?;
            if claim < b.high
                && let Some(row) = b.told(claim, r.get(2)?, r.get(5)?)?
            {
                of_place.push(Holding { row, holder: r.get(4)?, frame: r.get(3)?, is_sought: true });
            }
        }
        self.newest_held(&of_place, b, sorts, wanted)
    }

    /// `of_place` has the newest first.
    fn newest_held(
        &self,
        of_place: &[Holding],
        b: &Bounds<'_>,
        sorts: &mut Sorts,
        wanted: &mut FxHashSet<i64>,
    ) -> Result<()> {
        let Some(newest) = of_place.first().map(|h| h.row.1) else { return Ok(()) };
        let is_new = |h: &&Holding| newest - h.row.1 <= i64::from(b.within_days);
        let count = of_place.iter().take_while(is_new).count();
        wanted.extend(of_place[..count].iter().filter(|h| h.is_sought).map(|h| h.row.0));
        if count == of_place.len() {
            return Ok(());
        }
        let mut by_sort = Vec::with_capacity(of_place.len());
        for (n, h) in of_place.iter().enumerate().filter(|(_, h)| h.is_sought) {
            by_sort.push((h.holder, sorts.number(self, h.frame)?, n < count, h.row));
        }
        by_sort.sort_unstable();
        for of in by_sort.chunk_by(|x, y| (x.0, x.1) == (y.0, y.1)).filter(|of| of.iter().any(|h| h.2)) {
            wanted.extend(first_of(of.iter().map(|h| h.3)));
        }
        Ok(())
    }

    /// Of each tie of who is sought its newest accounts and where they reach back to.
    pub(super) fn last_tied(&self, found: &Found, b: &Bounds<'_>, ties: &mut Ties) -> Result<()> {
        let mut sorts = Sorts::new(|f, negated| (Some(f.type_.clone()), None, None, negated));
        if found.sought.is_empty() {
            let mut s = self.connection.prepare_cached(ties!("WHERE claim < ?1 ORDER BY actor, other, claim"))?;
            return self.tied(s.query([b.high])?, |_| true, b, &mut sorts, ties);
        }
        // Whoever of the sought is fewest: the others must be met as well.
        let few = found.actors.iter().min_by_key(|a| a.len()).cloned().unwrap_or_default();
        let meets = |x: i64, y: i64| found.actors.iter().all(|a| a.contains(&x) || a.contains(&y));
        let mut s =
            self.connection.prepare_cached(ties!("WHERE actor = ?1 AND claim < ?2 ORDER BY actor, other, claim"))?;
        let mut of_other =
            self.connection.prepare_cached(ties!("WHERE other = ?1 AND claim < ?2 ORDER BY other, actor, claim"))?;
        for actor in in_order([&few]) {
            self.tied(s.query(params![actor, b.high])?, |(x, y)| meets(x, y), b, &mut sorts, ties)?;
            // A pair of two who are both sought has been met by its first.
            let is_new = |(x, y): (i64, i64)| !few.contains(&x) && meets(x, y);
            self.tied(of_other.query(params![actor, b.high])?, is_new, b, &mut sorts, ties)?;
        }
        Ok(())
    }

    /// Of the ties of these rows, pair by pair, those of wanted pairs.
    fn tied(
        &self,
        mut rows: rusqlite::Rows<'_>,
        is_wanted: impl Fn((i64, i64)) -> bool,
        b: &Bounds<'_>,
        sorts: &mut Sorts,
        ties: &mut Ties,
    ) -> Result<()> {
        let (mut pair, mut is_in) = (None, false);
        let mut of_pair: Vec<(i64, Row)> = Vec::new();
        while let Some(r) = rows.next()? {
            let next: (i64, i64) = (r.get(0)?, r.get(1)?);
            if pair != Some(next) {
                self.newest_tied(&mut of_pair, b, sorts, ties)?;
                pair = Some(next);
                is_in = is_wanted(next);
            }
            if is_in
                && (b.include_implied || !r.get::<_, bool>(6)?)
                && let Some(row) = b.told(r.get(2)?, r.get(3)?, r.get(5)?)?
            {
                of_pair.push((r.get(4)?, row));
            }
        }
        self.newest_tied(&mut of_pair, b, sorts, ties)
    }

    /// The accounts of one pair, each with its frame; they are taken out.
    fn newest_tied(
        &self,
        of_pair: &mut Vec<(i64, Row)>,
        b: &Bounds<'_>,
        sorts: &mut Sorts,
        ties: &mut Ties,
    ) -> Result<()> {
        let count = of_pair.len();
        if count > 1 {
            for (frame, _) in &mut *of_pair {
                *frame = sorts.number(self, *frame)?.into();
            }
            of_pair.sort_unstable();
        }
        for of in of_pair.chunk_by(|x, y| x.0 == y.0) {
            // Of a single account it makes no difference, and its sort was not looked for.
            let begins = count > 1 && sorts.begins(of[0].0);
            ties.choose(begins, of.iter().map(|t| t.1), b.within_days, b.since.ties);
        }
        of_pair.clear();
        Ok(())
    }

    /// Of each agreement, and of each tie to a place, whose parties or places are sought, its newest accounts and where
    /// they reach back to.
    pub(super) fn agreed(&self, found: &Found, b: &Bounds<'_>, ties: &mut Ties) -> Result<()> {
        let mut all: Vec<Accord> = Vec::new();
        if found.sought.is_empty() {
            let mut s = self.connection.prepare_cached(accords!("WHERE claim < ?1"))?;
            take_accords(s.query([b.high])?, b, &mut all)?;
        }
        let mut s = self.connection.prepare_cached(accords!("WHERE is_place = ?1 AND party = ?2 AND claim < ?3"))?;
        for n in 0..found.sought.len() {
            let before: FxHashSet<i64> = all.drain(..).map(|x| x.row.0).collect();
            for (is_place, of) in [(false, &found.actors[n]), (true, &found.places[n])] {
                for party in in_order([of]) {
                    take_accords(s.query(params![is_place, party, b.high])?, b, &mut all)?;
                }
            }
            if n > 0 {
                all.retain(|x| before.contains(&x.row.0));
            }
        }
        let mut sorts = Sorts::new(|f, negated| match f.kind {
            Kind::Agreement => (Some(f.type_.clone()), f.subject.clone(), f.status.clone(), negated),
            _ => (Some(f.type_.clone()), None, None, negated),
        });
        for x in &mut all {
            x.sort = sorts.number(self, x.sort)?.into();
        }
        // One that several of the sought are parties of was found under each.
        all.sort_unstable();
        all.dedup();
        for of in all.chunk_by(|x, y| (&x.parties, x.sort) == (&y.parties, y.sort)) {
            ties.choose(sorts.begins(of[0].sort), of.iter().map(|x| x.row), b.within_days, b.since.ties);
        }
        Ok(())
    }
}

/// Adds the accounts of accords that these rows have.
fn take_accords(mut rows: rusqlite::Rows<'_>, b: &Bounds<'_>, all: &mut Vec<Accord>) -> Result<()> {
    while let Some(r) = rows.next()? {
        if !b.include_implied && r.get(4)? {
            continue;
        }
        if let Some(row) = b.told(r.get(0)?, r.get(1)?, r.get(3)?)? {
            all.push(Accord { parties: r.get(5)?, sort: r.get(2)?, row });
        }
    }
    Ok(())
}
