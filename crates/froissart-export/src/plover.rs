//! PLOVER, one JSON object a line: an event with lists of actors and recipients, its place, its codes.
//!
//! PLOVER has no field for whose account it is or how sure they are; a reader ignores keys it does not know, so all of
//! that stands under `froissart`, and nothing is lost.

use crate::count;
use crate::loss::Field;
use crate::party::Party;
use crate::place::{self, Fineness};
use crate::row::Row;
use crate::select::Selection;
use crate::words::distinct;
use crate::{Export, Options};
use froissart_model::{Char, Place};
use serde_json::{Map, Value, json};

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut text = String::new();
    let mut written = Vec::new();
    for row in rows {
        written.extend(row.all());
        let event = event(row);
        if event["date"].is_null() {
            selection.losses.blank("date");
        }
        if event["event_loc"]["lat"].is_null() {
            selection.losses.blank("event_loc.lat");
        }
        text.push_str(&event.to_string());
        text.push('\n');
    }
    // Everything a claim says stands under `froissart`, by name or in the claims' own form.
    Export { text, report: selection.losses.report(options, rows.len(), &written, &Field::ALL) }
}

fn event(row: &Row<'_>) -> Value {
    let claim = row.lead_claim();
    let lead = row.lead;
    let page = row.page(lead);
    let of_type = || row.claims.iter().map(|s| &s.claim).filter(|c| c.type_ == claim.type_);
    let mut o = Map::new();
    let mut put = |key: &str, value: Value| {
        // PLOVER: a key that says nothing is left away.
        let says_nothing = value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_object().is_some_and(Map::is_empty);
        if !says_nothing || matches!(key, "date" | "actor" | "event") {
            o.insert(key.to_owned(), value);
        }
    };
    put("id", json!(row.id));
    put("has_event", json!(true));
    put("date", json!(row.when.from));
    put("enddate", if row.when.to == row.when.from { Value::Null } else { json!(row.when.from.and(row.when.to)) });
    put("actor", row.actors.iter().map(entity).collect());
    put("recipient", row.recipients.iter().map(entity).collect());
    put("event", json!([claim.type_]));
    put("event_text", json!(distinct(row.claims.iter().map(|s| s.claim.evidence.text.as_str()))));
    put("event_loc", row.place().map_or(Value::Null, location));
    put("quad_code", json!(claim.quad));
    put("event_scale", json!(claim.intensity));
    put("mode", json!(distinct(of_type().flat_map(|c| c.modes.iter().chain(&c.auxiliary)))));
    put("context", json!(distinct(row.claims.iter().flat_map(|s| &s.claim.contexts))));
    put("size", size(row));
    put("link", json!(page.and_then(|p| p.url.as_deref())));
    let span = claim.evidence.span;
    put("text_info", json!({"sequence": claim.evidence.sentence + 1, "start": span.begin, "end": span.end}));
    let mut cite = Map::new();
    for (key, value) in [
        ("title", lead.page.title.as_deref()),
        ("url", page.and_then(|p| p.url.as_deref())),
        ("publication", lead.page.outlet.as_deref()),
        ("language", page.and_then(|p| p.language.as_deref())),
    ] {
        if let Some(v) = value {
            cite.insert(key.to_owned(), json!(v));
        }
    }
    cite.insert("coder".to_owned(), json!("froissart"));
    cite.insert("codebook".to_owned(), json!("PLOVER"));
    put("cite_info", Value::Object(cite));
    put("coder", json!("froissart"));
    put("comment", json!(if row.rivals.is_empty() { None } else { Some(row.rivals.join("; ")) }));
    put(
        "froissart",
        json!({
            "claims": row.claims.iter().map(|s| json!({
                "claim": s.claim, "page": s.page.id, "outlet": s.page.outlet, "published": s.page.published,
            })).collect::<Vec<_>>(),
            "figures": row.figures.iter().map(|s| json!({
                "claim": s.claim, "page": s.page.id, "outlet": s.page.outlet, "published": s.page.published,
            })).collect::<Vec<_>>(),
            "date_of_page": row.when.by_page,
            "rivals": row.rivals,
        }),
    );
    Value::Object(o)
}

fn entity(p: &Party<'_>) -> Value {
    let e = p.entity;
    let code = e.code.clone().or_else(|| {
        let parts: Vec<&str> = [e.country.as_deref(), p.sector()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    });
    let mut o = Map::new();
    for (key, value) in [
        ("code", json!(code)),
        ("country", json!(e.country)),
        ("sector", json!(p.sector())),
        ("other_sector_codes", json!(p.sectors().get(1..).filter(|s| !s.is_empty()))),
        ("entity_text", json!(p.texts.first())),
        ("entity_name", json!(e.name)),
        ("identifier_id", json!(e.id)),
        ("count", json!(e.count)),
    ] {
        if !value.is_null() {
            o.insert(key.to_owned(), value);
        }
    }
    Value::Object(o)
}

fn location(p: &Place<Char>) -> Value {
    let fineness = place::fineness(p);
    // PLOVER's scale, from 1 a country to 5 a part of a city; a town is 4.
    let resolution = match fineness {
        Fineness::Point => Some(4),
        Fineness::Near | Fineness::Area => Some(3),
        Fineness::Region => Some(2),
        Fineness::Country => Some(1),
        Fineness::Unknown => None,
    };
    let city = matches!(fineness, Fineness::Point | Fineness::Near).then_some(p.name.as_deref()).flatten();
    let mut o = Map::new();
    for (key, value) in [
        ("extracted_place", json!(place::described(p))),
        ("resolved_place", json!(p.name)),
        ("geonameid", json!(p.geonames)),
        ("lat", json!(p.lat)),
        ("lon", json!(p.lon)),
        ("city", json!(city)),
        ("province", json!(p.admin1)),
        ("country_code", json!(p.country)),
        ("feature", json!(p.feature)),
        ("resolution", json!(resolution)),
        ("radius_km", json!(p.radius_km)),
    ] {
        if !value.is_null() {
            o.insert(key.to_owned(), value);
        }
    }
    Value::Object(o)
}

/// Deaths, injuries and arrests where no account says another number.
fn size(row: &Row<'_>) -> Value {
    let mut o = Map::new();
    for (key, of) in [("dead", "killed"), ("injured", "injured"), ("arrested", "captured")] {
        if let Some(n) = count::estimate(&count::tellings(&row.figures, &row.when, of)).best {
            o.insert(key.to_owned(), json!(n as u64));
        }
    }
    Value::Object(o)
}
