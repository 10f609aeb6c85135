//! What a picture is drawn from: of all that a ledger holds, the claims that bear on one country, place, actor or pair.
//!
//! A country's picture stands on what was published about it in the last days, on who was last told to hold its places
//! and to stand with or against whom, however long ago, and on what its backers do elsewhere; "Rebels seized Umbar",
//! told three years ago of a place that somebody else was told to hold since, is not asked for. [`of`] says it of a list
//! of claims, plainly and slowly: it is the definition, and what each back end answers is compared with it.

use crate::pack::day_number;
use crate::query::{PageHead, Stored};
use froissart_model::{Char, Claim, Day, Entity, EntityKind, Kind, fold};
use froissart_testimony::Families;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Which situation.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// What it is about; everything where nothing is named.
    pub about: Vec<Target>,
    /// The day of the situation; the last day of publication where none is given.
    pub as_of: Option<Day>,
    /// A day that it is to be compared with: the days before it are asked for as well.
    pub since: Option<Day>,
    /// Only what had been published by this day.
    pub known_by: Option<Day>,
    /// Only what the ledger held at this instant or day.
    pub recorded_by: Option<String>,
    /// Whatever was published in so many days up to the day counts, whatever it tells.
    pub days: u16,
    /// Of older accounts of a place or tie, those published up to so many days before its newest one.
    pub within_days: u16,
}

/// One of whom or of what: two of them ask for what is between them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The name as it was given: "Syria", "Aleppo", a key.
    pub name: String,
    /// The codes of the countries that it may mean, beside those that the ledger knows by this name.
    pub countries: Vec<String>,
    /// Other names of the same, as corrections have it: claims that name these count as well.
    pub also: Vec<String>,
}

impl Asked {
    /// Everything, as of the last day of publication.
    pub fn everything(days: u16) -> Self {
        Self { about: Vec::new(), as_of: None, since: None, known_by: None, recorded_by: None, days, within_days: 7 }
    }
}

/// A page that had been published in the days that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageRead {
    /// Its head.
    pub head: PageHead,
    /// Its language, a BCP 47 tag.
    pub language: Option<String>,
}

/// What a picture is drawn from.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Situation {
    /// The claims, by publication, page and place on the page.
    pub claims: Vec<Stored>,
    /// All pages published in the days that were asked for, whatever they are about, and those of older claims.
    pub pages: Vec<PageRead>,
    /// Which of the pages print one text.
    pub families: Families,
    /// The first of the days of which everything counts; none where nothing had been published.
    pub first: Option<Day>,
    /// Pages had been published before it.
    pub has_older: bool,
}

/// The first of the days of which everything counts, as a number; `last` is the last day of publication.
pub(crate) fn first_day(a: &Asked, last: i64) -> i64 {
    let day = a.as_of.map_or(last, day_number).min(a.known_by.map_or(i64::MAX, day_number));
    let day = a.since.map_or(day, |s| day.min(day_number(s)));
    day.saturating_sub(i64::from(a.days)).saturating_add(1)
}

/// A target as it is looked for.
#[derive(Debug, Clone)]
pub(crate) struct Sought {
    /// The folded name, and the others.
    pub(crate) words: Vec<String>,
    /// The countries that it may mean.
    pub(crate) countries: BTreeSet<String>,
}

