//! What the drawings are made of: frames, outlines, marks, lanes and graphs as plain numbers and SVG.
//!
//! It asks for nothing and decides nothing: what stands where follows from a picture, the same each time. "Rebels hold
//! most of Aleppo" is one sector of one mark here, and its rival beside it another.

pub(crate) mod force;
pub(crate) mod frame;
pub(crate) mod graph;
pub(crate) mod lanes;
pub(crate) mod mark;
pub(crate) mod outline;
pub(crate) mod shapes;
pub(crate) mod spots;
