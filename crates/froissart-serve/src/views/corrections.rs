//! Corrections: what analysts have decided, what they may decide, and how precise the coder is by their own judgement.
//!
//! "Faramir rejects 3f2a9c01: the photograph is of 2016" is a row that stays; taken back, it is struck through and still
//! there. Claims themselves are never changed.

use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::claim::{no_token, permalink, short};
use crate::parts::layout::{Content, Days};
use crate::parts::table::Table;
use crate::parts::{self, count, number};
use crate::precision::{self, Precision, Tally};
use froissart_ledger::{Act, ClaimLink, Correction, Ground, LinkType, MadeBy, Numbered, Opinion, Verdict};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeMap;

pub(crate) const VIEW: View = View {
    path: "/corrections",
    title: "Corrections",
    is_listed: true,
    access: Some("c"),
    has_days: false,
    has_csv: true,
    about: "Opinions, corrections and links, those taken back too; and of the claims that were judged how many were accepted, with Wilson's interval of 95 %.",
    takes: &[
        ("section", "precision: as CSV the precision by kind and by file of rules, instead of the decisions"),
        ("claim", "a claim to be judged or linked"),
        ("page", "which page of the list, from 1"),
    ],
    html: page,
    json: data,
    csv: Some(table),
};

/// Decisions on one page.
const EACH: usize = 100;

/// One decision of whichever sort, as lists have it.
struct Row {
    decision: &'static str,
    number: i64,
    what: String,
    claims: Vec<(String, String)>,
    subject: String,
    into: String,
    ground: Ground,
    retracted: Option<Ground>,
}

fn link_words(t: LinkType) -> &'static str {
    match t {
        LinkType::SameEvent => "same event",
        LinkType::Contradicts => "contradicts",
        LinkType::Corroborates => "corroborates",
        LinkType::Supersedes => "supersedes",
        LinkType::Retracts => "retracts",
    }
}

fn of_opinion(o: &Numbered<Opinion>) -> Row {
    let what = match o.decision.verdict {
        Verdict::Accept => "accepts",
        Verdict::Reject => "rejects",
    };
    Row {
        decision: "opinion",
        number: o.number,
        what: what.to_owned(),
        claims: vec![(o.decision.claim.id.clone(), o.decision.claim.anchor.clone())],
        subject: String::new(),
        into: String::new(),
        ground: o.decision.ground.clone(),
        retracted: o.retracted.clone(),
    }
}

fn of_correction(c: &Numbered<Correction>) -> Row {
    let what = match c.decision.act {
        Act::Rename => "renames",
        Act::Merge => "merges",
        Act::Split => "splits",
    };
    Row {
        decision: "correction",
        number: c.number,
        what: what.to_owned(),
        claims: c.decision.claims.iter().map(|x| (x.id.clone(), x.anchor.clone())).collect(),
        subject: c.decision.subject.clone(),
        into: c.decision.into.clone(),
        ground: c.decision.ground.clone(),
        retracted: c.retracted.clone(),
    }
}

fn of_link(l: &Numbered<ClaimLink>) -> Row {
    let by = if l.decision.made_by == MadeBy::Rule { " (by a rule)" } else { "" };
    Row {
        decision: "link",
        number: l.number,
        what: format!("{}{by}", link_words(l.decision.type_)),
        claims: [&l.decision.from, &l.decision.to].map(|x| (x.id.clone(), x.anchor.clone())).to_vec(),
        subject: String::new(),
        into: String::new(),
        ground: l.decision.ground.clone(),
        retracted: l.retracted.clone(),
    }
}

/// All decisions, the latest first.
fn decisions(cx: &Cx<'_>) -> Result<Vec<Row>, Refusal> {
    let mut all: Vec<Row> = cx.store().opinions()?.iter().map(of_opinion).collect();
    all.extend(cx.store().corrections()?.iter().map(of_correction));
    all.extend(cx.store().links()?.iter().map(of_link));
    all.sort_by(|a, b| (&b.ground.at, b.decision, b.number).cmp(&(&a.ground.at, a.decision, a.number)));
    Ok(all)
}

fn measured(cx: &Cx<'_>) -> Result<Precision, Refusal> {
    let opinions = cx.store().opinions()?;
    precision::measure(&opinions, |o| {
        let by_id = cx.store().by_id(&o.claim.id)?.into_iter().find(|s| s.claim.id == o.claim.id);
        match by_id {
            Some(s) => Ok(Some(s)),
            None => Ok(cx.store().by_id(&o.claim.anchor)?.into_iter().find(|s| s.claim.anchor == o.claim.anchor)),
        }
    })
}

