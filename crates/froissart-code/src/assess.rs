//! The page's own judgement of a party's condition: distracted, weakened, stretched thin, on the back foot, a pariah.
//!
//! An analyst's page argues with such words: "Russia and Iran are distracted, and so the rebels moved". They are kept as
//! written, as assessments, for parties of the conflict only: armed ones, and those of whom the page claims something
//! else besides. What is only hoped, feared or asked is no judgement.

use crate::assemble::base;
use crate::reader::Reader;
use froissart_model::{Claim, EntityKind, Kind, Mood, Pos, TokenRef};

/// Sectors that are parties to a conflict by themselves.
const ARMED: &[&str] = &["MIL", "REB", "PRM", "SEP", "UAF", "PRE"];
/// Verbs that make somebody be something, and those that only say that he is.
const MAKING: &[&str] = &["make", "leave", "render", "keep"];
const BEING: &[&str] =
    &["be", "become", "remain", "look", "seem", "appear", "grow", "stay", "feel", "get", "stand", "find"];

/// A judgement: the words' token, who is judged, and the words.
struct Judged {
    at: usize,
    who: Vec<usize>,
    first: usize,
    last: usize,
}

/// Adds the assessments of one sentence.
pub(crate) fn assessments(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for p in 0..tree.len() {
        let found = adjective(r, s, p).or_else(|| phrase(r, s, p)).or_else(|| noun(r, s, p)).or_else(|| verb(r, s, p));
        let Some(j) = found else { continue };
        let sure = r.sure(s, j.at);
        if !matches!(sure.mood, Mood::Actual) {
            continue;
        }
        for who in r.spread(s, &j.who) {
            if !is_party(r, who) {
                continue;
            }
            let words = [tree.span(j.first, j.last), r.span(who.sentence, who.token)];
            let type_ = tree.span(j.first, j.last).of(&r.page.text).split_whitespace().collect::<Vec<_>>().join(" ");
            let mut c =
                base(r, s, j.at, Kind::Assessment, &type_.to_lowercase(), "assessment/condition", &sure, &words);
            c.actor.extend(r.parties(who.sentence, who.token));
            c.happened = Some(r.when(s, j.at, true));
            // "Weakened, the group agreed …": nobody gives that account of himself.
            if c.according_to.first().is_some_and(|e| c.actor.iter().any(|a| crate::links::same(a, e))) {
                c.according_to.remove(0);
                c.certainty = froissart_model::Certainty::summary(false, c.stance, c.mood, !c.according_to.is_empty());
            }
            out.push(c);
        }
    }
}

/// Drops assessments of those who are no party to anything else on the page.
pub(crate) fn only_parties(out: &mut Vec<Claim>) {
    let acts = |c: &Claim| {
        let tie =
            matches!(c.type_.as_str(), "fights" | "supports" | "opposes" | "allied_with" | "depends_on" | "controls");
        tie || c.kind == Kind::Event && matches!(c.type_.as_str(), "ASSAULT" | "MOBILIZE" | "RETREAT")
    };
    let parties: Vec<_> =
        out.iter().filter(|c| acts(c)).flat_map(|c| c.actor.iter().chain(&c.recipient)).cloned().collect();
    let known = |c: &Claim| {
        c.actor.iter().any(|a| {
            a.sector.as_deref().is_some_and(|x| ARMED.contains(&x))
                || parties.iter().any(|b| {
                    crate::links::same(a, b)
                        || a.country.is_some() && a.country == b.country && b.sector != Some("CVL".into())
                })
        })
    };
    // Links were written as indices: an assessment has none and is linked by none, so the others only move up.
    let keep: Vec<bool> = out.iter().map(|c| c.kind != Kind::Assessment || known(c)).collect();
    let new = |i: usize| keep[..i].iter().filter(|k| **k).count();
    for c in out.iter_mut() {
        for l in &mut c.links {
            if let Some(i) = l.to.strip_prefix('#').and_then(|i| i.parse::<usize>().ok()) {
                l.to = format!("#{}", new(i));
            }
        }
    }
    let mut n = 0;
    out.retain(|_| {
        n += 1;
        keep[n - 1]
    });
}

fn is_party(r: &Reader, who: TokenRef) -> bool {
    let (s, t) = (who.sentence, who.token);
    if !r.can_act(s, t) || r.is_place(s, t) {
        return false;
    }
    r.resolve(s, t).is_some_and(|x| {
        let sector = x.sector.as_deref().unwrap_or("");
        x.kind == EntityKind::State
            || ARMED.contains(&sector)
            || matches!(sector, "GOV" | "OPP" | "ELI" | "COP" | "SPY")
            || x.id.is_some() && x.kind == EntityKind::Group && !matches!(sector, "MED" | "NGO" | "IGO" | "BUS" | "SOC")
    })
}

