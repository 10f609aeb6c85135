//! Quotations and their speakers: which cue holds which quoted words.
//!
//! Trees end at full stops, speech does not. `"Never." He paused. "We stay," said Hassan.` gives Hassan both
//! quotations; scare quotes are nobody's speech and left alone.

use super::cue::Candidate;
use super::tree::Tree;
use super::{attribution, line, sentences_of};
use froissart_model::{Analysis, Attribution, Quotation, Span, TokenRef};

/// Words at the head of a sentence within which a cue may belong to the quotation of the sentence before.
const NEAR: usize = 12;

/// Which bytes of the text are somebody's content already.
struct Taken(Vec<bool>);

impl Taken {
    fn new(text: &str, out: &[Attribution]) -> Self {
        let mut taken = Self(vec![false; text.len()]);
        for s in out.iter().flat_map(|x| &x.content) {
            taken.take(*s);
        }
        taken
    }
    fn take(&mut self, s: Span) {
        self.0[s.begin..s.end].fill(true);
    }
    /// Whether most of the span is taken.
    fn holds(&self, s: Span) -> bool {
        self.0[s.begin..s.end].iter().filter(|b| **b).count() * 2 > s.len()
    }
}

/// Gives quotations to the cues beside them: whole ones where part is a content, and ones that no content covers.
pub(super) fn quoted(a: &Analysis, text: &str, out: &mut Vec<Attribution>) {
    widen(a, out);
    let mut taken = Taken::new(text, out);
    for q in a.quotations.iter().filter(|q| q.is_speech) {
        if !taken.holds(q.outer)
            && let Some((sentence, found)) = speaker(a, q, out)
        {
            taken.take(q.outer);
            give(a, q, sentence, found, out);
        }
    }
    out.sort_by_key(|x| x.cue_head);
}

/// Where most of a quotation's sentence is somebody's content and the cue stands outside, the whole of it is.
fn widen(a: &Analysis, out: &mut [Attribution]) {
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); a.sentences.len()];
    for (k, q) in a.quotations.iter().enumerate().filter(|(_, q)| q.is_speech) {
        for s in sentences_of(a, q.outer) {
            near[s].push(k);
        }
    }
    for x in out.iter_mut() {
        let home = x.cue_head.sentence;
        let cue = a.token(x.cue_head).span;
        let mut grown = x.content.clone();
        for q in near[home].iter().map(|k| &a.quotations[*k]) {
            if q.outer.contains(cue) || x.source.iter().any(|s| q.outer.overlaps(*s)) {
                continue;
            }
            let touched: usize =
                x.content.iter().map(|c| q.inner.end.min(c.end).saturating_sub(q.inner.begin.max(c.begin))).sum();
            // A content that is but a word inside the speech ("denied") is somebody else's.
            let inside = a.sentences[home].span.contains(q.outer);
            if touched > 0 && (touched * 4 >= q.outer.len() || !inside) {
                grown.push(q.outer);
            }
        }
        x.content = super::merge(grown);
    }
}

/// Gives a quotation to a cue, which may hold several: `"Yes," he said. "No."`
fn give(a: &Analysis, q: &Quotation, sentence: usize, found: Candidate, out: &mut Vec<Attribution>) {
    let cue = TokenRef { sentence, token: found.cue_head };
    if let Some(x) = out.iter_mut().find(|x| x.cue_head == cue) {
        x.content.push(q.outer);
        return;
    }
    let tree = Tree::new(&a.sentences[sentence]);
    let mut x = attribution(&tree, sentence, found);
    x.content = vec![q.outer];
    x.content_head = sentences_of(a, q.inner).next().and_then(|n| {
        let tokens = &a.sentences[n].tokens;
        let top = tokens
            .iter()
            .position(|t| q.inner.contains(t.span) && t.head.is_none_or(|h| !q.inner.contains(tokens[h].span)))?;
        Some(TokenRef { sentence: n, token: top })
    });
    out.push(x);
}

