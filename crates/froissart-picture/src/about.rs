//! What a picture is asked to be about: a country, a place, an actor, or two of these and what is between them.
//!
//! "Syria" is what lies in Syria and what Syrians do; "Aleppo" what names Aleppo; "Turkey/SDF" the claims that name
//! both. What a name means is read off the claims alone, so that nothing is known here that no claim says.

use crate::names::is_demonym;
use froissart_model::{EntityKind, fold};
use froissart_testimony::Mentions;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

/// One name asked for.
#[derive(Debug)]
struct Target {
    /// " syria ", to be found whole in a folded name.
    words: String,
    /// The country's code, where the name is a country's.
    country: Option<String>,
}

/// What was asked for, matched with every way of naming once; the first two bits stand for the two names asked for.
#[derive(Debug)]
pub(crate) struct Scope {
    targets: Vec<Target>,
    /// For each way of naming somebody which of the names it holds.
    named: Vec<u8>,
    /// The same, or its country is one asked for.
    ways: Vec<u8>,
    /// For each way of naming a place which of the names it holds, or in which of the countries it lies.
    sites: Vec<u8>,
}

impl Scope {
    /// `None` where nothing was asked for.
    pub(crate) fn new(about: Option<&str>, m: &Mentions<'_>) -> Option<Self> {
        let about = about?;
        // Two names at most: what would be "between" three is not said.
        let targets = about.splitn(2, '/').map(str::trim);
        let targets = targets.map(|n| Target { words: format!(" {} ", fold(n)), country: country_of(n, m) });
        let targets: Vec<Target> = targets.collect();
        // Names repeat among ways of naming, and folding is dear.
        let mut known: FxHashMap<&str, u8> = FxHashMap::default();
        let bits = |is_so: &dyn Fn(&Target) -> bool| {
            targets.iter().enumerate().filter(|(_, t)| is_so(t)).fold(0_u8, |all, (n, _)| all | 1 << n)
        };
        let mut named = |name| -> u8 {
            *known.entry(name).or_insert_with(|| {
                let folded = format!(" {} ", fold(name));
                bits(&|t| folded.contains(&t.words))
            })
        };
        let in_country = |country: Option<&str>| country.map_or(0, |c| bits(&|t| t.country.as_deref() == Some(c)));
        let by_name: Vec<u8> = m
            .ways
            .iter()
            .map(|w| {
                let e = w.entity;
                let names = [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())];
                names.into_iter().flatten().fold(0, |all, n| all | named(n))
            })
            .collect();
        let sites = m.sites.iter().map(|p| {
            let names = [p.name.as_deref(), Some(p.text.as_str())];
            names.into_iter().flatten().fold(in_country(p.country.as_deref()), |all, n| all | named(n))
        });
        let sites = sites.collect();
        let ways = m.ways.iter().zip(&by_name).map(|(w, named)| named | in_country(w.entity.country.as_deref()));
        let ways = ways.collect();
        Some(Self { named: by_name, ways, sites, targets })
    }

    /// The countries that were asked for.
    pub(crate) fn countries(&self) -> impl Iterator<Item = &str> {
        self.targets.iter().filter_map(|t| t.country.as_deref())
    }

    /// Whether the claim of this number is about what was asked for; `page_country` is where its page plays.
    pub(crate) fn has(&self, m: &Mentions<'_>, n: usize, page_country: Option<&str>) -> bool {
        let of = |bits: &[u8], list: &[u32]| list.iter().fold(0, |all, &n| all | bits[n as usize]);
        let (actors, recipients) = (of(&self.ways, m.actors.of(n)), of(&self.ways, m.recipients.of(n)));
        if self.targets.len() > 1 {
            // Two that stand in one role beside each other are no dyad: one acts, the other is met.
            return actors & 1 != 0 && recipients & 2 != 0 || actors & 2 != 0 && recipients & 1 != 0;
        }
        let is_country = |country: Option<&str>| {
            country.is_some_and(|c| self.targets.iter().any(|t| t.country.as_deref() == Some(c)))
        };
        // Where nothing in a claim has a country ("rebels withdrew"), the page's own stands for it.
        let is_homeless = || {
            let c = &m.claims[n].claim;
            c.place.iter().all(|p| p.country.is_none())
                && c.actor.iter().chain(&c.recipient).all(|e| e.country.is_none() && e.id.is_none())
        };
        actors != 0
            || recipients != 0
            || of(&self.sites, m.places.of(n)) != 0
            // Who only tells of it is asked for by name, never by country.
            || of(&self.named, m.holders.of(n)) != 0
            || is_country(page_country) && is_homeless()
    }
}

