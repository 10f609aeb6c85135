//! The docs that are made: the reference of the command line from `--help`, the codebook from the rule files.
//!
//! CI compares them, so that no flag and no rule goes undescribed. The rule that codes "Iran supplied rockets to the
//! Houthis." stands in docs/codebook/AID.md with that sentence, because it stands so in data/rules/plover/AID.toml.
#![allow(clippy::print_stdout, reason = "a chore talks to whoever runs it")]

use crate::codebook::Tables;
use crate::process;
use crate::tidy;
use crate::tree::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// The page of the command line.
const CLI: &str = "docs/reference/cli.md";
/// The folder of the codebook.
const CODEBOOK: &str = "docs/codebook/";
/// The codebook's first page; what is made of it stands between the two marks.
const INDEX: &str = "docs/codebook/README.md";
const BEGIN: &str = "<!-- begin: made by `cargo xtask docs` -->";
const END: &str = "<!-- end -->";

/// Whether to write the docs or only to compare them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// Write what differs.
    Write,
    /// Fail where something differs.
    Check,
}

/// Makes the docs, and writes or compares them.
pub fn run(root: &Path, manner: Manner) -> Result<(), String> {
    let binary = process::release(root)?;
    let tree = Tree::read(root)?;
    let mut made = codebook(&tree)?;
    made.insert(CLI.to_owned(), cli(&commands(&tree)?, |args| help(&binary, args))?);

    let stale: BTreeSet<&str> =
        tree.under(CODEBOOK, ".md").map(|(p, _)| p).filter(|p| *p != INDEX && !made.contains_key(*p)).collect();
    let differs: Vec<&str> =
        made.iter().filter(|(p, t)| tree.text(p) != Some(t.as_str())).map(|(p, _)| p.as_str()).collect();
    match manner {
        Manner::Check if differs.is_empty() && stale.is_empty() => {
            println!("docs: {} made pages are as they should be", made.len());
        }
        Manner::Check => {
            let list: Vec<&str> = differs.into_iter().chain(stale).collect();
            return Err(format!("not up to date, run `cargo xtask docs`: {}", list.join(", ")));
        }
        Manner::Write => {
            for p in &differs {
                let path = root.join(p);
                let folder = path.parent().unwrap_or(root);
                std::fs::create_dir_all(folder)
                    .and_then(|()| std::fs::write(&path, &made[*p]))
                    .map_err(|e| format!("{p} cannot be written: {e}"))?;
            }
            for p in &stale {
                std::fs::remove_file(root.join(p)).map_err(|e| format!("{p} cannot be removed: {e}"))?;
            }
            println!("docs: {} of {} pages written, {} removed", differs.len(), made.len(), stale.len());
        }
    }
    Ok(())
}

/// The binary's subcommands.
fn commands(tree: &Tree) -> Result<Vec<String>, String> {
    let path = "crates/froissart/src/args.rs";
    Ok(tidy::subcommands(tree.text(path).ok_or_else(|| format!("{path} is missing"))?))
}

/// What the binary prints for `args --help`, on a terminal of 100 columns.
fn help(binary: &Path, args: &[&str]) -> Result<String, String> {
    let mut c = Command::new(binary);
    c.args(args).arg("--help").env("COLUMNS", "100").env("NO_COLOR", "1").stdin(Stdio::null());
    let out = c.output().map_err(|e| format!("`{}` cannot be started: {e}", process::shown(&c)))?;
    if !out.status.success() {
        return Err(format!("`{}` failed: {}", process::shown(&c), String::from_utf8_lossy(&out.stderr)));
    }
    Ok(String::from_utf8_lossy(&out.stdout).into_owned())
}

