import { CircleCheck, EyeOff, FileText } from 'lucide-react';
import { useMemo, useState, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { CaseDocument } from '../../../shared/ipc/index.ts';
import { cx } from '../ui/cx.ts';
import { Spinner } from '../ui/spinner.tsx';
import type { DocumentProblem } from './document-problem.ts';
import { FindBar } from './find-bar.tsx';
import type { DocumentLibrary } from './library.ts';
import { PageRail } from './page-rail.tsx';
import { ProblemPanel } from './problem-panel.tsx';
import { seenWords } from './seen-words.ts';
import type { PageTime } from './seen.ts';
import type { Mark } from './stage/page-view.tsx';
import { Stage } from './stage/stage.tsx';
import stageStyles from './stage/stage.module.css';
import { useOpened } from './stage/use-opened.ts';
import { Watermark } from './stage/watermark.tsx';
import { Toolbar } from './toolbar.tsx';
import { useSeen } from './use-seen.ts';
import type { ViewerStore } from './viewer-store.ts';
import styles from './viewer.module.css';

export interface ViewerProps {
  readonly library: DocumentLibrary;
  readonly store: ViewerStore;
  /** The document on show; undefined: none is chosen. */
  readonly document: CaseDocument | undefined;
  readonly title: string;
  readonly marks: readonly Mark[];
  /** Who looks at it, for the watermark; undefined where policy asks for none. */
  readonly watermark: string | undefined;
  /** Keys go to the active one of two viewers. */
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly onSeen: (time: PageTime) => void;
  /** Stands at the right end of the foot. */
  readonly note?: string | undefined;
  /** Buttons at the very end of the foot. */
  readonly switches?: ReactNode;
}

/** A document with its tools, on a desk, and under it what is known about it. */
export function Viewer(props: ViewerProps) {
  const { library, store, document, title, marks, watermark, active, onActivate, onSeen, note, switches } =
    props;
  const opened = useOpened(library, document?.id);
  const [failure, setFailure] = useState<{ readonly id: string; readonly problem: DocumentProblem }>();
  const { seen, onPages } = useSeen(document?.id, onSeen);
  const find = useStore(store, state => state.find);
  const rail = useStore(store, state => state.rail);
  const id = document?.id;

  const pagesSeen = useMemo(() => {
    const now = [...seen].map(key => key.split(' ')).filter(([which]) => which === id);
    return new Set([...(document?.pagesViewed ?? []), ...now.map(([, page]) => Number(page))]);
  }, [seen, document, id]);
  const allMarks = useMemo(
    () => (find ? [...marks, ...hitMarks(find.hits, find.index)] : marks),
    [marks, find],
  );

  const problem =
    failure && failure.id === id ? failure.problem : opened?.ok === false ? opened.problem : undefined;
  const source = opened?.ok && !problem ? opened.value : undefined;
  return (
    <section
      className={cx(styles.viewer, active && styles.active)}
      aria-label={document ? `Viewer: ${title}` : 'Viewer'}
      onPointerDown={onActivate}
      onFocus={onActivate}
    >
      <Toolbar
        store={store}
        title={title}
        enabled={source !== undefined}
        searchable={source?.kind === 'pdf'}
      />
      <div className={styles.middle}>
        {source && id !== undefined && rail && source.pages().length > 1 && (
          <PageRail library={library} source={source} documentId={id} store={store} seen={pagesSeen} />
        )}
        <div className={stageStyles.stage}>
          {source && id !== undefined && (
            <Stage
              key={id}
              library={library}
              source={source}
              documentId={id}
              label={title}
              store={store}
              marks={allMarks}
              onPages={onPages}
              onProblem={found => setFailure({ id, problem: found })}
            />
          )}
          {!source && (
            <div className={stageStyles.fill}>
              {problem && id !== undefined && (
                <ProblemPanel
                  problem={problem}
                  onRetry={() => {
                    setFailure(undefined);
                    library.retry(id);
                  }}
                />
              )}
              {!problem && document && (
                <p className={stageStyles.opening} role="status">
                  <Spinner /> Opening {title}…
                </p>
              )}
              {!document && (
                <p className={styles.nothing}>
                  <FileText aria-hidden="true" /> Choose a document on the left.
                </p>
              )}
            </div>
          )}
          {source && find && <FindBar store={store} source={source} />}
          {watermark !== undefined && document && <Watermark who={watermark} />}
        </div>
      </div>
      <Foot
        document={document}
        pageCount={source?.pages().length}
        seen={pagesSeen}
        note={note}
        switches={switches}
      />
    </section>
  );
}

function hitMarks(hits: readonly { page: number; regions: readonly Mark['region'][] }[], index: number) {
  return hits.flatMap((hit, place) =>
    hit.regions.map((region, part): Mark => ({
      key: `hit-${place}-${part}`,
      page: hit.page,
      region,
      kind: place === index - 1 ? 'currentHit' : 'hit',
    })),
  );
}

interface FootProps {
  readonly document: CaseDocument | undefined;
  readonly pageCount: number | undefined;
  readonly seen: ReadonlySet<number>;
  readonly note: string | undefined;
  readonly switches: ReactNode;
}

function Foot({ document, pageCount, seen, note, switches }: FootProps) {
  const words = pageCount === undefined ? undefined : seenWords(pageCount, seen);
  const complete = words === 'Seen' || words === 'All pages seen';
  return (
    <footer className={styles.foot}>
      {words && (
        <span className={styles.seen} data-complete={complete}>
          {complete ? <CircleCheck aria-hidden="true" /> : <EyeOff aria-hidden="true" />}
          {words}
        </span>
      )}
      {document && (
        <code title={`SHA-256 ${document.sha256}`}>
          <span>sha256 </span>
          {document.sha256.slice(0, 4)}…{document.sha256.slice(-4)}
        </code>
      )}
      <span className={styles.note}>{note}</span>
      {switches}
    </footer>
  );
}
