//! Which of its namesakes a name is: a small ranker over what the words around it and the other names of the page say.
//!
//! Finds no names, and knows no language beyond [`super::around`]. "Alexandria" beside "Rapides Parish" is the one in
//! Louisiana, beside "Cairo" the one in Egypt. All names of a page are weighed together, in rounds: each counts with how
//! likely each of its places is by now. The weights are data/places/weights.tsv, fitted by data/places/fit.py.

use super::around::{self, Sort, Tie};
use super::packed::Tables;
use super::part::{candidates, witnesses};
use super::{Candidate, Found, Gazetteer, How, PlaceKind};
use crate::fold::{fold, is_article};
use froissart_model::Span;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// What speaks for or against a candidate; the names are those of data/places/weights.tsv.
pub const FEATURES: [&str; 47] = [
    "country",
    "wide",
    "nature",
    "site",
    "admin1",
    "admin2",
    "capital",
    "seat",
    "people",
    "people-unknown",
    "million",
    "alternate",
    "by-hand",
    "short",
    "article-off",
    "adjective",
    "article",
    "generic",
    "sound",
    "inner",
    "biggest",
    "below-biggest",
    "hint",
    "hint-main",
    "tie-comma",
    "tie-in",
    "tie-near",
    "tie-holds",
    "sort-fits",
    "sort-fails",
    "sort-town",
    "land",
    "fellow",
    "fellow-near",
    "region",
    "inside",
    "holds",
    "near",
    "near-text",
    "far",
    "nearest",
    "people-abroad",
    "capital-abroad",
    "alternate-small",
    "dateline",
    "namesake",
    "likeness",
];
const F: usize = FEATURES.len();
/// Where a name of each feature stands in the list.
mod at {
    pub(super) const COUNTRY: usize = 0;
    pub(super) const WIDE: usize = 1;
    pub(super) const NATURE: usize = 2;
    pub(super) const SITE: usize = 3;
    pub(super) const ADMIN1: usize = 4;
    pub(super) const ADMIN2: usize = 5;
    pub(super) const CAPITAL: usize = 6;
    pub(super) const SEAT: usize = 7;
    pub(super) const PEOPLE: usize = 8;
    pub(super) const UNKNOWN: usize = 9;
    pub(super) const MILLION: usize = 10;
    pub(super) const ALTERNATE: usize = 11;
    pub(super) const HAND: usize = 12;
    pub(super) const SHORT: usize = 13;
    pub(super) const ARTICLE_OFF: usize = 14;
    pub(super) const ADJECTIVE: usize = 15;
    pub(super) const ARTICLE: usize = 16;
    pub(super) const GENERIC: usize = 17;
    pub(super) const SOUND: usize = 18;
    pub(super) const INNER: usize = 19;
    pub(super) const BIGGEST: usize = 20;
    pub(super) const BELOW: usize = 21;
    pub(super) const HINT: usize = 22;
    pub(super) const HINT_MAIN: usize = 23;
    pub(super) const TIE_COMMA: usize = 24;
    pub(super) const TIE_IN: usize = 25;
    pub(super) const TIE_NEAR: usize = 26;
    pub(super) const TIE_HOLDS: usize = 27;
    pub(super) const SORT_FITS: usize = 28;
    pub(super) const SORT_FAILS: usize = 29;
    pub(super) const SORT_TOWN: usize = 30;
    pub(super) const LAND: usize = 31;
    pub(super) const FELLOW: usize = 32;
    pub(super) const FELLOW_NEAR: usize = 33;
    pub(super) const REGION: usize = 34;
    pub(super) const INSIDE: usize = 35;
    pub(super) const HOLDS: usize = 36;
    pub(super) const NEAR: usize = 37;
    pub(super) const NEAR_TEXT: usize = 38;
    pub(super) const FAR: usize = 39;
    pub(super) const NEAREST: usize = 40;
    pub(super) const PEOPLE_ABROAD: usize = 41;
    pub(super) const CAPITAL_ABROAD: usize = 42;
    pub(super) const ALTERNATE_SMALL: usize = 43;
    pub(super) const DATELINE: usize = 44;
    pub(super) const NAMESAKE: usize = 45;
    pub(super) const LIKENESS: usize = 46;
}

