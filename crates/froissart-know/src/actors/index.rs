//! The names of actors, states and nouns, found by their first two words.
//!
//! Knows nothing of mentions. "syrian" leads to Syria's adjective, "syrian national" to every name that begins so, the
//! Syrian National Army among them, in the order of the files.

use super::mention::title_key;
use super::pieces::{alias_tokens, is_acronym};
use super::table::Actor;
use crate::places::sound::sound;
use froissart_model::EntityKind;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How a state is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum Naming {
    Name,
    Demonym,
    Capital,
    Seat,
    Region,
}

/// What a name names: a number in one of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(super) enum What {
    Actor(u32),
    State(u32, Naming),
    Noun(u32),
}

/// Written in capitals, and only so: "US", "IS".
const ACRONYM: u8 = 1;
/// A name of one word that is written with a capital letter wants one: "Turkey", not "turkey".
const CAPITAL: u8 = 2;

/// One name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Alias {
    /// Its keys, set apart by blanks.
    words: Box<str>,
    len: u8,
    flags: u8,
    pub(super) what: What,
}

impl Alias {
    pub(super) fn words(&self) -> &str {
        &self.words
    }
    /// How many words it has.
    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }
    pub(super) fn acronym(&self) -> bool {
        self.flags & ACRONYM != 0
    }
    pub(super) fn capital(&self) -> bool {
        self.flags & CAPITAL != 0
    }
    /// Its first two words, or its one: what it is found by.
    fn head(&self) -> &str {
        let two = self.words.match_indices(' ').nth(1).map_or(self.words.len(), |(at, _)| at);
        &self.words[..two]
    }
}

/// All names, sorted by their first two words, and tables of hashes that lead into them.
///
/// Hashes and numbers only, so that the whole is read from its packed form without making a string for each entry; what
/// is found is compared with the words wherever two could have one hash.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Index {
    aliases: Vec<Alias>,
    /// By the first two words, where such names begin and end.
    first: Vec<(u64, u32, u32)>,
    /// By key, the actor.
    keys: Vec<(u64, u32)>,
    /// By any word of a person's name, the persons.
    people: Vec<(u64, u32)>,
    /// By title and country, those who had the office, whenever.
    offices: Vec<(u64, u32)>,
    /// By the consonants of a name that is written in many ways in Latin letters, the actors.
    sounds: Vec<(u64, u32)>,
    /// `first` as a table to look up in.
    #[serde(skip)]
    begins: FxHashMap<u64, (u32, u32)>,
    /// The nouns that were added, while files are read.
    #[serde(skip)]
    nouns: FxHashSet<Box<str>>,
}

/// FNV-1a of 64 bits: the same on every machine.
fn hash(word: &str) -> u64 {
    more(0xcbf2_9ce4_8422_2325, word)
}

