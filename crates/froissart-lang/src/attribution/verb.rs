//! Verbs of speech and thought: what of the clause around one is its content.
//!
//! The forms are tried from the surest to the loosest: a clause, an infinitive, a gerund, a remark beside what is
//! said, a preposition's noun, an object. "urged the rebels to leave" has the content `the rebels to leave`;
//! "said hello" has none.

use super::cue::{Candidate, case_of, cue_of, infinitive, is_passive, source_of, source_tokens, speaks_on, tidy};
use super::lexicon::{Form, Lexicon};
use super::noun::{is_quoting, noun_clause};
use super::tree::Tree;
use froissart_model::{Attitude, Pos};

/// Verbs whose object may be the one spoken to.
const ADDRESSED: &[&str] = &["tell", "remind", "inform", "assure", "ask", "warn", "notify", "advise", "reassure"];

/// Nouns of time on which a speech verb's clause is hung by mistake.
const UNITS_OF_TIME: &[&str] = &["afternoon", "day", "evening", "hour", "month", "morning", "night", "week", "year"];

/// A content: its tokens, the head of its clause or noun, and what it is made of.
type Content = (Vec<usize>, Option<usize>, Form);

/// The verb `v` as a cue with its source and its content.
pub(super) fn verb(tree: &Tree<'_>, v: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(v);
    let lemma = lexicon.verb_lemma(t);
    let lemma = lemma.as_str();
    let particle = lexicon.particle.get(lemma).is_some_and(|p| {
        tree.children(v)
            .iter()
            .any(|&c| tree.lower(c) == *p && matches!(tree.token(c).relation(), "compound" | "advmod" | "xcomp"))
    });
    if !(lexicon.verbs.contains(lemma)
        || particle
        || lexicon.oblique.contains_key(lemma)
        || lexicon.infinitive.contains(lemma))
    {
        return None;
    }
    if matches!(t.relation(), "amod" | "compound" | "case" | "mark" | "fixed" | "flat") {
        return None;
    }
    let passive = is_passive(tree, v);
    let speaker = source_of(tree, v, passive).filter(|s| s.head != v);
    let source_head = speaker.map(|s| s.head);
    let known = lexicon.verbs.contains(lemma) || particle;
    let mut source = speaker.map_or_else(Vec::new, |s| source_tokens(tree, s, v));
    let asked = Asked { tree, v, lemma, lexicon, passive, known };
    let (content, content_head, form) = match asked.content(source_head) {
        Some(found) => found,
        None => asked.all_before(&mut source)?,
    };
    let cue = cue_of(tree, v);
    let content: Vec<usize> = content
        .into_iter()
        .filter(|i| !(cue.contains(i) || source.contains(i) && source_head != content_head))
        .collect();
    let content = tidy(tree, content);
    if content.is_empty() {
        return None;
    }
    Some(Candidate { cue, cue_head: v, source, source_head, content, content_head, lemma: lemma.to_string(), form })
}

fn all(tree: &Tree<'_>, top: usize) -> Vec<usize> {
    tree.subtree(top, &|_| false)
}

/// One verb of which the content is asked.
struct Asked<'a, 't> {
    tree: &'a Tree<'t>,
    v: usize,
    lemma: &'a str,
    lexicon: &'a Lexicon,
    passive: bool,
    /// Whether a clause after it is its content.
    known: bool,
}

impl Asked<'_, '_> {
    fn union(&self, tops: &[usize]) -> Vec<usize> {
        let mut tokens: Vec<usize> = tops.iter().flat_map(|x| all(self.tree, *x)).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }
    fn relation(&self, c: usize) -> &str {
        self.tree.token(c).relation()
    }
    fn find(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        self.tree.children(self.v).iter().copied().find(|&c| fits(c))
    }
    fn all_of(&self, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        self.tree.children(self.v).iter().copied().filter(|&c| fits(c)).collect()
    }
    fn mark(&self, c: usize) -> Option<String> {
        self.tree.child(c, &["case", "mark"]).map(|m| self.tree.lower(m))
    }

    /// What is said.
    fn content(&self, source: Option<usize>) -> Option<Content> {
        self.clause()
            .or_else(|| self.infinitive())
            .or_else(|| self.gerund())
            .or_else(|| self.carried())
            .or_else(|| self.beside(source))
            .or_else(|| self.oblique())
            .or_else(|| if self.passive { self.subject(source) } else { self.object() })
    }

