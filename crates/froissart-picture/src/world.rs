//! The claims in order, with keys for who and where, and with how each stands to the picture's day.
//!
//! "Rebels seized most of Aleppo, a war monitor said" becomes one [`Item`]: who, where, whose word, from when to when.
//! It judges nothing; the sections of the picture do.

use crate::about::{Scope, page_countries};
use crate::aside;
use crate::decisions::{Remark, SetAside};
use crate::names::{Named, NamedPlace, actor_key, place_key};
use crate::types::{Account, ActorRef, Grounds, Options, PlaceRef, Sourced, Standing, Timing};
use crate::voice::directness;
use froissart_model::{Basis, Char, Claim, Day, Entity, EntityKind, Holds, Interval, Kind};
use froissart_testimony::Accounts;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// One claim, read once.
pub(crate) struct Item<'a> {
    pub(crate) sourced: &'a Sourced,
    pub(crate) claim: &'a Claim<Char>,
    pub(crate) published: Option<Day>,
    pub(crate) standing: Standing,
    /// Keys of persons, groups and states.
    pub(crate) actors: Vec<String>,
    pub(crate) recipients: Vec<String>,
    /// Keys of all recipients, civilians, facilities and equipment included.
    pub(crate) targets: Vec<String>,
    pub(crate) places: Vec<String>,
    /// Who vouches: the innermost account, else the outlet, else the page.
    pub(crate) voice: String,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
}

pub(crate) struct World<'a> {
    pub(crate) items: Vec<Item<'a>>,
    pub(crate) as_of: Option<Day>,
    actors: BTreeMap<String, ActorRef>,
    places: BTreeMap<String, PlaceRef>,
    /// How many claims name the actor.
    pub(crate) mentions: BTreeMap<String, usize>,
    /// Of each state's card, those who are shown as one under it.
    pub(crate) members: BTreeMap<String, Vec<ActorRef>>,
    /// The claims that would take part but for a decision, by publication.
    pub(crate) set_aside: Vec<SetAside>,
    /// The notes beside the claims that take part, by id.
    remarks: BTreeMap<String, Vec<Remark>>,
    /// Items that are one event because an analyst says so.
    pub(crate) one_event: Vec<(usize, usize)>,
}

