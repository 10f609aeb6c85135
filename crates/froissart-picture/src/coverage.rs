//! What a picture can know: how many pages it is drawn from, whose, in which languages, of which days.
//!
//! "No page of 3 December" explains a silence that would else look like peace. It says nothing of what those pages
//! are worth.

use crate::types::{Coverage, Options, PageSeen};
use crate::world::World;
use froissart_model::Day;
use jiff::ToSpan as _;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;

/// A page's outlet, language and day.
type Head<'a> = (Option<&'a str>, Option<&'a str>, Option<Day>);

/// How many days up to the picture's day are looked through for silence.
const WINDOW_DAYS: i64 = 7;

pub(crate) fn coverage(w: &World<'_>, options: &Options) -> Coverage {
    let m = &w.index.mentions;
    let is_known = |day: Option<Day>| options.known_by.is_none_or(|k| day.is_none_or(|d| d <= k));
    let day_of = |p: Option<&str>| p.and_then(|p| p.get(..10)).and_then(|d| d.parse::<Day>().ok());
    // Each page once, as the reader of pages has it, else as its claims do.
    let mut seen: FxHashMap<&str, Head<'_>> = FxHashMap::default();
    for PageSeen { id, outlet, language, published } in &options.pages {
        let day = day_of(published.as_deref());
        if is_known(day) {
            seen.insert(id, (outlet.as_deref(), language.as_deref(), day));
        }
    }
    let mut pages: Vec<Head<'_>> = seen.values().copied().collect();
    let mut is_seen = vec![false; m.page_count];
    for (n, s) in m.claims.iter().enumerate() {
        let is_seen = &mut is_seen[m.pages[n] as usize];
        if !*is_seen && is_known(m.days[n]) {
            *is_seen = true;
            if seen.is_empty() || !seen.contains_key(s.page.id.as_str()) {
                pages.push((s.page.outlet.as_deref(), None, m.days[n]));
            }
        }
    }
    let with_claims: FxHashSet<u32> = w.numbers.iter().map(|&n| m.pages[n as usize]).collect();
    let count = |of: for<'p> fn(&Head<'p>) -> Option<&'p str>| -> Vec<(Option<String>, usize)> {
        let mut counts: FxHashMap<Option<&str>, usize> = FxHashMap::default();
        for page in &pages {
            *counts.entry(of(page)).or_default() += 1;
        }
        let mut counts: Vec<(Option<&str>, usize)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|&(name, n)| (name.is_none(), usize::MAX - n, name));
        counts.into_iter().map(|(name, n)| (name.map(str::to_owned), n)).collect()
    };
    let days: BTreeSet<Day> = pages.iter().filter_map(|p| p.2).collect();
    let silent_days = w.as_of.map_or_else(Vec::new, |as_of| {
        let window = (0..WINDOW_DAYS).rev().filter_map(|n| as_of.checked_sub(n.days()).ok());
        // Before the first page nothing was read at all: that is no silence, but the beginning.
        let began = |d: &Day| days.first().is_some_and(|f| d >= f);
        window.filter(|d| began(d) && !days.contains(d)).collect()
    });
    let facts = w.items.iter().filter(|i| i.is_fact()).count();
    Coverage {
        pages: pages.len(),
        pages_with_claims: with_claims.len(),
        outlets: count(|p| p.0),
        languages: count(|p| p.1),
        first: days.first().copied(),
        last: days.last().copied(),
        undated_pages: pages.iter().filter(|p| p.2.is_none()).count(),
        whole_since: options.whole_since,
        ties_since: options.ties_since,
        left_out: options.left_out,
        silent_days,
        facts,
        hedged: w.items.len() - facts,
        accounts: w.items.iter().map(|i| i.voice).collect::<FxHashSet<_>>().len(),
    }
}
