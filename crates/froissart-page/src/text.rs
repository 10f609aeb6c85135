//! Scraped plain text: which lines are the article, without any markup to say so.
//!
//! A line is judged by the lexicon, by its own shape and by its neighbours; never by where on a known site it stands.
//! Of "Trending:", a headline, "FP Staff December 2, 2024, 14:39:31 IST" and a paragraph, the first and third are furniture.

use crate::byline::{self, Line};
use crate::lexicon::{self, Verdict};
use crate::when::Clock;
use crate::words::{collapse, ends_sentence, folded, stop_words};
use froissart_model::Part;
use std::collections::BTreeSet;

/// What a block is held to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Part of the article.
    Body(Part),
    /// Not part of it, and why.
    Furniture(&'static str),
}

/// The marks of all lines, and the fields that the lines gave.
#[derive(Debug, Default)]
pub(crate) struct Read {
    pub(crate) marks: Vec<Mark>,
    pub(crate) title: Option<usize>,
    pub(crate) standfirst: Option<usize>,
    /// Byline and date lines in order of their worth: those at the head first.
    pub(crate) lines: Vec<Line>,
}

struct Shape {
    words: usize,
    prose: bool,
    caption: bool,
    lexicon: Option<Verdict>,
    line: Option<Line>,
    preset: Option<&'static str>,
}

impl Shape {
    fn plain(&self) -> bool {
        self.lexicon.is_none() && self.line.is_none() && self.preset.is_none()
    }
    fn running(&self) -> bool {
        self.plain() && self.prose && !self.caption
    }
}

/// The lines of a text: blanks collapsed, hard-wrapped paragraphs joined.
pub(crate) fn lines(text: &str) -> Vec<String> {
    let raw: Vec<String> = text.lines().map(collapse).collect();
    let width = raw.iter().map(|l| l.chars().count()).max().unwrap_or(0);
    let (mut full, mut all) = (0usize, 0usize);
    if width <= 100 {
        for w in raw.windows(2).filter(|w| !w[0].is_empty() && !w[1].is_empty()) {
            let next = w[1].split(' ').next().map_or(0, |w| w.chars().count());
            all += 1;
            full += usize::from(w[0].chars().count() + 1 + next > width.saturating_sub(6));
        }
    }
    // Lines that always break where the next word would not fit were broken by a machine, not by a writer.
    if all < 6 || full * 10 < all * 8 || width < 40 {
        return raw.into_iter().filter(|l| !l.is_empty()).collect();
    }
    let mut out: Vec<String> = Vec::new();
    let mut open = false;
    for l in raw {
        if l.is_empty() {
            open = false;
            continue;
        }
        match out.last_mut() {
            Some(last) if open => {
                last.push(' ');
                last.push_str(&l);
            }
            _ => out.push(l.clone()),
        }
        open = true;
    }
    out
}

/// Words under a picture: they name its maker.
pub(crate) fn is_caption(line: &str) -> bool {
    let n = line.split_whitespace().count();
    if !(4..=70).contains(&n) {
        return false;
    }
    let l = line.to_lowercase();
    [
        "(photo",
        "(image",
        "(file photo",
        "(picture",
        "[photo",
        "[image",
        "[file",
        "| photo:",
        "photo credit:",
        "image credit:",
        "(representational image",
        "(representative image",
        "photograph:",
        "(ap photo",
        "/getty images",
        "via getty",
        "(credit:",
        "| credit:",
        "image: ",
        "(file/",
        "/afp)",
        "/ap)",
        "/reuters)",
    ]
    .iter()
    .any(|c| l.contains(c))
        || ["file photo", "file image", " photo)"].iter().any(|c| l.trim_end_matches('.').ends_with(c))
        || ["/afp", "/reuters", "/ap", "/epa", "/anadolu", "[reuters]", "[afp]", "[ap]", "[epa]", "getty images"]
            .iter()
            .any(|c| l.trim_end_matches(['.', ')', ']']).ends_with(c.trim_end_matches(']')) && !ends_sentence(line))
}

/// Whether a line is running prose: a sentence, or long enough to hold one.
pub(crate) fn is_prose(line: &str) -> bool {
    let w = folded(line);
    let stop = stop_words(&w);
    w.len() >= 6 && ends_sentence(line) || w.len() >= 28 && stop * 8 >= w.len()
}

fn shape(line: &str, clock: &Clock, preset: Option<&'static str>) -> Shape {
    let prose = is_prose(line);
    let lexicon = lexicon::judge(line);
    Shape {
        words: line.split_whitespace().count(),
        prose,
        caption: lexicon.is_none() && is_caption(line),
        line: if prose && line.len() > 160 { None } else { byline::parse(line, clock) },
        lexicon,
        preset,
    }
}

