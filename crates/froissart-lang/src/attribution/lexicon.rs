//! The cue words of `data/language/en/speech.toml`, by lemma.
//!
//! Holds no grammar. "vow" is a verb of class promise whose infinitive is what is vowed.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    verbs: BTreeMap<String, BTreeSet<String>>,
    object: ObjectLists,
    infinitive: InfinitiveLists,
    oblique: BTreeMap<String, BTreeSet<String>>,
    particle: BTreeMap<String, String>,
    nouns: BTreeMap<String, BTreeSet<String>>,
    adjectives: BTreeMap<String, BTreeSet<String>>,
    adverbs: BTreeMap<String, BTreeSet<String>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectLists {
    verbs: BTreeSet<String>,
    whole: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct InfinitiveLists {
    verbs: BTreeSet<String>,
    passive: BTreeSet<String>,
}

/// The lists, turned to sets by lemma.
pub(super) struct Lexicon {
    pub(super) verbs: BTreeSet<String>,
    /// Verbs of plain speech and report, which may stand after a quotation or with a colon.
    pub(super) speech: BTreeSet<String>,
    pub(super) object: BTreeSet<String>,
    pub(super) whole: BTreeSet<String>,
    pub(super) infinitive: BTreeSet<String>,
    pub(super) passive: BTreeSet<String>,
    pub(super) oblique: BTreeMap<String, BTreeSet<String>>,
    pub(super) particle: BTreeMap<String, String>,
    pub(super) nouns: BTreeSet<String>,
    /// Nouns of saying, which may be spoken of as done: "a statement".
    pub(super) speech_nouns: BTreeSet<String>,
    pub(super) adjectives: BTreeSet<String>,
    pub(super) adverbs: BTreeSet<String>,
}

/// The embedded lists. The file is part of the program, so a mistake in it is a broken build: a test loads it.
pub(super) fn lexicon() -> &'static Lexicon {
    static LEXICON: OnceLock<Lexicon> = OnceLock::new();
    LEXICON.get_or_init(|| {
        let file: File = toml::from_str(include_str!("../../../../data/language/en/speech.toml"))
            .expect("data/language/en/speech.toml is well formed");
        let all = |m: &BTreeMap<String, BTreeSet<String>>| m.values().flatten().cloned().collect::<BTreeSet<_>>();
        let some = |m: &BTreeMap<String, BTreeSet<String>>, classes: &[&str]| {
            classes.iter().filter_map(|c| m.get(*c)).flatten().cloned().collect::<BTreeSet<_>>()
        };
        Lexicon {
            verbs: all(&file.verbs),
            speech: some(&file.verbs, &["say", "report", "show", "admit", "allege", "ask", "warn", "deny", "promise", "threaten"]),
            object: file.object.verbs,
            whole: file.object.whole,
            infinitive: file.infinitive.verbs,
            passive: file.infinitive.passive,
            oblique: file.oblique,
            particle: file.particle,
            nouns: all(&file.nouns),
            speech_nouns: some(&file.nouns, &["say", "report", "allege", "warn"]),
            adjectives: all(&file.adjectives),
            adverbs: all(&file.adverbs),
        }
    })
}
