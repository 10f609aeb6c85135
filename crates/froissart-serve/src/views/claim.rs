//! One claim by its id or anchor: every reading of its words, the newest first, its sentence, what was decided of it.
//!
//! `/claim/0188da29` stays good when a newer coder reads the words otherwise: the anchor is of the words, and both
//! readings are shown, each with the version that made it.

use super::page::is_id;
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::claim::{self, Again};
use crate::parts::layout::{Content, Days};
use crate::parts::marked::Counted;
use crate::parts::table::Table;
use crate::parts::{count, rows, telling, words};
use froissart_ledger::Stored;
use froissart_picture::Cited;
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

pub(crate) const VIEW: View = View {
    path: "/claim/",
    title: "Claim",
    is_listed: false,
    access: None,
    has_days: false,
    has_csv: true,
    about: "One claim by its id or anchor, or the beginning of one, in every reading that the ledger holds.",
    takes: &[("why", "1: with how each field of the newest reading was found")],
    html: page,
    json: data,
    csv: Some(table),
};

/// Every reading of the words that the address means, the newest first.
fn readings(cx: &Cx<'_>) -> Result<Vec<Stored>, Refusal> {
    let wanted = cx.tail().to_ascii_lowercase();
    let none = || {
        Refusal::NotFound(format!(
            "there is no claim `{wanted}` in this ledger: at least four digits of its id or anchor are needed"
        ))
    };
    if !is_id(&wanted) {
        return Err(none());
    }
    let mut all = cx.store().by_id(&wanted)?;
    let anchors: BTreeSet<String> = all.iter().map(|s| s.claim.anchor.clone()).collect();
    match anchors.len() {
        0 => return Err(none()),
        1 => {}
        n => {
            let some: Vec<&str> = all.iter().take(5).map(|s| claim::short(&s.claim.id)).collect();
            return Err(Refusal::Bad(format!(
                "`{wanted}` begins the ids of {n} claims ({}{}); give more of it",
                some.join(", "),
                if all.len() > 5 { ", …" } else { "" }
            )));
        }
    }
    // Other readings of the same words have another id and the same anchor.
    if let Some(anchor) = anchors.first() {
        all.extend(cx.store().by_id(anchor)?);
    }
    let mut seen = BTreeSet::new();
    all.retain(|s| seen.insert(s.claim.id.clone()));
    all.sort_by(|a, b| (&b.recorded_at, &b.version, &b.claim.id).cmp(&(&a.recorded_at, &a.version, &a.claim.id)));
    Ok(all)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let all = readings(cx)?;
    let decisions = froissart_ask::standing(cx.store(), cx.selection.ask.recorded_by.as_deref())?;
    let of = all.first().map(|s| decisions.of(&Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() }));
    let claims: Vec<Value> = all
        .iter()
        .map(|s| json!({"claim": rows::json(&s.claim), "page": s.page, "recorded_at": s.recorded_at, "version": s.version, "citation": claim::citation(&s.claim, &s.page, Some(s))}))
        .collect();
    Ok(json!({"readings": claims, "decisions": of}))
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let mut t = rows::table();
    t.rows = readings(cx)?.iter().map(|s| rows::row(&s.claim, &s.page)).collect();
    Ok(t)
}

/// The block of the page that holds the words, with the words marked.
fn context(cx: &Cx<'_>, s: &Stored) -> Result<Markup, Refusal> {
    let Some(page) = cx.store().page(&s.page.id)? else { return Ok(html! {}) };
    let span = s.claim.evidence.span;
    let Some(block) = page.body.iter().map(|b| b.span).find(|b| b.contains(span)) else {
        return Ok(html! { blockquote { mark { (s.claim.evidence.text) } } });
    };
    let text = Counted::new(&page.text);
    Ok(html! {
        blockquote class="context" {
            (text.slice(block.begin, span.begin)) mark { (text.slice(span.begin, span.end)) } (text.slice(span.end, block.end))
        }
    })
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let all = readings(cx)?;
    let newest = all.first().ok_or_else(|| Refusal::NotFound("there is no such claim".into()))?;
    let c = &newest.claim;
    let decisions = froissart_ask::standing(cx.store(), cx.selection.ask.recorded_by.as_deref())?;
    let of = decisions.of(&Cited { id: c.id.clone(), anchor: c.anchor.clone() });
    let with_why = cx.selection.own("why") == Some("1");
    let read = match cx.store().page(&newest.page.id)? {
        Some(p) if with_why => Some(cx.app.again(&p)?),
        _ => None,
    };
    let numbers = BTreeMap::new();
    let on_page = words::claim_path(cx, &newest.page.id, &c.id);
    let main = html! {
        (context(cx, newest)?)
        p { a href=(on_page) { "Read it on its page" } }
        h2 { "Its parts" }
        (claim::fields(cx, c, newest.page.outlet.as_deref(), &numbers))
        @match &read {
            Some(r) => (claim::why(cx.app.desk.knowledge(), c, &Again::of(r, c))),
            None => p { a href=(cx.selection.having("why", "1").at(cx.path)) { "Why this code" } },
        }
        (claim::decided(cx, c, &of, cx.path))
        (claim::cite(&claim::citation(c, &newest.page, Some(newest)), &c.id))
        @if all.len() > 1 {
            section aria-labelledby="h-readings" {
                h2 id="h-readings" { "Earlier readings of these words " span class="n" { (all.len() - 1) } }
                ul class="items" {
                    @for s in &all[1..] {
                        li {
                            p { (telling::says(&s.claim)) }
                            (super::page::line(&s.claim, s.page.outlet.as_deref()))
                            p class="soft" { code { (claim::short(&s.claim.id)) } ", by " (s.version) ", recorded " (s.recorded_at) }
                        }
                    }
                }
            }
        }
        p class="soft" { "Claim " code { (c.id) } ", words " code { (c.anchor) } ", read by " (newest.version) ", recorded " (newest.recorded_at) "." }
    };
    let lead = html! {
        (newest.page.outlet.as_deref().unwrap_or("Outlet not named"))
        @if let Some(t) = &newest.page.title { ", “" (telling::line(t)) "”" }
        @if let Some(d) = &newest.page.published { ", " (d.get(..10).unwrap_or(d)) }
        @if all.len() > 1 { " · " (count(all.len(), "reading", "readings")) }
    };
    let content = Content { title: telling::says(c), lead, main };
    Ok(Shown { content, days: Days::default(), notes: Vec::new() })
}
