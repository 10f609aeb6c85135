//! The cues of one sentence: verbs, nouns, adjectives and adverbs of speech and thought, "according to", a colon.
//!
//! Each rule reads the tree alone; quotation marks are fitted afterwards. "Turkey denied backing the rebels" has the
//! cue `denied`, the source `Turkey` and the content `backing the rebels`.

use super::lexicon::{Lexicon, lexicon};
use super::tree::Tree;
use froissart_model::{Analysis, NameKind, Pos, Span};

/// An attribution inside one sentence, as token numbers.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) cue: Vec<usize>,
    pub(super) cue_head: usize,
    pub(super) source: Vec<usize>,
    pub(super) source_head: Option<usize>,
    pub(super) content: Vec<usize>,
    pub(super) content_head: Option<usize>,
    pub(super) lemma: String,
}

/// Verbs that carry a noun of speech: "made the claim that".
const LIGHT: &[&str] = &[
    "make",
    "issue",
    "give",
    "release",
    "express",
    "voice",
    "have",
    "send",
    "repeat",
    "reiterate",
    "level",
    "raise",
    "deliver",
    "offer",
    "file",
    "hold",
    "launch",
    "share",
    "publish",
    "post",
    "put",
    "reach",
    "take",
    "share",
    "harbor",
    "harbour",
    "renew",
];

/// Every cue of the sentence with its source and its content.
pub(super) fn candidates(tree: &Tree<'_>, a: &Analysis, sentence: usize) -> Vec<Candidate> {
    let mut out = Vec::new();
    let lexicon = lexicon();
    for i in 0..tree.len() {
        let t = tree.token(i);
        let found = match t.upos {
            Pos::Verb if tree.lower(i) == "according" => according(tree, i),
            Pos::Verb => quoting(tree, i, lexicon).or_else(|| verb(tree, i, lexicon)),
            Pos::Noun => noun(tree, i, lexicon, a, sentence),
            Pos::Adj => adjective(tree, i, lexicon),
            Pos::Adv => adverb(tree, i, lexicon).or_else(|| according(tree, i)),
            Pos::Adp | Pos::Sconj => according(tree, i),
            _ => None,
        };
        out.extend(found);
    }
    out.extend(colon(tree, a, sentence));
    out
}

/// Keeps what is inside each run of tokens and takes the punctuation at its ends off.
fn tidy(tree: &Tree<'_>, tokens: Vec<usize>) -> Vec<usize> {
    let mut out = Vec::new();
    let mut run: Vec<usize> = Vec::new();
    for i in tokens.into_iter().chain([usize::MAX]) {
        if run.last().is_some_and(|l| l + 1 != i) {
            tree.trim(&mut run);
            out.append(&mut run);
        }
        if i != usize::MAX {
            run.push(i);
        }
    }
    out
}

/// The verb with its auxiliaries, its negation and its particle.
fn cue_of(tree: &Tree<'_>, v: usize) -> Vec<usize> {
    let mut cue: Vec<usize> = tree
        .children(v)
        .iter()
        .copied()
        .filter(|&c| {
            let t = tree.token(c);
            t.relation() == "aux"
                || t.deprel == "compound:prt"
                || (t.relation() == "advmod" && matches!(t.lemma.as_str(), "not" | "never" | "n't"))
        })
        .collect();
    cue.push(v);
    cue.sort_unstable();
    cue
}

fn is_passive(tree: &Tree<'_>, v: usize) -> bool {
    let t = tree.token(v);
    tree.children(v)
        .iter()
        .any(|&c| matches!(tree.token(c).deprel.as_str(), "nsubj:pass" | "aux:pass" | "csubj:pass" | "obl:agent"))
        || (t.relation() == "acl" && t.xpos == "VBN")
}

fn case_of(tree: &Tree<'_>, noun: usize) -> Option<String> {
    tree.child(noun, &["case"]).map(|c| tree.lower(c))
}

fn is_relative(tree: &Tree<'_>, i: usize) -> bool {
    matches!(tree.lower(i).as_str(), "who" | "which" | "that" | "whom") && tree.token(i).upos == Pos::Pron
}

/// The relative pronoun of a clause stands for the noun that the clause describes.
fn resolve_relative(tree: &Tree<'_>, subject: usize, verb: usize) -> usize {
    if is_relative(tree, subject) {
        let mut at = verb;
        for _ in 0..tree.len() {
            if tree.token(at).deprel == "acl:relcl" {
                return tree.head(at).unwrap_or(subject);
            }
            match tree.head(at) {
                Some(h) => at = h,
                None => break,
            }
        }
    }
    subject
}

