//! The independent accounts on one side of a dispute, ready to be told: who, through which outlets, since which day.
//!
//! "The Observatory, in Meridian and Levant Wire, since 30 November" is one. Whether it speaks against its own interest
//! is a note beside it; nothing is weighed here.

use crate::types::{ClaimRef, DisputeSide};
use froissart_model::Day;
use froissart_testimony::{Bearing, Bears, Origin, VoiceKind};
use std::collections::BTreeSet;

/// One independent account on one side.
#[derive(Debug, Clone, PartialEq)]
pub struct SideAccount<'s> {
    /// Who says so; of what a paper says itself, the paper.
    pub name: String,
    /// It is the outlet's own word, and nobody else's.
    pub is_own_word: bool,
    /// Nobody by name: "three residents".
    pub is_unnamed: bool,
    /// Through whom it came to the outlet, the nearest first: "via Islamist leader".
    pub via: Vec<String>,
    /// Who printed it.
    pub outlets: Vec<String>,
    /// More than one printed it, and all print one text.
    pub is_one_text: bool,
    /// The first day on which it was published.
    pub since: Option<Day>,
    /// What speaks against the interest of the side that it leans to: "own loss of a place".
    pub against: Vec<String>,
    /// It speaks for its own side, or for the side that it leans to.
    pub is_partial: Option<Partial>,
    /// Its claims, by publication.
    pub claims: Vec<&'s ClaimRef>,
}

/// How an account is tied to the side that its claims bear for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Partial {
    /// It is that side's own.
    Own,
    /// It leans to it, by the table of outlets or by a claim.
    Leans,
}

/// The accounts of a side, in the order of testimony: named ones, outlets, the unnamed.
pub fn side_accounts(side: &DisputeSide) -> Vec<SideAccount<'_>> {
    let of = |t: &froissart_testimony::Testimony| {
        let claims: Vec<&ClaimRef> =
            side.grounds.claims.iter().map(AsRef::as_ref).filter(|c: &&ClaimRef| t.claims.contains(&c.id)).collect();
        // "The command" as these pages have it, and not "army units", as most pages of the ledger do.
        let told: BTreeSet<&str> = claims.iter().filter_map(|c| c.account.by.first().map(String::as_str)).collect();
        let is_own_word = told.is_empty();
        let name = match t.voice.kind {
            _ if told.contains(t.voice.name.as_str()) => t.voice.name.clone(),
            VoiceKind::Named | VoiceKind::Unnamed if !is_own_word => {
                told.iter().max_by_key(|n| (n.chars().count(), std::cmp::Reverse(**n))).map_or("", |n| n).to_owned()
            }
            _ => t.voice.name.clone(),
        };
        let chains = claims.iter().filter(|c| c.account.by.first().is_some_and(|n| *n == name));
        let via = chains.map(|c| &c.account.by[1..]).min_by_key(|v| (v.len(), *v)).unwrap_or_default().to_vec();
        let bearings = side.bearings.iter().filter(|b| b.voice == t.voice.key && t.claims.contains(&b.claim));
        let against: BTreeSet<&str> =
            bearings.clone().filter(|b| b.bears == Bears::Against).map(|b| b.what.as_str()).collect();
        let partial = |b: &Bearing| if b.leaning.origin == Origin::Itself { Partial::Own } else { Partial::Leans };
        SideAccount {
            name,
            via,
            is_own_word,
            is_unnamed: t.voice.kind == VoiceKind::Unnamed,
            outlets: t.outlets.clone(),
            is_one_text: t.outlets.len() > 1 && t.families.len() == 1,
            since: claims.iter().filter_map(|c| c.account.day).min(),
            against: against.into_iter().map(str::to_owned).collect(),
            is_partial: bearings.filter(|b| b.bears == Bears::For).map(partial).min(),
            claims,
        }
    };
    side.testimonies.iter().map(of).collect()
}

impl SideAccount<'_> {
    /// Through whom and which outlets, where they are not the account itself: "via a diplomat, AFP, Reuters (one text)".
    pub fn through(&self) -> String {
        let others: Vec<&str> =
            self.outlets.iter().map(String::as_str).filter(|o| !self.is_own_word || *o != self.name).collect();
        let one = if self.is_one_text { " (one text)" } else { "" };
        let printed = (!others.is_empty()).then(|| format!("{}{one}", others.join(", ")));
        self.via.iter().map(|v| format!("via {v}")).chain(printed).collect::<Vec<_>>().join(", ")
    }

    /// What is to be known of it beside its words.
    pub fn notes(&self) -> Vec<String> {
        let mut all = Vec::new();
        if self.is_unnamed {
            all.push("unnamed".to_owned());
        }
        if !self.against.is_empty() {
            all.push(format!("against its own interest: {}", self.against.join(", ")));
        }
        match self.is_partial {
            Some(Partial::Own) => all.push("own side".to_owned()),
            Some(Partial::Leans) => all.push("leans to this side".to_owned()),
            None => {}
        }
        all
    }
}
