import type { Random } from '../../src/main/engine/ports.ts';

/** Chance that repeats: the same seed gives the same sequence (mulberry32). Never for real secrets. */
export function seededRandom(seed: number): Random & { integer(below: number): number } {
  let state = seed >>> 0;
  const fraction = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const integer = (below: number): number => Math.floor(fraction() * below);
  return {
    fraction,
    integer,
    bytes: count => Uint8Array.from({ length: count }, () => integer(256)),
  };
}
