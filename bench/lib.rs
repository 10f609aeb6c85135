//! The corpus of the benches: the example pages, and each step of the data's way on them.
//!
//! No numbers here; they are in `benches/`. "Rebels seized most of Aleppo on Friday, a war monitor said." is a line of
//! this corpus as it is of any newspaper's.

pub mod synthetic;

use froissart_know::Knowledge;
use froissart_lang::Model;
use froissart_model::{Analysis, Char, Claim, Page};
use froissart_page::Hints;
use froissart_picture::{Options, Picture, Sourced};
use std::path::Path;

/// One page of the corpus.
pub struct Raw {
    /// Its file's name.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// The example pages, by name.
pub fn corpus() -> Vec<Raw> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples");
    let mut pages: Vec<Raw> = std::fs::read_dir(&folder)
        .expect("the examples lie beside the benches")
        .map(|e| e.expect("a folder entry can be read").path())
        .filter(|p| p.is_file())
        .map(|p| Raw {
            name: p.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            bytes: std::fs::read(&p).expect("an example can be read"),
        })
        .collect();
    pages.sort_by(|a, b| a.name.cmp(&b.name));
    pages
}

/// Bytes to a page.
pub fn read(raw: &Raw) -> Page {
    froissart_page::read(&raw.bytes, &Hints { name: Some(raw.name.clone()), ..Hints::default() }).0
}

/// A page to its analysis.
pub fn analyse(page: &Page) -> Analysis {
    froissart_lang::analyse(page, Model::embedded()).0
}

/// An analysis to claims.
pub fn code(page: &Page, analysis: &Analysis) -> Vec<Claim<Char>> {
    froissart_code::code_sealed(page, analysis, know()).0
}

/// What the coder knows.
pub fn know() -> &'static Knowledge {
    froissart_data::knowledge()
}

/// Claims to a picture.
pub fn picture(claims: &[Sourced]) -> Picture {
    froissart_picture::picture(claims, &Options::default())
}

/// The claims of a page, with what the picture needs to know of it.
pub fn sourced(page: Page, claims: Vec<Claim<Char>>) -> Vec<Sourced> {
    let page = page.to_chars();
    claims
        .into_iter()
        .map(|claim| Sourced {
            claim,
            outlet: page.outlet.clone(),
            page_id: page.id.clone(),
            title: page.title.clone(),
            published: page.published.clone(),
        })
        .collect()
}

/// The whole way, from bytes to picture.
pub fn end_to_end(corpus: &[Raw]) -> Picture {
    let mut all = Vec::new();
    for raw in corpus {
        let page = read(raw);
        let analysis = analyse(&page);
        let claims = code(&page, &analysis);
        all.extend(sourced(page, claims));
    }
    picture(&all)
}
