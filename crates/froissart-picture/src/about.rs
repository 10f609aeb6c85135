//! What a picture is asked to be about: a country, a place, an actor, or two of these and what is between them.
//!
//! "Syria" is what lies in Syria and what Syrians do; "Aleppo" what names Aleppo; "Turkey/SDF" the claims that name
//! both. What a name means is read off the claims alone, so that nothing is known here that no claim says.

use crate::names::is_demonym;
use crate::types::Sourced;
use froissart_model::{Char, Claim, Entity, EntityKind, fold};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// One name asked for.
#[derive(Debug)]
struct Target {
    /// " syria ", to be found whole in a folded name.
    words: String,
    /// The country's code, where the name is a country's.
    country: Option<String>,
}

/// What was asked for, ready to be matched.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    targets: Vec<Target>,
    /// Which targets' words a name holds, by the name as written: names repeat, and folding is dear.
    known: RefCell<FxHashMap<&'a str, u8>>,
}

impl<'a> Scope<'a> {
    /// `None` where nothing was asked for.
    pub(crate) fn new(about: Option<&str>, all: &'a [Sourced]) -> Option<Self> {
        let about = about?;
        // Two names at most: what would be "between" three is not said.
        let names: Vec<&str> = about.splitn(2, '/').map(str::trim).collect();
        let targets =
            names.into_iter().map(|n| Target { words: format!(" {} ", fold(n)), country: country_of(n, all) });
        Some(Self { targets: targets.collect(), known: RefCell::default() })
    }

    /// The countries that were asked for.
    pub(crate) fn countries(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().filter_map(|t| t.country.as_deref())
    }

    fn named(&self, name: &'a str) -> u8 {
        *self.known.borrow_mut().entry(name).or_insert_with(|| {
            let folded = format!(" {} ", fold(name));
            let bits = self.targets.iter().enumerate().filter(|(_, t)| folded.contains(&t.words));
            bits.fold(0, |all, (n, _)| all | 1 << n)
        })
    }

    fn entity(&self, e: &'a Entity<Char>) -> u8 {
        let names = [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())];
        names.into_iter().flatten().fold(self.in_country(e.country.as_deref()), |all, n| all | self.named(n))
    }

    fn in_country(&self, country: Option<&str>) -> u8 {
        let Some(country) = country else { return 0 };
        let bits = self.targets.iter().enumerate().filter(|(_, t)| t.country.as_deref() == Some(country));
        bits.fold(0, |all, (n, _)| all | 1 << n)
    }

    /// Whether the claim is about what was asked for; `page_country` is where its page plays.
    pub(crate) fn has(&self, c: &'a Claim<Char>, page_country: Option<&str>) -> bool {
        if self.targets.len() > 1 {
            // Two that stand in one role beside each other are no dyad: one acts, the other is met.
            let of = |list: &'a [Entity<Char>]| list.iter().fold(0, |all, e| all | self.entity(e));
            let (a, b) = (of(&c.actor), of(&c.recipient));
            return a & 1 != 0 && b & 2 != 0 || a & 2 != 0 && b & 1 != 0;
        }
        let mut entities = c.actor.iter().chain(&c.recipient);
        let by_name = |e: &'a Entity<Char>| {
            [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())]
                .into_iter()
                .flatten()
                .any(|n| self.named(n) != 0)
        };
        let place = |p: &'a froissart_model::Place<Char>| {
            self.in_country(p.country.as_deref()) != 0
                || [p.name.as_deref(), Some(p.text.as_str())].into_iter().flatten().any(|n| self.named(n) != 0)
        };
        // Where nothing in a claim has a country ("rebels withdrew"), the page's own stands for it.
        let is_homeless = || {
            c.place.iter().all(|p| p.country.is_none())
                && c.actor.iter().chain(&c.recipient).all(|e| e.country.is_none() && e.id.is_none())
        };
        entities.any(|e| self.entity(e) != 0)
            || c.place.iter().any(place)
            // Who only tells of it is asked for by name, never by country.
            || c.according_to.iter().any(by_name)
            || self.in_country(page_country) != 0 && is_homeless()
    }
}

