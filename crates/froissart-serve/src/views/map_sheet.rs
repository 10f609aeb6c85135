//! The map's sheet as SVG: outlines, reach, marks, names, scale and the legend of it all.
//!
//! It is what stands without a script, and on paper. "Somewhere within 25 km of Hama" is a hatched circle with its mark on
//! the rim, for nobody told of its middle.

use super::map::{SHEET, frame, label, row_id};
use crate::cx::Cx;
use crate::draw::frame::{Frame, Spread};
use crate::draw::mark::{self, Mark, QUADS, tenth};
use crate::draw::outline::outline;
use crate::draw::shapes;
use crate::draw::spots::{Spot, Spots};
use crate::parts::{Sides, count, number};
use froissart_picture::Picture;
use maud::{Markup, html};
use std::f64::consts::{PI, TAU};

/// Marks of the sheet; a script draws all.
const MARKS: usize = 400;

/// The map as it is without a script.
pub(super) fn svg(cx: &Cx<'_>, sides: &Sides, p: &Picture, spots: &Spots<'_>) -> Markup {
    let f = frame(spots);
    let o = outline(shapes::world(), &f, p.as_of.map(froissart_model::Day::year));
    let ontology = &cx.app.desk.knowledge().ontology;
    let seen: Vec<Drawn<'_>> = spots
        .drawn
        .iter()
        .filter_map(|s| Some((s, s.spread()?)))
        .filter(|(_, at)| f.holds(at.lat, at.lon))
        .take(MARKS)
        .map(|(spot, at)| Drawn { spot, at, mark: Mark::of(spot, sides, ontology) })
        .collect();
    let (km, length) = f.bar();
    html! {
        svg class="map" viewBox={ "0 0 " (SHEET.0) " " (SHEET.1) } role="group" aria-label={ "Map with " (count(seen.len(), "place", "places")) "; the same as a table below" } {
            defs {
                pattern id="p-contested" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" { path class="gap" d="M1 0V4" {} }
                pattern id="p-shared" width="4" height="4" patternUnits="userSpaceOnUse" { circle class="dot" cx="2" cy="2" r="1.1" {} }
                pattern id="p-area" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" { path class="reach" d="M0 0V7" {} }
            }
            rect class="sea" width=(SHEET.0) height=(SHEET.1) {}
            path class="land" fill-rule="evenodd" d=(o.land) {}
            path class="coast" d=(o.coast) {}
            path class="borders" d=(o.borders) {}
            path class="dashed" d=(o.disputed) {}
            @for Drawn { spot: s, at, .. } in seen.iter().rev().filter(|d| d.spot.is_area()) {
                @let (x, y) = f.xy(at.lat, at.lon);
                @let (rx, ry) = f.circle(at.lat, at.km);
                ellipse class="area" cx=(tenth(x)) cy=(tenth(y)) rx=(tenth(rx)) ry=(tenth(ry)) fill="url(#p-area)" { title { (s.place.name) ": somewhere within " (at.km.round()) " km" } }
            }
            @for Drawn { spot: s, at, mark } in seen.iter().rev() {
                @let (x, y) = anchor(&f, s, *at);
                a class="spot" href={ "#" (row_id(&s.place.key)) } aria-label=(label(s)) {
                    g transform={ "translate(" (tenth(x)) " " (tenth(y)) ")" } { title { (label(s)) } (mark.svg()) }
                }
            }
            g class="names" aria-hidden="true" { @for (x, y, name) in names(&f, &seen) { text x=(tenth(x)) y=(tenth(y)) { (name) } } }
            g class="bar" aria-hidden="true" transform={ "translate(16 " (SHEET.1 - 16.0) ")" } {
                path d={ "M0 -5V0H" (tenth(length)) "V-5" } {}
                text x=(tenth(length + 6.0)) y="2" { (km) " km" }
            }
        }
    }
}

/// A place on the sheet.
struct Drawn<'p> {
    spot: &'p Spot<'p>,
    at: Spread,
    mark: Mark,
}

/// Where the mark of a place stands: on a town, and on the rim of a circle in which something lies.
fn anchor(f: &Frame, s: &Spot<'_>, at: Spread) -> (f64, f64) {
    let (x, y) = f.xy(at.lat, at.lon);
    if s.is_area() { (x, y - f.circle(at.lat, at.km).1.max(Mark::R * 2.5)) } else { (x, y) }
}

