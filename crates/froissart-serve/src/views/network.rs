//! The network: who is told to back, join, oppose and fight whom, each tie with its sign, direction and accounts.
//!
//! A denied tie is struck and weighs nothing; a tie of the past is faint. Nearness on the sheet is no claim. "Russia
//! supports Syria's government" is an arrow as wide as it has independent accounts.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::draw::force::Room;
use crate::draw::graph::{Edge, Graph, MOST, Sign, camp_of};
use crate::draw::mark::tenth;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, Sides, count, days, marks, number, words};
use froissart_picture::{ActorRef, Picture, Standing};
use maud::{Markup, html};
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/network",
    title: "Network",
    is_listed: true,
    access: Some("n"),
    has_days: true,
    has_csv: true,
    about: "Actors with their ties: sign, direction, type, standing, accounts; positions of the drawing; camps with their misfits where camps=1.",
    takes: &[("ties", "how many ties are drawn, the best attested; 80 where not given")],
    html: page,
    json: data,
    csv: Some(rows),
};

const WIDTH: f64 = 1000.0;
/// The least height; of many actors the sheet is higher.
const HEIGHT: f64 = 680.0;
const HIGHEST: f64 = 2600.0;
/// How much of a sheet may be nodes and names, so that the ties between them can be followed.
const FULL: f64 = 0.3;
/// Ties that a reader may choose to have drawn.
const CHOICES: [usize; 3] = [MOST, 200, 500];
/// Letters of a name on the sheet.
const NAME: usize = 26;

/// How many ties the reader wants drawn.
fn asked(cx: &Cx<'_>) -> usize {
    let most = CHOICES[CHOICES.len() - 1];
    cx.selection.own("ties").and_then(|n| n.parse().ok()).map_or(MOST, |n: usize| n.clamp(1, most))
}

/// Where everybody stands, on a sheet as high as they need.
fn layout(g: &Graph<'_>, p: &Picture) -> (Vec<(f64, f64)>, f64) {
    let rooms: Vec<Room> = g
        .nodes
        .iter()
        .map(|n| {
            let r = radius(n.accounts);
            Room { side: (long(n.actor) / 2.0).max(r) + 3.0, up: r + 2.0, down: r + 17.0 }
        })
        .collect();
    let area: f64 = rooms.iter().map(|r| 2.0 * r.side * (r.up + r.down)).sum();
    let height = (area / FULL / WIDTH).clamp(HEIGHT, HIGHEST).round();
    (g.layout(p, &rooms, WIDTH, height), height)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let g = Graph::of(&p, asked(cx));
    let (at, height) = layout(&g, &p);
    let nodes: Vec<Value> = g
        .nodes
        .iter()
        .zip(&at)
        .map(|(n, (x, y))| {
            json!({"key": n.actor.key, "name": n.actor.name, "kind": n.actor.kind, "accounts": n.accounts, "ties_left_out": n.ties_left_out, "x": tenth(*x), "y": tenth(*y),
                   "side": sides.get(&n.actor.key).map(|(s, _)| s), "camp": camp_of(&p, &n.actor.key)})
        })
        .collect();
    let edges: Vec<Value> = g
        .edges
        .iter()
        .map(|e| {
            json!({"from": g.nodes[e.a].actor.key, "to": g.nodes[e.b].actor.key, "tie": e.tie, "sign": e.sign.as_str(), "heads": e.heads,
                   "standing": e.standing, "timing": e.timing, "is_past": e.is_past(p.as_of, p.stale_after_days), "text": e.text,
                   "n_accounts": e.grounds.accounts.len(),
                   "href": cx.selection.shared().at(&format!("/words/{}", words::name_of(e.grounds)))})
        })
        .collect();
    Ok(json!({
        "as_of": p.as_of, "known_by": p.known_by, "about": p.about, "nodes": nodes, "edges": edges,
        "width": WIDTH, "height": height, "left_out": g.left_out, "ties_left_out": g.ties_left_out, "camps": p.camps,
    }))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    // A table has room for all.
    let g = Graph::of(&p, usize::MAX);
    let mut t =
        Table::new(&["from", "tie", "to", "sign", "text", "standing", "past", "n_accounts", "accounts", "claims"]);
    for e in &g.edges {
        let standing = if e.standing == Standing::Fact { "fact" } else { e.standing.mark() };
        let name = |n: usize| g.nodes[n].actor.name.clone();
        let mut row = vec![name(e.a), e.tie.to_owned(), name(e.b), e.sign.as_str().to_owned(), e.text.clone()];
        row.push(standing.to_owned());
        row.push(if e.is_past(p.as_of, p.stale_after_days) { "yes" } else { "no" }.to_owned());
        row.extend(table::grounds(e.grounds));
        t.rows.push(row);
    }
    Ok(t)
}

