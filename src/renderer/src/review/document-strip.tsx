import { CloudDownload, FileWarning, LoaderCircle } from 'lucide-react';
import { memo } from 'react';
import { useStore } from 'zustand';
import type { Verdict } from '../../../shared/domain/index.ts';
import type { CaseDocument, CaseView } from '../../../shared/ipc/index.ts';
import { cx } from '../ui/index.ts';
import { PagePicture, type DocumentLibrary } from '../viewer/index.ts';
import type { Desk } from './desk-store.ts';
import styles from './room.module.css';
import { verdictLook } from './verdict-look.tsx';
import { documentTitle } from './words.ts';

interface DocumentStripProps {
  readonly view: CaseView;
  readonly desk: Desk;
  readonly library: DocumentLibrary;
  readonly onShow: (document: CaseDocument) => void;
}

/** Documents in the order of the strip: those a decision is made on, then the replaced ones. */
export const stripOrder = (documents: readonly CaseDocument[]): readonly CaseDocument[] => [
  ...documents.filter(document => document.current),
  ...documents.filter(document => !document.current),
];

/** Small pictures of all documents with their verdicts. */
export function DocumentStrip({ view, desk, library, onShow }: DocumentStripProps) {
  const split = useStore(desk.store, state => state.split);
  const a = useStore(desk.viewers.a, state => state.documentId);
  const b = useStore(desk.viewers.b, state => state.documentId);
  const verdicts = new Map(view.items.map(item => [item.item, item.verdict.verdict]));
  return (
    <nav className={styles.strip} aria-label="Documents">
      {stripOrder(view.documents).map(document => (
        <Thumbnail
          key={document.id}
          document={document}
          library={library}
          verdict={verdicts.get(`document:${document.id}`) ?? 'unreviewed'}
          shown={document.id === a || (split && document.id === b)}
          onShow={onShow}
        />
      ))}
    </nav>
  );
}

interface ThumbnailProps {
  readonly document: CaseDocument;
  readonly library: DocumentLibrary;
  readonly verdict: Verdict;
  readonly shown: boolean;
  readonly onShow: (document: CaseDocument) => void;
}

const Thumbnail = memo(function Thumbnail({ document, library, verdict, shown, onShow }: ThumbnailProps) {
  const look = verdictLook[verdict];
  const title = documentTitle(document);
  return (
    <button
      type="button"
      className={cx(styles.thumb, shown && styles.shown, !document.current && styles.replaced)}
      aria-current={shown || undefined}
      aria-label={`${title}, ${document.current ? look.word : 'replaced'}`}
      onClick={() => onShow(document)}
    >
      <span className={styles.picture}>
        {document.local === 'ready' ? (
          <PagePicture library={library} documentId={document.id} width={76} />
        ) : (
          <LocalIcon local={document.local} />
        )}
      </span>
      <span className={styles.caption}>{title}</span>
      {!document.current && <span className={styles.old}>Replaced</span>}
      {verdict !== 'unreviewed' && (
        <span className={cx(styles.badge, styles[look.tone])} aria-hidden="true">
          {look.icon}
        </span>
      )}
    </button>
  );
});

function LocalIcon({ local }: { readonly local: 'waiting' | 'fetching' | 'damaged' }) {
  switch (local) {
    case 'waiting':
      return <CloudDownload aria-hidden="true" />;
    case 'fetching':
      return <LoaderCircle aria-hidden="true" className={styles.turning} />;
    case 'damaged':
      return <FileWarning aria-hidden="true" />;
  }
}
