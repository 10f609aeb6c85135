//! Figures of people and things: killed, injured, captured, displaced, with their bounds and what they are a part of.
//!
//! "The strikes killed at least 11 civilians, including two women" gives killed ≥ 11 and, as a part, killed 2. Victims
//! are the recipient, whoever did it the actor; where the words name nobody the actor is empty.

use crate::assemble::base;
use crate::figure::{Count, count, figure, number};
use crate::reader::Reader;
use froissart_model::{Claim, FigureScope, Kind, PlaceRole, Pos, TokenRef};

/// Verbs whose object is counted, by list and what they count.
const VERBS: &[(&str, &str)] = &[
    ("verbs-killed", "killed"),
    ("verbs-injured", "injured"),
    ("verbs-captured", "captured"),
    ("verbs-displaced", "displaced"),
    ("verbs-evacuated", "evacuated"),
    ("verbs-destroyed", "destroyed"),
    ("verbs-deployed", "troops"),
    ("verbs-taking", "captured"),
];
/// Verbs whose subject is counted.
const INTRANSITIVE: &[(&str, &str)] =
    &[("verbs-die", "killed"), ("verbs-flee", "displaced"), ("verbs-arriving", "troops")];
/// Verbs that count only these: two thousand soldiers are sent, and so are two letters; hostages are taken, and trains.
const ONLY: &[(&str, &str)] =
    &[("verbs-deployed", "troops"), ("verbs-arriving", "troops"), ("verbs-taking", "captives")];
/// Nouns that are themselves the count.
const NOUNS: &[(&str, &str)] = &[
    ("nouns-deaths", "killed"),
    ("nouns-injuries", "injured"),
    ("nouns-casualties", "killed_or_injured"),
    ("nouns-captures", "captured"),
];

pub(crate) fn casualties(r: &Reader, s: usize, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for v in 0..tree.len() {
        let low = tree.low(v);
        let verb = tree.is_verb(v) || tree.upos(v) == Pos::Adj;
        if verb {
            if let Some((list, of)) = VERBS.iter().find(|(l, _)| r.know.words.has(l, low)) {
                let f = tree.verb_frame(v);
                let attributive = matches!(tree.rel(v), "amod");
                let mut f = with_lost_subject(r, s, v, f);
                f.object.retain(|&o| is_counted(r, s, list, o));
                if !attributive {
                    victims(r, s, v, &f.object, &f.actor, of, out);
                }
                for g in tree.gaps.iter().filter(|g| g.verb == v) {
                    victims(r, s, v, &[g.object], &[g.actor], of, out);
                }
            }
            if let Some((list, of)) = INTRANSITIVE.iter().find(|(l, _)| r.know.words.has(l, low)) {
                let mut f = tree.verb_frame(v);
                f.actor.retain(|&a| is_counted(r, s, list, a));
                victims(r, s, v, &f.actor, &[], of, out);
            }
            // "left 12 people dead", "12 people dead after …".
            if matches!(low, "dead" | "wounded" | "injured" | "homeless" | "missing") && tree.rel(v) != "amod" {
                let of = match low {
                    "dead" => "killed",
                    "homeless" => "displaced",
                    "missing" => "missing",
                    _ => "injured",
                };
                let mut subject = tree.subject(v, 0);
                if let Some(h) = tree.head(v).filter(|&h| tree.rel(v) == "xcomp" && tree.low(h) == "leave") {
                    subject = tree.kids_by(h, &["obj"]).collect();
                }
                // "At least 30 dead in a mosque blast"; "11 were killed and more than 40 wounded": 40, and not the 11.
                let own = |c: &Count| subject.is_empty() || c.first <= c.last && c.last < v && !c.none;
                match count(tree, v).filter(own) {
                    Some(c) => push(r, s, v, v, &c, &[], of, FigureScope::Event, out),
                    None => victims(r, s, v, &subject, &[], of, out),
                }
            }
            toll(r, s, v, low, out);
        } else if (tree.upos(v) == Pos::Noun || tree.upos(v) == Pos::Adj)
            && let Some((_, of)) = NOUNS.iter().find(|(l, _)| r.know.words.has(l, low))
        {
            // "12 deaths", or "the deaths of 12 soldiers".
            let of_whom = || {
                tree.kids_by(v, &["nmod"]).find(|&k| k > v && tree.case(k).as_deref() == Some("of") && !r.is_time(s, k))
            };
            if let Some(c) = count(tree, v) {
                push(r, s, v, v, &c, &[], of, FigureScope::Event, out);
            } else if let Some(k) = of_whom() {
                victims(r, s, v, &[k], &r.doers(s, v), of, out);
            }
        }
    }
}

