//! The situation: parties with their backers and holdings, who holds what, what changed, what is disputed.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::items::Item;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, Sides, count, day, marks, number, words};
use froissart_picture::{
    Dispute, Exposure, Holding, Party, Picture, Standing, accord_text, backing_text, engagement_text, figure_text,
    holding_text, incident_text, side_accounts, tie_text,
};
use maud::{Markup, html};
use serde_json::Value;

pub(crate) const VIEW: View = View {
    path: "/",
    title: "Situation",
    is_listed: true,
    access: Some("s"),
    has_days: true,
    has_csv: true,
    about: "The situation as of a day, as known by a day: parties, backers, holdings, engagements, agreements, events, figures, disputes, what changed, coverage.",
    takes: &[],
    html: page,
    json: data,
    csv: Some(rows),
};

/// Those who rely on others, and each one's backers, that stand on the first page; the actor's own page has all.
const EXPOSED: usize = 8;
/// Items of a section that stand on the first page.
const SHOWN: usize = 25;

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    serde_json::to_value(&*p).map_err(|e| Refusal::Failed(e.to_string()))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    Ok(table::items(&cx.picture(&a)))
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let title = layout::title("", &p);
    let lead = html! {
        (layout::drawn_from(&p))
        @if let Some(s) = p.since { @if p.is_the_first() { "Nothing had been told by " (day(s)) ". " } @else { "Compared with " (day(s)) ". " } }
        @if !p.set_aside.is_empty() { (count(p.set_aside.len(), "claim is", "claims are")) " set aside by decision. " }
    };
    let main = html! {
        @if p.claims == 0 { p class="empty" { "No claim tells of this. " a href="/search" { "Look for words" } "." } }
        (changed(cx, &p))
        (parties(cx, &sides, &p))
        (disputes(cx, &p))
        (holdings(cx, &sides, &p))
        (list(cx, "engagements", "Engagements", &p.engagements, engagement_text))
        (list(cx, "events", "Events, the gravest first", &p.events, incident_text))
        (list(cx, "agreements", "Agreements", &p.agreements, accord_text))
        (list(cx, "figures", "Figures", &p.figures, figure_text))
        (list(cx, "backers", "Who backs whom", &p.backers, backing_text))
        (list(cx, "ties", "Other ties", &p.ties, tie_text))
        (exposure(cx, &sides, &p))
        (coverage(&p))
    };
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&p), notes: a.notes.clone() })
}

pub(crate) fn section(id: &str, title: &str, n: usize, body: &Markup) -> Markup {
    html! {
        @if n > 0 {
            section id=(id) class={ "section " (id) } aria-labelledby={ "h-" (id) } {
                h2 id={ "h-" (id) } { (title) " " span class="n" { (number(n)) } }
                (body)
            }
        }
    }
}

/// A section of items in words, each with its accounts.
pub(crate) fn list<T: Item>(cx: &Cx<'_>, id: &str, title: &str, all: &[T], text: fn(&T) -> String) -> Markup {
    let body = html! {
        ul class="items" {
            @for i in all.iter().take(SHOWN) {
                li class={ "item " (i.standing().mark()) } { p { (text(i)) } (words::grounds(cx, i.grounds())) }
            }
        }
        (parts::more(cx, SHOWN, all.len(), id))
    };
    section(id, title, all.len(), &body)
}

fn changed(cx: &Cx<'_>, p: &Picture) -> Markup {
    let since = p.since.map_or_else(String::new, parts::long_day);
    let body = html! {
        ul class="items" {
            @for d in p.differences.iter().take(SHOWN) {
                li class={ "item change-" (d.what) } {
                    p {
                        span class={ "mark " (d.what) } { (d.what.replace('_', " ")) } " " span class="what" { (d.section) } " " (d.text)
                        @if let Some(b) = &d.before { " " span class="before" { "before: " (b) } }
                    }
                    (words::grounds(cx, &d.grounds))
                }
            }
        }
        (parts::more(cx, SHOWN, p.differences.len(), "differences"))
    };
    section("differences", &format!("Changed since {since}"), p.differences.len(), &body)
}

fn parties(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    let body = html! {
        div class="cards" { @for x in p.parties.iter().take(SHOWN) { (card(cx, sides, p, x)) } }
        (parts::more(cx, SHOWN, p.parties.len(), "parties"))
    };
    section("parties", "Parties", p.parties.len(), &body)
}

