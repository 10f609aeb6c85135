//! Where a name lies: the packed gazetteer, and the choice among places of one name.
//!
//! Finds no names in text, and draws no borders. "Ain al-Arab" is found under its own spelling or its romanisation key;
//! "Alexandria" beside "Rapides Parish" is the one in Louisiana, beside "Cairo" the one in Egypt.
//! The file's layout and the folding stand in data/places/README.md.

use crate::fold::{fold, is_article};
use flate2::read::ZlibDecoder;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::sync::OnceLock;

const PACKED: &[u8] = include_bytes!("../../../data/places/gazetteer.bin");
const MAGIC: &[u8; 8] = b"FROIGAZ1";
const NO_ADMIN1: u16 = 0xFFFF;
/// Every so many keys one is written out, for the binary search.
const BLOCK: usize = 32;

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
    /// Whether people live in it as in a town.
    pub fn is_town(self) -> bool {
        matches!(self, Self::City | Self::Capital | Self::Seat | Self::Village)
    }
}

/// Why a packed file cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum GazetteerError {
    /// The first bytes are another format's.
    #[error("this is no packed gazetteer: it does not begin with FROIGAZ1")]
    Magic,
    /// A table leaves the file, or cannot be unpacked.
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

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Key,
    Article,
    Generic,
    Roman,
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
}

impl Found {
    /// city, admin2, admin1, country or area.
    pub fn precision(&self) -> &'static str {
        self.kind.precision()
    }
    /// The kind's name.
    pub fn feature(&self) -> &'static str {
        self.kind.as_str()
    }
}

/// Front-coded keys with postings.
#[derive(Debug, Default)]
struct Table {
    keys: Vec<u8>,
    posts: Vec<u8>,
    /// The first key of each block, where the next one begins, and where its own postings do.
    blocks: Vec<(Box<[u8]>, u32, u32)>,
    count: usize,
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let (mut v, mut shift) = (0u32, 0u32);
    loop {
        let b = *bytes.get(*at)?;
        *at += 1;
        v |= u32::from(b & 127).checked_shl(shift)?;
        if b < 128 {
            return Some(v);
        }
        shift += 7;
    }
}

fn skip_postings(posts: &[u8], at: &mut usize) -> Option<()> {
    let rows = varint(posts, at)?;
    for _ in 0..rows {
        while *posts.get(*at)? > 127 {
            *at += 1;
        }
        *at += 1;
    }
    Some(())
}

impl Table {
    fn new(keys: Vec<u8>, posts: Vec<u8>, count: usize) -> Option<Self> {
        let mut blocks = Vec::with_capacity(count / BLOCK + 1);
        let mut key: Vec<u8> = Vec::new();
        let (mut k, mut p) = (0, 0);
        for n in 0..count {
            let (shared, own) = (usize::from(*keys.get(k)?), usize::from(*keys.get(k + 1)?));
            key.truncate(shared);
            key.extend_from_slice(keys.get(k + 2..k + 2 + own)?);
            k += 2 + own;
            if n % BLOCK == 0 {
                blocks.push((key.clone().into_boxed_slice(), k as u32, p as u32));
            }
            skip_postings(&posts, &mut p)?;
        }
        Some(Self { keys, posts, blocks, count })
    }

    /// The postings of a key: place and flag.
    fn get(&self, wanted: &[u8]) -> Vec<(u32, u8)> {
        self.find(wanted).unwrap_or_default()
    }