/// The page of the command line, from what `help` gives for each command.
fn cli(commands: &[String], help: impl Fn(&[&str]) -> Result<String, String>) -> Result<String, String> {
    let mut s = String::from(
        "<!-- Made by `cargo xtask docs` from the binary's `--help`; edit crates/froissart/src/args.rs. -->\n\
         # The command line\n\
         Exit codes: 0 done, 1 nothing found, 2 error; a bad page in a batch is counted and named, and the rest goes on.\n\
         What the JSON lines hold stands in [json.md](json.md), what notes mean in [notes.md](notes.md).\n\
         \n\
         JSON lines: one answer a line, always, in the order of the questions; a bad line gets \
         `{\"id\": null, \"line\": n, \"error\": \"…\"}`, the rest goes on, and the exit code is 2.\n",
    );
    let mut section = |name: &str, text: &str| {
        let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
        let _ = write!(s, "\n## `{name}`\n```text\n{}\n```\n", lines.join("\n").trim_end());
    };
    section("froissart", &help(&[])?);
    for c in commands {
        section(&format!("froissart {c}"), &help(&[c])?);
    }
    Ok(s)
}

/// The pages of the codebook, by path: one a rule file, and the list of them.
pub fn codebook(tree: &Tree) -> Result<BTreeMap<String, String>, String> {
    let ontology = match tree.text("data/ontology/plover.toml") {
        Some(t) => t.parse().map_err(|e| format!("data/ontology/plover.toml: {e}"))?,
        None => toml::Table::new(),
    };
    let tables = Tables::read(tree)?;
    let mut made: BTreeMap<String, String> =
        tables.pages().into_iter().map(|(name, text)| (format!("{CODEBOOK}{name}.md"), text)).collect();
    let mut list = String::new();
    let mut folder = "";
    for (path, text) in tree.under("data/rules/", ".toml") {
        let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml");
        let table: toml::Table = text.parse().map_err(|e| format!("{path}: {e}"))?;
        let page = format!("{CODEBOOK}{name}.md");
        let summary = string(&table, "code", "text");
        let here = path.split('/').nth(2).unwrap_or("");
        if here != folder {
            folder = here;
            let _ = write!(list, "\n| {folder} | what it means | rules |\n|---|---|---|\n");
        }
        let rules = table.get("rule").and_then(toml::Value::as_table).map_or(0, toml::Table::len);
        let _ = writeln!(list, "| [{name}]({name}.md) | {} | {rules} |", cell(&summary));
        if made.insert(page.clone(), code_page(path, name, text, &table, &ontology, &tables)?).is_some() {
            return Err(format!("{path}: another rule file is called {name} too; {page} cannot be both"));
        }
    }
    if let Some(index) = tree.text(INDEX) {
        let (before, rest) = index.split_once(BEGIN).ok_or_else(|| format!("{INDEX} has lost its mark {BEGIN}"))?;
        let (_, after) = rest.split_once(END).ok_or_else(|| format!("{INDEX} has lost its mark {END}"))?;
        made.insert(INDEX.to_owned(), format!("{before}{BEGIN}\n{list}\n{END}{after}"));
    }
    Ok(made)
}

/// The page of one rule file.
fn code_page(
    path: &str,
    name: &str,
    text: &str,
    table: &toml::Table,
    ontology: &toml::Table,
    tables: &Tables,
) -> Result<String, String> {
    let mut s =
        format!("<!-- Made by `cargo xtask docs`; edit {path}. -->\n# {name}\n{}\n", string(table, "code", "text"));
    let event = string(table, "code", "event");
    if let Some(e) = ontology.get("event").and_then(|t| t.get(&event)).and_then(toml::Value::as_table) {
        s.push_str(&ontology_lines(&event, e));
    }
    let Some(rules) = table.get("rule").and_then(toml::Value::as_table) else { return Ok(s) };
    if !event.is_empty() {
        s.push_str(&tables.of_type(&event, rules)?);
    }
    let mut order: Vec<(usize, &String, &toml::Table)> =
        rules.iter().filter_map(|(k, v)| Some((place_of(text, k), k, v.as_table()?))).collect();
    order.sort_by_key(|(at, k, _)| (*at, *k));
    for (_, key, rule) in order {
        let _ = write!(s, "\n## {key}\n{}\n", yields(&event, rule));
        let _ = write!(s, "\n```text\n{}\n```\n", strings(rule, "match").join("\n"));
        let _ = write!(s, "\nCodes:\n\n");
        for y in strings(rule, "yes") {
            let (sentence, expected) = y.split_once("=>").unwrap_or((&y, ""));
            let _ = writeln!(s, "- {}\n  `{}`", sentence.trim(), expected.trim());
        }
        let _ = write!(s, "\nLeaves alone:\n\n");
        for n in strings(rule, "no") {
            let _ = writeln!(s, "- {}", n.trim());
        }
    }
    Ok(s)
}