/// How many candidates of a name are weighed, and how many of another name's speak.
const KEPT: usize = 40;
const HEARD: usize = 8;
/// Rounds of weighing; the fit is made on the last two.
const ROUNDS: usize = 4;
/// Kilometres at which a neighbour counts half.
const NEAR_KM: f64 = 50.0;
const FAR_KM: f64 = 400.0;
/// Bytes of text at which a neighbour counts half.
const NEAR_TEXT: f64 = 250.0;

fn weights() -> &'static [f64; F] {
    static WEIGHTS: OnceLock<[f64; F]> = OnceLock::new();
    WEIGHTS.get_or_init(|| {
        let mut w = [0.0; F];
        for line in include_str!("../../../../data/places/weights.tsv").lines().filter(|l| !l.starts_with('#')) {
            let (name, value) = line.split_once('\t').expect("data/places/weights.tsv: a name, a tab, a weight");
            let n = FEATURES.iter().position(|f| *f == name).expect("data/places/weights.tsv names a feature");
            w[n] = value.trim().parse().expect("data/places/weights.tsv: a weight is a number");
        }
        w
    })
}

/// What is asked of the gazetteer: the names of a page.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The page's text.
    pub text: &'a str,
    /// The names to place.
    pub spans: &'a [Span],
    /// Other names of the page that may speak for them: places, nationalities.
    pub context: &'a [Span],
    /// Countries that the page names, each as often as it does.
    pub countries: &'a [&'a str],
    /// Whether a street, a school or a church that the gazetteer does not have may be put where its neighbours are,
    /// without a word that says so.
    pub strangers: bool,
}

/// A name where it stands; without a span it is one of a list.
#[derive(Debug, Clone)]
struct Mention<'a> {
    name: &'a str,
    span: Option<Span>,
    group: usize,
}

/// A candidate with what speaks for it.
struct Choice {
    c: Candidate,
    point: [f64; 3],
    x: [f64; F],
    score: f64,
    p: f64,
}

/// Mentions of one name, which is one place.
struct Group {
    all: Vec<Choice>,
    spans: Vec<Span>,
    /// Ties to other groups: how, whether the other holds this one, and which.
    ties: Vec<(Tie, bool, usize)>,
    sort: Option<Sort>,
    /// What each mention says that the place is.
    said: Vec<Option<Sort>>,
    /// Whether it stands where a report says where it was written.
    dateline: bool,
    /// The folded name.
    key: String,
}

/// A weighed candidate with its features, for the fit.
#[derive(Debug, Clone)]
pub struct Weighed {
    /// Degrees north and east.
    pub point: (f64, f64),
    /// In the order of [`FEATURES`], one row a round.
    pub features: Vec<[f64; F]>,
}

fn on_sphere(lat: f64, lon: f64) -> [f64; 3] {
    let (la, lo) = (lat.to_radians(), lon.to_radians());
    [la.cos() * lo.cos(), la.cos() * lo.sin(), la.sin()]
}