/// "are distracted", "remains isolated", "left the army exhausted", "Weakened by strikes, the group agreed".
fn adjective(r: &Reader, s: usize, p: usize) -> Option<Judged> {
    let tree = &r.trees[s];
    let form = tree.form(p);
    let word = |w: &str| r.know.words.has("condition-states", w);
    if !word(form) || !(tree.upos(p) == Pos::Adj || tree.tok(p).xpos == "VBN") {
        return None;
    }
    let who = holders(r, s, p)?;
    let mut last = p;
    // "stretched thin", "bogged down", "divided".
    if p + 1 < tree.len() && r.know.words.has("condition-states", &format!("{form} {}", tree.form(p + 1))) {
        last = p + 1;
    }
    // A few say it only with a second word: "stretched" alone may be of a front.
    if last == p && r.know.words.has("condition-pairs", form) {
        return None;
    }
    Some(Judged { at: p, who, first: p, last })
}

/// Whom a predicate adjective, participle, phrase or noun is said of.
fn holders(r: &Reader, s: usize, p: usize) -> Option<Vec<usize>> {
    let tree = &r.trees[s];
    let said = tree.kid(p, &["cop"]).is_some() || tree.kids(p).iter().any(|&k| tree.rel(k) == "aux:pass");
    if said {
        return Some(tree.subject(p, 0));
    }
    let h = tree.head(p)?;
    let low = tree.low(h);
    match tree.rel(p).split(':').next()? {
        "xcomp" | "advcl" | "obl" if MAKING.contains(&low) && tree.is_verb(h) => {
            let objects: Vec<usize> = tree.kids_by(h, &["obj"]).collect();
            Some(if objects.is_empty() { tree.subject(h, 0) } else { objects })
        }
        "xcomp" | "obl" if BEING.contains(&low) => Some(tree.subject(h, 0)),
        // "Weakened by months of strikes, the group agreed to talks."
        "advcl" if tree.kid(p, &["mark"]).is_none() && (tree.tok(p).xpos == "VBN" || tree.upos(p) == Pos::Adj) => {
            Some(tree.subject(h, 0))
        }
        "conj" if tree.kid(p, &["nsubj"]).is_none() => holders(r, s, h),
        _ => None,
    }
}

/// "on the back foot", "in disarray", "under pressure", "on the verge of collapse".
fn phrase(r: &Reader, s: usize, p: usize) -> Option<Judged> {
    let tree = &r.trees[s];
    if tree.upos(p) != Pos::Noun {
        return None;
    }
    let case = tree.case(p)?;
    let first = tree.kids_by(p, &["case"]).find(|&k| k < p)?;
    let words = tree.span(first, p).of(&r.page.text).to_lowercase();
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut last = p;
    let full = match tree.kids_by(p, &["nmod"]).find(|&k| tree.case(k).as_deref() == Some("of") && k > p) {
        // "on the brink of defeat": what it is the brink of belongs to it.
        Some(k) => {
            last = k;
            format!("{case} {} of {}", tree.low(p), tree.low(k))
        }
        None => String::new(),
    };
    let has = |w: &str| r.know.words.has("condition-phrases", w);
    if !has(&words) && !has(&full) && !has(&format!("{case} {}", tree.low(p))) {
        return None;
    }
    if !has(&full) {
        last = p;
    }
    let who = holders(r, s, p).or_else(|| {
        let h = tree.head(p).filter(|&h| tree.is_verb(h) && BEING.contains(&tree.low(h)))?;
        Some(tree.subject(h, 0))
    })?;
    Some(Judged { at: p, who, first, last })
}

/// "is a pariah", "made him a pariah", "is a spent force".
fn noun(r: &Reader, s: usize, p: usize) -> Option<Judged> {
    let tree = &r.trees[s];
    if tree.upos(p) != Pos::Noun {
        return None;
    }
    let low = tree.low(p);
    let before = (p > 0).then(|| format!("{} {low}", tree.form(p - 1)));
    let two = before.is_some_and(|b| r.know.words.has("condition-nouns", &b));
    if !two && !r.know.words.has("condition-nouns", low) {
        return None;
    }
    let who = holders(r, s, p)?;
    let start = if two { p - 1 } else { p };
    let first = if start > 0 && tree.rel(start - 1) == "det" { start - 1 } else { start };
    Some(Judged { at: p, who, first, last: p })
}

/// "is crumbling", "has weakened the militia", "The war emboldened Iran".
fn verb(r: &Reader, s: usize, p: usize) -> Option<Judged> {
    let tree = &r.trees[s];
    if !tree.is_verb(p) || tree.is_passive(p) || matches!(tree.rel(p), "amod") {
        return None;
    }
    let low = tree.low(p);
    let frame = tree.verb_frame(p);
    let has = |list: &str| r.know.words.has(list, low);
    let who = if has("condition-verbs") && frame.object.is_empty() {
        frame.actor
    } else if has("condition-makers") && !frame.object.is_empty() {
        frame.object
    } else {
        return None;
    };
    Some(Judged { at: p, who, first: p, last: p })
}