    fn find(&self, wanted: &[u8]) -> Option<Vec<(u32, u8)>> {
        let block = self.blocks.partition_point(|b| &*b.0 <= wanted).checked_sub(1)?;
        let (first, k, p) = &self.blocks[block];
        let mut key = first.to_vec();
        let (mut k, mut p) = (*k as usize, *p as usize);
        for n in 0..BLOCK.min(self.count - block * BLOCK) {
            if n > 0 {
                let (shared, own) = (usize::from(*self.keys.get(k)?), usize::from(*self.keys.get(k + 1)?));
                key.truncate(shared);
                key.extend_from_slice(self.keys.get(k + 2..k + 2 + own)?);
                k += 2 + own;
            }
            match key.as_slice().cmp(wanted) {
                std::cmp::Ordering::Less => skip_postings(&self.posts, &mut p)?,
                std::cmp::Ordering::Equal => {
                    let rows = varint(&self.posts, &mut p)?;
                    let mut out = Vec::with_capacity(rows as usize);
                    let mut place = 0u32;
                    for _ in 0..rows {
                        let v = varint(&self.posts, &mut p)?;
                        place = place.checked_add(v >> 3)?;
                        out.push((place, (v & 7) as u8));
                    }
                    return Some(out);
                }
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }
}

/// data/places/points.toml, and the adjectives of actors/states.toml.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Points {
    country: BTreeMap<String, (f64, f64)>,
    world: BTreeMap<String, (f64, f64)>,
    region: BTreeMap<String, BTreeMap<String, (f64, f64)>>,
    abbreviation: BTreeMap<String, String>,
    adjective: BTreeMap<String, String>,
}

/// "Russian" is looked up as Russia, "Ill." as Illinois.
#[derive(Debug, Default)]
struct OtherNames {
    /// Folded adjectives with the folded names they stand for.
    adjectives: BTreeMap<String, String>,
    /// Abbreviations with their dots, lower case, with the names they stand for.
    abbreviations: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct StateNames {
    state: BTreeMap<String, StateName>,
}
#[derive(Deserialize)]
struct StateName {
    name: String,
    #[serde(default)]
    demonyms: Vec<String>,
}

fn embedded_text(path: &str) -> &'static str {
    crate::FILES.iter().find(|(p, _)| *p == path).map_or("", |(_, t)| t)
}

fn points() -> &'static Points {
    static POINTS: OnceLock<Points> = OnceLock::new();
    POINTS.get_or_init(|| {
        crate::parse("data/places/points.toml", embedded_text("data/places/points.toml"))
            .unwrap_or_else(|e| panic!("{e}"))
    })
}

fn other_names() -> &'static OtherNames {
    static NAMES: OnceLock<OtherNames> = OnceLock::new();
    NAMES.get_or_init(|| {
        let path = "data/actors/states.toml";
        let states: StateNames = crate::parse(path, embedded_text(path)).unwrap_or_else(|e| panic!("{e}"));
        let mut adjectives = BTreeMap::new();
        for s in states.state.into_values() {
            for d in s.demonyms {
                adjectives.entry(fold(&d)).or_insert_with(|| fold(&s.name));
            }
        }
        for (from, to) in &points().adjective {
            adjectives.insert(fold(from), fold(to));
        }
        let abbreviations = points().abbreviation.iter().map(|(k, v)| (k.to_lowercase(), v.clone())).collect();
        OtherNames { adjectives, abbreviations }
    })
}

/// The unpacked tables of a file.
#[derive(Debug)]
struct Tables {
    countries: Vec<(String, String)>,
    fixed: Vec<u8>,
    count: usize,
    names: Vec<u8>,
    name_at: Vec<u32>,
    keys: Table,
    romans: Table,
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize)
}

