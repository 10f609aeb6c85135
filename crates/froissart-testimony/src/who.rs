//! Whether two mentions can be one and the same: "the army" and "Syrian government forces", "rebels" and a group of them.
//!
//! Three answers: the same, apart, or vague, where one says less than the other ("attackers" and "the Northern Front").
//! Nobody is resolved here: who a mention is, is the coder's business. "Wedding guests" and "policemen" are apart,
//! "people" and "policemen" are vague.

use froissart_model::{Char, Entity, EntityKind, fold};

/// How two values of one field go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Match {
    /// They cannot be one.
    Apart,
    /// They can, and one says less, or says nothing.
    Vague,
    /// They say the same, by words that fit many: "rebels" and "rebels".
    Alike,
    /// They are the same by name.
    Same,
}

/// Sectors of a state's own organs.
pub(crate) const STATE: [&str; 6] = ["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];
/// Sectors of those who bear arms against a state or beside it.
const ARMED: [&str; 8] = ["REB", "OPP", "UAF", "PRM", "CRM", "SEP", "INS", "PRE"];
/// PLOVER's codes that stand where a country would.
const NO_COUNTRY: [&str; 9] = ["EUR", "IGO", "IMG", "ISM", "MNC", "NGM", "NGO", "UIS", "UNO"];
/// Words that name nobody in particular; the field's own nouns for parties and people.
const PLAIN: &[&str] = &[
    "a",
    "about",
    "activists",
    "air",
    "aircraft",
    "alleged",
    "an",
    "anti",
    "arab",
    "armed",
    "army",
    "artillery",
    "at",
    "attackers",
    "attacker",
    "authorities",
    "authority",
    "aviation",
    "central",
    "chief",
    "civilian",
    "civilians",
    "coalition",
    "command",
    "commander",
    "commanders",
    "council",
    "defence",
    "defense",
    "dozens",
    "enemy",
    "factions",
    "faction",
    "fighter",
    "fighters",
    "force",
    "forces",
    "foreign",
    "general",
    "government",
    "ground",
    "group",
    "groups",
    "gunman",
    "gunmen",
    "hundreds",
    "in",
    "individuals",
    "insurgent",
    "insurgents",
    "intelligence",
    "islamist",
    "jets",
    "leader",
    "leaders",
    "leadership",
    "least",
    "local",
    "men",
    "militant",
    "militants",
    "military",
    "militia",
    "militias",
    "ministry",
    "more",
    "national",
    "navy",
    "of",
    "office",
    "officer",
    "officers",
    "official",
    "officials",
    "opposition",
    "order",
    "organisations",
    "organizations",
    "over",
    "peoples",
    "people",
    "person",
    "persons",
    "planes",
    "police",
    "presidency",
    "pro",
    "rebel",
    "rebels",
    "regime",
    "republic",
    "republican",
    "residents",
    "security",
    "several",
    "side",
    "sides",
    "so",
    "called",
    "some",
    "soldier",
    "soldiers",
    "source",
    "sources",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "terrorist",
    "terrorists",
    "than",
    "the",
    "their",
    "its",
    "his",
    "her",
    "thousands",
    "tens",
    "troops",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "units",
    "victims",
    "villagers",
    "warplanes",
    "whose",
];
/// Words for people who take no part, that fit all of them.
const ANYBODY: &[&str] =
    &["civilian", "civilians", "individuals", "people", "person", "persons", "residents", "victims"];
/// Words for things, that fit many.
const ANYTHING: &[&str] =
    &["area", "areas", "building", "buildings", "position", "positions", "post", "site", "sites", "target", "targets"];

/// A mention as it is compared.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Who {
    id: Option<String>,
    kind: u8,
    country: Option<String>,
    sector: Option<String>,
    /// The words that are not plain, in their order.
    words: Vec<String>,
    /// The words begin in capitals, as names do.
    is_name: bool,
    /// Of people and things: the words fit any of them.
    is_anybody: bool,
}

const CIVILIANS: u8 = EntityKind::Civilians as u8;
const FACILITY: u8 = EntityKind::Facility as u8;
const EQUIPMENT: u8 = EntityKind::Equipment as u8;
const PERSON: u8 = EntityKind::Person as u8;

