//! Disputes that an analyst states: two claims that cannot both be true, whatever the rules find.
//!
//! "The bridge is down", a paper says, and "convoys crossed the bridge", another: no rule sees a contradiction, and who
//! knows the bridge does. Where a rule has found one of the two in a dispute, the other joins it.

use crate::decisions::{Ground, Stated};
use crate::disputes::Witness;
use crate::types::{Dispute, DisputeKind, Options};
use std::collections::BTreeSet;

impl Witness<'_, '_> {
    /// Adds what is stated to the disputes that the rules have found.
    pub(crate) fn state(&self, all: &mut Vec<Dispute>, options: &Options) {
        let rivals = &options.decided.rivals;
        let ids = rivals.iter().map(|(a, b, _)| (a.as_str(), b.as_str()));
        for ((a, b), ground) in
            ids.zip(rivals.iter().map(|r| &r.2)).filter_map(|(pair, g)| Some((self.item_pair(pair)?, g)))
        {
            self.state_one(all, a, b, ground);
        }
    }

    fn item_pair(&self, pair: (&str, &str)) -> Option<(usize, usize)> {
        crate::aside::pairs(&self.w.items, std::iter::once(pair)).first().copied()
    }

    fn state_one(&self, all: &mut Vec<Dispute>, a: usize, b: usize, ground: &Ground) {
        let id = |n: usize| self.w.items[n].claim.id.as_str();
        let side_of =
            |d: &Dispute, n: usize| d.sides.iter().position(|s| s.grounds.claims.iter().any(|c| c.id == id(n)));
        let stated = Stated { a: id(a).to_owned(), b: id(b).to_owned(), ground: ground.clone() };
        let with = |n: usize| self.side(self.words(n), &BTreeSet::from([n]));
        // Both are in it, against each other; else one is, and the other joins it.
        let both = all.iter().position(|d| matches!((side_of(d, a), side_of(d, b)), (Some(x), Some(y)) if x != y));
        if let Some(d) = both {
            all[d].stated.push(stated);
            return;
        }
        for (here, other) in [(a, b), (b, a)] {
            if let Some(d) = all.iter().position(|d| side_of(d, here).is_some() && side_of(d, other).is_none()) {
                let d = &mut all[d];
                d.sides.push(with(other));
                d.day = d.day.max(self.last_day(&[other]));
                d.stated.push(stated);
                return;
            }
        }
        all.push(Dispute {
            kind: DisputeKind::Stated,
            label: format!("whether both can be so: {}; {}", self.name(a), self.name(b)),
            day: self.last_day(&[a, b]),
            sides: vec![with(a), with(b)],
            event: None,
            stated: vec![stated],
        });
    }

    /// The words of a claim, as the label of its side.
    fn words(&self, n: usize) -> String {
        let words = self.w.items[n].claim.evidence.text.split_whitespace().collect::<Vec<_>>().join(" ");
        format!("\u{201c}{words}\u{201d}")
    }
}