fn unpack(file: &[u8]) -> Result<Tables, GazetteerError> {
    if file.get(..8) != Some(MAGIC.as_slice()) {
        return Err(GazetteerError::Magic);
    }
    let count = number(file, 12).ok_or(GazetteerError::Magic)?;
    let table = |n: usize| -> Option<(Vec<u8>, usize)> {
        let head = 16 + 16 * n;
        let (at, packed, size) = (number(file, head)?, number(file, head + 4)?, number(file, head + 8)?);
        // A size beyond a thousand times the packed one is no deflate stream's.
        if size / 1100 > packed {
            return None;
        }
        let mut out = Vec::with_capacity(size);
        ZlibDecoder::new(file.get(at..at.checked_add(packed)?)?).take(size as u64 + 1).read_to_end(&mut out).ok()?;
        (out.len() == size).then_some((out, number(file, head + 12)?))
    };
    let get = |n: usize| table(n).ok_or(GazetteerError::Table(n));
    let (codes, n) = get(0)?;
    let text = |b: &[u8]| String::from_utf8_lossy(b).trim_end_matches('\0').to_owned();
    let countries: Vec<_> = codes.as_chunks::<5>().0.iter().take(n).map(|c| (text(&c[..3]), text(&c[3..]))).collect();
    let (fixed, _) = get(1)?;
    if fixed.len() != count * 22 {
        return Err(GazetteerError::Table(1));
    }
    let (names, _) = get(2)?;
    let mut name_at = Vec::with_capacity(count);
    let mut at = 0;
    for _ in 0..count {
        name_at.push(at as u32);
        for _ in 0..2 {
            at += 1 + usize::from(*names.get(at).ok_or(GazetteerError::Table(2))?);
        }
    }
    if at != names.len() {
        return Err(GazetteerError::Table(2));
    }
    let keyed = |n: usize| -> Result<Table, GazetteerError> {
        let (keys, count) = get(n)?;
        let (posts, _) = get(n + 1)?;
        Table::new(keys, posts, count).ok_or(GazetteerError::Table(n))
    };
    let mut tables = Tables { countries, fixed, count, names, name_at, keys: keyed(3)?, romans: keyed(5)? };
    let sound = (0..count)
        .all(|i| tables.kind_number(i) < PlaceKind::ALL.len() && tables.code_number(i) < tables.countries.len());
    if !sound {
        return Err(GazetteerError::Table(1));
    }
    for i in 0..count {
        let point = match tables.kind(i) {
            PlaceKind::Country => points().country.get(tables.country(i)),
            PlaceKind::Admin1 => points().region.get(tables.country(i)).and_then(|r| r.get(tables.name(i))),
            PlaceKind::Continent | PlaceKind::Region => points().world.get(tables.name(i)),
            _ => None,
        };
        if let Some(&(lat, lon)) = point {
            tables.put(1, i, lat);
            tables.put(2, i, lon);
        }
    }
    Ok(tables)
}

impl Tables {
    fn four(&self, column: usize, i: usize) -> [u8; 4] {
        let at = column * 4 * self.count + i * 4;
        self.fixed[at..at + 4].try_into().expect("four bytes")
    }
    fn put(&mut self, column: usize, i: usize, degrees: f64) {
        let at = column * 4 * self.count + i * 4;
        let units = (degrees * 1e5).round() as i32;
        self.fixed[at..at + 4].copy_from_slice(&units.to_le_bytes());
    }
    fn two(&self, column: usize, i: usize) -> u16 {
        let at = 16 * self.count + column * 2 * self.count + i * 2;
        u16::from_le_bytes([self.fixed[at], self.fixed[at + 1]])
    }
    fn code_number(&self, i: usize) -> usize {
        usize::from(self.fixed[20 * self.count + i])
    }
    fn kind_number(&self, i: usize) -> usize {
        usize::from(self.fixed[21 * self.count + i])
    }
    fn kind(&self, i: usize) -> PlaceKind {
        PlaceKind::ALL[self.kind_number(i)]
    }
    fn id(&self, i: usize) -> u32 {
        u32::from_le_bytes(self.four(0, i))
    }
    fn lat(&self, i: usize) -> f64 {
        f64::from(i32::from_le_bytes(self.four(1, i))) / 1e5
    }
    fn lon(&self, i: usize) -> f64 {
        f64::from(i32::from_le_bytes(self.four(2, i))) / 1e5
    }
    fn population(&self, i: usize) -> u32 {
        u32::from_le_bytes(self.four(3, i))
    }
    fn admin1(&self, i: usize) -> Option<usize> {
        let a = self.two(0, i);
        (a != NO_ADMIN1 && usize::from(a) < self.count).then_some(usize::from(a))
    }
    fn country(&self, i: usize) -> &str {
        &self.countries[self.code_number(i)].0
    }
    fn name(&self, i: usize) -> &str {
        let at = self.name_at[i] as usize;
        let n = usize::from(self.names[at]);
        let own = &self.names[at + 1..=at + n];
        let e = usize::from(self.names[at + 1 + n]);
        let english = &self.names[at + 2 + n..at + 2 + n + e];
        std::str::from_utf8(if english.is_empty() { own } else { english }).unwrap_or("")
    }
}

