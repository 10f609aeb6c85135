//! A page as coreference reads it: its phrases, who speaks each, in which order they are read.
//!
//! Finds nothing out about who is who. Of `"I will fight," said Assad` it says that "I" stands in speech, that the
//! speaker is "Assad", and that "Assad" is to be read first.

use super::phrase::{Form, Phrase, phrases};
use crate::attribution::tree::Tree;
use froissart_model::{Analysis, Span, TokenRef};
use std::collections::BTreeMap;

/// In whose words a phrase stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Speech {
    /// The quotation, where it stands in one that is speech.
    pub(super) quote: Option<usize>,
    /// The phrase of the source whose content it stands in.
    pub(super) speaker: Option<usize>,
}

/// The phrases of a page and what is known around them.
pub(super) struct Document<'a> {
    pub(super) trees: Vec<Tree<'a>>,
    /// The block of each sentence.
    pub(super) blocks: Vec<usize>,
    pub(super) phrases: Vec<Phrase>,
    pub(super) speech: Vec<Speech>,
    /// How much the page speaks of itself: three bits of two measures of "I" and "you" outside quotations, and 16 where
    /// its paragraphs are as short as turns of talk.
    pub(super) talk: u32,
    /// The entity that each phrase was given to, so far.
    pub(super) entity: Vec<Option<usize>>,
    /// The phrase of each head; where two have one head, the shorter.
    at: BTreeMap<TokenRef, usize>,
}

impl<'a> Document<'a> {
    pub(super) fn new(a: &'a Analysis, text: &str) -> Self {
        let trees: Vec<Tree<'_>> = a.sentences.iter().map(Tree::new).collect();
        let (mut names, mut times) = (a.names.as_slice(), a.times.as_slice());
        let mut all: Vec<Phrase> = Vec::new();
        for (n, tree) in trees.iter().enumerate() {
            let here = names.partition_point(|x| x.first.sentence <= n);
            let (mine, rest) = names.split_at(here);
            let mine: Vec<_> = mine.iter().filter(|x| x.first.sentence == n && x.last.sentence == n).cloned().collect();
            names = rest;
            let now = times.partition_point(|x| x.first.sentence <= n);
            let spans: Vec<Span> = times[..now].iter().filter(|x| x.first.sentence == n).map(|x| x.span).collect();
            times = &times[now..];
            all.extend(phrases(text, tree, n, &mine, &spans));
        }
        let blocks: Vec<usize> = a.sentences.iter().map(|s| s.block).collect();
        let at: BTreeMap<TokenRef, usize> = all.iter().enumerate().rev().map(|(k, p)| (p.at, k)).collect();
        let speech = speech(a, &all, &at);
        let talk = talk(&blocks, &all, &speech);
        let entity = vec![None; all.len()];
        Self { trees, blocks, phrases: all, speech, talk, entity, at }
    }

    /// The entity of the phrase that owns this one: of "Assad" for "Assad's regime".
    pub(super) fn owner(&self, k: usize) -> Option<usize> {
        let p = &self.phrases[k];
        let tree = &self.trees[p.at.sentence];
        let token = tree.child(p.at.token, &["nmod:poss"])?;
        self.entity[*self.at.get(&TokenRef { sentence: p.at.sentence, token })?]
    }

    /// The phrases in the order in which they are read: as they stand, but a speaker before what he says of himself.
    pub(super) fn order(&self) -> Vec<usize> {
        let mut out = Vec::with_capacity(self.phrases.len());
        let mut done = vec![false; self.phrases.len()];
        for k in 0..self.phrases.len() {
            let own = matches!(self.phrases[k].form, Form::I | Form::We) && self.speech[k].quote.is_some();
            let first = self.speech[k].speaker.filter(|_| own);
            for i in first.into_iter().chain([k]) {
                if !done[i] {
                    done[i] = true;
                    out.push(i);
                }
            }
        }
        out
    }
}

/// For each phrase the narrowest content and the quotation that it stands in.
fn speech(a: &Analysis, phrases: &[Phrase], at: &BTreeMap<TokenRef, usize>) -> Vec<Speech> {
    // Contents by where they begin; the longest tells how far back one must look.
    let mut contents: Vec<(Span, usize, Span)> = Vec::new();
    for x in &a.attributions {
        if let Some(source) = x.source_head.and_then(|h| at.get(&h)) {
            let cue = a.token(x.cue_head).span;
            contents.extend(x.content.iter().map(|c| (*c, *source, cue)));
        }
    }
    contents.sort_by_key(|c| (c.0.begin, c.0.end));
    let longest = contents.iter().map(|c| c.0.len()).max().unwrap_or(0);
    let widest = a.quotations.iter().map(|q| q.outer.len()).max().unwrap_or(0);
    let one = |p: &Phrase| {
        let from = contents.partition_point(|c| c.0.begin + longest < p.span.begin);
        let to = contents.partition_point(|c| c.0.begin <= p.span.begin);
        let head = a.token(p.at).span;
        let inside = |c: &&(Span, usize, Span)| c.0.contains(head) && !c.0.contains(c.2);
        let speaker = contents.get(from..to).unwrap_or(&[]).iter().filter(inside).min_by_key(|c| c.0.len());
        let from = a.quotations.partition_point(|q| q.outer.begin + widest < p.span.begin);
        let to = a.quotations.partition_point(|q| q.outer.begin <= p.span.begin);
        let quotes = a.quotations.get(from..to).unwrap_or(&[]);
        let quote = quotes.iter().position(|q| q.is_speech && q.inner.contains(head)).map(|i| i + from);
        Speech { quote, speaker: speaker.map(|c| c.1) }
    };
    phrases.iter().map(one).collect()
}

/// Steps of how often "I" and "you" stand outside quotations, and whether paragraphs are turns.
fn talk(blocks: &[usize], phrases: &[Phrase], speech: &[Speech]) -> u32 {
    let sentences = blocks.len().max(1);
    let share = |forms: &[Form]| {
        let count = phrases.iter().zip(speech).filter(|(p, s)| forms.contains(&p.form) && s.quote.is_none()).count();
        match count * 100 / sentences {
            0..=1 => 0,
            2..=9 => 1,
            10..=39 => 2,
            _ => 3,
        }
    };
    let turns = blocks.last().map_or(0, |l| l + 1 - blocks[0]);
    let short = sentences * 10 < turns * 25 && sentences > turns;
    share(&[Form::I]) * 4 + share(&[Form::You]) + 16 * u32::from(short)
}
