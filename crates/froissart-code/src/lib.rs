//! From an analysis to claims: who did what to whom, where, when, and according to whom.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said." gives an ASSAULT and, implied, a control claim with
//! the extent "most of", both according to the monitor. Pure: no HTML, no storage, no clock; "today" is the page's day.
//! [`code`] never fails: what is odd becomes a [`Note`].

mod addressed;
mod assemble;
mod casualties;
mod figure;
mod frame;
mod matcher;
mod modifiers;
mod reader;
mod said;
mod spread;
mod sure;
mod tree;
mod when;
mod whose;

use froissart_know::Knowledge;
use froissart_model::{Analysis, Claim, Note, Page};

/// The coder's version; part of every claim's id.
pub const VERSION: &str = concat!("froissart-code ", env!("CARGO_PKG_VERSION"), " 1");

/// Codes a page: its claims in the order of their evidence, sentence by sentence.
///
/// Ids and anchors are empty until [`froissart_model::seal`] has seen the claims in characters; links carry indices
/// until then, see [`seal_all`].
pub fn code(page: &Page, analysis: &Analysis, know: &Knowledge) -> (Vec<Claim>, Vec<Note>) {
    let mut notes = Vec::new();
    if page.language.as_deref().is_some_and(|l| l != "en") {
        return (Vec::new(), notes);
    }
    if page.day().is_none() {
        notes.push(Note::new("no-day", "the page has no day of publication: relative times stay open, and claims have no dates but those written out"));
    }
    let reader = reader::Reader::new(page, analysis, know);
    (assemble::claims(&reader), notes)
}

/// Codes a page and seals the claims, as they go on the wire: offsets in characters, anchors, ids and links final.
pub fn code_sealed(
    page: &Page,
    analysis: &Analysis,
    know: &Knowledge,
) -> (Vec<Claim<froissart_model::Char>>, Vec<Note>) {
    let (claims, notes) = code(page, analysis, know);
    (seal_all(page, know, claims), notes)
}

/// Sets anchors, resolves links (written by the coder as `#index`) to anchors, and sets ids.
pub fn seal_all(page: &Page, know: &Knowledge, claims: Vec<Claim>) -> Vec<Claim<froissart_model::Char>> {
    let map = froissart_model::CharMap::new(&page.text);
    let mut out: Vec<Claim<froissart_model::Char>> = claims.into_iter().map(|c| c.to_chars(&map)).collect();
    let anchors: Vec<String> = out.iter().map(|c| froissart_model::anchor_of(&page.id, c)).collect();
    let version = format!("{VERSION} data {}", know.version());
    for c in &mut out {
        for l in &mut c.links {
            if let Some(i) = l.to.strip_prefix('#').and_then(|i| i.parse::<usize>().ok()) {
                l.to = anchors.get(i).cloned().unwrap_or_default();
            }
        }
        c.links.sort();
        froissart_model::seal(&page.id, &version, c);
    }
    out
}
