//! Whom and what claims name, each way of naming once: what is made of a name is made of it one time, however often it
//! is used.
//!
//! News repeats itself: "the army", "Syria's army" and ten more make up most of what a country's claims name. Folding a
//! name, finding whose organ it is, comparing it with another are dear; here they are done for a way of naming and found
//! again under its number. Nothing is resolved and nothing is judged: two ways of naming one actor are two numbers.

use crate::account::named_key;
use crate::sourced::{PageHead, Sourced};
use crate::who::{Match, Who, party_of};
use froissart_model::{Basis, Certainty, Char, Day, Entity, Holds, Kind, LinkAs, Place, Told, fold};
use rustc_hash::FxHashMap;
use std::borrow::Borrow;
use std::hash::Hash;
use std::sync::{Arc, OnceLock};

/// All that tells one way of naming somebody from another; where the words stand makes no difference.
type WayKey<'a> = (
    (Option<&'a str>, Option<&'a str>, &'a str),
    (Option<&'a str>, Option<&'a str>, &'a [String]),
    (froissart_model::EntityKind, bool),
);

/// The same of a place, with its degrees and its radius bit by bit.
type PlaceKey<'a> = (
    (Option<u64>, Option<&'a str>, &'a str, Option<&'a str>),
    (Option<&'a str>, Option<&'a str>, Option<&'a str>, Option<&'a str>),
    [Option<u64>; 3],
);

/// A way of naming somebody, with what is made of it.
#[derive(Debug)]
pub struct Way<'a> {
    /// The first mention that names somebody so.
    pub entity: &'a Entity<Char>,
    /// Its name, or its words where it has none, folded.
    pub folded: String,
    /// The words of that, each by a number of its own.
    pub(crate) words: Vec<u32>,
    /// The parties that it is or belongs to ([`Mentions::parties`]): as [`party_of`] names them, and its country's of its
    /// sector.
    pub(crate) parties: [Option<u32>; 2],
    /// The voice that it is, where it is somebody with a name, an office or a table of their own.
    pub(crate) voice: Option<String>,
    /// As it is compared with others.
    pub(crate) who: Option<Who>,
}

/// What is looked at of each claim again and again, side by side: claims lie far apart in memory, and a section that
/// asks a hundred thousand for their type waits for each of them. Words that are the same are the same string, so that
/// to compare them reads no claim either.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The claim's kind.
    pub kind: Kind,
    /// The claim's type.
    pub type_: &'a str,
    /// The claim's status.
    pub status: Option<&'a str>,
    /// The claim's subject.
    pub subject: Option<&'a str>,
    /// From when to when an agreement binds.
    pub in_force: [Option<Day>; 2],
    /// How sure it is.
    pub certainty: Certainty,
    /// It did not happen.
    pub negated: bool,
    /// News or background.
    pub told: Told,
    /// It follows from another claim.
    pub is_implied: bool,
    /// It rejects another claim.
    pub is_rejection: bool,
    /// It is told again on its page.
    pub(crate) is_twin: bool,
    /// It is tied to another claim, by whatever link.
    pub(crate) is_linked: bool,
    /// From when to when it happened or held, on what that rests, and how it holds within.
    pub happened: Option<Happened>,
    /// The number of its outlet's name ([`Mentions::outlets`]).
    pub outlet: Option<u32>,
}

/// The days of a claim, without their words.
#[derive(Debug, Clone, Copy)]
pub struct Happened {
    /// The first day.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// What they rest on.
    pub basis: Basis,
    /// How the claim holds within them.
    pub holds: Holds,
}

impl Head<'_> {
    /// As [`froissart_model::Claim::is_fact`].
    pub fn is_fact(&self) -> bool {
        matches!(self.certainty, Certainty::Asserted | Certainty::Reported) && !self.negated
    }
}

/// A list of numbers for each claim, all in one piece.
#[derive(Debug, Clone)]
pub struct Lists {
    ends: Vec<u32>,
    all: Vec<u32>,
}

impl Default for Lists {
    fn default() -> Self {
        Self { ends: vec![0], all: Vec::new() }
    }
}

impl Lists {
    /// Adds the list of the next claim.
    pub fn push(&mut self, list: impl IntoIterator<Item = u32>) {
        self.all.extend(list);
        self.ends.push(self.all.len() as u32);
    }
    /// The list of the claim of this number.
    pub fn of(&self, n: usize) -> &[u32] {
        &self.all[self.ends[n] as usize..self.ends[n + 1] as usize]
    }
}

/// Values met again and again, each under a number of its own, in the order in which they are met.
#[derive(Debug)]
pub struct Numbers<T>(FxHashMap<T, u32>);

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self(FxHashMap::default())
    }
}

