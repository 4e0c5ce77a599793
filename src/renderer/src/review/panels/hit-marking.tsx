import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { HitResolution } from '../../../../shared/domain/index.ts';
import type { CaseHit } from '../../../../shared/ipc/index.ts';
import { sendingWords } from '../../frame/sync-words.ts';
import { useServices } from '../../services.ts';
import { Button, TextField } from '../../ui/index.ts';
import type { HitMark } from '../room-store.ts';
import styles from './panels.module.css';
import { resolutionLook } from './resolution-look.tsx';

interface HitMarkingProps {
  readonly hit: CaseHit;
  /** False hides the controls; what was typed stays. */
  readonly enabled: boolean;
  /** Whether it was recorded; otherwise what was typed is kept for the next try. */
  readonly onResolve: (mark: HitMark) => Promise<boolean>;
}

const choices = ['falsePositive', 'match', 'inconclusive'] as const satisfies readonly HitResolution[];

/** What a person makes of a hit, with the reason; can be said again at any time. */
export function HitMarking({ hit, enabled, onResolve }: HitMarkingProps) {
  const [choice, setChoice] = useState<HitResolution>();
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const sending = useStore(useServices().sync, ({ sync }) => sync && sendingWords(sync));
  const group = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (choice !== undefined) field.current?.focus();
  }, [choice]);

  const close = (): void => {
    // The form goes: the keyboard goes on where it came from.
    group.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    setChoice(undefined);
    setMissing(false);
  };
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const note = text.trim();
    setMissing(note === '');
    if (choice === undefined || busy) return;
    if (note === '') {
      field.current?.focus();
      return;
    }
    setBusy(true);
    const done = await onResolve({ hitId: hit.id, resolution: choice, note });
    setBusy(false);
    if (!done) return;
    setText('');
    close();
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || choice === undefined) return;
    // Of the two that Escape could leave it is the form, not the case.
    event.preventDefault();
    close();
  };

  if (!enabled) return null;
  return (
    <div
      ref={group}
      role="group"
      aria-label={`Mark the hit: ${hit.name}`}
      className={styles.marking}
      onKeyDown={leave}
    >
      <div className={styles.choices}>
        {choices.map(one => (
          <Button
            key={one}
            icon={resolutionLook[one].icon}
            aria-pressed={one === choice}
            onClick={() => (one === choice ? close() : setChoice(one))}
          >
            {resolutionLook[one].word}
          </Button>
        ))}
      </div>
      {choice !== undefined && (
        <form
          className={styles.compose}
          aria-label={`${resolutionLook[choice].word}: ${hit.name}`}
          onSubmit={event => void submit(event)}
        >
          <TextField
            ref={field}
            label="Reason"
            hint="Kept as a note on the case, for colleagues only. The customer never sees it."
            error={missing ? 'Say in a few words what you go by.' : undefined}
            dir="auto"
            spellCheck
            aria-required="true"
            maxLength={4000}
            value={text}
            onChange={event => setText(event.target.value)}
          />
          <footer>
            <span aria-live="polite">{sending}</span>
            <span className={styles.buttons}>
              <Button onClick={close}>Cancel</Button>
              <Button variant="primary" type="submit" busy={busy}>
                Mark as {resolutionLook[choice].word.toLowerCase()}
              </Button>
            </span>
          </footer>
        </form>
      )}
    </div>
  );
}
