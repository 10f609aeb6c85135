//! The timeline: what was told to hold, back, bind and happen when, in lanes by party, by pair or by type.
//!
//! A bar is solid where somebody told of the days, and hatched where its beginning is open or nobody has told of it
//! since. Days on which no page came out are marked: silence is not peace.

use super::timeline_sheet::{id_of, legend, svg};
use super::{Shown, View};
use crate::app::Refusal;
use crate::cx::Cx;
use crate::draw::lanes::{Bar, Lane, Lanes, bars, lanes};
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::{self, Table};
use crate::parts::{Sides, count, day, days, marks, number, short_day, words};
use froissart_ask::Answer;
use froissart_model::Day;
use froissart_picture::{Picture, Standing, Timing};
use maud::{Markup, html};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;

pub(crate) const VIEW: View = View {
    path: "/timeline",
    title: "Timeline",
    is_listed: true,
    access: Some("t"),
    has_days: true,
    has_csv: true,
    about: "Holdings, agreements, backing, events and figures as intervals in lanes, with the ends that the words leave open; days without pages.",
    takes: &[("lanes", "by what the lanes are told apart: party, dyad or type")],
    html: page,
    json: data,
    csv: Some(rows),
};

/// The sheet's width, and that of the lanes' names.
pub(super) const RIGHT_EDGE: f64 = 980.0;
pub(super) const LEFT: f64 = 150.0;
/// Room for the labels of the last days.
const RIGHT: f64 = 120.0;
pub(super) const ROW: f64 = 17.0;
pub(super) const TOP: f64 = 46.0;
/// A letter of a label, on average.
pub(super) const LETTER: f64 = 5.9;
const LABEL: usize = 32;
/// Items that are drawn, the best attested; the table has the same.
const MOST: usize = 400;
/// Days of the axis at most, back from its end: what began before has an open end there.
const LONGEST: i32 = 120;

/// The answer with the events of all days that it covers, and not of the last week only.
fn whole(cx: &Cx<'_>) -> Result<Arc<Answer>, Refusal> {
    let plain = cx.answer()?;
    let first = cx.selection.from.or(plain.picture.coverage.whole_since).or(plain.picture.coverage.first);
    let since = first.and_then(|d| d.yesterday().ok());
    match (cx.selection.ask.since.or(since), plain.picture.as_of) {
        (Some(since), Some(as_of)) if since < as_of => {
            let mut ask = cx.selection.ask.clone();
            ask.since = Some(since);
            cx.app.answer(cx.ledger, cx.state, &ask)
        }
        _ => Ok(plain),
    }
}

/// The items of this view, the best attested of them, and how many more there are.
fn items<'p>(cx: &Cx<'_>, p: &'p Picture, sides: &Sides) -> (Vec<Bar<'p>>, usize) {
    let by = Lanes::of(cx.selection.own("lanes"));
    let mut all = bars(p, by, sides);
    let more = all.len().saturating_sub(MOST);
    all.sort_by(|a, b| {
        b.grounds
            .accounts
            .len()
            .cmp(&a.grounds.accounts.len())
            .then_with(|| b.span().cmp(&a.span()))
            .then_with(|| a.text.cmp(&b.text))
    });
    all.truncate(MOST);
    (all, more)
}

/// From the first to the last day that is drawn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Axis {
    pub(super) first: Day,
    pub(super) last: Day,
}

