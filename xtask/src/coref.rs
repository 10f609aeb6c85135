//! How well mentions are chained: MUC, B-cubed and CEAF over a treebank with `Entity=` marks, as GUM has them.
//!
//! The program is given the words and sentences of one document at a time and its chains are held against the gold
//! ones; numerators and denominators are summed over documents, as the scorer of `CoNLL`-2012 does, and the mean of the
//! three F1 is the figure. "Rebels left Hama. They fled" with Rebels and They in one chain, in both, scores 1.
//!
//! **Which chains count.** Gold: two or more mentions, of a person, an organisation or a place. Ours: a chain that
//! touches such a gold mention counts whole; one that touches none, but does touch a gold mention of another type (an
//! event, an object), was not asked for and is left out; one that touches no gold mention at all is a false one.
//! `strict` leaves nothing of ours out. Mentions match by exact words, or, in the second figure, by the same head.
#![allow(clippy::print_stdout, reason = "the table is for whoever runs the chore")]

use crate::process;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The treebank, beside the checkout.
const TREEBANK: &str = "../shared/train/ud/en_gum-ud-dev.conllu";
/// The gold types that are asked for.
const TYPES: [&str; 3] = ["person", "organization", "place"];

/// A run of words of a document, both ends inclusive, counted over the whole document.
pub type Words = (usize, usize);

/// A gold mention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gold {
    /// Its words.
    pub words: Words,
    /// Whom it stands for.
    pub entity: String,
    /// Person, place, abstract …
    pub kind: String,
}

/// A gold document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// Its name.
    pub name: String,
    /// Its sentences as they stand in the file, comments included.
    pub conllu: String,
    /// For each word the word that it hangs on, over the whole document; `None` for a root.
    pub heads: Vec<Option<usize>>,
    /// Its mentions, single ones too.
    pub mentions: Vec<Gold>,
}

/// Chains as sets of mentions.
pub type Chains = Vec<BTreeSet<Words>>;

/// A numerator and a denominator for recall and for precision.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Counts {
    /// Numerator and denominator of recall.
    pub recall: (f64, f64),
    /// Numerator and denominator of precision.
    pub precision: (f64, f64),
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.recall = (self.recall.0 + other.recall.0, self.recall.1 + other.recall.1);
        self.precision = (self.precision.0 + other.precision.0, self.precision.1 + other.precision.1);
    }
    /// Precision, recall and F1; nought where there is nothing to divide by.
    pub fn figures(&self) -> (f64, f64, f64) {
        let share = |(n, d): (f64, f64)| if d > 0.0 { n / d } else { 0.0 };
        let (p, r) = (share(self.precision), share(self.recall));
        (p, r, if p + r > 0.0 { 2.0 * p * r / (p + r) } else { 0.0 })
    }
}

/// The three measures of one document or of many.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Measures {
    /// Links (Vilain and others, 1995).
    pub muc: Counts,
    /// Mentions (Bagga and Baldwin, 1998), mentions of one side only counted as wrong.
    pub b_cubed: Counts,
    /// Chains, one to one (Luo, 2005), likeness 2|K∩R| / (|K|+|R|).
    pub ceaf: Counts,
}

impl Measures {
    /// Measures `response` against `key`.
    pub fn of(key: &Chains, response: &Chains) -> Self {
        let (best, keys, responses) = (ceaf(key, response), key.len() as f64, response.len() as f64);
        Self {
            muc: Counts { recall: muc(key, response), precision: muc(response, key) },
            b_cubed: Counts { recall: b_cubed(key, response), precision: b_cubed(response, key) },
            ceaf: Counts { recall: (best, keys), precision: (best, responses) },
        }
    }
    fn add(&mut self, other: &Self) {
        self.muc.add(other.muc);
        self.b_cubed.add(other.b_cubed);
        self.ceaf.add(other.ceaf);
    }
    /// The mean of the three F1.
    pub fn conll(&self) -> f64 {
        (self.muc.figures().2 + self.b_cubed.figures().2 + self.ceaf.figures().2) / 3.0
    }
}

