import type { ReactNode } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { Button } from './button.tsx';
import { ProblemNote } from './problem-note.tsx';
import styles from './screen.module.css';

interface ScreenProps {
  readonly title: string;
  /** Beside the title: how things stand, then at the end of the line, what can be done. */
  readonly standing?: ReactNode;
  readonly actions?: ReactNode;
  /** What narrows down the list below. */
  readonly filters?: ReactNode;
  /** Why the list could not be had. */
  readonly problem?: IpcProblem | undefined;
  readonly onRetry?: () => void;
  readonly children: ReactNode;
}

/** A screen that is a list: its head, what narrows it down, what went wrong, and the list in the room that is left. */
export function Screen({ title, standing, actions, filters, problem, onRetry, children }: ScreenProps) {
  return (
    <div className={styles.screen}>
      <header className={styles.head}>
        <h1>{title}</h1>
        <div className={styles.standing}>{standing}</div>
        {actions}
      </header>
      {filters}
      {problem && (
        <div className={styles.problem}>
          <ProblemNote problem={problem} actions={<Button onClick={onRetry}>Try again</Button>} />
        </div>
      )}
      {children}
    </div>
  );
}
