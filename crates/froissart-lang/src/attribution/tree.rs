//! Walks over one dependency tree: children, subtrees, noun phrases as spans.
//!
//! Reads trees and makes none. The subtree of "Jian" in "Foreign Ministry Spokesman Lin Jian said" is the five
//! words before the verb.

use froissart_model::{Pos, Sentence, Span, Token};

/// A sentence with its children lists.
pub(crate) struct Tree<'a> {
    pub(crate) sentence: &'a Sentence,
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub(crate) fn new(sentence: &'a Sentence) -> Self {
        let mut children = vec![Vec::new(); sentence.tokens.len()];
        for (i, t) in sentence.tokens.iter().enumerate() {
            if let Some(h) = t.head.filter(|h| *h < children.len() && *h != i) {
                children[h].push(i);
            }
        }
        Self { sentence, children }
    }
    pub(crate) fn len(&self) -> usize {
        self.sentence.tokens.len()
    }
    pub(crate) fn token(&self, i: usize) -> &'a Token {
        &self.sentence.tokens[i]
    }
    pub(crate) fn head(&self, i: usize) -> Option<usize> {
        self.token(i).head.filter(|h| *h < self.len())
    }
    pub(crate) fn children(&self, i: usize) -> &[usize] {
        &self.children[i]
    }
    /// The first child with one of the relations, subtype written or not.
    pub(crate) fn child(&self, i: usize, relations: &[&str]) -> Option<usize> {
        self.children[i].iter().copied().find(|&c| {
            let t = self.token(c);
            relations.iter().any(|r| if r.contains(':') { t.deprel == *r } else { t.relation() == *r })
        })
    }
    /// The word in lower case.
    pub(crate) fn lower(&self, i: usize) -> String {
        self.sentence.tokens.get(i).map_or_else(String::new, |t| t.form.to_lowercase())
    }
    pub(crate) fn is_punct(&self, i: usize) -> bool {
        self.token(i).upos == Pos::Punct
    }
    /// Whether `i` stands in the subtree of `top`.
    pub(crate) fn under(&self, i: usize, top: usize) -> bool {
        let mut at = Some(i);
        // Bounded, for a broken tree may turn in circles.
        for _ in 0..=self.len() {
            match at {
                Some(x) if x == top => return true,
                Some(x) => at = self.head(x),
                None => return false,
            }
        }
        false
    }
    /// The subtree's tokens in order, without the subtrees for which `skip` says so.
    pub(crate) fn subtree(&self, top: usize, skip: &dyn Fn(usize) -> bool) -> Vec<usize> {
        let mut seen = vec![false; self.len()];
        let mut todo = vec![top];
        while let Some(i) = todo.pop() {
            if seen[i] {
                continue;
            }
            seen[i] = true;
            todo.extend(self.children[i].iter().copied().filter(|c| !skip(*c)));
        }
        (0..self.len()).filter(|i| seen[*i]).collect()
    }
    /// The subject of a predicate, active or passive: its own, or that of the verb it is joined to.
    pub(crate) fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..self.len() {
            if let Some(s) = self.child(at, &["nsubj", "csubj"]) {
                return Some(s);
            }
            let t = self.token(at);
            match t.relation() {
                "conj" | "xcomp" | "advcl" => at = self.head(at)?,
                _ => return None,
            }
        }
        None
    }
    /// The noun phrase of `head` without relative clauses and remarks beside it.
    pub(crate) fn phrase(&self, head: usize) -> Vec<usize> {
        let mut tokens = self.subtree(head, &|c| {
            let t = self.token(c);
            t.deprel == "acl:relcl"
                || matches!(t.relation(), "parataxis" | "discourse" | "advcl" | "dep" | "vocative")
                || (self.token(c).head == Some(head)
                    && matches!(t.relation(), "cop" | "nsubj" | "mark" | "aux" | "ccomp"))
        });
        self.trim(&mut tokens);
        tokens
    }
    /// Takes punctuation and bare conjunctions off both ends; a closing mark stays where its opening one is inside.
    pub(crate) fn trim(&self, tokens: &mut Vec<usize>) {
        let opens = |i: usize| matches!(self.token(i).form.as_str(), "“" | "\"" | "‘" | "«" | "(" | "``" | "'" | "[");
        let closes = |i: usize| matches!(self.token(i).form.as_str(), "”" | "\"" | "’" | "»" | ")" | "''" | "'" | "]");
        while let Some(&first) = tokens.first() {
            let pair = opens(first) && tokens[1..].iter().any(|i| closes(*i));
            if (self.is_punct(first) && !pair) || (self.token(first).relation() == "cc" && tokens.len() > 1) {
                tokens.remove(0);
            } else {
                break;
            }
        }
        while let Some(&last) = tokens.last() {
            let pair = closes(last) && tokens[..tokens.len() - 1].iter().any(|i| opens(*i));
            if self.is_punct(last) && !pair {
                tokens.pop();
            } else {
                break;
            }
        }
    }
    /// Spans of a set of tokens in order; tokens side by side make one span.
    pub(crate) fn spans(&self, tokens: &[usize]) -> Vec<Span> {
        let mut out: Vec<Span> = Vec::new();
        let mut last = None;
        for &i in tokens {
            let span = self.token(i).span;
            match out.last_mut() {
                Some(s) if last.is_some_and(|l| l + 1 == i) => *s = s.cover(span),
                _ => out.push(span),
            }
            last = Some(i);
        }
        out
    }
}

