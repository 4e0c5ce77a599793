import type { IpcProblem } from '../../../../shared/ipc/index.ts';
import { Note, problemWords } from '../../ui/index.ts';
import { refusalWords } from './refusal-words.ts';

/** Why a dialog's decision was refused, read out when it appears. */
export function RefusalNote({ problem }: { readonly problem: IpcProblem }) {
  return (
    <Note alert tone="no" title={problemWords(problem).title}>
      {refusalWords(problem)}
    </Note>
  );
}
