//! GDELT 2 events: 61 columns, tab-separated, without a header, as GDELT's own files are.
//!
//! Codes are CAMEO's; the quad class and the Goldstein scale follow from them by tables. Where the actors were, and the
//! tone, no claim says: blank. Claim ids stand in the mentions (`gdelt-mentions`), which share `GLOBALEVENTID`.

use crate::delimited::{Cells, Dialect, Table};
use crate::loss::{Field, Reason};
use crate::party::Party;
use crate::place::{self, Fineness};
use crate::row::Row;
use crate::select::Selection;
use crate::words::{distinct, number_of_id};
use crate::{Export, Options, tables};
use froissart_model::{Char, Part, Place};
use jiff::Timestamp;
use jiff::tz::TimeZone;

const HEADER: &str = include_str!("../../../data/layouts/gdelt2-events.tsv");

const CARRIES: &[Field] = &[Field::Source];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Raw, options.spreadsheet_safe);
    let mut written = Vec::new();
    let losses = &mut selection.losses;
    for row in rows {
        let Some(cameo) = cameo(row) else {
            row.all().for_each(|s| losses.leave(Reason::NoCameo, s));
            continue;
        };
        written.extend(row.all());
        let mut c = table.row();
        c.code("GLOBALEVENTID", number_of_id(&row.id));
        if let Some(day) = row.when.day() {
            c.code("SQLDATE", day.strftime("%Y%m%d"));
            // GDELT's own formula; its users join on it.
            let fraction = (f64::from(day.month() - 1) * 30.0 + f64::from(day.day())) / 365.0;
            c.code("FractionDate", format!("{:.4}", f64::from(day.year()) + fraction.min(0.9999)));
        }
        c.maybe("MonthYear", row.when.month().map(|(y, m)| format!("{y}{m:02}"))).maybe("Year", row.when.year());
        let (first, second) = row.sides();
        actor(&mut c, "Actor1", first.first().copied());
        actor(&mut c, "Actor2", second.first().copied());
        losses.lose(Field::FurtherParties, first.len().saturating_sub(1) + second.len().saturating_sub(1));
        c.code("IsRootEvent", u8::from(row.claims.iter().any(|s| is_root(row, s))));
        c.code("EventCode", cameo)
            .maybe("EventBaseCode", cameo.get(..3).or(Some(cameo)))
            .maybe("EventRootCode", cameo.get(..2));
        c.maybe("QuadClass", tables::quad_class(cameo)).maybe("GoldsteinScale", tables::goldstein(cameo));
        c.code("NumMentions", row.claims.len()).code("NumSources", row.outlets().len().max(1));
        c.code("NumArticles", row.page_ids().len());
        if let Some(p) = row.place().filter(|p| p.lat.is_some()) {
            geography(&mut c, p);
        }
        losses.lose(Field::FurtherPlaces, row.places.len().saturating_sub(1));
        c.maybe("DATEADDED", row.published().and_then(stamp));
        c.maybe_text("SOURCEURL", row.claims.iter().find_map(|s| row.page(s)?.url.as_deref()));
        for column in ["SQLDATE", "Actor1Code", "Actor2Code", "ActionGeo_Lat", "SOURCEURL"] {
            if c.is_blank(column) {
                losses.blank(column);
            }
        }
        c.end();
    }
    losses.notes.push("the file has no header line, as GDELT's own have none".to_owned());
    losses.notes.push("claim ids stand in the mentions: export --to gdelt-mentions with the same filters".to_owned());
    let n = table.rows();
    let text = table.finish(losses);
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

/// The CAMEO code that most claims give; of equals the longest, then the least.
pub(crate) fn cameo<'a>(row: &Row<'a>) -> Option<&'a str> {
    let all: Vec<&str> = row.claims.iter().filter_map(|s| s.claim.cameo.as_deref()).collect();
    let of_lead = row.lead_claim().cameo.as_deref();
    let times = |c: &str| all.iter().filter(|o| **o == c).count();
    all.iter().copied().max_by(|a, b| {
        (times(a), a.len(), Some(*a) == of_lead).cmp(&(times(b), b.len(), Some(*b) == of_lead)).then(b.cmp(a))
    })
}

