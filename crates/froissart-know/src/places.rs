//! Where a name lies: the packed gazetteer, and the choice among places of one name.
//!
//! Finds no names in text, and draws no borders. "Ain al-Arab" is found under its own spelling or its romanisation key;
//! "Alexandria" beside "Rapides Parish" is the one in Louisiana, beside "Cairo" the one in Egypt.
//! The file's layout and the folding stand in data/places/README.md.

mod around;
mod choose;
mod fallback;
mod packed;
mod part;
pub(crate) mod sound;

pub use around::{Relation, relation};
pub use choose::{Asked, FEATURES, Weighed};

use crate::fold::fold;
use froissart_model::Place;
use packed::{Posting, Tables};
use sound::{sound, strip_article, strip_generic};
use std::sync::OnceLock;

const PACKED: &[u8] = include_bytes!("../../../data/places/gazetteer.bin");

/// What a place is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say it; data/places/README.md has one line each")]
pub enum PlaceKind {
    City,
    Capital,
    Seat,
    Admin1,
    Admin2,
    Country,
    Continent,
    Region,
    Water,
    River,
    Island,
    Landform,
    Site,
    Village,
    Territory,
}

impl PlaceKind {
    const ALL: [Self; 15] = [
        Self::City,
        Self::Capital,
        Self::Seat,
        Self::Admin1,
        Self::Admin2,
        Self::Country,
        Self::Continent,
        Self::Region,
        Self::Water,
        Self::River,
        Self::Island,
        Self::Landform,
        Self::Site,
        Self::Village,
        Self::Territory,
    ];
    /// The kind's name in the output: `admin1`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::City => "city",
            Self::Capital => "capital",
            Self::Seat => "seat",
            Self::Admin1 => "admin1",
            Self::Admin2 => "admin2",
            Self::Country => "country",
            Self::Continent => "continent",
            Self::Region => "region",
            Self::Water => "water",
            Self::River => "river",
            Self::Island => "island",
            Self::Landform => "landform",
            Self::Site => "site",
            Self::Village => "village",
            Self::Territory => "territory",
        }
    }
    /// How finely such a place tells where: city, admin2, admin1, country or area.
    pub fn precision(self) -> &'static str {
        match self {
            Self::City | Self::Capital | Self::Seat | Self::Village | Self::Site => "city",
            Self::Admin1 => "admin1",
            Self::Admin2 => "admin2",
            Self::Country => "country",
            _ => "area",
        }
    }
    /// Whether it is a state, a part of one, or a part of the world.
    pub fn is_region(self) -> bool {
        matches!(self, Self::Country | Self::Continent | Self::Region | Self::Admin1 | Self::Admin2 | Self::Territory)
    }
    /// Whether people live in it as in a town.
    pub fn is_town(self) -> bool {
        matches!(self, Self::City | Self::Capital | Self::Seat | Self::Village)
    }
}

/// Why a packed file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerError {
    /// The first bytes are another format's.
    #[error("this is no packed gazetteer: it does not begin as one of FROIGAZ2 does")]
    Magic,
    /// A table leaves the file, or what stands in it cannot be.
    #[error("the gazetteer's table {0} is damaged: make it again with data/places/make.py")]
    Table(usize),
}

/// A place that a name may stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    place: u32,
    flag: u8,
    how: How,
}

impl Candidate {
    /// Whether the place is stored with this very spelling.
    pub(crate) fn is_spelt(self) -> bool {
        self.how == How::Key
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Key,
    Article,
    Generic,
    Roman,
    /// A part of the name: "Tokyo" of "British Embassy Tokyo".
    Inner,
}

/// A place as the gazetteer has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// The usual English name where the table has one, or the GeoNames name.
    pub name: String,
    /// The GeoNames id; `None` for places made by hand.
    pub geonames: Option<u64>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// The first-level region's name.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// How far it may reach from there.
    pub radius_km: f64,
    /// What it is.
    pub kind: PlaceKind,
    /// How many live there, 0 where unknown.
    pub population: u64,
    /// The place itself is not known, only how it lies to `name`, whose point this is: "in Dewsbury", "around Idlib".
    pub within: Option<String>,
}

