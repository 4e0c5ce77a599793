import type { CommandType } from '../../../shared/domain/index.ts';
import type { Parked } from '../../../shared/ipc/index.ts';

/** Why it can't be told of a decision whether it arrived, by the code that it was parked with. */
const uncertain: Readonly<Record<string, string>> = {
  device_replaced:
    'It was not answered when this device was registered anew, so it can’t be told whether it arrived.',
  answer_unreadable: 'The backend’s answer can’t be read, so it can’t be told whether it was applied.',
};

/** Whether a parked decision may have been applied all the same. */
export const isUncertain = (parked: Parked | undefined): boolean =>
  parked?.code !== undefined && Object.hasOwn(uncertain, parked.code);

/** Whether it was applied, as far as that can be told. */
export const parkedTitle = (parked: Parked | undefined): string =>
  isUncertain(parked) ? 'Perhaps not applied' : 'Not applied';

/** Why it is parked, in half a sentence; `type` says what was decided. */
export function parkedShort(parked: Parked | undefined, type: CommandType): string {
  switch (parked?.result) {
    case 'conflict':
      return type === 'screening.resolve' ? 'the hit has changed since' : 'the case has changed since';
    case 'locked':
      return 'somebody else holds the case';
    case 'held':
      return 'a decision before it was not applied';
    case 'refused':
      return 'refused by the backend';
    default:
      return isUncertain(parked) ? 'arrival unknown' : 'not applied';
  }
}

function conflictWords(code: string | undefined, type: CommandType): string {
  if (type === 'screening.resolve')
    return 'Before it arrived, a colleague had marked this hit, or it had come to say something else.';
  return code === 'evidence_changed'
    ? 'The documents that you decided on were replaced before it arrived.'
    : 'What you decided on was changed before it arrived.';
}

/**
 * Why a parked decision was not applied, in a sentence or two, ending with where that leaves the case. The backend's own
 * words are there where it alone knows the reason; elsewhere they would only say the same again.
 */
export function parkedReason(parked: Parked | undefined, type: CommandType): string {
  const unchanged = 'Your decision has changed nothing at the backend.';
  const said = parked?.detail;
  switch (parked?.result) {
    case 'conflict':
      return `${conflictWords(parked.code, type)} ${unchanged}`;
    case 'locked':
      return `Somebody else was checking the case when it arrived. ${unchanged}`;
    case 'held':
      return `It builds on an earlier decision of yours that was not applied. Settle that one first. ${unchanged}`;
    case 'refused':
      return said ? `The backend said: ${said} ${unchanged}` : `The backend gave no reason. ${unchanged}`;
    default:
      return isUncertain(parked)
        ? `${uncertain[parked?.code ?? '']} Look at the case as it is now; decide again or withdraw it.`
        : `It could not be sent${said ? `: ${said.replace(/\.$/, '')}` : ''}. ${unchanged}`;
  }
}