/// What the ontology says of a type.
fn ontology_lines(event: &str, e: &toml::Table) -> String {
    let quad = match e.get("quad").and_then(toml::Value::as_integer) {
        Some(1) => "verbal cooperation",
        Some(2) => "material cooperation",
        Some(3) => "verbal conflict",
        Some(4) => "material conflict",
        _ => "no group",
    };
    let score = e.get("score").and_then(toml::Value::as_float).unwrap_or_default();
    let mut s = format!("\nPLOVER's {event}: {quad}, intensity {score:+}");
    if e.get("recipient_required").and_then(toml::Value::as_bool) == Some(true) {
        s.push_str(", only with a recipient");
    }
    s.push_str(".\n");
    if let Some(m) = e.get("modes").and_then(toml::Value::as_table).filter(|m| !m.is_empty()) {
        let modes: Vec<String> =
            m.iter().map(|(k, v)| format!("`{k}` {:+}", v.as_float().unwrap_or_default())).collect();
        let _ = writeln!(s, "Modes: {}.", modes.join(", "));
    }
    let borders = strings(e, "borders");
    if !borders.is_empty() {
        s.push('\n');
    }
    for b in borders {
        let _ = writeln!(s, "- {b}");
    }
    s
}

/// What a rule makes of a match, in one line.
fn yields(event: &str, rule: &toml::Table) -> String {
    let of = |key: &str| rule.get(key).and_then(toml::Value::as_str);
    let makes =
        ["relation", "control", "agreement", "figure"].into_iter().find_map(|k| of(k).map(|v| format!("{k} `{v}`")));
    let makes = makes.unwrap_or_else(|| {
        let what =
            if rule.get("statement").and_then(toml::Value::as_bool) == Some(true) { "statement" } else { "event" };
        format!("{what} `{}`", of("event").unwrap_or(event))
    });
    let mut parts = vec![makes];
    for key in ["modes", "contexts", "means", "implies"] {
        let list = strings(rule, key);
        if !list.is_empty() {
            parts.push(format!("{key} `{}`", list.join("`, `")));
        }
    }
    for (key, shown) in
        [("status", "status"), ("subject", "subject"), ("mood", "mood"), ("cameo", "CAMEO"), ("acled", "ACLED")]
    {
        if let Some(v) = of(key) {
            parts.push(format!("{shown} `{v}`"));
        }
    }
    for key in ["symmetric", "negated"] {
        if rule.get(key).and_then(toml::Value::as_bool) == Some(true) {
            parts.push(key.to_owned());
        }
    }
    format!("Yields {}.", parts.join("; "))
}

/// Where a rule's table stands in its file.
fn place_of(text: &str, key: &str) -> usize {
    [format!("[rule.{key}]"), format!("[rule.\"{key}\"]")]
        .iter()
        .filter_map(|h| text.find(h.as_str()))
        .min()
        .unwrap_or(usize::MAX)
}

