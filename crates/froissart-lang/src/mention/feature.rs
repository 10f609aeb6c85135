//! What a phrase and an entity have to do with each other, as numbers of yes-or-no features.
//!
//! A feature is a template and a value: `distance` with 3 for "a pronoun like he, one sentence on". Which of them
//! count, and how much, is the ranker's; training writes down the very numbers that reading uses. Of "the army … it"
//! the features say that the class is a group's, that the number agrees, that both are subjects.

use super::document::{Document, Speech};
use super::entity::Entity;
use super::phrase::{Form, Number, Phrase, Role};
use super::words::{Class, Gender, words};
use froissart_model::NameKind;

/// Values that a template has room for.
pub(super) const ROOM: u32 = 4096;
/// Into how many a lemma's hash falls.
const HASHES: u32 = 1024;

macro_rules! templates {
    ($($variant:ident $name:literal,)*) => {
        /// A family of features.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Template { $($variant,)* }
        /// The families' names in the weight file.
        pub(super) const TEMPLATES: &[&str] = &[$($name,)*];
    };
}

templates! {
    NoneForm "none-form",
    NoneRole "none-role",
    NoneClass "none-class",
    NoneNumber "none-number",
    NoneKind "none-kind",
    NoneSpeech "none-speech",
    NoneLength "none-length",
    NoneHead "none-head",
    NoneGovernor "none-governor",
    NoneEmpty "none-empty",
    NoneTalk "none-talk",
    NoneKnown "none-known",
    NoneNarrowed "none-narrowed",
    Form "form",
    Role "role",
    Class "class",
    Head "head",
    Talk "talk",
    Distance "distance",
    Rank "rank",
    Block "block",
    LastForm "last-form",
    HasForm "has-form",
    Classes "classes",
    Kinds "kinds",
    Genders "genders",
    Numbers "numbers",
    Roles "roles",
    Size "size",
    Names "names",
    Nouns "nouns",
    Narrowing "narrowing",
    Text "text",
    Syntax "syntax",
    Near "near",
    Fit "fit",
    FitSubject "fit-subject",
    Speech "speech",
    Turn "turn",
    Named "named",
    FirstForm "first-form",
    Noun "noun",
    Salience "salience",
    SameVerb "same-verb",
    Length "length",
}

/// Adds a feature.
fn put(out: &mut Vec<u32>, template: Template, value: u32) {
    debug_assert!(value < ROOM, "{template:?} {value}");
    out.push(template as u32 * ROOM + value.min(ROOM - 1));
}

/// The name of a feature in the weight file.
#[cfg(test)]
pub(super) fn feature_name(code: u32) -> String {
    format!("{}.{}", TEMPLATES[(code / ROOM) as usize], code % ROOM)
}

/// A distance in ten steps.
fn steps(d: usize) -> u32 {
    match d {
        0..=3 => d as u32,
        4 | 5 => 4,
        6..=8 => 5,
        9..=15 => 6,
        16..=40 => 7,
        41..=120 => 8,
        _ => 9,
    }
}

/// FNV-1a, folded: the same on every machine.
fn hash(word: &str) -> u32 {
    let mut h: u32 = 0x811c_9dc5;
    for b in word.bytes() {
        h = (h ^ u32::from(b)).wrapping_mul(0x0100_0193);
    }
    (h ^ (h >> 15)) % HASHES
}

fn kind(k: Option<NameKind>) -> u32 {
    k.map_or(0, |k| match k {
        NameKind::Per => 1,
        NameKind::Norp => 2,
        NameKind::Fac => 3,
        NameKind::Org => 4,
        NameKind::Gpe => 5,
        NameKind::Loc => 6,
        NameKind::Event => 7,
        NameKind::Weapon => 8,
        NameKind::Misc => 9,
    })
}

