//! Mentions: which names, pronouns and bare definite nouns stand for the same somebody.
//!
//! Narrow, and precise before complete: a word whose antecedent is not plain stays out of every chain, and events
//! are never chained. It knows kinds of nouns, not actors: that "the regime" is Syria's, the coder says from the
//! chain's first mention. In "Turkey sent its troops, and Ankara said they would stay", `its` goes with `Turkey` and
//! `they` with the troops; that Ankara is Turkey is not known here.

use crate::attribution::tree::Tree;
use froissart_model::{Analysis, Mention, NameKind, Pos, Span, Token, TokenRef};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Sentences that a pronoun looks back.
const PRONOUN_REACH: usize = 2;
/// Sentences that a bare noun looks back for the like noun, and for a name of the kind.
const NOUN_REACH: usize = 12;
const KIND_REACH: usize = 4;
/// Sentences that a name looks back: more than an article has, and few enough that a long page costs no more a word.
const NAME_REACH: usize = 400;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    person: BTreeSet<String>,
    group: BTreeSet<String>,
    state: BTreeSet<String>,
    place: BTreeSet<String>,
    general_group: BTreeSet<String>,
    settlement: BTreeSet<String>,
    same: Vec<Vec<String>>,
    male: BTreeSet<String>,
    female: BTreeSet<String>,
    states: BTreeSet<String>,
}

/// The embedded lists. The file is part of the program, so a mistake in it is a broken build: a test loads it.
fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        toml::from_str(include_str!("../../../data/language/en/mention.toml"))
            .expect("data/language/en/mention.toml is well formed")
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Person,
    Group,
    State,
    Place,
    Other,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Gender {
    Male,
    Female,
    Unknown,
}

