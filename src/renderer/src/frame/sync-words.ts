import type { SyncState } from '../../../shared/ipc/index.ts';
import { coarse, count, moment, type Tone } from '../ui/index.ts';

export interface SyncWords {
  readonly tone: Tone;
  readonly text: string;
}

const decisions = (waiting: number): string =>
  `${count(waiting)} decision${waiting === 1 ? '' : 's'} waiting`;

/** "as of 12:03": how old what is on the screen may be. */
export const asOf = (sync: SyncState, now: number): string =>
  sync.lastSyncedAt === undefined ? 'not synced yet' : `as of ${moment(sync.lastSyncedAt, now)}`;

/** The state of sync in one line: network first, then freshness, then what waits to be sent. */
export function syncWords(sync: SyncState, now: number): SyncWords {
  const waiting = sync.waiting > 0 ? ` · ${decisions(sync.waiting)}` : '';
  if (sync.problem?.kind === 'signed_out')
    return { tone: 'no', text: `Signed out · sign in again${waiting}` };
  if (sync.network === 'offline') {
    const offline = sync.paused ? 'Working offline' : 'Offline';
    return { tone: 'wait', text: `${offline} · ${asOf(sync, now)}${waiting}` };
  }
  if (sync.network === 'connecting')
    return { tone: 'wait', text: `Connecting · ${asOf(sync, now)}${waiting}` };
  switch (sync.activity) {
    case 'initial':
      return { tone: 'accent', text: `Syncing ${progressWords(sync) ?? ''}`.trim() };
    case 'sending':
    case 'incremental':
    case 'idle': {
      // What is sent may be no more than the start of a check, which is no decision to be told of.
      if (sync.activity === 'sending' && sync.waiting > 0)
        return { tone: 'accent', text: `Sending ${decisions(sync.waiting).replace(' waiting', '')}` };
      // Online, and yet something is not sent or fetched: the panel says what.
      if (sync.problem) return { tone: 'no', text: `Online · needs attention${waiting}` };
      const age = sync.lastSyncedAt === undefined ? undefined : now - Date.parse(sync.lastSyncedAt);
      const synced = age === undefined ? 'not synced yet' : `synced ${coarse(age)} ago`;
      return { tone: 'ok', text: `Online · ${synced}${waiting}` };
    }
  }
}

/** What a screen reader hears when it changes: the network alone, without the figures. */
export function networkWords(sync: SyncState): string {
  if (sync.problem?.kind === 'signed_out') return 'Signed out at the backend';
  if (sync.network === 'online') return 'Online';
  if (sync.network === 'connecting') return 'Connecting';
  return sync.paused ? 'Working offline' : 'Offline';
}

/** When something that needs no undoing is sent; what was written is kept here in each of these states. */
export function sendingWords(sync: SyncState): string {
  if (sync.problem?.kind === 'signed_out') return 'It is kept here and sent once you have signed in again.';
  if (sync.network === 'offline')
    return sync.paused
      ? 'You are working offline: it is kept here and sent when you go online again.'
      : 'You are offline: it is kept here and sent when the backend can be reached.';
  if (sync.network === 'connecting') return 'It is kept here and sent once the connection stands.';
  return sync.problem
    ? 'It is kept here and sent, unless what needs attention stands in its way.'
    : 'It is sent at once.';
}

/** "7,912 of 12,408", as far as the total is known. */
export function progressWords(sync: SyncState): string | undefined {
  if (sync.progress === undefined) return undefined;
  const { done, total } = sync.progress;
  return total === undefined ? count(done) : `${count(done)} of ${count(total)}`;
}
