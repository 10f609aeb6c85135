//! What every ledger can do, wherever it stands: the trait that one suite of tests holds all back ends to.
//!
//! Not how a file is opened, copied or checked: that is each back end's own. A team's server and an analyst's file
//! answer "who is told to hold Aleppo, as known by 30 November" with the same rows in the same order.

use crate::decision::{ClaimLink, Correction, Decision, Ground, NamedActor, Numbered, Opinion};
use crate::query::{AsOf, Counts, Held, PageHead, Query, Reading, Recorded, Stored, Version};
use crate::{Asked, Error, Ledger, Result, Situation};
use froissart_model::{Char, Claim, Day, Note, Page};
use froissart_testimony::Families;
use std::sync::Arc;

/// A ledger of whichever kind; what each function promises is written at [`Ledger`]'s of its name.
pub trait Store {
    /// Keeps a batch of pages with their claims and notes: all of it or nothing. Recording again changes nothing.
    fn record_all(&mut self, batch: &[Reading<'_>], coder_version: &str, recorded_at: &str) -> Result<Vec<Recorded>>;
    /// The claims that fit, from each page's newest reading.
    fn claims(&self, query: &Query) -> Result<Vec<Stored>>;
    /// The claims, of all versions, whose id or anchor begins so.
    fn by_id(&self, prefix: &str) -> Result<Vec<Stored>>;
    /// A page, as its newest reading has it.
    fn page(&self, id: &str) -> Result<Option<Page<Char>>>;
    /// The heads of all pages, by publication.
    fn pages(&self) -> Result<Vec<Arc<PageHead>>>;
    /// What was odd about a page.
    fn notes(&self, page: &str) -> Result<Vec<Note<Char>>>;
    /// How much there is.
    fn counts(&self) -> Result<Counts>;
    /// Equal as long as nothing has been recorded and nothing decided.
    fn state(&self) -> Result<String>;
    /// The versions that have coded pages.
    fn versions(&self) -> Result<Vec<Version>>;
    /// The claims of a page as one version read it.
    fn claims_by(&self, version: &str, page: &str) -> Result<Option<Vec<Claim<Char>>>>;
    /// Who is told to hold what, as of a day and as known by a day.
    fn holdings(&self, at: &AsOf) -> Result<Vec<Held>>;
    /// What a picture is drawn from: claims, pages and families.
    fn situation(&self, asked: &Asked) -> Result<Situation>;
    /// The families of these pages: which pages, also beyond these, print one text.
    fn families(&self, pages: &[&str], known_by: Option<Day>, recorded_by: Option<&str>) -> Result<Families>;
    /// Keeps an opinion on a claim.
    fn opine(&mut self, opinion: &Opinion) -> Result<i64>;
    /// All opinions.
    fn opinions(&self) -> Result<Vec<Numbered<Opinion>>>;
    /// Keeps a correction of who is meant; refuses one that closes a circle.
    fn correct(&mut self, correction: &Correction) -> Result<i64>;
    /// All corrections.
    fn corrections(&self) -> Result<Vec<Numbered<Correction>>>;
    /// Keeps a link between two claims.
    fn link(&mut self, link: &ClaimLink) -> Result<i64>;
    /// All links.
    fn links(&self) -> Result<Vec<Numbered<ClaimLink>>>;
    /// Takes a decision back.
    fn retract(&mut self, decision: Decision, number: i64, ground: &Ground) -> Result<()>;
    /// The actors that a name may mean.
    fn actors_named(&self, name: &str) -> Result<Vec<NamedActor>>;

    /// The one actor that a name means; where it means several, the error lists them.
    fn actor_named(&self, name: &str) -> Result<NamedActor> {
        let mut all = self.actors_named(name)?;
        match all.len() {
            0 => Err(Error::NoSuchActor { name: name.into() }),
            1 => Ok(all.remove(0)),
            _ => Err(Error::Ambiguous { name: name.into(), actors: all }),
        }
    }
}

impl Store for Ledger {
    fn record_all(&mut self, batch: &[Reading<'_>], coder_version: &str, recorded_at: &str) -> Result<Vec<Recorded>> {
        Self::record_all(self, batch, coder_version, recorded_at)
    }
    fn claims(&self, query: &Query) -> Result<Vec<Stored>> {
        Self::claims(self, query)
    }
    fn by_id(&self, prefix: &str) -> Result<Vec<Stored>> {
        Self::by_id(self, prefix)
    }
    fn page(&self, id: &str) -> Result<Option<Page<Char>>> {
        Self::page(self, id)
    }
    fn pages(&self) -> Result<Vec<Arc<PageHead>>> {
        Self::pages(self)
    }
    fn notes(&self, page: &str) -> Result<Vec<Note<Char>>> {
        Self::notes(self, page)
    }
    fn counts(&self) -> Result<Counts> {
        Self::counts(self)
    }
    fn state(&self) -> Result<String> {
        Self::state(self)
    }
    fn versions(&self) -> Result<Vec<Version>> {
        Self::versions(self)
    }
    fn claims_by(&self, version: &str, page: &str) -> Result<Option<Vec<Claim<Char>>>> {
        Self::claims_by(self, version, page)
    }
    fn holdings(&self, at: &AsOf) -> Result<Vec<Held>> {
        Self::holdings(self, at)
    }
    fn situation(&self, asked: &Asked) -> Result<Situation> {
        Self::situation(self, asked)
    }
    fn families(&self, pages: &[&str], known_by: Option<Day>, recorded_by: Option<&str>) -> Result<Families> {
        Self::families(self, pages, known_by, recorded_by)
    }
    fn opine(&mut self, opinion: &Opinion) -> Result<i64> {
        Self::opine(self, opinion)
    }
    fn opinions(&self) -> Result<Vec<Numbered<Opinion>>> {
        Self::opinions(self)
    }
    fn correct(&mut self, correction: &Correction) -> Result<i64> {
        Self::correct(self, correction)
    }
    fn corrections(&self) -> Result<Vec<Numbered<Correction>>> {
        Self::corrections(self)
    }
    fn link(&mut self, link: &ClaimLink) -> Result<i64> {
        Self::link(self, link)
    }
    fn links(&self) -> Result<Vec<Numbered<ClaimLink>>> {
        Self::links(self)
    }
    fn retract(&mut self, decision: Decision, number: i64, ground: &Ground) -> Result<()> {
        Self::retract(self, decision, number, ground)
    }
    fn actors_named(&self, name: &str) -> Result<Vec<NamedActor>> {
        Self::actors_named(self, name)
    }
}
