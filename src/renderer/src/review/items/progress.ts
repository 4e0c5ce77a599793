import type { CustomerKind, Verdict } from '../../../../shared/domain/index.ts';
import type { CaseItem, CaseView } from '../../../../shared/ipc/index.ts';

export interface ItemGroup {
  readonly name: string;
  readonly items: readonly CaseItem[];
  readonly reviewed: number;
}

export interface Progress {
  readonly total: number;
  readonly reviewed: number;
  readonly by: Readonly<Record<Verdict, number>>;
  /** The first required item without a verdict, or the first at all. */
  readonly nextOpen: CaseItem | undefined;
}

const reviewed = (item: CaseItem): boolean => item.verdict.verdict !== 'unreviewed';

const informationName: Readonly<Record<CustomerKind, string>> = {
  individual: 'Personal information',
  business: 'Business information',
};

/** The items in the groups of the screen; empty groups are left out. */
export function groupItems(view: Pick<CaseView, 'items' | 'customer'>): readonly ItemGroup[] {
  const of = (name: string, ...kinds: readonly CaseItem['kind'][]): ItemGroup => {
    const items = view.items.filter(item => kinds.includes(item.kind));
    return { name, items, reviewed: items.filter(reviewed).length };
  };
  return [
    of(informationName[view.customer.kind], 'field'),
    of('Owners', 'owner'),
    of('Documents', 'document', 'documentType'),
  ].filter(({ items }) => items.length > 0);
}

/** How far the check is. */
export function progressOf(items: readonly CaseItem[]): Progress {
  const by: Record<Verdict, number> = { unreviewed: 0, approved: 0, pending: 0, rejected: 0 };
  for (const { verdict } of items) by[verdict.verdict] += 1;
  const open = items.filter(item => !reviewed(item));
  return {
    total: items.length,
    reviewed: items.length - by.unreviewed,
    by,
    nextOpen: open.find(item => item.required) ?? open[0],
  };
}
