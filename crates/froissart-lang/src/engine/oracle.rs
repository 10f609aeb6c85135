//! The encoder once more, in double precision and in the plainest loops: what the engine's bytes are checked against.
//!
//! It shares no arithmetic with the engine, only the weight file. Compiled for tests alone; of "Rebels seized Aleppo ."
//! it gives vectors that the engine's must point along.

use crate::engine::encoder::{HIDDEN, Window};
use crate::engine::file::{File, ModelError};

const HEADS: usize = 12;
const EPSILON: f64 = 1e-12;

/// A matrix and its bias as the file means them: bytes times the scale of their row.
struct Dense {
    rows: Vec<f64>,
    bias: Vec<f64>,
}

impl Dense {
    fn read(file: &File, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        let bytes = file.bytes(&format!("{name}.q"), &[outputs, inputs])?;
        let scales = file.floats(&format!("{name}.s"), &[outputs])?;
        let rows = bytes.iter().enumerate().map(|(i, &b)| f64::from(b) * f64::from(scales[i / inputs])).collect();
        let bias = file.floats(&format!("{name}.b"), &[outputs])?.into_iter().map(f64::from).collect();
        Ok(Self { rows, bias })
    }
    fn of(&self, x: &[f64]) -> Vec<f64> {
        let row = |(w, b): (&[f64], &f64)| w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + b;
        self.rows.chunks_exact(x.len()).zip(&self.bias).map(row).collect()
    }
}

/// Mean 0, variance 1, then the norm's scale and shift.
fn norm(file: &File, name: &str, x: &[f64]) -> Result<Vec<f64>, ModelError> {
    let n = x.len();
    let (w, b) = (file.floats(&format!("{name}.w"), &[n])?, file.floats(&format!("{name}.b"), &[n])?);
    let mean = x.iter().sum::<f64>() / n as f64;
    let variance = x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n as f64;
    let scaled =
        |((v, w), b): ((&f64, f32), f32)| (v - mean) / (variance + EPSILON).sqrt() * f64::from(w) + f64::from(b);
    Ok(x.iter().zip(w).zip(b).map(scaled).collect())
}

/// The error function by its series.
fn erf(x: f64) -> f64 {
    if x.abs() > 5.0 {
        return x.signum();
    }
    let (mut term, mut sum) = (x, x);
    for n in 1..200 {
        let n = f64::from(n);
        term *= -x * x / n;
        sum += term / (2.0 * n + 1.0);
    }
    sum * std::f64::consts::FRAC_2_SQRT_PI
}

fn add(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a + b).collect()
}

/// For each row its mixture of all rows' values, head by head.
fn attend(qkv: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let width = HIDDEN / HEADS;
    let mut out = vec![vec![0.0; HIDDEN]; qkv.len()];
    for head in (0..HIDDEN).step_by(width) {
        for (row, out) in qkv.iter().zip(&mut out) {
            let score = |other: &Vec<f64>| {
                let dot: f64 = (head..head + width).map(|i| row[i] * other[HIDDEN + i]).sum();
                (dot / (width as f64).sqrt()).exp()
            };
            let scores: Vec<f64> = qkv.iter().map(score).collect();
            let total: f64 = scores.iter().sum();
            for (other, s) in qkv.iter().zip(&scores) {
                for i in head..head + width {
                    out[i] += s / total * other[2 * HIDDEN + i];
                }
            }
        }
    }
    out
}

/// The vectors of a window's rows: what opens it, then each word's first piece.
pub(crate) fn encode(bytes: &[u8], window: &Window) -> Result<Vec<Vec<f64>>, ModelError> {
    let file = File::open(bytes)?;
    let count = file.lines("vocab")?.len();
    let (words, scales) = (file.bytes("words.q", &[count, HIDDEN])?, file.floats("words.s", &[count])?);
    let positions = file.floats("positions", &[512, HIDDEN])?;
    let shapes = file.floats("shapes", &[8, HIDDEN])?;
    let mut x = Vec::new();
    for (at, &(piece, shape)) in window.pieces.iter().enumerate() {
        let (piece, shape) = (piece as usize, usize::from(shape));
        let value = |i: usize| {
            f64::from(words[piece * HIDDEN + i]) * f64::from(scales[piece])
                + f64::from(positions[at * HIDDEN + i])
                + f64::from(shapes[shape * HIDDEN + i])
        };
        x.push(norm(&file, "emb.ln", &(0..HIDDEN).map(value).collect::<Vec<_>>())?);
    }
    for layer in 0..6 {
        let dense = |part: &str, o, i| Dense::read(&file, &format!("l{layer}.{part}"), o, i);
        let (qkv, o) = (dense("qkv", 3 * HIDDEN, HIDDEN)?, dense("o", HIDDEN, HIDDEN)?);
        let (i, f) = (dense("i", 4 * HIDDEN, HIDDEN)?, dense("f", HIDDEN, 4 * HIDDEN)?);
        let mixed = attend(&x.iter().map(|x| qkv.of(x)).collect::<Vec<_>>());
        for (x, mixed) in x.iter_mut().zip(&mixed) {
            let y = norm(&file, &format!("l{layer}.ln1"), &add(x, &o.of(mixed)))?;
            let inner: Vec<f64> =
                i.of(&y).into_iter().map(|v| 0.5 * v * (1.0 + erf(v * std::f64::consts::FRAC_1_SQRT_2))).collect();
            *x = norm(&file, &format!("l{layer}.ln2"), &add(&y, &f.of(&inner)))?;
        }
    }
    Ok([0].iter().chain(&window.first).map(|&r| x[r].clone()).collect())
}
