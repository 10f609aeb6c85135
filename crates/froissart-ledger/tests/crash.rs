//! What a ledger survives: a killed writer, a full disk, a second program, a damaged file, an older version.
//!
//! The writer that is killed is this very test program, started again with [`WRITER`] set. It says "kept 12" when its
//! twelfth batch is on the disk; whatever it said must be there, whenever the kill came.

#[path = "support/news.rs"]
mod news;

use froissart_ledger::{Error, Ledger, Query, Reading};
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Where it is set, the program is the writer of the ledger that it names.
const WRITER: &str = "FROISSART_TEST_WRITER";
/// How often to kill a writer; the floor is 200, and a test that runs with every change takes fewer.
const KILLS: &str = "FROISSART_KILLS";
const VERSION: &str = "coder 1";
const AT: &str = "2024-12-02T10:00:00Z";
/// Batches of one whole run, and pages in each.
const BATCHES: usize = 25;
const PAGES: usize = 3;

fn batches() -> Vec<Vec<news::Item>> {
    let mut source = news::News::new(17, news::VALLEY, VERSION);
    (0..BATCHES).map(|_| (0..PAGES).map(|_| source.page()).collect()).collect()
}

fn keep(ledger: &mut Ledger, items: &[news::Item]) -> Result<(), Error> {
    let batch: Vec<Reading<'_>> =
        items.iter().map(|i| Reading { page: &i.page, claims: &i.claims, notes: &i.notes }).collect();
    ledger.record_all(&batch, VERSION, AT).map(|_| ())
}

fn keep_all(ledger: &mut Ledger, batches: &[Vec<news::Item>]) {
    for b in batches {
        keep(ledger, b).unwrap();
    }
}

/// Everything that a ledger answers, as text.
fn content(ledger: &Ledger) -> String {
    let mut all = String::new();
    for head in ledger.pages().unwrap() {
        all.push_str(&serde_json::to_string(&ledger.page(&head.id).unwrap()).unwrap());
        all.push_str(&serde_json::to_string(&ledger.notes(&head.id).unwrap()).unwrap());
    }
    for s in ledger.claims(&Query { include_implied: true, ..Query::default() }).unwrap() {
        all.push_str(&serde_json::to_string(&s).unwrap());
        all.push('\n');
    }
    all.push_str(&serde_json::to_string(&ledger.counts().unwrap()).unwrap());
    all
}

fn sound(ledger: &Ledger) {
    let v = ledger.verify(|_, _| {}).unwrap();
    assert_eq!(v.faults, [], "after {} claims", v.claims);
}

#[test]
fn writer() {
    // Only as the program that is killed; as a test of its own it has nothing to say.
    let Ok(path) = std::env::var(WRITER) else { return };
    let mut ledger = Ledger::open(Path::new(&path)).unwrap();
    for (n, b) in batches().iter().enumerate() {
        keep(&mut ledger, b).unwrap();
        #[allow(clippy::print_stdout, reason = "the parent waits for it")]
        {
            println!("kept {n}");
        }
    }
}

