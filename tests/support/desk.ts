import type { Cache } from '../../src/main/engine/cache/index.ts';
import type { Journal } from '../../src/main/engine/journal/index.ts';
import {
  createOutboxView,
  createParked,
  createRecord,
  createReview,
  createShown,
  readCaseView,
  type Desk,
} from '../../src/main/engine/review/index.ts';
import type { CommandResult } from '../../src/shared/domain/command.ts';
import type { Customer, Document } from '../../src/shared/domain/customer.ts';
import type { Role } from '../../src/shared/domain/status.ts';
import type { CaseView } from '../../src/shared/ipc/case.ts';
import { onTestFinished } from 'vitest';
import { cacheFaults, type CacheFaults } from './cache-faults.ts';
import { testCache } from './cache.ts';
import { upsertOf } from './customer.ts';
import { temporaryDirectory } from './directory.ts';
import { openJournal } from './journal.ts';
import { testPorts } from './ports.ts';
import { testTime, type TestTime } from './time.ts';
import { newVault } from './vault.ts';

export const deskStart = Date.UTC(2026, 0, 15, 9);
export const deskUser = 'u-me';

export interface TestDesk {
  readonly desk: Desk;
  readonly cache: Cache;
  readonly journal: Journal;
  readonly time: TestTime;
  /** Whether the cache's disk has room. */
  readonly disk: Pick<CacheFaults, 'fill' | 'clear'>;
  readonly review: ReturnType<typeof createReview>;
  readonly parked: ReturnType<typeof createParked>;
  readonly outbox: ReturnType<typeof createOutboxView>;
  view(customerId: string): CaseView;
  /** The version of the case that a window has been shown by now. */
  shown(customerId: string): number;
  /** The bytes of this document have arrived and had their hash. */
  arrives(document: Pick<Document, 'sha256'>): void;
  /** They have been thrown away to make room. */
  leaves(document: Pick<Document, 'sha256'>): void;
  /** The feed brings this case. */
  sync(...customers: readonly Customer[]): void;
  /** The backend answers a command that was sealed and sent. */
  answer(commandId: string, result: Omit<CommandResult, 'id' | 'status'>): void;
}

/** What an analyst works with, over a real journal and a real cache, without a backend. */
export async function testDesk(
  options: { readonly roles?: readonly Role[]; readonly journalDirectory?: string } = {},
): Promise<TestDesk> {
  const time = testTime(deskStart);
  const ports = testPorts({ directory: temporaryDirectory(), time });
  const disk = cacheFaults(ports.databases);
  const cache = testCache({ ...ports, databases: disk.databases });
  const place = options.journalDirectory ? testPorts({ directory: options.journalDirectory, time }) : ports;
  const journal = await openJournal(place, await newVault(place));
  onTestFinished(() => journal.close());
  const record = createRecord({
    journal,
    cache,
    touched: () => undefined,
    cacheFailed: why => {
      if (why.kind !== 'disk_full') throw new Error(why.kind, { cause: why });
    },
  });
  const here = new Set<string>();
  const documents: Desk['documents'] = {
    verified: ({ sha256 }) => here.has(sha256),
    localState: ({ sha256 }) => (here.has(sha256) ? 'ready' : 'waiting'),
  };
  const view = (customerId: string): CaseView => {
    const read = readCaseView(desk, documents, customerId);
    if (!read.ok) throw new Error(read.problem.kind);
    return read.value;
  };
  const desk: Desk = {
    cache,
    newId: ports.newId,
    record,
    user: { id: deskUser, roles: options.roles ?? ['analyst'] },
    deviceId: 'd-1',
    documents,
    shown: createShown(),
    serverClock: () => ({ lastServerTime: null, elapsedMs: null }),
  };
  let deviceSeq = 0;
  return {
    desk,
    cache,
    journal,
    time,
    disk,
    review: createReview(desk),
    parked: createParked(desk),
    outbox: createOutboxView({ cache, journal }),
    view,
    shown: customerId => view(customerId).customer.version,
    arrives: ({ sha256 }) => void here.add(sha256),
    leaves: ({ sha256 }) => void here.delete(sha256),
    sync: (...customers) => {
      const now = new Date(time.clock.now()).toISOString();
      cache.applyPage(
        customers.map((customer, index) => upsertOf(customer, index)),
        'cursor',
        now,
      );
    },
    answer: (commandId, result) => {
      const hash = 'c'.repeat(64);
      deviceSeq += 1;
      const answered = record([
        { kind: 'sealed', commandId, deviceSeq, prevHash: hash, hash, signature: 's' },
        { kind: 'answered', commandId, result: { id: commandId, status: 200, ...result } },
      ]);
      if (!answered.ok) throw new Error(answered.problem.kind);
    },
  };
}

/** The value of a result that must be one. */
export function valueOf<T, P extends { readonly kind: string }>(
  result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: P },
): T {
  if (!result.ok) throw new Error(`refused: ${JSON.stringify(result.problem)}`);
  return result.value;
}

/** Marks every item of the open check as approved, once its documents are here. */
export function approveEverything({ review, view, arrives }: TestDesk, customerId: string): void {
  const { customer, items } = view(customerId);
  customer.documents.forEach(arrives);
  for (const { item } of items) {
    const verdict = { item, verdict: 'approved' as const, reasons: [] };
    valueOf(review.mark({ customerId, version: customer.version, verdict }));
  }
}
