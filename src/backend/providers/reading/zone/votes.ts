import { likeness, lookOf, type Look } from './cells.ts';
import type { PlaceKind } from './formats.ts';
import type { Located } from './locate.ts';
import type { Ballot, Vote } from './settle.ts';
import { confusables } from './signs.ts';
import type { Place, Strip } from './strips.ts';

/** What the OCR made of a strip: for each cell its best sign and how sure it is, 0 to 1. */
export interface ReadStrip {
  readonly strip: Strip;
  readonly signs: readonly (Vote | undefined)[];
}

interface Known {
  readonly place: Place;
  readonly kind: PlaceKind;
  readonly look: Look;
  readonly vote: Vote | undefined;
}

/** Cells that look this much alike hold the same character, 0 and O included: measured on drawn zones. */
const same = 0.955;
/** A cell less alike than this to the example of a sign is not taken for it on that account. */
const alike = 0.86;
/** What parts the example that a cell is like from one that it nearly is. */
const clearly = 0.05;

/** A cell that shows what a sign looks like in this zone: its kind is known by its place, or nothing is like the sign. */
const isExample = ({ kind, vote }: Known): boolean =>
  vote !== undefined && vote.weight > 0.7 && (kind !== 'any' || confusables(vote.sign, 'any').length === 0);

/** How alike a cell is to the best example of each sign, the likest first. */
function likenesses(
  cell: Known,
  examples: readonly Known[],
): readonly (readonly [sign: string, like: number])[] {
  const best = new Map<string, number>();
  for (const example of examples) {
    if (example === cell || !example.vote) continue;
    const like = likeness(cell.look, example.look);
    if (like > (best.get(example.vote.sign) ?? 0)) best.set(example.vote.sign, like);
  }
  return [...best].toSorted((a, b) => b[1] - a[1]);
}

/** What the rest of the zone says about one cell: nothing where nothing there tells. */
function fromOthers(cell: Known, examples: readonly Known[]): readonly Vote[] {
  const ranked = likenesses(cell, examples);
  const [first] = ranked;
  if (!first) return [];
  if (cell.kind !== 'any' || !cell.vote) return first[1] < same ? [] : [{ sign: first[0], weight: 0.5 }];
  const own = cell.vote;
  const others = confusables(own.sign, 'any');
  const [best, next] = ranked.filter(([sign]) => sign === own.sign || others.includes(sign));
  if (first[1] >= same && first[1] - (best?.[1] ?? 0) >= clearly) return [{ sign: first[0], weight: 1 }];
  // It is not quite what the zone shows that sign to be: the check digit may have it otherwise.
  if (best?.[0] === own.sign && best[1] < alike)
    return others.map(sign => ({ sign, weight: own.weight * 0.3 }));
  if (!best || best[1] < alike) return [];
  if (next && best[1] - next[1] >= clearly) return [{ sign: best[0], weight: 1.3 }];
  return best[1] >= same ? [{ sign: best[0], weight: 0.8 }] : [];
}

/** Read as if no letter could occur, a sign is one that looks like it: half a vote, for most of these places hold digits. */
const digitWeight = 0.4;

/** Of each sign that could be the other kind just as well: nothing else in the zone tells which. */
const doubted = ({ sign, weight }: Vote): readonly Vote[] =>
  confusables(sign, 'any').map(other => ({ sign: other, weight: weight * 0.2 }));

/**
 * All votes on the places of a zone: of the OCR, and of the cells that look the same. A zone is set in
 * one type: a zero in a date tells whether the round sign in the document number is one.
 */
export function ballotOf(
  located: Located,
  strips: readonly ReadStrip[],
  asDigits: readonly ReadStrip[],
): Ballot {
  const votes = located.lines.map(line =>
    line.fillers.map((isFiller): Vote[] => (isFiller ? [{ sign: '<', weight: 2 }] : [])),
  );
  const known = strips.flatMap(({ strip, signs }) =>
    strip.places.flatMap((place, cell): Known[] =>
      place ? [{ place, kind: strip.kind, look: lookOf(strip, cell), vote: signs[cell] }] : [],
    ),
  );
  const examples = known.filter(isExample);
  for (const cell of known) {
    const own = votes[cell.place.line]?.[cell.place.column];
    if (!own) continue;
    const rest = fromOthers(cell, examples);
    if (cell.vote) own.push(cell.vote);
    own.push(...rest);
    const { vote, kind } = cell;
    if (vote && kind === 'any' && !rest.some(({ sign }) => sign === vote.sign)) own.push(...doubted(vote));
  }
  for (const { strip, signs } of asDigits) {
    strip.places.forEach((place, cell) => {
      const vote = signs[cell];
      const own = place && votes[place.line]?.[place.column];
      // What it repeats, it only had no other way to say.
      if (vote && own?.[0]?.sign !== vote.sign) own?.push({ ...vote, weight: vote.weight * digitWeight });
    });
  }
  return votes;
}
