//! Who says what: sources, cues and contents, from the trees and the quotation marks.
//!
//! Follows grammar, not knowledge: which claims lie inside a content, and whether the source is to be believed, is
//! the coder's. `"We are ready," said Lin Jian, according to AFP` gives two: Lin Jian's content is the quotation,
//! AFP's is all that stands before.
//!
//! A content's span is its whole clause. Where the words are in quotation marks the marks decide, so that one
//! "said X" after three quoted sentences covers all three; a quoted paragraph without a cue of its own goes on with
//! the last speaker's words.

mod cue;
mod lexicon;
pub(crate) mod tree;

use cue::Candidate;
use froissart_model::{Analysis, Attribution, Pos, Span, TokenRef};
use tree::Tree;

/// The attributions of a text in the order of their cues. `a.quotations` is filled before.
pub(crate) fn attributions(a: &Analysis, text: &str) -> Vec<Attribution> {
    let mut out: Vec<Attribution> = Vec::new();
    for (n, s) in a.sentences.iter().enumerate() {
        let tree = Tree::new(s);
        let at = |i: usize| TokenRef { sentence: n, token: i };
        for c in cue::candidates(&tree, a, n) {
            let Candidate { cue, cue_head, source, source_head, content, content_head, lemma } = c;
            out.push(Attribution {
                source: tree.spans(&source),
                source_head: source_head.map(at),
                cue: tree.spans(&cue),
                cue_head: at(cue_head),
                content: tree.spans(&content),
                content_head: content_head.map(at),
                lemma,
            });
        }
    }
    out.sort_by_key(|x| x.cue_head);
    widen_to_quotations(a, &mut out);
    give_speech_to_cues(a, &mut out);
    drop_own_mind(a, &mut out);
    continue_speech(a, text, &mut out);
    out.retain(|x| !x.content.is_empty());
    out
}

fn blocks_match(a: &Analysis, x: TokenRef, q: Span) -> bool {
    a.sentences.iter().find(|s| s.span.overlaps(q)).is_some_and(|s| s.block == a.sentences[x.sentence].block)
}

