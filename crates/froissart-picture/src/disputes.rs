//! Claims that cannot all be true, side by side, with who says which.
//!
//! "The army denied that it had withdrawn from Aleppo" against a war monitor's "the army withdrew" is one dispute
//! with two sides, each with its independent accounts and the wire families that carry them. None is resolved here, and
//! which side reports against its own interest is a note. Claims of different days, or of parts of a place that leave
//! room for each other, contradict nothing; nor does one voice contradict itself.

use crate::dispute_holder::holders;
use crate::grammar::{are_many, deed};
use crate::parties::Parties;
use crate::text::verb as tie_verb;
use crate::types::{Dispute, DisputeKind, DisputeSide, Options, Standing};
use crate::world::{Item, World};
use froissart_model::{Day, Kind, LinkAs};
use froissart_testimony::{Bears, Context, Said, Sourced, Testified, Voice, VoiceKind, may_be_one};
use std::collections::{BTreeMap, BTreeSet};

/// How far apart two tellings of one act may date it, where a page ties them and the events do not.
const SAME_ACT_DAYS: i32 = 3;

/// The claims of a world, with who vouches for them and which tell of one event; numbers are the items' own.
pub(crate) struct Witness<'w, 'a> {
    pub(crate) w: &'w World<'a>,
    pub(crate) parties: &'w Parties,
    context: &'w Context,
    claims: Vec<&'a Sourced>,
    testified: Testified,
}

pub(crate) fn disputes(w: &World<'_>, parties: &Parties, options: &Options) -> Vec<Dispute> {
    let context = &options.testimony;
    let claims: Vec<_> = w.items.iter().map(|i| i.sourced).collect();
    let testified = Testified::new(&claims, context);
    let witness = Witness { w, parties, context, claims, testified };
    let mut all = holders(&witness);
    all.extend(witness.acts());
    all.extend(witness.rival_figures());
    all.extend(witness.ties());
    witness.state(&mut all, options);
    all.sort_by_cached_key(|d| (d.kind, std::cmp::Reverse(d.day), d.label.clone()));
    all
}

/// The pairs as groups that hang together, each group in ascending order.
pub(crate) fn connected(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut up: BTreeMap<usize, usize> = pairs.iter().flat_map(|&(a, b)| [(a, a), (b, b)]).collect();
    let root = |up: &mut BTreeMap<usize, usize>, mut n: usize| {
        while up[&n] != n {
            let next = up[&up[&n]];
            up.insert(n, next);
            n = next;
        }
        n
    };
    for &(a, b) in pairs {
        let (a, b) = (root(&mut up, a), root(&mut up, b));
        up.insert(a.max(b), a.min(b));
    }
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for n in up.keys().copied().collect::<Vec<_>>() {
        all.entry(root(&mut up, n)).or_default().push(n);
    }
    all.into_values().collect()
}

impl Witness<'_, '_> {
    pub(crate) fn voice(&self, n: usize) -> &Voice {
        self.testified.accounts.voice(n)
    }

    /// Whether one speaks in both: of the unnamed of one story, those who are called alike.
    pub(crate) fn same_voice(&self, a: usize, b: usize) -> bool {
        let (x, y) = (self.voice(a), self.voice(b));
        let name = |n: usize| self.w.items[n].claim.according_to.first().map(|e| e.name.as_ref().unwrap_or(&e.text));
        x.key == y.key && (x.kind != VoiceKind::Unnamed || name(a) == name(b))
    }

    /// Whether two parties are one, or may be: "rebels" and a group of them.
    pub(crate) fn same_party(&self, a: &Item<'_>, b: &Item<'_>) -> bool {
        a.actors.iter().any(|x| b.actors.iter().any(|y| self.parties.are_one(x, y)))
            || may_be_one(&a.claim.actor, &b.claim.actor)
    }

    /// One version, with its accounts.
    pub(crate) fn side(&self, label: impl Into<String>, items: &BTreeSet<usize>) -> DisputeSide {
        let bearings: BTreeSet<_> = items.iter().flat_map(|&n| self.testified.bearings[n].iter().cloned()).collect();
        let mut bearings: Vec<_> = bearings.into_iter().collect();
        bearings.sort_by_key(|b| b.bears == Bears::For);
        DisputeSide {
            label: label.into(),
            grounds: self.w.grounds(items),
            testimonies: self.testified.accounts.testimonies(
                &self.claims,
                items.iter().copied(),
                &self.context.families,
            ),
            bearings,
        }
    }

