//! What a picture leaves out, joins or marks because of a decision, claim by claim.
//!
//! "Army units control the city", rejected by Faramir, takes no part in any section, and stands on the list of what was
//! set aside with his reason. It decides nothing itself: what was decided is read in `decided.rs`.

use crate::decisions::{Corrected, Remark, SetAside};
use crate::index::Index;
use crate::types::{Account, ClaimRef, Options, Sourced};
use crate::world::{Item, World};
use froissart_testimony::Mentions;
use std::collections::{BTreeMap, BTreeSet};

/// A claim as an item rests on it.
pub(crate) fn claim_ref(s: &Sourced, account: Account, decisions: Vec<Remark>) -> ClaimRef {
    ClaimRef {
        id: s.claim.id.clone(),
        anchor: s.claim.anchor.clone(),
        page_id: s.page.id.clone(),
        account,
        certainty: s.claim.certainty,
        evidence: s.claim.evidence.text.clone(),
        decisions,
    }
}

/// Takes out of `numbers` the claims that are set aside, and answers them by publication.
pub(crate) fn take_aside(numbers: &mut Vec<u32>, index: &Index<'_>, options: &Options) -> Vec<SetAside> {
    let mut out = Vec::new();
    if options.decided.is_empty() {
        return out;
    }
    numbers.retain(|&n| {
        let s = index.mentions.claims[n as usize];
        let Some((why, follows)) = options.decided.aside(&s.claim.id, options.known_by) else { return true };
        let decisions = options.decided.remarks(&s.claim.id, options.known_by);
        let claim = ClaimRef { decisions, ..ClaimRef::clone(index.claim_ref(n)) };
        out.push(SetAside { why, text: told(s), claim, follows: follows.map(str::to_owned) });
        false
    });
    // They stand by id already, and the sort is stable.
    out.sort_by_key(|a| (a.claim.account.day.is_none(), a.claim.account.day));
    out
}

/// What a claim tells, in few words: "Corsairs controls Osgiliath".
fn told(s: &Sourced) -> String {
    let c = &s.claim;
    let name = |e: &froissart_model::Entity<froissart_model::Char>| e.name.clone().unwrap_or_else(|| e.text.clone());
    let names =
        |all: &[froissart_model::Entity<froissart_model::Char>]| all.iter().map(name).collect::<Vec<_>>().join(", ");
    let figure = c.figure.as_ref().map(|f| format!("{} {}", f.text, f.of.replace('_', " ")));
    let what = figure.unwrap_or_else(|| match &c.status {
        Some(status) if status != "active" => format!("{} ({})", c.type_.replace('_', " "), status.replace('_', " ")),
        _ => c.type_.replace('_', " "),
    });
    let place = c.place.first().map_or_else(String::new, |p| p.name.clone().unwrap_or_else(|| p.text.clone()));
    let parts = [names(&c.actor), what, names(&c.recipient), place];
    parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// The notes beside the claims, by id.
pub(crate) fn remarks(numbers: &[u32], m: &Mentions<'_>, options: &Options) -> BTreeMap<String, Vec<Remark>> {
    if options.decided.is_empty() {
        return BTreeMap::new();
    }
    let id = |n: &u32| m.claims[*n as usize].claim.id.clone();
    let of = |n: &u32| (id(n), options.decided.remarks(&id(n), options.known_by));
    numbers.iter().map(of).filter(|(_, list)| !list.is_empty()).collect()
}

/// The numbers of items by pairs of their claims' ids; a pair of which one takes no part is left out.
pub(crate) fn pairs<'i>(items: &[Item<'_>], ids: impl Iterator<Item = (&'i str, &'i str)>) -> Vec<(usize, usize)> {
    // The items stand by id.
    let at = |id: &str| items.binary_search_by(|i| i.claim.id.as_str().cmp(id)).ok();
    ids.filter_map(|(a, b)| at(a).zip(at(b))).collect()
}

impl World<'_> {
    /// The corrections that changed claims of this picture, with those claims.
    pub(crate) fn corrections(&self, options: &Options) -> Vec<Corrected> {
        let all = &options.decided.corrections;
        if all.is_empty() {
            return Vec::new();
        }
        let items = self.items.iter().map(|i| i.claim.id.as_str());
        let here: BTreeSet<&str> = items.chain(self.set_aside.iter().map(|a| a.claim.id.as_str())).collect();
        let of = |c: &Corrected| Corrected {
            claims: c.claims.iter().filter(|id| here.contains(id.as_str())).cloned().collect(),
            ..c.clone()
        };
        all.iter().map(of).filter(|c| !c.claims.is_empty()).collect()
    }

    /// Groups of items, those made one of which analysts say that they hold tellings of one event.
    pub(crate) fn united(&self, groups: Vec<Vec<usize>>, may_be_one: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
        if self.one_event.is_empty() {
            return groups;
        }
        let mut at: BTreeMap<usize, usize> = BTreeMap::new();
        for (g, items) in groups.iter().enumerate() {
            at.extend(items.iter().map(|&n| (n, g)));
        }
        let pairs: Vec<(usize, usize)> = self
            .one_event
            .iter()
            .filter(|&&(a, b)| may_be_one(a, b))
            .filter_map(|(a, b)| at.get(a).copied().zip(at.get(b).copied()))
            .collect();
        let mut to: BTreeMap<usize, usize> = BTreeMap::new();
        for group in crate::disputes::connected(&pairs) {
            to.extend(group.iter().map(|&g| (g, group[0])));
        }
        let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (g, items) in groups.into_iter().enumerate() {
            all.entry(*to.get(&g).unwrap_or(&g)).or_default().extend(items);
        }
        all.into_values().collect()
    }
}
