//! Whether two profiles can tell of one event: field by field, with the reason.
//!
//! *Firm*: every field that one of them fills, the other fills with the same. *Loose*: nothing speaks against it, and
//! enough speaks for it. *Apart*: some field cannot be both. The points below weigh what a newsroom's desk asks for:
//! place and day first, then who did it to whom.

use crate::profile::{Profile, Table, When};
use crate::who::{Match, lists};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};

/// What two tellings have in common; the reasons of a join.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// Somebody says so; their words are with the join.
    Given,
    /// The page itself ties them: the same told again, a figure of the event.
    SamePage,
    /// The same days, by the words.
    SameDays,
    /// Days that overlap, or news of the same days.
    NearDays,
    /// The same place.
    SamePlace,
    /// One place in or near the other.
    NearPlace,
    /// The same actor.
    SameActor,
    /// Actors of which one may be the other: "attackers", "the Northern Front".
    LikeActor,
    /// The same recipient.
    SameRecipient,
    /// Recipients of which one may be the other.
    LikeRecipient,
    /// The same means: aerial, explosives, a capture.
    SameMeans,
}

impl Reason {
    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Given => "somebody says so",
            Self::SamePage => "tied by the page itself",
            Self::SameDays => "the same days",
            Self::NearDays => "days that overlap",
            Self::SamePlace => "the same place",
            Self::NearPlace => "a place in or near the other",
            Self::SameActor => "the same actor",
            Self::LikeActor => "an actor that may be the same",
            Self::SameRecipient => "the same recipient",
            Self::LikeRecipient => "a recipient that may be the same",
            Self::SameMeans => "the same means",
        }
    }
}

/// What comes of comparing two profiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// They tell the same in the same detail.
    Firm,
    /// They can be one; the points, in tenths.
    Loose(u16),
    /// Nothing speaks against it, and not enough for it.
    Open,
    /// They cannot be one.
    Apart,
}

/// Points that a loose join needs, in tenths: a place and a day and somebody, or somebody to somebody on a day.
const ENOUGH: u16 = 50;

/// Compares, and remembers who goes with whom.
pub(crate) struct Compare<'t, 'a> {
    table: &'t Table<'t, 'a>,
    who: FxHashMap<(u32, u32), Match>,
    place: FxHashMap<(u32, u32), Match>,
    /// The number of the mode that takes a town.
    capture: Option<u32>,
}

/// The fields of two profiles, compared.
struct Fields {
    when: Match,
    overlap: u16,
    place: Match,
    actor: Match,
    recipient: Match,
    modes: Match,
}

impl<'t, 'a> Compare<'t, 'a> {
    pub(crate) fn new(table: &'t Table<'t, 'a>) -> Self {
        let capture = table.words.iter().position(|w| w == crate::profile::CAPTURE).map(|n| n as u32);
        Self { table, who: FxHashMap::default(), place: FxHashMap::default(), capture }
    }

    fn party(&mut self, a: &[u32], b: &[u32]) -> Match {
        let (table, who) = (self.table, &mut self.who);
        lists(a, b, |x, y| {
            let pair = (x.min(y), x.max(y));
            *who.entry(pair).or_insert_with(|| {
                let (a, b) = (&table.who[pair.0 as usize], &table.who[pair.1 as usize]);
                if pair.0 == pair.1 { a.goes_with(b).max(Match::Alike) } else { a.goes_with(b) }
            })
        })
    }

    fn place(&mut self, a: &Profile, b: &Profile) -> Match {
        let (table, places) = (self.table, &mut self.place);
        lists(&a.place, &b.place, |x, y| {
            let pair = (x.min(y), x.max(y));
            *places
                .entry(pair)
                .or_insert_with(|| table.places[pair.0 as usize].goes_with(&table.places[pair.1 as usize]))
        })
    }

    fn fields(&mut self, a: &Profile, b: &Profile) -> Fields {
        let (actor, recipient) = (self.party(&a.actor, &b.actor), self.party(&a.recipient, &b.recipient));
        let (when, overlap) = times(a.when, b.when);
        Fields { when, overlap, place: self.place(a, b), actor, recipient, modes: modes(a, b) }
    }

