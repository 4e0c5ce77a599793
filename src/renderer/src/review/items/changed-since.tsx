import { History } from 'lucide-react';
import type { Customer, Verdict } from '../../../../shared/domain/index.ts';
import type { CaseItem } from '../../../../shared/ipc/index.ts';
import { beforeWords } from './before-words.ts';
import styles from './items.module.css';

const since: Readonly<Record<Exclude<Verdict, 'unreviewed'>, string>> = {
  approved: 'Changed since you approved it',
  pending: 'Changed since you marked it pending',
  rejected: 'Changed since you rejected it',
};

/** That a verdict no longer counts, and what it was given on. */
export function ChangedSince({ item, kind }: { readonly item: CaseItem; readonly kind: Customer['kind'] }) {
  const { changed } = item;
  if (!changed || changed.verdict === 'unreviewed') return null;
  const before = changed.before && beforeWords(changed.before, item, kind);
  return (
    <small className={styles.changedSince}>
      <History aria-hidden="true" />
      <b>{since[changed.verdict]}</b>
      {before !== undefined && (
        <span>
          Before: <bdi>{before}</bdi>
        </span>
      )}
    </small>
  );
}
