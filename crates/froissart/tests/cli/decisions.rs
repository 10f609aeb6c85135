//! What stands beside a ledger's claims: opinions, corrections, links; and what keeps the ledger: copies, checks,
//! codings anew.
//!
//! "The rebels" of the example pages are several actors, and the program asks which.

use crate::support::{Desk, RECORDED, Ran};
use serde_json::Value;

const AT: &str = "2024-12-10T09:00:00Z";

fn ids(d: &Desk) -> Vec<String> {
    let r = d.run(&["claims", "--ledger", "war.db", "--json"]).exits(0).quietly();
    r.json().iter().map(|l| l["claim"]["id"].as_str().unwrap().to_owned()).collect()
}

fn decide(d: &Desk, args: &[&str]) -> Ran {
    let mut all = args.to_vec();
    all.extend(["--ledger", "war.db", "--by", "Faramir", "--decided-at", AT]);
    d.run(&all)
}

#[test]
fn an_opinion_stands_beside_its_claim() {
    let d = Desk::with_ledger();
    let id = &ids(&d)[0];
    let r = decide(&d, &["opinion", &id[..10], "reject", "--why", "an old photograph"]).exits(0).quietly();
    assert_eq!(r.out, format!("opinion 1: rejects {id}\n"));
    let r = decide(&d, &["opinion", id, "reject", "--why", "an old photograph", "--json"]).exits(0).quietly();
    assert_eq!(r.json()[0], serde_json::json!({"decision": "opinion", "number": 1}), "the same again changes nothing");
    let r = d.run(&["opinion", "--ledger", "war.db"]).exits(0).quietly();
    assert_eq!(r.out, format!("1 rejects {id}: an old photograph (Faramir, {AT})\n"));
    decide(&d, &["opinion", "--retract", "1", "--why", "it is of this year"]).exits(0).quietly();
    let r = d.run(&["opinion", "--ledger", "war.db", "--json"]).exits(0).quietly();
    let o = &r.json()[0];
    assert_eq!((o["number"].as_i64(), o["retracted"]["why"].as_str()), (Some(1), Some("it is of this year")));
    let mut keys: Vec<&String> = o.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        ["at", "claim", "number", "retracted", "verdict", "who", "why"].map(String::from).iter().collect::<Vec<_>>()
    );
    assert_eq!(ids(&d)[0], *id, "the claim is as it was");
    let e = decide(&d, &["opinion", id, "accept"]).exits(2);
    assert_eq!(e.err, "error: a decision needs a reason: give it with --why\n");
    let e = decide(&d, &["opinion", "00000000", "accept", "--why", "x"]).exits(2);
    assert!(e.err.contains("there is no claim 00000000 in this ledger"), "{}", e.err);
    let e = decide(&d, &["opinion", "--retract", "7", "--why", "x"]).exits(2);
    assert_eq!(e.err, "error: there is no opinion 7 in this ledger\n");
}

#[test]
fn two_claims_are_tied_together() {
    let d = Desk::with_ledger();
    let all = ids(&d);
    let r = decide(&d, &["link", &all[0], "contradicts", &all[1], "--why", "one town, one day"]).exits(0).quietly();
    assert_eq!(r.out, format!("link 1: {} to {}\n", all[0], all[1]));
    let l = &d.run(&["link", "--ledger", "war.db", "--json"]).exits(0).json()[0];
    assert_eq!((l["type"].as_str(), l["made_by"].as_str()), (Some("contradicts"), Some("analyst")));
    assert_eq!((l["from"]["id"].as_str(), l["to"]["id"].as_str()), (Some(all[0].as_str()), Some(all[1].as_str())));
    assert!(l["from"]["anchor"].as_str().is_some_and(|a| a.len() == 32));
}

#[test]
fn a_name_that_means_several_is_asked_about_and_a_circle_is_refused() {
    let d = Desk::with_ledger();
    // Somebody with two keys under one name, and two who have one each, as the claims themselves have them.
    let lines = d.run(&["claims", "--ledger", "war.db", "--json", "--implied"]).exits(0).json();
    let mut single: Vec<String> = Vec::new();
    for l in &lines {
        for a in l["claim"]["actor"].as_array().unwrap() {
            if let (Some(id), Value::String(_)) = (a["id"].as_str(), &a["name"])
                && !single.contains(&id.to_owned())
            {
                single.push(id.to_owned());
            }
        }
    }
    let [a, b] = [&single[0], &single[1]];
    decide(&d, &["correct", "merge", a, "--to", b, "--why", "one band"]).exits(0).quietly();
    let e = decide(&d, &["correct", "merge", b, "--to", a, "--why", "one band"]).exits(2);
    assert!(e.err.contains("this correction would close a circle ("), "{}", e.err);
    let e = decide(&d, &["correct", "merge", "Nazgul of Angmar", "--to", a, "--why", "x"]).exits(2);
    assert!(e.err.contains("no actor of this ledger is called `Nazgul of Angmar`"), "{}", e.err);
    let e = decide(&d, &["correct", "split", a, "--to", "others", "--why", "x"]).exits(2);
    assert!(e.err.contains("give at least one with --claim"), "{}", e.err);
    let r = d.run(&["correct", "--ledger", "war.db"]).exits(0).quietly();
    assert_eq!(r.out, format!("1 merges `{a}` to `{b}`: one band (Faramir, {AT})\n"));
}

