import type { Change } from '../../../shared/api/changes.ts';
import type { Database } from '../ports.ts';
import { lineOf, type Bodies } from './bodies.ts';
import { createTally } from './counters.ts';
import { putCustomer, removeCustomer, unmeasuredRows, type Writing } from './customers.ts';
import type { Levels } from './levels.ts';
import { linkedCustomer, putLink } from './links.ts';
import { forgetMeta, writeMeta } from './meta.ts';
import { putNote } from './notes.ts';
import { prepareCase, type Incoming, type PreparedCase } from './prepare.ts';
import { useTags } from './tags.ts';
import { putUser } from './users.ts';

/** Above this many cases at once a list is read again rather than patched. */
export const maxNamed = 500;

/** Whether what a change shows in is known from it alone; a level or a colleague renamed shows in any row. */
export const namesItsCases = ({ entity }: Pick<Incoming, 'entity'>): boolean =>
  ['customer', 'note', 'link', 'plan'].includes(entity);

/** Where the feed's entities are kept. */
export interface FeedStore {
  readonly database: Database;
  readonly levels: Levels;
  readonly bodies: Bodies;
}

interface Applying extends FeedStore {
  readonly writing: Writing;
  readonly touched: Set<string>;
}

/** Applies one page of the feed; answers the cases touched. Inside the caller's transaction. */
export function applyChanges(store: FeedStore, changes: readonly Incoming[]): ReadonlySet<string> {
  const writing: Writing = { database: store.database, tally: createTally(), bodies: store.bodies.writer() };
  const applying: Applying = { ...store, writing, touched: new Set() };
  // Levels first: a case of the same page is measured against its level, and one that waited for it as well.
  const levels = changes.flatMap(change =>
    change.op === 'upsert' && change.entity === 'level' ? [change.data] : [],
  );
  for (const level of levels) store.levels.put(level);
  for (const level of levels) measureWaiting(applying, level.id);
  for (const change of changes) {
    if (change.op === 'delete') removeEntity(applying, change);
    else if (change.op === 'prepared') putCase(applying, upToDate(store, change));
    else putEntity(applying, change);
  }
  writing.tally.write(store.database);
  writing.bodies.write();
  return applying.touched;
}

type Upsert = Extract<Change, { op: 'upsert' }>;

function putCase({ database, writing, touched }: Applying, prepared: PreparedCase): void {
  putCustomer(writing, prepared);
  useTags(database, prepared.tags, prepared.reviewedAt);
  touched.add(prepared.id);
}

/** The case measured against its level as it is now, which may have come since it was prepared. */
function upToDate(store: FeedStore, prepared: PreparedCase): PreparedCase {
  const { levelId, levelVersion } = prepared.summary;
  return store.levels.get(levelId, levelVersion) === prepared.level
    ? prepared
    : measured(store, prepared.line);
}

function measured({ levels, bodies }: Pick<FeedStore, 'levels' | 'bodies'>, line: Uint8Array): PreparedCase {
  const customer = bodies.parse(line);
  return prepareCase(customer, levels.get(customer.levelId, customer.levelVersion), line);
}

/** Cases that came before their level did. */
function measureWaiting({ database, levels, bodies, writing, touched }: Applying, levelId: string): void {
  for (const row of unmeasuredRows(database, levelId)) {
    const line = bodies.line(row);
    if (!line) continue;
    const prepared = measured({ levels, bodies }, line);
    putCustomer(writing, prepared);
    touched.add(prepared.id);
  }
}

function putEntity(applying: Applying, change: Upsert): void {
  const { database, levels, touched } = applying;
  switch (change.entity) {
    case 'customer': {
      const { levelId, levelVersion } = change.data;
      putCase(applying, prepareCase(change.data, levels.get(levelId, levelVersion), lineOf(change)));
      return;
    }
    case 'level':
      // Put before everything else of its page.
      return;
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
    case 'link':
      putLink(database, change.data);
      // The case says which links were made for it.
      if (change.data.customerId) touched.add(change.data.customerId);
      return;
    case 'plan':
      writeMeta(database, 'plan', JSON.stringify(change.data));
      return;
    case 'transaction':
    case 'notice':
      // No screen shows them yet.
      return;
    case 'wipe':
      // An order to the device, carried out by whoever reads the feed; there is nothing to keep.
      return;
  }
}

function removeEntity(
  { database, levels, writing, touched }: Applying,
  change: { readonly entity: string; readonly id: string },
): void {
  switch (change.entity) {
    case 'customer':
      removeCustomer(writing, change.id);
      touched.add(change.id);
      return;
    case 'level':
      levels.remove(change.id);
      return;
    case 'user':
      database.prepare('DELETE FROM user WHERE id = ?').run(change.id);
      return;
    case 'link': {
      const customerId = linkedCustomer(database, change.id);
      if (customerId !== undefined) touched.add(customerId);
      database.prepare('DELETE FROM link WHERE id = ?').run(change.id);
      return;
    }
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
  for (const table of ['customer', 'customer_block', 'counter', 'level', 'user', 'note', 'tag', 'link']) {
    database.prepare(`DELETE FROM ${table}`).run();
  }
  database.prepare(`INSERT INTO search_long (search_long) VALUES ('delete-all')`).run();
  database.prepare(`INSERT INTO search_short (search_short) VALUES ('delete-all')`).run();
  forgetMeta(database, 'feed');
}
