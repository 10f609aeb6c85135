//! Who holds what: each position as somebody has it, until a later claim ends it.
//!
//! "The junta holds a third of the province, a monitor said" stays a position of 2 December, last reported that day, until somebody tells another. "Believed to hold" is marked and ends nothing.

use crate::index::{ActorKey, PlaceKey};
use crate::order::{arranged, rank};
use crate::parties::freshness;
use crate::types::{Holding, PlaceRef, Standing, Timing};
use crate::world::{Item, World};
use froissart_model::{Basis, Day, Extent, ExtentOf, Holds, Kind};
use rustc_hash::FxHashMap;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// The least share that the words license; a place without a share is the whole of it.
pub(crate) fn least_share(extent: Option<&Extent>) -> f64 {
    match extent {
        None => 1.0,
        Some(e) => e.low.unwrap_or(if e.of == ExtentOf::Whole { 1.0 } else { 0.0 }),
    }
}

pub(crate) fn status<'a>(i: &Item<'a>) -> &'a str {
    i.head.status.unwrap_or("held")
}

/// Whether the status says that the actor has the place for itself.
pub(crate) fn is_held(status: &str) -> bool {
    matches!(status, "held" | "besieged")
}

/// "Most of" is more than half, so two such shares cannot both be.
pub(crate) fn cannot_both_be(a: f64, b: f64) -> bool {
    a >= 0.5 && b >= 0.5
}

struct Group {
    items: Vec<usize>,
    /// The last day that any of them speaks of.
    latest: Option<Day>,
    timing: Timing,
    ended_by: Option<usize>,
}

/// A position: where, whose, its status, the extent's words folded, and how it is told.
type Key<'a> = (PlaceKey, ActorKey, &'a str, String, Standing);

