//! `froissart check`: the data files load, and every rule codes its `yes` sentences and leaves its `no` ones alone.

use super::Run;
use super::borders::{self, Row};
use crate::args::CheckArgs;
use crate::failure::{Done, Failure};
use crate::terminal;
use froissart_know::{DataFiles, Expected, Knowledge, Rule};
use froissart_lang::Model;
use froissart_model::{Claim, Kind, Page};
use std::io::Write as _;
use std::path::Path;

/// A sentence that did not give what its rule says.
struct Broken {
    rule: String,
    sentence: String,
    why: String,
}

pub(crate) fn check(a: &CheckArgs) -> Run {
    let mut own: Vec<(String, String)> = Vec::new();
    for p in &a.own.actors {
        own.push((p.display().to_string(), text(p)?));
    }
    // Where the loader thinks that a file of the user's stands, and where it stands.
    let mut moved: Option<(String, String)> = None;
    let files = match &a.path {
        None => super::data_files(),
        Some(p) if p.is_dir() => DataFiles::from(folder(p)?),
        Some(p) => {
            // One file: beside what is built in, in the place of one of the same name.
            let (name, body) = (p.display().to_string(), text(p)?);
            if !body.contains("[rule.") && !body.contains("[code]") {
                own.push((name, body));
                super::data_files()
            } else {
                let base = p.file_name().map(|f| f.to_string_lossy().into_owned()).unwrap_or_default();
                let mut all: Vec<(String, String)> = super::data_files()
                    .iter()
                    .filter(|(n, _)| !(n.contains("/rules/") && n.rsplit('/').next() == Some(base.as_str())))
                    .map(|(n, t)| (n.to_owned(), t.to_owned()))
                    .collect();
                let at = format!("data/rules/{base}");
                moved = Some((at.clone(), name));
                all.push((at, body));
                DataFiles::from(all)
            }
        }
    };
    let know = Knowledge::load(&files).and_then(|k| k.with_actors(&own)).map_err(|mut d| {
        if let Some((_, name)) = moved.filter(|(at, _)| *at == d.file) {
            d.file = name;
        }
        d
    })?;
    let rules: Vec<&Rule> =
        know.rules.rules.iter().filter(|r| a.rule.as_ref().is_none_or(|x| r.id.starts_with(x.as_str()))).collect();
    let progress = terminal::progress(rules.len() as u64);
    let mut broken = Vec::new();
    let mut sentences = 0;
    crate::parallel::ordered(
        rules.iter(),
        |r| sentences_of(&know, r),
        |(n, b): (usize, Vec<Broken>)| -> Result<(), Failure> {
            progress.inc(1);
            sentences += n;
            broken.extend(b);
            Ok(())
        },
    )?;
    let rows: Vec<Row> = borders::rows(&know);
    let rows: Vec<Row> =
        rows.into_iter().filter(|x| a.rule.as_ref().is_none_or(|r| x.id().starts_with(r.as_str()))).collect();
    crate::parallel::ordered(
        rows.iter(),
        |x| (x.id(), x.run(&|s| claims(&know, s))),
        |(id, all): (String, Vec<borders::Verdict>)| -> Result<(), Failure> {
            sentences += all.len();
            let wrong = all.into_iter().filter_map(|(sentence, why)| Some((sentence, why?)));
            broken.extend(wrong.map(|(sentence, why)| Broken { rule: id.clone(), sentence, why }));
            Ok(())
        },
    )?;
    progress.finish_and_clear();
    let mut out = anstream::stdout().lock();
    for b in &broken {
        if a.json {
            super::line(&mut out, &serde_json::json!({"rule": b.rule, "sentence": b.sentence, "why": b.why}))?;
        } else {
            writeln!(out, "{}", terminal::broken(&b.rule, &b.sentence, &b.why))?;
        }
    }
    if !a.json {
        writeln!(
            out,
            "{} rules, {} rows of the ontology, {} sentences, {} not as they should be; {} actors, {} states, {} places",
            rules.len(),
            rows.len(),
            sentences,
            broken.len(),
            know.actors.actors().len(),
            know.actors.states().len(),
            know.places.len()
        )?;
    }
    out.flush()?;
    Ok(match (a.rule.is_some() && rules.is_empty() && rows.is_empty(), broken.is_empty()) {
        (true, _) => Done::Nothing,
        (false, true) => Done::Found,
        (false, false) => Done::Partly,
    })
}

