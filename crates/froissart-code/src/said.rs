//! What somebody says of another is said against him, for him, or asked of him: "Russia said that Sudan must return the
//! helicopter" asks it of Sudan, "the government said militants were responsible" accuses the militants, "the premier
//! allowed that Chad was a reliable partner" speaks for Chad.
//!
//! No rule could say it, for what must be done may be anything, and the verb says nothing of praise or blame. Orders and
//! charges with a verb of their own ("urged", "accused") have rules; what the speaker says of himself is his plan or his
//! confession, and neither.

use crate::assemble::base;
use crate::reader::Reader;
use froissart_model::{Attitude, Claim, Kind, Pos, TokenRef};

/// Auxiliaries of what another is to do.
const MUST: &[&str] = &["must", "should", "ought", "shall"];
/// Verbs that do an auxiliary's work before an infinitive.
const HAVE_TO: &[&str] = &["have", "need"];
/// Adjectives that lay blame.
const BLAMED: &[&str] = &["accountable", "complicit", "culpable", "guilty", "responsible"];

/// One account inside a sentence.
#[derive(Debug, Clone, Copy)]
struct Told {
    cue: usize,
    speaker: usize,
    content: usize,
}

/// What a claim of this kind is.
#[derive(Debug, Clone, Copy)]
struct Reading {
    type_: &'static str,
    rule: &'static str,
    cameo: &'static str,
    mode: Option<&'static str>,
}

const ASKED: Reading = Reading { type_: "REQUEST", rule: "said/must", cameo: "100", mode: None };
const CHARGED: Reading = Reading { type_: "ACCUSE", rule: "said/responsible", cameo: "112", mode: Some("allege") };
const BLAME: Reading = Reading { type_: "ACCUSE", rule: "said/ill", cameo: "111", mode: Some("disapprove") };
const PRAISE: Reading = Reading { type_: "SUPPORT", rule: "said/well", cameo: "051", mode: None };

/// Adds what the accounts of one sentence ask of somebody, lay on him, or hold of him.
pub(crate) fn said(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for t in told(r, s) {
        if !r.can_act(s, t.speaker) || r.is_place(s, t.speaker) {
            continue;
        }
        for act in tree.conjuncts(t.content).into_iter().filter_map(|v| required(r, s, v)) {
            of(r, s, t, act, ASKED, out);
        }
        if let Some(reading) = judged(r, s, t.content) {
            of(r, s, t, t.content, reading, out);
        }
    }
}

/// The accounts of a sentence: those that the language step found, and any other verb with a that-clause.
fn told(r: &Reader, s: usize) -> Vec<Told> {
    let tree = &r.trees[s];
    let mut all: Vec<Told> = Vec::new();
    for a in &r.analysis.attributions {
        let (Some(speaker), Some(content)) = (a.source_head, a.content_head) else { continue };
        if (a.cue_head.sentence, speaker.sentence, content.sentence) == (s, s, s) && a.attitude != Attitude::Judgement {
            all.push(Told { cue: a.cue_head.token, speaker: speaker.token, content: content.token });
        }
    }
    for v in (0..tree.len()).filter(|&v| tree.is_verb(v)) {
        let that = |c: usize| tree.kids_by(c, &["mark"]).any(|m| tree.low(m) == "that");
        let Some(content) = tree.kids_by(v, &["ccomp"]).find(|&c| c > v && that(c)) else { continue };
        if all.iter().any(|t| t.cue == v) || tree.is_passive(v) {
            continue;
        }
        all.extend(tree.subject(v, 0).into_iter().map(|speaker| Told { cue: v, speaker, content }));
    }
    all
}

/// The verb of what must be done, where the clause at a token says that it must; "must have fled" says something else.
fn required(r: &Reader, s: usize, v: usize) -> Option<usize> {
    let tree = &r.trees[s];
    let aux: Vec<&str> = tree.kids_by(v, &["aux"]).map(|k| tree.low(k)).collect();
    if aux.iter().any(|x| MUST.contains(x)) && !aux.contains(&"have") {
        // "must be ready to mediate" asks for the readiness.
        let ready =
            tree.kid(v, &["cop"]).is_some() && tree.kids_by(v, &["xcomp", "advcl"]).any(|x| tree.is_infinitive(x));
        return (tree.is_verb(v) || ready).then_some(v);
    }
    // "reform is needed", "an inquiry is necessary"
    let low = tree.low(v);
    if r.know.words.has("needed", low)
        && (tree.is_passive(v) || tree.kid(v, &["cop"]).is_some())
        && !r.sure(s, v).negated
    {
        return Some(v);
    }
    // "has to leave": the infinitive is what is asked.
    let plain = HAVE_TO.contains(&tree.low(v)) && tree.is_verb(v) && aux.is_empty();
    tree.kids_by(v, &["xcomp"]).find(|&x| plain && tree.is_verb(x) && tree.is_infinitive(x) && !tree.is_passive(x))
}

