//! The weight file: a safetensors container, read with every name, type, shape and number checked.
//!
//! It knows nothing of what the tensors do. Asked for `arc.dep` as 256 rows of 384, it gives a [`Linear`] or says what
//! is wrong with the file; "China backs Assad" is not read here.

use crate::engine::kernel::{Kernel, OFFSET, Packed};
use crate::engine::{float, kernel::Job};
use serde_json::{Map, Value};

/// Why a weight file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// The container itself is broken.
    #[error("not a model file: {0}")]
    Container(String),
    /// A tensor is not there.
    #[error("the model has no tensor `{0}`")]
    Missing(String),
    /// A tensor has another type or shape than the engine takes.
    #[error("tensor `{name}` is {found}, not {wanted}")]
    Shape {
        /// The tensor.
        name: String,
        /// Type and shape in the file.
        found: String,
        /// Type and shape that the engine takes.
        wanted: String,
    },
    /// A tensor holds an infinite number or none.
    #[error("tensor `{0}` holds a number that is not finite")]
    NotFinite(String),
    /// A list in the file's metadata is missing or wrong.
    #[error("list `{name}` of the model: {why}")]
    List {
        /// The list.
        name: String,
        /// What is wrong with it.
        why: String,
    },
}

/// The bytes of a weight file and its table of contents.
pub(crate) struct File<'a> {
    header: Map<String, Value>,
    data: &'a [u8],
}

impl<'a> File<'a> {
    /// Reads the table of contents.
    pub(crate) fn open(bytes: &'a [u8]) -> Result<Self, ModelError> {
        let broken = |why: &str| ModelError::Container(why.to_owned());
        let (length, rest) = bytes.split_first_chunk::<8>().ok_or_else(|| broken("shorter than its own header"))?;
        let length =
            usize::try_from(u64::from_le_bytes(*length)).map_err(|_| broken("the header's length is absurd"))?;
        let (header, data) =
            rest.split_at_checked(length).ok_or_else(|| broken("the header is longer than the file"))?;
        let header = serde_json::from_slice(header).map_err(|e| ModelError::Container(format!("the header: {e}")))?;
        Ok(Self { header, data })
    }

    fn tensor(&self, name: &str, kind: &str, size: usize, shape: &[usize]) -> Result<&'a [u8], ModelError> {
        let found = self.header.get(name).ok_or_else(|| ModelError::Missing(name.to_owned()))?;
        let number = |v: &Value| v.as_u64().and_then(|n| usize::try_from(n).ok());
        let list = |key: &str| found.get(key)?.as_array()?.iter().map(number).collect::<Option<Vec<_>>>();
        let dtype = found.get("dtype").and_then(Value::as_str).unwrap_or("?");
        let have = list("shape").unwrap_or_default();
        let fits = have.len() == shape.len() && have.iter().zip(shape).all(|(h, s)| *s == usize::MAX || h == s);
        if dtype != kind || !fits {
            let wanted: Vec<_> =
                shape.iter().map(|&s| if s == usize::MAX { "any".to_owned() } else { s.to_string() }).collect();
            return Err(ModelError::Shape {
                name: name.to_owned(),
                found: format!("{dtype} {have:?}"),
                wanted: format!("{kind} [{}]", wanted.join(", ")),
            });
        }
        let bytes = match list("data_offsets").as_deref() {
            Some(&[from, to]) => self.data.get(from..to),
            _ => None,
        };
        let wanted = have.iter().try_fold(size, |n, &s| n.checked_mul(s));
        bytes
            .filter(|b| Some(b.len()) == wanted)
            .ok_or_else(|| ModelError::Container(format!("tensor `{name}` does not lie in the file")))
    }

    /// A tensor of floats, all finite.
    pub(crate) fn floats(&self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        let bytes = self.tensor(name, "F32", 4, shape)?;
        let all: Vec<f32> = bytes.as_chunks::<4>().0.iter().map(|&b| f32::from_le_bytes(b)).collect();
        if all.iter().all(|v| v.is_finite()) { Ok(all) } else { Err(ModelError::NotFinite(name.to_owned())) }
    }

    /// A tensor of signed bytes.
    pub(crate) fn bytes(&self, name: &str, shape: &[usize]) -> Result<Vec<i8>, ModelError> {
        Ok(self.tensor(name, "I8", 1, shape)?.iter().map(|&b| b as i8).collect())
    }

    /// A tensor of text, one entry a line.
    pub(crate) fn lines(&self, name: &str) -> Result<Vec<String>, ModelError> {
        let bytes = self.tensor(name, "U8", 1, &[usize::MAX])?;
        let text = std::str::from_utf8(bytes)
            .map_err(|_| ModelError::List { name: name.to_owned(), why: "not UTF-8".to_owned() })?;
        Ok(text.strip_suffix('\n').unwrap_or(text).split('\n').map(str::to_owned).collect())
    }

    /// A JSON value of the metadata.
    pub(crate) fn list<T: serde::de::DeserializeOwned>(&self, name: &str) -> Result<T, ModelError> {
        let wrong = |why: String| ModelError::List { name: name.to_owned(), why };
        let text = self.header.get("__metadata__").and_then(|m| m.get(name)).and_then(Value::as_str);
        serde_json::from_str(text.ok_or_else(|| wrong("not there".to_owned()))?).map_err(|e| wrong(e.to_string()))
    }
}

