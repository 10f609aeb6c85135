//! One mention against the tables: which name, nation or noun it holds, and what they say of it together.
//!
//! Reads no file. "Turkish-backed Syrian National Army" is the army, and not Turkey.

use super::index::{Naming, What};
use super::pieces::{Piece, alias_tokens};
use super::table::{INTERNATIONAL, Noun, OFFICES, Role, SECTORS};
use super::{Actors, Context, Hit, Resolved};
use crate::petrarch::PetrarchRole;
use crate::places::PlaceKind;
use froissart_model::{EntityKind, Pos};

pub(super) struct Mention<'a> {
    pub(super) actors: &'a Actors,
    pub(super) p: &'a [Piece<'a>],
    pub(super) hits: Vec<Hit>,
    pub(super) head: usize,
    pub(super) context: &'a Context<'a>,
}

pub(super) const FORMER: [&str; 8] = ["deposed", "erstwhile", "ex", "former", "late", "ousted", "retired", "toppled"];
/// After these a state or an actor tells to whom the noun belongs; after others, against or near whom it stands.
pub(super) const BELONGS: [&str; 6] = ["for", "from", "in", "inside", "of", "within"];

impl<'a> Mention<'a> {
    pub(super) fn keys(&self) -> Vec<(&'a str, &'a str, &'a str, bool)> {
        self.p.iter().map(|p| (&*p.key, p.bare(), p.lemma(), p.upper)).collect()
    }

    fn is_link(&self, i: usize) -> bool {
        let p = &self.p[i];
        p.upos == Pos::Adp
            || BELONGS.binary_search(&&*p.key).is_ok()
            || matches!(&*p.key, "to" | "on" | "by" | "with" | "against" | "and" | "or" | "at" | "near" | "loyal")
    }

    /// The longest hit of a sort that covers a piece.
    fn covering(&self, at: usize, sort: impl Fn(&Hit) -> bool) -> Option<Hit> {
        self.hits.iter().copied().filter(|h| h.covers(at) && sort(h)).max_by_key(|h| (h.len, h.end()))
    }

    fn text(&self, h: Hit) -> String {
        let mut text = String::with_capacity(32);
        for p in &self.p[h.begin..h.end()] {
            if !text.is_empty() {
                text.push(' ');
            }
            text.push_str(&p.key);
        }
        text
    }

    /// Of several actors with one name: the user's own, the one of a country named beside it or of the page's, active on
    /// the day, most often meant by the tables; the others too, in order.
    pub(super) fn choose(&self, h: Hit) -> Vec<u32> {
        let mut all: Vec<u32> = Vec::new();
        for o in self.hits.iter().filter(|o| o.begin == h.begin && o.len == h.len) {
            if let What::Actor(n) = o.what
                && !all.contains(&n)
            {
                all.push(n);
            }
        }
        if all.len() > 1 {
            let named: Vec<&str> = self.hits.iter().filter_map(|s| self.state_code(*s)).collect();
            let name = self.text(h);
            let order = self.actors.shared.get(&name);
            all.sort_by_key(|&n| {
                let a = &self.actors.known[n as usize];
                let own = self.actors.own.is_some_and(|own| n >= own);
                let beside = a.country.as_deref().is_some_and(|c| named.contains(&c));
                let here = self.context.about.is_some() && a.country.as_deref() == self.context.about;
                let alive = !a.role_on(self.context.day).1;
                let rank = order.and_then(|o| o.iter().position(|&x| x == n)).unwrap_or(usize::MAX);
                (!own, !beside, !here, !alive, rank, n)
            });
        }
        all
    }

