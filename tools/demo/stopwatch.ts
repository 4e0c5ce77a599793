/** Times the named parts of a run, in seconds. */
export interface Stopwatch {
  time<T>(name: string, work: () => Promise<T>): Promise<T>;
  seconds(): Readonly<Record<string, number>>;
}

export function createStopwatch(): Stopwatch {
  const taken: Record<string, number> = {};
  return {
    time: async (name, work) => {
      const begin = performance.now();
      const value = await work();
      taken[name] = Math.round(performance.now() - begin) / 1000;
      return value;
    },
    seconds: () => taken,
  };
}
