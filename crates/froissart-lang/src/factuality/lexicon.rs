//! The words of `data/language/en/factuality.toml`, by lemma.
//!
//! Holds no grammar. "fail" as a verb makes its complement `failed`; "the failure to agree" does the same by a noun.

use froissart_model::FactKind;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

type ByKind = BTreeMap<FactKind, BTreeSet<String>>;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: ByKind,
    told: ByKind,
    object: ByKind,
    passive: ByKind,
    oblique: ByKind,
    charged: ByKind,
    predicates: ByKind,
    nouns: ByKind,
    adjectives: ByKind,
    subjects: ByKind,
    adverbs: ByKind,
    proof: ByKind,
    achieved: ByKind,
    carriers: Carriers,
    events: Events,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Carriers {
    verbs: BTreeSet<String>,
    occurrence: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Events {
    endings: BTreeSet<String>,
    except: BTreeSet<String>,
    nouns: BTreeSet<String>,
}

/// A word's kind, by lemma.
pub(super) struct Table(BTreeMap<String, FactKind>);

impl Table {
    /// A lemma that stands under two kinds would be read by the one that comes first; a test sees that none does.
    fn new(kinds: ByKind) -> Self {
        let mut words = BTreeMap::new();
        for (kind, list) in kinds {
            for word in list {
                words.entry(word).or_insert(kind);
            }
        }
        Self(words)
    }
    pub(super) fn get(&self, word: &str) -> Option<FactKind> {
        self.0.get(word).copied()
    }
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }
}

/// The tables of the file.
pub(super) struct Lexicon {
    pub(super) verbs: Table,
    pub(super) told: Table,
    pub(super) object: Table,
    pub(super) passive: Table,
    pub(super) oblique: Table,
    pub(super) charged: Table,
    pub(super) predicates: Table,
    pub(super) nouns: Table,
    pub(super) adjectives: Table,
    pub(super) subjects: Table,
    pub(super) adverbs: Table,
    pub(super) proof: Table,
    pub(super) achieved: Table,
    pub(super) carriers: BTreeSet<String>,
    pub(super) occurrence: BTreeSet<String>,
    events: Events,
}

impl Lexicon {
    /// Whether a noun names an act or a state rather than a thing or somebody.
    pub(super) fn is_event(&self, noun: &str) -> bool {
        // "airstrike", "counter-attack": the last part of a compound tells.
        let last = noun.rsplit('-').next().unwrap_or(noun);
        let known = |w: &str| self.events.nouns.contains(w);
        // Three letters before the ending, or "wing" were a winging.
        let derived = |w: &str| self.events.endings.iter().any(|e| w.len() > e.len() + 2 && w.ends_with(e.as_str()));
        known(noun) || known(last) || !self.events.except.contains(last) && derived(last)
    }
}

/// The embedded tables. The file is part of the program, so a mistake in it is a broken build: a test loads it.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let f: File = toml::from_str(TEXT).expect("data/language/en/factuality.toml is well formed");
        Lexicon {
            verbs: Table::new(f.verbs),
            told: Table::new(f.told),
            object: Table::new(f.object),
            passive: Table::new(f.passive),
            oblique: Table::new(f.oblique),
            charged: Table::new(f.charged),
            predicates: Table::new(f.predicates),
            nouns: Table::new(f.nouns),
            adjectives: Table::new(f.adjectives),
            subjects: Table::new(f.subjects),
            adverbs: Table::new(f.adverbs),
            proof: Table::new(f.proof),
            achieved: Table::new(f.achieved),
            carriers: f.carriers.verbs,
            occurrence: f.carriers.occurrence,
            events: f.events,
        }
    })
}

const TEXT: &str = include_str!("../../../../data/language/en/factuality.toml");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_stands_twice_in_a_table() {
        let file: toml::Table = toml::from_str(TEXT).unwrap();
        for (name, table) in &file {
            let mut seen = BTreeSet::new();
            for (kind, words) in table.as_table().unwrap() {
                for word in words.as_array().unwrap() {
                    let word = word.as_str().unwrap();
                    // The two lists of carriers answer two questions.
                    assert!(name == "carriers" || seen.insert(word), "{word} of {kind} stands twice in {name}");
                }
            }
        }
    }

    #[test]
    fn nouns_of_acts_are_told_from_nouns_of_things() {
        let events =
            ["attack", "counter-attack", "shelling", "withdrawal", "deployment", "war", "ceasefire", "closure"];
        let things = ["town", "building", "government", "station", "soldier", "wing", "thing", "parliament", "general"];
        for noun in events {
            assert!(lexicon().is_event(noun), "{noun}");
        }
        for noun in things {
            assert!(!lexicon().is_event(noun), "{noun}");
        }
    }
}
