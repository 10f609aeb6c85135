//! Claims that cannot all be true, side by side, with who says which.
//!
//! "The army denied that it had withdrawn from Aleppo" against a war monitor's "the army withdrew" is one dispute
//! with two sides. None is resolved here. Claims of different days, or of parts of a place, contradict nothing.

use crate::events::{bounds, figure_key};
use crate::holdings::{cannot_both_be, is_held, least_share, status};
use crate::parties::Parties;
use crate::types::{Dispute, DisputeKind, DisputeSide, Standing};
use crate::world::{Item, World};
use froissart_model::{Day, Kind, LinkAs};
use std::collections::{BTreeMap, BTreeSet};

/// How far apart two tellings of one act may date it.
const SAME_ACT_DAYS: i32 = 3;

pub(crate) fn disputes(w: &World<'_>, parties: &Parties) -> Vec<Dispute> {
    let mut all = holders(w, parties);
    all.extend(acts(w, parties));
    all.extend(rival_figures(w));
    all.sort_by_key(|d| (d.kind, std::cmp::Reverse(d.day), d.label.clone()));
    all
}

/// The pairs as groups that hang together, each group in ascending order.
fn connected(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut up: BTreeMap<usize, usize> = pairs.iter().flat_map(|&(a, b)| [(a, a), (b, b)]).collect();
    let root = |up: &mut BTreeMap<usize, usize>, mut n: usize| {
        while up[&n] != n {
            let next = up[&up[&n]];
            up.insert(n, next);
            n = next;
        }
        n
    };
    for &(a, b) in pairs {
        let (a, b) = (root(&mut up, a), root(&mut up, b));
        up.insert(a.max(b), a.min(b));
    }
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in up.keys().copied().collect::<Vec<_>>() {
        all.entry(root(&mut up, n)).or_default().push(n);
    }
    all.into_values().collect()
}

/// Sides in the order of their labels.
fn sides(w: &World<'_>, by_label: BTreeMap<String, BTreeSet<usize>>) -> Vec<DisputeSide> {
    by_label.into_iter().map(|(label, items)| DisputeSide { label, grounds: w.grounds(&items) }).collect()
}

fn last_day(w: &World<'_>, items: &[usize]) -> Option<Day> {
    items.iter().filter_map(|&n| w.items[n].last_day()).max()
}

/// The days of a state that the words vouch for: an open beginning vouches for the last day only.
fn certain_days(w: &World<'_>, i: &Item<'_>) -> Option<(Day, Day)> {
    let to = i.to.or(w.as_of).or(i.published)?;
    Some((i.from.unwrap_or(to).min(to), to))
}

fn holders(w: &World<'_>, parties: &Parties) -> Vec<Dispute> {
    let mut by_place: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let is_plain = i.is_fact() && w.state(i).is_some() && least_share(i.claim.extent.as_ref()) >= 0.5;
        let is_within = i
            .claim
            .happened
            .as_ref()
            .is_some_and(|h| h.holds == froissart_model::Holds::Within && h.from.is_some() && h.from != h.to);
        if i.claim.kind == Kind::Control && is_plain && !is_within && (is_held(status(i)) || status(i) == "lost") {
            for place in &i.places {
                by_place.entry(place).or_default().push(n);
            }
        }
    }
    let mut all = Vec::new();
    for (place, mut items) in by_place {
        let mut pairs = Vec::new();
        let days = |n: usize| certain_days(w, &w.items[n]);
        items.sort_by_key(|&n| (days(n), n));
        for (at, &a) in items.iter().enumerate() {
            let Some((_, last)) = days(a) else { continue };
            // In order of their beginnings, all that begin after this one's end are of no interest to it.
            for &b in items[at + 1..].iter().take_while(|&&b| days(b).is_some_and(|(from, _)| from <= last)) {
                if cannot_both_hold(w, parties, &w.items[a], &w.items[b]) {
                    pairs.push((a, b));
                }
            }
        }
        for group in connected(&pairs) {
            let mut by_label: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
            for &n in &group {
                let i = &w.items[n];
                let verb = if status(i) == "lost" { "has lost it" } else { "holds it" };
                let extent = i.claim.extent.as_ref().map_or_else(String::new, |e| format!(" ({})", e.text));
                by_label.entry(format!("{} {verb}{extent}", w.names(&i.actors))).or_default().insert(n);
            }
            all.push(Dispute {
                kind: DisputeKind::Holder,
                label: format!("who holds {}", w.place_name(place)),
                day: last_day(w, &group),
                sides: sides(w, by_label),
            });
        }
    }
    all
}