/// Of the links that hold each chain of `a` together, those that `b` has too.
fn muc(a: &Chains, b: &Chains) -> (f64, f64) {
    let (mut kept, mut all) = (0, 0);
    for chain in a {
        let loose = chain.iter().filter(|m| !b.iter().any(|c| c.contains(*m))).count();
        let parts = loose + b.iter().filter(|c| !c.is_disjoint(chain)).count();
        kept += chain.len() - parts;
        all += chain.len() - 1;
    }
    (kept as f64, all as f64)
}

/// For each mention of `a`, the share of its chain that is with it in `b` too.
fn b_cubed(a: &Chains, b: &Chains) -> (f64, f64) {
    let (mut sum, mut all) = (0.0, 0);
    for chain in a {
        all += chain.len();
        for other in b {
            let both = chain.intersection(other).count() as f64;
            sum += both * both / chain.len() as f64;
        }
    }
    (sum, all as f64)
}

/// The greatest sum of likenesses over one-to-one pairs of chains.
fn ceaf(a: &Chains, b: &Chains) -> f64 {
    let likeness =
        |x: &BTreeSet<Words>, y: &BTreeSet<Words>| 2.0 * x.intersection(y).count() as f64 / (x.len() + y.len()) as f64;
    let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    let table: Vec<Vec<f64>> = few.iter().map(|x| many.iter().map(|y| likeness(x, y)).collect()).collect();
    best_pairs(&table)
}

/// The greatest sum of one cell a row, no two in one column; no more rows than columns (Kuhn's method as Munkres and
/// Jonker put it: one augmenting path a row, with potentials).
fn best_pairs(table: &[Vec<f64>]) -> f64 {
    let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
    assert!(rows <= columns || rows == 0, "a table as broad as it is high");
    // Counted from 1; 0 stands for "none yet".
    let cost = |r: usize, c: usize| -table[r - 1][c - 1];
    let (mut of_row, mut of_column) = (vec![0.0; rows + 1], vec![0.0; columns + 1]);
    let mut taken = vec![0; columns + 1];
    for row in 1..=rows {
        let mut way = vec![0; columns + 1];
        let mut least = vec![f64::INFINITY; columns + 1];
        let mut done = vec![false; columns + 1];
        let mut at = 0;
        taken[0] = row;
        while taken[at] != 0 {
            done[at] = true;
            let (mut step, mut next) = (f64::INFINITY, 0);
            for c in 1..=columns {
                if done[c] {
                    continue;
                }
                let slack = cost(taken[at], c) - of_row[taken[at]] - of_column[c];
                if slack < least[c] {
                    (least[c], way[c]) = (slack, at);
                }
                if least[c] < step {
                    (step, next) = (least[c], c);
                }
            }
            for c in 0..=columns {
                if done[c] {
                    of_row[taken[c]] += step;
                    of_column[c] -= step;
                } else {
                    least[c] -= step;
                }
            }
            at = next;
        }
        while at != 0 {
            taken[at] = taken[way[at]];
            at = way[at];
        }
    }
    (1..=columns).filter(|&c| taken[c] != 0).map(|c| table[taken[c] - 1][c - 1]).sum()
}

/// How mentions are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Match {
    /// The same words.
    Exact,
    /// The same head word.
    Head,
}

/// Which of our chains count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those that touch a gold mention of another type alone are left out.
    Asked,
    /// All.
    Strict,
}

