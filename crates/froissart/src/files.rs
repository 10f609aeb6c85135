//! The pages that the arguments name: files, folders in sorted order, standard input.

use crate::failure::Failure;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// A page's bytes, or why there are none.
pub(crate) struct Input {
    /// As the user named it.
    pub(crate) name: String,
    /// The bytes, read when its turn comes.
    pub(crate) path: Option<PathBuf>,
}

/// Beyond this a file is no page, and not worth the memory; the reader's own limit lies well below.
const MOST: u64 = 64 << 20;

impl Input {
    /// Reads it; the error names the file and what to do.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, String> {
        let mut out = Vec::new();
        let read = match &self.path {
            None => std::io::stdin().lock().take(MOST + 1).read_to_end(&mut out),
            Some(p) => std::fs::File::open(p).and_then(|f| f.take(MOST + 1).read_to_end(&mut out)),
        };
        match read {
            Ok(n) if n as u64 > MOST => Err(format!("the file has more than {} MiB: it is no page", MOST >> 20)),
            Ok(_) => Ok(out),
            Err(e) => Err(match e.kind() {
                std::io::ErrorKind::NotFound => "there is no such file".into(),
                std::io::ErrorKind::PermissionDenied => "this file may not be read: check its permissions".into(),
                _ => e.to_string(),
            }),
        }
    }
}

/// The files named, folders opened; hidden files are left out.
pub(crate) fn inputs(args: &[PathBuf]) -> Result<Vec<Input>, Failure> {
    let mut out = Vec::new();
    for a in args {
        if a.as_os_str() == "-" {
            out.push(Input { name: "-".into(), path: None });
        } else if a.is_dir() {
            let mut found = Vec::new();
            walk(a, 0, &mut found)
                .map_err(|e| Failure::message(format!("the folder {} cannot be read: {e}", a.display())))?;
            found.sort();
            out.extend(found.into_iter().map(|p| Input { name: p.display().to_string(), path: Some(p) }));
        } else {
            out.push(Input { name: a.display().to_string(), path: Some(a.clone()) });
        }
    }
    Ok(out)
}

fn walk(dir: &Path, depth: usize, out: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for e in std::fs::read_dir(dir)? {
        let e = e?;
        if e.file_name().to_string_lossy().starts_with('.') {
            continue;
        }
        let kind = e.file_type()?;
        if kind.is_dir() && depth < 32 {
            walk(&e.path(), depth + 1, out)?;
        } else if kind.is_file() {
            out.push(e.path());
        }
    }
    Ok(())
}
