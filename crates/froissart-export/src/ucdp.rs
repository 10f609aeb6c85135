//! UCDP GED's 49 columns: deadly events, with deaths by side and the chain of sources.
//!
//! UCDP's dyads and conflicts have numbers that only UCDP gives: blank. Deaths are ranges over the accounts; `best` is
//! blank where accounts differ, for to pick one would be a verdict.

use crate::count::{self, Telling, Whose, cell};
use crate::delimited::{Dialect, Table};
use crate::loss::{Field, Reason};
use crate::party::Party;
use crate::place::{self, Fineness};
use crate::row::Row;
use crate::select::Selection;
use crate::tables::{self, Side};
use crate::words::{distinct, named, number_of_id};
use crate::{Export, Options};
use froissart_model::EntityKind;

const HEADER: &str = include_str!("../../../data/layouts/ucdp-ged.csv");

const CARRIES: &[Field] = &[
    Field::Ids,
    Field::Accounts,
    Field::Deaths,
    Field::FurtherParties,
    Field::PlaceRelation,
    Field::DateBounds,
    Field::Source,
];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Csv, options.spreadsheet_safe);
    let mut written = Vec::new();
    let losses = &mut selection.losses;
    for row in rows {
        let killed = count::tellings(&row.figures, &row.when, "killed");
        let all = count::estimate(&killed);
        if row.lead_claim().type_ != "ASSAULT" || all.low.is_none_or(|n| n < 1.0) {
            row.all().for_each(|s| losses.leave(Reason::NoDeath, s));
            continue;
        }
        written.extend(row.all());
        let (first, second) = row.sides();
        let country = row.country().and_then(tables::country);
        let mut c = table.row();
        c.code("id", number_of_id(&row.id)).code("relid", row.ids().join("; ")).maybe("year", row.when.year());
        c.maybe("type_of_violence", type_of_violence(row, &first, &second));
        let (a, b) = (side(row, &first), side(row, &second));
        c.text("side_a", &a).text("side_b", &b);
        if !a.is_empty() && !b.is_empty() {
            c.text("dyad_name", &format!("{a} - {b}"));
        }
        sources(&mut c, row);
        if let Some(p) = row.place() {
            c.maybe("where_prec", where_prec(place::fineness(p)));
            c.maybe_text("where_coordinates", p.name.as_deref());
            c.text("where_description", &place::described(p)).maybe_text("adm_1", p.admin1.as_deref());
            if let (Some(lat), Some(lon)) = (p.lat, p.lon) {
                c.code("latitude", lat).code("longitude", lon).code("geom_wkt", format!("POINT ({lon} {lat})"));
                c.maybe("priogrid_gid", priogrid(lat, lon));
            }
        }
        c.maybe("country", country.map(|c| c.name)).maybe("country_id", country.and_then(|c| c.gw));
        c.maybe("region", country.and_then(|c| c.ucdp_region));
        let precision = if row.when.by_page { Some(5) } else { date_prec(row.when.days(), row.when.day().is_some()) };
        if precision.is_some() {
            c.maybe("date_prec", precision).maybe("date_start", row.when.from).maybe("date_end", row.when.to);
        }
        let of = |pick: &dyn Fn(&Telling<'_>) -> bool| cell(count::estimate(killed.iter().filter(|t| pick(t))).best);
        let in_side = |t: &Telling<'_>, side: &[&Party<'_>]| side.iter().any(|p| count::is_of(&t.whose, p));
        c.code("deaths_civilians", of(&|t| t.whose == Whose::Civilians));
        c.code("deaths_a", of(&|t| in_side(t, &first))).code("deaths_b", of(&|t| in_side(t, &second)));
        c.code("deaths_unknown", of(&|t| t.whose != Whose::Civilians && !in_side(t, &first) && !in_side(t, &second)));
        c.code("best", cell(all.best)).code("high", cell(all.high)).code("low", cell(all.low));
        c.maybe("gwnoa", state_number(row, &first)).maybe("gwnob", state_number(row, &second));
        for column in ["type_of_violence", "side_a", "side_b", "latitude", "date_start", "best", "high"] {
            if c.is_blank(column) {
                losses.blank(column);
            }
        }
        c.end();
        losses.lose(Field::FurtherPlaces, row.places.len().saturating_sub(1));
    }
    let n = table.rows();
    let text = table.finish(losses);
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

fn side(row: &Row<'_>, all: &[&Party<'_>]) -> String {
    let names = all.iter().map(|p| {
        let country = p.entity.country.as_deref().and_then(tables::country);
        match country {
            // UCDP's name for whatever fights for a state.
            Some(c) if row.side_of(p) == Some(Side::State) => format!("Government of {}", c.name),
            _ if p.entity.kind == EntityKind::Civilians => "Civilians".to_owned(),
            _ => p.name().to_owned(),
        }
    });
    distinct(names).join(", ")
}

