//! What accounts cannot all be true about, on hand-made claims; one test a promise. Wholes of the testimony crate's own
//! rules are tested there.

use froissart_model::{
    Basis, Certainty, Char, Claim, Entity, EntityKind, Evidence, Extent, ExtentOf, Figure, FigureScope, Holds,
    Interval, Kind, Part, Place, PlaceRole, Precision, Span, content_id,
};
use froissart_picture::{Dispute, DisputeKind, Options, PageHead, Sourced, disputes_with};
use froissart_testimony::{Bears, Context, Leaning, Origin};

const DAY: &str = "2031-03-05";

struct Make(Sourced);

/// "the army ARN MIL", "Northern Front ARN REB #nf": words, country, sector, key.
fn entity(text: &str) -> Entity<Char> {
    let mut e = Entity::unnamed("", Span::new(0, 1), EntityKind::Group);
    let mut words = Vec::new();
    for w in text.split(' ') {
        match w {
            "ARN" | "GON" => e.country = Some(w.into()),
            "REB" | "MIL" | "GOV" | "SOC" | "CVL" => e.sector = Some(w.into()),
            _ if w.starts_with('#') => e.id = Some(w[1..].into()),
            _ => words.push(w),
        }
    }
    e.kind = if e.sector.as_deref() == Some("CVL") { EntityKind::Civilians } else { EntityKind::Group };
    e.text = words.join(" ");
    e.name = Some(e.text.clone());
    e
}

fn make(kind: Kind, type_: &str, page: &str, words: &str) -> Make {
    let evidence = Evidence { span: Span::new(0, 1), text: words.into(), part: Part::Body, sentence: 0 };
    Make(Sourced::new(
        Claim::new(kind, type_, evidence, "held/takes"),
        PageHead {
            id: format!("page {page}"),
            title: None,
            outlet: Some(format!("The {page}")),
            url: None,
            published: Some(DAY.into()),
        },
    ))
}

fn control(page: &str, status: &str, who: &str) -> Make {
    make(Kind::Control, "controls", page, &format!("{who} {status}")).by(who).at("Fornost").day(DAY).status(status)
}

impl Make {
    fn by(mut self, who: &str) -> Self {
        self.0.claim_mut().actor.push(entity(who));
        self
    }
    fn to(mut self, who: &str) -> Self {
        self.0.claim_mut().recipient.push(entity(who));
        self
    }
    fn at(mut self, name: &str) -> Self {
        let mut p = Place::unnamed(name, Span::new(0, 1), PlaceRole::At);
        p.geonames = Some(name.len() as u64);
        self.0.claim_mut().place.push(p);
        self
    }
    fn day(mut self, day: &str) -> Self {
        self.0.claim_mut().happened = Some(Interval {
            from: day.parse().ok(),
            to: day.parse().ok(),
            precision: Precision::Day,
            holds: Holds::Throughout,
            basis: Basis::Words,
            text: None,
            span: None.into(),
        });
        self
    }
    fn by_page(mut self) -> Self {
        self.0.claim_mut().happened = Some(Interval::by_page(DAY.parse().ok()));
        self
    }
    fn status(mut self, status: &str) -> Self {
        self.0.claim_mut().status = Some(status.into());
        self
    }
    fn share(mut self, text: &str, of: ExtentOf, low: Option<f64>) -> Self {
        self.0.claim_mut().extent = Some(Extent { text: text.into(), of, low, high: Some(1.0) });
        self
    }
    fn rule(mut self, rule: &str) -> Self {
        self.0.claim_mut().rule = rule.into();
        self
    }
    fn per(mut self, who: &str) -> Self {
        self.0.claim_mut().according_to.push(entity(who));
        self.0.claim_mut().certainty = Certainty::Reported;
        self
    }
    fn denied(mut self) -> Self {
        self.0.claim_mut().negated = true;
        self.0.claim_mut().certainty = Certainty::Denied;
        self
    }
    fn alleged(mut self) -> Self {
        self.0.claim_mut().certainty = Certainty::Believed;
        self
    }
    fn killed(mut self, exact: f64) -> Self {
        let text = self.0.claim.evidence.text.clone();
        self.0.claim_mut().figure = Some(Figure {
            text,
            of: "killed".into(),
            low: None,
            high: None,
            exact: Some(exact),
            scope: FigureScope::Event,
            reported_none: false,
        });
        self
    }
    fn done(mut self) -> Sourced {
        let text = serde_json::to_string(&self.0.claim).unwrap();
        self.0.claim_mut().id = content_id("test", format!("{} {text}", self.0.page.id).as_bytes());
        self.0.claim_mut().anchor = content_id("anchor", self.0.claim.id.as_bytes());
        self.0
    }
}