/// The features of a phrase that stands for nobody known, and those that go with each candidate.
pub(super) fn own(d: &Document<'_>, k: usize, known: u32) -> (Vec<u32>, Vec<u32>) {
    let p = &d.phrases[k];
    let (form, rough) = (p.form as u32, p.form.rough());
    let noun = !p.form.is_pronoun();
    let tree = &d.trees[p.at.sentence];
    let governor = tree.head(p.at.token).map_or(HASHES, |g| hash(&tree.token(g).lemma.to_lowercase()));
    let length = steps(p.words.1 - p.words.0);
    let talk = d.talk * Form::COUNT + form;
    let quoted = u32::from(d.speech[k].quote.is_some());
    let mut none = Vec::with_capacity(16);
    put(&mut none, Template::NoneForm, form * 2 + u32::from(p.reflexive));
    put(&mut none, Template::NoneRole, p.role as u32 * 10 + rough);
    put(&mut none, Template::NoneClass, p.class as u32 * 10 + rough);
    put(&mut none, Template::NoneNumber, p.number as u32 * 10 + rough);
    put(&mut none, Template::NoneKind, kind(p.kind));
    put(&mut none, Template::NoneSpeech, (quoted * 2 + u32::from(d.speech[k].speaker.is_some())) * 10 + rough);
    put(&mut none, Template::NoneLength, length * 10 + rough);
    put(&mut none, Template::NoneGovernor, if noun { HASHES + p.role as u32 } else { governor });
    put(&mut none, Template::NoneEmpty, u32::from(p.empty));
    put(&mut none, Template::NoneKnown, known * 10 + rough);
    put(&mut none, Template::NoneNarrowed, (steps(p.narrowing.len()) * 2 + u32::from(p.relative)) * 10 + rough);
    let mut each = Vec::with_capacity(40);
    put(&mut each, Template::Form, form * 2 + u32::from(p.reflexive));
    put(&mut each, Template::Role, p.role as u32 * 10 + rough);
    put(&mut each, Template::Class, p.class as u32 * 10 + rough);
    put(&mut each, Template::Length, length * 10 + rough);
    if rough == 0 {
        put(&mut none, Template::NoneTalk, talk);
        put(&mut each, Template::Talk, talk);
    }
    if noun {
        put(&mut none, Template::NoneHead, hash(&p.head));
        put(&mut each, Template::Head, hash(&p.head));
    }
    (none, each)
}

/// How well the plain marks of a phrase and an entity agree: nothing speaks against it.
pub(super) fn fits(p: &Phrase, e: &Entity) -> bool {
    let number = p.number == Number::Unknown || e.number == Number::Unknown || p.number == e.number;
    let gender = p.gender == Gender::Unknown || e.gender == Gender::Unknown || p.gender == e.gender;
    let class = match p.form {
        Form::He | Form::She => matches!(e.class, Class::Person | Class::Unknown) && !e.has(Form::It),
        Form::It => !matches!(e.class, Class::Person | Class::Other),
        Form::They => !matches!(e.class, Class::Place | Class::Other),
        _ => true,
    };
    number && gender && class
}

/// "Syrian Democratic Forces" and "SDF".
fn is_acronym(short: &[String], long: &[String]) -> bool {
    let [short] = short else { return false };
    if short.len() < 2 || long.len() < 2 {
        return false;
    }
    let first = |w: &&str| w.chars().next();
    let parts: Vec<&str> = long.iter().flat_map(|w| w.split('-')).filter(|p| !p.is_empty()).collect();
    let all: String = parts.iter().filter_map(first).collect();
    let small = |w: &&&str| !matches!(**w, "of" | "the" | "for" | "and" | "in" | "to" | "on" | "&");
    let content: String = parts.iter().filter(small).filter_map(first).collect();
    *short == all || *short == content
}

/// How two names are alike; the less, the more.
fn name_likeness(mine: &[String], other: &[String]) -> u32 {
    let small = |w: &str| matches!(w, "of" | "the" | "for" | "and" | "in" | "to" | "on" | "&" | "-");
    if mine == other {
        1
    } else if mine.len() == 1 && mine.last() == other.last() {
        2
    } else if other.len() == 1 && mine.last() == other.last() {
        3
    } else if mine.len().min(other.len()) == 1 && mine.first() == other.first() {
        4
    } else if is_acronym(mine, other) || is_acronym(other, mine) {
        5
    } else if mine.iter().all(|w| other.contains(w)) {
        6
    } else if other.iter().all(|w| mine.contains(w)) {
        7
    } else if mine.last() == other.last() && mine.first() == other.first() {
        8
    } else if mine.iter().any(|w| !small(w) && other.contains(w)) {
        9
    } else {
        10
    }
}

fn names(p: &Phrase, e: &Entity) -> u32 {
    if p.name.is_empty() || e.names.is_empty() {
        return 0;
    }
    e.names.iter().map(|n| name_likeness(&p.name, n)).min().unwrap_or(0)
}