/// A linear layer: bytes with a scale a row, and a bias.
pub(crate) struct Linear {
    packed: Packed,
    scales: Vec<f32>,
    bias: Vec<f32>,
    inputs: usize,
}

/// Buffers of [`Linear::apply`], reused between calls.
#[derive(Default)]
pub(crate) struct Room {
    bytes: Vec<u8>,
    scales: Vec<f32>,
    products: Vec<i32>,
}

impl Linear {
    /// Reads layer `name` of `outputs` × `inputs`.
    pub(crate) fn read(file: &File, name: &str, outputs: usize, inputs: usize) -> Result<Self, ModelError> {
        Self::stack(file, &[(name, outputs)], inputs)
    }

    /// Reads layers of the same inputs as one, their outputs side by side.
    pub(crate) fn stack(file: &File, parts: &[(&str, usize)], inputs: usize) -> Result<Self, ModelError> {
        let (mut rows, mut scales, mut bias) = (Vec::new(), Vec::new(), Vec::new());
        for &(name, outputs) in parts {
            rows.extend(file.bytes(&format!("{name}.q"), &[outputs, inputs])?);
            scales.extend(file.floats(&format!("{name}.s"), &[outputs])?);
            bias.extend(file.floats(&format!("{name}.b"), &[outputs])?);
        }
        Ok(Self { packed: Packed::new(&rows, bias.len(), inputs), scales, bias, inputs })
    }

    /// Reads a layer of `outer` × `inner` outputs with the two turned: those of one `inner` stand side by side.
    pub(crate) fn transposed(
        file: &File,
        name: &str,
        outer: usize,
        inner: usize,
        inputs: usize,
    ) -> Result<Self, ModelError> {
        let count = outer * inner;
        let rows = file.bytes(&format!("{name}.q"), &[count, inputs])?;
        let (scales, bias) =
            (file.floats(&format!("{name}.s"), &[count])?, file.floats(&format!("{name}.b"), &[count])?);
        let order = || (0..inner).flat_map(|i| (0..outer).map(move |o| o * inner + i));
        let rows: Vec<i8> = order().flat_map(|r| &rows[r * inputs..][..inputs]).copied().collect();
        let turn = |list: &[f32]| order().map(|r| list[r]).collect();
        Ok(Self { packed: Packed::new(&rows, count, inputs), scales: turn(&scales), bias: turn(&bias), inputs })
    }

    /// The number of outputs.
    pub(crate) fn outputs(&self) -> usize {
        self.packed.outputs
    }

    /// Rows of outputs for rows of inputs; each row is computed by itself, whatever stands beside it.
    pub(crate) fn apply(&self, kernel: Kernel, x: &[f32], gelu: bool, out: &mut [f32], room: &mut Room) {
        let count = x.len() / self.inputs;
        let (stride, width) = (self.packed.stride, self.packed.width());
        room.bytes.clear();
        room.bytes.resize(count * stride, OFFSET as u8);
        room.scales.resize(count, 0.0);
        if room.products.len() < count * width {
            room.products.resize(count * width, 0);
        }
        kernel.float(float::Quantise {
            x,
            width: self.inputs,
            bytes: &mut room.bytes,
            stride,
            scales: &mut room.scales[..count],
        });
        kernel.multiply(&room.bytes, &self.packed, &mut room.products);
        kernel.float(float::Finish {
            products: &room.products[..count * width],
            stride: width,
            row_scales: &room.scales[..count],
            scales: &self.scales,
            bias: &self.bias,
            gelu,
            out,
        });
    }
}

/// The scale and shift of a layer norm.
pub(crate) struct NormWeights {
    weight: Vec<f32>,
    bias: Vec<f32>,
}

impl NormWeights {
    /// Reads norm `name`.
    pub(crate) fn read(file: &File, name: &str, width: usize) -> Result<Self, ModelError> {
        Ok(Self {
            weight: file.floats(&format!("{name}.w"), &[width])?,
            bias: file.floats(&format!("{name}.b"), &[width])?,
        })
    }

    /// Adds `add` to `x`, then normalises `x`.
    pub(crate) fn job<'a>(&'a self, x: &'a mut [f32], add: &'a [f32]) -> impl Job + 'a {
        float::Norm { x, add, weight: &self.weight, bias: &self.bias }
    }
}
