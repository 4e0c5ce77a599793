/**
 * Whole cases compressed: every page is encrypted and authenticated two or three times on its way to the file, so a
 * byte costs as much to store as to compress, and the file is less than half as large. SQL can't pack what is there:
 * the feed starts afresh.
 * Frozen: a change is a new migration.
 */
export const packedBodies = `
DROP TABLE customer_body;
CREATE TABLE customer_body (row INTEGER PRIMARY KEY, packed BLOB NOT NULL);
ALTER TABLE command DROP COLUMN seen;
ALTER TABLE command ADD COLUMN seen BLOB;

DELETE FROM customer;
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
INSERT INTO search_long (search_long, rank) VALUES ('automerge', 0);
INSERT INTO search_short (search_short, rank) VALUES ('automerge', 0);
`;
