//! The text of a page, and where its characters are.
//!
//! Not a reader of pages: "Rebels" at 0..6 is all that it answers.

use froissart_model::{Char, Span};

/// The text that a claim's words are read from, with where its characters are.
///
/// [`froissart_model::CharMap`] keeps an entry a character; here pages are opened by the thousand for a claim or two
/// each, and news is ASCII but for its quotation marks: an entry for each character that is not will do.
#[derive(Debug, Default)]
pub(crate) struct Words {
    text: String,
    /// After each character of more than one byte: how many characters and how many bytes lie before.
    wide: Vec<(u32, u32)>,
    chars: usize,
}

/// So many bytes are looked at at once for one that is not ASCII.
const STRIDE: usize = 32;

impl Words {
    pub(crate) fn new(text: String) -> Self {
        Self::in_room(text, Vec::new())
    }
    /// What is left of it when it is not needed any more, for the next text to be opened in.
    pub(crate) fn into_room(self) -> (Vec<u8>, Vec<(u32, u32)>) {
        (self.text.into_bytes(), self.wide)
    }
    pub(crate) fn in_room(text: String, mut wide: Vec<(u32, u32)>) -> Self {
        wide.clear();
        let mut extra = 0;
        let whole = text.as_bytes().chunks(STRIDE).enumerate().filter(|(_, some)| !some.is_ascii());
        let bytes = whole.flat_map(|(n, some)| some.iter().enumerate().map(move |(at, b)| (n * STRIDE + at, b)));
        for (at, &b) in bytes {
            // The first byte of a character of two, three or four.
            if b >= 0xC0 {
                let length = if b >= 0xF0 {
                    4
                } else if b >= 0xE0 {
                    3
                } else {
                    2
                };
                wide.push(((at - extra + 1) as u32, (at + length) as u32));
                extra += length - 1;
            }
        }
        Self { chars: text.len() - extra, text, wide }
    }
    fn byte(&self, at: usize) -> usize {
        let n = self.wide.partition_point(|w| w.0 as usize <= at);
        self.wide[..n].last().map_or(at, |w| w.1 as usize + at - w.0 as usize)
    }
    /// The words at a span, where it lies in the text.
    pub(crate) fn at(&self, span: Span<Char>) -> Option<&str> {
        if span.begin > span.end || span.end > self.chars {
            return None;
        }
        self.text.get(self.byte(span.begin)..self.byte(span.end))
    }
}
