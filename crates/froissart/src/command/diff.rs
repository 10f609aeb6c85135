//! `froissart diff`: what two versions of the coder read differently on the same pages.

use super::{Run, line};
use crate::args::DiffArgs;
use crate::failure::{Done, Failure};
use crate::ledger::Ledger;
use crate::terminal;
use froissart_ledger::{Changed, Difference, compare};
use std::io::Write as _;

/// The versions to compare: those named, else the last two.
fn versions(a: &DiffArgs, ledger: &Ledger) -> Result<(String, String), Failure> {
    let known = ledger.versions()?;
    let listed = || known.iter().map(|v| format!("  {} ({} pages)", v.name, v.pages)).collect::<Vec<_>>().join("\n");
    let find = |name: &Option<String>, or: Option<usize>| -> Result<String, Failure> {
        let found = match name {
            Some(n) => known.iter().find(|v| v.name == *n),
            None => or.and_then(|i| known.get(i)),
        };
        found.map(|v| v.name.clone()).ok_or_else(|| match name {
            Some(n) => Failure::message(format!("no page of this ledger was coded by `{n}`; there are:\n{}", listed())),
            None => Failure::message(format!(
                "there is one version in this ledger, and nothing to compare it with: code its pages anew with `froissart recode`\n{}",
                listed()
            )),
        })
    };
    Ok((find(&a.from, known.len().checked_sub(2))?, find(&a.to, known.len().checked_sub(1))?))
}

pub(crate) fn diff(a: &DiffArgs) -> Run {
    let ledger = crate::ledger::existing(&a.ledger)?;
    let (from, to) = versions(a, &ledger)?;
    let mut out = anstream::stdout().lock();
    let (mut pages, mut same, mut counts) = (0_usize, 0_usize, [0_usize; 3]);
    for head in ledger.pages()? {
        let (Some(old), Some(new)) = (ledger.claims_by(&from, &head.id)?, ledger.claims_by(&to, &head.id)?) else {
            continue;
        };
        pages += 1;
        let changes = compare(&old, &new);
        let differs = changes.iter().filter(|c| c.difference != Difference::Gone).count();
        same += new.len() - differs;
        if !a.json && !changes.is_empty() {
            out.write_all(terminal::page_head(&head).as_bytes())?;
        }
        for c in &changes {
            counts[c.difference as usize] += 1;
            if a.json {
                line(&mut out, &serde_json::json!({"page": head, "change": c}))?;
            } else {
                out.write_all(drawn(c).as_bytes())?;
            }
        }
    }
    let [new, gone, changed] = counts;
    if a.json {
        let sum = serde_json::json!({"from": from, "to": to, "pages": pages, "same": same, "new": new, "gone": gone, "changed": changed});
        line(&mut out, &serde_json::json!({"sum": sum}))?;
    } else {
        writeln!(out, "{pages} pages coded by both: {same} claims alike, {changed} changed, {new} new, {gone} gone")?;
        writeln!(out, "from {from}\nto   {to}")?;
    }
    out.flush()?;
    Ok(if new + gone + changed == 0 { Done::Nothing } else { Done::Found })
}

fn drawn(c: &Changed) -> String {
    let mut text = match c.difference {
        Difference::New => "new\n".to_owned(),
        Difference::Gone => "gone\n".to_owned(),
        Difference::Changed => format!("changed in {}\n", c.fields.join(", ")),
    };
    for claim in [&c.old, &c.new].into_iter().flatten() {
        text.push_str(&terminal::stored(claim));
    }
    text
}
