//! What bears on whether a predicate is so: negation, modality, attitude and aspect, each with its cue and its scope.
//!
//! Works on trees by grammar and word lists; whether the source is to be believed, and what the act is, is the
//! coder's. In "The army failed to capture the town, and denied shelling it." the capture failed by "failed", the
//! shelling is denied by "denied", and nothing at all bears on the failing and the denying: those are plainly told.
//!
//! A fact is about one predicate. Whatever governs it from above is listed too, innermost first, so that whoever
//! reads the list in order composes the meaning: "did not fail to attack" is `failed`, then `negated` of the failing.
//! Relative clauses, participles beside a noun and the complements of factives are islands: nothing from above
//! reaches into them, for they are told as given.

mod climb;
mod lexicon;
mod own;

use crate::attribution::tree::Tree;
use froissart_model::{Analysis, Attribution, Fact, FactKind, Pos, Sentence, Span, TokenRef};
use lexicon::{Lexicon, lexicon};

/// The facts of all predicates of a text, in the order of the predicates; of one predicate innermost first.
/// Quotations and attributions are filled before.
pub fn facts(a: &Analysis) -> Vec<Fact> {
    let mut out = Vec::new();
    for (n, sentence) in a.sentences.iter().enumerate() {
        let of = Clauses::new(a, n, sentence);
        for i in 0..sentence.tokens.len() {
            if of.is_predicate(i) {
                out.extend(of.facts(i));
            }
        }
    }
    out
}

/// What holds of one predicate, as it is gathered.
struct Chain {
    sentence: usize,
    token: usize,
    facts: Vec<Fact>,
}

impl Chain {
    /// Adds a fact by words of the sentence. One cue makes a predicate of one kind only once, however it is found.
    fn add(&mut self, kind: FactKind, cue: &[usize], scope: usize) {
        let mut cue: Vec<_> = cue.iter().map(|&token| TokenRef { sentence: self.sentence, token }).collect();
        cue.sort_unstable();
        self.add_from(kind, cue, scope);
    }
    /// Adds a fact by words of any sentence: of a cue beside the quotation that the predicate stands in.
    fn add_from(&mut self, kind: FactKind, cue: Vec<TokenRef>, scope: usize) {
        let at = |token| TokenRef { sentence: self.sentence, token };
        if self.facts.iter().all(|f| f.kind != kind || !f.cue.iter().any(|c| cue.contains(c))) {
            self.facts.push(Fact { token: at(self.token), kind, cue, scope: at(scope) });
        }
    }
}

/// One sentence with what is asked of it.
struct Clauses<'a> {
    tree: Tree<'a>,
    number: usize,
    lexicon: &'static Lexicon,
    /// The attributions whose content reaches into the sentence, innermost first.
    attributions: Vec<&'a Attribution>,
    /// Scare quotes in the sentence, with their marks and without.
    scare_quotes: Vec<(Span, Span)>,
    /// The question marks that ask, with the clause that each closes.
    asked: Vec<(usize, usize)>,
}

impl<'a> Clauses<'a> {
    fn new(a: &'a Analysis, number: usize, sentence: &'a Sentence) -> Self {
        let reaches = |x: &&Attribution| x.content.iter().any(|c| c.overlaps(sentence.span));
        let mut attributions: Vec<_> = a.attributions.iter().filter(reaches).collect();
        attributions.sort_by_key(|x| (x.content.iter().map(|c| c.len()).sum::<usize>(), x.cue_head));
        let scare = a.quotations.iter().filter(|q| !q.is_speech && sentence.span.contains(q.outer));
        let mut of = Self {
            tree: Tree::new(sentence),
            number,
            lexicon: lexicon(),
            attributions,
            scare_quotes: scare.map(|q| (q.outer, q.inner)).collect(),
            asked: Vec::new(),
        };
        of.asked = of.questions();
        of
    }

    /// Whether a word is one whose factuality is asked after: a verb, the head of a clause, a noun of an act.
    fn is_predicate(&self, i: usize) -> bool {
        let t = self.tree.token(i);
        match t.upos {
            // "the planned strike": the participle is a cue and no act.
            Pos::Verb => t.relation() != "amod" || self.modifier(i).is_none(),
            Pos::Punct | Pos::Sym | Pos::Sconj | Pos::Cconj | Pos::Adp | Pos::Part => false,
            _ if matches!(t.relation(), "root" | "ccomp" | "xcomp" | "csubj" | "advcl" | "acl" | "parataxis") => true,
            _ if self.tree.child(i, &["cop"]).is_some() => true,
            Pos::Noun | Pos::Propn => self.lexicon.is_event(&self.low(i)),
            _ => false,
        }
    }

