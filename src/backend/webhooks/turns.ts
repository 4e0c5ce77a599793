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

/** Has an attempt come; false where it is no longer to be made. */
export type Come = (id: string) => Promise<boolean>;

export interface Turns {
  /** Takes a place in each of the lines for an attempt, or in none; then the attempt waits in the one that is full. */
  readonly take: (lines: readonly Line[], id: string) => Turn;
  /** Calls those who wait longest, as many in each line as it has places free: they wait no more. */
  readonly call: (lines: readonly Line[], come: Come) => Promise<void>;
}

interface Standing {
  running: number;
  /** In the order in which they came. */
  readonly waiting: Set<string>;
}

/** Whoever waits is called. Should nobody be left to do that they come by themselves, of many not all at once. */
const leastMs = 60_000;
const apartMs = 20;

/** Of more it is not known who they are: they come by themselves. */
const mostKnown = 10_000;

/**
 * Few attempts at a time for each line, whatever its state: a receiver that takes its time would otherwise hold every
 * place of this process, for ten seconds each, and with it everybody's deliveries.
 */
export function turns(clock: Clock): Turns {
  const standings = new Map<string, Standing>();

  const standingOf = (id: string): Standing => {
    const known = standings.get(id);
    if (known) return known;
    const fresh: Standing = { running: 0, waiting: new Set() };
    standings.set(id, fresh);
    return fresh;
  };

  return {
    take: (lines, attempt) => {
      const full = lines.find(({ id, most }) => (standings.get(id)?.running ?? 0) >= most);
      if (full) {
        const { waiting } = standingOf(full.id);
        if (waiting.size < mostKnown) waiting.add(attempt);
        return { kind: 'later', dueAt: clock.now() + Math.max(leastMs, waiting.size * apartMs) };
      }
      const taken = lines.map(({ id }) => standingOf(id));
      for (const standing of taken) {
        standing.running += 1;
        standing.waiting.delete(attempt);
      }
      return {
        kind: 'taken',
        end: () => {
          for (const standing of taken) standing.running -= 1;
        },
      };
    },
    call: async (lines, come) => {
      for (const { id, most } of lines) {
        const standing = standings.get(id);
        if (!standing) continue;
        const { running, waiting } = standing;
        let free = most - running;
        for (const attempt of waiting) {
          if (free <= 0) break;
          waiting.delete(attempt);
          if (await come(attempt)) free -= 1;
        }
        if (standing.running === 0 && waiting.size === 0 && standings.get(id) === standing)
          standings.delete(id);
      }
    },
  };
}