    pub(crate) fn last_day<'n>(&self, items: impl IntoIterator<Item = &'n usize>) -> Option<Day> {
        items.into_iter().filter_map(|&n| self.w.items[n].last_day()).max()
    }

    fn is_in_time(&self, i: &Item<'_>) -> bool {
        i.from.or(i.to).or(i.published).is_none_or(|f| self.w.as_of.is_none_or(|d| f <= d))
    }

    /// Events that some tell as so, and others as not so.
    fn acts(&self) -> Vec<Dispute> {
        let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
        for e in self.testified.events.events.iter().filter(|e| e.tellings.denied > 0 && e.claims.len() > 1) {
            let of = |f: fn(Standing) -> bool| {
                e.claims
                    .iter()
                    .copied()
                    .filter(move |&n| f(self.w.items[n].standing) && self.is_in_time(&self.w.items[n]))
            };
            for no in of(|s| s == Standing::Denied) {
                for yes in of(|s| matches!(s, Standing::Fact | Standing::Believed)) {
                    if !self.same_voice(yes, no) {
                        pairs.insert((yes, no));
                    }
                }
            }
        }
        self.denied_on_another_day(&mut pairs);
        self.denied_without_a_place(&mut pairs);
        self.rejected_on_their_pages(&mut pairs);
        let told: BTreeSet<usize> = pairs.iter().map(|p| p.0).collect();
        let pairs: Vec<_> = pairs.into_iter().collect();
        let mut all = Vec::new();
        for group in connected(&pairs) {
            let (yes, no): (BTreeSet<usize>, BTreeSet<usize>) = group.iter().partition(|n| told.contains(n));
            // Who says most of it names it.
            let said = |n: &&usize| {
                let i = &self.w.items[**n];
                (i.actors.is_empty(), i.targets.is_empty() && i.places.is_empty(), !i.is_fact(), **n)
            };
            let Some(&first) = yes.iter().min_by_key(said) else { continue };
            let (facts, believed): (BTreeSet<usize>, BTreeSet<usize>) =
                yes.iter().partition(|&&n| self.w.items[n].is_fact());
            let versions = if self.w.items[first].claim.kind == Kind::Statement {
                let by = |items: &BTreeSet<usize>| -> String {
                    let all: BTreeSet<&String> = items.iter().flat_map(|&n| &self.w.items[n].actors).collect();
                    self.w.names(all)
                };
                vec![(format!("said by {}", by(&yes)), yes), (format!("rejected by {}", by(&no)), no)]
            } else {
                vec![
                    ("told as so".to_owned(), facts),
                    ("believed or alleged".to_owned(), believed),
                    ("denied, or told as not so".to_owned(), no),
                ]
            };
            all.push(Dispute {
                kind: DisputeKind::Act,
                label: format!("whether it is so: {}", self.name(first)),
                day: self.last_day(&group),
                sides: versions.iter().filter(|v| !v.1.is_empty()).map(|(l, items)| self.side(l, items)).collect(),
                event: self.testified.events.event(first).map(|e| e.id.clone()),
                stated: Vec::new(),
            });
        }
        all
    }

    /// A denial that dates the act a day or two off the telling: two events by their days, and one dispute.
    fn denied_on_another_day(&self, pairs: &mut BTreeSet<(usize, usize)>) {
        // By type and by what the act was done to or where: a bare actor is too little to tell the same act by.
        let mut told: BTreeMap<(Kind, &str, &str), Vec<usize>> = BTreeMap::new();
        let is_act = |i: &Item<'_>| matches!(i.claim.kind, Kind::Event | Kind::Agreement) && self.is_in_time(i);
        for (n, i) in self.w.items.iter().enumerate().filter(|(_, i)| is_act(i) && i.is_fact()) {
            for object in i.places.iter().chain(&i.targets) {
                told.entry((i.claim.kind, &i.claim.type_, object)).or_default().push(n);
            }
        }
        for (no, i) in self.w.items.iter().enumerate().filter(|(_, i)| is_act(i) && i.standing == Standing::Denied) {
            for object in i.places.iter().chain(&i.targets) {
                for &yes in told.get(&(i.claim.kind, i.claim.type_.as_str(), object.as_str())).into_iter().flatten() {
                    let j = &self.w.items[yes];
                    let one =
                        |a: &[String], b: &[String]| a.is_empty() || b.is_empty() || a.iter().any(|k| b.contains(k));
                    let is_same = self.same_party(i, j)
                        && one(&i.places, &j.places)
                        && one(&i.targets, &j.targets)
                        && (i.claim.subject.is_none()
                            || j.claim.subject.is_none()
                            || i.claim.subject == j.claim.subject)
                        && same_means(i, j)
                        && are_near(i, j);
                    if is_same && !self.same_voice(yes, no) {
                        pairs.insert((yes, no));
                    }
                }
            }
        }
    }

    /// "The army denied that its troops had fled": without a place, a denial rejects what its own page tells, where the
    /// page tells of one such event only.
    fn denied_without_a_place(&self, pairs: &mut BTreeSet<(usize, usize)>) {
        let mut by_page: BTreeMap<(&str, &str), Vec<usize>> = BTreeMap::new();
        let is_act = |i: &Item<'_>| i.claim.kind == Kind::Event && self.is_in_time(i);
        for (n, i) in self.w.items.iter().enumerate().filter(|(_, i)| is_act(i) && i.is_fact()) {
            by_page.entry((&i.sourced.page_id, &i.claim.type_)).or_default().push(n);
        }
        let is_bare = |i: &Item<'_>| i.standing == Standing::Denied && i.places.is_empty() && i.targets.is_empty();
        for (no, i) in self.w.items.iter().enumerate().filter(|(_, i)| is_act(i) && is_bare(i)) {
            let told = by_page.get(&(i.sourced.page_id.as_str(), i.claim.type_.as_str()));
            let told: Vec<usize> = told
                .into_iter()
                .flatten()
                .copied()
                .filter(|&n| {
                    let j = &self.w.items[n];
                    self.same_party(i, j) && same_means(i, j) && are_near(i, j) && !self.same_voice(n, no)
                })
                .collect();
            let events: BTreeSet<Option<usize>> = told.iter().map(|&n| self.testified.events.of[n]).collect();
            if events.len() == 1 {
                pairs.extend(told.into_iter().map(|yes| (yes, no)));
            }
        }
    }

    /// What a statement rejects by the words of its page: "the ministry called that report untrue".
    fn rejected_on_their_pages(&self, pairs: &mut BTreeSet<(usize, usize)>) {
        let by_anchor: BTreeMap<(&str, &str), usize> = self
            .w
            .items
            .iter()
            .enumerate()
            .rev()
            .map(|(n, i)| ((i.sourced.page_id.as_str(), i.claim.anchor.as_str()), n))
            .collect();
        for (no, i) in self.w.items.iter().enumerate().filter(|(_, i)| self.is_in_time(i)) {
            for link in i.claim.links.iter().filter(|l| l.as_ == LinkAs::Rejects) {
                let told = by_anchor.get(&(i.sourced.page_id.as_str(), link.to.as_str()));
                // A statement that rejects: its content, where there is one, is a side of its own already.
                let is_rival = |n: &&usize| {
                    let yes = &self.w.items[**n];
                    // Who accuses and who rejects it are the actors of two statements, told by one page.
                    let speak = yes.claim.kind == Kind::Statement && i.claim.kind == Kind::Statement;
                    let is_other = if speak { !self.same_party(yes, i) } else { !self.same_voice(**n, no) };
                    yes.is_fact() && is_other && **n != no && are_near(yes, i)
                };
                if let Some(&yes) = told.filter(is_rival) {
                    pairs.insert((yes, no));
                }
            }
        }
    }

    /// What an item tells, in few words.
    pub(crate) fn name(&self, n: usize) -> String {
        let (w, i) = (self.w, &self.w.items[n]);
        let is_capture = i.claim.acled.as_ref().is_some_and(|a| a.sub_event_type.contains("territory"));
        let are_many = i.actors.len() > 1 || i.actors.first().is_some_and(|a| are_many(&w.actor(a)));
        let place = i.places.first().map(|p| w.place_name(p));
        let whom = w.names(&i.targets);
        let (verb, place) = match i.claim.kind {
            Kind::Event if is_capture && whom.is_empty() => {
                (deed("capture", are_many).into(), place.map(str::to_owned))
            }
            Kind::Agreement => {
                (i.claim.subject.clone().unwrap_or_else(|| i.claim.type_.clone()), place.map(|p| format!("({p})")))
            }
            Kind::Event | Kind::Statement => {
                let verb = deed(&i.claim.type_, are_many);
                // "Moves forces", where nobody says against whom.
                let last = verb.rsplit(' ').next().filter(|w| matches!(*w, "against" | "of" | "on" | "to" | "with"));
                let bare = last.filter(|_| whom.is_empty()).and_then(|w| verb.strip_suffix(w)).unwrap_or(verb);
                (bare.trim_end().to_owned(), place.map(|p| format!("({p})")))
            }
            Kind::Relation if i.actors.len() == 1 => {
                (tie_verb(&w.actor(&i.actors[0]), &i.claim.type_), place.map(|p| format!("({p})")))
            }
            _ => (i.claim.type_.replace('_', " "), place.map(|p| format!("({p})"))),
        };
        let parts = [w.names(&i.actors), verb, whom, place.unwrap_or_default()];
        parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Counts of one event, or running totals of one place and day, that leave no number that fits both.
    fn rival_figures(&self) -> Vec<Dispute> {
        let mut all = Vec::new();
        for e in &self.testified.events.events {
            for count in e.figures.iter().filter(|c| !c.is_part) {
                let counts = |s: &Said| -> BTreeSet<usize> {
                    let is_told = |n: &usize| self.w.happened(&self.w.items[*n]) == Some(true);
                    s.claims.iter().copied().filter(is_told).collect()
                };
                let said: Vec<(&Said, BTreeSet<usize>)> =
                    count.said.iter().map(|s| (s, counts(s))).filter(|(_, n)| !n.is_empty()).collect();
                let mut pairs = Vec::new();
                for (a, (x, of_x)) in said.iter().enumerate() {
                    for (b, (y, of_y)) in said.iter().enumerate().skip(a + 1) {
                        let keys = |items: &BTreeSet<usize>| -> BTreeSet<&str> {
                            items.iter().map(|&n| self.voice(n).key.as_str()).collect()
                        };
                        if exclude(x, y) && keys(of_x) != keys(of_y) {
                            pairs.push((a, b));
                        }
                    }
                }
                for group in connected(&pairs) {
                    let items: BTreeSet<usize> = group.iter().flat_map(|&n| said[n].1.iter().copied()).collect();
                    let place = e.claims.iter().find_map(|&n| self.w.items[n].places.first());
                    let at = place.map_or_else(String::new, |p| format!(" in {}", self.w.place_name(p)));
                    all.push(Dispute {
                        kind: DisputeKind::Figure,
                        label: format!("how many {}{at}", count.of.replace('_', " ")),
                        day: self.last_day(&items),
                        sides: group.iter().map(|&n| self.side(&said[n].0.text, &said[n].1)).collect(),
                        event: Some(e.id.clone()),
                        stated: Vec::new(),
                    });
                }
            }
        }
        all
    }

    /// Ties that some tell and others deny, and pairs that are friends for some and foes for others.
    fn ties(&self) -> Vec<Dispute> {
        let mut by_actor: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let relations = || {
            let is_told = |i: &Item<'_>| i.claim.kind == Kind::Relation && self.w.state(i).is_some();
            self.w.items.iter().enumerate().filter(move |(_, i)| is_told(i))
        };
        for (n, i) in relations().filter(|(_, i)| matches!(i.standing, Standing::Fact | Standing::Believed)) {
            for key in i.actors.iter().chain(&i.recipients) {
                by_actor.entry(key).or_default().push(n);
            }
        }
        let near = |i: &Item<'_>| -> BTreeSet<usize> {
            i.actors.iter().chain(&i.recipients).filter_map(|k| by_actor.get(k.as_str())).flatten().copied().collect()
        };
        let mut all = Vec::new();
        let mut denied = Vec::new();
        for (no, i) in relations().filter(|(_, i)| i.standing == Standing::Denied) {
            for yes in near(i) {
                let j = &self.w.items[yes];
                let is_same = j.claim.type_ == i.claim.type_
                    && self.same_party(i, j)
                    && may_be_one(&i.claim.recipient, &j.claim.recipient)
                    && overlap(self.w, i, j);
                if is_same && !self.same_voice(yes, no) {
                    denied.push((yes, no));
                }
            }
        }
        let told: BTreeSet<usize> = denied.iter().map(|p| p.0).collect();
        for group in connected(&denied) {
            let (yes, no): (BTreeSet<usize>, BTreeSet<usize>) = group.iter().partition(|n| told.contains(n));
            let Some(&first) = no.first() else { continue };
            all.push(self.tie(
                format!("whether it is so: {}", self.name(first)),
                &group,
                [("told as so", &yes), ("denied, or told as not so", &no)],
            ));
        }
        let mut pairs: BTreeMap<(&str, &str), [BTreeSet<usize>; 2]> = BTreeMap::new();
        for (n, i) in relations().filter(|(_, i)| i.is_fact() && i.claim.status.as_deref() != Some("ended")) {
            let is_foe = match i.claim.type_.as_str() {
                "supports" | "allied_with" => 0,
                "opposes" | "fights" => 1,
                _ => continue,
            };
            for a in &i.actors {
                for b in i.recipients.iter().filter(|b| *b != a) {
                    pairs.entry((a.min(b), a.max(b))).or_default()[is_foe].insert(n);
                }
            }
        }
        for ((a, b), [friends, foes]) in &pairs {
            let rivals = friends
                .iter()
                .flat_map(|&x| foes.iter().map(move |&y| (x, y)))
                .filter(|&(x, y)| overlap(self.w, &self.w.items[x], &self.w.items[y]) && !self.same_voice(x, y));
            let group: BTreeSet<usize> = rivals.flat_map(|(x, y)| [x, y]).collect();
            if group.is_empty() {
                continue;
            }
            let of = |all: &BTreeSet<usize>| group.intersection(all).copied().collect::<BTreeSet<usize>>();
            let label = format!("friends or foes: {} and {}", self.w.name(a), self.w.name(b));
            let group: Vec<usize> = group.iter().copied().collect();
            all.push(self.tie(
                label,
                &group,
                [("one backs the other", &of(friends)), ("against each other", &of(foes))],
            ));
        }
        all
    }

    fn tie(&self, label: String, group: &[usize], sides: [(&str, &BTreeSet<usize>); 2]) -> Dispute {
        Dispute {
            kind: DisputeKind::Tie,
            label,
            day: self.last_day(group),
            sides: sides.iter().map(|(label, items)| self.side(*label, items)).collect(),
            event: None,
            stated: Vec::new(),
        }
    }
}

