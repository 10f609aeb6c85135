//! ACLED's 31 columns, as its users' scripts read them.
//!
//! Event types are the claims' own; interaction codes, disorder types, civilian targeting and precisions are derived
//! by ACLED's codebook, and what it would need and no claim says is blank. "Syrian army units" are, in ACLED's manner,
//! `Military Forces of Syria`; the words stand in `notes`. docs/export.md has every column.

use crate::count;
use crate::delimited::{Dialect, Table};
use crate::loss::{Field, Reason};
use crate::party::{Party, is_pronoun, without_article};
use crate::place::{self, Fineness};
use crate::row::Row;
use crate::select::Selection;
use crate::tables::{self, Side};
use crate::words::{distinct, hedges};
use crate::{Export, Options};
use froissart_model::{Acled, EntityKind, fold};
use jiff::Timestamp;

const HEADER: &str = include_str!("../../../data/layouts/acled.csv");

const CARRIES: &[Field] = &[
    Field::Accounts,
    Field::Hedges,
    Field::Words,
    Field::Ids,
    Field::Rivals,
    Field::FurtherParties,
    Field::Deaths,
    Field::OtherFigures,
    Field::Source,
];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut table = Table::new(HEADER, Dialect::Csv, options.spreadsheet_safe);
    let mut written = Vec::new();
    let losses = &mut selection.losses;
    for row in rows {
        let Some(acled) = &row.lead_claim().acled else {
            row.claims.iter().for_each(|s| losses.leave(Reason::NoAcledType, s));
            row.figures.iter().for_each(|s| losses.leave(Reason::LooseFigure, s));
            continue;
        };
        written.extend(row.all());
        let place = row.place();
        let country = row.country().and_then(tables::country);
        let (first, second) = row.sides();
        let name = |p: &&Party<'_>| actor_name(p, acled, row);
        let (names1, names2) = (distinct(first.iter().map(name)), distinct(second.iter().map(name)));
        let inter1 = first.first().and_then(|p| inter(p, acled, row));
        let inter2 = match second.first() {
            Some(p) => inter(p, acled, row),
            None => can_be_alone(acled).then_some(0),
        };

        let mut c = table.row();
        c.code("event_id_cnty", format!("{}{}", row.country().unwrap_or(""), &row.id));
        let days = row.when.days();
        let precision = if row.when.by_page { Some(3) } else { precision(days, row.when.day().is_some()) };
        if precision.is_some() {
            c.maybe("event_date", row.when.from).maybe("time_precision", precision);
        }
        c.maybe("year", row.when.year());
        c.code("disorder_type", disorder_type(acled));
        c.code("event_type", &acled.event_type).code("sub_event_type", &acled.sub_event_type);
        if let Some((name, others)) = names1.split_first() {
            c.text("actor1", name).list("assoc_actor_1", others.iter().map(String::as_str));
            c.maybe("inter1", inter1);
        }
        if let Some((name, others)) = names2.split_first() {
            c.text("actor2", name).list("assoc_actor_2", others.iter().map(String::as_str));
        }
        if !first.is_empty() || !second.is_empty() {
            c.maybe("inter2", inter2);
        }
        c.maybe("interaction", interaction(inter1, inter2));
        if is_civilian_targeting(acled, inter2) {
            c.code("civilian_targeting", "Civilian targeting");
        }
        c.maybe("iso", country.and_then(|c| c.iso)).maybe("region", country.and_then(|c| c.acled_region));
        c.maybe("country", country.map(|c| c.name));
        if let Some(p) = place {
            // "The city" is in the notes: no gazetteer knows which.
            c.maybe_text("admin1", p.admin1.as_deref()).maybe_text("location", p.name.as_deref());
            c.maybe("latitude", p.lat)
                .maybe("longitude", p.lon)
                .maybe("geo_precision", geo_precision(place::fineness(p)));
        }
        c.list("source", row.outlets()).maybe("source_scale", source_scale(row));
        c.text("notes", &notes(row, &first, &second, &names1, &names2));
        let killed = count::tellings(&row.figures, &row.when, "killed");
        c.code("fatalities", count::cell(count::estimate(&killed).low));
        c.text("tags", &tags(row, acled, &first));
        c.maybe("timestamp", timestamp(row));
        for column in
            ["event_date", "actor1", "inter1", "country", "latitude", "geo_precision", "source_scale", "fatalities"]
        {
            if c.is_blank(column) {
                losses.blank(column);
            }
        }
        c.end();
        losses.lose(Field::FurtherPlaces, row.places.iter().skip(1).filter(|p| p.lat.is_some()).count());
    }
    let n = table.rows();
    let text = table.finish(losses);
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

