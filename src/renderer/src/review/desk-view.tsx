import { Columns2, FileText, Link2, Square, Unlink2 } from 'lucide-react';
import { memo, useMemo } from 'react';
import { useStore } from 'zustand';
import { fieldReading, type Customer } from '../../../shared/domain/index.ts';
import type { CaseDocument, CaseItem } from '../../../shared/ipc/index.ts';
import { cx, EmptyState } from '../ui/index.ts';
import { Viewer, type DocumentLibrary, type Mark, type PageTime } from '../viewer/index.ts';
import type { Desk, Side } from './desk-store.ts';
import styles from './room.module.css';
import { documentTitle } from './words.ts';

/** What of an item leads into the documents. */
type Looked = Pick<CaseItem, 'item' | 'key' | 'extracted'>;

interface DeskViewProps {
  readonly desk: Desk;
  readonly documents: readonly CaseDocument[];
  /** What the customer gave. */
  readonly fields: Customer['fields'];
  readonly library: DocumentLibrary;
  readonly selected: Looked | undefined;
  readonly watermark: string | undefined;
  readonly onSeen: (time: PageTime) => void;
}

/** Where on a document the selected item's values were read. */
function marksOf(
  item: Looked | undefined,
  fields: Customer['fields'],
  documentId: string | undefined,
): readonly Mark[] {
  if (!item || documentId === undefined) return [];
  return item.extracted.flatMap((value, index): readonly Mark[] =>
    value.documentId === documentId && value.region
      ? [
          {
            key: `${item.item}-${index}`,
            page: value.page ?? 1,
            region: value.region,
            kind: fieldReading(fields, item.key, value) === 'differs' ? 'differs' : 'same',
          },
        ]
      : [],
  );
}

/** One or two viewers. A verdict changes nothing here, so it draws nothing here anew. */
export const DeskView = memo(function DeskView(props: DeskViewProps) {
  const { desk, documents } = props;
  const split = useStore(desk.store, state => state.split);
  if (documents.length === 0) {
    return (
      <div className={styles.desk}>
        <EmptyState icon={<FileText />} title="No documents">
          The customer has sent none. What they gave is on the right.
        </EmptyState>
      </div>
    );
  }
  const sides: readonly Side[] = split ? ['a', 'b'] : ['a'];
  return (
    <div className={cx(styles.desk, split && styles.split)}>
      {sides.map(side => (
        <DeskSide key={side} side={side} {...props} />
      ))}
    </div>
  );
});

function DeskSide(props: DeskViewProps & { readonly side: Side }) {
  const { desk, side, documents, fields, library, selected, watermark, onSeen } = props;
  const store = desk.viewers[side];
  const documentId = useStore(store, state => state.documentId);
  const active = useStore(desk.store, state => state.active === side);
  const split = useStore(desk.store, state => state.split);
  const document = documents.find(({ id }) => id === documentId);
  const marks = useMemo(() => marksOf(selected, fields, documentId), [selected, fields, documentId]);
  return (
    <Viewer
      library={library}
      store={store}
      document={document}
      title={document ? documentTitle(document) : 'No document'}
      marks={marks}
      watermark={watermark}
      active={active && split}
      onActivate={() => desk.store.getState().activate(side)}
      onSeen={onSeen}
      note={document && !document.current ? 'Replaced by a later document' : undefined}
      switches={side === (split ? 'b' : 'a') && <DeskSwitches desk={desk} />}
    />
  );
}

function DeskSwitches({ desk }: { readonly desk: Desk }) {
  const { split, linked, toggleSplit, toggleLinked } = useStore(desk.store);
  return (
    <div className={styles.switches}>
      {split && (
        <button
          type="button"
          aria-pressed={linked}
          aria-label="Link zoom"
          className={styles.switch}
          title="A zoom in one viewer is made in the other too"
          onClick={toggleLinked}
        >
          {linked ? <Link2 aria-hidden="true" /> : <Unlink2 aria-hidden="true" />}
          <span>{linked ? 'Zoom linked' : 'Link zoom'}</span>
        </button>
      )}
      <button
        type="button"
        className={styles.switch}
        aria-keyshortcuts="S"
        aria-label={split ? 'One document' : 'Two documents side by side'}
        title={split ? 'One document (S)' : 'Two documents side by side (S)'}
        onClick={toggleSplit}
      >
        {split ? <Square aria-hidden="true" /> : <Columns2 aria-hidden="true" />}
        <span>{split ? 'One' : 'Two'}</span>
      </button>
    </div>
  );
}
