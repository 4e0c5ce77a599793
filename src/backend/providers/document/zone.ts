import { assertNever } from '../../../shared/result.ts';
import { formatOf, type CheckedPart, type Stretch, type ZoneReading } from '../reading/index.ts';

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

/**
 * Where the signs stand of which each check digit is taken, with the digit. On a card a filler in its place says that the
 * number goes on in the optional part (ICAO 9303-5, 4.2.2.1, note j).
 */
function signsOf({ format: name, lines }: ZoneReading): (part: CheckedPart) => readonly Stretch[] {
  const { digits, parts } = formatOf(name);
  return part =>
    digits
      .filter(({ of }) => of === part)
      .flatMap(({ at, over }) => {
        const goesOn = part === 'documentNumber' && name !== 'TD3' && lines[at.line]?.charAt(at.from) === '<';
        return [at, ...over, ...(goesOn && parts.optional ? [parts.optional] : [])];
      });
}

/**
 * What the check digits of a zone say. One that is wrong where every sign was read alike is a sign of forgery; where signs
 * were in doubt, the picture is to blame: two of them or one that was not read at all, which stands as a filler and which
 * some sign would always put right. Each is looked at by itself: what is unclear in one part excuses no other that is
 * clear, but one doubtful sign counts in a picture that has nothing worse alone.
 */
export function zoneFaults(zone: ZoneReading): readonly ZoneFault[] {
  const wrong = zone.checks.filter(({ ok }) => !ok).map(({ of }) => of);
  if (wrong.length === 0) return [];
  const single = wrong.filter(part => part !== 'composite');
  // The composite is wrong with every other; alone it speaks for itself.
  const named = single.length > 0 ? single : wrong;
  const stretches = signsOf(zone);
  const doubtsIn = (part: CheckedPart) =>
    stretches(part).flatMap(({ line, from, length }) =>
      zone.doubts.filter(([row, column]) => row === line && column >= from && column < from + length),
    );
  const isUnclear = (part: CheckedPart): boolean => {
    const doubts = doubtsIn(part);
    return (
      doubts.length > mostDoubts || doubts.some(([row, column]) => zone.lines[row]?.charAt(column) === '<')
    );
  };
  const clearly = named.some(isUnclear) ? named.filter(part => doubtsIn(part).length === 0) : named;
  if (clearly.length === 0) {
    const message = 'The machine-readable zone can be read in part only: signs in it are unclear.';
    return [{ code: 'imageQuality.unreadable', state: 'rfi', message }];
  }
  const list = clearly.map(nameOf).join(' and ');
  const message = `The check digit of ${list} is wrong in the machine-readable zone (${zone.format}).`;
  return [{ code: 'badDocument.digitallyEdited', state: 'alert', message }];
}