/// Marks every line. `preset` names the lines that something else already knows to be furniture.
pub(crate) fn classify(lines: &[String], preset: &[Option<&'static str>], clock: &Clock) -> Read {
    let mut s: Vec<Shape> =
        lines.iter().enumerate().map(|(i, l)| shape(l, clock, preset.get(i).copied().flatten())).collect();
    // Scraping doubles the words under a picture: as its alternative text, and as its caption.
    for i in 1..lines.len() {
        if lines[i] == lines[i - 1] && s[i].plain() && s[i].words >= 5 && s[i].words <= 60 {
            s[i].caption = true;
            s[i - 1].caption = true;
        }
    }
    let mut read = Read::default();
    let Some(first) = first_paragraph(lines, &s) else {
        // No running prose: a tweet, a list of headlines. What is not plainly furniture is kept.
        read.marks = s
            .iter()
            .map(|x| {
                if x.plain() {
                    Mark::Body(if x.caption { Part::Caption } else { Part::Body })
                } else {
                    Mark::Furniture(why(x))
                }
            })
            .collect();
        read.lines = s.iter().filter_map(|x| x.line.clone()).collect();
        return read;
    };
    let (title, standfirst, first) = head(lines, &s, first);
    read.title = title;
    read.standfirst = standfirst;
    let last = s.iter().rposition(Shape::running).unwrap_or(first);
    read.marks = vec![Mark::Furniture("other"); lines.len()];
    // A section's head ("Most read") takes what follows with it, until prose comes back.
    let mut section: Option<&'static str> = None;
    // "Also read" takes the lines up to the next sentence.
    let mut soft: Option<&'static str> = None;
    for i in 0..lines.len() {
        let x = &s[i];
        if ends_sentence(&lines[i]) && x.plain() {
            soft = None;
        }
        read.marks[i] = if Some(i) == title {
            Mark::Body(Part::Headline)
        } else if Some(i) == standfirst {
            Mark::Body(Part::Standfirst)
        } else if !x.plain() {
            if i >= first && x.lexicon.is_some_and(|v| v.heads) {
                section = x.lexicon.map(|v| v.why);
            }
            soft = points(x.lexicon, &lines[i], i < first).or(soft);
            Mark::Furniture(why(x))
        } else if x.caption && section.is_none() && i <= last {
            Mark::Body(Part::Caption)
        } else if i < first {
            Mark::Furniture(if x.words <= 8 { "menu" } else { "other" })
        } else if let Some(w) = section {
            if resumes(&s, i) {
                section = None;
                Mark::Body(Part::Body)
            } else {
                Mark::Furniture(w)
            }
        } else if let Some(w) = soft.filter(|_| x.words <= 25) {
            Mark::Furniture(w)
        } else if x.prose || i <= last && inside(lines, &s, i, first) || i == last + 1 && ends_sentence(&lines[i]) {
            Mark::Body(Part::Body)
        } else {
            Mark::Furniture(if i <= last {
                "related"
            } else if x.words <= 12 {
                "menu"
            } else {
                "other"
            })
        };
    }
    let order = (0..lines.len()).filter(|&i| i <= first).chain((0..lines.len()).filter(|&i| i > first));
    read.lines = order.filter(|&i| s[i].lexicon.is_none()).filter_map(|i| s[i].line.clone()).collect();
    duplicates(lines, &mut read.marks);
    read
}

/// What a line of the lexicon makes of the headline-like lines right below it.
pub(crate) fn points(v: Option<Verdict>, line: &str, head: bool) -> Option<&'static str> {
    let why = v?.why;
    let short = line.split_whitespace().count() <= 3;
    (short && why == "related" || head && why == "advertisement").then_some(why)
}

fn why(x: &Shape) -> &'static str {
    match (&x.lexicon, &x.line, x.preset) {
        (Some(v), _, _) => v.why,
        (_, Some(l), _) if l.names.is_empty() => "date",
        (_, Some(_), _) => "byline",
        (_, _, Some(w)) => w,
        _ => "other",
    }
}

/// The first running paragraph that has company, or the only one there is.
fn first_paragraph(lines: &[String], s: &[Shape]) -> Option<usize> {
    let running: Vec<usize> = (0..s.len()).filter(|&i| s[i].running() && !question_head(&lines[i], s, i)).collect();
    running
        .iter()
        .enumerate()
        .find(|(k, i)| running.get(k + 1).is_some_and(|n| n - **i <= 5))
        .map(|(_, i)| *i)
        .or(running.first().copied())
}

/// "Is Assad finished?" near the top is a headline, not a paragraph.
fn question_head(line: &str, s: &[Shape], i: usize) -> bool {
    s[i].words <= 18 && line.ends_with(['?', '!']) && !s[..i].iter().any(Shape::running)
}