fn apart(a: &[f64; 3], b: &[f64; 3]) -> f64 {
    let d = [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
    6371.0 * (d[0] * d[0] + d[1] * d[1] + d[2] * d[2]).sqrt()
}

fn is_wide(kind: PlaceKind) -> bool {
    matches!(kind, PlaceKind::Country | PlaceKind::Continent)
}

/// Whether a place of the table lies in another.
pub(super) fn lies_in(t: &Tables, i: usize, o: usize, apart_km: f64) -> bool {
    if i == o {
        return false;
    }
    let same_land = t.code_number(i) != 0 && t.code_number(i) == t.code_number(o);
    match t.kind(o) {
        PlaceKind::Country => same_land,
        PlaceKind::Admin1 => t.admin1(i) == Some(o),
        PlaceKind::Admin2 => {
            same_land && t.admin1(i) == t.admin1(o) && apart_km <= f64::from(t.radius(o).max(20)) * 1.3
        }
        PlaceKind::Continent => false,
        PlaceKind::Region | PlaceKind::Territory | PlaceKind::Island => apart_km <= f64::from(t.radius(o)),
        _ => !is_wide(t.kind(i)) && t.kind(i) != PlaceKind::Admin1 && apart_km <= f64::from(t.radius(o)) + 25.0,
    }
}

fn base(
    t: &Tables,
    c: Candidate,
    set: &[Candidate],
    hints: &BTreeMap<&str, f64>,
    sort: Option<Sort>,
    dateline: bool,
) -> [f64; F] {
    let mut x = [0.0; F];
    let i = c.place as usize;
    let kind = t.kind(i);
    match kind {
        PlaceKind::Country => x[at::COUNTRY] = 1.0,
        PlaceKind::Continent | PlaceKind::Region | PlaceKind::Territory => x[at::WIDE] = 1.0,
        PlaceKind::Water | PlaceKind::River | PlaceKind::Island | PlaceKind::Landform => x[at::NATURE] = 1.0,
        PlaceKind::Site | PlaceKind::Village => x[at::SITE] = 1.0,
        PlaceKind::Admin1 => x[at::ADMIN1] = 1.0,
        PlaceKind::Admin2 => x[at::ADMIN2] = 1.0,
        PlaceKind::Capital => x[at::CAPITAL] = 1.0,
        PlaceKind::Seat => x[at::SEAT] = 1.0,
        PlaceKind::City => {}
    }
    let people = t.population(i);
    // Population is unknown, not small, where it is 0.
    x[at::PEOPLE] = f64::from(people.max(300)).log10() - 4.0;
    x[at::UNKNOWN] = f64::from(u8::from(people == 0));
    x[at::MILLION] = f64::from(u8::from(people >= 400_000));
    match c.flag & 3 {
        1 => x[at::ALTERNATE] = 1.0,
        2 => x[at::HAND] = 1.0,
        3 => x[at::SHORT] = 1.0,
        _ => {}
    }
    x[at::ALTERNATE_SMALL] = f64::from(u8::from(c.flag & 3 == 1 && people < 100_000));
    if dateline {
        x[at::DATELINE] = x[at::PEOPLE];
    }
    if matches!(kind, PlaceKind::Admin1 | PlaceKind::Admin2) {
        let town = |o: &&Candidate| {
            let o = o.place as usize;
            t.kind(o).is_town() && t.population(o) > 50_000 && t.admin1(o) == t.admin1(i) && t.admin1(o).is_some()
        };
        x[at::NAMESAKE] = f64::from(u8::from(set.iter().any(|o| town(&o))));
    }
    x[at::ARTICLE_OFF] = f64::from(u8::from(c.flag & 4 != 0));
    x[at::ADJECTIVE] = f64::from(u8::from(c.flag & 8 != 0));
    match c.how {
        How::Key => {}
        How::Article => x[at::ARTICLE] = 1.0,
        How::Generic => x[at::GENERIC] = 1.0,
        How::Roman => x[at::SOUND] = 1.0,
        How::Inner => x[at::INNER] = 1.0,
    }
    if kind.is_town() {
        let towns = set.iter().map(|o| o.place as usize).filter(|&o| t.kind(o).is_town());
        let most = towns.map(|o| t.population(o)).max().unwrap_or(0);
        x[at::BIGGEST] = f64::from(u8::from(people == most && people > 0));
        x[at::BELOW] = (f64::from(people.max(300)) / f64::from(most.max(300))).log10();
    }
    let land = t.country(i);
    if let Some(h) = hints.get(land) {
        x[at::HINT] = *h;
        x[at::HINT_MAIN] = f64::from(u8::from(hints.values().all(|o| o <= h)));
    }
    if let Some(s) = sort {
        let yes = s.fits(kind);
        if s == Sort::Town {
            x[at::SORT_TOWN] = if yes { 1.0 } else { -1.0 };
        } else {
            x[at::SORT_FITS] = f64::from(u8::from(yes));
            x[at::SORT_FAILS] = f64::from(u8::from(!yes));
        }
    }
    x
}

/// How much the text between two groups' nearest mentions lets one speak for the other.
fn text_weight(a: &Group, b: &Group) -> f64 {
    let gap = |s: &Span, o: &Span| (s.begin.max(o.begin)).saturating_sub(s.end.min(o.end));
    let nearest = a.spans.iter().take(12).flat_map(|s| b.spans.iter().take(12).map(move |o| gap(s, o))).min();
    nearest.map_or(0.3, |g| 1.0 / (1.0 + (g as f64 / NEAR_TEXT)))
}

/// What the other names of the page say, in the present round.
fn company(t: &Tables, groups: &[Group], me: usize, n: usize, near_text: &[f64]) -> [f64; F] {
    let o = &groups[me].all[n];
    let i = o.c.place as usize;
    let mut x = o.x;
    let (mut land, mut fellow, mut all, mut fellow_near, mut all_near) = (0.0, 0.0, 0.0f64, 0.0, 0.0f64);
    let (mut region, mut inside, mut holds) = (0.0f64, 0.0f64, 0.0f64);
    let (mut near, mut near_told, mut far, mut nearest) = (0.0f64, 0.0f64, 0.0f64, 0.0f64);
    for (other, g) in groups.iter().enumerate() {
        if other == me {
            continue;
        }
        let told = near_text[other];
        for q in g.all.iter().take(HEARD) {
            let j = q.c.place as usize;
            if q.p < 0.01 || i == j {
                continue;
            }
            all += q.p;
            all_near += q.p * told;
            let same_land = t.code_number(i) != 0 && t.code_number(i) == t.code_number(j);
            if same_land {
                if t.kind(j) == PlaceKind::Country {
                    land += q.p;
                }
                fellow += q.p;
                fellow_near += q.p * told;
            }
            if t.admin1(i) == Some(j) {
                inside += q.p;
            } else if t.admin1(j) == Some(i) {
                holds += q.p;
            } else if t.admin1(i).is_some() && t.admin1(i) == t.admin1(j) {
                region += q.p;
            }
            if !is_wide(t.kind(j)) && !is_wide(t.kind(i)) {
                let reach = if t.kind(j).is_town() { 0.0 } else { f64::from(t.radius(j)) };
                let d = (apart(&o.point, &q.point) - reach).max(0.0);
                let close = 1.0 / (1.0 + (d / NEAR_KM) * (d / NEAR_KM));
                near += q.p * close;
                near_told += q.p * close * told;
                far += q.p / (1.0 + (d / FAR_KM) * (d / FAR_KM));
                nearest = nearest.max(q.p * close);
            }
        }
    }
    x[at::LAND] = land.ln_1p();
    x[at::FELLOW] = fellow / all.max(1.0);
    x[at::PEOPLE_ABROAD] = o.x[at::PEOPLE] * (1.0 - x[at::FELLOW]);
    x[at::CAPITAL_ABROAD] = o.x[at::CAPITAL] * (1.0 - x[at::FELLOW]);
    x[at::FELLOW_NEAR] = fellow_near / all_near.max(0.3);
    x[at::REGION] = region.ln_1p();
    x[at::INSIDE] = inside.ln_1p();
    x[at::HOLDS] = holds.ln_1p();
    x[at::NEAR] = near.ln_1p();
    x[at::NEAR_TEXT] = near_told.ln_1p();
    x[at::FAR] = far.ln_1p();
    x[at::NEAREST] = nearest;
    for &(tie, held, other) in &groups[me].ties {
        // The best fit among the other's likely places.
        for q in groups[other].all.iter().take(HEARD * 2) {
            let j = q.c.place as usize;
            let d = apart(&o.point, &q.point);
            let weight = 0.3 + 0.7 * q.p;
            let slot = match (tie, held) {
                (Tie::Near, _) if d < 120.0 && i != j && !is_wide(t.kind(i)) && !is_wide(t.kind(j)) => at::TIE_NEAR,
                (Tie::Comma, true) if lies_in(t, i, j, d) && !t.kind(j).is_town() => at::TIE_COMMA,
                (Tie::In, true) if lies_in(t, i, j, d) => at::TIE_IN,
                (Tie::Comma | Tie::In, false) if lies_in(t, j, i, d) => at::TIE_HOLDS,
                _ => continue,
            };
            x[slot] = f64::max(x[slot], weight);
        }
    }
    x
}

fn likely(all: &mut [Choice]) {
    let most = all.iter().map(|o| o.score).fold(f64::MIN, f64::max);
    let mut sum = 0.0;
    for o in all.iter_mut() {
        o.p = (o.score - most).max(-50.0).exp();
        sum += o.p;
    }
    for o in all.iter_mut() {
        o.p /= sum;
    }
    all.sort_by(|a, b| b.p.total_cmp(&a.p).then(a.c.place.cmp(&b.c.place)));
}

fn score(x: &[f64; F], w: &[f64; F]) -> f64 {
    x.iter().zip(w).map(|(x, w)| x * w).sum()
}

/// The names of a page, weighed.
struct Weighing<'a> {
    g: &'a Gazetteer,
    mentions: Vec<Mention<'a>>,
    groups: Vec<Group>,
    /// Features of each asked name's candidates, round by round, by place.
    trace: Vec<BTreeMap<u32, Vec<[f64; F]>>>,
}

