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

    /// What UD's rules of form and tree find wrong in a file (levels 1 and 2 of its validation, and the leaves of level 3).
    fn faults(file: &str) -> Vec<String> {
        let mut out = Vec::new();
        let mut ids = std::collections::BTreeSet::new();
        assert!(file.ends_with("\n\n"), "the last sentence has its blank line");
        for (number, part) in file.trim_end_matches('\n').split("\n\n").enumerate() {
            let mut wrong = |what: &str| out.push(format!("sentence {}: {what}", number + 1));
            let comment =
                |name: &str| part.lines().find_map(|l| l.strip_prefix(&format!("# {name} = ")).map(str::to_owned));
            if !comment("sent_id").is_some_and(|id| ids.insert(id)) {
                wrong("its sent_id is missing or taken");
            }
            let rows: Vec<Vec<&str>> =
                part.lines().filter(|l| !l.starts_with('#')).map(|l| l.split('\t').collect()).collect();
            let (mut text, mut words, mut until) = (String::new(), Vec::new(), 0);
            for row in &rows {
                if row.len() != 10 || row.iter().any(|c| c.is_empty() || c.trim() != *c) {
                    wrong("a column is missing, empty or has blanks around it");
                    continue;
                }
                let space = if row[9] == "SpaceAfter=No" { "" } else { " " };
                if let Some((from, to)) = row[0].split_once('-') {
                    let (from, to) = (from.parse().unwrap_or(0), to.parse().unwrap_or(0));
                    if from != words.len() + 1 || to <= from || from <= until || row[2..9].iter().any(|c| *c != "_") {
                        wrong(&format!("range {} is out of place or has values", row[0]));
                    }
                    until = to;
                    text = text + row[1] + space;
                    continue;
                }
                words.push(row);
                if row[0] != words.len().to_string() {
                    wrong(&format!("word {} is out of order", row[0]));
                }
                if words.len() > until {
                    text = text + row[1] + space;
                } else if row[9] != "_" {
                    wrong("a word of a range tells of its space");
                }
                if froissart_model::Pos::parse(row[3]).as_str() != row[3] {
                    wrong(&format!("`{}` is no part of speech", row[3]));
                }
                let names: Vec<_> =
                    row[5].split('|').map(|f| f.split('=').next().unwrap_or("").to_lowercase()).collect();
                if row[5] != "_" && (!names.is_sorted() || row[5].split('|').any(|f| !f.contains('='))) {
                    wrong(&format!("features `{}` are out of order", row[5]));
                }
            }
            if until > words.len() || comment("text").as_deref() != Some(text.trim_end()) {
                wrong("its text is not that of its words");
            }
            let heads: Vec<usize> = words.iter().map(|w| w[6].parse().unwrap_or(usize::MAX)).collect();
            if heads.iter().filter(|h| **h == 0).count() != 1 || heads.iter().any(|h| *h > words.len()) {
                wrong("it has not one root, or a head outside");
                continue;
            }
            for (i, word) in words.iter().enumerate() {
                let (mut at, mut steps) = (i + 1, 0);
                while at != 0 && steps <= words.len() {
                    (at, steps) = (heads[at - 1], steps + 1);
                }
                if at != 0 || (word[7] == "root") != (heads[i] == 0) {
                    wrong(&format!("word {} stands in a circle, or its relation is wrong at the root", word[0]));
                }
                if heads[i] != 0 && !crate::tree::may_carry(words[heads[i] - 1][7], word[7]) {
                    wrong(&format!("{} under {}", word[7], words[heads[i] - 1][7]));
                }
            }
        }
        out
    }

    #[test]
    fn what_is_written_is_valid() {
        let text = "BEIRUT, Lebanon (Reuters) - Rebels didn't stop at Hama's gates, and they won't, he's told us.\n\
            “I'd've gone,” she said; “we cannot.” Its leaders (Assad's allies' friends) were in Homs at 7:30pm\n\
            Prices rose 5km — no, 5% — to US$3.50/lb... see https://example.org/a_b?c=d!\u{a0}Really?!\tYes\n\
            dont\n•\n-- \nThe U.S.-led, Turkey-backed 60-year-old ex-minister said: as well as because of that, of course.";
        let page = Page::from_text(text, None, None);
        let (analysis, _) = analyse(&page, Model::embedded());
        let file = write(&analysis, &page.text);
        assert_eq!(faults(&file), Vec::<String>::new(), "{file}");
        // The check sees what is wrong.
        let broken = |from: &str, to: &str| faults(&file.replacen(from, to, 1)).len();
        assert!(broken("\t_\tSpaceAfter=No", "\t_\t_") > 0 && broken("\troot\t", "\tdep\t") > 0);
        assert!(broken("# sent_id = 2", "# sent_id = 1") > 0 && broken("\n2\t", "\n3\t") > 0);
        assert!(broken("didn't\t_", "didn't\tdid") > 0 && broken("\tPROPN\t", "\tNAME\t") > 0);
    }

    #[test]
    fn wrong_lines_are_named() {
        let message = |s: &str| parse(s).expect_err(s).to_string();
        assert_eq!(message("# x\nplain words\n"), "line 2 is no CoNLL-U: it has no columns");
        assert_eq!(message("1\ta\tb\n"), "line 1 is no CoNLL-U: it has 3 columns, not 10");
        assert_eq!(message("2\ta\t_\t_\t_\t_\t_\t_\t_\t_\n"), "line 1 is no CoNLL-U: its number is `2`, not 1");
    }
}
