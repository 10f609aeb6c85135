//! Wire copies: pages that print one text, and the families they make.
//!
//! An agency's story that forty papers print, cut after the third paragraph or under a headline of their own, is one
//! testimony with forty outlets. A page is a copy of another where at least half of the shorter text stands in the
//! longer; a paragraph that both quote, or an agency's standing background, is less than that. Rewriting in other words
//! is no copy: who is quoted tells there ([`crate::Accounts`]).

use crate::signature::{ROWS, Signature};
use froissart_model::{Char, Page};
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The least part of the shorter text that stands in the longer, of copies in two outlets.
pub const COPIED: f64 = 0.5;
/// The same within one outlet, whose pages share notices that the page reader took for text. An outlet is one voice
/// anyway, so that a miss costs nothing but a longer list.
pub const COPIED_AT_HOME: f64 = 0.75;
/// How much less of a page may stand in a second text, for both to be its family.
const SECOND_BEST: f64 = 0.2;
/// Shingles below which a text is too short to be known again: three lines of a ticker are alike by chance.
pub(crate) const FEWEST: u32 = 12;

/// What is kept of a page to tell whose text it prints.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Print {
    /// The page's id.
    pub page_id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// When: a day or an instant.
    pub published: Option<String>,
    /// Its text.
    pub signature: Signature,
}

impl Print {
    /// What is kept of `page`.
    pub fn of(page: &Page<Char>) -> Self {
        Self {
            page_id: page.id.clone(),
            outlet: page.outlet.clone(),
            published: page.published.clone(),
            signature: Signature::of_page(page),
        }
    }

    /// What the families ask of it.
    fn printed(&self) -> Printed<'_> {
        Printed {
            page_id: &self.page_id,
            outlet: self.outlet.as_deref(),
            published: self.published.as_deref(),
            shingles: self.signature.shingles,
        }
    }

    fn rank(&self) -> (i64, std::cmp::Reverse<u32>, &str) {
        self.printed().rank()
    }
}

/// What the families ask of a page beside its copies: who printed it, when, and how much text it has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Printed<'a> {
    /// The page's id.
    pub page_id: &'a str,
    /// Who published it.
    pub outlet: Option<&'a str>,
    /// When: a day or an instant.
    pub published: Option<&'a str>,
    /// How many distinct shingles its text has ([`Signature::shingles`]).
    pub shingles: u32,
}

impl<'a> Printed<'a> {
    /// Earlier first, then the more complete: an instant; of a bare day its last second, for nobody knows better.
    fn rank(&self) -> (i64, std::cmp::Reverse<u32>, &'a str) {
        let seconds = self.published.and_then(|p| {
            let instant = p.parse::<Timestamp>().ok();
            instant.or_else(|| format!("{}T23:59:59Z", p.get(..10)?).parse().ok()).map(Timestamp::as_second)
        });
        (seconds.unwrap_or(i64::MAX), std::cmp::Reverse(self.shingles), self.page_id)
    }
}

/// Two texts, by their numbers, of which at least half of the shorter stands in the longer, whoever printed them.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Alike {
    /// The one.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// How much of the shorter text stands in the longer, 0 to 1.
    pub contained: f64,
    /// How much of both together they share, 0 to 1.
    pub shared: f64,
}

/// Whether of two texts at least half of the shorter ([`COPIED`]) stands in the longer: how much of the shorter, and
/// how much of both; found by a band that they share, as [`Wire`] finds them.
pub fn alike(a: &Signature, b: &Signature) -> Option<(f64, f64)> {
    let is_long = a.shingles.min(b.shingles) >= FEWEST;
    let meet = is_long && a.minima.chunks_exact(ROWS).zip(b.minima.chunks_exact(ROWS)).any(|(x, y)| x == y);
    let contained = if meet { a.containment(b) } else { 0.0 };
    (contained >= COPIED).then(|| (contained, a.resemblance(b)))
}

/// Two pages of one text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Copy {
    /// The page published first, or the more complete of two at one time.
    pub of: String,
    /// The other.
    pub page_id: String,
    /// How much of the shorter text stands in the longer, 0 to 1.
    pub contained: f64,
    /// How much of both together they share, 0 to 1.
    pub shared: f64,
}

/// Pages that print one text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// The page published first, or the most complete of those at one time.
    pub head: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// All pages, the head first, then by publication.
    pub pages: Vec<String>,
    /// All outlets, in the order of their names.
    pub outlets: Vec<String>,
}

