//! `froissart export`: whole runs on a ledger of the examples, each layout as a file, and read back by others' loaders.

use crate::support::{Desk, RECORDED};
use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const FORMATS: [(&str, &str); 9] = [
    ("plover", "plover.jsonl"),
    ("acled", "acled.csv"),
    ("polecat", "polecat.tsv"),
    ("gdelt", "gdelt.tsv"),
    ("gdelt-mentions", "gdelt-mentions.tsv"),
    ("ucdp", "ucdp.csv"),
    ("csv", "claims.csv"),
    ("geojson", "claims.geojson"),
    ("graphml", "claims.graphml"),
];

/// A desk with a ledger `war.db` of all examples.
fn desk() -> Desk {
    static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = BYTES.get_or_init(|| {
        let d = Desk::new();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").display().to_string();
        d.run(&["record", "--ledger", "war.db", "--recorded-at", RECORDED, &folder]).exits(0);
        std::fs::read(d.path("war.db")).expect("the ledger was made")
    });
    Desk::with("war.db", bytes)
}

fn text(d: &Desk, name: &str) -> String {
    std::fs::read_to_string(d.path(name)).expect("the file was written, in UTF-8")
}

#[test]
fn each_layout_is_written_the_same_twice_and_says_what_it_lost() {
    let d = desk();
    let given = d.run(&["claims", "--ledger", "war.db", "--implied", "--json"]).json().len();
    for (format, file) in FORMATS {
        let args = ["export", "--ledger", "war.db", "--to", format];
        let out = d.run(&args).exits(0);
        let with = [&args[..], &["--out", file, "--json", "--report", "report.json"]].concat();
        let quiet = d.run(&with).exits(0).quietly();
        assert_eq!(quiet.out, "");
        assert_eq!(text(&d, file), out.out, "{format}: a file and standard output differ");
        assert_eq!(d.run(&args).exits(0).out, out.out, "{format}: two runs differ");
        assert!(out.err.starts_with(&format!("export to {format}, a row an event: ")), "{}", out.err);
        // The report accounts for every claim of the ledger.
        let report: Value = serde_json::from_str(&text(&d, "report.json")).expect("the report is JSON");
        let left: usize = report["left_out"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|l| l["claims"].as_array().map_or(0, Vec::len))
            .sum();
        assert_eq!(report["given"], given, "{format}");
        assert_eq!(report["written"].as_u64().map(|n| n as usize + left), Some(given), "{format}: {report}");
        assert!(report["rows"].as_u64().is_some_and(|n| n > 0), "{format}: nothing was written");
    }
    let parts = std::fs::read_dir(d.path("")).expect("the desk is a folder").filter_map(Result::ok);
    assert!(
        parts.into_iter().all(|e| !e.file_name().to_string_lossy().ends_with(".part")),
        "a half file was left behind"
    );
}

#[test]
fn a_denied_or_planned_act_is_no_row() {
    let d = desk();
    let ids = |extra: &[&str]| -> Vec<String> {
        let args = [&["export", "--ledger", "war.db", "--to", "csv"], extra].concat();
        let out = d.run(&args).exits(0).out;
        out.lines().skip(1).map(|l| l.split(',').next().unwrap_or("").to_owned()).collect()
    };
    let plain = ids(&[]);
    for c in d.run(&["claims", "--ledger", "war.db", "--implied", "--json"]).json() {
        let c = &c["claim"];
        let implied = c["links"].as_array().is_some_and(|l| l.iter().any(|l| l["as"] == "implied_by"));
        let is_plain = c["negated"] == false && c["mood"] == "actual" && c["told"] == "news" && !implied;
        assert_eq!(plain.contains(&c["id"].as_str().unwrap_or("").to_owned()), is_plain, "{c}");
    }
    for flag in ["--with-background", "--with-implied", "--with-negated", "--with-non-actual"] {
        assert!(ids(&[flag]).len() > plain.len(), "{flag} takes nothing in");
    }
}

