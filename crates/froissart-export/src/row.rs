//! What one row stands for, before any layout: an event with the claims that tell of it, or one claim.
//!
//! Merging invents nothing: parties and places are those of some claim, the type is the one that most claims give, the
//! day the narrowest; whatever another claim says otherwise is a rival, kept in words.

use crate::count;
use crate::day::{self, When};
use crate::loss::{Field, Reason, is_no_event};
use crate::party::{self, Party};
use crate::place;
use crate::select::{Selection, follows, is_act};
use crate::tables::{self, Side};
use crate::words::{account, distinct, hedges};
use crate::{Format, Input, Options, PageFacts, Per};
use froissart_model::{Char, Claim, Kind, LinkAs, Place};
use froissart_picture::Sourced;
use std::collections::{BTreeMap, BTreeSet};

/// An event or a claim, ready for any layout.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    /// The group's id, else the claim's.
    pub(crate) id: String,
    /// The claim whose types stand.
    pub(crate) lead: &'a Sourced,
    /// The claims that tell of it, in the order of the selection.
    pub(crate) claims: Vec<&'a Sourced>,
    /// The figures that count it.
    pub(crate) figures: Vec<&'a Sourced>,
    pub(crate) actors: Vec<Party<'a>>,
    pub(crate) recipients: Vec<Party<'a>>,
    /// The best first.
    pub(crate) places: Vec<&'a Place<Char>>,
    pub(crate) when: When,
    /// What accounts of the same event say otherwise, in words.
    pub(crate) rivals: Vec<String>,
    /// Other types that the event's claims were read as: our reading of their words, not theirs.
    pub(crate) also_read: Vec<String>,
    pages: &'a BTreeMap<String, PageFacts>,
}

impl<'a> Row<'a> {
    pub(crate) fn page(&self, s: &Sourced) -> Option<&'a PageFacts> {
        self.pages.get(&s.page.id)
    }
    /// The claims and the figures.
    pub(crate) fn all(&self) -> impl Iterator<Item = &'a Sourced> + '_ {
        self.claims.iter().chain(&self.figures).copied()
    }
    pub(crate) fn ids(&self) -> Vec<&'a str> {
        self.all().map(|s| s.claim.id.as_str()).collect()
    }
    pub(crate) fn lead_claim(&self) -> &'a Claim<Char> {
        &self.lead.claim
    }
    /// The place that stands, where it has coordinates or at least words.
    pub(crate) fn place(&self) -> Option<&'a Place<Char>> {
        self.places.first().copied()
    }
    /// Where it happened, as far as a place says.
    pub(crate) fn country(&self) -> Option<&'a str> {
        self.places.iter().find_map(|p| p.country.as_deref())
    }
    /// The outlets, each once, in order of publication.
    pub(crate) fn outlets(&self) -> Vec<&'a str> {
        distinct(self.all().filter_map(|s| s.page.outlet.as_deref()))
    }
    /// The pages, each once, in order of publication.
    pub(crate) fn page_ids(&self) -> Vec<&'a str> {
        distinct(self.all().map(|s| s.page.id.as_str()))
    }
    /// The first day on which a page told of it.
    pub(crate) fn published(&self) -> Option<&'a str> {
        self.all().find_map(|s| s.page.published.as_deref())
    }

    /// Whether somebody of no told sector flew manned aircraft: those are a state's. "Syrian and Russian aircraft" are
    /// those states' forces, though no words say so.
    pub(crate) fn is_air_force(&self, p: &Party<'_>) -> bool {
        self.lead_claim().modes.iter().any(|m| m == "aerial")
            && p.sector().is_none()
            && !p.is_known()
            && self.actors.iter().any(|a| a.key == p.key)
            && p.entity.country.as_deref().and_then(tables::country).is_some()
    }

    /// What somebody can be in this fight.
    pub(crate) fn side_of(&self, p: &Party<'_>) -> Option<Side> {
        if self.is_air_force(p) { Some(Side::State) } else { p.side() }
    }

    /// The two sides: who did it and to whom. Parties that agree or meet, and a state and rebels who clash, are told as
    /// actors together; where nobody is told as the recipient, the first of them stands on one side, the others on the other.
    pub(crate) fn sides(&self) -> (Vec<&Party<'a>>, Vec<&Party<'a>>) {
        let actors: Vec<&Party<'a>> = self.actors.iter().collect();
        if !self.recipients.is_empty() || actors.len() < 2 {
            return (actors, self.recipients.iter().collect());
        }
        let c = self.lead_claim();
        if matches!(c.type_.as_str(), "AGREE" | "CONSULT" | "COOPERATE") || c.kind == Kind::Agreement {
            return (actors[..1].to_vec(), actors[1..].to_vec());
        }
        let clash = c.acled.as_ref().is_some_and(|a| a.sub_event_type == "Armed clash");
        let of = |side| actors.iter().copied().filter(|p| p.side() == Some(side)).collect::<Vec<_>>();
        let (states, armed) = (of(Side::State), of(Side::Armed));
        if clash && !states.is_empty() && !armed.is_empty() && states.len() + armed.len() == actors.len() {
            return (states, armed);
        }
        (actors, Vec::new())
    }

    /// The claims' words and who gives them: “seized most of Aleppo” (a war monitor, in Meridian, 2024-11-30) \[reported\].
    pub(crate) fn notes(&self) -> String {
        let mut parts: Vec<String> = distinct(self.claims.iter().map(|s| {
            let hedges = hedges(&s.claim);
            let hedges = if hedges.is_empty() { String::new() } else { format!(" [{}]", hedges.join(", ")) };
            format!("“{}” ({}){hedges}.", s.claim.evidence.text, account(s))
        }));
        let figures = distinct(count::texts(&self.figures, &self.when));
        if !figures.is_empty() {
            parts.push(format!("Figures: {}.", figures.join("; ")));
        }
        if !self.also_read.is_empty() {
            parts.push(format!("Also read as: {}.", self.also_read.join("; ")));
        }
        if !self.rivals.is_empty() {
            parts.push(format!("Accounts differ: {}.", self.rivals.join("; ")));
        }
        parts.join(" ")
    }
}

