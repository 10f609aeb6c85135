//! A claim as tellings are compared: what happened, who, to whom, where, when; and nothing of who says so.
//!
//! Claims with one profile tell the same in the same detail, and are compared once. "Rebels seized the town on Friday",
//! "the town was seized on Friday" and "rebels seized the town this week" are three profiles of what may be one event.

use crate::mention::Mentions;
use crate::sourced::{Sourced, day_number};
use crate::who::{Match, Who};
use froissart_model::{Basis, Char, Claim, Day, FigureScope, Holds, Kind, Place, Told, fold};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Days before its page in which an undated piece of news has happened; what is older is told with its day, or as
/// background. Three days span a weekend.
const NEWS_DAYS: i32 = 2;
/// The longest time, in days, in which one act can be looked for: "last week", "since 27 November".
const LONGEST: i32 = 13;

/// The mode of an act that takes a town; PLOVER has none.
pub(crate) const CAPTURE: &str = "capture";

/// When, as far as the words and the page tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum When {
    /// The words give the days; day numbers, inclusive.
    Told(i32, i32),
    /// The page's day bounds it; news of the days before.
    News(i32),
    /// Nobody knows, or too long to look in.
    Open,
}

impl When {
    /// The first and last day on which it can have been.
    pub(crate) fn window(self) -> Option<(i32, i32)> {
        match self {
            Self::Told(from, to) => Some((from, to)),
            Self::News(day) => Some((day - NEWS_DAYS, day)),
            Self::Open => None,
        }
    }
    pub(crate) fn days(self) -> i32 {
        self.window().map_or(i32::MAX, |(from, to)| to - from + 1)
    }
}

/// A place as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Where {
    geonames: Option<u64>,
    /// "west of", "outskirts"; empty where the place itself is meant.
    relation: String,
    country: Option<String>,
    admin1: Option<String>,
    /// Which holds its towns: a first-level region, or a country; none for a point.
    region: Option<Region>,
    /// The folded name.
    name: String,
    /// Degrees north and east in thousandths, and the radius in kilometres.
    point: Option<(i32, i32, i32)>,
    /// The page, where nothing else tells which "city" or "border" is meant.
    page: Option<u32>,
}

impl Where {
    fn of(p: &Place<Char>, page: u32) -> Self {
        let milli = |d: f64| (d * 1000.0).round() as i32;
        let point =
            p.lat.zip(p.lon).map(|(lat, lon)| (milli(lat), milli(lon), p.radius_km.unwrap_or(5.0).round() as i32));
        let is_known = p.geonames.is_some() || point.is_some();
        Self {
            geonames: p.geonames,
            relation: p.relation.as_deref().map(fold).unwrap_or_default(),
            country: p.country.clone(),
            admin1: p.admin1.as_deref().map(fold),
            region: match p.precision.as_deref() {
                Some("country") => Some(Region::Country),
                Some("admin1" | "region") => Some(Region::First),
                _ => None,
            },
            name: fold(p.name.as_deref().unwrap_or(&p.text)),
            point,
            page: (!is_known).then_some(page),
        }
    }

    /// The key by which tellings of the same place are found.
    pub(crate) fn key(&self) -> Option<String> {
        match (self.geonames, self.point) {
            (Some(g), _) => Some(format!("g{g}")),
            // A tenth of a degree is a large town.
            (None, Some((lat, lon, _))) => Some(format!("p{} {}", lat.div_euclid(100), lon.div_euclid(100))),
            (None, None) => self.page.as_ref().map(|p| format!("{} {p}", self.name)),
        }
    }

