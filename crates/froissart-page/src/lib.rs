//! Reads a news page: bytes in, a [`Page`] out, with its article and its furniture told apart.
//!
//! It knows nothing of language and of conflicts, opens no file and asks no clock. From the bytes of a page with the
//! headline "China backs Assad forces", its byline and its menu, [`read`] gives the headline as body, the byline as a
//! field, and the menu as furniture with its reason.
//!
//! Odd input is no error: what was odd stands in the notes, and whatever words there are stand in the page.
//!
//! Body and furniture together are the whole of the page's visible text, in order. The guards come first: bytes, then
//! encoding, then the depth and the number of tags, and only then a parser, on a thread with a stack of its own.

mod blocks;
mod body;
mod byline;
mod charset;
mod jsonld;
mod lexicon;
mod markup;
mod meta;
mod outlet;
mod text;
mod when;
mod words;

pub use outlet::{Outlet, outlet_at, outlet_named, outlets};

use froissart_model::{Block, Furniture, Note, Page, Part, Span, page_id};
use scraper::Html;
use std::panic::{AssertUnwindSafe, catch_unwind};
use text::Mark;

/// What is known of a page beside its bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hints {
    /// Its file's name: the ending tells markup from text where the bytes do not.
    pub name: Option<String>,
    /// The day or instant of publication, given by the user; it wins over the page's own.
    pub date: Option<String>,
    /// Who published it, given by the user; it wins over the page's own.
    pub outlet: Option<String>,
    /// The charset of an HTTP header, or the whole header.
    pub charset: Option<String>,
}

/// The most bytes that are read of one page; the largest news page in the sets at hand has a fifth of it.
pub const MOST_BYTES: usize = 16 << 20;
/// The deepest markup that a parser gets to see. Browsers stop at 512 as well.
pub const MOST_DEPTH: usize = 512;
/// The most tags that a parser gets to see: about a second of its work.
pub const MOST_TAGS: usize = 60_000;
/// The most elements that unclosed formatting may make a parser open again.
const MOST_REOPENED: usize = 1_000_000;
/// Depth 512 in a debug build needs a few MiB of stack; the rest is slack.
const STACK: usize = 64 << 20;

/// Reads a page. It never fails and never panics: what is odd is in the notes.
pub fn read(bytes: &[u8], hints: &Hints) -> (Page, Vec<Note>) {
    let mut notes = Vec::new();
    let id = page_id(bytes);
    if charset::is_binary(bytes) {
        notes.push(Note::new("binary", "the file is no text, and nothing of it was read"));
        return (finish(Draft::default(), id, hints, &mut notes), notes);
    }
    let mut head = bytes;
    if bytes.len() > MOST_BYTES {
        notes.push(Note::new(
            "too-large",
            format!("the page has {} bytes; what follows the first {MOST_BYTES} was not read", bytes.len()),
        ));
        head = &bytes[..MOST_BYTES];
        // The cut falls between characters, or it would pass for torn encoding.
        while !head.is_empty() && bytes.get(head.len()).is_some_and(|b| b & 0xc0 == 0x80) {
            head = &head[..head.len() - 1];
        }
    }
    let (decoded, torn) = charset::decode(head, hints.charset.as_deref());
    if torn {
        notes.push(Note::new("bad-encoding", "some bytes are in no encoding that fits the rest, and stand as U+FFFD"));
    }
    if decoded.trim().is_empty() {
        notes.push(Note::new("empty", "the page has no words"));
        return (finish(Draft::default(), id, hints, &mut notes), notes);
    }
    let mut draft = if markup::is_html(&decoded, hints.name.as_deref()) {
        html(&decoded, hints, &mut notes)
    } else {
        plain(text::lines(&decoded), &[], hints)
    };
    if draft.lines.is_empty() {
        notes.push(Note::new("empty", "the page has no visible words"));
    }
    language(&mut draft, &mut notes);
    (finish(draft, id, hints, &mut notes), notes)
}

/// A page before its lines are one text.
#[derive(Debug, Default)]
struct Draft {
    fields: meta::Fields,
    standfirst: Option<String>,
    lines: Vec<(String, Mark)>,
}

