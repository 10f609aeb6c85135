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

mod about;
mod aside;
mod camps;
mod correct;
mod coverage;
mod decided;
mod decision_text;
mod decisions;
mod delta;
mod dispute_holder;
mod dispute_stated;
mod dispute_text;
mod disputes;
mod events;
mod exposure;
mod grammar;
mod holdings;
mod incidents;
mod index;
mod names;
mod order;
mod parties;
mod report;
mod sides;
mod text;
mod types;
mod voice;
mod world;

pub use about::Meaning;
pub use decided::{Decided, decide};
pub use decision_text::remark;
pub use decisions::{
    Act, Aside, Cited, ClaimLink, Corrected, Correction, Decisions, Ground, Known, LinkType, Opinion, Remark, Says,
    SetAside, Stated,
};
pub use dispute_text::render_disputes;
pub use grammar::{are_many, is_plural};
pub use report::{Line, Role, is_count, render};
pub use sides::{Partial, SideAccount, side_accounts};
pub use text::{
    accord_text, account, backing_text, engagement_text, figure_text, holding_text, incident_text, tie_text,
};
pub use types::{
    Accord, Account, ActorRef, Backing, Camps, Change, ClaimRef, Condition, Coverage, Difference, Dispute, DisputeKind,
    DisputeSide, Engagement, Exposure, FigureCount, FigureRange, Grounds, Holding, Incident, Misfit, Opposition,
    Options, PageHead, PageSeen, Party, Picture, PlaceRef, Reliance, STALE_AFTER_DAYS, Sourced, Standing, Tie, Timing,
};

use disputes::Witness;
use froissart_model::Day;
use froissart_testimony::Scenes;
use index::Index;
use parties::Parties;
use rustc_hash::FxHashSet;
use world::{Take, World};

/// The claims as they were read for one question: what it means to them, and the picture of it.
pub struct Indexed<'a> {
    index: Index<'a>,
    about: Option<&'a str>,
}

impl<'a> Indexed<'a> {
    /// Reads the claims for what is asked of them.
    ///
    /// Give all claims that may matter, also those that are not about it: the exposure of the backers to other wars is
    /// found in them.
    pub fn new(claims: &'a [Sourced], about: Option<&'a str>) -> Self {
        Self { index: Index::new(claims, about), about }
    }

    /// What the claims know by the name asked for. `near` says whether a name is like another.
    pub fn meaning(&self, near: impl Fn(&str, &str) -> bool) -> Meaning {
        self.about.map_or(Meaning::Known, |about| about::meaning(&self.index.mentions, about, near))
    }

    /// Draws the picture; `options` may name another thing only in what the picture says that it is about.
    pub fn picture(&self, options: &Options) -> Picture {
        drawn_from(&self.index, options)
    }
}

/// Draws the picture that `claims` allow: [`Indexed::picture`] of [`Options::about`].
pub fn picture(claims: &[Sourced], options: &Options) -> Picture {
    Indexed::new(claims, options.about.as_deref()).picture(options)
}

fn drawn_from(index: &Index<'_>, options: &Options) -> Picture {
    let w = World::new(index, options, &Take::About, None);
    let since = options.since.or_else(|| w.as_of.and_then(|d| d.yesterday().ok()));
    let then = since.zip(w.as_of).map(|(since, as_of)| {
        let known_by = options.known_by.map_or(since, |k| k.min(since));
        Options { as_of: Some(since.min(as_of)), known_by: Some(known_by), ..options.clone() }
    });
    let testimony = &options.testimony;
    let parties = Parties::new(&w);
    // The day compared with is drawn beside the day asked for; which is done first makes no difference.
    let (witness, (before, elsewhere)) = beside(
        || Witness::new(&w, &parties, &testimony.given, Some(testimony), None),
        || (then.as_ref().map(|then| World::new(index, then, &Take::About, Some(&w))), elsewhere(&w, options)),
    );
    let scenes = &witness.testified.scenes;
    let (mut now, before) = beside(
        || drawn(&witness, elsewhere.as_ref(), options),
        || then.as_ref().zip(before.as_ref()).map(|(then, before)| compared(before, scenes, then)),
    );
    now.since = since;
    // Beside a day of which nothing was known everything is new, and nothing is news.
    if let Some(before) = before.filter(|b| b.claims > 0) {
        now.differences = delta::differences(&before, &now);
    }
    now
}

