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
use crate::mention::{Lists, Mentions, begin_of};
use crate::profile::{Few, Profile, Table, When, captures, when};
use crate::range::{Count, ranges};
use crate::sourced::Sourced;
use froissart_model::{Day, FigureScope, Kind, LinkAs, content_id};
use rustc_hash::FxHashMap;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

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
#[derive(Clone)]
struct Node<'a> {
    anchor: &'a str,
    /// How the anchor begins.
    begin: u64,
    /// The numbers of its claims.
    claims: Few,
    profile: u32,
}

/// Why two claims are joined, before it is put into words.
#[derive(Clone, Copy)]
enum Why {
    Page,
    /// What these two profiles have in common.
    Alike(u32, u32),
    /// Somebody says so.
    Given,
}

/// Brings the claims that tell of one event together.
pub fn events<S: Borrow<Sourced>>(claims: &[S]) -> Events {
    events_with(claims, &[])
}

/// The same, with joins that are given: they are firm, and hold whatever else the claims say. A claim that tells of no
/// event (a holding, a tie) cannot be joined, and is passed over.
pub fn events_with<S: Borrow<Sourced>>(claims: &[S], given: &[Given]) -> Events {
    let mentions = Mentions::new(claims.iter().map(Borrow::borrow));
    let all: Vec<u32> = (0..claims.len() as u32).collect();
    Scenes::new(&mentions, &all, given).events()
}

/// What claims tell, and which of it can be one: it hangs on no claim but the two that are compared, so that some of the
/// claims need not be read again.
struct Read<'m, 'a> {
    table: Table<'m, 'a>,
    profiles: Vec<Profile>,
    /// For each profile whether all its claims are sure to be one.
    is_one: Vec<bool>,
    /// Pairs of profiles that are one.
    firm: Vec<(u32, u32)>,
    /// And those that may be, with the points of it.
    loose: Vec<(u32, u32, u16)>,
}

/// The claims that tell of one event, found and not yet described: a picture asks for few of them.
pub struct Scenes<'m, 'a> {
    mentions: &'m Mentions<'a>,
    read: Arc<Read<'m, 'a>>,
    /// By anchor.
    nodes: Vec<Node<'a>>,
    /// The nodes of each profile, ascending.
    of_profile: Vec<Few>,
    joins: Vec<(u32, u32, Strength, Why)>,
    /// The words of given joins, by their nodes.
    given: BTreeMap<(u32, u32), String>,
    up: Vec<u32>,
    /// For the first node of a group what else it may be.
    may_be: BTreeMap<u32, BTreeSet<u32>>,
    /// The place of each claim of `mentions` in the list asked about.
    place_of: Vec<u32>,
    /// The nodes of each event, by their first.
    members: Vec<Few>,
    /// The event of each claim, in the order asked about.
    of: Vec<Option<u32>>,
}

impl<'m, 'a> Scenes<'m, 'a> {
    /// Brings the claims of these numbers together, as if there were no others; numbers of claims are then places in
    /// `numbers`.
    pub fn new(mentions: &'m Mentions<'a>, numbers: &[u32], given: &[Given]) -> Self {
        let mut table = Table::new(mentions);
        let captures = captures(mentions, numbers);
        let mut place_of = vec![u32::MAX; mentions.claims.len()];
        for (n, &claim) in numbers.iter().enumerate() {
            place_of[claim as usize] = n as u32;
        }
        let mut profiles: Vec<Profile> = Vec::new();
        let mut number: FxHashMap<Profile, u32> = FxHashMap::default();
        let mut nodes: Vec<Node<'a>> = Vec::new();
        // In the order of anchors and ids, whatever the order of the claims.
        for &(begin, n) in mentions.by_anchor().iter().filter(|n| place_of[n.1 as usize] != u32::MAX) {
            let anchor = mentions.claims[n as usize].claim.anchor.as_str();
            if let Some(last) = nodes.last_mut().filter(|l| l.begin == begin && l.anchor == anchor) {
                // Another coder's reading of the same words.
                last.claims.push(n);
                continue;
            }
            let is_capture = captures[place_of[n as usize] as usize];
            let Some(profile) = table.profile(n as usize, is_capture) else { continue };
            let next = profiles.len() as u32;
            let profile = *number.entry(profile).or_insert_with_key(|p| {
                profiles.push(p.clone());
                next
            });
            nodes.push(Node { anchor, begin, claims: Few::from_slice(&[n]), profile });
        }
        let read = Arc::new(Read::new(table, profiles));
        Self::of_nodes(mentions, read, nodes, place_of, numbers.len()).joined(given)
    }

