//! The claims in order, with keys for who and where, and with how each stands to the picture's day.
//!
//! "Rebels seized most of Aleppo, a war monitor said" becomes one [`Item`]: who, where, whose word, from when to when.
//! It judges nothing; the sections of the picture do.

use crate::aside;
use crate::decisions::{Remark, SetAside};
use crate::index::{ActorKey, Index, Keys, NamedKeys, PlaceKey};
use crate::names::{Named, NamedPlace, most_used};
use crate::types::{Account, ActorRef, ClaimRef, Grounds, Options, PlaceRef, Sourced, Standing, Timing};
use crate::voice::directness;
use froissart_model::{Basis, Char, Claim, Day, Holds, Kind, Told};
use froissart_testimony::{Accounts, Happened, Head};
use rustc_hash::FxHashSet;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// One claim, read once.
pub(crate) struct Item<'a> {
    /// Its number among all claims ([`Index::mentions`]).
    pub(crate) number: u32,
    pub(crate) sourced: &'a Sourced,
    pub(crate) claim: &'a Claim<Char>,
    /// What is asked of it most; the claim itself lies elsewhere in memory.
    pub(crate) head: &'a Head<'a>,
    pub(crate) published: Option<Day>,
    pub(crate) standing: Standing,
    /// Keys of persons, groups and states, in order.
    pub(crate) actors: Keys<ActorKey>,
    pub(crate) recipients: Keys<ActorKey>,
    /// Keys of all recipients, civilians, facilities and equipment included.
    pub(crate) targets: Keys<ActorKey>,
    pub(crate) places: Keys<PlaceKey>,
    /// Who vouches ([`Accounts::number`]): the innermost account, else the outlet, else the page.
    pub(crate) voice: u32,
    pub(crate) from: Option<Day>,
    pub(crate) to: Option<Day>,
    /// Whether a control claim tells of the act that brought it about.
    pub(crate) is_act: bool,
    /// How a state (a tie, a holding) stands to the world's day; `None` where it begins later.
    pub(crate) timing: Option<Timing>,
}

pub(crate) struct World<'a> {
    pub(crate) index: &'a Index<'a>,
    pub(crate) items: Vec<Item<'a>>,
    /// The numbers of the items of each kind: most sections ask for one.
    of_kind: BTreeMap<Kind, Vec<usize>>,
    /// The items' numbers among all claims.
    pub(crate) numbers: Vec<u32>,
    /// It is part of the wider world, with its pages whole.
    pub(crate) is_part: bool,
    pub(crate) accounts: Accounts,
    pub(crate) as_of: Option<Day>,
    actors: Vec<Option<Arc<ActorRef>>>,
    places: Vec<Option<Arc<PlaceRef>>>,
    /// Those of whom the words tell nothing but that they are a group, an alliance, forces.
    bare: BTreeSet<ActorKey>,
    /// How many claims name the actor.
    pub(crate) mentions: BTreeMap<ActorKey, usize>,
    /// Of each state's card, those who are shown as one under it.
    pub(crate) members: BTreeMap<ActorKey, Vec<Arc<ActorRef>>>,
    /// The claims that would take part but for a decision, by publication.
    pub(crate) set_aside: Vec<SetAside>,
    /// The notes beside the claims that take part, by id.
    remarks: BTreeMap<String, Vec<Remark>>,
    /// Items that are one event because an analyst says so.
    pub(crate) one_event: Vec<(usize, usize)>,
}

/// Which of the claims a picture is drawn from.
pub(crate) enum Take<'s> {
    /// Those that are about what was asked for.
    About,
    /// Those that name a state's organ or an actor of these keys, and are not about what was asked for.
    Elsewhere(&'s BTreeSet<String>),
}

