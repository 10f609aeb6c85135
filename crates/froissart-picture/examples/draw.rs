//! How long a country's picture takes, the comparison with the day before included: `cargo run --release -p
//! froissart-picture --example draw -- 5000 20000 80000`, and `perf record -g` before it to see where.
//!
//! The claims are the last so many about one country of the ledger's invented news, skewed as news is; or those of a
//! file, a claim a line, about the country that most of them lie in. Not a test: figures depend on the machine, so
//! compare two commits in turn, by the time on the core.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "../../froissart-ledger/tests/support/news.rs"]
#[allow(dead_code, reason = "the ledger's tests read what a picture has no use for")]
mod news;

use froissart_picture::{Options, PageHead, Sourced, picture};
use std::collections::{BTreeMap, VecDeque};

const COUNTRY: &str = "SYR";

/// Seconds that this thread has had a core, where the system tells.
fn core_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).map_or(f64::NAN, |n| n / 1e9)
}

/// The last so many claims of a million that name the country.
fn claims(count: usize) -> Vec<Sourced> {
    let mut source = news::News::new(6, news::WORLD, "bench 1");
    let (mut all, mut told) = (VecDeque::with_capacity(count + 1), 0);
    while told < 1_000_000 {
        let news::Item { page, claims, .. } = source.page();
        told += claims.len();
        for claim in claims {
            let places = claim.place.iter().filter_map(|p| p.country.as_deref());
            let parties = claim.actor.iter().chain(&claim.recipient).filter_map(|e| e.country.as_deref());
            if places.chain(parties).any(|c| c == COUNTRY) {
                all.push_back(Sourced::new(
                    claim,
                    PageHead {
                        id: page.id.clone(),
                        title: page.title.clone(),
                        outlet: page.outlet.clone(),
                        url: None,
                        published: page.published.clone(),
                    },
                ));
                if all.len() > count {
                    all.pop_front();
                }
            }
        }
    }
    all.into()
}

/// The claims of a file, and the country that most of them lie in.
fn from_file(path: &str) -> (Vec<Sourced>, String) {
    let text = std::fs::read_to_string(path).expect("a file of claims");
    let claims: Vec<Sourced> = text.lines().map(|l| serde_json::from_str(l).expect("a claim a line")).collect();
    let mut countries: BTreeMap<&str, usize> = BTreeMap::new();
    for country in claims.iter().flat_map(|s| &s.claim.place).filter_map(|p| p.country.as_deref()) {
        *countries.entry(country).or_default() += 1;
    }
    let most = countries.into_iter().max_by_key(|c| c.1).map_or(COUNTRY, |c| c.0).to_owned();
    (claims, most)
}

fn measure(claims: &[Sourced], country: &str) {
    let as_of = claims.iter().filter_map(Sourced::day).max();
    let options = Options { about: Some(country.into()), as_of, ..Options::default() };
    let times = (0..7).map(|_| {
        let began = core_seconds();
        let drawn = picture(claims, &options);
        let spent = core_seconds() - began;
        (spent, drawn.differences.len())
    });
    let (best, differences) = times.min_by(|a, b| a.0.total_cmp(&b.0)).expect("seven times");
    println!(
        "{} claims: {:.1} ms on the core, {:.2} µs a claim, {differences} differences from the day before",
        claims.len(),
        best * 1e3,
        best * 1e6 / claims.len() as f64
    );
}

fn main() {
    let asked: Vec<String> = std::env::args().skip(1).collect();
    let counts: Vec<usize> = asked.iter().filter_map(|n| n.parse().ok()).collect();
    let counts = if asked.is_empty() { vec![20_000] } else { counts };
    let all = counts.iter().max().map_or_else(Vec::new, |most| claims(*most));
    for count in counts {
        measure(&all[all.len().saturating_sub(count)..], COUNTRY);
    }
    for path in asked.iter().filter(|a| a.parse::<usize>().is_err()) {
        let (claims, country) = from_file(path);
        measure(&claims, &country);
    }
}
