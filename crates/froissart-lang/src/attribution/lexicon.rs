//! The cue words of `data/language/en/speech.toml`, by lemma.
//!
//! Holds no grammar. "vow" is a verb of class promise whose infinitive is what is vowed.

use froissart_model::{Attitude, Token};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    attitudes: BTreeMap<Attitude, BTreeSet<String>>,
    verbs: BTreeMap<String, BTreeSet<String>>,
    object: ObjectLists,
    infinitive: InfinitiveLists,
    oblique: BTreeMap<String, BTreeSet<String>>,
    particle: BTreeMap<String, String>,
    nouns: BTreeMap<String, BTreeSet<String>>,
    adjectives: BTreeMap<String, BTreeSet<String>>,
    adverbs: BTreeMap<String, BTreeSet<String>>,
    sources: SourceLists,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct ObjectLists {
    verbs: BTreeSet<String>,
    whole: BTreeSet<String>,
    stance: BTreeSet<String>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceLists {
    people: BTreeSet<String>,
    things: BTreeSet<String>,
    labels: BTreeSet<String>,
    holders: BTreeSet<String>,
    views: BTreeSet<String>,
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
    /// Verbs whose object is praised, blamed, backed or opposed.
    pub(super) stance: BTreeSet<String>,
    pub(super) infinitive: BTreeSet<String>,
    pub(super) passive: BTreeSet<String>,
    pub(super) oblique: BTreeMap<String, BTreeSet<String>>,
    pub(super) particle: BTreeMap<String, String>,
    pub(super) nouns: BTreeSet<String>,
    pub(super) adjectives: BTreeSet<String>,
    pub(super) adverbs: BTreeSet<String>,
    /// Verbs of a mind rather than of a mouth.
    pub(super) mind: BTreeSet<String>,
    /// Nouns for those who speak.
    pub(super) people: BTreeSet<String>,
    /// Nouns for what is written or counted and so can say something: a report, a poll.
    pub(super) things: BTreeSet<String>,
    /// What stands before a headline's colon and names nobody.
    pub(super) labels: BTreeSet<String>,
    /// Nouns for those who hold a view: "for residents, …".
    pub(super) holders: BTreeSet<String>,
    /// The noun in "in the view of".
    pub(super) views: BTreeSet<String>,
    /// The attitudes of a lemma.
    attitudes: BTreeMap<String, BTreeSet<Attitude>>,
    /// Regular verb forms to their lemma, for the words whose lemma came out wrong.
    forms: BTreeMap<String, String>,
}

/// What a content is made of, as far as it tells the attitude.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// A finite clause or a quotation.
    Clause,
    /// "to leave".
    Infinitive,
    /// "the attack".
    Phrase,
}

impl Lexicon {
    /// The attitude that a cue tells of a content of such a form; a statement for unknown words.
    pub(super) fn attitude(&self, lemma: &str, form: Form) -> Attitude {
        use Attitude::{Belief, Demand, Denial, Expectation, Intention, Judgement, Question, Statement};
        let Some(known) = self.attitudes.get(lemma) else { return Statement };
        let order = match form {
            Form::Clause => [Statement, Denial, Question, Belief, Expectation, Demand, Intention, Judgement],
            Form::Infinitive => [Demand, Intention, Denial, Expectation, Belief, Question, Statement, Judgement],
            Form::Phrase => [Judgement, Denial, Demand, Intention, Question, Expectation, Belief, Statement],
        };
        order.into_iter().find(|a| known.contains(a)).unwrap_or_default()
    }
    /// Whether the word names somebody or something that can be a source.
    pub(super) fn can_speak(&self, lemma: &str) -> bool {
        self.people.contains(lemma) || self.things.contains(lemma)
    }
    /// The lemma by which the lists know a verb.
    pub(super) fn verb_lemma(&self, t: &Token) -> String {
        let known = |l: &str| {
            self.verbs.contains(l)
                || self.infinitive.contains(l)
                || self.oblique.contains_key(l)
                || self.particle.contains_key(l)
                || self.passive.contains(l)
        };
        if known(&t.lemma) {
            return t.lemma.clone();
        }
        self.forms.get(&t.form.to_lowercase()).cloned().unwrap_or_else(|| t.lemma.clone())
    }
}

/// "deny": denies, denied, denying; "admit": admitted, admitting.
fn regular(lemma: &str) -> Vec<String> {
    let vowel = |c: char| "aeiou".contains(c);
    let last: Vec<char> = lemma.chars().rev().take(3).collect();
    if let Some(stem) = lemma.strip_suffix('e') {
        return vec![format!("{lemma}s"), format!("{lemma}d"), format!("{stem}ing")];
    }
    if let Some(stem) = lemma.strip_suffix('y').filter(|s| !s.ends_with(vowel)) {
        return vec![format!("{stem}ies"), format!("{stem}ied"), format!("{lemma}ing")];
    }
    let s = if lemma.ends_with(['s', 'x', 'z']) || lemma.ends_with("ch") || lemma.ends_with("sh") { "es" } else { "s" };
    let mut out = vec![format!("{lemma}{s}"), format!("{lemma}ed"), format!("{lemma}ing")];
    if let [c, v, b] = last[..]
        && !vowel(c)
        && vowel(v)
        && !vowel(b)
        && !matches!(c, 'w' | 'x' | 'y')
    {
        out.extend([format!("{lemma}{c}ed"), format!("{lemma}{c}ing")]);
    }
    out
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
        let verbs = all(&file.verbs);
        let mut forms = BTreeMap::new();
        for lemma in
            verbs.iter().chain(&file.infinitive.verbs).chain(&file.infinitive.passive).chain(file.oblique.keys())
        {
            for form in regular(lemma) {
                forms.entry(form).or_insert_with(|| lemma.clone());
            }
        }
        let mut attitudes = BTreeMap::<String, BTreeSet<Attitude>>::new();
        for words in [&file.verbs, &file.nouns, &file.adjectives, &file.adverbs] {
            for (class, lemmas) in words {
                let attitude = file.attitudes.iter().find(|(_, classes)| classes.contains(class)).map(|(a, _)| *a);
                for lemma in lemmas {
                    attitudes.entry(lemma.clone()).or_default().extend(attitude);
                }
            }
        }
        Lexicon {
            attitudes,
            mind: some(&file.verbs, &["believe", "expect", "plan", "judge"]),
            forms,
            verbs,
            speech: some(
                &file.verbs,
                &["say", "report", "show", "admit", "allege", "ask", "enquire", "warn", "deny", "promise", "threaten"],
            ),
            object: file.object.verbs,
            whole: file.object.whole,
            stance: file.object.stance,
            people: file.sources.people,
            things: file.sources.things,
            labels: file.sources.labels,
            holders: file.sources.holders,
            views: file.sources.views,
            infinitive: file.infinitive.verbs,
            passive: file.infinitive.passive,
            oblique: file.oblique,
            particle: file.particle,
            nouns: all(&file.nouns),
            adjectives: all(&file.adjectives),
            adverbs: all(&file.adverbs),
        }
    })
}
