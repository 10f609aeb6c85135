//! What is not as it was: two pictures side by side, of two days, each as known on its own.
//!
//! "Hama: held by the government" on the 4th, "Hama: held by rebels" on the 5th. A change may be in the world or in
//! what had been told of it; the pages that tell it are with it, and say which.

use crate::text::{accord_text, backing_text, engagement_text, figure_text, holding_text};
use crate::types::{Difference, Grounds, Holding, Picture, Standing};
use std::collections::BTreeMap;

/// One thing that a picture has: what tells it from others, how it stands in words, and by what.
struct Thing<'p> {
    section: &'static str,
    text: String,
    /// What of it may change while it stays the same thing.
    state: String,
    is_stale: bool,
    is_known_place: bool,
    grounds: &'p Grounds,
}

pub(crate) fn differences(before: &Picture, after: &Picture) -> Vec<Difference> {
    let (old, new) = (things(before), things(after));
    let ended: BTreeMap<String, &Holding> = after.history.iter().map(|h| (holding_key(h), h)).collect();
    let mut all = Vec::new();
    let mut push = |what: &str, t: &Thing<'_>, before: Option<&str>| {
        all.push(Difference {
            what: what.to_owned(),
            section: t.section.to_owned(),
            text: t.text.clone(),
            before: before.map(str::to_owned),
            grounds: t.grounds.clone(),
        });
    };
    for (key, now) in &new {
        match old.get(key) {
            // What is told for the first time, and of long ago, is no news of the day.
            None if now.is_stale => {}
            None => push("new", now, None),
            // "Several districts" grow old without anybody asking which they were.
            Some(was) if !was.is_stale && now.is_stale && now.is_known_place => push("last_told", now, None),
            Some(was) if was.state != now.state => push("changed", now, Some(&was.text)),
            Some(_) => {}
        }
    }
    for (key, was) in &old {
        if new.contains_key(key) {
            continue;
        }
        // What ended it is the news, and it is with the holding as the later picture has it.
        match ended.get(key) {
            Some(h) => {
                let text = format!("{}: {}", h.place.name, holding_text(h));
                push(
                    "ended",
                    &Thing {
                        section: "holding",
                        text,
                        state: String::new(),
                        is_stale: false,
                        is_known_place: true,
                        grounds: &h.grounds,
                    },
                    None,
                );
            }
            None => push("ended", was, None),
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
    let mut all = BTreeMap::new();
    let mut put = |section, key: String, text: String, state: String, stale: Option<(bool, bool)>, grounds| {
        let (is_stale, is_known_place) = stale.unwrap_or((false, false));
        all.insert(key, Thing { section, text, state, is_stale, is_known_place, grounds });
    };
    for h in p.holdings.iter().filter(|h| h.standing == Standing::Fact) {
        let text = format!("{}: {}", h.place.name, holding_text(h));
        put("holding", holding_key(h), text, String::new(), Some((h.is_stale, h.place.lat.is_some())), &h.grounds);
    }
    for b in p.backers.iter().filter(|b| b.standing == Standing::Fact) {
        let key =
            format!("backer {} {} {} {}", b.backer.key, b.tie, b.backed.key, b.timing == crate::types::Timing::Past);
        put("backer", key, backing_text(b), b.means.join(" "), None, &b.grounds);
    }
    for e in p.engagements.iter().filter(|e| e.standing == Standing::Fact) {
        put(
            "engagement",
            format!("engagement {} {}", e.a.key, e.b.key),
            engagement_text(e),
            String::new(),
            None,
            &e.grounds,
        );
    }
    for a in p.agreements.iter().filter(|a| a.standing == Standing::Fact) {
        let keys: Vec<&str> = a.parties.iter().chain(&a.bound).map(|x| x.key.as_str()).collect();
        let key = format!("agreement {} {}", a.subject.as_deref().unwrap_or(""), keys.join(" "));
        put("agreement", key, accord_text(a), a.stands.clone(), None, &a.grounds);
    }
    for f in p.figures.iter().filter(|f| f.standing == Standing::Fact) {
        let place = f.place.as_ref().map_or("", |x| x.key.as_str());
        // A count without a day is its page's own.
        let page = if f.day.is_none() { f.grounds.claims.first().map_or("", |c| c.page_id.as_str()) } else { "" };
        let key = format!("figure {} {} {place} {:?} {} {page}", f.of, f.scope, f.day, f.victims.join(" "));
        put("figure", key, figure_text(f), format!("{:?} {:?}", f.low, f.high), None, &f.grounds);
    }
    for d in &p.disputes {
        if let Some(side) = d.sides.first() {
            let labels: Vec<&str> = d.sides.iter().map(|s| s.label.as_str()).collect();
            let text = format!("{}: {}", d.label, labels.join("; or "));
            put("dispute", format!("dispute {:?} {}", d.kind, d.label), text, labels.join(" | "), None, &side.grounds);
        }
    }
    all
}
