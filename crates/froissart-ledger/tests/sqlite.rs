//! The conformance suite, asked of one SQLite file.

mod conformance;
#[path = "support/news.rs"]
mod news;

use froissart_ledger::Ledger;

#[test]
fn a_file_in_memory_conforms() {
    conformance::suite(&|| Box::new(Ledger::open_in_memory().unwrap()));
}

#[test]
fn a_file_on_disk_conforms() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::cell::Cell::new(0);
    conformance::suite(&|| {
        count.set(count.get() + 1);
        Box::new(Ledger::open(&folder.path().join(format!("{}.db", count.get()))).unwrap())
    });
}