#[test]
fn a_killed_writer_loses_nothing() {
    let kills: usize = std::env::var(KILLS).ok().and_then(|n| n.parse().ok()).unwrap_or(20);
    let folder = tempfile::tempdir().unwrap();
    let batches = batches();
    let whole = {
        let mut l = Ledger::open(&folder.path().join("whole.db")).unwrap();
        keep_all(&mut l, &batches);
        sound(&l);
        content(&l)
    };
    let mut dice = news::Dice(2024);
    let (mut file, mut killed, mut early, mut finished) = (0, 0, 0, 0);
    while killed < kills {
        let path = folder.path().join(format!("{file}.db"));
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writer", "--nocapture", "--test-threads=1"])
            .env(WRITER, &path)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        // Some batches are waited for, then some time, mostly less than a batch takes; so that the moment falls anywhere
        // within a batch, within the commit too, and sometimes before the file is begun.
        let lines = BufReader::new(child.stdout.take().unwrap());
        let wait = dice.below(7);
        let mut last: Option<usize> = None;
        let mut seen = 0;
        let mut lines = lines.lines();
        while seen < wait {
            let Some(Ok(line)) = lines.next() else { break };
            if let Some(n) = line.split("kept ").nth(1) {
                last = n.trim().parse().ok();
                seen += 1;
            }
        }
        std::thread::sleep(Duration::from_micros(dice.below(12_000) as u64));
        let done = child.try_wait().unwrap().is_some();
        child.kill().unwrap();
        child.wait().unwrap();
        // What it said before it died, and we had not read.
        for line in lines.map_while(Result::ok) {
            if let Some(n) = line.split("kept ").nth(1).and_then(|n| n.trim().parse().ok()) {
                last = Some(n);
            }
        }
        killed += usize::from(!done);
        if !path.exists() {
            early += 1;
            continue;
        }
        let ledger = Ledger::open(&path).unwrap();
        sound(&ledger);
        for b in batches.iter().take(last.map_or(0, |n| n + 1)) {
            for i in b {
                let there = ledger.claims_by(VERSION, &i.page.id).unwrap();
                assert_eq!(there.as_ref(), Some(&i.claims), "a page that was said to be kept is not there as it was");
            }
        }
        // All of a batch or nothing of it.
        for b in &batches {
            let there = b.iter().filter(|i| ledger.page(&i.page.id).unwrap().is_some()).count();
            assert!(there == 0 || there == PAGES, "{there} of {PAGES} pages of a batch are there");
        }
        drop(ledger);
        // Every few kills the run is completed, and the next begins with an empty file.
        if done || dice.chance(30) {
            let mut ledger = Ledger::open(&path).unwrap();
            keep_all(&mut ledger, &batches);
            sound(&ledger);
            assert!(content(&ledger) == whole, "the rerun does not end as a run without a kill does");
            finished += 1;
            file += 1;
        }
    }
    assert!(finished > 0 && early < kills, "{finished} runs were completed, {early} kills came before the file");
}

#[test]
fn a_full_disk_is_told_and_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("full.db");
    let mut ledger = Ledger::open(&path).unwrap();
    let batches = batches();
    keep(&mut ledger, &batches[0]).unwrap();
    ledger.set_ceiling(std::fs::metadata(&path).unwrap().len().max(1) + 300_000).unwrap();
    let mut kept = 1;
    let e = loop {
        match keep(&mut ledger, &batches[kept]) {
            Ok(()) => kept += 1,
            Err(e) => break e,
        }
    };
    assert!(matches!(e, Error::Full), "{e:?}");
    assert!(e.to_string().contains("there is no room left for the ledger: free some"), "{e}");
    assert!(kept < BATCHES, "the ceiling was never reached");
    let pages = ledger.counts().unwrap().pages;
    assert_eq!(pages, kept * PAGES, "of the batch that did not fit nothing is there, of those before everything");
    sound(&ledger);
    ledger.set_ceiling(1 << 40).unwrap();
    keep_all(&mut ledger, &batches);
    sound(&ledger);
    let mut other = Ledger::open_in_memory().unwrap();
    keep_all(&mut other, &batches);
    assert!(content(&ledger) == content(&other), "after room was made the rerun ends as if nothing had been");
}

#[test]
fn one_writes_while_others_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.db");
    let mut writer = Ledger::open(&path).unwrap();
    let batches = batches();
    keep(&mut writer, &batches[0]).unwrap();
    std::thread::scope(|scope| {
        let readers: Vec<_> = (0..3)
            .map(|_| {
                scope.spawn(|| {
                    let reader = Ledger::open_existing(&path).unwrap();
                    let mut seen = 0;
                    while seen < BATCHES * PAGES {
                        let pages = reader.pages().unwrap().len();
                        assert!(
                            pages >= seen && pages.is_multiple_of(PAGES),
                            "a reader sees whole batches, and never fewer"
                        );
                        let claims = reader.claims(&Query { include_implied: true, ..Query::default() }).unwrap();
                        assert!(claims.len() >= pages);
                        seen = pages;
                    }
                })
            })
            .collect();
        keep_all(&mut writer, &batches);
        let copy = folder.path().join("copy.db");
        writer.backup(&copy, |_, _| {}).unwrap();
        assert!(content(&Ledger::open_existing(&copy).unwrap()) == content(&writer), "the copy is the ledger");
        assert!(!folder.path().join("copy.db.partial").exists());
        let e = writer.backup(&copy, |_, _| {}).unwrap_err();
        assert!(e.to_string().contains("there is a file of that name already"), "{e}");
        for r in readers {
            r.join().unwrap();
        }
    });
}