    /// The same of some of the claims, as if there were no others, by their numbers among all; pages are left out whole.
    /// None where of two readings of the same words one is left out.
    #[must_use]
    pub fn some(&self, numbers: &[u32], given: &[Given]) -> Option<Self> {
        let mut place_of = vec![u32::MAX; self.mentions.claims.len()];
        for (n, &claim) in numbers.iter().enumerate() {
            place_of[claim as usize] = n as u32;
        }
        let is_in = |claim: &u32| place_of[*claim as usize] != u32::MAX;
        let mut nodes = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            if node.claims.iter().all(is_in) {
                nodes.push(node.clone());
            } else if node.claims.iter().any(is_in) {
                return None;
            }
        }
        let read = Arc::clone(&self.read);
        Some(Self::of_nodes(self.mentions, read, nodes, place_of, numbers.len()).joined(given))
    }

    /// Nothing joined yet.
    fn of_nodes(
        mentions: &'m Mentions<'a>,
        read: Arc<Read<'m, 'a>>,
        nodes: Vec<Node<'a>>,
        place_of: Vec<u32>,
        count: usize,
    ) -> Self {
        let mut of_profile: Vec<Few> = vec![Few::new(); read.profiles.len()];
        for (n, node) in nodes.iter().enumerate() {
            of_profile[node.profile as usize].push(n as u32);
        }
        Self {
            mentions,
            read,
            up: (0..nodes.len() as u32).collect(),
            nodes,
            of_profile,
            joins: Vec::new(),
            given: BTreeMap::new(),
            may_be: BTreeMap::new(),
            place_of,
            members: Vec::new(),
            of: vec![None; count],
        }
    }

    fn joined(mut self, given: &[Given]) -> Self {
        self.join_given(given);
        self.tie_pages();
        self.join_firmly();
        self.join_loosely();
        self.gather();
        self
    }

    /// How many events there are.
    pub fn count(&self) -> usize {
        self.members.len()
    }

    /// The event of the claim of this number; none for ties, holdings and judgements.
    pub fn of(&self, claim: usize) -> Option<usize> {
        self.of[claim].map(|n| n as usize)
    }

    /// The numbers of an event's claims, ascending.
    pub fn claims(&self, event: usize) -> Vec<usize> {
        let nodes = self.members[event].iter().flat_map(|&n| &self.nodes[n as usize].claims);
        let mut numbers: Vec<usize> = nodes.map(|&n| self.place_of[n as usize] as usize).collect();
        numbers.sort_unstable();
        numbers
    }

    /// An event's id: the hash of its members' anchors.
    pub fn id(&self, event: usize) -> String {
        let anchors: Vec<&str> = self.members[event].iter().map(|&n| self.nodes[n as usize].anchor).collect();
        content_id("event", anchors.join(" ").as_bytes())
    }

    /// The figures given of an event, a range for each thing counted.
    pub fn figures(&self, event: usize) -> Vec<Count> {
        let mut claims: Vec<u32> =
            self.members[event].iter().flat_map(|&n| &self.nodes[n as usize].claims).copied().collect();
        claims.sort_unstable_by_key(|&n| self.place_of[n as usize]);
        ranges(claims.iter().map(|&n| (self.place_of[n as usize] as usize, self.mentions.claims[n as usize])))
    }

    fn join(&mut self, a: u32, b: u32, strength: Strength, why: Why) {
        if crate::union(&mut self.up, a, b) {
            self.joins.push((a.min(b), a.max(b), strength, why));
        }
    }

    /// What somebody says: before all else, so that their words stand as the reason.
    fn join_given(&mut self, given: &[Given]) {
        let mut given = given.to_vec();
        given.sort();
        for g in given {
            if let (Some(a), Some(b)) = (self.node(&g.a), self.node(&g.b)) {
                let (a, b) = (a.min(b), a.max(b));
                self.given.entry((a, b)).or_insert(g.why);
                self.join(a, b, Strength::Firm, Why::Given);
            }
        }
    }

    /// The node of an anchor; they stand by their anchors.
    fn node(&self, anchor: &str) -> Option<u32> {
        let key = (begin_of(anchor), anchor);
        self.nodes.binary_search_by(|n| (n.begin, n.anchor).cmp(&key)).ok().map(|n| n as u32)
    }

    /// What the page itself says: the same told again, a figure of the event, a victim that a figure implies.
    fn tie_pages(&mut self) {
        let m = self.mentions;
        let first = |node: &Node<'_>| node.claims[0] as usize;
        let mut ties: Vec<(u32, u32)> = Vec::new();
        for (n, node) in self.nodes.iter().enumerate().filter(|(_, node)| m.heads[first(node)].is_linked) {
            let (s, page) = (m.claims[first(node)], m.pages[first(node)]);
            // A running total is of many events.
            if s.claim.figure.as_ref().is_some_and(|f| f.scope == FigureScope::Total) {
                continue;
            }
            for link in &s.claim.links {
                let to = self.node(&link.to).filter(|to| m.pages[first(&self.nodes[*to as usize])] == page);
                let Some(to) = to else { continue };
                let target = &m.claims[first(&self.nodes[to as usize])].claim;
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
            self.join(a, b, Strength::Firm, Why::Page);
        }
    }

    fn profile(&self, node: u32) -> &Profile {
        &self.read.profiles[self.nodes[node as usize].profile as usize]
    }
}

