import { Clock, Inbox } from 'lucide-react';
import { resolutionLabels, similarityOf } from '../../../../shared/domain/index.ts';
import type { CaseHit } from '../../../../shared/ipc/index.ts';
import { parkedReason, parkedTitle } from '../../decisions/index.ts';
import { Button, Note, Tag } from '../../ui/index.ts';
import type { HitMark } from '../room-store.ts';
import { HitMarking } from './hit-marking.tsx';
import styles from './panels.module.css';
import { resolutionLook, unresolvedLook } from './resolution-look.tsx';

interface HitCardProps {
  readonly hit: CaseHit;
  /** Of the case that says so of the hit. */
  readonly version: number;
  readonly mayResolve: boolean;
  readonly onResolve: (mark: HitMark) => Promise<boolean>;
  readonly onOutbox: (commandId: string) => void;
}

/** One name on a watchlist: what it says, what was made of it, and what can be made of it. */
export function HitCard({ hit, version, mayResolve, onResolve, onOutbox }: HitCardProps) {
  const { name, listName, matched, resolution, waiting, parked } = hit;
  const look = resolution ? resolutionLook[resolution] : unresolvedLook;
  return (
    <li className={styles.card}>
      <h3>
        <span dir="auto">{name}</span>
        <Tag tone={look.tone} icon={look.icon}>
          {look.word}
        </Tag>
        {waiting && !waiting.changed && (
          <Tag tone="wait" icon={<Clock aria-hidden="true" />}>
            Waiting to be sent
          </Tag>
        )}
      </h3>
      <div className={styles.facts}>
        <span>{listName}</span>
        <span>Similarity {similarityOf(hit)} %</span>
        {matched.length > 0 && <span>Matched: {matched.join(', ')}</span>}
      </div>
      {waiting && !waiting.changed && (
        <p dir="auto" className={styles.reason}>
          {waiting.note}
        </p>
      )}
      {waiting?.changed && (
        <p className={styles.muted}>
          It has changed since you marked it: {resolutionLabels[waiting.resolution]}. Look again.
        </p>
      )}
      {parked && (
        <Note
          icon={<Inbox />}
          title={`Your mark “${resolutionLabels[parked.resolution]}”: ${parkedTitle(parked.why).toLowerCase()}`}
          actions={<Button onClick={() => onOutbox(parked.commandId)}>Open it in the outbox</Button>}
        >
          {parkedReason(parked.why, 'screening.resolve')}
        </Note>
      )}
      <HitMarking hit={hit} version={version} enabled={mayResolve} onResolve={onResolve} />
    </li>
  );
}
