/**
 * The backend's entities. `customer` is narrow: lists, filters and counts never read a whole case.
 * Times are milliseconds since 1970; an absent one sorts last and is `noTime` (the largest that a date can hold).
 * The indexes of the sorts are not here: they are made when the first full copy is complete (bulk-load.ts).
 * Frozen: a change is a new migration.
 */
export const cases = `
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE customer (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  name_key TEXT NOT NULL,
  level_id TEXT NOT NULL,
  level_version INTEGER NOT NULL,
  status TEXT NOT NULL,
  risk_score REAL NOT NULL,
  risk_band TEXT NOT NULL,
  country TEXT,
  submitted INTEGER NOT NULL,
  due INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  assignee TEXT,
  claimed_by TEXT,
  claimed_until INTEGER,
  second_approval INTEGER NOT NULL,
  missing INTEGER,
  open TEXT NOT NULL
);
CREATE INDEX customer_open_due ON customer (due) WHERE status = 'UNDER_REVIEW';
CREATE INDEX customer_claimed ON customer (claimed_by) WHERE claimed_by IS NOT NULL;
CREATE INDEX customer_unmeasured ON customer (level_id) WHERE missing IS NULL;

CREATE TABLE customer_body (row INTEGER PRIMARY KEY, json TEXT NOT NULL);

CREATE VIRTUAL TABLE search_long USING fts5 (
  text, content='', contentless_delete=1, tokenize='trigram case_sensitive 1'
);
CREATE VIRTUAL TABLE search_short USING fts5 (
  text, content='', contentless_delete=1, detail=none, tokenize='unicode61 remove_diacritics 0', prefix='1'
);
-- Until the first full copy is complete: what merging on the way would cost is most of the work (bulk-load.ts).
INSERT INTO search_long (search_long, rank) VALUES ('automerge', 0), ('crisismerge', 256), ('hashsize', 8388608);
INSERT INTO search_short (search_short, rank) VALUES ('automerge', 0), ('crisismerge', 256), ('hashsize', 8388608);

CREATE TABLE counter (
  dimension TEXT NOT NULL, value TEXT NOT NULL, count INTEGER NOT NULL,
  PRIMARY KEY (dimension, value)
) WITHOUT ROWID;

CREATE TABLE level (
  id TEXT NOT NULL, version INTEGER NOT NULL, json TEXT NOT NULL,
  PRIMARY KEY (id, version)
) WITHOUT ROWID;

CREATE TABLE user (id TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE note (id TEXT PRIMARY KEY, customer_id TEXT NOT NULL, at TEXT NOT NULL, json TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX note_of_customer ON note (customer_id, at);

CREATE TABLE tag (tag TEXT PRIMARY KEY, last_used TEXT NOT NULL) WITHOUT ROWID;
`;
