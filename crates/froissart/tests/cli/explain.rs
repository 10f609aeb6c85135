//! `froissart explain`: every field of every claim has the way on which it was found, and what has changed since a
//! claim was recorded is said.

use crate::support::{Desk, RECORDED};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

/// A page with an account, a hedge, a time and somebody to come back to.
const PAGE: &str = "Rebels may attack Hama on Friday, Turkish foreign minister Hakan Fidan said in Ankara.\n\n\
                    The minister met Iranian officials.\n";

/// Fields that a claim may lack, and that are explained where it has them.
const FIELDS: [&str; 17] = [
    "rule",
    "type",
    "actor",
    "recipient",
    "place",
    "extent",
    "figure",
    "happened",
    "said",
    "according_to",
    "certainty",
    "status",
    "subject",
    "means",
    "modes",
    "cameo",
    "acled",
];

fn has(claim: &Value, field: &str) -> bool {
    match &claim[field] {
        Value::Null => false,
        Value::Array(l) => !l.is_empty(),
        _ => true,
    }
}

#[test]
fn every_field_of_every_claim_is_explained() {
    let d = Desk::with_ledger();
    let claims = d.run(&["claims", "--ledger", "war.db", "--json", "--implied"]).json();
    let mut confidences = BTreeSet::new();
    let mut explained = BTreeSet::new();
    for c in claims.iter().step_by(7).map(|c| &c["claim"]) {
        let id = c["id"].as_str().unwrap();
        let r = d.run(&["explain", "--ledger", "war.db", "--json", id]).exits(0).quietly().json();
        let t = &r[0]["trace"];
        assert_eq!(t["id"], c["id"], "the same program finds the claim again");
        assert_eq!(t["version"], r[0]["version"]);
        let fields = t["fields"].as_array().unwrap();
        for f in FIELDS.iter().filter(|f| has(c, f)) {
            assert!(fields.iter().any(|x| x["field"] == **f), "nothing explains {f} of {c}");
            explained.insert(*f);
        }
        for f in fields {
            let how = f["how"].as_array().unwrap();
            assert!(!how.is_empty() && how.iter().all(|h| h.as_str().is_some_and(|h| !h.is_empty())), "{f}");
        }
        // Spans are the claim's own: characters of the page.
        for role in ["actor", "recipient", "place"] {
            let spans = |l: &[Value]| l.iter().map(|e| (e["begin"].as_u64(), e["end"].as_u64())).collect::<Vec<_>>();
            let of: Vec<Value> = fields.iter().filter(|f| f["field"] == role).cloned().collect();
            assert_eq!(spans(&of), spans(c[role].as_array().unwrap()), "{role} of {id}");
        }
        let p = c["confidence"].as_f64().unwrap_or_else(|| panic!("{c} has no confidence"));
        assert!((0.01..=0.99).contains(&p) && ((p * 100.0).round() / 100.0 - p).abs() < 1e-12, "{p}");
        assert_eq!(t["confidence"], c["confidence"]);
        assert!(!t["features"].as_array().unwrap().is_empty());
        confidences.insert((p * 100.0) as u8);
    }
    assert!(confidences.len() > 10, "claims differ in how likely they are right: {confidences:?}");
    let missed: Vec<_> = FIELDS.iter().filter(|f| !explained.contains(*f)).collect();
    assert!(missed.len() < 4, "the pages have too little to explain: {missed:?} nowhere");
}

