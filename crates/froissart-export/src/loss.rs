//! What a layout could not carry: which claims stay out and why, which of their fields find no column.
//!
//! "117 claims: background (what the page only recalls); --with-background takes them" is a line of it. A layout that
//! loses nothing says so.

use froissart_model::{Basis, Char, Claim, Kind, Stance};
use froissart_picture::Sourced;
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// Why a claim stays out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Reason {
    Rejected,
    Withdrawn,
    Negated,
    NonActual,
    Implied,
    Background,
    NoSuchKind,
    LooseFigure,
    NoAcledType,
    NoCameo,
    NoDeath,
    NoPlace,
    NoParties,
}

impl Reason {
    fn name(self) -> &'static str {
        match self {
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Negated => "negated",
            Self::NonActual => "non-actual",
            Self::Implied => "implied",
            Self::Background => "background",
            Self::NoSuchKind => "no-such-kind",
            Self::LooseFigure => "loose-figure",
            Self::NoAcledType => "no-acled-type",
            Self::NoCameo => "no-cameo",
            Self::NoDeath => "no-death",
            Self::NoPlace => "no-place",
            Self::NoParties => "no-parties",
        }
    }

    fn why(self) -> &'static str {
        match self {
            Self::Rejected => "rejected by analysts, or only following from such; --without-decisions takes them",
            Self::Withdrawn => "replaced or taken back by their own source; --without-decisions takes them",
            Self::Negated => "say that something did not happen or is not so; --with-negated takes them",
            Self::NonActual => {
                "planned, predicted, conditional, requested, attempted or asked; --with-non-actual takes them"
            }
            Self::Implied => "only follow from another claim; --with-implied takes them",
            Self::Background => "what a page only recalls; --with-background takes them",
            Self::NoSuchKind => "ties, holdings or assessments: the layout knows events only",
            Self::LooseFigure => "counts of no event that has a row",
            Self::NoAcledType => "of no type that ACLED has (words, visits, aid)",
            Self::NoCameo => "without a CAMEO code",
            Self::NoDeath => "no violence, or nobody told to have died: UCDP lists deadly events only",
            Self::NoPlace => "without coordinates",
            Self::NoParties => "tie no two parties or places to each other",
        }
    }
}

/// What a claim may say that a layout may not have room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    /// By whose account.
    Accounts,
    /// Believed, alleged, doubted, planned, negated, background.
    Hedges,
    /// The words themselves.
    Words,
    /// Where the words stand on the page.
    Offsets,
    /// The claim's id.
    Ids,
    /// Accounts that give other figures, days or types of the same event.
    Rivals,
    /// Actors or recipients beyond the columns for them.
    FurtherParties,
    /// Buildings and equipment that were hit.
    Things,
    /// Places beyond the first.
    FurtherPlaces,
    /// "25 km south of".
    PlaceRelation,
    /// How far the place may reach.
    Radius,
    /// The gazetteer's key.
    Geonames,
    /// A date wider than the columns can say, or only a bound.
    DateBounds,
    /// Counts of anything but deaths.
    OtherFigures,
    /// Deaths.
    Deaths,
    /// PLOVER modes and contexts.
    Modes,
    /// What an agreement or statement is about, and its status.
    Subject,
    /// From when to when an agreement binds.
    InForce,
    /// When the account was given.
    Said,
    /// How much of a place.
    Extent,
    /// How likely the reading is right.
    Confidence,
    /// What claims are to each other.
    Links,
    /// Who published it and when.
    Source,
}

impl Field {
    pub(crate) const ALL: [Self; 23] = [
        Self::Accounts,
        Self::Hedges,
        Self::Words,
        Self::Offsets,
        Self::Ids,
        Self::Rivals,
        Self::FurtherParties,
        Self::Things,
        Self::FurtherPlaces,
        Self::PlaceRelation,
        Self::Radius,
        Self::Geonames,
        Self::DateBounds,
        Self::OtherFigures,
        Self::Deaths,
        Self::Modes,
        Self::Subject,
        Self::InForce,
        Self::Said,
        Self::Extent,
        Self::Confidence,
        Self::Links,
        Self::Source,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Accounts => "according_to",
            Self::Hedges => "hedges",
            Self::Words => "evidence",
            Self::Offsets => "offsets",
            Self::Ids => "claim ids",
            Self::Rivals => "rival values",
            Self::FurtherParties => "further parties",
            Self::Things => "things hit",
            Self::FurtherPlaces => "further places",
            Self::PlaceRelation => "place relation",
            Self::Radius => "radius_km",
            Self::Geonames => "geonames",
            Self::DateBounds => "date bounds",
            Self::OtherFigures => "figures other than deaths",
            Self::Deaths => "deaths",
            Self::Modes => "modes and contexts",
            Self::Subject => "subject and status",
            Self::InForce => "in_force",
            Self::Said => "said",
            Self::Extent => "extent",
            Self::Confidence => "confidence",
            Self::Links => "links",
            Self::Source => "outlet and day",
        }
    }

    /// Whether the claim itself says it; what only rows know (rivals, further parties) is counted there.
    fn is_in(self, c: &Claim<Char>) -> bool {
        match self {
            Self::Accounts => !c.according_to.is_empty(),
            Self::Hedges => c.stance != Stance::Asserted || !crate::words::hedges(c).is_empty(),
            Self::Words | Self::Offsets | Self::Ids | Self::Source => true,
            Self::Rivals | Self::FurtherParties | Self::FurtherPlaces => false,
            Self::Things => c.actor.iter().chain(&c.recipient).any(crate::party::is_thing),
            Self::PlaceRelation => c.place.iter().any(|p| p.relation.is_some()),
            Self::Radius => c.place.iter().any(|p| p.radius_km.is_some()),
            Self::Geonames => c.place.iter().any(|p| p.geonames.is_some()),
            Self::DateBounds => c
                .happened
                .as_ref()
                .is_some_and(|h| h.basis == Basis::Page || h.from != h.to && (h.from.is_some() || h.to.is_some())),
            Self::OtherFigures => c.figure.as_ref().is_some_and(|f| f.of != "killed"),
            Self::Deaths => c.figure.as_ref().is_some_and(|f| f.of == "killed"),
            Self::Modes => !c.modes.is_empty() || !c.contexts.is_empty(),
            Self::Subject => c.subject.is_some() || c.status.is_some(),
            Self::InForce => c.in_force.is_some(),
            Self::Said => c.said.is_some(),
            Self::Extent => c.extent.is_some(),
            Self::Confidence => c.confidence.is_some(),
            Self::Links => !c.links.is_empty(),
        }
    }
}