#[test]
fn a_damaged_file_is_recognised() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sound.db");
    let mut ledger = Ledger::open(&path).unwrap();
    for b in batches().iter().take(6) {
        keep(&mut ledger, b).unwrap();
    }
    ledger.end_load().unwrap();
    let whole = content(&ledger);
    drop(ledger);
    let bytes = std::fs::read(&path).unwrap();
    let mut dice = news::Dice(5);
    let mut found = 0;
    for n in 0..60 {
        let mut damaged = bytes.clone();
        match n % 3 {
            // A few bytes turned, a page of zeros, a file cut short.
            0 => (0..4).for_each(|_| damaged[100 + dice.below(bytes.len() - 100)] ^= 1 << dice.below(8)),
            1 => {
                let at = 4096 * (1 + dice.below(bytes.len() / 4096 - 1));
                damaged[at..at + 4096].fill(0);
            }
            _ => damaged.truncate(dice.below(bytes.len())),
        }
        let path = folder.path().join(format!("{n}.db"));
        std::fs::write(&path, &damaged).unwrap();
        let told = match Ledger::open_existing(&path) {
            Err(_) => true,
            Ok(l) => match l.verify(|_, _| {}) {
                Err(_) => true,
                Ok(v) if !v.faults.is_empty() => true,
                // The bytes were nobody's: every answer is as it was.
                Ok(_) => content(&l) != whole,
            },
        };
        let silent = !told && damaged.len() != bytes.len() && !damaged.is_empty();
        assert!(!silent, "a file cut to {} bytes passes for sound", damaged.len());
        found += usize::from(told);
    }
    assert!(found >= 50, "{found} of 60 damages were found");
}

#[test]
fn a_change_behind_the_ledgers_back_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for (what, sql) in [
        (
            "its words or hash",
            "UPDATE claim SET body = (SELECT body FROM claim ORDER BY seq DESC LIMIT 1) WHERE seq = (SELECT min(seq) FROM claim)",
        ),
        ("id", "UPDATE claim SET id = zeroblob(16) WHERE seq = (SELECT max(seq) FROM claim)"),
        ("hash differs", "DELETE FROM note"),
        ("columns differ", "UPDATE page SET title = 'another' WHERE seq = 1"),
        ("index", "DELETE FROM holding WHERE claim = (SELECT min(claim) FROM holding)"),
        ("a party's index", "DELETE FROM accord WHERE claim = (SELECT min(claim) FROM accord)"),
        ("parties", "UPDATE accord SET parties = zeroblob(3) WHERE claim = (SELECT min(claim) FROM accord)"),
        ("implied", "UPDATE tie SET implied = NOT implied WHERE claim = (SELECT max(claim) FROM tie)"),
        ("its print is not that of its text", "UPDATE print SET bytes = zeroblob(20) WHERE page = 2"),
        ("it has no print", "DELETE FROM print WHERE page = 3"),
        (
            "stands as its copy, and is none",
            "INSERT INTO copy (page, other, contained, shared) VALUES (1, 2, 0.9, 0.9)",
        ),
        (
            "has words that it has not",
            "INSERT INTO claim_words (rowid, evidence, names, facets) SELECT max(seq), 'zzz', '', '' FROM claim",
        ),
        ("is no claim's", "INSERT INTO claim_words (rowid, evidence, names, facets) VALUES (99, 'zzz', '', '')"),
        (
            "are not in the index of words",
            "DELETE FROM claim_words_data WHERE id = (SELECT max(id) FROM claim_words_data)",
        ),
        ("missing", "DELETE FROM claim WHERE seq = (SELECT max(seq) FROM claim)"),
        (
            "not there",
            "INSERT INTO opinion (claim_id, anchor, verdict, why, who, decided_at) VALUES (zeroblob(16), zeroblob(16), 'accept', 'x', 'y', 0)",
        ),
    ] {
        let path = folder.path().join(format!("{}.db", what.replace(' ', "-")));
        let mut ledger = Ledger::open(&path).unwrap();
        for b in batches().iter().take(9) {
            keep(&mut ledger, b).unwrap();
        }
        sound(&ledger);
        let other = rusqlite::Connection::open(&path).unwrap();
        let triggers: Vec<String> = {
            let mut s = other.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'").unwrap();
            s.query_map([], |r| r.get(0)).unwrap().map(Result::unwrap).collect()
        };
        for t in triggers {
            other.execute_batch(&format!("DROP TRIGGER {t}")).unwrap();
        }
        other.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        assert!(other.execute(sql, []).unwrap() > 0, "{sql}");
        let v = Ledger::open_existing(&path).unwrap().verify(|_, _| {}).unwrap();
        assert!(!v.faults.is_empty(), "{what} was not found");
    }
}