/// Whether ACLED knows events of this type with one party only. A battle has two and an attack has a victim, told or not.
fn can_be_alone(acled: &Acled) -> bool {
    !matches!(acled.event_type.as_str(), "Battles" | "Violence against civilians")
}

/// ACLED's generic actors where the words name a class, the name where they name somebody.
fn actor_name(p: &Party<'_>, acled: &Acled, row: &Row<'_>) -> String {
    let place_country = row.country();
    let own = p.entity.country.as_deref().and_then(tables::country).map(|c| c.name);
    let of = own.or_else(|| place_country.and_then(tables::country).map(|c| c.name));
    let with = |class: &str| of.map_or_else(|| class.to_owned(), |c| format!("{class} ({c})"));
    let civil = p.side() == Some(Side::Civil);
    match (acled.event_type.as_str(), p.sector()) {
        ("Protests", _) if civil && !p.is_known() => with("Protesters"),
        ("Riots", _) if civil && !p.is_known() => with("Rioters"),
        _ if p.entity.kind == EntityKind::Civilians => with("Civilians"),
        (_, Some("CVL" | "REF")) if !p.is_known() => with("Civilians"),
        (_, Some("UAF")) => with("Unidentified Armed Group"),
        (_, Some("REB")) if !p.is_known() && p.entity.kind == EntityKind::Group && !is_proper(p.name()) => {
            with("Rebels")
        }
        _ if row.is_air_force(p) => own.map_or_else(|| p.name().to_owned(), |c| format!("Military Forces of {c}")),
        (_, Some("MIL")) => own.map_or_else(|| p.name().to_owned(), |c| format!("Military Forces of {c}")),
        (_, Some("COP")) => own.map_or_else(|| p.name().to_owned(), |c| format!("Police Forces of {c}")),
        (_, sector) if p.entity.kind == EntityKind::State || sector == Some("GOV") => match own {
            // A state that fights does so with its forces; one that agrees or decides is its government.
            Some(c) if is_violent(acled) && p.entity.kind != EntityKind::Person => format!("Military Forces of {c}"),
            Some(c) => format!("Government of {c}"),
            None => p.name().to_owned(),
        },
        _ => p.name().to_owned(),
    }
}

/// Whether the words name a particular group ("Military Operations Command") and not a class ("Syrian rebels"): two
/// words with capitals, or one word of capitals, adjectives of countries aside.
fn is_proper(name: &str) -> bool {
    const CLASSES: &[&str] = &[
        "Rebels",
        "Rebel",
        "Fighters",
        "Forces",
        "Factions",
        "Insurgents",
        "Militants",
        "Opposition",
        "Groups",
        "Gunmen",
        "Armed",
    ];
    let capitals =
        name.split_whitespace().filter(|w| w.starts_with(char::is_uppercase) && !CLASSES.contains(w)).count();
    capitals >= 2
}

fn is_violent(acled: &Acled) -> bool {
    matches!(acled.event_type.as_str(), "Battles" | "Explosions/Remote violence" | "Violence against civilians")
        || acled.sub_event_type == "Excessive force against protesters"
}

