//! What an analyst decides about claims and names, and how claims hang together: rows that are added, never changed.
//!
//! Nothing here changes a claim: "Reject 3f2a9c01: the photograph is of 2016" stands beside it. Every decision cites
//! the claim's id and its anchor, and so survives a newer coder, whose claim has another id and the same words.

use serde::{Deserialize, Serialize};

/// A claim as a decision cites it: this reading, and these words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Cited {
    /// The claim's id: one coder's reading.
    pub id: String,
    /// The claim's anchor: the words, whoever reads them.
    pub anchor: String,
}

/// Whether an analyst stands by a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// It is right.
    Accept,
    /// It is not what the page says, or not so.
    Reject,
}

/// Who decided, why, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The reason; never empty.
    pub why: String,
    /// Whoever decided, as they call themselves; or the rule's name and version.
    pub who: String,
    /// The instant, RFC 3339.
    pub at: String,
}

/// An analyst's opinion on a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Opinion {
    /// The claim.
    pub claim: Cited,
    /// For or against.
    pub verdict: Verdict,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}

/// What is put right about a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Act {
    /// It is called otherwise.
    Rename,
    /// Two keys mean one actor.
    Merge,
    /// In the claims cited, the name means somebody else.
    Split,
}

/// A correction of who is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// Rename, merge or split.
    pub act: Act,
    /// The actor's key, as [`NamedActor::key`] has it.
    pub subject: String,
    /// The new name (rename), the actor it is (merge), or the actor meant in these claims (split).
    pub into: String,
    /// The claims it rests on; of a split, those it changes.
    pub claims: Vec<Cited>,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}

/// What one claim is to another, across pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkType {
    /// Both tell of one event.
    SameEvent,
    /// They cannot both be true.
    Contradicts,
    /// An independent account of the same.
    Corroborates,
    /// The newer takes the place of the older, as its own source says.
    Supersedes,
    /// The source takes the older back.
    Retracts,
}

/// Who made a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MadeBy {
    /// A rule of the program; `who` is its name and version.
    Rule,
    /// A person.
    Analyst,
}

/// A tie between two claims, of whichever pages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimLink {
    /// What it says.
    #[serde(rename = "type")]
    pub type_: LinkType,
    /// The claim that does it to the other.
    pub from: Cited,
    /// The other.
    pub to: Cited,
    /// By a rule or a person.
    pub made_by: MadeBy,
    /// By whom and why.
    #[serde(flatten)]
    pub ground: Ground,
}

/// A decision at rest, with the number to retract it by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Numbered<T> {
    /// Its number among its like.
    pub number: i64,
    /// Whether it was taken back, and why.
    pub retracted: Option<Ground>,
    /// What was decided.
    #[serde(flatten)]
    pub decision: T,
}

/// The sorts of decision that can be retracted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Decision {
    /// An [`Opinion`].
    Opinion,
    /// A [`Correction`].
    Correction,
    /// A [`ClaimLink`].
    Link,
}

impl Decision {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Opinion => "opinion",
            Self::Correction => "correction",
            Self::Link => "link",
        }
    }
}

/// An actor as the ledger tells it from others: "rebels" of Syria and "rebels" of Congo are two.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedActor {
    /// What to give where a name alone means several: its id, or its name and country (`rebels@SYR`).
    pub key: String,
    /// Its name.
    pub name: String,
    /// As in [`froissart_model::Entity`].
    pub country: Option<String>,
    /// As in [`froissart_model::Entity`].
    pub sector: Option<String>,
}

impl std::fmt::Display for NamedActor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more: Vec<&str> = [self.country.as_deref(), self.sector.as_deref()].into_iter().flatten().collect();
        write!(f, "`{}`: {}", self.key, self.name)?;
        if more.is_empty() { Ok(()) } else { write!(f, " ({})", more.join(", ")) }
    }
}

/// The chain from `subject` back to itself that `edges` would close with one more edge to `into`; none where they
/// close none. An edge is a rename's or merge's subject and what it becomes.
pub(crate) fn cycle(edges: &[(String, String)], subject: &str, into: &str) -> Option<Vec<String>> {
    // Several corrections of one key may stand: every way is followed, in the order of their making.
    let mut ways = vec![vec![subject.to_owned(), into.to_owned()]];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(way) = ways.pop() {
        let last = way.last()?.clone();
        if last == subject {
            return Some(way);
        }
        if seen.insert(last.clone()) {
            for (_, to) in edges.iter().filter(|(from, _)| *from == last) {
                let mut further = way.clone();
                further.push(to.clone());
                ways.push(further);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::cycle;

    #[test]
    fn a_chain_that_comes_back_is_found_however_long() {
        let edges: Vec<(String, String)> =
            [("a", "b"), ("b", "c"), ("c", "d"), ("x", "y")].iter().map(|(f, t)| ((*f).into(), (*t).into())).collect();
        assert_eq!(cycle(&edges, "d", "a").unwrap(), ["d", "a", "b", "c", "d"]);
        assert_eq!(cycle(&edges, "a", "a").unwrap(), ["a", "a"]);
        assert_eq!(cycle(&edges, "d", "x"), None);
        assert_eq!(cycle(&edges, "y", "a"), None);
    }
}
