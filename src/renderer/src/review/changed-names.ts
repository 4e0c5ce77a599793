import { fieldDefinition, parseItem, type GuardedFact, type Item } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { itemName } from './words.ts';

/** One thing that changed: an item leads to its line. */
interface Named {
  readonly name: string;
  readonly item?: Item;
}

/** Names of what changed and has not been judged since, each once. */
export function namesOf(
  view: Pick<CaseView, 'items' | 'documents' | 'customer'>,
  facts: readonly GuardedFact[],
): readonly Named[] {
  const lapsed = view.items.filter(({ changed }) => changed).map(({ item }) => item);
  const all = [...new Set<GuardedFact>([...lapsed, ...facts])];
  const named = all.flatMap((fact): readonly Named[] => {
    if (fact === 'status') return [{ name: 'Status' }];
    if (fact === 'screening') return [{ name: 'Screening' }];
    if (fact === 'checks') return [{ name: 'Checks' }];
    const line = view.items.find(({ item }) => item === fact);
    if (!line) return [{ name: goneName(view, fact) }];
    if (line.verdict.verdict !== 'unreviewed') return [];
    return [{ name: itemName(view, line), item: fact }];
  });
  return named.filter(({ name }, index) => named.findIndex(other => other.name === name) === index);
}

/** An item that is no longer in the case: what it belonged to. */
function goneName({ customer }: Pick<CaseView, 'customer'>, item: Item): string {
  const { kind, key } = parseItem(item);
  switch (kind) {
    case 'field':
      return fieldDefinition(customer.kind, key)?.label ?? key;
    case 'owner':
      return 'Owners';
    case 'document':
    case 'documentType':
      return 'Documents';
  }
}
