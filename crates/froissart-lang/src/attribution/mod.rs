//! Who says what: sources, cues and contents, from the trees and the quotation marks.
//!
//! Follows grammar, not knowledge: which claims lie inside a content, and whether the source is to be believed, is
//! the coder's. `"We are ready," said Lin Jian, according to AFP` gives two: Lin Jian's content is the quotation,
//! AFP's is all that stands before, and Lin Jian's saying stands within it.
//!
//! A content's span is its whole clause. Where the words are in quotation marks the marks decide, so that one
//! "said X" after three quoted sentences covers all three; a quoted paragraph without a cue of its own goes on with
//! the last speaker's words.

mod cue;
mod lexicon;
mod line;
mod noun;
mod speech;
pub(crate) mod tree;
mod verb;

use cue::Candidate;
use froissart_model::{Analysis, Attribution, Pos, Span, TokenRef};
use tree::Tree;

/// The attributions of a text in the order of their cues. `a.quotations` is filled before.
pub(crate) fn attributions(a: &Analysis, text: &str) -> Vec<Attribution> {
    let mut out: Vec<Attribution> = Vec::new();
    for (n, s) in a.sentences.iter().enumerate() {
        let tree = Tree::new(s);
        out.extend(cue::candidates(&tree, a, n).into_iter().map(|c| attribution(&tree, n, c)));
    }
    out.sort_by_key(|x| x.cue_head);
    take_whole_block(a, &mut out);
    speech::quoted(a, text, &mut out);
    drop_own_mind(a, text, &mut out);
    speech::continued(a, text, &mut out);
    out.retain(|x| !x.content.is_empty());
    for x in &mut out {
        x.content = merge(std::mem::take(&mut x.content));
    }
    nest(a, &mut out);
    out
}

/// A candidate of sentence `n` with spans for token numbers.
fn attribution(tree: &Tree<'_>, n: usize, c: Candidate) -> Attribution {
    let at = |token: usize| TokenRef { sentence: n, token };
    Attribution {
        source: tree.spans(&c.source),
        source_head: c.source_head.map(at),
        cue: tree.spans(&c.cue),
        cue_head: at(c.cue_head),
        content: tree.spans(&c.content),
        content_head: c.content_head.map(at),
        attitude: lexicon::lexicon().attitude(&c.lemma, c.form),
        lemma: c.lemma,
        within: None,
    }
}

/// The sentences that overlap a span, by number.
fn sentences_of(a: &Analysis, span: Span) -> std::ops::Range<usize> {
    let first = a.sentences.partition_point(|s| s.span.end <= span.begin);
    let end = a.sentences.partition_point(|s| s.span.begin < span.end);
    first..end.max(first)
}

/// Joins spans that touch or overlap.
fn merge(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_by_key(|s| (s.begin, s.end));
    let mut out: Vec<Span> = Vec::new();
    for s in spans {
        match out.last_mut() {
            Some(l) if s.begin <= l.end => *l = l.cover(s),
            _ => out.push(s),
        }
    }
    out
}

/// A speaker's name and a colon at the head of a paragraph stand for all of it, a post's signature for what is above.
fn take_whole_block(a: &Analysis, out: &mut [Attribution]) {
    for x in out {
        let n = x.cue_head.sentence;
        let block = a.sentences[n].block;
        let begin = a.sentences[..n].partition_point(|s| s.block < block);
        if x.lemma == "—" {
            if begin < n {
                x.content.push(Span::new(a.sentences[begin].span.begin, a.sentences[n - 1].span.end));
            }
            continue;
        }
        let end = a.sentences[n..].partition_point(|s| s.block <= block) + n;
        let leads = begin == n && x.source.first().is_some_and(|s| s.begin == a.sentences[n].span.begin);
        let opens = |t: &froissart_model::Token| matches!(t.form.as_str(), "“" | "\"" | "‘" | "«" | "``" | "'");
        let quoted = a.sentences[n].tokens.get(x.cue_head.token + 1).is_some_and(opens);
        if x.lemma == ":" && leads && !quoted && n + 1 < end {
            x.content.push(Span::new(a.sentences[n + 1].span.begin, a.sentences[end - 1].span.end));
        }
    }
}

