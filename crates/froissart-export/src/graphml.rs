//! GraphML: actors and places as nodes, events and ties as directed edges, for Gephi, yEd and networkx.
//!
//! One edge for each actor and each recipient of a row (or the place, where the row is about one). Ties among equals
//! (`fights`, `allied_with`) are edges too, marked `symmetric`: readers refuse files that mix directed and undirected ones.

use crate::loss::{Field, Reason};
use crate::party::Party;
use crate::place;
use crate::row::Row;
use crate::select::Selection;
use crate::words::{account, distinct, hedges, name_of, number};
use crate::{Export, Options};
use froissart_model::{Char, Kind, Place};
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};
use std::collections::BTreeMap;

const CARRIES: &[Field] = &[
    Field::Accounts,
    Field::Hedges,
    Field::Words,
    Field::Ids,
    Field::Rivals,
    Field::FurtherParties,
    Field::Geonames,
    Field::Radius,
    Field::DateBounds,
    Field::Modes,
    Field::Subject,
    Field::Confidence,
    Field::Source,
];

/// Attributes: for what, name, type.
const KEYS: &[(&str, &str, &str)] = &[
    ("node", "label", "string"),
    ("node", "class", "string"),
    ("node", "id", "string"),
    ("node", "country", "string"),
    ("node", "sector", "string"),
    ("node", "latitude", "double"),
    ("node", "longitude", "double"),
    ("node", "radius_km", "double"),
    ("node", "geonames", "long"),
    ("edge", "kind", "string"),
    ("edge", "type", "string"),
    ("edge", "status", "string"),
    ("edge", "subject", "string"),
    ("edge", "means", "string"),
    ("edge", "modes", "string"),
    ("edge", "cameo", "string"),
    ("edge", "quad", "int"),
    ("edge", "intensity", "double"),
    ("edge", "symmetric", "boolean"),
    ("edge", "from", "string"),
    ("edge", "to", "string"),
    ("edge", "certainty", "string"),
    ("edge", "told_as", "string"),
    ("edge", "confidence", "double"),
    ("edge", "place", "string"),
    ("edge", "accounts", "string"),
    ("edge", "rivals", "string"),
    ("edge", "also_read_as", "string"),
    ("edge", "evidence", "string"),
    ("edge", "claims", "string"),
    ("edge", "weight", "int"),
];

type Data = BTreeMap<&'static str, String>;

struct Edge {
    id: String,
    from: String,
    to: String,
    data: Data,
}

pub(crate) fn write(rows: &[Row<'_>], mut selection: Selection<'_>, options: &Options) -> Export {
    let mut nodes: BTreeMap<String, Data> = BTreeMap::new();
    let mut edges: Vec<Edge> = Vec::new();
    let mut written = Vec::new();
    for row in rows {
        let mut ends: Vec<(String, String)> = Vec::new();
        let (first, second) = row.sides();
        for a in &first {
            for b in second.iter().filter(|b| b.key != a.key) {
                ends.push((actor(&mut nodes, a), actor(&mut nodes, b)));
            }
        }
        // Who holds a town, is based or stands in one: the place is the other end, where nobody is.
        let placed = matches!(row.lead_claim().kind, Kind::Control | Kind::Relation) || second.is_empty();
        let placed = placed && (row.recipients.is_empty() || row.lead_claim().kind == Kind::Control);
        if let Some(p) = row.place().filter(|_| placed && row.lead_claim().kind != Kind::Figure) {
            for a in &first {
                ends.push((actor(&mut nodes, a), spot(&mut nodes, p)));
            }
        }
        if ends.is_empty() {
            row.all().for_each(|s| selection.losses.leave(Reason::NoParties, s));
            continue;
        }
        written.extend(row.all());
        selection.losses.lose(Field::FurtherPlaces, row.places.len().saturating_sub(1));
        let data = edge_data(row);
        for (n, (from, to)) in distinct(ends).into_iter().enumerate() {
            edges.push(Edge { id: format!("{}.{n}", row.id), from, to, data: data.clone() });
        }
    }
    let n = edges.len();
    let text = document(&nodes, &edges).expect("memory takes all");
    Export { text, report: selection.losses.report(options, n, &written, CARRIES) }
}

fn actor(nodes: &mut BTreeMap<String, Data>, p: &Party<'_>) -> String {
    let key = format!("actor {}", p.key);
    let data = nodes.entry(key.clone()).or_default();
    let e = p.entity;
    let mut put = |name: &'static str, value: Option<String>| {
        // The least of equals, so that the order of the rows does not matter.
        if let Some(v) = value.filter(|v| data.get(name).is_none_or(|o| v < o)) {
            data.insert(name, v);
        }
    };
    put("label", Some(p.name().to_owned()));
    put("class", Some(name_of(&e.kind)));
    put("id", e.id.clone());
    put("country", e.country.clone());
    put("sector", p.sector().map(str::to_owned));
    key
}

