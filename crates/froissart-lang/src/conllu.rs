//! CoNLL-U in and out: given words are kept, with their multiword lines, and come back with our analysis.
//!
//! A line that begins "1 China" is word 1 of a sentence; lines "1-2" (a word of two parts) and "3.1" (a word that is not there) are kept as
//! they are, and comments too. Not here: any judgement of what the file says; its own heads and tags are not looked at.

use crate::token::is_bound;
use froissart_model::{Analysis, Sentence, Span, Token};
use std::fmt::Write as _;

/// A word as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Its form.
    pub form: String,
    /// Whether a space follows.
    pub space_after: bool,
    /// The last column, as given.
    pub misc: String,
}

/// A sentence as given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// Its comment lines, with their `#`.
    pub comments: Vec<String>,
    /// Its words.
    pub words: Vec<Word>,
    /// Lines that are no words of the tree, each with the number of words before it.
    pub others: Vec<(usize, String)>,
}

/// A CoNLL-U line that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} is no CoNLL-U: {why}")]
pub struct ConlluError {
    /// The line's number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// Reads sentences; their words keep their number and order.
pub fn parse(text: &str) -> Result<Vec<Given>, ConlluError> {
    let mut all = Vec::new();
    let mut now = Given::default();
    // The last word of a multiword line that says no space follows, and the line's word.
    let mut joined: Option<(usize, bool)> = None;
    for (number, line) in text.lines().enumerate().chain([(text.lines().count(), "")]) {
        let wrong = |why: &str| ConlluError { line: number + 1, why: why.to_owned() };
        if line.trim().is_empty() {
            if !now.words.is_empty() || !now.comments.is_empty() {
                all.push(std::mem::take(&mut now));
            }
            joined = None;
            continue;
        }
        if line.starts_with('#') {
            now.comments.push(line.to_owned());
            continue;
        }
        let columns: Vec<_> = line.split('\t').collect();
        let [id, form, .., misc] = columns[..] else { return Err(wrong("it has no columns")) };
        if columns.len() != 10 {
            return Err(wrong(&format!("it has {} columns, not 10", columns.len())));
        }
        let space = !misc.split('|').any(|m| m == "SpaceAfter=No");
        if let Some((_, last)) = id.split_once('-') {
            let last = last.parse().map_err(|_| wrong("its range has no end"))?;
            joined = Some((last, space));
            now.others.push((now.words.len(), line.to_owned()));
        } else if id.contains('.') {
            now.others.push((now.words.len(), line.to_owned()));
        } else {
            let place = now.words.len() + 1;
            if id.parse() != Ok(place) {
                return Err(wrong(&format!("its number is `{id}`, not {place}")));
            }
            let space_after = match joined {
                Some((last, space)) if place == last => space,
                Some((last, _)) if place < last => false,
                _ => space,
            };
            now.words.push(Word { form: form.to_owned(), space_after, misc: misc.to_owned() });
        }
    }
    Ok(all)
}

/// The running text of given sentences, one a line, and the span of each word in it.
pub fn text(given: &[Given]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut spans = Vec::with_capacity(given.len());
    for sentence in given {
        let mut row = Vec::with_capacity(sentence.words.len());
        for (i, word) in sentence.words.iter().enumerate() {
            let begin = text.len();
            text.push_str(&word.form);
            row.push(Span::new(begin, text.len()));
            if word.space_after && i + 1 < sentence.words.len() {
                text.push(' ');
            }
        }
        text.push('\n');
        spans.push(row);
    }
    (text, spans)
}

fn line(out: &mut String, number: usize, token: &Token, misc: &str) {
    // A tab or a line break inside a column would break the file.
    let clean = |s: &str| if s.is_empty() { "_".to_owned() } else { s.replace(['\t', '\n', '\r'], " ") };
    let head = token.head.map_or(0, |h| h + 1);
    let _ = writeln!(
        out,
        "{number}\t{}\t{}\t{}\t{}\t{}\t{head}\t{}\t_\t{}",
        clean(&token.form),
        clean(&token.lemma),
        token.upos.as_str(),
        clean(&token.xpos),
        clean(&token.feats),
        clean(&token.deprel),
        clean(misc)
    );
}

fn own_sentence(out: &mut String, number: usize, sentence: &Sentence, text: &str) {
    let _ = writeln!(out, "# sent_id = {}", number + 1);
    let words: Vec<_> = sentence.span.of(text).split_whitespace().collect();
    let _ = writeln!(out, "# text = {}", words.join(" "));
    let tokens = &sentence.tokens;
    let touches = |i: usize| tokens.get(i + 1).is_some_and(|n| n.span.begin == tokens[i].span.end);
    let bound = |i: usize| touches(i) && is_bound(&tokens[i].form, &tokens[i + 1].form);
    let mut part_until = 0;
    for (i, token) in tokens.iter().enumerate() {
        if i >= part_until && bound(i) {
            let mut last = i + 1;
            while last + 1 < tokens.len() && bound(last) {
                last += 1;
            }
            let form = Span::new(token.span.begin, tokens[last].span.end).of(text);
            let misc = if touches(last) { "SpaceAfter=No" } else { "_" };
            let _ = writeln!(out, "{}-{}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{misc}", i + 1, last + 1);
            part_until = last + 1;
        }
        let misc = if i >= part_until && touches(i) { "SpaceAfter=No" } else { "_" };
        line(out, i + 1, token, misc);
    }
    out.push('\n');
}

/// An analysis of running text as CoNLL-U.
pub fn write(analysis: &Analysis, text: &str) -> String {
    let mut out = String::new();
    for (number, sentence) in analysis.sentences.iter().enumerate() {
        own_sentence(&mut out, number, sentence, text);
    }
    out
}

/// Given sentences with our analysis in place of theirs: as many sentences and words, in the same order.
pub fn write_given(given: &[Given], analysis: &Analysis) -> String {
    let mut out = String::new();
    let mut sentences = analysis.sentences.iter();
    for sentence in given {
        for comment in &sentence.comments {
            out.push_str(comment);
            out.push('\n');
        }
        let mut others = sentence.others.iter().peekable();
        let mut other_lines = |before: usize, out: &mut String| {
            while let Some((_, line)) = others.next_if(|(at, _)| *at == before) {
                out.push_str(line);
                out.push('\n');
            }
        };
        // A sentence of comments alone has no tree.
        if !sentence.words.is_empty() {
            let tokens = sentences.next().map_or(&[][..], |s| &s.tokens);
            for (i, (word, token)) in sentence.words.iter().zip(tokens).enumerate() {
                other_lines(i, &mut out);
                line(&mut out, i + 1, token, &word.misc);
            }
            other_lines(sentence.words.len(), &mut out);
        }
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Model, analyse, analyse_given};
    use froissart_model::Page;

    const FILE: &str = "\
# newdoc id = a
# sent_id = 1
# text = They didn't stop.
1\tThey\t_\t_\t_\t_\t_\t_\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\t_\t_\t_\t_\t_\t_\t_\t_
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
3.1\tever\t_\t_\t_\t_\t_\t_\t_\t_
4\tstop\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
5\t.\t_\t_\t_\t_\t_\t_\t_\t_

# sent_id = 2
1\tNew York\t_\t_\t_\t_\t_\t_\t_\t_

";

    #[test]
    fn given_words_and_lines_come_back() {
        let given = parse(FILE).expect("the file is right");
        let (text, analysis) = analyse_given(&given, None, Model::embedded());
        assert_eq!(text, "They didn't stop.\nNew York\n");
        let out = write_given(&given, &analysis);
        let bare = |s: &str| {
            let keep = |l: &str| match l.split('\t').collect::<Vec<_>>()[..] {
                [id, form, .., misc] => format!("{id} {form} {misc}"),
                _ => l.to_owned(),
            };
            s.lines().map(keep).collect::<Vec<_>>()
        };
        assert_eq!(bare(&out), bare(FILE));
        assert_eq!(parse(&out).expect("our own file"), given);
        let stop = &analysis.sentences[0].tokens[3];
        assert_eq!((stop.span.of(&text), stop.upos.as_str(), stop.head), ("stop", "VERB", None), "{out}");
    }

    #[test]
    fn own_words_carry_their_multiword_lines() {
        let page = Page::from_text("They didn't (really) stop Assad's allies.", None, None);
        let (analysis, _) = analyse(&page, Model::embedded());
        let out = write(&analysis, &page.text);
        let ids: Vec<_> = out
            .lines()
            .filter(|l| !l.starts_with('#'))
            .map(|l| l.split('\t').take(2).collect::<Vec<_>>().join(" "))
            .collect();
        let want = [
            "1 They",
            "2-3 didn't",
            "2 did",
            "3 n't",
            "4 (",
            "5 really",
            "6 )",
            "7 stop",
            "8-9 Assad's",
            "8 Assad",
            "9 's",
            "10 allies",
            "11 .",
            "",
        ];
        assert_eq!(ids, want);
        let (text, _) = text(&parse(&out).expect("our own file"));
        assert_eq!(text.trim_end(), page.text);
    }

    #[test]
    fn wrong_lines_are_named() {
        let message = |s: &str| parse(s).expect_err(s).to_string();
        assert_eq!(message("# x\nplain words\n"), "line 2 is no CoNLL-U: it has no columns");
        assert_eq!(message("1\ta\tb\n"), "line 1 is no CoNLL-U: it has 3 columns, not 10");
        assert_eq!(message("2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n"), "line 1 is no CoNLL-U: its number is `2`, not 1");
    }
}
