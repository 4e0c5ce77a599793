import { planSchema } from '../../../shared/api/links.ts';
import { policySchema, type Policy } from '../../../shared/api/session.ts';
import type { Clock, Compression, Database } from '../ports.ts';
import { createBodies } from './bodies.ts';
import { createChangeLog } from './change-log.ts';
import {
  commandAbout,
  countCommands,
  countLoneClaims,
  countUndoable,
  readCommand,
  readCommandsIn,
  readCommandsOf,
  readDecidedMarks,
  readSeen,
  type CommandCounts,
  type Moment,
} from './commands.ts';
import { countsOf } from './counters.ts';
import { rowOf } from './customers.ts';
import { hasDraft, readDraft } from './drafts.ts';
import { countLinks, readLinks, readLinksOf } from './links.ts';
import { applyChanges, forgetFeed, maxNamed, namesItsCases } from './feed.ts';
import { createLevels } from './levels.ts';
import { forgetMeta, readMeta, writeMeta, type MetaKey } from './meta.ts';
import { readNotes } from './notes.ts';
import { createIntake } from './prepare.ts';
import { forgetProjection, projectEntry } from './projection.ts';
import { beginBulkLoad, endBulkLoad, loadDirectly, writeAhead } from './bulk-load.ts';
import { readTags } from './tags.ts';
import type { Cache, Touched } from './types.ts';
import { readUser, readUsers } from './users.ts';
import { readViewed } from './viewed.ts';

