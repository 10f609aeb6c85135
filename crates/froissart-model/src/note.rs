//! What was odd about a page ([`Note`]), and what is wrong with a data file ([`Diagnostic`]).

use crate::span::{Byte, Char, CharMap, MaybeSpan, Span};
use serde::{Deserialize, Serialize};

/// Something odd about a page that stops nothing: `no-date`, `not-english`, `deep-markup`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Note<U = Byte> {
    /// A stable name, listed in docs/reference/notes.md.
    pub name: String,
    /// What is odd and what was done about it, in the reader's words.
    pub message: String,
    /// Where, if anywhere.
    #[serde(flatten)]
    pub span: MaybeSpan<U>,
}

impl Note<Byte> {
    /// A note on the page as a whole.
    pub fn new(name: &str, message: impl Into<String>) -> Self {
        Self { name: name.into(), message: message.into(), span: None.into() }
    }
    /// A note on some words.
    pub fn at(name: &str, message: impl Into<String>, span: Span<Byte>) -> Self {
        Self { name: name.into(), message: message.into(), span: Some(span).into() }
    }
    /// The note as it goes on the wire.
    #[must_use]
    pub fn to_chars(self, map: &CharMap) -> Note<Char> {
        Note { name: self.name, message: self.message, span: self.span.get().map(|s| map.chars(s)).into() }
    }
}

/// A pointer into a data file with words beside it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Where, in bytes of the file.
    pub span: Span<Byte>,
    /// What about it; may be empty.
    pub message: String,
}

/// What is wrong with a data file, drawn with carets by the binary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The file's name.
    pub file: String,
    /// The file's text, for the drawing.
    pub source: String,
    /// What is wrong, lower case, in the reader's words.
    pub message: String,
    /// Where.
    pub labels: Vec<Label>,
    /// What to do about it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// Line and column, from 1, of the first label.
    pub fn line_and_column(&self) -> (usize, usize) {
        let at = self.labels.first().map_or(0, |l| l.span.begin.min(self.source.len()));
        let before = self.source.get(..at).unwrap_or("");
        let line = before.matches('\n').count() + 1;
        (line, before.rsplit('\n').next().unwrap_or("").chars().count() + 1)
    }
}

impl std::fmt::Display for Diagnostic {
    /// The drawing in plain text: message, place, the line with carets, help.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "error: {}", self.message)?;
        let (line, column) = self.line_and_column();
        writeln!(f, "  --> {}:{line}:{column}", self.file)?;
        if let (Some(label), Some(text)) = (self.labels.first(), self.source.lines().nth(line - 1)) {
            let gutter = line.to_string();
            let pad = " ".repeat(gutter.len());
            let rest = text.chars().count().saturating_sub(column - 1).max(1);
            let carets = label.span.of(&self.source).lines().next().map_or(1, |l| l.chars().count()).clamp(1, rest);
            writeln!(f, "{pad} |\n{gutter} | {text}")?;
            writeln!(f, "{pad} | {}{} {}", " ".repeat(column - 1), "^".repeat(carets), label.message)?;
        }
        if let Some(help) = &self.help {
            writeln!(f, "  = help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Diagnostic {}
