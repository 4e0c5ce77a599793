import { useRef, useState, type FormEvent } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, CodeField, missingWords, ProblemNote, TextField } from '../ui/index.ts';
import styles from './settings-screen.module.css';

interface SignInAgainProps {
  readonly email: string | undefined;
  /** The backend asks for it; otherwise it is only offered. */
  readonly required: boolean;
}

/** The password (and a one-time code where asked) for the account of this vault. */
export function SignInAgain({ email, required }: SignInAgainProps) {
  const { sync, toasts } = useServices();
  const [asked, setAsked] = useState(false);
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const passwordInput = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<IpcProblem>();
  const codeAsked = problem?.kind === 'totp_required' || totp !== '';

  async function signIn(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (password === '') passwordInput.current?.focus();
    if (busy || password === '') return;
    setTried(false);
    setBusy(true);
    const refused = await sync.getState().signIn(password, totp);
    setBusy(false);
    setProblem(refused);
    if (refused) return;
    setPassword('');
    setTotp('');
    setAsked(false);
    toasts.getState().show({ kind: 'said', text: 'Signed in.' });
  }

  return (
    <>
      <p>
        {required ? 'Sign in as' : 'Signed in as'} <b dir="auto">{email}</b>
      </p>
      {required || asked ? (
        <form className={styles.form} onSubmit={event => void signIn(event)}>
          {problem && <ProblemNote problem={problem} />}
          <TextField
            ref={passwordInput}
            label="Password"
            error={missingWords(tried, password, 'Type your password at the backend.')}
            type="password"
            autoFocus={asked}
            value={password}
            onChange={event => setPassword(event.target.value)}
          />
          {codeAsked && <CodeField value={totp} onChange={setTotp} />}
          <Button variant="primary" type="submit" busy={busy}>
            Sign in
          </Button>
        </form>
      ) : (
        <Button onClick={() => setAsked(true)}>Sign in again…</Button>
      )}
    </>
  );
}