    /// A finite clause, or a direct question, or direct speech.
    fn clause(&self) -> Option<Content> {
        if !self.known {
            return None;
        }
        let clauses = self.all_of(|c| self.relation(c) == "ccomp");
        if let Some(&first) = clauses.first() {
            let mut tokens: Vec<usize> = clauses
                .iter()
                .flat_map(|c| self.tree.subtree(*c, &|i| speaks_on(self.tree, i) == Some(self.v)))
                .collect();
            tokens.sort_unstable();
            tokens.dedup();
            return Some((tokens, Some(first), Form::Clause));
        }
        if self.passive
            && let Some(c) = self.find(|c| self.relation(c) == "csubj")
        {
            return Some((all(self.tree, c), Some(c), Form::Clause));
        }
        // "asked if …", "says that scenario is …" where the tree has an adverbial clause.
        let asks = self.lexicon.attitude(self.lemma, Form::Clause) == Attitude::Question;
        let free = self.tree.child(self.v, &["obj"]).is_none() || ADDRESSED.contains(&self.lemma);
        let loose = self.find(|c| {
            let subject = self.tree.child(c, &["nsubj", "csubj", "expl", "cop"]).is_some();
            let begin = all(self.tree, c).first().copied().unwrap_or(c);
            if self.relation(c) != "advcl" || begin <= self.v || self.tree.is_punct(begin) {
                return false;
            }
            let apart = self.tree.lower(begin - 1) == ",";
            match self.tree.child(c, &["mark"]).map(|m| self.tree.lower(m)).as_deref() {
                Some("whether") => true,
                Some("if") => asks,
                Some("that") => subject && free,
                None => {
                    let finite = self.tree.token(c).xpos != "VBG" && subject;
                    let when = self.tree.child(c, &["advmod"]).is_some_and(|m| self.tree.lower(m).starts_with("wh"));
                    finite && free && !apart && !when && self.lexicon.speech.contains(self.lemma)
                }
                _ => false,
            }
        })?;
        Some((all(self.tree, loose), Some(loose), Form::Clause))
    }

    fn infinitive(&self) -> Option<Content> {
        let (tree, lexicon) = (self.tree, self.lexicon);
        let x = self.find(|c| self.relation(c) == "xcomp" && infinitive(tree, c))?;
        let mut tops = vec![x];
        if self.passive {
            if !(lexicon.passive.contains(self.lemma) || lexicon.infinitive.contains(self.lemma)) {
                return None;
            }
            // "The advisers are believed to be in the city": the subject belongs to what is believed.
            tops.extend(tree.child(self.v, &["nsubj"]));
        } else {
            if !lexicon.infinitive.contains(self.lemma) {
                return None;
            }
            if self.lemma != "tell" {
                tops.extend(tree.child(self.v, &["obj"]).or_else(|| tree.child(self.v, &["iobj"])));
                // "called on them to leave".
                tops.extend(self.all_of(|c| {
                    self.relation(c) == "obl"
                        && c > self.v
                        && c < x
                        && matches!(case_of(tree, c).as_deref(), Some("on" | "upon" | "for"))
                }));
            }
        }
        Some((self.union(&tops), Some(x), Form::Infinitive))
    }

    /// "denied backing the rebels", "suggested sending troops".
    fn gerund(&self) -> Option<Content> {
        let tree = self.tree;
        let g = self.find(|c| {
            let here = self.relation(c) == "xcomp"
                || self.relation(c) == "advcl" && tree.child(self.v, &["obj"]).is_none() && c == self.v + 1;
            here && c > self.v && tree.token(c).xpos == "VBG" && tree.child(c, &["mark"]).is_none()
        })?;
        let fits = self.known && !self.passive && self.lexicon.object.contains(self.lemma);
        fits.then(|| (all(tree, g), Some(g), Form::Infinitive))
    }

    /// "said in a statement that …", where the tree hangs the clause on the statement.
    fn carried(&self) -> Option<Content> {
        if !self.known || self.passive {
            return None;
        }
        // "Said later in the day that …": a day carries no clause with "that" and a subject.
        let stray = |&k: &usize| {
            self.relation(k) == "acl"
                && self.tree.child(k, &["mark"]).is_some_and(|m| self.tree.lower(m) == "that")
                && self.tree.child(k, &["nsubj"]).is_some()
        };
        let of_time = |c: usize| UNITS_OF_TIME.contains(&self.tree.token(c).lemma.as_str());
        let on_time = |c: usize| self.tree.children(c).iter().copied().find(stray).filter(|_| of_time(c));
        // On the verb itself, or on its "later".
        let below = |c: usize| {
            let own = (self.relation(c) == "obl").then_some(c);
            own.or_else(|| self.tree.child(c, &["obl"]).filter(|_| self.relation(c) == "advmod"))
        };
        let found = self.tree.children(self.v).iter().find_map(|&c| below(c).filter(|_| c > self.v).and_then(on_time));
        if let Some(k) = found {
            return Some((all(self.tree, k), Some(k), Form::Clause));
        }
        let c = self.find(|c| {
            self.relation(c) == "obl"
                && self.lexicon.nouns.contains(&self.tree.token(c).lemma)
                && noun_clause(self.tree, c).is_some()
        })?;
        let clause = noun_clause(self.tree, c)?;
        Some((all(self.tree, clause), Some(clause), Form::Clause))
    }

