import { readFileSync, writeFileSync } from 'node:fs';
import { createPrivateKey } from 'node:crypto';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import pg from 'pg';
import { translated } from '../../src/backend/store/postgres/migrate.ts';
import { migrations } from '../../src/backend/store/sqlite/migrations/index.ts';
import {
  customerKindSchema,
  documentTypeSchema,
  verificationStatusSchema,
} from '../../src/shared/domain/index.ts';
import { hostedSteps } from '../../src/shared/api/index.ts';
import { z } from '../../src/shared/zod.ts';
import type { DeviceKey } from './workstation-client.ts';
import { createDatabase, nameOfKept, onPostgres } from './postgres.ts';

const userSchema = z.object({ id: z.string(), email: z.string(), password: z.string() });
const caseSchema = { id: z.string(), at: z.number() };

/** A request whose answer was lost on its way, and that answer. */
const repeatSchema = z.object({
  key: z.string(),
  path: z.string(),
  /** JSON; absent for an upload. */
  body: z.string().optional(),
  document: z.object({ type: documentTypeSchema, label: z.string() }).optional(),
  status: z.number(),
  answer: z.string(),
});

const aboutSchema = z.object({
  schema: z.number(),
  /** When the version of before ended. */
  at: z.number(),
  /** The key file. */
  keys: z.string(),
  apiKey: z.string(),
  tenantId: z.string(),
  users: z.object({ analyst: userSchema, supervisor: userSchema, auditor: userSchema }),
  device: z.object({ id: z.string(), publicKey: z.string(), pkcs8: z.string() }),
  /** A link that was made and opened, where that version had any. */
  link: z.object({ id: z.string(), path: z.string() }).optional(),
  repeats: z.array(repeatSchema),
  /** What was done to the cases of the tenant, as who did it noted it down. */
  happened: z.array(
    z.discriminatedUnion('what', [
      z.object({ what: z.literal('created'), kind: customerKindSchema, ...caseSchema }),
      z.object({ what: z.literal('country'), id: z.string(), country: z.string() }),
      z.object({
        what: z.literal('moved'),
        from: verificationStatusSchema,
        to: verificationStatusSchema,
        reasons: z.array(z.string()),
        ...caseSchema,
      }),
      z.object({ what: z.literal('reviewed'), by: z.string(), ms: z.number(), ...caseSchema }),
      z.object({ what: z.literal('reached'), step: z.enum(hostedSteps), ...caseSchema }),
    ]),
  ),
});

const cellSchema = z.union([z.string(), z.number(), z.null(), z.object({ base64: z.string() })]);
const rowSchema = z.tuple([z.string(), z.record(z.string(), cellSchema)]);
type Row = z.output<typeof rowSchema>;

/** A store as an earlier version left it. */
export interface OlderStore {
  readonly about: z.output<typeof aboutSchema>;
  readonly rows: readonly Row[];
  /** The analyst's device, whose chain of commands goes on. */
  readonly device: DeviceKey;
}

/**
 * Stores that were made by the code of their time, over HTTP: 2 by that of the last version that had but one store, no links
 * and no figures (commit 7bf5d21), 16 by a later one (the commit before c6fa925). A first line says what was done; each
 * other is a row.
 */
export const olderSchemas = [2, 16] as const;

export function readOlderStore(schema: (typeof olderSchemas)[number]): OlderStore {
  const text = readFileSync(join(import.meta.dirname, `older-stores/schema-${schema}.jsonl`), 'utf8');
  const [first, ...lines] = text
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  const about = aboutSchema.parse(first);
  const { id, publicKey, pkcs8 } = about.device;
  const privateKey = createPrivateKey({ key: Buffer.from(pkcs8, 'base64'), format: 'der', type: 'pkcs8' });
  return { about, rows: lines.map(line => rowSchema.parse(line)), device: { id, publicKey, privateKey } };
}

const valueOf = (cell: z.output<typeof cellSchema>) =>
  typeof cell === 'object' && cell !== null ? Buffer.from(cell.base64, 'base64') : cell;

const named = (columns: readonly string[]): string => columns.map(column => `"${column}"`).join(', ');

const statementsUpTo = (schema: number) => migrations.filter(({ version }) => version <= schema);

function layInFile(directory: string, { about, rows }: OlderStore): void {
  const database = new Sqlite(join(directory, 'backend.db'));
  for (const { statements } of statementsUpTo(about.schema))
    for (const statement of statements) database.exec(statement);
  database.pragma(`user_version = ${about.schema}`);
  database.exec('begin');
  for (const [table, row] of rows) {
    const columns = Object.keys(row);
    const places = columns.map(() => '?').join(', ');
    database
      .prepare(`insert into "${table}" (${named(columns)}) values (${places})`)
      .run(Object.values(row).map(valueOf));
  }
  database.exec('commit');
  database.close();
}

async function layInDatabase(directory: string, { about, rows }: OlderStore): Promise<() => Promise<void>> {
  const { url, drop } = await createDatabase(nameOfKept(directory), 'template0');
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`create table "schemaVersion" (
    "version" bigint not null primary key, "appliedAt" timestamptz not null default now())`);
  for (const { version, statements } of statementsUpTo(about.schema)) {
    for (const statement of statements) await client.query(translated(statement));
    await client.query('insert into "schemaVersion" ("version") values ($1)', [version]);
  }
  for (const [table, row] of rows) {
    const columns = Object.keys(row);
    const places = columns.map((_, place) => `$${place + 1}`).join(', ');
    const values = Object.values(row).map(valueOf);
    await client.query(`insert into "${table}" (${named(columns)}) values (${places})`, values);
  }
  await client.end();
  return drop;
}

/** Puts an older store and its key file where a backend of the directory looks for them; returns what removes the store. */
export async function layDown(directory: string, older: OlderStore): Promise<() => Promise<void>> {
  writeFileSync(join(directory, 'backend.db.keys'), older.about.keys, { mode: 0o600 });
  if (onPostgres()) return layInDatabase(directory, older);
  layInFile(directory, older);
  return async () => undefined;
}