impl<'a> Weighing<'a> {
    fn new(
        g: &'a Gazetteer,
        text: &'a str,
        mut mentions: Vec<Mention<'a>>,
        asked: usize,
        hints: &[&str],
        keep: bool,
    ) -> Self {
        let t = g.tables();
        let w = weights();
        let mut count: BTreeMap<&str, f64> = BTreeMap::new();
        for h in hints {
            *count.entry(h).or_default() += 1.0 / hints.len() as f64;
        }
        // Neighbours in the text, and what ties them.
        let mut order: Vec<usize> = (0..mentions.len()).filter(|&m| mentions[m].span.is_some()).collect();
        let span_of = |m: &Mention| m.span.expect("only those with spans are in the order");
        order.sort_by_key(|&m| (span_of(&mentions[m]).begin, span_of(&mentions[m]).end));
        let mut ties: Vec<(Tie, bool, usize, usize)> = Vec::new();
        let mut holder: Vec<Option<usize>> = vec![None; mentions.len()];
        for pair in order.windows(2) {
            let (a, b) = (span_of(&mentions[pair[0]]), span_of(&mentions[pair[1]]));
            if a.end > b.begin {
                continue;
            }
            let between = &text[a.end..b.begin];
            if let Some((tie, second_holds)) = around::tie(between) {
                let (inner, outer) = if second_holds { (pair[0], pair[1]) } else { (pair[1], pair[0]) };
                ties.push((tie, true, inner, outer));
                ties.push((tie, false, outer, inner));
                if tie != Tie::Near {
                    holder[inner].get_or_insert(outer);
                }
            }
        }
        // One name, one place; "Springfield, Ill." and "Springfield, Mo." are two.
        let folded: Vec<String> = mentions.iter().map(|m| fold(m.name)).collect();
        let mut groups: Vec<Group> = Vec::new();
        let mut by_key: BTreeMap<(String, String), usize> = BTreeMap::new();
        let mut last_of: BTreeMap<&str, usize> = BTreeMap::new();
        let sets: Vec<Vec<Candidate>> = {
            let mut seen: BTreeMap<&str, Vec<Candidate>> = BTreeMap::new();
            mentions.iter().map(|m| seen.entry(m.name).or_insert_with(|| candidates(g, m.name)).clone()).collect()
        };
        let inside_of = |m: usize, o: usize| -> bool {
            sets[m].iter().any(|c| {
                let i = c.place as usize;
                sets[o].iter().any(|q| {
                    let j = q.place as usize;
                    matches!(t.kind(j), PlaceKind::Admin1 | PlaceKind::Country) && lies_in(t, i, j, 0.0)
                })
            })
        };
        let told: Vec<Option<&str>> = (0..mentions.len())
            .map(|m| holder[m].filter(|&o| sets[m].len() > 1 && inside_of(m, o)).map(|o| folded[o].as_str()))
            .collect();
        let walk: Vec<usize> =
            order.iter().copied().chain((0..mentions.len()).filter(|&m| mentions[m].span.is_none())).collect();
        // What a name is first told to lie in holds for the bare name before it, too.
        let mut first_told: BTreeMap<&str, &str> = BTreeMap::new();
        for &m in &walk {
            if let Some(o) = told[m] {
                first_told.entry(&folded[m]).or_insert(o);
            }
        }
        for &m in &walk {
            let name = folded[m].as_str();
            let group = match told[m] {
                Some(o) => *by_key.entry((name.to_owned(), o.to_owned())).or_insert(groups.len()),
                None => last_of.get(name).copied().unwrap_or_else(|| {
                    let o = first_told.get(name).copied().unwrap_or("");
                    *by_key.entry((name.to_owned(), o.to_owned())).or_insert(groups.len())
                }),
            };
            last_of.insert(name, group);
            mentions[m].group = group;
            let sort = mentions[m].span.and_then(|s| around::sort(text, s));
            if group == groups.len() {
                groups.push(Group {
                    all: Vec::new(),
                    spans: Vec::new(),
                    ties: Vec::new(),
                    sort: None,
                    said: Vec::new(),
                    dateline: false,
                    key: name.to_owned(),
                });
            }
            let here = &mut groups[group];
            here.spans.extend(mentions[m].span);
            here.said.push(sort.as_ref().map(|s| s.0));
            here.dateline |= mentions[m].span.is_some_and(|s| around::is_dateline(text, s));
            let mut set = sets[m].clone();
            if let Some((Sort::Region, word)) = &sort
                && !word.is_empty()
                && set.iter().all(|c| c.how != How::Generic)
            {
                set.extend(g.exact(&format!("{} {word}", mentions[m].name)));
            }
            for c in set {
                if !here.all.iter().any(|o| o.c.place == c.place) {
                    let i = c.place as usize;
                    here.all.push(Choice { c, point: on_sphere(t.lat(i), t.lon(i)), x: [0.0; F], score: 0.0, p: 0.0 });
                }
            }
        }
        for (tie, held, a, b) in ties {
            let (ga, gb) = (mentions[a].group, mentions[b].group);
            if ga != gb && !groups[ga].ties.contains(&(tie, held, gb)) {
                groups[ga].ties.push((tie, held, gb));
            }
        }
        for here in &mut groups {
            let set: Vec<Candidate> = here.all.iter().map(|o| o.c).collect();
            // "New York state" once does not make New York the state everywhere: half of the mentions must say it.
            let said = here
                .said
                .iter()
                .flatten()
                .copied()
                .find(|s| here.said.iter().filter(|o| **o == Some(*s)).count() * 2 >= here.said.len());
            here.sort = said;
            for o in &mut here.all {
                o.x = base(t, o.c, &set, &count, said, here.dateline);
                if o.c.how == How::Roman {
                    let (own, english) = t.two_names(o.c.place as usize).unwrap_or_default();
                    let like = |name: &str| likeness(&plain(&here.key), &plain(&fold(name)));
                    o.x[at::LIKENESS] = like(own).max(like(english));
                }
                o.score = score(&o.x, w);
            }
            if !here.all.is_empty() {
                likely(&mut here.all);
            }
            here.all.truncate(KEPT);
        }
        let mut me = Self { g, mentions, groups, trace: Vec::new() };
        let asked_groups: Vec<usize> = me.mentions[..asked].iter().map(|m| m.group).collect();
        let mut trace: Vec<BTreeMap<u32, Vec<[f64; F]>>> =
            if keep { vec![BTreeMap::new(); me.groups.len()] } else { Vec::new() };
        let near: Vec<Vec<f64>> =
            me.groups.iter().map(|a| me.groups.iter().map(|b| text_weight(a, b)).collect()).collect();
        // A name that nothing is said of, as typed into a search: its sound must do.
        let lone = me.groups.len() == 1 && count.is_empty();
        for round in 0..ROUNDS {
            let mut next: Vec<Vec<f64>> = Vec::with_capacity(me.groups.len());
            for n in 0..me.groups.len() {
                let xs: Vec<[f64; F]> =
                    (0..me.groups[n].all.len()).map(|k| company(t, &me.groups, n, k, &near[n])).collect();
                if keep && round + 2 >= ROUNDS && asked_groups.contains(&n) {
                    for (o, x) in me.groups[n].all.iter().zip(&xs) {
                        trace[n].entry(o.c.place).or_default().push(*x);
                    }
                }
                next.push(xs.iter().map(|x| score(x, w) + unheard(x, lone)).collect());
            }
            for (here, scores) in me.groups.iter_mut().zip(next) {
                for (o, s) in here.all.iter_mut().zip(scores) {
                    o.score = s;
                }
                if !here.all.is_empty() {
                    likely(&mut here.all);
                }
            }
        }
        me.trace = trace;
        me
    }

