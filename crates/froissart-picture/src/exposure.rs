//! What an actor depends on, and how far each of those is engaged elsewhere: an inventory with its claims.
//!
//! "Russia is fighting in Ukraine" and "Hezbollah, weakened by a year of war with Israel", beside "Russia backs
//! Assad" and "Hezbollah backs Assad": the reader draws the conclusion. Nothing here predicts, and nothing is drawn
//! from a silence.

use crate::about::Scope;
use crate::events::{by_rank, engagements};
use crate::index::ActorKey;
use crate::order::{arranged, rank};
use crate::parties::{BACKING, is_active};
use crate::types::{ActorRef, Condition, Engagement, Exposure, Reliance, Standing, Timing};
use crate::world::World;
use froissart_model::Kind;
use rustc_hash::{FxHashMap, FxHashSet};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Who is backed by whom, by which items: only facts of ties that are not over.
type Reliances = BTreeMap<ActorKey, BTreeMap<ActorKey, Vec<usize>>>;

fn reliances(w: &World<'_>) -> Reliances {
    let mut all: Reliances = BTreeMap::new();
    for (n, i) in w.of(Kind::Relation) {
        let type_ = i.head.type_;
        let is_tie = BACKING.contains(&type_) && i.is_fact() && is_active(i);
        if !is_tie || matches!(i.timing, None | Some(Timing::Past)) {
            continue;
        }
        for &a in &i.actors {
            for &r in i.recipients.iter().filter(|r| **r != a && !w.is_bare(a) && !w.is_bare(**r)) {
                let mut relies =
                    |on: ActorKey, who: ActorKey| all.entry(who).or_default().entry(on).or_default().push(n);
                match type_ {
                    "depends_on" => relies(r, a),
                    "allied_with" => {
                        relies(r, a);
                        relies(a, r);
                    }
                    _ => relies(a, r),
                }
            }
        }
    }
    all
}

/// The words by which a larger set of claims is searched for the backers: their countries and table keys, and the
/// names of those that have neither.
///
/// A backer of the very country that is asked about is no one from elsewhere.
pub(crate) fn backer_keys(w: &World<'_>, scope: &Scope) -> BTreeSet<String> {
    let own: BTreeSet<&str> = scope.countries().collect();
    reliances(w)
        .values()
        .flat_map(BTreeMap::keys)
        .map(|&key| (key, w.index.actor(key)))
        .map(|(one, key)| match key.strip_prefix("state ").or_else(|| key.strip_prefix("id:")) {
            Some(key) => key.to_owned(),
            None => w.name(one).to_owned(),
        })
        .filter(|key| !own.contains(key.as_str()))
        .collect()
}

/// Whether the words name nobody and nobody's country: "terrorists".
fn is_label(who: &ActorRef) -> bool {
    who.country.is_none() && !who.key.starts_with("id:") && !who.name.chars().any(char::is_uppercase)
}

/// A backer's fights elsewhere beyond these, in the order of all lists, are left to a picture of its own: else a war
/// in which everybody backs everybody would tell each fight once for every pair.
const ELSEWHERE_MAX: usize = 8;

