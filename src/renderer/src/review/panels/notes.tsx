import { useState } from 'react';
import { useStore } from 'zustand';
import type { CaseView } from '../../../../shared/ipc/index.ts';
import { sendingWords } from '../../frame/sync-words.ts';
import { useServices } from '../../services.ts';
import { Avatar, Button, fullMoment, Tag, TextArea } from '../../ui/index.ts';
import styles from './panels.module.css';

interface NotesPanelProps {
  readonly view: CaseView;
  readonly saving: boolean;
  readonly onAdd: (text: string) => Promise<boolean>;
}

/** Notes of colleagues, newest first, and a place for one's own. */
export function NotesPanel({ view, saving, onAdd }: NotesPanelProps) {
  const [text, setText] = useState('');
  const sending = useStore(useServices().sync, ({ sync }) => sync && sendingWords(sync));
  const notes = view.notes.toSorted((a, b) => b.at.localeCompare(a.at));
  const add = async () => {
    if (text.trim() !== '' && (await onAdd(text.trim()))) setText('');
  };
  return (
    <div className={styles.page}>
      <div className={styles.compose}>
        <TextArea
          label="New note"
          hint="For colleagues only. The customer never sees notes."
          value={text}
          maxLength={4000}
          onChange={event => setText(event.target.value)}
          onKeyDown={event => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void add();
          }}
        />
        <footer>
          <span aria-live="polite">{sending}</span>
          <Button variant="primary" busy={saving} disabled={text.trim() === ''} onClick={() => void add()}>
            Add note
          </Button>
        </footer>
      </div>
      {notes.length === 0 && <p className={styles.muted}>No notes on this case yet.</p>}
      <ul className={styles.list}>
        {notes.map(note => (
          <li key={note.id} className={styles.card}>
            <article className={styles.note}>
              <Avatar name={note.author} small />
              <header>
                <b dir="auto">{note.author}</b>
                <time dateTime={note.at}>{fullMoment(note.at)}</time>
                {note.waiting && <Tag tone="wait">Waiting to be sent</Tag>}
              </header>
              <p dir="auto">{note.text}</p>
            </article>
          </li>
        ))}
      </ul>
    </div>
  );
}
