//! What a picture makes of an analyst's decisions, on hand-made claims; one test a promise.

use crate::make::{Make, control, drawn, make, span, tie};
use froissart_model::{Entity, EntityKind, FigureScope, Kind, Link, LinkAs};
use froissart_picture::{
    Act, Aside, Cited, ClaimLink, Correction, Decisions, DisputeKind, Ground, Known, LinkType, Opinion, Options,
    Picture, Says, Sourced, decide, picture,
};
use proptest::prelude::*;

const DAY: &str = "2024-12-02";

fn ground(number: i64, who: &str) -> Ground {
    Ground { number, who: who.into(), at: "2024-12-10T09:00:00Z".into(), why: "an old photograph".into() }
}

fn cited(s: &Sourced) -> Cited {
    Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() }
}

fn opinion(number: i64, who: &str, s: &Sourced, accepts: bool) -> Opinion {
    Opinion { claim: cited(s), accepts, ground: ground(number, who) }
}

fn opinions(all: &[Opinion]) -> Decisions {
    Decisions { opinions: all.to_vec(), ..Decisions::default() }
}

fn link(number: i64, type_: LinkType, from: &Sourced, to: &Sourced) -> Decisions {
    let one = ClaimLink { type_, from: cited(from), to: cited(to), ground: ground(number, "Faramir") };
    Decisions { links: vec![one], ..Decisions::default() }
}

fn correction(number: i64, act: Act, subject: &str, into: &str) -> Correction {
    let (subject, into) = (subject.to_owned(), into.to_owned());
    Correction { act, subject, into, known: None, claims: Vec::new(), ground: ground(number, "Faramir") }
}

fn corrections(all: &[Correction]) -> Decisions {
    Decisions { corrections: all.to_vec(), ..Decisions::default() }
}

/// The picture of a day as the decisions have it.
fn on(day: &str, claims: &[Sourced], decisions: &Decisions) -> Picture {
    let (claims, decided) = decide(claims.to_vec(), decisions);
    picture(&claims, &Options { as_of: day.parse().ok(), known_by: day.parse().ok(), decided, ..Options::default() })
}

fn held(p: &Picture) -> Vec<String> {
    p.holdings.iter().map(|h| format!("{} {} {}", h.holder.name, h.status, h.place.name)).collect()
}

/// "Gondor holds Osgiliath", of Gondor's own paper, and "Umbar holds Osgiliath", of another.
fn rivals() -> [Sourced; 2] {
    let told = |who: &str, by: &str| control(DAY, who, "Osgiliath").on(DAY).by(by).done();
    [told("Gondor", "the Steward"), told("Umbar", "a monitor")]
}

#[test]
fn a_rejected_claim_leaves_every_conclusion_and_is_listed_with_who_and_why() {
    let claims = rivals();
    let before = on(DAY, &claims, &Decisions::default());
    assert_eq!((before.holdings.len(), before.disputes.len(), before.set_aside.len()), (2, 1, 0));
    let p = on(DAY, &claims, &opinions(&[opinion(1, "Faramir", &claims[1], false)]));
    assert_eq!(held(&p), ["Gondor held Osgiliath"]);
    assert!(p.disputes.is_empty() && !p.holdings[0].is_disputed, "{}", drawn(&p));
    let [aside] = p.set_aside.as_slice() else { panic!("{:?}", p.set_aside) };
    assert_eq!((aside.why, aside.claim.id.as_str()), (Aside::Rejected, claims[1].claim.id.as_str()));
    assert_eq!(aside.claim.decisions[0].ground, ground(1, "Faramir"));
    let text = drawn(&p);
    assert!(text.starts_with("SITUATION as of 2024-12-02, from 1 claim; 1 set aside\n"), "{text}");
    let id = &claims[1].claim.id[..8];
    assert!(
        text.contains(&format!(
            "SET ASIDE BY ANALYSTS, AND NOT COUNTED ABOVE\n  Umbar controls (held) Osgiliath: “Umbar controls Osgiliath” \
             (a monitor; Gondor Herald, 2024-12-02) {id}\n    rejected by Faramir, 2024-12-10: an old photograph\n"
        )),
        "{text}"
    );
}

