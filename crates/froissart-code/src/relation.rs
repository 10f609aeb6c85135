//! The claims of a tie between two parties, one for each pair.
//!
//! "Chad and Niger suspended their support for the rebels": two ties, both frozen. What one predicate says of two
//! parties, and not what follows from other claims: that is in `ties`.

use crate::assemble::{SYMMETRIC, base, circumstances};
use crate::matcher::Match;
use crate::reader::Reader;
use crate::scene::places;
use crate::tree::Tree;
use froissart_know::Yield;
use froissart_model::{Claim, Kind, Link, LinkAs, PlaceRole, Pos, TokenRef};

/// Relations whose object is a place.
const PLACED: &[&str] = &["based_in", "present_in"];

/// One claim for each pair.
#[allow(clippy::too_many_arguments, reason = "the parts of a relation are what they are")]
pub(crate) fn relation(
    r: &Reader,
    s: usize,
    m: &Match,
    type_: &str,
    actor: &[usize],
    recipient: &[usize],
    implied: Option<usize>,
    out: &mut Vec<Claim>,
) {
    let sure = circumstances(r, s, m);
    let mut a = r.spread(s, actor);
    if type_ == "fights" && implied.is_none() && !a.is_empty() {
        a.extend(crate::ties::fellows(r, s, m).into_iter().filter(|x| !a.contains(x)).collect::<Vec<_>>());
    }
    let mut b = r.spread(s, recipient);
    for x in b.clone() {
        for y in r.members(x.sentence, x.token) {
            if !b.contains(&y) {
                b.push(y);
            }
        }
    }
    let symmetric = SYMMETRIC.contains(&type_);
    let pairs: Vec<(TokenRef, TokenRef)> = if b.is_empty() && symmetric {
        // "fighting between A and B", "A and B are allies".
        (0..a.len()).flat_map(|i| (i + 1..a.len()).map(move |j| (i, j))).map(|(i, j)| (a[i], a[j])).collect()
    } else if let Some(p) = r.respectively(s, &a, &b) {
        p
    } else {
        a.iter().flat_map(|x| b.iter().map(move |y| (*x, *y))).collect()
    };
    let when = r.when(s, m.pred, true);
    // "stopped funding", "withdrew its support": the tie has ended, which is more than that it is not.
    let tree = &r.trees[s];
    let mut sure = sure;
    let over = tree.head(m.pred).is_some_and(|h| {
        let ends = matches!(
            tree.low(h),
            "stop"
                | "cease"
                | "end"
                | "halt"
                | "withdraw"
                | "cut"
                | "drop"
                | "terminate"
                | "suspend"
                | "freeze"
                | "pause"
        );
        ends && (tree.rel(m.pred) == "xcomp" || tree.rel(m.pred) == "obj" && !tree.is_verb(m.pred))
    });
    // "Jordan no longer arms them": so it did. "Once affiliated with al-Qaeda": no more.
    let before = sure.negated && is_no_longer(tree, m.pred) || implied.is_none() && is_once(tree, m.pred);
    if over || before {
        sure.negated = false;
    }
    let b_of = |y: TokenRef| crate::ties::party(r, type_, y);
    let pairs: Vec<(TokenRef, TokenRef)> = pairs
        .into_iter()
        .flat_map(|(x, y)| {
            let all = b_of(y);
            // "an advance assisted by jets and gunners" is theirs who assist: it tells nothing of whom they help.
            let theirs = all.iter().any(|z| *z != y && a.contains(z));
            all.into_iter().filter(move |_| !theirs).map(move |y| (x, y))
        })
        .filter(|&(x, y)| !crate::ties::same(r, type_, x, y))
        // Who leads an offensive leads no party by it.
        .filter(|(_, y)| !matches!(type_, "leads" | "commands") || !is_undertaking(r, *y))
        .collect();
    for (x, y) in pairs {
        if x == y {
            continue;
        }
        let words = [r.span(x.sentence, x.token), r.span(y.sentence, y.token)];
        let mut c = base(r, s, m.pred, Kind::Relation, type_, &m.rule.id, &sure, &words);
        c.actor.extend(r.parties(x.sentence, x.token));
        if PLACED.contains(&type_) {
            c.place.push(r.place(y.sentence, y.token, PlaceRole::At));
        } else {
            c.recipient.extend(r.parties(y.sentence, y.token));
        }
        // By what means one backs another is not by what these fight; what is given is how one backs.
        let own = implied.is_none() && matches!(&m.rule.yields, Yield::Relation(t) if t == type_);
        if own || type_ == "supports" && matches!(&m.rule.yields, Yield::Event(_)) {
            c.means.clone_from(&m.rule.means);
        }
        if own && type_ == "supports" && c.means.is_empty() && is_in_words_only(r, s, m) {
            c.means.push("political".into());
        }
        c.status = m.rule.status.clone().filter(|_| implied.is_none()).or_else(|| Some("active".into()));
        if over {
            let rests = tree.head(m.pred).is_some_and(|h| matches!(tree.low(h), "suspend" | "freeze" | "pause"));
            c.status = Some(if rests { "frozen" } else { "ended" }.into());
        }
        if before {
            c.status = Some("ended".into());
        }
        c.happened = Some(when.clone());
        if !PLACED.contains(&type_) {
            let bound: Vec<usize> = actor.iter().chain(recipient).copied().collect();
            c.place = places(r, s, m, &bound);
        }
        if type_ == "supports" && crate::ties::is_private(&c) {
            continue;
        }
        imply(&mut c, implied);
        out.push(c);
    }
}

