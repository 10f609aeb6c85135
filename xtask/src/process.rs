//! Starting programs, and what to say where one fails.
//!
//! Never through a shell. `cargo test` that ends with exit code 101 is the message "`cargo test` failed (exit status: 101)".

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The cargo that runs this chore.
pub fn cargo(root: &Path, args: &[&str]) -> Command {
    let mut c = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    c.args(args).current_dir(root);
    c
}

/// How a command reads on the screen.
pub fn shown(c: &Command) -> String {
    let program = Path::new(c.get_program()).file_stem().unwrap_or_default().to_string_lossy().into_owned();
    std::iter::once(program).chain(c.get_args().map(|a| a.to_string_lossy().into_owned())).collect::<Vec<_>>().join(" ")
}

/// Runs a command to its end; its output goes where ours goes.
pub fn run(c: &mut Command) -> Result<(), String> {
    let status = c.status().map_err(|e| format!("`{}` cannot be started: {e}", shown(c)))?;
    if status.success() { Ok(()) } else { Err(format!("`{}` failed ({status})", shown(c))) }
}

/// Runs a command, handing each line of its output to `each` as it comes; whether it succeeded.
pub fn lines(c: &mut Command, mut each: impl FnMut(&str)) -> Result<bool, String> {
    let name = shown(c);
    let started = c.stdin(Stdio::null()).stdout(Stdio::piped()).spawn();
    let mut child = started.map_err(|e| format!("`{name}` cannot be started: {e}"))?;
    if let Some(out) = child.stdout.take() {
        let mut reader = BufReader::new(out);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).map_err(|e| e.to_string())? > 0 {
            each(String::from_utf8_lossy(&line).trim_end_matches(['\n', '\r']));
            line.clear();
        }
    }
    child.wait().map(|s| s.success()).map_err(|e| e.to_string())
}

/// Builds the binary for release, and says where it is.
pub fn release(root: &Path) -> Result<PathBuf, String> {
    let mut build = cargo(
        root,
        &["build", "--release", "--locked", "--package", "froissart", "--message-format=json-render-diagnostics"],
    );
    let mut found = None;
    let ok = lines(&mut build, |line| {
        if let Ok(v) = serde_json::from_str::<serde_json::Value>(line)
            && v["target"]["name"] == "froissart"
            && let Some(path) = v["executable"].as_str()
        {
            found = Some(PathBuf::from(path));
        }
    })?;
    match found {
        Some(path) if ok => Ok(path),
        _ => Err(format!("`{}` failed", shown(&build))),
    }
}
