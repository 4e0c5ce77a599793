import type { IpcProblem } from '../../../../shared/ipc/index.ts';
import { problemWords } from '../../ui/problems.ts';

/** What to do about a refusal in a dialog: it covers the case, so what changed there is seen once it is closed. */
export function refusalWords(problem: IpcProblem): string {
  switch (problem.kind) {
    case 'case_changed':
    case 'unknown_item':
    case 'verdicts_lapsed':
      return 'Nothing was decided. Close this dialog and look at what changed, then open it again: what you typed is kept, but for items that say something else now.';
    default:
      return problemWords(problem).text;
  }
}
