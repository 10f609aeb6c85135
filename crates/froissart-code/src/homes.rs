//! Whose the unnamed are: police who arrest in Lagos are Nigeria's, students throughout Peru Peruvians, and a court that
//! tries Chilean officials a Chilean court. "In Beijing, the foreign ministry said" tells whose ministry that is.
//!
//! Fills the country of groups and offices that the words leave without one, and makes no actor. Only those who are at
//! home where they act: soldiers, refugees, foreigners and tourists are not, and heads of state meet abroad.

use crate::reader::Reader;
use froissart_know::{Resolved, Word};
use froissart_model::{Claim, Entity, EntityKind, Kind, Name, NameKind, PlaceRole, Pos, Span};
use std::collections::BTreeMap;

/// Behind these a country tells where a group lives or what it is of.
const LIVES: &[&str] = &["across", "from", "in", "inside", "of", "throughout", "within"];
/// Participles that tell where a group lives or what it belongs to.
const DWELLS: &[&str] =
    &["affiliate", "base", "flee", "headquarter", "link", "live", "operate", "reside", "shelter", "study", "work"];
/// Sectors of those who are at home where they act or suffer.
const LOCAL: &[&str] = &[
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "OPP", "PTY", "REB",
    "REL", "SOC", "UAF",
];
/// Organs that have no business outside of their country.
const ORGANS: &[&str] = &["COP", "GOV", "JUD", "LEG"];
/// Sectors of those whom an organ of their own state governs, restrains and tries.
const GOVERNED: &[&str] = &[
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "JRN", "JUD", "LAB", "LEG", "MED", "OPP", "PTY", "REL",
    "SOC",
];

impl Reader<'_> {
    /// The country of a group by the phrases and participles behind it: "rebels in the Ivory Coast", "guerrillas
    /// operating in Chad", "doctors from two French charities".
    pub(crate) fn home(&self, s: usize, t: usize) -> Option<String> {
        let tree = &self.trees[s];
        let lives = |k: usize| k > t && tree.case(k).is_some_and(|c| LIVES.contains(&c.as_str()));
        let own: Vec<usize> = tree.kids_by(t, &["nmod"]).filter(|&k| lives(k)).collect();
        if let Some(c) = own.iter().find_map(|&k| self.country(s, k)) {
            return Some(c);
        }
        // "doctors from two French charities", and not "soldiers of the Syrian president".
        let group = |k: usize| {
            (tree.upos(k) == Pos::Noun || self.kind_at(s, k) == Some(NameKind::Org))
                && tree.case(k).is_some_and(|c| matches!(c.as_str(), "from" | "of"))
        };
        if let Some(c) = own.iter().filter(|&&k| group(k)).find_map(|&k| self.resolve_direct(s, k)?.country) {
            return Some(c);
        }
        let verbs = tree.kids_by(t, &["acl", "amod"]).filter(|&v| {
            v > t
                && tree.is_verb(v)
                && DWELLS.contains(&tree.low(v))
                && matches!(tree.tok(v).xpos.as_str(), "VBG" | "VBN")
        });
        for v in verbs {
            let flees = tree.low(v) == "flee";
            let phrases = tree.kids_by(v, &["obl"]).filter(|&k| {
                tree.case(k).is_some_and(|c| {
                    if flees {
                        matches!(c.as_str(), "from" | "in")
                    } else {
                        LIVES.contains(&c.as_str()) || matches!(c.as_str(), "to" | "with")
                    }
                })
            });
            let fled = tree.kids_by(v, &["obj"]).filter(|_| flees);
            for k in phrases.chain(fled) {
                let found = self
                    .country(s, k)
                    .or_else(|| self.resolve_direct(s, k).and_then(|r| r.country))
                    // "fleeing the war in Liberia"
                    .or_else(|| tree.kids_by(k, &["nmod"]).filter(|&x| lives(x)).find_map(|x| self.country(s, x)));
                if found.is_some() {
                    return found;
                }
            }
        }
        None
    }

    /// What a share is of: the rebels of "one third of the rebels". A share of a place or a state is another matter.
    pub(crate) fn whole(&self, s: usize, t: usize) -> Option<usize> {
        let tree = &self.trees[s];
        if tree.upos(t) != Pos::Noun || !self.know.words.has("shares", tree.low(t)) {
            return None;
        }
        let of = |k: &usize| *k > t && tree.case(*k).as_deref() == Some("of") && tree.upos(*k) == Pos::Noun;
        let k = tree.kids_by(t, &["nmod"]).find(of)?;
        self.resolve_direct(s, k).is_some_and(|r| r.sector.is_some() && !r.is_place).then_some(k)
    }

    /// Who a name is by the noun that it stands behind: "the opposition newspaper La Prensa", "a member of the Syrian
    /// parliament, Mohammed Mamoun".
    pub(crate) fn told_before(&self, s: usize, t: usize) -> Option<Resolved> {
        let tree = &self.trees[s];
        if tree.upos(t) != Pos::Propn || tree.rel(t) != "appos" {
            return None;
        }
        let h = tree.head(t).filter(|&h| h < t && tree.upos(h) == Pos::Noun)?;
        let first = self.name_at(s, t).map_or(t, |n| n.first.token);
        let close = tree.phrase(h).1 + 1;
        // Nothing but a comma between the noun's phrase and the name.
        if first < close || first > close + 1 {
            return None;
        }
        let (a, b) = tree.phrase(h);
        let words: Vec<Word> =
            (a..=b).map(|i| Word { form: &tree.tok(i).form, lemma: &tree.tok(i).lemma, upos: tree.upos(i) }).collect();
        let plural = tree.tok(h).xpos == "NNS";
        let r = self.know.actors.resolve_in(&words, h - a, &self.beside())?;
        // A thing with a name, and a group whose members are listed, are not asked.
        // "The car unit, Jaguar" is no unit of soldiers.
        let firm = self.kind_at(s, t) == Some(NameKind::Org) && r.sector.as_deref() == Some("MIL");
        // "The union's president, Mary Kay Henry" leads a union.
        if r.country.is_none() && matches!(r.sector.as_deref(), Some("GOV" | "MIL")) {
            return None;
        }
        let fits = !plural && !firm && !r.is_place && r.sector.as_deref().is_some_and(|x| x != "UNK");
        fits.then(|| Resolved { name: Some(self.text(s, t)), id: None, ..r })
    }
}