/// All places, unpacked when the first is asked for.
#[derive(Debug)]
pub struct Gazetteer {
    packed: std::borrow::Cow<'static, [u8]>,
    tables: OnceLock<Tables>,
}

impl Gazetteer {
    /// The gazetteer built into the binary.
    pub fn embedded() -> &'static Self {
        static OWN: Gazetteer = Gazetteer { packed: std::borrow::Cow::Borrowed(PACKED), tables: OnceLock::new() };
        &OWN
    }
    /// A gazetteer from another file's bytes, checked at once.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self, GazetteerError> {
        let tables = unpack(&bytes)?;
        let lock = OnceLock::new();
        lock.get_or_init(|| tables);
        Ok(Self { packed: std::borrow::Cow::Owned(bytes), tables: lock })
    }
    fn tables(&self) -> &Tables {
        self.tables.get_or_init(|| unpack(&self.packed).expect("the built-in gazetteer is read in the tests"))
    }
    /// How many places there are.
    pub fn len(&self) -> usize {
        self.tables().count
    }
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The places a name may stand for: by its spelling; else without article; else without "province"; else by sound.
    pub fn lookup(&self, name: &str) -> Vec<Candidate> {
        let t = self.tables();
        let trimmed = name.trim();
        let names = other_names();
        if trimmed.contains('.')
            && let Some(full) = names.abbreviations.get(&trimmed.to_lowercase().replace(' ', ""))
        {
            return self.lookup(full);
        }
        let key = fold(name);
        let key = key.strip_prefix("the ").unwrap_or(&key);
        let as_found = |rows: Vec<(u32, u8)>, how: How| -> Vec<Candidate> {
            rows.into_iter()
                .filter(|(p, _)| (*p as usize) < t.count)
                .map(|(place, flag)| Candidate { place, flag, how })
                .collect()
        };
        let mut out = as_found(t.keys.get(key.as_bytes()), How::Key);
        let adjective = names.adjectives.get(key).or_else(|| names.adjectives.get(key.strip_suffix('s')?));
        if let Some(full) = adjective.filter(|_| trimmed.starts_with(char::is_uppercase)) {
            let wide = |c: &Candidate| {
                matches!(t.kind(c.place as usize), PlaceKind::Country | PlaceKind::Continent | PlaceKind::Region)
            };
            let all = as_found(t.keys.get(full.as_bytes()), How::Key);
            if all.iter().any(wide) {
                out = all.into_iter().filter(wide).collect();
            }
        }
        let bare = strip_article(key);
        if out.is_empty() {
            out = bare.map_or(Vec::new(), |k| as_found(t.keys.get(k.as_bytes()), How::Article));
        }
        if out.is_empty()
            && let Some(k) = strip_generic(key)
        {
            let all = as_found(t.keys.get(k.as_bytes()), How::Generic);
            let regions = |c: &&Candidate| {
                matches!(t.kind(c.place as usize), PlaceKind::Admin1 | PlaceKind::Admin2 | PlaceKind::Territory)
            };
            out = if all.iter().any(|c| regions(&c)) { all.iter().filter(regions).copied().collect() } else { all };
        }
        for (tag, slavic) in [("a", false), ("s", true)] {
            if out.is_empty() {
                let sound = sound(key, slavic);
                if sound.len() >= 3 {
                    out = as_found(t.romans.get(format!("{tag}{sound}").as_bytes()), How::Roman);
                }
            }
        }
        out
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
            radius_km: f64::from(t.two(1, i)),
            kind: t.kind(i),
            population: u64::from(t.population(i)),
        }
    }

    /// Chooses one place for each mention of a document, in order, by the company they keep; `None` where no name fits.
    pub fn resolve(&self, mentions: &[&str], countries_hint: &[&str]) -> Vec<Option<Found>> {
        let t = self.tables();
        let sets: Vec<Vec<(Candidate, f64)>> = mentions.iter().map(|m| self.ranked(m)).collect();
        // One vote a name, however often the document has it.
        let folded: Vec<String> = mentions.iter().map(|m| fold(m)).collect();
        let mut first: Vec<usize> = Vec::new();
        let mut same: Vec<usize> = Vec::with_capacity(mentions.len());
        for (i, f) in folded.iter().enumerate() {
            if let Some(at) = first.iter().position(|&j| folded[j] == *f) {
                same.push(at);
            } else {
                same.push(first.len());
                first.push(i);
            }
        }
        let alone = |c: Candidate| if c.how == How::Roman { UNHEARD } else { 0.0 };
        let mut chosen: Vec<Option<usize>> = first.iter().map(|&i| best(&sets[i], alone)).collect();
        // Three rounds are enough: a fourth changed nothing on the open sets.
        for _ in 0..3 {
            let now: Vec<Option<(usize, f64)>> = first
                .iter()
                .zip(&chosen)
                .map(|(&i, c)| c.map(|c| (sets[i][c].0.place as usize, certainty(&sets[i], c))))
                .collect();
            chosen = first
                .iter()
                .enumerate()
                .map(|(me, &i)| best(&sets[i], |c| company(t, c, me, &now, countries_hint)))
                .collect();
        }
        for (me, &i) in first.iter().enumerate() {
            chosen[me] = chosen[me].map(|c| town_of(t, &sets[i], c));
        }
        same.iter().map(|&s| chosen[s].map(|c| self.found(sets[first[s]][c].0))).collect()
    }

    /// The candidates of a mention with what speaks for each by itself; "City, State" keeps those inside the second.
    fn ranked(&self, mention: &str) -> Vec<(Candidate, f64)> {
        let t = self.tables();
        let mut parts = mention.split(',').map(str::trim).filter(|p| !p.is_empty());
        let name = parts.next().unwrap_or("");
        let mut all = self.lookup(name);
        for part in parts {
            let outer: BTreeSet<usize> = self
                .lookup(part)
                .iter()
                .map(|c| c.place as usize)
                .filter(|&i| matches!(t.kind(i), PlaceKind::Admin1 | PlaceKind::Country | PlaceKind::Territory))
                .collect();
            let inside = |c: &Candidate| {
                let i = c.place as usize;
                outer.iter().any(|&o| {
                    o != i
                        && (t.admin1(i) == Some(o)
                            || (t.kind(o) == PlaceKind::Country && t.code_number(o) == t.code_number(i)))
                })
            };
            if all.iter().any(inside) {
                all.retain(inside);
            }
        }
        let mut out: Vec<(Candidate, f64)> = all.into_iter().map(|c| (c, prior(t, c))).collect();
        out.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.place.cmp(&b.0.place)));
        out.dedup_by_key(|c| c.0.place);
        out.truncate(60);
        out
    }
}