/// ACLED's interaction code: 1 state forces … 8 external; none where nothing says what they are.
fn inter(p: &Party<'_>, acled: &Acled, row: &Row<'_>) -> Option<u8> {
    let civil = p.side() == Some(Side::Civil);
    match acled.event_type.as_str() {
        "Protests" if civil => return Some(6),
        "Riots" if civil => return Some(5),
        _ => {}
    }
    let own = p.entity.country.as_deref();
    if matches!(own, Some("UNO" | "IGO" | "EUR")) {
        return Some(8);
    }
    let code = match p.side() {
        Some(Side::Civil) if p.entity.kind == EntityKind::Civilians => Some(7),
        Some(Side::State) if p.sector().is_none() => Some(1),
        _ if row.is_air_force(p) => Some(1),
        _ => p.sector().and_then(tables::sector).and_then(|s| s.acled_inter),
    };
    // A state's forces outside of their own country are external.
    match (code, own, row.country()) {
        (Some(1), Some(own), Some(here)) if own != here => Some(8),
        (code, ..) => code,
    }
}

/// The two codes as one number, the smaller first; a party alone has a zero after it.
fn interaction(a: Option<u8>, b: Option<u8>) -> Option<u8> {
    let (a, b) = (a?, b?);
    Some(match (a.min(b), a.max(b)) {
        (0, n) => n * 10,
        (low, high) => low * 10 + high,
    })
}

fn disorder_type(acled: &Acled) -> &'static str {
    match (acled.event_type.as_str(), acled.sub_event_type.as_str()) {
        ("Protests", "Excessive force against protesters") => "Political violence; Demonstrations",
        ("Protests", _) | ("Riots", "Violent demonstration") => "Demonstrations",
        ("Strategic developments", _) => "Strategic developments",
        _ => "Political violence",
    }
}

/// Whether civilians are told as who the violence was aimed at.
fn is_civilian_targeting(acled: &Acled, inter2: Option<u8>) -> bool {
    match acled.event_type.as_str() {
        "Violence against civilians" | "Explosions/Remote violence" | "Riots" => inter2 == Some(7),
        _ => acled.sub_event_type == "Excessive force against protesters",
    }
}

/// 1 a day, 2 a week, 3 a month; nothing wider has a date in ACLED.
fn precision(days: Option<i64>, is_day: bool) -> Option<u8> {
    match days? {
        _ if is_day => Some(1),
        1 => Some(1),
        2..=7 => Some(2),
        8..=31 => Some(3),
        _ => None,
    }
}

fn geo_precision(f: Fineness) -> Option<u8> {
    match f {
        Fineness::Point => Some(1),
        Fineness::Near | Fineness::Area => Some(2),
        Fineness::Region | Fineness::Country => Some(3),
        Fineness::Unknown => None,
    }
}

/// Where the outlets publish from, against where it happened; blank where either is unknown.
fn source_scale(row: &Row<'_>) -> Option<String> {
    let here = row.country()?;
    let region = tables::country(here)?.acled_region;
    let scales: Option<Vec<&str>> = distinct(row.all().map(|s| row.page(s).and_then(|p| p.outlet_country.as_deref())))
        .into_iter()
        .map(|from| {
            let from = from?;
            Some(if from == here {
                "National"
            } else if tables::country(from).and_then(|c| c.acled_region) == region {
                "Regional"
            } else {
                "International"
            })
        })
        .collect();
    let mut scales = distinct(scales?);
    scales.sort_by_key(|s| ["National", "Regional", "International"].iter().position(|o| o == s));
    Some(scales.join("-"))
}

