//! The phrases of a tree that may stand for somebody: names, nouns, pronouns, and what "and" joins.
//!
//! A phrase is cut as people cut it who mark mentions: with its article, its relative clause and its "'s", without the
//! preposition before it and the apposition after it. In "Lin Jian, who spoke to Iran's envoy, left" these are
//! "Lin Jian, who spoke to Iran's envoy", "Iran's" and "Iran's envoy". What they stand for is not said here.

use super::words::{Class, Gender, class_of_kind, class_of_noun, words};
use crate::attribution::tree::Tree;
use froissart_model::{Name, NameKind, Pos, Span, TokenRef};
use std::collections::BTreeSet;

/// What a phrase is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    I,
    We,
    You,
    He,
    She,
    It,
    They,
    This,
    These,
    One,
    Someone,
    Here,
    There,
    OtherPronoun,
    Name,
    Definite,
    Demonstrative,
    Possessed,
    Indefinite,
    Quantified,
    Bare,
    Joined,
}

impl Form {
    /// How many there are.
    pub(super) const COUNT: u32 = 22;

    /// Whether it is a pronoun that finds its meaning elsewhere.
    pub(super) fn is_pronoun(self) -> bool {
        self < Self::Name
    }
    /// A rough kind, of ten.
    pub(super) fn rough(self) -> u32 {
        match self {
            Self::I | Self::We | Self::You => 0,
            Self::He | Self::She => 1,
            Self::It => 2,
            Self::They => 3,
            Self::This | Self::These | Self::One | Self::Someone | Self::OtherPronoun => 4,
            Self::Here | Self::There => 5,
            Self::Name => 6,
            Self::Definite | Self::Demonstrative | Self::Possessed => 7,
            Self::Indefinite | Self::Quantified | Self::Bare => 8,
            Self::Joined => 9,
        }
    }
}

/// One or many, where the words tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    Unknown,
    One,
    Many,
}

/// What a phrase does in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Subject,
    Passive,
    Object,
    Receiver,
    Oblique,
    Inside,
    Possessor,
    Apposition,
    Joined,
    Root,
    Predicate,
    Compound,
    Called,
    Other,
}

impl Role {
    /// How many there are.
    pub(super) const COUNT: u32 = 14;

    pub(super) fn is_subject(self) -> bool {
        matches!(self, Self::Subject | Self::Passive)
    }
}

/// A phrase that may be an antecedent or find one.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    pub(super) at: TokenRef,
    /// Its first and last word in the sentence.
    pub(super) words: (usize, usize),
    pub(super) span: Span,
    pub(super) form: Form,
    pub(super) reflexive: bool,
    pub(super) class: Class,
    pub(super) number: Number,
    pub(super) gender: Gender,
    pub(super) role: Role,
    pub(super) kind: Option<NameKind>,
    /// The name's words in lower case without article, titles and "'s"; empty where it is none.
    pub(super) name: Vec<String>,
    /// The head's lemma in lower case.
    pub(super) head: String,
    /// Nouns that tell what it is: its head, titles before a name.
    pub(super) nouns: Vec<String>,
    /// Words that narrow it, before the head and after.
    pub(super) narrowing: BTreeSet<String>,
    /// The words in lower case, without article and "'s".
    pub(super) text: String,
    /// Has a relative clause.
    pub(super) relative: bool,
    /// "It is clear that", "it rains": nobody may be meant.
    pub(super) empty: bool,
}

fn pronoun(form: &str) -> Option<(Form, bool)> {
    Some(match form {
        "i" | "me" | "my" | "mine" => (Form::I, false),
        "myself" => (Form::I, true),
        "we" | "us" | "our" | "ours" | "'s" | "’s" => (Form::We, false),
        "ourselves" => (Form::We, true),
        "you" | "your" | "yours" | "ya" | "thou" | "thee" | "thy" => (Form::You, false),
        "yourself" | "yourselves" => (Form::You, true),
        "he" | "him" | "his" => (Form::He, false),
        "himself" => (Form::He, true),
        "she" | "her" | "hers" => (Form::She, false),
        "herself" => (Form::She, true),
        "it" | "its" => (Form::It, false),
        "itself" => (Form::It, true),
        "they" | "them" | "their" | "theirs" | "em" | "'em" | "’em" => (Form::They, false),
        "themselves" => (Form::They, true),
        "this" | "that" => (Form::This, false),
        "these" | "those" => (Form::These, false),
        "one" => (Form::One, false),
        "oneself" => (Form::One, true),
        "someone" | "somebody" | "anyone" | "anybody" | "everyone" | "everybody" | "nobody" => (Form::Someone, false),
        _ => return None,
    })
}

