//! The plain types that every step of Froissart hands to the next: spans, pages, analyses, claims.
//!
//! No I/O, no clock, no knowledge of any conflict. "China backs Assad forces" becomes a [`Page`] of one
//! block, an [`Analysis`] of one tree, and a [`Claim`] whose [`Evidence`] is those four words.
//!
//! Inside the program a span counts **bytes** of `page.text` ([`Span<Byte>`]); on the wire and on disk it
//! counts Unicode scalar values ([`Span<Char>`]). The two are different types, and [`CharMap`] is the only
//! bridge between them.

mod analysis;
mod claim;
mod day;
mod entity;
mod fold;
mod note;
mod page;
mod seal;
mod span;

pub use analysis::{
    Analysis, Attitude, Attribution, Fact, FactKind, Mention, Name, NameKind, Pos, Quotation, Sentence, TimeExpression,
    Token, TokenRef, Vectors,
};
pub use claim::{
    Acled, Certainty, Claim, Evidence, Extent, ExtentOf, Figure, FigureScope, Kind, Link, LinkAs, Mood, Stance, Told,
};
pub use day::{Basis, Day, Holds, Interval, Precision};
pub use entity::{Entity, EntityKind, Place, PlaceRole};
pub use fold::fold;
pub use note::{Diagnostic, Label, Note};
pub use page::{Block, Furniture, Page, Part};
pub use seal::{anchor_of, content_id, page_id, seal};
pub use span::{Byte, Char, CharMap, MaybeSpan, Span};