/// Which of the claims a picture is drawn from.
pub(crate) enum Take<'s, 'a> {
    /// Those that are about what was asked for.
    About(Option<&'s Scope<'a>>),
    /// Those that name a state's organ or an actor of these keys, and are not about what was asked for.
    Elsewhere(&'s BTreeSet<String>, &'s Scope<'a>),
}

impl<'a> World<'a> {
    /// The claims by id, each once; `as_of` falls back on the latest day of publication.
    pub(crate) fn new(sourced: &'a [Sourced], options: &Options, take: &Take<'_, 'a>) -> Self {
        let known = |s: &Sourced| options.known_by.is_none_or(|k| s.day().is_none_or(|d| d <= k));
        let countries = page_countries(sourced);
        let country = |s: &Sourced| countries.get(s.page_id.as_str()).copied();
        let mut all: Vec<&Sourced> = sourced
            .iter()
            .filter(|s| takes_part(&s.claim, options.include_implied) && known(s))
            .filter(|s| match take {
                Take::About(scope) => scope.is_none_or(|a| a.has(&s.claim, country(s))),
                Take::Elsewhere(keys, scope) => names_one_of(&s.claim, keys) && !scope.has(&s.claim, country(s)),
            })
            .collect();
        all.sort_unstable_by(|a, b| {
            (&a.claim.id, &a.page_id, &a.published).cmp(&(&b.claim.id, &b.page_id, &b.published))
        });
        all.dedup_by(|a, b| a.claim.id == b.claim.id && a.page_id == b.page_id);
        let as_of = options.as_of.or_else(|| all.iter().filter_map(|s| s.day()).max());
        let set_aside = aside::take_aside(&mut all, options);
        let remarks = aside::remarks(&all, options);
        let mut names = Names::default();
        let mut items: Vec<Item<'a>> = all.iter().map(|&s| names.item(s, country(s))).collect();
        let accounts = Accounts::new(&all, &options.testimony.families, &options.testimony.outlets);
        for (n, i) in items.iter_mut().enumerate() {
            i.voice.clone_from(&accounts.voice(n).key);
        }
        let mut named = names.actors();
        let cards = if options.separate_organs { BTreeMap::new() } else { cards(&named, &items) };
        let mut members: BTreeMap<String, Vec<(usize, ActorRef)>> = BTreeMap::new();
        let mut states: BTreeMap<String, (String, Named)> = BTreeMap::new();
        for (key, card) in &cards {
            let one = &named[key];
            members.entry(card.clone()).or_default().push((one.count, one.actor(key)));
            let country = one.organ_of().unwrap_or_default().to_owned();
            states.entry(card.clone()).or_insert_with(|| (country, Named::default())).1.merge(one);
        }
        if !cards.is_empty() {
            for i in &mut items {
                // Who was counted is told as the words have it: "24 soldiers" are not their state.
                let targets = if i.claim.kind == Kind::Figure { &mut Vec::new() } else { &mut i.targets };
                for keys in [&mut i.actors, &mut i.recipients, targets] {
                    let mut changed = false;
                    for key in keys.iter_mut() {
                        if let Some(card) = cards.get(key) {
                            key.clone_from(card);
                            changed = true;
                        }
                    }
                    if changed {
                        keys.sort();
                        keys.dedup();
                    }
                }
            }
        }
        let mut actors: BTreeMap<String, ActorRef> = named.iter().map(|(k, n)| (k.clone(), n.actor(k))).collect();
        let state_names = state_names(sourced);
        let risen: BTreeSet<&str> = named.values().filter(|n| n.is_irregular).filter_map(Named::country).collect();
        for (card, (country, n)) in &states {
            actors.insert(
                card.clone(),
                n.state(
                    card,
                    country,
                    state_names.get(country.as_str()),
                    options.state_names.get(country),
                    risen.contains(country.as_str()),
                ),
            );
        }
        named.retain(|k, _| !cards.contains_key(k));
        let mut mentions: BTreeMap<String, usize> = named.iter().map(|(k, n)| (k.clone(), n.count)).collect();
        mentions.extend(states.iter().map(|(card, (_, n))| (card.clone(), n.count)));
        let members = members.into_iter().map(|(card, mut m)| {
            m.sort_by(|a, b| (usize::MAX - a.0, &a.1.key).cmp(&(usize::MAX - b.0, &b.1.key)));
            (card, m.into_iter().map(|m| m.1).collect())
        });
        let places = names
            .places
            .into_iter()
            .map(|(key, n)| {
                let p = n.place(&key);
                (key, p)
            })
            .collect();
        let one_event = aside::pairs(&items, options.decided.one_event());
        let members = members.collect();
        Self { items, as_of, actors, places, mentions, members, set_aside, remarks, one_event }
    }

