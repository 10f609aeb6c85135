//! Cues that are no verbs: "according to", "citing", nouns, adjectives and adverbs of speech, "for X", "in X's view".
//!
//! Each rule makes at most one attribution of its word. "Moscow's claim that it won" has the cue `claim`, the source
//! `Moscow's` and the content `that it won`.

use super::cue::{
    Candidate, LIGHT, Speaker, case_of, clause, is_cue, is_passive, resolve_relative, source_of, source_tokens, tidy,
};
use super::lexicon::{Form, Lexicon};
use super::tree::Tree;
use froissart_model::{Analysis, Attitude, NameKind, Pos};

fn all(tree: &Tree<'_>, top: usize) -> Vec<usize> {
    tree.subtree(top, &|_| false)
}

/// Whether the noun phrase of `head` can say something: a person, an organisation, a state, or a noun for such.
pub(super) fn can_speak(tree: &Tree<'_>, head: usize, lexicon: &Lexicon, a: &Analysis, sentence: usize) -> bool {
    lexicon.can_speak(&tree.token(head).lemma)
        || lexicon.can_speak(&tree.lower(head))
        || named(tree, head, a, sentence, &[NameKind::Per, NameKind::Org, NameKind::Gpe])
}

/// Whether the token stands in a name of one of the kinds.
fn named(tree: &Tree<'_>, i: usize, a: &Analysis, sentence: usize, kinds: &[NameKind]) -> bool {
    let span = tree.token(i).span;
    let from = a.names.partition_point(|n| n.first.sentence < sentence);
    a.names[from..]
        .iter()
        .take_while(|n| n.first.sentence == sentence)
        .any(|n| n.span.contains(span) && kinds.contains(&n.kind))
}

/// "according to AFP".
pub(super) fn according(tree: &Tree<'_>, i: usize) -> Option<Candidate> {
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
    let mut source: Vec<usize> = source_tokens(tree, Speaker { head: led, pronoun: None }, usize::MAX)
        .into_iter()
        .filter(|k| *k > i + 1)
        .collect();
    tree.trim(&mut source);
    let (content, head) = match tree.head(top) {
        Some(h) => {
            let mut head = clause(tree, h);
            // Set off by a comma at the end, it covers the whole sentence, cues before it included.
            let rest = tree.subtree(top, &|_| false).last().copied().unwrap_or(led) + 1;
            if i > 0 && tree.lower(i - 1) == "," && (rest..tree.len()).all(|k| tree.is_punct(k)) {
                head = (0..tree.len()).find(|k| tree.head(*k).is_none()).unwrap_or(head);
                ((0..i).collect(), Some(head))
            } else {
                (tree.subtree(head, &|c| c == top), Some(head))
            }
        }
        None => ((0..tree.len()).filter(|k| !tree.under(*k, top)).collect(), None),
    };
    let content: Vec<usize> = content.into_iter().filter(|k| !source.contains(k) && *k != i && *k != i + 1).collect();
    // "That is according to X."
    let content =
        if content.is_empty() { tree.child(led, &["nsubj"]).map_or_else(Vec::new, |s| all(tree, s)) } else { content };
    let content = tidy(tree, content);
    (!content.is_empty() && !source.is_empty()).then(|| Candidate {
        cue: vec![i, i + 1],
        cue_head: i,
        source,
        source_head: Some(led),
        content,
        content_head: head,
        lemma: "according".into(),
        form: Form::Clause,
    })
}

/// "citing" and "quoting" beside a clause.
pub(super) fn is_quoting(tree: &Tree<'_>, v: usize, lexicon: &Lexicon) -> bool {
    let t = tree.token(v);
    matches!(lexicon.verb_lemma(t).as_str(), "cite" | "quote")
        && t.xpos == "VBG"
        && matches!(t.relation(), "advcl" | "acl" | "parataxis" | "xcomp")
}

/// "…, citing two officials": they are the source of what the main clause tells.
pub(super) fn quoting(
    tree: &Tree<'_>,
    v: usize,
    lexicon: &Lexicon,
    a: &Analysis,
    sentence: usize,
) -> Option<Candidate> {
    let t = tree.token(v);
    let lemma = lexicon.verb_lemma(t);
    if !is_quoting(tree, v, lexicon) {
        return None;
    }
    // "citing low growth" has no source but who cites it.
    let source_head = tree.child(v, &["obj"]).filter(|o| can_speak(tree, *o, lexicon, a, sentence))?;
    let h = tree.head(v)?;
    let main = clause(tree, h);
    let head = tree.child(main, &["ccomp"]).unwrap_or(main);
    let content = tidy(tree, tree.subtree(head, &|c| c == v));
    let source = source_tokens(tree, Speaker { head: source_head, pronoun: None }, v);
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
        form: Form::Clause,
    })
}

