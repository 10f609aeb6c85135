//! Float arithmetic that gives the same bits on every machine: exponential, error function, norms, rounding, attention.
//!
//! Only plain additions, multiplications and divisions, in an order that is written out, and the fused step of
//! [`Kernel::mix`]; no library function whose last bit depends on the platform. Not here: weights and words. One of its results is the share of
//! attention that "rebels" gives to "Turkey-backed".
#![allow(
    clippy::inline_always,
    reason = "a loop is compiled for wider vectors only where it is inlined into their function"
)]
#![allow(clippy::needless_range_loop, reason = "lanes are counted, so that every machine adds them in the same order")]

use crate::engine::kernel::{Job, Kernel, OFFSET, Product};

/// Width of one attention head.
pub(crate) const HEAD: usize = 32;
/// Partial sums of a reduction.
const LANES: usize = 16;
/// One over the root of the head's width.
const ROOT: f32 = 0.176_776_7;
/// 1.5 × 2²³: adding it rounds a float of moderate size to the nearest whole number, ties to even.
const ROUND: f32 = 12_582_912.0;

/// e to the power of x, x clamped to ±87; relative error below 2e-7.
#[inline(always)]
pub(crate) fn exp(x: f32) -> f32 {
    let x = x.clamp(-87.0, 87.0);
    let shifted = x * std::f32::consts::LOG2_E + ROUND;
    let n = shifted - ROUND;
    // ln 2 in two parts, so that n × the first is exact (Cephes, expf).
    let r = x - n * 0.693_359_4;
    let r = r - n * -2.121_944_4e-4;
    let p = 1.987_569_2e-4 * r + 1.398_2e-3;
    let p = p * r + 8.333_452e-3;
    let p = p * r + 4.166_579_6e-2;
    let p = p * r + 0.166_666_66;
    let p = p * r + 0.5;
    let p = p * (r * r) + r + 1.0;
    let power = (shifted.to_bits() as i32).wrapping_sub(ROUND.to_bits() as i32).wrapping_add(127);
    p * f32::from_bits((power as u32) << 23)
}

/// The error function; absolute error below 5e-7. A quotient of polynomials (the one that Eigen uses).
#[inline(always)]
pub(crate) fn erf(x: f32) -> f32 {
    let x = x.clamp(-4.0, 4.0);
    let y = x * x;
    let p = -2.726_142_3e-10 * y + 2.770_681_4e-8;
    let p = p * y + -2.101_024e-6;
    let p = p * y + -5.692_506_4e-5;
    let p = p * y + -7.349_906e-4;
    let p = p * y + -2.954_6e-3;
    let p = p * y + -1.609_603_4e-2;
    let q = -1.456_607_2e-5 * y + -2.133_740_6e-4;
    let q = q * y + -1.682_827e-3;
    let q = q * y + -7.373_329e-3;
    let q = q * y + -1.426_473_9e-2;
    x * p / q
}

/// The Gaussian error linear unit.
#[inline(always)]
pub(crate) fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + erf(x * std::f32::consts::FRAC_1_SQRT_2))
}

#[inline(always)]
fn sum_lanes(a: [f32; LANES]) -> f32 {
    let mut a = a;
    let mut half = LANES / 2;
    while half > 0 {
        for i in 0..half {
            a[i] += a[i + half];
        }
        half /= 2;
    }
    a[0]
}

#[inline(always)]
fn max_lanes(a: [f32; LANES]) -> f32 {
    a.into_iter().fold(f32::NEG_INFINITY, |m, v| if v > m { v } else { m })
}

/// Adds to `out` the weighted sum of rows, one weight a row, in the order of the rows.
// PERF: eight rows a turn, and no sum kept across turns but in memory: the compiler makes whole vectors of this shape,
// and scalar code of dot products with 16 partial sums (attention took four times as long).
#[inline(always)]
fn mix(out: &mut [f32], weights: &[f32], rows: &[f32], stride: usize) {
    let (lanes, tail) = out.as_chunks_mut::<LANES>();
    for (c, out) in lanes.iter_mut().enumerate() {
        let rows = &rows[c * LANES..];
        let (groups, rest) = weights.as_chunks::<8>();
        for (g, w) in groups.iter().enumerate() {
            let row = |k: usize| rows[(g * 8 + k) * stride..].first_chunk::<LANES>();
            let all = (row(0), row(1), row(2), row(3), row(4), row(5), row(6), row(7));
            let (Some(r0), Some(r1), Some(r2), Some(r3), Some(r4), Some(r5), Some(r6), Some(r7)) = all else { return };
            for j in 0..LANES {
                let s = out[j] + w[0] * r0[j];
                let s = s + w[1] * r1[j];
                let s = s + w[2] * r2[j];
                let s = s + w[3] * r3[j];
                let s = s + w[4] * r4[j];
                let s = s + w[5] * r5[j];
                let s = s + w[6] * r6[j];
                out[j] = s + w[7] * r7[j];
            }
        }
        for (k, w) in rest.iter().enumerate() {
            let Some(r) = rows[(groups.len() * 8 + k) * stride..].first_chunk::<LANES>() else { return };
            for j in 0..LANES {
                out[j] += w * r[j];
            }
        }
    }
    let done = lanes.len() * LANES;
    for (k, w) in weights.iter().enumerate() {
        for (out, r) in tail.iter_mut().zip(&rows[k * stride + done..]) {
            *out += w * r;
        }
    }
}