    /// The place of a mention's group, or none.
    fn chosen(&self, m: usize) -> Option<&Choice> {
        let g = &self.groups[self.mentions[m].group];
        g.all.first().filter(|o| o.score > UNHEARD / 2.0)
    }

    fn found(&self, m: usize) -> Option<Found> {
        let t = self.g.tables();
        let here = &self.groups[self.mentions[m].group];
        let o = self.chosen(m)?;
        let c = if matches!(here.sort, Some(Sort::Region)) { o.c } else { town_of(t, &here.all, o.c) };
        Some(self.g.found(c))
    }
}

/// A name found by its sound alone, in a country that the document has not named, is no find.
const UNHEARD: f64 = -100.0;

fn unheard(x: &[f64; F], lone: bool) -> f64 {
    if x[at::SOUND] > 0.0 {
        let heard = lone || x[at::HINT] > 0.1 || x[at::FELLOW] > 0.25 || x[at::NEAREST] > 0.3;
        if !heard || x[at::LIKENESS] < 0.5 {
            return UNHEARD;
        }
    }
    if x[at::INNER] > 0.0 {
        // A part of a name is a place where something else speaks for it: "Point" of "Woodman Point" is no town in Texas.
        let near = x[at::NEAREST] > 0.15 || x[at::TIE_COMMA] + x[at::TIE_IN] + x[at::TIE_HOLDS] > 0.3;
        let large = x[at::COUNTRY] + x[at::WIDE] + x[at::ADMIN1] > 0.0 || x[at::MILLION] > 0.0;
        if !(near || large) {
            return UNHEARD;
        }
    }
    0.0
}

