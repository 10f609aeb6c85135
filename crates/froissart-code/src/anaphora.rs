//! Whom "he", "his group" and "the group" stand for, where the chains of coreference leave it open or point too deep.
//!
//! "Boko Haram attacked Damboa. The group also burned a school": the second is Boko Haram too. Not the chains
//! themselves, which the language step finds, nor speakers' own "we" and "it": those are in `speaker`.

use crate::casualties::COUNTING;
use crate::reader::Reader;
use crate::tree::Tree;
use froissart_model::{Analysis, EntityKind, Name, NameKind, Pos, TokenRef};
use std::collections::BTreeMap;

/// How many sentences back "the group" may point.
const MOST_BACK: usize = 2;
/// How many sentences back "the same source" may point.
const SAME_BACK: usize = 6;

impl Reader<'_> {
    /// "The group", "the armed movement": the last organisation named before, if there is one only to point to.
    pub(crate) fn point_to_groups(&mut self) {
        let mut found: Vec<(TokenRef, TokenRef)> = Vec::new();
        for s in 0..self.trees.len() {
            for t in 0..self.trees[s].len() {
                let here = TokenRef { sentence: s, token: t };
                if self.points_back(s, t)
                    && !self.antecedents.contains_key(&here)
                    && let Some(whom) = self.group_before(s, t)
                {
                    found.push((here, whom));
                }
            }
        }
        found.extend(self.same_source());
        self.antecedents.extend(found);
        self.short_forms = self.shortened();
        self.short_forms.extend(self.bare_opposition());
        self.antecedents.extend(&self.short_forms);
        let said = self.it_said();
        self.antecedents.extend(said);
        self.cache.borrow_mut().clear();
    }

    /// "The city remained quiet, it said": no town says anything; who spoke in the sentence before does.
    fn it_said(&self) -> Vec<(TokenRef, TokenRef)> {
        let mut found = Vec::new();
        let sources: Vec<TokenRef> = self.analysis.attributions.iter().filter_map(|a| a.source_head).collect();
        // "It has counted": who counts speaks too.
        let counts = self.trees.iter().enumerate().flat_map(|(sentence, tree)| {
            let counter = move |v: usize| tree.kid(v, &["nsubj"]).filter(|_| COUNTING.contains(&tree.low(v)));
            (0..tree.len()).filter_map(counter).map(move |token| TokenRef { sentence, token })
        });
        let mut speakers: Vec<TokenRef> = sources.iter().copied().chain(counts).collect();
        speakers.sort_unstable();
        speakers.dedup();
        for &here in speakers.iter().filter(|h| self.trees[h.sentence].form(h.token) == "it") {
            let is_town = |b: &TokenRef| self.resolve_direct(b.sentence, b.token).is_some_and(|r| r.is_place);
            let place = |b: &TokenRef| {
                is_town(b) || self.best_place(b.sentence, b.token).is_some() && !self.can_act(b.sentence, b.token)
            };
            if !self.antecedents.get(&here).is_some_and(place) {
                continue;
            }
            let before = |b: &&TokenRef| {
                let tree = &self.trees[b.sentence];
                b.sentence < here.sentence
                    && here.sentence - b.sentence <= MOST_BACK
                    && tree.sentence.block == self.trees[here.sentence].sentence.block
                    && matches!(tree.tok(b.token).xpos.as_str(), "NN" | "NNP")
                    && self.resolve_direct(b.sentence, b.token).is_none_or(|r| r.kind != EntityKind::Person)
            };
            // Who spoke, else whom the sentence before is about: "the monitor put the rebels ten kilometres from Kidal".
            let topic = || {
                let last = here.sentence.checked_sub(1)?;
                let tree = &self.trees[last];
                let root = (0..tree.len()).find(|&i| tree.head(i).is_none())?;
                let token = tree.kid(root, &["nsubj"]).filter(|&k| self.can_act(last, k))?;
                let b = TokenRef { sentence: last, token };
                (before(&&b) && !place(&b)).then_some(b)
            };
            if let Some(b) = sources.iter().filter(before).max().copied().or_else(topic) {
                found.push((here, self.antecedents.get(&b).copied().unwrap_or(b)));
            }
        }
        found
    }

    /// "The same source": the last one told before who was called by that noun and said something.
    fn same_source(&self) -> Vec<(TokenRef, TokenRef)> {
        let mut found = Vec::new();
        let sources: Vec<TokenRef> = self.analysis.attributions.iter().filter_map(|a| a.source_head).collect();
        for &here in &sources {
            let tree = &self.trees[here.sentence];
            let is_same = tree.upos(here.token) == Pos::Noun
                && tree.kids_by(here.token, &["amod"]).any(|k| tree.form(k) == "same");
            let noun = |b: &&TokenRef| self.trees[b.sentence].low(b.token) == tree.low(here.token);
            let before = |b: &&TokenRef| **b < here && here.sentence - b.sentence <= SAME_BACK;
            if let Some(b) = sources.iter().filter(before).filter(noun).max().filter(|_| is_same) {
                found.push((here, self.antecedents.get(b).copied().unwrap_or(*b)));
            }
        }
        found
    }

    /// "The opposition", after the Umbarian opposition forces: where the page tells of the armed ones by that word, and of
    /// no party or politician, the word alone is theirs.
    fn bare_opposition(&self) -> Vec<(TokenRef, TokenRef)> {
        const WORD: &str = "opposition";
        let is_of =
            |s: usize, t: usize| self.trees[s].kids_by(t, &["compound", "amod"]).any(|k| self.trees[s].form(k) == WORD);
        let all = || (0..self.trees.len()).flat_map(|s| (0..self.trees[s].len()).map(move |t| (s, t)));
        // The first telling, and the first that says of which country they are.
        let (mut first, mut armed) = (None, None);
        for (s, t) in all().filter(|&(s, t)| is_of(s, t)) {
            let known = self.resolve_direct(s, t);
            match known.as_ref().and_then(|r| r.sector.as_deref()) {
                Some("REB") => {
                    first.get_or_insert((s, t));
                    armed = armed.or_else(|| known?.country.map(|_| TokenRef { sentence: s, token: t }));
                }
                _ if self.know.words.has("compound-supporter", self.trees[s].low(t)) => {}
                _ => return Vec::new(),
            }
        }
        let (Some(first), Some(armed)) = (first, armed) else { return Vec::new() };
        let is_bare = |&(s, t): &(usize, usize)| {
            let tree = &self.trees[s];
            let of_supporter = || tree.head(t).is_some_and(|h| self.know.words.has("compound-supporter", tree.low(h)));
            tree.form(t) == WORD
                && tree.upos(t) == Pos::Noun
                && (s, t) > first
                && tree.kids_by(t, &["amod", "compound", "nmod", "acl", "appos"]).next().is_none()
                && (!matches!(tree.rel(t), "compound" | "amod") || of_supporter())
        };
        all().filter(is_bare).map(|(sentence, token)| (TokenRef { sentence, token }, armed)).collect()
    }

    /// "The Democratic Forces", after the Syrian Democratic Forces: two words or more that end a longer name told before,
    /// of an organisation that the tables know, where they know none by the words alone.
    fn shortened(&self) -> BTreeMap<TokenRef, TokenRef> {
        let words = |n: &Name| -> Vec<&str> {
            let tree = &self.trees[n.first.sentence];
            let all = (n.first.token..=n.last.token).map(|i| tree.form(i));
            all.filter(|w| w.chars().all(|c| c.is_alphanumeric() || c == '\'' || c == '’') && *w != "the").collect()
        };
        let mut known: Vec<(Vec<&str>, TokenRef)> = Vec::new();
        let mut found = BTreeMap::new();
        for n in self.analysis.names.iter().filter(|n| n.kind != NameKind::Per && n.first.sentence == n.last.sentence) {
            let top = top(&self.trees[n.first.sentence], n);
            let here = TokenRef { sentence: n.first.sentence, token: top };
            let own = words(n);
            let is_group = |r: &froissart_know::Resolved| r.kind == EntityKind::Group && r.id.is_some();
            match self.resolve_direct(here.sentence, top) {
                Some(r) if is_group(&r) => known.push((own, here)),
                Some(r) if r.id.is_some() || r.country.is_some() => {}
                _ if own.len() < 2 => {}
                _ => {
                    let longer = known.iter().rev().find(|(all, _)| all.len() > own.len() && all.ends_with(&own));
                    found.extend(longer.map(|(_, whom)| (here, *whom)));
                }
            }
        }
        found.extend(self.by_their_noun(&known));
        found
    }

    /// "The Observatory", after the Eastern Observatory for Rights: with a capital and an article, the noun on which one
    /// longer name hangs, and no other; and no word of another trade ("the Army" beside a rebel Army).
    fn by_their_noun(&self, known: &[(Vec<&str>, TokenRef)]) -> Vec<(TokenRef, TokenRef)> {
        let mut found = Vec::new();
        for (s, tree) in self.trees.iter().enumerate() {
            for t in 0..tree.len() {
                let is_bare =
                    |k: &usize| matches!(tree.rel(*k).split(':').next(), Some("det" | "case" | "punct" | "conj"));
                let is_short = tree.upos(t) == Pos::Propn
                    && tree.tok(t).form.starts_with(char::is_uppercase)
                    && self.name_at(s, t).is_none_or(|n| n.first == n.last)
                    && tree.kids_by(t, &["det"]).any(|d| tree.form(d) == "the")
                    && tree.kids(t).iter().all(|k| *k > t || is_bare(k));
                if !is_short {
                    continue;
                }
                let own = self.resolve_direct(s, t);
                if own.as_ref().is_some_and(|r| r.id.is_some() || r.country.is_some()) {
                    continue;
                }
                let sector = own.and_then(|r| r.sector);
                let fits = |k: &&(Vec<&str>, TokenRef)| {
                    let (full, at) = (&self.trees[k.1.sentence], k.1.token);
                    let same_trade = || {
                        let of = self.resolve_direct(k.1.sentence, at).and_then(|r| r.sector);
                        sector.is_none() || sector == of
                    };
                    k.1.sentence < s && k.0.len() > 2 && full.form(at) == tree.form(t) && same_trade()
                };
                let all: Vec<&(Vec<&str>, TokenRef)> = known.iter().filter(fits).collect();
                if let Some(first) = all.first().filter(|f| all.iter().all(|k| k.0 == f.0)) {
                    found.push((TokenRef { sentence: s, token: t }, first.1));
                }
            }
        }
        found
    }

    /// A definite noun for an organisation that says nothing of which: no name, no other modifier than of its trade.
    fn points_back(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let is_bare = |k: usize| match tree.rel(k).split(':').next() {
            Some("det") => matches!(tree.form(k), "the" | "this" | "that"),
            Some("amod" | "compound") => {
                self.kind_at(s, k).is_none() && self.know.words.has("trades-of-groups", tree.low(k))
            }
            // "The group, which besieges the town": that adds to it, and does not tell which.
            Some("acl") if tree.rel(k) == "acl:relcl" => (t + 1..k).next().is_some_and(|i| tree.form(i) == ","),
            Some("nmod" | "acl" | "appos" | "nummod" | "flat") => false,
            _ => true,
        };
        tree.upos(t) == Pos::Noun
            && tree.tok(t).xpos == "NN"
            && self.know.words.has("groups", tree.low(t))
            && tree.kids_by(t, &["det"]).next().is_some()
            && tree.kids(t).iter().all(|&k| is_bare(k))
            && !matches!(tree.rel(t), "compound" | "appos")
    }

    /// The organisation of the nearest sentence before that names one; of several there, the one that acts.
    fn group_before(&self, s: usize, t: usize) -> Option<TokenRef> {
        for n in (s.saturating_sub(MOST_BACK)..=s).rev() {
            let tree = &self.trees[n];
            let end = if n == s { t } else { tree.len() };
            let mut all: Vec<(TokenRef, String)> = Vec::new();
            for name in &self.analysis.names {
                if name.first.sentence != n || name.last.token >= end || name.kind == NameKind::Per {
                    continue;
                }
                let top = top(tree, name);
                let is_group = |r: &froissart_know::Resolved| {
                    r.kind == EntityKind::Group
                        && r.sector
                            .as_deref()
                            .is_some_and(|x| matches!(x, "REB" | "PRM" | "SEP" | "UAF" | "OPP" | "CRM"))
                };
                // "An al-Shabaab commander" is no group, and neither is who only tells of it.
                let stands_for_itself = !matches!(tree.rel(top).split(':').next(), Some("compound" | "amod" | "flat"));
                if let Some(r) = self.resolve_direct(n, top).filter(is_group).filter(|_| stands_for_itself) {
                    let who = r.id.clone().or(r.name).unwrap_or_default();
                    if all.iter().all(|(_, x)| *x != who) {
                        all.push((TokenRef { sentence: n, token: top }, who));
                    }
                }
            }
            match all.as_slice() {
                [] => {}
                [one] => return Some(one.0),
                several => {
                    let root = (0..tree.len()).find(|&i| tree.head(i).is_none())?;
                    let subject = tree.kid(root, &["nsubj", "nsubj:pass"])?;
                    return several.iter().find(|x| x.0.token == subject).map(|x| x.0);
                }
            }
        }
        None
    }
}

