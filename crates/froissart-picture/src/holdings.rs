//! Who holds what: each position as somebody has it, until a later claim ends it.
//!
//! "The junta holds a third of the province, a monitor said" stays a position of 2 December, last reported that day, until somebody tells another. "Believed to hold" is marked and ends nothing.

use crate::parties::freshness;
use crate::types::{Holding, Standing, Timing};
use crate::world::{Item, World};
use froissart_model::{Day, Extent, ExtentOf, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// The least share that the words license; a place without a share is the whole of it.
pub(crate) fn least_share(extent: Option<&Extent>) -> f64 {
    match extent {
        None => 1.0,
        Some(e) => e.low.unwrap_or(if e.of == ExtentOf::Whole { 1.0 } else { 0.0 }),
    }
}

pub(crate) fn status<'i>(i: &'i Item<'_>) -> &'i str {
    i.claim.status.as_deref().unwrap_or("held")
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
    timing: Timing,
    ended_by: Option<usize>,
}

type Key<'a> = (&'a str, &'a str, &'a str, String, Standing);

/// What is held on the day, and what was held before it.
pub(crate) fn holdings(w: &World<'_>) -> (Vec<Holding>, Vec<Holding>) {
    let mut groups: BTreeMap<(Key<'_>, bool), Group> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate().filter(|(_, i)| i.claim.kind == Kind::Control) {
        let Some(timing) = w.state(i) else { continue };
        let extent = i.claim.extent.as_ref().map_or_else(String::new, |e| froissart_model::fold(&e.text));
        for place in &i.places {
            for actor in &i.actors {
                let key: Key<'_> = (place, actor, status(i), extent.clone(), i.standing);
                // What is over and what may last are two positions, though the words be the same.
                let group = groups.entry((key, timing == Timing::Past)).or_insert(Group {
                    items: Vec::new(),
                    timing,
                    ended_by: None,
                });
                group.items.push(n);
                if freshness(timing) < freshness(group.timing) {
                    group.timing = timing;
                }
            }
        }
    }
    let ends: Vec<Option<usize>> = groups.iter().map(|((key, _), g)| end_of(w, &groups, key, g)).collect();
    for (g, end) in groups.values_mut().zip(ends) {
        if end.is_some() {
            g.timing = Timing::Past;
            g.ended_by = end;
        }
    }
    let mut all: Vec<Holding> = groups.iter().map(|((key, _), g)| holding(w, key, g)).collect();
    all.sort_by(|a, b| {
        let key = |h: &Holding| (h.place.name.clone(), h.place.key.clone(), h.standing, h.holder.key.clone());
        key(a).cmp(&key(b)).then_with(|| freshness(a.timing).cmp(&freshness(b.timing))).then_with(|| a.to.cmp(&b.to))
    });
    all.into_iter().partition(|h| h.timing != Timing::Past)
}

/// The first later fact that ends a position that was last reported some days ago.
fn end_of(w: &World<'_>, groups: &BTreeMap<(Key<'_>, bool), Group>, key: &Key<'_>, g: &Group) -> Option<usize> {
    let Timing::LastReported(last) = g.timing else { return None };
    let (place, actor, status_, _, _) = key;
    let share = g.items.iter().map(|&n| least_share(w.items[n].claim.extent.as_ref())).fold(0.0, f64::max);
    groups
        .iter()
        .filter(|((k, _), _)| k.0 == *place && k.4 == Standing::Fact && k != key)
        .flat_map(|(_, other)| &other.items)
        .filter(|&&n| {
            let i = &w.items[n];
            // Its beginning counts, where the words give one: else the day by which it was so.
            let Some(day) = i.from.or(i.to).or(i.published) else { return false };
            if w.as_of.is_some_and(|d| day > d) || matches!(w.state(i), None | Some(Timing::Possible)) {
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
                    && (is_held(status_) || *status_ == "shared")
                    && is_held(status(i))
                    && cannot_both_be(share, other_share))
        })
        .min_by_key(|&&n| (w.items[n].from.or(w.items[n].to), n))
        .copied()
}

fn holding(w: &World<'_>, key: &Key<'_>, g: &Group) -> Holding {
    let (place, actor, status, _, standing) = key;
    let items = || g.items.iter().map(|&n| &w.items[n]);
    let others: BTreeSet<&String> = items().flat_map(|i| &i.recipients).filter(|r| r != actor).collect();
    let extent = items().find_map(|i| i.claim.extent.as_ref());
    let day = |f: fn(&Item<'_>) -> Option<Day>| items().filter_map(f);
    Holding {
        place: w.place(place),
        holder: w.actor(actor),
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
        grounds: w.grounds(&g.items),
    }
}
