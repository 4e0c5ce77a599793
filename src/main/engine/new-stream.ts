import { toBase64 } from '../../shared/bytes.ts';
import { ok, type Result } from '../../shared/result.ts';
import type { IpcProblem } from '../../shared/ipc/problem.ts';
import type { Cache } from './cache/index.ts';
import type { Journal, JournalBody } from './journal/index.ts';
import type { OpenVault } from './vault/index.ts';

/** Why a decision waits for a person after the device was registered anew; the window has the sentence. */
export const deviceReplaced = 'device_replaced';

/**
 * Begins the sequence of a device that was registered in place of a retired one. What the old one had not finished is put
 * in front of the person: only they can tell whether to decide it again, and the new device may not send it as it is. The
 * start of a check decides nothing and is withdrawn. Gives how many wait for the person; undefined when the device is the one that was.
 */
export function beginNewStream(
  journal: Pick<Journal, 'retiredDevice' | 'append'>,
  cache: Pick<Cache, 'outboxInStates' | 'project'>,
  vault: Pick<OpenVault, 'owner' | 'devicePublicKey'>,
): Result<number | undefined, IpcProblem> {
  const retired = journal.retiredDevice();
  const { deviceId } = vault.owner;
  if (retired === undefined || retired === deviceId) return ok(undefined);
  const unfinished = cache.outboxInStates(['undoable', 'queued', 'sealed'], Number.MAX_SAFE_INTEGER);
  const isStart = ({ decided }: (typeof unfinished)[number]): boolean => decided.type === 'review.start';
  const appended = journal.append([
    { kind: 'registered', deviceId, publicKey: toBase64(vault.devicePublicKey) },
    ...unfinished.map((row): JournalBody => {
      const { commandId } = row;
      return isStart(row)
        ? { kind: 'withdrawn', commandId, reason: 'this device was registered anew' }
        : {
            kind: 'parked',
            commandId,
            code: deviceReplaced,
            detail: 'decided before this device was registered anew',
          };
    }),
  ]);
  if (!appended.ok) return appended;
  cache.project(appended.value);
  return ok(unfinished.filter(row => !isStart(row)).length);
}
