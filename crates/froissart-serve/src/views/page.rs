//! The reader: a page with its claims marked in place, and beside it the claims in words.
//!
//! `/page/3f2a…?claim=0188da29` shows the page with the words of one claim, its parts in its sentence, and how each was
//! found; `why=1` says of every sentence that gave nothing why. It judges nothing: it shows what was read where.

use super::{Shown, View};
use crate::Read;
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::claim::{self, Again, short};
use crate::parts::layout::{Content, Days};
use crate::parts::sheet::{self, Sheet};
use crate::parts::table::Table;
use crate::parts::{count, number, rows, telling};
use froissart_ledger::{PageHead, Stored, Version};
use froissart_model::{Char, Claim, Note, Page};
use froissart_picture::{Cited, Decisions, Says};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub(crate) const VIEW: View = View {
    path: "/page/",
    title: "Page",
    is_listed: false,
    access: None,
    has_days: false,
    has_csv: true,
    about: "A page as it was read: its text, what of it is furniture, its claims, and how one of them was found.",
    takes: &[
        ("claim", "a claim by its id or anchor, or the beginning of one: shown with how it was found"),
        ("why", "1: with the sentences that gave nothing, and why"),
    ],
    html: page,
    json: data,
    csv: Some(table),
};

/// A page out of the ledger, with what was asked of it.
struct Opened {
    page: Page<Char>,
    head: PageHead,
    /// The version whose reading this is; none where nothing was coded.
    version: Option<String>,
    claims: Vec<Claim<Char>>,
    notes: Vec<Note<Char>>,
    decisions: Decisions,
    chosen: Option<usize>,
    /// The chosen claim as the ledger keeps it.
    stored: Option<Stored>,
    /// The page coded again, where a claim is chosen or reasons are asked for.
    read: Option<Arc<Read>>,
    problems: Vec<String>,
}

/// The page's claims as the version that coded it last read them.
fn newest(cx: &Cx<'_>, page: &str) -> Result<(Option<String>, Vec<Claim<Char>>), Refusal> {
    let mut versions: Vec<(usize, Version)> = cx.store().versions()?.into_iter().enumerate().collect();
    versions.sort_by(|a, b| (&b.1.last_recorded_at, b.0).cmp(&(&a.1.last_recorded_at, a.0)));
    for (_, v) in versions {
        if let Some(claims) = cx.store().claims_by(&v.name, page)? {
            return Ok((Some(v.name), claims));
        }
    }
    Ok((None, Vec::new()))
}

/// Whether a text may be the beginning of an id.
pub(crate) fn is_id(text: &str) -> bool {
    (4..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_hexdigit())
}

fn open(cx: &Cx<'_>) -> Result<Opened, Refusal> {
    let id = cx.tail();
    let page = cx.store().page(id)?.ok_or_else(|| {
        Refusal::NotFound(format!("there is no page `{id}` in this ledger; the list of pages has all"))
    })?;
    let (version, mut claims) = newest(cx, id)?;
    claims.sort_by_key(|c| (c.evidence.span.begin, c.evidence.span.end));
    let mut problems = Vec::new();
    let mut chosen = None;
    let mut stored = None;
    if let Some(wanted) = cx.selection.own("claim") {
        let wanted = wanted.to_ascii_lowercase();
        let found = if is_id(&wanted) { cx.store().by_id(&wanted)? } else { Vec::new() };
        let of_page: Vec<&Stored> = found.iter().filter(|s| s.page.id == id).collect();
        let at = claims
            .iter()
            .position(|c| is_id(&wanted) && (c.id.starts_with(&wanted) || c.anchor.starts_with(&wanted)))
            .or_else(|| claims.iter().position(|c| of_page.iter().any(|s| s.claim.anchor == c.anchor)));
        match (at, of_page.first()) {
            (Some(n), _) => {
                chosen = Some(n);
                stored = cx.store().by_id(&claims[n].id)?.into_iter().find(|s| s.claim.id == claims[n].id);
                if !claims[n].id.starts_with(&wanted) && !claims[n].anchor.starts_with(&wanted) {
                    problems.push(format!("claim {wanted} is an earlier reading of these words; shown is the newest"));
                }
            }
            (None, Some(s)) => problems.push(format!(
                "the newest reading of this page has no claim {wanted}; an earlier one, by {}, had: “{}”",
                s.version,
                telling::says(&s.claim)
            )),
            (None, None) => problems.push(format!("this page has no claim `{wanted}`")),
        }
    }
    let is_asked = chosen.is_some() || with_why(cx);
    let read = if is_asked { Some(cx.app.again(&page)?) } else { None };
    Ok(Opened {
        head: PageHead::from(&page),
        version,
        notes: cx.store().notes(id)?,
        decisions: froissart_ask::standing(cx.store(), cx.selection.ask.recorded_by.as_deref())?,
        page,
        claims,
        chosen,
        stored,
        read,
        problems,
    })
}

