//! Independent accounts: who vouches for a claim, and who is the same voice under another name or in another paper.
//!
//! The innermost holder vouches: where five papers rewrite "a war monitor said", there is one account. A paper counts
//! for what it says on its own, and then as the head of its wire family. Unnamed sources are one for each family and
//! kind, since nobody can tell the sources of one story apart, and nobody knows those of two stories to be the same.

use crate::mention::{Mentions, Numbers, Way};
use crate::sourced::Sourced;
use crate::who::{is_demonym, is_name, state_of};
use crate::wire::Families;
use froissart_model::{Char, Entity, EntityKind, LinkAs, fold};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// What sort of voice vouches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoiceKind {
    /// Somebody with a name or an office: "the Observatory", "the defence ministry".
    Named,
    /// The outlet itself, or the head of its wire family.
    Outlet,
    /// "Sources", "residents", "a diplomat".
    Unnamed,
}

/// One independent account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Equal for the same voice, whichever page carries it: `id:sohr`, `SYR MIL`, `outlet:levant wire`.
    pub key: String,
    /// The name or words most used.
    pub name: String,
    /// Which sort.
    pub kind: VoiceKind,
    /// Whose organ or member it is: an actor's key, or the code of a state.
    pub of: Option<String>,
}

/// A voice on some claims, with everybody who printed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Testimony {
    /// Who vouches.
    pub voice: Voice,
    /// Who printed it, by name.
    pub outlets: Vec<String>,
    /// The heads of the wire families that carry it.
    pub families: Vec<String>,
    /// The claims' ids.
    pub claims: Vec<String>,
}

/// Who vouches for each claim.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    /// By key.
    voices: Vec<Voice>,
    /// The number of each claim's voice, in the order of the claims given.
    of: Vec<u32>,
}

/// The keys under which outlets are known as actors: what a paper says, and what others quote it for, is one voice.
pub type OutletKeys = BTreeMap<String, String>;

impl Accounts {
    /// The voices of `claims`; `outlets` has actors' keys by the folded names of outlets, and may be empty.
    pub fn new<S: Borrow<Sourced>>(claims: &[S], families: &Families, outlets: &OutletKeys) -> Self {
        let mentions = Mentions::new(claims.iter().map(Borrow::borrow));
        let all: Vec<u32> = (0..claims.len() as u32).collect();
        Self::among(&mentions, &all, families, outlets)
    }

    /// The voices of the claims of these numbers, as if there were no others; numbers of claims are then places in
    /// `numbers`.
    pub fn among(mentions: &Mentions<'_>, numbers: &[u32], families: &Families, outlets: &OutletKeys) -> Self {
        let mut pages = Pages::new(mentions, numbers, families, outlets);
        let words: Vec<usize> = numbers.iter().map(|&n| pages.spoken(n as usize)).collect();
        // What is said of each voice, by the number of its key as it is met.
        let mut said: Vec<Vec<&Spoken<'_>>> = vec![Vec::new(); pages.keys.len()];
        for spoken in &pages.spoken {
            said[spoken.key as usize].push(spoken);
        }
        let mut order: Vec<u32> = (0..pages.keys.len() as u32).collect();
        order.sort_unstable_by_key(|&key| &pages.keys[key as usize]);
        let mut number = vec![0; order.len()];
        let mut voices = Vec::with_capacity(order.len());
        for (n, &key) in order.iter().enumerate() {
            number[key as usize] = n as u32;
            let said = &said[key as usize];
            let mut names: BTreeMap<&str, usize> = BTreeMap::new();
            for spoken in said {
                *names.entry(spoken.name).or_default() += spoken.times;
            }
            let most = names.into_iter().min_by_key(|(n, count)| (usize::MAX - count, n.chars().count(), *n));
            voices.push(Voice {
                key: pages.keys[key as usize].clone(),
                name: most.map_or_else(String::new, |(name, _)| name.to_owned()),
                // The least of equals, so that the order of the claims makes no difference.
                kind: said.iter().map(|s| s.kind).min().unwrap_or(VoiceKind::Unnamed),
                of: said.iter().filter_map(|s| s.of).min().map(str::to_owned),
            });
        }
        let of = words.into_iter().map(|w| number[pages.spoken[w].key as usize]).collect();
        Self { voices, of }
    }

