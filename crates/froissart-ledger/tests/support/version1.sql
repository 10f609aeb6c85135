-- The tables of a ledger of version 1, as the program that wrote them made them.
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
CREATE TRIGGER page_no_UPDATE BEFORE UPDATE ON page BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER page_no_DELETE BEFORE DELETE ON page BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER rule_run_no_UPDATE BEFORE UPDATE ON rule_run BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER rule_run_no_DELETE BEFORE DELETE ON rule_run BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER claim_no_UPDATE BEFORE UPDATE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER claim_no_DELETE BEFORE DELETE ON claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER run_claim_no_UPDATE BEFORE UPDATE ON run_claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER run_claim_no_DELETE BEFORE DELETE ON run_claim BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER note_no_UPDATE BEFORE UPDATE ON note BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER note_no_DELETE BEFORE DELETE ON note BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER claim_entity_no_UPDATE BEFORE UPDATE ON claim_entity BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
CREATE TRIGGER claim_entity_no_DELETE BEFORE DELETE ON claim_entity BEGIN SELECT RAISE(ABORT, 'the ledger only grows: a retraction is a claim of its own'); END;
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
PRAGMA application_id = 1179799369;
PRAGMA user_version = 1;
