//! Disputes as lines of text: each side with its independent accounts, their outlets, since when, and their claims.
//!
//! In a picture a side is one line: "held by rebels — 2 accounts: the Observatory (AFP, Reuters; since 2024-11-30),
//! rebels' command (own side)". On a page of their own ([`render_disputes`]) each account has a line and its words.
//! Both sides are always printed, and none comes first because of who tells it.

use crate::report::{Line, Role, count, short};
use crate::sides::{SideAccount, side_accounts};
use crate::types::{Dispute, DisputeSide, Picture, Standing};
use froissart_model::Certainty;
use std::fmt::Write as _;

/// More accounts and ids than these make a line that nobody reads; `froissart disputes` has them all.
const ACCOUNTS_MAX: usize = 4;
const CLAIMS_MAX: usize = 3;

/// "1 account", "3 accounts"
fn accounts(side: &DisputeSide) -> String {
    count(side.testimonies.len().max(1), "account", "accounts")
}

/// A dispute's lines in a picture: its name, and a line a side.
pub(crate) fn lines(d: &Dispute) -> Vec<Line> {
    let mut all = vec![Line::new(1, Role::Item, d.label.clone())];
    for side in &d.sides {
        if side.testimonies.is_empty() {
            all.push(Line::new(2, Role::Item, side.label.clone()).with(&side.grounds));
            continue;
        }
        let all_of_it = side_accounts(side);
        let mut told: Vec<String> = all_of_it.iter().take(ACCOUNTS_MAX).map(account).collect();
        if let Some(more) = all_of_it.len().checked_sub(ACCOUNTS_MAX).filter(|n| *n > 0) {
            told.push(format!("and {more} more"));
        }
        let mut line = Line::new(2, Role::Item, format!("{} \u{2014} {}:", side.label, accounts(side)));
        line.parts.push((Role::Account, told.join(", ")));
        let claims = &side.grounds.claims;
        let mut ids = claims.iter().take(CLAIMS_MAX).map(|c| short(&c.id)).collect::<Vec<_>>().join(" ");
        if claims.len() > CLAIMS_MAX {
            let _ = write!(ids, " +{}", claims.len() - CLAIMS_MAX);
        }
        line.parts.push((Role::Muted, ids));
        all.push(line.marked(&side.grounds));
    }
    all.extend(stated(d));
    all
}

/// "the Observatory (AFP, Reuters; since 2024-11-30)"
fn account(a: &SideAccount<'_>) -> String {
    let through = a.through();
    let since = a.since.map_or_else(String::new, |d| format!("since {d}"));
    let more: Vec<String> = [through, since].into_iter().chain(a.notes()).filter(|x| !x.is_empty()).collect();
    if more.is_empty() { a.name.clone() } else { format!("{} ({})", a.name, more.join("; ")) }
}

/// Who holds that its claims contradict each other, where an analyst does.
fn stated(d: &Dispute) -> impl Iterator<Item = Line> {
    d.stated.iter().map(|s| {
        let g = &s.ground;
        let text = format!(
            "{} and {} contradict each other, says {}, {}: {}",
            short(&s.a),
            short(&s.b),
            g.who,
            g.at.get(..10).unwrap_or(&g.at),
            g.why
        );
        Line::new(2, Role::Muted, text)
    })
}

/// The disputes of a picture as a page of their own: each account on a line, and under it its words.
pub fn render_disputes(p: &Picture) -> Vec<Line> {
    let day = p.as_of.map_or_else(|| "on no known day".to_owned(), |d| format!("as of {d}"));
    let known = p.known_by.filter(|k| Some(*k) != p.as_of).map_or_else(String::new, |k| format!(", as known by {k}"));
    let about = p.about.as_ref().map_or_else(String::new, |a| format!(", about {a}"));
    let claims = count(p.claims, "claim", "claims");
    let head = format!("{} {day}{known}{about}, from {claims}", count(p.disputes.len(), "DISPUTE", "DISPUTES"));
    let mut all = vec![Line::new(0, Role::Heading, head)];
    for d in &p.disputes {
        all.push(Line::default());
        let of = d.day.map_or_else(String::new, |d| format!(" (told of {d})"));
        all.push(Line::new(0, Role::Heading, format!("{}{of}", d.label)));
        let sides: Vec<Vec<SideAccount<'_>>> = d.sides.iter().map(side_accounts).collect();
        let width = |f: &dyn Fn(&SideAccount<'_>) -> String| {
            sides.iter().flatten().map(|a| f(a).chars().count()).max().unwrap_or(0).min(WIDTH_MAX)
        };
        let (name, through) = (width(&|a| a.name.clone()), width(&|a| a.through()));
        for (side, told) in d.sides.iter().zip(&sides) {
            all.push(Line::new(1, Role::Item, format!("{} \u{2014} {}", side.label, accounts(side))));
            for a in told {
                let since = a.since.map_or_else(String::new, |d| format!("since {d}"));
                let text = format!("{:name$}  {:through$}  {since:16}  {}", a.name, a.through(), a.notes().join("; "));
                all.push(Line::new(2, Role::Account, text.trim_end()));
                for c in &a.claims {
                    let words = c.evidence.split_whitespace().collect::<Vec<_>>().join(" ");
                    let mut line = Line::new(3, Role::Item, format!("\u{201c}{words}\u{201d}"));
                    let mark = hedge(c.certainty).mark();
                    if !mark.is_empty() {
                        line.parts.push((Role::Muted, format!("[{mark}]")));
                    }
                    line.parts.push((Role::Muted, short(&c.id).to_owned()));
                    all.push(line.marked_by(&c.decisions, &c.id));
                }
            }
        }
        all.extend(stated(d));
    }
    if !p.disputes.is_empty() {
        all.push(Line::default());
        all.push(Line::new(
            0,
            Role::Muted,
            "Both sides stand as they are told; `froissart explain ID` shows a claim with its page.",
        ));
    }
    all
}

/// Columns wider than this are left ragged.
const WIDTH_MAX: usize = 40;

fn hedge(c: Certainty) -> Standing {
    match c {
        Certainty::Asserted | Certainty::Reported => Standing::Fact,
        Certainty::Believed => Standing::Believed,
        Certainty::Planned => Standing::Planned,
        Certainty::Conditional => Standing::Conditional,
        Certainty::Requested => Standing::Requested,
        Certainty::Denied => Standing::Denied,
    }
}
