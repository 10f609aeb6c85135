//! Prints pages as JSON, one a line: `cargo run -p froissart-page --example page -- FILE…`
//!
//! Not a part of the reader; it is how a page is looked at by eye. "China backs Assad forces" comes out under `title`.

use froissart_page::{Hints, read};
use std::io::Write;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    for name in std::env::args().skip(1) {
        let bytes = std::fs::read(&name)?;
        let (page, notes) = read(&bytes, &Hints { name: Some(name), ..Hints::default() });
        let line =
            serde_json::json!({ "page": page.to_chars(), "notes": notes.iter().map(|n| &n.name).collect::<Vec<_>>() });
        writeln!(out, "{line}")?;
    }
    Ok(())
}
