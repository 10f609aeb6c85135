//! Who is who: names to actors with dated roles, and bare nouns to sectors.
//!
//! Reads no sentence: it is handed the words of one mention and its head. "Turkish-backed Syrian National Army" is the
//! SNA, and Turkey no part of it; "Assad's regime" is SYR GOV; "rebels" are REB and nobody in particular. A name that no
//! table holds stays as written: nothing is invented.

mod index;
mod mention;
mod pieces;
mod table;

use self::index::{Alias, Index, Naming, What};
use self::mention::Mention;
pub use self::pieces::Word;
use self::pieces::{AFTER_HYPHEN, Piece, alias_tokens, is_acronym, pieces};

pub use self::table::{Actor, Change, Lean, Origin, Role, State, Tie};
use self::table::{ActorFile, ActorRow, Noun, NounRow, StateRow};
use crate::data::{DataFiles, diagnostic, parse};
use crate::petrarch::Dictionary;
use crate::places::Gazetteer;
use froissart_model::{Day, Diagnostic, EntityKind, Pos};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use toml::Spanned;

/// What the words of a mention stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Resolved {
    /// The name known for it.
    pub name: Option<String>,
    /// Its key in the tables.
    pub id: Option<String>,
    /// Its code in a loaded PETRARCH dictionary, agent suffix applied.
    pub code: Option<String>,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3, KOS, or IGO, UNO, NGO, IMG …
    pub country: Option<String>,
    /// The primary sector.
    pub sector: Option<String>,
    /// All sectors, the primary first.
    pub sectors: Vec<String>,
    /// How it was found, in words.
    pub why: String,
    /// The words name a place or a state and nothing else.
    pub is_place: bool,
    /// From 0 to 100: how much of the mention was understood.
    pub score: u8,
    /// Keys of other actors with the same name, the likeliest first.
    pub also: Vec<String>,
}

impl Resolved {
    /// Writes what is known into an entity; its words and its kind stay.
    pub fn fill<U>(self, e: &mut froissart_model::Entity<U>) {
        e.name = self.name;
        e.id = self.id;
        e.code = self.code;
        e.country = self.country;
        e.sector = self.sector;
        e.sectors = self.sectors;
        // Unions of states with a code of their own are organisations of states all the same: CAMEO writes IGOUNO.
        if matches!(e.country.as_deref(), Some("UNO" | "EUR")) && !e.sectors.iter().any(|s| s == "IGO") {
            e.sectors.push("IGO".into());
        }
    }
}

/// What is known beside the words of a mention.
#[derive(Debug, Clone, Copy, Default)]
pub struct Context<'a> {
    /// The day whose roles count; without one, those that go on.
    pub day: Option<Day>,
    /// Tells the country of a town or region beside a noun: "Kano State government".
    pub places: Option<&'a Gazetteer>,
    /// The country that the page is about, which decides among actors of one name and tells whose "the army" is.
    pub about: Option<&'a str>,
}

/// The tables of actors, states and nouns, and the index of their names.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Actors {
    known: Vec<Actor>,
    states: Vec<State>,
    nouns: Vec<Noun>,
    index: Index,
    /// By a name's key, the numbers of the actors that share it, the one most often meant first.
    shared: BTreeMap<String, Vec<u32>>,
    /// From this number on the actors are the user's own, and go before ours.
    own: Option<u32>,
    #[serde(skip)]
    dictionary: Dictionary,
}

#[derive(Debug, Clone, Copy)]
struct Hit {
    begin: usize,
    len: usize,
    what: What,
}

impl Hit {
    fn end(self) -> usize {
        self.begin + self.len
    }
    fn covers(self, at: usize) -> bool {
        self.begin <= at && at < self.end()
    }
}

impl Actors {
    /// Reads the files of `actors/`.
    pub fn load(data: &DataFiles) -> Result<Self, Diagnostic> {
        let mut all = Self::default();
        let mut files = Vec::new();
        for (file, text) in data.of_folder("actors") {
            let rows: ActorFile = parse(file, text)?;
            files.push((file, text, rows.shared));
            all.add_file(file, text, rows.actor, rows.state, rows.noun)?;
        }
        all.index.seal(&all.known);
        for (file, text, shared) in files {
            all.add_shared(file, text, shared)?;
        }
        all.check_ties(data)?;
        all.check_names(data)?;
        Ok(all)
    }

