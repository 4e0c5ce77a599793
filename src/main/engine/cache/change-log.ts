/** How many revisions back a list can be patched; further back it is read again. */
const kept = 64;

/** Which cases each revision of the cache touched, for lists that patch themselves instead of being read again. */
export function createChangeLog(maxNamed: number) {
  let revision = 1;
  let log: (readonly string[] | null)[] = [];
  return {
    revision: () => revision,
    /** Null: too many to name. */
    note(customerIds: readonly string[] | null): void {
      revision += 1;
      log = [...log.slice(1 - kept), customerIds && customerIds.length <= maxNamed ? customerIds : null];
    },
    since(earlier: number): ReadonlySet<string> | null {
      const steps = revision - earlier;
      if (steps < 0 || steps > log.length) return null;
      const named = new Set<string>();
      for (const step of steps === 0 ? [] : log.slice(-steps)) {
        if (step === null) return null;
        for (const id of step) named.add(id);
      }
      return named.size <= maxNamed ? named : null;
    },
  };
}
