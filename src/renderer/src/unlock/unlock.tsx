import { CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { AppState, IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import {
  Button,
  CodeField,
  inWords,
  Note,
  ProblemNote,
  problemWords,
  TextField,
  missingWords,
  useNow,
} from '../ui/index.ts';
import { LockScreen } from './lock-screen.tsx';
import styles from './lock-screen.module.css';
import { ProblemFacts } from './problem-facts.tsx';

interface Refusal {
  readonly problem: IpcProblem;
  /** Milliseconds since 1970 until which another try is not taken. */
  readonly until: number;
}

/** Asks for the passphrase. Needs no network; a wrong one is said, and makes the next try wait. */
export function Unlock({ app }: { readonly app: AppState }) {
  const { app: appStore } = useServices();
  const input = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [refusal, setRefusal] = useState<Refusal>();
  const now = useNow(250);
  const waitMs = refusal ? Math.max(0, refusal.until - now) : 0;
  const wrong = refusal?.problem.kind === 'wrong_passphrase' || refusal?.problem.kind === 'rate_limited';
  const problem = wrong ? undefined : (refusal?.problem ?? app.problem);
  const signInToo = app.problem?.kind === 'offline_too_long';
  const mayTry = !busy && waitMs === 0;
  useEffect(() => {
    if (mayTry) input.current?.focus();
  }, [mayTry]);

  async function unlock(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (!mayTry || passphrase === '' || (signInToo && password === '')) return;
    setTried(false);
    setBusy(true);
    const signIn = signInToo ? { password, ...(code === '' ? {} : { totp: code }) } : undefined;
    const refused = await appStore.getState().unlock(passphrase, signIn);
    setBusy(false);
    setPassphrase('');
    setPassword('');
    setCode('');
    if (refused) setRefusal({ problem: refused, until: Date.now() + (refused.waitMs ?? 0) });
  }

  return (
    <LockScreen>
      <header>
        <h1>Unlock Sealdesk</h1>
        {app.account && (
          <p className={styles.lead}>
            <bdi>{app.account.email}</bdi> on <bdi>{app.account.deviceName}</bdi>
          </p>
        )}
      </header>
      {app.notices
        .filter(({ kind }) => kind === 'device')
        .map(({ id, text }) => (
          <Note key={id} alert tone="accent" icon={<CircleCheck />} title={text} />
        ))}
      {problem && (
        <>
          <ProblemNote problem={problem} />
          <ProblemFacts problem={problem} />
        </>
      )}
      <form className={styles.form} onSubmit={event => void unlock(event)}>
        <TextField
          ref={input}
          label="Passphrase"
          type="password"
          autoFocus
          value={passphrase}
          error={
            refusal && wrong
              ? wrongWords(refusal.problem)
              : missingWords(tried, passphrase, 'Type your passphrase.')
          }
          onChange={event => setPassphrase(event.target.value)}
        />
        {signInToo && (
          <>
            <TextField
              label="Password at the backend"
              type="password"
              value={password}
              error={missingWords(tried, password, 'Type your password at the backend.')}
              onChange={event => setPassword(event.target.value)}
            />
            <CodeField label="One-time code, if you have one" value={code} onChange={setCode} />
          </>
        )}
        <Button variant="primary" type="submit" busy={busy} disabled={waitMs > 0}>
          {waitMs > 0 ? `Try again in ${inWords(waitMs)}` : signInToo ? 'Unlock and sign in' : 'Unlock'}
        </Button>
      </form>
    </LockScreen>
  );
}

function wrongWords(problem: IpcProblem): string {
  const { title, text } = problemWords(problem);
  return `${title}. ${text}`;
}