    fn facts(&self, i: usize) -> Vec<Fact> {
        let mut chain = Chain { sentence: self.number, token: i, facts: Vec::new() };
        self.distanced(i, &mut chain);
        self.climb(i, &mut chain);
        self.reported(i, &mut chain);
        let clause = self.clause_of(i);
        if let Some(&(mark, top)) = self.asked.iter().find(|(_, top)| *top == clause) {
            chain.add(FactKind::Asked, &[mark], top);
        }
        chain.facts
    }

    /// Scare quotes around an act, not around the name of a thing: the "liberation" of the town, the film "War".
    fn distanced(&self, i: usize, chain: &mut Chain) {
        let t = self.tree.token(i);
        if t.upos != Pos::Noun || t.form.starts_with(char::is_uppercase) {
            return;
        }
        if let Some((outer, inner)) = self.scare_quotes.iter().find(|(_, inner)| inner.contains(t.span)) {
            let mark = |k: &usize| {
                let s = self.tree.token(*k).span;
                outer.contains(s) && !inner.overlaps(s)
            };
            let marks: Vec<_> = (0..self.tree.len()).filter(mark).collect();
            chain.add(FactKind::Distanced, &marks, i);
        }
    }

    /// What the source makes of the words that a predicate stands among, where no tree joins the two: a quotation
    /// beside its speech verb, a clause before "he denied".
    fn reported(&self, i: usize, chain: &mut Chain) {
        use FactKind::{Alleged, Believed, Denied, Doubted, Hoped, Intended, Promised, Requested, Threatened};
        let span = self.tree.token(i).span;
        for x in &self.attributions {
            let own = x.cue_head == TokenRef { sentence: self.number, token: i }
                || x.source.iter().chain(&x.cue).any(|s| s.contains(span));
            if own || !x.content.iter().any(|c| c.contains(span)) {
                continue;
            }
            let wanted = x.content_head.is_some_and(|c| {
                c.sentence == self.number && (self.is_infinitive(c.token) || self.tree.token(c.token).upos == Pos::Noun)
            });
            let told = if wanted { None } else { self.lexicon.told.get(&x.lemma) };
            let Some(kind) = told.or_else(|| self.lexicon.verbs.get(&x.lemma)) else { continue };
            let top = x.content_head.filter(|c| c.sentence == self.number).map_or(i, |c| c.token);
            // "denied responsibility for the attack": the tree has told what of a noun phrase is denied.
            let phrase = x
                .content_head
                .is_some_and(|c| c.sentence == self.number && c.token != i && self.is_noun(c.token) && self.is_noun(i));
            // "rejected the resolution condemning it": a thing is refused, and what is told of it stays as it is.
            let thing = x
                .content_head
                .is_some_and(|c| c.sentence == self.number && self.is_noun(c.token) && !self.is_allegation(c.token));
            let bears = match kind {
                Denied => !phrase && !thing && chain.facts.iter().all(|f| f.kind != Denied),
                Doubted | Believed | Alleged => true,
                Requested | Intended | Promised | Threatened | Hoped => wanted,
                _ => false,
            };
            if bears {
                chain.add_from(kind, vec![x.cue_head], top);
            }
        }
    }

    /// The question marks that ask of something, with the clause that each of them closes. A tag does not ask:
    /// "They fled, didn't they?"
    fn questions(&self) -> Vec<(usize, usize)> {
        let root = (0..self.tree.len()).find(|&i| self.tree.head(i).is_none());
        let mut out = Vec::new();
        for mark in (0..self.tree.len()).filter(|&i| self.tree.token(i).form == "?") {
            if self.is_tag(mark) {
                continue;
            }
            let closed = self.tree.head(mark).map(|h| self.clause_of(h));
            // Whatever the parser hung it on: a mark at the end asks of the whole sentence.
            let last = mark + 3 >= self.tree.len();
            let whole = root.filter(|_| last).map(|r| self.clause_of(r));
            for top in closed.into_iter().chain(whole) {
                // "… ?" he asked: the clause stands before the mark.
                if !out.contains(&(mark, top)) && top < mark {
                    out.push((mark, top));
                }
            }
        }
        out
    }

