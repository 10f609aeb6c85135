//! The packed gazetteer, read where it lies: no copy, no unpacking, no index made at start.
//!
//! Knows bytes and no geography; the layout stands in data/places/README.md. Any bytes at all may be given: what is damaged
//! is missing, never a panic. "aleppo" is found by halving the list of blocks, and reading one block of sixteen keys.

use super::{GazetteerError, PlaceKind};
use std::borrow::Cow;

const MAGIC: &[u8; 8] = b"FROIGAZ2";
const NO_ADMIN1: u16 = 0xFFFF;
/// Every so many keys one is written out, for the search by halves.
const BLOCK: usize = 16;
/// Bytes of a place in the table of fixed columns.
const ROW: usize = 22;

/// The file's tables, in its order.
#[derive(Debug, Clone, Copy)]
enum Section {
    Countries,
    Fixed,
    NameOffsets,
    Names,
    Blocks,
    Keys,
    Postings,
    RomanBlocks,
    RomanKeys,
    RomanPostings,
}
const SECTIONS: usize = Section::RomanPostings as usize + 1;

/// A place's number in the file, and how a key leads to it: bits 0 and 1 what spelling it is, 4 article off, 8 adjective.
pub(super) type Posting = (u32, u8);

/// The tables of a file.
#[derive(Debug, Clone)]
pub(super) struct Tables {
    bytes: Cow<'static, [u8]>,
    /// Where each table lies, and how many entries it has.
    at: [(usize, usize, usize); SECTIONS],
    count: usize,
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?) as usize)
}

fn varint(bytes: &[u8], at: &mut usize) -> Option<u32> {
    let (mut v, mut shift) = (0u32, 0u32);
    loop {
        let b = *bytes.get(*at)?;
        *at += 1;
        v |= u32::from(b & 127).checked_shl(shift)?;
        if b < 128 {
            return Some(v);
        }
        shift += 7;
    }
}

fn skip_postings(posts: &[u8], at: &mut usize) -> Option<()> {
    let rows = varint(posts, at)?;
    for _ in 0..rows {
        while *posts.get(*at)? > 127 {
            *at += 1;
        }
        *at += 1;
    }
    Some(())
}

/// Front-coded keys with postings.
#[derive(Debug, Clone, Copy)]
struct Table<'a> {
    blocks: &'a [u8],
    keys: &'a [u8],
    posts: &'a [u8],
}

impl Table<'_> {
    fn first_key(&self, block: usize) -> Option<&[u8]> {
        let at = number(self.blocks, block * 8)?;
        let own = usize::from(*self.keys.get(at.checked_add(1)?)?);
        self.keys.get(at + 2..at + 2 + own)
    }

    fn find(&self, wanted: &[u8]) -> Option<Vec<Posting>> {
        // The last block whose first key is not beyond the wanted one.
        let (mut low, mut high) = (0, self.blocks.len() / 8);
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.first_key(middle)? <= wanted { low = middle + 1 } else { high = middle }
        }
        let block = low.checked_sub(1)?;
        let (mut k, mut p) = (number(self.blocks, block * 8)?, number(self.blocks, block * 8 + 4)?);
        let mut key = [0u8; 512];
        for _ in 0..BLOCK {
            let (shared, own) = (usize::from(*self.keys.get(k)?), usize::from(*self.keys.get(k + 1)?));
            key[shared..shared + own].copy_from_slice(self.keys.get(k + 2..k + 2 + own)?);
            k += 2 + own;
            match key[..shared + own].cmp(wanted) {
                std::cmp::Ordering::Less => skip_postings(self.posts, &mut p)?,
                std::cmp::Ordering::Equal => return self.postings(p),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }

    fn postings(&self, mut p: usize) -> Option<Vec<Posting>> {
        let rows = varint(self.posts, &mut p)?;
        // A row is a byte at least: a count beyond the table is damage, and asks for no memory.
        let mut out = Vec::with_capacity((rows as usize).min(self.posts.len().saturating_sub(p)));
        let mut place = 0u32;
        for _ in 0..rows {
            let v = varint(self.posts, &mut p)?;
            place = place.checked_add(v >> 4)?;
            out.push((place, (v & 15) as u8));
        }
        Some(out)
    }
}

