//! One place where every message about a data file is made.

use froissart_model::{Diagnostic, Label, Span};

/// A message that points at `span` of the file.
pub(crate) fn at(file: &str, source: &str, span: Span, message: String, help: &str) -> Diagnostic {
    Diagnostic {
        file: file.to_owned(),
        source: source.to_owned(),
        message,
        labels: vec![Label { span, message: String::new() }],
        help: (!help.is_empty()).then(|| help.to_owned()),
    }
}

/// The TOML parser's own message, pointed at its place.
pub(crate) fn toml(file: &str, source: &str, e: &toml::de::Error) -> Diagnostic {
    let span = e.span().map_or(Span::new(0, 0), |s| Span::new(s.start, s.end));
    at(file, source, span, e.message().lines().next().unwrap_or("this is not TOML").to_owned(), "")
}
