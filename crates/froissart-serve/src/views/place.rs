//! One place: who is told to hold it, by every account in the order of publication, and what happened there.
//!
//! "Aleppo: held by rebels (the Observatory, 30 November); still the army's (the command, the same day)" stand in one
//! list, the newest first, each with its words. Nothing says which is right.

use super::situation::{dispute, list, section, status};
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::filter;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, Sides, day, marks, words};
use froissart_ledger::{AsOf, Held, Stored};
use froissart_model::Certainty;
use froissart_picture::{Picture, PlaceRef, figure_text, incident_text, tie_text};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::sync::Arc;

pub(crate) const VIEW: View = View {
    path: "/place",
    title: "Place",
    is_listed: false,
    access: None,
    has_days: true,
    has_csv: true,
    about: "One place: every account of who holds it, the newest first, and what happened there.",
    takes: &[
        ("key", "the place's key, as other views give it, or its name"),
        ("page", "which hundred of the accounts, from 1"),
    ],
    html: page,
    json: data,
    csv: Some(rows),
};

/// Accounts on one page of the list.
const PAGE: usize = 100;

/// A place's key without the words that stand before its name: "outskirts of Aleppo" is told of Aleppo.
fn plain(key: &str) -> &str {
    key.split(" | ").next().unwrap_or(key)
}

/// What is known of a place.
struct Known {
    place: Option<Arc<PlaceRef>>,
    picture: Picture,
    days: Days,
    notes: Vec<String>,
    /// Every account of who holds it, the newest first.
    held: Vec<Held>,
}

fn known(cx: &Cx<'_>) -> Result<Known, Refusal> {
    let key = cx
        .selection
        .own("key")
        .ok_or_else(|| Refusal::Bad("which place? give its key or its name: /place?key=…".into()))?;
    let a = cx.answer()?;
    let days = Days::of(&a.picture);
    let narrowed = cx.selection.with(|s| s.place = Some(plain(key).to_owned()));
    let picture = filter::filtered(&a.picture, &narrowed);
    let all = a
        .picture
        .holdings
        .iter()
        .chain(&a.picture.history)
        .map(|h| &h.place)
        .chain(a.picture.events.iter().flat_map(|e| &e.places));
    let place =
        all.clone().find(|p| p.key == key).or_else(|| all.clone().find(|p| plain(&p.key) == plain(key))).cloned();
    let held = match days.as_of {
        Some(day) => {
            let known_by = Some(cx.selection.ask.known_by.unwrap_or(day));
            let recorded_by = cx.selection.ask.recorded_by.clone();
            let at = |place: &str| AsOf {
                as_of: day,
                known_by,
                recorded_by: recorded_by.clone(),
                place: Some(place.to_owned()),
                country: None,
                within_days: u16::MAX,
            };
            let found = cx.store().holdings(&at(plain(key)))?;
            match &place {
                Some(p) if found.is_empty() => cx.store().holdings(&at(&p.name))?,
                _ => found,
            }
        }
        None => Vec::new(),
    };
    if place.is_none() && held.is_empty() && picture.events.is_empty() && picture.figures.is_empty() {
        return Err(Refusal::NotFound(format!(
            "no claim tells of a place `{key}` by this day; look for the name in the search"
        )));
    }
    let mut held = held;
    held.sort_by(|a, b| b.published.cmp(&a.published).then_with(|| a.claim.cmp(&b.claim)));
    Ok(Known { place, picture, days, notes: a.notes.clone(), held })
}

/// The claims behind some rows, in their order; one that is not there any more is left out.
fn claims(cx: &Cx<'_>, held: &[Held]) -> Result<Vec<(Held, Option<Stored>)>, Refusal> {
    held.iter().map(|h| Ok((h.clone(), cx.store().by_id(&h.claim)?.into_iter().next()))).collect()
}

