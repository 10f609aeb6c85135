//! `froissart code`: text in bulk, JSON lines in and out.

use super::{Run, json_lines, knowledge};
use crate::args::CodeArgs;
use froissart_model::Page;

/// A line of the input; keys that are not known are left alone.
#[derive(serde::Deserialize)]
struct Line {
    id: serde_json::Value,
    text: String,
    date: Option<String>,
    outlet: Option<String>,
}

pub(crate) fn code(a: &CodeArgs) -> Run {
    let know = knowledge(&a.own)?;
    json_lines(|l: Line| {
        let mut notes = Vec::new();
        let date = l.date.filter(|d| {
            let good = d.get(..10).is_some_and(|d| d.parse::<froissart_model::Day>().is_ok());
            if !good {
                notes.push(froissart_model::Note::new(
                    "bad-date",
                    format!("`{d}` is no day; the text is coded without one"),
                ));
            }
            good
        });
        let page = Page::from_text(l.text, date, l.outlet);
        let r = super::read::of_page(page, &mut notes, &know, a.features);
        let mut all = serde_json::json!({"id": l.id, "claims": r.claims, "notes": r.notes});
        if a.features {
            all["features"] = r.features();
        }
        all
    })
}
