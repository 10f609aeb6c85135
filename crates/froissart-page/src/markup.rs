//! A linear look at markup, for pages that no parser should see.
//!
//! It builds no tree: it counts tags and depth, and strips tags in one pass over the bytes.
//! Fifty thousand nested `<div>` around "Rebels took the town" still give "Rebels took the town".

use crate::words::collapse;

/// What a page's markup amounts to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Shape {
    /// The most elements open at once.
    pub(crate) depth: usize,
    /// Start tags.
    pub(crate) tags: usize,
    /// The work that reopening unclosed formatting (`<b>`, `<font>`) costs a parser, in elements.
    pub(crate) reopened: usize,
}

enum Token<'a> {
    Text(&'a str),
    Open(&'a str, bool),
    Close(&'a str),
}

const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "keygen", "frame",
];
/// Elements whose content is no markup.
const RAW: &[&str] = &["iframe", "noembed", "noframes", "noscript", "script", "style", "textarea", "title", "xmp"];
/// Elements whose next of kind closes them.
const SELF_CLOSING: &[&str] =
    &["dd", "dt", "li", "optgroup", "option", "p", "rp", "rt", "tbody", "td", "tfoot", "th", "thead", "tr"];
const FORMATTING: &[&str] =
    &["b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Where the search for an end tag's element stops in the parser.
const SCOPE: &[&str] = &["applet", "caption", "html", "marquee", "object", "table", "td", "template", "th"];

/// Goes over the tags and texts once. Comments, doctypes and raw elements are left out.
fn scan<'a>(html: &'a str, mut each: impl FnMut(Token<'a>)) {
    let bytes = html.as_bytes();
    let find = |from: usize, what: &str| html.get(from..).and_then(|r| r.find(what)).map(|i| from + i);
    let mut at = 0;
    // A quote that is not found once is not looked for again, or torn attributes would cost the square of the page.
    let mut unclosed = [false; 2];
    while at < bytes.len() {
        let Some(lt) = find(at, "<") else {
            each(Token::Text(&html[at..]));
            return;
        };
        let next = bytes.get(lt + 1).copied().unwrap_or(0);
        let markup = next.is_ascii_alphabetic() || matches!(next, b'/' | b'!' | b'?');
        let end = if markup { lt } else { lt + 1 };
        if end > at {
            each(Token::Text(&html[at..end]));
        }
        at = end;
        if !markup {
            continue;
        }
        if html[lt..].starts_with("<!--") {
            at = find(lt + 4, "-->").map_or(bytes.len(), |i| i + 3);
            continue;
        }
        if matches!(next, b'!' | b'?') {
            at = find(lt, ">").map_or(bytes.len(), |i| i + 1);
            continue;
        }
        let closing = next == b'/';
        let begin = lt + 1 + usize::from(closing);
        let mut i = begin;
        while i < bytes.len() && !matches!(bytes[i], b' ' | b'\t' | b'\n' | b'\r' | b'\x0c' | b'/' | b'>') {
            i += 1;
        }
        let name = &html[begin..i];
        // Quotes hide a `>` only where they open an attribute's value.
        let mut value = false;
        while i < bytes.len() && bytes[i] != b'>' {
            match bytes[i] {
                b'=' => value = true,
                q @ (b'"' | b'\'') if value => {
                    let known = &mut unclosed[usize::from(q == b'"')];
                    match if *known { None } else { bytes[i + 1..].iter().position(|&b| b == q) } {
                        Some(n) => i += n + 1,
                        // An attribute that never ends: what follows is still the reader's.
                        None => *known = true,
                    }
                    value = false;
                }
                b if b.is_ascii_whitespace() => {}
                _ => value = false,
            }
            i += 1;
        }
        let empty = i > 0 && i <= bytes.len() && bytes[i - 1] == b'/';
        at = (i + 1).min(bytes.len());
        if closing {
            each(Token::Close(name));
            continue;
        }
        each(Token::Open(name, empty));
        if let Some(raw) = RAW.iter().find(|r| r.eq_ignore_ascii_case(name)) {
            at = end_of_raw(html, at, raw).unwrap_or(bytes.len());
            each(Token::Close(name));
        }
    }
}

/// The byte after `</name …>`, in one pass.
fn end_of_raw(html: &str, from: usize, name: &str) -> Option<usize> {
    let bytes = html.as_bytes();
    let mut at = from;
    loop {
        let i = at + bytes.get(at..)?.windows(2).position(|w| w == b"</")?;
        let tail = bytes.get(i + 2..i + 2 + name.len())?;
        if tail.eq_ignore_ascii_case(name.as_bytes()) {
            return Some(bytes[i..].iter().position(|&b| b == b'>').map_or(bytes.len(), |n| i + n + 1));
        }
        at = i + 2;
    }
}

/// Counts tags and depth as a parser would meet them, in one pass.
pub(crate) fn shape(html: &str) -> Shape {
    let mut shape = Shape::default();
    let mut open: Vec<String> = Vec::new();
    let mut formatting = 0usize;
    scan(html, |t| match t {
        Token::Open(name, empty) => {
            shape.tags += 1;
            shape.reopened += formatting;
            let name = name.to_ascii_lowercase();
            if VOID.contains(&name.as_str()) || empty && !closes_only_by_tag(&name) {
                return;
            }
            if FORMATTING.contains(&name.as_str()) {
                formatting += 1;
            }
            if SELF_CLOSING.contains(&name.as_str()) && open.last() == Some(&name) {
                open.pop();
            }
            open.push(name);
            shape.depth = shape.depth.max(open.len());
        }
        Token::Close(name) => {
            let name = name.to_ascii_lowercase();
            if FORMATTING.contains(&name.as_str()) {
                formatting = formatting.saturating_sub(1);
            }
            let bounded = !SCOPE.contains(&name.as_str());
            // The guard's own search is bounded as well, or it would be the slow part.
            for k in (open.len().saturating_sub(600)..open.len()).rev() {
                if open[k] == name {
                    open.truncate(k);
                    break;
                }
                if bounded && SCOPE.contains(&open[k].as_str()) {
                    break;
                }
            }
        }
        Token::Text(_) => {}
    });
    shape
}

/// `<path/>` in a drawing closes itself; `<div/>` does not.
fn closes_only_by_tag(name: &str) -> bool {
    name.len() < 12
        && !matches!(
            name,
            "path"
                | "g"
                | "circle"
                | "rect"
                | "line"
                | "polygon"
                | "polyline"
                | "ellipse"
                | "use"
                | "stop"
                | "image"
                | "svg"
        )
}

const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "nobr", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
];

/// The lines of text that are left when the tags are taken out, in one pass.
pub(crate) fn strip(html: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut flush = |line: &mut String| {
        let text = collapse(&entities(line));
        if !text.is_empty() {
            lines.push(text);
        }
        line.clear();
    };
    scan(html, |t| match t {
        Token::Text(s) => line.push_str(s),
        Token::Open(name, _) | Token::Close(name) => {
            if !INLINE.iter().any(|i| i.eq_ignore_ascii_case(name)) {
                flush(&mut line);
            }
        }
    });
    flush(&mut line);
    lines
}

/// Character references in words; an unknown one stays as written.
pub(crate) fn entities(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    let mut rest = s;
    while let Some(i) = rest.find('&') {
        out.push_str(&rest[..i]);
        rest = &rest[i..];
        let end = rest.bytes().take(12).position(|b| b == b';');
        let found = end.and_then(|e| {
            let name = &rest[1..e];
            let c = if let Some(n) = name.strip_prefix('#') {
                let n =
                    n.strip_prefix(['x', 'X']).map_or_else(|| n.parse().ok(), |h| u32::from_str_radix(h, 16).ok())?;
                char::from_u32(n).filter(|&c| c != '\0')?
            } else {
                NAMED.iter().find(|(k, _)| *k == name)?.1
            };
            Some((c, e))
        });
        if let Some((c, e)) = found {
            out.push(c);
            rest = &rest[e + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

const NAMED: &[(&str, char)] = &[
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("copy", '©'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("oslash", 'ø'),
    ("ouml", 'ö'),
    ("pound", '£'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsquo", '’'),
    ("szlig", 'ß'),
    ("uacute", 'ú'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
];

/// Whether a text is markup: by how it begins, or by the tags in its first part.
pub(crate) fn is_html(text: &str, name: Option<&str>) -> bool {
    let mut end = text.len().min(65_536);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text[..end].to_ascii_lowercase();
    let start = head.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if ["<!doctype html", "<html", "<head", "<body", "<?xml", "<!--", "<article", "<meta"]
        .iter()
        .any(|s| start.starts_with(s))
    {
        return true;
    }
    let ext = name.and_then(|n| n.rsplit_once('.')).map(|(_, e)| e.to_ascii_lowercase());
    let tags =
        ["<p>", "<p ", "</p>", "<div", "</div>", "<br", "<a href", "</a>", "<span", "<li>", "<h1", "<table", "<script"];
    let n: usize = tags.iter().map(|t| head.matches(t).count()).sum();
    match ext.as_deref() {
        Some("html" | "htm" | "xhtml" | "shtml" | "mhtml" | "php" | "asp" | "aspx") => n >= 1,
        Some("txt" | "text" | "md") => false,
        _ => n >= 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn depth_is_counted_as_a_parser_would() {
        let depth = |h: &str| shape(h).depth;
        assert_eq!(depth("<div><div><p>x</div></div>"), 3);
        assert_eq!(depth(&"<p>a".repeat(1000)), 1);
        assert_eq!(depth(&"<div>".repeat(1000)), 1000);
        assert_eq!(depth(&"<br><img src='>'>".repeat(100)), 0);
        assert_eq!(depth("<script>'<div><div>'</script><!-- <div><div> -->"), 1);
        // An end tag does not reach out of a cell, so these nest.
        assert!(depth(&"<div><table><tr><td></div>".repeat(100)) >= 300);
        assert!(shape(&format!("<p>{}{}", "<b x=1>".repeat(500), "</p><p>x".repeat(500))).reopened > 200_000);
    }

    #[test]
    fn words_survive_stripping() {
        assert_eq!(
            strip(
                "<div a='>'><b>Rebels</b> took <i>the</i> town&rsquo;s gate.<br>Then <!-- x --> left.<script>x<y</script></div> 3 < 4"
            ),
            ["Rebels took the town’s gate.", "Then left.", "3 < 4"]
        );
    }
}
