//! Integer matrix products on whatever the processor offers, and the switch that compiles float loops for it.
//!
//! Every kernel adds the same integers, so "China backs Assad" has the same tree on a server with AVX-512 VNNI, on a
//! laptop with AVX2, and on a machine with neither. Not here: what the numbers mean, scales, anything about words.
#![allow(unsafe_code, reason = "vector instructions; each block says why it is sound, and a test compares all kernels")]

/// Outputs that stand side by side in a packed matrix.
pub(crate) const PANEL: usize = 16;
/// Inputs that one step of a kernel takes.
const STEP: usize = 4;
/// Bytes of one step of one panel.
const BLOCK: usize = PANEL * STEP;
/// What is added to a signed activation so that it fits an unsigned byte.
pub(crate) const OFFSET: i32 = 128;

/// A matrix of signed bytes, laid out by panels of outputs: for each panel, for each four inputs, 16 × 4 bytes.
pub(crate) struct Packed {
    data: Vec<i8>,
    /// For each output, minus the offset's share of its sum.
    start: Vec<i32>,
    /// The number of outputs.
    pub(crate) outputs: usize,
    /// Inputs, rounded up to whole steps: the stride of activation rows.
    pub(crate) stride: usize,
}

impl Packed {
    /// Packs rows of `inputs` bytes, one row an output.
    pub(crate) fn new(rows: &[i8], outputs: usize, inputs: usize) -> Self {
        let stride = inputs.next_multiple_of(STEP);
        let padded = outputs.next_multiple_of(PANEL);
        let mut data = vec![0; padded * stride];
        let mut start = vec![0; padded];
        for (o, row) in rows.chunks_exact(inputs).take(outputs).enumerate() {
            let panel = o / PANEL * PANEL * stride;
            for (k, &w) in row.iter().enumerate() {
                data[panel + k / STEP * BLOCK + o % PANEL * STEP + k % STEP] = w;
                start[o] -= OFFSET * i32::from(w);
            }
        }
        Self { data, start, outputs, stride }
    }
    /// Outputs rounded up to whole panels: the stride of result rows.
    pub(crate) fn width(&self) -> usize {
        self.start.len()
    }
}

/// A float loop that is compiled once for each kernel; its `run` must be `#[inline(always)]`.
pub(crate) trait Job {
    /// Does the work.
    fn run(self);
}

/// How matrix products are computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kernel {
    /// Plain Rust.
    Scalar,
    /// 256-bit vectors, bytes widened to 16 bits.
    #[cfg(target_arch = "x86_64")]
    Avx2,
    /// 512-bit vectors with the four-byte dot product.
    #[cfg(target_arch = "x86_64")]
    Vnni,
}

