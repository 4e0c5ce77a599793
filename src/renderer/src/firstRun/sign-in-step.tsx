import { useStore } from 'zustand';
import { Button, CodeField, TextField } from '../ui/index.ts';
import styles from './first-run.module.css';
import { SetupProblem } from './setup-problem.tsx';
import type { FirstRunStore } from './store.ts';

/** Who works here, and what this device is called. */
export function SignInStep({ setup }: { readonly setup: FirstRunStore }) {
  const { check, email, password, totp, deviceName, busy, problem, edit, signIn, back } = useStore(setup);
  const codeAsked = problem?.kind === 'totp_required' || totp !== '';
  const complete = email.trim() !== '' && password !== '' && deviceName.trim() !== '';
  const backend = check.state === 'found' ? (check.backend.name ?? check.backend.url) : undefined;
  return (
    <>
      <header>
        <h1>Sign in</h1>
        <p className={styles.lead}>
          With your account at {backend ?? 'the backend'}. This device gets a key of its own; its name tells
          your devices apart.
        </p>
      </header>
      {problem && <SetupProblem problem={problem} />}
      <form
        className={styles.form}
        onSubmit={event => {
          event.preventDefault();
          if (complete && !busy) void signIn();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          autoFocus
          value={email}
          onChange={event => edit({ email: event.target.value })}
        />
        <TextField
          label="Password"
          type="password"
          value={password}
          onChange={event => edit({ password: event.target.value })}
        />
        {codeAsked && (
          <CodeField
            autoFocus
            hint="Six digits from your authenticator app."
            value={totp}
            onChange={code => edit({ totp: code })}
          />
        )}
        <TextField
          label="Name of this device"
          dir="auto"
          maxLength={100}
          hint="Shown in the audit trail and in the watermark on documents."
          value={deviceName}
          onChange={event => edit({ deviceName: event.target.value })}
        />
        <div className={styles.actions}>
          <Button onClick={back}>Back</Button>
          <Button variant="primary" type="submit" busy={busy} disabled={!complete}>
            Sign in
          </Button>
        </div>
      </form>
    </>
  );
}
