//! Who is who: names to actors with dated roles, and bare nouns to sectors.
//!
//! Reads no sentence: it is handed the words of one mention and its head. "Turkish-backed Syrian National Army" is the
//! SNA, and Turkey no part of it; "Assad's regime" is SYR GOV; "rebels" are REB and nobody in particular. A name that no
//! table holds stays as written: nothing is invented.

mod mention;

use self::mention::Mention;
use crate::data::{DataFiles, diagnostic, parse};
use crate::fold::{fold, is_article};
use crate::petrarch::Dictionary;
use crate::places::Gazetteer;
use froissart_model::{Day, Diagnostic, EntityKind, Pos};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use toml::Spanned;

/// One word of a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word<'a> {
    /// As written.
    pub form: &'a str,
    /// Its dictionary form.
    pub lemma: &'a str,
    /// Its part of speech.
    pub upos: Pos,
}

/// What an actor is during some days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Role {
    /// PLOVER sectors, the primary first.
    pub sectors: Vec<String>,
    /// Where it differs from the actor's own.
    pub country: Option<String>,
    /// "president"
    pub title: Option<String>,
    /// The first day, where known.
    pub from: Option<Day>,
    /// The last day, inclusive; `None` where it goes on.
    pub to: Option<Day>,
}

/// One table of `actors/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// `hts`
    pub key: String,
    /// "Hayat Tahrir al-Sham"
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: EntityKind,
    /// ISO 3166 alpha-3, KOS, or IGO, UNO, NGO, IMG …
    pub country: Option<String>,
    /// In order of time, without overlap.
    pub roles: Vec<Role>,
    /// Keys of the actors that it belongs to.
    pub parents: Vec<String>,
    /// The public source of the entry.
    pub note: Option<String>,
}

impl Actor {
    /// The role on a day, and whether it is over. Without a day: the one that goes on, if any.
    pub fn role_on(&self, day: Option<Day>) -> (Option<&Role>, bool) {
        let Some(day) = day else {
            return match self.roles.iter().rfind(|r| r.to.is_none()) {
                Some(r) => (Some(r), false),
                None => (self.roles.last(), !self.roles.is_empty()),
            };
        };
        let holds = |r: &&Role| r.from.is_none_or(|f| f <= day) && r.to.is_none_or(|t| day <= t);
        if let Some(r) = self.roles.iter().find(holds) {
            return (Some(r), false);
        }
        (self.roles.iter().rfind(|r| r.to.is_some_and(|t| t < day)), true)
    }
}

