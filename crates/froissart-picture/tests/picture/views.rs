//! The picture's rules, one test a rule: staleness, cards, camps, exposure, scope, differences, coverage.

use crate::make::{as_of, control, drawn, entity, make, span, tie};
use froissart_model::{Basis, Certainty, Entity, EntityKind, Holds, Kind, Place, PlaceRole};
use froissart_picture::{Indexed, Meaning, Options, PageSeen, Picture, Sourced, Timing, picture};

fn since(claims: &[Sourced], since: &str, day: &str) -> Picture {
    let options = Options {
        as_of: day.parse().ok(),
        known_by: day.parse().ok(),
        since: since.parse().ok(),
        ..Options::default()
    };
    picture(claims, &options)
}

fn of_country(text: &str, country: &str, sector: Option<&str>, kind: EntityKind) -> Entity<froissart_model::Char> {
    Entity {
        name: Some(text.into()),
        country: Some(country.into()),
        sector: sector.map(Into::into),
        sectors: sector.into_iter().map(Into::into).collect(),
        ..Entity::unnamed(text, span(), kind)
    }
}

#[test]
fn past_a_week_a_holding_is_last_told_and_never_current() {
    let claims = [control("2024-12-01", "Umbar", "Pelargir").now().done()];
    let at = |day: &str| as_of(&claims, day).holdings.remove(0);
    let (week, later) = (at("2024-12-08"), at("2024-12-09"));
    assert_eq!((week.is_stale, week.age_days), (false, Some(7)));
    assert_eq!((later.is_stale, later.age_days), (true, Some(8)));
    let text = drawn(&as_of(&claims, "2024-12-09"));
    assert!(text.contains("LAST TOLD, MORE THAN 7 DAYS BEFORE"), "{text}");
    assert!(text.contains("Umbar: held [last told 2024-12-01, 8 days before]"), "{text}");
    assert!(!text.contains("\nHOLDINGS"), "nothing stands as current:\n{text}");
    let options = Options { as_of: "2024-12-09".parse().ok(), stale_after_days: Some(30), ..Options::default() };
    assert!(!picture(&claims, &options).holdings[0].is_stale);
}

#[test]
fn what_was_captured_on_a_day_lasts_though_it_was_told_later() {
    let mut captured = control("2024-12-05", "Umbar", "Pelargir").on("2024-12-01");
    captured.0.claim_mut().rule = "held/takes".into();
    let mut held = control("2024-12-05", "Umbar", "Osgiliath").on("2024-12-01");
    held.0.claim_mut().rule = "held/holds".into();
    let p = as_of(&[captured.done(), held.done()], "2024-12-06");
    let names =
        |all: &[froissart_picture::Holding]| -> Vec<String> { all.iter().map(|h| h.place.name.clone()).collect() };
    assert_eq!((names(&p.holdings), names(&p.history)), (vec!["Pelargir".to_owned()], vec!["Osgiliath".to_owned()]));
    assert_eq!(p.holdings[0].since, "2024-12-01".parse().ok());
    assert_eq!(p.holdings[0].told, "2024-12-01".parse().ok(), "the page of the 5th tells of the 1st alone");
    let changes: Vec<&str> = p.changes.iter().map(|c| c.text.as_str()).collect();
    assert_eq!(changes, ["Umbar captured Pelargir"], "who held a town has captured none");
}

#[test]
fn silence_is_counted_and_called_no_peace() {
    let p = as_of(&[tie("fights", "Umbar", "Gondor")], "2024-12-06");
    assert_eq!(p.engagements[0].quiet_days, Some(4));
    let text = drawn(&p);
    assert!(text.contains("nothing told for 4 days since"), "{text}");
    assert!(text.contains("no page of 2024-12-03, 2024-12-04, 2024-12-05, 2024-12-06: silence is not peace"), "{text}");
}

