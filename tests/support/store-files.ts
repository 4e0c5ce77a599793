import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { onPostgres } from './postgres.ts';

/** All bytes that a test's store has at rest beside its directory's keys; undefined on PostgreSQL, whose files are not ours. */
export const storeBytes = (directory: string): Buffer | undefined =>
  onPostgres()
    ? undefined
    : Buffer.concat(['backend.db', 'backend.db-wal'].map(file => readFileSync(join(directory, file))));