fn is_cue(tree: &Tree<'_>, v: usize) -> bool {
    let lexicon = lexicon();
    tree.token(v).upos == Pos::Verb && lexicon.speech.contains(&lexicon.verb_lemma(tree.token(v)))
}

/// Who says it: the head of the source, where the words name one.
fn source_of(tree: &Tree<'_>, v: usize, passive: bool) -> Option<usize> {
    if passive {
        return tree.children(v).iter().copied().find(|&c| {
            let t = tree.token(c);
            t.deprel == "obl:agent" || (t.relation() == "obl" && case_of(tree, c).as_deref() == Some("by"))
        });
    }
    // Where a tree has two subjects, the nearer one is right: "Cruz, Blackwell wrote".
    let own = tree
        .children(v)
        .iter()
        .copied()
        .filter(|&s| tree.token(s).relation() == "nsubj" && tree.token(s).deprel != "nsubj:pass")
        .min_by_key(|&s| (s > v, v.abs_diff(s)));
    if let Some(s) = own {
        let t = tree.token(s);
        if t.lemma == "it" && tree.child(v, &["expl"]).is_some() {
            return None;
        }
        return Some(resolve_relative(tree, s, v));
    }
    let t = tree.token(v);
    let h = tree.head(v)?;
    match t.relation() {
        "conj" => {
            // "He said that it grew, and said that …" hung on the wrong verb: both sayings are his.
            let outer = tree.head(h).filter(|&m| {
                tree.token(h).relation() == "ccomp" && is_cue(tree, m) && !is_cue(tree, h) && is_cue(tree, v)
            });
            if let Some(m) = outer.filter(|&m| tree.token(m).xpos == t.xpos && tree.token(h).xpos != t.xpos) {
                return source_of(tree, m, is_passive(tree, m));
            }
            if is_passive(tree, h) && !passive { tree.subject(h) } else { source_of(tree, h, false) }
        }
        "acl" => Some(h).filter(|h| matches!(tree.token(*h).upos, Pos::Noun | Pos::Propn | Pos::Pron)),
        "advcl" | "parataxis" | "dep" => {
            let s = tree.subject(h)?;
            Some(resolve_relative(tree, s, h))
        }
        "xcomp" => {
            if let Some(o) = tree.child(h, &["obj", "iobj"]).filter(|o| *o < v) {
                return Some(o);
            }
            match tree.child(h, &["nsubj"]) {
                Some(s) => Some(resolve_relative(tree, s, h)),
                None => source_of(tree, h, false),
            }
        }
        _ => None,
    }
}

/// Source tokens: the noun phrase without its preposition.
fn source_tokens(tree: &Tree<'_>, head: usize, without: usize) -> Vec<usize> {
    // "officials saying that ...": the cue hangs on its source.
    let inner = without < tree.len() && tree.under(without, head) && without != head;
    let mut tokens: Vec<usize> = tree
        .phrase(head)
        .into_iter()
        .filter(|&i| {
            !(tree.token(i).relation() == "case" && tree.head(i) == Some(head) && tree.token(i).upos == Pos::Adp)
        })
        .filter(|&i| !inner || !tree.under(i, without))
        .collect();
    tree.trim(&mut tokens);
    tokens
}

fn verb(tree: &Tree<'_>, v: usize, lexicon: &Lexicon) -> Option<Candidate> {
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
    let source_head = source_of(tree, v, passive).filter(|s| *s != v);
    let known = lexicon.verbs.contains(lemma) || particle;
    let (content, content_head) = content_of(tree, v, lexicon, passive, known, source_head)?;
    let cue = cue_of(tree, v);
    let source = source_head.map_or_else(Vec::new, |s| source_tokens(tree, s, v));
    let content: Vec<usize> = content
        .into_iter()
        .filter(|i| !(cue.contains(i) || source.contains(i) && source_head != content_head))
        .collect();
    let content = tidy(tree, content);
    if content.is_empty() {
        return None;
    }
    // Of a relative clause the pronoun is named beside what it stands for: "the rebels … who said".
    let mut source = source;
    source.extend(tree.child(v, &["nsubj"]).filter(|s| !passive && source_head != Some(*s) && is_relative(tree, *s)));
    source.sort_unstable();
    source.dedup();
    Some(Candidate { cue, cue_head: v, source, source_head, content, content_head, lemma: lemma.to_string() })
}

