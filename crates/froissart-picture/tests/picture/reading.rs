//! How single lines read: whose act it is, from where, in whose words a count, and what is over.
//!
//! "Gondor attacked from Osgiliath" did not attack Osgiliath; "some 14,000" is nobody's 12,600.

use crate::make::{as_of, control, drawn, entity, make, span, tie};
use froissart_model::{Basis, Certainty, Entity, EntityKind, FigureScope, Holds, Kind, Place, PlaceRole, Told};
use froissart_picture::{ActorRef, Options, Picture, Sourced, picture};
use std::collections::BTreeMap;
use std::sync::Arc;

fn event(type_: &str, words: &str) -> crate::make::Make {
    make(Kind::Event, type_, "2024-12-02", words)
}

fn at(name: &str, role: PlaceRole) -> Place<froissart_model::Char> {
    Place { lat: Some(1.0), lon: Some(1.0), ..Place::unnamed(name, span(), role) }
}

fn events(p: &Picture) -> String {
    drawn(p).split("EVENTS").nth(1).and_then(|s| s.split("\n\n").next()).unwrap_or_default().to_owned()
}

fn figures(claims: &[Sourced]) -> String {
    drawn(&as_of(claims, "2024-12-02"))
        .split("FIGURES")
        .nth(1)
        .and_then(|s| s.split("\n\n").next())
        .unwrap_or_default()
        .to_owned()
}

#[test]
fn where_they_came_from_and_where_they_went_is_not_where_it_was() {
    let mut attack = event("ASSAULT", "attacked from Osgiliath").actor("Umbar").on("2024-12-01");
    attack.0.claim_mut().place = vec![at("Osgiliath", PlaceRole::From)];
    let mut retreat = event("RETREAT", "withdrew to Pelargir").actor("Gondor").on("2024-12-01");
    retreat.0.claim_mut().place = vec![at("Pelargir", PlaceRole::To)];
    let mut raid = event("ASSAULT", "raided Dol Amroth").actor("Umbar").on("2024-12-01");
    raid.0.claim_mut().place = vec![at("Dol Amroth", PlaceRole::Target)];
    let text = events(&as_of(&[attack.done(), retreat.done(), raid.done()], "2024-12-02"));
    assert!(text.contains("ASSAULT, Umbar; from Osgiliath"), "{text}");
    assert!(text.contains("RETREAT, Gondor; to Pelargir"), "{text}");
    assert!(text.contains("ASSAULT, Umbar; Dol Amroth"), "{text}");
}

#[test]
fn who_resigns_and_who_lays_down_arms_are_two_acts_and_two_means_of_one_assault_are_one() {
    let retreat = |mode: &str| {
        let mut e = event("RETREAT", mode).actor("Gondor").on("2024-12-01");
        e.0.claim_mut().modes = vec![mode.to_owned()];
        e.done()
    };
    let assault = |mode: &str| {
        let mut e = event("ASSAULT", mode).actor("Umbar").recipient("Gondor").on("2024-12-01");
        e.0.claim_mut().modes = if mode.is_empty() { Vec::new() } else { vec![mode.to_owned()] };
        e.done()
    };
    let p = as_of(&[retreat("resign"), retreat("disarm"), assault("aerial"), assault("")], "2024-12-02");
    let types: Vec<&str> = p.events.iter().map(|e| e.type_.as_str()).collect();
    assert_eq!(types, ["ASSAULT", "RETREAT", "RETREAT"]);
}

#[test]
fn a_headline_goes_to_the_one_dated_telling_of_its_page() {
    let told = |days: &str, basis: Basis| {
        event("ASSAULT", days).actor("Umbar").recipient("Gondor").when(days, Holds::Within, basis).done()
    };
    let headline = told("/2024-12-02", Basis::Page);
    let p = as_of(&[headline.clone(), told("2024-12-01", Basis::Words)], "2024-12-02");
    assert_eq!(p.events.len(), 1);
    assert!(!p.events[0].by);
    let p =
        as_of(&[headline.clone(), told("2024-12-01", Basis::Words), told("2024-11-30", Basis::Words)], "2024-12-02");
    assert_eq!(p.events.len(), 3, "of two days nobody knows which it heads");
    let mut other = told("2024-12-01", Basis::Words);
    other.page_mut().id = "another page".into();
    assert_eq!(as_of(&[headline, other], "2024-12-02").events.len(), 2, "another page's day is not this one's");
}