impl<'m, 'a> Read<'m, 'a> {
    fn new(table: Table<'m, 'a>, profiles: Vec<Profile>) -> Self {
        let mut read = Self { table, profiles, is_one: Vec::new(), firm: Vec::new(), loose: Vec::new() };
        (read.is_one, read.firm) = read.firm_pairs();
        read.loose = read.loose_pairs();
        read
    }

    /// Whether two claims of one profile are sure to be one: somebody or somewhere, and some time.
    fn is_telling(p: &Profile) -> bool {
        p.when.window().is_some()
            && (!p.place.is_empty() || (!p.actor.is_empty() && !p.recipient.is_empty()) || p.actor.len() > 1)
    }

    /// Of each profile whether its claims are one, and the pairs of profiles that are.
    fn firm_pairs(&self) -> (Vec<bool>, Vec<(u32, u32)>) {
        let mut blocks: FxHashMap<(u32, i32, i32, u32), Vec<u32>> = FxHashMap::default();
        for (n, p) in self.profiles.iter().enumerate() {
            if !Self::is_telling(p) {
                continue;
            }
            let (from, to) = p.when.window().unwrap_or_default();
            // Places that are the same share a key; without a place, the parties decide.
            let mut keys: Vec<u32> = p.place.iter().filter_map(|&w| self.table.place_keys[w as usize]).collect();
            keys.sort_unstable();
            keys.dedup();
            for key in if keys.is_empty() { vec![0] } else { keys } {
                blocks.entry((p.family, from, to, key)).or_default().push(n as u32);
            }
        }
        let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
        let mut compare = Compare::new(&self.table);
        #[allow(clippy::iter_over_hash_type, reason = "the pairs are in order, in whichever order they are found")]
        for block in blocks.into_values() {
            for (at, &a) in block.iter().enumerate() {
                for &b in &block[at + 1..] {
                    if compare.verdict(&self.profiles[a as usize], &self.profiles[b as usize]) == Verdict::Firm {
                        pairs.insert((a.min(b), a.max(b)));
                    }
                }
            }
        }
        let is_one = |p: &Profile| Self::is_telling(p) && compare.verdict(p, p) == Verdict::Firm;
        (self.profiles.iter().map(is_one).collect(), pairs.into_iter().collect())
    }

