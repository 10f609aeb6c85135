//! Whether a claim bears against the side that its own source leans to.
//!
//! Editors of war maps have a rule for sources that take a side: what such a source admits against its side counts,
//! what it claims for its side does not (Wikipedia, *Syrian civil war detailed map*, "rules for editing": a source
//! that favours one side is reliable for that side's losses only). The rule is computed here as a note beside the
//! claim. It is no verdict: nothing is dropped, reordered or counted otherwise because of it.

use crate::account::Accounts;
use crate::leaning::{Leaning, of_voice};
use crate::sourced::Sourced;
use crate::who::{is_of, party_of};
use froissart_model::{Char, Claim, Entity, EntityKind, Kind};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// Which way a claim bears for a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bears {
    /// Its losses, its retreats, harm that it did.
    Against,
    /// Its gains, its enemies' losses, its denials.
    For,
}

/// A note beside a claim.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Bearing {
    /// The claim's id.
    pub claim: String,
    /// The voice's key.
    pub voice: String,
    /// Against or for the side that it leans to.
    pub bears: Bears,
    /// What in the claim does: "own loss of a place".
    pub what: String,
    /// Why the voice is held to lean.
    pub leaning: Leaning,
}

/// The notes for each claim, in the order of the claims given; most claims have none.
///
/// `known` has the leanings of the table and of the claims, sorted; give none to have none but those of parties that
/// speak for themselves, and do not call it to have none at all.
pub fn bearings<S: Borrow<Sourced>>(claims: &[S], accounts: &Accounts, known: &[Leaning]) -> Vec<Vec<Bearing>> {
    let claims: Vec<&Sourced> = claims.iter().map(Borrow::borrow).collect();
    let enemies = enemies(&claims);
    let mut known = known.to_vec();
    known.sort();
    let note = |(n, s): (usize, &&Sourced)| {
        let voice = accounts.voice(n);
        of_voice(voice, &known, s.day())
            .into_iter()
            .filter_map(|leaning| {
                let (bears, what) = bears(&s.claim, &leaning.to, enemies.get(&leaning.to))?;
                Some(Bearing {
                    claim: s.claim.id.clone(),
                    voice: voice.key.clone(),
                    bears,
                    what: what.to_owned(),
                    leaning,
                })
            })
            .collect()
    };
    claims.iter().enumerate().map(note).collect()
}

/// Who fights or opposes whom, both ways, by facts.
fn enemies(claims: &[&Sourced]) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for c in claims.iter().map(|s| &s.claim).filter(|c| c.is_fact()) {
        let is_enmity = match c.kind {
            Kind::Relation => matches!(c.type_.as_str(), "fights" | "opposes"),
            Kind::Event => c.type_ == "ASSAULT",
            _ => false,
        };
        if !is_enmity {
            continue;
        }
        for (a, b) in c.actor.iter().flat_map(|a| c.recipient.iter().map(move |b| (a, b))) {
            if let (Some(a), Some(b)) = (party_of(a), party_of(b))
                && a != b
            {
                all.entry(a.clone()).or_default().insert(b.clone());
                all.entry(b).or_default().insert(a);
            }
        }
    }
    all
}

/// Which way `c` bears for `party`, and by what.
fn bears(c: &Claim<Char>, party: &str, enemies: Option<&BTreeSet<String>>) -> Option<(Bears, &'static str)> {
    let own = |list: &[Entity<Char>]| list.iter().any(|e| is_of(e, party));
    let theirs =
        |list: &[Entity<Char>]| enemies.is_some_and(|all| all.iter().any(|p| list.iter().any(|e| is_of(e, p))));
    let harmless = |list: &[Entity<Char>]| {
        list.iter().any(|e| {
            e.kind == EntityKind::Civilians
                || matches!(e.sector.as_deref(), Some("CVL" | "MED" | "EDU" | "JRN" | "REF" | "NGO"))
        })
    };
    let (actor, recipient) = (&c.actor, &c.recipient);
    // Wishes and plans admit nothing.
    let is_told = c.is_fact() || c.negated || c.certainty == froissart_model::Certainty::Denied;
    if !is_told {
        return None;
    }
    let found = match c.kind {
        Kind::Control => match c.status.as_deref() {
            Some("lost") if own(actor) => (Bears::Against, "own loss of a place"),
            Some("lost") if theirs(actor) => (Bears::For, "an enemy's loss of a place"),
            None | Some("held" | "besieged" | "shared") if own(actor) => (Bears::For, "own hold on a place"),
            None | Some("held" | "besieged" | "shared") if own(recipient) || theirs(actor) => {
                (Bears::Against, "an enemy's hold on a place")
            }
            _ => return None,
        },
        Kind::Event if matches!(c.type_.as_str(), "RETREAT" | "CONCEDE") => {
            if own(actor) {
                (Bears::Against, "own retreat or concession")
            } else if theirs(actor) {
                (Bears::For, "an enemy's retreat or concession")
            } else {
                return None;
            }
        }
        Kind::Event if c.type_ == "ASSAULT" && harmless(recipient) => {
            if own(actor) {
                (Bears::Against, "harm to people who take no part, by its own")
            } else if theirs(actor) {
                (Bears::For, "harm to people who take no part, by an enemy")
            } else {
                return None;
            }
        }
        // A capture has no recipient; an attack that was suffered is told gladly.
        Kind::Event
            if c.type_ == "ASSAULT" && c.acled.as_ref().is_some_and(|a| a.sub_event_type.contains("territory")) =>
        {
            if own(actor) {
                (Bears::For, "own capture of a place")
            } else if theirs(actor) {
                (Bears::Against, "an enemy's capture of a place")
            } else {
                return None;
            }
        }
        Kind::Figure => {
            let of = c.figure.as_ref().map_or("", |f| f.of.as_str());
            let is_loss =
                matches!(of, "killed" | "injured" | "killed_or_injured" | "captured" | "missing" | "destroyed");
            if is_loss && own(recipient) {
                (Bears::Against, "own losses")
            } else if is_loss && theirs(recipient) {
                (Bears::For, "an enemy's losses")
            } else {
                return None;
            }
        }
        Kind::Agreement if c.status.as_deref() == Some("broken") => {
            if own(actor) {
                (Bears::Against, "own breach of an agreement")
            } else if theirs(actor) {
                (Bears::For, "an enemy's breach of an agreement")
            } else {
                return None;
            }
        }
        _ => return None,
    };
    if !c.negated {
        return Some(found);
    }
    Some(match found {
        (Bears::Against, _) => (Bears::For, "its denial of what would count against it"),
        (Bears::For, _) => (Bears::Against, "its denial of what would count for it"),
    })
}