/// A name found by its sound alone, in a country that the document has not named, is no find.
const UNHEARD: f64 = -100.0;
/// How much the same region, the same country and near places count; fitted by hand on open sets.
const WEIGHTS: (f64, f64, f64) = (1.8, 1.2, 2.6);

/// "Aleppo" alone is the city: where a region won by a name that leaves out "province", its town of the same name stands
/// in for it. States of federations ("Kano", "Sonora") keep theirs, for nothing in the name was left out.
fn town_of(t: &Tables, set: &[(Candidate, f64)], chosen: usize) -> usize {
    let c = set[chosen].0;
    let i = c.place as usize;
    if !matches!(t.kind(i), PlaceKind::Admin1 | PlaceKind::Admin2) || c.how == How::Generic {
        return chosen;
    }
    let inside = |n: usize| {
        t.kind(n).is_town() && t.code_number(n) == t.code_number(i) && t.admin1(n) == t.admin1(i).or(Some(i))
    };
    let big = |n: usize| matches!(t.kind(n), PlaceKind::Capital | PlaceKind::Seat) || t.population(n) > 50_000;
    set.iter().position(|(x, _)| x.flag & 3 <= 1 && inside(x.place as usize) && big(x.place as usize)).unwrap_or(chosen)
}

fn best(set: &[(Candidate, f64)], extra: impl Fn(Candidate) -> f64) -> Option<usize> {
    let mut top: Option<(usize, f64)> = None;
    for (n, (c, prior)) in set.iter().enumerate() {
        let score = prior + extra(*c);
        if score > UNHEARD / 2.0 && top.is_none_or(|(_, s)| score > s + 1e-9) {
            top = Some((n, score));
        }
    }
    top.map(|(n, _)| n)
}

