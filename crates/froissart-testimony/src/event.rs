//! Claims that tell of one event, brought together, with the reason of every join.
//!
//! "Rebels seized the town on Friday" and "the town fell to the Northern Front on Friday" are one event; a telling that
//! denies it, or that announced it, is a telling of the same event, and does not make it happen. Two attacks on one
//! day in one town with other victims stay apart, and a telling that fits both joins neither.
//!
//! In two steps. *Firm* joins are pairwise: both tell the same in the same detail, or their page ties them. So they
//! depend on no third claim: to take a claim away changes no firm group but its own. *Loose* joins bring firm groups
//! together where one says less: only where all that the group fits can be one event; the rest is kept in `may_be`.
//! A claim's coming or going can change loose joins within its own scene only: the groups that fit one another.
//! Nothing is merged in the ledger, and everything here can be drawn again without any of its claims.

use crate::compare::{Compare, Reason, Verdict};
use crate::profile::{Profile, Table, When, captures, when};
use crate::range::{Count, ranges};
use crate::sourced::Sourced;
use froissart_model::{Day, FigureScope, Kind, LinkAs, content_id};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

/// How strong a join is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Strength {
    /// Tied by the page, or the same in every field.
    Firm,
    /// Nothing speaks against it, and enough for it.
    Loose,
}

/// Why two claims are tellings of one event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Join {
    /// An anchor.
    pub a: String,
    /// The other.
    pub b: String,
    /// How strong.
    pub strength: Strength,
    /// What they have in common.
    pub reasons: Vec<Reason>,
    /// The words of whoever said that they are one, where somebody did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
}

/// That two claims tell of one event, because somebody says so.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Given {
    /// An anchor.
    pub a: String,
    /// The other.
    pub b: String,
    /// Why, in their words.
    pub why: String,
}

/// How an event is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Tellings {
    /// Claims that assert or report it.
    pub told: usize,
    /// That believe or allege it.
    pub believed: usize,
    /// That say it is to come, or would, or should.
    pub planned: usize,
    /// That deny it, or say that it was not so.
    pub denied: usize,
}

/// One event, as far as claims tell that it is one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Hash of its members' anchors.
    pub id: String,
    /// The numbers of its claims, in the order of the claims given.
    pub claims: Vec<usize>,
    /// The members' anchors, sorted.
    pub anchors: Vec<String>,
    /// The first day that all exactly dated tellings allow, and the last.
    pub days: Option<(Day, Day)>,
    /// How many tell it as so, and as not so.
    pub tellings: Tellings,
    /// The figures given, a range for each thing counted.
    pub figures: Vec<Count>,
    /// Why the members belong together; one fewer than members.
    pub joins: Vec<Join>,
    /// The ids of events that this may be too, where it fits several that are not one.
    pub may_be: Vec<String>,
}

/// All events of some claims.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// By id.
    pub events: Vec<Event>,
    /// The event of each claim, in the order of the claims given; none for ties, holdings and judgements.
    pub of: Vec<Option<usize>>,
}

impl Events {
    /// The event of the claim of this number.
    pub fn event(&self, claim: usize) -> Option<&Event> {
        self.of[claim].map(|n| &self.events[n])
    }
}

/// A claim's words, with all readings of them.
struct Node {
    anchor: String,
    claims: Vec<usize>,
    profile: u32,
}

/// Brings the claims that tell of one event together.
pub fn events<S: Borrow<Sourced>>(claims: &[S]) -> Events {
    events_with(claims, &[])
}

/// The same, with joins that are given: they are firm, and hold whatever else the claims say. A claim that tells of no
/// event (a holding, a tie) cannot be joined, and is passed over.
pub fn events_with<S: Borrow<Sourced>>(claims: &[S], given: &[Given]) -> Events {
    let claims: Vec<&Sourced> = claims.iter().map(Borrow::borrow).collect();
    Builder::new(&claims).run(given)
}

struct Builder<'a> {
    claims: &'a [&'a Sourced],
    table: Table,
    profiles: Vec<Profile>,
    /// By anchor.
    nodes: Vec<Node>,
    /// The nodes of each profile, ascending.
    of_profile: Vec<Vec<u32>>,
    joins: Vec<(u32, u32, Strength, Vec<Reason>)>,
    /// The words of given joins, by their nodes.
    given: BTreeMap<(u32, u32), String>,
    up: Vec<u32>,
}

