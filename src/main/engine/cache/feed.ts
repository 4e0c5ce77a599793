import type { Change } from '../../../shared/api/changes.ts';
import type { Database } from '../ports.ts';
import { createTally } from './counters.ts';
import { putCustomer, readCustomer, removeCustomer, unmeasuredCustomers } from './customers.ts';
import type { Levels } from './levels.ts';
import { forgetFeedMeta, writeMeta } from './meta.ts';
import { putNote } from './notes.ts';
import { useTags } from './tags.ts';
import { putUser } from './users.ts';

/** Above this many cases at once a list is read again rather than patched. */
export const maxNamed = 500;

/** Applies one page of the feed; answers the cases touched. Inside the caller's transaction. */
export function applyChanges(
  database: Database,
  levels: Levels,
  changes: readonly Change[],
): ReadonlySet<string> {
  const touched = new Set<string>();
  const tally = createTally();
  // Levels first: a case of the same page is measured against its level.
  for (const change of changes) {
    if (change.op === 'upsert' && change.entity === 'level') levels.put(change.data);
  }
  for (const change of changes) {
    if (change.op === 'delete') removeEntity(database, levels, change, tally, touched);
    else putEntity(database, levels, change, tally, touched);
  }
  tally.write(database);
  return touched;
}

type Upsert = Extract<Change, { op: 'upsert' }>;
type Tally = ReturnType<typeof createTally>;

function putEntity(
  database: Database,
  levels: Levels,
  change: Upsert,
  tally: Tally,
  touched: Set<string>,
): void {
  switch (change.entity) {
    case 'customer': {
      const { levelId, levelVersion, id } = change.data;
      putCustomer(database, change.data, levels.get(levelId, levelVersion), tally);
      useTags(database, change.data.lastReview?.tags ?? [], change.data.lastReview?.at);
      touched.add(id);
      return;
    }
    case 'level': {
      for (const id of unmeasuredCustomers(database, change.data.id)) {
        const customer = readCustomer(database, id);
        if (!customer) continue;
        putCustomer(database, customer, levels.get(customer.levelId, customer.levelVersion), tally);
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
  database: Database,
  levels: Levels,
  change: { readonly entity: string; readonly id: string },
  tally: Tally,
  touched: Set<string>,
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
