//! The scorer of candidates: a small network over yes-or-no features, with whole numbers alone.
//!
//! Its weights are `data/language/en/mention.weights`, a line a feature, learnt from GUM by `train/coref.py`; the
//! same features give the same score on every machine. A feature without a line says nothing. For "he" after "Assad
//! met Putin", it gives three numbers, for Putin, for Assad and for nobody, and the greatest counts.

use super::feature::{ROOM, TEMPLATES};
use std::sync::OnceLock;

/// Weights are multiples of 1/256; so are scores, times 256.
const UNIT: i64 = 256;

/// A weight file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the mention weights: {why}")]
pub struct RankerError {
    /// The line's number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

/// The network.
#[derive(Debug, Clone, Default)]
pub struct Ranker {
    /// Hidden units.
    width: usize,
    /// The row of each feature, counted from 1; 0 for none.
    row: Vec<u32>,
    /// Rows one after the other; the last number of a row goes straight to the score.
    weights: Vec<i16>,
    bias: Vec<i32>,
    out: Vec<i32>,
    /// How much better than nobody a candidate must be, for each rough form.
    margin: Vec<i64>,
}

impl Ranker {
    /// The one that is part of the program.
    pub fn embedded() -> &'static Self {
        static RANKER: OnceLock<Ranker> = OnceLock::new();
        RANKER.get_or_init(|| {
            Self::parse(include_str!("../../../../data/language/en/mention.weights"))
                .expect("data/language/en/mention.weights is well formed")
        })
    }

    /// Reads a weight file: `bias`, `out` and `margin` lines, then a line a feature; `#` opens a remark.
    pub fn parse(text: &str) -> Result<Self, RankerError> {
        let mut r = Self { row: vec![0; TEMPLATES.len() * ROOM as usize], ..Self::default() };
        for (number, line) in text.lines().enumerate() {
            let wrong = |why: &str| RankerError { line: number + 1, why: why.to_owned() };
            let mut parts = line.split_whitespace();
            let Some(name) = parts.next().filter(|n| !n.starts_with('#')) else { continue };
            let numbers: Result<Vec<i32>, _> = parts.map(str::parse).collect();
            let numbers = numbers.map_err(|_| wrong("a weight is no whole number"))?;
            match name {
                "bias" => {
                    r.width = numbers.len();
                    r.bias = numbers;
                }
                "out" => r.out = numbers,
                "margin" => r.margin = numbers.into_iter().map(i64::from).collect(),
                _ => {
                    let (template, value) = name.rsplit_once('.').ok_or_else(|| wrong("no feature's name"))?;
                    let template = TEMPLATES.iter().position(|t| *t == template);
                    let template = template.ok_or_else(|| wrong("no such template"))?;
                    let value: usize = value.parse().map_err(|_| wrong("no feature's value"))?;
                    if value >= ROOM as usize || numbers.len() != r.width + 1 {
                        return Err(wrong("a row of another length, or a value out of range"));
                    }
                    let row: Result<Vec<i16>, _> = numbers.into_iter().map(i16::try_from).collect();
                    r.weights.extend(row.map_err(|_| wrong("a weight is too large"))?);
                    r.row[template * ROOM as usize + value] = (r.weights.len() / (r.width + 1)) as u32;
                }
            }
        }
        if r.out.len() != r.width || r.margin.len() != 10 || r.width == 0 {
            return Err(RankerError { line: 0, why: "`bias`, `out` and ten of `margin` are wanted".to_owned() });
        }
        Ok(r)
    }

    /// Adds the rows of features to sums; starts from the biases where there are none yet.
    pub(super) fn add(&self, sums: &mut Vec<i32>, features: &[u32]) {
        if sums.is_empty() {
            sums.extend(&self.bias);
            sums.push(0);
        }
        for &f in features {
            let Some(row) = self.row.get(f as usize).filter(|r| **r > 0) else { continue };
            let begin = (*row as usize - 1) * (self.width + 1);
            for (s, w) in sums.iter_mut().zip(&self.weights[begin..=begin + self.width]) {
                *s += i32::from(*w);
            }
        }
    }

    /// The score of what was summed.
    pub(super) fn score(&self, sums: &[i32]) -> i64 {
        let (hidden, straight) = sums.split_at(self.width);
        let bent: i64 = hidden.iter().zip(&self.out).map(|(h, o)| i64::from((*h).max(0)) * i64::from(*o)).sum();
        bent + straight.iter().map(|s| i64::from(*s) * UNIT).sum::<i64>()
    }

    /// How much better than nobody a candidate must be for a phrase of the rough form.
    pub(super) fn margin(&self, rough: u32) -> i64 {
        self.margin.get(rough as usize).map_or(0, |m| m * UNIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mention::feature::feature_name;

    const FILE: &str = "# two hidden units\nbias 10 -300\nout 256 -256\nmargin 0 0 0 0 0 0 5 0 0 0\nform.3 100 200 7\n";

    #[test]
    fn a_file_is_a_network_of_whole_numbers() {
        let r = Ranker::parse(FILE).expect("the file is right");
        let code = (0..TEMPLATES.len() as u32 * ROOM).find(|c| feature_name(*c) == "form.3").expect("it is a feature");
        let mut sums = Vec::new();
        r.add(&mut sums, &[code, 5]);
        assert_eq!(sums, [110, -100, 7]);
        // The second unit is below nought and silent.
        assert_eq!(r.score(&sums), 256 * 110 + 256 * 7);
        assert_eq!((r.margin(6), r.margin(1)), (5 * 256, 0));
    }

    #[test]
    fn wrong_files_are_named() {
        let why = |s: &str| Ranker::parse(s).expect_err(s).to_string();
        assert!(why(&FILE.replace("form.3", "farm.3")).contains("line 5 of the mention weights: no such template"));
        assert!(why(&FILE.replace("200 7", "200")).contains("line 5"));
        assert!(why("bias 1\nout 1\n").contains("margin"));
    }
}