/// 1 a state against an armed group or a state, 2 armed groups, 3 civilians as the target; blank where either is unknown.
fn type_of_violence(row: &Row<'_>, first: &[&Party<'_>], second: &[&Party<'_>]) -> Option<u8> {
    let one = |side: &[&Party<'_>]| {
        let sides = distinct(side.iter().map(|p| row.side_of(p)));
        if let [only] = sides.as_slice() { *only } else { None }
    };
    match (one(first)?, one(second)?) {
        (Side::State | Side::Armed, Side::Civil) => Some(3),
        (Side::State, Side::State | Side::Armed) | (Side::Armed, Side::State) => Some(1),
        (Side::Armed, Side::Armed) => Some(2),
        (Side::Civil, _) => None,
    }
}

fn state_number(row: &Row<'_>, side: &[&Party<'_>]) -> Option<&'static str> {
    let numbers = distinct(side.iter().map(|p| {
        let own = p.entity.country.as_deref().and_then(tables::country);
        own.filter(|_| row.side_of(p) == Some(Side::State)).and_then(|c| c.gw)
    }));
    if let [only] = numbers.as_slice() { *only } else { None }
}

fn sources(c: &mut crate::delimited::Cells<'_>, row: &Row<'_>) {
    let mut pages: Vec<&froissart_picture::Sourced> = Vec::new();
    for s in row.all() {
        if pages.iter().all(|p| p.page.id != s.page.id) {
            pages.push(s);
        }
    }
    let day = |s: &froissart_picture::Sourced| s.day().map_or_else(String::new, |d| d.to_string());
    let outlet = |s: &froissart_picture::Sourced| s.page.outlet.clone().unwrap_or_default();
    let title = |s: &froissart_picture::Sourced| s.page.title.clone().unwrap_or_default();
    // UCDP's own form: "Agency,2024-11-30,Headline", one after another.
    let articles: Vec<String> =
        pages.iter().map(|s| format!("\"{},{},{}\"", outlet(s), day(s), title(s).replace('"', "'"))).collect();
    c.code("number_of_sources", pages.len()).text("source_article", &articles.join(";"));
    c.text("source_office", &pages.iter().map(|s| outlet(s)).collect::<Vec<_>>().join(";"));
    c.text("source_date", &pages.iter().map(|s| day(s)).collect::<Vec<_>>().join(";"));
    c.text("source_headline", &pages.iter().map(|s| title(s)).collect::<Vec<_>>().join(";"));
    let originals = distinct(row.all().filter_map(|s| s.claim.according_to.first()).map(named));
    c.text("source_original", &originals.join(";"));
}

/// 1 exact, 2 near, 4 a first-level region, 5 an area without borders, 6 a country.
fn where_prec(f: Fineness) -> Option<u8> {
    match f {
        Fineness::Point => Some(1),
        Fineness::Near => Some(2),
        Fineness::Region => Some(4),
        Fineness::Area => Some(5),
        Fineness::Country => Some(6),
        Fineness::Unknown => None,
    }
}

/// 1 a day, 2 up to six days, 3 a week, 4 a month, 5 up to a year.
fn date_prec(days: Option<i64>, is_day: bool) -> Option<u8> {
    match days? {
        _ if is_day => Some(1),
        1 => Some(1),
        2..=6 => Some(2),
        7 => Some(3),
        8..=31 => Some(4),
        32..=366 => Some(5),
        _ => None,
    }
}

/// The cell of PRIO-GRID: half a degree, counted from the south-west, row by row.
fn priogrid(lat: f64, lon: f64) -> Option<u32> {
    let inside = (-90.0..90.0).contains(&lat) && (-180.0..180.0).contains(&lon);
    inside.then(|| ((lat + 90.0) * 2.0).floor() as u32 * 720 + ((lon + 180.0) * 2.0).floor() as u32 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_prio_grids() {
        // The example of PRIO-GRID's own test.
        assert_eq!(priogrid(10.51, 2.29), Some(145_085));
        assert_eq!(priogrid(-90.0, -180.0), Some(1));
        assert_eq!(priogrid(89.9, 179.9), Some(259_200));
        assert_eq!(priogrid(90.0, 0.0), None);
    }

    #[test]
    fn dates_grow_coarser() {
        assert_eq!(
            [1, 2, 6, 7, 8, 31, 32, 366, 367].map(|d| date_prec(Some(d), false)),
            [Some(1), Some(2), Some(2), Some(3), Some(4), Some(4), Some(5), Some(5), None]
        );
    }
}
