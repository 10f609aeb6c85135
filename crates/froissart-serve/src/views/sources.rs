//! Sources: every outlet and every account of the picture, with what it says, how often it is contradicted, whom it
//! leans to by whose word, and which texts several print.
//!
//! "Contradicted" counts the disputes in which an account stands on a side, and is no judgement: the other side is
//! contradicted no less.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count, number};
use crate::sources::{Account, Leans, Outlet, Sources, Span, sort};
use maud::{Markup, html};
use serde_json::{Value, json};

pub(crate) const VIEW: View = View {
    path: "/sources",
    title: "Sources",
    is_listed: true,
    access: Some("o"),
    has_days: true,
    has_csv: true,
    about: "Outlets and independent accounts of the picture: claims, pages, days, sides in disputes, leanings with their origin, and texts that several pages print.",
    takes: &[("page", "which page of the list of accounts, from 1")],
    html: page,
    json: data,
    csv: Some(table),
};

/// Accounts on one page.
const EACH: usize = 100;
/// Families that are shown.
const FAMILIES: usize = 25;

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let s = Sources::of(cx)?;
    let all = s.ranked();
    let shown: Vec<&&Account> = all.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH).collect();
    Ok(
        json!({"outlets": s.outlets, "total": all.len(), "page": cx.selection.page(), "of_each": EACH, "accounts": shown, "families": s.families}),
    )
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let s = Sources::of(cx)?;
    let mut t = Table::new(&[
        "what",
        "name",
        "key",
        "sort",
        "claims",
        "pages",
        "first",
        "last",
        "own_word",
        "relayed",
        "copied_pages",
        "disputes",
        "for_own_side",
        "against_own_side",
        "leans_to",
    ]);
    let day = |d: Option<froissart_model::Day>| d.map_or_else(String::new, |d| d.to_string());
    let leans = |all: &[Leans]| all.iter().map(|l| format!("{} ({})", l.to, l.why)).collect::<Vec<_>>().join(" | ");
    for o in &s.outlets {
        let own = o.voice.map(|n| &s.accounts[n]);
        t.rows.push(vec![
            "outlet".into(),
            o.name.clone(),
            own.map_or_else(String::new, |a| a.voice.key.clone()),
            "outlet".into(),
            o.n_claims.to_string(),
            o.n_pages.to_string(),
            day(o.days.0),
            day(o.days.1),
            o.own.to_string(),
            o.relayed.to_string(),
            o.copies.to_string(),
            own.map_or(0, |a| a.contradicted.len()).to_string(),
            String::new(),
            String::new(),
            own.map_or_else(String::new, |a| leans(&a.leans)),
        ]);
    }
    for a in s.ranked() {
        t.rows.push(vec![
            "account".into(),
            a.voice.name.clone(),
            a.voice.key.clone(),
            sort(a.voice.kind).into(),
            a.n_claims.to_string(),
            a.n_pages.to_string(),
            day(a.days.0),
            day(a.days.1),
            String::new(),
            String::new(),
            String::new(),
            a.contradicted.len().to_string(),
            a.for_own_side.to_string(),
            a.against_own_side.to_string(),
            leans(&a.leans),
        ]);
    }
    Ok(t)
}

fn days(d: Span) -> Markup {
    html! { @match d { (Some(a), Some(b)) if a == b => (parts::day(a)), (Some(a), Some(b)) => { (parts::day(a)) " to " (parts::day(b)) }, _ => "no date" } }
}

/// The address of a source's own page.
pub(crate) fn to(cx: &Cx<'_>, name: &str) -> String {
    cx.selection.shared().having("key", name).at("/source")
}

/// Whom it leans to, with whose word that is.
pub(crate) fn leanings(cx: &Cx<'_>, all: &[Leans]) -> Markup {
    html! {
        @for (n, l) in all.iter().enumerate() {
            @if n > 0 { "; " }
            (l.to) " " span class="code" {
                "(" @match &l.claim { Some((claim, page)) => a href=(parts::words::claim_path(cx, page, claim)) { (l.why) }, None => (l.why) } ")"
            }
        }
    }
}

