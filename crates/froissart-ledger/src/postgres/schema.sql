-- The tables of a shared ledger of version 2, to which prints.sql adds version 3: what docs/ledger.md draws, in PostgreSQL's words.
-- Days are days since 2000-01-01, instants microseconds since 1970. A server has room: pages and claims stand as JSON.
CREATE TABLE page (
  seq bigserial PRIMARY KEY, id text NOT NULL, digest text NOT NULL UNIQUE, origin bigint NOT NULL,
  day bigint, published text, recorded_at bigint NOT NULL, json text NOT NULL
);
CREATE INDEX page_id ON page (id);
CREATE TABLE rule_run (
  seq bigserial PRIMARY KEY, page bigint NOT NULL REFERENCES page (seq), origin bigint NOT NULL REFERENCES page (seq),
  version text NOT NULL, digest text NOT NULL, known_day bigint NOT NULL, recorded_at bigint NOT NULL
);
CREATE INDEX rule_run_origin ON rule_run (origin, recorded_at DESC, seq DESC);
CREATE TABLE claim (
  seq bigserial PRIMARY KEY, run bigint NOT NULL REFERENCES rule_run (seq), id text NOT NULL UNIQUE, anchor text NOT NULL,
  kind text NOT NULL, type text NOT NULL, certainty text NOT NULL, implied boolean NOT NULL, day_from bigint, day_to bigint,
  countries text[] NOT NULL, words tsvector NOT NULL, names tsvector NOT NULL, json text NOT NULL
);
CREATE INDEX claim_id ON claim (id COLLATE "C");
CREATE INDEX claim_anchor ON claim (anchor COLLATE "C");
CREATE INDEX claim_words ON claim USING gin (words, names);
CREATE INDEX claim_countries ON claim USING gin (countries);
CREATE TABLE run_claim (
  run bigint NOT NULL REFERENCES rule_run (seq), position bigint NOT NULL, claim bigint NOT NULL REFERENCES claim (seq),
  PRIMARY KEY (run, position)
);
CREATE INDEX run_claim_claim ON run_claim (claim, run);
CREATE TABLE note (
  run bigint NOT NULL REFERENCES rule_run (seq), position bigint NOT NULL, json text NOT NULL, PRIMARY KEY (run, position)
);
CREATE TABLE actor (key text PRIMARY KEY, name text NOT NULL, country text, sector text);
CREATE TABLE actor_name (name text NOT NULL, actor text NOT NULL REFERENCES actor (key), PRIMARY KEY (name, actor));
CREATE TABLE place (
  key text PRIMARY KEY, name text NOT NULL, geonames bigint, country text, lat double precision, lon double precision
);
CREATE TABLE holding (
  place text NOT NULL REFERENCES place (key), claim bigint NOT NULL REFERENCES claim (seq), actor text REFERENCES actor (key),
  PRIMARY KEY (place, claim)
);
CREATE TABLE opinion (
  seq bigserial PRIMARY KEY, claim_id text NOT NULL REFERENCES claim (id), anchor text NOT NULL,
  verdict text NOT NULL CHECK (verdict IN ('accept', 'reject')), why text NOT NULL, who text NOT NULL, decided_at bigint NOT NULL
);
CREATE TABLE correction (
  seq bigserial PRIMARY KEY, act text NOT NULL CHECK (act IN ('rename', 'merge', 'split')), subject text NOT NULL,
  into_ text NOT NULL, why text NOT NULL, who text NOT NULL, decided_at bigint NOT NULL
);
CREATE TABLE correction_claim (
  correction bigint NOT NULL REFERENCES correction (seq), claim_id text NOT NULL REFERENCES claim (id), anchor text NOT NULL,
  PRIMARY KEY (correction, claim_id)
);
CREATE TABLE link (
  seq bigserial PRIMARY KEY,
  type text NOT NULL CHECK (type IN ('same_event', 'contradicts', 'corroborates', 'supersedes', 'retracts')),
  from_id text NOT NULL REFERENCES claim (id), from_anchor text NOT NULL,
  to_id text NOT NULL REFERENCES claim (id), to_anchor text NOT NULL,
  made_by text NOT NULL CHECK (made_by IN ('rule', 'analyst')), why text NOT NULL, who text NOT NULL, decided_at bigint NOT NULL
);
CREATE TABLE retraction (
  decision text NOT NULL CHECK (decision IN ('opinion', 'correction', 'link')), number bigint NOT NULL,
  why text NOT NULL, who text NOT NULL, decided_at bigint NOT NULL, PRIMARY KEY (decision, number)
);
CREATE TABLE froissart (version bigint NOT NULL);
INSERT INTO froissart VALUES (2);
CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql AS
  $$ BEGIN RAISE EXCEPTION 'the ledger only grows: a retraction is a row of its own'; END $$;
DO $$
DECLARE t text;
BEGIN
  FOREACH t IN ARRAY ARRAY['page', 'rule_run', 'claim', 'run_claim', 'note', 'actor', 'actor_name', 'place', 'holding',
    'opinion', 'correction', 'correction_claim', 'link', 'retraction', 'froissart'] LOOP
    EXECUTE format('CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON %I EXECUTE FUNCTION only_grows()', t);
  END LOOP;
END $$;
