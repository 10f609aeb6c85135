//! One telling of what is told twice: by a verb and its noun, by an act and the tie that follows from it, by a figure.
//!
//! "A bomb blast killed 16 people" is one killing and not also a blast; "the army clashed with rebels" is an act, from
//! which their enmity follows. Within a sentence only: what several sentences tell is linked, not folded.

use crate::assemble::SYMMETRIC;
use crate::matcher::Match;
use crate::reader::Reader;
use froissart_know::Trigger;
use froissart_model::{Claim, Entity, EntityKind, Kind, Link, LinkAs, Mood, Span};

/// An act told twice in one clause is one: "a bomb blast killed 16 people", "killed in an air strike by the coalition".
/// The verb's match takes over what the noun's knows better, and the noun's own match goes.
pub(crate) fn merged<'k>(r: &Reader<'k>, s: usize, mut all: Vec<Match<'k>>) -> Vec<Match<'k>> {
    let tree = &r.trees[s];
    let noun_of = |m: &Match, of: &Match| {
        // "A series of strikes killed five": the series stands where the strikes would.
        let counts = |h: usize| tree.head(h) == Some(of.pred) && r.counted(s, h).contains(&m.pred);
        let t = tree.head(m.pred).filter(|&h| counts(h)).unwrap_or(m.pred);
        !tree.is_verb(m.pred)
            && m.rule.yields == of.rule.yields
            && (tree.is_verb(of.pred) || of.pattern.trigger == Trigger::Adjective)
            && (tree.head(t) == Some(of.pred)
                || tree.rel(t) == "obl"
                    && tree.rel(of.pred) == "conj"
                    && tree.head(t) == tree.head(of.pred)
                    && t > of.pred)
            && (matches!(tree.rel(t), "nsubj" | "obl:agent")
                || tree.rel(t) == "obl"
                    && tree.case(t).is_some_and(|c| {
                        matches!(c.as_str(), "in" | "by" | "during" | "with" | "after" | "from" | "through")
                    }))
    };
    let mut gone = Vec::new();
    for i in 0..all.len() {
        let Some(j) = (0..all.len()).find(|&j| j != i && noun_of(&all[i], &all[j])) else { continue };
        let noun = all[i].clone();
        let verb = &mut all[j];
        if verb.actor.is_empty() || verb.actor == [noun.pred] {
            verb.actor.clone_from(&noun.actor);
        }
        if verb.rule.modes.is_empty() && !noun.rule.modes.is_empty() {
            verb.rule = noun.rule;
            verb.pattern = noun.pattern;
        }
        verb.frame.oblique.extend(noun.frame.oblique.iter().cloned());
        verb.place.extend(noun.place.iter().copied());
        verb.consumed.push(noun.pred);
        gone.push(i);
    }
    let mut n = 0;
    all.retain(|_| {
        n += 1;
        !gone.contains(&(n - 1))
    });
    all
}

/// "Several people were wounded" tells a figure; that somebody wounded them only follows.
pub(crate) fn only_counted(base: usize, acts: usize, found: &mut [Claim]) {
    let figures: Vec<(usize, Vec<Span>)> = found[acts..]
        .iter()
        .enumerate()
        // A bare "four" is its own victim.
        .map(|(i, c)| {
            let bare = c.evidence.span;
            (acts + i, if c.recipient.is_empty() { vec![bare] } else { c.recipient.iter().map(|e| e.span).collect() })
        })
        .collect();
    for c in &mut found[..acts] {
        if c.type_ != "ASSAULT" || !c.actor.is_empty() || !c.modes.is_empty() || c.is_implied() {
            continue;
        }
        let who: Vec<Span> = c.recipient.iter().map(|e| e.span).collect();
        let counts = |f: &[Span]| f.iter().any(|x| who.iter().any(|w| w.overlaps(*x)));
        if let Some((i, _)) = figures.iter().find(|(_, f)| counts(f)) {
            c.links.push(Link { to: format!("#{}", base + i), as_: LinkAs::ImpliedBy });
        }
    }
}

