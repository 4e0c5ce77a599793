import { Lock, Send } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import { ariaShortcut, type Shortcut } from '../../keys/index.ts';
import { cx, Kbd } from '../../ui/index.ts';
import styles from './items.module.css';

interface SavedTextProps {
  readonly kind: 'comment' | 'note';
  readonly label: string;
  readonly shortcut: Shortcut;
  /** The accessible name, which says whose text it is. */
  readonly name: string;
  readonly placeholder: string;
  readonly value: string;
  readonly disabled: boolean;
  /** A new number asks for the focus. */
  readonly focusTurn: number | undefined;
  /** Records it; false when it was refused. */
  readonly onSave: (text: string) => Promise<boolean>;
  readonly onLeave: () => void;
}

/** Typing may pause this long before the text is recorded; leaving the field records it at once. */
const pauseMs = 700;

/** A text that is recorded as it is typed. */
export function SavedText(props: SavedTextProps) {
  const { kind, label, shortcut, name, placeholder, value, disabled, focusTurn, onSave, onLeave } = props;
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const [text, setText] = useState(value);
  const latest = useRef({ text, value, onSave });
  useEffect(() => {
    latest.current = { text, value, onSave };
  });

  /** What was handed over last: leaving the field must not record the same text a second time. */
  const handed = useRef(value);
  const save = () => {
    const { text: typed, value: known, onSave: record } = latest.current;
    const next = typed.trim();
    if (next === known || next === handed.current) return;
    handed.current = next;
    void record(next).then(recorded => {
      if (!recorded && handed.current === next) handed.current = known;
    });
  };

  useEffect(() => {
    if (focusTurn !== undefined) area.current?.focus();
  }, [focusTurn]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(save, pauseMs);
    return () => clearTimeout(timer);
  }, [text, value]);
  // Moving to another item takes the field away: what was typed is recorded, not dropped.
  useEffect(() => save, []);

  return (
    <div className={cx(styles.text, styles[kind])}>
      <label htmlFor={id}>
        {kind === 'comment' ? <Send aria-hidden="true" /> : <Lock aria-hidden="true" />}
        {label}
        <Kbd keys={shortcut} />
      </label>
      <textarea
        ref={area}
        id={id}
        aria-label={name}
        aria-keyshortcuts={ariaShortcut(shortcut)}
        dir="auto"
        rows={text.length > 60 || placeholder.length > 60 ? 2 : 1}
        maxLength={2000}
        value={text}
        placeholder={placeholder}
        disabled={disabled}
        onChange={event => setText(event.target.value)}
        onBlur={save}
        onKeyDown={event => {
          if (event.key !== 'Escape' && !(event.key === 'Enter' && (event.ctrlKey || event.metaKey))) return;
          event.preventDefault();
          event.stopPropagation();
          save();
          onLeave();
        }}
      />
    </div>
  );
}