fn title_of(k: &Known, cx: &Cx<'_>) -> String {
    let name = k.place.as_ref().map(|p| p.name.clone()).or_else(|| k.held.first().map(|h| h.place.name.clone()));
    name.unwrap_or_else(|| cx.selection.own("key").unwrap_or_default().to_owned())
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let k = known(cx)?;
    let a = cx.answer()?;
    let sides = Sides::of(&a.picture);
    let name = title_of(&k, cx);
    let title = layout::title(
        "",
        &Picture {
            about: Some(name.clone()),
            as_of: k.picture.as_of,
            known_by: k.picture.known_by,
            ..Picture::default()
        },
    );
    let from = (cx.selection.page() - 1) * PAGE;
    let shown = claims(cx, k.held.get(from..(from + PAGE).min(k.held.len())).unwrap_or_default())?;
    let main = html! {
        (now(cx, &sides, &k.picture))
        @let rivals = k.picture.disputes.iter().map(|d| dispute(cx, d)).collect::<Vec<_>>();
        (section("disputes", "Accounts that cannot all be true", rivals.len(), &html! { @for r in &rivals { (r) } }))
        (ledger(cx, &shown, k.held.len()))
        (list(cx, "events", "What happened there, the gravest first", &k.picture.events, incident_text))
        (list(cx, "figures", "Figures", &k.picture.figures, figure_text))
        (list(cx, "ties", "Ties to it", &k.picture.ties, tie_text))
        p class="more" {
            a href=(cx.selection.shared().with(|s| s.place = Some(plain(cx.selection.own("key").unwrap_or_default()).to_owned())).at("/timeline")) { "Its timeline" } " · "
            a href=(cx.selection.shared().having("q", format!("\"{name}\"")).at("/search")) { "Every claim that names it" }
        }
    };
    let lead = html! {
        @if let Some(p) = &k.place {
            @if let (Some(lat), Some(lon)) = (p.lat, p.lon) { (format!("{lat:.3}° N, {lon:.3}° E")) @if let Some(r) = p.radius_km { ", known to within " (format!("{r:.0}")) " km" } ". " }
            @if let Some(c) = &p.country { "In " (parts::country(cx, c)) ". " }
        }
        (layout::drawn_from(&a.picture))
    };
    Ok(Shown { content: Content { title, lead, main }, days: k.days, notes: k.notes })
}

/// Who is told to hold it on the day.
fn now(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    let body = html! {
        ul class="items" {
            @for h in &p.holdings {
                li class={ "item " (h.standing.mark()) } {
                    p { (parts::actor(cx, sides, &h.holder)) " " (status(h)) " " (marks(froissart_picture::Standing::Fact, h.timing)) @if h.place.key.contains(" | ") { " (" (h.place.name) ")" } }
                    (words::grounds(cx, &h.grounds))
                }
            }
        }
    };
    section("holdings", "Who is told to hold it", p.holdings.len(), &body)
}

fn certainty(c: Certainty) -> String {
    serde_json::to_value(c).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// Every account, the newest first.
fn ledger(cx: &Cx<'_>, shown: &[(Held, Option<Stored>)], all: usize) -> Markup {
    let body = html! {
        div class="scroll" tabindex="0" role="group" aria-label="Table" {
            table {
                thead { tr { th scope="col" { "Published" } th scope="col" { "Who" } th scope="col" { "How" } th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "By whose account, in which words" } } }
                tbody {
                    @for (h, s) in shown {
                        tr {
                            td { @if let Some(d) = h.published { (day(d)) } }
                            td { (h.holder_name.as_deref().unwrap_or("nobody named")) }
                            td { span class={ "mark status-" (h.status.as_deref().unwrap_or("")) } { (h.status.as_deref().unwrap_or("held")) } @if h.negated { " " span class="mark denied" { "not" } } @if !matches!(h.certainty, Certainty::Asserted | Certainty::Reported) { " " span class={ "mark " (certainty(h.certainty)) } { (certainty(h.certainty)) } } }
                            td { @if let Some(d) = h.from { (day(d)) } }
                            td { @if let Some(d) = h.to { (day(d)) } }
                            td { @if let Some(s) = s {
                                (by(s)) " " a class="evidence" href=(words::claim_path(cx, &s.page.id, &s.claim.id)) { "“" (s.claim.evidence.text) "”" }
                            } }
                        }
                    }
                }
            }
        }
        (parts::pages(cx, all, PAGE))
    };
    section("ledger", "Every account of who holds it, the newest first", all, &body)
}

/// "the Observatory; Deccan Observer".
fn by(s: &Stored) -> String {
    let chain: Vec<&str> = s.claim.according_to.iter().map(|e| e.name.as_deref().unwrap_or(&e.text)).collect();
    let chain = chain.join(", via ");
    match &s.page.outlet {
        Some(o) if chain.is_empty() => o.clone(),
        Some(o) => format!("{chain}; {o}"),
        None if chain.is_empty() => "no outlet named".into(),
        None => chain,
    }
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let k = known(cx)?;
    Ok(json!({"place": k.place, "picture": k.picture, "accounts": k.held}))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let k = known(cx)?;
    let mut t = Table::new(&[
        "published",
        "place",
        "who",
        "status",
        "negated",
        "certainty",
        "from",
        "to",
        "account",
        "words",
        "claim",
    ]);
    let day = |d: Option<froissart_model::Day>| d.map_or_else(String::new, |d| d.to_string());
    for (h, s) in claims(cx, &k.held)? {
        t.rows.push(vec![
            day(h.published),
            h.place.name.clone(),
            h.holder_name.clone().unwrap_or_default(),
            h.status.clone().unwrap_or_default(),
            h.negated.to_string(),
            certainty(h.certainty),
            day(h.from),
            day(h.to),
            s.as_ref().map(by).unwrap_or_default(),
            s.as_ref().map(|s| s.claim.evidence.text.clone()).unwrap_or_default(),
            h.claim,
        ]);
    }
    Ok(t)
}
