import { expect, it } from 'vitest';
import { emptyKind } from '../../../../src/renderer/src/queue/empty-kind.ts';
import type { QueueFilter, SyncState } from '../../../../src/shared/ipc/index.ts';
import { syncState } from '../../../support/window-bridge.ts';

const synced = { cases: 300, lastSyncedAt: '2026-11-21T12:00:00.000Z' };
const review: QueueFilter = { statuses: ['UNDER_REVIEW'] };

it.each<[string, QueueFilter, Partial<SyncState>, string]>([
  ['the first sync is under way', review, { activity: 'initial' }, 'arriving'],
  ['the backend was never reached', review, { network: 'offline' }, 'notFetched'],
  ['nobody has the name', { text: 'nobody' }, synced, 'notFound'],
  ['nobody in the view has the name', { ...review, text: 'nobody' }, synced, 'notFoundInView'],
  ['all that is asked for is done', review, synced, 'filtered'],
  ['the backend has no cases', review, { ...synced, cases: 0 }, 'none'],
])('an empty list says that %s', (_why, filter, sync, kind) => {
  expect(emptyKind({ filter, sort: 'sla' }, syncState(sync))).toBe(kind);
});
