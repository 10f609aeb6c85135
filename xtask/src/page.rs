//! The page in a real browser: its script type-checked, each view opened and clicked through on the examples.
//!
//! The browser is Debian's chromium, which `.ci/run` installs; where there is none, it is said that nothing was tested.
//! Not a test of the figures: what a page weighs and how soon it comes is measured elsewhere.
#![allow(clippy::print_stdout, reason = "whoever waits for the steps wants to see them")]

use crate::process;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Browsers that will do, the first that is there.
fn browser() -> Option<PathBuf> {
    let given = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].map(PathBuf::from);
    given.into_iter().chain(usual).find(|p| p.is_file())
}

/// Runs the browser's tests; how many passed.
pub fn run(root: &Path) -> Result<usize, String> {
    let web = root.join("crates/froissart-serve/web");
    process::run(
        Command::new("npm")
            .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"])
            .current_dir(&web),
    )?;
    process::run(Command::new("npm").args(["run", "--silent", "check"]).current_dir(&web))?;
    let Some(browser) = browser() else {
        println!(
            "\n!!! NOT TESTED: there is no chromium here, so nothing is known of the page in a browser.\n\
             !!! Install it (`apt-get install chromium`), or name one: CHROMIUM=/path/of/it cargo xtask ci.\n"
        );
        return Ok(0);
    };
    let program = process::release(root)?;
    let mut passed = 0;
    let mut test = Command::new("node");
    // One file after the other: each has a server and a browser of its own.
    test.args(["--test", "--test-concurrency=1", "--test-reporter=tap", "tests/"]).current_dir(&web);
    let ok = process::lines(test.env("FROISSART", &program).env("CHROMIUM", browser), |l| {
        println!("{l}");
        if let Some(n) = l.strip_prefix("# pass ").and_then(|n| n.trim().parse().ok()) {
            passed = n;
        }
    })?;
    match (ok, passed) {
        (false, _) => Err("the page's tests failed".into()),
        (true, 0) => Err("no test of the page ran, so nothing was tested".into()),
        (true, n) => Ok(n),
    }
}
