//! The words of a page as a set of hashed shingles: every run of four words, whatever stands around them.
//!
//! "The town fell on Friday, officials said" has the shingles *the town fell on*, *town fell on friday* and so on. Two
//! pages that share most of them were written by one hand. Only running text counts: headlines are rewritten by every
//! desk, and furniture is the outlet's own. Nothing here knows of pages that are alike; [`crate::Signature`] does.
//!
//! Source: A. Broder, "On the resemblance and containment of documents", SEQUENCES 1997.

use froissart_model::{Char, Page, Part};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Words in a shingle. Broder takes ten for whole web pages; a desk that changes one word in twenty leaves 81 % of the
/// shingles of four words as they were, 60 % of those of ten. Measured in `tests/wire.rs`.
pub const WORDS: usize = 4;

/// The distinct shingles of a text, hashed to 64 bits, in ascending order.
pub fn shingles(text: &str) -> Vec<u64> {
    let mut words: Vec<u64> = Vec::with_capacity(text.len() / 5);
    let mut word = Word::default();
    for c in text.chars() {
        if c.is_ascii() {
            // PERF: nine letters in ten are ASCII; normalising them one by one takes most of the time otherwise.
            match c {
                'a'..='z' | '0'..='9' => word.push(c),
                'A'..='Z' => word.push(c.to_ascii_lowercase()),
                '\'' => {}
                _ => word.end(&mut words),
            }
            continue;
        }
        // Scripts that write no spaces: each letter is a word of its own, as is usual in their retrieval.
        if matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')
        {
            word.end(&mut words);
            word.push(c);
            word.end(&mut words);
            continue;
        }
        for c in std::iter::once(c).nfkd().filter(|&c| !is_combining_mark(c)).flat_map(char::to_lowercase) {
            match c {
                '’' | '‘' | 'ʼ' | 'ʿ' | 'ʾ' => {}
                c if c.is_alphanumeric() => word.push(c),
                _ => word.end(&mut words),
            }
        }
    }
    word.end(&mut words);
    let mut all: Vec<u64> = if words.len() < WORDS {
        // A page of three words is its one shingle, and equal to its like only.
        words.iter().copied().reduce(join).into_iter().collect()
    } else {
        words.windows(WORDS).map(|w| w.iter().copied().reduce(join).unwrap_or_default()).collect()
    };
    all.sort_unstable();
    all.dedup();
    all
}

/// The running text of a page: its body without headline, standfirst and captions; all of the body where it has
/// nothing else, all of the text where nothing was taken for body.
pub fn running_text(page: &Page<Char>) -> String {
    let chars: Vec<(usize, char)> = page.text.char_indices().collect();
    let at = |n: usize| chars.get(n).map_or(page.text.len(), |c| c.0);
    let of = |parts: &[Part]| {
        let mut text = String::new();
        for b in page.body.iter().filter(|b| parts.contains(&b.part)) {
            text.push_str(&page.text[at(b.span.begin)..at(b.span.end)]);
            text.push('\n');
        }
        text
    };
    let body = of(&[Part::Body]);
    if !body.trim().is_empty() {
        return body;
    }
    let rest = of(&[Part::Body, Part::Headline, Part::Standfirst, Part::Caption]);
    if rest.trim().is_empty() { page.text.clone() } else { rest }
}

/// The hash of one word while its letters come: FNV-1a, finished by [`mix`].
#[derive(Default)]
struct Word(Option<u64>);

impl Word {
    fn push(&mut self, c: char) {
        let h = self.0.unwrap_or(0xcbf2_9ce4_8422_2325);
        self.0 = Some((h ^ u64::from(u32::from(c))).wrapping_mul(0x0000_0100_0000_01b3));
    }
    fn end(&mut self, words: &mut Vec<u64>) {
        if let Some(h) = self.0.take() {
            words.push(mix(h));
        }
    }
}

fn join(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(5) ^ b)
}

/// The finaliser of SplitMix64 (Steele, Lea and Flood 2014): every bit of the input bears on every bit of the output.
pub(crate) fn mix(mut x: u64) -> u64 {
    x ^= x >> 30;
    x = x.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x ^= x >> 27;
    x = x.wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_accents_apostrophes_and_points_make_no_difference() {
        let a = shingles("The town’s Élite guards fell back on Friday, he said.");
        assert_eq!(a, shingles("the towns elite guards — fell back on friday he said"));
        assert_eq!(a.len(), 7);
        assert!(shingles("").is_empty() && shingles(" — … ").is_empty());
        assert_eq!(shingles("two words").len(), 1);
        assert_ne!(shingles("one two three four"), shingles("four three two one"));
    }

    #[test]
    fn scripts_without_spaces_have_shingles_too() {
        assert_eq!(shingles("叛军占领了城市").len(), 4);
        assert!(shingles("قال متحدث باسم الجيش إن القوات انسحبت").len() >= 4);
    }
}
