//! How good the trees and names are, by relation, on our own treebank or any CoNLL-U file; and whether a treebank is whole.
//!
//! The program gets the gold words and gives its own columns: of "Rebels seized Aleppo ." it must find that Rebels is
//! `nsubj` of seized. LAS counts relations without subtypes, punctuation included, as the judge does.
#![allow(clippy::print_stdout, reason = "the table is for whoever runs the chore")]

use crate::process;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The project's own treebank.
pub const OWN: &str = "train/treebank/conflict.conllu";

/// A word's columns.
type Word = Vec<String>;

/// One sentence of a CoNLL-U file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sentence {
    /// `sent_id`, `text`, `split` …
    pub comments: BTreeMap<String, String>,
    /// The syntactic words, ten columns each.
    pub words: Vec<Word>,
    /// Multi-word tokens: first and last word, form, MISC.
    pub ranges: Vec<(usize, usize, String, String)>,
}

/// Reads sentences; the error names the line.
pub fn read(text: &str) -> Result<Vec<Sentence>, String> {
    let (mut all, mut one) = (Vec::new(), Sentence::default());
    for (n, line) in text.lines().chain([""]).enumerate() {
        let wrong = |why: &str| format!("line {}: {why}", n + 1);
        if line.is_empty() {
            if !one.words.is_empty() {
                all.push(std::mem::take(&mut one));
            }
        } else if let Some(comment) = line.strip_prefix('#') {
            if let Some((k, v)) = comment.split_once('=') {
                one.comments.insert(k.trim().to_owned(), v.trim().to_owned());
            }
        } else {
            let columns: Word = line.split('\t').map(str::to_owned).collect();
            if columns.len() != 10 {
                return Err(wrong(&format!("{} columns, not 10", columns.len())));
            }
            if let Some((a, b)) = columns[0].split_once('-') {
                let number = |s: &str| s.parse().map_err(|_| wrong("a range of words that is none"));
                one.ranges.push((number(a)?, number(b)?, columns[1].clone(), columns[9].clone()));
            } else if !columns[0].contains('.') {
                one.words.push(columns);
            }
        }
    }
    Ok(all)
}

/// What is wrong with a sentence as a tree of Universal Dependencies; nothing where it is whole.
pub fn faults(s: &Sentence) -> Vec<String> {
    let mut out = Vec::new();
    let n = s.words.len();
    let heads: Vec<usize> = s.words.iter().map(|w| w[6].parse().unwrap_or(usize::MAX)).collect();
    for (i, w) in s.words.iter().enumerate() {
        let at = format!("word {} `{}`", i + 1, w[1]);
        if w[0] != (i + 1).to_string() {
            out.push(format!("{at}: its number is {}", w[0]));
        }
        if heads[i] > n || heads[i] == i + 1 {
            out.push(format!("{at}: head {}", w[6]));
            return out;
        }
        if (heads[i] == 0) != (w[7] == "root") {
            out.push(format!("{at}: `{}` with head {}", w[7], w[6]));
        }
        if w[1..8].iter().any(String::is_empty) {
            out.push(format!("{at}: an empty column"));
        }
        let relation = w[7].split(':').next().unwrap_or("");
        let upos = w[3].as_str();
        let fits = match relation {
            "punct" => upos == "PUNCT",
            "det" => matches!(upos, "DET" | "PRON" | "X"),
            "aux" | "cop" => matches!(upos, "AUX" | "PRON" | "VERB"),
            "cc" => matches!(upos, "CCONJ" | "ADP" | "ADV" | "PART" | "SCONJ"),
            "nummod" => matches!(upos, "NUM" | "NOUN" | "SYM"),
            "expl" => matches!(upos, "PRON" | "ADV" | "PART"),
            _ => true,
        };
        if !fits {
            out.push(format!("{at}: {upos} as {relation}"));
        }
        if heads[i] > 0 {
            let head = s.words[heads[i] - 1][7].split(':').next().unwrap_or("").to_owned();
            let leaf = match head.as_str() {
                "punct" => relation != "punct",
                "aux" | "cop" | "cc" | "fixed" => {
                    !matches!(relation, "fixed" | "goeswith" | "punct" | "advmod" | "reparandum" | "conj" | "cc")
                }
                "case" | "mark" => !matches!(
                    relation,
                    "fixed" | "goeswith" | "punct" | "advmod" | "conj" | "cc" | "obl" | "nmod" | "reparandum"
                ),
                _ => false,
            };
            if leaf {
                out.push(format!("{at}: {relation} hangs on a {head}"));
            }
        }
    }
    if heads.iter().filter(|&&h| h == 0).count() != 1 {
        out.push("not one root".to_owned());
    }
    for i in 0..n {
        let (mut at, mut steps) = (i + 1, 0);
        while at != 0 && steps <= n {
            at = heads[at - 1];
            steps += 1;
        }
        if at != 0 {
            out.push(format!("word {}: in a cycle", i + 1));
            break;
        }
    }
    let mut text = String::new();
    let mut i = 0;
    while i < n {
        let range = s.ranges.iter().find(|r| r.0 == i + 1);
        let (form, misc, next) =
            range.map_or((&s.words[i][1], &s.words[i][9], i + 1), |r| (&r.2, &r.3, r.1.max(i + 1)));
        text.push_str(form);
        if !misc.split('|').any(|m| m == "SpaceAfter=No") {
            text.push(' ');
        }
        i = next;
    }
    if s.comments.get("text").is_some_and(|t| t.trim_end() != text.trim_end()) {
        out.push(format!("its words read {:?}", text.trim_end()));
    }
    out
}

