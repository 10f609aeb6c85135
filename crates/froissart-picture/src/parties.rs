//! Who acts as one, who is against whom, and who backs them.
//!
//! "China backs Assad forces against Turkey-backed rebels" makes two parties and two backers. A backer is never
//! fused with whom it backs, so that a state that backs two parties in two wars does not make one party of them,
//! and the enemy of an enemy is nobody's friend until somebody says so.

use crate::types::{Backing, Opposition, Party, Standing, Timing};
use crate::world::{Item, World};
use froissart_model::{Kind, Told};
use jiff::ToSpan as _;
use std::collections::{BTreeMap, BTreeSet};

/// Ties that make one party of two.
const ONE: &[&str] = &["part_of", "leads", "commands", "merged_into"];
/// Ties that strengthen a party from outside.
const BACKING: &[&str] = &["supports", "allied_with", "depends_on"];
/// Sectors that are a state's own.
const STATE: &[&str] = &["COP", "GOV", "JUD", "LEG", "MIL", "SPY"];
/// PLOVER's codes that stand where a country would.
const NO_COUNTRY: &[&str] = &["IGO", "IMG", "MNC", "NGM", "NGO", "UIS", "UNO"];

/// Which actors act as one.
pub(crate) struct Parties {
    /// The cluster of each actor that has ties, by the least key in it.
    of: BTreeMap<String, String>,
    /// Items that tie a cluster together.
    ties: Vec<(String, String, usize)>,
    /// Between two actors, the lesser key first: the items by which they fight or oppose each other.
    against: BTreeMap<(String, String), BTreeSet<usize>>,
    /// Between two actors, the lesser key first: the items by which one backs the other.
    for_each_other: BTreeMap<(String, String), BTreeSet<usize>>,
    /// The clusters of which one backs the other, the lesser first.
    friends: BTreeSet<(String, String)>,
}

/// Every pair of one actor and one recipient, the lesser key first.
fn pairs(i: &Item<'_>) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for a in &i.actors {
        for r in i.recipients.iter().filter(|r| *r != a) {
            all.push(if a < r { (a.clone(), r.clone()) } else { (r.clone(), a.clone()) });
        }
    }
    all
}

/// "X-led coalition" names the first among several parties; only a person's leading makes one of leader and led.
fn is_led_by_a_person(i: &Item) -> bool {
    i.claim.actor.iter().all(|a| a.kind == froissart_model::EntityKind::Person)
}

impl Parties {
    pub(crate) fn new(w: &World<'_>) -> Self {
        let (mut against, mut for_each_other) =
            (BTreeMap::<_, BTreeSet<usize>>::new(), BTreeMap::<_, BTreeSet<_>>::new());
        let mut one: BTreeMap<(String, String), BTreeSet<usize>> = BTreeMap::new();
        for (n, i) in w.items.iter().enumerate().filter(|(_, i)| i.is_fact()) {
            let type_ = i.claim.type_.as_str();
            let is_so = match i.claim.kind {
                Kind::Relation => is_active(i) && matches!(w.state(i), Some(Timing::Current | Timing::LastReported(_))),
                Kind::Event => type_ == "ASSAULT" && is_recent(w, i) && w.happened(i) == Some(true),
                _ => false,
            };
            if !is_so {
                continue;
            }
            for pair in pairs(i) {
                if matches!(type_, "fights" | "opposes" | "ASSAULT") {
                    against.entry(pair).or_default().insert(n);
                } else if ONE.contains(&type_) && (type_ != "leads" || is_led_by_a_person(i)) {
                    one.entry(pair).or_default().insert(n);
                } else if BACKING.contains(&type_) {
                    for_each_other.entry(pair).or_default().insert(n);
                }
            }
        }
        let mut parties = Self {
            of: w.mentions.keys().map(|k| (k.clone(), k.clone())).collect(),
            ties: Vec::new(),
            against,
            for_each_other,
            friends: BTreeSet::new(),
        };
        // The best attested ties first, so that a stray one yields to many accounts of a fight.
        let mut ties: Vec<_> = one.iter().map(|(pair, items)| (w.voices(items), pair.clone(), items.clone())).collect();
        ties.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        for (voices, (a, b), items) in ties {
            if parties.join(w, &a, &b, voices) {
                parties.ties.extend(items.iter().map(|&n| (a.clone(), b.clone(), n)));
            }
        }
        // A state's government and its army are one without anybody saying so, unless somebody says they fight.
        let mut states: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for key in w.mentions.keys() {
            let actor = w.actor(key);
            let is_organ = actor
                .sector
                .as_deref()
                .map_or(actor.kind == froissart_model::EntityKind::State, |s| STATE.contains(&s));
            if let Some(country) = actor.country.filter(|c| is_organ && !NO_COUNTRY.contains(&c.as_str())) {
                states.entry(country).or_default().push(key.clone());
            }
        }
        for organs in states.values() {
            for pair in organs.windows(2) {
                parties.join(w, &pair[0], &pair[1], 1);
            }
        }
        for (a, b) in parties.for_each_other.keys() {
            let (x, y) = (&parties.of[a], &parties.of[b]);
            parties.friends.insert((x.min(y).clone(), x.max(y).clone()));
        }
        parties
    }

    /// Makes one party of two actors' parties, unless as many voices or more set them against each other.
    fn join(&mut self, w: &World<'_>, a: &str, b: &str, voices: usize) -> bool {
        let (a, b) = (self.of[a].clone(), self.of[b].clone());
        if a == b {
            return true;
        }
        let between: BTreeSet<usize> = self
            .against
            .iter()
            .filter(|((x, y), _)| {
                let (x, y) = (&self.of[x], &self.of[y]);
                (x, y) == (&a, &b) || (x, y) == (&b, &a)
            })
            .flat_map(|(_, items)| items.iter().copied())
            .collect();
        if w.voices(&between) >= voices {
            return false;
        }
        let (least, other) = if a < b { (a, b) } else { (b, a) };
        for cluster in self.of.values_mut().filter(|c| **c == other) {
            cluster.clone_from(&least);
        }
        true
    }

