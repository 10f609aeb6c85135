//! Claims that cannot all be true, side by side, with who says which.
//!
//! "The army denied that it had withdrawn from Aleppo" against a war monitor's "the army withdrew" is one dispute
//! with two sides, each with its independent accounts and the wire families that carry them. None is resolved here, and
//! which side reports against its own interest is a note. Claims of different days, or of parts of a place that leave
//! room for each other, contradict nothing; nor does one voice contradict itself.

use crate::dispute_holder::holders;
use crate::grammar::{are_many, deed};
use crate::index::{ActorKey, PlaceKey};
use crate::parties::Parties;
use crate::text::verb as tie_verb;
use crate::types::{Dispute, DisputeKind, DisputeSide, Options, Standing};
use crate::world::{Item, World};
use froissart_model::{Char, Claim, Day, Kind, LinkAs};
use froissart_testimony::{
    Bears, Context, Given, Lists, Numbers, Said, Scenes, Sourced, Testified, Voice, VoiceKind, day_number,
};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

/// How far apart two tellings of one act may date it, where a page ties them and the events do not.
const SAME_ACT_DAYS: i32 = 3;

/// The claims of a world, with who vouches for them and which tell of one event; numbers are the items' own.
pub(crate) struct Witness<'w, 'a> {
    pub(crate) w: &'w World<'a>,
    pub(crate) parties: &'w Parties,
    /// What is known beside the claims; none where nobody asks who printed what, and for whom it bears.
    context: Option<&'w Context>,
    claims: Vec<&'a Sourced>,
    pub(crate) testified: Testified<'w, 'a>,
    /// The number of each item's list of actors, as it names them, and of its list of recipients: equal lists are one.
    actors: Vec<u32>,
    recipients: Vec<u32>,
    /// Whether two lists can name the same, once it has been asked.
    alike: RefCell<FxHashMap<(u32, u32), bool>>,
}

/// All disputes, those that analysts state included.
pub(crate) fn disputes(witness: &Witness<'_, '_>, options: &Options) -> Vec<Dispute> {
    let mut all = holders(witness);
    all.extend(witness.acts());
    all.extend(witness.rival_figures());
    all.extend(witness.ties());
    witness.state(&mut all, options);
    all.sort_by_cached_key(|d| (d.kind, std::cmp::Reverse(d.day), d.label.clone()));
    all
}

/// The pairs as groups that hang together, each group in ascending order.
pub(crate) fn connected(pairs: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let mut members: Vec<usize> = pairs.iter().flat_map(|&(a, b)| [a, b]).collect();
    members.sort_unstable();
    members.dedup();
    let at = |n: usize| members.binary_search(&n).unwrap_or_default();
    let mut up: Vec<usize> = (0..members.len()).collect();
    let root = |up: &mut Vec<usize>, mut n: usize| {
        while up[n] != n {
            up[n] = up[up[n]];
            n = up[n];
        }
        n
    };
    for &(a, b) in pairs {
        let (a, b) = (root(&mut up, at(a)), root(&mut up, at(b)));
        up[a.max(b)] = a.min(b);
    }
    let mut all: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, &member) in members.iter().enumerate() {
        all.entry(root(&mut up, n)).or_default().push(member);
    }
    all.into_values().collect()
}

impl<'w, 'a> Witness<'w, 'a> {
    /// Without `context`, sides have no testimonies and no notes. `wider` has the scenes of a world of which this is part.
    pub(crate) fn new(
        w: &'w World<'a>,
        parties: &'w Parties,
        given: &[Given],
        context: Option<&'w Context>,
        wider: Option<&Scenes<'w, 'a>>,
    ) -> Self {
        let m = &w.index.mentions;
        let wider = wider.filter(|_| w.is_part);
        let testified = Testified::new(m, &w.numbers, &w.accounts, given, context, wider);
        let mut lists: Numbers<&[u32]> = Numbers::default();
        let mut number = |all: &'a Lists| w.numbers.iter().map(|&n| lists.number(all.of(n as usize)).0).collect();
        let (actors, recipients) = (number(&m.actors), number(&m.recipients));
        let claims = w.items.iter().map(|i| i.sourced).collect();
        Self { w, parties, context, claims, testified, actors, recipients, alike: RefCell::default() }
    }

