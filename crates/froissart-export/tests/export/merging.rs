//! One row out of many accounts: by rule, and with what contradicts kept in words.

use crate::support::{War, acled, entity, figure, known, on, rows, strike};
use froissart_export::{Format, Group, with_figures};
use froissart_model::{EntityKind, FigureScope, Link, LinkAs};
use froissart_picture::Sourced;
use std::collections::BTreeMap;

fn one_event(claims: Vec<Sourced>) -> War {
    let group = Group { id: "event".into(), members: claims.iter().map(|s| s.claim.id.clone()).collect() };
    War { claims, pages: BTreeMap::new(), groups: vec![group], set_aside: BTreeMap::new() }
}

#[test]
fn the_type_most_claims_give_stands_and_the_other_is_said() {
    let (a, b, mut c) = (strike("one", 10), strike("two", 10), strike("three", 10));
    c.claim_mut().acled = Some(acled("Explosions/Remote violence", "Shelling/artillery/missile attack"));
    // The odd one is published first.
    c.page_mut().published = Some("2024-12-01T20:00:00Z".into());
    let all = rows(&one_event(vec![a, b, c]).write(Format::Acled).text, b',');
    assert_eq!(all.len(), 1);
    assert_eq!(all[0]["sub_event_type"], "Air/drone strike");
    let rival = "Also read as: Shelling/artillery/missile attack (White Helmets, in The three Herald, 2024-12-01).";
    assert!(all[0]["notes"].contains(rival), "{}", all[0]["notes"]);
}

#[test]
fn the_narrowest_day_stands_and_what_does_not_overlap_is_a_rival() {
    let (mut a, mut b, mut c) = (strike("one", 10), strike("two", 10), strike("three", 10));
    a.claim_mut().happened = Some(on("2024-11-25", "2024-12-01"));
    b.claim_mut().happened = Some(on("2024-12-01", "2024-12-01"));
    c.claim_mut().happened = Some(on("2024-11-20", "2024-11-22"));
    let r = rows(&one_event(vec![a, b, c]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["event_date"], "2024-12-01");
    assert!(
        r["notes"].contains("2024-11-20 to 2024-11-22 (White Helmets, in The three Herald, 2024-12-02)"),
        "{}",
        r["notes"]
    );
    assert!(!r["notes"].contains("2024-11-25"), "a wider interval that holds the day contradicts nothing");
}

#[test]
fn a_name_covers_the_unnamed_of_another_account_and_no_one_else() {
    let (mut a, mut b) = (strike("one", 10), strike("two", 10));
    b.page_mut().published = Some("2024-12-03".into());
    a.claim_mut().actor = vec![known("hts", "Hayat Tahrir al-Sham", "SYR", "REB")];
    b.claim_mut().actor = vec![entity("rebels", EntityKind::Group, None, Some("REB"))];
    let r = rows(&one_event(vec![a.clone(), b.clone()]).write(Format::Acled).text, b',').remove(0);
    assert_eq!((r["actor1"].as_str(), r["assoc_actor_1"].as_str()), ("Hayat Tahrir al-Sham", ""));
    // Turkish ones are others.
    b.claim_mut().actor[0].country = Some("TUR".into());
    let r = rows(&one_event(vec![a.clone(), b.clone()]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["assoc_actor_1"], "Rebels (Turkey)");
    // Named side by side in one sentence, they are two.
    a.claim_mut().actor.push(entity("rebels", EntityKind::Group, None, Some("REB")));
    let r = rows(&one_event(vec![a]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["assoc_actor_1"], "Rebels (Syria)");
}

#[test]
fn figures_are_a_range_with_who_says_which() {
    let war = War::new();
    let r = rows(&war.write(Format::Acled).text, b',').into_iter().find(|r| r["fatalities"] == "11").unwrap();
    for words in ["“At least 11” killed", "“16” killed", "Accounts differ: ", " against "] {
        assert!(r["notes"].contains(words), "{words} is not in {}", r["notes"]);
    }
}

#[test]
fn totals_and_parts_are_no_count_of_the_event() {
    let act = strike("one", 10);
    let mut total = figure(&act, "killed", "400 since Wednesday", 400.0, None, 50);
    total.claim_mut().figure.as_mut().unwrap().scope = FigureScope::Total;
    let mut part = figure(&act, "killed", "two women", 2.0, Some(2.0), 60);
    part.claim_mut().figure.as_mut().unwrap().scope = FigureScope::Subset;
    let mut none = figure(&act, "killed", "no casualties", 0.0, None, 70);
    none.claim_mut().figure.as_mut().unwrap().low = None;
    none.claim_mut().figure.as_mut().unwrap().reported_none = true;
    let r = rows(&one_event(vec![act, total, part, none]).write(Format::Acled).text, b',').remove(0);
    assert_eq!(r["fatalities"], "", "none reported is not zero, and neither total nor part is the event's count");
    for words in ["in all “400 since Wednesday”", "among them “two women”", "“no casualties”"] {
        assert!(r["notes"].contains(words), "{words} is not in {}", r["notes"]);
    }
}

#[test]
fn a_filter_keeps_the_figures_of_what_it_keeps() {
    let war = War::new();
    let chosen: Vec<Sourced> =
        war.claims.iter().filter(|s| s.claim.cameo.as_deref() == Some("195")).take(1).cloned().collect();
    let with = with_figures(chosen.clone(), &war.claims);
    assert_eq!(with.len(), 2);
    assert_eq!(with[1].claim.figure.as_ref().map(|f| f.text.as_str()), Some("At least 11"));
    assert_eq!(with_figures(chosen, &[]).len(), 1);
}

#[test]
fn a_count_finds_its_event_over_an_act_that_only_follows_from_it() {
    let act = strike("one", 10);
    let dead = figure(&act, "killed", "11", 11.0, Some(11.0), 50);
    // "11 were killed" is an act of its own, implied by the count; "two women" is counted of that act.
    let mut implied = strike("one", 50);
    implied.claim_mut().links = vec![Link { to: dead.claim.anchor.clone(), as_: LinkAs::ImpliedBy }];
    let hurt = figure(&implied, "injured", "40", 40.0, Some(40.0), 60);
    let war = War {
        claims: vec![act, dead, implied, hurt],
        pages: BTreeMap::new(),
        groups: Vec::new(),
        set_aside: BTreeMap::new(),
    };
    let export = war.write(Format::Acled);
    let all = rows(&export.text, b',');
    assert_eq!(all.len(), 1);
    assert!(all[0]["notes"].contains("“40” injured"), "{}", all[0]["notes"]);
    assert_eq!(export.report.written, 3);
}
