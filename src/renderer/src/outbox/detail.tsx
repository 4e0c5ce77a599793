import { useStore } from 'zustand';
import type { OutboxDetail } from '../../../shared/ipc/index.ts';
import { parkedReason, parkedTitle } from '../decisions/index.ts';
import { fullMoment, Note, ProblemNote, Spinner, useNow } from '../ui/index.ts';
import { Comparison } from './comparison.tsx';
import { DetailActions } from './detail-actions.tsx';
import styles from './detail.module.css';
import { StateMark } from './state-mark.tsx';
import type { OutboxStore } from './store.ts';
import { itemLine, pagesSeenWords } from './words.ts';

/** One decision: what happened to it, mine against now, on which evidence, step by step. */
export function Detail({ outbox }: { readonly outbox: OutboxStore }) {
  const detail = useStore(outbox, state => state.detail);
  const problem = useStore(outbox, state => state.problem);
  return (
    <div className={styles.pane}>
      {problem && <ProblemNote problem={problem} />}
      {detail ? <Decision detail={detail} outbox={outbox} /> : !problem && <Loading />}
    </div>
  );
}

function Loading() {
  return (
    <p className={styles.loading}>
      <Spinner /> Reading the journal…
    </p>
  );
}

function Decision({ detail, outbox }: { readonly detail: OutboxDetail; readonly outbox: OutboxStore }) {
  const now = useNow(1000);
  const { item } = detail;
  return (
    <article aria-label={`Decision on ${item.customerName}`} className={styles.decision}>
      <header className={styles.head}>
        <StateMark item={item} />
        <h2 dir="auto">{item.customerName}</h2>
        {/* Why it is parked stands in the note below. */}
        <p>{item.state === 'parked' ? item.summary : itemLine(item, now)}</p>
      </header>
      {item.state === 'parked' && (
        <Note tone="wait" title={parkedTitle(item.parked)}>
          {parkedReason(item.parked, item.type)}
        </Note>
      )}
      {detail.comparison.length > 0 && <Comparison detail={detail} now={now} />}
      <DetailActions item={item} outbox={outbox} now={now} />
      {detail.evidence.length > 0 && <Evidence evidence={detail.evidence} />}
      <History history={detail.history} />
    </article>
  );
}

function Evidence({ evidence }: { readonly evidence: OutboxDetail['evidence'] }) {
  return (
    <section aria-label="Evidence" className={styles.section}>
      <h3>Decided on this evidence</h3>
      <ul className={styles.rows}>
        {evidence.map(({ label, sha256, pages, current }, index) => (
          <li key={`${index} ${sha256}`} className={styles.evidence}>
            <span>{label}</span>
            <span className={styles.muted}>{pagesSeenWords(pages)}</span>
            <code title={sha256}>
              sha256 {sha256.slice(0, 4)}…{sha256.slice(-4)}
            </code>
            <span className={current ? styles.muted : styles.old}>
              {current ? 'still current' : 'replaced since'}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function History({ history }: { readonly history: OutboxDetail['history'] }) {
  return (
    <section aria-label="History" className={styles.section}>
      <h3>Step by step</h3>
      <ol className={styles.rows}>
        {history.map(({ at, text }, index) => (
          <li key={`${index} ${at}`} className={styles.step}>
            <time dateTime={at} className={styles.muted}>
              {fullMoment(at)}
            </time>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
