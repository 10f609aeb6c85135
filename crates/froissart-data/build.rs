//! Reads the files under `data/` once, while the program is built, and packs what they say.
//!
//! No file is read when the program runs: a wrong file, such as one with two overlapping roles of HTS, stops the build
//! with the message that `froissart check` gives.

use froissart_know::{DataFiles, Knowledge};
use std::path::PathBuf;

fn main() {
    // froissart-know embeds the files and is built anew when one changes, and so is this.
    let know = Knowledge::load(&DataFiles::embedded()).unwrap_or_else(|e| panic!("the data is wrong\n{e}"));
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("knowledge.bin"), know.pack()).expect("the output folder can be written");
    println!("cargo:rerun-if-changed=build.rs");
}
