import { ScanSearch } from 'lucide-react';
import type { CaseView } from '../../../shared/ipc/index.ts';
import { Note } from '../ui/index.ts';
import { checkNewsOf } from './check-news.ts';
import styles from './request-note.module.css';

/** What checks say of the whole case, and which of them could not be made. */
export function CheckNote({ view }: { readonly view: CaseView }) {
  const news = checkNewsOf(view);
  if (!news) return null;
  return (
    <Note icon={<ScanSearch />} title={news.title}>
      <ul className={styles.lines} aria-label={news.title}>
        {news.lines.map(({ check, words }) => (
          <li key={`${check} ${words}`}>
            <p dir="auto">
              <strong>{check}</strong>: {words}
            </p>
          </li>
        ))}
      </ul>
    </Note>
  );
}