    /// Makes what is not stored, after the tables were read from their packed form.
    pub(crate) fn open(&mut self) {
        self.index.open();
    }

    /// Adds a user's file of our own format: its actors go before ours, and a key of ours is replaced.
    pub fn load_toml(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        let rows: ActorFile = parse(file, text)?;
        self.own.get_or_insert(self.known.len() as u32);
        let first = self.known.len();
        self.add_file(file, text, rows.actor, rows.state, rows.noun)?;
        self.index.seal(&self.known);
        self.add_shared(file, text, rows.shared)?;
        let files = DataFiles::from(vec![(format!("actors/{file}"), text.to_owned())]);
        self.check_ties_from(first, &files).map_err(|mut d| {
            file.clone_into(&mut d.file);
            d
        })
    }

    fn add_file(
        &mut self,
        file: &str,
        text: &str,
        actors: table::Keyed<ActorRow>,
        states: table::Keyed<StateRow>,
        nouns: table::Keyed<NounRow>,
    ) -> Result<(), Diagnostic> {
        let before = self.known.len();
        let mut keys: FxHashMap<String, usize> =
            self.known.iter().enumerate().map(|(n, a)| (a.key.clone(), n)).collect();
        for (key, row) in actors {
            if let Some(old) = keys.insert(key.get_ref().clone(), self.known.len()) {
                if old >= before || self.own.is_none_or(|own| old >= own as usize) {
                    return Err(diagnostic(
                        file,
                        text,
                        key.span(),
                        format!("there is another table [actor.{}]", key.get_ref()),
                        Some("keys are unique over all files: choose another"),
                    ));
                }
                self.index.forget(old);
                self.known[old].key.clear();
            }
            self.add_actor(file, text, key, row)?;
        }
        for (key, row) in states {
            self.add_state(file, text, key, row)?;
        }
        for (_, row) in nouns {
            self.add_noun(file, text, row)?;
        }
        Ok(())
    }

    fn add_actor(&mut self, file: &str, text: &str, key: Spanned<String>, row: ActorRow) -> Result<(), Diagnostic> {
        let number = self.known.len();
        let mut all: Vec<(Vec<String>, &str)> = Vec::new();
        let latin = std::iter::once(&row.name).chain(&row.aliases).map(|n| (None, n));
        let others = row.names.iter().flat_map(|(language, v)| v.iter().map(move |n| (Some(language.get_ref()), n)));
        let mut language = None;
        // Languages may agree on a name; one list may not have it twice.
        let mut first = 0;
        for (of, written) in latin.chain(others) {
            if of != language {
                (language, first) = (of, all.len());
            }
            let (name, tokens) = (written.get_ref().as_str(), alias_tokens(written.get_ref()));
            if tokens.is_empty() {
                return Err(diagnostic(
                    file,
                    text,
                    written.span(),
                    "this name has no letter or digit to be found by",
                    Some("leave it out, or write it in letters"),
                ));
            }
            // "CARICOM" and "Caricom" are two: the first is found in capitals only.
            let same = |(t, other): &&(Vec<String>, &str)| *t == tokens && is_acronym(other) == is_acronym(name);
            if let Some((_, other)) = all[first..].iter().find(same) {
                return Err(diagnostic(
                    file,
                    text,
                    written.span(),
                    format!("`{name}` stands here twice: it is found by the same letters as `{other}`"),
                    Some("keep one: case, accents, apostrophes, hyphens and a leading al- or the make no difference"),
                ));
            }
            if !all.iter().any(|known| same(&known)) {
                self.index.add(&tokens, name, What::Actor(number as u32));
            }
            all.push((tokens, name));
        }
        self.known.push(row.actor(file, text, key)?);
        Ok(())
    }

    fn add_state(&mut self, file: &str, text: &str, key: Spanned<String>, row: StateRow) -> Result<(), Diagnostic> {
        table::check_country(file, text, Some(&key))?;
        let number = self.states.len() as u32;
        let state = row.state(key.into_inner());
        for (list, naming) in [
            (&state.aliases, Naming::Name),
            (&state.demonyms, Naming::Demonym),
            (&state.capitals, Naming::Capital),
            (&state.seats, Naming::Seat),
            (&state.regions, Naming::Region),
        ] {
            for alias in list {
                self.index.add(&alias_tokens(alias), alias, What::State(number, naming));
            }
        }
        self.index.add(&alias_tokens(&state.name), &state.name, What::State(number, Naming::Name));
        self.states.push(state);
        Ok(())
    }

