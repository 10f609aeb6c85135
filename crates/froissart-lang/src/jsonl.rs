//! The analysis as one JSON object, for programs: everything with its offsets, in characters.
//!
//! It holds what CoNLL-U has no columns for: of "said Lin Jian" the source, the cue and the words they frame.

use froissart_model::{Analysis, CharMap, Span};
use serde_json::{Value, json};

/// Everything that was seen in `text`, with offsets in characters of it, under the caller's `id`.
pub fn value(id: &Value, text: &str, a: &Analysis) -> Value {
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
