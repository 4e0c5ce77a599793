import { isFinal, type Command, type CommandResult } from '../../shared/domain/index.ts';
import type { Context } from '../context.ts';
import { newId } from '../environment.ts';
import { updateCustomer } from '../customers/index.ts';
import type { Workstation } from '../identity/index.ts';
import type { Work } from '../store/index.ts';
import { effectOf } from './effect.ts';
import type { Envelope, Received } from './envelope.ts';
import { gather, type LevelCache } from './gather.ts';
import { judge, roleFault } from './judge.ts';
import { chainFault, dependencyApplied, findFirst, record, saveHead, type Head } from './log.ts';
import { applied, held, refused, replayed, retry } from './results.ts';

/** How long a device waits before it sends a command again that we failed on. */
const brokenRetryMs = 5000;

interface Stream {
  readonly work: Work;
  readonly caller: Workstation;
  readonly levels: LevelCache;
  readonly newId: () => string;
  head: Head;
}

async function decide(stream: Stream, command: Command): Promise<CommandResult> {
  const { work, caller } = stream;
  if (command.dependsOn !== null && !(await dependencyApplied(work, command, command.dependsOn))) {
    return held(command.id);
  }
  const forbidden = roleFault(command, caller.roles);
  if (forbidden) return forbidden;
  const situation = await gather(work, command, caller.roles, stream.levels, stream.newId);
  if (!situation) return refused(command.id, 'not_found', 'There is no such customer.');
  const against = judge(command, situation);
  if (against) return against;
  const effect = effectOf(command, situation);
  if (effect.record) await updateCustomer(work, effect.record);
  if (effect.note) {
    const { id, customerId } = effect.note;
    const data = JSON.stringify(effect.note);
    await work.db
      .insertInto('note')
      .values({ tenantId: work.tenantId, id, customerId, at: work.at, data })
      .execute();
    work.publish({ entity: 'note', id, op: 'upsert', version: 1, data });
  }
  return applied(command.id, effect.record?.customer.version, effect.awaitingSecondApproval);
}

/** A command whose hash and signature fit: known id, sequence and chain, then what it asks for. */
async function follow(
  stream: Stream,
  envelope: Envelope,
  raw: unknown,
  run: () => Promise<CommandResult>,
): Promise<CommandResult> {
  const { work } = stream;
  const first = await findFirst(work, envelope.id);
  if (first && first.hash === envelope.hash) return replayed(first.result);
  const misplaced = chainFault(envelope, stream.head);
  if (first) {
    // It uses its place where it has one, so that the commands behind it can go on; the id stays with its first.
    if (!misplaced) stream.head = { seq: envelope.deviceSeq, hash: envelope.hash };
    return refused(envelope.id, 'idempotency_mismatch', 'This id belongs to another command.');
  }
  if (misplaced) return misplaced;
  const result = await run();
  if (isFinal(result.result)) {
    await record(work, envelope, raw, result);
    stream.head = { seq: envelope.deviceSeq, hash: envelope.hash };
  }
  return result;
}

async function answer(stream: Stream, received: Received): Promise<CommandResult> {
  switch (received.kind) {
    case 'unreadable':
      return refused(received.id, 'invalid_payload', received.detail);
    case 'forged':
      return refused(
        received.envelope.id,
        received.code,
        received.code === 'hash_mismatch'
          ? 'The hash does not fit the command.'
          : 'The signature does not fit.',
      );
    case 'not_understood': {
      const refusal = refused(received.envelope.id, 'invalid_payload', received.detail);
      const result = await follow(stream, received.envelope, received.raw, async () => refusal);
      // The schema is checked first: what it refuses is refused again, not replayed.
      return result.result === 'replayed' ? refusal : result;
    }
    case 'command':
      return follow(stream, received.envelope, received.command, () => decide(stream, received.command));
  }
}

/**
 * Answers a batch in its order. The batch commits as one; each command is a part of it that is undone alone when
 * we fail on it, and is then answered `retry`, as is everything behind it.
 */
export const runStream =
  ({ work, clock, random, log }: Pick<Context, 'work' | 'clock' | 'random' | 'log'>) =>
  (caller: Workstation, batch: readonly Received[]): Promise<readonly CommandResult[]> =>
    work(caller.tenantId, async step => {
      const before = await step.db
        .selectFrom('device')
        .select(['lastSeq as seq', 'lastHash as hash'])
        .where('tenantId', '=', caller.tenantId)
        .where('id', '=', caller.deviceId)
        .executeTakeFirstOrThrow();
      const stream: Stream = {
        work: step,
        caller,
        levels: new Map(),
        newId: () => newId(clock, random),
        head: before,
      };
      const results: CommandResult[] = [];
      let broken = false;
      for (const received of batch) {
        const id = received.kind === 'unreadable' ? received.id : received.envelope.id;
        if (broken) {
          results.push(retry(id, 503, brokenRetryMs));
          continue;
        }
        const head = stream.head;
        try {
          results.push(await step.part(() => answer(stream, received)));
        } catch (error) {
          log.error({ err: error, commandId: id }, 'a command failed');
          stream.head = head;
          broken = true;
          results.push(retry(id, 503, brokenRetryMs));
        }
      }
      if (stream.head !== before) await saveHead(step, caller.deviceId, stream.head);
      return results;
    });
