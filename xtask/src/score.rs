//! How good the coder is: runs the judge on the open sets, and holds its figures against `bench/ratchet.toml`.
//!
//! What a figure means is the judge's affair; here is only that none gets worse unnoticed. `ewt 0.901`, with 0.9 as its
//! floor, is a rise by 0.001; 0.899 fails. Of a figure of errors, `seed.falsefact`, the bound is a ceiling.
#![allow(clippy::print_stdout, reason = "the table is for whoever runs the chore")]

use crate::process;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

/// Where the bounds are kept.
const RATCHET: &str = "bench/ratchet.toml";
/// The judge, beside the checkout.
const JUDGE: &str = "../shared/score.py";
/// How far a figure may fall behind its bound: the bounds have three decimals.
const SLACK: f64 = 0.0005;

/// Figures by name, as the judge gives them.
pub type Figures = BTreeMap<String, f64>;

/// What `cargo xtask score` was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Only these sets; all where empty.
    pub sets: Vec<String>,
    /// Raise the bounds to what was measured.
    pub update: bool,
    /// With `update`: lower them too.
    pub force: bool,
}

impl Options {
    /// Reads the arguments after `score`.
    pub fn parse(args: &[String]) -> Result<Self, String> {
        let mut o = Self::default();
        for a in args {
            match a.as_str() {
                "--update" => o.update = true,
                "--force" => o.force = true,
                "all" => {}
                flag if flag.starts_with('-') => return Err(format!("`score` knows --update and --force, not {flag}")),
                set => o.sets.push(set.to_owned()),
            }
        }
        if o.force && !o.update {
            return Err("--force says how to --update; give both".into());
        }
        Ok(o)
    }
}

/// The bounds.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Ratchet {
    /// Figures that must not fall below.
    pub floors: Figures,
    /// Figures that must not rise above.
    pub ceilings: Figures,
}

/// How a figure stands to its bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The figure's name.
    pub figure: String,
    /// What was measured; `None` where the judge gave nothing.
    pub value: Option<f64>,
    /// The bound; `None` where there is none yet.
    pub bound: Option<f64>,
    /// Whether less is better.
    pub ceiling: bool,
}

impl Row {
    /// Whether the figure is worse than its bound, or gone.
    pub fn fails(&self) -> bool {
        match (self.value, self.bound) {
            (Some(v), Some(b)) => {
                if self.ceiling {
                    v > b + SLACK
                } else {
                    v < b - SLACK
                }
            }
            (None, Some(_)) => true,
            (_, None) => false,
        }
    }
}

/// Whether less is better: rates of error.
fn is_ceiling(figure: &str) -> bool {
    figure.ends_with(".falsefact")
}

impl Ratchet {
    /// Reads the ratchet file.
    pub fn parse(text: &str) -> Result<Self, String> {
        let table: toml::Table = text.parse().map_err(|e| format!("{RATCHET}: {e}"))?;
        let figures = |name: &str| -> Result<Figures, String> {
            let Some(t) = table.get(name) else { return Ok(Figures::new()) };
            let t = t.as_table().ok_or_else(|| format!("{RATCHET}: [{name}] is no table"))?;
            let number = |v: &toml::Value| v.as_float().or_else(|| v.as_integer().map(|i| i as f64));
            t.iter()
                .map(|(k, v)| number(v).map(|n| (k.clone(), n)).ok_or_else(|| format!("{RATCHET}: {k} is no number")))
                .collect()
        };
        Ok(Self { floors: figures("at_least")?, ceilings: figures("at_most")? })
    }

    /// The ratchet file's text.
    pub fn text(&self) -> String {
        let mut s = String::from(
            "# The figures of `cargo xtask score` on the open sets, which no change may make worse.\n\
             # Written by `cargo xtask score --update`; what a figure means stands in the judge, in the function of its name.\n",
        );
        for (name, figures) in [("at_least", &self.floors), ("at_most", &self.ceilings)] {
            let _ = write!(s, "\n[{name}]\n");
            for (k, v) in figures {
                let _ = writeln!(s, "{k:?} = {v:.3}");
            }
        }
        s
    }

    /// Every figure that was measured or is bound, by name. Of bounds whose set was not run nothing is said.
    pub fn compare(&self, measured: &Figures, sets: &[String]) -> Vec<Row> {
        let asked = |figure: &str| sets.is_empty() || sets.iter().any(|s| figure.split('.').next() == Some(s));
        let mut names: Vec<&String> = measured.keys().collect();
        names.extend(self.floors.keys().chain(self.ceilings.keys()).filter(|k| asked(k) && !measured.contains_key(*k)));
        names.sort();
        names
            .into_iter()
            .map(|k| {
                let ceiling = self.ceilings.contains_key(k) || !self.floors.contains_key(k) && is_ceiling(k);
                let bound = if ceiling { self.ceilings.get(k) } else { self.floors.get(k) };
                Row { figure: k.clone(), value: measured.get(k).copied(), bound: bound.copied(), ceiling }
            })
            .collect()
    }

