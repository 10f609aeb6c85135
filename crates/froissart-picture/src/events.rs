//! What happened: engagements, agreements, figures, and what is new in the week up to the day.
//!
//! "At least 11 people were killed in Idlib on Sunday" is a range from 11 with an open end; another paper's 16
//! widens nothing and contradicts nothing, and a third's "exactly 9" becomes a dispute, never an average.

use crate::holdings::{is_held, status};
use crate::index::{ActorKey, PlaceKey};
use crate::order::{arranged, by_words, rank};
use crate::parties::is_active;
use crate::text::{UNNAMED_PARTIES, counted, whom_counted};
use crate::types::{Accord, Change, Engagement, FigureCount, FigureRange, Standing};
use crate::world::{Item, World};
use froissart_model::{Basis, Certainty, Day, FigureScope, Kind, Told};
use jiff::ToSpan as _;
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// Who fights whom, by relation or by assault.
pub(crate) fn engagements(w: &World<'_>) -> Vec<Engagement> {
    let mut groups: BTreeMap<(ActorKey, ActorKey, Standing), Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let fights = match i.head.kind {
            // A tie that is said to be over is no engagement of the day.
            Kind::Relation | Kind::Event if !is_active(i) => false,
            Kind::Relation => i.head.type_ == "fights" && i.timing.is_some(),
            Kind::Event => i.head.type_ == "ASSAULT" && w.happened(i) == Some(true),
            _ => false,
        };
        if fights {
            for &a in &i.actors {
                for &r in i.recipients.iter().filter(|r| **r != a) {
                    let items = groups.entry((a.min(r), a.max(r), i.standing)).or_default();
                    // Each of two may be the other's actor in one claim.
                    if items.last() != Some(&n) {
                        items.push(n);
                    }
                }
            }
        }
    }
    let all: Vec<Engagement> = groups
        .into_iter()
        .map(|((a, b, standing), items)| {
            let of = |from: ActorKey, to: ActorKey| {
                items
                    .iter()
                    .map(|&n| &w.items[n])
                    .filter(|i| i.head.kind == Kind::Event)
                    .filter(|i| i.actors.contains(&from) && i.recipients.contains(&to))
                    .count()
            };
            let places: BTreeSet<&PlaceKey> = items.iter().flat_map(|&n| &w.items[n].places).collect();
            let latest = items.iter().filter_map(|&n| w.items[n].last_day()).max();
            Engagement {
                a: w.actor(a),
                b: w.actor(b),
                a_on_b: of(a, b),
                b_on_a: of(b, a),
                places: places.into_iter().map(|p| w.place(*p)).collect(),
                latest: latest.map(|l| w.as_of.map_or(l, |d| l.min(d))),
                quiet_days: w.as_of.zip(latest).and_then(|(d, l)| d.since(l.min(d)).ok()).map(|s| s.get_days()),
                standing,
                grounds: w.grounds(&items),
            }
        })
        .collect();
    arranged(all, |all, a, b| by_rank(&all[a], &all[b]))
}

/// Which of two engagements comes first.
pub(crate) fn by_rank(a: &Engagement, b: &Engagement) -> Ordering {
    let place = |e: &Engagement| rank(e.standing, e.latest, &e.grounds);
    place(a).cmp(&place(b)).then_with(|| by_words([&a.a.key, &a.b.key], [&b.a.key, &b.b.key]))
}

