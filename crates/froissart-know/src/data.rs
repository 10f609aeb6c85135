//! The data files as text, and the messages about wrong ones.
//!
//! Knows nothing of what the files say: that `[actor.hts]` names a group is the business of its loader.

use froissart_model::{Diagnostic, Label, Span};
use serde::de::DeserializeOwned;
use std::ops::Range;

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// A set of data files: those built in, or those of a folder that `froissart check` was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataFiles {
    files: Vec<(String, String)>,
}

impl DataFiles {
    /// The files built into the binary.
    pub fn embedded() -> Self {
        Self { files: FILES.iter().map(|(p, t)| ((*p).to_owned(), (*t).to_owned())).collect() }
    }
    /// The files of a path and its folder, sorted.
    pub fn of_folder<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.files
            .iter()
            .filter(move |(p, _)| p.split(['/', '\\']).rev().skip(1).any(|c| c == folder))
            .map(|(p, t)| (p.as_str(), t.as_str()))
    }
    /// The one file with this name, in any folder.
    pub fn named<'a>(&'a self, folder: &'a str, name: &str) -> Option<(&'a str, &'a str)> {
        self.of_folder(folder).find(|(p, _)| p.rsplit(['/', '\\']).next() == Some(name))
    }
    /// All files, sorted by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files.iter().map(|(p, t)| (p.as_str(), t.as_str()))
    }
}

impl From<Vec<(String, String)>> for DataFiles {
    fn from(mut files: Vec<(String, String)>) -> Self {
        files.sort();
        Self { files }
    }
}

/// The text of a user's file, or a message that points at the first byte that is not UTF-8.
pub fn text(file: &str, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return Ok(text),
        Err(e) => e.into_bytes(),
    };
    let at = std::str::from_utf8(&bytes).err().map_or(0, |e| e.valid_up_to());
    // Before the first bad byte the readable copy has the same offsets.
    let source = String::from_utf8_lossy(&bytes).into_owned();
    let end = at + source[at..].chars().next().map_or(0, char::len_utf8);
    let utf16 = at == 0 && matches!(bytes.get(..2), Some([0xff, 0xfe] | [0xfe, 0xff]));
    let byte = bytes.get(at).copied().unwrap_or(0);
    let message = match byte {
        _ if utf16 => "this file is UTF-16, and not UTF-8".to_owned(),
        _ => format!("the byte {byte:02X} is not UTF-8"),
    };
    let help = match byte {
        // From A0 on Windows-1252 is Latin-1, whose bytes are Unicode's own numbers.
        0xa0..=0xff if !utf16 => {
            format!("save the file as UTF-8; in Latin-1 and Windows-1252 this byte is `{}`", char::from(byte))
        }
        _ => "save the file as UTF-8".to_owned(),
    };
    Err(diagnostic(file, &source, at..end, message, Some(&help)))
}

/// A message about bytes of a data file.
pub fn diagnostic(
    file: &str,
    text: &str,
    at: Range<usize>,
    message: impl Into<String>,
    help: Option<&str>,
) -> Diagnostic {
    Diagnostic {
        file: file.to_owned(),
        source: text.to_owned(),
        message: message.into(),
        labels: vec![Label { span: Span::new(at.start, at.end), message: String::new() }],
        help: help.map(ToOwned::to_owned),
    }
}

/// Reads a file as TOML of a given shape.
pub fn parse<T: DeserializeOwned>(file: &str, text: &str) -> Result<T, Diagnostic> {
    toml::from_str(text).map_err(|e| {
        diagnostic(
            file,
            text,
            e.span().unwrap_or(0..0),
            e.message().lines().next().unwrap_or("not readable").to_lowercase(),
            Some("see the other tables of this file for the keys that it takes"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn points_at_the_byte_that_is_not_utf8() {
        assert_eq!(text("a", b"GONDOR [GON]\n".to_vec()).expect("it is").len(), 13);
        let e = text("a", b"GONDOR [GON]\nMORD\xd3R [MOR]\n".to_vec()).expect_err("Latin-1");
        assert_eq!((e.message.as_str(), e.line_and_column()), ("the byte D3 is not UTF-8", (2, 5)));
        assert_eq!(e.labels[0].span.of(&e.source), "\u{fffd}");
        assert!(e.help.is_some_and(|h| h.ends_with("this byte is `Ó`")));
        let e = text("a", b"\xff\xfeG\0".to_vec()).expect_err("UTF-16");
        assert_eq!((e.message.as_str(), e.line_and_column()), ("this file is UTF-16, and not UTF-8", (1, 1)));
        let e = text("a", b"caf\xc3".to_vec()).expect_err("cut off");
        assert_eq!((e.message.as_str(), e.line_and_column()), ("the byte C3 is not UTF-8", (1, 4)));
    }

    #[test]
    fn any_bytes_at_all_are_no_panic() {
        for n in 0..=u16::MAX {
            let [a, b] = n.to_be_bytes();
            let _ = text("a", vec![b'x', a, b, b'\n', b, a]);
        }
    }
}
