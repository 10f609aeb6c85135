//! Word lists of mentions: nouns by what they stand for, given names, nouns that mean the same people.
//!
//! Lists only, read from `data/language/en/mention.toml`; who stands for whom is decided elsewhere. By them "colonel"
//! is a person, "militia" a group, and "Fatima" a woman.

use froissart_model::NameKind;
use std::collections::BTreeSet;
use std::sync::OnceLock;

/// The lists, lemmas in lower case.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) person: BTreeSet<String>,
    pub(super) group: BTreeSet<String>,
    pub(super) state: BTreeSet<String>,
    pub(super) place: BTreeSet<String>,
    pub(super) general_group: BTreeSet<String>,
    pub(super) settlement: BTreeSet<String>,
    pub(super) same: Vec<Vec<String>>,
    pub(super) male: BTreeSet<String>,
    pub(super) female: BTreeSet<String>,
    pub(super) given_male: BTreeSet<String>,
    pub(super) given_female: BTreeSet<String>,
    pub(super) title: BTreeSet<String>,
    pub(super) empty_it: BTreeSet<String>,
    pub(super) states: BTreeSet<String>,
}

/// The embedded lists. The file is part of the program, so a mistake in it is a broken build: a test loads it.
pub(super) fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../../data/language/en/mention.toml"))
            .expect("data/language/en/mention.toml is well formed")
    })
}

/// What a phrase stands for, as far as its words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Class {
    Unknown,
    Person,
    Group,
    State,
    Place,
    Other,
}

/// He or she, where the words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Unknown,
    Male,
    Female,
}

/// The class of a name's kind.
pub(super) fn class_of_kind(kind: NameKind) -> Class {
    match kind {
        NameKind::Per => Class::Person,
        NameKind::Org | NameKind::Norp => Class::Group,
        NameKind::Gpe => Class::State,
        NameKind::Loc | NameKind::Fac => Class::Place,
        NameKind::Event | NameKind::Weapon | NameKind::Misc => Class::Other,
    }
}

/// The class of a noun.
pub(super) fn class_of_noun(noun: &str) -> Class {
    let w = words();
    if w.person.contains(noun) || w.male.contains(noun) || w.female.contains(noun) {
        Class::Person
    } else if w.group.contains(noun) {
        Class::Group
    } else if w.state.contains(noun) {
        Class::State
    } else if w.place.contains(noun) {
        Class::Place
    } else {
        Class::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_load_and_are_lower_case_and_no_given_name_is_both() {
        let w = words();
        let all = [&w.person, &w.group, &w.state, &w.place, &w.states, &w.given_male, &w.given_female, &w.title];
        assert!(all.into_iter().flatten().all(|l| *l == l.to_lowercase()));
        assert_eq!(w.given_male.intersection(&w.given_female).next(), None);
        assert_eq!((class_of_noun("militia"), class_of_noun("gunman")), (Class::Group, Class::Person));
    }
}
