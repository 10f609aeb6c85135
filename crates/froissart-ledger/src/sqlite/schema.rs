//! The tables of a ledger of version 4, and what keeps them from ever shrinking.
//!
//! Not how they are filled or asked. The claim "Rebels seized most of Aleppo" is one row of `claim`, a few bytes whose
//! words stand in its page's text and whose sort stands in `form`; docs/ledger.md draws the whole.
//!
//! Instants are microseconds since 1970, days are days since the first of January 2000, hashes are their 16 bytes.

/// "FROI", in the file's header: what `file(1)` and we know a ledger by.
pub(crate) const APPLICATION_ID: i64 = 0x4652_4F49;
/// The version of the tables below, kept in the file's `user_version`.
pub(crate) const VERSION: i64 = 4;

/// How many claims one day of publication has room for, as a power of two.
///
/// A claim's number is its page's day shifted so far, plus a running number within the day: the order of numbers is
/// the order of publication, so that "the newest fifty that hold these words" stops at the fiftieth.
pub(crate) const DAY_BITS: u32 = 26;

/// The tables.
///
/// A `page` is one reading's text and head: the same bytes read with another `--date` are another row under the same
/// id, and `origin` is the first of them. A `rule_run` is one coding of one page by one version; the newest run of a
/// page answers queries, the older ones answer `recorded_by`; `claims` are its claims in the page's order. `recoded`
/// has the pages with more than one run. `form` is what many claims share. `holding`, `tie`, `accord`, `actor_name` and
/// `claim_words` are indexes, derived from the claims; `froissart verify` derives them again.
pub(crate) const TABLES: &str = "
CREATE TABLE page (
  seq INTEGER PRIMARY KEY, id BLOB NOT NULL, digest BLOB NOT NULL UNIQUE, origin INTEGER NOT NULL REFERENCES page (seq),
  day INTEGER, published TEXT, outlet TEXT, url TEXT, title TEXT, recorded_at INTEGER NOT NULL,
  rest BLOB NOT NULL, text BLOB NOT NULL
) STRICT;
CREATE INDEX page_id ON page (id);