fn all(tree: &Tree<'_>, top: usize) -> Vec<usize> {
    tree.subtree(top, &|_| false)
}

/// What is said: tokens and the head of the clause.
fn content_of(
    tree: &Tree<'_>,
    v: usize,
    lexicon: &Lexicon,
    passive: bool,
    known: bool,
    source: Option<usize>,
) -> Option<(Vec<usize>, Option<usize>)> {
    let t = tree.token(v);
    let lemma = lexicon.verb_lemma(t);
    let lemma = lemma.as_str();
    let children = tree.children(v);
    let union = |tops: &[usize]| {
        let mut tokens: Vec<usize> = tops.iter().flat_map(|x| all(tree, *x)).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    };
    // 1. A finite clause, or a direct question, or direct speech.
    let clauses: Vec<usize> = children.iter().copied().filter(|&c| tree.token(c).relation() == "ccomp").collect();
    if let Some(&first) = clauses.first().filter(|_| known) {
        return Some((union(&clauses), Some(first)));
    }
    if passive
        && known
        && let Some(c) = children.iter().copied().find(|&c| tree.token(c).relation() == "csubj")
    {
        return Some((all(tree, c), Some(c)));
    }
    // 2. An infinitive.
    if let Some(x) = children.iter().copied().find(|&c| tree.token(c).relation() == "xcomp" && infinitive(tree, c)) {
        if passive && (lexicon.passive.contains(lemma) || lexicon.infinitive.contains(lemma)) {
            let mut tops = vec![x];
            // "The advisers are believed to be in the city": the subject belongs to what is believed.
            if let Some(s) = tree.child(v, &["nsubj"]) {
                tops.push(s);
            }
            return Some((union(&tops), Some(x)));
        }
        if !passive && lexicon.infinitive.contains(lemma) {
            let mut tops = vec![x];
            if lemma != "tell" {
                tops.extend(tree.child(v, &["obj"]));
                // "called on them to leave".
                tops.extend(children.iter().copied().filter(|&c| {
                    tree.token(c).relation() == "obl"
                        && c > v
                        && c < x
                        && matches!(case_of(tree, c).as_deref(), Some("on" | "upon" | "for"))
                }));
            }
            return Some((union(&tops), Some(x)));
        }
    }
    // "denied backing the rebels", "suggested sending troops".
    let gerund = children.iter().copied().find(|&c| {
        let here = tree.token(c).relation() == "xcomp"
            || tree.token(c).relation() == "advcl" && tree.child(v, &["obj"]).is_none() && c == v + 1;
        here && c > v && tree.token(c).xpos == "VBG" && tree.child(c, &["mark"]).is_none()
    });
    if let Some(g) = gerund.filter(|_| known && !passive && lexicon.object.contains(lemma)) {
        return Some((all(tree, g), Some(g)));
    }
    // "said in a statement that …", where the tree hangs the clause on the statement.
    if known && !passive {
        let mut carriers = children
            .iter()
            .copied()
            .filter(|&c| tree.token(c).relation() == "obl" && lexicon.nouns.contains(&tree.token(c).lemma));
        if let Some(c) = carriers.find_map(|c| noun_clause(tree, c)) {
            return Some((all(tree, c), Some(c)));
        }
    }
    if known {
        // 3. A remark inside or after what is said: "…, the minister said."
        let beside = matches!(t.relation(), "parataxis" | "dep")
            || (t.relation() == "advcl" && tree.child(v, &["mark", "advmod"]).is_some_and(|m| tree.lower(m) == "as"));
        let empty = tree
            .child(v, &["obj"])
            .is_none_or(|o| matches!(lemma, "tell" | "remind" | "inform" | "assure" | "ask") || tree.lower(o) == "it");
        if beside && empty && !passive && source.is_some() {
            let h = tree.head(v)?;
            if tree.child(v, &["nsubj"]).is_some() || tree.child(v, &["mark"]).is_some() {
                // "…, Reuters reported, citing two officials": their part is not what Reuters says.
                let cited = |c: usize| c > v && is_quoting(tree, c, lexicon);
                return Some((tree.subtree(h, &|c| c == v || cited(c)), Some(h)));
            }
        }
        // The same with the remark as the root: "He spoke plainly: they were leaving."
        if lexicon.speech.contains(lemma) && !passive {
            let told = children.iter().copied().find(|&c| {
                tree.token(c).relation() == "parataxis"
                    && (tree.child(c, &["nsubj"]).is_some() || c < v)
                    && !lexicon.verbs.contains(&tree.token(c).lemma)
            });
            let bare = tree.child(v, &["obj"]).is_none() || matches!(lemma, "tell" | "ask");
            if let Some(p) = told.filter(|_| bare && source.is_some()) {
                return Some((all(tree, p), Some(p)));
            }
        }
    }
    // 4. "called for talks", "warned of a famine", "spoke about leaving".
    if let Some(cases) = lexicon.oblique.get(lemma).filter(|_| !passive) {
        let led = |c: usize| {
            let mark = tree.child(c, &["case", "mark"]).map(|m| tree.lower(m));
            mark.is_some_and(|m| cases.contains(&m))
        };
        let tops: Vec<usize> = children
            .iter()
            .copied()
            .filter(|&c| c > v && matches!(tree.token(c).relation(), "obl" | "advcl") && led(c))
            .collect();
        if let Some(&first) = tops.first() {
            let marks: Vec<usize> = tops.iter().filter_map(|&c| tree.child(c, &["case", "mark"])).collect();
            return Some((union(&tops).into_iter().filter(|i| !marks.contains(i)).collect(), Some(first)));
        }
    }
    // 5. A noun phrase: "denied the allegation", "accused Iran of arming them".
    if passive {
        let whole = lexicon.object.contains(lemma)
            && matches!(tree.token(v).relation(), "root" | "ccomp" | "conj" | "acl" | "advcl" | "parataxis");
        if whole && source.is_some() {
            let s = tree.child(v, &["nsubj"]).or_else(|| (t.relation() == "acl").then(|| tree.head(v)).flatten())?;
            return Some((tree.subtree(s, &|c| c == v), Some(s)));
        }
        return None;
    }
    let named =
        || children.iter().copied().find(|&c| tree.token(c).relation() == "xcomp" && c > v && !infinitive(tree, c));
    let Some(object) = tree.child(v, &["obj"]) else {
        // "called the plan “abhorrent”", where the tree makes one phrase of both.
        return named().filter(|_| lexicon.whole.contains(lemma)).map(|x| (all(tree, x), Some(x)));
    };
    let o = tree.token(object);
    if matches!(o.lemma.as_str(), "who" | "which" | "that" | "what") && object < v {
        // "which Turkey denied": the noun that the clause describes.
        let h = (t.deprel == "acl:relcl").then(|| tree.head(v)).flatten()?;
        return lexicon.object.contains(lemma).then(|| (tree.phrase(h), Some(h)));
    }
    if lexicon.whole.contains(lemma) {
        let mut tops = vec![object];
        tops.extend(children.iter().copied().filter(|&c| {
            let led = tree.child(c, &["case", "mark"]).map(|m| tree.lower(m));
            match tree.token(c).relation() {
                "xcomp" => true,
                "obl" | "advcl" => {
                    c > object && led.is_some_and(|m| matches!(m.as_str(), "of" | "for" | "as" | "with"))
                }
                _ => false,
            }
        }));
        // "called him" and "viewed the site" say nothing of anybody: "called him a thug" does.
        // What is merely judged ("condemned the attack") is no content; what somebody is blamed for is.
        if lemma != "accuse" && tops.len() == 1 && !lexicon.object.contains(lemma) {
            return None;
        }
        let head = tops.iter().copied().find(|&c| tree.token(c).relation() == "advcl").unwrap_or(object);
        return Some((union(&tops), Some(head)));
    }
    if lexicon.object.contains(lemma) && (known || lexicon.infinitive.contains(lemma)) {
        let person =
            o.upos == Pos::Pron && matches!(tree.lower(object).as_str(), "him" | "her" | "them" | "us" | "me" | "you");
        return (!person).then(|| (all(tree, object), Some(object)));
    }
    None
}

