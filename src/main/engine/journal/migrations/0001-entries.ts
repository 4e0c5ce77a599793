/**
 * `record` is the exact text that the tree is over; everything else about an entry is computed from it, so there is
 * nothing beside it that could say something else. Only the end that nobody was told of may be taken back: see append.
 */
export const entries = `
CREATE TABLE entry (
  seq INTEGER PRIMARY KEY,
  record TEXT NOT NULL,
  kind TEXT GENERATED ALWAYS AS (record ->> '$.body.kind') VIRTUAL,
  command_id TEXT GENERATED ALWAYS AS (record ->> '$.body.commandId') VIRTUAL,
  customer_id TEXT GENERATED ALWAYS AS (record ->> '$.body.customerId') VIRTUAL,
  device_seq INTEGER GENERATED ALWAYS AS (record ->> '$.body.deviceSeq') VIRTUAL
) STRICT;
CREATE INDEX entry_by_command ON entry (command_id) WHERE command_id IS NOT NULL;
CREATE INDEX entry_by_customer ON entry (customer_id) WHERE customer_id IS NOT NULL;
CREATE INDEX entry_sealed ON entry (seq) WHERE device_seq IS NOT NULL;
CREATE INDEX entry_recovered ON entry (seq) WHERE kind = 'recovered';

CREATE TABLE state (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  size INTEGER NOT NULL,
  peaks BLOB NOT NULL,
  witnessed INTEGER NOT NULL,
  checked_at INTEGER NOT NULL
) STRICT;
INSERT INTO state VALUES (1, 0, x'', 0, 0);

CREATE TRIGGER entry_is_never_changed BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER entry_is_never_removed BEFORE DELETE ON entry
WHEN OLD.seq <= (SELECT size FROM state)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
`;