fn text(p: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(p).map_err(|e| Failure::message(format!("{} cannot be read: {e}", p.display())))?;
    Ok(froissart_know::text(&p.display().to_string(), bytes)?)
}

/// The TOML files under a folder, named from `data/` on as the embedded ones are.
pub(super) fn folder(p: &Path) -> Result<Vec<(String, String)>, Failure> {
    if !p.is_dir() {
        return Err(Failure::message(format!("there is no folder {}", p.display())));
    }
    let mut out = Vec::new();
    for f in crate::files::inputs(&[p.to_path_buf()])? {
        let Some(path) = f.path.filter(|x| x.extension().is_some_and(|e| e == "toml")) else { continue };
        let name = path.strip_prefix(p).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        out.push((format!("data/{name}"), text(&path)?));
    }
    Ok(out)
}

fn claims(know: &Knowledge, sentence: &str) -> Vec<Claim> {
    // Any day will do: a rule's sentences are about what, not when.
    let page = Page::from_text(sentence, Some("2024-12-02".into()), None);
    let (a, _) = froissart_lang::analyse(&page, Model::embedded());
    froissart_code::code(&page, &a, know).0
}

fn sentences_of(know: &Knowledge, r: &Rule) -> (usize, Vec<Broken>) {
    let mut out = Vec::new();
    let mut push =
        |sentence: &str, why: String| out.push(Broken { rule: r.id.clone(), sentence: sentence.to_owned(), why });
    for y in &r.yes {
        let got = claims(know, &y.sentence);
        for e in &y.expected {
            if !got.iter().any(|c| fits(c, e)) {
                let told: Vec<String> = got.iter().map(terminal::brief).collect();
                push(
                    &y.sentence,
                    format!(
                        "{} {} -> {} is missing among: {}",
                        e.type_,
                        e.actor.as_deref().unwrap_or("-"),
                        e.object.as_deref().unwrap_or("-"),
                        told.join("; ")
                    ),
                );
            }
        }
    }
    for n in &r.no {
        if let Some(c) = claims(know, n).iter().find(|c| c.rule == r.id && !c.negated) {
            push(n, format!("gave {}", terminal::brief(c)));
        }
    }
    (r.yes.len() + r.no.len(), out)
}

/// Whether a claim is what is expected: its type, and words of its parties.
pub(super) fn fits(c: &Claim, e: &Expected) -> bool {
    let type_ = c.type_ == e.type_ || c.kind == Kind::Figure && c.figure.as_ref().is_some_and(|f| f.of == e.type_);
    let has = |want: &Option<String>, texts: Vec<&str>| match want {
        None => true,
        Some(w) => texts.iter().any(|t| t.to_lowercase().contains(&w.to_lowercase())),
    };
    let names = |l: &'static str| -> Vec<&str> {
        let e = match l {
            "actor" => &c.actor,
            _ => &c.recipient,
        };
        e.iter().flat_map(|x| [Some(x.text.as_str()), x.name.as_deref()]).flatten().collect()
    };
    let mut objects = names("recipient");
    objects.extend(c.place.iter().flat_map(|p| [Some(p.text.as_str()), p.name.as_deref()]).flatten());
    let mut both = names("actor");
    both.extend(objects.iter());
    let mutual = matches!(
        c.type_.as_str(),
        "CONSULT" | "AGREE" | "COOPERATE" | "fights" | "allied_with" | "opposes" | "ASSAULT"
    );
    type_
        && (has(&e.actor, names("actor")) && has(&e.object, objects)
            || mutual && has(&e.actor, both.clone()) && has(&e.object, both))
}
