import { useRef, useState } from 'react';
import { reasonOf, type ReasonGroup } from '../../../../shared/domain/index.ts';
import type { CaseView, IpcProblem } from '../../../../shared/ipc/index.ts';
import type { FinishDraft } from '../room-store.ts';
import { ReasonPicker } from '../../reasons/index.ts';
import { Button, Dialog, Note, TextArea } from '../../ui/index.ts';
import styles from './dialogs.module.css';
import { rejectDraft, type RejectDraft } from './drafts.ts';
import { RefusalNote } from './refusal-note.tsx';
import { TagsField } from './tags-field.tsx';
import { withoutReason } from './without-reason.ts';

interface RejectDialogProps {
  readonly view: CaseView;
  readonly busy: boolean;
  readonly refusal: IpcProblem | undefined;
  /** What was put together on this case before, if the dialog was closed again. */
  readonly kept: RejectDraft | undefined;
  readonly onClose: (left: RejectDraft) => void;
  readonly onFinish: (input: FinishDraft) => void;
}

/** Rejects the customer: with reasons, tags and a note for the record. */
export function RejectDialog({ view, busy, refusal, kept, onClose, onFinish }: RejectDialogProps) {
  const [draft, setDraft] = useState(() => rejectDraft(view, kept));
  const { reasons, tags, word, note } = draft;
  const change = (part: Partial<RejectDraft>) => setDraft(before => ({ ...before, ...part }));
  const close = () => onClose(draft);
  const [tried, setTried] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const rejected = view.items.filter(({ verdict }) => verdict.verdict === 'rejected');
  const enough = reasons.length > 0 || rejected.length > 0;
  const bare = withoutReason(view);
  const group: ReasonGroup = reasonOf(reasons[0] ?? '')?.group ?? 'compliance';
  const reject = () => {
    setTried(true);
    if (!enough || bare.length > 0) return;
    onFinish({
      outcome: 'reject',
      reasons: [...reasons],
      request: [],
      tags: [...tags],
      ...(note.trim() !== '' && { note: note.trim() }),
    });
  };
  return (
    <Dialog
      open
      onClose={close}
      initialFocus={search}
      width="large"
      title={`Reject ${view.customer.name}`}
      description={
        rejected.length === 0
          ? 'Say why. A rejection is final for the customer; a supervisor can reopen it on appeal.'
          : `${rejected.length === 1 ? '1 item is' : `${rejected.length} items are`} rejected already. Add reasons for the case as a whole if there are any.`
      }
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button variant="dangerSolid" busy={busy} onClick={reject}>
            Reject customer
          </Button>
        </>
      }
    >
      <div className={styles.stack}>
        {bare.length > 0 && (
          <Note
            // Anew at the first try, so that it is read out then.
            key={String(tried)}
            alert={tried}
            tone={tried ? 'no' : 'wait'}
            title={bare.length === 1 ? '1 item has no reason yet' : `${bare.length} items have no reason yet`}
          >
            {bare.join(', ')}. Give each one, or take its verdict back.
          </Note>
        )}
        {refusal && <RefusalNote problem={refusal} />}
        {tried && !enough && (
          <p className={styles.needs} role="alert">
            Choose at least one reason.
          </p>
        )}
        <ReasonPicker
          chosen={reasons}
          onChange={next => change({ reasons: next })}
          first={group}
          searchRef={search}
        />
        <TagsField
          tags={tags}
          word={word}
          inUse={view.tagsInUse}
          onChange={next => change({ tags: next })}
          onWord={next => change({ word: next })}
        />
        <TextArea
          label="Note for the record"
          hint="For colleagues and auditors only. The customer never sees it."
          rows={2}
          maxLength={4000}
          value={note}
          onChange={event => change({ note: event.target.value })}
        />
      </div>
    </Dialog>
  );
}
