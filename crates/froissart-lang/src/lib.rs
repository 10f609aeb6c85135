//! The language step: a page in, its sentences as trees, its names, times, quotations, attributions, mentions, and
//! what bears on whether its predicates are so, out.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said." becomes one tree, the name Aleppo, a time, and an
//! attribution to the monitor. Nothing here knows of conflicts: who the rebels are and what seizing means is the
//! coder's. [`analyse`] is a pure function of the page and the model, and gives the same bits on every machine.

mod attribution;
pub mod conllu;
mod engine;
pub mod factuality;
pub mod jsonl;
mod lemma;
pub mod mention;
mod name;
mod phrase;
pub mod plain;
mod quote;
mod sentence;
mod time;
mod token;
mod tree;

pub use engine::{Model, ModelError};
pub use sentence::Ends;

use engine::{Encoded, MOST_PIECES, Tagged, Window};
use froissart_model::{Analysis, Day, Note, Page, Part, Pos, Sentence, Span, Token, TokenRef, Vectors};
use std::ops::Range;

/// Words of one page that are analysed; what stands after them is left out, with a note.
const MOST_WORDS: usize = 300_000;
/// How often a tree is looked through for what its words of grammar may not carry.
const LIFTS: usize = 4;
/// Word pieces that go through the encoder together.
const BATCH: usize = 512;

/// Analyses the body of a page.
pub fn analyse(page: &Page, model: &Model) -> (Analysis, Vec<Note>) {
    analyse_by(page, model, Ends::default())
}

/// Analyses the body of a page with a way of its own to find the ends of sentences, to compare them.
pub fn analyse_by(page: &Page, model: &Model, how: Ends) -> (Analysis, Vec<Note>) {
    let mut notes = Vec::new();
    let mut left = MOST_WORDS;
    let mut parser = Parser::new(model, how);
    for (number, block) in page.body.iter().enumerate() {
        let mut words = token::tokenise(&page.text, block.span);
        if words.len() > left {
            let span = Span::new(words[left].begin, page.body.last().map_or(block.span.end, |b| b.span.end));
            let message = format!("only the first {MOST_WORDS} words of the page were analysed");
            notes.push(Note::at("long-page", message, span));
            words.truncate(left);
        }
        left -= words.len();
        parser.block(&page.text, &words, block.part, number);
        if left == 0 {
            break;
        }
    }
    let mut analysis = parser.finish();
    fill(&mut analysis, &page.text, page.day());
    (analysis, notes)
}

/// Analyses given words and sentences; an empty sentence gives an empty one. The text is that of [`tokens_text`].
pub fn analyse_tokens(sentences: &[Vec<String>], model: &Model) -> Analysis {
    let given: Vec<_> = sentences
        .iter()
        .map(|words| {
            let word = |form: &String| conllu::Word { form: form.clone(), space_after: true, misc: String::new() };
            conllu::Given { words: words.iter().map(word).collect(), ..conllu::Given::default() }
        })
        .collect();
    analyse_given(&given, None, model).1
}

/// The running text of given words: one space between words, one sentence a line.
pub fn tokens_text(sentences: &[Vec<String>]) -> String {
    sentences.iter().map(|words| words.join(" ") + "\n").collect()
}

/// Analyses sentences as given in CoNLL-U: as many sentences and words as given, and the text that spans point into.
/// Sentences of comments alone are left out. `# newpar` opens a paragraph; in a file without any, each sentence is one.
pub fn analyse_given(given: &[conllu::Given], day: Option<Day>, model: &Model) -> (String, Analysis) {
    let (text, spans) = conllu::text(given);
    let mut parser = Parser::new(model, Ends::default());
    let opens = |s: &conllu::Given| s.comments.iter().any(|c| c == "# newpar" || c.starts_with("# newpar id"));
    let marked = given.iter().any(opens);
    let mut block = 0;
    for (number, (sentence, words)) in given.iter().zip(spans).enumerate() {
        block += usize::from(number > 0 && (!marked || opens(sentence)));
        if !words.is_empty() {
            let forms = sentence.words.iter().map(|w| w.form.clone()).collect();
            parser.sentence(forms, words, block);
        }
    }
    let mut analysis = parser.finish();
    fill(&mut analysis, &text, day);
    (text, analysis)
}

/// What is read off trees and text by rules.
fn fill(analysis: &mut Analysis, text: &str, day: Option<Day>) {
    analysis.times = time::times(analysis, text, day);
    analysis.quotations = quote::quotations(analysis, text);
    analysis.attributions = attribution::attributions(analysis, text);
    analysis.mentions = mention::mentions(analysis, text);
    analysis.facts = factuality::facts(analysis);
}