#[test]
fn analysts_who_disagree_leave_the_claim_in_and_are_both_shown() {
    let claims = rivals();
    let (no, yes) = (opinion(1, "Faramir", &claims[1], false), opinion(2, "Éowyn", &claims[1], true));
    let p = on(DAY, &claims, &opinions(&[no.clone(), yes.clone()]));
    assert_eq!((p.holdings.len(), p.disputes.len(), p.set_aside.len()), (2, 1, 0));
    assert!(drawn(&p).contains("analysts disagree: accepted by Éowyn, rejected by Faramir]"));
    // Whoever thinks again is counted once, by the last word.
    let p = on(DAY, &claims, &opinions(&[yes, no, opinion(3, "Éowyn", &claims[1], false)]));
    assert_eq!((p.holdings.len(), p.set_aside[0].claim.decisions.len()), (1, 2));
    let p = on(DAY, &claims, &opinions(&[opinion(4, "Éowyn", &claims[1], true)]));
    assert_eq!(p.holdings.len(), 2);
    assert!(drawn(&p).contains(&format!("[{} accepted by Éowyn]", &claims[1].claim.id[..8])), "{}", drawn(&p));
}

#[test]
fn what_only_follows_from_a_rejected_claim_goes_with_it_unless_it_is_accepted() {
    let act =
        make(Kind::Event, "ASSAULT", DAY, "Umbar seized Pelargir").actor("Umbar").place("Pelargir").on(DAY).done();
    let mut follows = control(DAY, "Umbar", "Pelargir").on(DAY).done();
    follows.claim_mut().links = vec![Link { to: act.claim.anchor.clone(), as_: LinkAs::ImpliedBy }];
    let claims = [act, follows];
    let rejected = opinion(1, "Faramir", &claims[0], false);
    let p = on(DAY, &claims, &opinions(std::slice::from_ref(&rejected)));
    assert!(p.holdings.is_empty() && p.events.is_empty(), "{}", drawn(&p));
    let mut why: Vec<(Aside, Option<&str>)> = p.set_aside.iter().map(|a| (a.why, a.follows.as_deref())).collect();
    why.sort_unstable();
    assert_eq!(why, [(Aside::Rejected, None), (Aside::Follows, Some(claims[0].claim.id.as_str()))]);
    let p = on(DAY, &claims, &opinions(&[rejected, opinion(2, "Faramir", &claims[1], true)]));
    assert_eq!((held(&p).len(), p.events.len()), (1, 0));
}

#[test]
fn a_newer_coders_claim_of_the_same_words_has_the_opinion_on_the_older() {
    let claims = rivals();
    let mut o = opinion(1, "Faramir", &claims[1], false);
    o.claim.id = "0f".repeat(16);
    assert_eq!(held(&on(DAY, &claims, &opinions(&[o.clone()]))), ["Gondor held Osgiliath"]);
    o.claim.anchor = "0e".repeat(16);
    assert_eq!(on(DAY, &claims, &opinions(&[o])), on(DAY, &claims, &Decisions::default()), "of a claim not there");
}

