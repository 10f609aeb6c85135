//! GeoJSON (RFC 7946): a point for each event or claim that has coordinates, with what is known of it as properties.
//!
//! A place that is not one spot is a point with `radius_km`: nobody knows the shape, so no polygon is drawn. What has no
//! coordinates is left out and counted; a feature without a geometry breaks more maps than it serves.

use crate::count::{self, Estimate};
use crate::loss::{Field, Reason};
use crate::party::Party;
use crate::place;
use crate::row::Row;
use crate::select::Selection;
use crate::words::{account, distinct, hedges, name_of};
use crate::{Export, Options};
use froissart_model::Kind;
use serde_json::{Value, json};

const CARRIES: &[Field] = &[
    Field::Accounts,
    Field::Hedges,
    Field::Words,
    Field::Ids,
    Field::Rivals,
    Field::FurtherParties,
    Field::PlaceRelation,
    Field::Radius,
    Field::Geonames,
    Field::DateBounds,
    Field::Deaths,
    Field::OtherFigures,
    Field::Modes,
    Field::Subject,
    Field::Extent,
    Field::Confidence,
    Field::Source,
];

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut features = Vec::new();
    let mut written = Vec::new();
    for row in rows {
        let Some((place, lat, lon)) = row.place().and_then(|p| Some((p, p.lat?, p.lon?))) else {
            row.all().for_each(|s| selection.losses.leave(Reason::NoPlace, s));
            continue;
        };
        written.extend(row.all());
        selection.losses.lose(Field::FurtherPlaces, row.places.iter().skip(1).filter(|p| p.lat.is_some()).count());
        features.push(json!({
            "type": "Feature",
            "id": row.id,
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": properties(row, place),
        }));
    }
    let n = features.len();
    // One feature a line: whoever compares two exports sees which event changed.
    let lines: Vec<String> = features.iter().map(Value::to_string).collect();
    let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", lines.join(",\n"));
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

/// Flat: map programs show lists and objects badly, so lists are joined and unknowns are left away.
fn properties(row: &Row<'_>, p: &froissart_model::Place<froissart_model::Char>) -> Value {
    let c = row.lead_claim();
    let mut o = serde_json::Map::new();
    let mut put = |key: &str, value: Value| {
        if !value.is_null() && value != json!("") {
            o.insert(key.to_owned(), value);
        }
    };
    let join = |all: Vec<&str>| json!(distinct(all).join("; "));
    put("kind", json!(name_of(&c.kind)));
    put("type", json!(c.type_));
    put("status", json!(c.status));
    put("subject", json!(c.subject));
    put("modes", join(row.claims.iter().flat_map(|s| &s.claim.modes).map(String::as_str).collect()));
    put("contexts", join(row.claims.iter().flat_map(|s| &s.claim.contexts).map(String::as_str).collect()));
    put("cameo", json!(c.cameo));
    put("quad", json!(c.quad));
    put("intensity", json!(c.intensity));
    put("acled_event_type", json!(c.acled.as_ref().map(|a| &a.event_type)));
    put("acled_sub_event_type", json!(c.acled.as_ref().map(|a| &a.sub_event_type)));
    put("actors", join(row.actors.iter().map(Party::name).collect()));
    put("recipients", join(row.recipients.iter().map(Party::name).collect()));
    put("place", json!(place::name(p)));
    put("place_text", json!(p.text));
    put("place_relation", json!(p.relation));
    put("place_precision", json!(p.precision));
    put("radius_km", json!(p.radius_km));
    put("geonames", json!(p.geonames));
    put("country", json!(p.country));
    put("admin1", json!(p.admin1));
    put("extent", json!(c.extent.as_ref().map(|e| &e.text)));
    put("date_from", json!(row.when.from));
    put("date_to", json!(row.when.from.and(row.when.to)));
    // An act without a date happened by the day its page came out, and nothing says when.
    let bound = c.happened.as_ref().and_then(|h| h.to);
    put("date_until", if row.when.is_known() { Value::Null } else { json!(bound) });
    for of in ["killed", "injured", "killed_or_injured", "displaced"] {
        let Estimate { low, high, .. } = count::estimate(&count::tellings(&row.figures, &row.when, of));
        put(&format!("{of}_low"), json!(low));
        put(&format!("{of}_high"), json!(high));
    }
    if let (Kind::Figure, Some(f)) = (c.kind, &c.figure) {
        put("figure", json!(f.text));
        put("figure_low", json!(f.low));
        put("figure_high", json!(f.high));
    }
    put("figures", json!(distinct(count::texts(&row.figures, &row.when)).join("; ")));
    put("certainty", join_owned(row.claims.iter().map(|s| name_of(&s.claim.certainty)).collect()));
    put("told_as", join_owned(row.claims.iter().flat_map(|s| hedges(&s.claim)).collect()));
    put("confidence", json!(c.confidence));
    put("accounts", join_owned(row.all().map(account).collect()));
    put("rivals", json!(row.rivals.join("; ")));
    put("also_read_as", json!(row.also_read.join("; ")));
    put("evidence", join_owned(row.claims.iter().map(|s| s.claim.evidence.text.clone()).collect()));
    put("outlets", json!(row.outlets().join("; ")));
    put("url", json!(row.page(row.lead).and_then(|p| p.url.as_deref())));
    put("published", json!(row.published()));
    put("claims", json!(row.ids().join("; ")));
    Value::Object(o)
}

fn join_owned(all: Vec<String>) -> Value {
    json!(distinct(all).join("; "))
}
