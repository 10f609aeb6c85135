//! Which blocks of an HTML page are the article: the extraction's answer, laid over the visible text.
//!
//! The extraction gives words without places; this step finds their places and never adds or changes a word.
//! A block "Also read: Border shut" that the extraction kept is furniture all the same.

use crate::blocks::{Piece, Zone};
use crate::byline;
use crate::lexicon;
use crate::meta::Fields;
use crate::text::{self, Mark};
use crate::when::Clock;
use crate::words::{ends_sentence, folded};
use froissart_model::Part;
use std::collections::{BTreeMap, BTreeSet};

/// Words of a shingle; four are rare enough to be from the same sentence.
const SHINGLE: usize = 4;

/// Marks the blocks of a page by the blocks of its extraction.
pub(crate) fn mark(
    pieces: &[Piece],
    extracted: &[String],
    fields: &Fields,
    clock: &Clock,
) -> (Vec<Mark>, Option<usize>) {
    let page: Vec<Vec<String>> = pieces.iter().map(|p| folded(&p.text)).collect();
    let mut inside = align(&page, extracted);
    sandwich(pieces, &page, &mut inside);
    let mut marks: Vec<Mark> = pieces
        .iter()
        .zip(&inside)
        .map(|(p, &b)| if b { Mark::Body(Part::Body) } else { Mark::Furniture(reason(p)) })
        .collect();
    let headline = headline(pieces, &page, fields.title.as_deref(), &inside);
    let first = (0..pieces.len())
        .find(|&i| inside[i] && Some(i) != headline && page[i].len() >= 12 && text::is_prose(&pieces[i].text));
    let last = (0..pieces.len()).rfind(|&i| inside[i] && page[i].len() >= 12);
    let wrapper = wrappers(pieces, &page, &inside);
    for (i, p) in pieces.iter().enumerate() {
        let between = first.zip(last).is_some_and(|(f, l)| i + 8 >= f && i <= l + 1);
        let rim =
            matches!(p.zone, Zone::Related | Zone::Comment | Zone::Advert | Zone::Aside | Zone::Menu | Zone::Footer)
                && !wrapper.contains(&p.zone);
        if Some(i) == headline {
            marks[i] = Mark::Body(Part::Headline);
        } else if let Some(v) = lexicon::judge(&p.text) {
            marks[i] = Mark::Furniture(v.why);
        } else if (p.caption || inside[i] && (text::is_caption(&p.text) || credited(&p.text, fields)))
            && between
            && !rim
            && page[i].len() >= 3
        {
            marks[i] = Mark::Body(Part::Caption);
        } else if inside[i] {
            if let Some(why) = stray(p, &page[i], &wrapper, clock, headline, first, i) {
                marks[i] = Mark::Furniture(why);
            }
        } else if page[i].len() <= 40
            && !rim
            && let Some(l) = byline::parse(&p.text, clock)
        {
            marks[i] = Mark::Furniture(if l.names.is_empty() { "date" } else { "byline" });
        }
    }
    if let (Some(h), Some(f)) = (headline, first) {
        standfirst(pieces, &page, &mut marks, h, f, fields.description.as_deref());
    }
    under(pieces, &page, &mut marks, headline, first);
    head_bylines(pieces, &page, &mut marks, headline, first, &fields.byline);
    rims(pieces, &page, &mut marks, headline);
    pulls(pieces, &page, &mut marks);
    let texts: Vec<String> = pieces.iter().map(|p| p.text.clone()).collect();
    text::duplicates(&texts, &mut marks);
    (marks, headline)
}

fn reason(p: &Piece) -> &'static str {
    if p.zone == Zone::None && p.linked * 10 > p.text.len() * 8 { "navigation" } else { p.zone.why() }
}