fn cannot_both_hold(w: &World<'_>, parties: &Parties, a: &Item<'_>, b: &Item<'_>) -> bool {
    let (Some((a_from, a_to)), Some((b_from, b_to))) = (certain_days(w, a), certain_days(w, b)) else { return false };
    if a_from > b_to || b_from > a_to || a.voice == b.voice {
        return false;
    }
    let are_one = a.actors.iter().any(|x| b.actors.iter().any(|y| parties.are_one(x, y)));
    if is_held(status(a)) != is_held(status(b)) {
        return are_one;
    }
    let are_friends = a.actors.iter().any(|x| b.actors.iter().any(|y| parties.are_friends(x, y)));
    // What one took from the other on a day, the other held until that day.
    let is_handover = (a_to == b_from && b.recipients.iter().any(|r| a.actors.contains(r)))
        || (b_to == a_from && a.recipients.iter().any(|r| b.actors.contains(r)));
    is_held(status(a))
        && !a.actors.is_empty()
        && !b.actors.is_empty()
        && !are_one
        && !are_friends
        && !is_handover
        && cannot_both_be(least_share(a.claim.extent.as_ref()), least_share(b.claim.extent.as_ref()))
}

/// Whether two lists name a common key, or one of them names none.
fn agree(a: &[String], b: &[String]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|k| b.contains(k))
}

/// The items that tell of something, and those that deny it.
type ToldAndDenied = (Vec<usize>, Vec<usize>);

fn acts(w: &World<'_>, parties: &Parties) -> Vec<Dispute> {
    let by_anchor: BTreeMap<&str, usize> =
        w.items.iter().enumerate().rev().map(|(n, i)| (i.claim.anchor.as_str(), n)).collect();
    let is_in_time = |i: &Item<'_>| i.from.or(i.to).or(i.published).is_none_or(|f| w.as_of.is_none_or(|d| f <= d));
    // By type and by what the act was done to or where: a bare type and actor ("the army attacked") is too little to
    // tell that the same act is meant, unless neither says more.
    let mut groups: BTreeMap<(Kind, &str, &str), ToldAndDenied> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let can_be_disputed = matches!(i.claim.kind, Kind::Event | Kind::Relation | Kind::Control | Kind::Agreement);
        if !can_be_disputed || !is_in_time(i) || !matches!(i.standing, Standing::Fact | Standing::Denied) {
            continue;
        }
        let objects = i.places.iter().chain(&i.targets).map(String::as_str);
        let nothing = (i.places.is_empty() && i.targets.is_empty()).then_some("");
        for object in objects.chain(nothing) {
            let (yes, no) = groups.entry((i.claim.kind, &i.claim.type_, object)).or_default();
            (if i.is_fact() { yes } else { no }).push(n);
        }
    }
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    for (told, denied) in groups.values() {
        for &no in denied {
            for &yes in told {
                if is_rejected(parties, &w.items[yes], &w.items[no]) {
                    pairs.insert((yes, no));
                }
            }
        }
    }
    for (no, i) in w.items.iter().enumerate().filter(|(_, i)| is_in_time(i)) {
        for link in i.claim.links.iter().filter(|l| l.as_ == LinkAs::Rejects) {
            let told = by_anchor.get(link.to.as_str());
            // A statement that rejects: its content, where there is one, is a side of its own already.
            if let Some(&yes) = told.filter(|&&n| w.items[n].is_fact() && w.items[n].voice != i.voice && n != no) {
                pairs.insert((yes, no));
            }
        }
    }
    let told: BTreeSet<usize> = pairs.iter().map(|p| p.0).collect();
    let pairs: Vec<_> = pairs.into_iter().collect();
    let mut all = Vec::new();
    for group in connected(&pairs) {
        let (yes, no): (BTreeSet<usize>, BTreeSet<usize>) = group.iter().partition(|n| told.contains(n));
        let Some(i) = yes.first().map(|&n| &w.items[n]) else { continue };
        let verb = match i.claim.kind {
            Kind::Control => status(i).to_owned(),
            Kind::Agreement => i.claim.subject.clone().unwrap_or_else(|| i.claim.type_.clone()),
            _ => i.claim.type_.replace('_', " "),
        };
        let mut label = format!("{} {verb} {}", w.names(&i.actors), w.names(&i.targets)).trim().to_owned();
        if let Some(place) = i.places.first() {
            label = format!("{label} ({})", w.place_name(place));
        }
        all.push(Dispute {
            kind: DisputeKind::Act,
            label: format!("whether it is so: {label}"),
            day: last_day(w, &group),
            sides: vec![
                DisputeSide { label: "told as so".into(), grounds: w.grounds(&yes) },
                DisputeSide { label: "denied, or told as not so".into(), grounds: w.grounds(&no) },
            ],
        });
    }
    all
}