/// "35 actors with 37 ties.", or what is drawn of more than can be told apart.
fn left_out(g: &Graph<'_>) -> Markup {
    let n = g.edges.len();
    html! {
        @if g.ties_left_out == 0 { (count(g.nodes.len(), "actor", "actors")) " with " (count(n, "tie", "ties")) ". " }
        @else {
            "The " (number(n)) " best attested of " (number(n + g.ties_left_out)) " ties are drawn, "
            @if g.least_accounts() > 1 { "each with " (number(g.least_accounts())) " or more independent accounts, " }
            "and the " (count(g.nodes.len(), "actor", "actors")) " that they join; " (count(g.ties_left_out, "tie", "ties")) " and " (count(g.left_out, "actor", "actors")) " are not drawn. "
        }
    }
}

/// How many ties are drawn, where there are more than one sheet can show at first.
fn choices(cx: &Cx<'_>, n_ties: usize) -> Markup {
    let now = asked(cx);
    let offered = CHOICES.iter().enumerate().filter(|(i, _)| *i == 0 || n_ties > CHOICES[i - 1]);
    html! {
        @if n_ties > MOST {
            div role="group" aria-label="Ties drawn" {
                span { "Ties drawn" }
                @for (_, n) in offered {
                    @let at = if *n == MOST { cx.selection.with(|s| { s.own.remove("ties"); }) } else { cx.selection.having("ties", n.to_string()) };
                    " " a href=(at.at("/network")) aria-current=[(*n == now).then_some("true")] { @if *n >= n_ties { "all " (number(n_ties)) } @else { (number(*n)) } }
                }
            }
        }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let g = Graph::of(&p, asked(cx));
    let has_camps = cx.selection.ask.camps;
    let lead = html! {
        (left_out(&g))
        (layout::drawn_from(&p))
    };
    let main = html! {
        (days::strip(cx, &a)?)
        div class="choices" {
            div role="group" aria-label="Camps" {
                a href=(cx.selection.with(|s| s.ask.camps = false).at("/network")) aria-current=[(!has_camps).then_some("true")] { "as told" } " "
                a href=(cx.selection.with(|s| s.ask.camps = true).at("/network")) aria-current=[has_camps.then_some("true")] { "in camps" }
            }
            div role="group" aria-label="Ties that only follow" {
                @let on = cx.selection.ask.implied;
                a href=(cx.selection.with(|s| s.ask.implied = !on).at("/network")) { (if on { "without ties that only follow from others" } else { "with ties that only follow from others" }) }
            }
            (choices(cx, g.edges.len() + g.ties_left_out))
        }
        @if g.nodes.is_empty() { p class="empty" { "No tie between two actors is told of." } }
        @else {
            div class="drawing" data-network {
                figure class="sheet" {
                    div class="scroll" tabindex="0" role="region" aria-label="Network" { (svg(cx, &sides, &p, &g)) }
                    figcaption { (legend()) }
                }
                aside class="beside" aria-label="Beside the network" {
                    div class="panel" data-panel hidden {}
                    (camps(cx, &sides, &p))
                    (most_told(cx, &sides, &g))
                }
            }
            (ties(cx, &sides, &p, &g))
        }
    };
    let title = layout::title("Network", &p);
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&p), notes: a.notes.clone() })
}