/// Rows to bytes: each row's largest magnitude becomes 127; bytes are offset by 128.
pub(crate) struct Quantise<'a> {
    /// Rows of `width` values.
    pub(crate) x: &'a [f32],
    /// Values in a row.
    pub(crate) width: usize,
    /// Rows of `stride` bytes; what lies past `width` stays.
    pub(crate) bytes: &'a mut [u8],
    /// Bytes in a row.
    pub(crate) stride: usize,
    /// One scale a row.
    pub(crate) scales: &'a mut [f32],
}

impl Job for Quantise<'_> {
    #[inline(always)]
    fn run(self) {
        let rows = self.x.chunks_exact(self.width).zip(self.bytes.chunks_exact_mut(self.stride)).zip(self.scales);
        for ((x, bytes), scale) in rows {
            let (whole, rest) = x.as_chunks::<LANES>();
            let mut top = [1e-8_f32; LANES];
            for x in whole {
                for i in 0..LANES {
                    let v = x[i].abs();
                    top[i] = if v > top[i] { v } else { top[i] };
                }
            }
            let mut top = max_lanes(top);
            for x in rest {
                top = if x.abs() > top { x.abs() } else { top };
            }
            *scale = top / 127.0;
            let inverse = 127.0 / top;
            let base = (ROUND.to_bits() as i32) - OFFSET;
            for (x, b) in x.iter().zip(bytes) {
                *b = ((x * inverse + ROUND).to_bits() as i32).wrapping_sub(base) as u8;
            }
        }
    }
}

/// Integer products back to floats, with the bias and, where asked for, the activation.
pub(crate) struct Finish<'a> {
    /// Rows of `stride` products.
    pub(crate) products: &'a [i32],
    /// Products in a row.
    pub(crate) stride: usize,
    /// One scale a row.
    pub(crate) row_scales: &'a [f32],
    /// One scale an output.
    pub(crate) scales: &'a [f32],
    /// One bias an output.
    pub(crate) bias: &'a [f32],
    /// Whether GELU follows.
    pub(crate) gelu: bool,
    /// Rows of as many values as there are biases.
    pub(crate) out: &'a mut [f32],
}

impl Job for Finish<'_> {
    #[inline(always)]
    fn run(self) {
        let n = self.bias.len();
        let rows = self.products.chunks_exact(self.stride).zip(self.out.chunks_exact_mut(n)).zip(self.row_scales);
        for ((products, out), &s) in rows {
            let (products, scales, bias) = (&products[..n], &self.scales[..n], &self.bias[..n]);
            if self.gelu {
                for i in 0..n {
                    out[i] = gelu(products[i] as f32 * (s * scales[i]) + bias[i]);
                }
            } else {
                for i in 0..n {
                    out[i] = products[i] as f32 * (s * scales[i]) + bias[i];
                }
            }
        }
    }
}

/// Adds `add` to rows of `x` (where there is one) and normalises each to mean 0 and variance 1, then scales and shifts.
pub(crate) struct Norm<'a> {
    /// Rows as long as `weight`.
    pub(crate) x: &'a mut [f32],
    /// What is added first; as long as `x`, or empty.
    pub(crate) add: &'a [f32],
    /// The scale.
    pub(crate) weight: &'a [f32],
    /// The shift.
    pub(crate) bias: &'a [f32],
}

impl Job for Norm<'_> {
    #[inline(always)]
    fn run(self) {
        let n = self.weight.len();
        if !self.add.is_empty() {
            for (x, a) in self.x.iter_mut().zip(self.add) {
                *x += a;
            }
        }
        let inverse = 1.0 / n as f32;
        for row in self.x.chunks_exact_mut(n) {
            let mut acc = [0.0; LANES];
            for x in row.as_chunks::<LANES>().0 {
                for i in 0..LANES {
                    acc[i] += x[i];
                }
            }
            let mean = sum_lanes(acc) * inverse;
            let mut acc = [0.0; LANES];
            for x in row.as_chunks::<LANES>().0 {
                for i in 0..LANES {
                    let d = x[i] - mean;
                    acc[i] += d * d;
                }
            }
            let deviation = (sum_lanes(acc) * inverse + 1e-12).sqrt();
            let scale = 1.0 / deviation;
            for ((x, w), b) in row.iter_mut().zip(self.weight).zip(self.bias) {
                *x = (*x - mean) * scale * w + b;
            }
        }
    }
}

