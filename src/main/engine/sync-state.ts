import type { SyncState } from '../../shared/ipc/state.ts';
import type { Cache } from './cache/index.ts';
import type { ConnectionState } from './connection/index.ts';
import type { ReplayState } from './outbox/index.ts';
import type { FeedState } from './sync/index.ts';

export interface SyncFacts {
  readonly connection: ConnectionState;
  readonly feed: FeedState;
  readonly replay: ReplayState;
  readonly mark: ReturnType<Cache['syncMark']>;
  readonly cases: number;
  readonly documentsWaiting: number;
  readonly outbox: { readonly waiting: number; readonly parked: number };
}

/** What the window shows of sync: the connection's word on the network, the feed's on the copy, the replay's on sending. */
export function syncStateOf(facts: SyncFacts): SyncState {
  const { connection, feed, replay, mark, outbox } = facts;
  const problem = connection.problem ?? replay.problem ?? feed.problem;
  const nextAttemptAt = connection.nextAttemptAt ?? replay.nextAttemptAt;
  return {
    network: connection.network,
    paused: connection.paused,
    ...(problem ? { problem } : {}),
    // The first full copy is what everybody waits for; after it, sending matters more than what comes in.
    activity: feed.activity === 'initial' ? 'initial' : replay.sending ? 'sending' : feed.activity,
    ...(feed.progress ? { progress: feed.progress } : {}),
    ...(mark.lastSyncedAt === undefined ? {} : { lastSyncedAt: mark.lastSyncedAt }),
    ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
    cases: facts.cases,
    documentsWaiting: facts.documentsWaiting,
    waiting: outbox.waiting,
    parked: outbox.parked,
  };
}
