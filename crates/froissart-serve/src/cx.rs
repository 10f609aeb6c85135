//! One request as a view sees it: the ledger, the selection, the picture once it is asked for.

use crate::Ledger;
use crate::app::{App, Refusal};
use crate::filter;
use crate::selection::Selection;
use froissart_ask::Answer;
use froissart_ledger::Store;
use froissart_picture::Picture;
use std::borrow::Cow;
use std::sync::Arc;

/// What a view makes its page of.
pub(crate) struct Cx<'a> {
    pub(crate) app: &'a App,
    pub(crate) ledger: &'a Ledger,
    /// [`Store::state`] of the ledger as the request found it.
    pub(crate) state: &'a str,
    /// The path, as the view's own: "/map", "/page/3f2a…".
    pub(crate) path: &'a str,
    pub(crate) selection: Selection,
    /// What of the address could not be understood, in words.
    pub(crate) problems: Vec<String>,
    /// Whoever asks has shown the token.
    pub(crate) may_write: bool,
}

impl Cx<'_> {
    pub(crate) fn store(&self) -> &dyn Store {
        &**self.ledger
    }

    /// The picture and what it is drawn from, before any filter.
    pub(crate) fn answer(&self) -> Result<Arc<Answer>, Refusal> {
        self.app.answer(self.ledger, self.state, &self.selection.ask)
    }

    /// The picture with the selection's filters.
    pub(crate) fn picture<'p>(&self, a: &'p Answer) -> Cow<'p, Picture> {
        if filter::is_plain(&self.selection) {
            Cow::Borrowed(&a.picture)
        } else {
            Cow::Owned(filter::filtered(&a.picture, &self.selection))
        }
    }

    /// The last part of a path such as "/page/3f2a…".
    pub(crate) fn tail(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}