#[test]
fn a_merge_a_rename_and_a_split_are_followed_to_the_end_for_whoever_acts_suffers_or_tells() {
    let by_name = |m: Make| m.done();
    let claims = [
        by_name(control(DAY, "Black Ships", "Pelargir").on(DAY)),
        by_name(control(DAY, "Corsairs", "Linhir").on(DAY).by("Black Ships")),
        tie("fights", "Gondor", "Black Ships"),
    ];
    let merge = correction(1, Act::Merge, "black ships", "corsairs");
    let p = on(DAY, &claims, &corrections(std::slice::from_ref(&merge)));
    assert_eq!(held(&p), ["Corsairs held Linhir", "Corsairs held Pelargir"]);
    assert_eq!(p.engagements[0].a.name, "Corsairs");
    assert!(drawn(&p).contains("(Corsairs; Gondor Herald, 2024-12-02)"), "the account too: {}", drawn(&p));
    assert!(
        drawn(&p).contains(
            "NAMES PUT RIGHT BY ANALYSTS\n  “Black Ships” is Corsairs, in 3 claims (merged by Faramir, 2024-12-10: an \
             old photograph)\n"
        ),
        "{}",
        drawn(&p)
    );
    // The one that it is, is called otherwise.
    let rename = correction(2, Act::Rename, "corsairs", "Fleet of Umbar");
    let both = [merge, rename.clone()];
    let p = on(DAY, &claims, &corrections(&both));
    assert_eq!(held(&p), ["Fleet of Umbar held Linhir", "Fleet of Umbar held Pelargir"]);
    // In one claim the name means somebody else, whom no claim knows.
    let split = Correction { claims: vec![cited(&claims[0])], ..correction(3, Act::Split, "corsairs", "Haradrim") };
    let p = on(DAY, &claims, &corrections(&[both[0].clone(), both[1].clone(), split]));
    assert_eq!(held(&p), ["Fleet of Umbar held Linhir", "Haradrim held Pelargir"]);
    let did: Vec<(Act, &str, &str, usize)> =
        p.corrections.iter().map(|c| (c.act, c.from.as_str(), c.into.as_str(), c.claims.len())).collect();
    assert_eq!(
        did,
        [
            (Act::Merge, "Black Ships", "Fleet of Umbar", 3),
            (Act::Rename, "Corsairs", "Fleet of Umbar", 2),
            (Act::Split, "Corsairs", "Haradrim", 1),
        ]
    );
    // A circle, which a ledger refuses, ends where it began.
    let circle =
        [correction(1, Act::Merge, "black ships", "corsairs"), correction(2, Act::Merge, "corsairs", "black ships")];
    assert_eq!(on(DAY, &claims, &corrections(&circle)).holdings.len(), 2);
}

#[test]
fn who_takes_anothers_place_has_what_is_known_of_him_and_nothing_of_the_other() {
    let known = |name: &str, id: &str, country: &str| Entity {
        name: Some(name.into()),
        id: Some(id.into()),
        country: Some(country.into()),
        sector: Some("REB".into()),
        sectors: vec!["REB".into()],
        code: Some("GONREB".into()),
        ..Entity::unnamed("the band", span(), EntityKind::Group)
    };
    let mut one = control(DAY, "x", "Linhir").on(DAY).done();
    one.claim_mut().actor = vec![known("Wild Men", "wild-men", "GON")];
    let mut two = control(DAY, "x", "Pelargir").on(DAY).done();
    two.claim_mut().actor = vec![known("Corsairs", "corsairs-of-umbar", "UMB")];
    let claims = [one, two];
    let into = |c: Correction| decide(claims.to_vec(), &corrections(&[c])).0[0].claim.actor[0].clone();
    let e = into(correction(1, Act::Merge, "wild-men", "corsairs-of-umbar"));
    assert_eq!(
        (e.id.as_deref(), e.name.as_deref(), e.country.as_deref()),
        (Some("corsairs-of-umbar"), Some("Corsairs"), Some("UMB"))
    );
    assert_eq!(e.text, "the band", "the words stay");
    // Whom no claim here shows, the ledger knows.
    let ledger =
        Known { key: "beornings@RHO".into(), name: "Beornings".into(), country: Some("RHO".into()), sector: None };
    let e = into(Correction { known: Some(ledger), ..correction(1, Act::Merge, "wild-men", "beornings@RHO") });
    assert_eq!((e.id, e.name.as_deref(), e.country.as_deref(), e.sector), (None, Some("Beornings"), Some("RHO"), None));
    // Of whom nobody knows more than the name, no table's country is told.
    let split = Correction { claims: vec![cited(&claims[0])], ..correction(1, Act::Split, "wild-men", "Dunlendings") };
    let e = into(split);
    assert_eq!((e.id, e.name.as_deref(), e.country, e.code), (None, Some("Dunlendings"), None, None));
}

