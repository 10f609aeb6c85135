//! What a person sees: claims under their sentences, the picture, carets, colours on a terminal only.

use crate::command::{Again, Reading};
use crate::failure::Failure;
use anstyle::{AnsiColor, Style};
use froissart_code::{Feature, Trace};
use froissart_know::Rule;
use froissart_ledger::{PageHead, Stored};
use froissart_model::{Certainty, Char, CharMap, Claim, Entity, Interval, Page, Place, Span};
use froissart_picture::{Picture, Remark};
use indicatif::{ProgressBar, ProgressStyle};
use std::fmt::Write as _;

const HEADING: Style = Style::new().bold();
const WORDS: Style = Style::new();
const MUTED: Style = AnsiColor::BrightBlack.on_default();
const TYPE: Style = AnsiColor::Cyan.on_default();
const ACTOR: Style = AnsiColor::Green.on_default();
const UNSURE: Style = AnsiColor::Yellow.on_default();
const DENIED: Style = AnsiColor::Red.on_default();
const ERROR: Style = AnsiColor::Red.on_default().bold();

fn paint(s: Style, text: &str) -> String {
    if s == WORDS { text.to_owned() } else { format!("{s}{text}{s:#}") }
}

/// A bar on standard error, for work of more than one page; nothing where that is no terminal.
pub(crate) fn progress(n: u64) -> ProgressBar {
    if n < 2 {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(n);
    bar.set_style(
        ProgressStyle::with_template("{bar:30} {pos}/{len} {eta}").unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    bar
}

/// An error as a person sees it.
pub(crate) fn failure(f: &Failure) -> String {
    match f {
        Failure::BrokenPipe => String::new(),
        Failure::Data(d) => {
            let text = d.to_string();
            text.strip_prefix("error:").map_or(text.clone(), |rest| format!("{}{rest}", paint(ERROR, "error:")))
        }
        Failure::Message(m) => format!("{} {m}\n", paint(ERROR, "error:")),
    }
}

/// A page that could not be read.
pub(crate) fn bad_page(name: &str, why: &str) -> String {
    format!("{} {name}: {why}", paint(ERROR, "error:"))
}

/// A rule's sentence that is not as it should be.
pub(crate) fn broken(rule: &str, sentence: &str, why: &str) -> String {
    format!("{} {sentence}\n    {why}", paint(UNSURE, rule))
}

fn title(title: Option<&str>, outlet: Option<&str>, published: Option<&str>, fallback: &str) -> String {
    let mut s = paint(HEADING, title.unwrap_or(fallback));
    let by: Vec<&str> = outlet.into_iter().chain(published).collect();
    let by = if by.is_empty() { "no outlet, no date".to_owned() } else { by.join(", ") };
    let _ = write!(s, "\n{}", paint(MUTED, &by));
    s.push('\n');
    s
}

/// The head of a page above its claims.
pub(crate) fn page_head(p: &PageHead) -> String {
    format!("\n{}", title(p.title.as_deref(), p.outlet.as_deref(), p.published.as_deref(), &p.id))
}

/// A page's claims under their sentences, and its notes.
pub(crate) fn reading(r: &Reading, name: &str, implied: bool) -> String {
    let mut s = title(r.page.title.as_deref(), r.page.outlet.as_deref(), r.page.published.as_deref(), name);
    let map = CharMap::new(&r.page.text);
    let mut at = None;
    for c in r.claims.iter().filter(|c| implied || !c.is_implied()) {
        if at != Some(c.evidence.sentence) {
            at = Some(c.evidence.sentence);
            let text = r.sentences.get(c.evidence.sentence).map_or("", |x| map.bytes(*x).of(&r.page.text));
            let _ = write!(s, "\n  {}\n", paint(WORDS, &text.split_whitespace().collect::<Vec<_>>().join(" ")));
        }
        let _ = writeln!(s, "    {}", claim(c));
    }
    for n in &r.notes {
        let _ = writeln!(s, "  {} {}", paint(UNSURE, &format!("note {}:", n.name)), n.message);
    }
    s.push('\n');
    s
}

/// A claim out of a ledger: its words above it.
pub(crate) fn stored(c: &Claim<Char>) -> String {
    format!("  “{}”\n    {}\n", c.evidence.text.split_whitespace().collect::<Vec<_>>().join(" "), claim(c))
}

/// What was decided of a claim, a line each, set in by `indent`.
pub(crate) fn decided(all: &[Remark], indent: &str) -> String {
    let mut text = String::new();
    for r in all {
        let _ = writeln!(text, "{indent}{}", paint(UNSURE, &froissart_picture::remark(r)));
    }
    text
}

fn entities<U>(l: &[Entity<U>]) -> String {
    l.iter().map(entity).collect::<Vec<_>>().join(", ")
}

/// The mention's words, and what is known of it where the words do not say it.
fn entity<U>(e: &Entity<U>) -> String {
    let mut s = e.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let code: Vec<&str> = e.country.as_deref().into_iter().chain(e.sector.as_deref()).collect();
    let name = e.name.as_deref().filter(|n| !s.to_lowercase().contains(&n.to_lowercase()));
    let mut known: Vec<String> = name.map(str::to_owned).into_iter().collect();
    if !code.is_empty() {
        known.push(code.join(" "));
    }
    if !known.is_empty() {
        let _ = write!(s, " [{}]", known.join(", "));
    }
    s
}

/// The places' words, and the name where the words have none: `the city [Aleppo]`.
fn places<U>(l: &[Place<U>]) -> String {
    l.iter()
        .map(|p| {
            let mut t = p.text.split_whitespace().collect::<Vec<_>>().join(" ");
            let words = ["The ", "This ", "A "].iter().find_map(|a| t.strip_prefix(a)).unwrap_or(&t);
            let is_nameless = !words.chars().any(char::is_uppercase);
            if let Some(name) = p.name.as_ref().filter(|n| is_nameless && !t.eq_ignore_ascii_case(n)) {
                let _ = write!(t, " [{name}]");
            }
            p.relation.as_ref().map_or(t.clone(), |r| format!("{r} {t}"))
        })
        .collect::<Vec<_>>()
        .join(", ")
}

fn interval<U>(i: &Interval<U>) -> String {
    let day = |d: Option<froissart_model::Day>| d.map_or("..".to_owned(), |d| d.to_string());
    match (i.from, i.to) {
        (None, None) => String::new(),
        (a, b) if a == b => day(a),
        (a, b) => format!("{}/{}", day(a), day(b)),
    }
}

/// A claim on one line, without colours: for tests and messages.
pub(crate) fn brief<U>(c: &Claim<U>) -> String {
    anstream::adapter::strip_str(&claim_line(c, false)).to_string()
}

fn claim(c: &Claim<Char>) -> String {
    claim_line(c, true)
}

fn claim_line<U>(c: &Claim<U>, with_id: bool) -> String {
    let mut head = c.type_.clone();
    if !c.modes.is_empty() {
        head = format!("{head} {}", c.modes.join("+"));
    }
    if let Some(x) = c.status.as_deref().filter(|x| *x != "active") {
        head = format!("{head} {x}");
    }
    if let Some(x) = &c.subject {
        head = format!("{head} ({x})");
    }
    let mut s = paint(TYPE, &head);
    let _ = write!(s, "  {}", paint(ACTOR, &if c.actor.is_empty() { "—".to_owned() } else { entities(&c.actor) }));
    if let Some(f) = &c.figure {
        let words = if f.reported_none { "none reported".to_owned() } else { f.text.clone() };
        let _ = write!(
            s,
            "  {words}{}",
            match f.scope {
                froissart_model::FigureScope::Subset => " among them",
                froissart_model::FigureScope::Total => " in all",
                froissart_model::FigureScope::Event => "",
            }
        );
    }
    if !c.recipient.is_empty() {
        let _ = write!(s, " → {}", paint(ACTOR, &entities(&c.recipient)));
    }
    if !c.place.is_empty() {
        let _ = write!(s, " @ {}", places(&c.place));
    }
    if let Some((lo, hi)) = c.extent.as_ref().and_then(|e| Some((e.low?, e.high?))) {
        let pc = |x: f64| format!("{}", (x * 1000.0).round() / 10.0);
        let _ = if (lo - hi).abs() < 1e-9 {
            write!(s, " [{} %]", pc(lo))
        } else {
            write!(s, " [{}–{} %]", pc(lo), pc(hi))
        };
    }
    if let Some(i) = &c.happened {
        let t = interval(i);
        if !t.is_empty() {
            let _ = write!(s, "  {t}");
        }
    }
    let mut tail: Vec<String> = Vec::new();
    if c.negated && c.certainty != Certainty::Denied {
        tail.push(paint(DENIED, "not so"));
    }
    let word = format!("{:?}", c.certainty).to_lowercase();
    match c.certainty {
        Certainty::Asserted | Certainty::Reported => {}
        Certainty::Denied => tail.push(paint(DENIED, &word)),
        _ => tail.push(paint(UNSURE, &word)),
    }
    if !c.according_to.is_empty() {
        let who: Vec<String> =
            c.according_to.iter().map(|e| e.text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        tail.push(format!("per {}", who.join(", per ")));
    }
    if c.is_implied() {
        tail.push(paint(MUTED, "implied"));
    }
    if !tail.is_empty() {
        let _ = write!(s, "  {}", tail.join("  "));
    }
    if with_id {
        if let Some(p) = c.confidence {
            let _ = write!(s, "  {}", paint(MUTED, &format!("{:.0} %", p * 100.0)));
        }
        let _ = write!(s, "  {}", paint(MUTED, c.id.get(..8).unwrap_or("")));
    }
    s
}

/// The picture in colours.
pub(crate) fn picture(p: &Picture) -> String {
    lines(&froissart_picture::render(p))
}

/// The disputes alone, each account with its words.
pub(crate) fn disputes(p: &Picture) -> String {
    lines(&froissart_picture::render_disputes(p))
}

fn lines(l: &[froissart_picture::Line]) -> String {
    use froissart_picture::Role;
    let mut s = String::new();
    for line in l {
        s.push_str(&"  ".repeat(line.indent));
        let parts: Vec<String> = line
            .parts
            .iter()
            .map(|(r, t)| {
                paint(
                    match r {
                        Role::Heading => HEADING,
                        Role::Item => WORDS,
                        Role::Account | Role::Muted => MUTED,
                    },
                    t,
                )
            })
            .collect();
        s.push_str(&parts.join(" "));
        s.push('\n');
    }
    s
}

/// One claim with its words under carets, its rule, and how each field was found.
pub(crate) fn explained(s: &Stored, page: Option<&Page<Char>>, rule: Option<&Rule>, again: Option<&Again>) -> String {
    let c = &s.claim;
    let mut out = format!("{}\n", claim(c));
    let _ = writeln!(out, "  claim    {}\n  anchor   {}", c.id, c.anchor);
    let _ = writeln!(
        out,
        "  page     {} ({}, {})",
        s.page.title.as_deref().unwrap_or(&s.page.id),
        s.page.outlet.as_deref().unwrap_or("outlet unknown"),
        s.page.published.as_deref().unwrap_or("no date")
    );
    let _ = writeln!(out, "  read by  {} at {}", s.version, s.recorded_at);
    if let Some(p) = page {
        out.push_str(&carets(c, p));
    }
    if let Some(a) = again {
        changed(s, a, &mut out);
    }
    match again.and_then(|a| a.found.as_ref()) {
        Some((now, trace)) => found(now, trace, &mut out),
        None => kept(c, &mut out),
    }
    let _ = writeln!(out, "  rule     {}", c.rule);
    if let Some(type_) = c.rule.strip_prefix("back-off/") {
        let _ = writeln!(
            out,
            "           no rule reads this verb here: a learned head takes it, by its context, for {type_} (docs/backoff.md)"
        );
    }
    if let Some(r) = rule {
        // The pattern that matched stands above, where it is known.
        for p in r.patterns.iter().filter(|_| again.is_none_or(|a| a.found.is_none())) {
            let _ = writeln!(out, "           {}", p.text);
        }
        for y in &r.yes {
            let _ = writeln!(out, "           codes        {}", y.sentence);
        }
        for n in &r.no {
            let _ = writeln!(out, "           leaves alone {n}");
        }
    }
    out.push('\n');
    out
}

/// What is not as it was when the claim was recorded.
fn changed(s: &Stored, a: &Again, out: &mut String) {
    let mut say = |text: String| {
        let _ = writeln!(out, "  {} {text}", paint(UNSURE, "note:"));
    };
    if *a.version != *s.version {
        say(format!("program or data have changed since: this is {}", a.version));
    }
    match &a.found {
        Some((now, _)) if now.id != s.claim.id => {
            say(format!("the same words are read otherwise now, and this explains how: {}", brief(now)));
        }
        Some(_) => {}
        None => {
            say("the claim is not made any more: below stands what was kept of it, without how it was found".into());
            for c in &a.instead {
                say(format!("these words now give {}", brief(c)));
            }
        }
    }
}

/// Field by field how a claim was found.
fn found(c: &Claim<Char>, t: &Trace, out: &mut String) {
    let mut last = "";
    for f in &t.fields {
        let name = if f.field == last { "" } else { f.field };
        last = f.field;
        let _ = writeln!(out, "  {name:<12} {}", paint(ACTOR, &f.value));
        for h in &f.how {
            let _ = writeln!(out, "               {h}");
        }
    }
    let Some(p) = c.confidence else { return };
    let _ = writeln!(out, "  {:<12} {p:.2}", "confidence");
    let mut most: Vec<&Feature> = t.confidence.iter().filter(|f| f.adds.abs() >= 0.05).collect();
    most.sort_by(|a, b| b.adds.abs().total_cmp(&a.adds.abs()).then_with(|| a.name.cmp(&b.name)));
    for f in most.into_iter().take(8) {
        let way = if f.adds > 0.0 { "for it" } else { "against it" };
        let _ = writeln!(out, "               {way:<10} {} ({:+.2})", f.told(), f.adds);
    }
}

/// What a claim holds, where how it was found cannot be told.
fn kept(c: &Claim<Char>, out: &mut String) {
    let _ = writeln!(out, "  kind     {:?}, told as {:?}", c.kind, c.told);
    for e in &c.actor {
        let _ = writeln!(out, "  actor    {}", how(e));
    }
    for e in &c.recipient {
        let _ = writeln!(out, "  to       {}", how(e));
    }
    for p in &c.place {
        let _ = writeln!(
            out,
            "  place    “{}”{}{}",
            p.text,
            p.name.as_ref().map_or(String::new(), |n| format!(": {n}")),
            p.lat.zip(p.lon).map_or(String::new(), |(a, b)| format!(
                " ({a:.3}, {b:.3}; {})",
                p.country.as_deref().unwrap_or("no country")
            ))
        );
    }
    if let Some(h) = &c.happened {
        let _ = writeln!(
            out,
            "  when     {} by {:?}{}, holds {:?}",
            interval(h),
            h.basis,
            h.text.as_ref().map_or(String::new(), |t| format!(" “{t}”")),
            h.holds
        );
    }
    for e in &c.according_to {
        let _ = writeln!(out, "  account  {}", how(e));
    }
    let _ = writeln!(
        out,
        "  certainty {:?}: stance {:?}, mood {:?}{}",
        c.certainty,
        c.stance,
        c.mood,
        if c.negated { ", negated" } else { "" }
    );
}

fn how(e: &Entity<Char>) -> String {
    let mut s = format!("“{}”", e.text);
    if let Some(n) = &e.name {
        let _ = write!(s, ": {n}");
    }
    let code: Vec<&str> = e.country.as_deref().into_iter().chain(e.sectors.iter().map(String::as_str)).collect();
    if !code.is_empty() {
        let _ = write!(s, " ({})", code.join(" "));
    }
    if let Some(i) = &e.id {
        let _ = write!(s, ", table entry {i}");
    }
    if e.antecedent.is_some() {
        s.push_str(", by its antecedent");
    }
    s
}

/// The block that holds the evidence, with carets under the roles.
fn carets(c: &Claim<Char>, page: &Page<Char>) -> String {
    let Some(block) = page.body.iter().map(|b| b.span).find(|b| b.contains(c.evidence.span)) else {
        return String::new();
    };
    let chars: Vec<char> = page.text.chars().collect();
    let mut marks = vec![' '; block.len()];
    let mut put = |s: Span<Char>, m: char| {
        for i in s.begin.max(block.begin)..s.end.min(block.end) {
            marks[i - block.begin] = m;
        }
    };
    put(c.evidence.span, '-');
    for e in &c.according_to {
        put(e.span, '~');
    }
    for p in &c.place {
        put(p.span, '@');
    }
    for e in c.actor.iter().chain(&c.recipient) {
        put(e.span, '^');
    }
    let width = 96;
    let mut out = String::new();
    let text = &chars[block.begin.min(chars.len())..block.end.min(chars.len())];
    let mut at = 0;
    while at < text.len() {
        let mut end = (at + width).min(text.len());
        if end < text.len() {
            // Lines break at blanks, where there are any.
            if let Some(b) = (at + width / 2..end).rev().find(|&i| text[i].is_whitespace()) {
                end = b + 1;
            }
        }
        let line: String = text[at..end].iter().collect();
        let under: String = marks[at..end].iter().collect();
        let _ = writeln!(out, "    | {}", line.trim_end());
        if !under.trim().is_empty() {
            let _ = writeln!(out, "    | {}", paint(TYPE, under.trim_end()));
        }
        at = end;
    }
    out
}
