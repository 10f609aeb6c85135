//! Attributions that a line's layout makes: "Lavrov: …", "… – monitor", a signed post, and a quotation's speakers.
//!
//! Trees of headlines are poor, so that these rules count words and marks before they ask the tree. The source of
//! "10 killed in strike – monitor" is `monitor`, its content what stands before the dash.

use super::cue::{Candidate, Speaker, cue_of, is_passive, source_of, source_tokens, tidy};
use super::lexicon::{Form, lexicon};
use super::noun::can_speak;
use super::tree::Tree;
use froissart_model::{Analysis, Pos, Span};

/// Words before a headline's colon, at most: longer phrases are seldom somebody's name.
const LONGEST_LABEL: usize = 14;
/// Words after a headline's last colon or dash, at most.
const LONGEST_TRAIL: usize = 7;

fn is_dash(tree: &Tree<'_>, i: usize) -> bool {
    matches!(tree.token(i).form.as_str(), "–" | "—" | "--")
        || tree.token(i).form == "-"
            && i > 0
            && i + 1 < tree.len()
            && tree.token(i - 1).span.end < tree.token(i).span.begin
}

/// The head of a run of words: the one whose own head stands outside.
fn head_of(tree: &Tree<'_>, run: &[usize]) -> Option<usize> {
    let (first, last) = (*run.first()?, *run.last()?);
    let outside = |i: usize| tree.head(i).is_none_or(|h| h < first || h > last);
    let noun = |i: usize| matches!(tree.token(i).upos, Pos::Propn | Pos::Noun | Pos::Pron | Pos::Adj);
    run.iter().copied().find(|&i| outside(i) && noun(i)).or_else(|| run.iter().copied().find(|&i| noun(i)))
}

fn is_verb(tree: &Tree<'_>, i: usize) -> bool {
    matches!(tree.token(i).upos, Pos::Verb | Pos::Aux)
}

/// "Lavrov: talks will go on", "Two dead in blast - Hassan: “…”": a headline's way to say who says it.
pub(super) fn colon(tree: &Tree<'_>, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let lexicon = lexicon();
    let limit = tree.len().min(60);
    let at = (1..limit).find(|&i| tree.token(i).form == ":")?;
    if at + 2 >= tree.len() {
        return None;
    }
    let quoted = matches!(tree.token(at + 1).form.as_str(), "“" | "\"" | "‘" | "'" | "«" | "``");
    // What a dash sets off before it is another line.
    let mut begin = (0..at).rev().find(|&i| is_dash(tree, i)).map_or(0, |i| i + 1);
    // "More from the report: …", "Here is Hassan: …".
    let led = (begin..at).take(3).find(|&i| tree.lower(i) == "from");
    let here =
        tree.lower(begin) == "here" && begin + 1 < at && matches!(tree.lower(begin + 1).as_str(), "is" | "'s" | "’s");
    if let Some(from) = led {
        begin = from + 1;
    } else if here {
        begin += 2;
    }
    while begin < at && tree.is_punct(begin) {
        begin += 1;
    }
    // "Obama to allies: …", "Minister on the talks: …".
    let end = (begin + 1..at)
        .find(|&i| {
            tree.token(i).upos == Pos::Adp
                && matches!(tree.lower(i).as_str(), "on" | "to" | "at" | "in" | "about" | "after")
        })
        .unwrap_or(at);
    let source: Vec<usize> = (begin..end).collect();
    if source.is_empty() || at - begin > LONGEST_LABEL || end - begin > 8 {
        return None;
    }
    let odd = |&i: &usize| {
        is_verb(tree, i) || tree.is_punct(i) && tree.token(i).form != "-" || tree.token(i).upos == Pos::Num
    };
    if source.iter().any(odd)
        || (end..at).any(|i| is_verb(tree, i))
        || (begin > 0 && !quoted && led.is_none()) && (0..begin).any(|i| is_verb(tree, i))
    {
        return None;
    }
    let source_head = head_of(tree, &source)?;
    if lexicon.labels.contains(&tree.lower(source[0])) {
        return None;
    }
    // "HASSAN: We stay." in a transcript.
    let shouted = source.iter().all(|&i| tree.token(i).form.chars().all(|c| c.is_uppercase() || c == '.'))
        && source.iter().all(|&i| tree.token(i).upos == Pos::Propn)
        && source.len() <= 3
        && tree.token(at - 1).form.len() > 2;
    let said = quoted || (at + 1..tree.len()).any(|i| is_verb(tree, i));
    if !(can_speak(tree, source_head, lexicon, a, sentence) || shouted) || !said {
        return None;
    }
    let content = tidy(tree, (at + 1..tree.len()).collect());
    let head = content.iter().copied().find(|&i| tree.head(i).is_none_or(|h| h <= at));
    (!content.is_empty()).then(|| Candidate {
        cue: vec![at],
        cue_head: at,
        source,
        source_head: Some(source_head),
        content,
        content_head: head,
        lemma: ":".into(),
        form: Form::Clause,
    })
}