fn html(source: &str, hints: &Hints, notes: &mut Vec<Note>) -> Draft {
    let shape = markup::shape(source);
    if shape.depth > MOST_DEPTH || shape.reopened > MOST_REOPENED {
        notes.push(Note::new(
            "deep-markup",
            format!("elements stand {} deep; the tags were taken out and the words read as plain text", shape.depth),
        ));
        return plain(markup::strip(source), &[], hints);
    }
    if shape.tags > MOST_TAGS {
        notes.push(Note::new(
            "too-many-tags",
            format!("the page has {} tags; they were taken out and the words read as plain text", shape.tags),
        ));
        return plain(markup::strip(source), &[], hints);
    }
    // A stack of its own, whatever the caller's; and a parser's panic is one page's misfortune, not the batch's.
    let parsed = std::thread::scope(|s| {
        let worker = std::thread::Builder::new()
            .stack_size(STACK)
            .spawn_scoped(s, || catch_unwind(AssertUnwindSafe(|| parse(source, hints))));
        worker.ok().and_then(|w| w.join().ok()).and_then(Result::ok)
    });
    match parsed {
        Some(Ok(draft)) => draft,
        Some(Err(depth)) => {
            notes.push(Note::new(
                "deep-markup",
                format!("elements stand {depth} deep; the tags were taken out and the words read as plain text"),
            ));
            plain(markup::strip(source), &[], hints)
        }
        None => {
            notes.push(Note::new(
                "reader-failed",
                "the page's markup broke the parser; the tags were taken out and the words read as plain text",
            ));
            plain(markup::strip(source), &[], hints)
        }
    }
}

/// Reads markup that the guards let through, or says how deep it really is.
fn parse(source: &str, hints: &Hints) -> Result<Draft, usize> {
    let doc = Html::parse_document(source);
    let depth = blocks::depth(&doc);
    // The guard's count follows the tags; the tree may still be deeper, where end tags are ignored.
    if depth > MOST_DEPTH + 64 {
        return Err(depth);
    }
    let pieces = blocks::of(&doc);
    let mut fields = meta::read(&doc, &pieces, hints);
    let known = fields.outlet.as_deref().and_then(outlet_named);
    let host = fields.url.as_deref().and_then(outlet::host_of);
    let clock = meta::clock(known, host.as_deref(), None);
    let options = {
        let mut o = trafilatura::Options::default().with_fallback(true).with_exclude_comments(true);
        o.html_date_mode = trafilatura::HtmlDateMode::Disabled;
        o
    };
    let extracted: Vec<String> = match trafilatura::extract(source, &options) {
        Ok(r) => blocks::of(&Html::parse_document(&r.content_html)).into_iter().map(|p| p.text).collect(),
        Err(_) => Vec::new(),
    };
    let kept: usize = extracted.iter().map(|e| words::folded(e).len()).sum();
    let all: usize = pieces.iter().map(|p| p.text.split(' ').count()).sum();
    if kept < 25 && all > kept * 2 {
        // No article found: the lines are judged as plain text, with what the markup says of them.
        let preset: Vec<Option<&'static str>> = pieces
            .iter()
            .map(|p| (!matches!(p.zone, blocks::Zone::None | blocks::Zone::Header)).then(|| p.zone.why()))
            .collect();
        let lines = pieces.into_iter().map(|p| p.text).collect();
        let mut draft = plain(lines, &preset, hints);
        let seen = std::mem::replace(&mut draft.fields, fields);
        let f = &mut draft.fields;
        f.title = f.title.take().or(seen.title);
        f.published = f.published.take().or(seen.published);
        f.outlet = f.outlet.take().or(seen.outlet);
        if f.byline.is_empty() {
            f.byline = seen.byline;
        }
        return Ok(draft);
    }
    let (marks, headline) = body::mark(&pieces, &extracted, &fields, &clock);
    if fields.title.is_none() {
        fields.title = headline.map(|h| pieces[h].text.clone());
    }
    let lines: Vec<(String, Mark)> = pieces.into_iter().map(|p| p.text).zip(marks).collect();
    let standfirst = lines.iter().find(|(_, m)| *m == Mark::Body(Part::Standfirst)).map(|(t, _)| t.clone());
    Ok(Draft { fields, standfirst, lines })
}