/// Whether a word is the adjective of a country: its code's letters stand in it in order, the first first.
pub(crate) fn is_demonym(word: &str, country: &str) -> bool {
    let code = country.to_ascii_lowercase();
    let mut letters = word.chars();
    code.len() == 3
        && word.len() >= 4
        && word.as_bytes()[0] == code.as_bytes()[0]
        && code.chars().all(|c| letters.any(|l| l == c))
}

/// The country of an organ of a state, or of the state itself.
pub(crate) fn state_of(e: &Entity<Char>) -> Option<&str> {
    let country = e.country.as_deref().filter(|c| !NO_COUNTRY.contains(c))?;
    let is_thing = matches!(e.kind, EntityKind::Civilians | EntityKind::Facility);
    let is_organ = match e.sector.as_deref() {
        Some(s) => STATE.contains(&s),
        None => e.kind == EntityKind::State,
    };
    (is_organ && !is_thing).then_some(country)
}

/// The party that somebody is or belongs to: a state's code, an actor's key, or a country's armed by their sector.
pub fn party_of(e: &Entity<Char>) -> Option<String> {
    if let Some(state) = state_of(e) {
        return Some(state.to_owned());
    }
    let armed = e.sector.as_deref().filter(|s| ARMED.contains(s));
    e.id.clone().or_else(|| Some(format!("{} {}", e.country.as_deref()?, armed?)))
}

impl Who {
    pub(crate) fn of(e: &Entity<Char>) -> Option<Self> {
        let text = e.name.as_deref().unwrap_or(&e.text);
        let folded = fold(text);
        let country = e.country.clone().filter(|c| !c.is_empty());
        let is_plain = |w: &str| {
            PLAIN.contains(&w)
                || w.bytes().all(|b| b.is_ascii_digit())
                || country.as_deref().is_some_and(|c| is_demonym(w, c))
        };
        let mut words: Vec<String> =
            folded.split(' ').filter(|w| !w.is_empty() && !is_plain(w)).map(str::to_owned).collect();
        let sector = e.sector.clone().filter(|s| s != "UNK");
        // "Russian warplanes" act, and are hit, as their state's.
        let is_arm = e.kind == EntityKind::Equipment && (country.is_some() || sector.is_some());
        let kind = if is_arm { EntityKind::Group } else { e.kind };
        if e.id.is_none()
            && words.is_empty()
            && country.is_none()
            && sector.is_none()
            && !matches!(kind, EntityKind::Facility | EntityKind::Equipment)
            && kind != EntityKind::Civilians
        {
            return None; // "They", whoever they were.
        }
        let is_anybody = match kind {
            EntityKind::Civilians => words.is_empty() || folded.split(' ').all(|w| is_plain(w) || ANYBODY.contains(&w)),
            EntityKind::Facility | EntityKind::Equipment => words.last().is_none_or(|w| ANYTHING.contains(&w.as_str())),
            _ => false,
        };
        // A state's organs are known by state and sector, however they are called.
        let is_state = state_of(e).is_some() && e.id.is_none() && e.kind != EntityKind::Person;
        if is_state {
            words.clear();
        }
        Some(Self { id: e.id.clone(), kind: kind as u8, country, sector, is_name: is_name(text), words, is_anybody })
    }

    fn is_state(&self) -> bool {
        let is_organ = match self.sector.as_deref() {
            Some(s) => STATE.contains(&s),
            None => self.kind != PERSON,
        };
        is_organ
            && !self.is_people()
            && !self.is_thing()
            && self.country.as_deref().is_some_and(|c| !NO_COUNTRY.contains(&c))
    }
    fn is_thing(&self) -> bool {
        self.kind == FACILITY || self.kind == EQUIPMENT
    }
    fn is_people(&self) -> bool {
        self.kind == CIVILIANS
    }
    fn is_armed(&self) -> bool {
        self.sector.as_deref().is_some_and(|s| ARMED.contains(&s))
    }

    pub(crate) fn is_anybody(&self) -> bool {
        self.is_anybody && self.words.is_empty()
    }

    /// The key by which tellings with this party are found: an actor, or a country's sector.
    pub(crate) fn key(&self) -> Option<String> {
        match (&self.id, &self.country) {
            (_, Some(c)) if self.is_state() => Some(format!("{c} state")),
            (_, Some(c)) if self.is_armed() => Some(format!("{c} armed")),
            (Some(id), _) => Some(format!("id:{id}")),
            (None, Some(c)) => Some(format!("{c} {}", self.sector.as_deref().unwrap_or(""))),
            (None, None) => (!self.words.is_empty()).then(|| self.words.join(" ")),
        }
    }

