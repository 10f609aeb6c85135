//! What a picture is made of: plain values, each with the claims it rests on.
//!
//! Nothing here is a verdict. "Rebels hold most of Aleppo (a war monitor; Firstpost, 2024-12-02)" is one
//! [`Holding`]; whoever says otherwise has another, and a [`Dispute`] names both.

use crate::decided::Decided;
use crate::decisions::{Corrected, Remark, SetAside, Stated};
use froissart_model::{Certainty, Char, Claim, Day, EntityKind, Precision};
use froissart_testimony::{Bearing, Context, Testimony};
pub use froissart_testimony::{PageHead, Sourced};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Which picture to draw.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// The day; without one, the latest day of publication among the claims.
    pub as_of: Option<Day>,
    /// Only what had been published by this day; a page that gives no day counts as published.
    pub known_by: Option<Day>,
    /// The day with which the situation is compared ([`Picture::differences`]), and after which events are listed;
    /// without one, it is compared with the day before, and the events are those of the last seven days.
    pub since: Option<Day>,
    /// What it is about: a country ("Syria", "SYR"), a place, an actor, or two of these with a slash between. Words
    /// count whole and in their order.
    pub about: Option<String>,
    /// With ties that only follow from others ("A backs B against C": A opposes C).
    pub include_implied: bool,
    /// Wire families, outlets and leanings, for counting accounts and for who reports against his side.
    pub testimony: Context,
    /// Government, army and president each by itself, and not on one card.
    pub separate_organs: bool,
    /// With the partition into camps.
    pub camps: bool,
    /// After how many days without a telling a holding stands as last told; [`STALE_AFTER_DAYS`] where not given.
    pub stale_after_days: Option<u16>,
    /// The names of states by their codes, for a card whose state no claim names; without one, its code stands.
    pub state_names: BTreeMap<String, String>,
    /// What analysts have decided of the claims ([`crate::decide`]); nothing where the ledger is to be shown as it was
    /// recorded.
    pub decided: Decided,
    /// The pages that were read, those without claims included; without any, those that the claims come from.
    pub pages: Vec<PageSeen>,
    /// The first day of publication of which all claims are given; of what was published before, only some are.
    pub whole_since: Option<Day>,
    /// Ties and agreements that nobody has told of since this day are not given; none where all are.
    pub ties_since: Option<Day>,
    /// So many claims tell of such ties and agreements.
    pub left_out: usize,
}

/// A week: as long as "the last days" of the events beside the holdings, so that a holding stands plainly exactly as
/// long as what brought it about is still listed. Front lines move within days; a longer silence proves nothing.
pub const STALE_AFTER_DAYS: u16 = 7;

/// A page that was read, as coverage counts it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PageSeen {
    /// The page's id.
    pub id: String,
    /// Who published it.
    pub outlet: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// When it was published: a day or an instant.
    pub published: Option<String>,
}

/// An actor as the picture knows it, written down once for all that it does; `key` is the picture's own and changes with
/// the claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActorRef {
    /// Equal for mentions of the same.
    pub key: String,
    /// The name most used.
    pub name: String,
    /// As in [`froissart_model::Entity`].
    pub country: Option<String>,
    /// As in [`froissart_model::Entity`].
    pub sector: Option<String>,
    /// As in [`froissart_model::Entity`].
    pub kind: EntityKind,
}

/// A place as the picture knows it, written down once for all that it sees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// Equal for mentions of the same.
    pub key: String,
    /// The name most used, after its relation ("outskirts of Aleppo").
    pub name: String,
    /// As in [`froissart_model::Place`].
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How far from there it may reach or lie, in kilometres: it is shown as an area and not as a point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_km: Option<f64>,
    /// As in [`froissart_model::Place`]: a country and a region are no towns.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
}

/// How an item is told; only facts are shown plainly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// Asserted or reported.
    Fact,
    /// Believed, alleged or doubted.
    Believed,
    /// Planned, predicted or attempted.
    Planned,
    /// Only if something else.
    Conditional,
    /// Somebody wants it.
    Requested,
    /// Said not to be so.
    Denied,
}

