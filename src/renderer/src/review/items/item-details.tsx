import { reasonOf, type DocumentType } from '../../../../shared/domain/index.ts';
import type { CaseItem } from '../../../../shared/ipc/index.ts';
import type { VerdictChange } from '../room-store.ts';
import { ReasonChips, suggestReasons } from '../../reasons/index.ts';
import type { Editing } from './item-row.tsx';
import styles from './items.module.css';
import { SavedText } from './saved-text.tsx';

interface ItemDetailsProps {
  readonly item: CaseItem;
  readonly name: string;
  readonly documentType: DocumentType | undefined;
  readonly editing: Editing | undefined;
  readonly enabled: boolean;
  readonly onMark: (change: VerdictChange) => Promise<boolean>;
  /** The person is done with a text and goes back to the list. */
  readonly onLeave: () => void;
}

/** Reasons, the comment to the customer and the note to colleagues of one item: three things, never mixed. */
export function ItemDetails({
  item,
  name,
  documentType,
  editing,
  enabled,
  onMark,
  onLeave,
}: ItemDetailsProps) {
  const { verdict, reasons, customerComment, note } = item.verdict;
  const withReasons = verdict === 'rejected' || verdict === 'pending';
  const withComment = withReasons || Boolean(customerComment) || editing?.field === 'comment';
  const standard = reasons
    .map(code => reasonOf(code)?.sentence)
    .filter(Boolean)
    .join(' ');
  return (
    <div className={styles.details}>
      {withReasons && (
        <>
          <ReasonChips
            label={name}
            suggested={suggestReasons(item, documentType)}
            chosen={reasons}
            tone={verdict === 'pending' ? 'wait' : 'no'}
            disabled={!enabled}
            onChange={chosen => void onMark({ reasons: [...chosen] })}
          />
          {reasons.length === 0 && <p className={styles.needs}>Choose at least one reason.</p>}
        </>
      )}
      {withComment && (
        <SavedText
          kind="comment"
          label="To the customer"
          shortcut="c"
          name={`Comment to the customer: ${name}`}
          placeholder={standard || 'In your own words, what they should send or correct'}
          value={customerComment ?? ''}
          disabled={!enabled}
          focusTurn={editing?.field === 'comment' ? editing.turn : undefined}
          onSave={text => onMark({ customerComment: text === '' ? null : text })}
          onLeave={onLeave}
        />
      )}
      <SavedText
        kind="note"
        label="Note for colleagues, never shown to the customer"
        shortcut="n"
        name={`Note for colleagues: ${name}`}
        placeholder=""
        value={note ?? ''}
        disabled={!enabled}
        focusTurn={editing?.field === 'note' ? editing.turn : undefined}
        onSave={text => onMark({ note: text === '' ? null : text })}
        onLeave={onLeave}
      />
    </div>
  );
}