/// Reads lines of scraped text.
fn plain(lines: Vec<String>, preset: &[Option<&'static str>], hints: &Hints) -> Draft {
    let mut fields = meta::Fields { outlet: hints.outlet.clone(), ..meta::Fields::default() };
    let find = |read: &text::Read| {
        let by = || read.lines.iter().flat_map(|l| &l.names).find_map(|n| outlet_named(n));
        hints.outlet.as_deref().map_or_else(
            || by().or_else(|| named_alone(&lines, &read.marks)),
            |h| outlet_named(h).or_else(|| outlet_at(h)),
        )
    };
    let mut read = text::classify(&lines, preset, &when::Clock::default());
    let known = find(&read);
    let clock = meta::clock(known, None, None);
    if known.is_some() {
        // Dates that only the outlet's country can read are found now.
        read = text::classify(&lines, preset, &clock);
    }
    fields.outlet = fields.outlet.or_else(|| known.map(|o| o.name.clone())).or_else(|| {
        let furniture = lines.iter().zip(&read.marks).rev().take(12).filter(|(_, m)| matches!(m, Mark::Furniture(_)));
        furniture.map(|(l, _)| l).find_map(|l| meta::rights_holder(l))
    });
    fields.title = read.title.map(|i| lines[i].clone());
    fields.byline = read.lines.iter().map(|l| l.names.clone()).find(|n| !n.is_empty()).unwrap_or_default();
    let published = read.lines.iter().find_map(|l| l.published.clone());
    let modified = read.lines.iter().find_map(|l| l.modified.clone());
    fields.modified = modified.as_ref().map(|w| when::render(w, &clock).0);
    fields.from_modified = published.is_none() && modified.is_some();
    if let Some(w) = published.or(modified) {
        let (s, ambiguous) = when::render(&w, &clock);
        fields.published = Some(s);
        fields.ambiguous = ambiguous;
    }
    let standfirst = read.standfirst.map(|i| lines[i].clone());
    Draft { fields, standfirst, lines: lines.into_iter().zip(read.marks).collect() }
}

/// The one outlet whose name stands alone on a line of furniture, or in its copyright line.
fn named_alone(lines: &[String], marks: &[Mark]) -> Option<&'static Outlet> {
    let mut found: Vec<&'static Outlet> = Vec::new();
    for (l, m) in lines.iter().zip(marks) {
        if matches!(m, Mark::Body(_)) || l.len() > 120 {
            continue;
        }
        let words = words::folded(l);
        let rest: Vec<String> = words
            .into_iter()
            .filter(|w| !w.bytes().all(|b| b.is_ascii_digit()) && w != "copyright" && w != "c")
            .collect();
        let rights = rest.windows(3).position(|w| w == ["all", "rights", "reserved"]).unwrap_or(rest.len());
        let name = rest[..rights].join(" ");
        if let Some(o) = outlet_named(&name)
            && o.is_written_in(&name, l)
            && !found.iter().any(|f| f.name == o.name)
        {
            found.push(o);
        }
    }
    match found.as_slice() {
        [only] => Some(only),
        _ => None,
    }
}

/// The language of the body's words; the markup's word stands where they are too few to tell.
fn language(draft: &mut Draft, notes: &mut Vec<Note>) {
    let mut sample = String::new();
    for (t, m) in &draft.lines {
        if matches!(m, Mark::Body(_)) && sample.len() < 8000 {
            sample.push_str(t);
            sample.push('\n');
        }
    }
    if let Some(info) = whatlang::detect(&sample)
        && info.is_reliable()
        && sample.len() >= 100
    {
        let code = iso_639_1(info.lang().code());
        if code.is_some() {
            draft.fields.language = code.map(str::to_owned);
        }
        if info.lang() != whatlang::Lang::Eng {
            notes.push(Note::new(
                "not-english",
                format!("the page is in {}; only English is understood", info.lang().eng_name()),
            ));
        }
    }
}

