//! Rival accounts side by side: who says which, since when, through whom, and who reports against his own interest.

use super::situation::dispute;
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count};
use froissart_picture::{Dispute, DisputeKind, side_accounts};
use maud::html;
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/disputes",
    title: "Disputes",
    is_listed: true,
    access: Some("d"),
    has_days: true,
    has_csv: true,
    about: "Sets of claims that cannot all be true, each version with its accounts.",
    takes: &[("kind", "holder, act, figure, tie or stated"), ("page", "which twenty-five, from 1")],
    html: page,
    json: data,
    csv: Some(rows),
};

/// Disputes on one page.
const PAGE: usize = 25;

const KINDS: [(DisputeKind, &str, &str); 5] = [
    (DisputeKind::Holder, "holder", "who holds a place"),
    (DisputeKind::Act, "act", "whether something happened"),
    (DisputeKind::Figure, "figure", "how many"),
    (DisputeKind::Tie, "tie", "friend or foe"),
    (DisputeKind::Stated, "stated", "as an analyst holds"),
];

fn kept<'d>(cx: &Cx<'_>, all: &'d [Dispute]) -> Vec<&'d Dispute> {
    let kind = cx.selection.own("kind").and_then(|k| KINDS.iter().find(|x| x.1 == k)).map(|x| x.0);
    all.iter().filter(|d| kind.is_none_or(|k| d.kind == k)).collect()
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let all = kept(cx, &p.disputes);
    let from = (cx.selection.page() - 1) * PAGE;
    let without = cx.selection.with(|s| {
        s.own.remove("kind");
        s.own.remove("page");
    });
    let main = html! {
        p class="kinds" {
            "Over: " a href=(without.at(cx.path)) aria-current=[cx.selection.own("kind").is_none().then_some("true")] { "anything" }
            @for (k, name, text) in KINDS {
                @let n = p.disputes.iter().filter(|d| d.kind == k).count();
                @if n > 0 { " · " a href=(without.having("kind", name).at(cx.path)) aria-current=[(cx.selection.own("kind") == Some(name)).then_some("true")] { (text) " " span class="n" { (n) } } }
            }
        }
        @if all.is_empty() { p class="empty" { "No accounts contradict each other here; that is no proof that they agree." } }
        h2 class="n" { "Versions side by side" }
        @for d in all.iter().skip(from).take(PAGE) { (dispute(cx, d)) }
        (parts::pages(cx, all.len(), PAGE))
    };
    let lead = html! { (count(all.len(), "dispute", "disputes")) ". Both versions are always shown; none is called right. " (layout::drawn_from(&p)) };
    Ok(Shown {
        content: Content { title: layout::title("Disputes", &p), lead, main },
        days: Days::of(&p),
        notes: a.notes.clone(),
    })
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    Ok(json!({"as_of": p.as_of, "disputes": kept(cx, &p.disputes)}))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let mut t = Table::new(&["dispute", "kind", "day", "version", "account", "through", "notes", "since", "claims"]);
    for d in kept(cx, &p.disputes) {
        let kind = KINDS.iter().find(|k| k.0 == d.kind).map_or("", |k| k.1);
        for s in &d.sides {
            for x in side_accounts(s) {
                let claims: Vec<&str> = x.claims.iter().map(|c| c.id.as_str()).collect();
                t.rows.push(vec![
                    d.label.clone(),
                    kind.to_owned(),
                    d.day.map_or_else(String::new, |d| d.to_string()),
                    s.label.clone(),
                    x.name.clone(),
                    x.through(),
                    x.notes().join("; "),
                    x.since.map_or_else(String::new, |d| d.to_string()),
                    claims.join(" "),
                ]);
            }
        }
    }
    Ok(t)
}
