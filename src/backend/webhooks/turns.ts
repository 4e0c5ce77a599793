import { setImmediate as turn } from 'node:timers/promises';
import type { Clock } from '../environment.ts';

/** Attempts for which turns are taken together: those of one subscription, those of one tenant. */
export interface Line {
  readonly id: string;
  /** Attempts at the same time. */
  readonly most: number;
}

/** What an attempt needs a place in: the line of its subscription first, the one that all of its tenant share last. */
export type Lines = readonly [Line, ...Line[]];

export type Turn =
  | { readonly kind: 'taken'; readonly end: () => void }
  /** When to come back, in epoch milliseconds. */
  | { readonly kind: 'later'; readonly dueAt: number };

/** Has an attempt come; false where it is no longer to be made, or others have it. */
export type Come = (id: string) => Promise<boolean>;

export interface Turns {
  /** Takes a place in each of the lines for an attempt, or in none; then the attempt waits. */
  readonly take: (lines: Lines, id: string) => Turn;
  /** From now on those who wait for a subscription have these lines. */
  readonly renew: (lines: Lines) => void;
  /**
   * Calls those who wait for the last of the lines, as many as have a place in each of theirs: they wait no more. The next
   * is always one of the first line that has the fewest under way; of several such lines each has its turn. Where the
   * signal aborts, nobody is called in place of those who do not come.
   */
  readonly call: (lines: Lines, come: Come, signal: AbortSignal) => Promise<void>;
}

/** Those who wait with the same first line. */
interface Group {
  /** As the last that came or ended had them: how many a line may have changes. */
  lines: Lines;
  /** In the order in which they came. */
  readonly waiting: Set<string>;
}

interface Standing {
  running: number;
  /** How many wait in its groups. */
  waiting: number;
  /** Of those who share this line as their last one, by their first; who was called last is at the end. */
  readonly groups: Map<string, Group>;
}

/**
 * Whoever waits is called. Should nobody be left to do that, because another process took those who were called, they come
 * by themselves: of however many some twenty a second, since each is taken from the store for it, and put back. Tenants
 * have turns in this too: before the third of one come three of another, and not its thousands.
 */
const leastMs = 1000;
const apartMs = 50;

/** Of more in a group it is not known who they are (an id takes some hundred bytes): they come by themselves. */
const mostKnown = 200_000;

const lastOf = (lines: Lines): Line => lines.at(-1) ?? lines[0];

/**
 * Few attempts at a time for each line, whatever its state: a receiver that takes its time would otherwise hold every
 * place of this process, for ten seconds each, and with it everybody's deliveries.
 */
export function turns(clock: Clock): Turns {
  const standings = new Map<string, Standing>();
  /** When the last of those comes of whom it is not known who they are. */
  let last = 0;

  const standingOf = (id: string): Standing => {
    const there = standings.get(id);
    if (there) return there;
    const fresh: Standing = { running: 0, waiting: 0, groups: new Map() };
    standings.set(id, fresh);
    return fresh;
  };

  const groupOf = (lines: Lines): Group | undefined =>
    standings.get(lastOf(lines).id)?.groups.get(lines[0].id);

  const renew = (lines: Lines): void => {
    const group = groupOf(lines);
    if (group) group.lines = lines;
  };

  /** In how many milliseconds one comes by itself, where so many of its tenant wait. */
  const comesIn = (own: number): number => {
    let ahead = 0;
    for (const { waiting } of standings.values()) ahead += Math.min(waiting, own);
    return Math.max(leastMs, ahead * apartMs);
  };

  /** When one comes by itself that waits from now on. */
  const wait = (lines: Lines, attempt: string): number => {
    const standing = standingOf(lastOf(lines).id);
    const { groups } = standing;
    const group = groups.get(lines[0].id) ?? { lines, waiting: new Set() };
    group.lines = lines;
    groups.set(lines[0].id, group);
    const { waiting } = group;
    if (!waiting.has(attempt) && waiting.size >= mostKnown) {
      last = Math.max(last, clock.now() + comesIn(standing.waiting)) + apartMs;
      return last;
    }
    if (!waiting.has(attempt)) standing.waiting += 1;
    waiting.add(attempt);
    return clock.now() + comesIn(standing.waiting);
  };

  const leave = (lines: Lines, attempt: string): void => {
    const standing = standings.get(lastOf(lines).id);
    const group = groupOf(lines);
    if (!standing || !group?.waiting.delete(attempt)) return;
    standing.waiting -= 1;
    if (group.waiting.size === 0) standing.groups.delete(lines[0].id);
  };

  const forget = (lines: Lines): void => {
    for (const { id } of lines) {
      const standing = standings.get(id);
      if (standing?.running === 0 && standing.groups.size === 0) standings.delete(id);
    }
  };

  return {
    renew,
    take: (lines, attempt) => {
      if (lines.some(({ id, most }) => (standings.get(id)?.running ?? 0) >= most))
        return { kind: 'later', dueAt: wait(lines, attempt) };
      renew(lines);
      leave(lines, attempt);
      const taken = lines.map(({ id }) => standingOf(id));
      for (const standing of taken) standing.running += 1;
      return {
        kind: 'taken',
        end: () => {
          for (const standing of taken) standing.running -= 1;
        },
      };
    },
    call: async (lines, come, signal) => {
      const called = new Map<string, number>();
      const underWay = ({ id }: Line): number => (standings.get(id)?.running ?? 0) + (called.get(id) ?? 0);
      const isFull = (line: Line): boolean => underWay(line) >= line.most;
      for (;;) {
        const groups = standings.get(lastOf(lines).id)?.groups ?? new Map<string, Group>();
        // Another of its lines is full: it would only wait again.
        const open = [...groups.values()].filter(group => !group.lines.some(isFull));
        const fewest = Math.min(...open.map(group => underWay(group.lines[0])));
        const next = open.find(group => underWay(group.lines[0]) === fewest);
        const [attempt] = next?.waiting ?? [];
        if (!next || attempt === undefined) break;
        const { lines: all } = next;
        groups.delete(all[0].id);
        groups.set(all[0].id, next);
        leave(all, attempt);
        const comes = await come(attempt).catch((error: unknown) => {
          wait(all, attempt);
          throw error;
        });
        if (!comes) {
          if (signal.aborted) break;
          // Of a subscription that was deleted so many may be known that nobody else would be heard meanwhile.
          await turn();
          continue;
        }
        for (const one of all) called.set(one.id, (called.get(one.id) ?? 0) + 1);
      }
      forget(lines);
    },
  };
}