impl Document {
    /// Reads the documents of a CoNLL-U file.
    pub fn parse(text: &str) -> Result<Vec<Self>, String> {
        let mut all: Vec<Self> = Vec::new();
        let mut open: Vec<(String, String, usize)> = Vec::new();
        let mut start = 0;
        for (number, line) in text.lines().enumerate() {
            if let Some(name) = line.strip_prefix("# newdoc id = ") {
                all.push(Self { name: name.trim().to_owned(), ..Self::default() });
                open.clear();
            }
            let Some(doc) = all.last_mut() else { continue };
            doc.conllu.push_str(line);
            doc.conllu.push('\n');
            if line.is_empty() {
                start = doc.heads.len();
            }
            let columns: Vec<&str> = line.split('\t').collect();
            let [id, .., misc] = columns[..] else { continue };
            if line.starts_with('#') || id.parse::<usize>().is_err() {
                continue;
            }
            if doc.heads.is_empty() {
                start = 0;
            }
            let head: usize = columns[6].parse().map_err(|_| format!("line {}: no head", number + 1))?;
            let here = doc.heads.len();
            doc.heads.push(head.checked_sub(1).map(|h| h + start));
            let Some(marks) = misc.split('|').find_map(|m| m.strip_prefix("Entity=")) else { continue };
            for mark in brackets(marks) {
                let fields: Vec<&str> = mark.trim_matches(['(', ')']).split('-').collect();
                if mark.starts_with('(') {
                    let kind = fields.get(1).copied().unwrap_or("").to_owned();
                    if mark.ends_with(')') {
                        doc.mentions.push(Gold { words: (here, here), entity: fields[0].to_owned(), kind });
                    } else {
                        open.push((fields[0].to_owned(), kind, here));
                    }
                } else {
                    let found = open.iter().rposition(|o| o.0 == fields[0]);
                    let found = found.ok_or_else(|| format!("line {}: `{mark}` closes nothing", number + 1))?;
                    let (entity, kind, first) = open.remove(found);
                    doc.mentions.push(Gold { words: (first, here), entity, kind });
                }
            }
        }
        Ok(all)
    }

    /// The word of a run that hangs on a word outside it: the first, where there are several.
    fn head(&self, (first, last): Words) -> usize {
        (first..=last).find(|&i| self.heads[i].is_none_or(|h| h < first || h > last)).unwrap_or(first)
    }

    /// The gold chains that are asked for.
    pub fn key(&self) -> Chains {
        let mut chains: BTreeMap<&str, BTreeSet<Words>> = BTreeMap::new();
        for m in self.mentions.iter().filter(|m| TYPES.contains(&m.kind.as_str())) {
            chains.entry(&m.entity).or_default().insert(m.words);
        }
        chains.into_values().filter(|c| c.len() > 1).collect()
    }

    /// Our chains as they are held against the key: a mention that matches a gold one takes its words.
    pub fn response(&self, ours: &[(Words, usize)], by: Match, scope: Scope) -> Chains {
        let exact: BTreeSet<Words> = self.mentions.iter().map(|m| m.words).collect();
        let mut taken: BTreeSet<Words> =
            ours.iter().map(|o| o.0).filter(|w| by == Match::Head && exact.contains(w)).collect();
        let mut seen = BTreeSet::new();
        let mut chains: BTreeMap<usize, BTreeSet<Words>> = BTreeMap::new();
        for &(words, chain) in ours {
            let mut as_gold = words;
            if by == Match::Head && !exact.contains(&words) {
                let head = self.head(words);
                let like = |w: &Words| w.0.abs_diff(words.0) + w.1.abs_diff(words.1);
                let same = exact.iter().filter(|w| self.head(**w) == head && !taken.contains(*w));
                if let Some(w) = same.min_by_key(|w| like(w)) {
                    as_gold = *w;
                    taken.insert(*w);
                }
            }
            // The same words twice are one mention, the first.
            if seen.insert(as_gold) {
                chains.entry(chain).or_default().insert(as_gold);
            }
        }
        let asked = |c: &BTreeSet<Words>| {
            let touched = || self.mentions.iter().filter(|m| c.contains(&m.words));
            touched().any(|m| TYPES.contains(&m.kind.as_str())) || touched().next().is_none()
        };
        chains.into_values().filter(|c| !c.is_empty() && (scope == Scope::Strict || asked(c))).collect()
    }
}

/// The marks of one word: `(1-person-new(2-place-giv)` and `2)1)` are two each.
fn brackets(marks: &str) -> Vec<&str> {
    let mut out = Vec::new();
    let mut begin = 0;
    for (i, c) in marks.char_indices() {
        if c == '(' && i > begin {
            out.push(&marks[begin..i]);
            begin = i;
        }
        if c == ')' {
            out.push(&marks[begin..=i]);
            begin = i + 1;
        }
    }
    if begin < marks.len() {
        out.push(&marks[begin..]);
    }
    out
}

