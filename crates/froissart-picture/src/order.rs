//! What comes first: one rule for every list of a picture, written, tested and printed with it.
//!
//! "Rebels: held (Meridian, 2024-12-07)" stands before "Army: held (the command, 2024-11-30)". What comes last is
//! there all the same: the order hides nothing, and both sides of a dispute are always printed.

use crate::types::{Grounds, Standing};
use froissart_model::Day;
use std::cmp::Reverse;

/// The rule as people read it.
pub(crate) const RULE: &str = "facts before what is hedged or denied; then the latest told; then the more independent \
                               accounts; then the more direct (the page's own word, a named account, an account at \
                               second hand, nobody by name); then by name";

/// Sorts by [`RULE`]; `day` is the last day that the item speaks of, and `name` tells equals apart.
pub(crate) type Rank = (Standing, Reverse<Option<Day>>, Reverse<usize>, u8, String);

/// Where an item stands in its list.
pub(crate) fn rank(standing: Standing, day: Option<Day>, g: &Grounds, name: impl Into<String>) -> Rank {
    (standing, Reverse(day), Reverse(g.accounts.len()), g.directness, name.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Account;

    #[test]
    fn facts_recency_accounts_directness_and_name_decide_in_this_order() {
        let grounds = |accounts: usize, directness: u8| Grounds {
            accounts: vec![Account { by: Vec::new(), outlet: None, day: None }; accounts],
            directness,
            ..Grounds::default()
        };
        let day = |d: &str| d.parse().ok();
        let mut all = [
            rank(Standing::Denied, day("2024-12-08"), &grounds(9, 0), "denied, though the latest"),
            rank(Standing::Fact, None, &grounds(9, 0), "undated"),
            rank(Standing::Fact, day("2024-12-01"), &grounds(9, 0), "older, though told by many"),
            rank(Standing::Fact, day("2024-12-02"), &grounds(1, 0), "one account"),
            rank(Standing::Fact, day("2024-12-02"), &grounds(2, 3), "two accounts, unnamed"),
            rank(Standing::Fact, day("2024-12-02"), &grounds(2, 1), "two accounts, named"),
            rank(Standing::Fact, day("2024-12-02"), &grounds(2, 1), "b: by name"),
        ];
        all.sort();
        let names: Vec<&str> = all.iter().map(|r| r.4.as_str()).collect();
        assert_eq!(
            names,
            [
                "b: by name",
                "two accounts, named",
                "two accounts, unnamed",
                "one account",
                "older, though told by many",
                "undated",
                "denied, though the latest"
            ]
        );
    }
}
