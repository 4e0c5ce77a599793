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
  /** Takes a place in each of the lines, or in none. */
  readonly take: (lines: readonly Line[]) => Turn;
}

interface Standing {
  running: number;
  /** When the one that waits longest is to come back. */
  last: number;
  /** How long the last attempt took. */
  tookMs: number;
}

/** Before the first attempt of a line ended. */
const usualMs = 500;
/** However quick a receiver is, those that wait for it do not come back more often than this. */
const leastApartMs = 20;
/** An attempt's own limit. */
const mostApartMs = 10_000;

/**
 * Few attempts at a time for each line, whatever its state: a receiver that takes its time would otherwise hold every
 * place of this process, for ten seconds each, and with it everybody's deliveries. Those that wait come back one after
 * the other, as fast as the line's attempts end.
 */
export function turns(clock: Clock): Turns {
  const standings = new Map<string, Standing>();

  const standingOf = (id: string): Standing => {
    const known = standings.get(id);
    if (known) return known;
    const fresh: Standing = { running: 0, last: 0, tookMs: usualMs };
    standings.set(id, fresh);
    return fresh;
  };

  const end = (id: string, startedAt: number): void => {
    const standing = standingOf(id);
    const now = clock.now();
    standing.running -= 1;
    standing.tookMs = Math.max(0, now - startedAt);
    // Nobody waits: the next one begins anew.
    if (standing.running === 0 && standing.last <= now) standings.delete(id);
  };

  return {
    take: lines => {
      const now = clock.now();
      const full = lines.find(({ id, most }) => (standings.get(id)?.running ?? 0) >= most);
      if (full) {
        const standing = standingOf(full.id);
        const apart = Math.min(Math.max(standing.tookMs / full.most, leastApartMs), mostApartMs);
        standing.last = Math.round(Math.max(now, standing.last) + apart);
        return { kind: 'later', dueAt: standing.last };
      }
      for (const { id } of lines) standingOf(id).running += 1;
      return {
        kind: 'taken',
        end: () => {
          for (const { id } of lines) end(id, now);
        },
      };
    },
  };
}