impl<T: Hash + Eq> Numbers<T> {
    /// The number of `value`, and whether it is met for the first time.
    pub fn number(&mut self, value: T) -> (u32, bool) {
        let next = self.0.len() as u32;
        let n = *self.0.entry(value).or_insert(next);
        (n, n == next)
    }
    /// The number of `value`, where it has been met.
    pub fn get<Q: Hash + Eq + ?Sized>(&self, value: &Q) -> Option<u32>
    where
        T: Borrow<Q>,
    {
        self.0.get(value).copied()
    }
}

/// Some claims, with whom and what they name by numbers.
#[derive(Debug, Default)]
pub struct Mentions<'a> {
    /// The claims, in the order given.
    pub claims: Vec<&'a Sourced>,
    /// What is asked of them most.
    pub heads: Vec<Head<'a>>,
    /// The day of publication of each.
    pub days: Vec<Option<Day>>,
    /// The names of outlets.
    pub outlets: Vec<Arc<str>>,
    /// The number of each claim's page.
    pub pages: Vec<u32>,
    /// How many pages there are.
    pub page_count: usize,
    /// Each way of naming somebody.
    pub ways: Vec<Way<'a>>,
    /// The ways in which each claim names its actors.
    pub actors: Lists,
    /// Its recipients.
    pub recipients: Lists,
    /// The holders of its account, the innermost first.
    pub holders: Lists,
    /// Each way of naming a place, by the first mention that names it so.
    pub sites: Vec<&'a Place<Char>>,
    /// The ways in which each claim names its places.
    pub places: Lists,
    /// The parties that somebody is or belongs to, in the order in which they are met.
    pub(crate) parties: Vec<String>,
    by_anchor: OnceLock<Vec<(u64, u32)>>,
}

/// The day of publication of a page, its number, and that of its outlet.
type OfPage = (Option<Day>, u32, Option<u32>);

impl<'a> Mentions<'a> {
    /// Reads `claims` once.
    pub fn new(claims: impl IntoIterator<Item = &'a Sourced>) -> Self {
        let mut all = Self { claims: claims.into_iter().collect(), ..Self::default() };
        let mut days: FxHashMap<&str, Option<Day>> = FxHashMap::default();
        let mut pages: Numbers<&str> = Numbers::default();
        let mut ways: Numbers<WayKey<'a>> = Numbers::default();
        let mut sites: Numbers<PlaceKey<'a>> = Numbers::default();
        let mut parties: Numbers<String> = Numbers::default();
        let mut words: Numbers<String> = Numbers::default();
        let mut heads = Heads::default();
        let mut outlets: Numbers<&str> = Numbers::default();
        let mut open: Option<(&Arc<PageHead>, OfPage)> = None;
        for s in &all.claims {
            let c = &s.claim;
            // The claims of a page mostly come one after the other, and share its head.
            let (day, page, outlet) = match open {
                Some((head, numbers)) if Arc::ptr_eq(head, &s.page) => numbers,
                _ => {
                    let day = *days.entry(s.page.published.as_deref().unwrap_or("")).or_insert_with(|| s.day());
                    let outlet = s.page.outlet.as_deref().map(|name| {
                        let (n, is_new) = outlets.number(name);
                        if is_new {
                            all.outlets.push(name.into());
                        }
                        n
                    });
                    (day, pages.number(&s.page.id).0, outlet)
                }
            };
            open = Some((&s.page, (day, page, outlet)));
            all.days.push(day);
            all.pages.push(page);
            all.heads.push(heads.head(s, outlet));
            for (lists, list) in
                [(&mut all.actors, &c.actor), (&mut all.recipients, &c.recipient), (&mut all.holders, &c.according_to)]
            {
                lists.push(list.iter().map(|e| {
                    let (n, is_new) = ways.number(way_key(e));
                    if is_new {
                        all.ways.push(Way::new(e, &mut words, &mut parties, &mut all.parties));
                    }
                    n
                }));
            }
            all.places.push(c.place.iter().map(|p| {
                let (n, is_new) = sites.number(place_key(p));
                if is_new {
                    all.sites.push(p);
                }
                n
            }));
        }
        all.page_count = pages.0.len();
        all
    }

    /// The numbers of all claims in the order of their anchors, then of their ids and pages, each after the beginning of
    /// its anchor.
    pub(crate) fn by_anchor(&self) -> &[(u64, u32)] {
        self.by_anchor.get_or_init(|| {
            let claim = |n: u32| self.claims[n as usize];
            in_order(
                self.claims.len(),
                |n| begin_of(&claim(n).claim.anchor),
                |n| {
                    let s = claim(n);
                    (&s.claim.anchor, &s.claim.id, &s.page.id)
                },
            )
        })
    }

