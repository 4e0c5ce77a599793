/**
 * Of ten thousand unsent decisions the few that can still be undone, and the oldest of all, without reading the rest.
 * Frozen: a change is a new migration.
 */
export const unsentCommands = `
CREATE INDEX command_undo_window ON command (undo_until) WHERE state = 'queued';
CREATE INDEX command_unsent ON command (seq) WHERE state IN ('queued', 'sending');
`;
