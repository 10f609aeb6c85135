//! Claims in the layouts of the field: what an analyst's scripts already read.
//!
//! A pure function of claims: no ledger, no file, no clock. "Rebels seized most of Aleppo on Friday, a war monitor
//! said" becomes a row of ACLED's Battles, with the claim's id in `tags` and the monitor in `notes`; in GDELT's events,
//! which have no room for either, it becomes a row too, and the [`LossReport`] says what that layout could not carry.
//!
//! **Invariant:** nothing is invented: what no claim says is blank, and what is derived is derived by a table.
//! **Invariant:** rival values are never averaged; where a layout has one cell for them, a written rule picks, and the
//! others stand in the notes or in the loss report.
//! **Invariant:** the order in which claims and groups come changes nothing.

mod acled;
mod claims_csv;
mod count;
mod day;
mod delimited;
mod gdelt;
mod geojson;
mod graphml;
mod loss;
mod mentions;
mod party;
mod place;
mod plover;
mod polecat;
mod row;
mod select;
mod tables;
mod ucdp;
mod words;

pub use loss::{Dropped, LeftOut, LossReport};

use froissart_picture::{Aside, Sourced};
use std::collections::BTreeMap;

/// A layout that can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// PLOVER, one JSON object a line.
    Plover,
    /// ACLED's 31 columns.
    Acled,
    /// POLECAT's 40 columns, tab-separated.
    Polecat,
    /// GDELT 2 events: 61 columns, tab-separated, no header.
    Gdelt,
    /// GDELT 2 mentions: 16 columns, tab-separated, no header.
    GdeltMentions,
    /// UCDP GED's 49 columns.
    Ucdp,
    /// Our own table, a row a claim.
    Csv,
    /// A GeoJSON feature collection (RFC 7946).
    Geojson,
    /// A network of actors and places.
    Graphml,
}

impl Format {
    /// All of them, in the order of the docs.
    pub const ALL: [Self; 9] = [
        Self::Plover,
        Self::Acled,
        Self::Polecat,
        Self::Gdelt,
        Self::GdeltMentions,
        Self::Ucdp,
        Self::Csv,
        Self::Geojson,
        Self::Graphml,
    ];

    /// The word that asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Plover => "plover",
            Self::Acled => "acled",
            Self::Polecat => "polecat",
            Self::Gdelt => "gdelt",
            Self::GdeltMentions => "gdelt-mentions",
            Self::Ucdp => "ucdp",
            Self::Csv => "csv",
            Self::Geojson => "geojson",
            Self::Graphml => "graphml",
        }
    }

    /// The layout of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// What one row (one feature, one edge) stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    /// One event, told by one claim or by many.
    #[default]
    Event,
    /// One claim.
    Claim,
}

impl Per {
    /// The word that asks for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Event => "event",
            Self::Claim => "claim",
        }
    }
}

/// Claims that tell of one event; a claim in no group stands for an event of its own.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    /// The event's id: any text that does not change with the order of the claims.
    pub id: String,
    /// The ids of its claims, acts and figures.
    pub members: Vec<String>,
}

/// What a layout asks of a page beyond what [`Sourced`] has; all of it may be unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFacts {
    /// The page's address.
    pub url: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// How many Unicode scalar values its text has.
    pub chars: Option<usize>,
    /// Where the first paragraph of its body ends, in Unicode scalar values.
    pub lead_end: Option<usize>,
    /// The country that its outlet publishes from, ISO 3166 alpha-3.
    pub outlet_country: Option<String>,
}

/// What is exported.
#[derive(Debug, Clone, Copy)]
pub struct Input<'a> {
    /// The claims, each with its page's head.
    pub claims: &'a [Sourced],
    /// By page id; a page that is missing here has only what its claims say of it.
    pub pages: &'a BTreeMap<String, PageFacts>,
    /// Which claims tell of one event.
    pub groups: &'a [Group],
    /// The ids of claims that a decision leaves out, with the reason; nothing where they are written as recorded.
    pub set_aside: &'a BTreeMap<String, Aside>,
}

/// How it is exported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The layout.
    pub format: Format,
    /// What a row stands for.
    pub per: Per,
    /// With claims that a page only recalls.
    pub with_background: bool,
    /// With claims that only follow from others.
    pub with_implied: bool,
    /// With claims that something did not happen.
    pub with_negated: bool,
    /// With what is planned, predicted, conditional, requested, attempted or asked.
    pub with_non_actual: bool,
    /// An act without a date takes its page's day, in the layout's coarsest precision; blank otherwise.
    pub undated_by_page: bool,
    /// Text cells that a spreadsheet would run as a formula get an apostrophe before them.
    pub spreadsheet_safe: bool,
}

impl Options {
    /// The layout with everything else as it is unless asked for.
    pub fn new(format: Format) -> Self {
        Self {
            format,
            per: Per::Event,
            with_background: false,
            with_implied: false,
            with_negated: false,
            with_non_actual: false,
            undated_by_page: false,
            spreadsheet_safe: false,
        }
    }
}

/// What an export gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The file, UTF-8, lines ended by `\n`.
    pub text: String,
    /// What the layout could not carry.
    pub report: LossReport,
}

/// Writes the claims in a layout, and says what the layout could not carry.
pub fn export(input: &Input<'_>, options: &Options) -> Export {
    let mut selection = select::select(input, options);
    let rows = row::rows(&mut selection, input, options);
    match options.format {
        Format::Plover => plover::write(&rows, selection, options),
        Format::Acled => acled::write(&rows, selection, options),
        Format::Polecat => polecat::write(&rows, selection, options),
        Format::Gdelt => gdelt::write(&rows, selection, options),
        Format::GdeltMentions => mentions::write(&rows, selection, options),
        Format::Ucdp => ucdp::write(&rows, selection, options),
        Format::Csv => claims_csv::write(&rows, selection, options),
        Format::Geojson => geojson::write(&rows, selection, options),
        Format::Graphml => graphml::write(&rows, selection, options),
    }
}

/// The claims of `chosen`, with the figures among `all` that count one of them.
///
/// For whoever filters by kind, type, certainty or name: "at least 11 were killed" belongs to the air strike that was
/// asked for.
pub fn with_figures(chosen: Vec<Sourced>, all: &[Sourced]) -> Vec<Sourced> {
    select::with_figures(chosen, all)
}
