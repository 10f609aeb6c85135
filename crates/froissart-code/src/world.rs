//! Whether an act is of the world that claims are about: no match, no market, no quarrel fought in a war's words.
//!
//! "Bovina upset Williams 6-3 to reach the semifinals", "the candidates traded attacks before the vote": the words are
//! those of a war, and nobody was hurt. A page shows by its words that it tells of sport, markets or shows; there an act
//! counts only where somebody takes part whose doings are public anywhere: a state, an army, the police, a party.
//! Nothing is judged by a name that stands in no table: on a page of conflict the unknown stay.

use crate::matcher::{Family, Match, family};
use crate::reader::Reader;
use froissart_know::Yield;
use froissart_model::{EntityKind, Pos};
use std::collections::BTreeSet;

/// One telltale word in so many, and so many different ones, make a page one of a genre.
const ONE_IN: usize = 60;
const AT_LEAST: usize = 3;
/// A paragraph of its own needs to be denser.
const ONE_IN_BLOCK: usize = 25;
const AT_LEAST_BLOCK: usize = 2;

/// What a page tells of, so far as its words show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Genre {
    /// A match, a race, a season.
    Sport,
    /// Shares, firms, their wares; films, stars, science.
    Market,
}

const LISTS: &[(&str, Genre)] =
    &[("genre-sport", Genre::Sport), ("genre-market", Genre::Market), ("genre-show", Genre::Market)];

/// The sentences that stand in a text of another world.
#[derive(Debug, Default)]
pub(crate) struct World {
    /// By sentence, the genre of its page or its paragraph.
    genre: Vec<Option<Genre>>,
    /// By sentence, the genre that a word of its own gives away.
    hint: Vec<Option<Genre>>,
}

impl World {
    /// Reads the genre of a page and of its paragraphs off their words.
    pub(crate) fn new(r: &Reader) -> Self {
        let genre_of = |from: usize, to: usize, at_least: usize, one_in: usize| -> Option<Genre> {
            let mut tokens = 0;
            let mut found: Vec<(usize, BTreeSet<&str>)> = vec![(0, BTreeSet::new()); LISTS.len()];
            for tree in &r.trees[from..to] {
                tokens += tree.len();
                for form in (0..tree.len()).filter(|&t| tree.upos(t) != Pos::Punct).map(|t| tree.form(t)) {
                    for (n, (list, _)) in LISTS.iter().enumerate() {
                        if r.know.words.has(list, form) {
                            found[n].0 += 1;
                            found[n].1.insert(form);
                        }
                    }
                }
            }
            let best = found.iter().enumerate().max_by_key(|(n, f)| (f.0, usize::MAX - n))?;
            (best.1.1.len() >= at_least && best.1.0 * one_in >= tokens).then(|| LISTS[best.0].1)
        };
        let page = genre_of(0, r.trees.len(), AT_LEAST, ONE_IN);
        let mut genre = vec![page; r.trees.len()];
        if page.is_none() {
            let mut from = 0;
            while from < r.trees.len() {
                let block = r.trees[from].sentence.block;
                let to = (from..r.trees.len()).find(|&i| r.trees[i].sentence.block != block).unwrap_or(r.trees.len());
                genre[from..to].fill(genre_of(from, to, AT_LEAST_BLOCK, ONE_IN_BLOCK));
                from = to;
            }
        }
        let hint = (0..r.trees.len()).map(|s| genre_of(s, s + 1, 1, usize::MAX / 1024)).collect();
        Self { genre, hint }
    }
}

