//! Who holds a place on one day, where accounts cannot all be true.
//!
//! "Army units control the city" against "rebels control most of it", and "no group holds the town" against both. A
//! share of half or more excludes another's; a quarter, a besieged town, a shared one and one that is fought over leave
//! room, unless somebody says that the whole is in one hand. "The army denied having lost it" is told as holding it.

use crate::disputes::{Witness, connected};
use crate::holdings::{cannot_both_be, least_share, status};
use crate::index::PlaceKey;
use crate::types::{Dispute, DisputeKind, DisputeSide, Standing};
use crate::world::{Item, World, is_former};
use froissart_model::{Basis, Day, ExtentOf, Holds, Kind};
use std::collections::{BTreeMap, BTreeSet};

/// What a claim says of a party and a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Says {
    /// It has it, alone.
    Holds,
    /// It has not: it lost it, or never had it.
    HoldsNot,
    /// It has it beside others, or it is fought over.
    Shares,
}

fn says(i: &Item<'_>) -> Option<Says> {
    let is_denied = i.standing == Standing::Denied;
    if !is_denied && !i.is_fact() {
        return None;
    }
    Some(match (status(i), is_denied) {
        ("held" | "besieged", false) | ("lost", true) => Says::Holds,
        ("lost", false) | ("held" | "besieged", true) => Says::HoldsNot,
        ("shared" | "contested", false) => Says::Shares,
        // Who is at the gates, or has men in a town, leaves it to whoever holds it.
        _ => return None,
    })
}

/// "Was held by", without a day: before what the page tells as news; and "at one point". What an act brought about lasts.
fn is_of_the_past(i: &Item<'_>) -> bool {
    if is_former(i.head, i.published) {
        return true;
    }
    let is_bounded_by_the_page = i.head.happened.is_some_and(|h| h.basis == Basis::Page);
    let is_state = status(i) != "lost" && !i.claim.rule.contains("takes") && !i.head.is_implied;
    is_bounded_by_the_page && is_state && i.standing != Standing::Denied
}

/// The days of a state that the words vouch for: an open beginning vouches for the last day only.
fn certain_days(w: &World<'_>, i: &Item<'_>) -> Option<(Day, Day)> {
    let to = i.to.or(w.as_of).or(i.published)?;
    Some((i.from.unwrap_or(to).min(to), to))
}

/// All disputes over a holder, place by place.
pub(crate) fn holders(witness: &Witness<'_, '_>) -> Vec<Dispute> {
    let w = witness.w;
    let mut by_place: BTreeMap<PlaceKey, Vec<(usize, Says)>> = BTreeMap::new();
    for (n, i) in w.of(Kind::Control) {
        let is_at_some_time =
            i.head.happened.is_some_and(|h| h.holds == Holds::Within && h.from.is_some() && h.from != h.to);
        let Some(says) = says(i).filter(|_| i.timing.is_some() && !is_at_some_time && !is_of_the_past(i)) else {
            continue;
        };
        if least_share(i.claim.extent.as_ref()) >= 0.5 || says == Says::Shares {
            for &place in &i.places {
                by_place.entry(place).or_default().push((n, says));
            }
        }
    }
    let mut all = Vec::new();
    for (place, mut items) in by_place {
        let mut pairs = Vec::new();
        let days = |n: usize| certain_days(w, &w.items[n]);
        items.sort_by_key(|&(n, _)| (days(n), n));
        for (at, &a) in items.iter().enumerate() {
            let Some((_, last)) = days(a.0) else { continue };
            // In order of their beginnings, all that begin after this one's end are of no interest to it.
            for &b in items[at + 1..].iter().take_while(|b| days(b.0).is_some_and(|(from, _)| from <= last)) {
                if cannot_both_hold(witness, a, b) {
                    pairs.push((a.0, b.0));
                }
            }
        }
        let says: BTreeMap<usize, Says> = items.into_iter().collect();
        for group in connected(&pairs) {
            all.push(Dispute {
                kind: DisputeKind::Holder,
                label: format!("who holds {}", w.place_name(place)),
                day: witness.last_day(&group),
                sides: sides(witness, &group, &says),
                event: None,
                stated: Vec::new(),
            });
        }
    }
    all
}