/// A fight, as it is compared with others.
struct Fight<'e> {
    told: &'e Engagement,
    /// Each of the two, and its country.
    a: (ActorKey, Option<&'e str>),
    b: (ActorKey, Option<&'e str>),
    /// The countries of its places, each once.
    countries: Vec<&'e str>,
}

impl<'e> Fight<'e> {
    fn new(w: &World<'_>, told: &'e Engagement) -> Option<Self> {
        let side = |who: &'e ActorRef| Some((w.index.actor_key(&who.key)?, who.country.as_deref()));
        let mut countries: Vec<&str> = told.places.iter().filter_map(|p| p.country.as_deref()).collect();
        countries.sort_unstable();
        countries.dedup();
        Some(Self { told, a: side(&told.a)?, b: side(&told.b)?, countries })
    }

    /// Whom one of the two fights.
    fn foe(&self, one: ActorKey) -> (ActorKey, Option<&'e str>) {
        if self.a.0 == one { self.b } else { self.a }
    }
}

/// `elsewhere` holds claims on the backers beyond what the picture is about; without it they are looked for in `w`.
pub(crate) fn exposure(w: &World<'_>, near: &[Engagement], elsewhere: Option<&World<'_>>) -> Vec<Exposure> {
    let far: Vec<Engagement> = elsewhere.map_or_else(Vec::new, engagements);
    let is_fact = |e: &&Engagement| e.standing == Standing::Fact;
    let mut all: Vec<&Engagement> = near.iter().chain(&far).filter(is_fact).collect();
    // Either list has this order already.
    if !far.is_empty() {
        all.sort_by(|a, b| by_rank(a, b));
    }
    let fights: Vec<Fight<'_>> = all.iter().filter_map(|e| Fight::new(w, e)).collect();
    let mut of: FxHashMap<ActorKey, Vec<usize>> = FxHashMap::default();
    for (n, f) in fights.iter().enumerate() {
        of.entry(f.a.0).or_default().push(n);
        of.entry(f.b.0).or_default().push(n);
    }
    // Each fight that is told, once for all whose backer is engaged in it.
    let mut told: Vec<Option<Arc<Engagement>>> = vec![None; all.len()];
    let mut conditions: FxHashMap<&str, Vec<Arc<Condition>>> = FxHashMap::default();
    for world in std::iter::once(w).chain(elsewhere) {
        let mut groups: BTreeMap<(ActorKey, &str, Standing), Vec<usize>> = BTreeMap::new();
        for (n, i) in world.of(Kind::Assessment) {
            for &whose in i.actors.iter().chain(&i.recipients) {
                groups.entry((whose, i.head.type_, i.standing)).or_default().push(n);
            }
        }
        for ((whose, what, standing), items) in groups {
            let grounds = world.grounds(&items);
            conditions.entry(w.index.actor(whose)).or_default().push(Arc::new(Condition {
                what: what.to_owned(),
                whose: world.actor(whose),
                standing,
                grounds,
            }));
        }
    }
    let mut exposed: Vec<(usize, Exposure)> = reliances(w)
        .into_iter()
        .map(|(exposed, backers)| {
            let own = of.get(&exposed).into_iter().flatten();
            let own_foes: FxHashSet<ActorKey> = own.map(|&n| fights[n].foe(exposed).0).collect();
            let home = w.actor_ref(exposed).country.as_deref();
            let backers: Vec<Reliance> = backers
                .into_iter()
                .map(|(one, items)| {
                    let backer = w.index.actor(one);
                    let ties: BTreeSet<&str> = items.iter().map(|&n| w.items[n].head.type_).collect();
                    let means: BTreeSet<&str> =
                        items.iter().flat_map(|&n| w.items[n].claim.means.iter().map(String::as_str)).collect();
                    let owned = |all: BTreeSet<&str>| all.into_iter().map(str::to_owned).collect();
                    // Fights in the exposed actor's own country, or with somebody of it, are the same war.
                    let is_same_war = |f: &Fight<'_>| {
                        let (foe, country) = f.foe(one);
                        let is_at_home = |c: &&str| Some(*c) == home;
                        foe == exposed
                            || own_foes.contains(&foe)
                            // "Terrorists" of nowhere are whom the backer calls so, as a rule in this very war.
                            || is_label(if f.a.0 == one { &f.told.b } else { &f.told.a }) && f.told.places.is_empty()
                            || country.is_some_and(|c| is_at_home(&c))
                            || f.countries.iter().any(is_at_home)
                    };
                    let busy = of.get(&one).into_iter().flatten().filter(|n| !is_same_war(&fights[**n]));
                    let elsewhere = busy
                        .take(ELSEWHERE_MAX)
                        .map(|&n| Arc::clone(told[n].get_or_insert_with(|| Arc::new(fights[n].told.clone()))));
                    let elsewhere = elsewhere.collect();
                    Reliance {
                        backer: w.actor(one),
                        ties: owned(ties),
                        means: owned(means),
                        grounds: w.grounds(&items),
                        elsewhere,
                        condition: conditions.get(backer).cloned().unwrap_or_default(),
                    }
                })
                .collect();
            let place = |b: &Reliance| {
                (Reverse(b.grounds.accounts.len()), rank(Standing::Fact, b.grounds.last_told, &b.grounds))
            };
            let backers = arranged(backers, |all, a, b| {
                let (a, b) = (&all[a], &all[b]);
                place(a).cmp(&place(b)).then_with(|| a.backer.key.cmp(&b.backer.key))
            });
            let weight = backers.iter().map(|b| b.grounds.claims.len()).sum();
            (weight, Exposure { actor: w.actor(exposed), backers })
        })
        .collect();
    exposed.sort_by_cached_key(|(weight, e)| (usize::MAX - weight, e.actor.key.clone()));
    exposed.into_iter().map(|(_, e)| e).collect()
}
