//! What `train/coref.py` learns from: every phrase of a treebank with its candidates, as features.
//!
//! `decisions WEIGHTS TREEBANK > STREAM` reads the treebank's documents with the given ranker. The stream is of 32-bit
//! numbers, little end first: the room of a template, how many letters the templates' names have, the letters; then a
//! document as `u32::MAX` and its number of words, and each decision as phrase, first word, last word, rough form,
//! chosen entity, three counts, and the features of nobody, of the phrase, and of each candidate behind its entity and
//! count. It knows nothing of the gold marks. Of "Rebels fled. They" it writes what speaks for They being Rebels.
#![allow(clippy::print_stderr, reason = "an example says what it did")]

use froissart_lang::mention::{Ranker, read, templates};
use froissart_lang::{Model, analyse_given, conllu};
use std::collections::BTreeMap;
use std::io::Write as _;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<_> = std::env::args().collect();
    let [_, weights, treebank] = &args[..] else { return Err("usage: decisions WEIGHTS TREEBANK > STREAM".into()) };
    let ranker = Ranker::parse(&std::fs::read_to_string(weights)?)?;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let (names, room) = templates();
    let letters = names.join("\n");
    let mut numbers: Vec<u32> = vec![room, letters.len() as u32];
    numbers.extend(letters.bytes().map(u32::from));
    let mut given: Vec<Vec<conllu::Given>> = Vec::new();
    for sentence in conllu::parse(&std::fs::read_to_string(treebank)?)? {
        if given.is_empty() || sentence.comments.iter().any(|c| c.starts_with("# newdoc")) {
            given.push(Vec::new());
        }
        given.last_mut().ok_or("no document")?.push(sentence);
    }
    for document in &given {
        let (text, analysis) = analyse_given(document, None, Model::embedded());
        let spans: Vec<_> = analysis.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.span)).collect();
        let begins: BTreeMap<usize, u32> = spans.iter().zip(0..).map(|(s, i)| (s.begin, i)).collect();
        let ends: BTreeMap<usize, u32> = spans.iter().zip(0..).map(|(s, i)| (s.end, i)).collect();
        numbers.extend([u32::MAX, spans.len() as u32]);
        read(&analysis, &text, &ranker, &mut |x| {
            numbers.extend([x.phrase as u32, begins[&x.span.begin], ends[&x.span.end], x.rough, x.chosen as u32]);
            numbers.extend([x.none.len() as u32, x.own.len() as u32, x.candidates.len() as u32]);
            numbers.extend(x.none.iter().chain(&x.own));
            for (entity, features) in &x.candidates {
                numbers.extend([*entity as u32, features.len() as u32]);
                numbers.extend(features);
            }
        });
        for n in numbers.drain(..) {
            out.write_all(&n.to_le_bytes())?;
        }
    }
    eprintln!("{} documents", given.len());
    Ok(out.flush()?)
}