/// Half the size of a node.
fn radius(accounts: usize) -> f64 {
    5.0 + (accounts as f64).sqrt().min(7.0) * 1.3
}

/// How wide a tie is drawn.
fn wide(e: &Edge<'_>) -> f64 {
    if e.standing == Standing::Denied { 1.2 } else { 1.0 + (e.accounts() as f64).sqrt().min(5.0) }
}

/// A tie as a curve between the rims of its two nodes, with the points where its signs stand.
struct Curve {
    d: String,
    ends: [(f64, f64, f64); 2],
    middle: (f64, f64, f64),
}

fn curve(from: (f64, f64), to: (f64, f64), rims: (f64, f64), bend: f64) -> Curve {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let far = dx.hypot(dy).max(1.0);
    let control = (f64::midpoint(from.0, to.0) - dy / far * bend, f64::midpoint(from.1, to.1) + dx / far * bend);
    let near = |p: (f64, f64), r: f64| {
        let (dx, dy) = (control.0 - p.0, control.1 - p.1);
        let far = dx.hypot(dy).max(1.0);
        (p.0 + dx / far * r, p.1 + dy / far * r)
    };
    let (a, b) = (near(from, rims.0), near(to, rims.1));
    let turn = |to: (f64, f64), from: (f64, f64)| (to.1 - from.1).atan2(to.0 - from.0).to_degrees();
    let middle = ((a.0 + 2.0 * control.0 + b.0) / 4.0, (a.1 + 2.0 * control.1 + b.1) / 4.0);
    Curve {
        d: format!(
            "M{} {}Q{} {} {} {}",
            tenth(a.0),
            tenth(a.1),
            tenth(control.0),
            tenth(control.1),
            tenth(b.0),
            tenth(b.1)
        ),
        ends: [(a.0, a.1, turn(a, control)), (b.0, b.1, turn(b, control))],
        middle: (middle.0, middle.1, turn(b, a)),
    }
}