#[test]
fn the_words_that_led_to_a_claim_are_named() {
    let d = Desk::with("page.txt", PAGE);
    let r = d.run(&["record", "page.txt", "--ledger", "war.db", "--date", "2024-12-02", "--recorded-at", RECORDED]);
    r.exits(0).quietly();
    let claims = d.run(&["claims", "--ledger", "war.db", "--json"]).json();
    let of = |type_: &str| {
        let c = claims.iter().map(|c| &c["claim"]).find(|c| c["type"] == type_).unwrap_or_else(|| panic!("no {type_}"));
        d.run(&["explain", "--ledger", "war.db", c["id"].as_str().unwrap()]).exits(0).quietly()
    };
    of("ASSAULT")
        .prints("its trigger is the verb “attack” (attack)")
        .prints("the subject of “attack”")
        .prints("\"rebels\" is REB")
        .prints("“Friday” (DATE 2024-12-06)")
        .prints("counted from the page's day, 2024-12-02")
        .prints("“may”: possible")
        .prints("the source of “said”")
        .prints("the gazetteer has Hama (")
        .prints("  confidence   0.");
    of("CONSULT")
        .prints("stands for “Turkish foreign minister Hakan Fidan”, in sentence 0")
        .prints("the table of actors has it as fidan, as of 2024-12-02")
        .prints("its RECIPIENT took “Iranian officials”");
}

/// The project's data files without one, in a folder of the desk.
fn data_without(d: &Desk, missing: &str) {
    fn copy(from: &Path, to: &Path, missing: &str) {
        std::fs::create_dir_all(to).expect("the desk can be written");
        for e in std::fs::read_dir(from).expect("the data is there") {
            let p = e.expect("a folder entry can be read").path();
            let name = p.file_name().expect("an entry has a name");
            if p.is_dir() {
                copy(&p, &to.join(name), missing);
            } else if p.extension().is_some_and(|e| e == "toml") && name != missing {
                std::fs::copy(&p, to.join(name)).expect("the desk can be written");
            }
        }
    }
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../data");
    for folder in ["actors", "language", "ontology", "places", "rules"] {
        copy(&data.join(folder), &d.path("data").join(folder), missing);
    }
}

#[test]
fn what_has_changed_since_is_said() {
    let own = "[actor.gloopers]\nname = \"Gloopers\"\naliases = [\"the Gloops\"]\nkind = \"group\"\n\
               country = \"SYR\"\nroles = [{ sector = \"REB\" }]\nnote = \"Invented for this test.\"\n";
    let d = Desk::with("own.toml", own);
    d.put("page.txt", format!("{PAGE}\nThe Gloopers attacked the base on Monday. The Gloopers depend on Qatar.\n"));
    let r = d.run(&[
        "record",
        "page.txt",
        "--actors",
        "own.toml",
        "--ledger",
        "war.db",
        "--date",
        "2024-12-02",
        "--recorded-at",
        RECORDED,
    ]);
    r.exits(0).quietly();
    let claims = d.run(&["claims", "--ledger", "war.db", "--json"]).json();
    let id = |type_: &str, words: &str| {
        let fits = |c: &&Value| c["type"] == type_ && c["evidence"]["text"].as_str().unwrap().contains(words);
        let c = claims.iter().map(|c| &c["claim"]).find(fits).unwrap_or_else(|| panic!("no {type_} in {claims:#?}"));
        c["id"].as_str().unwrap().to_owned()
    };
    let (attack, need) = (id("ASSAULT", "Gloopers"), id("depends_on", "Qatar"));
    let explain = |more: &[&str], id: &str| {
        let mut args = vec!["explain", "--ledger", "war.db"];
        args.extend(more);
        args.push(id);
        d.run(&args).exits(0).quietly()
    };
    // With the same actors nothing has changed; without them the words are the same, and who it is is not.
    let same = explain(&["--actors", "own.toml"], &attack);
    assert!(!same.out.contains("note:"), "{}", same.out);
    same.prints("the table of actors has it as gloopers");
    let other = explain(&[], &attack).prints("  note: program or data have changed since: this is ");
    other.prints("  note: the same words are read otherwise now").prints("no table has these words");
    // Without its rule the claim is not made, and what was kept of it is shown.
    data_without(&d, "depends_on.toml");
    let gone = explain(&["--data", "data"], &need).prints("  note: program or data have changed since: this is ");
    gone.prints("  note: the claim is not made any more").prints("  to       “Qatar”: Qatar (QAT)\n");
    let json = explain(&["--data", "data", "--json"], &need).json();
    assert!(json[0]["trace"]["id"].is_null() && json[0]["rule"].is_null());
    assert_eq!(json[0]["trace"]["fields"], Value::Array(Vec::new()));
}