/// Right and all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Share(usize, usize);

impl Share {
    fn add(&mut self, right: bool) {
        self.0 += usize::from(right);
        self.1 += 1;
    }
    fn per_cent(self) -> f64 {
        100.0 * self.0 as f64 / self.1.max(1) as f64
    }
}

/// How two readings of the same sentences agree.
#[derive(Debug, Default)]
struct Scores {
    upos: Share,
    lemma: Share,
    uas: Share,
    las: Share,
    by_relation: BTreeMap<String, Share>,
}

fn compare(gold: &[Sentence], ours: &[Sentence]) -> Result<Scores, String> {
    let mut s = Scores::default();
    if gold.len() != ours.len() {
        return Err(format!("{} sentences came back for {}", ours.len(), gold.len()));
    }
    for (g, o) in gold.iter().zip(ours) {
        if g.words.len() != o.words.len() {
            return Err(format!("{:?}: {} words came back", g.comments.get("sent_id"), o.words.len()));
        }
        for (g, o) in g.words.iter().zip(&o.words) {
            let plain = |w: &Word| w[7].split(':').next().unwrap_or("").to_owned();
            let right = g[6] == o[6] && plain(g) == plain(o);
            s.upos.add(g[3] == o[3]);
            s.lemma.add(g[2] == o[2]);
            s.uas.add(g[6] == o[6]);
            s.las.add(right);
            s.by_relation.entry(plain(g)).or_default().add(right);
        }
    }
    Ok(s)
}

