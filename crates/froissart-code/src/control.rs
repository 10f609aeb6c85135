//! The claims of who holds what, one for each holder and place, with the share that he holds.
//!
//! "The rebels recaptured most of the town from the army": the rebels hold "most of" it, taken from the army. Not the
//! act of taking, and not how long it held: see `event` and `holds`.

use crate::assemble::{base, circumstances};
use crate::matcher::Match;
use crate::reader::Reader;
use crate::relation::{imply, is_no_longer};
use froissart_model::{Claim, Interval, Kind, Place, PlaceRole, TokenRef};

/// One claim for each actor and place, with the share that it holds.
#[allow(clippy::too_many_arguments, reason = "the parts of a position are what they are")]
pub(crate) fn control(
    r: &Reader,
    s: usize,
    m: &Match,
    status: &str,
    actor: &[usize],
    place: &[usize],
    implied: Option<usize>,
    out: &mut Vec<Claim>,
) {
    let mut sure = circumstances(r, s, m);
    let tree = &r.trees[s];
    // "No longer controlled by the government": it lost them, which is more than that it does not hold them.
    let is_lost = implied.is_none() && status == "held" && sure.negated && is_no_longer(tree, m.pred);
    // "Is outside the control of the government": nor does it hold what is beyond its control.
    let is_outside = implied.is_none()
        && status == "held"
        && tree.is_noun(m.pred)
        && tree.case(m.pred).is_some_and(|c| matches!(c.as_str(), "outside" | "beyond" | "out of"));
    let is_lost = is_lost || is_outside && !sure.negated;
    let status = if is_lost { "lost" } else { status };
    sure.negated &= !is_lost;
    // "Soldiers were leaving the town": it is not lost before they have left.
    if matches!(status, "held" | "lost") && is_under_way(tree, m) {
        return;
    }
    let actors = r.spread(s, actor);
    // "the control of the rest of the country is divided": what is divided is the rest.
    let place: Vec<usize> = place
        .iter()
        .map(|&p| {
            if tree.low(p) == "control" {
                tree.kids_by(p, &["nmod"])
                    .find(|&k| tree.case(k).is_some_and(|c| c == "of" || c == "over"))
                    .unwrap_or(p)
            } else {
                p
            }
        })
        .collect();
    let places = r.spread(s, &place);
    let is_state = implied.is_none() && !is_act(m);
    let mut when = if is_state { r.when_held(s, m.pred) } else { r.when(s, m.pred, implied.is_none()) };
    if implied.is_some() {
        // Taken within the interval: held from its end on.
        if let Some(to) = when.to {
            when = Interval { from: Some(to), to: Some(to), holds: froissart_model::Holds::Throughout, ..when };
        }
    }
    let actor_list: Vec<Option<TokenRef>> =
        if actors.is_empty() { vec![None] } else { actors.into_iter().map(Some).collect() };
    let many = actor_list.len() > 1;
    let paired = actor_list.iter().copied().collect::<Option<Vec<_>>>().and_then(|a| r.respectively(s, &a, &places));
    for a in &actor_list {
        for p in &places {
            if paired.as_ref().is_some_and(|x| !x.iter().any(|(y, z)| Some(*y) == *a && z == p)) {
                continue;
            }
            // "one in the east and one in the south" names no place.
            if matches!(r.trees[p.sentence].upos(p.token), froissart_model::Pos::Num) {
                continue;
            }
            let t = &r.trees[p.sentence];
            let extent = crate::figure::extent(t, p.token, &r.page.text);
            let mut at = *p;
            if let Some((_, Some(whole))) = &extent {
                at = TokenRef { sentence: p.sentence, token: *whole };
            }
            let mut held = r.place(at.sentence, at.token, PlaceRole::Of);
            if at != *p {
                // The place's words are the whole phrase, share included; its coordinates are the whole's.
                held.span = r.span(p.sentence, p.token).cover(held.span);
                held.span.of(&r.page.text).clone_into(&mut held.text);
            }
            // "divided between X and Y in the north-east": the second holds its own corner.
            if let (true, Some(x)) = (many, a) {
                let here = &r.trees[x.sentence];
                let all = here.conjuncts(here.first_conjunct(x.token));
                let next = all.iter().copied().find(|&c| c > x.token).unwrap_or(here.len());
                // The phrase belongs to the last before it, wherever the parser hung it.
                let last = all.last() == Some(&x.token);
                let corner = all
                    .iter()
                    .flat_map(|&c| here.kids_by(c, &["nmod"]).collect::<Vec<_>>())
                    .chain(here.kids_by(m.pred, &["obl"]).filter(|_| last && x.sentence == s))
                    .find(|&k| k > x.token && k < next && here.case(k).as_deref() == Some("in"));
                if let Some(k) = corner {
                    let corner = r.place(x.sentence, k, PlaceRole::Of);
                    held = Place { country: held.country.clone(), ..corner };
                }
            }
            let mut words = vec![held.span];
            words.extend(a.map(|a| r.span(a.sentence, a.token)));
            let mut c = base(r, s, m.pred, Kind::Control, "controls", &m.rule.id, &sure, &words);
            c.status = Some(status.to_owned());
            if let Some(a) = a {
                c.actor.push(r.entity(a.sentence, a.token));
            }
            if implied.is_none() {
                c.recipient = r
                    .spread(s, &m.recipient)
                    .iter()
                    .filter(|x| !places.contains(x))
                    .map(|x| r.entity(x.sentence, x.token))
                    .collect();
            }
            if c.recipient.is_empty() && matches!(status, "held" | "shared") {
                // "recaptured the town from the rebels": from whom it was taken.
                let from: Vec<usize> = m
                    .frame
                    .oblique
                    .iter()
                    .filter(|(case, k)| case == "from" && r.can_act(s, *k) && !r.is_place(s, *k) && !actor.contains(k))
                    .map(|x| x.1)
                    .collect();
                c.recipient = r.spread(s, &from).iter().map(|x| r.entity(x.sentence, x.token)).collect();
            }
            c.extent = extent.map(|e| e.0);
            c.place.push(held);
            c.happened = Some(when.clone());
            imply(&mut c, implied);
            if c.actor.is_empty() && !c.negated && status != "contested" {
                continue;
            }
            // "France withdrew from Niger": a guest that leaves a country loses none.
            let guest = |p: &Place| {
                p.feature.as_deref().is_some_and(|f| f.eq_ignore_ascii_case("country"))
                    && c.actor.iter().all(|a| a.country.is_some() && a.country != p.country)
            };
            if status == "lost" && c.place.iter().all(guest) {
                continue;
            }
            out.push(c);
        }
    }
}

/// Whether the words tell of the act that made or ended the holding, and not of the holding.
fn is_act(m: &Match) -> bool {
    !(m.rule.id.starts_with("held/") && m.rule.id != "held/takes" || m.rule.id == "lost/outside")
}

/// Whether an act of taking or leaving goes on and has not come to its end: "were leaving", "is capturing".
fn is_under_way(tree: &crate::tree::Tree, m: &Match) -> bool {
    tree.tok(m.pred).xpos == "VBG" && is_act(m) && tree.kids_by(m.pred, &["aux"]).any(|k| tree.low(k) == "be")
}
