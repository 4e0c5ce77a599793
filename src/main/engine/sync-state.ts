import type { IpcProblem } from '../../shared/ipc/problem.ts';
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

const sources = ['connection', 'replay', 'feed'] as const;
type Source = (typeof sources)[number];
type Standing = Pick<SyncState, 'problem' | 'nextAttemptAt'>;

/** A rollback is told of by whatever comes upon it; whoever has figures says more. */
function alarm({ kind, counts = {} }: IpcProblem): number {
  if (kind !== 'journal_behind') return 0;
  return Object.keys(counts).length > 0 ? 2 : 1;
}

/**
 * What the window shows of sync: the connection's word on the network, the feed's on the copy, the replay's on sending;
 * of several problems that stand, the one that came up last, but a rollback before all others: nothing is sent until a
 * person has seen to it. Asked at every change of any of them.
 */
export function createSyncView(): (facts: SyncFacts) => SyncState {
  const standing = new Map<Source, { readonly problem: IpcProblem; readonly turn: number }>();
  let turn = 0;
  /** The rollback that was told of with figures, as long as any is: whoever found them may be trying again. */
  let counted: IpcProblem | undefined;

  const latest = (facts: SyncFacts): Standing => {
    for (const source of sources) {
      const { problem } = facts[source];
      if (!problem) standing.delete(source);
      else if (standing.get(source)?.problem !== problem) standing.set(source, { problem, turn: ++turn });
    }
    const [newest] = [...standing].toSorted(
      ([, a], [, b]) => alarm(b.problem) - alarm(a.problem) || b.turn - a.turn,
    );
    const loudness = newest ? alarm(newest[1].problem) : 0;
    if (loudness !== 1) counted = loudness === 2 ? newest?.[1].problem : undefined;
    if (!newest) return {};
    const [source, { problem: found }] = newest;
    const problem = counted ?? found;
    const { nextAttemptAt } = facts[source];
    return { problem, ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }) };
  };

  return facts => {
    const { connection, feed, replay, mark, outbox } = facts;
    return {
      network: connection.network,
      paused: connection.paused,
      ...latest(facts),
      // The first full copy is what everybody waits for; after it, sending matters more than what comes in.
      activity: feed.activity === 'initial' ? 'initial' : replay.sending ? 'sending' : feed.activity,
      ...(feed.progress ? { progress: feed.progress } : {}),
      ...(mark.lastSyncedAt === undefined ? {} : { lastSyncedAt: mark.lastSyncedAt }),
      serverAheadMs: mark.serverAheadMs,
      cases: facts.cases,
      documentsWaiting: facts.documentsWaiting,
      waiting: outbox.waiting,
      parked: outbox.parked,
    };
  };
}
