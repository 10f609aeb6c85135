//! `froissart who` and `froissart where`: what the tables of actors and of places make of a phrase.

use super::{Run, json_lines, knowledge};
use crate::args::WhoArgs;
use froissart_know::{ActorContext, Asked, Change, Found, Knowledge, Relation, Resolved, Tie, Word, relation};
use froissart_lang::Model;
use froissart_model::{Analysis, Char, CharMap, Day, Entity, NameKind, Page, Place, PlaceRole, Pos, Span};
use serde_json::{Value, json};

#[derive(serde::Deserialize)]
struct Who {
    id: Value,
    text: String,
    date: Option<String>,
}

pub(crate) fn who(a: &WhoArgs) -> Run {
    let know = knowledge(&a.own)?;
    json_lines(|l: Who| {
        let day: Option<Day> = l.date.as_deref().and_then(|d| d.get(..10)).and_then(|d| d.parse().ok()).or(a.on);
        let page = Page::from_text(l.text.clone(), None, None);
        let (analysis, _) = froissart_lang::analyse(&page, Model::embedded());
        let (actors, why) = actors(&know, &analysis, &page.text, day);
        json!({"id": l.id, "actors": actors, "why": why})
    })
}

/// The actor that a phrase names: all of it, or with the tree's root as its head where that is a noun, else its last name
/// or noun.
fn actors(know: &Knowledge, a: &Analysis, text: &str, day: Option<Day>) -> (Vec<Entity<Char>>, String) {
    let map = CharMap::new(text);
    let context = ActorContext { day, places: Some(know.places), about: None };
    let trimmed = text.trim();
    let begin = text.len() - text.trim_start().len();
    let whole = know.actors.called(trimmed, &context).map(|r| (Span::new(begin, begin + trimmed.len()), r));
    let parsed = || {
        a.sentences.iter().find_map(|s| {
            let words: Vec<Word> =
                s.tokens.iter().map(|t| Word { form: &t.form, lemma: &t.lemma, upos: t.upos }).collect();
            let noun = |i: usize| matches!(s.tokens[i].upos, Pos::Noun | Pos::Propn);
            // "Several of the largest unions": what they are of.
            let of = |root: usize| (0..words.len()).find(|&i| s.tokens[i].head == Some(root) && noun(i));
            let root = s.tokens.iter().position(|t| t.head.is_none());
            let root = root.and_then(|i| if noun(i) { Some(i) } else { of(i) });
            let last = (0..words.len()).rev().find(|&i| noun(i));
            let mut heads = root.into_iter().chain(last).chain(words.len().checked_sub(1));
            heads.find_map(|head| know.actors.resolve_in(&words, head, &context)).map(|r| (s.span, r))
        })
    };
    // "Cabo Verde" alone may be read as a verb and its object.
    let named = || {
        let words: Vec<Word> =
            trimmed.split_whitespace().map(|form| Word { form, lemma: form, upos: Pos::Propn }).collect();
        let r = know.actors.resolve_in(&words, words.len().saturating_sub(1), &context)?;
        Some((Span::new(begin, begin + trimmed.len()), r))
    };
    let Some((span, r)) = whole.or_else(parsed).or_else(named) else {
        return (Vec::new(), "no word of it is in the tables".into());
    };
    let why = explained(know, &r, day);
    let others: Vec<Resolved> = r.also.iter().filter_map(|key| know.actors.named(key, day)).collect();
    let all = std::iter::once(r).chain(others).map(|r| {
        let mut e = Entity::unnamed(span.of(text), map.chars(span), r.kind);
        r.fill(&mut e);
        e
    });
    (all.collect(), why)
}

/// How a phrase was understood; of a known actor also its parts in others, what it came from, and whose word that is.
fn explained(know: &Knowledge, r: &Resolved, day: Option<Day>) -> String {
    let mut why = r.why.clone();
    if let Some(a) = r.id.as_deref().and_then(|id| know.actors.by_key(id)) {
        let name = |of: &str| {
            let actor = know.actors.by_key(of).map(|a| a.name.as_str());
            actor.or_else(|| know.actors.state_name(of)).unwrap_or(of).to_owned()
        };
        let all = |ties: &[Tie]| {
            let of: Vec<String> = ties.iter().filter(|t| t.holds(day)).map(|t| name(&t.of)).collect();
            of.join(", ")
        };
        for (how, who) in [("part of", all(&a.parents)), ("backed by", all(&a.backers))] {
            if !who.is_empty() {
                why = format!("{why}; {how} {who}");
            }
        }
        for o in &a.after {
            let how = match o.by {
                Change::Rename => "before that named",
                Change::Split => "split from",
                Change::Merger => "formed with others from",
            };
            why = format!("{why}; {how} {}", name(&o.of));
            if let Some(on) = o.on {
                why = format!("{why} on {on}");
            }
        }
        if let Some(note) = &a.note {
            why = format!("{why}; source: {note}");
        }
    }
    if !r.also.is_empty() {
        why = format!("{why}; others of that name: {}", r.also.join(", "));
    }
    why
}

