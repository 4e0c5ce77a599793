import Database from 'better-sqlite3';

/**
 * Publishes so many links in the backend's feed, past its API, which would take minutes: used up, for nobody who is known,
 * each of a level that bears its number, the highest made last.
 */
export function publishLinks(file: string, count: number): void {
  const database = new Database(file);
  try {
    database.transaction(() => {
      const { id, feedSeq } = database.prepare('SELECT "id", "feedSeq" FROM "tenant"').get() as {
        readonly id: string;
        readonly feedSeq: number;
      };
      database
        .prepare(
          `WITH RECURSIVE place(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM place WHERE n < @count)
           INSERT INTO "change" ("tenantId", "entity", "entityId", "seq", "op", "version", "at", "data")
           SELECT @id, 'link', 'many-' || n, @feedSeq + n, 'upsert', 1, @at, json_object(
             'id', 'many-' || n, 'kind', 'individual', 'levelId', 'level ' || n, 'state', 'completed',
             'createdAt', strftime('%Y-%m-%dT%H:%M:%fZ', 1767225600 + n, 'unixepoch'),
             'expiresAt', '2026-01-31T00:00:00.000Z') FROM place`,
        )
        .run({ count, id, feedSeq, at: Date.now() });
      database.prepare('UPDATE "tenant" SET "feedSeq" = "feedSeq" + ? WHERE "id" = ?').run(count, id);
    })();
  } finally {
    database.close();
  }
}
