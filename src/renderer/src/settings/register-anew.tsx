import { useState, type FormEvent } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { Button, Note, ProblemNote, TextField } from '../ui/index.ts';
import { ProblemFacts } from '../unlock/index.ts';
import styles from './settings-screen.module.css';

/** After a rollback: what is missing, what stays, and the way on. Nothing of it happens without the two secrets. */
export function RegisterAnew({ alarm }: { readonly alarm: IpcProblem }) {
  const { sync } = useServices();
  const [passphrase, setPassphrase] = useState('');
  const [password, setPassword] = useState('');
  const [totp, setTotp] = useState('');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<IpcProblem>();
  const codeAsked = refused?.kind === 'totp_required' || totp !== '';

  async function register(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (busy || passphrase === '' || password === '') return;
    setBusy(true);
    // When it is done the workstation locks, and this screen goes with it.
    setRefused(await sync.getState().registerAnew({ passphrase, password, ...(totp ? { totp } : {}) }));
    setBusy(false);
  }

  return (
    <>
      <Note alert tone="no" title="The backend knows more of this device than its journal does">
        This happens when an old copy of this computer was restored. Nothing more is sent in this device’s
        name, so that nothing is applied twice.
      </Note>
      <ProblemFacts problem={alarm} />
      <p>
        To go on, register this device anew. It gets a new name and key at the backend. The journal keeps
        every entry it has; decisions that were not answered wait for you in the outbox, to be decided again
        or withdrawn. What the backend applied stays applied. The workstation locks when it is done.
      </p>
      <form className={styles.form} onSubmit={event => void register(event)}>
        {refused && <ProblemNote problem={refused} />}
        <TextField
          label="Passphrase of this workstation"
          type="password"
          value={passphrase}
          onChange={event => setPassphrase(event.target.value)}
        />
        <TextField
          label="Password at the backend"
          type="password"
          value={password}
          onChange={event => setPassword(event.target.value)}
        />
        {codeAsked && (
          <TextField
            label="One-time code"
            inputMode="numeric"
            maxLength={6}
            value={totp}
            onChange={event => setTotp(event.target.value)}
          />
        )}
        <Button variant="primary" type="submit" busy={busy}>
          Register this device anew
        </Button>
      </form>
    </>
  );
}
