//! What the project asks of its files, and no other tool asks for it.
//!
//! Each question is a function from the [`Tree`] to problems, listed in [`QUESTIONS`]. Not here: formatting, lints and
//! licences, which have tools of their own. "crates/froissart-page/src/lib.rs: the note `no-date` is not in
//! docs/reference/notes.md" is one answer.

use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};

/// The largest file, in bytes, that needs no leave.
const MOST_BYTES: usize = 1 << 20;
/// Files that may be larger: the trained weights and the packed gazetteer, which no build may download.
const LARGE: [&str; 2] = ["data/model/froissart.model", "data/places/gazetteer.bin"];
/// Where the subcommands are defined.
const ARGUMENTS: &str = "crates/froissart/src/args.rs";
/// Where every note has its line.
const NOTES: &str = "docs/reference/notes.md";

/// The middle crates, without their common beginning.
const PURE: [&str; 7] = ["code", "know", "lang", "model", "page", "picture", "testimony"];
/// Ways to ask the machine for something that is no argument.
const IMPURE: [&str; 7] =
    ["SystemTime", "Timestamp::now", "Zoned::now", "Instant::now", "std::fs", "std::env::", "std::net"];

/// A question to the tree.
type Question = fn(&Tree) -> Vec<String>;

/// All questions, in the order of their answers.
pub const QUESTIONS: [(&str, Question); 10] = [
    ("module docs", module_docs),
    ("middle crates are pure", pure_crates),
    ("data parses", data_parses),
    ("actors sorted", actors_sorted),
    ("file size", file_size),
    ("machine paths and hosts", places_of_machines),
    ("no ignored tests", ignored_tests),
    ("subcommands in the reference", subcommands_named),
    ("notes in the reference", notes_named),
    ("links lead somewhere", links),
];

/// Every problem of the tree, each with its file.
pub fn problems(tree: &Tree) -> Vec<String> {
    QUESTIONS.iter().flat_map(|(_, ask)| ask(tree)).collect()
}

/// Every Rust file opens with a paragraph on what it is.
fn module_docs(tree: &Tree) -> Vec<String> {
    tree.under("", ".rs")
        .filter(|(_, text)| !text.starts_with("//!"))
        .map(|(path, _)| {
            format!("{path}: open it with a `//!` paragraph: what it is, what it is not, one real sentence")
        })
        .collect()
}

/// The crates between bytes and picture are functions of values: no clock, no files, no environment, no network.
fn pure_crates(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for krate in PURE {
        let folder = format!("crates/froissart-{krate}/src/");
        for (path, text) in tree.under(&folder, ".rs") {
            // What a test reads and times is its own affair.
            let body = text.split("#[cfg(test)]").next().unwrap_or(text);
            for (n, line) in body.lines().enumerate().filter(|(_, l)| !l.trim_start().starts_with("//")) {
                if let Some(found) = IMPURE.iter().find(|i| line.contains(**i)) {
                    out.push(format!(
                        "{path}:{}: `{found}`: take it as an argument; only the binary asks the machine",
                        n + 1
                    ));
                }
            }
        }
    }
    out
}

/// Every TOML file is TOML.
fn data_parses(tree: &Tree) -> Vec<String> {
    tree.under("", ".toml")
        .filter_map(|(path, text)| {
            let e = text.parse::<toml::Table>().err()?;
            Some(format!("{path}: {}", e.to_string().trim().replace('\n', "\n  ")))
        })
        .collect()
}

/// The tables of an actor file stand in the order of their keys.
fn actors_sorted(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for (path, text) in tree.under("data/actors/", ".toml") {
        let mut last: BTreeMap<&str, &str> = BTreeMap::new();
        for (n, line) in text.lines().enumerate() {
            let Some(header) = line.trim_end().strip_prefix('[').and_then(|l| l.strip_suffix(']')) else { continue };
            let Some((family, key)) = header.split_once('.') else { continue };
            let key = key.trim_matches('"');
            if let Some(before) = last.insert(family, key)
                && before >= key
            {
                out.push(format!("{path}:{}: `{key}` stands after `{before}`; sort the tables by their keys", n + 1));
            }
        }
    }
    out
}