fn ask(binary: &Path, text: &str) -> Result<String, String> {
    let mut c = Command::new(binary);
    c.args(["analyse", "--from", "conllu", "--to", "conllu"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = c.spawn().map_err(|e| format!("`{}` cannot be started: {e}", process::shown(&c)))?;
    let mut input = child.stdin.take().ok_or("no way to the program")?;
    let text = text.to_owned();
    let feeder = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let out = child.wait_with_output().map_err(|e| e.to_string())?;
    let fed = feeder.join().map_err(|_| "the feeding thread broke")?;
    if !out.status.success() || fed.is_err() {
        return Err(format!("`{}` failed ({})", process::shown(&c), out.status));
    }
    String::from_utf8(out.stdout).map_err(|e| e.to_string())
}

/// `cargo xtask trees [FILE] [--split tune|report] [--binary PROGRAM]...`: a table by relation, one column a program.
pub fn run(root: &Path, args: &[String]) -> Result<(), String> {
    let (mut file, mut split, mut binaries) = (root.join(OWN), None, Vec::new());
    let mut args = args.iter();
    while let Some(a) = args.next() {
        let mut value = || args.next().cloned().ok_or(format!("{a} wants a value"));
        match a.as_str() {
            "--split" => split = Some(value()?),
            "--binary" => binaries.push(PathBuf::from(value()?)),
            _ if !a.starts_with('-') => file = PathBuf::from(a),
            _ => return Err(format!("no such option: {a}")),
        }
    }
    if binaries.is_empty() {
        binaries.push(process::release(root)?);
    }
    let text = std::fs::read_to_string(&file).map_err(|e| format!("{}: {e}", file.display()))?;
    let all = read(&text).map_err(|e| format!("{}: {e}", file.display()))?;
    let wanted = |s: &Sentence| split.is_none() || s.comments.get("split") == split.as_ref();
    let keep = |all: Vec<Sentence>, gold: &[Sentence]| -> Vec<Sentence> {
        all.into_iter().zip(gold).filter(|(_, g)| wanted(g)).map(|(s, _)| s).collect()
    };
    let gold: Vec<_> = all.iter().filter(|s| wanted(s)).cloned().collect();
    let mut scores = Vec::new();
    for b in &binaries {
        scores.push(compare(&gold, &keep(read(&ask(b, &text)?)?, &all))?);
    }
    let words: usize = gold.iter().map(|s| s.words.len()).sum();
    println!("{} sentences, {words} words", gold.len());
    let row = |name: &str, count: usize, of: &dyn Fn(&Scores) -> Share| {
        let cells: Vec<_> = scores.iter().map(|s| format!("{:8.2}", of(s).per_cent())).collect();
        println!("{name:<12}{count:>7}{}", cells.concat());
    };
    row("UPOS", words, &|s| s.upos);
    row("lemma", words, &|s| s.lemma);
    row("UAS", words, &|s| s.uas);
    row("LAS", words, &|s| s.las);
    let mut relations: Vec<_> = scores[0].by_relation.iter().map(|(k, v)| (v.1, k.clone())).collect();
    relations.sort_by(|a, b| b.cmp(a));
    for (count, relation) in relations {
        row(&relation, count, &|s| s.by_relation.get(&relation).copied().unwrap_or_default());
    }
    Ok(())
}

/// What is wrong with the project's own treebank.
pub fn problems(root: &Path) -> Result<Vec<String>, String> {
    let text = std::fs::read_to_string(root.join(OWN)).map_err(|e| format!("{OWN}: {e}"))?;
    let all = read(&text).map_err(|e| format!("{OWN}: {e}"))?;
    let mut out = Vec::new();
    let mut seen = BTreeSet::new();
    for s in &all {
        let id = s.comments.get("sent_id").cloned().unwrap_or_default();
        if id.is_empty() || !seen.insert(id.clone()) {
            out.push(format!("{OWN}: the id {id:?} is missing or stands twice"));
        }
        if !matches!(s.comments.get("split").map(String::as_str), Some("tune" | "report")) {
            out.push(format!("{OWN}: {id}: split is neither tune nor report"));
        }
        out.extend(faults(s).into_iter().map(|f| format!("{OWN}: {id}: {f}")));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "# sent_id = a\n# text = Rebels don't flee.\n\
        1\tRebels\trebel\tNOUN\tNNS\tNumber=Plur\t4\tnsubj\t_\t_\n\
        2-3\tdon't\t_\t_\t_\t_\t_\t_\t_\t_\n\
        2\tdo\tdo\tAUX\tVBP\t_\t4\taux\t_\t_\n3\tn't\tnot\tPART\tRB\t_\t4\tadvmod\t_\t_\n\
        4\tflee\tflee\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No\n5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\t_\n";

    #[test]
    fn a_whole_sentence_has_no_faults() {
        let s = read(GOOD).unwrap();
        assert_eq!((s.len(), s[0].words.len(), s[0].ranges.len()), (1, 5, 1));
        assert_eq!(faults(&s[0]), Vec::<String>::new());
        assert_eq!(compare(&s, &s).unwrap().las, Share(5, 5));
    }

    #[test]
    fn faults_are_found() {
        let fault = |from: &str, to: &str| faults(&read(&GOOD.replacen(from, to, 1)).unwrap()[0]).join("; ");
        assert_eq!(
            fault("\t0\troot", "\t1\troot"),
            "word 4 `flee`: `root` with head 1; not one root; word 1: in a cycle"
        );
        assert_eq!(fault("4\tpunct", "9\tpunct"), "word 5 `.`: head 9");
        assert_eq!(fault("PUNCT", "SYM"), "word 5 `.`: SYM as punct");
        assert_eq!(fault("4\tadvmod", "2\tobj"), "word 3 `n't`: obj hangs on a aux");
        assert_eq!(fault("flee.", "flee ."), "its words read \"Rebels don't flee.\"");
        assert!(read("1\tx\n").unwrap_err().starts_with("line 1: 2 columns"));
    }

    #[test]
    fn a_wrong_relation_is_counted_under_the_gold_one() {
        let gold = read(GOOD).unwrap();
        let ours = read(&GOOD.replacen("nsubj", "obj", 1)).unwrap();
        let s = compare(&gold, &ours).unwrap();
        assert_eq!((s.uas, s.las), (Share(5, 5), Share(4, 5)));
        assert_eq!(s.by_relation["nsubj"], Share(0, 1));
        assert!(compare(&gold, &[]).is_err());
    }
}
