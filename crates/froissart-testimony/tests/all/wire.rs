//! The floors of wire copies, on invented pages that are copies, or no copies, by construction.
//!
//! Words are drawn as words of news fall: a few dozen small words make half of the text, so that "in the north of the"
//! stands in many stories. What is varied: cut, order, headline, furniture, light editing; and what is no copy: an
//! outlet's notice under every page, an agency's standing background, a statement that many quote.

use froissart_model::{Block, Char, Page, Part, Span};
use froissart_testimony::{Families, Print, Wire};
use std::collections::{BTreeMap, BTreeSet};

/// SplitMix64; seeded, so that a failure can be seen again.
pub(crate) struct Dice(pub(crate) u64);
impl Dice {
    pub(crate) fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((z ^ (z >> 31)) % below as u64) as usize
    }
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.roll(100) < percent
    }
}

const SMALL: [&str; 40] = [
    "the",
    "of",
    "in",
    "and",
    "to",
    "a",
    "on",
    "said",
    "that",
    "its",
    "from",
    "was",
    "for",
    "by",
    "had",
    "has",
    "were",
    "with",
    "after",
    "it",
    "which",
    "at",
    "as",
    "north",
    "south",
    "forces",
    "town",
    "government",
    "not",
    "been",
    "army",
    "rebels",
    "city",
    "officials",
    "people",
    "who",
    "their",
    "war",
    "an",
    "will",
];

fn word(dice: &mut Dice) -> String {
    if dice.chance(50) {
        return SMALL[dice.roll(SMALL.len())].to_owned();
    }
    // Zipf, roughly: the square of an even draw crowds the low ranks.
    let u = dice.roll(1_000);
    let rank = u * u / 250;
    let syllables = ["ka", "lor", "mi", "ten", "ush", "ra", "vel", "don", "ei", "sar"];
    format!("{}{}{}", syllables[rank % 10], syllables[rank / 10 % 10], syllables[rank / 100 % 10])
}

fn paragraph(dice: &mut Dice, words: usize) -> String {
    let mut text: Vec<String> = (0..words).map(|_| word(dice)).collect();
    for n in (11..words).step_by(12) {
        text[n].push('.');
    }
    text.join(" ")
}

fn story(dice: &mut Dice) -> Vec<String> {
    (0..6 + dice.roll(9))
        .map(|_| {
            let n = 25 + dice.roll(45);
            paragraph(dice, n)
        })
        .collect()
}

/// A page of `paragraphs` under a headline, as the page reader gives it.
fn page(id: &str, outlet: &str, published: &str, headline: &str, paragraphs: &[String]) -> Page<Char> {
    let mut text = String::new();
    let mut body = Vec::new();
    for (n, p) in std::iter::once(&headline.to_owned()).chain(paragraphs).enumerate() {
        let begin = text.chars().count();
        text.push_str(p);
        let part = if n == 0 { Part::Headline } else { Part::Body };
        body.push(Block { span: Span::new(begin, text.chars().count()), part });
        text.push('\n');
    }
    Page {
        id: id.into(),
        title: Some(headline.into()),
        standfirst: None,
        byline: vec![],
        outlet: Some(outlet.into()),
        url: None,
        published: Some(published.into()),
        modified: None,
        language: Some("en".into()),
        text,
        body,
        furniture: vec![],
    }
}

fn edited(dice: &mut Dice, text: &str, percent: usize) -> String {
    text.split(' ').map(|w| if dice.chance(percent) { word(dice) } else { w.to_owned() }).collect::<Vec<_>>().join(" ")
}

fn shuffled(dice: &mut Dice, mut all: Vec<String>) -> Vec<String> {
    for n in (1..all.len()).rev() {
        all.swap(n, dice.roll(n + 1));
    }
    all
}

const WAYS: [&str; 7] =
    ["new headline", "cut to a third", "reordered", "furniture", "one word in twenty", "cut, furniture", "cut, edited"];