/// What is held on the day, and what was held before it.
pub(crate) fn holdings(w: &World<'_>, stale_after_days: u16) -> (Vec<Holding>, Vec<Holding>) {
    let mut groups: BTreeMap<(Key<'_>, bool), Group> = BTreeMap::new();
    for (n, i) in w.of(Kind::Control) {
        let Some(timing) = i.timing else { continue };
        let extent = i.claim.extent.as_ref().map_or_else(String::new, |e| froissart_model::fold(&e.text));
        for &place in &i.places {
            for &actor in &i.actors {
                let key: Key<'_> = (place, actor, status(i), extent.clone(), i.standing);
                // What is over and what may last are two positions, though the words be the same.
                let group = groups.entry((key, timing == Timing::Past)).or_insert(Group {
                    items: Vec::new(),
                    latest: None,
                    timing,
                    ended_by: None,
                });
                group.items.push(n);
                group.latest = group.latest.max(i.last_day()).max(begins(i));
                if freshness(timing) < freshness(group.timing) {
                    group.timing = timing;
                }
            }
        }
    }
    // What may end a position: the facts told of its place.
    let mut at_place: BTreeMap<PlaceKey, Vec<(&Key<'_>, &Group)>> = BTreeMap::new();
    for ((key, _), g) in groups.iter().filter(|((k, _), _)| k.4 == Standing::Fact) {
        at_place.entry(key.0).or_default().push((key, g));
    }
    let sides = one_side(w);
    let at = |key: &Key<'_>| at_place.get(&key.0).map_or(&[][..], Vec::as_slice);
    let ends: Vec<Option<usize>> = groups.iter().map(|((key, _), g)| end_of(w, at(key), key, g, &sides)).collect();
    for (g, end) in groups.values_mut().zip(ends) {
        if end.is_some() {
            g.timing = Timing::Past;
            g.ended_by = end;
        }
    }
    let all: Vec<Holding> = groups.iter().map(|((key, _), g)| holding(w, key, g, stale_after_days)).collect();
    // Place by place, the one last told of first; names that no gazetteer knows come after, and words without one ("several districts") last.
    let mut last_told: FxHashMap<PlaceKey, Option<Day>> = FxHashMap::default();
    for (((place, ..), _), h) in groups.keys().zip(&all) {
        let last = last_told.entry(*place).or_default();
        *last = (*last).max(h.told);
    }
    let places: Vec<_> = groups.keys().map(|((place, ..), _)| Reverse(last_told[place])).collect();
    let all = arranged(all, |all, a, b| {
        let place = |n: usize| (unplaced(&all[n].place), places[n]);
        let place = place(a).cmp(&place(b));
        let (a, b) = (&all[a], &all[b]);
        let told = |h: &Holding| rank(h.standing, h.told, &h.grounds);
        let rest = |h: &Holding| (freshness(h.timing), h.to);
        place
            .then_with(|| (&a.place.name, &a.place.key).cmp(&(&b.place.name, &b.place.key)))
            .then_with(|| told(a).cmp(&told(b)))
            .then_with(|| a.holder.name.cmp(&b.holder.name))
            .then_with(|| rest(a).cmp(&rest(b)))
            .then_with(|| a.status.cmp(&b.status))
    });
    all.into_iter().partition(|h| h.timing != Timing::Past)
}

/// How little a gazetteer could do with a place: nothing (0) where it has it, 1 where only the words have a name, 2 where
/// they have none.
pub(crate) fn unplaced(p: &PlaceRef) -> u8 {
    if p.lat.is_some() { 0 } else { 1 + u8::from(crate::names::is_without_name(&p.name)) }
}

/// Its beginning counts, where the words give one: else the day by which it was so.
fn begins(i: &Item<'_>) -> Option<Day> {
    i.from.or(i.to).or(i.published)
}

/// Who leads, commands or is part of whom, either way round: a group's holding is not ended by that of those it leads.
fn one_side(w: &World<'_>) -> BTreeSet<(ActorKey, ActorKey)> {
    let is_tie = |i: &Item<'_>| {
        i.is_fact()
            && matches!(i.claim.type_.as_str(), "leads" | "commands" | "part_of")
            && crate::parties::is_active(i)
    };
    let pairs = w.of(Kind::Relation).filter(|(_, i)| is_tie(i));
    let pairs = pairs.flat_map(|(_, i)| i.actors.iter().flat_map(|&a| i.recipients.iter().map(move |&r| (a, r))));
    pairs.flat_map(|(a, r)| [(a, r), (r, a)]).collect()
}

/// The first later fact that ends a position that was last reported some days ago.
fn end_of(
    w: &World<'_>,
    at_place: &[(&Key<'_>, &Group)],
    key: &Key<'_>,
    g: &Group,
    sides: &BTreeSet<(ActorKey, ActorKey)>,
) -> Option<usize> {
    let Timing::LastReported(last) = g.timing else { return None };
    let (_, actor, status_, _, _) = key;
    let share = g.items.iter().map(|&n| least_share(w.items[n].claim.extent.as_ref())).fold(0.0, f64::max);
    at_place
        .iter()
        // What was told before ends nothing.
        .filter(|(k, other)| *k != key && other.latest >= Some(last))
        .flat_map(|(_, other)| &other.items)
        .filter(|&&n| {
            let i = &w.items[n];
            let Some(day) = begins(i) else { return false };
            if w.as_of.is_some_and(|d| day > d) || matches!(i.timing, None | Some(Timing::Possible)) {
                return false;
            }
            let other_share = least_share(i.claim.extent.as_ref());
            let took_it = is_held(status(i)) && i.recipients.iter().any(|r| r == actor);
            if i.actors.iter().any(|a| a == actor) {
                // Two parts without a share may be two parts; anything else of one actor is told anew.
                let is_told_anew = status(i) != *status_ || share > 0.0 || other_share > 0.0;
                return is_told_anew && i.last_day().is_some_and(|d| d > last);
            }
            (took_it && cannot_both_be(share, other_share) && day >= last)
                || (day > last
                    && !i.actors.iter().any(|a| sides.contains(&(*a, *actor)))
                    && (is_held(status_) || *status_ == "shared")
                    && is_held(status(i))
                    && cannot_both_be(share, other_share))
        })
        .min_by_key(|&&n| (w.items[n].from.or(w.items[n].to), n))
        .copied()
}

/// Since when one telling has it so: the day of its act, or the first day of its state.
fn since(i: &Item<'_>) -> Option<Day> {
    let is_by_words = i.head.happened.is_some_and(|h| h.holds == Holds::Throughout && h.basis != Basis::Tense);
    let is_one_day = i.from == i.to;
    i.from.filter(|_| is_by_words && is_one_day == i.is_act)
}

fn holding(w: &World<'_>, key: &Key<'_>, g: &Group, stale_after_days: u16) -> Holding {
    let (place, actor, status, _, standing) = key;
    let items = || g.items.iter().map(|&n| &w.items[n]);
    let others: BTreeSet<&ActorKey> = items().flat_map(|i| &i.recipients).filter(|r| *r != actor).collect();
    let extent = items().find_map(|i| i.claim.extent.as_ref());
    let day = |f: fn(&Item<'_>) -> Option<Day>| items().filter_map(f);
    let grounds = w.grounds(&g.items);
    // A page of the 9th that tells of the 1st tells nothing of the days between; words that reach the day do.
    let told = match g.timing {
        Timing::Current => w.as_of.or(grounds.last_told),
        Timing::LastReported(to) => Some(to),
        Timing::Possible | Timing::Past => {
            items().filter_map(Item::last_day).max().map(|d| w.as_of.map_or(d, |a| d.min(a)))
        }
    };
    let age_days = w.as_of.zip(told).and_then(|(a, t)| a.since(t).ok()).map(|s| s.get_days());
    Holding {
        place: w.place(*place),
        holder: w.actor(*actor),
        status: (*status).to_owned(),
        extent: extent.map(|e| e.text.clone()),
        low: extent.and_then(|e| e.low),
        high: extent.and_then(|e| e.high),
        other: w.actor_refs(others),
        from: day(|i| i.from).min(),
        to: day(|i| i.to).max(),
        standing: *standing,
        timing: g.timing,
        ended_by: g.ended_by.map(|n| w.items[n].claim.id.clone()),
        since: items().filter_map(since).min(),
        told,
        age_days,
        is_stale: matches!(g.timing, Timing::LastReported(_))
            && age_days.is_some_and(|d| d > i32::from(stale_after_days)),
        is_disputed: false,
        is_by_act: items().all(|i| i.is_act),
        grounds,
    }
}
