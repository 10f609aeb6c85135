//! `froissart explain`: one claim with its words, its rule, and how each field was found.

use super::{Run, line};
use crate::args::ExplainArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_ledger::Ledger;
use std::io::Write;

pub(crate) fn explain(a: &ExplainArgs) -> Run {
    if a.claim.len() < 4 || !a.claim.chars().all(|c| c.is_ascii_hexdigit()) {
        return Err(Failure::message(format!(
            "`{}` is no beginning of a claim's id: give at least four of its digits, as `froissart claims` prints them",
            a.claim
        )));
    }
    let ledger = Ledger::open_existing(&a.ledger)?;
    let found = ledger.by_id(&a.claim)?;
    let mut out = anstream::stdout().lock();
    let know = super::plain_knowledge()?;
    for s in &found {
        let rule = know.rules.rules.iter().find(|r| r.id == s.claim.rule);
        if a.json {
            let rule = rule.map(|r| {
                serde_json::json!({"id": r.id, "file": r.file,
                    "patterns": r.patterns.iter().map(|p| &p.text).collect::<Vec<_>>(),
                    "yes": r.yes.iter().map(|y| &y.sentence).collect::<Vec<_>>(), "no": r.no})
            });
            line(
                &mut out,
                &serde_json::json!({"claim": s.claim, "page": s.page, "recorded_at": s.recorded_at, "version": s.version, "rule": rule}),
            )?;
        } else {
            let page = ledger.page(&s.page.id)?;
            out.write_all(terminal::explained(s, page.as_ref(), rule).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(if found.is_empty() { Done::Nothing } else { Done::Found })
}