#[test]
fn verify_finds_a_sound_ledger_sound_and_a_damaged_one_damaged() {
    let d = Desk::with_ledger();
    let r = d.run(&["verify", "--ledger", "war.db"]).exits(0).quietly();
    assert!(r.out.starts_with("war.db: sound; 5 pages, 5 codings, "), "{}", r.out);
    let v = &d.run(&["verify", "--ledger", "war.db", "--json"]).exits(0).quietly().json()[0];
    assert_eq!((v["pages"].as_u64(), v["faults"].as_array().map(Vec::len)), (Some(5), Some(0)));
    let r = d.run(&["backup", "--ledger", "war.db", "copy.db"]).exits(0).quietly();
    assert!(r.out.starts_with("copy.db: a copy of war.db; 5 pages, "), "{}", r.out);
    let e = d.run(&["backup", "--ledger", "war.db", "copy.db"]).exits(2);
    assert!(e.err.contains("there is a file of that name already"), "{}", e.err);
    let claims = |l: &str| d.run(&["claims", "--ledger", l, "--json", "--implied"]).exits(0).out;
    assert!(claims("copy.db") == claims("war.db"));
    d.patch("copy.db", 8 * 4096, &vec![0; 20 * 4096]);
    let e = d.run(&["verify", "--ledger", "copy.db"]).exits(2);
    assert!(e.err.contains("is damaged") && e.err.contains("restore it from a copy"), "{}", e.err);
}

#[test]
fn coded_anew_by_the_same_version_nothing_changes_and_there_is_nothing_to_compare() {
    let d = Desk::with_ledger();
    let before = d.run(&["claims", "--ledger", "war.db", "--json", "--implied"]).exits(0).out;
    let r = d.run(&["recode", "--ledger", "war.db", "--recorded-at", AT, "--json"]).exits(0).quietly();
    let line = &r.json()[0];
    assert_eq!(line["pages"], 5);
    assert_eq!(line["recorded"]["new_claims"], 0);
    assert_eq!(line["recorded"]["already_there"].as_u64(), Some(before.lines().count() as u64));
    assert!(d.run(&["claims", "--ledger", "war.db", "--json", "--implied"]).exits(0).out == before);
    let e = d.run(&["diff", "--ledger", "war.db"]).exits(2);
    assert!(e.err.contains("nothing to compare it with: code its pages anew with `froissart recode`"), "{}", e.err);
    let r = d.run(&["upgrade", "--ledger", "war.db"]).exits(1).quietly();
    assert_eq!(r.out, "war.db: nothing to do, it is of this program's version\n");
}

#[test]
fn other_data_code_beside_the_older_claims_and_the_two_are_compared() {
    let d = Desk::with_ledger();
    d.put(
        "own.toml",
        "[actor.test_vigil]\nname = \"Vigil of the Levant\"\nkind = \"group\"\ncountry = \"SYR\"\nroles = [{ sector = \"REB\" }]\nnote = \"Invented for the test.\"\n",
    );
    let r = d.run(&["recode", "--ledger", "war.db", "--recorded-at", AT, "--actors", "own.toml", "--json"]);
    assert!(r.code == 0, "{r:#?}");
    let r = d.run(&["diff", "--ledger", "war.db", "--json"]);
    let last = r.json().pop().unwrap();
    assert_eq!(last["sum"]["pages"], 5, "{last}");
    assert_ne!(last["sum"]["from"], last["sum"]["to"]);
    let then = d.run(&["claims", "--ledger", "war.db", "--json", "--implied", "--recorded-by", RECORDED]).exits(0);
    assert!(
        then.out == Desk::with_ledger().run(&["claims", "--ledger", "war.db", "--json", "--implied"]).out,
        "the older claims answer for the older day"
    );
}
