//! The claims as every drawing needs them, read once: under which keys their actors and places stand, whether they are
//! about what was asked for, in which order they come.
//!
//! A picture is drawn for its day, for the day compared with, and for the wars of the backers elsewhere; nothing here
//! depends on a day. Keys are numbers that stand in the order of their words, so that what is sorted by number is sorted
//! as people read it. "Syria's army" on a hundred pages is folded once.

use crate::about::{Scope, page_countries};
use crate::aside;
use crate::names::{actor_key, place_key, place_name};
use crate::types::{Account, ClaimRef, Sourced};
use froissart_model::{Char, Entity, EntityKind};
use froissart_testimony::{Lists, Mentions, Numbers, begin_of, in_order};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

/// An actor's key, by its place among all keys in the order of their words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ActorKey(pub(crate) u32);

/// A place's key, likewise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct PlaceKey(pub(crate) u32);

/// A few keys: hardly a claim names more than four.
pub(crate) type Keys<K> = SmallVec<[K; 4]>;

/// A way of naming, and whom it names: the same words may name others in another country or on another page.
pub(crate) struct Use<'a> {
    pub(crate) entity: &'a Entity<Char>,
    pub(crate) key: Option<ActorKey>,
    /// Whether it can act, or be acted upon as one who acts.
    pub(crate) is_actor: bool,
}

/// The keys of a claim's persons, groups and states, each list in order.
#[derive(Clone)]
pub(crate) struct NamedKeys {
    pub(crate) actors: Keys<ActorKey>,
    pub(crate) recipients: Keys<ActorKey>,
    /// Of all recipients, civilians, facilities and equipment included.
    pub(crate) targets: Keys<ActorKey>,
    /// And of its places, as the claim has them.
    pub(crate) places: Keys<PlaceKey>,
}