fn string(table: &toml::Table, outer: &str, key: &str) -> String {
    table.get(outer).and_then(|t| t.get(key)).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

/// A string or a list of strings, as a list.
fn strings(table: &toml::Table, key: &str) -> Vec<String> {
    match table.get(key) {
        Some(toml::Value::String(s)) => vec![s.clone()],
        Some(toml::Value::Array(a)) => a.iter().filter_map(|v| v.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// Text inside a table's cell.
fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const RULES: &str = r#"
[code]
event = "AID"
text = "Help | one way."

[rule.troops]
match = ["ACTOR {send} {@troops} [to] RECIPIENT"]
modes = ["a", "b"]
yes = ["Cuba sent soldiers to Angola. => AID 'Cuba' -> 'Angola'"]
no = ["He sent a letter."]

[rule.arms]
match = "ACTOR {arm} RECIPIENT"
relation = "supports"
symmetric = true
yes = ["Qatar armed rebels. => supports 'Qatar' -> 'rebels'"]
no = ["Doubt armed her."]
"#;
    const ONTOLOGY: &str = "[event.AID]\nquad = 2\nscore = 10.0\nrecipient_required = true\nborders = [\"A promise is AGREE.\"]\n[event.AID.modes]\nx = -1.5\n";
    const FIRST: &str = "# Codebook\n<!-- begin: made by `cargo xtask docs` -->\nold\n<!-- end -->\nafter\n";

    fn made(files: &[(&str, &str)]) -> Result<BTreeMap<String, String>, String> {
        codebook(&Tree::of(files.iter().copied()))
    }

    #[test]
    fn a_code_has_its_page_with_rules_in_the_files_order() {
        let pages = made(&[("data/rules/plover/AID.toml", RULES), ("data/ontology/plover.toml", ONTOLOGY)]).unwrap();
        let want = "<!-- Made by `cargo xtask docs`; edit data/rules/plover/AID.toml. -->\n# AID\nHelp | one way.\n\n\
            PLOVER's AID: material cooperation, intensity +10, only with a recipient.\nModes: `x` -1.5.\n\n- A promise is AGREE.\n\n\
            ## troops\nYields event `AID`; modes `a`, `b`.\n\n```text\nACTOR {send} {@troops} [to] RECIPIENT\n```\n\n\
            Codes:\n\n- Cuba sent soldiers to Angola.\n  `AID 'Cuba' -> 'Angola'`\n\nLeaves alone:\n\n- He sent a letter.\n\n\
            ## arms\nYields relation `supports`; symmetric.\n\n```text\nACTOR {arm} RECIPIENT\n```\n\n\
            Codes:\n\n- Qatar armed rebels.\n  `supports 'Qatar' -> 'rebels'`\n\nLeaves alone:\n\n- Doubt armed her.\n";
        assert_eq!(pages["docs/codebook/AID.md"], want);
    }

    #[test]
    fn the_list_is_made_between_its_marks() {
        let pages = made(&[("data/rules/plover/AID.toml", RULES), (INDEX, FIRST)]).unwrap();
        let want = "# Codebook\n<!-- begin: made by `cargo xtask docs` -->\n\n| plover | what it means | rules |\n|---|---|---|\n\
            | [AID](AID.md) | Help \\| one way. | 2 |\n\n<!-- end -->\nafter\n";
        assert_eq!(pages[INDEX], want);
        let again = made(&[("data/rules/plover/AID.toml", RULES), (INDEX, want)]).unwrap();
        assert_eq!(again[INDEX], want);
        assert!(made(&[(INDEX, "no marks")]).is_err());
    }

    #[test]
    fn two_files_of_one_name_are_refused() {
        let e = made(&[("data/rules/control/held.toml", RULES), ("data/rules/relation/held.toml", RULES)]).unwrap_err();
        assert!(e.contains("docs/codebook/held.md cannot be both"), "{e}");
    }

    #[test]
    fn every_command_has_its_help_without_trailing_blanks() {
        let page = cli(&["read".into()], |args| Ok(format!("usage {args:?}  \n\nmore\n\n"))).unwrap();
        assert!(page.ends_with("\n## `froissart read`\n```text\nusage [\"read\"]\n\nmore\n```\n"), "{page}");
        assert!(page.contains("## `froissart`\n```text\nusage []\n"));
    }
}
