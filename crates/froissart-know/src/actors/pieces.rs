//! The words of a mention as the pieces that names are compared by.
//!
//! Knows no names. "Turkish-backed" is two pieces, "Assad's" is one with an owner's mark, "al-Sham" is "sham".

use crate::fold::{fold_name, is_article};
use froissart_model::Pos;
use std::borrow::Cow;

/// One word of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written.
    pub form: &'a str,
    /// Its dictionary form.
    pub lemma: &'a str,
    /// Its part of speech.
    pub upos: Pos,
}

/// One piece of a mention: a word, or a part of a hyphenated one.
#[derive(Debug)]
pub(super) struct Piece<'a> {
    pub(super) key: Cow<'a, str>,
    /// How much of the key is left without a plural's s.
    bare: usize,
    /// The lemma's key, where it is another and the word is one piece.
    other: Option<Cow<'a, str>>,
    pub(super) word: usize,
    pub(super) upos: Pos,
    pub(super) upper: bool,
    pub(super) capital: bool,
    pub(super) possessive: bool,
    /// A hyphen stands between it and the piece before.
    pub(super) joined: bool,
    pub(super) skip: bool,
}

impl Piece<'_> {
    /// The key without a plural's s.
    pub(super) fn bare(&self) -> &str {
        &self.key[..self.bare]
    }
    /// The lemma's key.
    pub(super) fn lemma(&self) -> &str {
        self.other.as_deref().unwrap_or(&self.key)
    }
    /// Whether it is this word of a name, in any of its forms.
    pub(super) fn is(&self, word: &str) -> bool {
        *self.key == *word || self.bare() == word || self.other.as_deref() == Some(word)
    }
}

/// How much of a key is left without a plural's s.
pub(super) fn without_s(key: &str) -> usize {
    match key.strip_suffix('s') {
        Some(k) if k.len() >= 3 && !k.ends_with('s') => k.len(),
        _ => key.len(),
    }
}

/// What may follow a hyphen and a name, and makes the two a modifier: "Turkish-backed".
pub(super) const AFTER_HYPHEN: [&str; 27] = [
    "affiliated",
    "aligned",
    "allied",
    "appointed",
    "armed",
    "backed",
    "based",
    "born",
    "brokered",
    "built",
    "controlled",
    "dominated",
    "friendly",
    "funded",
    "held",
    "inspired",
    "leaning",
    "led",
    "linked",
    "made",
    "majority",
    "occupied",
    "operated",
    "run",
    "sponsored",
    "supported",
    "trained",
];

const HYPHENS: [char; 4] = ['-', '–', '‑', '‐'];

fn is_hyphen(form: &str) -> bool {
    matches!(form, "-" | "–" | "‑" | "‐")
}

/// A word without the mark of an owner, and whether it had one.
fn owner(form: &str) -> (&str, bool) {
    if !form.ends_with(['s', 'S', '\'', '’']) {
        return (form, false);
    }
    ["'s", "’s", "s'", "s’", "'S"]
        .iter()
        .find_map(|e| form.strip_suffix(e).filter(|s| !s.is_empty()).map(|s| (s, e)))
        .map_or((form, false), |(s, e)| (if e.starts_with('s') { &form[..=s.len()] } else { s }, true))
}

pub(super) fn pieces<'a>(words: &[Word<'a>]) -> Vec<Piece<'a>> {
    let mut out: Vec<Piece<'a>> = Vec::with_capacity(words.len() + 1);
    let mut joined = false;
    for (w, word) in words.iter().enumerate() {
        let form = word.form.trim();
        if matches!(form, "'s" | "’s" | "'" | "’" | "`s" | "'S") {
            if let Some(last) = out.last_mut() {
                last.possessive = true;
            }
            continue;
        }
        if is_hyphen(form) {
            joined = true;
            continue;
        }
        let (stem, possessive) = owner(form);
        let first = out.len();
        for (n, part) in stem.split(|c| HYPHENS.contains(&c) || c == '/').enumerate() {
            let (mut letters, mut capitals, mut first_letter) = (0, 0, None);
            for c in part.chars().filter(|c| c.is_alphabetic()) {
                letters += 1;
                capitals += usize::from(c.is_uppercase());
                first_letter = first_letter.or(Some(c));
            }
            let first_upper = first_letter.is_some_and(char::is_uppercase);
            // A script without capitals has none to ask for.
            let caseless = first_letter.is_some_and(|c| !c.is_lowercase() && !c.is_uppercase());
            let mut push = |key: Cow<'a, str>| {
                out.push(Piece {
                    bare: without_s(&key),
                    key,
                    other: None,
                    word: w,
                    upos: word.upos,
                    upper: first_upper && capitals >= (letters - 1).max(1),
                    capital: first_upper || caseless || letters == 0,
                    possessive: false,
                    joined: joined || n > 0,
                    skip: false,
                });
                joined = false;
            };
            match fold_name(part) {
                key if key.is_empty() => {}
                key if key.contains(' ') => {
                    key.split(' ').filter(|k| !k.is_empty()).for_each(|k| push(Cow::Owned(k.to_owned())));
                }
                key => push(key),
            }
        }
        joined = false;
        if out.len() > first {
            let one = out.len() == first + 1;
            let last = out.last_mut().expect("a piece was added");
            last.possessive = possessive;
            if one && word.lemma.eq_ignore_ascii_case(stem) {
                continue;
            }
            let lemma = fold_name(word.lemma);
            // The lemma of a hyphenated word belongs to its last part.
            let lemma = if one || !lemma.contains(' ') {
                lemma
            } else {
                Cow::Owned(lemma.rsplit(' ').next().unwrap_or("").to_owned())
            };
            if !lemma.is_empty() && lemma != last.key {
                last.other = Some(lemma);
            }
        }
    }
    drop_articles(&mut out);
    out
}

/// "al-Sham", "al Sham", "Sham" are one; "as" and "at" are articles only before a hyphen.
fn drop_articles(out: &mut Vec<Piece<'_>>) {
    if out.len() < 2 || !out.iter().any(|p| p.key.len() <= 3 && is_article(&p.key)) {
        return;
    }
    let gone: Vec<bool> = (0..out.len())
        .map(|i| {
            let p = &out[i];
            let hyphen_after = out.get(i + 1).is_some_and(|n| n.joined);
            let plain = matches!(&*p.key, "al" | "el" | "ul");
            i + 1 < out.len() && is_article(&p.key) && (plain || hyphen_after || (p.joined && p.key != "an"))
        })
        .collect();
    let mut keep = gone.iter().map(|g| !g);
    out.retain(|_| keep.next().unwrap_or(true));
}

/// The words of a name as keys, without a leading "the".
pub(super) fn alias_tokens(alias: &str) -> Vec<String> {
    let words: Vec<Word<'_>> = alias.split_whitespace().map(|form| Word { form, lemma: form, upos: Pos::X }).collect();
    let mut tokens: Vec<String> = pieces(&words).into_iter().map(|p| p.key.into_owned()).collect();
    if tokens.len() > 1 && tokens[0] == "the" {
        tokens.remove(0);
    }
    tokens
}

/// Whether a name is written in capitals, and only so: "US", "IS".
pub(super) fn is_acronym(alias: &str) -> bool {
    let letters = alias.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && !alias.contains(' ')
        && alias.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
}