    pub(crate) fn actor(&self, key: &str) -> ActorRef {
        self.actors[key].clone()
    }
    pub(crate) fn name(&self, key: &str) -> &str {
        &self.actors[key].name
    }
    pub(crate) fn place(&self, key: &str) -> PlaceRef {
        self.places[key].clone()
    }
    pub(crate) fn place_name(&self, key: &str) -> &str {
        &self.places[key].name
    }
    pub(crate) fn actor_refs<'k>(&self, keys: impl IntoIterator<Item = &'k String>) -> Vec<ActorRef> {
        keys.into_iter().map(|k| self.actor(k)).collect()
    }
    pub(crate) fn names<'k>(&self, keys: impl IntoIterator<Item = &'k String>) -> String {
        keys.into_iter().map(|k| self.name(k)).collect::<Vec<_>>().join(", ")
    }

    /// What the items of these numbers say it rests on.
    pub(crate) fn grounds<'n>(&self, numbers: impl IntoIterator<Item = &'n usize>) -> Grounds {
        let numbers: BTreeSet<usize> = numbers.into_iter().copied().collect();
        let mut items: Vec<&Item<'_>> = numbers.iter().map(|&n| &self.items[n]).collect();
        // The items are sorted by id already, and the sort is stable.
        items.sort_by_key(|i| (i.published.is_none(), i.published));
        let mut accounts: BTreeMap<&str, Account> = BTreeMap::new();
        for i in &items {
            match accounts.entry(&i.voice) {
                std::collections::btree_map::Entry::Occupied(mut a) => {
                    let a = a.get_mut();
                    a.day = a.day.max(i.published);
                }
                std::collections::btree_map::Entry::Vacant(v) => {
                    v.insert(i.account());
                }
            }
        }
        let mut accounts: Vec<Account> = accounts.into_values().collect();
        accounts.sort();
        let claims = items
            .iter()
            .map(|i| aside::claim_ref(i.sourced, self.remarks.get(&i.claim.id).cloned().unwrap_or_default()))
            .collect();
        let last_told = items.iter().filter_map(|i| i.published).max();
        let directness = items.iter().map(|i| directness(i.sourced)).min().unwrap_or(0);
        Grounds { accounts, claims, last_told, directness }
    }

    /// How many independent voices there are among these items.
    pub(crate) fn voices<'n>(&self, numbers: impl IntoIterator<Item = &'n usize>) -> usize {
        numbers.into_iter().map(|&n| self.items[n].voice.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// How a state (a tie, a holding) stands to the day; `None` where it begins later.
    pub(crate) fn state(&self, i: &Item<'_>) -> Option<Timing> {
        let Some(day) = self.as_of else { return Some(Timing::Current) };
        let Some(h) = &i.claim.happened else {
            return match i.published {
                Some(p) if p > day => Some(Timing::Possible),
                Some(p) => Some(Timing::LastReported(p)),
                None => Some(Timing::Possible),
            };
        };
        if h.from.is_some_and(|f| f > day) {
            return None;
        }
        let is_act = follows_from_act(h) || is_act(i.claim);
        if h.to.is_none_or(|t| t >= day) {
            // "Since Wednesday they have taken two towns": on some day since, and not from the first on.
            let holds = h.holds != Holds::Within && !(is_act && h.from != h.to);
            // What has been so for long, or came about on some day up to this one, is so on this day.
            let is_so_by_the_end = h.to == Some(day) && (holds || is_act);
            return Some(if holds && h.from.is_some() || is_so_by_the_end {
                Timing::Current
            } else {
                Timing::Possible
            });
        }
        let to = h.to.unwrap_or(day);
        let was_so_when_told = i.published.is_none_or(|p| to >= p);
        // What an act brought about lasts; "at one point" does not.
        Some(if is_act || (was_so_when_told && h.holds != Holds::Within) {
            Timing::LastReported(to)
        } else {
            Timing::Past
        })
    }

    /// Whether an act has happened by the day: plainly, possibly (`Some(false)`), or not yet.
    pub(crate) fn happened(&self, i: &Item<'_>) -> Option<bool> {
        let Some(day) = self.as_of else { return Some(true) };
        if i.from.is_some_and(|f| f > day) {
            return None;
        }
        match (i.from, i.to) {
            (_, Some(to)) => Some(to <= day),
            (from, None) => Some(from.is_some()),
        }
    }
}

/// The state came about by an act within the interval ("captured last week"), and lasts after it.
fn follows_from_act(h: &Interval<Char>) -> bool {
    matches!(h.basis, Basis::Implied | Basis::Page)
}

/// Whether a control claim tells of the act that brought it about ("captured", "withdrew from") and not of a state
/// ("holds", "remained in control"): what an act brought about lasts until somebody tells otherwise.
pub(crate) fn is_act(c: &Claim<Char>) -> bool {
    if c.kind != Kind::Control || !matches!(c.status.as_deref(), None | Some("held" | "lost")) {
        return false;
    }
    let file = c.rule.split('/').next().unwrap_or("");
    // The rules of PLOVER's types are of acts, and so are those of losing; of holding, the one of taking.
    let is_event = file.len() > 1 && file.bytes().all(|b| b.is_ascii_uppercase());
    is_event || file == "lost" || c.rule == "held/takes" || c.is_implied()
}

impl Item<'_> {
    fn account(&self) -> Account {
        Account { day: self.published, ..aside::account(self.sourced) }
    }
    pub(crate) fn is_fact(&self) -> bool {
        self.standing == Standing::Fact
    }
    /// The last day on which it can have happened.
    pub(crate) fn last_day(&self) -> Option<Day> {
        self.to.or(self.from).or(self.published)
    }
    /// Whether the words, and not only the page, give a day.
    pub(crate) fn is_dated(&self) -> bool {
        self.from.is_some() && self.claim.happened.as_ref().is_some_and(|h| h.basis != Basis::Tense)
    }
}

