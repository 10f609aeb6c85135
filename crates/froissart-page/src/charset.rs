//! Bytes to characters: which encoding a page is in, and whether it is text at all.
//!
//! It reads no markup beyond the charset a page's first bytes declare.
//! `<meta charset="windows-1252">…the rebels\x92 advance` is "the rebels’ advance".

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// Whether the bytes are no text: an image, an archive, a PDF, or mostly control characters.
pub(crate) fn is_binary(bytes: &[u8]) -> bool {
    const MAGIC: &[&[u8]] = &[
        b"%PDF-",
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"\x1f\x8b",
        b"BZh",
        b"\xfd7zXZ",
        b"\x28\xb5\x2f\xfd",
        b"7z\xbc\xaf",
        b"Rar!",
        b"RIFF",
        b"\x7fELF",
        b"OggS",
        b"ID3",
        b"\x00\x00\x01\x00",
        b"wOFF",
        b"wOF2",
        b"SQLite format 3",
        b"\xd0\xcf\x11\xe0",
        b"MZ\x90",
    ];
    if MAGIC.iter().any(|m| bytes.starts_with(m)) || bytes.get(4..8) == Some(b"ftyp".as_slice()) {
        return true;
    }
    if Encoding::for_bom(bytes).is_some() {
        return false;
    }
    let head = &bytes[..bytes.len().min(8192)];
    let control = head.iter().filter(|&&b| b < 9 || (14..32).contains(&b) && b != 27).count();
    let nul = head.split(|&b| b == 0).count() - 1;
    // One stray NUL is dirt; one in a hundred is a format of its own (UTF-16 without a mark is told apart below).
    utf16(head).is_none() && (nul * 100 > head.len() || control * 10 > head.len())
}

/// UTF-16 without a byte-order mark: nearly every other byte of Latin text is zero.
fn utf16(head: &[u8]) -> Option<&'static Encoding> {
    let pairs = head.len() / 2;
    if pairs < 8 {
        return None;
    }
    let zero = |k: usize| head.iter().skip(k).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd) = (zero(0), zero(1));
    if odd * 10 > pairs * 7 && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 10 > pairs * 7 && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The text, and whether some bytes fitted no encoding.
///
/// In this order: byte-order mark, valid UTF-8, the header's charset, the page's own, a guess from the bytes.
pub(crate) fn decode(bytes: &[u8], header: Option<&str>) -> (String, bool) {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        let (text, bad) = encoding.decode_without_bom_handling(&bytes[skip..]);
        return (text.into_owned(), bad);
    }
    let valid = match std::str::from_utf8(bytes) {
        Ok(text) => return (text.to_owned(), false),
        Err(e) => e.valid_up_to(),
    };
    let wide = utf16(&bytes[..bytes.len().min(8192)]);
    let named = header.and_then(label).or_else(|| declared(bytes));
    let encoding = wide.or(named.filter(|e| *e != UTF_8)).unwrap_or_else(|| {
        // Text that is UTF-8 but for a torn end or a few torn characters is UTF-8; a guess would spoil all of it.
        if mostly_utf8(bytes, valid) { UTF_8 } else { guess(bytes) }
    });
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    (text.into_owned(), bad)
}

fn mostly_utf8(bytes: &[u8], valid: usize) -> bool {
    if bytes.len() - valid < 4 {
        return true;
    }
    let (mut good, mut bad, mut rest) = (0usize, 0usize, bytes);
    while !rest.is_empty() {
        let (n, skip) = match std::str::from_utf8(rest) {
            Ok(_) => (rest.len(), 0),
            Err(e) => (e.valid_up_to(), e.error_len().unwrap_or(rest.len() - e.valid_up_to())),
        };
        good += rest[..n].iter().filter(|&&b| b >= 0xc2).count();
        bad += usize::from(skip > 0);
        rest = &rest[n + skip..];
    }
    good > bad * 4
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(1 << 20)], true);
    detector.guess(None, chardetng::Utf8Detection::Allow)
}

/// The encoding of a header's or a page's label; labels for UTF-16 in bytes that are not are browsers' UTF-8.
fn label(l: &str) -> Option<&'static Encoding> {
    let l = l.rsplit("charset=").next()?.trim().trim_matches(['"', '\'', ';']);
    match Encoding::for_label(l.as_bytes()) {
        Some(e) if e == UTF_16LE || e == UTF_16BE => Some(UTF_8),
        Some(e) if e == encoding_rs::X_USER_DEFINED => Some(WINDOWS_1252),
        e => e,
    }
}

fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head: String = bytes.iter().take(4096).map(|&b| b.to_ascii_lowercase() as char).collect();
    for cue in ["charset=", "encoding="] {
        for (at, _) in head.match_indices(cue) {
            let rest = head[at + cue.len()..].trim_start_matches(['"', '\'', ' ']);
            let end =
                rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_' | ':')).unwrap_or(rest.len());
            if let Some(e) = label(&rest[..end]) {
                return Some(e);
            }
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        let cases: &[(&[u8], Option<&str>, &str, bool)] = &[
            (b"\xef\xbb\xbfcaf\xc3\xa9", None, "café", false),
            ("حلب".as_bytes(), Some("windows-1252"), "حلب", false),
            (b"the rebels\x92 advance", Some("text/html; charset=windows-1252"), "the rebels’ advance", false),
            (b"<meta charset=\"iso-8859-1\">caf\xe9", None, "<meta charset=\"iso-8859-1\">café", false),
            (b"<meta charset=koi8-r>\xd3\xd9\xd2", None, "<meta charset=koi8-r>сыр", false),
            (b"caf\xc3\xa9 torn \xe2\x80", None, "café torn \u{fffd}", true),
            (b"\xff\xfea\0b\0", None, "ab", false),
        ];
        for (bytes, header, want, bad) in cases {
            assert_eq!(decode(bytes, *header), ((*want).to_owned(), *bad), "{bytes:?}");
        }
    }

    #[test]
    fn binaries_are_known() {
        assert!(is_binary(b"%PDF-1.7 ..."));
        assert!(is_binary(&[0, 159, 1, 0, 3, 0, 0, 0, 7, 0, 1, 2, 0, 0]));
        assert!(!is_binary(b"Rebels took the town."));
        assert!(!is_binary(b"R\0e\0b\0e\0l\0s\0 \0t\0o\0o\0k\0 \0t\0h\0e\0 \0t\0o\0w\0n\0"));
    }
}
