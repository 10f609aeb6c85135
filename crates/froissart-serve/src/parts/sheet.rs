//! A page's text, block by block, with its claims marked in place and its furniture grey.
//!
//! Where two claims rest on the same words, the words are marked once and know both; each claim's number stands where
//! its words end, and leads to the claim. Nothing of the page is left out: what was taken for furniture says why.

use crate::Silent;
use crate::parts::marked::{Counted, Layer};
use crate::parts::telling;
use froissart_model::{Char, Claim, Page, Part};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// Furniture in a row that is shown at once; more of it opens on demand.
const FURNITURE_SHOWN: usize = 4;

/// What is to be shown of a page.
pub(crate) struct Sheet<'a> {
    pub(crate) page: &'a Page<Char>,
    /// In the page's order; the first is number 1.
    pub(crate) claims: &'a [Claim<Char>],
    /// The one that is looked at.
    pub(crate) chosen: Option<usize>,
    /// The sentences that gave nothing, where they are to be shown.
    pub(crate) silent: &'a [Silent],
    /// Where a claim's number leads.
    pub(crate) link: &'a dyn Fn(usize) -> String,
}

/// What may lie over words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Over {
    Claim(usize),
    Part(usize, &'static str),
    Silent(usize),
}

/// A block of the page, whichever it is.
struct Piece<'a> {
    begin: usize,
    end: usize,
    part: Option<Part>,
    why: &'a str,
}

fn blocks<'a>(page: &'a Page<Char>) -> Vec<Piece<'a>> {
    let body = page.body.iter().map(|b| Piece { begin: b.span.begin, end: b.span.end, part: Some(b.part), why: "" });
    let rest =
        page.furniture.iter().map(|f| Piece { begin: f.span.begin, end: f.span.end, part: None, why: f.why.as_str() });
    let mut all: Vec<Piece<'a>> = body.chain(rest).collect();
    all.sort_by_key(|p| (p.begin, p.end));
    all
}

/// What lies over each block; a layer that reaches over several is in each.
fn layers(sheet: &Sheet<'_>, blocks: &[Piece<'_>]) -> Vec<Vec<Layer<Over>>> {
    let mut of: Vec<Vec<Layer<Over>>> = vec![Vec::new(); blocks.len()];
    let mut put = |begin: usize, end: usize, what: Over| {
        let first = blocks.partition_point(|b| b.end <= begin);
        for (n, _) in blocks.iter().enumerate().skip(first).take_while(|(_, b)| b.begin < end) {
            of[n].push(Layer { begin, end, what });
        }
    };
    for (n, c) in sheet.claims.iter().enumerate() {
        for e in std::iter::once(&c.evidence).chain(&c.more_evidence) {
            put(e.span.begin, e.span.end, Over::Claim(n));
        }
        for r in telling::roles(c) {
            put(r.span.begin, r.span.end, Over::Part(n, r.name));
        }
    }
    for (n, s) in sheet.silent.iter().enumerate() {
        put(s.span.begin, s.span.end, Over::Silent(n));
    }
    of
}

/// The whole text.
pub(crate) fn text(sheet: &Sheet<'_>) -> Markup {
    let blocks = blocks(sheet.page);
    let layers = layers(sheet, &blocks);
    let counted = Counted::new(&sheet.page.text);
    let mut ends: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, c) in sheet.claims.iter().enumerate() {
        ends.entry(c.evidence.span.end).or_default().push(n);
    }
    let mut is_marked = false;
    let mut out: Vec<Markup> = Vec::new();
    let mut at = 0;
    while at < blocks.len() {
        if blocks[at].part.is_none() {
            let to = (at..blocks.len()).find(|&i| blocks[i].part.is_some()).unwrap_or(blocks.len());
            out.push(furniture(&counted, &blocks[at..to]));
            at = to;
        } else {
            out.push(block(sheet, &counted, &blocks[at], &layers[at], &ends, &mut is_marked));
            at += 1;
        }
    }
    html! { @for b in &out { (b) } }
}

fn furniture(counted: &Counted<'_>, all: &[Piece<'_>]) -> Markup {
    let one = |p: &Piece<'_>| html! { p class="furniture" { span class="mark reason" { (p.why.replace('-', " ")) } " " (counted.slice(p.begin, p.end)) } };
    let whys: BTreeSet<&str> = all.iter().map(|p| p.why).collect();
    let whys: Vec<String> = whys.into_iter().map(|w| w.replace('-', " ")).collect();
    html! {
        @if all.len() > FURNITURE_SHOWN {
            details class="furnished" {
                summary { (all.len()) " lines that are no part of the article: " (whys.join(", ")) }
                @for p in all { (one(p)) }
            }
        } @else { @for p in all { (one(p)) } }
    }
}

