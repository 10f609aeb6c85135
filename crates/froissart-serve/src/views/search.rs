//! Search: the words of claims and the names in them, narrowed by kind, type, certainty, country and outlet.
//!
//! "ceasefire Idlib", "\"most of\" Aleppo" and "bomb*" are looked for in the evidence and in the names; hits are shown
//! newest first with the words marked. Facets are counted over the newest hits, and it is said how many those are.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::filter;
use crate::items;
use crate::parts::layout::{Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, hits, number, rows, telling, words};
use froissart_ledger::{Query, Stored};
use froissart_model::{Certainty, Char, Claim, Kind, fold};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const VIEW: View = View {
    path: "/search",
    title: "Search",
    is_listed: true,
    access: Some("f"),
    has_days: false,
    has_csv: true,
    about: "Claims by the words of their evidence and the names in them, newest first, with counts by kind, type, certainty, country and outlet.",
    takes: &[
        ("q", "words in any order; \"in quotation marks\" as a phrase; bomb* any ending"),
        ("kind", "event, statement, agreement, relation, control, figure or assessment"),
        ("certainty", "asserted, reported, believed, planned, conditional, requested or denied"),
        ("country", "ISO 3166 alpha-3, of somebody or some place in the claim"),
        ("outlet", "who published it"),
        ("page", "which page of the list, from 1"),
    ],
    html: page,
    json: data,
    csv: Some(table),
};

/// The newest so many are looked at; facets are counted over them.
const MOST: usize = 3000;
/// Hits on one page.
const EACH: usize = 50;
/// Values of a facet that are shown.
const VALUES: usize = 12;

/// The facets: the address's name and the heading.
const FACETS: &[(&str, &str)] =
    &[("kind", "Kind"), ("type", "Type"), ("certainty", "Certainty"), ("country", "Country"), ("outlet", "Outlet")];

/// What was found.
struct Found {
    hits: Vec<Stored>,
    /// There may be older ones.
    is_cut: bool,
    problems: Vec<String>,
}

/// A word of the contract as the model has it.
fn word<T: serde::de::DeserializeOwned>(value: Option<&str>, what: &str, problems: &mut Vec<String>) -> Option<T> {
    let value = value?;
    let read = serde_json::from_value(json!(value.to_lowercase())).ok();
    if read.is_none() {
        problems.push(format!("“{value}” is no {what}: it is left out"));
    }
    read
}

/// Whether anything is looked for.
fn is_asked(cx: &Cx<'_>) -> bool {
    let s = &cx.selection;
    ["q", "kind", "certainty", "country", "outlet"].iter().any(|n| s.own(n).is_some())
        || s.ask.about.is_some()
        || !filter::is_plain(s)
}

/// The values of a claim in a facet.
fn values(facet: &str, h: &Stored) -> BTreeSet<String> {
    let c = &h.claim;
    match facet {
        "kind" => BTreeSet::from([telling::kind(c.kind).to_owned()]),
        "type" => BTreeSet::from([c.type_.clone()]),
        "certainty" => BTreeSet::from([telling::certainty(c.certainty).to_owned()]),
        "country" => {
            let of = c.actor.iter().chain(&c.recipient).filter_map(|e| e.country.clone());
            of.chain(c.place.iter().filter_map(|p| p.country.clone())).collect()
        }
        _ => h.page.outlet.iter().cloned().collect(),
    }
}

fn is_of_type(c: &Claim<Char>, wanted: &str) -> bool {
    let is = |s: &str| s.eq_ignore_ascii_case(wanted);
    is(&c.type_)
        || c.status.as_deref().is_some_and(is)
        || c.subject.as_deref().is_some_and(is)
        || c.figure.as_ref().is_some_and(|f| is(&f.of))
}

/// Whether an account or an outlet vouches.
fn is_by(h: &Stored, account: &str) -> bool {
    h.page.outlet.as_deref().is_some_and(|o| fold(o) == account)
        || h.claim
            .according_to
            .iter()
            .any(|e| fold(&e.text) == account || e.name.as_deref().is_some_and(|n| fold(n) == account))
}

/// The claims that the picture's items of an actor or at a place rest on.
fn of_items(cx: &Cx<'_>) -> Result<Option<BTreeSet<String>>, Refusal> {
    let s = &cx.selection;
    if s.actor.is_none() && s.place.is_none() {
        return Ok(None);
    }
    let answer = cx.answer()?;
    let only = s.shared().with(|s| (s.type_, s.account, s.from, s.to) = (None, None, None, None));
    Ok(Some(items::claims_of(&filter::filtered(&answer.picture, &only))))
}

/// One of whom or of what claims are to tell: a country by its code, or words of a name.
enum Target {
    Country(String),
    Name(String),
}

