import type { CaseView } from '../../../../shared/ipc/index.ts';
import { outcomeWords } from '../../decisions/index.ts';
import { fullMoment, Tag } from '../../ui/index.ts';
import { verdictLook } from '../verdict-look.tsx';
import { askerWords } from '../request-lines.ts';
import { itemLabel, reasonLabels } from '../words.ts';
import styles from './panels.module.css';

/** The last check and the open request for information, as the backend keeps them. */
export function HistoryPanel({ view }: { readonly view: CaseView }) {
  const { rfi, lastReview } = view.customer;
  return (
    <div className={styles.page}>
      {rfi && (
        <section className={styles.card}>
          <h3>
            <span>
              Asked on {fullMoment(rfi.openedAt)} by <bdi>{askerWords(view)}</bdi>
            </span>
            <Tag tone="wait">
              {rfi.items.filter(item => item.answeredAt).length} of {rfi.items.length} answered
            </Tag>
          </h3>
          {rfi.items.map(item => (
            <p key={item.item}>
              <b>{itemLabel(view, item.item)}</b>: {reasonLabels(item.reasons)}
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
                <b>{itemLabel(view, item)}</b>: {verdictLook[verdict].word.toLowerCase()}
                {reasons.length > 0 && `, ${reasonLabels(reasons)}`}
              </p>
            ))}
        </section>
      )}
    </div>
  );
}
