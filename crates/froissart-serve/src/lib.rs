//! The web page and its API, from a ledger: situation, map, timeline, network, disputes and the words behind each.
//!
//! It knows no SQL and codes no page: the ledger is a [`Store`], and what reads pages is given to it as a [`Desk`].
//! "Who holds Aleppo on 30 November, as known that day" is one address, `/?about=Aleppo&as_of=2024-11-30`; sent to a
//! colleague, it shows the same. Pages are whole without a script, and answer faster with one; everything they ask for
//! is in this program, and nothing leaves the machine.

mod app;
mod assets;
mod bounded;
mod cx;
mod draw;
mod filter;
mod http;
mod items;
mod parts;
mod precision;
mod selection;
mod sources;
mod views;

pub use http::{Running, Served, serve};

use froissart_know::Knowledge;
use froissart_ledger::Store;
use froissart_model::{Char, Claim, Note, Page, Span};

/// A ledger as the pages ask it.
pub type Ledger = Box<dyn Store + Send>;

/// What the page needs of the program around it: ledgers opened, pages read, the clock.
pub trait Desk: Send + Sync + 'static {
    /// Opens the ledger that is shown; the error is for people.
    fn open(&self) -> Result<Ledger, String>;
    /// Which file it is, where it is one: another number is another file, and an error that it is not there.
    fn identity(&self) -> Result<u64, String>;
    /// Its name, as it may be shown.
    fn name(&self) -> String;
    /// What is known of actors, places and rules.
    fn knowledge(&self) -> &Knowledge;
    /// Reads and codes a page from its bytes, with how each claim was found.
    fn read(&self, given: &Given) -> Result<Read, String>;
    /// Codes a recorded page again, with how each claim was found.
    fn again(&self, page: Page<Char>) -> Read;
    /// The coder's and the data's version.
    fn version(&self) -> String;
    /// The instant, in UTC.
    fn now(&self) -> String;
}

/// A page as somebody pastes it.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// Its bytes: HTML, or plain text as scraped.
    pub bytes: Vec<u8>,
    /// The day or instant of publication, where whoever pastes it knows.
    pub date: Option<String>,
    /// Who published it, likewise.
    pub outlet: Option<String>,
}

/// A page with everything read off it.
#[derive(Debug, Clone)]
pub struct Read {
    /// The page.
    pub page: Page<Char>,
    /// Its claims.
    pub claims: Vec<Claim<Char>>,
    /// What was odd about it.
    pub notes: Vec<Note<Char>>,
    /// Of each claim how its fields were found.
    pub traces: Vec<Vec<Found>>,
    /// Its sentences.
    pub sentences: Vec<Span<Char>>,
    /// Those that gave nothing, as far as the coder can tell why.
    pub silences: Vec<Silent>,
}

/// A sentence that gave no claim.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Silent {
    /// Its number on the page.
    pub sentence: usize,
    /// Where it stands.
    #[serde(flatten)]
    pub span: Span<Char>,
    /// Why, a reason each.
    pub why: Vec<String>,
}

/// How one field of a claim was found.
#[derive(Debug, Clone, serde::Serialize)]
pub struct Found {
    /// The field's name in the JSON.
    pub field: String,
    /// What it holds, in words.
    pub value: String,
    /// Where the value's own words begin on the page.
    pub begin: Option<usize>,
    /// Where they end.
    pub end: Option<usize>,
    /// The steps that led there.
    pub how: Vec<String>,
}

/// How the page is served.
#[derive(Debug, Clone)]
pub struct Config {
    /// The address to listen on.
    pub address: std::net::SocketAddr,
    /// Names by which others may ask for the page, beside the address itself and `localhost`.
    pub hosts: Vec<String>,
    /// What writing needs; made at random where none is given.
    pub token: Option<String>,
    /// The ledger is made of the examples, and the page says so.
    pub is_demo: bool,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address cannot be listened on.
    #[error("{0}")]
    Address(String),
    /// The ledger cannot be opened.
    #[error("{0}")]
    Ledger(String),
    /// The machine fails.
    #[error("the server failed: {0}")]
    Io(#[from] std::io::Error),
}