impl Found {
    /// What is known of something that lies in this place.
    fn as_holder(&self) -> Self {
        let within = Some(format!("in {}", self.name));
        Self { geonames: None, population: 0, radius_km: self.radius_km.max(5.0), within, ..self.clone() }
    }
    /// What is known of something on a page whose towns all lie about this one.
    fn as_middle(&self) -> Self {
        let within = Some(format!("around {}", self.name));
        Self { geonames: None, population: 0, radius_km: self.radius_km.max(60.0), within, ..self.clone() }
    }
    /// Moves the point as far and in the direction that the words give, "25 km south of"; widens it where they give less.
    #[must_use]
    pub fn moved(mut self, r: &Relation) -> Self {
        match (r.km, r.bearing) {
            (Some(km), Some(to)) => {
                (self.lat, self.lon) = around::moved((self.lat, self.lon), km, to);
                // "South" is said of an eighth of the horizon, and distances are round.
                self.radius_km = (0.3 * km).max(3.0);
                self.geonames = None;
            }
            (Some(km), None) => {
                self.radius_km = self.radius_km.max(km);
                self.geonames = None;
            }
            (None, _) => {}
        }
        self
    }
    /// Writes into a place of the output what is known, moved as the words before its name say.
    pub fn fill<U>(self, p: &mut Place<U>, relation: Option<&Relation>) {
        let far = relation.is_some_and(|r| r.km.is_some());
        let f = if let Some(r) = relation { self.moved(r) } else { self };
        let vague = far || f.within.is_some();
        p.precision = Some(if vague { "area" } else { f.precision() }.to_owned());
        p.feature = Some(f.feature().to_owned());
        p.geonames = f.geonames;
        p.country = f.country;
        p.admin1 = f.admin1;
        p.lat = Some(f.lat);
        p.lon = Some(f.lon);
        p.radius_km = Some(f.radius_km);
        match f.within {
            Some(how) => {
                p.relation.get_or_insert(how);
            }
            None => p.name = Some(f.name),
        }
    }
    /// city, admin2, admin1, country or area.
    pub fn precision(&self) -> &'static str {
        self.kind.precision()
    }
    /// The kind's name.
    pub fn feature(&self) -> &'static str {
        self.kind.as_str()
    }
}

/// All places, read where they lie in the file.
#[derive(Debug)]
pub struct Gazetteer {
    tables: Tables,
}

