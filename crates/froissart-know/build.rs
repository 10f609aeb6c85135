//! Lists every data file and embeds its text, so that the binary needs no folder beside it.
//!
//! Not a code generator: the one thing it writes is a sorted table of paths and `include_str!`s, such as
//! `("data/actors/groups-asia.toml", include_str!("…"))`, which `data.rs` includes.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn collect(dir: &Path, found: &mut Vec<PathBuf>) {
    // A folder that is not there yet has no files; one that appears later reruns this script.
    let Ok(entries) = std::fs::read_dir(dir) else { return };
    for entry in entries {
        let path = entry.expect("a folder entry can be read").path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "toml") {
            found.push(path);
        }
    }
}

fn main() {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR").expect("cargo sets it"));
    let root = here.parent().and_then(Path::parent).expect("the crate lies two folders down").to_path_buf();
    let mut found = Vec::new();
    for folder in ["actors", "language", "ontology", "places", "rules"] {
        let dir = root.join("data").join(folder);
        println!("cargo:rerun-if-changed={}", dir.display());
        collect(&dir, &mut found);
    }
    let mut rows: Vec<(String, String)> = found
        .iter()
        .map(|p| {
            let short = p.strip_prefix(&root).expect("collected below the root");
            let short = short.iter().map(|c| c.to_string_lossy()).collect::<Vec<_>>().join("/");
            (short, p.display().to_string())
        })
        .collect();
    rows.sort();
    let mut text = String::from(
        "/// Every data file: its path from the project's root, and its text; sorted.\npub static FILES: &[(&str, &str)] = &[\n",
    );
    for (short, full) in rows {
        writeln!(text, "    ({short:?}, include_str!({full:?})),").expect("a string takes all");
    }
    text.push_str("];\n");
    let out = PathBuf::from(std::env::var("OUT_DIR").expect("cargo sets it"));
    std::fs::write(out.join("embedded.rs"), text).expect("the output folder can be written");
}
