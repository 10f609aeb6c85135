//! Byline and date lines: who wrote it and when, in the words under a headline.
//!
//! It reads one short line at a time and never running text.
//! "FP Staff December 2, 2024, 14:39:31 IST" is a byline, FP Staff, and an instant.

use crate::when::{self, Clock, When};
use crate::words::{collapse, folded};

/// What a line under a headline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) names: Vec<String>,
    pub(crate) published: Option<When>,
    pub(crate) modified: Option<When>,
}

const UPDATED: &[&str] = &[
    "updated",
    "update",
    "modified",
    "edited",
    "revised",
    "aktualisiert",
    "actualizado",
    "güncelleme",
    "aggiornato",
    "mis",
];
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "issued",
    "publié",
    "publie",
    "veröffentlicht",
    "publicado",
    "pubblicato",
    "created",
    "first",
    "uploaded",
];
/// Words that only say what the date is; nothing of a name is left when they are taken out.
const LABELS: &[&str] = &[
    "last",
    "first",
    "date",
    "on",
    "at",
    "time",
    "mins",
    "min",
    "read",
    "minutes",
    "minute",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
    "local",
    "the",
    "jour",
    "à",
    "le",
    "et",
    "gmt",
    "utc",
    "ist",
    "est",
    "edt",
    "pst",
    "pdt",
    "cst",
    "bst",
    "am",
    "pm",
    "and",
    "is",
    "was",
    "this",
    "article",
    "story",
    "post",
    "of",
    "news",
];
const BY: &[&str] = &[
    "by ",
    "written by ",
    "posted by ",
    "story by ",
    "reported by ",
    "report by ",
    "authored by ",
    "author: ",
    "author ",
    "words by ",
    "text by ",
    "par ",
    "von ",
    "por ",
    "di ",
    "yazan: ",
    "words: ",
    "published by ",
    "reviewed by ",
    "created by ",
    "from ",
    "contributed by ",
    "authors: ",
    "writer: ",
    "submitted by ",
];

/// Reads a line of at most 40 words; `None` where it is neither byline nor date.
pub(crate) fn parse(text: &str, clock: &Clock) -> Option<Line> {
    if text.len() > 400 || text.split_whitespace().count() > 40 {
        return None;
    }
    let found = when::find(text, clock);
    let mut line = Line::default();
    let mut rest = String::new();
    let mut at = 0;
    for f in &found {
        let before = &text[at..f.begin];
        rest.push_str(before);
        rest.push_str(" | ");
        let cue = folded(before);
        let updated = cue.iter().rev().take(4).any(|w| UPDATED.contains(&w.as_str()));
        let slot = if updated { &mut line.modified } else { &mut line.published };
        if slot.is_none() && f.when.day.year() >= 1990 {
            *slot = Some(f.when.clone());
        }
        at = f.end;
    }
    rest.push_str(&text[at..]);
    let left: Vec<String> = folded(&rest)
        .into_iter()
        .filter(|w| {
            let w = w.as_str();
            !UPDATED.contains(&w)
                && !PUBLISHED.contains(&w)
                && !LABELS.contains(&w)
                && !w.bytes().all(|b| b.is_ascii_digit())
        })
        .collect();
    let dated = line.published.is_some() || line.modified.is_some();
    if left.is_empty() {
        return dated.then_some(line);
    }
    // The pieces between dates and bars: a name stands behind "By", or beside a date and has nothing but capitalised words.
    for part in rest.split(['|', '•', '·', '\t']).flat_map(|p| p.split(" - ")).map(str::trim) {
        let part = part
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '/' | '(' | ')'));
        let lower = part.to_lowercase();
        let by = BY.iter().find(|b| begins(&lower, b) && part.is_char_boundary(b.len()));
        let label =
            folded(part).first().is_some_and(|w| PUBLISHED.contains(&w.as_str()) || UPDATED.contains(&w.as_str()));
        if let Some(b) = by {
            let name = part.get(b.len()..).unwrap_or("").trim_start_matches([':', ' ']);
            let name = name.find(" in ").map_or(name, |i| &name[..i]);
            // "by Abd al-Rahim Satouf 3 Comments"
            let name = name.find(|c: char| c.is_ascii_digit()).map_or(name, |i| name[..i].trim_end());
            let name = name.find(" Published").or_else(|| name.find(" Updated")).map_or(name, |i| &name[..i]);
            if looks_like_names(name) {
                line.names.extend(names(name));
            }
        } else if dated
            && !label
            && line.names.is_empty()
            && left.len() <= 8
            && looks_like_names(part)
            && part.split_whitespace().count() >= 2
        {
            line.names.extend(names(part));
        }
    }
    let few = left.len() <= 6;
    (!line.names.is_empty()
        || dated && few && text.split_whitespace().count() <= 20 && !crate::words::ends_sentence(text))
    .then_some(line)
}