/// Names beside marks, none over another or over a mark that matters more.
fn names<'p>(f: &Frame, seen: &[Drawn<'p>]) -> Vec<(f64, f64, &'p str)> {
    let mut taken: Vec<[f64; 4]> = seen
        .iter()
        .map(|d| {
            let (x, y) = anchor(f, d.spot, d.at);
            [x - 9.0, y - 9.0, x + d.mark.right() - 4.0, y + if d.mark.signs.is_empty() { 9.0 } else { 20.0 }]
        })
        .collect();
    let mut out = Vec::new();
    for d in seen {
        let (x, y) = anchor(f, d.spot, d.at);
        let name = d.spot.place.name.as_str();
        let long = name.chars().count() as f64 * 6.4;
        let right = x + d.mark.right();
        let free =
            [(right, y + 4.0), (x - 12.0 - long, y + 4.0), (x - long / 2.0, y - 14.0), (x - long / 2.0, y + 32.0)]
                .into_iter()
                .map(|(u, v)| (u, v, [u, v - 11.0, u + long, v + 3.0]))
                .find(|(_, _, b)| {
                    b[0] >= 0.0
                        && b[2] <= f.width
                        && taken.iter().all(|t| b[2] < t[0] || t[2] < b[0] || b[3] < t[1] || t[3] < b[1])
                });
        if let Some((u, v, b)) = free {
            taken.push(b);
            out.push((u, v, name));
        }
    }
    out
}

/// How many places lie outside what is seen at first.
fn beyond(spots: &Spots<'_>) -> usize {
    let f = frame(spots);
    spots.drawn.iter().filter_map(Spot::spread).filter(|at| !f.holds(at.lat, at.lon)).count()
}

pub(super) fn legend(spots: &Spots<'_>) -> Markup {
    let sign = |class: &str, how: &str, what: &str, body: &Markup| {
        html! { li { svg viewBox="-12 -12 24 24" aria-hidden="true" { g class={ (class) " side-8 " (how) } { (body) } } (what) } }
    };
    let disc = |how: &str| {
        let d = mark::sector(8.0, 0.0, TAU);
        html! {
            path class={ "sector side-8 " (how) } d=(d) {}
            @if how == "contested" || how == "shared" { path class="over" fill={ "url(#p-" (how) ")" } d=(d) {} }
            @if how == "besieged" { circle class="siege side-8" r="11" {} }
        }
    };
    html! {
        details class="legend" open {
            summary { "How to read it" }
            ul {
                (sign("", "", "held", &disc("held")))
                (sign("", "", "contested", &disc("contested")))
                (sign("", "", "besieged", &disc("besieged")))
                (sign("", "", "shared", &disc("shared")))
                (sign("", "", "last told, not since", &disc("held last")))
                (sign("", "", "rival accounts: one sector a holder", &html! {
                    path class="sector side-0 held" d=(mark::sector(8.0, 0.0, PI)) {} path class="sector side-1 held" d=(mark::sector(8.0, PI, TAU)) {} circle class="disputed" r="11" {}
                }))
                (sign("sign", "lost", "lost", &mark::sign("lost")))
                (sign("sign", "present", "present", &mark::sign("present")))
                (sign("sign", "besieging", "besieging", &mark::sign("besieging")))
                (sign("sign", "hedged", "believed, planned, asked for", &mark::sign("hedged")))
                (sign("sign", "denied", "denied", &mark::sign("denied")))
                @for (q, what) in QUADS.iter().enumerate().rev() { (sign("quad", "", what, &mark::quad(q))) }
                (sign("", "", "somewhere within", &html! { circle class="area" r="10" fill="url(#p-area)" {} }))
            }
            p { "A mark on the rim of a circle is of the whole circle. An event told of two places is marked at both. Dashed borders are disputed."
                @let beyond = beyond(spots);
                @if beyond > 0 { " " (count(beyond, "place lies", "places lie")) " beyond this frame: in the table, and on the map farther out." }
                @if spots.drawn.len() > MARKS { " The " (number(MARKS)) " best attested of " (number(spots.drawn.len())) " places are drawn here without a script." } }
        }
    }
}
