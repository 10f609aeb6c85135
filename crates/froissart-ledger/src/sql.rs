//! All SQL of the ledger: its tables, and the statements that [`crate::Ledger`] runs.
//!
//! Nothing here changes or removes a row; triggers refuse it to every other program as well. "Rebels seized most
//! of Aleppo" is one row of `claim`, and stays one when the page is read again.

/// "FROI", in the file's header: what `file(1)` and we know a ledger by.
pub(crate) const APPLICATION_ID: i64 = 0x4652_4F49;
/// The version of the tables below, kept in the file's `user_version`.
pub(crate) const VERSION: i64 = 1;

/// The tables of version 1. Days are text (2024-12-02), instants microseconds since 1970.
///
/// A `page` is one reading's text and head: the same bytes read with another `--date` are another row under the same
/// id. A `rule_run` is one coding of one page by one version; the newest run of a page answers queries, and the
/// older ones answer `recorded_by`. `claim_entity` and `claim_words` are indexes, derived from `claim.json`.
pub(crate) const SCHEMA: &str = "
CREATE TABLE page (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL, digest TEXT NOT NULL UNIQUE,
  outlet TEXT, url TEXT, title TEXT, published TEXT, published_day TEXT,
  recorded_at INTEGER NOT NULL, json TEXT NOT NULL
) STRICT;
CREATE INDEX page_id ON page (id);

