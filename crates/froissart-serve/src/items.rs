//! What a picture's items have in common: who, where, of what type, of which days, on which words.
//!
//! Every view shows the same items under the same filters, so what "about Aleppo" or "of the army" means for a holding,
//! an engagement or a figure is told here, once.

use froissart_model::Day;
use froissart_picture::{
    Accord, ActorRef, Backing, Engagement, FigureRange, Grounds, Holding, Incident, Picture, PlaceRef, Standing, Tie,
    Timing, accord_text, backing_text, engagement_text, figure_text, holding_text, incident_text, tie_text,
};
use std::collections::BTreeSet;

/// The claims that a picture's items rest on, by their ids.
pub(crate) fn claims_of(p: &Picture) -> BTreeSet<String> {
    fn put<T: Item>(all: &[T], ids: &mut BTreeSet<String>) {
        ids.extend(all.iter().flat_map(|i| i.grounds().claims.iter().map(|c| c.id.clone())));
    }
    let mut ids = BTreeSet::new();
    put(&p.backers, &mut ids);
    put(&p.ties, &mut ids);
    put(&p.holdings, &mut ids);
    put(&p.history, &mut ids);
    put(&p.engagements, &mut ids);
    put(&p.agreements, &mut ids);
    put(&p.figures, &mut ids);
    put(&p.events, &mut ids);
    ids
}

/// One item of a picture.
pub(crate) trait Item {
    /// The picture's section: `holdings`, `backers` …
    const SECTION: &'static str;
    /// In words, without its accounts.
    fn text(&self) -> String;
    /// Everybody who is in it.
    fn actors(&self) -> Vec<&ActorRef>;
    /// Where.
    fn places(&self) -> Vec<&PlaceRef>;
    /// Its type: `ASSAULT`, `supports`, `held`, `ceasefire`, `killed`.
    fn type_(&self) -> &str;
    /// The first and the last day of which it tells.
    fn days(&self) -> (Option<Day>, Option<Day>);
    /// How it is told.
    fn standing(&self) -> Standing;
    /// How it stands to the picture's day.
    fn timing(&self) -> Timing {
        Timing::Current
    }
    /// What it rests on.
    fn grounds(&self) -> &Grounds;
}

impl Item for Holding {
    const SECTION: &'static str = "holdings";
    fn text(&self) -> String {
        holding_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        std::iter::once(&*self.holder).chain(self.other.iter().map(|a| &**a)).collect()
    }
    fn places(&self) -> Vec<&PlaceRef> {
        vec![&self.place]
    }
    fn type_(&self) -> &str {
        &self.status
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (self.since.or(self.from).or(self.told), self.told.or(self.to))
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn timing(&self) -> Timing {
        self.timing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for Backing {
    const SECTION: &'static str = "backers";
    fn text(&self) -> String {
        backing_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        vec![&self.backer, &self.backed]
    }
    fn places(&self) -> Vec<&PlaceRef> {
        Vec::new()
    }
    fn type_(&self) -> &str {
        &self.tie
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (self.since, self.grounds.last_told)
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn timing(&self) -> Timing {
        self.timing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for Tie {
    const SECTION: &'static str = "ties";
    fn text(&self) -> String {
        tie_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        std::iter::once(&*self.from).chain(self.to.as_deref()).collect()
    }
    fn places(&self) -> Vec<&PlaceRef> {
        self.place.as_deref().into_iter().collect()
    }
    fn type_(&self) -> &str {
        &self.tie
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (None, self.grounds.last_told)
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn timing(&self) -> Timing {
        self.timing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for Engagement {
    const SECTION: &'static str = "engagements";
    fn text(&self) -> String {
        engagement_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        vec![&self.a, &self.b]
    }
    fn places(&self) -> Vec<&PlaceRef> {
        self.places.iter().map(|p| &**p).collect()
    }
    fn type_(&self) -> &'static str {
        "fights"
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (None, self.latest)
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for Accord {
    const SECTION: &'static str = "agreements";
    fn text(&self) -> String {
        accord_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        self.parties.iter().chain(&self.bound).chain(&self.brokers).map(|a| &**a).collect()
    }
    fn places(&self) -> Vec<&PlaceRef> {
        Vec::new()
    }
    fn type_(&self) -> &str {
        self.subject.as_deref().unwrap_or("agreement")
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (self.from, self.to.or(self.grounds.last_told))
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for FigureRange {
    const SECTION: &'static str = "figures";
    fn text(&self) -> String {
        figure_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        Vec::new()
    }
    fn places(&self) -> Vec<&PlaceRef> {
        self.place.as_deref().into_iter().collect()
    }
    fn type_(&self) -> &str {
        &self.of
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (self.day, self.day.or(self.grounds.last_told))
    }
    fn standing(&self) -> Standing {
        self.standing
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}

impl Item for Incident {
    const SECTION: &'static str = "events";
    fn text(&self) -> String {
        incident_text(self)
    }
    fn actors(&self) -> Vec<&ActorRef> {
        self.actors.iter().chain(&self.targets).map(|a| &**a).collect()
    }
    fn places(&self) -> Vec<&PlaceRef> {
        self.places.iter().map(|p| &**p).collect()
    }
    fn type_(&self) -> &str {
        &self.type_
    }
    fn days(&self) -> (Option<Day>, Option<Day>) {
        (if self.by { None } else { Some(self.day) }, Some(self.day))
    }
    fn standing(&self) -> Standing {
        Standing::Fact
    }
    fn grounds(&self) -> &Grounds {
        &self.grounds
    }
}