fn infinitive(tree: &Tree<'_>, c: usize) -> bool {
    let t = tree.token(c);
    tree.children(c).iter().any(|&m| tree.token(m).relation() == "mark" && tree.lower(m) == "to")
        || t.has("VerbForm=Inf")
        || t.xpos == "VB"
}

/// The head of the clause that `i` stands in.
fn clause(tree: &Tree<'_>, i: usize) -> usize {
    let mut at = i;
    for _ in 0..tree.len() {
        let t = tree.token(at);
        let predicate = t.upos == Pos::Verb && !matches!(t.relation(), "amod" | "compound")
            || tree.child(at, &["nsubj", "cop", "csubj"]).is_some();
        match tree.head(at) {
            Some(h) if !predicate => at = h,
            _ => break,
        }
    }
    at
}

/// "according to AFP".
fn according(tree: &Tree<'_>, i: usize) -> Option<Candidate> {
    if tree.lower(i) != "according" || i + 1 >= tree.len() || tree.lower(i + 1) != "to" {
        return None;
    }
    let t = tree.token(i);
    // The noun that the preposition leads, whichever of the two ways the tree has it.
    let led = match t.relation() {
        "case" | "mark" => tree.head(i),
        _ => tree.child(i, &["obl", "nmod", "obj"]).or_else(|| tree.head(i + 1).filter(|h| *h != i)),
    }
    .filter(|h| *h > i)?;
    let top = if tree.under(led, i) { i } else { led };
    let mut source: Vec<usize> = source_tokens(tree, led, usize::MAX).into_iter().filter(|k| *k > i + 1).collect();
    tree.trim(&mut source);
    let (content, head) = match tree.head(top) {
        Some(h) => {
            let mut head = clause(tree, h);
            // Set off by a comma at the end, it covers the whole sentence, cues before it included.
            if i > 0 && tree.lower(i - 1) == "," && tree.head(head).is_some() {
                let rest = (tree.subtree(top, &|_| false).last().copied().unwrap_or(led) + 1..tree.len())
                    .all(|k| tree.is_punct(k));
                let subordinate = matches!(tree.token(head).relation(), "acl" | "advcl" | "ccomp" | "conj");
                if rest && !subordinate {
                    head = (0..tree.len()).find(|k| tree.head(*k).is_none()).unwrap_or(head);
                }
            }
            (tree.subtree(head, &|c| c == top), Some(head))
        }
        None => ((0..tree.len()).filter(|k| !tree.under(*k, top)).collect(), None),
    };
    let content: Vec<usize> = content.into_iter().filter(|k| !source.contains(k) && *k != i && *k != i + 1).collect();
    let content = tidy(tree, content);
    (!content.is_empty() && !source.is_empty()).then(|| Candidate {
        cue: vec![i, i + 1],
        cue_head: i,
        source,
        source_head: Some(led),
        content,
        content_head: head,
        lemma: "according".into(),
    })
}

