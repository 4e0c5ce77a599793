import Database from 'better-sqlite3';
import { commandOutcomeSchema, commandSchema, type Command } from '../../src/shared/domain/index.ts';

/** A command as the backend keeps it, with what came of it. */
export interface Judged {
  readonly command: Command;
  readonly outcome: string;
}

/** Runs `read` on the backend's own database file, beside the backend. */
function withDatabase<T>(path: string, readonly: boolean, read: (database: Database.Database) => T): T {
  const database = new Database(path, { readonly, fileMustExist: true, timeout: 60_000 });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

/** What the backend received for one customer, in the order of the device: from its store, not from what the workstation believes. */
export const commandsAt = (path: string, customerId: string): readonly Judged[] =>
  withDatabase(path, true, database =>
    database
      .prepare<[string], { command: string; outcome: string }>(
        'select "command", "outcome" from "command" where "customerId" = ? order by "deviceSeq"',
      )
      .all(customerId)
      .map(row => ({
        command: commandSchema.parse(JSON.parse(row.command)),
        outcome: commandOutcomeSchema.parse(row.outcome),
      })),
  );

/** The finished checks of one customer with their outcomes. */
export const finishesAt = (path: string, customerId: string): readonly Judged[] =>
  commandsAt(path, customerId).filter(({ command }) => command.type === 'review.finish');

/** Ends every session at the backend, as an administrator does who has been told of a lost laptop. */
export const revokeSessions = (path: string): void =>
  withDatabase(path, false, database => {
    database.prepare('update "session" set "revokedAt" = ?').run(Date.now());
  });

/** Changes bytes of a stored document behind the backend's back, as a failing disk does. */
export const tamperBlob = (path: string, sha256: string): void =>
  withDatabase(path, false, database => {
    const { changes } = database
      .prepare(
        `update "blobChunk" set "bytes" = cast(substr("bytes", 1, length("bytes") - 8) || x'0000000000000000' as blob)
         where "n" = 0 and "chunkKey" in (select "chunkKey" from "blob" where "sha256" = ?)`,
      )
      .run(sha256);
    if (changes === 0) throw new Error(`the backend has no document ${sha256}`);
  });
