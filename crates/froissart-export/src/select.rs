//! Which claims an export takes, in which order, and why it leaves the others.
//!
//! "Turkey denied arming the rebels" is a claim that something did not happen: no row of its own in a table of events
//! unless asked for, and counted in the loss report either way.

use crate::loss::{Losses, Reason};
use crate::{Input, Options};
use froissart_model::{Kind, LinkAs, Mood, Told};
use froissart_picture::{Aside, Sourced};
use std::collections::{BTreeMap, BTreeSet};

/// What is exported, and the losses so far.
pub(crate) struct Selection<'a> {
    /// By publication, page and place on the page.
    pub(crate) claims: Vec<&'a Sourced>,
    pub(crate) losses: Losses,
}

/// Takes the claims that the options ask for, each once.
pub(crate) fn select<'a>(input: &Input<'a>, options: &Options) -> Selection<'a> {
    let mut all: Vec<&Sourced> = input.claims.iter().collect();
    all.sort_by(|a, b| order(a).cmp(&order(b)));
    all.dedup_by(|a, b| a.claim.id == b.claim.id && a.page.id == b.page.id);
    let mut losses = Losses::of(all.len());
    all.retain(|s| match aside(s, input).or_else(|| reason(s, options)) {
        Some(why) => {
            losses.leave(why, s);
            false
        }
        None => true,
    });
    Selection { claims: all, losses }
}

fn order(s: &Sourced) -> (bool, Option<&str>, &str, usize, usize, &str) {
    let c = &s.claim;
    (
        s.page.published.is_none(),
        s.page.published.as_deref(),
        &s.page.id,
        c.evidence.span.begin,
        c.evidence.span.end,
        &c.id,
    )
}

/// Why an analyst's decision leaves a claim out, where one does.
fn aside(s: &Sourced, input: &Input<'_>) -> Option<Reason> {
    Some(match input.set_aside.get(&s.claim.id)? {
        Aside::Rejected | Aside::Follows => Reason::Rejected,
        Aside::Superseded | Aside::Retracted => Reason::Withdrawn,
    })
}

fn reason(s: &Sourced, options: &Options) -> Option<Reason> {
    let c = &s.claim;
    if c.negated && !options.with_negated {
        return Some(Reason::Negated);
    }
    if c.mood != Mood::Actual && !options.with_non_actual {
        return Some(Reason::NonActual);
    }
    if c.is_implied() && !options.with_implied {
        return Some(Reason::Implied);
    }
    if c.told == Told::Background && !options.with_background {
        return Some(Reason::Background);
    }
    None
}

/// Whether a claim tells of something that happened, so that tables of events have a row for it.
pub(crate) fn is_act(s: &Sourced) -> bool {
    matches!(s.claim.kind, Kind::Event | Kind::Statement | Kind::Agreement)
}

/// The claims of `chosen`, with the figures among `all` that count one of them: "at least 11 were killed" belongs to the
/// air strike that was asked for, though nobody asked for figures.
pub(crate) fn with_figures(chosen: Vec<Sourced>, all: &[Sourced]) -> Vec<Sourced> {
    let mut by_anchor: BTreeMap<(&str, &str), Vec<&Sourced>> = BTreeMap::new();
    for s in all {
        by_anchor.entry((&s.page.id, &s.claim.anchor)).or_default().push(s);
    }
    let wanted: BTreeSet<(String, String)> =
        chosen.iter().map(|s| (s.page.id.clone(), s.claim.anchor.clone())).collect();
    let mut have: BTreeSet<(String, String)> = chosen.iter().map(|s| (s.page.id.clone(), s.claim.id.clone())).collect();
    let mut with = chosen;
    for figure in all.iter().filter(|s| s.claim.kind == Kind::Figure) {
        // The way from the figure to the act, with the implied acts and the counts it leads over.
        let mut way: Vec<&Sourced> = Vec::new();
        let mut next = vec![figure];
        let mut arrives = false;
        while let Some(s) = next.pop() {
            if way.iter().any(|w| w.claim.id == s.claim.id) {
                continue;
            }
            if wanted.contains(&(s.page.id.clone(), s.claim.anchor.clone())) && s.claim.kind != Kind::Figure {
                arrives = true;
                break;
            }
            way.push(s);
            for link in s.claim.links.iter().filter(|l| follows(s.claim.kind, l.as_)) {
                next.extend(by_anchor.get(&(s.page.id.as_str(), link.to.as_str())).into_iter().flatten());
            }
        }
        if arrives {
            for s in way {
                if have.insert((s.page.id.clone(), s.claim.id.clone())) {
                    with.push(s.clone());
                }
            }
        }
    }
    with
}

/// Which links lead from a count to what it counts: to its act, to the count it is a part of, and from an act that is only
/// implied to the count it follows from.
pub(crate) fn follows(kind: Kind, link: LinkAs) -> bool {
    match kind {
        Kind::Figure => matches!(link, LinkAs::FigureOf | LinkAs::PartOf),
        _ => link == LinkAs::ImpliedBy,
    }
}
