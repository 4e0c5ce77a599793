import { History } from 'lucide-react';
import type { Item } from '../../../shared/domain/index.ts';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { moment } from '../ui/index.ts';
import { namesOf } from './changed-names.ts';
import styles from './header.module.css';
import type { News } from './room-store.ts';

interface CaseNewsProps {
  readonly view: CaseView;
  readonly news: News | undefined;
  readonly onShow: (item: Item) => void;
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