/// The nearest cue without a content in the quotation's own sentences, in the one before that leads to it, or in
/// the one after: `"Why?" Hassan asked.`
fn speaker(a: &Analysis, q: &Quotation, out: &[Attribution]) -> Option<(usize, Candidate)> {
    let own = sentences_of(a, q.outer);
    let (n, last) = (own.start, own.end.checked_sub(1)?);
    let mut best: Option<(usize, Candidate, usize)> = None;
    for k in if n == last { vec![n] } else { vec![n, last] } {
        let tree = Tree::new(&a.sentences[k]);
        for c in line::speakers(&tree, q.outer) {
            let cue = tree.token(c.cue_head).span;
            let far =
                if cue.end <= q.outer.begin { q.outer.begin - cue.end } else { cue.begin.saturating_sub(q.outer.end) };
            if best.as_ref().is_none_or(|b| far < b.2) {
                best = Some((k, c, far));
            }
        }
    }
    if let Some((k, c, _)) = best {
        return Some((k, c));
    }
    let block = a.sentences[n].block;
    let holds = |sentence: usize, c: &Candidate| {
        let cue = TokenRef { sentence, token: c.cue_head };
        let from = out.partition_point(|x| x.cue_head.sentence < sentence);
        out[from..].iter().take_while(|x| x.cue_head.sentence == sentence).any(|x| x.cue_head == cue)
    };
    // `The minister said:` and the speech in the next sentence or paragraph.
    let leads = n > 0 && a.sentences[n].span.begin + 1 >= q.outer.begin;
    if let Some(before) = n.checked_sub(1).map(|k| &a.sentences[k]).filter(|_| leads) {
        let end = before.tokens.last().map_or("", |t| t.form.as_str());
        if matches!(end, ":" | ",") {
            let tree = Tree::new(before);
            let found = line::speakers(&tree, q.outer).into_iter().next_back();
            if let Some(c) = found {
                return Some((n - 1, c));
            }
        }
    }
    // `"Why?" Hassan asked.` in two sentences.
    let ends = q.outer.end + 1 >= a.sentences[last].span.end;
    if let Some(after) = a.sentences.get(last + 1).filter(|s| ends && s.block == block) {
        let tree = Tree::new(after);
        let found = line::speakers(&tree, q.outer)
            .into_iter()
            .find(|c| c.cue_head < NEAR && !holds(last + 1, c) && c.source.first().is_some_and(|s| *s < NEAR));
        if let Some(c) = found {
            return Some((last + 1, c));
        }
    }
    None
}

/// Whether the sentences of a quotation hold no word outside it.
fn is_alone(a: &Analysis, q: &Quotation) -> bool {
    a.sentences[sentences_of(a, q.outer)]
        .iter()
        .flat_map(|s| &s.tokens)
        .filter(|t| t.form.chars().any(char::is_alphanumeric))
        .all(|t| q.outer.contains(t.span))
}

/// A quoted sentence or paragraph without a cue of its own goes on with the last speaker's words, or begins the next
/// one's where its own mark is not closed or the next speaks in the same paragraph.
pub(super) fn continued(a: &Analysis, text: &str, out: &mut [Attribution]) {
    let mut taken = Taken::new(text, out);
    let speeches: Vec<&Quotation> = a.quotations.iter().filter(|q| q.is_speech).collect();
    let block = |s: Span| sentences_of(a, s).next().map(|n| a.sentences[n].block);
    // Who speaks each quotation, where it is known: the cue that begins last of those whose content it is.
    let mut owners: Vec<(usize, usize, usize)> = Vec::new();
    for (k, x) in out.iter().enumerate().filter(|(_, x)| !x.source.is_empty()) {
        owners.extend(x.content.iter().map(|c| (c.begin, c.end, k)));
    }
    owners.sort_unstable();
    let owner = |q: Span| {
        let end = owners.partition_point(|o| o.0 <= q.begin + 1);
        owners[..end].iter().rev().take(8).find(|o| o.1 + 1 >= q.end).map(|o| o.2)
    };
    // Backwards: what comes before its speaker.
    let mut later: Option<(usize, Span)> = None;
    for q in speeches.iter().rev() {
        if taken.holds(q.outer) {
            later = owner(q.outer).map(|x| (x, q.outer));
            continue;
        }
        let open = q.outer.end == q.inner.end;
        let Some((x, next)) = later else { continue };
        let joined = match (block(q.outer), block(next)) {
            (Some(b), Some(n)) => b == n && !earlier(a, out, b, q.outer.begin) || open && n == b + 1,
            _ => false,
        };
        if joined && is_alone(a, q) {
            out[x].content.push(q.outer);
            taken.take(q.outer);
            later = Some((x, q.outer));
        } else {
            later = None;
        }
    }
    // Forwards: what goes on after him.
    let mut pointer = 0;
    let mut last: Option<(usize, usize, bool)> = None;
    for q in &speeches {
        let own = sentences_of(a, q.outer);
        while pointer < out.len() && out[pointer].cue_head.sentence < own.start {
            let x = &out[pointer];
            let end = x.content.iter().map(|c| c.end).max().unwrap_or(0);
            let marked =
                x.content.iter().any(|c| text.get(c.begin..c.end).is_some_and(|t| t.contains(['“', '"', '«', '”'])));
            if !x.source.is_empty() && last.is_none_or(|l| end >= l.1) {
                last = Some((pointer, end, marked));
            }
            pointer += 1;
        }
        if taken.holds(q.outer) || !is_alone(a, q) {
            continue;
        }
        let Some((x, end, marked)) = last else { continue };
        let (Some(here), Some(there)) = (block(q.outer), block(Span::new(end.saturating_sub(1), end))) else {
            continue;
        };
        if here - there.min(here) <= 1 && (marked || here == a.sentences[out[x].cue_head.sentence].block) {
            out[x].content.push(q.outer);
            taken.take(q.outer);
            last = Some((x, q.outer.end, true));
        }
    }
}

/// Whether somebody speaks in the block before a place.
fn earlier(a: &Analysis, out: &[Attribution], block: usize, before: usize) -> bool {
    let from = out.partition_point(|x| a.sentences[x.cue_head.sentence].block < block);
    out[from..]
        .first()
        .is_some_and(|x| a.sentences[x.cue_head.sentence].block == block && a.token(x.cue_head).span.begin < before)
}