/// One table of states.toml.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// `SYR`
    pub code: String,
    /// "Syria"
    pub name: String,
    /// Other names of the state.
    pub aliases: Vec<String>,
    /// Adjectives and names of its people: "Syrian".
    pub demonyms: Vec<String>,
    /// Its capital, which stands for the government: "Damascus said".
    pub capitals: Vec<String>,
    /// Other names that stand for the government: "the Kremlin".
    pub seats: Vec<String>,
    /// Towns and regions that tell the country of a noun beside them: "Rakhine rebels".
    pub regions: Vec<String>,
}

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
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Noun {
    sectors: Vec<String>,
    country: Option<String>,
    kind: EntityKind,
    /// Takes its sector from a noun beside it: "rebel leader".
    weak: bool,
    /// Looks through to what follows "of": "a group of men".
    transparent: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    Name,
    Demonym,
    Capital,
    Seat,
    Region,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum What {
    Actor(usize),
    State(usize, Naming),
    Noun(usize),
}

#[derive(Debug, Clone)]
struct Alias {
    tokens: Box<[String]>,
    what: What,
    /// Written in capitals, and only so: "US", "IS".
    acronym: bool,
    /// A name of one word wants a capital letter: "Turkey", not "turkey".
    capital: bool,
}

/// The tables of actors, states and nouns, indexed by first word.
#[derive(Debug, Clone, Default)]
pub struct Actors {
    known: Vec<Actor>,
    states: Vec<State>,
    nouns: Vec<Noun>,
    index: HashMap<String, Vec<Alias>>,
    dictionary: Dictionary,
}

// ---------------------------------------------------------------- the files

type Keyed<T> = BTreeMap<Spanned<String>, T>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorFile {
    #[serde(default)]
    actor: Keyed<ActorRow>,
    #[serde(default)]
    state: Keyed<StateRow>,
    #[serde(default)]
    noun: Keyed<NounRow>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ActorRow {
    name: String,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    kind: EntityKind,
    country: Option<Spanned<String>>,
    #[serde(default)]
    roles: Vec<Spanned<RoleRow>>,
    #[serde(default)]
    parents: Vec<Spanned<String>>,
    note: Option<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleRow {
    sector: Spanned<String>,
    country: Option<Spanned<String>>,
    title: Option<String>,
    from: Option<Spanned<String>>,
    to: Option<Spanned<String>>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StateRow {
    name: String,
    #[serde(default)]
    aliases: Vec<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    capitals: Vec<String>,
    #[serde(default)]
    seats: Vec<String>,
    #[serde(default)]
    regions: Vec<String>,
}
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NounRow {
    sector: Option<Spanned<String>>,
    country: Option<String>,
    kind: EntityKind,
    #[serde(default)]
    weak: bool,
    #[serde(default)]
    transparent: bool,
    words: Vec<Spanned<String>>,
}

/// The 25 PLOVER sectors, sorted; a test holds them against ontology/plover.toml.
pub(crate) const SECTORS: [&str; 25] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "MIL", "OPP", "PRE",
    "PRM", "PTY", "REB", "REF", "REL", "SOC", "SPY", "UAF", "UNK",
];
const INTERNATIONAL: [&str; 7] = ["EUR", "IGO", "IMG", "ISM", "MNC", "NGO", "UNO"];
/// Sectors whose people become ELI when they leave.
const OFFICES: [&str; 6] = ["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];

fn sectors_of(file: &str, text: &str, s: &Spanned<String>) -> Result<Vec<String>, Diagnostic> {
    let list: Vec<String> = s.get_ref().split_whitespace().map(ToOwned::to_owned).collect();
    match list.iter().find(|c| SECTORS.binary_search(&c.as_str()).is_err()) {
        None if !list.is_empty() => Ok(list),
        bad => Err(diagnostic(
            file,
            text,
            s.span(),
            format!("`{}` is no PLOVER sector", bad.map_or("", String::as_str)),
            Some("the 25 sectors stand in ontology/plover.toml; several are set apart by blanks, the primary first"),
        )),
    }
}

fn day_of(file: &str, text: &str, s: Option<&Spanned<String>>) -> Result<Option<Day>, Diagnostic> {
    let Some(s) = s else { return Ok(None) };
    let help = Some("write year-month-day, as in \"2024-12-08\"; leave the key out where the day is not known");
    s.get_ref()
        .parse()
        .map(Some)
        .map_err(|_| diagnostic(file, text, s.span(), format!("`{}` is no day", s.get_ref()), help))
}

fn check_country(file: &str, text: &str, c: Option<&Spanned<String>>) -> Result<(), Diagnostic> {
    match c {
        Some(c) if c.get_ref().len() != 3 || !c.get_ref().chars().all(|x| x.is_ascii_uppercase()) => Err(diagnostic(
            file,
            text,
            c.span(),
            format!("`{}` is no country code", c.get_ref()),
            Some("three capital letters: ISO 3166, KOS, or EUR, IGO, IMG, ISM, MNC, NGO, UNO"),
        )),
        _ => Ok(()),
    }
}

struct DatedRole {
    role: Role,
    at: Range<usize>,
}

fn roles_of(file: &str, text: &str, who: &str, rows: &[Spanned<RoleRow>]) -> Result<Vec<Role>, Diagnostic> {
    let mut roles = Vec::new();
    for row in rows {
        let r = row.get_ref();
        check_country(file, text, r.country.as_ref())?;
        let role = Role {
            sectors: sectors_of(file, text, &r.sector)?,
            country: r.country.as_ref().map(|c| c.get_ref().clone()),
            title: r.title.clone(),
            from: day_of(file, text, r.from.as_ref())?,
            to: day_of(file, text, r.to.as_ref())?,
        };
        if let (Some(f), Some(t)) = (role.from, role.to)
            && t < f
        {
            return Err(diagnostic(
                file,
                text,
                row.span(),
                format!("this role of {who} ends on {t}, before it begins on {f}"),
                None,
            ));
        }
        roles.push(DatedRole { role, at: row.span() });
    }
    roles.sort_by_key(|r| (r.role.from, r.role.to));
    for pair in roles.windows(2) {
        let (a, b) = (&pair[0], &pair[1]);
        let apart = a.role.to.zip(b.role.from).is_some_and(|(end, begin)| end < begin);
        if !apart {
            let name = |r: &Role| {
                let day = |d: Option<Day>| d.map_or_else(|| "open".to_owned(), |d| d.to_string());
                format!("{} {} to {}", r.sectors.join(" "), day(r.from), day(r.to))
            };
            let mut e = diagnostic(
                file,
                text,
                b.at.clone(),
                format!("two roles of {who} overlap: {} and {}", name(&a.role), name(&b.role)),
                Some("end the first on the day before the second begins, or join them: sector = \"GOV MIL\""),
            );
            e.labels.push(froissart_model::Label {
                span: froissart_model::Span::new(a.at.start, a.at.end),
                message: "the other one".into(),
            });
            return Err(e);
        }
    }
    Ok(roles.into_iter().map(|r| r.role).collect())
}

// ---------------------------------------------------------------- words

/// One piece of a mention: a word, or a part of a hyphenated one.
#[derive(Debug)]
struct Piece {
    key: String,
    /// Without a plural's s.
    bare: String,
    /// The lemma's key, where the word is one piece.
    lemma: String,
    word: usize,
    upos: Pos,
    upper: bool,
    capital: bool,
    possessive: bool,
    /// A hyphen stands between it and the piece before.
    joined: bool,
    skip: bool,
}

impl Piece {
    fn is(&self, alias: &str) -> bool {
        self.key == alias || self.bare == alias || self.lemma == alias
    }
}

fn without_s(key: &str) -> String {
    match key.strip_suffix('s') {
        Some(k) if k.len() >= 3 && !k.ends_with('s') => k.to_owned(),
        _ => key.to_owned(),
    }
}

const AFTER_HYPHEN: [&str; 27] = [
    "affiliated",
    "aligned",
    "allied",
    "appointed",
    "armed",
    "backed",
    "based",
    "born",
    "brokered",
    "built",
    "controlled",
    "dominated",
    "friendly",
    "funded",
    "held",
    "inspired",
    "leaning",
    "led",
    "linked",
    "made",
    "majority",
    "occupied",
    "operated",
    "run",
    "sponsored",
    "supported",
    "trained",
];

fn pieces(words: &[Word<'_>]) -> Vec<Piece> {
    let mut out: Vec<Piece> = Vec::new();
    let mut joined = false;
    for (w, word) in words.iter().enumerate() {
        let form = word.form.trim();
        if matches!(form, "'s" | "’s" | "'" | "’" | "`s" | "'S") {
            if let Some(last) = out.last_mut() {
                last.possessive = true;
            }
            continue;
        }
        if matches!(form, "-" | "–" | "‑" | "‐") {
            joined = true;
            continue;
        }
        let (stem, possessive) = ["'s", "’s", "s'", "s’", "'S"]
            .iter()
            .find_map(|e| form.strip_suffix(e).filter(|s| !s.is_empty()).map(|s| (s, e)))
            .map_or((form, false), |(s, e)| (if e.starts_with('s') { &form[..=s.len()] } else { s }, true));
        let first = out.len();
        for (n, part) in stem.split(['-', '–', '‑', '‐', '/']).enumerate() {
            let folded = fold(part);
            let letters: Vec<char> = part.chars().filter(|c| c.is_alphabetic()).collect();
            for key in folded.split(' ').filter(|k| !k.is_empty()) {
                out.push(Piece {
                    key: key.to_owned(),
                    bare: without_s(key),
                    lemma: String::new(),
                    word: w,
                    upos: word.upos,
                    upper: !letters.is_empty()
                        && letters.iter().filter(|c| c.is_uppercase()).count()
                            >= letters.len().saturating_sub(1).max(1)
                        && letters[0].is_uppercase(),
                    capital: letters.first().is_none_or(|c| c.is_uppercase()),
                    possessive: false,
                    joined: joined || n > 0,
                    skip: false,
                });
                joined = false;
            }
        }
        joined = false;
        if let Some(last) = out.last_mut()
            && last.word == w
        {
            last.possessive = possessive;
            if out.len() == first + 1 {
                let lemma = fold(word.lemma);
                let last = &mut out[first];
                last.lemma = if lemma.is_empty() { last.key.clone() } else { lemma };
            } else {
                // The lemma of a hyphenated word belongs to its last part.
                let lemma = fold(word.lemma);
                let tail = lemma.rsplit(' ').next().unwrap_or("").to_owned();
                for p in &mut out[first..] {
                    p.lemma.clone_from(&p.key);
                }
                if let Some(last) = out.last_mut()
                    && !tail.is_empty()
                {
                    last.lemma = tail;
                }
            }
        }
    }
    drop_articles(&mut out);
    out
}

/// "al-Sham", "al Sham", "Sham" are one; "as" and "at" are articles only before a hyphen.
fn drop_articles(out: &mut Vec<Piece>) {
    if out.len() < 2 {
        return;
    }
    let gone: Vec<bool> = (0..out.len())
        .map(|i| {
            let p = &out[i];
            let hyphen_after = out.get(i + 1).is_some_and(|n| n.joined);
            let plain = matches!(p.key.as_str(), "al" | "el" | "ul");
            i + 1 < out.len() && is_article(&p.key) && (plain || hyphen_after || (p.joined && p.key != "an"))
        })
        .collect();
    let mut keep = gone.iter().map(|g| !g);
    out.retain(|_| keep.next().unwrap_or(true));
}

fn alias_tokens(alias: &str) -> Vec<String> {
    let word = Word { form: "", lemma: "", upos: Pos::X };
    let words: Vec<Word<'_>> = alias.split_whitespace().map(|form| Word { form, lemma: form, ..word }).collect();
    let mut tokens: Vec<String> = pieces(&words).into_iter().map(|p| p.key).collect();
    if tokens.len() > 1 && tokens[0] == "the" {
        tokens.remove(0);
    }
    tokens
}

fn is_acronym(alias: &str) -> bool {
    let letters = alias.chars().filter(|c| c.is_alphabetic()).count();
    (2..=6).contains(&letters)
        && !alias.contains(' ')
        && alias.chars().filter(|c| c.is_alphabetic()).all(char::is_uppercase)
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

// ---------------------------------------------------------------- the tables

impl Actors {
    /// Reads the files of `actors/`.
    pub fn load(data: &DataFiles) -> Result<Self, Diagnostic> {
        let mut all = Self::default();
        for (file, text) in data.of_folder("actors") {
            all.load_toml(text, file)?;
        }
        all.check_parents(data)?;
        Ok(all)
    }

    fn check_parents(&self, data: &DataFiles) -> Result<(), Diagnostic> {
        for a in &self.known {
            for p in &a.parents {
                if self.by_key(p).is_none() {
                    let quoted = format!("\"{p}\"");
                    let found = data.of_folder("actors").find_map(|(f, t)| {
                        let table = t.find(&format!("[actor.{}]", a.key))?;
                        let at = table + t[table..].find(&quoted)?;
                        Some((f, t, at..at + quoted.len()))
                    });
                    let (f, t, at) = found.unwrap_or(("actors", "", 0..0));
                    let message = format!("{} has the parent `{p}`, which has no table", a.key);
                    return Err(diagnostic(
                        f,
                        t,
                        at,
                        message,
                        Some("parents are keys of tables, as in parents = [\"isis\"]"),
                    ));
                }
            }
        }
        Ok(())
    }

    /// Adds one file of our own format; a later table goes before an earlier one with the same key.
    pub fn load_toml(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        let rows: ActorFile = parse(file, text)?;
        for (key, row) in rows.actor {
            check_country(file, text, row.country.as_ref())?;
            let roles = roles_of(file, text, &row.name, &row.roles)?;
            let number = self.known.len();
            for alias in std::iter::once(row.name.as_str()).chain(row.aliases.iter().map(|a| a.get_ref().as_str())) {
                self.add_alias(alias, What::Actor(number));
            }
            if let Some(empty) = row.aliases.iter().find(|a| alias_tokens(a.get_ref()).is_empty()) {
                return Err(diagnostic(
                    file,
                    text,
                    empty.span(),
                    "this alias has no Latin letter or digit to be found by",
                    None,
                ));
            }
            self.known.retain_key(&key, file, text)?;
            self.known.push(Actor {
                key: key.into_inner(),
                name: row.name,
                aliases: row.aliases.into_iter().map(Spanned::into_inner).collect(),
                kind: row.kind,
                country: row.country.map(Spanned::into_inner),
                roles,
                parents: row.parents.into_iter().map(Spanned::into_inner).collect(),
                note: row.note,
            });
        }
        for (key, row) in rows.state {
            check_country(file, text, Some(&key))?;
            let number = self.states.len();
            for (list, naming) in [
                (&row.aliases, Naming::Name),
                (&row.demonyms, Naming::Demonym),
                (&row.capitals, Naming::Capital),
                (&row.seats, Naming::Seat),
                (&row.regions, Naming::Region),
            ] {
                for alias in list {
                    self.add_alias(alias, What::State(number, naming));
                }
            }
            self.add_alias(&row.name, What::State(number, Naming::Name));
            self.states.push(State {
                code: key.into_inner(),
                name: row.name,
                aliases: row.aliases,
                demonyms: row.demonyms,
                capitals: row.capitals,
                seats: row.seats,
                regions: row.regions,
            });
        }
        for (_, row) in rows.noun {
            let sectors = match &row.sector {
                Some(s) => sectors_of(file, text, s)?,
                None => Vec::new(),
            };
            let number = self.nouns.len();
            for w in &row.words {
                let tokens = alias_tokens(w.get_ref());
                let Some(first) = tokens.first() else {
                    return Err(diagnostic(
                        file,
                        text,
                        w.span(),
                        "this entry has no Latin letter to be found by",
                        None,
                    ));
                };
                let same = |a: &Alias| matches!(a.what, What::Noun(_)) && *a.tokens == *tokens;
                if self.index.get(first).is_some_and(|v| v.iter().any(same)) {
                    return Err(diagnostic(
                        file,
                        text,
                        w.span(),
                        format!("`{}` stands in two lists", w.get_ref()),
                        Some("keep it where its usual meaning in the news belongs"),
                    ));
                }
                self.add_alias(w.get_ref(), What::Noun(number));
            }
            self.nouns.push(Noun {
                sectors,
                country: row.country,
                kind: row.kind,
                weak: row.weak,
                transparent: row.transparent,
            });
        }
        Ok(())
    }

    /// Adds a dictionary in PETRARCH's format, actors or agents; its names go before the built-in ones.
    pub fn load_petrarch(&mut self, text: &str, file: &str) -> Result<(), Diagnostic> {
        self.dictionary.load(text, file)
    }

    fn add_alias(&mut self, alias: &str, what: What) {
        let tokens = alias_tokens(alias);
        let Some(first) = tokens.first().cloned() else { return };
        let noun = matches!(what, What::Noun(_));
        let list = self.index.entry(first).or_default();
        if list.iter().any(|a| *a.tokens == *tokens && a.what == what) {
            return;
        }
        list.push(Alias {
            acronym: !noun && tokens.len() == 1 && is_acronym(alias),
            capital: !noun && tokens.len() == 1,
            tokens: tokens.into(),
            what,
        });
    }

    /// An actor by its key.
    pub fn by_key(&self, key: &str) -> Option<&Actor> {
        self.known.iter().rfind(|a| a.key == key)
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
        let list = self.index.get(tokens.first()?)?;
        let mut best: Option<(u8, usize)> = None;
        for a in list {
            if let What::State(n, naming) = a.what
                && *a.tokens == *tokens
                && (upper || !a.capital)
            {
                let rank = naming as u8;
                if best.is_none_or(|(r, _)| rank < r) {
                    best = Some((rank, n));
                }
            }
        }
        best.map(|(_, n)| self.states[n].code.as_str())
    }

    fn hits(&self, p: &[Piece]) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for i in 0..p.len() {
            let mut seen: [&str; 3] = ["", "", ""];
            for (n, key) in [&p[i].key, &p[i].bare, &p[i].lemma].into_iter().enumerate() {
                if key.is_empty() || seen.contains(&key.as_str()) {
                    continue;
                }
                seen[n] = key;
                for a in self.index.get(key.as_str()).into_iter().flatten() {
                    let fits = a.tokens.len() <= p.len() - i
                        && a.tokens.iter().zip(&p[i..]).all(|(t, w)| w.is(t))
                        && (!a.acronym || p[i].upper)
                        && (!a.capital || p[i].capital);
                    if fits && p[i..i + a.tokens.len()].iter().any(|w| !w.skip) {
                        hits.push(Hit { begin: i, len: a.tokens.len(), what: a.what });
                    }
                }
            }
        }
        hits
    }

    /// Marks "Turkish-backed", "Saudi Arabia-led", "government-held": whoever backs is not who is meant.
    fn skip_modifiers(&self, p: &mut [Piece]) {
        for i in 0..p.len() {
            if i == 0 || !p[i].joined || AFTER_HYPHEN.binary_search(&p[i].key.as_str()).is_err() {
                continue;
            }
            p[i].skip = true;
            let longest = (1..=4.min(i))
                .rev()
                .find(|&n| {
                    let list = self.index.get(p[i - n].key.as_str());
                    list.into_iter().flatten().any(|a| {
                        a.tokens.len() == n
                            && !matches!(a.what, What::Noun(_))
                            && a.tokens.iter().zip(&p[i - n..i]).all(|(t, w)| w.is(t))
                    })
                })
                .unwrap_or(1);
            for w in &mut p[i - longest..i] {
                w.skip = true;
            }
        }
    }

    /// What the words of a mention stand for; `head` counts words. Without a day: the role that goes on.
    pub fn resolve(&self, words: &[Word<'_>], head: usize, day: Option<Day>) -> Option<Resolved> {
        self.resolve_in(words, head, day, None)
    }

    /// The same, and a gazetteer to tell the country of a town or region beside a noun: "Kano State government".
    pub fn resolve_in(
        &self,
        words: &[Word<'_>],
        head: usize,
        day: Option<Day>,
        places: Option<&Gazetteer>,
    ) -> Option<Resolved> {
        let mut p = pieces(words);
        if p.is_empty() {
            return None;
        }
        self.skip_modifiers(&mut p);
        let head = p.iter().rposition(|x| x.word == head && !x.skip).unwrap_or(p.len() - 1);
        let mention = Mention { actors: self, p: &p, hits: self.hits(&p), head, day, places };
        let own = mention.resolve();
        let dictionary = self.dictionary.resolve(&mention.keys(), head, day);
        match dictionary {
            None => own,
            Some(found) => Some(Mention::from_dictionary(own, found)),
        }
    }
}

trait RetainKey {
    fn retain_key(&mut self, key: &Spanned<String>, file: &str, text: &str) -> Result<(), Diagnostic>;
}
impl RetainKey for Vec<Actor> {
    /// Keys are unique over all files: a second table of one key is a mistake in ours, and refused in a user's.
    fn retain_key(&mut self, key: &Spanned<String>, file: &str, text: &str) -> Result<(), Diagnostic> {
        if self.iter().any(|a| a.key == *key.get_ref()) {
            let message = format!("there is another table [actor.{}]", key.get_ref());
            return Err(diagnostic(
                file,
                text,
                key.span(),
                message,
                Some("keys are unique over all files: choose another"),
            ));
        }
        Ok(())
    }
}

// ---------------------------------------------------------------- one mention

#[cfg(test)]
mod tests;