/// One party: its members, against whom, who backs it with what, what it holds, where its backers fight elsewhere.
fn card(cx: &Cx<'_>, sides: &Sides, p: &Picture, x: &Party) -> Markup {
    // Its colour is that of the whole picture, whatever is filtered.
    let n = x.members.first().and_then(|m| sides.get(&m.key)).map_or(parts::COLOURS, |s| s.0);
    let others: Vec<_> =
        x.members.iter().filter(|m| m.name != x.name && !froissart_picture::is_count(&m.name)).collect();
    let backers: Vec<_> = p.backers.iter().filter(|b| b.party == x.name).collect();
    let head = sides.head(n);
    let is_member = |key: &str| x.members.iter().map(|m| &**m).chain(head).any(|m| m.key == key);
    let holds: Vec<_> = p.holdings.iter().filter(|h| is_member(&h.holder.key)).collect();
    html! {
        article class={ "card side-" (n.min(parts::COLOURS)) } aria-label=(x.name) {
            h3 { @if let Some(a) = head.filter(|a| a.name == x.name) { (parts::actor(cx, sides, a)) } @else { (x.name) } }
            @if !others.is_empty() {
                p class="members" { "with " @for (i, m) in others.iter().take(6).enumerate() { @if i > 0 { ", " } (parts::actor(cx, sides, m)) } @if others.len() > 6 { " and " (number(others.len() - 6)) " more" } }
            }
            @if !x.grounds.claims.is_empty() { (words::grounds(cx, &x.grounds)) }
            h4 { "Against" }
            ul { @for o in x.against.iter().take(6) {
                li { p { (if o.fights { "fights " } else { "opposes " }) b { (o.party) } } (words::grounds(cx, &o.grounds)) }
            } }
            @if !backers.is_empty() {
                h4 { "Backed by" }
                ul { @for b in backers.iter().take(8) {
                    li { p {
                        (parts::actor(cx, sides, &b.backer))
                        @if !b.means.is_empty() { " (" (b.means.join(", ")) ")" }
                        " " (marks(b.standing, b.timing))
                    } (words::grounds(cx, &b.grounds)) }
                } }
                @if backers.len() > 8 { p class="more" { a href=(cx.selection.having("section", "backers").at("/items")) { "all " (number(backers.len())) } } }
            }
            @if !holds.is_empty() {
                h4 { "Told to hold" }
                ul class="places" { @for h in holds.iter().take(10) { li { (parts::place(cx, &h.place)) " " (status(h)) } } }
                @if holds.len() > 10 { p class="more" { "and " (number(holds.len() - 10)) " more" } }
            }
        }
    }
}

/// A holding's state in a word or two, each kind with its own mark.
pub(crate) fn status(h: &Holding) -> Markup {
    html! {
        span class={ "mark status-" (h.status) } { (h.status) }
        @if let Some(e) = h.extent.as_deref().filter(|e| e.split_whitespace().count() <= 4) { " " span class="extent" { (e) } }
        @if h.is_disputed { " " span class="mark disputed" { "disputed" } }
        @if h.is_stale { " " span class="mark old" { "last told" } }
        @if h.standing != Standing::Fact { " " span class={ "mark " (h.standing.mark()) } { (h.standing.mark()) } }
    }
}

fn holdings(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    let all = &p.holdings;
    let body = html! {
        div class="scroll" tabindex="0" role="group" aria-label="Table" {
            table class="holdings" {
                thead { tr { th scope="col" { "Place" } th scope="col" { "Who" } th scope="col" { "How" } th scope="col" { "Since" } th scope="col" { "Last told" } th scope="col" { "By whose account" } } }
                tbody {
                    @for (i, h) in all.iter().take(SHOWN * 2).enumerate() {
                        tr class=[h.is_stale.then_some("stale")] {
                            th scope="row" { @if i == 0 || all[i - 1].place.key != h.place.key { (parts::place(cx, &h.place)) } @else { span class="same" { (h.place.name) } } }
                            td { (parts::actor(cx, sides, &h.holder)) }
                            td { (status(h)) span class="full" hidden { (holding_text(h)) } }
                            td { @if let Some(d) = h.since { (day(d)) } @else { "–" } }
                            td { @if let Some(d) = h.told { (day(d)) } @if let Some(n) = h.age_days.filter(|n| *n > 0) { " " span class="age" { (count(n as usize, "day", "days")) " before" } } }
                            td { (words::grounds(cx, &h.grounds)) }
                        }
                    }
                }
            }
        }
        (parts::more(cx, SHOWN * 2, all.len(), "holdings"))
    };
    section("holdings", "Who is told to hold what", all.len(), &body)
}

