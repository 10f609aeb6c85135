//! The ledger's floors, measured: a million invented claims recorded, and the questions an analyst asks of them.
//!
//! Not a test: figures depend on the machine. `cargo run --release -p froissart-ledger --example million -- FILE [CLAIMS]`
//! prints claims a second, bytes a claim, and the times of each question, the worst of twenty.
#![allow(clippy::print_stdout, reason = "printing is what it is for")]

#[path = "../tests/support/news.rs"]
mod news;

use froissart_ledger::{AsOf, Asked, Ledger, Query, Reading, Stored, Target};
use froissart_model::{Day, Kind};
use froissart_picture::{Options, Sourced, picture};
use std::time::{Duration, Instant};

/// As the binary has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Pages in one transaction, as `froissart record` takes them.
const BATCH: usize = 256;

/// Seconds that this thread has had a core, where the system tells: on a machine that does other work beside, the
/// wall's clock says more of that work.
fn core_seconds() -> f64 {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    text.split_whitespace().next().and_then(|n| n.parse::<f64>().ok()).map_or(f64::NAN, |n| n / 1e9)
}

fn worst<T>(name: &str, mut work: impl FnMut(usize) -> T, size: impl Fn(&T) -> usize) {
    let mut times: Vec<(Duration, usize, f64)> = (0..20)
        .map(|n| {
            let (began, core) = (Instant::now(), core_seconds());
            let answer = work(n);
            (began.elapsed(), size(&answer), core_seconds() - core)
        })
        .collect();
    let first = times[0];
    let on_core = times.iter().map(|t| t.2).fold(0.0, f64::max) * 1e3;
    times.sort_by_key(|t| t.0);
    let (worst, median) = (times[19], times[10]);
    let ms = |d: Duration| d.as_secs_f64() * 1e3;
    println!(
        "{name:<58} median {:8.2} ms  worst {:8.2} ms ({} rows)  first {:8.2} ms  worst on the core {on_core:8.2} ms",
        ms(median.0),
        ms(worst.0),
        worst.1,
        ms(first.0)
    );
}

fn load(path: &std::path::Path, claims: usize) {
    let mut source = news::News::new(6, news::WORLD, "bench 1");
    let mut ledger = Ledger::open(path).expect("a ledger");
    let (mut recorded, mut pages, mut spent, mut text, mut core) = (0, 0, Duration::ZERO, 0, 0.0);
    let began = Instant::now();
    ledger.begin_load().expect("a load");
    spent += began.elapsed();
    while recorded < claims {
        let items: Vec<news::Item> = (0..BATCH).map(|_| source.page()).collect();
        let batch: Vec<Reading<'_>> =
            items.iter().map(|i| Reading { page: &i.page, claims: &i.claims, notes: &i.notes }).collect();
        let (began, on_core) = (Instant::now(), core_seconds());
        for done in ledger.record_all(&batch, "bench 1", "2025-01-01T00:00:00Z").expect("room") {
            recorded += done.new_claims;
        }
        spent += began.elapsed();
        core += core_seconds() - on_core;
        pages += items.len();
        text += items.iter().map(|i| i.page.text.len()).sum::<usize>();
    }
    let (began, on_core) = (Instant::now(), core_seconds());
    ledger.end_load().expect("indexes");
    let indexes = began.elapsed();
    core += core_seconds() - on_core;
    let bytes = std::fs::metadata(path).expect("the file").len();
    println!(
        "{recorded} claims of {pages} pages ({} bytes of text a claim) in {:.1} s and {:.1} s for indexes: {:.0} claims/s ({:.0} a second on the core), {:.0} bytes a claim",
        text / recorded,
        spent.as_secs_f64(),
        indexes.as_secs_f64(),
        recorded as f64 / (spent + indexes).as_secs_f64(),
        recorded as f64 / core,
        bytes as f64 / recorded as f64
    );
}

fn main() {
    let mut args = std::env::args().skip(1);
    let path = std::path::PathBuf::from(args.next().expect("name a file"));
    let claims: usize = args.next().map_or(1_000_000, |n| n.parse().expect("a number of claims"));
    // A file that is there already is asked, and not recorded anew.
    if !path.exists() {
        load(&path, claims);
    }
    let ledger = Ledger::open_existing(&path).expect("the ledger");
    let end = Day::constant(2022, 1, 1);
    let heads = ledger.pages().expect("pages");
    let last: Day = heads.last().and_then(|h| h.published.as_deref()?.get(..10)?.parse().ok()).unwrap_or(end);
    let middle: Day =
        heads[heads.len() / 2].published.as_deref().and_then(|p| p.get(..10)?.parse().ok()).unwrap_or(end);
    println!("{} to {last}, half of it by {middle}", heads[0].published.as_deref().unwrap_or("?"));
    let at = |n: usize| AsOf::day(if n.is_multiple_of(2) { last } else { middle });
    worst(
        "as-of one place (each of the twenty most told of)",
        |n| {
            let place = Some(format!("geonames:{}", 100_000 + n));
            ledger.holdings(&AsOf { place, ..at(n) }).expect("an answer")
        },
        Vec::len,
    );
    worst("as-of all places", |n| ledger.holdings(&at(n)).expect("an answer"), Vec::len);
    for country in ["SYR", "SDN", "COL"] {
        let asked = |n: usize| {
            let of = Target { name: country.into(), countries: Vec::new(), also: Vec::new() };
            let day = Some(at(n).as_of);
            Asked { about: vec![of], as_of: day, known_by: day, ..Asked::everything(30) }
        };
        worst(
            &format!("a country's picture, 30 days ({country}): reading"),
            |n| ledger.situation(&asked(n)).expect("an answer"),
            |s| s.claims.len(),
        );
        let of_day: Vec<Vec<Sourced>> = (0..2)
            .map(|n| {
                let all = ledger.situation(&asked(n)).expect("an answer").claims;
                let one = |s: Stored| Sourced { claim: s.claim, page: s.page };
                all.into_iter().map(one).collect()
            })
            .collect();
        worst(
            &format!("a country's picture, 30 days ({country}): drawing"),
            |n| {
                let options = Options { as_of: Some(at(n).as_of), about: Some(country.into()), ..Options::default() };
                picture(&of_day[n % 2], &options)
            },
            |p| p.claims,
        );
    }
    let words =
        |n: usize| ["t", "v", "ta", "karn", "guards", "rebels", "shelled", "\"rebels shelled\"", "gla*", "pin"][n % 10];
    let newest = |text: &str| Query { text: Some(text.into()), newest: true, limit: Some(50), ..Query::default() };
    worst("words, newest 50", |n| ledger.claims(&newest(words(n))).expect("an answer"), Vec::len);
    worst(
        "words, kind, country and days, newest 50",
        |n| {
            let q = Query {
                kind: Some([Kind::Event, Kind::Control][n % 2]),
                country: Some(["SYR", "COL"][n / 2 % 2].into()),
                since: Some(middle),
                known_by: Some(last),
                ..newest(words(n))
            };
            ledger.claims(&q).expect("an answer")
        },
        Vec::len,
    );
    worst(
        "words and a name, newest 50",
        |n| ledger.claims(&Query { about: Some("army".into()), ..newest(words(n)) }).expect("an answer"),
        Vec::len,
    );
}