/// The code of the country that a name means, as the claims have it: of a state named so, or of a country's place.
fn country_of(name: &str, all: &[Sourced]) -> Option<String> {
    let folded = fold(name);
    let is_code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // Folding every name of a large ledger is dear; most are told apart by their length and first letter.
    let first = folded.chars().next();
    let may_be = |t: &str| t.chars().next().is_some_and(|c| c.to_lowercase().next() == first || !c.is_ascii());
    // Where no claim names the state as such, "Syria's army" and "Syrian rebels" still tell what Syria is: their
    // country's code is of the name's letters, and their first word begins as the name does.
    let mut like: FxHashMap<&str, bool> = FxHashMap::default();
    let begin: String = folded.chars().take(4).collect();
    let mut by_people: BTreeMap<&str, usize> = BTreeMap::new();
    for s in all {
        for e in s.claim.actor.iter().chain(&s.claim.recipient).chain(&s.claim.according_to) {
            let Some(country) = e.country.as_deref() else { continue };
            let names = || [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten();
            let is_state = e.kind == EntityKind::State && e.sector.is_none();
            if is_code && country == name || is_state && names().any(|n| may_be(n) && fold(n) == folded) {
                *counts.entry(country).or_default() += 1;
            }
            let is_like = *like.entry(country).or_insert_with(|| country.len() == 3 && is_demonym(&folded, country));
            if is_like && names().any(|n| n.split_whitespace().next().is_some_and(|w| fold(w).starts_with(&begin))) {
                *by_people.entry(country).or_default() += 1;
            }
        }
        for p in &s.claim.place {
            let Some(country) = p.country.as_deref() else { continue };
            let is_country = p.feature.as_deref().is_some_and(|f| f.starts_with("PCL"));
            if is_code && country == name
                || is_country && p.name.as_deref().is_some_and(|n| may_be(n) && fold(n) == folded)
            {
                *counts.entry(country).or_default() += 1;
            }
        }
    }
    let counts = if counts.is_empty() { by_people } else { counts };
    counts.into_iter().max_by_key(|&(c, n)| (n, std::cmp::Reverse(c))).map(|(c, _)| c.to_owned())
}

/// The country that most places of a page lie in, where one leads.
pub(crate) fn page_countries<'a>(all: impl IntoIterator<Item = &'a Sourced>) -> FxHashMap<&'a str, &'a str> {
    let mut counts: FxHashMap<&str, Vec<(&str, usize)>> = FxHashMap::default();
    for s in all {
        for country in s.claim.place.iter().filter_map(|p| p.country.as_deref()) {
            let of = counts.entry(&s.page_id).or_default();
            match of.iter_mut().find(|(c, _)| *c == country) {
                Some((_, n)) => *n += 1,
                None => of.push((country, 1)),
            }
        }
    }
    counts
        .into_iter()
        .filter_map(|(page, countries)| {
            let most = countries.iter().map(|c| c.1).max()?;
            let mut leading = countries.into_iter().filter(|&(_, n)| n == most);
            let first = leading.next()?;
            leading.next().is_none().then_some((page, first.0))
        })
        .collect()
}

/// What the claims know by a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// A claim names it, and it is one, or nothing tells that it is more.
    Known,
    /// Several actors of the tables go by exactly this name: the key to ask by, and what tells them apart.
    Several(Vec<(String, String)>),
    /// No claim names it; here is what sounds like it, the most named first.
    Unknown(Vec<String>),
}

/// Looks up what somebody wants a picture of, before it is drawn. `near` says whether a name is like another.
pub fn meaning(claims: &[Sourced], about: &str, near: impl Fn(&str, &str) -> bool) -> Meaning {
    for part in about.splitn(2, '/').map(str::trim) {
        let folded = fold(part);
        let scope = Scope::new(Some(part), claims);
        let is_known = scope.as_ref().is_some_and(|s| claims.iter().any(|c| s.has(&c.claim, None)));
        if is_known {
            let mut called: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            let mut is_id = false;
            for e in claims.iter().flat_map(|s| s.claim.actor.iter().chain(&s.claim.recipient)) {
                let Some(id) = e.id.as_deref() else { continue };
                is_id |= fold(id) == folded;
                let is_called =
                    [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten().any(|n| fold(n) == folded);
                if is_called {
                    let known = [e.name.as_deref(), e.country.as_deref(), e.sector.as_deref()];
                    let told = known.into_iter().flatten().collect::<Vec<_>>().join(", ");
                    called.entry(id).or_default().insert(told);
                }
            }
            if called.len() > 1 && !is_id {
                let all =
                    called.into_iter().map(|(id, told)| (id.to_owned(), told.into_iter().next().unwrap_or_default()));
                return Meaning::Several(all.collect());
            }
            continue;
        }
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        for s in claims {
            let entities = s.claim.actor.iter().chain(&s.claim.recipient).filter_map(|e| e.name.as_deref());
            for name in entities.chain(s.claim.place.iter().filter_map(|p| p.name.as_deref())) {
                *names.entry(name).or_default() += 1;
            }
        }
        let mut like: Vec<(&str, usize)> = names.into_iter().filter(|(n, _)| near(&folded, &fold(n))).collect();
        like.sort_by_key(|&(name, n)| (usize::MAX - n, name));
        return Meaning::Unknown(like.into_iter().take(5).map(|(n, _)| n.to_owned()).collect());
    }
    Meaning::Known
}
