//! Who acts as one, who is against whom, and who backs them.
//!
//! "China backs Assad forces against Turkey-backed rebels" makes two parties and two backers. A backer is never
//! fused with whom it backs, so that a state that backs two parties in two wars does not make one party of them,
//! and the enemy of an enemy is nobody's friend until somebody says so.

use crate::index::{ActorKey, PlaceKey};
use crate::order::{arranged, by_words, rank};
use crate::types::{Backing, Opposition, Party, Standing, Tie, Timing};
use crate::world::{Item, World};
use froissart_model::{Day, Kind, PlaceRole, Told};
use jiff::ToSpan as _;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};

/// Ties that make one party of two.
const ONE: &[&str] = &["part_of", "leads", "commands", "merged_into"];
/// Ties that strengthen a party from outside.
pub(crate) const BACKING: &[&str] = &["supports", "allied_with", "depends_on"];
/// Ties that set two against each other.
const AGAINST: &[&str] = &["fights", "opposes"];
/// Two actors, the lesser key first.
type Pair = (ActorKey, ActorKey);

/// Which actors act as one.
pub(crate) struct Parties {
    /// The cluster of each actor that has ties, by the least key in it.
    of: Vec<Option<ActorKey>>,
    /// Those in each cluster, by its least key.
    in_one: BTreeMap<ActorKey, Vec<ActorKey>>,
    /// Items that tie a cluster together.
    ties: Vec<(ActorKey, usize)>,
    /// The items by which two fight or oppose each other.
    against: BTreeMap<Pair, Vec<usize>>,
    /// The items by which one of two backs the other.
    for_each_other: BTreeMap<Pair, Vec<usize>>,
    /// The clusters of which one backs the other, the lesser first.
    friends: FxHashSet<Pair>,
}

/// Every pair of one actor and one recipient.
fn pairs<'i>(i: &'i Item<'_>) -> impl Iterator<Item = Pair> + 'i {
    i.actors.iter().flat_map(|&a| i.recipients.iter().filter(move |r| **r != a).map(move |&r| (a.min(r), a.max(r))))
}

/// "X-led coalition" names the first among several parties; only a person's leading makes one of leader and led.
fn is_led_by_a_person(i: &Item) -> bool {
    i.claim.actor.iter().all(|a| a.kind == froissart_model::EntityKind::Person)
}

