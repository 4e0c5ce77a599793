import { z } from '../../shared/zod.ts';

/**
 * The facts of a customer that a command's `baseVersion` guards: `status`, `claim`, `assignee`, `fields`, `owners`,
 * `documents`, `screening`, and below them `field:<key>`, `document:<id>`, `hit:<id>`.
 */
export type Fact = string;

/** [version of the last change, the device that made it or null, version of the last change by anyone else]. */
const guardSchema = z.tuple([z.int(), z.string().nullable(), z.int()]);
export const guardsSchema = z.record(z.string(), guardSchema);
export type Guards = Readonly<
  Record<Fact, readonly [version: number, device: string | null, others: number]>
>;

/** A fact belongs to a wider one, which changes with it. */
const widerThan = (fact: Fact): readonly Fact[] => {
  if (fact.startsWith('field:')) return ['fields'];
  if (fact.startsWith('document:')) return ['documents'];
  if (fact.startsWith('hit:')) return ['screening'];
  return [];
};

/** Records that these facts changed at this version, by a device or (null) by anybody without one. */
export function touchFacts(
  guards: Guards,
  facts: readonly Fact[],
  version: number,
  device: string | null,
): Guards {
  const touched = new Set(facts.flatMap(fact => [fact, ...widerThan(fact)]));
  const next = Object.fromEntries(
    [...touched].map(fact => {
      const [last, by, others] = guards[fact] ?? [0, null, 0];
      return [fact, [version, device, by === device ? others : last] as const];
    }),
  );
  return { ...guards, ...next };
}

/** Which of these facts anyone but this device changed after `baseVersion`. */
export const factsChangedSince = (
  guards: Guards,
  facts: readonly Fact[],
  baseVersion: number,
  device: string,
): readonly Fact[] =>
  facts.filter(fact => {
    const [last, by, others] = guards[fact] ?? [0, null, 0];
    return (by === device ? others : last) > baseVersion;
  });