    fn state_code(&self, h: Hit) -> Option<&'a str> {
        match h.what {
            What::State(n, _) => Some(self.actors.states[n as usize].code.as_str()),
            _ => None,
        }
    }

    /// "Hafez al-Assad" is not Bashar: a surname alone after another given name names nobody we know.
    fn is_other_person(&self, h: Hit, n: u32) -> bool {
        let a = &self.actors.known[n as usize];
        if a.kind != EntityKind::Person || h.len > 1 || h.begin == 0 {
            return false;
        }
        let before = &self.p[h.begin - 1];
        if before.skip || before.possessive || !before.capital || before.upos != Pos::Propn {
            return false;
        }
        let own = alias_tokens(&a.name);
        let known = self.hits.iter().any(|o| o.covers(h.begin - 1) && !matches!(o.what, What::Actor(_)));
        !known && !own.iter().any(|o| *o == before.key)
    }

    fn actor_hit(&self, sort: impl Fn(&Hit) -> bool) -> Option<(Hit, u32)> {
        let mut all: Vec<Hit> =
            self.hits.iter().copied().filter(|h| matches!(h.what, What::Actor(_)) && sort(h)).collect();
        all.sort_by_key(|h| std::cmp::Reverse((h.covers(self.head), h.len, h.begin)));
        all.into_iter().map(|h| (h, self.chosen(h))).find(|&(h, n)| !self.is_other_person(h, n))
    }

    fn is_shared(&self, h: Hit) -> bool {
        let of = |o: &Hit| o.begin == h.begin && o.len == h.len && o.what != h.what;
        self.hits.iter().any(|o| of(o) && matches!(o.what, What::Actor(_)))
    }

    /// The one of several actors with one name.
    fn chosen(&self, h: Hit) -> u32 {
        match h.what {
            What::Actor(n) if !self.is_shared(h) => n,
            _ => self.choose(h)[0],
        }
    }

    pub(super) fn resolve(&self) -> Option<Resolved> {
        let head = self.head;
        let noun = self.covering(head, |h| matches!(h.what, What::Noun(_)));
        let state = self.covering(head, |h| matches!(h.what, What::State(..)));
        if let Some((h, n)) = self.actor_hit(|h| h.covers(head)) {
            let longer = |o: Option<Hit>| o.is_some_and(|o| o.len > h.len);
            let owner = self.p[h.end() - 1].possessive && h.end() < self.p.len();
            if !longer(state) && !longer(noun) && !owner {
                return Some(self.as_actor(h, n, 100));
            }
        }
        // "The Emirates" are a state, whatever an emirate is.
        let named = |s: &Hit| matches!(s.what, What::State(_, Naming::Name)) && self.p[s.begin].capital;
        if let Some(s) = state
            && noun.is_none_or(|n| n.len < s.len || n.len == s.len && named(&s))
        {
            return Some(self.as_state(s));
        }
        if let Some(h) = noun {
            return Some(self.as_noun(h));
        }
        self.spelt_otherwise().or_else(|| self.unknown_head())
    }

    /// "Hizbullah", "Zelenskiy": a name that no table has so spelt, by its consonants.
    fn spelt_otherwise(&self) -> Option<Resolved> {
        let name = |i: usize| {
            let p = &self.p[i];
            p.upos == Pos::Propn && p.capital && !p.skip && !self.hits.iter().any(|h| h.covers(i))
        };
        if !name(self.head) {
            return None;
        }
        let begin =
            (0..=self.head).rev().take_while(|&i| name(i) && !(i < self.head && self.p[i].possessive)).last()?;
        let end = (self.head..self.p.len()).take_while(|&i| name(i)).last()? + 1;
        let words = self.p[begin..end].iter().map(|p| &*p.key).collect::<Vec<_>>().join(" ");
        let n = self.actors.index.sounding(&words)?;
        // Few consonants are not enough: "Veldian" is not Volodin.
        let a = &self.actors.known[n as usize];
        let near = |name: &String| {
            let own = alias_tokens(name).join(" ");
            strsim::levenshtein(&own, &words) * 3 <= own.len()
        };
        if !std::iter::once(&a.name).chain(&a.aliases).any(near) {
            return None;
        }
        // A word alone may as well be a town.
        if end - begin == 1 && self.context.places.is_some_and(|g| !g.lookup(&words).is_empty()) {
            return None;
        }
        let hit = Hit { begin, len: end - begin, what: What::Actor(n) };
        let found = self.as_actor(hit, n, 70);
        let own = &self.actors.known[n as usize].name;
        Some(Resolved { why: format!("\"{words}\" sounds like {own}"), also: Vec::new(), ..found })
    }

    fn former_before(&self, at: usize) -> bool {
        // From the noun back over adjectives and states to the word itself.
        (0..at).rev().take(5).take_while(|&i| !self.is_link(i)).any(|i| FORMER.binary_search(&&*self.p[i].key).is_ok())
    }

    pub(super) fn as_actor(&self, h: Hit, n: u32, score: u8) -> Resolved {
        let a = &self.actors.known[n as usize];
        let (role, over) = self.role_by_title(h, n).map_or_else(|| a.role_on(self.context.day), |r| (Some(r), false));
        let mut sectors = role.map(|r| r.sectors.clone()).unwrap_or_default();
        let mut why = format!("\"{}\" is a name of {}", self.text(h), a.key);
        let leaves = a.kind == EntityKind::Person && sectors.first().is_some_and(|s| OFFICES.contains(&s.as_str()));
        let over = over && !role.is_some_and(|r| r.died);
        if leaves && (over || self.former_before(h.begin)) {
            sectors.insert(0, "ELI".into());
            why.push_str(if over { ", whose office is over" } else { ", called former" });
        }
        if let Some(t) = role.and_then(|r| r.title.as_deref()).filter(|_| !over) {
            why.push_str(", ");
            why.push_str(t);
        }
        if let Some((who, code)) = self.backer() {
            why = format!("{why}, which \"{who}\" says {code} is behind");
        }
        let also = if self.is_shared(h) { self.choose(h) } else { Vec::new() };
        let also = also.into_iter().filter(|&o| o != n).map(|o| self.actors.known[o as usize].key.clone());
        Resolved {
            also: also.collect(),
            name: Some(a.name.clone()),
            id: Some(a.key.clone()),
            code: None,
            kind: a.kind,
            country: role.and_then(|r| r.country.clone()).or_else(|| a.country.clone()),
            sector: sectors.first().cloned(),
            sectors,
            why,
            is_place: false,
            score,
        }
    }

    /// "Senator Marco Rubio", on no day in particular: the office that the words name, if he ever had it.
    fn role_by_title(&self, h: Hit, n: u32) -> Option<&'a Role> {
        if self.context.day.is_some() || self.former_before(h.begin) {
            return None;
        }
        let title = self
            .hits
            .iter()
            .filter(|t| t.end() == h.begin && matches!(t.what, What::Noun(_)))
            .max_by_key(|t| t.len)
            .map(|t| title_key(&self.text(*t)))?;
        self.actors.known[n as usize].roles.iter().rfind(|r| r.title.as_deref().is_some_and(|t| title_key(t) == title))
    }

    /// "Turkish-backed": the words, and the state or actor that they put behind whoever is meant.
    fn backer(&self) -> Option<(String, &'a str)> {
        let after = |i: usize| matches!(&*self.p[i].key, "backed" | "sponsored" | "supported" | "funded" | "trained");
        let i = (1..self.p.len()).find(|&i| self.p[i].skip && after(i))?;
        let begin = (0..i).rev().take_while(|&k| self.p[k].skip).last()?;
        let words = self.p[begin..=i].iter().map(|p| &*p.key).collect::<Vec<_>>().join("-");
        let name = self.p[begin..i].iter().map(|p| &*p.key).collect::<Vec<_>>().join(" ");
        let code = self.actors.index.exactly(&name).find_map(|a| match a.what {
            What::State(n, _) => Some(self.actors.states[n as usize].code.as_str()),
            What::Actor(n) => Some(self.actors.known[n as usize].key.as_str()),
            What::Noun(_) => None,
        })?;
        Some((words, code))
    }

    fn as_state(&self, h: Hit) -> Resolved {
        let What::State(n, naming) = h.what else { unreachable!("the caller holds a state") };
        let s = &self.actors.states[n as usize];
        // "Ethnic Albanians" are a people wherever they live, and not Albania's.
        let ethnic = naming == Naming::Demonym && self.ethnic(h);
        let people = ethnic
            || naming == Naming::Demonym
                && (h.begin > 0
                    && matches!(&*self.p[h.begin - 1].key, "a" | "an")
                    && h.covers(self.head)
                    && self.p[self.head].upos != Pos::Adj
                    || (0..h.begin).any(|i| {
                        self.p[i].upos == Pos::Num
                            || matches!(
                                &*self.p[i].key,
                                "many"
                                    | "some"
                                    | "few"
                                    | "most"
                                    | "thousands"
                                    | "hundreds"
                                    | "dozens"
                                    | "ordinary"
                                    | "displaced"
                            )
                    }));
        let (kind, sectors): (_, Vec<String>) = match naming {
            _ if people => (EntityKind::Civilians, vec!["CVL".into()]),
            Naming::Seat | Naming::Capital => (EntityKind::State, vec!["GOV".into()]),
            _ => (EntityKind::State, Vec::new()),
        };
        let how = match naming {
            Naming::Name => "is a name of",
            Naming::Demonym => "is of",
            Naming::Capital => "is the capital of, and stands for the government of,",
            Naming::Seat => "stands for the government of",
            Naming::Region => "lies in",
        };
        Resolved {
            also: Vec::new(),
            name: (naming == Naming::Name || (naming == Naming::Demonym && !people)).then(|| s.name.clone()),
            id: None,
            code: None,
            kind,
            country: (!ethnic).then(|| s.code.clone()),
            sector: sectors.first().cloned(),
            sectors,
            why: format!("\"{}\" {how} {}", self.text(h), s.name),
            is_place: matches!(naming, Naming::Name | Naming::Capital | Naming::Region),
            score: if h.len == self.p.len() { 95 } else { 90 },
        }
    }

    /// Whether "ethnic" stands right before a nation.
    fn ethnic(&self, h: Hit) -> bool {
        h.begin > 0 && self.p[h.begin - 1].key == "ethnic"
    }

    /// The country that the words around tell, and how: by a state, by an actor, by a place of the gazetteer.
    fn country(&self, noun: Hit) -> Option<(String, String)> {
        let mut best: Option<(i32, String, String)> = None;
        let mut offer = |rank: i32, code: &str, how: String| {
            if best.as_ref().is_none_or(|(r, ..)| rank > *r) {
                best = Some((rank, code.to_owned(), how));
            }
        };
        for h in &self.hits {
            let (code, how) = match h.what {
                What::State(n, _) => (Some(self.actors.states[n as usize].code.as_str()), self.text(*h)),
                What::Actor(n) => (self.actors.known[n as usize].country.as_deref(), self.text(*h)),
                What::Noun(_) => continue,
            };
            let Some(code) = code else { continue };
            if h.begin >= noun.begin && h.end() <= noun.end() {
                // "Islamic Republic" inside a longer noun tells nothing.
                continue;
            }
            let inside_longer = self
                .hits
                .iter()
                .any(|o| !matches!(o.what, What::Noun(_)) && o.len > h.len && o.begin <= h.begin && h.end() <= o.end());
            if inside_longer || matches!(h.what, What::State(..)) && self.ethnic(*h) {
                continue;
            }
            let sure = i32::from(matches!(h.what, What::State(..)))
                + i32::from(!matches!(h.what, What::State(_, Naming::Region)));
            if h.end() <= noun.begin {
                // The nearer the better; a link between is a new phrase, "a town in Syria rebels hold".
                let links = (h.end()..noun.begin).filter(|&i| self.is_link(i)).count() as i32;
                offer(200 - 40 * links - (noun.begin - h.end()) as i32 + sure, code, how);
            } else if h.begin >= noun.end() {
                let belongs = (noun.end()..h.begin).rev().find(|&i| self.is_link(i));
                let plain = belongs.is_none();
                let good = belongs.is_some_and(|i| BELONGS.binary_search(&&*self.p[i].key).is_ok());
                if good || plain {
                    offer(100 - (h.begin - noun.end()) as i32 + sure, code, how);
                }
            }
        }
        if let Some((_, code, how)) = best {
            return Some((code, how));
        }
        self.led_by(noun).or_else(|| self.country_by_place(noun))
    }

    fn country_by_place(&self, noun: Hit) -> Option<(String, String)> {
        let places = self.context.places?;
        // "The Bush administration" is a person's, whatever town has that name.
        if matches!(&*self.p[noun.begin].key, "administration" | "cabinet" | "campaign" | "family" | "regime") {
            return None;
        }
        let noun_at = |i: usize| self.hits.iter().any(|h| h.covers(i) && matches!(h.what, What::Noun(_)));
        // "West African" is no region called West.
        let propn = |i: usize| {
            self.p[i].upos == Pos::Propn
                && !self.p[i].skip
                && self.p[i].capital
                && !noun_at(i)
                && !matches!(&*self.p[i].key, "central" | "east" | "north" | "south" | "west" | "western" | "eastern")
        };
        let mut i = 0;
        let mut best: Option<(u64, String, String)> = None;
        while i < self.p.len() {
            if !propn(i) || noun.covers(i) {
                i += 1;
                continue;
            }
            let end = (i..self.p.len()).find(|&j| !propn(j) || noun.covers(j)).unwrap_or(self.p.len());
            let good = i < noun.begin || i > 0 && BELONGS.binary_search(&&*self.p[i - 1].key).is_ok();
            if good {
                let name = self.p[i..end].iter().map(|p| &*p.key).collect::<Vec<_>>().join(" ");
                for c in places.lookup(&name).into_iter().filter(|c| c.is_spelt()) {
                    let c = places.found(c);
                    let known = match c.kind {
                        PlaceKind::Admin1 => c.population >= 100_000,
                        PlaceKind::City | PlaceKind::Capital | PlaceKind::Seat => c.population >= 300_000,
                        _ => false,
                    };
                    if known
                        && best.as_ref().is_none_or(|(p, ..)| c.population > *p)
                        && let Some(code) = c.country.clone()
                    {
                        best = Some((c.population, code, name.clone()));
                    }
                }
            }
            i = end.max(i + 1);
        }
        best.map(|(_, code, how)| (code, how))
    }

    /// "rebel leader", "army spokesman": a weak noun takes its sector from a noun right before it.
    fn modifier_noun(&self, noun: Hit) -> Option<(Hit, &'a Noun)> {
        self.hits
            .iter()
            .filter(|h| h.end() <= noun.begin && !self.p[h.end() - 1].skip)
            .filter(|h| (h.end()..noun.begin).all(|i| !self.is_link(i)))
            .filter_map(|h| match h.what {
                What::Noun(n)
                    if !self.actors.nouns[n as usize].sectors.is_empty() && !self.actors.nouns[n as usize].weak =>
                {
                    Some((*h, &self.actors.nouns[n as usize]))
                }
                _ => None,
            })
            .max_by_key(|(h, _)| (h.end(), h.len))
    }

    /// A noun after "of": "a group of men", "a spokesman for the rebels".
    fn noun_after(&self, noun: Hit) -> Option<(Hit, &'a Noun)> {
        let link = (noun.end()..self.p.len()).find(|&i| matches!(&*self.p[i].key, "of" | "for" | "from"))?;
        let stop = (link + 1..self.p.len()).find(|&i| self.is_link(i)).unwrap_or(self.p.len());
        self.hits
            .iter()
            .filter(|h| link < h.begin && h.end() <= stop)
            .filter_map(|h| match h.what {
                What::Noun(n) if !self.actors.nouns[n as usize].sectors.is_empty() => {
                    Some((*h, &self.actors.nouns[n as usize]))
                }
                _ => None,
            })
            .max_by_key(|(h, n)| (!n.weak, h.end(), h.len))
    }

    fn as_noun(&self, h: Hit) -> Resolved {
        let What::Noun(number) = h.what else { unreachable!("the caller holds a noun") };
        let noun = &self.actors.nouns[number as usize];
        if let Some((hit, n)) = self.actor_hit(|a| !a.covers(self.head))
            && let Some(found) = self.actor_beside(h, noun, hit, n)
        {
            return found;
        }
        let mut sectors = noun.sectors.clone();
        let mut kind = noun.kind;
        let mut country = noun.country.clone();
        let mut why = format!("\"{}\"", self.text(h));
        if noun.weak || noun.transparent {
            let other = self.modifier_noun(h).or_else(|| self.noun_after(h));
            if let Some((o, m)) = other {
                sectors.clone_from(&m.sectors);
                country = country.or_else(|| m.country.clone());
                if noun.transparent {
                    kind = m.kind;
                }
                why = format!("{why} with \"{}\"", self.text(o));
            } else if noun.transparent
                && let Some(state) =
                    self.hits.iter().find(|s| s.begin > h.end() && matches!(s.what, What::State(_, Naming::Demonym)))
            {
                // "hundreds of Syrians"
                return Resolved {
                    kind: EntityKind::Civilians,
                    name: None,
                    sector: Some("CVL".into()),
                    sectors: vec!["CVL".into()],
                    ..self.as_state(*state)
                };
            }
        }
        let opposition = self.modifier_noun(h).filter(|(_, m)| m.sectors.first().is_some_and(|s| s == "OPP"));
        if opposition.is_some() && !sectors.iter().any(|s| s == "OPP" || s == "REB") {
            sectors.push("OPP".into());
        }
        let office = sectors.first().is_some_and(|s| OFFICES.contains(&s.as_str()));
        if kind == EntityKind::Person && office && self.former_before(h.begin) {
            sectors.insert(0, "ELI".into());
        }
        let plural = {
            let last = &self.p[h.end() - 1];
            *last.key != *last.lemma() && (last.upos != Pos::Propn || last.key.ends_with("men"))
        };
        if kind == EntityKind::Person && plural {
            kind = EntityKind::Group;
        }
        let beside = if country.is_none() { self.country(h) } else { None };
        if let Some((code, how)) = &beside
            && let Some(holder) = self.office_holder(h, code, how, plural)
        {
            return holder;
        }
        let mut score = 60;
        if let Some((code, how)) = beside {
            why = format!("{why} is {}, \"{how}\" tells {code}", sectors.first().map_or("no sector", String::as_str));
            country = Some(code);
            score = 80;
        } else {
            why = format!("{why} is {}", sectors.first().map_or("no sector", String::as_str));
            if let Some(about) = self.organ_here(h, &sectors) {
                why = format!("{why}, and the page is about {about}");
                country = Some(about.to_owned());
            }
        }
        if sectors.is_empty() {
            sectors.push("UNK".into());
            score = 20;
        }
        Resolved {
            also: Vec::new(),
            name: None,
            id: None,
            code: None,
            kind,
            country,
            sector: sectors.first().cloned(),
            sectors,
            why,
            is_place: false,
            score,
        }
    }

    /// "The army", "the defence minister": organs of the state that the page is about.
    fn organ_here(&self, h: Hit, sectors: &[String]) -> Option<&'a str> {
        let about = self.context.about?;
        let state = self.actors.state_name(about).is_some();
        let organ = sectors.first().is_some_and(|s| OFFICES.contains(&s.as_str()));
        // "Army units said" in a headline's manner; "troops" without an article are anybody's.
        let bare = matches!(&*self.p[0].key, "army" | "government" | "military" | "parliament" | "police" | "regime");
        let definite = if h.begin == 0 {
            bare && self.p[0].capital
        } else {
            (0..h.begin).all(|i| matches!(&*self.p[i].key, "the" | "our" | "this"))
        };
        (state && organ && definite && h.end() == self.p.len()).then_some(about)
    }

    /// "The Syrian president" on a day is whoever had that office then, where the tables know just one.
    fn office_holder(&self, h: Hit, country: &str, how: &str, plural: bool) -> Option<Resolved> {
        let day = self.context.day?;
        if plural || self.former_before(h.begin) || self.p[h.begin..h.end()].iter().any(|p| p.possessive) {
            return None;
        }
        // Nothing else may stand beside: "the next president of Syria", "the president of the Syrian club".
        let told: Vec<&str> = how.split(' ').collect();
        let plain = |i: usize| {
            let p = &self.p[i];
            (h.begin..h.end()).contains(&i)
                || matches!(&*p.key, "the" | "of" | "current" | "incumbent" | "s")
                || told.contains(&&*p.key)
        };
        if !(0..self.p.len()).all(plain) {
            return None;
        }
        let title = title_key(&self.text(h));
        let holds = |n: &u32| {
            let a = &self.actors.known[*n as usize];
            a.roles.iter().any(|r| {
                r.from.is_some_and(|f| f <= day)
                    && r.to.is_none_or(|t| day <= t)
                    && r.country.as_deref().or(a.country.as_deref()) == Some(country)
                    && r.title.as_deref().is_some_and(|t| title_key(t) == title)
            })
        };
        let mut holders = self.actors.index.holders(&title, country).filter(holds);
        let n = holders.next()?;
        if holders.next().is_some() {
            return None;
        }
        let a = &self.actors.known[n as usize];
        let whole = Hit { begin: h.begin, len: h.len, what: What::Actor(n) };
        let why = format!("\"{}\" of {country} was {} on {day}", self.text(h), a.key);
        Some(Resolved { why, also: Vec::new(), ..self.as_actor(whole, n, 90) })
    }

    /// "Prime Minister Maiga": a person by a part of the name, where title, day and country leave just one.
    fn titled(&self, title: Hit, name: std::ops::Range<usize>) -> Option<Resolved> {
        let words: Vec<&str> = self.p[name.clone()].iter().map(|p| &*p.key).collect();
        let last = words.last().filter(|w| w.len() >= 2)?;
        let beside = self.country(title).map(|(code, _)| code);
        let wanted = title_key(&self.text(title));
        let fits = |n: u32, past: bool| {
            let a = &self.actors.known[n as usize];
            let (role, over) = a.role_on(self.context.day);
            let own = alias_tokens(&a.name);
            let country = role.and_then(|r| r.country.as_deref()).or(a.country.as_deref());
            over == past
                && words.iter().all(|w| own.iter().any(|o| o == w))
                && role.and_then(|r| r.title.as_deref()).is_some_and(|t| {
                    let own = title_key(t);
                    own == wanted || own.ends_with(&format!(" {wanted}")) || wanted.ends_with(&format!(" {own}"))
                })
                && beside.as_deref().is_none_or(|b| country == Some(b))
        };
        let mut all: Vec<u32> = self.actors.index.people(last).filter(|&n| fits(n, false)).collect();
        if all.is_empty() {
            // An old page, or one that recalls: "President Reagan".
            all = self.actors.index.people(last).filter(|&n| fits(n, true)).collect();
        }
        if all.len() > 1 && self.context.about.is_some() {
            all.retain(|&n| self.actors.known[n as usize].country.as_deref() == self.context.about);
        }
        let &[n] = all.as_slice() else {
            // "President Bush" is one of two, and of the United States either way.
            let country = self.one_country(&all)?;
            let mut found = self.as_noun_alone(title);
            found.country = Some(country.to_owned());
            found.kind = EntityKind::Person;
            return Some(found);
        };
        let hit = Hit { begin: name.start, len: name.len(), what: What::Actor(n) };
        let found = self.as_actor(hit, n, 90);
        Some(Resolved { why: format!("{}, \"{}\"", found.why, self.text(title)), also: Vec::new(), ..found })
    }

    /// The country that several persons have in common.
    fn one_country(&self, all: &[u32]) -> Option<&'a str> {
        let of = |n: &u32| self.actors.known[*n as usize].country.as_deref();
        let first = all.first().and_then(of)?;
        all.iter().all(|n| of(n) == Some(first)).then_some(first)
    }

    /// What a noun says by itself, whatever stands beside it.
    fn as_noun_alone(&self, h: Hit) -> Resolved {
        let hits = self.hits.iter().filter(|o| o.begin == h.begin && o.len == h.len).copied().collect();
        Mention { hits, head: h.end() - 1, ..*self }.as_noun(h)
    }

    /// "The Bush administration", "Suharto's government": of the country that those of this name led.
    fn led_by(&self, noun: Hit) -> Option<(String, String)> {
        const LED: [&str; 5] = ["administration", "cabinet", "government", "presidency", "regime"];
        const LEADS: [&str; 6] = ["chancellor", "leader", "premier", "president", "prime minister", "supreme leader"];
        let i = noun.begin.checked_sub(1)?;
        let name = &self.p[i];
        if !LED.contains(&&*self.p[noun.begin].key) || noun.len != 1 || name.upos != Pos::Propn || !name.capital {
            return None;
        }
        let leads = |n: &u32| {
            let a = &self.actors.known[*n as usize];
            alias_tokens(&a.name).last().is_some_and(|w| *w == name.key)
                && a.roles.iter().any(|r| r.title.as_deref().is_some_and(|t| LEADS.contains(&t)))
        };
        let all: Vec<u32> = self.actors.index.people(&name.key).filter(leads).collect();
        self.one_country(&all).map(|c| (c.to_owned(), name.key.to_string()))
    }

    /// "Assad's regime", "Hezbollah fighters", "President Biden", "EU lawmakers": a noun at the head, a name beside it.
    fn actor_beside(&self, h: Hit, noun: &Noun, hit: Hit, n: u32) -> Option<Resolved> {
        let a = &self.actors.known[n as usize];
        let before = hit.end() <= h.begin;
        let links: Vec<usize> = if before {
            (hit.end()..h.begin).filter(|&i| self.is_link(i)).collect()
        } else {
            (h.end().min(hit.begin)..hit.begin).filter(|&i| self.is_link(i)).collect()
        };
        let belongs = links.iter().all(|&i| BELONGS.binary_search(&&*self.p[i].key).is_ok());
        if a.kind == EntityKind::Person {
            let title = noun.kind == EntityKind::Person && !before && links.is_empty();
            if title {
                return Some(self.as_actor(hit, n, 95));
            }
            // His own forces, regime, spokesman: his country, the noun's sector.
            let loyal = (h.end().min(hit.begin)..hit.begin).any(|i| self.p[i].key == "loyal");
            if !(before || belongs || loyal) {
                return None;
            }
            let mut found = Resolved {
                name: None,
                id: None,
                kind: noun.kind,
                sector: noun.sectors.first().cloned(),
                sectors: noun.sectors.clone(),
                why: format!("\"{}\" of {}", self.text(h), a.key),
                score: 80,
                ..self.as_actor(hit, n, 80)
            };
            let in_office = a.role_on(self.context.day).0.is_some_and(|r| r.sectors.iter().any(|s| s == "GOV"));
            if noun.weak && found.sectors.is_empty() && in_office {
                found.sectors = vec!["GOV".into()];
                found.sector = Some("GOV".into());
            }
            return Some(found);
        }
        if !belongs || (before && !links.is_empty()) {
            return None;
        }
        let own = self.as_actor(hit, n, 90);
        let armed = ["MIL", "REB", "UAF", "PRM", "CRM"];
        let first = noun.sectors.first().map_or("", String::as_str);
        let own_first = own.sectors.first().map_or("", String::as_str);
        let international = a.country.as_deref().is_some_and(|c| INTERNATIONAL.contains(&c));
        // "Republican governor": an office is no membership.
        let office = own_first == "PTY" && OFFICES.contains(&first);
        let member = !office && noun.weak
            || noun.transparent
            || noun.sectors.is_empty()
            || (armed.contains(&first) && (armed.contains(&own_first) || own_first == "GOV"))
            || (!office && first == "GOV" && noun.kind == EntityKind::Person)
            || first == own_first;
        if member {
            let kind = if noun.kind == EntityKind::Person && noun.weak { EntityKind::Person } else { own.kind };
            let plural = *self.p[h.end() - 1].key != *self.p[h.end() - 1].lemma();
            let kind = if plural { own.kind } else { kind };
            // An official of al-Qaeda holds no government's office.
            let sectors = if international && !noun.weak && !noun.sectors.is_empty() && !armed.contains(&own_first) {
                noun.sectors.clone()
            } else {
                own.sectors.clone()
            };
            return Some(Resolved {
                kind,
                sector: sectors.first().cloned(),
                sectors,
                why: format!("{}, and \"{}\" are its own", own.why, self.text(h)),
                ..own
            });
        }
        Some(Resolved {
            name: None,
            id: None,
            kind: noun.kind,
            sector: noun.sectors.first().cloned(),
            sectors: noun.sectors.clone(),
            why: format!("\"{}\" beside a name of {}", self.text(h), a.key),
            score: 70,
            ..own
        })
    }

    /// The head is a word no table holds: "Governor Vadim Shumkov", "a group", "HTS offensive".
    fn unknown_head(&self) -> Option<Resolved> {
        let head = &self.p[self.head];
        let named = head.upos == Pos::Propn && head.capital;
        let before: Vec<Hit> = self
            .hits
            .iter()
            .copied()
            .filter(|h| h.end() <= self.head && matches!(h.what, What::Noun(_)))
            .filter(|h| (h.end()..self.head).all(|i| !self.is_link(i) && !self.p[i].possessive))
            .filter(|h| !self.p[h.end() - 1].possessive)
            .collect();
        // The noun that ends nearest the name, the longest of those.
        let title = before.into_iter().max_by_key(|h| (h.end(), h.len));
        if let Some(h) = title {
            let What::Noun(n) = h.what else { unreachable!("only nouns were kept") };
            // "Militant Ali Hassan": a member of a group, and two words of a name.
            let member = h.end() + 1 < self.p.len()
                && *self.p[h.end() - 1].key == *self.p[h.end() - 1].lemma()
                && self.actors.nouns[n as usize].kind == EntityKind::Group
                && self.actors.nouns[n as usize].sectors.first().is_some_and(|s| matches!(s.as_str(), "REB" | "SOC"))
                && (h.end()..h.end() + 2).all(|i| self.p[i].upos == Pos::Propn && self.p[i].capital);
            if named && (member || self.actors.nouns[n as usize].kind == EntityKind::Person) {
                let end = (h.end()..self.p.len()).find(|&i| self.p[i].upos != Pos::Propn).unwrap_or(self.p.len());
                if !self.former_before(h.begin)
                    && let Some(found) = self.titled(h, h.end()..end.max(self.head + 1))
                {
                    return Some(found);
                }
                let name: Vec<&str> =
                    self.p[h.end()..].iter().take_while(|p| p.upos == Pos::Propn).map(|p| &*p.key).collect();
                // A group whose name is a part of the person's ("President Zia-ul-Haq") is not meant.
                let group = |o: &Hit| matches!(o.what, What::Actor(n) if self.actors.known[n as usize].kind != EntityKind::Person);
                let own = self.hits.iter().filter(|o| o.begin < h.end() || !group(o));
                let mention = Mention { hits: own.copied().collect(), head: h.end() - 1, ..*self };
                let mut found = mention.as_noun(h);
                found.kind = EntityKind::Person;
                found.why = format!("{}, a title before \"{}\"", found.why, name.join(" "));
                return Some(found);
            }
        }
        // An apposition behind the name: "Shumkov, governor of Kurgan".
        if named
            && let Some(h) = self
                .hits
                .iter()
                .copied()
                .filter(|h| h.begin > self.head)
                .filter(|h| matches!(h.what, What::Noun(n) if self.actors.nouns[n as usize].kind == EntityKind::Person && !self.actors.nouns[n as usize].transparent))
                .min_by_key(|h| (h.begin, std::cmp::Reverse(h.len)))
        {
            let mut found = self.as_noun_for(h);
            found.kind = EntityKind::Person;
            return Some(found);
        }
        if let Some((h, n)) = self.actor_hit(|_| true) {
            let a = &self.actors.known[n as usize];
            // A person's bare surname in front of another name is somebody else's.
            if !(named && a.kind == EntityKind::Person) {
                let near = h.end() <= self.head && (h.end()..self.head).all(|i| !self.is_link(i));
                // "A convoy of Hezbollah", and not "sources close to Hezbollah".
                let belongs = |i: usize| !self.is_link(i) || BELONGS.binary_search(&&*self.p[i].key).is_ok();
                if near || h.begin > self.head && (self.head + 1..h.begin).all(belongs) {
                    return Some(self.as_actor(h, n, 40));
                }
            }
        }
        let state = self
            .hits
            .iter()
            .copied()
            .filter(|h| matches!(h.what, What::State(..)) && (h.end() <= self.head || !named))
            .filter(|h| (h.end().min(self.head)..self.head).all(|i| !self.is_link(i)))
            .filter(|h| {
                // "Jordan Peterson" is no Jordanian; "Syria's Idlib", "US Navy", "Syrian X" tell the country.
                let adjective = matches!(h.what, What::State(_, Naming::Demonym));
                !named || adjective || self.p[h.end() - 1].possessive || self.p[h.end() - 1].upper
            })
            .max_by_key(|h| (h.end() <= self.head, h.len, h.end()))?;
        Some(Resolved {
            name: None,
            kind: EntityKind::Group,
            sector: None,
            sectors: Vec::new(),
            is_place: false,
            score: 30,
            ..self.as_state(state)
        })
    }

    fn as_noun_for(&self, h: Hit) -> Resolved {
        Mention { actors: self.actors, p: self.p, hits: self.hits.clone(), head: h.end() - 1, context: self.context }
            .as_noun(h)
    }

    /// A dictionary's code goes before ours; what it leaves open stays ours.
    pub(super) fn from_dictionary(own: Option<Resolved>, found: PetrarchRole) -> Resolved {
        let state = own.as_ref().and_then(|o| o.country.as_deref()).filter(|c| !INTERNATIONAL.contains(c));
        let code = found.code(state);
        // Of several parties in one ("FRO/SAM") the first tells the country.
        let first = code.as_deref().and_then(|c| c.split('/').next()).unwrap_or("");
        let country = first.get(..3).filter(|c| c.chars().all(|x| x.is_ascii_uppercase())).map(ToOwned::to_owned);
        let mut sectors: Vec<String> = Vec::new();
        let mut at = 3;
        while let Some(s) = first.get(at..at + 3) {
            if SECTORS.binary_search(&s).is_ok() {
                sectors.push(s.to_owned());
            }
            at += 3;
        }
        let own = own.unwrap_or(Resolved {
            also: Vec::new(),
            name: None,
            id: None,
            code: None,
            kind: if sectors.is_empty() { EntityKind::State } else { EntityKind::Group },
            country: None,
            sector: None,
            sectors: Vec::new(),
            why: String::new(),
            is_place: false,
            score: 0,
        });
        let named = found.name.is_some();
        let sectors = if sectors.is_empty() && !named { own.sectors.clone() } else { sectors };
        Resolved {
            also: own.also,
            name: found.name.or(own.name),
            id: if named { None } else { own.id },
            country: if named { country } else { own.country },
            sector: sectors.first().cloned(),
            sectors,
            why: found.why,
            is_place: own.is_place && found.agents.is_empty() && !found.itself,
            score: own.score.max(if named { 100 } else { 60 }),
            kind: own.kind,
            code,
        }
    }
}

/// One form for the titles of an office: "minister of defense" and "defence minister" are one.
pub(super) fn title_key(title: &str) -> String {
    let lower = title.to_lowercase().replace("defense", "defence").replace("vice-", "vice ").replace(" affairs", "");
    for link in [" of the ", " of ", " for "] {
        if let Some((office, of)) = lower.split_once(link) {
            return format!("{of} {office}");
        }
    }
    lower
}