impl<'a> World<'a> {
    /// The claims by id, each once; `as_of` falls back on the latest day of publication.
    ///
    /// `wider` is a world of more claims, if there is one: where it has the same pages whole, whose word a claim is need
    /// not be found again.
    pub(crate) fn new(index: &'a Index<'a>, options: &Options, take: &Take<'_>, wider: Option<&Self>) -> Self {
        let m = &index.mentions;
        let known = |n: usize| options.known_by.is_none_or(|k| m.days[n].is_none_or(|d| d <= k));
        let named_elsewhere: Vec<bool> = match take {
            Take::About => Vec::new(),
            Take::Elsewhere(keys) => m.ways.iter().map(|w| is_one_of(w.entity, keys)).collect(),
        };
        let is_taken = |n: usize| match take {
            Take::About => index.is_about[n],
            Take::Elsewhere(_) => {
                let mut ways = m.actors.of(n).iter().chain(m.recipients.of(n));
                !index.is_about[n] && ways.any(|&w| named_elsewhere[w as usize])
            }
        };
        let mut numbers: Vec<u32> = index
            .order
            .iter()
            .copied()
            .filter(|&n| takes_part(&m.heads[n as usize], options.include_implied))
            .filter(|&n| known(n as usize) && is_taken(n as usize))
            .collect();
        numbers.dedup_by(|a, b| {
            let (a, b) = (*a as usize, *b as usize);
            m.pages[a] == m.pages[b] && m.claims[a].claim.id == m.claims[b].claim.id
        });
        let as_of = options.as_of.or_else(|| numbers.iter().filter_map(|&n| m.days[n as usize]).max());
        let set_aside = aside::take_aside(&mut numbers, index, options);
        let remarks = aside::remarks(&numbers, m, options);
        let known_already = wider.and_then(|w| Some(w.accounts.some(&places_among(index, &w.numbers, &numbers)?)));
        let is_part = known_already.is_some();
        let accounts = known_already
            .unwrap_or_else(|| Accounts::among(m, &numbers, &options.testimony.families, &options.testimony.outlets));
        let mut items: Vec<Item<'a>> =
            numbers.iter().enumerate().map(|(at, &n)| item(index, n, accounts.number(at), as_of)).collect();
        let mut named = names(index, &numbers);
        let cards = if options.separate_organs { BTreeMap::new() } else { cards(index, &named, &items) };
        let state = |c: &str| index.state_names.get(c).map(most_used).or_else(|| options.state_names.get(c).cloned());
        let mut members: BTreeMap<ActorKey, Vec<(usize, Arc<ActorRef>)>> = BTreeMap::new();
        let mut states: BTreeMap<ActorKey, (&str, Named<'a>)> = BTreeMap::new();
        for (key, card) in &cards {
            let one = &named[key];
            members.entry(*card).or_default().push((one.count, Arc::new(one.actor(index.actor(*key), state))));
            let country = one.organ_of().unwrap_or_default();
            states.entry(*card).or_insert_with(|| (country, Named::default())).1.merge(one);
        }
        if !cards.is_empty() {
            let mut card_of: Vec<Option<ActorKey>> = vec![None; index.actor_count()];
            for (key, card) in &cards {
                card_of[key.0 as usize] = Some(*card);
            }
            for i in &mut items {
                // Who was counted is told as the words have it: "24 soldiers" are not their state.
                let targets = if i.head.kind == Kind::Figure { &mut Keys::new() } else { &mut i.targets };
                // And 2,000 soldiers who lay down their arms, or are given food, are not their state that does so.
                let is_theirs = i.head.kind == Kind::Event && matches!(i.head.type_, "RETREAT" | "AID");
                let counted = |all: &[froissart_model::Entity<Char>]| is_theirs && all.iter().any(is_counted);
                // Who is killed by name is not the state whose officer he was.
                let is_person = |e: &froissart_model::Entity<Char>| {
                    e.kind == froissart_model::EntityKind::Person && e.name.is_some()
                };
                let persons = i.head.type_ == "ASSAULT" && !i.claim.recipient.is_empty();
                let persons = persons && i.claim.recipient.iter().all(is_person);
                let (no_actors, no_targets) = (counted(&i.claim.actor), counted(&i.claim.recipient) || persons);
                let actors = if no_actors { &mut Keys::new() } else { &mut i.actors };
                let targets = if no_targets { &mut Keys::new() } else { targets };
                for keys in [actors, &mut i.recipients, targets] {
                    for key in keys.iter_mut() {
                        *key = card_of[key.0 as usize].unwrap_or(*key);
                    }
                    keys.sort_unstable();
                    keys.dedup();
                }
            }
        }
        let mut actors: Vec<Option<Arc<ActorRef>>> = vec![None; index.actor_count()];
        for (key, n) in &named {
            actors[key.0 as usize] = Some(Arc::new(n.actor(index.actor(*key), state)));
        }
        let risen: BTreeSet<&str> = named.values().filter(|n| n.is_irregular).filter_map(Named::country).collect();
        for (card, (country, n)) in &states {
            actors[card.0 as usize] = Some(Arc::new(n.state(
                index.actor(*card),
                country,
                index.state_names.get(country),
                options.state_names.get(*country),
                risen.contains(country),
            )));
        }
        named.retain(|k, _| !cards.contains_key(k));
        let bare = named.iter().filter(|(_, n)| n.is_bare()).map(|(k, _)| *k).collect();
        let mut mentions: BTreeMap<ActorKey, usize> = named.iter().map(|(k, n)| (*k, n.count)).collect();
        mentions.extend(states.iter().map(|(card, (_, n))| (*card, n.count)));
        let members = members.into_iter().map(|(card, mut m)| {
            m.sort_by(|a, b| (usize::MAX - a.0, &a.1.key).cmp(&(usize::MAX - b.0, &b.1.key)));
            (card, m.into_iter().map(|m| m.1).collect())
        });
        let (members, places) = (members.collect(), places(index, &numbers));
        let mut of_kind: BTreeMap<Kind, Vec<usize>> = BTreeMap::new();
        for (n, i) in items.iter().enumerate() {
            of_kind.entry(i.head.kind).or_default().push(n);
        }
        let one_event = aside::pairs(&items, options.decided.one_event());
        Self {
            index,
            items,
            of_kind,
            numbers,
            is_part,
            accounts,
            as_of,
            actors,
            places,
            bare,
            mentions,
            members,
            set_aside,
            remarks,
            one_event,
        }
    }

    fn who(&self, key: ActorKey) -> &Arc<ActorRef> {
        self.actors[key.0 as usize].as_ref().expect("every key of an item has a name")
    }
    fn site(&self, key: PlaceKey) -> &Arc<PlaceRef> {
        self.places[key.0 as usize].as_ref().expect("every place of an item has a name")
    }
    pub(crate) fn actor(&self, key: ActorKey) -> Arc<ActorRef> {
        Arc::clone(self.who(key))
    }
    pub(crate) fn actor_ref(&self, key: ActorKey) -> &ActorRef {
        self.who(key)
    }
    /// Whether it is no party that a picture could name: "groups", "an alliance".
    pub(crate) fn is_bare(&self, key: ActorKey) -> bool {
        self.bare.contains(&key)
    }
    pub(crate) fn name(&self, key: ActorKey) -> &str {
        &self.who(key).name
    }
    pub(crate) fn place(&self, key: PlaceKey) -> Arc<PlaceRef> {
        Arc::clone(self.site(key))
    }
    pub(crate) fn place_name(&self, key: PlaceKey) -> &str {
        &self.site(key).name
    }
    pub(crate) fn actor_refs<'k>(&self, keys: impl IntoIterator<Item = &'k ActorKey>) -> Vec<Arc<ActorRef>> {
        keys.into_iter().map(|k| self.actor(*k)).collect()
    }
    pub(crate) fn names<'k>(&self, keys: impl IntoIterator<Item = &'k ActorKey>) -> String {
        keys.into_iter().map(|k| self.name(*k)).collect::<Vec<_>>().join(", ")
    }

    /// What is printed of an item, with what was decided of it.
    fn claim_ref(&self, n: usize) -> Arc<ClaimRef> {
        let i = &self.items[n];
        let made = self.index.claim_ref(i.number);
        match if self.remarks.is_empty() { None } else { self.remarks.get(&i.claim.id) } {
            Some(remarks) => Arc::new(ClaimRef { decisions: remarks.clone(), ..ClaimRef::clone(made) }),
            None => Arc::clone(made),
        }
    }

    /// What the items of these numbers say it rests on.
    pub(crate) fn grounds<'n>(&self, numbers: impl IntoIterator<Item = &'n usize>) -> Grounds {
        let m = &self.index.mentions;
        let published = |n: usize| self.items[n].published;
        // By publication, and the items are sorted by id already.
        let mut numbers: Vec<(bool, Option<Day>, usize)> =
            numbers.into_iter().map(|&n| (published(n).is_none(), published(n), n)).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let mut heard: Vec<(u32, usize)> =
            numbers.iter().enumerate().map(|(at, n)| (self.items[n.2].voice, at)).collect();
        heard.sort_unstable();
        // One voice in ten papers is one account, as it is named most fully ("Monitor says" over "the Observatory said"
        // is the Observatory's), of the last day on which it was heard.
        let mut accounts: Vec<Account> = heard
            .chunk_by(|a, b| a.0 == b.0)
            .map(|same| {
                let day = same.iter().map(|(_, at)| numbers[*at].1).max().flatten();
                let length = |at: usize| {
                    let holders = m.holders.of(self.items[numbers[at].2].number as usize);
                    holders.first().map_or(0, |&way| m.ways[way as usize].name().chars().count())
                };
                let fullest = match same {
                    [(_, only)] => *only,
                    _ => same.iter().map(|(_, at)| *at).min_by_key(|&at| (usize::MAX - length(at), at)).unwrap_or(0),
                };
                let told = |at: usize| &self.index.claim_ref(self.items[numbers[at].2].number).account;
                // The outlet is that of the day: a paper without a page of the 2nd told nothing on the 2nd.
                let last = same.iter().map(|(_, at)| *at).find(|at| numbers[*at].1 == day).unwrap_or(fullest);
                Account { by: Arc::clone(&told(fullest).by), outlet: told(last).outlet.clone(), day }
            })
            .collect();
        accounts.sort();
        let items = || numbers.iter().map(|n| &self.items[n.2]);
        let last_told = numbers.iter().filter_map(|n| n.1).max();
        let directness = items().map(|i| directness(m, i.number)).min().unwrap_or(0);
        let claims = numbers.iter().map(|n| self.claim_ref(n.2)).collect();
        Grounds { accounts, claims, last_told, directness }
    }

    /// How many independent voices there are among these items.
    pub(crate) fn voices<'n>(&self, numbers: impl IntoIterator<Item = &'n usize>) -> usize {
        let mut all: Vec<u32> = numbers.into_iter().map(|&n| self.items[n].voice).collect();
        all.sort_unstable();
        all.dedup();
        all.len()
    }

    /// The items of one kind, with their numbers.
    pub(crate) fn of(&self, kind: Kind) -> impl Iterator<Item = (usize, &Item<'a>)> {
        self.of_kind.get(&kind).into_iter().flatten().map(|&n| (n, &self.items[n]))
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

/// Whether the words, or those that a pronoun stands for, count people: "2,000 Gondorian soldiers".
fn is_counted(e: &froissart_model::Entity<Char>) -> bool {
    e.count.is_some() || e.name.as_deref().is_some_and(|n| n.starts_with(|c: char| c.is_ascii_digit()))
}

/// How a state (a tie, a holding) stands to the day; `None` where it begins later. `is_act` is that of its item.
fn timing(
    head: &Head<'_>,
    c: &Claim<Char>,
    is_act: bool,
    published: Option<Day>,
    as_of: Option<Day>,
) -> Option<Timing> {
    let Some(day) = as_of else { return Some(Timing::Current) };
    let Some(h) = head.happened else {
        return match published {
            Some(p) if p > day => Some(Timing::Possible),
            Some(p) => Some(Timing::LastReported(p)),
            None => Some(Timing::Possible),
        };
    };
    if h.from.is_some_and(|f| f > day) {
        return None;
    }
    // "The town was held by the Brigade": the page itself speaks of what was, and not of what is.
    let is_its_word = h.basis == Basis::Page && !is_act && c.according_to.is_empty();
    if head.kind == Kind::Control && is_its_word && is_told_past(head, c) {
        return Some(Timing::Past);
    }
    if is_former(head, published) {
        return Some(Timing::Past);
    }
    // The state came about by an act within the interval ("captured last week"), and lasts after it.
    let is_act = is_act || matches!(h.basis, Basis::Implied | Basis::Page);
    if h.to.is_none_or(|t| t >= day) {
        // "Since Wednesday they have taken two towns": on some day since, and not from the first on.
        let holds = h.holds != Holds::Within && !(is_act && h.from != h.to);
        // What has been so for long, or came about on some day up to this one, is so on this day.
        let is_so_by_the_end = h.to == Some(day) && (holds || is_act);
        return Some(if holds && h.from.is_some() || is_so_by_the_end { Timing::Current } else { Timing::Possible });
    }
    let to = h.to.unwrap_or(day);
    let was_so_when_told = published.is_none_or(|p| to >= p);
    // What an act brought about lasts; "at one point" does not.
    Some(if is_act || (was_so_when_told && h.holds != Holds::Within) { Timing::LastReported(to) } else { Timing::Past })
}

/// "At one point the brigade lost half of the valley": so it was once, and nobody says when.
pub(crate) fn is_former(head: &Head<'_>, published: Option<Day>) -> bool {
    let is_undated = |h: Happened| h.basis == Basis::Words && h.from.is_none() && h.to >= published;
    head.kind == Kind::Control && head.told == Told::Background && head.happened.is_some_and(is_undated)
}

/// A holding told as a state, and as a fact.
fn is_told_past(head: &Head<'_>, c: &Claim<Char>) -> bool {
    Standing::of(c) == Standing::Fact && matches!(head.status, None | Some("held" | "shared"))
}

/// Whether a control claim tells of the act that brought it about ("captured", "withdrew from") and not of a state
/// ("holds", "remained in control"): what an act brought about lasts until somebody tells otherwise.
fn is_act(head: &Head<'_>, c: &Claim<Char>) -> bool {
    if head.kind != Kind::Control || !matches!(head.status, None | Some("held" | "lost")) {
        return false;
    }
    let file = c.rule.split('/').next().unwrap_or("");
    // The rules of PLOVER's types are of acts, and so are those of losing; of holding, the one of taking.
    let is_event = file.len() > 1 && file.bytes().all(|b| b.is_ascii_uppercase());
    is_event || file == "lost" || c.rule == "held/takes" || head.is_implied
}

impl Item<'_> {
    pub(crate) fn is_fact(&self) -> bool {
        self.standing == Standing::Fact
    }
    /// The last day on which it can have happened.
    pub(crate) fn last_day(&self) -> Option<Day> {
        self.to.or(self.from).or(self.published)
    }
    /// Whether the words, and not only the page, give a day.
    pub(crate) fn is_dated(&self) -> bool {
        self.from.is_some() && self.head.happened.is_some_and(|h| h.basis != Basis::Tense)
    }
}

