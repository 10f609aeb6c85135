//! One actor: on whose side, backed by whom, what it holds, whom it fights, on whom it relies, and its every claim.

use super::situation::{dispute, list, section};
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::filter;
use crate::items::Item;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{self, Sides, count, number, words};
use froissart_picture::{
    ActorRef, Party, Picture, accord_text, backing_text, engagement_text, holding_text, incident_text, tie_text,
};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const VIEW: View = View {
    path: "/actor",
    title: "Actor",
    is_listed: false,
    access: None,
    has_days: true,
    has_csv: true,
    about: "One actor: its side, its backers and those it backs, what it holds, whom it fights, what it agreed, on whom it relies.",
    takes: &[("key", "the actor's key, as other views give it")],
    html: page,
    json: data,
    csv: Some(rows),
};

/// The actor of a key, or of a name that only one has.
pub(crate) fn found(p: &Picture, key: &str) -> Result<ActorRef, Refusal> {
    let all = parts::everybody(p);
    if let Some(a) = all.get(key) {
        return Ok((*a).clone());
    }
    let folded = froissart_model::fold(key);
    let named: Vec<&&ActorRef> = all.values().filter(|a| froissart_model::fold(&a.name) == folded).collect();
    match named.as_slice() {
        [one] => Ok((**one).clone()),
        [] => Err(Refusal::NotFound(format!("nobody in this picture is `{key}`; look for the name in the search"))),
        many => {
            let keys: Vec<&str> = many.iter().map(|a| a.key.as_str()).collect();
            Err(Refusal::Bad(format!("`{key}` is several: {}", keys.join("; "))))
        }
    }
}

struct Known {
    actor: ActorRef,
    picture: Picture,
}

fn known(cx: &Cx<'_>, p: &Picture) -> Result<Known, Refusal> {
    let key = cx.selection.own("key").ok_or_else(|| Refusal::Bad("which actor? give a key: /actor?key=…".into()))?;
    let actor = found(p, key)?;
    let narrowed = cx.selection.with(|s| s.actor = Some(actor.key.clone()));
    Ok(Known { picture: filter::filtered(p, &narrowed), actor })
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = cx.answer()?;
    let Known { actor, picture: p } = known(cx, &a.picture)?;
    let sides = Sides::of(&a.picture);
    let title = layout::title(
        "",
        &Picture { about: Some(actor.name.clone()), as_of: p.as_of, known_by: p.known_by, ..Picture::default() },
    );
    let (backed_by, backs): (Vec<_>, Vec<_>) =
        p.backers.iter().cloned().partition(|b| b.backed.key == actor.key || b.backer.key != actor.key);
    let lead = html! {
        (described(cx, &actor))
        (layout::drawn_from(&a.picture))
    };
    let main = html! {
        (organ(cx, &sides, &a.picture, &actor))
        (party(cx, &sides, &a.picture, &actor))
        (list(cx, "backers", "Backed by", &backed_by, backing_text))
        (list(cx, "backs", "Backs", &backs, backing_text))
        (list(cx, "holdings", "What it is told to hold", &p.holdings, place_and_holding))
        (list(cx, "engagements", "Engagements", &p.engagements, engagement_text))
        (list(cx, "events", "Events, the gravest first", &p.events, incident_text))
        (list(cx, "agreements", "Agreements", &p.agreements, accord_text))
        (list(cx, "ties", "Other ties", &p.ties, tie_text))
        (list(cx, "history", "Held before", &p.history, place_and_holding))
        @let rivals: Vec<Markup> = p.disputes.iter().map(|d| dispute(cx, d)).collect();
        (section("disputes", "Disputes", rivals.len(), &html! { @for r in &rivals { (r) } }))
        (exposure(cx, &sides, &p))
        (dyads(cx, &sides, &p, &actor))
        p class="more" {
            a href=(cx.selection.shared().with(|s| s.actor = Some(actor.key.clone())).at("/map")) { "On the map" } " · "
            a href=(cx.selection.shared().with(|s| s.actor = Some(actor.key.clone())).at("/timeline")) { "Timeline" } " · "
            a href=(cx.selection.shared().having("q", format!("\"{}\"", actor.name)).at("/search")) { "Every claim that names it" } " · "
            a href=(cx.selection.shared().having("key", &actor.name).at("/source")) { "What it says itself" } " · "
            a href=(cx.selection.shared().having("key", &actor.key).at("/corrections")) { "Is somebody else meant?" }
        }
        p class="order" { "Key: " code { (actor.key) } }
    };
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&a.picture), notes: a.notes.clone() })
}

/// "Aleppo — the rebels: held".
fn place_and_holding(h: &froissart_picture::Holding) -> String {
    format!("{} — {}", h.place.name, holding_text(h))
}