fn nouns(p: &Phrase, e: &Entity) -> u32 {
    if p.form.is_pronoun() || p.form == Form::Joined {
        return 0;
    }
    let w = words();
    let family = |l: &String| w.same.iter().find(|s| s.contains(l));
    if p.form != Form::Name && e.nouns.last() == Some(&p.head) {
        1
    } else if p.form != Form::Name && e.nouns.contains(&p.head) {
        2
    } else if family(&p.head).is_some_and(|f| e.nouns.iter().any(|l| f.contains(l))) {
        3
    } else if p.nouns.iter().any(|l| e.nouns.contains(l)) {
        4
    } else if w.state.contains(&p.head) && e.class == Class::State
        || w.settlement.contains(&p.head) && e.class == Class::Place && e.kind == Some(NameKind::Gpe)
        || w.general_group.contains(&p.head) && e.kind == Some(NameKind::Org)
    {
        5
    } else if e.nouns.is_empty() {
        6
    } else {
        7
    }
}

fn narrowing(p: &Phrase, e: &Entity) -> u32 {
    if p.narrowing.is_empty() {
        return u32::from(!e.narrowing.is_empty());
    }
    let known = |w: &String| e.narrowing.contains(w) || e.nouns.contains(w) || e.names.iter().any(|n| n.contains(w));
    let shared = p.narrowing.iter().filter(|w| known(w)).count();
    if shared == p.narrowing.len() {
        2
    } else if shared > 0 {
        3
    } else if e.narrowing.is_empty() {
        4
    } else {
        5
    }
}

/// How the phrase and the entity's last phrase stand in one tree.
fn syntax(d: &Document<'_>, p: &Phrase, last: &Phrase) -> u32 {
    if p.at.sentence != last.at.sentence {
        return 0;
    }
    let tree = &d.trees[p.at.sentence];
    let (a, b) = (last.at.token, p.at.token);
    let (ha, hb) = (tree.head(a), tree.head(b));
    if p.role == Role::Apposition && hb == Some(a) || last.role == Role::Apposition && ha == Some(b) {
        return 1;
    }
    let is = |s: usize, v: usize| tree.head(s) == Some(v) && tree.child(v, &["cop"]).is_some();
    if last.role.is_subject() && is(a, b) || p.role.is_subject() && is(b, a) {
        return 2;
    }
    if ha.is_some() && ha == hb {
        return if p.reflexive { 3 } else { 4 };
    }
    if hb == Some(a) || ha == Some(b) {
        return if p.role == Role::Joined || last.role == Role::Joined { 5 } else { 6 };
    }
    let above = ha.is_some_and(|v| tree.under(b, v));
    if last.role.is_subject() && above {
        // The subject of the clause that the phrase's noun is an argument of, or of one further up.
        let near = hb.and_then(|h| tree.head(h)) == ha;
        return if near { 7 } else { 8 };
    }
    if above {
        9
    } else if hb.is_some_and(|v| tree.under(a, v)) {
        10
    } else {
        11
    }
}

/// Whether the entity was called by the phrase's noun, or by one that means the same people.
pub(super) fn same_noun(p: &Phrase, e: &Entity) -> bool {
    matches!(nouns(p, e), 1..=3)
}

/// Whether `above` is the subject of a clause that the other's clause belongs to.
pub(super) fn governs(d: &Document<'_>, above: &Phrase, below: &Phrase) -> bool {
    above.role.is_subject() && matches!(syntax(d, below, above), 7 | 8)
}

/// Who speaks the phrase, and what the entity has to do with him.
fn speech(d: &Document<'_>, k: usize, last: usize) -> u32 {
    let (mine, theirs): (&Speech, &Speech) = (&d.speech[k], &d.speech[last]);
    match (mine.speaker, theirs.speaker) {
        (Some(s), _) if d.entity[s].is_some() && d.entity[s] == d.entity[last] => 1,
        (Some(s), Some(t)) if s == t || d.entity[s].is_some() && d.entity[s] == d.entity[t] => 2,
        (Some(_), Some(_)) => 3,
        (Some(_), None) => 4,
        (None, Some(t)) if t == k => 5,
        (None, Some(_)) if mine.quote.is_none() => 6,
        _ => match (mine.quote, theirs.quote) {
            (None, None) => 0,
            (None, Some(_)) => 7,
            (Some(_), None) => 8,
            (Some(a), Some(b)) if a == b => 9,
            _ => 10,
        },
    }
}

/// Where a candidate stands among the candidates, nearest first.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Entities nearer.
    pub(super) rank: usize,
    /// Entities nearer that fit; `None` where this one does not.
    pub(super) fit: Option<usize>,
    /// The same among subjects.
    pub(super) subject: Option<usize>,
}

