//! What a picture is made of: plain values, each with the claims it rests on.
//!
//! Nothing here is a verdict. "Rebels hold most of Aleppo (a war monitor; Firstpost, 2024-12-02)" is one
//! [`Holding`]; whoever says otherwise has another, and a [`Dispute`] names both.

use froissart_model::{Certainty, Char, Claim, Day, EntityKind};
use serde::{Deserialize, Serialize};

/// A claim with what the picture needs to know of its page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sourced {
    /// The claim.
    pub claim: Claim<Char>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The page's id.
    pub page_id: String,
    /// The page's headline.
    pub title: Option<String>,
    /// When the page was published: a day or an instant.
    pub published: Option<String>,
}

impl Sourced {
    /// The day of publication.
    pub fn day(&self) -> Option<Day> {
        self.published.as_deref().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
    }
}

/// Which picture to draw.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Options {
    /// The day; without one, the latest day of publication among the claims.
    pub as_of: Option<Day>,
    /// Only claims in whose names (actors, recipients, places, accounts) these words stand, whole and in this order.
    pub about: Option<String>,
    /// With ties that only follow from others ("A backs B against C": A opposes C).
    pub include_implied: bool,
}

/// An actor as the picture knows it; `key` is the picture's own and changes with the claims.
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

/// A place as the picture knows it.
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
        match claim.certainty {
            _ if claim.negated => Self::Denied,
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

/// One account: by whom, where published, when.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Account {
    /// The chain, innermost first; empty where the page itself says so.
    pub by: Vec<String>,
    /// Who published it.
    pub outlet: Option<String>,
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
}

/// What an item rests on; never empty.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Grounds {
    /// The independent accounts: one voice in ten papers is one.
    pub accounts: Vec<Account>,
    /// The claims, by publication.
    pub claims: Vec<ClaimRef>,
}

/// Those who fight or act as one: a state's organs, a group and its parts. Backers are never fused into it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Party {
    /// The name of the member most spoken of.
    pub name: String,
    /// The members, the most spoken of first.
    pub members: Vec<ActorRef>,
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
    pub backer: ActorRef,
    /// Who is backed.
    pub backed: ActorRef,
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
    /// By what.
    pub grounds: Grounds,
}

/// Who holds how much of a place, as somebody has it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// The place.
    pub place: PlaceRef,
    /// Whose position it is.
    pub holder: ActorRef,
    /// held, contested, lost, besieged, besieging, shared, present.
    pub status: String,
    /// The extent's words; none means the place as such.
    pub extent: Option<String>,
    /// The least share.
    pub low: Option<f64>,
    /// The greatest share.
    pub high: Option<f64>,
    /// From whom it was taken, or who besieges.
    pub other: Vec<ActorRef>,
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
    /// By what.
    pub grounds: Grounds,
}

/// Two that fight.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Engagement {
    /// One side, the first by key.
    pub a: ActorRef,
    /// The other.
    pub b: ActorRef,
    /// Reported assaults of the first on the second.
    pub a_on_b: usize,
    /// Reported assaults of the second on the first.
    pub b_on_a: usize,
    /// Where.
    pub places: Vec<PlaceRef>,
    /// The last day by which it was told to have happened.
    pub latest: Option<Day>,
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
    pub parties: Vec<ActorRef>,
    /// Who is bound without having signed.
    pub bound: Vec<ActorRef>,
    /// The status last told.
    pub status: Option<String>,
    /// Whether it binds on the day, as far as anybody says.
    pub in_force: bool,
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
    pub place: Option<PlaceRef>,
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
    /// Somebody says that nobody was reported, which is not zero.
    pub reported_none: bool,
    /// How it is told.
    pub standing: Standing,
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DisputeKind {
    /// Who holds a place.
    Holder,
    /// Whether something is or was so.
    Act,
    /// How many.
    Figure,
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
}

/// One version of a dispute.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DisputeSide {
    /// In words.
    pub label: String,
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
    /// What is new in the seven days up to the day.
    pub changes: Vec<Change>,
    /// Where accounts cannot all be true.
    pub disputes: Vec<Dispute>,
}