fn block(
    sheet: &Sheet<'_>,
    counted: &Counted<'_>,
    b: &Piece<'_>,
    layers: &[Layer<Over>],
    ends: &BTreeMap<usize, Vec<usize>>,
    is_marked: &mut bool,
) -> Markup {
    let part = match b.part {
        Some(Part::Headline) => "headline",
        Some(Part::Standfirst) => "standfirst",
        Some(Part::Caption) => "caption",
        _ => "text",
    };
    let pieces = counted.cut(b.begin, b.end, layers);
    html! {
        p class={ "block " (part) } {
            @for p in &pieces {
                @let over = Covered::of(&p.over);
                @if over.is_plain() { (p.text) } @else {
                    @let is_on = sheet.chosen.is_some_and(|c| over.claims.contains(&c));
                    @let is_first = is_on && !std::mem::replace(is_marked, *is_marked || is_on);
                    span class=(over.class(is_on)) id=[is_first.then_some("claim")] data-c=[over.claims()] data-r=[over.parts()] data-role=[over.role(sheet.chosen)] { (p.text) }
                }
                @for n in ends.get(&p.end).into_iter().flatten() { (number(sheet, *n)) }
                @for n in over.silent.iter().filter(|n| sheet.silent[**n].span.end.min(b.end) == p.end) {
                    sup { a class="silence" id={ "q-" (n + 1) } href={ "#s-" (n + 1) } aria-label={ "?" (n + 1) ": why sentence " (sheet.silent[*n].sentence + 1) " gave nothing" } { "?" (n + 1) } }
                }
            }
        }
    }
}

/// A claim's number behind its words.
fn number(sheet: &Sheet<'_>, n: usize) -> Markup {
    let is_on = sheet.chosen == Some(n);
    let label = format!("claim {}: {}", n + 1, telling::says(&sheet.claims[n]));
    html! {
        sup { a class={ "num" @if is_on { " on" } } id={ "n-" (n + 1) } href=((sheet.link)(n)) data-n=(n + 1) aria-label=(label) aria-current=[is_on.then_some("true")] { (n + 1) } }
    }
}

/// What covers one piece, sorted out.
#[derive(Default)]
struct Covered {
    claims: Vec<usize>,
    parts: Vec<(usize, &'static str)>,
    silent: Vec<usize>,
}

impl Covered {
    fn of(over: &[Over]) -> Self {
        let mut all = Self::default();
        for o in over {
            match *o {
                Over::Claim(n) if !all.claims.contains(&n) => all.claims.push(n),
                Over::Part(n, name) if !all.parts.contains(&(n, name)) => all.parts.push((n, name)),
                Over::Silent(n) if !all.silent.contains(&n) => all.silent.push(n),
                _ => {}
            }
        }
        all
    }
    fn is_plain(&self) -> bool {
        self.claims.is_empty() && self.parts.is_empty() && self.silent.is_empty()
    }
    fn class(&self, is_on: bool) -> String {
        let mut class = match (self.claims.len(), self.silent.is_empty()) {
            (0, false) => "silent".to_owned(),
            (0, true) => "near".to_owned(),
            (n, _) => format!("ev n{}", n.min(3)),
        };
        if is_on {
            class.push_str(" on");
        }
        class
    }
    /// "1 4", as the script asks for it.
    fn claims(&self) -> Option<String> {
        let all: Vec<String> = self.claims.iter().map(|n| (n + 1).to_string()).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }
    /// "1:who|4:where"
    fn parts(&self) -> Option<String> {
        let mut all = String::new();
        for (n, name) in &self.parts {
            let bar = if all.is_empty() { "" } else { "|" };
            let _ = write!(all, "{bar}{}:{name}", n + 1);
        }
        (!all.is_empty()).then_some(all)
    }
    /// What the piece is to the chosen claim.
    fn role(&self, chosen: Option<usize>) -> Option<String> {
        let all: Vec<&str> = self.parts.iter().filter(|(n, _)| Some(*n) == chosen).map(|(_, name)| *name).collect();
        (!all.is_empty()).then(|| all.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::{Sheet, text};
    use froissart_model::{Char, Claim, Evidence, Kind, Page, Part, Span};

    fn claim(page: &Page<Char>, begin: usize, end: usize) -> Claim<Char> {
        let text = page.text.chars().skip(begin).take(end - begin).collect();
        let ev = Evidence { span: Span::new(begin, end), text, part: Part::Body, sentence: 0 };
        Claim::new(Kind::Event, "ASSAULT", ev, "test")
    }

    #[test]
    fn overlapping_claims_and_markup_in_the_text_are_shown_as_words() {
        let page = Page::from_text("Rebels <b>hit</b> Осгилиат.\nMenu", None, None).to_chars();
        let claims = [claim(&page, 0, 25), claim(&page, 7, 26)];
        let link = |n: usize| format!("#c-{}", n + 1);
        let sheet = Sheet { page: &page, claims: &claims, chosen: Some(1), silent: &[], link: &link };
        let html = text(&sheet).into_string();
        assert!(html.contains("&lt;b&gt;hit&lt;/b&gt;"), "{html}");
        assert!(html.contains(r#"<span class="ev n1" data-c="1">Rebels </span>"#), "{html}");
        assert!(html.contains(r#"<span class="ev n2 on" id="claim" data-c="1 2">"#), "{html}");
        assert_eq!(html.matches("id=\"claim\"").count(), 1);
        assert_eq!(html.matches("class=\"num").count(), 2);
    }
}
