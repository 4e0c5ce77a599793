import { X } from 'lucide-react';
import { useStore } from 'zustand';
import { useServices } from '../services.ts';
import type { AppState } from '../../../shared/ipc/index.ts';
import { IconButton, Note, ProblemNote } from '../ui/index.ts';
import styles from './notices.module.css';

/** Amber is for what somebody has to look into. */
const toneOf = {
  cache_rebuilt: 'accent',
  device: 'accent',
  policy: 'accent',
  clock_jump: 'wait',
  journal_salvaged: 'wait',
  rollback: 'wait',
} as const satisfies Record<AppState['notices'][number]['kind'], 'accent' | 'wait'>;

/** Things worth a line that do not stop work, and a wish to the shell that was refused; each stays until it is put away. */
export function Notices({ notices }: { readonly notices: AppState['notices'] }) {
  const { app } = useServices();
  const problem = useStore(app, state => state.problem);
  if (notices.length === 0 && problem === undefined) return null;
  return (
    <div className={styles.notices}>
      {problem && (
        <ProblemNote
          problem={problem}
          actions={
            <IconButton label="Put away" icon={<X />} onClick={() => app.getState().dismissProblem()} />
          }
        />
      )}
      {notices.map(({ id, kind, text }) => (
        <Note
          key={id}
          alert
          tone={toneOf[kind]}
          title={text}
          actions={
            <IconButton
              label={`Put away: ${text}`}
              icon={<X />}
              onClick={() => void app.getState().dismissNotice(id)}
            />
          }
        />
      ))}
    </div>
  );
}