/// By what names the claims call each country's state, also where the picture is about another.
fn state_names(all: &[Sourced]) -> FxHashMap<&str, BTreeMap<&str, usize>> {
    let mut names: FxHashMap<&str, BTreeMap<&str, usize>> = FxHashMap::default();
    for e in all.iter().flat_map(|s| s.claim.actor.iter().chain(&s.claim.recipient)) {
        let is_state = e.kind == EntityKind::State && e.sector.is_none();
        if let Some((country, name)) = e.country.as_deref().zip(e.name.as_deref()).filter(|_| is_state) {
            *names.entry(country).or_default().entry(name).or_default() += 1;
        }
    }
    names
}

/// Which actors are organs of one state, and the key of its card. Of two organs of which somebody says that they
/// fight or oppose each other, the one less spoken of stands for itself.
fn cards(named: &BTreeMap<String, Named>, items: &[Item<'_>]) -> BTreeMap<String, String> {
    let mut cards: BTreeMap<String, String> = named
        .iter()
        .filter_map(|(key, n)| n.organ_of().map(|country| (key.clone(), format!("state {country}"))))
        .collect();
    let mut apart: BTreeSet<&str> = BTreeSet::new();
    for i in items.iter().filter(|i| i.is_fact() && matches!(i.claim.type_.as_str(), "fights" | "opposes" | "ASSAULT"))
    {
        for a in &i.actors {
            for b in i.recipients.iter().filter(|b| *b != a) {
                if cards.get(a).is_some_and(|x| cards.get(b) == Some(x)) {
                    let weight = |k: &String| (named[k].count, std::cmp::Reverse(k.clone()));
                    apart.insert(if weight(a) < weight(b) { a } else { b });
                }
            }
        }
    }
    let apart: BTreeSet<String> = apart.into_iter().map(str::to_owned).collect();
    cards.retain(|key, _| !apart.contains(key));
    cards
}

/// Whether a claim names somebody of these keys, or an organ of a state that is among them.
fn names_one_of(c: &Claim<Char>, keys: &BTreeSet<String>) -> bool {
    c.actor.iter().chain(&c.recipient).any(|e| {
        e.country.as_deref().is_some_and(|c| keys.contains(c))
            || e.id.as_deref().is_some_and(|id| keys.contains(id))
            || e.name.as_deref().is_some_and(|n| keys.contains(n))
    })
}

/// All that tells one way of naming somebody from another: equal ones have one key. Country and page of the claim
/// count only where the entity has no country of its own.
type Way<'a> = (
    (Option<&'a str>, Option<&'a str>, &'a str, u8),
    (Option<&'a str>, Option<&'a str>, &'a [String]),
    (Option<&'a str>, &'a str),
);

/// A way of naming, how often it is used, and whom it names.
struct Used<'a> {
    entity: &'a Entity<Char>,
    key: Option<String>,
    counted: usize,
    other: usize,
}

#[derive(Default)]
struct Names<'a> {
    ways: FxHashMap<Way<'a>, Used<'a>>,
    places: BTreeMap<String, NamedPlace<'a>>,
    days: FxHashMap<&'a str, Option<Day>>,
}