/// A word as the model reads it: of a picture in letters it sees one unknown piece.
fn read(form: &str) -> &str {
    if token::is_unread(form) { "\u{fffd}" } else { form }
}

/// Words that are read together.
struct Job {
    forms: Vec<String>,
    spans: Vec<Span>,
    /// What the marks say of sentence ends; `None` where sentences are given.
    evidence: Option<Vec<f32>>,
    part: Part,
    block: usize,
    window: Window,
}

/// Collects windows, and runs the model on many at once.
struct Parser<'a> {
    model: &'a Model,
    how: Ends,
    waiting: Vec<Job>,
    pieces: usize,
    sentences: Vec<Sentence>,
    /// For each sentence the scores of its words' name labels, a row a word.
    names: Vec<Vec<f32>>,
    /// For each sentence how sure its words' heads are, in per cent.
    arcs: Vec<Vec<u8>>,
    vectors: Vectors,
}

/// A word as read: its place in the tree, the scores of its name labels, how sure its head is in per cent, and its row
/// where it may tell an act.
struct Read {
    token: Token,
    names: Vec<f32>,
    sure: u8,
    row: Option<Vec<i8>>,
}

impl<'a> Parser<'a> {
    fn new(model: &'a Model, how: Ends) -> Self {
        let (waiting, sentences, names, arcs) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { model, how, waiting, pieces: 0, sentences, names, arcs, vectors: Vectors::default() }
    }

    /// Takes the words of a block of running text.
    fn block(&mut self, text: &str, words: &[Span], part: Part, block: usize) {
        let ends = sentence::ends(text, words);
        let evidence = sentence::evidence(text, words, &ends, self.how);
        let sizes: Vec<_> = words.iter().map(|w| self.model.pieces_of(read(w.of(text)))).collect();
        for range in sentence::windows(text, words, &ends, &sizes, MOST_PIECES, self.how) {
            let spans = words[range.clone()].to_vec();
            // The non-breaking hyphen of typesetters is a hyphen to the model and to the word lists.
            let forms: Vec<_> = spans.iter().map(|s| s.of(text).replace('\u{2011}', "-")).collect();
            let window = self.window(&forms);
            self.push(Job { forms, spans, evidence: Some(evidence[range].to_vec()), part, block, window });
        }
    }

    /// Takes a sentence as given. One that is too long for a window is read in parts, each hung on the first.
    fn sentence(&mut self, forms: Vec<String>, spans: Vec<Span>, block: usize) {
        let window = self.window(&forms);
        self.push(Job { forms, spans, evidence: None, part: Part::Body, block, window });
    }

    /// A window of words, as many as have room.
    fn window(&self, forms: &[String]) -> Window {
        self.model.window(forms.iter().map(|f| read(f)))
    }

    fn push(&mut self, job: Job) {
        self.pieces += job.window.len();
        self.waiting.push(job);
        if self.pieces >= BATCH {
            self.run();
        }
    }

    fn run(&mut self) {
        self.pieces = 0;
        let jobs = std::mem::take(&mut self.waiting);
        let windows: Vec<_> = jobs.iter().map(|j| j.window.clone()).collect();
        let seen = self.see(&windows);
        for (job, seen) in jobs.into_iter().zip(seen) {
            let Some(evidence) = &job.evidence else {
                let tokens = self.whole(&job, &seen);
                self.add(&job, tokens);
                continue;
            };
            let ranges = sentence::segments(evidence, &seen.1.ends);
            // PERF: a sentence that shared its window is read again alone, which its tree is the better for.
            let alone = |r: &Range<usize>| self.window(&job.forms[r.clone()]);
            let windows: Vec<_> = if ranges.len() > 1 { ranges.iter().map(alone).collect() } else { Vec::new() };
            let again = self.see(&windows);
            for (i, range) in ranges.into_iter().enumerate() {
                let tokens = match again.get(i) {
                    Some(seen) => self.tokens(&job, range.start, seen, 0..range.len()),
                    None => self.tokens(&job, 0, &seen, range),
                };
                self.add(&job, tokens);
            }
        }
    }

    /// Windows as the encoder and the heads see them.
    fn see(&self, windows: &[Window]) -> Vec<(Encoded, Tagged)> {
        let encoded = self.model.encode(windows);
        let tagged = engine::tag(self.model, &encoded);
        encoded.into_iter().zip(tagged).collect()
    }

