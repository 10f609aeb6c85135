//! A picture narrowed by the filters of a selection: the same picture with fewer items.
//!
//! It draws nothing anew: what the picture says of "the army at Aleppo from 29 November on" stays word for word, and
//! what it says of others is left out. What is compared with the day before, and what is disputed, stays where it rests
//! on a claim of an item that stays.

use crate::items::Item;
use crate::selection::Selection;
use froissart_model::fold;
use froissart_picture::{Grounds, Party, Picture};
use std::collections::BTreeSet;

/// Whether an item is one of those that are looked for.
pub(crate) fn keeps<T: Item>(s: &Selection, item: &T) -> bool {
    let actor = s.actor.as_ref().is_none_or(|k| item.actors().iter().any(|a| a.key == *k));
    let place = s.place.as_ref().is_none_or(|k| item.places().iter().any(|p| is_at(&p.key, k)));
    let type_ = s.type_.as_ref().is_none_or(|t| item.type_().eq_ignore_ascii_case(t));
    let (first, last) = item.days();
    let from = s.from.is_none_or(|f| last.is_none_or(|l| l >= f));
    let to = s.to.is_none_or(|t| first.or(last).is_none_or(|f| f <= t));
    actor && place && type_ && from && to && tells(s, item.grounds())
}

/// Whether a place is the one that is looked for: "outskirts of Aleppo" is Aleppo's.
fn is_at(key: &str, wanted: &str) -> bool {
    key == wanted || key.strip_prefix(wanted).is_some_and(|rest| rest.starts_with(" | "))
}

/// Whether somebody who is looked for vouches.
fn tells(s: &Selection, g: &Grounds) -> bool {
    let Some(wanted) = &s.account else { return true };
    let wanted = fold(wanted);
    g.accounts.iter().any(|a| a.by.iter().map(String::as_str).chain(a.outlet.as_deref()).any(|n| fold(n) == wanted))
}

fn kept<T: Item + Clone>(s: &Selection, all: &[T], claims: &mut BTreeSet<String>) -> Vec<T> {
    let kept: Vec<T> = all.iter().filter(|i| keeps(s, *i)).cloned().collect();
    claims.extend(kept.iter().flat_map(|i| i.grounds().claims.iter().map(|c| c.id.clone())));
    kept
}

/// Whether anything is filtered at all.
pub(crate) fn is_plain(s: &Selection) -> bool {
    [&s.actor, &s.place, &s.type_, &s.account].iter().all(|f| f.is_none()) && s.from.is_none() && s.to.is_none()
}

/// The picture with the items that are looked for.
pub(crate) fn filtered(p: &Picture, s: &Selection) -> Picture {
    let mut claims = BTreeSet::new();
    let backers = kept(s, &p.backers, &mut claims);
    let ties = kept(s, &p.ties, &mut claims);
    let holdings = kept(s, &p.holdings, &mut claims);
    let history = kept(s, &p.history, &mut claims);
    let engagements = kept(s, &p.engagements, &mut claims);
    let agreements = kept(s, &p.agreements, &mut claims);
    let figures = kept(s, &p.figures, &mut claims);
    let events = kept(s, &p.events, &mut claims);
    let rests = |g: &Grounds| g.claims.iter().any(|c| claims.contains(&c.id));
    let is_member = |p: &&Party| match &s.actor {
        Some(k) => p.members.iter().any(|m| m.key == *k),
        None => p.against.iter().any(|o| rests(&o.grounds)) || backers.iter().any(|b| b.party == p.name),
    };
    Picture {
        as_of: p.as_of,
        about: p.about.clone(),
        claims: p.claims,
        parties: p.parties.iter().filter(is_member).cloned().collect(),
        changes: p.changes.iter().filter(|c| rests(&c.grounds)).cloned().collect(),
        disputes: p.disputes.iter().filter(|d| d.sides.iter().any(|x| rests(&x.grounds))).cloned().collect(),
        known_by: p.known_by,
        stale_after_days: p.stale_after_days,
        order: p.order.clone(),
        exposure: match &s.actor {
            Some(k) => p.exposure.iter().filter(|e| e.actor.key == *k).cloned().collect(),
            None => Vec::new(),
        },
        events_after: p.events_after,
        since: p.since,
        differences: p.differences.iter().filter(|d| rests(&d.grounds)).cloned().collect(),
        camps: p.camps.clone(),
        coverage: p.coverage.clone(),
        set_aside: p.set_aside.clone(),
        corrections: p.corrections.clone(),
        backers,
        ties,
        holdings,
        history,
        engagements,
        agreements,
        figures,
        events,
    }
}
