/** Of the jobs that are due those that are taken: the next is always one of the tenant that has the fewest under way. */
export function inTurn<T extends { readonly tenantId: string; readonly dueAt: number }>(
  due: readonly T[],
  running: ReadonlyMap<string, number>,
  limit: number,
): readonly T[] {
  const count = new Map(running);
  const waiting = due.toSorted((a, b) => a.dueAt - b.dueAt);
  const taken: T[] = [];
  while (taken.length < limit && waiting.length > 0) {
    const fewest = Math.min(...waiting.map(({ tenantId }) => count.get(tenantId) ?? 0));
    const at = waiting.findIndex(({ tenantId }) => (count.get(tenantId) ?? 0) === fewest);
    const [next] = waiting.splice(at, 1);
    if (!next) break;
    count.set(next.tenantId, fewest + 1);
    taken.push(next);
  }
  return taken;
}