/// The features of a phrase and an entity.
pub(super) fn pair(d: &Document<'_>, k: usize, e: &Entity, standing: Standing) -> Vec<u32> {
    let p = &d.phrases[k];
    let Some(&nearest) = e.members.last() else { return Vec::new() };
    let (last, first) = (&d.phrases[nearest], &d.phrases[e.members[0]]);
    let (form, rough) = (p.form as u32, p.form.rough());
    let sentences = p.at.sentence.abs_diff(last.at.sentence);
    let blocks = d.blocks[p.at.sentence].abs_diff(d.blocks[last.at.sentence]);
    let mut out = Vec::with_capacity(48);
    put(&mut out, Template::Distance, steps(sentences) * 10 + rough);
    put(&mut out, Template::Rank, steps(standing.rank) * 10 + rough);
    put(&mut out, Template::Block, blocks.min(4) as u32 * 10 + rough);
    put(&mut out, Template::LastForm, last.form as u32 * Form::COUNT + form);
    for f in 0..Form::COUNT {
        if e.forms & (1 << f) != 0 {
            put(&mut out, Template::HasForm, f * Form::COUNT + form);
        }
    }
    put(&mut out, Template::Classes, (e.class as u32 * 6 + p.class as u32) * 10 + rough);
    put(&mut out, Template::Kinds, kind(e.kind) * Form::COUNT + form);
    put(&mut out, Template::Genders, (e.gender as u32 * 3 + p.gender as u32) * 10 + rough);
    put(&mut out, Template::Numbers, (e.number as u32 * 3 + p.number as u32) * 10 + rough);
    put(&mut out, Template::Roles, last.role as u32 * Role::COUNT + p.role as u32);
    put(&mut out, Template::Size, steps(e.members.len()) * 10 + rough);
    let alike = names(p, e);
    put(&mut out, Template::Names, alike * 10 + kind(p.kind));
    let noun = nouns(p, e);
    put(&mut out, Template::Nouns, noun * Form::COUNT + form);
    if noun > 0 {
        put(&mut out, Template::Narrowing, narrowing(p, e) * 8 + noun);
        put(&mut out, Template::Text, u32::from(e.texts.contains(&p.text)) * Form::COUNT + form);
    }
    put(&mut out, Template::Syntax, (syntax(d, p, last) * 2 + u32::from(p.reflexive)) * 10 + rough);
    if sentences == 0 {
        put(&mut out, Template::Near, steps(p.at.token.abs_diff(last.at.token)) * 10 + rough);
    }
    let place = |s: Option<usize>| s.map_or(9, |n| n.min(8) as u32);
    put(&mut out, Template::Fit, place(standing.fit) * 10 + rough);
    put(&mut out, Template::FitSubject, place(standing.subject) * 10 + rough);
    let quoted = u32::from(d.speech[k].quote.is_some());
    put(&mut out, Template::Speech, (speech(d, k, nearest) * 2 + quoted) * Form::COUNT + form);
    if rough == 0 {
        let turn = if last.form.rough() == 0 { last.form as u32 } else { 3 };
        let talking = d.talk / 16;
        put(&mut out, Template::Turn, ((blocks.min(4) as u32 * 4 + turn) * 3 + form) * 2 + talking);
    }
    put(&mut out, Template::Named, u32::from(!e.names.is_empty()) * Form::COUNT + form);
    put(&mut out, Template::FirstForm, first.form as u32 * Form::COUNT + form);
    if let Some(noun) = e.nouns.last() {
        put(&mut out, Template::Noun, hash(noun));
    }
    put(&mut out, Template::Salience, steps(first.at.sentence).min(4) * 10 + rough);
    let verb = |p: &Phrase| d.trees[p.at.sentence].head(p.at.token).map(|g| &d.trees[p.at.sentence].token(g).lemma);
    put(
        &mut out,
        Template::SameVerb,
        u32::from(sentences > 0 && verb(p).is_some() && verb(p) == verb(last)) * 10 + rough,
    );
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(s: &str) -> Vec<String> {
        s.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn names_are_alike_by_surname_acronym_or_part() {
        let like = |a: &str, b: &str| name_likeness(&list(a), &list(b));
        assert_eq!(like("assad", "bashar assad"), 2);
        assert_eq!(like("bashar assad", "assad"), 3);
        assert_eq!(like("sdf", "syrian democratic forces"), 5);
        assert_eq!(like("syrian observatory", "the syrian observatory for human rights"), 6);
        assert_eq!(like("russia", "iran"), 10);
        assert_eq!(like("university of hama", "university of homs"), 9);
    }

    #[test]
    fn every_template_has_a_name_and_room() {
        assert_eq!(TEMPLATES.len(), Template::Length as usize + 1);
        assert_eq!(feature_name(Template::Distance as u32 * ROOM + 31), "distance.31");
        const { assert!(HASHES + Role::COUNT < ROOM && 12 * 2 * Form::COUNT < ROOM) };
    }
}
