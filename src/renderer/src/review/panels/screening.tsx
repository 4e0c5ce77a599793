import { CircleCheck, CircleHelp, ShieldAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Customer, ScreeningHit } from '../../../../shared/domain/index.ts';
import { EmptyState, moment, Tag, type Tone } from '../../ui/index.ts';
import styles from './panels.module.css';
import { screenedOf, screeningTitle } from './screened.ts';

type Resolution = NonNullable<ScreeningHit['resolution']>;

const resolutions: Readonly<
  Record<Resolution, { readonly word: string; readonly tone: Tone; readonly icon: ReactElement }>
> = {
  falsePositive: { word: 'Not this person', tone: 'ok', icon: <CircleCheck aria-hidden="true" /> },
  match: { word: 'Match', tone: 'no', icon: <ShieldAlert aria-hidden="true" /> },
  inconclusive: { word: 'Inconclusive', tone: 'wait', icon: <CircleHelp aria-hidden="true" /> },
};

/** What the watchlists say about the customer. */
export function ScreeningPanel({ customer }: { readonly customer: Customer }) {
  const { hits } = customer.screening;
  const screened = screenedOf(customer);
  const { isClear, finishedAt, remarks } = screened;
  const title = screeningTitle(hits, screened);
  const when = finishedAt ? `Screened ${moment(finishedAt)}.` : 'The screening was not made, or not yet.';
  if (hits.length === 0 && remarks.length === 0) {
    return (
      <EmptyState icon={isClear ? <CircleCheck /> : <CircleHelp />} title={title}>
        {when}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <h2>{title}</h2>
      <p className={styles.muted}>{when}</p>
      {remarks.map(remark => (
        <p key={remark} dir="auto">
          {remark}
        </p>
      ))}
      <ul className={styles.list}>
        {hits.map(hit => {
          const resolution = hit.resolution ? resolutions[hit.resolution] : undefined;
          return (
            <li key={hit.id} className={styles.card}>
              <h3>
                <span dir="auto">{hit.name}</span>
                {resolution ? (
                  <Tag tone={resolution.tone} icon={resolution.icon}>
                    {resolution.word}
                  </Tag>
                ) : (
                  <Tag tone="wait" icon={<CircleHelp aria-hidden="true" />}>
                    Not resolved
                  </Tag>
                )}
              </h3>
              <div className={styles.facts}>
                <span>{hit.listName}</span>
                <span>Similarity {Math.round(hit.score <= 1 ? hit.score * 100 : hit.score)} %</span>
                {hit.matched.length > 0 && <span>Matched: {hit.matched.join(', ')}</span>}
              </div>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
