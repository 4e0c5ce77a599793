import type { QueueView, SyncState } from '../../../shared/ipc/index.ts';
import { isFiltered } from './view-words.ts';

/** Why a list of cases is empty. */
export type EmptyKind =
  /** No case has the text; `notFoundInView` where other filters kept some from being searched. */
  | 'notFound'
  | 'notFoundInView'
  /** The first sync is under way, or has not been possible yet. */
  | 'arriving'
  | 'notFetched'
  | 'filtered'
  | 'none';

/** Why this view shows nothing: what was never fetched must not look like work that is done. */
export function emptyKind(view: QueueView, sync: SyncState | undefined): EmptyKind {
  const { text, ...rest } = view.filter;
  if (sync?.activity === 'initial') return 'arriving';
  if (sync && sync.cases === 0 && sync.lastSyncedAt === undefined) return 'notFetched';
  if (text !== undefined) return isFiltered({ ...view, filter: rest }) ? 'notFoundInView' : 'notFound';
  return isFiltered(view) && sync?.cases !== 0 ? 'filtered' : 'none';
}
