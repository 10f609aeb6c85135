//! The heads: from a window's vectors to tags, lemma rules, name labels, sentence ends, arcs and relations.
//!
//! Scores only; which arcs make a tree is decided in `tree`. For "China backs Assad" the arc from "backs" to "China"
//! scores high, and the relation at it is `nsubj`.

use crate::engine::encoder::{Encoded, HIDDEN};
use crate::engine::file::{File, Linear, ModelError, Room};
use crate::engine::float::{Mix, exp, gelu};
use crate::engine::{Labels, Model};
use std::ops::Range;

const ARC: usize = 256;
const REL: usize = 96;
/// Lemma rules that are kept for a word.
const RULES: usize = 5;
/// Words whose relations are scored at once.
const ROWS: usize = 16;

/// The heads' weights.
pub(crate) struct Heads {
    /// Tags, features, lemma rules, names and sentence ends; then the four that GELU follows.
    words: Linear,
    sizes: [usize; 6],
    u: Linear,
    bias: Linear,
    v: Linear,
    relations: usize,
}

impl Heads {
    /// Reads the heads for these label lists.
    pub(crate) fn read(file: &File, labels: &Labels) -> Result<Self, ModelError> {
        let relations = labels.relations.len();
        let sizes =
            [labels.upos.len(), labels.xpos.len(), labels.feats.len(), labels.lemma.len(), labels.names.len(), 2];
        let names = ["upos", "xpos", "feats", "lemma", "ner", "eos"];
        let mut parts: Vec<_> = names.into_iter().zip(sizes).collect();
        parts.extend([("arc.dep", ARC), ("arc.head", ARC), ("rel.dep", REL), ("rel.head", REL)]);
        Ok(Self {
            words: Linear::stack(file, &parts, HIDDEN)?,
            sizes,
            u: Linear::read(file, "arc.u", ARC, ARC)?,
            bias: Linear::read(file, "arc.bias", 1, ARC)?,
            v: Linear::transposed(file, "rel.v", relations, REL + 1, REL + 1)?,
            relations,
        })
    }
}

/// What the heads say of one window's words; label numbers are those of the model's lists.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Tagged {
    /// Universal parts of speech.
    pub(crate) upos: Vec<usize>,
    /// Penn tags.
    pub(crate) xpos: Vec<usize>,
    /// Feature bundles.
    pub(crate) feats: Vec<usize>,
    /// Lemma rules, the best few of each word.
    pub(crate) lemma: Vec<[usize; RULES]>,
    /// Scores of the name labels, a row a word; which labels make names is decided in `name`.
    pub(crate) names: Vec<f32>,
    /// How likely a sentence ends after each word.
    pub(crate) ends: Vec<f32>,
    /// For each word, the scores of its possible heads: the root first, then each word of the window.
    pub(crate) arcs: Vec<f32>,
    dep: Vec<f32>,
    head: Vec<f32>,
}

fn best(scores: &[f32]) -> usize {
    let mut at = 0;
    for (i, s) in scores.iter().enumerate() {
        if *s > scores[at] {
            at = i;
        }
    }
    at
}

/// The best few, the best first; fewer labels than that repeat the first.
fn best_few(scores: &[f32]) -> [usize; RULES] {
    let mut out = [(0, f32::NEG_INFINITY); RULES];
    for (i, &s) in scores.iter().enumerate() {
        if s > out[RULES - 1].1 {
            let at = out.iter().position(|o| s > o.1).unwrap_or(RULES - 1);
            out.copy_within(at..RULES - 1, at + 1);
            out[at] = (i, s);
        }
    }
    out.map(|(i, _)| i)
}

/// Runs the heads on encoded windows.
pub(crate) fn tag(model: &Model, windows: &[Encoded]) -> Vec<Tagged> {
    let mut room = Room::default();
    windows.iter().map(|w| tag_one(model, w, &mut room)).collect()
}