impl Target {
    /// What "Syria/Turkey" names, as the situation takes it.
    fn of(cx: &Cx<'_>) -> Vec<Self> {
        let about = cx.selection.ask.about.as_deref().unwrap_or_default();
        let states = froissart_ask::state_names(cx.app.desk.knowledge());
        let one = |part: &str| {
            let folded = fold(part);
            let state = states.iter().find(|(code, name)| fold(code) == folded || fold(name) == folded);
            state.map_or_else(|| Self::Name(part.to_owned()), |(code, _)| Self::Country(code.clone()))
        };
        about.split('/').map(str::trim).filter(|p| !p.is_empty()).map(one).collect()
    }

    /// Whether a claim tells of it.
    fn is_in(&self, h: &Stored) -> bool {
        let c = &h.claim;
        match self {
            Self::Country(code) => values("country", h).contains(code),
            Self::Name(name) => {
                let wanted = format!(" {} ", fold(name));
                let has = |text: Option<&str>| text.is_some_and(|t| format!(" {} ", fold(t)).contains(&wanted));
                let people = c.actor.iter().chain(&c.recipient).chain(&c.according_to);
                people.clone().any(|e| has(Some(&e.text)) || has(e.name.as_deref()) || has(e.id.as_deref()))
                    || c.place.iter().any(|p| has(Some(&p.text)) || has(p.name.as_deref()))
            }
        }
    }
}

fn find(cx: &Cx<'_>) -> Result<Found, Refusal> {
    let s = &cx.selection;
    let mut problems = Vec::new();
    let targets = Target::of(cx);
    // The ledger is asked for the first of each sort; the others are looked for among what it finds.
    let country = targets.iter().find_map(|t| if let Target::Country(c) = t { Some(c.clone()) } else { None });
    let name = targets.iter().find_map(|t| if let Target::Name(n) = t { Some(n.clone()) } else { None });
    // What the ledger knows as a type is asked of it; "held" and "killed" are looked for among what it finds.
    let type_ = s.type_.clone().filter(|t| t.chars().all(|c| c.is_ascii_uppercase() || c == '_') || t == "controls");
    let query = Query {
        about: name,
        kind: word::<Kind>(s.own("kind"), "kind of claim", &mut problems),
        type_,
        certainty: word::<Certainty>(s.own("certainty"), "certainty", &mut problems),
        since: s.from,
        until: s.to,
        known_by: s.ask.known_by.or(s.ask.as_of),
        recorded_by: s.ask.recorded_by.clone(),
        text: s.own("q").map(str::to_owned),
        country: s.own("country").map(str::to_uppercase).or(country),
        newest: true,
        limit: Some(MOST),
        ..Query::default()
    };
    let mut hits = cx.store().claims(&query)?;
    let is_cut = hits.len() >= MOST;
    let of_items = of_items(cx)?;
    let account = s.account.as_deref().map(fold);
    let outlet = s.own("outlet").map(fold);
    hits.retain(|h| {
        s.type_.as_ref().is_none_or(|t| is_of_type(&h.claim, t))
            && account.as_ref().is_none_or(|a| is_by(h, a))
            && targets.iter().all(|t| t.is_in(h))
            && outlet.as_ref().is_none_or(|o| h.page.outlet.as_deref().is_some_and(|x| fold(x) == *o))
            && of_items.as_ref().is_none_or(|ids| ids.contains(&h.claim.id))
    });
    Ok(Found { hits, is_cut, problems })
}