/// Gondor's army, government and steward, its rebels, and an ally's phrase.
fn gondor() -> Vec<Sourced> {
    let who = [
        of_country("Gondor", "GON", None, EntityKind::State),
        of_country("Gondorian Army", "GON", Some("MIL"), EntityKind::Group),
        of_country("Denethor", "GON", Some("GOV"), EntityKind::Person),
        of_country("Gondor\u{2019}s allies", "GON", Some("GOV"), EntityKind::Group),
        of_country("Free Men of Lebennin", "GON", Some("REB"), EntityKind::Group),
    ];
    who.into_iter()
        .map(|e| {
            let mut c = tie("fights", "x", "Umbar");
            c.claim_mut().evidence.text.clone_from(&e.text);
            c.claim_mut().id = format!("{} {}", c.claim.id, e.text);
            c.claim_mut().actor = vec![e];
            c
        })
        .collect()
}

#[test]
fn the_organs_of_a_state_are_one_card_and_can_be_taken_apart() {
    let p = as_of(&gondor(), "2024-12-02");
    let enemies: Vec<&str> =
        p.engagements.iter().map(|e| if e.a.name == "Umbar" { e.b.name.as_str() } else { &e.a.name }).collect();
    assert_eq!(
        enemies,
        ["free men of lebennin", "gondor s allies", "state"].map(|k| match k {
            "state" => "Gondor\u{2019}s government",
            "gondor s allies" => "Gondor\u{2019}s allies",
            _ => "Free Men of Lebennin",
        }),
        "whoever rose against the state, and its allies, stand for themselves"
    );
    let card = p.parties.iter().find(|x| x.name == "Gondor\u{2019}s government").expect("the state has a card");
    let members: Vec<&str> = card.members.iter().map(|m| m.name.as_str()).collect();
    assert_eq!(members, ["Gondorian Army", "Denethor", "Gondor"]);
    let apart = Options { as_of: p.as_of, separate_organs: true, ..Options::default() };
    assert_eq!(picture(&gondor(), &apart).engagements.len(), 5);
}

#[test]
fn organs_that_fight_each_other_are_not_one() {
    let mut claims = gondor();
    let mut coup = tie("fights", "x", "y");
    coup.claim_mut().actor = vec![of_country("Gondorian Army", "GON", Some("MIL"), EntityKind::Group)];
    coup.claim_mut().recipient = vec![of_country("Denethor", "GON", Some("GOV"), EntityKind::Person)];
    claims.push(coup);
    let p = as_of(&claims, "2024-12-02");
    let names: Vec<&str> = p.engagements.iter().flat_map(|e| [e.a.name.as_str(), e.b.name.as_str()]).collect();
    assert!(names.contains(&"Denethor"), "{names:?}");
}

#[test]
fn a_states_own_rebels_are_not_made_one_with_it_by_a_stray_tie() {
    let mut claims = gondor();
    let mut stray = tie("leads", "x", "y");
    stray.claim_mut().actor = vec![of_country("Free Men of Lebennin", "GON", Some("REB"), EntityKind::Person)];
    stray.claim_mut().recipient = vec![of_country("Gondorian Army", "GON", Some("MIL"), EntityKind::Group)];
    claims.push(stray);
    let p = as_of(&claims, "2024-12-02");
    assert!(p.parties.iter().all(|x| x.members.len() <= 3), "{}", drawn(&p));
    assert!(drawn(&p).contains("Free Men of Lebennin leads Gondor\u{2019}s government"), "the tie is told as a tie");
}

#[test]
fn camps_rest_on_stated_ties_and_list_what_does_not_fit() {
    let claims = [
        tie("supports", "Mordor", "Umbar"),
        tie("allied_with", "Umbar", "Harad"),
        tie("fights", "Gondor", "Umbar"),
        tie("fights", "Dale", "Mordor"),
        tie("supports", "Rohan", "Gondor"),
        tie("supports", "Harad", "Gondor"),
    ];
    let p = picture(&claims, &Options { as_of: "2024-12-02".parse().ok(), camps: true, ..Options::default() });
    let camps = p.camps.expect("camps were asked for");
    let names: Vec<Vec<&str>> = camps.camps.iter().map(|c| c.iter().map(|a| a.name.as_str()).collect()).collect();
    assert_eq!(names, [vec!["Gondor", "Harad", "Rohan"], vec!["Umbar", "Mordor"]]);
    assert!(!names.iter().flatten().any(|n| *n == "Dale"), "the enemy of an enemy is in no camp");
    let misfits: Vec<&str> = camps.misfits.iter().map(|m| m.text.as_str()).collect();
    assert_eq!(misfits, ["Harad and Umbar stand together, in two camps"]);
    assert_eq!(as_of(&claims, "2024-12-02").camps, None, "nobody who does not ask is shown a partition");
}