/// "X's claim that", "allegations that", "the army's announcement of a truce".
pub(super) fn noun(tree: &Tree<'_>, n: usize, lexicon: &Lexicon, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let t = tree.token(n);
    if !lexicon.nouns.contains(&t.lemma) || matches!(t.relation(), "compound" | "amod") {
        return None;
    }
    let speaker = holder_of(tree, n, lexicon, a, sentence);
    let source_head = speaker.map(|s| s.head);
    let clause = noun_clause(tree, n);
    let carrier = tree.head(n).is_some_and(|h| is_cue(tree, h) && tree.child(h, &["ccomp"]).is_none());
    if t.relation() == "obl" && clause.is_some() && carrier {
        // The verb's own: "said in a statement that".
        return None;
    }
    let (content, head, form) = if let Some(c) = clause {
        let to = tree.child(c, &["mark"]).is_some_and(|m| tree.lower(m) == "to");
        // An infinitive after any noun ("reports to write") is told of only where somebody tells it.
        if to && source_head.is_none() {
            return None;
        }
        (all(tree, c), c, if to { Form::Infinitive } else { Form::Clause })
    } else {
        source_head?;
        let attitude = lexicon.attitude(&t.lemma, Form::Phrase);
        let felt = matches!(attitude, Attitude::Judgement | Attitude::Expectation | Attitude::Belief);
        let c = tree.children(n).iter().copied().find(|&c| {
            let case = case_of(tree, c);
            tree.token(c).relation() == "nmod"
                && c > n
                && match case.as_deref() {
                    Some("of" | "about" | "for" | "against" | "on") => true,
                    Some("to" | "over" | "toward" | "towards") => felt,
                    _ => false,
                }
        })?;
        let case = tree.child(c, &["case"]);
        let demanded = case.is_some_and(|c| tree.lower(c) == "for");
        let form = if demanded { Form::Infinitive } else { Form::Phrase };
        (all(tree, c).into_iter().filter(|i| Some(*i) != case).collect(), c, form)
    };
    let mut source = speaker.map_or_else(Vec::new, |s| source_tokens(tree, s, n));
    // Whose it is and what it is never share a word.
    source.retain(|i| clause.is_none_or(|c| !tree.under(*i, c)));
    let content: Vec<usize> = tidy(tree, content).into_iter().filter(|i| !source.contains(i)).collect();
    (!content.is_empty()).then(|| Candidate {
        cue: vec![n],
        cue_head: n,
        source,
        source_head,
        content,
        content_head: Some(head),
        lemma: t.lemma.clone(),
        form,
    })
}

/// Whose claim it is: "X's claim", "the claim by X", "X made the claim", "Russian claims".
fn holder_of(tree: &Tree<'_>, n: usize, lexicon: &Lexicon, a: &Analysis, sentence: usize) -> Option<Speaker> {
    let children = tree.children(n);
    let plain = |head| Speaker { head, pronoun: None };
    let own = children.iter().copied().find(|&c| tree.token(c).deprel == "nmod:poss").or_else(|| {
        children.iter().copied().find(|&c| {
            tree.token(c).relation() == "nmod"
                && match case_of(tree, c).as_deref() {
                    Some("by" | "from") => true,
                    Some("among") => can_speak(tree, c, lexicon, a, sentence),
                    _ => false,
                }
        })
    });
    if let Some(own) = own {
        return Some(plain(own));
    }
    // "made the claim that": whoever made it.
    let light = tree
        .head(n)
        .filter(|h| tree.token(n).relation() == "obj" && LIGHT.contains(&tree.token(*h).lemma.as_str()))
        .and_then(|h| source_of(tree, h, is_passive(tree, h)));
    light.or_else(|| {
        // "Russian claims that", "US allegations".
        let kinds = [NameKind::Norp, NameKind::Gpe, NameKind::Org, NameKind::Per];
        let first = children
            .iter()
            .copied()
            .find(|&c| matches!(tree.token(c).relation(), "amod" | "compound") && named(tree, c, a, sentence, &kinds));
        first.map(plain)
    })
}

/// "in the view of the generals", "by his own account": the clause is what they hold.
pub(super) fn view(tree: &Tree<'_>, n: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(n);
    if !lexicon.views.contains(&t.lemma) || !matches!(t.relation(), "obl" | "nmod" | "advmod") {
        return None;
    }
    let told = matches!(t.lemma.as_str(), "account" | "estimate" | "reckoning" | "telling" | "assessment");
    match case_of(tree, n).as_deref() {
        Some("by") if told => {}
        Some("in" | "to") if !told || t.lemma == "assessment" => {}
        _ => return None,
    }
    let source_head = tree.children(n).iter().copied().find(|&c| {
        tree.token(c).deprel == "nmod:poss"
            || tree.token(c).relation() == "nmod" && case_of(tree, c).as_deref() == Some("of")
    })?;
    let head = clause(tree, tree.head(n)?);
    let source = source_tokens(tree, Speaker { head: source_head, pronoun: None }, n);
    let said = lexicon.attitude(&t.lemma, Form::Clause) != Attitude::Belief && t.lemma != "eye" && t.lemma != "mind";
    let mut cue: Vec<usize> = all(tree, n).into_iter().filter(|i| !tree.under(*i, source_head)).collect();
    tree.trim(&mut cue);
    let content = tidy(tree, tree.subtree(head, &|c| c == n));
    (!content.is_empty() && tree.token(head).upos != Pos::Punct).then(|| Candidate {
        cue,
        cue_head: n,
        source,
        source_head: Some(source_head),
        content,
        content_head: Some(head),
        lemma: if said { t.lemma.clone() } else { "view".into() },
        form: Form::Clause,
    })
}

