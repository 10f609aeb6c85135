//! A picture drawn from what the ledger gives for it is the picture drawn from everything of the same days.
//!
//! Everything is all claims published in the last days, whatever they are about, and of what is older the holdings, ties
//! and agreements that the ledger gives. What is asked for is less; the picture of a country shows no difference.

#[path = "support/news.rs"]
mod news;

use froissart_ledger::{Asked, Ledger, Query, Reading, Stored, Target};
use froissart_picture::{Options, Picture, Sourced, picture};

fn sourced(all: Vec<Stored>) -> Vec<Sourced> {
    let one = |s: Stored| Sourced { claim: s.claim, page: s.page };
    all.into_iter().map(one).collect()
}

#[test]
fn a_picture_does_not_change_with_what_else_is_in_the_ledger() {
    let mut drawn = 0;
    for seed in 1..=4 {
        let mut ledger = Ledger::open_in_memory().unwrap();
        let mut source = news::News::new(seed, news::VALLEY, "test 1");
        let items: Vec<_> = (0..110).map(|_| source.page()).collect();
        let batch: Vec<Reading<'_>> =
            items.iter().map(|i| Reading { page: &i.page, claims: &i.claims, notes: &i.notes }).collect();
        ledger.record_all(&batch, "test 1", "2025-01-01T00:00:00Z").unwrap();
        let last = items.last().and_then(|i| i.page.day());
        for (name, days) in [("SYR", 3), ("UKR", 2), ("SDN", 1), ("MLI", 2)] {
            let asked = Asked { as_of: last, known_by: last, ..Asked::everything(days) };
            let of = Target { name: name.into(), countries: Vec::new(), also: Vec::new() };
            let less = ledger.situation(&Asked { about: vec![of], ..asked.clone() }).unwrap();
            let of_days =
                Query { published_since: less.first, known_by: last, include_implied: true, ..Query::default() };
            let mut all = ledger.claims(&of_days).unwrap();
            all.retain(|s| !less.claims.iter().any(|l| l.claim.id == s.claim.id));
            assert!(!all.is_empty(), "{name}: less is asked for");
            all.extend(less.claims.clone());
            let options = Options { as_of: last, about: Some(name.into()), ..Options::default() };
            let draw = |claims| picture(&sourced(claims), &options);
            let (less, all): (Picture, Picture) = (draw(less.claims), draw(all));
            drawn += less.claims;
            assert_eq!(less.claims, all.claims, "{name} of seed {seed}");
            assert!(less.holdings == all.holdings && less.history == all.history, "holdings of {name} of seed {seed}");
            assert!(less.parties == all.parties && less.backers == all.backers, "parties of {name} of seed {seed}");
            assert!(less.ties == all.ties && less.agreements == all.agreements, "ties of {name} of seed {seed}");
            assert!(less.engagements == all.engagements, "engagements of {name} of seed {seed}");
            assert!(less.figures == all.figures && less.events == all.events, "events of {name} of seed {seed}");
            assert!(less.disputes == all.disputes, "disputes of {name} of seed {seed}");
            assert!(less.differences == all.differences, "differences of {name} of seed {seed}");
        }
    }
    assert!(drawn > 1_000, "the pictures rest on {drawn} claims");
}