#[test]
fn exposure_lists_what_backers_do_elsewhere_and_how_they_are_judged() {
    let mut weak =
        make(Kind::Assessment, "weakened", "2024-12-02", "Mordor, weakened by its war in the north").actor("Mordor");
    weak.0.claim_mut().according_to = vec![entity("a monitor")];
    let claims = [
        tie("supports", "Mordor", "Umbar"),
        tie("fights", "Umbar", "Gondor"),
        tie("fights", "Mordor", "Gondor"),
        tie("fights", "Mordor", "Dale"),
        weak.now().done(),
    ];
    let p = as_of(&claims, "2024-12-02");
    let umbar = p.exposure.iter().find(|e| e.actor.name == "Umbar").expect("Umbar is backed");
    assert_eq!(umbar.backers.len(), 1);
    let elsewhere: Vec<&str> = umbar.backers[0].elsewhere.iter().map(|e| e.a.name.as_str()).collect();
    assert_eq!(elsewhere, ["Dale"], "the common enemy is the same war");
    assert_eq!(umbar.backers[0].condition[0].what, "weakened");
    let about = Options { as_of: p.as_of, about: Some("Umbar".into()), ..Options::default() };
    let p = picture(&claims, &about);
    assert_eq!(p.engagements.len(), 1, "the backer's other war is not about Umbar");
    let foes: Vec<&str> = p.exposure[0].backers[0].elsewhere.iter().map(|e| e.a.name.as_str()).collect();
    assert_eq!(foes, ["Dale"], "but its exposure is told");
}

#[test]
fn about_a_country_a_place_an_actor_or_a_dyad() {
    let placed = |who: &str, place: &str, country: &str| {
        let mut c = control("2024-12-02", who, place).now();
        c.0.claim_mut().place[0].country = Some(country.into());
        c.done()
    };
    let mut claims =
        vec![placed("Umbar", "Pelargir", "GON"), placed("Umbar", "Esgaroth", "DAL"), tie("fights", "Umbar", "Dale")];
    claims.extend(gondor());
    let about = |name: &str| picture(&claims, &Options { about: Some(name.into()), ..Options::default() }).claims;
    assert_eq!(about("Gondor"), 6, "five of its people's, and what lies in it");
    assert_eq!(about("GON"), 6);
    assert_eq!((about("Pelargir"), about("Dale"), about("Umbar/Dale"), about("Dale/Umbar")), (1, 1, 1, 1));
    assert_eq!(about("Umbar/Gondor"), 5);
    let near = |a: &str, b: &str| a.chars().next() == b.chars().next();
    assert_eq!(Indexed::new(&claims, Some("Umbar/Gondor")).meaning(near), Meaning::Known);
    assert_eq!(Indexed::new(&claims, Some("Pelagia")).meaning(near), Meaning::Unknown(Vec::new()));
    let mut two = vec![tie("fights", "Eomer", "Dale"), tie("fights", "Eomer", "Umbar")];
    two[0].claim_mut().actor[0].id = Some("eomer_of_rohan".into());
    two[1].claim_mut().actor[0].id = Some("eomer_of_dale".into());
    assert!(matches!(Indexed::new(&two, Some("Eomer")).meaning(near), Meaning::Several(all) if all.len() == 2));
    assert_eq!(Indexed::new(&two, Some("eomer_of_dale")).meaning(near), Meaning::Known);
}

