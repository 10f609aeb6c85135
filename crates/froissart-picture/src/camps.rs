//! A partition of those who fight or back each other into camps: an optional view, and nobody's claim.
//!
//! Only stated ties count, each by its independent accounts: for being together where one backs the other, against
//! it where they fight. Two that share an enemy stand together only where somebody says that they do. The pair of
//! camps with most accounts for being one is made one, until there is none left (greedy additive edge contraction,
//! Keuper et al. 2015, "Efficient decomposition of image and mesh graphs by lifted multicuts", section 3); what the
//! partition breaks is listed as its misfits.

use crate::index::ActorKey;
use crate::parties::{BACKING, is_active};
use crate::types::{Camps, Misfit, Timing};
use crate::world::World;
use froissart_model::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Between two actors, the lesser key first: the items for being together, and those against.
type Pairs = BTreeMap<(ActorKey, ActorKey), (BTreeSet<usize>, BTreeSet<usize>)>;

/// The heaviest last, so that the end of a set is the next pair to be made one; of equals the first by name.
type Edge = (i64, std::cmp::Reverse<(ActorKey, ActorKey)>);

pub(crate) fn camps(w: &World<'_>) -> Camps {
    let mut pairs: Pairs = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate().filter(|(_, i)| i.is_fact() && is_active(i)) {
        let type_ = i.head.type_;
        let is_for = match i.head.kind {
            Kind::Relation if matches!(i.timing, None | Some(Timing::Past)) => continue,
            Kind::Relation if BACKING.contains(&type_) || matches!(type_, "part_of" | "leads" | "commands") => true,
            Kind::Relation if matches!(type_, "fights" | "opposes") => false,
            Kind::Event if type_ == "ASSAULT" && w.happened(i) == Some(true) => false,
            _ => continue,
        };
        for &a in &i.actors {
            for &r in i.recipients.iter().filter(|r| **r != a) {
                let both = pairs.entry((a.min(r), a.max(r))).or_default();
                (if is_for { &mut both.0 } else { &mut both.1 }).insert(n);
            }
        }
    }
    let weight = |(yes, no): &(BTreeSet<usize>, BTreeSet<usize>)| w.voices(yes) as i64 - w.voices(no) as i64;
    let mut camp: BTreeMap<ActorKey, ActorKey> = pairs.keys().flat_map(|&(a, b)| [(a, a), (b, b)]).collect();
    let mut between: BTreeMap<ActorKey, BTreeMap<ActorKey, i64>> = BTreeMap::new();
    for (&(a, b), both) in &pairs {
        between.entry(a).or_default().insert(b, weight(both));
        between.entry(b).or_default().insert(a, weight(both));
    }
    let mut queue: BTreeSet<Edge> = between
        .iter()
        .flat_map(|(&a, m)| m.iter().map(move |(&b, &n)| (a, b, n)))
        .filter(|&(a, b, n)| a < b && n > 0)
        .map(|(a, b, n)| (n, std::cmp::Reverse((a, b))))
        .collect();
    while let Some((n, std::cmp::Reverse((a, b)))) = queue.pop_last() {
        // Pairs that have changed since are in the queue anew.
        if between.get(&a).and_then(|m| m.get(&b)) != Some(&n) {
            continue;
        }
        for one in camp.values_mut().filter(|c| **c == b) {
            *one = a;
        }
        for (c, n) in between.remove(&b).unwrap_or_default() {
            if let Some(m) = between.get_mut(&c) {
                m.remove(&b);
            }
            if c == a {
                continue;
            }
            let sum = between.get(&a).and_then(|m| m.get(&c)).copied().unwrap_or(0) + n;
            between.entry(a).or_default().insert(c, sum);
            between.entry(c).or_default().insert(a, sum);
            if sum > 0 {
                queue.insert((sum, std::cmp::Reverse((a.min(c), a.max(c)))));
            }
        }
    }
    let mut groups: BTreeMap<ActorKey, Vec<ActorKey>> = BTreeMap::new();
    for (&one, &of) in &camp {
        groups.entry(of).or_default().push(one);
    }
    let mut groups: Vec<Vec<ActorKey>> = groups.into_values().filter(|g| g.len() > 1).collect();
    for g in &mut groups {
        g.sort_by_key(|k| (usize::MAX - w.mentions[k], *k));
    }
    groups.sort_by_key(|g| (usize::MAX - g.len(), g[0]));
    let mut misfits: Vec<(usize, Misfit)> = Vec::new();
    for (&(a, b), (yes, no)) in &pairs {
        let are_one = camp[&a] == camp[&b];
        let (broken, text) = if are_one {
            (no, format!("{} and {} fight or oppose each other, in one camp", w.name(a), w.name(b)))
        } else {
            (yes, format!("{} and {} stand together, in two camps", w.name(a), w.name(b)))
        };
        if !broken.is_empty() {
            let grounds = w.grounds(broken);
            misfits.push((grounds.accounts.len(), Misfit { a: w.actor(a), b: w.actor(b), text, grounds }));
        }
    }
    misfits.sort_by_cached_key(|(n, m)| (usize::MAX - n, m.a.key.clone(), m.b.key.clone()));
    Camps {
        camps: groups.into_iter().map(|g| g.into_iter().map(|k| w.actor(k)).collect()).collect(),
        misfits: misfits.into_iter().map(|(_, m)| m).collect(),
    }
}