/// Rows of queries that attention takes at once.
const QUERIES: usize = 24;

/// Room for keys, values and scores of attention, reused between calls.
#[derive(Default)]
pub(crate) struct Mixing {
    keys: Vec<f32>,
    values: Vec<f32>,
    queries: Vec<f32>,
    scores: Vec<f32>,
    shares: Vec<f32>,
    mixed: Vec<f32>,
}

/// Self-attention of one window: `qkv` has rows of 3 × `width` (query, key, value), `out` gets rows of `width`.
pub(crate) fn attend(kernel: Kernel, qkv: &[f32], width: usize, out: &mut [f32], room: &mut Mixing) {
    let row = 3 * width;
    let n = qkv.len() / row;
    let padded = n.next_multiple_of(LANES);
    room.keys.clear();
    room.keys.resize(HEAD * padded, 0.0);
    room.values.resize(n * HEAD, 0.0);
    for h in (0..width).step_by(HEAD) {
        for (j, r) in qkv.chunks_exact(row).enumerate() {
            for (d, k) in r[width + h..][..HEAD].iter().enumerate() {
                room.keys[d * padded + j] = *k;
            }
            room.values[j * HEAD..][..HEAD].copy_from_slice(&r[2 * width + h..][..HEAD]);
        }
        for (block, out) in qkv.chunks(QUERIES * row).zip(out.chunks_mut(QUERIES * width)) {
            let count = block.len() / row;
            room.queries.clear();
            block.chunks_exact(row).for_each(|r| room.queries.extend_from_slice(&r[h..][..HEAD]));
            room.scores.clear();
            room.scores.resize(count * padded, 0.0);
            kernel.mix(&mut Product {
                weights: &room.queries,
                stride: HEAD,
                width: HEAD,
                rows: &room.keys,
                columns: padded,
                out: &mut room.scores,
            });
            room.shares.resize(count, 0.0);
            kernel.float(Soften { scores: &mut room.scores, stride: padded, n, shares: &mut room.shares[..count] });
            room.mixed.clear();
            room.mixed.resize(count * HEAD, 0.0);
            kernel.mix(&mut Product {
                weights: &room.scores,
                stride: padded,
                width: n,
                rows: &room.values,
                columns: HEAD,
                out: &mut room.mixed,
            });
            for ((out, mixed), share) in
                out.chunks_exact_mut(width).zip(room.mixed.chunks_exact(HEAD)).zip(&room.shares)
            {
                for (o, m) in out[h..][..HEAD].iter_mut().zip(mixed) {
                    *o = m * share;
                }
            }
        }
    }
}

/// Rows of scores to weights that, times the row's share, sum to 1.
struct Soften<'a> {
    /// Rows of `stride` scores.
    scores: &'a mut [f32],
    /// Scores in a row.
    stride: usize,
    /// How many of a row count; the rest become 0.
    n: usize,
    /// One a row.
    shares: &'a mut [f32],
}

impl Job for Soften<'_> {
    #[inline(always)]
    fn run(self) {
        for (scores, share) in self.scores.chunks_exact_mut(self.stride).zip(self.shares) {
            *share = soften(scores, self.n);
        }
    }
}

/// Makes weights of the first `n` scores, and says by what to multiply them so that they sum to 1.
#[inline(always)]
fn soften(scores: &mut [f32], n: usize) -> f32 {
    scores[n..].fill(f32::NEG_INFINITY);
    let lanes = scores.as_chunks_mut::<LANES>().0;
    let mut top = [f32::NEG_INFINITY; LANES];
    for block in lanes.iter() {
        for j in 0..LANES {
            top[j] = if block[j] > top[j] { block[j] } else { top[j] };
        }
    }
    let top = max_lanes(top);
    for block in lanes.iter_mut() {
        for j in 0..LANES {
            block[j] = exp((block[j] - top) * ROOT);
        }
    }
    // Past the end the clamp in `exp` leaves a trace of minus infinity.
    scores[n..].fill(0.0);
    let mut total = [0.0; LANES];
    for block in scores.as_chunks::<LANES>().0 {
        for j in 0..LANES {
            total[j] += block[j];
        }
    }
    1.0 / sum_lanes(total)
}

