//! The frame of every page: views, days, filters, the main part, where the data are to be had.
//!
//! All of it works as plain links and one form: without a script "as of 30 November" is a field and a button.

use crate::cx::Cx;
use crate::parts::{count, long_day};
use crate::selection::FILTERS;
use crate::views::{VIEWS, View};
use crate::{assets, parts};
use froissart_model::Day;
use froissart_picture::Picture;
use maud::{DOCTYPE, Markup, html};

/// What a page is called and holds.
pub(crate) struct Content {
    /// In the window's title and the heading.
    pub(crate) title: String,
    /// What stands under the heading, in one sentence.
    pub(crate) lead: Markup,
    /// The rest.
    pub(crate) main: Markup,
}

/// The picture's day and the first day of publication: what the controls of the days offer.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Days {
    pub(crate) as_of: Option<Day>,
    pub(crate) first: Option<Day>,
}

impl Days {
    pub(crate) fn of(p: &Picture) -> Self {
        Self { as_of: p.as_of, first: p.coverage.first }
    }
}

fn head(title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width, initial-scale=1";
            meta name="color-scheme" content="light dark";
            title { (title) " · Froissart" }
            link rel="icon" type="image/svg+xml" href=(assets::path("icon.svg"));
            link rel="stylesheet" href=(assets::path("app.css"));
            script type="module" src=(assets::path("app.js")) {}
        }
    }
}

/// The whole page.
pub(crate) fn page(cx: &Cx<'_>, view: &View, days: Days, notes: &[String], content: &Content) -> Markup {
    let main = html! {
        @for p in cx.problems.iter().chain(notes) { p class="problem" role="status" { (p) } }
        header class="title" {
            h1 { (content.title) }
            p class="lead" { (content.lead) }
        }
        (content.main)
    };
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&content.title))
            body class={ "view-" (view.name()) } data-view=(view.name()) data-query=(cx.selection.query()) data-state=(cx.state) data-write=[cx.may_write.then_some("1")] {
                a class="skip" href="#main" { "To the content" }
                (top(cx, view))
                (controls(cx, view, days))
                (chips(cx))
                main id="main" tabindex="-1" { (main) }
                (foot(cx, view, days))
            }
        }
    }
}

fn top(cx: &Cx<'_>, view: &View) -> Markup {
    html! {
        header class="top" {
            a class="brand" href=(cx.selection.shared().at("/")) { "Froissart" }
            @if cx.app.config.is_demo { span class="demo" { "examples" } }
            nav aria-label="Views" {
                ul {
                    @for v in VIEWS.iter().filter(|v| v.is_listed) {
                        li { a href=(cx.selection.shared().at(v.path)) aria-current=[(v.path == view.path).then_some("page")] accesskey=[v.access] { (v.title) } }
                    }
                }
            }
        }
    }
}

/// Subject and days; the other choices of the address go along.
fn controls(cx: &Cx<'_>, view: &View, days: Days) -> Markup {
    let s = &cx.selection;
    let shown = ["about", "as_of", "known_by", "since", "page"];
    let kept: Vec<(String, String)> =
        s.pairs().into_iter().filter(|(n, _)| !shown.contains(n)).map(|(n, v)| (n.to_owned(), v)).collect();
    let at = |d: Day| s.on(d).at(cx.path);
    let before = days.as_of.and_then(|d| d.yesterday().ok()).filter(|d| days.first.is_some_and(|f| *d >= f));
    let after = s.ask.as_of.and_then(|d| d.tomorrow().ok());
    let field = |d: Option<Day>| d.map(|d| d.to_string());
    html! {
        form class="ask" method="get" action=(cx.path) aria-label="Subject and days" {
            @for (n, v) in &kept { input type="hidden" name=(n) value=(v); }
            label { span { "About" } input type="text" name="about" value=[s.ask.about.as_deref()] placeholder="a country, place or actor, or A/B" maxlength="200" autocomplete="off"; }
            label { span { "As of" } input type="date" name="as_of" value=[field(s.ask.as_of.or(days.as_of))]; }
            label { span { "Known by" } input type="date" name="known_by" value=[field(s.ask.known_by)] title="Only what had been published by this day; the day itself where empty"; }
            label { span { "Compared with" } input type="date" name="since" value=[field(s.ask.since)] title="What has changed since this day; the day before where empty"; }
            button { "Show" }
            @if view.has_days {
                span class="steps" {
                    @if let Some(d) = before { a rel="prev" href=(at(d)) title={ "As of " (long_day(d)) } data-key="[" { "‹ a day back" } }
                    @if let Some(d) = after { " " a rel="next" href=(at(d)) title={ "As of " (long_day(d)) } data-key="]" { "a day on ›" } }
                }
            }
        }
    }
}

