const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

function keepList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const kept = after.map((value, index) => keep(before[index], value));
  return kept.length === before.length && kept.every((value, index) => value === before[index])
    ? before
    : kept;
}

function keepRecord(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(after);
  const kept = names.map(name => [name, keep(before[name], after[name])] as const);
  const same =
    names.length === Object.keys(before).length &&
    kept.every(([name, value]) => Object.hasOwn(before, name) && value === before[name]);
  return same ? before : Object.fromEntries(kept);
}

function keep(before: unknown, after: unknown): unknown {
  if (Object.is(before, after)) return before;
  if (Array.isArray(before) && Array.isArray(after)) return keepList(before, after);
  return isRecord(before) && isRecord(after) ? keepRecord(before, after) : after;
}

/**
 * The later of two values of plain data, made of the parts of the earlier one wherever they are equal, so that only
 * what has changed is drawn anew. An equal value is the earlier one itself.
 */
export const keepEqual = <T>(before: T | undefined, after: T): T => keep(before, after) as T;
