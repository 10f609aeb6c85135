//! Hand-made claims: "Umbar controls Pelargir, a monitor said", in one line of a test.

use froissart_model::{
    Basis, Certainty, Char, Claim, Entity, EntityKind, Evidence, Extent, ExtentOf, Figure, FigureScope, Holds,
    Interval, Kind, Link, LinkAs, Part, Place, PlaceRole, Precision, Span, content_id,
};
use froissart_picture::{Options, PageHead, Picture, Sourced, picture, render};

/// A claim in the making.
pub(crate) struct Make(pub(crate) Sourced);

pub(crate) fn span() -> Span<Char> {
    Span::new(0, 1)
}

pub(crate) fn make(kind: Kind, type_: &str, day: &str, words: &str) -> Make {
    let evidence = Evidence { span: span(), text: words.into(), part: Part::Body, sentence: 0 };
    Make(Sourced::new(
        Claim::new(kind, type_, evidence, "test"),
        PageHead {
            id: content_id("page", day.as_bytes()),
            title: None,
            outlet: Some("Gondor Herald".into()),
            url: None,
            published: (!day.is_empty()).then(|| day.to_owned()),
        },
    ))
}

pub(crate) fn entity(name: &str) -> Entity<Char> {
    Entity { name: Some(name.into()), ..Entity::unnamed(name, span(), EntityKind::Group) }
}

impl Make {
    pub(crate) fn actor(mut self, name: &str) -> Self {
        self.0.claim_mut().actor.push(entity(name));
        self
    }
    pub(crate) fn recipient(mut self, name: &str) -> Self {
        self.0.claim_mut().recipient.push(entity(name));
        self
    }
    pub(crate) fn place(mut self, name: &str) -> Self {
        self.0.claim_mut().place.push(Place::unnamed(name, span(), PlaceRole::At));
        self
    }
    /// "from/to", each may be empty.
    pub(crate) fn when(mut self, days: &str, holds: Holds, basis: Basis) -> Self {
        let (from, to) = days.split_once('/').unwrap_or((days, days));
        self.0.claim_mut().happened = Some(Interval {
            from: from.parse().ok(),
            to: to.parse().ok(),
            precision: Precision::Day,
            holds,
            basis,
            text: None,
            span: None.into(),
        });
        self
    }
    pub(crate) fn now(self) -> Self {
        let day = self.0.page.published.clone().unwrap_or_default();
        self.when(&day, Holds::Throughout, Basis::Tense)
    }
    pub(crate) fn on(self, days: &str) -> Self {
        self.when(days, Holds::Throughout, Basis::Words)
    }
    pub(crate) fn status(mut self, status: &str) -> Self {
        self.0.claim_mut().status = Some(status.into());
        self
    }
    pub(crate) fn share(mut self, text: &str, low: Option<f64>, high: Option<f64>) -> Self {
        self.0.claim_mut().extent = Some(Extent { text: text.into(), of: ExtentOf::Part, low, high });
        self
    }
    pub(crate) fn by(mut self, account: &str) -> Self {
        self.0.claim_mut().according_to.push(entity(account));
        self.0.claim_mut().certainty = Certainty::Reported;
        self
    }
    pub(crate) fn sure(mut self, certainty: Certainty) -> Self {
        self.0.claim_mut().certainty = certainty;
        self
    }
    pub(crate) fn negated(mut self, certainty: Certainty) -> Self {
        self.0.claim_mut().negated = true;
        self.sure(certainty)
    }
    pub(crate) fn implied(mut self) -> Self {
        self.0.claim_mut().links.push(Link { to: "00".into(), as_: LinkAs::ImpliedBy });
        self
    }
    pub(crate) fn figure(
        mut self,
        text: &str,
        of: &str,
        low: Option<f64>,
        exact: Option<f64>,
        scope: FigureScope,
    ) -> Self {
        self.0.claim_mut().figure =
            Some(Figure { text: text.into(), of: of.into(), low, high: None, exact, scope, reported_none: false });
        self
    }
    /// Sealed: another reading is another id.
    pub(crate) fn done(mut self) -> Sourced {
        let text = serde_json::to_string(&self.0.claim).unwrap();
        self.0.claim_mut().id = content_id("test", format!("{} {text}", self.0.page.id).as_bytes());
        self.0.claim_mut().anchor = content_id("anchor", self.0.claim.id.as_bytes());
        self.0
    }
}

pub(crate) fn tie(type_: &str, a: &str, b: &str) -> Sourced {
    make(Kind::Relation, type_, "2024-12-02", &format!("{a} {type_} {b}")).actor(a).recipient(b).now().done()
}

pub(crate) fn control(day: &str, who: &str, place: &str) -> Make {
    make(Kind::Control, "controls", day, &format!("{who} controls {place}")).actor(who).place(place).status("held")
}

pub(crate) fn as_of(claims: &[Sourced], day: &str) -> Picture {
    picture(claims, &Options { as_of: Some(day.parse().unwrap()), ..Options::default() })
}

pub(crate) fn drawn(p: &Picture) -> String {
    let lines: Vec<String> = render(p).iter().map(ToString::to_string).collect();
    lines.join("\n") + "\n"
}

/// The situation that the other tests look at from many sides.
pub(crate) fn situation() -> Vec<Sourced> {
    vec![
        tie("supports", "Mordor", "Umbar"),
        tie("supports", "Rohan", "Gondor"),
        tie("fights", "Umbar", "Gondor"),
        tie("fights", "Mordor", "Dale"),
        tie("part_of", "Corsairs", "Umbar"),
        tie("depends_on", "Umbar", "Mordor"),
        control("2024-12-02", "Umbar", "Pelargir").on("2024-11-30/2024-12-02").by("a monitor").implied().done(),
        make(Kind::Event, "ASSAULT", "2024-12-02", "Corsairs shelled Gondor's quays in Pelargir on Saturday")
            .actor("Corsairs")
            .recipient("Gondor")
            .place("Pelargir")
            .on("2024-11-30")
            .done(),
        make(Kind::Agreement, "AGREE", "2024-12-02", "Dale and Mordor agreed a ceasefire on Sunday")
            .actor("Dale")
            .recipient("Mordor")
            .status("reached")
            .on("2024-12-01")
            .done(),
    ]
}
