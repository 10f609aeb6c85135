//! Where a row's event happened: one place out of many.
//!
//! "Russian jets struck the city near Aleppo" has two; the one that has coordinates stands. Where somebody came from is
//! not where it happened.

use froissart_model::{Char, Claim, Place, PlaceRole};

/// The places of all claims where the event can have happened, the best first.
///
/// The best has coordinates, is where it happened or what was aimed at, is named by most claims, and is the smallest.
pub(crate) fn places<'a>(claims: &[&'a Claim<Char>]) -> Vec<&'a Place<Char>> {
    let all: Vec<&Place<Char>> = claims.iter().flat_map(|c| &c.place).collect();
    let times = |p: &Place<Char>| all.iter().filter(|o| same(o, p)).count();
    let mut sorted: Vec<(usize, &Place<Char>)> = all.iter().copied().enumerate().collect();
    sorted.sort_by(|(n, a), (m, b)| {
        let rank = |p: &Place<Char>| {
            let named = p.lat.is_some() && p.lon.is_some();
            (!named, role_rank(p.role), std::cmp::Reverse(times(p)))
        };
        let radius = |p: &Place<Char>| p.radius_km.unwrap_or(f64::MAX);
        rank(a).cmp(&rank(b)).then(radius(a).total_cmp(&radius(b))).then(n.cmp(m))
    });
    let mut best: Vec<&Place<Char>> = Vec::new();
    for (_, p) in sorted {
        if p.role != PlaceRole::From && !best.iter().any(|o| same(o, p)) {
            best.push(p);
        }
    }
    best
}

fn role_rank(role: PlaceRole) -> u8 {
    match role {
        PlaceRole::At | PlaceRole::Target | PlaceRole::Of => 0,
        PlaceRole::To => 1,
        PlaceRole::From => 2,
    }
}

fn same(a: &Place<Char>, b: &Place<Char>) -> bool {
    a.relation == b.relation
        && match (a.geonames, b.geonames) {
            (Some(x), Some(y)) => x == y,
            (None, None) => a.name.as_ref().unwrap_or(&a.text) == b.name.as_ref().unwrap_or(&b.text),
            _ => false,
        }
}

/// What the place is called: the gazetteer's name, else the words.
pub(crate) fn name(p: &Place<Char>) -> &str {
    p.name.as_deref().unwrap_or(&p.text)
}

/// The words, with what stands between them and the place ("25 km south of Aleppo"), once.
pub(crate) fn described(p: &Place<Char>) -> String {
    match &p.relation {
        Some(r) if !p.text.contains(r.as_str()) => format!("{r} {}", p.text),
        _ => p.text.clone(),
    }
}

/// How finely a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Fineness {
    /// A town or a site, itself.
    Point,
    /// Near, around or in a direction from one.
    Near,
    /// A region without borders: a valley, a front, an island.
    Area,
    /// A first-level region.
    Region,
    /// A country.
    Country,
    /// The words only.
    Unknown,
}

pub(crate) fn fineness(p: &Place<Char>) -> Fineness {
    if p.lat.is_none() || p.lon.is_none() {
        return Fineness::Unknown;
    }
    match p.precision.as_deref() {
        Some("country") => Fineness::Country,
        Some("admin1") => Fineness::Region,
        Some("area" | "region") => Fineness::Area,
        _ if p.relation.is_some() => Fineness::Near,
        _ => Fineness::Point,
    }
}