fn with_why(cx: &Cx<'_>) -> bool {
    cx.selection.own("why") == Some("1")
}

fn cited(c: &Claim<Char>) -> Cited {
    Cited { id: c.id.clone(), anchor: c.anchor.clone() }
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let o = open(cx)?;
    let claims: Vec<Value> = o
        .claims
        .iter()
        .map(|c| {
            let mut v = rows::json(c);
            v["decisions"] = json!(o.decisions.of(&cited(c)));
            v
        })
        .collect();
    let mut v =
        json!({"page": o.page, "version": o.version, "claims": claims, "notes": o.notes, "remarks": o.problems});
    if let (Some(n), Some(r)) = (o.chosen, &o.read) {
        let c = &o.claims[n];
        let again = Again::of(r, c);
        v["chosen"] = json!({
            "claim": c.id,
            "citation": claim::citation(c, &o.head, o.stored.as_ref()),
            "now": again.found.map(|f| &f.0.id),
            "trace": again.found.map(|f| f.1),
            "instead": again.instead.iter().map(|c| rows::json(c)).collect::<Vec<_>>(),
        });
    }
    if let Some(r) = o.read.as_ref().filter(|_| with_why(cx)) {
        v["silences"] = json!(r.silences);
    }
    Ok(v)
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let o = open(cx)?;
    let mut t = rows::table();
    t.rows = o.claims.iter().map(|c| rows::row(c, &o.head)).collect();
    Ok(t)
}

/// "7 Dec 2024, 06:00 UTC" for 2024-12-07T06:00:00+00:00; another offset stays as it is written.
fn instant(text: &str) -> String {
    let Some(day) = text.get(..10).and_then(|d| d.parse().ok()).map(crate::parts::short_day) else {
        return text.to_owned();
    };
    let Some(time) = text.get(11..16) else { return day };
    let offset =
        text.get(16..).unwrap_or_default().trim_start_matches(|c: char| c == ':' || c == '.' || c.is_ascii_digit());
    match offset {
        "" => format!("{day}, {time}"),
        "Z" | "+00:00" | "-00:00" => format!("{day}, {time} UTC"),
        other => format!("{day}, {time} {other}"),
    }
}

