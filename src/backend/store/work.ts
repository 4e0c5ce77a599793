import type { Kysely, Transaction } from 'kysely';
import { sealEntry, type NewAuditEntry } from '../audit/index.ts';
import type { Clock, Random } from '../environment.ts';
import type { Tables } from './tables.ts';
import type { InsertRows } from './sqlite/insert.ts';
import type { SqliteStore } from './sqlite/open.ts';

export type Db = Transaction<Tables>;

/** The store as a whole or within a transaction, to read from. */
export type Queries = Kysely<Tables>;

export interface PublishedChange {
  readonly entity: 'customer' | 'level' | 'user' | 'policy' | 'note' | 'wipe';
  readonly id: string;
  readonly op: 'upsert' | 'delete';
  readonly version: number;
  /** JSON; null where the entity's own row holds it (customers). */
  readonly data: string | null;
}

/** One transaction of one tenant: what it publishes and audits is written at its end, numbered under the tenant's lock. */
export interface Work {
  readonly db: Db;
  readonly tenantId: string;
  /** Epoch milliseconds; the same for everything in this work. */
  readonly at: number;
  readonly insertRows: InsertRows;
  readonly publish: (change: PublishedChange) => void;
  readonly audit: (entry: NewAuditEntry) => void;
}

export interface WorkParts {
  readonly store: SqliteStore;
  readonly clock: Clock;
  readonly random: Random;
  readonly committed: (tenantId: string) => void;
}

export type RunWork = <T>(tenantId: string, run: (work: Work) => Promise<T>) => Promise<T>;

async function number(
  { db, tenantId, at, insertRows }: Pick<Work, 'db' | 'tenantId' | 'at' | 'insertRows'>,
  changes: readonly PublishedChange[],
  entries: readonly NewAuditEntry[],
  random: Random,
): Promise<void> {
  const { feedSeq, auditSize } = await db
    .updateTable('tenant')
    .set(row => ({
      feedSeq: row('feedSeq', '+', changes.length),
      auditSize: row('auditSize', '+', entries.length),
    }))
    .where('id', '=', tenantId)
    .returning(['feedSeq', 'auditSize'])
    .executeTakeFirstOrThrow();
  const firstSeq = feedSeq - changes.length + 1;
  const firstIndex = auditSize - entries.length;
  insertRows(
    'change',
    changes.map(({ entity, id, op, version, data }, offset) => ({
      tenantId,
      entity,
      entityId: id,
      seq: firstSeq + offset,
      op,
      version,
      at,
      data,
    })),
    ['tenantId', 'entity', 'entityId'],
  );
  insertRows(
    'audit',
    entries.map((entry, offset) => ({ tenantId, ...sealEntry(entry, firstIndex + offset, at, random) })),
  );
}

/** The last change of each entity, in the order of those last changes: the feed holds one row per entity. */
function lastOfEach(changes: readonly PublishedChange[]): readonly PublishedChange[] {
  const last = new Map<string, PublishedChange>();
  for (const change of changes) {
    const key = `${change.entity}/${change.id}`;
    last.delete(key);
    last.set(key, change);
  }
  return [...last.values()];
}

export const workOver =
  ({ store, clock, random, committed }: WorkParts): RunWork =>
  async (tenantId, run) => {
    let published = 0;
    const value = await store.writer.transaction().execute(async db => {
      const changes: PublishedChange[] = [];
      const entries: NewAuditEntry[] = [];
      const at = clock.now();
      const { insertRows } = store;
      const result = await run({
        db,
        tenantId,
        at,
        insertRows,
        publish: change => void changes.push(change),
        audit: entry => void entries.push(entry),
      });
      const last = lastOfEach(changes);
      published = last.length;
      if (last.length + entries.length > 0)
        await number({ db, tenantId, at, insertRows }, last, entries, random);
      return result;
    });
    if (published > 0) committed(tenantId);
    return value;
  };
