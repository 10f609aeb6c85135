//! One claim in full: who, whom, where, when, how sure, by whose account; how each was found; how to cite it.
//!
//! Beside "assault by Rebels on Aleppo" stands what it rests on: the words, the rule with its sentences, and whoever has
//! accepted or rejected it. What only follows from another claim says so.

use crate::cx::Cx;
use crate::parts::telling;
use crate::{Found, Read};
use froissart_know::Knowledge;
use froissart_ledger::{PageHead, Stored};
use froissart_model::{Char, Claim, Entity, Interval, LinkAs};
use froissart_picture::Remark;
use maud::{Markup, html};
use std::collections::BTreeMap;

/// So much of an id as no two claims of a ledger share.
pub(crate) fn short(id: &str) -> &str {
    id.get(..16).unwrap_or(id)
}

/// A name that leads to all that is told with it.
fn name(cx: &Cx<'_>, e: &Entity<Char>) -> Markup {
    let asked = e.name.as_deref().unwrap_or(&e.text);
    let href = cx.selection.shared().having("q", format!("\"{}\"", telling::line(asked))).at("/search");
    let code = telling::code(e);
    html! { a href=(href) { (telling::name(e)) } @if !code.is_empty() { " " span class="code" { (code) } } }
}

fn names(cx: &Cx<'_>, all: &[Entity<Char>]) -> Markup {
    html! { @for (n, e) in all.iter().enumerate() { @if n > 0 { "; " } (name(cx, e)) } }
}

fn when(i: &Interval<Char>) -> Markup {
    html! { (telling::days(i)) " " span class="code" { (telling::basis(i)) } }
}

fn way(as_: LinkAs) -> &'static str {
    match as_ {
        LinkAs::ImpliedBy => "follows from",
        LinkAs::ContentOf => "is what is said in",
        LinkAs::Rejects => "rejects",
        LinkAs::SameTelling => "is told again in",
        LinkAs::PartOf => "is part of",
        LinkAs::FigureOf => "counts",
        LinkAs::BecauseOf => "is so because of",
    }
}

/// The fields in words; `numbers` has the number of each claim of the page by its anchor.
pub(crate) fn fields(cx: &Cx<'_>, c: &Claim<Char>, outlet: Option<&str>, numbers: &BTreeMap<&str, usize>) -> Markup {
    html! {
        dl class="fields-of" {
            dt { "Who" } dd { @if c.actor.is_empty() { "nobody named" } @else { (names(cx, &c.actor)) } }
            @if !c.recipient.is_empty() { dt { "Whom" } dd { (names(cx, &c.recipient)) } }
            @if !c.place.is_empty() {
                dt { "Where" }
                dd { @for (n, p) in c.place.iter().enumerate() { @if n > 0 { "; " }
                    (telling::place(p))
                    @if let Some(name) = p.name.as_ref().filter(|n| !p.text.contains(n.as_str())) { " (" (name) ")" }
                    @let within: Vec<&str> = p.admin1.as_deref().into_iter().chain(p.country.as_deref()).collect();
                    " " span class="code" { (within.join(", ")) @if p.lat.is_none() { @if !within.is_empty() { "; " } "not in the gazetteer" } }
                } }
            }
            @if let Some(e) = &c.extent { dt { "How much" } dd { (telling::line(&e.text)) @if let Some((a, b)) = e.low.zip(e.high) { " " span class="code" { (percent(a)) " to " (percent(b)) } } } }
            @if let Some(f) = &c.figure { dt { "How many" } dd { (telling::line(&f.text)) " " span class="code" { (bounds(f.low, f.high)) } } }
            @if let Some(i) = &c.happened { dt { "When" } dd { (when(i)) } }
            @if let Some(i) = &c.in_force { dt { "In force" } dd { (when(i)) } }
            @if let Some(i) = &c.said { dt { "Said" } dd { (when(i)) } }
            dt { "How sure" } dd { span class={ "mark " (telling::certainty(c.certainty)) } { (telling::sure(c)) } @if let Some(p) = c.confidence { " " span class="code" { "read right with a chance of " (percent(p)) } } }
            dt { "According to" } dd {
                @if c.according_to.is_empty() { (outlet.unwrap_or("the page itself")) } @else {
                    @for (n, e) in c.according_to.iter().enumerate() { @if n > 0 { ", according to " } (name(cx, e)) }
                    @if let Some(o) = outlet { ", in " (o) }
                }
            }
            dt { "Coded" } dd {
                (telling::kind(c.kind)) " " b { (c.type_) }
                @if let Some(s) = &c.status { ", " (s.replace('_', " ")) }
                @if !c.modes.is_empty() { ", " (c.modes.join(", ")) }
                @if !c.contexts.is_empty() { "; " (c.contexts.join(", ")) }
                @if let Some(x) = &c.cameo { "; CAMEO " (x) }
                @if let Some(a) = &c.acled { "; ACLED " (a.sub_event_type) }
                @if c.told == froissart_model::Told::Background { "; background, no news of the day" }
            }
            @if !c.links.is_empty() {
                dt { "Hangs on" }
                dd { @for (i, l) in c.links.iter().enumerate() { @if i > 0 { "; " }
                    (way(l.as_)) " "
                    @match numbers.get(l.to.as_str()) {
                        Some(n) => a href={ "#c-" (n + 1) } { "claim " (n + 1) },
                        None => a href=(permalink(&l.to)) { (short(&l.to)) },
                    }
                } }
            }
        }
    }
}

