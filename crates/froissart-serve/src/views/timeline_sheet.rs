//! The timeline's sheet as SVG: days, lanes, bars with their open ends, acts, disputes and the legend of it all.
//!
//! It is what stands without a script, and on paper; a script only adds the brush and the panel. A day without a page is
//! a pale column through all lanes.

use super::timeline::{Axis, LEFT, LETTER, RIGHT_EDGE, ROW, TOP, label};
use crate::draw::lanes::{Bar, Count, Lane};
use crate::draw::mark::tenth;
use crate::parts::{count, day, days, long_day, number, words};
use froissart_ask::Answer;
use froissart_model::Day;
use froissart_picture::{Dispute, Picture};
use maud::{Markup, html};

pub(super) fn svg(p: &Picture, axis: Axis, lanes: &[Lane<'_>], silent: &[Day], a: &Answer) -> Markup {
    let rows: usize = lanes.iter().map(|l| l.rows).sum();
    let disputed: Vec<&Dispute> =
        p.disputes.iter().filter(|d| d.day.is_some_and(|d| d >= axis.first && d <= axis.last)).collect();
    let height = TOP + rows as f64 * ROW + lanes.len() as f64 * 10.0 + if disputed.is_empty() { 4.0 } else { 34.0 };
    let wide = axis.wide();
    let published = days::published(a);
    // The first label has its year, and is the widest.
    let step = (72.0 / wide).ceil().max(1.0) as usize;
    let mut y = TOP;
    let tops: Vec<f64> = lanes
        .iter()
        .map(|l| {
            let top = y;
            y += l.rows.max(1) as f64 * ROW + 10.0;
            top
        })
        .collect();
    html! {
        // One that is more than half again as high as wide would be too small on one leaf of paper.
        svg class={ "timeline" @if height > RIGHT_EDGE * 1.6 { " tall" } } viewBox={ "0 0 " (RIGHT_EDGE) " " (tenth(height)) } role="group" aria-label={ "Timeline from " (long_day(axis.first)) " to " (long_day(axis.last)) "; the same as a table below" }
            data-first=(axis.first) data-days=(axis.days()) data-left=(LEFT) data-wide=(format!("{wide:.4}")) data-top=(TOP) data-height=(tenth(height)) {
            defs { pattern id="p-open" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)" { path class="hatch" d="M0 0V5" {} } }
            g class="axis" aria-hidden="true" {
                @for (i, d) in axis.all().iter().enumerate() {
                    @let x = axis.x(*d);
                    @if silent.contains(d) { rect class="silent" x=(tenth(x)) y=(TOP - 14.0) width=(tenth(wide)) height=(tenth(height - TOP + 14.0)) { title { (long_day(*d)) ": no page; silence is not peace" } } }
                    @if i % step == 0 {
                        path class="tick" d={ "M" (tenth(x)) " " (TOP - 14.0) "V" (tenth(height)) } {}
                        text x=(tenth(x + 2.0)) y="12" { (d.strftime(if i == 0 || (d.month() == 1 && usize::try_from(d.day()).unwrap_or(0) <= step) { "%-d %b %Y" } else { "%-d %b" }).to_string()) }
                    }
                    @if let Some(n) = published.get(d) { @let h = (*n as f64).sqrt().min(4.0) * 3.5; rect class="pages" x=(tenth(x + wide * 0.15)) width=(tenth(wide * 0.7)) y=(tenth(TOP - 15.0 - h)) height=(tenth(h)) { title { (long_day(*d)) ": " (count(*n, "page", "pages")) } } }
                }
                @if let Some(d) = p.as_of { path class="now" d={ "M" (tenth(axis.x(d) + wide)) " " (TOP - 14.0) "V" (tenth(height)) } {} }
            }
            @for (l, top) in lanes.iter().zip(&tops) {
                g class="lane" {
                    path class="rule" d={ "M0 " (tenth(top - 4.0)) "H" (RIGHT_EDGE) } {}
                    g class={ "name " (l.side.map_or_else(String::new, |(n, _)| format!("side-{n}"))) } {
                        @if l.side.is_some() { circle class="dotted" cx="6" cy=(tenth(top + 7.0)) r="4" {} }
                        text x=(if l.side.is_some() { 14 } else { 2 }) y=(tenth(top + 11.0)) { title { (l.name) } (short(&l.name, 23)) }
                    }
                    @for (row, b) in &l.bars { (bar(axis, b, top + *row as f64 * ROW)) }
                }
            }
            @if !disputed.is_empty() {
                g class="lane disputes" {
                    path class="rule" d={ "M0 " (tenth(height - 30.0)) "H" (RIGHT_EDGE) } {}
                    text x="2" y=(tenth(height - 12.0)) { "Disputes" }
                    @for (i, d) in disputed.iter().enumerate() {
                        @let x = d.day.map_or(LEFT, |d| axis.x(d)) + wide / 2.0 + (i % 4) as f64 * 9.0 - 13.0;
                        a class="item" href="#disputes" aria-label={ "Disputed: " (d.label) } { title { (d.label) } g transform={ "translate(" (tenth(x)) " " (tenth(height - 16.0)) ")" } { circle class="ground" r="7" {} path class="unequal" d="M-4 -2H4M-4 2H4M-3 5L3 -5" {} } }
                    }
                }
            }
        }
    }
}

fn short(name: &str, most: usize) -> String {
    if name.chars().count() > most {
        format!("{}…", name.chars().take(most - 1).collect::<String>())
    } else {
        name.to_owned()
    }
}

/// One item: hatched where it is open, solid where it is told.
fn bar(axis: Axis, b: &Bar<'_>, y: f64) -> Markup {
    let wide = axis.wide();
    let (start, end) = (b.begin.unwrap_or(b.end), b.end);
    let (x0, x1) = (axis.x(start), axis.x(end) + wide);
    let side = b
        .side
        .map_or_else(|| "side-none".to_owned(), |(n, backs)| format!("side-{n}{}", if backs { " backs" } else { "" }));
    let class = format!("item {} {side} {} {}", b.section, b.standing.mark(), if b.is_past { "past" } else { "" });
    let middle = y + 7.0;
    let is_cut = start < axis.first;
    let title = format!("{}{}", b.text, if b.is_disputed { " (disputed)" } else { "" });
    let right = b.maybe_to.map_or(x1, |d| axis.x(d) + wide);
    // Where an act stands, and its half size; where the label of either begins.
    let x = f64::midpoint(axis.x(end), x1);
    let r = 3.0 + b.intensity.map_or(0.0, f64::abs) * 0.32;
    let has_room = b.maybe_to.is_none() && right + label(b).chars().count() as f64 * LETTER <= RIGHT_EDGE;
    let beside = match (b.is_act, b.count.is_some()) {
        (true, true) => x + 11.0,
        (true, false) => x + r + 3.0,
        _ if has_room => right + 4.0,
        _ => x0 + 5.0,
    };
    let shown = short(&label(b), ((RIGHT_EDGE - beside) / LETTER).max(4.0) as usize);
    html! {
        a class=(class) href={ "#" (id_of(b)) } aria-label={ (shown) ": " (title) } {
            title { (title) }
            @if let Some(from) = b.maybe_from && axis.x(from) < x0 { rect class="open" x=(tenth(axis.x(from))) y=(tenth(y + 2.5)) width=(tenth(x0 - axis.x(from))) height="9" fill="url(#p-open)" {} }
            @if let Some(c) = b.count { (count_mark(c, x, middle)) }
            @else if b.is_act {
                @if b.intensity.is_some_and(|i| i < 0.0) { path class={ "act " (if b.begin.is_none() { "by" } else { "" }) } d={ "M" (tenth(x)) " " (tenth(middle - r)) "L" (tenth(x + r)) " " (tenth(middle + r * 0.75)) "H" (tenth(x - r)) "Z" } {} }
                @else { circle class={ "act " (if b.begin.is_none() { "by" } else { "" }) } cx=(tenth(x)) cy=(tenth(middle)) r=(tenth(r)) {} }
            } @else {
                rect class={ "told status-" (b.type_) } x=(tenth(x0)) y=(tenth(y + 1.5)) width=(tenth((x1 - x0).max(2.0))) height="11" {}
                @if is_cut { path class="before" d={ "M" (tenth(x0 + 5.0)) " " (tenth(y + 2.5)) "L" (tenth(x0 + 1.0)) " " (tenth(middle)) "L" (tenth(x0 + 5.0)) " " (tenth(y + 11.5)) } {} }
                @if let Some(to) = b.maybe_to { @let w = axis.x(to) + wide - x1; @if w > 0.0 { rect class="open" x=(tenth(x1)) y=(tenth(y + 2.5)) width=(tenth(w)) height="9" fill="url(#p-open)" {} } }
                @if b.is_disputed { rect class="disputed" x=(tenth(x0 - 1.0)) y=(tenth(y)) width=(tenth(right - x0 + 2.0)) height="14" {} }
            }
            // As far as there is room for it to the sheet's edge; the title has it whole.
            text x=(tenth(beside)) y=(tenth(y + 11.0)) { (shown) }
        }
    }
}

/// Half the side of a count's square: ten times as many are a step larger, as far as a row has room.
fn half(n: f64) -> f64 {
    (2.0 + n.max(1.0).log10() * 1.2).min(8.0)
}

/// A count as two squares: the solid one for the least that anybody gives, the open one for the most; dashed where the
/// words set no upper bound, as in "at least 11".
fn count_mark(c: Count, x: f64, y: f64) -> Markup {
    let square = |class: &str, h: f64| html! { rect class=(class) x=(tenth(x - h)) y=(tenth(y - h)) width=(tenth(2.0 * h)) height=(tenth(2.0 * h)) {} };
    html! {
        @match (c.low, c.high) {
            (Some(low), Some(high)) => { @if high > low { (square("most", half(high).max(half(low) + 1.5))) } (square("least", half(low))) },
            (Some(low), None) => { (square("most upward", half(low) + 2.0)) (square("least", half(low))) },
            (None, Some(high)) => (square("most", half(high))),
            (None, None) => (square("most upward", 4.0)),
        }
    }
}

/// The name of an item's row on this page.
pub(super) fn id_of(b: &Bar<'_>) -> String {
    let n = froissart_model::content_id("row", format!("{} {}", b.text, words::name_of(b.grounds)).as_bytes());
    format!("t-{}", n.chars().take(10).collect::<String>())
}

pub(super) fn legend(silent: &[Day]) -> Markup {
    let key = |what: &str, body: &Markup| html! { li { svg viewBox="0 0 34 16" aria-hidden="true" { (body) } (what) } };
    html! {
        details class="legend long" open {
            summary { "How to read it" }
            ul {
                (key("told of these days", &html! { g class="item holding side-8" { rect class="told status-held" x="1" y="2" width="32" height="11" {} } }))
                (key("open: began by then, or not told since", &html! { g class="item side-8" { rect class="open" x="1" y="3" width="32" height="9" fill="url(#p-open)" {} } }))
                (key("contested, besieged or shared", &html! { g class="item holding side-8" { rect class="told status-contested" x="1" y="2" width="32" height="11" {} } }))
                (key("lost, over or denied", &html! { g class="item holding side-8 past" { rect class="told status-lost" x="1" y="2" width="32" height="11" {} } }))
                (key("disputed", &html! { g class="item side-8" { rect class="told status-held" x="2" y="3" width="30" height="9" {} rect class="disputed" x="1" y="1" width="32" height="13" {} } }))
                (key("conflict, larger where graver", &html! { g class="item event side-8" { path class="act" d="M17 3L23 12H11Z" {} } }))
                (key("cooperation", &html! { g class="item event side-8" { circle class="act" cx="17" cy="8" r="5" {} } }))
                (key("happened by that day", &html! { g class="item event side-8" { circle class="act by" cx="17" cy="8" r="5" {} } }))
                (key("a count: solid the least, open the most that is given; dashed without an upper bound", &html! { g class="item figure" { (count_mark(Count { low: Some(3.0), high: Some(9_000.0) }, 9.0, 8.0)) (count_mark(Count { low: Some(30.0), high: None }, 26.0, 8.0)) } }))
                (key("no page came out", &html! { g class="axis" { rect class="silent" x="1" y="1" width="32" height="14" {} } }))
            }
            @if !silent.is_empty() { p { "No page of " @for (i, d) in silent.iter().take(12).enumerate() { @if i > 0 { ", " } (day(*d)) } @if silent.len() > 12 { " and " (number(silent.len() - 12)) " more days" } ": silence is not peace." } }
        }
    }
}
