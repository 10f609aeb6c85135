//! A text cut at the borders of whatever lies over it, so that what overlaps can be marked without nesting.
//!
//! Of "Rebels seized Aleppo and Hama", one claim covers all and another only "seized … Hama": the cuts fall at every
//! begin and end, and each piece knows which of the layers cover it. Offsets are characters, as in the JSON.

use std::collections::BTreeSet;

/// What lies over a text, from a character to before another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Layer<T> {
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) what: T,
}

/// A piece of a text and what covers it, in the order in which the layers were given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Piece<'t, T> {
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) text: &'t str,
    pub(crate) over: Vec<T>,
}

/// A text whose characters can be asked for by number, without counting from its beginning each time.
pub(crate) struct Counted<'t> {
    text: &'t str,
    /// The byte at which each character begins, and the end.
    at: Vec<usize>,
}

impl<'t> Counted<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let at = text.char_indices().map(|(b, _)| b).chain(std::iter::once(text.len())).collect();
        Self { text, at }
    }

    /// How many characters there are.
    pub(crate) fn len(&self) -> usize {
        self.at.len() - 1
    }

    /// The words from a character to before another; what lies outside the text is left out.
    pub(crate) fn slice(&self, begin: usize, end: usize) -> &'t str {
        let end = end.min(self.len());
        let begin = begin.min(end);
        &self.text[self.at[begin]..self.at[end]]
    }

    /// The text from `begin` to before `end`, cut at all borders inside.
    pub(crate) fn cut<T: Copy>(&self, begin: usize, end: usize, layers: &[Layer<T>]) -> Vec<Piece<'t, T>> {
        let end = end.min(self.len());
        if begin >= end {
            return Vec::new();
        }
        let mine: Vec<Layer<T>> = layers
            .iter()
            .copied()
            .filter(|l| l.begin < l.end && l.begin < end && l.end > begin)
            .map(|l| Layer { begin: l.begin.max(begin), end: l.end.min(end), ..l })
            .collect();
        let mut borders: BTreeSet<usize> = mine.iter().flat_map(|l| [l.begin, l.end]).collect();
        borders.extend([begin, end]);
        let borders: Vec<usize> = borders.into_iter().collect();
        borders
            .windows(2)
            .map(|w| Piece {
                begin: w[0],
                end: w[1],
                text: self.slice(w[0], w[1]),
                over: mine.iter().filter(|l| l.begin <= w[0] && w[1] <= l.end).map(|l| l.what).collect(),
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Counted, Layer};
    use proptest::prelude::*;

    #[test]
    fn what_overlaps_is_cut_at_every_border() {
        let text = Counted::new("Rebels seized Алеппо, he said");
        let over = |begin, end, what| Layer { begin, end, what };
        let pieces = text.cut(0, 29, &[over(0, 20, 1), over(7, 29, 2), over(14, 20, 3), over(5, 5, 4)]);
        let told: Vec<(&str, Vec<i32>)> = pieces.iter().map(|p| (p.text, p.over.clone())).collect();
        assert_eq!(
            told,
            [("Rebels ", vec![1]), ("seized ", vec![1, 2]), ("Алеппо", vec![1, 2, 3]), (", he said", vec![2])]
        );
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_text(
            text in "\\PC{0,60}",
            spans in prop::collection::vec((0usize..80, 0usize..80), 0..12),
            begin in 0usize..40,
            end in 0usize..80,
        ) {
            let counted = Counted::new(&text);
            let layers: Vec<Layer<usize>> =
                spans.iter().enumerate().map(|(n, (a, b))| Layer { begin: *a, end: *b, what: n }).collect();
            let pieces = counted.cut(begin, end, &layers);
            let whole: String = pieces.iter().map(|p| p.text).collect();
            prop_assert_eq!(whole, counted.slice(begin, end.max(begin)));
            for p in &pieces {
                for (n, (a, b)) in spans.iter().enumerate() {
                    prop_assert_eq!(p.over.contains(&n), *a <= p.begin && p.end <= *b && a < b);
                }
            }
        }
    }
}
