//! What is not as it was: two pictures side by side, of two days, each as known on its own.
//!
//! "Hama: held by the government" on the 4th, "Hama: held by rebels" on the 5th. A change may be in the world or in
//! what had been told of it; the pages that tell it are with it, and say which.

use crate::text::{accord_text, backing_text, engagement_text, figure_text, holding_text};
use crate::types::{
    Accord, Backing, Difference, Dispute, DisputeKind, Engagement, FigureRange, Grounds, Holding, Picture, Standing,
    Timing,
};
use froissart_model::Day;
use rustc_hash::FxHashMap;
use std::cmp::Reverse;

/// One thing that a picture has: how it stands, and by what. Most things stand as they did, and are never put into words.
#[derive(Clone, Copy)]
enum Thing<'p> {
    Holding(&'p Holding),
    Backing(&'p Backing),
    Engagement(&'p Engagement),
    Accord(&'p Accord),
    Figure(&'p FigureRange),
    Dispute(&'p Dispute, &'p Grounds),
}

impl<'p> Thing<'p> {
    fn section(self) -> &'static str {
        match self {
            Self::Holding(_) => "holding",
            Self::Backing(_) => "backer",
            Self::Engagement(_) => "engagement",
            Self::Accord(_) => "agreement",
            Self::Figure(_) => "figure",
            Self::Dispute(..) => "dispute",
        }
    }
    fn text(self) -> String {
        match self {
            Self::Holding(h) => format!("{}: {}", h.place.name, holding_text(h)),
            Self::Backing(b) => backing_text(b),
            Self::Engagement(e) => engagement_text(e),
            Self::Accord(a) => accord_text(a),
            Self::Figure(f) => figure_text(f),
            Self::Dispute(d, _) => format!("{}: {}", d.label, labels(d).join("; or ")),
        }
    }
    /// Whether it is no longer as it was, though it is the same thing.
    fn has_changed(self, was: Self) -> bool {
        match (was, self) {
            (Self::Backing(was), Self::Backing(now)) => was.means != now.means,
            (Self::Accord(was), Self::Accord(now)) => was.stands != now.stands,
            (Self::Figure(was), Self::Figure(now)) => (was.low, was.high) != (now.low, now.high),
            (Self::Dispute(was, _), Self::Dispute(now, _)) => {
                !was.sides.iter().map(|s| &s.label).eq(now.sides.iter().map(|s| &s.label))
            }
            _ => false,
        }
    }
    fn is_stale(self) -> bool {
        matches!(self, Self::Holding(h) if h.is_stale)
    }
    fn is_known_place(self) -> bool {
        matches!(self, Self::Holding(h) if h.place.lat.is_some())
    }
    fn grounds(self) -> &'p Grounds {
        match self {
            Self::Holding(h) => &h.grounds,
            Self::Backing(b) => &b.grounds,
            Self::Engagement(e) => &e.grounds,
            Self::Accord(a) => &a.grounds,
            Self::Figure(f) => &f.grounds,
            Self::Dispute(_, grounds) => grounds,
        }
    }
}

fn labels(d: &Dispute) -> Vec<&str> {
    d.sides.iter().map(|s| s.label.as_str()).collect()
}

/// What tells one thing of a picture from others.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Key<'p> {
    /// Where, whose, of what status, and the extent's words.
    Holding([&'p str; 3], String),
    /// Who backs whom by what tie, and whether that is over.
    Backing([&'p str; 3], bool),
    Engagement([&'p str; 2]),
    /// On what, and between whom.
    Accord(&'p str, Vec<&'p str>),
    /// Of what, counted over what, where and on which page; of whom; of which day.
    Figure([&'p str; 4], &'p [String], Option<Day>),
    Dispute(DisputeKind, &'p str),
}

impl<'p> Key<'p> {
    fn of_holding(h: &'p Holding) -> Self {
        let extent = h.extent.as_deref().map_or_else(String::new, froissart_model::fold);
        Self::Holding([&h.place.key, &h.holder.key, &h.status], extent)
    }

    /// In words, by which equal lines are told apart.
    fn words(&self) -> String {
        match self {
            Self::Holding(who, extent) => format!("holding {} {extent}", who.join(" ")),
            Self::Backing(who, is_past) => format!("backer {} {is_past}", who.join(" ")),
            Self::Engagement(who) => format!("engagement {}", who.join(" ")),
            Self::Accord(subject, who) => format!("agreement {subject} {}", who.join(" ")),
            Self::Figure([of, scope, place, page], whom, day) => {
                format!("figure {of} {scope} {place} {day:?} {} {page}", whom.join(" "))
            }
            Self::Dispute(kind, label) => format!("dispute {kind:?} {label}"),
        }
    }
}

pub(crate) fn differences(before: &Picture, after: &Picture) -> Vec<Difference> {
    let (old, new) = (things(before), things(after));
    let mut all: Vec<(Difference, String)> = Vec::new();
    let mut push = |what: &str, key: &Key<'_>, t: Thing<'_>, before: Option<String>| {
        let difference = Difference {
            what: what.to_owned(),
            section: t.section().to_owned(),
            text: t.text(),
            before,
            grounds: t.grounds().clone(),
        };
        all.push((difference, key.words()));
    };
    #[allow(clippy::iter_over_hash_type, reason = "what is found is sorted below, and no two have one key")]
    for (key, &now) in &new {
        match old.get(key) {
            // What is told for the first time, and of long ago, is no news of the day.
            None if now.is_stale() => {}
            None => push("new", key, now, None),
            // "Several districts" grow old without anybody asking which they were.
            Some(was) if !was.is_stale() && now.is_stale() && now.is_known_place() => push("last_told", key, now, None),
            Some(&was) if now.has_changed(was) => push("changed", key, now, Some(was.text())),
            Some(_) => {}
        }
    }
    // What ended a holding is the news, and it is with the holding as the later picture has it.
    let mut ended: FxHashMap<Key<'_>, Thing<'_>> = old.into_iter().filter(|(key, _)| !new.contains_key(key)).collect();
    for h in if ended.is_empty() { &[][..] } else { &after.history } {
        if let Some(was) = ended.get_mut(&Key::of_holding(h)) {
            *was = Thing::Holding(h);
        }
    }
    #[allow(clippy::iter_over_hash_type, reason = "what is found is sorted below, and no two have one key")]
    for (key, was) in &ended {
        push("ended", key, *was, None);
    }
    let section =
        |s: &str| ["holding", "dispute", "engagement", "agreement", "figure", "backer"].iter().position(|x| *x == s);
    let kind = |w: &str| ["new", "changed", "ended", "last_told"].iter().position(|x| *x == w);
    all.sort_by(|(a, a_key), (b, b_key)| {
        let place = |d: &Difference| (section(&d.section), kind(&d.what), Reverse(d.grounds.last_told));
        place(a).cmp(&place(b)).then_with(|| (&a.text, a_key).cmp(&(&b.text, b_key)))
    });
    all.into_iter().map(|(d, _)| d).collect()
}

/// The facts of a picture, and its disputes, each under what tells it from others.
fn things(p: &Picture) -> FxHashMap<Key<'_>, Thing<'_>> {
    // Of two under one key the last stands.
    let mut all: FxHashMap<Key<'_>, Thing<'_>> = FxHashMap::default();
    for h in p.holdings.iter().filter(|h| h.standing == Standing::Fact) {
        all.insert(Key::of_holding(h), Thing::Holding(h));
    }
    for b in p.backers.iter().filter(|b| b.standing == Standing::Fact) {
        let who = [b.backer.key.as_str(), &b.tie, &b.backed.key];
        all.insert(Key::Backing(who, b.timing == Timing::Past), Thing::Backing(b));
    }
    for e in p.engagements.iter().filter(|e| e.standing == Standing::Fact) {
        all.insert(Key::Engagement([&e.a.key, &e.b.key]), Thing::Engagement(e));
    }
    for a in p.agreements.iter().filter(|a| a.standing == Standing::Fact) {
        let mut who: Vec<&str> = a.parties.iter().chain(&a.bound).map(|x| x.key.as_str()).collect();
        // Of parties that are not named, what is told apart is apart.
        if who.is_empty() {
            who.push(&a.stands);
        }
        all.insert(Key::Accord(a.subject.as_deref().unwrap_or(""), who), Thing::Accord(a));
    }
    for f in p.figures.iter().filter(|f| f.standing == Standing::Fact) {
        let place = f.place.as_ref().map_or("", |x| x.key.as_str());
        // A count without a day is its page's own.
        let page = if f.day.is_none() { f.grounds.claims.first().map_or("", |c| c.page_id.as_str()) } else { "" };
        all.insert(Key::Figure([&f.of, &f.scope, place, page], &f.victims, f.day), Thing::Figure(f));
    }
    for d in &p.disputes {
        if let Some(side) = d.sides.first() {
            all.insert(Key::Dispute(d.kind, &d.label), Thing::Dispute(d, &side.grounds));
        }
    }
    all
}
