import { useEffect, useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useStore } from 'zustand';
import type { HitResolution } from '../../../../shared/domain/index.ts';
import type { CaseHit } from '../../../../shared/ipc/index.ts';
import { sendingWords } from '../../frame/sync-words.ts';
import { useServices } from '../../services.ts';
import { Button, TextField, useLatest } from '../../ui/index.ts';
import type { HitMark } from '../room-store.ts';
import styles from './panels.module.css';
import { resolutionLook } from './resolution-look.tsx';

interface HitMarkingProps {
  readonly hit: CaseHit;
  /** Of the case that is on the screen. */
  readonly version: number;
  /** False hides the controls, but not from under somebody who is giving a reason. */
  readonly enabled: boolean;
  /** Whether it was recorded; otherwise what was typed is kept for the next try, on the hit as it is then. */
  readonly onResolve: (mark: HitMark) => Promise<boolean>;
}

const choices = ['falsePositive', 'match', 'inconclusive'] as const satisfies readonly HitResolution[];

/** What a person makes of a hit, with the reason; can be said again at any time. */
export function HitMarking({ hit, version, enabled, onResolve }: HitMarkingProps) {
  const [choice, setChoice] = useState<HitResolution>();
  /** What was to be seen when the choice was made: what arrives while the reason is typed was not judged. */
  const [seen, setSeen] = useState(version);
  const [text, setText] = useState('');
  const [missing, setMissing] = useState(false);
  const [busy, setBusy] = useState(false);
  const sending = useStore(useServices().sync, ({ sync }) => sync && sendingWords(sync));
  const group = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (choice !== undefined) field.current?.focus();
  }, [choice]);

  const clear = (): void => {
    setChoice(undefined);
    setMissing(false);
  };
  const choose = (one: HitResolution): void => {
    setChoice(one);
    setSeen(version);
  };
  const seeAnew = useLatest(() => setSeen(version));
  const close = (): void => {
    // The form goes: the keyboard goes on where it came from.
    group.current?.querySelector<HTMLElement>('[aria-pressed="true"]')?.focus();
    clear();
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
    const done = await onResolve({ version: seen, hitId: hit.id, resolution: choice, note });
    setBusy(false);
    if (!done) {
      seeAnew();
      return;
    }
    setText('');
    // Whoever has gone elsewhere meanwhile stays there.
    if (group.current?.contains(document.activeElement)) close();
    else clear();
  };
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || choice === undefined) return;
    // Of the two that Escape could leave it is the form, not the case.
    event.preventDefault();
    close();
  };

  if (!enabled && choice === undefined) return null;
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
            onClick={() => (one === choice ? close() : choose(one))}
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