fn disputes(cx: &Cx<'_>, p: &Picture) -> Markup {
    let body = html! {
        @for d in p.disputes.iter().take(5) { (dispute(cx, d)) }
        @if p.disputes.len() > 5 { p class="more" { a href=(cx.selection.shared().at("/disputes")) { "All " (number(p.disputes.len())) " disputes" } } }
    };
    section("disputes", "Accounts that cannot all be true", p.disputes.len(), &body)
}

/// One dispute, its sides beside each other.
pub(crate) fn dispute(cx: &Cx<'_>, d: &Dispute) -> Markup {
    html! {
        article class="dispute" aria-label=(d.label) {
            h3 { (d.label) @if let Some(x) = d.day { " " span class="day" { (day(x)) } } }
            div class="sides" {
                @for s in &d.sides {
                    div class="version" {
                        p class="label" { (s.label) }
                        ul class="accounts" {
                            @for a in side_accounts(s) {
                                li { b { (a.name) } @for n in [a.through()].into_iter().chain(a.notes()).filter(|n| !n.is_empty()) { "; " (n) } @if let Some(d) = a.since { ", since " (day(d)) } }
                            }
                        }
                        (words::grounds(cx, &s.grounds))
                    }
                }
            }
        }
    }
}

fn exposure(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    let is_busy = |e: &&Exposure| e.backers.iter().any(|r| !r.elsewhere.is_empty() || !r.condition.is_empty());
    let all: Vec<&Exposure> = p.exposure.iter().filter(is_busy).collect();
    let body = html! {
        @for e in all.iter().take(EXPOSED) {
            article class="exposure" {
                h3 { (parts::actor(cx, sides, &e.actor)) " relies on" }
                ul class="items" {
                    @for r in e.backers.iter().filter(|r| !r.elsewhere.is_empty() || !r.condition.is_empty()).take(EXPOSED) {
                        li {
                            p { (parts::actor(cx, sides, &r.backer)) @if !r.means.is_empty() { " (" (r.means.join(", ")) ")" } }
                            ul {
                                @for x in r.elsewhere.iter().take(3) { li { p { "engaged elsewhere: " (engagement_text(x)) } (words::grounds(cx, &x.grounds)) } }
                                @for c in r.condition.iter().take(3) { li { p { "told to be " (c.what.replace('_', " ")) } (words::grounds(cx, &c.grounds)) } }
                            }
                        }
                    }
                }
            }
        }
    };
    let body = html! {
        (body)
        @if all.len() > EXPOSED { p class="more" { "Of the other " (number(all.len() - EXPOSED)) " each actor’s own page tells." } }
    };
    section("exposure", "On whom they rely, and how busy those are elsewhere", all.len(), &body)
}

fn coverage(p: &Picture) -> Markup {
    let c = &p.coverage;
    let named = |all: &[(Option<String>, usize)], none: &str| {
        let shown: Vec<String> =
            all.iter().take(12).map(|(n, k)| format!("{} {k}", n.as_deref().unwrap_or(none))).collect();
        let more = all.len().saturating_sub(12);
        if more > 0 { format!("{} and {more} more", shown.join(", ")) } else { shown.join(", ") }
    };
    html! {
        section id="coverage" class="section coverage" aria-labelledby="h-coverage" {
            h2 id="h-coverage" { "What this can know" }
            ul {
                li { (count(c.pages, "page", "pages")) " read, " (number(c.pages_with_claims)) " of them with claims" }
                li { "Outlets: " (named(&c.outlets, "none named")) }
                li { "Languages: " (named(&c.languages, "not known")) }
                li { (count(c.facts, "claim", "claims")) " told as fact, " (number(c.hedged)) " hedged, planned or denied; " (count(c.accounts, "account", "accounts")) }
                @if let Some(d) = c.ties_since { li { "Ties and agreements told since " (day(d)) "; " (count(c.left_out, "claim", "claims")) " of older ones left out" } }
                @if let Some(d) = c.whole_since { li { "Whole since " (day(d)) "; of what was published before, who was last told to hold, back, fight and agree" } }
                @if !c.silent_days.is_empty() { li { "No page of " @for (n, d) in c.silent_days.iter().enumerate() { @if n > 0 { ", " } (day(*d)) } ": silence is not peace" } }
            }
            p class="order" { (p.order) }
        }
    }
}