/// The rows of the selection, in its order; what has none is counted as left out.
pub(crate) fn rows<'a>(selection: &mut Selection<'a>, input: &Input<'a>, options: &Options) -> Vec<Row<'a>> {
    let takes_all = matches!(options.format, Format::Csv | Format::Geojson | Format::Graphml);
    let mut acts: Vec<&Sourced> = Vec::new();
    let mut figures: Vec<&Sourced> = Vec::new();
    for &s in &selection.claims {
        if s.claim.kind == Kind::Figure {
            figures.push(s);
        } else if is_act(s) || takes_all {
            acts.push(s);
        } else {
            debug_assert!(is_no_event(s.claim.kind), "{:?} is an event", s.claim.kind);
            selection.losses.leave(Reason::NoSuchKind, s);
        }
    }
    let mut units = units(&acts, input, options);
    let homes = Homes::new(&units, input);
    let mut loose = Vec::new();
    let mut counted: Vec<Vec<&Sourced>> = vec![Vec::new(); units.len()];
    for f in figures {
        match homes.of(f) {
            Some(n) => counted[n].push(f),
            None => loose.push(f),
        }
    }
    for f in loose {
        if takes_all {
            units.push((f.claim.id.clone(), vec![f]));
            counted.push(Vec::new());
        } else {
            selection.losses.leave(Reason::LooseFigure, f);
        }
    }
    let mut all: Vec<Row<'a>> = units
        .into_iter()
        .zip(counted)
        .map(|((id, claims), figures)| row(id, claims, figures, input, options))
        .collect();
    // A row stands where its first claim stands.
    let position: BTreeMap<(&str, &str), usize> =
        selection.claims.iter().enumerate().map(|(n, s)| ((s.page.id.as_str(), s.claim.id.as_str()), n)).collect();
    all.sort_by_key(|r| position.get(&(r.claims[0].page.id.as_str(), r.claims[0].claim.id.as_str())).copied());
    for r in &all {
        selection.losses.lose(Field::Rivals, r.rivals.len() + r.also_read.len());
    }
    all
}

type Unit<'a> = (String, Vec<&'a Sourced>);

fn units<'a>(acts: &[&'a Sourced], input: &Input<'_>, options: &Options) -> Vec<Unit<'a>> {
    let single = |s: &&'a Sourced| (s.claim.id.clone(), vec![*s]);
    if options.per == Per::Claim {
        return acts.iter().map(single).collect();
    }
    let mut groups: Vec<&crate::Group> = input.groups.iter().collect();
    groups.sort();
    let mut group_of: BTreeMap<&str, &str> = BTreeMap::new();
    for g in groups {
        for m in &g.members {
            // A claim that two groups name goes with the first by id.
            group_of.entry(m).or_insert(&g.id);
        }
    }
    let mut units: Vec<Unit<'a>> = Vec::new();
    let mut place_of: BTreeMap<&str, usize> = BTreeMap::new();
    for s in acts {
        match group_of.get(s.claim.id.as_str()) {
            Some(id) => {
                let n = *place_of.entry(id).or_insert_with(|| {
                    units.push(((*id).to_owned(), Vec::new()));
                    units.len() - 1
                });
                units[n].1.push(s);
            }
            None => units.push(single(s)),
        }
    }
    units
}

/// To which unit a figure belongs.
struct Homes<'a> {
    by_group: BTreeMap<&'a str, usize>,
    by_anchor: BTreeMap<(&'a str, &'a str), usize>,
    /// All claims that were given, also those left out: an implied act leads back to its figure.
    given: BTreeMap<(&'a str, &'a str), &'a Sourced>,
}

