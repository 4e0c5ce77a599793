/** How to end what was begun, gathered while it is begun, so that what fails halfway is ended as far as it came. */
export interface Ends {
  add(end: () => unknown): void;
  /** Ends everything once, in the order in which it was begun, and waits until all of it has ended. */
  all(): Promise<void>;
}

export function createEnds(): Ends {
  const ends: (() => unknown)[] = [];
  return {
    add: end => void ends.push(end),
    async all() {
      await Promise.all(ends.splice(0).map(async end => end()));
    },
  };
}
