//! The cues of one sentence, and who speaks: what the rules for verbs, nouns and headlines share.
//!
//! Each rule reads the tree alone; quotation marks are fitted afterwards. "Turkey denied backing the rebels" has the
//! cue `denied`, the source `Turkey` and the content `backing the rebels`.

use super::lexicon::{Form, lexicon};
use super::line;
use super::noun;
use super::tree::Tree;
use super::verb;
use froissart_model::{Analysis, Pos};

/// An attribution inside one sentence, as token numbers.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) cue: Vec<usize>,
    pub(super) cue_head: usize,
    pub(super) source: Vec<usize>,
    pub(super) source_head: Option<usize>,
    pub(super) content: Vec<usize>,
    pub(super) content_head: Option<usize>,
    pub(super) lemma: String,
    /// What the content is made of.
    pub(super) form: Form,
}

/// Verbs that carry a noun of speech: "made the claim that".
pub(super) const LIGHT: &[&str] = &[
    "make",
    "issue",
    "give",
    "release",
    "express",
    "voice",
    "have",
    "send",
    "repeat",
    "reiterate",
    "level",
    "raise",
    "deliver",
    "offer",
    "file",
    "hold",
    "launch",
    "share",
    "publish",
    "post",
    "put",
    "reach",
    "take",
    "share",
    "harbor",
    "harbour",
    "renew",
];

/// Every cue of the sentence with its source and its content.
pub(super) fn candidates(tree: &Tree<'_>, a: &Analysis, sentence: usize) -> Vec<Candidate> {
    let mut out = Vec::new();
    let lexicon = lexicon();
    for i in 0..tree.len() {
        let t = tree.token(i);
        let found = match t.upos {
            Pos::Verb if tree.lower(i) == "according" => noun::according(tree, i),
            Pos::Verb => noun::quoting(tree, i, lexicon, a, sentence).or_else(|| verb::verb(tree, i, lexicon)),
            Pos::Noun => noun::view(tree, i, lexicon).or_else(|| noun::noun(tree, i, lexicon, a, sentence)),
            Pos::Adj => noun::adjective(tree, i, lexicon),
            Pos::Adv => noun::adverb(tree, i, lexicon).or_else(|| noun::according(tree, i)),
            Pos::Adp | Pos::Sconj => noun::according(tree, i).or_else(|| noun::holder(tree, i, lexicon, a, sentence)),
            _ => None,
        };
        out.extend(found);
    }
    // What a closing ", according to X" covers is not X's part of it.
    let closing = out.iter().find(|c| {
        c.lemma == "according"
            && c.cue_head > 0
            && tree.lower(c.cue_head - 1) == ","
            && c.content.first() < c.cue.first()
            && c.source.last().is_some_and(|l| (l + 1..tree.len()).all(|k| tree.is_punct(k)))
    });
    if let Some(at) = closing.map(|c| c.cue_head) {
        for c in out.iter_mut().filter(|c| c.cue_head < at) {
            c.content.retain(|i| *i < at - 1);
        }
        out.retain(|c| !c.content.is_empty());
    }
    out.extend(line::colon(tree, a, sentence).or_else(|| line::trailing(tree, a, sentence)));
    out.extend(line::signed(tree));
    out
}

/// Keeps what is inside each run of tokens and takes the punctuation at its ends off.
pub(super) fn tidy(tree: &Tree<'_>, tokens: Vec<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for i in tokens.into_iter().chain([usize::MAX]) {
        if run.last().is_some_and(|l| l + 1 != i) {
            tree.trim(&mut run);
            out.append(&mut run);
        }
        if i != usize::MAX {
            run.push(i);
        }
    }
    out
}

/// The verb with its auxiliaries, its negation and its particle.
pub(super) fn cue_of(tree: &Tree<'_>, v: usize) -> Vec<usize> {
    let mut cue: Vec<usize> = tree
        .children(v)
        .iter()
        .copied()
        .filter(|&c| {
            let t = tree.token(c);
            t.relation() == "aux"
                || t.deprel == "compound:prt"
                || (t.relation() == "advmod" && matches!(t.lemma.as_str(), "not" | "never" | "n't"))
        })
        .collect();
    cue.push(v);
    cue.sort_unstable();
    cue
}