/// "Backs politically", "gives diplomatic support", "backs at the United Nations": support that the words call one of words.
/// A plain "backs" tells no means.
fn is_in_words_only(r: &Reader, s: usize, m: &Match) -> bool {
    let tree = &r.trees[s];
    let has = |list: &str, t: usize| r.know.words.has(list, tree.form(t));
    std::iter::once(m.pred).chain(m.consumed.iter().copied()).any(|t| {
        let is_called =
            |k: usize| k < t && tree.conjuncts(k).into_iter().any(|x| has("political-support", x)) && !tree.is_verb(t);
        let is_forum = |k: usize| {
            let words = r.text(s, k).to_lowercase();
            let bare = words.strip_prefix("the ").unwrap_or(&words);
            tree.case(k).is_some_and(|c| matches!(c.as_str(), "at" | "in"))
                && r.know.words.has("political-forums", bare.strip_prefix("un ").unwrap_or(bare))
        };
        tree.kids_by(t, &["advmod"]).any(|k| tree.conjuncts(k).into_iter().any(|x| has("political-manner", x)))
            || tree.kids_by(t, &["amod"]).any(is_called)
            || tree.kids_by(t, &["obl", "nmod"]).any(is_forum)
    })
}

/// "No longer", "any longer", "any more" beside a predicate: what is denied was so before.
pub(crate) fn is_no_longer(tree: &Tree, p: usize) -> bool {
    tree.kids_by(p, &["advmod", "obl", "obl:unmarked"]).any(|k| match tree.form(k) {
        "longer" | "more" => {
            k > 0 && matches!(tree.form(k - 1), "no" | "any")
                || tree.kids(k).iter().any(|&n| matches!(tree.form(n), "no" | "any"))
        }
        "anymore" => true,
        _ => false,
    })
}

/// "Once", "formerly" and "previously" beside a predicate in the past or without a tense of its own.
fn is_once(tree: &Tree, p: usize) -> bool {
    tree.kids_by(p, &["advmod"]).any(|k| {
        // "Once" begins a condition as well ("once trained, they fight for him"), and counts ("met once").
        matches!(tree.form(k), "formerly" | "previously") || tree.form(k) == "once" && k + 1 == p
    })
}

fn is_undertaking(r: &Reader, y: TokenRef) -> bool {
    let tree = &r.trees[y.sentence];
    tree.upos(y.token) == Pos::Noun
        && r.know.words.has("undertakings", tree.low(y.token))
        && r.resolve(y.sentence, y.token).is_none_or(|x| x.id.is_none())
}

pub(crate) fn imply(c: &mut Claim, implied: Option<usize>) {
    if let Some(i) = implied {
        c.links.push(Link { to: format!("#{i}"), as_: LinkAs::ImpliedBy });
        if let Some(h) = &mut c.happened {
            h.basis = froissart_model::Basis::Implied;
        }
    }
}
