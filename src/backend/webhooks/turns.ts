import type { Clock } from '../environment.ts';

/** Attempts for which turns are taken together: those of one subscription, those of one tenant. */
export interface Line {
  readonly id: string;
  /** Attempts at the same time. */
  readonly most: number;
}

export type Turn =
  | { readonly kind: 'taken'; readonly end: () => void }
  /** When to come back, in epoch milliseconds. */
  | { readonly kind: 'later'; readonly dueAt: number };

export interface Turns {
  /** Takes a place in each of the lines for an attempt, or in none; then the attempt waits in the one that is full. */
  readonly take: (lines: readonly Line[], id: string) => Turn;
  /**
   * Those who wait longest in these lines, as many as there are places free: to be called, they wait no more. To be asked
   * after every turn, whether it was taken or not.
   */
  readonly next: (lines: readonly Line[]) => readonly string[];
}

interface Standing {
  running: number;
  /** When the one that waits longest is to come back. */
  last: number;
  /** How long the last attempt took. */
  tookMs: number;
  /** In the order in which they came. */
  readonly waiting: Set<string>;
}

/** Before the first attempt of a line ended. */
const usualMs = 500;
/** However quick a receiver is, those that wait for it do not come back more often than this. */
const leastApartMs = 20;
/** An attempt's own limit. */
const mostApartMs = 10_000;
/** However many wait, and however slow it was: nobody may be left to call them, if the process that knew them ended. */
const longestMs = 5 * 60_000;
/** Of more it is not known who they are: they come by their time alone. */
const mostKnown = 10_000;

/**
 * Few attempts at a time for each line, whatever its state: a receiver that takes its time would otherwise hold every
 * place of this process, for ten seconds each, and with it everybody's deliveries. Those that wait are called when a place
 * is free. Should nobody call them they come back one after the other, as fast as the line's attempts last ended.
 */
export function turns(clock: Clock): Turns {
  const standings = new Map<string, Standing>();

  const standingOf = (id: string): Standing => {
    const known = standings.get(id);
    if (known) return known;
    const fresh: Standing = { running: 0, last: 0, tookMs: usualMs, waiting: new Set() };
    standings.set(id, fresh);
    return fresh;
  };

  const end = (id: string, startedAt: number): void => {
    const standing = standingOf(id);
    standing.running -= 1;
    standing.tookMs = Math.max(0, clock.now() - startedAt);
  };

  const tidy = (id: string, standing: Standing): void => {
    if (standing.waiting.size > 0) return;
    standing.last = 0;
    if (standing.running === 0) standings.delete(id);
  };

  return {
    take: (lines, attempt) => {
      const now = clock.now();
      const full = lines.find(({ id, most }) => (standings.get(id)?.running ?? 0) >= most);
      if (full) {
        const standing = standingOf(full.id);
        const apart = Math.min(Math.max(standing.tookMs / full.most, leastApartMs), mostApartMs);
        standing.last = Math.round(Math.min(Math.max(now, standing.last) + apart, now + longestMs));
        if (standing.waiting.size < mostKnown) standing.waiting.add(attempt);
        return { kind: 'later', dueAt: standing.last };
      }
      for (const { id } of lines) {
        const standing = standingOf(id);
        standing.running += 1;
        standing.waiting.delete(attempt);
      }
      return {
        kind: 'taken',
        end: () => {
          for (const { id } of lines) end(id, now);
        },
      };
    },
    next: lines =>
      lines.flatMap(({ id, most }) => {
        const standing = standings.get(id);
        if (!standing) return [];
        const called = [...standing.waiting].slice(0, Math.max(0, most - standing.running));
        for (const attempt of called) standing.waiting.delete(attempt);
        tidy(id, standing);
        return called;
      }),
  };
}
