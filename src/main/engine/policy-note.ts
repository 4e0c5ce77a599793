import type { Policy } from '../../shared/api/index.ts';
import type { IpcProblem } from '../../shared/ipc/problem.ts';
import type { Result } from '../../shared/result.ts';
import type { JournalBody } from './journal/index.ts';
import { samePolicy } from './lease.ts';
import type { Log } from './ports.ts';

/** Writes down in the journal what policy asks for, whenever that is other than what it last wrote down. */
export function createPolicyNote(options: {
  readonly record: (bodies: readonly JournalBody[]) => Result<unknown, IpcProblem>;
  readonly log: Log;
  readonly noted: Policy | undefined;
  readonly latest: Policy | undefined;
}) {
  const { record, log } = options;
  let { noted, latest } = options;

  /** Also for what the journal could not take before. */
  function look(): void {
    if (latest === undefined || samePolicy(latest, noted)) return;
    const entered = record([{ kind: 'policyChanged', policy: JSON.parse(JSON.stringify(latest)) }]);
    if (entered.ok) noted = latest;
    else log('policy.unnoted', { problem: entered.problem.kind });
  }

  return {
    arrived(policy: Policy): void {
      latest = policy;
      look();
    },
    look,
  };
}
