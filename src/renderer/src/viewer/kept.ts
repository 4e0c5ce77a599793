/** A cache that keeps what was used last within a budget; `free` gives back what an entry holds when it leaves. */
export interface Kept<V> {
  readonly get: (key: string) => V | undefined;
  readonly put: (key: string, value: V, cost: number) => void;
  /** Takes an entry out without freeing it. */
  readonly take: (key: string) => V | undefined;
  readonly drop: (matches: (key: string, value: V) => boolean) => void;
}

/** The newest entry stays even when it alone is over the budget: it is what a person looks at. */
export function createKept<V>(budget: number, most: number, free: (value: V, key: string) => void): Kept<V> {
  const entries = new Map<string, { readonly value: V; readonly cost: number }>();
  let spent = 0;

  const remove = (key: string): V | undefined => {
    const entry = entries.get(key);
    if (!entry) return undefined;
    entries.delete(key);
    spent -= entry.cost;
    return entry.value;
  };

  const evict = (key: string): void => {
    const value = remove(key);
    if (value !== undefined) free(value, key);
  };

  return {
    get: key => {
      const entry = entries.get(key);
      if (!entry) return undefined;
      entries.delete(key);
      entries.set(key, entry);
      return entry.value;
    },
    put: (key, value, cost) => {
      if (entries.get(key)?.value !== value) evict(key);
      else remove(key);
      entries.set(key, { value, cost });
      spent += cost;
      for (const oldest of entries.keys()) {
        if (entries.size <= 1 || (spent <= budget && entries.size <= most)) break;
        evict(oldest);
      }
    },
    take: remove,
    drop: matches => {
      for (const [key, { value }] of entries) if (matches(key, value)) evict(key);
    },
  };
}