fn more(hash: u64, word: &str) -> u64 {
    word.bytes().fold(hash, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}

fn office(title: &str, country: &str) -> u64 {
    more(more(hash(title), " "), country)
}

/// The rows of one hash in a sorted table.
fn rows(table: &[(u64, u32)], wanted: u64) -> impl Iterator<Item = u32> {
    let from = table.partition_point(|r| r.0 < wanted);
    table[from..].iter().take_while(move |r| r.0 == wanted).map(|r| r.1)
}

/// States whose names are romanised from Arabic and its neighbours; sorted.
const ARABIC: [&str; 23] = [
    "AFG", "ARE", "BHR", "DZA", "EGY", "IMG", "IRN", "IRQ", "ISR", "JOR", "KWT", "LBN", "LBY", "MAR", "OMN", "PAK",
    "PSE", "QAT", "SAU", "SDN", "SYR", "TUN", "YEM",
];
/// From Cyrillic, and the Caucasus with it; sorted.
const SLAVIC: [&str; 14] =
    ["ARM", "AZE", "BGR", "BIH", "BLR", "GEO", "KAZ", "KGZ", "MKD", "RUS", "SRB", "TJK", "UKR", "UZB"];
/// So few consonants are shared by too many names.
const CONSONANTS: usize = 4;

/// The consonants of a name in the manner of Arabic or of Slavic names; `None` where they are too few to tell.
pub(super) fn sound_key(words: &str, slavic: bool) -> Option<String> {
    let key = sound(words, slavic);
    (key.len() >= CONSONANTS).then(|| format!("{}{key}", if slavic { 's' } else { 'a' }))
}

impl Index {
    /// Adds a name; it is found after the next `seal`.
    pub(super) fn add(&mut self, tokens: &[String], written: &str, what: What) {
        if tokens.is_empty() {
            return;
        }
        let words: Box<str> = tokens.join(" ").into();
        let noun = matches!(what, What::Noun(_));
        if noun {
            self.nouns.insert(words.clone());
        }
        let one = tokens.len() == 1 && !noun;
        let capital = one && !written.starts_with(char::is_lowercase);
        let flags = if capital { CAPITAL } else { 0 } | if one && is_acronym(written) { ACRONYM } else { 0 };
        self.aliases.push(Alias { words, len: tokens.len().min(255) as u8, flags, what });
    }

    /// Drops the names of an actor that a user's table replaces.
    pub(super) fn forget(&mut self, actor: usize) {
        self.aliases.retain(|a| a.what != What::Actor(actor as u32));
    }

    pub(super) fn has_noun(&self, tokens: &[String]) -> bool {
        self.nouns.contains(tokens.join(" ").as_str())
    }

    /// Sorts the names and makes the maps.
    pub(super) fn seal(&mut self, known: &[Actor]) {
        // Stable, so that names that begin alike keep the order of the files.
        if !self.aliases.is_sorted_by(|a, b| a.head() <= b.head()) {
            self.aliases.sort_by(|a, b| a.head().cmp(b.head()));
        }
        self.first.clear();
        let mut at = 0;
        for run in self.aliases.chunk_by(|a, b| a.head() == b.head()) {
            self.first.push((hash(run[0].head()), at, at + run.len() as u32));
            at += run.len() as u32;
        }
        self.keys = known.iter().enumerate().map(|(n, a)| (hash(&a.key), n as u32)).collect();
        self.sounds.clear();
        for a in &self.aliases {
            if let What::Actor(n) = a.what
                && !a.acronym()
                && let Some(country) = known[n as usize].country.as_deref()
            {
                for (list, slavic) in [(&ARABIC[..], false), (&SLAVIC[..], true)] {
                    if list.binary_search(&country).is_ok()
                        && let Some(key) = sound_key(&a.words, slavic)
                    {
                        self.sounds.push((hash(&key), n));
                    }
                }
            }
        }
        self.offices.clear();
        for (n, a) in known.iter().enumerate().filter(|(_, a)| a.kind == EntityKind::Person) {
            for r in &a.roles {
                if let (Some(title), Some(country)) = (&r.title, r.country.as_ref().or(a.country.as_ref())) {
                    self.offices.push((office(&title_key(title), country), n as u32));
                }
            }
        }
        self.people.clear();
        for (n, a) in known.iter().enumerate().filter(|(_, a)| a.kind == EntityKind::Person && !a.key.is_empty()) {
            self.people.extend(alias_tokens(&a.name).iter().map(|t| (hash(t), n as u32)));
        }
        self.first.sort_unstable();
        self.open();
        for table in [&mut self.keys, &mut self.sounds, &mut self.people, &mut self.offices] {
            table.sort_unstable();
            table.dedup();
        }
    }

    /// Makes what is not stored. Two beginnings of one hash are left to the sorted table.
    pub(super) fn open(&mut self) {
        self.begins = self.first.iter().map(|&(hash, from, to)| (hash, (from, to))).collect();
    }

    /// The names of one word; or those that begin with two, that is with `more` after the first.
    pub(super) fn starting(&self, word: &str, then: Option<&str>) -> &[Alias] {
        let wanted = then.map_or_else(|| hash(word), |t| more(more(hash(word), " "), t));
        let is = |a: &Alias| match (a.head().strip_prefix(word), then) {
            (Some(""), None) => true,
            (Some(rest), Some(t)) => rest.strip_prefix(' ') == Some(t),
            _ => false,
        };
        let Some(&(from, to)) = self.begins.get(&wanted) else { return &[] };
        let run = &self.aliases[from as usize..to as usize];
        if is(&run[0]) {
            return run;
        }
        let at = self.first.partition_point(|r| r.0 < wanted);
        self.first[at..]
            .iter()
            .take_while(|r| r.0 == wanted)
            .map(|&(_, from, to)| &self.aliases[from as usize..to as usize])
            .find(|run| is(&run[0]))
            .unwrap_or(&[])
    }

    /// The names with exactly these words.
    pub(super) fn exactly<'a>(&'a self, words: &'a str) -> impl Iterator<Item = &'a Alias> {
        let mut parts = words.split(' ');
        let (one, two) = (parts.next().unwrap_or(""), parts.next());
        self.starting(one, two).iter().filter(move |a| *a.words == *words)
    }

    /// The actors with exactly this name.
    pub(super) fn actors_called(&self, words: &str) -> Vec<u32> {
        self.exactly(words).filter_map(|a| if let What::Actor(n) = a.what { Some(n) } else { None }).collect()
    }

    /// Names that several actors have, with the actors; sorted.
    pub(super) fn shared_names(&self) -> BTreeMap<String, Vec<u32>> {
        let mut all: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for a in &self.aliases {
            if let What::Actor(n) = a.what {
                let list = all.entry(a.words.to_string()).or_default();
                if !list.contains(&n) {
                    list.push(n);
                }
            }
        }
        all.retain(|_, v| v.len() > 1);
        all
    }

    /// The actors whose key may be this one; the last is the newest.
    pub(super) fn with_key(&self, key: &str) -> impl Iterator<Item = u32> {
        rows(&self.keys, hash(key))
    }

    /// The persons who may have this word in their names.
    pub(super) fn people(&self, word: &str) -> impl Iterator<Item = u32> {
        rows(&self.people, hash(word))
    }
    /// Those who had an office of this title, in one form, in a country; two of one hash among them.
    pub(super) fn holders(&self, title: &str, country: &str) -> impl Iterator<Item = u32> {
        rows(&self.offices, office(title, country))
    }

    /// The one actor whose name sounds so, if it is one.
    pub(super) fn sounding(&self, words: &str) -> Option<u32> {
        let mut found = [false, true]
            .into_iter()
            .filter_map(|slavic| sound_key(words, slavic))
            .flat_map(|key| rows(&self.sounds, hash(&key)).collect::<Vec<_>>());
        let first = found.next()?;
        found.all(|n| n == first).then_some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(ARABIC.is_sorted() && SLAVIC.is_sorted());
    }
}