    /// Bounds tightened to the rows' values, rounded to three decimals on the safe side; loosened only by `force`.
    #[must_use]
    pub fn updated(&self, rows: &[Row], force: bool) -> Self {
        let mut out = self.clone();
        for r in rows {
            let Some(v) = r.value else { continue };
            // A hair of tolerance, so that 0.9 stays 0.9 and does not become 0.899.
            let rounded = if r.ceiling { (v * 1000.0 - 1e-6).ceil() } else { (v * 1000.0 + 1e-6).floor() } / 1000.0;
            let tighter = r.bound.is_none_or(|b| if r.ceiling { rounded < b } else { rounded > b });
            if tighter || force {
                let side = if r.ceiling { &mut out.ceilings } else { &mut out.floors };
                side.insert(r.figure.clone(), rounded);
            }
        }
        out
    }
}

/// The table: figure, value, bound, difference.
pub fn table(rows: &[Row]) -> String {
    let number = |n: Option<f64>| n.map_or("—".to_owned(), |n| format!("{n:.4}"));
    let mut s = format!("{:<24} {:>8} {:>8} {:>8}\n", "figure", "value", "bound", "by");
    for r in rows {
        let by = r.value.zip(r.bound).map_or(String::new(), |(v, b)| format!("{:+.4}", v - b));
        let bound = r.bound.map_or("—".to_owned(), |b| format!("{}{b:.3}", if r.ceiling { "≤ " } else { "≥ " }));
        let mark = match (r.fails(), r.value, r.bound) {
            (true, None, _) => "  MISSING",
            (true, ..) => "  WORSE",
            (_, _, None) => "  new: --update keeps it",
            _ => "",
        };
        let _ = writeln!(s, "{:<24} {:>8} {bound:>8} {by:>8}{mark}", r.figure, number(r.value));
    }
    s
}

/// The figures in what the judge printed with `--json`: its last line that is an object.
pub fn figures(output: &str) -> Option<Figures> {
    let object = |l: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(l).ok();
    let found = output.lines().rev().filter(|l| l.starts_with('{')).find_map(object)?;
    found.iter().map(|(k, v)| v.as_f64().map(|v| (k.clone(), v))).collect()
}