impl Kernel {
    /// Its name for benches and checks.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => "vnni",
        }
    }
    /// All that this processor runs, the fastest last.
    pub(crate) fn available() -> Vec<Self> {
        #[cfg_attr(not(target_arch = "x86_64"), allow(unused_mut, reason = "nothing to add elsewhere"))]
        let mut all = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx2") {
                all.push(Self::Avx2);
            }
            if is_x86_feature_detected!("avx512f")
                && is_x86_feature_detected!("avx512bw")
                && is_x86_feature_detected!("avx512vl")
                && is_x86_feature_detected!("avx512vnni")
            {
                all.push(Self::Vnni);
            }
        }
        all
    }
    /// The fastest that this processor runs.
    pub(crate) fn best() -> Self {
        Self::available().pop().unwrap_or(Self::Scalar)
    }

    /// Products of activation rows (each `weights.stride` bytes, offset by 128) with every output of the matrix;
    /// `out` has rows of `weights.width()`.
    pub(crate) fn multiply(self, rows: &[u8], weights: &Packed, out: &mut [i32]) {
        let count = rows.len() / weights.stride;
        assert_eq!(rows.len(), count * weights.stride, "activation rows are whole");
        assert!(out.len() >= count * weights.width(), "room for the products");
        match self {
            Self::Scalar => scalar(rows, weights, out),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: a `Kernel::Avx2` comes from `available` alone, which asked the processor for AVX2; the bounds
            // that the function relies on are asserted above.
            Self::Avx2 => unsafe { x86::avx2(rows, weights, out) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: likewise for AVX-512 F, BW, VL and VNNI.
            Self::Vnni => unsafe { x86::vnni(rows, weights, out) },
        }
    }

    /// Runs a float loop compiled for this kernel's vectors. The results are the same to the bit: lanes and order are
    /// fixed in the loop itself, and Rust never fuses a multiplication with an addition by itself.
    pub(crate) fn float<J: Job>(self, job: J) {
        match self {
            Self::Scalar => job.run(),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the processor has the feature, see `available`; the job itself is safe code.
            Self::Avx2 => unsafe { x86::float_avx2(job) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: likewise.
            Self::Vnni => unsafe { x86::float_avx512(job) },
        }
    }
}

fn scalar(rows: &[u8], weights: &Packed, out: &mut [i32]) {
    let width = weights.width();
    for (row, out) in rows.chunks_exact(weights.stride).zip(out.chunks_exact_mut(width)) {
        for (p, panel) in weights.data.chunks_exact(PANEL * weights.stride).enumerate() {
            let mut acc = [0_i32; PANEL];
            acc.copy_from_slice(&weights.start[p * PANEL..][..PANEL]);
            for (a, block) in row.as_chunks::<STEP>().0.iter().zip(panel.as_chunks::<BLOCK>().0) {
                let a = a.map(i32::from);
                for (acc, w) in acc.iter_mut().zip(block.as_chunks::<STEP>().0) {
                    for k in 0..STEP {
                        *acc += a[k] * i32::from(w[k]);
                    }
                }
            }
            out[p * PANEL..][..PANEL].copy_from_slice(&acc);
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{BLOCK, Job, PANEL, Packed, STEP};
    use std::arch::x86_64::{
        __m256i, __m512i, _mm_loadu_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16, _mm256_hadd_epi32,
        _mm256_loadu_si256, _mm256_madd_epi16, _mm256_permute4x64_epi64, _mm256_set1_epi64x, _mm256_setzero_si256,
        _mm256_storeu_si256, _mm512_dpbusd_epi32, _mm512_loadu_si512, _mm512_set1_epi32, _mm512_storeu_si512,
    };

    #[target_feature(enable = "avx2")]
    pub(super) fn float_avx2<J: Job>(job: J) {
        job.run();
    }

    #[target_feature(enable = "avx512f,avx512bw,avx512vl")]
    pub(super) fn float_avx512<J: Job>(job: J) {
        job.run();
    }

    /// Callers have checked: `rows` is whole rows of `w.stride`, `out` holds as many rows of `w.width()`.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    pub(super) fn vnni(rows: &[u8], w: &Packed, out: &mut [i32]) {
        let count = rows.len() / w.stride;
        let panels = w.width() / PANEL;
        let mut p = 0;
        while p < panels {
            let pair = p + 1 < panels;
            let mut r = 0;
            while r < count {
                let left = count - r;
                // SAFETY: rows r.. and panels p.. that a tile touches exist: R ≤ count - r, and P ≤ panels - p.
                r += unsafe {
                    match (left, pair) {
                        (8.., true) => tile_vnni::<8, 2>(rows, w, out, r, p),
                        (4.., true) => tile_vnni::<4, 2>(rows, w, out, r, p),
                        (_, true) => tile_vnni::<1, 2>(rows, w, out, r, p),
                        (8.., false) => tile_vnni::<8, 1>(rows, w, out, r, p),
                        (4.., false) => tile_vnni::<4, 1>(rows, w, out, r, p),
                        (_, false) => tile_vnni::<1, 1>(rows, w, out, r, p),
                    }
                };
            }
            p += 1 + usize::from(pair);
        }
    }

    /// Rows `r..r+R` times panels `p..p+P`; says how many rows it did.
    ///
    /// SAFETY (caller): those rows and panels exist.
    #[target_feature(enable = "avx512f,avx512bw,avx512vl,avx512vnni")]
    unsafe fn tile_vnni<const R: usize, const P: usize>(
        rows: &[u8],
        w: &Packed,
        out: &mut [i32],
        r: usize,
        p: usize,
    ) -> usize {
        let (stride, width) = (w.stride, w.width());
        debug_assert!((r + R) * stride <= rows.len() && (p + P) * PANEL <= width && (r + R) * width <= out.len());
        // SAFETY: by the contract all offsets below stay inside `rows`, `w.data`, `w.start` and `out`: a row has
        // `stride` bytes (whole steps of 4), a panel `PANEL * stride`, an output row `width` integers; loads and
        // stores are the unaligned kinds.
        unsafe {
            let mut acc: [[__m512i; P]; R] =
                [std::array::from_fn(|j| _mm512_loadu_si512(w.start.as_ptr().add((p + j) * PANEL).cast())); R];
            let a = rows.as_ptr().add(r * stride);
            let b = w.data.as_ptr().add(p * PANEL * stride);
            for k in 0..stride / STEP {
                let wk: [__m512i; P] =
                    std::array::from_fn(|j| _mm512_loadu_si512(b.add(j * PANEL * stride + k * BLOCK).cast()));
                for (i, acc) in acc.iter_mut().enumerate() {
                    let x = _mm512_set1_epi32(a.add(i * stride + k * STEP).cast::<i32>().read_unaligned());
                    for j in 0..P {
                        acc[j] = _mm512_dpbusd_epi32(acc[j], x, wk[j]);
                    }
                }
            }
            for (i, acc) in acc.iter().enumerate() {
                for (j, &v) in acc.iter().enumerate() {
                    _mm512_storeu_si512(out.as_mut_ptr().add((r + i) * width + (p + j) * PANEL).cast(), v);
                }
            }
        }
        R
    }

    /// Callers have checked: `rows` is whole rows of `w.stride`, `out` holds as many rows of `w.width()`.
    #[target_feature(enable = "avx2")]
    pub(super) fn avx2(rows: &[u8], w: &Packed, out: &mut [i32]) {
        let wide: Vec<i16> = rows.iter().map(|&b| i16::from(b)).collect();
        let count = rows.len() / w.stride;
        for p in 0..w.width() / PANEL {
            let mut r = 0;
            while r < count {
                // SAFETY: rows r.. exist, and panel p does.
                r += unsafe {
                    match count - r {
                        2.. => tile_avx2::<2>(&wide, w, out, r, p),
                        _ => tile_avx2::<1>(&wide, w, out, r, p),
                    }
                };
            }
        }
    }

    /// Rows `r..r+R` times panel `p`; says how many rows it did.
    ///
    /// SAFETY (caller): those rows and that panel exist.
    #[target_feature(enable = "avx2")]
    unsafe fn tile_avx2<const R: usize>(rows: &[i16], w: &Packed, out: &mut [i32], r: usize, p: usize) -> usize {
        let (stride, width) = (w.stride, w.width());
        debug_assert!((r + R) * stride <= rows.len() && (p + 1) * PANEL <= width && (r + R) * width <= out.len());
        // SAFETY: as in `tile_vnni`; activations are 16 bits each here, so one step reads 8 bytes of a row.
        unsafe {
            // Four vectors a row, each of four outputs with two partial sums.
            let mut acc: [[__m256i; 4]; R] = [[_mm256_setzero_si256(); 4]; R];
            let a = rows.as_ptr().add(r * stride);
            let b = w.data.as_ptr().add(p * PANEL * stride);
            for k in 0..stride / STEP {
                let x: [__m256i; R] = std::array::from_fn(|i| {
                    _mm256_set1_epi64x(a.add(i * stride + k * STEP).cast::<i64>().read_unaligned())
                });
                #[allow(clippy::needless_range_loop, reason = "the quarter counts the weights' bytes too")]
                for q in 0..4 {
                    let wk = _mm256_cvtepi8_epi16(_mm_loadu_si128(b.add(k * BLOCK + q * 16).cast()));
                    for (acc, &x) in acc.iter_mut().zip(&x) {
                        acc[q] = _mm256_add_epi32(acc[q], _mm256_madd_epi16(x, wk));
                    }
                }
            }
            for (i, acc) in acc.iter().enumerate() {
                for h in 0..2 {
                    // hadd gives outputs 0 1 4 5 | 2 3 6 7; the permutation sets them in order.
                    let sum = _mm256_hadd_epi32(acc[2 * h], acc[2 * h + 1]);
                    let sum = _mm256_permute4x64_epi64::<0b11_01_10_00>(sum);
                    let at = p * PANEL + h * 8;
                    let start = _mm256_loadu_si256(w.start.as_ptr().add(at).cast());
                    let o = out.as_mut_ptr().add((r + i) * width + at);
                    _mm256_storeu_si256(o.cast(), _mm256_add_epi32(sum, start));
                }
            }
        }
        R
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::test_random::Random;

    #[test]
    fn every_kernel_gives_the_scalar_integers() {
        let mut random = Random(7);
        for (rows, outputs, inputs) in [(1, 1, 1), (3, 17, 97), (13, 40, 384), (9, 33, 1536), (8, 2, 256)] {
            let weights: Vec<i8> = (0..outputs * inputs).map(|_| random.next() as u8 as i8).collect();
            let packed = Packed::new(&weights, outputs, inputs);
            let mut a = vec![OFFSET as u8; rows * packed.stride];
            for row in a.chunks_exact_mut(packed.stride) {
                row[..inputs].fill_with(|| random.next() as u8);
            }
            let mut first = vec![0; rows * packed.width()];
            Kernel::Scalar.multiply(&a, &packed, &mut first);
            for r in 0..rows {
                for o in 0..outputs {
                    let want: i32 = (0..inputs)
                        .map(|k| (i32::from(a[r * packed.stride + k]) - OFFSET) * i32::from(weights[o * inputs + k]))
                        .sum();
                    assert_eq!(first[r * packed.width() + o], want, "{rows}x{outputs}x{inputs} at {r},{o}");
                }
            }
            for kernel in Kernel::available() {
                let mut got = vec![0; rows * packed.width()];
                kernel.multiply(&a, &packed, &mut got);
                assert_eq!(got, first, "{kernel:?} {rows}x{outputs}x{inputs}");
            }
        }
    }
}
