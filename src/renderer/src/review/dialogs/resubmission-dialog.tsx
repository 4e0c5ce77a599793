import { MessageSquareText, Plus, Trash2 } from 'lucide-react';
import { useRef, useState, type RefObject } from 'react';
import { parseItem, type Item } from '../../../../shared/domain/index.ts';
import type { CaseView, IpcProblem } from '../../../../shared/ipc/index.ts';
import type { FinishDraft } from '../room-store.ts';
import { ReasonChips, suggestReasons } from '../../reasons/index.ts';
import { Button, Dialog, IconButton, Menu, MenuItem, MenuSeparator, TextArea } from '../../ui/index.ts';
import styles from './dialogs.module.css';
import { resubmissionDraft, type ResubmissionDraft } from './drafts.ts';
import { MessagePreview } from './message-preview.tsx';
import { RefusalNote } from './refusal-note.tsx';
import { addable, lineFor, toRequest, type RequestLine } from './request.ts';

interface ResubmissionDialogProps {
  readonly view: CaseView;
  readonly busy: boolean;
  readonly refusal: IpcProblem | undefined;
  /** What was put together on this case before, if the dialog was closed again. */
  readonly kept: ResubmissionDraft | undefined;
  readonly onClose: (left: ResubmissionDraft) => void;
  readonly onFinish: (input: FinishDraft) => void;
}

/** Puts together what the customer is asked for, and shows how they will read it. */
export function ResubmissionDialog({
  view,
  busy,
  refusal,
  kept,
  onClose,
  onFinish,
}: ResubmissionDialogProps) {
  const [draft, setDraft] = useState(() => resubmissionDraft(view, kept));
  const { lines } = draft;
  const setLines = (next: readonly RequestLine[]) => setDraft({ ...draft, lines: next });
  const close = () => onClose(draft);
  const [tried, setTried] = useState(false);
  const confirm = useRef<HTMLButtonElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const change = (item: Item, next: Partial<RequestLine>) =>
    setLines(lines.map(line => (line.item === item ? { ...line, ...next } : line)));
  const bare = lines.filter(({ reasons }) => reasons.length === 0);
  const send = () => {
    setTried(true);
    if (bare.length > 0) return;
    onFinish({ outcome: 'resubmission', reasons: [], request: toRequest(lines), tags: [] });
  };
  return (
    <Dialog
      open
      onClose={close}
      initialFocus={lines.length === 0 ? add : confirm}
      width="large"
      title="Ask for resubmission"
      description="The customer is asked for these items only. The case comes back to you when they are all answered."
      footer={
        <>
          <Button onClick={close}>Cancel</Button>
          <Button ref={confirm} variant="primary" busy={busy} disabled={lines.length === 0} onClick={send}>
            {askWords(lines.length)}
          </Button>
        </>
      }
    >
      {refusal && <RefusalNote problem={refusal} />}
      <div className={styles.columns}>
        <section aria-label="Requested items">
          <ul className={styles.lines}>
            {lines.map(line => (
              <Line
                key={line.item}
                line={line}
                view={view}
                incomplete={tried && line.reasons.length === 0}
                onChange={next => change(line.item, next)}
                onRemove={() => setLines(lines.filter(({ item }) => item !== line.item))}
              />
            ))}
          </ul>
          {lines.length === 0 && (
            <p className={styles.empty}>Nothing is asked for yet. Add at least one item.</p>
          )}
          <AddItem
            button={add}
            view={view}
            lines={lines}
            onAdd={item => setLines([...lines, lineFor(view, item)])}
          />
        </section>
        <MessagePreview name={view.customer.name} lines={lines} />
      </div>
    </Dialog>
  );
}

function askWords(count: number): string {
  if (count === 0) return 'Ask for items';
  return count === 1 ? 'Ask for 1 item' : `Ask for ${count} items`;
}

interface LineProps {
  readonly line: RequestLine;
  readonly view: CaseView;
  readonly incomplete: boolean;
  readonly onChange: (next: Partial<RequestLine>) => void;
  readonly onRemove: () => void;
}

function Line({ line, view, incomplete, onChange, onRemove }: LineProps) {
  const [writing, setWriting] = useState(line.comment !== '');
  const item = view.items.find(other => other.item === line.item);
  const type = view.documents.find(({ id }) => id === parseItem(line.item).key)?.type;
  const suggested = item ? suggestReasons(item, type) : ['badDocument.incomplete', 'badDocument.wrongType'];
  return (
    <li className={styles.line}>
      <header>
        <b>{line.label}</b>
        {!writing && (
          <IconButton
            label={`Write to the customer about ${line.label}`}
            icon={<MessageSquareText />}
            onClick={() => setWriting(true)}
          />
        )}
        <IconButton label={`Take out ${line.label}`} icon={<Trash2 />} onClick={onRemove} />
      </header>
      <ReasonChips
        label={line.label}
        tone="wait"
        suggested={suggested}
        chosen={line.reasons}
        onChange={reasons => onChange({ reasons })}
      />
      {incomplete && (
        <p className={styles.needs} role="alert">
          Choose at least one reason.
        </p>
      )}
      {writing && (
        <TextArea
          label="In your own words"
          rows={2}
          maxLength={2000}
          value={line.comment}
          placeholder="Replaces the standard sentence"
          onChange={event => onChange({ comment: event.target.value })}
        />
      )}
    </li>
  );
}

interface AddItemProps {
  readonly button: RefObject<HTMLButtonElement | null>;
  readonly view: CaseView;
  readonly lines: readonly RequestLine[];
  readonly onAdd: (item: Item) => void;
}

function AddItem({ button, view, lines, onAdd }: AddItemProps) {
  const { items, types } = addable(view, lines);
  return (
    <Menu
      trigger={
        <Button ref={button} icon={<Plus />}>
          Add an item
        </Button>
      }
    >
      {items.map(({ item, label }) => (
        <MenuItem key={item} onSelect={() => onAdd(item)}>
          {label}
        </MenuItem>
      ))}
      {items.length > 0 && types.length > 0 && <MenuSeparator />}
      {types.map(({ item, label }) => (
        <MenuItem key={item} onSelect={() => onAdd(item)}>
          {label} (new document)
        </MenuItem>
      ))}
    </Menu>
  );
}