    /// Whether two lists of names can name the same; the lists are those of two items, by their numbers.
    fn may_be_one(&self, lists: &[u32], all: &Lists, a: usize, b: usize) -> bool {
        let pair = (lists[a].min(lists[b]), lists[a].max(lists[b]));
        *self.alike.borrow_mut().entry(pair).or_insert_with(|| {
            let of = |n: usize| all.of(self.w.numbers[n] as usize);
            self.w.index.mentions.may_be_one(of(a), of(b))
        })
    }

    /// Whether two items name their actors in the same words, and have them under the same keys.
    pub(crate) fn is_named_alike(&self, a: usize, b: usize) -> bool {
        self.actors[a] == self.actors[b] && self.w.items[a].actors == self.w.items[b].actors
    }

    pub(crate) fn voice(&self, n: usize) -> &Voice {
        self.w.accounts.voice(n)
    }

    /// Whether one speaks in both: of the unnamed of one story, those who are called alike.
    pub(crate) fn same_voice(&self, a: usize, b: usize) -> bool {
        let name = |n: usize| self.w.items[n].claim.according_to.first().map(|e| e.name.as_ref().unwrap_or(&e.text));
        self.w.items[a].voice == self.w.items[b].voice
            && (self.voice(a).kind != VoiceKind::Unnamed || name(a) == name(b))
    }

    /// Whether two parties are one, or may be: "rebels" and a group of them.
    pub(crate) fn same_party(&self, a: usize, b: usize) -> bool {
        let (x, y) = (&self.w.items[a].actors, &self.w.items[b].actors);
        x.iter().any(|x| y.iter().any(|y| self.parties.are_one(*x, *y)))
            || self.may_be_one(&self.actors, &self.w.index.mentions.actors, a, b)
    }