    pub(crate) fn goes_with(&self, other: &Self) -> Match {
        let same_words = self.relation == other.relation;
        if self.geonames.is_some() && self.geonames == other.geonames {
            return if same_words { Match::Same } else { Match::Vague };
        }
        if let (Some(a), Some(b)) = (self.point, other.point) {
            if self.geonames.is_none() && other.geonames.is_none() && self.name == other.name && same_words {
                return Match::Same;
            }
            if self.region.is_some() || other.region.is_some() {
                return self.in_region(other);
            }
            return if kilometres(a, b) <= f64::from(a.2 + b.2) { Match::Vague } else { Match::Apart };
        }
        // "The city" is the same on one page; on two it may be any.
        if self.page.is_some() && self.page == other.page && self.name == other.name && same_words {
            return Match::Same;
        }
        if matches!((&self.country, &other.country), (Some(a), Some(b)) if a != b) {
            Match::Apart
        } else {
            Match::Vague
        }
    }

    /// Whether one lies in the other: by the country, by the region's name, or by the distance.
    fn in_region(&self, other: &Self) -> Match {
        let (region, town) = if self.region >= other.region { (self, other) } else { (other, self) };
        if region.country != town.country {
            return Match::Apart;
        }
        let by_name = town.admin1.as_ref().is_some_and(|a| a.contains(&region.name));
        let by_distance =
            matches!((region.point, town.point), (Some(a), Some(b)) if kilometres(a, b) <= f64::from(a.2 + b.2));
        let holds = region.region == Some(Region::Country) || by_name || by_distance;
        if holds { Match::Vague } else { Match::Apart }
    }
}

/// A place that holds others; the larger is greater.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Region {
    First,
    Country,
}

/// The great-circle distance.
fn kilometres(a: (i32, i32, i32), b: (i32, i32, i32)) -> f64 {
    let rad = |milli: i32| (f64::from(milli) / 1000.0).to_radians();
    let (lat_a, lat_b) = (rad(a.0), rad(b.0));
    let h =
        ((lat_a - lat_b) / 2.0).sin().powi(2) + lat_a.cos() * lat_b.cos() * ((rad(a.1) - rad(b.1)) / 2.0).sin().powi(2);
    // The mean radius of the Earth, IUGG.
    2.0 * 6371.009 * h.sqrt().min(1.0).asin()
}

/// What a claim tells, and how exactly. Parties and places are numbers of [`Table`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Profile {
    /// What sort of event; only those of one family can be one.
    pub(crate) family: u32,
    pub(crate) when: When,
    pub(crate) actor: Few,
    pub(crate) recipient: Few,
    pub(crate) place: Few,
    /// How: `aerial`, `explosives`, `capture` …
    pub(crate) modes: Few,
}

/// A few numbers, in order.
pub(crate) type Few = SmallVec<[u32; 4]>;

/// Values met again and again, each once, in the order in which they are met.
pub(crate) struct Table<'m, 'a> {
    mentions: &'m Mentions<'a>,
    pub(crate) words: Vec<String>,
    word_of: FxHashMap<String, u32>,
    families: FxHashMap<FamilyKey<'a>, u32>,
    pub(crate) who: Vec<&'m Who>,
    who_of: FxHashMap<&'m Who, u32>,
    /// The number of somebody by the way of naming; none as long as it is not met.
    of_way: Vec<Option<u32>>,
    pub(crate) places: Vec<Where>,
    place_of: FxHashMap<Where, u32>,
    /// The number of a place by the way of naming and the page, where only that tells which is meant.
    of_site: FxHashMap<(u32, Option<u32>), u32>,
    /// For each party and each place, by its number, the hash of the key by which tellings of it are found.
    pub(crate) who_keys: Vec<Option<u32>>,
    pub(crate) place_keys: Vec<Option<u32>>,
}

impl<'m, 'a> Table<'m, 'a> {
    pub(crate) fn new(mentions: &'m Mentions<'a>) -> Self {
        Self {
            mentions,
            words: Vec::new(),
            word_of: FxHashMap::default(),
            families: FxHashMap::default(),
            who: Vec::new(),
            who_of: FxHashMap::default(),
            of_way: vec![None; mentions.ways.len()],
            places: Vec::new(),
            place_of: FxHashMap::default(),
            of_site: FxHashMap::default(),
            who_keys: Vec::new(),
            place_keys: Vec::new(),
        }
    }

