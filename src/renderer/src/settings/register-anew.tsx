import { useEffect, useRef, useState, type FormEvent } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, CodeField, missingWords, Note, ProblemNote, problemWords, TextField } from '../ui/index.ts';
import { ProblemFacts } from '../unlock/index.ts';
import styles from './settings-screen.module.css';

/** After a rollback: what is missing, what stays, and the way on. Nothing of it happens without the two secrets. */
export function RegisterAnew({ alarm }: { readonly alarm: IpcProblem }) {
  // The size of the journal is no measure of what was sent, beside which it would stand.
  const { entries: _, ...counts } = alarm.counts ?? {};
  return (
    <>
      <Note alert tone="no" title="The backend knows more of this device than its journal does">
        This happens when an old copy of this computer was restored. Nothing more is sent in this device’s
        name, so that nothing is applied twice.
      </Note>
      <ProblemFacts problem={{ ...alarm, counts }} />
      <div>
        <h3>To go on, register this device anew</h3>
        <ul className={styles.steps}>
          <li>The journal keeps every entry it has, and what the backend applied stays applied.</li>
          <li>
            Decisions that were not answered wait in the outbox for you, to decide again or to withdraw.
          </li>
          <li>For the backend this is a new device from then on, with a key of its own.</li>
          <li>The workstation locks when it is done. The passphrase stays the same.</li>
        </ul>
      </div>
      <Secrets />
    </>
  );
}

function Secrets() {
  const { sync } = useServices();
  const passphraseInput = useRef<HTMLInputElement>(null);
  const passwordInput = useRef<HTMLInputElement>(null);
  const [passphrase, setPassphrase] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  const [refused, setRefused] = useState<IpcProblem>();
  const codeAsked = refused?.kind === 'totp_required' || totp !== '';
  const wrongPassphrase = refused?.kind === 'wrong_passphrase';
  const wrongPassword = refused?.kind === 'credentials_wrong';

  // A secret that was wrong is typed anew where it was typed.
  useEffect(() => {
    if (wrongPassphrase) passphraseInput.current?.focus();
    if (wrongPassword) passwordInput.current?.focus();
  }, [refused, wrongPassphrase, wrongPassword]);

  async function register(event: FormEvent): Promise<void> {
    event.preventDefault();
    setTried(true);
    if (passphrase === '') passphraseInput.current?.focus();
    else if (password === '') passwordInput.current?.focus();
    if (busy || passphrase === '' || password === '') return;
    setTried(false);
    setBusy(true);
    // When it is done the workstation locks, and this screen goes with it.
    const problem = await sync.getState().registerAnew({ passphrase, password, ...(totp ? { totp } : {}) });
    setBusy(false);
    setRefused(problem);
    if (problem?.kind === 'wrong_passphrase') setPassphrase('');
    if (problem?.kind === 'credentials_wrong') setPassword('');
  }

  return (
    <form className={styles.form} onSubmit={event => void register(event)}>
      {refused && !wrongPassphrase && !wrongPassword && <ProblemNote problem={refused} />}
      <TextField
        ref={passphraseInput}
        label="Passphrase of this workstation"
        type="password"
        value={passphrase}
        error={
          missingWords(tried, passphrase, 'Type the passphrase that unlocks this workstation.') ??
          (wrongPassphrase ? wrongWords(refused) : undefined)
        }
        onChange={event => setPassphrase(event.target.value)}
      />
      <TextField
        ref={passwordInput}
        label="Password at the backend"
        type="password"
        value={password}
        error={
          missingWords(tried, password, 'Type your password at the backend.') ??
          (wrongPassword
            ? 'The backend does not take this password. If you forgot it, your administrator can set a new one.'
            : undefined)
        }
        onChange={event => setPassword(event.target.value)}
      />
      {codeAsked && <CodeField value={totp} onChange={setTotp} />}
      <Button variant="primary" type="submit" busy={busy}>
        Register this device anew
      </Button>
    </form>
  );
}

function wrongWords(problem: IpcProblem): string {
  const { title, text } = problemWords(problem);
  return `${title}. ${text}`;
}
