//! What becomes of an analyst's decisions: record invented pages, decide, see the picture, the brief, the export and the
//! list of claims change, take the decision back, and see them change back byte for byte.

use crate::support::{Desk, RECORDED, page};
use serde_json::Value;

const AT: &str = "2024-12-10T09:00:00Z";

/// A ledger of three invented pages: rebels take Hama, the army's own paper has it otherwise, and one tells of a band.
fn desk() -> Desk {
    let d = Desk::new();
    let head = |day: &str, outlet: &str| {
        format!(
            "<meta property=\"article:published_time\" content=\"{day}\"><meta property=\"og:site_name\" content=\"{outlet}\">"
        )
    };
    d.put("one.html", page(&head("2024-12-06", "Meridian Post"), ""));
    let own = |head: &str, text: &str| {
        format!(
            "<!DOCTYPE html><html lang=\"en\"><head>{head}<title>News of the day</title></head><body><article>\
             <h1>News of the day</h1>{text}</article></body></html>"
        )
    };
    d.put(
        "two.html",
        own(
            &head("2024-12-06", "Orontes Gazette"),
            "<p>The Syrian army controls the town of Hama, the defence ministry said on Friday. The streets of the \
             town were quiet, and the shops along the river had opened again, residents said by telephone.</p>",
        ),
    );
    d.put(
        "three.html",
        own(
            &head("2024-12-07", "Levant Wire"),
            "<p>The Jebel Brigade controls the village of Maarzaf, a resident said on Saturday. The people of the \
             village had left for the coast before, the resident said.</p>",
        ),
    );
    d.run(&["record", "--ledger", "war.db", "--recorded-at", RECORDED, "one.html", "two.html", "three.html"]).exits(0);
    d
}

/// The id of the one control claim whose words hold `words`.
fn claim(d: &Desk, words: &str) -> String {
    let all = d.run(&["claims", "--ledger", "war.db", "--json", "--kind", "control"]).exits(0).json();
    let found: Vec<&Value> =
        all.iter().filter(|l| l["claim"]["evidence"]["text"].as_str().is_some_and(|t| t.contains(words))).collect();
    assert_eq!(found.len(), 1, "{words}: {all:#?}");
    found[0]["claim"]["id"].as_str().expect("a claim has an id").to_owned()
}

#[track_caller]
fn decide(d: &Desk, args: &[&str]) {
    decide_at(d, args, "Faramir", AT);
}

#[track_caller]
fn decide_at(d: &Desk, args: &[&str], who: &str, at: &str) {
    let mut all = args.to_vec();
    all.extend(["--ledger", "war.db", "--by", who, "--decided-at", at]);
    d.run(&all).exits(0).quietly();
}

/// All that is drawn of a ledger, with further arguments.
fn drawn(d: &Desk, more: &[&str]) -> Vec<String> {
    let commands: [&[&str]; 7] = [
        &["picture"],
        &["picture", "--json"],
        &["disputes"],
        &["disputes", "--json"],
        &["brief"],
        &["brief", "--to", "html"],
        &["export", "--to", "csv"],
    ];
    let run = |c: &&[&str]| {
        let mut args = c.to_vec();
        args.extend(["--ledger", "war.db"]);
        args.extend(more);
        d.run(&args).out
    };
    commands.iter().map(run).collect()
}

