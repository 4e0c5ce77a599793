import type { CommandPayload } from '../../../shared/domain/command.ts';
import type { Customer, ScreeningHit } from '../../../shared/domain/customer.ts';
import { resolutionLabels, similarityOf } from '../../../shared/domain/hits.ts';
import type { Compared, ComparisonRow } from '../../../shared/ipc/outbox.ts';

interface ComparedHit {
  /** The case as it was marked on; undefined where that was not kept. */
  readonly seen: Customer | undefined;
  readonly current: Customer;
  readonly mark: CommandPayload<'screening.resolve'>;
}

const words = (value: string): Compared[] => [{ value }];

const parts: readonly { readonly label: string; readonly of: (hit: ScreeningHit) => string }[] = [
  { label: 'Name on the list', of: ({ name }) => name },
  { label: 'List', of: ({ listName }) => listName },
  { label: 'Similarity', of: hit => `${similarityOf(hit)} %` },
  { label: 'What agrees', of: ({ matched }) => matched.join(', ') || 'nothing but the name' },
];

/** A mark on a hit against that hit as it is now, in words: what it says, then what was made of it. */
export function hitRows({ seen, current, mark }: ComparedHit): readonly ComparisonRow[] {
  const [then, now] = [seen, current].map(customer =>
    customer?.screening.hits.find(({ id }) => id === mark.hitId),
  );
  const row = (label: string, of: (hit: ScreeningHit) => string): ComparisonRow => {
    const [mine, theirs] = [then && of(then), now ? of(now) : 'no hit any more'];
    // What an applied one was given on is not kept: the mark alone is shown then.
    return {
      label,
      mine: mine === undefined ? [] : words(mine),
      current: words(theirs),
      changed: mine !== undefined && mine !== theirs,
    };
  };
  const rows = [
    { ...row('Marked', markWords), mineMark: resolutionLabels[mark.resolution] },
    ...parts.map(({ label, of }) => row(label, of)),
  ];
  return rows.toSorted((a, b) => Number(b.changed) - Number(a.changed));
}

const markWords = ({ resolution }: ScreeningHit): string =>
  resolution ? resolutionLabels[resolution] : 'Not resolved';
