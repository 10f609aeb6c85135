//! The whole list of one section of the situation, a hundred items a page.
//!
//! The situation shows the first of each: `/items?section=holdings` has all that are told to be held, each with its
//! accounts, and the same as JSON and CSV.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::items::Item;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, count, marks, number, words};
use froissart_picture::{Grounds, Picture, Standing, Timing};
use maud::html;
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/items",
    title: "Items",
    is_listed: false,
    access: None,
    has_days: true,
    has_csv: true,
    about: "All items of one section of the situation, in the picture's order.",
    takes: &[
        (
            "section",
            "differences, parties, holdings, history, engagements, events, agreements, figures, backers or ties",
        ),
        ("page", "which page of the list, from 1"),
    ],
    html: page,
    json: data,
    csv: Some(rows),
};

/// Items on one page.
const EACH: usize = 100;

/// The sections, with their headings.
const SECTIONS: &[(&str, &str)] = &[
    ("differences", "What changed"),
    ("parties", "Parties"),
    ("holdings", "Who is told to hold what"),
    ("history", "What was held before"),
    ("engagements", "Engagements"),
    ("events", "Events"),
    ("agreements", "Agreements"),
    ("figures", "Figures"),
    ("backers", "Who backs whom"),
    ("ties", "Other ties"),
];

/// One item of whichever section.
struct Row<'p> {
    text: String,
    what: &'p str,
    actors: Vec<&'p str>,
    places: Vec<&'p str>,
    days: (Option<froissart_model::Day>, Option<froissart_model::Day>),
    standing: Standing,
    timing: Timing,
    grounds: &'p Grounds,
}

fn of<T: Item>(all: &[T]) -> Vec<Row<'_>> {
    all.iter()
        .map(|i| Row {
            text: i.text(),
            what: i.type_(),
            actors: i.actors().into_iter().map(|a| a.name.as_str()).collect(),
            places: i.places().into_iter().map(|p| p.name.as_str()).collect(),
            days: i.days(),
            standing: i.standing(),
            timing: i.timing(),
            grounds: i.grounds(),
        })
        .collect()
}

fn plain<'p>(text: String, what: &'p str, actors: Vec<&'p str>, grounds: &'p Grounds) -> Row<'p> {
    let days = (None, grounds.last_told);
    Row { text, what, actors, places: Vec::new(), days, standing: Standing::Fact, timing: Timing::Current, grounds }
}

/// The items of a section; none where there is no such section.
fn section<'p>(p: &'p Picture, name: &str) -> Option<Vec<Row<'p>>> {
    Some(match name {
        "holdings" => of(&p.holdings),
        "history" => of(&p.history),
        "engagements" => of(&p.engagements),
        "events" => of(&p.events),
        "agreements" => of(&p.agreements),
        "figures" => of(&p.figures),
        "backers" => of(&p.backers),
        "ties" => of(&p.ties),
        "differences" => p
            .differences
            .iter()
            .map(|d| {
                let before = d.before.as_ref().map_or(String::new(), |b| format!(" (before: {b})"));
                plain(
                    format!("{} {}: {}{before}", d.what.replace('_', " "), d.section, d.text),
                    &d.what,
                    Vec::new(),
                    &d.grounds,
                )
            })
            .collect(),
        "parties" => p
            .parties
            .iter()
            .flat_map(|x| x.against.iter().map(move |o| (x, o)))
            .map(|(x, o)| {
                let (what, verb) = if o.fights { ("fights", "against") } else { ("opposes", "opposed to") };
                let members = x.members.iter().map(|m| m.name.as_str()).collect();
                plain(format!("{}, {verb} {}", x.name, o.party), what, members, &o.grounds)
            })
            .collect(),
        _ => return None,
    })
}

fn asked<'c>(cx: &'c Cx<'_>) -> Result<(&'c str, &'static str), Refusal> {
    let name = cx.selection.own("section").unwrap_or("holdings");
    let known = SECTIONS.iter().find(|(n, _)| *n == name);
    let names: Vec<&str> = SECTIONS.iter().map(|s| s.0).collect();
    known
        .map(|(_, title)| (name, *title))
        .ok_or_else(|| Refusal::NotFound(format!("there is no section `{name}`: {}", names.join(", "))))
}

fn skipped(cx: &Cx<'_>) -> usize {
    (cx.selection.page() - 1).saturating_mul(EACH)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let (name, _) = asked(cx)?;
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let all = section(&p, name).unwrap_or_default();
    let items: Vec<Value> = all
        .iter()
        .skip(skipped(cx))
        .take(EACH)
        .map(|r| {
            json!({"text": r.text, "type": r.what, "actors": r.actors, "places": r.places, "from": r.days.0, "to": r.days.1,
                "standing": r.standing, "timing": r.timing, "grounds": r.grounds})
        })
        .collect();
    Ok(
        json!({"section": name, "as_of": p.as_of, "total": all.len(), "page": cx.selection.page(), "of_each": EACH, "items": items}),
    )
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let (name, _) = asked(cx)?;
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let mut t =
        Table::new(&["type", "text", "actors", "places", "from", "to", "standing", "n_accounts", "accounts", "claims"]);
    for r in section(&p, name).unwrap_or_default() {
        let day = |d: Option<froissart_model::Day>| d.map_or_else(String::new, |d| d.to_string());
        let standing = if r.standing == Standing::Fact { "fact" } else { r.standing.mark() };
        let mut row = vec![
            r.what.to_owned(),
            r.text,
            r.actors.join("; "),
            r.places.join("; "),
            day(r.days.0),
            day(r.days.1),
            standing.to_owned(),
        ];
        row.extend(table::grounds(r.grounds));
        t.rows.push(row);
    }
    Ok(t)
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let (name, title) = asked(cx)?;
    let a = cx.answer()?;
    let p = cx.picture(&a);
    let all = section(&p, name).unwrap_or_default();
    let main = html! {
        nav class="tools" aria-label="Sections" {
            @for (n, (id, title)) in SECTIONS.iter().enumerate() {
                @if n > 0 { " · " }
                @let to = cx.selection.shared().having("section", *id).at("/items");
                a href=(to) aria-current=[(*id == name).then_some("page")] { (title) }
            }
        }
        @if all.is_empty() { p class="empty" { "None, as of this day and under these filters." } }
        ul class="items" {
            @for r in all.iter().skip(skipped(cx)).take(EACH) {
                li class={ "item " (r.standing.mark()) } { p { (r.text) " " (marks(r.standing, r.timing)) } (words::grounds(cx, r.grounds)) }
            }
        }
        (parts::pages(cx, all.len(), EACH))
    };
    let first = skipped(cx) + 1;
    let last = (skipped(cx) + EACH).min(all.len());
    let lead = html! {
        (count(all.len(), "item", "items")) ", in the picture's order"
        @if all.len() > EACH && first <= last { "; shown are " (number(first)) " to " (number(last)) }
        ". " (layout::drawn_from(&p))
    };
    let content = Content { title: layout::title(title, &p), lead, main };
    Ok(Shown { content, days: Days::of(&p), notes: a.notes.clone() })
}
