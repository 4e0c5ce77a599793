import { Eye, Inbox, X } from 'lucide-react';
import type { Item } from '../../../shared/domain/index.ts';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { parkedReason, parkedTitle } from '../decisions/index.ts';
import { Button, IconButton, moment, Note, ProblemNote } from '../ui/index.ts';
import { CheckNote } from './check-note.tsx';
import { RequestNote, type RequestNoteProps } from './request-note.tsx';
import styles from './room.module.css';
import { itemName } from './words.ts';

interface BannerProps extends RequestNoteProps {
  readonly refusal: IpcProblem | undefined;
  readonly onDismiss: () => void;
  readonly onShow: (item: Item) => void;
  readonly onOutbox: (commandId: string) => void;
}

/** What a person must know about the case before judging it, and why the last act was refused. */
export function Banner({ view, refusal, onDismiss, onShow, onOutbox, ...request }: BannerProps) {
  const { check, customer } = view;
  const first = view.items.find(({ item }) => item === refusal?.items?.[0]);
  return (
    <div className={styles.banner}>
      {refusal && (
        <ProblemNote
          problem={refusal}
          actions={
            <>
              {first && <Button onClick={() => onShow(first.item)}>Show {itemName(view, first)}</Button>}
              <IconButton label="Dismiss" icon={<X />} onClick={onDismiss} />
            </>
          }
        />
      )}
      {check.state === 'claimed' && (
        <Note tone="accent" icon={<Eye />} title={`${check.holder} is checking this case`}>
          You can read it. It is free again when their check ends, at the latest at {moment(check.until)}.
        </Note>
      )}
      {check.state === 'decided' && check.commandState === 'parked' && (
        <Note
          icon={<Inbox />}
          title={`Your decision: ${parkedTitle(check.parked).toLowerCase()}`}
          actions={<Button onClick={() => onOutbox(check.commandId)}>Open it in the outbox</Button>}
        >
          {parkedReason(check.parked, 'review.finish')}
        </Note>
      )}
      <RequestNote view={view} {...request} />
      <CheckNote view={view} />
      {customer.awaitingSecondApproval && (
        <Note tone="accent" icon={<Eye />} title="Waiting for a second approval">
          A supervisor looks at the decision before it takes effect.
        </Note>
      )}
    </div>
  );
}
