import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { IconButton } from '../ui/button.tsx';
import type { DocumentSource } from './open/index.ts';
import type { Find, ViewerStore } from './viewer-store.ts';
import styles from './viewer.module.css';

interface FindBarProps {
  readonly store: ViewerStore;
  readonly source: DocumentSource;
}

/** How long typing must pause before a document is searched. */
const pauseMs = 180;

const words = (find: Find, query: string): string => {
  if (query.trim() === '') return '';
  if (find.hits.length > 0) return `${find.index} of ${find.hits.length}`;
  return find.reading ? `Page ${find.reading.done} of ${find.reading.total}…` : 'Not found';
};

/** Search in the text of a PDF. */
export function FindBar({ store, source }: FindBarProps) {
  const find = useStore(store, state => state.find);
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState(find?.query ?? '');
  // The functions alone stay the same: a search that depended on the whole state would begin again at its own first hit.
  const { search, stepHit, closeFind } = store.getState();

  const close = (): void => {
    // Back to the pages that were searched: the focus would fall out of the window with the field.
    input.current?.closest('section')?.querySelector<HTMLElement>('[role="region"]')?.focus();
    closeFind();
  };

  useEffect(() => input.current?.focus(), []);
  useEffect(() => {
    const timer = setTimeout(() => void search(source, query), pauseMs);
    return () => clearTimeout(timer);
  }, [search, source, query]);

  if (!find) return null;
  return (
    <div className={styles.find} role="search" aria-label="In the document">
      <input
        ref={input}
        type="text"
        aria-label="Find in this document"
        placeholder="Find in this document"
        value={query}
        dir="auto"
        spellCheck={false}
        onChange={event => setQuery(event.target.value)}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Enter') stepHit(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            close();
          }
        }}
      />
      <span role="status" className={styles.count}>
        {words(find, query)}
      </span>
      <IconButton
        label="Previous match"
        icon={<ChevronUp />}
        disabled={find.hits.length === 0}
        onClick={() => stepHit(-1)}
      />
      <IconButton
        label="Next match"
        icon={<ChevronDown />}
        disabled={find.hits.length === 0}
        onClick={() => stepHit(1)}
      />
      <IconButton label="Close the search" icon={<X />} onClick={close} />
    </div>
  );
}
