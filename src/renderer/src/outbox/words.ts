import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
import { parkedShort, supersededWords } from '../decisions/index.ts';
import { count, ranges } from '../ui/index.ts';

/** The line under a name: what was decided and where it stands; `ahead`: how many are to be sent before it, if known. */
export function itemLine(item: OutboxItem, now: number, ahead?: number): string {
  return `${item.summary} · ${stateWords(item, now, ahead)}`;
}

/** Where a decision stands, in a few words. */
export function stateWords(item: OutboxItem, now: number, ahead?: number): string {
  switch (item.state) {
    case 'undoable': {
      const left = item.undoUntil ? Math.ceil((Date.parse(item.undoUntil) - now) / 1000) : 0;
      return left > 0 ? `undo for ${left} s` : 'about to be queued';
    }
    case 'queued':
      if (ahead === undefined) return 'waiting to be sent';
      return ahead > 0 ? `after ${count(ahead)} other${ahead === 1 ? '' : 's'}` : 'next to be sent';
    case 'sending':
      return 'being sent';
    case 'parked':
      return parkedShort(item.parked, item.type);
    case 'applied':
      return item.appliedVersion === undefined ? 'applied' : `applied, version ${item.appliedVersion}`;
    case 'undone':
      return 'undone';
    case 'withdrawn':
      return 'withdrawn';
    case 'superseded':
      return supersededWords(item);
    default:
      return assertNever(item.state);
  }
}

/** Said once a decision was handed to a supervisor. */
export const handedOverWords = (online: boolean): string =>
  online
    ? 'Handed to a supervisor.'
    : 'Handed to a supervisor. It is sent as soon as the backend can be reached.';

/** Which pages of a document were looked at: "pages 1–3 seen" says nothing of a fourth. */
export function pagesSeenWords(pages: readonly number[]): string {
  if (pages.length === 0) return 'not looked at';
  return `${pages.length === 1 ? 'page' : 'pages'} ${ranges(pages)} seen`;
}