/// Whether a verb of this list counts such people: see [`ONLY`].
fn is_counted(r: &Reader, s: usize, list: &str, who: usize) -> bool {
    let tree = &r.trees[s];
    ONLY.iter().find(|(l, _)| *l == list).is_none_or(|(_, only)| {
        // "Thousands of soldiers": the people hang under their number.
        let people = tree.kids_by(who, &["nmod"]).filter(|&k| tree.case(k).as_deref() == Some("of"));
        std::iter::once(who).chain(people).any(|k| r.know.words.has(only, tree.low(k)))
    })
}

/// "At 24 civilians and 25 fighters have been killed": a word lost in printing leaves the subject of a passive as a
/// phrase before it.
fn with_lost_subject(r: &Reader, s: usize, v: usize, mut f: crate::frame::Frame) -> crate::frame::Frame {
    let tree = &r.trees[s];
    let passive = tree.kids(v).iter().any(|&k| tree.rel(k) == "aux:pass");
    if passive && f.object.is_empty() {
        let counted = |k: usize| {
            k < v && !r.is_time(s, k) && tree.kid(k, &["nummod"]).is_some() && tree.case(k).as_deref() == Some("at")
        };
        f.object = tree.kids_by(v, &["obl"]).filter(|&k| counted(k)).collect();
    }
    f
}

/// "The death toll rose to 73", "brought the death toll to 2,100".
fn toll(r: &Reader, s: usize, v: usize, low: &str, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    if !matches!(
        low,
        "rise"
            | "reach"
            | "stand"
            | "climb"
            | "pass"
            | "exceed"
            | "hit"
            | "jump"
            | "bring"
            | "put"
            | "grow"
            | "increase"
            | "top"
    ) {
        return;
    }
    let f = tree.verb_frame(v);
    let is_toll = |&t: &usize| {
        tree.low(t) == "toll"
            || matches!(tree.low(t), "number" | "total")
                && tree.kids_by(t, &["nmod", "acl"]).any(|k| {
                    ["nouns-deaths", "verbs-killed"].iter().any(|l| r.know.words.has(l, tree.low(k)))
                        || matches!(tree.low(k), "dead" | "casualty")
                })
    };
    if !f.actor.iter().chain(&f.object).any(&is_toll) {
        return;
    }
    let goal = f
        .oblique
        .iter()
        .filter(|(c, _)| c == "to" || c == "at")
        .map(|x| x.1)
        .chain(f.object.iter().copied().filter(|t| !is_toll(t)))
        .find(|&k| count(tree, k).is_some());
    if let Some(k) = goal
        && let Some(c) = count(tree, k)
    {
        push(r, s, v, k, &c, &[], "killed", FigureScope::Total, out);
    }
}

