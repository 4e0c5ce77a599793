import { fromUtf8, utf8 } from '../../../shared/bytes.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { z } from '../../../shared/zod.ts';
import type { Ports } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';

const file = 'vault.attempts.json';
const attemptsSchema = z.strictObject({ failed: z.int().min(1).max(1000), at: z.number() });
type Attempts = z.infer<typeof attemptsSchema>;

const firstDelayMs = 1_000;
const longestDelayMs = 60_000;

/** 1 s after the first wrong passphrase, doubling to 60 s. */
export const delayAfter = (failed: number): number =>
  failed === 0 ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failed - 1, 10));

export interface AttemptLog {
  /** Milliseconds until another passphrase is looked at. */
  waitMs(): number;
  /** Counts a try as failed before it is looked at: killing the process does not give a free one. */
  begin(): Result<void, IpcProblem>;
  succeeded(): Result<void, IpcProblem>;
}

/** Wrong passphrases, kept in the profile so that a restart does not forget them. */
export function createAttemptLog({ files, clock, log }: Pick<Ports, 'files' | 'clock' | 'log'>): AttemptLog {
  const write = (attempts: Attempts) => files.replace(file, utf8(JSON.stringify(attempts)));

  const read = (): Attempts | undefined => {
    const bytes = files.read(file);
    if (!bytes.ok) return undefined;
    const found = parse(bytes.value);
    if (found && found.at <= clock.now()) return found;
    // Unreadable counts as many: garbling the file must not be a way around the delay. Kept as of now, as is one that
    // lies ahead of a clock that was set back: counted anew at each look, the delay would never pass.
    const anew = { failed: found?.failed ?? 10, at: clock.now() };
    const kept = write(anew);
    if (!kept.ok) log('vault.attempts-unkept', { problem: kept.problem.kind });
    return anew;
  };
  return {
    waitMs: () => {
      const attempts = read();
      if (!attempts) return 0;
      return Math.max(0, attempts.at + delayAfter(attempts.failed) - clock.now());
    },
    begin: () => {
      const failed = Math.min(1000, (read()?.failed ?? 0) + 1);
      const written = write({ failed, at: clock.now() });
      return written.ok ? ok(undefined) : fail(storageProblem(written.problem));
    },
    succeeded: () => {
      const removed = files.remove(file);
      return removed.ok ? ok(undefined) : fail(storageProblem(removed.problem));
    },
  };
}

function parse(bytes: Uint8Array): Attempts | undefined {
  try {
    return attemptsSchema.safeParse(JSON.parse(fromUtf8(bytes))).data;
  } catch {
    return undefined;
  }
}