impl<'a> Names<'a> {
    fn item(&mut self, s: &'a Sourced, page_country: Option<&'a str>) -> Item<'a> {
        let c = &s.claim;
        let country = c.place.iter().find_map(|p| p.country.as_deref()).or(page_country);
        let mut places: Vec<String> = Vec::with_capacity(c.place.len());
        for p in &c.place {
            if let Some(key) = place_key(p) {
                self.places.entry(key.clone()).or_insert_with(|| NamedPlace::new(p)).add(p);
                places.push(key);
            }
        }
        let mut keys = |list: &'a [Entity<Char>], only_actors: bool| -> Vec<String> {
            let mut keys: Vec<String> = list
                .iter()
                .filter(|e| !only_actors || is_actor(e))
                .filter_map(|e| self.entity(e, country, &s.page_id, only_actors))
                .collect();
            if keys.len() > 1 {
                keys.sort();
                keys.dedup();
            }
            keys
        };
        let (actors, recipients) = (keys(&c.actor, true), keys(&c.recipient, true));
        let targets = keys(&c.recipient, false);
        let published = *self.days.entry(s.published.as_deref().unwrap_or("")).or_insert_with(|| s.day());
        let (from, to) = c.happened.as_ref().map_or((None, published), |h| (h.from, h.to));
        // Who vouches is known once all claims are: by the page's other names, and by its wire family.
        let (voice, standing) = (String::new(), Standing::of(c));
        Item { sourced: s, claim: c, published, standing, actors, recipients, targets, places, voice, from, to }
    }

    fn entity(&mut self, e: &'a Entity<Char>, place: Option<&'a str>, page: &'a str, counts: bool) -> Option<String> {
        let is_anywhere = e.id.is_none() && e.country.is_none() && e.sector.is_some();
        let way = (
            (e.id.as_deref(), e.name.as_deref(), e.text.as_str(), e.kind as u8),
            (e.country.as_deref(), e.sector.as_deref(), e.sectors.as_slice()),
            if is_anywhere { (place, page) } else { (None, "") },
        );
        let used = self.ways.entry(way).or_insert_with(|| Used {
            entity: e,
            key: actor_key(e, place, page),
            counted: 0,
            other: 0,
        });
        *(if counts { &mut used.counted } else { &mut used.other }) += 1;
        used.key.clone()
    }

    /// Everybody by key, with all their names.
    fn actors(&mut self) -> BTreeMap<String, Named> {
        let mut all: BTreeMap<String, Named> = BTreeMap::new();
        for used in std::mem::take(&mut self.ways).into_values() {
            if let Some(key) = used.key {
                all.entry(key).or_default().add(used.entity, used.counted, used.counted + used.other);
            }
        }
        all
    }
}

fn is_actor(e: &Entity<Char>) -> bool {
    match e.kind {
        EntityKind::Person | EntityKind::Group | EntityKind::State => true,
        // "Russian warplanes struck the city": whose they are is who did it.
        EntityKind::Equipment => e.country.is_some(),
        EntityKind::Civilians | EntityKind::Facility => false,
    }
}

/// Whether the claim takes part: ties that are only implied wait to be asked for; a capture's holding does not.
fn takes_part(claim: &Claim<Char>, include_implied: bool) -> bool {
    include_implied || claim.kind != Kind::Relation || !claim.is_implied()
}

/// The ids of all claims that a set of grounds rests on.
pub(crate) fn claim_ids<'g>(all: impl IntoIterator<Item = &'g Grounds>) -> FxHashSet<&'g str> {
    all.into_iter().flat_map(|g| g.claims.iter().map(|c| c.id.as_str())).collect()
}
