import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import { useAction } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { count, IconButton, Kbd } from '../ui/index.ts';
import styles from './search-box.module.css';

/** Text search over the whole cache; what is typed filters the queue. */
export function SearchBox() {
  const { queue, sync: syncStore, route } = useServices();
  const text = useStore(queue, state => state.view.filter.text ?? '');
  const cases = useStore(syncStore, state => state.sync?.cases);
  const input = useRef<HTMLInputElement>(null);
  useAction('search.focus', () => input.current?.select());

  const search = (next: string): void => {
    route.getState().go({ screen: 'queue' });
    queue.getState().setText(next);
  };
  return (
    <div role="search" className={styles.box}>
      <Search aria-hidden="true" className={styles.glass} />
      <input
        ref={input}
        type="text"
        dir="auto"
        maxLength={200}
        className={styles.input}
        aria-label="Search cases"
        aria-keyshortcuts="/"
        placeholder={
          cases
            ? `Search ${count(cases)} ${cases === 1 ? 'case' : 'cases'} by name, number or ID`
            : 'Search cases'
        }
        value={text}
        onChange={event => search(event.target.value)}
        onKeyDown={event => {
          // Enter that ends the writing of a word in Kana or Hangul is not meant for the list.
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            if (text !== '') search('');
            event.currentTarget.blur();
          }
          // Down from the search lands in the results, as in any list with a search above it.
          if (event.key === 'Enter' || event.key === 'ArrowDown') {
            event.preventDefault();
            const grid = document.querySelector<HTMLElement>('[role="grid"]');
            // From another screen: a list that comes on takes the focus that nobody has.
            if (grid) grid.focus();
            else event.currentTarget.blur();
            route.getState().go({ screen: 'queue' });
          }
        }}
      />
      {text === '' ? (
        <Kbd keys="/" />
      ) : (
        <IconButton label="Clear search" icon={<X />} onClick={() => search('')} />
      )}
    </div>
  );
}