/// Who published it, when, who wrote it, where it stands.
pub(crate) fn lead(cx: &Cx<'_>, p: &Page<Char>) -> Markup {
    let outlet = p.outlet.as_ref().map(|o| (o, cx.selection.shared().having("key", o).at("/source")));
    let is_web = |u: &&String| u.starts_with("https://") || u.starts_with("http://");
    html! {
        @if let Some((o, href)) = &outlet { a href=(href) { (o) } } @else { "Outlet not named" }
        @if let Some(d) = &p.published { ", " time datetime=(d) { (instant(d)) } } @else { ", no day of publication" }
        @if !p.byline.is_empty() { ", by " (p.byline.join(", ")) }
        @if let Some(u) = p.url.as_ref().filter(is_web) { " · " a href=(u) rel="noreferrer noopener external" { "the page itself" } }
        @else if let Some(u) = &p.url { " · " (u) }
        @if let Some(l) = p.language.as_deref().filter(|l| *l != "en") { " · in " (l) ", of which only English is understood" }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let o = open(cx)?;
    let base = cx.selection.clone();
    let link = |n: usize| {
        let s = base.having("claim", short(&o.claims[n].id));
        format!("{}#claim", s.at(cx.path))
    };
    let silent = o.read.as_ref().filter(|_| with_why(cx)).map_or(&[][..], |r| r.silences.as_slice());
    let sheet = Sheet { page: &o.page, claims: &o.claims, chosen: o.chosen, silent, link: &link };
    let numbers: BTreeMap<&str, usize> = o.claims.iter().enumerate().map(|(n, c)| (c.anchor.as_str(), n)).collect();
    let title = o.page.title.clone().unwrap_or_else(|| "A page without a headline".into());
    let main = html! {
        (notes(&o.notes))
        (tools(cx, &o))
        div class="reader" data-reader {
            article class="leaf" aria-label="The page's text" lang=[o.page.language.as_deref()] { (sheet::text(&sheet)) }
            div class="beside" {
                (chosen(cx, &o, &numbers))
                (list(cx, &o, &link))
            }
        }
        (silence(&o.page, silent, with_why(cx)))
    };
    let content = Content { title, lead: lead(cx, &o.page), main };
    Ok(Shown { content, days: Days::default(), notes: o.problems.clone() })
}

/// What was odd about the page.
pub(crate) fn notes(all: &[Note<Char>]) -> Markup {
    html! {
        @if !all.is_empty() {
            details class="notes" {
                summary { (count(all.len(), "thing was odd", "things were odd")) " about this page" }
                ul { @for n in all { li { span class="mark" { (n.name) } " " (n.message) } } }
            }
        }
    }
}

fn tools(cx: &Cx<'_>, o: &Opened) -> Markup {
    let sentences: BTreeSet<usize> = o.claims.iter().map(|c| c.evidence.sentence).collect();
    let why = |on: bool| {
        cx.selection.with(|s| {
            s.own.remove("why");
            if on {
                s.own.insert("why".into(), "1".into());
            }
        })
    };
    html! {
        p class="tools" {
            (count(o.claims.len(), "claim", "claims")) " in " (count(sentences.len(), "sentence", "sentences"))
            @if let Some(v) = &o.version { ", read by " (v) }
            ". "
            @if with_why(cx) { a href=(why(false).at(cx.path)) { "Without the other sentences" } }
            @else { a href=(why(true).at(cx.path)) data-key="w" { "Why the other sentences gave nothing" } }
        }
    }
}

/// The claims in words, in the page's order.
fn list(cx: &Cx<'_>, o: &Opened, link: &dyn Fn(usize) -> String) -> Markup {
    html! {
        section class="claims-of" aria-labelledby="h-claims" {
            h2 id="h-claims" { "Claims " span class="n" { (number(o.claims.len())) } }
            @if o.claims.is_empty() { p class="empty" { "Nothing on this page is told of anybody's doings, as far as the rules can read." } }
            ol class="claims" {
                @for (n, c) in o.claims.iter().enumerate() {
                    @let is_on = o.chosen == Some(n);
                    li id={ "c-" (n + 1) } class={ "claim" @if is_on { " on" } @if !c.is_fact() { " hedged" } } data-n=(n + 1) {
                        a href=(link(n)) data-item aria-current=[is_on.then_some("true")] { (telling::says(c)) }
                        (line(c, o.head.outlet.as_deref()))
                        (opinions(&o.decisions, c))
                    }
                }
            }
            @if !cx.may_write && !o.claims.is_empty() { (claim::no_token()) }
        }
    }
}

/// Kind, type, how sure, when and by whose account, in one line.
pub(crate) fn line(c: &Claim<Char>, outlet: Option<&str>) -> Markup {
    html! {
        p class="about-claim" {
            span class="mark kind" { (telling::kind(c.kind)) @if c.kind != froissart_model::Kind::Control { " " (c.type_) } }
            " " span class={ "mark " (telling::certainty(c.certainty)) } { (telling::sure(c)) }
            @if c.is_implied() { " " span class="mark" { "implied" } }
            @if let Some(i) = &c.happened { " " (telling::days(i)) }
            " · " (telling::chain(c, if c.according_to.is_empty() { outlet } else { None }))
        }
    }
}

/// Whether analysts stand by it, in a mark.
fn opinions(all: &Decisions, c: &Claim<Char>) -> Markup {
    let of = all.of(&cited(c));
    let who = |says: Says| of.iter().filter(|r| r.says == says).map(|r| r.ground.who.clone()).collect::<BTreeSet<_>>();
    let text = |who: BTreeSet<String>| who.into_iter().collect::<Vec<_>>().join(", ");
    let (yes, no) = (text(who(Says::Accepted)), text(who(Says::Rejected)));
    html! {
        @if !yes.is_empty() { span class="mark accepted" { "accepted by " (yes) } " " }
        @if !no.is_empty() { span class="mark rejected" { "rejected by " (no) } }
    }
}

/// The claim that is looked at, in full.
fn chosen(cx: &Cx<'_>, o: &Opened, numbers: &BTreeMap<&str, usize>) -> Markup {
    let Some(n) = o.chosen else {
        return html! { div id="chosen" class="chosen empty-panel" { p class="soft" { "Choose a claim by its number in the text or in the list: its words, its parts and how each was found are shown." } } };
    };
    let c = &o.claims[n];
    let none = cx.selection.with(|s| {
        s.own.remove("claim");
    });
    let back = format!("{}#claim", cx.selection.having("claim", short(&c.id)).at(cx.path));
    html! {
        section id="chosen" class="chosen" aria-labelledby="h-chosen" data-n=(n + 1) {
            p class="close" { a href=(none.at(cx.path)) aria-label="Choose no claim" { "×" } }
            h2 id="h-chosen" { span class="number" { (n + 1) } " " (telling::says(c)) }
            blockquote { "“" (telling::line(&c.evidence.text)) "”" }
            (claim::fields(cx, c, o.head.outlet.as_deref(), numbers))
            (claim::decided(cx, c, &o.decisions.of(&cited(c)), &back))
            @if let Some(r) = &o.read { (claim::why(cx.app.desk.knowledge(), c, &Again::of(r, c))) }
            (claim::cite(&claim::citation(c, &o.head, o.stored.as_ref()), &c.id))
        }
    }
}

/// The sentences that gave nothing, each with why.
pub(crate) fn silence(page: &Page<Char>, all: &[crate::Silent], is_asked: bool) -> Markup {
    let counted = crate::parts::marked::Counted::new(&page.text);
    html! {
        @if is_asked {
            section class="silences" aria-labelledby="h-silent" {
                h2 id="h-silent" { "Sentences that gave nothing " span class="n" { (number(all.len())) } }
                @if all.is_empty() { p { "None: every sentence of the article carries a claim, or the page could not be read as English." } }
                ol {
                    @for (n, s) in all.iter().enumerate() {
                        li id={ "s-" (n + 1) } {
                            p { a href={ "#q-" (n + 1) } class="evidence" { (telling::line(counted.slice(s.span.begin, s.span.end))) } }
                            ul { @for w in &s.why { li { (w) } } }
                        }
                    }
                }
                @if !page.furniture.is_empty() { p class="soft" { (count(page.furniture.len(), "line was", "lines were")) " not read at all: furniture, grey in the text, each with its reason." } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn an_instant_is_read_as_people_write_it() {
        assert_eq!(instant("2024-12-07T06:00:00+00:00"), "7 Dec 2024, 06:00 UTC");
        assert_eq!(instant("2024-12-07T06:00:00.5Z"), "7 Dec 2024, 06:00 UTC");
        assert_eq!(instant("2024-12-07T18:30+05:30"), "7 Dec 2024, 18:30 +05:30");
        assert_eq!(instant("2024-12-07T18:30"), "7 Dec 2024, 18:30");
        assert_eq!(instant("2024-12-07"), "7 Dec 2024");
        assert_eq!(instant("last Monday"), "last Monday");
    }
}