    /// The same voices for some of the claims, by their places among these: whose word a claim is hangs on its own page
    /// and on no other, so that it stays whoever's word it was where pages are left out whole. Names are as before.
    #[must_use]
    pub fn some(&self, places: &[u32]) -> Self {
        Self { voices: self.voices.clone(), of: places.iter().map(|&n| self.of[n as usize]).collect() }
    }

    /// Who vouches for the claim of this number.
    pub fn voice(&self, claim: usize) -> &Voice {
        &self.voices[self.of[claim] as usize]
    }

    /// The number of that voice among [`Self::voices`].
    pub fn number(&self, claim: usize) -> u32 {
        self.of[claim]
    }

    /// All voices, by key.
    pub fn voices(&self) -> impl Iterator<Item = &Voice> {
        self.voices.iter()
    }

    /// The independent accounts among the claims of these numbers: named ones first, then outlets, then the unnamed.
    pub fn testimonies<S: Borrow<Sourced>>(
        &self,
        claims: &[S],
        numbers: impl IntoIterator<Item = usize>,
        families: &Families,
    ) -> Vec<Testimony> {
        let mut groups: BTreeMap<(VoiceKind, u32), Vec<&Sourced>> = BTreeMap::new();
        for n in numbers {
            groups.entry((self.voice(n).kind, self.of[n])).or_default().push(claims[n].borrow());
        }
        groups
            .into_iter()
            .map(|((_, voice), all)| Testimony {
                voice: self.voices[voice as usize].clone(),
                outlets: set(&all, |s| s.page.outlet.as_deref()),
                families: all
                    .iter()
                    .map(|s| families.head(&s.page.id))
                    .collect::<BTreeSet<_>>()
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
                claims: set(&all, |s| Some(&s.claim.id)),
            })
            .collect()
    }
}

/// What the claims have of one sort, each once and in order.
fn set<'s>(all: &[&'s Sourced], f: impl Fn(&'s Sourced) -> Option<&'s str>) -> Vec<String> {
    all.iter().filter_map(|s| f(s)).collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}

/// Somebody's word as it is told: the voice's key, the name used, and how often it is used so.
struct Spoken<'m> {
    /// The number of the key.
    key: u32,
    name: &'m str,
    kind: VoiceKind,
    of: Option<&'m str>,
    times: usize,
}

/// Keys of the holders and actors with a name on one page, each with the words of its names and the way that stands
/// for it.
type PageNames<'m> = BTreeMap<&'m str, (Vec<u32>, u32)>;

/// What is told again on one page: by anchor, the claims that say so of it, and the claims themselves.
#[derive(Default)]
struct PageTwins<'a> {
    claims: BTreeMap<&'a str, u32>,
    again: BTreeMap<&'a str, Vec<u32>>,
}

/// The pages of some claims, read as far as whose word a claim is hangs on them; each word is found once, however many
/// claims of its page rest on it.
struct Pages<'m, 'a> {
    mentions: &'m Mentions<'a>,
    families: &'m Families,
    outlets: &'m OutletKeys,
    /// The claims of each page, in the order given.
    claims: Vec<Vec<u32>>,
    names: Vec<Option<PageNames<'m>>>,
    twins: Vec<PageTwins<'a>>,
    /// The keys of voices as they are met.
    keys: Vec<String>,
    key_of: Numbers<String>,
    spoken: Vec<Spoken<'m>>,
    /// By the page and the number of the outlet's name.
    by_outlet: FxHashMap<(u32, Option<u32>), usize>,
    /// By the page and the way of naming the holder.
    by_holder: FxHashMap<(u32, u32), usize>,
}

impl<'m, 'a> Pages<'m, 'a> {
    fn new(m: &'m Mentions<'a>, numbers: &[u32], families: &'m Families, outlets: &'m OutletKeys) -> Self {
        let mut claims: Vec<Vec<u32>> = vec![Vec::new(); m.page_count];
        for &n in numbers {
            claims[m.pages[n as usize] as usize].push(n);
        }
        let twins = claims.iter().map(|all| PageTwins::new(m, all)).collect();
        Self {
            mentions: m,
            families,
            outlets,
            names: claims.iter().map(|_| None).collect(),
            claims,
            twins,
            keys: Vec::new(),
            key_of: Numbers::default(),
            spoken: Vec::new(),
            by_outlet: FxHashMap::default(),
            by_holder: FxHashMap::default(),
        }
    }

