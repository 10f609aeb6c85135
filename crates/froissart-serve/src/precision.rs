//! How often the coder is right on one's own pages, as far as analysts have said so: accepted of accepted and rejected.
//!
//! Of 40 claims that were looked at, 36 accepted: 90 %, and with so few, anything from 77 to 96 % fits. The interval is
//! Wilson's (E. B. Wilson 1927, "Probable inference", JASA 22), which stays inside 0 and 1 and fits few cases. Claims
//! were chosen by whoever judged them, not drawn at random: the figure says so much and no more.

use froissart_ledger::{Numbered, Opinion, Stored, Verdict};
use std::collections::BTreeMap;

/// The normal deviate of 95 %.
const Z: f64 = 1.959_963_985;

/// Accepted and rejected.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) accepted: usize,
    pub(crate) rejected: usize,
}

impl Tally {
    /// How many were judged.
    pub(crate) fn n(self) -> usize {
        self.accepted + self.rejected
    }

    #[expect(clippy::cast_precision_loss, reason = "nobody judges 2^52 claims")]
    fn counts(self) -> (f64, f64) {
        (self.accepted as f64, self.n() as f64)
    }

    /// The share accepted; none where nothing was judged.
    pub(crate) fn share(self) -> Option<f64> {
        let (yes, n) = self.counts();
        (n > 0.0).then(|| yes / n)
    }

    /// Wilson's interval of 95 %.
    pub(crate) fn interval(self) -> Option<(f64, f64)> {
        let p = self.share()?;
        let (_, n) = self.counts();
        let z2 = Z * Z;
        let middle = p + z2 / (2.0 * n);
        let half = Z * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
        let whole = 1.0 + z2 / n;
        Some((((middle - half) / whole).max(0.0), ((middle + half) / whole).min(1.0)))
    }
}

/// What is counted: all, by kind of claim, by the file of the rule.
#[derive(Debug, Default)]
pub(crate) struct Precision {
    pub(crate) all: Tally,
    pub(crate) by_kind: BTreeMap<String, Tally>,
    pub(crate) by_rules: BTreeMap<String, Tally>,
    /// Opinions on claims that this ledger does not hold.
    pub(crate) unknown: usize,
}

/// The last standing opinion of each analyst on each claim's words.
pub(crate) fn last(opinions: &[Numbered<Opinion>]) -> Vec<&Opinion> {
    let mut last: BTreeMap<(&str, &str), &Numbered<Opinion>> = BTreeMap::new();
    for o in opinions.iter().filter(|o| o.retracted.is_none()) {
        let key = (o.decision.claim.anchor.as_str(), o.decision.ground.who.as_str());
        let is_later = last.get(&key).is_none_or(|x| x.number < o.number);
        if is_later {
            last.insert(key, o);
        }
    }
    last.into_values().map(|o| &o.decision).collect()
}

/// Counts opinions; `find` knows the claim that an opinion is on.
pub(crate) fn measure<E>(
    opinions: &[Numbered<Opinion>],
    mut find: impl FnMut(&Opinion) -> Result<Option<Stored>, E>,
) -> Result<Precision, E> {
    let mut p = Precision::default();
    for o in last(opinions) {
        let Some(s) = find(o)? else {
            p.unknown += 1;
            continue;
        };
        let kind = crate::parts::telling::kind(s.claim.kind).to_owned();
        let rules = s.claim.rule.split('/').next().unwrap_or_default().to_owned();
        for t in [&mut p.all, p.by_kind.entry(kind).or_default(), p.by_rules.entry(rules).or_default()] {
            match o.verdict {
                Verdict::Accept => t.accepted += 1,
                Verdict::Reject => t.rejected += 1,
            }
        }
    }
    Ok(p)
}

#[cfg(test)]
mod tests {
    use super::{Tally, last};
    use froissart_ledger::{Cited, Ground, Numbered, Opinion, Verdict};
    use proptest::prelude::*;

    fn ground(who: &str) -> Ground {
        Ground { why: "w".into(), who: who.into(), at: "2024-12-01T00:00:00Z".into() }
    }

    #[test]
    fn wilsons_interval_is_his() {
        // 36 of 40, as any table of the interval has it.
        let (low, high) = Tally { accepted: 36, rejected: 4 }.interval().unwrap();
        assert!((low - 0.769_5).abs() < 5e-4 && (high - 0.960_4).abs() < 5e-4, "{low} {high}");
        assert_eq!(Tally::default().interval(), None);
    }

    #[test]
    fn the_last_standing_opinion_of_each_counts() {
        let one = |number, who: &str, verdict, taken_back| Numbered {
            number,
            retracted: Option::from(taken_back).filter(|t| *t).map(|_| ground("x")),
            decision: Opinion { claim: Cited { id: "1".into(), anchor: "a".into() }, verdict, ground: ground(who) },
        };
        let all = [
            one(1, "Faramir", Verdict::Accept, false),
            one(2, "Faramir", Verdict::Reject, false),
            one(3, "Faramir", Verdict::Accept, true),
            one(4, "Éowyn", Verdict::Accept, false),
        ];
        let told: Vec<Verdict> = last(&all).into_iter().map(|o| o.verdict).collect();
        assert_eq!(told, [Verdict::Reject, Verdict::Accept]);
    }

    proptest! {
        #[test]
        fn the_interval_holds_the_share(accepted in 0usize..5000, rejected in 0usize..5000) {
            let t = Tally { accepted, rejected };
            if let (Some(p), Some((low, high))) = (t.share(), t.interval()) {
                prop_assert!(0.0 <= low && low <= p + 1e-12 && p <= high + 1e-12 && high <= 1.0);
            }
        }
    }
}
