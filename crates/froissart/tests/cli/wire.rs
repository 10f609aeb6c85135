//! One story in many papers, recorded on different days, is one account in the picture; `--days` and coverage.
//!
//! The Northern Post prints an agency's story on the 5th, the Southern Mail the same on the 7th under a headline of its
//! own; the Hill Courier wrote its own.

use crate::support::{Desk, Ran};
use serde_json::Value;

const STORY: &str = "<p>Rebels seized the town of Hama on Thursday after four days of heavy fighting in the hills to the \
north of the river, and their pick-ups stood in the main square by noon.</p><p>Shops along the road to the south were \
shut, families loaded mattresses on to lorries, and the queue at the last petrol station was longer than the street that \
leads to it from the old mill.</p>";
const OWN: &str = "<p>Rebels seized the town of Hama on Thursday. Our reporter walked from the bridge to the citadel and \
met nobody but a baker, two boys with a donkey and an old clerk who was looking for the keys of his office among the \
papers that lay about in the yard behind the law court.</p>";

fn put(d: &Desk, name: &str, headline: &str, body: &str) {
    let html = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><title>{headline}</title></head><body><article><h1>{headline}</h1>{body}\
         </article></body></html>"
    );
    d.put(name, html);
}

fn record(d: &Desk, name: &str, outlet: &str, day: &str, at: &str) {
    let args = ["record", "--ledger", "war.db", "--recorded-at", at, "--date", day, "--outlet", outlet, "--json", name];
    d.run(&args).exits(0).quietly();
}

fn picture(d: &Desk, more: &[&str]) -> Value {
    let mut args = vec!["picture", "--ledger", "war.db", "--json"];
    args.extend(more);
    let r: Ran = d.run(&args).exits(0);
    r.json().remove(0)
}

/// Who vouches that the rebels took Hama, and how many voices there are in all.
fn accounts(p: &Value) -> (usize, u64) {
    let held = p["holdings"].as_array().expect("there are holdings").iter();
    let held =
        held.filter(|h| h["place"]["name"] == "Hama" && h["status"] == "held").map(|h| &h["grounds"]["accounts"]);
    let of = held.map(|a| a.as_array().expect("accounts are a list").len()).max().expect("somebody holds Hama");
    (of, p["coverage"]["accounts"].as_u64().expect("a number"))
}

#[test]
fn a_wire_story_recorded_on_different_days_is_one_account() {
    let d = Desk::new();
    put(&d, "post.html", "Hama falls", STORY);
    put(&d, "mail.html", "Town in the north is taken by insurgents", STORY);
    put(&d, "courier.html", "In Hama", OWN);
    // The later paper comes in first.
    record(&d, "mail.html", "Southern Mail", "2024-12-07", "2024-12-08T09:00:00Z");
    assert_eq!(accounts(&picture(&d, &[])), (1, 1));
    record(&d, "post.html", "Northern Post", "2024-12-05", "2024-12-09T09:00:00Z");
    let p = picture(&d, &[]);
    assert_eq!(accounts(&p), (1, 1), "two outlets, one text: {}", p["coverage"]);
    assert_eq!(p["coverage"]["outlets"].as_array().map(Vec::len), Some(2));
    assert_eq!(accounts(&picture(&d, &["--as-of", "2024-12-05"])), (1, 1));
    record(&d, "courier.html", "Hill Courier", "2024-12-06", "2024-12-09T10:00:00Z");
    assert_eq!(accounts(&picture(&d, &[])), (2, 2), "who wrote a story of its own is an account of its own");
    // As the ledger stood before the Post's page came in, the Mail spoke for itself; the picture names who printed it.
    let then = picture(&d, &["--recorded-by", "2024-12-08"]);
    assert_eq!(then["coverage"]["pages"], 1);
    // Coverage: whose pages, in which language.
    assert_eq!(picture(&d, &[])["coverage"]["languages"], serde_json::json!([["en", 3]]));
    let brief = d.run(&["brief", "--ledger", "war.db"]).exits(0);
    assert!(brief.out.contains("they rest on two accounts") || brief.out.contains("2 accounts"), "{}", brief.out);
    d.run(&["verify", "--ledger", "war.db"]).exits(0).prints("sound; 3 pages");
}