    fn word(&mut self, word: &str) -> u32 {
        if let Some(&n) = self.word_of.get(word) {
            return n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.word_of.insert(word.to_owned(), n);
        n
    }

    fn who(&mut self, way: u32) -> Option<u32> {
        let who = self.mentions.ways[way as usize].who.as_ref()?;
        if self.of_way[way as usize].is_none() {
            let next = self.who.len() as u32;
            let n = *self.who_of.entry(who).or_insert(next);
            if n == next {
                self.who.push(who);
                self.who_keys.push(who.key().map(|k| hash(&k)));
            }
            self.of_way[way as usize] = Some(n);
        }
        self.of_way[way as usize]
    }

    fn place(&mut self, site: u32, page: u32) -> u32 {
        let p = self.mentions.sites[site as usize];
        let is_known = p.geonames.is_some() || p.lat.is_some() && p.lon.is_some();
        let key = (site, (!is_known).then_some(page));
        if let Some(&n) = self.of_site.get(&key) {
            return n;
        }
        let place = Where::of(p, page);
        let next = self.places.len() as u32;
        let n = *self.place_of.entry(place.clone()).or_insert(next);
        if n == next {
            self.place_keys.push(place.key().map(|k| hash(&k)));
            self.places.push(place);
        }
        self.of_site.insert(key, n);
        n
    }

    /// The profile of the claim of this number; `None` for what is no event.
    pub(crate) fn profile(&mut self, n: usize, is_capture: bool) -> Option<Profile> {
        let m = self.mentions;
        // Ties, holdings and judgements are no events.
        if matches!(m.heads[n].kind, Kind::Relation | Kind::Control | Kind::Assessment) {
            return None;
        }
        let c = &m.claims[n].claim;
        let key = family_key(c);
        let known = self.families.get(&key).copied();
        let family = if let Some(family) = known {
            family
        } else {
            let number = self.word(&family(c)?);
            self.families.insert(key, number);
            number
        };
        let mut modes: Few = c.modes.iter().map(|m| self.word(m)).collect();
        if is_capture {
            modes.push(self.word(CAPTURE));
        }
        let mut place: Few = m.places.of(n).iter().map(|&p| self.place(p, m.pages[n])).collect();
        let mut actor: Few = m.actors.of(n).iter().filter_map(|&w| self.who(w)).collect();
        let mut recipient: Few = m.recipients.of(n).iter().filter_map(|&w| self.who(w)).collect();
        // Who met whom has no direction.
        if matches!(c.type_.as_str(), "CONSULT" | "AGREE" | "COOPERATE") || c.kind == Kind::Agreement {
            actor.append(&mut recipient);
        }
        for list in [&mut modes, &mut place, &mut actor, &mut recipient] {
            list.sort_unstable();
            list.dedup();
        }
        Some(Profile { family, when: when(m.claims[n], m.days[n]), actor, recipient, place, modes })
    }
}

/// A short key of a key: a collision costs a comparison and changes nothing.
fn hash(key: &str) -> u32 {
    use std::hash::Hasher as _;
    let mut h = rustc_hash::FxHasher::default();
    h.write(key.as_bytes());
    // Zero is for claims without a place.
    (h.finish() >> 32) as u32 | 1
}

/// All of a claim that its family hangs on: kind and type, subject or what is counted, scope, and whether it seizes.
type FamilyKey<'a> = (Kind, &'a str, Option<&'a str>, Option<FigureScope>, bool);

fn family_key(c: &Claim<Char>) -> FamilyKey<'_> {
    let figure = c.figure.as_ref().filter(|_| c.kind == Kind::Figure);
    let what = figure.map(|f| f.of.as_str()).or(c.subject.as_deref());
    (c.kind, &c.type_, what, figure.map(|f| f.scope), seizes(c))
}

