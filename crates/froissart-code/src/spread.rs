//! Coordinations and lists spread into single mentions: "allies Russia, Iran, and Iran-backed Hezbollah" are three,
//! "their" is as many as its antecedent, and "Ukraine and Israel respectively" goes by pairs.

use crate::reader::Reader;
use froissart_model::{Pos, TokenRef};

impl Reader<'_> {
    /// The single mentions that a role's head stands for.
    pub(crate) fn spread(&self, s: usize, heads: &[usize]) -> Vec<TokenRef> {
        let mut out = Vec::new();
        for &h in heads {
            self.spread_one(s, h, 0, &mut out);
        }
        let mut seen = Vec::new();
        out.retain(|r| {
            let new = !seen.contains(r);
            seen.push(*r);
            new
        });
        out
    }

    fn spread_one(&self, s: usize, h: usize, depth: usize, out: &mut Vec<TokenRef>) {
        let tree = &self.trees[s];
        for c in tree.conjuncts(h) {
            // A verb or a clause coordinated by a parser's mistake is nobody.
            if c != h && !tree.is_nominal(c) {
                continue;
            }
            // "Rebels, including X": the list after a plural noun is what it stands for only in apposition.
            let list = self.apposed(s, c);
            if !list.is_empty() && depth < 3 {
                for k in list {
                    self.spread_one(s, k, depth + 1, out);
                }
                continue;
            }
            if tree.upos(c) == Pos::Pron && depth < 3 {
                if let Some(r) = self.antecedent(s, c) {
                    let other = &self.trees[r.sentence];
                    let many = other.conjuncts(r.token).len() > 1 || !self.apposed(r.sentence, r.token).is_empty();
                    let plural = matches!(tree.tok(c).form.to_lowercase().as_str(), "they" | "them" | "their" | "who" | "both" | "theirs" | "themselves");
                    if many && plural && (r.sentence, r.token) != (s, c) {
                        self.spread_one(r.sentence, r.token, depth + 1, out);
                        continue;
                    }
                }
            }
            out.push(TokenRef { sentence: s, token: c });
        }
    }

    /// The names that stand in apposition to a common noun: "allies Russia and Iran", "the group, Hezbollah".
    pub(crate) fn apposed(&self, s: usize, n: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        if tree.upos(n) != Pos::Noun {
            return Vec::new();
        }
        tree.kids_by(n, &["appos", "flat"]).filter(|&k| tree.upos(k) == Pos::Propn && k > n && !self.is_time(s, k)).collect()
    }

    /// Pairs by "respectively"; `None` where the word is missing or there is nothing to pair.
    pub(crate) fn respectively(&self, s: usize, a: &[TokenRef], b: &[TokenRef]) -> Option<Vec<(TokenRef, TokenRef)>> {
        let tree = &self.trees[s];
        if a.len() < 2 || b.len() < 2 || !(0..tree.len()).any(|i| tree.low(i) == "respectively") {
            return None;
        }
        // Where one list is longer, its surplus goes with the other's last: "Russia, Iran and Hezbollah … with Ukraine and
        // Israel respectively".
        let n = a.len().max(b.len());
        Some((0..n).map(|i| (a[i.min(a.len() - 1)], b[i.min(b.len() - 1)])).collect())
    }
}