    /// Whether two lists can name the same: "rebels" and a group of them, and not two groups. Of an empty list nobody
    /// knows. The lists are those of [`Self::actors`] and its like.
    pub fn may_be_one(&self, a: &[u32], b: &[u32]) -> bool {
        let who = |n: &u32| self.ways[*n as usize].who.as_ref();
        a.iter().filter_map(who).any(|x| b.iter().filter_map(who).any(|y| x.goes_with(y) >= Match::Vague))
    }
}

impl<'a> Way<'a> {
    fn new(
        entity: &'a Entity<Char>,
        words: &mut Numbers<String>,
        numbers: &mut Numbers<String>,
        parties: &mut Vec<String>,
    ) -> Self {
        let mut number = |party: String| {
            let (n, is_new) = numbers.number(party.clone());
            if is_new {
                parties.push(party);
            }
            n
        };
        let of_country = entity.country.as_deref().zip(entity.sector.as_deref()).map(|(c, s)| format!("{c} {s}"));
        let folded = fold(entity.name.as_deref().unwrap_or(&entity.text));
        Self {
            entity,
            words: folded.split(' ').map(|w| words.number(w.to_owned()).0).collect(),
            folded,
            parties: [party_of(entity).map(&mut number), of_country.map(&mut number)],
            voice: named_key(entity),
            who: Who::of(entity),
        }
    }

    /// The name, or the words where there is none.
    pub fn name(&self) -> &'a str {
        self.entity.name.as_deref().unwrap_or(&self.entity.text)
    }
}

/// The first eight bytes as a number in the order of the words: two hashes differ there, and need not be read on.
pub fn begin_of(id: &str) -> u64 {
    id.bytes().chain(std::iter::repeat(0)).take(8).fold(0, |n, b| n << 8 | u64::from(b))
}

/// The numbers of so many things by `key`, equals as they come; `begin` is a number in the same order, by which nearly all
/// are told apart, and stands before each.
pub fn in_order<K: Ord>(count: usize, begin: impl Fn(u32) -> u64, key: impl Fn(u32) -> K) -> Vec<(u64, u32)> {
    let mut all: Vec<(u64, u32)> = (0..count as u32).map(|n| (begin(n), n)).collect();
    all.sort_unstable();
    for same in all.chunk_by_mut(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        same.sort_by_key(|x| key(x.1));
    }
    all
}

/// The words of heads, each as the string in which it was met first.
#[derive(Default)]
struct Heads<'a> {
    words: FxHashMap<&'a str, &'a str>,
}

impl<'a> Heads<'a> {
    fn word(&mut self, word: &'a str) -> &'a str {
        self.words.entry(word).or_insert(word)
    }

    /// The head of a claim; `outlet` is the number of its outlet's name.
    fn head(&mut self, s: &'a Sourced, outlet: Option<u32>) -> Head<'a> {
        let c = &s.claim;
        let links = |as_: LinkAs| c.links.iter().any(|l| l.as_ == as_);
        Head {
            kind: c.kind,
            type_: self.word(&c.type_),
            status: c.status.as_deref().map(|status| self.word(status)),
            subject: c.subject.as_deref().map(|subject| self.word(subject)),
            in_force: c.in_force.as_ref().map_or([None; 2], |h| [h.from, h.to]),
            certainty: c.certainty,
            negated: c.negated,
            told: c.told,
            is_implied: c.is_implied(),
            is_rejection: links(LinkAs::Rejects),
            is_twin: links(LinkAs::SameTelling),
            is_linked: !c.links.is_empty(),
            happened: c.happened.as_ref().map(|h| Happened { from: h.from, to: h.to, basis: h.basis, holds: h.holds }),
            outlet,
        }
    }
}

fn way_key(e: &Entity<Char>) -> WayKey<'_> {
    (
        (e.id.as_deref(), e.name.as_deref(), &e.text),
        (e.country.as_deref(), e.sector.as_deref(), &e.sectors),
        (e.kind, e.count.is_some()),
    )
}

fn place_key(p: &Place<Char>) -> PlaceKey<'_> {
    (
        (p.geonames, p.name.as_deref(), &p.text, p.relation.as_deref()),
        (p.country.as_deref(), p.admin1.as_deref(), p.precision.as_deref(), p.feature.as_deref()),
        [p.lat, p.lon, p.radius_km].map(|x| x.map(f64::to_bits)),
    )
}

#[cfg(test)]
mod tests {
    use super::{begin_of, in_order};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn by_the_beginning_first_is_by_the_whole(words in prop::collection::vec("[ab]{0,3}(12345678)?[ab]{0,2}", 0..40)) {
            let word = |n: u32| words[n as usize].as_str();
            let mut plain: Vec<u32> = (0..words.len() as u32).collect();
            plain.sort_by_key(|&n| word(n));
            let found = in_order(words.len(), |n| begin_of(word(n)), word);
            prop_assert_eq!(found.into_iter().map(|(_, n)| n).collect::<Vec<_>>(), plain);
        }
    }
}