/// The filters that are set, each with a way to take it off.
fn chips(cx: &Cx<'_>) -> Markup {
    let set: Vec<(&str, &str, String)> =
        FILTERS.iter().filter_map(|(n, title)| Some((*n, *title, cx.selection.filter(n)?))).collect();
    html! {
        @if !set.is_empty() {
            div class="chips" role="group" aria-label="Filters" {
                span { "Only" }
                @for (name, title, value) in &set {
                    a class="chip" href=(cx.selection.without(name).at(cx.path)) aria-label={ "without the filter " (title) " " (value) } {
                        (title) " " b { (value) } span aria-hidden="true" { " ×" }
                    }
                }
            }
        }
    }
}

fn foot(cx: &Cx<'_>, view: &View, days: Days) -> Markup {
    let data = |ending: &str| {
        cx.selection.at(&format!("/api/v1{}{ending}", if cx.path == "/" { "/situation" } else { cx.path }))
    };
    // On paper the day stands in the address, so that the same can be called up when the ledger has grown.
    let address = cx.selection.with(|s| s.ask.as_of = s.ask.as_of.or(days.as_of)).at(cx.path);
    html! {
        footer class="foot" {
            p class="paper" { "This view's address in Froissart: " (address) }
            p {
                "Ledger " b { (cx.app.desk.name()) }
                span class="ways" {
                @if view.has_csv { " · " a href=(data(".csv")) { "this view as CSV" } }
                " · " a href=(data("")) { "as JSON" }
                " · " a href="/api/v1/openapi.json" { "the API" }
                " · " a href=(cx.selection.shared().at("/about")) { "about this page" }
                }
            }
            p { "Every account is shown as its source has it; nothing here is a verdict. Borders: Made with Natural Earth. Places: GeoNames, CC BY 4.0." }
        }
    }
}

/// A page that is not there, with ways back.
pub(crate) fn refusal(status: u16, reason: &str, text: &str) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(reason))
            body class="refused" {
                main id="main" {
                    h1 { (status) " " (reason) }
                    p { (text) }
                    p { a href="/" { "The situation" } " · " a href="/search" { "Search" } " · " a href="/pages" { "Pages" } }
                }
            }
        }
    }
}

/// "412 claims from 12 pages of 9 outlets, published 27 Nov to 2 Dec 2024."
pub(crate) fn drawn_from(p: &Picture) -> Markup {
    let c = &p.coverage;
    let outlets = c.outlets.iter().filter(|o| o.0.is_some()).count();
    html! {
        "Drawn from " (count(p.claims, "claim", "claims")) " on " (count(c.pages_with_claims, "page", "pages"))
        " of " (count(outlets, "outlet", "outlets"))
        @if let (Some(a), Some(b)) = (c.first, c.last) {
            ", published " @if a == b { (parts::day(a)) } @else { (parts::day(a)) " to " (parts::day(b)) }
        }
        ". "
    }
}

/// "Syria, as of 2 December 2024".
pub(crate) fn title(what: &str, p: &Picture) -> String {
    let about = p.about.as_deref().unwrap_or("Everywhere");
    let day = p.as_of.map_or_else(|| "on no known day".to_owned(), |d| format!("as of {}", long_day(d)));
    let known = p
        .known_by
        .filter(|k| Some(*k) != p.as_of)
        .map_or_else(String::new, |k| format!(", as known by {}", long_day(k)));
    let what = if what.is_empty() { String::new() } else { format!("{what}: ") };
    format!("{what}{about}, {day}{known}")
}
