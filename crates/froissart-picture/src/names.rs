//! By what key mentions of the same actor or place come together, and which of their names is shown.
//!
//! "Syrian rebels" and "the rebels" in a sentence placed in Syria get one key; "Kurdish militia" keeps its own.
//! No name is invented: a bare "they" that the coder could not resolve has no key.

use crate::types::{ActorRef, PlaceRef};
use froissart_model::{Char, Entity, EntityKind, Place, fold};
use std::collections::BTreeMap;

#[derive(Default, Clone)]
pub(crate) struct Named<'a> {
    pub(crate) count: usize,
    texts: BTreeMap<&'a str, usize>,
    /// The names of one word that stand for a government: its seat.
    seats: BTreeMap<&'a str, usize>,
    /// The mention that says most: country and sector where any gives them.
    country: Option<&'a str>,
    sector: Option<&'a str>,
    kind: Option<EntityKind>,
    /// Some mention has it as a power beside or against the state: it is no organ of one, whatever others say.
    pub(crate) is_irregular: bool,
}

impl<'a> Named<'a> {
    /// A way of naming it that is used `times` times, and `counted` times as somebody who acts or is acted upon.
    pub(crate) fn add(&mut self, e: &'a Entity<Char>, counted: usize, times: usize) {
        self.count += counted;
        // "Umbarians" are known as Umbar's, and are not Umbar.
        let name = e.name.as_deref().filter(|_| e.kind != EntityKind::Civilians);
        let shown = name.unwrap_or_else(|| without_article(&e.text));
        if e.kind == EntityKind::State && !shown.contains(' ') && shown.starts_with(char::is_uppercase) {
            *self.seats.entry(shown).or_default() += times;
        }
        *self.texts.entry(shown).or_default() += times;
        // The least of equals, so that the order of the claims does not matter.
        let least = |a: &mut Option<&'a str>, b: Option<&'a str>| {
            if let Some(b) = b.filter(|b| a.is_none_or(|a| *b < a)) {
                *a = Some(b);
            }
        };
        least(&mut self.country, e.country.as_deref());
        least(&mut self.sector, e.sector.as_deref());
        if self.kind.is_none_or(|k| (e.kind as u8) < k as u8) {
            self.kind = Some(e.kind);
        }
        self.is_irregular |= e.sectors.iter().chain(&e.sector).any(|s| IRREGULAR.contains(&s.as_str()));
    }

    pub(crate) fn merge(&mut self, other: &Self) {
        self.count += other.count;
        for (all, more) in [(&mut self.texts, &other.texts), (&mut self.seats, &other.seats)] {
            for (text, n) in more {
                *all.entry(text).or_default() += n;
            }
        }
    }

    /// `state` names the state of a country.
    pub(crate) fn actor(&self, key: &str, state: impl Fn(&str) -> Option<String>) -> ActorRef {
        let kind = self.kind.unwrap_or(EntityKind::Group);
        let mut name = most_used(&self.texts);
        // "Umbarian and Haradrim warplanes": of the first only the adjective is there, and no name of anybody.
        let is_adjective = |c: &&str| !name.contains(' ') && self.sector == Some("MIL") && is_demonym(&fold(&name), c);
        if let Some(state) = self.country.filter(is_adjective).and_then(state) {
            name = format!("{state}\u{2019}s forces");
        }
        let owned = |s: Option<&str>| s.map(str::to_owned);
        ActorRef { name, country: owned(self.country), sector: owned(self.sector), kind, key: key.to_owned() }
    }