/// How many hits have which value, most first.
fn facet(name: &str, hits: &[Stored]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for v in hits.iter().flat_map(|h| values(name, h)) {
        *counts.entry(v).or_default() += 1;
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    all
}

fn shown<'h>(cx: &Cx<'_>, f: &'h Found) -> impl Iterator<Item = &'h Stored> {
    f.hits.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    if !is_asked(cx) {
        return Ok(json!({"total": 0, "is_cut": false, "claims": [], "facets": {}}));
    }
    let f = find(cx)?;
    let facets: BTreeMap<&str, Vec<Value>> = FACETS
        .iter()
        .map(|(n, _)| {
            (*n, facet(n, &f.hits).into_iter().map(|(value, n)| json!({"value": value, "claims": n})).collect())
        })
        .collect();
    let claims: Vec<Value> = shown(cx, &f).map(|h| json!({"claim": rows::json(&h.claim), "page": h.page})).collect();
    Ok(json!({
        "total": f.hits.len(), "is_cut": f.is_cut, "page": cx.selection.page(), "of_each": EACH,
        "facets": facets, "claims": claims, "remarks": f.problems,
    }))
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let mut t = rows::table();
    if is_asked(cx) {
        t.rows = find(cx)?.hits.iter().map(|h| rows::row(&h.claim, &h.page)).collect();
    }
    Ok(t)
}

fn form(cx: &Cx<'_>) -> Markup {
    let kept: Vec<(String, String)> = cx
        .selection
        .pairs()
        .into_iter()
        .filter(|(n, _)| !["q", "page"].contains(n))
        .map(|(n, v)| (n.to_owned(), v))
        .collect();
    html! {
        form class="fields" method="get" action="/search" role="search" {
            @for (n, v) in &kept { input type="hidden" name=(n) value=(v); }
            label { span { "Words" } input type="search" name="q" value=[cx.selection.own("q")] maxlength="200" autofocus[cx.selection.own("q").is_none()]; }
            button { "Search" }
        }
    }
}

fn guide() -> Markup {
    html! {
        dl class="guide" {
            dt { "ceasefire idlib" } dd { "both words, in any order, in the claim's sentence or in the names of those it tells of" }
            dt { "\"most of\" aleppo" } dd { "a phrase, and a word" }
            dt { "bomb*" } dd { "any word that begins so" }
            dt { "About" } dd { "above: only claims that tell of a country, a place or an actor by name" }
            dt { "As of, Known by" } dd { "above: only what had been published by that day" }
        }
        p { "Or list claims without words: " a href="/search?kind=control" { "who holds what" } ", " a href="/search?kind=agreement" { "agreements" } ", " a href="/search?certainty=denied" { "denials" } ", " a href="/search?kind=figure" { "figures" } "." }
    }
}

fn facets(cx: &Cx<'_>, f: &Found) -> Markup {
    let s = &cx.selection;
    let chosen = |name: &str| if name == "type" { s.type_.clone() } else { s.own(name).map(str::to_owned) };
    let to = |name: &str, value: Option<&str>| {
        s.with(|s| {
            s.own.remove("page");
            if name == "type" {
                s.type_ = value.map(str::to_owned);
            } else if let Some(v) = value {
                s.own.insert(name.to_owned(), v.to_owned());
            } else {
                s.own.remove(name);
            }
        })
        .at("/search")
    };
    html! {
        nav class="facets" aria-label="Narrow the hits" {
            h2 { "Narrow" }
            @if f.is_cut { p class="soft" { "Counted over the newest " (number(MOST)) " hits." } }
            @for (name, title) in FACETS {
                @let all = facet(name, &f.hits);
                @let now = chosen(name);
                @if let Some(v) = &now {
                    h3 { (title) }
                    ul { li { a href=(to(name, None)) aria-current="true" aria-label={ "without " (title) " " (v) } { (v) span aria-hidden="true" { " ×" } } } }
                } @else if !all.is_empty() {
                    h3 { (title) }
                    ul {
                        @for (v, n) in all.iter().take(VALUES) { li { a href=(to(name, Some(v))) { (v) } span class="n" { (number(*n)) } } }
                        @if all.len() > VALUES { li class="soft" { "and " (number(all.len() - VALUES)) " more" } }
                    }
                }
            }
        }
    }
}

/// One claim with its words, those that were looked for marked.
pub(crate) fn hit(cx: &Cx<'_>, h: &Stored, terms: &[hits::Term]) -> Markup {
    let text = telling::line(&h.claim.evidence.text);
    html! {
        p {
            a class="evidence" data-item href=(words::claim_path(cx, &h.page.id, &h.claim.id)) {
                "“" @for (is_hit, piece) in hits::marked(&text, terms) { @if is_hit { mark { (piece) } } @else { (piece) } } "”"
            }
        }
        p { (telling::says(&h.claim)) }
        (super::page::line(&h.claim, h.page.outlet.as_deref()))
        p class="soft code" {
            @if let Some(o) = &h.page.outlet { a class="account" href=(cx.selection.shared().having("key", o).at("/source")) { (o) } ", " }
            @match h.page.published.as_deref().and_then(|d| d.get(..10)?.parse().ok()) { Some(d) => (parts::day(d)), None => "no date" }
            @if let Some(t) = &h.page.title { ", “" (telling::line(t)) "”" }
        }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let title = cx.selection.own("q").map_or_else(|| "Search".to_owned(), |q| format!("Search: {q}"));
    if !is_asked(cx) {
        let lead = html! { "Words of claims, and of whom and what they tell." };
        let main = html! { (form(cx)) (guide()) };
        return Ok(Shown { content: Content { title, lead, main }, days: Days::default(), notes: Vec::new() });
    }
    let f = find(cx)?;
    let terms = hits::terms(cx.selection.own("q").unwrap_or_default());
    let pages: BTreeSet<&str> = f.hits.iter().map(|h| h.page.id.as_str()).collect();
    let lead = html! {
        @if f.is_cut { "The newest " (number(f.hits.len())) " claims that fit; older ones are not counted: narrow by days or words. " }
        @else { (parts::count(f.hits.len(), "claim", "claims")) " on " (parts::count(pages.len(), "page", "pages")) ", the newest first. " }
    };
    let main = html! {
        (form(cx))
        @if f.hits.is_empty() {
            p class="empty" { "Nothing fits. Try fewer words, the beginning of one with a star (" code { "bomb*" } "), or no filters." }
            (guide())
        } @else {
            div class="found" {
                (facets(cx, &f))
                div {
                    ol class="hits" { @for h in shown(cx, &f) { li { (hit(cx, h, &terms)) } } }
                    (parts::pages(cx, f.hits.len(), EACH))
                }
            }
        }
    };
    Ok(Shown { content: Content { title, lead, main }, days: Days::default(), notes: f.problems })
}