#[test]
fn what_a_page_reminds_of_is_an_event_where_its_words_date_it_to_the_last_days() {
    let mut dated =
        event("ASSAULT", "which Umbar seized on Sunday").actor("Umbar").recipient("Gondor").on("2024-12-01");
    dated.0.claim_mut().told = Told::Background;
    let mut undated = event("ASSAULT", "which Harad seized").actor("Harad").recipient("Gondor");
    undated = undated.when("/2024-12-02", Holds::Within, Basis::Page);
    undated.0.claim_mut().told = Told::Background;
    let p = as_of(&[dated.done(), undated.done()], "2024-12-02");
    let who: Vec<&str> = p.events.iter().map(|e| e.actors[0].name.as_str()).collect();
    assert_eq!(who, ["Umbar"]);
}

#[test]
fn ones_own_troops_are_no_recipient() {
    let own =
        event("MOBILIZE", "reinforced its troops").actor("Gondor").recipient("Gondor\u{2019}s troops").on("2024-12-01");
    let ally = event("AID", "armed them").actor("Gondor").recipient("Rohan").on("2024-12-01");
    let text = events(&as_of(&[own.done(), ally.done()], "2024-12-02"));
    assert!(text.contains("MOBILIZE, Gondor (") && text.contains("AID, Gondor \u{2192} Rohan"), "{text}");
}

#[test]
fn a_nations_aircraft_are_the_states_and_columns_are_nobody() {
    let nation = Entity { country: Some("ROH".into()), ..Entity::unnamed("Rohirrim", span(), EntityKind::Group) };
    let mut raid = event("ASSAULT", "Rohirrim aircraft bombed columns").on("2024-12-01");
    raid.0.claim_mut().actor = vec![nation];
    raid.0.claim_mut().recipient =
        vec![Entity { sector: Some("UNK".into()), ..Entity::unnamed("columns", span(), EntityKind::Group) }];
    let p = as_of(&[raid.done()], "2024-12-02");
    assert_eq!(p.events[0].actors.len(), 1, "somebody is named");
    assert!(p.engagements.is_empty(), "nobody fights columns");
}

#[test]
fn a_count_is_told_in_its_own_words() {
    let figure = |text: &str, low: f64, exact: Option<f64>| {
        make(Kind::Figure, "killed", "2024-12-02", text).place("Osgiliath").on("2024-12-01").figure(
            text,
            "killed",
            Some(low),
            exact,
            FigureScope::Event,
        )
    };
    let one = figures(&[figure("Some 14,000", 12600.0, None).done()]);
    assert!(one.contains("some 14,000 killed, Osgiliath") && !one.contains("12600"), "{one}");
    let two =
        figures(&[figure("at least 11", 11.0, None).done(), figure("16", 16.0, Some(16.0)).by("a monitor").done()]);
    assert!(two.contains("11 or more killed (at least 11; 16)"), "{two}");
}

#[test]
fn what_is_said_not_to_be_held_reads_so() {
    let denied = control("2024-12-02", "Umbar", "Osgiliath").now().negated(Certainty::Denied).done();
    let text = drawn(&as_of(&[denied], "2024-12-02"));
    assert!(text.contains("Umbar: not held") && !text.contains("[denied"), "{text}");
}

