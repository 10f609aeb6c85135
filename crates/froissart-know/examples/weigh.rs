//! Features of every candidate of every name of a set of pages, for data/places/fit.py; not part of the program.
//!
//! Reads JSON lines `{"text", "spans", "context", "countries"}` (offsets in characters) on standard input and prints for each
//! `[[[lat, lon, [features], …] per candidate] per span]`, and with `--where` the places chosen: one line for the page that
//! says "Alexandria woman charged", with the Alexandrias of the world.
#![allow(clippy::print_stdout, reason = "its output is what it is for")]

use froissart_know::{Asked, FEATURES, Gazetteer, PlaceKind};
use froissart_model::{CharMap, Span};
use std::io::{BufRead, Write};

#[derive(serde::Deserialize)]
struct Page {
    text: String,
    spans: Vec<(usize, usize)>,
    context: Vec<(usize, usize)>,
    countries: Vec<String>,
    #[serde(default)]
    strangers: bool,
}

fn main() {
    let chosen = std::env::args().any(|a| a == "--where");
    let g = Gazetteer::embedded();
    let mut out = std::io::BufWriter::new(std::io::stdout());
    for line in std::io::stdin().lock().lines() {
        let p: Page = serde_json::from_str(&line.expect("standard input can be read")).expect("a page as JSON");
        let map = CharMap::new(&p.text);
        let bytes =
            |v: &[(usize, usize)]| -> Vec<Span> { v.iter().map(|&(b, e)| map.bytes(Span::new(b, e))).collect() };
        let (spans, context) = (bytes(&p.spans), bytes(&p.context));
        // Where the actors' tables are not at hand, the names that are plainly a country's stand in for them.
        let mut named: Vec<String> = p.countries;
        if named.is_empty() {
            let country = |s: &Span| {
                let c = *g.lookup(s.of(&p.text)).first()?;
                let f = g.found(c);
                f.country.filter(|_| f.kind == PlaceKind::Country)
            };
            named = spans.iter().chain(&context).filter_map(country).collect();
        }
        let countries: Vec<&str> = named.iter().map(String::as_str).collect();
        let asked =
            Asked { text: &p.text, spans: &spans, context: &context, countries: &countries, strangers: p.strangers };
        let line = if chosen {
            let all: Vec<_> = g
                .locate(&asked)
                .into_iter()
                .map(|f| {
                    f.map(|f| {
                        serde_json::json!({"name": f.name, "lat": f.lat, "lon": f.lon, "country": f.country,
                        "admin1": f.admin1, "feature": f.feature(), "within": f.within})
                    })
                })
                .collect();
            serde_json::json!(all)
        } else {
            let all: Vec<Vec<_>> = g
                .weighed(&asked)
                .into_iter()
                .map(|set| {
                    set.into_iter()
                        .map(|w| {
                            let rows: Vec<&[f64]> = w.features.iter().map(<[f64; FEATURES.len()]>::as_slice).collect();
                            serde_json::json!([w.point.0, w.point.1, rows])
                        })
                        .collect()
                })
                .collect();
            serde_json::json!(all)
        };
        writeln!(out, "{line}").expect("standard output can be written");
    }
}
