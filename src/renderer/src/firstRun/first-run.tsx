import { useState } from 'react';
import { useStore } from 'zustand';
import type { AppState } from '../../../shared/ipc/index.ts';
import { useServices } from '../services.ts';
import { BackendStep } from './backend-step.tsx';
import styles from './first-run.module.css';
import { PassphraseStep } from './passphrase-step.tsx';
import { SignInStep } from './sign-in-step.tsx';
import { StepList } from './step-list.tsx';
import { createFirstRunStore, type FirstRunStore, type Step } from './store.ts';
import { SyncStep } from './sync-step.tsx';

interface FirstRunProps {
  readonly app: AppState;
  /** The workstation is set up and its first cases are there. */
  readonly onDone: () => void;
}

/** From nothing to the first case, one question at a time. */
export function FirstRun({ app, onDone }: FirstRunProps) {
  const { bridge } = useServices();
  const [setup] = useState(() => createFirstRunStore(bridge, app.suggestion));
  const step = useStore(setup, state => state.step);
  return (
    <div className={styles.screen}>
      <aside className={styles.side}>
        <p className={styles.brand}>
          <span aria-hidden="true" className={styles.seal}>
            S
          </span>
          Sealdesk
        </p>
        <StepList current={step} />
        <p className={styles.promise}>
          Cases and documents are kept sealed on this device. You can review with no network; what you decide
          is sent when there is one, once and in order.
        </p>
      </aside>
      <main className={styles.main}>
        <div key={step} className={styles.step}>
          <StepForm step={step} setup={setup} app={app} onDone={onDone} />
        </div>
      </main>
    </div>
  );
}

interface StepFormProps extends FirstRunProps {
  readonly step: Step;
  readonly setup: FirstRunStore;
}

function StepForm({ step, setup, app, onDone }: StepFormProps) {
  switch (step) {
    case 'backend':
      return <BackendStep setup={setup} shellNotice={app.shell.notice} />;
    case 'signIn':
      return <SignInStep setup={setup} />;
    case 'passphrase':
      return <PassphraseStep setup={setup} />;
    case 'sync':
      return <SyncStep onDone={onDone} />;
  }
}
