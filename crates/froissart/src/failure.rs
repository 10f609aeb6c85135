//! How a run ends: done, nothing found, or an error that says what to do.

use froissart_model::Diagnostic;
use std::io;

/// How a run that did not fail ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// It found something.
    Found,
    /// It found nothing.
    Nothing,
    /// Some of its input was bad; the rest was done.
    Partly,
}

impl Done {
    /// The exit code.
    pub(crate) fn code(self) -> i32 {
        match self {
            Self::Found => 0,
            Self::Nothing => 1,
            Self::Partly => 2,
        }
    }
}

/// Why a run stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// Whoever read our output went away.
    BrokenPipe,
    /// A data file is wrong.
    Data(Box<Diagnostic>),
    /// Anything else, in the reader's words, with what to do.
    Message(String),
}

impl Failure {
    /// A message of its own.
    pub(crate) fn message(m: impl Into<String>) -> Self {
        Self::Message(m.into())
    }
}

impl From<io::Error> for Failure {
    fn from(e: io::Error) -> Self {
        if e.kind() == io::ErrorKind::BrokenPipe { Self::BrokenPipe } else { Self::Message(e.to_string()) }
    }
}
impl From<Diagnostic> for Failure {
    fn from(d: Diagnostic) -> Self {
        Self::Data(Box::new(d))
    }
}
impl From<froissart_ask::Error> for Failure {
    fn from(e: froissart_ask::Error) -> Self {
        match e {
            froissart_ask::Error::Ledger(e) => e.into(),
            froissart_ask::Error::Question(text) => Self::Message(text),
        }
    }
}
impl From<froissart_ledger::Error> for Failure {
    fn from(e: froissart_ledger::Error) -> Self {
        let mut text = e.to_string();
        let mut at: &dyn std::error::Error = &e;
        while let Some(s) = at.source() {
            let s_text = s.to_string();
            if !text.contains(&s_text) {
                text.push_str(": ");
                text.push_str(&s_text);
            }
            at = s;
        }
        Self::Message(text)
    }
}