fn svg(cx: &Cx<'_>, sides: &Sides, p: &Picture, g: &Graph<'_>) -> Markup {
    let own = |a: &ActorRef| own(cx, a);
    let (at, height) = layout(g, p);
    let names = names(g, &at);
    let place = |(x, y, turn): (f64, f64, f64)| format!("translate({} {}) rotate({})", tenth(x), tenth(y), tenth(turn));
    let side_of = |key: &str| match sides.get(key) {
        Some((n, backs)) => format!("side-{}{}", n.min(parts::COLOURS), if backs { " backs" } else { "" }),
        None => "side-none".to_owned(),
    };
    html! {
        svg class="network" viewBox={ "0 0 " (WIDTH) " " (height) } role="group" aria-label={ "Network of " (count(g.nodes.len(), "actor", "actors")) " and " (count(g.edges.len(), "tie", "ties")) "; the same as a table below" } {
            @for e in &g.edges {
                @let rims = (radius(g.nodes[e.a].accounts) + 2.0, radius(g.nodes[e.b].accounts) + 2.0);
                @let bend = f64::from(e.bend) * 22.0;
                @let c = curve(at[e.a], at[e.b], rims, bend);
                @let w = wide(e);
                @let class = format!("tie {} {} {} {}", e.sign.as_str(), e.tie, e.standing.mark(), if e.is_past(p.as_of, p.stale_after_days) { "past" } else { "" });
                a class=(class) href={ "#" (id_of(e)) } aria-label=(e.text) data-a=(e.a) data-b=(e.b) data-bend=(bend) data-rims={ (tenth(rims.0)) " " (tenth(rims.1)) } {
                    title { (e.text) ": " (count(e.accounts(), "account", "accounts")) }
                    path class="wide" d=(c.d) {}
                    path class="line" d=(c.d) stroke-width=(tenth(w)) {}
                    @let size = 4.0 + w * 1.1;
                    @if e.heads.1 { path class="head" data-end="0" transform=(place(c.ends[0])) d=(head(size)) {} }
                    @if e.heads.0 { path class="head" data-end="1" transform=(place(c.ends[1])) d=(head(size)) {} }
                    @if e.sign == Sign::Against && e.standing != Standing::Denied { path class="cross" data-end="m" transform=(place(c.middle)) d=(if e.tie == "fights" { "M-4 -5L4 5M-4 5L4 -5" } else { "M0 -6V6" }) {} }
                    @if e.standing == Standing::Denied { path class="strike" data-end="m" transform=(place(c.middle)) d="M-7 -6L7 6" {} }
                    @else if e.standing != Standing::Fact { text class="query" data-end="m" transform=(place((c.middle.0, c.middle.1, 0.0))) y="4" { "?" } }
                }
            }
            @for (i, (n, (x, y))) in g.nodes.iter().zip(&at).enumerate() {
                @let r = radius(n.accounts);
                @let shown = shown_name(n.actor);
                @let (u, v, anchor, has_room) = names[i];
                @let camp = camp_of(p, &n.actor.key);
                a class={ "node " (side_of(&n.actor.key)) } href=(cx.selection.shared().having("key", &n.actor.key).at("/actor")) data-node=(i) data-x=(tenth(*x)) data-y=(tenth(*y))
                    aria-label={ @if let Some(c) = camp { "Camp " (c + 1) " " } (if shown == n.actor.name { String::new() } else { format!("{shown} ") }) (n.actor.name) ", " (count(n.accounts, "account", "accounts")) } data-more=[(n.ties_left_out > 0).then_some(n.ties_left_out)] data-own=(own(n.actor)) {
                    g transform={ "translate(" (tenth(*x)) " " (tenth(*y)) ")" } {
                        title { (n.actor.name) ": " (count(n.accounts, "account", "accounts")) @if let Some(c) = camp { ", camp " (c + 1) } }
                        circle r=(tenth(r)) {}
                        @if let Some(c) = camp { text class="camp" y="3.5" { (c + 1) } " " }
                        text class=(if has_room { "name" } else { "name covered" }) x=(tenth(u)) y=(tenth(v)) text-anchor=(anchor) { (shown) }
                    }
                }
            }
        }
    }
}

/// A name as there is room for it.
fn shown_name(a: &ActorRef) -> String {
    if a.name.chars().count() > NAME {
        format!("{}…", a.name.chars().take(NAME - 1).collect::<String>())
    } else {
        a.name.clone()
    }
}

/// How long a name is on the sheet.
fn long(a: &ActorRef) -> f64 {
    shown_name(a).chars().count() as f64 * 6.8
}

/// Where each name stands beside its node: below, above, to the right or to the left, wherever it covers nobody; where it has
/// no room, it is shown to whoever points at the node.
fn names(g: &Graph<'_>, at: &[(f64, f64)]) -> Vec<(f64, f64, &'static str, bool)> {
    let mut taken: Vec<[f64; 4]> = g
        .nodes
        .iter()
        .zip(at)
        .map(|(n, (x, y))| {
            let r = radius(n.accounts);
            [x - r, y - r, x + r, y + r]
        })
        .collect();
    let mut out = Vec::new();
    for (i, (n, (x, y))) in g.nodes.iter().zip(at).enumerate() {
        let (r, long) = (radius(n.accounts), long(n.actor));
        let ways = [
            (0.0, r + 13.0, "middle", -long / 2.0),
            (0.0, -r - 5.0, "middle", -long / 2.0),
            (r + 5.0, 4.0, "start", 0.0),
            (-r - 5.0, 4.0, "end", -long),
        ];
        let boxed = |(u, v, _, left): &(f64, f64, &'static str, f64)| {
            [x + u + left, y + v - 11.0, x + u + left + long, y + v + 3.0]
        };
        let free = ways.iter().find(|w| {
            let b = boxed(w);
            let is_free =
                |(j, t): (usize, &[f64; 4])| i == j || b[2] < t[0] || t[2] < b[0] || b[3] < t[1] || t[3] < b[1];
            b[0] >= 0.0 && b[2] <= WIDTH && taken.iter().enumerate().all(is_free)
        });
        let way = free.unwrap_or(&ways[0]);
        if free.is_some() {
            taken.push(boxed(way));
        }
        out.push((way.0, way.1, way.2, free.is_some()));
    }
    out
}