/// Sectors of the bodies that speak for their state from its capital.
const SPEAKS_FOR: &[&str] = &["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];

/// The state of an unnamed ministry or army that speaks in a capital: "In Beijing, the foreign ministry said". Only what is
/// said, and only by bodies: ministers travel, and armies shell other people's capitals.
fn of_seat(r: &Reader, c: &Claim, e: &Entity) -> Option<String> {
    let is_body = e.kind != EntityKind::Person && e.sector.as_deref().is_some_and(|x| SPEAKS_FOR.contains(&x));
    if !is_body || e.country.is_some() || e.id.is_some() || e.code.is_some() {
        return None;
    }
    let at = r.head_of(e.span)?;
    let tree = &r.trees[at.sentence];
    let verb = tree.head(at.token).filter(|&v| tree.rel(at.token).starts_with("nsubj") && tree.is_verb(v))?;
    let is_cue = r.analysis.attributions.iter().any(|a| (a.cue_head.sentence, a.cue_head.token) == (at.sentence, verb));
    let is_statement =
        c.kind == Kind::Statement && c.origin.is_some_and(|o| (o.sentence, o.token) == (at.sentence, verb));
    // "Ministries", "the armies": of one state is one.
    let is_one =
        tree.upos(at.token) == Pos::Noun && tree.tok(at.token).xpos == "NN" && tree.conjuncts(at.token).len() == 1;
    let is_whose = tree.kids_by(at.token, &["nmod", "amod", "compound"]).any(|k| r.country(at.sentence, k).is_some());
    if !(is_cue || is_statement) || !is_one || is_whose {
        return None;
    }
    let mut seats = tree.kids_by(verb, &["obl"]).filter(|&k| {
        k < at.token && tree.case(k).as_deref() == Some("in") && tree.kids_by(k, &["conj"]).next().is_none()
    });
    let seat = seats.next().filter(|_| seats.next().is_none())?;
    let name = r.name_at(at.sentence, seat)?.span.of(&r.page.text);
    r.places.get(name).filter(|p| p.feature() == "capital")?.country.clone()
}

/// Fills countries of the unnamed over all claims of a page, and says of peoples that they are civilians.
pub(crate) fn homes(r: &Reader, claims: &mut [Claim]) {
    let mut found: BTreeMap<Span, Option<String>> = BTreeMap::new();
    let mut note = |e: &Entity, c: &str| {
        let c = Some(c.to_owned());
        // Two claims that tell different countries of one mention tell none.
        found.entry(e.span).and_modify(|x| x.clone_from(&x.clone().filter(|x| Some(x) == c.as_ref()))).or_insert(c);
    };
    for c in claims.iter() {
        let by_place = of_places(c);
        for (side, other) in [(&c.actor, &c.recipient), (&c.recipient, &c.actor)] {
            for e in side.iter().filter(|e| is_open(r, e)) {
                if let Some(x) = by_place.as_deref().or_else(|| of_other(c, e, other)) {
                    note(e, x);
                }
            }
        }
    }
    let mut seated: BTreeMap<Span, String> = BTreeMap::new();
    for c in claims.iter() {
        for e in c.actor.iter().chain(&c.according_to) {
            if let Some(x) = of_seat(r, c, e) {
                seated.insert(e.span, x);
            }
        }
    }
    if let Some(only) = &r.only {
        let mut blocked: Vec<Span> = Vec::new();
        let mut open: Vec<&Entity> = Vec::new();
        for c in claims.iter() {
            for (side, other) in [(&c.actor, &c.recipient), (&c.recipient, &c.actor)] {
                // "The president warned China": who deals with a state as a state is another's.
                let foreign = other.iter().any(|o| {
                    o.country.as_ref() == Some(only)
                        && o.sector.as_deref().is_none_or(|x| matches!(x, "GOV" | "MIL" | "ELI" | "SPY"))
                });
                for e in side.iter().filter(|e| is_open(r, e) && is_organ(e)) {
                    let apart = matches!(c.kind, Kind::Relation | Kind::Agreement)
                        || matches!(c.type_.as_str(), "CONSULT" | "COOPERATE");
                    if foreign && !is_domestic(c) {
                        blocked.push(e.span);
                    } else if !apart && names_state(r, c.evidence.sentence, only) {
                        open.push(e);
                    }
                }
            }
        }
        for e in open {
            if !blocked.contains(&e.span) {
                found.entry(e.span).or_insert_with(|| Some(only.clone()));
            }
        }
    }
    found.extend(seated.into_iter().map(|(span, country)| (span, Some(country))));
    for c in claims.iter_mut() {
        for e in c.according_to.iter_mut().filter(|e| e.country.is_none()) {
            if let Some(Some(x)) = found.get(&e.span) {
                e.country = Some(x.clone());
            }
        }
        let asking = matches!(c.type_.as_str(), "PROTEST" | "REQUEST");
        let told = matches!(c.kind, Kind::Event | Kind::Statement | Kind::Figure);
        for (recipient, side) in [(false, &mut c.actor), (true, &mut c.recipient)] {
            for e in side.iter_mut() {
                if e.country.is_none()
                    && let Some(Some(x)) = found.get(&e.span)
                {
                    e.country = Some(x.clone());
                }
                if told && (recipient || asking) && is_people(r, e) {
                    e.kind = EntityKind::Civilians;
                    e.sector = Some("CVL".into());
                    e.sectors = vec!["CVL".into()];
                }
            }
        }
    }
}

/// Whether a mention is of somebody unnamed who may be at home where he acts.
fn is_open(r: &Reader, e: &Entity) -> bool {
    if e.country.is_some() || e.id.is_some() || e.code.is_some() {
        return false;
    }
    if !e.sector.as_deref().is_some_and(|x| LOCAL.contains(&x)) {
        return false;
    }
    let lower = e.text.to_lowercase();
    let strange = lower.split(|c: char| !c.is_alphanumeric() && c != '-').any(|w| r.know.words.has("strangers", w));
    let minority = lower.starts_with("ethnic ") || lower.contains(" ethnic ");
    let named = !minority
        && r.analysis.names.iter().any(|n| {
            n.span.overlaps(e.span)
                && (matches!(n.kind, NameKind::Norp | NameKind::Gpe | NameKind::Loc)
                    || n.kind == NameKind::Org && n.span != e.span)
        });
    // "killing all five on board": who knows whence they came.
    let rest = &r.page.text[e.span.end..];
    let aboard = [" on board", " aboard", " from "].iter().any(|x| rest.starts_with(x));
    !strange && !named && !aboard
}

/// Whether a sentence names a state or its people.
fn names_state(r: &Reader, sentence: usize, country: &str) -> bool {
    r.analysis
        .names
        .iter()
        .any(|n| n.first.sentence == sentence && r.know.actors.country_of(n.span.of(&r.page.text)) == Some(country))
}

/// Offices and parties that are a country's.
fn is_organ(e: &Entity) -> bool {
    e.sector.as_deref().is_some_and(|x| ORGANS.contains(&x) || matches!(x, "ELI" | "OPP" | "PTY"))
}

/// Acts of a state within its borders.
fn is_domestic(c: &Claim) -> bool {
    let mode = |list: &[&str]| c.modes.iter().any(|m| list.contains(&m.as_str()));
    match c.type_.as_str() {
        "COERCE" => mode(&["arrest", "censor", "curfew", "martial-law", "restrict"]),
        "SANCTION" => mode(&["convict"]),
        "ACCUSE" => mode(&["investigate"]),
        "ASSAULT" => mode(&["crowd-control"]),
        _ => false,
    }
}

/// The one country that an act's places lie in, where those who do or suffer it live there.
fn of_places(c: &Claim) -> Option<String> {
    let local = is_domestic(c)
        || matches!(c.type_.as_str(), "ASSAULT" | "COERCE" | "PROTEST")
        || c.kind == Kind::Figure
        || c.type_ == "RETREAT" && c.modes.iter().any(|m| m == "release")
        || c.rule == "CONCEDE/ease";
    if !local || c.kind == Kind::Relation {
        return None;
    }
    let here = || c.place.iter().filter(|p| matches!(p.role, PlaceRole::At | PlaceRole::Target | PlaceRole::Of));
    let first = here().find_map(|p| p.country.clone())?;
    here().all(|p| p.country.as_ref().is_none_or(|x| *x == first)).then_some(first)
}

/// The country of the other side, where an organ of state deals with its own people.
fn of_other<'c>(c: &Claim, e: &Entity, other: &'c [Entity]) -> Option<&'c str> {
    if !is_domestic(c) {
        return None;
    }
    let of = |e: &Entity, list: &[&str]| e.sector.as_deref().is_some_and(|x| list.contains(&x));
    other
        .iter()
        .find(|o| {
            o.country.as_deref().is_some_and(|x| !matches!(x, "UNO" | "EUR" | "IGO" | "NGO" | "IMG" | "ISM" | "MNC"))
                && (of(o, ORGANS) && of(e, GOVERNED) || of(e, ORGANS) && of(o, GOVERNED))
        })
        .and_then(|o| o.country.as_deref())
}

/// Whether a mention is of a people by its name: "Palestinians", and not "the Palestinians", who may be their government,
/// nor "Honduras", which only ends like one.
fn is_people(r: &Reader, e: &Entity) -> bool {
    if e.kind != EntityKind::State || e.sector.is_some() || e.code.is_some() {
        return false;
    }
    let is_of = |words: &str| words.ends_with('s') && r.know.actors.country_of(words) == e.country.as_deref();
    let stands = |n: &Name| {
        let last = n.span.end == e.span.end;
        last && !e.text.to_lowercase().starts_with("the ") || !last && n.span.begin == e.span.begin
    };
    // What no name was seen in is told by its plural, if its word is not the country's own.
    let is_plural = || {
        r.head_of(e.span).is_some_and(|at| {
            let word = r.trees[at.sentence].tok(at.token);
            word.form == e.text && matches!(word.xpos.as_str(), "NNPS" | "NNS") && e.name.as_deref() != Some(&word.form)
        })
    };
    r.analysis.names.iter().any(|n| n.kind == NameKind::Norp && is_of(n.span.of(&r.page.text)) && stands(n))
        || e.country.is_some() && e.text.ends_with('s') && is_plural()
}
