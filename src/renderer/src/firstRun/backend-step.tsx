import { CircleCheck } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { Button, Note, Spinner, TextField } from '../ui/index.ts';
import styles from './first-run.module.css';
import { setupWords } from './setup-words.ts';
import type { FirstRunStore } from './store.ts';

interface BackendStepProps {
  readonly setup: FirstRunStore;
  readonly shellNotice: string | undefined;
}

/** Where the cases are; the address is tried while it is typed. */
export function BackendStep({ setup, shellNotice }: BackendStepProps) {
  const { url, check, setUrl, checkBackend, continueToSignIn } = useStore(setup);
  useEffect(() => {
    // An address that was suggested is tried at once.
    if (setup.getState().url !== '') void checkBackend();
  }, [setup, checkBackend]);
  const failed = check.state === 'failed' ? setupWords(check.problem) : undefined;
  return (
    <>
      <header>
        <h1>Connect to your case server</h1>
        <p className={styles.lead}>Your administrator gives you its address. It is asked for once.</p>
      </header>
      {shellNotice && <Note tone="accent" title={shellNotice} />}
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault();
          void continueToSignIn();
        }}
      >
        <TextField
          label="Backend address"
          inputMode="url"
          placeholder="https://cases.example.com"
          autoFocus
          value={url}
          error={failed && `${failed.title}. ${failed.text}`}
          hint={failed ? undefined : 'It begins with https://'}
          trailing={check.state === 'checking' ? <Spinner /> : undefined}
          onChange={event => setUrl(event.target.value)}
        />
        <p aria-live="polite" className={styles.answer}>
          {check.state === 'found' && (
            <span className={styles.found}>
              <CircleCheck aria-hidden="true" />
              {check.backend.name ?? 'A Sealdesk backend'} answered in{' '}
              {Math.round(check.backend.milliseconds)} ms
            </span>
          )}
        </p>
        <div className={styles.actions}>
          <Button variant="primary" type="submit" disabled={url.trim() === ''}>
            Continue
          </Button>
        </div>
      </form>
    </>
  );
}