fn head(size: f64) -> String {
    format!("M1 0L{0} {1}V{2}Z", tenth(-size), tenth(-size * 0.55), tenth(size * 0.55))
}

/// The name of a tie's row on this page.
fn id_of(e: &Edge<'_>) -> String {
    let n = froissart_model::content_id("tie", format!("{} {}", e.text, words::name_of(e.grounds)).as_bytes());
    format!("e-{}", n.chars().take(10).collect::<String>())
}

fn legend() -> Markup {
    let key = |what: &str, class: &str, body: &Markup| {
        html! { li { svg viewBox="0 0 44 16" aria-hidden="true" { g class={ "tie " (class) } { (body) } } (what) } }
    };
    let line = |w: &str| html! { path class="line" d="M2 8H40" stroke-width=(w) {} };
    let head = |x: &str| html! { path class="head" transform={ "translate(" (x) " 8)" } d="M1 0L-6 -3.5V3.5Z" {} };
    html! {
        details class="legend long" open {
            summary { "How to read it" }
            ul {
                (key("supports; wider: more independent accounts", "with", &html! { (line("3")) (head("42")) }))
                (key("allies", "with", &line("2")))
                (key("fights; arrows: who is told to have attacked", "against", &html! { (line("2")) (head("42")) path class="cross" transform="translate(20 8)" d="M-4 -5L4 5M-4 5L4 -5" {} }))
                (key("opposes", "against", &html! { (line("2")) path class="cross" transform="translate(20 8)" d="M0 -6V6" {} }))
                (key("part of, leads, mediates …", "other", &html! { (line("1.5")) (head("42")) }))
                (key("believed, planned …", "with believed", &html! { (line("2")) text class="query" transform="translate(20 8)" y="4" { "?" } }))
                (key("of the past, or not told for long", "with past", &html! { (line("2")) (head("42")) }))
                (key("denied: counts for nothing", "with denied", &html! { (line("1.2")) path class="strike" transform="translate(20 8)" d="M-7 -6L7 6" {} }))
            }
            p { "A ring is whoever backs a side; a disc is of it. Where somebody stands on the sheet says nothing." }
        }
    }
}

/// The network of one actor alone.
fn own(cx: &Cx<'_>, a: &ActorRef) -> String {
    let alone = cx.selection.with(|s| {
        s.actor = Some(a.key.clone());
        s.own.remove("ties");
    });
    alone.at("/network")
}

fn camps(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    html! {
        @if let Some(c) = &p.camps {
            section class="listed camps" {
                h2 { "Camps " span class="n" { (number(c.camps.len())) } }
                p class="order" { "A partition that sets friends together and foes apart as far as their ties allow. It is computed, and nobody's claim." }
                @for (i, members) in c.camps.iter().take(12).enumerate() {
                    h3 { "Camp " (i + 1) }
                    p { (parts::actors(cx, sides, &members[..members.len().min(30)])) @if members.len() > 30 { " and " (number(members.len() - 30)) " more" } }
                }
                @if !c.misfits.is_empty() {
                    h3 { "Ties that this does not respect " span class="n" { (number(c.misfits.len())) } }
                    ul class="items" { @for m in c.misfits.iter().take(20) { li { p { (m.text) } (words::grounds(cx, &m.grounds)) } } }
                    @if c.misfits.len() > 20 { p class="more" { "and " (number(c.misfits.len() - 20)) " more" } }
                }
            }
        }
    }
}

