//! The places of a page: what its place names stand for together, which mention is a place, and what is told of it.
//!
//! "Clashes in the eastern side of Tabqa": the side is a place, as Tabqa is one, and lies in Syria where the page tells
//! of Syria. Not where an act happened: which phrases of a predicate say that is in `scene`.

use crate::reader::Reader;
use froissart_know::{Asked, Found, Knowledge, PlaceKind};
use froissart_model::{Analysis, EntityKind, Name, NameKind, Page, Place, PlaceRole, Pos, Span};
use std::collections::BTreeMap;

/// How many sentences back "the city" may point.
const TOWN_BACK: usize = 3;

impl Reader<'_> {
    /// Whether the mention is a place rather than a party: a town, a region, a spot. States are parties unless the syntax
    /// says otherwise.
    pub(crate) fn is_place(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        if matches!(tree.upos(t), Pos::Pron) {
            return self
                .antecedent(s, t)
                .is_some_and(|r| tree.upos(t) != Pos::Pron || self.is_place_direct(r.sentence, r.token));
        }
        self.is_place_direct(s, t)
    }

    /// Whether a mention, where only a place can stand, is of one: a capital stands for its state elsewhere, and a town may
    /// be tagged as a person ("Hama fell").
    pub(crate) fn may_be_place(&self, s: usize, t: usize) -> bool {
        self.is_place(s, t)
            || self.places.contains_key(&self.text(s, t))
            || self.resolve(s, t).is_some_and(|e| e.is_place)
    }

    /// "On the ground" tells how, not where.
    pub(crate) fn is_idiom(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        tree.low(t) == "ground"
            && tree.case(t).as_deref() == Some("on")
            && tree.kid(t, &["amod", "nmod", "compound"]).is_none()
    }

    fn is_actors_name(&self, s: usize, t: usize) -> bool {
        let inside = |c: String| matches!(c.as_str(), "around" | "at" | "in" | "inside" | "into" | "near" | "outside");
        self.name_at(s, t).is_some_and(|n| {
            self.know
                .actors
                .called(n.span.of(&self.page.text), &self.beside())
                .is_some_and(|r| r.kind == EntityKind::Group && r.sector.is_none_or(|x| x != "PRE"))
        }) && !self.trees[s].case(t).is_some_and(inside)
    }

    fn is_place_direct(&self, s: usize, t: usize) -> bool {
        let tree = &self.trees[s];
        let low = tree.low(t);
        // "the Ogaden National Liberation Front" is none.
        if self.is_idiom(s, t) {
            return false;
        }
        let named = tree.upos(t) == Pos::Propn && self.kind_at(s, t) == Some(NameKind::Org);
        // "A quarter of its value" is no quarter of a town.
        let is_share = || {
            self.know.words.has("shares", low)
                && tree.kids_by(t, &["nmod"]).any(|k| {
                    tree.case(k).as_deref() == Some("of") && tree.upos(k) == Pos::Noun && !self.is_place_direct(s, k)
                })
        };
        if self.know.words.has("place-nouns", low) && !named && !is_share() {
            return true;
        }
        // "the eastern side of Tabqa" is a place, "the Greek side" a party.
        let quarter = || tree.kids_by(t, &["amod"]).any(|k| self.know.words.has("compass", tree.low(k)));
        if self.know.words.has("extents", low) || low == "side" && quarter() {
            return tree.kids_by(t, &["nmod"]).any(|k| {
                self.is_place_direct(s, k)
                    || self.resolve(s, k).is_some_and(|r| self.is_state(&r))
                    || low != "side" && matches!(tree.low(k), "country" | "nation" | "kingdom" | "republic")
            });
        }
        // A user's dictionary that has the very name as an actor's is believed.
        if self.resolve_direct(s, t).is_some_and(|r| r.code.is_some() && r.name.is_some() && !r.is_place) {
            return false;
        }
        match self.kind_at(s, t) {
            // "Recaptured Jowhar from al-Shabaab": whom the tables know by this very name is no place, but in "in Azov".
            Some(NameKind::Loc | NameKind::Fac | NameKind::Gpe) if self.is_actors_name(s, t) => false,
            Some(NameKind::Loc | NameKind::Fac) => true,
            Some(NameKind::Gpe) => !self.resolve_direct(s, t).is_some_and(|r| self.is_state(&r)),
            // A rare town is easily taken for an organisation: the gazetteer knows better than the tagger, the actors' tables best.
            Some(NameKind::Org | NameKind::Misc | NameKind::Event) => {
                self.name_at(s, t).is_some_and(|n| self.places.contains_key(n.span.of(&self.page.text)))
                    && self.resolve_direct(s, t).is_none_or(|r| r.is_place)
            }
            Some(_) => false,
            None => {
                tree.upos(t) == Pos::Propn
                    && self.resolve_direct(s, t).is_none_or(|r| r.is_place && r.kind != EntityKind::State)
                    && self.places.contains_key(&self.text(s, t))
            }
        }
    }

    /// Builds the place of a mention, or of the name inside it.
    pub(crate) fn place(&self, s: usize, t: usize, role: PlaceRole) -> Place {
        let span = self.span(s, t);
        let text = span.of(&self.page.text).to_owned();
        let mut p = Place::unnamed(text.clone(), span, role);
        // The finest name within the phrase; for "the country" the antecedent's.
        let mut r = self.best_place(s, t);
        // "The country" is the one that the page tells of, unless its own sentence names another.
        let country = self.the_country(s, t).filter(|_| r.is_none());
        let near = |k: usize| self.antecedent(s, k).is_some_and(|a| a.sentence == s);
        let mut is_elsewhere = false;
        if country.is_some_and(|k| !near(k)) && self.home.is_some() {
            r = self.home.as_ref().map(|x| (x, span.begin));
        } else if r.is_none()
            && let Some(a) = self.antecedent(s, country.unwrap_or(t))
        {
            r = self.best_place(a.sentence, a.token);
            is_elsewhere = true;
            p.name = Some(self.text(a.sentence, a.token));
        }
        if r.is_none()
            && p.name.is_none()
            && let Some(x) = self.the_town(s, t)
        {
            r = Some((x, span.begin));
            is_elsewhere = true;
        }
        // A town that the tagger took for a person, and that the tables know for a state's: the gazetteer says where.
        let unseen = if r.is_none() && p.name.is_none() && self.trees[s].upos(t) == Pos::Propn {
            let form = self.trees[s].tok(t).form.as_str();
            let known = self.resolve_direct(s, t).filter(|r| r.is_place && r.kind == EntityKind::State);
            known.and_then(|x| x.country).and_then(|c| self.know.places.resolve(&[form], &[&c]).remove(0))
        } else {
            None
        };
        if let Some(x) = &unseen {
            r = Some((x, self.trees[s].tok(t).span.begin));
        }
        if let Some((x, begin)) = r {
            // "Ten kilometres from Hama. The city …": the city itself, and not ten kilometres from it.
            let told = froissart_know::relation(&self.page.text, begin).filter(|_| !is_elsewhere);
            p.relation = told.as_ref().map(|r| r.text.clone());
            x.clone().fill(&mut p, told.as_ref());
        }
        if p.country.is_none() {
            // "Iraqi towns", "Kurdish-held territory in Syria": the words tell the country where no name tells the place.
            p.country = self.resolve_direct(s, t).and_then(|r| r.country).or_else(|| {
                let tree = &self.trees[s];
                tree.kids_by(t, &["amod", "compound", "nmod"])
                    .find_map(|k| self.know.actors.country_of(&tree.tok(k).form).map(str::to_owned))
            });
            // "In the Umbarian civil war": the adjective stands for the country, which has a name.
            if p.name.is_none() && self.trees[s].upos(t) == Pos::Adj && !p.text.contains(' ') {
                self.fill_country(&mut p);
            }
        }
        p
    }

    /// The town of "the city" where coreference leaves it open: the last one named before, if no other was named beside
    /// it.
    fn the_town(&self, s: usize, t: usize) -> Option<&Found> {
        let tree = &self.trees[s];
        let is_bare = tree.kids(t).iter().all(|&k| matches!(tree.rel(k), "det" | "case" | "punct" | "acl:relcl"));
        let is_the = tree.kids_by(t, &["det"]).any(|k| matches!(tree.form(k), "the" | "this"));
        if !(is_bare && is_the && matches!(tree.low(t), "city" | "town" | "village")) {
            return None;
        }
        for n in (s.saturating_sub(TOWN_BACK)..=s).rev() {
            let is_before = |x: &&Name| x.first.sentence == n && (n < s || x.last.token < t) && x.kind != NameKind::Per;
            let names = self.analysis.names.iter().filter(is_before);
            let mut towns: Vec<&Found> = names
                .filter_map(|x| self.places.get(x.span.of(&self.page.text)))
                .filter(|x| x.precision() == "city")
                .collect();
            towns.dedup_by_key(|x| x.geonames);
            match towns.as_slice() {
                [] => {}
                [one] => return Some(one),
                _ => return None,
            }
        }
        None
    }

    /// Fills a place that is known by its country alone with that country.
    fn fill_country(&self, p: &mut Place) {
        let Some(country) = p.country.clone() else { return };
        let Some(state) = self.know.actors.states().iter().find(|x| x.code == country) else { return };
        if let Some(x) = self.know.places.resolve(&[&state.name], &[&country]).remove(0) {
            x.clone().fill(p, None);
        }
    }

    /// The noun of "the country", or of a part of it: "60 per cent of the country".
    fn the_country(&self, s: usize, t: usize) -> Option<usize> {
        let tree = &self.trees[s];
        let is_the = |k: &usize| {
            tree.tok(*k).lemma == "country"
                && tree.kids_by(*k, &["det"]).any(|d| tree.tok(d).form.eq_ignore_ascii_case("the"))
        };
        let part = || tree.kids_by(t, &["nmod"]).find(|k| is_the(k) && tree.case(*k).is_some_and(|c| c == "of"));
        Some(t).filter(is_the).or_else(part)
    }

    pub(crate) fn best_place(&self, s: usize, t: usize) -> Option<(&Found, usize)> {
        let tree = &self.trees[s];
        if let Some(n) = self.name_at(s, t)
            && let Some(p) = self.places.get(n.span.of(&self.page.text))
        {
            return Some((p, n.span.begin));
        }
        // Not what the place only lies by: "strips of land along the border with Turkey" are not Turkey.
        let mut inside = vec![t];
        let mut at = 0;
        while at < inside.len() {
            let x = inside[at];
            at += 1;
            inside.extend(tree.kids(x).iter().copied().filter(|&k| {
                !matches!(tree.rel(k), "acl:relcl" | "acl" | "appos" | "conj" | "advcl")
                    && tree.case(k).is_none_or(|c| {
                        !matches!(
                            c.as_str(),
                            "with"
                                | "along"
                                | "from"
                                | "to"
                                | "between"
                                | "towards"
                                | "toward"
                                | "into"
                                | "against"
                                | "by"
                        )
                    })
            }));
        }
        inside.sort_unstable();
        inside
            .into_iter()
            .filter_map(|i| self.name_at(s, i))
            .filter(|n| matches!(n.kind, NameKind::Gpe | NameKind::Loc | NameKind::Fac | NameKind::Org))
            .find_map(|n| self.places.get(n.span.of(&self.page.text)).map(|p| (p, n.span.begin)))
    }
}

