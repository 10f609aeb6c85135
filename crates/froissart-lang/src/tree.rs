//! The best tree: Chu-Liu and Edmonds' maximum spanning tree with exactly one word on the root.
//!
//! It sees scores and relations alone, no words. Where the greedy choice makes "rebels" the head of "backed" and "backed" the head of
//! "rebels", it breaks the circle at the smallest loss.

use std::ops::Range;

/// What a word on the root costs: more than all scores of a window can differ by, so that the best tree has one.
const ROOT_COST: f64 = 1e9;
/// Scores beyond this are cut, so that the cost of the root stays the larger.
const SCORE_LIMIT: f64 = 1e5;

/// The heads of the words of `segment` in the best tree among them. `arcs` has a row a word of the window, with the
/// root's score first, then each word's. A head counts the segment's words from 1, 0 is the root.
pub(crate) fn best_tree(arcs: &[f32], words: usize, segment: Range<usize>) -> Vec<usize> {
    let n = segment.len() + 1;
    let mut scores = vec![f64::NEG_INFINITY; n * n];
    for (to, word) in segment.clone().enumerate() {
        let row = &arcs[word * (words + 1)..][..=words];
        let clean = |s: f32| if s.is_nan() { -SCORE_LIMIT } else { f64::from(s).clamp(-SCORE_LIMIT, SCORE_LIMIT) };
        scores[(to + 1) * n] = clean(row[0]);
        for (from, head) in segment.clone().enumerate() {
            if from != to {
                scores[(to + 1) * n + from + 1] = clean(row[head + 1]);
            }
        }
    }
    let heads = greedy(&scores, n);
    if heads[1..].iter().filter(|&&h| h == 0).count() == 1 && cycle(&heads, &vec![true; n]).is_none() {
        return heads[1..].to_vec();
    }
    for to in 1..n {
        scores[to * n] -= ROOT_COST;
    }
    spanning_tree(scores, n)[1..].to_vec()
}

/// Hangs what a word of grammar may not carry one word higher, until all may stay; says whether anything moved. Heads count
/// from 1, 0 is the root; `may` is asked of a word and its head, both counted from 0.
pub(crate) fn lift(heads: &mut [usize], may: impl Fn(usize, usize) -> bool) -> bool {
    let mut moved = false;
    for i in 0..heads.len() {
        while heads[i] != 0 && heads[heads[i] - 1] != 0 && !may(i, heads[i] - 1) {
            heads[i] = heads[heads[i] - 1];
            moved = true;
        }
    }
    moved
}

/// Whether UD lets a word with the relation `of` carry one with the relation `relation`: a preposition, an auxiliary, a
/// conjunction or a mark carries little, "on" in "on Friday" nothing.
pub(crate) fn may_carry(of: &str, relation: &str) -> bool {
    let universal = |r: &str| r.split(':').next().unwrap_or("").to_owned();
    let relation = universal(relation);
    let among = |list: &[&str]| list.contains(&relation.as_str());
    match universal(of).as_str() {
        "case" | "mark" => among(&["advmod", "obl", "goeswith", "fixed", "reparandum", "conj", "cc", "punct"]),
        "aux" | "cop" => among(&["goeswith", "fixed", "reparandum", "conj", "cc", "punct"]),
        "cc" => among(&["goeswith", "fixed", "reparandum", "conj", "punct"]),
        "fixed" => among(&["goeswith", "reparandum", "conj", "punct"]),
        "goeswith" => false,
        "punct" => among(&["punct"]),
        _ => true,
    }
}

fn best_head(scores: &[f64], n: usize, to: usize, active: &[bool]) -> usize {
    let mut best = None;
    for from in (0..n).filter(|&f| active[f] && f != to) {
        let s = scores[to * n + from];
        if best.is_none_or(|(_, b)| s > b) {
            best = Some((from, s));
        }
    }
    best.map_or(0, |(from, _)| from)
}

fn greedy(scores: &[f64], n: usize) -> Vec<usize> {
    let active = vec![true; n];
    (0..n).map(|to| if to == 0 { 0 } else { best_head(scores, n, to, &active) }).collect()
}

/// The nodes of a circle among active nodes, in the order of walking up.
fn cycle(heads: &[usize], active: &[bool]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in (1..heads.len()).filter(|&s| active[s]) {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut nodes = vec![at];
            let mut next = heads[at];
            while next != at {
                nodes.push(next);
                next = heads[next];
            }
            return Some(nodes);
        }
    }
    None
}

/// A circle drawn together into its first node.
struct Contraction {
    /// Each node of the circle with its head in it.
    circle: Vec<(usize, usize)>,
    /// For each node outside, which node of the circle is its best head.
    leave: Vec<usize>,
    /// For each node outside, which node of the circle it best becomes the head of.
    enter: Vec<usize>,
    active: Vec<bool>,
}