fn seizes(c: &Claim<Char>) -> bool {
    c.kind == Kind::Event && c.type_ == "COERCE" && c.modes.iter().any(|m| m == "seize") && !c.place.is_empty()
}

/// What sort of event a claim tells of; `None` for what is no event: ties, holdings, judgements.
fn family(c: &Claim<Char>) -> Option<String> {
    match c.kind {
        // Taken with a fight or without: that is what the tellings differ in.
        Kind::Event if seizes(c) => Some("ASSAULT".to_owned()),
        Kind::Event => Some(c.type_.clone()),
        Kind::Statement => Some(format!("says {} {}", c.type_, c.subject.as_deref().unwrap_or(""))),
        Kind::Agreement => Some(format!("agreement {}", c.subject.as_deref().unwrap_or(&c.type_))),
        Kind::Figure => {
            let f = c.figure.as_ref()?;
            let scope = match f.scope {
                FigureScope::Event => "",
                FigureScope::Total => " in all",
                FigureScope::Subset => " of these",
            };
            Some(format!("figure {}{scope}", f.of))
        }
        Kind::Relation | Kind::Control | Kind::Assessment => None,
    }
}

/// When it happened, of a page published on `day`.
pub(crate) fn when(s: &Sourced, day: Option<Day>) -> When {
    let c = &s.claim;
    let news = || match day {
        Some(d) if c.told == Told::News => When::News(day_number(d)),
        _ => When::Open,
    };
    let Some(h) = &c.happened else { return news() };
    if h.holds == Holds::Repeated {
        return When::Open;
    }
    match (h.from, h.to, h.basis) {
        // What only follows, and what the page's day bounds, is news of the page.
        (_, _, Basis::Page | Basis::Implied) | (None, _, _) => news(),
        (Some(from), Some(to), _) if to >= from && day_number(to) - day_number(from) <= LONGEST => {
            When::Told(day_number(from), day_number(to))
        }
        _ => When::Open,
    }
}

/// Which of the claims of these numbers are events that take a town: the words are those of a claim that somebody holds
/// it.
pub(crate) fn captures(m: &Mentions<'_>, numbers: &[u32]) -> Vec<bool> {
    let mut taken: FxHashMap<(u32, usize), Vec<&Claim<Char>>> = FxHashMap::default();
    for n in numbers.iter().map(|&n| n as usize).filter(|&n| m.heads[n].kind == Kind::Control) {
        let c = &m.claims[n].claim;
        if !matches!(m.heads[n].happened.map(|h| h.basis), Some(Basis::Tense)) {
            taken.entry((m.pages[n], c.evidence.sentence)).or_default().push(c);
        }
    }
    let overlaps = |a: &Claim<Char>, b: &Claim<Char>| {
        a.evidence.span.begin < b.evidence.span.end && b.evidence.span.begin < a.evidence.span.end
    };
    let same_place = |a: &Claim<Char>, b: &Claim<Char>| {
        a.place
            .iter()
            .any(|x| b.place.iter().any(|y| x.span == y.span || (x.geonames.is_some() && x.geonames == y.geonames)))
    };
    let is_capture = |n: usize| {
        let head = &m.heads[n];
        if head.kind != Kind::Event || !matches!(head.type_, "ASSAULT" | "COERCE") {
            return false;
        }
        let c = &m.claims[n].claim;
        let by_type = || c.acled.as_ref().is_some_and(|a| a.sub_event_type.contains("territory"));
        let by_holding = || {
            taken.get(&(m.pages[n], c.evidence.sentence)).is_some_and(|all| {
                all.iter()
                    .any(|t| overlaps(t, c) && same_place(t, c) && matches!(t.status.as_deref(), None | Some("held")))
            })
        };
        by_type() || by_holding()
    };
    numbers.iter().map(|&n| is_capture(n as usize)).collect()
}