/// A folded name without articles, its vowels in three classes: "dayr az zawr" and "deir ez zor" are nearly one.
fn plain(key: &str) -> String {
    let words = key.split(' ').filter(|w| !is_article(w));
    let same = |c: char| match c {
        'e' | 'i' | 'y' => 'i',
        'o' | 'u' | 'w' => 'u',
        'q' | 'c' => 'k',
        c => c,
    };
    let mut out: Vec<char> = words.flat_map(str::chars).map(same).collect();
    out.dedup();
    out.into_iter().collect()
}

/// How alike two folded names are, letter by letter: 1 for the same, 0 for nothing in common.
fn likeness(a: &str, b: &str) -> f64 {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let swap = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = swap.min(row[j] + 1).min(row[j + 1] + 1);
        }
    }
    1.0 - row[b.len()] as f64 / a.len().max(b.len()).max(1) as f64
}

/// "Aleppo" alone is the city: where a region won by a name that leaves out "province", its town of the same name stands
/// in for it. States of federations ("Kano", "Sonora") keep theirs, for nothing in the name was left out.
fn town_of(t: &Tables, set: &[Choice], c: Candidate) -> Candidate {
    let i = c.place as usize;
    if !matches!(t.kind(i), PlaceKind::Admin1 | PlaceKind::Admin2) || c.how == How::Generic {
        return c;
    }
    let inside = |n: usize| {
        t.kind(n).is_town() && t.code_number(n) == t.code_number(i) && t.admin1(n) == t.admin1(i).or(Some(i))
    };
    let big = |n: usize| matches!(t.kind(n), PlaceKind::Capital | PlaceKind::Seat) || t.population(n) > 50_000;
    let town = set.iter().map(|o| o.c).find(|x| x.flag & 3 <= 1 && inside(x.place as usize) && big(x.place as usize));
    town.unwrap_or(c)
}

