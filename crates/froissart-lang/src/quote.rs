//! Quotations: which quotation marks belong together.
//!
//! Pairs marks inside one block and knows nothing of who speaks. In `“We are ready,” he said` the quotation is
//! `“We are ready,”`; the apostrophe of "rebels’ advance" is none; a mark at the head of a paragraph that is
//! never closed runs to the paragraph's end, because the speech goes on in the next.

use froissart_model::{Analysis, Pos, Quotation, Span};

/// The quotations of a text in order, nested ones after the ones that hold them.
pub(crate) fn quotations(a: &Analysis, text: &str) -> Vec<Quotation> {
    let mut out = Vec::new();
    let blocks = blocks(a);
    for (k, block) in blocks.iter().enumerate() {
        let next_opens = blocks.get(k + 1).is_some_and(|n| n.of(text).starts_with(['“', '"', '«', '„']));
        for (outer, inner) in pairs(text, *block, next_opens) {
            if inner.is_empty() {
                continue;
            }
            out.push(Quotation { outer, inner, is_speech: is_speech(a, text, inner) });
        }
    }
    out.sort_by_key(|q| (q.outer.begin, std::cmp::Reverse(q.outer.end)));
    out
}

/// Each block's span, from its first sentence to its last.
fn blocks(a: &Analysis) -> Vec<Span> {
    let mut out: Vec<(usize, Span)> = Vec::new();
    for s in &a.sentences {
        match out.last_mut() {
            Some((block, span)) if *block == s.block => *span = span.cover(s.span),
            _ => out.push((s.block, s.span)),
        }
    }
    out.into_iter().map(|(_, s)| s).collect()
}

#[derive(Clone, Copy, PartialEq)]
enum Mark {
    Curly,
    Straight,
    Angle,
    Low,
    Tick,
    Single,
    StraightSingle,
}

/// Marks that may be open at once; more are a torrent of stray marks.
const DEEPEST: usize = 12;
/// Characters within which a better closing mark than a possessive's is looked for.
const POSSESSIVE_REACH: usize = 600;

/// Outer and inner spans of one block.
fn pairs(text: &str, block: Span, next_opens: bool) -> Vec<(Span, Span)> {
    let chars: Vec<(usize, char)> = block.of(text).char_indices().map(|(i, c)| (block.begin + i, c)).collect();
    let at = |k: isize| usize::try_from(k).ok().and_then(|k| chars.get(k)).map_or(' ', |c| c.1);
    let mut open: Vec<(Mark, usize, usize)> = Vec::new();
    let mut out = Vec::new();
    let mut k = 0;
    while k < chars.len() {
        let (pos, c) = chars[k];
        let (before, after) = (at(k as isize - 1), at(k as isize + 1));
        let mut width = 1;
        let mut length = c.len_utf8();
        let mut close = None;
        match c {
            '“' if open.last().is_some_and(|o| o.0 == Mark::Low) => close = Some(Mark::Low),
            '“' => open.push((Mark::Curly, pos, pos + length)),
            '”' if open.iter().any(|o| o.0 == Mark::Low) && !open.iter().any(|o| o.0 == Mark::Curly) => {
                close = Some(Mark::Low);
            }
            '”' => close = Some(Mark::Curly),
            '„' => open.push((Mark::Low, pos, pos + length)),
            '«' => open.push((Mark::Angle, pos, pos + length)),
            '»' => close = Some(Mark::Angle),
            '`' if after == '`' => {
                (width, length) = (2, 2);
                open.push((Mark::Tick, pos, pos + 2));
            }
            '\'' if after == '\'' && open.iter().any(|o| o.0 == Mark::Tick) => {
                (width, length) = (2, 2);
                close = Some(Mark::Tick);
            }
            '"' => {
                let inches = before.is_ascii_digit() && !open.iter().any(|o| o.0 == Mark::Straight);
                let opens = !open.iter().any(|o| o.0 == Mark::Straight);
                if opens && !inches && !after_is_gap(after, before) {
                    open.push((Mark::Straight, pos, pos + 1));
                } else if !opens {
                    close = Some(Mark::Straight);
                }
            }
            '‘' if !before.is_alphanumeric() && !after.is_ascii_digit() => {
                open.push((Mark::Single, pos, pos + length));
            }
            '’' if open.iter().any(|o| o.0 == Mark::Single) && closes_single(&chars, k, '’') => {
                close = Some(Mark::Single);
            }
            '\'' if opens_single(before, after, &chars, k) && !open.iter().any(|o| o.0 == Mark::StraightSingle) => {
                open.push((Mark::StraightSingle, pos, pos + 1));
            }
            '\'' if open.iter().any(|o| o.0 == Mark::StraightSingle) && closes_single(&chars, k, '\'') => {
                close = Some(Mark::StraightSingle);
            }
            _ => {}
        }
        open.truncate(DEEPEST);
        if let Some(mark) = close
            && let Some(i) = open.iter().rposition(|o| o.0 == mark)
        {
            let (_, begin, inner) = open[i];
            // What was opened inside and never closed is no quotation.
            open.truncate(i);
            out.push((Span::new(begin, pos + length), Span::new(inner, pos)));
        }
        k += width;
    }
    // The outermost unclosed mark: speech that goes on in the next paragraph.
    if let Some(&(mark, begin, inner)) = open.iter().find(|o| !matches!(o.0, Mark::Single | Mark::StraightSingle)) {
        let at_head = begin == block.begin;
        if next_opens || (at_head && mark != Mark::Low) {
            out.push((Span::new(begin, block.end), Span::new(inner, block.end)));
        }
    }
    out
}