impl Axis {
    fn of(p: &Picture, from: Option<Day>, to: Option<Day>, all: &[Bar<'_>]) -> Option<Self> {
        let last = to.into_iter().chain(p.as_of).chain(all.iter().map(|b| b.span().1)).max()?;
        // An agreement may bind for years: the axis goes on for two weeks after the day.
        let last = p
            .as_of
            .and_then(|d| d.checked_add(jiff::Span::new().days(14)).ok())
            .map_or(last, |d| last.min(d.max(to.unwrap_or(d))));
        let least = last.checked_sub(jiff::Span::new().days(LONGEST)).ok()?;
        let told = all.iter().map(|b| b.begin.unwrap_or(b.end)).chain(from).filter(|d| *d >= least && *d <= last).min();
        let first = from.unwrap_or(told.unwrap_or(last)).min(last).yesterday().ok()?;
        Some(Self { first, last })
    }
    pub(super) fn days(self) -> i32 {
        (self.last - self.first).get_days() + 1
    }
    pub(super) fn wide(self) -> f64 {
        (RIGHT_EDGE - LEFT - RIGHT) / f64::from(self.days())
    }
    /// The left edge of a day; what is before the axis stands at its beginning.
    pub(super) fn x(self, d: Day) -> f64 {
        let n = f64::from((d - self.first).get_days()).clamp(-1.0, f64::from(self.days()));
        LEFT + n.max(0.0) * self.wide()
    }
    pub(super) fn all(self) -> Vec<Day> {
        std::iter::successors(Some(self.first), |d| d.tomorrow().ok()).take_while(|d| *d <= self.last).collect()
    }
}

pub(super) fn label(b: &Bar<'_>) -> String {
    if b.label.chars().count() > LABEL {
        format!("{}…", b.label.chars().take(LABEL - 1).collect::<String>())
    } else {
        b.label.clone()
    }
}

fn sorted<'p>(all: Vec<Bar<'p>>, p: &Picture, by: Lanes, axis: Axis) -> Vec<Lane<'p>> {
    lanes(all, p, by, |d| axis.x(d), |l| l.chars().count().min(LABEL) as f64 * LETTER + 12.0 + axis.wide())
}

fn data(cx: &Cx<'_>) -> Result<Value, Refusal> {
    let a = whole(cx)?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let by = Lanes::of(cx.selection.own("lanes"));
    let (all, left_out) = items(cx, &p, &sides);
    let silent = silent_days(&a, &p, Axis::of(&p, cx.selection.from, cx.selection.to, &all).as_ref());
    let axis = Axis::of(&p, cx.selection.from, cx.selection.to, &all);
    let lanes: Vec<Value> = axis.map_or_else(Vec::new, |axis| {
        sorted(all, &p, by, axis)
            .iter()
            .map(|l| json!({"name": l.name, "items": l.bars.iter().map(|(row, b)| item(cx, *row, b)).collect::<Vec<_>>()}))
            .collect()
    });
    Ok(json!({
        "as_of": p.as_of, "known_by": p.known_by, "about": p.about, "by": by.as_str(),
        "first": axis.map(|a| a.first), "last": axis.map(|a| a.last), "silent_days": silent,
        "published": days::published(&a).into_iter().map(|(d, n)| json!({"day": d, "pages": n})).collect::<Vec<_>>(),
        "lanes": lanes, "left_out": left_out,
        "disputes": p.disputes.iter().filter(|d| d.day.is_some()).map(|d| json!({"day": d.day, "label": d.label, "sides": d.sides.len()})).collect::<Vec<_>>(),
    }))
}

fn item(cx: &Cx<'_>, row: usize, b: &Bar<'_>) -> Value {
    json!({
        "section": b.section, "type": b.type_, "text": b.text, "row": row, "begin": b.begin, "end": b.end,
        "maybe_from": b.maybe_from, "maybe_to": b.maybe_to, "is_act": b.is_act, "intensity": b.intensity,
        "standing": b.standing, "is_disputed": b.is_disputed, "is_past": b.is_past, "low": b.count.and_then(|c| c.low), "high": b.count.and_then(|c| c.high), "side": b.side.map(|(n, _)| n),
        "n_accounts": b.grounds.accounts.len(),
        "href": cx.selection.shared().at(&format!("/words/{}", words::name_of(b.grounds))),
    })
}

fn rows(cx: &Cx<'_>) -> Result<Table, Refusal> {
    let a = whole(cx)?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let (all, _) = items(cx, &p, &sides);
    let mut t = Table::new(&[
        "lane",
        "section",
        "type",
        "text",
        "from_at_the_earliest",
        "from",
        "to",
        "to_at_the_latest",
        "standing",
        "disputed",
        "low",
        "high",
        "n_accounts",
        "accounts",
        "claims",
    ]);
    let Some(axis) = Axis::of(&p, cx.selection.from, cx.selection.to, &all) else { return Ok(t) };
    for l in sorted(all, &p, Lanes::of(cx.selection.own("lanes")), axis) {
        for (_, b) in &l.bars {
            let day = |d: Option<Day>| d.map_or_else(String::new, |d| d.to_string());
            let standing = if b.standing == Standing::Fact { "fact" } else { b.standing.mark() };
            let mut row = vec![l.name.clone(), b.section.to_owned(), b.type_.clone(), b.text.clone()];
            row.extend([day(b.maybe_from), day(b.begin), b.end.to_string(), day(b.maybe_to)]);
            row.extend([standing.to_owned(), if b.is_disputed { "yes" } else { "no" }.to_owned()]);
            let bound = |n: Option<f64>| n.map_or_else(String::new, |n| n.to_string());
            row.extend([bound(b.count.and_then(|c| c.low)), bound(b.count.and_then(|c| c.high))]);
            row.extend(table::grounds(b.grounds));
            t.rows.push(row);
        }
    }
    Ok(t)
}

