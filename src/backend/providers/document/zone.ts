import { assertNever } from '../../../shared/result.ts';
import type { CheckedPart, ZoneReading } from '../reading/index.ts';
import { formatOf } from '../reading/index.ts';

const nameOf = (part: CheckedPart): string => {
  switch (part) {
    case 'documentNumber':
      return 'the document number';
    case 'dateOfBirth':
      return 'the date of birth';
    case 'expiry':
      return 'the date of expiry';
    case 'optional':
      return 'the personal number';
    case 'composite':
      return 'the whole zone';
    default:
      return assertNever(part);
  }
};

export interface ZoneFault {
  readonly code: 'badDocument.digitallyEdited' | 'imageQuality.unreadable';
  readonly state: 'alert' | 'rfi';
  readonly message: string;
}

/** Signs of which a check digit is taken that may be misread before a wrong digit says nothing about the document. */
const mostDoubts = 1;

/** Whether the first sign of the document number was not read: no number begins with a filler. */
const isCut = (
  { lines, doubts }: ZoneReading,
  { parts: { documentNumber } }: ReturnType<typeof formatOf>,
): boolean =>
  documentNumber !== undefined &&
  lines[documentNumber.line]?.charAt(documentNumber.from) === '<' &&
  doubts.some(([row, column]) => row === documentNumber.line && column === documentNumber.from);

/**
 * What the check digits of a zone say. One that is wrong where every sign was read alike is a sign of forgery; where signs
 * were in doubt, the picture is to blame. Each is looked at by itself: what is unclear in one part excuses no other.
 */
export function zoneFaults(zone: ZoneReading): readonly ZoneFault[] {
  const wrong = zone.checks.filter(({ ok }) => !ok).map(({ of }) => of);
  if (wrong.length === 0) return [];
  const single = wrong.filter(part => part !== 'composite');
  // The composite is wrong with every other; alone it speaks for itself.
  const named = single.length > 0 ? single : wrong;
  const format = formatOf(zone.format);
  const doubtsIn = (part: CheckedPart): number =>
    format.digits
      .filter(({ of }) => of === part)
      .flatMap(({ at, over }) => [at, ...over])
      .flatMap(({ line, from, length }) =>
        zone.doubts.filter(([row, column]) => row === line && column >= from && column < from + length),
      ).length;
  const clearly = named.filter(
    part => doubtsIn(part) <= mostDoubts && !(part === 'documentNumber' && isCut(zone, format)),
  );
  if (clearly.length === 0) {
    const message = 'The machine-readable zone can be read in part only: signs in it are unclear.';
    return [{ code: 'imageQuality.unreadable', state: 'rfi', message }];
  }
  const list = clearly.map(nameOf).join(' and ');
  const message = `The check digit of ${list} is wrong in the machine-readable zone (${zone.format}).`;
  return [{ code: 'badDocument.digitallyEdited', state: 'alert', message }];
}