/// A straight mark with space on both sides is more likely to close than to open, and one before space and after a word closes.
fn after_is_gap(after: char, before: char) -> bool {
    after.is_whitespace() && !before.is_whitespace()
}

fn opens_single(before: char, after: char, chars: &[(usize, char)], k: usize) -> bool {
    let free = before.is_whitespace() || matches!(before, '(' | '[' | '"' | '“' | '—' | '–');
    if !free || !after.is_alphanumeric() || after.is_ascii_digit() {
        return false;
    }
    let word: String =
        chars[k + 1..].iter().map(|c| c.1).take_while(|c| c.is_alphabetic()).collect::<String>().to_lowercase();
    !matches!(
        word.as_str(),
        "s" | "em" | "til" | "tis" | "twas" | "cause" | "ll" | "re" | "ve" | "d" | "m" | "n" | "round" | "bout"
    )
}

/// A single mark closes where no letter follows; after an s it may be a possessive, if a better one comes later.
fn closes_single(chars: &[(usize, char)], k: usize, mark: char) -> bool {
    let at = |i: usize| chars.get(i).map_or(' ', |c| c.1);
    let (before, after) = (if k == 0 { ' ' } else { at(k - 1) }, at(k + 1));
    if after.is_alphanumeric() || before.is_whitespace() {
        return false;
    }
    if before == 's' && after == ' ' {
        let rest = &chars[k + 1..];
        for (i, c) in rest.iter().enumerate().take(POSSESSIVE_REACH) {
            if c.1 == '‘' || (mark == '\'' && c.1 == '\'' && i > 0 && rest[i - 1].1.is_whitespace()) {
                break;
            }
            if c.1 == mark
                && !rest.get(i + 1).is_some_and(|n| n.1.is_alphanumeric())
                && i > 0
                && !rest[i - 1].1.is_whitespace()
            {
                return false;
            }
        }
    }
    true
}

/// A clause in the marks, or so many words that they are no scare quotes.
fn is_speech(a: &Analysis, text: &str, inner: Span) -> bool {
    let words = inner.of(text).split_whitespace().filter(|w| w.chars().any(char::is_alphanumeric)).count();
    let from = a.sentences.partition_point(|s| s.span.end <= inner.begin);
    let verb = a.sentences[from..].iter().take_while(|s| s.span.begin < inner.end).any(|s| {
        s.tokens.iter().any(|t| {
            inner.contains(t.span)
                && (t.upos == Pos::Aux
                    || t.upos == Pos::Verb && !t.has("VerbForm=Ger") && !matches!(t.relation(), "amod" | "compound"))
        })
    });
    let ended = inner.of(text).trim_end().ends_with(['.', ',', '!', '?', '…']);
    words >= 6 || verb && words >= 3 || verb && ended && words >= 2 || ended && words >= 3
}

#[cfg(test)]
mod tests {
    use super::*;
    use froissart_model::{Part, Sentence};

    /// Blocks without tokens: pairing needs no words.
    fn blocks_of(text: &str) -> Analysis {
        let mut a = Analysis::default();
        let mut at = 0;
        for (block, line) in text.split('\n').enumerate() {
            let span = Span::new(at, at + line.len());
            a.sentences.push(Sentence { span, part: Part::Body, block, tokens: Vec::new() });
            at += line.len() + 1;
        }
        a
    }

    #[test]
    fn marks_pair() {
        let cases: &[(&str, &[&str])] = &[
            ("“We are ready,” he said.", &["We are ready,"]),
            ("\"We are ready,\" he said. \"We wait.\"", &["We are ready,", "We wait."]),
            ("The rebels’ advance and the army’s retreat.", &[]),
            ("He said: 'The rebels' advance is over.'", &["The rebels' advance is over."]),
            ("It's the '90s, don't forget 'em.", &[]),
            ("«Nous partons», said he.", &["Nous partons"]),
            ("“He told me ‘go home’ and left,” she said.", &["He told me ‘go home’ and left,", "go home"]),
            ("„Wir gehen“, he said.", &["Wir gehen"]),
            ("``We go,'' he said.", &["We go,"]),
            ("A 6\" pipe and a 12\" pipe.", &[]),
            ("“We are ready.\n“We wait,” he said.", &["We are ready.", "We wait,"]),
            ("\"We are ready.\n\"We wait,\" he said.", &["We are ready.", "We wait,"]),
            ("He called it a “pause", &[]),
        ];
        for (text, wanted) in cases {
            let got: Vec<&str> = quotations(&blocks_of(text), text).iter().map(|q| q.inner.of(text)).collect();
            assert_eq!(&got, wanted, "{text}");
        }
    }

    #[test]
    fn scare_quotes_are_no_speech() {
        let text = "The so-called “safe zone” is gone. “It was never a safe zone at all,” he said.";
        let got: Vec<bool> = quotations(&blocks_of(text), text).iter().map(|q| q.is_speech).collect();
        assert_eq!(got, [false, true]);
    }
}