    pub(crate) fn country(&self) -> Option<&'a str> {
        self.country
    }

    /// A state's card: under the state's own name where some claim has it, else that of its seat ("Tehran said"), else
    /// its code; a minister's name would pass for the minister. Where others of that country stand beside or against
    /// the state (`is_rivalled`), it is the government's: "Syria holds Hama" would not say which Syria.
    pub(crate) fn state(
        &self,
        key: &str,
        country: &str,
        names: Option<&BTreeMap<&str, usize>>,
        in_the_tables: Option<&String>,
        is_rivalled: bool,
    ) -> ActorRef {
        let name = match names.map(most_used).or_else(|| in_the_tables.cloned()) {
            Some(name) if is_rivalled => format!("{name}\u{2019}s government"),
            Some(name) => name,
            None if !self.seats.is_empty() => most_used(&self.seats),
            None => country.to_owned(),
        };
        ActorRef { name, country: Some(country.to_owned()), sector: None, kind: EntityKind::State, key: key.to_owned() }
    }

    /// "Groups", "an alliance": nothing but a word for any of them, without a name, a country or a word beside it.
    pub(crate) fn is_bare(&self) -> bool {
        self.country.is_none() && self.texts.keys().all(|t| BARE.contains(&fold(without_article(t)).as_str()))
    }

    /// The country whose organ this is, where it is a state's.
    pub(crate) fn organ_of(&self) -> Option<&'a str> {
        let country = self.country.filter(|c| !NO_COUNTRY.contains(c))?;
        let is_organ = match self.sector {
            Some(s) => STATE.contains(&s) || s == "ELI" && self.kind == Some(EntityKind::Person),
            None => self.kind == Some(EntityKind::State),
        };
        // Whose ally somebody is tells who they are not.
        let is_other = || self.texts.keys().any(|t| OTHERS.contains(&fold(t).rsplit(' ').next().unwrap_or("")));
        (is_organ && !self.is_irregular && !is_other()).then_some(country)
    }
}

/// Words that alone tell of no party which one it is.
const BARE: &[&str] = &[
    "alliance",
    "alliances",
    "bloc",
    "blocs",
    "coalition",
    "coalitions",
    "force",
    "forces",
    "group",
    "groups",
    "movement",
    "movements",
    "organisation",
    "organisations",
    "organization",
    "organizations",
    "others",
    "parties",
    "party",
    "side",
    "sides",
    "unit",
    "units",
];

/// Sectors that are a state's own.
const STATE: &[&str] = &["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];
/// Sectors of powers beside or against the state.
const IRREGULAR: &[&str] = &["REB", "OPP", "UAF", "CRM", "PRM"];
/// PLOVER's codes that stand where a country would.
const NO_COUNTRY: &[&str] = &["IGO", "IMG", "MNC", "NGM", "NGO", "UIS", "UNO"];
/// Heads of a phrase that names somebody by whom they stand beside ("Moscow's ally").
const OTHERS: &[&str] = &[
    "ally",
    "allies",
    "backer",
    "backers",
    "enemies",
    "enemy",
    "foe",
    "foes",
    "opponent",
    "opponents",
    "partner",
    "partners",
    "rival",
    "rivals",
];

/// The most used text; of equals the shortest, then the first. Names that count ("2,000 soldiers") or point ("its
/// men") serve only where there is no other.
pub(crate) fn most_used(texts: &BTreeMap<&str, usize>) -> String {
    let is_poor = |t: &str| {
        t.chars().any(|c| c.is_ascii_digit()) || fold(t).split(' ').next().is_some_and(|w| PRONOUNS.contains(&w))
    };
    if let (1, Some((only, _))) = (texts.len(), texts.first_key_value()) {
        return (*only).to_owned();
    }
    let mut all: Vec<(usize, usize, &str)> =
        texts.iter().map(|(t, n)| (usize::MAX - n, t.chars().count(), *t)).collect();
    all.sort_unstable();
    let found = all.iter().find(|(.., t)| !is_poor(t)).or(all.first());
    found.map_or_else(String::new, |(.., t)| (*t).to_owned())
}

/// How much a mention says of a place, the most first; all of it, so that no two that differ are equal.
fn says(p: &Place<Char>) -> impl Ord + use<'_> {
    let bits = |x: Option<f64>| x.map(f64::to_bits);
    let site = (bits(p.lat), bits(p.lon), bits(p.radius_km), p.precision.as_deref());
    (p.lat.is_none(), p.country.is_none(), p.country.as_deref(), &p.text, site)
}

/// A place under its key, and its names.
pub(crate) struct NamedPlace<'a> {
    names: BTreeMap<&'a str, usize>,
    known: &'a Place<Char>,
}