    fn add_noun(&mut self, file: &str, text: &str, row: NounRow) -> Result<(), Diagnostic> {
        let sectors = match &row.sector {
            Some(s) => table::sectors_of(file, text, s)?,
            None => Vec::new(),
        };
        let number = self.nouns.len() as u32;
        for w in &row.words {
            let tokens = alias_tokens(w.get_ref());
            if tokens.is_empty() {
                let message = "this entry has no letter to be found by";
                return Err(diagnostic(file, text, w.span(), message, None));
            }
            if self.index.has_noun(&tokens) {
                return Err(diagnostic(
                    file,
                    text,
                    w.span(),
                    format!("`{}` stands in two lists", w.get_ref()),
                    Some("keep it where its usual meaning in the news belongs"),
                ));
            }
            self.index.add(&tokens, w.get_ref(), What::Noun(number));
        }
        self.nouns.push(Noun {
            sectors,
            country: row.country,
            kind: row.kind,
            weak: row.weak,
            transparent: row.transparent,
        });
        Ok(())
    }

    fn add_shared(
        &mut self,
        file: &str,
        text: &str,
        rows: table::Keyed<Vec<Spanned<String>>>,
    ) -> Result<(), Diagnostic> {
        for (name, keys) in rows {
            let words = alias_tokens(name.get_ref()).join(" ");
            let called: Vec<u32> = self.index.actors_called(&words);
            let mut list = Vec::new();
            for key in &keys {
                let number = called.iter().copied().find(|&n| self.known[n as usize].key == *key.get_ref());
                let Some(number) = number else {
                    return Err(diagnostic(
                        file,
                        text,
                        key.span(),
                        format!("no actor `{}` is called `{}`", key.get_ref(), name.get_ref()),
                        Some("list the keys of the tables that have this name, the one most often meant first"),
                    ));
                };
                list.push(number);
            }
            self.shared.insert(words, list);
        }
        Ok(())
    }

    fn check_ties(&self, data: &DataFiles) -> Result<(), Diagnostic> {
        self.check_ties_from(0, data)
    }

