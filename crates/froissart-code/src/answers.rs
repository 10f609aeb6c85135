//! Denials that only point at what they deny: "The army denied it", "Kigali called the report baseless", "they dismissed
//! the claim as propaganda".
//!
//! What is denied was told right before, by somebody else or by the page. It is told once more here, negated and by the
//! account of who denies it, beside his statement; only where one act or tie stands there and no other, so that nobody
//! is made to deny what he may not have meant. Denials that say themselves what they deny ("denied backing the rebels")
//! are read with their sentence, in `subjects`.

use crate::assemble::{base, evidence};
use crate::reader::Reader;
use froissart_model::{Certainty, Claim, Entity, Kind, Link, LinkAs, Mood, Pos, Stance, TokenRef, Told};

/// How many sentences back "the report" may have been told; "it" is of the last.
const NEAR: usize = 2;

/// A denial without content of its own.
struct Denial {
    /// The verb.
    verb: usize,
    /// The pronoun or the noun that points back.
    object: usize,
    speaker: usize,
    is_pronoun: bool,
    /// The word that calls it untrue.
    untrue: Option<usize>,
}

/// Adds what is denied so on a page, and who denies it.
pub(crate) fn answers(r: &Reader, out: &mut Vec<Claim>) {
    for s in 0..r.trees.len() {
        for d in (0..r.trees[s].len()).filter_map(|v| denial(r, s, v)) {
            answer(r, s, &d, out);
        }
    }
}

/// The denial that a verb is, where its object only points back.
fn denial(r: &Reader, s: usize, v: usize) -> Option<Denial> {
    let tree = &r.trees[s];
    let is = |list: &str, t: usize| r.know.words.has(list, tree.low(t));
    if !tree.is_verb(v) || tree.is_passive(v) || !(is("denying-verbs", v) || is("naming-verbs", v)) {
        return None;
    }
    let object = tree.kids_by(v, &["obj"]).find(|&o| o > v)?;
    let is_pronoun = tree.upos(object) == Pos::Pron && matches!(tree.form(object), "it" | "this" | "that");
    let is_pointed =
        tree.kids_by(object, &["det"]).any(|d| matches!(tree.form(d), "the" | "this" | "that" | "these" | "those"));
    // "The report that its troops had fled" says itself what is denied.
    let is_whole = tree.kids_by(object, &["acl", "nmod", "ccomp", "appos", "conj"]).all(|k| k < object);
    let is_noun = is("charge-nouns", object) && is_pointed && is_whole;
    let untrue = tree.kids_by(v, &["xcomp", "obj", "obl", "advcl", "ccomp"]).find(|&k| {
        k > object
            && (is("untrue", k) || r.know.words.has("untrue", tree.form(k)))
            && !tree.kids_by(k, &["advmod"]).any(|a| matches!(tree.form(a), "not" | "n't" | "n\u{2019}t"))
    });
    // "Denied it" denies what was said; "dismissed it" may dismiss anybody, unless as a lie.
    let is_plain = tree.low(v) == "deny" || is("denying-verbs", v) && is_noun;
    if !(is_pronoun || is_noun) || !(is_plain || untrue.is_some()) {
        return None;
    }
    let sure = r.sure(s, v);
    if sure.negated || sure.mood != Mood::Actual {
        return None;
    }
    let speaker = tree.subject(v, 0).into_iter().find(|&x| x < v && r.can_act(s, x) && !r.is_place(s, x))?;
    Some(Denial { verb: v, object, speaker, is_pronoun, untrue })
}

/// Who calls what is told at `p` untrue: "the army called reports that it had fled false", "described the account of a
/// massacre as fabricated". The verb, and its subject.
pub(crate) fn called_untrue(r: &Reader, s: usize, p: usize) -> Option<(usize, usize)> {
    let tree = &r.trees[s];
    let is = |list: &str, t: usize| r.know.words.has(list, tree.low(t));
    let mut at = p;
    for _ in 0..4 {
        let head = tree.head(at)?;
        if is("charge-nouns", head) && matches!(tree.rel(at).split(':').next(), Some("acl" | "nmod" | "ccomp")) {
            let verb =
                tree.head(head).filter(|&v| tree.rel(head) == "obj" && is("naming-verbs", v) && tree.is_verb(v))?;
            let untrue = |k: usize| k > p && (is("untrue", k) || r.know.words.has("untrue", tree.form(k)));
            let is_so = tree.kids_by(verb, &["xcomp", "obl", "advcl", "obj"]).any(untrue);
            let speaker = tree.subject(verb, 0).into_iter().find(|&x| x < verb && r.can_act(s, x))?;
            return is_so.then_some((verb, speaker));
        }
        at = head;
    }
    None
}

