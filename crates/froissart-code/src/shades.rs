//! What the words and the parties add to a claim's type: modes, contexts, CAMEO's third level, ACLED's sub-event type.
//!
//! "Herders attacked the hamlet with machetes" is an ASSAULT by its rule; here it becomes `primitive`, for the table of
//! modes has the word. The tables are data (`data/ontology`); this file only says what near means and what fits.

use crate::assemble::acled;
use crate::matcher::Match;
use crate::reader::Reader;
use crate::tree::Tree;
use froissart_know::{Finder, Near};
use froissart_model::{Claim, Entity, EntityKind, Kind, LinkAs, Mood};
use rustc_hash::FxHashSet;
use std::collections::BTreeSet;
use std::rc::Rc;

/// The words of a stretch of text, lemmas and forms, alone and up to three in a row, by their hashes of 64 bits: no two
/// of a few hundred thousand rows have one.
#[derive(Debug, Default, Clone)]
pub(crate) struct Bag {
    all: FxHashSet<u64>,
    /// A bit for each beginning, end and length that is there: most words of a table are not, and are seen not to be.
    shapes: Shapes,
}

/// FNV-1a of 64 bits, which goes on over word after word.
fn more(hash: u64, text: &str) -> u64 {
    text.bytes().fold(hash, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3))
}
const BEGIN: u64 = 0xcbf2_9ce4_8422_2325;

#[derive(Debug, Clone)]
struct Shapes([u64; 64]);

impl Default for Shapes {
    fn default() -> Self {
        Self([0; 64])
    }
}

impl Shapes {
    /// Of a row of words: how it begins and ends, and how many bytes it has.
    fn bit(first: &str, last: &str, len: usize) -> (usize, u64) {
        let first = first.bytes().next().unwrap_or(0);
        let last = last.bytes().next_back().unwrap_or(0);
        let n = (usize::from(first) * 61 + usize::from(last) * 7 + len * 389) % 4096;
        (n / 64, 1 << (n % 64))
    }
    fn put(&mut self, first: &str, last: &str, len: usize) {
        let (n, bit) = Self::bit(first, last, len);
        self.0[n] |= bit;
    }
    fn may_have(&self, word: &str) -> bool {
        let (n, bit) = Self::bit(word, word, word.len());
        self.0[n] & bit != 0
    }
}

impl Bag {
    fn of(r: &Reader, s: usize, tokens: &BTreeSet<usize>) -> Self {
        let mut bag = Self::default();
        bag.add(r, s, tokens);
        bag
    }
    fn add(&mut self, r: &Reader, s: usize, tokens: &BTreeSet<usize>) {
        let tree = &r.trees[s];
        // Hyphens part words for the tokeniser and join them for the reader: "rocket-propelled".
        let all: Vec<usize> = (0..tree.len()).filter(|&t| tree.tok(t).form != "-").collect();
        let inside: Vec<bool> = all.iter().map(|t| tokens.contains(t)).collect();
        for word in [Tree::low, Tree::form] {
            for i in (0..all.len()).filter(|&i| inside[i]) {
                let first = word(tree, all[i]);
                let (mut hash, mut len) = (BEGIN, 0);
                for n in (i..all.len().min(i + 3)).take_while(|&n| inside[n]) {
                    let next = word(tree, all[n]);
                    if n > i {
                        hash = more(hash, " ");
                        len += 1;
                    }
                    hash = more(hash, next);
                    len += next.len();
                    self.shapes.put(first, next, len);
                    self.all.insert(hash);
                }
            }
        }
    }
    /// That of a whole sentence, made once.
    fn sentence(r: &Reader, s: usize) -> Rc<Self> {
        Rc::clone(r.bags.borrow_mut().entry(s).or_insert_with(|| Rc::new(Self::of(r, s, &told_of(r, s)))))
    }
    fn holds(&self, word: &str) -> bool {
        self.shapes.may_have(word) && self.all.contains(&more(BEGIN, word))
    }
    fn hits<'w>(&self, words: &'w [String]) -> impl Iterator<Item = &'w String> {
        words.iter().filter(|w| self.holds(w))
    }
    fn has(&self, words: &[String]) -> bool {
        self.hits(words).next().is_some()
    }
}

