//! What is not as it was: two pictures side by side, of two days, each as known on its own.
//!
//! "Hama: held by the government" on the 4th, "Hama: held by rebels" on the 5th. A change may be in the world or in
//! what had been told of it; the pages that tell it are with it, and say which.

use crate::text::{accord_text, backing_text, engagement_text, figure_text, holding_text};
use crate::types::{
    Accord, Backing, Difference, Dispute, Engagement, FigureRange, Grounds, Holding, Picture, Standing, Timing,
};
use std::collections::BTreeMap;

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
    /// What of it may change while it stays the same thing.
    fn state(self) -> String {
        match self {
            Self::Holding(_) | Self::Engagement(_) => String::new(),
            Self::Backing(b) => b.means.join(" "),
            Self::Accord(a) => a.stands.clone(),
            Self::Figure(f) => format!("{:?} {:?}", f.low, f.high),
            Self::Dispute(d, _) => labels(d).join(" | "),
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

pub(crate) fn differences(before: &Picture, after: &Picture) -> Vec<Difference> {
    let (old, new) = (things(before), things(after));
    let ended: BTreeMap<String, &Holding> = after.history.iter().map(|h| (holding_key(h), h)).collect();
    let mut all = Vec::new();
    let mut push = |what: &str, t: Thing<'_>, before: Option<String>| {
        all.push(Difference {
            what: what.to_owned(),
            section: t.section().to_owned(),
            text: t.text(),
            before,
            grounds: t.grounds().clone(),
        });
    };
    for (key, &now) in &new {
        match old.get(key) {
            // What is told for the first time, and of long ago, is no news of the day.
            None if now.is_stale() => {}
            None => push("new", now, None),
            // "Several districts" grow old without anybody asking which they were.
            Some(was) if !was.is_stale() && now.is_stale() && now.is_known_place() => push("last_told", now, None),
            Some(was) if was.state() != now.state() => push("changed", now, Some(was.text())),
            Some(_) => {}
        }
    }
    for (key, &was) in &old {
        if !new.contains_key(key) {
            // What ended it is the news, and it is with the holding as the later picture has it.
            push("ended", ended.get(key).map_or(was, |h| Thing::Holding(h)), None);
        }
    }
    let section =
        |s: &str| ["holding", "dispute", "engagement", "agreement", "figure", "backer"].iter().position(|x| *x == s);
    let kind = |w: &str| ["new", "changed", "ended", "last_told"].iter().position(|x| *x == w);
    all.sort_by_cached_key(|d| {
        (section(&d.section), kind(&d.what), std::cmp::Reverse(d.grounds.last_told), d.text.clone())
    });
    all
}

fn holding_key(h: &Holding) -> String {
    let extent = h.extent.as_deref().map_or_else(String::new, froissart_model::fold);
    format!("holding {} {} {} {extent}", h.place.key, h.holder.key, h.status)
}

/// The facts of a picture, and its disputes, each under what tells it from others.
fn things(p: &Picture) -> BTreeMap<String, Thing<'_>> {
    // Of two under one key the last stands.
    let mut all: BTreeMap<String, Thing<'_>> = BTreeMap::new();
    for h in p.holdings.iter().filter(|h| h.standing == Standing::Fact) {
        all.insert(holding_key(h), Thing::Holding(h));
    }
    for b in p.backers.iter().filter(|b| b.standing == Standing::Fact) {
        let is_past = b.timing == Timing::Past;
        all.insert(format!("backer {} {} {} {is_past}", b.backer.key, b.tie, b.backed.key), Thing::Backing(b));
    }
    for e in p.engagements.iter().filter(|e| e.standing == Standing::Fact) {
        all.insert(format!("engagement {} {}", e.a.key, e.b.key), Thing::Engagement(e));
    }
    for a in p.agreements.iter().filter(|a| a.standing == Standing::Fact) {
        let keys: Vec<&str> = a.parties.iter().chain(&a.bound).map(|x| x.key.as_str()).collect();
        let key = format!("agreement {} {}", a.subject.as_deref().unwrap_or(""), keys.join(" "));
        all.insert(key, Thing::Accord(a));
    }
    for f in p.figures.iter().filter(|f| f.standing == Standing::Fact) {
        let place = f.place.as_ref().map_or("", |x| x.key.as_str());
        // A count without a day is its page's own.
        let page = if f.day.is_none() { f.grounds.claims.first().map_or("", |c| c.page_id.as_str()) } else { "" };
        let key = format!("figure {} {} {place} {:?} {} {page}", f.of, f.scope, f.day, f.victims.join(" "));
        all.insert(key, Thing::Figure(f));
    }
    for d in &p.disputes {
        if let Some(side) = d.sides.first() {
            all.insert(format!("dispute {:?} {}", d.kind, d.label), Thing::Dispute(d, &side.grounds));
        }
    }
    all
}
