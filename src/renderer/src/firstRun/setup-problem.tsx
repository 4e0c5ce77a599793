import type { IpcProblem } from '../../../shared/ipc/index.ts';
import { Note } from '../ui/index.ts';
import { setupWords } from './setup-words.ts';

/** Why a step was refused, read out when it appears. */
export function SetupProblem({ problem }: { readonly problem: IpcProblem }) {
  const { title, text } = setupWords(problem);
  return (
    <Note alert tone="no" title={title}>
      {text}
    </Note>
  );
}
