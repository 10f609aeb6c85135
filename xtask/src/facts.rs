//! How much of the world's states and armed groups the tables know: lists of facts beside the checkout, asked of `who`.
//!
//! No gold: the lists say what there is, and not what is right. The Factbook's "Malagasy" must tell the country that
//! "Madagascar" and "Antananarivo" tell; "Lord's Resistance Army" of UCDP's list must be somebody's name here.
#![allow(clippy::print_stdout, reason = "the table is for whoever runs the chore")]

use crate::score::Figures;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

const COUNTRIES: &str = "../shared/facts/countries-factbook.jsonl";
const GROUPS: &str = "../shared/facts/armed-actors-ucdp.tsv";
/// Where the wars are that the tables must know best.
const WARS: [&str; 16] = [
    "Afghanistan",
    "Burkina Faso",
    "Colombia",
    "DR Congo",
    "Ethiopia",
    "Iraq",
    "Libya",
    "Mali",
    "Myanmar",
    "Nigeria",
    "Somalia",
    "South Sudan",
    "Sudan",
    "Syria",
    "Ukraine",
    "Yemen",
];

/// The ways in which a cell of the Factbook names a people: "Motswana (singular), Batswana (plural)", "Angolan(s)".
pub fn demonyms(cell: &str) -> Vec<String> {
    let mut out = Vec::new();
    for part in cell.split(['—', '\n']).next().unwrap_or("").split([',', ';', '/']).flat_map(|p| p.split(" or ")) {
        let (mut bare, mut inside, mut plural) = (String::new(), 0, false);
        for (i, c) in part.char_indices() {
            match c {
                '(' => {
                    plural |= part[i..].starts_with("(s)");
                    inside += 1;
                }
                ')' => inside -= 1,
                c if inside == 0 => bare.push(c),
                _ => {}
            }
        }
        let name = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        if name.is_empty() || !name.starts_with(char::is_uppercase) || name == "NA" || name.split(' ').count() > 3 {
            continue;
        }
        if plural {
            out.push(format!("{name}s"));
        }
        out.push(name);
    }
    out.sort();
    out.dedup();
    out
}

/// Asks `who` for each phrase; the best actor of each, in order.
fn who(binary: &Path, phrases: &[String]) -> Result<Vec<Value>, String> {
    let mut child = Command::new(binary)
        .arg("who")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|e| format!("`froissart who` cannot be started: {e}"))?;
    let mut input = child.stdin.take().ok_or("no input to write to")?;
    let lines: Vec<Value> = phrases.iter().enumerate().map(|(n, p)| json!({"id": n, "text": p})).collect();
    let writer = std::thread::spawn(move || lines.iter().try_for_each(|l| writeln!(input, "{l}")));
    let out = child.wait_with_output().map_err(|e| e.to_string())?;
    writer.join().map_err(|_| "the writer stopped")?.map_err(|e| e.to_string())?;
    let answers: Vec<Value> = String::from_utf8_lossy(&out.stdout)
        .lines()
        .map(|l| serde_json::from_str::<Value>(l).map(|v| v["actors"].get(0).cloned().unwrap_or_default()))
        .collect::<Result<_, _>>()
        .map_err(|e| format!("`froissart who` wrote no JSON: {e}"))?;
    if answers.len() == phrases.len() { Ok(answers) } else { Err("`froissart who` stopped before the end".into()) }
}

/// A part of a whole.
#[derive(Debug, Default, Clone, Copy)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, yes: bool) {
        self.0 += usize::from(yes);
        self.1 += 1;
    }
    fn value(self) -> f64 {
        self.0 as f64 / self.1.max(1) as f64
    }
}