/// Title, standfirst and the first paragraph of the article proper.
fn head(lines: &[String], s: &[Shape], first: usize) -> (Option<usize>, Option<usize>, usize) {
    let headline = |i: usize| s[i].plain() && !s[i].caption && (3..=35).contains(&s[i].words) && !menu(&lines[i]);
    // The byline may stand under a standfirst that reads like a first paragraph.
    let under = (first + 1..(first + 3).min(s.len())).find(|&i| s[i].line.is_some());
    let byline = (0..first).rev().find(|&i| s[i].line.is_some()).or(under);
    let before: Vec<usize> = (0..byline.unwrap_or(first).min(first)).filter(|&i| headline(i)).collect();
    let mut title = None;
    let mut standfirst = None;
    if let Some(&t) = before.last() {
        let p = before.len().checked_sub(2).map(|k| before[k]);
        title = match (byline, p) {
            // Two lines over the byline: the longer, lower one is the summary.
            (Some(_), Some(p))
                if p + 1 == t && (s[t].words > s[p].words + 3 || ends_sentence(&lines[t])) && s[p].words >= 4 =>
            {
                standfirst = Some(t);
                Some(p)
            }
            (Some(_), _) => Some(t),
            (None, _) if before.len() <= 3 => before.iter().copied().find(|&i| s[i].words >= 4).or(Some(t)),
            (None, _) => before.iter().rev().take(4).copied().max_by_key(|&i| (s[i].words, std::cmp::Reverse(i))),
        };
    } else if let Some(b) = byline {
        title = (b + 1..first).find(|&i| headline(i));
    }
    let mut begin = first;
    if standfirst.is_none() {
        if under.is_some() && title.is_some() && byline == under {
            standfirst = Some(first);
            begin = (first + 1..s.len()).find(|&i| s[i].running()).unwrap_or(first);
        } else if let Some(t) = title {
            standfirst = (t + 1..first).find(|&i| headline(i) && s[i].words >= 8 && Some(i) != title);
        }
    }
    (title, standfirst, begin)
}

/// Many capitals and no small words: "Home Video Shorts Live TV".
pub(crate) fn menu(line: &str) -> bool {
    let w = folded(line);
    let bars = line.matches(['|', '›', '»', '>']).count();
    bars >= 2
        || w.len() >= 4 && stop_words(&w) == 0 && w.iter().all(|w| w.chars().count() <= 13) && {
            let menu = [
                "home",
                "news",
                "world",
                "politics",
                "sports",
                "sport",
                "business",
                "video",
                "videos",
                "opinion",
                "culture",
                "tech",
                "technology",
                "health",
                "science",
                "entertainment",
                "live",
                "tv",
                "shorts",
                "search",
                "login",
                "subscribe",
                "weather",
                "lifestyle",
                "travel",
                "about",
                "contact",
                "podcasts",
                "photos",
            ];
            w.iter().filter(|w| menu.contains(&w.as_str())).count() * 3 >= w.len()
        }
}

/// Prose that is back for good: two paragraphs on end, with some weight.
fn resumes(s: &[Shape], i: usize) -> bool {
    let next = (i + 1..s.len().min(i + 4)).find(|&k| s[k].plain());
    s[i].running() && next.is_some_and(|k| s[k].running() && s[i].words + s[k].words >= 50)
}

/// Whether a line that is no sentence belongs to the prose around it: a subheading, an item of a list, a torn paragraph.
fn inside(lines: &[String], s: &[Shape], i: usize, first: usize) -> bool {
    let line = &lines[i];
    let before = (first..i).rev().find(|&k| s[k].plain());
    let after = (i + 1..s.len()).find(|&k| s[k].plain());
    let prose = |k: Option<usize>| k.is_some_and(|k| s[k].prose);
    if line.ends_with([':', ',', ';']) || s[i].words >= 22 || ends_sentence(line) && s[i].words >= 2 {
        return prose(before) || prose(after);
    }
    let item = |l: &str| {
        l.starts_with(['•', '-', '–', '—', '*', '·', '▪', '●', '◦']) || l.starts_with(|c: char| c.is_ascii_digit())
    };
    if item(line) {
        return before.is_some_and(|k| s[k].prose || item(&lines[k]) || lines[k].ends_with(':'));
    }
    let words: Vec<&str> = line.split_whitespace().filter(|w| w.chars().count() >= 4).collect();
    let capitals = words.iter().filter(|w| w.chars().next().is_some_and(char::is_uppercase)).count();
    if s[i].words >= 9 && capitals * 10 > words.len() * 6 {
        return false;
    }
    // A subheading stands between paragraphs; a run of short lines is a box.
    prose(before) && prose(after) && s[i].words <= 14
}

/// Of lines that say the same, the first is kept.
pub(crate) fn duplicates(lines: &[String], marks: &mut [Mark]) {
    let mut seen = BTreeSet::new();
    for (l, m) in lines.iter().zip(marks.iter_mut()) {
        if let Mark::Body(part) = *m {
            let key = folded(l);
            if (key.len() >= 4 || part == Part::Caption && key.len() >= 2) && !seen.insert(key) {
                *m = Mark::Furniture("duplicate");
            }
        }
    }
}