#[derive(serde::Deserialize)]
struct Where {
    id: Value,
    text: String,
    /// Character offsets; one outside the text gets an answer without coordinates, not an error.
    spans: Option<Vec<(i64, i64)>>,
}

/// The words asked for, the name in them, and how the one lies to the other: "25 km south of Hama" to "Hama".
fn name_within(text: &str, asked: Span) -> (Span, Span, Option<Relation>) {
    let own = asked.of(text);
    let starts = own.char_indices().filter(|(i, c)| c.is_uppercase() && own[..*i].ends_with(' ')).map(|(i, _)| i);
    for i in starts {
        let name = Span::new(asked.begin + i, asked.end);
        if let Some(r) = relation(text, name.begin).filter(|r| r.begin >= asked.begin) {
            return (asked, name, Some(r));
        }
    }
    (asked, asked, None)
}

pub(crate) fn whereabouts() -> Run {
    let know = super::plain_knowledge()?;
    json_lines(|l: Where| {
        let map = CharMap::new(&l.text);
        let page = Page::from_text(l.text.clone(), None, None);
        let (a, _) = froissart_lang::analyse(&page, Model::embedded());
        let hints: Vec<&str> = a
            .names
            .iter()
            .filter(|n| matches!(n.kind, NameKind::Gpe | NameKind::Norp))
            .filter_map(|n| know.actors.country_of(n.span.of(&l.text)))
            .collect();
        let given: Option<Vec<Span>> = l.spans.as_ref().map(|spans| {
            let bytes = |&(b, e): &(i64, i64)| map.bytes(Span::new(b.max(0) as usize, e.max(b).max(0) as usize));
            spans.iter().map(bytes).collect()
        });
        let names = |kinds: &[NameKind]| -> Vec<Span> {
            a.names.iter().filter(|n| kinds.contains(&n.kind)).map(|n| n.span).collect()
        };
        let own = names(&[NameKind::Gpe, NameKind::Loc, NameKind::Fac]);
        let groups = names(&[NameKind::Org]);
        // "25 km south of Hama" asks for a point that the name in it leads to.
        let asked: Vec<(Span, Span, Option<Relation>)> = match &given {
            Some(spans) => spans.iter().map(|s| name_within(&l.text, *s)).collect(),
            None => own
                .iter()
                .chain(&groups)
                .map(|s| {
                    let r = relation(&l.text, s.begin);
                    let begin = r.as_ref().filter(|r| r.km.is_some()).map_or(s.begin, |r| r.begin);
                    (Span::new(begin, s.end), *s, r)
                })
                .collect(),
        };
        let mut context = names(&[NameKind::Norp]);
        context.extend(own.iter().chain(&groups));
        let spans: Vec<Span> = asked.iter().map(|x| x.1).collect();
        let found = know.places.locate(&Asked {
            text: &l.text,
            spans: &spans,
            context: &context,
            countries: &hints,
            strangers: given.is_some(),
        });
        let places: Vec<Place<Char>> = asked
            .iter()
            .zip(found)
            .enumerate()
            // What the tagger holds to be an organisation is a place where the gazetteer has a state or a region of that name.
            .filter(|(n, (_, f))| {
                let region = |f: &Found| f.within.is_none() && f.kind.is_region();
                given.is_some() || f.as_ref().is_some_and(|f| *n < own.len() || region(f))
            })
            .map(|(_, x)| x)
            .map(|((whole, _, relation), f)| {
                let mut p = Place::unnamed(whole.of(&l.text), map.chars(*whole), PlaceRole::At);
                p.relation = relation.as_ref().map(|r| r.text.clone());
                if let Some(f) = f {
                    f.fill(&mut p, relation.as_ref());
                }
                p
            })
            .collect();
        json!({"id": l.id, "places": places})
    })
}
