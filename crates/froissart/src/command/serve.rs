//! `froissart serve`: the page and its API, from a ledger or from the examples.
//!
//! What the page needs of this program stands here: ledgers opened, pages read and coded, the clock. The server knows
//! nothing of any of it.

use super::read::of_bytes;
use super::{Run, knowledge, line};
use crate::args::{PageHints, ServeArgs};
use crate::failure::{Done, Failure};
use froissart_code::Trace;
use froissart_know::Knowledge;
use froissart_model::{Char, CharMap, Page};
use froissart_serve::{Config, Desk, Found, Given, Read, Silent};
use std::borrow::Cow;
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

/// The pages of `examples/`, which were written for this program.
const EXAMPLES: &[(&str, &[u8])] = &[
    ("2024-11-27-levant-wire.html", include_bytes!("../../../../examples/2024-11-27-levant-wire.html")),
    ("2024-11-29-bosphorus-courier.html", include_bytes!("../../../../examples/2024-11-29-bosphorus-courier.html")),
    (
        "2024-11-30-damascus-state-gazette.html",
        include_bytes!("../../../../examples/2024-11-30-damascus-state-gazette.html"),
    ),
    ("2024-11-30-meridian-agency.html", include_bytes!("../../../../examples/2024-11-30-meridian-agency.html")),
    ("2024-12-01-north-front-voice.html", include_bytes!("../../../../examples/2024-12-01-north-front-voice.html")),
    ("2024-12-02-deccan-observer.html", include_bytes!("../../../../examples/2024-12-02-deccan-observer.html")),
    ("2024-12-04-gulf-ledger.html", include_bytes!("../../../../examples/2024-12-04-gulf-ledger.html")),
    ("2024-12-05-neva-herald.html", include_bytes!("../../../../examples/2024-12-05-neva-herald.html")),
    ("2024-12-05-open-corridor.html", include_bytes!("../../../../examples/2024-12-05-open-corridor.html")),
    ("2024-12-06-harbour-post.txt", include_bytes!("../../../../examples/2024-12-06-harbour-post.txt")),
    (
        "2024-12-07-meridian-agency-live.html",
        include_bytes!("../../../../examples/2024-12-07-meridian-agency-live.html"),
    ),
    ("2024-12-08-tigris-monitor.html", include_bytes!("../../../../examples/2024-12-08-tigris-monitor.html")),
];

/// What the server asks this program for.
struct Here {
    ledger: PathBuf,
    know: Cow<'static, Knowledge>,
}

fn version(know: &Knowledge) -> String {
    format!("{} data {}", froissart_code::VERSION, know.version())
}

/// The one place of this command where the clock is read.
fn now() -> String {
    jiff::Timestamp::now().to_string()
}

fn told(f: Failure) -> String {
    match f {
        Failure::BrokenPipe => "the output is closed".into(),
        Failure::Data(d) => d.to_string(),
        Failure::Message(m) => m,
    }
}

fn read_of(r: super::Reading) -> Read {
    let map = CharMap::new(&r.page.text);
    let found = |t: Trace| {
        t.fields
            .into_iter()
            .map(|f| {
                let span = f.span.map(|s| map.chars(s));
                Found {
                    field: f.field.to_owned(),
                    value: f.value,
                    begin: span.map(|s| s.begin),
                    end: span.map(|s| s.end),
                    how: f.how,
                }
            })
            .collect()
    };
    let traces = r.traces.into_iter().map(found).collect();
    let silent = |s: froissart_code::Silence| Silent { span: map.chars(s.span), sentence: s.sentence, why: s.why };
    let silences = r.silences.into_iter().map(silent).collect();
    Read { page: r.page, claims: r.claims, notes: r.notes, traces, sentences: r.sentences, silences }
}

impl Desk for Here {
    fn open(&self) -> Result<froissart_serve::Ledger, String> {
        crate::ledger::existing(&self.ledger).map_err(told)
    }

    fn identity(&self) -> Result<u64, String> {
        if crate::ledger::server(&self.ledger).is_some() {
            return Ok(0);
        }
        let there = std::fs::metadata(&self.ledger).map_err(|_| {
            format!("the ledger {} is not there any more; it was when this server started", self.ledger.display())
        })?;
        #[cfg(unix)]
        let number = std::os::unix::fs::MetadataExt::ino(&there);
        #[cfg(not(unix))]
        let number =
            there.created().ok().and_then(|t| t.duration_since(std::time::UNIX_EPOCH).ok()).map_or(0, |d| d.as_secs());
        Ok(number)
    }