/// Whether a claim stands in the headline, the standfirst or the first paragraph.
fn is_root(row: &Row<'_>, s: &froissart_picture::Sourced) -> bool {
    let e = &s.claim.evidence;
    matches!(e.part, Part::Headline | Part::Standfirst)
        || row.page(s).and_then(|p| p.lead_end).is_some_and(|end| e.part == Part::Body && e.span.begin < end)
}

fn actor(c: &mut Cells<'_>, which: &str, p: Option<&Party<'_>>) {
    let Some(p) = p else { return };
    let country = p.entity.country.as_deref();
    let roles: Vec<&str> = distinct(p.sectors().into_iter().filter_map(|s| tables::sector(s)?.cameo));
    let code = p.entity.code.clone().unwrap_or_else(|| format!("{}{}", country.unwrap_or(""), roles.concat()));
    c.text(&format!("{which}Code"), &code);
    c.text(&format!("{which}Name"), &p.name().to_uppercase());
    // UNO, IGO and the like are no countries.
    c.maybe(&format!("{which}CountryCode"), country.filter(|c| tables::country(c).is_some()));
    c.maybe(&format!("{which}KnownGroupCode"), country.filter(|c| *c == "UNO"));
    for (n, role) in roles.iter().take(3).enumerate() {
        c.code(&format!("{which}Type{}Code", n + 1), role);
    }
}

fn geography(c: &mut Cells<'_>, p: &Place<Char>) {
    let country = p.country.as_deref().and_then(tables::country);
    let fips = fips(p);
    let us = p.country.as_deref() == Some("USA");
    let fineness = place::fineness(p);
    let kind = match fineness {
        Fineness::Country => 1,
        Fineness::Region if us => 2,
        Fineness::Region | Fineness::Area => 5,
        Fineness::Point | Fineness::Near if us => 3,
        Fineness::Point | Fineness::Near => 4,
        Fineness::Unknown => return,
    };
    c.code("ActionGeo_Type", kind);
    let parts = [Some(place::name(p)), p.admin1.as_deref(), country.map(|c| c.name)];
    c.text("ActionGeo_FullName", &distinct(parts.into_iter().flatten()).join(", "));
    c.maybe("ActionGeo_CountryCode", fips);
    if fineness == Fineness::Country {
        c.maybe("ActionGeo_ADM1Code", fips).maybe("ActionGeo_FeatureID", fips);
    }
    c.maybe("ActionGeo_Lat", p.lat).maybe("ActionGeo_Long", p.lon);
}

/// The FIPS 10-4 code of the place's country; the two parts of Palestine have one each.
fn fips(p: &Place<Char>) -> Option<&'static str> {
    let is_gaza = [p.admin1.as_deref(), p.name.as_deref()].into_iter().flatten().any(|n| n.contains("Gaza"));
    if p.country.as_deref() == Some("PSE") && is_gaza {
        return Some("GZ");
    }
    p.country.as_deref().and_then(tables::country).and_then(|c| c.fips)
}

/// A day or an instant as GDELT writes it, in UTC; a day alone is its first second.
pub(crate) fn stamp(published: &str) -> Option<String> {
    if let Ok(t) = published.parse::<Timestamp>() {
        return Some(t.to_zoned(TimeZone::UTC).strftime("%Y%m%d%H%M%S").to_string());
    }
    let day: froissart_model::Day = published.get(..10)?.parse().ok()?;
    Some(day.strftime("%Y%m%d000000").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_in_utc() {
        assert_eq!(stamp("2024-11-27T22:50:00+02:00").as_deref(), Some("20241127205000"));
        assert_eq!(stamp("2024-12-02").as_deref(), Some("20241202000000"));
        assert_eq!(stamp("soon"), None);
    }
}