fn is_quoting(tree: &Tree<'_>, v: usize, lexicon: &Lexicon) -> bool {
    let t = tree.token(v);
    matches!(lexicon.verb_lemma(t).as_str(), "cite" | "quote")
        && t.xpos == "VBG"
        && matches!(t.relation(), "advcl" | "acl" | "parataxis" | "xcomp")
}

/// "…, citing two officials": they are the source of what the main clause tells.
fn quoting(tree: &Tree<'_>, v: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(v);
    let lemma = lexicon.verb_lemma(t);
    if !is_quoting(tree, v, lexicon) {
        return None;
    }
    let source_head = tree.child(v, &["obj"])?;
    let h = tree.head(v)?;
    let main = clause(tree, h);
    let head = tree.child(main, &["ccomp"]).unwrap_or(main);
    let content = tidy(tree, tree.subtree(head, &|c| c == v));
    let source = source_tokens(tree, source_head, v);
    let source: Vec<usize> = source.into_iter().filter(|i| *i != v).collect();
    let content: Vec<usize> = content.into_iter().filter(|i| !source.contains(i) && *i != v).collect();
    (!content.is_empty()).then(|| Candidate {
        cue: vec![v],
        cue_head: v,
        source,
        source_head: Some(source_head),
        content,
        content_head: Some(head),
        lemma,
    })
}

