//! POLECAT's 40 columns: PLOVER events with actor, recipient and place, tab-separated.
//!
//! POLECAT writes "None" where it knows nothing; here such cells are blank, which pandas reads the same way.

use crate::delimited::{Cells, Dialect, Table};
use crate::loss::Field;
use crate::party::Party;
use crate::place::{self, Fineness};
use crate::row::Row;
use crate::select::Selection;
use crate::words::{distinct, number};
use crate::{Export, Options, tables};

const HEADER: &str = include_str!("../../../data/layouts/polecat.tsv");

const CARRIES: &[Field] = &[Field::Modes, Field::Geonames, Field::FurtherParties, Field::Source];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Tsv, options.spreadsheet_safe);
    let mut written = Vec::new();
    let losses = &mut selection.losses;
    for row in rows {
        written.extend(row.all());
        let claim = row.lead_claim();
        let mut c = table.row();
        c.code("Event ID", &row.id).maybe("Event Date", row.when.day());
        c.code("Event Type", &claim.type_);
        // An agreement that is no AGREE (a support, an aid) has that type's modes; auxiliaries are no modes of POLECAT's.
        let of_type = || row.claims.iter().filter(|s| s.claim.type_ == claim.type_);
        c.list("Event Mode", distinct(of_type().flat_map(|s| &s.claim.modes).map(String::as_str)));
        c.maybe("Intensity", claim.intensity.map(number)).maybe("Quad Code", claim.quad);
        c.list("Contexts", distinct(row.claims.iter().flat_map(|s| &s.claim.contexts).map(String::as_str)));
        let (first, second) = row.sides();
        parties(&mut c, "Actor", &first);
        parties(&mut c, "Recipient", &second);
        if let Some(p) = row.place() {
            c.text("Raw Placename", &place::described(p));
            c.maybe_text("Placename", p.name.as_deref());
            match place::fineness(p) {
                Fineness::Point | Fineness::Near => {
                    c.maybe_text("City", p.name.as_deref());
                    c.maybe_text("Province", p.admin1.as_deref());
                }
                Fineness::Region => {
                    c.maybe_text("Province", p.name.as_deref());
                }
                _ => {
                    c.maybe_text("Province", p.admin1.as_deref());
                }
            }
            c.maybe("Country", p.country.as_deref()).maybe("Latitude", p.lat).maybe("Longitude", p.lon);
            c.maybe("GeoNames ID", p.geonames).maybe_text("Feature Type", p.feature.as_deref());
        }
        c.list("Source", row.outlets());
        c.maybe("Publication Date", row.lead.day());
        c.maybe("Language", row.page(row.lead).and_then(|p| p.language.as_deref()));
        for column in ["Event Date", "Actor Name", "Recipient Name", "Latitude"] {
            if c.is_blank(column) {
                losses.blank(column);
            }
        }
        c.end();
        losses.lose(Field::FurtherPlaces, row.places.len().saturating_sub(1));
        // One claim a row: the row's id is the claim's.
        let ids = row.ids();
        losses.lose(Field::Ids, ids.iter().filter(|id| **id != row.id).count());
    }
    let n = table.rows();
    let text = table.finish(losses);
    let carries: Vec<Field> = CARRIES.iter().copied().chain([Field::PlaceRelation]).collect();
    let mut report = selection.losses.report(options, n, &written, &carries);
    // Ids are lost only where a row joins several claims; the report counted every claim besides.
    for d in report.dropped.iter_mut().filter(|d| d.field == "claim ids") {
        d.claims -= written.len();
    }
    report.dropped.retain(|d| d.claims > 0);
    Export { text, report }
}

fn parties(c: &mut Cells<'_>, role: &str, all: &[&Party<'_>]) {
    c.list(&format!("{role} Name"), all.iter().map(|p| p.name()));
    // Lists stand in the order of the names, each country once.
    let countries = distinct(all.iter().filter_map(|p| p.entity.country.as_deref()));
    c.list(&format!("{role} COW"), countries.iter().filter_map(|c| tables::country(c)?.cow));
    c.list(&format!("{role} Country"), countries);
    c.maybe(&format!("Primary {role} Sector"), all.first().and_then(|p| p.sector()));
    c.list(&format!("{role} Sectors"), distinct(all.iter().flat_map(|p| p.sectors())));
    c.list(&format!("{role} Name Raw"), distinct(all.iter().flat_map(|p| p.texts.iter().copied())));
}
