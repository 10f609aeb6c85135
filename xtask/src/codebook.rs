//! What the codebook says beside the rules: how each type is coded, its modes with an example each, its codes in CAMEO
//! and ACLED, its borders; and the pages of the contexts, auxiliary modes, borders, ACLED and the resolved points.
//!
//! Made of the tables of data/ontology. Every sentence printed stands in one of them, or in a rule, and `froissart check`
//! codes it: "Herders attacked the hamlet with machetes." is the example of `primitive` because modes.toml has it so.

use crate::tree::Tree;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The tables of the ontology, by file.
#[derive(Debug, Default)]
pub struct Tables(BTreeMap<String, toml::Table>);

/// A row of a table.
type Row = toml::Table;

impl Tables {
    /// Reads what there is under `data/ontology/`.
    pub fn read(tree: &Tree) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for (path, text) in tree.under("data/ontology/", ".toml") {
            let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".toml").to_owned();
            all.insert(name, text.parse().map_err(|e| format!("{path}: {e}"))?);
        }
        Ok(Self(all))
    }

    fn at(&self, file: &str, keys: &[&str]) -> Option<&toml::Value> {
        let (first, rest) = keys.split_first()?;
        rest.iter().try_fold(self.0.get(file)?.get(*first)?, |v, k| v.get(*k))
    }
    fn table(&self, file: &str, keys: &[&str]) -> Row {
        self.at(file, keys).and_then(toml::Value::as_table).cloned().unwrap_or_default()
    }
    fn rows(&self, file: &str, key: &str) -> Vec<&Row> {
        let all = self.at(file, &[key]).and_then(toml::Value::as_array);
        all.into_iter().flatten().filter_map(toml::Value::as_table).collect()
    }

    /// What a type's page says before its rules; `rules` are those of its file.
    pub fn of_type(&self, event: &str, rules: &toml::Table) -> Result<String, String> {
        let manual = self.table("manual", &["event", event]);
        if manual.is_empty() {
            // A tree without a manual is a test's.
            return if self.0.contains_key("manual") {
                Err(format!("data/ontology/manual.toml says nothing of {event}"))
            } else {
                Ok(String::new())
            };
        }
        let mut s = String::from("\n## How it is coded\n");
        for (key, shown) in [("actor", "Actor"), ("recipient", "Recipient")] {
            let _ = writeln!(s, "- {shown}: {}", text(&manual, key));
        }
        let _ = writeln!(s, "- Code: {}.", list(&manual, "when").join("; "));
        let _ = writeln!(s, "- Not: {}.", list(&manual, "not").join("; "));
        s.push_str(&self.modes(event, &manual, rules)?);
        s.push_str(&self.other_codes(event));
        s.push_str(&self.borders_of(event));
        Ok(s)
    }

    fn modes(&self, event: &str, manual: &Row, rules: &toml::Table) -> Result<String, String> {
        let scores = self.table("plover", &["event", event, "modes"]);
        if scores.is_empty() {
            return Ok(String::new());
        }
        let mut s = String::from("\n## Modes\n| mode | score | what it is | a sentence |\n|---|---|---|---|\n");
        for (mode, score) in &scores {
            let meaning = manual.get("modes").and_then(|m| m.get(mode)).and_then(toml::Value::as_str);
            let meaning = meaning.ok_or_else(|| format!("data/ontology/manual.toml says nothing of {event} {mode}"))?;
            let example = self.example(event, mode, rules).unwrap_or_default();
            let _ = writeln!(
                s,
                "| `{mode}` | {:+} | {} | {} |",
                score.as_float().unwrap_or_default(),
                cell(meaning),
                cell(&example)
            );
        }
        Ok(s)
    }

    /// A sentence that is given the mode: a rule's own, else a finder's.
    fn example(&self, event: &str, mode: &str, rules: &toml::Table) -> Option<String> {
        let has = |row: &Row, key: &str, word: &str| list(row, key).iter().any(|m| m == word);
        let by_rule = rules
            .values()
            .filter_map(toml::Value::as_table)
            .filter(|r| {
                has(r, "modes", mode) && ["relation", "control", "agreement"].iter().all(|k| !r.contains_key(*k))
            })
            .find_map(|r| list(r, "yes").into_iter().next())
            .map(|y| y.split("=>").next().unwrap_or(&y).trim().to_owned());
        by_rule.or_else(|| {
            let rows = self.rows("modes", "find");
            rows.into_iter()
                .find(|r| text(r, "gives") == mode && has(r, "type", event))
                .and_then(|r| list(r, "yes").into_iter().next())
        })
    }

    fn other_codes(&self, event: &str) -> String {
        let mut s = String::from("\n## In other codebooks\n");
        let labels = self.table("cameo", &["code"]);
        let mut codes = Vec::new();
        for (code, row) in &self.table("crosswalk", &["cameo"]) {
            let of = row.as_table().cloned().unwrap_or_default();
            if text(&of, "event") == event && code.len() > 2 {
                let label = labels.get(code).and_then(toml::Value::as_str).unwrap_or_default();
                codes.push(format!("`{code}` {label}"));
            }
        }
        if !codes.is_empty() {
            let _ = writeln!(s, "CAMEO: {}.", codes.join(", "));
        }
        let mut acled: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (mode, sub) in &self.table("crosswalk", &["to_acled", event]) {
            let shown = if mode == "any" { "otherwise".to_owned() } else { format!("`{mode}`") };
            acled.entry(sub.as_str().unwrap_or_default().to_owned()).or_default().push(shown);
        }
        if acled.is_empty() {
            s.push_str("\nACLED: none by itself; [acled.md](acled.md) has what words add.\n");
        } else {
            let all: Vec<String> = acled.iter().map(|(sub, modes)| format!("{sub} ({})", modes.join(", "))).collect();
            let _ =
                writeln!(s, "\nACLED, where [parties and words](acled.md) do not say otherwise: {}.", all.join("; "));
        }
        s
    }

    fn borders_of(&self, event: &str) -> String {
        let rows = self.rows("borders", "border");
        let mine: Vec<&&Row> = rows.iter().filter(|r| list(r, "between").iter().any(|b| b == event)).collect();
        if mine.is_empty() {
            return String::new();
        }
        let mut s = String::from("\n## Borders\n");
        for r in mine {
            let name = text(r, "name");
            let _ = writeln!(s, "- [{name}](borders.md#{}): {}", anchor(&name), text(r, "decision"));
        }
        s
    }

    /// The pages beside those of the types; none where their tables are missing.
    pub fn pages(&self) -> BTreeMap<String, String> {
        let mut made = BTreeMap::new();
        let all: [(&str, &str, &dyn Fn() -> String); 5] = [
            ("contexts", "contexts", &|| self.contexts()),
            ("auxiliary", "auxiliary", &|| self.auxiliary()),
            ("borders", "borders", &|| self.borders()),
            ("acled", "to-acled", &|| self.acled()),
            ("ontology", "manual", &|| self.resolved()),
        ];
        for (page, file, make) in all {
            if self.0.contains_key(file) {
                let head = format!("<!-- Made by `cargo xtask docs`; edit data/ontology/{file}.toml. -->\n");
                made.insert(page.to_owned(), head + &make());
            }
        }
        made
    }

    fn contexts(&self) -> String {
        let mut s = String::from(
            "# Contexts\nWhat an event is about, beside what it is: several a claim, or none.\n\
             PLOVER codes them from the paragraph. A word in the claim's own sentence is enough, elsewhere in the paragraph it takes two; \
             the names of those who tell it do not count.\n\n| context | what it means | where it is found | a sentence |\n|---|---|---|---|\n",
        );
        let rows = self.rows("contexts", "find");
        for (name, meaning) in &self.table("plover", &["context"]) {
            let mine: Vec<&&Row> = rows.iter().filter(|r| text(r, "gives") == *name).collect();
            let ways: Vec<String> = mine.iter().map(|r| conditions(r)).collect();
            let example = mine.iter().find_map(|r| list(r, "yes").into_iter().next()).unwrap_or_default();
            let meaning = meaning.as_str().unwrap_or_default();
            let _ =
                writeln!(s, "| `{name}` | {} | {} | {} |", cell(meaning), cell(&ways.join("; or ")), cell(&example));
        }
        s
    }

    fn auxiliary(&self) -> String {
        let mut s = String::from(
            "# Auxiliary modes\nWhat sort of telling it is: an act of the day has none.\n\n| mode | what it means |\n|---|---|\n",
        );
        for (name, meaning) in &self.table("plover", &["auxiliary"]) {
            let _ = writeln!(s, "| `{name}` | {} |", cell(meaning.as_str().unwrap_or_default()));
        }
        s.push_str(
            "\n`future` follows from a mood planned, predicted or requested, `hypothetical` from conditional and asked, `negation` from \
             `negated`, `historical` from a day thirty days or more before the page's.\n\n## A single type wins\n\
             Where one type says what another says with an auxiliary mode, the one type is coded, and the mode is not.\n",
        );
        for r in self.rows("auxiliary", "becomes") {
            let when = match text(r, "when").as_str() {
                "future" => "Still to come",
                "not-to-be" => "Still to come, and negated",
                _ => "Asked for",
            };
            let by = match text(r, "by").as_str() {
                "itself" => "in its actor's own words or in nobody's",
                "speaker" => "in its actor's own words",
                _ => "in somebody else's words",
            };
            let from: Vec<String> =
                r.get("from").and_then(toml::Value::as_table).map(|t| t.keys().cloned().collect()).unwrap_or_default();
            let _ = writeln!(s, "\n{when}, {by}: {} → **{}**\n", from.join(", "), text(r, "to"));
            sentences(&mut s, &list(r, "yes"));
        }
        s
    }

    fn borders(&self) -> String {
        let mut s = String::from(
            "# Borders\nWhere one code ends and its neighbour begins, for the cases that coders trip on: the decision, why, and the sentences that hold it.\n\
             `TYPE.mode/status!certainty 'actor' -> 'recipient or place'` is a claim that the sentence must give; `no TYPE` says that it gives none of that type.\n",
        );
        for r in self.rows("borders", "border") {
            let between = list(r, "between").iter().map(|b| format!("[{b}]({b}.md)")).collect::<Vec<_>>().join(" · ");
            let _ = write!(
                s,
                "\n## {}\n{between}\n\n{}\n\nWhy: {}\n\n",
                text(r, "name"),
                text(r, "decision"),
                text(r, "why")
            );
            sentences(&mut s, &list(r, "sentences"));
            let wrong = list(r, "wrong");
            if !wrong.is_empty() {
                s.push_str("\nNot yet so; today they give:\n\n");
                sentences(&mut s, &wrong);
            }
        }
        s
    }

    fn acled(&self) -> String {
        let mut s = String::from(
            "# ACLED\nThe event and sub-event type that ACLED would give a claim: by the rule, by type and mode, and by the rows below, of which the first that fits decides.\n\
             Acts that did not happen, and acts still to come, have none. Deaths told without their doer take the type of the act told beside them.\n",
        );
        let rows = self.rows("to-acled", "find");
        for (event, subs) in &self.table("acled", &["event_type"]) {
            let _ = write!(s, "\n## {event}\n");
            for (sub, meaning) in subs.as_table().into_iter().flatten() {
                let _ = writeln!(s, "- **{sub}**: {}", meaning.as_str().unwrap_or_default());
                for r in rows.iter().filter(|r| text(r, "gives") == *sub) {
                    let _ = writeln!(s, "  - {}", conditions(r));
                    for y in list(r, "yes") {
                        let _ = writeln!(s, "    - {y}");
                    }
                }
            }
        }
        s
    }

    fn resolved(&self) -> String {
        let mut s = String::from(
            "# The tables, and where the manual contradicts itself\nPLOVER's public manual (CC BY-SA 4.0) and the published crosswalk from CAMEO leave open, or say twice, what a program must decide once. \
             The tables stand in data/ontology; each point is decided as follows.\n\n| point | the manual | ours |\n|---|---|---|\n",
        );
        for r in self.rows("manual", "resolved") {
            let _ = writeln!(
                s,
                "| {} | {} | {} |",
                cell(&text(r, "point")),
                cell(&text(r, "manual")),
                cell(&text(r, "ours"))
            );
        }
        s.push_str("\n## Types\n| type | quad | score | recipient | modes |\n|---|---|---|---|---|\n");
        for (name, e) in &self.table("plover", &["event"]) {
            let get = |k: &str| e.get(k);
            let modes = get("modes").and_then(toml::Value::as_table).map_or(0, toml::Table::len);
            let needs = get("recipient_required").and_then(toml::Value::as_bool).unwrap_or_default();
            let _ = writeln!(
                s,
                "| [{name}]({name}.md) | {} | {:+} | {} | {modes} |",
                get("quad").and_then(toml::Value::as_integer).unwrap_or_default(),
                get("score").and_then(toml::Value::as_float).unwrap_or_default(),
                if needs { "required" } else { "may be missing" },
            );
        }
        s.push_str("\n## CAMEO by topic\nA code below is given in the place of the first where the clause is about the topic.\n\n| code | by topic |\n|---|---|\n");
        for (code, row) in &self.table("to-cameo", &["code"]) {
            let all: Vec<String> = row
                .as_table()
                .into_iter()
                .flatten()
                .map(|(topic, c)| format!("{topic} `{}`", c.as_str().unwrap_or_default()))
                .collect();
            let _ = writeln!(s, "| `{code}` | {} |", all.join(", "));
        }
        s.push_str("\nSentences:\n\n");
        let coded = self.at("to-cameo", &["sentence"]).and_then(toml::Value::as_array);
        for pair in coded.into_iter().flatten().filter_map(toml::Value::as_array) {
            if let [a, b] = &pair[..] {
                let _ = writeln!(s, "- {} `{}`", a.as_str().unwrap_or_default(), b.as_str().unwrap_or_default());
            }
        }
        s
    }
}