impl<'a> NamedPlace<'a> {
    pub(crate) fn new(p: &'a Place<Char>) -> Self {
        Self { names: BTreeMap::new(), known: p }
    }
    /// A way of naming it that is used `times` times.
    pub(crate) fn add(&mut self, p: &'a Place<Char>, name: &'a str, times: usize) {
        *self.names.entry(name).or_default() += times;
        // The one that says most, and the least of equals, so that the order of the claims does not matter.
        if says(p) < says(self.known) {
            self.known = p;
        }
    }
    pub(crate) fn place(&self, key: &str) -> PlaceRef {
        let p = self.known;
        // A region that some call "Idlib" and some "Idlib province" is shown by the name that tells it from its town.
        let is_region = p.feature.as_deref().is_some_and(|f| f.starts_with("admin"));
        let full: BTreeMap<&str, usize> =
            self.names.iter().filter(|(n, _)| is_region && region_word(n).is_some()).map(|(n, t)| (*n, *t)).collect();
        let name = most_used(if full.is_empty() { &self.names } else { &full });
        let (country, precision) = (p.country.clone(), p.precision.clone());
        PlaceRef { key: key.to_owned(), name, country, lat: p.lat, lon: p.lon, radius_km: p.radius_km, precision }
    }
}

/// Whether the words for a place name none: "both provinces", "the center", "several districts", "the country's second
/// city". A sentence's first word has its capital for that alone.
pub(crate) fn is_without_name(place: &str) -> bool {
    const COMMON: &[&str] = &[
        "area",
        "areas",
        "base",
        "bases",
        "center",
        "centre",
        "cities",
        "city",
        "country",
        "countryside",
        "district",
        "districts",
        "ground",
        "land",
        "neighborhood",
        "neighborhoods",
        "neighbourhood",
        "neighbourhoods",
        "position",
        "positions",
        "post",
        "posts",
        "province",
        "provinces",
        "region",
        "regions",
        "road",
        "roads",
        "stretches",
        "strips",
        "territories",
        "territory",
        "town",
        "towns",
        "village",
        "villages",
    ];
    const LEADING: &[&str] = &[
        "about", "all", "another", "around", "both", "few", "half", "its", "many", "more", "most", "much", "near",
        "other", "parts", "several", "some", "their", "third", "three", "two",
    ];
    let is_name = |word: &str| {
        let bare = word.trim_end_matches("\u{2019}s").trim_end_matches("'s").to_lowercase();
        word.starts_with(char::is_uppercase) && !COMMON.contains(&bare.as_str()) && !LEADING.contains(&bare.as_str())
    };
    !place.split_whitespace().any(is_name)
}

/// The name under which a place is shown, after its relation.
pub(crate) fn place_name(p: &Place<Char>) -> String {
    let written = without_article(&p.text);
    // A reader knows Azaz, and not what a gazetteer's transliteration makes of it.
    let is_readable =
        written.is_ascii() && written.starts_with(|c: char| c.is_ascii_uppercase()) && written.split(' ').count() <= 3;
    let known = p.name.as_deref().filter(|n| n.is_ascii() || !is_readable);
    let mut plain = known.unwrap_or(written).to_owned();
    // "Most of Aleppo province" is not most of the city.
    if let Some(region) = known.and(region_word(written)).filter(|r| !fold(&plain).ends_with(r)) {
        plain = format!("{plain} {region}");
    }
    match p.relation.as_deref().unwrap_or("") {
        "" => plain,
        // "around Hama", "near Hama" stand before a name as they are; "outskirts", "north" need their "of".
        r if r.ends_with(" of") || PREPOSITIONS.contains(&r.to_lowercase().as_str()) => format!("{r} {plain}"),
        // "Push south from Aleppo": to what lies south of it.
        r if r.ends_with(" from") && r.split(' ').count() == 2 => format!("{} of {plain}", r.trim_end_matches(" from")),
        r if r.ends_with(" from") => format!("{r} {plain}"),
        r if r.to_lowercase().ends_with(" in") || r.to_lowercase() == "in" => format!("{r} {plain}"),
        r => format!("{r} of {plain}"),
    }
}

/// Words that stand before a place's name without "of".
const PREPOSITIONS: &[&str] = &[
    "above", "across", "along", "around", "at", "behind", "below", "beside", "beyond", "by", "inside", "near", "off",
    "outside", "over", "towards",
];

/// Whether a place's shown name begins with its preposition: "around Hama".
pub(crate) fn is_led_by_preposition(name: &str) -> bool {
    let mut words = name.split(' ');
    let first = words.next().unwrap_or("");
    PREPOSITIONS.contains(&first) || matches!(first, "north" | "south" | "east" | "west") && words.next() == Some("of")
}