/// Whether one item denies what the other tells; both share a type, and an object or the lack of any.
fn is_rejected(parties: &Parties, yes: &Item<'_>, no: &Item<'_>) -> bool {
    // "No group controls the town" names nobody, and is against every holder.
    let names_nobody = no.claim.actor.is_empty() && !no.places.is_empty();
    let same_actor = || names_nobody || no.actors.iter().any(|a| yes.actors.iter().any(|b| parties.are_one(a, b)));
    let same_status = yes.claim.kind != Kind::Control || status(yes) == status(no);
    let subjects = (&yes.claim.subject, &no.claim.subject);
    let same_subject = subjects.0.is_none() || subjects.1.is_none() || subjects.0 == subjects.1;
    yes.voice != no.voice
        && same_status
        && same_subject
        && are_near(yes, no)
        && agree(&yes.places, &no.places)
        && agree(&yes.targets, &no.targets)
        && same_actor()
}

/// Whether no more days lie between the two than tellings of one act differ by.
fn are_near(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (Some(a_to), Some(b_to)) = (a.last_day(), b.last_day()) else { return true };
    // An open beginning says nothing of how long ago; the last possible day stands for it.
    let (a_from, b_from) = (a.from.unwrap_or(a_to).min(a_to), b.from.unwrap_or(b_to).min(b_to));
    let gap = |from: Day, to: Day| from.since(to).map_or(i32::MAX, |s| s.get_days());
    gap(b_from, a_to) <= SAME_ACT_DAYS && gap(a_from, b_to) <= SAME_ACT_DAYS
}

fn rival_figures(w: &World<'_>) -> Vec<Dispute> {
    let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let counts = i.claim.kind == Kind::Figure && i.is_fact() && w.happened(i) == Some(true);
        // A part of a figure is a count of its own; without a day nobody knows that the same is counted.
        if let Some(key) = figure_key(i).filter(|k| counts && k.1 != "subset" && k.4.is_some()) {
            groups.entry(key).or_default().push(n);
        }
    }
    let range = |n: usize| -> Option<(f64, f64)> {
        let f = w.items[n].claim.figure.as_ref().filter(|f| !f.reported_none)?;
        let (low, high) = bounds(f);
        (low.is_some() || high.is_some()).then_some((low.unwrap_or(f64::NEG_INFINITY), high.unwrap_or(f64::INFINITY)))
    };
    let mut all = Vec::new();
    for ((of, _, place, _, day, _), items) in groups {
        let mut pairs = Vec::new();
        for (at, &a) in items.iter().enumerate() {
            for &b in &items[at + 1..] {
                let (Some(x), Some(y)) = (range(a), range(b)) else { continue };
                if w.items[a].voice != w.items[b].voice && (x.1 < y.0 || y.1 < x.0) {
                    pairs.push((a, b));
                }
            }
        }
        for group in connected(&pairs) {
            let mut by_label: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
            for &n in &group {
                let words = w.items[n].claim.figure.as_ref().map_or("", |f| f.text.as_str());
                by_label.entry(words.to_owned()).or_default().insert(n);
            }
            let at = place.map_or_else(String::new, |p| format!(" in {}", w.place_name(p)));
            all.push(Dispute {
                kind: DisputeKind::Figure,
                label: format!("how many {}{at}", of.replace('_', " ")),
                day,
                sides: sides(w, by_label),
            });
        }
    }
    all
}
