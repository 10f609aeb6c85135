//! Where words stand in a page's text. `Span { begin: 0, end: 5 }` of "China backs Assad forces" is "China".

use serde::{Deserialize, Serialize};
use std::marker::PhantomData;

/// The unit of a span inside the program: bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Byte;

/// The unit of a span on the wire and on disk: Unicode scalar values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Char;

/// A half-open range of a text, `end` exclusive.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Span<U = Byte> {
    /// The first unit inside.
    pub begin: usize,
    /// The first unit after.
    pub end: usize,
    #[serde(skip)]
    unit: PhantomData<U>,
}

impl<U> Span<U> {
    /// A span from `begin` to before `end`.
    pub fn new(begin: usize, end: usize) -> Self {
        Self { begin, end, unit: PhantomData }
    }
    /// How many units it covers.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.begin)
    }
    /// Whether it covers nothing.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
    /// Whether the two share at least one unit.
    pub fn overlaps(self, other: Self) -> bool {
        self.begin < other.end && other.begin < self.end
    }
    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.begin <= other.begin && other.end <= self.end
    }
    /// The smallest span that covers both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self::new(self.begin.min(other.begin), self.end.max(other.end))
    }
}

impl Span<Byte> {
    /// The words themselves; empty where the span does not lie in the text on character borders.
    pub fn of(self, text: &str) -> &str {
        text.get(self.begin..self.end).unwrap_or("")
    }
}

// Written by hand, for `derive` would ask the unit to be all of these as well.
impl<U> Clone for Span<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for Span<U> {}
impl<U> PartialEq for Span<U> {
    fn eq(&self, o: &Self) -> bool {
        (self.begin, self.end) == (o.begin, o.end)
    }
}
impl<U> Eq for Span<U> {}
impl<U> PartialOrd for Span<U> {
    fn partial_cmp(&self, o: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(o))
    }
}
impl<U> Ord for Span<U> {
    fn cmp(&self, o: &Self) -> std::cmp::Ordering {
        (self.begin, self.end).cmp(&(o.begin, o.end))
    }
}
impl<U> std::hash::Hash for Span<U> {
    fn hash<H: std::hash::Hasher>(&self, h: &mut H) {
        (self.begin, self.end).hash(h);
    }
}
impl<U> Default for Span<U> {
    fn default() -> Self {
        Self::new(0, 0)
    }
}
impl<U> std::fmt::Debug for Span<U> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}..{}", self.begin, self.end)
    }
}

/// A span that may be absent; both keys are written either way, as `null` where it is.
#[derive(Serialize, Deserialize)]
#[serde(bound = "")]
pub struct MaybeSpan<U = Byte> {
    /// The first unit inside, where there is a span.
    pub begin: Option<usize>,
    /// The first unit after, where there is a span.
    pub end: Option<usize>,
    #[serde(skip)]
    unit: PhantomData<U>,
}

impl<U> MaybeSpan<U> {
    /// The span, where both ends are known.
    pub fn get(self) -> Option<Span<U>> {
        Some(Span::new(self.begin?, self.end?))
    }
}
impl<U> From<Option<Span<U>>> for MaybeSpan<U> {
    fn from(s: Option<Span<U>>) -> Self {
        Self { begin: s.map(|s| s.begin), end: s.map(|s| s.end), unit: PhantomData }
    }
}
impl<U> Clone for MaybeSpan<U> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<U> Copy for MaybeSpan<U> {}
impl<U> PartialEq for MaybeSpan<U> {
    fn eq(&self, o: &Self) -> bool {
        (self.begin, self.end) == (o.begin, o.end)
    }
}
impl<U> Eq for MaybeSpan<U> {}
impl<U> Default for MaybeSpan<U> {
    fn default() -> Self {
        None.into()
    }
}
impl<U> std::fmt::Debug for MaybeSpan<U> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.get() {
            Some(s) => s.fmt(f),
            None => f.write_str("none"),
        }
    }
}

/// Byte offsets ↔ character offsets of one text.
///
/// ASCII text needs no table; other text keeps one entry a character.
#[derive(Debug, Clone)]
pub struct CharMap {
    /// Byte offset of each character, and of the end; empty for ASCII text.
    starts: Vec<u32>,
    bytes: usize,
}

impl CharMap {
    /// Maps `text`, which is at most 16 MiB by the page guard.
    pub fn new(text: &str) -> Self {
        let starts = if text.is_ascii() {
            Vec::new()
        } else {
            text.char_indices().map(|(i, _)| i as u32).chain([text.len() as u32]).collect()
        };
        Self { starts, bytes: text.len() }
    }
    /// The number of characters before byte `at`; a byte inside a character counts as its beginning.
    pub fn to_char(&self, at: usize) -> usize {
        if self.starts.is_empty() {
            return at.min(self.bytes);
        }
        match self.starts.binary_search(&(at as u32)) {
            Ok(i) => i,
            Err(i) => i.saturating_sub(1),
        }
    }
    /// The byte at which character `at` begins; past the end, the end.
    pub fn to_byte(&self, at: usize) -> usize {
        if self.starts.is_empty() {
            at.min(self.bytes)
        } else {
            self.starts.get(at).map_or(self.bytes, |&b| b as usize)
        }
    }
    /// A byte span as a character span.
    pub fn chars(&self, s: Span<Byte>) -> Span<Char> {
        Span::new(self.to_char(s.begin), self.to_char(s.end))
    }
    /// A character span as a byte span.
    pub fn bytes(&self, s: Span<Char>) -> Span<Byte> {
        Span::new(self.to_byte(s.begin), self.to_byte(s.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn char_map_goes_both_ways_in_any_script() {
        for text in ["", "plain", "“Aleppo’s fall”, café, حلب", "💥 strike"] {
            let map = CharMap::new(text);
            for (n, (b, _)) in text.char_indices().enumerate() {
                assert_eq!(map.to_char(b), n);
                assert_eq!(map.to_byte(n), b);
            }
            assert_eq!(map.to_char(text.len()), text.chars().count());
            assert_eq!(map.to_byte(text.chars().count()), text.len());
        }
    }
}
