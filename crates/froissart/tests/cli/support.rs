//! Runs the binary in a folder of its own; one `Ran` is what came of it.
//!
//! `Desk::new().run(&["read", "page.html"])` is exit code, standard output and standard error.

use serde_json::Value;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;

/// The day and second at which the tests' ledgers were recorded.
pub(crate) const RECORDED: &str = "2024-12-09T08:00:00Z";

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Ran {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ran {
    /// Asserts the exit code; the run itself is the message.
    #[track_caller]
    pub(crate) fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, code, "exit code of {self:#?}");
        self
    }
    /// Asserts that nothing was said on standard error.
    #[track_caller]
    pub(crate) fn quietly(self) -> Self {
        assert_eq!(self.err, "", "{self:#?}");
        self
    }
    /// Asserts the whole of standard error.
    #[track_caller]
    pub(crate) fn says(self, err: &str) -> Self {
        assert_eq!(self.err, err);
        self
    }
    /// Asserts that standard output holds the words.
    #[track_caller]
    pub(crate) fn prints(self, words: &str) -> Self {
        assert!(self.out.contains(words), "`{words}` is not in {self:#?}");
        self
    }
    /// Standard output as JSON lines, every one of which must be JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Vec<Value> {
        let lines = self.out.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{e}: {l}")));
        lines.collect()
    }
}

/// A folder to work in, gone when it is dropped.
pub(crate) struct Desk(tempfile::TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(tempfile::tempdir().expect("the system has a folder for passing things"))
    }
    /// A desk with one file on it.
    pub(crate) fn with(name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let d = Self::new();
        d.put(name, bytes);
        d
    }
    /// A desk with a ledger `war.db` of the pages of [`PAGES`].
    pub(crate) fn with_ledger() -> Self {
        static BYTES: OnceLock<Vec<u8>> = OnceLock::new();
        let bytes = BYTES.get_or_init(|| {
            let d = Self::new();
            d.record("war.db", RECORDED).exits(0).quietly();
            std::fs::read(d.path("war.db")).expect("the ledger was made")
        });
        Self::with("war.db", bytes)
    }
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
    pub(crate) fn put(&self, name: &str, bytes: impl AsRef<[u8]>) {
        std::fs::write(self.path(name), bytes).expect("the desk can be written");
    }
    /// Overwrites bytes of a file from `at` on.
    pub(crate) fn patch(&self, name: &str, at: usize, bytes: &[u8]) {
        let mut all = std::fs::read(self.path(name)).expect("the file is there");
        all[at..at + bytes.len()].copy_from_slice(bytes);
        self.put(name, all);
    }
    /// Records the pages of [`PAGES`].
    pub(crate) fn record(&self, ledger: &str, at: &str) -> Ran {
        let pages = PAGES.map(example);
        let mut args = vec!["record", "--ledger", ledger, "--recorded-at", at];
        args.extend(pages.iter().map(String::as_str));
        self.run(&args)
    }
    pub(crate) fn run(&self, args: &[&str]) -> Ran {
        self.feed(args, "")
    }
    /// Runs with `input` on standard input.
    pub(crate) fn feed(&self, args: &[&str], input: impl AsRef<[u8]>) -> Ran {
        ran(self.command(args), input.as_ref())
    }
    /// Runs on one core.
    pub(crate) fn run_on_one_core(&self, args: &[&str]) -> Option<Ran> {
        // Where there is no such program, there is no plain way to take cores away.
        let mut c = Command::new("taskset");
        c.args(["-c", "0", BINARY]).args(args).current_dir(self.0.path());
        let there = Command::new("taskset").args(["-c", "0", BINARY, "--version"]).output();
        there.is_ok_and(|o| o.status.success()).then(|| ran(c, b""))
    }
    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut c = Command::new(BINARY);
        c.args(args).current_dir(self.0.path()).env_remove("CLICOLOR_FORCE");
        c
    }
}

const BINARY: &str = env!("CARGO_BIN_EXE_froissart");

fn ran(mut command: Command, input: &[u8]) -> Ran {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let mut stdin = child.stdin.take().expect("standard input is ours");
    let output = std::thread::scope(|s| {
        s.spawn(move || {
            // A command that does not read its input may be gone already.
            let _ = stdin.write_all(input);
        });
        child.wait_with_output().expect("the binary ends")
    });
    let text = |b: Vec<u8>| String::from_utf8(b).expect("what it prints is UTF-8");
    Ran {
        code: output.status.code().expect("it ends by itself, and by no signal"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// Five days of the war, from outlets that contradict each other.
pub(crate) const PAGES: [&str; 5] = [
    "2024-11-27-levant-wire.html",
    "2024-11-30-damascus-state-gazette.html",
    "2024-11-30-meridian-agency.html",
    "2024-12-05-neva-herald.html",
    "2024-12-05-open-corridor.html",
];

/// Where an example stands.
pub(crate) fn example(name: &str) -> String {
    let p = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name);
    assert!(p.is_file(), "{} is missing", p.display());
    p.display().to_string()
}

/// A page with a head and a body of our own around three sentences that every version codes.
pub(crate) fn page(head: &str, tail: &str) -> String {
    format!(
        "<!DOCTYPE html><html lang=\"en\"><head>{head}<title>Rebels seize Hama</title></head><body><article>\
         <h1>Rebels seize Hama</h1>\
         <p>Rebels seized the town of Hama on Thursday, a war monitor said. The army withdrew its forces from the city \
         after several days of heavy fighting, officials told reporters in the capital.</p>\
         <p>Turkey backs the rebels — “always”, said Mr. Lemaître. Iran supports the government, whose troops \
         retreated towards Homs.</p></article>{tail}</body></html>"
    )
}

/// The page that one file makes with `read --json`, and its notes' names.
#[track_caller]
pub(crate) fn read_one(r: &Ran) -> (Value, Vec<String>) {
    let lines = r.json();
    assert_eq!(lines.len(), 2, "one page and the picture: {r:#?}");
    let notes = lines[0]["notes"].as_array().expect("a page has notes").iter();
    let names = notes.map(|n| n["name"].as_str().expect("a note has a name").to_owned()).collect();
    (lines[0].clone(), names)
}

/// Whether some claim is of the type and names the actor.
pub(crate) fn has(claims: &Value, type_: &str, actor: &str) -> bool {
    let mut all = claims.as_array().expect("claims are a list").iter();
    all.any(|c| {
        c["type"] == type_
            && c["actor"]
                .as_array()
                .is_some_and(|l| l.iter().any(|a| a["text"].as_str().is_some_and(|t| t.contains(actor))))
    })
}
