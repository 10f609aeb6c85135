//! Corrections of who is meant, applied to the claims before the picture is drawn; the stored claims stay as they are.
//!
//! "The militants" of two pages are Hayat Tahrir al-Sham (merge), and of a third the Southern Front (split). Actors,
//! recipients and accounts are put right alike. The words of the mention stay: only name, key, country, sector and
//! kind change, and these only to what claims or the ledger say of the other actor.

use crate::decisions::{Act, Corrected, Correction, Known};
use crate::types::Sourced;
use froissart_model::{Char, Entity, EntityKind, fold};
use std::collections::{BTreeMap, BTreeSet};

/// Id, name, kind, country, sector, sectors and code of an actor, as most of its mentions have them.
type Mention = (Option<String>, String, u8, Option<String>, Option<String>, Vec<String>, Option<String>);

/// The claims with every correction followed to its end, and what each correction did. `cites` has the numbers of the
/// claims that each correction cites.
///
/// Of two merges (renames, splits) of one key the later counts. At each key a split comes first, then a merge, then a
/// rename; what they lead to is looked at again, until a key comes that nothing corrects or that was met before.
pub(crate) fn corrected(
    mut claims: Vec<Sourced>,
    corrections: &[Correction],
    cites: &[BTreeSet<usize>],
) -> (Vec<Sourced>, Vec<Corrected>) {
    if corrections.is_empty() {
        return (claims, Vec::new());
    }
    let book = Book::new(&claims, corrections);
    let mut done: BTreeMap<usize, Done> = BTreeMap::new();
    for (n, s) in claims.iter_mut().enumerate() {
        let id = s.claim.id.clone();
        let c = s.claim_mut();
        for e in c.actor.iter_mut().chain(&mut c.recipient).chain(&mut c.according_to) {
            book.correct(e, &id, &|correction| cites[correction].contains(&n), &mut done);
        }
    }
    let mut all: Vec<Corrected> = done
        .into_iter()
        .map(|(n, d)| Corrected {
            act: corrections[n].act,
            from: most(&d.from),
            into: most(&d.into),
            claims: d.claims.into_iter().collect(),
            ground: corrections[n].ground.clone(),
        })
        .collect();
    all.sort_by(|a, b| a.ground.cmp(&b.ground));
    (claims, all)
}

/// What one correction did.
#[derive(Default)]
struct Done {
    from: BTreeMap<String, usize>,
    into: BTreeMap<String, usize>,
    claims: BTreeSet<String>,
}

/// The name most used; of equals the first.
fn most(names: &BTreeMap<String, usize>) -> String {
    names.iter().min_by_key(|(name, n)| (usize::MAX - **n, *name)).map_or_else(String::new, |(name, _)| name.clone())
}

fn shown(e: &Entity<Char>) -> &str {
    e.name.as_deref().unwrap_or(&e.text)
}

/// The corrections by the key that they are about, and what the claims show of those whom they lead to.
struct Book<'c> {
    all: &'c [Correction],
    by_subject: BTreeMap<&'c str, Vec<usize>>,
    known: BTreeMap<String, Mention>,
}

impl<'c> Book<'c> {
    fn new(claims: &[Sourced], all: &'c [Correction]) -> Self {
        let mut by_subject: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (n, c) in all.iter().enumerate() {
            by_subject.entry(&c.subject).or_default().push(n);
        }
        for list in by_subject.values_mut() {
            let order = |a: Act| [Act::Split, Act::Merge, Act::Rename].iter().position(|x| *x == a);
            // The latest first.
            list.sort_by_key(|&n| (order(all[n].act), std::cmp::Reverse(&all[n].ground)));
        }
        let wanted: BTreeSet<&str> = all
            .iter()
            .filter(|c| c.act != Act::Rename)
            .map(|c| c.known.as_ref().map_or(&*c.into, |k| &k.key))
            .collect();
        let mut counts: BTreeMap<String, BTreeMap<Mention, usize>> = BTreeMap::new();
        if !wanted.is_empty() {
            for s in claims {
                for e in s.claim.actor.iter().chain(&s.claim.recipient).chain(&s.claim.according_to) {
                    let key = e.key();
                    if wanted.contains(key.as_str()) {
                        let known = (
                            e.id.clone(),
                            shown(e).to_owned(),
                            e.kind as u8,
                            e.country.clone(),
                            e.sector.clone(),
                            e.sectors.clone(),
                            e.code.clone(),
                        );
                        *counts.entry(key).or_default().entry(known).or_default() += 1;
                    }
                }
            }
        }
        let known = counts.into_iter().filter_map(|(key, all)| {
            let best = all.into_iter().min_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            best.map(|(known, _)| (key, known))
        });
        Self { all, by_subject, known: known.collect() }
    }

    fn correct(
        &self,
        e: &mut Entity<Char>,
        claim: &str,
        cites: &dyn Fn(usize) -> bool,
        done: &mut BTreeMap<usize, Done>,
    ) {
        let mut key = e.key();
        let mut met: BTreeSet<String> = BTreeSet::new();
        let mut path: Vec<(usize, String)> = Vec::new();
        while met.insert(key.clone()) {
            let Some(list) = self.by_subject.get(key.as_str()) else { break };
            let applies = |n: &&usize| self.all[**n].act != Act::Split || cites(**n);
            let Some(&n) = list.iter().find(applies) else { break };
            let c = &self.all[n];
            path.push((n, shown(e).to_owned()));
            key = if c.act == Act::Rename {
                e.name = Some(c.into.clone());
                e.key()
            } else {
                self.put(e, c)
            };
        }
        let end = shown(e).to_owned();
        for (n, from) in path {
            let d = done.entry(n).or_default();
            *d.from.entry(from).or_default() += 1;
            *d.into.entry(end.clone()).or_default() += 1;
            d.claims.insert(claim.to_owned());
        }
    }

    /// Puts another in the place of `e`; answers the other's key.
    fn put(&self, e: &mut Entity<Char>, c: &Correction) -> String {
        let key = c.known.as_ref().map_or(&c.into, |k| &k.key);
        // The dictionary's code and the table's entry are the one's whom the words were taken for.
        let was_known = e.id.take().is_some();
        e.code = None;
        if let Some((id, name, kind, country, sector, sectors, code)) = self.known.get(key) {
            e.id.clone_from(id);
            e.name = Some(name.clone());
            e.kind = kind_of(*kind);
            e.country.clone_from(country);
            e.sector.clone_from(sector);
            e.sectors.clone_from(sectors);
            e.code.clone_from(code);
        } else if let Some(Known { key, name, country, sector }) = &c.known {
            e.id = (!key.contains('@') && *key != fold(name)).then(|| key.clone());
            e.name = Some(name.clone());
            e.country.clone_from(country);
            e.sector.clone_from(sector);
            e.sectors = sector.iter().cloned().collect();
        } else {
            e.name = Some(c.into.clone());
            // What the words say of country and sector they say of whoever is meant; what a table says of another does not.
            if was_known {
                (e.country, e.sector) = (None, None);
                e.sectors.clear();
            }
            return e.key();
        }
        key.clone()
    }
}

fn kind_of(n: u8) -> EntityKind {
    use EntityKind as K;
    [K::Person, K::Group, K::State, K::Civilians, K::Facility, K::Equipment]
        .into_iter()
        .find(|k| *k as u8 == n)
        .unwrap_or(K::Group)
}
