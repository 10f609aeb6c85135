//! `--help` and `--version` of every command; the pages of help themselves are in docs/reference/cli.md.
//!
//! "Example: froissart read examples/*" stands under `froissart read --help`.

use crate::support::Desk;

const COMMANDS: [&str; 22] = [
    "read", "code", "analyse", "who", "where", "record", "picture", "brief", "claims", "disputes", "export", "explain",
    "verify", "backup", "upgrade", "recode", "diff", "serve", "opinion", "correct", "link", "check",
];

#[test]
fn every_command_helps() {
    let d = Desk::new();
    let all = d.run(&["--help"]).exits(0).quietly();
    let listed: Vec<&str> = all
        .out
        .lines()
        .skip_while(|l| *l != "Commands:")
        .skip(1)
        .take_while(|l| !l.is_empty())
        .filter_map(|l| l.split_whitespace().next())
        .filter(|c| *c != "help")
        .collect();
    assert_eq!(listed, COMMANDS, "a new command is tested here too");
    for c in COMMANDS {
        let r = d.run(&[c, "--help"]).exits(0).quietly();
        let first = r.out.lines().next().unwrap();
        assert!(first.chars().count() <= 70 && !first.ends_with('.'), "{c}: {first}");
        let example =
            r.out.lines().find_map(|l| l.strip_prefix("Example: ")).unwrap_or_else(|| panic!("{c} has no example"));
        assert!(example.contains(&format!("froissart {c}")), "{example}");
        assert!(r.out.contains(&format!("{c} [")), "{c} shows its usage");
        assert_eq!(d.run(&["help", c]).exits(0).out, r.out, "`help {c}` is `{c} --help`");
    }
}

#[test]
fn the_version_is_the_packages() {
    let d = Desk::new();
    let r = d.run(&["--version"]).exits(0).quietly();
    assert_eq!(r.out, format!("froissart {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn what_is_no_command_is_an_error() {
    let d = Desk::new();
    let r = d.run(&["raed"]).exits(2);
    assert!(r.err.contains("unrecognized subcommand 'raed'") && r.err.contains("read"), "{}", r.err);
    let r = d.run(&[]).exits(2);
    assert!(r.err.contains("Usage: froissart"), "{}", r.err);
    let r = d.run(&["read", "--jsno", "x"]).exits(2);
    assert!(r.err.contains("unexpected argument '--jsno'"), "{}", r.err);
}