/// Where one predicate gave an event and a tie between the same two, one is what the words say and the other follows:
/// "backs" says a tie, and a verbal act follows; "clashed" says an act, and enmity follows.
pub(crate) fn one_reading(base: usize, found: &mut [Claim]) {
    let same = |a: &Claim, b: &Claim| {
        let ends = |c: &Claim| {
            (c.actor.iter().map(|e| e.span).collect::<Vec<_>>(), c.recipient.iter().map(|e| e.span).collect::<Vec<_>>())
        };
        let ((aa, ar), (ba, br)) = (ends(a), ends(b));
        let all = |x: &[Span], y: &[Span]| x.iter().all(|s| y.contains(s));
        all(&ba, &aa) && all(&br, &ar) || all(&ba, &aa) && all(&br, &aa)
    };
    for i in 0..found.len() {
        if !matches!(found[i].kind, Kind::Event | Kind::Statement) || found[i].is_implied() {
            continue;
        }
        // A siege is an act, COERCE; that somebody stands around the place follows.
        if found[i].type_ == "COERCE" {
            let at = found[i].origin;
            let follows = |c: &Claim| c.status.as_deref() == Some("besieging") && c.origin == at;
            for c in found.iter_mut().filter(|c| follows(c)) {
                c.links.push(Link { to: format!("#{}", base + i), as_: LinkAs::ImpliedBy });
            }
        }
        for j in 0..found.len() {
            if found[j].kind != Kind::Relation
                || found[j].evidence.sentence != found[i].evidence.sentence
                || found[j].is_implied()
                || !same(&found[i], &found[j])
            {
                continue;
            }
            let (from, to) = match (found[i].type_.as_str(), found[j].type_.as_str()) {
                ("SUPPORT" | "COOPERATE", "supports" | "allied_with") => (i, j),
                ("ASSAULT", "fights" | "opposes")
                | ("ACCUSE" | "REJECT" | "THREATEN" | "PROTEST", "opposes")
                | ("AID", "supports") => (j, i),
                _ => continue,
            };
            found[from].links.push(Link { to: format!("#{}", base + to), as_: LinkAs::ImpliedBy });
            if from == i {
                break;
            }
        }
    }
}

/// Who fights whom follows from an act of force between two armed parties, where nothing says it by itself.
pub(crate) fn enmity(base: usize, found: &mut Vec<Claim>) {
    let armed = |e: &Entity| {
        // A base or a helicopter that is nobody's by its words is fought by nobody.
        let thing = matches!(e.kind, EntityKind::Facility | EntityKind::Equipment) && e.country.is_none();
        matches!(e.sector.as_deref(), Some("MIL" | "REB" | "PRM" | "SEP")) && !thing
            || e.kind == EntityKind::State && e.sector.as_deref().is_none_or(|s| s == "GOV")
    };
    for i in 0..found.len() {
        let c = &found[i];
        let force = c.type_ == "ASSAULT"
            && !c.is_implied()
            && !c.negated
            && c.mood == Mood::Actual
            && c.cameo.as_deref().is_none_or(|x| x.starts_with("19"))
            && !c.recipient.is_empty()
            && !c.actor.is_empty();
        let told = |o: &Claim| {
            o.kind == Kind::Relation && matches!(o.type_.as_str(), "fights" | "opposes") && o.origin == c.origin
        };
        if !force || !c.actor.iter().chain(&c.recipient).all(armed) || found.iter().any(told) {
            continue;
        }
        let mut f = c.clone();
        f.kind = Kind::Relation;
        f.type_ = "fights".into();
        f.status = Some("active".into());
        (f.modes, f.contexts, f.cameo, f.acled, f.extent) = (Vec::new(), Vec::new(), None, None, None);
        f.links = vec![Link { to: format!("#{}", base + i), as_: LinkAs::ImpliedBy }];
        if let Some(h) = &mut f.happened {
            h.basis = froissart_model::Basis::Implied;
        }
        found.push(f);
    }
}

/// Moves one sentence's claims to the page's, without those that say the same of the same.
pub(crate) fn fold(base: usize, found: Vec<Claim>, out: &mut Vec<Claim>) {
    let key = |c: &Claim| {
        let mut a: Vec<_> = c.actor.iter().map(|e| e.antecedent.unwrap_or(e.span)).collect();
        let mut b: Vec<_> =
            c.recipient.iter().map(|e| e.antecedent.unwrap_or(e.span)).chain(c.place.iter().map(|p| p.span)).collect();
        if SYMMETRIC.contains(&c.type_.as_str()) {
            a.append(&mut b);
            a.sort();
        }
        let figure = c.figure.as_ref().map(|f| (f.of.clone(), f.text.clone()));
        // "The truce that they signed in March collapsed" tells of one truce two things.
        let status = c.status.clone().filter(|_| matches!(c.kind, Kind::Control | Kind::Agreement));
        (c.kind, c.type_.clone(), status, a, b, figure, c.negated)
    };
    let mut map: Vec<Option<usize>> = Vec::with_capacity(found.len());
    let start = out.len();
    for c in found {
        let k = key(&c);
        // The first telling stays; an implied one gives way to a plain one.
        if let Some(at) = out[start..].iter().position(|o| key(o) == k).map(|i| i + start) {
            if out[at].is_implied() && !c.is_implied() {
                out[at] = c;
            }
            map.push(Some(at));
        } else {
            out.push(c);
            map.push(Some(out.len() - 1));
        }
    }
    // Links were written against the unfolded order.
    for (at, c) in out[start..].iter_mut().enumerate() {
        c.links.retain_mut(|l| {
            let Some(i) = l.to.strip_prefix('#').and_then(|i| i.parse::<usize>().ok()) else { return true };
            match map.get(i.wrapping_sub(base)).copied().flatten() {
                Some(to) if to != start + at => {
                    l.to = format!("#{to}");
                    true
                }
                _ => false,
            }
        });
    }
}