impl Sought {
    pub(crate) fn new(t: &Target, countries: BTreeSet<String>) -> Self {
        let words = std::iter::once(&t.name).chain(&t.also).map(|n| fold(n)).filter(|w| !w.is_empty());
        Self { words: words.collect(), countries }
    }
    /// Whether a name holds the words, whole and in their order.
    pub(crate) fn is_in(&self, folded: &str) -> bool {
        let is_whole = |at: usize, w: &str| {
            let (before, after) = (&folded[..at], &folded[at + w.len()..]);
            (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
        };
        self.words.iter().any(|w| folded.match_indices(w.as_str()).any(|(at, _)| is_whole(at, w)))
    }
    pub(crate) fn has_country(&self, country: Option<&str>) -> bool {
        country.is_some_and(|c| self.countries.contains(c))
    }
    fn names(&self, e: &Entity<Char>) -> bool {
        [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten().any(|n| self.is_in(&fold(n)))
    }
    fn is(&self, e: &Entity<Char>) -> bool {
        self.has_country(e.country.as_deref()) || self.names(e)
    }
    fn is_of(&self, c: &Claim<Char>) -> bool {
        c.actor.iter().chain(&c.recipient).any(|e| self.is(e))
            || c.according_to.iter().any(|e| self.names(e))
            || c.place.iter().any(|p| {
                self.has_country(p.country.as_deref())
                    || [p.name.as_deref(), Some(p.text.as_str())].into_iter().flatten().any(|n| self.is_in(&fold(n)))
            })
    }
}

/// Whether a claim names all that is looked for; everything does where nothing is.
fn in_scope(c: &Claim<Char>, sought: &[Sought]) -> bool {
    sought.iter().all(|s| s.is_of(c))
}

/// One account of a thing, as indexes have it: a number of its own, the day of publication, and the first day of which
/// it tells.
pub(crate) type Row = (i64, i64, Option<i64>);

/// Of accounts of one thing those that reach back furthest, of equals those that were published first.
pub(crate) fn first_of(rows: impl Iterator<Item = Row> + Clone) -> impl Iterator<Item = i64> {
    let least = rows.clone().filter_map(|r| r.2.map(|from| (from, r.1))).min();
    rows.filter(move |r| least.is_some() && r.2.map(|from| (from, r.1)) == least).map(|r| r.0)
}

/// Of accounts of one thing those published within some days of the newest, and those that reach back furthest.
pub(crate) fn newest_and_first(rows: &[Row], within_days: u16) -> impl Iterator<Item = i64> {
    let newest = rows.iter().map(|r| r.1).max().unwrap_or_default();
    let new = rows.iter().filter(move |r| newest - r.1 <= i64::from(within_days)).map(|r| r.0);
    new.chain(first_of(rows.iter().copied()))
}

/// So many acts of the backers elsewhere are enough, the newest: a picture shows eight for each.
pub(crate) const ELSEWHERE: usize = 1_000;

/// Whether so many of a page's claims name what is looked for that the page is about it: one in three.
pub(crate) fn is_about(named: usize, claims: usize) -> bool {
    3 * named >= claims
}

/// Ties of somebody to a place, which are no pair of two.
pub(crate) const PLACED: [&str; 2] = ["based_in", "present_in"];

/// Who by a tie backs somebody, and is worth looking for elsewhere: codes of states, keys of actors, names of those
/// without.
pub(crate) fn backers(c: &Claim<Char>, sought: &[Sought], into: &mut BTreeSet<String>) {
    if c.kind != Kind::Relation || c.negated {
        return;
    }
    let (from, to) = match c.type_.as_str() {
        "supports" => (c.actor.as_slice(), [].as_slice()),
        "depends_on" => (c.recipient.as_slice(), [].as_slice()),
        "allied_with" => (c.actor.as_slice(), c.recipient.as_slice()),
        _ => return,
    };
    for e in from.iter().chain(to) {
        if sought.iter().any(|s| s.has_country(e.country.as_deref())) {
            continue;
        }
        let is_organ = e.kind == EntityKind::State || matches!(e.sector.as_deref(), Some("GOV" | "MIL"));
        into.extend(e.country.clone().filter(|_| is_organ));
        into.extend(e.id.clone().or_else(|| e.name.clone()));
    }
}

/// Whether a claim tells what one of `keys` fights elsewhere, or how it is judged.
pub(crate) fn is_elsewhere(c: &Claim<Char>, keys: &BTreeSet<String>) -> bool {
    let is_act = c.kind == Kind::Assessment
        || c.kind == Kind::Relation && c.type_ == "fights"
        || c.kind == Kind::Event && c.type_ == "ASSAULT";
    is_act
        && c.actor.iter().chain(&c.recipient).any(|e| {
            [e.country.as_deref(), e.id.as_deref(), e.name.as_deref()].into_iter().flatten().any(|k| keys.contains(k))
        })
}

/// The day from which a claim counts as known: its page's, else that of its recording.
fn known_day(s: &Stored) -> i64 {
    let day = |text: &str| text.get(..10).and_then(|d| d.parse::<Day>().ok());
    s.page.published.as_deref().and_then(day).or_else(|| day(&s.recorded_at)).map_or(0, day_number)
}

/// The countries that a name may mean, as claims have it: a code itself, a state named so; where there is none, a
/// country's place.
fn countries_of<'c>(t: &Target, all: impl Iterator<Item = &'c Claim<Char>>) -> BTreeSet<String> {
    let folded = fold(&t.name);
    let mut countries: BTreeSet<String> = t.countries.iter().cloned().collect();
    let mut by_place: BTreeSet<String> = BTreeSet::new();
    for c in all {
        for e in c.actor.iter().chain(&c.recipient) {
            let Some(country) = &e.country else { continue };
            let is_state = e.kind == EntityKind::State && e.sector.is_none();
            let named = || [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten().any(|n| fold(n) == folded);
            if *country == t.name || is_state && named() {
                countries.insert(country.clone());
            }
        }
        for p in &c.place {
            let Some(country) = &p.country else { continue };
            let is_country = p.feature.as_deref().is_some_and(|f| f.starts_with("PCL"));
            if *country == t.name {
                countries.insert(country.clone());
            }
            if is_country && p.name.as_deref().is_some_and(|n| fold(n) == folded) {
                by_place.insert(country.clone());
            }
        }
    }
    if countries.is_empty() { by_place } else { countries }
}

/// Of all claims that were known, those that the picture stands on, in their order. This is the definition; a back end
/// with indexes finds the same ones sooner.
///
/// 1. Of the pages of the last days all claims that name what is looked for, and all claims of each page of which one in
///    three does: what has no country of its own ("rebels withdrew") is of the page's.
/// 2. Of each place that is looked for, or that somebody who is looked for was told to hold, the accounts of who holds
///    it up to some days older than the newest, and of each holder and status among them the one that reaches back
///    furthest.
/// 3. The same of each tie (two actors, its type, told or denied) with somebody who is looked for.
/// 4. All agreements and ties to a place (based in, present in) that name what is looked for.
/// 5. Where something is looked for: the fights and assaults of the last days in which those who back somebody of the
///    above have a part, and how pages judge them; the newest thousand, by whole days of publication.
///
/// The second of the answer is the first of the last days, as days since 2000-01-01.
pub fn of(all: &[Stored], a: &Asked) -> (Vec<Stored>, Option<i64>) {
    let Some(last) = all.iter().map(known_day).max() else { return (Vec::new(), None) };
    let first = first_day(a, last);
    let as_of = a.as_of.map_or(i64::MAX, day_number);
    let sought: Vec<Sought> =
        a.about.iter().map(|t| Sought::new(t, countries_of(t, all.iter().map(|s| &s.claim)))).collect();
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    let named: Vec<bool> = all.iter().map(|s| in_scope(&s.claim, &sought)).collect();
    let is_new = |n: usize| known_day(&all[n]) >= first;
    let mut pages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for n in (0..all.len()).filter(|&n| is_new(n)) {
        let (of, in_all) = pages.entry(&all[n].page.id).or_default();
        *of += usize::from(named[n]);
        *in_all += 1;
    }
    pages.retain(|_, (of, in_all)| *of > 0 && is_about(*of, *in_all));
    wanted.extend((0..all.len()).filter(|&n| is_new(n) && (named[n] || pages.contains_key(all[n].page.id.as_str()))));
    // Of each thing its accounts, the key of the thing first; whether it is looked for.
    let mut holdings: BTreeMap<String, Vec<(usize, String, bool)>> = BTreeMap::new();
    let mut ties: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    let row = |n: usize| {
        let from = all[n].claim.happened.as_ref().and_then(|h| h.from).map(day_number);
        (n as i64, known_day(&all[n]), from)
    };
    for (n, s) in all.iter().enumerate() {
        let c = &s.claim;
        if c.happened.as_ref().and_then(|h| h.from).is_some_and(|f| day_number(f) > as_of) {
            continue;
        }
        let key = crate::sqlite::actor_key;
        match c.kind {
            Kind::Control => {
                let holder = c.actor.first();
                let sort = format!("{} {}", holder.map_or_else(String::new, key), c.status.as_deref().unwrap_or(""));
                let by_holder = |s: &Sought| holder.is_some_and(|e| s.is(e));
                let places: BTreeMap<String, &froissart_model::Place<Char>> =
                    c.place.iter().map(|p| (crate::sqlite::place_key(p), p)).collect();
                for (k, p) in places {
                    let at = |s: &Sought| {
                        s.has_country(p.country.as_deref()) || s.is_in(&fold(p.name.as_deref().unwrap_or(&p.text)))
                    };
                    let is_sought = sought.iter().all(|s| at(s) || by_holder(s));
                    holdings.entry(k).or_default().push((n, sort.clone(), is_sought));
                }
            }
            Kind::Relation if !c.recipient.is_empty() => {
                let pairs: BTreeSet<(String, String)> =
                    c.actor.iter().flat_map(|x| c.recipient.iter().map(move |y| (key(x), key(y)))).collect();
                for (x, y) in pairs {
                    let of = |s: &Sought| {
                        let e = c.actor.iter().chain(&c.recipient);
                        e.filter(|e| key(e) == x || key(e) == y).any(|e| s.is(e))
                    };
                    if sought.iter().all(of) {
                        ties.entry(format!("{x}\n{y}\n{} {}", c.type_, c.negated)).or_default().push(row(n));
                    }
                }
            }
            Kind::Agreement if named[n] => {
                wanted.insert(n);
            }
            Kind::Relation if named[n] && PLACED.contains(&c.type_.as_str()) => {
                wanted.insert(n);
            }
            _ => {}
        }
    }
    for rows in holdings.values() {
        let newest = rows.iter().map(|r| known_day(&all[r.0])).max().unwrap_or_default();
        let is_new = |r: &&(usize, String, bool)| newest - known_day(&all[r.0]) <= i64::from(a.within_days);
        // Where somebody's holding of a place is sought and the place is not, its newest account is whoever's.
        let sorts: BTreeSet<&str> = rows.iter().filter(|r| is_new(r) && r.2).map(|r| r.1.as_str()).collect();
        wanted.extend(rows.iter().filter(|r| is_new(r) && r.2).map(|r| r.0));
        for sort in sorts {
            let of = rows.iter().filter(|r| r.1 == sort && r.2).map(|r| row(r.0));
            wanted.extend(first_of(of).map(|n| n as usize));
        }
    }
    for rows in ties.values() {
        wanted.extend(newest_and_first(rows, a.within_days).map(|n| n as usize));
    }
    if !sought.is_empty() {
        let mut keys = BTreeSet::new();
        for &n in &wanted {
            backers(&all[n].claim, &sought, &mut keys);
        }
        let mut by_day: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
        for n in (0..all.len()).filter(|&n| is_new(n) && !wanted.contains(&n) && is_elsewhere(&all[n].claim, &keys)) {
            by_day.entry(known_day(&all[n])).or_default().push(n);
        }
        let mut count = 0;
        for of in by_day.into_values().rev() {
            if count >= ELSEWHERE {
                break;
            }
            count += of.len();
            wanted.extend(of);
        }
    }
    (wanted.into_iter().map(|n| all[n].clone()).collect(), Some(first))
}
