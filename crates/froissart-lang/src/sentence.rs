//! Words to sentences: marks that leave no doubt part what is read together, and inside of that the model's opinion of each
//! word is weighed with what the marks say.
//!
//! "He met Gen. Smith. They talked." is cut once, after "Smith."; "in the U.S. The talks" is left to the model. A block of
//! the page always ends a sentence. Where words begin and end is `token`'s.

use crate::token::is_title;
use froissart_model::Span;
use std::ops::Range;

/// Words of a window; longer runs without a sure end are cut at a comma or, where there is none, anywhere.
const MOST_WORDS: usize = 180;

/// Who decides where sentences end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ends {
    /// The encoder reads some neighbouring sentences together, and its opinion of every word is weighed with the marks.
    Windows,
    /// Sure marks part what is read together; between them the encoder's opinion is weighed with the marks.
    #[default]
    Repair,
    /// The marks alone.
    Rules,
}

/// What a speaker is named with after a question: "Why?" he asked.
const SPOKEN: &[&str] =
    &["said", "says", "asked", "asks", "told", "replied", "cried", "added", "answered", "wondered", "shouted"];

/// Sentences that are read together where windows decide, and words of such a window.
const TOGETHER: usize = 3;
const TOGETHER_WORDS: usize = 100;

/// Whether a sentence ends after a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// It does not, as far as the marks go.
    No,
    /// The marks allow it; the model decides.
    Perhaps,
    /// It does.
    Sure,
}

fn closes(word: &str) -> bool {
    matches!(word, "\"" | "”" | "’" | "'" | "''" | ")" | "]" | "»")
}

fn opens(word: &str) -> bool {
    matches!(word, "\"" | "“" | "‘" | "'" | "``" | "(" | "[" | "«" | "-" | "–" | "—" | "•" | "*")
}

/// The dash that ends a dateline at the head of a block: "AMMAN, Jordan (Reuters) — Rebels …". What was filed where is no
/// part of the sentence that follows.
fn dateline(text: &str, words: &[Span]) -> Option<usize> {
    let word = |i: usize| words[i].of(text);
    let dash = (1..words.len().min(14)).find(|&i| {
        matches!(word(i), "—" | "–" | "-" | "--")
            && words[i - 1].end < words[i].begin
            && words.get(i + 1).is_some_and(|n| words[i].end < n.begin)
    })?;
    let first = word(0);
    let capitals = first.chars().count() > 2 && first.chars().all(char::is_uppercase);
    let bracket = (1..dash).any(|i| word(i) == "(") && word(dash - 1) == ")";
    let names = (0..dash).all(|i| !word(i).starts_with(char::is_lowercase) || matches!(word(i), "of" | "the" | "near"));
    // "Damascus – Reports that …": a town or two before a long dash, and a sentence that begins after it.
    let short = dash <= 3
        && word(dash) != "-"
        && first.starts_with(char::is_uppercase)
        && words.get(dash + 1).is_some_and(|n| n.of(text).starts_with(char::is_uppercase));
    ((capitals || bracket || short) && names).then_some(dash)
}

/// Whether a sentence ends after each word of a block; the last word is sure.
pub(crate) fn ends(text: &str, words: &[Span]) -> Vec<End> {
    let word = |i: usize| words[i].of(text);
    let mut out = vec![End::No; words.len()];
    let dateline = dateline(text, words);
    for i in 0..words.len() {
        if i + 1 == words.len() || dateline == Some(i) {
            out[i] = End::Sure;
            continue;
        }
        let form = word(i);
        let stop = form.ends_with(['.', '!', '?', '…']);
        if !stop && !matches!(form, ":" | ";") {
            continue;
        }
        // Closing marks that stand against the stop belong to the sentence.
        let mut last = i;
        while last + 1 < words.len() && closes(word(last + 1)) && words[last].end == words[last + 1].begin {
            last += 1;
        }
        // So does the number of a note: "… in Aleppo.[3] The rebels …".
        while last + 3 < words.len()
            && word(last + 1) == "["
            && word(last + 2).bytes().all(|b| b.is_ascii_digit())
            && word(last + 3) == "]"
        {
            last += 3;
        }
        let Some(next) = words.get(last + 1) else { continue };
        let apart = words[last].end < next.begin;
        let mut first = last + 1;
        while first + 1 < words.len() && opens(word(first)) {
            first += 1;
        }
        let follows = word(first).chars().next().unwrap_or(' ');
        let fresh = follows.is_uppercase() || follows.is_numeric();
        out[last] = if !stop || !apart {
            if apart && fresh { End::Perhaps } else { End::No }
        } else if is_title(form) {
            End::No
        } else if form.len() > 1 && form.ends_with('.') && form.contains(char::is_alphanumeric) {
            if fresh { End::Perhaps } else { End::No }
        } else if fresh && (last == i || word(last) == "]") {
            // "Yes!" he said, and "What?" asked Mr Smith, are one sentence: hence not after closing marks.
            if matches!(form, "." | "?" | "!") { End::Sure } else { End::Perhaps }
        } else {
            End::Perhaps
        };
    }
    out
}

