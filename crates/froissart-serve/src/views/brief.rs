//! The situation report, to be read and printed: every sentence with its footnotes.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{Content, Days};
use crate::parts::words;
use froissart_ask::Answer;
use froissart_brief::{Brief, Source};
use froissart_picture::Picture;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const VIEW: View = View {
    path: "/brief",
    title: "Brief",
    is_listed: true,
    access: Some("b"),
    has_days: true,
    has_csv: false,
    about: "A situation report with footnotes, as HTML, and as Markdown in the JSON.",
    takes: &[],
    html: page,
    json: data,
    csv: None,
};

fn report(p: &Picture, a: &Answer) -> Brief {
    let mut pages: BTreeMap<String, Source> = BTreeMap::new();
    for s in &a.stored {
        pages.entry(s.page.id.clone()).or_insert_with(|| Source {
            title: s.page.title.clone(),
            outlet: s.page.outlet.clone(),
            url: s.page.url.clone(),
            published: s.page.published.clone(),
        });
    }
    froissart_brief::brief(p, &pages)
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let b = report(&p, &a);
    let main = html! {
        div class="report" {
            nav aria-label="Contents" { ul { @for s in &b.sections { li { a href={ "#" (s.id) } { (s.title) } } } } }
            @for s in &b.sections {
                section aria-labelledby=(s.id) {
                    h2 id=(s.id) { (s.title) }
                    @for g in &s.groups {
                        @if let Some(h) = &g.heading { h3 { (h) } }
                        ul { @for x in &g.sentences { li { (x.text) @for n in &x.notes { sup { a href={ "#note-" (n) } aria-label={ "note " (n) } { (n) } } } } } }
                    }
                }
            }
            (notes(cx, &b))
        }
    };
    let lead =
        html! { (b.lead) " " a class="print" href=(cx.selection.at("/api/v1/brief")) { "As Markdown, in JSON" } };
    Ok(Shown { content: Content { title: b.title.clone(), lead, main }, days: Days::of(&p), notes: a.notes.clone() })
}

fn notes(cx: &Cx<'_>, b: &Brief) -> Markup {
    html! {
        @if !b.notes.is_empty() {
            section aria-labelledby="notes" {
                h2 id="notes" { "Notes" }
                ol class="notes" {
                    @for (n, x) in b.notes.iter().enumerate() {
                        li id={ "note-" (n + 1) } {
                            a class="evidence" href=(cx.selection.shared().at(&format!("/claim/{}", x.claim))) { "“" (x.words) "”" } " "
                            (words::account_line(cx, &x.account))
                            @if let Some(u) = x.page.url.as_deref().filter(|u| u.starts_with("https://") || u.starts_with("http://")) { ", " a href=(u) rel="noreferrer" { (u) } }
                            ". " (x.certainty) "."
                            @for d in &x.decided { " " strong { (d) "." } }
                        }
                    }
                }
            }
        }
    }
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let b = report(&p, &a);
    Ok(json!({"title": b.title, "lead": b.lead, "markdown": froissart_brief::markdown(&b)}))
}