    /// The number of a voice's key.
    fn key(&mut self, key: &str) -> u32 {
        self.key_of.get(key).unwrap_or_else(|| {
            self.keys.push(key.to_owned());
            self.key_of.number(key.to_owned()).0
        })
    }

    fn add(&mut self, spoken: Spoken<'m>) -> usize {
        self.spoken.push(spoken);
        self.spoken.len() - 1
    }

    /// Whose word the claim of this number is, counted.
    fn spoken(&mut self, n: usize) -> usize {
        let (page, outlet) = (self.mentions.pages[n], self.mentions.heads[n].outlet);
        let holder = self.mentions.holders.of(n).first().copied();
        let known = match holder {
            None => self.by_outlet.get(&(page, outlet)),
            Some(way) => self.by_holder.get(&(page, way)),
        };
        let twins = self.twins_of(n, page);
        let found = match (known.filter(|_| twins.is_empty()), holder) {
            (Some(&found), _) => found,
            (None, None) => {
                let found = self.outlet(self.mentions.claims[n]);
                let found = self.add(found);
                self.by_outlet.insert((page, outlet), found);
                found
            }
            (None, Some(way)) => {
                let found = self.holder(self.mentions.claims[n], page as usize, way, &twins);
                let found = self.add(found);
                if twins.is_empty() {
                    self.by_holder.insert((page, way), found);
                }
                found
            }
        };
        self.spoken[found].times += 1;
        found
    }

