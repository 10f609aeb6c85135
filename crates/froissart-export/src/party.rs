//! Who stands in a row: the actors and recipients of all its claims, each once.
//!
//! Nobody is invented and nobody is fused: "HTS" and "rebels" of one sentence stay two. Only where another claim of the
//! same event says "rebels" and never names HTS is that mention taken as covered by the name: same side, same sector,
//! no other country.

use crate::tables::{self, Side};
use crate::words::{distinct, named};
use froissart_model::{Char, Claim, Entity, EntityKind, fold};
use std::collections::BTreeSet;

/// Somebody in a row.
#[derive(Debug, Clone)]
pub(crate) struct Party<'a> {
    /// The mention that says most.
    pub(crate) entity: &'a Entity<Char>,
    /// Equal for mentions of the same.
    pub(crate) key: String,
    /// As written, each way once.
    pub(crate) texts: Vec<&'a str>,
    /// In which of the row's claims.
    claims: BTreeSet<usize>,
}

impl Party<'_> {
    /// What they are called.
    pub(crate) fn name(&self) -> &str {
        without_article(named(self.entity))
    }

    /// The primary sector, or the first of all.
    pub(crate) fn sector(&self) -> Option<&str> {
        self.entity.sector.as_deref().or_else(|| self.entity.sectors.first().map(String::as_str))
    }

    /// All sectors, the primary first.
    pub(crate) fn sectors(&self) -> Vec<&str> {
        distinct(self.entity.sector.as_deref().into_iter().chain(self.entity.sectors.iter().map(String::as_str)))
    }

    /// Who they know to be: an entry of the actor tables, and no mere "rebels".
    pub(crate) fn is_known(&self) -> bool {
        self.entity.id.is_some()
    }

    pub(crate) fn side(&self) -> Option<Side> {
        side(self.entity)
    }
}

/// What somebody can be in a fight, by sector, else by kind.
pub(crate) fn side(e: &Entity<Char>) -> Option<Side> {
    if e.kind == EntityKind::Civilians {
        return Some(Side::Civil);
    }
    match e.sector.as_deref().and_then(tables::sector).and_then(|s| s.side) {
        None if e.kind == EntityKind::State => Some(Side::State),
        side => side,
    }
}

/// A name without its article.
pub(crate) fn without_article(text: &str) -> &str {
    let rest = ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|a| text.strip_prefix(a));
    rest.filter(|r| !r.trim().is_empty()).unwrap_or(text)
}

/// Words that stand for somebody whom the coder did not find.
const PRONOUNS: &[&str] = &[
    "he", "her", "him", "his", "it", "its", "one", "others", "she", "some", "their", "them", "they", "this", "those",
    "us", "we", "who", "whom",
];

/// Whether the mention says nothing of who it is.
pub(crate) fn is_nobody(e: &Entity<Char>) -> bool {
    e.id.is_none() && e.name.is_none() && is_pronoun(&e.text)
}

/// Whether the words only point at somebody named elsewhere.
pub(crate) fn is_pronoun(text: &str) -> bool {
    PRONOUNS.contains(&fold(text).as_str())
}

/// Whether it is a thing and not somebody: a bakery, a house, vehicles of nobody's.
pub(crate) fn is_thing(e: &Entity<Char>) -> bool {
    match e.kind {
        EntityKind::Facility => true,
        EntityKind::Equipment => e.sector.is_none(),
        _ => false,
    }
}

/// What makes two mentions one party.
pub(crate) fn key(e: &Entity<Char>) -> String {
    match &e.id {
        Some(id) => format!("id {id}"),
        None => format!(
            "{} | {} | {}",
            fold(without_article(named(e))),
            e.country.as_deref().unwrap_or(""),
            e.sector.as_deref().unwrap_or("")
        ),
    }
}

/// The parties of one role over all claims: those that most claims name first, then as they come.
pub(crate) fn parties<'a>(claims: &[&'a Claim<Char>], role: fn(&Claim<Char>) -> &Vec<Entity<Char>>) -> Vec<Party<'a>> {
    let mut all: Vec<Party<'a>> = Vec::new();
    for (n, claim) in claims.iter().enumerate() {
        for e in role(claim).iter().filter(|e| !is_nobody(e) && !is_thing(e)) {
            let key = key(e);
            if let Some(p) = all.iter_mut().find(|p| p.key == key) {
                p.claims.insert(n);
                if !p.texts.contains(&e.text.as_str()) {
                    p.texts.push(&e.text);
                }
                if says(e) > says(p.entity) {
                    p.entity = e;
                }
            } else {
                all.push(Party { entity: e, key, texts: vec![&e.text], claims: BTreeSet::from([n]) });
            }
        }
    }
    let covers = |by: &Party<'_>, p: &Party<'_>| {
        by.is_known()
            && !p.is_known()
            && by.claims.is_disjoint(&p.claims)
            && by.sector().is_some()
            && by.sector() == p.sector()
            && p.entity.country.as_ref().is_none_or(|c| by.entity.country.as_ref() == Some(c))
    };
    let kept: Vec<bool> = all.iter().map(|p| !all.iter().any(|by| covers(by, p))).collect();
    let mut keep = kept.into_iter();
    all.retain(|_| keep.next().unwrap_or(true));
    // The sort is stable: of equals the first told stays first.
    all.sort_by_key(|p| std::cmp::Reverse(p.claims.len()));
    all
}

fn says(e: &Entity<Char>) -> usize {
    usize::from(e.id.is_some()) * 4
        + usize::from(e.name.is_some())
        + usize::from(e.country.is_some()) * 2
        + usize::from(e.sector.is_some())
}
