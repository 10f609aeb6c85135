//! The situation on a day, as the claims allow it: who is against whom, who backs them, who holds what, what
//! happened, and where the accounts contradict each other.
//!
//! It is a pure function of the claims: no ledger, no clock, no terminal. Everything in a [`Picture`] can be thrown
//! away and drawn again, and the order in which the claims come changes nothing. Nothing is averaged or resolved:
//! "Rebels seized most of Aleppo, a war monitor said" and "the army denied that the city had fallen" both stand,
//! each with its account, and their [`Dispute`] names both.
//!
//! Holdings often rest on implied claims (a capture implies control), so give implied claims too; implied *ties*
//! are left out unless [`Options::include_implied`] asks for them.

mod disputes;
mod events;
mod holdings;
mod parties;
mod text;
mod types;
mod world;

pub use text::{Line, Role, render};
pub use types::{
    Accord, Account, ActorRef, Backing, Change, ClaimRef, Dispute, DisputeKind, DisputeSide, Engagement, FigureRange,
    Grounds, Holding, Opposition, Options, Party, Picture, PlaceRef, Sourced, Standing, Timing,
};

use froissart_model::Day;
use parties::Parties;
use world::World;

/// Draws the picture that `claims` allow.
pub fn picture(claims: &[Sourced], options: &Options) -> Picture {
    let w = World::new(claims, options);
    let parties = Parties::new(&w);
    let (holdings, history) = holdings::holdings(&w);
    Picture {
        as_of: w.as_of,
        about: options.about.clone(),
        claims: w.items.len(),
        parties: parties.list(&w),
        backers: parties.backers(&w),
        holdings,
        history,
        engagements: events::engagements(&w),
        agreements: events::agreements(&w),
        figures: events::figures(&w),
        changes: events::changes(&w),
        disputes: disputes::disputes(&w, &parties),
    }
}

/// Finds the sets of claims that cannot all be true, of those that speak of `as_of` or earlier.
pub fn disputes(claims: &[Sourced], as_of: Option<Day>) -> Vec<Dispute> {
    let w = World::new(claims, &Options { as_of, ..Options::default() });
    disputes::disputes(&w, &Parties::new(&w))
}
