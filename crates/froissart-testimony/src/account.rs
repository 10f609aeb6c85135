//! Independent accounts: who vouches for a claim, and who is the same voice under another name or in another paper.
//!
//! The innermost holder vouches: where five papers rewrite "a war monitor said", there is one account. A paper counts
//! for what it says on its own, and then as the head of its wire family. Unnamed sources are one for each family and
//! kind, since nobody can tell the sources of one story apart, and nobody knows those of two stories to be the same.

use crate::sourced::Sourced;
use crate::who::{is_demonym, is_name, party_of, state_of};
use crate::wire::Families;
use froissart_model::{Char, Claim, Entity, EntityKind, LinkAs, fold};
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
    voices: BTreeMap<String, Voice>,
    /// The voice of each claim, in the order of the claims given.
    of: Vec<String>,
}

/// The keys under which outlets are known as actors: what a paper says, and what others quote it for, is one voice.
pub type OutletKeys = BTreeMap<String, String>;

impl Accounts {
    /// The voices of `claims`; `outlets` has actors' keys by the folded names of outlets, and may be empty.
    pub fn new<S: Borrow<Sourced>>(claims: &[S], families: &Families, outlets: &OutletKeys) -> Self {
        let claims: Vec<&Sourced> = claims.iter().map(Borrow::borrow).collect();
        let pages = pages(&claims);
        let mut all = Self { voices: BTreeMap::new(), of: Vec::with_capacity(claims.len()) };
        let mut names: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for s in &claims {
            let page = &pages[s.page_id.as_str()];
            let (key, name, kind, of) = voice_of(s, page, families, outlets);
            *names.entry(key.clone()).or_default().entry(name).or_default() += 1;
            let voice = all.voices.entry(key.clone()).or_insert_with(|| Voice {
                key: key.clone(),
                name: String::new(),
                kind,
                of: None,
            });
            // The least of equals, so that the order of the claims makes no difference.
            voice.of = match (voice.of.take(), of) {
                (Some(a), Some(b)) => Some(a.min(b)),
                (a, b) => a.or(b),
            };
            voice.kind = voice.kind.min(kind);
            all.of.push(key);
        }
        for (key, names) in names {
            let most = names.into_iter().min_by_key(|(n, count)| (usize::MAX - count, n.chars().count(), n.clone()));
            if let (Some(voice), Some((name, _))) = (all.voices.get_mut(&key), most) {
                voice.name = name;
            }
        }
        all
    }

    /// Who vouches for the claim of this number.
    pub fn voice(&self, claim: usize) -> &Voice {
        &self.voices[&self.of[claim]]
    }

    /// All voices, by key.
    pub fn voices(&self) -> impl Iterator<Item = &Voice> {
        self.voices.values()
    }

    /// The independent accounts among the claims of these numbers: named ones first, then outlets, then the unnamed.
    pub fn testimonies<S: Borrow<Sourced>>(
        &self,
        claims: &[S],
        numbers: impl IntoIterator<Item = usize>,
        families: &Families,
    ) -> Vec<Testimony> {
        let mut groups: BTreeMap<(VoiceKind, &str), Vec<&Sourced>> = BTreeMap::new();
        for n in numbers {
            let voice = self.voice(n);
            groups.entry((voice.kind, &voice.key)).or_default().push(claims[n].borrow());
        }
        let set = |all: &[&Sourced], f: &dyn Fn(&Sourced) -> Option<String>| -> Vec<String> {
            all.iter().filter_map(|s| f(s)).collect::<BTreeSet<_>>().into_iter().collect()
        };
        groups
            .into_iter()
            .map(|((_, key), all)| Testimony {
                voice: self.voices[key].clone(),
                outlets: set(&all, &|s| s.outlet.clone()),
                families: set(&all, &|s| Some(families.head(&s.page_id).to_owned())),
                claims: set(&all, &|s| Some(s.claim.id.clone())),
            })
            .collect()
    }
}

/// What else a page says of those it names.
#[derive(Default)]
struct PageNames<'a> {
    /// Keys of the holders and actors with a name, with the words of the name.
    named: BTreeMap<String, (BTreeSet<String>, &'a Entity<Char>)>,
    /// Claims by anchor.
    claims: BTreeMap<&'a str, &'a Claim<Char>>,
}

fn pages<'a>(claims: &[&'a Sourced]) -> BTreeMap<&'a str, PageNames<'a>> {
    let mut pages: BTreeMap<&str, PageNames<'a>> = BTreeMap::new();
    for s in claims {
        let page = pages.entry(&s.page_id).or_default();
        // Of two readings of the same words the lesser id, so that the order of the claims makes no difference.
        let known = page.claims.entry(&s.claim.anchor).or_insert(&s.claim);
        if s.claim.id < known.id {
            *known = &s.claim;
        }
        for e in s.claim.according_to.iter().chain(&s.claim.actor).chain(&s.claim.recipient) {
            if let Some(key) = named_key(e) {
                let words = |t: &str| fold(t).split(' ').map(str::to_owned).collect::<Vec<_>>();
                let entry = page.named.entry(key).or_insert_with(|| (BTreeSet::new(), e));
                if (&e.name, &e.text) < (&entry.1.name, &entry.1.text) {
                    entry.1 = e;
                }
                entry.0.extend(words(e.name.as_deref().unwrap_or(&e.text)));
            }
        }
    }
    pages
}