fn spot(nodes: &mut BTreeMap<String, Data>, p: &Place<Char>) -> String {
    let key = match p.geonames {
        Some(g) => format!("place {g}"),
        None => format!("place {}", froissart_model::fold(place::name(p))),
    };
    let data = nodes.entry(key.clone()).or_default();
    let mut put = |name: &'static str, value: Option<String>| {
        if let Some(v) = value.filter(|v| data.get(name).is_none_or(|o| v < o)) {
            data.insert(name, v);
        }
    };
    put("label", Some(place::name(p).to_owned()));
    put("class", Some("place".to_owned()));
    put("country", p.country.clone());
    put("latitude", p.lat.map(|n| n.to_string()));
    put("longitude", p.lon.map(|n| n.to_string()));
    put("radius_km", p.radius_km.map(|n| n.to_string()));
    put("geonames", p.geonames.map(|n| n.to_string()));
    key
}

fn edge_data(row: &Row<'_>) -> Data {
    let c = row.lead_claim();
    let mut data = Data::new();
    let mut put = |name: &'static str, value: Option<String>| {
        if let Some(v) = value.filter(|v| !v.is_empty()) {
            data.insert(name, v);
        }
    };
    let join = |all: Vec<String>| Some(distinct(all).join("; "));
    put("kind", Some(name_of(&c.kind)));
    put("type", Some(c.type_.clone()));
    put("status", c.status.clone());
    put("subject", c.subject.clone());
    put("means", join(row.claims.iter().flat_map(|s| s.claim.means.clone()).collect()));
    put("modes", join(row.claims.iter().flat_map(|s| s.claim.modes.clone()).collect()));
    put("cameo", c.cameo.clone());
    put("quad", c.quad.map(|q| q.to_string()));
    put("intensity", c.intensity.map(number));
    put("symmetric", Some(matches!(c.type_.as_str(), "fights" | "allied_with" | "opposes").to_string()));
    put("from", row.when.from.map(|d| d.to_string()));
    put("to", row.when.from.and(row.when.to).map(|d| d.to_string()));
    put("certainty", join(row.claims.iter().map(|s| name_of(&s.claim.certainty)).collect()));
    put("told_as", join(row.claims.iter().flat_map(|s| hedges(&s.claim)).collect()));
    put("confidence", c.confidence.map(|n| n.to_string()));
    put("place", row.place().map(|p| place::name(p).to_owned()));
    put("accounts", join(row.all().map(account).collect()));
    put("rivals", Some(row.rivals.join("; ")));
    put("also_read_as", Some(row.also_read.join("; ")));
    put("evidence", join(row.claims.iter().map(|s| s.claim.evidence.text.clone()).collect()));
    put("claims", Some(row.ids().join("; ")));
    put("weight", Some(row.claims.len().to_string()));
    data
}

fn document(nodes: &BTreeMap<String, Data>, edges: &[Edge]) -> std::io::Result<String> {
    // Ids of XML may not have spaces: nodes are numbered in the order of their keys.
    let number: BTreeMap<&str, usize> = nodes.keys().enumerate().map(|(n, k)| (k.as_str(), n)).collect();
    let key_id: BTreeMap<(&str, &str), usize> =
        KEYS.iter().enumerate().map(|(n, (f, name, _))| ((*f, *name), n)).collect();
    let mut w = Writer::new_with_indent(Vec::new(), b' ', 1);
    w.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    w.create_element("graphml")
        .with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"))
        .write_inner_content(|w| {
            for (n, (for_, name, type_)) in KEYS.iter().enumerate() {
                w.create_element("key")
                    .with_attribute(("id", format!("d{n}").as_str()))
                    .with_attribute(("for", *for_))
                    .with_attribute(("attr.name", *name))
                    .with_attribute(("attr.type", *type_))
                    .write_empty()?;
            }
            w.create_element("graph")
                .with_attribute(("id", "froissart"))
                .with_attribute(("edgedefault", "directed"))
                .write_inner_content(|w| {
                for (key, data) in nodes {
                    element(w, "node", &[("id", format!("n{}", number[key.as_str()]))], data, &key_id)?;
                }
                for e in edges {
                    let ends = [
                        ("id", xml_text(&e.id)),
                        ("source", format!("n{}", number[e.from.as_str()])),
                        ("target", format!("n{}", number[e.to.as_str()])),
                    ];
                    element(w, "edge", &ends, &e.data, &key_id)?;
                }
                Ok(())
            })?;
            Ok(())
        })?;
    let mut bytes = w.into_inner();
    bytes.push(b'\n');
    Ok(String::from_utf8(bytes).expect("XML is UTF-8"))
}

fn element(
    w: &mut Writer<Vec<u8>>,
    what: &'static str,
    attributes: &[(&str, String)],
    data: &Data,
    key_id: &BTreeMap<(&str, &str), usize>,
) -> std::io::Result<()> {
    let mut e = w.create_element(what);
    for (name, value) in attributes {
        e = e.with_attribute((*name, value.as_str()));
    }
    e.write_inner_content(|w| {
        for (name, value) in data {
            w.create_element("data")
                .with_attribute(("key", format!("d{}", key_id[&(what, *name)]).as_str()))
                .write_text_content(BytesText::new(&xml_text(value)))?;
        }
        Ok(())
    })?;
    Ok(())
}

/// The text without the characters that no XML 1.0 document may hold, escaped or not.
fn xml_text(text: &str) -> String {
    let allowed = |c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..) && !('\u{7F}'..='\u{9F}').contains(&c)
    };
    text.chars().map(|c| if allowed(c) { c } else { '\u{FFFD}' }).collect()
}
