//! A place's mark: one sector for each who is told to hold it, and a sign beside it for everything that is no holding.
//!
//! Colour says whose side, and shape or pattern says how: contested is hatched, shared dotted, besieged ringed; lost is
//! a struck ring, present a small square, besieging an open ring, what is hedged a query, what is denied a cross; last
//! told is faint and dashed; a dispute has a dashed ring around all of it. A browser draws the same from the same values.

use super::spots::Spot;
use crate::parts::{COLOURS, Sides};
use froissart_know::Ontology;
use froissart_picture::{Holding, Standing};
use maud::{Markup, html};
use serde::Serialize;
use std::f64::consts::TAU;

/// Whose, how, and whether it was told long ago.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Piece {
    /// The number of the side's colour, where the holder has one.
    pub(crate) side: Option<usize>,
    /// It only backs that side.
    pub(crate) backs: bool,
    /// Of a sector held, contested, besieged or shared; of a sign lost, present, besieging, hedged or denied.
    pub(crate) how: &'static str,
    /// Nobody has told it for long.
    pub(crate) is_last: bool,
}

/// A mark as it is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Mark {
    pub(crate) sectors: Vec<Piece>,
    pub(crate) signs: Vec<Piece>,
    pub(crate) is_disputed: bool,
    /// How many events of each quad: verbal and material cooperation, verbal and material conflict.
    pub(crate) quads: [usize; 4],
}

/// What the quads are called.
pub(crate) const QUADS: [&str; 4] =
    ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"];

/// How a holding is drawn, and whether as a sector: only who is told as a fact to hold has one.
fn how(h: &Holding) -> (&'static str, bool) {
    match (h.standing, h.status.as_str()) {
        (Standing::Denied, _) => ("denied", false),
        (Standing::Fact, "held") => ("held", true),
        (Standing::Fact, "contested") => ("contested", true),
        (Standing::Fact, "besieged") => ("besieged", true),
        (Standing::Fact, "shared") => ("shared", true),
        (Standing::Fact, "lost") => ("lost", false),
        (Standing::Fact, "besieging") => ("besieging", false),
        (Standing::Fact, _) => ("present", false),
        _ => ("hedged", false),
    }
}

impl Mark {
    pub(crate) fn of(spot: &Spot<'_>, sides: &Sides, ontology: &Ontology) -> Self {
        let mut m = Self { is_disputed: spot.holdings.iter().any(|h| h.is_disputed), ..Self::default() };
        let mut seen: Vec<(&str, bool)> = Vec::new();
        for h in &spot.holdings {
            let (how, is_sector) = how(h);
            // One sector a holder: "held" and "held the outskirts" of one holder are one, the best attested.
            if seen.contains(&(&h.holder.key, is_sector)) {
                continue;
            }
            seen.push((&h.holder.key, is_sector));
            let (side, backs) = match sides.get(&h.holder.key) {
                Some((n, backs)) => (Some(n.min(COLOURS)), backs),
                None => (None, false),
            };
            let list = if is_sector { &mut m.sectors } else { &mut m.signs };
            list.push(Piece { side, backs, how, is_last: h.is_stale });
        }
        for e in &spot.events {
            if let Some(n) = m.quads.get_mut(usize::from(ontology.quad(&e.type_)).wrapping_sub(1)) {
                *n += 1;
            }
        }
        m
    }

    /// The radius of the disc.
    pub(crate) const R: f64 = 8.0;

    /// How far its signs of events reach to the right of its middle: a name begins there.
    pub(crate) fn right(&self) -> f64 {
        let shown = self.shown_quads();
        match shown.iter().map(|(_, n)| *n).max() {
            None => Self::R + 5.0,
            Some(0 | 1) => Self::R + 13.0,
            Some(n) => Self::R + if n > 9 { 25.0 } else { 20.0 },
        }
    }

    /// As SVG, its middle at the origin.
    pub(crate) fn svg(&self) -> Markup {
        let r = Self::R;
        let n = self.sectors.len();
        let arc = |i: usize| (i as f64 / n as f64 * TAU, (i + 1) as f64 / n as f64 * TAU);
        html! {
            @if n == 0 && !self.signs.is_empty() { circle class="empty" r=(r - 2.0) {} }
            @for (i, s) in self.sectors.iter().enumerate() {
                @let (a, b) = arc(i);
                path class={ "sector " (s.class()) } d=(sector(r, a, b)) {}
                @if s.how == "contested" || s.how == "shared" { path class="over" fill={ "url(#p-" (s.how) ")" } d=(sector(r, a, b)) {} }
                @if s.how == "besieged" { path class={ "siege " (s.class()) } d=(rim(r + 3.0, a, b)) {} }
            }
            @if n > 1 { circle class="edge" r=(r) {} }
            @if self.is_disputed { circle class="disputed" r=(r + if self.sectors.iter().any(|s| s.how == "besieged") { 6.0 } else { 3.0 }) {} }
            @for (i, s) in self.signs.iter().take(4).enumerate() {
                g class={ "sign " (s.class()) } transform={ "translate(" (i as f64 * 11.0 - 5.5 * (self.signs.len().min(4) - 1) as f64) " " (r + 8.0) ")" } { (sign(s.how)) }
            }
            @for (i, (q, n)) in self.shown_quads().into_iter().enumerate() {
                g class={ "quad q" (q + 1) } transform={ "translate(" (r + 5.0) " " (-r + 12.0 * i as f64) ")" } {
                    (quad(q))
                    @if n > 1 { text x="6" y="4" { @if n > 9 { "9+" } @else { (n) } } }
                }
            }
        }
    }

