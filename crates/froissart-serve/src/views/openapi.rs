//! The API's description, as OpenAPI has it: one path a view, and those that write.

use super::{VIEWS, View};
use crate::selection::FILTERS;
use serde_json::{Map, Value, json};

fn parameter(name: &str, about: &str, format: Option<&str>) -> Value {
    let mut schema = json!({"type": "string"});
    if let Some(f) = format {
        schema["format"] = f.into();
    }
    json!({"name": name, "in": "query", "required": false, "description": about, "schema": schema})
}

/// What every view takes.
fn shared() -> Vec<Value> {
    let mut all = vec![
        parameter("about", "A country, place or actor, or two with a slash between.", None),
        parameter("as_of", "The day of the situation; the last day of publication where not given.", Some("date")),
        parameter("known_by", "Only what had been published by this day; as_of where not given.", Some("date")),
        parameter("since", "A day to compare with; the day before where not given.", Some("date")),
        parameter("recorded_by", "Only what the ledger held at this instant or day.", None),
        parameter("days", "Whatever was published in so many days up to the day counts.", None),
        parameter(
            "back",
            "Of ties and agreements, those told in so many days up to the day; older ones are counted and left out.",
            None,
        ),
        parameter("stale_after", "After so many days without a telling a holding stands as last told.", None),
        parameter("organs", "`separate`: a state's government, army and president each by itself.", None),
        parameter("camps", "`1`: with the partition into camps.", None),
        parameter("implied", "`1`: with ties that only follow from others.", None),
        parameter("decisions", "`off`: the ledger as it was recorded, without what analysts decided.", None),
    ];
    all.extend(FILTERS.iter().map(|(n, title)| {
        let format = matches!(*n, "from" | "to").then_some("date");
        parameter(n, &format!("Only items with this {title}."), format)
    }));
    all
}

fn answers(mime: &str, about: &str) -> Value {
    json!({
        "200": {"description": about, "content": {mime: {}}},
        "304": {"description": "Not changed since the ETag that was sent."},
        "400": {"description": "The question cannot be answered as it is put; `error` says why."},
        "404": {"description": "There is no such thing."},
        "503": {"description": "The ledger is not there, or busy."}
    })
}

fn read(v: &View, as_csv: bool) -> Value {
    let own = v.takes.iter().map(|(n, about)| parameter(n, about, None));
    let mut parameters: Vec<Value> = shared().into_iter().chain(own).collect();
    if v.path.ends_with('/') && v.path != "/" {
        parameters.insert(0, json!({"name": "id", "in": "path", "required": true, "schema": {"type": "string"}}));
    }
    let (mime, what) = if as_csv { ("text/csv", "CSV") } else { ("application/json", "JSON") };
    json!({"get": {"summary": format!("{} as {what}", v.title), "description": v.about, "parameters": parameters, "responses": answers(mime, v.about)}})
}

fn write(about: &str, fields: &[(&str, &str)], needs_token: bool) -> Value {
    let properties: Map<String, Value> =
        fields.iter().map(|(n, d)| ((*n).to_owned(), json!({"type": "string", "description": d}))).collect();
    let schema = json!({"type": "object", "properties": properties});
    let mut all = json!({"summary": about, "requestBody": {"required": true, "content": {
        "application/json": {"schema": schema}, "application/x-www-form-urlencoded": {"schema": schema}}},
        "responses": {"200": {"description": "Done."}, "400": {"description": "Not as it must be; `error` says why."},
        "403": {"description": "Without the token."}, "413": {"description": "Too much at once."}}});
    if needs_token {
        all["security"] = json!([{"token": []}]);
    }
    json!({"post": all})
}

/// The whole description.
pub(crate) fn description() -> Value {
    let mut paths = Map::new();
    for v in VIEWS {
        let path = match v.path {
            "/" => "/api/v1/situation".to_owned(),
            p if p.ends_with('/') => format!("/api/v1{p}{{id}}"),
            p => format!("/api/v1{p}"),
        };
        if v.csv.is_some() {
            paths.insert(format!("{path}.csv"), read(v, true));
        }
        paths.insert(path, read(v, false));
    }
    let ground = [("why", "The reason; a decision needs one."), ("who", "Who decides.")];
    let with = |more: &[(&'static str, &'static str)]| -> Vec<(&'static str, &'static str)> {
        more.iter().chain(&ground).copied().collect()
    };
    let page = [
        ("text", "The page: HTML or plain text."),
        ("date", "The day it was published."),
        ("outlet", "Who published it."),
    ];
    for (path, about, fields, needs_token) in [
        ("/api/v1/read", "Read a page; nothing is kept", page.to_vec(), false),
        ("/api/v1/pages", "Record a page", page.to_vec(), true),
        (
            "/api/v1/opinions",
            "Accept or reject a claim",
            with(&[("claim", "Its id, or the beginning of it."), ("verdict", "accept or reject")]),
            true,
        ),
        (
            "/api/v1/corrections",
            "Rename, merge or split an actor",
            with(&[
                ("act", "rename, merge or split"),
                ("name", "Whom it concerns: a name or a key."),
                ("to", "What is right."),
                ("claims", "For a split: the claims it concerns."),
            ]),
            true,
        ),
        (
            "/api/v1/links",
            "Tie two claims together",
            with(&[
                ("claim", "One claim."),
                ("type", "same_event, contradicts, corroborates, supersedes or retracts"),
                ("other", "The other."),
            ]),
            true,
        ),
        (
            "/api/v1/retractions",
            "Take a decision back",
            with(&[("decision", "opinion, correction or link"), ("number", "Its number.")]),
            true,
        ),
    ] {
        // Pages and corrections are views too: what is read there stays described beside what is written.
        let at = paths.entry(path).or_insert_with(|| json!({}));
        at["post"] = write(about, &fields, needs_token)["post"].take();
    }
    paths.insert("/api/v1/changes".into(), json!({"get": {"summary": "Server-sent events: `state` now and whenever the ledger has grown", "responses": {"200": {"description": "A stream.", "content": {"text/event-stream": {}}}}}}));
    json!({
        "openapi": "3.1.0",
        "info": {"title": "Froissart", "version": "1", "description": "Who did what to whom, where, when and according to whom: claims from news about armed conflict, as a ledger keeps them."},
        "paths": paths,
        "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Printed when the server starts."}}}
    })
}

#[cfg(test)]
mod tests {
    use super::description;

    #[test]
    fn every_view_is_described_with_what_it_takes() {
        let d = description();
        for v in super::VIEWS {
            let path = if v.path == "/" { "/situation" } else { v.path };
            let path = if path.ends_with('/') { format!("/api/v1{path}{{id}}") } else { format!("/api/v1{path}") };
            let takes = d["paths"][&path]["get"]["parameters"].as_array().unwrap_or_else(|| panic!("{path}"));
            for (name, _) in v.takes {
                assert!(takes.iter().any(|p| p["name"] == *name), "{path} {name}");
            }
            assert_eq!(d["paths"].get(format!("{path}.csv")).is_some(), v.csv.is_some(), "{path}");
        }
    }
}