/// How much a mention's present choice may speak for others: little where its name has many bearers.
fn certainty(set: &[(Candidate, f64)], chosen: usize) -> f64 {
    let rival = set.iter().enumerate().filter(|(n, _)| *n != chosen).map(|(_, c)| c.1).fold(f64::MIN, f64::max);
    let lead = (set[chosen].1 - rival).clamp(-1.0, 3.0);
    0.4 + 0.15 * (lead + 1.0)
}

/// What speaks for a candidate before its company is known. The weights are fitted by hand on open sets.
fn prior(t: &Tables, c: Candidate) -> f64 {
    let i = c.place as usize;
    let kind = match t.kind(i) {
        PlaceKind::Country => 3.0,
        PlaceKind::Continent => 5.0,
        PlaceKind::Region | PlaceKind::Territory => 2.5,
        PlaceKind::Water | PlaceKind::River | PlaceKind::Island | PlaceKind::Landform => 1.5,
        PlaceKind::Site | PlaceKind::Village => 1.0,
        PlaceKind::Admin1 => 0.8,
        PlaceKind::Capital => 1.8,
        PlaceKind::Seat => 0.4,
        PlaceKind::City => 0.0,
        PlaceKind::Admin2 => -0.6,
    };
    // Population is unknown, not small, where it is 0.
    let people = 0.7 * f64::from(t.population(i).max(300)).log10();
    let flag = match c.flag & 3 {
        1 => -0.8,
        // "Aleppo" is the city unless the words say province.
        3 => -1.6,
        _ => 0.0,
    } + if c.flag & 4 != 0 { -0.4 } else { 0.0 };
    let how = match c.how {
        How::Key => 0.0,
        How::Article => -0.2,
        How::Generic => 0.0,
        How::Roman => -0.5,
    };
    kind + people + flag + how
}

/// What the document's other places and countries add.
fn company(t: &Tables, c: Candidate, me: usize, now: &[Option<(usize, f64)>], hints: &[&str]) -> f64 {
    let i = c.place as usize;
    let mut score = 0.0;
    let country = t.country(i);
    if !country.is_empty() && hints.contains(&country) {
        score += 1.2;
    }
    let (mut region, mut land, mut near) = (0.0f64, 0.0f64, 0.0f64);
    for (other, place) in now.iter().enumerate() {
        let Some((o, weight)) = *place else { continue };
        if other == me || o == i {
            continue;
        }
        if t.admin1(i) == Some(o) || t.admin1(o) == Some(i) {
            region += 2.0 * weight;
        } else if t.admin1(i).is_some() && t.admin1(i) == t.admin1(o) {
            region += 0.6 * weight;
        }
        if !country.is_empty() && t.code_number(i) == t.code_number(o) {
            land += weight * if t.kind(o) == PlaceKind::Country { 1.5 } else { 0.5 };
        }
        let wide = matches!(t.kind(o), PlaceKind::Country | PlaceKind::Continent);
        if !wide {
            let d = kilometres((t.lat(i), t.lon(i)), (t.lat(o), t.lon(o)));
            near += weight * (-d / 120.0).exp();
        }
    }
    if c.how == How::Roman && score + land <= 0.0 {
        return UNHEARD;
    }
    score + WEIGHTS.0 * region.ln_1p() + WEIGHTS.1 * land.ln_1p() + WEIGHTS.2 * near.ln_1p()
}

