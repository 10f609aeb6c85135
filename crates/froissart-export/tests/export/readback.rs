//! Each layout read by an independent reader: the bytes are sound, and say what the claims say.

use crate::support::{War, claim, entity, place, rows, strike};
use froissart_export::{Format, Options, Per};
use froissart_model::{EntityKind, Kind};
use quick_xml::events::Event;
use serde_json::Value;
use std::collections::BTreeMap;

const LAYOUTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../data/layouts");

fn layout(name: &str) -> String {
    std::fs::read_to_string(format!("{LAYOUTS}/{name}")).expect("the layout is there")
}

#[test]
fn headers_are_the_fields_own_to_the_byte() {
    let war = War::new();
    for (format, file, delimiter, columns) in [
        (Format::Acled, "acled.csv", ',', 31),
        (Format::Polecat, "polecat.tsv", '\t', 40),
        (Format::Ucdp, "ucdp-ged.csv", ',', 49),
        (Format::Csv, "claims.csv", ',', 76),
    ] {
        let header = layout(file);
        assert_eq!(header.trim_end().split(delimiter).count(), columns, "{file}");
        assert!(war.write(format).text.starts_with(&header), "{file}");
    }
    // GDELT's files have no header: the first line is an event, as wide as the codebook says.
    for (format, file, columns) in
        [(Format::Gdelt, "gdelt2-events.tsv", 61), (Format::GdeltMentions, "gdelt2-mentions.tsv", 16)]
    {
        assert_eq!(layout(file).trim_end().split('\t').count(), columns, "{file}");
        let text = war.write(format).text;
        assert!(!text.is_empty());
        assert!(text.lines().all(|l| l.split('\t').count() == columns), "{text}");
        assert!(text.starts_with(|c: char| c.is_ascii_digit()));
    }
}

#[test]
fn a_table_of_claims_gives_every_field_back() {
    let war = War::new();
    let mut options = Options::new(Format::Csv);
    (options.with_background, options.with_implied, options.with_negated, options.with_non_actual) =
        (true, true, true, true);
    let export = war.export(&options);
    assert_eq!(export.report.written, war.claims.len());
    assert!(export.report.left_out.is_empty() && export.report.dropped.is_empty());
    let rows: BTreeMap<String, BTreeMap<String, String>> =
        rows(&export.text, b',').into_iter().map(|r| (r["claim"].clone(), r)).collect();
    for s in &war.claims {
        let (r, c) = (&rows[&s.claim.id], &s.claim);
        assert_eq!(r["evidence"], c.evidence.text);
        assert_eq!(r["type"], c.type_);
        assert_eq!(r["negated"], c.negated.to_string());
        assert_eq!(
            r["actor"],
            c.actor.iter().map(|e| e.name.clone().unwrap_or(e.text.clone())).collect::<Vec<_>>().join("; ")
        );
        assert_eq!(r["begin"].parse::<usize>().ok(), Some(c.evidence.span.begin));
        let from = c.happened.as_ref().and_then(|h| h.from).map_or_else(String::new, |d| d.to_string());
        assert_eq!(r["happened_from"], from);
        let low = c.figure.as_ref().and_then(|f| f.low);
        assert_eq!(r["figure_low"].parse::<f64>().ok(), low);
        let lat: Vec<f64> = c.place.iter().filter_map(|p| p.lat).collect();
        assert_eq!(r["latitude"].split("; ").filter_map(|n| n.parse().ok()).collect::<Vec<f64>>(), lat);
    }
}

#[test]
fn plover_lines_are_objects_with_what_plover_requires() {
    let war = War::new();
    let export = war.write(Format::Plover);
    let events: Vec<Value> = export.text.lines().map(|l| serde_json::from_str(l).expect("a line is JSON")).collect();
    assert_eq!(events.len(), 4);
    for e in &events {
        for key in ["id", "date", "actor", "event"] {
            assert!(e.get(key).is_some(), "{key} is missing in {e}");
        }
        assert!(e["event"][0].is_string());
    }
    let strike = events.iter().find(|e| e["mode"] == serde_json::json!(["aerial"])).expect("the strike");
    assert_eq!(strike["date"], "2024-12-01");
    assert_eq!(strike["event_loc"]["geonameid"], 170_063);
    assert_eq!(strike["recipient"][0]["sector"], "CVL");
    // Accounts differ, so no number of dead is given, and both stand beside it.
    assert!(strike.get("size").is_none(), "{strike}");
    assert_eq!(strike["froissart"]["figures"].as_array().map(Vec::len), Some(2));
    assert!(strike["comment"].as_str().is_some_and(|c| c.contains("11") && c.contains("16")));
    // The whole claim is there, as `--json` gives it.
    assert_eq!(strike["froissart"]["claims"][0]["claim"]["according_to"][0]["name"], "White Helmets");
}