#[test]
fn differences_are_between_what_was_known_then_and_now() {
    let claims = [
        control("2024-12-01", "Gondor", "Osgiliath").now().done(),
        control("2024-12-04", "Umbar", "Osgiliath").on("2024-12-03/2024-12-04").done(),
        control("2024-12-06", "Gondor", "Osgiliath").on("2024-12-04").by("the Steward").done(),
    ];
    let told = |a: &str, b: &str| -> Vec<String> {
        since(&claims, a, b).differences.into_iter().map(|d| format!("{} {}: {}", d.what, d.section, d.text)).collect()
    };
    assert_eq!(told("2024-12-02", "2024-12-03"), Vec::<String>::new());
    assert_eq!(
        told("2024-12-03", "2024-12-04"),
        [
            "new holding: Osgiliath: Umbar: held, since 2024-12-03",
            "ended holding: Osgiliath: Gondor: held, by 2024-12-01",
        ]
    );
    // The Steward's word of the 4th came out on the 6th: on the 5th nobody knew of a dispute.
    assert_eq!(told("2024-12-04", "2024-12-05"), Vec::<String>::new());
    assert!(told("2024-12-05", "2024-12-06").iter().any(|d| d.starts_with("new dispute: who holds Osgiliath")));
}

#[test]
fn coverage_counts_pages_without_claims_and_names_what_is_missing() {
    let claims = [tie("fights", "Umbar", "Gondor")];
    let page = |id: &str, outlet: Option<&str>, language: &str, day: Option<&str>| PageSeen {
        id: id.into(),
        outlet: outlet.map(Into::into),
        language: Some(language.into()),
        published: day.map(Into::into),
    };
    let options = Options {
        as_of: "2024-12-03".parse().ok(),
        known_by: "2024-12-03".parse().ok(),
        pages: vec![
            page("a", Some("Dale Post"), "en", Some("2024-12-01")),
            page("b", None, "fr", None),
            page("later", Some("Dale Post"), "en", Some("2024-12-09")),
        ],
        ..Options::default()
    };
    let c = picture(&claims, &options).coverage;
    assert_eq!((c.pages, c.pages_with_claims, c.undated_pages), (3, 1, 1), "what came out later was not known");
    assert_eq!(c.outlets, [(Some("Dale Post".to_owned()), 1), (Some("Gondor Herald".to_owned()), 1), (None, 1)]);
    assert_eq!(c.silent_days, ["2024-12-03".parse().unwrap()]);
}

#[test]
fn agreements_say_how_they_stand() {
    let told = |status: &str, days: &str| {
        let mut m = make(Kind::Agreement, "AGREE", "2024-12-02", status)
            .actor("Dale")
            .actor(status)
            .status(status)
            .on("2024-12-01");
        m.0.claim_mut().in_force = m.0.claim.happened.clone().map(|mut h| {
            let (from, to) = days.split_once('/').unwrap();
            (h.from, h.to) = (from.parse().ok(), to.parse().ok());
            h
        });
        m.done()
    };
    let claims = [
        told("reached", "2024-12-01/"),
        told("broken", "2024-12-01/"),
        told("in_force", "2020-03-05/2020-12-31"),
        told("proposed", "/"),
    ];
    let p = as_of(&claims, "2024-12-02");
    let mut stands: Vec<(&str, bool)> = p.agreements.iter().map(|a| (a.stands.as_str(), a.in_force)).collect();
    stands.sort_unstable();
    assert_eq!(stands, [("broken", false), ("expired", false), ("in_force", true), ("proposed", false)]);
}

#[test]
fn events_are_the_gravest_first_and_plans_are_none() {
    let event = |type_: &str, intensity: f64| {
        let mut m = make(Kind::Event, type_, "2024-12-02", type_).actor("Umbar").recipient("Gondor").on("2024-12-01");
        m.0.claim_mut().intensity = Some(intensity);
        m
    };
    let claims = [
        event("CONSULT", 3.0).done(),
        event("ASSAULT", -9.0).done(),
        event("ASSAULT", -9.0).by("a monitor").done(),
        event("COERCE", -7.0).sure(Certainty::Planned).done(),
    ];
    let p = as_of(&claims, "2024-12-02");
    let types: Vec<(&str, usize)> = p.events.iter().map(|e| (e.type_.as_str(), e.grounds.accounts.len())).collect();
    assert_eq!(types, [("ASSAULT", 2), ("CONSULT", 1)]);
}

