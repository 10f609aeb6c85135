//! Prints CoNLL-U for the text on standard input; with `conllu`, for CoNLL-U on standard input, its words kept.
//!
//! Standard error tells how many words a second one core read. A blank line of "China backs Assad.\n\nOther" ends a block.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "an example prints what it shows")]

use froissart_lang::{Model, analyse, analyse_given, conllu};
use froissart_model::Page;
use std::io::Read;
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input)?;
    let start = Instant::now();
    let model = Model::embedded();
    let loaded = start.elapsed();
    let start = Instant::now();
    let (out, analysis) = if std::env::args().nth(1).as_deref() == Some("conllu") {
        let given = conllu::parse(&input)?;
        let (_, analysis) = analyse_given(&given, None, model);
        (conllu::write_given(&given, &analysis), analysis)
    } else {
        let page = Page::from_text(input, None, None);
        let (analysis, _) = analyse(&page, model);
        (conllu::write(&analysis, &page.text), analysis)
    };
    let took = start.elapsed();
    print!("{out}");
    let words: usize = analysis.sentences.iter().map(|s| s.tokens.len()).sum();
    eprintln!("{words} words, {:.0} a second; model read in {loaded:?}", words as f64 / took.as_secs_f64());
    Ok(())
}
