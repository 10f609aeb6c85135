//! Whether a claim bears against the side that its own source leans to.
//!
//! Editors of war maps have a rule for sources that take a side: what such a source admits against its side counts,
//! what it claims for its side does not (Wikipedia, *Syrian civil war detailed map*, "rules for editing": a source
//! that favours one side is reliable for that side's losses only). The rule is computed here as a note beside the
//! claim. It is no verdict: nothing is dropped, reordered or counted otherwise because of it.

use crate::account::{Accounts, Voice};
use crate::leaning::{Leaning, Leanings, itself};
use crate::mention::Mentions;
use crate::sourced::Sourced;
use froissart_model::{Char, Claim, Entity, EntityKind, Kind};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;

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
/// `known` has the leanings of the table and of the claims; give none to have none but those of parties that speak for
/// themselves, and do not call it to have none at all.
pub fn bearings<S: Borrow<Sourced>>(claims: &[S], accounts: &Accounts, known: &[Leaning]) -> Vec<Vec<Bearing>> {
    let mentions = Mentions::new(claims.iter().map(Borrow::borrow));
    let all: Vec<u32> = (0..claims.len() as u32).collect();
    let sides = Sides::new(&mentions, &all, known.to_vec());
    all.iter().map(|&n| sides.notes(n as usize, accounts.voice(n as usize))).collect()
}

/// Who is whose enemy and who leans to whom: what is to be known before a claim can be noted as for or against a side.
#[derive(Debug)]
pub(crate) struct Sides<'m, 'a> {
    mentions: &'m Mentions<'a>,
    numbers: FxHashMap<&'m str, u32>,
    /// Who fights or opposes whom, both ways, by facts; parties by their numbers.
    enemies: FxHashMap<u32, FxHashSet<u32>>,
    leanings: Leanings,
}

impl<'m, 'a> Sides<'m, 'a> {
    /// The sides that the claims of these numbers tell of, and the leanings of `known`.
    pub(crate) fn new(mentions: &'m Mentions<'a>, numbers: &[u32], known: Vec<Leaning>) -> Self {
        let mut enemies: FxHashMap<u32, FxHashSet<u32>> = FxHashMap::default();
        for &n in numbers {
            let n = n as usize;
            let c = &mentions.heads[n];
            let is_enmity = match c.kind {
                Kind::Relation => matches!(c.type_, "fights" | "opposes"),
                Kind::Event => c.type_ == "ASSAULT",
                _ => false,
            };
            if !is_enmity || !c.is_fact() {
                continue;
            }
            let party = |way: &u32| mentions.ways[*way as usize].parties[0];
            for a in mentions.actors.of(n).iter().filter_map(party) {
                for b in mentions.recipients.of(n).iter().filter_map(party).filter(|b| *b != a) {
                    enemies.entry(a).or_default().insert(b);
                    enemies.entry(b).or_default().insert(a);
                }
            }
        }
        let numbers = mentions.parties.iter().enumerate().map(|(n, p)| (p.as_str(), n as u32)).collect();
        Self { mentions, numbers, enemies, leanings: Leanings::new(known) }
    }

    /// The notes beside the claim of this number, told by `voice`.
    pub(crate) fn notes(&self, n: usize, voice: &Voice) -> Vec<Bearing> {
        let m = self.mentions;
        let head = &m.heads[n];
        // Wishes and plans admit nothing.
        let is_told = head.is_fact() || head.negated || head.certainty == froissart_model::Certainty::Denied;
        if !is_told || matches!(head.kind, Kind::Relation | Kind::Statement | Kind::Assessment) {
            return Vec::new();
        }
        let c = &m.claims[n].claim;
        let parties = |list: &[u32]| -> Vec<u32> {
            list.iter().flat_map(|&w| m.ways[w as usize].parties).flatten().collect::<Vec<u32>>()
        };
        let (actors, recipients) = (parties(m.actors.of(n)), parties(m.recipients.of(n)));
        let note = |(to, why): (&str, Option<&Leaning>)| {
            let party = self.numbers.get(to).copied()?;
            let enemies = self.enemies.get(&party);
            let (bears, what) = bears(c, party, enemies, &actors, &recipients)?;
            Some(Bearing {
                claim: c.id.clone(),
                voice: voice.key.clone(),
                bears,
                what: what.to_owned(),
                leaning: why.cloned().unwrap_or_else(|| itself(to)),
            })
        };
        self.leanings.of_voice(voice, m.days[n]).filter_map(note).collect()
    }
}

/// Which way `c` bears for `party`, and by what; of its actors and recipients the parties that they are or belong to.
fn bears(
    c: &Claim<Char>,
    party: u32,
    enemies: Option<&FxHashSet<u32>>,
    actor: &[u32],
    recipient: &[u32],
) -> Option<(Bears, &'static str)> {
    let own = |list: &[u32]| list.contains(&party);
    let theirs = |list: &[u32]| enemies.is_some_and(|all| list.iter().any(|p| all.contains(p)));
    let harmless = |list: &[Entity<Char>]| {
        list.iter().any(|e| {
            e.kind == EntityKind::Civilians
                || matches!(e.sector.as_deref(), Some("CVL" | "MED" | "EDU" | "JRN" | "REF" | "NGO"))
        })
    };
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
        Kind::Event if c.type_ == "ASSAULT" && harmless(&c.recipient) => {
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