    /// A remark inside or after what is said: "…, the minister said."
    fn beside(&self, source: Option<usize>) -> Option<Content> {
        let (tree, v) = (self.tree, self.v);
        if !self.known || self.passive || source.is_none() {
            return None;
        }
        let t = tree.token(v);
        let own = tree.child(v, &["nsubj"]);
        let marked = tree.child(v, &["mark", "advmod"]).is_some_and(|m| tree.lower(m) == "as");
        let begin = own.map_or(v, |s| all(tree, s).first().copied().unwrap_or(s).min(v));
        let end = own.map_or(v, |s| all(tree, s).last().copied().unwrap_or(s).max(v));
        let apart = begin == 0 || tree.is_punct(begin - 1) || marked;
        // "This war, he says, is different."
        let between = || apart && end + 1 < tree.len() && tree.lower(end + 1) == ",";
        let remark = matches!(t.relation(), "parataxis" | "dep") && apart
            || t.relation() == "advcl" && (marked || own.is_some() && between());
        // "as troops press into the valley" tells what they do meanwhile, and nothing that they say.
        if marked && self.lexicon.attitude(self.lemma, Form::Clause) != Attitude::Statement {
            return None;
        }
        let empty = tree.child(v, &["obj"]).is_none_or(|o| ADDRESSED.contains(&self.lemma) || tree.lower(o) == "it");
        if remark && empty && (own.is_some() || tree.child(v, &["mark"]).is_some()) {
            let h = tree.head(v)?;
            // "…, Reuters reported, citing two officials": their part is not what Reuters says.
            let cited = |c: usize| c > v && is_quoting(tree, c, self.lexicon);
            return Some((tree.subtree(h, &|c| c == v || cited(c)), Some(h), Form::Clause));
        }
        // The same with the remark as the root: "He spoke plainly: they were leaving."
        if !self.lexicon.speech.contains(self.lemma) {
            return None;
        }
        let p = self.find(|c| {
            self.relation(c) == "parataxis"
                && (tree.child(c, &["nsubj"]).is_some() || c < v)
                && !self.lexicon.verbs.contains(&tree.token(c).lemma)
        })?;
        let bare = tree.child(v, &["obj"]).is_none() || matches!(self.lemma, "tell" | "ask");
        bare.then(|| (all(tree, p), Some(p), Form::Clause))
    }

    /// "called for talks", "warned of a famine", "spoke about leaving".
    fn oblique(&self) -> Option<Content> {
        let cases = self.lexicon.oblique.get(self.lemma).filter(|_| !self.passive)?;
        let led = |c: usize, fits: &dyn Fn(&str) -> bool| {
            c > self.v && matches!(self.relation(c), "obl" | "advcl") && self.mark(c).is_some_and(|m| fits(&m))
        };
        let mut tops = self.all_of(|c| led(c, &|m| cases.contains(m)));
        let first = *tops.first()?;
        let negated = self.find(|c| matches!(self.tree.token(c).lemma.as_str(), "not" | "n't" | "never")).is_some();
        if negated && matches!(self.lemma, "respond" | "reply" | "react") {
            return None;
        }
        let marks: Vec<usize> = tops.iter().filter_map(|&c| self.tree.child(c, &["case", "mark"])).collect();
        // "referred to it as a war".
        tops.extend(self.all_of(|c| c > first && led(c, &|m| m == "as")));
        // "called on them to leave" with the infinitive beside.
        let demanded = self.lexicon.attitude(self.lemma, Form::Infinitive) == Attitude::Demand;
        if demanded {
            tops.extend(self.all_of(|c| c > first && self.relation(c) == "advcl" && infinitive(self.tree, c)));
        }
        let tokens = self.union(&tops).into_iter().filter(|i| !marks.contains(i)).collect();
        Some((tokens, Some(first), if demanded { Form::Infinitive } else { Form::Clause }))
    }

