//! The analysis as one JSON object, for programs: everything with its offsets, in characters.
//!
//! It holds what CoNLL-U has no columns for: of "said Lin Jian" the source, the cue and the words they frame;
//! of "failed to attack" that the attack did not come about, and by which word.

use crate::phrase::{offices, phrase};
use froissart_model::{Analysis, CharMap, Span, TokenRef};
use serde_json::{Value, json};

/// How many names before and after one may hold it in their phrase.
const NEAR: usize = 8;

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
    let word = |r: TokenRef| with(a.token(r).span, json!({}));
    let phrases: Vec<_> = a.names.iter().map(|n| phrase(a, n)).collect();
    // A name inside another one's phrase stands there: "Mali" in "Mali envoy Ali Reza".
    let outer = |i: usize| {
        let (own, _) = phrases[i];
        (i.saturating_sub(NEAR)..phrases.len().min(i + NEAR))
            .filter(|&k| phrases[k].0 != own && phrases[k].0.contains(own))
            .max_by_key(|&k| phrases[k].0.len())
    };
    let mut inside: Vec<Vec<Value>> = vec![Vec::new(); phrases.len()];
    let own: Vec<Value> = a.names.iter().map(|n| with(n.span, json!({"type": n.kind}))).collect();
    let outers: Vec<_> = (0..phrases.len()).map(outer).collect();
    for (i, o) in outers.iter().enumerate() {
        if let Some(o) = o {
            inside[*o].push(own[i].clone());
        }
    }
    let mut named: Vec<(Span, Value)> = Vec::new();
    for (i, (whole, kind)) in phrases.iter().enumerate().filter(|(i, _)| outers[*i].is_none()) {
        let value = json!({"type": kind, "name": own[i], "inside": std::mem::take(&mut inside[i])});
        named.push((*whole, with(*whole, value)));
    }
    for s in offices(a) {
        named.retain(|(n, _)| !s.contains(*n));
        named.push((s, with(s, json!({"type": "PER", "name": null, "inside": []}))));
    }
    named.sort_by_key(|(s, _)| (s.begin, s.end));
    let named: Vec<Value> = named.into_iter().map(|(_, v)| v).collect();
    json!({
        "id": id,
        "sentences": a.sentences.iter().map(|s| with(s.span, json!({"tokens": s.tokens.iter().map(|t| with(t.span, json!({
            "lemma": t.lemma, "upos": t.upos, "xpos": t.xpos, "feats": t.feats, "head": t.head, "deprel": t.deprel}))).collect::<Vec<_>>()}))).collect::<Vec<_>>(),
        "names": named,
        "times": a.times.iter().map(|t| with(t.span, json!({"type": t.kind, "value": t.value, "from": t.from, "to": t.to, "precision": t.precision, "holds": t.holds}))).collect::<Vec<_>>(),
        "attributions": said(a, &spans),
        "mentions": a.mentions.iter().map(|m| with(m.span, json!({"chain": m.chain}))).collect::<Vec<_>>(),
        "facts": a.facts.iter().map(|f| with(a.token(f.token).span, json!({"kind": f.kind, "sentence": f.token.sentence, "token": f.token.token,
            "cue": f.cue.iter().map(|c| word(*c)).collect::<Vec<_>>(), "scope": word(f.scope)}))).collect::<Vec<_>>(),
    })
}

/// The attributions; those whose cue stands inside another's content stand in its `nested`.
fn said(a: &Analysis, spans: &dyn Fn(&[Span]) -> Vec<Value>) -> Vec<Value> {
    let mut children: Vec<Vec<Value>> = vec![Vec::new(); a.attributions.len()];
    let mut order: Vec<usize> = (0..a.attributions.len()).collect();
    // The deepest first, so that each is whole when it goes into the one that holds it.
    let depth = |i: usize| {
        let up = |i: &usize| a.attributions.get(*i).and_then(|x| x.within);
        std::iter::successors(Some(i), up).take(a.attributions.len() + 1).count()
    };
    order.sort_by_cached_key(|&i| (std::cmp::Reverse(depth(i)), i));
    let mut outermost = Vec::new();
    for i in order {
        let x = &a.attributions[i];
        let nested = std::mem::take(&mut children[i]);
        let value = json!({"source": spans(&x.source), "cue": spans(&x.cue), "content": spans(&x.content),
            "lemma": x.lemma, "attitude": x.attitude, "nested": nested});
        match x.within {
            Some(o) => children[o].push(value),
            None => outermost.push(value),
        }
    }
    outermost
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::attribution::{attributions, tree::hand};

    #[test]
    fn an_attribution_inside_another_ones_content_is_written_inside_it() {
        let rows = "Hassan/PROPN/NNP/2/nsubj said=say/VERB/VBD/0/root officials=official/NOUN/NNS/4/nsubj fear/VERB/VBP/2/ccomp war/NOUN/NN/4/obj ./PUNCT/./2/punct";
        let (mut a, text) = hand::analysis(rows, &[]);
        a.attributions = attributions(&a, &text);
        let said = &value(&json!("x"), &text, &a)["attributions"];
        assert_eq!(said.as_array().map(Vec::len), Some(1));
        assert_eq!((&said[0]["lemma"], &said[0]["attitude"]), (&json!("say"), &json!("statement")));
        assert_eq!((&said[0]["source"], &said[0]["content"]), (&json!([[0, 6]]), &json!([[12, 30]])));
        let fear = &said[0]["nested"][0];
        assert_eq!((&fear["attitude"], &fear["source"]), (&json!("expectation"), &json!([[12, 21]])));
        assert_eq!(fear["nested"], json!([]));
    }
}
