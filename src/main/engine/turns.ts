/** Runs work one after another, in the order it came. */
export function createTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return work => {
    const run = last.then(work);
    // The next in line waits for this one whether it went well or threw; the thrower's own caller hears of it.
    last = run.catch(() => undefined);
    return run;
  };
}
