import type { AppState } from '../../shared/ipc/state.ts';
import type { IpcProblem } from '../../shared/ipc/problem.ts';
import type { OpenedCache } from './cache/index.ts';

export type Notice = AppState['notices'][number];

/** Why the cases are fetched again; nothing decided is ever only in the cache. */
export function cacheNotice(id: string, rebuilt: NonNullable<OpenedCache['rebuilt']>): Notice {
  const why =
    rebuilt === 'damaged'
      ? 'The local copy of the cases was damaged'
      : 'The local copy of the cases was written by a newer version';
  return {
    id,
    kind: 'cache_rebuilt',
    text: `${why} and is being fetched again. Your decisions are kept in the journal and are not affected.`,
  };
}

/** The cases were thrown away because policy lets nobody keep them that long without the backend. */
export const ageNotice = (id: string): Notice => ({
  id,
  kind: 'policy',
  text: 'The cases on this workstation were older than your organisation allows and are being fetched again. Your decisions are kept in the journal and are not affected.',
});

/** What opening the journal found, in numbers. */
export function journalNotice(id: string, finding: IpcProblem): Notice {
  const { saved = 0, unreadable = 0, missing = 0 } = finding.counts ?? {};
  const damaged = finding.kind === 'journal_damaged';
  const lost = [
    unreadable > 0 ? `${unreadable} could not be read` : '',
    missing > 0 ? `${missing} that were known before are missing` : '',
  ].filter(part => part !== '');
  const opening = damaged
    ? 'The journal was damaged and has been set aside'
    : 'The journal is older than what was known of it';
  const loss = lost.length > 0 ? lost.join(', ') : 'none is known to be missing';
  const kind = damaged ? 'journal_salvaged' : 'rollback';
  return { id, kind, text: `${opening}: ${saved} entries are here, ${loss}.` };
}

/** For whoever has just registered the device anew and has to unlock to go on. */
export const registeredNotice = (id: string): Notice => ({
  id,
  kind: 'device',
  text: 'This device is registered anew. Unlock to go on.',
});

/** The device was registered anew; so many of its decisions had not been answered. */
export function deviceNotice(id: string, unfinished: number): Notice {
  const waiting =
    unfinished === 0
      ? 'No decision was on its way.'
      : `${unfinished} ${unfinished === 1 ? 'decision' : 'decisions'} made before can’t be sent as ${unfinished === 1 ? 'it is' : 'they are'}: see the outbox.`;
  return { id, kind: 'device', text: `This device is registered anew. ${waiting}` };
}

export function clockNotice(id: string, byMs: number): Notice {
  const minutes = Math.round(Math.abs(byMs) / 60_000);
  const direction = byMs > 0 ? 'forward' : 'back';
  return {
    id,
    kind: 'clock_jump',
    text: `This computer's clock jumped ${direction} by ${minutes} minutes. Times of decisions may look out of order.`,
  };
}
