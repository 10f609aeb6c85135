//! A picture as a situation report: sentences with footnotes, in Markdown and in one self-contained HTML file.
//!
//! It is a pure function of a [`froissart_picture::Picture`] and the heads of its pages: no ledger, no clock, no file. It tells nothing
//! that the picture does not have: "Rebels hold Damascus, since 8 December 2024, according to Tigris Monitor.\[1\]".
//! No figure is a sum over accounts, no cause stands that no claim states, and what is believed, planned or denied is
//! said so in the verb.

#![allow(clippy::format_push_string, reason = "sentences grow by phrases, and `+=` reads as they do")]

mod decided;
pub mod grammar;
mod html;
mod markdown;
mod report;
mod sentence;

pub use html::html;
pub use markdown::markdown;
pub use report::{Brief, Group, Note, Section, Sentence, Source, brief};
