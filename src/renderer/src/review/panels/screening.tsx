import { CircleCheck, CircleHelp } from 'lucide-react';
import { useState } from 'react';
import { resolutionLabels } from '../../../../shared/domain/index.ts';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { EmptyState, moment, VisuallyHidden } from '../../ui/index.ts';
import type { HitMark } from '../room-store.ts';
import { HitCard } from './hit-card.tsx';
import styles from './panels.module.css';
import { screenedOf, screeningTitle } from './screened.ts';

export interface ScreeningPanelProps {
  readonly view: CaseView;
  readonly onResolve: (mark: HitMark) => Promise<boolean>;
  readonly onOutbox: (commandId: string) => void;
}

/** What the watchlists say about the customer, and what people make of it. */
export function ScreeningPanel({ view, onResolve, onOutbox }: ScreeningPanelProps) {
  const [said, setSaid] = useState('');
  const { customer, hits, mayResolve } = view;
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
  const resolve = async (name: string, mark: HitMark): Promise<boolean> => {
    const done = await onResolve(mark);
    if (done) setSaid(`${name}: ${resolutionLabels[mark.resolution]}`);
    return done;
  };
  return (
    <div className={styles.page}>
      <VisuallyHidden status>{said}</VisuallyHidden>
      <h2>{title}</h2>
      <p className={styles.muted}>{when}</p>
      {remarks.map(remark => (
        <p key={remark} dir="auto">
          {remark}
        </p>
      ))}
      <ul className={styles.list}>
        {hits.map(hit => (
          <HitCard
            key={hit.id}
            hit={hit}
            version={customer.version}
            mayResolve={mayResolve}
            onResolve={mark => resolve(hit.name, mark)}
            onOutbox={onOutbox}
          />
        ))}
      </ul>
    </div>
  );
}
