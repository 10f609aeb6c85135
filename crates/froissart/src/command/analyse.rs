//! `froissart analyse`: what the language analysis sees, as CoNLL-U, as text, or as JSON lines with offsets.

use super::{Run, json_lines};
use crate::args::{AnalyseArgs, Form};
use crate::failure::{Done, Failure};
use froissart_lang::{Model, conllu, jsonl, plain};
use froissart_model::Page;
use serde_json::{Value, json};
use std::io::{Read as _, Write};

#[derive(serde::Deserialize)]
struct Line {
    id: Value,
    text: String,
    date: Option<String>,
}

pub(crate) fn analyse(a: &AnalyseArgs) -> Run {
    let model = Model::embedded();
    if a.from == Form::Jsonl {
        return json_lines(|l: Line| {
            let date = l.date.or_else(|| a.date.map(|d| d.to_string()));
            let page = Page::from_text(l.text, date, None);
            let (analysis, _) = froissart_lang::analyse(&page, model);
            match a.to {
                Form::Jsonl => jsonl::value(&l.id, &page.text, &analysis),
                Form::Conllu => json!({"id": l.id, "conllu": conllu::write(&analysis, &page.text)}),
                Form::Text => json!({"id": l.id, "text": plain::sentences(&analysis, &page.text)}),
            }
        });
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|e| {
        Failure::message(format!(
            "standard input is no UTF-8 from byte {} on: convert it first",
            e.utf8_error().valid_up_to()
        ))
    })?;
    let (text, analysis, written) = if a.from == Form::Conllu {
        let given = conllu::parse(&text).map_err(|e| Failure::message(format!("standard input: {e}")))?;
        let (t, analysis) = froissart_lang::analyse_given(&given, a.date, model);
        let written = conllu::write_given(&given, &analysis);
        (t, analysis, written)
    } else {
        let page = Page::from_text(plain::paragraphs(&text), a.date.map(|d| d.to_string()), None);
        let (analysis, _) = froissart_lang::analyse(&page, model);
        let written = conllu::write(&analysis, &page.text);
        (page.text, analysis, written)
    };
    let mut out = std::io::stdout().lock();
    match a.to {
        Form::Conllu => out.write_all(written.as_bytes())?,
        Form::Text => out.write_all(plain::sentences(&analysis, &text).as_bytes())?,
        Form::Jsonl => super::line(&mut out, &jsonl::value(&Value::Null, &text, &analysis))?,
    }
    out.flush()?;
    Ok(if analysis.sentences.is_empty() { Done::Nothing } else { Done::Found })
}
