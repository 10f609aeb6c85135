//! The claims in order, with keys for who and where, and with how each stands to the picture's day.
//!
//! "Syrian rebels" and "the rebels" in a sentence placed in Syria get one key; "Kurdish militia" keeps its own.
//! No name is invented: a bare "they" that the coder could not resolve has no key, and takes no part.

use crate::types::{Account, ActorRef, ClaimRef, Grounds, Options, PlaceRef, Sourced, Standing, Timing};
use froissart_model::{Basis, Char, Claim, Day, Entity, EntityKind, Holds, Interval, Kind, Place, fold};
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
}

impl<'a> World<'a> {
    /// The claims by id, each once; `as_of` falls back on the latest day of publication.
    pub(crate) fn new(sourced: &'a [Sourced], options: &Options) -> Self {
        let about = options.about.as_deref();
        let takes_part =
            |c: &Claim<Char>| takes_part(c, options.include_implied) && about.is_none_or(|a| is_about(c, a));
        let mut all: Vec<&Sourced> = sourced.iter().filter(|s| takes_part(&s.claim)).collect();
        all.sort_by(|a, b| (&a.claim.id, &a.page_id, &a.published).cmp(&(&b.claim.id, &b.page_id, &b.published)));
        all.dedup_by(|a, b| a.claim.id == b.claim.id && a.page_id == b.page_id);
        let as_of = options.as_of.or_else(|| all.iter().filter_map(|s| s.day()).max());
        let countries = page_countries(&all);
        let mut names = Names::default();
        let items = all.iter().map(|&s| names.item(s, countries.get(s.page_id.as_str()).copied())).collect();
        let mentions = names.actors.iter().map(|(k, n)| (k.clone(), n.count)).collect();
        let actors = names.actors.into_iter().map(|(key, n)| (key.clone(), n.actor(key))).collect();
        let places = names.places.into_iter().map(|(key, (n, p))| (key.clone(), place_ref(key, &n, p))).collect();
        Self { items, as_of, actors, places, mentions }
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
            let account = i.account();
            accounts.entry(&i.voice).and_modify(|a| a.day = a.day.max(account.day)).or_insert(account);
        }
        let mut accounts: Vec<Account> = accounts.into_values().collect();
        accounts.sort();
        let claims = items
            .iter()
            .map(|i| ClaimRef {
                id: i.claim.id.clone(),
                anchor: i.claim.anchor.clone(),
                page_id: i.sourced.page_id.clone(),
                account: i.account(),
                certainty: i.claim.certainty,
                evidence: i.claim.evidence.text.clone(),
            })
            .collect();
        Grounds { accounts, claims }
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
        if h.to.is_none_or(|t| t >= day) {
            let holds = h.holds != Holds::Within;
            // What has been so for long, or came about on some day up to this one, is so on this day.
            let is_so_by_the_end = h.to == Some(day) && (holds || follows_from_act(h));
            return Some(if holds && h.from.is_some() || is_so_by_the_end {
                Timing::Current
            } else {
                Timing::Possible
            });
        }
        let to = h.to.unwrap_or(day);
        let was_so_when_told = i.published.is_none_or(|p| to >= p);
        // What an act brought about lasts; "at one point" does not.
        Some(if follows_from_act(h) || (was_so_when_told && h.holds != Holds::Within) {
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

impl Item<'_> {
    fn account(&self) -> Account {
        Account {
            by: self.claim.according_to.iter().map(|e| e.name.clone().unwrap_or_else(|| e.text.clone())).collect(),
            outlet: self.sourced.outlet.clone(),
            day: self.published,
        }
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

/// Whether the words of `about` stand in a name of the claim.
fn is_about(claim: &Claim<Char>, about: &str) -> bool {
    let about = format!(" {} ", fold(about));
    let entities = claim.actor.iter().chain(&claim.recipient).chain(&claim.according_to);
    entities
        .flat_map(|e| [e.id.as_deref(), e.name.as_deref(), Some(e.text.as_str())])
        .chain(claim.place.iter().flat_map(|p| [p.name.as_deref(), Some(p.text.as_str())]))
        .flatten()
        .any(|name| format!(" {} ", fold(name)).contains(&about))
}

/// The country that most places of a page lie in, where one leads.
fn page_countries<'a>(all: &[&'a Sourced]) -> BTreeMap<&'a str, &'a str> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for s in all {
        for country in s.claim.place.iter().filter_map(|p| p.country.as_deref()) {
            *counts.entry(&s.page_id).or_default().entry(country).or_default() += 1;
        }
    }
    counts
        .into_iter()
        .filter_map(|(page, countries)| {
            let most = *countries.values().max()?;
            let mut leading = countries.into_iter().filter(|&(_, n)| n == most);
            let first = leading.next()?;
            leading.next().is_none().then_some((page, first.0))
        })
        .collect()
}

#[derive(Default)]
struct Named {
    count: usize,
    texts: BTreeMap<String, usize>,
    /// The mention that says most: country and sector where any gives them.
    country: Option<String>,
    sector: Option<String>,
    kind: Option<EntityKind>,
}

impl Named {
    fn actor(self, key: String) -> ActorRef {
        let kind = self.kind.unwrap_or(EntityKind::Group);
        ActorRef { name: most_used(&self.texts), country: self.country, sector: self.sector, kind, key }
    }
}

/// The most used text; of equals the shortest, then the first.
fn most_used(texts: &BTreeMap<String, usize>) -> String {
    texts
        .iter()
        .min_by_key(|(t, n)| (usize::MAX - **n, t.chars().count(), t.as_str()))
        .map_or_else(String::new, |(t, _)| t.clone())
}

#[derive(Default)]
struct Names<'a> {
    actors: BTreeMap<String, Named>,
    places: BTreeMap<String, (BTreeMap<String, usize>, &'a Place<Char>)>,
}

impl<'a> Names<'a> {
    fn item(&mut self, s: &'a Sourced, page_country: Option<&str>) -> Item<'a> {
        let c = &s.claim;
        let country = c.place.iter().find_map(|p| p.country.as_deref()).or(page_country);
        let places: Vec<String> = c.place.iter().filter_map(|p| self.place(p)).collect();
        let mut keys = |list: &[Entity<Char>], only_actors: bool| -> Vec<String> {
            let mut keys: Vec<String> = list
                .iter()
                .filter(|e| !only_actors || is_actor(e))
                .filter_map(|e| self.entity(e, country, &s.page_id, only_actors))
                .collect();
            keys.sort();
            keys.dedup();
            keys
        };
        let (actors, recipients) = (keys(&c.actor, true), keys(&c.recipient, true));
        let targets = keys(&c.recipient, false);
        let published = s.day();
        let (from, to) = c.happened.as_ref().map_or((None, published), |h| (h.from, h.to));
        let voice = match c.according_to.first() {
            Some(e) if e.id.is_some() || e.name.is_some() => {
                format!("by {}", fold(e.id.as_deref().or(e.name.as_deref()).unwrap_or("")))
            }
            // "Sources" of two papers are not known to be the same.
            Some(e) => {
                format!("by {} in {}", fold(&e.text), s.outlet.as_deref().map_or_else(|| s.page_id.clone(), fold))
            }
            None => s.outlet.as_deref().map_or_else(|| format!("page {}", s.page_id), |o| format!("in {}", fold(o))),
        };
        let standing = Standing::of(c);
        Item { sourced: s, claim: c, published, standing, actors, recipients, targets, places, voice, from, to }
    }

    fn entity(&mut self, e: &Entity<Char>, place: Option<&str>, page: &str, counts: bool) -> Option<String> {
        let key = actor_key(e, place, page)?;
        let named = self.actors.entry(key.clone()).or_default();
        named.count += usize::from(counts);
        *named.texts.entry(e.name.clone().unwrap_or_else(|| without_article(&e.text))).or_default() += 1;
        // The least of equals, so that the order of the claims does not matter.
        let least = |a: &mut Option<String>, b: Option<&String>| {
            if let Some(b) = b.filter(|b| a.as_ref().is_none_or(|a| *b < a)) {
                *a = Some(b.clone());
            }
        };
        least(&mut named.country, e.country.as_ref());
        least(&mut named.sector, e.sector.as_ref());
        if named.kind.is_none_or(|k| (e.kind as u8) < k as u8) {
            named.kind = Some(e.kind);
        }
        Some(key)
    }

    fn place(&mut self, p: &'a Place<Char>) -> Option<String> {
        let core = p.geonames.map_or_else(|| fold(p.name.as_deref().unwrap_or(&p.text)), |g| format!("geonames:{g}"));
        if core.is_empty() {
            return None;
        }
        let relation = p.relation.as_deref().unwrap_or("");
        let key = if relation.is_empty() { core } else { format!("{core} | {}", fold(relation)) };
        let plain = p.name.clone().unwrap_or_else(|| without_article(&p.text));
        let name = match relation {
            "" => plain,
            r if r.ends_with(" of") => format!("{r} {plain}"),
            r => format!("{r} of {plain}"),
        };
        let (names, known) = self.places.entry(key.clone()).or_insert_with(|| (BTreeMap::new(), p));
        *names.entry(name).or_default() += 1;
        if known.lat.is_none() && p.lat.is_some() {
            *known = p;
        }
        Some(key)
    }
}

fn place_ref(key: String, names: &BTreeMap<String, usize>, p: &Place<Char>) -> PlaceRef {
    PlaceRef { key, name: most_used(names), country: p.country.clone(), lat: p.lat, lon: p.lon }
}

fn is_actor(e: &Entity<Char>) -> bool {
    matches!(e.kind, EntityKind::Person | EntityKind::Group | EntityKind::State)
}

fn without_article(text: &str) -> String {
    let rest = ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|a| text.strip_prefix(a));
    rest.filter(|r| !r.trim().is_empty()).unwrap_or(text).to_owned()
}

/// Heads and modifiers that name nobody in particular.
const GENERIC: &[&str] = &[
    "administration",
    "air",
    "anti",
    "armed",
    "army",
    "attackers",
    "authorities",
    "authority",
    "commander",
    "commanders",
    "fighter",
    "fighters",
    "force",
    "forces",
    "government",
    "ground",
    "group",
    "groups",
    "gunmen",
    "insurgent",
    "insurgents",
    "jets",
    "leader",
    "leaders",
    "local",
    "men",
    "militant",
    "militants",
    "military",
    "militia",
    "militias",
    "navy",
    "official",
    "officials",
    "opposition",
    "police",
    "pro",
    "rebel",
    "rebels",
    "regime",
    "security",
    "side",
    "sides",
    "soldier",
    "soldiers",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "troops",
    "units",
    "warplanes",
];
/// Words that stand for somebody named elsewhere.
const PRONOUNS: &[&str] = &[
    "all", "both", "each", "everyone", "he", "her", "him", "his", "i", "it", "its", "many", "one", "others", "she",
    "some", "somebody", "someone", "that", "their", "them", "these", "they", "this", "those", "us", "we", "which",
    "who", "you",
];
/// Sectors whose unnamed members belong to the country where they act.
const DOMESTIC: &[&str] = &["REB", "OPP", "UAF", "PRM", "CRM"];

/// Whether a word is the adjective of a country: its code's letters stand in it in order, the first first.
fn is_demonym(word: &str, country: &str) -> bool {
    let mut letters = word.chars();
    let code = country.to_ascii_lowercase();
    word.len() >= 4 && word.starts_with(&code[..1]) && code.chars().all(|c| letters.any(|l| l == c))
}

/// The key by which mentions of the same actor are brought together; `None` where the words name nobody.
fn actor_key(e: &Entity<Char>, place: Option<&str>, page: &str) -> Option<String> {
    let country = e.country.as_deref();
    let with_country = |what: &str| country.map_or_else(|| what.to_owned(), |c| format!("{c} {what}"));
    if let Some(id) = &e.id {
        return Some(format!("id:{id}"));
    }
    if let Some(name) = e.name.as_deref().map(fold).filter(|n| !n.is_empty()) {
        return Some(with_country(&name));
    }
    let folded = fold(&e.text);
    let is_plain = |w: &str| {
        GENERIC.contains(&w)
            || PRONOUNS.contains(&w)
            || w == "the"
            || w.chars().all(|c| c.is_ascii_digit())
            || country.is_some_and(|c| c.len() == 3 && c.is_ascii() && is_demonym(w, c))
    };
    if !folded.split(' ').all(is_plain) {
        return Some(with_country(&folded));
    }
    let sector = e.sector.as_deref()?;
    if let Some(country) = country {
        return Some(format!("{country} {sector}"));
    }
    if folded.split(' ').all(|w| PRONOUNS.contains(&w)) {
        return None;
    }
    match place.filter(|_| DOMESTIC.contains(&sector)) {
        Some(country) => Some(format!("{country} {sector}")),
        // Rebels of nowhere in particular are the same on one page only.
        None => Some(format!("{sector} {folded} on {page}")),
    }
}

/// Whether the claim takes part: ties that are only implied wait to be asked for; a capture's holding does not.
fn takes_part(claim: &Claim<Char>, include_implied: bool) -> bool {
    include_implied || claim.kind != Kind::Relation || !claim.is_implied()
}
