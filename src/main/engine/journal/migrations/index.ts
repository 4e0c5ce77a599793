import type { Database } from '../../ports.ts';
import { entries } from './0001-entries.ts';
import { devices } from './0002-devices.ts';
import { places } from './0003-places.ts';

/** In order; the number of a migration is its place here, from 1. Only ever appended to. */
const migrations: readonly string[] = [entries, devices, places];

export const newestSchema = migrations.length;

/** Brings an empty or older journal to the newest schema, one transaction a step. A newer one is the caller's to refuse. */
export function migrate(database: Database): void {
  migrations.forEach((sql, index) => {
    const version = index + 1;
    if (database.schemaVersion >= version) return;
    database.transaction(() => {
      database.exec(sql);
      database.setSchemaVersion(version);
    });
  });
}