/// Our chains in what `analyse --to jsonl` printed for one document.
fn chains(output: &str) -> Result<Vec<(Words, usize)>, String> {
    let v: serde_json::Value = serde_json::from_str(output.trim()).map_err(|e| format!("no analysis: {e}"))?;
    let number = |v: &serde_json::Value, k: &str| v[k].as_u64().map_or(usize::MAX, |n| n as usize);
    let list = |v: &serde_json::Value, k: &str| v[k].as_array().cloned().unwrap_or_default();
    let tokens: Vec<_> = list(&v, "sentences").iter().flat_map(|s| list(s, "tokens")).collect();
    let begins: BTreeMap<usize, usize> = tokens.iter().enumerate().map(|(i, t)| (number(t, "begin"), i)).collect();
    let ends: BTreeMap<usize, usize> = tokens.iter().enumerate().map(|(i, t)| (number(t, "end"), i)).collect();
    let mention = |m: &serde_json::Value| {
        let (first, last) = (begins.get(&number(m, "begin")), ends.get(&number(m, "end")));
        let words = first.copied().zip(last.copied()).ok_or_else(|| format!("a mention between words: {m}"))?;
        Ok((words, number(m, "chain")))
    };
    list(&v, "mentions").iter().map(mention).collect()
}

/// The four tables: exact words and heads, asked and strict.
pub fn report(documents: &[(Document, Vec<(Words, usize)>)]) -> String {
    let mut text = String::new();
    let modes = [
        ("exact words", Match::Exact, Scope::Asked),
        ("same head", Match::Head, Scope::Asked),
        ("exact words, strict", Match::Exact, Scope::Strict),
    ];
    let mut all = [Measures::default(); 3];
    let _ = writeln!(text, "{:<28} {:>8} {:>8} {:>8}", "CoNLL F1 by document", "exact", "head", "strict");
    for (document, ours) in documents {
        let _ = write!(text, "{:<28}", document.name);
        for ((_, by, scope), sum) in modes.iter().zip(&mut all) {
            let one = Measures::of(&document.key(), &document.response(ours, *by, *scope));
            sum.add(&one);
            let _ = write!(text, " {:>8.3}", one.conll());
        }
        text.push('\n');
    }
    for ((name, ..), m) in modes.iter().zip(&all) {
        let _ = writeln!(text, "\n{name:<28} {:>8} {:>8} {:>8}", "P", "R", "F1");
        for (measure, counts) in [("MUC", m.muc), ("B-cubed", m.b_cubed), ("CEAF-phi4", m.ceaf)] {
            let (p, r, f) = counts.figures();
            let _ = writeln!(text, "  {measure:<26} {p:>8.4} {r:>8.4} {f:>8.4}");
        }
        let _ = writeln!(text, "  {:<26} {:>26.4}", "CoNLL F1", m.conll());
    }
    text
}

/// What `cargo xtask coref` was asked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The program to ask; built where not given.
    pub binary: Option<PathBuf>,
    /// The treebank.
    pub treebank: Option<PathBuf>,
}

impl Options {
    /// Reads the arguments after `coref`.
    pub fn parse(args: &[String]) -> Result<Self, String> {
        let mut o = Self::default();
        let mut args = args.iter();
        while let Some(a) = args.next() {
            match a.as_str() {
                "--binary" => o.binary = Some(args.next().ok_or("--binary wants a path")?.into()),
                flag if flag.starts_with('-') => return Err(format!("`coref` knows --binary PATH, not {flag}")),
                file => o.treebank = Some(file.into()),
            }
        }
        Ok(o)
    }
}

/// Measures the program on a treebank.
pub fn run(root: &Path, options: &Options) -> Result<(), String> {
    let path = options.treebank.clone().unwrap_or_else(|| root.join(TREEBANK));
    if !path.is_file() {
        println!("coref: {} is not there, so nothing is measured", path.display());
        return Ok(());
    }
    let text = std::fs::read_to_string(&path).map_err(|e| format!("{} cannot be read: {e}", path.display()))?;
    let binary = match &options.binary {
        Some(b) => b.clone(),
        None => process::release(root)?,
    };
    let mut done = Vec::new();
    for document in Document::parse(&text)? {
        let ours = chains(&ask(&binary, &document.conllu)?)?;
        done.push((document, ours));
    }
    println!("{}", report(&done));
    Ok(())
}