fn tally(t: Tally) -> Value {
    json!({"accepted": t.accepted, "rejected": t.rejected, "n": t.n(), "precision": t.share(), "low": t.interval().map(|i| i.0), "high": t.interval().map(|i| i.1)})
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let p = measured(cx)?;
    let of =
        |all: &BTreeMap<String, Tally>| all.iter().map(|(n, t)| (n.clone(), tally(*t))).collect::<BTreeMap<_, _>>();
    Ok(json!({
        "opinions": cx.store().opinions()?,
        "corrections": cx.store().corrections()?,
        "links": cx.store().links()?,
        "precision": {"all": tally(p.all), "by_kind": of(&p.by_kind), "by_rules": of(&p.by_rules), "unknown": p.unknown},
    }))
}

fn table(cx: &Cx<'_>) -> Result<Table, Refusal> {
    if cx.selection.own("section") == Some("precision") {
        let p = measured(cx)?;
        let mut t = Table::new(&["by", "name", "accepted", "rejected", "n", "precision", "low_95", "high_95"]);
        let share = |x: Option<f64>| x.map_or_else(String::new, |x| format!("{x:.4}"));
        let all = std::iter::once(("all", "all", p.all));
        let kinds = p.by_kind.iter().map(|(n, t)| ("kind", n.as_str(), *t));
        let rules = p.by_rules.iter().map(|(n, t)| ("rules", n.as_str(), *t));
        for (by, name, x) in all.chain(kinds).chain(rules) {
            let i = x.interval();
            t.rows.push(vec![
                by.to_owned(),
                name.to_owned(),
                x.accepted.to_string(),
                x.rejected.to_string(),
                x.n().to_string(),
                share(x.share()),
                share(i.map(|i| i.0)),
                share(i.map(|i| i.1)),
            ]);
        }
        return Ok(t);
    }
    let mut t = Table::new(&[
        "decision",
        "number",
        "what",
        "claims",
        "anchors",
        "subject",
        "into",
        "who",
        "at",
        "why",
        "retracted_by",
        "retracted_at",
        "retracted_why",
    ]);
    for r in decisions(cx)? {
        let ids = |f: fn(&(String, String)) -> &str| r.claims.iter().map(f).collect::<Vec<_>>().join(" ");
        let back = r.retracted.clone();
        let of = |f: fn(Ground) -> String| back.clone().map(f).unwrap_or_default();
        t.rows.push(vec![
            r.decision.to_owned(),
            r.number.to_string(),
            r.what.clone(),
            ids(|c| &c.0),
            ids(|c| &c.1),
            r.subject.clone(),
            r.into.clone(),
            r.ground.who.clone(),
            r.ground.at.clone(),
            r.ground.why.clone(),
            of(|g| g.who),
            of(|g| g.at),
            of(|g| g.why),
        ]);
    }
    Ok(t)
}

fn percent(x: f64) -> String {
    format!("{:.0} %", x * 100.0)
}

fn line(name: &Markup, t: Tally) -> Markup {
    html! {
        tr {
            th scope="row" { (name) }
            td class="num" { (number(t.accepted)) }
            td class="num" { (number(t.rejected)) }
            td class="num" { (number(t.n())) }
            td class="num" { (t.share().map_or_else(|| "–".to_owned(), percent)) }
            td class="nowrap" { @if let Some((a, b)) = t.interval() { (percent(a)) " to " (percent(b)) } }
        }
    }
}

fn precision_of(cx: &Cx<'_>, p: &Precision) -> Markup {
    html! {
        section aria-labelledby="h-precision" {
            h2 id="h-precision" { "Precision on your own pages" }
            @if p.all.n() == 0 { p { "Nobody has judged a claim yet. Accept or reject some in the reader, best those of a few whole pages, and this says how often the coder is right." } }
            @else {
                div class="scroll" tabindex="0" role="region" aria-label="Precision, as a table" {
                    table {
                        thead { tr { th scope="col" { "Claims" } th scope="col" class="num" { "Accepted" } th scope="col" class="num" { "Rejected" } th scope="col" class="num" { "n" } th scope="col" class="num" { "Precision" } th scope="col" { "95 % interval" } } }
                        tbody {
                            (line(&html! { "All" }, p.all))
                            @for (k, t) in &p.by_kind { (line(&html! { "kind " (k) }, *t)) }
                            @for (k, t) in &p.by_rules { (line(&html! { "rules " code { (k) } }, *t)) }
                        }
                    }
                }
                p class="order" {
                    "Accepted of accepted and rejected, the last opinion of each analyst on each claim; Wilson's interval. It is of the claims that were judged, not of all. "
                    @if p.unknown > 0 { (count(p.unknown, "opinion is", "opinions are")) " on claims that this ledger does not hold. " }
                    a href=(cx.selection.having("section", "precision").at("/api/v1/corrections.csv")) { "As CSV" }
                }
            }
        }
    }
}

