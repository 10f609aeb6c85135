//! What a statement is about, beyond its type: a denial, a claim of responsibility, an allegation, a demand, a warning,
//! a recognition.
//!
//! "Turkey denied backing the rebels" is a statement of Turkey's, with the subject denial, beside the negated tie that it
//! speaks of. "No group has claimed responsibility" is no statement of anybody's.

use crate::assemble::base;
use crate::reader::Reader;
use froissart_model::{Attitude, Certainty, Claim, Kind, Mood, TokenRef};

/// The subjects that a verb or noun gives away, by its list of words; in this order.
const BY_WORD: &[(&str, &str, &[&str])] = &[
    ("subject-warning", "warning", &["THREATEN", "ACCUSE", "REQUEST"]),
    ("subject-demand", "demand", &["REQUEST", "THREATEN"]),
    ("subject-recognition", "recognition", &["SUPPORT", "REJECT", "AGREE"]),
    ("subject-denial", "denial", &["REJECT"]),
];

/// Gives statements their subject, where their own words tell it.
pub(crate) fn subjects(r: &Reader, out: &mut [Claim]) {
    for c in out.iter_mut().filter(|c| c.kind == Kind::Statement && c.subject.is_none()) {
        let Some(p) = c.origin else { continue };
        let tree = &r.trees[p.sentence];
        let mut words = vec![tree.low(p.token)];
        words.extend(tree.kids_by(p.token, &["obj"]).map(|k| tree.low(k)));
        if c.type_ == "ACCUSE" && c.modes.iter().any(|m| m == "allege") {
            c.subject = Some("allegation".into());
            continue;
        }
        let found = BY_WORD.iter().find(|(list, _, types)| {
            types.contains(&c.type_.as_str()) && words.iter().any(|w| r.know.words.has(list, w))
        });
        c.subject = found.map(|(_, subject, _)| (*subject).to_owned());
    }
}

/// Adds the denials of one sentence, and who owns up to a deed.
pub(crate) fn denials(r: &Reader, s: usize, found: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for a in r.analysis.attributions.iter().filter(|a| a.attitude == Attitude::Denial && a.cue_head.sentence == s) {
        let Some(speaker) = a.source_head.filter(|h| h.sentence == s) else { continue };
        let cue = a.cue_head.token;
        let denied = |c: &Claim| {
            c.certainty == Certainty::Denied
                && c.kind != Kind::Agreement
                && c.origin.is_some_and(|p| {
                    let at = tree.tok(p.token).span;
                    p.sentence == s && a.content.iter().any(|x| x.contains(at))
                })
        };
        if found.iter().any(denied) {
            say(r, s, cue, speaker, "denial", found);
        }
    }
    // "The army called reports that it had fled false."
    let untrue = found.iter().filter(|c| c.certainty == Certainty::Denied).filter_map(|c| c.origin);
    let untrue = untrue.filter(|p| p.sentence == s).filter_map(|p| crate::answers::called_untrue(r, s, p.token));
    if let Some((verb, speaker)) = untrue.collect::<Vec<_>>().first() {
        say(r, s, *verb, TokenRef { sentence: s, token: *speaker }, "denial", found);
    }
    for v in (0..tree.len()).filter(|&v| tree.is_verb(v)) {
        let frame = tree.verb_frame(v);
        // "The bombing was claimed by the Front": who claims a deed that nobody else is said to have done.
        let is_unowned = |c: &Claim| {
            c.type_ == "ASSAULT"
                && c.actor.is_empty()
                && c.origin
                    .is_some_and(|p| p.sentence == s && frame.object.contains(&p.token) && !tree.is_verb(p.token))
        };
        if tree.low(v) == "claim" && found.iter().any(is_unowned) {
            for &who in &frame.actor {
                say(r, s, v, TokenRef { sentence: s, token: who }, "responsibility", found);
            }
            continue;
        }
        let blame = |o: &usize| matches!(tree.low(*o), "responsibility" | "involvement" | "role" | "blame");
        if !frame.object.iter().any(blame) {
            continue;
        }
        let low = tree.low(v);
        let subject =
            if r.know.words.has("owning-verbs", low) && frame.object.iter().any(|&o| tree.low(o) == "responsibility") {
                "responsibility"
            } else if r.know.words.has("subject-denial", low) {
                "denial"
            } else {
                continue;
            };
        for &who in &frame.actor {
            say(r, s, v, TokenRef { sentence: s, token: who }, subject, found);
        }
    }
}

/// One such statement. A denial is a REJECT; for a claim of responsibility PLOVER has no type, and the deed itself is
/// coded, by the speaker's account.
fn say(r: &Reader, s: usize, cue: usize, speaker: TokenRef, subject: &str, found: &mut Vec<Claim>) {
    let sure = r.sure(s, cue);
    let open = sure.negated || sure.mood != Mood::Actual;
    if open || !r.can_act(s, speaker.token) || r.is_place(s, speaker.token) {
        return;
    }
    if let Some(c) = found.iter_mut().find(|c| c.kind == Kind::Statement && c.origin.is_some_and(|p| p.token == cue)) {
        c.subject.get_or_insert_with(|| subject.to_owned());
        return;
    }
    let speakers = r.spread(s, &[speaker.token]);
    let words: Vec<_> = speakers.iter().map(|x| r.span(x.sentence, x.token)).collect();
    let denial = subject == "denial";
    let (type_, cameo) = if denial { ("REJECT", "016") } else { ("claims_responsibility", "015") };
    let rule = format!("said/{subject}");
    let mut c = base(r, s, cue, Kind::Statement, type_, &rule, &sure, &words);
    c.actor = speakers.iter().flat_map(|x| r.parties(x.sentence, x.token)).collect();
    // Nobody gives an account of his own saying.
    if c.according_to.first().is_some_and(|e| c.actor.iter().any(|a| crate::links::same(a, e))) {
        c.according_to.remove(0);
        c.certainty = Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
    }
    c.cameo = Some(cameo.into());
    c.subject = Some(subject.to_owned());
    c.happened = Some(r.when(s, cue, false));
    if !denial {
        owned(found, &c);
    }
    found.push(c);
}

/// Whoever owns up to a deed did it, by his own account.
fn owned(found: &mut [Claim], speech: &Claim) {
    let his = |e: &froissart_model::Entity| speech.actor.iter().any(|a| crate::links::same(a, e));
    for c in found.iter_mut() {
        let deed = c.kind == Kind::Event && c.type_ == "ASSAULT" && c.actor.is_empty() && !c.negated;
        if deed && c.according_to.first().is_some_and(his) {
            c.actor.clone_from(&speech.actor);
        }
    }
}
