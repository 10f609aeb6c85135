//! Which claims tell of one event, and which do not.

use crate::make::{Make, all, assault, claim};
use froissart_model::{FigureScope, Kind, LinkAs};
use froissart_testimony::{Event, Events, Given, Mentions, Reason, Scenes, Sourced, Strength, events, events_with};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The events as sets of the words of their claims.
fn words(claims: &[Sourced], found: &Events) -> BTreeSet<BTreeSet<String>> {
    let of = |e: &Event| e.claims.iter().map(|&n| claims[n].claim.evidence.text.clone()).collect();
    found.events.iter().map(of).collect()
}

/// How many events these make.
fn count(makes: &[Make]) -> usize {
    events(&all(makes)).events.len()
}

const DAY: &str = "2031-03-04";

#[test]
fn tellings_of_one_capture_in_three_papers_are_one_event() {
    let makes = [
        assault("Gull", "rebels seized Fornost").by("rebels ARN REB").at("Fornost", 1).day(DAY).mode("capture"),
        assault("Heron", "the Northern Front took Fornost")
            .by("Northern Front ARN REB #nf")
            .at("Fornost", 1)
            .day(DAY)
            .mode("capture"),
        assault("Crane", "Fornost fell").at("Fornost", 1).published("2031-03-05").mode("capture"),
        assault("Stork", "rebels seized Annuminas").by("rebels ARN REB").at("Annuminas", 2).day(DAY).mode("capture"),
        assault("Ibis", "rebels seized Fornost a week later").by("rebels ARN REB").at("Fornost", 1).day("2031-03-11"),
    ];
    let claims = all(&makes);
    let found = events(&claims);
    assert_eq!(found.events.len(), 3);
    let one = found.event(0).unwrap();
    assert_eq!(one.claims, [0, 1, 2]);
    assert_eq!(one.tellings.told, 3);
    assert_eq!(one.days.map(|d| d.0.to_string()).as_deref(), Some(DAY));
    assert_eq!(one.joins.len(), 2, "a join fewer than members");
    assert!(one.joins.iter().all(|j| j.reasons.contains(&Reason::SamePlace)), "{:?}", one.joins);
    assert!(one.joins.iter().any(|j| j.reasons.contains(&Reason::LikeActor)), "{:?}", one.joins);
}

#[test]
fn two_attacks_in_one_town_on_one_day_stay_apart_by_their_victims() {
    let at = |page: &str, words: &str| assault(page, words).by("gunmen ARN REB").at("Bree", 3).day(DAY);
    let police = at("Gull", "gunmen killed policemen").on("policemen ARN COP");
    let guests = at("Heron", "gunmen killed wedding guests").on("wedding guests CVL (civilians)");
    let again = at("Crane", "wedding guests were killed by gunmen").on("wedding guests CVL (civilians)");
    let vague = at("Stork", "gunmen attacked Bree");
    assert_eq!(count(&[police.clone(), guests.clone()]), 2);
    let makes = [police.clone(), guests.clone(), again, vague.clone()];
    let claims = all(&makes);
    let found = events(&claims);
    assert_eq!(found.event(1).unwrap().claims, [1, 2]);
    // What fits both joins neither, and says so.
    let torn = found.event(3).unwrap();
    assert_eq!((torn.claims.len(), torn.may_be.len()), (1, 2));
    // Alone with one of them, it is that one's.
    assert_eq!(count(&[police, vague]), 1);
    // Who says that it was one attack on both makes it one.
    let both = at("Ibis", "gunmen killed policemen and wedding guests")
        .on("policemen ARN COP")
        .on("wedding guests CVL (civilians)");
    assert_eq!(count(&[makes[0].clone(), makes[1].clone(), both]), 1);
}