#[test]
fn a_ledger_of_version_1_comes_forward_with_a_copy_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("war.db");
    let items: Vec<_> = batches().into_iter().take(4).flatten().collect();
    let old = rusqlite::Connection::open(&path).unwrap();
    old.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(())).unwrap();
    old.execute_batch(include_str!("support/version1.sql")).unwrap();
    let json = |v: &dyn Fn() -> serde_json::Result<String>| v().unwrap();
    for (n, i) in items.iter().enumerate() {
        let (p, run) = (&i.page, n as i64 + 1);
        let day = p.published.as_deref().map(|d| d[..10].to_owned());
        old.execute(
            "INSERT INTO page VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1733133600000000, ?9)",
            rusqlite::params![
                run,
                p.id,
                format!("{n:032x}"),
                p.outlet,
                p.url,
                p.title,
                p.published,
                day,
                json(&|| serde_json::to_string(p))
            ],
        )
        .unwrap();
        old.execute(
            "INSERT INTO rule_run VALUES (?1, ?1, ?2, ?3, ?4, ?5, 1733133600000000)",
            rusqlite::params![run, p.id, VERSION, format!("{n:032x}"), day],
        )
        .unwrap();
        for (position, c) in i.claims.iter().enumerate() {
            old.execute(
                "INSERT INTO claim (id, anchor, page_id, kind, type, recorded_at, certainty, negated, implied, told, json)
                 VALUES (?1, ?2, ?3, 'event', ?4, 1733133600000000, 'asserted', 0, 0, 'news', ?5)",
                rusqlite::params![c.id, c.anchor, p.id, c.type_, json(&|| serde_json::to_string(c))],
            )
            .unwrap();
            let seq = old.last_insert_rowid();
            old.execute("INSERT INTO run_claim VALUES (?1, ?2, ?3)", rusqlite::params![run, position as i64, seq])
                .unwrap();
        }
        for (position, note) in i.notes.iter().enumerate() {
            old.execute(
                "INSERT INTO note VALUES (?1, ?2, ?3, ?4)",
                rusqlite::params![run, position as i64, note.name, json(&|| serde_json::to_string(note))],
            )
            .unwrap();
        }
    }
    drop(old);
    let e = Ledger::open_existing(&path).unwrap_err();
    assert!(matches!(e, Error::Older { found: 1, reads: 4, .. }), "{e:?}");
    assert!(e.to_string().contains("froissart upgrade --ledger"), "{e}");

    let ledger = Ledger::open(&path).unwrap();
    let m = ledger.migration().expect("it was brought forward").clone();
    assert_eq!((m.from, m.to, m.backup), (1, 4, folder.path().join("war.db.version-1")));
    sound(&ledger);
    let mut fresh = Ledger::open_in_memory().unwrap();
    items.chunks(PAGES).for_each(|b| keep(&mut fresh, b).unwrap());
    assert!(content(&ledger) == content(&fresh), "everything is as if it had been recorded by this version");
    drop(ledger);
    assert_eq!(Ledger::open(&path).unwrap().migration(), None, "once is enough");
    let copy = rusqlite::Connection::open(folder.path().join("war.db.version-1")).unwrap();
    let (version, claims): (i64, i64) = copy
        .query_row("SELECT (SELECT user_version FROM pragma_user_version), (SELECT count(*) FROM claim)", [], |r| {
            Ok((r.get(0)?, r.get(1)?))
        })
        .unwrap();
    assert_eq!((version, claims), (1, items.iter().map(|i| i.claims.len() as i64).sum::<i64>()));
}

