//! Who vouches: one voice in many papers, and many voices in one.

use crate::make::{Make, all, assault};
use froissart_model::{Block, LinkAs, Page, Part, Span};
use froissart_testimony::{Accounts, Families, OutletKeys, Print, VoiceKind, Wire};

fn keys(makes: &[Make], families: &Families) -> Vec<String> {
    let claims = all(makes);
    let accounts = Accounts::new(&claims, families, &OutletKeys::new());
    (0..claims.len()).map(|n| accounts.voice(n).key.clone()).collect()
}

fn independent(makes: &[Make], families: &Families) -> usize {
    let claims = all(makes);
    Accounts::new(&claims, families, &OutletKeys::new()).testimonies(&claims, 0..claims.len(), families).len()
}

/// The pages of these names, all of one text, the first the earliest.
fn one_text(names: &[&str]) -> Families {
    let words = "the column left the ford at dawn and reached the old mill before noon while carts with grain went the other \
                 way and nobody at the gate could say who had given the order to let them pass";
    let print = |(n, name): (usize, &&str)| {
        let page = Page {
            id: format!("page {name}"),
            title: None,
            standfirst: None,
            byline: vec![],
            outlet: Some(format!("The {name}")),
            url: None,
            published: Some(format!("2031-03-0{}", n + 1)),
            modified: None,
            language: None,
            text: words.into(),
            body: vec![Block { span: Span::new(0, words.chars().count()), part: Part::Body }],
            furniture: vec![],
        };
        Print::of(&page)
    };
    Wire::of(names.iter().enumerate().map(print)).families()
}

#[test]
fn five_papers_that_rewrite_one_line_of_a_monitor_are_one_account() {
    let papers = ["Gull", "Heron", "Crane", "Stork", "Ibis"];
    let by_monitor: Vec<Make> =
        papers.iter().map(|p| assault(p, "the town was shelled").per("March War Monitor ARN SOC #mwm")).collect();
    assert_eq!(independent(&by_monitor, &Families::default()), 1);
    // What they say on their own is five.
    let own: Vec<Make> = papers.iter().map(|p| assault(p, "the town was shelled")).collect();
    assert_eq!(independent(&own, &Families::default()), 5);
    // And one again, where they print one text: the first one's.
    let family = one_text(&papers);
    assert_eq!(keys(&own, &family), vec!["outlet:gull"; 5]);
    assert_eq!(independent(&own, &family), 1);
}

#[test]
fn unnamed_sources_are_one_for_a_family_and_strangers_across_families() {
    let told = |p: &str| assault(p, "the bridge was hit").per("two residents CVL (civilians)");
    let apart = [told("Gull"), told("Heron")];
    assert_eq!(independent(&apart, &Families::default()), 2);
    assert_eq!(independent(&apart, &one_text(&["Gull", "Heron"])), 1);
    let claims = all(&apart);
    let accounts = Accounts::new(&claims, &Families::default(), &OutletKeys::new());
    assert_eq!(accounts.voice(0).kind, VoiceKind::Unnamed);
}

#[test]
fn an_office_is_one_voice_however_it_is_called() {
    let makes = [
        assault("Gull", "a").per("Arnor’s army ARN MIL"),
        assault("Heron", "b").per("the Arnorian Army ARN MIL #arnor_army"),
        assault("Crane", "c").per("the military ARN MIL"),
        assault("Stork", "d").per("Arnor ARN (state)"),
        assault("Ibis", "e").per("the defence ministry ARN GOV (state)"),
        assault("Teal", "f").per("a military source ARN MIL (person)"),
        assault("Tern", "g").per("the 25th Cavalry ARN MIL #cavalry"),
    ];
    let keys = keys(&makes, &Families::default());
    assert_eq!(keys[..5], ["ARN MIL", "ARN MIL", "ARN MIL", "ARN GOV", "ARN GOV"]);
    assert_eq!(keys[5], "unnamed:ARN MIL@page Teal");
    assert_eq!(keys[6], "id:cavalry");
}

#[test]
fn a_page_calls_those_it_has_named_by_less() {
    let full = assault("Gull", "a").per("March Observatory for Human Rights ARN SOC #mohr");
    let headline = assault("Gull", "b").per("monitor SOC").link(&full, LinkAs::SameTelling);
    let short = assault("Gull", "c").per("The Observatory");
    let person = assault("Gull", "d").per("Zorn Hemel (person)");
    let surname = assault("Gull", "e").per("Hemel (person)");
    let nobody = assault("Gull", "f").per("He (person)");
    let other_page = assault("Heron", "g").per("The Observatory");
    let keys = keys(&[full, headline, short, person, surname, nobody, other_page], &Families::default());
    assert_eq!(keys[..3], ["id:mohr", "id:mohr", "id:mohr"]);
    assert_eq!(keys[3..5], ["name:zorn hemel", "name:zorn hemel"]);
    assert_eq!(keys[5], "unnamed:source@page Gull");
    assert_ne!(keys[6], "id:mohr", "another page's Observatory may be another");
}

#[test]
fn a_quoted_paper_and_its_own_page_are_one_voice() {
    let claims = all(&[assault("Gull", "a"), assault("Heron", "b").per("The Gull ARN #gull")]);
    let outlets = OutletKeys::from([("gull".to_owned(), "gull".to_owned())]);
    let accounts = Accounts::new(&claims, &Families::default(), &outlets);
    assert_eq!((accounts.voice(0).key.as_str(), accounts.voice(1).key.as_str()), ("id:gull", "id:gull"));
    let one = &accounts.testimonies(&claims, 0..2, &Families::default())[0];
    assert_eq!(one.outlets, ["The Gull", "The Heron"]);
    assert_eq!(one.families, ["page Gull", "page Heron"]);
}
