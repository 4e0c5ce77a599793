import { migrateBy } from '../../migrate.ts';
import type { Database } from '../../ports.ts';
import { entries } from './0001-entries.ts';
import { devices } from './0002-devices.ts';
import { places } from './0003-places.ts';

/** In order; the number of a migration is its place here, from 1. Only ever appended to. */
const migrations: readonly string[] = [entries, devices, places];

export const newestSchema = migrations.length;

/** Brings an empty or older journal to the newest schema. */
export const migrate = (database: Database): void => migrateBy(migrations, database);