#[test]
fn a_denial_and_a_plan_are_tellings_and_do_not_make_it_happen() {
    let told = assault("Gull", "the army shelled Bree")
        .by("the army ARN MIL")
        .at("Bree", 3)
        .day(DAY)
        .per("residents CVL (civilians)");
    let denied =
        assault("Heron", "the army denied shelling Bree").by("the army ARN MIL").at("Bree", 3).day(DAY).denied();
    let planned = assault("Crane", "the army will shell Bree").by("the army ARN MIL").at("Bree", 3).day(DAY).planned();
    let found = events(&all(&[told, denied.clone(), planned]));
    assert_eq!(found.events.len(), 1);
    let t = found.events[0].tellings;
    assert_eq!((t.told, t.denied, t.planned), (1, 1, 1));
    let alone = events(&all(&[denied]));
    assert_eq!(alone.events[0].tellings.told, 0);
}

#[test]
fn other_means_other_families_and_other_days_are_other_events() {
    let base = || assault("Gull", "a").by("the army ARN MIL").at("Bree", 3).day(DAY);
    let other = |m: Make| count(&[base(), m]);
    let here = |w: &str| assault("Heron", w).by("the army ARN MIL").at("Bree", 3);
    assert_eq!(other(here("b").day(DAY)), 1);
    assert_eq!(other(here("b").day("2031-03-05")), 2);
    assert_eq!(other(here("b").days("2031-03-03", DAY)), 1, "overnight");
    assert_eq!(other(assault("Heron", "b").by("the army GON MIL").at("Bree", 3).day(DAY)), 2);
    assert_eq!(other(assault("Heron", "b").by("the army ARN MIL").at("Archet", 9).day(DAY)), 2);
    assert_eq!(other(claim(Kind::Event, "PROTEST", "Heron", "b").by("the army ARN MIL").at("Bree", 3).day(DAY)), 2);
    let aerial = base().mode("aerial");
    assert_eq!(count(&[aerial.clone(), here("b").day(DAY).mode("explosives")]), 2);
    assert_eq!(count(&[aerial, here("b").day(DAY)]), 1);
}

#[test]
fn a_country_holds_its_towns_and_two_undated_battles_without_a_place_are_two() {
    let town = assault("Gull", "a").by("Northern Front ARN REB #nf").on("the army ARN MIL").at("Bree", 1).day(DAY);
    let land = assault("Heron", "b").by("Northern Front ARN REB #nf").on("the army ARN MIL").in_country("ARN").day(DAY);
    assert_eq!(count(&[town.clone(), land]), 1);
    let abroad =
        assault("Heron", "b").by("Northern Front ARN REB #nf").on("the army ARN MIL").in_country("GON").day(DAY);
    assert_eq!(count(&[town, abroad]), 2);
    let fight = |p: &str, d: &str| assault(p, p).by("the army ARN MIL").on("rebels ARN REB").published(d);
    assert_eq!(count(&[fight("Gull", "2031-03-04"), fight("Heron", "2031-03-05")]), 2);
    assert_eq!(count(&[fight("Gull", "2031-03-04"), fight("Heron", "2031-03-04")]), 1);
}

#[test]
fn figures_of_one_event_are_a_range_with_who_gives_which() {
    let strike = assault("Gull", "a raid on Bree").at("Bree", 3).day(DAY).mode("aerial");
    let eleven = claim(Kind::Figure, "killed", "Gull", "at least 11")
        .figure("killed", Some(11.0), None, FigureScope::Event)
        .link(&strike, LinkAs::FigureOf);
    let women = claim(Kind::Figure, "killed", "Gull", "two women")
        .figure("killed", Some(2.0), Some(2.0), FigureScope::Subset)
        .link(&eleven, LinkAs::PartOf);
    let again = assault("Heron", "planes bombed Bree").at("Bree", 3).day(DAY).mode("aerial");
    let many = claim(Kind::Figure, "killed", "Heron", "25")
        .figure("killed", Some(25.0), Some(25.0), FigureScope::Event)
        .link(&again, LinkAs::FigureOf);
    let total = claim(Kind::Figure, "killed", "Heron", "820 since the spring")
        .figure("killed", Some(820.0), None, FigureScope::Total)
        .link(&again, LinkAs::FigureOf);
    let claims = all(&[strike, eleven, women, again, many, total]);
    let found = events(&claims);
    let one = found.event(0).unwrap();
    assert_eq!(one.claims, [0, 1, 2, 3, 4], "a running total is of no one event");
    let [all_, part] = one.figures.as_slice() else { panic!("{:?}", one.figures) };
    assert_eq!((all_.low, all_.high, all_.is_part), (Some(11.0), None, false));
    assert_eq!(
        all_.said.iter().map(|s| (s.text.as_str(), s.claims.as_slice())).collect::<Vec<_>>(),
        [("at least 11", [1].as_slice()), ("25", [4].as_slice())]
    );
    assert!(part.is_part);
}