fn tag_one(model: &Model, window: &Encoded, room: &mut Room) -> Tagged {
    let (heads, kernel) = (&model.heads, model.kernel);
    let rows = window.rows.len() / HIDDEN;
    let n = rows - 1;
    let width = heads.words.outputs();
    let mut all = vec![0.0; rows * width];
    heads.words.apply(kernel, &window.rows, false, &mut all, room);
    let plain: usize = heads.sizes.iter().sum();
    let mut picks: [Vec<usize>; 3] = std::array::from_fn(|_| Vec::with_capacity(n));
    let (mut lemma, mut ends) = (Vec::with_capacity(n), Vec::with_capacity(n));
    let mut names = Vec::with_capacity(n * heads.sizes[4]);
    let [mut arc_dep, mut arc_head, mut dep, mut head] = [ARC, ARC, REL, REL].map(|k| Vec::with_capacity(rows * k));
    for (r, row) in all.chunks_exact(width).enumerate() {
        let (mut labels, vectors) = row.split_at(plain);
        // The first row is the root, which has no tags.
        if r > 0 {
            for (i, &size) in heads.sizes[..5].iter().enumerate() {
                let (scores, rest) = labels.split_at(size);
                match i {
                    3 => lemma.push(best_few(scores)),
                    4 => names.extend_from_slice(scores),
                    i => picks[i].push(best(scores)),
                }
                labels = rest;
            }
            ends.push(1.0 / (1.0 + exp(labels[0] - labels[1])));
        }
        let mut vectors = vectors;
        for (out, size) in [(&mut arc_dep, ARC), (&mut arc_head, ARC), (&mut dep, REL), (&mut head, REL)] {
            let (part, rest) = vectors.split_at(size);
            out.extend(part.iter().map(|&x| gelu(x)));
            vectors = rest;
        }
    }
    let mut u = vec![0.0; n * ARC];
    heads.u.apply(kernel, &arc_dep[ARC..], false, &mut u, room);
    let mut bias = vec![0.0; rows];
    heads.bias.apply(kernel, &arc_head, false, &mut bias, room);
    let mut arcs = vec![0.0; n * rows];
    let mut columns = vec![0.0; rows * ARC];
    for (r, head) in arc_head.chunks_exact(ARC).enumerate() {
        for (d, &h) in head.iter().enumerate() {
            columns[d * rows + r] = h;
        }
    }
    kernel.float(Mix { weights: &u, width: ARC, rows: &columns, bias: &bias, out: &mut arcs });
    let [upos, xpos, feats] = picks;
    Tagged { upos, xpos, feats, lemma, names, ends, arcs, dep, head }
}

impl Tagged {
    /// How sure the choice of a word's head is among the words of `segment` and the root, in per cent; `head` counts the
    /// segment's words from 1, 0 is the root.
    pub(crate) fn surety(&self, word: usize, head: usize, segment: &Range<usize>) -> u8 {
        let row = &self.arcs[word * (self.upos.len() + 1)..][..=self.upos.len()];
        let others = segment.clone().filter(|&w| w != word).map(|w| row[w + 1]);
        let chosen = if head == 0 { row[0] } else { row[segment.start + head] };
        let sum: f32 = std::iter::once(row[0]).chain(others).map(|s| exp(s - chosen)).sum();
        (100.0 / sum).round().clamp(0.0, 100.0) as u8
    }

    /// The best relation of each word from `begin` on to its head, `heads` counting the window's words from 1, 0 the
    /// root. A word on the root is `root`, and no other word is.
    pub(crate) fn relations(&self, model: &Model, begin: usize, heads: &[usize]) -> Vec<usize> {
        let weights = &model.heads;
        let root = model.labels.root;
        let none = vec![0.0; weights.relations];
        let mut room = Room::default();
        let mut out = Vec::with_capacity(heads.len());
        let mut scores = vec![0.0; ROWS * weights.relations];
        let mut products = vec![0.0; ROWS * weights.v.outputs()];
        for (c, chunk) in heads.chunks(ROWS).enumerate() {
            let with_one = |from: &[f32], at: usize, to: &mut Vec<f32>| {
                to.extend_from_slice(&from[at * REL..][..REL]);
                to.push(1.0);
            };
            let (mut h, mut d) = (Vec::new(), Vec::new());
            for (i, &head) in chunk.iter().enumerate() {
                with_one(&self.head, head, &mut h);
                with_one(&self.dep, begin + c * ROWS + i + 1, &mut d);
            }
            let products = &mut products[..chunk.len() * weights.v.outputs()];
            weights.v.apply(model.kernel, &h, false, products, &mut room);
            let scores = &mut scores[..chunk.len() * weights.relations];
            model.kernel.float(Mix { weights: &d, width: REL + 1, rows: products, bias: &none, out: scores });
            for (&head, scores) in chunk.iter().zip(scores.chunks_exact_mut(weights.relations)) {
                scores[root] = f32::NEG_INFINITY;
                out.push(if head == 0 { root } else { best(scores) });
            }
        }
        out
    }
}
