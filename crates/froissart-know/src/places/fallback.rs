//! Where a name lies that the gazetteer does not have: in what the words put it in.
//!
//! Invents no place: the answer has the holder's point, a radius that covers the holder, no GeoNames id, and says "in".
//! "The Pioneer cinema in Dewsbury" is in Dewsbury; "a village in Idlib province" somewhere in the province.

use super::around::{self, Tie};
use super::choose::Asked;
use super::part::is_facility;
use super::{Found, PlaceKind};

/// How far, in bytes, a name of the same line may stand to lend its point.
const REACH: usize = 400;

/// Fills what was not found from what it lies in, by the words or by its neighbours.
pub(super) fn fill(asked: &Asked, direct: &[Option<Found>], is_inner: &dyn Fn(usize) -> bool) -> Vec<Option<Found>> {
    let mut order: Vec<usize> = (0..asked.spans.len()).collect();
    order.sort_by_key(|&m| (asked.spans[m].begin, asked.spans[m].end));
    let usable = |m: usize| {
        direct[m].as_ref().filter(|f| !is_inner(m) && !matches!(f.kind, PlaceKind::Continent | PlaceKind::Water))
    };
    let home = home(direct, &|m| usable(m).is_some());
    let mut out = direct.to_vec();
    for (n, &m) in order.iter().enumerate() {
        if direct[m].is_some() && !is_inner(m) {
            continue;
        }
        let told = |a: usize, b: usize, second: bool| -> Option<&Found> {
            let (x, y) = (asked.spans[a], asked.spans[b]);
            let between = (x.end <= y.begin).then(|| &asked.text[x.end..y.begin])?;
            let (tie, second_holds) = around::tie(between)?;
            (tie != Tie::Near && second_holds == second).then(|| usable(if second { b } else { a })).flatten()
        };
        let next = order.get(n + 1).and_then(|&b| told(m, b, true));
        let before = n.checked_sub(1).map(|k| order[k]).and_then(|a| told(a, m, false));
        if let Some(f) = next.or(before) {
            out[m] = Some(f.as_holder());
            continue;
        }
        let gap = |o: usize| {
            let (x, y) = (asked.spans[m], asked.spans[o]);
            let (a, b) = if x.begin <= y.begin { (x.end.min(y.begin), y.begin) } else { (y.end.min(x.begin), x.begin) };
            (!asked.text[a..b].contains('\n')).then_some(b - a)
        };
        let nearest = |fits: &dyn Fn(&Found) -> bool| {
            let others = order.iter().copied().filter(|&o| o != m && usable(o).is_some_and(fits));
            others.filter_map(|o| gap(o).filter(|g| *g <= REACH).map(|g| (g, o))).min().and_then(|(_, o)| usable(o))
        };
        if let Some(part) = &direct[m] {
            // "Virginia Gateway" beside "Gainesville" is there; by itself it is somewhere in Virginia.
            let inside = |f: &Found| {
                f.kind.is_town()
                    && f.country == part.country
                    && match part.kind {
                        PlaceKind::Country => true,
                        PlaceKind::Admin1 => f.admin1.as_deref() == Some(&part.name),
                        _ => false,
                    }
            };
            out[m] = Some(nearest(&inside).unwrap_or(part).as_holder());
            continue;
        }
        // The nearest town or region named in the same line; else where the page is at home.
        if !asked.strangers {
            continue;
        }
        // A school or a street is where its page is; of a bare name that much is known only where the page keeps to one area.
        let near = nearest(&|f| f.kind != PlaceKind::Country).filter(|_| is_facility(asked.spans[m].of(asked.text)));
        out[m] = near.map(Found::as_holder).or_else(|| home.map(Found::as_middle));
    }
    out
}

/// Where most of a page's towns lie together: the town with the most others within a day's drive, if it has company.
fn home<'a>(direct: &'a [Option<Found>], usable: &dyn Fn(usize) -> bool) -> Option<&'a Found> {
    let small = |f: &&Found| f.kind.is_town() || f.kind == PlaceKind::Admin2;
    let all: Vec<&Found> =
        (0..direct.len()).filter(|&m| usable(m)).filter_map(|m| direct[m].as_ref()).filter(small).collect();
    let within = |f: &Found| all.iter().filter(|o| super::kilometres((f.lat, f.lon), (o.lat, o.lon)) < 120.0).count();
    let best = all.iter().map(|f| (within(f), *f)).rev().max_by_key(|x| x.0);
    if let Some((_, town)) = best.filter(|(count, _)| *count >= 2 && count * 3 >= all.len()) {
        return Some(town);
    }
    // Without such a town, the country that most of its places are in.
    let placed = || (0..direct.len()).filter(|&m| usable(m)).filter_map(|m| direct[m].as_ref());
    let lands: Vec<&str> = placed().filter_map(|f| f.country.as_deref()).collect();
    let most = |code: &str| lands.iter().filter(|c| **c == code).count();
    let land = lands.iter().copied().rev().max_by_key(|c| most(c)).filter(|c| most(c) * 2 > lands.len())?;
    placed().find(|f| f.kind == PlaceKind::Country && f.country.as_deref() == Some(land))
}
