//! The learned head: from a predicate's vector and what stands around it to how likely it tells an act of each type.
//!
//! A table of whole numbers, `data/model/backoff.weights`, made by `train/backoff.py`; docs/backoff.md says how. It
//! knows no words: for "torch" in "The militia torched the depot" it gets the 384 numbers that the parser made of the
//! word there. Sums are of whole numbers and the few floats have a fixed order, so that every machine gets the same.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Weights are whole numbers times one over this.
const SCALE: f64 = 1024.0;

/// Why a file of weights is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct WrongWeights {
    line: usize,
    why: String,
}

impl std::fmt::Display for WrongWeights {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {} of the back-off's weights: {}", self.line, self.why)
    }
}

/// The head.
#[derive(Debug)]
pub(crate) struct Head {
    /// The types; the first is no act at all.
    types: Vec<String>,
    bias: Vec<i32>,
    /// For each number of the vector its weight for each type, one row after the other.
    rows: Vec<i32>,
    features: BTreeMap<String, Vec<i32>>,
    /// Verbs that the rules read in most of their uses, and as what.
    words: BTreeMap<String, String>,
    /// Of verbs that the rules know and of new ones: thousandths of the head's own opinion, and how often it was right
    /// among a thousand.
    sure: BTreeMap<String, Vec<(i32, i32)>>,
    /// How often it must be right among a thousand to be heard.
    fire: BTreeMap<String, i32>,
}