    pub(crate) fn goes_with(&self, other: &Self) -> Match {
        if let (Some(a), Some(b)) = (&self.id, &other.id) {
            if a == b {
                return Match::Same;
            }
            // A state's head and its army are not each other, but tellings take one for the other.
            let one_state = self.is_state() && other.is_state() && self.country == other.country;
            return if one_state { Match::Vague } else { Match::Apart };
        }
        if self.is_thing() || other.is_thing() {
            return self.as_things(other);
        }
        if self.is_people() || other.is_people() {
            return self.as_people(other);
        }
        let countries = match (&self.country, &other.country) {
            (Some(a), Some(b)) if a == b => Match::Same,
            (Some(_), Some(_)) => return Match::Apart,
            _ => Match::Vague,
        };
        if self.is_state() && other.is_state() {
            let sectors = self.sector == other.sector || self.sector.is_none() || other.sector.is_none();
            let is_person = self.kind == PERSON || other.kind == PERSON;
            return if sectors && !is_person { Match::Same } else { Match::Vague };
        }
        let sectors = match (&self.sector, &other.sector) {
            (Some(a), Some(b)) if a == b => Match::Same,
            (Some(_), Some(_)) if self.is_armed() && other.is_armed() => Match::Vague,
            (Some(_), Some(_)) => return Match::Apart,
            _ => Match::Vague,
        };
        let shared = self.words.iter().filter(|w| other.words.contains(w)).count();
        let fewest = self.words.len().min(other.words.len());
        if fewest > 0 && shared == fewest {
            return if self.is_name && other.is_name { Match::Same } else { Match::Alike };
        }
        if fewest > 0 && self.is_name && other.is_name {
            return Match::Apart;
        }
        let bare = self.id.is_none() && other.id.is_none() && self.words.is_empty() && other.words.is_empty();
        if bare && countries == Match::Same && sectors == Match::Same { Match::Alike } else { Match::Vague }
    }

    fn as_people(&self, other: &Self) -> Match {
        let both = self.is_people() && other.is_people();
        if !both {
            // "Two people" may be anybody; "wedding guests" are no policemen.
            let (people, others) = if self.is_people() { (self, other) } else { (other, self) };
            let may_be = people.is_anybody
                && people.words.is_empty()
                && !others.is_thing()
                && people.sector.as_deref() != Some("CVL");
            return if may_be { Match::Vague } else { Match::Apart };
        }
        if matches!((&self.country, &other.country), (Some(a), Some(b)) if a != b) {
            return Match::Apart;
        }
        match (self.is_anybody, other.is_anybody) {
            (true, true) => Match::Alike,
            (false, false) if self.words.iter().any(|w| other.words.contains(w)) => Match::Alike,
            (false, false) => Match::Apart,
            _ => Match::Vague,
        }
    }

    fn as_things(&self, other: &Self) -> Match {
        if !(self.is_thing() && other.is_thing()) {
            let (thing, others) = if self.is_thing() { (self, other) } else { (other, self) };
            return if thing.is_anybody && !others.is_people() { Match::Vague } else { Match::Apart };
        }
        match (self.words.last(), other.words.last()) {
            (Some(a), Some(b)) if a.trim_end_matches('s') == b.trim_end_matches('s') => Match::Alike,
            _ if self.is_anybody || other.is_anybody => Match::Vague,
            _ => Match::Apart,
        }
    }
}

/// Whether the words look like a name: two words in capitals, or one that stands alone; "A Western diplomat" is none.
pub(crate) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capital = |w: &&str| w.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    let begins_openly = words.first().is_some_and(|w| {
        matches!(
            w.to_lowercase().as_str(),
            "a" | "an" | "one" | "two" | "three" | "four" | "five" | "some" | "several" | "both"
        )
    });
    let capitals = words.iter().filter(|w| capital(w)).count();
    !begins_openly && (capitals >= 2 || (capitals == 1 && words.len() == 1))
}

