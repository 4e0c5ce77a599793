/** A seeded stream of numbers. Equal seeds give equal streams on every machine; it is not for secrets. */
export interface Random {
  /** A number in [0, 1). */
  readonly next: () => number;
  /** A whole number in [low, high]. */
  readonly int: (low: number, high: number) => number;
  /** One of the items; throws on an empty list. */
  readonly pick: <T>(items: readonly T[]) => T;
  /** True with this probability. */
  readonly chance: (probability: number) => boolean;
}

/** FNV-1a, 32 bit: spreads a label over the whole state, so that neighbouring cases have nothing in common. */
function hashOf(label: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < label.length; index += 1) {
    hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** The stream that belongs to a seed and a label, such as `['7', 'case', 12]`. */
export function randomOf(...label: readonly (string | number)[]): Random {
  const joined = label.join('/');
  // sfc32 (Chris Doty-Humphrey's small fast counter): four words of state, passes PractRand.
  let a = hashOf(joined);
  let b = hashOf(`${joined}/b`);
  let c = hashOf(`${joined}/c`);
  let counter = 1;
  const word = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < 12; round += 1) word();
  const next = (): number => word() / 0x1_0000_0000;
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    chance: probability => next() < probability,
    pick: items => {
      const item = items[int(0, items.length - 1)];
      if (item === undefined) throw new Error('nothing to pick from');
      return item;
    },
  };
}

/** Text in which `#` stands for a digit, `A` for a capital letter and `X` for either. */
export function fill(random: Random, pattern: string): string {
  const letters = 'ABCDEFGHJKLMNPRSTUVWXYZ';
  return pattern.replaceAll(/[#AX]/g, sign => {
    if (sign === '#') return String(random.int(0, 9));
    const alphabet = sign === 'A' ? letters : `${letters}0123456789`;
    return alphabet[random.int(0, alphabet.length - 1)] ?? '';
  });
}