#[test]
fn what_the_page_says_was_held_is_held_before_and_what_somebody_reports_is_not() {
    let past = |who: &str| {
        let mut c = control("2024-12-02", who, "Osgiliath").when("/2024-12-02", Holds::Within, Basis::Page);
        c.0.claim_mut().rule = "held/holds".into();
        c
    };
    let p = as_of(&[past("Gondor").done()], "2024-12-02");
    assert!(p.holdings.is_empty());
    assert_eq!(p.history.len(), 1);
    let p = as_of(&[past("Gondor").by("a monitor").done()], "2024-12-02");
    assert_eq!(p.holdings.len(), 1, "a past of reported words is the saying's");
}

#[test]
fn who_leads_them_is_not_driven_out_by_those_he_leads() {
    let claims = [
        control("2024-12-01", "Umbar", "Osgiliath").when("2024-12-01", Holds::Throughout, Basis::Words).done(),
        control("2024-12-03", "Corsairs", "Osgiliath").when("2024-12-03", Holds::Throughout, Basis::Words).done(),
        tie("leads", "Umbar", "Corsairs"),
    ];
    let held = |claims: &[Sourced]| as_of(claims, "2024-12-03").holdings.len();
    assert_eq!(held(&claims), 2);
    assert_eq!(held(&claims[..2]), 1, "strangers do");
}

#[test]
fn a_town_and_its_province_are_two_places() {
    let place = |text: &str| {
        let mut p = at(text, PlaceRole::Of);
        (p.name, p.geonames, p.feature) = (Some("Pelargir".into()), Some(7), Some("seat".into()));
        let mut c = control("2024-12-02", "Umbar", "x").now();
        c.0.claim_mut().place = vec![p];
        c.done()
    };
    let p = as_of(&[place("Pelargir"), place("most of Pelargir province")], "2024-12-02");
    let names: Vec<&str> = p.holdings.iter().map(|h| h.place.name.as_str()).collect();
    assert_eq!(names, ["Pelargir", "Pelargir province"]);
}

#[test]
fn an_account_is_cited_with_the_outlet_of_its_day() {
    let told = |day: &str, outlet: &str, who: &str| {
        let mut s = control(day, "Umbar", "Osgiliath").on(day).by(who).done();
        s.page_mut().outlet = Some(outlet.into());
        s.claim_mut().according_to[0] = Entity { id: Some("monitor".into()), ..entity(who) };
        s
    };
    let claims = [told("2024-12-01", "Herald", "the Monitor of the South"), told("2024-12-02", "Courier", "Monitor")];
    let p = as_of(&claims, "2024-12-02");
    let account = &p.holdings[0].grounds.accounts[0];
    assert_eq!(account.outlet.as_deref(), Some("Courier"), "{account:?}");
    assert_eq!(account.day.map(|d| d.to_string()).as_deref(), Some("2024-12-02"));
}

#[test]
fn those_whom_a_backer_calls_names_are_no_war_elsewhere() {
    let label = Entity { sector: Some("REB".into()), ..Entity::unnamed("terrorists", span(), EntityKind::Group) };
    let mut fights = make(Kind::Relation, "fights", "2024-12-02", "Mordor strikes terrorists").actor("Mordor").now();
    fights.0.claim_mut().recipient = vec![label];
    let claims = [tie("supports", "Mordor", "Umbar"), fights.done(), tie("fights", "Mordor", "Dale")];
    let p = as_of(&claims, "2024-12-02");
    let elsewhere: Vec<&str> = p.exposure[0].backers[0].elsewhere.iter().map(|e| e.a.name.as_str()).collect();
    assert_eq!(elsewhere, ["Dale"]);
}

/// Arnor "at one point" lost more than half of Umbar, and holds three fifths of it.
fn once_and_now(told: Told) -> Picture {
    let mut once = make(Kind::Control, "controls", "2024-12-02", "At one point Arnor had lost more than half of Umbar")
        .actor("Arnor")
        .place("Umbar")
        .status("lost")
        .share("more than half of", Some(0.5), Some(1.0))
        .when("/2024-12-02", Holds::Within, Basis::Words)
        .done();
    once.claim_mut().told = told;
    let now = control("2024-12-02", "Arnor", "Umbar")
        .share("around 60 per cent of", Some(0.55), Some(0.65))
        .by("a monitor")
        .now()
        .done();
    as_of(&[once, now], "2024-12-02")
}

