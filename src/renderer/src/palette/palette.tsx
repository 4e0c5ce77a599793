import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useState, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import { actionOf, takenActions, useAction, type ActionId } from '../keys/index.ts';
import { useServices } from '../services.ts';
import { cx, Kbd, useReturnFocus } from '../ui/index.ts';
import { findActions } from './find.ts';
import styles from './palette.module.css';

type Entry =
  | { readonly kind: 'action'; readonly id: ActionId }
  /** Looking for a case is what most typing is for: it is always offered. */
  | { readonly kind: 'search'; readonly text: string };

/** Every action that has a meaning right now, by typing its name. */
export function Palette() {
  const { keys } = useServices();
  const [open, setOpen] = useState(false);
  const finalFocus = useReturnFocus(open);
  const taken = takenActions(useStore(keys.store));
  useAction('palette.open', () => setOpen(true));
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Portal>
        <Dialog.Backdrop className={styles.backdrop} />
        <Dialog.Popup
          className={styles.popup}
          aria-label="Run a command"
          data-layer="modal"
          finalFocus={finalFocus}
        >
          <CommandList taken={taken.filter(id => id !== 'palette.open')} onClose={() => setOpen(false)} />
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

interface CommandListProps {
  readonly taken: readonly ActionId[];
  readonly onClose: () => void;
}

function CommandList({ taken, onClose }: CommandListProps) {
  const { keys, queue, route } = useServices();
  const [text, setText] = useState('');
  const [current, setCurrent] = useState(0);
  const entries: readonly Entry[] = [
    ...findActions(taken, text).map(id => ({ kind: 'action', id }) as const),
    ...(text.trim() === '' ? [] : [{ kind: 'search', text: text.trim() } as const]),
  ];

  const run = (entry: Entry | undefined): void => {
    if (entry === undefined) return;
    onClose();
    if (entry.kind === 'search') {
      route.getState().go({ screen: 'queue' });
      queue.getState().setText(entry.text);
      return;
    }
    // After the dialog has gone: it gives the focus back when it closes, and an action may want to place it.
    requestAnimationFrame(() => keys.run(entry.id));
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) {
      event.preventDefault();
      setCurrent((current + step + entries.length) % Math.max(1, entries.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(entries[current]);
    }
  };

  return (
    <>
      <div className={styles.search}>
        <Search aria-hidden="true" />
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls="commands"
          aria-activedescendant={entries.length > 0 ? `command-${current}` : undefined}
          aria-label="Command or search"
          placeholder="Type a command, or a name to search for"
          spellCheck={false}
          value={text}
          onChange={event => {
            setText(event.target.value);
            setCurrent(0);
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd keys="escape" />
      </div>
      <div id="commands" role="listbox" aria-label="Commands" className={styles.list}>
        {entries.map((entry, index) => (
          <div
            key={entry.kind === 'action' ? entry.id : 'search'}
            id={`command-${index}`}
            ref={element => {
              if (index === current) element?.scrollIntoView({ block: 'nearest' });
            }}
            role="option"
            tabIndex={-1}
            aria-selected={index === current}
            className={cx(styles.entry, index === current && styles.current)}
            onPointerMove={() => setCurrent(index)}
            onClick={() => run(entry)}
          >
            <EntryWords entry={entry} />
          </div>
        ))}
      </div>
    </>
  );
}

function EntryWords({ entry }: { readonly entry: Entry }) {
  if (entry.kind === 'search') {
    return (
      <span className={styles.label}>
        Search cases for “<bdi>{entry.text}</bdi>”
      </span>
    );
  }
  const { label, group, keys } = actionOf(entry.id);
  return (
    <>
      <span className={styles.label}>{label}</span>
      <span className={styles.group}>{group}</span>
      <span className={styles.keys}>{keys[0] && <Kbd keys={keys[0]} />}</span>
    </>
  );
}
