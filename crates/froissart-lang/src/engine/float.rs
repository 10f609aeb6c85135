//! Float arithmetic that gives the same bits on every machine: exponential, error function, norms, rounding, attention.
//!
//! Only plain additions, multiplications and divisions, in an order that is written out; no library function whose last
//! bit depends on the platform, no fused operation. Not here: weights and words. One of its results is the share of
//! attention that "rebels" gives to "Turkey-backed".
#![allow(clippy::inline_always, reason = "a loop is compiled for wider vectors only where it is inlined into their function")]
#![allow(clippy::needless_range_loop, reason = "lanes are counted, so that every machine adds them in the same order")]

use crate::engine::kernel::{Job, OFFSET};

/// Width of one attention head.
pub(crate) const HEAD: usize = 32;
/// Partial sums of a reduction.
const LANES: usize = 16;
/// Queries that attention takes at once.
const QUERIES: usize = 4;
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

/// The dot product, by 16 partial sums; what is left over at the end is added last.
#[inline(always)]
pub(crate) fn dot(a: &[f32], b: &[f32]) -> f32 {
    let (a, rest_a) = a.as_chunks::<LANES>();
    let (b, rest_b) = b.as_chunks::<LANES>();
    let mut acc = [0.0; LANES];
    for (a, b) in a.iter().zip(b) {
        for i in 0..LANES {
            acc[i] += a[i] * b[i];
        }
    }
    let mut sum = sum_lanes(acc);
    for (a, b) in rest_a.iter().zip(rest_b) {
        sum += a * b;
    }
    sum
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

/// Self-attention of one window: rows of query, key and value in, rows of mixed values out.
pub(crate) struct Attend<'a> {
    /// Rows of 3 × `width`: query, key, value.
    pub(crate) qkv: &'a [f32],
    /// Values in one of the three.
    pub(crate) width: usize,
    /// Rows of `width`.
    pub(crate) out: &'a mut [f32],
    /// Room for keys and scores, reused between calls.
    pub(crate) room: &'a mut Vec<f32>,
}

impl Job for Attend<'_> {
    #[inline(always)]
    fn run(self) {
        let (width, row) = (self.width, 3 * self.width);
        let n = self.qkv.len() / row;
        let padded = n.next_multiple_of(LANES);
        self.room.clear();
        self.room.resize((HEAD + QUERIES) * padded + HEAD * n, 0.0);
        let (keys, rest) = self.room.split_at_mut(HEAD * padded);
        let (scores, values) = rest.split_at_mut(QUERIES * padded);
        for h in 0..width / HEAD {
            for (j, r) in self.qkv.chunks_exact(row).enumerate() {
                for (d, k) in r[width + h * HEAD..][..HEAD].iter().enumerate() {
                    keys[d * padded + j] = *k;
                }
                values[j * HEAD..][..HEAD].copy_from_slice(&r[2 * width + h * HEAD..][..HEAD]);
            }
            let mut first = 0;
            while first < n {
                let take = QUERIES.min(n - first);
                let mut q = [[0.0_f32; HEAD]; QUERIES];
                for (i, q) in q.iter_mut().enumerate().take(take) {
                    let r = &self.qkv[(first + i) * row + h * HEAD..][..HEAD];
                    for d in 0..HEAD {
                        // One over the root of the head's width.
                        q[d] = r[d] * 0.176_776_7;
                    }
                }
                attend_four(&q, n, keys, values, scores, |i, mixed| {
                    if i < take {
                        self.out[(first + i) * width + h * HEAD..][..HEAD].copy_from_slice(mixed);
                    }
                });
                first += take;
            }
        }
    }
}

