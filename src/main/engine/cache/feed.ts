import type { Change } from '../../../shared/api/changes.ts';
import type { Database } from '../ports.ts';
import type { Bodies } from './bodies.ts';
import { createTally } from './counters.ts';
import { putCustomer, readBody, removeCustomer, unmeasuredCustomers } from './customers.ts';
import type { Levels } from './levels.ts';
import { forgetFeedMeta, writeMeta } from './meta.ts';
import { putNote } from './notes.ts';
import { prepareCase, type Incoming, type PreparedCase } from './prepare.ts';
import { useTags } from './tags.ts';
import { putUser } from './users.ts';

/** Above this many cases at once a list is read again rather than patched. */
export const maxNamed = 500;

/** Where the feed's entities are kept. */
export interface FeedStore {
  readonly database: Database;
  readonly levels: Levels;
  readonly bodies: Bodies;
}

interface Applying extends FeedStore {
  readonly tally: Tally;
  readonly touched: Set<string>;
}

/** Applies one page of the feed; answers the cases touched. Inside the caller's transaction. */
export function applyChanges(store: FeedStore, changes: readonly Incoming[]): ReadonlySet<string> {
  const applying: Applying = { ...store, tally: createTally(), touched: new Set() };
  // Levels first: a case of the same page is measured against its level.
  for (const change of changes) {
    if (change.op === 'upsert' && change.entity === 'level') store.levels.put(change.data);
  }
  for (const change of changes) {
    if (change.op === 'delete') removeEntity(applying, change);
    else if (change.op === 'prepared') putCase(applying, upToDate(store, change));
    else putEntity(applying, change);
  }
  applying.tally.write(store.database);
  return applying.touched;
}

type Upsert = Extract<Change, { op: 'upsert' }>;
type Tally = ReturnType<typeof createTally>;

function putCase({ database, tally, touched }: Applying, prepared: PreparedCase): void {
  putCustomer(database, prepared, tally);
  useTags(database, prepared.tags, prepared.reviewedAt);
  touched.add(prepared.id);
}

/** The case measured against its level as it is now, which may have come since it was prepared. */
function upToDate(store: FeedStore, prepared: PreparedCase): PreparedCase {
  const { levelId, levelVersion } = prepared.summary;
  return store.levels.get(levelId, levelVersion) === prepared.level
    ? prepared
    : measured(store, prepared.body);
}

function measured({ levels, bodies }: FeedStore, body: Uint8Array): PreparedCase {
  const customer = bodies.read(body);
  return prepareCase(customer, levels.get(customer.levelId, customer.levelVersion), body);
}

function putEntity(applying: Applying, change: Upsert): void {
  const { database, levels, bodies, tally, touched } = applying;
  switch (change.entity) {
    case 'customer': {
      const { levelId, levelVersion } = change.data;
      const body = bodies.pack(JSON.stringify(change));
      putCase(applying, prepareCase(change.data, levels.get(levelId, levelVersion), body));
      return;
    }
    case 'level': {
      for (const id of unmeasuredCustomers(database, change.data.id)) {
        const body = readBody(database, id);
        if (!body) continue;
        putCustomer(database, measured(applying, body), tally);
        touched.add(id);
      }
      return;
    }
    case 'user':
      putUser(database, change.data);
      return;
    case 'policy':
      writeMeta(database, 'policy', JSON.stringify(change.data));
      return;
    case 'note':
      putNote(database, change.data);
      touched.add(change.data.customerId);
      return;
    case 'wipe':
      // An order to the device, carried out by whoever reads the feed; there is nothing to keep.
      return;
  }
}

function removeEntity(
  { database, levels, tally, touched }: Applying,
  change: { readonly entity: string; readonly id: string },
): void {
  switch (change.entity) {
    case 'customer':
      removeCustomer(database, change.id, tally);
      touched.add(change.id);
      return;
    case 'level':
      levels.remove(change.id);
      return;
    case 'user':
      database.prepare('DELETE FROM user WHERE id = ?').run(change.id);
      return;
    case 'note':
      database.prepare('DELETE FROM note WHERE id = ?').run(change.id);
      return;
    default:
      // An entity that this version does not keep.
      return;
  }
}

/** Empties everything that came from the feed; the journal's projection and other capabilities' tables stay. */
export function forgetFeed(database: Database): void {
  for (const table of ['customer', 'customer_body', 'counter', 'level', 'user', 'note', 'tag']) {
    database.prepare(`DELETE FROM ${table}`).run();
  }
  database.prepare(`INSERT INTO search_long (search_long) VALUES ('delete-all')`).run();
  database.prepare(`INSERT INTO search_short (search_short) VALUES ('delete-all')`).run();
  forgetFeedMeta(database);
}
