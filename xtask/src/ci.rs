//! Everything that must hold before a change is taken: each step named, timed, and stopped at the first that fails.
//!
//! CI and `.ci/run` run this and nothing else. The last line sums up the tests: "test result: ok. 412 passed; 0 failed".
#![allow(clippy::print_stdout, reason = "whoever waits for the steps wants to see them")]

use crate::process::{self, cargo, run as start};
use crate::{docs, memory, page, score, tidy, tree::Tree, trees};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

/// How many tests went how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Tests {
    passed: usize,
    failed: usize,
    ignored: usize,
}

impl Tests {
    /// Adds a test binary's summary, where `line` is one.
    fn add(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else { return };
        for part in rest.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(n), Some(what)) = (words.next().and_then(|n| n.parse::<usize>().ok()), words.next()) else {
                continue;
            };
            match what {
                "passed" => self.passed += n,
                "failed" => self.failed += n,
                "ignored" => self.ignored += n,
                _ => {}
            }
        }
    }
}

/// A step: what it is called, and how to take it.
type Step = (&'static str, fn(&Path, &mut Tests) -> Result<(), String>);

/// All steps; the quick ones that fail most come first.
const STEPS: [Step; 13] = [
    ("format", |root, _| start(&mut cargo(root, &["fmt", "--all", "--check"]))),
    ("lints", |root, _| {
        start(&mut cargo(root, &["clippy", "--workspace", "--all-targets", "--locked", "--", "-D", "warnings"]))
    }),
    ("tests", |root, counts| tested(&mut cargo(root, &["test", "--workspace", "--no-fail-fast", "--locked"]), counts)),
    ("a ledger on a server", on_a_server),
    ("memory", |root, _| memory::run(root)),
    ("docs of the code", |root, _| {
        let args = ["doc", "--workspace", "--no-deps", "--document-private-items", "--locked"];
        start(cargo(root, &args).env("RUSTDOCFLAGS", "-D warnings"))
    }),
    ("licences, bans, sources", |root, _| deny(root)),
    ("tidy", |root, _| tidied(root)),
    ("release build", |root, _| process::release(root).map(|_| ())),
    ("made docs", |root, _| docs::run(root, docs::Manner::Check)),
    ("the page in a browser", |root, counts| {
        let t = page::run(root)?;
        counts.passed += t;
        Ok(())
    }),
    ("rules' sentences", |root, _| start(Command::new(process::release(root)?).arg("check").current_dir(root))),
    ("score", |root, _| score::run(root, &score::Options::default())),
];

/// Takes every step.
pub fn run(root: &Path) -> Result<(), String> {
    let begin = Instant::now();
    let mut tests = Tests::default();
    let mut taken: Vec<(&str, Duration)> = Vec::new();
    for (n, (name, step)) in STEPS.iter().enumerate() {
        println!("\n=== {}/{} {name}", n + 1, STEPS.len());
        let at = Instant::now();
        let done = step(root, &mut tests);
        taken.push((name, at.elapsed()));
        if let Err(e) = done {
            println!("{e}\n=== {name} failed after {}", clock(at.elapsed()));
            return Err(format!("{}{}", summary(&taken, begin.elapsed()), result("FAILED", tests)));
        }
        println!("=== {name} ok in {}", clock(at.elapsed()));
    }
    println!("\n{}{}", summary(&taken, begin.elapsed()), result("ok", tests));
    Ok(())
}

/// Each step with its time.
fn summary(taken: &[(&str, Duration)], whole: Duration) -> String {
    let line = |name: &str, t: Duration| format!("{name:<26} {:>12}\n", clock(t));
    taken.iter().map(|(name, t)| line(name, *t)).chain([line("whole", whole)]).collect()
}

fn result(word: &str, t: Tests) -> String {
    format!("test result: {word}. {} passed; {} failed; {} ignored", t.passed, t.failed, t.ignored)
}

/// "3 min 20 s"; under a minute with a decimal.
fn clock(t: Duration) -> String {
    let s = t.as_secs();
    if s < 60 { format!("{:.1} s", t.as_secs_f64()) } else { format!("{} min {} s", s / 60, s % 60) }
}

/// Runs a command that tests, and counts what it says.
fn tested(c: &mut Command, counts: &mut Tests) -> Result<(), String> {
    let before = counts.passed;
    let ok = process::lines(c, |l| {
        println!("{l}");
        counts.add(l);
    })?;
    match (ok, counts.passed > before) {
        (false, _) => Err(format!("`{}` failed", process::shown(c))),
        (true, false) => Err("no test ran, so nothing was tested".into()),
        _ => Ok(()),
    }
}

/// Where a PostgreSQL server's programs are, as Debian puts them.
fn postgres() -> Option<std::path::PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let mut found: Vec<_> = versions.filter_map(|v| Some(v.ok()?.path().join("bin"))).collect();
    found.retain(|b| b.join("initdb").is_file() && b.join("postgres").is_file());
    found.sort();
    found.pop()
}

/// What is behind the feature `postgres` is linted, and held to the suite of all ledgers by a server of its own.
fn on_a_server(root: &Path, counts: &mut Tests) -> Result<(), String> {
    let lint =
        ["clippy", "-p", "froissart-ledger", "-p", "froissart", "--features", "froissart/postgres", "--all-targets"];
    start(cargo(root, &lint).args(["--locked", "--", "-D", "warnings"]))?;
    let args = ["test", "-p", "froissart-ledger", "--features", "postgres", "--test", "postgres", "--locked"];
    if postgres().is_none() {
        println!(
            "\n!!! NOT TESTED: no PostgreSQL server is installed here, so nothing is known of a ledger on a server.\n\
             !!! Install one (`apt-get install postgresql`) and run `cargo {}`.\n",
            args.join(" ")
        );
        return Ok(());
    }
    // The test itself passes where it finds no server; here there is one.
    tested(cargo(root, &args).env("FROISSART_NEEDS_POSTGRES", "1"), counts)
}

fn deny(root: &Path) -> Result<(), String> {
    if !cargo(root, &["deny", "--version"]).output().is_ok_and(|o| o.status.success()) {
        return Err("cargo-deny is missing; `.ci/run` installs it".into());
    }
    start(&mut cargo(root, &["deny", "--locked", "check", "licenses", "bans", "sources"]))
}

fn tidied(root: &Path) -> Result<(), String> {
    let mut problems = tidy::problems(&Tree::read(root)?);
    problems.extend(trees::problems(root)?);
    if problems.is_empty() { Ok(()) } else { Err(problems.join("\n")) }
}

#[cfg(test)]
mod tests_of_this {
    use super::*;

    #[test]
    fn summaries_of_test_binaries_add_up() {
        let mut t = Tests::default();
        t.add("running 3 tests");
        t.add("test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s");
        t.add("test result: FAILED. 10 passed; 2 failed; 1 ignored; 0 measured; 7 filtered out; finished in 1.50s");
        assert_eq!(t, Tests { passed: 13, failed: 2, ignored: 1 });
        assert_eq!(result("FAILED", t), "test result: FAILED. 13 passed; 2 failed; 1 ignored");
    }

    #[test]
    fn times_read_like_times() {
        assert_eq!(clock(Duration::from_millis(1540)), "1.5 s");
        assert_eq!(clock(Duration::from_secs(200)), "3 min 20 s");
    }
}