fn percent(x: f64) -> String {
    format!("{} %", (x * 1000.0).round() / 10.0)
}

fn bounds(low: Option<f64>, high: Option<f64>) -> String {
    match (low, high) {
        (Some(a), Some(b)) if (a - b).abs() < 1e-9 => format!("{a}"),
        (Some(a), Some(b)) => format!("{a} to {b}"),
        (Some(a), None) => format!("{a} or more"),
        (None, Some(b)) => format!("up to {b}"),
        (None, None) => "no number".into(),
    }
}

/// The address that stays, by id or anchor.
pub(crate) fn permalink(id: &str) -> String {
    format!("/claim/{}", short(id))
}

/// What coding the page now makes of a claim.
#[derive(Debug)]
pub(crate) struct Again<'r> {
    /// The claim as it comes out now and how it was found; none where it is not made any more.
    pub(crate) found: Option<(&'r Claim<Char>, &'r [Found])>,
    /// Where it is not: what the same words give now.
    pub(crate) instead: Vec<&'r Claim<Char>>,
}

impl<'r> Again<'r> {
    /// Looks for a claim in a new reading: by its id, else by its words.
    pub(crate) fn of(r: &'r Read, c: &Claim<Char>) -> Self {
        let at =
            r.claims.iter().position(|x| x.id == c.id).or_else(|| r.claims.iter().position(|x| x.anchor == c.anchor));
        let found = at.and_then(|i| Some((&r.claims[i], r.traces.get(i)?.as_slice())));
        let overlaps = |x: &&Claim<Char>| x.evidence.span.overlaps(c.evidence.span);
        let instead = if found.is_some() { Vec::new() } else { r.claims.iter().filter(overlaps).collect() };
        Self { found, instead }
    }
}

/// A field's name as a person has it.
fn title(field: &str) -> String {
    match field {
        "actor" => "who".into(),
        "recipient" => "whom".into(),
        "place" => "where".into(),
        "happened" => "when".into(),
        "according_to" => "according to".into(),
        "mood" => "told as".into(),
        other => other.replace('_', " "),
    }
}

/// Field by field how it was found.
pub(crate) fn trace(found: &[Found]) -> Markup {
    html! {
        ol class="trace" {
            @for f in found {
                li {
                    p { span class="field" { (title(&f.field)) } " " b { (telling::line(&f.value)) } }
                    @if !f.how.is_empty() { ul { @for h in &f.how { li { (h) } } } }
                }
            }
        }
    }
}