/// A row's conditions in words.
fn conditions(r: &Row) -> String {
    let mut parts = Vec::new();
    for (key, shown) in [
        ("type", "of type"),
        ("modes", "with mode"),
        ("coded", "in place of"),
        ("actor", "by"),
        ("recipient", "against"),
        ("party", "with a party of"),
        ("without", "and none of"),
    ] {
        let all = list(r, key);
        if !all.is_empty() {
            parts.push(format!("{shown} {}", all.join(", ")));
        }
    }
    let words = list(r, "words");
    if !words.is_empty() {
        let more = if words.len() > 8 { ", …" } else { "" };
        let some: Vec<String> = words.into_iter().take(8).collect();
        parts.push(format!("words: {}{more}", some.join(", ")));
    }
    parts.join("; ")
}

fn sentences(s: &mut String, all: &[String]) {
    for y in all {
        let (sentence, expected) = y.split_once("=>").unwrap_or((y, ""));
        let _ = writeln!(s, "- {}\n  `{}`", sentence.trim(), expected.trim());
    }
}

/// A heading's anchor.
fn anchor(name: &str) -> String {
    let kept = name.to_lowercase().replace(' ', "-");
    kept.chars().filter(|c| c.is_alphanumeric() || *c == '-').collect()
}

fn text(row: &Row, key: &str) -> String {
    row.get(key).and_then(toml::Value::as_str).unwrap_or_default().to_owned()
}

