/**
 * What follows from the journal: commands with their state, drafts of open checks, pages seen. Rebuilt from the
 * journal whenever the cache is. `seen` is the case as it was decided on, kept until the decision is part of it, to
 * show what changed; a rebuilt cache lacks it. Frozen: a change is a new migration.
 */
export const journalProjection = `
CREATE TABLE command (
  command_id TEXT PRIMARY KEY,
  seq INTEGER NOT NULL UNIQUE,
  decided_at TEXT NOT NULL,
  customer_id TEXT NOT NULL,
  type TEXT NOT NULL,
  state TEXT NOT NULL,
  undo_from INTEGER NOT NULL,
  undo_until INTEGER NOT NULL,
  applied_version INTEGER,
  ended_at TEXT,
  decided TEXT NOT NULL,
  sealed TEXT,
  answer TEXT,
  parked TEXT,
  seen TEXT
);
CREATE INDEX command_of_customer ON command (customer_id, seq);
CREATE INDEX command_in_state ON command (state, seq);

CREATE TABLE draft (
  customer_id TEXT NOT NULL, item TEXT NOT NULL, seq INTEGER NOT NULL, verdict TEXT NOT NULL,
  PRIMARY KEY (customer_id, item)
) WITHOUT ROWID;

CREATE TABLE viewed_page (
  customer_id TEXT NOT NULL, document_id TEXT NOT NULL, sha256 TEXT NOT NULL, page INTEGER NOT NULL,
  seconds INTEGER NOT NULL,
  PRIMARY KEY (customer_id, document_id, sha256, page)
) WITHOUT ROWID;
`;