fn victims(r: &Reader, s: usize, v: usize, who: &[usize], by: &[usize], of: &str, out: &mut Vec<Claim>) {
    let tree = &r.trees[s];
    for &w in who {
        for c in tree.conjuncts(w) {
            if r.is_time(s, c) {
                continue;
            }
            // "dozens of civilians": the count is the head, the people hang under it.
            let Some(n) = count(tree, c) else { continue };
            push(r, s, v, c, &n, by, of, FigureScope::Event, out);
            // "including two women": a part of the figure.
            for k in tree.kids_by(c, &["nmod", "obl", "appos", "acl", "parataxis", "dep"]) {
                let including = tree.case(k).as_deref() == Some("including")
                    || tree.kids(k).iter().any(|&m| tree.low(m) == "include")
                    || tree.low(k) == "include";
                if !including {
                    continue;
                }
                let list: Vec<usize> =
                    if tree.low(k) == "include" { tree.kids_by(k, &["obj"]).collect() } else { vec![k] };
                for l in list.into_iter().flat_map(|l| tree.conjuncts(l)) {
                    if let Some(n) = count(tree, l) {
                        push(r, s, v, l, &n, by, of, FigureScope::Subset, out);
                    }
                }
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "a figure has this many parts")]
fn push(
    r: &Reader,
    s: usize,
    v: usize,
    n: usize,
    c: &Count,
    by: &[usize],
    of: &str,
    scope: FigureScope,
    out: &mut Vec<Claim>,
) {
    let tree = &r.trees[s];
    let sure = r.sure(s, v);
    // "no casualties were reported": the negation is the figure's own.
    let mut words = vec![tree.span(c.first.min(n), c.last.max(n))];
    // "Rebel shelling killed four": whoever's shelling it was.
    let by: Vec<usize> = by.iter().flat_map(|&b| if r.is_instrument(s, b) { r.doers(s, b) } else { vec![b] }).collect();
    let actors: Vec<TokenRef> = r
        .spread(s, &by)
        .into_iter()
        .filter(|a| r.can_act(a.sentence, a.token) && !r.is_instrument(a.sentence, a.token))
        .collect();
    words.extend(actors.iter().map(|a| r.span(a.sentence, a.token)));
    let mut claim = base(r, s, v, Kind::Figure, of, &format!("figure/{of}"), &sure, &words);
    if let Some(who) = counter(r, s, n).filter(|_| claim.according_to.is_empty()) {
        claim.according_to.push(r.entity(s, who));
        claim.certainty = froissart_model::Certainty::summary(sure.denied, sure.stance, sure.mood, true);
    }
    if c.none {
        claim.negated = false;
        claim.certainty = froissart_model::Certainty::summary(false, sure.stance, sure.mood, !sure.accounts.is_empty());
    }
    claim.figure = Some(figure(tree, c, of, scope, &r.page.text));
    claim.actor = actors.iter().map(|a| r.entity(a.sentence, a.token)).collect();
    // The people: "dozens of civilians" are civilians.
    let people = tree
        .kids_by(n, &["nmod"])
        .find(|&k| {
            tree.case(k).as_deref() == Some("of")
                && !r.is_place(s, k)
                && (number(&tree.tok(n).form).is_some() || tree.upos(n) == Pos::Noun && tree.low(n) != "people")
        })
        .filter(|_| {
            matches!(tree.low(n), "dozen" | "score" | "hundred" | "thousand" | "million" | "number" | "couple")
                || tree.upos(n) == Pos::Num
        })
        .unwrap_or(n);
    if tree.upos(people) != Pos::Num
        && !matches!(
            tree.low(people),
            "death" | "casualty" | "fatality" | "injury" | "toll" | "dead" | "wounded" | "injured" | "homeless"
        )
        && !r.know.words.has("nouns-captures", tree.low(people))
    {
        let mut e = r.entity(s, people);
        if c.exact.is_some() && people == n {
            e.count = c.exact.map(|x| x as u64);
        }
        claim.recipient.push(e);
    }
    // "No civilian casualties" are no civilians; of fighters it says nothing.
    if claim.recipient.is_empty()
        && let Some(k) = tree.kids_by(n, &["amod", "compound"]).find(|&k| tree.low(k) == "civilian")
    {
        claim.recipient.push(r.entity(s, k));
    }
    let f = tree.verb_frame(v);
    for (case, k) in &f.oblique {
        if matches!(case.as_str(), "in" | "at" | "near" | "outside" | "across" | "around" | "inside")
            && !r.is_time(s, *k)
            && (r.is_place(s, *k) || r.resolve(s, *k).is_some_and(|x| x.is_place))
        {
            claim.place.push(r.place(s, *k, PlaceRole::At));
        }
    }
    claim.happened = Some(r.when(s, v, false));
    out.push(claim);
}

/// Whose count it is: "the monitor has counted more than 820 deaths".
fn counter(r: &Reader, s: usize, n: usize) -> Option<usize> {
    let tree = &r.trees[s];
    let v = tree.head(n).filter(|&v| tree.rel(n) == "obj" && tree.is_verb(v) && COUNTING.contains(&tree.low(v)))?;
    let who = tree.kid(v, &["nsubj"])?;
    (tree.is_noun(who) || tree.upos(who) == Pos::Pron).then_some(who)
}

/// Verbs of those who keep the tally.
pub(crate) const COUNTING: &[&str] = &["count", "document", "log", "record", "register", "tally", "verify"];
