//! The coder through its one door, with the embedded model and the embedded knowledge: sentences with their claims,
//! what holds of any text, and the example pages.
//!
//! "Rebels seized most of Aleppo on Friday, a war monitor said." stands in `tests/sentences/` with the claims that it
//! gives; single steps of the coder are tested nowhere but through it.

use froissart_know::Knowledge;
use froissart_lang::Model;
use froissart_model::{Claim, Page};

mod brief;
mod pages;
mod properties;
mod sentences;
mod silence;

/// The claims of a page of running text, in bytes.
fn code(page: &Page) -> Vec<Claim> {
    let (analysis, _) = froissart_lang::analyse(page, Model::embedded());
    froissart_code::code(page, &analysis, Knowledge::embedded()).0
}
