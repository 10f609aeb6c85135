//! Plain text in and out: paragraphs as text files have them, and one sentence a line.
//!
//! It reads no pages (that is `froissart-page`). Of "Rebels seized\nthe town.\n\nIran denied it." it makes two blocks.

use froissart_model::Analysis;

/// Joins the lines of a paragraph, for in text a blank line ends one. Offsets stay as they are.
pub fn paragraphs(text: &str) -> String {
    let mut out: Vec<u8> = text.as_bytes().to_vec();
    for i in 0..out.len() {
        if out[i] != b'\n' {
            continue;
        }
        let before = out[..i].iter().rev().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).copied();
        let after = out[i + 1..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r')).copied();
        if before.is_some_and(|b| b != b'\n') && after.is_some_and(|b| b != b'\n') {
            out[i] = b' ';
        }
    }
    String::from_utf8(out).expect("only line ends were replaced, by blanks")
}

/// The sentences of an analysis, one a line.
pub fn sentences(a: &Analysis, text: &str) -> String {
    a.sentences.iter().map(|s| s.span.of(text).replace('\n', " ") + "\n").collect()
}

#[cfg(test)]
mod tests {
    use super::paragraphs;

    #[test]
    fn a_blank_line_ends_a_paragraph_and_a_lone_line_end_does_not() {
        assert_eq!(
            paragraphs("Rebels seized\nthe town.\n\nIran denied it.\n"),
            "Rebels seized the town.\n\nIran denied it.\n"
        );
        assert_eq!(paragraphs("a \r\n\t b\n \n\nc"), "a \r \t b\n \n\nc");
    }
}
