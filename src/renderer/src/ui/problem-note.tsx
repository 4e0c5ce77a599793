import { TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { cx } from './cx.ts';
import styles from './problem-note.module.css';
import { problemWords } from './problems.ts';

interface NoteProps {
  readonly tone?: 'no' | 'wait' | 'accent';
  readonly icon?: ReactNode;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
  /** Read out as soon as it appears. */
  readonly alert?: boolean;
}

/** A framed note: what it is about in bold, more below, buttons at the end. */
export function Note({ tone = 'wait', icon, title, children, actions, alert = false }: NoteProps) {
  return (
    <div
      role={alert ? 'alert' : 'note'}
      className={cx(styles.note, styles[tone], children === undefined && styles.single)}
    >
      <span aria-hidden="true" className={styles.icon}>
        {icon ?? <TriangleAlert />}
      </span>
      <div className={styles.words}>
        <b>{title}</b>
        {children && <div>{children}</div>}
      </div>
      {actions && <div className={styles.actions}>{actions}</div>}
    </div>
  );
}

interface ProblemNoteProps {
  readonly problem: IpcProblem;
  readonly actions?: ReactNode;
}

/** An expected failure in words, read out when it appears. */
export function ProblemNote({ problem, actions }: ProblemNoteProps) {
  const { title, text } = problemWords(problem);
  return (
    <Note alert tone="no" title={title} actions={actions}>
      {text}
    </Note>
  );
}