#[test]
fn one_event_by_an_analysts_word_is_one_incident_and_one_range() {
    let strike = |who: &str, place: &str| {
        make(Kind::Event, "ASSAULT", DAY, &format!("{who} struck {place}")).actor(who).place(place).on(DAY).done()
    };
    let count = |day: &str, text: &str, n: f64| {
        make(Kind::Figure, "figure", day, text)
            .figure(text, "killed", Some(n), Some(n), FigureScope::Event)
            .recipient("fishermen")
            .place("Linhir")
            .on(day)
            .done()
    };
    let claims = [
        strike("Umbar", "the quays"),
        strike("Corsairs", "Linhir"),
        count("2024-12-01", "11", 11.0),
        count(DAY, "14", 14.0),
    ];
    let before = on(DAY, &claims, &Decisions::default());
    assert_eq!((before.events.len(), before.figures.len()), (2, 2));
    let mut one = link(1, LinkType::SameEvent, &claims[0], &claims[1]);
    one.links.extend(link(2, LinkType::SameEvent, &claims[2], &claims[3]).links);
    let p = on(DAY, &claims, &one);
    let [event] = p.events.as_slice() else { panic!("{}", drawn(&p)) };
    assert_eq!((event.actors.len(), event.places.len(), event.grounds.claims.len()), (2, 2, 2));
    assert_eq!((p.figures.len(), p.figures[0].low, p.figures[0].high), (1, Some(11.0), Some(14.0)));
    assert!(drawn(&p).contains(&format!("one event with {} (Faramir)", &claims[1].claim.id[..8])), "{}", drawn(&p));
    let (_, decided) = decide(claims.to_vec(), &one);
    assert_eq!(decided.given()[0].why, "Faramir: an old photograph", "the reason, for testimony");
}

#[test]
fn a_stated_contradiction_is_a_dispute_with_both_sides_or_joins_one() {
    let down = make(Kind::Event, "ASSAULT", DAY, "the bridge is down").place("Osgiliath").on(DAY).done();
    let crossed = make(Kind::Event, "MOBILIZE", DAY, "carts crossed it").actor("Umbar").on(DAY).by("a carter").done();
    let claims = [down, crossed];
    let stated = link(1, LinkType::Contradicts, &claims[0], &claims[1]);
    let p = on(DAY, &claims, &stated);
    let [d] = p.disputes.as_slice() else { panic!("{}", drawn(&p)) };
    assert_eq!((d.kind, d.sides.len(), d.stated[0].ground.who.as_str()), (DisputeKind::Stated, 2, "Faramir"));
    let labels: Vec<&str> = d.sides.iter().map(|s| s.label.as_str()).collect();
    assert_eq!(labels, ["“the bridge is down”", "“carts crossed it”"]);
    assert!(drawn(&p).contains("contradict each other, says Faramir, 2024-12-10: an old photograph"), "{}", drawn(&p));
    // Of a dispute that the rules found, a third claim becomes a side.
    let [a, b] = rivals();
    let all = [a, b, claims[1].clone()];
    let p = on(DAY, &all, &link(1, LinkType::Contradicts, &all[2], &all[0]));
    assert_eq!(p.disputes.len(), 1);
    assert_eq!((p.disputes[0].kind, p.disputes[0].sides.len()), (DisputeKind::Holder, 3));
    // Two that are against each other already are no second dispute.
    let p = on(DAY, &all, &link(1, LinkType::Contradicts, &all[1], &all[0]));
    assert_eq!((p.disputes.len(), p.disputes[0].sides.len(), p.disputes[0].stated.len()), (1, 2, 1));
}

