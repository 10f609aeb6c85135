//! Actors, recipients, accounts and places as a claim names them: the mention's own words, and what is known of it.

use crate::fold;
use crate::span::{Byte, Span};
use serde::{Deserialize, Serialize};

/// What sort of thing an entity is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum EntityKind {
    /// One person.
    Person,
    /// An organised or nameable group, armed or not.
    Group,
    /// A state, its government or one of its organs.
    State,
    /// People taking no part.
    Civilians,
    /// A building or a site: a bakery that was hit.
    Facility,
    /// Arms, vehicles, aircraft.
    Equipment,
}

/// Whoever does, suffers or says something. "Iran-backed Hezbollah" is the entity Hezbollah.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Entity<U = Byte> {
    /// The words of the mention.
    pub text: String,
    /// Where the mention stands, also that of a pronoun.
    #[serde(flatten)]
    pub span: Span<U>,
    /// The name known for it; for a resolved pronoun, its antecedent's.
    pub name: Option<String>,
    /// Its key in the actor tables.
    pub id: Option<String>,
    /// Its code in a loaded dictionary, agent suffix applied.
    pub code: Option<String>,
    /// What sort of thing it is.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3, KOS for Kosovo; or IGO, UNO, NGO, IMG, … as PLOVER has them.
    pub country: Option<String>,
    /// The primary PLOVER sector, three letters.
    pub sector: Option<String>,
    /// All PLOVER sectors, the primary first.
    pub sectors: Vec<String>,
    /// How many, where the words count them.
    pub count: Option<u64>,
    /// What a pronoun or a bare noun stands for.
    pub antecedent: Option<Span<U>>,
}

impl<U> Entity<U> {
    /// An entity of which only the words are known.
    pub fn unnamed(text: impl Into<String>, span: Span<U>, kind: EntityKind) -> Self {
        Self {
            text: text.into(),
            span,
            name: None,
            id: None,
            code: None,
            kind,
            country: None,
            sector: None,
            sectors: Vec::new(),
            count: None,
            antecedent: None,
        }
    }
    /// By what a ledger and its decisions tell actors apart: the id, or the folded name with the country, for "rebels"
    /// of Syria and of Congo are two (`rebels@SYR`); the name alone where neither is known.
    pub fn key(&self) -> String {
        match (&self.id, &self.country) {
            (Some(id), _) => id.clone(),
            (None, Some(c)) => format!("{}@{c}", fold(self.name.as_deref().unwrap_or(&self.text))),
            (None, None) => fold(self.name.as_deref().unwrap_or(&self.text)),
        }
    }
    pub(crate) fn map<V>(self, f: &impl Fn(Span<U>) -> Span<V>) -> Entity<V> {
        let Self { text, span, name, id, code, kind, country, sector, sectors, count, antecedent } = self;
        Entity {
            text,
            span: f(span),
            name,
            id,
            code,
            kind,
            country,
            sector,
            sectors,
            count,
            antecedent: antecedent.map(f),
        }
    }
}

/// What a place is to the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceRole {
    /// Where it happened or holds.
    At,
    /// What was aimed at.
    Target,
    /// Whence.
    From,
    /// Whither.
    To,
    /// What the claim is about.
    Of,
}

/// A place of a claim: "25 km south of Aleppo".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Place<U = Byte> {
    /// The words of the mention.
    pub text: String,
    /// Where the mention stands.
    #[serde(flatten)]
    pub span: Span<U>,
    /// The gazetteer's name.
    pub name: Option<String>,
    /// The GeoNames id.
    pub geonames: Option<u64>,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// The first-level region's name.
    pub admin1: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
    /// How far the place may reach from there, in kilometres.
    pub radius_km: Option<f64>,
    /// city, region, country, area …
    pub precision: Option<String>,
    /// The gazetteer's feature class.
    pub feature: Option<String>,
    /// What the place is to the claim.
    pub role: PlaceRole,
    /// "25 km south of", "outskirts".
    pub relation: Option<String>,
}

impl<U> Place<U> {
    /// A place of which only the words are known.
    pub fn unnamed(text: impl Into<String>, span: Span<U>, role: PlaceRole) -> Self {
        Self {
            text: text.into(),
            span,
            name: None,
            geonames: None,
            country: None,
            admin1: None,
            lat: None,
            lon: None,
            radius_km: None,
            precision: None,
            feature: None,
            role,
            relation: None,
        }
    }
    pub(crate) fn map<V>(self, f: &impl Fn(Span<U>) -> Span<V>) -> Place<V> {
        let Self {
            text,
            span,
            name,
            geonames,
            country,
            admin1,
            lat,
            lon,
            radius_km,
            precision,
            feature,
            role,
            relation,
        } = self;
        Place {
            text,
            span: f(span),
            name,
            geonames,
            country,
            admin1,
            lat,
            lon,
            radius_km,
            precision,
            feature,
            role,
            relation,
        }
    }
}