#[test]
fn filters_are_those_of_claims_and_keep_figures() {
    let d = desk();
    let run = |extra: &[&str]| d.run(&[&["export", "--ledger", "war.db", "--to", "csv"], extra].concat());
    let all = run(&[]).exits(0).out.lines().count();
    let assaults = run(&["--type", "ASSAULT"]).exits(0).out;
    assert!(assaults.lines().count() < all);
    assert!(assaults.contains(",figure,killed,") && assaults.contains(",event,ASSAULT,"), "{assaults}");
    assert!(!assaults.contains(",event,MOBILIZE,"));
    let early = run(&["--known-by", "2024-11-30"]).exits(0).out;
    assert!(!early.contains("2024-12-05T"), "{early}");
    let acts = |text: &str| text.lines().skip(1).filter(|l| !l.contains(",figure,")).count();
    // Three claims, whatever they are, and beside them only the figures of their events.
    let three = run(&["--limit", "3", "--with-background", "--with-negated", "--with-non-actual"]).exits(0).out;
    let first = d.run(&["claims", "--ledger", "war.db", "--limit", "3", "--json"]).json();
    assert_eq!(first.len(), 3);
    for c in &first {
        let id = c["claim"]["id"].as_str().unwrap_or("no id");
        assert!(three.contains(id), "{id} is not in {three}");
    }
    assert!(acts(&three) <= 3 && three.lines().count() > 3, "{three}");
    let r = run(&["--about", "Atlantis"]).exits(1);
    assert_eq!(r.out.lines().count(), 1, "the header alone");
}

#[test]
fn what_cannot_be_done_is_said() {
    let d = desk();
    let r = d.run(&["export", "--ledger", "war.db", "--to", "xlsx"]).exits(2);
    assert!(
        r.err.contains("one of plover, acled, polecat, gdelt, gdelt-mentions, ucdp, csv, geojson, graphml"),
        "{}",
        r.err
    );
    let r = d.run(&["export", "--ledger", "war.db", "--to", "csv", "--out", "no/such/folder.csv"]).exits(2);
    assert!(r.err.starts_with("error: no/such/folder.csv cannot be written: "), "{}", r.err);
    let r = d.run(&["export", "--ledger", "none.db", "--to", "csv"]).exits(2);
    assert!(r.err.contains("none.db"), "{}", r.err);
    let r = d.run(&["export", "--ledger", "war.db", "--to", "csv", "--per", "page"]).exits(2);
    assert!(r.err.contains("one of event, claim"), "{}", r.err);
}

#[test]
fn others_loaders_read_every_layout() {
    let d = desk();
    for (format, file) in FORMATS {
        d.run(&["export", "--ledger", "war.db", "--to", format, "--out", file, "--report", "report.txt"]).exits(0);
    }
    // Every claim, so that whatever a layout names can be looked up.
    d.run(&[
        "export",
        "--ledger",
        "war.db",
        "--to",
        "csv",
        "--with-implied",
        "--out",
        "claims.csv",
        "--report",
        "report.txt",
    ])
    .exits(0);
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../froissart-export/tests/readback.py");
    let python = std::env::var_os("FROISSART_PYTHON").map_or_else(|| PathBuf::from("python3"), PathBuf::from);
    let done = Command::new(&python).arg(&script).arg(d.path("")).output();
    // Past the test harness's own hands, which keep what a passing test prints.
    let loudly = |text: &str| {
        let _ =
            std::io::stderr().write_all(format!("\nexport, read back with {}: {text}\n", python.display()).as_bytes());
    };
    match done {
        Err(e) => loudly(&format!("NOT RUN, there is no such program ({e}); set FROISSART_PYTHON to one with pandas")),
        Ok(o) => {
            let out = String::from_utf8_lossy(&o.stdout).into_owned();
            match o.status.code() {
                Some(77) => {
                    loudly(&format!(
                        "{out}pip install pandas networkx geopandas gdelt acled, and set FROISSART_PYTHON"
                    ));
                }
                Some(0) => loudly(&out),
                _ => panic!("{out}{}", String::from_utf8_lossy(&o.stderr)),
            }
        }
    }
}
