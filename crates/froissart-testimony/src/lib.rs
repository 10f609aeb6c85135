//! Whose word a claim is, and which claims are words about the same thing.
//!
//! Five papers that print one agency's story are one testimony; five that rewrite one line of a war monitor are one
//! account. It is a pure function of claims and page texts: no ledger, no clock, no terminal, and no verdict.

mod account;
mod bearing;
mod compare;
mod event;
mod leaning;
mod mention;
mod packed;
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
pub use event::{Event, Events, Given, Join, Scenes, Strength, Tellings, events, events_with};
pub use leaning::{Leaning, Origin, leanings};
pub use mention::{Happened, Head, Lists, Mentions, Numbers, Way, begin_of, in_order};
pub use range::{Count, Said, bounds};
pub use shingle::{WORDS, running_text, shingles};
pub use signature::{BANDS, LEAST, MINIMA, ROWS, Signature};
pub use sourced::{PageHead, Sourced, day_number};
pub use who::party_of;
pub use wire::{Alike, COPIED, COPIED_AT_HOME, Copy, Families, Family, Print, Printed, Wire, alike};

use bearing::Sides;
use froissart_model::Kind;

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

/// What testimony makes of the claims of a picture, for those who ask; numbers are those of the claims asked about.
pub struct Testified<'m, 'a> {
    /// Which tell of one event.
    pub scenes: Scenes<'m, 'a>,
    accounts: &'m Accounts,
    numbers: &'m [u32],
    sides: Option<Sides<'m, 'a>>,
}

impl<'m, 'a> Testified<'m, 'a> {
    /// Reads the claims of these numbers, of which `accounts` tells who vouches, in the light of `context`; without one,
    /// no claim has a note. `wider` has the scenes of more claims, where these are some of them and have their pages whole.
    pub fn new(
        mentions: &'m Mentions<'a>,
        numbers: &'m [u32],
        accounts: &'m Accounts,
        given: &[Given],
        context: Option<&Context>,
        wider: Option<&Scenes<'m, 'a>>,
    ) -> Self {
        let sides = context.filter(|c| !c.without_leanings).map(|context| {
            let told = leaning::told(
                numbers
                    .iter()
                    .filter(|n| mentions.heads[**n as usize].kind == Kind::Relation)
                    .map(|&n| (mentions.claims[n as usize], mentions.days[n as usize])),
            );
            let known = context.leanings.iter().cloned().chain(told).collect();
            Sides::new(mentions, numbers, known)
        });
        let known = wider.and_then(|w| w.some(numbers, given));
        let scenes = known.unwrap_or_else(|| Scenes::new(mentions, numbers, given));
        Self { scenes, accounts, numbers, sides }
    }

    /// Which way the claim of this number bears for the side that its own source leans to; most claims bear neither.
    pub fn bearings(&self, claim: usize) -> Vec<Bearing> {
        let notes = |s: &Sides<'_, '_>| s.notes(self.numbers[claim] as usize, self.accounts.voice(claim));
        self.sides.as_ref().map_or_else(Vec::new, notes)
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