    /// One version, with its accounts.
    pub(crate) fn side(&self, label: impl Into<String>, items: &BTreeSet<usize>) -> DisputeSide {
        let bearings: BTreeSet<_> = items.iter().flat_map(|&n| self.testified.bearings(n)).collect();
        let mut bearings: Vec<_> = bearings.into_iter().collect();
        bearings.sort_by_key(|b| b.bears == Bears::For);
        DisputeSide {
            label: label.into(),
            grounds: self.w.grounds(items),
            testimonies: self.context.map_or_else(Vec::new, |context| {
                self.w.accounts.testimonies(&self.claims, items.iter().copied(), &context.families)
            }),
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
        let scenes = &self.testified.scenes;
        let denied = self.w.items.iter().enumerate().filter(|(_, i)| i.standing == Standing::Denied);
        let denied: BTreeSet<usize> = denied.filter_map(|(n, _)| scenes.of(n)).collect();
        for claims in denied.into_iter().map(|event| scenes.claims(event)) {
            let of = |f: fn(Standing) -> bool| {
                let items = claims.iter().map(|&n| (n, &self.w.items[n]));
                items.filter(move |(_, i)| f(i.standing) && self.is_in_time(i)).map(|(n, _)| n)
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
            // Who tells of what is denied, where and as it is denied, names it; of those who say most of it.
            let is_denied = |i: &Item<'_>| {
                no.iter().map(|&n| &self.w.items[n]).any(|d| {
                    deed_of(d) == deed_of(i) && (d.places.is_empty() || d.places.iter().any(|p| i.places.contains(p)))
                })
            };
            let said = |n: &&usize| {
                let i = &self.w.items[**n];
                (!is_denied(i), i.actors.is_empty(), i.targets.is_empty() && i.places.is_empty(), !i.is_fact(), **n)
            };
            let Some(&first) = yes.iter().min_by_key(said) else { continue };
            let (facts, believed): (BTreeSet<usize>, BTreeSet<usize>) =
                yes.iter().partition(|&&n| self.w.items[n].is_fact());
            let versions = if self.w.items[first].head.kind == Kind::Statement {
                let by = |items: &BTreeSet<usize>| -> String {
                    let all: BTreeSet<&ActorKey> = items.iter().flat_map(|&n| &self.w.items[n].actors).collect();
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
                event: scenes.of(first).map(|event| scenes.id(event)),
                stated: Vec::new(),
            });
        }
        all
    }

    /// A denial that dates the act a day or two off the telling: two events by their days, and one dispute.
    fn denied_on_another_day(&self, pairs: &mut BTreeSet<(usize, usize)>) {
        // By type and by what the act was done to or where: a bare actor is too little to tell the same act by.
        let is_act = |i: &Item<'_>| matches!(i.head.kind, Kind::Event | Kind::Agreement) && self.is_in_time(i);
        let denied = || self.w.items.iter().enumerate().filter(|(_, i)| i.standing == Standing::Denied && is_act(i));
        // Few acts are denied, and only what may be one of them is looked for.
        let mut told: FxHashMap<(Kind, &str, Object), Vec<usize>> = FxHashMap::default();
        for (_, i) in denied() {
            told.extend(objects(i).map(|object| ((i.head.kind, i.head.type_, object), Vec::new())));
        }
        for (n, i) in self.w.items.iter().enumerate().filter(|(_, i)| i.is_fact() && is_act(i)) {
            for object in objects(i) {
                if let Some(items) = told.get_mut(&(i.head.kind, i.head.type_, object)) {
                    items.push(n);
                }
            }
        }
        for (no, i) in denied() {
            for object in objects(i) {
                for &yes in told.get(&(i.head.kind, i.head.type_, object)).into_iter().flatten() {
                    let j = &self.w.items[yes];
                    // What is told of another week is put aside first: most of what a place has seen.
                    let is_same = are_near(i, j)
                        && one(&i.places, &j.places)
                        && one(&i.targets, &j.targets)
                        && (i.head.subject.is_none() || j.head.subject.is_none() || i.head.subject == j.head.subject)
                        && same_means(i, j)
                        && self.same_party(no, yes);
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
        let page = |i: &Item<'_>| self.w.index.mentions.pages[i.number as usize];
        let is_bare = |i: &Item<'_>| i.standing == Standing::Denied && i.places.is_empty() && i.targets.is_empty();
        let bare = || self.w.of(Kind::Event).filter(|(_, i)| is_bare(i) && self.is_in_time(i));
        let mut by_page: FxHashMap<(u32, &str), Vec<usize>> =
            bare().map(|(_, i)| ((page(i), i.head.type_), Vec::new())).collect();
        for (n, i) in self.w.of(Kind::Event).filter(|(_, i)| i.is_fact() && self.is_in_time(i)) {
            if let Some(items) = by_page.get_mut(&(page(i), i.head.type_)) {
                items.push(n);
            }
        }
        for (no, i) in bare() {
            let told = by_page.get(&(page(i), i.head.type_));
            let told: Vec<usize> = told
                .into_iter()
                .flatten()
                .copied()
                .filter(|&n| {
                    let j = &self.w.items[n];
                    are_near(i, j) && same_means(i, j) && self.same_party(no, n) && !self.same_voice(n, no)
                })
                .collect();
            let events: BTreeSet<Option<usize>> = told.iter().map(|&n| self.testified.scenes.of(n)).collect();
            if events.len() == 1 {
                pairs.extend(told.into_iter().map(|yes| (yes, no)));
            }
        }
    }

    /// What a statement rejects by the words of its page: "the ministry called that report untrue".
    fn rejected_on_their_pages(&self, pairs: &mut BTreeSet<(usize, usize)>) {
        let rejects = |i: &Item<'_>| i.claim.links.iter().any(|l| l.as_ == LinkAs::Rejects);
        if !self.w.items.iter().any(rejects) {
            return;
        }
        let page = |i: &Item<'_>| self.w.index.mentions.pages[i.number as usize];
        let by_anchor: FxHashMap<(u32, &str), usize> =
            self.w.items.iter().enumerate().rev().map(|(n, i)| ((page(i), i.claim.anchor.as_str()), n)).collect();
        // Who denies is the account of what is denied; his page, which tells of it, denies nothing.
        let denied = self.w.items.iter().filter(|i| i.claim.negated && !i.claim.according_to.is_empty());
        let contents = denied.flat_map(|i| i.claim.links.iter().map(move |l| (page(i), l)));
        let with_content: BTreeSet<(u32, &str)> =
            contents.filter(|(_, l)| l.as_ == LinkAs::ContentOf).map(|(p, l)| (p, l.to.as_str())).collect();
        let has_content = |i: &Item<'_>| with_content.contains(&(page(i), i.claim.anchor.as_str()));
        for (no, i) in self.w.items.iter().enumerate().filter(|(_, i)| self.is_in_time(i) && !has_content(i)) {
            for link in i.claim.links.iter().filter(|l| l.as_ == LinkAs::Rejects) {
                let told = by_anchor.get(&(page(i), link.to.as_str()));
                // A statement that rejects: its content, where there is one, is a side of its own already.
                let is_rival = |n: &&usize| {
                    let yes = &self.w.items[**n];
                    // Who accuses and who rejects it are the actors of two statements, told by one page.
                    let speak = yes.head.kind == Kind::Statement && i.head.kind == Kind::Statement;
                    let is_other = if speak { !self.same_party(**n, no) } else { !self.same_voice(**n, no) };
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
        let is_capture = is_capture(i);
        let are_many = i.actors.len() > 1 || i.actors.first().is_some_and(|a| are_many(w.actor_ref(*a)));
        let place = i.places.first().map(|p| w.place_name(*p));
        let whom = w.names(&i.targets);
        let (verb, place) = match i.head.kind {
            Kind::Event if is_capture && whom.is_empty() => {
                (deed("capture", are_many).into(), place.map(str::to_owned))
            }
            Kind::Agreement => {
                (i.claim.subject.clone().unwrap_or_else(|| i.head.type_.to_owned()), place.map(|p| format!("({p})")))
            }
            Kind::Event | Kind::Statement => {
                let verb = deed(i.head.type_, are_many);
                // "Moves forces", where nobody says against whom.
                let last = verb.rsplit(' ').next().filter(|w| matches!(*w, "against" | "of" | "on" | "to" | "with"));
                let bare = last.filter(|_| whom.is_empty()).and_then(|w| verb.strip_suffix(w)).unwrap_or(verb);
                (bare.trim_end().to_owned(), place.map(|p| format!("({p})")))
            }
            Kind::Relation if i.actors.len() == 1 => {
                (tie_verb(w.actor_ref(i.actors[0]), i.head.type_), place.map(|p| format!("({p})")))
            }
            _ => (i.head.type_.replace('_', " "), place.map(|p| format!("({p})"))),
        };
        let parts = [w.names(&i.actors), verb, whom, place.unwrap_or_default()];
        parts.iter().filter(|p| !p.is_empty()).map(String::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Counts of one event, or running totals of one place and day, that leave no number that fits both.
    fn rival_figures(&self) -> Vec<Dispute> {
        let mut all = Vec::new();
        let scenes = &self.testified.scenes;
        let counted = self.w.items.iter().enumerate().filter(|(_, i)| i.claim.figure.is_some());
        // Two counts at least are rivals; and in the order of the events' ids.
        let mut times: BTreeMap<usize, usize> = BTreeMap::new();
        counted.filter_map(|(n, _)| scenes.of(n)).for_each(|event| *times.entry(event).or_default() += 1);
        let events = times.into_iter().filter(|(_, times)| *times > 1).map(|(event, _)| (scenes.id(event), event));
        for (id, event) in events.collect::<BTreeMap<String, usize>>() {
            for count in scenes.figures(event).iter().filter(|c| !c.is_part) {
                let counts = |s: &Said| -> BTreeSet<usize> {
                    let is_told = |n: &usize| self.w.happened(&self.w.items[*n]) == Some(true);
                    s.claims.iter().copied().filter(is_told).collect()
                };
                let said: Vec<(&Said, BTreeSet<usize>)> =
                    count.said.iter().map(|s| (s, counts(s))).filter(|(_, n)| !n.is_empty()).collect();
                let mut pairs = Vec::new();
                for (a, (x, of_x)) in said.iter().enumerate() {
                    for (b, (y, of_y)) in said.iter().enumerate().skip(a + 1) {
                        let keys = |items: &BTreeSet<usize>| -> BTreeSet<u32> {
                            items.iter().map(|&n| self.w.items[n].voice).collect()
                        };
                        if exclude(x, y) && keys(of_x) != keys(of_y) {
                            pairs.push((a, b));
                        }
                    }
                }
                for group in connected(&pairs) {
                    let items: BTreeSet<usize> = group.iter().flat_map(|&n| said[n].1.iter().copied()).collect();
                    let place = scenes.claims(event).into_iter().find_map(|n| self.w.items[n].places.first());
                    let at = place.map_or_else(String::new, |p| format!(" in {}", self.w.place_name(*p)));
                    all.push(Dispute {
                        kind: DisputeKind::Figure,
                        label: format!("how many {}{at}", count.of.replace('_', " ")),
                        day: self.last_day(&items),
                        sides: group.iter().map(|&n| self.side(&said[n].0.text, &said[n].1)).collect(),
                        event: Some(id.clone()),
                        stated: Vec::new(),
                    });
                }
            }
        }
        all
    }

    /// Ties that some tell and others deny, and pairs that are friends for some and foes for others.
    fn ties(&self) -> Vec<Dispute> {
        let mut by_actor: FxHashMap<(ActorKey, &str), Vec<usize>> = FxHashMap::default();
        let relations = || self.w.of(Kind::Relation).filter(|(_, i)| i.timing.is_some());
        for (n, i) in relations().filter(|(_, i)| matches!(i.standing, Standing::Fact | Standing::Believed)) {
            for &key in i.actors.iter().chain(&i.recipients) {
                let items = by_actor.entry((key, i.head.type_)).or_default();
                if items.last() != Some(&n) {
                    items.push(n);
                }
            }
        }
        let mut days: Vec<Option<(i32, i32)>> = vec![None; self.w.items.len()];
        relations().for_each(|(n, i)| days[n] = days_of_state(self.w, i));
        let recipients = &self.w.index.mentions.recipients;
        let mut all = Vec::new();
        let mut denied = Vec::new();
        for (no, i) in relations().filter(|(_, i)| i.standing == Standing::Denied) {
            let near = i.actors.iter().chain(&i.recipients).filter_map(|k| by_actor.get(&(*k, i.head.type_)));
            let mut found: Vec<usize> = near
                .flatten()
                .copied()
                .filter(|&yes| overlap(days[no], days[yes]) && self.same_party(no, yes))
                .filter(|&yes| self.may_be_one(&self.recipients, recipients, no, yes) && !self.same_voice(yes, no))
                .collect();
            found.sort_unstable();
            found.dedup();
            denied.extend(found.into_iter().map(|yes| (yes, no)));
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
        let mut pairs: BTreeMap<(ActorKey, ActorKey), [Vec<usize>; 2]> = BTreeMap::new();
        for (n, i) in relations().filter(|(_, i)| i.is_fact() && i.head.status != Some("ended")) {
            let is_foe = match i.head.type_ {
                "supports" | "allied_with" => 0,
                "opposes" | "fights" => 1,
                _ => continue,
            };
            for &a in &i.actors {
                for &b in i.recipients.iter().filter(|b| **b != a) {
                    let items = &mut pairs.entry((a.min(b), a.max(b))).or_default()[is_foe];
                    // Each of two may be the other's actor in one claim.
                    if items.last() != Some(&n) {
                        items.push(n);
                    }
                }
            }
        }
        let both = pairs.iter().filter(|(_, [friends, foes])| !friends.is_empty() && !foes.is_empty());
        for ((a, b), [friends, foes]) in both {
            let are_rivals = |x: usize, y: usize| overlap(days[x], days[y]) && !self.same_voice(x, y);
            // Whoever has one rival is of the dispute; who the others are makes no difference.
            let of = |some: &[usize], others: &[usize]| -> BTreeSet<usize> {
                some.iter().copied().filter(|&x| others.iter().any(|&y| are_rivals(x, y))).collect()
            };
            let (friends, foes) = (of(friends, foes), of(foes, friends));
            let group: BTreeSet<usize> = friends.union(&foes).copied().collect();
            if group.is_empty() {
                continue;
            }
            let label = format!("friends or foes: {} and {}", self.w.name(*a), self.w.name(*b));
            let group: Vec<usize> = group.iter().copied().collect();
            all.push(self.tie(label, &group, [("one backs the other", &friends), ("against each other", &foes)]));
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

/// What an act was done to, or where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Object {
    Place(PlaceKey),
    Target(ActorKey),
}

fn objects(i: &Item<'_>) -> impl Iterator<Item = Object> {
    i.places.iter().map(|p| Object::Place(*p)).chain(i.targets.iter().map(|t| Object::Target(*t)))
}

/// Whether two lists have something in common, or one of them says nothing.
fn one<K: PartialEq>(a: &[K], b: &[K]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|k| b.contains(k))
}

/// The days of which a state is told; where it leaves them open, those about its page.
fn days_of_state(w: &World<'_>, i: &Item<'_>) -> Option<(i32, i32)> {
    let to = i.to.or(w.as_of).or(i.published)?;
    Some((day_number(i.from.unwrap_or(to).min(to)), day_number(to)))
}

/// Whether two states are told of a common day, or of days that are near.
fn overlap(a: Option<(i32, i32)>, b: Option<(i32, i32)>) -> bool {
    match (a, b) {
        (Some(x), Some(y)) => y.0 - x.1 <= SAME_TIE_DAYS && x.0 - y.1 <= SAME_TIE_DAYS,
        _ => true,
    }
}

/// A tie that is told on one day stands for some weeks, unless the words say otherwise.
const SAME_TIE_DAYS: i32 = 30;

/// Whether no number fits both.
fn exclude(a: &Said, b: &Said) -> bool {
    let is_number = |s: &Said| s.low.is_some() || s.high.is_some();
    let low = |s: &Said| s.low.unwrap_or(f64::NEG_INFINITY);
    let high = |s: &Said| s.high.unwrap_or(f64::INFINITY);
    is_number(a) && is_number(b) && (high(a) < low(b) || high(b) < low(a))
}

/// The first two digits of CAMEO are its root, the third the kind of act: 190 force, 195 from the air.
fn cameo_kind(c: &Claim<Char>) -> Option<&str> {
    c.cameo.as_deref().and_then(|c| c.get(..3))
}

/// Whether two acts can be one by how they were done; an air strike is no capture.
fn same_means(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (x, y) = (&a.claim, &b.claim);
    let modes = x.modes.is_empty() || y.modes.is_empty() || x.modes.iter().any(|m| y.modes.contains(m));
    let codes = matches!((cameo_kind(x), cameo_kind(y)), (Some(a), Some(b)) if a != b && x.modes != y.modes);
    modes && !codes
}

/// Whether no more days lie between the two than tellings of one act differ by.
fn are_near(a: &Item<'_>, b: &Item<'_>) -> bool {
    let (Some(a_to), Some(b_to)) = (a.last_day(), b.last_day()) else { return true };
    // An open beginning says nothing of how long ago; the last possible day stands for it.
    let (a_from, b_from) = (a.from.unwrap_or(a_to).min(a_to), b.from.unwrap_or(b_to).min(b_to));
    let gap = |from: Day, to: Day| day_number(from) - day_number(to);
    gap(b_from, a_to) <= SAME_ACT_DAYS && gap(a_from, b_to) <= SAME_ACT_DAYS
}

/// What its rule calls the deed, whoever does it: "ASSAULT/capture" for "ASSAULT/capture-by-state".
fn deed_of<'i>(i: &'i Item<'_>) -> &'i str {
    i.claim.rule.split('-').next().unwrap_or_default()
}

/// Whether the act takes a place, in ACLED's terms.
fn is_capture(i: &Item<'_>) -> bool {
    i.claim.acled.as_ref().is_some_and(|a| a.sub_event_type.contains("territory"))
}