#[test]
fn what_was_so_once_is_held_before_and_disputes_nothing() {
    let p = once_and_now(Told::Background);
    assert_eq!((p.disputes.len(), p.holdings.len(), p.history.len()), (0, 1, 1), "{}", drawn(&p));
    let p = once_and_now(Told::News);
    assert_eq!((p.disputes.len(), p.holdings.len(), p.history.len()), (1, 2, 0), "{}", drawn(&p));
}

#[test]
fn an_adjective_is_nobodys_name() {
    let mut raid = event("ASSAULT", "Haradrim and Umbarian aircraft bombed a camp of Umbarians").on("2024-12-01");
    let of = |text: &str, sector: &str, kind| Entity {
        country: Some("UMB".into()),
        sector: Some(sector.into()),
        ..Entity::unnamed(text, span(), kind)
    };
    raid.0.claim_mut().actor = vec![of("Umbarian", "MIL", EntityKind::Equipment)];
    raid.0.claim_mut().recipient =
        vec![Entity { name: Some("Umbar".into()), ..of("Umbarians", "CVL", EntityKind::Civilians) }];
    let state_names = BTreeMap::from([("UMB".to_owned(), "Umbar".to_owned())]);
    let p = picture(&[raid.done()], &Options { separate_organs: true, state_names, ..Options::default() });
    let names = |all: &[Arc<ActorRef>]| all.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    let found = (names(&p.events[0].actors), names(&p.events[0].targets));
    assert_eq!(found, (vec!["Umbar\u{2019}s forces".to_owned()], vec!["Umbarians".to_owned()]));
}

#[test]
fn beside_a_day_of_which_nothing_was_told_nothing_is_news() {
    let p = as_of(&[tie("supports", "Rohan", "Gondor")], "2024-12-02");
    assert_eq!((p.is_the_first(), p.differences.len(), p.backers.len()), (true, 0, 1));
    let before = make(Kind::Relation, "supports", "2024-12-01", "Dale backs Gondor").actor("Dale").recipient("Gondor");
    let p = as_of(&[before.now().done(), tie("supports", "Rohan", "Gondor")], "2024-12-02");
    assert_eq!((p.is_the_first(), p.differences.len()), (false, 1), "{}", drawn(&p));
}

#[test]
fn who_brokers_a_truce_is_no_party_to_it() {
    let truce = |words: &str, rule: &str| {
        let mut m = make(Kind::Agreement, "AGREE", "2024-12-02", words).status("reached");
        m.0.claim_mut().rule = rule.into();
        m.0.claim_mut().subject = Some("ceasefire".into());
        m.now()
    };
    let brokered = truce("Rohan brokered a truce between Gondor and Umbar", "ceasefire/brokered").actor("Rohan");
    let brokered = brokered.recipient("Gondor").recipient("Umbar").done();
    let agreed = truce("Gondor and Umbar agreed to a truce", "ceasefire/reached").actor("Gondor").actor("Umbar").done();
    let names = |all: &[Arc<ActorRef>]| all.iter().map(|a| a.name.clone()).collect::<Vec<_>>();
    let p = as_of(&[brokered, agreed], "2024-12-02");
    let [one] = p.agreements.as_slice() else { panic!("{}", drawn(&p)) };
    assert_eq!(
        (names(&one.parties), names(&one.brokers)),
        (vec!["Gondor".into(), "Umbar".into()], vec!["Rohan".into()])
    );
    let p = as_of(&[truce("a truce that Rohan brokered", "ceasefire/brokered").actor("Rohan").done()], "2024-12-02");
    assert!(drawn(&p).contains("ceasefire: parties not named, brokered by Rohan, reached"), "{}", drawn(&p));
}