/// Whether the verb's subject is spoken to or of: "was told", and "asked whether …, he said".
pub(super) fn is_passive(tree: &Tree<'_>, v: usize) -> bool {
    let t = tree.token(v);
    let passive = tree
        .children(v)
        .iter()
        .any(|&c| matches!(tree.token(c).deprel.as_str(), "nsubj:pass" | "aux:pass" | "csubj:pass" | "obl:agent"));
    passive
        || t.xpos == "VBN"
            && (t.relation() == "acl"
                || matches!(t.relation(), "advcl" | "parataxis" | "dep") && tree.child(v, &["nsubj", "aux"]).is_none())
}

pub(super) fn case_of(tree: &Tree<'_>, noun: usize) -> Option<String> {
    tree.child(noun, &["case"]).map(|c| tree.lower(c))
}

pub(super) fn is_relative(tree: &Tree<'_>, i: usize) -> bool {
    matches!(tree.lower(i).as_str(), "who" | "which" | "that" | "whom") && tree.token(i).upos == Pos::Pron
}

/// Who speaks: the word for him, and the relative pronoun that stands for it beside the cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Speaker {
    pub(super) head: usize,
    pub(super) pronoun: Option<usize>,
}

impl Speaker {
    fn plain(head: usize) -> Self {
        Self { head, pronoun: None }
    }
}

/// The relative pronoun of a clause stands for the noun that the clause describes.
pub(super) fn resolve_relative(tree: &Tree<'_>, subject: usize, verb: usize) -> Speaker {
    if is_relative(tree, subject) {
        let mut at = verb;
        for _ in 0..tree.len() {
            if tree.token(at).deprel == "acl:relcl" {
                let noun = tree.head(at).unwrap_or(subject);
                return Speaker { head: noun, pronoun: Some(subject) };
            }
            match tree.head(at) {
                Some(h) => at = h,
                None => break,
            }
        }
    }
    Speaker::plain(subject)
}

pub(super) fn is_cue(tree: &Tree<'_>, v: usize) -> bool {
    let lexicon = lexicon();
    tree.token(v).upos == Pos::Verb && lexicon.speech.contains(&lexicon.verb_lemma(tree.token(v)))
}

/// Who says it: the head of the source, where the words name one.
pub(super) fn source_of(tree: &Tree<'_>, v: usize, passive: bool) -> Option<Speaker> {
    if passive {
        let agent = tree.children(v).iter().copied().find(|&c| {
            let t = tree.token(c);
            t.deprel == "obl:agent" || (t.relation() == "obl" && case_of(tree, c).as_deref() == Some("by"))
        });
        return agent.map(Speaker::plain);
    }
    // Where a tree has two subjects, the nearer one is right: "Cruz, Blackwell wrote".
    let own = tree
        .children(v)
        .iter()
        .copied()
        .filter(|&s| tree.token(s).relation() == "nsubj" && tree.token(s).deprel != "nsubj:pass")
        .min_by_key(|&s| (s > v, v.abs_diff(s)));
    if let Some(s) = own {
        let t = tree.token(s);
        if t.lemma == "it" && tree.child(v, &["expl"]).is_some() {
            return None;
        }
        return Some(resolve_relative(tree, s, v));
    }
    let t = tree.token(v);
    let h = tree.head(v)?;
    match t.relation() {
        "conj" => {
            // "He said that it grew, and said that …" hung on the wrong verb: both sayings are his.
            let outer = tree.head(h).filter(|&m| {
                tree.token(h).relation() == "ccomp" && is_cue(tree, m) && !is_cue(tree, h) && is_cue(tree, v)
            });
            if let Some(m) = outer.filter(|&m| tree.token(m).xpos == t.xpos && tree.token(h).xpos != t.xpos) {
                return source_of(tree, m, is_passive(tree, m));
            }
            if is_passive(tree, h) {
                tree.subject(h).map(|s| resolve_relative(tree, s, h))
            } else {
                source_of(tree, h, false)
            }
        }
        "acl" => participle_source(tree, v, h),
        "advcl" | "parataxis" | "dep" => {
            // "quoted a commander as saying": not who quotes says it.
            let reported = matches!(tree.token(h).lemma.as_str(), "quote" | "cite")
                && tree.child(v, &["mark", "case"]).is_some_and(|m| tree.lower(m) == "as")
                && !is_passive(tree, h);
            if let Some(o) = tree.child(h, &["obj"]).filter(|_| reported) {
                return Some(Speaker::plain(o));
            }
            let h = speaks_on(tree, v).unwrap_or(h);
            let s = tree.subject(h)?;
            Some(resolve_relative(tree, s, h))
        }
        "xcomp" => {
            if let Some(o) = tree.child(h, &["obj", "iobj"]).filter(|o| *o < v) {
                return Some(Speaker::plain(o));
            }
            match tree.child(h, &["nsubj"]) {
                Some(s) => Some(resolve_relative(tree, s, h)),
                None => source_of(tree, h, false),
            }
        }
        _ => None,
    }
}

