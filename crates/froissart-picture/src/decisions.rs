//! What analysts decide, as the picture takes it: opinions on claims, corrections of names, links between claims.
//!
//! "Faramir rejects 3f2a9c01: the photograph is of 2016" is one. These are values only: where decisions are kept, which
//! of them were taken back, and which had been made by an instant, is the caller's to know; all that is given here
//! stands. What they change is told in `decided.rs` and `correct.rs`.

use crate::types::ClaimRef;
use serde::{Deserialize, Serialize};

/// A claim as a decision cites it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The claim's id: one coder's reading.
    pub id: String,
    /// The claim's anchor: the words. Where no claim has the id, those with this anchor are meant.
    pub anchor: String,
}

/// Who decided, when and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Ground {
    /// The decision's number among its like: of two, the greater is the later.
    pub number: i64,
    /// Whoever decided, as they call themselves.
    pub who: String,
    /// The instant, RFC 3339.
    pub at: String,
    /// The reason.
    pub why: String,
}

/// An opinion on a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opinion {
    /// The claim.
    pub claim: Cited,
    /// For it, or against it.
    pub accepts: bool,
    /// By whom and why.
    pub ground: Ground,
}

/// What is put right about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// The actor is called otherwise.
    Rename,
    /// Two keys are one actor.
    Merge,
    /// In the claims cited, the name means somebody else.
    Split,
}

/// An actor whom a correction puts in another's place, as far as the ledger knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its key, as [`froissart_model::Entity::key`] makes it.
    pub key: String,
    /// Its name.
    pub name: String,
    /// As in [`froissart_model::Entity`].
    pub country: Option<String>,
    /// As in [`froissart_model::Entity`].
    pub sector: Option<String>,
}

/// A correction of who is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Rename, merge or split.
    pub act: Act,
    /// The actor's key, as [`froissart_model::Entity::key`] makes it.
    pub subject: String,
    /// The new name (rename), the key of the actor that it is (merge), or whoever is meant (split).
    pub into: String,
    /// The actor that `into` means, where it means one.
    pub known: Option<Known>,
    /// The claims cited; of a split, those that it changes.
    pub claims: Vec<Cited>,
    /// By whom and why.
    pub ground: Ground,
}

/// What one claim is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkType {
    /// Both tell of one event.
    SameEvent,
    /// They cannot both be true.
    Contradicts,
    /// An independent account of the same.
    Corroborates,
    /// The newer takes the place of the older, as its own source says.
    Supersedes,
    /// The source takes the older back.
    Retracts,
}

impl LinkType {
    /// What it says of the claim that does it, and of the other.
    pub(crate) fn says(self) -> (Says, Says) {
        match self {
            Self::SameEvent => (Says::SameEvent, Says::SameEvent),
            Self::Contradicts => (Says::Contradicts, Says::Contradicts),
            Self::Corroborates => (Says::Corroborates, Says::CorroboratedBy),
            Self::Supersedes => (Says::Supersedes, Says::SupersededBy),
            Self::Retracts => (Says::Retracts, Says::RetractedBy),
        }
    }
}

/// A tie between two claims.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimLink {
    /// What it says.
    pub type_: LinkType,
    /// The claim that does it to the other.
    pub from: Cited,
    /// The other.
    pub to: Cited,
    /// By whom and why.
    pub ground: Ground,
}

/// All decisions that stand.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Decisions {
    /// Opinions on claims.
    pub opinions: Vec<Opinion>,
    /// Corrections of names.
    pub corrections: Vec<Correction>,
    /// Links between claims.
    pub links: Vec<ClaimLink>,
}

impl Decisions {
    /// Whether nothing was decided.
    pub fn is_empty(&self) -> bool {
        self.opinions.is_empty() && self.corrections.is_empty() && self.links.is_empty()
    }

    /// What was decided of one claim, or of another reading of its words, looked at by itself: every opinion, the
    /// earlier ones of an analyst too, and every link.
    pub fn of(&self, claim: &Cited) -> Vec<Remark> {
        let is_it = |c: &Cited| c.id == claim.id || c.anchor == claim.anchor;
        let cites = |c: &Cited| (c.id != claim.id).then(|| c.id.clone());
        let opinions = self.opinions.iter().filter(|o| is_it(&o.claim)).map(|o| Remark {
            says: if o.accepts { Says::Accepted } else { Says::Rejected },
            claim: None,
            cites: cites(&o.claim),
            ground: o.ground.clone(),
        });
        let links = self.links.iter().flat_map(|l| {
            let remark = |here: &Cited, other: &Cited, says| {
                let (claim, cites, ground) = (Some(other.id.clone()), cites(here), l.ground.clone());
                is_it(here).then_some(Remark { says, claim, cites, ground })
            };
            let (from, to) = l.type_.says();
            [remark(&l.from, &l.to, from), remark(&l.to, &l.from, to)]
        });
        let mut all: Vec<Remark> = opinions.chain(links.flatten()).collect();
        all.sort();
        all
    }
}

/// What a decision says of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Says {
    /// An analyst stands by it.
    Accepted,
    /// An analyst does not.
    Rejected,
    /// It tells of one event with another claim.
    SameEvent,
    /// It and another claim cannot both be true.
    Contradicts,
    /// It is an independent account of what another claim tells.
    Corroborates,
    /// Another claim is an independent account of it.
    CorroboratedBy,
    /// It takes the place of another claim of its source.
    Supersedes,
    /// Another claim of its source takes its place.
    SupersededBy,
    /// Its source takes another claim back by it.
    Retracts,
    /// Its source takes it back by another claim.
    RetractedBy,
}

/// A note beside a claim: what somebody decided of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Remark {
    /// What was decided.
    pub says: Says,
    /// The other claim's id, of a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<String>,
    /// The id that the decision cites, where that is another reading of the same words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cites: Option<String>,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}

/// Why a claim is set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Aside {
    /// Analysts reject it, and none accepts it.
    Rejected,
    /// Its own source has put a newer claim in its place.
    Superseded,
    /// Its own source has taken it back.
    Retracted,
    /// It only follows from claims that are set aside.
    Follows,
}

/// A claim that the picture does not stand on, because of a decision: shown, and not counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// Why.
    pub why: Aside,
    /// What it tells, in few words.
    pub text: String,
    /// The claim with its words, its account, and by whom it was set aside.
    pub claim: ClaimRef,
    /// The id of the claim that it follows from, where that is why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
}

/// A correction that changed some of the picture's claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Corrected {
    /// Rename, merge or split.
    pub act: Act,
    /// What the claims call the actor.
    pub from: String,
    /// Who it is, as the picture has it.
    pub into: String,
    /// The ids of the claims that are read otherwise because of it.
    pub claims: Vec<String>,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}

/// Two claims of one dispute that an analyst holds to contradict each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    /// One claim's id.
    pub a: String,
    /// The other's.
    pub b: String,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}
