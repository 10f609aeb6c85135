//! Why a sentence gave no claim, as far as the rules can tell.
//!
//! Of "The dog slept in the barracks" it says that no rule has "slept"; of "The minister supports his football club"
//! that rules have "supports", and that none of their patterns finds its words here. It looks back at what the coder
//! did, as [`crate::Trace`] does for the claims, and guesses at nothing: where it does not know why, it says so.

use crate::assemble::acts;
use crate::matcher::Match;
use crate::reader::Reader;
use froissart_know::Trigger;
use froissart_model::{Claim, Pos, Span, TokenRef};
use std::collections::BTreeSet;

/// A sentence without a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silence {
    /// Its number on the page.
    pub sentence: usize,
    /// Where it stands.
    pub span: Span,
    /// Why nothing came of it, a reason each.
    pub why: Vec<String>,
}

/// Patterns that are shown of a word, where several rules have it.
const PATTERNS: usize = 2;
/// Characters of a pattern that are shown: some list every noun of a kind.
const LONG: usize = 100;
/// Words that are named.
const WORDS: usize = 6;

/// The sentences that no claim rests on.
pub(crate) fn silences(r: &Reader, matches: &[Vec<Match>], claims: &[Claim]) -> Vec<Silence> {
    let told: BTreeSet<usize> =
        claims.iter().flat_map(|c| std::iter::once(&c.evidence).chain(&c.more_evidence)).map(|e| e.sentence).collect();
    (0..r.trees.len())
        .filter(|s| !told.contains(s))
        .map(|s| Silence {
            sentence: s,
            span: r.trees[s].sentence.span,
            why: why(r, s, matches.get(s).map_or(&[], Vec::as_slice)),
        })
        .collect()
}

fn quoted(words: &[&str]) -> String {
    let mut all: Vec<String> = words.iter().take(WORDS).map(|w| format!("“{w}”")).collect();
    if words.len() > WORDS {
        all.push(format!("{} more", words.len() - WORDS));
    }
    all.join(", ")
}

fn cut(pattern: &str) -> String {
    let short: String = pattern.chars().take(LONG).collect();
    if short.len() < pattern.len() { format!("{short}…") } else { short }
}

fn why(r: &Reader, s: usize, kept: &[Match]) -> Vec<String> {
    let tree = &r.trees[s];
    let mut all = Vec::new();
    for m in acts(r, s) {
        let pred = tree.form(m.pred);
        if kept.iter().any(|k| k.pred == m.pred) {
            all.push(format!(
                "{} reads “{pred}” here, and its claim was let go: told already elsewhere on the page, or between nobody who takes part",
                m.rule.id
            ));
        } else {
            all.push(format!(
                "{} reads “{pred}” here, but the words around it are of sport, markets or shows",
                m.rule.id
            ));
        }
    }
    if !all.is_empty() {
        return all;
    }
    let mut unknown: Vec<&str> = Vec::new();
    for t in 0..tree.len() {
        let at = TokenRef { sentence: s, token: t };
        if r.analysis.attributions.iter().any(|a| a.cue_head == at) {
            all.push(format!("“{}” only tells whose word it is", tree.form(t)));
            continue;
        }
        let (is_verb, is_noun) = (tree.is_verb(t), tree.upos(t) == Pos::Noun);
        if !is_verb && !is_noun {
            continue;
        }
        let trigger = if is_verb { Trigger::Verb } else { Trigger::Noun };
        let has = r.know.rules.triggered(tree.low(t)).filter(|(_, p)| p.trigger == trigger);
        let patterns: Vec<String> = has.map(|(rule, p)| format!("{}: {}", rule.id, cut(&p.text))).collect();
        if patterns.is_empty() {
            if is_verb && !unknown.contains(&tree.form(t)) {
                unknown.push(tree.form(t));
            }
            continue;
        }
        let more = patterns.len().saturating_sub(PATTERNS);
        let and = if more > 0 { format!("; and {more} more") } else { String::new() };
        let shown: Vec<&str> = patterns.iter().take(PATTERNS).map(String::as_str).collect();
        all.push(format!(
            "rules have “{}”, and none of their patterns finds its words here ({}{and})",
            tree.form(t),
            shown.join("; ")
        ));
    }
    match (unknown.is_empty(), all.is_empty()) {
        (false, _) => all.push(format!("no rule has {}", quoted(&unknown))),
        (true, true) => all.push("no verb, and no noun that tells an act".to_owned()),
        (true, false) => {}
    }
    all
}