/// Which blocks of the page are in the extraction.
fn align(page: &[Vec<String>], extracted: &[String]) -> Vec<bool> {
    let parts: Vec<Vec<String>> = extracted.iter().map(|e| folded(e)).collect();
    // Shingles may run over the extraction's own blocks, which split elsewhere.
    let all: Vec<&str> = parts.iter().flatten().map(String::as_str).collect();
    let mut shingles: BTreeMap<&[&str], usize> = BTreeMap::new();
    for (i, w) in all.windows(SHINGLE).enumerate() {
        shingles.entry(w).or_insert(i);
    }
    let mut inside = vec![false; page.len()];
    // Where in the extraction each long block begins.
    let mut anchors: Vec<(usize, usize)> = Vec::new();
    for (i, words) in page.iter().enumerate() {
        if words.len() < SHINGLE + 2 {
            continue;
        }
        let w: Vec<&str> = words.iter().map(String::as_str).collect();
        let found: Vec<Option<usize>> = w.windows(SHINGLE).map(|s| shingles.get(s).copied()).collect();
        let hits = found.iter().flatten().count();
        if hits * 10 >= found.len() * 6 {
            inside[i] = true;
            if let Some((k, Some(at))) = found.iter().enumerate().find(|(_, f)| f.is_some()) {
                anchors.push((i, at.saturating_sub(k)));
            }
        }
    }
    // Short blocks are in where the extraction has the same words at the same place: between the same long blocks.
    let chain = rising(&anchors);
    let mut bounds: Vec<(usize, usize)> = vec![(0, 0)];
    bounds.extend(chain.iter().map(|&(i, at)| (i, at)));
    let starts: Vec<usize> = parts
        .iter()
        .scan(0, |at, p| {
            let s = *at;
            *at += p.len();
            Some(s)
        })
        .collect();
    for (k, &(from, at)) in bounds.iter().enumerate() {
        let (to, end) = bounds.get(k + 1).copied().unwrap_or((page.len(), all.len()));
        let mut cursor = starts.partition_point(|&s| s < at);
        let stop = starts.partition_point(|&s| s < end);
        // Before the first anchor and after the last the page is mostly rim; only the blocks next to the anchor can match.
        let (from, to) = match (k == 0, k + 1 == bounds.len()) {
            (true, false) => (to.saturating_sub(12), to),
            (false, true) => (from, (from + 12).min(to)),
            _ => (from, to),
        };
        for i in from..to {
            if inside[i] || page[i].is_empty() || page[i].len() >= SHINGLE + 2 && page[i].len() > 12 {
                continue;
            }
            if let Some(hit) = (cursor..stop).take(400).find(|&e| {
                parts[e] == page[i]
                    || page[i].len() >= 2
                        && parts[e].len() > page[i].len()
                        && parts[e].windows(page[i].len()).any(|w| w == page[i].as_slice())
            }) {
                inside[i] = true;
                cursor = if parts[hit] == page[i] { hit + 1 } else { hit };
            }
        }
    }
    inside
}

/// Words that end with the outlet's own name in brackets are a caption with its credit.
fn credited(text: &str, fields: &Fields) -> bool {
    let credit = text.strip_suffix(')').and_then(|t| t.rsplit_once('(')).map(|(_, c)| c);
    credit.zip(fields.outlet.as_deref()).is_some_and(|(c, o)| folded(c) == folded(o)) && text.len() < 400
}

/// The longest chain of anchors that rises in both the page and the extraction.
fn rising(anchors: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut tails: Vec<usize> = Vec::new();
    let mut back: Vec<Option<usize>> = vec![None; anchors.len()];
    for (k, &(_, at)) in anchors.iter().enumerate() {
        let p = tails.partition_point(|&t| anchors[t].1 < at);
        back[k] = p.checked_sub(1).map(|q| tails[q]);
        if p == tails.len() {
            tails.push(k);
        } else {
            tails[p] = k;
        }
    }
    let mut out = Vec::new();
    let mut k = tails.last().copied();
    while let Some(i) = k {
        out.push(anchors[i]);
        k = back[i];
    }
    out.reverse();
    out
}

/// A paragraph that the extraction dropped between two that it kept.
fn sandwich(pieces: &[Piece], page: &[Vec<String>], inside: &mut [bool]) {
    for i in 1..pieces.len().saturating_sub(1) {
        let p = &pieces[i];
        let calm = p.zone == Zone::None && p.heading == 0 && !p.caption && p.linked * 2 < p.text.len();
        if !inside[i]
            && calm
            && page[i].len() >= 5
            && ends_sentence(&p.text)
            && inside[i - 1]
            && inside[i + 1]
            && pieces[i - 1].zone == Zone::None
        {
            inside[i] = true;
        }
    }
}

fn headline(pieces: &[Piece], page: &[Vec<String>], title: Option<&str>, inside: &[bool]) -> Option<usize> {
    let key = folded(title?);
    if key.is_empty() {
        return None;
    }
    let rim = |p: &Piece| matches!(p.zone, Zone::Related | Zone::Comment | Zone::Menu | Zone::Footer | Zone::Advert);
    let begin = inside.iter().position(|&b| b).unwrap_or(pieces.len());
    let same = |i: &usize| page[*i] == key;
    (0..pieces.len())
        .filter(|&i| pieces[i].heading == 1)
        .find(same)
        .or_else(|| (0..pieces.len()).filter(|&i| pieces[i].heading > 0 && !rim(&pieces[i])).find(same))
        .or_else(|| (0..pieces.len()).filter(|&i| !rim(&pieces[i]) && i <= begin + 3).rfind(same))
        // The h1 with a kicker or the site's name in it.
        .or_else(|| {
            (0..pieces.len()).find(|&i| {
                pieces[i].heading == 1 && key.len() >= 3 && page[i].windows(key.len()).any(|w| w == key.as_slice())
            })
        })
}