/// Claims drawn from few words, so that many fit: type, actor, recipient, place, day.
fn drawn() -> impl Strategy<Value = Vec<Sourced>> {
    let one = (0..3_usize, 0..5_usize, 0..4_usize, 0..4_usize, 0..5_usize, any::<bool>());
    proptest::collection::vec(one, 1..24).prop_map(|all_| {
        let make =
            |(n, (page, actor, recipient, place, day, denied)): (usize, (usize, usize, usize, usize, usize, bool))| {
                let mut m = assault(["Gull", "Heron", "Crane"][page], &format!("claim {n}"));
                m = match actor {
                    0 => m,
                    1 => m.by("rebels ARN REB"),
                    2 => m.by("Northern Front ARN REB #nf"),
                    3 => m.by("Southern League ARN REB #sl"),
                    _ => m.by("the army ARN MIL"),
                };
                m = match recipient {
                    0 => m,
                    1 => m.on("policemen ARN COP"),
                    2 => m.on("wedding guests CVL (civilians)"),
                    _ => m.on("11 people (civilians)"),
                };
                m = match place {
                    0 => m,
                    1 => m.at("Bree", 1),
                    2 => m.at("Archet", 2),
                    _ => m.in_country("ARN"),
                };
                m = match day {
                    0 => m.published("2031-03-05"),
                    1 => m.day("2031-03-04"),
                    2 => m.day("2031-03-05"),
                    3 => m.days("2031-03-03", "2031-03-05"),
                    _ => m,
                };
                if denied { m.denied().0 } else { m.0 }
            };
        all_.into_iter().enumerate().map(make).collect()
    })
}

/// The firm groups of events: what remains where only firm joins count.
fn firm(found: &Events) -> BTreeSet<BTreeSet<String>> {
    let mut group: BTreeMap<&str, &str> =
        found.events.iter().flat_map(|e| &e.anchors).map(|a| (a.as_str(), a.as_str())).collect();
    for j in found.events.iter().flat_map(|e| &e.joins).filter(|j| j.strength == Strength::Firm) {
        let (a, b) = (group[j.a.as_str()], group[j.b.as_str()]);
        for g in group.values_mut().filter(|g| **g == b) {
            *g = a;
        }
    }
    let mut sets: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (a, g) in group {
        sets.entry(g).or_default().insert(a.to_owned());
    }
    sets.into_values().collect()
}

