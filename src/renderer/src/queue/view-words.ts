import { statusLabels, type RiskBand, type VerificationStatus } from '../../../shared/domain/index.ts';
import { countryName } from '../../../shared/domain/countries.ts';
import { kindLabels } from '../ui/index.ts';
import type { QueueCounts, QueueFilter, QueueSort, QueueView } from '../../../shared/ipc/index.ts';

export const riskLabels = { low: 'Low', medium: 'Medium', high: 'High' } as const satisfies Record<
  RiskBand,
  string
>;
export const assigneeLabels = { me: 'Me', nobody: 'Nobody', others: 'Others' } as const satisfies Record<
  NonNullable<QueueFilter['assignee']>,
  string
>;

export interface FilterOption {
  readonly value: string;
  readonly label: string;
  readonly count?: number;
}

/** The dimensions of a filter that are sets of values. */
export type FilterKey = 'statuses' | 'kinds' | 'levels' | 'risks' | 'countries';

export const filterNames = {
  statuses: 'Status',
  kinds: 'Kind',
  levels: 'Level',
  risks: 'Risk',
  countries: 'Country',
} as const satisfies Record<FilterKey, string>;

const options = <T extends string>(labels: Readonly<Record<T, string>>): readonly FilterOption[] =>
  Object.entries<string>(labels).map(([value, label]) => ({ value, label }));

/** What a dimension offers, with counts where they are kept. */
export function filterOptions(key: FilterKey, counts: QueueCounts | undefined): readonly FilterOption[] {
  switch (key) {
    case 'statuses':
      return options<VerificationStatus>(statusLabels).map(option => ({
        ...option,
        count: counts?.byStatus[option.value],
      }));
    case 'kinds':
      return options(kindLabels);
    case 'risks':
      return options(riskLabels);
    case 'levels':
      return (counts?.byLevel ?? []).map(({ id, name, count }) => ({ value: id, label: name, count }));
    case 'countries':
      return (counts?.byCountry ?? [])
        .map(({ code, count }) => ({ value: code, label: countryName(code), count }))
        .sort((a, b) => a.label.localeCompare(b.label));
  }
}

/** "Germany, Finland" or "Germany and 4 more": what a chip says about its values. */
export function chosenWords(
  key: FilterKey,
  values: readonly string[],
  offered: readonly FilterOption[],
): string {
  const labels = values.map(
    value =>
      offered.find(option => option.value === value)?.label ??
      (key === 'countries' ? countryName(value) : value),
  );
  const named = key === 'risks' ? labels.map(label => `${label} risk`) : labels;
  return named.length <= 3 ? named.join(', ') : `${named[0]} and ${named.length - 1} more`;
}

const sortWords = {
  sla: ['SLA, then risk', 'SLA, latest first'],
  risk: ['risk, lowest first', 'risk, highest first'],
  waiting: ['longest waiting', 'shortest waiting'],
  name: ['name, A to Z', 'name, Z to A'],
  updated: ['least recently changed', 'most recently changed'],
} as const satisfies Record<QueueSort, readonly [string, string]>;

export const sortedBy = ({ sort, descending }: Pick<QueueView, 'sort' | 'descending'>): string =>
  `Sorted by ${sortWords[sort][descending ? 1 : 0]}`;

/** A first click on a column sorts by what is usually wanted of it; the next one turns it round. */
export function toggleSort(view: QueueView, sort: QueueSort): QueueView {
  const { descending: _before, ...rest } = view;
  const descendingFirst = sort === 'risk' || sort === 'updated';
  const descending = view.sort === sort ? !view.descending : descendingFirst;
  return descending ? { ...rest, sort, descending } : { ...rest, sort };
}

/** Whether anything narrows the list down. */
export const isFiltered = ({ filter }: QueueView): boolean =>
  Object.values(filter).some(value => (Array.isArray(value) ? value.length > 0 : value !== undefined));

/** Sets one dimension; an empty one is left out, so that two views that show the same are the same. */
export function withFilter(view: QueueView, change: QueueFilter): QueueView {
  const merged = Object.entries({ ...view.filter, ...change }).filter(
    ([, value]) => value !== undefined && (!Array.isArray(value) || value.length > 0),
  );
  return { ...view, filter: Object.fromEntries(merged) satisfies QueueFilter };
}

/** Views that are always there. */
export const shippedViews: readonly { readonly name: string; readonly view: QueueView }[] = [
  { name: 'To review', view: { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'sla' } },
  { name: 'Mine', view: { filter: { statuses: ['UNDER_REVIEW'], assignee: 'me' }, sort: 'sla' } },
  { name: 'High risk', view: { filter: { statuses: ['UNDER_REVIEW'], risks: ['high'] }, sort: 'sla' } },
  {
    name: 'Waiting for the customer',
    view: { filter: { statuses: ['NEEDS_ADDITIONAL_INFORMATION'] }, sort: 'waiting' },
  },
  {
    name: 'Decided here, not yet applied',
    view: { filter: { decided: true }, sort: 'updated', descending: true },
  },
  { name: 'All cases', view: { filter: {}, sort: 'updated', descending: true } },
];