#[test]
fn geojson_is_read_by_its_own_crate() {
    let war = War::new();
    let export = war.write(Format::Geojson);
    let geojson::GeoJson::FeatureCollection(all) = export.text.parse().expect("it is GeoJSON") else {
        panic!("no collection of features")
    };
    assert_eq!(all.features.len(), export.report.rows);
    for f in &all.features {
        let Some(geojson::GeometryValue::Point { coordinates }) = f.geometry.as_ref().map(|g| &g.value) else {
            panic!("a feature without a point: {f:?}")
        };
        // Longitude first.
        assert!((36.0..38.0).contains(&coordinates[0]) && (35.0..37.0).contains(&coordinates[1]), "{coordinates:?}");
        assert_eq!(f.property("radius_km"), Some(&serde_json::json!(5.0)));
        assert!(f.properties_iter().all(|(_, v)| !v.is_null() && !v.is_array() && !v.is_object()), "{f:?}");
    }
    let strike = all.features.iter().find(|f| f.property("cameo") == Some(&"195".into())).expect("the strike");
    assert_eq!(strike.property("killed_low"), Some(&serde_json::json!(11.0)));
    assert_eq!(strike.property("killed_high"), None, "one account leaves it open");
    let undated = all.features.iter().find(|f| f.property("cameo") == Some(&"190".into())).expect("the clash");
    assert_eq!(undated.property("date_from"), None);
    assert_eq!(undated.property("date_until"), Some(&"2024-12-02".into()));
}

/// Nodes and edges of a GraphML file, each with its data by name.
struct Graph {
    nodes: BTreeMap<String, BTreeMap<String, String>>,
    edges: Vec<(String, String, BTreeMap<String, String>)>,
}

fn graph(text: &str) -> Graph {
    let mut reader = quick_xml::Reader::from_str(text);
    let (mut keys, mut graph) = (BTreeMap::new(), Graph { nodes: BTreeMap::new(), edges: Vec::new() });
    let (mut at_node, mut key, mut data) = (None::<String>, String::new(), String::new());
    loop {
        match reader.read_event().expect("it is XML") {
            Event::Eof => break,
            Event::Start(e) | Event::Empty(e) => {
                let get = |name: &str| {
                    e.attributes()
                        .map(|a| a.expect("attributes are sound"))
                        .find(|a| a.key.as_ref() == name)
                        .map(|a| a.value.into_owned())
                };
                match e.name().as_ref() {
                    "key" => {
                        keys.insert(get("id").unwrap(), get("attr.name").unwrap());
                    }
                    "node" => {
                        at_node = get("id");
                        graph.nodes.insert(get("id").unwrap(), BTreeMap::new());
                    }
                    "edge" => {
                        at_node = None;
                        graph.edges.push((get("source").unwrap(), get("target").unwrap(), BTreeMap::new()));
                    }
                    "data" => {
                        key.clone_from(&keys[&get("key").expect("data names a key")]);
                        data.clear();
                    }
                    _ => {}
                }
            }
            Event::Text(t) => data.push_str(&t),
            Event::GeneralRef(r) => data.push_str(match &*r {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("an entity that XML does not know: {other}"),
            }),
            Event::End(e) if e.name().as_ref() == "data" => {
                let of = match &at_node {
                    Some(n) => graph.nodes.get_mut(n).unwrap(),
                    None => &mut graph.edges.last_mut().unwrap().2,
                };
                of.insert(key.clone(), data.clone());
            }
            _ => {}
        }
    }
    graph
}