/// The distance of two points (latitude, longitude) on the sphere.
pub(crate) fn kilometres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let h = ((lb - la) / 2.0).sin().powi(2) + la.cos() * lb.cos() * ((b.1 - a.1).to_radians() / 2.0).sin().powi(2);
    12742.0 * h.sqrt().min(1.0).asin()
}

/// `al bab` without its article.
fn strip_article(key: &str) -> Option<&str> {
    let (first, rest) = key.split_once(' ')?;
    is_article(first).then_some(rest)
}

const GENERIC: [&str; 26] = [
    "canton",
    "county",
    "department",
    "district",
    "division",
    "emirate",
    "governorate",
    "krai",
    "kray",
    "municipality",
    "oblast",
    "parish",
    "prefecture",
    "province",
    "provinces",
    "raion",
    "rayon",
    "region",
    "regional",
    "republic",
    "state",
    "subdistrict",
    "territory",
    "voblast",
    "wilayah",
    "wilayat",
];

/// `donetsk oblast` without its generic word.
fn strip_generic(key: &str) -> Option<&str> {
    if let Some((rest, last)) = key.rsplit_once(' ')
        && GENERIC.binary_search(&last).is_ok()
    {
        return Some(rest);
    }
    let mut words = key.splitn(3, ' ');
    let (first, second, rest) = (words.next()?, words.next()?, words.next()?);
    (GENERIC.binary_search(&first).is_ok() && matches!(second, "of" | "de")).then_some(rest)
}

/// The romanisation key of a folded name: its consonants, in one spelling for the many of Arabic and of Slavic names.
fn sound(key: &str, slavic: bool) -> String {
    let words: Vec<&str> = key.split(' ').collect();
    let is_vowel = |c: u8| matches!(c, b'a' | b'e' | b'i' | b'o' | b'u');
    let mut out = String::new();
    for w in &words {
        let mut w = *w;
        if !slavic {
            if words.len() > 1 && is_article(w) {
                continue;
            }
            let b = w.as_bytes();
            if b.len() > 4 && matches!(b[0], b'a' | b'e') && b[1] == b[2] && b"zrsdtnl".contains(&b[1]) {
                w = &w[2..];
            } else if b.len() > 5 && matches!(b[0], b'a' | b'e') && &b[1..5] == b"shsh" {
                w = &w[3..];
            }
        }
        let mut s = w.to_owned();
        let ch = if slavic { "C" } else { "S" };
        for (a, b) in [
            ("tch", "C"),
            ("sch", "S"),
            ("ch", ch),
            ("sh", "S"),
            ("kh", "X"),
            ("gh", "g"),
            ("dh", "d"),
            ("th", "t"),
            ("ph", "f"),
            ("dj", "j"),
            ("zh", "Z"),
            ("ck", "k"),
            ("q", "k"),
            ("c", "k"),
            ("p", "p"),
            ("x", "ks"),
        ] {
            if s.contains(a) {
                s = s.replace(a, b);
            }
        }
        if slavic {
            s = s.replace('g', "h").replace('w', "v").replace('X', "h").replace('j', "y");
        }
        let b = s.as_bytes();
        let mut r: Vec<u8> = Vec::new();
        for (i, &c) in b.iter().enumerate() {
            let prev = if i > 0 { b[i - 1] } else { 0 };
            let next = b.get(i + 1).copied().unwrap_or(0);
            if is_vowel(c) {
                if i == 0 {
                    r.push(b'A');
                }
                continue;
            }
            if c == b'y' || c == b'w' {
                if i == 0 {
                    r.push(if slavic { b'A' } else { c });
                    continue;
                }
                if slavic && c == b'y' {
                    continue;
                }
                // The second half of a diphthong, or the glide of aya, iya, ayya.
                if next == 0 || !is_vowel(next) || (c == b'y' && (is_vowel(prev) || prev == b'y')) {
                    continue;
                }
            }
            if c == b'h' && next == 0 && is_vowel(prev) {
                continue;
            }
            if r.last() == Some(&c) && prev == c {
                continue;
            }
            r.push(c);
        }
        out.extend(r.into_iter().map(char::from));
    }
    out
}

#[cfg(test)]
mod tests;
