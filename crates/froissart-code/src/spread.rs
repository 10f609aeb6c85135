//! Coordinations and lists spread into single mentions: "allies Russia, Iran, and Iran-backed Hezbollah" are three,
//! "their" is as many as its antecedent, and "Ukraine and Israel respectively" goes by pairs.

use crate::reader::Reader;
use froissart_model::{Pos, TokenRef};

/// Deeper than this a list is not followed into its members.
const MOST_DEPTH: usize = 9;

impl Reader<'_> {
    /// The named members of a class: "groups, such as Hezbollah and Shia militias".
    pub(crate) fn members(&self, s: usize, n: usize) -> Vec<TokenRef> {
        let tree = &self.trees[s];
        // The words may hang on the first member instead of on the list.
        let such = |k: usize| {
            tree.case(k).is_some_and(|c| matches!(c.as_str(), "such as" | "including" | "include" | "like"))
                || (n + 1..k).any(|i| tree.low(i) == "such" && tree.low(i + 1) == "as")
        };
        let named: Vec<usize> =
            tree.kids_by(n, &["nmod", "obl"]).filter(|&k| k > n && such(k) && self.can_act(s, k)).collect();
        self.spread(s, &named)
    }

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
        // "allies Russia, Iran and China", where the parser coordinated the names with the noun that they stand beside.
        if depth < 3 && tree.upos(h) == Pos::Noun {
            let beside: Vec<usize> = tree.conjuncts(h).into_iter().filter(|&c| c != h).collect();
            if beside.first() == Some(&(h + 1)) && tree.upos(h + 1) == Pos::Propn {
                for c in beside {
                    self.spread_one(s, c, MOST_DEPTH, out);
                }
                return;
            }
        }
        let all = if depth == MOST_DEPTH { vec![h] } else { tree.conjuncts(h) };
        for c in all {
            // A verb or a clause coordinated by a parser's mistake is nobody.
            if c != h && !tree.is_nominal(c) {
                continue;
            }
            // "Islamic State of Iraq and the Levant fighters": a name with a conjunction in it is one.
            if c != h
                && self.name_at(s, h).is_some_and(|n| {
                    n.first.sentence == s && n.last.token + 1 >= c && n.last.token > h && n.first.token <= h
                })
            {
                continue;
            }
            // "Hamas but not al-Qaeda"
            if c != h && tree.kids_by(c, &["advmod", "cc"]).any(|k| matches!(tree.low(k), "not" | "never")) {
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
            // "The two countries" are those that were named together last.
            let pair = if depth < 3 { self.the_two(s, c) } else { Vec::new() };
            if !pair.is_empty() {
                out.extend(pair);
                continue;
            }
            // "China is the only country that he has visited": the country is China.
            if let (true, Some(subject)) = (
                tree.kid(c, &["cop"]).is_some() && depth < 3 && !tree.is_cleft(c),
                tree.kids_by(c, &["nsubj"]).find(|&k| k < c),
            ) {
                self.spread_one(s, subject, depth + 1, out);
                continue;
            }
            // "Assad-supporter Russia", taken apart by the parser: the name is who is meant.
            let low = tree.low(c);
            if c > 1
                && tree.tok(c - 1).form == "-"
                && self.know.words.has("compound-supporter", low)
                && c + 1 < tree.len()
            {
                if tree.upos(c + 1) == Pos::Propn {
                    out.push(TokenRef { sentence: s, token: c + 1 });
                }
                continue;
            }
            // "Chad, the Gambia, Mali and Togo": a name in a list of names is no apposition.
            if tree.upos(c) == Pos::Propn && depth < 3 {
                let listed = |k: &usize| {
                    tree.upos(*k) == Pos::Propn
                        && tree.kids_by(c, &["conj"]).any(|x| x > *k)
                        && match (self.resolve(s, c), self.resolve(s, *k)) {
                            (Some(a), Some(b)) => (a.country, a.code) != (b.country, b.code),
                            _ => false,
                        }
                };
                for k in tree.kids_by(c, &["appos"]).filter(listed).collect::<Vec<_>>() {
                    self.spread_one(s, k, depth + 1, out);
                }
            }
            // So are "the foreign ministers of Chad and Libya".
            let states = self.states_of(s, c);
            if !states.is_empty() {
                out.extend(states.into_iter().map(|token| TokenRef { sentence: s, token }));
                continue;
            }
            // "Syrian and Russian warplanes" are two parties.
            let nations = self.nations(s, c);
            if nations.len() > 1 {
                out.extend(nations.into_iter().map(|token| TokenRef { sentence: s, token }));
                continue;
            }
            // "Lebanon-based Hezbollah and Iraq-based Shia militias", where the parser made the name a modifier.
            if let Some(k) = self.swallowed(s, c) {
                out.push(TokenRef { sentence: s, token: k });
            }
            if tree.upos(c) == Pos::Pron
                && depth < 3
                && let Some(r) = self.antecedent(s, c)
            {
                let other = &self.trees[r.sentence];
                let many = other.conjuncts(r.token).len() > 1 || !self.apposed(r.sentence, r.token).is_empty();
                let plural =
                    matches!(tree.form(c), "they" | "them" | "their" | "who" | "both" | "theirs" | "themselves");
                if many && plural && (r.sentence, r.token) != (s, c) {
                    self.spread_one(r.sentence, r.token, depth + 1, out);
                    continue;
                }
            }
            out.push(TokenRef { sentence: s, token: c });
        }
    }

    /// Whom "the two countries", "both sides" stand for: the last two states or parties named together, in the
    /// sentence or the two before.
    fn the_two(&self, s: usize, t: usize) -> Vec<TokenRef> {
        const STATES: &[&str] = &["country", "nation", "neighbor", "neighbour", "state"];
        const PARTIES: &[&str] = &["army", "government", "party", "rival", "side"];
        let tree = &self.trees[s];
        let low = tree.low(t);
        let states = STATES.contains(&low);
        let both = tree.kids(t).iter().any(|&k| k < t && matches!(tree.low(k), "two" | "both" | "2"));
        // "Two countries" are any, "both countries" and "the two countries" these.
        let these = tree.kids(t).iter().any(|&k| k < t && matches!(tree.low(k), "the" | "both" | "these"));
        let told = tree.kids_by(t, &["nmod", "appos", "acl", "amod"]).next().is_some();
        if !both || !these || told || !states && !PARTIES.contains(&low) {
            return Vec::new();
        }
        for n in (s.saturating_sub(2)..=s).rev() {
            let other = &self.trees[n];
            let end = if n == s { t } else { other.len() };
            for i in (0..end).rev() {
                let all = other.conjuncts(i);
                if all.len() != 2 || all[0] != i || n == s && all.contains(&t) || other.upos(i) == Pos::Pron {
                    continue;
                }
                let fits = |&k: &usize| {
                    k < end
                        && if states { self.is_named_state(n, k) } else { self.is_party(n, k) && !self.is_time(n, k) }
                        && self.resolve(n, k).is_some_and(|r| r.country.is_some() || r.id.is_some() || r.code.is_some())
                };
                if all.iter().all(fits) {
                    return all.into_iter().map(|token| TokenRef { sentence: n, token }).collect();
                }
            }
        }
        Vec::new()
    }

    /// The coordinated adjectives of nations before a noun: Syrian and Russian, of "Syrian and Russian warplanes".
    pub(crate) fn nations(&self, s: usize, n: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        let nation = |k: usize| {
            matches!(tree.upos(k), Pos::Adj | Pos::Propn)
                && !tree.kids(k).iter().any(|&x| matches!(tree.rel(x), "case" | "compound" | "flat"))
                && (self.know.actors.country_of(&tree.tok(k).form).is_some() || self.is_dictionary_name(s, k))
        };
        tree.kids(n)
            .iter()
            .copied()
            .filter(|&k| k < n && matches!(tree.rel(k), "amod" | "compound") && nation(k))
            .flat_map(|k| tree.conjuncts(k))
            .filter(|&k| k < n && nation(k))
            .collect()
    }

    /// A name that the parser hung as a modifier although a conjunction parts it from its noun.
    pub(crate) fn swallowed(&self, s: usize, n: usize) -> Option<usize> {
        let tree = &self.trees[s];
        let k = tree.kids(n).iter().copied().find(|&k| {
            k < n
                && matches!(tree.rel(k), "compound" | "nmod:desc" | "nmod:unmarked")
                && tree.upos(k) == Pos::Propn
                && tree.kids_by(k, &["conj"]).next().is_none()
                && matches!(
                    self.kind_at(s, k),
                    Some(
                        froissart_model::NameKind::Org
                            | froissart_model::NameKind::Per
                            | froissart_model::NameKind::Gpe
                    )
                )
        })?;
        (k + 1..n).any(|i| tree.rel(i) == "cc" && matches!(tree.low(i), "and" | "or")).then_some(k)
    }

    /// The names that stand in apposition to a common noun: "allies Russia and Iran", "the group, Hezbollah".
    pub(crate) fn apposed(&self, s: usize, n: usize) -> Vec<usize> {
        let tree = &self.trees[s];
        if tree.upos(n) != Pos::Noun {
            return Vec::new();
        }
        let listed: Vec<usize> = tree.conjuncts(n).into_iter().filter(|&c| c != n).collect();
        if listed.first() == Some(&(n + 1)) && tree.upos(n + 1) == Pos::Propn {
            return listed;
        }
        // A name right beside a plural noun with nothing between: "allies Russia and Iran".
        if n + 1 < tree.len()
            && tree.head(n + 1) == Some(n)
            && tree.upos(n + 1) == Pos::Propn
            && matches!(tree.rel(n + 1), "nmod" | "nmod:desc" | "nmod:unmarked" | "flat")
            && tree.case(n + 1).is_none()
        {
            return vec![n + 1];
        }
        tree.kids_by(n, &["appos", "flat"])
            .filter(|&k| tree.upos(k) == Pos::Propn && k > n && !self.is_time(s, k))
            .collect()
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