/// Which actors are organs of one state, and the key of its card. Of two organs of which somebody says that they
/// fight or oppose each other, the one less spoken of stands for itself.
fn cards<'a>(
    index: &Index<'a>,
    named: &BTreeMap<ActorKey, Named<'a>>,
    items: &[Item<'a>],
) -> BTreeMap<ActorKey, ActorKey> {
    let mut cards: BTreeMap<ActorKey, ActorKey> =
        named.iter().filter_map(|(key, n)| Some((*key, index.card(n.organ_of()?)?))).collect();
    let mut apart: BTreeSet<ActorKey> = BTreeSet::new();
    let is_enmity = |i: &&Item<'_>| i.is_fact() && matches!(i.head.type_, "fights" | "opposes" | "ASSAULT");
    for i in items.iter().filter(is_enmity) {
        for &a in &i.actors {
            for &b in i.recipients.iter().filter(|b| **b != a) {
                if cards.get(&a).is_some_and(|x| cards.get(&b) == Some(x)) {
                    let weight = |k: ActorKey| (named[&k].count, std::cmp::Reverse(k));
                    apart.insert(if weight(a) < weight(b) { a } else { b });
                }
            }
        }
    }
    cards.retain(|key, _| !apart.contains(key));
    cards
}

/// Whether somebody has one of these keys, or is of a country that is among them.
fn is_one_of(e: &froissart_model::Entity<Char>, keys: &BTreeSet<String>) -> bool {
    [e.country.as_deref(), e.id.as_deref(), e.name.as_deref()].into_iter().flatten().any(|k| keys.contains(k))
}