impl Parties {
    pub(crate) fn new(w: &World<'_>) -> Self {
        let (mut against, mut for_each_other) = (BTreeMap::<Pair, Vec<usize>>::new(), BTreeMap::<Pair, Vec<_>>::new());
        let mut one: BTreeMap<Pair, Vec<usize>> = BTreeMap::new();
        // In the order of the items, whichever kind they are of.
        let told = w.items.iter().enumerate().filter(|(_, i)| matches!(i.head.kind, Kind::Relation | Kind::Event));
        for (n, i) in told.filter(|(_, i)| i.is_fact()) {
            let type_ = i.head.type_;
            let is_so = match i.head.kind {
                Kind::Relation => is_active(i) && matches!(i.timing, Some(Timing::Current | Timing::LastReported(_))),
                Kind::Event => type_ == "ASSAULT" && is_recent(w, i) && w.happened(i) == Some(true),
                _ => false,
            };
            if !is_so {
                continue;
            }
            let told = if AGAINST.contains(&type_) || type_ == "ASSAULT" {
                &mut against
            } else if ONE.contains(&type_) && (type_ != "leads" || is_led_by_a_person(i)) {
                &mut one
            } else if BACKING.contains(&type_) {
                &mut for_each_other
            } else {
                continue;
            };
            for pair in pairs(i).filter(|(a, b)| !w.is_bare(*a) && !w.is_bare(*b)) {
                let items = told.entry(pair).or_default();
                // Each of two may be the other's actor in one claim.
                if items.last() != Some(&n) {
                    items.push(n);
                }
            }
        }
        let mut enemies: BTreeMap<ActorKey, Vec<Pair>> = BTreeMap::new();
        for &(a, b) in against.keys() {
            enemies.entry(a).or_default().push((a, b));
            enemies.entry(b).or_default().push((a, b));
        }
        let mut of = vec![None; w.index.actor_count()];
        w.mentions.keys().for_each(|k| of[k.0 as usize] = Some(*k));
        let mut parties = Self {
            of,
            in_one: w.mentions.keys().map(|k| (*k, vec![*k])).collect(),
            ties: Vec::new(),
            against,
            for_each_other,
            friends: FxHashSet::default(),
        };
        // The best attested ties first, so that a stray one yields to many accounts of a fight.
        let mut ties: Vec<_> = one.into_iter().map(|(pair, items)| (w.voices(&items), pair, items)).collect();
        ties.sort_by_key(|t| (std::cmp::Reverse(t.0), t.1));
        for (voices, (a, b), items) in ties {
            // "The rebels joined the army's ranks", once misread, must not make one party of a war's two sides: a state
            // and who is no organ of it stay two, and their tie is told as a tie.
            let is_state = |k: ActorKey| w.actor_ref(k).kind == froissart_model::EntityKind::State;
            if is_state(a) == is_state(b) && parties.join(w, &enemies, a, b, voices) {
                parties.ties.extend(items.iter().map(|&n| (a, n)));
            }
        }
        for &(a, b) in parties.for_each_other.keys() {
            let (x, y) = (parties.cluster(a), parties.cluster(b));
            parties.friends.insert((x.min(y), x.max(y)));
        }
        parties
    }

    /// The cluster of an actor; whoever is nowhere mentioned as one who acts is its own.
    fn cluster(&self, key: ActorKey) -> ActorKey {
        self.of[key.0 as usize].unwrap_or(key)
    }

    /// Makes one party of two actors' parties, unless as many voices or more set them against each other.
    fn join(
        &mut self,
        w: &World<'_>,
        enemies: &BTreeMap<ActorKey, Vec<Pair>>,
        a: ActorKey,
        b: ActorKey,
        voices: usize,
    ) -> bool {
        let (a, b) = (self.cluster(a), self.cluster(b));
        if a == b {
            return true;
        }
        let (few, many) = if self.in_one[&a].len() < self.in_one[&b].len() { (a, b) } else { (b, a) };
        let between: Vec<usize> = self.in_one[&few]
            .iter()
            .filter_map(|k| enemies.get(k))
            .flatten()
            .filter(|(x, y)| self.cluster(*x) == many || self.cluster(*y) == many)
            .flat_map(|pair| self.against[pair].iter().copied())
            .collect();
        if w.voices(&between) >= voices {
            return false;
        }
        let (least, other) = (a.min(b), a.max(b));
        let moved = self.in_one.remove(&other).unwrap_or_default();
        for key in &moved {
            self.of[key.0 as usize] = Some(least);
        }
        self.in_one.entry(least).or_default().extend(moved);
        true
    }

    /// Whether two actors act as one.
    pub(crate) fn are_one(&self, a: ActorKey, b: ActorKey) -> bool {
        a == b || self.of[a.0 as usize].is_some_and(|x| self.of[b.0 as usize] == Some(x))
    }

    /// Whether two actors, or parties of theirs, back each other.
    pub(crate) fn are_friends(&self, a: ActorKey, b: ActorKey) -> bool {
        let (Some(x), Some(y)) = (self.of[a.0 as usize], self.of[b.0 as usize]) else { return false };
        self.friends.contains(&(x.min(y), x.max(y)))
    }

    /// The members of each cluster, the most spoken of first.
    fn members(&self, w: &World<'_>) -> BTreeMap<ActorKey, Vec<ActorKey>> {
        let mut all: BTreeMap<ActorKey, Vec<ActorKey>> = BTreeMap::new();
        for &actor in w.mentions.keys() {
            all.entry(self.cluster(actor)).or_default().push(actor);
        }
        for members in all.values_mut() {
            members.sort_by_key(|m| (usize::MAX - w.mentions[m], *m));
        }
        all
    }