/// What a copular clause holds of its subject: blame, or a good or a bad opinion; "is no danger" turns it round.
fn judged(r: &Reader, s: usize, p: usize) -> Option<Reading> {
    let tree = &r.trees[s];
    tree.kid(p, &["cop"])?;
    let sure = r.sure(s, p);
    if BLAMED.contains(&tree.low(p)) {
        return (!sure.negated).then_some(CHARGED);
    }
    let mut words = vec![tree.low(p)];
    words.extend(tree.kids_by(p, &["amod", "compound"]).flat_map(|k| tree.conjuncts(k)).map(|k| tree.low(k)));
    let any = |list: &str| words.iter().any(|w| r.know.words.has(list, w));
    let ill = any("name-calling") || any("judged-ill");
    if !ill && !any("judged-well") {
        return None;
    }
    Some(if ill == sure.negated { PRAISE } else { BLAME })
}

fn of(r: &Reader, s: usize, t: Told, act: usize, reading: Reading, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    let speakers = r.spread(s, &[t.speaker]);
    let same = |x: &TokenRef| {
        let known = |t: &TokenRef| r.resolve(t.sentence, t.token).map(|x| (x.id, x.country, x.sector, x.code));
        speakers.contains(x)
            || r.antecedent(x.sentence, x.token).is_some_and(|b| speakers.contains(&b))
            || speakers.iter().any(|y| known(y).is_some() && known(y) == known(x))
    };
    let mut who = r.spread(s, &tree.subject(act, 0));
    who.retain(|x| r.can_act(x.sentence, x.token) && !r.is_place(x.sentence, x.token));
    // "a reform of the agency is needed", "the intervention must end": those whom the thing concerns are asked.
    if reading.rule == ASKED.rule && (tree.is_passive(act) || who.is_empty()) {
        let things = tree.subject(act, 0).into_iter().map(|token| TokenRef { sentence: s, token });
        who = things.flat_map(|x| r.concerned(x, false)).collect();
    }
    // "we must act" is of the speaker himself; "it is dangerous to go" is of nobody.
    let own = |x: &TokenRef| {
        let tree = &r.trees[x.sentence];
        let low = tree.low(x.token);
        let alike = speakers.iter().any(|y| r.trees[y.sentence].low(y.token) == low);
        matches!(low, "we" | "i" | "us" | "you" | "one")
            || tree.upos(x.token) == Pos::Pron && alike
            || tree.upos(x.token) == Pos::Pron && r.antecedent(x.sentence, x.token).is_none()
    };
    if who.is_empty() || who.iter().any(|x| same(x) || own(x)) {
        return;
    }
    let mut words: Vec<_> = who.iter().map(|x| r.span(x.sentence, x.token)).collect();
    words.extend([r.span(s, t.speaker), tree.tok(act).span]);
    let mut c = base(r, s, t.cue, Kind::Statement, reading.type_, reading.rule, &r.sure(s, t.cue), &words);
    c.actor = speakers.iter().flat_map(|x| r.parties(x.sentence, x.token)).collect();
    c.recipient = who.iter().flat_map(|x| r.parties(x.sentence, x.token)).collect();
    let spans = |all: &[froissart_model::Entity]| all.iter().map(|e| e.span).collect::<Vec<_>>();
    let again = |o: &Claim| {
        o.type_ == c.type_ && spans(&o.actor) == spans(&c.actor) && spans(&o.recipient) == spans(&c.recipient)
    };
    if out.iter().any(again) {
        return;
    }
    c.cameo = Some(reading.cameo.into());
    c.modes.extend(reading.mode.map(str::to_owned));
    c.happened = Some(r.when(s, t.cue, false));
    out.push(c);
}