    /// The words of a given sentence, also of one that had no room in its window.
    fn whole(&self, job: &Job, seen: &(Encoded, Tagged)) -> Vec<Read> {
        let mut done = job.window.words();
        let mut all = self.tokens(job, 0, seen, 0..done);
        let root = all.iter().position(|r| r.token.head.is_none()).unwrap_or(0);
        while done < job.forms.len() {
            let window = self.window(&job.forms[done..]);
            let count = window.words();
            let seen = self.see(&[window]);
            for mut read in self.tokens(job, done, &seen[0], 0..count) {
                read.token.head = read.token.head.map(|h| h + done);
                if read.token.head.is_none() {
                    read.token.head = Some(root);
                    "parataxis".clone_into(&mut read.token.deprel);
                }
                all.push(read);
            }
            done += count;
        }
        all
    }

    /// The tree of the words `range` of a window that begins at word `from` of the job.
    fn tokens(&self, job: &Job, from: usize, seen: &(Encoded, Tagged), range: Range<usize>) -> Vec<Read> {
        let (encoded, tagged) = seen;
        let labels = &self.model.labels;
        let mut local = tree::best_tree(&tagged.arcs, tagged.upos.len(), range.clone());
        let relations_of = |local: &[usize]| {
            let heads: Vec<_> = local.iter().map(|&h| if h == 0 { 0 } else { range.start + h }).collect();
            tagged.relations(self.model, range.start, &heads)
        };
        let mut relations = relations_of(&local);
        // A moved word may get another relation, so that it must move again.
        for _ in 0..LIFTS {
            let name = |i: usize| labels.relations[relations[i]].as_str();
            if !tree::lift(&mut local, |i, h| tree::may_carry(name(h), name(i))) {
                break;
            }
            relations = relations_of(&local);
        }
        let token = |i: usize| {
            let w = range.start + i;
            let form = &job.forms[from + w];
            let upos = labels.upos[tagged.upos[w]];
            let token = Token {
                span: job.spans[from + w],
                form: form.clone(),
                lemma: lemma::lemma(form, upos, &labels.xpos[tagged.xpos[w]], &tagged.lemma[w], self.model),
                upos,
                xpos: labels.xpos[tagged.xpos[w]].clone(),
                feats: labels.feats[tagged.feats[w]].clone(),
                head: local[i].checked_sub(1),
                deprel: labels.relations[relations[i]].clone(),
            };
            let width = labels.names.len();
            let names = tagged.names[w * width..][..width].to_vec();
            let row = matches!(upos, Pos::Verb | Pos::Noun).then(|| encoded.whole(w));
            Read { token, names, sure: tagged.surety(w, local[i], &range), row }
        };
        (0..range.len()).map(token).collect()
    }