/// "For residents, it is a catastrophe." says what it is to them.
pub(super) fn holder(tree: &Tree<'_>, i: usize, lexicon: &Lexicon, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let leads = i == 0 || i == 1 && tree.token(0).upos == Pos::Cconj;
    if !leads || !matches!(tree.lower(i).as_str(), "for" | "to") || tree.token(i).relation() != "case" {
        return None;
    }
    let n = tree.head(i).filter(|n| tree.token(*n).relation() == "obl")?;
    let phrase = all(tree, n);
    let end = *phrase.iter().rev().find(|k| !tree.is_punct(**k))?;
    let person = lexicon.holders.contains(&tree.token(n).lemma)
        || named(tree, n, a, sentence, &[NameKind::Per, NameKind::Norp, NameKind::Org]);
    let head = tree.head(n)?;
    // What a thing is to them: a state, told of with a copula.
    let state = tree.child(head, &["cop"]).is_some() || matches!(tree.token(head).lemma.as_str(), "mean" | "remain");
    if !person || !state || end + 1 >= tree.len() || tree.lower(end + 1) != "," {
        return None;
    }
    let source = source_tokens(tree, Speaker { head: n, pronoun: None }, usize::MAX);
    let content = tidy(tree, tree.subtree(head, &|c| c == n));
    (!content.is_empty() && !source.is_empty()).then(|| Candidate {
        cue: vec![i],
        cue_head: i,
        source,
        source_head: Some(n),
        content,
        content_head: Some(head),
        lemma: "view".into(),
        form: Form::Clause,
    })
}

/// The clause that a noun of speech holds, also where the tree hangs it on whose it is: "a claim by X that …".
pub(super) fn noun_clause(tree: &Tree<'_>, n: usize) -> Option<usize> {
    let held = |n: usize, marks: &[&str]| {
        tree.children(n).iter().copied().find(|&c| {
            let r = tree.token(c);
            let that = tree.child(c, &["mark"]).is_some_and(|m| marks.contains(&tree.lower(m).as_str()));
            matches!(r.relation(), "acl" | "ccomp") && r.deprel != "acl:relcl" && that
        })
    };
    held(n, &["that", "to", "whether"]).or_else(|| {
        let owner = tree.children(n).iter().copied().find(|&c| {
            tree.token(c).relation() == "nmod" && matches!(case_of(tree, c).as_deref(), Some("by" | "from"))
        })?;
        held(owner, &["that", "whether"])
    })
}

/// "is confident that the truce will hold", "critical of the deal".
pub(super) fn adjective(tree: &Tree<'_>, i: usize, lexicon: &Lexicon) -> Option<Candidate> {
    let t = tree.token(i);
    if !lexicon.adjectives.contains(&t.lemma) || t.relation() == "amod" && tree.child(i, &["obl"]).is_none() {
        return None;
    }
    let clause = tree.child(i, &["ccomp"]).or_else(|| {
        tree.child(i, &["advcl", "csubj"])
            .filter(|c| tree.child(*c, &["mark"]).is_some_and(|m| tree.lower(m) == "that"))
    });
    let (c, case) = if let Some(c) = clause {
        (c, None)
    } else {
        let led = tree.children(i).iter().copied().find(|&c| {
            c > i
                && matches!(tree.token(c).relation(), "obl" | "nmod")
                && matches!(case_of(tree, c).as_deref(), Some("about" | "of" | "over"))
        })?;
        (led, tree.child(led, &["case"]))
    };
    let speaker = tree.subject(i).filter(|s| tree.token(*s).lemma != "it").map(|s| resolve_relative(tree, s, i));
    let source = speaker.map_or_else(Vec::new, |s| source_tokens(tree, s, i));
    let content = tidy(tree, all(tree, c).into_iter().filter(|k| Some(*k) != case).collect());
    let mut cue: Vec<usize> =
        tree.children(i).iter().copied().filter(|&k| matches!(tree.token(k).relation(), "cop" | "aux")).collect();
    cue.push(i);
    cue.sort_unstable();
    (!content.is_empty()).then(|| Candidate {
        cue,
        cue_head: i,
        source,
        source_head: speaker.map(|s| s.head),
        content,
        content_head: Some(c),
        lemma: t.lemma.clone(),
        form: if case.is_some() { Form::Phrase } else { Form::Clause },
    })
}

/// "reportedly", "allegedly": hearsay without a source.
pub(super) fn adverb(tree: &Tree<'_>, i: usize, lexicon: &Lexicon) -> Option<Candidate> {
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
        form: Form::Clause,
    })
}