impl Standing {
    /// How `claim` is told.
    pub fn of(claim: &Claim<Char>) -> Self {
        Self::told(claim.certainty, claim.negated)
    }
    /// How a claim of this certainty is told.
    pub(crate) fn told(certainty: Certainty, negated: bool) -> Self {
        match certainty {
            _ if negated => Self::Denied,
            Certainty::Denied => Self::Denied,
            Certainty::Requested => Self::Requested,
            Certainty::Conditional => Self::Conditional,
            Certainty::Planned => Self::Planned,
            Certainty::Believed => Self::Believed,
            Certainty::Reported | Certainty::Asserted => Self::Fact,
        }
    }
    /// The mark before an item that is no fact; empty for a fact.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Fact => "",
            Self::Believed => "believed",
            Self::Planned => "planned",
            Self::Conditional => "conditional",
            Self::Requested => "requested",
            Self::Denied => "denied",
        }
    }
}

/// How an item stands to the picture's day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "state", content = "day")]
pub enum Timing {
    /// The words cover the day.
    Current,
    /// True when last told, on that day, and nothing has contradicted it since.
    LastReported(Day),
    /// Some time around the day, which the words leave open.
    Possible,
    /// Over by the day.
    Past,
}

/// One account: by whom, where published, when. Many stand in a picture, and their words are written down once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Account {
    /// The chain, innermost first; empty where the page itself says so.
    pub by: Arc<[String]>,
    /// Who published it.
    pub outlet: Option<Arc<str>>,
    /// The last day on which it was published.
    pub day: Option<Day>,
}

/// A claim that an item rests on, with its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimRef {
    /// The claim's id.
    pub id: String,
    /// The claim's anchor.
    pub anchor: String,
    /// The page's id.
    pub page_id: String,
    /// By whose account, where, when.
    pub account: Account,
    /// How sure.
    pub certainty: Certainty,
    /// The words.
    pub evidence: String,
    /// What was decided of it: opinions, and links to other claims.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Remark>,
}

/// What an item rests on; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grounds {
    /// The independent accounts: one voice in ten papers is one.
    pub accounts: Vec<Account>,
    /// The claims, by publication. A claim stands on several grounds of a picture, and is written down once.
    pub claims: Vec<Arc<ClaimRef>>,
    /// The last day on which any of them was published.
    #[serde(default)]
    pub last_told: Option<Day>,
    /// How far the most direct of them is from the act: 0 the page's own word, one more for each account between,
    /// two more where nobody is named.
    #[serde(default)]
    pub directness: u8,
}

/// Those who fight or act as one: a state's organs, a group and its parts. Backers are never fused into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name of the member most spoken of.
    pub name: String,
    /// The members, the most spoken of first; a state's organs each by itself, though the party is one.
    pub members: Vec<Arc<ActorRef>>,
    /// The parties it fights or opposes; never empty.
    pub against: Vec<Opposition>,
    /// What ties the members together, where words do.
    pub grounds: Grounds,
}

/// One party's opposition to another.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Opposition {
    /// The other party's name.
    pub party: String,
    /// Whether they fight, or oppose each other only.
    pub fights: bool,
    /// By what.
    pub grounds: Grounds,
}

/// A tie that strengthens a party: `supports`, `allied_with` or `depends_on`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Backing {
    /// The party's name, or the backed actor's where it belongs to none.
    pub party: String,
    /// Who backs, or is depended on.
    pub backer: Arc<ActorRef>,
    /// Who is backed.
    pub backed: Arc<ActorRef>,
    /// The relation's type.
    pub tie: String,
    /// With what.
    pub means: Vec<String>,
    /// How it is told.
    pub standing: Standing,
    /// How it stands to the day.
    pub timing: Timing,
    /// The first day the words give.
    pub since: Option<Day>,
    /// How finely they give it: "since 2015" is a year, and no first of January.
    #[serde(default)]
    pub since_precision: Option<Precision>,
    /// By what.
    pub grounds: Grounds,
}

/// Who holds how much of a place, as somebody has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// The place.
    pub place: Arc<PlaceRef>,
    /// Whose position it is.
    pub holder: Arc<ActorRef>,
    /// held, contested, lost, besieged, besieging, shared, present.
    pub status: String,
    /// The extent's words; none means the place as such.
    pub extent: Option<String>,
    /// The least share.
    pub low: Option<f64>,
    /// The greatest share.
    pub high: Option<f64>,
    /// From whom it was taken, or who besieges.
    pub other: Vec<Arc<ActorRef>>,
    /// The first day the words give.
    pub from: Option<Day>,
    /// The last.
    pub to: Option<Day>,
    /// How it is told.
    pub standing: Standing,
    /// How it stands to the day.
    pub timing: Timing,
    /// The id of the claim that ended it.
    pub ended_by: Option<String>,
    /// Since when: the first day of a state, or the day of the act that brought it about, where somebody tells it.
    #[serde(default)]
    pub since: Option<Day>,
    /// The last day on which somebody told it, or of which it was told.
    #[serde(default)]
    pub told: Option<Day>,
    /// How many days before the picture's day that was.
    #[serde(default)]
    pub age_days: Option<i32>,
    /// Nobody has told it for so long that it stands as last told, never as current.
    #[serde(default)]
    pub is_stale: bool,
    /// It is a side of a dispute.
    #[serde(default)]
    pub is_disputed: bool,
    /// It came about by an act ("captured") some time from `from` to `to`, and was not so from the first day on.
    #[serde(default)]
    pub is_by_act: bool,
    /// By what.
    pub grounds: Grounds,
}