/// Zones that hold most of the article: their class names are accidents ("comment-section-page").
fn wrappers(pieces: &[Piece], page: &[Vec<String>], inside: &[bool]) -> BTreeSet<Zone> {
    let mut words: BTreeMap<Zone, usize> = BTreeMap::new();
    let mut all = 0;
    for (i, p) in pieces.iter().enumerate().filter(|(i, _)| inside[*i]) {
        *words.entry(p.zone).or_default() += page[i].len();
        all += page[i].len();
    }
    words.into_iter().filter(|(z, n)| *z == Zone::None || n * 3 > all).map(|(z, _)| z).collect()
}

/// Why a block that the extraction kept is furniture, if it is.
fn stray(
    p: &Piece,
    words: &[String],
    wrapper: &BTreeSet<Zone>,
    clock: &Clock,
    headline: Option<usize>,
    first: Option<usize>,
    i: usize,
) -> Option<&'static str> {
    let zoned = !wrapper.contains(&p.zone);
    if zoned
        && matches!(p.zone, Zone::Share | Zone::Newsletter | Zone::Cookie | Zone::Form | Zone::Comment)
        && words.len() < 40
    {
        return Some(p.zone.why());
    }
    if zoned
        && matches!(p.zone, Zone::Related | Zone::Advert | Zone::Tags | Zone::Menu)
        && (words.len() < 25 && !ends_sentence(&p.text) || p.linked * 2 > p.text.len())
    {
        return Some(p.zone.why());
    }
    let head = first.is_none_or(|f| i <= f) || headline.is_some_and(|h| i <= h + 6);
    if (head || zoned && matches!(p.zone, Zone::Byline | Zone::Date))
        && p.heading == 0
        && let Some(l) = byline::parse(&p.text, clock)
    {
        return Some(if l.names.is_empty() { "date" } else { "byline" });
    }
    if zoned
        && matches!(p.zone, Zone::Byline | Zone::Date)
        && words.len() <= 12
        && !ends_sentence(p.text.trim_end_matches('.'))
        && !text::is_prose(&p.text)
    {
        return Some(p.zone.why());
    }
    // A line that is wholly a link and no sentence points to another page.
    if p.heading == 0
        && !p.item
        && words.len() <= 20
        && words.len() >= 4
        && p.linked * 10 >= p.text.len() * 9
        && !ends_sentence(&p.text)
    {
        return Some("related");
    }
    None
}

fn standfirst(
    pieces: &[Piece],
    page: &[Vec<String>],
    marks: &mut [Mark],
    headline: usize,
    first: usize,
    description: Option<&str>,
) {
    let about = description.map(folded).unwrap_or_default();
    let end = first.min(headline + 12);
    for i in headline + 1..=end.min(pieces.len().saturating_sub(1)) {
        let p = &pieces[i];
        if page[i].len() < 4
            || p.caption
            || matches!(
                p.zone,
                Zone::Related
                    | Zone::Menu
                    | Zone::Share
                    | Zone::Advert
                    | Zone::Comment
                    | Zone::Newsletter
                    | Zone::Form
                    | Zone::Footer
            )
        {
            continue;
        }
        if matches!(marks[i], Mark::Furniture("byline" | "date" | "credit" | "advertisement"))
            || lexicon::judge(&p.text).is_some()
        {
            continue;
        }
        let same = page[i] == about
            || about.len() >= 8
                && page[i].len() >= 8
                && (page[i].starts_with(&about) || about.starts_with(&page[i]))
                && i < first;
        let under = i < first && (p.heading == 2 || p.heading == 3) && i == headline + 1;
        // One torn-off line between headline and first sentence sums the article up.
        let torn =
            i == headline + 1 && i + 1 == first && page[i].len() >= 8 && p.linked == 0 && !ends_sentence(&p.text);
        if torn || p.standfirst && i <= first && page[i].len() <= 80 || same && i < first || under {
            marks[i] = Mark::Body(Part::Standfirst);
            return;
        }
    }
}

