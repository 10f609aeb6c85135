//! What a person asks of a ledger, and its answer: names looked up in the tables, decisions honoured, wire families
//! found, the picture drawn.
//!
//! The terminal, the brief and the page ask the same question here, and so show the same answer: "Syria, as of
//! 2 December, as known that day" is one [`Ask`] and one [`Answer`]. It prints nothing, opens no ledger and reads no
//! clock.

mod decisions;
mod tables;
mod targets;

pub use decisions::standing;
pub use tables::{context, state_names};

use froissart_know::Knowledge;
use froissart_ledger::{Asked, BACK_DAYS, PageRead, Situation, Store, Stored};
use froissart_model::Day;
use froissart_picture::{Decisions, Indexed, Options, PageSeen, Picture, STALE_AFTER_DAYS, Sourced, decide};
use froissart_testimony::Context;

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The ledger fails.
    #[error(transparent)]
    Ledger(#[from] froissart_ledger::Error),
    /// The question cannot be answered as it is put; the text says how it can.
    #[error("{0}")]
    Question(String),
}

/// The answer, or why there is none.
pub type Result<T> = std::result::Result<T, Error>;

/// Days of publication that a picture is drawn from whole, where nobody says otherwise.
pub const DAYS: u16 = 30;

/// One question: which situation, and how it is to be drawn.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ask {
    /// A country, place or actor, or two of these with a slash between; everything where none is named.
    pub about: Option<String>,
    /// The day; the latest day of publication where none is given.
    pub as_of: Option<Day>,
    /// Only what had been published by this day; `as_of` where none is given.
    pub known_by: Option<Day>,
    /// Only what the ledger held at this instant or day.
    pub recorded_by: Option<String>,
    /// A day to compare with.
    pub since: Option<Day>,
    /// Whatever was published in so many days up to the day counts.
    pub days: u16,
    /// Of ties and agreements, those told in so many days up to the day; older ones are counted and left out.
    pub back: u16,
    /// After so many days without a telling a holding stands as last told.
    pub stale_after: u16,
    /// A state's government, army and president each by itself.
    pub separate_organs: bool,
    /// With the partition into camps.
    pub camps: bool,
    /// With ties that only follow from others.
    pub implied: bool,
    /// The ledger as it was recorded, without what analysts have decided.
    pub without_decisions: bool,
    /// In whose words an answer speaks of the question.
    pub voice: Voice,
}

/// In whose words an answer speaks of the question: the terminal's "`--since` 2024-12-02" is "since 2024-12-02" on the
/// page, which has a field of that name and no flags.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Voice {
    /// As the command line is written.
    #[default]
    Terminal,
    /// As the page's fields are called.
    Page,
}

impl Voice {
    /// What is asked by `flag` is called.
    fn name(self, flag: &str) -> String {
        match self {
            Self::Terminal => format!("--{flag}"),
            Self::Page => flag.replace('-', " "),
        }
    }
    /// Where words are looked for.
    fn search(self) -> &'static str {
        match self {
            Self::Terminal => "`froissart claims --text` looks for words",
            Self::Page => "the search looks for words",
        }
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            about: None,
            as_of: None,
            known_by: None,
            recorded_by: None,
            since: None,
            days: DAYS,
            back: BACK_DAYS,
            stale_after: STALE_AFTER_DAYS,
            separate_organs: false,
            camps: false,
            implied: false,
            without_decisions: false,
            voice: Voice::Terminal,
        }
    }
}

/// The picture, with what it was drawn from.
#[derive(Debug)]
pub struct Answer {
    /// The picture.
    pub picture: Picture,
    /// The claims it was drawn from, as they were recorded.
    pub stored: Vec<Stored>,
    /// What whoever asked should know: a name that no claim has, a day before the first page.
    pub notes: Vec<String>,
}

/// A stored claim as the picture takes it.
pub fn sourced(s: Stored) -> Sourced {
    Sourced { claim: s.claim, page: s.page }
}