fn found(makes: Vec<Make>) -> Vec<Dispute> {
    let claims: Vec<Sourced> = makes.into_iter().map(Make::done).collect();
    let as_of = Some("2031-03-10".parse().unwrap());
    // By organ, so that a side is called as its own claim calls it.
    disputes_with(&claims, &Options { as_of, separate_organs: true, ..Options::default() })
}

fn labels(d: &Dispute) -> Vec<&str> {
    d.sides.iter().map(|s| s.label.as_str()).collect()
}

#[test]
fn who_denies_having_lost_a_town_holds_it_against_whoever_took_it() {
    let took = || control("Gull", "held", "Northern Front ARN REB #nf").per("March Monitor ARN SOC #mm");
    let denies = || control("Heron", "lost", "the army ARN MIL").per("the army ARN MIL").denied();
    let d = found(vec![took(), denies()]);
    assert_eq!(d.len(), 1);
    assert_eq!(d[0].kind, DisputeKind::Holder);
    assert_eq!(labels(&d[0]), ["held by Northern Front", "not lost by the army"]);
    assert_eq!(d[0].sides[1].bearings[0].bears, Bears::For);
    // Whoever says that it lost it denies that as well.
    let d = found(vec![control("Gull", "lost", "the army ARN MIL"), denies()]);
    assert_eq!(labels(&d[0]), ["lost by the army", "not lost by the army"]);
}

#[test]
fn shared_contested_and_besieged_leave_room_unless_one_says_the_whole() {
    let army = || control("Gull", "held", "the army ARN MIL");
    for status in ["shared", "contested", "besieging", "present"] {
        assert_eq!(found(vec![army(), control("Heron", status, "Northern Front ARN REB #nf")]), [], "{status}");
    }
    let all_of_it = || army().share("all of", ExtentOf::Whole, Some(1.0));
    let d = found(vec![all_of_it(), control("Heron", "contested", "Northern Front ARN REB #nf")]);
    assert_eq!(labels(&d[0]), ["fought over or shared by Northern Front", "held by the army (all of)"]);
    assert_eq!(found(vec![all_of_it(), control("Heron", "besieging", "Northern Front ARN REB #nf")]), []);
    // A part of each; and more than half of each, which cannot be.
    let part = |page: &str, who: &str, low| control(page, "held", who).share("some of", ExtentOf::Part, low);
    let two =
        |low| found(vec![part("Gull", "the army ARN MIL", low), part("Heron", "Northern Front ARN REB #nf", low)]);
    assert_eq!(two(None), []);
    assert_eq!(two(Some(0.5)).len(), 1);
}

#[test]
fn rebels_and_one_of_their_groups_are_no_rivals_and_was_held_is_of_the_past() {
    let front = || control("Gull", "held", "Northern Front ARN REB #nf");
    assert_eq!(found(vec![front(), control("Heron", "held", "rebels ARN REB")]), []);
    assert_eq!(found(vec![front(), control("Heron", "held", "Southern League ARN REB #sl")]).len(), 1);
    let was = || control("Heron", "held", "the army ARN MIL").by_page();
    assert_eq!(found(vec![front(), was().rule("held/holds")]), []);
    assert_eq!(found(vec![front(), was().rule("held/takes")]).len(), 1, "what was taken is held");
}