fn voice_of(
    s: &Sourced,
    page: &PageNames<'_>,
    families: &Families,
    outlets: &OutletKeys,
) -> (String, String, VoiceKind, Option<String>) {
    let family = families.head(&s.page_id);
    let Some(holder) = s.claim.according_to.first() else {
        let outlet = families.family(&s.page_id).map_or(s.outlet.as_deref(), |f| f.outlet.as_deref());
        let Some(outlet) = outlet.or(s.outlet.as_deref()) else {
            return (format!("page:{family}"), "an unnamed outlet".into(), VoiceKind::Outlet, None);
        };
        let folded = fold(outlet);
        return match outlets.get(&folded) {
            Some(key) => (format!("id:{key}"), outlet.to_owned(), VoiceKind::Outlet, Some(key.clone())),
            None => (format!("outlet:{folded}"), outlet.to_owned(), VoiceKind::Outlet, None),
        };
    };
    let name = |e: &Entity<Char>| e.name.clone().unwrap_or_else(|| e.text.clone());
    // "Monitor" in a headline, and "the Syrian Observatory" in the sentence that tells the same again.
    let twin =
        s.claim.links.iter().filter(|l| l.as_ == LinkAs::SameTelling).find_map(|l| page.claims.get(l.to.as_str()));
    let told_again =
        page.claims.values().filter(|c| c.links.iter().any(|l| l.as_ == LinkAs::SameTelling && l.to == s.claim.anchor));
    let twins = twin.into_iter().chain(told_again).filter_map(|c| c.according_to.first());
    let named = std::iter::once(holder).chain(twins).find_map(|e| named_key(e).map(|k| (k, e)));
    if let Some((key, e)) = named {
        // "Observatory" and "Hemo" are what the page calls whom it has named in full.
        let (key, e) = if key.starts_with("name:") { short_form(e, page).unwrap_or((key, e)) } else { (key, e) };
        return (key, name(e), VoiceKind::Named, party_of(e));
    }
    if let Some((key, e)) = short_form(holder, page).or_else(|| sole_monitor(holder, page)) {
        return (key, name(e), VoiceKind::Named, party_of(e));
    }
    let folded = fold(&name(holder));
    let noun = folded.rsplit(' ').next().filter(|w| !w.is_empty() && !PRONOUNS.contains(w)).unwrap_or("source");
    let what = match (&holder.country, &holder.sector) {
        (None, None) => noun.to_owned(),
        (c, s) => format!("{} {}", c.as_deref().unwrap_or(""), s.as_deref().unwrap_or("")).trim().to_owned(),
    };
    (format!("unnamed:{what}@{family}"), name(holder), VoiceKind::Unnamed, party_of(holder))
}

/// The key of somebody with a name, an office or a table of their own.
fn named_key(e: &Entity<Char>) -> Option<String> {
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
fn short_form<'p>(e: &Entity<Char>, page: &'p PageNames<'_>) -> Option<(String, &'p Entity<Char>)> {
    let folded = fold(e.name.as_deref().unwrap_or(&e.text));
    let words: Vec<&str> = folded.split(' ').filter(|w| !w.is_empty()).collect();
    let says_nothing = words.iter().all(|w| PEOPLE.contains(w) || OFFICIAL.contains(w) || *w == "source");
    if words.is_empty() || says_nothing || matches!(e.kind, EntityKind::Civilians) {
        return None;
    }
    let is_longer = |all: &BTreeSet<String>| all.len() > words.len() && words.iter().all(|w| all.contains(*w));
    let mut longer = page.named.iter().filter(|(_, (all, _))| is_longer(all));
    let found = longer.next()?;
    longer.next().is_none().then(|| (found.0.clone(), found.1.1))
}

/// "A war monitor", on a page that names one.
fn sole_monitor<'p>(e: &Entity<Char>, page: &'p PageNames<'_>) -> Option<(String, &'p Entity<Char>)> {
    let folded = fold(&e.text);
    if !folded.split(' ').any(|w| matches!(w, "monitor" | "watchdog")) {
        return None;
    }
    let is_monitor = |e: &Entity<Char>| matches!(e.sector.as_deref(), Some("SOC" | "HRI" | "NGO"));
    let mut all = page.named.iter().filter(|(_, (_, e))| is_monitor(e));
    let found = all.next()?;
    all.next().is_none().then(|| (found.0.clone(), found.1.1))
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