/// Asks `ledger`, called `name` in messages.
pub fn ask(ledger: &dyn Store, name: &str, know: &Knowledge, a: &Ask) -> Result<Answer> {
    if let Some((since, as_of)) = a.since.zip(a.as_of).filter(|(s, d)| s >= d) {
        return Err(Error::Question(format!(
            "{} {since} is not before {} {as_of}; name an earlier day to compare with",
            a.voice.name("since"),
            a.voice.name("as-of")
        )));
    }
    let asked = Asked {
        about: targets::of(a.about.as_deref(), ledger, know)?,
        as_of: a.as_of,
        since: a.since,
        // What is published after the day tells of the day too, but was not known on it.
        known_by: a.known_by.or(a.as_of),
        recorded_by: a.recorded_by.clone(),
        days: a.days,
        within_days: STALE_AFTER_DAYS,
        back_days: a.back,
        include_implied: a.implied,
    };
    let Situation { claims: stored, pages, families, first, has_older, ties_since, left_out } =
        ledger.situation(&asked)?;
    let claims: Vec<Sourced> = stored.iter().cloned().map(sourced).collect();
    let decisions =
        if a.without_decisions { Decisions::default() } else { standing(ledger, a.recorded_by.as_deref())? };
    let (claims, decided) = decide(claims, &decisions);
    let indexed = Indexed::new(&claims, a.about.as_deref());
    let mut notes = Vec::new();
    if first.is_none() {
        notes.push(nothing(a, ledger, name)?);
    } else if let Some(about) = &a.about {
        // What is like a name that nobody has is looked for in all that the last days tell.
        let note = if claims.is_empty() {
            let everything = Asked { about: Vec::new(), ..asked };
            let all: Vec<Sourced> = ledger.situation(&everything)?.claims.into_iter().map(sourced).collect();
            targets::known(&Indexed::new(&all, a.about.as_deref()), about, a.voice)?
        } else {
            targets::known(&indexed, about, a.voice)?
        };
        notes.extend(note);
    }
    let day = |p: &PageRead| p.head.published.as_deref().and_then(|d| d.get(..10)?.parse().ok());
    if let Some((since, last)) = a.since.zip(pages.iter().filter_map(day).max()).filter(|(s, l)| s >= l) {
        notes.push(format!("no page came out after {} {since}; the last is of {last}", a.voice.name("since")));
    }
    let options = Options {
        as_of: a.as_of,
        since: a.since,
        about: a.about.clone(),
        include_implied: a.implied,
        separate_organs: a.separate_organs,
        camps: a.camps,
        stale_after_days: Some(a.stale_after),
        testimony: Context { given: decided.given(), ..context(know, families) },
        decided,
        state_names: state_names(know),
        pages: pages.into_iter().map(seen).collect(),
        whole_since: first.filter(|_| has_older),
        ties_since: ties_since.filter(|_| left_out > 0),
        left_out,
        ..Options::default()
    };
    Ok(Answer { picture: indexed.picture(&options), stored, notes })
}

/// A page that the ledger read, as coverage counts it.
fn seen(p: PageRead) -> PageSeen {
    let h = &p.head;
    PageSeen { id: h.id.clone(), outlet: h.outlet.clone(), language: p.language, published: h.published.clone() }
}

/// Why there is nothing to draw: an empty ledger, or days before its first page.
fn nothing(a: &Ask, ledger: &dyn Store, name: &str) -> Result<String> {
    let pages = ledger.pages()?;
    let Some(first) = pages.iter().filter_map(|p| p.published.as_deref()).min() else {
        return Ok(format!("{name} holds no claims yet; record pages into it first"));
    };
    let first = first.get(..10).unwrap_or(first);
    let asked = match (a.known_by.or(a.as_of), &a.recorded_by) {
        (Some(d), _) => format!("by {d}"),
        (None, Some(r)) => format!("recorded by {r}"),
        (None, None) => "so".to_owned(),
    };
    Ok(format!("nothing was known {asked}: the first page of {name} is of {first}"))
}