    fn add(&mut self, job: &Job, words: Vec<Read>) {
        let sentence = self.sentences.len();
        let arcs = words.iter().map(|w| w.sure).collect();
        let (mut tokens, mut names) = (Vec::with_capacity(words.len()), Vec::with_capacity(words.len()));
        for (number, word) in words.into_iter().enumerate() {
            if let Some(row) = word.row {
                self.vectors.push(TokenRef { sentence, token: number }, &row);
            }
            tokens.push(word.token);
            names.push(word.names);
        }
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return };
        self.names.push(names.concat());
        self.arcs.push(arcs);
        let span = first.span.cover(last.span);
        self.sentences.push(Sentence { span, part: job.part, block: job.block, tokens });
    }

    fn finish(mut self) -> Analysis {
        self.run();
        let names = name::names(&self.sentences, &self.names, &self.model.labels.names);
        Analysis { sentences: self.sentences, names, arcs: self.arcs, vectors: self.vectors, ..Analysis::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use engine::test_kernels;
    use froissart_model::Pos;

    const NEWS: &str = "Rebels seized most of Aleppo on Friday, a war monitor said. Turkey-backed fighters didn't stop.\n\
        “We will not withdraw,” said Lt. Gen. John Smith. Iran backs Assad";

    fn page(text: &str) -> Page {
        Page::from_text(text, Some("2024-12-02".to_owned()), None)
    }

    #[test]
    fn a_page_becomes_trees_over_its_own_words() {
        let page = page(NEWS);
        let (a, notes) = analyse(&page, Model::embedded());
        assert!(notes.is_empty(), "{notes:?}");
        let starts: Vec<_> = a.sentences.iter().map(|s| (s.block, s.tokens[0].form.as_str())).collect();
        assert_eq!(starts, [(0, "Rebels"), (0, "Turkey"), (1, "“"), (1, "Iran")]);
        for s in &a.sentences {
            assert_eq!(s.tokens.iter().filter(|t| t.head.is_none()).count(), 1);
            for t in &s.tokens {
                assert_eq!(t.span.of(&page.text), t.form);
                assert_eq!(t.deprel == "root", t.head.is_none());
                assert!(t.head.is_none_or(|h| h < s.tokens.len()) && !t.lemma.is_empty());
            }
        }
        let backs = &a.sentences[3].tokens[1];
        assert_eq!((backs.lemma.as_str(), backs.upos, backs.head), ("back", Pos::Verb, None));
        let roles: Vec<_> = a.sentences[3].tokens.iter().map(|t| t.deprel.as_str()).collect();
        assert_eq!(roles, ["nsubj", "root", "obj"]);
    }

    #[test]
    fn the_same_page_gives_the_same_bits_alone_and_among_others_on_every_kernel() {
        let model = Model::embedded();
        let texts = ["Rebels seized Aleppo .", "Yes .", "The army of the north fled to the south , a monitor said ."];
        let windows: Vec<_> = texts.iter().map(|t| model.window(t.split(' '))).collect();
        let together = model.encode(&windows);
        for (window, want) in windows.iter().zip(&together) {
            assert_eq!(&model.encode(std::slice::from_ref(window))[0], want);
        }
        let want = engine::tag(model, &together);
        for other in test_kernels() {
            let got = engine::tag(&other, &other.encode(&windows));
            assert_eq!(got, want, "{other:?}");
        }
        let page = page(NEWS);
        assert_eq!(analyse(&page, model), analyse(&page, model));
    }

    #[test]
    fn given_words_are_kept_however_many() {
        let long: Vec<String> = (0..1300).map(|i| if i % 7 == 6 { "," } else { "Aleppo" }.to_owned()).collect();
        let given = vec![vec!["China".to_owned(), "backs".to_owned(), "Assad".to_owned()], Vec::new(), long];
        let a = analyse_tokens(&given, Model::embedded());
        let text = tokens_text(&given);
        let forms: Vec<Vec<_>> =
            a.sentences.iter().map(|s| s.tokens.iter().map(|t| t.span.of(&text).to_owned()).collect()).collect();
        assert_eq!(forms, [given[0].clone(), given[2].clone()]);
        let roots: Vec<_> = a.sentences.iter().map(|s| s.tokens.iter().filter(|t| t.head.is_none()).count()).collect();
        assert_eq!(roots, [1, 1]);
    }

    #[test]
    fn odd_pages_are_analysed_whole() {
        let endless = "x".repeat(100_000);
        let dashes = "a-".repeat(700);
        for text in ["", "\n \n", ".", "’", endless.as_str(), dashes.as_str(), "حلب سوريا\n中国", "\u{200b} \u{1f4a5}"]
        {
            let page = page(text);
            let (a, _) = analyse(&page, Model::embedded());
            let all: String = a.sentences.iter().flat_map(|s| s.tokens.iter().map(|t| t.form.as_str())).collect();
            assert_eq!(all, text.chars().filter(|c| !c.is_whitespace()).collect::<String>());
        }
    }

    #[test]
    fn a_picture_in_letters_costs_a_piece_a_line() {
        let mut random = engine::test_random::Random(3);
        let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        let mut line = |n: usize| (0..n).map(|_| char::from(letters[random.next() as usize % 64])).collect::<String>();
        let lines: Vec<_> = (0..200).map(|_| line(76)).collect();
        for text in [lines.join(" "), lines.concat(), format!("<img src=\"data:image/png;base64,{}\">", lines.concat())]
        {
            let words = token::tokenise(&text, Span::new(0, text.len()));
            let pieces: usize = words.iter().map(|w| Model::embedded().pieces_of(read(w.of(&text)))).sum();
            assert!(pieces <= text.len() / 60, "{pieces} pieces of {} bytes, {} words", text.len(), words.len());
        }
        let link = "https://example.org/world/middle-east/rebels-seize-the-second-city-of-the-country-after-a-week";
        assert_eq!((read(link), read("counterrevolutionaries")), (link, "counterrevolutionaries"));
    }

    #[test]
    fn only_body_blocks_are_read() {
        let mut page = page("Menu\nRebels seized Aleppo.");
        let menu = page.body.remove(0);
        page.furniture.push(froissart_model::Furniture { span: menu.span, why: "menu".to_owned() });
        page.body[0].part = Part::Headline;
        let (a, _) = analyse(&page, Model::embedded());
        assert_eq!(a.sentences.len(), 1);
        assert_eq!((a.sentences[0].part, a.sentences[0].block), (Part::Headline, 0));
    }
}
