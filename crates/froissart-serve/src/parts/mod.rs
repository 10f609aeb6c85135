//! What all pages are put together from: names that lead somewhere, days, and the words behind each item.
//!
//! "Turkey supports the rebels" is never without its "2 accounts", which open onto the sentences themselves, each a link
//! to its place on its page.

pub(crate) mod claim;
pub(crate) mod days;
pub(crate) mod hits;
pub(crate) mod layout;
pub(crate) mod marked;
pub(crate) mod rows;
pub(crate) mod sheet;
pub(crate) mod table;
pub(crate) mod telling;
pub(crate) mod words;

use crate::cx::Cx;
use crate::items::Item;
use froissart_model::Day;
use froissart_picture::{ActorRef, Picture, PlaceRef, Standing, Timing};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// Which side's colour an actor has: that of its party, or of the one that it backs.
#[derive(Debug, Default)]
pub(crate) struct Sides {
    /// By the actor's key: the number of the party, and whether it only backs it.
    of: BTreeMap<String, (usize, bool)>,
    /// Who each party is called by: a member, or the card of a state's organs.
    heads: Vec<Option<ActorRef>>,
}

/// Parties beyond these share one colour: nobody tells more apart.
pub(crate) const COLOURS: usize = 8;

impl Sides {
    pub(crate) fn of(p: &Picture) -> Self {
        let mut by_name: BTreeMap<&str, usize> = BTreeMap::new();
        let mut of = BTreeMap::new();
        for (n, party) in p.parties.iter().enumerate() {
            by_name.entry(&party.name).or_insert(n);
            for m in &party.members {
                of.entry(m.key.clone()).or_insert((n, false));
            }
        }
        let heads = p.parties.iter().map(|x| x.members.iter().find(|m| m.name == x.name).map(|m| (**m).clone()));
        let mut heads: Vec<Option<ActorRef>> = heads.collect();
        // A state's organs stand on one card, whose key is none of theirs.
        for a in everybody(p).into_values() {
            if let Some(n) = by_name.get(a.name.as_str()) {
                of.entry(a.key.clone()).or_insert((*n, false));
                heads[*n].get_or_insert_with(|| a.clone());
            }
        }
        for b in p.backers.iter().filter(|b| b.standing == Standing::Fact) {
            if let Some(n) = by_name.get(b.party.as_str()) {
                of.entry(b.backer.key.clone()).or_insert((*n, true));
            }
        }
        Self { of, heads }
    }
    /// Whom the party of this number is called by.
    pub(crate) fn head(&self, n: usize) -> Option<&ActorRef> {
        self.heads.get(n).and_then(Option::as_ref)
    }
    /// The number of the actor's party, and whether it only backs it.
    pub(crate) fn get(&self, key: &str) -> Option<(usize, bool)> {
        self.of.get(key).copied()
    }
    /// The style's class.
    pub(crate) fn class(&self, key: &str) -> String {
        match self.get(key) {
            Some((n, false)) => format!("actor side-{}", n.min(COLOURS)),
            Some((n, true)) => format!("actor backs side-{}", n.min(COLOURS)),
            None => "actor".to_owned(),
        }
    }
}

/// Everybody in a picture, by key.
pub(crate) fn everybody(p: &Picture) -> BTreeMap<&str, &ActorRef> {
    let parties = p.parties.iter().flat_map(|x| x.members.iter().map(|a| &**a));
    let items = p
        .backers
        .iter()
        .flat_map(Item::actors)
        .chain(p.ties.iter().flat_map(Item::actors))
        .chain(p.holdings.iter().flat_map(Item::actors))
        .chain(p.history.iter().flat_map(Item::actors))
        .chain(p.engagements.iter().flat_map(Item::actors))
        .chain(p.agreements.iter().flat_map(Item::actors))
        .chain(p.events.iter().flat_map(Item::actors));
    let mut all = BTreeMap::new();
    for a in parties.chain(items) {
        all.entry(a.key.as_str()).or_insert(a);
    }
    all
}

/// The name of a country by its code; the code where it is no state's.
pub(crate) fn country<'c>(cx: &Cx<'c>, code: &'c str) -> &'c str {
    let states = cx.app.desk.knowledge().actors.states();
    states.iter().find(|s| s.code == code).map_or(code, |s| s.name.as_str())
}

/// A name that leads to whoever bears it.
pub(crate) fn actor(cx: &Cx<'_>, sides: &Sides, a: &ActorRef) -> Markup {
    let href = cx.selection.shared().having("key", &a.key).at("/actor");
    html! { a class=(sides.class(&a.key)) href=(href) { (a.name) } }
}

/// Names one after the other.
pub(crate) fn actors<A: std::borrow::Borrow<ActorRef>>(cx: &Cx<'_>, sides: &Sides, all: &[A]) -> Markup {
    html! { @for (n, a) in all.iter().enumerate() { @if n > 0 { ", " } (actor(cx, sides, a.borrow())) } }
}

/// A place's name that leads to it.
pub(crate) fn place(cx: &Cx<'_>, p: &PlaceRef) -> Markup {
    let href = cx.selection.shared().having("key", &p.key).at("/place");
    html! { a class="place" href=(href) { (p.name) } }
}

/// A day in words that a machine can read too.
pub(crate) fn day(d: Day) -> Markup {
    html! { time datetime=(d) { (short_day(d)) } }
}

/// "2 Dec 2024".
pub(crate) fn short_day(d: Day) -> String {
    d.strftime("%-d %b %Y").to_string()
}

/// "2 December 2024".
pub(crate) fn long_day(d: Day) -> String {
    d.strftime("%-d %B %Y").to_string()
}

/// "1 account", "3 accounts".
pub(crate) fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", number(n)) }
}

/// Digits in threes: 34 682, with a narrow space that does not break.
pub(crate) fn number(n: usize) -> String {
    let digits = n.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(c);
    }
    out
}

/// What is no plain fact of the day, marked: never by colour alone.
pub(crate) fn marks(standing: Standing, timing: Timing) -> Markup {
    html! {
        @if standing != Standing::Fact { span class={ "mark " (standing.mark()) } { (standing.mark()) } " " }
        @match timing {
            Timing::Current => {},
            Timing::LastReported(d) => { span class="mark old" { "last reported " (day(d)) } " " },
            Timing::Possible => { span class="mark possible" { "possibly" } " " },
            Timing::Past => { span class="mark past" { "past" } " " },
        }
    }
}

/// A list's first so many, and how to see the rest.
pub(crate) fn more(cx: &Cx<'_>, shown: usize, all: usize, section: &str) -> Markup {
    let href = cx.selection.having("section", section).at("/items");
    html! {
        @if all > shown { p class="more" { a href=(href) { "All " (number(all)) } ", of which " (number(shown)) " are shown here." } }
    }
}

/// Links to the pages of a long list.
pub(crate) fn pages(cx: &Cx<'_>, all: usize, of_each: usize) -> Markup {
    let (now, last) = (cx.selection.page(), all.div_ceil(of_each).max(1));
    let to = |n: usize| cx.selection.having("page", n.to_string()).at(cx.path);
    html! {
        @if last > 1 {
            nav class="pages" aria-label="Pages of this list" {
                @if now > 1 { a rel="prev" href=(to(now - 1)) { "‹ Previous" } " " }
                span { "Page " (number(now)) " of " (number(last)) }
                @if now < last { " " a rel="next" href=(to(now + 1)) { "Next ›" } }
            }
        }
    }
}