/// Days of the axis up to the picture's day on which no page came out that tells of this.
fn silent_days(a: &Answer, p: &Picture, axis: Option<&Axis>) -> Vec<Day> {
    let published = days::published(a);
    let first = published.keys().next().copied();
    axis.map_or_else(Vec::new, |a| a.all())
        .into_iter()
        .filter(|d| first.is_some_and(|f| *d > f) && p.as_of.is_some_and(|n| *d <= n) && !published.contains_key(d))
        .collect()
}

/// How many items are drawn, and of how many: "176 items have a day."
fn shown(n: usize, more: usize) -> String {
    if more == 0 {
        format!("{} a day.", count(n, "item has", "items have"))
    } else {
        let (best, all) = (number(n), number(n + more));
        format!(
            "The {best} best attested of {all} items with a day are drawn; fewer days or a narrower subject show the others."
        )
    }
}

fn page(cx: &Cx<'_>) -> Result<Shown, Refusal> {
    let a = whole(cx)?;
    let p = cx.picture(&a);
    let sides = Sides::of(&a.picture);
    let by = Lanes::of(cx.selection.own("lanes"));
    let (all, more) = items(cx, &p, &sides);
    let n = all.len();
    let axis = Axis::of(&p, cx.selection.from, cx.selection.to, &all);
    let lead = html! {
        (shown(n, more)) " "
        (layout::drawn_from(&p))
    };
    let main = html! {
        div class="choices" {
            div role="group" aria-label="Lanes by" {
                span { "Lanes by" }
                @for x in [Lanes::Party, Lanes::Dyad, Lanes::Type] {
                    " " a href=(cx.selection.having("lanes", x.as_str()).at("/timeline")) aria-current=[(x == by).then_some("true")] { (if x == Lanes::Dyad { "pair" } else { x.as_str() }) }
                }
            }
            (range(cx, &p))
        }
        @match axis {
            Some(axis) if n > 0 => {
                @let silent = silent_days(&a, &p, Some(&axis));
                @let lanes = sorted(all, &p, by, axis);
                div class="drawing" data-timeline {
                    figure class="sheet" {
                        div class="scroll" tabindex="0" role="region" aria-label="Timeline" { (svg(&p, axis, &lanes, &silent, &a)) }
                        figcaption { (legend(&silent)) }
                    }
                    aside class="beside" aria-label="Beside the timeline" { div class="panel" data-panel hidden {} (disputes(cx, &p)) }
                }
                (listed(cx, &p, &lanes, &a))
            }
            _ => { p class="empty" { "Nothing that is told of this has a day." } }
        }
    };
    let title = layout::title("Timeline", &p);
    Ok(Shown { content: Content { title, lead, main }, days: Days::of(&p), notes: a.notes.clone() })
}

/// The first and last day by hand: what the brush does with a script.
fn range(cx: &Cx<'_>, p: &Picture) -> Markup {
    let s = &cx.selection;
    let kept: Vec<(String, String)> =
        s.pairs().into_iter().filter(|(n, _)| *n != "from" && *n != "to").map(|(n, v)| (n.to_owned(), v)).collect();
    html! {
        form class="range" method="get" action="/timeline" aria-label="Days that are shown" data-range {
            @for (n, v) in &kept { input type="hidden" name=(n) value=(v); }
            label { span { "From" } input type="date" name="from" value=[s.from.map(|d| d.to_string())]; }
            label { span { "To" } input type="date" name="to" value=[s.to.map(|d| d.to_string())]; }
            button { "Only these days" }
            @if s.from.is_some() || s.to.is_some() { a href=(s.without("from").without("to").at("/timeline")) { "all days" } }
            @else if let Some(d) = p.as_of { span class="n" { "up to " (short_day(d)) } }
        }
    }
}

