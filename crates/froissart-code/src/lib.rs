//! From an analysis to claims: who did what to whom, where, when, and according to whom.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said." gives an ASSAULT and, implied, a control claim with
//! the extent "most of", both according to the monitor. Pure: no HTML, no storage, no clock; "today" is the page's day.
//! [`code`] never fails: what is odd becomes a [`Note`].

mod accept;
mod addressed;
mod anaphora;
mod answers;
mod assemble;
mod assess;
mod auxiliary;
mod backoff;
mod casualties;
mod charged;
mod clause;
mod confidence;
mod control;
mod counted;
mod event;
mod figure;
mod fold;
mod frame;
mod head;
mod helped;
mod holds;
mod homes;
mod links;
mod matcher;
mod modifiers;
mod noun;
mod origin;
mod places;
mod reader;
mod relation;
mod repair;
mod said;
mod scene;
mod shades;
mod silence;
mod speaker;
mod spread;
mod subjects;
mod sure;
mod ties;
mod told;
mod trace;
mod tree;
mod validity;
mod when;
mod whose;
mod world;

pub use backoff::Predicate;

use froissart_know::Knowledge;
use froissart_model::{Analysis, Claim, Note, Page};

pub use confidence::Feature;
pub use silence::Silence;
pub use trace::{Finding, Trace};

/// The coder's version; part of every claim's id.
pub const VERSION: &str = concat!("froissart-code ", env!("CARGO_PKG_VERSION"), " 2");

/// Codes a page: its claims in the order of their evidence, sentence by sentence.
///
/// Ids and anchors are empty until [`froissart_model::seal`] has seen the claims in characters; links carry indices
/// until then, see [`seal_all`].
pub fn code(page: &Page, analysis: &Analysis, know: &Knowledge) -> (Vec<Claim>, Vec<Note>) {
    let (claims, _, _, notes) = read(page, analysis, know, false);
    (claims, notes)
}

/// A page's claims with how each was found, and why its other sentences gave none.
#[derive(Debug, Clone, Default)]
pub struct Traced {
    /// The claims, sealed.
    pub claims: Vec<Claim<froissart_model::Char>>,
    /// Of each claim how its fields were found.
    pub traces: Vec<Trace>,
    /// The sentences that gave nothing.
    pub silences: Vec<Silence>,
    /// What was odd.
    pub notes: Vec<Note>,
}

type Looked = (Vec<Claim>, Vec<Trace>, Vec<Silence>, Vec<Note>);

/// Codes a page, and traces each claim and each silent sentence where that is asked.
fn read(page: &Page, analysis: &Analysis, know: &Knowledge, traced: bool) -> Looked {
    let mut notes = Vec::new();
    if page.language.as_deref().is_some_and(|l| l != "en") {
        return (Vec::new(), Vec::new(), Vec::new(), notes);
    }
    if page.day().is_none() {
        notes.push(Note::new("no-day", "the page has no day of publication: relative times stay open, and claims have no dates but those written out"));
    }
    let reader = reader::Reader::new(page, analysis, know);
    let (claims, matches) = assemble::claims(&reader);
    let asked = if traced { claims.len() } else { 0 };
    let traces = (0..asked).map(|i| trace::of(&reader, &matches, &claims, i)).collect();
    let silences = if traced { silence::silences(&reader, &matches, &claims) } else { Vec::new() };
    (claims, traces, silences, notes)
}

/// Codes and seals a page as [`code_sealed`] does, and says of every claim how each of its fields was found.
pub fn code_traced(page: &Page, analysis: &Analysis, know: &Knowledge) -> Traced {
    let (claims, traces, silences, notes) = read(page, analysis, know, true);
    Traced { claims: seal_all(page, know, claims), traces, silences, notes }
}

/// The predicates of a page that may tell an act, with what the rules made of each: what the back-off is trained on.
pub fn predicates(page: &Page, analysis: &Analysis, know: &Knowledge) -> Vec<Predicate> {
    backoff::all(&reader::Reader::new(page, analysis, know))
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
