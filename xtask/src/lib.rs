//! The project's chores, each a module: what CI runs, what tidy asks, how good the coder is, which docs are made.
//!
//! Knows nothing of news and links to no crate of the workspace: it starts programs and reads files. The one claim it
//! makes about "Rebels seized most of Aleppo" is that the codebook's page has the same sentence as the rule.

pub mod ci;
pub mod codebook;
pub mod coref;
pub mod docs;
pub mod facts;
pub mod memory;
pub mod page;
pub mod process;
pub mod score;
pub mod tidy;
pub mod tree;
pub mod trees;
