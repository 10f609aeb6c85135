//! `froissart analyse` from this crate alone: quick to build while one works on the language step.
//!
//! It takes the same words (`analyse --from jsonl|text|conllu --to jsonl|conllu|text`), so that the judge can ask it.
//! `--kernel scalar|avx2|vnni` runs one kernel, `--model FILE` another weight file; `--ends windows|repair|rules` chooses who decides where sentences end.
//! Standard error tells how many words a second one core read.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints what it shows")]

use froissart_lang::{Ends, Model, analyse_by, analyse_given, conllu, jsonl, plain};
use froissart_model::Page;
use serde_json::Value;
use std::io::Read as _;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args().collect();
    let after = |flag: &str, other: &str| {
        args.iter().position(|a| a == flag).and_then(|i| args.get(i + 1)).map_or_else(|| other.to_owned(), Clone::clone)
    };
    let (from, to) = (after("--from", "text"), after("--to", "conllu"));
    let how = match after("--ends", "").as_str() {
        "windows" => Ends::Windows,
        "repair" => Ends::Repair,
        "rules" => Ends::Rules,
        _ => Ends::default(),
    };
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let start = Instant::now();
    let chosen = match (after("--kernel", "").as_str(), after("--model", "").as_str()) {
        ("", "") => None,
        ("", file) => Some(Model::from_bytes(&std::fs::read(file)?)?),
        (name, _) => Some(Model::embedded_on(name).ok_or(format!("this processor runs {:?}", Model::kernels()))?),
    };
    let model = chosen.as_ref().unwrap_or_else(|| Model::embedded());
    let loaded = start.elapsed();
    let start = Instant::now();
    let mut words = 0;
    let mut show = |id: &Value, text: &str, analysis: &froissart_model::Analysis| {
        words += analysis.sentences.iter().map(|s| s.tokens.len()).sum::<usize>();
        match to.as_str() {
            "jsonl" => println!("{}", jsonl::value(id, text, analysis)),
            "text" => print!("{}", plain::sentences(analysis, text)),
            _ => print!("{}", conllu::write(analysis, text)),
        }
    };
    match from.as_str() {
        "jsonl" => {
            for line in input.lines() {
                let line: Value = serde_json::from_str(line)?;
                let part = |k: &str| line.get(k).and_then(Value::as_str).map(str::to_owned);
                let page = Page::from_text(part("text").unwrap_or_default(), part("date"), None);
                let (analysis, _) = analyse_by(&page, model, how);
                show(&line["id"], &page.text, &analysis);
            }
        }
        "conllu" => {
            let given = conllu::parse(&input)?;
            let (text, analysis) = analyse_given(&given, None, model);
            if to == "conllu" {
                print!("{}", conllu::write_given(&given, &analysis));
            } else {
                show(&Value::Null, &text, &analysis);
            }
        }
        _ => {
            let page = Page::from_text(plain::paragraphs(&input), None, None);
            let (analysis, _) = analyse_by(&page, model, how);
            show(&Value::Null, &page.text, &analysis);
        }
    }
    let took = start.elapsed();
    eprintln!("{words} words, {:.0} a second; model read in {loaded:?}", words as f64 / took.as_secs_f64());
    Ok(())
}
