//! Whom a voice leans to: a party speaks for itself, an army for its state, a state for whom it backs, a state agency
//! for its owner.
//!
//! Each leaning is a claim itself, with its days and its source: what the table of outlets says of an owner, or a
//! claim of the ledger ("Arnor backs the Northern Front", by such a page). It says nothing of any single report. Whoever
//! wants none gives none: everything but [`crate::bearings`] works without.

use crate::account::Voice;
use crate::sourced::Sourced;
use crate::who::party_of;
use froissart_model::{Day, Kind};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

/// Where a leaning comes from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "from")]
pub enum Origin {
    /// The voice is the party itself, or its organ or member.
    Itself,
    /// The table of outlets, with the public source that it names.
    Table {
        /// What ties them, and the source of that.
        why: String,
    },
    /// A claim.
    Claim {
        /// The claim's id.
        id: String,
        /// Its anchor.
        anchor: String,
        /// The page's id.
        page_id: String,
        /// The relation: supports, part_of, commands …
        tie: String,
    },
}

/// That somebody leans to a party, from a day to a day.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Leaning {
    /// Who leans: an actor's key or a state's code.
    pub who: String,
    /// To whom, likewise.
    pub to: String,
    /// The first day, where known.
    pub since: Option<Day>,
    /// The last day, where it has ended.
    pub until: Option<Day>,
    /// Whose word that is.
    pub origin: Origin,
}

/// Relations by which one leans to the other.
const LEANS: [&str; 6] = ["supports", "part_of", "commands", "leads", "allied_with", "depends_on"];

/// The leanings that claims tell of: facts that are active, each from its first day on.
pub fn leanings<S: Borrow<Sourced>>(claims: &[S]) -> Vec<Leaning> {
    let mut all = told(claims.iter().map(Borrow::borrow).map(|s| (s, s.day())));
    all.sort();
    all.dedup();
    all
}

/// The same in no order, of claims with the days of their pages.
pub(crate) fn told<'s>(claims: impl IntoIterator<Item = (&'s Sourced, Option<Day>)>) -> Vec<Leaning> {
    let mut all = Vec::new();
    for (s, published) in claims {
        let c = &s.claim;
        let is_tie = c.kind == Kind::Relation && LEANS.contains(&c.type_.as_str());
        if !is_tie || !c.is_fact() || c.is_implied() || c.status.as_deref() == Some("ended") {
            continue;
        }
        let day =
            |f: fn(&froissart_model::Interval<froissart_model::Char>) -> Option<Day>| c.happened.as_ref().and_then(f);
        let is_words = c.happened.as_ref().is_some_and(|h| h.basis == froissart_model::Basis::Words);
        // In the present tense it is told for its day, and holds until somebody tells otherwise.
        let until = day(|h| h.to).filter(|t| is_words && published.is_some_and(|p| *t < p));
        let since = day(|h| h.from).or(published);
        for (a, b) in c.actor.iter().flat_map(|a| c.recipient.iter().map(move |b| (a, b))) {
            let (Some(a), Some(b)) = (party_of(a), party_of(b)) else { continue };
            let origin = Origin::Claim {
                id: c.id.clone(),
                anchor: c.anchor.clone(),
                page_id: s.page.id.clone(),
                tie: c.type_.clone(),
            };
            let one = |who: &str, to: &str| Leaning {
                who: who.to_owned(),
                to: to.to_owned(),
                since,
                until,
                origin: origin.clone(),
            };
            if a != b {
                all.push(one(&a, &b));
                // Allies lean to each other; who is backed leans to the backer no less.
                all.push(one(&b, &a));
            }
        }
    }
    all
}

/// The leanings of everybody, ready to be asked for: by who leans, then to whom, each in the order of [`Leaning`].
///
/// A state has a leaning for each telling of each of its ties. On a day only the first that holds to each party counts,
/// so that asking goes from party to party and not from telling to telling.
#[derive(Debug, Default)]
pub(crate) struct Leanings {
    all: Vec<Leaning>,
    /// By who leans: to whom, and where the leanings to them begin and end.
    of: FxHashMap<String, Vec<(String, usize, usize)>>,
}

impl Leanings {
    pub(crate) fn new(mut all: Vec<Leaning>) -> Self {
        all.sort();
        let mut of: FxHashMap<String, Vec<(String, usize, usize)>> = FxHashMap::default();
        let mut begin = 0;
        for same in all.chunk_by(|a, b| a.who == b.who && a.to == b.to) {
            let end = begin + same.len();
            of.entry(same[0].who.clone()).or_default().push((same[0].to.clone(), begin, end));
            begin = end;
        }
        Self { all, of }
    }

    /// The parties that a voice leans to on a day: its own, and one step further; none as the reason where it is its own.
    pub(crate) fn of_voice<'l>(
        &'l self,
        voice: &'l Voice,
        day: Option<Day>,
    ) -> impl Iterator<Item = (&'l str, Option<&'l Leaning>)> {
        let holds =
            move |l: &&Leaning| day.is_none_or(|d| l.since.is_none_or(|s| s <= d) && l.until.is_none_or(|u| d <= u));
        let has_begun = move |l: &&Leaning| day.is_none_or(|d| l.since.is_none_or(|s| s <= d));
        let own = voice.of.as_deref();
        let others = own.and_then(|own| self.of.get(own)).into_iter().flatten();
        let others = others.filter(move |(to, ..)| Some(to.as_str()) != own).filter_map(move |(to, begin, end)| {
            // One reason for each party is enough; of those told, they come in the order of their first days.
            let found = self.all[*begin..*end].iter().take_while(has_begun).find(holds)?;
            Some((to.as_str(), Some(found)))
        });
        own.map(|own| (own, None)).into_iter().chain(others)
    }
}

/// That a voice is a party's own.
pub(crate) fn itself(own: &str) -> Leaning {
    Leaning { who: own.to_owned(), to: own.to_owned(), since: None, until: None, origin: Origin::Itself }
}