fn role(tree: &Tree<'_>, i: usize) -> Role {
    let t = tree.token(i);
    if tree.child(i, &["cop"]).is_some() {
        return Role::Predicate;
    }
    match (t.relation(), t.deprel.as_str()) {
        (_, "nsubj:pass") => Role::Passive,
        ("nsubj" | "csubj", _) => Role::Subject,
        ("obj", _) => Role::Object,
        ("iobj", _) => Role::Receiver,
        ("obl", _) => Role::Oblique,
        (_, "nmod:poss") => Role::Possessor,
        ("nmod", _) => Role::Inside,
        ("appos", _) => Role::Apposition,
        ("conj", _) => Role::Joined,
        ("root", _) => Role::Root,
        ("compound" | "flat", _) => Role::Compound,
        ("vocative", _) => Role::Called,
        _ => Role::Other,
    }
}

/// Whether the word may head a phrase.
fn may_head(tree: &Tree<'_>, i: usize) -> bool {
    let t = tree.token(i);
    let relation = t.relation();
    match t.upos {
        Pos::Noun | Pos::Propn => !matches!(relation, "flat" | "fixed" | "goeswith" | "reparandum" | "list"),
        // Relatives and questions are no mentions, nor is the "there" of "there is".
        Pos::Pron => !t.xpos.starts_with('W') && !t.has("PronType=Rel") && relation != "expl" && relation != "fixed",
        Pos::Adv => matches!(tree.lower(i).as_str(), "here" | "there") && relation == "advmod",
        Pos::Det | Pos::Num | Pos::Adj => {
            matches!(relation, "nsubj" | "obj" | "iobj" | "obl" | "nmod") && t.deprel != "obl:unmarked"
        }
        _ => false,
    }
}

/// The first and last word of the phrase of `head`; with `joined`, of all that is joined to it.
fn extent(tree: &Tree<'_>, head: usize, joined: bool) -> (usize, usize) {
    let predicate = tree.child(head, &["cop"]).is_some()
        || matches!(tree.token(head).relation(), "root" | "ccomp" | "parataxis" | "advcl" | "xcomp");
    let after_head = |c: usize| c > head;
    let skip = |c: usize| -> bool {
        let t = tree.token(c);
        if tree.head(c) != Some(head) {
            return false;
        }
        match t.relation() {
            "case" => !after_head(c),
            "mark" | "cop" | "aux" | "nsubj" | "csubj" | "expl" | "parataxis" | "appos" | "discourse" | "vocative"
            | "advcl" | "ccomp" | "orphan" | "dislocated" | "punct" | "reparandum" => true,
            // "you people", "we humans".
            "dep" => !(t.upos == Pos::Pron && c + 1 == head),
            "conj" => !joined,
            "cc" => !joined || !after_head(c),
            "advmod" => {
                predicate && !after_head(c)
                    || !after_head(c)
                        && matches!(
                            tree.lower(c).as_str(),
                            "even" | "only" | "just" | "not" | "also" | "especially" | "particularly" | "then" | "too"
                        )
                    || after_head(c) && tree.token(head).upos == Pos::Pron
            }
            "obl" => predicate,
            _ => false,
        }
    };
    let tokens = tree.subtree(head, &skip);
    // Nothing before the preposition belongs to the phrase: "particularly in the Philippines".
    let fence = tree
        .children(head)
        .iter()
        .copied()
        .filter(|&c| c < head && matches!(tree.token(c).relation(), "case" | "cop" | "mark" | "cc"));
    let from = fence.max().map_or(0, |c| c + 1);
    let mut tokens: Vec<usize> = tokens.into_iter().filter(|&i| i >= from).collect();
    // Commas and dashes at the ends; marks that stand in pairs stay.
    let bare = |i: usize| matches!(tree.token(i).form.as_str(), "," | ";" | ":" | "-" | "–" | "—" | "." | "?");
    while tokens.len() > 1 && tokens.last().is_some_and(|&i| i != head && bare(i)) {
        tokens.pop();
    }
    while tokens.len() > 1 && tokens.first().is_some_and(|&i| i != head && bare(i)) {
        tokens.remove(0);
    }
    (tokens.first().copied().unwrap_or(head).min(head), tokens.last().copied().unwrap_or(head).max(head))
}