/// What was agreed, by subject and parties, with the status last told.
pub(crate) fn agreements(w: &World<'_>) -> Vec<Accord> {
    type Key<'a> = (Option<&'a str>, &'a [ActorKey], &'a [ActorKey], Standing, Option<Unnamed<'a>>);
    let mut groups: BTreeMap<Key<'_>, Vec<usize>> = BTreeMap::new();
    for (n, i) in w.of(Kind::Agreement) {
        if w.happened(i).is_some() {
            let standing = if is_none_in_force(i) { Standing::Fact } else { i.standing };
            let (parties, bound): (&[ActorKey], &[ActorKey]) =
                if is_brokered(i) { (&i.recipients, &[]) } else { (&i.actors, &i.recipients) };
            let is_unnamed = parties.is_empty() && bound.is_empty();
            let unnamed = is_unnamed.then(|| (status_told(i), &i.places[..], w.index.country(i.number)));
            groups.entry((i.head.subject, parties, bound, standing, unnamed)).or_default().push(n);
        }
    }
    let mut all: Vec<Accord> = groups
        .into_iter()
        .map(|((subject, parties, bound, standing, _), mut items)| {
            items.sort_by_key(|&n| (w.items[n].last_day(), w.items[n].published, n));
            let told = items.iter().rev().find_map(|&n| status_told(&w.items[n])).map(str::to_owned);
            let force = |end: usize| items.iter().rev().find_map(|&n| w.items[n].head.in_force[end]);
            let signed = items.iter().filter(|&&n| w.items[n].is_dated()).filter_map(|&n| w.items[n].from).min();
            let (from, to) = (force(0).or(signed), force(1));
            let stands = stands(told.as_deref(), from, to, w.as_of);
            let brokered = items.iter().map(|&n| &w.items[n]).filter(|i| is_brokered(i));
            let brokers: BTreeSet<ActorKey> = brokered.flat_map(|i| i.actors.iter().copied()).collect();
            Accord {
                subject: subject.map(str::to_owned),
                parties: w.actor_refs(parties),
                bound: w.actor_refs(bound),
                brokers: w.actor_refs(&brokers),
                status: told,
                in_force: standing == Standing::Fact && stands == "in_force",
                stands: stands.to_owned(),
                from,
                to,
                standing,
                grounds: w.grounds(&items),
            }
        })
        .collect();
    all.sort_by_cached_key(|a| {
        let parties: Vec<&str> = a.parties.iter().chain(&a.bound).map(|p| p.key.as_str()).collect();
        let name = format!("{} {}", a.subject.as_deref().unwrap_or(""), parties.join(" "));
        (!a.in_force, rank(a.standing, a.grounds.last_told, &a.grounds), name)
    });
    all
}

/// An agreement whose parties no words name: its status, its places and the country of its page. What is told of one ends
/// nobody else's, and two of which different things are told may be two.
type Unnamed<'a> = (Option<&'a str>, &'a [PlaceKey], Option<&'a str>);

/// "A ceasefire brokered by Egypt": whoever acts brings others together.
fn is_brokered(i: &Item<'_>) -> bool {
    i.claim.rule.rsplit('/').next() == Some("brokered")
}

/// "There is no ceasefire": told as so, and not the denial of one.
fn is_none_in_force(i: &Item<'_>) -> bool {
    let is_told = matches!(i.claim.certainty, Certainty::Asserted | Certainty::Reported);
    is_told && i.claim.negated && i.head.status == Some("in_force")
}

fn status_told<'a>(i: &Item<'a>) -> Option<&'a str> {
    if is_none_in_force(i) { Some("not_in_force") } else { i.head.status }
}

/// How an agreement stands on the day, by the status last told and its days.
fn stands(told: Option<&str>, from: Option<Day>, to: Option<Day>, as_of: Option<Day>) -> &'static str {
    let is_over = as_of.zip(to).is_some_and(|(d, t)| t < d);
    let is_to_come = as_of.zip(from).is_some_and(|(d, f)| f > d);
    match told {
        Some("broken") => "broken",
        Some("ended") => "ended",
        Some("not_in_force") => "not_in_force",
        Some("suspended") => "suspended",
        Some("expired") => "expired",
        Some("proposed") => "proposed",
        _ if is_over => "expired",
        _ if is_to_come => "not_yet",
        _ => "in_force",
    }
}

pub(crate) fn scope_name(scope: FigureScope) -> &'static str {
    match scope {
        FigureScope::Event => "event",
        FigureScope::Total => "total",
        FigureScope::Subset => "subset",
    }
}

/// The bounds of a count, each open where the words leave it so.
pub(crate) fn bounds(f: &froissart_model::Figure) -> (Option<f64>, Option<f64>) {
    f.exact.map_or((f.low, f.high), |e| (Some(e), Some(e)))
}

/// What makes two counts counts of the same: scope, place, of whom, and day. Without a day a count is its page's own.
pub(crate) type FigureKey<'a> = (&'a str, &'a str, Option<PlaceKey>, &'a [ActorKey], Option<Day>, &'a str);

