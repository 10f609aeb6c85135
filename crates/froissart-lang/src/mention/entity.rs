//! Somebody as the text has told of him so far: the phrases that stand for him, and what they say together.
//!
//! After "Bashar Assad … the president … he" the entity has a name, the noun "president", and is male. It is never
//! taken apart again.

use super::phrase::{Form, Number, Phrase};
use super::words::{Class, Gender};
use froissart_model::NameKind;
use std::collections::BTreeSet;

/// Different names, nouns and wordings of an entity that are kept: a long page must not make them many.
const KEPT: usize = 8;

/// What is known of somebody.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// Its phrases in the order in which they were read.
    pub(super) members: Vec<usize>,
    /// A bit for each [`Form`] that a phrase of it has.
    pub(super) forms: u32,
    pub(super) class: Class,
    pub(super) number: Number,
    pub(super) gender: Gender,
    pub(super) kind: Option<NameKind>,
    pub(super) names: Vec<Vec<String>>,
    /// Latest last.
    pub(super) nouns: Vec<String>,
    pub(super) texts: Vec<String>,
    pub(super) narrowing: BTreeSet<String>,
}

impl Entity {
    /// Of one phrase.
    pub(super) fn new(k: usize, p: &Phrase) -> Self {
        let mut e = Self {
            members: Vec::new(),
            forms: 0,
            class: Class::Unknown,
            number: Number::Unknown,
            gender: Gender::Unknown,
            kind: None,
            names: Vec::new(),
            nouns: Vec::new(),
            texts: Vec::new(),
            narrowing: BTreeSet::new(),
        };
        e.add(k, p);
        e
    }

    /// Takes a phrase in, and what it tells.
    pub(super) fn add(&mut self, k: usize, p: &Phrase) {
        self.members.push(k);
        self.forms |= 1 << (p.form as u32);
        if self.class == Class::Unknown || self.kind.is_none() && p.kind.is_some() {
            self.class = p.class;
        }
        if self.number == Number::Unknown {
            self.number = p.number;
        }
        if self.gender == Gender::Unknown {
            self.gender = p.gender;
        }
        self.kind = self.kind.or(p.kind);
        if p.form.is_pronoun() {
            return;
        }
        keep(&mut self.names, &p.name, p.name.is_empty());
        keep(&mut self.texts, &p.text, p.text.is_empty());
        for noun in &p.nouns {
            keep(&mut self.nouns, noun, false);
        }
        if self.narrowing.len() < 4 * KEPT {
            self.narrowing.extend(p.narrowing.iter().cloned());
        }
    }

    /// Whether a phrase of the form is in it.
    pub(super) fn has(&self, form: Form) -> bool {
        self.forms & (1 << (form as u32)) != 0
    }
}

/// Puts a value last, once, and lets the oldest go where there are many.
fn keep<T: Clone + PartialEq>(list: &mut Vec<T>, value: &T, empty: bool) {
    if empty {
        return;
    }
    list.retain(|x| x != value);
    list.push(value.clone());
    if list.len() > KEPT {
        list.remove(0);
    }
}