/// The row's words, and how the parties are called in them where their names here are ACLED's.
fn notes(row: &Row<'_>, first: &[&Party<'_>], second: &[&Party<'_>], names1: &[String], names2: &[String]) -> String {
    let mut parts = vec![row.notes()];
    for (which, side, names) in [("actor1", first, names1), ("actor2", second, names2)] {
        let shown: Vec<String> = names.iter().map(|n| fold(n)).collect();
        let told =
            distinct(side.iter().flat_map(|p| p.entity.name.as_deref().into_iter().chain(p.texts.iter().copied())));
        // Neither what the cell says already ("rebels", of Rebels (Syria)), nor words that say nothing ("it").
        let told: Vec<&str> = told
            .into_iter()
            .filter(|t| !is_pronoun(t) && !shown.iter().any(|n| n.starts_with(&fold(without_article(t)))))
            .collect();
        if !told.is_empty() {
            parts.push(format!("{which} as told: {}.", told.join("; ")));
        }
    }
    if let Some(p) = row.place().filter(|p| p.name.is_none()) {
        parts.push(format!("Place as told: {}.", place::described(p)));
    }
    let things = distinct(
        row.claims
            .iter()
            .flat_map(|s| &s.claim.recipient)
            .filter(|e| crate::party::is_thing(e))
            .map(|e| e.text.as_str()),
    );
    if !things.is_empty() {
        parts.push(format!("Hit: {}.", things.join("; ")));
    }
    parts.join(" ")
}

fn tags(row: &Row<'_>, acled: &Acled, first: &[&Party<'_>]) -> String {
    let mut tags = Vec::new();
    if matches!(acled.event_type.as_str(), "Protests" | "Riots") {
        let size = first.iter().find_map(|p| p.entity.count);
        tags.push(size.map_or_else(|| "crowd size=no report".to_owned(), |n| format!("crowd size={n}")));
    }
    let hedged: Vec<String> = distinct(row.claims.iter().flat_map(|s| hedges(&s.claim)));
    if !hedged.is_empty() {
        tags.push(format!("told as={}", hedged.join(", ")));
    }
    if row.when.by_page {
        tags.push("date=of the page".to_owned());
    }
    tags.push(format!("claims={}", row.ids().join(", ")));
    tags.join("; ")
}

/// When the newest page was published, in seconds since 1970; blank where a page gives no instant.
fn timestamp(row: &Row<'_>) -> Option<i64> {
    let instants: Option<Vec<Timestamp>> =
        row.all().map(|s| s.page.published.as_deref().and_then(|p| p.parse().ok())).collect();
    instants?.into_iter().max().map(Timestamp::as_second)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn interactions_are_acleds() {
        // From ACLED's list: sole military, military and rebels, rebels and civilians, sole external, external and rebels.
        for (a, b, code) in [(1, 0, 10), (2, 1, 12), (7, 2, 27), (8, 0, 80), (8, 2, 28), (7, 7, 77), (6, 0, 60)] {
            assert_eq!(interaction(Some(a), Some(b)), Some(code));
        }
        assert_eq!(interaction(None, Some(7)), None);
    }

    #[test]
    fn every_pair_of_types_has_a_disorder_type() {
        let pair = |event_type: &str, sub: &str| Acled { event_type: event_type.into(), sub_event_type: sub.into() };
        for (event_type, sub, disorder) in [
            ("Battles", "Armed clash", "Political violence"),
            ("Riots", "Mob violence", "Political violence"),
            ("Riots", "Violent demonstration", "Demonstrations"),
            ("Protests", "Peaceful protest", "Demonstrations"),
            ("Protests", "Excessive force against protesters", "Political violence; Demonstrations"),
            ("Strategic developments", "Agreement", "Strategic developments"),
            ("Violence against civilians", "Attack", "Political violence"),
        ] {
            assert_eq!(disorder_type(&pair(event_type, sub)), disorder, "{sub}");
        }
    }

    #[test]
    fn dates_wider_than_a_month_have_no_place() {
        assert_eq!(
            [Some(1), Some(2), Some(7), Some(31), Some(32), None].map(|d| precision(d, false)),
            [Some(1), Some(2), Some(2), Some(3), None, None]
        );
    }
}