fn outlets(cx: &Cx<'_>, s: &Sources) -> Markup {
    let row = |o: &Outlet| {
        let own = o.voice.map(|n| &s.accounts[n]);
        html! {
            tr {
                th scope="row" { a href=(to(cx, &o.name)) data-item { (o.name) } }
                td class="num" { (number(o.n_pages)) @if o.copies > 0 { " " span class="code" { "(" (number(o.copies)) " of them another's text)" } } }
                td class="num" { (number(o.own)) }
                td class="num" { (number(o.relayed)) }
                td class="num" { (number(own.map_or(0, |a| a.contradicted.len()))) }
                td class="nowrap" { (days(o.days)) }
                td { @if let Some(a) = own { (leanings(cx, &a.leans)) } }
            }
        }
    };
    html! {
        section aria-labelledby="h-outlets" {
            h2 id="h-outlets" { "Outlets " span class="n" { (number(s.outlets.len())) } }
            div class="scroll" tabindex="0" role="region" aria-label="Outlets, as a table" {
                table {
                    thead { tr {
                        th scope="col" { "Outlet" } th scope="col" class="num" { "Pages" } th scope="col" class="num" { "Claims on its own word" }
                        th scope="col" class="num" { "By others' accounts" } th scope="col" class="num" { "Sides in disputes" } th scope="col" { "Published" } th scope="col" { "Leans to" }
                    } }
                    tbody { @for o in s.outlets.iter().take(200) { (row(o)) } }
                }
            }
            @if s.outlets.len() > 200 { p class="more" { "and " (number(s.outlets.len() - 200)) " more, all in the CSV" } }
        }
    }
}

fn accounts(cx: &Cx<'_>, s: &Sources) -> Markup {
    let all = s.ranked();
    html! {
        section aria-labelledby="h-accounts" {
            h2 id="h-accounts" { "Accounts " span class="n" { (number(all.len())) } }
            div class="scroll" tabindex="0" role="region" aria-label="Accounts, as a table" {
                table {
                    thead { tr {
                        th scope="col" { "By whose account" } th scope="col" class="num" { "Claims" } th scope="col" class="num" { "Pages" } th scope="col" { "Printed by" }
                        th scope="col" class="num" { "Sides in disputes" } th scope="col" class="num" { "Against its own side" } th scope="col" { "Published" } th scope="col" { "Leans to" }
                    } }
                    tbody {
                        @for a in all.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH) {
                            tr {
                                th scope="row" { a href=(to(cx, &a.voice.key)) data-item { (a.voice.name) } " " span class="code" { (sort(a.voice.kind)) } }
                                td class="num" { (number(a.n_claims)) }
                                td class="num" { (number(a.n_pages)) }
                                td { (printed(a)) }
                                td class="num" { (number(a.contradicted.len())) }
                                td class="num" { @if a.for_own_side + a.against_own_side > 0 { (number(a.against_own_side)) " of " (number(a.for_own_side + a.against_own_side)) } @else { "–" } }
                                td class="nowrap" { (days(a.days)) }
                                td { (leanings(cx, &a.leans)) }
                            }
                        }
                    }
                }
            }
            (parts::pages(cx, all.len(), EACH))
            p class="order" { "Sides in disputes: of how many sets of claims that cannot all be true it tells one version; the other versions are contradicted no less. Against its own side: of its claims that bear for or against a party that it is of or leans to, how many are against it, such as an own loss." }
        }
    }
}

fn printed(a: &Account) -> String {
    let mut all: Vec<(&String, &usize)> = a.outlets.iter().collect();
    all.sort_by(|x, y| y.1.cmp(x.1).then_with(|| x.0.cmp(y.0)));
    let named: Vec<&str> = all.iter().take(4).map(|o| o.0.as_str()).collect();
    let more = all.len().saturating_sub(4);
    if more > 0 { format!("{} and {more} more", named.join(", ")) } else { named.join(", ") }
}

fn families(cx: &Cx<'_>, s: &Sources) -> Markup {
    html! {
        @if !s.families.is_empty() {
            section aria-labelledby="h-families" {
                h2 id="h-families" { "Texts that several pages print " span class="n" { (number(s.families.len())) } }
                ul class="items" {
                    @for f in s.families.iter().take(FAMILIES) {
                        li { p {
                            a href=(cx.selection.shared().at(&format!("/page/{}", f.head))) { "First by " (f.outlet.as_deref().unwrap_or("an outlet not named")) }
                            ", on " (count(f.pages.len(), "page", "pages")) " of " (f.outlets.join(", ")) ": one account, however often it is printed"
                        } }
                    }
                }
            }
        }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let s = Sources::of(cx)?;
    let a = cx.answer()?;
    let main = html! { (outlets(cx, &s)) (accounts(cx, &s)) (families(cx, &s)) };
    let lead = html! { "Who publishes, and whose word it is. " (layout::drawn_from(&a.picture)) };
    let content = Content { title: layout::title("Sources", &a.picture), lead, main };
    Ok(Shown { content, days: Days::of(&a.picture), notes: a.notes.clone() })
}