/// "Of Syria: armed forces of a state (MIL)."
fn described(cx: &Cx<'_>, actor: &ActorRef) -> String {
    let know = cx.app.desk.knowledge();
    let country = actor.country.as_deref().map(|code| parts::country(cx, code));
    let sector = actor.sector.as_deref().map(|code| match know.ontology.sector(code) {
        Some(s) => format!("{} ({code})", s.name),
        None => code.to_owned(),
    });
    match (country, sector) {
        (Some(c), Some(s)) => format!("Of {c}: {s}. "),
        (Some(c), None) => format!("Of {c}. "),
        (None, Some(s)) => format!("{}{}. ", s[..1].to_uppercase(), &s[1..]),
        (None, None) => String::new(),
    }
}

/// Where what an organ of a state does is shown as the state's: whose page has it, and how to see the organ by itself.
fn organ(cx: &Cx<'_>, sides: &Sides, p: &Picture, actor: &ActorRef) -> Markup {
    let state = actor.country.as_ref().map(|c| format!("state {c}")).filter(|key| *key != actor.key);
    let all = parts::everybody(p);
    let is_organ = p.parties.iter().any(|x| x.members.iter().any(|m| m.key == actor.key) && state.is_some());
    let card = state.filter(|_| is_organ).and_then(|key| all.get(key.as_str()).copied());
    let by_itself = cx.selection.shared().with(|s| s.ask.separate_organs = true).having("key", &actor.key).at("/actor");
    html! {
        @if let (Some(card), false) = (card, cx.selection.ask.separate_organs) {
            p {
                "What organs of a state do is shown as the state’s: see " (parts::actor(cx, sides, card)) ", or "
                a href=(by_itself) { (actor.name) " by itself" } "."
            }
        }
    }
}

/// The party that it is of, with whom and against whom.
fn party(cx: &Cx<'_>, sides: &Sides, p: &Picture, actor: &ActorRef) -> Markup {
    let is_of = |x: &&Party| x.name == actor.name || x.members.iter().any(|m| m.key == actor.key);
    let of: Vec<_> = p.parties.iter().filter(is_of).collect();
    let body = html! {
        @for x in &of {
            @let others: Vec<_> = x.members.iter().filter(|m| m.key != actor.key && !froissart_picture::is_count(&m.name)).take(12).cloned().collect();
            @if !others.is_empty() { p { "With " (parts::actors(cx, sides, &others)) @if x.members.len() > 13 { " and " (number(x.members.len() - 13)) " more" } } (words::grounds(cx, &x.grounds)) }
            ul class="items" { @for o in &x.against { li { p { (if o.fights { "Fights " } else { "Opposes " }) b { (o.party) } } (words::grounds(cx, &o.grounds)) } } }
        }
    };
    section("party", "On which side", of.len(), &body)
}

fn exposure(cx: &Cx<'_>, sides: &Sides, p: &Picture) -> Markup {
    let all: Vec<_> = p.exposure.iter().flat_map(|e| &e.backers).collect();
    let body = html! {
        ul class="items" { @for r in &all {
            li {
                p { (parts::actor(cx, sides, &r.backer)) @if !r.means.is_empty() { " (" (r.means.join(", ")) ")" } @if r.elsewhere.is_empty() && r.condition.is_empty() { " – nothing is told of it elsewhere" } }
                ul {
                    @for x in &r.elsewhere { li { p { "engaged elsewhere: " (engagement_text(x)) } (words::grounds(cx, &x.grounds)) } }
                    @for c in &r.condition { li { p { "told to be " (c.what.replace('_', " ")) } (words::grounds(cx, &c.grounds)) } }
                }
            }
        } }
    };
    section("exposure", "On whom it relies", all.len(), &body)
}

/// With whom it has most to do, each a page of its own.
fn dyads(cx: &Cx<'_>, sides: &Sides, p: &Picture, actor: &ActorRef) -> Markup {
    let mut with: BTreeMap<&str, (usize, &ActorRef)> = BTreeMap::new();
    let lists = p
        .backers
        .iter()
        .map(Item::actors)
        .chain(p.engagements.iter().map(Item::actors))
        .chain(p.events.iter().map(Item::actors))
        .chain(p.agreements.iter().map(Item::actors));
    for others in lists {
        for o in others.into_iter().filter(|o| o.key != actor.key) {
            with.entry(&o.key).or_insert((0, o)).0 += 1;
        }
    }
    let mut all: Vec<_> = with.into_values().collect();
    all.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.key.cmp(&b.1.key)));
    let body = html! {
        ul class="items" { @for (n, o) in all.iter().take(15) {
            li { p {
                a href=(cx.selection.shared().having("a", &actor.key).having("b", &o.key).at("/dyad")) { "with " (o.name) }
                " " span class="n" { (count(*n, "item", "items")) }
                @if sides.get(&o.key).is_some_and(|s| Some(s.0) == sides.get(&actor.key).map(|s| s.0)) { " " span class="mark" { "own side" } }
            } }
        } }
    };
    section("dyads", "With whom", all.len(), &body)
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = cx.answer()?;
    let k = known(cx, &a.picture)?;
    Ok(json!({"actor": k.actor, "picture": k.picture}))
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = cx.answer()?;
    let k = known(cx, &a.picture)?;
    Ok(table::items(&k.picture))
}