/// Heads of all nodes in the best tree; node 0 is the root. In place, with one table of n × n.
fn spanning_tree(mut scores: Vec<f64>, n: usize) -> Vec<usize> {
    let mut active = vec![true; n];
    let mut heads = greedy(&scores, n);
    let mut done = Vec::new();
    while let Some(nodes) = cycle(&heads, &active) {
        let into = nodes[0];
        let mut step = Contraction {
            circle: nodes.iter().map(|&c| (c, heads[c])).collect(),
            leave: vec![into; n],
            enter: vec![into; n],
            active: active.clone(),
        };
        for &c in &nodes[1..] {
            active[c] = false;
        }
        for other in (0..n).filter(|o| active[*o] && *o != into) {
            let (mut leave, mut enter) = (into, into);
            let gain = |c: usize| scores[c * n + other] - scores[c * n + heads[c]];
            for &c in &nodes[1..] {
                if scores[other * n + c] > scores[other * n + leave] {
                    leave = c;
                }
                if gain(c) > gain(enter) {
                    enter = c;
                }
            }
            step.leave[other] = leave;
            step.enter[other] = enter;
        }
        let entered: Vec<f64> = (0..n)
            .map(|o| {
                let c = step.enter[o];
                scores[c * n + o] - scores[c * n + heads[c]]
            })
            .collect();
        for other in (0..n).filter(|o| active[*o] && *o != into) {
            scores[other * n + into] = scores[other * n + step.leave[other]];
            scores[into * n + other] = entered[other];
        }
        for to in (1..n).filter(|t| active[*t]) {
            if to == into || !active[heads[to]] {
                heads[to] = best_head(&scores, n, to, &active);
            }
        }
        done.push(step);
    }
    for step in done.into_iter().rev() {
        let into = step.circle[0].0;
        for other in (1..n).filter(|o| step.active[*o] && step.circle.iter().all(|(c, _)| c != o)) {
            if heads[other] == into {
                heads[other] = step.leave[other];
            }
        }
        let from = heads[into];
        let broken = step.enter[from];
        for (c, head) in step.circle {
            heads[c] = if c == broken { from } else { head };
        }
    }
    heads
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::test_random::Random;

    fn value(arcs: &[f32], words: usize, segment: &Range<usize>, heads: &[usize]) -> f32 {
        let score = |(i, &h): (usize, &usize)| {
            let column = if h == 0 { 0 } else { segment.start + h };
            arcs[(segment.start + i) * (words + 1) + column]
        };
        heads.iter().enumerate().map(score).sum()
    }

    fn is_tree(heads: &[usize]) -> bool {
        heads.iter().filter(|&&h| h == 0).count() == 1
            && (0..heads.len()).all(|mut at| {
                for _ in 0..heads.len() {
                    match heads[at] {
                        0 => return true,
                        h => at = h - 1,
                    }
                }
                false
            })
    }

    /// The value of the best tree, by looking at every assignment of heads.
    fn brute(arcs: &[f32], words: usize, segment: &Range<usize>) -> f32 {
        let n = segment.len();
        let mut best = f32::NEG_INFINITY;
        for code in 0..(n + 1).pow(n as u32) {
            let heads: Vec<_> = (0..n).map(|i| code / (n + 1).pow(i as u32) % (n + 1)).collect();
            if is_tree(&heads) {
                best = best.max(value(arcs, words, segment, &heads));
            }
        }
        best
    }

    #[test]
    fn no_tree_is_better_than_the_one_found() {
        let mut random = Random(11);
        for round in 0..400 {
            let words = 1 + round % 6;
            let arcs: Vec<f32> = (0..words * (words + 1)).map(|_| random.float() * 5.0).collect();
            let start = if words > 3 { round % 3 } else { 0 };
            let segment = start..(start + 5).min(words);
            let heads = best_tree(&arcs, words, segment.clone());
            assert!(is_tree(&heads), "{heads:?}");
            let (got, want) = (value(&arcs, words, &segment, &heads), brute(&arcs, words, &segment));
            assert!((got - want).abs() < 1e-3, "{got} {want} {heads:?}");
        }
    }

    #[test]
    fn words_of_grammar_let_go_of_what_they_may_not_carry() {
        // "Rebels were in Aleppo": "rebels" hung on "were", a copula of "Aleppo".
        let relations = ["nsubj", "cop", "case", "root"];
        let mut heads = [2, 4, 4, 0];
        assert!(lift(&mut heads, |i, h| may_carry(relations[h], relations[i])));
        assert_eq!(heads, [4, 4, 4, 0]);
        assert!(!lift(&mut heads, |i, h| may_carry(relations[h], relations[i])));
        assert!(may_carry("case", "fixed") && may_carry("nmod:poss", "case") && !may_carry("aux:pass", "nsubj:pass"));
    }

    #[test]
    fn odd_scores_still_give_a_tree() {
        for odd in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            for words in [1, 2, 7, 300] {
                assert!(is_tree(&best_tree(&vec![odd; words * (words + 1)], words, 0..words)), "{odd} {words}");
            }
        }
        assert_eq!(best_tree(&[], 0, 0..0), Vec::<usize>::new());
    }

    #[test]
    fn nested_circles_are_resolved() {
        // Every word's best head is its neighbour, in pairs of pairs; the root is dear.
        let words = 256;
        let mut random = Random(5);
        let mut arcs: Vec<f32> = (0..words * (words + 1)).map(|_| random.float()).collect();
        for i in 0..words {
            for bits in 0..8 {
                arcs[i * (words + 1) + (i ^ (1 << bits)) + 1] += 100.0 / (bits + 1) as f32;
            }
        }
        assert!(is_tree(&best_tree(&arcs, words, 0..words)));
    }
}
