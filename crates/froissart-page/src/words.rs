//! Small questions about words that every part of the reader asks.
//!
//! No grammar and no meaning. "Syria’s Assad" and "syria's assad" fold to the same words.

/// Lower-case words of letters and digits; apostrophes inside a word are dropped with what they join.
pub(crate) fn folded(s: &str) -> Vec<String> {
    let mut out = Vec::new();
    let mut word = String::new();
    for c in s.chars() {
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '’' | '\u{ad}' | '\u{200b}') && !word.is_empty() {
            out.push(std::mem::take(&mut word));
        }
    }
    if !word.is_empty() {
        out.push(word);
    }
    out
}

/// The text with runs of blanks as one and what cannot be seen left out.
pub(crate) fn collapse(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        if c.is_whitespace() {
            if !out.is_empty() && !out.ends_with(' ') {
                out.push(' ');
            }
        } else if !invisible(c) {
            out.push(c);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Characters that leave no mark: controls, soft hyphens, zero-width blanks and byte-order marks.
pub(crate) fn invisible(c: char) -> bool {
    c.is_control() || matches!(c, '\u{ad}' | '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{200e}' | '\u{200f}')
}

const STOP: &[&str] = &[
    "a", "about", "after", "against", "all", "also", "an", "and", "any", "are", "as", "at", "be", "because", "been",
    "before", "being", "between", "both", "but", "by", "can", "could", "did", "do", "does", "during", "for", "from",
    "had", "has", "have", "he", "her", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "more", "most",
    "no", "not", "of", "on", "one", "or", "other", "our", "out", "over", "said", "she", "should", "since", "so",
    "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "to",
    "under", "up", "was", "we", "were", "what", "when", "where", "which", "while", "who", "will", "with", "would",
    "you", "your",
];

/// How many of the words hold a sentence together rather than say something.
pub(crate) fn stop_words(words: &[String]) -> usize {
    words.iter().filter(|w| STOP.binary_search(&w.as_str()).is_ok()).count()
}

/// Whether the line ends as a sentence does, closing quotes and brackets aside.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»', ' ']).ends_with(['.', '!', '?', '…', '。', '؟', '।'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_fold_and_collapse() {
        assert_eq!(folded("Syria’s “Assad”, 2024"), ["syrias", "assad", "2024"]);
        assert_eq!(collapse(" a\u{a0}\n b\u{200b}c "), "a bc");
        assert!(STOP.windows(2).all(|w| w[0] < w[1]));
        assert!(ends_sentence("“to maintain national security”.”"));
    }
}
