//! Claims made by hand: a small invented war, with every kind of trouble a layout can have.

use froissart_export::{Export, Format, Group, Input, Options, PageFacts, export};
use froissart_model::{
    Acled, Basis, Certainty, Char, Claim, Entity, EntityKind, Evidence, Figure, FigureScope, Holds, Interval, Kind,
    Link, LinkAs, Part, Place, PlaceRole, Precision, Span, content_id,
};
use froissart_picture::{Aside, PageHead, Sourced};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(crate) fn span(begin: usize, len: usize) -> Span<Char> {
    Span::new(begin, begin + len)
}

/// A claim on page `page` with these words, at this place on the page.
pub(crate) fn claim(page: &str, kind: Kind, type_: &str, at: usize, words: &str) -> Sourced {
    let evidence =
        Evidence { span: span(at, words.chars().count()), text: words.into(), part: Part::Body, sentence: at / 100 };
    let mut claim = Claim::new(kind, type_, evidence, "test/rule");
    claim.id = content_id("claim", format!("{page} {type_} {at} {words}").as_bytes());
    claim.anchor = content_id("anchor", claim.id.as_bytes());
    Sourced::new(
        claim,
        PageHead {
            id: content_id("page", page.as_bytes()),
            title: Some(format!("News of {page}")),
            outlet: Some(format!("The {page} Herald")),
            url: None,
            published: Some("2024-12-02T08:30:00+02:00".into()),
        },
    )
}

pub(crate) fn entity(name: &str, kind: EntityKind, country: Option<&str>, sector: Option<&str>) -> Entity<Char> {
    let mut e = Entity::unnamed(name, span(3, name.chars().count()), kind);
    e.country = country.map(str::to_owned);
    e.sector = sector.map(str::to_owned);
    e.sectors = sector.map(str::to_owned).into_iter().collect();
    e
}

/// The same, of the actor tables.
pub(crate) fn known(id: &str, name: &str, country: &str, sector: &str) -> Entity<Char> {
    let mut e = entity(name, EntityKind::Group, Some(country), Some(sector));
    e.id = Some(id.into());
    e.name = Some(name.into());
    e
}

pub(crate) fn place(name: &str, country: &str, lat: f64, lon: f64) -> Place<Char> {
    let mut p = Place::unnamed(name, span(40, name.chars().count()), PlaceRole::At);
    p.name = Some(name.into());
    p.country = Some(country.into());
    p.admin1 = Some("North Province".into());
    p.geonames = Some(170_063);
    p.lat = Some(lat);
    p.lon = Some(lon);
    p.radius_km = Some(5.0);
    p.precision = Some("city".into());
    p.feature = Some("city".into());
    p
}

pub(crate) fn on(from: &str, to: &str) -> Interval<Char> {
    Interval {
        from: from.parse().ok(),
        to: to.parse().ok(),
        precision: Precision::Day,
        holds: Holds::Throughout,
        basis: Basis::Words,
        text: Some("then".into()),
        span: None.into(),
    }
}

pub(crate) fn acled(event_type: &str, sub: &str) -> Acled {
    Acled { event_type: event_type.into(), sub_event_type: sub.into() }
}

/// A count of `act`, as `words` have it.
pub(crate) fn figure(act: &Sourced, of: &str, words: &str, low: f64, high: Option<f64>, at: usize) -> Sourced {
    let page = act.page.outlet.clone().unwrap_or_default();
    let mut f = claim(&page, Kind::Figure, of, at, words);
    f.page = Arc::new(PageHead { title: f.page.title.clone(), ..PageHead::clone(&act.page) });
    f.claim_mut().figure = Some(Figure {
        text: words.into(),
        of: of.into(),
        low: Some(low),
        high,
        exact: high.filter(|h| (h - low).abs() < 0.5),
        scope: FigureScope::Event,
        reported_none: false,
    });
    f.claim_mut().links = vec![Link { to: act.claim.anchor.clone(), as_: LinkAs::FigureOf }];
    f
}

/// The air strike on the market: state forces, civilians, a town, a day, an account, two tellings on two pages.
pub(crate) fn strike(page: &str, at: usize) -> Sourced {
    let mut s = claim(page, Kind::Event, "ASSAULT", at, "warplanes bombed the market of Idlib on Sunday");
    s.claim_mut().modes = vec!["aerial".into()];
    s.claim_mut().contexts = vec!["military".into()];
    s.claim_mut().cameo = Some("195".into());
    s.claim_mut().quad = Some(4);
    s.claim_mut().intensity = Some(-9.0);
    s.claim_mut().acled = Some(acled("Explosions/Remote violence", "Air/drone strike"));
    s.claim_mut().actor = vec![entity("Syrian warplanes", EntityKind::Equipment, Some("SYR"), Some("MIL"))];
    s.claim_mut().recipient = vec![entity("shoppers", EntityKind::Civilians, Some("SYR"), Some("CVL"))];
    s.claim_mut().place = vec![place("Idlib", "SYR", 35.93062, 36.63393)];
    s.claim_mut().happened = Some(on("2024-12-01", "2024-12-01"));
    s.claim_mut().according_to = vec![known("white_helmets", "White Helmets", "SYR", "MED")];
    s.claim_mut().certainty = Certainty::Reported;
    s
}

