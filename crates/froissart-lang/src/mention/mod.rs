//! Mentions: which names, nouns and pronouns stand for the same person, organisation or place.
//!
//! The page is read once, from its beginning; each phrase joins an entity told of before it or opens one of its own.
//! Which entities come into question is bounded, so that a long page costs no more a word; a small learnt ranker
//! ([`Ranker`]) says which is best, and "nobody" is always a candidate: a wrong link costs a wrong claim. Events and
//! things are not chained. It knows kinds of nouns, not actors: that "the regime" is Syria's, the coder says from the
//! chain. In "Turkey sent its troops, and Ankara said they would stay", `its` goes with `Turkey` and `they` with the
//! troops; that Ankara is Turkey is not known here.

mod document;
mod entity;
mod feature;
mod phrase;
mod ranker;
mod words;

pub use ranker::{Ranker, RankerError};

use document::Document;
use entity::Entity;
use feature::Standing;
use froissart_model::{Analysis, Mention, Span};
use phrase::{Form, Phrase, Role};
use std::collections::BTreeMap;
use words::Class;

/// Phrases that a phrase looks back over, and entities that it finds there, at most.
const BACK: usize = 160;
const NEAR: usize = 28;
/// Sentences over which "the rebels" stay the same rebels.
const NOUN_REACH: usize = 12;
/// Phrases of an entity that are asked for their owner.
const KEPT: usize = 8;
/// Entities of the same name or noun that it remembers from farther off.
const FAR: usize = 4;

/// The mentions that belong to chains of two or more, in the order of the text; a chain's first is its antecedent.
pub(crate) fn mentions(a: &Analysis, text: &str) -> Vec<Mention> {
    read(a, text, Ranker::embedded(), &mut |_| {})
}

/// A phrase with its candidates, as training wants them.
#[derive(Debug, Clone)]
pub struct Decision {
    /// The phrase's number on the page.
    pub phrase: usize,
    /// Its words.
    pub span: Span,
    /// Its rough form, of ten.
    pub rough: u32,
    /// The features of "nobody".
    pub none: Vec<u32>,
    /// The features that go with every candidate.
    pub own: Vec<u32>,
    /// Each candidate's entity, and the features of the pair.
    pub candidates: Vec<(usize, Vec<u32>)>,
    /// The entity that the phrase was given to: a candidate's, or a new one.
    pub chosen: usize,
}

/// The names of feature templates, each with room for as many values, for training.
pub fn templates() -> (&'static [&'static str], u32) {
    (feature::TEMPLATES, feature::ROOM)
}

/// Reads the page with a ranker and tells `seen` of every decision.
pub fn read(a: &Analysis, text: &str, ranker: &Ranker, seen: &mut dyn FnMut(&Decision)) -> Vec<Mention> {
    let mut d = Document::new(a, text);
    let mut entities: Vec<Entity> = Vec::new();
    let mut index: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut done: Vec<usize> = Vec::with_capacity(d.phrases.len());
    for k in d.order() {
        let found = candidates(&d, k, &entities, &done, &index);
        let mut decision = decide(&d, k, &entities, &found);
        let p = &d.phrases[k];
        let chosen = choose(ranker, &decision).map(|i| found[i]);
        let id = chosen.or_else(|| plain(&d, k, &entities, &found)).unwrap_or(entities.len());
        match entities.get_mut(id) {
            Some(e) => e.add(k, p),
            None => entities.push(Entity::new(k, p)),
        }
        decision.chosen = id;
        seen(&decision);
        for key in keys(p) {
            let list = index.entry(key).or_default();
            list.retain(|x| *x != id);
            list.push(id);
            if list.len() > FAR {
                list.remove(0);
            }
        }
        d.entity[k] = Some(id);
        done.push(k);
    }
    chains(&d, &entities)
}

/// The best candidate, where it is enough better than nobody.
fn choose(ranker: &Ranker, x: &Decision) -> Option<usize> {
    let mut none = Vec::new();
    ranker.add(&mut none, &x.none);
    let mut own = Vec::new();
    ranker.add(&mut own, &x.own);
    let bar = ranker.score(&none) + ranker.margin(x.rough);
    let mut best: Option<(i64, usize)> = None;
    for (i, (_, features)) in x.candidates.iter().enumerate() {
        let mut sums = own.clone();
        ranker.add(&mut sums, features);
        let score = ranker.score(&sums);
        // Of equals the nearer.
        if score > bar && best.is_none_or(|b| score > b.0) {
            best = Some((score, i));
        }
    }
    best.map(|b| b.1)
}

