//! What `train/backoff.py` learns from: the predicates of texts, with what the rules made of each.
//!
//! `predicates NEWS OUT` reads JSON lines with `text` and, where known, `date`, and after them the rules' own sentences.
//! `OUT.jsonl` gets a line a predicate, `OUT.rows` its vector, so many bytes each. It judges nothing: of "Rebels
//! torched the depot" it writes that "torch" is a verb with an armed actor and a thing for object, and that no rule
//! read it.
#![allow(clippy::print_stderr, reason = "an example says what it did")]

use froissart_know::Knowledge;
use froissart_lang::Model;
use froissart_model::{Page, Span};
use std::io::{BufRead as _, Write as _};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args().collect();
    let [_, news, out] = &args[..] else { return Err("usage: predicates NEWS OUT".into()) };
    let know = Knowledge::embedded();
    let mut texts: Vec<(String, String, Option<String>)> = Vec::new();
    for line in std::io::BufReader::new(std::fs::File::open(news)?).lines() {
        let v: serde_json::Value = serde_json::from_str(&line?)?;
        let field = |k: &str| v.get(k).and_then(serde_json::Value::as_str).map(str::to_owned);
        texts.push(("news".into(), field("text").ok_or("no text")?, field("date")));
    }
    for rule in &know.rules.rules {
        texts.extend(rule.yes.iter().map(|y| ("yes".to_owned(), y.sentence.clone(), None)));
        texts.extend(rule.no.iter().map(|n| ("no".to_owned(), n.clone(), None)));
    }
    let mut lines = std::io::BufWriter::new(std::fs::File::create(format!("{out}.jsonl"))?);
    let mut rows = std::io::BufWriter::new(std::fs::File::create(format!("{out}.rows"))?);
    let mut count = 0;
    for (number, (set, text, date)) in texts.iter().enumerate() {
        let page = Page::from_text(text.as_str(), date.clone(), None);
        let (analysis, _) = froissart_lang::analyse(&page, Model::embedded());
        for p in froissart_code::predicates(&page, &analysis, know) {
            let Some(row) = analysis.vectors.of(p.at) else { continue };
            let sentence = &analysis.sentences[p.at.sentence];
            let word: Span = sentence.tokens[p.at.token].span;
            let told = serde_json::json!({
                "set": set, "text": number, "lemma": p.lemma, "features": p.features, "type": p.type_,
                "known": p.known, "triggered": p.triggered, "open": p.open,
                "sentence": sentence.span.of(&page.text), "word": word.of(&page.text),
                "sentence_number": p.at.sentence, "token": p.at.token,
            });
            writeln!(lines, "{told}")?;
            let bytes: Vec<u8> = row.iter().map(|&b| b as u8).collect();
            rows.write_all(&bytes)?;
            count += 1;
        }
    }
    eprintln!("{count} predicates of {} texts", texts.len());
    lines.flush()?;
    Ok(rows.flush()?)
}
