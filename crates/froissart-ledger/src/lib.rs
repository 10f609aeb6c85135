//! Claims at rest, in a ledger that only grows.
//!
//! It knows nothing of how claims are made and draws no picture. "Rebels seized most of Aleppo on Friday, a war
//! monitor said", recorded once, is there for good; recorded again, it changes nothing; coded anew by a later
//! version, the later reading answers, and the earlier one is still there for whoever asks what was known before.
//!
//! Four times are kept apart: when it happened and when it was said (the claim's), when it was published (the
//! page's, [`Query::known_by`]) and when it was recorded ([`Query::recorded_by`]), which is part of no id.
//!
//! [`Store`] is what every ledger can do; [`Ledger`] is one SQLite file, the default, and with the feature `postgres`
//! `PostgresLedger` is a server that a team shares. One suite of tests (`tests/conformance`) holds both to the same.

mod decision;
mod diff;
mod error;
mod pack;
#[cfg(feature = "postgres")]
mod postgres;
mod query;
mod situation;
mod sqlite;
mod store;

#[cfg(feature = "postgres")]
pub use crate::postgres::PostgresLedger;
pub use decision::{
    Act, Cited, ClaimLink, Correction, Decision, Ground, LinkType, MadeBy, NamedActor, Numbered, Opinion, Verdict,
};
pub use diff::{Changed, Difference, compare};
pub use error::Error;
pub use query::{AsOf, Counts, Fault, Held, PageHead, PlaceKey, Query, Reading, Recorded, Stored, Verified, Version};
pub use situation::{Asked, BACK_DAYS, PageRead, Situation, Target, of as situation_of};
pub use sqlite::{Ledger, Migration, end_instant};
pub use store::Store;

/// What the ledger answers, or why it cannot.
pub type Result<T> = std::result::Result<T, Error>;