CREATE TABLE rule_run (
  seq INTEGER PRIMARY KEY, page INTEGER NOT NULL REFERENCES page (seq), page_id TEXT NOT NULL,
  version TEXT NOT NULL, digest TEXT NOT NULL, known_day TEXT NOT NULL, recorded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX rule_run_page ON rule_run (page_id, recorded_at, seq);

CREATE TABLE claim (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, anchor TEXT NOT NULL, page_id TEXT NOT NULL,
  kind TEXT NOT NULL, type TEXT NOT NULL, day_from TEXT, day_to TEXT, published_day TEXT, recorded_at INTEGER NOT NULL,
  certainty TEXT NOT NULL, negated INTEGER NOT NULL, implied INTEGER NOT NULL, told TEXT NOT NULL, json TEXT NOT NULL
) STRICT;
CREATE INDEX claim_anchor ON claim (anchor);

CREATE TABLE run_claim (
  run INTEGER NOT NULL REFERENCES rule_run (seq), position INTEGER NOT NULL, claim INTEGER NOT NULL REFERENCES claim (seq),
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_claim_claim ON run_claim (claim, run);

CREATE TABLE note (
  run INTEGER NOT NULL REFERENCES rule_run (seq), position INTEGER NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE claim_entity (
  claim INTEGER NOT NULL REFERENCES claim (seq),
  role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'place', 'account')), key TEXT NOT NULL, text TEXT NOT NULL,
  PRIMARY KEY (claim, role, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX claim_entity_key ON claim_entity (key, claim);

CREATE VIRTUAL TABLE claim_words USING fts5 (
  evidence, names, content = '', tokenize = 'unicode61 remove_diacritics 2'
);
";

/// The tables that only grow.
pub(crate) const APPEND_ONLY: [&str; 6] = ["page", "rule_run", "claim", "run_claim", "note", "claim_entity"];

/// The triggers that refuse change and removal in `table`.
pub(crate) fn append_only(table: &str) -> String {
    let why = "RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own')";
    let trigger =
        |verb: &str| format!("CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT {why}; END;\n");
    trigger("UPDATE") + &trigger("DELETE")
}

/// `INSERT OR REPLACE` removes a row without asking the triggers for DELETE, so these refuse what would collide.
pub(crate) const NO_REPLACE: &str = "
CREATE TRIGGER page_no_replace BEFORE INSERT ON page
  WHEN EXISTS (SELECT 1 FROM page WHERE digest = NEW.digest OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this page is there already'); END;
CREATE TRIGGER claim_no_replace BEFORE INSERT ON claim
  WHEN EXISTS (SELECT 1 FROM claim WHERE id = NEW.id OR seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this claim is there already'); END;
CREATE TRIGGER rule_run_no_replace BEFORE INSERT ON rule_run
  WHEN EXISTS (SELECT 1 FROM rule_run WHERE seq = NEW.seq)
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this run is there already'); END;
CREATE TRIGGER run_claim_no_replace BEFORE INSERT ON run_claim
  WHEN EXISTS (SELECT 1 FROM run_claim WHERE run = NEW.run AND position = NEW.position)
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this run has that claim already'); END;
CREATE TRIGGER note_no_replace BEFORE INSERT ON note
  WHEN EXISTS (SELECT 1 FROM note WHERE run = NEW.run AND position = NEW.position)
  BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this run has that note already'); END;
";

pub(crate) const PAGE_BY_DIGEST: &str = "SELECT seq FROM page WHERE digest = ?1";
pub(crate) const INSERT_PAGE: &str = "INSERT INTO page
  (id, digest, outlet, url, title, published, published_day, recorded_at, json)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

/// The newest run of a page, whatever its instant says: what a repeated recording is compared with.
pub(crate) const LAST_RUN: &str =
    "SELECT digest FROM rule_run WHERE page_id = ?1 ORDER BY recorded_at DESC, seq DESC LIMIT 1";
pub(crate) const INSERT_RUN: &str = "INSERT INTO rule_run (page, page_id, version, digest, known_day, recorded_at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6)";

pub(crate) const CLAIM_BY_ID: &str = "SELECT seq FROM claim WHERE id = ?1";
pub(crate) const INSERT_CLAIM: &str = "INSERT INTO claim
  (id, anchor, page_id, kind, type, day_from, day_to, published_day, recorded_at, certainty, negated, implied, told, json)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
pub(crate) const INSERT_RUN_CLAIM: &str = "INSERT INTO run_claim (run, position, claim) VALUES (?1, ?2, ?3)";
pub(crate) const INSERT_NOTE: &str = "INSERT INTO note (run, position, name, json) VALUES (?1, ?2, ?3, ?4)";
/// A claim may name the same key twice in one role; the first mention's words stand for it.
pub(crate) const INSERT_ENTITY: &str =
    "INSERT OR IGNORE INTO claim_entity (claim, role, key, text) VALUES (?1, ?2, ?3, ?4)";
pub(crate) const INSERT_WORDS: &str = "INSERT INTO claim_words (rowid, evidence, names) VALUES (?1, ?2, ?3)";

/// Each page's newest run that was recorded by `?1`, under the name `newest`.
const NEWEST: &str = "WITH ranked AS (
    SELECT seq, page, version, known_day,
           row_number() OVER (PARTITION BY page_id ORDER BY recorded_at DESC, seq DESC) AS rank
    FROM rule_run WHERE recorded_at <= ?1),
  newest AS (SELECT seq, page, version, known_day FROM ranked WHERE rank = 1)";

const STORED: &str = "c.seq, c.json, c.recorded_at, p.id, p.title, p.outlet, p.url, p.published, r.version";

/// The filters' order in `?1` … is that of [`crate::Query`]'s use in `claims`; a null parameter filters nothing.
pub(crate) fn claims(with_words: bool) -> String {
    let words =
        if with_words { "AND c.seq IN (SELECT rowid FROM claim_words WHERE claim_words MATCH ?11)" } else { "" };
    format!(
        "{NEWEST}
         SELECT {STORED} FROM newest r
         JOIN page p ON p.seq = r.page JOIN run_claim rc ON rc.run = r.seq JOIN claim c ON c.seq = rc.claim
         WHERE (?2 IS NULL OR c.kind = ?2) AND (?3 IS NULL OR c.type = ?3) AND (?4 IS NULL OR c.certainty = ?4)
           AND (?5 IS NULL OR coalesce(c.day_to, ?5) >= ?5) AND (?6 IS NULL OR coalesce(c.day_from, ?6) <= ?6)
           AND (?7 IS NULL OR r.known_day <= ?7)
           AND (?8 OR NOT c.implied)
           AND (?9 IS NULL OR EXISTS (SELECT 1 FROM claim_entity e WHERE e.claim = c.seq
                AND instr(' ' || e.key || ' ', ' ' || ?9 || ' ') > 0))
           {words}
         ORDER BY p.published_day IS NULL, p.published_day, p.published, p.id, rc.position LIMIT ?10"
    )
}

/// Claims whose id or anchor lies in [`?1`, `?2`), each with the newest run that holds it.
pub(crate) fn by_id() -> String {
    format!(
        "SELECT {STORED} FROM claim c
         JOIN rule_run r ON r.seq = (SELECT rc.run FROM run_claim rc JOIN rule_run n ON n.seq = rc.run
                                     WHERE rc.claim = c.seq ORDER BY n.recorded_at DESC, n.seq DESC LIMIT 1)
         JOIN page p ON p.seq = r.page
         WHERE (c.id >= ?1 AND c.id < ?2) OR (c.anchor >= ?1 AND c.anchor < ?2)
         ORDER BY p.published_day IS NULL, p.published_day, p.published, p.id, c.seq"
    )
}

/// The newest text of a page.
pub(crate) const PAGE: &str = "SELECT p.json FROM rule_run r JOIN page p ON p.seq = r.page
  WHERE r.page_id = ?1 ORDER BY r.recorded_at DESC, r.seq DESC LIMIT 1";

/// The heads of all pages, as their newest runs have them.
pub(crate) fn pages() -> String {
    format!(
        "{NEWEST} SELECT p.id, p.title, p.outlet, p.url, p.published FROM newest r JOIN page p ON p.seq = r.page
         ORDER BY p.published_day IS NULL, p.published_day, p.published, p.id"
    )
}

/// The notes of a page's newest run.
pub(crate) const NOTES: &str = "SELECT json FROM note WHERE run =
  (SELECT seq FROM rule_run WHERE page_id = ?1 ORDER BY recorded_at DESC, seq DESC LIMIT 1) ORDER BY position";

/// How many pages (by id), claims and runs there are.
pub(crate) const COUNTS: &str = "SELECT (SELECT count(DISTINCT id) FROM page), (SELECT count(*) FROM claim),
  (SELECT count(*) FROM rule_run)";
