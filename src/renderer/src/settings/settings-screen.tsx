import { Keyboard, Lock } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import type { Theme } from '../stores/preferences.ts';
import { Button, Note, ProblemNote, Segmented, Switch } from '../ui/index.ts';
import { About } from './about.tsx';
import styles from './settings-screen.module.css';
import { RegisterAnew } from './register-anew.tsx';
import { settingsCards } from './settings-cards.ts';
import { SignInAgain } from './sign-in-again.tsx';

const themes = [
  { value: 'system', label: 'Like the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const satisfies readonly { readonly value: Theme; readonly label: string }[];

/** What a person can set here, who is signed in, what this is. */
export function SettingsScreen() {
  const { app: appStore, preferences, keys, sync } = useServices();
  const app = useStore(appStore, state => state.app);
  const { theme, singleKeys, problem, setTheme, setSingleKeys } = useStore(preferences);
  const signedOut = useStore(sync, state => state.sync?.problem?.kind === 'signed_out');
  const alarm = useStore(sync, state =>
    state.sync?.problem?.kind === 'journal_behind' ? state.sync.problem : undefined,
  );
  return (
    <div className={styles.screen}>
      <div className={styles.column}>
        <h1>Settings</h1>
        {problem && <ProblemNote problem={problem} />}

        {alarm && (
          <section id={settingsCards.device} aria-label="This device" tabIndex={-1} className={styles.card}>
            <h2>This device</h2>
            <RegisterAnew alarm={alarm} />
          </section>
        )}

        <section aria-label="Appearance" tabIndex={-1} className={styles.card}>
          <div className={styles.row}>
            <div>
              <h2>Appearance</h2>
              <p>Light or dark.</p>
            </div>
            <Segmented label="Theme" value={theme} options={themes} onChange={next => void setTheme(next)} />
          </div>
        </section>

        <section aria-label="Keys" tabIndex={-1} className={styles.card}>
          <Switch
            label="Single-letter keys"
            hint="A, P, R, J, K and the like. Switch them off when speech input or a habit sets them off by mistake."
            checked={singleKeys}
            onChange={next => void setSingleKeys(next)}
          />
          <Button icon={<Keyboard aria-hidden="true" />} shortcut="?" onClick={() => keys.run('keys.show')}>
            Show all keys
          </Button>
        </section>

        <section id={settingsCards.account} aria-label="Account" tabIndex={-1} className={styles.card}>
          <h2>Account</h2>
          {signedOut && (
            <Note tone="no" title="Signed out at the backend">
              You can go on working offline. Sign in to send and fetch again.
            </Note>
          )}
          <SignInAgain email={app?.account?.email} required={signedOut} />
        </section>

        <section aria-label="Lock" tabIndex={-1} className={styles.card}>
          <div className={styles.row}>
            <div>
              <h2>Lock</h2>
              <p>
                Locks by itself after {app?.idleLockMinutes ?? 5} minutes without input, when the computer
                sleeps and when its screen is locked.
              </p>
            </div>
            <Button
              icon={<Lock aria-hidden="true" />}
              shortcut="mod+l"
              onClick={() => void appStore.getState().lock()}
            >
              Lock now
            </Button>
          </div>
        </section>

        {app && <About app={app} />}
      </div>
    </div>
  );
}
