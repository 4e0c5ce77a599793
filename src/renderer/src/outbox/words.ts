import type { OutboxDetail, OutboxItem } from '../../../shared/ipc/index.ts';
import { assertNever } from '../../../shared/result.ts';
import { count, moment } from '../ui/index.ts';

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
      return 'withdrawn by you';
    case 'superseded':
      return 'decided again';
    default:
      return assertNever(item.state);
  }
}

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
      return item.parked?.code === 'device_replaced' ? 'arrival unknown' : 'not applied';
  }
}

/** Why a parked decision was not applied, in a sentence or two, ending with where that leaves the case. */
export function parkedReason(detail: OutboxDetail, now: number): string {
  const { item } = detail;
  const when = moment(item.decidedAt, now);
  const what = `You decided on ${item.customerName} at ${when}.`;
  const unchanged = 'Nothing has changed at the backend.';
  const said = item.parked?.detail ? ` ${item.parked.detail}` : '';
  switch (item.parked?.result) {
    case 'conflict':
      return `${what} The case has changed since, so the decision was made on something that is no longer current.${said} ${unchanged}`;
    case 'locked':
      return `${what} Somebody else was checking the case when it arrived.${said} ${unchanged}`;
    case 'held':
      return `${what} It builds on an earlier decision of yours that was not applied. Settle that one first.${said} ${unchanged}`;
    case 'refused':
      return `${what} The backend refused it.${said} ${unchanged}`;
    default:
      if (item.parked?.code === 'device_replaced')
        return `${what} It was not answered when this device was registered anew, so it can’t be told whether it arrived. Look at the case as it is now; decide again or withdraw it.`;
      return `${what} It was not applied.${said} ${unchanged}`;
  }
}