/// The key by which mentions of the same place are brought together; `None` where the words name none.
pub(crate) fn place_key(p: &Place<Char>) -> Option<String> {
    let mut core = p.geonames.map_or_else(|| fold(p.name.as_deref().unwrap_or(&p.text)), |g| format!("geonames:{g}"));
    if core.is_empty() {
        return None;
    }
    // A town's name with "province" behind it is not the town, whichever of the two the gazetteer's entry is.
    let is_town = p.feature.as_deref().is_some_and(|f| !f.starts_with("admin") && f != "country");
    if let Some(region) = region_word(&p.text).filter(|_| is_town && p.name.is_some()) {
        core = format!("{core} {region}");
    }
    let relation = p.relation.as_deref().unwrap_or("");
    Some(if relation.is_empty() { core } else { format!("{core} | {}", fold(relation)) })
}

/// The word behind a place's name that makes it a region.
fn region_word(text: &str) -> Option<&str> {
    let last = text.rsplit(' ').next().filter(|w| w.len() < text.len())?;
    REGIONS.contains(&last).then_some(last)
}

/// Words behind a name that make a region of it.
const REGIONS: &[&str] = &["countryside", "governorate", "oblast", "prefecture", "province"];

fn without_article(text: &str) -> &str {
    let rest = ["the ", "a ", "an ", "The ", "A ", "An "].iter().find_map(|a| text.strip_prefix(a));
    rest.filter(|r| !r.trim().is_empty()).unwrap_or(text)
}

/// Heads and modifiers that name nobody in particular.
const GENERIC: &[&str] = &[
    "administration",
    "air",
    "airstrikes",
    "anti",
    "armed",
    "army",
    "attackers",
    "authorities",
    "authority",
    "aviation",
    "commander",
    "commanders",
    "faction",
    "factions",
    "fighter",
    "fighters",
    "force",
    "forces",
    "government",
    "ground",
    "group",
    "groups",
    "gunmen",
    "insurgent",
    "insurgents",
    "jets",
    "leader",
    "leaders",
    "local",
    "men",
    "militant",
    "militants",
    "military",
    "militia",
    "militias",
    "navy",
    "official",
    "officials",
    "opposition",
    "police",
    "positions",
    "power",
    "pro",
    "rebel",
    "rebels",
    "regime",
    "revolutionaries",
    "revolutionary",
    "security",
    "side",
    "sides",
    "soldier",
    "soldiers",
    "spokesman",
    "spokesperson",
    "spokeswoman",
    "state",
    "strikes",
    "troops",
    "units",
    "warplanes",
];
/// Words that stand for somebody named elsewhere.
const PRONOUNS: &[&str] = &[
    "all", "both", "each", "everyone", "he", "her", "him", "his", "i", "it", "its", "many", "one", "others", "she",
    "some", "somebody", "someone", "that", "their", "them", "these", "they", "this", "those", "us", "we", "which",
    "who", "whose", "you",
];
/// Sectors whose unnamed members belong to the country where they act …
const DOMESTIC: &[&str] = &["REB", "OPP"];
/// … where one of these words says that they rise against its state. A "militia" may be anybody's.
const RISEN: &[&str] =
    &["insurgent", "insurgents", "opposition", "rebel", "rebels", "revolutionaries", "revolutionary"];
/// Words that mean the government of where they stand, and the sectors that go with them.
const RULING: &[&str] = &["government", "regime"];

/// Whether a word is the adjective of a country: its code's letters stand in it in order, the first first.
pub(crate) fn is_demonym(word: &str, country: &str) -> bool {
    let mut letters = word.chars();
    let code = country.to_ascii_lowercase();
    word.len() >= 4 && word.starts_with(&code[..1]) && code.chars().all(|c| letters.any(|l| l == c))
}