/// The token of a name that the rest of it hangs on.
fn top(tree: &Tree, name: &Name) -> usize {
    let (first, last) = (name.first.token, name.last.token);
    (first..=last).find(|&i| tree.head(i).is_none_or(|h| h < first || h > last)).unwrap_or(last)
}

/// "Diallo, who leads the front, said that it would topple Keita. His group …": he who begins a sentence is whom the one
/// before spoke of first, and not whom it only mentioned deeper down (Grosz, Joshi and Weinstein 1995: the subject is
/// the likeliest centre).
pub(crate) fn subject_before(
    a: &Analysis,
    trees: &[Tree],
    names: &[Vec<Option<usize>>],
    chains: &BTreeMap<usize, Vec<TokenRef>>,
    antecedents: &mut BTreeMap<TokenRef, TokenRef>,
) {
    let subject = |s: usize| {
        let root = (0..trees[s].len()).find(|&t| trees[s].head(t).is_none())?;
        trees[s].kid(root, &["nsubj", "nsubj:pass"])
    };
    let is_person = |r: TokenRef| {
        trees[r.sentence].upos(r.token) == Pos::Propn
            && names[r.sentence][r.token].is_some_and(|n| a.names[n].kind == NameKind::Per)
    };
    for chain in chains.values() {
        for pair in chain.windows(2) {
            let (last, m) = (pair[0], pair[1]);
            let tree = &trees[m.sentence];
            if m.sentence != last.sentence + 1 || !matches!(tree.form(m.token), "he" | "his" | "she" | "her") {
                continue;
            }
            let leads = subject(m.sentence)
                .is_some_and(|t| t == m.token || tree.head(m.token) == Some(t) && tree.rel(m.token) == "nmod:poss");
            let Some(before) = subject(last.sentence).filter(|&t| leads && t < last.token) else { continue };
            let first = TokenRef { sentence: last.sentence, token: before };
            // Of one chain with the subject already, or mentioned beside it.
            let inside = trees[last.sentence].dominates(before, last.token);
            let deep = trees[last.sentence].clause_of(last.token) != trees[last.sentence].clause_of(before);
            if is_person(first) && !inside && deep && !chain.contains(&first) {
                let whom = antecedents.get(&first).copied().unwrap_or(first);
                antecedents.insert(m, whom);
            }
        }
    }
}