fn most_told(cx: &Cx<'_>, sides: &Sides, g: &Graph<'_>) -> Markup {
    let own = |a: &ActorRef| own(cx, a);
    html! {
        section class="listed" {
            h2 { "Of whom most is told" }
            ol {
                @for n in g.nodes.iter().take(12) {
                    li {
                        (parts::actor(cx, sides, n.actor)) " " span class="n" { (count(n.accounts, "account", "accounts")) }
                        @if n.ties_left_out > 0 { " " a class="n nowrap" href=(own(n.actor)) aria-label={ "all ties of " (n.actor.name) } { "all its ties" } }
                    }
                }
            }
        }
    }
}

fn ties(cx: &Cx<'_>, sides: &Sides, p: &Picture, g: &Graph<'_>) -> Markup {
    let mut all: Vec<&Edge<'_>> = g.edges.iter().collect();
    all.sort_by_key(|e| (e.sign, e.standing, std::cmp::Reverse(e.accounts())));
    let mut seen = std::collections::BTreeSet::new();
    html! {
        section class="section" aria-labelledby="h-ties" {
            h2 id="h-ties" { "Ties " span class="n" { (number(all.len())) @if g.ties_left_out > 0 { " of " (number(all.len() + g.ties_left_out)) } } }
            div class="scroll" tabindex="0" role="region" aria-label="Table of ties" {
                table {
                    thead { tr { th scope="col" { "Who" } th scope="col" { "Tie" } th scope="col" { "With or against whom" } th scope="col" { "In words" } th scope="col" { "By whose account" } } }
                    tbody {
                        @for e in all {
                            @let (a, b) = (g.nodes[e.a].actor, g.nodes[e.b].actor);
                            @let id = id_of(e);
                            tr id=[seen.insert(id.clone()).then_some(id)] class=[e.is_past(p.as_of, p.stale_after_days).then_some("stale")] {
                                th scope="row" { (parts::actor(cx, sides, a)) }
                                td { span class={ "sign-" (e.sign.as_str()) } { (e.tie.replace('_', " ")) } }
                                td { (parts::actor(cx, sides, b)) }
                                td {
                                    p { (unmarked(&e.text)) " " (marks(e.standing, e.timing)) }
                                    a class="n" href=(cx.selection.shared().having("a", &a.key).having("b", &b.key).at("/dyad")) aria-label={ "all between them: " (a.name) " and " (b.name) } { "all between them" }
                                }
                                td { (words::grounds(cx, e.grounds)) }
                            }
                        }
                    }
                }
            }
            @if g.ties_left_out > 0 { p class="more" { (count(g.ties_left_out, "tie", "ties")) " with no more accounts than these are not drawn: the CSV at the foot of this page has them all." } }
        }
    }
}

/// A text without what a mark beside it says again: "Iran supports militias [last reported 2024-12-02]".
fn unmarked(text: &str) -> &str {
    text.strip_suffix(']').and_then(|t| t.rsplit_once(" [")).map_or(text, |(t, _)| t)
}

#[cfg(test)]
mod tests {
    use super::{curve, unmarked};

    #[test]
    fn what_a_mark_says_is_not_said_twice() {
        assert_eq!(unmarked("Iran supports militias [last reported 2024-12-02]"), "Iran supports militias");
        assert_eq!(unmarked("Iran supports militias"), "Iran supports militias");
        assert_eq!(unmarked("the [sic] army fights Russia"), "the [sic] army fights Russia");
    }

    #[test]
    fn a_tie_ends_at_the_rims() {
        let c = curve((0.0, 0.0), (100.0, 0.0), (10.0, 20.0), 0.0);
        assert_eq!(c.d, "M10 0Q50 0 80 0");
        assert!((c.ends[1].0 - 80.0).abs() < 0.01 && c.ends[1].2.abs() < 0.01);
        assert!((c.ends[0].2.abs() - 180.0).abs() < 0.01, "the arrow at the first looks back: {:?}", c.ends);
        let bent = curve((0.0, 0.0), (100.0, 0.0), (10.0, 10.0), 40.0);
        assert!(bent.middle.1 > 15.0, "{:?}", bent.middle);
    }
}