/// Both at once, the second on a thread of its own.
fn beside<A, B: Send>(first: impl FnOnce() -> A, second: impl FnOnce() -> B + Send) -> (A, B) {
    std::thread::scope(|s| {
        let second = s.spawn(second);
        (first(), second.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

/// What a picture is compared by: of the day before nothing else is drawn. `scenes` are those of the day after.
fn compared<'a>(w: &World<'a>, scenes: &Scenes<'_, 'a>, options: &Options) -> Picture {
    let parties = Parties::new(w);
    let disputes =
        disputes::disputes(&Witness::new(w, &parties, &options.testimony.given, None, Some(scenes)), options);
    let (holdings, _) = positions(w, options, &disputes);
    Picture {
        claims: w.items.len(),
        backers: parties.backers(w),
        holdings,
        engagements: events::engagements(w),
        agreements: events::agreements(w),
        figures: events::figures(w),
        disputes,
        ..Picture::default()
    }
}

/// Where, whose, and of what status: what makes a holding one side of a dispute.
fn side(h: &Holding) -> (&str, &str, &str) {
    (&h.place.key, &h.holder.key, &h.status)
}

/// What is held and what was, and whether a dispute is over it: whoever tells the same of the same place tells a side.
fn positions(w: &World<'_>, options: &Options, disputes: &[Dispute]) -> (Vec<Holding>, Vec<Holding>) {
    let (mut holdings, history) = holdings::holdings(w, options.stale_after_days.unwrap_or(STALE_AFTER_DAYS));
    let rival = disputes.iter().filter(|d| {
        matches!(d.kind, DisputeKind::Holder | DisputeKind::Act | DisputeKind::Stated) || !d.stated.is_empty()
    });
    let rival = world::claim_ids(rival.flat_map(|d| d.sides.iter().map(|s| &s.grounds)));
    let is_rival = |h: &&Holding| h.grounds.claims.iter().any(|c| rival.contains(c.id.as_str()));
    let sides: FxHashSet<_> = holdings.iter().chain(&history).filter(is_rival).map(side).collect();
    let disputed: Vec<bool> = holdings.iter().map(|h| sides.contains(&side(h))).collect();
    for (h, is_disputed) in holdings.iter_mut().zip(disputed) {
        h.is_disputed = is_disputed;
    }
    (holdings, history)
}

/// What the backers of those whom the picture is about do elsewhere.
fn elsewhere<'a>(w: &World<'a>, options: &Options) -> Option<World<'a>> {
    let keys = exposure::backer_keys(w, w.index.scope.as_ref()?);
    let options = Options { as_of: w.as_of, ..options.clone() };
    Some(World::new(w.index, &options, &Take::Elsewhere(&keys), None))
}

fn drawn(witness: &Witness<'_, '_>, elsewhere: Option<&World<'_>>, options: &Options) -> Picture {
    let (w, parties) = (witness.w, witness.parties);
    let stale_after_days = options.stale_after_days.unwrap_or(STALE_AFTER_DAYS);
    let disputes = disputes::disputes(witness, options);
    let (holdings, history) = positions(w, options, &disputes);
    let engagements = events::engagements(w);
    Picture {
        as_of: w.as_of,
        known_by: options.known_by,
        about: options.about.clone(),
        claims: w.items.len(),
        stale_after_days,
        order: order::RULE.to_owned(),
        parties: parties.list(w),
        backers: parties.backers(w),
        ties: parties::ties(w, stale_after_days),
        holdings,
        history,
        agreements: events::agreements(w),
        figures: events::figures(w),
        changes: events::changes(w, options.since),
        events: incidents::incidents(w, options.since),
        exposure: exposure::exposure(w, &engagements, elsewhere),
        engagements,
        disputes,
        events_after: events::after(w, options.since),
        since: options.since,
        differences: Vec::new(),
        camps: options.camps.then(|| camps::camps(w)),
        coverage: coverage::coverage(w, options),
        corrections: w.corrections(options),
        set_aside: w.set_aside.clone(),
    }
}

/// Finds the sets of claims that cannot all be true, of those that speak of `as_of` or earlier.
pub fn disputes(claims: &[Sourced], as_of: Option<Day>) -> Vec<Dispute> {
    disputes_with(claims, &Options { as_of, ..Options::default() })
}

/// Finds them in the light of wire families, outlets and leanings.
pub fn disputes_with(claims: &[Sourced], options: &Options) -> Vec<Dispute> {
    let index = Index::new(claims, None);
    let w = World::new(&index, options, &Take::About, None);
    let (parties, testimony) = (Parties::new(&w), &options.testimony);
    disputes::disputes(&Witness::new(&w, &parties, &testimony.given, Some(testimony), None), options)
}
