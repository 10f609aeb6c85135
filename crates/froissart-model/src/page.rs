//! A news page as read: its visible text in document order, what of it is body, and what is furniture.

use crate::span::{Byte, Char, CharMap, Span};
use serde::{Deserialize, Serialize};

/// The part of a page that words stand in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The title.
    Headline,
    /// The summary under the title.
    Standfirst,
    /// The words under a picture.
    Caption,
    /// The running text.
    Body,
}

/// One block of the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Block<U = Byte> {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span<U>,
    /// What part of the page it is.
    pub part: Part,
}

/// One block that is no part of the article: a menu, an advertisement, a teaser.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Furniture<U = Byte> {
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span<U>,
    /// Why it is held to be furniture: `advertisement`, `menu`, `byline`, `duplicate` …
    pub why: String,
}

/// A page. Body and furniture together are the whole of `text`'s blocks, in order, and nothing is deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(bound = "")]
pub struct Page<U = Byte> {
    /// Hash of the bytes.
    pub id: String,
    /// The headline.
    pub title: Option<String>,
    /// The summary under the headline.
    pub standfirst: Option<String>,
    /// The authors, as written.
    pub byline: Vec<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// Its address, where the page says.
    pub url: Option<String>,
    /// When it was published: `2024-12-02` or `2024-12-02T14:39:31+05:30`.
    pub published: Option<String>,
    /// When it was last changed, likewise.
    pub modified: Option<String>,
    /// ISO 639-1.
    pub language: Option<String>,
    /// The visible text in document order, one block a line.
    pub text: String,
    /// The blocks that are the article.
    pub body: Vec<Block<U>>,
    /// The blocks that are not, each with its reason.
    pub furniture: Vec<Furniture<U>>,
}

impl<U> Page<U> {
    /// The day of publication.
    pub fn day(&self) -> Option<crate::Day> {
        self.published.as_deref().and_then(|p| p.get(..10)).and_then(|d| d.parse().ok())
    }
    /// The page with its spans counted otherwise.
    fn with_spans<V>(self, other: impl Fn(Span<U>) -> Span<V>) -> Page<V> {
        Page {
            id: self.id,
            title: self.title,
            standfirst: self.standfirst,
            byline: self.byline,
            outlet: self.outlet,
            url: self.url,
            published: self.published,
            modified: self.modified,
            language: self.language,
            body: self.body.into_iter().map(|b| Block { span: other(b.span), part: b.part }).collect(),
            furniture: self.furniture.into_iter().map(|b| Furniture { span: other(b.span), why: b.why }).collect(),
            text: self.text,
        }
    }
}

impl Page<Char> {
    /// The page with spans that slice its text.
    #[must_use]
    pub fn to_bytes(self) -> Page<Byte> {
        let map = CharMap::new(&self.text);
        self.with_spans(|s| map.bytes(s))
    }
}

impl Page<Byte> {
    /// A page of running text alone, as `froissart code` takes it: the whole text is body.
    pub fn from_text(text: impl Into<String>, published: Option<String>, outlet: Option<String>) -> Self {
        let text = text.into();
        let mut body = Vec::new();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let begin = at + (line.len() - line.trim_start().len());
            let end = at + line.trim_end().len();
            if begin < end {
                body.push(Block { span: Span::new(begin, end), part: Part::Body });
            }
            at += line.len();
        }
        Self {
            id: crate::page_id(text.as_bytes()),
            title: None,
            standfirst: None,
            byline: Vec::new(),
            outlet,
            url: None,
            published,
            modified: None,
            language: None,
            text,
            body,
            furniture: Vec::new(),
        }
    }
    /// The page as it goes on the wire and into the ledger.
    #[must_use]
    pub fn to_chars(self) -> Page<Char> {
        let map = CharMap::new(&self.text);
        self.with_spans(|s| map.chars(s))
    }
    /// Panics where body and furniture are not the whole text: the invariant, for tests.
    pub fn assert_whole(&self) {
        let mut spans: Vec<_> = self.body.iter().map(|b| b.span).chain(self.furniture.iter().map(|f| f.span)).collect();
        spans.sort();
        let mut at = 0;
        for s in spans {
            assert!(s.begin >= at, "blocks overlap at {}", s.begin);
            assert!(
                self.text[at..s.begin].trim().is_empty(),
                "text lost before {}: {:?}",
                s.begin,
                &self.text[at..s.begin]
            );
            assert!(self.text.is_char_boundary(s.begin) && self.text.is_char_boundary(s.end));
            at = s.end;
        }
        assert!(self.text[at..].trim().is_empty(), "text lost at the end: {:?}", &self.text[at..]);
    }
}