/// The tokens of a sentence without the names of those who tell it: what the Observatory for Human Rights counts is not
/// therefore about human rights.
fn told_of(r: &Reader, s: usize) -> BTreeSet<usize> {
    let tree = &r.trees[s];
    let sources: Vec<froissart_model::Span> =
        r.analysis.attributions.iter().filter(|a| a.cue_head.sentence == s).flat_map(|a| a.source.clone()).collect();
    (0..tree.len()).filter(|&t| !sources.iter().any(|x| x.contains(tree.tok(t).span))).collect()
}

/// What a finder may look at.
struct Around<'a> {
    clause: &'a Bag,
    sentence: &'a Bag,
    paragraph: &'a [Rc<Bag>],
}

impl Around<'_> {
    fn say(&self, f: &Finder) -> bool {
        let sentence = self.sentence;
        let there = match f.near {
            Near::Clause => f.words.is_empty() || self.clause.has(&f.words),
            Near::Sentence => f.words.is_empty() || sentence.has(&f.words),
            Near::Paragraph => {
                f.words.is_empty()
                    || sentence.has(&f.words)
                    || f.words.iter().filter(|w| self.paragraph.iter().any(|b| b.holds(w))).nth(1).is_some()
            }
        };
        let not = if f.near == Near::Clause { self.clause } else { sentence };
        there && !not.has(&f.unless)
    }
}

/// Whether one of the entities is of one of these sectors or kinds.
fn is_one(list: &[String], all: &[Entity]) -> bool {
    let named = |n: &str| list.iter().any(|l| l == n);
    if all.is_empty() {
        return named("nobody");
    }
    all.iter().any(|e| {
        let kind = match e.kind {
            EntityKind::Person => "person",
            EntityKind::Group => "group",
            // A bare state, not one of its organs: those have sectors.
            EntityKind::State => "state",
            EntityKind::Civilians => "civilians",
            EntityKind::Facility => "facility",
            EntityKind::Equipment => "equipment",
        };
        match e.sector.as_deref() {
            // A secondary sector counts: the Taliban of today are GOV and REB.
            Some(sector) => named(sector) || e.sectors.iter().any(|x| named(x)) || kind == "civilians" && named(kind),
            None => named(kind),
        }
    })
}

fn fits(f: &Finder, c: &Claim, around: &Around) -> bool {
    let sub = c.acled.as_ref().map_or("none", |a| a.sub_event_type.as_str());
    let both = || [&c.actor[..], &c.recipient[..]].concat();
    (f.types.is_empty() || f.types.contains(&c.type_))
        && (f.modes.is_empty() || c.modes.iter().any(|m| f.modes.contains(m)))
        && (f.coded.is_empty() || f.coded.iter().any(|x| x == sub))
        && (f.actor.is_empty() || is_one(&f.actor, &c.actor))
        && (f.recipient.is_empty() || is_one(&f.recipient, &c.recipient))
        && (f.party.is_empty() || is_one(&f.party, &both()))
        && (f.without.is_empty() || c.actor.is_empty() && c.recipient.is_empty() || !is_one(&f.without, &both()))
        && around.say(f)
}

/// The tokens of a predicate's clause: what hangs on it and on the words its pattern took, without other clauses.
fn clause(r: &Reader, s: usize, m: &Match) -> BTreeSet<usize> {
    let tree = &r.trees[s];
    let mut found = BTreeSet::new();
    let mut stack = vec![m.pred];
    stack.extend(m.consumed.iter().copied());
    stack.extend(m.frame.oblique.iter().map(|x| x.1));
    stack.extend(m.actor.iter().chain(&m.recipient).chain(&m.place).copied());
    // "carried out an attack with rockets": the verb that carries the noun has the instrument.
    if !tree.is_verb(m.pred)
        && let Some(h) = tree.head(m.pred).filter(|&h| tree.is_verb(h) && tree.rel(m.pred) == "obj")
    {
        stack.extend(tree.kids_by(h, &["obl", "advcl"]));
    }
    while let Some(t) = stack.pop() {
        if !found.insert(t) {
            continue;
        }
        stack.extend(tree.kids(t).iter().copied().filter(|&k| match tree.rel(k) {
            "parataxis" | "acl:relcl" | "punct" | "appos" => false,
            "conj" => !tree.is_verb(k) || tree.is_verb(t) && t != m.pred,
            // "using drones", "armed with knives": a participle tells how; a clause with a conjunction tells more.
            "advcl" => tree.kid(k, &["mark", "nsubj"]).is_none(),
            _ => true,
        }));
    }
    found
}

