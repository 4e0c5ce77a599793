import { Eye, EyeOff } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import { useStore } from 'zustand';
import { Button, cx, IconButton, Note, TextField } from '../ui/index.ts';
import styles from './first-run.module.css';
import { passphraseStrength, type PassphraseStrength } from './passphrase.ts';
import { SetupProblem } from './setup-problem.tsx';
import type { FirstRunStore } from './store.ts';

/** What unlocks this device, and what losing it costs: said before, not after. */
export function PassphraseStep({ setup }: { readonly setup: FirstRunStore }) {
  const { signedInAs, busy, problem, finish } = useStore(setup);
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [shown, setShown] = useState(false);
  const [tried, setTried] = useState(false);
  const strength = passphraseStrength(passphrase);
  const strongEnough = strength.level !== 'short' && strength.level !== 'weak';
  const refused = tried && !strongEnough;
  const same = passphrase === again;
  const type = shown ? 'text' : 'password';

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (strongEnough && same && !busy) void finish(passphrase);
  };
  return (
    <>
      <header>
        <h1>Choose a passphrase</h1>
        <p className={styles.lead}>
          {signedInAs && `Welcome, ${signedInAs}. `}The passphrase unlocks this device, also without a
          network. It never leaves the device, and nobody else knows it.
        </p>
      </header>
      {problem && <SetupProblem problem={problem} />}
      <form className={styles.form} onSubmit={submit}>
        <TextField
          label="Passphrase"
          type={type}
          autoFocus
          hint="Four unrelated words are easy to keep in mind and hard to guess."
          value={passphrase}
          error={refused ? strength.advice : undefined}
          trailing={
            <IconButton
              label={shown ? 'Hide the passphrase' : 'Show the passphrase'}
              aria-pressed={shown}
              icon={shown ? <EyeOff /> : <Eye />}
              onClick={() => setShown(!shown)}
            />
          }
          onChange={event => setPassphrase(event.target.value)}
        />
        {passphrase !== '' && <Meter strength={strength} advised={!refused} />}
        <TextField
          label="Passphrase again"
          type={type}
          value={again}
          error={tried && !same ? 'The two are not the same.' : undefined}
          onChange={event => setAgain(event.target.value)}
        />
        <Note tone="wait" title="A lost passphrase can’t be reset">
          Cases are fetched again after setting up anew. Decisions that were not sent by then are lost: nobody
          can open this vault without it.
        </Note>
        <div className={styles.actions}>
          <Button variant="primary" type="submit" busy={busy}>
            Seal this device
          </Button>
        </div>
      </form>
    </>
  );
}

const levelWords = { short: 'Too short', weak: 'Weak', fair: 'Fair', strong: 'Strong' } as const;

interface MeterProps {
  readonly strength: PassphraseStrength;
  /** Whether the advice stands here; as an error it stands at the field. */
  readonly advised: boolean;
}

function Meter({ strength, advised }: MeterProps) {
  const words = levelWords[strength.level];
  return (
    <div className={cx(styles.meter, styles[strength.level])}>
      <div
        role="meter"
        aria-label="Strength"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(strength.share * 100)}
        aria-valuetext={words}
        className={styles.bar}
      >
        <i style={{ width: `${strength.share * 100}%` }} />
      </div>
      <b>{words}</b>
      {advised && <span className={styles.advice}>{strength.advice}</span>}
    </div>
  );
}