/// Whether a line begins with a byline's word: "written by " or "written by:".
fn begins(lower: &str, by: &str) -> bool {
    lower.starts_with(by) || lower.strip_prefix(by.trim_end()).is_some_and(|r| r.starts_with(':'))
}

/// Names and places alone, as a byline without its "By": "Kerem Sarıtepe, Gaziantep".
pub(crate) fn bare(text: &str) -> Option<Vec<String>> {
    let all = text.split_whitespace().count();
    let plain = text.replace(" in ", " and ").replace(['|', '–', '—'], "and");
    if all > 14 || crate::words::ends_sentence(text) || !looks_like_names(plain.trim()) {
        return None;
    }
    // "Hessa al-Marrani in Dubai and George Haddouni in Beirut": each name ends where its place begins.
    let head = text.split(['|', '–', '—', ',']).next()?;
    let people = head.split(" and ").map(|p| p.split(" in ").next().unwrap_or(p).trim());
    let found: Vec<String> = people.filter(|p| (2..=5).contains(&p.split(' ').count())).flat_map(names).collect();
    (!found.is_empty()).then_some(found)
}

fn looks_like_names(s: &str) -> bool {
    let words: Vec<&str> = s.split_whitespace().collect();
    let small = |w: &str| {
        matches!(
            w,
            "and"
                | "&"
                | "de"
                | "da"
                | "di"
                | "del"
                | "la"
                | "van"
                | "von"
                | "der"
                | "den"
                | "bin"
                | "al"
                | "el"
                | "ibn"
                | "ben"
                | "for"
                | "of"
                | "the"
                | "with"
                | "y"
                | "et"
                | "und"
                | "/"
        )
    };
    !words.is_empty()
        && words.len() <= 14
        && !crate::words::ends_sentence(s.trim_end_matches('.'))
        && words[0]
            .chars()
            .next()
            .is_some_and(|c| c.is_uppercase() || c.is_alphabetic() && !c.is_lowercase() || c == '@')
        && words.iter().all(|w| {
            small(w)
                || ["al-", "el-", "ad-", "an-", "as-", "ar-", "at-", "ash-", "d'", "d’", "ul-", "ur-"]
                    .iter()
                    .any(|p| w.starts_with(p))
                || w.chars().find(|c| c.is_alphanumeric()).is_none_or(|c| !c.is_lowercase() && !c.is_numeric())
        })
}

const ROLES: &[&str] = &[
    "author",
    "blogger",
    "bureau chief",
    "chief",
    "columnist",
    "contributing writer",
    "contributor",
    "correspondent",
    "deputy",
    "director",
    "editor",
    "editor-in-chief",
    "freelance",
    "freelancer",
    "fellow",
    "guest",
    "head",
    "host",
    "jr",
    "journalist",
    "lead",
    "managing editor",
    "md",
    "ms",
    "ma",
    "mba",
    "phd",
    "ph.d",
    "ph.d.",
    "photographer",
    "producer",
    "professor",
    "reporter",
    "reviewer",
    "senior",
    "sr",
    "staff writer",
    "writer",
    "rd",
    "rdn",
    "lcsw",
    "dds",
    "dmd",
    "rn",
    "cpa",
    "m.d.",
    "m.d",
    "mph",
    "ld",
    "cfp",
    "cfp®",
];