fn disputes(cx: &Cx<'_>, p: &Picture) -> Markup {
    html! {
        @if !p.disputes.is_empty() {
            section id="disputes" class="listed" {
                h2 { "Accounts that cannot all be true " span class="n" { (number(p.disputes.len())) } }
                @for d in p.disputes.iter().take(8) {
                    h3 { (d.label) @if let Some(x) = d.day { " " span class="n" { (day(x)) } } }
                    ul class="items" { @for s in &d.sides { li { p { (s.label) } (words::grounds(cx, &s.grounds)) } } }
                }
                p class="more" { a href=(cx.selection.shared().at("/disputes")) { "The disputes, side by side" } }
            }
        }
    }
}

/// The same as words: lane by lane, day by day.
fn listed(cx: &Cx<'_>, p: &Picture, lanes: &[Lane<'_>], a: &Answer) -> Markup {
    let published = days::published(a);
    let mut told: BTreeSet<String> = BTreeSet::new();
    let mut first_of = |id: String| told.insert(id.clone()).then_some(id);
    html! {
        section class="section" aria-labelledby="h-lanes" {
            h2 id="h-lanes" { "In words" }
            div class="scroll" tabindex="0" role="region" aria-label="Table of the timeline" {
                table class="lanes" {
                    thead { tr { th scope="col" { "From" } th scope="col" { "To" } th scope="col" { "What" } th scope="col" { "How" } th scope="col" { "By whose account" } } }
                    @for l in lanes {
                        tbody {
                            tr { th colspan="5" scope="rowgroup" class="lane" { (l.name) " " span class="n" { (number(l.bars.len())) } } }
                            @for (_, b) in &l.bars {
                                tr id=[first_of(id_of(b))] class=[b.is_past.then_some("stale")] {
                                    td { (from_words(b)) }
                                    td { @if b.is_act { "–" } @else { (day(b.end)) @if b.maybe_to.is_some() { br; span class="age" { "not told since" } } } }
                                    td { (b.text) }
                                    td { span class="what" { (b.section) } " " @if b.is_disputed { span class="mark disputed" { "disputed" } " " } (marks(b.standing, Timing::Current)) @if let Some(i) = b.intensity { span class="n" title="intensity, from −10, conflict, to 10, cooperation" { (i) } } }
                                    td { (words::grounds(cx, b.grounds)) }
                                }
                            }
                        }
                    }
                }
            }
            @if let (Some((first, _)), Some(as_of)) = (published.first_key_value(), p.as_of) { p class="order" { "Pages that tell of this came out from " (day(*first)) " on; the picture is as of " (day(as_of)) "." } }
        }
    }
}

/// "by 2 Dec 2024", "27 to 29 Nov 2024", "open".
fn from_words(b: &Bar<'_>) -> Markup {
    html! {
        @match (b.maybe_from, b.begin) {
            (_, None) if b.is_act => { "by " (day(b.end)) },
            (Some(a), Some(z)) if a < z => { "from " (day(a)) " to " (day(z)) },
            (_, Some(d)) => (day(d)),
            (_, None) => { span class="age" { "open" } },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Axis, shown};

    #[test]
    fn what_is_left_out_is_said() {
        assert_eq!(shown(1, 0), "1 item has a day.");
        assert!(shown(400, 362).starts_with("The 400 best attested of 762 items"), "{}", shown(400, 362));
    }

    #[test]
    fn a_day_has_its_place_and_what_came_before_stands_at_the_beginning() {
        let day = |d: &str| d.parse().unwrap();
        let axis = Axis { first: day("2024-11-27"), last: day("2024-12-08") };
        assert_eq!(axis.days(), 12);
        assert!((axis.x(day("2016-01-01")) - super::LEFT).abs() < 0.1);
        assert!((axis.x(day("2024-11-28")) - super::LEFT - axis.wide()).abs() < 0.1);
        assert!(axis.x(day("2030-01-01")) <= super::RIGHT_EDGE);
        assert_eq!(axis.all().len(), 12);
    }
}
