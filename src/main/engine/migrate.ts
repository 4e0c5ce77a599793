import type { Database } from './ports.ts';

/**
 * Brings an empty or older database to the newest schema, one transaction a step; the number of a migration is its place,
 * from 1. A newer database is the caller's to refuse.
 */
export function migrateBy(migrations: readonly string[], database: Database): void {
  migrations.forEach((sql, index) => {
    const version = index + 1;
    if (database.schemaVersion >= version) return;
    database.transaction(() => {
      database.exec(sql);
      database.setSchemaVersion(version);
    });
  });
}
