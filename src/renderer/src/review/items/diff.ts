/** A piece of a text, and whether the other text has something else in its place. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

/** Longer texts are compared word by word: letters of a whole sentence make confetti, and cost the square of its length. */
const mostLetters = 80;

/**
 * Unlike names share letters by chance, and marked one by one the rest is confetti. Alike are texts that have half of the
 * shorter one in common, in no more than two runs or in runs of three letters.
 */
const leastCommon = 0.5;
const fewRuns = 2;
const leastRun = 3;

/** Machine-readable zones have capitals alone: the case of a letter is no difference. */
const equal = (x: string | undefined, y: string | undefined): boolean =>
  x === y || x?.toLowerCase() === y?.toLowerCase();

const letters = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const split = (text: string, byLetter: boolean): readonly string[] =>
  byLetter ? [...letters.segment(text)].map(({ segment }) => segment) : text.split(/(?<=\s)|(?=\s)/u);

/** Lengths of the longest common subsequence of every pair of tails. */
function tails(a: readonly string[], b: readonly string[]): readonly (readonly number[])[] {
  const table = Array.from({ length: a.length + 1 }, () => Array.from({ length: b.length + 1 }, () => 0));
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const row = table[i];
      if (!row) continue;
      row[j] = equal(a[i], b[j])
        ? 1 + (table[i + 1]?.[j + 1] ?? 0)
        : Math.max(table[i + 1]?.[j] ?? 0, row[j + 1] ?? 0);
    }
  }
  return table;
}

function join(units: readonly Piece[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const unit of units) {
    const last = pieces.at(-1);
    if (last && last.changed === unit.changed)
      pieces[pieces.length - 1] = { ...last, text: last.text + unit.text };
    else pieces.push(unit);
  }
  return pieces;
}

const whole = (text: string): readonly Piece[] => (text === '' ? [] : [{ text, changed: true }]);

/** Marks in two texts what the other one lacks, whatever the case; equal texts come back as one unmarked piece each. */
export function diff(
  left: string,
  right: string,
): readonly [left: readonly Piece[], right: readonly Piece[]] {
  const byLetter = left.length <= mostLetters && right.length <= mostLetters;
  const [a, b] = [split(left, byLetter), split(right, byLetter)];
  const table = tails(a, b);
  const [one, two]: [Piece[], Piece[]] = [[], []];
  const common = table[0]?.[0] ?? 0;
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [x, y] = [a[i], b[j]];
    if (x !== undefined && y !== undefined && equal(x, y)) {
      one.push({ text: x, changed: false });
      two.push({ text: y, changed: false });
      i += 1;
      j += 1;
    } else if (y === undefined || (x !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))) {
      one.push({ text: x ?? '', changed: true });
      i += 1;
    } else {
      two.push({ text: y, changed: true });
      j += 1;
    }
  }
  const pieces = [join(one), join(two)] as const;
  const runs = Math.max(...pieces.map(side => side.filter(({ changed }) => !changed).length));
  const scattered = byLetter && runs > fewRuns && common < leastRun * runs;
  const alike = common >= leastCommon * Math.min(a.length, b.length) && !scattered;
  return alike ? pieces : [whole(left), whole(right)];
}