#[test]
fn a_rejected_claim_leaves_picture_brief_and_export_and_comes_back_byte_for_byte() {
    let d = desk();
    let id = claim(&d, "army controls");
    let (before, listed) = (drawn(&d, &[]), d.run(&["claims", "--ledger", "war.db", "--json"]).out);
    assert!(before[2].contains("who holds Hama"), "{}", before[2]);
    decide(&d, &["opinion", &id, "reject", "--why", "the ministry named another town"]);
    let after = drawn(&d, &[]);
    assert!(!after[2].contains("who holds Hama"), "{}", after[2]);
    assert!(
        after[0]
            .contains(&format!("{}\n    rejected by Faramir, 2024-12-10: the ministry named another town\n", &id[..8])),
        "{}",
        after[0]
    );
    assert!(after[4].contains("rejected by Faramir on 10 December 2024"), "{}", after[4]);
    assert!(before[6].contains(&id) && !after[6].contains(&id), "{}", after[6]);
    let e = d.run(&["export", "--to", "csv", "--ledger", "war.db"]).exits(0);
    assert!(e.err.contains("rejected: rejected by analysts"), "{}", e.err);
    assert!(drawn(&d, &["--without-decisions"]) == before, "as recorded");
    // What the ledger held before the decision, it is drawn without it.
    assert!(drawn(&d, &["--recorded-by", "2024-12-09"]) == before, "as it stood");
    let claims = d.run(&["claims", "--ledger", "war.db", "--json"]).exits(0).json();
    let marked: Vec<&Value> = claims.iter().filter(|l| !l["decisions"].is_null()).collect();
    assert_eq!((marked.len(), marked[0]["decisions"][0]["says"].as_str()), (1, Some("rejected")));
    let text = d.run(&["claims", "--ledger", "war.db"]).exits(0).out;
    assert!(text.contains("    rejected by Faramir, 2024-12-10: the ministry named another town\n"), "{text}");
    let told = d.run(&["explain", "--ledger", "war.db", &id]).exits(0).out;
    assert!(told.contains("  decided  rejected by Faramir, 2024-12-10:"), "{told}");
    // Another analyst accepts it: it is in again, and both are shown.
    decide_at(&d, &["opinion", &id, "accept", "--why", "heard the tape"], "Éowyn", AT);
    let both = drawn(&d, &[]);
    assert!(both[2].contains("who holds Hama"), "{}", both[2]);
    assert!(both[0].contains("analysts disagree: accepted by Éowyn, rejected by Faramir"), "{}", both[0]);
    let retract = |n: &str| {
        decide_at(&d, &["opinion", "--retract", n, "--why", "it is this town"], "Faramir", "2024-12-11T09:00:00Z");
    };
    retract("1");
    retract("2");
    assert!(drawn(&d, &[]) == before, "taken back, all is as before");
    assert!(d.run(&["claims", "--ledger", "war.db", "--json"]).out == listed);
    // Taken back later, it still stood on the day before.
    assert!(drawn(&d, &["--recorded-by", "2024-12-10"]) == both);
}

#[test]
fn names_are_put_right_everywhere_and_back() {
    let d = desk();
    let before = drawn(&d, &[]);
    assert!(before[0].contains("Jebel Brigade: held"), "{}", before[0]);
    let key = d.run(&["claims", "--ledger", "war.db", "--json", "--text", "Jebel"]).exits(0).json();
    let name = key[0]["claim"]["actor"][0]["name"].as_str().unwrap_or("Jebel Brigade").to_owned();
    decide(&d, &["correct", "rename", &name, "--to", "Mountain Guard", "--why", "so they call themselves"]);
    let after = drawn(&d, &[]);
    assert!(after[0].contains("Mountain Guard: held") && !after[0].contains("Jebel Brigade: held"), "{}", after[0]);
    assert!(
        after[0]
            .contains("is called Mountain Guard, in 1 claim (renamed by Faramir, 2024-12-10: so they call themselves)"),
        "{}",
        after[0]
    );
    assert!(after[4].contains("Mountain Guard hold"), "{}", after[4]);
    assert!(after[6].contains("Mountain Guard"), "{}", after[6]);
    let r = d.run(&["picture", "--ledger", "war.db", "--about", "Mountain Guard"]).exits(0).quietly();
    assert!(r.out.contains("Mountain Guard: held"), "{}", r.out);
    let e = d.run(&["export", "--to", "csv", "--ledger", "war.db"]).exits(0);
    assert!(e.err.contains("is written as Mountain Guard in 1 claim, as Faramir put it right"), "{}", e.err);
    decide(&d, &["correct", "--retract", "1", "--why", "they do not"]);
    assert!(drawn(&d, &[]) == before);
}

#[test]
fn links_state_disputes_and_tell_what_a_source_no_longer_says() {
    let d = desk();
    let (army, brigade) = (claim(&d, "army controls"), claim(&d, "Brigade controls"));
    let before = drawn(&d, &[]);
    decide(&d, &["link", &brigade, "contradicts", &army, "--why", "Maarzaf commands the road to Hama"]);
    let stated = drawn(&d, &[]);
    let words = "contradict each other, says Faramir, 2024-12-10: Maarzaf commands the road to Hama";
    assert!(stated[0].contains(words) && stated[2].contains(words), "{}", stated[2]);
    assert!(stated[2].contains("Brigade controls the village"), "{}", stated[2]);
    decide(&d, &["link", &brigade, "retracts", &army, "--why", "the ministry's own correction"]);
    let retracted = drawn(&d, &[]);
    assert!(retracted[0].contains("NO LONGER TOLD BY THEIR OWN SOURCE"), "{}", retracted[0]);
    assert!(!retracted[2].contains("who holds Hama"), "{}", retracted[2]);
    // On the day before that came out, it still stood.
    let then = d.run(&["disputes", "--ledger", "war.db", "--as-of", "2024-12-06"]).exits(0);
    assert!(then.out.contains("who holds Hama"), "{}", then.out);
    decide(&d, &["link", "--retract", "1", "--why", "another road"]);
    decide(&d, &["link", "--retract", "2", "--why", "another town"]);
    assert!(drawn(&d, &[]) == before);
}