/// The places by their words, the state that is named oftenest, the country that the page is about, and the only one
/// that it names.
pub(crate) type Whereabouts = (BTreeMap<String, Found>, Option<Found>, Option<String>, Option<String>);

/// Resolves every place name of the page together, so that neighbours decide between namesakes.
pub(crate) fn resolve_places(a: &Analysis, know: &Knowledge, page: &Page) -> Whereabouts {
    let is_place = |n: &&Name| matches!(n.kind, NameKind::Gpe | NameKind::Loc | NameKind::Fac);
    let mut mentions: Vec<Span> = a.names.iter().filter(is_place).map(|n| n.span).collect();
    // Names of other kinds, and proper nouns that no name covers, may be places that the tagger does not know.
    for (n, s) in a.sentences.iter().enumerate() {
        for (i, t) in s.tokens.iter().enumerate() {
            if t.upos != Pos::Propn || t.form.chars().count() < 4 {
                continue;
            }
            let name = a.names.iter().find(|x| x.first.sentence == n && x.first.token <= i && i <= x.last.token);
            // "U.N. compounds" are in no town called Un.
            let acronym = t.form.chars().all(|c| c.is_uppercase() || c == '.');
            let w = match name {
                Some(_) if acronym => continue,
                Some(x) if matches!(x.kind, NameKind::Org | NameKind::Misc | NameKind::Event) && x.first.token == i => {
                    x.span
                }
                None => t.span,
                _ => continue,
            };
            if !know.places.lookup(w.of(&page.text)).is_empty() {
                mentions.push(w);
            }
        }
    }
    let hints: Vec<String> = a
        .names
        .iter()
        .filter(|n| matches!(n.kind, NameKind::Norp | NameKind::Gpe))
        .filter_map(|n| know.actors.country_of(n.span.of(&page.text)).map(str::to_owned))
        .collect();
    let hints: Vec<&str> = hints.iter().map(String::as_str).collect();
    let context: Vec<Span> = a.names.iter().filter(|n| n.kind == NameKind::Norp).map(|n| n.span).collect();
    let asked = Asked { text: &page.text, spans: &mentions, context: &context, countries: &hints, strangers: false };
    let mut places: BTreeMap<String, Found> = BTreeMap::new();
    let mut states: BTreeMap<String, usize> = BTreeMap::new();
    for (m, p) in mentions.iter().zip(know.places.locate(&asked)) {
        // Only what the name itself is: what it lies in, its phrase tells.
        if let Some(p) = p.filter(|p| p.within.is_none()) {
            if let Some(c) = p.country.clone().filter(|_| p.kind != PlaceKind::Country) {
                *states.entry(c).or_default() += 1;
            }
            places.entry(m.of(&page.text).to_owned()).or_insert(p);
        }
    }
    for h in &hints {
        *states.entry((*h).to_owned()).or_default() += 1;
    }
    // Half as often again as the next, or "the country" may be either's.
    let mut most: Vec<(usize, &String)> = states.iter().map(|(c, n)| (*n, c)).collect();
    most.sort_by_key(|x| std::cmp::Reverse(x.0));
    let clear = most.first().filter(|x| 2 * x.0 >= 3 * most.get(1).map_or(0, |y| y.0));
    let named = clear.and_then(|(_, c)| {
        let names = a.names.iter().map(|n| n.span.of(&page.text));
        names.into_iter().find(|w| know.actors.country_of(w) == Some(c.as_str()))
    });
    let home = named.and_then(|w| know.places.resolve(&[w], &[]).remove(0));
    let home = home.filter(|x| x.kind == PlaceKind::Country);
    let all: usize = most.iter().map(|x| x.0).sum();
    let about = most.first().filter(|x| x.0 >= 3 && x.0 * 5 >= all * 3).map(|(_, c)| (*c).clone());
    // A capital named is where somebody met, and not whose he is.
    let states: Vec<&str> = a
        .names
        .iter()
        .filter(|n| matches!(n.kind, NameKind::Norp | NameKind::Gpe))
        .map(|n| n.span.of(&page.text))
        .filter(|w| know.places.lookup(w).into_iter().all(|c| know.places.found(c).kind != PlaceKind::Capital))
        .filter_map(|w| know.actors.country_of(w))
        .collect();
    let only = states.first().filter(|c| hints.iter().all(|h| h == *c)).map(|c| (*c).to_owned());
    (places, home, about, only)
}
