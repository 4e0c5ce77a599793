import { reasonOf, type Item } from '../../../../shared/domain/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { outcomeWords } from '../../decisions/index.ts';
import { fullMoment, Tag } from '../../ui/index.ts';
import { verdictLook } from '../verdict-look.tsx';
import styles from './panels.module.css';

const reasonsText = (codes: readonly string[]): string =>
  codes.map(code => reasonOf(code)?.label ?? code).join(', ');

/** The last check and the open request for information, as the backend keeps them. */
export function HistoryPanel({ view }: { readonly view: CaseView }) {
  const { rfi, lastReview } = view.customer;
  const labels = new Map(view.items.map(({ item, label }) => [item, label]));
  const nameOf = (item: Item): string =>
    labels.get(item) ??
    (item.startsWith('document:') ? 'A replaced document' : item.slice(item.indexOf(':') + 1));
  return (
    <div className={styles.page}>
      {rfi && (
        <section className={styles.card}>
          <h3>
            <span>Asked on {fullMoment(rfi.openedAt)}</span>
            <Tag tone="wait">
              {rfi.items.filter(item => item.answeredAt).length} of {rfi.items.length} answered
            </Tag>
          </h3>
          {rfi.items.map(item => (
            <p key={item.item}>
              <b>{nameOf(item.item)}</b>: {reasonsText(item.reasons)}
              {item.answeredAt ? `, answered ${fullMoment(item.answeredAt)}` : ', no answer yet'}
            </p>
          ))}
        </section>
      )}
      {lastReview && (
        <section className={styles.card}>
          <h3>
            <span>
              {outcomeWords[lastReview.outcome]} by{' '}
              <bdi>{view.people[lastReview.by] ?? 'somebody who has left'}</bdi>
            </span>
            <time dateTime={lastReview.at}>{fullMoment(lastReview.at)}</time>
          </h3>
          {lastReview.tags.length > 0 && <p className={styles.muted}>Tags: {lastReview.tags.join(', ')}</p>}
          {lastReview.verdicts
            .filter(({ verdict }) => verdict === 'rejected' || verdict === 'pending')
            .map(({ item, verdict, reasons }) => (
              <p key={item}>
                <b>{nameOf(item)}</b>: {verdictLook[verdict].word.toLowerCase()}
                {reasons.length > 0 && `, ${reasonsText(reasons)}`}
              </p>
            ))}
        </section>
      )}
    </div>
  );
}