/// Two that fight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// One side, the first by key.
    pub a: Arc<ActorRef>,
    /// The other.
    pub b: Arc<ActorRef>,
    /// Reported assaults of the first on the second.
    pub a_on_b: usize,
    /// Reported assaults of the second on the first.
    pub b_on_a: usize,
    /// Where.
    pub places: Vec<Arc<PlaceRef>>,
    /// The last day by which it was told to have happened.
    pub latest: Option<Day>,
    /// For how many days before the picture's day nothing was told of it, which does not mean peace.
    #[serde(default)]
    pub quiet_days: Option<i32>,
    /// How it is told.
    pub standing: Standing,
    /// By what.
    pub grounds: Grounds,
}

/// What parties have bound themselves to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Accord {
    /// ceasefire, withdrawal, exchange …
    pub subject: Option<String>,
    /// Who agreed.
    pub parties: Vec<Arc<ActorRef>>,
    /// Who is bound without having signed.
    pub bound: Vec<Arc<ActorRef>>,
    /// Who brought them together, and is no party.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brokers: Vec<Arc<ActorRef>>,
    /// The status last told.
    pub status: Option<String>,
    /// Whether it binds on the day, as far as anybody says.
    pub in_force: bool,
    /// in_force, broken, suspended, expired, proposed, not_yet: how it stands on the day, as far as anybody says.
    #[serde(default)]
    pub stands: String,
    /// From when.
    pub from: Option<Day>,
    /// Until when.
    pub to: Option<Day>,
    /// How it is told.
    pub standing: Standing,
    /// By what.
    pub grounds: Grounds,
}

/// Counts of the same thing, as a range over all who count.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureRange {
    /// killed, injured, displaced …
    pub of: String,
    /// event, total or subset.
    pub scope: String,
    /// Where.
    pub place: Option<Arc<PlaceRef>>,
    /// Of whom.
    pub victims: Vec<String>,
    /// The day counted, or up to which is counted.
    pub day: Option<Day>,
    /// The least that anybody allows.
    pub low: Option<f64>,
    /// The greatest that anybody gives; null where somebody leaves it open.
    pub high: Option<f64>,
    /// The words of each count.
    pub words: Vec<String>,
    /// Who says which.
    #[serde(default)]
    pub counts: Vec<FigureCount>,
    /// Somebody says that nobody was reported, which is not zero.
    pub reported_none: bool,
    /// How it is told.
    pub standing: Standing,
    /// By what.
    pub grounds: Grounds,
}

/// One count among those of the same thing.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FigureCount {
    /// The words: "at least 11".
    pub text: String,
    /// The least.
    pub low: Option<f64>,
    /// The greatest.
    pub high: Option<f64>,
    /// By what.
    pub grounds: Grounds,
}

/// Something new in the week up to the day.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The day, or the last day on which it can have happened.
    pub day: Day,
    /// The words bound the day only from above.
    pub by: bool,
    /// captured, lost, agreed, broken, killed …
    pub what: String,
    /// In words.
    pub text: String,
    /// By what.
    pub grounds: Grounds,
}

/// Over what accounts disagree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisputeKind {
    /// Who holds a place.
    Holder,
    /// Whether something is or was so.
    Act,
    /// How many.
    Figure,
    /// Whether two are friends or foes, or one backs the other.
    Tie,
    /// What an analyst holds to contradict each other; the sides are told by their words.
    Stated,
}

/// Claims that cannot all be true.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dispute {
    /// Over what.
    pub kind: DisputeKind,
    /// In words.
    pub label: String,
    /// The last day that the claims speak of.
    pub day: Option<Day>,
    /// Each version with its accounts.
    pub sides: Vec<DisputeSide>,
    /// The id of the event in dispute, where it is one.
    #[serde(default)]
    pub event: Option<String>,
    /// Who holds which of its claims to contradict each other, where an analyst says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stated: Vec<Stated>,
}

