//! A report as one HTML file that needs nothing beside it: no script, no picture, no address to fetch.
//!
//! It has headings in order, a list of contents, landmarks, notes that lead to their sentence and back, colours with
//! enough contrast in light and dark, and prints in black on white. `<b>` in a page's words is shown as it stands.

use crate::markdown::{is_web, short, source};
use crate::report::Brief;
use std::collections::BTreeMap;
use std::fmt::Write as _;

const STYLE: &str = "
:root { color-scheme: light dark; }
body { font: 1rem/1.5 Georgia, 'Times New Roman', serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2rem; border-bottom: 1px solid #767676; } h3 { font-size: 1.05rem; }
a { color: #0b4f9e; } sup { line-height: 0; } sup a { padding: 0 .15em; }
.lead { color: #444; } .notes { font-size: .875rem; } blockquote, q { quotes: '\u{201c}' '\u{201d}'; }
.skip { position: absolute; left: -99rem; } .skip:focus { position: static; }
@media (prefers-color-scheme: dark) { body { color: #e6e6e6; background: #161616; } a { color: #8cc4ff; } .lead { color: #bdbdbd; } }
@media print { body { max-width: none; color: #000; background: #fff; } nav, .skip { display: none; } a { color: #000; text-decoration: none; } h2, h3 { break-after: avoid; } li { break-inside: avoid; } }
";

/// Writes the report.
pub fn html(b: &Brief) -> String {
    let mut s = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{0}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#headlines\">To the headlines</a>\n<header>\n<h1>{0}</h1>\n<p class=\"lead\">{1}</p>\n</header>\n<nav aria-label=\"Contents\">\n<ul>\n",
        escape(&b.title),
        escape(&b.lead)
    );
    for section in &b.sections {
        let _ = writeln!(s, "<li><a href=\"#{}\">{}</a></li>", section.id, escape(&section.title));
    }
    s.push_str("</ul>\n</nav>\n<main>\n");
    // The first sentence that uses a note is where the note leads back to.
    let mut first: BTreeMap<usize, String> = BTreeMap::new();
    let mut uses = 0usize;
    for section in &b.sections {
        let id = section.id;
        let _ = writeln!(s, "<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>", escape(&section.title));
        for g in &section.groups {
            if let Some(h) = &g.heading {
                let _ = writeln!(s, "<h3>{}</h3>", escape(h));
            }
            s.push_str("<ul>\n");
            for x in &g.sentences {
                let _ = write!(s, "<li>{}", escape(&x.text));
                for n in &x.notes {
                    uses += 1;
                    let back = format!("use-{uses}");
                    let _ = write!(s, "<sup><a id=\"{back}\" href=\"#note-{n}\" aria-label=\"note {n}\">{n}</a></sup>");
                    first.entry(*n).or_insert(back);
                }
                s.push_str("</li>\n");
            }
            s.push_str("</ul>\n");
        }
        s.push_str("</section>\n");
    }
    s.push_str("</main>\n<footer>\n");
    if !b.notes.is_empty() {
        s.push_str("<section aria-labelledby=\"notes\">\n<h2 id=\"notes\">Notes</h2>\n<ol class=\"notes\">\n");
        for (k, n) in b.notes.iter().enumerate() {
            let number = k + 1;
            let _ = write!(s, "<li id=\"note-{number}\"><q>{}</q> {}", escape(&n.words), escape(&source(n)));
            if let Some(url) = n.page.url.as_deref().filter(|u| is_web(u)) {
                let _ = write!(s, " <a href=\"{0}\">{0}</a>", escape(url));
            }
            let _ = write!(s, " Claim <code>{}</code>, {}.", escape(short(&n.claim)), escape(&n.certainty));
            for d in &n.decided {
                let _ = write!(s, " <strong>{}.</strong>", escape(d));
            }
            if let Some(back) = first.get(&number) {
                let _ =
                    write!(s, " <a href=\"#{back}\" aria-label=\"back to the sentence of note {number}\">\u{21a9}</a>");
            }
            s.push_str("</li>\n");
        }
        s.push_str("</ol>\n</section>\n");
    }
    s.push_str("</footer>\n</body>\n</html>\n");
    s
}

/// The text with everything that HTML would read as markup made plain, inside elements and attributes.
fn escape(text: &str) -> String {
    let mut s = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '<' => s.push_str("&lt;"),
            '>' => s.push_str("&gt;"),
            '&' => s.push_str("&amp;"),
            '"' => s.push_str("&quot;"),
            '\'' => s.push_str("&#39;"),
            // Control characters are no text, and HTML forbids them.
            c if c.is_control() && c != '\n' && c != '\t' => s.push('\u{fffd}'),
            c => s.push(c),
        }
    }
    s
}