/// "Truce will hold: Hezbollah chief", "10 killed in strike – monitor".
pub(super) fn trailing(tree: &Tree<'_>, a: &Analysis, sentence: usize) -> Option<Candidate> {
    let block = a.sentences[sentence].block;
    let alone = |k: Option<usize>| k.and_then(|k| a.sentences.get(k)).is_none_or(|s| s.block != block);
    if !alone(sentence.checked_sub(1)) || !alone(Some(sentence + 1)) {
        return None;
    }
    // A headline has no full stop.
    let end = (0..tree.len()).rev().find(|&i| !tree.is_punct(i))? + 1;
    if (end..tree.len()).any(|i| tree.token(i).form == ".") {
        return None;
    }
    let at = (3..end).rev().find(|&i| tree.token(i).form == ":" || is_dash(tree, i))?;
    let source: Vec<usize> = (at + 1..end).collect();
    let told = (0..at).any(|i| is_verb(tree, i));
    let name = |&i: &usize| !is_verb(tree, i) && !tree.is_punct(i) && tree.token(i).upos != Pos::Num;
    if source.is_empty() || source.len() > LONGEST_TRAIL || !told || !source.iter().all(name) {
        return None;
    }
    let source_head = head_of(tree, &source).filter(|h| can_speak(tree, *h, lexicon(), a, sentence))?;
    let content = tidy(tree, (0..at).collect());
    let head = content.iter().copied().find(|&i| tree.head(i).is_none_or(|h| h >= at));
    (!content.is_empty()).then(|| Candidate {
        cue: vec![at],
        cue_head: at,
        source,
        source_head: Some(source_head),
        content,
        content_head: head,
        lemma: ":".into(),
        form: Form::Clause,
    })
}

/// "… — Jan Smit (@jsmit) 4 May": what stands before the signature of a post.
pub(super) fn signed(tree: &Tree<'_>) -> Option<Candidate> {
    let handle = (3..tree.len()).find(|&i| tree.token(i).form.starts_with('@') && tree.token(i - 1).form == "(")?;
    let at = (0..handle).rev().find(|&i| is_dash(tree, i))?;
    let close = (handle..tree.len()).find(|&i| tree.token(i).form == ")")?;
    let name: Vec<usize> = (at + 1..handle - 1).collect();
    if name.is_empty() || name.len() > 6 || name.iter().any(|&i| is_verb(tree, i)) {
        return None;
    }
    Some(Candidate {
        cue: vec![at],
        cue_head: at,
        source_head: head_of(tree, &name),
        source: (at + 1..=close).collect(),
        content: tidy(tree, (0..at).collect()),
        content_head: None,
        lemma: "—".into(),
        form: Form::Clause,
    })
}

/// Those of a sentence who may have spoken a quotation that no tree ties to a cue.
pub(super) fn speakers(tree: &Tree<'_>, quotation: Span) -> Vec<Candidate> {
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
        let Some(s) =
            source_of(tree, v, passive).filter(|s| s.head != v && !quotation.contains(tree.token(s.head).span))
        else {
            continue;
        };
        let source = source_tokens(tree, s, v);
        out.push(Candidate {
            cue: cue_of(tree, v),
            cue_head: v,
            source,
            source_head: Some(s.head),
            content: Vec::new(),
            content_head: None,
            lemma,
            form: Form::Clause,
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
                (at, subject.or(noun).map(|head| Speaker { head, pronoun: None }))
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
                        source_head: Some(s.head),
                        content: Vec::new(),
                        content_head: None,
                        lemma,
                        form: Form::Clause,
                    });
                }
            }
        }
    }
    out
}