/// The stretches of words that are read together: from sure end to sure end, none longer than the encoder takes.
/// `pieces` says how many word pieces each word has, `most` how many a stretch may have.
pub(crate) fn windows(
    text: &str,
    words: &[Span],
    ends: &[End],
    pieces: &[usize],
    most: usize,
    how: Ends,
) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut begin, mut used, mut sure) = (0, 0, 0);
    let mut i = 0;
    while i < words.len() {
        if i > begin && (i - begin >= MOST_WORDS || used + pieces[i] > most) {
            let half = begin + (i - begin) / 2;
            let better = |mark: fn(End, &str) -> bool| (half..i).rev().find(|&j| mark(ends[j], words[j].of(text)));
            let cut = better(|e, _| e == End::Perhaps)
                .or_else(|| better(|_, w| matches!(w, ";" | ":" | "—" | "–")))
                .or_else(|| better(|_, w| w == ","))
                .map_or(i, |j| j + 1);
            out.push(begin..cut);
            (begin, used, sure, i) = (cut, 0, 0, cut);
            continue;
        }
        used += pieces[i];
        if ends[i] == End::Sure {
            sure += 1;
            let next = ends[i + 1..].iter().position(|e| *e == End::Sure).map_or(0, |k| i + 2 + k - begin);
            if how != Ends::Windows || sure == TOGETHER || next > TOGETHER_WORDS || i + 1 == words.len() {
                out.push(begin..i + 1);
                (begin, used, sure) = (i + 1, 0, 0);
            }
        }
        i += 1;
    }
    out
}

/// What marks and spelling say of an end after each word, in units of the model's logit: 0 leaves it to the model alone.
/// The weights were fitted on treebank paragraphs and rounded.
pub(crate) fn evidence(text: &str, words: &[Span], ends: &[End], how: Ends) -> Vec<f32> {
    /// An end that needs the model to be a little surer than not.
    const BAR: f32 = -0.3;
    /// A sure mark, where the model may overrule it.
    const SURE: f32 = 4.0;
    /// A doubtful mark.
    const MARKED: f32 = 1.0;
    /// A capital, a number or an opening mark follows.
    const FRESH: f32 = 0.9;
    /// A small letter follows.
    const SMALL: f32 = -1.0;
    /// A row of dots, or an address: what often closes a line that has no full stop.
    const CLOSING: f32 = 1.2;
    /// A mark follows that no sentence begins with, a title stands before its name, or a quotation before its speaker.
    const HELD: f32 = -2.5;
    let word = |i: usize| words[i].of(text);
    let one = |i: usize| {
        let Some(next) = words.get(i + 1) else { return f32::INFINITY };
        if how == Ends::Rules {
            return if ends[i] == End::Sure { f32::INFINITY } else { f32::NEG_INFINITY };
        }
        if ends[i] == End::Sure {
            return if how == Ends::Windows { SURE } else { f32::INFINITY };
        }
        let (form, after, apart) = (word(i), next.of(text), words[i].end < next.begin);
        let bound = after.starts_with(['.', ',', ';', '?', '!', ')', ']', '”', '’', '…']) && !after.starts_with("..");
        if !apart && (bound || closes(after) || !form.ends_with(['.', '!', '?', '…'])) {
            return f32::NEG_INFINITY;
        }
        let mut sum = BAR;
        let asked = closes(form) && i > 0 && matches!(word(i - 1), "?" | "!" | "?!");
        if ends[i] == End::Perhaps && !asked {
            sum += MARKED;
        }
        let first = after.chars().next().unwrap_or(' ');
        if first.is_uppercase() || first.is_numeric() || matches!(first, '(' | '[' | '“' | '‘' | '"' | '\'') {
            sum += FRESH;
        } else if first.is_lowercase() {
            sum += SMALL;
        }
        let address = form.len() > 4 && ends[i] == End::No && form.contains(['@', '/', '.']);
        if form.starts_with("..") || form == "…" || address {
            sum += CLOSING;
        }
        let spoken = || (i + 2..words.len().min(i + 4)).any(|k| SPOKEN.contains(&word(k)));
        if bound || is_title(form) || (asked && spoken()) {
            sum += HELD;
        }
        sum
    };
    (0..words.len()).map(one).collect()
}