/** The cache over an open, migrated database. Damage under it throws StorageError; whoever holds it discards the file. */
export function createCache(options: {
  readonly database: Database;
  readonly clock: Clock;
  readonly compression: Compression;
}): Cache {
  const { database, clock } = options;
  const bodies = createBodies(database, options.compression);
  const levels = createLevels(database);
  const changes = createChangeLog(maxNamed);
  let commandCounts: CommandCounts | undefined;
  let loneClaims: number | undefined;
  let sending: ReadonlySet<string> = new Set();
  const moment = (): Moment => ({ now: clock.now(), sending });

  /** Runs one transaction; whatever was remembered of the tables is forgotten when it rolls back. */
  function write<T>(work: () => T): T {
    commandCounts = undefined;
    loneClaims = undefined;
    try {
      return database.transaction(work);
    } catch (error) {
      levels.forget();
      throw error;
    }
  }

  /** A list can't be patched after a removal: the row that it holds is gone, or belongs to another case. */
  const touch = (customerIds: readonly string[] | null, outbox: boolean, removed = false): Touched => {
    const named = customerIds && customerIds.length <= maxNamed ? customerIds : null;
    changes.note(removed ? null : named);
    return { customerIds: named, outbox };
  };

  const projectedSeq = (): number => Number(readMeta(database, 'projectedSeq') ?? 0);

  /** Both are of one moment: the last page brings its time and is written with the time here. */
  const serverAheadMs = (): number => {
    const [theirs, ours] = [readMeta(database, 'lastServerTime'), readMeta(database, 'lastContact')];
    return theirs === undefined || ours === undefined ? 0 : Date.parse(theirs) - Date.parse(ours);
  };
  const serverNow = (): number => clock.now() + serverAheadMs();

  const policyIn = (key: MetaKey): Policy | undefined => {
    const policy = readMeta(database, key);
    return policy === undefined ? undefined : policySchema.parse(JSON.parse(policy));
  };

  return {
    database,

    cursor: () => readMeta(database, 'cursor'),
    intake: () => createIntake(levels),
    applyPage(page, cursor, serverTime) {
      const touched = write(() => {
        const ids = applyChanges({ database, levels, bodies }, page);
        writeMeta(database, 'cursor', cursor);
        writeMeta(database, 'lastServerTime', serverTime);
        writeMeta(database, 'lastContact', new Date(clock.now()).toISOString());
        return ids;
      });
      const named = page.every(namesItsCases);
      if (page.length === 0) return { customerIds: [], outbox: false };
      const removed = page.some(change => change.op === 'delete' && change.entity === 'customer');
      return touch(named ? [...touched] : null, false, removed);
    },
    syncMark: () => ({
      complete: readMeta(database, 'complete') === 'yes',
      lastSyncedAt: readMeta(database, 'lastSyncedAt'),
      lastServerTime: readMeta(database, 'lastServerTime'),
      serverAheadMs: serverAheadMs(),
    }),
    serverNow,
    markSynced(at, serverTime) {
      const first = readMeta(database, 'complete') !== 'yes';
      write(() => {
        if (first) endBulkLoad(database);
        writeMeta(database, 'complete', 'yes');
        writeMeta(database, 'lastSyncedAt', at);
        writeMeta(database, 'lastContact', at);
        writeMeta(database, 'lastServerTime', serverTime);
      });
      if (first) writeAhead(database);
    },
    reset() {
      write(() => {
        beginBulkLoad(database);
        forgetFeed(database);
      });
      loadDirectly(database);
      levels.forget();
      touch(null, false);
    },

    projectedSeq,
    project(entries) {
      const customerIds = new Set<string>();
      let outbox = false;
      write(() => {
        let last = projectedSeq();
        for (const entry of entries) {
          if (entry.seq <= last) continue;
          const projected = projectEntry(database, bodies, entry);
          if (projected.customerId !== undefined) customerIds.add(projected.customerId);
          outbox ||= projected.outbox;
          last = entry.seq;
        }
        writeMeta(database, 'projectedSeq', String(last));
      });
      return customerIds.size === 0 ? { customerIds: [], outbox } : touch([...customerIds], outbox);
    },
    forgetProjection() {
      write(() => {
        forgetProjection(database);
        forgetMeta(database, 'journal');
      });
      touch(null, true);
    },

    setSending(commandIds) {
      const others = [
        ...[...sending].filter(id => !commandIds.has(id)),
        ...[...commandIds].filter(id => !sending.has(id)),
      ];
      sending = commandIds;
      const customerIds = new Set(others.flatMap(id => commandAbout(database, id)?.customerId ?? []));
      return customerIds.size === 0
        ? { customerIds: [], outbox: others.length > 0 }
        : touch([...customerIds], true);
    },

    moment,
    revision: changes.revision,
    changedSince: changes.since,
    customer(id) {
      const row = rowOf(database, id);
      const line = row === undefined ? undefined : bodies.line(row);
      return line && bodies.parse(line);
    },
    level: levels.get,
    levels: levels.newest,
    user: id => readUser(database, id),
    users: () => readUsers(database),
    notes: customerId => readNotes(database, customerId),
    links: query => readLinks(database, query, serverNow()),
    linkCounts: () => countLinks(database, serverNow()),
    linksOf: customerId => readLinksOf(database, customerId),
    plan() {
      const plan = readMeta(database, 'plan');
      return plan === undefined ? undefined : planSchema.parse(JSON.parse(plan));
    },
    tags: limit => readTags(database, limit),
    policy: () => policyIn('policy'),
    notedPolicy: () => policyIn('notedPolicy'),
    lastContact: () => readMeta(database, 'lastContact'),
    draft: customerId => readDraft(database, customerId),
    hasBegun: ({ id, lastReview }) => hasDraft(database, id, lastReview?.at),
    viewed: customer => readViewed(database, customer),
    outboxRow: commandId => readCommand(database, commandId, moment()),
    decidedOn(commandId) {
      const seen = readSeen(database, commandId);
      return seen && bodies.parse(bodies.unpack(seen));
    },
    decidedMarks: commandId => readDecidedMarks(database, commandId),
    outboxOfCustomer: customerId => readCommandsOf(database, customerId, moment()),
    outboxInStates: (states, limit, listing) => readCommandsIn(database, states, limit, moment(), listing),
    outboxCounts() {
      commandCounts ??= countCommands(database);
      const { all, decisions } = commandCounts;
      return {
        waiting: decisions('queued') + decisions('sealed'),
        parked: all('parked'),
        applied: decisions('applied'),
      };
    },
    outboxTotals() {
      commandCounts ??= countCommands(database);
      loneClaims ??= countLoneClaims(database);
      const { all, decisions } = commandCounts;
      const undoable = countUndoable(database, moment());
      return {
        needsYou: all('parked'),
        undoable,
        waiting: decisions('queued') + decisions('sealed') - undoable + loneClaims,
        done: decisions('applied') + decisions('undone') + all('withdrawn') + all('superseded'),
      };
    },
    caseCount: () => countsOf(database, 'all').get('') ?? 0,
    close() {
      database.checkpoint();
      database.close();
    },
  };
}