/// "He argued that it would hold, saying that …": the cue whose speaker speaks on in the participle `v`, where the tree
/// hangs it on what he argued.
pub(super) fn speaks_on(tree: &Tree<'_>, v: usize) -> Option<usize> {
    let t = tree.token(v);
    let before = (0..v).rev().find(|&i| tree.token(i).upos != Pos::Adv)?;
    if t.xpos != "VBG" || t.relation() != "advcl" || tree.lower(before) != "," || !is_cue(tree, v) {
        return None;
    }
    let mut at = tree.head(v)?;
    for _ in 0..tree.len() {
        let h = tree.head(at)?;
        if tree.token(at).relation() == "ccomp" && h < v && is_cue(tree, h) {
            return Some(h);
        }
        at = h;
    }
    None
}

/// Of "officials saying that" the officials; of "issued a statement saying that", and after a comma, the subject.
fn participle_source(tree: &Tree<'_>, v: usize, noun: usize) -> Option<Speaker> {
    let n = tree.token(noun);
    if !matches!(n.upos, Pos::Noun | Pos::Propn | Pos::Pron) {
        return None;
    }
    let lexicon = lexicon();
    // "…, falsely saying".
    let before = (0..v).rev().find(|&i| tree.token(i).upos != Pos::Adv);
    let apart = before.is_some_and(|i| tree.lower(i) == ",") && n.relation() != "nsubj";
    let issued = n.relation() == "obj"
        && (lexicon.nouns.contains(&n.lemma) || lexicon.things.contains(&n.lemma))
        && tree.head(noun).is_some_and(|h| LIGHT.contains(&tree.token(h).lemma.as_str()));
    if apart || issued {
        let governor = tree.head(noun).map(|h| clause(tree, h)).filter(|c| !is_passive(tree, *c));
        let subject = governor.and_then(|c| Some((tree.subject(c)?, c)));
        if let Some((s, c)) = subject.filter(|(s, _)| !tree.under(v, *s)) {
            return Some(resolve_relative(tree, s, c));
        }
    }
    Some(Speaker::plain(noun))
}

/// Source tokens: the noun phrase without its preposition, or the pronoun that stands for it.
pub(super) fn source_tokens(tree: &Tree<'_>, speaker: Speaker, without: usize) -> Vec<usize> {
    if let Some(pronoun) = speaker.pronoun {
        return vec![pronoun];
    }
    let head = speaker.head;
    // "officials saying that ...": the cue hangs on its source.
    let inner = without < tree.len() && tree.under(without, head) && without != head;
    let mut tokens: Vec<usize> = tree
        .phrase(head)
        .into_iter()
        .filter(|&i| {
            !(tree.token(i).relation() == "case" && tree.head(i) == Some(head) && tree.token(i).upos == Pos::Adp)
        })
        .filter(|&i| !inner || !tree.under(i, without))
        .collect();
    // A name stands in one piece; what a tree hangs on it from afar is none of it.
    let at = tokens.iter().position(|i| *i == head).unwrap_or(0);
    let joined = |l: usize, r: usize| (l + 1..r).all(|k| tree.is_punct(k));
    let begin = (1..=at).rev().find(|&k| !joined(tokens[k - 1], tokens[k])).unwrap_or(0);
    let end = (at + 1..tokens.len()).find(|&k| !joined(tokens[k - 1], tokens[k])).unwrap_or(tokens.len());
    tokens.truncate(end);
    tokens.drain(..begin);
    tree.trim(&mut tokens);
    tokens
}

/// An infinitive, by its mark or its tag.
pub(super) fn infinitive(tree: &Tree<'_>, c: usize) -> bool {
    let t = tree.token(c);
    tree.children(c).iter().any(|&m| tree.token(m).relation() == "mark" && tree.lower(m) == "to")
        || t.has("VerbForm=Inf")
        || t.xpos == "VB"
}

/// The head of the clause that `i` stands in.
pub(super) fn clause(tree: &Tree<'_>, i: usize) -> usize {
    let mut at = i;
    for _ in 0..tree.len() {
        let t = tree.token(at);
        let predicate = t.upos == Pos::Verb && !matches!(t.relation(), "amod" | "compound")
            || tree.child(at, &["nsubj", "cop", "csubj"]).is_some();
        match tree.head(at) {
            Some(h) if !predicate => at = h,
            _ => break,
        }
    }
    at
}