/// What grammar alone makes plain, in news more often than in what the ranker learnt from: "the SDF said it would
/// return", "Turkey and Iran met. They …".
fn plain(d: &Document<'_>, k: usize, entities: &[Entity], found: &[usize]) -> Option<usize> {
    let p = &d.phrases[k];
    let party = |e: &Entity| matches!(e.class, Class::Group | Class::State);
    let last = |e: &Entity| e.members.last().map(|m| &d.phrases[*m]);
    let fits = |id: &&usize| feature::fits(p, &entities[**id]);
    match p.form {
        Form::It if !p.empty && p.role != Role::Object => found.iter().filter(fits).copied().find(|id| {
            let e = &entities[*id];
            party(e) && last(e).is_some_and(|l| l.form != Form::It && feature::governs(d, l, p))
        }),
        // "The allies are tied down in their own wars."
        Form::They if p.role == Role::Possessor => found.iter().filter(fits).copied().find(|id| {
            let e = &entities[*id];
            last(e).is_some_and(|l| !l.form.is_pronoun() && feature::governs(d, l, p))
        }),
        Form::They => {
            let e = found
                .iter()
                .filter(fits)
                .copied()
                .find(|id| last(&entities[*id]).is_some_and(|l| l.role.is_subject()))?;
            let l = last(&entities[e])?;
            // "Rebels entered the town. They killed two policemen": of all that may be meant only one is near.
            let near = |id: &&usize| {
                let inner = |l: &Phrase| matches!(l.role, Role::Inside | Role::Possessor | Role::Compound);
                last(&entities[**id])
                    .is_some_and(|l| p.at.sentence.checked_sub(l.at.sentence).is_some_and(|d| d <= 1) && !inner(l))
            };
            let alone = matches!(entities[e].class, Class::Group | Class::Person | Class::State)
                && found.iter().filter(fits).filter(near).count() == 1;
            ((l.form == Form::Joined || alone) && p.at.sentence.abs_diff(l.at.sentence) <= 1).then_some(e)
        }
        // "The rebels" are the rebels last told of.
        Form::Definite if p.narrowing.is_empty() && !p.relative => found.iter().filter(fits).copied().find(|id| {
            let e = &entities[*id];
            let near = last(e).is_some_and(|l| p.at.sentence.abs_diff(l.at.sentence) <= NOUN_REACH);
            matches!(p.class, Class::Person | Class::Group) && near && feature::same_noun(p, e)
        }),
        // "His regime" is Assad's regime where he is Assad.
        Form::Possessed => {
            let owner = d.owner(k)?;
            found.iter().filter(fits).copied().find(|id| {
                let same = |m: &&usize| d.phrases[**m].head == p.head && d.owner(**m) == Some(owner);
                entities[*id].members.iter().rev().take(KEPT).find(same).is_some()
            })
        }
        Form::Name => found.iter().copied().find(|id| {
            let e = &entities[*id];
            let asked = !matches!(p.class, Class::Unknown | Class::Other);
            asked && p.kind.is_some() && e.kind == p.kind && e.names.contains(&p.name)
        }),
        _ => None,
    }
}

/// Words by which an entity is found again from far off.
fn keys(p: &Phrase) -> Vec<String> {
    match p.form {
        Form::I | Form::We | Form::You => vec![format!("={:?}", p.form)],
        Form::Name => p.name.iter().filter(|w| w.len() > 1).take(6).cloned().collect(),
        Form::Joined => vec![p.text.clone()],
        f if f.is_pronoun() => Vec::new(),
        _ => vec![p.head.clone()],
    }
}

/// The entities that come into question, nearest first.
fn candidates(
    d: &Document<'_>,
    k: usize,
    entities: &[Entity],
    done: &[usize],
    index: &BTreeMap<String, Vec<usize>>,
) -> Vec<usize> {
    let p = &d.phrases[k];
    let mut out: Vec<usize> = Vec::new();
    for &x in done.iter().rev().take(BACK) {
        if let Some(id) = d.entity[x].filter(|id| !out.contains(id)) {
            out.push(id);
        }
        if out.len() == NEAR {
            break;
        }
    }
    let mut far: Vec<usize> = keys(p).iter().filter_map(|w| index.get(w)).flatten().copied().collect();
    far.sort_unstable_by_key(|id| std::cmp::Reverse(entities[*id].members.last().copied()));
    for id in far {
        if !out.contains(&id) {
            out.push(id);
        }
    }
    out.retain(|id| {
        let e = &entities[*id];
        !crosses(d, p, e) && !others(d, k, e) && !rivals(d, p, e)
    });
    out
}

