//! `froissart opinion`, `froissart correct`, `froissart link`: what an analyst decides, kept beside the claims.
//!
//! Nothing here changes a claim. A decision cites the claim's id and its words, and can be taken back, which is a row
//! of its own.

use super::{Run, line};
use crate::args::{Act, CorrectArgs, DecisionArgs, LinkArgs, OpinionArgs};
use crate::failure::{Done, Failure};
use crate::ledger::Ledger;
use froissart_ledger::{Cited, ClaimLink, Correction, Decision, Ground, MadeBy, Numbered, Opinion, Verdict};
use serde::Serialize;
use std::io::Write as _;

fn ground(a: &DecisionArgs) -> Result<Ground, Failure> {
    let why = a.why.clone().ok_or_else(|| Failure::message("a decision needs a reason: give it with --why"))?;
    let who = a.by.clone().or_else(|| std::env::var("USER").ok()).unwrap_or_else(|| "analyst".into());
    let at = a.decided_at.clone().unwrap_or_else(|| jiff::Timestamp::now().to_string());
    Ok(Ground { why, who, at })
}

/// The one claim that a beginning of an id or anchor means.
fn cited(ledger: &Ledger, prefix: &str) -> Result<Cited, Failure> {
    let found = if prefix.len() < 4 { Vec::new() } else { ledger.by_id(prefix)? };
    match found.as_slice() {
        [one] => Ok(Cited { id: one.claim.id.clone(), anchor: one.claim.anchor.clone() }),
        [] => Err(Failure::message(format!(
            "there is no claim {prefix} in this ledger: give at least four digits of an id as `froissart claims` prints them"
        ))),
        many => {
            let list: Vec<String> =
                many.iter().map(|s| format!("  {} “{}”", s.claim.id, s.claim.evidence.text)).collect();
            Err(Failure::message(format!(
                "`{prefix}` begins the ids or anchors of {} claims; give more digits of the one you mean:\n{}",
                many.len(),
                list.join("\n")
            )))
        }
    }
}

/// Prints what was kept.
fn told(a: &DecisionArgs, what: Decision, number: i64, text: &str) -> Run {
    let mut out = anstream::stdout().lock();
    if a.json {
        line(&mut out, &serde_json::json!({"decision": what, "number": number}))?;
    } else {
        writeln!(out, "{} {number}: {text}", what.word())?;
    }
    out.flush()?;
    Ok(Done::Found)
}

fn retract(a: &DecisionArgs, what: Decision, number: i64) -> Run {
    let mut ledger = crate::ledger::existing(&a.ledger)?;
    ledger.retract(what, number, &ground(a)?)?;
    told(a, what, number, "taken back")
}

fn list<T: Serialize>(a: &DecisionArgs, all: &[Numbered<T>], text: impl Fn(&T) -> (String, &Ground)) -> Run {
    let mut out = anstream::stdout().lock();
    for n in all {
        if a.json {
            line(&mut out, n)?;
            continue;
        }
        let (what, g) = text(&n.decision);
        writeln!(out, "{} {what}: {} ({}, {})", n.number, g.why, g.who, g.at)?;
        if let Some(r) = &n.retracted {
            writeln!(out, "  taken back: {} ({}, {})", r.why, r.who, r.at)?;
        }
    }
    out.flush()?;
    Ok(if all.is_empty() { Done::Nothing } else { Done::Found })
}

pub(crate) fn opinion(a: &OpinionArgs) -> Run {
    if let Some(n) = a.decision.retract {
        return retract(&a.decision, Decision::Opinion, n);
    }
    let mut ledger = crate::ledger::existing(&a.decision.ledger)?;
    let (Some(claim), Some(verdict)) = (&a.claim, a.verdict) else {
        return list(&a.decision, &ledger.opinions()?, |o| {
            let word = if o.verdict == Verdict::Accept { "accepts" } else { "rejects" };
            (format!("{word} {}", o.claim.id), &o.ground)
        });
    };
    let claim = cited(&ledger, claim)?;
    let verdict = if verdict == crate::args::Verdict::Accept { Verdict::Accept } else { Verdict::Reject };
    let text = format!("{} {}", if verdict == Verdict::Accept { "accepts" } else { "rejects" }, claim.id);
    let number = ledger.opine(&Opinion { claim, verdict, ground: ground(&a.decision)? })?;
    told(&a.decision, Decision::Opinion, number, &text)
}

pub(crate) fn correct(a: &CorrectArgs) -> Run {
    if let Some(n) = a.decision.retract {
        return retract(&a.decision, Decision::Correction, n);
    }
    let mut ledger = crate::ledger::existing(&a.decision.ledger)?;
    let (Some(act), Some(name), Some(to)) = (a.act, &a.name, &a.to) else {
        if a.act.is_some() {
            return Err(Failure::message(
                "a correction needs the actor's name and what is right: `froissart correct merge NAME --to OTHER --why …`",
            ));
        }
        return list(&a.decision, &ledger.corrections()?, |c| {
            let word = match c.act {
                froissart_ledger::Act::Rename => "renames",
                froissart_ledger::Act::Merge => "merges",
                froissart_ledger::Act::Split => "splits",
            };
            (format!("{word} `{}` to `{}`", c.subject, c.into), &c.ground)
        });
    };
    let subject = ledger.actor_named(name)?.key;
    let (act, into) = match act {
        Act::Rename => (froissart_ledger::Act::Rename, to.clone()),
        Act::Merge => (froissart_ledger::Act::Merge, ledger.actor_named(to)?.key),
        Act::Split => (froissart_ledger::Act::Split, to.clone()),
    };
    let claims = a.claims.iter().map(|c| cited(&ledger, c)).collect::<Result<Vec<_>, _>>()?;
    let text = format!("`{subject}` to `{into}`");
    let number = ledger.correct(&Correction { act, subject, into, claims, ground: ground(&a.decision)? })?;
    told(&a.decision, Decision::Correction, number, &text)
}

pub(crate) fn link(a: &LinkArgs) -> Run {
    if let Some(n) = a.decision.retract {
        return retract(&a.decision, Decision::Link, n);
    }
    let mut ledger = crate::ledger::existing(&a.decision.ledger)?;
    let (Some(from), Some(type_), Some(to)) = (&a.claim, a.type_, &a.other) else {
        if a.claim.is_some() {
            return Err(Failure::message("a link needs two claims: `froissart link CLAIM contradicts CLAIM --why …`"));
        }
        return list(&a.decision, &ledger.links()?, |l| {
            let word = serde_json::to_value(l.type_).ok().and_then(|v| v.as_str().map(|s| s.replace('_', " ")));
            (format!("{} {} {}", l.from.id, word.unwrap_or_default(), l.to.id), &l.ground)
        });
    };
    let (from, to) = (cited(&ledger, from)?, cited(&ledger, to)?);
    let text = format!("{} to {}", from.id, to.id);
    let made_by = MadeBy::Analyst;
    let number = ledger.link(&ClaimLink { type_, from, to, made_by, ground: ground(&a.decision)? })?;
    told(&a.decision, Decision::Link, number, &text)
}
