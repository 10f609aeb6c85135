//! The map: who is told to hold which place and what happened there, with how far each place reaches.
//!
//! A mark stands on a place or on the circle in which it lies; land is never coloured, for nobody told of land. "The
//! government holds around 60 percent of Syria" is listed beside the map, with its accounts.

use super::map_sheet::{legend, svg};
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::draw::frame::{Frame, Spread};
use crate::draw::mark::Mark;
use crate::draw::shapes;
use crate::draw::spots::{Spot, Spots};
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, Sides, count, days, marks, number, words};
use froissart_picture::{Grounds, Holding, Incident, Standing, holding_text, incident_text};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const VIEW: View = View {
    path: "/map",
    title: "Map",
    is_listed: true,
    access: Some("m"),
    has_days: true,
    has_csv: true,
    about: "Places with who is told to hold them and what happened there: position, reach, sectors of the mark, holdings and events with their accounts; countries, wide areas and unknown places apart.",
    takes: &[],
    html: page,
    json: data,
    csv: Some(rows),
};

/// The sheet without a script.
pub(super) const SHEET: (f64, f64) = (960.0, 640.0);
/// Places of the table on this page.
const SHOWN: usize = 60;
/// Places of the JSON: as many as are drawn smoothly.
const MOST: usize = 6_000;
/// Up to so many places have their holdings, events and words in the JSON; of more, each place's are its own answer
/// (`place=KEY`).
const WHOLE: usize = 300;
/// Holdings and events of a place in the JSON, and claims of each.
const OF_EACH: usize = 12;
const CLAIMS: usize = 3;

/// The least height of a map, so that one town has its surroundings.
const LEAST_KM: f64 = 150.0;