/// What the program says of one document.
fn ask(binary: &Path, conllu: &str) -> Result<String, String> {
    let mut command = Command::new(binary);
    command.args(["analyse", "--from", "conllu", "--to", "jsonl"]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let failed = |e: std::io::Error| format!("`{}` failed: {e}", binary.display());
    let mut child = command.spawn().map_err(failed)?;
    // The program reads all before it writes, so writing first cannot block for ever.
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(conllu.as_bytes()).map_err(failed)?;
    }
    let output = child.wait_with_output().map_err(failed)?;
    String::from_utf8(output.stdout).map_err(|e| format!("`{}` wrote no text: {e}", binary.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Chains of one-word mentions, a letter a mention.
    fn letters(chains: &str) -> Chains {
        chains.split(' ').map(|c| c.bytes().map(|b| (usize::from(b), usize::from(b))).collect()).collect()
    }

    fn figures(key: &str, response: &str) -> [(f64, f64, f64); 3] {
        let m = Measures::of(&letters(key), &letters(response));
        [m.muc.figures(), m.b_cubed.figures(), m.ceaf.figures()]
    }

    fn near(got: (f64, f64, f64), precision: f64, recall: f64) {
        let f = if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 };
        for (g, w) in [(got.0, precision), (got.1, recall), (got.2, f)] {
            assert!((g - w).abs() < 1e-9, "{got:?}, not {precision} {recall}");
        }
    }

    #[test]
    fn vilains_broken_and_joined_chains() {
        // A chain of four in two halves lacks one link of three; two halves joined have one link too many.
        near(figures("ABCD", "AB CD")[0], 1.0, 2.0 / 3.0);
        near(figures("AB CD", "ABCD")[0], 2.0 / 3.0, 1.0);
        // Vilain and others' third: A-B-C-D against A-B, C left out as is D.
        near(figures("ABCD", "AB")[0], 1.0, 1.0 / 3.0);
    }

    #[test]
    fn bagga_and_baldwins_five_two_five() {
        // Key: 1-5, 6-7, 8-12. To join the small chain with a large one costs less than to join the two large ones.
        let key = "abcde fg hijkl";
        let small = figures(key, "abcde fghijkl");
        let large = figures(key, "abcdehijkl fg");
        near(small[0], 9.0 / 10.0, 1.0);
        near(large[0], 9.0 / 10.0, 1.0);
        // (5·1 + 2·2/7 + 5·5/7) / 12 and (10·1/2 + 2·1) / 12
        near(small[1], (5.0 + 4.0 / 7.0 + 25.0 / 7.0) / 12.0, 1.0);
        near(large[1], 7.0 / 12.0, 1.0);
        // CEAF pairs the joined chain with its likest: 1 + 2·5/12 of 2 (precision) and of 3 (recall); 2·5/15 + 1.
        near(small[2], 0.5 + 5.0 / 12.0, (1.0 + 10.0 / 12.0) / 3.0);
        near(large[2], 0.5 + 5.0 / 15.0, (1.0 + 10.0 / 15.0) / 3.0);
    }

    #[test]
    fn the_reference_scorers_example_with_mentions_of_one_side_only() {
        // Pradhan and others (2014): key {a,b,c} {d,e,f,g}, response {a,b} {c,d} {f,g,h,i}.
        let [muc, b_cubed, ceaf] = figures("abc defg", "ab cd fghi");
        near(muc, 2.0 / 5.0, 2.0 / 5.0);
        let recall = (4.0 / 3.0 + 1.0 / 3.0 + 1.0 / 4.0 + 4.0 / 4.0) / 7.0;
        let precision = (4.0 / 2.0 + 1.0 / 2.0 + 1.0 / 2.0 + 4.0 / 4.0) / 8.0;
        near(b_cubed, precision, recall);
        // abc–ab 4/5, defg–fghi 4/8.
        near(ceaf, 1.3 / 3.0, 1.3 / 2.0);
    }

    #[test]
    fn the_best_pairs_are_not_the_greedy_ones() {
        // Greedy takes 9 and is left with 1; the best is 8 + 8.
        let sum = best_pairs(&[vec![9.0, 8.0], vec![8.0, 1.0]]);
        assert!((sum - 16.0).abs() < 1e-9, "{sum}");
        let sum = best_pairs(&[vec![1.0, 5.0, 3.0], vec![2.0, 6.0, 1.0]]);
        assert!((sum - 9.0).abs() < 1e-9, "{sum}");
        assert!(best_pairs(&[]).abs() < 1e-9);
    }

    #[test]
    fn nothing_found_is_nought_and_all_is_one() {
        for f in figures("ab cde", "ab cde") {
            near(f, 1.0, 1.0);
        }
        let m = Measures::of(&letters("ab"), &Vec::new());
        near(m.ceaf.figures(), 0.0, 0.0);
        assert!((Measures::of(&letters("ab"), &letters("ab")).conll() - 1.0).abs() < 1e-9);
    }

    /// "The new mayor of Ur spoke . She left it ."
    const FILE: &str = "# newdoc id = d\n\
        1\tThe\t_\t_\t_\t_\t3\tdet\t_\tEntity=(1-person-new-nn-cf1-3-coref\n\
        2\tnew\t_\t_\t_\t_\t3\tamod\t_\t_\n\
        3\tmayor\t_\t_\t_\t_\t6\tnsubj\t_\t_\n\
        4\tof\t_\t_\t_\t_\t5\tcase\t_\t_\n\
        5\tUr\t_\t_\t_\t_\t3\tnmod\t_\tEntity=(2-place-new-nn-cf2-1-coref-Ur)1)\n\
        6\tspoke\t_\t_\t_\t_\t0\troot\t_\tEntity=(3-event-new-nn-cf3-1-coref)\n\
        7-8\tx\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No\n\
        \n\
        1\tShe\t_\t_\t_\t_\t2\tnsubj\t_\tEntity=(1-person-giv:act-nn-cf1-1-ana)\n\
        2\tleft\t_\t_\t_\t_\t0\troot\t_\t_\n\
        3\tit\t_\t_\t_\t_\t2\tobj\t_\tEntity=(3-event-giv:act-nn-cf1-1-ana)|SpaceAfter=No\n\n";

    #[test]
    fn entities_are_read_with_their_brackets() {
        let d = &Document::parse(FILE).expect("the file is right")[0];
        let found: Vec<_> = d.mentions.iter().map(|m| (m.words, m.entity.as_str(), m.kind.as_str())).collect();
        let want = [((4, 4), "2", "place"), ((0, 4), "1", "person"), ((5, 5), "3", "event"), ((6, 6), "1", "person")];
        assert_eq!(found[..4], want);
        assert_eq!(d.heads[6..], [Some(7), None, Some(7)]);
        assert_eq!(d.key(), vec![BTreeSet::from([(0, 4), (6, 6)])]);
    }

    #[test]
    fn heads_match_where_words_do_not_and_other_types_are_not_asked_for() {
        let d = &Document::parse(FILE).expect("the file is right")[0];
        let ours = [((0, 2), 0), ((6, 6), 0), ((5, 5), 1), ((8, 8), 1), ((1, 1), 2), ((7, 7), 2)];
        let mayor = BTreeSet::from([(0, 4), (6, 6)]);
        let false_one = BTreeSet::from([(1, 1), (7, 7)]);
        assert_eq!(d.response(&ours, Match::Head, Scope::Asked), [mayor, false_one.clone()]);
        assert_eq!(d.response(&ours, Match::Exact, Scope::Asked), [BTreeSet::from([(0, 2), (6, 6)]), false_one]);
        assert_eq!(d.response(&ours, Match::Exact, Scope::Strict).len(), 3);
    }

    #[test]
    fn our_mentions_become_words() {
        let out = r#"{"sentences":[{"tokens":[{"begin":0,"end":4},{"begin":5,"end":7}]},{"tokens":[{"begin":8,"end":11}]}],
            "mentions":[{"begin":0,"end":7,"chain":0},{"begin":8,"end":11,"chain":0}]}"#;
        assert_eq!(chains(out), Ok(vec![((0, 1), 0), ((2, 2), 0)]));
        assert!(chains(&out.replace("\"end\":11,\"chain\"", "\"end\":10,\"chain\"")).is_err());
    }
}