/// The clash of a named group with an army.
pub(crate) fn clash() -> Sourced {
    let mut s = claim("clash", Kind::Event, "ASSAULT", 200, "the SNA attacked army posts near Tel Rifaat");
    s.claim_mut().cameo = Some("190".into());
    s.claim_mut().quad = Some(4);
    s.claim_mut().intensity = Some(-9.0);
    s.claim_mut().acled = Some(acled("Battles", "Armed clash"));
    s.claim_mut().actor = vec![known("sna", "Syrian National Army", "SYR", "REB")];
    s.claim_mut().recipient = vec![entity("army posts", EntityKind::Group, Some("SYR"), Some("MIL"))];
    let mut p = place("Tal Rifaat", "SYR", 36.47229, 37.09721);
    p.relation = Some("near".into());
    s.claim_mut().place = vec![p];
    s.claim_mut().happened = Some(Interval::by_page("2024-12-02".parse().ok()));
    s
}

/// Words, a tie, a holding, and what no table of events wants unless asked.
pub(crate) fn rest() -> Vec<Sourced> {
    let mut says = claim("words", Kind::Statement, "ACCUSE", 300, "Ankara accused Damascus of the raid");
    says.claim_mut().cameo = Some("112".into());
    says.claim_mut().quad = Some(3);
    says.claim_mut().actor = vec![entity("Ankara", EntityKind::State, Some("TUR"), Some("GOV"))];
    says.claim_mut().recipient = vec![entity("Damascus", EntityKind::State, Some("SYR"), Some("GOV"))];
    says.claim_mut().happened = Some(on("2024-12-01", "2024-12-02"));

    let mut tie = claim("words", Kind::Relation, "supports", 400, "Turkey backs the SNA");
    tie.claim_mut().actor = vec![entity("Turkey", EntityKind::State, Some("TUR"), None)];
    tie.claim_mut().recipient = vec![known("sna", "Syrian National Army", "SYR", "REB")];

    let mut holding = claim("words", Kind::Control, "controls", 450, "the SNA holds Tel Rifaat");
    holding.claim_mut().status = Some("held".into());
    holding.claim_mut().actor = vec![known("sna", "Syrian National Army", "SYR", "REB")];
    holding.claim_mut().place = vec![place("Tal Rifaat", "SYR", 36.47229, 37.09721)];

    let mut denied = strike("denial", 500);
    denied.claim_mut().negated = true;
    denied.claim_mut().certainty = Certainty::Denied;
    let mut planned = strike("plan", 600);
    planned.claim_mut().mood = froissart_model::Mood::Planned;
    planned.claim_mut().certainty = Certainty::Planned;
    let mut recalled = strike("recalled", 700);
    recalled.claim_mut().told = froissart_model::Told::Background;
    let mut implied = tie.clone();
    implied.claim_mut().id = content_id("claim", b"implied");
    implied.claim_mut().anchor = content_id("anchor", b"implied");
    implied.claim_mut().type_ = "opposes".into();
    implied.claim_mut().links = vec![Link { to: tie.claim.anchor.clone(), as_: LinkAs::ImpliedBy }];

    let mut deal = claim("deal", Kind::Agreement, "AGREE", 800, "Turkey and Russia agreed on a truce in March 2020");
    deal.claim_mut().cameo = Some("0871".into());
    deal.claim_mut().quad = Some(1);
    deal.claim_mut().subject = Some("ceasefire".into());
    deal.claim_mut().acled = Some(acled("Strategic developments", "Agreement"));
    deal.claim_mut().actor = vec![
        entity("Turkey", EntityKind::State, Some("TUR"), None),
        entity("Russia", EntityKind::State, Some("RUS"), None),
    ];
    deal.claim_mut().happened = Some(on("2020-03-01", "2020-03-31"));
    vec![says, tie, holding, denied, planned, recalled, implied, deal]
}

/// The whole invented war: a strike told on two pages with rival counts, a clash, and the rest.
pub(crate) struct War {
    pub(crate) claims: Vec<Sourced>,
    pub(crate) pages: BTreeMap<String, PageFacts>,
    pub(crate) groups: Vec<Group>,
    pub(crate) set_aside: BTreeMap<String, Aside>,
}

impl War {
    pub(crate) fn new() -> Self {
        let (one, mut two) = (strike("one", 10), strike("two", 20));
        two.page_mut().published = Some("2024-12-02T09:30:00+02:00".into());
        let mut eleven = figure(&one, "killed", "At least 11", 11.0, None, 60);
        let mut sixteen = figure(&two, "killed", "16", 16.0, Some(16.0), 70);
        for f in [&mut eleven, &mut sixteen] {
            f.claim_mut().recipient = vec![entity("civilians", EntityKind::Civilians, Some("SYR"), Some("CVL"))];
        }
        let group = Group {
            id: content_id("event", b"strike"),
            members: vec![one.claim.id.clone(), two.claim.id.clone(), sixteen.claim.id.clone()],
        };
        let mut pages = BTreeMap::new();
        for s in [&one, &two] {
            let facts = PageFacts {
                url: Some(format!("https://www.herald.example/{}", &s.page.id[..4])),
                language: Some("en".into()),
                chars: Some(4_000),
                lead_end: Some(100),
                outlet_country: Some("LBN".into()),
            };
            pages.insert(s.page.id.clone(), facts);
        }
        let mut claims = vec![one, two, eleven, sixteen, clash()];
        claims.extend(rest());
        Self { claims, pages, groups: vec![group], set_aside: BTreeMap::new() }
    }

    pub(crate) fn export(&self, options: &Options) -> Export {
        let Self { claims, pages, groups, set_aside } = self;
        export(&Input { claims, pages, groups, set_aside }, options)
    }

    pub(crate) fn write(&self, format: Format) -> Export {
        self.export(&Options::new(format))
    }
}

/// The rows of a table by the names of its columns.
pub(crate) fn rows(text: &str, delimiter: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    reader.deserialize().map(|r| r.expect("a row is as wide as its header")).collect()
}
