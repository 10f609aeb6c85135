//! A report as Markdown: headings, lists, and footnotes as most readers of Markdown know them.
//!
//! "- Rebels hold Damascus, according to Tigris Monitor.", and a footnote's mark. Words of pages are escaped: what looks like markup in
//! them is shown, and does nothing.

use crate::grammar::day;
use crate::report::{Brief, Note};
use std::fmt::Write as _;

/// Writes the report.
pub fn markdown(b: &Brief) -> String {
    let mut s = format!("# {}\n\n{}\n", escape(&b.title), escape(&b.lead));
    for section in &b.sections {
        let _ = write!(s, "\n## {}\n", escape(&section.title));
        for g in &section.groups {
            s.push('\n');
            if let Some(h) = &g.heading {
                let _ = write!(s, "### {}\n\n", escape(h));
            }
            for x in &g.sentences {
                let _ = write!(s, "- {}", escape(&x.text));
                for n in &x.notes {
                    let _ = write!(s, "[^{n}]");
                }
                s.push('\n');
            }
        }
    }
    if !b.notes.is_empty() {
        s.push('\n');
    }
    for (k, n) in b.notes.iter().enumerate() {
        let _ = writeln!(s, "[^{}]: {}", k + 1, note(n));
    }
    s
}

fn note(n: &Note) -> String {
    let mut s = format!("\u{201c}{}\u{201d}", escape(&n.words));
    let told = source(n);
    if !told.is_empty() {
        let _ = write!(s, " {}", escape(&told));
    }
    if let Some(url) = n.page.url.as_deref().filter(|u| is_web(u)) {
        // Angle brackets take every address but one with such brackets or blanks, which no address has.
        let _ = write!(s, " <{}>", url.replace(['<', '>', ' ', '\n'], ""));
    }
    let _ = write!(s, " Claim `{}`, {}.", short(&n.claim), n.certainty);
    for d in &n.decided {
        let _ = write!(s, " {}.", escape(d));
    }
    s
}

/// "the Observatory, in Tigris Monitor, 8 December 2024, “Headline”."
pub(crate) fn source(n: &Note) -> String {
    let mut parts: Vec<String> = n.account.by.to_vec();
    parts.extend(n.page.outlet.clone().or_else(|| n.account.outlet.as_deref().map(str::to_owned)));
    parts.extend(
        n.page
            .title
            .as_ref()
            .map(|t| format!("\u{201c}{}\u{201d}", t.split_whitespace().collect::<Vec<_>>().join(" "))),
    );
    let published = n.page.published.as_deref().and_then(|p| p.get(..10)).and_then(|p| p.parse().ok());
    parts.extend(published.or(n.account.day).map(day));
    if parts.is_empty() { String::new() } else { format!("{}.", parts.join(", ")) }
}

/// An address that a reader may follow: of the web, and of nothing that runs.
pub(crate) fn is_web(url: &str) -> bool {
    let lower = url.to_ascii_lowercase();
    lower.starts_with("http://") || lower.starts_with("https://")
}

/// As many digits as `froissart explain` needs to find a claim.
pub(crate) fn short(id: &str) -> &str {
    id.get(..12).unwrap_or(id)
}

/// The text with everything that Markdown or HTML would read as markup made plain.
fn escape(text: &str) -> String {
    let mut s = String::with_capacity(text.len());
    for c in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        match c {
            '<' => s.push_str("&lt;"),
            '>' => s.push_str("&gt;"),
            '&' => s.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' | '!' => {
                s.push('\\');
                s.push(c);
            }
            c => s.push(c),
        }
    }
    s
}

#[cfg(test)]
mod tests {
    use super::{escape, is_web};

    #[test]
    fn markup_in_words_of_pages_is_shown_and_does_nothing() {
        assert_eq!(
            escape("<b>*not* bold</b> [a](b) `c` #d"),
            "&lt;b&gt;\\*not\\* bold&lt;/b&gt; \\[a\\](b) \\`c\\` \\#d"
        );
        assert_eq!(escape("two\nlines"), "two lines");
    }

    #[test]
    fn only_addresses_of_the_web_are_links() {
        assert!(is_web("https://example.org/a"));
        assert!(!is_web("javascript:alert(1)"));
        assert!(!is_web("data:text/html,x"));
    }
}
