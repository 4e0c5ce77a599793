import { History } from 'lucide-react';
import { fieldDefinition, parseItem, type GuardedFact, type Item } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { moment } from '../ui/index.ts';
import styles from './header.module.css';
import type { News } from './room-store.ts';
import { itemName } from './words.ts';

interface CaseNewsProps {
  readonly view: CaseView;
  readonly news: News | undefined;
  readonly onShow: (item: Item) => void;
}

/** One thing that changed: an item leads to its line. */
interface Named {
  readonly name: string;
  readonly item?: Item;
}

/** What changed under a person's verdicts or while they were reading, until each of it has been judged again. */
export function CaseNews({ view, news, onShow }: CaseNewsProps) {
  const named = view.check.state === 'open' ? namesOf(view, news?.facts ?? []) : [];
  return (
    <div className={styles.news} role="status">
      {named.length > 0 && (
        <p>
          <History aria-hidden="true" />
          <span>
            {news
              ? `Changed at ${moment(news.at)} while you were reviewing: `
              : 'Changed since your verdict: '}
            {named.map(({ name, item }, index) => (
              <span key={name}>
                {index > 0 && ', '}
                {item === undefined ? (
                  <b>{name}</b>
                ) : (
                  <button type="button" onClick={() => onShow(item)}>
                    {name}
                  </button>
                )}
              </span>
            ))}
          </span>
        </p>
      )}
    </div>
  );
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