    /// Whether some field cannot be both; those that are compared at once are asked first, for most that are apart are
    /// apart by their place.
    fn are_apart(&mut self, a: &Profile, b: &Profile) -> bool {
        times(a.when, b.when).0 == Match::Apart
            || modes(a, b) == Match::Apart
            || self.place(a, b) == Match::Apart
            || self.party(&a.actor, &b.actor) == Match::Apart
            || self.party(&a.recipient, &b.recipient) == Match::Apart
    }

    /// What comes of two profiles, whichever is first.
    pub(crate) fn verdict(&mut self, a: &Profile, b: &Profile) -> Verdict {
        if a.family != b.family {
            return Verdict::Open;
        }
        if self.are_apart(a, b) {
            return Verdict::Apart;
        }
        let f = self.fields(a, b);
        let all = [f.when, f.place, f.actor, f.recipient, f.modes];
        let somewhere = !a.place.is_empty() && !b.place.is_empty();
        let somebody = !a.actor.is_empty() && !b.actor.is_empty();
        let someone = !a.recipient.is_empty() && !b.recipient.is_empty();
        // Two that met, and two that made an agreement, are both in the list of actors.
        let both = (somebody && someone) || (somebody && a.actor.len() > 1 && b.actor.len() > 1);
        if all.iter().all(|m| *m >= Match::Alike) && ((somewhere && f.place == Match::Same) || both) {
            return Verdict::Firm;
        }
        let of = |is_told: bool, m: Match, same: u16, alike: u16, vague: u16| match m {
            _ if !is_told => 0,
            Match::Same => same,
            Match::Alike => alike,
            Match::Vague => vague,
            Match::Apart => 0,
        };
        let place = of(somewhere, f.place, 30, 30, 10);
        let actor = of(somebody, f.actor, 20, 15, 5);
        let recipient = of(someone, f.recipient, 20, 15, 5);
        // A town is not taken twice in one week; it may be shelled every day.
        let means = match f.modes {
            Match::Same if a.modes.iter().any(|m| Some(*m) == self.capture && b.modes.contains(m)) => 10,
            Match::Same => 5,
            _ => 0,
        };
        let points = f.overlap + place + actor + recipient + means;
        let enough = f.overlap > 0
            && points >= ENOUGH
            && (place >= 30 || (actor >= 15 && recipient >= 15) || place + actor >= 30);
        if enough { Verdict::Loose(points) } else { Verdict::Open }
    }

    pub(crate) fn reasons(&mut self, a: &Profile, b: &Profile) -> Vec<Reason> {
        let f = self.fields(a, b);
        let mut all = Vec::new();
        match f.when {
            Match::Same => all.push(Reason::SameDays),
            _ if f.overlap > 0 => all.push(Reason::NearDays),
            _ => {}
        }
        let mut add = |is_told: bool, m: Match, same: Reason, like: Reason| match m {
            _ if !is_told => {}
            Match::Same | Match::Alike => all.push(same),
            Match::Vague => all.push(like),
            Match::Apart => {}
        };
        add(!a.place.is_empty() && !b.place.is_empty(), f.place, Reason::SamePlace, Reason::NearPlace);
        add(!a.actor.is_empty() && !b.actor.is_empty(), f.actor, Reason::SameActor, Reason::LikeActor);
        add(
            !a.recipient.is_empty() && !b.recipient.is_empty(),
            f.recipient,
            Reason::SameRecipient,
            Reason::LikeRecipient,
        );
        if f.modes == Match::Same && !a.modes.is_empty() {
            all.push(Reason::SameMeans);
        }
        all
    }
}

fn modes(a: &Profile, b: &Profile) -> Match {
    lists(&a.modes, &b.modes, |x, y| if x == y { Match::Same } else { Match::Apart })
}

/// How two times go together, and the points of it in tenths.
fn times(a: When, b: When) -> (Match, u16) {
    let (Some(x), Some(y)) = (a.window(), b.window()) else { return (Match::Vague, 0) };
    if x.1 < y.0 || y.1 < x.0 {
        return (Match::Apart, 0);
    }
    match (a, b) {
        (When::Told(..), When::Told(..)) if x == y => (Match::Same, if a.days() <= 3 { 30 } else { 20 }),
        (When::News(_), When::News(_)) if x == y => (Match::Alike, 15),
        (When::Told(..), When::Told(..)) if a.days().max(b.days()) <= 3 => (Match::Vague, 20),
        _ if a.days().max(b.days()) <= 4 => (Match::Vague, 12),
        _ => (Match::Vague, 5),
    }
}