fn copy_of(dice: &mut Dice, story: &[String], way: &str) -> Vec<String> {
    let third = || {
        let words: Vec<&str> = story.iter().flat_map(|p| p.split(' ')).collect();
        vec![words[..words.len().div_ceil(3)].join(" ")]
    };
    let words = |all: &[String]| all.iter().map(|p| p.split(' ').count()).sum::<usize>();
    match way {
        "new headline" => story.to_vec(),
        "cut to a third" => third(),
        "reordered" => shuffled(dice, story.to_vec()),
        "furniture" => {
            let mut all = story.to_vec();
            for _ in 0..3 {
                let (at, n) = (dice.roll(all.len() + 1), words(story) / 10);
                all.insert(at, paragraph(dice, n));
            }
            all
        }
        "one word in twenty" => story.iter().map(|p| edited(dice, p, 5)).collect(),
        "cut, furniture" => {
            let mut all = third();
            let n = words(&all) / 4;
            all.push(paragraph(dice, n));
            all
        }
        _ => third().iter().map(|p| edited(dice, p, 3)).collect(),
    }
}

struct World {
    pages: Vec<Page<Char>>,
    /// The story of each page, by its id.
    story: BTreeMap<String, usize>,
    /// Pairs of a story and its copy, and the way.
    pairs: Vec<(String, String, &'static str)>,
    /// What else each page shares with pages of other stories.
    shares: BTreeMap<String, BTreeSet<String>>,
}

/// `stories` stories, each with copies; half of all pages carry a notice, a background or a statement of others.
fn world(seed: u64, stories: usize) -> World {
    let mut dice = Dice(seed);
    let notices: Vec<String> = (0..12).map(|_| paragraph(&mut dice, 45)).collect();
    let backgrounds: Vec<String> = (0..8).map(|_| paragraph(&mut dice, 70)).collect();
    let statements: Vec<String> = (0..8).map(|_| paragraph(&mut dice, 80)).collect();
    let mut w = World { pages: vec![], story: BTreeMap::new(), pairs: vec![], shares: BTreeMap::new() };
    for n in 0..stories {
        let mut own = story(&mut dice);
        let mut shared = BTreeSet::new();
        if dice.chance(30) {
            let k = dice.roll(backgrounds.len());
            own.push(backgrounds[k].clone());
            shared.insert(format!("background {k}"));
        }
        if dice.chance(30) {
            let (k, at) = (dice.roll(statements.len()), dice.roll(own.len()));
            own.insert(at, statements[k].clone());
            shared.insert(format!("statement {k}"));
        }
        let print = |w: &mut World,
                     id: String,
                     day: usize,
                     mut all: Vec<String>,
                     dice: &mut Dice,
                     shared: &BTreeSet<String>| {
            let outlet = dice.roll(notices.len());
            let mut shared = shared.clone();
            if dice.chance(50) {
                all.push(notices[outlet].clone());
                shared.insert(format!("notice {outlet}"));
            }
            let headline = paragraph(dice, 9);
            w.pages.push(page(&id, &format!("Outlet {outlet}"), &format!("2031-03-{day:02}"), &headline, &all));
            w.story.insert(id.clone(), n);
            w.shares.insert(id, shared);
        };
        let head = format!("s{n:04}");
        print(&mut w, head.clone(), 1 + n % 20, own.clone(), &mut dice, &shared);
        for way in WAYS {
            if dice.chance(40) {
                let id = format!("s{n:04} {way}");
                let text = copy_of(&mut dice, &own, way);
                print(&mut w, id.clone(), 2 + n % 20, text, &mut dice, &shared);
                w.pairs.push((head.clone(), id, way));
            }
        }
    }
    w
}

fn families(pages: &[Page<Char>]) -> (Wire, Families) {
    let wire = Wire::of(pages.iter().map(Print::of));
    let families = wire.families();
    (wire, families)
}

#[test]
#[allow(clippy::print_stdout, reason = "the figures are what the documentation quotes")]
fn copies_are_found_and_nothing_else_is() {
    let w = world(20_241_202, 600);
    let (wire, families) = families(&w.pages);
    let found: BTreeSet<(String, String)> = wire.copies().into_iter().map(|c| (c.of, c.page_id)).collect();
    let has =
        |a: &String, b: &String| found.contains(&(a.clone(), b.clone())) || found.contains(&(b.clone(), a.clone()));
    let mut by_way: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (a, b, way) in &w.pairs {
        let (hit, all) = by_way.entry(way).or_default();
        *hit += usize::from(has(a, b));
        *all += 1;
    }
    for (way, (hit, all)) in &by_way {
        let recall = *hit as f64 / *all as f64;
        println!("recall {recall:.3} of {all}: {way}");
        assert!(recall >= 0.95, "{way}: {hit} of {all}");
    }
    let (mut false_pairs, mut strangers, mut false_alike, mut alike) = (0, 0, 0, 0);
    for (n, a) in w.pages.iter().enumerate() {
        for b in &w.pages[n + 1..] {
            if w.story[&a.id] == w.story[&b.id] {
                continue;
            }
            let wrong = usize::from(has(&a.id, &b.id));
            strangers += 1;
            false_pairs += wrong;
            if !w.shares[&a.id].is_disjoint(&w.shares[&b.id]) {
                alike += 1;
                false_alike += wrong;
            }
        }
    }
    println!("false {false_pairs} of {strangers}; of those that share a paragraph {false_alike} of {alike}");
    assert!(alike > 10_000, "the trap is set: {alike}");
    assert!(f64::from(false_pairs as u32) <= 0.001 * f64::from(strangers), "{false_pairs} of {strangers}");
    assert!(f64::from(false_alike as u32) <= 0.001 * f64::from(alike), "{false_alike} of {alike}");
    // The same of families, where one false pair would fuse two stories and all their copies.
    let mixed = families.families.iter().filter(|f| f.pages.iter().any(|p| w.story[p] != w.story[&f.head])).count();
    let whole = w.pairs.iter().filter(|(a, b, _)| families.head(a) == families.head(b)).count();
    println!(
        "families {}, of two stories {mixed}; pairs in one family {whole} of {}",
        families.families.len(),
        w.pairs.len()
    );
    assert!(mixed <= 1 && whole as f64 >= 0.95 * w.pairs.len() as f64);
    for f in families.copied() {
        assert_eq!(f.head, format!("s{:04}", w.story[&f.head]), "the first is the head");
    }
}

#[test]
fn the_order_of_pages_changes_nothing() {
    let mut w = world(7, 60);
    let (wire, before) = families(&w.pages);
    let copies = wire.copies();
    let mut dice = Dice(3);
    for n in (1..w.pages.len()).rev() {
        w.pages.swap(n, dice.roll(n + 1));
    }
    let twice: Vec<Page<Char>> = w.pages.iter().chain(&w.pages).cloned().collect();
    let (wire, after) = families(&twice);
    assert_eq!(wire.copies(), copies);
    assert_eq!(after, before);
}

#[test]
fn pages_added_one_by_one_give_what_they_copy() {
    let mut dice = Dice(11);
    let text = story(&mut dice);
    let mut wire = Wire::default();
    assert!(wire.add(Print::of(&page("a", "Agency", "2031-03-01T08:00:00Z", "War", &text))).is_empty());
    let cut = copy_of(&mut dice, &text, "cut to a third");
    // An hour earlier by the clock of the world, though its hands stand later.
    let copies = wire.add(Print::of(&page("b", "Paper", "2031-03-01T11:00:00+04:00", "Other words", &cut)));
    assert_eq!(copies.len(), 1);
    assert_eq!((copies[0].of.as_str(), copies[0].page_id.as_str()), ("b", "a"));
    assert!(copies[0].contained > 0.9 && copies[0].shared < 0.5, "{copies:?}");
    assert!(wire.add(Print::of(&page("b", "Paper", "2031-03-01", "Other words", &cut))).is_empty());
    let families = wire.families();
    assert_eq!((families.families.len(), families.head("a"), families.head("unknown")), (1, "b", "unknown"));
}

#[test]
fn a_digest_of_two_stories_does_not_make_one_of_them() {
    let mut dice = Dice(5);
    let (one, two) = (story(&mut dice), story(&mut dice));
    let both: Vec<String> = one.iter().chain(&two).cloned().collect();
    let pages = [
        page("one", "Agency", "2031-03-01", "One", &one),
        page("two", "Agency", "2031-03-01", "Two", &two),
        page("digest", "Paper", "2031-03-02", "The day", &both),
    ];
    assert_eq!(families(&pages).1.families.len(), 3);
    // The other way round: two ends of one long story, printed after it, are copies of it.
    let pages = [
        page("long", "Agency", "2031-03-01", "Long", &both),
        page("first", "Paper", "2031-03-02", "One", &one),
        page("second", "Gazette", "2031-03-02", "Two", &two),
    ];
    assert_eq!(families(&pages).1.families.len(), 1);
}
