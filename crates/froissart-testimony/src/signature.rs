//! What is kept of a page to find its copies: 128 minima, and the least 256 of its shingles.
//!
//! Two pages agree on one minimum with the probability of their resemblance |A∩B| / |A∪B|, so that bands of minima find
//! candidates without comparing all pages with all (Broder 1997; banding: Leskovec, Rajaraman and Ullman, *Mining of
//! Massive Datasets*, chapter 3). A cut copy has a low resemblance and a high containment |A∩B| / min(|A|, |B|); the
//! least shingles of both tell the containment (Broder's sketches). A signature is 1.5 kB, depends on its page alone,
//! and is the same on every machine, so that a ledger can keep it beside the page.

use crate::shingle::{mix, running_text, shingles};
use froissart_model::{Char, Page};
use serde::{Deserialize, Serialize};

/// Minima in a signature.
pub const MINIMA: usize = 128;
/// Minima in a band. With two, a third of a story with a tenth of furniture (resemblance 0.3) is a candidate with
/// probability 1 − (1 − 0.3²)⁶⁴ = 0.998; with three it would be 0.69.
pub const ROWS: usize = 2;
/// Bands.
pub const BANDS: usize = MINIMA / ROWS;
/// The least shingles that are kept. For a copy of a third, some 85 of them can be compared: a containment of 0.9 is
/// known to ± 0.03.
pub const LEAST: usize = 256;

/// The signature of a page's running text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// How many distinct shingles the text has.
    pub shingles: u32,
    /// For each of [`MINIMA`] permutations the least value; empty where the text has no word.
    pub minima: Vec<u32>,
    /// The least shingles, at most [`LEAST`], ascending: their upper 32 bits.
    pub least: Vec<u32>,
}

impl Signature {
    /// The signature of a page.
    pub fn of_page(page: &Page<Char>) -> Self {
        Self::of_text(&running_text(page))
    }

    /// The signature of running text.
    pub fn of_text(text: &str) -> Self {
        let all = shingles(text);
        let mut minima = Vec::new();
        if !all.is_empty() {
            minima = vec![u32::MAX; MINIMA];
            for (n, least) in minima.iter_mut().enumerate() {
                // Multiply-shift hashing (Dietzfelbinger et al. 1997): the upper half of a·x + b, a odd.
                let (a, b) = (mix(2 * n as u64 + 1) | 1, mix(2 * n as u64 + 2));
                let of = |x: &u64| (a.wrapping_mul(*x).wrapping_add(b) >> 32) as u32;
                *least = all.iter().map(of).min().unwrap_or(u32::MAX);
            }
        }
        // The shingles are hashes themselves, in ascending order.
        let mut least: Vec<u32> = all.iter().map(|x| (x >> 32) as u32).take(LEAST).collect();
        least.dedup();
        Self { shingles: all.len() as u32, minima, least }
    }

    /// The keys of its bands, with the band's number in each.
    pub(crate) fn bands(&self) -> impl Iterator<Item = u64> + '_ {
        self.minima
            .chunks_exact(ROWS)
            .enumerate()
            .map(|(n, rows)| rows.iter().fold(mix(n as u64 + 1), |h, &r| mix(h ^ u64::from(r))))
    }

    /// The keys under which a store looks for its copies, one a band, cut to 32 bits; none where the text is too short
    /// to be known again. Pages without a common key are not [`crate::alike`]; one pair of strangers in a million has
    /// one by chance.
    pub fn keys(&self) -> impl Iterator<Item = u32> + '_ {
        let is_long = self.shingles >= crate::wire::FEWEST;
        self.bands().filter(move |_| is_long).map(|k| (k >> 32) as u32)
    }

    /// Estimates |A∩B| / |A∪B|.
    pub fn resemblance(&self, other: &Self) -> f64 {
        if self.minima.is_empty() || other.minima.is_empty() {
            return 0.0;
        }
        let same = self.minima.iter().zip(&other.minima).filter(|(a, b)| a == b).count();
        same as f64 / MINIMA as f64
    }

    /// Estimates |A∩B| / min(|A|, |B|): how much of the shorter text stands in the longer; exact where both have at
    /// most [`LEAST`] shingles.
    pub fn containment(&self, other: &Self) -> f64 {
        // Of equals the lesser list, so that the order of the two makes no difference.
        let is_small = (self.shingles, &self.least) <= (other.shingles, &other.least);
        let (small, large) = if is_small { (self, other) } else { (other, self) };
        // Below this value both lists are whole.
        let whole = |s: &Self| if (s.shingles as usize) > LEAST { s.least.last().copied() } else { None };
        let border = match (whole(small), whole(large)) {
            (Some(a), Some(b)) => a.min(b),
            (a, b) => a.or(b).unwrap_or(u32::MAX),
        };
        let mine: Vec<u32> = small.least.iter().copied().take_while(|&x| x <= border).collect();
        if mine.is_empty() {
            return 0.0;
        }
        let mut theirs = large.least.iter().copied().peekable();
        let mut shared = 0_usize;
        for x in &mine {
            while theirs.peek().is_some_and(|t| t < x) {
                theirs.next();
            }
            shared += usize::from(theirs.peek() == Some(x));
        }
        shared as f64 / mine.len() as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(from: usize, to: usize) -> String {
        (from..to).map(|n| format!("w{}", mix(n as u64) % 5_000)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn estimates_are_near_the_truth() {
        let whole = Signature::of_text(&text(0, 900));
        for (part, contained) in [(text(0, 300), 1.0), (text(200, 1_100), 0.78), (text(5_000, 5_600), 0.0)] {
            let part = Signature::of_text(&part);
            let found = part.containment(&whole);
            assert!((found - contained).abs() < 0.1, "{found} for {contained}");
            assert!((found - whole.containment(&part)).abs() < f64::EPSILON);
        }
        let third = Signature::of_text(&text(0, 300)).resemblance(&whole);
        assert!((third - 0.33).abs() < 0.12, "{third}");
        assert!((whole.resemblance(&whole) - 1.0).abs() < f64::EPSILON);
    }

    #[test]
    fn a_page_without_words_is_nobodys_copy() {
        let nothing = Signature::of_text("");
        assert!(nothing.containment(&nothing) < 0.1 && nothing.resemblance(&nothing) < 0.1);
        assert_eq!(nothing.bands().count(), 0);
    }

    #[test]
    fn the_signature_of_a_text_never_changes() {
        // Ledgers keep signatures: a change of the hashes makes them strangers to one another.
        let s = Signature::of_text("Rebels seized the town on Friday, a war monitor said.");
        assert_eq!((s.shingles, s.minima[0], s.minima[127], s.least[0]), KNOWN);
        let back: Signature = serde_json::from_str(&serde_json::to_string(&s).unwrap()).unwrap();
        assert_eq!(back, s);
    }
    const KNOWN: (u32, u32, u32, u32) = (7, 509_139_597, 1_764_705_705, 1_154_152_231);
}