fn ground_fields() -> Markup {
    html! {
        label { span { "Why" } input type="text" name="why" required maxlength="500" autocomplete="off"; }
        label { span { "Who decides" } input type="text" name="who" value="analyst" maxlength="80" autocomplete="name"; }
    }
}

fn forms(cx: &Cx<'_>) -> Markup {
    let claim = cx.selection.own("claim");
    let field = |name: &str, title: &str, value: Option<&str>, is_needed: bool| {
        html! {
            label { span { (title) } input type="text" name=(name) value=[value] required[is_needed] maxlength="300" autocomplete="off" spellcheck="false"; }
        }
    };
    html! {
        section aria-labelledby="h-forms" {
            h2 id="h-forms" { "Decide" }
            @if !cx.may_write { (no_token()) }
            fieldset class="bare" disabled[!cx.may_write] {
                legend class="skip" { "Decisions" }
                div class="sheet-of-forms" {
                    form method="post" action="/api/v1/opinions" {
                        h3 { "Accept or reject a claim" }
                        (field("claim", "Claim (the beginning of its id)", claim, true))
                        label { span { "Verdict" } select name="verdict" { option value="accept" { "accept: the page says so" } option value="reject" { "reject: it is not what the page says, or not so" } } }
                        (ground_fields())
                        button { "Keep this opinion" }
                    }
                    form method="post" action="/api/v1/corrections" {
                        h3 { "Put a name right" }
                        label { span { "What" } select name="act" {
                            option value="rename" { "rename: it is called otherwise" }
                            option value="merge" { "merge: two names are one actor" }
                            option value="split" { "split: in these claims somebody else is meant" }
                        } }
                        (field("name", "Actor, by name or key", None, true))
                        (field("to", "New name, or the other actor", None, true))
                        (field("claims", "Claims it rests on (of a split: those it changes)", claim, false))
                        (ground_fields())
                        button { "Keep this correction" }
                    }
                    form method="post" action="/api/v1/links" {
                        h3 { "Link two claims" }
                        (field("claim", "Claim", claim, true))
                        label { span { "What it does to the other" } select name="type" {
                            option value="same_event" { "tells of the same event" }
                            option value="contradicts" { "contradicts it" }
                            option value="corroborates" { "corroborates it" }
                            option value="supersedes" { "takes its place, as its own source says" }
                            option value="retracts" { "takes it back" }
                        } }
                        (field("other", "The other claim", None, true))
                        (ground_fields())
                        button { "Keep this link" }
                    }
                }
            }
        }
    }
}

fn list(cx: &Cx<'_>, all: &[Row]) -> Markup {
    html! {
        section class="decisions" aria-labelledby="h-decisions" {
            h2 id="h-decisions" { "Decided " span class="n" { (number(all.len())) } }
            @if all.is_empty() { p { "Nothing yet: the ledger is as it was recorded." } }
            ul class="items" {
                @for r in all.iter().skip((cx.selection.page() - 1).saturating_mul(EACH)).take(EACH) {
                    li {
                        p class=[r.retracted.is_some().then_some("taken")] {
                            span class="mark" { (r.decision) " " (r.number) } " "
                            b { (r.ground.who) } " " (r.what) " "
                            @if !r.subject.is_empty() { code { (r.subject) } " → " code { (r.into) } " " }
                            @for (n, (id, _)) in r.claims.iter().enumerate() { @if n > 0 { ", " } a href=(permalink(id)) data-item { code { (short(id)) } } }
                            ": " (r.ground.why)
                            " " span class="code" { (r.ground.at.get(..10).unwrap_or(&r.ground.at)) }
                        }
                        @if let Some(g) = &r.retracted { p { "Taken back by " (g.who) ", " (g.at.get(..10).unwrap_or(&g.at)) ": " (g.why) } }
                        @else if cx.may_write {
                            details {
                                summary { "Take it back" }
                                form class="opinion" method="post" action="/api/v1/retractions" {
                                    input type="hidden" name="decision" value=(r.decision);
                                    input type="hidden" name="number" value=(r.number);
                                    input type="hidden" name="back" value="/corrections";
                                    (ground_fields())
                                    button { "Take it back" }
                                }
                            }
                        }
                    }
                }
            }
            (parts::pages(cx, all.len(), EACH))
        }
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let all = decisions(cx)?;
    let p = measured(cx)?;
    let main = html! { (precision_of(cx, &p)) (list(cx, &all)) (forms(cx)) };
    let lead = html! { "What analysts have decided of claims and names. It stands beside the claims and changes none; pictures follow it, unless they are asked for without (" a href=(cx.selection.shared().with(|s| s.ask.without_decisions = true).at("/")) { "the situation as it was recorded" } ")." };
    Ok(Shown { content: Content { title: "Corrections".into(), lead, main }, days: Days::default(), notes: Vec::new() })
}
