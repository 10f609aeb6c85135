//! One source: what it claims, newest first and by kind; whom it relays and who relays it; by whom it is contradicted.
//!
//! A name may be an outlet, an account, or both: "SANA" publishes pages and is quoted by others, and both are here.

use super::sources::{leanings, to};
use super::{Shown, View, search};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count, number, rows, telling};
use crate::sources::{Account, Sources, sort};
use froissart_ledger::Stored;
use froissart_model::fold;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const VIEW: View = View {
    path: "/source",
    title: "Source",
    is_listed: false,
    access: None,
    has_days: true,
    has_csv: true,
    about: "One outlet or account: its claims, the newest first, whom it relays, who relays it, and by whom it is contradicted.",
    takes: &[("key", "its name, or its key as /sources has it"), ("page", "which page of the list, from 1")],
    html: page,
    json: data,
    csv: Some(table),
};

/// Claims on one page.
const EACH: usize = 50;

/// Everything that rests on the source.
struct Source<'s> {
    name: String,
    accounts: Vec<&'s Account>,
    /// The newest first.
    claims: Vec<&'s Stored>,
    /// Whose word it passes on, with how many claims.
    relays: BTreeMap<String, usize>,
    /// Who passes its word on.
    relayed_by: BTreeMap<String, usize>,
    kinds: BTreeMap<&'static str, usize>,
    pages: usize,
}

/// The name that a chain's link goes by.
fn names(e: &froissart_model::Entity<froissart_model::Char>) -> impl Iterator<Item = String> {
    [Some(e.text.as_str()), e.name.as_deref()].into_iter().flatten().map(fold)
}

fn source<'s>(cx: &Cx<'_>, all: &'s Sources) -> Result<Source<'s>, Refusal> {
    let key = cx
        .selection
        .own("key")
        .ok_or_else(|| Refusal::Bad("no source is named: /source?key=NAME; the list of sources has all".into()))?;
    let accounts = all.called(key);
    let outlet = all.outlet(key);
    let folded = fold(key);
    let mut numbers: BTreeSet<usize> = accounts.iter().flat_map(|a| a.claims.iter().copied()).collect();
    numbers.extend(outlet.iter().flat_map(|o| o.claims.iter().copied()));
    let shown: BTreeSet<usize> = all.outlets.iter().flat_map(|o| o.claims.iter().copied()).collect();
    let in_chain = |s: &Stored| s.claim.according_to.iter().any(|e| names(e).any(|n| n == folded));
    numbers.extend(all.stored().iter().enumerate().filter(|(n, s)| shown.contains(n) && in_chain(s)).map(|(n, _)| n));
    if numbers.is_empty() {
        return Err(Refusal::NotFound(format!(
            "nothing in this picture rests on `{key}`, under these days and filters; the list of sources has all that it rests on"
        )));
    }
    let name = outlet.map(|o| o.name.clone()).or_else(|| accounts.first().map(|a| a.voice.name.clone()));
    let name = name.unwrap_or_else(|| key.to_owned());
    let mine: BTreeSet<usize> = accounts.iter().flat_map(|a| a.claims.iter().copied()).collect();
    let mut claims: Vec<&Stored> = Vec::new();
    let (mut relays, mut relayed_by, mut kinds) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    let mut pages = BTreeSet::new();
    for n in numbers {
        let s = &all.stored()[n];
        claims.push(s);
        pages.insert(s.page.id.as_str());
        *kinds.entry(telling::kind(s.claim.kind)).or_default() += 1;
        let is_own_page = outlet.is_some_and(|o| s.page.outlet.as_ref() == Some(&o.name));
        let chain = &s.claim.according_to;
        let at = chain.iter().position(|e| names(e).any(|n| n == folded));
        // Of "a monitor, according to AFP", AFP relays the monitor.
        let inner = if let Some(at) = at {
            chain[..at].last()
        } else if is_own_page {
            chain.last()
        } else {
            None
        };
        if let Some(e) = inner {
            *relays.entry(telling::name(e)).or_default() += 1;
        }
        if mine.contains(&n) && !is_own_page {
            let by = at.and_then(|at| chain.get(at + 1)).map(telling::name).or_else(|| s.page.outlet.clone());
            *relayed_by.entry(by.unwrap_or_else(|| "an outlet not named".into())).or_default() += 1;
        }
    }
    claims.sort_by(|a, b| (&b.page.published, &b.claim.id).cmp(&(&a.page.published, &a.claim.id)));
    let pages = pages.len();
    Ok(Source { name, accounts, claims, relays, relayed_by, kinds, pages })
}