#[test]
fn both_accounts_of_a_dispute_are_always_printed() {
    let mut claims: Vec<Sourced> = (0..30)
        .map(|n| control("2024-12-02", "Umbar", "Osgiliath").on("2024-12-02").by(&format!("monitor {n}")).done())
        .collect();
    claims.push(
        control("2024-12-01", "Gondor", "Osgiliath")
            .when("2024-12-01/2024-12-02", Holds::Throughout, Basis::Words)
            .by("sources")
            .done(),
    );
    let text = drawn(&as_of(&claims, "2024-12-02"));
    let disputes = text.split("DISPUTES").nth(1).expect("there is a dispute");
    assert!(
        disputes.contains("held by Gondor — 1 account: sources (Gondor Herald; since 2024-12-01; unnamed)")
            && disputes.contains("held by Umbar — 30 accounts: ")
            && disputes.contains(", and 26 more"),
        "{disputes}"
    );
}

#[test]
fn what_lies_around_a_place_reads_as_it_should() {
    let near = |relation: &str| {
        let mut c = control("2024-12-02", "Umbar", "Pelargir").now();
        let place = Place::unnamed("Pelargir", span(), PlaceRole::At);
        c.0.claim_mut().place = vec![Place { relation: Some(relation.into()), ..place }];
        as_of(&[c.done()], "2024-12-02").holdings[0].place.name.clone()
    };
    assert_eq!(near("around"), "around Pelargir");
    assert_eq!(near("outskirts"), "outskirts of Pelargir");
    assert_eq!(near("25 km south of"), "25 km south of Pelargir");
}

#[test]
fn a_countrys_name_is_known_by_its_people_where_no_claim_names_its_state() {
    let mut c = control("2024-12-02", "x", "Pelargir").now();
    c.0.claim_mut().actor = vec![of_country("Gondorian rebels", "GON", Some("REB"), EntityKind::Group)];
    let mut elsewhere = control("2024-12-02", "y", "Osgiliath").now();
    elsewhere.0.claim_mut().place[0].country = Some("GON".into());
    let claims = [c.done(), elsewhere.done(), control("2024-12-01", "Umbar", "Esgaroth").now().done()];
    let about = |name: &str| picture(&claims, &Options { about: Some(name.into()), ..Options::default() }).claims;
    assert_eq!(about("Gondor"), 2);
    assert_eq!(about("Pelargir"), 1);
}