impl Tables {
    /// Reads the list of tables; looks into none of them.
    pub(super) fn new(bytes: Cow<'static, [u8]>) -> Result<Self, GazetteerError> {
        if bytes.get(..8) != Some(MAGIC.as_slice()) {
            return Err(GazetteerError::Magic);
        }
        let head = |at: usize| number(&bytes, at).ok_or(GazetteerError::Magic);
        let count = head(12)?;
        if head(8)? != SECTIONS {
            return Err(GazetteerError::Magic);
        }
        let mut at = [(0, 0, 0); SECTIONS];
        for (n, slot) in at.iter_mut().enumerate() {
            let (from, len, entries) = (head(16 + 12 * n)?, head(20 + 12 * n)?, head(24 + 12 * n)?);
            let end = from.checked_add(len).filter(|&e| e <= bytes.len());
            *slot = (from, end.ok_or(GazetteerError::Table(n))?, entries);
        }
        let t = Self { bytes, at, count };
        for (section, row) in [(Section::Countries, 5), (Section::Fixed, ROW), (Section::NameOffsets, 4)] {
            let (from, to, entries) = t.at[section as usize];
            let whole = matches!(section, Section::Countries) || entries == count;
            if !whole || entries.checked_mul(row) != Some(to - from) {
                return Err(GazetteerError::Table(section as usize));
            }
        }
        Ok(t)
    }

    /// Looks into every table: what an embedded file is spared, and a stranger's is not.
    pub(super) fn check(&self) -> Result<(), GazetteerError> {
        let damaged = |s: Section| GazetteerError::Table(s as usize);
        let codes = self.at[Section::Countries as usize].2;
        for i in 0..self.count {
            let sound = usize::from(self.byte(21, i)) < PlaceKind::ALL.len() && self.code_number(i) < codes;
            if !sound {
                return Err(damaged(Section::Fixed));
            }
            if self.two_names(i).is_none() {
                return Err(damaged(Section::Names));
            }
        }
        for (t, keys, entries) in [
            (self.by_key(), Section::Keys, self.at[Section::Keys as usize].2),
            (self.by_sound(), Section::RomanKeys, self.at[Section::RomanKeys as usize].2),
        ] {
            let (mut k, mut p) = (0, 0);
            let mut before: Vec<u8> = Vec::new();
            for n in 0..entries {
                if n % BLOCK == 0
                    && (number(t.blocks, n / BLOCK * 8), number(t.blocks, n / BLOCK * 8 + 4)) != (Some(k), Some(p))
                {
                    return Err(damaged(keys));
                }
                let read = || Some((usize::from(*t.keys.get(k)?), usize::from(*t.keys.get(k + 1)?)));
                let (shared, own) = read().ok_or(damaged(keys))?;
                let rest = t.keys.get(k + 2..k + 2 + own).ok_or(damaged(keys))?;
                let mut key = before.get(..shared).ok_or(damaged(keys))?.to_vec();
                key.extend_from_slice(rest);
                let rows = t.postings(p).ok_or(damaged(keys))?;
                if n > 0 && key <= before || rows.iter().any(|r| r.0 as usize >= self.count) {
                    return Err(damaged(keys));
                }
                skip_postings(t.posts, &mut p).ok_or(damaged(keys))?;
                k += 2 + own;
                before = key;
            }
            if k != t.keys.len() || p != t.posts.len() || t.blocks.len() != entries.div_ceil(BLOCK) * 8 {
                return Err(damaged(keys));
            }
        }
        Ok(())
    }