/// Cuts a window into sentences; `likely` is the model's opinion of each word.
pub(crate) fn segments(evidence: &[f32], likely: &[f32]) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut begin = 0;
    for (i, (weight, p)) in evidence.iter().zip(likely).enumerate() {
        let p = f64::from(*p).clamp(1e-6, 1.0 - 1e-6);
        if i + 1 == evidence.len() || (p / (1.0 - p)).ln() + f64::from(*weight) > 0.0 {
            out.push(begin..i + 1);
            begin = i + 1;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::token::tokenise;

    /// The text with `|` after sure ends and `?` after doubtful ones.
    fn marked(text: &str) -> String {
        let words = tokenise(text, Span::new(0, text.len()));
        let mut out = Vec::new();
        for (w, e) in words.iter().zip(ends(text, &words)) {
            out.push(w.of(text));
            match e {
                End::No => {}
                End::Perhaps => out.push("<?>"),
                End::Sure => out.push("<|>"),
            }
        }
        out.join(" ")
    }

    #[test]
    fn ends_are_sure_only_where_the_marks_leave_no_doubt() {
        for (text, want) in [
            ("He met Gen. Smith. They talked.", "He met Gen. Smith . <|> They talked . <|>"),
            ("In the U.S. The talks", "In the U.S. <?> The talks <|>"),
            ("It rose 3.5 per cent. “Why?” he asked.", "It rose 3.5 per cent . <|> “ Why ? ” <?> he asked . <|>"),
            ("It fell.[3][12] They left.", "It fell . [ 3 ] [ 12 ] <|> They left . <|>"),
            ("“No.” They left.", "“ No . ” <?> They left . <|>"),
            ("No stop here", "No stop here <|>"),
            ("He said: They left", "He said : <?> They left <|>"),
            ("about Inc. and co. things", "about Inc. and co. things <|>"),
        ] {
            assert_eq!(marked(text), want);
        }
    }

    #[test]
    fn windows_cover_all_words_and_fit() {
        let text = "word, ".repeat(700) + "end. Next.";
        let words = tokenise(&text, Span::new(0, text.len()));
        let ends = ends(&text, &words);
        let all = windows(&text, &words, &ends, &vec![3; words.len()], 400, Ends::Repair);
        assert_eq!(all.first().map(|r| r.start), Some(0));
        assert_eq!(all.last().map(|r| r.end), Some(words.len()));
        assert!(all.windows(2).all(|w| w[0].end == w[1].start));
        assert!(all.iter().all(|r| !r.is_empty() && r.len() * 3 <= 400));
        assert!(all[..all.len() - 2].iter().all(|r| words[r.end - 1].of(&text) == ","), "cut at commas");
    }

    #[test]
    fn marks_and_model_are_weighed() {
        let cut = |text: &str, likely: &[f32], how: Ends| {
            let words = tokenise(text, Span::new(0, text.len()));
            assert_eq!(words.len(), likely.len(), "{text}");
            segments(&evidence(text, &words, &ends(text, &words), how), likely)
        };
        let one = |r: Range<usize>| vec![r];
        // A headline without a stop, and a name that only has capitals.
        let line = "Rebels seize Aleppo Iran denies";
        assert_eq!(cut(line, &[0.1, 0.1, 0.4, 0.1, 0.9], Ends::Repair), [0..3, 3..5]);
        assert_eq!(cut(line, &[0.1, 0.1, 0.2, 0.1, 0.9], Ends::Repair), one(0..5));
        assert_eq!(cut("the rebels then left", &[0.1, 0.6, 0.1, 0.9], Ends::Repair), one(0..4));
        // The same opinion of a doubtful mark ends a sentence, and of a title or a question with its speaker does not.
        assert_eq!(cut("in the U.S. The talks", &[0.1, 0.1, 0.4, 0.1, 0.9], Ends::Repair), [0..3, 3..5]);
        assert_eq!(cut("with Gen. Smith", &[0.1, 0.4, 0.9], Ends::Repair), one(0..3));
        assert_eq!(cut("“Why?” Smith asked", &[0.1, 0.1, 0.1, 0.6, 0.1, 0.9], Ends::Repair), one(0..6));
        // Nothing is cut between a word and a mark that stands against it.
        assert_eq!(cut("(see page)", &[0.1, 0.1, 0.99, 0.9], Ends::Repair), one(0..4));
        let two = "It fell. They left.";
        assert_eq!(cut(two, &[0.1, 0.1, 0.01, 0.1, 0.1, 0.9], Ends::Repair), [0..3, 3..6]);
        assert_eq!(cut(two, &[0.1, 0.1, 0.01, 0.1, 0.1, 0.9], Ends::Windows), one(0..6));
        assert_eq!(cut(line, &[0.9; 5], Ends::Rules), one(0..5));
    }
}