#[test]
fn graphml_ties_who_to_whom() {
    let war = War::new();
    let g = graph(&war.write(Format::Graphml).text);
    let label = |n: &str| g.nodes[n]["label"].clone();
    let edges: Vec<(String, String, String)> =
        g.edges.iter().map(|(a, b, d)| (label(a), d["type"].clone(), label(b))).collect();
    for (a, type_, b) in [
        ("Turkey", "supports", "Syrian National Army"),
        ("Syrian National Army", "controls", "Tal Rifaat"),
        ("Turkey", "AGREE", "Russia"),
        ("Ankara", "ACCUSE", "Damascus"),
        ("Syrian warplanes", "ASSAULT", "shoppers"),
    ] {
        assert!(edges.contains(&(a.into(), type_.into(), b.into())), "{a} {type_} {b} is not among {edges:?}");
    }
    // Nothing implied, and the strike told twice is one edge of weight two.
    assert!(edges.iter().all(|e| e.1 != "opposes"));
    let strikes: Vec<_> = g.edges.iter().filter(|e| e.2.get("cameo").is_some_and(|c| c == "195")).collect();
    assert_eq!(strikes.len(), 1);
    assert_eq!(strikes[0].2["weight"], "2");
}

#[test]
fn graphml_escapes_and_keeps_what_xml_can_hold() {
    let mut s = claim("odd", Kind::Relation, "supports", 5, "\u{0}\u{1b}<Q&A> \"quoted\" ]]> 'x' \u{fffe} é");
    s.claim_mut().actor = vec![entity("X & <B>", EntityKind::Group, None, None)];
    s.claim_mut().recipient = vec![entity("\"C\"", EntityKind::Group, None, None)];
    let war = War { claims: vec![s], pages: BTreeMap::new(), groups: Vec::new(), set_aside: BTreeMap::new() };
    let g = graph(&war.write(Format::Graphml).text);
    let labels: Vec<&String> = g.nodes.values().map(|n| &n["label"]).collect();
    assert_eq!(labels, ["\"C\"", "X & <B>"]);
    assert_eq!(g.edges[0].2["evidence"], "\u{fffd}\u{fffd}<Q&A> \"quoted\" ]]> 'x' \u{fffd} é");
}

#[test]
fn gdelt_cells_hold_no_tabs_quotes_or_line_ends() {
    let mut s = strike("odd", 5);
    s.claim_mut().actor[0].text = "the \"so-called\"\tFree\r\nUnits".into();
    s.claim_mut().place = vec![place("Id\"lib", "SYR", 35.9, 36.6)];
    let war = War { claims: vec![s], pages: BTreeMap::new(), groups: Vec::new(), set_aside: BTreeMap::new() };
    let export = war.write(Format::Gdelt);
    assert_eq!(export.text.lines().count(), 1);
    assert_eq!(export.text.trim_end_matches('\n').split('\t').count(), 61);
    assert!(!export.text.contains('"'));
    assert!(export.report.notes.iter().any(|n| n.starts_with("2 cells had tabs")), "{:?}", export.report.notes);
}

#[test]
fn formulas_stand_as_told_and_are_said_unless_made_safe() {
    let mut s = strike("odd", 5);
    s.claim_mut().evidence.text = "=HYPERLINK(\"http://x\")".into();
    s.page_mut().outlet = Some("@newsdesk".into());
    let war = War { claims: vec![s], pages: BTreeMap::new(), groups: Vec::new(), set_aside: BTreeMap::new() };
    let plain = war.write(Format::Csv);
    let row = &rows(&plain.text, b',')[0];
    assert_eq!((row["evidence"].as_str(), row["outlet"].as_str()), ("=HYPERLINK(\"http://x\")", "@newsdesk"));
    assert!(plain.report.notes.iter().any(|n| n.starts_with("2 text cells begin with")), "{:?}", plain.report.notes);
    let safe = war.export(&Options { spreadsheet_safe: true, ..Options::new(Format::Csv) });
    let row = &rows(&safe.text, b',')[0];
    assert_eq!((row["evidence"].as_str(), row["outlet"].as_str()), ("'=HYPERLINK(\"http://x\")", "'@newsdesk"));
    // Numbers below zero are numbers.
    assert_eq!(row["intensity"], "-9");
    assert!(safe.report.notes.iter().any(|n| n.contains("got an apostrophe")), "{:?}", safe.report.notes);
}

#[test]
fn a_row_a_claim_keeps_tellings_apart() {
    let war = War::new();
    let per_claim = war.export(&Options { per: Per::Claim, ..Options::new(Format::Acled) });
    let rows = rows(&per_claim.text, b',');
    let strikes: Vec<_> = rows.iter().filter(|r| r["sub_event_type"] == "Air/drone strike").collect();
    assert_eq!(strikes.len(), 2);
    let mut dead: Vec<&str> = strikes.iter().map(|r| r["fatalities"].as_str()).collect();
    dead.sort_unstable();
    assert_eq!(dead, ["11", "16"]);
}
