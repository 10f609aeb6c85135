//! Which words of a text are those that were looked for.
//!
//! Of `"most of" bomb*` the words "Most of" and "bombing" are marked in "Most of the bombing stopped". It follows what the
//! ledger looks for (words in any order, phrases in quotation marks, beginnings with a star) and marks, no more: that a
//! claim was found is the ledger's to say.

use froissart_model::fold;

/// One thing that is looked for: words in a row, the last perhaps a beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Term {
    words: Vec<String>,
    is_prefix: bool,
}

fn words_of(text: &str) -> Vec<String> {
    fold(text).split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).map(str::to_owned).collect()
}

/// What a person has typed, as things to look for.
pub(crate) fn terms(text: &str) -> Vec<Term> {
    let mut all = Vec::new();
    let mut push = |text: &str, is_prefix: bool| {
        let words = words_of(text);
        if !words.is_empty() {
            all.push(Term { words, is_prefix });
        }
    };
    for (n, piece) in text.split(['"', '“', '”']).enumerate() {
        if n % 2 == 1 {
            push(piece, false);
        } else {
            for word in piece.split_whitespace() {
                push(word.trim_end_matches('*'), word.ends_with('*'));
            }
        }
    }
    all
}

/// The text in pieces, each with whether it was looked for.
pub(crate) fn marked<'t>(text: &'t str, terms: &[Term]) -> Vec<(bool, &'t str)> {
    let mut words: Vec<(usize, usize, String)> = Vec::new();
    let mut begin = None;
    for (at, c) in text.char_indices().chain(std::iter::once((text.len(), ' '))) {
        match (begin, c.is_alphanumeric()) {
            (None, true) => begin = Some(at),
            (Some(b), false) => {
                words.push((b, at, fold(&text[b..at])));
                begin = None;
            }
            _ => {}
        }
    }
    let fits = |t: &Term, at: usize| {
        t.words.iter().enumerate().all(|(k, w)| {
            let is_last = k + 1 == t.words.len();
            words.get(at + k).is_some_and(|(_, _, f)| f == w || is_last && t.is_prefix && f.starts_with(w.as_str()))
        })
    };
    let mut out = Vec::new();
    let (mut done, mut n) = (0, 0);
    while n < words.len() {
        let longest = terms.iter().filter(|t| fits(t, n)).map(|t| t.words.len()).max();
        if let Some(len) = longest {
            let (from, to) = (words[n].0, words[n + len - 1].1);
            if done < from {
                out.push((false, &text[done..from]));
            }
            out.push((true, &text[from..to]));
            done = to;
            n += len;
        } else {
            n += 1;
        }
    }
    if done < text.len() {
        out.push((false, &text[done..]));
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{marked, terms};
    use proptest::prelude::*;

    #[test]
    fn words_phrases_and_beginnings_are_marked() {
        let told = |q: &str, text: &'static str| -> Vec<&str> {
            marked(text, &terms(q)).into_iter().filter(|p| p.0).map(|p| p.1).collect()
        };
        assert_eq!(told("\"most of\" bomb*", "Most of the bombing of Umbar stopped"), ["Most of", "bombing"]);
        assert_eq!(told("gondor", "The Gondorians left Góndor"), ["Góndor"]);
        assert_eq!(told("* \" ( ", "a b"), Vec::<&str>::new());
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(text in "\\PC{0,60}", q in "\\PC{0,20}") {
            let whole: String = marked(&text, &terms(&q)).into_iter().map(|p| p.1).collect();
            prop_assert_eq!(whole, text);
        }
    }
}
