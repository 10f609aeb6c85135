//! Mentions: chains of phrases that name the same.

use froissart_model::{Analysis, Mention};

/// The mentions that belong to chains of two or more.
pub fn mentions(_a: &Analysis, _text: &str) -> Vec<Mention> {
    Vec::new()
}