/// No file is large but those that must be.
fn file_size(tree: &Tree) -> Vec<String> {
    tree.files()
        .filter(|(path, bytes)| bytes.len() > MOST_BYTES && !LARGE.contains(path))
        .map(|(path, bytes)| format!("{path}: {} bytes; the most is {MOST_BYTES}", bytes.len()))
        .collect()
}

/// Nothing points at a folder of somebody's machine or at a registry's host.
fn places_of_machines(tree: &Tree) -> Vec<String> {
    // In pieces, so that this file passes its own question.
    let folders: Vec<String> = ["work", "root", "tmp", "home", "Users"].iter().map(|d| format!("/{d}/")).collect();
    let mut out = Vec::new();
    for (path, text) in tree.texts() {
        for (n, line) in text.lines().enumerate() {
            let folder = folders.iter().find(|f| line.match_indices(f.as_str()).any(|(at, _)| absolute(&line[..at])));
            if let Some(found) = folder.cloned().or_else(|| registry(line)) {
                out.push(format!("{path}:{}: `{found}` belongs to one machine; leave it out", n + 1));
            }
        }
    }
    let index = "registry+https://github.com/rust-lang/crates.io-index";
    for (path, text) in tree.under("", "Cargo.lock") {
        let sources = text.lines().filter_map(|l| l.strip_prefix("source = "));
        out.extend(sources.filter(|s| s.trim_matches('"') != index).map(|s| format!("{path}: a crate comes from {s}")));
    }
    out
}