#[test]
fn of_older_pages_who_was_last_told_to_hold_stays() {
    let d = Desk::new();
    put(&d, "old.html", "Hama falls", STORY);
    let new = "<p>Troops shelled the town of Idlib on Monday. Nobody spoke of anything else in the tea houses, where the \
               old men had turned their chairs to the wall and the radio was silent for the first time in years.</p>";
    put(&d, "new.html", "Shelling", new);
    record(&d, "old.html", "Northern Post", "2024-09-05", "2024-12-08T09:00:00Z");
    record(&d, "new.html", "Southern Mail", "2024-12-02", "2024-12-08T09:00:00Z");
    let p = picture(&d, &["--about", "SYR"]);
    assert_eq!(accounts(&p).0, 1, "told in September, and by nobody since");
    assert_eq!(p["coverage"]["whole_since"], "2024-11-03");
    assert_eq!(p["coverage"]["pages"], 2);
    let all = picture(&d, &["--about", "SYR", "--days", "400"]);
    assert_eq!(all["coverage"]["whole_since"], Value::Null);
    assert!(all["claims"].as_u64() > p["claims"].as_u64(), "the act itself is of September");
    d.run(&["picture", "--ledger", "war.db"]).exits(0).prints("whole since 2024-11-03");
    d.run(&["brief", "--ledger", "war.db"]).exits(0).prints("published before 3 November 2024");
    d.run(&["picture", "--ledger", "war.db", "--days", "0"]).exits(2);
}

#[test]
fn a_tie_that_nobody_has_told_of_for_a_year_is_left_out_and_said_to_be() {
    let d = Desk::new();
    let old = "<p>Turkey backs the Syrian National Army, the paper wrote in a long report on the border towns, where the \
               tea houses were full and the old men had turned their chairs to the wall.</p>";
    let new = "<p>Troops shelled the town of Idlib on Monday. Nobody spoke of anything else in the tea houses, where the \
               old men had turned their chairs to the wall and the radio was silent for the first time in years.</p>";
    put(&d, "old.html", "Border towns", old);
    put(&d, "new.html", "Shelling", new);
    record(&d, "old.html", "Northern Post", "2023-11-30", "2024-12-08T09:00:00Z");
    record(&d, "new.html", "Southern Mail", "2024-12-02", "2024-12-08T09:00:00Z");
    let of = |p: &Value| p["backers"].as_array().map_or(0, Vec::len);
    let p = picture(&d, &["--about", "SYR"]);
    assert_eq!((of(&p), &p["coverage"]["ties_since"]), (0, &Value::from("2023-12-03")));
    let left_out = p["coverage"]["left_out"].as_u64().unwrap();
    assert!(left_out > 0);
    let all = picture(&d, &["--about", "SYR", "--back", "400"]);
    assert!(of(&all) > 0, "{all}");
    assert_eq!((&all["coverage"]["ties_since"], &all["coverage"]["left_out"]), (&Value::Null, &Value::from(0)));
    let r = d.run(&["picture", "--ledger", "war.db", "--about", "SYR"]).exits(0);
    r.prints("ties and agreements that were told since 2023-12-03");
    d.run(&["brief", "--ledger", "war.db", "--about", "SYR"]).exits(0).prints("nobody has told since 3 December 2023");
}

#[test]
fn a_server_is_asked_for_plainly() {
    let d = Desk::new();
    let name = "postgres://desk:secret@localhost:1/war";
    for command in ["verify", "backup"] {
        let mut args = vec![command, "--ledger", name];
        args.extend((command == "backup").then_some("copy.db"));
        let r = d.run(&args).exits(2);
        assert!(r.err.contains("is for a ledger in a file") && !r.err.contains("secret"), "{r:?}");
    }
    let r = d.run(&["claims", "--ledger", name]).exits(2);
    // Built with PostgreSQL, it looks for the server; without, it says so.
    let is_plain = r.err.contains("built without PostgreSQL") || r.err.contains("connect");
    assert!(is_plain && !r.err.contains("secret"), "{r:?}");
}
