//! One sentence as a tree one can walk: children, subtrees, noun phrases, coordinations.
//!
//! Knows Universal Dependencies, and nothing of conflicts. In "Russia, Iran, and Iran-backed Hezbollah" the
//! conjuncts of "Russia" are all three.

use froissart_model::{Pos, Sentence, Span, Token};

/// A clause whose verb stands only in the clause before it: "and the army Homs", of "Rebels took Aleppo".
#[derive(Debug, Clone, Copy)]
pub(crate) struct Gap {
    pub(crate) verb: usize,
    pub(crate) actor: usize,
    pub(crate) object: usize,
}

/// A sentence with its children looked up once.
pub(crate) struct Tree<'a> {
    pub(crate) sentence: &'a Sentence,
    kids: Vec<Vec<usize>>,
    /// Heads, relations and parts of speech as parsed, or as [`crate::repair`] has them.
    heads: Vec<Option<usize>>,
    rels: Vec<&'a str>,
    /// The relations without their subtypes.
    bases: Vec<&'a str>,
    upos: Vec<Pos>,
    /// Lemmas in lower case, as the word lists have them.
    lows: Vec<String>,
    /// Forms in lower case.
    forms: Vec<String>,
    /// Words whose parts stand as words of their own, with their hyphens, at the last part: "test-fire", "sit-in".
    joined: Vec<Option<String>>,
    /// The clauses that leave out their verb.
    pub(crate) gaps: Vec<Gap>,
    /// The verb of a headline's "Turkey to send troops".
    pub(crate) planned: Option<usize>,
    /// The participle that is a headline's only verb: "Chad rebels captured by army".
    pub(crate) main: Option<usize>,
    /// Participles that the parser took for the verb that says the rest: "the truce agreed in March no longer holds".
    pub(crate) reduced: Vec<usize>,
}

/// Pronouns for whoever acts.
pub(crate) const REFLEXIVE: &[&str] = &["himself", "herself", "itself", "themselves", "ourselves", "myself"];

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

/// A relation without its subtype: "nmod" of "nmod:poss".
fn base(rel: &str) -> &str {
    rel.split_once(':').map_or(rel, |x| x.0)
}