fn list(row: &Row, key: &str) -> Vec<String> {
    let all = row.get(key).and_then(toml::Value::as_array);
    all.into_iter().flatten().filter_map(|v| v.as_str().map(str::to_owned)).collect()
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLOVER: &str = "[event.AID]\nquad = 2\nscore = 10.0\nrecipient_required = true\n[event.AID.modes]\nx = -1.5\n[context]\na = \"A.\"\n[auxiliary]\nfuture = \"Later.\"\n";
    const MANUAL: &str = "[event.AID]\nactor = \"The giver.\"\nrecipient = \"Who gets it.\"\nwhen = [\"gifts\"]\nnot = [\"trade\"]\nmodes.x = \"by mail\"\n[[resolved]]\npoint = \"P\"\nmanual = \"M\"\nours = \"O\"\n";
    const BORDERS: &str = "[[border]]\nname = \"Gift, or trade\"\nbetween = [\"AID\"]\ndecision = \"D.\"\nwhy = \"W.\"\nsentences = [\"Chad sent food to Mali. => AID 'Chad' -> 'Mali'\"]\n";

    fn tables(files: &[(&str, &str)]) -> Tables {
        Tables::read(&Tree::of(files.iter().copied())).unwrap()
    }

    #[test]
    fn a_type_has_its_roles_modes_and_borders() {
        let t = tables(&[
            ("data/ontology/plover.toml", PLOVER),
            ("data/ontology/manual.toml", MANUAL),
            ("data/ontology/borders.toml", BORDERS),
        ]);
        let rules: toml::Table =
            "[r]\nmodes = [\"x\"]\nyes = [\"Chad mailed rice. => AID 'Chad' -> -\"]\n".parse().unwrap();
        let page = t.of_type("AID", &rules).unwrap();
        assert!(page.contains("- Actor: The giver.\n"), "{page}");
        assert!(page.contains("| `x` | -1.5 | by mail | Chad mailed rice. |"), "{page}");
        assert!(page.contains("[Gift, or trade](borders.md#gift-or-trade): D."), "{page}");
        assert!(t.of_type("ASSAULT", &rules).is_err(), "a type without words is refused");
        let pages = t.pages();
        assert!(pages["borders"].contains(
            "## Gift, or trade\n[AID](AID.md)\n\nD.\n\nWhy: W.\n\n- Chad sent food to Mali.\n  `AID 'Chad' -> 'Mali'`\n"
        ));
        assert!(pages["ontology"].contains("| P | M | O |"));
    }

    #[test]
    fn a_mode_without_words_is_refused() {
        let bare = MANUAL.replace("modes.x = \"by mail\"\n", "");
        let t = tables(&[("data/ontology/plover.toml", PLOVER), ("data/ontology/manual.toml", &bare)]);
        assert_eq!(
            t.of_type("AID", &toml::Table::new()).unwrap_err(),
            "data/ontology/manual.toml says nothing of AID x"
        );
    }
}
