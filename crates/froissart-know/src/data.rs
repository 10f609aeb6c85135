//! The data files as text, and the messages about wrong ones.
//!
//! Knows nothing of what the files say: that `[actor.hts]` names a group is the business of its loader.

use froissart_model::{Diagnostic, Label, Span};
use serde::de::DeserializeOwned;
use std::ops::Range;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A set of data files: those built in, or those of a folder that `froissart check` was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFiles {
    files: Vec<(String, String)>,
}

impl DataFiles {
    /// The files built into the binary.
    pub fn embedded() -> Self {
        Self { files: FILES.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect() }
    }
    /// The files of a path and its folder, sorted.
    pub fn of_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(p, _)| p.split(['/', '\\']).rev().skip(1).any(|c| c == folder))
            .map(|(p, t)| (p.as_str(), t.as_str()))
    }
    /// The one file with this name, in any folder.
    pub fn named<'a>(&'a self, folder: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
        self.of_folder(folder).find(|(p, _)| p.rsplit(['/', '\\']).next() == Some(name))
    }
    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(p, t)| (p.as_str(), t.as_str()))
    }
}

impl From<Vec<(String, String)>> for DataFiles {
    fn from(mut files: Vec<(String, String)>) -> Self {
        files.sort();
        Self { files }
    }
}

/// A message about bytes of a data file.
pub fn diagnostic(
    file: &str,
    text: &str,
    at: Range<usize>,
    message: impl Into<String>,
    help: Option<&str>,
) -> Diagnostic {
    Diagnostic {
        file: file.to_owned(),
        source: text.to_owned(),
        message: message.into(),
        labels: vec![Label { span: Span::new(at.start, at.end), message: String::new() }],
        help: help.map(ToOwned::to_owned),
    }
}

/// Reads a file as TOML of a given shape.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|e| {
        diagnostic(
            file,
            text,
            e.span().unwrap_or(0..0),
            e.message().lines().next().unwrap_or("not readable").to_lowercase(),
            Some("see the other tables of this file for the keys that it takes"),
        )
    })
}