#[test]
fn a_truce_whose_parties_no_words_name_stands_beside_the_others() {
    let told = |status: &str, day: &str| {
        let mut m = make(Kind::Agreement, "AGREE", day, status).status(status).on(day);
        m.0.claim_mut().subject = Some("ceasefire".into());
        m
    };
    let claims = [
        told("reached", "2024-12-01").actor("Dale").actor("Mordor").done(),
        told("broken", "2024-12-02").done(),
        told("ended", "2024-12-02").done(),
        told("in_force", "2024-12-03").negated(Certainty::Asserted).done(),
        told("in_force", "2024-12-03").by("the Mouth").negated(Certainty::Denied).done(),
    ];
    let p = as_of(&claims, "2024-12-04");
    let mut stands: Vec<(usize, &str)> = p.agreements.iter().map(|a| (a.parties.len(), a.stands.as_str())).collect();
    stands.sort_unstable();
    assert_eq!(stands, [(0, "broken"), (0, "ended"), (0, "in_force"), (0, "not_in_force"), (2, "in_force")]);
    let text = drawn(&p);
    for line in [
        "ceasefire: Dale, Mordor, reached, from 2024-12-01 (",
        "ceasefire: parties not named, broken, from 2024-12-02, not in force (",
        "ceasefire: parties not named, from 2024-12-03, not in force (",
        "ceasefire: parties not named, in force, from 2024-12-03 [denied] (",
        "2024-12-02: parties not named: ceasefire ended (",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let named = told("in_force", "2024-12-03").negated(Certainty::Asserted).actor("Dale").actor("Mordor").done();
    let p = as_of(&[claims[0].clone(), named], "2024-12-04");
    assert_eq!((p.agreements.len(), p.agreements[0].stands.as_str()), (1, "not_in_force"), "of these two it is told");
}

#[test]
fn a_presence_ages_as_a_holding_does_and_ends_when_its_actor_has_left() {
    let is_at = |who: &str, place: &str| make(Kind::Relation, "present_in", "2024-12-01", who).actor(who).place(place);
    let there = is_at("Umbar", "Pelargir").now().done();
    let ties = |more: &[Sourced], day: &str| as_of(&[std::slice::from_ref(&there), more].concat(), day).ties;
    let one = &ties(&[], "2024-12-08")[0];
    assert_eq!(
        (one.timing, one.age_days, one.is_stale),
        (Timing::LastReported("2024-12-01".parse().unwrap()), Some(7), false)
    );
    assert!(ties(&[], "2024-12-09")[0].is_stale);
    let text = drawn(&as_of(std::slice::from_ref(&there), "2024-12-09"));
    assert!(
        !text.contains("OTHER TIES")
            && text.contains("Umbar is present in Pelargir [last told 2024-12-01, 8 days before]")
    );
    let lost = |who: &str, place: &str, day: &str| control(day, who, place).status("lost").on(day).done();
    let ends = |c: Sourced| ties(&[c], "2024-12-05")[0].ended_by.is_some();
    assert!(ends(lost("Umbar", "Pelargir", "2024-12-03")));
    assert!(!ends(lost("Umbar", "Osgiliath", "2024-12-03")), "another place");
    assert!(!ends(lost("Gondor", "Pelargir", "2024-12-03")), "another's loss");
    assert!(!ends(lost("Umbar", "Pelargir", "2024-11-30")), "before it was there");
    assert!(ends(control("2024-12-03", "Gondor", "Pelargir").recipient("Umbar").on("2024-12-03").done()));
    let leads = make(Kind::Relation, "leads", "2024-11-01", "leads").actor("Umbar").recipient("Corsairs").now().done();
    assert!(!as_of(&[leads], "2024-12-09").ties[0].is_stale, "who leads whom is no position");
}

#[test]
fn groups_and_forces_without_a_name_are_no_party() {
    let bare = |name: &str| Entity { name: None, ..entity(name) };
    let of = |type_: &str, who: &str, whom: &str| {
        let mut m = make(Kind::Relation, type_, "2024-12-02", type_).actor(who).now();
        m.0.claim_mut().recipient = vec![bare(whom)];
        m.done()
    };
    let claims = [
        of("leads", "Umbar", "groups"),
        of("part_of", "Umbar", "an alliance"),
        of("supports", "Harad", "forces"),
        of("fights", "Gondor", "the groups"),
        of("fights", "Gondor", "Umbarian forces"),
        of("supports", "Harad", "river groups"),
    ];
    let p = as_of(&claims, "2024-12-02");
    assert_eq!((p.claims, p.ties.len(), p.backers.len()), (6, 0, 1));
    let names: Vec<&str> = p.parties.iter().map(|x| x.name.as_str()).collect();
    assert_eq!(names, ["Gondor", "Umbarian forces"]);
}

#[test]
fn places_that_no_words_name_are_no_towns() {
    let held = |place: &str| control("2024-12-02", "Umbar", place).now().done();
    let mut town = control("2024-12-02", "Umbar", "Pelargir").now();
    town.0.claim_mut().place[0].lat = Some(1.0);
    let vague = ["the center", "both provinces", "Several districts", "Strips of land", "the country’s second city"];
    let named = ["Sheikh Najjar", "Umbar’s harbour", "the quarter of Lebennin"];
    let claims: Vec<Sourced> = vague.iter().chain(&named).map(|p| held(p)).chain([town.done()]).collect();
    let text = drawn(&as_of(&claims, "2024-12-02"));
    let section = |name: &str| {
        let rest = text.split_once(&format!("{name}\n")).map_or("", |x| x.1);
        rest.lines().take_while(|l| !l.is_empty()).filter(|l| !l.starts_with("    ")).count()
    };
    assert_eq!(
        (section("\nHOLDINGS"), section("NO GAZETTEER KNOWS"), section("NO WORDS NAME")),
        (1, named.len(), vague.len()),
        "{text}"
    );
}
