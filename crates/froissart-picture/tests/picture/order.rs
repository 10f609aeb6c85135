//! The order in which claims and pages come changes nothing, whatever they say.

use crate::make::{control, make, tie};
use froissart_model::{Basis, Certainty, FigureScope, Holds, Kind};
use froissart_picture::{Options, Picture, Sourced, picture};
use proptest::prelude::*;
use std::collections::BTreeSet;

const WHO: &[&str] = &["Gondor", "Mordor", "Umbar", "Corsairs", "Rohan", "Dale"];
const WHERE: &[&str] = &["Pelargir", "Osgiliath", "Dol Amroth"];
const DAYS: &[&str] = &["2024-11-20", "2024-11-28", "2024-11-30", "2024-12-01", "2024-12-02", ""];
const TIES: &[&str] = &["supports", "fights", "opposes", "allied_with", "part_of", "leads", "depends_on", "hosts"];

/// Any claim of a small world, where the same is told again and again, and denied.
fn claim() -> impl Strategy<Value = Sourced> {
    (0..6u8, 0..WHO.len(), 0..WHO.len(), 0..WHERE.len(), 0..DAYS.len(), 0..TIES.len(), 0..4u8, 0..3u8).prop_map(
        |(kind, a, b, p, d, t, sure, by)| {
            let day = DAYS[d];
            let m = match kind {
                0 | 1 => control(day, WHO[a], WHERE[p]).status(["held", "lost", "contested"][usize::from(sure) % 3]),
                2 => make(Kind::Event, "ASSAULT", day, "struck").actor(WHO[a]).recipient(WHO[b]).place(WHERE[p]),
                3 => make(Kind::Figure, "killed", day, "some").recipient(WHO[b]).place(WHERE[p]).figure(
                    "some",
                    "killed",
                    Some(f64::from(sure)),
                    None,
                    FigureScope::Event,
                ),
                4 => make(Kind::Agreement, "AGREE", day, "agreed").actor(WHO[a]).recipient(WHO[b]).status("reached"),
                _ => return tie(TIES[t], WHO[a], WHO[b]),
            };
            let m = match by {
                0 => m,
                1 => m.by("a monitor"),
                _ => m.by("the Steward").sure(Certainty::Believed),
            };
            let m = match sure {
                0 => m.now(),
                1 => m.on("2024-11-28"),
                2 => m.when("2024-11-20/2024-12-01", Holds::Within, Basis::Words),
                _ => m.when("/2024-12-01", Holds::Within, Basis::Page),
            };
            m.done()
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_order_of_any_claims_gives_the_same_picture(
        (claims, other) in prop::collection::vec(claim(), 0..40)
            .prop_flat_map(|v| (Just(v.clone()), Just(v).prop_shuffle())),
        about in prop::sample::select(vec![None, Some("Gondor"), Some("Pelargir"), Some("Gondor/Umbar")]),
        (separate_organs, include_implied) in (any::<bool>(), any::<bool>()),
    ) {
        let options = Options {
            as_of: "2024-12-02".parse().ok(),
            since: "2024-11-29".parse().ok(),
            about: about.map(str::to_owned),
            camps: true,
            separate_organs,
            include_implied,
            ..Options::default()
        };
        let json = |c: &[Sourced]| serde_json::to_string(&picture(c, &options)).unwrap();
        prop_assert_eq!(json(&claims), json(&other));
    }

    #[test]
    fn every_holding_that_is_told_is_current_stale_or_over_and_says_when(claims in prop::collection::vec(claim(), 0..40)) {
        let p = picture(&claims, &Options { as_of: "2024-12-09".parse().ok(), ..Options::default() });
        for h in p.holdings.iter().chain(&p.history) {
            prop_assert!(!h.grounds.claims.is_empty());
            prop_assert!(h.age_days.is_none_or(|d| d >= 0), "nothing is told after the day: {h:?}");
            if let froissart_picture::Timing::LastReported(d) = h.timing {
                prop_assert_eq!(h.told, Some(d));
                prop_assert_eq!(h.is_stale, h.age_days > Some(7));
            } else {
                prop_assert!(!h.is_stale);
            }
        }
    }

    /// Whatever the two drawings of a picture share, the earlier is as if it were drawn alone.
    #[test]
    fn what_is_new_since_a_day_is_what_a_picture_of_that_day_has_not(claims in prop::collection::vec(claim(), 0..40)) {
        let day = |d: &str| d.parse().ok();
        let then = Options { as_of: day("2024-11-29"), known_by: day("2024-11-29"), ..Options::default() };
        let now = Options { as_of: day("2024-12-02"), since: day("2024-11-29"), ..Options::default() };
        let (then, now) = (picture(&claims, &then), picture(&claims, &now));
        let labels = |p: &Picture| -> BTreeSet<String> { p.disputes.iter().map(|d| d.label.clone()).collect() };
        let (before, after) = (labels(&then), labels(&now));
        let told = |what: &str| -> BTreeSet<String> {
            let of = now.differences.iter().filter(|d| d.section == "dispute" && d.what == what);
            of.filter_map(|d| d.text.split(": ").next().map(str::to_owned)).collect()
        };
        let heads = |all: BTreeSet<String>| -> BTreeSet<String> {
            all.iter().filter_map(|l| l.split(": ").next().map(str::to_owned)).collect()
        };
        prop_assert_eq!(told("new"), heads(after.difference(&before).cloned().collect()));
        prop_assert_eq!(told("ended"), heads(before.difference(&after).cloned().collect()));
    }
}