impl Reader<'_> {
    /// Whether the doings of the mention at a head token are public: a state, an army, the police, a party, rebels.
    fn is_public(&self, s: usize, t: usize) -> bool {
        self.spread(s, &[t]).into_iter().any(|c| {
            self.resolve(c.sentence, c.token).is_some_and(|x| {
                x.sectors.iter().any(|k| self.know.words.has("sectors-public", k))
                    || x.kind == EntityKind::State
                    || x.sector.is_none() && x.country.is_some() && x.id.is_some()
                    || matches!(x.country.as_deref(), Some("IGO" | "UNO" | "EUR" | "IMG" | "NGO"))
            })
        })
    }

    fn is_armed(&self, s: usize, t: usize) -> bool {
        self.spread(s, &[t]).into_iter().any(|c| {
            self.resolve(c.sentence, c.token).is_some_and(|x| {
                x.sectors.iter().any(|k| self.know.words.has("sectors-armed", k))
                    || x.kind == EntityKind::State && x.sector.is_none()
                    || x.country.as_deref() == Some("IMG")
            })
        })
    }

    /// Whether a match tells of something that happened in the world of states, parties and arms.
    pub(crate) fn is_of_the_world(&self, world: &World, s: usize, m: &Match) -> bool {
        let (Yield::Event(t) | Yield::Statement(t)) = &m.rule.yields else {
            return match family(&m.rule.yields) {
                Family::Event | Family::Relation => {
                    world.genre[s].is_none() || m.actor.iter().chain(&m.recipient).any(|&x| self.is_public(s, x))
                }
                Family::Control | Family::Figure => true,
            };
        };
        let tree = &self.trees[s];
        let roles = || m.actor.iter().chain(&m.recipient).copied();
        // "A storm killed 250 people", "a blaze destroyed the market": nobody's act.
        if !m.actor.is_empty() && m.actor.iter().all(|&a| self.know.words.has("forces-of-nature", tree.low(a))) {
            return false;
        }
        if let Some(genre) = world.genre[s] {
            let civic = t == "PROTEST" || matches!(t.as_str(), "ASSAULT" | "COERCE") && genre == Genre::Market;
            if !civic && !roles().any(|x| self.is_public(s, x)) {
                return false;
            }
            // National sides play each other: only arms make it a fight.
            if genre == Genre::Sport
                && t == "ASSAULT"
                && m.rule.modes.is_empty()
                && !roles().any(|x| self.has_arms(s, x))
            {
                return false;
            }
        }
        if let Some(hint) = world.hint[s] {
            // One word of sport or trade is no genre, but whoever acts beside it must hold an office or bear arms: a
            // state's name alone is its side or its market.
            let fought = self.know.words.has("contest", tree.low(m.pred));
            let harm = t == "ASSAULT" && !fought || t == "COERCE";
            let civic = t == "PROTEST" || harm || t == "ASSAULT" && !m.rule.modes.is_empty();
            let firm = |x: usize| self.resolve(s, x).is_none_or(|r| r.sector.is_none_or(|k| k == "BUS"));
            let theirs = hint == Genre::Sport || m.actor.iter().any(|&x| firm(x) && !self.is_named_state(s, x));
            if !civic && theirs && roles().next().is_some() && !roles().any(|x| self.holds_office(s, x)) {
                return false;
            }
        }
        if self.is_private(t) && roles().next().is_some() && roles().all(|x| self.is_nobody(s, x)) && !self.has_party(s)
        {
            return false;
        }
        if t == "ASSAULT" && !self.is_bodily(s, m) {
            return false;
        }
        true
    }

    /// "The Benghazi attacks", "the Mumbai bombings": a town before an act is where it was, and nobody who did it.
    pub(crate) fn towns_to_places(&self, s: usize, m: &mut Match) {
        let tree = &self.trees[s];
        if tree.is_verb(m.pred) {
            return;
        }
        let town = |t: usize| {
            tree.upos(t) == Pos::Propn
                && t < m.pred
                && tree.head(t) == Some(m.pred)
                && matches!(tree.rel(t), "compound" | "nmod:unmarked" | "nmod:desc")
                && !self.know.actors.is_state_word(&tree.tok(t).form)
                && self.resolve(s, t).is_some_and(|x| {
                    x.kind == EntityKind::State && x.name.is_none() && x.sector.is_none() && x.country.is_some()
                })
        };
        let (towns, actors) = m.actor.iter().partition(|&&t| town(t));
        m.actor = actors;
        m.place.extend::<Vec<usize>>(towns);
        let before = m
            .frame
            .oblique
            .iter()
            .filter(|(c, k)| c == "+" && tree.upos(*k) == Pos::Propn && tree.rel(*k) == "compound");
        let more: Vec<usize> = before
            .map(|x| x.1)
            .filter(|&k| {
                self.kind_at(s, k) != Some(froissart_model::NameKind::Org)
                    && self.is_place(s, k)
                    && !m.actor.contains(&k)
                    && !m.recipient.contains(&k)
                    && !m.place.contains(&k)
            })
            .collect();
        m.place.extend(more);
    }

    /// Whether the mention is of a public body by its sector, and not only of a state by its name.
    fn holds_office(&self, s: usize, t: usize) -> bool {
        self.spread(s, &[t]).into_iter().any(|c| {
            self.resolve(c.sentence, c.token)
                .is_some_and(|x| x.sectors.iter().any(|k| self.know.words.has("sectors-public", k)))
        })
    }

    /// Types that two private persons give each other every day.
    fn is_private(&self, type_: &str) -> bool {
        self.know.words.has("types-private", type_)
    }

    /// A person or a pronoun of whom nothing is known.
    fn is_nobody(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let person = tree.upos(t) == Pos::Pron || self.kind_at(s, t) == Some(froissart_model::NameKind::Per);
        person
            && self
                .resolve(s, t)
                .is_none_or(|r| r.sector.is_none() && r.country.is_none() && r.id.is_none() && r.code.is_none())
    }

    /// Whether a sentence names anybody whose doings are public.
    fn has_party(&self, s: usize) -> bool {
        let tree = &self.trees[s];
        (0..tree.len()).any(|t| matches!(tree.upos(t), Pos::Noun | Pos::Propn | Pos::Adj) && self.is_public(s, t))
    }

    /// A body under arms by its sector, and not by being a state.
    fn has_arms(&self, s: usize, t: usize) -> bool {
        self.resolve(s, t).is_some_and(|x| x.sectors.iter().any(|k| self.know.words.has("sectors-armed", k)))
    }

    /// "The senator attacked his rival", "they battled over the budget": between two who bear no arms, with no weapon, no
    /// place and nobody hurt, it is a contest of words.
    fn is_bodily(&self, s: usize, m: &Match) -> bool {
        let tree = &self.trees[s];
        if !self.know.words.has("contest", tree.low(m.pred)) || !m.rule.modes.is_empty() {
            return true;
        }
        let person = |x: usize| {
            self.resolve(s, x).is_some_and(|r| {
                matches!(
                    r.sector.as_deref(),
                    Some("GOV" | "LEG" | "PTY" | "ELI" | "JUD" | "OPP" | "BUS" | "JRN" | "EDU")
                ) && !r.sectors.iter().any(|k| self.know.words.has("sectors-armed", k))
            }) || self.kind_at(s, x) == Some(froissart_model::NameKind::Per)
                && self.resolve(s, x).is_none_or(|r| r.sector.is_none())
        };
        if m.actor.is_empty() || m.recipient.is_empty() {
            return true;
        }
        let all: Vec<usize> = m.actor.iter().chain(&m.recipient).copied().collect();
        let contest = all.iter().all(|&x| person(x) && !self.is_armed(s, x))
            && m.actor.iter().all(|&x| person(x))
            && !m.frame.oblique.iter().any(|(c, k)| {
                self.is_instrument(s, *k) || c == "with" && self.know.words.has("mode-primitive", tree.low(*k))
            });
        !contest
    }
}
