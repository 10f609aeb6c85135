//! What Froissart knows: the ontology, the actors and the places, read from the files under `data/`.
//!
//! No page and no sentence is read here. "HTS fighters" becomes Hayat Tahrir al-Sham, SYR, REB; "Ain al-Arab" becomes
//! a town in Syria; ASSAULT with the mode `aerial` becomes CAMEO 195. A wrong data file refuses to load, with a
//! [`froissart_model::Diagnostic`] that points into it.

mod actors;
mod data;
mod diagnostics;
mod finders;
mod fold;
mod knowledge;
mod ontology;
mod petrarch;
mod places;
mod rules;

pub use actors::{Actor, Actors, Change, Context as ActorContext, Lean, Origin, Resolved, Role, State, Tie, Word};
pub use data::{DataFiles, FILES, diagnostic, parse, text};
pub use finders::{Becomes, Border, By, Case, Codes, Finder, Finders, Near, Sort};
pub use fold::{fold, is_article};
pub use knowledge::{CONTROL, Knowledge, PackError, RELATIONS};
pub use ontology::{Acled, AcledSub, AuxiliaryMode, CameoCode, Context, EventType, Mapping, Ontology, Sector};
pub use places::{
    Asked, Candidate, FEATURES, Found, Gazetteer, GazetteerError, PlaceKind, Relation, Weighed, relation,
};
pub use rules::{
    Argument, Class, Expected, Filler, Implied, Lemma, Link, Pattern, Role as RuleRole, Rule, Rules, Slot, Trigger,
    WordLists, Yes, Yield, pattern,
};