/// Whether the phrase holds a phrase of the entity or stands in one: "his father" is not his.
fn crosses(d: &Document<'_>, p: &Phrase, e: &Entity) -> bool {
    let here = e.members.iter().rev().map(|m| &d.phrases[*m]).take_while(|m| m.at.sentence == p.at.sentence);
    here.into_iter().any(|m| {
        let inside = |a: (usize, usize), b: (usize, usize)| b.0 <= a.0 && a.1 <= b.1;
        inside(m.words, p.words) || inside(p.words, m.words)
    })
}

/// Whether a phrase of the entity is another part of the same predicate: in "ECOWAS warned the junta" the two are two,
/// for else it would be "itself" (binding principles B and C of Chomsky 1981).
fn rivals(d: &Document<'_>, p: &Phrase, e: &Entity) -> bool {
    let part = |x: &Phrase| matches!(x.role, Role::Subject | Role::Passive | Role::Object | Role::Receiver);
    let over = |x: &Phrase| d.trees[x.at.sentence].head(x.at.token);
    // "I told me", "we saw us on the screen": people say that.
    let same = |m: &Phrase| m.form == p.form && matches!(p.form, Form::I | Form::We | Form::You);
    let mut here = e.members.iter().rev().map(|m| &d.phrases[*m]).take_while(|m| m.at.sentence == p.at.sentence);
    let rival = |m: &Phrase| part(m) && !m.reflexive && !same(m) && over(m).is_some() && over(m) == over(p);
    !p.reflexive && part(p) && here.any(rival)
}

/// Whether the phrase and the entity's last such phrase belong to two: "his army" is not Erdogan's army.
fn others(d: &Document<'_>, k: usize, e: &Entity) -> bool {
    let Some(owner) = d.owner(k) else { return false };
    let same = |m: &&usize| d.phrases[**m].head == d.phrases[k].head;
    let theirs = e.members.iter().rev().take(KEPT).find(same).and_then(|m| d.owner(*m));
    theirs.is_some_and(|t| t != owner)
}

/// The phrase and its candidates as features.
fn decide(d: &Document<'_>, k: usize, entities: &[Entity], found: &[usize]) -> Decision {
    let p = &d.phrases[k];
    let (mut fit, mut subject) = (0, 0);
    let mut known = 0;
    let mut candidates = Vec::with_capacity(found.len());
    for (rank, &id) in found.iter().enumerate() {
        let e = &entities[id];
        let fits = feature::fits(p, e);
        let subjects = fits && e.members.last().is_some_and(|m| d.phrases[*m].role.is_subject());
        let standing = Standing { rank, fit: fits.then_some(fit), subject: subjects.then_some(subject) };
        fit += usize::from(fits);
        subject += usize::from(subjects);
        // Whether the same words, or the same head, are known at all.
        if !p.form.is_pronoun() {
            if e.texts.contains(&p.text) {
                known = 2;
            } else if known == 0 && (e.nouns.contains(&p.head) || e.names.iter().any(|n| n.last() == p.name.last())) {
                known = 1;
            }
        } else if known == 0 && fits {
            known = 1;
        }
        candidates.push((id, feature::pair(d, k, e, standing)));
    }
    let (none, own) = feature::own(d, k, known);
    Decision { phrase: k, span: p.span, rough: p.form.rough(), none, own, candidates, chosen: 0 }
}

/// Chains of two or more, numbered by their first mentions.
fn chains(d: &Document<'_>, entities: &[Entity]) -> Vec<Mention> {
    let mut kept: Vec<(usize, usize)> = Vec::new();
    for (k, id) in d.entity.iter().enumerate() {
        if let Some(id) = id.filter(|id| entities[*id].members.len() > 1) {
            kept.push((k, id));
        }
    }
    kept.sort_by_key(|(k, _)| (d.phrases[*k].at, d.phrases[*k].span.begin));
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    kept.into_iter()
        .map(|(k, id)| {
            let next = numbers.len();
            let p = &d.phrases[k];
            Mention { span: p.span, head: p.at, chain: *numbers.entry(id).or_insert(next) }
        })
        .collect()
}

#[cfg(test)]
mod tests;