/// What an actor's own phrase holds: "the economic bloc demanded" is not about the economy.
fn without_actor(r: &Reader, s: usize, m: &Match, mut all: BTreeSet<usize>) -> BTreeSet<usize> {
    let tree = &r.trees[s];
    let inside = |t: usize| m.actor.iter().any(|&a| a != m.pred && tree.dominates(a, t));
    all.retain(|&t| !inside(t) || tree.dominates(t, m.pred));
    all
}

/// What was done with what, without what it was done to: who attacks an air base does not strike from the air.
fn without_object(r: &Reader, s: usize, m: &Match, mut all: BTreeSet<usize>) -> BTreeSet<usize> {
    let tree = &r.trees[s];
    let mut stack: Vec<usize> = m.recipient.iter().chain(&m.place).copied().filter(|&t| t != m.pred).collect();
    while let Some(t) = stack.pop() {
        if all.remove(&t) {
            stack.extend(tree.kids(t).iter().copied().filter(|&k| {
                matches!(tree.rel(k), "compound" | "amod" | "flat" | "nmod:poss" | "conj")
                    || tree.rel(k) == "nmod" && tree.case(k).as_deref() == Some("of")
            }));
        }
    }
    all
}

/// Modes, CAMEO code and ACLED's pair by the words of the claim's own clause.
pub(crate) fn shade(r: &Reader, s: usize, m: &Match, c: &mut Claim) {
    let tokens = clause(r, s, m);
    let (clause, whole) = (Bag::of(r, s, &tokens), Bag::sentence(r, s));
    let how =
        if c.type_ == "ASSAULT" { Bag::of(r, s, &without_object(r, s, m, tokens.clone())) } else { clause.clone() };
    let around = Around { clause: &how, sentence: &whole, paragraph: std::slice::from_ref(&whole) };
    let own = c.modes.clone();
    let mut changed = false;
    let found: Vec<&Finder> = r.know.finders.modes.iter().filter(|f| fits(f, c, &around)).collect();
    for f in found {
        let instead = !f.instead.is_empty() && own.iter().any(|m| f.instead.contains(m));
        let beside = own.iter().all(|m| f.beside.contains(m));
        if (instead || f.instead.is_empty() && beside) && !c.modes.contains(&f.gives) {
            if instead {
                c.modes.retain(|m| !f.instead.contains(m));
            }
            c.modes.push(f.gives.clone());
            changed = true;
        }
    }
    let o = &r.know.ontology;
    if changed {
        let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
        let vague = |a: &froissart_model::Acled| matches!(a.sub_event_type.as_str(), "Attack" | "Armed clash");
        let replaced = own.iter().any(|m| !c.modes.contains(m));
        if replaced || c.acled.as_ref().is_none_or(vague) {
            c.acled = o.acled_default(&c.type_, &modes).map(acled);
        }
        // The rule's own code stands where it says more than its root (a massacre, a broken truce), and where the act's
        // outcome is what counts: a capture is 190, whatever it was done with.
        let general = |x: &str| o.cameo_default(&c.type_, &[] as &[&str]) == Some(x) || matches!(x, "182" | "190");
        if replaced || m.rule.implies.is_empty() && c.cameo.as_deref().is_none_or(general) {
            c.cameo = o.cameo_default(&c.type_, &modes).map(str::to_owned);
        }
    }
    topic(r, s, m, &tokens, c);
    if c.acled.is_none() {
        let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
        c.acled = o.acled_default(&c.type_, &modes).map(acled);
    }
    let around = Around { clause: &clause, sentence: &whole, paragraph: std::slice::from_ref(&whole) };
    if let Some(f) = r.know.finders.acled.iter().find(|f| fits(f, c, &around)) {
        c.acled = o.acled(&f.gives).map(acled);
    }
}