    /// Pairs of profiles of which one may tell what the other tells, in less.
    fn loose_pairs(&self) -> Vec<(u32, u32, u16)> {
        let mut keys = Lists::default();
        // By sort of event and key, in the order of their first days: who shares both and a day stands near.
        let mut found: Vec<(u32, u32, i32, i32, u32)> = Vec::new();
        for (n, p) in self.profiles.iter().enumerate() {
            let window = p.when.window();
            let places = p.place.iter().filter_map(|&w| self.table.place_keys[w as usize]);
            let parties = p.actor.iter().chain(&p.recipient).filter_map(|&w| self.table.who_keys[w as usize]);
            let mut all: Vec<u32> = if window.is_some() { places.chain(parties).collect() } else { Vec::new() };
            all.sort_unstable();
            all.dedup();
            let (from, to) = window.unwrap_or_default();
            found.extend(all.iter().map(|&key| (p.family, key, from, to, n as u32)));
            keys.push(all);
        }
        found.sort_unstable();
        let mut compare = Compare::new(&self.table);
        let mut pairs = Vec::new();
        for (at, &(family, key, _, last, a)) in found.iter().enumerate() {
            let near = found[at + 1..].iter().take_while(|b| (b.0, b.1) == (family, key) && b.2 <= last);
            for &(.., b) in near {
                // Two that share several keys are compared under the first.
                if first_common(keys.of(a as usize), keys.of(b as usize)) != Some(key) {
                    continue;
                }
                let verdict = compare.verdict(&self.profiles[a as usize], &self.profiles[b as usize]);
                if let Verdict::Loose(points) = verdict {
                    pairs.push((a, b, points));
                }
            }
        }
        pairs
    }
}

impl Scenes<'_, '_> {
    fn join_firmly(&mut self) {
        let mut ties: Vec<(u32, u32, Why)> = Vec::new();
        for (n, nodes) in self.of_profile.iter().enumerate().filter(|(n, _)| self.read.is_one[*n]) {
            let why = Why::Alike(n as u32, n as u32);
            ties.extend(nodes.windows(2).map(|w| (w[0], w[1], why)));
        }
        for &(a, b) in &self.read.firm {
            if let (Some(&x), Some(&y)) = (self.of_profile[a as usize].first(), self.of_profile[b as usize].first()) {
                ties.push((x.min(y), x.max(y), Why::Alike(a, b)));
            }
        }
        ties.sort_by_key(|t| (t.0, t.1));
        for (a, b, why) in ties {
            self.join(a, b, Strength::Firm, why);
        }
    }

    /// Joins firm groups of which one says less, and keeps for each root what else it may be.
    fn join_loosely(&mut self) {
        let edges = self.loose_edges();
        let roots: BTreeSet<u32> = edges.iter().flat_map(|e| [e.1, e.2]).collect();
        let groups = self.groups(&roots);
        let read = Arc::clone(&self.read);
        let mut compare = Compare::new(&read.table);
        let mut fits: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for &(_, a, b, ..) in &edges {
            fits.entry(a).or_default().insert(b);
            fits.entry(b).or_default().insert(a);
        }
        let mut known: FxHashMap<(u32, u32), bool> = FxHashMap::default();
        let profiles = &read.profiles;
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
        for (_, a, b, x, y) in edges {
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
            ties.push((x, y));
        }
        for (x, y) in ties {
            let why = Why::Alike(self.nodes[x as usize].profile, self.nodes[y as usize].profile);
            self.join(x, y, Strength::Loose, why);
        }
        self.may_be = may_be;
    }

    /// The profiles of each of these firm groups, by its root.
    fn groups(&mut self, roots: &BTreeSet<u32>) -> BTreeMap<u32, BTreeSet<u32>> {
        let mut groups: BTreeMap<u32, BTreeSet<u32>> = BTreeMap::new();
        for n in 0..self.nodes.len() as u32 {
            let root = crate::root(&mut self.up, n);
            if roots.contains(&root) {
                groups.entry(root).or_default().insert(self.nodes[n as usize].profile);
            }
        }
        groups
    }

    /// Pairs of firm groups that may be one, the likeliest first: points, both roots, and the two claims that say so.
    fn loose_edges(&mut self) -> Vec<(std::cmp::Reverse<u16>, u32, u32, u32, u32)> {
        let read = Arc::clone(&self.read);
        let mut best: FxHashMap<(u32, u32), (std::cmp::Reverse<u16>, u32, u32)> = FxHashMap::default();
        for &(a, b, points) in &read.loose {
            // All claims of a profile are in one group, and the first stands for it, unless it says too little.
            let of = |profile: u32| {
                let nodes = &self.of_profile[profile as usize];
                if read.is_one[profile as usize] { &nodes[..nodes.len().min(1)] } else { nodes }
            };
            for &x in of(a) {
                for &y in of(b) {
                    let (r, s) = (crate::root(&mut self.up, x), crate::root(&mut self.up, y));
                    if r != s {
                        let value = (std::cmp::Reverse(points), x.min(y), x.max(y));
                        let entry = best.entry((r.min(s), r.max(s))).or_insert(value);
                        *entry = value.min(*entry);
                    }
                }
            }
        }
        let mut edges: Vec<_> = best.into_iter().map(|((r, s), (points, x, y))| (points, r, s, x, y)).collect();
        edges.sort_unstable();
        edges
    }