    /// The parties that fight or oppose one another.
    pub(crate) fn list(&self, w: &World<'_>) -> Vec<Party> {
        let members = self.members(w);
        let mut against: BTreeMap<ActorKey, BTreeMap<ActorKey, Vec<usize>>> = BTreeMap::new();
        for (&(a, b), items) in &self.against {
            let (a, b) = (self.cluster(a), self.cluster(b));
            if a != b {
                against.entry(a).or_default().entry(b).or_default().extend(items);
                against.entry(b).or_default().entry(a).or_default().extend(items);
            }
        }
        let mut tied: BTreeMap<ActorKey, Vec<&usize>> = BTreeMap::new();
        for (a, n) in &self.ties {
            tied.entry(self.cluster(*a)).or_default().push(n);
        }
        let mut parties: Vec<(usize, Party)> = Vec::new();
        for (cluster, keys) in &members {
            let Some(enemies) = against.get(cluster) else { continue };
            let ties = tied.get(cluster).into_iter().flatten().copied();
            let opposition: Vec<Opposition> = enemies
                .iter()
                .map(|(enemy, items)| Opposition {
                    party: w.name(members[enemy][0]).to_owned(),
                    fights: items.iter().any(|&n| w.items[n].head.type_ != "opposes"),
                    grounds: w.grounds(items),
                })
                .collect();
            let place = |o: &Opposition| (!o.fights, rank(Standing::Fact, o.grounds.last_told, &o.grounds));
            let opposition = arranged(opposition, |all, a, b| {
                let (a, b) = (&all[a], &all[b]);
                place(a).cmp(&place(b)).then_with(|| a.party.cmp(&b.party))
            });
            let weight = keys.iter().map(|k| w.mentions[k]).sum();
            parties.push((
                weight,
                Party {
                    name: w.name(keys[0]).to_owned(),
                    members: keys
                        .iter()
                        .flat_map(|k| w.members.get(k).map_or_else(|| vec![w.actor(*k)], Clone::clone))
                        .collect(),
                    against: opposition,
                    grounds: w.grounds(ties),
                },
            ));
        }
        parties.sort_by_cached_key(|(weight, p)| (usize::MAX - weight, p.members[0].key.clone()));
        parties.into_iter().map(|(_, p)| p).collect()
    }