/// The names in an author field: `By Salma Darwazeh and Elias Tannoury` gives two.
pub(crate) fn names(raw: &str) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let raw = collapse(&crate::markup::entities(raw));
    if raw.contains("://") || raw.starts_with("www.") || raw.len() > 300 {
        return out;
    }
    let mut s = raw.as_str();
    let mut again = true;
    while again {
        again = false;
        let lower = s.to_lowercase();
        if let Some(b) = BY[..12].iter().chain(&BY[15..]).find(|b| begins(&lower, b) && s.is_char_boundary(b.len())) {
            s = s[b.len()..].trim_start_matches([':', ' ']);
            again = true;
        }
    }
    let s = s
        .replace(" and ", ";")
        .replace(" & ", ";")
        .replace(" with ", ";")
        .replace(['|', '\n', '•', '·'], ";")
        .replace(" / ", ";")
        .replace(" AND ", ";");
    for group in s.split(';') {
        let mut first_words = 0;
        for (k, part) in group.split(", ").enumerate() {
            let part = part.split(" (").next().unwrap_or(part);
            let part =
                part.split_whitespace().filter(|w| !w.contains('@') || w.len() == 1).collect::<Vec<_>>().join(" ");
            let part = part.trim_matches(|c: char| {
                c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '/' | '.' | '"' | '“' | '”')
            });
            let n = part.split_whitespace().count();
            let lower = part.to_lowercase();
            let role = ROLES.contains(&lower.as_str())
                || k > 0 && lower.split_whitespace().any(|w| ROLES.contains(&w.trim_end_matches('s')));
            // After a comma a lone word is a place or a title: "Kerem Sarıtepe, Gaziantep".
            if part.is_empty() || n > 7 || role || k > 0 && n == 1 && first_words > 1 {
                continue;
            }
            if k == 0 {
                first_words = n;
            }
            if !matches!(
                lower.as_str(),
                "admin"
                    | "administrator"
                    | "root"
                    | "unknown"
                    | "undefined"
                    | "null"
                    | "none"
                    | "n/a"
                    | "anonymous"
                    | "user"
                    | "webmaster"
                    | "false"
                    | "true"
            ) && part.chars().any(char::is_alphabetic)
                && !lower.split(' ').any(|w| {
                    matches!(
                        w,
                        "min"
                            | "mins"
                            | "minutes"
                            | "read"
                            | "view"
                            | "posts"
                            | "articles"
                            | "comments"
                            | "views"
                            | "follow"
                            | "share"
                    )
                })
                && !out.iter().any(|o| folded(o) == folded(part))
            {
                out.push(part.to_owned());
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(s: &str) -> Option<(Vec<String>, Option<String>, Option<String>)> {
        let day = |w: Option<When>| w.map(|w| w.day.to_string());
        parse(s, &Clock::default()).map(|l| (l.names, day(l.published), day(l.modified)))
    }

    #[test]
    fn lines_under_headlines() {
        let d = |s: &str| Some(s.to_owned());
        let n = |s: &[&str]| s.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        assert_eq!(read("FP Staff December 2, 2024, 14:39:31 IST"), Some((n(&["FP Staff"]), d("2024-12-02"), None)));
        assert_eq!(
            read("By Salma Darwazeh and Elias Tannoury in Beirut"),
            Some((n(&["Salma Darwazeh", "Elias Tannoury"]), None, None))
        );
        assert_eq!(
            read("Published 1 Dec 2024 | Updated: December 2, 2024 14:39 IST"),
            Some((n(&[]), d("2024-12-01"), d("2024-12-02")))
        );
        assert_eq!(read("Saturday 30 November 2024, 18:05 GMT"), Some((n(&[]), d("2024-11-30"), None)));
        assert_eq!(read("Rebels took the city on December 2, 2024, after a week of fighting."), None);
        assert_eq!(read("By Monday the army had left the city."), None);
        assert_eq!(read("By dawn the town was lost"), None);
    }

    #[test]
    fn names_alone() {
        assert_eq!(
            bare("Hessa al-Marrani in Dubai and George Haddouni in Beirut"),
            Some(vec!["Hessa al-Marrani".into(), "George Haddouni".into()])
        );
        assert_eq!(bare("Kerem Sarıtepe, Gaziantep"), Some(vec!["Kerem Sarıtepe".into()]));
        assert_eq!(bare("Lines frozen since 2020"), None);
    }

    #[test]
    fn author_fields() {
        assert_eq!(names("By Lauren Paige, PhD and A. B. Smith"), ["Lauren Paige", "A. B. Smith"]);
        assert_eq!(names("Kerem Sarıtepe, Gaziantep"), ["Kerem Sarıtepe"]);
        assert_eq!(names("https://www.facebook.com/somebody"), [""; 0]);
        assert_eq!(names("FP Staff"), ["FP Staff"]);
        assert_eq!(names("Jane Doe, Senior Reporter"), ["Jane Doe"]);
    }
}