/// The name as it is compared: lower case, no article, no titles, no "'s".
fn name_words(tree: &Tree<'_>, first: usize, last: usize) -> Vec<String> {
    let w = words();
    let mut out: Vec<String> = (first..=last)
        .filter(|&i| tree.token(i).upos != Pos::Punct && !matches!(tree.token(i).form.as_str(), "'s" | "’s"))
        .map(|i| tree.lower(i).replace('.', ""))
        .filter(|l| !l.is_empty())
        .collect();
    while out.len() > 1 && (out[0] == "the" || w.title.contains(&out[0])) {
        out.remove(0);
    }
    out
}

fn number(tree: &Tree<'_>, i: usize, form: Form, kind: Option<NameKind>) -> Number {
    let t = tree.token(i);
    match form {
        Form::We | Form::They | Form::These | Form::Joined => return Number::Many,
        Form::I | Form::He | Form::She | Form::It | Form::This => return Number::One,
        Form::You => return Number::Unknown,
        _ => {}
    }
    if kind == Some(NameKind::Norp) || t.has("Number=Plur") || matches!(t.xpos.as_str(), "NNS" | "NNPS") {
        // "The United Nations" is one.
        if matches!(kind, Some(NameKind::Org | NameKind::Gpe | NameKind::Per)) { Number::Unknown } else { Number::Many }
    } else if matches!(t.upos, Pos::Noun | Pos::Propn) {
        if class_of_noun(&t.lemma.to_lowercase()) == Class::Group || kind == Some(NameKind::Org) {
            Number::Unknown
        } else {
            Number::One
        }
    } else {
        Number::Unknown
    }
}

fn form(tree: &Tree<'_>, i: usize, named: bool) -> Option<(Form, bool)> {
    let t = tree.token(i);
    let lower = tree.lower(i);
    if matches!(t.upos, Pos::Pron | Pos::Det) {
        return Some(pronoun(&lower).unwrap_or((Form::OtherPronoun, false)));
    }
    if t.upos == Pos::Adv {
        return Some((if lower == "here" { Form::Here } else { Form::There }, false));
    }
    if named || t.upos == Pos::Propn {
        return Some((Form::Name, false));
    }
    if lower == "one" {
        return Some((Form::One, false));
    }
    if t.upos == Pos::Num && lower.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let mut form = if tree.child(i, &["nummod"]).is_some() { Form::Quantified } else { Form::Bare };
    for &c in tree.children(i) {
        let child = tree.token(c);
        if child.deprel == "nmod:poss" {
            return Some((Form::Possessed, false));
        }
        if child.relation() == "det" {
            form = match tree.lower(c).as_str() {
                "the" => Form::Definite,
                "this" | "that" | "these" | "those" => Form::Demonstrative,
                "a" | "an" => Form::Indefinite,
                _ => Form::Quantified,
            };
        }
    }
    Some((form, false))
}

/// "It is clear that", "it seems".
fn is_empty_it(tree: &Tree<'_>, i: usize) -> bool {
    tree.head(i).is_some_and(|g| {
        let clause = tree.children(g).iter().any(|&c| matches!(tree.token(c).relation(), "csubj" | "expl" | "ccomp"));
        tree.child(g, &["cop"]).is_some() && (clause || tree.token(g).upos != Pos::Noun)
            || words().empty_it.contains(&tree.token(g).lemma)
    })
}

