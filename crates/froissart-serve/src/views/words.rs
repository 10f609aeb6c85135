//! All claims of one item of the picture: whose word it is, in which sentence, on which page.
//!
//! An item shows its first claims and leads here by the name of all of them. Where the ledger has grown since, the item
//! rests on other claims and has another name: the page says so, and leads back.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::items::Item;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count, telling, words};
use froissart_picture::{Grounds, Picture, account};
use maud::html;
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/words/",
    title: "Words",
    is_listed: false,
    access: None,
    has_days: false,
    has_csv: true,
    about: "All claims that one item of the picture rests on, by the item's name.",
    takes: &[("page", "which page of the list, from 1")],
    html: page,
    json: data,
    csv: Some(rows),
};

/// Claims on one page.
const EACH: usize = 100;

fn of<'p, T: Item>(all: &'p [T], out: &mut Vec<(String, &'p Grounds)>) {
    out.extend(all.iter().map(|i| (i.text(), i.grounds())));
}

/// Everything in a picture that rests on claims, with what it says.
fn all(p: &Picture) -> Vec<(String, &Grounds)> {
    let mut out = Vec::new();
    of(&p.holdings, &mut out);
    of(&p.history, &mut out);
    of(&p.engagements, &mut out);
    of(&p.events, &mut out);
    of(&p.agreements, &mut out);
    of(&p.figures, &mut out);
    of(&p.backers, &mut out);
    of(&p.ties, &mut out);
    for f in &p.figures {
        out.extend(f.counts.iter().map(|c| (format!("{} {}", c.text, f.of.replace('_', " ")), &c.grounds)));
    }
    for x in &p.parties {
        out.push((format!("{}, as one party", x.name), &x.grounds));
        out.extend(x.against.iter().map(|o| {
            let verb = if o.fights { "fights" } else { "opposes" };
            (format!("{} {verb} {}", x.name, o.party), &o.grounds)
        }));
    }
    for d in &p.disputes {
        out.extend(d.sides.iter().map(|s| (format!("{}: {}", d.label, s.label), &s.grounds)));
    }
    out.extend(p.changes.iter().map(|c| (c.text.clone(), &c.grounds)));
    out.extend(p.differences.iter().map(|d| (d.text.clone(), &d.grounds)));
    for e in &p.exposure {
        for r in &e.backers {
            out.push((format!("{} relies on {}", e.actor.name, r.backer.name), &r.grounds));
            out.extend(r.elsewhere.iter().map(|e| (e.text(), &e.grounds)));
            out.extend(
                r.condition.iter().map(|c| (format!("{}: {}", c.whose.name, c.what.replace('_', " ")), &c.grounds)),
            );
        }
    }
    if let Some(c) = &p.camps {
        out.extend(c.misfits.iter().map(|m| (m.text.clone(), &m.grounds)));
    }
    out
}

fn found<'p>(cx: &Cx<'_>, p: &'p Picture) -> Result<(String, &'p Grounds), Refusal> {
    let name = cx.tail();
    all(p).into_iter().find(|(_, g)| !g.claims.is_empty() && words::name_of(g) == name).ok_or_else(|| {
        Refusal::NotFound(format!(
            "no item of this picture rests on the claims named `{name}`: the ledger has changed since, or the days or filters are others; the situation has the item as it is told now"
        ))
    })
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let (text, g) = found(cx, &p)?;
    Ok(json!({"text": text, "grounds": g}))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let (_, g) = found(cx, &p)?;
    let mut t = Table::new(&["account", "outlet", "day", "certainty", "words", "page", "anchor", "claim"]);
    t.rows = g
        .claims
        .iter()
        .map(|c| {
            vec![
                c.account.by.join("; via "),
                c.account.outlet.as_deref().unwrap_or_default().to_owned(),
                c.account.day.map_or_else(String::new, |d| d.to_string()),
                telling::certainty(c.certainty).to_owned(),
                telling::line(&c.evidence),
                c.page_id.clone(),
                c.anchor.clone(),
                c.id.clone(),
            ]
        })
        .collect();
    Ok(t)
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let (text, g) = found(cx, &p)?;
    let main = html! {
        section aria-labelledby="h-accounts" {
            h2 id="h-accounts" { "Accounts " span class="n" { (g.accounts.len()) } }
            ul { @for x in &g.accounts { li { (account(x)) } } }
        }
        section aria-labelledby="h-words" {
            h2 id="h-words" { "Their words " span class="n" { (g.claims.len()) } }
            ol class="hits" {
                @for c in g.claims.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH) { li { (words::claim(cx, c)) } }
            }
            (parts::pages(cx, g.claims.len(), EACH))
        }
    };
    let lead = html! {
        (count(g.claims.len(), "claim", "claims")) " by " (count(g.accounts.len(), "independent account", "independent accounts"))
        @if let Some(d) = g.last_told { ", last told " (parts::day(d)) }
        ". " (layout::drawn_from(&p))
    };
    Ok(Shown { content: Content { title: text, lead, main }, days: Days::of(&p), notes: Vec::new() })
}