impl<'a> Homes<'a> {
    fn new(units: &[Unit<'a>], input: &Input<'a>) -> Self {
        let mut by_anchor = BTreeMap::new();
        let mut by_id = BTreeMap::new();
        for (n, (id, claims)) in units.iter().enumerate() {
            by_id.insert(id.clone(), n);
            for s in claims {
                by_anchor.entry((s.page.id.as_str(), s.claim.anchor.as_str())).or_insert(n);
            }
        }
        let mut groups: Vec<&crate::Group> = input.groups.iter().collect();
        groups.sort();
        let mut by_group = BTreeMap::new();
        for g in groups {
            if let Some(n) = by_id.get(&g.id) {
                for m in &g.members {
                    by_group.entry(m.as_str()).or_insert(*n);
                }
            }
        }
        let mut given: BTreeMap<(&str, &str), &Sourced> = BTreeMap::new();
        for s in input.claims {
            let least = given.entry((&s.page.id, &s.claim.anchor)).or_insert(s);
            if s.claim.id < least.claim.id {
                *least = s;
            }
        }
        Self { by_group, by_anchor, given }
    }

    fn of(&self, figure: &'a Sourced) -> Option<usize> {
        if let Some(n) = self.by_group.get(figure.claim.id.as_str()) {
            return Some(*n);
        }
        // Along the links of the page: the act it counts, the count it is a part of, the count an implied act follows from.
        let page = figure.page.id.as_str();
        let mut seen = BTreeSet::new();
        let mut next = vec![figure.claim.anchor.as_str()];
        while let Some(at) = next.pop() {
            if !seen.insert(at) {
                continue;
            }
            if let Some(n) = self.by_anchor.get(&(page, at)) {
                return Some(*n);
            }
            let Some(s) = self.given.get(&(page, at)) else { continue };
            let links = s.claim.links.iter().rev().filter(|l| follows(s.claim.kind, l.as_));
            next.extend(links.map(|l| l.to.as_str()));
        }
        // The act that only follows from this count, where implied acts are asked for.
        let anchor = figure.claim.anchor.as_str();
        self.given
            .range((page, "")..)
            .take_while(|((p, _), _)| *p == page)
            .filter(|(_, s)| s.claim.links.iter().any(|l| l.as_ == LinkAs::ImpliedBy && l.to == anchor))
            .find_map(|(key, _)| self.by_anchor.get(key).copied())
    }
}

fn row<'a>(
    id: String,
    claims: Vec<&'a Sourced>,
    figures: Vec<&'a Sourced>,
    input: &Input<'a>,
    options: &Options,
) -> Row<'a> {
    let lead = lead(&claims);
    let inner: Vec<&Claim<Char>> = claims.iter().map(|s| &*s.claim).collect();
    let page_day = lead.day();
    let (when, rival_days) = day::of_all(&inner, page_day, options.undated_by_page);
    let (mut rivals, mut also_read) = (Vec::new(), Vec::new());
    for w in rival_days {
        let who = claims.iter().filter(|s| day::dated(&s.claim) == Some(w)).map(|s| account(s));
        rivals.push(format!("{} ({})", w.text(), distinct(who).join("; ")));
    }
    let type_text = |c: &Claim<Char>| c.acled.as_ref().map_or_else(|| c.type_.clone(), |a| a.sub_event_type.clone());
    let stands = type_text(&lead.claim);
    let others = distinct(inner.iter().map(|c| type_text(c)).filter(|t| *t != stands));
    for t in others {
        let who = claims.iter().filter(|s| type_text(&s.claim) == t).map(|s| account(s));
        also_read.push(format!("{t} ({})", distinct(who).join("; ")));
    }
    for of in ["killed", "injured", "killed_or_injured"] {
        let tellings = count::tellings(&figures, &when, of);
        if count::estimate(&tellings).is_rival {
            rivals.push(distinct(tellings.iter().map(count::Telling::text)).join(" against "));
        }
    }
    let mut places = place::places(&inner);
    if places.is_empty() {
        // An act without a place has that of what it is counted by.
        let counted: Vec<&Claim<Char>> = figures.iter().map(|s| &*s.claim).collect();
        places = place::places(&counted);
    }
    Row {
        id,
        lead,
        actors: party::parties(&inner, |c| &c.actor),
        recipients: party::parties(&inner, |c| &c.recipient),
        places,
        when,
        rivals,
        also_read,
        claims,
        figures,
        pages: input.pages,
    }
}

/// The claim whose types stand: of the type that most claims give, then the first with most of it known.
fn lead<'a>(claims: &[&'a Sourced]) -> &'a Sourced {
    let kind = |s: &Sourced| (s.claim.kind, s.claim.type_.clone(), s.claim.acled.clone().map(|a| a.sub_event_type));
    let times = |s: &Sourced| claims.iter().filter(|o| kind(o) == kind(s)).count();
    let known = |s: &Sourced| {
        let c = &s.claim;
        usize::from(!c.actor.is_empty()) + usize::from(!c.recipient.is_empty()) + usize::from(!c.place.is_empty())
    };
    claims
        .iter()
        .copied()
        .enumerate()
        .min_by_key(|(n, s)| (std::cmp::Reverse((times(s), known(s))), *n))
        .map(|(_, s)| s)
        .expect("a row has a claim")
}
