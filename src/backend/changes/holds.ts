/** Requests of a device that wait for something to happen. */
export interface Holds {
  /** Begins to wait; `released` aborts when too many of the same device wait after it. */
  readonly begin: (device: string) => Hold;
}

export interface Hold {
  readonly released: AbortSignal;
  readonly end: () => void;
}

/** Lets each device wait `most` times at once: with one more, the one that waits longest is released. */
export function createHolds(most: number): Holds {
  const waiting = new Map<string, Set<AbortController>>();
  return {
    begin: device => {
      const mine = waiting.get(device) ?? new Set();
      waiting.set(device, mine);
      const hold = new AbortController();
      mine.add(hold);
      const [oldest] = mine;
      if (mine.size > most && oldest) {
        mine.delete(oldest);
        oldest.abort();
      }
      return {
        released: hold.signal,
        end: () => {
          mine.delete(hold);
          if (mine.size === 0 && waiting.get(device) === mine) waiting.delete(device);
        },
      };
    },
  };
}
