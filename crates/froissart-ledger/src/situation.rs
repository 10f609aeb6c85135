//! What a picture is drawn from: of all that a ledger holds, the claims that bear on one country, place, actor or pair.
//!
//! A country's picture stands on what was published about it in the last days, on who was last told to hold its places,
//! however long ago, on the ties and agreements told within a year, and on what its backers do elsewhere; "Rebels seized
//! Umbar", told three years ago of a place that somebody else was told to hold since, is not asked for. [`of`] says it of a list
//! of claims, plainly and slowly: it is the definition, and what each back end answers is compared with it.

use crate::pack::{day_number, day_of_number};
use crate::query::{PageHead, Stored};
use froissart_model::{Char, Claim, Day, Entity, EntityKind, Kind, Place, fold};
use froissart_testimony::Families;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
    /// Of older accounts of a place, tie or agreement, those published up to so many days before its newest one.
    pub within_days: u16,
    /// A tie or an agreement that was last told more than so many days before the day is left out, and counted
    /// ([`Situation::left_out`]). Who holds a place is asked for however long ago it was last told.
    pub back_days: u16,
    /// With older ties that only follow from other claims ("A backs B against C": A opposes C). A picture without them
    /// needs none.
    pub include_implied: bool,
}

/// A year: the wars of a region take new sides within one, and a tie that nobody has told of for so long is history,
/// which a picture of the day does not stand on. An assault makes an enemy for as long.
pub const BACK_DAYS: u16 = 365;

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
        Self {
            about: Vec::new(),
            as_of: None,
            since: None,
            known_by: None,
            recorded_by: None,
            days,
            within_days: 7,
            back_days: BACK_DAYS,
            include_implied: false,
        }
    }
}

/// A page that had been published in the days that were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageRead {
    /// Its head.
    pub head: Arc<PageHead>,
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
    /// Ties and agreements that were last told before this day are left out.
    pub ties_since: Option<Day>,
    /// So many claims tell of such, and were left out for it.
    pub left_out: usize,
}

/// The days from which a situation is asked for, as numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Since {
    /// The first of the days of which everything counts.
    pub(crate) first: i64,
    /// The first on which a tie or an agreement must have been told.
    pub(crate) ties: i64,
}

