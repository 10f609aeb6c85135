//! What happened in the last days, the gravest first: tellings of one act together, as far as they name it alike.
//!
//! "Russian warplanes bombed Idlib on Sunday", told by a monitor and by a paper, is one incident with two accounts.
//! Acts that are planned, denied, or told as background are none.

use crate::events::after;
use crate::index::{ActorKey, PlaceKey};
use crate::order::rank;
use crate::types::{Incident, Standing};
use crate::world::World;
use froissart_model::{Day, Kind, Told};
use std::collections::{BTreeMap, BTreeSet};

/// What makes two tellings tellings of one act: type, who, to whom, where, the last day, and whether only that is known.
type Key<'a> = (&'a str, &'a [ActorKey], &'a [ActorKey], &'a [PlaceKey], Day, bool);

pub(crate) fn incidents(w: &World<'_>, since: Option<Day>) -> Vec<Incident> {
    let (Some(day), Some(after)) = (w.as_of, after(w, since)) else { return Vec::new() };
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let is_told = i.head.kind == Kind::Event && i.is_fact() && i.head.told == Told::News;
        // What follows from another act is told with it.
        if !is_told || i.head.is_implied || w.happened(i) != Some(true) {
            continue;
        }
        let Some(on) = i.to.or(i.from).filter(|d| *d > after && *d <= day) else { continue };
        let is_by = i.from.is_none_or(|f| f != on);
        groups.entry((i.head.type_, &i.actors, &i.targets, &i.places, on, is_by)).or_default().push(n);
    }
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
                targets: w.actor_refs(targets),
                places: places.iter().map(|p| w.place(*p)).collect(),
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

/// The keys of all lists in their order; of several tellings each once.
fn each_once<'k, K: Copy + Ord + 'k>(lists: impl ExactSizeIterator<Item = &'k [K]>) -> Vec<K> {
    let (is_one, mut met) = (lists.len() == 1, BTreeSet::new());
    lists.flatten().copied().filter(|k| is_one || met.insert(*k)).collect()
}
