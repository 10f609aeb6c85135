//! The unsafe code under valgrind: every read and write of the kernels, and what they leave unset.
//!
//! Valgrind knows no AVX-512, so under it the processor has AVX2 at most; the AVX-512 kernel is held by the assertions in
//! its tiles and by the test that compares it with the plain one. "memory: 8 tests under valgrind, nothing to say".
#![allow(clippy::print_stdout, reason = "a chore talks to whoever runs it")]

use crate::process::{cargo, lines, shown};
use std::path::Path;
use std::process::Command;

/// The tests that reach the kernels and the loops over their results.
const TESTS: [&str; 2] = ["engine::kernel::", "engine::float::"];

/// Whether valgrind is on this machine.
pub fn possible() -> bool {
    Command::new("valgrind").arg("--version").output().is_ok_and(|o| o.status.success())
}

/// Runs the tests; without valgrind it says so and is done.
pub fn run(root: &Path) -> Result<(), String> {
    if !possible() {
        println!("memory: valgrind is not on this machine, so nothing was run");
        return Ok(());
    }
    let mut build = cargo(root, &["test", "--package", "froissart-lang", "--lib", "--no-run", "--locked"]);
    build.arg("--message-format=json-render-diagnostics");
    let mut program = None;
    let built = lines(&mut build, |line| {
        if let Ok(v) = serde_json::from_str::<serde_json::Value>(line)
            && let Some(path) = v["executable"].as_str()
        {
            program = Some(path.to_owned());
        }
    })?;
    let program = program.filter(|_| built).ok_or_else(|| format!("`{}` gave no tests", shown(&build)))?;
    let mut passed = 0;
    let mut check = Command::new("valgrind");
    check.args(["--quiet", "--error-exitcode=9", &program, "--test-threads=1"]).args(TESTS).current_dir(root);
    let clean = lines(&mut check, |line| {
        passed += usize::from(line.starts_with("test ") && line.ends_with("... ok"));
    })?;
    match (clean, passed) {
        (false, _) => Err("valgrind found what stands above; the kernels or the loops after them are at fault".into()),
        (true, 0) => Err("no test ran under valgrind, so nothing was checked".into()),
        (true, n) => {
            println!("memory: {n} tests under valgrind, nothing to say");
            Ok(())
        }
    }
}