/// One version of a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisputeSide {
    /// In words.
    pub label: String,
    /// By what.
    pub grounds: Grounds,
    /// The independent accounts, with who printed each and the heads of the wire families.
    #[serde(default)]
    pub testimonies: Vec<Testimony>,
    /// Which of the claims bear for or against the side that their own source leans to: notes, and no verdict.
    #[serde(default)]
    pub bearings: Vec<Bearing>,
}

/// A lasting tie that neither sets against nor backs: `part_of`, `leads`, `hosts`, `present_in` …
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Tie {
    /// Whose tie.
    pub from: Arc<ActorRef>,
    /// The relation's type.
    pub tie: String,
    /// To whom; null where it is to a place.
    pub to: Option<Arc<ActorRef>>,
    /// To which place.
    pub place: Option<Arc<PlaceRef>>,
    /// How it is told.
    pub standing: Standing,
    /// How it stands to the day.
    pub timing: Timing,
    /// Of a presence: so many days before the day it was last told.
    #[serde(default)]
    pub age_days: Option<i32>,
    /// Of a presence: nobody has told it for so long that it stands as last told, as a holding does.
    #[serde(default)]
    pub is_stale: bool,
    /// The claim by which a presence ended: its actor lost or left the place.
    #[serde(default)]
    pub ended_by: Option<String>,
    /// By what.
    pub grounds: Grounds,
}

/// Tellings of one act, as far as type, parties, place and day say that it is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    /// The last day on which it can have happened.
    pub day: Day,
    /// The words bound the day only from above.
    pub by: bool,
    /// PLOVER's type.
    #[serde(rename = "type")]
    pub type_: String,
    /// PLOVER's modes.
    pub modes: Vec<String>,
    /// −10 (conflict) to 10 (cooperation); null where the type has none.
    pub intensity: Option<f64>,
    /// Who did it; empty where nobody says.
    pub actors: Vec<Arc<ActorRef>>,
    /// To whom, as named: civilians, facilities and equipment included.
    pub targets: Vec<Arc<ActorRef>>,
    /// Where.
    pub places: Vec<Arc<PlaceRef>>,
    /// From where they came, or were driven.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Arc<PlaceRef>>,
    /// Where they went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Arc<PlaceRef>>,
    /// By what.
    pub grounds: Grounds,
}

/// What an actor depends on, and how far those are engaged elsewhere: an inventory, no prediction.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exposure {
    /// Whose exposure.
    pub actor: Arc<ActorRef>,
    /// Each of those that back it or on whom it depends, the best attested first.
    pub backers: Vec<Reliance>,
}

/// One backer of an exposed actor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reliance {
    /// Who backs.
    pub backer: Arc<ActorRef>,
    /// By what ties: `supports`, `allied_with`, `depends_on`.
    pub ties: Vec<String>,
    /// With what.
    pub means: Vec<String>,
    /// By what.
    pub grounds: Grounds,
    /// Fights of the backer that are not this actor's. Who backs many is engaged elsewhere for each of them: a fight is
    /// written down once.
    pub elsewhere: Vec<Arc<Engagement>>,
    /// What pages judge of the backer's condition: weakened, distracted …
    pub condition: Vec<Arc<Condition>>,
}

/// A page's or an account's judgement of somebody's condition, in its own words.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Condition {
    /// The claim's type: weakened, distracted, fragmented …
    pub what: String,
    /// Whose.
    pub whose: Arc<ActorRef>,
    /// How it is told.
    pub standing: Standing,
    /// By what.
    pub grounds: Grounds,
}

/// What a picture can know: from which pages, outlets, languages and days.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// Pages that were read.
    pub pages: usize,
    /// Those of them whose claims take part.
    pub pages_with_claims: usize,
    /// Outlets with their pages, most first; null those that name none.
    pub outlets: Vec<(Option<String>, usize)>,
    /// Languages with their pages; null those of which none is known.
    pub languages: Vec<(Option<String>, usize)>,
    /// The first day of publication.
    pub first: Option<Day>,
    /// The last.
    pub last: Option<Day>,
    /// Pages without a day of publication.
    pub undated_pages: usize,
    /// From this day of publication on everything that was told is in the picture; from earlier pages only who was last
    /// told to hold, back, fight and agree. Null where it is drawn from all.
    #[serde(default)]
    pub whole_since: Option<Day>,
    /// Ties and agreements that nobody has told of since this day are left out. Null where none is.
    #[serde(default)]
    pub ties_since: Option<Day>,
    /// So many claims tell of those.
    #[serde(default)]
    pub left_out: usize,
    /// Days of the last week up to the picture's day of which no page was published.
    pub silent_days: Vec<Day>,
    /// Claims that are facts, and claims that are hedged, planned or denied.
    pub facts: usize,
    /// Claims that are no plain facts.
    pub hedged: usize,
    /// How many voices there are in all: the innermost accounts, else the outlets.
    pub accounts: usize,
}

