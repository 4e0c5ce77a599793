import { Check, TriangleAlert, Undo2, X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { useServices } from '../services.ts';
import type { Toast } from '../stores/toasts.ts';
import { Button, cx, IconButton, problemWords, useNow } from '../ui/index.ts';
import styles from './toasts.module.css';

/** WCAG 2.2.1 asks for time to read; a problem stays until it is put away. */
const saidMs = 6_000;
/** The length of the undo, for drawing how much is left (safety.md). */
const undoMs = 10_000;

interface ToastCardProps {
  readonly toast: Toast;
  /** The key for undoing takes back this one. */
  readonly keyed: boolean;
}

/** One message. Hovering or focusing it holds it. */
export function ToastCard({ toast, keyed }: ToastCardProps) {
  const { toasts } = useServices();
  const dismiss = (): void => toasts.getState().dismiss(toast.id);
  switch (toast.kind) {
    case 'said':
      return <Said text={toast.text} onDone={dismiss} />;
    case 'problem': {
      const { title, text } = problemWords(toast.problem);
      return (
        <div className={cx(styles.card, styles.problem)}>
          <TriangleAlert aria-hidden="true" className={styles.no} />
          <div className={styles.words}>
            <b>{title}</b>
            <p>{text}</p>
          </div>
          <IconButton label="Put away" icon={<X />} onClick={dismiss} />
        </div>
      );
    }
    case 'undo':
      return (
        <Undo
          text={toast.text}
          keyed={keyed}
          until={Date.parse(toast.undoUntil)}
          onUndo={() => void toasts.getState().undo(toast.id)}
          onDone={dismiss}
        />
      );
  }
}

function Said({ text, onDone }: { readonly text: string; readonly onDone: () => void }) {
  const [held, setHeld] = useState(false);
  // As an event: the time runs from when the message comes or is let go, not anew whenever the parent draws.
  const leave = useEffectEvent(onDone);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => leave(), saidMs);
    return () => clearTimeout(timer);
  }, [held]);
  return (
    <div className={styles.card} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)}>
      <Check aria-hidden="true" className={styles.ok} />
      <p className={styles.words}>{text}</p>
      <IconButton label="Put away" icon={<X />} onClick={onDone} />
    </div>
  );
}

interface UndoProps {
  readonly text: string;
  readonly keyed: boolean;
  readonly until: number;
  readonly onUndo: () => void;
  readonly onDone: () => void;
}

function Undo({ text, keyed, until, onUndo, onDone }: UndoProps) {
  const now = useNow(200);
  const left = until - now;
  const over = left <= 0;
  const leave = useEffectEvent(onDone);
  useEffect(() => {
    if (over) leave();
  }, [over]);
  return (
    <div className={cx(styles.card, styles.undo)}>
      <Check aria-hidden="true" className={styles.ok} />
      <p className={styles.words}>{text}</p>
      <Button shortcut={keyed ? 'u' : undefined} icon={<Undo2 aria-hidden="true" />} onClick={onUndo}>
        Undo
      </Button>
      {/* The countdown is for the eye; read out, it would talk over everything. */}
      <span aria-hidden="true" className={styles.seconds}>
        {Math.max(0, Math.ceil(left / 1000))} s
      </span>
      <span
        aria-hidden="true"
        className={styles.left}
        style={{ transform: `scaleX(${Math.min(1, Math.max(0, left / undoMs))})` }}
      />
    </div>
  );
}
