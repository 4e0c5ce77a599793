/**
 * What the journal knows of a command that waits for its answer is that it was sealed; whether a request carries it at
 * this moment is no fact to be stored. The claims (starts and releases) have an index of their own, because they are
 * not counted as decisions. Frozen: a change is a new migration.
 */
export const sealedCommands = `
DROP INDEX command_unsent;
UPDATE command SET state = 'sealed' WHERE state = 'sending';
CREATE INDEX command_unsent ON command (seq) WHERE state IN ('queued', 'sealed');
CREATE INDEX command_claims ON command (state) WHERE type IN ('review.start', 'review.release');
`;