/// For each row of weights, the sum of rows weighted by them, on top of a bias.
pub(crate) struct Mix<'a> {
    /// Rows of `width` weights.
    pub(crate) weights: &'a [f32],
    /// Weights in a row.
    pub(crate) width: usize,
    /// `width` rows, each as long as the bias; one such set for all rows of weights, or one for each.
    pub(crate) rows: &'a [f32],
    /// What each output begins with.
    pub(crate) bias: &'a [f32],
    /// For each row of weights, a row as long as the bias.
    pub(crate) out: &'a mut [f32],
}

impl Job for Mix<'_> {
    #[inline(always)]
    fn run(self) {
        let n = self.bias.len();
        let set = self.width * n;
        let step = if self.rows.len() > set { set } else { 0 };
        for (i, (weights, out)) in self.weights.chunks_exact(self.width).zip(self.out.chunks_exact_mut(n)).enumerate() {
            out.copy_from_slice(self.bias);
            mix(out, weights, &self.rows[i * step..], n);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::test_random::Random;

    /// The error function by its series in double precision: good to 1e-12 for |x| < 4.
    fn erf64(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            let n = f64::from(n);
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        sum * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn exp_and_erf_are_close_to_the_truth() {
        for i in -8600..=8600 {
            let x = i as f32 / 100.0;
            let want = f64::from(x).exp();
            assert!((f64::from(exp(x)) / want - 1.0).abs() < 2e-7, "exp {x}: {} {want}", exp(x));
        }
        for i in -380..=380 {
            let x = i as f32 / 100.0;
            assert!((f64::from(erf(x)) - erf64(f64::from(x))).abs() < 5e-7, "erf {x}: {}", erf(x));
        }
        assert!((erf(9.0) - 1.0).abs() < 1e-6 && (erf(-9.0) + 1.0).abs() < 1e-6);
    }

    #[test]
    fn quantised_bytes_are_rounded_to_even_and_offset() {
        let x = [127.0, -127.0, 0.5, 1.5, -0.5, 0.0];
        let (mut bytes, mut scales) = (vec![OFFSET as u8; 8], [0.0]);
        Quantise { x: &x, width: 6, bytes: &mut bytes, stride: 8, scales: &mut scales }.run();
        assert_eq!(bytes, [255, 1, 128, 130, 128, 128, 128, 128]);
        assert_eq!(scales.map(f32::to_bits), [1.0_f32.to_bits()]);
    }

    #[test]
    fn float_loops_give_the_same_bits_for_every_kernel() {
        let mut random = Random(3);
        let n = 53;
        let qkv: Vec<f32> = (0..n * 3 * 64).map(|_| random.float() * 4.0).collect();
        let weight: Vec<f32> = (0..64).map(|_| random.float()).collect();
        let run = |kernel: Kernel| {
            let mut out = vec![0.0; n * 64];
            attend(kernel, &qkv, 64, &mut out, &mut Mixing::default());
            kernel.float(Norm { x: &mut out, add: &qkv[..n * 64], weight: &weight, bias: &weight });
            let products: Vec<i32> = (0..64).map(|i| i * 7919 - 200_000).collect();
            let mut y = vec![0.0; 64];
            kernel.float(Finish {
                products: &products,
                stride: 64,
                row_scales: &[0.01],
                scales: &weight,
                bias: &weight,
                gelu: true,
                out: &mut y,
            });
            out.extend(y);
            out.into_iter().map(f32::to_bits).collect::<Vec<_>>()
        };
        let want = run(Kernel::Scalar);
        for kernel in Kernel::available() {
            assert_eq!(run(kernel), want, "{kernel:?}");
        }
    }

    #[test]
    fn rows_are_mixed_by_their_weights() {
        let (width, n) = (11, 37);
        let mut random = Random(9);
        let mut floats = |n: usize| (0..n).map(|_| random.float()).collect::<Vec<_>>();
        let (weights, rows, bias) = (floats(2 * width), floats(width * n), floats(n));
        let mut out = vec![0.0; 2 * n];
        Mix { weights: &weights, width, rows: &rows, bias: &bias, out: &mut out }.run();
        for (i, w) in weights.chunks_exact(width).enumerate() {
            for j in 0..n {
                let want: f32 = bias[j] + (0..width).map(|k| w[k] * rows[k * n + j]).sum::<f32>();
                assert!((out[i * n + j] - want).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn attention_is_a_weighted_mean_of_values() {
        let n = 5;
        // All queries and keys zero: the plain mean.
        let mut qkv = vec![0.0; n * 96];
        for j in 0..n {
            qkv[j * 96 + 64..][..32].fill(j as f32);
        }
        let mut out = vec![0.0; n * 32];
        attend(Kernel::Scalar, &qkv, 32, &mut out, &mut Mixing::default());
        assert!(out.iter().all(|v| (v - 2.0).abs() < 1e-6), "{out:?}");
    }
}