fn shown<'c>(cx: &Cx<'_>, s: &'c Source<'_>) -> impl Iterator<Item = &'c &'c Stored> {
    s.claims.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let all = Sources::of(cx)?;
    let s = source(cx, &all)?;
    let claims: Vec<Value> = shown(cx, &s).map(|h| json!({"claim": rows::json(&h.claim), "page": h.page})).collect();
    Ok(json!({
        "name": s.name, "accounts": s.accounts, "kinds": s.kinds, "relays": s.relays, "relayed_by": s.relayed_by,
        "total": s.claims.len(), "page": cx.selection.page(), "of_each": EACH, "claims": claims,
    }))
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let all = Sources::of(cx)?;
    let s = source(cx, &all)?;
    let mut t = rows::table();
    t.rows = s.claims.iter().map(|h| rows::row(&h.claim, &h.page)).collect();
    Ok(t)
}

/// Names with their counts, most first.
fn names_list(cx: &Cx<'_>, title: &str, id: &str, all: &BTreeMap<String, usize>) -> Markup {
    let mut list: Vec<(&String, &usize)> = all.iter().collect();
    list.sort_by(|a, b| b.1.cmp(a.1).then_with(|| a.0.cmp(b.0)));
    html! {
        @if !list.is_empty() {
            section aria-labelledby=(id) {
                h2 id=(id) { (title) " " span class="n" { (list.len()) } }
                ul { @for (n, k) in list.iter().take(25) { li { a class="account" href=(to(cx, n)) { (n) } " " span class="n" { (number(**k)) } } } }
                @if list.len() > 25 { p class="more" { "and " (number(list.len() - 25)) " more" } }
            }
        }
    }
}

fn contradicted(cx: &Cx<'_>, s: &Source<'_>) -> Markup {
    let all: Vec<_> = s.accounts.iter().flat_map(|a| &a.contradicted).collect();
    let mut by: BTreeMap<String, usize> = BTreeMap::new();
    for c in &all {
        let names: BTreeSet<&String> = c.against.iter().map(|a| &a.0).collect();
        for n in names {
            *by.entry(n.clone()).or_default() += 1;
        }
    }
    html! {
        @if !all.is_empty() {
            section aria-labelledby="h-against" {
                h2 id="h-against" { "Contradicted " span class="n" { (all.len()) } }
                ul class="items" {
                    @for c in all.iter().take(25) {
                        li {
                            p { b { (c.dispute) } }
                            p { b { (s.name) } ": " (c.says) }
                            @for (name, label) in c.against.iter().take(6) { p { a class="account" href=(to(cx, name)) { (name) } ": " (label) } }
                        }
                    }
                }
                p { a href=(cx.selection.shared().at("/disputes")) { "All disputes" } }
            }
            (names_list(cx, "By whom", "h-by", &by))
        }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let all = Sources::of(cx)?;
    let s = source(cx, &all)?;
    let a = cx.answer()?;
    let main = html! {
        p class="tools" { @for (n, (k, c)) in s.kinds.iter().enumerate() { @if n > 0 { " · " } (k) " " span class="n" { (number(*c)) } } }
        @for a in &s.accounts {
            p {
                "As an account: " b { (a.voice.name) } ", " (sort(a.voice.kind)) ", " (count(a.n_claims, "claim", "claims")) " on " (count(a.n_pages, "page", "pages")) "."
                @if a.for_own_side + a.against_own_side > 0 { " Of its claims " (number(a.for_own_side)) " bear for its own side and " (number(a.against_own_side)) " against it." }
                @if !a.leans.is_empty() { " Leans to " (leanings(cx, &a.leans)) "." }
            }
        }
        div class="found" {
            div {
                (names_list(cx, "Relays", "h-relays", &s.relays))
                (names_list(cx, "Relayed by", "h-relayed", &s.relayed_by))
            }
            div {
                (contradicted(cx, &s))
                section aria-labelledby="h-claims" {
                    h2 id="h-claims" { "What it tells " span class="n" { (number(s.claims.len())) } }
                    ol class="hits" { @for h in shown(cx, &s) { li { (search::hit(cx, h, &[])) } } }
                    (parts::pages(cx, s.claims.len(), EACH))
                }
            }
        }
    };
    let lead = html! { (count(s.claims.len(), "claim", "claims")) " on " (count(s.pages, "page", "pages")) " rest on it, as outlet, as account, or on the way. " (layout::drawn_from(&a.picture)) };
    let content = Content { title: s.name.clone(), lead, main };
    Ok(Shown { content, days: Days::of(&a.picture), notes: a.notes.clone() })
}