/// Measures, compares, and says what got worse.
pub fn run(root: &Path, options: &Options) -> Result<(), String> {
    if !root.join(JUDGE).is_file() {
        println!("score: {JUDGE} is not there, so nothing is measured (the sets are not part of the repository)");
        return Ok(());
    }
    if Command::new("python3").arg("--version").output().is_err() {
        println!("score: the judge wants python3, which is not there, so nothing is measured");
        return Ok(());
    }
    let binary = process::release(root)?;
    let all = ["all".to_owned()];
    let sets: &[String] = if options.sets.is_empty() { &all } else { &options.sets };
    let mut measured = Figures::new();
    for set in sets.iter().filter(|s| *s != "facts") {
        let mut judge = Command::new("python3");
        judge.env("PYTHONUNBUFFERED", "1").current_dir(root).arg(JUDGE).arg(&binary).arg(set).arg("--json");
        let mut output = String::new();
        let ok = process::lines(&mut judge, |l| {
            if !l.starts_with('{') {
                println!("{l}");
            }
            output.push_str(l);
            output.push('\n');
        })?;
        match figures(&output) {
            Some(f) if ok => measured.extend(f),
            _ => return Err(format!("`{}` gave no figures", process::shown(&judge))),
        }
    }
    if options.sets.is_empty() || options.sets.iter().any(|s| s == "facts") {
        measured.extend(crate::facts::measure(root, &binary)?);
    }
    let path = root.join(RATCHET);
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{RATCHET} cannot be read: {e}"))?;
    let mut ratchet = Ratchet::parse(&text)?;
    let mut rows = ratchet.compare(&measured, &options.sets);
    println!("\n{}", table(&rows));
    if options.update {
        ratchet = ratchet.updated(&rows, options.force);
        std::fs::write(&path, ratchet.text()).map_err(|e| format!("{RATCHET} cannot be written: {e}"))?;
        rows = ratchet.compare(&measured, &options.sets);
    }
    let worse: Vec<&str> = rows.iter().filter(|r| r.fails()).map(|r| r.figure.as_str()).collect();
    if worse.is_empty() {
        println!("score: {} figures, none worse", rows.len());
        return Ok(());
    }
    Err(format!("score: worse than {RATCHET} allows: {}", worse.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn measured(f: &[(&str, f64)]) -> Figures {
        f.iter().map(|(k, v)| ((*k).to_owned(), *v)).collect()
    }

    const FILE: &str = "[at_least]\n\"ewt\" = 0.9\n\"seed\" = 0.6\n[at_most]\n\"seed.falsefact\" = 0\n";

    fn worse(f: &[(&str, f64)], sets: &[&str]) -> Vec<String> {
        let sets: Vec<String> = sets.iter().map(|s| (*s).to_owned()).collect();
        let rows = Ratchet::parse(FILE).unwrap().compare(&measured(f), &sets);
        rows.into_iter().filter(Row::fails).map(|r| r.figure).collect()
    }

    #[test]
    fn a_fall_fails_and_a_rise_and_rounding_do_not() {
        let ok = [("ewt", 0.9), ("seed", 0.7), ("seed.falsefact", 0.0)];
        assert!(worse(&ok, &[]).is_empty());
        assert!(worse(&[("ewt", 0.8996), ok[1], ok[2]], &[]).is_empty());
        assert_eq!(worse(&[("ewt", 0.8994), ok[1], ok[2]], &[]), ["ewt"]);
    }

    #[test]
    fn false_facts_may_only_become_fewer() {
        assert_eq!(worse(&[("ewt", 1.0), ("seed", 1.0), ("seed.falsefact", 0.1)], &[]), ["seed.falsefact"]);
        let new = Ratchet::default().compare(&measured(&[("pages.falsefact", 0.1234)]), &[]);
        assert_eq!(Ratchet::default().updated(&new, false).ceilings, measured(&[("pages.falsefact", 0.124)]));
    }

    #[test]
    fn a_figure_that_is_gone_fails_only_where_its_set_was_run() {
        assert_eq!(worse(&[("ewt", 0.9)], &[]), ["seed", "seed.falsefact"]);
        assert!(worse(&[("ewt", 0.9)], &["ewt"]).is_empty());
        assert_eq!(worse(&[("seed", 0.6)], &["seed"]), ["seed.falsefact"]);
    }

    #[test]
    fn updating_raises_and_lowers_only_by_force() {
        let r = Ratchet::parse(FILE).unwrap();
        let rows = r.compare(&measured(&[("ewt", 0.90199), ("gum", 0.9), ("seed", 0.5), ("seed.falsefact", 0.2)]), &[]);
        let up = r.updated(&rows, false);
        assert_eq!(up.floors, measured(&[("ewt", 0.901), ("gum", 0.9), ("seed", 0.6)]));
        assert_eq!(up.ceilings, measured(&[("seed.falsefact", 0.0)]));
        let forced = r.updated(&rows, true);
        assert_eq!(forced.floors["seed"].to_string(), "0.5");
        assert_eq!(forced.ceilings["seed.falsefact"].to_string(), "0.2");
        assert_eq!(Ratchet::parse(&forced.text()).unwrap(), forced);
    }

    #[test]
    fn the_judges_last_object_counts() {
        let out = "  value 0.5\n{\"seed\": 0.1}\nseed: F1\n{\"seed\": 0.5, \"seed.P\": 1}\nseed 0.5 floor 0.0\n";
        assert_eq!(figures(out), Some(measured(&[("seed", 0.5), ("seed.P", 1.0)])));
        assert_eq!(figures("no figures"), None);
    }

    #[test]
    fn the_table_says_what_is_worse_new_or_missing() {
        let rows = Ratchet::parse(FILE).unwrap().compare(&measured(&[("ewt", 0.85), ("web", 0.93)]), &[]);
        let t = table(&rows);
        let lines: Vec<Vec<&str>> = t.lines().map(|l| l.split_whitespace().collect()).collect();
        assert_eq!(lines[1], ["ewt", "0.8500", "≥", "0.900", "-0.0500", "WORSE"]);
        assert_eq!(lines[2], ["seed", "—", "≥", "0.600", "MISSING"]);
        assert_eq!(lines[4][..4], ["web", "0.9300", "—", "new:"]);
    }

    #[test]
    fn arguments_are_sets_and_two_flags() {
        let parse = |a: &[&str]| Options::parse(&a.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>());
        assert_eq!(
            parse(&["ewt", "--update"]).unwrap(),
            Options { sets: vec!["ewt".into()], update: true, force: false }
        );
        assert!(parse(&["--force"]).is_err() && parse(&["--upd"]).is_err());
    }
}