impl<'a> Builder<'a> {
    fn new(claims: &'a [&'a Sourced]) -> Self {
        let mut table = Table::default();
        let captures = captures(claims);
        // In the order of anchors and ids, whatever the order of the claims.
        let mut order: Vec<usize> = (0..claims.len()).collect();
        order.sort_by_key(|&n| (&claims[n].claim.anchor, &claims[n].claim.id, &claims[n].page_id));
        let mut profiles: Vec<Profile> = Vec::new();
        let mut number: FxHashMap<Profile, u32> = FxHashMap::default();
        let mut nodes: Vec<Node> = Vec::new();
        let mut of_profile: Vec<Vec<u32>> = Vec::new();
        for n in order {
            let s = claims[n];
            if let Some(last) = nodes.last_mut().filter(|l| l.anchor == s.claim.anchor) {
                // Another coder's reading of the same words.
                last.claims.push(n);
                continue;
            }
            let Some(profile) = table.profile(s, captures.contains(&n)) else { continue };
            let next = profiles.len() as u32;
            let profile = *number.entry(profile).or_insert_with_key(|p| {
                profiles.push(p.clone());
                of_profile.push(Vec::new());
                next
            });
            of_profile[profile as usize].push(nodes.len() as u32);
            nodes.push(Node { anchor: s.claim.anchor.clone(), claims: vec![n], profile });
        }
        let up = (0..nodes.len() as u32).collect();
        Self { claims, table, profiles, nodes, of_profile, joins: Vec::new(), given: BTreeMap::new(), up }
    }

    fn run(mut self, given: &[Given]) -> Events {
        self.join_given(given);
        self.tie_pages();
        self.join_firmly();
        let may_be = self.join_loosely();
        self.finish(&may_be)
    }

    fn join(&mut self, a: u32, b: u32, strength: Strength, reasons: Vec<Reason>) {
        if crate::union(&mut self.up, a, b) {
            self.joins.push((a.min(b), a.max(b), strength, reasons));
        }
    }

    /// What somebody says: before all else, so that their words stand as the reason.
    fn join_given(&mut self, given: &[Given]) {
        let mut given = given.to_vec();
        given.sort();
        for g in given {
            // Nodes stand by their anchors.
            let at = |anchor: &str| self.nodes.binary_search_by(|n| n.anchor.as_str().cmp(anchor)).ok();
            if let (Some(a), Some(b)) = (at(&g.a), at(&g.b)) {
                let (a, b) = (a.min(b) as u32, a.max(b) as u32);
                self.given.entry((a, b)).or_insert(g.why);
                self.join(a, b, Strength::Firm, vec![Reason::Given]);
            }
        }
    }

    /// What the page itself says: the same told again, a figure of the event, a victim that a figure implies.
    fn tie_pages(&mut self) {
        let at: FxHashMap<(&str, &str), u32> = self
            .nodes
            .iter()
            .enumerate()
            .map(|(n, node)| ((self.claims[node.claims[0]].page_id.as_str(), node.anchor.as_str()), n as u32))
            .collect();
        let mut ties: Vec<(u32, u32)> = Vec::new();
        for (n, node) in self.nodes.iter().enumerate() {
            let s = self.claims[node.claims[0]];
            // A running total is of many events.
            if s.claim.figure.as_ref().is_some_and(|f| f.scope == FigureScope::Total) {
                continue;
            }
            for link in &s.claim.links {
                let Some(&to) = at.get(&(s.page_id.as_str(), link.to.as_str())) else { continue };
                let target = &self.claims[self.nodes[to as usize].claims[0]].claim;
                let is_tie = match link.as_ {
                    LinkAs::SameTelling => s.claim.kind == target.kind,
                    LinkAs::FigureOf => true,
                    LinkAs::PartOf => s.claim.kind == Kind::Figure && target.kind == Kind::Figure,
                    // "11 people were killed": the event is read off the figure.
                    LinkAs::ImpliedBy => target.kind == Kind::Figure && s.claim.kind == Kind::Event,
                    LinkAs::ContentOf | LinkAs::Rejects | LinkAs::BecauseOf => false,
                };
                let windows = (self.profile(n as u32).when.window(), self.profile(to).when.window());
                let is_same_time = !matches!(windows, (Some(a), Some(b)) if a.1 < b.0 || b.1 < a.0);
                let is_total = target.figure.as_ref().is_some_and(|f| f.scope == FigureScope::Total);
                if is_tie && is_same_time && !is_total {
                    ties.push((n as u32, to));
                }
            }
        }
        for (a, b) in ties {
            self.join(a, b, Strength::Firm, vec![Reason::SamePage]);
        }
    }

    fn profile(&self, node: u32) -> &Profile {
        &self.profiles[self.nodes[node as usize].profile as usize]
    }

    /// Whether two claims of one profile are sure to be one: somebody or somewhere, and some time.
    fn is_telling(p: &Profile) -> bool {
        p.when.window().is_some()
            && (!p.place.is_empty() || (!p.actor.is_empty() && !p.recipient.is_empty()) || p.actor.len() > 1)
    }

    fn join_firmly(&mut self) {
        let mut blocks: FxHashMap<(u32, i32, i32, u32), Vec<u32>> = FxHashMap::default();
        for (n, p) in self.profiles.iter().enumerate() {
            if !Self::is_telling(p) {
                continue;
            }
            let (from, to) = p.when.window().unwrap_or_default();
            // Places that are the same share a key; without a place, the parties decide.
            let keys: BTreeSet<u32> =
                p.place.iter().filter_map(|&w| self.table.places[w as usize].key()).map(|k| hash(&k)).collect();
            for key in if keys.is_empty() { BTreeSet::from([0]) } else { keys } {
                blocks.entry((p.family, from, to, key)).or_default().push(n as u32);
            }
        }
        let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut compare = Compare::new(&self.table);
        let mut blocks: Vec<_> = blocks.into_iter().collect();
        blocks.sort_unstable();
        for (_, block) in &blocks {
            for (at, &a) in block.iter().enumerate() {
                for &b in &block[at + 1..] {
                    if compare.verdict(&self.profiles[a as usize], &self.profiles[b as usize]) == Verdict::Firm {
                        pairs.insert((a.min(b), a.max(b)));
                    }
                }
            }
        }
        let mut ties: Vec<(u32, u32, Vec<Reason>)> = Vec::new();
        for (n, p) in self.profiles.iter().enumerate().filter(|(_, p)| Self::is_telling(p)) {
            let nodes = &self.of_profile[n];
            if nodes.len() > 1 && compare.verdict(p, p) == Verdict::Firm {
                let reasons = compare.reasons(p, p);
                ties.extend(nodes.windows(2).map(|w| (w[0], w[1], reasons.clone())));
            }
        }
        for (a, b) in pairs {
            let (x, y) = (self.of_profile[a as usize][0], self.of_profile[b as usize][0]);
            ties.push((x.min(y), x.max(y), compare.reasons(&self.profiles[a as usize], &self.profiles[b as usize])));
        }
        ties.sort();
        for (a, b, reasons) in ties {
            self.join(a, b, Strength::Firm, reasons);
        }
    }

    /// Joins firm groups of which one says less, and gives for each root what else it may be.
    fn join_loosely(&mut self) -> BTreeMap<u32, BTreeSet<u32>> {
        let edges = self.loose_edges();
        let groups = self.groups();
        let (mut compare, mut again) = (Compare::new(&self.table), Compare::new(&self.table));
        let mut fits: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for &(_, a, b, ..) in &edges {
            fits.entry(a).or_default().insert(b);
            fits.entry(b).or_default().insert(a);
        }
        let mut known: FxHashMap<(u32, u32), bool> = FxHashMap::default();
        let profiles = &self.profiles;
        let mut are_apart = |a: u32, b: u32| {
            let pair = (a.min(b), a.max(b));
            *known.entry(pair).or_insert_with(|| {
                groups[&a].iter().any(|&x| {
                    groups[&b]
                        .iter()
                        .any(|&y| compare.verdict(&profiles[x as usize], &profiles[y as usize]) == Verdict::Apart)
                })
            })
        };
        let mut may_be: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        let mut joined: FxHashMap<u32, Vec<u32>> = FxHashMap::default();
        let mut ties = Vec::new();
        for (points, a, b, x, y) in edges {
            if are_apart(a, b) {
                continue;
            }
            // What fits two that are not one joins neither.
            let torn_a = fits[&a].iter().any(|&c| c != b && are_apart(b, c));
            let torn_b = fits[&b].iter().any(|&c| c != a && are_apart(a, c));
            if torn_a {
                may_be.entry(a).or_default().insert(b);
            }
            if torn_b {
                may_be.entry(b).or_default().insert(a);
            }
            if torn_a || torn_b {
                continue;
            }
            let of = |joined: &FxHashMap<u32, Vec<u32>>, n: u32| joined.get(&n).cloned().unwrap_or_else(|| vec![n]);
            let (all_a, all_b) = (of(&joined, a), of(&joined, b));
            if all_a.contains(&b) || all_a.iter().any(|&m| all_b.iter().any(|&n| are_apart(m, n))) {
                continue;
            }
            let mut all: Vec<u32> = all_a.into_iter().chain(all_b).collect();
            all.sort_unstable();
            for &m in &all {
                joined.insert(m, all.clone());
            }
            ties.push((points, x, y));
        }
        let ties: Vec<(u32, u32, Vec<Reason>)> = ties
            .into_iter()
            .map(|(_, x, y): (std::cmp::Reverse<u16>, u32, u32)| {
                (x, y, again.reasons(self.profile(x), self.profile(y)))
            })
            .collect();
        for (x, y, reasons) in ties {
            self.join(x, y, Strength::Loose, reasons);
        }
        may_be
    }

    /// The profiles of each firm group, by its root.
    fn groups(&mut self) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut groups: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for n in 0..self.nodes.len() as u32 {
            let root = crate::root(&mut self.up, n);
            groups.entry(root).or_default().insert(self.nodes[n as usize].profile);
        }
        groups
    }

    /// Pairs of firm groups that may be one, the likeliest first: points, both roots, and the two claims that say so.
    fn loose_edges(&mut self) -> Vec<(std::cmp::Reverse<u16>, u32, u32, u32, u32)> {
        let mut blocks: FxHashMap<(u32, i32, u32), Vec<u32>> = FxHashMap::default();
        for (n, p) in self.profiles.iter().enumerate() {
            let Some((from, to)) = p.when.window() else { continue };
            let places = p.place.iter().filter_map(|&w| self.table.places[w as usize].key());
            let parties = p.actor.iter().chain(&p.recipient).filter_map(|&w| self.table.who[w as usize].key());
            let keys: BTreeSet<u32> = places.chain(parties).map(|k| hash(&k)).collect();
            for key in keys {
                for day in from..=to {
                    blocks.entry((p.family, day, key)).or_default().push(n as u32);
                }
            }
        }
        let mut compare = Compare::new(&self.table);
        let mut best: BTreeMap<(u32, u32), (std::cmp::Reverse<u16>, u32, u32)> = BTreeMap::new();
        let mut seen: FxHashSet<(u32, u32)> = FxHashSet::default();
        let mut blocks: Vec<_> = blocks.into_iter().collect();
        blocks.sort_unstable();
        for (_, block) in &blocks {
            for (at, &a) in block.iter().enumerate() {
                for &b in &block[at + 1..] {
                    if !seen.insert((a.min(b), a.max(b))) {
                        continue;
                    }
                    let Verdict::Loose(points) =
                        compare.verdict(&self.profiles[a as usize], &self.profiles[b as usize])
                    else {
                        continue;
                    };
                    // All claims of a profile are in one group, unless it says too little.
                    for &x in &self.of_profile[a as usize] {
                        for &y in &self.of_profile[b as usize] {
                            let (r, s) = (crate::root(&mut self.up, x), crate::root(&mut self.up, y));
                            if r != s {
                                let value = (std::cmp::Reverse(points), x.min(y), x.max(y));
                                let entry = best.entry((r.min(s), r.max(s))).or_insert(value);
                                *entry = value.min(*entry);
                            }
                        }
                    }
                }
            }
        }
        let mut edges: Vec<_> = best.into_iter().map(|((r, s), (points, x, y))| (points, r, s, x, y)).collect();
        edges.sort_unstable();
        edges
    }

    fn finish(mut self, may_be: &BTreeMap<u32, BTreeSet<u32>>) -> Events {
        let mut members: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        for n in 0..self.nodes.len() as u32 {
            members.entry(crate::root(&mut self.up, n)).or_default().push(n);
        }
        let mut joins: BTreeMap<u32, Vec<Join>> = BTreeMap::new();
        for (a, b, strength, reasons) in std::mem::take(&mut self.joins) {
            let anchor = |n: u32| self.nodes[n as usize].anchor.clone();
            let given = self.given.get(&(a, b)).cloned();
            let join = Join { a: anchor(a), b: anchor(b), strength, reasons, given };
            joins.entry(crate::root(&mut self.up, a)).or_default().push(join);
        }
        let id_of = |nodes: &[u32]| {
            let anchors: Vec<&str> = nodes.iter().map(|&n| self.nodes[n as usize].anchor.as_str()).collect();
            content_id("event", anchors.join(" ").as_bytes())
        };
        let ids: BTreeMap<u32, String> = members.iter().map(|(root, nodes)| (*root, id_of(nodes))).collect();
        let mut others: BTreeMap<u32, BTreeSet<String>> = BTreeMap::new();
        for (root, fits) in may_be {
            let root = crate::root(&mut self.up, *root);
            for &other in fits {
                let other = crate::root(&mut self.up, other);
                if other != root {
                    others.entry(root).or_default().insert(ids[&other].clone());
                }
            }
        }
        let mut events: Vec<Event> = members
            .iter()
            .map(|(root, nodes)| {
                let mut numbers: Vec<usize> =
                    nodes.iter().flat_map(|&n| self.nodes[n as usize].claims.clone()).collect();
                numbers.sort_unstable();
                let mut joins = joins.remove(root).unwrap_or_default();
                joins.sort();
                Event {
                    id: ids[root].clone(),
                    anchors: nodes.iter().map(|&n| self.nodes[n as usize].anchor.clone()).collect(),
                    days: days(nodes.iter().map(|&n| self.claims[self.nodes[n as usize].claims[0]])),
                    tellings: tellings(numbers.iter().map(|&n| self.claims[n])),
                    figures: ranges(self.claims, &numbers),
                    claims: numbers,
                    joins,
                    may_be: others.remove(root).unwrap_or_default().into_iter().collect(),
                }
            })
            .collect();
        events.sort_by(|a, b| a.id.cmp(&b.id));
        let mut of = vec![None; self.claims.len()];
        for (n, e) in events.iter().enumerate() {
            for &c in &e.claims {
                of[c] = Some(n);
            }
        }
        Events { events, of }
    }
}

