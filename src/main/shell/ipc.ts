import { ipcMain, type IpcMainInvokeEvent } from 'electron';
import {
  callChannel,
  callNames,
  calls,
  problem,
  type CallInput,
  type CallName,
  type CallOutput,
  type IpcProblem,
} from '../../shared/ipc/index.ts';
import { fail, type Result } from '../../shared/result.ts';
import { isOwnTopFrame } from './security.ts';

/** Answers one call whose input is valid already. */
export type Answerer = <N extends CallName>(
  name: N,
  input: CallInput<N>,
) => Promise<Result<CallOutput<N>, IpcProblem>>;

/** The answer to one message from a window; a stranger's is refused before it is looked at. */
export async function answer(
  name: CallName,
  frame: IpcMainInvokeEvent['senderFrame'],
  input: unknown,
  answerer: Answerer,
): Promise<Result<unknown, IpcProblem>> {
  if (!isOwnTopFrame(frame)) return fail(problem('not_allowed'));
  const parsed = calls[name].input.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return fail(problem('invalid_input', { path: issue?.path.join('.'), detail: issue?.message }));
  }
  return answerer(name, parsed.data as CallInput<typeof name>);
}

/** One handler per call of the table; there is no other way in. */
export function serveCalls(answerer: Answerer): void {
  for (const name of callNames) {
    ipcMain.handle(callChannel(name), (event: IpcMainInvokeEvent, input: unknown) =>
      answer(name, event.senderFrame, input, answerer),
    );
  }
}