    /// The two quads that matter most, conflict before cooperation, with how many events.
    pub(crate) fn shown_quads(&self) -> Vec<(usize, usize)> {
        [3, 2, 1, 0].into_iter().map(|q| (q, self.quads[q])).filter(|(_, n)| *n > 0).take(2).collect()
    }
}

impl Piece {
    fn class(&self) -> String {
        let side = self.side.map_or_else(|| "side-none".to_owned(), |n| format!("side-{n}"));
        let backs = if self.backs { " backs" } else { "" };
        let last = if self.is_last { " last" } else { "" };
        format!("{side} {}{backs}{last}", self.how)
    }
}

/// A number as SVG needs it: tenths are enough.
pub(crate) fn tenth(n: f64) -> f64 {
    let n = (n * 10.0).round() / 10.0;
    if n == 0.0 { 0.0 } else { n }
}

fn on_rim(r: f64, turn: f64) -> (f64, f64) {
    (tenth(r * turn.sin()), tenth(-r * turn.cos()))
}

/// A sector from one angle to another, clockwise from the top.
pub(crate) fn sector(r: f64, a: f64, b: f64) -> String {
    if b - a > TAU - 0.001 {
        return format!("M0 {}a{r} {r} 0 1 1 0 {}a{r} {r} 0 1 1 0 {}Z", -r, 2.0 * r, -2.0 * r);
    }
    let ((x, y), (u, v)) = (on_rim(r, a), on_rim(r, b));
    format!("M0 0L{x} {y}A{r} {r} 0 {} 1 {u} {v}Z", u8::from(b - a > TAU / 2.0))
}

fn rim(r: f64, a: f64, b: f64) -> String {
    if b - a > TAU - 0.001 {
        return sector(r, a, b);
    }
    let ((x, y), (u, v)) = (on_rim(r, a), on_rim(r, b));
    format!("M{x} {y}A{r} {r} 0 {} 1 {u} {v}", u8::from(b - a > TAU / 2.0))
}

/// A sign for what is no holding; each has a shape of its own.
pub(crate) fn sign(how: &str) -> Markup {
    html! {
        @match how {
            "lost" => { circle r="3.6" {} path d="M-5 3.4L5 -3.4" {} },
            "present" => { path class="solid" d="M-3 -3H3V3H-3Z" {} },
            "besieging" => { path d="M3.4 -2.6A4.2 4.2 0 1 0 3.4 2.6" {} },
            "denied" => { path d="M-3.4 -3.4L3.4 3.4M3.4 -3.4L-3.4 3.4" {} },
            _ => { circle class="dots" r="3.8" {} text y="3" { "?" } },
        }
    }
}

/// Circles for cooperation, triangles for conflict; hollow for words, filled for deeds.
pub(crate) fn quad(q: usize) -> Markup {
    html! {
        @if q < 2 { circle class=[(q == 1).then_some("solid")] r="3.6" {} }
        @else { path class=[(q == 3).then_some("solid")] d="M0 -4.4L4.4 3.4H-4.4Z" {} }
    }
}

#[cfg(test)]
mod tests {
    use super::{Mark, sector};
    use crate::draw::spots::{Spots, tests::holding};
    use crate::parts::Sides;
    use froissart_picture::{Picture, Standing};
    use serde_json::json;

    #[test]
    fn rivals_share_a_mark_and_what_is_hedged_has_no_sector() {
        let mut believed = holding("Osgiliath", &json!({}), "Rhun", "held");
        believed.standing = Standing::Believed;
        let mut denied = holding("Osgiliath", &json!({}), "Harad", "held");
        denied.standing = Standing::Denied;
        let p = Picture {
            holdings: vec![
                holding("Osgiliath", &json!({}), "Gondor", "contested"),
                holding("Osgiliath", &json!({}), "Mordor", "held"),
                holding("Osgiliath", &json!({}), "Mordor", "held"),
                holding("Osgiliath", &json!({}), "Arnor", "lost"),
                believed,
                denied,
            ],
            ..Picture::default()
        };
        let o = &froissart_know::Knowledge::embedded().ontology;
        let m = Mark::of(&Spots::of(&p).drawn[0], &Sides::default(), o);
        let hows = |all: &[super::Piece]| all.iter().map(|s| s.how).collect::<Vec<_>>();
        assert_eq!(hows(&m.sectors), ["contested", "held"]);
        assert_eq!(hows(&m.signs), ["lost", "hedged", "denied"]);
        let svg = m.svg().into_string();
        assert!(svg.contains("url(#p-contested)") && !svg.contains("style="), "{svg}");
    }

    #[test]
    fn a_whole_disc_is_two_arcs_and_a_third_is_one() {
        assert_eq!(sector(8.0, 0.0, std::f64::consts::TAU), "M0 -8a8 8 0 1 1 0 16a8 8 0 1 1 0 -16Z");
        assert!(sector(8.0, 0.0, 2.0).starts_with("M0 0L0 -8A8 8 0 0 1 "), "{}", sector(8.0, 0.0, 2.0));
    }
}
