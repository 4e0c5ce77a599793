import { checkDigit } from '../../../../shared/domain/index.ts';
import {
  placeKinds,
  textAt,
  type CheckDigitPlace,
  type CheckedPart,
  type PlaceKind,
  type Stretch,
  type ZoneFormat,
} from './formats.ts';
import { asKind, confusables } from './signs.ts';

/** One opinion on what stands at a place. */
export interface Vote {
  readonly sign: string;
  /** More than 0; the votes of a place are compared with each other alone. */
  readonly weight: number;
}

/** The votes on every place, line by line. */
export type Ballot = readonly (readonly (readonly Vote[])[])[];

export interface Check {
  readonly of: CheckedPart;
  readonly ok: boolean;
}

/** A zone as it is taken to read. */
export interface SettledZone {
  readonly format: ZoneFormat;
  readonly lines: readonly string[];
  /** With the most votes alone, before a check digit had a say. */
  readonly asRead: readonly string[];
  readonly checks: readonly Check[];
  /** Places on which the votes were not one, `[line, column]`. */
  readonly doubts: readonly (readonly [line: number, column: number])[];
}

interface Cell {
  /** What may stand here, the likeliest first, with how much worse than the first each is. */
  readonly choices: readonly { readonly sign: string; readonly loss: number }[];
  readonly isSure: boolean;
}

/** Share of the votes above which a place is not put in doubt by those that are left. */
const sureShare = 0.85;
const confusedLoss = 0.9;

function cellOf(votes: readonly Vote[], kind: PlaceKind): Cell {
  const sums = new Map<string, number>();
  for (const { sign, weight } of votes) {
    const meant = asKind(sign, kind);
    // A sign of the other kind counts less than one that may stand here as it was read.
    if (meant !== undefined) sums.set(meant, (sums.get(meant) ?? 0) + (meant === sign ? weight : weight / 2));
  }
  const ranked = [...sums].toSorted((a, b) => b[1] - a[1]);
  const total = ranked.reduce((sum, [, weight]) => sum + weight, 0);
  const [first] = ranked;
  if (!first) return { choices: [{ sign: '<', loss: 0 }], isSure: false };
  const isSure = first[1] / total >= sureShare && total >= 0.8;
  const choices = ranked.map(([sign, weight]) => ({ sign, loss: (first[1] - weight) / total }));
  if (!isSure) {
    for (const sign of choices.flatMap(choice => confusables(choice.sign, kind))) {
      if (!choices.some(choice => choice.sign === sign)) choices.push({ sign, loss: confusedLoss });
    }
  }
  return { choices, isSure };
}

const joined = (lines: readonly string[], stretches: readonly Stretch[]): string =>
  stretches.map(stretch => textAt(lines, stretch)).join('');

/** Whether one check digit is right. An optional part that is empty may leave a filler for it (ICAO 9303-4, 4.2.2.2). */
export function isRight(lines: readonly string[], { of, at, over }: CheckDigitPlace): boolean {
  const stated = textAt(lines, at);
  const text = joined(lines, over);
  if (of === 'optional' && stated === '<') return /^<*$/.test(text);
  // No number begins with a filler: its first sign was lost, and others would be changed until the digit fits.
  if (of === 'documentNumber' && text.startsWith('<')) return false;
  return stated === checkDigit(text);
}

/**
 * The document number of a card that is longer than nine characters goes on in the optional part: a filler stands for
 * its check digit, which follows the rest (ICAO 9303-5, 4.2.2.1, note j).
 */
export function longNumber(format: ZoneFormat, lines: readonly string[]): string | undefined {
  const { documentNumber, optional } = format.parts;
  if (format.name === 'TD3' || !documentNumber || !optional) return undefined;
  const place = format.digits.find(({ of }) => of === 'documentNumber');
  if (!place || textAt(lines, place.at) !== '<') return undefined;
  const rest = textAt(lines, optional).split('<', 1)[0] ?? '';
  return rest.length < 2 ? undefined : textAt(lines, documentNumber) + rest;
}

/** Every check digit of a zone, in the order of the format, with whether it is right. */
export function checksOf(format: ZoneFormat, lines: readonly string[]): readonly Check[] {
  const long = longNumber(format, lines);
  return format.digits.map(place => ({
    of: place.of,
    ok:
      place.of === 'documentNumber' && long !== undefined
        ? !long.startsWith('<') && long.endsWith(checkDigit(long.slice(0, -1)))
        : isRight(lines, place),
  }));
}

const mostTrials = 3000;

/** Changes the doubtful places of one check digit, the least unlikely first, until it is right; undefined when it never is. */
function repaired(
  lines: readonly string[],
  place: CheckDigitPlace,
  cells: readonly (readonly Cell[])[],
  proved: readonly Stretch[],
): readonly string[] | undefined {
  const open = [place.at, ...place.over].flatMap(({ line, from, length }) =>
    Array.from({ length }, (_, step) => ({ line, column: from + step })).filter(
      ({ column }) =>
        cells[line]?.[column]?.isSure === false &&
        !proved.some(part => part.line === line && column >= part.from && column < part.from + part.length),
    ),
  );
  let trials: { readonly lines: readonly string[]; readonly loss: number }[] = [{ lines, loss: 0 }];
  for (const { line, column } of open) {
    const choices = cells[line]?.[column]?.choices ?? [];
    const next = trials.flatMap(trial =>
      choices.map(({ sign, loss }) => ({
        lines: trial.lines.map((text, row) =>
          row === line ? text.slice(0, column) + sign + text.slice(column + 1) : text,
        ),
        loss: trial.loss + loss,
      })),
    );
    trials = next.toSorted((a, b) => a.loss - b.loss).slice(0, mostTrials);
  }
  return trials.toSorted((a, b) => a.loss - b.loss).find(trial => isRight(trial.lines, place))?.lines;
}

/**
 * Settles what a zone says: at each place the sign with the most votes that may stand there, and where a check digit is
 * then wrong, what was doubtful is read otherwise until it is right. What all votes agree on is never changed: a wrong
 * check digit that is clearly printed stays wrong, and is a sign of forgery.
 */
export function settleZone(format: ZoneFormat, ballot: Ballot): SettledZone {
  const kinds = placeKinds(format);
  const cells = Array.from({ length: format.lines }, (_, line) =>
    Array.from({ length: format.width }, (__, column) =>
      cellOf(ballot[line]?.[column] ?? [], kinds[line]?.[column] ?? 'any'),
    ),
  );
  const asRead = cells.map(row => row.map(({ choices }) => choices[0]?.sign ?? '<').join(''));
  let lines: readonly string[] = asRead;
  for (const place of format.digits) {
    const checks = checksOf(format, lines);
    if (checks.some(({ of, ok }) => of === place.of && !ok)) {
      // What has a digit of its own is settled by that one: the composite alone makes no other sign of it.
      const proved =
        place.of === 'composite'
          ? format.digits.filter(({ of }) => of !== 'composite').flatMap(({ at, over }) => [at, ...over])
          : [];
      lines = repaired(lines, place, cells, proved) ?? lines;
    }
  }
  const doubts = cells.flatMap((row, line) =>
    row.flatMap((cell, column) => (cell.isSure ? [] : [[line, column] as const])),
  );
  return { format, lines, asRead, checks: checksOf(format, lines), doubts };
}
