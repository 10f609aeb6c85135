//! The encoder: word pieces in windows to one vector a word, six transformer layers of MiniLM's shape.
//!
//! Linear layers take the rows of many windows together, attention stays inside each window, and no row depends on
//! what stands beside its window: "Rebels seized Aleppo." has the same vectors alone and among a thousand sentences.

use crate::engine::file::{File, Linear, ModelError, NormWeights, Room};
use crate::engine::float::{Mixing, attend};
use crate::engine::kernel::Kernel;

/// Values in a vector.
pub(crate) const HIDDEN: usize = 384;
const INNER: usize = 1536;
const LAYERS: usize = 6;
const POSITIONS: usize = 512;
const SHAPES: usize = 8;
/// Rows that a layer takes at once, so that they stay in the cache.
const ROWS: usize = 64;
/// Pieces that a window may hold, the opening and closing ones not counted.
pub(crate) const MOST_PIECES: usize = POSITIONS - 2;

/// Some words that are read together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Window {
    /// Each piece with the outline of its word.
    pub(crate) pieces: Vec<(u32, u8)>,
    /// The row of each word's first piece.
    pub(crate) first: Vec<usize>,
}

impl Window {
    /// A window that holds its opening piece.
    pub(crate) fn new(open: u32) -> Self {
        Self { pieces: vec![(open, 0)], first: Vec::new() }
    }
    /// Adds a word, unless there is no room for it and the closing piece.
    pub(crate) fn push(&mut self, pieces: &[u32], shape: u8) -> bool {
        let fits = self.pieces.len() + pieces.len() < POSITIONS;
        if fits {
            self.first.push(self.pieces.len());
            self.pieces.extend(pieces.iter().map(|&p| (p, shape)));
        }
        fits
    }
    /// Adds the closing piece.
    pub(crate) fn close(&mut self, close: u32) {
        self.pieces.push((close, 0));
    }
    /// How many words it holds.
    pub(crate) fn words(&self) -> usize {
        self.first.len()
    }
    /// How many pieces it holds.
    pub(crate) fn len(&self) -> usize {
        self.pieces.len()
    }
}

/// The vectors of one window: the opening piece's, which stands for the root, and then one a word.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Encoded {
    /// Rows of 384.
    pub(crate) rows: Vec<f32>,
}

impl Encoded {
    /// The vector of a word as whole numbers, the greatest of them 127 or -127.
    pub(crate) fn whole(&self, word: usize) -> Vec<i8> {
        let row = &self.rows[(word + 1) * HIDDEN..][..HIDDEN];
        let top = row.iter().fold(1e-8_f32, |m, v| if v.abs() > m { v.abs() } else { m });
        row.iter().map(|v| (v * 127.0 / top).round() as i8).collect()
    }
}

struct Layer {
    qkv: Linear,
    o: Linear,
    ln1: NormWeights,
    i: Linear,
    f: Linear,
    ln2: NormWeights,
}

/// The encoder's weights.
pub(crate) struct Encoder {
    words: Vec<i8>,
    word_scales: Vec<f32>,
    positions: Vec<f32>,
    shapes: Vec<f32>,
    norm: NormWeights,
    layers: Vec<Layer>,
}

impl Encoder {
    /// Reads the weights for `count` word pieces.
    pub(crate) fn read(file: &File, count: usize) -> Result<Self, ModelError> {
        let layer = |n: usize| {
            let name = |part: &str| format!("l{n}.{part}");
            Ok(Layer {
                qkv: Linear::read(file, &name("qkv"), 3 * HIDDEN, HIDDEN)?,
                o: Linear::read(file, &name("o"), HIDDEN, HIDDEN)?,
                ln1: NormWeights::read(file, &name("ln1"), HIDDEN)?,
                i: Linear::read(file, &name("i"), INNER, HIDDEN)?,
                f: Linear::read(file, &name("f"), HIDDEN, INNER)?,
                ln2: NormWeights::read(file, &name("ln2"), HIDDEN)?,
            })
        };
        Ok(Self {
            words: file.bytes("words.q", &[count, HIDDEN])?,
            word_scales: file.floats("words.s", &[count])?,
            positions: file.floats("positions", &[POSITIONS, HIDDEN])?,
            shapes: file.floats("shapes", &[SHAPES, HIDDEN])?,
            norm: NormWeights::read(file, "emb.ln", HIDDEN)?,
            layers: (0..LAYERS).map(layer).collect::<Result<_, ModelError>>()?,
        })
    }

    fn embed(&self, windows: &[Window]) -> Vec<f32> {
        let mut x = Vec::with_capacity(windows.iter().map(Window::len).sum::<usize>() * HIDDEN);
        for window in windows {
            for (at, &(piece, shape)) in window.pieces.iter().enumerate() {
                let scale = self.word_scales[piece as usize];
                let word = &self.words[piece as usize * HIDDEN..][..HIDDEN];
                let position = &self.positions[at * HIDDEN..][..HIDDEN];
                let shape = &self.shapes[usize::from(shape) * HIDDEN..][..HIDDEN];
                x.extend((0..HIDDEN).map(|i| f32::from(word[i]) * scale + position[i] + shape[i]));
            }
        }
        x
    }

    /// Encodes windows together.
    pub(crate) fn encode(&self, kernel: Kernel, windows: &[Window]) -> Vec<Encoded> {
        let mut x = self.embed(windows);
        kernel.float(self.norm.job(&mut x, &[]));
        let count = x.len() / HIDDEN;
        let mut qkv = vec![0.0; count * 3 * HIDDEN];
        let mut mixed = vec![0.0; count * HIDDEN];
        let mut inner = vec![0.0; ROWS * INNER];
        let mut added = vec![0.0; ROWS * HIDDEN];
        let (mut room, mut mixing) = (Room::default(), Mixing::default());
        for layer in &self.layers {
            for (x, out) in x.chunks(ROWS * HIDDEN).zip(qkv.chunks_mut(ROWS * 3 * HIDDEN)) {
                layer.qkv.apply(kernel, x, false, out, &mut room);
            }
            let mut at = 0;
            for window in windows {
                let rows = at..at + window.len();
                let own = &qkv[rows.start * 3 * HIDDEN..rows.end * 3 * HIDDEN];
                attend(kernel, own, HIDDEN, &mut mixed[rows.start * HIDDEN..rows.end * HIDDEN], &mut mixing);
                at = rows.end;
            }
            for (x, mixed) in x.chunks_mut(ROWS * HIDDEN).zip(mixed.chunks(ROWS * HIDDEN)) {
                let added = &mut added[..x.len()];
                layer.o.apply(kernel, mixed, false, added, &mut room);
                kernel.float(layer.ln1.job(x, added));
                let inner = &mut inner[..x.len() / HIDDEN * INNER];
                layer.i.apply(kernel, x, true, inner, &mut room);
                layer.f.apply(kernel, inner, false, added, &mut room);
                kernel.float(layer.ln2.job(x, added));
            }
        }
        let mut at = 0;
        let pick = |window: &Window| {
            let rows =
                [0].iter().chain(&window.first).flat_map(|r| &x[(at + r) * HIDDEN..][..HIDDEN]).copied().collect();
            at += window.len();
            Encoded { rows }
        };
        windows.iter().map(pick).collect()
    }
}