pub(crate) struct Index<'a> {
    pub(crate) mentions: Mentions<'a>,
    /// The numbers of the claims by id, page and publication.
    pub(crate) order: Vec<u32>,
    /// What was asked for.
    pub(crate) scope: Option<Scope>,
    /// Whether each claim is about it.
    pub(crate) is_about: Vec<bool>,
    pub(crate) uses: Vec<Use<'a>>,
    /// For each claim the uses by which it names its actors.
    pub(crate) actors: Lists,
    /// And its recipients.
    pub(crate) recipients: Lists,
    /// The key of each way of naming a place ([`Mentions::sites`]).
    pub(crate) sites: Vec<Option<PlaceKey>>,
    /// And the name by which it shows the place.
    pub(crate) site_names: Vec<String>,
    /// The keys under which each claim acts, is met and is placed.
    named: Vec<NamedKeys>,
    actor_keys: Vec<String>,
    place_keys: Vec<String>,
    /// The key of each state's card, by its country.
    cards: FxHashMap<&'a str, ActorKey>,
    /// What is printed of each claim, once it is asked for: most stand on several grounds, and in both drawings.
    refs: Vec<OnceLock<Arc<ClaimRef>>>,
    /// The number of each claim's chain of accounts, and each chain's names, once asked for.
    chains: Vec<u32>,
    chain_names: Vec<OnceLock<Arc<[String]>>>,
    /// For each page the country that most of its places lie in.
    countries: Vec<Option<&'a str>>,
    /// By what names the claims call each country's state, also where the picture is about another.
    pub(crate) state_names: FxHashMap<&'a str, BTreeMap<&'a str, usize>>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(claims: &'a [Sourced], about: Option<&str>) -> Self {
        let m = Mentions::new(claims);
        let countries = page_countries(&m);
        let scope = Scope::new(about, &m);
        let is_about = |n: usize| scope.as_ref().is_none_or(|s| s.has(&m, n, countries[m.pages[n] as usize]));
        let is_about: Vec<bool> = (0..claims.len()).map(is_about).collect();
        let id = |n: u32| m.claims[n as usize].claim.id.as_str();
        let order = in_order(
            claims.len(),
            |n| begin_of(id(n)),
            |n| {
                let s = m.claims[n as usize];
                (id(n), &s.page.id, &s.page.published)
            },
        );
        let order = order.into_iter().map(|(_, n)| n).collect();
        let mut keys = Met::default();
        let mut uses: Vec<Use<'a>> = Vec::new();
        let mut use_of: Numbers<(u32, Option<&str>, u32)> = Numbers::default();
        let (mut actors, mut recipients) = (Lists::default(), Lists::default());
        for (n, s) in m.claims.iter().enumerate() {
            let placed = s.claim.place.iter().find_map(|p| p.country.as_deref());
            let country = placed.or(countries[m.pages[n] as usize]);
            for (lists, ways) in [(&mut actors, m.actors.of(n)), (&mut recipients, m.recipients.of(n))] {
                lists.push(ways.iter().map(|&way| {
                    let e = m.ways[way as usize].entity;
                    // Country and page of the claim count only where the entity has no country of its own.
                    let is_anywhere = e.id.is_none() && e.country.is_none() && e.sector.is_some();
                    let at = if is_anywhere { (way, country, m.pages[n]) } else { (way, None, 0) };
                    let (number, is_new) = use_of.number(at);
                    if is_new {
                        let key = actor_key(e, &m.ways[way as usize].folded, country, &s.page.id);
                        let key = key.map(|k| ActorKey(keys.number(k)));
                        uses.push(Use { entity: e, key, is_actor: is_actor(e) });
                    }
                    number
                }));
            }
        }
        let mut cards: FxHashMap<&str, ActorKey> = FxHashMap::default();
        for country in m.ways.iter().filter_map(|w| w.entity.country.as_deref()) {
            cards.entry(country).or_insert_with(|| ActorKey(keys.number(format!("state {country}"))));
        }
        let (actor_keys, place) = keys.sorted();
        for key in uses.iter_mut().filter_map(|u| u.key.as_mut()).chain(cards.values_mut()) {
            key.0 = place[key.0 as usize];
        }
        let mut keys = Met::default();
        let mut sites: Vec<Option<PlaceKey>> =
            m.sites.iter().map(|p| place_key(p).map(|k| PlaceKey(keys.number(k)))).collect();
        let (place_keys, place) = keys.sorted();
        for key in sites.iter_mut().flatten() {
            key.0 = place[key.0 as usize];
        }
        let named = (0..claims.len()).map(|n| NamedKeys {
            actors: keys_of(&uses, actors.of(n), true),
            recipients: keys_of(&uses, recipients.of(n), true),
            targets: keys_of(&uses, recipients.of(n), false),
            places: m.places.of(n).iter().filter_map(|&p| sites[p as usize]).collect(),
        });
        let named = named.collect();
        let refs = claims.iter().map(|_| OnceLock::new()).collect();
        let mut met: Numbers<&[u32]> = Numbers::default();
        let chains: Vec<u32> = (0..claims.len()).map(|n| met.number(m.holders.of(n)).0).collect();
        let chain_names = (0..chains.iter().max().map_or(0, |n| n + 1)).map(|_| OnceLock::new()).collect();
        let (state_names, site_names) = (state_names(&m), m.sites.iter().map(|p| place_name(p)).collect());
        Self {
            mentions: m,
            order,
            scope,
            countries,
            is_about,
            uses,
            actors,
            recipients,
            sites,
            site_names,
            named,
            refs,
            chains,
            chain_names,
            actor_keys,
            place_keys,
            cards,
            state_names,
        }
    }

    /// What is printed of the claim of this number, where nothing was decided of it.
    pub(crate) fn claim_ref(&self, n: u32) -> &Arc<ClaimRef> {
        let n = n as usize;
        let m = &self.mentions;
        self.refs[n].get_or_init(|| {
            let by = self.chain_names[self.chains[n] as usize]
                .get_or_init(|| m.holders.of(n).iter().map(|&way| m.ways[way as usize].name().to_owned()).collect());
            let outlet = m.heads[n].outlet.map(|outlet| Arc::clone(&m.outlets[outlet as usize]));
            let account = Account { by: Arc::clone(by), outlet, day: m.days[n] };
            Arc::new(aside::claim_ref(m.claims[n], account, Vec::new()))
        })
    }
    /// The keys of the claim of this number, organs of a state each by itself.
    pub(crate) fn named(&self, n: u32) -> &NamedKeys {
        &self.named[n as usize]
    }
    /// How many actors' keys there are.
    pub(crate) fn actor_count(&self) -> usize {
        self.actor_keys.len()
    }
    /// How many places' keys there are.
    pub(crate) fn place_count(&self) -> usize {
        self.place_keys.len()
    }
    /// An actor's key in words.
    pub(crate) fn actor(&self, key: ActorKey) -> &str {
        &self.actor_keys[key.0 as usize]
    }
    /// The key of these words.
    pub(crate) fn actor_key(&self, words: &str) -> Option<ActorKey> {
        self.actor_keys.binary_search_by(|k| k.as_str().cmp(words)).ok().map(|n| ActorKey(n as u32))
    }
    /// A place's key in words.
    pub(crate) fn place(&self, key: PlaceKey) -> &str {
        &self.place_keys[key.0 as usize]
    }
    /// The country in which the page of the claim of this number plays, where one leads.
    pub(crate) fn country(&self, number: u32) -> Option<&'a str> {
        self.countries[self.mentions.pages[number as usize] as usize]
    }
    /// The key of the card of a country's state; none where nobody named is of that country.
    pub(crate) fn card(&self, country: &str) -> Option<ActorKey> {
        self.cards.get(country).copied()
    }
}

