//! One file a command; here what they share.

mod analyse;
mod backup;
mod borders;
mod brief;
mod check;
mod claims;
mod code;
mod diff;
mod explain;
mod export;
mod opinion;
mod picture;
mod read;
mod recode;
mod record;
#[cfg(feature = "web")]
mod serve;
#[cfg(not(feature = "web"))]
#[path = "serve_not.rs"]
mod serve;
mod upgrade;
mod verify;
mod who;

pub(crate) use explain::Again;
pub(crate) use read::Reading;

use crate::args::{Args, Command, OwnActors};
use crate::failure::{Done, Failure};
use froissart_know::{DataFiles, Knowledge};
use std::borrow::Cow;
use std::io::Write;
use std::sync::OnceLock;

type Run = Result<Done, Failure>;

/// Runs the command that the arguments name.
pub(crate) fn run(args: Args) -> Run {
    if let Some(dir) = &args.data {
        let _ = FILES.set(DataFiles::from(check::folder(dir)?));
    }
    if let Some(n) = args.jobs {
        crate::parallel::set_threads(n);
    }
    match args.command {
        Command::Read(a) => read::read(&a),
        Command::Code(a) => code::code(&a),
        Command::Analyse(a) => analyse::analyse(&a),
        Command::Who(a) => who::who(&a),
        Command::Where => who::whereabouts(),
        Command::Record(a) => record::record(&a),
        Command::Picture(a) => picture::picture(&a),
        Command::Brief(a) => brief::brief(&a),
        Command::Claims(a) => claims::claims(&a),
        Command::Disputes(a) => picture::disputes(&a),
        Command::Export(a) => export::export(&a),
        Command::Explain(a) => explain::explain(&a),
        Command::Verify(a) => verify::verify(&a),
        Command::Backup(a) => backup::backup(&a),
        Command::Upgrade(a) => upgrade::upgrade(&a),
        Command::Recode(a) => recode::recode(&a),
        Command::Diff(a) => diff::diff(&a),
        Command::Serve(a) => serve::serve(&a),
        Command::Opinion(a) => opinion::opinion(&a),
        Command::Correct(a) => opinion::correct(&a),
        Command::Link(a) => opinion::link(&a),
        Command::Check(a) => check::check(&a),
    }
}

/// The data files of `--data`; those built in are packed.
static FILES: OnceLock<DataFiles> = OnceLock::new();

/// The data files as text: those of `--data`, or those built in.
fn data_files() -> DataFiles {
    FILES.get().cloned().unwrap_or_else(DataFiles::embedded)
}

/// What is known, with the user's own actors where there are any.
fn knowledge(own: &OwnActors) -> Result<Cow<'static, Knowledge>, Failure> {
    let mut files = Vec::new();
    for p in &own.actors {
        let bytes = std::fs::read(p)
            .map_err(|e| Failure::message(format!("the actors' file {} cannot be read: {e}", p.display())))?;
        let name = p.display().to_string();
        files.push((name.clone(), froissart_know::text(&name, bytes)?));
    }
    if files.is_empty() {
        return plain_knowledge();
    }
    Ok(Cow::Owned(plain_knowledge()?.into_owned().with_actors(&files)?))
}

/// The same without any of the user's own.
fn plain_knowledge() -> Result<Cow<'static, Knowledge>, Failure> {
    match FILES.get() {
        Some(files) => Ok(Cow::Owned(Knowledge::load(files)?)),
        None => Ok(Cow::Borrowed(froissart_data::knowledge())),
    }
}

/// Writes one JSON line and flushes it.
fn line(out: &mut impl Write, value: &impl serde::Serialize) -> Result<(), Failure> {
    serde_json::to_writer(&mut *out, value).map_err(|e| Failure::from(std::io::Error::from(e)))?;
    out.write_all(b"\n")?;
    out.flush()?;
    Ok(())
}

/// Answers JSON lines, one answer a line, in order, side by side; a bad line gets an error and the rest goes on.
fn json_lines<T: serde::de::DeserializeOwned + Send>(work: impl Fn(T) -> serde_json::Value + Sync) -> Run {
    use std::io::BufRead;
    let input = std::io::BufReader::new(std::io::stdin());
    let mut out = std::io::stdout().lock();
    let (mut bad, mut any) = (false, false);
    crate::parallel::ordered(
        // Lines are split by bytes: a line that is no UTF-8 is a bad line, not the end of the input.
        StdinLines(input.split(b'\n')).enumerate(),
        |(n, bytes): (usize, Vec<u8>)| {
            if bytes.iter().all(u8::is_ascii_whitespace) {
                return None;
            }
            // A list would pass for an object's values in order.
            if bytes.iter().find(|b| !b.is_ascii_whitespace()) != Some(&b'{') {
                return Some(Err(
                    serde_json::json!({"id": null, "line": n + 1, "error": "this line is no JSON object"}),
                ));
            }
            Some(match serde_json::from_slice::<T>(&bytes) {
                Ok(t) => crate::parallel::guarded(|| work(t))
                    .map_err(|e| serde_json::json!({"id": null, "line": n + 1, "error": e})),
                Err(e) => {
                    let text = e.to_string();
                    let why = text.split(" at line ").next().unwrap_or("").to_owned();
                    Err(
                        serde_json::json!({"id": null, "line": n + 1, "error": format!("this line is not as expected: {why} (column {})", e.column())}),
                    )
                }
            })
        },
        |answer| {
            any |= answer.is_some();
            match answer {
                Some(Ok(v)) => line(&mut out, &v),
                Some(Err(v)) => {
                    bad = true;
                    line(&mut out, &v)
                }
                None => Ok(()),
            }
        },
    )?;
    Ok(match (bad, any) {
        (true, _) => Done::Partly,
        (false, true) => Done::Found,
        (false, false) => Done::Nothing,
    })
}

/// Lines of standard input; an error ends them.
struct StdinLines<I>(I);
impl<I: Iterator<Item = std::io::Result<Vec<u8>>>> Iterator for StdinLines<I> {
    type Item = Vec<u8>;
    fn next(&mut self) -> Option<Vec<u8>> {
        self.0.next()?.ok()
    }
}