/// Inside what somebody says, "I think" and "we want" are his words again and name no further source.
fn drop_own_mind(a: &Analysis, text: &str, out: &mut Vec<Attribution>) {
    let lexicon = lexicon::lexicon();
    let depth = Depth::new(text, out.iter().flat_map(|x| x.content.iter().copied()));
    let quoted = Depth::new(text, a.quotations.iter().filter(|q| q.is_speech).map(|q| q.outer));
    let known: Vec<(TokenRef, Option<TokenRef>, Vec<Span>)> =
        out.iter().map(|x| (x.cue_head, x.source_head, x.content.clone())).collect();
    out.retain(|x| {
        let cue = a.token(x.cue_head).span;
        // "denied backing the rebels": the backing is part of what he denies.
        let from = known.partition_point(|k| k.0.sentence < x.cue_head.sentence);
        let beside = known[from..].iter().take_while(|k| k.0.sentence == x.cue_head.sentence);
        let again = x.source_head.is_some()
            && lexicon.mind.contains(&x.lemma)
            && beside
                .into_iter()
                .any(|k| k.0 != x.cue_head && k.1 == x.source_head && k.2.iter().any(|s| s.contains(cue)));
        if again {
            return false;
        }
        let own = x.content.iter().filter(|s| s.contains(cue)).count();
        let inside = depth.at(cue.begin) > own || quoted.at(cue.begin) > 0;
        let Some(source) = x.source_head.map(|h| a.token(h)) else { return true };
        let speaker = matches!(source.form.to_lowercase().as_str(), "i" | "we" | "you");
        let pronoun = source.upos == Pos::Pron;
        !(inside && (speaker || pronoun && lexicon.mind.contains(&x.lemma)))
    });
}

/// How many of some spans hold each byte of a text.
struct Depth(Vec<u32>);

impl Depth {
    fn new(text: &str, spans: impl Iterator<Item = Span>) -> Self {
        let mut change = vec![0_i64; text.len() + 2];
        for s in spans {
            change[s.begin] += 1;
            change[s.end.max(s.begin)] -= 1;
        }
        let mut depth = 0;
        let deep = |c: &i64| {
            depth += c;
            u32::try_from(depth).unwrap_or(0)
        };
        Self(change.iter().map(deep).collect())
    }
    fn at(&self, byte: usize) -> usize {
        self.0.get(byte).map_or(0, |d| *d as usize)
    }
}

/// Says of each attribution inside which other's content its cue stands: the smallest content that holds it.
fn nest(a: &Analysis, out: &mut [Attribution]) {
    let size = |x: &Attribution| x.content.iter().map(|c| c.len()).sum::<usize>();
    let sizes: Vec<usize> = out.iter().map(size).collect();
    let mut contents: Vec<(Span, usize)> =
        out.iter().enumerate().flat_map(|(i, x)| x.content.iter().map(move |c| (*c, i))).collect();
    contents.sort_by_key(|(s, i)| (s.begin, s.end, *i));
    let mut cues: Vec<(Span, usize)> = out.iter().enumerate().map(|(i, x)| (a.token(x.cue_head).span, i)).collect();
    cues.sort_by_key(|(s, i)| (s.begin, *i));
    let mut open: Vec<(Span, usize)> = Vec::new();
    let mut next = contents.into_iter().peekable();
    for (cue, i) in cues {
        while let Some(c) = next.next_if(|c| c.0.begin <= cue.begin) {
            open.push(c);
        }
        open.retain(|(s, _)| s.end > cue.begin);
        // What holds must be larger than what it holds, so that no two stand within each other.
        out[i].within = open
            .iter()
            .filter(|(s, k)| s.contains(cue) && (sizes[*k], i) > (sizes[i], *k) && *k != i)
            .min_by_key(|(_, k)| (sizes[*k], *k))
            .map(|(_, k)| *k);
    }
}

#[cfg(test)]
mod tests;