/// "his" and "he" that coreference left alone stand for the one person named in their own sentence or the two before.
pub(crate) fn lone_persons(
    a: &Analysis,
    trees: &[Tree],
    names: &[Vec<Option<usize>>],
    antecedents: &mut BTreeMap<TokenRef, TokenRef>,
) {
    for (s, tree) in trees.iter().enumerate() {
        for t in 0..tree.len() {
            if !matches!(tree.form(t), "he" | "him" | "his") || tree.upos(t) != Pos::Pron {
                continue;
            }
            let here = TokenRef { sentence: s, token: t };
            if antecedents.contains_key(&here) {
                continue;
            }
            let mut persons: BTreeMap<&str, TokenRef> = BTreeMap::new();
            for n in s.saturating_sub(2)..=s {
                let end = if n == s { t } else { trees[n].len() };
                for (i, name) in names[n][..end].iter().enumerate() {
                    let Some(name) = name.map(|x| &a.names[x]) else { continue };
                    if name.kind == NameKind::Per && name.last.token == i {
                        let top = top(&trees[n], name);
                        persons.entry(trees[n].tok(i).form.as_str()).or_insert(TokenRef { sentence: n, token: top });
                    }
                }
            }
            if persons.len() == 1 {
                antecedents.extend(persons.into_values().map(|p| (here, p)));
            }
        }
    }
}