/// A phrase that may be an antecedent or find one.
#[derive(Debug, Clone)]
struct Phrase {
    at: TokenRef,
    span: Span,
    class: Class,
    plural: bool,
    gender: Gender,
    /// The name in lower case without "the", where it has one.
    name: Option<String>,
    kind: Option<NameKind>,
    /// Nouns that tell what it is: its head, titles, appositions, what it is said to be.
    nouns: Vec<String>,
    /// The words without the article.
    text: String,
    subject: bool,
    /// "the group": definite and without any word that narrows it.
    bare: bool,
    /// Modified by a name or nationality, so that equal words mean the same.
    proper: bool,
    pronoun: Option<Pronoun>,
    chain: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pronoun {
    He,
    She,
    It,
    They,
    I,
}

/// The mentions that belong to chains of two or more, in the order of the text; a chain's first is its antecedent.
pub(crate) fn mentions(a: &Analysis, text: &str) -> Vec<Mention> {
    let trees: Vec<Tree<'_>> = a.sentences.iter().map(Tree::new).collect();
    let mut seen: Vec<Phrase> = Vec::new();
    for (n, tree) in trees.iter().enumerate() {
        for mut p in phrases(a, text, tree, n) {
            p.chain = seen.len();
            let start = seen.partition_point(|x| x.at.sentence + NAME_REACH < n);
            let near = &mut seen[start..];
            let found = match p.pronoun {
                Some(pronoun) => pronoun_antecedent(a, &trees, near, &p, pronoun),
                None => name_antecedent(near, &p).or_else(|| noun_antecedent(near, &p)),
            };
            if let Some(k) = found {
                p.chain = near[k].chain;
                inherit(&mut p, near, k);
            } else if p.pronoun.is_some() {
                continue;
            }
            seen.push(p);
        }
    }
    let mut size: BTreeMap<usize, usize> = BTreeMap::new();
    for p in &seen {
        *size.entry(p.chain).or_default() += 1;
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    let mut out: Vec<&Phrase> = seen.iter().filter(|p| size[&p.chain] > 1).collect();
    out.sort_by_key(|p| (p.at, p.span.begin));
    out.into_iter()
        .map(|p| {
            let next = numbers.len();
            Mention { span: p.span, head: p.at, chain: *numbers.entry(p.chain).or_insert(next) }
        })
        .collect()
}

/// What the chain has learned goes with it: a surname has its owner's gender and titles.
fn inherit(p: &mut Phrase, seen: &mut [Phrase], k: usize) {
    let chain = seen[k].chain;
    if p.pronoun.is_some() {
        let gender = match p.pronoun {
            Some(Pronoun::He) => Gender::Male,
            Some(Pronoun::She) => Gender::Female,
            _ => Gender::Unknown,
        };
        if gender != Gender::Unknown {
            for x in seen.iter_mut().filter(|x| x.chain == chain) {
                x.gender = gender;
            }
        }
        p.class = seen[k].class;
        p.plural = seen[k].plural;
        p.kind = seen[k].kind;
    }
    if p.gender == Gender::Unknown {
        p.gender = seen[k].gender;
    }
    for noun in seen[k].nouns.clone() {
        if !p.nouns.contains(&noun) {
            p.nouns.push(noun);
        }
    }
    if p.class == Class::Other || seen[k].kind == Some(NameKind::Per) {
        p.class = seen[k].class;
        p.kind = p.kind.and(seen[k].kind);
    }
}

fn pronoun_of(t: &Token) -> Option<Pronoun> {
    match t.form.to_lowercase().as_str() {
        "he" | "him" | "his" | "himself" => Some(Pronoun::He),
        "she" | "her" | "hers" | "herself" => Some(Pronoun::She),
        "it" | "its" | "itself" => Some(Pronoun::It),
        "they" | "them" | "their" | "theirs" | "themselves" => Some(Pronoun::They),
        "i" | "me" | "my" | "myself" => Some(Pronoun::I),
        _ => None,
    }
}

fn class_of(kind: Option<NameKind>, noun: &str) -> Class {
    let w = words();
    match kind {
        Some(NameKind::Per) => return Class::Person,
        Some(NameKind::Org) => return Class::Group,
        Some(NameKind::Gpe) => return Class::State,
        Some(NameKind::Norp) => return Class::Group,
        Some(NameKind::Loc | NameKind::Fac) => return Class::Place,
        _ => {}
    }
    if w.person.contains(noun) || w.male.contains(noun) || w.female.contains(noun) {
        Class::Person
    } else if w.group.contains(noun) {
        Class::Group
    } else if w.state.contains(noun) {
        Class::State
    } else if w.place.contains(noun) {
        Class::Place
    } else {
        Class::Other
    }
}

/// The phrases of a sentence in the order of their heads.
fn phrases(a: &Analysis, text: &str, tree: &Tree<'_>, n: usize) -> Vec<Phrase> {
    let w = words();
    let names: Vec<_> = a.names.iter().filter(|x| x.first.sentence == n && x.last.sentence == n).collect();
    let times: Vec<Span> = a.times.iter().filter(|x| x.first.sentence == n).map(|x| x.span).collect();
    let mut out: Vec<Phrase> = Vec::new();
    for i in 0..tree.len() {
        let t = tree.token(i);
        let at = TokenRef { sentence: n, token: i };
        let pronoun = (t.upos == Pos::Pron).then(|| pronoun_of(t)).flatten();
        if pronoun.is_some() && t.relation() == "expl" {
            continue;
        }
        let name = names.iter().find(|x| x.first.token <= i && i <= x.last.token);
        // The head of a name is the word of it whose own head stands outside.
        let names_head = name.is_some_and(|x| tree.head(i).is_none_or(|h| h < x.first.token || h > x.last.token));
        let noun = matches!(t.upos, Pos::Noun | Pos::Propn);
        if pronoun.is_none() && !(noun && (name.is_none() || names_head)) {
            continue;
        }
        let inner = matches!(t.relation(), "compound" | "flat" | "fixed" | "amod" | "appos") || t.deprel == "nmod:desc";
        if pronoun.is_none() && inner && !(names_head && name.is_some_and(|x| !matches!(x.kind, NameKind::Norp))) {
            continue;
        }
        if times.iter().any(|x| x.contains(t.span)) {
            continue;
        }
        let tokens = if pronoun.is_some() {
            vec![i]
        } else if inner {
            name.map_or_else(|| vec![i], |x| (x.first.token..=x.last.token).collect())
        } else {
            let mut tokens = tree.phrase(i);
            // A coordination's first member is itself alone; the whole is plural and added below.
            tokens.retain(|&k| {
                let joined = tree.children(i).iter().any(|&c| tree.token(c).relation() == "conj" && tree.under(k, c));
                !(joined || tree.head(k) == Some(i) && tree.token(k).relation() == "case")
            });
            tree.trim(&mut tokens);
            tokens
        };
        let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else { continue };
        let span = tree.token(first).span.cover(tree.token(last).span);
        let mut nouns = Vec::new();
        let head_lemma = t.lemma.to_lowercase();
        if pronoun.is_none() && !inner {
            nouns.push(head_lemma.clone());
            for &c in tree.children(i) {
                let child = tree.token(c);
                if child.relation() == "appos" || child.deprel == "nmod:desc" {
                    nouns.push(child.lemma.to_lowercase());
                }
            }
            // "Hezbollah is a militia".
            if let Some(h) = tree.head(i).filter(|h| t.relation() == "nsubj" && tree.child(*h, &["cop"]).is_some())
                && tree.token(h).upos == Pos::Noun
            {
                nouns.push(tree.token(h).lemma.to_lowercase());
            }
        }
        let named = name.filter(|_| names_head);
        if let Some(x) = named {
            nouns.extend(x.span.of(text).split_whitespace().map(str::to_lowercase));
        }
        let kind = named.map(|x| x.kind);
        let class = class_of(kind, &head_lemma);
        let class = if class == Class::Other {
            nouns.iter().map(|l| class_of(None, l)).find(|c| *c != Class::Other).unwrap_or(class)
        } else {
            class
        };
        let has = |set: &BTreeSet<String>| nouns.iter().any(|l| set.contains(l.trim_end_matches('.')));
        let gender = match (has(&w.male), has(&w.female)) {
            (true, false) => Gender::Male,
            (false, true) => Gender::Female,
            _ => Gender::Unknown,
        };
        let determined = tree.child(i, &["det"]).map(|d| tree.lower(d));
        let definite = determined.as_deref().is_some_and(|d| matches!(d, "the" | "this" | "that" | "these" | "those"));
        let narrowed = tree.children(i).iter().any(|&c| {
            let r = tree.token(c);
            matches!(r.relation(), "amod" | "compound" | "nmod" | "nummod" | "acl" | "appos" | "flat")
                || r.deprel == "acl:relcl"
        });
        let proper = tree.children(i).iter().any(|&c| {
            let span = tree.token(c).span;
            matches!(tree.token(c).relation(), "amod" | "compound" | "nmod")
                && names.iter().any(|x| x.span.overlaps(span))
        });
        let plain = span.of(text).to_lowercase();
        let plain = plain.strip_prefix("the ").unwrap_or(&plain).to_string();
        let plural = t.has("Number=Plur") || matches!(t.xpos.as_str(), "NNS" | "NNPS") || kind == Some(NameKind::Norp);
        let own_name = named.map(|x| {
            let l = x.span.of(text).to_lowercase().replace('’', "'");
            let l = l.strip_prefix("the ").unwrap_or(&l);
            l.strip_suffix("'s").unwrap_or(l).replace('.', "")
        });
        out.push(Phrase {
            at,
            span,
            class,
            plural,
            gender,
            name: own_name,
            kind,
            nouns,
            text: plain,
            subject: t.relation() == "nsubj",
            bare: definite && !narrowed && named.is_none(),
            proper,
            pronoun,
            chain: 0,
        });
        // "Russia and Iran": together they are plural.
        let joined: Vec<usize> = tree
            .children(i)
            .iter()
            .copied()
            .filter(|&c| tree.token(c).relation() == "conj" && tree.token(c).upos != Pos::Verb)
            .collect();
        if pronoun.is_none() && !inner && !joined.is_empty() {
            let mut tokens = tree.phrase(i);
            tokens.retain(|&k| !(tree.head(k) == Some(i) && tree.token(k).relation() == "case"));
            tree.trim(&mut tokens);
            if let (Some(&f), Some(&l)) = (tokens.first(), tokens.last()) {
                let one = out.last().cloned();
                if let Some(one) = one {
                    let span = tree.token(f).span.cover(tree.token(l).span);
                    out.push(Phrase {
                        span,
                        plural: true,
                        name: None,
                        kind: None,
                        nouns: Vec::new(),
                        text: String::new(),
                        bare: false,
                        proper: false,
                        ..one
                    });
                }
            }
        }
    }
    out
}

/// "Syrian Democratic Forces" and "SDF".
fn is_acronym(short: &str, long: &str) -> bool {
    if short.len() < 2 || short.contains(' ') || !long.contains(' ') {
        return false;
    }
    let parts: Vec<&str> = long.split([' ', '-']).filter(|p| !p.is_empty()).collect();
    let all: String = parts.iter().filter_map(|p| p.chars().next()).collect();
    let content: String = parts
        .iter()
        .filter(|p| !matches!(**p, "of" | "the" | "for" | "and" | "in" | "to" | "on"))
        .filter_map(|p| p.chars().next())
        .collect();
    short == all || short == content
}

/// The same name, a surname of a full name, an acronym.
fn name_antecedent(seen: &[Phrase], p: &Phrase) -> Option<usize> {
    let name = p.name.as_deref()?;
    let like = |x: &Phrase| -> bool {
        let Some(other) = x.name.as_deref() else { return false };
        let person = p.kind == Some(NameKind::Per);
        let (mine, theirs): (Vec<&str>, Vec<&str>) = (name.split(' ').collect(), other.split(' ').collect());
        if !person && x.kind == Some(NameKind::Per) {
            // A surname alone may have been taken for something else; beside its full name it is a person's.
            return mine.len() == 1 && theirs.len() > 1 && mine.last() == theirs.last();
        }
        if person != (x.kind == Some(NameKind::Per)) {
            return false;
        }
        if person {
            let contradicted = p.gender != Gender::Unknown && x.gender != Gender::Unknown && p.gender != x.gender;
            let last_equal = mine.last() == theirs.last()
                && (mine.len() == 1 || theirs.len() == 1 || mine.first() == theirs.first());
            let first_equal = mine.len() == 1 && theirs.len() > 1 && mine[0] == theirs[0];
            return !contradicted && (last_equal || first_equal);
        }
        // A people and its state have one adjective, and are two.
        if (p.kind == Some(NameKind::Norp)) != (x.kind == Some(NameKind::Norp)) {
            return false;
        }
        name == other || is_acronym(name, other) || is_acronym(other, name) || {
            // "the Observatory" of "the Syrian Observatory for Human Rights".
            p.kind == Some(NameKind::Org) && x.kind == Some(NameKind::Org) && !name.contains(' ') && name.len() > 3 && {
                let mut parts = other.split(' ');
                parts.next() == Some(name) || parts.any(|w| w == name && words().group.contains(w))
            }
        }
    };
    let exact = seen.iter().rposition(|x| x.name.as_deref() == Some(name) && like(x));
    exact.or_else(|| seen.iter().rposition(like))
}

/// "the group", "the rebels", "the country", and the same words again.
fn noun_antecedent(seen: &[Phrase], p: &Phrase) -> Option<usize> {
    if p.name.is_some() || p.text.is_empty() {
        return None;
    }
    let reach = |x: &Phrase, n: usize| p.at.sentence.saturating_sub(x.at.sentence) <= n && x.pronoun.is_none();
    // The same words with the same proper name in them: "the Syrian army".
    if p.proper && matches!(p.class, Class::Person | Class::Group) {
        return seen.iter().rposition(|x| x.proper && x.text == p.text && x.plural == p.plural && x.name.is_none());
    }
    if !p.bare || !matches!(p.class, Class::Person | Class::Group | Class::State | Class::Place) {
        return None;
    }
    let w = words();
    let noun = p.nouns.first()?;
    let family = w.same.iter().find(|s| s.contains(noun));
    let alike = |x: &Phrase| x.nouns.iter().any(|l| l == noun || family.is_some_and(|f| f.contains(l)));
    // "the country" is the state last named.
    let is_state =
        |x: &Phrase| x.kind == Some(NameKind::Gpe) && x.name.as_deref().is_some_and(|l| w.states.contains(l));
    if w.state.contains(noun) && !p.plural {
        return clear(seen, p, &|x| reach(x, KIND_REACH) && (is_state(x) || x.bare && x.nouns.first() == Some(noun)));
    }
    if w.settlement.contains(noun) && !p.plural {
        return clear(seen, p, &|x| {
            reach(x, KIND_REACH)
                && (x.kind == Some(NameKind::Gpe) && !is_state(x)
                    || x.nouns.first() == Some(noun) && !x.plural && x.bare)
        });
    }
    if p.class == Class::Place {
        return seen
            .iter()
            .rposition(|x| reach(x, KIND_REACH) && x.plural == p.plural && (x.bare || x.kind.is_some()) && alike(x));
    }
    // A bare noun goes with the latest phrase of that noun; two different ones make it unclear, and the nearer wins.
    let number = |x: &Phrase| x.plural == p.plural || x.kind == Some(NameKind::Org);
    let near = seen.iter().rposition(|x| reach(x, NOUN_REACH) && number(x) && x.at != p.at && alike(x));
    if near.is_some() {
        return near;
    }
    if w.general_group.contains(noun) && !p.plural {
        return seen.iter().rposition(|x| reach(x, KIND_REACH) && x.kind == Some(NameKind::Org));
    }
    None
}

/// The latest that fits, unless several are about and it does not stand close by: of three towns none is "the town".
fn clear(seen: &[Phrase], p: &Phrase, fits: &dyn Fn(&Phrase) -> bool) -> Option<usize> {
    let latest = seen.iter().rposition(fits)?;
    let near = p.at.sentence - seen[latest].at.sentence <= 1;
    let rivals = seen
        .iter()
        .any(|x| fits(x) && x.chain != seen[latest].chain && (!near || x.at.sentence == seen[latest].at.sentence));
    (!rivals).then_some(latest)
}

fn pronoun_antecedent(
    a: &Analysis,
    trees: &[Tree<'_>],
    seen: &[Phrase],
    p: &Phrase,
    pronoun: Pronoun,
) -> Option<usize> {
    let tree = &trees[p.at.sentence];
    let quoted = a.quotations.iter().find(|q| q.is_speech && q.inner.contains(p.span));
    if pronoun == Pronoun::I {
        // In somebody's speech, the speaker.
        quoted?;
        let x = a.attributions.iter().find(|x| {
            x.content.iter().any(|c| c.contains(p.span))
                && !x.content.iter().any(|c| c.contains(a.token(x.cue_head).span))
        })?;
        let head = x.source_head?;
        let k = seen.iter().rposition(|s| s.at == head)?;
        return (seen[k].class == Class::Person && !seen[k].plural).then_some(k);
    }
    let its = tree.lower(p.at.token) == "its";
    let fits = |x: &Phrase| -> bool {
        match pronoun {
            Pronoun::He => x.class == Class::Person && !x.plural && x.gender != Gender::Female,
            Pronoun::She => x.class == Class::Person && !x.plural && x.gender != Gender::Male,
            Pronoun::It => {
                let party = matches!(x.class, Class::Group | Class::State);
                party && (!x.plural || x.kind == Some(NameKind::Org))
                    || its && x.class == Class::Place && !x.plural && x.subject
            }
            Pronoun::They => {
                x.plural && matches!(x.class, Class::Person | Class::Group | Class::State)
                    || x.pronoun == Some(Pronoun::They)
            }
            Pronoun::I => false,
        }
    };
    // The verb and noun that the pronoun depends on.
    let governor = tree.head(p.at.token);
    let possessive = tree.token(p.at.token).deprel == "nmod:poss" || tree.token(p.at.token).has("Poss=Yes");
    let reflexive = tree.token(p.at.token).has("Reflex=Yes");
    let allowed = |x: &Phrase| -> bool {
        if x.at.sentence == p.at.sentence {
            // Not what the pronoun stands in, and no fellow argument of the same verb.
            if tree.under(p.at.token, x.at.token) && tree.token(p.at.token).relation() != "nsubj" {
                return false;
            }
            if !possessive && !reflexive && tree.head(x.at.token) == governor {
                return false;
            }
            // "X and their Y": a member of the coordination that holds the pronoun.
            if x.span.contains(p.span) {
                return false;
            }
        }
        // Inside a quotation, "he" is seldom the one who speaks it.
        if let Some(q) = quoted {
            let spoken = a
                .attributions
                .iter()
                .any(|t| t.source_head == Some(x.at) && t.content.iter().any(|c| c.overlaps(q.inner)));
            if spoken && x.class == Class::Person {
                return false;
            }
        }
        true
    };
    // "It is clear that", "it seems": nobody is meant. Elsewhere "it" as often is a deed as a party, so only a
    // subject above it, or the subject before it for a subject, is trusted.
    let careful = pronoun == Pronoun::It && !possessive;
    if careful && let Some(g) = governor {
        let empty = tree.child(g, &["cop"]).is_some()
            || tree.children(g).iter().any(|&c| matches!(tree.token(c).relation(), "csubj" | "expl"))
            || matches!(
                tree.token(g).lemma.as_str(),
                "seem" | "appear" | "happen" | "take" | "rain" | "mean" | "turn" | "look"
            );
        if empty {
            return None;
        }
    }
    for back in 0..=PRONOUN_REACH.min(p.at.sentence) {
        let sentence = p.at.sentence - back;
        // A paragraph's pronoun may reach over one break, no farther.
        if back > 0 && a.sentences[sentence].block + 1 < a.sentences[p.at.sentence].block {
            break;
        }
        let first = seen.partition_point(|x| x.at.sentence < sentence);
        let here: Vec<usize> = (first..seen.len())
            .filter(|&k| seen[k].at.sentence == sentence && allowed(&seen[k]) && fits(&seen[k]))
            .collect();
        // In its own sentence the subject of the nearest clause above; else the first subject; else the nearest, if it is the only one.
        let above = |k: usize| -> bool {
            back == 0 && {
                let verb = tree.head(seen[k].at.token);
                verb.is_some_and(|v| tree.under(p.at.token, v))
            }
        };
        let subjects: Vec<usize> = here.iter().copied().filter(|&k| seen[k].subject).collect();
        let chosen = if back == 0 {
            subjects.iter().copied().rfind(|&k| above(k)).or_else(|| subjects.last().copied())
        } else {
            subjects.first().copied()
        };
        let chains: BTreeSet<usize> = here.iter().map(|&k| seen[k].chain).collect();
        if careful {
            let subject = tree.token(p.at.token).relation() == "nsubj";
            let sure = if back == 0 {
                subjects.iter().copied().rfind(|&k| above(k))
            } else {
                chosen.filter(|_| subject && back == 1 && chains.len() == 1)
            };
            if sure.is_some() || back > 0 {
                return sure;
            }
            continue;
        }
        let chosen = chosen.or_else(|| (chains.len() == 1).then(|| here.last().copied()).flatten());
        if chosen.is_some() {
            return chosen;
        }
        if chains.len() > 1 {
            // Several may be meant and none is a subject: the nearest person for "he", nobody otherwise.
            return matches!(pronoun, Pronoun::He | Pronoun::She).then(|| here.last().copied()).flatten();
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::tree::hand;

    /// Chains of two or more as the words of their mentions.
    fn chains(text: &str, names: &[(&str, NameKind)]) -> Vec<Vec<String>> {
        let (a, text) = hand::analysis(text, names);
        let mut out: BTreeMap<usize, Vec<String>> = BTreeMap::new();
        for m in mentions(&a, &text) {
            out.entry(m.chain).or_default().push(m.span.of(&text).to_string());
        }
        out.into_values().collect()
    }

    #[test]
    fn word_lists_load_and_are_lower_case() {
        let w = words();
        assert!(w.person.iter().chain(&w.group).chain(&w.states).all(|l| *l == l.to_lowercase()));
    }

    #[test]
    fn acronym_pronoun_and_bare_noun_join_the_name() {
        let text = "The/DET/DT/4/det Syrian/ADJ/NNP/4/amod Democratic/ADJ/NNP/4/amod Forces/PROPN/NNPS/8/nsubj (/PUNCT/-LRB-/6/punct SDF/PROPN/NNP/4/appos )/PUNCT/-RRB-/6/punct left=leave/VERB/VBD/0/root the/DET/DT/10/det town/NOUN/NN/8/obj ./PUNCT/./8/punct
            The/DET/DT/2/det SDF/PROPN/NNP/3/nsubj said=say/VERB/VBD/0/root it/PRON/PRP/6/nsubj would/AUX/MD/6/aux return/VERB/VB/3/ccomp ./PUNCT/./3/punct
            The/DET/DT/2/det group/NOUN/NN/3/nsubj kept=keep/VERB/VBD/0/root its/PRON/PRP$/5/nmod:poss arms=arm/NOUN/NNS/3/obj ./PUNCT/./3/punct";
        let names = [("Syrian Democratic Forces", NameKind::Org), ("SDF", NameKind::Org)];
        assert_eq!(
            chains(text, &names),
            [["The Syrian Democratic Forces ( SDF )", "SDF", "The SDF", "it", "The group", "its"]]
        );
    }

    #[test]
    fn surname_and_he_join_the_full_name() {
        let text = "President/PROPN/NNP/2/nmod:desc Bashar/PROPN/NNP/4/nsubj Assad/PROPN/NNP/2/flat met=meet/VERB/VBD/0/root ministers=minister/NOUN/NNS/4/obj ./PUNCT/./4/punct
            Assad/PROPN/NNP/2/nsubj told=tell/VERB/VBD/0/root them/PRON/PRP/2/iobj he/PRON/PRP/6/nsubj would/AUX/MD/6/aux fight/VERB/VB/2/ccomp ./PUNCT/./2/punct";
        let names = [("Bashar Assad", NameKind::Per), ("Assad", NameKind::Per)];
        assert_eq!(chains(text, &names), [vec!["President Bashar Assad", "Assad", "he"], vec!["ministers", "them"]]);
    }

    #[test]
    fn the_rebels_are_the_rebels_and_the_country_a_state() {
        let text = "The/DET/DT/2/det rebels=rebel/NOUN/NNS/3/nsubj took=take/VERB/VBD/0/root Hama/PROPN/NNP/3/obj ./PUNCT/./3/punct
            Russia/PROPN/NNP/2/nsubj said=say/VERB/VBD/0/root the/DET/DT/4/det rebels=rebel/NOUN/NNS/5/nsubj broke=break/VERB/VBD/2/ccomp a/DET/DT/7/det truce/NOUN/NN/5/obj ./PUNCT/./2/punct
            The/DET/DT/2/det country/NOUN/NN/3/nsubj bombed=bomb/VERB/VBD/0/root them/PRON/PRP/3/obj ./PUNCT/./3/punct";
        let names = [("Hama", NameKind::Gpe), ("Russia", NameKind::Gpe)];
        assert_eq!(chains(text, &names), [vec!["The rebels", "the rebels", "them"], vec!["Russia", "The country"]]);
    }

    #[test]
    fn several_together_are_they() {
        let text = "Turkey/PROPN/NNP/4/nsubj and/CCONJ/CC/3/cc Iran/PROPN/NNP/1/conj met=meet/VERB/VBD/0/root ./PUNCT/./4/punct
            They/PRON/PRP/2/nsubj agreed=agree/VERB/VBD/0/root to/PART/TO/4/mark talk/VERB/VB/2/xcomp ./PUNCT/./2/punct";
        let names = [("Turkey", NameKind::Gpe), ("Iran", NameKind::Gpe)];
        assert_eq!(chains(text, &names), [["Turkey and Iran", "They"]]);
    }

    #[test]
    fn an_empty_it_and_another_name_join_nothing() {
        let text = "Turkey/PROPN/NNP/2/nsubj left=leave/VERB/VBD/0/root ./PUNCT/./2/punct
            It/PRON/PRP/3/expl is=be/AUX/VBZ/3/cop clear/ADJ/JJ/0/root that/SCONJ/IN/6/mark Iran/PROPN/NNP/6/nsubj stayed=stay/VERB/VBD/3/csubj ./PUNCT/./3/punct";
        let names = [("Turkey", NameKind::Gpe), ("Iran", NameKind::Gpe)];
        assert!(chains(text, &names).is_empty());
    }
}