CREATE TABLE version (seq INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE form (seq INTEGER PRIMARY KEY, hash INTEGER NOT NULL, json TEXT NOT NULL) STRICT;
CREATE INDEX form_hash ON form (hash);
CREATE TABLE actor (
  seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, id TEXT, kind TEXT NOT NULL, country TEXT, sector TEXT
) STRICT;
CREATE INDEX actor_country ON actor (country);
CREATE TABLE actor_name (
  name TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actor (seq), PRIMARY KEY (name, actor)
) STRICT, WITHOUT ROWID;
CREATE TABLE place (
  seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL, geonames INTEGER, country TEXT, lat REAL, lon REAL
) STRICT;
CREATE INDEX place_country ON place (country);
CREATE TABLE account (seq INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, name TEXT NOT NULL) STRICT;

CREATE TABLE rule_run (
  seq INTEGER PRIMARY KEY, page INTEGER NOT NULL REFERENCES page (seq), origin INTEGER NOT NULL REFERENCES page (seq),
  version INTEGER NOT NULL REFERENCES version (seq), digest BLOB NOT NULL, known_day INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL, claims BLOB NOT NULL
) STRICT;
CREATE INDEX rule_run_origin ON rule_run (origin, recorded_at, seq);
CREATE TABLE recoded (origin INTEGER PRIMARY KEY REFERENCES page (seq)) STRICT;

CREATE TABLE claim (
  seq INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES rule_run (seq), frame INTEGER NOT NULL,
  account INTEGER REFERENCES account (seq), day_from INTEGER, day_to INTEGER, implied INTEGER NOT NULL,
  id BLOB NOT NULL, anchor BLOB NOT NULL, body BLOB NOT NULL
) STRICT;

CREATE TABLE note (
  run INTEGER NOT NULL REFERENCES rule_run (seq), position INTEGER NOT NULL, name TEXT NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (run, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE holding (
  place INTEGER NOT NULL REFERENCES place (seq), claim INTEGER NOT NULL REFERENCES claim (seq),
  run INTEGER NOT NULL, frame INTEGER NOT NULL, actor INTEGER, day_from INTEGER, day_to INTEGER,
  PRIMARY KEY (place, claim)
) STRICT, WITHOUT ROWID;
CREATE TABLE opinion (
  seq INTEGER PRIMARY KEY, claim_id BLOB NOT NULL, anchor BLOB NOT NULL, verdict TEXT NOT NULL CHECK (verdict IN ('accept', 'reject')),
  why TEXT NOT NULL, who TEXT NOT NULL, decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX opinion_claim ON opinion (claim_id);
CREATE INDEX opinion_anchor ON opinion (anchor);
CREATE TABLE correction (
  seq INTEGER PRIMARY KEY, act TEXT NOT NULL CHECK (act IN ('rename', 'merge', 'split')), subject TEXT NOT NULL, into_ TEXT NOT NULL,
  why TEXT NOT NULL, who TEXT NOT NULL, decided_at INTEGER NOT NULL
) STRICT;
CREATE TABLE correction_claim (
  correction INTEGER NOT NULL REFERENCES correction (seq), claim_id BLOB NOT NULL, anchor BLOB NOT NULL,
  PRIMARY KEY (correction, claim_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE link (
  seq INTEGER PRIMARY KEY, type TEXT NOT NULL CHECK (type IN ('same_event', 'contradicts', 'corroborates', 'supersedes', 'retracts')),
  from_id BLOB NOT NULL, from_anchor BLOB NOT NULL, to_id BLOB NOT NULL, to_anchor BLOB NOT NULL,
  made_by TEXT NOT NULL CHECK (made_by IN ('rule', 'analyst')), why TEXT NOT NULL, who TEXT NOT NULL, decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX link_from ON link (from_anchor);
CREATE INDEX link_to ON link (to_anchor);
CREATE TABLE retraction (
  seq INTEGER PRIMARY KEY, decision TEXT NOT NULL CHECK (decision IN ('opinion', 'correction', 'link')), number INTEGER NOT NULL,
  why TEXT NOT NULL, who TEXT NOT NULL, decided_at INTEGER NOT NULL, UNIQUE (decision, number)
) STRICT;

CREATE VIRTUAL TABLE claim_words USING fts5 (
  evidence, names, facets, content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2'
);
";

/// What version 4 changed: a tie knows whether it only follows from another claim, and who is told to hold what is found
/// by the holder, too. An `accord` is an agreement or a tie to a place, once for each of its parties and places
/// (`is_place`); `parties` are all of them, as [`crate::pack::pack_rows`] packs numbers, so that accounts of one accord
/// have equal bytes.
pub(crate) const TIES: &str = "
CREATE INDEX holding_actor ON holding (actor, place, claim, run, frame, day_from);
CREATE TABLE tie (
  actor INTEGER NOT NULL REFERENCES actor (seq), other INTEGER NOT NULL REFERENCES actor (seq),
  claim INTEGER NOT NULL REFERENCES claim (seq), run INTEGER NOT NULL, frame INTEGER NOT NULL, day_from INTEGER,
  implied INTEGER NOT NULL, PRIMARY KEY (actor, other, claim)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_other ON tie (other, actor, claim, run, frame, day_from, implied);
CREATE TABLE accord (
  is_place INTEGER NOT NULL, party INTEGER NOT NULL, claim INTEGER NOT NULL REFERENCES claim (seq),
  run INTEGER NOT NULL, frame INTEGER NOT NULL, day_from INTEGER, implied INTEGER NOT NULL, parties BLOB NOT NULL,
  PRIMARY KEY (is_place, party, claim)
) STRICT, WITHOUT ROWID;
";

/// What version 4 added beside: the languages by themselves, for a print has a thousand bytes, and the runs of a day.
pub(crate) const DAYS_AND_LANGUAGES: &str = "
CREATE INDEX print_language ON print (page, language);
CREATE INDEX rule_run_day ON rule_run (known_day);
";

/// What version 3 added: of each reading of a page its language and its signature, as testimony packs it, and which other
/// readings print its text. All is derived from the page; `copy` has each pair twice, so that either finds the other by one seek.
pub(crate) const PRINTS: &str = "
CREATE TABLE print (
  page INTEGER PRIMARY KEY REFERENCES page (seq), language TEXT, bytes BLOB NOT NULL
) STRICT;
CREATE TABLE copy (
  page INTEGER NOT NULL REFERENCES page (seq), other INTEGER NOT NULL REFERENCES page (seq),
  contained REAL NOT NULL, shared REAL NOT NULL, PRIMARY KEY (page, other)
) STRICT, WITHOUT ROWID;
";

/// The indexes that a bulk load may leave for its end. Five bytes of a hash tell a million million claims apart; the
/// rest is compared in the row.
pub(crate) const CLAIM_INDEXES: &str = "
CREATE INDEX IF NOT EXISTS claim_id ON claim (substr(id, 1, 5));
CREATE INDEX IF NOT EXISTS claim_anchor ON claim (substr(anchor, 1, 5));
";
/// The same, taken away for a load.
pub(crate) const DROP_CLAIM_INDEXES: &str = "DROP INDEX IF EXISTS claim_id; DROP INDEX IF EXISTS claim_anchor;";

/// The tables that only grow, each with the condition under which a new row would replace an old one.
const APPEND_ONLY: [(&str, &str); 22] = [
    ("page", "digest = NEW.digest OR seq = NEW.seq"),
    ("version", "name = NEW.name OR seq = NEW.seq"),
    ("form", "seq = NEW.seq"),
    ("actor", "key = NEW.key OR seq = NEW.seq"),
    ("actor_name", "name = NEW.name AND actor = NEW.actor"),
    ("place", "key = NEW.key OR seq = NEW.seq"),
    ("account", "key = NEW.key OR seq = NEW.seq"),
    ("rule_run", "seq = NEW.seq"),
    ("recoded", "origin = NEW.origin"),
    ("claim", "seq = NEW.seq"),
    ("note", "run = NEW.run AND position = NEW.position"),
    ("holding", "place = NEW.place AND claim = NEW.claim"),
    ("tie", "actor = NEW.actor AND other = NEW.other AND claim = NEW.claim"),
    ("accord", "is_place = NEW.is_place AND party = NEW.party AND claim = NEW.claim"),
    ("opinion", "seq = NEW.seq"),
    ("correction", "seq = NEW.seq"),
    ("correction_claim", "correction = NEW.correction AND claim_id = NEW.claim_id"),
    ("link", "seq = NEW.seq"),
    ("retraction", "seq = NEW.seq OR (decision = NEW.decision AND number = NEW.number)"),
    ("print", "page = NEW.page"),
    ("copy", "page = NEW.page AND other = NEW.other"),
    // The migration of an older ledger is told of here; nothing else is.
    ("history", "seq = NEW.seq"),
];

/// What happened to the file as a whole: when it was brought forward, from which version, and where the copy went.
const HISTORY: &str = "CREATE TABLE history (
  seq INTEGER PRIMARY KEY, what TEXT NOT NULL, happened_at INTEGER NOT NULL
) STRICT;";

/// Everything that makes an empty ledger.
pub(crate) fn all() -> String {
    format!("{TABLES}{TIES}{PRINTS}{DAYS_AND_LANGUAGES}{CLAIM_INDEXES}{HISTORY}{}", keepers(|_| true))
}

/// What version 3 added to version 2.
pub(crate) fn prints() -> String {
    format!("{PRINTS}{}", keepers(|table| matches!(table, "print" | "copy")))
}

/// What version 4 changed in version 3. The ties come over from the old table, with what their claims know; the accords
/// are made of the claims afterwards.
pub(crate) fn ties() -> String {
    let old: String =
        ["UPDATE", "DELETE", "replace"].map(|verb| format!("DROP TRIGGER IF EXISTS tie_no_{verb};")).concat();
    format!(
        "{old} DROP INDEX tie_other; ALTER TABLE tie RENAME TO old_tie; {TIES}
         INSERT INTO tie SELECT t.actor, t.other, t.claim, t.run, t.frame, t.day_from, c.implied
           FROM old_tie t JOIN claim c ON c.seq = t.claim ORDER BY t.actor, t.other, t.claim;
         DROP TABLE old_tie; {}",
        keepers(|table| matches!(table, "tie" | "accord"))
    )
}

/// The triggers that keep tables from shrinking.
fn keepers(of: impl Fn(&str) -> bool) -> String {
    use std::fmt::Write as _;
    let mut sql = String::new();
    let why = "RAISE(ABORT, 'the ledger only grows: a retraction is a row of its own')";
    for (table, same) in APPEND_ONLY.into_iter().filter(|(t, _)| of(t)) {
        for verb in ["UPDATE", "DELETE"] {
            let _ = writeln!(sql, "CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} BEGIN SELECT {why}; END;");
        }
        // `INSERT OR REPLACE` removes a row without asking the triggers for DELETE.
        let _ = writeln!(
            sql,
            "CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} WHEN EXISTS (SELECT 1 FROM {table} WHERE {same})
             BEGIN SELECT RAISE(ABORT, 'the ledger only grows: this row of {table} is there already'); END;"
        );
    }
    sql
}
