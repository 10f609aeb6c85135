//! Where an act happened: the phrases of a predicate and of its arguments that tell a place.
//!
//! "Nine were killed by a bomb outside of Basra": at Basra, "outside of" it, though the phrase hangs on the bomb. Not
//! what a place name stands for, and not the place that was itself hit or taken.

use crate::matcher::Match;
use crate::reader::Reader;
use froissart_model::{EntityKind, Place, PlaceRole};

/// Prepositions of place and what they make of it.
const WHERE: &[(&str, PlaceRole)] = &[
    ("in", PlaceRole::At),
    ("at", PlaceRole::At),
    ("near", PlaceRole::At),
    ("around", PlaceRole::At),
    ("outside", PlaceRole::At),
    ("inside", PlaceRole::At),
    ("outside of", PlaceRole::At),
    ("inside of", PlaceRole::At),
    ("close to", PlaceRole::At),
    ("across", PlaceRole::At),
    ("throughout", PlaceRole::At),
    ("within", PlaceRole::At),
    ("on", PlaceRole::At),
    ("over", PlaceRole::At),
    ("along", PlaceRole::At),
    ("north of", PlaceRole::At),
    ("south of", PlaceRole::At),
    ("east of", PlaceRole::At),
    ("west of", PlaceRole::At),
    ("from", PlaceRole::From),
    ("to", PlaceRole::To),
    ("into", PlaceRole::To),
    ("towards", PlaceRole::To),
    ("toward", PlaceRole::To),
];

/// The places of a predicate: its own phrases and those of its arguments.
pub(crate) fn places(r: &Reader, s: usize, m: &Match, bound: &[usize]) -> Vec<Place> {
    let tree = &r.trees[s];
    let mut out: Vec<Place> = Vec::new();
    let mut phrases: Vec<(String, usize)> = m.frame.oblique.clone();
    for &b in bound {
        phrases.extend(
            tree.kids_by(b, &["nmod"])
                .filter(|&k| k > b)
                .filter_map(|k| tree.case(k).filter(|c| c != "of").map(|c| (c, k))),
        );
    }
    // "killed by a bomb outside of Basra": the phrase may hang on what it was done with.
    let with = m.frame.actor.iter().chain(&m.consumed).filter(|&&a| tree.is_noun(a) && r.is_instrument(s, a));
    for &a in with {
        // "The shelling of Goma killed five": what was shelled is where.
        let is_attack = r.know.words.has("attacks", tree.low(a));
        let here = |k: usize, case: String| (if is_attack && case == "of" { "in".to_owned() } else { case }, k);
        phrases.extend(tree.kids_by(a, &["nmod"]).filter(|&k| k > a).filter_map(|k| Some(here(k, tree.case(k)?))));
    }
    // "shelled Goma, killing five": what follows from an act happens where it does.
    let after = |h: usize| {
        tree.rel(m.pred) == "advcl"
            && h < m.pred
            && tree.tok(m.pred).xpos == "VBG"
            && tree.is_verb(h)
            && tree.kid(m.pred, &["mark"]).is_none()
    };
    if let Some(h) = tree.head(m.pred).filter(|&h| after(h)) {
        let f = tree.verb_frame(h);
        phrases.extend(f.oblique.into_iter().filter(|&(_, k)| k < m.pred));
        phrases.extend(f.object.into_iter().filter(|&o| r.is_place(s, o)).map(|o| ("in".to_owned(), o)));
    }
    // A participle or a second verb shares the place of the first.
    for (case, k) in phrases {
        if bound.contains(&k) || m.consumed.contains(&k) || r.is_time(s, k) || r.office_of(s, k).is_some() {
            continue;
        }
        let Some((_, role)) = WHERE.iter().find(|(w, _)| *w == case) else { continue };
        // "in the crowded streets of Minsk", "at a wedding in Herat": where the thing is.
        let inner = (*role == PlaceRole::At && !r.is_place(s, k) && !r.can_act(s, k)).then(|| inner_place(r, s, k, 0));
        let k = inner.flatten().unwrap_or(k);
        let state = r
            .resolve(s, k)
            .is_some_and(|x| x.kind == EntityKind::State && (x.is_place || x.sector.is_none()) && x.country.is_some());
        // "in the Syrian civil war": where that is fought.
        if case == "in" && r.know.words.has("wars", tree.low(k)) {
            let civil = tree.kids_by(k, &["amod"]).any(|a| tree.low(a) == "civil");
            let nation = tree
                .kids_by(k, &["amod", "compound"])
                .filter(|&a| civil || tree.rel(a) == "compound")
                .find(|&a| r.know.actors.country_of(&tree.tok(a).form).is_some());
            out.extend(nation.map(|a| {
                let mut p = r.place(s, a, *role);
                (p.span, p.text) = (tree.tok(a).span, tree.tok(a).form.clone());
                p
            }));
            continue;
        }
        if r.is_place(s, k) || state {
            for c in r.spread(s, &[k]) {
                let mut p = r.place(c.sentence, c.token, *role);
                if matches!(case.as_str(), "near" | "around" | "outside" | "along" | "close to")
                    || case.ends_with(" of")
                {
                    p.relation.get_or_insert_with(|| case.clone());
                }
                if !out.iter().any(|o| o.span == p.span) {
                    out.push(p);
                }
            }
        }
    }
    out
}

/// The town that a thing is in or of, where the thing itself is no place.
fn inner_place(r: &Reader, s: usize, k: usize, depth: usize) -> Option<usize> {
    let tree = &r.trees[s];
    let near = |x: usize| tree.case(x).is_some_and(|c| matches!(c.as_str(), "at" | "in" | "inside" | "near" | "of"));
    let under: Vec<usize> = tree.kids_by(k, &["nmod"]).filter(|&x| x > k && near(x) && !r.is_time(s, x)).collect();
    under
        .iter()
        .copied()
        .find(|&x| r.is_place(s, x) && tree.upos(x) == froissart_model::Pos::Propn)
        .or_else(|| (depth == 0).then(|| under.iter().find_map(|&x| inner_place(r, s, x, 1))).flatten())
}