/// The key by which mentions of the same actor are brought together; `None` where the words name nobody. `place` is
/// the country in which the claim is placed, and `page` the page's id; `folded` is the name, or the words where there is
/// none, folded.
pub(crate) fn actor_key(e: &Entity<Char>, folded: &str, place: Option<&str>, page: &str) -> Option<String> {
    let country = e.country.as_deref();
    let with_country = |what: &str| country.map_or_else(|| what.to_owned(), |c| format!("{c} {what}"));
    if let Some(id) = &e.id {
        return Some(format!("id:{id}"));
    }
    let is_plain = |w: &str| {
        GENERIC.contains(&w)
            || PRONOUNS.contains(&w)
            || w == "the"
            || w.chars().all(|c| c.is_ascii_digit())
            || country.is_some_and(|c| c.len() == 3 && c.is_ascii() && is_demonym(w, c))
    };
    let is_named = |words: &str| !words.split(' ').all(is_plain);
    let name = e.name.as_ref().map(|_| folded).filter(|n| !n.is_empty());
    if let Some(name) = name.filter(|n| is_named(n) || e.sector.is_none()) {
        return Some(with_country(name));
    }
    let of_text = if name.is_none() && e.name.is_some() { fold(&e.text) } else { folded.to_owned() };
    let folded = of_text.as_str();
    if folded.is_empty() {
        return None;
    }
    if is_named(folded) {
        return Some(with_country(folded));
    }
    // "Syrian and Russian aircraft": what is left of each is the nation's adjective, and they are the state's.
    let is_nation = || country.is_some_and(|c| !folded.contains(' ') && c.len() == 3 && is_demonym(folded, c));
    if e.sector.is_none() && is_nation() {
        return country.map(|c| format!("state {c}"));
    }
    let sector = e.sector.as_deref()?;
    if let Some(country) = country {
        return Some(format!("{country} {sector}"));
    }
    let has = |words: &[&str]| folded.split(' ').any(|w| words.contains(&w));
    if folded.split(' ').all(|w| PRONOUNS.contains(&w)) {
        return None;
    }
    let belongs = DOMESTIC.contains(&sector) && has(RISEN) || STATE.contains(&sector) && has(RULING);
    match place.filter(|_| belongs) {
        Some(country) => Some(format!("{country} {sector}")),
        // Rebels of nowhere in particular are the same on one page only.
        None => Some(format!("{sector} {folded} on {page}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use froissart_model::Span;

    fn entity(text: &str, country: Option<&str>, sector: Option<&str>) -> Entity<Char> {
        Entity {
            country: country.map(Into::into),
            sector: sector.map(Into::into),
            ..Entity::unnamed(text, Span::new(0, 1), EntityKind::Group)
        }
    }

    #[test]
    fn a_militia_is_no_rebel_of_the_place_and_a_government_is_the_places() {
        let key = |text: &str, sector: &str| {
            actor_key(&entity(text, None, Some(sector)), &fold(text), Some("GON"), "p").unwrap()
        };
        assert_eq!(key("the rebels", "REB"), "GON REB");
        assert_eq!(key("militias", "REB"), "REB militias on p");
        assert_eq!(key("government forces", "MIL"), "GON MIL");
        assert_eq!(key("troops", "MIL"), "MIL troops on p", "whose, nobody says");
    }

    #[test]
    fn counts_and_pronouns_are_names_of_last_resort() {
        let texts = ["2,000 Gondorian soldiers", "2,000 Gondorian soldiers", "its men", "Gondorian soldiers"];
        let all = texts.map(|text| entity(text, Some("GON"), Some("MIL")));
        let risen = entity("Gondorian soldiers", Some("GON"), Some("REB"));
        let mut n = Named::default();
        for e in &all {
            n.add(e, 1, 1);
        }
        assert_eq!(n.actor("k", |_| None).name, "Gondorian soldiers");
        assert_eq!(n.organ_of(), Some("GON"));
        n.add(&risen, 1, 1);
        assert_eq!(n.organ_of(), None, "who rose against the state is no organ of it");
    }

    #[test]
    fn a_place_is_shown_as_its_readers_write_it() {
        let shown = |text: &str, name: &str, relation: Option<&str>| {
            let mut p = Place::unnamed(text.to_owned(), Span::new(0, 1), froissart_model::PlaceRole::At);
            (p.name, p.relation) = (Some(name.into()), relation.map(Into::into));
            place_name(&p)
        };
        assert_eq!(shown("Pelargir", "Pelārgīr", None), "Pelargir");
        assert_eq!(shown("the town of Pelargir", "Pelārgīr", None), "Pelārgīr");
        assert_eq!(shown("Harbour City", "Pelargir", None), "Pelargir");
        assert_eq!(shown("Pelargir", "Pelargir", Some("south from")), "south of Pelargir");
        assert_eq!(shown("Pelargir", "Pelargir", Some("around")), "around Pelargir");
    }

    #[test]
    fn who_is_named_by_an_ally_is_not_that_ally() {
        let allies = entity("Gondor\u{2019}s allies", Some("GON"), Some("GOV"));
        let mut n = Named::default();
        n.add(&allies, 1, 1);
        assert_eq!(n.organ_of(), None);
    }
}