#[test]
fn an_allegation_that_is_denied_is_a_dispute_with_its_event() {
    let shelled = |page: &str| make(Kind::Event, "ASSAULT", page, page).by("the army ARN MIL").at("Bree").day(DAY);
    let d = found(vec![
        shelled("Gull").per("residents CVL"),
        shelled("Heron").per("Northern Front ARN REB #nf").alleged(),
        shelled("Crane").per("the army ARN MIL").denied(),
    ]);
    assert_eq!(labels(&d[0]), ["told as so", "believed or alleged", "denied, or told as not so"]);
    assert!(d[0].event.is_some());
    assert_eq!(d[0].sides[0].testimonies[0].voice.name, "residents");
    // One voice contradicts itself in no dispute.
    assert_eq!(
        found(vec![shelled("Gull").per("the army ARN MIL"), shelled("Crane").per("the army ARN MIL").denied()]),
        []
    );
}

#[test]
fn a_denial_without_a_place_rejects_what_its_page_tells() {
    let left = |place: &str| {
        let m = make(Kind::Event, "RETREAT", "Gull", &format!("left {place}")).by("the army ARN MIL").by_page();
        m.at(place).per("March Monitor ARN SOC #mm")
    };
    let denies = || {
        make(Kind::Event, "RETREAT", "Gull", "denied")
            .by("its troops ARN MIL")
            .by_page()
            .denied()
            .per("the army ARN MIL")
    };
    assert_eq!(found(vec![left("Bree"), denies()]).len(), 1);
    assert_eq!(found(vec![left("Bree"), left("Archet"), denies()]), [], "which of them?");
}

#[test]
fn rival_counts_are_of_one_event_and_of_the_same_people() {
    let killed = |page: &str, n: f64, whom: &str| {
        make(Kind::Figure, "killed", page, &format!("{n}")).at("Bree").day(DAY).to(whom).killed(n)
    };
    let d = found(vec![killed("Gull", 11.0, "11 civilians CVL"), killed("Heron", 25.0, "25 civilians CVL")]);
    assert_eq!((d[0].kind, labels(&d[0])), (DisputeKind::Figure, vec!["11", "25"]));
    assert_eq!(
        found(vec![killed("Gull", 11.0, "11 civilians CVL"), killed("Heron", 60.0, "60 militants ARN REB")]),
        []
    );
}

#[test]
fn ties_are_disputed_by_denial_and_by_their_contrary() {
    let tie = |type_: &str, page: &str| {
        make(Kind::Relation, type_, page, type_).by("Gondor GON GOV").to("Northern Front ARN REB #nf").day(DAY)
    };
    let d = found(vec![tie("supports", "Gull"), tie("supports", "Heron").per("Gondor GON GOV").denied()]);
    assert_eq!((d[0].kind, labels(&d[0])), (DisputeKind::Tie, vec!["told as so", "denied, or told as not so"]));
    let d = found(vec![tie("supports", "Gull"), tie("fights", "Heron")]);
    assert_eq!(labels(&d[0]), ["one backs the other", "against each other"]);
    assert!(d[0].label.starts_with("friends or foes: "), "{}", d[0].label);
    assert_eq!(found(vec![tie("supports", "Gull"), tie("fights", "Heron").day("2030-03-05")]), [], "a year before");
}

#[test]
fn who_reports_against_his_side_is_noted_and_can_be_switched_off() {
    let claims: Vec<Sourced> = vec![
        control("Herald", "lost", "the army ARN MIL").done(),
        control("Heron", "held", "the army ARN MIL").per("the army ARN MIL").done(),
    ];
    let row = Leaning {
        who: "herald".into(),
        to: "ARN".into(),
        since: None,
        until: None,
        origin: Origin::Table { why: "state paper; source: an invented register".into() },
    };
    let testimony = Context {
        outlets: [("herald".to_owned(), "herald".to_owned())].into(),
        leanings: vec![row],
        ..Context::default()
    };
    let options = Options { testimony, separate_organs: true, ..Options::default() };
    let d = disputes_with(&claims, &options);
    let lost = d[0].sides.iter().find(|s| s.label == "lost by the army").unwrap();
    let held = d[0].sides.iter().find(|s| s.label == "held by the army").unwrap();
    assert_eq!((lost.bearings[0].bears, lost.bearings[0].what.as_str()), (Bears::Against, "own loss of a place"));
    assert_eq!(held.bearings[0].bears, Bears::For);
    let mut off = options.clone();
    off.testimony.without_leanings = true;
    assert!(disputes_with(&claims, &off)[0].sides.iter().all(|s| s.bearings.is_empty()));
}
