import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { CallOutput } from '../../../shared/ipc/index.ts';
import { count, cx } from '../ui/index.ts';
import styles from './journal-line.module.css';

/** What proves that nothing was lost or changed: the journal's length, its chain, the last entry others have witnessed. */
export function JournalLine({ journal }: { readonly journal: CallOutput<'outbox.list'>['journal'] }) {
  const { entries, verified, witnessedAt } = journal;
  return (
    <span className={cx(styles.line, !verified && styles.broken)}>
      {verified ? <ShieldCheck aria-hidden="true" /> : <ShieldAlert aria-hidden="true" />}
      <span>
        Journal {count(entries)} entries · {verified ? 'chain verified' : 'chain not verified'} ·{' '}
        {witnessedAt > 0 ? `witnessed at ${count(witnessedAt)}` : 'not witnessed yet'}
      </span>
    </span>
  );
}
