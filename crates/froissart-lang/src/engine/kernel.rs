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

/// One step of one panel: four inputs of 16 outputs. Aligned, so that a vector of it never straddles two cache lines.
#[derive(Clone, Copy)]
#[repr(C, align(64))]
struct Block([i8; BLOCK]);

/// A matrix of signed bytes, laid out by panels of outputs: for each panel, for each four inputs, 16 × 4 bytes.
pub(crate) struct Packed {
    data: Vec<Block>,
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
        let mut data = vec![Block([0; BLOCK]); padded * stride / BLOCK];
        let mut start = vec![0; padded];
        for (o, row) in rows.chunks_exact(inputs).take(outputs).enumerate() {
            let panel = o / PANEL * (stride / STEP);
            for (k, &w) in row.iter().enumerate() {
                data[panel + k / STEP].0[o % PANEL * STEP + k % STEP] = w;
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

/// Sums of float rows: `out[i][j] = out[i][j] + Σ_k weights[i][k] · rows[k][j]`, k in order, each step fused (one
/// rounding, as IEEE 754 defines it), so that every kernel gives the same bits.
pub(crate) struct Product<'a> {
    /// Rows of weights.
    pub(crate) weights: &'a [f32],
    /// From one row of weights to the next.
    pub(crate) stride: usize,
    /// How many weights of a row count.
    pub(crate) width: usize,
    /// `width` rows of `columns` values.
    pub(crate) rows: &'a [f32],
    /// Values in a row: whole steps of 16.
    pub(crate) columns: usize,
    /// For each row of weights, `columns` values that the products are added to.
    pub(crate) out: &'a mut [f32],
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
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
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
            // SAFETY: a `Kernel::Avx2` comes from `available` alone, which asked the processor for AVX2 and FMA; the bounds
            // that the function relies on are asserted above.
            Self::Avx2 => unsafe { x86::avx2(rows, weights, out) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: likewise for AVX-512 F, BW, VL and VNNI.
            Self::Vnni => unsafe { x86::vnni(rows, weights, out) },
        }
    }

    /// Adds a product of float matrices to what is in `out`.
    pub(crate) fn mix(self, p: &mut Product) {
        assert!(
            p.columns.is_multiple_of(PANEL) && p.width <= p.stride,
            "whole steps of columns, and rows that hold the weights"
        );
        let count = p.out.len() / p.columns.max(1);
        assert_eq!(p.out.len(), count * p.columns, "results are whole rows");
        assert!(p.rows.len() >= p.width * p.columns, "a row for each weight");
        assert!(count == 0 || p.weights.len() >= (count - 1) * p.stride + p.width, "weights for each result");
        match self {
            Self::Scalar => mix_scalar(p),
            #[cfg(target_arch = "x86_64")]
            // SAFETY: the processor has AVX2 and FMA, see `available`; the bounds are asserted above.
            Self::Avx2 => unsafe { x86::mix_avx2(p, count) },
            #[cfg(target_arch = "x86_64")]
            // SAFETY: likewise for AVX-512 F.
            Self::Vnni => unsafe { x86::mix_avx512(p, count) },
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
        for (p, panel) in weights.data.chunks_exact(weights.stride / STEP).enumerate() {
            let mut acc = [0_i32; PANEL];
            acc.copy_from_slice(&weights.start[p * PANEL..][..PANEL]);
            for (a, block) in row.as_chunks::<STEP>().0.iter().zip(panel) {
                let a = a.map(i32::from);
                for (acc, w) in acc.iter_mut().zip(block.0.as_chunks::<STEP>().0) {
                    for k in 0..STEP {
                        *acc += a[k] * i32::from(w[k]);
                    }
                }
            }
            out[p * PANEL..][..PANEL].copy_from_slice(&acc);
        }
    }
}

fn mix_scalar(p: &mut Product) {
    for (i, out) in p.out.chunks_exact_mut(p.columns).enumerate() {
        let weights = &p.weights[i * p.stride..][..p.width];
        for (w, row) in weights.iter().zip(p.rows.chunks_exact(p.columns)) {
            for (out, r) in out.iter_mut().zip(row) {
                *out = w.mul_add(*r, *out);
            }
        }
    }
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    use super::{Job, PANEL, Packed, Product, STEP};
    use std::arch::x86_64::{
        __m256, __m256i, __m512, __m512i, _mm_load_si128, _mm256_add_epi32, _mm256_cvtepi8_epi16, _mm256_fmadd_ps,
        _mm256_hadd_epi32, _mm256_loadu_ps, _mm256_loadu_si256, _mm256_madd_epi16, _mm256_permute4x64_epi64,
        _mm256_set1_epi64x, _mm256_set1_ps, _mm256_setzero_si256, _mm256_storeu_ps, _mm256_storeu_si256,
        _mm512_dpbusd_epi32, _mm512_fmadd_ps, _mm512_load_si512, _mm512_loadu_ps, _mm512_loadu_si512,
        _mm512_set1_epi32, _mm512_set1_ps, _mm512_storeu_ps, _mm512_storeu_si512,
    };

    /// Callers have checked what [`super::Kernel::mix`] asserts.
    #[target_feature(enable = "avx512f")]
    pub(super) fn mix_avx512(p: &mut Product, count: usize) {
        let mut c = 0;
        while c < p.columns {
            let two = c + 2 * PANEL <= p.columns;
            let mut r = 0;
            while r < count {
                // SAFETY: rows r.. and columns c.. that a tile touches exist.
                r += unsafe {
                    match (count - r, two) {
                        (6.., true) => tile_mix512::<6, 2>(p, r, c),
                        (3.., true) => tile_mix512::<3, 2>(p, r, c),
                        (_, true) => tile_mix512::<1, 2>(p, r, c),
                        (6.., false) => tile_mix512::<6, 1>(p, r, c),
                        (3.., false) => tile_mix512::<3, 1>(p, r, c),
                        (_, false) => tile_mix512::<1, 1>(p, r, c),
                    }
                };
            }
            c += PANEL * (1 + usize::from(two));
        }
    }

    /// Results `r..r+R` in columns `c..c+16·C`; says how many rows it did.
    ///
    /// SAFETY (caller): those rows and columns exist, and `p` holds what [`super::Kernel::mix`] asserts.
    #[target_feature(enable = "avx512f")]
    unsafe fn tile_mix512<const R: usize, const C: usize>(p: &mut Product, r: usize, c: usize) -> usize {
        debug_assert!((r + R) * p.columns <= p.out.len() && c + C * PANEL <= p.columns);
        // SAFETY: by the contract result rows r..r+R hold columns c..c+16·C, so do the `width` rows, and the weights of
        // each result row begin at its multiple of `stride`; loads and stores are the unaligned kinds.
        unsafe {
            let out = p.out.as_mut_ptr().add(r * p.columns + c);
            let weights = p.weights.as_ptr().add(r * p.stride);
            let rows = p.rows.as_ptr().add(c);
            let mut acc: [[__m512; C]; R] =
                std::array::from_fn(|i| std::array::from_fn(|j| _mm512_loadu_ps(out.add(i * p.columns + j * PANEL))));
            for k in 0..p.width {
                let row: [__m512; C] = std::array::from_fn(|j| _mm512_loadu_ps(rows.add(k * p.columns + j * PANEL)));
                for (i, acc) in acc.iter_mut().enumerate() {
                    let w = _mm512_set1_ps(*weights.add(i * p.stride + k));
                    for j in 0..C {
                        acc[j] = _mm512_fmadd_ps(w, row[j], acc[j]);
                    }
                }
            }
            for (i, acc) in acc.iter().enumerate() {
                for (j, &v) in acc.iter().enumerate() {
                    _mm512_storeu_ps(out.add(i * p.columns + j * PANEL), v);
                }
            }
        }
        R
    }

    /// Callers have checked what [`super::Kernel::mix`] asserts.
    #[target_feature(enable = "avx2,fma")]
    pub(super) fn mix_avx2(p: &mut Product, count: usize) {
        for c in (0..p.columns).step_by(PANEL) {
            let mut r = 0;
            while r < count {
                // SAFETY: rows r.. and columns c..c+16 exist.
                r += unsafe {
                    match count - r {
                        4.. => tile_mix256::<4>(p, r, c),
                        _ => tile_mix256::<1>(p, r, c),
                    }
                };
            }
        }
    }

    /// Results `r..r+R` in columns `c..c+16`; says how many rows it did.
    ///
    /// SAFETY (caller): those rows and columns exist, and `p` holds what [`super::Kernel::mix`] asserts.
    #[target_feature(enable = "avx2,fma")]
    unsafe fn tile_mix256<const R: usize>(p: &mut Product, r: usize, c: usize) -> usize {
        debug_assert!((r + R) * p.columns <= p.out.len() && c + PANEL <= p.columns);
        // SAFETY: as in `tile_mix512`, with 16 columns.
        unsafe {
            let out = p.out.as_mut_ptr().add(r * p.columns + c);
            let weights = p.weights.as_ptr().add(r * p.stride);
            let rows = p.rows.as_ptr().add(c);
            let mut acc: [[__m256; 2]; R] =
                std::array::from_fn(|i| std::array::from_fn(|j| _mm256_loadu_ps(out.add(i * p.columns + j * 8))));
            for k in 0..p.width {
                let row: [__m256; 2] = std::array::from_fn(|j| _mm256_loadu_ps(rows.add(k * p.columns + j * 8)));
                for (i, acc) in acc.iter_mut().enumerate() {
                    let w = _mm256_set1_ps(*weights.add(i * p.stride + k));
                    for j in 0..2 {
                        acc[j] = _mm256_fmadd_ps(w, row[j], acc[j]);
                    }
                }
            }
            for (i, acc) in acc.iter().enumerate() {
                for (j, &v) in acc.iter().enumerate() {
                    _mm256_storeu_ps(out.add(i * p.columns + j * 8), v);
                }
            }
        }
        R
    }

    // Without FMA among the features no loop could be fused by mistake; none is, for Rust never does that by itself.
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
        // `stride` bytes (whole steps of 4), a panel a block a step, an output row `width` integers; loads and stores
        // are the unaligned kinds, but for the blocks, whose type is aligned.
        unsafe {
            let mut acc: [[__m512i; P]; R] =
                [std::array::from_fn(|j| _mm512_loadu_si512(w.start.as_ptr().add((p + j) * PANEL).cast())); R];
            let a = rows.as_ptr().add(r * stride);
            let b = w.data.as_ptr().add(p * (stride / STEP));
            for k in 0..stride / STEP {
                let wk: [__m512i; P] =
                    std::array::from_fn(|j| _mm512_load_si512(b.add(j * (stride / STEP) + k).cast()));
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
                        3.. => tile_avx2::<3>(&wide, w, out, r, p),
                        2 => tile_avx2::<2>(&wide, w, out, r, p),
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
            let b = w.data.as_ptr().add(p * (stride / STEP));
            for k in 0..stride / STEP {
                let x: [__m256i; R] = std::array::from_fn(|i| {
                    _mm256_set1_epi64x(a.add(i * stride + k * STEP).cast::<i64>().read_unaligned())
                });
                #[allow(clippy::needless_range_loop, reason = "the quarter counts the weights' bytes too")]
                for q in 0..4 {
                    let wk = _mm256_cvtepi8_epi16(_mm_load_si128(b.add(k).cast::<i8>().add(q * 16).cast()));
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

    #[test]
    fn float_products_have_the_same_bits_on_every_kernel() {
        let mut random = Random(11);
        for (count, width, columns, extra) in
            [(1, 1, 16, 0), (7, 33, 48, 3), (20, 5, 32, 0), (13, 32, 112, 1), (0, 4, 16, 0)]
        {
            let stride = width + extra;
            let mut floats = |n: usize| (0..n).map(|_| random.float()).collect::<Vec<_>>();
            let (weights, rows, start) = (floats(count * stride), floats(width * columns), floats(count * columns));
            let run = |kernel: Kernel| {
                let mut out = start.clone();
                kernel.mix(&mut Product { weights: &weights, stride, width, rows: &rows, columns, out: &mut out });
                out
            };
            let first = run(Kernel::Scalar);
            for i in 0..count {
                for j in 0..columns {
                    let sum: f64 =
                        (0..width).map(|k| f64::from(weights[i * stride + k]) * f64::from(rows[k * columns + j])).sum();
                    let want = sum + f64::from(start[i * columns + j]);
                    assert!(
                        (f64::from(first[i * columns + j]) - want).abs() < 1e-5,
                        "{count}x{width}x{columns} at {i},{j}"
                    );
                }
            }
            let bits = |v: &[f32]| v.iter().map(|x| x.to_bits()).collect::<Vec<_>>();
            for kernel in Kernel::available() {
                assert_eq!(bits(&run(kernel)), bits(&first), "{kernel:?} {count}x{width}x{columns}");
            }
        }
    }
}