/// The lower levels of CAMEO: what it is about, by the most words.
fn topic(r: &Reader, s: usize, m: &Match, tokens: &BTreeSet<usize>, c: &mut Claim) {
    let f = &r.know.finders;
    let modes: Vec<&str> = c.modes.iter().map(String::as_str).collect();
    let base = c.cameo.clone().or_else(|| r.know.ontology.cameo_default(&c.type_, &modes).map(str::to_owned));
    let Some(row) = base.and_then(|b| f.codes.get(&b)) else { return };
    let bag = Bag::of(r, s, &without_actor(r, s, m, tokens.clone()));
    let best = row
        .iter()
        .filter_map(|(t, code)| Some((bag.hits(f.topics.get(t)?).count(), code)))
        .filter(|(n, _)| *n > 0)
        .max_by_key(|(n, code)| (*n, std::cmp::Reverse(*code)));
    if let Some((_, code)) = best {
        c.cameo = Some(code.clone());
    }
}

/// A sentence's words, and those of each sentence near it in its paragraph, its own among them.
type Surroundings = (Rc<Bag>, Vec<Rc<Bag>>);

/// The words of every sentence that has claims, and of what stands near it in its paragraph.
pub(crate) struct Words(Vec<Option<Surroundings>>);

/// How many sentences before and after belong to what a sentence is about: a text without paragraphs is one block.
const NEAR: usize = 3;

impl Words {
    pub(crate) fn new(r: &Reader, claims: &[Claim]) -> Self {
        let mut all = vec![None; r.trees.len()];
        for s in claims.iter().map(|c| c.evidence.sentence) {
            if all[s].is_none() {
                let block = r.trees[s].sentence.block;
                let near = (s.saturating_sub(NEAR)..r.trees.len().min(s + NEAR + 1))
                    .filter(|&t| r.trees[t].sentence.block == block)
                    .map(|t| Bag::sentence(r, t))
                    .collect();
                all[s] = Some((Bag::sentence(r, s), near));
            }
        }
        Self(all)
    }

    /// Contexts by the words of the paragraph and by the parties.
    pub(crate) fn contexts(&self, r: &Reader, c: &mut Claim) {
        let Some(Some((sentence, paragraph))) = self.0.get(c.evidence.sentence) else { return };
        let around = Around { clause: sentence, sentence, paragraph };
        let found: Vec<&Finder> = r.know.finders.contexts.iter().filter(|f| fits(f, c, &around)).collect();
        for f in found {
            if !c.contexts.contains(&f.gives) {
                c.contexts.push(f.gives.clone());
            }
        }
        c.contexts.sort();
    }
}

/// "Six soldiers were killed when militants ambushed a patrol": the deaths are of the ambush's kind. And what did not
/// happen is nothing that ACLED counts.
pub(crate) fn one_event(claims: &mut [Claim]) {
    for c in claims.iter_mut() {
        let told = matches!(c.mood, Mood::Actual | Mood::Attempted) && !c.negated;
        if !told && matches!(c.kind, Kind::Event | Kind::Statement) {
            c.acled = None;
        }
    }
    let bare = |c: &Claim| c.type_ == "ASSAULT" && c.actor.is_empty() && c.modes.is_empty() && c.acled.is_some();
    for i in (0..claims.len()).filter(|&i| bare(&claims[i])).collect::<Vec<_>>() {
        let at = claims[i].evidence.sentence;
        let full = |c: &&Claim| {
            c.type_ == "ASSAULT" && !bare(c) && c.acled.is_some() && !c.links.iter().any(|l| l.as_ == LinkAs::ImpliedBy)
        };
        let same = claims.iter().filter(|c| c.evidence.sentence == at).find(full);
        let next = || claims.iter().filter(|c| c.evidence.sentence == at + 1).find(full);
        if let Some(a) = same.or_else(next).and_then(|c| c.acled.clone()) {
            claims[i].acled = Some(a);
        }
    }
}