/// The host of an address that a package client asks: known by its first label, for no list of hosts is complete.
fn registry(line: &str) -> Option<String> {
    line.match_indices("://").find_map(|(at, mark)| {
        let host: String =
            line[at + mark.len()..].chars().take_while(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect();
        let first = host.split('.').next().unwrap_or("");
        let asked = matches!(first, "registry" | "index" | "mirror" | "mirrors" | "proxy" | "packages");
        (asked && !host.ends_with(".example")).then_some(host)
    })
}

/// Whether a path that follows `before` begins there: `examples/tmp/x` and `https://a.example/home/` go on with one.
fn absolute(before: &str) -> bool {
    before.ends_with("file://") || !before.ends_with(|c: char| c.is_alphanumeric() || "._-/~}>)]*".contains(c))
}

/// A test that fails asserts today's wrong answer with a FIXME; none is skipped.
fn ignored_tests(tree: &Tree) -> Vec<String> {
    let mark = concat!("#[", "ignore");
    let mut out = Vec::new();
    for (path, text) in tree.under("", ".rs") {
        for (n, line) in text.lines().enumerate().filter(|(_, l)| l.contains(mark)) {
            out.push(format!(
                "{path}:{}: `{}`: assert what comes out today, and say why with `// FIXME`",
                n + 1,
                line.trim()
            ));
        }
    }
    out
}

/// The subcommands of the binary, as typed.
pub fn subcommands(arguments: &str) -> Vec<String> {
    let Some((_, body)) = arguments.split_once("enum Command {") else { return Vec::new() };
    let body = body.split("\n}").next().unwrap_or(body);
    let variant = |l: &str| {
        let name: String = l.strip_prefix("    ")?.chars().take_while(char::is_ascii_alphanumeric).collect();
        name.starts_with(|c: char| c.is_ascii_uppercase()).then_some(name)
    };
    body.lines().filter_map(variant).map(|v| kebab(&v)).collect()
}

fn kebab(camel: &str) -> String {
    let mut out = String::new();
    for c in camel.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('-');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Every subcommand is in the reference.
fn subcommands_named(tree: &Tree) -> Vec<String> {
    let Some(arguments) = tree.text(ARGUMENTS) else { return Vec::new() };
    let known = subcommands(arguments);
    if known.is_empty() {
        return vec![format!(
            "{ARGUMENTS}: no `enum Command` with subcommands is here any more; tell xtask where it went"
        )];
    }
    let reference: String = tree.under("docs/reference/", ".md").map(|(_, t)| t).collect();
    known
        .into_iter()
        .filter(|c| !names_command(&reference, c))
        .map(|c| format!("docs/reference/: `froissart {c}` is described nowhere"))
        .collect()
}

/// Whether the text has `froissart read` but not only `froissart reads`.
fn names_command(text: &str, command: &str) -> bool {
    let whole = format!("froissart {command}");
    text.match_indices(&whole)
        .any(|(at, _)| !text[at + whole.len()..].starts_with(|c: char| c.is_alphanumeric() || c == '-'))
}

/// Names of the notes that the crates raise, each with its first file.
fn raised_notes(tree: &Tree) -> BTreeMap<&str, &str> {
    let mut out = BTreeMap::new();
    for (path, text) in tree.under("crates/", ".rs").filter(|(p, _)| p.contains("/src/")) {
        for maker in ["Note::new(", "Note::at("] {
            for (at, _) in text.match_indices(maker) {
                let rest = text[at + maker.len()..].trim_start();
                if let Some(name) = rest.strip_prefix('"').and_then(|r| r.split('"').next()) {
                    out.entry(name).or_insert(path);
                }
            }
        }
    }
    out
}

/// Every note is in the reference, and the reference has no note that nobody raises.
fn notes_named(tree: &Tree) -> Vec<String> {
    let raised = raised_notes(tree);
    let page = tree.text(NOTES).unwrap_or("");
    let written: BTreeSet<&str> =
        page.lines().filter_map(|l| l.strip_prefix("| `")).filter_map(|l| l.split('`').next()).collect();
    let mut out: Vec<String> = raised
        .iter()
        .filter(|(name, _)| !written.contains(*name))
        .map(|(name, path)| format!("{path}: the note `{name}` is not in {NOTES}"))
        .collect();
    for name in written.iter().filter(|n| !raised.contains_key(*n)) {
        let literal = format!("\"{name}\"");
        if !tree.under("crates/", ".rs").any(|(p, t)| p.contains("/src/") && t.contains(&literal)) {
            out.push(format!("{NOTES}: nobody raises the note `{name}` any more"));
        }
    }
    out
}

/// A link in a Markdown file that stays inside the repository leads to a file or a folder.
fn links(tree: &Tree) -> Vec<String> {
    let mut out = Vec::new();
    for (path, text) in tree.under("", ".md") {
        let folder = path.rsplit_once('/').map_or("", |(f, _)| f);
        let mut code = false;
        for (n, line) in text.lines().enumerate() {
            code ^= line.trim_start().starts_with("```");
            if code {
                continue;
            }
            for target in targets(line) {
                let file = target.split('#').next().unwrap_or("");
                if file.is_empty() || file.contains("://") || file.starts_with("mailto:") {
                    continue;
                }
                match resolved(folder, file) {
                    Some(p) if tree.has(&p) => {}
                    _ => out.push(format!("{path}:{}: the link to {target} leads nowhere", n + 1)),
                }
            }
        }
    }
    out
}

/// What the links of a line point at.
fn targets(line: &str) -> Vec<&str> {
    line.match_indices("](").filter_map(|(at, _)| line[at + 2..].split(')').next()).map(str::trim).collect()
}

/// A path from the root; `None` where it leaves the repository.
fn resolved(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|p| !p.is_empty()).collect();
    for p in link.split('/') {
        match p {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(p),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A tree that nothing can be said against.
    const CLEAN: [(&str, &str); 5] = [
        (
            "crates/froissart/src/args.rs",
            "//! Docs.\nenum Command {\n    /// Reads\n    Read(ReadArgs),\n    Where,\n}\n",
        ),
        ("crates/froissart-page/src/lib.rs", "//! Docs.\nfn f() { Note::new(\"no-date\", \"\"); }\n"),
        ("data/actors/groups.toml", "[actor.hts]\n[actor.sdf]\n"),
        (
            "docs/reference/cli.md",
            "## `froissart read`\n## `froissart where`\nSee [notes](notes.md#all) and [up](../).\n",
        ),
        ("docs/reference/notes.md", "| `no-date` | no day |\n"),
    ];

    /// What is said when `path` holds `text` instead.
    fn with(path: &str, text: &str) -> Vec<String> {
        let files = CLEAN.into_iter().filter(|(p, _)| *p != path).chain([(path, text)]);
        problems(&Tree::of(files))
    }

    #[test]
    fn a_clean_tree_has_no_problems() {
        assert_eq!(problems(&Tree::of(CLEAN)), Vec::<String>::new());
    }

    #[test]
    fn each_question_finds_its_fault_and_nothing_else() {
        let long = "x".repeat(MOST_BYTES + 1);
        let elsewhere = format!("source = \"{}\"\n", "registry+https://registry.example/index");
        let path = format!("cd {}{}", "/ho", "me/somebody");
        let host = format!("https:/{}", "/registry.test/simple");
        let skipped = format!("//! Docs.\n#[test]\n{}]\nfn f() {{}}\n", concat!("#[", "ignore"));
        let cases: [(&str, &str, &str); 16] = [
            (
                "crates/froissart-page/src/when.rs",
                "//! Docs.\nfn f() { std::fs::read(p); }\n",
                "when.rs:2: `std::fs`: take it",
            ),
            ("crates/a/src/a.rs", "// Not a module's docs.\n", "crates/a/src/a.rs: open it"),
            ("crates/a/src/a.rs", "", "crates/a/src/a.rs: open it"),
            ("data/rules/AID.toml", "[code\n", "data/rules/AID.toml: TOML parse error"),
            (
                "data/actors/groups.toml",
                "[actor.sdf]\n[actor.hts]\n",
                "data/actors/groups.toml:2: `hts` stands after `sdf`",
            ),
            ("data/large.txt", &long, "data/large.txt: 1048577 bytes"),
            ("docs/a.md", &path, "docs/a.md:1: `/ho"),
            ("docs/a.md", &host, "docs/a.md:1: `registry.test"),
            ("Cargo.lock", &elsewhere, "Cargo.lock: a crate comes from \"registry+https://registry.example/index\""),
            ("crates/a/tests/a.rs", &skipped, "crates/a/tests/a.rs:3: `#["),
            (
                "crates/froissart/src/args.rs",
                "//! Docs.\nenum Command {\n    PickUp(A),\n}\n",
                "`froissart pick-up` is described nowhere",
            ),
            ("crates/froissart/src/args.rs", "//! Docs.\n", "no `enum Command`"),
            (
                "crates/froissart-lang/src/lib.rs",
                "//! Docs.\nfn f() { Note::at(\n  \"long-page\", m, s); }\n",
                "src/lib.rs: the note `long-page` is not in",
            ),
            ("docs/reference/notes.md", "| `no-date` | |\n| `gone` | |\n", "nobody raises the note `gone`"),
            ("docs/a.md", "[b](b.md)", "docs/a.md:1: the link to b.md leads nowhere"),
            ("docs/a.md", "[b](../../b.md)", "docs/a.md:1: the link to ../../b.md leads nowhere"),
        ];
        for (path, text, want) in cases {
            let got = with(path, text);
            assert_eq!(got.len(), 1, "{path}: {got:?}");
            assert!(got[0].contains(want), "{path}: {got:?} has no {want:?}");
        }
    }

    #[test]
    fn paths_inside_the_repository_and_on_sites_are_nobodys_machine() {
        let home = format!("{}{}", "/ho", "me/");
        for line in [format!("see examples{home}x"), format!("https://news.example{home}world"), format!("~{home}")] {
            assert_eq!(with("docs/a.md", &line), Vec::<String>::new());
        }
        assert_eq!(with("docs/a.md", &format!("file://{home}a")).len(), 1);
        assert_eq!(with("docs/a.md", &format!("\"{home}a\"")).len(), 1);
    }

    #[test]
    fn tests_and_comments_of_pure_crates_may_name_files() {
        let text = "//! Docs.\n// no std::fs here\n#[cfg(test)]\nmod tests { use std::fs; }\n";
        assert_eq!(with("crates/froissart-lang/src/a.rs", text), Vec::<String>::new());
    }

    #[test]
    fn a_longer_word_does_not_name_a_command() {
        assert!(names_command("run `froissart read`.", "read"));
        assert!(!names_command("froissart reads; froissart read-all", "read"));
    }

    #[test]
    fn the_tables_of_states_and_of_nouns_are_sorted_apart() {
        let mixed = "[state.SYR]\n[actor.hts]\n[state.TUR]\n";
        assert_eq!(with("data/actors/mixed.toml", mixed), Vec::<String>::new());
    }
}
