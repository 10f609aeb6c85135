//! What decisions make of the claims: which are set aside, which carry a note, which are one event or rivals.
//!
//! "Rejected by Faramir: the photograph is of 2016" takes a claim out of what the picture concludes, and puts it on the
//! list of what was set aside. Where Éowyn accepts it, it stays in and both are shown. A claim is found by its id, and
//! where a newer coder has read its words, by its anchor.

use crate::correct::corrected;
use crate::decisions::{Aside, Cited, ClaimLink, Corrected, Decisions, Ground, LinkType, Opinion, Remark, Says};
use crate::types::Sourced;
use froissart_model::{Day, LinkAs};
use froissart_testimony::Given;
use std::collections::{BTreeMap, BTreeSet};

/// What was decided of some claims, by their ids.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Decided {
    /// What corrections did.
    pub corrections: Vec<Corrected>,
    /// The notes beside each claim, each with the day of the other claim's page, of a link.
    remarks: BTreeMap<String, Vec<(Option<Day>, Remark)>>,
    /// Why a claim is set aside: each reason with the day from which it is known, and the claim it follows from.
    aside: BTreeMap<String, Vec<Why>>,
    /// Ids and anchors of claims that are one event.
    one_event: Vec<([Cited; 2], Ground)>,
    /// Ids of claims that cannot all be true.
    pub(crate) rivals: Vec<(String, String, Ground)>,
}

#[derive(Debug, Clone, PartialEq)]
struct Why {
    aside: Aside,
    known_from: Option<Day>,
    follows: Option<String>,
}

/// Reads the decisions: the claims with every name put right, and what else is decided of them.
///
/// Give all claims that a picture may be drawn from; the claims given stay as they are where nothing is decided.
pub fn decide(claims: Vec<Sourced>, decisions: &Decisions) -> (Vec<Sourced>, Decided) {
    if decisions.is_empty() {
        return (claims, Decided::default());
    }
    let index = Index::new(&claims, decisions);
    let mut decided = Decided::default();
    decided.opine(&claims, &index, &decisions.opinions);
    decided.link(&claims, &index, &decisions.links);
    decided.follow(&claims);
    let cites: Vec<BTreeSet<usize>> =
        decisions.corrections.iter().map(|c| c.claims.iter().flat_map(|x| index.find(x)).collect()).collect();
    let (claims, corrections) = corrected(claims, &decisions.corrections, &cites);
    decided.corrections = corrections;
    for list in decided.remarks.values_mut() {
        list.sort_by(|a, b| (&a.1, a.0).cmp(&(&b.1, b.0)));
        list.dedup_by(|a, b| a.1 == b.1);
    }
    (claims, decided)
}

/// Where the cited claims stand.
struct Index {
    by_id: BTreeMap<String, Vec<usize>>,
    by_anchor: BTreeMap<String, Vec<usize>>,
}

impl Index {
    fn new(claims: &[Sourced], decisions: &Decisions) -> Self {
        let cited = || {
            let of_links = decisions.links.iter().flat_map(|l| [&l.from, &l.to]);
            let of_corrections = decisions.corrections.iter().flat_map(|c| &c.claims);
            decisions.opinions.iter().map(|o| &o.claim).chain(of_links).chain(of_corrections)
        };
        let ids: BTreeSet<&str> = cited().map(|c| c.id.as_str()).collect();
        let anchors: BTreeSet<&str> = cited().map(|c| c.anchor.as_str()).collect();
        let mut index = Self { by_id: BTreeMap::new(), by_anchor: BTreeMap::new() };
        for (n, s) in claims.iter().enumerate() {
            if ids.contains(s.claim.id.as_str()) {
                index.by_id.entry(s.claim.id.clone()).or_default().push(n);
            }
            if anchors.contains(s.claim.anchor.as_str()) {
                index.by_anchor.entry(s.claim.anchor.clone()).or_default().push(n);
            }
        }
        index
    }

    /// The claims that are cited: this reading, else all readings of these words.
    fn find(&self, c: &Cited) -> Vec<usize> {
        self.by_id.get(&c.id).or_else(|| self.by_anchor.get(&c.anchor)).cloned().unwrap_or_default()
    }
}