/// The two-letter code of a language that the detector names by three.
fn iso_639_1(code: &str) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("afr", "af"),
        ("aka", "ak"),
        ("amh", "am"),
        ("ara", "ar"),
        ("aze", "az"),
        ("bel", "be"),
        ("ben", "bn"),
        ("bul", "bg"),
        ("cat", "ca"),
        ("ces", "cs"),
        ("cmn", "zh"),
        ("cym", "cy"),
        ("dan", "da"),
        ("deu", "de"),
        ("ell", "el"),
        ("eng", "en"),
        ("epo", "eo"),
        ("est", "et"),
        ("fin", "fi"),
        ("fra", "fr"),
        ("guj", "gu"),
        ("heb", "he"),
        ("hin", "hi"),
        ("hrv", "hr"),
        ("hun", "hu"),
        ("hye", "hy"),
        ("ind", "id"),
        ("ita", "it"),
        ("jav", "jv"),
        ("jpn", "ja"),
        ("kan", "kn"),
        ("kat", "ka"),
        ("khm", "km"),
        ("kor", "ko"),
        ("lat", "la"),
        ("lav", "lv"),
        ("lit", "lt"),
        ("mal", "ml"),
        ("mar", "mr"),
        ("mkd", "mk"),
        ("mya", "my"),
        ("nep", "ne"),
        ("nld", "nl"),
        ("nob", "nb"),
        ("ori", "or"),
        ("pan", "pa"),
        ("pes", "fa"),
        ("pol", "pl"),
        ("por", "pt"),
        ("ron", "ro"),
        ("rus", "ru"),
        ("sin", "si"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("sna", "sn"),
        ("spa", "es"),
        ("srp", "sr"),
        ("swe", "sv"),
        ("tam", "ta"),
        ("tel", "te"),
        ("tgl", "tl"),
        ("tha", "th"),
        ("tuk", "tk"),
        ("tur", "tr"),
        ("ukr", "uk"),
        ("urd", "ur"),
        ("uzb", "uz"),
        ("vie", "vi"),
        ("yid", "yi"),
        ("zul", "zu"),
    ];
    CODES.iter().find(|(k, _)| *k == code).map(|(_, v)| *v)
}

fn finish(draft: Draft, id: String, hints: &Hints, notes: &mut Vec<Note>) -> Page {
    let mut f = draft.fields;
    if let Some(given) = &hints.date {
        let clock = meta::clock(f.outlet.as_deref().and_then(outlet_named), None, None);
        match when::parse(given, &clock) {
            Some(w) => {
                f.published = Some(when::render(&w, &clock).0);
                f.from_modified = false;
                f.ambiguous = None;
            }
            None => notes.push(Note::new(
                "bad-date",
                format!("the given date {given:?} is no day and no instant; the page's own stands"),
            )),
        }
    }
    f.outlet = hints.outlet.clone().or(f.outlet);
    if let Some(z) = &f.ambiguous {
        notes.push(Note::new(
            "ambiguous-zone",
            format!("{z} is the clock of more than one country and the outlet's is not known; the day alone is kept"),
        ));
    }
    if f.from_modified {
        notes.push(Note::new(
            "published-from-modified",
            "the page tells only when it was last changed; that stands for its publication",
        ));
    }
    let mut text = String::new();
    let (mut body, mut furniture) = (Vec::new(), Vec::new());
    for (line, mark) in &draft.lines {
        if !text.is_empty() {
            text.push('\n');
        }
        let span = Span::new(text.len(), text.len() + line.len());
        text.push_str(line);
        match *mark {
            Mark::Body(part) => body.push(Block { span, part }),
            Mark::Furniture(why) => furniture.push(Furniture { span, why: why.to_owned() }),
        }
    }
    if !body.is_empty() {
        if f.published.is_none() {
            notes.push(Note::new("no-date", "nothing on the page tells when it was published"));
        }
    } else if !text.is_empty() {
        notes.push(Note::new("no-body", "no words of the page pass for an article"));
    }
    Page {
        id,
        title: f.title,
        standfirst: draft.standfirst,
        byline: f.byline,
        outlet: f.outlet,
        url: f.url,
        published: f.published,
        modified: f.modified,
        language: f.language,
        text,
        body,
        furniture,
    }
}
