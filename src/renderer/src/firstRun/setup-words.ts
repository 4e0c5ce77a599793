import type { IpcProblem, IpcProblemKind } from '../../../shared/ipc/index.ts';
import { problemWords, type ProblemWords } from '../ui/index.ts';

/** Before the first case there is nothing to go on with, and nothing decided that could be lost. */
const beforeFirstCase: Partial<Record<IpcProblemKind, string>> = {
  backend_unreachable: 'Check the address, and that this computer is on the network.',
  backend_slow: 'Try again in a moment. If it stays, tell your administrator.',
  backend_failing: 'It answered that it can’t serve requests now. Try again in a moment.',
  backend_unexpected: 'Check the address; a proxy or a sign-in page of the network may be in between.',
  disk_full: 'Nothing was set up yet. Free some space and try again.',
  storage_failed: 'Nothing was set up yet. Try again; if it stays, have the disk checked.',
};

/** What went wrong while a workstation is set up. */
export function setupWords(problem: IpcProblem): ProblemWords {
  const words = problemWords(problem);
  return { ...words, text: beforeFirstCase[problem.kind] ?? words.text };
}