    /// Who backs whom, with what, by party.
    pub(crate) fn backers(&self, w: &World<'_>) -> Vec<Backing> {
        let members = self.members(w);
        let mut groups: BTreeMap<(ActorKey, ActorKey, &str, Standing, Timing), Vec<usize>> = BTreeMap::new();
        for (n, i) in w.of(Kind::Relation) {
            let type_ = i.head.type_;
            if !BACKING.contains(&type_) {
                continue;
            }
            let Some(timing) = i.timing else { continue };
            let timing = if is_active(i) { timing } else { Timing::Past };
            let (backers, backed) =
                if type_ == "depends_on" { (&i.recipients, &i.actors) } else { (&i.actors, &i.recipients) };
            for &a in backers {
                for &b in backed.iter().filter(|b| **b != a && !w.is_bare(a) && !w.is_bare(**b)) {
                    // The day of the last report is found again below: it must not split one tie into many.
                    let timing = if matches!(timing, Timing::LastReported(_)) { Timing::Current } else { timing };
                    groups.entry((b, a, type_, i.standing, timing)).or_default().push(n);
                }
            }
        }
        let all: Vec<Backing> = groups
            .into_iter()
            .map(|((backed, backer, tie, standing, timing), items)| {
                let means: BTreeSet<&str> =
                    items.iter().flat_map(|&n| w.items[n].claim.means.iter().map(String::as_str)).collect();
                let timing = if timing == Timing::Current {
                    items.iter().filter_map(|&n| w.items[n].timing).min_by_key(|t| freshness(*t)).unwrap_or(timing)
                } else {
                    timing
                };
                let begun = items.iter().map(|&n| &w.items[n]).filter(|i| i.is_dated());
                let since = begun
                    .filter_map(|i| i.from.zip(i.claim.happened.as_ref().map(|h| h.precision)))
                    .min_by_key(|(d, p)| (*d, *p as u8));
                Backing {
                    party: w.name(members[&self.cluster(backed)][0]).to_owned(),
                    backer: w.actor(backer),
                    backed: w.actor(backed),
                    tie: tie.to_owned(),
                    means: means.into_iter().map(str::to_owned).collect(),
                    standing,
                    timing,
                    since: since.map(|s| s.0),
                    since_precision: since.map(|s| s.1),
                    grounds: w.grounds(&items),
                }
            })
            .collect();
        // Party by party, those of whom most is told first; whoever is backed and is no party comes after them.
        let mut weight: FxHashMap<&str, usize> = FxHashMap::default();
        for b in &all {
            *weight.entry(&b.party).or_default() += b.grounds.claims.len();
        }
        let weights: Vec<usize> = all.iter().map(|b| weight[b.party.as_str()]).collect();
        arranged(all, |all, a, b| {
            let heavy = weights[b].cmp(&weights[a]);
            let (a, b) = (&all[a], &all[b]);
            let last = |b: &Backing| last_day(b.timing).or(b.grounds.last_told);
            let place = |b: &Backing| (b.timing == Timing::Past, rank(b.standing, last(b), &b.grounds));
            heavy.then_with(|| a.party.cmp(&b.party)).then_with(|| place(a).cmp(&place(b))).then_with(|| {
                by_words([&a.backer.name, &a.tie, &a.backed.key], [&b.backer.name, &b.tie, &b.backed.key])
            })
        })
    }
}

/// Lasting ties that neither set against nor back, as they are told.
pub(crate) fn ties(w: &World<'_>, stale_after_days: u16) -> Vec<Tie> {
    type Key<'a> = (ActorKey, &'a str, Option<ActorKey>, Option<PlaceKey>, Standing);
    let mut groups: BTreeMap<Key<'_>, (Vec<usize>, Timing)> = BTreeMap::new();
    for (n, i) in w.of(Kind::Relation) {
        let type_ = i.head.type_;
        let Some(timing) = i.timing.filter(|_| !BACKING.contains(&type_) && !AGAINST.contains(&type_)) else {
            continue;
        };
        let timing = if is_active(i) { timing } else { Timing::Past };
        let others = i.recipients.iter().map(|r| (Some(*r), None));
        // The object of "based in" and "present in" is a place; any other tie's place is only where it was told of.
        let at = i.places.iter().map(|p| (None, Some(*p))).filter(|_| i.recipients.is_empty());
        for (to, place) in others.chain(at).filter(|(to, _)| to.is_none_or(|to| !w.is_bare(to))) {
            for &a in i.actors.iter().filter(|a| Some(**a) != to && !w.is_bare(**a)) {
                let group = groups.entry((a, type_, to, place, i.standing)).or_insert_with(|| (Vec::new(), timing));
                group.0.push(n);
                if freshness(timing) < freshness(group.1) {
                    group.1 = timing;
                }
            }
        }
    }
    let all: Vec<Tie> = groups
        .into_iter()
        .map(|((from, tie, to, place, standing), (items, timing))| {
            // Where somebody is ages as what he holds does, and ends as that does.
            let presence = last_day(timing).zip(place).filter(|_| tie == "present_in");
            let ended_by = presence.and_then(|(last, at)| end_of_presence(w, from, at, last, &items));
            let timing = if ended_by.is_some() { Timing::Past } else { timing };
            let age = |last| w.as_of.and_then(|d: Day| d.since(last).ok()).map(|s| s.get_days());
            let age_days = presence.and_then(|(last, _)| age(last));
            Tie {
                from: w.actor(from),
                tie: tie.to_owned(),
                to: to.map(|k| w.actor(k)),
                place: place.map(|p| w.place(p)),
                standing,
                timing,
                age_days,
                is_stale: timing != Timing::Past && age_days.is_some_and(|d| d > i32::from(stale_after_days)),
                ended_by: ended_by.map(|n| w.items[n].claim.id.clone()),
                grounds: w.grounds(&items),
            }
        })
        .collect();
    let last = |t: &Tie| last_day(t.timing).or(t.grounds.last_told);
    let place = |t: &Tie| (t.timing == Timing::Past, t.is_stale, rank(t.standing, last(t), &t.grounds));
    arranged(all, |all, a, b| {
        let (a, b) = (&all[a], &all[b]);
        place(a).cmp(&place(b)).then_with(|| by_words([&a.from.name, &a.tie], [&b.from.name, &b.tie]))
    })
}