/// The days that all dated tellings leave; where none is dated by its words, the last day that a page allows.
fn days<'s>(claims: impl Iterator<Item = &'s Sourced>) -> Option<(Day, Day)> {
    let mut told: Option<(Day, Day)> = None;
    let mut page: Option<(Day, Day)> = None;
    for s in claims {
        let h = s.claim.happened.as_ref();
        let is_told = matches!(when(s), When::Told(..));
        match (h.and_then(|h| h.from).filter(|_| is_told), h.and_then(|h| h.to)) {
            (Some(from), Some(to)) => {
                told = Some(told.map_or((from, to), |(a, b)| {
                    if from.max(a) <= to.min(b) { (from.max(a), to.min(b)) } else { (from.min(a), to.max(b)) }
                }));
            }
            (None, Some(to)) => page = Some(page.map_or((to, to), |(a, b)| (a.min(to), b.min(to)))),
            _ => {}
        }
    }
    told.or(page)
}

fn tellings<'s>(claims: impl Iterator<Item = &'s Sourced>) -> Tellings {
    use froissart_model::Certainty as C;
    let mut all = Tellings::default();
    for s in claims {
        let n = match s.claim.certainty {
            _ if s.claim.negated => &mut all.denied,
            C::Denied => &mut all.denied,
            C::Requested | C::Conditional | C::Planned => &mut all.planned,
            C::Believed => &mut all.believed,
            C::Reported | C::Asserted => &mut all.told,
        };
        *n += 1;
    }
    all
}

/// A short key of a key: a collision costs a comparison and changes nothing.
fn hash(key: &str) -> u32 {
    use std::hash::Hasher as _;
    let mut h = rustc_hash::FxHasher::default();
    h.write(key.as_bytes());
    // Zero is for claims without a place.
    (h.finish() >> 32) as u32 | 1
}
