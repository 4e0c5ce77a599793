/** What waits, with the groups taking turns: a case of a hundred documents holds up no other by more than one of them. */
export interface Turns<T> {
  readonly add: (group: string, one: T) => void;
  /** Before all others of its group. */
  readonly addFirst: (group: string, one: T) => void;
  /** False where it does not wait (any more). */
  readonly remove: (group: string, one: T) => boolean;
  /** The first of the group whose turn it is. */
  readonly take: () => T | undefined;
}

/** Groups are remembered while they have something that waits. */
export function createTurns<T>(): Turns<T> {
  const waiting = new Map<string, readonly T[]>();
  const put = (group: string, those: readonly T[]): void => {
    if (those.length === 0) waiting.delete(group);
    else waiting.set(group, those);
  };
  return {
    add: (group, one) => put(group, [...(waiting.get(group) ?? []), one]),
    addFirst: (group, one) => put(group, [one, ...(waiting.get(group) ?? [])]),
    remove: (group, one) => {
      const those = waiting.get(group) ?? [];
      put(group, those.filter(other => other !== one)); // prettier-ignore
      return those.includes(one);
    },
    take: () => {
      const [turn] = waiting;
      if (!turn) return undefined;
      const [group, [one, ...rest]] = turn;
      waiting.delete(group);
      put(group, rest);
      return one;
    },
  };
}