/// The keys of these uses, each once and in order.
fn keys_of(uses: &[Use<'_>], list: &[u32], only_actors: bool) -> Keys<ActorKey> {
    let uses = list.iter().map(|&u| &uses[u as usize]);
    let mut keys: Keys<ActorKey> = uses.filter(|u| u.is_actor || !only_actors).filter_map(|u| u.key).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// Keys as they are met, each once.
#[derive(Default)]
struct Met {
    numbers: Numbers<String>,
    all: Vec<String>,
}

impl Met {
    fn number(&mut self, key: String) -> u32 {
        if let Some(n) = self.numbers.get(key.as_str()) {
            return n;
        }
        self.all.push(key.clone());
        self.numbers.number(key).0
    }

    /// The keys in order, and for each number the place of its key among them.
    fn sorted(self) -> (Vec<String>, Vec<u32>) {
        let mut order: Vec<u32> = (0..self.all.len() as u32).collect();
        order.sort_unstable_by_key(|&n| &self.all[n as usize]);
        let mut place = vec![0; order.len()];
        for (at, &n) in order.iter().enumerate() {
            place[n as usize] = at as u32;
        }
        let mut all = self.all;
        all.sort_unstable();
        (all, place)
    }
}

fn is_actor(e: &Entity<Char>) -> bool {
    match e.kind {
        // "Struck columns of the militants": what was struck is theirs, and nobody.
        EntityKind::Group => e.name.is_some() || e.country.is_some() || !is_thing(&e.text),
        EntityKind::Person | EntityKind::State => true,
        // "Russian warplanes struck the city": whose they are is who did it.
        EntityKind::Equipment => e.country.is_some() || is_governments(&e.text),
        EntityKind::Civilians | EntityKind::Facility => false,
    }
}

/// Whether the words are of what troops have and form, and not of the troops.
fn is_thing(text: &str) -> bool {
    let last = text.rsplit(' ').next().unwrap_or(text).to_lowercase();
    matches!(last.as_str(), "column" | "columns" | "convoy" | "convoys" | "depots" | "lines" | "positions" | "targets")
}

/// "Government artillery": whose government's is read from where it fires.
fn is_governments(text: &str) -> bool {
    text.split(' ').any(|w| matches!(w, "government" | "Government" | "regime" | "Regime"))
}

fn state_names<'a>(m: &Mentions<'a>) -> FxHashMap<&'a str, BTreeMap<&'a str, usize>> {
    let mut times = vec![0; m.ways.len()];
    for n in 0..m.claims.len() {
        for &way in m.actors.of(n).iter().chain(m.recipients.of(n)) {
            times[way as usize] += 1;
        }
    }
    let mut names: FxHashMap<&str, BTreeMap<&str, usize>> = FxHashMap::default();
    for (way, times) in m.ways.iter().zip(times).filter(|(_, times)| *times > 0) {
        let e = way.entity;
        let is_state = e.kind == EntityKind::State && e.sector.is_none();
        if let Some((country, name)) = e.country.as_deref().zip(e.name.as_deref()).filter(|_| is_state) {
            *names.entry(country).or_default().entry(name).or_default() += times;
        }
    }
    names
}