/// "X's claim that", "allegations that", "the army's announcement of a truce".
fn noun(tree: &Tree<'_>, n: usize, lexicon: &Lexicon, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let t = tree.token(n);
    if !lexicon.nouns.contains(&t.lemma) || matches!(t.relation(), "compound" | "amod") {
        return None;
    }
    let children = tree.children(n);
    let source_head = children
        .iter()
        .copied()
        .find(|&c| tree.token(c).deprel == "nmod:poss")
        .or_else(|| {
            children.iter().copied().find(|&c| {
                tree.token(c).relation() == "nmod" && matches!(case_of(tree, c).as_deref(), Some("by" | "from"))
            })
        })
        .or_else(|| {
            // "made the claim that": whoever made it.
            let h = tree.head(n).filter(|h| t.relation() == "obj" && LIGHT.contains(&tree.token(*h).lemma.as_str()))?;
            source_of(tree, h, is_passive(tree, h))
        })
        .or_else(|| {
            // "Russian claims that", "US allegations".
            children.iter().copied().find(|&c| {
                let span = tree.token(c).span;
                matches!(tree.token(c).relation(), "amod" | "compound")
                    && a.names.iter().any(|x| {
                        x.first.sentence == sentence
                            && x.span.contains(span)
                            && matches!(x.kind, NameKind::Norp | NameKind::Gpe | NameKind::Org | NameKind::Per)
                    })
            })
        });
    let clause = noun_clause(tree, n);
    let carrier = tree.head(n).is_some_and(|h| is_cue(tree, h) && tree.child(h, &["ccomp"]).is_none());
    if t.relation() == "obl" && clause.is_some() && carrier {
        // The verb's own: "said in a statement that".
        return None;
    }
    let (content, head) = if let Some(c) = clause {
        let to = tree.child(c, &["mark"]).is_some_and(|m| tree.lower(m) == "to");
        // An infinitive after any noun ("reports to write") is told of only where somebody tells it.
        if to && source_head.is_none() {
            return None;
        }
        (all(tree, c), c)
    } else {
        source_head?;
        let c = children.iter().copied().find(|&c| {
            tree.token(c).relation() == "nmod"
                && c > n
                && matches!(case_of(tree, c).as_deref(), Some("of" | "about" | "for" | "against" | "on"))
        })?;
        let case = tree.child(c, &["case"]);
        (all(tree, c).into_iter().filter(|i| Some(*i) != case).collect(), c)
    };
    let source = source_head.map_or_else(Vec::new, |s| {
        let mut x = source_tokens(tree, s, n);
        x.retain(|i| !matches!(tree.lower(*i).as_str(), "'s" | "’s" | "'" | "’"));
        x
    });
    let content: Vec<usize> = tidy(tree, content).into_iter().filter(|i| !source.contains(i)).collect();
    (!content.is_empty()).then(|| Candidate {
        cue: vec![n],
        cue_head: n,
        source,
        source_head,
        content,
        content_head: Some(head),
        lemma: t.lemma.clone(),
    })
}

/// The clause that a noun of speech holds.
fn noun_clause(tree: &Tree<'_>, n: usize) -> Option<usize> {
    tree.children(n).iter().copied().find(|&c| {
        let r = tree.token(c);
        let that =
            tree.child(c, &["mark"]).is_some_and(|m| matches!(tree.lower(m).as_str(), "that" | "to" | "whether"));
        matches!(r.relation(), "acl" | "ccomp") && r.deprel != "acl:relcl" && that
    })
}

/// "is confident that the truce will hold".
fn adjective(tree: &Tree<'_>, i: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(i);
    if !lexicon.adjectives.contains(&t.lemma) {
        return None;
    }
    let c = tree.child(i, &["ccomp"]).or_else(|| {
        tree.child(i, &["advcl", "csubj"])
            .filter(|c| tree.child(*c, &["mark"]).is_some_and(|m| tree.lower(m) == "that"))
    })?;
    let source_head = tree.subject(i).filter(|s| tree.token(*s).lemma != "it").map(|s| resolve_relative(tree, s, i));
    let source = source_head.map_or_else(Vec::new, |s| source_tokens(tree, s, i));
    let content = tidy(tree, all(tree, c));
    let mut cue: Vec<usize> =
        tree.children(i).iter().copied().filter(|&k| matches!(tree.token(k).relation(), "cop" | "aux")).collect();
    cue.push(i);
    cue.sort_unstable();
    Some(Candidate { cue, cue_head: i, source, source_head, content, content_head: Some(c), lemma: t.lemma.clone() })
}

