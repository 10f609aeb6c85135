//! What comes first: one rule for every list of a picture, written, tested and printed with it.
//!
//! "Rebels: held (Meridian, 2024-12-07)" stands before "Army: held (the command, 2024-11-30)". What comes last is
//! there all the same: the order hides nothing, and both sides of a dispute are always printed.

use crate::types::{Grounds, Standing};
use froissart_model::Day;
use std::cmp::{Ordering, Reverse};

/// The rule as people read it.
pub(crate) const RULE: &str = "facts before what is hedged or denied; then the latest told; then the more independent \
                               accounts; then the more direct (the page's own word, a named account, an account at \
                               second hand, nobody by name); then by name";

/// Sorts by [`RULE`]; `day` is the last day that the item speaks of. Equals are told apart by name, which is put together
/// for them alone ([`by_words`]).
pub(crate) type Rank = (Standing, Reverse<Option<Day>>, Reverse<usize>, u8);

/// Where an item stands in its list.
pub(crate) fn rank(standing: Standing, day: Option<Day>, g: &Grounds) -> Rank {
    (standing, Reverse(day), Reverse(g.accounts.len()), g.directness)
}

/// The order of two names, each of these words with a space between.
pub(crate) fn by_words<const N: usize>(a: [&str; N], b: [&str; N]) -> Ordering {
    fn bytes<'w>(words: &'w [&str]) -> impl Iterator<Item = u8> + 'w {
        words.iter().enumerate().flat_map(|(n, w)| (n > 0).then_some(b' ').into_iter().chain(w.bytes()))
    }
    bytes(&a).cmp(bytes(&b))
}

/// The items in the order that `compare` gives of their numbers, equals as they stand: an item is moved once, however
/// large it is.
pub(crate) fn arranged<T>(all: Vec<T>, compare: impl Fn(&[T], usize, usize) -> Ordering) -> Vec<T> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by(|&a, &b| compare(&all, a, b));
    let mut all: Vec<Option<T>> = all.into_iter().map(Some).collect();
    order.into_iter().filter_map(|n| all[n].take()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::types::Account;
    use proptest::prelude::*;

    #[test]
    fn facts_recency_accounts_directness_and_name_decide_in_this_order() {
        let grounds = |accounts: usize, directness: u8| Grounds {
            accounts: vec![Account { by: [].into(), outlet: None, day: None }; accounts],
            directness,
            ..Grounds::default()
        };
        let day = |d: &str| d.parse().ok();
        let mut all = [
            (rank(Standing::Denied, day("2024-12-08"), &grounds(9, 0)), "denied, though the latest"),
            (rank(Standing::Fact, None, &grounds(9, 0)), "undated"),
            (rank(Standing::Fact, day("2024-12-01"), &grounds(9, 0)), "older, though told by many"),
            (rank(Standing::Fact, day("2024-12-02"), &grounds(1, 0)), "one account"),
            (rank(Standing::Fact, day("2024-12-02"), &grounds(2, 3)), "two accounts, unnamed"),
            (rank(Standing::Fact, day("2024-12-02"), &grounds(2, 1)), "two accounts, named"),
            (rank(Standing::Fact, day("2024-12-02"), &grounds(2, 1)), "b: by name"),
        ];
        all.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| by_words([a.1], [b.1])));
        let names: Vec<&str> = all.iter().map(|r| r.1).collect();
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

    proptest! {
        #[test]
        fn words_are_compared_as_if_they_were_put_together(a in ["[a-c ]{0,3}", "[a-c|é]{0,3}"], b in ["[a-c ]{0,3}", "[a-c|é]{0,3}"]) {
            let (a, b) = (a.each_ref().map(String::as_str), b.each_ref().map(String::as_str));
            prop_assert_eq!(by_words(a, b), a.join(" ").cmp(&b.join(" ")));
        }
        #[test]
        fn things_are_arranged_as_a_stable_sort_arranges_them(all in prop::collection::vec((0..5_u8, any::<u8>()), 0..40)) {
            let mut sorted = all.clone();
            sorted.sort_by_key(|x| x.0);
            prop_assert_eq!(arranged(all, |all, a, b| all[a].0.cmp(&all[b].0)), sorted);
        }
    }
}