proptest! {
    #[test]
    fn the_order_of_claims_changes_nothing(claims in drawn(), seed in any::<u64>()) {
        let before = events(&claims);
        let mut after = claims.clone();
        let mut dice = crate::wire::Dice(seed);
        for n in (1..after.len()).rev() {
            after.swap(n, dice.roll(n + 1));
        }
        let again = events(&after);
        prop_assert_eq!(words(&claims, &before), words(&after, &again));
        let strip = |e: &Events| -> Vec<_> {
            e.events.iter().map(|e| (e.id.clone(), e.anchors.clone(), e.joins.clone(), e.may_be.clone(), e.days, e.tellings)).collect()
        };
        prop_assert_eq!(strip(&before), strip(&again));
    }

    #[test]
    fn every_claim_is_in_one_event_and_joins_span_it(claims in drawn()) {
        let found = events(&claims);
        for (n, of) in found.of.iter().enumerate() {
            prop_assert!(of.is_some_and(|e| found.events[e].claims.contains(&n)));
        }
        for e in &found.events {
            prop_assert_eq!(e.joins.len() + 1, e.anchors.len());
            prop_assert!(e.joins.iter().all(|j| !j.reasons.is_empty()));
        }
    }

    #[test]
    fn to_take_a_claim_away_changes_no_firm_group_but_its_own(claims in drawn(), at in any::<prop::sample::Index>()) {
        let n = at.index(claims.len());
        let gone = claims[n].claim.anchor.clone();
        let before = firm(&events(&claims));
        let mut rest = claims.clone();
        rest.remove(n);
        let after = firm(&events(&rest));
        for group in before.iter().filter(|g| !g.contains(&gone)) {
            prop_assert!(after.contains(group), "{group:?} was another's");
        }
    }

    /// What claims tell is not read again where a page is left out, and comes to the same as if it were.
    #[test]
    fn some_of_the_claims_are_joined_as_if_there_were_no_others(
        mut claims in drawn(),
        more in prop::collection::vec(any::<bool>(), 24),
        left_out in 0..3_usize,
    ) {
        for (s, _) in claims.iter_mut().zip(&more).filter(|(_, more)| **more) {
            s.claim_mut().actor.push(crate::make::entity("the navy ARN MIL"));
        }
        let mentions = Mentions::new(&claims);
        let all: Vec<u32> = (0..claims.len() as u32).collect();
        let page = format!("page {}", ["Gull", "Heron", "Crane"][left_out]);
        let some: Vec<u32> = all.iter().copied().filter(|&n| claims[n as usize].page.id != page).collect();
        let plain = Scenes::new(&mentions, &some, &[]).events();
        let found = Scenes::new(&mentions, &all, &[]).some(&some, &[]).map(Scenes::events);
        prop_assert_eq!(found, Some(plain));
    }

    /// Two claims in one event never contradict each other in a field, unless a third says that both were hit.
    #[test]
    fn no_event_holds_two_named_actors_or_two_towns(claims in drawn()) {
        for e in &events(&claims).events {
            let ids: BTreeSet<_> = e.claims.iter().flat_map(|&n| claims[n].claim.actor.iter().filter_map(|a| a.id.clone())).collect();
            let towns: BTreeSet<_> =
                e.claims.iter().flat_map(|&n| claims[n].claim.place.iter().filter_map(|p| p.geonames.filter(|g| *g < 1_000))).collect();
            prop_assert!(ids.len() <= 1 && towns.len() <= 1, "{ids:?} {towns:?}");
        }
    }
}

#[test]
fn a_join_that_somebody_gives_holds_with_their_words_and_without_it_all_is_as_before() {
    let at = |page: &str, words: &str| assault(page, words).by("gunmen ARN REB").at("Bree", 3).day(DAY);
    let makes = [
        at("Gull", "gunmen killed policemen").on("policemen ARN COP"),
        at("Heron", "gunmen killed wedding guests").on("wedding guests CVL (civilians)"),
        claim(Kind::Control, "controls", "Crane", "the army held Bree").by("army ARN MIL").at("Bree", 3).day(DAY),
    ];
    let claims = all(&makes);
    let anchor = |n: usize| claims[n].claim.anchor.clone();
    let given = |a: usize, b: usize| Given { a: anchor(a), b: anchor(b), why: "one attack on one feast".into() };
    let plain = events(&claims);
    assert_eq!(plain.events.len(), 2);
    for (a, b) in [(0, 1), (1, 0)] {
        let found = events_with(&claims, &[given(a, b)]);
        let [one] = found.events.as_slice() else { panic!("one event: {:?}", found.events) };
        assert_eq!(one.claims, [0, 1]);
        let [join] = one.joins.as_slice() else { panic!("one join: {:?}", one.joins) };
        assert_eq!((join.strength, join.reasons.as_slice()), (Strength::Firm, &[Reason::Given][..]));
        assert_eq!(join.given.as_deref(), Some("one attack on one feast"));
    }
    // A holding is no event, and a claim that is not there joins nothing.
    assert_eq!(events_with(&claims, &[given(0, 2), Given { a: anchor(0), b: "none".into(), why: "x".into() }]), plain);
}