impl Decided {
    fn note(&mut self, claim: &Sourced, says: Says, other: Option<&Sourced>, cited: &Cited, ground: &Ground) {
        let id = &claim.claim.id;
        let cites = (cited.id != *id).then(|| cited.id.clone());
        let remark = Remark { says, claim: other.map(|o| o.claim.id.clone()), cites, ground: ground.clone() };
        self.remarks.entry(id.clone()).or_default().push((other.and_then(Sourced::day), remark));
    }

    fn opine(&mut self, claims: &[Sourced], index: &Index, opinions: &[Opinion]) {
        // Each analyst's last word on each claim.
        let mut last: BTreeMap<(&str, &str), (usize, &Opinion)> = BTreeMap::new();
        for o in opinions {
            for n in index.find(&o.claim) {
                let kept = last.entry((&claims[n].claim.id, &o.ground.who)).or_insert((n, o));
                if kept.1.ground.number < o.ground.number {
                    *kept = (n, o);
                }
            }
        }
        let mut by_claim: BTreeMap<&str, (usize, Vec<&Opinion>)> = BTreeMap::new();
        for ((claim, _), (n, o)) in last {
            by_claim.entry(claim).or_insert((n, Vec::new())).1.push(o);
        }
        for (claim, (n, all)) in by_claim {
            for o in &all {
                let says = if o.accepts { Says::Accepted } else { Says::Rejected };
                self.note(&claims[n], says, None, &o.claim, &o.ground);
            }
            if all.iter().all(|o| !o.accepts) {
                let why = Why { aside: Aside::Rejected, known_from: None, follows: None };
                self.aside.entry(claim.to_owned()).or_default().push(why);
            }
        }
    }

    fn link(&mut self, claims: &[Sourced], index: &Index, links: &[ClaimLink]) {
        let mut links: Vec<&ClaimLink> = links.iter().collect();
        links.sort_by_key(|l| (&l.ground, &l.from.id, &l.to.id));
        let mut older: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        let mut replaced: Vec<(usize, usize, Aside)> = Vec::new();
        for l in links {
            for from in index.find(&l.from) {
                for to in index.find(&l.to).into_iter().filter(|&to| claims[to].claim.id != claims[from].claim.id) {
                    let (a, b) = (&claims[from], &claims[to]);
                    let (says, of_other) = l.type_.says();
                    self.note(a, says, Some(b), &l.from, &l.ground);
                    self.note(b, of_other, Some(a), &l.to, &l.ground);
                    let cited = |s: &Sourced| Cited { id: s.claim.id.clone(), anchor: s.claim.anchor.clone() };
                    match l.type_ {
                        LinkType::SameEvent => self.one_event.push(([cited(a), cited(b)], l.ground.clone())),
                        LinkType::Contradicts => {
                            self.rivals.push((a.claim.id.clone(), b.claim.id.clone(), l.ground.clone()));
                        }
                        LinkType::Corroborates => {}
                        LinkType::Supersedes | LinkType::Retracts => {
                            let is_retracted = l.type_ == LinkType::Retracts;
                            let aside = if is_retracted { Aside::Retracted } else { Aside::Superseded };
                            older.entry(&a.claim.id).or_default().insert(&b.claim.id);
                            replaced.push((from, to, aside));
                        }
                    }
                }
            }
        }
        for (from, to, aside) in replaced {
            let (newer, old) = (&claims[from].claim.id, &claims[to].claim.id);
            // Two claims that replace each other replace neither, and what analysts reject replaces nothing.
            let is_rejected =
                self.aside.get(newer.as_str()).is_some_and(|all| all.iter().any(|w| w.aside == Aside::Rejected));
            if !is_rejected && !leads(&older, old, newer) {
                let why = Why { aside, known_from: claims[from].day(), follows: None };
                self.aside.entry(old.clone()).or_default().push(why);
            }
        }
    }

