//! A claim as tellings are compared: what happened, who, to whom, where, when; and nothing of who says so.
//!
//! Claims with one profile tell the same in the same detail, and are compared once. "Rebels seized the town on Friday",
//! "the town was seized on Friday" and "rebels seized the town this week" are three profiles of what may be one event.

use crate::sourced::Sourced;
use crate::who::{Match, Who};
use froissart_model::{Basis, Char, Claim, Day, FigureScope, Holds, Kind, Place, Told, fold};
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};

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
    page: Option<String>,
}

impl Where {
    fn of(p: &Place<Char>, page: &str) -> Self {
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
            page: (!is_known).then(|| page.to_owned()),
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
    pub(crate) actor: Vec<u32>,
    pub(crate) recipient: Vec<u32>,
    pub(crate) place: Vec<u32>,
    /// How: `aerial`, `explosives`, `capture` …
    pub(crate) modes: Vec<u32>,
}

/// Values met again and again, each once.
#[derive(Default)]
pub(crate) struct Table {
    pub(crate) words: Vec<String>,
    word_of: FxHashMap<String, u32>,
    pub(crate) who: Vec<Who>,
    who_of: FxHashMap<Who, u32>,
    pub(crate) places: Vec<Where>,
    place_of: FxHashMap<Where, u32>,
}

impl Table {
    pub(crate) fn word(&mut self, word: &str) -> u32 {
        if let Some(&n) = self.word_of.get(word) {
            return n;
        }
        let n = self.words.len() as u32;
        self.words.push(word.to_owned());
        self.word_of.insert(word.to_owned(), n);
        n
    }
    fn who(&mut self, who: Who) -> u32 {
        if let Some(&n) = self.who_of.get(&who) {
            return n;
        }
        let n = self.who.len() as u32;
        self.who.push(who.clone());
        self.who_of.insert(who, n);
        n
    }
    fn place(&mut self, place: Where) -> u32 {
        if let Some(&n) = self.place_of.get(&place) {
            return n;
        }
        let n = self.places.len() as u32;
        self.places.push(place.clone());
        self.place_of.insert(place, n);
        n
    }

    pub(crate) fn profile(&mut self, s: &Sourced, is_capture: bool) -> Option<Profile> {
        let c = &s.claim;
        let family = self.word(&family(c)?);
        let mut modes: Vec<u32> = c.modes.iter().map(|m| self.word(m)).collect();
        if is_capture {
            modes.push(self.word(CAPTURE));
        }
        let mut place: Vec<u32> = c.place.iter().map(|p| self.place(Where::of(p, &s.page_id))).collect();
        let mut actor = self.parties(&c.actor);
        let mut recipient = self.parties(&c.recipient);
        // Who met whom has no direction.
        if matches!(c.type_.as_str(), "CONSULT" | "AGREE" | "COOPERATE") || c.kind == Kind::Agreement {
            actor.append(&mut recipient);
        }
        for list in [&mut modes, &mut place, &mut actor, &mut recipient] {
            list.sort_unstable();
            list.dedup();
        }
        Some(Profile { family, when: when(s), actor, recipient, place, modes })
    }

    fn parties(&mut self, list: &[froissart_model::Entity<Char>]) -> Vec<u32> {
        list.iter().filter_map(Who::of).map(|w| self.who(w)).collect()
    }
}

/// What sort of event a claim tells of; `None` for what is no event: ties, holdings, judgements.
fn family(c: &Claim<Char>) -> Option<String> {
    match c.kind {
        Kind::Event if c.type_ == "COERCE" && c.modes.iter().any(|m| m == "seize") && !c.place.is_empty() => {
            // Taken with a fight or without: that is what the tellings differ in.
            Some("ASSAULT".to_owned())
        }
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

/// Days since 1970-01-01.
fn number(day: Day) -> i32 {
    jiff::civil::date(1970, 1, 1).until(day).map_or(0, |s| s.get_days())
}

pub(crate) fn when(s: &Sourced) -> When {
    let c = &s.claim;
    let news = || match s.day() {
        Some(d) if c.told == Told::News => When::News(number(d)),
        _ => When::Open,
    };
    let Some(h) = &c.happened else { return news() };
    if h.holds == Holds::Repeated {
        return When::Open;
    }
    match (h.from, h.to, h.basis) {
        // What only follows, and what the page's day bounds, is news of the page.
        (_, _, Basis::Page | Basis::Implied) | (None, _, _) => news(),
        (Some(from), Some(to), _) if to >= from && number(to) - number(from) <= LONGEST => {
            When::Told(number(from), number(to))
        }
        _ => When::Open,
    }
}

/// The events that take a town: the words are those of a claim that somebody holds it.
pub(crate) fn captures(claims: &[&Sourced]) -> BTreeSet<usize> {
    let taken: BTreeMap<(&str, usize), Vec<&Claim<Char>>> = claims.iter().fold(BTreeMap::new(), |mut all, s| {
        let c = &s.claim;
        if c.kind == Kind::Control && !matches!(c.happened.as_ref().map(|h| h.basis), Some(Basis::Tense)) {
            all.entry((s.page_id.as_str(), c.evidence.sentence)).or_insert_with(Vec::new).push(c);
        }
        all
    });
    let overlaps = |a: &Claim<Char>, b: &Claim<Char>| {
        a.evidence.span.begin < b.evidence.span.end && b.evidence.span.begin < a.evidence.span.end
    };
    let same_place = |a: &Claim<Char>, b: &Claim<Char>| {
        a.place
            .iter()
            .any(|x| b.place.iter().any(|y| x.span == y.span || (x.geonames.is_some() && x.geonames == y.geonames)))
    };
    claims
        .iter()
        .enumerate()
        .filter(|(_, s)| {
            let c = &s.claim;
            let by_type = c.acled.as_ref().is_some_and(|a| a.sub_event_type.contains("territory"));
            c.kind == Kind::Event
                && matches!(c.type_.as_str(), "ASSAULT" | "COERCE")
                && (by_type
                    || taken.get(&(s.page_id.as_str(), c.evidence.sentence)).is_some_and(|all| {
                        all.iter().any(|t| {
                            overlaps(t, c) && same_place(t, c) && matches!(t.status.as_deref(), None | Some("held"))
                        })
                    }))
        })
        .map(|(n, _)| n)
        .collect()
}
