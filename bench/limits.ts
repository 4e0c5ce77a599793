import type { Figure } from './harness.ts';

/** One bound on a figure: for times and stalls at most, for rates and their ratios at least. */
export interface Limit {
  readonly of: 'p50' | 'p95' | 'p99' | 'ratio';
  readonly reach: number;
  readonly beyond?: number;
}

/** What is to be reached, by benchmark; both of two where there are two. Without a line a figure is there to be compared. */
export const limits: Readonly<Record<string, readonly Limit[]>> = {
  start: [{ of: 'ratio', reach: 1.5, beyond: 1.2 }],
  'sync.initial': [{ of: 'ratio', reach: 0.5, beyond: 0.8 }],
  'sync.jank': [{ of: 'p99', reach: 50, beyond: 16 }],
  'sync.incremental': [{ of: 'p50', reach: 300, beyond: 100 }],
  'queue.scroll': [{ of: 'p99', reach: 50, beyond: 16 }],
  'queue.filter': [{ of: 'p99', reach: 50, beyond: 16 }],
  'queue.page': [{ of: 'p95', reach: 10 }],
  'search.100k': [{ of: 'p95', reach: 50, beyond: 16 }],
  decide: [{ of: 'p95', reach: 50, beyond: 16 }],
  next: [{ of: 'p95', reach: 100, beyond: 50 }],
  replay: [
    { of: 'ratio', reach: 0.5 },
    { of: 'p50', reach: 500, beyond: 2_000 },
  ],
  'audit.proofs': [{ of: 'p95', reach: 50 }],
  'backend.commands': [{ of: 'ratio', reach: 0.3, beyond: 0.6 }],
  'backend.commands.postgres': [{ of: 'ratio', reach: 0.3, beyond: 0.6 }],
  'backend.changes': [{ of: 'ratio', reach: 0.3, beyond: 0.6 }],
  'backend.changes.postgres': [{ of: 'ratio', reach: 0.3, beyond: 0.6 }],
};

export type Standing = 'beyond' | 'reached' | 'not reached' | '';

/** Where a figure stands: its worst limit counts. Empty without one. */
export function standing(figure: Figure): Standing {
  const bounds = limits[figure.name] ?? [];
  if (bounds.length === 0) return '';
  const rate = figure.unit === 'per s';
  const holds = (of: Limit['of'], bound: number): boolean =>
    rate ? figure[of] >= bound : figure[of] <= bound;
  if (!bounds.every(({ of, reach }) => holds(of, reach))) return 'not reached';
  const further = bounds.filter(({ beyond }) => beyond !== undefined);
  return further.length > 0 && further.every(({ of, beyond = 0 }) => holds(of, beyond))
    ? 'beyond'
    : 'reached';
}

const words = { p50: 'median', p95: 'p95', p99: 'p99', ratio: 'ratio' } as const;

/** "p95 ≤ 50 ms (16 ms)": what is to be reached, and what is better than asked for. */
export const limitWords = ({ name, unit }: Pick<Figure, 'name' | 'unit'>): string =>
  (limits[name] ?? [])
    .map(({ of, reach, beyond }) => {
      const suffix = of === 'ratio' ? '×' : unit === 'per s' ? '/s' : ' ms';
      const better = beyond === undefined ? '' : ` (${beyond}${suffix})`;
      return `${words[of]} ${unit === 'per s' ? '≥' : '≤'} ${reach}${suffix}${better}`;
    })
    .join(', ');