fn countries(root: &Path, binary: &Path, figures: &mut Figures) -> Result<(), String> {
    let text = std::fs::read_to_string(root.join(COUNTRIES)).map_err(|e| format!("{COUNTRIES}: {e}"))?;
    let mut phrases: Vec<String> = Vec::new();
    // Of each phrase: which line, and which sort.
    let mut of: Vec<(usize, &str)> = Vec::new();
    let mut n = 0;
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).map_err(|e| format!("{COUNTRIES}: {e}"))?;
        let cell = |k: &str| row[k].as_str().unwrap_or("").trim().to_owned();
        let name = Some(cell("short")).filter(|s| s != "none" && !s.is_empty()).unwrap_or_else(|| cell("long"));
        // Seas and empty islands have no people and no government.
        if cell("adjective").is_empty() && cell("capital").is_empty() || name.is_empty() || name == "none" {
            continue;
        }
        n += 1;
        phrases.push(name);
        of.push((n, "name"));
        for d in demonyms(&cell("noun")).into_iter().chain(demonyms(&cell("adjective"))).collect::<BTreeSet<_>>() {
            phrases.push(d);
            of.push((n, "demonym"));
        }
        // "Washington, D.C."
        for c in demonyms(cell("capital").split(", D").next().unwrap_or("")) {
            phrases.push(c);
            of.push((n, "capital"));
        }
    }
    let answers = who(binary, &phrases)?;
    let country = |i: usize| answers[i]["country"].as_str();
    let mut names: BTreeMap<usize, Option<&str>> = BTreeMap::new();
    for (i, (line, sort)) in of.iter().enumerate() {
        if *sort == "name" {
            names.insert(*line, country(i));
        }
    }
    let mut shares: BTreeMap<&str, Share> = BTreeMap::new();
    for (i, (line, sort)) in of.iter().enumerate() {
        let own = names.get(line).copied().flatten();
        let right = own.is_some() && country(i) == own;
        shares.entry(sort).or_default().add(right);
        if !right {
            println!("  {sort} {:?}: {} (its country: {})", phrases[i], country(i).unwrap_or("-"), own.unwrap_or("-"));
        }
    }
    for (sort, s) in shares {
        println!("facts.{sort}: {}/{} = {:.3}", s.0, s.1, s.value());
        figures.insert(format!("facts.{sort}"), s.value());
    }
    Ok(())
}

fn groups(root: &Path, binary: &Path, figures: &mut Figures) -> Result<(), String> {
    let text = std::fs::read_to_string(root.join(GROUPS)).map_err(|e| format!("{GROUPS}: {e}"))?;
    let mut phrases: Vec<String> = Vec::new();
    let mut rows: Vec<(Vec<usize>, Vec<String>)> = Vec::new();
    for line in text.lines().skip(1) {
        let c: Vec<&str> = line.split('\t').collect();
        // 1 is UCDP's code of a formally organised group.
        if c.len() < 8 || c[4] != "1" {
            continue;
        }
        let names: BTreeSet<&str> = [c[1], c[2], c[3]].into_iter().map(str::trim).filter(|s| !s.is_empty()).collect();
        let at = names.iter().enumerate().map(|(i, _)| phrases.len() + i).collect();
        phrases.extend(names.iter().map(|s| (*s).to_owned()));
        let places = c[7].split(',').map(|l| l.split('(').next().unwrap_or(l).trim().to_owned()).collect();
        rows.push((at, places));
    }
    let answers = who(binary, &phrases)?;
    let (mut all, mut wars) = (Share::default(), Share::default());
    let mut by: BTreeMap<&str, Share> = BTreeMap::new();
    for (at, places) in &rows {
        let known = at.iter().any(|&i| answers[i]["id"].is_string());
        all.add(known);
        if places.iter().any(|p| WARS.contains(&p.as_str())) {
            wars.add(known);
        }
        for p in places {
            by.entry(p).or_default().add(known);
        }
    }
    for (place, s) in by.iter().filter(|(p, s)| WARS.contains(p) || s.1 >= 10) {
        println!("  {place}: {}/{} = {:.2}", s.0, s.1, s.value());
    }
    for (name, s) in [("ucdp", all), ("ucdp_wars", wars)] {
        println!("facts.{name}: {}/{} = {:.3}", s.0, s.1, s.value());
        figures.insert(format!("facts.{name}"), s.value());
    }
    Ok(())
}

/// Measures both lists; nothing where they are not there.
pub fn measure(root: &Path, binary: &Path) -> Result<Figures, String> {
    let mut figures = Figures::new();
    if root.join(COUNTRIES).is_file() {
        countries(root, binary, &mut figures)?;
    }
    if root.join(GROUPS).is_file() {
        groups(root, binary, &mut figures)?;
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_a_people_in_several_ways() {
        assert_eq!(demonyms("Angolan(s)"), ["Angolan", "Angolans"]);
        assert_eq!(demonyms("Motswana (singular), Batswana (plural)"), ["Batswana", "Motswana"]);
        assert_eq!(demonyms("Kazakhstani(s) or Kazakh"), ["Kazakh", "Kazakhstani", "Kazakhstanis"]);
        assert_eq!(demonyms("none"), Vec::<String>::new());
    }

    #[test]
    fn the_wars_are_sorted() {
        assert!(WARS.is_sorted());
    }
}
