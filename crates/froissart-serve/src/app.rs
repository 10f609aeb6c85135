//! What all requests share: ledgers that are open, answers and pages that were made, the token.
//!
//! A ledger has one connection a worker, lent for one request; where the file is gone or is another, they are let go.

use crate::bounded::Bounded;
use crate::sources::Sources;
use crate::{Config, Desk, Ledger, Read};
use froissart_ask::{Answer, Ask};
use froissart_model::{Char, Page};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// Why there is no page, told to a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// There is no such thing here.
    NotFound(String),
    /// The question cannot be answered as it is put.
    Bad(String),
    /// Whoever asks may not.
    Forbidden(String),
    /// The ledger is not there, or busy: another time.
    Unavailable(String),
    /// Too much was sent.
    TooLarge(String),
    /// The program or the ledger fails.
    Failed(String),
}

impl From<froissart_ledger::Error> for Refusal {
    fn from(e: froissart_ledger::Error) -> Self {
        use froissart_ledger::Error as E;
        match e {
            E::Missing { .. } | E::Locked | E::ReadOnly | E::Full => Self::Unavailable(e.to_string()),
            E::NoSuchActor { .. } | E::NoSuchClaim { .. } | E::NoSuchDecision { .. } => Self::NotFound(e.to_string()),
            E::Ambiguous { .. } | E::BadInstant { .. } | E::Cycle { .. } | E::SplitOfNothing | E::NoReason => {
                Self::Bad(e.to_string())
            }
            e => Self::Failed(e.to_string()),
        }
    }
}

impl From<froissart_ask::Error> for Refusal {
    fn from(e: froissart_ask::Error) -> Self {
        match e {
            froissart_ask::Error::Ledger(e) => e.into(),
            froissart_ask::Error::Question(text) => Self::Bad(text),
        }
    }
}

/// A body as it is sent, plain and packed.
#[derive(Debug)]
pub(crate) struct Body {
    pub(crate) mime: &'static str,
    pub(crate) plain: Vec<u8>,
    pub(crate) gzip: Vec<u8>,
}

/// Claims in the pictures that are kept: some hundred megabytes at the worst.
const MOST_CLAIMS: usize = 150_000;
/// Bytes of the pages that are kept.
const MOST_BYTES: usize = 64 << 20;

/// Characters of the pages that are kept with the way to each of their claims, which takes some ten times as much.
const MOST_TRACED: usize = 4 << 20;

struct Pool {
    identity: u64,
    idle: Vec<Ledger>,
}

/// What all requests share.
pub(crate) struct App {
    pub(crate) desk: Arc<dyn Desk>,
    pub(crate) config: Config,
    pub(crate) token: String,
    pool: Mutex<Pool>,
    answers: Bounded<Answer, Refusal>,
    pub(crate) bodies: Bounded<Body, Refusal>,
    /// Pages coded again, for how their claims were found.
    readings: Bounded<Read, Refusal>,
    /// Who vouches for what, of the pictures last asked about.
    pub(crate) sources: Bounded<Sources, Refusal>,
    /// The ledger's state, told to whoever waits for a change.
    pub(crate) changes: tokio::sync::watch::Sender<String>,
}

impl App {
    pub(crate) fn new(desk: Arc<dyn Desk>, config: Config) -> Result<Self, crate::Error> {
        let identity = desk.identity().map_err(crate::Error::Ledger)?;
        let first = desk.open().map_err(crate::Error::Ledger)?;
        let state = first.state().map_err(|e| crate::Error::Ledger(e.to_string()))?;
        let token = match &config.token {
            Some(t) => t.clone(),
            None => random()?,
        };
        Ok(Self {
            desk,
            config,
            token,
            pool: Mutex::new(Pool { identity, idle: vec![first] }),
            answers: Bounded::new(MOST_CLAIMS),
            bodies: Bounded::new(MOST_BYTES),
            readings: Bounded::new(MOST_TRACED),
            sources: Bounded::new(MOST_CLAIMS),
            changes: tokio::sync::watch::Sender::new(state),
        })
    }

    /// Lends a ledger; one on which something failed is not lent again.
    pub(crate) fn lend<T>(&self, work: impl FnOnce(&mut Ledger) -> Result<T, Refusal>) -> Result<T, Refusal> {
        let identity = self.desk.identity().map_err(Refusal::Unavailable)?;
        let idle = {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            if pool.identity != identity {
                *pool = Pool { identity, idle: Vec::new() };
            }
            pool.idle.pop()
        };
        let mut ledger = match idle {
            Some(l) => l,
            None => self.desk.open().map_err(Refusal::Unavailable)?,
        };
        let done = work(&mut ledger);
        if !matches!(done, Err(Refusal::Failed(_) | Refusal::Unavailable(_))) {
            let mut pool = self.pool.lock().unwrap_or_else(PoisonError::into_inner);
            if pool.identity == identity {
                pool.idle.push(ledger);
            }
        }
        done
    }

    /// A page coded again, with how each claim was found; once, for as long as it is kept.
    pub(crate) fn again(&self, page: &Page<Char>) -> Result<Arc<Read>, Refusal> {
        let name = format!("{}\n{}\n{:?}\n{}", page.id, self.desk.version(), page.published, page.text.len());
        let size = |r: &Read| r.page.text.len() + 1000 * r.claims.len();
        self.readings.get(&name, size, || Ok(self.desk.again(page.clone())))
    }

    /// The picture that a question asks for, drawn once for each state of the ledger. What is wrong with the question is
    /// said in the page's words.
    pub(crate) fn answer(&self, ledger: &Ledger, state: &str, ask: &Ask) -> Result<Arc<Answer>, Refusal> {
        let ask = &Ask { voice: froissart_ask::Voice::Page, ..ask.clone() };
        let name = format!("{state}\n{ask:?}");
        let size = |a: &Answer| a.stored.len() + 200;
        self.answers
            .get(&name, size, || Ok(froissart_ask::ask(&**ledger, &self.desk.name(), self.desk.knowledge(), ask)?))
    }
}

/// A token that nobody guesses: 128 bits from the system.
fn random() -> Result<String, crate::Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|e| crate::Error::Io(std::io::Error::other(e.to_string())))?;
    Ok(bytes.iter().fold(String::new(), |mut s, b| {
        let _ = write!(s, "{b:02x}");
        s
    }))
}
