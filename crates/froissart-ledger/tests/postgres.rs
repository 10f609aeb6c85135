//! The conformance suite, asked of a real PostgreSQL server that the test starts and stops.
//!
//! It needs Debian's `postgresql` (`apt-get install postgresql`) and no setting up: the server gets a folder of its own
//! and listens on a socket in it alone. `cargo test -p froissart-ledger --features postgres --test postgres` runs it.
#![cfg(feature = "postgres")]

mod conformance;
#[path = "support/news.rs"]
mod news;

use froissart_ledger::{Error, PostgresLedger};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The folder of the newest server that is installed.
fn binaries() -> Option<PathBuf> {
    let mut found: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .ok()?
        .filter_map(|e| Some(e.ok()?.path().join("bin")))
        .filter(|b| b.join("initdb").is_file() && b.join("postgres").is_file())
        .collect();
    found.sort();
    found.pop()
}

/// A server that ends with the test.
struct Server {
    folder: tempfile::TempDir,
    binaries: PathBuf,
    is_root: bool,
}

impl Server {
    /// The server's programs refuse to run as root.
    fn command(&self, program: &str) -> Command {
        let path = self.binaries.join(program);
        if self.is_root {
            let mut c = Command::new("runuser");
            c.args(["-u", "postgres", "--"]).arg(path);
            c
        } else {
            Command::new(path)
        }
    }

    fn start(binaries: PathBuf) -> Self {
        let folder = tempfile::Builder::new().prefix("froissart-pg").tempdir().expect("a folder");
        let is_root = Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n");
        if is_root {
            let owned = Command::new("chown").arg("postgres").arg(folder.path()).status();
            assert!(owned.is_ok_and(|s| s.success()), "the user postgres, who comes with the package, is missing");
        }
        let server = Self { folder, binaries, is_root };
        let data = server.folder.path().join("data");
        let made = server
            .command("initdb")
            .args(["-U", "desk", "-A", "trust", "-E", "UTF8", "--no-locale", "-N", "-D"])
            .arg(&data)
            .current_dir("/")
            .stdout(Stdio::null())
            .status();
        assert!(made.is_ok_and(|s| s.success()), "initdb makes no server's folder");
        let started = server
            .command("pg_ctl")
            .args(["-w", "-t", "60", "-D"])
            .arg(&data)
            .arg("-l")
            .arg(server.folder.path().join("log"))
            .arg("-o")
            .arg(format!("-c listen_addresses='' -c unix_socket_directories='{}'", server.folder.path().display()))
            .arg("start")
            .current_dir("/")
            .stdout(Stdio::null())
            .status();
        let log = || std::fs::read_to_string(server.folder.path().join("log")).unwrap_or_default();
        assert!(started.is_ok_and(|s| s.success()), "the server does not start:\n{}", log());
        server
    }

    fn how(&self) -> String {
        format!("host={} user=desk dbname=postgres", self.folder.path().display())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let data: &Path = &self.folder.path().join("data");
        let _ = self
            .command("pg_ctl")
            .args(["-m", "immediate", "-D"])
            .arg(data)
            .arg("stop")
            .current_dir("/")
            .stdout(Stdio::null())
            .status();
    }
}

#[test]
fn a_shared_ledger_conforms() {
    let Some(binaries) = binaries() else {
        #[allow(clippy::print_stderr, reason = "whoever runs it must not take it for run")]
        {
            eprintln!(
                "NOT RUN: no PostgreSQL server is installed here, so nothing is known of the shared ledger.\n\
                 Install one (`apt-get install postgresql`) and run this again."
            );
        }
        // Where a server is promised, its absence fails.
        assert!(std::env::var_os("FROISSART_NEEDS_POSTGRES").is_none(), "a PostgreSQL server was promised");
        return;
    };
    let server = Server::start(binaries);
    let count = std::cell::Cell::new(0);
    conformance::suite(&|| {
        count.set(count.get() + 1);
        Box::new(PostgresLedger::open(&server.how(), &format!("ledger_{}", count.get())).unwrap())
    });

    // Opened again it is there; nobody changes a row; two ledgers of a server know nothing of each other.
    let again = PostgresLedger::open(&server.how(), "ledger_1").unwrap();
    assert_eq!(froissart_ledger::Store::counts(&again).unwrap().claims, 2);
    let mut other = postgres::Client::connect(&server.how(), postgres::NoTls).unwrap();
    for sql in
        ["UPDATE ledger_1.claim SET implied = true", "DELETE FROM ledger_1.page", "TRUNCATE ledger_1.claim CASCADE"]
    {
        let e = other.batch_execute(sql).unwrap_err();
        assert!(e.as_db_error().is_some_and(|d| d.message().contains("the ledger only grows")), "{sql}: {e}");
    }

    // A ledger of version 2 had all tables but these. It is refused, and brought forward where that is asked for.
    let ids: Vec<String> = froissart_ledger::Store::pages(&again).unwrap().into_iter().map(|p| p.id.clone()).collect();
    let how = server.how();
    other
        .batch_execute(
            "DROP TABLE ledger_1.print; DROP TABLE ledger_1.copy;
             ALTER TABLE ledger_1.froissart DISABLE TRIGGER ALL; DELETE FROM ledger_1.froissart WHERE version = 3;
             ALTER TABLE ledger_1.froissart ENABLE TRIGGER ALL",
        )
        .unwrap();
    let e = PostgresLedger::open(&how, "ledger_1").unwrap_err();
    assert!(matches!(e, Error::OlderOnServer { found: 2, reads: 3, .. }) && e.to_string().contains("pg_dump"), "{e:?}");
    assert_eq!(PostgresLedger::upgrade(&how, "ledger_1").unwrap().1, Some(2));
    assert_eq!(PostgresLedger::upgrade(&how, "ledger_1").unwrap().1, None, "once is enough");
    let prints: i64 = other.query_one("SELECT count(*) FROM ledger_1.print", &[]).unwrap().get(0);
    assert_eq!(prints as usize, ids.len());
    let e = PostgresLedger::open_existing(&how, "nowhere").unwrap_err();
    assert!(matches!(e, Error::MissingOnServer { .. }), "{e:?}");

    other.batch_execute("CREATE SCHEMA strange").unwrap();
    let e = PostgresLedger::open(&server.how(), "strange").unwrap_err();
    assert!(matches!(e, Error::NotALedger { .. }), "{e:?}");
    let e = PostgresLedger::open(&server.how(), "a; DROP").unwrap_err();
    assert!(matches!(e, Error::NotALedger { .. }), "{e:?}");
}