impl Head {
    /// The head that is built in.
    pub(crate) fn embedded() -> &'static Self {
        static HEAD: LazyLock<Head> = LazyLock::new(|| {
            Head::parse(include_str!("../../../data/model/backoff.weights"))
                .unwrap_or_else(|e| panic!("data/model/backoff.weights: {e}"))
        });
        &HEAD
    }

    fn parse(text: &str) -> Result<Self, WrongWeights> {
        let mut head = Self {
            types: Vec::new(),
            bias: Vec::new(),
            rows: Vec::new(),
            features: BTreeMap::new(),
            words: BTreeMap::new(),
            sure: BTreeMap::new(),
            fire: BTreeMap::new(),
        };
        for (n, line) in text.lines().enumerate().filter(|(_, l)| !l.starts_with('#') && !l.is_empty()) {
            let wrong = |why: &str| WrongWeights { line: n + 1, why: why.to_owned() };
            let mut words = line.split(' ');
            let name = words.next().unwrap_or_default();
            if name == "types" {
                head.types = words.map(str::to_owned).collect();
                continue;
            }
            if name == "word" {
                let (Some(lemma), Some(type_)) = (words.next(), words.next()) else {
                    return Err(wrong("a verb and its type are wanted"));
                };
                head.words.insert(lemma.to_owned(), type_.to_owned());
                continue;
            }
            let class = if matches!(name, "sure" | "fire") { words.next() } else { None };
            let numbers: Vec<i32> =
                words.map(str::parse).collect::<Result<_, _>>().map_err(|_| wrong("not a whole number"))?;
            // Large enough for any head that learns, small enough that no sum of theirs overflows.
            if numbers.iter().any(|n| n.abs() > 32_000) {
                return Err(wrong("a weight of more than 32000"));
            }
            match (name, class) {
                ("sure", Some(class)) => {
                    let &[own, right] = &numbers[..] else { return Err(wrong("two numbers are wanted")) };
                    let all = head.sure.entry(class.to_owned()).or_default();
                    if all.last().is_some_and(|l| l.0 >= own || l.1 > right) {
                        return Err(wrong("the points of a class rise"));
                    }
                    all.push((own, right));
                }
                ("fire", Some(class)) => {
                    let &[least] = &numbers[..] else { return Err(wrong("one number is wanted")) };
                    head.fire.insert(class.to_owned(), least);
                }
                _ if numbers.len() != head.types.len() || numbers.is_empty() => {
                    return Err(wrong("one weight for each type is wanted"));
                }
                ("bias", _) => head.bias = numbers,
                ("row", _) => head.rows.extend(numbers),
                _ => {
                    head.features.insert(name.to_owned(), numbers);
                }
            }
        }
        if head.bias.is_empty() || head.rows.is_empty() {
            return Err(WrongWeights { line: 0, why: "no bias, or no rows".to_owned() });
        }
        Ok(head)
    }

    /// How likely each type is for a word with this vector among these features, in the order of [`Self::types`];
    /// nothing for a vector of another model's length.
    pub(crate) fn shares(&self, row: &[i8], features: &[String]) -> Option<Vec<f64>> {
        let count = self.types.len();
        if row.len() * count != self.rows.len() {
            return None;
        }
        let mut sums = vec![0_i64; count];
        for (&x, weights) in row.iter().zip(self.rows.chunks_exact(count)) {
            for (sum, &w) in sums.iter_mut().zip(weights) {
                *sum += i64::from(x) * i64::from(w);
            }
        }
        let squares: i64 = row.iter().map(|&x| i64::from(x) * i64::from(x)).sum();
        let length = (squares.max(1) as f64 / row.len() as f64).sqrt();
        let mut plain: Vec<i64> = self.bias.iter().map(|&b| i64::from(b)).collect();
        let mut seen: Vec<&String> = features.iter().collect();
        seen.sort();
        seen.dedup();
        for weights in seen.into_iter().filter_map(|f| self.features.get(f)) {
            for (sum, &w) in plain.iter_mut().zip(weights) {
                *sum += i64::from(w);
            }
        }
        let scores: Vec<f64> = sums.iter().zip(&plain).map(|(&s, &p)| (s as f64 / length + p as f64) / SCALE).collect();
        let top = scores.iter().fold(f64::NEG_INFINITY, |m, &s| if s > m { s } else { m });
        let parts: Vec<f64> = scores.iter().map(|s| exp(s - top)).collect();
        let whole = parts.iter().fold(0.0, |a, b| a + b);
        Some(parts.iter().map(|p| p / whole).collect())
    }

    /// The share of one type; nothing for a type that the head does not know.
    pub(crate) fn share(&self, type_: &str, shares: &[f64]) -> Option<f64> {
        let at = self.types.iter().position(|t| t == type_)?;
        shares.get(at).copied()
    }

    /// As what the rules read a verb in most of its uses; nothing for a verb that they mostly leave alone.
    pub(crate) fn usual(&self, lemma: &str) -> Option<&str> {
        self.words.get(lemma).map(String::as_str)
    }

    /// The type that the head would say of a predicate, where it is sure enough. Of a verb that the rules know it is heard
    /// only if it says what they mostly say.
    pub(crate) fn verdict(&self, usual: Option<&str>, shares: &[f64]) -> Option<&str> {
        let type_ = self.types[best(shares)?].as_str();
        let least = f64::from(*self.fire.get(class(usual))?);
        let heard = self.sureness(usual, shares)? * 1000.0 >= least && usual.is_none_or(|u| u == type_);
        heard.then_some(type_)
    }

    /// How often the head was right when it was as sure of itself as this: between two points on a straight line.
    pub(crate) fn sureness(&self, usual: Option<&str>, shares: &[f64]) -> Option<f64> {
        let points = self.sure.get(class(usual))?;
        let own = shares[best(shares)?] * 1000.0;
        let (mut left, mut right) = ((0, 0), (1000, points.last()?.1));
        for &p in points {
            if f64::from(p.0) <= own {
                left = p;
            } else {
                right = p;
                break;
            }
        }
        let part = if right.0 > left.0 { (own - f64::from(left.0)) / f64::from(right.0 - left.0) } else { 0.0 };
        Some((f64::from(left.1) + part.clamp(0.0, 1.0) * f64::from(right.1 - left.1)) / 1000.0)
    }
}

/// The likeliest type; the first, which is no act, is none.
fn best(shares: &[f64]) -> Option<usize> {
    (1..shares.len()).reduce(|a, b| if shares[b] > shares[a] { b } else { a })
}

fn class(usual: Option<&str>) -> &'static str {
    if usual.is_some() { "known" } else { "new" }
}