impl Since {
    /// `last` is the last day of publication.
    pub(crate) fn new(a: &Asked, last: i64) -> Self {
        let day = a.as_of.map_or(last, day_number).min(a.known_by.map_or(i64::MAX, day_number));
        let day = a.since.map_or(day, |s| day.min(day_number(s)));
        Self {
            first: day.saturating_sub(i64::from(a.days)).saturating_add(1),
            ties: day.saturating_sub(i64::from(a.back_days)),
        }
    }
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
    /// Whether a name may hold the words: what does not is told sooner than it is folded.
    pub(crate) fn may_be_in(&self, name: &str) -> bool {
        let has = |word: &String| {
            let longest = word.split(' ').max_by_key(|w| w.len()).unwrap_or_default();
            name.as_bytes().windows(longest.len().max(1)).any(|w| w.eq_ignore_ascii_case(longest.as_bytes()))
        };
        // Folding takes quotation marks out of words, and makes other letters of those that are not ASCII.
        !name.is_ascii() || name.contains(['\'', '`']) || self.words.iter().any(has)
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
    fn is_at(&self, p: &Place<Char>) -> bool {
        self.has_country(p.country.as_deref()) || self.is_in(&fold(p.name.as_deref().unwrap_or(&p.text)))
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

/// What was chosen of ties and agreements, by the accounts' own numbers.
#[derive(Debug, Default)]
pub(crate) struct Ties {
    /// Those that a picture stands on; one that tells of two ties may be here twice.
    pub(crate) chosen: Vec<i64>,
    /// Those of what was last told too long ago.
    pub(crate) too_old: Vec<i64>,
}

impl Ties {
    /// Of accounts of one tie or accord those published within some days of the newest, and where its beginning is shown
    /// ([`begins`]) those that reach back furthest; none where the newest was published before the day `since`.
    pub(crate) fn choose(
        &mut self,
        begins: bool,
        rows: impl Iterator<Item = Row> + Clone,
        within_days: u16,
        since: i64,
    ) {
        let newest = rows.clone().map(|r| r.1).max().unwrap_or_default();
        if newest < since {
            self.too_old.extend(rows.map(|r| r.0));
            return;
        }
        self.chosen.extend(rows.clone().filter(|r| newest - r.1 <= i64::from(within_days)).map(|r| r.0));
        if begins {
            self.chosen.extend(first_of(rows));
        }
    }

    /// How many accounts were left out for their age: those of nothing that was chosen.
    pub(crate) fn left_out(mut self, is_chosen: impl Fn(i64) -> bool) -> usize {
        self.too_old.sort_unstable();
        self.too_old.dedup();
        self.too_old.into_iter().filter(|&n| !is_chosen(n)).count()
    }
}

/// So many acts of the backers elsewhere are enough, the newest: a picture shows eight for each.
pub(crate) const ELSEWHERE: usize = 1_000;

/// Whether so many of a page's claims name what is looked for that the page is about it: one in three.
pub(crate) fn is_about(named: usize, claims: usize) -> bool {
    3 * named >= claims
}

/// Ties of somebody to a place, which are no pair of two.
pub(crate) const PLACED: [&str; 2] = ["based_in", "present_in"];

/// Whether a picture shows since when a tie or an accord of this type is: not since when two fight, or one is part of
/// the other.
pub(crate) fn begins(kind: Kind, type_: &str) -> bool {
    kind == Kind::Agreement || matches!(type_, "supports" | "depends_on" | "allied_with")
}

/// Whether a claim of this kind and type is an accord: an agreement, or a tie to a place. Its accounts are those that
/// name the same parties, and of a tie the same places.
pub(crate) fn is_accord(kind: Kind, type_: &str) -> bool {
    kind == Kind::Agreement || kind == Kind::Relation && PLACED.contains(&type_)
}

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
/// 3. The same of each tie (two actors, its type, told or denied) with somebody who is looked for, where the newest
///    account of it is not older than [`Asked::back_days`]; the one that reaches back furthest only where somebody backs
///    the other, for of other ties a picture does not show since when they are.
/// 4. The same of each agreement (its parties, subject and status, told or denied) and of each tie to a place (based in,
///    present in; of these the newest alone) whose parties or places are looked for.
/// 5. Where something is looked for: the fights and assaults of the last days in which those who back somebody of the
///    above have a part, and how pages judge them; the newest thousand, by whole days of publication.
///
/// Ties that only follow from other claims count in 3 and 4 where they are asked for. Pages and families are not in the
/// answer: claims do not tell of them.
pub fn of(all: &[Stored], a: &Asked) -> Situation {
    let Some((since, wanted, left_out)) = chosen(all, a) else { return Situation::default() };
    Situation {
        claims: wanted.into_iter().map(|n| all[n].clone()).collect(),
        first: day_of_number(since.first),
        ties_since: day_of_number(since.ties),
        left_out,
        ..Situation::default()
    }
}

/// The same by their places in the list, with the days and how many were left out; none where nothing was known.
pub(crate) fn chosen(all: &[Stored], a: &Asked) -> Option<(Since, BTreeSet<usize>, usize)> {
    let last = all.iter().map(known_day).max()?;
    let since = Since::new(a, last);
    let sought: Vec<Sought> =
        a.about.iter().map(|t| Sought::new(t, countries_of(t, all.iter().map(|s| &*s.claim)))).collect();
    let is_new = |n: usize| known_day(&all[n]) >= since.first;
    let mut wanted = of_last_days(all, &sought, is_new);
    wanted.extend(last_held(all, &sought, a));
    let mut ties = Ties::default();
    for ((begins, _), rows) in &tied(all, &sought, a) {
        ties.choose(*begins, rows.iter().copied(), a.within_days, since.ties);
    }
    wanted.extend(ties.chosen.iter().map(|&n| n as usize));
    let left_out = ties.left_out(|n| wanted.contains(&(n as usize)));
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
    Some((since, wanted, left_out))
}

fn of_last_days(all: &[Stored], sought: &[Sought], is_new: impl Fn(usize) -> bool) -> BTreeSet<usize> {
    let named: Vec<bool> = all.iter().map(|s| in_scope(&s.claim, sought)).collect();
    let mut pages: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for n in (0..all.len()).filter(|&n| is_new(n)) {
        let (of, in_all) = pages.entry(&all[n].page.id).or_default();
        *of += usize::from(named[n]);
        *in_all += 1;
    }
    pages.retain(|_, (of, in_all)| *of > 0 && is_about(*of, *in_all));
    let is_of_page = |n: usize| pages.contains_key(all[n].page.id.as_str());
    (0..all.len()).filter(|&n| is_new(n) && (named[n] || is_of_page(n))).collect()
}

/// A claim as an account of a thing, by its place in the list.
fn row(all: &[Stored], n: usize) -> Row {
    let from = all[n].claim.happened.as_ref().and_then(|h| h.from).map(day_number);
    (n as i64, known_day(&all[n]), from)
}

/// Whether what a claim tells had not begun by the day.
fn is_to_come(c: &Claim<Char>, a: &Asked) -> bool {
    let as_of = a.as_of.map_or(i64::MAX, day_number);
    c.happened.as_ref().and_then(|h| h.from).is_some_and(|f| day_number(f) > as_of)
}

fn last_held(all: &[Stored], sought: &[Sought], a: &Asked) -> BTreeSet<usize> {
    // Of each place its accounts: the holder and the status, and whether it is looked for.
    let mut holdings: BTreeMap<String, Vec<(usize, String, bool)>> = BTreeMap::new();
    for (n, s) in all.iter().enumerate().filter(|(_, s)| s.claim.kind == Kind::Control && !is_to_come(&s.claim, a)) {
        let c = &s.claim;
        let holder = c.actor.first();
        let key = holder.map_or_else(String::new, crate::sqlite::actor_key);
        let sort = format!("{key} {}", c.status.as_deref().unwrap_or(""));
        let by_holder = |s: &Sought| holder.is_some_and(|e| s.is(e));
        let places: BTreeMap<String, &Place<Char>> = c.place.iter().map(|p| (crate::sqlite::place_key(p), p)).collect();
        for (k, p) in places {
            let is_sought = sought.iter().all(|s| s.is_at(p) || by_holder(s));
            holdings.entry(k).or_default().push((n, sort.clone(), is_sought));
        }
    }
    let mut wanted = BTreeSet::new();
    for rows in holdings.values() {
        let newest = rows.iter().map(|r| known_day(&all[r.0])).max().unwrap_or_default();
        let is_new = |r: &&(usize, String, bool)| newest - known_day(&all[r.0]) <= i64::from(a.within_days);
        // Where somebody's holding of a place is sought and the place is not, its newest account is whoever's.
        let sorts: BTreeSet<&str> = rows.iter().filter(|r| is_new(r) && r.2).map(|r| r.1.as_str()).collect();
        wanted.extend(rows.iter().filter(|r| is_new(r) && r.2).map(|r| r.0));
        for sort in sorts {
            let of = rows.iter().filter(|r| r.1 == sort && r.2).map(|r| row(all, r.0));
            wanted.extend(first_of(of).map(|n| n as usize));
        }
    }
    wanted
}

/// The accounts of each tie and of each accord that is looked for, by whether its beginning is shown, and all that tells
/// it from others.
fn tied(all: &[Stored], sought: &[Sought], a: &Asked) -> BTreeMap<(bool, String), Vec<Row>> {
    let key = crate::sqlite::actor_key;
    let mut ties: BTreeMap<(bool, String), Vec<Row>> = BTreeMap::new();
    for (n, s) in all.iter().enumerate().filter(|(_, s)| !is_to_come(&s.claim, a)) {
        let c = &s.claim;
        if c.kind == Kind::Relation && c.is_implied() && !a.include_implied {
            continue;
        }
        if c.kind == Kind::Relation {
            let pairs: BTreeSet<(String, String)> =
                c.actor.iter().flat_map(|x| c.recipient.iter().map(move |y| (key(x), key(y)))).collect();
            for (x, y) in pairs {
                let of = |s: &Sought| {
                    let e = c.actor.iter().chain(&c.recipient);
                    e.filter(|e| key(e) == x || key(e) == y).any(|e| s.is(e))
                };
                if sought.iter().all(of) {
                    let of = format!("tie {} {}\n{x}\n{y}", c.type_, c.negated);
                    ties.entry((begins(c.kind, &c.type_), of)).or_default().push(row(all, n));
                }
            }
        }
        let of = |s: &Sought| c.actor.iter().chain(&c.recipient).any(|e| s.is(e)) || c.place.iter().any(|p| s.is_at(p));
        if is_accord(c.kind, &c.type_) && sought.iter().all(of) {
            let keys = |of: &[Entity<Char>]| of.iter().map(key).collect::<BTreeSet<String>>();
            let places: BTreeSet<String> = if c.kind == Kind::Relation {
                c.place.iter().map(crate::sqlite::place_key).collect()
            } else {
                BTreeSet::new()
            };
            let what =
                if c.kind == Kind::Relation { (None, None) } else { (c.subject.as_deref(), c.status.as_deref()) };
            let of = format!("{:?}", (&c.type_, what, c.negated, keys(&c.actor), keys(&c.recipient), places));
            ties.entry((begins(c.kind, &c.type_), of)).or_default().push(row(all, n));
        }
    }
    ties
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_name_that_holds_the_words_may_hold_them(
            name in "[A-Ca-c'’` é-]{0,12}",
            words in "[A-Ca-c'’ é]{1,5}",
        ) {
            let target = Target { name: words, countries: Vec::new(), also: Vec::new() };
            let sought = Sought::new(&target, BTreeSet::new());
            prop_assert!(!sought.is_in(&fold(&name)) || sought.may_be_in(&name), "{name:?} holds {:?}", sought.words);
        }
    }
}
