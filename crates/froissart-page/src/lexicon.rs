//! The furniture lexicon: lines that are no part of an article wherever they stand.
//!
//! It judges one line by its words alone and knows nothing of the page around it.
//! "STORY CONTINUES BELOW THIS AD" is an advertisement's line inside the article.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// What the lexicon says of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    /// Why it is furniture.
    pub(crate) why: &'static str,
    /// Whether lines below it belong to it ("Most read").
    pub(crate) heads: bool,
}

#[derive(Deserialize)]
struct File {
    furniture: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    why: String,
    words: usize,
    #[serde(default)]
    line: Vec<String>,
    #[serde(default)]
    start: Vec<String>,
    #[serde(default)]
    has: Vec<String>,
    #[serde(default)]
    head: Vec<String>,
}

struct Lexicon {
    whole: BTreeMap<String, Verdict>,
    start: Vec<(String, usize, &'static str)>,
    has: Vec<(String, usize, &'static str)>,
}

const SOURCE: &str = include_str!("../../../data/furniture/en.toml");

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let file: File = toml::from_str(SOURCE).expect("the embedded furniture lexicon is well formed");
    let mut out = Lexicon { whole: BTreeMap::new(), start: Vec::new(), has: Vec::new() };
    for e in file.furniture {
        let why: &'static str = Box::leak(e.why.into_boxed_str());
        for (lines, heads) in [(&e.line, false), (&e.head, true)] {
            for l in lines {
                out.whole.insert(fold(l), Verdict { why, heads });
            }
        }
        out.start.extend(e.start.iter().map(|s| (fold_start(s), e.words, why)));
        out.has.extend(e.has.iter().map(|s| (fold(s), e.words, why)));
    }
    out
});

/// Lower case, straight quotes, single blanks; leading bullets and trailing punctuation dropped.
pub(crate) fn fold(line: &str) -> String {
    let s = fold_start(line);
    let cut = s.trim_end_matches(|c: char| !c.is_alphanumeric() && !matches!(c, ')' | '+' | '-' | '#' | '©'));
    if cut.is_empty() { s } else { cut.to_owned() }
}

fn fold_start(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    for c in line.trim_start_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '(' | '©' | '#' | '-')).chars() {
        match c {
            '‘' | '’' | 'ʼ' => out.push('\''),
            '“' | '”' => out.push('"'),
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.extend(c.to_lowercase()),
        }
    }
    out
}

/// Whether the line is furniture by its words alone.
pub(crate) fn judge(line: &str) -> Option<Verdict> {
    // A line longer than any entry allows is never looked up.
    if line.len() > 600 {
        return None;
    }
    let folded = fold(line);
    if let Some(v) = LEXICON.whole.get(&folded) {
        return Some(*v);
    }
    let words = folded.split(' ').count();
    let start = fold_start(line);
    let hit = LEXICON.start.iter().find(|(s, n, _)| words <= *n && start.starts_with(s.as_str()));
    let hit = hit.or_else(|| LEXICON.has.iter().find(|(s, n, _)| words <= *n && start.contains(s.as_str())));
    hit.map(|(_, _, why)| Verdict { why, heads: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_judged_by_its_words() {
        let why = |l: &str| judge(l).map(|v| v.why);
        assert_eq!(why("STORY CONTINUES BELOW THIS AD"), Some("advertisement"));
        assert_eq!(why("— Advertisement —"), Some("advertisement"));
        assert_eq!(why("Also Read: Assad’s allies look elsewhere"), Some("related"));
        assert_eq!(why("Trending:"), Some("related"));
        assert_eq!(why("Most read"), Some("related"));
        assert!(judge("Most read").is_some_and(|v| v.heads));
        assert_eq!(why("© 2024 A Newspaper Ltd."), Some("footer"));
        assert_eq!(why("Rebels read out a statement in the square."), None);
        assert_eq!(why("The army said it would continue reading the ceasefire strictly."), None);
    }
}