    /// Sets aside what only follows from what is set aside, unless an analyst accepts it.
    fn follow(&mut self, claims: &[Sourced]) {
        if self.aside.is_empty() {
            return;
        }
        let touched: BTreeSet<&str> =
            claims.iter().filter(|s| self.aside.contains_key(&s.claim.id)).map(|s| s.page.id.as_str()).collect();
        let mut by_anchor: BTreeMap<(&str, &str), Vec<&str>> = BTreeMap::new();
        let there = || claims.iter().filter(|s| touched.contains(s.page.id.as_str()));
        for s in there() {
            by_anchor.entry((&s.page.id, &s.claim.anchor)).or_default().push(&s.claim.id);
        }
        loop {
            let more: Vec<(String, Why)> = there()
                .filter(|s| s.claim.is_implied() && !self.aside.contains_key(&s.claim.id))
                .filter_map(|s| Some((s.claim.id.clone(), self.follows(s, &by_anchor)?)))
                .collect();
            if more.is_empty() {
                return;
            }
            for (id, why) in more {
                self.aside.insert(id, vec![why]);
            }
        }
    }

    /// Why an implied claim is out: all that it follows from is, and no analyst accepts it.
    fn follows(&self, s: &Sourced, by_anchor: &BTreeMap<(&str, &str), Vec<&str>>) -> Option<Why> {
        let is_accepted = |(_, r): &(Option<Day>, Remark)| r.says == Says::Accepted;
        if self.remarks.get(&s.claim.id).is_some_and(|all| all.iter().any(is_accepted)) {
            return None;
        }
        let implied_by = s.claim.links.iter().filter(|l| l.as_ == LinkAs::ImpliedBy);
        let grounds: Vec<&str> =
            implied_by.filter_map(|l| by_anchor.get(&(s.page.id.as_str(), l.to.as_str()))).flatten().copied().collect();
        let first = (*grounds.first()?).to_owned();
        // It is out when the last of them is.
        let mut known_from = None;
        for id in grounds {
            known_from = known_from.max(self.aside.get(id)?.iter().map(|w| w.known_from).min()?);
        }
        Some(Why { aside: Aside::Follows, known_from, follows: Some(first) })
    }

    /// Whether nothing is decided of these claims.
    pub(crate) fn is_empty(&self) -> bool {
        self.remarks.is_empty() && self.corrections.is_empty()
    }

    /// Why the claim is set aside for whoever knows what had been published by `known_by`, and from which claim that
    /// follows; none where it is not.
    pub fn aside(&self, claim: &str, known_by: Option<Day>) -> Option<(Aside, Option<&str>)> {
        let is_known = |w: &&Why| is_known(w.known_from, known_by);
        let first = self.aside.get(claim)?.iter().filter(is_known).min_by_key(|w| w.aside)?;
        Some((first.aside, first.follows.as_deref()))
    }

    /// The notes beside the claim for whoever knows what had been published by `known_by`, in their order.
    pub fn remarks(&self, claim: &str, known_by: Option<Day>) -> Vec<Remark> {
        let list = self.remarks.get(claim).map_or(&[][..], Vec::as_slice);
        list.iter().filter(|(day, _)| is_known(*day, known_by)).map(|(_, r)| r.clone()).collect()
    }

    /// Which claims tell of one event because an analyst says so, as testimony takes it.
    pub fn given(&self) -> Vec<Given> {
        let join = |([a, b], g): &([Cited; 2], Ground)| Given {
            a: a.anchor.clone(),
            b: b.anchor.clone(),
            why: format!("{}: {}", g.who, g.why),
        };
        self.one_event.iter().map(join).collect()
    }

    /// The ids of the same.
    pub(crate) fn one_event(&self) -> impl Iterator<Item = (&str, &str)> {
        self.one_event.iter().map(|([a, b], _)| (a.id.as_str(), b.id.as_str()))
    }
}

fn is_known(from: Option<Day>, by: Option<Day>) -> bool {
    from.is_none_or(|d| by.is_none_or(|k| d <= k))
}

/// Whether the links lead from one claim to another.
fn leads(links: &BTreeMap<&str, BTreeSet<&str>>, from: &str, to: &str) -> bool {
    let (mut next, mut met) = (vec![from], BTreeSet::new());
    while let Some(n) = next.pop() {
        if n == to {
            return true;
        }
        if met.insert(n) {
            next.extend(links.get(n).into_iter().flatten().copied());
        }
    }
    false
}