/// Lines that a lexicon's line points at, and subheadings that the extraction left out.
fn under(pieces: &[Piece], page: &[Vec<String>], marks: &mut [Mark], headline: Option<usize>, first: Option<usize>) {
    let mut soft: Option<&'static str> = None;
    for i in 0..pieces.len() {
        let body = matches!(marks[i], Mark::Body(Part::Body));
        if ends_sentence(&pieces[i].text) || matches!(marks[i], Mark::Body(p) if p != Part::Body) {
            soft = None;
        }
        if let (true, Some(w), true) = (body, soft, page[i].len() <= 25) {
            marks[i] = Mark::Furniture(w);
        }
        let before = first.is_none_or(|f| i < f) && headline.is_none_or(|h| i > h);
        if matches!(marks[i], Mark::Furniture(_)) {
            soft = text::points(lexicon::judge(&pieces[i].text), &pieces[i].text, before).or(soft);
        }
    }
    for i in 1..pieces.len().saturating_sub(1) {
        let p = &pieces[i];
        let next = &pieces[i + 1];
        if p.heading > 1
            && p.zone == Zone::None
            && first.is_some_and(|f| i + 1 >= f)
            && headline.is_none_or(|h| i > h + 1)
            && matches!(marks[i], Mark::Furniture("other"))
            && matches!(marks[i + 1], Mark::Body(Part::Body))
            && next.heading == 0
            && ends_sentence(&next.text)
        {
            marks[i] = Mark::Body(Part::Body);
        }
    }
}

/// Short lines between headline and article that hold a known author's name, or names alone.
fn head_bylines(
    pieces: &[Piece],
    page: &[Vec<String>],
    marks: &mut [Mark],
    headline: Option<usize>,
    first: Option<usize>,
    byline: &[String],
) {
    let Some((h, f)) = headline.zip(first) else { return };
    let names: Vec<Vec<String>> = byline.iter().map(|b| folded(b)).filter(|b| b.len() >= 2).collect();
    for i in h + 1..f.min(h + 8) {
        let known = names.iter().any(|n| page[i].windows(n.len()).any(|w| w == n.as_slice()));
        let open = matches!(marks[i], Mark::Body(Part::Body) | Mark::Furniture("other"));
        if open
            && page[i].len() <= 14
            && pieces[i].heading == 0
            && !ends_sentence(&pieces[i].text)
            && (known || byline::bare(&pieces[i].text).is_some())
        {
            marks[i] = Mark::Furniture("byline");
        }
    }
}

/// What the extraction kept above the headline or far below the article, in scraps.
fn rims(pieces: &[Piece], page: &[Vec<String>], marks: &mut [Mark], headline: Option<usize>) {
    for i in 0..pieces.len() {
        if matches!(marks[i], Mark::Body(Part::Body))
            && text::menu(&pieces[i].text)
            && !ends_sentence(&pieces[i].text)
            && page[i].len() <= 30
        {
            marks[i] = Mark::Furniture("menu");
        }
    }
    if let Some(h) = headline {
        for i in 0..h {
            if matches!(marks[i], Mark::Body(Part::Body)) && !(page[i].len() >= 12 && text::is_prose(&pieces[i].text)) {
                marks[i] = Mark::Furniture(reason(&pieces[i]));
            }
        }
    }
    let total: usize = (0..marks.len()).filter(|&i| matches!(marks[i], Mark::Body(_))).map(|i| page[i].len()).sum();
    // From the end: a scrap is what stands apart by three blocks of furniture and is small beside the rest.
    let (mut tail, mut gap) = (0usize, 0usize);
    let mut scraps: Vec<usize> = Vec::new();
    for i in (0..marks.len()).rev() {
        match marks[i] {
            Mark::Body(Part::Body) => {
                if gap >= 3 && !scraps.is_empty() && tail <= 60 && tail * 6 < total {
                    scraps.drain(..).for_each(|k| marks[k] = Mark::Furniture(reason(&pieces[k])));
                }
                gap = 0;
                tail += page[i].len();
                scraps.push(i);
                if tail > 60 {
                    break;
                }
            }
            Mark::Body(_) => break,
            Mark::Furniture("advertisement" | "duplicate") => {}
            Mark::Furniture(_) => gap += 1,
        }
    }
    // Short lines after the last sentence belong to the rim, unless they are the items of a list.
    for i in (0..marks.len()).rev() {
        match marks[i] {
            Mark::Body(Part::Body)
                if !ends_sentence(&pieces[i].text) && page[i].len() <= 9 && !pieces[i].item && total > 100 =>
            {
                marks[i] = Mark::Furniture(reason(&pieces[i]));
            }
            Mark::Furniture(_) => {}
            Mark::Body(_) => break,
        }
    }
}

/// A pull quote says again what the article says.
fn pulls(pieces: &[Piece], page: &[Vec<String>], marks: &mut [Mark]) {
    let body: Vec<usize> =
        (0..pieces.len()).filter(|&i| matches!(marks[i], Mark::Body(Part::Body)) && !pieces[i].pull).collect();
    for i in 0..pieces.len() {
        let n = page[i].len();
        if pieces[i].pull
            && matches!(marks[i], Mark::Body(_))
            && n >= 3
            && body.iter().any(|&b| page[b].len() >= n && page[b].windows(n).any(|w| w == page[i].as_slice()))
        {
            marks[i] = Mark::Furniture("duplicate");
        }
    }
}
