//! `froissart read`: pages in, claims and the picture out; nothing is kept. Also what `record` does with a page.

use super::{Run, knowledge, line};
use crate::args::{PageHints, ReadArgs};
use crate::failure::{Done, Failure};
use crate::files::{Input, inputs};
use crate::terminal;
use froissart_code::{Silence, Trace, Traced};
use froissart_know::Knowledge;
use froissart_lang::Model;
use froissart_model::{Char, CharMap, Claim, Note, Page};
use froissart_picture::{PageHead, PageSeen, Sourced};
use std::io::Write;
use std::sync::Arc;

/// Said where folders hold no files.
pub(crate) const NO_PAGES: &str = "there are no pages in what you named: give files, folders that hold some, or -";

/// A page with everything read off it, in characters.
pub(crate) struct Reading {
    pub(crate) page: Page<Char>,
    pub(crate) claims: Vec<Claim<Char>>,
    pub(crate) notes: Vec<Note<Char>>,
    /// How each claim was found, where that was asked.
    pub(crate) traces: Vec<Trace>,
    /// Why the other sentences gave none, likewise; their spans are in bytes.
    pub(crate) silences: Vec<Silence>,
    /// Sentences as spans, for the terminal.
    pub(crate) sentences: Vec<froissart_model::Span<Char>>,
}

/// Reads, analyses and codes one page; the error is for a file that gave no page at all.
pub(crate) fn reading(input: &Input, hints: &PageHints, know: &Knowledge, traced: bool) -> Result<Reading, String> {
    crate::parallel::guarded(|| unguarded(input, hints, know, traced))?
}

fn unguarded(input: &Input, hints: &PageHints, know: &Knowledge, traced: bool) -> Result<Reading, String> {
    of_bytes(&input.bytes()?, &input.name, hints, know, traced)
}

/// The same of bytes that are there already.
pub(crate) fn of_bytes(
    bytes: &[u8],
    name: &str,
    hints: &PageHints,
    know: &Knowledge,
    traced: bool,
) -> Result<Reading, String> {
    let (page, mut notes) = froissart_page::read(
        bytes,
        &froissart_page::Hints {
            name: Some(name.to_owned()),
            date: hints.date.clone(),
            outlet: hints.outlet.clone(),
            charset: None,
        },
    );
    if page.body.is_empty()
        && let Some(n) = notes.iter().find(|n| matches!(n.name.as_str(), "empty" | "binary" | "too-large"))
    {
        return Err(n.message.clone());
    }
    Ok(of_page(page, &mut notes, know, traced))
}

/// Analyses and codes a page, and traces its claims where that is asked.
pub(crate) fn of_page(page: Page, notes: &mut Vec<Note>, know: &Knowledge, traced: bool) -> Reading {
    let foreign = page.language.as_deref().filter(|l| *l != "en");
    if let Some(l) = foreign.filter(|_| !notes.iter().any(|n| n.name == "not-english")) {
        // Too few words to tell by: the page's own markup says so.
        notes.push(Note::new("not-english", format!("the page says that it is in `{l}`; only English is understood")));
    }
    let analysis = if foreign.is_some() {
        froissart_model::Analysis::default()
    } else {
        let (a, more) = froissart_lang::analyse(&page, Model::embedded());
        notes.extend(more);
        a
    };
    let Traced { claims, traces, silences, notes: more } = if traced {
        froissart_code::code_traced(&page, &analysis, know)
    } else {
        let (claims, notes) = froissart_code::code_sealed(&page, &analysis, know);
        Traced { claims, notes, ..Traced::default() }
    };
    notes.extend(more);
    let map = CharMap::new(&page.text);
    let sentences = analysis.sentences.iter().map(|s| map.chars(s.span)).collect();
    Reading {
        notes: notes.drain(..).map(|n| n.to_chars(&map)).collect(),
        claims,
        traces,
        silences,
        sentences,
        page: page.to_chars(),
    }
}

impl Reading {
    /// The features of each claim's confidence by name; none where traces were not asked for.
    pub(crate) fn features(&self) -> serde_json::Value {
        let of = |t: &Trace| t.confidence.iter().map(|f| (f.name.to_string(), f.value.into())).collect();
        self.traces.iter().map(|t| serde_json::Value::Object(of(t))).collect()
    }

    /// The claims with what the picture needs of their page.
    pub(crate) fn sourced(&self) -> impl Iterator<Item = Sourced> + '_ {
        let page = Arc::new(PageHead::from(&self.page));
        self.claims.iter().map(move |c| Sourced { claim: Arc::new(c.clone()), page: Arc::clone(&page) })
    }
}

pub(crate) fn read(a: &ReadArgs) -> Run {
    let know = knowledge(&a.own)?;
    let files = inputs(&a.files)?;
    if files.is_empty() {
        return Err(Failure::message(NO_PAGES));
    }
    let mut out = anstream::stdout().lock();
    let progress = terminal::progress(files.len() as u64);
    let mut all: Vec<Sourced> = Vec::new();
    let mut wire = froissart_testimony::Wire::default();
    let mut seen: Vec<PageSeen> = Vec::new();
    let mut bad: Vec<(String, String)> = Vec::new();
    let mut pages = 0;
    crate::parallel::ordered(
        files.into_iter(),
        |f| (reading(&f, &a.hints, &know, a.features), f.name),
        |(r, name)| -> Result<(), Failure> {
            progress.inc(1);
            match r {
                Ok(r) => {
                    pages += 1;
                    all.extend(r.sourced());
                    wire.add(froissart_testimony::Print::of(&r.page));
                    seen.push(PageSeen {
                        id: r.page.id.clone(),
                        outlet: r.page.outlet.clone(),
                        language: r.page.language.clone(),
                        published: r.page.published.clone(),
                    });
                    progress.suspend(|| {
                        if a.json {
                            let mut all = serde_json::json!({"page": r.page, "claims": r.claims, "notes": r.notes});
                            if a.features {
                                all["features"] = r.features();
                            }
                            line(&mut out, &all)
                        } else {
                            out.write_all(terminal::reading(&r, &name, a.implied).as_bytes()).map_err(Failure::from)
                        }
                    })
                }
                Err(e) => {
                    if a.json {
                        line(&mut out, &serde_json::json!({"file": name, "error": e}))?;
                    }
                    progress.suspend(|| anstream::eprintln!("{}", terminal::bad_page(&name, &e)));
                    bad.push((name, e));
                    Ok(())
                }
            }
        },
    )?;
    progress.finish_and_clear();
    let picture = froissart_picture::picture(
        &all,
        &froissart_picture::Options {
            include_implied: a.implied,
            testimony: froissart_ask::context(&know, wire.families()),
            state_names: froissart_ask::state_names(&know),
            pages: seen,
            ..Default::default()
        },
    );
    if a.json {
        line(&mut out, &serde_json::json!({"picture": picture}))?;
    } else if pages > 0 {
        out.write_all(terminal::picture(&picture).as_bytes())?;
    }
    out.flush()?;
    if !bad.is_empty() {
        if bad.len() + pages > 1 {
            anstream::eprintln!("{} of {} pages could not be read", bad.len(), bad.len() + pages);
        }
        return Ok(Done::Partly);
    }
    Ok(if all.is_empty() { Done::Nothing } else { Done::Found })
}
