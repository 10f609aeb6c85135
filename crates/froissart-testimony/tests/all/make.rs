//! Invented claims, in few words.

use froissart_model::{
    Certainty, Claim, Entity, EntityKind, Evidence, Figure, FigureScope, Holds, Interval, Kind, Link, LinkAs, Part,
    Place, PlaceRole, Precision, Span,
};
use froissart_testimony::{PageHead, Sourced};

/// A claim on `page` of `outlet`; the page's day is 2031-03-05 unless told otherwise.
#[derive(Clone)]
pub(crate) struct Make(pub(crate) Sourced);

pub(crate) fn claim(kind: Kind, type_: &str, page: &str, words: &str) -> Make {
    let evidence =
        Evidence { span: Span::new(0, words.chars().count()), text: words.into(), part: Part::Body, sentence: 0 };
    let mut claim = Claim::new(kind, type_, evidence, "test");
    claim.anchor = froissart_model::content_id("test", format!("{page} {words} {type_} {kind:?}").as_bytes());
    claim.id = format!("id {}", claim.anchor);
    Make(Sourced::new(
        claim,
        PageHead {
            id: format!("page {page}"),
            title: None,
            outlet: Some(format!("The {page}")),
            url: None,
            published: Some("2031-03-05".into()),
        },
    ))
}

pub(crate) fn assault(page: &str, words: &str) -> Make {
    claim(Kind::Event, "ASSAULT", page, words)
}

/// "Northern Front ARN REB #nf": words, country, sector, key; a word in brackets is the kind.
pub(crate) fn entity(text: &str) -> Entity<froissart_model::Char> {
    let mut e = Entity::unnamed("", Span::new(0, 1), EntityKind::Group);
    let mut words = Vec::new();
    for w in text.split(' ') {
        match w {
            "(person)" => e.kind = EntityKind::Person,
            "(state)" => e.kind = EntityKind::State,
            "(civilians)" => e.kind = EntityKind::Civilians,
            "(facility)" => e.kind = EntityKind::Facility,
            "ARN" | "GON" | "MOR" => e.country = Some(w.into()),
            "REB" | "MIL" | "GOV" | "SOC" | "CVL" | "COP" => e.sector = Some(w.into()),
            _ if w.starts_with('#') => e.id = Some(w[1..].into()),
            _ => words.push(w),
        }
    }
    e.text = words.join(" ");
    e.name = e.id.is_some().then(|| e.text.clone());
    e
}

impl Make {
    pub(crate) fn by(mut self, actor: &str) -> Self {
        self.0.claim_mut().actor.push(entity(actor));
        self
    }
    pub(crate) fn on(mut self, recipient: &str) -> Self {
        self.0.claim_mut().recipient.push(entity(recipient));
        self
    }
    /// A town of the invented gazetteer, by number: they lie 100 km apart.
    pub(crate) fn at(mut self, name: &str, geonames: u64) -> Self {
        let mut p = Place::unnamed(name, Span::new(0, 1), PlaceRole::At);
        p.name = Some(name.into());
        p.geonames = Some(geonames);
        p.country = Some("ARN".into());
        p.admin1 = Some("North March".into());
        p.precision = Some("city".into());
        (p.lat, p.lon, p.radius_km) = (Some(40.0 + geonames as f64), Some(30.0), Some(8.0));
        self.0.claim_mut().place.push(p);
        self
    }
    pub(crate) fn in_country(mut self, code: &str) -> Self {
        let mut p = Place::unnamed(code, Span::new(0, 1), PlaceRole::At);
        p.country = Some(code.into());
        p.geonames = Some(1_000);
        p.precision = Some("country".into());
        (p.lat, p.lon, p.radius_km) = (Some(41.0), Some(30.0), Some(250.0));
        self.0.claim_mut().place.push(p);
        self
    }
    pub(crate) fn days(mut self, from: &str, to: &str) -> Self {
        let mut i = Interval::by_page(None);
        i.from = Some(from.parse().unwrap());
        i.to = Some(to.parse().unwrap());
        (i.precision, i.holds, i.basis) = (Precision::Day, Holds::Throughout, froissart_model::Basis::Words);
        self.0.claim_mut().happened = Some(i);
        self
    }
    pub(crate) fn day(self, day: &str) -> Self {
        self.days(day, day)
    }
    /// Published, and without time words: news of the days before.
    pub(crate) fn published(mut self, day: &str) -> Self {
        self.0.page_mut().published = Some(day.into());
        self.0.claim_mut().happened = Some(Interval::by_page(Some(day.parse().unwrap())));
        self
    }
    pub(crate) fn per(mut self, holder: &str) -> Self {
        self.0.claim_mut().according_to.push(entity(holder));
        self.0.claim_mut().certainty = Certainty::Reported;
        self
    }
    pub(crate) fn denied(mut self) -> Self {
        self.0.claim_mut().negated = true;
        self.0.claim_mut().certainty = Certainty::Denied;
        self
    }
    pub(crate) fn planned(mut self) -> Self {
        self.0.claim_mut().mood = froissart_model::Mood::Planned;
        self.0.claim_mut().certainty = Certainty::Planned;
        self
    }
    pub(crate) fn mode(mut self, mode: &str) -> Self {
        self.0.claim_mut().modes.push(mode.into());
        self
    }
    pub(crate) fn status(mut self, status: &str) -> Self {
        self.0.claim_mut().status = Some(status.into());
        self
    }
    pub(crate) fn link(mut self, to: &Make, as_: LinkAs) -> Self {
        self.0.claim_mut().links.push(Link { to: to.0.claim.anchor.clone(), as_ });
        self
    }
    pub(crate) fn figure(mut self, of: &str, low: Option<f64>, high: Option<f64>, scope: FigureScope) -> Self {
        let text = self.0.claim.evidence.text.clone();
        self.0.claim_mut().figure =
            Some(Figure { text, of: of.into(), low, high, exact: None, scope, reported_none: false });
        self
    }
}

pub(crate) fn all(makes: &[Make]) -> Vec<Sourced> {
    makes.iter().map(|m| m.0.clone()).collect()
}
