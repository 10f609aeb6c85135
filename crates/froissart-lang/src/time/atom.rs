//! The small pieces that the time grammar reads: tokens cut at hyphens, dashes and slashes.
//!
//! Not the tokeniser: a tree's token "third-quarter" or "2011–2015" stays one token, and its pieces only
//! remember which token they come from. "mid-November" is the atoms `mid` and `november`.

use froissart_model::{Sentence, Span};

/// What joins an atom to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// White space, or nothing at all.
    Space,
    /// A hyphen without spaces.
    Hyphen,
    /// A dash, or "to"-like stroke, without spaces.
    Dash,
    /// A slash.
    Slash,
    /// A colon between digits.
    Colon,
}

/// A piece of a token.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    /// Lower case, without the dots of an abbreviation.
    pub(super) text: String,
    /// Whether the first letter is a capital.
    pub(super) capital: bool,
    /// Whether a dot ended it.
    pub(super) dot: bool,
    /// Where it stands.
    pub(super) span: Span,
    /// The token's number.
    pub(super) token: usize,
    /// What joins it to the one before.
    pub(super) joint: Joint,
}

impl Atom {
    /// A number written in digits alone.
    pub(super) fn digits(&self) -> Option<i64> {
        if !self.text.is_empty() && self.text.len() <= 9 && self.text.bytes().all(|b| b.is_ascii_digit()) {
            self.text.parse().ok()
        } else {
            None
        }
    }
}

fn joint_of(c: char, digits_around: bool) -> Option<Joint> {
    match c {
        '-' | '\u{2010}' | '\u{2011}' => Some(Joint::Hyphen),
        '\u{2012}' | '\u{2013}' | '\u{2014}' => Some(Joint::Dash),
        '/' => Some(Joint::Slash),
        ':' if digits_around => Some(Joint::Colon),
        _ => None,
    }
}

/// The atoms of a sentence in order.
pub(super) fn atoms(s: &Sentence, text: &str) -> Vec<Atom> {
    let mut out: Vec<Atom> = Vec::new();
    let mut joint = Joint::Space;
    let mut end_before = s.span.begin;
    for (n, token) in s.tokens.iter().enumerate() {
        let form = token.span.of(text);
        if token.span.begin > end_before {
            joint = Joint::Space;
        }
        end_before = token.span.end;
        let chars: Vec<(usize, char)> = form.char_indices().collect();
        let mut piece = 0;
        let mut i = 0;
        while i <= chars.len() {
            let at = chars.get(i).map_or(form.len(), |c| c.0);
            let digit = |k: usize| chars.get(k).is_some_and(|c| c.1.is_ascii_digit());
            let cut = chars.get(i).map(|&(_, c)| joint_of(c, i > 0 && digit(i - 1) && digit(i + 1)));
            // "3pm" and "10am" fall apart between the digits and the letters; "1990s" and "2nd" stay whole.
            let clock = i > piece && digit(i - 1) && {
                let rest = form[at..].replace('.', "").to_lowercase();
                rest == "am" || rest == "pm"
            };
            let apostrophe = chars.get(i).is_some_and(|c| matches!(c.1, '\'' | '’')) && i > piece;
            if matches!(cut, Some(Some(_)) | None) || clock || apostrophe {
                let from = chars.get(piece).map_or(form.len(), |c| c.0);
                if at > from {
                    push(&mut out, &form[from..at], token.span.begin + from, n, joint);
                    joint = Joint::Space;
                }
                piece = i;
                if let Some(Some(j)) = cut {
                    // A mark with space before it is punctuation and joins nothing.
                    let tight = at > 0 || out.last().is_some_and(|a| a.span.end == token.span.begin);
                    joint = if tight { j } else { Joint::Space };
                    if !tight {
                        push(&mut out, chars[i].1.encode_utf8(&mut [0; 4]), token.span.begin + at, n, Joint::Space);
                    }
                    piece = i + 1;
                }
            }
            i += 1;
        }
    }
    out
}

fn push(out: &mut Vec<Atom>, piece: &str, begin: usize, token: usize, joint: Joint) {
    // The "'s" of "year 's" may come as two tokens.
    if matches!(piece, "s" | "S")
        && let Some(mark) = out.last_mut()
        && mark.text == "'"
        && mark.span.end == begin
    {
        mark.text.push('s');
        mark.span = Span::new(mark.span.begin, begin + 1);
        return;
    }
    let letters = piece.chars().any(char::is_alphabetic);
    let dot = letters && piece.ends_with('.');
    let mut lower = piece.to_lowercase().replace('’', "'");
    if letters {
        lower.retain(|c| c != '.');
    }
    if lower.is_empty() {
        lower = piece.to_string();
    }
    let capital = piece.chars().next().is_some_and(char::is_uppercase);
    // A lone dot right after a short word belongs to an abbreviation that the tokeniser took apart.
    out.push(Atom { text: lower, capital, dot, span: Span::new(begin, begin + piece.len()), token, joint });
}