/// The first fact, told on the same page or a later day, by which somebody who was last told to be at a place on a day has
/// lost or left it: by his own loss, by another's taking it from him, or by his withdrawal.
fn end_of_presence(w: &World<'_>, who: ActorKey, at: PlaceKey, last: Day, told: &[usize]) -> Option<usize> {
    let last_published = told.iter().filter_map(|&n| w.items[n].published).max();
    let is_same_page = |i: &Item<'_>| told.iter().any(|&n| w.items[n].sourced.page.id == i.sourced.page.id);
    let has_left = |i: &Item<'_>| match i.head.kind {
        Kind::Control if !matches!(i.timing, None | Some(Timing::Possible)) => match crate::holdings::status(i) {
            "lost" => i.actors.contains(&who),
            status => crate::holdings::is_held(status) && i.recipients.contains(&who),
        },
        Kind::Event => {
            let is_from = i.claim.place.iter().any(|p| p.role == PlaceRole::From);
            i.head.type_ == "RETREAT" && is_from && i.actors.contains(&who) && w.happened(i) == Some(true)
        }
        _ => false,
    };
    let all = w.of(Kind::Control).chain(w.of(Kind::Event)).filter(|(_, i)| i.is_fact() && i.places.contains(&at));
    all.filter(|(_, i)| i.published > last_published || is_same_page(i))
        .filter_map(|(n, i)| Some((i.from.or(i.to).or(i.published)?, n)))
        .filter(|(day, n)| *day >= last && w.as_of.is_none_or(|d| *day <= d) && has_left(&w.items[*n]))
        .min()
        .map(|(_, n)| n)
}

/// The day a timing names.
pub(crate) fn last_day(t: Timing) -> Option<Day> {
    match t {
        Timing::LastReported(d) => Some(d),
        Timing::Current | Timing::Possible | Timing::Past => None,
    }
}

/// Sorts the freshest first.
pub(crate) fn freshness(t: Timing) -> (u8, i64) {
    match t {
        Timing::Current => (0, 0),
        // Not a count of days, but in their order; the latest first.
        Timing::LastReported(d) => (1, -i64::from(d.year()) * 10_000 - i64::from(d.month()) * 100 - i64::from(d.day())),
        Timing::Possible => (2, 0),
        Timing::Past => (3, 0),
    }
}

/// An assault makes an enemy for a year, unless somebody says that they still fight; background makes none.
fn is_recent(w: &World<'_>, i: &Item<'_>) -> bool {
    let year_before = w.as_of.and_then(|d| d.checked_sub(1.year()).ok());
    i.head.told == Told::News && i.last_day().is_none_or(|l| year_before.is_none_or(|y| l >= y))
}

pub(crate) fn is_active(i: &Item<'_>) -> bool {
    i.head.status != Some("ended")
}
