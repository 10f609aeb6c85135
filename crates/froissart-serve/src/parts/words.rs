//! The words behind an item: who says it, in which sentence, on which page.

use crate::cx::Cx;
use crate::parts::{count, day, number};
use froissart_model::content_id;
use froissart_picture::{Account, ClaimRef, Grounds, account};
use maud::{Markup, html};

/// Claims that stand under an item at once; the others are a click away.
const CLAIMS_SHOWN: usize = 6;
/// Accounts that are named in a line.
const ACCOUNTS_SHOWN: usize = 3;

/// The name by which the words of an item can be asked for: that of its claims.
pub(crate) fn name_of(g: &Grounds) -> String {
    let ids: Vec<&str> = g.claims.iter().map(|c| c.id.as_str()).collect();
    content_id("grounds", ids.join(" ").as_bytes()).chars().take(16).collect()
}

/// "the foreign ministry; Deccan Observer, 2 Dec 2024".
pub(crate) fn account_line(cx: &Cx<'_>, a: &Account) -> Markup {
    let to = |name: &str| cx.selection.shared().having("key", name).at("/source");
    html! {
        @if a.by.is_empty() && a.outlet.is_none() { (account(a)) }
        @for (n, by) in a.by.iter().enumerate() { @if n > 0 { ", via " } a class="account" href=(to(by)) { (by) } }
        @if let Some(o) = &a.outlet { @if !a.by.is_empty() { "; " } a class="account outlet" href=(to(o)) { (o) } }
        @if let Some(d) = a.day { ", " (day(d)) }
    }
}

/// The accounts of an item, opening onto its sentences.
pub(crate) fn grounds(cx: &Cx<'_>, g: &Grounds) -> Markup {
    if g.claims.is_empty() {
        return html! {};
    }
    let names: Vec<String> = g.accounts.iter().take(ACCOUNTS_SHOWN).map(who).collect();
    let more = g.accounts.len().saturating_sub(ACCOUNTS_SHOWN);
    html! {
        details class="grounds" {
            summary {
                span class="accounts" data-n=(g.accounts.len()) { (count(g.accounts.len(), "account", "accounts")) }
                ": " (names.join(" | ")) @if more > 0 { " and " (number(more)) " more" }
            }
            ol class="words" {
                @for c in g.claims.iter().take(CLAIMS_SHOWN) { li { (claim(cx, c)) } }
            }
            @if g.claims.len() > CLAIMS_SHOWN {
                p class="more" { a href=(cx.selection.at(&format!("/words/{}", name_of(g)))) { "All " (number(g.claims.len())) " claims" } }
            }
        }
    }
}

/// Who vouches, as one line of text: the innermost account and the outlet.
fn who(a: &Account) -> String {
    match (a.by.first(), &a.outlet) {
        (Some(by), Some(o)) => format!("{by} ({o})"),
        (Some(by), None) => by.clone(),
        (None, Some(o)) => o.to_string(),
        (None, None) => "no outlet named".into(),
    }
}

/// One claim: its words, as a link to their place on the page; by whose account, how sure, what was decided of it.
pub(crate) fn claim(cx: &Cx<'_>, c: &ClaimRef) -> Markup {
    html! {
        a class="evidence" href=(claim_path(cx, &c.page_id, &c.id)) { "“" (c.evidence) "”" }
        " " span class="by" { (account_line(cx, &c.account)) }
        " " span class={ "mark " (certainty(c)) } { (certainty(c)) }
        @for r in &c.decisions { " " span class="mark decided" { (froissart_picture::remark(r)) } }
    }
}

fn certainty(c: &ClaimRef) -> String {
    serde_json::to_value(c.certainty).ok().and_then(|v| v.as_str().map(str::to_owned)).unwrap_or_default()
}

/// The address of a claim's words on its page.
pub(crate) fn claim_path(cx: &Cx<'_>, page: &str, claim: &str) -> String {
    let s = cx.selection.shared();
    let id = claim.get(..16).unwrap_or(claim);
    format!("{}#claim", s.having("claim", id).at(&format!("/page/{page}")))
}
