//! What happened in the last days, the gravest first: tellings of one act together, as far as they name it alike.
//!
//! "Russian warplanes bombed Idlib on Sunday", told by a monitor and by a paper, is one incident with two accounts.
//! Acts that are planned, denied, or told as background are none.

use crate::events::after;
use crate::index::{ActorKey, PlaceKey};
use crate::order::rank;
use crate::types::{Incident, Standing};
use crate::world::World;
use froissart_model::{Day, Kind, PlaceRole, Told};
use std::collections::{BTreeMap, BTreeSet};

/// What makes two tellings tellings of one act: type, who, to whom, where, the last day, whether only that is known, and
/// the modes where they tell acts apart: who lays down arms and who resigns both RETREAT.
type Key<'a> = (&'a str, &'a [ActorKey], &'a [ActorKey], &'a [PlaceKey], Day, bool, &'a [String]);

pub(crate) fn incidents(w: &World<'_>, since: Option<Day>) -> Vec<Incident> {
    let (Some(day), Some(after)) = (w.as_of, after(w, since)) else { return Vec::new() };
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        // What a page reminds of is news of the days where its words date it to one of them: "the town, which the Brigade
        // seized on Sunday".
        let is_dated = i.is_dated() && i.from == i.to;
        let is_told = i.head.kind == Kind::Event && i.is_fact() && (i.head.told == Told::News || is_dated);
        // What follows from another act is told with it.
        if !is_told || i.head.is_implied || w.happened(i) != Some(true) {
            continue;
        }
        let Some(on) = i.to.or(i.from).filter(|d| *d > after && *d <= day) else { continue };
        let is_by = i.from.is_none_or(|f| f != on);
        // An assault's modes are its means, of which one telling says more than another.
        let modes: &[String] = if i.head.type_ == "ASSAULT" { &[] } else { &i.claim.modes };
        groups.entry((i.head.type_, &i.actors, &i.targets, &i.places, on, is_by, modes)).or_default().push(n);
    }
    let groups = with_their_headlines(w, &groups);
    let keys: BTreeMap<usize, Key<'_>> = groups.iter().flat_map(|(k, items)| items.iter().map(|&n| (n, *k))).collect();
    let groups = w.united(groups.into_values().collect(), |_, _| true);
    let mut all: Vec<Incident> = groups
        .into_iter()
        .map(|items| {
            let claims = || items.iter().map(|&n| w.items[n].claim);
            let of_items: BTreeSet<Key<'_>> = items.iter().map(|n| keys[n]).collect();
            let grave = |k: &&Key<'_>| {
                let of_type = claims().filter(|c| c.type_ == k.0).filter_map(|c| c.intensity);
                of_type.fold(0, |least, i| least.min((i * 10.0).round() as i32))
            };
            // Of tellings that analysts hold to be of one act, all parties and places are told, the gravest type, and
            // the last of their days.
            let type_ = of_items.iter().min_by_key(|k| (grave(k), k.0)).map_or("", |k| k.0);
            let (actors, targets) =
                (&each_once(of_items.iter().map(|k| k.1)), &each_once(of_items.iter().map(|k| k.2)));
            let places = each_once(of_items.iter().map(|k| k.3));
            // Where one place is known, "the north" and "that front" add nothing that a map could show.
            let is_known = |p: &PlaceKey| w.place(*p).lat.is_some();
            let has_known = places.iter().any(is_known);
            let shown = |role: Option<PlaceRole>| {
                let all = places.iter().filter(|p| !has_known || is_known(p));
                all.filter(|p| way(w, &items, **p) == role).map(|p| w.place(*p)).collect::<Vec<_>>()
            };
            let targets: Vec<ActorKey> =
                targets.iter().copied().filter(|t| !actors.contains(t) && !is_own(w, actors, *t)).collect();
            let day = of_items.iter().map(|k| k.4).max().unwrap_or(day);
            let by = of_items.iter().any(|k| k.5) || of_items.iter().any(|k| k.4 != day);
            let modes: BTreeSet<&str> = claims().flat_map(|c| c.modes.iter().map(String::as_str)).collect();
            Incident {
                day,
                by,
                type_: type_.to_owned(),
                modes: modes.into_iter().map(str::to_owned).collect(),
                intensity: claims().filter_map(|c| c.intensity).reduce(f64::min),
                actors: w.actor_refs(actors),
                targets: w.actor_refs(&targets),
                places: shown(None),
                from: shown(Some(PlaceRole::From)),
                to: shown(Some(PlaceRole::To)),
                grounds: w.grounds(&items),
            }
        })
        .collect();
    all.sort_by_cached_key(|e| {
        let keys: Vec<&str> = e.actors.iter().chain(&e.targets).map(|a| a.key.as_str()).collect();
        let places: Vec<&str> = e.places.iter().map(|p| p.key.as_str()).collect();
        let name = format!("{} {} {}", e.type_, keys.join(" "), places.join(" "));
        // Tenths are finer than PLOVER's scale; an act without an intensity is neither grave nor good.
        let gravity = (e.intensity.unwrap_or(0.0) * 10.0).round() as i32;
        (gravity, rank(Standing::Fact, Some(e.day), &e.grounds), name, e.by)
    });
    all
}

