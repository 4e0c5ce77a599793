import { expect, test } from 'vitest';
import { createSyncView, type SyncFacts } from '../../../src/main/engine/sync-state.ts';
import { problem } from '../../../src/shared/ipc/problem.ts';

const facts = (over: Partial<Pick<SyncFacts, 'connection' | 'feed' | 'replay'>>): SyncFacts => ({
  connection: { network: 'online', paused: false },
  feed: { activity: 'idle' },
  replay: { sending: false },
  mark: { complete: true, lastSyncedAt: undefined, lastServerTime: undefined, serverAheadMs: 0 },
  cases: 0,
  documentsWaiting: 0,
  outbox: { waiting: 0, parked: 0 },
  ...over,
});

const full = { activity: 'idle', problem: problem('disk_full') } as const;
const refused = { sending: false, problem: problem('backend_failing') } as const;

test('of several problems the one that came up last is shown, and the other when it is over', () => {
  const view = createSyncView();
  expect(view(facts({ feed: full })).problem?.kind).toBe('disk_full');
  expect(view(facts({ feed: full, replay: refused })).problem?.kind).toBe('backend_failing');
  expect(view(facts({ feed: full })).problem?.kind).toBe('disk_full');
});

test('[DEV-4] a rollback stays in sight with its figures, whatever comes up after it', () => {
  const view = createSyncView();
  const counted = problem('journal_behind', { counts: { backend: 4, journal: 2 } });
  const feed = { activity: 'idle', problem: counted } as const;
  expect(view(facts({ feed })).problem).toBe(counted);
  expect(view(facts({ feed, replay: refused })).problem).toBe(counted);
  const bare = problem('journal_behind', { detail: 'sequence_reused', counts: {} });
  expect(view(facts({ feed, replay: { sending: false, problem: bare } })).problem).toBe(counted);
  // The feed tries again, and meanwhile knows of nothing.
  expect(view(facts({ replay: { sending: false, problem: bare } })).problem).toBe(counted);
  expect(view(facts({})).problem).toBeUndefined();
  expect(view(facts({ feed: full, replay: { sending: false, problem: bare } })).problem).toBe(bare);
});
