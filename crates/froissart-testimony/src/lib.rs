//! Whose word a claim is, and which claims are words about the same thing.
//!
//! Five papers that print one agency's story are one testimony; five that rewrite one line of a war monitor are one
//! account. It is a pure function of claims and page texts: no ledger, no clock, no terminal, and no verdict.

mod account;
mod bearing;
mod compare;
mod event;
mod leaning;
mod profile;
mod range;
mod shingle;
mod signature;
mod sourced;
mod who;
mod wire;

pub use account::{Accounts, OutletKeys, Testimony, Voice, VoiceKind};
pub use bearing::{Bearing, Bears, bearings};
pub use compare::Reason;
pub use event::{Event, Events, Given, Join, Strength, Tellings, events, events_with};
pub use leaning::{Leaning, Origin, leanings};
pub use range::{Count, Said, bounds};
pub use shingle::{WORDS, running_text, shingles};
pub use signature::{BANDS, LEAST, MINIMA, ROWS, Signature};
pub use sourced::Sourced;
pub use who::{may_be_one, party_of};
pub use wire::{COPIED, COPIED_AT_HOME, Copy, Families, Family, Print, Wire};

/// What is known beside the claims; without it, every page stands alone and no outlet leans.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Context {
    /// Which pages print one text.
    pub families: Families,
    /// Under which keys outlets are known as actors.
    pub outlets: OutletKeys,
    /// Whom outlets lean to, by the table; leanings of the claims are found in the claims.
    pub leanings: Vec<Leaning>,
    /// Leanings are switched off: no note says who reports against his side.
    pub without_leanings: bool,
    /// Which claims tell of one event because somebody says so.
    pub given: Vec<Given>,
}

/// What testimony makes of some claims; numbers are those of the claims given.
#[derive(Debug, Clone, Default)]
pub struct Testified {
    /// Who vouches for each.
    pub accounts: Accounts,
    /// Which tell of one event.
    pub events: Events,
    /// Which bear for or against the side of their own source.
    pub bearings: Vec<Vec<Bearing>>,
}

impl Testified {
    /// Reads `claims` in the light of `context`.
    pub fn new<S: std::borrow::Borrow<Sourced>>(claims: &[S], context: &Context) -> Self {
        let accounts = Accounts::new(claims, &context.families, &context.outlets);
        let bearings = if context.without_leanings {
            vec![Vec::new(); claims.len()]
        } else {
            let known: Vec<Leaning> = context.leanings.iter().cloned().chain(leanings(claims)).collect();
            bearings(claims, &accounts, &known)
        };
        Self { accounts, events: events_with(claims, &context.given), bearings }
    }
}

/// The root of a number in a forest of unions; the least number of a tree is its root.
fn root(up: &mut [u32], mut n: u32) -> u32 {
    while up[n as usize] != n {
        up[n as usize] = up[up[n as usize] as usize];
        n = up[n as usize];
    }
    n
}

/// Makes one tree of two; whether they were two.
fn union(up: &mut [u32], a: u32, b: u32) -> bool {
    let (a, b) = (root(up, a), root(up, b));
    up[a.max(b) as usize] = a.min(b);
    a != b
}
