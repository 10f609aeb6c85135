//! One sentence as a tree one can walk: children, subtrees, noun phrases, coordinations.
//!
//! Knows Universal Dependencies, and nothing of conflicts. In "Russia, Iran, and Iran-backed Hezbollah" the
//! conjuncts of "Russia" are all three.

use froissart_model::{Pos, Sentence, Span, Token};

/// A sentence with its children looked up once.
pub(crate) struct Tree<'a> {
    pub(crate) sentence: &'a Sentence,
    kids: Vec<Vec<usize>>,
}

/// Relations that are no part of the noun phrase that a mention names.
const OUTSIDE: &[&str] = &[
    "acl",
    "acl:relcl",
    "appos",
    "conj",
    "cc",
    "cc:preconj",
    "punct",
    "parataxis",
    "advcl",
    "dep",
    "cop",
    "nsubj",
    "aux",
    "mark",
    "discourse",
    "nsubj:pass",
    "advcl:relcl",
    "nsubj:outer",
    "expl",
];

impl<'a> Tree<'a> {
    pub(crate) fn new(sentence: &'a Sentence) -> Self {
        let mut kids = vec![Vec::new(); sentence.tokens.len()];
        for (i, t) in sentence.tokens.iter().enumerate() {
            if let Some(h) = t.head.filter(|&h| h < sentence.tokens.len() && h != i) {
                kids[h].push(i);
            }
        }
        Self { sentence, kids }
    }
    pub(crate) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }
    pub(crate) fn tok(&self, i: usize) -> &'a Token {
        &self.sentence.tokens[i]
    }
    pub(crate) fn lemma(&self, i: usize) -> &'a str {
        &self.sentence.tokens[i].lemma
    }
    /// The lemma in lower case: names keep their capitals in a treebank's lemmas.
    pub(crate) fn low(&self, i: usize) -> String {
        let t = &self.sentence.tokens[i];
        let low = t.lemma.to_lowercase();
        // A treebank keeps the plural of "troops" and "talks" as their lemma; the word lists have one form of each.
        if t.xpos == "NNS" && low.len() > 4 && t.form.to_lowercase() == low {
            if let Some(stem) = low.strip_suffix("ies") {
                return format!("{stem}y");
            }
            if let Some(stem) = low.strip_suffix('s').filter(|x| !x.ends_with('s')) {
                return stem.to_owned();
            }
        }
        low
    }
    pub(crate) fn rel(&self, i: usize) -> &'a str {
        &self.sentence.tokens[i].deprel
    }
    pub(crate) fn head(&self, i: usize) -> Option<usize> {
        self.sentence.tokens[i].head
    }
    pub(crate) fn kids(&self, i: usize) -> &[usize] {
        &self.kids[i]
    }
    /// The children with one of these relations, subtypes counted as their base where the base is given.
    pub(crate) fn kids_by<'b>(&'b self, i: usize, rels: &'b [&'b str]) -> impl Iterator<Item = usize> + 'b {
        self.kids[i].iter().copied().filter(move |&k| {
            let r = self.rel(k);
            rels.iter().any(|x| *x == r || r.split(':').next() == Some(x))
        })
    }
    pub(crate) fn kid(&self, i: usize, rels: &[&str]) -> Option<usize> {
        self.kids_by(i, rels).next()
    }
    pub(crate) fn upos(&self, i: usize) -> Pos {
        self.sentence.tokens[i].upos
    }
    pub(crate) fn is_noun(&self, i: usize) -> bool {
        matches!(self.upos(i), Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }
    pub(crate) fn is_verb(&self, i: usize) -> bool {
        self.upos(i) == Pos::Verb
    }

    /// Whether `a` is `b` or stands above it.
    pub(crate) fn dominates(&self, a: usize, b: usize) -> bool {
        let mut at = Some(b);
        for _ in 0..=self.len() {
            match at {
                Some(x) if x == a => return true,
                Some(x) => at = self.head(x),
                None => return false,
            }
        }
        false
    }

    /// The tokens of the noun phrase that the mention at `i` names: contiguous around its head, without relative
    /// clauses, appositions, conjuncts and what belongs to a copula.
    pub(crate) fn phrase(&self, i: usize) -> (usize, usize) {
        let mut inside = vec![false; self.len()];
        inside[i] = true;
        let mut stack = vec![i];
        while let Some(x) = stack.pop() {
            for &k in &self.kids[x] {
                // A conjunct inside the phrase ("Syrian and Russian warplanes") belongs to it; one beside its head does not.
                // So do the hyphens of compounds and the words inside of them.
                let r = self.rel(k);
                let own = x == i;
                let keep = if own { self.is_own_part(i, k) } else { self.is_inner_part(k) };
                let keep = keep
                    || own && r == "punct" && self.tok(k).form == "-"
                    || own && r == "case" && self.tok(k).form.starts_with(['\'', '’']) && k < i;
                if keep {
                    inside[k] = true;
                    stack.push(k);
                }
            }
        }
        let (mut a, mut b) = (i, i);
        // The phrase must be contiguous: a parse that jumps is cut at the jump; punctuation inside may be crossed.
        while a > 0 && (inside[a - 1] || self.crossable(a - 1) && a > 1 && inside[a - 2]) {
            a -= 1;
        }
        while b + 1 < self.len() && (inside[b + 1] || self.crossable(b + 1) && b + 2 < self.len() && inside[b + 2]) {
            b += 1;
        }
        while a < i && (self.upos(a) == Pos::Punct || matches!(self.rel(a), "cc" | "case" | "mark" | "fixed")) {
            a += 1;
        }
        while b > i && self.upos(b) == Pos::Punct {
            b -= 1;
        }
        // "at least 60 militants": the bound is the figure's, not the mention's.
        let hedge = |x: usize| {
            matches!(
                self.low(x).as_str(),
                "at" | "least"
                    | "most"
                    | "more"
                    | "than"
                    | "about"
                    | "around"
                    | "nearly"
                    | "almost"
                    | "over"
                    | "up"
                    | "to"
                    | "some"
                    | "roughly"
                    | "approximately"
                    | "an"
                    | "estimated"
            )
        };
        let number = (a..i).find(|&x| self.upos(x) == Pos::Num);
        if let Some(number) = number.filter(|&n| n > a && (a..n).all(hedge)) {
            a = number;
        }
        (a, b)
    }
    /// Whether a child of a mention's head belongs to the mention.
    fn is_own_part(&self, head: usize, k: usize) -> bool {
        let r = self.rel(k);
        if OUTSIDE.contains(&r) || r == "case" {
            return false;
        }
        match r {
            "obl" | "obl:agent" | "nmod:unmarked" | "obl:unmarked" if self.is_time_like(k) => false,
            _ => k < head || !r.starts_with("nmod") || r != "nmod:poss" && self.nmod_belongs(k),
        }
    }
    /// Whether a word further down belongs to it.
    fn is_inner_part(&self, k: usize) -> bool {
        match self.rel(k) {
            "acl:relcl" | "parataxis" | "appos" => false,
            "punct" => !self.is_edge_punct(k),
            _ => true,
        }
    }
    fn crossable(&self, i: usize) -> bool {
        self.upos(i) == Pos::Punct
            && matches!(self.tok(i).form.as_str(), "-" | "–" | "\"" | "“" | "”" | "'" | "’" | "/" | ".")
    }
    fn is_edge_punct(&self, i: usize) -> bool {
        self.upos(i) == Pos::Punct && !matches!(self.tok(i).form.as_str(), "-" | "–" | "/" | ",")
    }
    fn is_time_like(&self, i: usize) -> bool {
        matches!(
            self.lemma(i),
            "Monday"
                | "Tuesday"
                | "Wednesday"
                | "Thursday"
                | "Friday"
                | "Saturday"
                | "Sunday"
                | "today"
                | "yesterday"
                | "year"
                | "month"
                | "week"
                | "day"
        )
    }
    /// Whether a prepositional phrase after the head names the mention ("the city of Hasaka"), rather than tells about it
    /// ("rebels in Idlib", "an attack on").
    fn nmod_belongs(&self, k: usize) -> bool {
        self.case(k).is_none_or(|c| c == "of" || c == "for")
    }

    /// The preposition of a phrase: "in", or two words as one, "in front of".
    pub(crate) fn case(&self, i: usize) -> Option<String> {
        let of = |x: usize| {
            self.kids_by(x, &["case", "mark"])
                .find(|&k| k < i && self.upos(k) != Pos::Punct && !self.tok(k).form.starts_with(['\'', '’']))
        };
        // A preposition that a parser hung on the first part of a name is the whole name's.
        let part = || self.kids_by(i, &["compound", "flat"]).filter(|&k| k < i).find_map(of);
        let first = of(i).or_else(part)?;
        let mut s = self.low(first);
        for f in self.kids_by(first, &["fixed"]) {
            s.push(' ');
            s.push_str(&self.tok(f).form.to_lowercase());
        }
        Some(s)
    }

    /// The head and everything coordinated with it, in order.
    pub(crate) fn conjuncts(&self, i: usize) -> Vec<usize> {
        let mut out = vec![i];
        let mut at = 0;
        while at < out.len() {
            let x = out[at];
            out.extend(self.kids_by(x, &["conj"]).filter(|&k| k != x).collect::<Vec<_>>());
            at += 1;
        }
        out.sort_unstable();
        out.dedup();
        out
    }

    /// The span of tokens `a` to `b`, both included.
    pub(crate) fn span(&self, a: usize, b: usize) -> Span {
        Span::new(self.tok(a).span.begin, self.tok(b).span.end)
    }
    /// The nearest verb, or copular predicate, at or above `i`.
    pub(crate) fn clause_of(&self, mut i: usize) -> usize {
        for _ in 0..self.len() {
            if self.is_verb(i) || self.kid(i, &["cop"]).is_some() {
                return i;
            }
            match self.head(i) {
                Some(h) => i = h,
                None => return i,
            }
        }
        i
    }
    /// Whether the word is a relative pronoun.
    pub(crate) fn is_relative(&self, i: usize) -> bool {
        matches!(self.tok(i).form.to_lowercase().as_str(), "who" | "which" | "that" | "whom" | "whose")
            && matches!(self.upos(i), Pos::Pron | Pos::Det | Pos::Sconj)
    }
}
