import { problem as problemOf, type IpcProblem, type SyncState } from '../../../shared/ipc/index.ts';

const doubtful = new Set<string>([
  'backend_unreachable',
  'backend_slow',
  'backend_failing',
  'backend_unexpected',
  'backend_version',
  'cancelled',
  'engine_stopped',
]);

/** After these nobody here knows whether the backend did what it was asked for. */
export const isDoubtful = ({ kind }: IpcProblem): boolean => doubtful.has(kind);

/** What keeps a link from being made or revoked, known before it is tried. */
export type Standstill = 'away' | 'paused' | 'signed_out';

export function standstillOf(sync: SyncState | undefined): Standstill | undefined {
  if (sync?.network !== 'offline') return undefined;
  if (sync.paused) return 'paused';
  return sync.problem?.kind === 'signed_out' ? 'signed_out' : 'away';
}

export const standstillProblem = (why: Standstill): IpcProblem =>
  problemOf('needs_backend', why === 'away' ? {} : { detail: why });