/// The claims that a denial points at: those of one predicate, in the nearest sentence that tells anything.
fn pointed_at(r: &Reader, s: usize, d: &Denial, speaker: &Entity, out: &[Claim]) -> Vec<usize> {
    let is_told = |c: &Claim| {
        matches!(c.kind, Kind::Event | Kind::Relation | Kind::Control)
            && !c.negated
            && c.mood == Mood::Actual
            && c.told == Told::News
            && c.origin.is_some()
    };
    let is_before = |c: &Claim| {
        c.origin.is_some_and(|o| {
            o.sentence < s || o.sentence == s && o.token < d.verb && !r.trees[s].dominates(d.verb, o.token)
        })
    };
    let back = if d.is_pronoun { 1 } else { NEAR };
    let told: Vec<usize> = (0..out.len()).filter(|&i| is_told(&out[i]) && is_before(&out[i])).collect();
    let Some(at) = told.iter().map(|&i| out[i].evidence.sentence).max().filter(|at| at + back >= s) else {
        return Vec::new();
    };
    let here: Vec<usize> = told.into_iter().filter(|&i| out[i].evidence.sentence == at).collect();
    let mut acts: Vec<TokenRef> =
        here.iter().filter(|&&i| !out[i].is_implied()).filter_map(|&i| out[i].origin).collect();
    acts.dedup();
    let is_one = acts.windows(2).all(|w| w[0] == w[1]) && !acts.is_empty();
    // Nobody denies what he has said himself.
    let is_own = |e: &Entity| crate::links::same(e, speaker);
    if !is_one || here.iter().any(|&i| out[i].according_to.iter().any(is_own)) {
        return Vec::new();
    }
    here
}

/// Tells once more what is denied, negated, and who denies it.
fn answer(r: &Reader, s: usize, d: &Denial, out: &mut Vec<Claim>) {
    let by = r.entity(s, d.speaker);
    let of = pointed_at(r, s, d, &by, out);
    // The tie or the hold that only follows is denied with its act; enmity is not.
    let is_enmity = |c: &Claim| c.is_implied() && matches!(c.type_.as_str(), "fights" | "opposes");
    let of: Vec<usize> = of.into_iter().filter(|&i| !is_enmity(&out[i])).collect();
    if of.is_empty() {
        return;
    }
    let mut sure = r.sure(s, d.verb);
    // "The army denied it: the city was secure, a source said": what stands behind the colon has another's word, if any.
    let tree = &r.trees[s];
    let is_apart = |cue: &TokenRef| {
        cue.sentence == s
            && cue.token > d.verb
            && (d.verb..cue.token).any(|i| matches!(tree.tok(i).form.as_str(), ":" | ";"))
    };
    let apart: Vec<bool> = sure.cues.iter().map(is_apart).collect();
    let mut kept = apart.iter();
    sure.accounts.retain(|_| !kept.next().is_some_and(|x| *x));
    let mut words = vec![r.span(s, d.speaker), r.trees[s].tok(d.object).span];
    words.extend(d.untrue.map(|k| r.trees[s].tok(k).span));
    let here = Some(TokenRef { sentence: s, token: d.verb });
    let known = out.iter().position(|c| c.kind == Kind::Statement && c.origin == here);
    let statement = known.unwrap_or_else(|| {
        let mut c = base(r, s, d.verb, Kind::Statement, "REJECT", "said/denial", &sure, &words);
        c.actor = r.parties(s, d.speaker);
        c.cameo = Some("016".into());
        c.happened = Some(r.when(s, d.verb, false));
        out.push(c);
        out.len() - 1
    });
    let said = &mut out[statement];
    said.subject = Some("denial".into());
    // Who calls a report a lie denies it, and accuses nobody.
    if said.rule == "ACCUSE/name-calling" {
        "REJECT".clone_into(&mut said.type_);
        "said/denial".clone_into(&mut said.rule);
        said.recipient.clear();
        (said.cameo, said.acled) = (Some("016".into()), None);
        said.modes.clear();
    }
    let mut copies: Vec<(usize, usize)> = Vec::new();
    for i in of {
        let mut c = out[i].clone();
        c.more_evidence = std::iter::once(c.evidence).chain(c.more_evidence).collect();
        let verb = r.trees[s].tok(d.verb).span;
        c.evidence = evidence(r, s, words.iter().fold(verb, |all, w| all.cover(*w)));
        c.origin = here;
        (c.stance, c.negated, c.certainty) = (Stance::Asserted, true, Certainty::Denied);
        c.according_to = std::iter::once(by.clone()).chain(sure.accounts.iter().cloned()).collect();
        c.said.clone_from(&out[statement].said);
        c.links.retain_mut(|l| {
            // What followed from the act told follows from the act denied.
            let from = l.to.strip_prefix('#').and_then(|n| n.parse().ok());
            let copy = from.and_then(|n: usize| copies.iter().find(|(of, _)| *of == n));
            copy.filter(|_| l.as_ == LinkAs::ImpliedBy).inspect(|(_, n)| l.to = format!("#{n}")).is_some()
        });
        c.links.push(Link { to: format!("#{statement}"), as_: LinkAs::ContentOf });
        let is_implied = out[i].is_implied();
        if !is_implied {
            let rejects = Link { to: format!("#{i}"), as_: LinkAs::Rejects };
            if !out[statement].links.contains(&rejects) {
                out[statement].links.push(rejects);
            }
        }
        copies.push((i, out.len()));
        out.push(c);
    }
}