    /// The nodes of each event, and the event of each claim.
    fn gather(&mut self) {
        let mut event_of: Vec<u32> = vec![u32::MAX; self.nodes.len()];
        for n in 0..self.nodes.len() as u32 {
            let root = crate::root(&mut self.up, n) as usize;
            if event_of[root] == u32::MAX {
                event_of[root] = self.members.len() as u32;
                self.members.push(Few::new());
            }
            self.members[event_of[root] as usize].push(n);
            for &claim in &self.nodes[n as usize].claims {
                self.of[self.place_of[claim as usize] as usize] = Some(event_of[root]);
            }
        }
    }

    /// All of them, described.
    pub fn events(mut self) -> Events {
        let m = self.mentions;
        let read = Arc::clone(&self.read);
        let mut compare = Compare::new(&read.table);
        let mut joins: Vec<Vec<Join>> = self.members.iter().map(|_| Vec::new()).collect();
        let event_of = |node: u32| -> usize {
            let claim = self.nodes[node as usize].claims[0];
            self.of[self.place_of[claim as usize] as usize].map_or(0, |n| n as usize)
        };
        for &(a, b, strength, why) in &self.joins {
            let anchor = |n: u32| self.nodes[n as usize].anchor.to_owned();
            let reasons = match why {
                Why::Page => vec![Reason::SamePage],
                Why::Given => vec![Reason::Given],
                Why::Alike(x, y) => compare.reasons(&read.profiles[x as usize], &read.profiles[y as usize]),
            };
            let given = self.given.get(&(a, b)).cloned();
            joins[event_of(a)].push(Join { a: anchor(a), b: anchor(b), strength, reasons, given });
        }
        let ids: Vec<String> = (0..self.members.len()).map(|n| self.id(n)).collect();
        let mut others: Vec<BTreeSet<String>> = vec![BTreeSet::new(); self.members.len()];
        for (root, fits) in &self.may_be {
            let event = event_of(*root);
            others[event].extend(fits.iter().map(|f| event_of(*f)).filter(|o| *o != event).map(|o| ids[o].clone()));
        }
        let mut events: Vec<Event> = Vec::with_capacity(ids.len());
        for (n, nodes) in self.members.iter().enumerate() {
            let claims = self.claims(n);
            let readings = || nodes.iter().flat_map(|&n| &self.nodes[n as usize].claims).map(|&n| m.claims[n as usize]);
            let mut joins = std::mem::take(&mut joins[n]);
            joins.sort();
            events.push(Event {
                id: ids[n].clone(),
                anchors: nodes.iter().map(|&n| self.nodes[n as usize].anchor.to_owned()).collect(),
                days: days(
                    nodes.iter().map(|&n| self.nodes[n as usize].claims[0] as usize).map(|n| (m.claims[n], m.days[n])),
                ),
                tellings: tellings(readings()),
                figures: self.figures(n),
                claims,
                joins,
                may_be: std::mem::take(&mut others[n]).into_iter().collect(),
            });
        }
        events.sort_by(|a, b| a.id.cmp(&b.id));
        let mut of = vec![None; std::mem::take(&mut self.of).len()];
        for (n, e) in events.iter().enumerate() {
            for &c in &e.claims {
                of[c] = Some(n);
            }
        }
        Events { events, of }
    }
}

/// The least number that stands in both of two ascending lists.
fn first_common(a: &[u32], b: &[u32]) -> Option<u32> {
    a.iter().find(|x| b.contains(x)).copied()
}

/// The days that all dated tellings leave; where none is dated by its words, the last day that a page allows.
fn days<'s>(claims: impl Iterator<Item = (&'s Sourced, Option<Day>)>) -> Option<(Day, Day)> {
    let mut told: Option<(Day, Day)> = None;
    let mut page: Option<(Day, Day)> = None;
    for (s, day) in claims {
        let h = s.claim.happened.as_ref();
        let is_told = matches!(when(s, day), When::Told(..));
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