/// Where most of a quotation's sentence is somebody's content and the cue stands outside, the whole of it is.
fn widen_to_quotations(a: &Analysis, out: &mut [Attribution]) {
    for x in out.iter_mut() {
        let cue = a.token(x.cue_head).span;
        let mut grown = x.content.clone();
        for q in a.quotations.iter().filter(|q| q.is_speech) {
            if q.outer.contains(cue) || x.source.iter().any(|s| q.outer.overlaps(*s)) {
                continue;
            }
            let touched: usize =
                x.content.iter().map(|c| q.inner.end.min(c.end).saturating_sub(q.inner.begin.max(c.begin))).sum();
            if touched > 0 && blocks_match(a, x.cue_head, q.outer) {
                // A content that is but a word inside the speech ("denied") is somebody else's.
                let whole = q.outer.len();
                let same_sentence = a.sentences[x.cue_head.sentence].span;
                if touched * 2 >= whole || !same_sentence.contains(q.outer) || touched * 4 >= whole {
                    grown.push(q.outer);
                }
            }
        }
        x.content = merge(grown);
    }
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

/// Speech that no content covers, beside a verb of speech without a content of its own: `The minister was blunt: "No."`
fn give_speech_to_cues(a: &Analysis, out: &mut Vec<Attribution>) {
    for q in a.quotations.iter().filter(|q| q.is_speech) {
        if covered(out, q.outer) {
            continue;
        }
        let Some(n) = a.sentences.iter().position(|s| s.span.overlaps(q.outer)) else { continue };
        // The sentence that the quotation begins in, and the one that it ends in.
        let last = a.sentences.iter().rposition(|s| s.span.overlaps(q.outer)).unwrap_or(n);
        let mut best: Option<(usize, Candidate, usize)> = None;
        for k in [n, last] {
            let tree = Tree::new(&a.sentences[k]);
            for c in cue::speakers(&tree, a, k, q.outer) {
                let cue = tree.token(c.cue_head).span;
                let far = if cue.end <= q.outer.begin {
                    q.outer.begin - cue.end
                } else {
                    cue.begin.saturating_sub(q.outer.end)
                };
                if best.as_ref().is_none_or(|b| far < b.2) {
                    best = Some((k, c, far));
                }
            }
            if n == last {
                break;
            }
        }
        // `He was plain.` / `The minister said:` and the speech in the next sentence.
        if best.is_none() && n > 0 && a.sentences[n].span.begin >= q.outer.begin.saturating_sub(1) {
            let before = &a.sentences[n - 1];
            let colon = before.tokens.last().is_some_and(|t| matches!(t.form.as_str(), ":" | ","));
            if colon {
                let tree = Tree::new(before);
                best = cue::speakers(&tree, a, n - 1, q.outer).into_iter().next_back().map(|c| (n - 1, c, 0));
            }
        }
        if let Some((k, c, _)) = best {
            let tree = Tree::new(&a.sentences[k]);
            let at = |i: usize| TokenRef { sentence: k, token: i };
            let head = a.sentences[n].tokens.iter().enumerate().find(|(_, t)| {
                q.inner.contains(t.span) && t.head.is_none_or(|h| !q.inner.contains(a.sentences[n].tokens[h].span))
            });
            // One cue may hold several quotations: `"Yes," he said. "No."`
            if let Some(x) = out.iter_mut().find(|x| x.cue_head == at(c.cue_head)) {
                x.content.push(q.outer);
                x.content = merge(std::mem::take(&mut x.content));
                continue;
            }
            out.push(Attribution {
                source: tree.spans(&c.source),
                source_head: c.source_head.map(at),
                cue: tree.spans(&c.cue),
                cue_head: at(c.cue_head),
                content: vec![q.outer],
                content_head: head.map(|(i, _)| TokenRef { sentence: n, token: i }),
                lemma: c.lemma,
            });
        }
    }
    out.sort_by_key(|x| x.cue_head);
}

fn covered(out: &[Attribution], q: Span) -> bool {
    out.iter().any(|x| {
        let inside: usize = x.content.iter().map(|c| q.end.min(c.end).saturating_sub(q.begin.max(c.begin))).sum();
        inside * 2 > q.len()
    })
}

/// Inside what somebody says, "I think" and "we want" are his words again and name no further source.
fn drop_own_mind(a: &Analysis, out: &mut Vec<Attribution>) {
    let contents: Vec<(TokenRef, Vec<Span>)> = out.iter().map(|x| (x.cue_head, x.content.clone())).collect();
    let lexicon = lexicon::lexicon();
    out.retain(|x| {
        let cue = a.token(x.cue_head).span;
        let inside = contents.iter().any(|(c, spans)| *c != x.cue_head && spans.iter().any(|s| s.contains(cue)));
        let quoted = a.quotations.iter().any(|q| q.is_speech && q.outer.contains(cue));
        let Some(source) = x.source_head.map(|h| a.token(h)) else { return true };
        let speaker = matches!(source.form.to_lowercase().as_str(), "i" | "we" | "you");
        let pronoun = source.upos == Pos::Pron;
        !((inside || quoted) && (speaker || pronoun && lexicon.mind.contains(&x.lemma)))
    });
}

/// A quoted sentence or paragraph without a cue of its own goes on with the last speaker's words.
fn continue_speech(a: &Analysis, text: &str, out: &mut [Attribution]) {
    for q in a.quotations.iter().filter(|q| q.is_speech) {
        if covered(out, q.outer) {
            continue;
        }
        // The words around it in its sentences are nothing but marks.
        let first = a.sentences.iter().position(|s| s.span.overlaps(q.outer));
        let last = a.sentences.iter().rposition(|s| s.span.overlaps(q.outer));
        let (Some(first), Some(last)) = (first, last) else { continue };
        let alone = (first..=last).all(|k| {
            a.sentences[k]
                .tokens
                .iter()
                .filter(|t| t.form.chars().any(char::is_alphanumeric))
                .all(|t| q.outer.contains(t.span))
        });
        if !alone {
            continue;
        }
        let block = a.sentences[first].block;
        let speaker = out
            .iter_mut()
            .filter(|x| {
                let s = &a.sentences[x.cue_head.sentence];
                x.cue_head.sentence < first && !x.source.is_empty() && block - s.block.min(block) <= 1
                    // Speech goes on from speech.
                    && x.content.iter().any(|c| text.get(c.begin..c.end).is_some_and(|t| t.contains(['“', '"', '«', '”'])) || s.block == block)
            })
            .max_by_key(|x| x.content.last().map_or(0, |c| c.end));
        if let Some(x) = speaker {
            x.content.push(q.outer);
        }
    }
}

#[cfg(test)]
mod tests;
