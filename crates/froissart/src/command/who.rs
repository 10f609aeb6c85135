//! `froissart who` and `froissart where`: what the tables of actors and of places make of a phrase.

use super::{Run, json_lines, knowledge};
use crate::args::WhoArgs;
use froissart_know::{Knowledge, Word};
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

/// The actor that a phrase names: its head is the tree's root where that is a noun, else its last name or noun.
fn actors(know: &Knowledge, a: &Analysis, text: &str, day: Option<Day>) -> (Vec<Entity<Char>>, String) {
    let map = CharMap::new(text);
    for s in &a.sentences {
        let words: Vec<Word> = s.tokens.iter().map(|t| Word { form: &t.form, lemma: &t.lemma, upos: t.upos }).collect();
        let noun = |i: usize| matches!(s.tokens[i].upos, Pos::Noun | Pos::Propn);
        let root = s.tokens.iter().position(|t| t.head.is_none()).filter(|&i| noun(i));
        let last = (0..words.len()).rev().find(|&i| noun(i));
        for head in root.into_iter().chain(last).chain(words.len().checked_sub(1)) {
            if let Some(r) = know.actors.resolve(&words, head, day) {
                let span: Span<Char> = map.chars(s.span);
                let mut e = Entity::unnamed(s.span.of(text), span, r.kind);
                let why = r.why.clone();
                r.fill(&mut e);
                return (vec![e], why);
            }
        }
    }
    (Vec::new(), "no word of it is in the tables".into())
}

#[derive(serde::Deserialize)]
struct Where {
    id: Value,
    text: String,
    /// Character offsets; one outside the text gets an answer without coordinates, not an error.
    spans: Option<Vec<(i64, i64)>>,
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
        let given = l.spans.is_some();
        let spans: Vec<Span> = match &l.spans {
            Some(s) => {
                s.iter().map(|&(b, e)| map.bytes(Span::new(b.max(0) as usize, e.max(b).max(0) as usize))).collect()
            }
            None => a
                .names
                .iter()
                .filter(|n| matches!(n.kind, NameKind::Gpe | NameKind::Loc | NameKind::Fac))
                .map(|n| n.span)
                .collect(),
        };
        let mentions: Vec<&str> = spans.iter().map(|s| s.of(&l.text)).collect();
        let found = know.places.resolve(&mentions, &hints);
        let places: Vec<Place<Char>> = spans
            .iter()
            .zip(found)
            .filter(|(_, f)| given || f.is_some())
            .map(|(s, f)| {
                let mut p = Place::unnamed(s.of(&l.text), map.chars(*s), PlaceRole::At);
                if let Some(f) = f {
                    p.precision = Some(f.precision().to_owned());
                    p.feature = Some(f.feature().to_owned());
                    p.name = Some(f.name);
                    p.geonames = f.geonames;
                    p.country = f.country;
                    p.admin1 = f.admin1;
                    p.lat = Some(f.lat);
                    p.lon = Some(f.lon);
                    p.radius_km = Some(f.radius_km);
                }
                p
            })
            .collect();
        json!({"id": l.id, "places": places})
    })
}
