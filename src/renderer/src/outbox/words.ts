import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
import { parkedShort, supersededWords } from '../decisions/index.ts';
import { count } from '../ui/index.ts';

/** The line under a name: what was decided and where it stands; `ahead`: how many are to be sent before it, if known. */
export function itemLine(item: OutboxItem, now: number, ahead?: number): string {
  return `${item.summary} · ${stateWords(item, now, ahead)}`;
}

function stateWords(item: OutboxItem, now: number, ahead: number | undefined): string {
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
      return parkedShort(item.parked);
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
