//! The repository's files as values: paths from its root, and bytes.
//!
//! What git ignores is not in it. Chores that judge files take a [`Tree`], so that their tests can write one in three
//! lines: `Tree::of([("docs/a.md", "See [b](b.md).")])`.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

/// Files by path, `/` between folders on every system.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    /// A tree of given files.
    pub fn of<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        Self { files: files.into_iter().map(|(p, t)| (p.to_owned(), t.as_bytes().to_vec())).collect() }
    }

    /// The files under `root` that are tracked, or would be if they were added.
    pub fn read(root: &Path) -> Result<Self, String> {
        let listed = Command::new("git")
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
            .current_dir(root)
            .output();
        let names = match listed {
            Ok(o) if o.status.success() => o
                .stdout
                .split(|b| *b == 0)
                .filter(|n| !n.is_empty())
                .map(|n| String::from_utf8_lossy(n).into_owned())
                .collect(),
            // An unpacked archive has no git: then everything but what a build leaves behind.
            _ => {
                let mut names = Vec::new();
                walk(root, "", &mut names).map_err(|e| format!("{} cannot be listed: {e}", root.display()))?;
                names
            }
        };
        let mut files = BTreeMap::new();
        for name in names {
            let path = root.join(&name);
            // Deleted and not yet committed: not there any more.
            if path.is_file() {
                let bytes = std::fs::read(&path).map_err(|e| format!("{name} cannot be read: {e}"))?;
                files.insert(name, bytes);
            }
        }
        Ok(Self { files })
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Whether there is such a file, or a folder that holds one.
    pub fn has(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        path.is_empty() || self.files.contains_key(path) || self.files.keys().any(|f| f.starts_with(&folder))
    }

    /// Path and bytes of every file, by path.
    pub fn files(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.files.iter().map(|(p, b)| (p.as_str(), b.as_slice()))
    }

    /// Path and text of every file that is text, by path.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files().filter_map(|(p, b)| std::str::from_utf8(b).ok().map(|t| (p, t)))
    }

    /// Path and text of every file under `folder` whose name ends with `ending`.
    pub fn under<'a>(&'a self, folder: &'a str, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.texts().filter(move |(p, _)| p.starts_with(folder) && p.ends_with(ending))
    }

    /// The text of one file.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.files.get(path).and_then(|b| std::str::from_utf8(b).ok())
    }
}

fn walk(dir: &Path, prefix: &str, out: &mut Vec<String>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{prefix}{name}");
        let kind = entry.file_type()?;
        if kind.is_dir() && name != "target" && name != ".git" {
            walk(&entry.path(), &format!("{path}/"), out)?;
        } else if kind.is_file() {
            out.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Tree;

    #[test]
    fn folders_are_there_where_a_file_is_in_them() {
        let t = Tree::of([("docs/reference/cli.md", "x"), ("README.md", "y")]);
        assert!(t.has("docs/reference") && t.has("docs/") && t.has("README.md"));
        assert!(!t.has("docs/ref") && !t.has("READ"));
        assert_eq!(t.under("docs/", ".md").count(), 1);
    }
}
