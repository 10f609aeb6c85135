//! `froissart explain`: one claim with its words, its rule, and how each field was found.
//!
//! The ledger keeps a page's text and not the way to its claims: the page is coded again, and the claim is looked for
//! among what comes out. Where program or data have changed since, it may not be there, and the answer says so.

use super::{Run, knowledge, line};
use crate::args::ExplainArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_code::Trace;
use froissart_know::Knowledge;
use froissart_ledger::Stored;
use froissart_model::{Char, CharMap, Claim, Page};
use froissart_picture::Cited;
use std::io::Write;

/// What coding the page again says of a claim.
pub(crate) struct Again {
    /// The version that coded it now.
    pub(crate) version: String,
    /// The claim as it comes out now, where it does, and how it was found.
    pub(crate) found: Option<(Claim<Char>, Trace)>,
    /// Where it does not: what comes out of the same words.
    pub(crate) instead: Vec<Claim<Char>>,
}

pub(crate) fn explain(a: &ExplainArgs) -> Run {
    if a.claim.len() < 4 || !a.claim.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Failure::message(format!(
            "`{}` is no beginning of a claim's id: give at least four of its digits, as `froissart claims` prints them",
            a.claim
        )));
    }
    let ledger = crate::ledger::existing(&a.ledger)?;
    let found = ledger.by_id(&a.claim)?;
    let mut out = anstream::stdout().lock();
    let know = knowledge(&a.own)?;
    let standing = froissart_ask::standing(&*ledger, None)?;
    for s in &found {
        let rule = know.rules.rules.iter().find(|r| r.id == s.claim.rule);
        let page = ledger.page(&s.page.id)?;
        let again = page.clone().map(|p| again(s, p, &know));
        let decisions = standing.of(&Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() });
        if a.json {
            let rule = rule.map(|r| {
                serde_json::json!({"id": r.id, "file": r.file,
                    "patterns": r.patterns.iter().map(|p| &p.text).collect::<Vec<_>>(),
                    "yes": r.yes.iter().map(|y| &y.sentence).collect::<Vec<_>>(), "no": r.no})
            });
            let text = page.as_ref().map_or("", |p| p.text.as_str());
            line(
                &mut out,
                &serde_json::json!({"claim": s.claim, "page": s.page, "recorded_at": s.recorded_at, "version": s.version,
                    "rule": rule, "trace": again.as_ref().map(|a| json(a, text)), "decisions": decisions}),
            )?;
        } else {
            let text = terminal::explained(s, page.as_ref(), rule, again.as_ref());
            out.write_all(text.trim_end_matches('\n').as_bytes())?;
            out.write_all(b"\n")?;
            out.write_all(terminal::decided(&decisions, "  decided  ").as_bytes())?;
            out.write_all(b"\n")?;
        }
    }
    out.flush()?;
    Ok(if found.is_empty() { Done::Nothing } else { Done::Found })
}

/// Codes the page of a claim again, and looks for the claim: by its id, else by its words.
fn again(s: &Stored, page: Page<Char>, know: &Knowledge) -> Again {
    let r = super::read::of_page(page.to_bytes(), &mut Vec::new(), know, true);
    let version = format!("{} data {}", froissart_code::VERSION, know.version());
    let at = r
        .claims
        .iter()
        .position(|c| c.id == s.claim.id)
        .or_else(|| r.claims.iter().position(|c| c.anchor == s.claim.anchor));
    let instead = match at {
        Some(_) => Vec::new(),
        None => r.claims.iter().filter(|c| c.evidence.span.overlaps(s.claim.evidence.span)).cloned().collect(),
    };
    let found = at.and_then(|i| Some((r.claims[i].clone(), r.traces.get(i)?.clone())));
    Again { version, found, instead }
}

fn json(a: &Again, text: &str) -> serde_json::Value {
    let map = CharMap::new(text);
    let trace = a.found.as_ref().map(|(c, t)| {
        let fields: Vec<_> = t
            .fields
            .iter()
            .map(|f| {
                let span = f.span.map(|s| map.chars(s));
                serde_json::json!({"field": f.field, "value": f.value, "begin": span.map(|s| s.begin),
                    "end": span.map(|s| s.end), "how": f.how})
            })
            .collect();
        let features: Vec<_> = t
            .confidence
            .iter()
            .map(|f| serde_json::json!({"name": f.name, "told": f.told(), "value": f.value, "adds": (f.adds * 1e3).round() / 1e3}))
            .collect();
        (c, fields, features)
    });
    let instead: Vec<&str> = a.instead.iter().map(|c| c.id.as_str()).collect();
    match trace {
        Some((c, fields, features)) => serde_json::json!({"version": a.version, "id": c.id, "fields": fields,
            "confidence": c.confidence, "features": features, "instead": instead}),
        None => serde_json::json!({"version": a.version, "id": null, "fields": [], "confidence": null,
            "features": [], "instead": instead}),
    }
}