#[test]
fn what_its_own_source_replaced_counts_until_that_is_known_and_never_where_the_newer_is_rejected() {
    let older = control("2024-12-01", "Umbar", "Linhir").now().done();
    let newer = control("2024-12-03", "Gondor", "Linhir").now().done();
    let claims = [older, newer];
    for (type_, why, words) in [
        (LinkType::Supersedes, Aside::Superseded, "superseded by"),
        (LinkType::Retracts, Aside::Retracted, "retracted by"),
    ] {
        let decisions = link(1, type_, &claims[1], &claims[0]);
        assert_eq!(held(&on("2024-12-02", &claims, &decisions)), ["Umbar held Linhir"], "not known yet");
        let p = on("2024-12-03", &claims, &decisions);
        assert_eq!((held(&p), p.history.len()), (vec!["Gondor held Linhir".to_owned()], 0));
        assert_eq!(p.set_aside[0].why, why);
        let text = drawn(&p);
        assert!(text.contains("NO LONGER TOLD BY THEIR OWN SOURCE, AND NOT COUNTED ABOVE"), "{text}");
        assert!(
            text.contains(&format!("    {words} {} (Faramir, 2024-12-10: an old", &claims[1].claim.id[..8])),
            "{text}"
        );
        let rejected = Decisions { opinions: vec![opinion(1, "Éowyn", &claims[1], false)], ..decisions.clone() };
        assert_eq!(held(&on("2024-12-03", &claims, &rejected)), ["Umbar held Linhir"], "the newer is rejected");
        let mut each = decisions;
        each.links.extend(link(2, type_, &claims[0], &claims[1]).links);
        assert!(on("2024-12-03", &claims, &each).set_aside.is_empty(), "each the other replaces neither");
    }
}

#[test]
fn corroboration_is_shown_beside_both_and_counts_nothing() {
    let [a, b] = [
        control(DAY, "Umbar", "Linhir").on(DAY).by("a monitor").done(),
        control(DAY, "Umbar", "Linhir").on(DAY).by("a fisher").done(),
    ];
    let claims = [a, b];
    let (before, p) = (
        on(DAY, &claims, &Decisions::default()),
        on(DAY, &claims, &link(1, LinkType::Corroborates, &claims[0], &claims[1])),
    );
    assert_eq!(before.holdings[0].grounds.accounts, p.holdings[0].grounds.accounts);
    let says: Vec<Says> =
        p.holdings[0].grounds.claims.iter().flat_map(|c| c.decisions.iter().map(|r| r.says)).collect();
    assert_eq!((says.contains(&Says::Corroborates), says.contains(&Says::CorroboratedBy), says.len()), (true, true, 2));
}

#[test]
fn without_decisions_the_json_has_no_word_of_them() {
    let json = serde_json::to_string(&on(DAY, &rivals(), &Decisions::default())).unwrap();
    for key in ["set_aside", "corrections", "decisions", "stated"] {
        assert!(!json.contains(key), "{key}");
    }
    let p = on(DAY, &rivals(), &opinions(&[opinion(1, "Faramir", &rivals()[1], false)]));
    let back: Picture = serde_json::from_str(&serde_json::to_string(&p).unwrap()).unwrap();
    assert_eq!(back, p);
}

proptest! {
    #[test]
    fn neither_the_order_of_claims_nor_that_of_decisions_shows(
        claims in Just(crate::make::situation()).prop_shuffle(),
        verdicts in prop::collection::vec((0..9_usize, prop::bool::ANY, 0..3_usize), 0..12),
        links in prop::collection::vec((0..9_usize, 0..9_usize, 0..5_usize), 0..6),
    ) {
        let stored = crate::make::situation();
        let who = ["Faramir", "Éowyn", "Beregond"];
        let types = [LinkType::SameEvent, LinkType::Contradicts, LinkType::Corroborates, LinkType::Supersedes, LinkType::Retracts];
        let opinions = verdicts.iter().enumerate().map(|(k, v)| opinion(k as i64, who[v.2], &stored[v.0], v.1));
        let links = links.iter().enumerate().flat_map(|(k, l)| link(k as i64, types[l.2], &stored[l.0], &stored[l.1]).links);
        let corrections = vec![correction(1, Act::Merge, "corsairs", "umbar"), correction(2, Act::Rename, "umbar", "The South")];
        let mut decisions = Decisions { opinions: opinions.collect(), corrections, links: links.collect() };
        let first = on(DAY, &stored, &decisions);
        decisions.opinions.reverse();
        decisions.corrections.reverse();
        decisions.links.reverse();
        prop_assert!(on(DAY, &claims, &decisions) == first);
        // Nothing is lost: each claim is in the picture or on the list of what was set aside.
        prop_assert_eq!(first.claims + first.set_aside.len(), on(DAY, &stored, &Decisions::default()).claims);
    }
}
