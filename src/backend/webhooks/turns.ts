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
  /** Calls those who wait longest, as many as have a place in each of their lines: they wait no more. */
  readonly call: (lines: readonly Line[], come: Come) => Promise<void>;
}

interface Standing {
  running: number;
  /** Each with all of its lines, in the order in which they came. */
  readonly waiting: Map<string, readonly Line[]>;
  /** When the last of those comes of whom it is not known who they are. */
  last: number;
}

/**
 * Whoever waits is called. Should nobody be left to do that, because another process took those who were called, they come
 * by themselves, of many not all at once.
 */
const leastMs = 10_000;
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
    const fresh: Standing = { running: 0, waiting: new Map(), last: 0 };
    standings.set(id, fresh);
    return fresh;
  };

  return {
    take: (lines, attempt) => {
      const full = lines.find(({ id, most }) => (standings.get(id)?.running ?? 0) >= most);
      if (full) {
        const standing = standingOf(full.id);
        const { waiting } = standing;
        if (waiting.size < mostKnown || waiting.has(attempt)) {
          waiting.set(attempt, lines);
          return { kind: 'later', dueAt: clock.now() + Math.max(leastMs, waiting.size * apartMs) };
        }
        standing.last = Math.max(standing.last, clock.now() + mostKnown * apartMs) + apartMs;
        return { kind: 'later', dueAt: standing.last };
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
      const called = new Map<string, number>();
      const isFull = ({ id, most }: Line): boolean =>
        (standings.get(id)?.running ?? 0) + (called.get(id) ?? 0) >= most;
      for (const line of lines) {
        const { id } = line;
        const standing = standings.get(id);
        if (!standing) continue;
        const { waiting } = standing;
        for (const [attempt, all] of waiting) {
          if (isFull(line)) break;
          // Another of its lines is full: it would only wait there. Who ends there calls it.
          if (all.some(isFull)) continue;
          waiting.delete(attempt);
          if (!(await come(attempt))) continue;
          for (const one of all) called.set(one.id, (called.get(one.id) ?? 0) + 1);
        }
        if (standing.running === 0 && waiting.size === 0 && standings.get(id) === standing)
          standings.delete(id);
      }
    },
  };
}
