import { CircleCheck, CircleHelp, ShieldAlert } from 'lucide-react';
import type { ReactElement } from 'react';
import type { Customer, ScreeningHit } from '../../../../shared/domain/index.ts';
import { EmptyState, moment, Tag, type Tone } from '../../ui/index.ts';
import styles from './panels.module.css';
import { screenedOf } from './screened.ts';

type Resolution = NonNullable<ScreeningHit['resolution']>;

const resolutions: Readonly<
  Record<Resolution, { readonly word: string; readonly tone: Tone; readonly icon: ReactElement }>
> = {
  falsePositive: { word: 'Not this person', tone: 'ok', icon: <CircleCheck aria-hidden="true" /> },
  match: { word: 'Match', tone: 'no', icon: <ShieldAlert aria-hidden="true" /> },
  inconclusive: { word: 'Inconclusive', tone: 'wait', icon: <CircleHelp aria-hidden="true" /> },
};

const titleOf = (hits: number, isMade: boolean): string => {
  if (hits === 0) return isMade ? 'No match, with something left open' : 'Not screened';
  const some = hits === 1 ? '1 possible match' : `${hits} possible matches`;
  return isMade ? some : `${some} of an earlier screening`;
};

/** What the watchlists say about the customer. */
export function ScreeningPanel({ customer }: { readonly customer: Customer }) {
  const { hits } = customer.screening;
  const { isClear, finishedAt, remarks } = screenedOf(customer);
  const when = finishedAt ? `Screened ${moment(finishedAt)}.` : 'The screening was not made, or not yet.';
  if (hits.length === 0 && remarks.length === 0) {
    return (
      <EmptyState
        icon={isClear ? <CircleCheck /> : <CircleHelp />}
        title={isClear ? 'No match on any watchlist' : 'Not screened'}
      >
        {when}
      </EmptyState>
    );
  }
  return (
    <div className={styles.page}>
      <h2>{titleOf(hits.length, finishedAt !== undefined)}</h2>
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
