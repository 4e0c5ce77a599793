/** Runs what is asked for under one name one after the other, in the order asked; different names don't wait for each other. */
export type TakeTurns = <T>(name: string, run: () => Promise<T>) => Promise<T>;

export function takeTurns(): TakeTurns {
  const last = new Map<string, Promise<void>>();
  return async (name, run) => {
    const mine = (last.get(name) ?? Promise.resolve()).then(run);
    const over = mine.then(
      () => undefined,
      () => undefined,
    );
    last.set(name, over);
    try {
      return await mine;
    } finally {
      if (last.get(name) === over) last.delete(name);
    }
  };
}