/// What is not as it was on the day compared with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// new, ended, changed, last_told (nobody has told it again for too long).
    pub what: String,
    /// holding, backer, engagement, agreement, figure, dispute.
    pub section: String,
    /// In words: how it is now, or was.
    pub text: String,
    /// How it was, where it has changed.
    pub before: Option<String>,
    /// By what it is now, or was.
    pub grounds: Grounds,
}

/// A partition of those who fight or back each other; a view, and nobody's claim.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Camps {
    /// Each camp's members, the largest camp first; whoever no stated tie binds to another stands in none.
    pub camps: Vec<Vec<Arc<ActorRef>>>,
    /// The ties that this partition does not respect: friends in two camps, foes in one.
    pub misfits: Vec<Misfit>,
}

/// A stated tie that a partition into camps breaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Misfit {
    /// One.
    pub a: Arc<ActorRef>,
    /// The other.
    pub b: Arc<ActorRef>,
    /// In words: "Turkey and Russia are allies, in two camps".
    pub text: String,
    /// By what.
    pub grounds: Grounds,
}

/// The situation on a day, as the given claims allow it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Picture {
    /// The day; null where neither the caller nor any page gives one.
    pub as_of: Option<Day>,
    /// What it is about, where it was narrowed.
    pub about: Option<String>,
    /// How many claims it was drawn from.
    pub claims: usize,
    /// Who acts as one, and against whom.
    pub parties: Vec<Party>,
    /// Who backs them.
    pub backers: Vec<Backing>,
    /// Who holds what on the day.
    pub holdings: Vec<Holding>,
    /// What was held and is no longer, or was held some time before.
    pub history: Vec<Holding>,
    /// Who fights whom.
    pub engagements: Vec<Engagement>,
    /// What was agreed; what is in force first.
    pub agreements: Vec<Accord>,
    /// How many.
    pub figures: Vec<FigureRange>,
    /// What is new after the day compared with, or without one in the seven days up to the day.
    pub changes: Vec<Change>,
    /// Where accounts cannot all be true.
    pub disputes: Vec<Dispute>,
    /// By which day what it is drawn from had been published.
    #[serde(default)]
    pub known_by: Option<Day>,
    /// After how many days without a telling a holding stands as last told.
    #[serde(default)]
    pub stale_after_days: u16,
    /// What comes first in each list, in words.
    #[serde(default)]
    pub order: String,
    /// Lasting ties that neither back nor set against.
    #[serde(default)]
    pub ties: Vec<Tie>,
    /// What happened in the last days, the gravest first.
    #[serde(default)]
    pub events: Vec<Incident>,
    /// What actors depend on, and how far those are engaged elsewhere.
    #[serde(default)]
    pub exposure: Vec<Exposure>,
    /// After which day events and changes are listed.
    #[serde(default)]
    pub events_after: Option<Day>,
    /// The day compared with.
    #[serde(default)]
    pub since: Option<Day>,
    /// What is not as it was on that day, as it was known then.
    #[serde(default)]
    pub differences: Vec<Difference>,
    /// The partition into camps, where it was asked for.
    #[serde(default)]
    pub camps: Option<Camps>,
    /// What the picture can know.
    #[serde(default)]
    pub coverage: Coverage,
    /// Claims that it does not stand on, because an analyst rejects them or their own source no longer stands by them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub set_aside: Vec<SetAside>,
    /// Who is meant otherwise than the claims have it, because an analyst says so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub corrections: Vec<Corrected>,
}

impl Picture {
    /// Whether nothing had been published by the day that it would be compared with: all is new, and nothing is news.
    pub fn is_the_first(&self) -> bool {
        let is_after = self.since.zip(self.coverage.first).is_some_and(|(since, first)| first > since);
        is_after && self.differences.is_empty() && self.coverage.whole_since.is_none()
    }
}