/// Analyses made by hand, for the tests of what reads trees.
#[cfg(test)]
pub(crate) mod hand {
    use froissart_model::{Analysis, Name, NameKind, Part, Pos, Sentence, Span, Token, TokenRef};

    /// One sentence a line, one `form=lemma/UPOS/xpos/head/relation` a word (no lemma: the form in lower case), an
    /// empty line before a new paragraph. The text has one space between words; every occurrence of a name is one.
    pub(crate) fn analysis(rows: &str, names: &[(&str, NameKind)]) -> (Analysis, String) {
        let (mut a, mut text, mut block) = (Analysis::default(), String::new(), 0);
        for row in rows.lines() {
            if row.trim().is_empty() {
                block += 1;
                continue;
            }
            let begin = text.len();
            let mut tokens = Vec::new();
            for word in row.split_whitespace() {
                let parts: Vec<&str> = word.rsplitn(5, '/').collect();
                let [relation, head, xpos, upos, form] = parts[..] else { panic!("{word}") };
                let (form, lemma) =
                    form.split_once('=').map_or((form, form.to_lowercase()), |(f, l)| (f, l.to_string()));
                let at = text.len();
                text.push_str(form);
                tokens.push(Token {
                    span: Span::new(at, text.len()),
                    form: form.into(),
                    lemma,
                    upos: Pos::parse(upos),
                    xpos: xpos.into(),
                    feats: "_".into(),
                    head: head.parse::<usize>().expect("a head").checked_sub(1),
                    deprel: relation.into(),
                });
                text.push(' ');
            }
            a.sentences.push(Sentence { span: Span::new(begin, text.len() - 1), part: Part::Body, block, tokens });
        }
        for (n, s) in a.sentences.iter().enumerate() {
            let mut found: Vec<Name> = Vec::new();
            for (name, kind) in names {
                for (at, _) in s.span.of(&text).match_indices(name) {
                    let span = Span::new(s.span.begin + at, s.span.begin + at + name.len());
                    let first = s.tokens.iter().position(|t| t.span.begin == span.begin);
                    let last = s.tokens.iter().position(|t| t.span.end == span.end);
                    let (Some(first), Some(last)) = (first, last) else { continue };
                    if found.iter().all(|f| !f.span.overlaps(span)) {
                        let at = |token| TokenRef { sentence: n, token };
                        found.push(Name { span, kind: *kind, first: at(first), last: at(last) });
                    }
                }
            }
            found.sort_by_key(|f| f.span);
            a.names.extend(found);
        }
        (a, text)
    }
}
