//! What an actor depends on, and how far each of those is engaged elsewhere: an inventory with its claims.
//!
//! "Russia is fighting in Ukraine" and "Hezbollah, weakened by a year of war with Israel", beside "Russia backs
//! Assad" and "Hezbollah backs Assad": the reader draws the conclusion. Nothing here predicts, and nothing is drawn
//! from a silence.

use crate::about::Scope;
use crate::events::engagements;
use crate::index::ActorKey;
use crate::order::rank;
use crate::parties::{BACKING, is_active};
use crate::types::{ActorRef, Condition, Engagement, Exposure, Reliance, Standing, Timing};
use crate::world::World;
use froissart_model::Kind;
use std::collections::{BTreeMap, BTreeSet};

/// Who is backed by whom, by which items: only facts of ties that are not over.
type Reliances = BTreeMap<ActorKey, BTreeMap<ActorKey, Vec<usize>>>;

fn reliances(w: &World<'_>) -> Reliances {
    let mut all: Reliances = BTreeMap::new();
    for (n, i) in w.of(Kind::Relation) {
        let type_ = i.claim.type_.as_str();
        let is_tie = BACKING.contains(&type_) && i.is_fact() && is_active(i);
        if !is_tie || matches!(i.timing, None | Some(Timing::Past)) {
            continue;
        }
        for &a in &i.actors {
            for &r in i.recipients.iter().filter(|r| **r != a) {
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

/// `elsewhere` holds claims on the backers beyond what the picture is about; without it they are looked for in `w`.
pub(crate) fn exposure(w: &World<'_>, near: &[Engagement], elsewhere: Option<&World<'_>>) -> Vec<Exposure> {
    let far: Vec<Engagement> = elsewhere.map_or_else(Vec::new, engagements);
    let is_fact = |e: &&Engagement| e.standing == Standing::Fact;
    let mut fights: BTreeMap<&str, Vec<&Engagement>> = BTreeMap::new();
    let mut all: Vec<&Engagement> = near.iter().chain(&far).filter(is_fact).collect();
    // Either list has this order already.
    if !far.is_empty() {
        all.sort_by_cached_key(|e| rank(e.standing, e.latest, &e.grounds, format!("{} {}", e.a.key, e.b.key)));
    }
    for e in all {
        fights.entry(&e.a.key).or_default().push(e);
        fights.entry(&e.b.key).or_default().push(e);
    }
    let mut conditions: BTreeMap<&str, Vec<Condition>> = BTreeMap::new();
    for world in std::iter::once(w).chain(elsewhere) {
        let mut groups: BTreeMap<(ActorKey, &str, Standing), Vec<usize>> = BTreeMap::new();
        for (n, i) in world.of(Kind::Assessment) {
            for &whose in i.actors.iter().chain(&i.recipients) {
                groups.entry((whose, &i.claim.type_, i.standing)).or_default().push(n);
            }
        }
        for ((whose, what, standing), items) in groups {
            let grounds = world.grounds(&items);
            conditions.entry(w.index.actor(whose)).or_default().push(Condition {
                what: what.to_owned(),
                whose: world.actor(whose),
                standing,
                grounds,
            });
        }
    }
    let mut all: Vec<(usize, Exposure)> = reliances(w)
        .into_iter()
        .map(|(exposed, backers)| {
            let who = w.index.actor(exposed);
            let own_foes: BTreeSet<&str> = fights
                .get(who)
                .into_iter()
                .flatten()
                .map(|e| if e.a.key == who { e.b.key.as_str() } else { e.a.key.as_str() })
                .collect();
            let mut backers: Vec<Reliance> = backers
                .into_iter()
                .map(|(one, items)| {
                    let backer = w.index.actor(one);
                    let of = |f: fn(&froissart_model::Claim<froissart_model::Char>) -> Vec<String>| {
                        let all: BTreeSet<String> = items.iter().flat_map(|&n| f(w.items[n].claim)).collect();
                        all.into_iter().collect::<Vec<_>>()
                    };
                    let home = &w.actor_ref(exposed).country;
                    // Fights in the exposed actor's own country, or with somebody of it, are the same war.
                    let is_same_war = |e: &Engagement| {
                        let foe = if e.a.key == backer { &e.b } else { &e.a };
                        let is_at_home = |c: &Option<String>| c.is_some() && c == home;
                        foe.key == who
                            || own_foes.contains(foe.key.as_str())
                            // "Terrorists" of nowhere are whom the backer calls so, as a rule in this very war.
                            || is_label(foe) && e.places.is_empty()
                            || is_at_home(&foe.country)
                            || e.places.iter().any(|p| is_at_home(&p.country))
                    };
                    let elsewhere: Vec<Engagement> = fights
                        .get(backer)
                        .into_iter()
                        .flatten()
                        .filter(|e| !is_same_war(e))
                        .take(ELSEWHERE_MAX)
                        .map(|e| (*e).clone())
                        .collect();
                    Reliance {
                        backer: w.actor(one),
                        ties: of(|c| vec![c.type_.clone()]),
                        means: of(|c| c.means.clone()),
                        grounds: w.grounds(&items),
                        elsewhere,
                        condition: conditions.get(backer).cloned().unwrap_or_default(),
                    }
                })
                .collect();
            backers.sort_by_cached_key(|b| {
                (
                    usize::MAX - b.grounds.accounts.len(),
                    rank(Standing::Fact, b.grounds.last_told, &b.grounds, &b.backer.key),
                )
            });
            let weight = backers.iter().map(|b| b.grounds.claims.len()).sum();
            (weight, Exposure { actor: w.actor(exposed), backers })
        })
        .collect();
    all.sort_by_cached_key(|(weight, e)| (usize::MAX - weight, e.actor.key.clone()));
    all.into_iter().map(|(_, e)| e).collect()
}