pub(crate) fn figure_key<'a>(i: &'a Item<'_>) -> Option<FigureKey<'a>> {
    let f = i.claim.figure.as_ref()?;
    let day = if f.scope == FigureScope::Total { i.last_day() } else { i.to.filter(|_| i.is_dated()) };
    let page = if day.is_none() || i.places.is_empty() { i.sourced.page.id.as_str() } else { "" };
    Some((&f.of, scope_name(f.scope), i.places.first().copied(), &i.targets, day, page))
}

/// Counts of the same thing side by side.
pub(crate) fn figures(w: &World<'_>) -> Vec<FigureRange> {
    let mut groups: BTreeMap<(FigureKey<'_>, Standing), Vec<usize>> = BTreeMap::new();
    for (n, i) in w.of(Kind::Figure).filter(|(_, i)| w.happened(i) == Some(true)) {
        if let Some(key) = figure_key(i) {
            groups.entry((key, i.standing)).or_default().push(n);
        }
    }
    // What analysts hold to count one event is one range, told by the first of its counts.
    let keys: BTreeMap<usize, (FigureKey<'_>, Standing)> =
        groups.iter().flat_map(|(k, items)| items.iter().map(|&n| (n, *k))).collect();
    let is_one_count = |a: usize, b: usize| matches!((keys.get(&a), keys.get(&b)), (Some(x), Some(y)) if (x.0.0, x.0.1, x.1) == (y.0.0, y.0.1, y.1));
    let mut all: Vec<FigureRange> = w
        .united(groups.into_values().collect(), is_one_count)
        .into_iter()
        .map(|items| {
            let first = items.iter().filter(|n| keys[n].0.4.is_some()).min().or(items.iter().min());
            let ((of, scope, place, victims, day, _), standing) = keys[first.unwrap_or(&0)];
            let counts = || items.iter().filter_map(|&n| w.items[n].claim.figure.as_ref()).filter(|f| !f.reported_none);
            let words: BTreeSet<&str> = counts().map(|f| f.text.as_str()).collect();
            let mut by_words: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
            for &n in &items {
                if let Some(f) = w.items[n].claim.figure.as_ref().filter(|f| !f.reported_none) {
                    by_words.entry(&f.text).or_default().push(n);
                }
            }
            let said = by_words.into_iter().map(|(text, items)| {
                let all = || items.iter().filter_map(|&n| w.items[n].claim.figure.as_ref());
                FigureCount {
                    text: text.to_owned(),
                    low: all().filter_map(|f| bounds(f).0).reduce(f64::min),
                    high: all().filter_map(|f| bounds(f).1).reduce(f64::max),
                    grounds: w.grounds(&items),
                }
            });
            let mut said: Vec<FigureCount> = said.collect();
            said.sort_by(|a, b| {
                let least = |c: &FigureCount| c.low.or(c.high).unwrap_or(0.0);
                least(a).total_cmp(&least(b)).then_with(|| a.text.cmp(&b.text))
            });
            let is_open = counts().any(|f| bounds(f).1.is_none());
            FigureRange {
                of: of.to_owned(),
                scope: scope.to_owned(),
                place: place.map(|p| w.place(p)),
                victims: victims.iter().map(|v| w.name(*v).to_owned()).collect(),
                day,
                low: counts().filter_map(|f| bounds(f).0).reduce(f64::min),
                high: counts().filter_map(|f| bounds(f).1).reduce(f64::max).filter(|_| !is_open),
                counts: said,
                words: words.into_iter().map(str::to_owned).collect(),
                reported_none: items.iter().any(|&n| w.items[n].claim.figure.as_ref().is_some_and(|f| f.reported_none)),
                standing,
                grounds: w.grounds(&items),
            }
        })
        .collect();
    all.sort_by_cached_key(|f| {
        let place = f.place.as_ref().map_or("", |p| p.key.as_str());
        let name = format!("{} {} {place} {} {}", f.of, f.scope, f.victims.join(" "), f.words.join(" "));
        (rank(f.standing, f.day, &f.grounds), name, f.grounds.claims[0].id.clone())
    });
    all
}

/// The day after which what happened is of the last days: the one compared with, else seven days before.
pub(crate) fn after(w: &World<'_>, since: Option<Day>) -> Option<Day> {
    since.or_else(|| w.as_of.and_then(|d| d.checked_sub(7.days()).ok()))
}

/// What is new after the day compared with, or in the seven days up to the day: facts told as news.
pub(crate) fn changes(w: &World<'_>, since: Option<Day>) -> Vec<Change> {
    let (Some(day), Some(after)) = (w.as_of, after(w, since)) else { return Vec::new() };
    let mut groups: BTreeMap<(std::cmp::Reverse<Day>, &str, String, bool), Vec<usize>> = BTreeMap::new();
    for (n, i) in w.items.iter().enumerate() {
        let c = i.claim;
        if !i.is_fact() || !matches!(i.head.kind, Kind::Control | Kind::Agreement | Kind::Figure) {
            continue;
        }
        if c.told == Told::Background || w.happened(i) != Some(true) && c.kind != Kind::Control {
            continue;
        }
        // A state in the present tense has no beginning; an act's own day or its last possible one counts.
        let basis = c.happened.as_ref().map(|h| h.basis);
        if basis == Some(Basis::Tense) {
            continue;
        }
        let Some(on) = (if c.kind == Kind::Control { i.from.or(i.to) } else { i.to.or(i.from) }) else { continue };
        if on <= after || on > day {
            continue;
        }
        let what = match c.kind {
            Kind::Control => match status(i) {
                "lost" => "lost",
                // Who "remained in control" has captured nothing.
                s if is_held(s) && i.is_act => "captured",
                _ => continue,
            },
            Kind::Agreement => match c.status.as_deref() {
                Some("broken" | "suspended" | "ended" | "expired") => "broken",
                Some("proposed") => "proposed",
                _ => "agreed",
            },
            Kind::Figure => match &c.figure {
                Some(f) if f.scope == FigureScope::Event && !f.reported_none => f.of.as_str(),
                _ => continue,
            },
            _ => continue,
        };
        for text in change_texts(w, i, what) {
            groups.entry((std::cmp::Reverse(on), what, text, i.from.is_none())).or_default().push(n);
        }
    }
    groups
        .into_iter()
        .map(|((day, what, text, by), items)| Change {
            day: day.0,
            by,
            what: what.to_owned(),
            text,
            grounds: w.grounds(&items),
        })
        .collect()
}

fn change_texts(w: &World<'_>, i: &Item<'_>, what: &str) -> Vec<String> {
    let c = i.claim;
    // "Around Hama" has its preposition.
    let at = i.places.first().map_or_else(String::new, |p| {
        let name = w.place_name(*p);
        format!(" {}{name}", if crate::names::is_led_by_preposition(name) { "" } else { "in " })
    });
    match c.kind {
        Kind::Control => {
            let share = c.extent.as_ref().filter(|e| e.text.split_whitespace().count() <= 4);
            let extent = share.map_or_else(String::new, |e| format!(" ({})", e.text));
            i.places
                .iter()
                .flat_map(|p| i.actors.iter().map(move |a| (p, a)))
                .map(|(p, a)| format!("{} {what} {}{extent}", w.name(*a), w.place_name(*p)))
                .collect()
        }
        Kind::Agreement => {
            let parties: BTreeSet<&ActorKey> = i.actors.iter().chain(&i.recipients).collect();
            let status = c.status.as_deref().unwrap_or("reached").replace('_', " ");
            let who = if parties.is_empty() { UNNAMED_PARTIES.to_owned() } else { w.names(parties) };
            vec![format!("{who}: {} {status}", c.subject.as_deref().unwrap_or("agreement"))]
        }
        _ => {
            let words = c.figure.as_ref().map_or("", |f| f.text.as_str());
            let whom: Vec<&str> = i.targets.iter().filter_map(|t| whom_counted(w.name(*t), words)).collect();
            let whom = if whom.is_empty() { String::new() } else { format!(" ({})", whom.join(", ")) };
            vec![format!("{}{whom}{at}", counted(words, what))]
        }
    }
}
