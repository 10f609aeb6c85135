-- What version 3 added: of each reading of a page its signature, as testimony packs it, under the keys by which its
-- copies are looked for, and the pairs of copies, each twice.
CREATE TABLE print (page bigint PRIMARY KEY REFERENCES page (seq), keys integer[] NOT NULL, bytes bytea NOT NULL);
CREATE INDEX print_keys ON print USING gin (keys);
CREATE TABLE copy (
  page bigint NOT NULL REFERENCES page (seq), other bigint NOT NULL REFERENCES page (seq),
  contained double precision NOT NULL, shared double precision NOT NULL, PRIMARY KEY (page, other)
);
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON print EXECUTE FUNCTION only_grows();
CREATE TRIGGER only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON copy EXECUTE FUNCTION only_grows();
INSERT INTO froissart VALUES (3);