/// e to the power of a number: four terms of the series at a 256th of it, squared eight times.
/// The standard library's last bit depends on the platform.
pub(crate) fn exp(x: f64) -> f64 {
    let y = x.clamp(-80.0, 80.0) / 256.0;
    let mut e = 1.0 + y * (1.0 + y * (0.5 + y * (1.0 / 6.0 + y / 24.0)));
    for _ in 0..8 {
        e *= e;
    }
    e
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# a head\ntypes NONE AID ASSAULT\nbias 0 0 0\nrow 0 512 -512\nrow 0 0 1024\nverb 0 10 20\nobj:armed 0 0 1024\n\
         sure new 500 200\nsure new 900 800\nfire new 700\n\
         word shell ASSAULT\nsure known 400 800\nfire known 700\n";

    #[test]
    fn shares_follow_the_vector_and_the_features() {
        let head = Head::parse(FILE).expect("whole");
        let of = |row: &[i8], features: &[&str]| {
            let features: Vec<String> = features.iter().map(|&f| f.to_owned()).collect();
            head.shares(row, &features).expect("two numbers")
        };
        let (help, hit) = (of(&[100, 0], &["verb"]), of(&[0, 100], &["verb", "verb"]));
        assert!(help[1] > help[2] && hit[2] > hit[1]);
        assert!(of(&[0, 100], &["obj:armed"])[2] > hit[2]);
        // Twice the vector is the same word.
        assert_eq!(of(&[0, 100], &[]), of(&[0, 50], &[]));
        assert!((help.iter().sum::<f64>() - 1.0).abs() < 1e-12);
        assert_eq!(head.shares(&[1, 2, 3], &[]), None);
        assert_eq!(head.share("AID", &help), Some(help[1]));
        assert_eq!(head.share("NO_TYPE", &help), None);
    }

    #[test]
    fn only_a_sure_head_is_heard() {
        let head = Head::parse(FILE).expect("whole");
        assert_eq!(head.verdict(None, &[0.3, 0.1, 0.6]), None);
        let shares = [0.05, 0.1, 0.85];
        assert_eq!(head.verdict(None, &shares), Some("ASSAULT"));
        let sure = head.sureness(None, &shares).expect("points");
        assert!((sure - 0.725).abs() < 1e-9, "{sure}");
        // What the rules mostly say of a verb is believed sooner, and nothing else of it.
        assert_eq!(head.usual("shell"), Some("ASSAULT"));
        assert_eq!(head.verdict(head.usual("shell"), &[0.3, 0.1, 0.6]), Some("ASSAULT"));
        assert_eq!(head.verdict(head.usual("shell"), &[0.0, 1.0, 0.0]), None);
    }

    #[test]
    fn exp_is_close_to_the_librarys() {
        for x in [0.0, -0.01, -0.5, -1.0, -3.3, -10.0, 0.7, 11.9] {
            let want = f64::exp(x);
            assert!((exp(x) - want).abs() < 1e-6 * want, "{x}: {} {want}", exp(x));
        }
    }

    #[test]
    fn wrong_weights_are_refused_with_a_reason() {
        let why = |text: &str| Head::parse(text).expect_err("refused").to_string();
        assert_eq!(why(""), "line 0 of the back-off's weights: no bias, or no rows");
        assert_eq!(
            why(&FILE.replace("0 10 20", "0 10")),
            "line 6 of the back-off's weights: one weight for each type is wanted"
        );
        assert_eq!(
            why(&FILE.replace("shell ", "")),
            "line 11 of the back-off's weights: a verb and its type are wanted"
        );
        assert_eq!(why(&FILE.replace("512 -", "x -")), "line 4 of the back-off's weights: not a whole number");
        assert_eq!(
            why(&FILE.replace("1024\nverb", "99999\nverb")),
            "line 5 of the back-off's weights: a weight of more than 32000"
        );
        assert_eq!(
            why(&FILE.replace("900 800", "400 800")),
            "line 9 of the back-off's weights: the points of a class rise"
        );
    }

    #[test]
    fn the_built_in_head_is_whole() {
        let head = Head::embedded();
        assert_eq!(head.types.len(), 17);
        assert_eq!(head.rows.len(), 17 * 384);
        assert!(head.features.len() > 50);
    }
}
