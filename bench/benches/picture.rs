//! How long a country's picture takes, by the number of its claims: synthetic claims, seeded, skewed as news is.
//!
//! "Actor 0 holds place 0" comes up a thousand times as often as the last actor and place. Nothing here is read from
//! pages; `stages.rs` measures the way from those.

use divan::Bencher;
use froissart_bench::synthetic;
use froissart_picture::{Options, picture};

fn main() {
    divan::main();
}

/// A country's claims of a ledger of a million: skewed as news is, the most told of has a tenth of all.
#[divan::bench(args = [1_000, 10_000, 50_000, 100_000], sample_count = 5)]
fn country(bencher: Bencher<'_, '_>, claims: usize) {
    let claims = synthetic::claims(claims);
    let options = Options { about: Some("SYR".into()), as_of: "2024-12-08".parse().ok(), ..Options::default() };
    bencher.bench_local(|| picture(&claims, &options));
}