#[inline(always)]
fn attend_four(
    q: &[[f32; HEAD]; QUERIES],
    n: usize,
    keys: &[f32],
    values: &[f32],
    scores: &mut [f32],
    mut put: impl FnMut(usize, &[f32; HEAD]),
) {
    let padded = n.next_multiple_of(LANES);
    let mut top = [[f32::NEG_INFINITY; LANES]; QUERIES];
    for block in (0..padded).step_by(LANES) {
        let mut acc = [[0.0_f32; LANES]; QUERIES];
        for d in 0..HEAD {
            let Some(k) = keys[d * padded + block..].first_chunk::<LANES>() else { return };
            for i in 0..QUERIES {
                for j in 0..LANES {
                    acc[i][j] += q[i][d] * k[j];
                }
            }
        }
        for i in 0..QUERIES {
            if block + LANES > n {
                acc[i][n - block..].fill(f32::NEG_INFINITY);
            }
            for j in 0..LANES {
                top[i][j] = if acc[i][j] > top[i][j] { acc[i][j] } else { top[i][j] };
            }
            scores[i * padded + block..][..LANES].copy_from_slice(&acc[i]);
        }
    }
    let mut total = [0.0_f32; QUERIES];
    for i in 0..QUERIES {
        let top = max_lanes(top[i]);
        let scores = &mut scores[i * padded..][..padded];
        let mut acc = [0.0_f32; LANES];
        for block in scores.as_chunks_mut::<LANES>().0 {
            for j in 0..LANES {
                let e = exp(block[j] - top);
                // Past the end the score is -inf; the clamp in `exp` would leave a trace of it.
                let e = if block[j] == f32::NEG_INFINITY { 0.0 } else { e };
                block[j] = e;
                acc[j] += e;
            }
        }
        total[i] = sum_lanes(acc);
    }
    let mut mixed = [[0.0_f32; HEAD]; QUERIES];
    for (j, v) in values.as_chunks::<HEAD>().0.iter().enumerate() {
        for i in 0..QUERIES {
            let p = scores[i * padded + j];
            for d in 0..HEAD {
                mixed[i][d] += p * v[d];
            }
        }
    }
    for i in 0..QUERIES {
        let scale = 1.0 / total[i];
        for v in &mut mixed[i] {
            *v *= scale;
        }
        put(i, &mixed[i]);
    }
}

/// All dot products of rows of `a` with rows of `b`, plus one bias a row of `b`.
pub(crate) struct Pairs<'a> {
    /// Rows of `width`.
    pub(crate) a: &'a [f32],
    /// Rows of `width`.
    pub(crate) b: &'a [f32],
    /// Values in a row of either.
    pub(crate) width: usize,
    /// One a row of `b`.
    pub(crate) bias: &'a [f32],
    /// For each row of `a`, one value for each row of `b`.
    pub(crate) out: &'a mut [f32],
}

impl Job for Pairs<'_> {
    #[inline(always)]
    fn run(self) {
        let n = self.bias.len();
        for (a, out) in self.a.chunks_exact(self.width).zip(self.out.chunks_exact_mut(n)) {
            for ((b, bias), out) in self.b.chunks_exact(self.width).zip(self.bias).zip(out) {
                *out = dot(a, b) + bias;
            }
        }
    }
}

/// For each row of `a`, its dot products with the rows of its own matrix.
pub(crate) struct Blocks<'a> {
    /// Rows of `width`.
    pub(crate) a: &'a [f32],
    /// For each row of `a`, `n` rows of `width`.
    pub(crate) b: &'a [f32],
    /// Values in a row.
    pub(crate) width: usize,
    /// Rows of `n`.
    pub(crate) out: &'a mut [f32],
    /// Products a row.
    pub(crate) n: usize,
}

impl Job for Blocks<'_> {
    #[inline(always)]
    fn run(self) {
        let rows = self.a.chunks_exact(self.width).zip(self.b.chunks_exact(self.width * self.n));
        for ((a, b), out) in rows.zip(self.out.chunks_exact_mut(self.n)) {
            for (b, out) in b.chunks_exact(self.width).zip(out) {
                *out = dot(a, b);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kernel::Kernel;
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
        let n = 21;
        let qkv: Vec<f32> = (0..n * 3 * 64).map(|_| random.float() * 4.0).collect();
        let weight: Vec<f32> = (0..64).map(|_| random.float()).collect();
        let run = |kernel: Kernel| {
            let (mut out, mut room) = (vec![0.0; n * 64], Vec::new());
            kernel.float(Attend { qkv: &qkv, width: 64, out: &mut out, room: &mut room });
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
    fn attention_is_a_weighted_mean_of_values() {
        let n = 5;
        // All queries and keys zero: the plain mean.
        let mut qkv = vec![0.0; n * 96];
        for j in 0..n {
            qkv[j * 96 + 64..][..32].fill(j as f32);
        }
        let (mut out, mut room) = (vec![0.0; n * 32], Vec::new());
        Attend { qkv: &qkv, width: 32, out: &mut out, room: &mut room }.run();
        assert!(out.iter().all(|v| (v - 2.0).abs() < 1e-6), "{out:?}");
    }
}
