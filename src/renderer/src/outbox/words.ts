import type { OutboxItem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
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
      return parkedShort(item);
    case 'applied':
      return item.appliedVersion === undefined ? 'applied' : `applied, version ${item.appliedVersion}`;
    case 'undone':
      return 'undone';
    case 'withdrawn':
      return 'withdrawn';
    case 'superseded':
      return 'decided again';
    default:
      return assertNever(item.state);
  }
}

/** Why it can't be told of a decision whether it arrived, by the code that it was parked with. */
const uncertain: Readonly<Record<string, string>> = {
  device_replaced:
    'It was not answered when this device was registered anew, so it can’t be told whether it arrived.',
  answer_unreadable: 'The backend’s answer can’t be read, so it can’t be told whether it was applied.',
};

/** Whether a parked decision may have been applied all the same. */
export const isUncertain = ({ parked }: OutboxItem): boolean =>
  parked?.code !== undefined && parked.code in uncertain;

function parkedShort(item: OutboxItem): string {
  switch (item.parked?.result) {
    case 'conflict':
      return 'the case has changed since';
    case 'locked':
      return 'somebody else holds the case';
    case 'held':
      return 'a decision before it was not applied';
    case 'refused':
      return 'refused by the backend';
    default:
      return isUncertain(item) ? 'arrival unknown' : 'not applied';
  }
}

/**
 * Why a parked decision was not applied, in a sentence or two, ending with where that leaves the case. The backend's own
 * words are there where it alone knows the reason; elsewhere they would only say the same again.
 */
export function parkedReason(item: OutboxItem): string {
  const unchanged = 'Your decision has changed nothing at the backend.';
  const said = item.parked?.detail;
  switch (item.parked?.result) {
    case 'conflict':
      return item.parked.code === 'evidence_changed'
        ? `The documents that you decided on were replaced before it arrived. ${unchanged}`
        : `What you decided on was changed before it arrived. ${unchanged}`;
    case 'locked':
      return `Somebody else was checking the case when it arrived. ${unchanged}`;
    case 'held':
      return `It builds on an earlier decision of yours that was not applied. Settle that one first. ${unchanged}`;
    case 'refused':
      return said ? `The backend said: ${said} ${unchanged}` : `The backend gave no reason. ${unchanged}`;
    default:
      return isUncertain(item)
        ? `${uncertain[item.parked?.code ?? '']} Look at the case as it is now; decide again or withdraw it.`
        : `It could not be sent${said ? `: ${said.replace(/\.$/, '')}` : ''}. ${unchanged}`;
  }
}