impl Gazetteer {
    /// Chooses one place for each name of a list, in order, by the company they keep; `None` where no name fits.
    pub fn resolve(&self, mentions: &[&str], countries_hint: &[&str]) -> Vec<Option<Found>> {
        let list = mentions.iter().map(|m| Mention { name: m, span: None, group: 0 }).collect();
        let w = Weighing::new(self, "", list, mentions.len(), countries_hint, false);
        (0..mentions.len()).map(|m| w.found(m).filter(|_| w.chosen(m).is_some_and(|o| o.c.how != How::Inner))).collect()
    }

    /// Chooses one place for each asked name of a page, in order, by the words around it and the names beside it.
    pub fn locate(&self, asked: &Asked) -> Vec<Option<Found>> {
        let w = self.weigh(asked, false);
        let direct: Vec<Option<Found>> = (0..asked.spans.len()).map(|m| w.found(m)).collect();
        super::fallback::fill(asked, &direct, &|m| w.chosen(m).is_some_and(|o| o.c.how == How::Inner))
    }

    /// For the fit: every candidate of every asked name with its features.
    pub fn weighed(&self, asked: &Asked) -> Vec<Vec<Weighed>> {
        let t = self.tables();
        let w = self.weigh(asked, true);
        (0..asked.spans.len())
            .map(|m| {
                w.trace[w.mentions[m].group]
                    .iter()
                    .map(|(&p, x)| Weighed { point: (t.lat(p as usize), t.lon(p as usize)), features: x.clone() })
                    .collect()
            })
            .collect()
    }

    fn weigh<'a>(&'a self, asked: &Asked<'a>, keep: bool) -> Weighing<'a> {
        let mut spans: Vec<Span> = asked.spans.to_vec();
        for s in asked.context {
            if !spans.iter().any(|o| o.overlaps(*s)) {
                spans.push(*s);
            }
        }
        spans.extend(witnesses(self, asked.text, &spans));
        let list = spans.iter().map(|s| Mention { name: s.of(asked.text), span: Some(*s), group: 0 }).collect();
        Weighing::new(self, asked.text, list, asked.spans.len(), asked.countries, keep)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_and_weights_hold_together() {
        assert!(weights().iter().filter(|w| **w != 0.0).count() > 20);
    }
}