impl Gazetteer {
    /// The gazetteer built into the binary.
    pub fn embedded() -> &'static Self {
        static OWN: OnceLock<Gazetteer> = OnceLock::new();
        OWN.get_or_init(|| Self {
            tables: Tables::new(std::borrow::Cow::Borrowed(PACKED))
                .expect("the built-in gazetteer is checked in the tests"),
        })
    }
    /// A gazetteer from another file's bytes, checked to the last.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        let tables = Tables::new(bytes.into())?;
        tables.check()?;
        Ok(Self { tables })
    }
    fn tables(&self) -> &Tables {
        &self.tables
    }
    /// How many places there are.
    pub fn len(&self) -> usize {
        self.tables.count()
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places of this very spelling, of an abbreviation with its dots, or of an adjective.
    fn exact(&self, name: &str) -> Vec<Candidate> {
        let t = self.tables();
        let trimmed = name.trim();
        let trimmed = trimmed.strip_suffix("'s").or_else(|| trimmed.strip_suffix("’s")).unwrap_or(trimmed);
        let as_found = |rows: Vec<Posting>| -> Vec<Candidate> {
            rows.into_iter().map(|(place, flag)| Candidate { place, flag, how: How::Key }).collect()
        };
        if trimmed.contains('.') && trimmed.len() <= 8 {
            let short = as_found(t.spelt(&trimmed.to_lowercase().replace(' ', "")));
            if !short.is_empty() {
                return short;
            }
            let dotted = as_found(t.spelt(&format!("{}.", trimmed.to_lowercase())));
            if !dotted.is_empty() {
                return dotted;
            }
        }
        let key = fold(trimmed);
        let key = key.strip_prefix("the ").unwrap_or(&key);
        let mut out = as_found(t.spelt(key));
        let capital = trimmed.starts_with(char::is_uppercase);
        let is_adjective = |c: &Candidate| c.flag & 8 != 0;
        // "TX", "BC": two capitals are a state of the United States or a province of Canada, or what else is spelt so.
        if trimmed.len() == 2 && trimmed.bytes().all(|b| b.is_ascii_uppercase()) {
            out.extend(as_found(t.spelt(&format!("={key}"))));
        }
        if capital
            && out.is_empty()
            && let Some(one) = key.strip_suffix('s')
        {
            out = as_found(t.spelt(one));
            out.retain(is_adjective);
        }
        // "Georgian" is of Georgia, whatever town may be called so; "polish" is nobody's.
        if out.iter().any(is_adjective) {
            out.retain(|c| is_adjective(c) == capital);
        }
        out
    }

    /// The places a name may stand for: by its spelling; else without article; else without "province"; else by sound.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let t = self.tables();
        let out = self.exact(name);
        if !out.is_empty() {
            return out;
        }
        let as_found = |rows: Vec<Posting>, how: How| -> Vec<Candidate> {
            rows.into_iter().filter(|r| r.1 & 8 == 0).map(|(place, flag)| Candidate { place, flag, how }).collect()
        };
        let name = name.trim();
        let name = name.strip_suffix("'s").or_else(|| name.strip_suffix("’s")).unwrap_or(name);
        let key = fold(name);
        let key = key.strip_prefix("the ").unwrap_or(&key);
        if let Some(bare) = strip_article(key) {
            let out = as_found(t.spelt(bare), How::Article);
            if !out.is_empty() {
                return out;
            }
        }
        if let Some(bare) = strip_generic(key) {
            let all = as_found(t.spelt(bare), How::Generic);
            let is_region = |c: &Candidate| {
                matches!(
                    t.kind(c.place as usize),
                    PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Territory | PlaceKind::Country
                )
            };
            if all.iter().any(is_region) {
                return all.into_iter().filter(is_region).collect();
            }
            if !all.is_empty() {
                return all;
            }
        }
        for swapped in swaps(key) {
            let out = as_found(t.spelt(&swapped), How::Key);
            if !out.is_empty() {
                return out;
            }
        }
        for (tag, slavic) in [("a", false), ("s", true)] {
            let sound = sound(key, slavic);
            if sound.len() >= 3 {
                let out = as_found(t.sounding(&format!("{tag}{sound}")), How::Roman);
                if !out.is_empty() {
                    return out;
                }
            }
        }
        Vec::new()
    }

    /// Everything known of a candidate.
    pub fn found(&self, c: Candidate) -> Found {
        let t = self.tables();
        let i = c.place as usize;
        let id = t.id(i);
        let country = t.country(i);
        Found {
            name: t.name(i).to_owned(),
            geonames: (id > 0).then_some(u64::from(id)),
            country: (!country.is_empty()).then(|| country.to_owned()),
            admin1: t.admin1(i).filter(|_| t.kind(i) != PlaceKind::Admin1).map(|a| t.name(a).to_owned()),
            lat: t.lat(i),
            lon: t.lon(i),
            radius_km: f64::from(t.radius(i)),
            kind: t.kind(i),
            population: u64::from(t.population(i)),
            within: None,
        }
    }
}

/// A folded name with its first or last word written the other way: "st george" as "saint george".
fn swaps(key: &str) -> Vec<String> {
    let first = [
        ("st ", "saint "),
        ("saint ", "st "),
        ("ft ", "fort "),
        ("mt ", "mount "),
        ("mount ", "mt "),
        ("fort ", "ft "),
    ];
    let last = [(" twp", ""), (" township", ""), (" city", ""), (" co", " county"), (" sea", ""), (" is", " island")];
    let mut out: Vec<String> = Vec::new();
    out.extend(first.iter().filter_map(|(a, b)| key.strip_prefix(a).map(|r| format!("{b}{r}"))));
    out.extend(last.iter().filter_map(|(a, b)| key.strip_suffix(a).map(|r| format!("{r}{b}"))));
    out
}

/// The distance of two points (latitude, longitude) on the sphere.
fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let h = ((lb - la) / 2.0).sin().powi(2) + la.cos() * lb.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

#[cfg(test)]
mod tests;
