//! The pages that the ledger has read, newest first, with a way to each and to paste another.
//!
//! A page without a claim is in the list too: what was read and gave nothing is part of what can be known.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count, telling};
use froissart_ledger::PageHead;
use froissart_model::{Day, fold};
use maud::html;
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const VIEW: View = View {
    path: "/pages",
    title: "Pages",
    is_listed: true,
    access: Some("p"),
    has_days: false,
    has_csv: true,
    about: "The pages that were read, the newest first.",
    takes: &[("q", "words of the headline, the outlet or the address"), ("page", "which page of the list, from 1")],
    html: page,
    json: data,
    csv: Some(table),
};

/// Pages on one page of the list.
const EACH: usize = 50;

fn day(p: &PageHead) -> Option<Day> {
    p.published.as_deref().and_then(|d| d.get(..10)?.parse().ok())
}

/// The pages that are looked for, newest first.
fn sought(cx: &Cx<'_>) -> Result<Vec<Arc<PageHead>>, Refusal> {
    let s = &cx.selection;
    let words: Vec<String> = s.own("q").map(|q| fold(q).split(' ').map(str::to_owned).collect()).unwrap_or_default();
    let account = s.account.as_deref().map(fold);
    let known_by = s.ask.known_by.or(s.ask.as_of);
    let mut all = cx.store().pages()?;
    all.retain(|p| {
        let text = || fold(&[&p.title, &p.outlet, &p.url].into_iter().flatten().cloned().collect::<Vec<_>>().join(" "));
        let d = day(p);
        (words.is_empty() || {
            let t = text();
            words.iter().all(|w| t.contains(w.as_str()))
        }) && account.as_ref().is_none_or(|a| p.outlet.as_deref().is_some_and(|o| fold(o) == *a))
            && s.from.is_none_or(|f| d.is_some_and(|d| d >= f))
            && s.to.is_none_or(|t| d.is_some_and(|d| d <= t))
            && known_by.is_none_or(|k| d.is_none_or(|d| d <= k))
    });
    all.reverse();
    Ok(all)
}

fn shown(cx: &Cx<'_>, all: &[Arc<PageHead>]) -> Vec<Arc<PageHead>> {
    all.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH).cloned().collect()
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let all = sought(cx)?;
    Ok(json!({"total": all.len(), "page": cx.selection.page(), "of_each": EACH, "pages": shown(cx, &all)}))
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let mut t = Table::new(&["published", "outlet", "title", "url", "page"]);
    t.rows = sought(cx)?
        .into_iter()
        .map(|p| {
            let text = |t: &Option<String>| t.clone().unwrap_or_default();
            vec![
                text(&p.published),
                text(&p.outlet),
                p.title.as_deref().map(telling::line).unwrap_or_default(),
                text(&p.url),
                p.id.clone(),
            ]
        })
        .collect();
    Ok(t)
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let all = sought(cx)?;
    let s = cx.selection.shared();
    let main = html! {
        form class="fields" method="get" action="/pages" {
            label { span { "Words of headline, outlet or address" } input type="search" name="q" value=[cx.selection.own("q")] maxlength="200"; }
            button { "Find" }
            " " a href="/read" { "Paste a page and see it read" }
        }
        @if all.is_empty() { p class="empty" { "No page fits. " a href="/pages" { "All pages" } } }
        @else {
            div class="scroll" tabindex="0" role="region" aria-label="Pages" {
                table {
                    thead { tr { th scope="col" { "Published" } th scope="col" { "Outlet" } th scope="col" { "Page" } } }
                    tbody {
                        @for p in shown(cx, &all) {
                            tr {
                                td class="nowrap" { @if let Some(d) = day(&p) { (parts::day(d)) } @else { "no date" } }
                                td { @if let Some(o) = &p.outlet { a class="account" href=(s.having("key", o).at("/source")) { (o) } } @else { "not named" } }
                                td { a href=(s.at(&format!("/page/{}", p.id))) data-item { (p.title.as_deref().map(telling::line).filter(|t| !t.is_empty()).unwrap_or_else(|| format!("page {}", p.id.get(..12).unwrap_or(&p.id)))) } }
                            }
                        }
                    }
                }
            }
            (parts::pages(cx, all.len(), EACH))
        }
    };
    let lead = html! { (count(all.len(), "page", "pages")) ", the newest first." };
    Ok(Shown { content: Content { title: "Pages".into(), lead, main }, days: Days::default(), notes: Vec::new() })
}