    /// What a passive says: "the truce was announced by the army".
    fn subject(&self, source: Option<usize>) -> Option<Content> {
        let (tree, v) = (self.tree, self.v);
        let t = tree.token(v);
        let listed = self.lexicon.object.contains(self.lemma) || self.lexicon.stance.contains(self.lemma);
        let whole = matches!(t.relation(), "root" | "ccomp" | "conj" | "acl" | "advcl" | "parataxis");
        if !listed || !whole || source.is_none() {
            return None;
        }
        let s = tree.child(v, &["nsubj"]).or_else(|| (t.relation() == "acl").then(|| tree.head(v)).flatten())?;
        Some((tree.subtree(s, &|c| c == v), Some(s), Form::Phrase))
    }

    /// A noun phrase: "denied the allegation", "accused Iran of arming them".
    fn object(&self) -> Option<Content> {
        let (tree, v, lexicon) = (self.tree, self.v, self.lexicon);
        let named = || self.find(|c| self.relation(c) == "xcomp" && c > v && !infinitive(tree, c));
        let listed = lexicon.object.contains(self.lemma);
        let stance = lexicon.stance.contains(self.lemma);
        let whole = lexicon.whole.contains(self.lemma);
        let given = || tree.child(v, &["iobj"]).filter(|_| whole || stance);
        let Some(object) = tree.child(v, &["obj"]).or_else(given) else {
            // "called the plan “abhorrent”", where the tree makes one phrase of both.
            return named().filter(|_| whole).map(|x| (all(tree, x), Some(x), Form::Phrase));
        };
        let o = tree.token(object);
        if matches!(o.lemma.as_str(), "who" | "which" | "that" | "what") && object < v {
            // "which Turkey denied": the noun that the clause describes.
            let h = (tree.token(v).deprel == "acl:relcl").then(|| tree.head(v)).flatten()?;
            return (listed || stance).then(|| (tree.phrase(h), Some(h), Form::Phrase));
        }
        if whole || stance {
            let mut tops = vec![object];
            tops.extend(self.all_of(|c| match self.relation(c) {
                "obj" | "iobj" => c != object,
                "xcomp" => true,
                "obl" | "advcl" => {
                    let led = self.mark(c);
                    c > object && led.is_some_and(|m| matches!(m.as_str(), "of" | "for" | "as" | "with" | "over"))
                }
                _ => false,
            }));
            // "called him" and "viewed the site" say nothing of anybody: "called him a thug" does, and so does
            // "called it “a trap”" where the tree makes one phrase of both.
            let quoted = || {
                let opens = |i: usize| matches!(tree.token(i).form.as_str(), "“" | "\"" | "‘" | "«" | "``" | "'");
                all(tree, object).iter().any(|&i| i > object && opens(i))
            };
            if self.lemma != "accuse" && tops.len() == 1 && !listed && !stance && !quoted() {
                return None;
            }
            let head = tops.iter().copied().find(|&c| self.relation(c) == "advcl").unwrap_or(object);
            return Some((self.union(&tops), Some(head), Form::Phrase));
        }
        if listed && (self.known || lexicon.infinitive.contains(self.lemma)) {
            let person = o.upos == Pos::Pron
                && matches!(tree.lower(object).as_str(), "him" | "her" | "them" | "us" | "me" | "you");
            return (!person).then(|| (all(tree, object), Some(object), Form::Phrase));
        }
        None
    }

    /// "…, a Cairo official told the paper." at the end of a sentence whose tree does not tie it to what stands
    /// before. Takes from the source what stands before the comma.
    fn all_before(&self, source: &mut Vec<usize>) -> Option<Content> {
        let (tree, v) = (self.tree, self.v);
        let near = *source.first()?;
        let free = matches!(tree.token(v).relation(), "root" | "parataxis" | "dep");
        if !free || !self.lexicon.speech.contains(self.lemma) || self.passive || tree.child(v, &["mark"]).is_some() {
            return None;
        }
        let subject = tree.child(v, &["nsubj"])?;
        let comma = (0..v.min(subject)).rev().find(|&i| tree.lower(i) == ",").filter(|&c| c >= 2)?;
        let last = (0..tree.len()).rev().find(|&i| !tree.is_punct(i))?;
        let ends = (v..=last).all(|i| i == v || tree.under(i, v));
        let predicate = (0..comma).any(|i| matches!(tree.token(i).upos, Pos::Verb | Pos::Aux));
        let addressed = tree.child(v, &["obj"]).is_none() || ADDRESSED.contains(&self.lemma);
        if !ends || !predicate || !addressed || near > v {
            return None;
        }
        source.retain(|i| *i > comma);
        let root = (0..comma).find(|&i| tree.head(i).is_none_or(|h| h > comma) && !tree.is_punct(i));
        (!source.is_empty()).then(|| ((0..comma).collect(), root, Form::Clause))
    }
}