/// The pages seen so far, found by the bands of their signatures. Pages may come in any order, one by one.
#[derive(Debug, Default)]
pub struct Wire {
    prints: Vec<Print>,
    at: FxHashMap<String, u32>,
    bands: FxHashMap<u64, Vec<u32>>,
    copies: Vec<(u32, u32, f64, f64)>,
}

impl Wire {
    /// The pages of `prints`.
    pub fn of(prints: impl IntoIterator<Item = Print>) -> Self {
        let mut wire = Self::default();
        for print in prints {
            wire.add(print);
        }
        wire
    }

    /// Adds a page and gives the pages seen before that print its text. A page added twice changes nothing.
    pub fn add(&mut self, print: Print) -> Vec<Copy> {
        if self.at.contains_key(&print.page_id) {
            return Vec::new();
        }
        let n = self.prints.len() as u32;
        let mut near: Vec<u32> = Vec::new();
        if print.signature.shingles >= FEWEST {
            for key in print.signature.bands() {
                let band = self.bands.entry(key).or_default();
                near.extend_from_slice(band);
                band.push(n);
            }
            near.sort_unstable();
            near.dedup();
        }
        let before = self.copies.len();
        for other in near {
            if let Some((contained, shared)) = copied(&self.prints[other as usize], &print) {
                self.copies.push((other, n, contained, shared));
            }
        }
        self.at.insert(print.page_id.clone(), n);
        self.prints.push(print);
        self.copies[before..].iter().map(|c| self.copy(c)).collect()
    }

    /// All pairs of copies, by their pages' ids.
    pub fn copies(&self) -> Vec<Copy> {
        let mut all: Vec<Copy> = self.copies.iter().map(|c| self.copy(c)).collect();
        all.sort_by(|a, b| (&a.of, &a.page_id).cmp(&(&b.of, &b.page_id)));
        all
    }

    fn copy(&self, &(a, b, contained, shared): &(u32, u32, f64, f64)) -> Copy {
        let (mut of, mut by) = (&self.prints[a as usize], &self.prints[b as usize]);
        if by.rank() < of.rank() {
            std::mem::swap(&mut of, &mut by);
        }
        Copy { of: of.page_id.clone(), page_id: by.page_id.clone(), contained, shared }
    }

    /// The families: pages that hang together by copies, each in one, lone pages too.
    pub fn families(&self) -> Families {
        let pages: Vec<Printed<'_>> = self.prints.iter().map(Print::printed).collect();
        let copies: Vec<Alike> =
            self.copies.iter().map(|&(a, b, contained, shared)| Alike { a, b, contained, shared }).collect();
        let contained = |a: u32, b: u32| {
            let (a, b) = (&self.prints[a as usize].signature, &self.prints[b as usize].signature);
            Ok::<f64, std::convert::Infallible>(a.containment(b))
        };
        let Ok(families) = Families::drawn(&pages, &copies, contained);
        families
    }
}

