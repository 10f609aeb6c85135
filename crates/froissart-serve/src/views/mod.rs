//! The views: each a page for people, the same as JSON for programs, and as CSV where it is a list.
//!
//! A view is one file and one row of [`VIEWS`]: `/map` is its page, `/api/v1/map` its JSON, `/api/v1/map.csv` its table.

mod about;
mod actor;
mod brief;
mod claim;
mod corrections;
mod disputes;
mod dyad;
mod items;
mod map;
mod map_sheet;
mod network;
mod openapi;
mod page;
mod pages;
mod place;
mod read;
mod search;
mod situation;
mod source;
mod sources;
mod timeline;
mod timeline_sheet;
mod words;

pub(crate) use openapi::description as openapi;

use crate::Read;
use crate::app::Refusal;
use crate::cx::Cx;
use crate::parts::layout::{self, Content, Days};
use crate::parts::table::Table;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// How an address is answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Html,
    Json,
    Csv,
}

impl Form {
    /// The view's path and the form that an address asks for: "/api/v1/map.csv" is the map's table.
    pub(crate) fn of(path: &str) -> (String, Self) {
        let Some(rest) = path.strip_prefix("/api/v1") else { return (path.to_owned(), Self::Html) };
        let (rest, form) = match rest.strip_suffix(".csv") {
            Some(r) => (r, Self::Csv),
            None => (rest, Self::Json),
        };
        (if rest == "/situation" { "/".to_owned() } else { rest.to_owned() }, form)
    }
}

/// A page with what its frame needs.
pub(crate) struct Shown {
    pub(crate) content: Content,
    pub(crate) days: Days,
    pub(crate) notes: Vec<String>,
}

/// What makes a view's table.
pub(crate) type Rows = fn(&Cx<'_>) -> Result<Table, Refusal>;

/// One view.
pub(crate) struct View {
    /// Its address; one that ends in a slash takes a name after it.
    pub(crate) path: &'static str,
    /// What the list of views calls it.
    pub(crate) title: &'static str,
    /// Whether the list of views has it.
    pub(crate) is_listed: bool,
    /// The key that leads to it, with the browser's own modifier.
    pub(crate) access: Option<&'static str>,
    /// Whether its days can be stepped through.
    pub(crate) has_days: bool,
    /// Whether it is a table too.
    pub(crate) has_csv: bool,
    /// What it is, for the API's description.
    pub(crate) about: &'static str,
    /// What it takes beside subject, days and filters: names with what they are.
    pub(crate) takes: &'static [(&'static str, &'static str)],
    pub(crate) html: fn(&Cx<'_>) -> Result<Shown, Refusal>,
    pub(crate) json: fn(&Cx<'_>) -> Result<Value, Refusal>,
    pub(crate) csv: Option<Rows>,
}

impl View {
    /// Its name in the style and in the script.
    pub(crate) fn name(&self) -> &'static str {
        match self.path {
            "/" => "situation",
            p => p.trim_matches('/'),
        }
    }
}

/// All views, in the order of the list.
pub(crate) static VIEWS: &[View] = &[
    situation::VIEW,
    map::VIEW,
    timeline::VIEW,
    network::VIEW,
    disputes::VIEW,
    search::VIEW,
    sources::VIEW,
    pages::VIEW,
    brief::VIEW,
    read::VIEW,
    corrections::VIEW,
    actor::VIEW,
    place::VIEW,
    dyad::VIEW,
    page::VIEW,
    claim::VIEW,
    items::VIEW,
    words::VIEW,
    source::VIEW,
    about::VIEW,
];

/// The view of a path.
fn of(path: &str) -> Option<&'static View> {
    VIEWS.iter().find(|v| match v.path.strip_suffix('/') {
        Some(stem) if !stem.is_empty() => {
            path.strip_prefix(v.path).is_some_and(|rest| !rest.is_empty() && !rest.contains('/'))
        }
        _ => v.path == path,
    })
}

/// The bytes of a page, with their media type.
pub(crate) fn render(cx: &Cx<'_>, form: Form) -> Result<(&'static str, Vec<u8>), Refusal> {
    let view = of(cx.path).ok_or_else(|| Refusal::NotFound(format!("there is no page `{}`", cx.path)))?;
    match form {
        Form::Html => {
            let shown = (view.html)(cx)?;
            let page = layout::page(cx, view, shown.days, &shown.notes, &shown.content);
            Ok(("text/html; charset=utf-8", page.into_string().into_bytes()))
        }
        Form::Json => {
            let mut v = (view.json)(cx)?;
            if let Value::Object(o) = &mut v {
                o.insert(
                    "selection".into(),
                    cx.selection.pairs().into_iter().map(|(n, v)| (n.to_owned(), Value::from(v))).collect(),
                );
                o.insert("problems".into(), json!(cx.problems));
                o.insert("state".into(), json!(cx.state));
                // What whoever asked should know stands above the page; a program is told, too.
                if view.has_days {
                    o.insert("notes".into(), json!(cx.answer()?.notes));
                }
            }
            Ok(("application/json", serde_json::to_vec(&v).map_err(|e| Refusal::Failed(e.to_string()))?))
        }
        Form::Csv => {
            let csv = view
                .csv
                .ok_or_else(|| Refusal::NotFound(format!("`{}` is no table; it is to be had as JSON", cx.path)))?;
            Ok(("text/csv; charset=utf-8", csv(cx)?.csv().into_bytes()))
        }
    }
}

/// A pasted page, read.
pub(crate) fn pasted(
    cx: &Cx<'_>,
    r: &Read,
    fields: &BTreeMap<String, String>,
    as_json: bool,
) -> (&'static str, Vec<u8>) {
    if as_json {
        ("application/json", read::as_json(r).to_string().into_bytes())
    } else {
        ("text/html; charset=utf-8", read::as_page(cx, r, fields).into_string().into_bytes())
    }
}