    fn check_ties_from(&self, first: usize, data: &DataFiles) -> Result<(), Diagnostic> {
        let keys: std::collections::HashSet<&str> = self.known.iter().map(|a| a.key.as_str()).collect();
        let codes: std::collections::HashSet<&str> = self.states.iter().map(|s| s.code.as_str()).collect();
        for a in &self.known[first..] {
            let named = a.parents.iter().chain(&a.backers).map(|t| &t.of);
            for p in named.chain(a.after.iter().map(|o| &o.of)).chain(a.leans.iter().map(|l| &l.to)) {
                if !keys.contains(p.as_str()) && !codes.contains(p.as_str()) {
                    return Err(in_table(
                        data,
                        &a.key,
                        &format!("\"{p}\""),
                        format!("{} names `{p}`, which has no table", a.key),
                        "write the key of an actor's table, or a state's code",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Two actors with one name at one time need a line that says which is meant when nothing else does.
    fn check_names(&self, data: &DataFiles) -> Result<(), Diagnostic> {
        for (words, actors) in self.index.shared_names() {
            let listed = self.shared.get(&words);
            for (i, &a) in actors.iter().enumerate() {
                for &b in &actors[i + 1..] {
                    let settled = listed.is_some_and(|l| l.contains(&a) && l.contains(&b));
                    let (a, b) = (&self.known[a as usize], &self.known[b as usize]);
                    if settled || !a.lives_beside(b) {
                        continue;
                    }
                    return Err(in_table(
                        data,
                        &b.key,
                        &format!("[actor.{}]", b.key),
                        format!("{} and {} are both called `{words}` at the same time", a.key, b.key),
                        "list the name under [shared] with the keys in the order in which they are meant, or drop it from one",
                    ));
                }
            }
        }
        Ok(())
    }

    /// Adds a dictionary in PETRARCH's format, actors or agents; its names go before the built-in ones.
    pub fn load_petrarch(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        self.dictionary.load(text, file)
    }

    fn number(&self, key: &str) -> Option<u32> {
        self.index.with_key(key).filter(|&n| self.known[n as usize].key == key).last()
    }
    /// An actor by its key.
    pub fn by_key(&self, key: &str) -> Option<&Actor> {
        self.number(key).map(|n| &self.known[n as usize])
    }
    /// An actor as it is on a day, by its key.
    pub fn named(&self, key: &str, day: Option<Day>) -> Option<Resolved> {
        let n = self.number(key)?;
        let context = Context { day, ..Context::default() };
        let hits = vec![Hit { begin: 0, len: 0, what: What::Actor(n) }];
        let mention = Mention { actors: self, p: &[], hits, head: 0, context: &context };
        Some(Resolved {
            also: Vec::new(),
            why: format!("the table {key}"),
            ..mention.as_actor(mention.hits[0], n, 100)
        })
    }
    /// All actors in the order of the files.
    pub fn actors(&self) -> &[Actor] {
        &self.known
    }
    /// All states by code.
    pub fn states(&self) -> &[State] {
        &self.states
    }
    /// A state's name by its code.
    pub fn state_name(&self, code: &str) -> Option<&str> {
        self.states.iter().find(|s| s.code == code).map(|s| s.name.as_str())
    }

    /// The country that a name, a demonym, a capital or a seat of government tells: "Syrian", "Damascus", "the Kremlin".
    pub fn country_of(&self, words: &str) -> Option<&str> {
        let tokens = alias_tokens(words);
        let upper = words.chars().any(char::is_uppercase);
        let named = tokens.join(" ");
        self.index
            .exactly(&named)
            .filter(|a| upper || !a.capital())
            .filter_map(|a| if let What::State(n, naming) = a.what { Some((naming as u8, n)) } else { None })
            .min_by_key(|&(rank, _)| rank)
            .map(|(_, n)| self.states[n as usize].code.as_str())
    }

    /// Whether words name a state or its people ("Syria", "Syrian"), and not only the town where it is ruled ("Damascus").
    pub fn is_state_word(&self, words: &str) -> bool {
        self.index
            .exactly(&alias_tokens(words).join(" "))
            .any(|a| matches!(a.what, What::State(_, Naming::Name | Naming::Demonym)))
    }

    /// The names that begin at a piece, each with the form of the piece that it was found by.
    fn beginning<'a>(&'a self, p: &[Piece<'_>], mut each: impl FnMut(&'a Alias, &str)) {
        let forms = |w: &Piece<'_>, each: &mut dyn FnMut(&str)| {
            let all = [&*w.key, w.bare(), w.lemma()];
            all.into_iter().enumerate().filter(|(n, f)| !all[..*n].contains(f)).for_each(|(_, f)| each(f));
        };
        let Some(first) = p.first() else { return };
        forms(first, &mut |one: &str| {
            self.index.starting(one, None).iter().for_each(|a| each(a, one));
            if let Some(second) = p.get(1) {
                forms(second, &mut |two: &str| {
                    let fits =
                        |a: &&Alias| a.len() <= p.len() && a.words().split(' ').zip(p).skip(2).all(|(t, w)| w.is(t));
                    self.index.starting(one, Some(two)).iter().filter(fits).for_each(|a| each(a, one));
                });
            }
        });
    }

    fn hits(&self, p: &[Piece<'_>]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for i in 0..p.len() {
            self.beginning(&p[i..], |a, form| {
                let len = a.len();
                // "Unicef" is written so too; "Us" and "Fast" are other words.
                let name = |w: &Piece<'_>| w.capital && w.upos == Pos::Propn && a.words().len() >= 5;
                // "Goris" is no plural of Gori; "Anguillans" are more than one Anguillan.
                let people = |n: Naming| {
                    n == Naming::Demonym
                        || n == Naming::Region && ["an", "en", "er", "ui", "wi"].iter().any(|e| a.words().ends_with(e))
                };
                let place = matches!(a.what, What::State(_, n) if !people(n));
                let fits = (!place || *p[i].key == *form)
                    && (!a.acronym() || p[i].upper || name(&p[i]))
                    && (!a.capital() || p[i].capital);
                if fits && p[i..i + len].iter().any(|w| !w.skip) {
                    hits.push(Hit { begin: i, len, what: a.what });
                }
            });
        }
        hits
    }

    /// How many pieces the longest name of a state or an actor has that begins here, or that is just these pieces.
    fn longest_name(&self, p: &[Piece<'_>], exactly: bool) -> Option<usize> {
        let mut longest = None;
        self.beginning(p, |a, _| {
            if !matches!(a.what, What::Noun(_)) && (!exactly || a.len() == p.len()) {
                longest = longest.max(Some(a.len()));
            }
        });
        longest
    }

    /// Marks "Turkish-backed", "Saudi Arabia-led", "government-held", "pro-Russian", "ethnic Armenian": whoever backs or
    /// is liked is not who is meant.
    fn skip_modifiers(&self, p: &mut [Piece<'_>]) {
        for i in 0..p.len() {
            let stance = matches!(&*p[i].key, "anti" | "pro") && p.get(i + 1).is_some_and(|n| n.joined);
            if stance || *p[i].key == *"ethnic" && i + 2 < p.len() {
                let longest = self.longest_name(&p[i + 1..p.len().min(i + 5)], false);
                let end = i + 1 + longest.unwrap_or(usize::from(stance));
                if end < p.len() {
                    p[i..end].iter_mut().for_each(|w| w.skip = true);
                }
            }
            if i == 0 || !p[i].joined || AFTER_HYPHEN.binary_search(&&*p[i].key).is_err() {
                continue;
            }
            p[i].skip = true;
            let longest = (1..=4.min(i)).rev().find(|&n| self.longest_name(&p[i - n..i], true).is_some()).unwrap_or(1);
            for w in &mut p[i - longest..i] {
                w.skip = true;
            }
        }
    }

    /// The actor that words name, all of them: "Min Aung Hlaing", however they were parsed.
    pub fn called(&self, text: &str, context: &Context<'_>) -> Option<Resolved> {
        let words: Vec<Word<'_>> =
            text.split_whitespace().map(|form| Word { form, lemma: form, upos: Pos::Propn }).collect();
        let mut p = pieces(&words);
        if p.len() > 1 && *p[0].key == *"the" {
            p.remove(0);
        }
        let mut hits = self.hits(&p);
        hits.retain(|h| h.len == p.len() && matches!(h.what, What::Actor(_)));
        let hit = *hits.first()?;
        let mention = Mention { actors: self, p: &p, hits, head: p.len() - 1, context };
        Some(mention.as_actor(hit, *mention.choose(hit).first()?, 100))
    }

    /// What the words of a mention stand for; `head` counts words. Without a day: the role that goes on.
    pub fn resolve(&self, words: &[Word<'_>], head: usize, day: Option<Day>) -> Option<Resolved> {
        self.resolve_in(words, head, &Context { day, ..Context::default() })
    }

    /// The same, with what is known beside the words.
    pub fn resolve_in(&self, words: &[Word<'_>], head: usize, context: &Context<'_>) -> Option<Resolved> {
        let mut p = pieces(words);
        if p.is_empty() {
            return None;
        }
        self.skip_modifiers(&mut p);
        let head = p.iter().rposition(|x| x.word == head && !x.skip).unwrap_or(p.len() - 1);
        let mention = Mention { actors: self, p: &p, hits: self.hits(&p), head, context };
        let own = mention.resolve();
        if self.dictionary.is_empty() {
            return own;
        }
        let dictionary = self.dictionary.resolve(&mention.keys(), head, context.day);
        match dictionary {
            None => own,
            Some(found) => Some(Mention::from_dictionary(own, found)),
        }
    }
}

/// A message about a table that was read, found again by its key and a text in it.
fn in_table(data: &DataFiles, key: &str, inside: &str, message: String, help: &str) -> Diagnostic {
    let header = format!("[actor.{key}]");
    let found = data.of_folder("actors").find_map(|(f, t)| {
        let table = t.find(&header)?;
        let at = table + t[table..].find(inside)?;
        Some((f, t, at..at + inside.len()))
    });
    let (f, t, at) = found.unwrap_or(("actors", "", 0..0));
    diagnostic(f, t, at, message, Some(help))
}

#[cfg(test)]
mod tests;