#[test]
fn a_ledger_of_version_2_gets_the_prints_of_its_pages_and_a_copy_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("war.db");
    let mut ledger = Ledger::open(&path).unwrap();
    keep_all(&mut ledger, &batches()[..3]);
    let text = |n: u64| (0..150).map(|i| format!("w{}", news::Dice(n + i).below(5_000))).collect::<Vec<_>>().join(" ");
    let mut ids = Vec::new();
    for (outlet, from, day) in [("Herald", 1, "2024-12-01"), ("Post", 1, "2024-12-02"), ("Mail", 9_000, "2024-12-02")] {
        let page = froissart_model::Page::from_text(
            format!("{} {outlet}.", text(from)),
            Some(day.into()),
            Some(outlet.into()),
        )
        .to_chars();
        ledger.record(&page, &[], &[], VERSION, "2024-12-03T00:00:00Z").unwrap();
        ids.push(page.id);
    }
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let (whole, families) = (content(&ledger), ledger.families(&ids, None, None).unwrap());
    assert_eq!(families.copied().map(|f| f.pages.len()).collect::<Vec<_>>(), [2]);
    drop(ledger);
    // Version 2 had all tables but these.
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(BEFORE_VERSION_4).unwrap();
    old.execute_batch("DROP TABLE print; DROP TABLE copy; PRAGMA user_version = 2").unwrap();
    drop(old);
    let e = Ledger::open_existing(&path).unwrap_err();
    assert!(matches!(e, Error::Older { found: 2, reads: 4, .. }), "{e:?}");

    let ledger = Ledger::open(&path).unwrap();
    let m = ledger.migration().expect("it was brought forward").clone();
    assert_eq!((m.from, m.to, m.backup), (2, 4, folder.path().join("war.db.version-2")));
    sound(&ledger);
    assert!(content(&ledger) == whole);
    assert_eq!(ledger.families(&ids, None, None).unwrap(), families);
    drop(ledger);
    let other = rusqlite::Connection::open(&path).unwrap();
    let e = other.execute("DELETE FROM copy", []).unwrap_err();
    assert!(e.to_string().contains("the ledger only grows"), "{e}");
    other.execute_batch("DROP TRIGGER copy_no_DELETE").unwrap();
    other.execute("DELETE FROM copy WHERE page < other", []).unwrap();
    let v = Ledger::open_existing(&path).unwrap().verify(|_, _| {}).unwrap();
    assert!(v.faults.iter().any(|f| f.what.contains("does not stand beside it")), "{:?}", v.faults);
}

/// Takes from a ledger what version 4 added.
const BEFORE_VERSION_4: &str = "
  DROP TABLE accord; DROP INDEX holding_actor; DROP INDEX print_language; DROP INDEX rule_run_day;
  CREATE TABLE older (
    actor INTEGER NOT NULL REFERENCES actor (seq), other INTEGER NOT NULL REFERENCES actor (seq),
    claim INTEGER NOT NULL REFERENCES claim (seq), run INTEGER NOT NULL, frame INTEGER NOT NULL, day_from INTEGER,
    PRIMARY KEY (actor, other, claim)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO older SELECT actor, other, claim, run, frame, day_from FROM tie;
  DROP TABLE tie;
  ALTER TABLE older RENAME TO tie;
  CREATE INDEX tie_other ON tie (other, actor, claim, run, frame, day_from);
  CREATE TRIGGER tie_no_UPDATE BEFORE UPDATE ON tie BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
  CREATE TRIGGER tie_no_DELETE BEFORE DELETE ON tie BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END;
";

#[test]
fn a_ledger_of_version_3_gets_the_index_of_agreements_and_a_copy_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("war.db");
    let mut ledger = Ledger::open(&path).unwrap();
    keep_all(&mut ledger, &batches()[..4]);
    let asked = froissart_ledger::Asked { back_days: 9, ..froissart_ledger::Asked::everything(2) };
    let (whole, drawn) = (content(&ledger), ledger.situation(&asked).unwrap());
    assert!(drawn.claims.iter().any(|s| s.claim.kind == froissart_model::Kind::Agreement), "there are agreements");
    drop(ledger);
    let old = rusqlite::Connection::open(&path).unwrap();
    old.execute_batch(BEFORE_VERSION_4).unwrap();
    old.execute_batch("PRAGMA user_version = 3").unwrap();
    drop(old);
    let e = Ledger::open_existing(&path).unwrap_err();
    assert!(matches!(e, Error::Older { found: 3, reads: 4, .. }), "{e:?}");

    let ledger = Ledger::open(&path).unwrap();
    let m = ledger.migration().expect("it was brought forward").clone();
    assert_eq!((m.from, m.to, m.backup), (3, 4, folder.path().join("war.db.version-3")));
    sound(&ledger);
    assert!(content(&ledger) == whole);
    assert!(ledger.situation(&asked).unwrap() == drawn);
    drop(ledger);
    let other = rusqlite::Connection::open(&path).unwrap();
    for table in ["accord", "tie"] {
        let e = other.execute(&format!("DELETE FROM {table}"), []).unwrap_err();
        assert!(e.to_string().contains("the ledger only grows"), "{e}");
    }
}
