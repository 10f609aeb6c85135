//! Paste a page and see it read: the same reader, for a page that nobody has recorded.
//!
//! Nothing is kept. Whoever has the token may record what they see; the page then has its place in the ledger, and its
//! address in the list. Markup and scripts in what is pasted are text here, as on every other page.

use super::{Shown, View};
use crate::Read;
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{self, Content, Days};
use crate::parts::sheet::{self, Sheet};
use crate::parts::{claim, count, rows, telling};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const VIEW: View = View {
    path: "/read",
    title: "Read",
    is_listed: true,
    access: Some("r"),
    has_days: false,
    has_csv: false,
    about: "A form to paste a page into. POST it here, or as JSON to /api/v1/read, to see it read; nothing is kept.",
    takes: &[],
    html: page,
    json: data,
    csv: None,
};

/// The fields that a page is pasted into.
type Fields = BTreeMap<String, String>;

#[expect(clippy::unnecessary_wraps, reason = "a view's function may fail; this one cannot")]
fn data(_cx: &Cx<'_>) -> Result<Value, Refusal> {
    Ok(
        json!({"post": {"text": "the page: HTML, or plain text as scraped", "date": "its day of publication, 2024-12-02", "outlet": "who published it"}}),
    )
}

fn form(given: &Fields) -> Markup {
    let value = |name: &str| given.get(name).map(String::as_str);
    html! {
        form class="fields" method="post" action="/read" data-paste {
            label class="wide" { span { "The page: HTML, or its text" } textarea name="text" required spellcheck="false" { (value("text").unwrap_or("")) } }
            label { span { "Published on (where the page does not say)" } input type="date" name="date" value=[value("date")]; }
            label { span { "Outlet (likewise)" } input type="text" name="outlet" value=[value("outlet")] maxlength="200" autocomplete="off"; }
            button { "Read it" }
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "a view's function may fail; this one cannot")]
fn page(_cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let lead = html! { "Paste a news page and see what is read off it: who did what to whom, where, when, and by whose account. Nothing is kept, and nothing leaves this machine. At most 8 MB." };
    let content = Content { title: "Read a page".into(), lead, main: form(&Fields::new()) };
    Ok(Shown { content, days: Days::default(), notes: Vec::new() })
}

/// A pasted page as the API has it.
pub(crate) fn as_json(r: &Read) -> Value {
    json!({
        "page": r.page,
        "claims": r.claims.iter().map(rows::json).collect::<Vec<_>>(),
        "notes": r.notes,
        "traces": r.traces,
        "silences": r.silences,
    })
}

/// A pasted page as people see it.
pub(crate) fn as_page(cx: &Cx<'_>, r: &Read, given: &Fields) -> Markup {
    let link = |n: usize| format!("#c-{}", n + 1);
    let sheet = Sheet { page: &r.page, claims: &r.claims, chosen: None, silent: &r.silences, link: &link };
    let title = r.page.title.as_deref().map_or_else(|| "A page without a headline".to_owned(), telling::line);
    let main = html! {
        (record(cx, given))
        details class="notes" { summary { "Paste another, or change this one" } (form(given)) }
        (super::page::notes(&r.notes))
        p class="tools" { (count(r.claims.len(), "claim", "claims")) ", and " (count(r.silences.len(), "sentence", "sentences")) " that gave nothing." }
        div class="reader" data-reader {
            article class="leaf" aria-label="The page's text" lang=[r.page.language.as_deref()] { (sheet::text(&sheet)) }
            div class="beside" { (list(cx, r)) }
        }
        (super::page::silence(&r.page, &r.silences, true))
    };
    let lead = html! { (super::page::lead(cx, &r.page)) " · read, and not recorded" };
    layout::page(cx, &VIEW, Days::default(), &[], &Content { title, lead, main })
}

/// The way into the ledger, for whoever may.
fn record(cx: &Cx<'_>, given: &Fields) -> Markup {
    html! {
        @if cx.may_write {
            form class="fields" method="post" action="/api/v1/pages" {
                @for name in ["text", "date", "outlet"] { @if let Some(v) = given.get(name) { input type="hidden" name=(name) value=(v); } }
                button { "Record this page" }
                span class="soft" { "It and its claims are added to the ledger." }
            }
        } @else { p class="soft" { "This page is not recorded. To record it, open the address with the token that was printed when this server started, or use " code { "froissart record" } "." } }
    }
}

/// The claims with all that is known of each, opened on demand: nothing of a pasted page can be asked for later.
fn list(cx: &Cx<'_>, r: &Read) -> Markup {
    let outlet = r.page.outlet.as_deref();
    let numbers: BTreeMap<&str, usize> = r.claims.iter().enumerate().map(|(n, c)| (c.anchor.as_str(), n)).collect();
    html! {
        section class="claims-of" aria-labelledby="h-claims" {
            h2 id="h-claims" { "Claims " span class="n" { (r.claims.len()) } }
            @if r.claims.is_empty() { p class="empty" { "Nothing here is told of anybody's doings, as far as the rules can read. Below, each sentence has why." } }
            ol class="claims" {
                @for (n, c) in r.claims.iter().enumerate() {
                    li id={ "c-" (n + 1) } class={ "claim" @if !c.is_fact() { " hedged" } } data-n=(n + 1) {
                        a href={ "#n-" (n + 1) } data-item { (telling::says(c)) }
                        (super::page::line(c, outlet))
                        details {
                            summary { "Its parts, and why this code" }
                            blockquote { "“" (telling::line(&c.evidence.text)) "”" }
                            (claim::fields(cx, c, outlet, &numbers))
                            @if let Some(t) = r.traces.get(n) { (claim::trace(t)) }
                        }
                    }
                }
            }
        }
    }
}
