import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DocumentLibrary } from './library.ts';
import type { DocumentSource } from './open/index.ts';
import { PagePicture } from './page-picture.tsx';
import type { ViewerStore } from './viewer-store.ts';
import styles from './viewer.module.css';

interface PageRailProps {
  readonly library: DocumentLibrary;
  readonly source: DocumentSource;
  readonly documentId: string;
  readonly store: ViewerStore;
  readonly seen: ReadonlySet<number>;
}

/** Small pictures of all pages; each is drawn when it scrolls near. */
export function PageRail({ library, source, documentId, store, seen }: PageRailProps) {
  const page = useStore(store, state => state.page);
  const rail = useRef<HTMLElement>(null);
  useEffect(() => {
    rail.current?.querySelector(`[data-rail-page="${page}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [page]);
  return (
    <nav ref={rail} className={styles.rail} aria-label="Pages">
      {source.pages().map((size, index) => (
        <button
          key={index}
          type="button"
          className={styles.railPage}
          data-rail-page={index + 1}
          aria-current={page === index + 1 ? 'page' : undefined}
          aria-label={`Page ${index + 1}${seen.has(index + 1) ? ', seen' : ', not seen yet'}`}
          onClick={() => store.getState().goTo(index + 1)}
        >
          <WhenNear ratio={size.height / size.width}>
            <PagePicture library={library} documentId={documentId} page={index + 1} width={56} />
          </WhenNear>
          <span>{index + 1}</span>
        </button>
      ))}
    </nav>
  );
}

function WhenNear({ ratio, children }: { readonly ratio: number; readonly children: React.ReactNode }) {
  const place = useRef<HTMLSpanElement>(null);
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      entries => entries.some(entry => entry.isIntersecting) && setNear(true),
      { rootMargin: '200px' },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <span ref={place} className={styles.railPaper} style={{ aspectRatio: `1 / ${ratio}` }}>
      {near && children}
    </span>
  );
}