/// The page with less text; of equals the one whose text is first.
fn shorter(pages: &[Printed<'_>], a: u32, b: u32) -> u32 {
    let size = |n: u32| (pages[n as usize].shingles, pages[n as usize].page_id);
    if size(a) <= size(b) { a } else { b }
}

/// The pairs of a digest and a story in it. A page that came after two stories with nothing in common and holds
/// most of both (a live page, a morning letter) does not make one story of them.
fn binders<E>(
    pages: &[Printed<'_>],
    copies: &[Alike],
    contained: &mut impl FnMut(u32, u32) -> Result<f64, E>,
) -> Result<BTreeSet<(u32, u32)>, E> {
    let mut parts: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for c in copies {
        // Who shares most of both together is no part.
        if c.shared < 0.7 {
            let longer_is_a = pages[c.a as usize].shingles > pages[c.b as usize].shingles;
            let (whole, part) = if longer_is_a { (c.a, c.b) } else { (c.b, c.a) };
            parts.entry(whole).or_default().push(part);
        }
    }
    let mut binders = BTreeSet::new();
    for (whole, parts) in parts {
        let later = |n: &&u32| pages[**n as usize].rank().0 < pages[whole as usize].rank().0;
        let earlier: Vec<u32> = parts.iter().filter(later).copied().collect();
        let mut is_digest = false;
        for (n, &a) in earlier.iter().enumerate() {
            for &b in &earlier[n + 1..] {
                is_digest = is_digest || contained(a, b)? < 0.1;
            }
        }
        if is_digest {
            binders.extend(parts.iter().map(|&p| (p.min(whole), p.max(whole))));
        }
    }
    Ok(binders)
}

/// How much of the shorter of two texts stands in the longer, and of both in both, where one is a copy.
fn copied(a: &Print, b: &Print) -> Option<(f64, f64)> {
    let at_home = a.outlet.is_some() && a.outlet == b.outlet;
    let contained = a.signature.containment(&b.signature);
    (contained >= if at_home { COPIED_AT_HOME } else { COPIED })
        .then(|| (contained, a.signature.resemblance(&b.signature)))
}

/// Which pages print one text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Families {
    /// All families, lone pages too, by their heads' ids.
    pub families: Vec<Family>,
    /// The number of each page's family.
    of: BTreeMap<String, usize>,
}

impl Families {
    /// The families of `pages` by their copies, each page in one, lone pages too. `copies` are numbers of `pages`, each
    /// pair once; of those within one outlet only the near ones count ([`COPIED_AT_HOME`]). `contained` answers
    /// [`Signature::containment`] of two of them, and is seldom asked; where it fails, so does this.
    pub fn drawn<E>(
        pages: &[Printed<'_>],
        copies: &[Alike],
        mut contained: impl FnMut(u32, u32) -> Result<f64, E>,
    ) -> Result<Self, E> {
        let copies: Vec<Alike> = copies
            .iter()
            .filter(|c| {
                let (a, b) = (pages[c.a as usize].outlet, pages[c.b as usize].outlet);
                c.contained >= if a.is_some() && a == b { COPIED_AT_HOME } else { COPIED }
            })
            .map(|c| Alike { a: c.a.min(c.b), b: c.a.max(c.b), ..*c })
            .collect();
        let binders = binders(pages, &copies, &mut contained)?;
        let mut best: BTreeMap<u32, f64> = BTreeMap::new();
        for c in &copies {
            let most = best.entry(shorter(pages, c.a, c.b)).or_default();
            *most = most.max(c.contained);
        }
        let mut up: Vec<u32> = (0..pages.len() as u32).collect();
        for c in copies.iter().filter(|c| !binders.contains(&(c.a, c.b))) {
            // A short page that stands whole in one text is that text's, though it shares a long quotation with another.
            if c.contained + SECOND_BEST >= best[&shorter(pages, c.a, c.b)] {
                crate::union(&mut up, c.a, c.b);
            }
        }
        let mut members: BTreeMap<u32, Vec<&Printed<'_>>> = BTreeMap::new();
        for n in 0..pages.len() as u32 {
            members.entry(crate::root(&mut up, n)).or_default().push(&pages[n as usize]);
        }
        Ok(Self::of(members.into_values()))
    }

    fn of<'p>(members: impl Iterator<Item = Vec<&'p Printed<'p>>>) -> Self {
        let mut families: Vec<Family> = members
            .filter_map(|mut pages| {
                pages.sort_by_key(|p| p.rank());
                let head = *pages.first()?;
                let outlets: BTreeSet<&str> = pages.iter().filter_map(|p| p.outlet).collect();
                Some(Family {
                    head: head.page_id.to_owned(),
                    outlet: head.outlet.map(str::to_owned),
                    pages: pages.iter().map(|p| p.page_id.to_owned()).collect(),
                    outlets: outlets.into_iter().map(str::to_owned).collect(),
                })
            })
            .collect();
        families.sort_by(|a, b| a.head.cmp(&b.head));
        let of = families.iter().enumerate().flat_map(|(n, f)| f.pages.iter().map(move |p| (p.clone(), n))).collect();
        Self { families, of }
    }

    /// The family of a page; none where the page was not among the prints: it stands alone.
    pub fn family(&self, page_id: &str) -> Option<&Family> {
        self.of.get(page_id).map(|&n| &self.families[n])
    }

    /// The head of a page's family; a page that is not known is its own.
    pub fn head<'a>(&'a self, page_id: &'a str) -> &'a str {
        self.family(page_id).map_or(page_id, |f| &f.head)
    }

    /// The families of more than one page.
    pub fn copied(&self) -> impl Iterator<Item = &Family> {
        self.families.iter().filter(|f| f.pages.len() > 1)
    }
}