/// The code of the country that a name means, as the claims have it: of a state named so, or of a country's place.
fn country_of(name: &str, m: &Mentions<'_>) -> Option<String> {
    let folded = fold(name);
    let is_code = name.len() == 3 && name.bytes().all(|b| b.is_ascii_uppercase());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    // "The Syria" is no name of a state's.
    let first = folded.chars().next();
    let may_be = |t: &str| t.chars().next().is_some_and(|c| c.to_lowercase().next() == first || !c.is_ascii());
    // Where no claim names the state as such, "Syria's army" and "Syrian rebels" still tell what Syria is: their
    // country's code is of the name's letters, and their first word begins as the name does.
    let mut like: FxHashMap<&str, bool> = FxHashMap::default();
    let begin: String = folded.chars().take(4).collect();
    let mut by_people: BTreeMap<&str, usize> = BTreeMap::new();
    let (mut ways, mut sites) = (vec![0_usize; m.ways.len()], vec![0_usize; m.sites.len()]);
    for n in 0..m.claims.len() {
        for &way in m.actors.of(n).iter().chain(m.recipients.of(n)).chain(m.holders.of(n)) {
            ways[way as usize] += 1;
        }
        for &site in m.places.of(n) {
            sites[site as usize] += 1;
        }
    }
    for (e, times) in m.ways.iter().map(|w| w.entity).zip(ways) {
        let Some(country) = e.country.as_deref() else { continue };
        let names = || [e.name.as_deref(), Some(e.text.as_str())].into_iter().flatten();
        let is_state = e.kind == EntityKind::State && e.sector.is_none();
        if is_code && country == name || is_state && names().any(|n| may_be(n) && fold(n) == folded) {
            *counts.entry(country).or_default() += times;
        }
        let is_like = *like.entry(country).or_insert_with(|| country.len() == 3 && is_demonym(&folded, country));
        if is_like && names().any(|n| n.split_whitespace().next().is_some_and(|w| fold(w).starts_with(&begin))) {
            *by_people.entry(country).or_default() += times;
        }
    }
    for (p, times) in m.sites.iter().zip(sites) {
        let Some(country) = p.country.as_deref() else { continue };
        let is_country = p.feature.as_deref().is_some_and(|f| f.starts_with("PCL"));
        if is_code && country == name || is_country && p.name.as_deref().is_some_and(|n| may_be(n) && fold(n) == folded)
        {
            *counts.entry(country).or_default() += times;
        }
    }
    let counts = if counts.is_empty() { by_people } else { counts };
    counts.into_iter().max_by_key(|&(c, n)| (n, std::cmp::Reverse(c))).map(|(c, _)| c.to_owned())
}

/// For each page the country that most of its places lie in, where one leads.
pub(crate) fn page_countries<'a>(m: &Mentions<'a>) -> Vec<Option<&'a str>> {
    let mut counts: Vec<Vec<(&str, usize)>> = vec![Vec::new(); m.page_count];
    for (n, s) in m.claims.iter().enumerate() {
        for country in s.claim.place.iter().filter_map(|p| p.country.as_deref()) {
            let of = &mut counts[m.pages[n] as usize];
            match of.iter_mut().find(|(c, _)| *c == country) {
                Some((_, n)) => *n += 1,
                None => of.push((country, 1)),
            }
        }
    }
    let leading = |countries: Vec<(&'a str, usize)>| {
        let most = countries.iter().map(|c| c.1).max()?;
        let mut leading = countries.into_iter().filter(|&(_, n)| n == most);
        let first = leading.next()?;
        leading.next().is_none().then_some(first.0)
    };
    counts.into_iter().map(leading).collect()
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
pub(crate) fn meaning(m: &Mentions<'_>, about: &str, near: impl Fn(&str, &str) -> bool) -> Meaning {
    for part in about.splitn(2, '/').map(str::trim) {
        let folded = fold(part);
        let scope = Scope::new(Some(part), m);
        let is_known = scope.as_ref().is_some_and(|s| (0..m.claims.len()).any(|n| s.has(m, n, None)));
        if is_known {
            let mut called: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
            let mut is_id = false;
            let mut acts = vec![false; m.ways.len()];
            for n in 0..m.claims.len() {
                for &way in m.actors.of(n).iter().chain(m.recipients.of(n)) {
                    acts[way as usize] = true;
                }
            }
            for e in m.ways.iter().zip(acts).filter(|(_, acts)| *acts).map(|(w, _)| w.entity) {
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
        for s in &m.claims {
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