    /// The page's own word, or that of its wire family.
    fn outlet(&mut self, s: &'a Sourced) -> Spoken<'m>
    where
        'a: 'm,
    {
        let outlet = self.families.family(&s.page.id).map_or(s.page.outlet.as_deref(), |f| f.outlet.as_deref());
        let (kind, times) = (VoiceKind::Outlet, 0);
        let Some(name) = outlet.or(s.page.outlet.as_deref()) else {
            let key = self.key(&format!("page:{}", self.families.head(&s.page.id)));
            return Spoken { key, name: "an unnamed outlet", kind, of: None, times };
        };
        let folded = fold(name);
        let of = self.outlets.get(&folded).map(String::as_str);
        let key = of.map_or_else(|| format!("outlet:{folded}"), |key| format!("id:{key}"));
        Spoken { key: self.key(&key), name, kind, of, times }
    }

    /// "Monitor" in a headline, and "the Syrian Observatory" in the sentence that tells the same again: the holders of
    /// the other tellings.
    fn twins_of(&self, n: usize, page: u32) -> Vec<u32> {
        let twins = &self.twins[page as usize];
        if twins.claims.is_empty() {
            return Vec::new();
        }
        let s = self.mentions.claims[n];
        let twin = s.claim.links.iter().filter(|l| l.as_ == LinkAs::SameTelling);
        let twin = twin.filter_map(|l| twins.claims.get(l.to.as_str())).take(1);
        let again = twins.again.get(s.claim.anchor.as_str()).into_iter().flatten();
        twin.chain(again).filter_map(|&n| self.mentions.holders.of(n as usize).first().copied()).collect()
    }

    fn holder(&mut self, s: &'a Sourced, page: usize, holder: u32, twins: &[u32]) -> Spoken<'m> {
        let mentions = self.mentions;
        let ways = &mentions.ways;
        let party = |way: &Way<'_>| way.parties[0].map(|n| mentions.parties[n as usize].as_str());
        let named = std::iter::once(holder).chain(twins.iter().copied());
        let named = named.into_iter().find_map(|w| ways[w as usize].voice.as_deref().map(|key| (key, w)));
        let way = &ways[holder as usize];
        let found = if named.is_some_and(|(key, _)| !key.starts_with("name:")) {
            named
        } else {
            // "Observatory" and "Hemo" are what the page calls whom it has named in full.
            let names = self.names[page].get_or_insert_with(|| page_names(mentions, &self.claims[page]));
            match named {
                Some((_, w)) => short_form(&ways[w as usize], names).or(named),
                None => short_form(way, names).or_else(|| sole_monitor(way.entity, names, ways)),
            }
        };
        if let Some((key, w)) = found {
            let way = &ways[w as usize];
            return Spoken { key: self.key(key), name: way.name(), kind: VoiceKind::Named, of: party(way), times: 0 };
        }
        let family = self.families.head(&s.page.id);
        let e = way.entity;
        let noun = way.folded.rsplit(' ').next().filter(|w| !w.is_empty() && !PRONOUNS.contains(w)).unwrap_or("source");
        let what = match (&e.country, &e.sector) {
            (None, None) => noun.to_owned(),
            (c, s) => format!("{} {}", c.as_deref().unwrap_or(""), s.as_deref().unwrap_or("")).trim().to_owned(),
        };
        let key = self.key(&format!("unnamed:{what}@{family}"));
        Spoken { key, name: way.name(), kind: VoiceKind::Unnamed, of: party(way), times: 0 }
    }
}

impl<'a> PageTwins<'a> {
    fn new(m: &Mentions<'a>, all: &[u32]) -> Self {
        let claim = |n: u32| &m.claims[n as usize].claim;
        let is_again = |n: &u32| m.heads[*n as usize].is_twin;
        let mut twins = Self::default();
        if !all.iter().any(is_again) {
            return twins;
        }
        for &n in all {
            // Of two readings of the same words the lesser id, so that the order of the claims makes no difference.
            let known = twins.claims.entry(&claim(n).anchor).or_insert(n);
            if claim(n).id < claim(*known).id {
                *known = n;
            }
        }
        for &n in twins.claims.values() {
            let mut told: Vec<&str> = Vec::new();
            for link in claim(n).links.iter().filter(|l| l.as_ == LinkAs::SameTelling) {
                if !told.contains(&link.to.as_str()) {
                    told.push(&link.to);
                    twins.again.entry(&link.to).or_default().push(n);
                }
            }
        }
        twins
    }
}

/// What else a page says of those it names.
fn page_names<'m>(m: &'m Mentions<'_>, claims: &[u32]) -> PageNames<'m> {
    let mut names = PageNames::new();
    let mut seen: FxHashSet<u32> = FxHashSet::default();
    for &n in claims {
        let n = n as usize;
        for &w in m.holders.of(n).iter().chain(m.actors.of(n)).chain(m.recipients.of(n)) {
            if !seen.insert(w) {
                continue;
            }
            let way = &m.ways[w as usize];
            let Some(key) = way.voice.as_deref() else { continue };
            let entry = names.entry(key).or_insert_with(|| (Vec::new(), w));
            let known = m.ways[entry.1 as usize].entity;
            if (&way.entity.name, &way.entity.text) < (&known.name, &known.text) {
                entry.1 = w;
            }
            for &word in &way.words {
                if !entry.0.contains(&word) {
                    entry.0.push(word);
                }
            }
        }
    }
    names
}

/// The key of somebody with a name, an office or a table of their own.
pub(crate) fn named_key(e: &Entity<Char>) -> Option<String> {
    let text = e.name.as_deref().unwrap_or(&e.text);
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').collect();
    let is_body = e.kind == EntityKind::State || words.iter().any(|w| ORGANS.contains(w));
    // "The Syrian command": the words tell the organ where the coder gives no sector.
    let is_unsorted = e.id.is_none() && e.sector.is_none() && e.kind == EntityKind::Group;
    let by_words = e.country.as_deref().filter(|c| is_unsorted && words.iter().any(|w| is_demonym(w, c)));
    if let Some(state) = state_of(e).or(by_words).filter(|_| is_body && e.kind != EntityKind::Person) {
        let is_army = words.iter().any(|w| matches!(*w, "army" | "command" | "forces" | "military" | "navy"));
        let sector = e.sector.as_deref().unwrap_or(if is_army { "MIL" } else { "GOV" });
        let is_plain = |w: &&str| ORGANS.contains(w) || OFFICIAL.contains(w) || is_demonym(w, state);
        // "The army", "Syria's military" and "Syrian Arab Army" are one voice; "the 25th Division" is its own.
        if e.id.is_none() || words.iter().all(is_plain) {
            return Some(format!("{state} {sector}"));
        }
    }
    if let Some(id) = &e.id {
        return Some(format!("id:{id}"));
    }
    let is_party = e.kind == EntityKind::Group && e.sector.as_deref().is_some_and(|s| matches!(s, "REB" | "OPP"));
    if let Some(country) = e.country.as_deref().filter(|_| is_party && !is_name(text)) {
        return Some(format!("{country} {}", e.sector.as_deref().unwrap_or("")));
    }
    let is_pronoun = words.iter().all(|w| PRONOUNS.contains(w));
    let is_somebody = !is_pronoun && is_name(text) && !words.iter().all(|w| ORGANS.contains(w) || OFFICIAL.contains(w));
    // A plural with a capital is no name: "Syrian officers", "Western Diplomats".
    let is_many = words.last().is_some_and(|w| PEOPLE.contains(w)) || e.count.is_some();
    (is_somebody && !is_many).then(|| format!("name:{folded}"))
}

/// The longer name on the same page, where there is one: "the Observatory", "the command", "Hemo".
fn short_form<'m>(way: &Way<'_>, page: &PageNames<'m>) -> Option<(&'m str, u32)> {
    let says_nothing = |w: &str| PEOPLE.contains(&w) || OFFICIAL.contains(&w) || w == "source" || w.is_empty();
    if way.folded.split(' ').all(says_nothing) || matches!(way.entity.kind, EntityKind::Civilians) {
        return None;
    }
    let words = &way.words;
    let is_longer = |all: &Vec<u32>| all.len() > words.len() && words.iter().all(|w| all.contains(w));
    let mut longer = page.iter().filter(|(_, (all, _))| is_longer(all));
    let found = longer.next()?;
    longer.next().is_none().then_some((*found.0, found.1.1))
}

/// "A war monitor", on a page that names one.
fn sole_monitor<'m>(e: &Entity<Char>, page: &PageNames<'m>, ways: &[Way<'_>]) -> Option<(&'m str, u32)> {
    let folded = fold(&e.text);
    if !folded.split(' ').any(|w| matches!(w, "monitor" | "watchdog")) {
        return None;
    }
    let is_monitor = |w: u32| matches!(ways[w as usize].entity.sector.as_deref(), Some("SOC" | "HRI" | "NGO"));
    let mut all = page.iter().filter(|(_, (_, w))| is_monitor(*w));
    let found = all.next()?;
    all.next().is_none().then_some((*found.0, found.1.1))
}

/// Words for organs of a state, which speak with one voice each.
const ORGANS: &[&str] = &[
    "administration",
    "army",
    "authorities",
    "authority",
    "cabinet",
    "command",
    "committee",
    "council",
    "court",
    "forces",
    "government",
    "intelligence",
    "interior",
    "judiciary",
    "military",
    "ministry",
    "navy",
    "office",
    "parliament",
    "police",
    "presidency",
    "regime",
    "service",
    "services",
    "staff",
    "state",
];
/// What stands beside them, and in names of offices.
const OFFICIAL: &[&str] = &[
    "a", "air", "an", "and", "arab", "armed", "central", "civil", "defence", "defense", "exterior", "external",
    "foreign", "general", "joint", "national", "of", "republic", "security", "senior", "the",
];
/// Words that stand for somebody named elsewhere.
const PRONOUNS: &[&str] =
    &["he", "her", "him", "his", "i", "it", "its", "she", "that", "their", "them", "they", "this", "we", "who"];
/// People without a name, in the plural and the singular.
const PEOPLE: &[&str] = &[
    "activist",
    "activists",
    "aides",
    "analyst",
    "analysts",
    "commander",
    "commanders",
    "diplomat",
    "diplomats",
    "envoys",
    "expert",
    "experts",
    "fighters",
    "media",
    "ministers",
    "observers",
    "officer",
    "officers",
    "official",
    "officials",
    "people",
    "police",
    "rebels",
    "reports",
    "resident",
    "residents",
    "soldiers",
    "source",
    "sources",
    "spokesman",
    "spokesmen",
    "spokesperson",
    "spokeswoman",
    "witness",
    "witnesses",
    "workers",
];
