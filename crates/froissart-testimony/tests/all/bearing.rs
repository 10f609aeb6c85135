//! Who reports against the side that he leans to.

use crate::make::{Make, all, assault, claim};
use froissart_model::{FigureScope, Kind};
use froissart_testimony::{Accounts, Bears, Families, Leaning, Origin, OutletKeys, bearings, leanings};

fn control(page: &str, status: &str, who: &str) -> Make {
    claim(Kind::Control, "controls", page, &format!("{who} {status} Fornost"))
        .by(who)
        .at("Fornost", 1)
        .day("2031-03-04")
        .status(status)
}
fn relation(page: &str, type_: &str, a: &str, b: &str) -> Make {
    claim(Kind::Relation, type_, page, &format!("{a} {type_} {b}")).by(a).on(b).days("2031-03-01", "2031-03-05")
}

/// The notes of the last claim: which way, for whom it leans, what.
fn notes(makes: &[Make], table: &[Leaning]) -> Vec<(Bears, String, String)> {
    let claims = all(makes);
    let outlets = OutletKeys::from([("herald".to_owned(), "herald".to_owned())]);
    let accounts = Accounts::new(&claims, &Families::default(), &outlets);
    let known: Vec<Leaning> = table.iter().cloned().chain(leanings(&claims)).collect();
    let notes = bearings(&claims, &accounts, &known).pop().unwrap_or_default();
    notes.into_iter().map(|b| (b.bears, b.leaning.to, b.what)).collect()
}

fn one(makes: &[Make]) -> Option<Bears> {
    notes(makes, &[]).first().map(|n| n.0)
}

#[test]
fn an_army_that_tells_of_its_own_loss_reports_against_its_side() {
    let lost = control("Gull", "lost", "the army ARN MIL");
    assert_eq!(one(&[lost.clone().per("the army ARN MIL")]), Some(Bears::Against));
    assert_eq!(one(&[lost.clone().per("an officer ARN MIL (person)")]), Some(Bears::Against));
    assert_eq!(one(&[lost.clone().per("March War Monitor ARN SOC #mwm")]), None);
    assert_eq!(one(&[lost.clone().denied().per("the defence ministry ARN GOV (state)")]), Some(Bears::For));
    assert_eq!(one(&[control("Gull", "held", "the army ARN MIL").per("the army ARN MIL")]), Some(Bears::For));
    // An enemy is who somebody says that it fights.
    let held = control("Heron", "held", "Northern Front ARN REB #nf").per("the army ARN MIL");
    assert_eq!(one(std::slice::from_ref(&held)), None);
    let fights = relation("Crane", "fights", "the army ARN MIL", "Northern Front ARN REB #nf");
    assert_eq!(one(&[fights, held]), Some(Bears::Against));
    let dead = claim(Kind::Figure, "killed", "Gull", "40 soldiers").on("soldiers ARN MIL").per("the army ARN MIL");
    assert_eq!(one(&[dead.figure("killed", Some(40.0), Some(40.0), FigureScope::Event)]), Some(Bears::Against));
    let clinic = assault("Gull", "shells hit a clinic").by("the army ARN MIL").on("patients CVL (civilians)");
    assert_eq!(one(&[clinic.clone().per("the army ARN MIL")]), Some(Bears::Against));
    assert_eq!(one(&[clinic.per("the army ARN MIL").planned()]), None);
}

#[test]
fn a_backer_leans_by_a_claim_with_its_day_and_page() {
    let backs = relation("Crane", "supports", "Gondor GON (state)", "Northern Front ARN REB #nf");
    let retreat = claim(Kind::Event, "RETREAT", "Gull", "the Front left Bree").by("Northern Front ARN REB #nf");
    let told = retreat.clone().published("2031-03-05").per("the foreign ministry GON GOV (state)");
    assert_eq!(notes(&[backs.clone(), told], &[]), [(Bears::Against, "nf".into(), "own retreat or concession".into())]);
    // Before anybody said so, there was no such leaning.
    let before = retreat.published("2031-02-01").per("the foreign ministry GON GOV (state)");
    assert!(notes(&[backs.clone(), before], &[]).is_empty());
    let claims = all(&[backs]);
    let [a, b] = &leanings(&claims)[..] else { panic!("two ways") };
    assert_eq!((a.who.as_str(), a.to.as_str(), b.who.as_str(), b.to.as_str()), ("GON", "nf", "nf", "GON"));
    assert!(matches!(&a.origin, Origin::Claim { page_id, tie, .. } if page_id == "page Crane" && tie == "supports"));
    // What is denied, wished for or over is no leaning.
    let denied = relation("Crane", "supports", "Gondor GON (state)", "Northern Front ARN REB #nf").denied();
    let ended = relation("Crane", "supports", "Gondor GON (state)", "Northern Front ARN REB #nf").status("ended");
    assert!(leanings(&all(&[denied, ended])).is_empty());
}

#[test]
fn an_outlet_leans_by_the_table_while_the_table_says_so() {
    let row = Leaning {
        who: "herald".into(),
        to: "ARN".into(),
        since: Some("2030-01-01".parse().unwrap()),
        until: None,
        origin: Origin::Table { why: "state agency; source: an invented register".into() },
    };
    let lost = control("Herald", "lost", "the army ARN MIL");
    let told = notes(std::slice::from_ref(&lost), std::slice::from_ref(&row));
    assert_eq!(told, [(Bears::Against, "ARN".into(), "own loss of a place".into())]);
    // Switched off, or ended before the page: none. Another's word in it is the other's.
    assert!(notes(std::slice::from_ref(&lost), &[]).is_empty());
    let ended = Leaning { until: Some("2030-12-31".parse().unwrap()), ..row.clone() };
    assert!(notes(std::slice::from_ref(&lost), &[ended]).is_empty());
    assert!(notes(&[lost.per("March War Monitor ARN SOC #mwm")], &[row]).is_empty());
}
