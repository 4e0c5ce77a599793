/**
 * Verification links, which the feed told of before and which were passed over: it starts afresh. What a list asks for
 * lies in one index, so that a hundred thousand are counted and paged without reading one of them whole.
 * Frozen: a change is a new migration.
 */
export const links = `
CREATE TABLE link (
  id TEXT PRIMARY KEY,
  created INTEGER NOT NULL,
  expires INTEGER NOT NULL,
  state TEXT NOT NULL,
  customer_id TEXT,
  json TEXT NOT NULL
);
CREATE INDEX link_by_time ON link (created DESC, id DESC, state, expires);
CREATE INDEX link_of_customer ON link (customer_id, created);

DELETE FROM customer;
DELETE FROM customer_block;
DELETE FROM counter;
DELETE FROM level;
DELETE FROM user;
DELETE FROM note;
DELETE FROM tag;
DELETE FROM meta WHERE key IN ('cursor', 'complete', 'lastSyncedAt');
INSERT INTO search_long (search_long) VALUES ('delete-all');
INSERT INTO search_short (search_short) VALUES ('delete-all');

-- As at the beginning of any full copy (bulk-load.ts).
DROP INDEX IF EXISTS customer_by_sla;
DROP INDEX IF EXISTS customer_by_risk;
DROP INDEX IF EXISTS customer_by_waiting;
DROP INDEX IF EXISTS customer_by_name;
DROP INDEX IF EXISTS customer_by_updated;
DROP INDEX IF EXISTS customer_by_cell;
INSERT INTO search_long (search_long, rank) VALUES ('automerge', 0);
INSERT INTO search_short (search_short, rank) VALUES ('automerge', 0);
`;