    /// Whether the words before a question mark are but a tag: ", did they?", ", right?"
    fn is_tag(&self, mark: usize) -> bool {
        let Some(comma) = (0..mark).rev().find(|&i| self.tree.is_punct(i)) else { return false };
        let words: Vec<_> = (comma + 1..mark).map(|i| self.low(i)).collect();
        let auxiliary = |i: usize| matches!(self.tree.token(i).xpos.as_str(), "MD" | "VBD" | "VBZ" | "VBP");
        self.tree.token(comma).form == ","
            && match words.len() {
                1 => matches!(words[0].as_str(), "right" | "no" | "eh" | "huh" | "yes" | "okay" | "ok"),
                2 | 3 => auxiliary(comma + 1) && self.tree.token(mark - 1).upos == Pos::Pron,
                _ => false,
            }
    }

    /// The lemma in lower case, in the singular; empty beyond the sentence's end.
    fn low(&self, i: usize) -> String {
        let Some(t) = self.tree.sentence.tokens.get(i) else { return String::new() };
        let low = t.lemma.to_lowercase();
        // A treebank keeps the plural of "talks" as its lemma; the word lists have one form of each.
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
    /// What an adjective or participle makes of the noun that it stands before, with its words: "planned", "so-called".
    fn modifier(&self, k: usize) -> Option<(FactKind, Vec<usize>)> {
        let form = self.tree.lower(k);
        if k >= 2 && self.tree.lower(k - 1) == "-" {
            let joined = format!("{}-{form}", self.tree.lower(k - 2));
            if let Some(kind) = self.lexicon.adjectives.get(&joined) {
                return Some((kind, vec![k - 2, k - 1, k]));
            }
        }
        let kind = self.lexicon.adjectives.get(&self.low(k)).or_else(|| self.lexicon.adjectives.get(&form))?;
        Some((kind, vec![k]))
    }
    fn is_verb(&self, i: usize) -> bool {
        self.tree.token(i).upos == Pos::Verb
    }
    fn is_noun(&self, i: usize) -> bool {
        matches!(self.tree.token(i).upos, Pos::Noun | Pos::Propn | Pos::Pron | Pos::Num)
    }
    fn relation(&self, i: usize) -> &'a str {
        self.tree.sentence.tokens[i].relation()
    }
    fn xpos(&self, i: usize) -> &'a str {
        &self.tree.sentence.tokens[i].xpos
    }
    fn deprel(&self, i: usize) -> &'a str {
        &self.tree.sentence.tokens[i].deprel
    }
    /// The children with one of the relations, subtype or not.
    fn children<'b>(&'b self, i: usize, relations: &'b [&'b str]) -> impl Iterator<Item = usize> + 'b {
        self.tree.children(i).iter().copied().filter(move |&k| relations.contains(&self.relation(k)))
    }
    /// The first child with one of the relations and this lemma.
    fn child_word(&self, i: usize, relations: &[&str], word: &str) -> Option<usize> {
        self.children(i, relations).find(|&k| self.low(k) == word)
    }
    /// Whether a clause is an infinitive: "to attack", "attack" under "helped".
    fn is_infinitive(&self, i: usize) -> bool {
        self.child_word(i, &["mark"], "to").is_some()
            || self.tree.token(i).has("VerbForm=Inf") && self.children(i, &["aux"]).next().is_none()
    }
    /// Whether a verb is passive, as a finite verb or as a participle.
    fn is_passive(&self, i: usize) -> bool {
        if self.tree.children(i).iter().any(|&k| matches!(self.deprel(k), "nsubj:pass" | "aux:pass")) {
            return true;
        }
        let t = self.tree.token(i);
        let participle = t.xpos == "VBN" || t.has("VerbForm=Part") && t.has("Tense=Past");
        participle
            && self.child_word(i, &["aux"], "have").is_none()
            && matches!(self.relation(i), "acl" | "amod" | "advcl")
    }
    /// The preposition or conjunction before a noun or clause, fixed words joined: "because of".
    fn case(&self, i: usize) -> String {
        let before = |k: &usize| *k < i && self.tree.token(*k).upos != Pos::Punct && self.xpos(*k) != "POS";
        let Some(first) = self.children(i, &["case", "mark"]).find(before) else { return String::new() };
        let mut out = self.low(first);
        for f in self.children(first, &["fixed"]) {
            out.push(' ');
            out.push_str(&self.tree.lower(f));
        }
        out
    }
    /// The nearest verb or copular predicate at or above a word.
    fn clause_of(&self, mut i: usize) -> usize {
        for _ in 0..self.tree.len() {
            if self.is_verb(i) || self.tree.child(i, &["cop"]).is_some() {
                return i;
            }
            let Some(h) = self.tree.head(i) else { return i };
            i = h;
        }
        i
    }
}

#[cfg(test)]
mod tests;