/// Tellings without a day of their own go to the dated one of the same page, where it is of the same parties and places:
/// a headline and the sentence that it heads.
fn with_their_headlines<'a>(w: &World<'_>, groups: &BTreeMap<Key<'a>, Vec<usize>>) -> BTreeMap<Key<'a>, Vec<usize>> {
    // The dated tellings of a page, by what they tell; of two days nobody knows which its headline is of.
    type Told<'k, 'a> = (&'k str, &'a str, &'a [ActorKey], &'a [ActorKey], &'a [PlaceKey], &'a [String]);
    let page = |n: &usize| w.items[*n].sourced.page.id.as_str();
    let told = |n: &usize, k: &Key<'a>| -> Told<'_, 'a> { (page(n), k.0, k.1, k.2, k.3, k.6) };
    let mut dated: BTreeMap<Told<'_, 'a>, BTreeSet<Key<'a>>> = BTreeMap::new();
    for (key, items) in groups.iter().filter(|(k, _)| !k.5) {
        for n in items {
            dated.entry(told(n, key)).or_default().insert(*key);
        }
    }
    let mut out: BTreeMap<Key<'a>, Vec<usize>> = BTreeMap::new();
    for (key, items) in groups {
        for n in items {
            let days = dated.get(&told(n, key)).filter(|_| key.5);
            let one = days.filter(|all| all.len() == 1).and_then(|all| all.first()).filter(|to| to.4 <= key.4);
            out.entry(*one.unwrap_or(key)).or_default().push(*n);
        }
    }
    for items in out.values_mut() {
        items.sort_unstable();
    }
    out
}

/// Whether all tellings have the place as one from where, or to where, they went.
fn way(w: &World<'_>, items: &[usize], key: PlaceKey) -> Option<PlaceRole> {
    let mut roles = items.iter().flat_map(|&n| {
        let i = &w.items[n];
        let sites = w.index.mentions.places.of(i.number as usize);
        let same = sites.iter().zip(&i.claim.place).filter(move |(s, _)| w.index.sites[**s as usize] == Some(key));
        same.map(|(_, p)| p.role)
    });
    let first = roles.next().filter(|r| matches!(r, PlaceRole::From | PlaceRole::To))?;
    roles.all(|r| r == first).then_some(first)
}

/// Whether a target is nobody but the actor's own: "reinforced its troops".
fn is_own(w: &World<'_>, actors: &[ActorKey], target: ActorKey) -> bool {
    let name = w.name(target);
    actors.iter().any(|a| {
        name.strip_prefix(w.name(*a))
            .and_then(|rest| rest.strip_prefix("\u{2019}s "))
            .is_some_and(|rest| matches!(rest, "army" | "fighters" | "forces" | "men" | "troops" | "units"))
    })
}

/// The keys of all lists in their order; of several tellings each once.
fn each_once<'k, K: Copy + Ord + 'k>(lists: impl ExactSizeIterator<Item = &'k [K]>) -> Vec<K> {
    let (is_one, mut met) = (lists.len() == 1, BTreeSet::new());
    lists.flatten().copied().filter(|k| is_one || met.insert(*k)).collect()
}