/// The claim of this number as an item of a world of that day.
fn item<'a>(index: &'a Index<'a>, number: u32, voice: u32, as_of: Option<Day>) -> Item<'a> {
    let (m, n) = (&index.mentions, number as usize);
    let (s, head, published) = (m.claims[n], &m.heads[n], m.days[n]);
    let (from, to) = head.happened.map_or((None, published), |h| (h.from, h.to));
    let is_act = is_act(head, &s.claim);
    let NamedKeys { actors, recipients, targets, places } = index.named(number).clone();
    Item {
        number,
        sourced: s,
        claim: &s.claim,
        head,
        published,
        standing: Standing::told(head.certainty, head.negated),
        actors,
        recipients,
        targets,
        places,
        voice,
        from,
        to,
        is_act,
        timing: timing(head, &m.claims[n].claim, is_act, published, as_of),
    }
}

/// The places of `some` claims among `all`, both in the order of [`Index::order`]; none where a claim is not among them,
/// or a page has claims on both sides.
fn places_among(index: &Index<'_>, all: &[u32], some: &[u32]) -> Option<Vec<u32>> {
    let pages = &index.mentions.pages;
    let mut is_in: Vec<Option<bool>> = vec![None; index.mentions.page_count];
    let mut places = Vec::with_capacity(some.len());
    for (place, n) in all.iter().enumerate() {
        let is_one = some.get(places.len()) == Some(n);
        if is_one {
            places.push(place as u32);
        }
        if *is_in[pages[*n as usize] as usize].get_or_insert(is_one) != is_one {
            return None;
        }
    }
    (places.len() == some.len()).then_some(places)
}

