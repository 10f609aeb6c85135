//! How long each step takes on the example pages, on one thread, and the whole way.
//!
//! Throughput is in words for the steps that see words, in bytes for the reader and the whole way.

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use froissart_bench::{Raw, analyse, code, corpus, end_to_end, know, picture, read, sourced};
use froissart_know::{Knowledge, Word};
use froissart_model::{Analysis, Page, Pos};

fn main() {
    // Weights and tables are loaded once a process; no step is charged with it.
    let _ = end_to_end(&corpus()[..1]);
    divan::main();
}

fn bytes(corpus: &[Raw]) -> BytesCount {
    BytesCount::new(corpus.iter().map(|r| r.bytes.len()).sum::<usize>())
}

fn words(analyses: &[Analysis]) -> ItemsCount {
    ItemsCount::new(analyses.iter().flat_map(|a| &a.sentences).map(|s| s.tokens.len()).sum::<usize>())
}

fn analysed() -> (Vec<Page>, Vec<Analysis>) {
    let pages: Vec<Page> = corpus().iter().map(read).collect();
    let analyses = pages.iter().map(analyse).collect();
    (pages, analyses)
}

#[divan::bench(sample_count = 10)]
fn read_pages(bencher: Bencher) {
    let corpus = corpus();
    bencher.counter(bytes(&corpus)).bench(|| corpus.iter().map(read).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 10)]
fn analyse_pages(bencher: Bencher) {
    let (pages, analyses) = analysed();
    bencher.counter(words(&analyses)).bench(|| pages.iter().map(analyse).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 10)]
fn code_pages(bencher: Bencher) {
    let (pages, analyses) = analysed();
    bencher
        .counter(words(&analyses))
        .bench(|| pages.iter().zip(&analyses).map(|(p, a)| code(p, a)).collect::<Vec<_>>());
}

#[divan::bench(sample_count = 10)]
fn draw_the_picture(bencher: Bencher) {
    let (pages, analyses) = analysed();
    let claims: Vec<_> = pages
        .into_iter()
        .zip(&analyses)
        .flat_map(|(p, a)| {
            let c = code(&p, a);
            sourced(p, c)
        })
        .collect();
    bencher.counter(ItemsCount::new(claims.len())).bench(|| picture(&claims));
}

/// Every name of the tables, as a mention of its own.
#[divan::bench(sample_count = 10)]
fn resolve_actors(bencher: Bencher) {
    let know = know();
    let names: Vec<Vec<Word<'_>>> = know
        .actors
        .actors()
        .iter()
        .flat_map(|a| std::iter::once(&a.name).chain(&a.aliases))
        .map(|n| n.split(' ').map(|form| Word { form, lemma: form, upos: Pos::Propn }).collect())
        .collect();
    bencher.counter(ItemsCount::new(names.len())).bench(|| {
        names.iter().filter_map(|w| know.actors.resolve(w, w.len() - 1, None)).count()
    });
}

/// Names of places, half of them in no spelling that is stored.
#[divan::bench(sample_count = 10)]
fn look_places_up(bencher: Bencher) {
    let places = know().places;
    let names = ["Aleppo", "Deir ez-Zour", "Zaporizhzhia", "Khan Younis", "Nowhere at all", "Goma", "Myitkyina", "Tal Rifat"];
    bencher.counter(ItemsCount::new(names.len())).bench(|| names.map(|n| places.lookup(n).len()));
}

/// Everything that the coder knows, from its packed form.
#[divan::bench(sample_count = 10)]
fn load_knowledge(bencher: Bencher) {
    let packed = know().pack();
    bencher.bench(|| Knowledge::unpack(&packed));
}

#[divan::bench(sample_count = 5)]
fn whole_way(bencher: Bencher) {
    let corpus = corpus();
    bencher.counter(bytes(&corpus)).bench(|| end_to_end(&corpus));
}