/// "reportedly", "allegedly": hearsay without a source.
fn adverb(tree: &Tree<'_>, i: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(i);
    if !lexicon.adverbs.contains(&t.lemma) && !lexicon.adverbs.contains(&tree.lower(i)) {
        return None;
    }
    let h = tree.head(i)?;
    let head = clause(tree, h);
    let content = tidy(tree, tree.subtree(head, &|c| c == i));
    (!content.is_empty()).then(|| Candidate {
        cue: vec![i],
        cue_head: i,
        source: Vec::new(),
        source_head: None,
        content,
        content_head: Some(head),
        lemma: t.lemma.clone(),
    })
}

/// "Lavrov: talks will go on": a headline's way to say who says it.
fn colon(tree: &Tree<'_>, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let at = (1..tree.len().min(9)).find(|&i| tree.token(i).form == ":")?;
    if at + 3 >= tree.len()
        || (0..at).any(|i| matches!(tree.token(i).upos, Pos::Verb | Pos::Aux | Pos::Num | Pos::Punct))
    {
        return None;
    }
    let source: Vec<usize> = (0..at).collect();
    let span = Span::new(tree.token(0).span.begin, tree.token(at - 1).span.end);
    let named = a.names.iter().any(|n| {
        n.first.sentence == sentence
            && span.contains(n.span)
            && matches!(n.kind, NameKind::Per | NameKind::Org | NameKind::Gpe)
    });
    let said = (at + 1..tree.len()).any(|i| matches!(tree.token(i).upos, Pos::Verb | Pos::Aux));
    if !named || !said {
        return None;
    }
    let source_head = source.iter().copied().find(|&i| tree.head(i).is_none_or(|h| h >= at)).or(Some(0));
    let content = tidy(tree, (at + 1..tree.len()).collect());
    let head = content.iter().copied().find(|&i| tree.head(i).is_none_or(|h| h <= at));
    Some(Candidate { cue: vec![at], cue_head: at, source, source_head, content, content_head: head, lemma: ":".into() })
}

/// Those of a sentence who may have spoken a quotation that no tree ties to a cue.
pub(super) fn speakers(tree: &Tree<'_>, _a: &Analysis, _sentence: usize, quotation: Span) -> Vec<Candidate> {
    let lexicon = lexicon();
    let mut out = Vec::new();
    for v in 0..tree.len() {
        let t = tree.token(v);
        let lemma = lexicon.verb_lemma(t);
        let particle = lexicon.particle.contains_key(&lemma);
        if t.upos != Pos::Verb || quotation.contains(t.span) || !(lexicon.speech.contains(&lemma) || particle) {
            continue;
        }
        let passive = is_passive(tree, v);
        let Some(s) = source_of(tree, v, passive).filter(|s| *s != v && !quotation.contains(tree.token(*s).span))
        else {
            continue;
        };
        let source = source_tokens(tree, s, v);
        out.push(Candidate {
            cue: cue_of(tree, v),
            cue_head: v,
            source,
            source_head: Some(s),
            content: Vec::new(),
            content_head: None,
            lemma,
        });
    }
    if out.is_empty() {
        // `The minister was blunt: "No."`
        let colon = (0..tree.len()).rfind(|&i| tree.token(i).form == ":" && tree.token(i).span.end <= quotation.begin);
        if let Some(at) = colon {
            let between = (at + 1..tree.len()).filter(|&i| tree.token(i).span.end <= quotation.begin).count();
            let verb =
                (0..at).find(|&i| tree.token(i).upos == Pos::Verb && source_of(tree, i, is_passive(tree, i)).is_some());
            let (cue_head, s) = if let Some(v) = verb {
                (v, source_of(tree, v, is_passive(tree, v)))
            } else {
                let noun = (0..at).find(|&i| {
                    matches!(tree.token(i).upos, Pos::Propn | Pos::Noun)
                        && tree.head(i).is_none_or(|h| h >= at || tree.is_punct(h))
                });
                let subject = (0..at).find(|&i| tree.token(i).relation() == "nsubj");
                (at, subject.or(noun))
            };
            if let Some(s) = s.filter(|_| between == 0) {
                let lemma = if cue_head == at { ":".into() } else { tree.token(cue_head).lemma.clone() };
                let cue = if cue_head == at { vec![at] } else { cue_of(tree, cue_head) };
                let source: Vec<usize> = source_tokens(tree, s, cue_head).into_iter().filter(|i| *i < at).collect();
                if !source.is_empty() {
                    out.push(Candidate {
                        cue,
                        cue_head,
                        source,
                        source_head: Some(s),
                        content: Vec::new(),
                        content_head: None,
                        lemma,
                    });
                }
            }
        }
    }
    out
}