    fn section(&self, s: Section) -> &[u8] {
        let (from, to, _) = self.at[s as usize];
        &self.bytes[from..to]
    }
    fn by_key(&self) -> Table<'_> {
        Table {
            blocks: self.section(Section::Blocks),
            keys: self.section(Section::Keys),
            posts: self.section(Section::Postings),
        }
    }
    fn by_sound(&self) -> Table<'_> {
        Table {
            blocks: self.section(Section::RomanBlocks),
            keys: self.section(Section::RomanKeys),
            posts: self.section(Section::RomanPostings),
        }
    }
    /// How many places there are.
    pub(super) fn count(&self) -> usize {
        self.count
    }
    fn known(&self, rows: Option<Vec<Posting>>) -> Vec<Posting> {
        let mut rows = rows.unwrap_or_default();
        rows.retain(|r| (r.0 as usize) < self.count);
        rows
    }
    /// The places of a folded spelling.
    pub(super) fn spelt(&self, key: &str) -> Vec<Posting> {
        self.known(self.by_key().find(key.as_bytes()))
    }
    /// The places of a romanisation key.
    pub(super) fn sounding(&self, key: &str) -> Vec<Posting> {
        self.known(self.by_sound().find(key.as_bytes()))
    }

    fn four(&self, column: usize, i: usize) -> [u8; 4] {
        let at = column * 4 * self.count + i * 4;
        self.section(Section::Fixed)[at..at + 4].try_into().expect("four bytes")
    }
    fn two(&self, column: usize, i: usize) -> u16 {
        let at = 16 * self.count + column * 2 * self.count + i * 2;
        let fixed = self.section(Section::Fixed);
        u16::from_le_bytes([fixed[at], fixed[at + 1]])
    }
    fn byte(&self, column: usize, i: usize) -> u8 {
        self.section(Section::Fixed)[column * self.count + i]
    }
    /// The country's number in the file; 0 for none, or several.
    pub(super) fn code_number(&self, i: usize) -> usize {
        usize::from(self.byte(20, i))
    }
    /// What the place is; a number that no kind has is a city's.
    pub(super) fn kind(&self, i: usize) -> PlaceKind {
        PlaceKind::ALL.get(usize::from(self.byte(21, i))).copied().unwrap_or(PlaceKind::City)
    }
    /// The GeoNames id; 0 for places made by hand.
    pub(super) fn id(&self, i: usize) -> u32 {
        u32::from_le_bytes(self.four(0, i))
    }
    /// Degrees north.
    pub(super) fn lat(&self, i: usize) -> f64 {
        f64::from(i32::from_le_bytes(self.four(1, i))) / 1e5
    }
    /// Degrees east.
    pub(super) fn lon(&self, i: usize) -> f64 {
        f64::from(i32::from_le_bytes(self.four(2, i))) / 1e5
    }
    /// How many live there; 0 where unknown.
    pub(super) fn population(&self, i: usize) -> u32 {
        u32::from_le_bytes(self.four(3, i))
    }
    /// How far the place may reach.
    pub(super) fn radius(&self, i: usize) -> u16 {
        self.two(1, i)
    }
    /// The first-level region's number; its own for a first-level region.
    pub(super) fn admin1(&self, i: usize) -> Option<usize> {
        let a = self.two(0, i);
        (a != NO_ADMIN1 && usize::from(a) < self.count).then_some(usize::from(a))
    }
    /// ISO 3166 alpha-3, empty for none.
    pub(super) fn country(&self, i: usize) -> &str {
        let at = self.code_number(i) * 5;
        let code = self.section(Section::Countries).get(at..at + 3).unwrap_or_default();
        std::str::from_utf8(code).unwrap_or("").trim_end_matches('\0')
    }
    /// The GeoNames name, and the usual English name where it is another.
    pub(super) fn two_names(&self, i: usize) -> Option<(&str, &str)> {
        let at = number(self.section(Section::NameOffsets), i * 4)?;
        let names = self.section(Section::Names);
        let own = usize::from(*names.get(at)?);
        let from = at + 1 + own;
        let english = usize::from(*names.get(from)?);
        let text = |a: usize, n: usize| std::str::from_utf8(names.get(a..a + n)?).ok();
        Some((text(at + 1, own)?, text(from + 1, english)?))
    }
    /// The usual English name, or the GeoNames name.
    pub(super) fn name(&self, i: usize) -> &str {
        self.two_names(i).map_or("", |(own, english)| if english.is_empty() { own } else { english })
    }
}