/// A token's lemma in the one form that the word lists have of it.
fn low(t: &Token) -> String {
    let low = t.lemma.to_lowercase();
    // A rare compound of "take" is left as it is written: "retook".
    if t.upos == Pos::Verb
        && let Some(stem) = low.strip_suffix("took")
    {
        return format!("{stem}take");
    }
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

/// The word that ends at a token, where hyphens without blanks lead up to it.
fn joined(tokens: &[Token], t: usize) -> Option<String> {
    let hyphen = |i: usize| {
        tokens[i].form == "-"
            && tokens[i - 1].span.end == tokens[i].span.begin
            && tokens.get(i + 1).is_some_and(|next| tokens[i].span.end == next.span.begin)
    };
    let mut first = t;
    while first >= 2 && hyphen(first - 1) {
        first -= 2;
    }
    (first < t).then(|| {
        let mut parts: Vec<String> = tokens[first..t].iter().step_by(2).map(|x| x.form.to_lowercase()).collect();
        parts.push(low(&tokens[t]));
        parts.join("-")
    })
}

impl<'a> Tree<'a> {
    pub(crate) fn new(sentence: &'a Sentence) -> Self {
        let mut tree = Self {
            sentence,
            kids: Vec::new(),
            heads: sentence.tokens.iter().map(|t| t.head).collect(),
            rels: sentence.tokens.iter().map(|t| t.deprel.as_str()).collect(),
            bases: sentence.tokens.iter().map(|t| base(&t.deprel)).collect(),
            upos: sentence.tokens.iter().map(|t| t.upos).collect(),
            lows: sentence.tokens.iter().map(low).collect(),
            forms: sentence.tokens.iter().map(|t| t.form.to_lowercase()).collect(),
            joined: (0..sentence.tokens.len()).map(|i| joined(&sentence.tokens, i)).collect(),
            gaps: Vec::new(),
            planned: None,
            main: None,
            reduced: Vec::new(),
        };
        tree.grow();
        tree
    }
    /// Looks up the children anew.
    fn grow(&mut self) {
        self.kids = vec![Vec::new(); self.heads.len()];
        for (i, h) in self.heads.iter().enumerate() {
            if let Some(h) = h.filter(|&h| h < self.heads.len() && h != i) {
                self.kids[h].push(i);
            }
        }
    }
    /// Hangs a token elsewhere. Whoever calls it sees to it that no circle comes about.
    pub(crate) fn hang(&mut self, i: usize, head: Option<usize>, rel: &'a str) {
        (self.heads[i], self.rels[i], self.bases[i]) = (head, rel, base(rel));
        self.grow();
    }
    /// Reads a token as another part of speech.
    pub(crate) fn read_as(&mut self, i: usize, pos: Pos) {
        self.upos[i] = pos;
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
    pub(crate) fn low(&self, i: usize) -> &str {
        &self.lows[i]
    }
    /// The word as written, in lower case.
    pub(crate) fn form(&self, i: usize) -> &str {
        &self.forms[i]
    }
    /// The whole of a word that hyphens part, at its last part: "co-operate".
    pub(crate) fn joined(&self, i: usize) -> Option<&str> {
        self.joined[i].as_deref()
    }
    pub(crate) fn rel(&self, i: usize) -> &'a str {
        self.rels[i]
    }
    pub(crate) fn head(&self, i: usize) -> Option<usize> {
        self.heads[i]
    }
    pub(crate) fn kids(&self, i: usize) -> &[usize] {
        &self.kids[i]
    }
    /// The children with one of these relations, subtypes counted as their base where the base is given.
    pub(crate) fn kids_by<'b>(&'b self, i: usize, rels: &'b [&'b str]) -> impl Iterator<Item = usize> + 'b {
        self.kids[i].iter().copied().filter(move |&k| {
            let (r, base) = (self.rels[k], self.bases[k]);
            rels.iter().any(|x| *x == r || *x == base)
        })
    }
    pub(crate) fn kid(&self, i: usize, rels: &[&str]) -> Option<usize> {
        self.kids_by(i, rels).next()
    }
    pub(crate) fn upos(&self, i: usize) -> Pos {
        self.upos[i]
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
                // "and, a day later, Gao": what a comma sets apart is no part of the name.
                let apart =
                    own && self.upos(i) == Pos::Propn && r == "advmod" && (k..i).any(|x| self.tok(x).form == ",");
                let keep = !apart && if own { self.is_own_part(i, k) } else { self.is_inner_part(k) };
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
        loop {
            if a > 0 && (inside[a - 1] || self.crossable(a - 1) && a > 1 && inside[a - 2]) {
                a -= 1;
            } else if let Some(open) = self.bracket_before(a).filter(|&o| o > 0 && inside[o - 1]) {
                // "the Hizbollah (Party of God) group" is one mention, whatever its gloss says.
                a = open;
            } else {
                break;
            }
        }
        while b + 1 < self.len() && (inside[b + 1] || self.crossable(b + 1) && b + 2 < self.len() && inside[b + 2]) {
            b += 1;
        }
        let outer = |x: usize| {
            self.upos(x) == Pos::Punct
                || matches!(self.rel(x), "cc" | "case" | "mark" | "fixed")
                || self.rel(x) == "advmod" && matches!(self.low(x), "not" | "only" | "also")
        };
        while a < i && outer(a) {
            a += 1;
        }
        while b > i && self.upos(b) == Pos::Punct {
            b -= 1;
        }
        // "at least 60 militants": the bound is the figure's, not the mention's.
        let hedge = |x: usize| {
            matches!(
                self.low(x),
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
        // "at least a dozen policemen"
        if a > 0 && a < i && self.form(a - 1) == "at" && matches!(self.form(a), "least" | "most") {
            a += 1;
        }
        (a, b)
    }
    /// Where the bracket opens that closes right before a token.
    pub(crate) fn bracket_before(&self, a: usize) -> Option<usize> {
        let close = a.checked_sub(1).filter(|&i| self.tok(i).form == ")")?;
        (close.saturating_sub(8)..close).rev().find(|&i| self.tok(i).form == "(")
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
        let mut s = self.low(first).to_owned();
        for f in self.kids_by(first, &["fixed"]) {
            s.push(' ');
            s.push_str(self.form(f));
        }
        Some(s.clone())
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
        matches!(self.form(i), "who" | "which" | "that" | "whom" | "whose")
            && matches!(self.upos(i), Pos::Pron | Pos::Det | Pos::Sconj)
    }
}