pub(super) fn frame(spots: &Spots<'_>) -> Frame {
    Frame::of(&spots.heart(), LEAST_KM, SHEET.0, SHEET.1)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let spots = Spots::of(&p);
    let f = frame(&spots);
    let mut codes: BTreeMap<&str, usize> = BTreeMap::new();
    for s in &spots.drawn {
        if let Some(c) = s.place.country.as_deref() {
            *codes.entry(c).or_default() += 1;
        }
    }
    let mut codes: Vec<(&str, usize)> = codes.into_iter().collect();
    codes.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    // Of thousands of places the words are asked for when one of them is looked at.
    let is_brief = spots.drawn.len() > WHOLE;
    let drawn: Vec<Value> = spots.drawn.iter().take(MOST).map(|s| spot(cx, &sides, s, is_brief)).collect();
    let of = |all: &[Spot<'_>]| -> Vec<Value> { all.iter().take(WHOLE).map(|s| spot(cx, &sides, s, false)).collect() };
    let nowhere: Vec<Value> = spots.nowhere.iter().take(OF_EACH * 4).map(|e| event(cx, e)).collect();
    Ok(json!({
        "as_of": p.as_of, "known_by": p.known_by, "about": p.about, "shared": cx.selection.shared().query(),
        "frame": [f.west, f.south, f.east, f.north],
        "shapes": codes.iter().map(|(c, _)| c).collect::<Vec<_>>(),
        "is_brief": is_brief, "places": drawn, "left_out": spots.drawn.len().saturating_sub(MOST),
        "countries": of(&spots.countries), "wide": of(&spots.wide), "unknown": of(&spots.unknown),
        "nowhere": nowhere,
    }))
}

fn spot(cx: &Cx<'_>, sides: &Sides, s: &Spot<'_>, is_brief: bool) -> Value {
    let m = Mark::of(s, sides, &cx.app.desk.knowledge().ontology);
    if is_brief {
        return json!({
            "key": s.place.key, "name": s.place.name, "lat": s.place.lat, "lon": s.place.lon,
            "radius_km": s.place.radius_km, "is_area": s.is_area(), "label": label(s), "mark": m,
        });
    }
    let holdings: Vec<Value> = s.holdings.iter().take(OF_EACH).map(|h| holding(cx, sides, h)).collect();
    let events: Vec<Value> = s.events.iter().take(OF_EACH).map(|e| event(cx, e)).collect();
    json!({
        "key": s.place.key, "name": s.place.name, "country": s.place.country,
        "lat": s.place.lat, "lon": s.place.lon, "radius_km": s.place.radius_km, "precision": s.place.precision,
        "is_area": s.is_area(), "label": label(s), "accounts": s.accounts(), "mark": m,
        "holdings": holdings, "n_holdings": s.holdings.len(), "events": events, "n_events": s.events.len(),
        "last": s.events.iter().map(|e| e.day).max(),
    })
}

fn holding(cx: &Cx<'_>, sides: &Sides, h: &Holding) -> Value {
    json!({
        "text": holding_text(h), "holder": h.holder.name, "actor": h.holder.key, "side": sides.get(&h.holder.key).map(|(n, _)| n.min(parts::COLOURS)),
        "status": h.status, "extent": h.extent, "low": h.low, "high": h.high, "standing": h.standing, "timing": h.timing,
        "is_disputed": h.is_disputed, "is_stale": h.is_stale, "since": h.since, "told": h.told, "said": said(cx, &h.grounds),
    })
}

fn event(cx: &Cx<'_>, e: &Incident) -> Value {
    let quad = cx.app.desk.knowledge().ontology.quad(&e.type_);
    json!({
        "text": incident_text(e), "type": e.type_, "quad": quad, "intensity": e.intensity, "day": e.day, "by": e.by,
        "said": said(cx, &e.grounds),
    })
}

/// Who says it, in which words, and where all of them are.
fn said(cx: &Cx<'_>, g: &Grounds) -> Value {
    let claims: Vec<Value> = g
        .claims
        .iter()
        .take(CLAIMS)
        .map(|c| {
            json!({"words": c.evidence, "by": froissart_picture::account(&c.account), "certainty": c.certainty,
                   "href": words::claim_path(cx, &c.page_id, &c.id)})
        })
        .collect();
    json!({
        "n_accounts": g.accounts.len(), "n_claims": g.claims.len(), "claims": claims,
        "href": cx.selection.shared().at(&format!("/words/{}", words::name_of(g))),
    })
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let spots = Spots::of(&p);
    let mut t = Table::new(&[
        "place",
        "country",
        "lat",
        "lon",
        "radius_km",
        "precision",
        "drawn",
        "what",
        "text",
        "actors",
        "status",
        "standing",
        "last_told",
        "last_reported",
        "n_accounts",
        "accounts",
        "claims",
    ]);
    let kinds =
        [(&spots.drawn, "mark"), (&spots.countries, "country"), (&spots.wide, "wide"), (&spots.unknown, "unknown")];
    for (all, drawn) in kinds {
        for s in all {
            let number = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
            let head = || {
                vec![
                    s.place.name.clone(),
                    s.place.country.clone().unwrap_or_default(),
                    number(s.place.lat),
                    number(s.place.lon),
                    number(s.place.radius_km),
                    s.place.precision.clone().unwrap_or_default(),
                    drawn.to_owned(),
                ]
            };
            for h in &s.holdings {
                let mut row = head();
                row.extend(["holding".to_owned(), holding_text(h), h.holder.name.clone(), h.status.clone()]);
                row.push(standing(h.standing).to_owned());
                row.push(h.told.map_or_else(String::new, |d| d.to_string()));
                row.push(if h.is_stale { "yes" } else { "no" }.to_owned());
                row.extend(table::grounds(&h.grounds));
                t.rows.push(row);
            }
            for e in &s.events {
                let who: Vec<&str> = e.actors.iter().map(|a| a.name.as_str()).collect();
                let mut row = head();
                row.extend(["event".to_owned(), incident_text(e), who.join("; "), e.type_.clone(), "fact".to_owned()]);
                row.extend([e.day.to_string(), "no".to_owned()]);
                row.extend(table::grounds(&e.grounds));
                t.rows.push(row);
            }
        }
    }
    Ok(t)
}

fn standing(s: Standing) -> &'static str {
    if s == Standing::Fact { "fact" } else { s.mark() }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let spots = Spots::of(&p);
    let lead = html! {
        (count(spots.drawn.len(), "place is", "places are")) " told of with a position. A mark says what accounts say, and colours no land. "
        (layout::drawn_from(&p))
    };
    let main = html! {
        (days::strip(cx, &a)?)
        div class="drawing" data-map=(cx.selection.at("/api/v1/map")) {
            figure class="sheet" {
                (svg(cx, &sides, &p, &spots))
                figcaption { (legend(&spots)) }
            }
            aside class="beside" aria-label="Beside the map" {
                div class="panel" data-panel hidden {}
                (listed(cx, &sides, "countries", "Told of whole countries", "A share of a country is no land: it is said here, and not drawn.", &spots.countries))
                (listed(cx, &sides, "wide", "Told of wide areas", "", &spots.wide))
                (listed(cx, &sides, "unknown", "Of unknown position", "", &spots.unknown))
                @if !spots.nowhere.is_empty() {
                    section class="listed" { h2 { "Events told without a place " span class="n" { (number(spots.nowhere.len())) } }
                        ul class="items" { @for e in spots.nowhere.iter().take(OF_EACH) { li { p { (incident_text(e)) } (words::grounds(cx, &e.grounds)) } } }
                        (parts::more(cx, OF_EACH, spots.nowhere.len(), "events"))
                    }
                }
            }
        }
        (places(cx, &sides, &spots))
    };
    let title = layout::title("Map", &p);
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&p), notes: a.notes.clone() })
}