/// Everybody whom these claims name by key, with all their names.
fn names<'a>(index: &Index<'a>, numbers: &[u32]) -> BTreeMap<ActorKey, Named<'a>> {
    // How often each is used of somebody who acts or is acted upon, and how often of a target.
    let mut times: Vec<(usize, usize)> = vec![(0, 0); index.uses.len()];
    for &n in numbers {
        let (actors, recipients) = (index.actors.of(n as usize), index.recipients.of(n as usize));
        for &u in actors.iter().chain(recipients).filter(|u| index.uses[**u as usize].is_actor) {
            times[u as usize].0 += 1;
        }
        for &u in recipients {
            times[u as usize].1 += 1;
        }
    }
    let mut all: BTreeMap<ActorKey, Named<'a>> = BTreeMap::new();
    for (used, (counted, other)) in index.uses.iter().zip(times).filter(|(_, t)| *t != (0, 0)) {
        if let Some(key) = used.key {
            all.entry(key).or_default().add(used.entity, counted, counted + other);
        }
    }
    all
}

/// The places of these claims by key, with all their names.
fn places(index: &Index<'_>, numbers: &[u32]) -> Vec<Option<Arc<PlaceRef>>> {
    let m = &index.mentions;
    let mut times = vec![0; m.sites.len()];
    for &n in numbers {
        for &p in m.places.of(n as usize) {
            times[p as usize] += 1;
        }
    }
    let mut all: Vec<Option<NamedPlace<'_>>> = (0..index.place_count()).map(|_| None).collect();
    let sites = m.sites.iter().zip(&index.site_names).zip(&index.sites);
    for (((p, name), key), times) in sites.zip(times).filter(|(_, times)| *times > 0) {
        if let Some(key) = key {
            all[key.0 as usize].get_or_insert_with(|| NamedPlace::new(p)).add(p, name, times);
        }
    }
    let named =
        |(n, place): (usize, Option<NamedPlace<'_>>)| Some(Arc::new(place?.place(index.place(PlaceKey(n as u32)))));
    all.into_iter().enumerate().map(named).collect()
}

/// Whether the claim takes part: ties that are only implied wait to be asked for; a capture's holding does not.
fn takes_part(head: &Head<'_>, include_implied: bool) -> bool {
    include_implied || head.kind != Kind::Relation || !head.is_implied
}

/// The ids of all claims that a set of grounds rests on.
pub(crate) fn claim_ids<'g>(all: impl IntoIterator<Item = &'g Grounds>) -> FxHashSet<&'g str> {
    all.into_iter().flat_map(|g| g.claims.iter().map(|c| c.id.as_str())).collect()
}