/// Why the claim is coded so.
pub(crate) fn why(know: &Knowledge, c: &Claim<Char>, again: &Again<'_>) -> Markup {
    html! {
        section class="why" aria-labelledby="h-why" {
            h3 id="h-why" { "Why this code" }
            @match &again.found {
                Some((now, found)) => {
                    @if now.id != c.id { p class="problem" { "Program or data have changed since it was recorded: the same words are now read as “" (telling::says(now)) "”, and this is how." } }
                    (trace(found))
                },
                None => {
                    p class="problem" { "The program that runs now does not make this claim any more: what was recorded stands, and how it was found cannot be told." }
                    @if !again.instead.is_empty() { p { "These words now give:" } ul { @for x in &again.instead { li { (telling::says(x)) } } } }
                },
            }
            (rule(know, &c.rule))
        }
    }
}

/// The rule with its patterns and the sentences that it must and must not code.
fn rule(know: &Knowledge, id: &str) -> Markup {
    let rule = know.rules.rules.iter().find(|r| r.id == id);
    html! {
        @if let Some(r) = rule {
            details class="rule" {
                summary { "The rule " code { (r.id) } }
                p class="code" { "data/rules/" (r.file.trim_start_matches("data/rules/")) }
                ul { @for p in &r.patterns { li { code { (p.text) } } } }
                p { "It must code:" }
                ul { @for y in &r.yes { li { (y.sentence) } } }
                p { "It must leave alone:" }
                ul { @for n in &r.no { li { (n) } } }
            }
        } @else if let Some(t) = id.strip_prefix("back-off/") {
            p class="code" { "No rule reads this verb here: a learned head takes it, by its context, for " (t) "." }
        }
    }
}

/// A claim as a footnote has it.
pub(crate) fn citation(c: &Claim<Char>, page: &PageHead, read: Option<&Stored>) -> String {
    let title = page.title.as_deref().map_or(String::new(), |t| format!(", “{}”", telling::line(t)));
    let outlet = page.outlet.as_deref().unwrap_or("outlet not named");
    let day = page.published.as_deref().and_then(|p| p.get(..10)).map_or(", no date".to_owned(), |d| format!(", {d}"));
    let url = page.url.as_deref().map_or(String::new(), |u| format!(", {u}"));
    let by = if c.according_to.is_empty() {
        String::new()
    } else {
        format!("according to {}, in ", telling::chain(c, None))
    };
    let read = read.map_or(String::new(), |s| {
        format!(", as read by {}, recorded {}", s.version, s.recorded_at.get(..10).unwrap_or(&s.recorded_at))
    });
    let words = telling::line(&c.evidence.text);
    format!("“{words}” ({by}{outlet}{title}{day}{url}; Froissart claim {}{read})", short(&c.id))
}

/// The citation, to be copied.
pub(crate) fn cite(text: &str, id: &str) -> Markup {
    html! {
        section class="cite" aria-labelledby="h-cite" {
            h3 id="h-cite" { "To cite it" }
            p class="citation" data-copy { (text) }
            p { a href=(permalink(id)) { "Permalink" } }
        }
    }
}

/// What was decided of it, and where one may decide.
pub(crate) fn decided(cx: &Cx<'_>, c: &Claim<Char>, decisions: &[Remark], back: &str) -> Markup {
    if decisions.is_empty() && !cx.may_write {
        return html! {};
    }
    html! {
        section class="decided-of" aria-labelledby="h-decided" {
            h3 id="h-decided" { "Decided of it" }
            ul { @for r in decisions { li { (froissart_picture::remark(r)) } } }
            @if cx.may_write {
                form class="opinion" method="post" action="/api/v1/opinions" data-opinion {
                    input type="hidden" name="claim" value=(c.id);
                    input type="hidden" name="back" value=(back);
                    label { span { "Why" } input type="text" name="why" required maxlength="500" autocomplete="off"; }
                    label { span { "Who decides" } input type="text" name="who" maxlength="80" value="analyst" autocomplete="name"; }
                    button name="verdict" value="accept" title="key a" { "Accept" }
                    button class="plain" name="verdict" value="reject" title="key r" { "Reject" }
                }
            }
        }
    }
}

/// How one comes to write.
pub(crate) fn no_token() -> Markup {
    html! {
        p class="soft" { "To accept, reject or correct, open the address with the token that was printed when this server started (" code { "/enter?token=…" } "). Whatever is decided stands beside the claims and changes none." }
    }
}