    /// Whether two actors act as one.
    pub(crate) fn are_one(&self, a: &str, b: &str) -> bool {
        a == b || self.of.get(a).is_some_and(|x| self.of.get(b) == Some(x))
    }

    /// Whether two actors, or parties of theirs, back each other.
    pub(crate) fn are_friends(&self, a: &str, b: &str) -> bool {
        let (Some(x), Some(y)) = (self.of.get(a), self.of.get(b)) else { return false };
        self.friends.contains(&(x.min(y).clone(), x.max(y).clone()))
    }

    /// The members of each cluster, the most spoken of first.
    fn members<'s>(&'s self, w: &World<'_>) -> BTreeMap<&'s str, Vec<&'s str>> {
        let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for (actor, cluster) in &self.of {
            all.entry(cluster).or_default().push(actor);
        }
        for members in all.values_mut() {
            members.sort_by_key(|m| (usize::MAX - w.mentions[*m], *m));
        }
        all
    }

    /// The parties that fight or oppose one another.
    pub(crate) fn list(&self, w: &World<'_>) -> Vec<Party> {
        let members = self.members(w);
        let mut against: BTreeMap<&str, BTreeMap<&str, BTreeSet<usize>>> = BTreeMap::new();
        for ((a, b), items) in &self.against {
            let (a, b) = (self.of[a].as_str(), self.of[b].as_str());
            if a != b {
                against.entry(a).or_default().entry(b).or_default().extend(items);
                against.entry(b).or_default().entry(a).or_default().extend(items);
            }
        }
        let mut parties: Vec<(usize, Party)> = Vec::new();
        for (cluster, keys) in &members {
            let Some(enemies) = against.get(cluster) else { continue };
            let ties = self.ties.iter().filter(|(a, _, _)| self.of[a] == **cluster).map(|(_, _, n)| n);
            let mut opposition: Vec<Opposition> = enemies
                .iter()
                .map(|(enemy, items)| Opposition {
                    party: w.name(members[enemy][0]).to_owned(),
                    fights: items.iter().any(|&n| w.items[n].claim.type_ != "opposes"),
                    grounds: w.grounds(items),
                })
                .collect();
            opposition.sort_by_key(|o| (usize::MAX - o.grounds.claims.len(), o.party.clone()));
            let weight = keys.iter().map(|k| w.mentions[*k]).sum();
            parties.push((
                weight,
                Party {
                    name: w.name(keys[0]).to_owned(),
                    members: keys.iter().map(|k| w.actor(k)).collect(),
                    against: opposition,
                    grounds: w.grounds(ties),
                },
            ));
        }
        parties.sort_by_key(|(weight, p)| (usize::MAX - weight, p.members[0].key.clone()));
        parties.into_iter().map(|(_, p)| p).collect()
    }

    /// Who backs whom, with what, by party.
    pub(crate) fn backers(&self, w: &World<'_>) -> Vec<Backing> {
        let members = self.members(w);
        let mut groups: BTreeMap<(&str, &str, &str, Standing, Timing), Vec<usize>> = BTreeMap::new();
        for (n, i) in w.items.iter().enumerate() {
            let type_ = i.claim.type_.as_str();
            if i.claim.kind != Kind::Relation || !BACKING.contains(&type_) {
                continue;
            }
            let Some(timing) = w.state(i) else { continue };
            let timing = if is_active(i) { timing } else { Timing::Past };
            let (backers, backed) =
                if type_ == "depends_on" { (&i.recipients, &i.actors) } else { (&i.actors, &i.recipients) };
            for a in backers {
                for b in backed.iter().filter(|b| *b != a) {
                    // The day of the last report is found again below: it must not split one tie into many.
                    let timing = if matches!(timing, Timing::LastReported(_)) { Timing::Current } else { timing };
                    groups.entry((b, a, type_, i.standing, timing)).or_default().push(n);
                }
            }
        }
        let mut all: Vec<Backing> = groups
            .into_iter()
            .map(|((backed, backer, tie, standing, timing), items)| {
                let means: BTreeSet<&str> =
                    items.iter().flat_map(|&n| w.items[n].claim.means.iter().map(String::as_str)).collect();
                let timing = if timing == Timing::Current {
                    items.iter().filter_map(|&n| w.state(&w.items[n])).min_by_key(|t| freshness(*t)).unwrap_or(timing)
                } else {
                    timing
                };
                Backing {
                    party: w.name(members[self.of[backed].as_str()][0]).to_owned(),
                    backer: w.actor(backer),
                    backed: w.actor(backed),
                    tie: tie.to_owned(),
                    means: means.into_iter().map(str::to_owned).collect(),
                    standing,
                    timing,
                    since: items.iter().filter(|&&n| w.items[n].is_dated()).filter_map(|&n| w.items[n].from).min(),
                    grounds: w.grounds(&items),
                }
            })
            .collect();
        all.sort_by(|a, b| {
            let key =
                |x: &Backing| (x.party.clone(), x.standing, x.backer.name.clone(), x.tie.clone(), x.backed.key.clone());
            key(a).cmp(&key(b)).then_with(|| a.timing.cmp(&b.timing))
        });
        all
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
    i.claim.told == Told::News && i.last_day().is_none_or(|l| year_before.is_none_or(|y| l >= y))
}

fn is_active(i: &Item<'_>) -> bool {
    i.claim.status.as_deref() != Some("ended")
}