/// Whether two states are told of a common day; where one leaves its days open, of the days about the other's page.
fn overlap(w: &World<'_>, a: &Item<'_>, b: &Item<'_>) -> bool {
    let days = |i: &Item<'_>| {
        let to = i.to.or(w.as_of).or(i.published)?;
        Some((i.from.unwrap_or(to).min(to), to))
    };
    match (days(a), days(b)) {
        (Some(x), Some(y)) => gap(y.0, x.1) <= SAME_TIE_DAYS && gap(x.0, y.1) <= SAME_TIE_DAYS,
        _ => true,
    }
}

/// A tie that is told on one day stands for some weeks, unless the words say otherwise.
const SAME_TIE_DAYS: i32 = 30;

fn gap(from: Day, to: Day) -> i32 {
    to.until(from).map_or(i32::MAX, |s| s.get_days())
}

/// Whether no number fits both.
fn exclude(a: &Said, b: &Said) -> bool {
    let is_number = |s: &Said| s.low.is_some() || s.high.is_some();
    let low = |s: &Said| s.low.unwrap_or(f64::NEG_INFINITY);
    let high = |s: &Said| s.high.unwrap_or(f64::INFINITY);
    is_number(a) && is_number(b) && (high(a) < low(b) || high(b) < low(a))
}

/// Whether two acts can be one by how they were done; an air strike is no capture.
fn same_means(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (&a.claim, &b.claim);
    let modes = x.modes.is_empty() || y.modes.is_empty() || x.modes.iter().any(|m| y.modes.contains(m));
    // The first two digits of CAMEO are its root, the third the kind of act: 190 force, 195 from the air.
    let kind = |c: &froissart_model::Claim<froissart_model::Char>| {
        c.cameo.as_deref().and_then(|c| c.get(..3)).map(str::to_owned)
    };
    let codes = matches!((kind(x), kind(y)), (Some(a), Some(b)) if a != b && x.modes != y.modes);
    modes && !codes
}

/// Whether no more days lie between the two than tellings of one act differ by.
fn are_near(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (Some(a_to), Some(b_to)) = (a.last_day(), b.last_day()) else { return true };
    // An open beginning says nothing of how long ago; the last possible day stands for it.
    let (a_from, b_from) = (a.from.unwrap_or(a_to).min(a_to), b.from.unwrap_or(b_to).min(b_to));
    gap(b_from, a_to) <= SAME_ACT_DAYS && gap(a_from, b_to) <= SAME_ACT_DAYS
}
