//! `froissart analyse`: what the language analysis sees, as CoNLL-U, as text, or as JSON lines with offsets.

use super::{Run, json_lines};
use crate::args::{AnalyseArgs, Form};
use crate::failure::{Done, Failure};
use froissart_lang::{Model, conllu};
use froissart_model::{Analysis, CharMap, Page, Span};
use serde_json::{Value, json};
use std::io::{Read as _, Write};

#[derive(serde::Deserialize)]
struct Line {
    id: Value,
    text: String,
    date: Option<String>,
}

pub(crate) fn analyse(a: &AnalyseArgs) -> Run {
    let model = Model::embedded();
    if a.from == Form::Jsonl {
        return json_lines(|l: Line| {
            let date = l.date.or_else(|| a.date.map(|d| d.to_string()));
            let page = Page::from_text(l.text, date, None);
            let (analysis, _) = froissart_lang::analyse(&page, model);
            match a.to {
                Form::Jsonl => offsets(&l.id, &page.text, &analysis),
                Form::Conllu => json!({"id": l.id, "conllu": conllu::write(&analysis, &page.text)}),
                Form::Text => json!({"id": l.id, "text": sentences(&analysis, &page.text)}),
            }
        });
    }
    let mut bytes = Vec::new();
    std::io::stdin().lock().read_to_end(&mut bytes)?;
    let text = String::from_utf8(bytes).map_err(|e| {
        Failure::message(format!(
            "standard input is no UTF-8 from byte {} on: convert it first",
            e.utf8_error().valid_up_to()
        ))
    })?;
    let (text, analysis, written) = if a.from == Form::Conllu {
        let given = conllu::parse(&text).map_err(|e| Failure::message(format!("standard input: {e}")))?;
        let (t, analysis) = froissart_lang::analyse_given(&given, a.date, model);
        let written = conllu::write_given(&given, &analysis);
        (t, analysis, written)
    } else {
        let page = Page::from_text(paragraphs(&text), a.date.map(|d| d.to_string()), None);
        let (analysis, _) = froissart_lang::analyse(&page, model);
        let written = conllu::write(&analysis, &page.text);
        (page.text, analysis, written)
    };
    let mut out = std::io::stdout().lock();
    match a.to {
        Form::Conllu => out.write_all(written.as_bytes())?,
        Form::Text => out.write_all(sentences(&analysis, &text).as_bytes())?,
        Form::Jsonl => super::line(&mut out, &offsets(&Value::Null, &text, &analysis))?,
    }
    out.flush()?;
    Ok(if analysis.sentences.is_empty() { Done::Nothing } else { Done::Found })
}

/// Joins the lines of a paragraph: in text a blank line ends one. Offsets stay as they are.
fn paragraphs(text: &str) -> String {
    let mut out: Vec<u8> = text.as_bytes().to_vec();
    for i in 0..out.len() {
        if out[i] != b'\n' {
            continue;
        }
        let before = out[..i].iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).copied();
        let after = out[i + 1..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).copied();
        if before.is_some_and(|b| b != b'\n') && after.is_some_and(|b| b != b'\n') {
            out[i] = b' ';
        }
    }
    String::from_utf8(out).expect("only line ends were replaced, by blanks")
}

/// One sentence a line.
fn sentences(a: &Analysis, text: &str) -> String {
    a.sentences.iter().map(|s| s.span.of(text).replace('\n', " ") + "\n").collect()
}

/// Everything with offsets in characters.
fn offsets(id: &Value, text: &str, a: &Analysis) -> Value {
    let map = CharMap::new(text);
    let span = |s: Span| {
        let c = map.chars(s);
        (c.begin, c.end)
    };
    let spans = |l: &[Span]| l.iter().map(|s| json!([span(*s).0, span(*s).1])).collect::<Vec<_>>();
    let with = |s: Span, mut rest: Value| {
        let (b, e) = span(s);
        let mut v = json!({"begin": b, "end": e, "text": s.of(text)});
        if let (Some(v), Some(r)) = (v.as_object_mut(), rest.as_object_mut()) {
            v.append(r);
        }
        v
    };
    json!({
        "id": id,
        "sentences": a.sentences.iter().map(|s| with(s.span, json!({"tokens": s.tokens.iter().map(|t| with(t.span, json!({
            "lemma": t.lemma, "upos": t.upos, "xpos": t.xpos, "feats": t.feats, "head": t.head, "deprel": t.deprel}))).collect::<Vec<_>>()}))).collect::<Vec<_>>(),
        "names": a.names.iter().map(|n| with(n.span, json!({"type": n.kind}))).collect::<Vec<_>>(),
        "times": a.times.iter().map(|t| with(t.span, json!({"type": t.kind, "value": t.value, "from": t.from, "to": t.to, "precision": t.precision, "holds": t.holds}))).collect::<Vec<_>>(),
        "attributions": a.attributions.iter().map(|x| json!({"source": spans(&x.source), "cue": spans(&x.cue), "content": spans(&x.content), "lemma": x.lemma})).collect::<Vec<_>>(),
        "mentions": a.mentions.iter().map(|m| with(m.span, json!({"chain": m.chain}))).collect::<Vec<_>>(),
    })
}