    fn name(&self) -> String {
        let shown = crate::ledger::shown(&self.ledger);
        shown.rsplit('/').next().unwrap_or(&shown).to_owned()
    }

    fn knowledge(&self) -> &Knowledge {
        &self.know
    }

    fn read(&self, given: &Given) -> Result<Read, String> {
        let hints = PageHints { date: given.date.clone(), outlet: given.outlet.clone() };
        let reading =
            crate::parallel::guarded(|| of_bytes(&given.bytes, "the page that was given", &hints, &self.know, true))?;
        reading.map(read_of)
    }

    fn again(&self, page: Page<Char>) -> Read {
        read_of(super::read::of_page(page.to_bytes(), &mut Vec::new(), &self.know, true))
    }

    fn version(&self) -> String {
        version(&self.know)
    }

    fn now(&self) -> String {
        now()
    }
}

/// Records the examples into a new ledger.
fn examples(ledger: &std::path::Path, know: &Knowledge) -> Result<(), Failure> {
    let hints = PageHints { date: None, outlet: None };
    let mut read = Vec::new();
    crate::parallel::ordered(
        EXAMPLES.iter(),
        |(name, bytes)| of_bytes(bytes, name, &hints, know, false),
        |r| -> Result<(), Failure> {
            read.push(r.map_err(Failure::message)?);
            Ok(())
        },
    )?;
    let batch: Vec<_> =
        read.iter().map(|r| froissart_ledger::Reading { page: &r.page, claims: &r.claims, notes: &r.notes }).collect();
    crate::ledger::begun(ledger)?.record_all(&batch, &version(know), &now())?;
    Ok(())
}

pub(crate) fn serve(a: &ServeArgs) -> Run {
    let know = knowledge(&a.own)?;
    let folder = if a.demo { Some(tempfile::tempdir()?) } else { None };
    let ledger = match &folder {
        Some(f) => f.path().join("examples.db"),
        None => a.ledger.clone(),
    };
    if folder.is_some() {
        examples(&ledger, &know)?;
    }
    let config = Config {
        address: std::net::SocketAddr::new(a.address, a.port),
        hosts: a.host_names.clone(),
        token: a.token.clone(),
        is_demo: a.demo,
    };
    let desk = Arc::new(Here { ledger, know });
    // Trees and markup may be deep.
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().thread_stack_size(64 << 20).build()?;
    runtime.block_on(async {
        let (served, running) =
            froissart_serve::serve(desk, config).await.map_err(|e| Failure::message(e.to_string()))?;
        let address = format!("http://{}/", served.address);
        let mut out = anstream::stdout().lock();
        if a.json {
            line(&mut out, &serde_json::json!({"address": address, "token": served.token}))?;
        } else {
            writeln!(out, "{address}")?;
            writeln!(out, "{address}enter?token={}  (to record, accept, reject and correct as well)", served.token)?;
            writeln!(out, "Ctrl-C ends it.")?;
            out.flush()?;
        }
        drop(out);
        if !a.address.is_loopback() {
            anstream::eprintln!(
                "note: {} is not this machine alone: whoever reaches it can read the ledger",
                a.address
            );
        }
        running.until(ended()).await.map_err(|e| Failure::message(e.to_string()))
    })?;
    runtime.shutdown_timeout(std::time::Duration::from_secs(1));
    Ok(Done::Found)
}

/// Comes when the program is told to end.
async fn ended() {
    #[cfg(unix)]
    {
        let term = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
        if let Ok(mut term) = term {
            tokio::select! {
                _ = tokio::signal::ctrl_c() => {}
                _ = term.recv() => {}
            }
            return;
        }
    }
    let _ = tokio::signal::ctrl_c().await;
}

#[cfg(test)]
mod tests {
    use super::EXAMPLES;

    #[test]
    fn every_example_is_in_the_demo() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../examples");
        let mut there: Vec<String> =
            std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        there.sort();
        assert_eq!(EXAMPLES.iter().map(|e| e.0).collect::<Vec<_>>(), there);
    }
}
