//! Claims as rows of a table and as JSON with their words: the same columns wherever claims are listed.
//!
//! One row is one claim: what it says, who, whom, where, from when to when, how sure, by whose account, on which page.

use crate::parts::table::Table;
use crate::parts::telling;
use froissart_ledger::PageHead;
use froissart_model::{Char, Claim, Day, Entity};
use serde_json::{Value, json};

const HEADER: &[&str] = &[
    "kind",
    "type",
    "text",
    "actors",
    "recipients",
    "places",
    "from",
    "to",
    "time_words",
    "certainty",
    "negated",
    "stance",
    "mood",
    "according_to",
    "outlet",
    "published",
    "title",
    "words",
    "rule",
    "page",
    "anchor",
    "claim",
];

/// A table that is to hold claims.
pub(crate) fn table() -> Table {
    Table::new(HEADER)
}

/// One claim as a row of it.
pub(crate) fn row(c: &Claim<Char>, p: &PageHead) -> Vec<String> {
    let names = |all: &[Entity<Char>]| all.iter().map(telling::name).collect::<Vec<_>>().join("; ");
    let day = |d: Option<Day>| d.map_or_else(String::new, |d| d.to_string());
    let when = c.happened.as_ref();
    let text = |s: &Option<String>| s.clone().unwrap_or_default();
    vec![
        telling::kind(c.kind).to_owned(),
        c.type_.clone(),
        telling::says(c),
        names(&c.actor),
        names(&c.recipient),
        c.place.iter().map(telling::place).collect::<Vec<_>>().join("; "),
        day(when.and_then(|w| w.from)),
        day(when.and_then(|w| w.to)),
        when.and_then(|w| w.text.as_deref()).map(telling::line).unwrap_or_default(),
        telling::certainty(c.certainty).to_owned(),
        c.negated.to_string(),
        format!("{:?}", c.stance).to_lowercase(),
        format!("{:?}", c.mood).to_lowercase(),
        names(&c.according_to),
        text(&p.outlet),
        text(&p.published),
        p.title.as_deref().map(telling::line).unwrap_or_default(),
        telling::line(&c.evidence.text),
        c.rule.clone(),
        p.id.clone(),
        c.anchor.clone(),
        c.id.clone(),
    ]
}

/// One claim as the API has it: the contract's object with what it says in words.
pub(crate) fn json(c: &Claim<Char>) -> Value {
    let mut v = serde_json::to_value(c).unwrap_or_default();
    if let Value::Object(o) = &mut v {
        o.insert("text".into(), json!(telling::says(c)));
    }
    v
}
