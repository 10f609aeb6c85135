//! Words to word pieces, as uncased BERT cuts them: "Turkey-backed" gives turkey, -, backed; "Idlib" gives id, ##lib.
//!
//! A word is given; where words begin and end is decided in `token`. However long a word, it has at most 32 pieces.

use std::collections::HashMap;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Pieces that one word may have; what is left of it is not read.
const MOST: usize = 32;
/// Characters of a part of a word; longer parts are unknown.
const LONGEST: usize = 100;
/// Characters of a word that are looked at.
const READ: usize = 1000;

/// The word pieces and their numbers.
pub(crate) struct Pieces {
    numbers: HashMap<String, u32>,
    unknown: u32,
    /// What opens a window.
    pub(crate) open: u32,
    /// What closes it.
    pub(crate) close: u32,
}

impl Pieces {
    /// The pieces in order of their numbers; `None` where one of the three special ones is missing.
    pub(crate) fn new(lines: Vec<String>) -> Option<Self> {
        let numbers: HashMap<_, _> = lines.into_iter().zip(0..).collect();
        let special = |name: &str| numbers.get(name).copied();
        let (unknown, open, close) = (special("[UNK]")?, special("[CLS]")?, special("[SEP]")?);
        Some(Self { numbers, unknown, open, close })
    }

    /// Whether a word is a piece by itself.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.numbers.contains_key(word)
    }

    /// The pieces of a word, one at least.
    pub(crate) fn of(&self, word: &str) -> Vec<u32> {
        let clean = word.chars().take(READ).filter(|c| !c.is_control() && !is_invisible(*c) && *c != '\u{fffd}');
        let plain: String = clean.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
        let mut out = Vec::new();
        let mut part = String::new();
        for c in plain.chars() {
            if c.is_whitespace() {
                self.cut(&mut part, &mut out);
            } else if is_punctuation(c) || is_ideograph(c) {
                self.cut(&mut part, &mut out);
                part.push(c);
                self.cut(&mut part, &mut out);
            } else {
                part.push(c);
            }
        }
        self.cut(&mut part, &mut out);
        out.truncate(MOST);
        if out.is_empty() {
            out.push(self.unknown);
        }
        out
    }

    /// Greedy longest match; a part that cannot be matched to its end is unknown as a whole. Empties `part`.
    fn cut(&self, part: &mut String, out: &mut Vec<u32>) {
        if part.is_empty() {
            return;
        }
        let before = out.len();
        let ends: Vec<usize> = part.char_indices().map(|(i, _)| i).skip(1).chain([part.len()]).collect();
        let mut at = 0;
        let mut candidate = String::new();
        while at < part.len() && ends.len() <= LONGEST {
            let found = ends.iter().rev().take_while(|&&e| e > at).find_map(|&end| {
                candidate.clear();
                if at > 0 {
                    candidate.push_str("##");
                }
                candidate.push_str(&part[at..end]);
                Some((end, *self.numbers.get(&candidate)?))
            });
            let Some((end, number)) = found else { break };
            out.push(number);
            at = end;
        }
        if at < part.len() {
            out.truncate(before);
            out.push(self.unknown);
        }
        part.clear();
    }
}

/// The word's outline, 1 to 6, as the training has it; 0 is kept for what opens and closes a window.
pub(crate) fn shape(word: &str) -> u8 {
    let word: String = word.chars().take(READ).collect();
    let lower = |s: &str| s.chars().any(char::is_lowercase) && !s.chars().any(char::is_uppercase);
    let mut rest = word.chars();
    let first = rest.next();
    if lower(&word) {
        1
    } else if first.is_some_and(char::is_uppercase) && (rest.as_str().is_empty() || lower(rest.as_str())) {
        2
    } else if word.chars().any(char::is_uppercase) && !word.chars().any(char::is_lowercase) {
        3
    } else if word.chars().any(char::is_numeric) {
        4
    } else if !word.chars().any(char::is_alphanumeric) {
        5
    } else {
        6
    }
}

/// Format characters that BERT drops: soft hyphens, joiners, marks of direction.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// ASCII marks, and Unicode's punctuation in the scripts that news in English shows.
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c,
            '¡' | '§' | '«' | '¶' | '·' | '»' | '¿' | '\u{37e}' | '\u{55a}'..='\u{55f}' | '\u{589}' | '\u{58a}'
            | '\u{5be}' | '\u{5c0}' | '\u{5c3}' | '\u{5f3}' | '\u{5f4}' | '\u{609}' | '\u{60a}' | '\u{60c}' | '\u{60d}'
            | '\u{61b}' | '\u{61e}' | '\u{61f}' | '\u{66a}'..='\u{66d}' | '\u{6d4}' | '\u{964}' | '\u{965}'
            | '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{2043}' | '\u{2045}'..='\u{2051}' | '\u{2053}'..='\u{205e}'
            | '\u{207d}' | '\u{207e}' | '\u{2308}'..='\u{230b}' | '\u{2329}' | '\u{232a}' | '\u{27e6}'..='\u{27ef}'
            | '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301f}' | '\u{3030}' | '\u{30fb}'
            | '\u{ff01}'..='\u{ff03}' | '\u{ff05}'..='\u{ff0a}' | '\u{ff0c}'..='\u{ff0f}' | '\u{ff1a}' | '\u{ff1b}'
            | '\u{ff1f}' | '\u{ff20}' | '\u{ff3b}'..='\u{ff3d}' | '\u{ff3f}' | '\u{ff5b}' | '\u{ff5d}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces() -> Pieces {
        let list = ["[UNK]", "[CLS]", "[SEP]", "turkey", "-", "backed", "id", "##lib", "cafe", "'", "s", "i", "##d"];
        Pieces::new(list.map(str::to_owned).to_vec()).expect("the special pieces are there")
    }

    #[test]
    fn words_are_cut_as_bert_cuts_them() {
        for (word, want) in [
            ("Turkey-backed", vec![3, 4, 5]),
            ("Idlib", vec![6, 7]),
            ("ID", vec![6]),
            ("CAFÉ", vec![8]),
            ("’s", vec![0, 10]),
            ("'s", vec![9, 10]),
            ("idx", vec![0]),
            ("中国", vec![0, 0]),
            ("\u{200b}", vec![0]),
            ("", vec![0]),
        ] {
            assert_eq!(pieces().of(word), want, "{word}");
        }
        assert_eq!(pieces().of(&"id".repeat(50_000)), vec![0]);
        assert_eq!(pieces().of(&"-".repeat(100_000)).len(), MOST);
    }

    #[test]
    fn shapes_are_those_of_the_training() {
        for (word, want) in [
            ("rebels", 1),
            ("t-72", 1),
            ("Aleppo", 2),
            ("A", 2),
            ("HTS", 3),
            ("T-72", 3),
            ("2024", 4),
            (".", 5),
            ("eBay", 6),
            ("McCain", 6),
        ] {
            assert_eq!(shape(word), want, "{word}");
        }
    }
}