fn cannot_both_hold(witness: &Witness<'_, '_>, a: (usize, Says), b: (usize, Says)) -> bool {
    let (w, parties) = (witness.w, witness.parties);
    let ((n, a), (m, b)) = if a.1 <= b.1 { (a, b) } else { (b, a) };
    let (i, j) = (&w.items[n], &w.items[m]);
    let (Some((i_from, i_to)), Some((j_from, j_to))) = (certain_days(w, i), certain_days(w, j)) else { return false };
    if i_from > j_to || j_from > i_to || witness.same_voice(n, m) {
        return false;
    }
    let is_one = witness.same_party(n, m);
    let are_friends = || i.actors.iter().any(|x| j.actors.iter().any(|y| parties.are_friends(*x, *y)));
    // What one took from the other on a day, the other held until that day.
    let is_handover = (i_to == j_from && j.recipients.iter().any(|r| i.actors.contains(r)))
        || (j_to == i_from && i.recipients.iter().any(|r| j.actors.contains(r)));
    let are_known = !i.claim.actor.is_empty() && !j.claim.actor.is_empty();
    let shares = (least_share(i.claim.extent.as_ref()), least_share(j.claim.extent.as_ref()));
    match (a, b) {
        (Says::Holds, Says::Holds) => {
            are_known && !is_one && !are_friends() && !is_handover && cannot_both_be(shares.0, shares.1)
        }
        // "No group controls the town" names nobody, and is against every holder.
        (Says::Holds, Says::HoldsNot) => is_one || j.claim.actor.is_empty(),
        // Only who says in so many words that one has all of it contradicts that it is shared.
        (Says::Holds, Says::Shares) => {
            i.claim.extent.as_ref().is_some_and(|e| e.of == ExtentOf::Whole) && !are_friends() && !(are_known && is_one)
        }
        _ => false,
    }
}

/// The versions: who holds it, by party and share; who does not. Names of one party are one version.
fn sides(witness: &Witness<'_, '_>, group: &[usize], says: &BTreeMap<usize, Says>) -> Vec<DisputeSide> {
    let w = witness.w;
    let extent = |n: usize| w.items[n].claim.extent.as_ref().map_or("", |e| e.text.as_str());
    let is_lost = |n: usize| status(&w.items[n]) == "lost";
    // Tellings that differ in nothing that makes a version are compared once.
    let mut versions: Vec<(Says, BTreeSet<usize>, Vec<usize>)> = Vec::new();
    let is_same = |n: usize, m: usize| {
        let is_nobodys = |n: usize| w.items[n].claim.actor.is_empty();
        extent(m) == extent(n)
            && is_lost(m) == is_lost(n)
            && (witness.same_party(m, n) || (is_nobodys(m) && is_nobodys(n)))
    };
    let is_like =
        |n: usize, m: usize| extent(m) == extent(n) && is_lost(m) == is_lost(n) && witness.is_named_alike(m, n);
    for &n in group {
        let found = versions.iter_mut().find(|(s, _, kinds)| *s == says[&n] && kinds.iter().all(|&m| is_same(n, m)));
        match found {
            Some((_, items, kinds)) => {
                items.insert(n);
                if !kinds.iter().any(|&m| is_like(n, m)) {
                    kinds.push(n);
                }
            }
            None => versions.push((says[&n], BTreeSet::from([n]), vec![n])),
        }
    }
    let mut all: Vec<DisputeSide> = versions
        .iter()
        .map(|(s, items, _)| {
            // The name that most of them use; of equals the first.
            let mut names: BTreeMap<String, usize> = BTreeMap::new();
            for &n in items {
                *names.entry(w.names(&w.items[n].actors)).or_default() += 1;
            }
            let name = names.into_iter().min_by_key(|(name, n)| (name.is_empty(), usize::MAX - n, name.clone()));
            let name = name.map(|n| n.0).filter(|n| !n.is_empty()).unwrap_or_else(|| "anybody".to_owned());
            let first = items.first().copied().unwrap_or_default();
            let extent = match extent(first) {
                "" => String::new(),
                e => format!(" ({e})"),
            };
            let is_lost = is_lost(first);
            let label = match s {
                Says::Holds if is_lost => format!("not lost by {name}{extent}"),
                Says::Holds => format!("held by {name}{extent}"),
                Says::HoldsNot if is_lost => format!("lost by {name}{extent}"),
                Says::HoldsNot => format!("not held by {name}{extent}"),
                Says::Shares if name == "anybody" => format!("fought over{extent}"),
                Says::Shares => format!("fought over or shared by {name}{extent}"),
            };
            witness.side(label, items)
        })
        .collect();
    all.sort_by(|a, b| a.label.cmp(&b.label));
    all
}
