//! A signature in as few bytes as its numbers allow, and back: what a ledger keeps beside a page.
//!
//! The values of a signature are minima and spacings of hashes, which are spread evenly: of a text of 300 shingles each
//! is about 2³² / 300. Rice's code (Rice and Plaunt 1971) writes such numbers with one bit and a half more than their
//! average asks for, so that 1.5 kB become 1.2, and every bit comes back. Nothing here knows what the numbers mean.

use crate::signature::{LEAST, MINIMA, Signature};

/// The first byte: how the rest is written.
const FORM: u8 = 1;

impl Signature {
    /// The signature in few bytes; [`Signature::from_bytes`] gives it back, bit for bit.
    pub fn to_bytes(&self) -> Vec<u8> {
        let low = low_bits(self.shingles);
        let mut w = Writer { out: vec![FORM], at: 0 };
        w.out.extend_from_slice(&self.shingles.to_le_bytes());
        // Neither list is ever longer than 256.
        w.out.extend_from_slice(&[(self.minima.len() / 2) as u8, (self.least.len() / 2) as u8]);
        w.out.push((self.minima.len() % 2) as u8 | ((self.least.len() % 2) as u8) << 1);
        for &m in &self.minima {
            w.number(m, low);
        }
        let mut last = 0;
        for &l in &self.least {
            // They ascend.
            w.number(l.wrapping_sub(last), low);
            last = l;
        }
        w.out
    }

    /// The signature of these bytes; none where they are not what [`Signature::to_bytes`] writes.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (head, rest) = bytes.split_first_chunk::<8>()?;
        let [form, a, b, c, d, minima, least, odd] = *head;
        if form != FORM || odd > 3 {
            return None;
        }
        let shingles = u32::from_le_bytes([a, b, c, d]);
        let minima_len = 2 * usize::from(minima) + usize::from(odd & 1);
        let least_len = 2 * usize::from(least) + usize::from(odd >> 1);
        if !(minima_len == 0 || minima_len == MINIMA) || least_len > LEAST {
            return None;
        }
        let low = low_bits(shingles);
        let mut r = Reader { bytes: rest, at: 0 };
        let minima = (0..minima_len).map(|_| r.number(low)).collect::<Option<Vec<u32>>>()?;
        let mut last = 0_u32;
        let least = (0..least_len)
            .map(|n| {
                let step = r.number(low)?;
                last = last.checked_add(step).filter(|_| n == 0 || step > 0)?;
                Some(last)
            })
            .collect::<Option<Vec<u32>>>()?;
        r.ends().then_some(Self { shingles, minima, least })
    }
}

/// How many bits of each number are written plainly: as many as the average number has.
fn low_bits(shingles: u32) -> u32 {
    31_u32.saturating_sub(shingles.max(1).ilog2()).min(31)
}

struct Writer {
    out: Vec<u8>,
    /// Bits used of the last byte; 0 where it is full.
    at: u32,
}

impl Writer {
    fn bit(&mut self, b: bool) {
        if self.at == 0 {
            self.out.push(0);
        }
        if let Some(last) = self.out.last_mut() {
            *last |= u8::from(b) << self.at;
        }
        self.at = (self.at + 1) % 8;
    }
    /// What is above the low bits as so many ones and a zero, then the low bits. Beyond 40 ones the number comes plain:
    /// a signature never has such, but any list of numbers must come back.
    fn number(&mut self, n: u32, low: u32) {
        let high = n >> low;
        let is_plain = high >= PLAIN;
        for _ in 0..high.min(PLAIN) {
            self.bit(true);
        }
        if !is_plain {
            self.bit(false);
        }
        for k in 0..if is_plain { 32 } else { low } {
            self.bit(n >> k & 1 == 1);
        }
    }
}

/// So many ones say that all 32 bits follow.
const PLAIN: u32 = 40;

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn bit(&mut self) -> Option<bool> {
        let byte = self.bytes.get(self.at / 8)?;
        let bit = byte >> (self.at % 8) & 1 == 1;
        self.at += 1;
        Some(bit)
    }
    /// The next `n` bits, at most 32, as a number.
    fn bits(&mut self, n: u32) -> Option<u32> {
        let end = self.at + n as usize;
        if end > 8 * self.bytes.len() {
            return None;
        }
        // PERF: eight bytes at once, where there are so many: a ledger opens prints by the hundred thousand.
        let from = self.at / 8;
        let mut word = [0; 8];
        let have = self.bytes.len().min(from + 8) - from;
        word[..have].copy_from_slice(&self.bytes[from..from + have]);
        let word = u64::from_le_bytes(word) >> (self.at % 8);
        self.at = end;
        Some((word & ((1 << n) - 1)) as u32)
    }
    fn number(&mut self, low: u32) -> Option<u32> {
        let mut high = 0;
        while high < PLAIN && self.bit()? {
            high += 1;
        }
        if high == PLAIN {
            return self.bits(32).filter(|n| n >> low >= PLAIN);
        }
        let n = u64::from(high) << low | u64::from(self.bits(low)?);
        u32::try_from(n).ok()
    }
    /// Whether nothing is left but what fills the last byte, with zeros.
    fn ends(&mut self) -> bool {
        let left = 8 * self.bytes.len() - self.at;
        left < 8 && (0..left).all(|_| self.bit() == Some(false))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_page_of_news_takes_a_fifth_less_than_its_numbers() {
        let text: Vec<String> = (0..320_u64).map(|n| format!("w{}", crate::shingle::mix(n) % 5_000)).collect();
        let s = Signature::of_text(&text.join(" "));
        let (bytes, plain) = (s.to_bytes(), 4 * (1 + s.minima.len() + s.least.len()));
        assert!(bytes.len() * 5 <= plain * 4 + 40, "{} bytes of {plain}", bytes.len());
        assert_eq!(Signature::from_bytes(&bytes), Some(s));
    }

    #[test]
    fn what_is_no_signature_is_none() {
        let bytes = Signature::of_text("Rebels seized the town on Friday, a war monitor said.").to_bytes();
        for cut in 0..bytes.len() {
            assert_eq!(Signature::from_bytes(&bytes[..cut]), None, "cut to {cut}");
        }
        let mut longer = bytes.clone();
        longer.push(0);
        assert_eq!(Signature::from_bytes(&longer), None);
        let mut other = bytes;
        other[0] = 9;
        assert_eq!(Signature::from_bytes(&other), None);
    }

    proptest! {
        #[test]
        fn any_text_comes_back(text in ".{0,400}") {
            let s = Signature::of_text(&text);
            prop_assert_eq!(Signature::from_bytes(&s.to_bytes()), Some(s));
        }
        #[test]
        fn any_numbers_come_back(
            shingles in any::<u32>(),
            minima in prop::option::of(prop::collection::vec(any::<u32>(), MINIMA)),
            least in prop::collection::btree_set(any::<u32>(), 0..=LEAST),
        ) {
            let s = Signature { shingles, minima: minima.unwrap_or_default(), least: least.into_iter().collect() };
            prop_assert_eq!(Signature::from_bytes(&s.to_bytes()), Some(s));
        }
        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
            if let Some(s) = Signature::from_bytes(&bytes) {
                prop_assert_eq!(s.to_bytes(), bytes);
            }
        }
    }
}