/// "Aleppo: rebels held, Syria's government lost; 4 events".
pub(super) fn label(s: &Spot<'_>) -> String {
    let mut who: Vec<String> = s
        .holdings
        .iter()
        .take(4)
        .map(|h| {
            let hedged = if h.standing == Standing::Fact { String::new() } else { format!(" ({})", h.standing.mark()) };
            let old = if h.is_stale { ", last told" } else { "" };
            format!("{} {}{hedged}{old}", h.holder.name, h.status)
        })
        .collect();
    if s.holdings.len() > 4 {
        who.push(format!("{} more", s.holdings.len() - 4));
    }
    if !s.events.is_empty() {
        who.push(count(s.events.len(), "event", "events"));
    }
    let disputed = if s.holdings.iter().any(|h| h.is_disputed) { ", disputed" } else { "" };
    format!("{}{disputed}: {}", s.place.name, who.join("; "))
}

/// The name of a place's row on this page.
pub(super) fn row_id(key: &str) -> String {
    format!("at-{}", froissart_model::content_id("place", key.as_bytes()).chars().take(10).collect::<String>())
}

fn listed(cx: &Cx<'_>, sides: &Sides, id: &str, title: &str, why: &str, all: &[Spot<'_>]) -> Markup {
    html! {
        @if !all.is_empty() {
            section class={ "listed " (id) } {
                h2 { (title) " " span class="n" { (number(all.len())) } }
                @if !why.is_empty() { p class="order" { (why) } }
                @for s in all.iter().take(OF_EACH) {
                    h3 { (parts::place(cx, s.place)) @if id == "countries" && let Some(code) = &s.place.country && shapes::country_name(code).is_some_and(|n| n != s.place.name) { " " span class="n" { (code) } } }
                    (told(cx, sides, s, 4))
                }
                @if all.len() > OF_EACH { (parts::more(cx, OF_EACH, all.len(), "holdings")) }
            }
        }
    }
}

/// What is told of a place, each with its accounts.
fn told(cx: &Cx<'_>, sides: &Sides, s: &Spot<'_>, most: usize) -> Markup {
    html! {
        ul class="items" {
            @for h in s.holdings.iter().take(most) {
                li class=[h.is_stale.then_some("stale")] {
                    p {
                        (parts::actor(cx, sides, &h.holder)) " "
                        span class={ "mark status-" (h.status) } { (h.status) }
                        @if let Some(e) = &h.extent { " " span class="extent" { (e) } }
                        " " @if h.is_disputed { span class="mark disputed" { "disputed" } " " }
                        (marks(h.standing, h.timing))
                    }
                    (words::grounds(cx, &h.grounds))
                }
            }
            @for e in s.events.iter().take(most) { li { p { (incident_text(e)) } (words::grounds(cx, &e.grounds)) } }
        }
        @let more = s.holdings.len().saturating_sub(most) + s.events.len().saturating_sub(most);
        @if more > 0 { p class="more" { a href=(cx.selection.shared().having("key", &s.place.key).at("/place")) { (number(more)) " more of " (s.place.name) } } }
    }
}

fn places(cx: &Cx<'_>, sides: &Sides, spots: &Spots<'_>) -> Markup {
    html! {
        section class="section places" aria-labelledby="h-places" {
            h2 id="h-places" { "Places " span class="n" { (number(spots.drawn.len())) } }
            @if spots.drawn.is_empty() { p class="empty" { "No place with a known position is told of." } }
            @else {
                div class="scroll" tabindex="0" role="region" aria-label="Table of places" {
                    table {
                        thead { tr { th scope="col" { "Place" } th scope="col" { "Where" } th scope="col" { "What is told of it" } } }
                        tbody {
                            @for s in spots.drawn.iter().take(SHOWN) {
                                tr id=(row_id(&s.place.key)) {
                                    th scope="row" { (parts::place(cx, s.place)) }
                                    td { @if let Some(at) = s.spread() { (coordinates(at)) @if s.is_area() { br; span class="age" { "somewhere within " (at.km.round()) " km" } } } }
                                    td { (told(cx, sides, s, 6)) }
                                }
                            }
                        }
                    }
                }
                (parts::more(cx, SHOWN, spots.drawn.len(), "holdings"))
            }
        }
    }
}

/// "36.20° N 37.16° E".
fn coordinates(at: Spread) -> String {
    let (n, e) = (if at.lat < 0.0 { "S" } else { "N" }, if at.lon < 0.0 { "W" } else { "E" });
    format!("{:.2}° {n} {:.2}° {e}", at.lat.abs(), at.lon.abs())
}
