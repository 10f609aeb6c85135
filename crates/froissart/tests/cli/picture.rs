//! The pictures of the example pages for each day from 27 November to 8 December 2024, as known on that day, whole; and
//! what `picture` and `brief` say of days and names that are not there.
//!
//! The snapshots lie in tests/pictures, one a day. `UPDATE=1 cargo test -p froissart --test cli pictures` writes them
//! anew; read `git diff` line by line before it is committed.

use crate::support::{Desk, RECORDED};
use std::path::Path;

/// A desk with all example pages in `war.db`, given in the order of their names or the other way round.
fn desk(jobs: &str, is_turned: bool) -> Desk {
    let d = Desk::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut pages: Vec<String> = std::fs::read_dir(folder)
        .expect("the examples are there")
        .map(|e| e.expect("an example can be listed").path().display().to_string())
        .collect();
    pages.sort();
    if is_turned {
        pages.reverse();
    }
    let mut args = vec!["--jobs", jobs, "record", "--ledger", "war.db", "--recorded-at", RECORDED];
    args.extend(pages.iter().map(String::as_str));
    d.run(&args).exits(0);
    d
}

/// Ids are hashes: what they look like is no promise.
fn without_ids(text: &str) -> String {
    let is_id = |w: &str| w.len() == 8 && w.bytes().all(|b| b.is_ascii_hexdigit());
    let line = |l: &str| l.split(' ').filter(|w| !is_id(w)).collect::<Vec<_>>().join(" ");
    text.lines().map(|l| line(l) + "\n").collect()
}

#[test]
fn pictures_of_each_day_are_as_written_down_whatever_the_order_and_the_threads() {
    let (d, other) = (desk("1", false), desk("2", true));
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/pictures");
    let is_update = std::env::var_os("UPDATE").is_some();
    let days = (27..=30).map(|n| format!("2024-11-{n}")).chain((1..=8).map(|n| format!("2024-12-{n:02}")));
    for day in days {
        let args = ["picture", "--ledger", "war.db", "--about", "Syria", "--as-of", &day];
        let r = d.run(&args).exits(0).quietly();
        assert!(r.out == other.run(&args).exits(0).out, "{day}: order or threads show");
        assert!(r.out == d.run(&args).out, "{day}: a second run differs");
        let (now, file) = (without_ids(&r.out), folder.join(format!("{day}.txt")));
        if is_update {
            std::fs::write(&file, &now).expect("the snapshot can be written");
        }
        let then = std::fs::read_to_string(&file).expect("there is a snapshot of each day");
        assert!(now == then, "the picture of {day} is not as written down; it is now:\n{now}");
    }
}

#[test]
fn a_brief_has_footnotes_and_is_written_where_it_is_asked_for() {
    let d = desk("2", false);
    let args = ["brief", "--ledger", "war.db", "--about", "Syria", "--since", "2024-11-27", "--as-of", "2024-12-02"];
    let md = d.run(&args).exits(0).quietly();
    assert!(md.out.starts_with("# Syria: situation as of 2 December 2024\n"), "{}", md.out);
    for section in
        ["## Headlines", "## Situation by place", "## Where accounts contradict each other", "## What is not known"]
    {
        assert!(md.out.contains(section), "{section} is missing");
    }
    assert!(md.out.contains("[^1]: "), "the notes are there");
    let mut html = args.to_vec();
    html.extend(["--to", "html", "--out", "syria.html"]);
    d.run(&html).exits(0).quietly();
    let page = std::fs::read_to_string(d.path("syria.html")).expect("the report is there");
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("id=\"note-1\""));
    let mut nowhere = args.to_vec();
    nowhere.extend(["--out", "no/such/folder.md"]);
    assert!(d.run(&nowhere).exits(2).err.contains("no/such/folder.md"));
}

#[test]
fn days_and_names_that_are_not_there_are_named() {
    let d = desk("2", false);
    let run = |more: &[&str]| {
        let mut args = vec!["picture", "--ledger", "war.db"];
        args.extend(more);
        d.run(&args)
    };
    let r = run(&["--as-of", "2020-01-01"]).exits(1);
    assert_eq!(r.err, "note: nothing was known by 2020-01-01: the first page of war.db is of 2024-11-27\n");
    let r = run(&["--about", "Alepo"]).exits(1);
    assert!(r.err.contains("no claim names `Alepo`; there is Aleppo"), "{r:?}");
    let r = run(&["--about", "Atlantis"]).exits(1);
    assert!(r.err.contains("no claim names `Atlantis`"), "{r:?}");
    let r = run(&["--about", "A/B/C"]).exits(2);
    assert!(r.err.contains("two with a slash between"), "{r:?}");
    let r = run(&["--as-of", "2024-12-01", "--since", "2024-12-02"]).exits(2);
    assert!(r.err.contains("--since 2024-12-02 is not before --as-of 2024-12-01"), "{r:?}");
    let r = run(&["--as-of", "2024-13-01"]).exits(2);
    assert!(r.err.contains("is no day of the calendar"), "{r:?}");
}
