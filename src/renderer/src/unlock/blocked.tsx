import type { ReactNode } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { problemWords } from '../ui/index.ts';
import { LockScreen } from './lock-screen.tsx';
import styles from './lock-screen.module.css';
import { ProblemFacts } from './problem-facts.tsx';

interface BlockedProps {
  readonly problem: IpcProblem;
  readonly actions: ReactNode;
}

/** Work can't begin: what is wrong, in numbers where there are any, and what to do. Never a way to wipe anything. */
export function Blocked({ problem, actions }: BlockedProps) {
  const { title, text } = problemWords(problem);
  return (
    <LockScreen wide>
      <div role="alert">
        <h1>{title}</h1>
        <p className={styles.lead}>{text}</p>
      </div>
      <ProblemFacts problem={problem} />
      <div className={styles.actions}>{actions}</div>
    </LockScreen>
  );
}