/// How two lists go together: the shorter must stand in the longer ("the air force" in "the army and the air force").
pub(crate) fn lists(a: &[u32], b: &[u32], mut one: impl FnMut(u32, u32) -> Match) -> Match {
    if a.is_empty() || b.is_empty() {
        return if a.is_empty() && b.is_empty() { Match::Alike } else { Match::Vague };
    }
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let (mut least, mut most) = (Match::Same, Match::Apart);
    for &x in short {
        let best = long.iter().map(|&y| one(x, y)).max().unwrap_or(Match::Apart);
        (least, most) = (least.min(best), most.max(best));
    }
    // Of two that are as long each must stand in the other: which of them comes first makes no difference.
    if long.len() == short.len() && short.len() > 1 {
        for &y in long {
            least = least.min(short.iter().map(|&x| one(x, y)).max().unwrap_or(Match::Apart));
        }
    }
    // Part of a list agrees: what the rest is, only one of them says.
    if least == Match::Apart && most >= Match::Alike { Match::Vague } else { least }
}

#[cfg(test)]
mod tests {
    use super::*;
    use froissart_model::Span;

    fn who(text: &str, id: &str, country: &str, sector: &str, kind: EntityKind) -> Who {
        let some = |s: &str| (!s.is_empty()).then(|| s.to_owned());
        let mut e = Entity::unnamed(text, Span::new(0, 1), kind);
        (e.id, e.country, e.sector) = (some(id), some(country), some(sector));
        Who::of(&e).expect("somebody")
    }

    #[test]
    fn who_can_be_whom() {
        use EntityKind::{Civilians, Facility, Group, Person, State};
        let army = who("Arnor’s army", "", "ARN", "MIL", Group);
        let id = who("Arnorian Army", "arnor_army", "ARN", "MIL", Group);
        let lord = who("Lord Aldamir", "aldamir", "ARN", "GOV", Person);
        let troops = who("government troops", "", "", "MIL", Group);
        let rebels = who("rebels", "", "ARN", "REB", Group);
        let front = who("Northern Front", "nf", "ARN", "REB", Group);
        let league = who("Southern League", "", "ARN", "REB", Group);
        let gunmen = who("unidentified gunmen", "", "", "UAF", Group);
        let state = who("Arnor", "", "ARN", "", State);
        let other = who("Gondor’s army", "", "GON", "MIL", Group);
        let guests = who("wedding guests", "", "", "CVL", Civilians);
        let police = who("policemen", "", "ARN", "COP", Group);
        let people = who("11 people", "", "", "", Civilians);
        let bakery = who("a bakery", "", "", "", Facility);
        let clinic = who("a clinic", "", "", "", Facility);
        for (a, b, m) in [
            (&army, &id, Match::Same),
            (&army, &state, Match::Same),
            (&army, &lord, Match::Vague),
            (&army, &troops, Match::Vague),
            (&army, &other, Match::Apart),
            (&army, &rebels, Match::Apart),
            (&rebels, &rebels.clone(), Match::Alike),
            (&rebels, &front, Match::Vague),
            (&rebels, &gunmen, Match::Vague),
            (&front, &league, Match::Apart),
            (&guests, &police, Match::Apart),
            (&guests, &people, Match::Vague),
            (&police, &people, Match::Vague),
            (&bakery, &clinic, Match::Apart),
            (&bakery, &bakery.clone(), Match::Alike),
        ] {
            assert_eq!(a.goes_with(b), m, "{a:?} {b:?}");
            assert_eq!(b.goes_with(a), m, "the other way: {a:?} {b:?}");
        }
    }

    #[test]
    fn a_part_of_a_list_says_less_and_an_empty_one_nothing() {
        let one = |a: u32, b: u32| if a == b { Match::Same } else { Match::Apart };
        assert_eq!(lists(&[1], &[1, 2], one), Match::Same);
        assert_eq!(lists(&[1, 3], &[1, 2], one), Match::Vague);
        assert_eq!(lists(&[3], &[1, 2], one), Match::Apart);
        assert_eq!(lists(&[], &[1], one), Match::Vague);
        assert_eq!(lists(&[], &[], one), Match::Alike);
        // "The army and its air force" and "the army and the navy": two of the one are the army of the other.
        let army = |a: u32, b: u32| if a == b || a.min(b) == 1 && a.max(b) == 2 { Match::Same } else { Match::Apart };
        assert_eq!((lists(&[1, 2], &[1, 3], army), lists(&[1, 3], &[1, 2], army)), (Match::Vague, Match::Vague));
    }
}