/// The phrases of a sentence in the order of their heads; `names` are the sentence's.
pub(super) fn phrases(text: &str, tree: &Tree<'_>, n: usize, names: &[Name], times: &[Span]) -> Vec<Phrase> {
    let mut out: Vec<Phrase> = Vec::new();
    for i in 0..tree.len() {
        if !may_head(tree, i) {
            continue;
        }
        let t = tree.token(i);
        let name = names.iter().find(|x| x.first.token <= i && i <= x.last.token);
        // The head of a name is the word of it whose own head stands outside.
        let heads_name = name.filter(|x| tree.head(i).is_none_or(|h| h < x.first.token || h > x.last.token));
        let head = t.lemma.to_lowercase();
        let inner = t.relation() == "compound";
        if inner && !(heads_name.is_some() || name.is_none() && class_of_noun(&head) != Class::Unknown) {
            continue;
        }
        if name.is_some() && heads_name.is_none() && t.upos != Pos::Pron && !matches!(t.relation(), "nmod" | "conj") {
            continue;
        }
        if times.iter().any(|x| x.contains(t.span)) {
            continue;
        }
        let kind = heads_name.map(|x| x.kind);
        let Some((form, reflexive)) = form(tree, i, heads_name.is_some() && t.upos != Pos::Noun) else { continue };
        let (first, mut last) = if form.is_pronoun() && tree.child(i, &["acl", "nmod"]).is_none() {
            (i, i)
        } else {
            extent(tree, i, false)
        };
        if inner && let Some(x) = heads_name {
            last = last.max(x.last.token);
        }
        let one = |i: usize, (first, last): (usize, usize), form: Form| -> Phrase {
            let span = tree.token(first).span.cover(tree.token(last).span);
            let plain = span.of(text).to_lowercase().replace('’', "'");
            let mut plain = plain.trim_end_matches("'s").trim_end_matches('\'').trim_end();
            for article in ["the ", "a ", "an ", "this ", "that ", "these ", "those "] {
                plain = plain.strip_prefix(article).unwrap_or(plain);
            }
            let name = match (form, heads_name) {
                (Form::Joined, _) => Vec::new(),
                (_, Some(x)) => name_words(tree, x.first.token, x.last.token),
                (Form::Name, None) => {
                    let mut from = i;
                    let mut to = i;
                    for &c in tree.children(i) {
                        if matches!(tree.token(c).relation(), "flat" | "compound") && tree.token(c).upos == Pos::Propn {
                            (from, to) = (from.min(c), to.max(c));
                        }
                    }
                    name_words(tree, from, to)
                }
                _ => Vec::new(),
            };
            let mut nouns = Vec::new();
            if !form.is_pronoun() && form != Form::Joined {
                nouns.push(head.clone());
                for k in first..=last {
                    let near = tree.head(k) == Some(i) || k == i;
                    let title = matches!(tree.token(k).relation(), "compound" | "flat" | "nmod");
                    let lemma = tree.token(k).lemma.to_lowercase();
                    if form == Form::Name && near && title && k <= i && class_of_noun(&lemma) != Class::Unknown {
                        nouns.push(lemma);
                    }
                }
            }
            let mut narrowing = BTreeSet::new();
            for &c in tree.children(i) {
                let child = tree.token(c);
                let r = child.relation();
                if c < first || c > last {
                    continue;
                }
                if matches!(r, "amod" | "compound" | "nummod") || r == "nmod" && child.upos != Pos::Pron {
                    narrowing.insert(child.lemma.to_lowercase());
                }
            }
            let kind = kind.filter(|_| form != Form::Joined);
            let class = match form {
                Form::I | Form::We | Form::You | Form::He | Form::She | Form::Someone => Class::Person,
                Form::Here | Form::There => Class::Place,
                Form::Name => match kind.map(class_of_kind) {
                    Some(Class::State) if !words().states.contains(&name.join(" ")) => Class::Place,
                    Some(c) => c,
                    None => nouns.iter().map(|l| class_of_noun(l)).max().unwrap_or(Class::Unknown),
                },
                f if f.is_pronoun() => Class::Unknown,
                _ => class_of_noun(&head),
            };
            let gender = match form {
                Form::He => Gender::Male,
                Form::She => Gender::Female,
                f if f.is_pronoun() || f == Form::Joined => Gender::Unknown,
                _ => {
                    let w = words();
                    let in_span: Vec<String> = match form {
                        Form::Name => (first..=last.min(i + 3)).map(|k| tree.lower(k).replace('.', "")).collect(),
                        _ => vec![head.clone()],
                    };
                    let given = name.first().filter(|_| class == Class::Person && form == Form::Name);
                    let male =
                        in_span.iter().any(|l| w.male.contains(l)) || given.is_some_and(|g| w.given_male.contains(g));
                    let female = in_span.iter().any(|l| w.female.contains(l))
                        || given.is_some_and(|g| w.given_female.contains(g));
                    match (male, female) {
                        (true, false) => Gender::Male,
                        (false, true) => Gender::Female,
                        _ => Gender::Unknown,
                    }
                }
            };
            Phrase {
                at: TokenRef { sentence: n, token: i },
                words: (first, last),
                span,
                form,
                reflexive,
                class,
                number: number(tree, i, form, kind),
                gender,
                role: role(tree, i),
                kind,
                name,
                head: head.clone(),
                nouns,
                narrowing,
                text: plain.trim().to_owned(),
                relative: tree.children(i).iter().any(|&c| tree.token(c).deprel == "acl:relcl"),
                empty: form == Form::It && is_empty_it(tree, i),
            }
        };
        out.push(one(i, (first, last), form));
        // "Russia and Iran": together they are many.
        let joined = tree.children(i).iter().any(|&c| {
            tree.token(c).relation() == "conj" && !matches!(tree.token(c).upos, Pos::Verb | Pos::Aux | Pos::Adj)
        });
        if joined && !inner {
            out.push(one(i, extent(tree, i, true), Form::Joined));
        }
    }
    out
}
