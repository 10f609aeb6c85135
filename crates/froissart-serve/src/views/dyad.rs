//! Two actors and what is between them: how they stand, who did what to whom, day by day, what they agreed.
//!
//! "Turkey supports the rebels" and "Turkey denied backing the rebels" both stand here, as does each day's worst act
//! one way and the other.

use super::actor::found;
use super::situation::{dispute, list, section};
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::items::Item;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, Sides, count, day};
use froissart_model::Day;
use froissart_picture::{
    ActorRef, Incident, Picture, accord_text, backing_text, engagement_text, incident_text, tie_text,
};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const VIEW: View = View {
    path: "/dyad",
    title: "Dyad",
    is_listed: false,
    access: None,
    has_days: true,
    has_csv: true,
    about: "Two actors: their ties, engagements, agreements, and what each did to the other by day with its intensity.",
    takes: &[("a", "one actor's key"), ("b", "the other's")],
    html: page,
    json: data,
    csv: Some(rows),
};

struct Known {
    a: ActorRef,
    b: ActorRef,
    /// The picture with what both are in.
    picture: Picture,
}

/// Whether both are in an item.
fn between<T: Item>(i: &T, a: &str, b: &str) -> bool {
    let all = i.actors();
    all.iter().any(|x| x.key == a) && all.iter().any(|x| x.key == b)
}

fn kept<T: Item + Clone>(all: &[T], a: &str, b: &str) -> Vec<T> {
    all.iter().filter(|i| between(*i, a, b)).cloned().collect()
}

fn known(cx: &Cx<'_>) -> Result<Known, Refusal> {
    let given =
        |n: &str| cx.selection.own(n).ok_or_else(|| Refusal::Bad("which two? give their keys: /dyad?a=…&b=…".into()));
    let answer = cx.answer()?;
    let p = cx.picture(&answer);
    let (a, b) = (found(&answer.picture, given("a")?)?, found(&answer.picture, given("b")?)?);
    if a.key == b.key {
        return Err(Refusal::Bad(format!("`{}` is one actor: name two", a.name)));
    }
    let (x, y) = (a.key.as_str(), b.key.as_str());
    let mut picture = Picture {
        as_of: p.as_of,
        known_by: p.known_by,
        backers: kept(&p.backers, x, y),
        ties: kept(&p.ties, x, y),
        holdings: kept(&p.holdings, x, y),
        engagements: kept(&p.engagements, x, y),
        agreements: kept(&p.agreements, x, y),
        events: kept(&p.events, x, y),
        coverage: p.coverage.clone(),
        ..Picture::default()
    };
    let items = picture
        .backers
        .iter()
        .map(Item::grounds)
        .chain(picture.ties.iter().map(Item::grounds))
        .chain(picture.engagements.iter().map(Item::grounds))
        .chain(picture.events.iter().map(Item::grounds))
        .chain(picture.agreements.iter().map(Item::grounds));
    let claims: BTreeSet<String> = items.flat_map(|g| g.claims.iter().map(|c| c.id.clone())).collect();
    let is_theirs = |d: &&froissart_picture::Dispute| {
        d.sides.iter().flat_map(|s| &s.grounds.claims).any(|c| claims.contains(&c.id))
    };
    picture.disputes = p.disputes.iter().filter(is_theirs).cloned().collect();
    Ok(Known { a, b, picture })
}

/// What one did to the other on a day.
#[derive(Debug, Default, Clone, PartialEq, serde::Serialize)]
struct OfDay {
    /// Events of the first against the second, and the least intensity (−10 conflict, 10 cooperation) among them.
    a_on_b: (usize, Option<f64>),
    /// The other way.
    b_on_a: (usize, Option<f64>),
}

/// Day by day, as the events' last possible days have it.
fn by_day(events: &[Incident], a: &str, b: &str) -> BTreeMap<Day, OfDay> {
    let mut all: BTreeMap<Day, OfDay> = BTreeMap::new();
    for e in events {
        let is = |list: &[ActorRef], k: &str| list.iter().any(|x| x.key == k);
        let of = all.entry(e.day).or_default();
        for (is_so, put) in [
            (is(&e.actors, a) && is(&e.targets, b), &mut of.a_on_b),
            (is(&e.actors, b) && is(&e.targets, a), &mut of.b_on_a),
        ] {
            if is_so {
                put.0 += 1;
                put.1 = match (put.1, e.intensity) {
                    (Some(x), Some(y)) => Some(x.min(y)),
                    (x, y) => x.or(y),
                };
            }
        }
    }
    all
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let k = known(cx)?;
    let answer = cx.answer()?;
    let sides = Sides::of(&answer.picture);
    let p = &k.picture;
    let about = format!("{} and {}", k.a.name, k.b.name);
    let title =
        layout::title("", &Picture { about: Some(about), as_of: p.as_of, known_by: p.known_by, ..Picture::default() });
    let days = by_day(&p.events, &k.a.key, &k.b.key);
    let is_empty = p.backers.is_empty()
        && p.ties.is_empty()
        && p.engagements.is_empty()
        && p.events.is_empty()
        && p.agreements.is_empty();
    let rivals: Vec<Markup> = p.disputes.iter().map(|d| dispute(cx, d)).collect();
    let main = html! {
        p { (parts::actor(cx, &sides, &k.a)) " · " (parts::actor(cx, &sides, &k.b)) }
        @if is_empty { p class="empty" { "No claim tells of anything between them by this day." } }
        (list(cx, "backers", "Who backs whom", &p.backers, backing_text))
        (list(cx, "engagements", "Engagements", &p.engagements, engagement_text))
        (series(&days, &k.a.name, &k.b.name))
        (list(cx, "events", "Who did what to whom, the gravest first", &p.events, incident_text))
        (list(cx, "agreements", "What they agreed", &p.agreements, accord_text))
        (list(cx, "ties", "Other ties", &p.ties, tie_text))
        (section("disputes", "Disputes", rivals.len(), &html! { @for r in &rivals { (r) } }))
    };
    let lead = layout::drawn_from(&answer.picture);
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&answer.picture), notes: answer.notes.clone() })
}

/// Day by day as a table; a day is in it where something was told of it.
fn series(days: &BTreeMap<Day, OfDay>, a: &str, b: &str) -> Markup {
    let cell = |(n, low): (usize, Option<f64>)| {
        html! {
            @if n > 0 { (count(n, "event", "events")) @if let Some(l) = low { " " span class="n" title="the least intensity of the day: −10 is conflict, 10 cooperation" { (format!("{l:+.1}")) } } } @else { "–" }
        }
    };
    let body = html! {
        div class="scroll" tabindex="0" role="group" aria-label="Table" {
            table class="series" {
                thead { tr { th scope="col" { "Day" } th scope="col" { (a) " to " (b) } th scope="col" { (b) " to " (a) } } }
                tbody { @for (d, of) in days { tr { th scope="row" { (day(*d)) } td { (cell(of.a_on_b)) } td { (cell(of.b_on_a)) } } } }
            }
        }
    };
    section("series", "Day by day", days.len(), &body)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let k = known(cx)?;
    let days: Vec<Value> = by_day(&k.picture.events, &k.a.key, &k.b.key)
        .into_iter()
        .map(|(d, of)| json!({"day": d, "a_on_b": of.a_on_b.0, "a_on_b_intensity": of.a_on_b.1, "b_on_a": of.b_on_a.0, "b_on_a_intensity": of.b_on_a.1}))
        .collect();
    Ok(json!({"a": k.a, "b": k.b, "days": days, "picture": k.picture}))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    Ok(table::items(&known(cx)?.picture))
}