/// Claims that stay out, with the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// A stable name: `background`.
    pub name: &'static str,
    /// In the reader's words, with what takes them in where something does.
    pub why: &'static str,
    /// Their ids, in the order of the claims.
    pub claims: Vec<String>,
}

/// What claims say, and the layout has no column for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// What.
    pub field: &'static str,
    /// How many of the written claims say it.
    pub claims: usize,
}

/// What a layout could not carry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LossReport {
    /// The layout.
    pub format: &'static str,
    /// `event` or `claim`.
    pub per: &'static str,
    /// How many rows (features, edges, lines) were written.
    pub rows: usize,
    /// How many claims were given.
    pub given: usize,
    /// How many of them stand in some row.
    pub written: usize,
    /// The claims that do not, by reason.
    pub left_out: Vec<LeftOut>,
    /// What the written ones say and the layout cannot.
    pub dropped: Vec<Dropped>,
    /// Cells left blank because nothing says what belongs there: `event_date` 12.
    pub blank: BTreeMap<&'static str, usize>,
    /// Anything else that whoever uses the file should know, a sentence each.
    pub notes: Vec<String>,
}

impl LossReport {
    /// For people: a few lines.
    pub fn text(&self) -> String {
        let mut t = format!(
            "export to {}, a row {} {}: {} from {} of {}\n",
            self.format,
            if self.per == "event" { "an" } else { "a" },
            self.per,
            count(self.rows, "row"),
            self.written,
            count(self.given, "claim"),
        );
        if !self.left_out.is_empty() {
            t.push_str("left out:\n");
            for l in &self.left_out {
                let _ = writeln!(t, "  {:>6}  {}: {}", l.claims.len(), l.name, l.why);
            }
        }
        if !self.dropped.is_empty() {
            t.push_str("said by claims in the file, and without a column there:\n");
            for d in &self.dropped {
                let _ = writeln!(t, "  {:>6}  {}", d.claims, d.field);
            }
        }
        if !self.blank.is_empty() {
            t.push_str("blank, because nothing says what belongs there:\n");
            for (column, n) in &self.blank {
                let _ = writeln!(t, "  {n:>6}  {column}");
            }
        }
        for n in &self.notes {
            let _ = writeln!(t, "note: {n}");
        }
        t
    }
}

/// `1 row`, `12 rows`.
pub(crate) fn count(n: usize, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// The losses while they are gathered.
#[derive(Debug, Default)]
pub(crate) struct Losses {
    pub(crate) given: usize,
    left: BTreeMap<Reason, Vec<String>>,
    /// By what only rows know.
    pub(crate) by_row: BTreeMap<Field, usize>,
    blank: BTreeMap<&'static str, usize>,
    pub(crate) notes: Vec<String>,
}

impl Losses {
    /// No losses yet, of so many claims.
    pub(crate) fn of(given: usize) -> Self {
        Self { given, ..Self::default() }
    }

    pub(crate) fn leave(&mut self, why: Reason, s: &Sourced) {
        self.left.entry(why).or_default().push(s.claim.id.clone());
    }

    /// Counts a cell that stays empty.
    pub(crate) fn blank(&mut self, column: &'static str) {
        *self.blank.entry(column).or_default() += 1;
    }

    /// Counts `n` further things of a kind that one row cannot hold.
    pub(crate) fn lose(&mut self, field: Field, n: usize) {
        if n > 0 {
            *self.by_row.entry(field).or_default() += n;
        }
    }

    /// The report on `rows` rows of the `written` claims, in a layout that carries the fields `carries`.
    pub(crate) fn report(
        self,
        options: &crate::Options,
        rows: usize,
        written: &[&Sourced],
        carries: &[Field],
    ) -> LossReport {
        let dropped = Field::ALL
            .into_iter()
            .filter(|f| !carries.contains(f))
            .map(|f| {
                let by_row = self.by_row.get(&f).copied().unwrap_or(0);
                Dropped { field: f.name(), claims: by_row + written.iter().filter(|s| f.is_in(&s.claim)).count() }
            })
            .filter(|d| d.claims > 0)
            .collect();
        LossReport {
            format: options.format.name(),
            per: options.per.name(),
            rows,
            given: self.given,
            written: written.len(),
            left_out: self
                .left
                .into_iter()
                .map(|(r, claims)| LeftOut { name: r.name(), why: r.why(), claims })
                .collect(),
            dropped,
            blank: self.blank,
            notes: self.notes,
        }
    }
}

/// Whether the kind has no place in a table of events.
pub(crate) fn is_no_event(kind: Kind) -> bool {
    matches!(kind, Kind::Relation | Kind::Control | Kind::Assessment)
}
