import type { Note } from '../../shared/api/index.ts';
import type { Command, CommandResult, Role } from '../../shared/domain/index.ts';
import type { CustomerRecord } from '../customers/index.ts';
import { chainFault, type Head } from './chain.ts';
import { effectOf, type Effect } from './effect.ts';
import type { Envelope, Received } from './envelope.ts';
import { levelKey, type KnownCommand, type World } from './gather.ts';
import { judge, roleFault } from './judge.ts';
import { applied, held, refused, replayed } from './results.ts';

/** A command that got its final answer in this batch. */
export interface Settled {
  readonly envelope: Envelope;
  readonly raw: unknown;
  readonly result: CommandResult;
}

/**
 * What is so after the commands so far: nothing of it is written before the whole batch was answered. A command changes it
 * at once, with its answer, or not at all.
 */
export interface Progress {
  head: Head;
  readonly settled: Settled[];
  readonly notes: Note[];
  /** Commands of this batch, beside those of the world. */
  readonly commands: Map<string, KnownCommand>;
  /** Customers that this batch changed, after each step of theirs. */
  readonly customers: Map<string, CustomerRecord[]>;
}

export const noProgress = (head: Head): Progress => ({
  head,
  settled: [],
  notes: [],
  commands: new Map(),
  customers: new Map(),
});

export interface Asker {
  readonly roles: readonly Role[];
  readonly at: number;
  readonly newId: () => string;
  /** Whether the device may still deliver this command. */
  readonly delivers: (commandId: string) => boolean;
}

interface Answer {
  readonly result: CommandResult;
  readonly effect?: Effect;
}

function decide(command: Command, world: World, progress: Progress, asker: Asker): Answer {
  const known = (id: string) => progress.commands.get(id) ?? world.commands.get(id);
  if (command.dependsOn !== null) {
    const before = known(command.dependsOn);
    if (before?.deviceId !== command.deviceId || before.result.result !== 'applied')
      return { result: held(command.id) };
  }
  if (!asker.delivers(command.id)) {
    const detail = 'This device is to be wiped; only what was witnessed before is taken.';
    return { result: refused(command.id, 'role_missing', detail) };
  }
  const forbidden = roleFault(command, asker.roles);
  if (forbidden) return { result: forbidden };
  const record =
    progress.customers.get(command.customerId)?.at(-1) ?? world.customers.get(command.customerId);
  if (!record) return { result: refused(command.id, 'not_found', 'There is no such customer.') };
  const level = world.levels.get(levelKey(record));
  if (!level) throw new Error('a customer whose level was not gathered');
  const decision = command.type === 'approval.second' ? known(command.payload.commandId) : undefined;
  const awaited = decision?.result.result === 'applied' ? decision.finish : undefined;
  const situation = { record, level, users: world.users, awaited, ...asker };
  const against = judge(command, situation);
  if (against) return { result: against };
  const effect = effectOf(command, situation);
  return {
    result: applied(command.id, effect.record?.customer.version, effect.awaitingSecondApproval),
    effect,
  };
}

function settle(
  progress: Progress,
  settled: Settled,
  effect: Effect | undefined,
  finish: KnownCommand['finish'],
): CommandResult {
  const { envelope, result } = settled;
  const { id, hash, deviceId, deviceSeq } = envelope;
  progress.head = { seq: deviceSeq, hash };
  progress.settled.push(settled);
  progress.commands.set(id, { hash, deviceId, result, finish });
  if (effect?.note) progress.notes.push(effect.note);
  if (effect?.record) {
    const { id: customerId } = effect.record.customer;
    const steps = progress.customers.get(customerId);
    if (steps) steps.push(effect.record);
    else progress.customers.set(customerId, [effect.record]);
  }
  return result;
}

interface Authentic {
  readonly envelope: Envelope;
  readonly raw: unknown;
  readonly finish: KnownCommand['finish'];
}

/** A command whose hash and signature fit: known id, sequence and chain, then what it asks for. */
function follow(
  { envelope, raw, finish }: Authentic,
  world: World,
  progress: Progress,
  run: () => Answer,
): CommandResult {
  const first = progress.commands.get(envelope.id) ?? world.commands.get(envelope.id);
  if (first && first.hash === envelope.hash) return replayed(first.result);
  const misplaced = chainFault(envelope, progress.head);
  if (first) {
    // It uses its place where it has one, so that the commands behind it can go on; the id stays with its first.
    if (!misplaced) progress.head = { seq: envelope.deviceSeq, hash: envelope.hash };
    return refused(envelope.id, 'idempotency_mismatch', 'This id belongs to another command.');
  }
  if (misplaced) return misplaced;
  const { result, effect } = run();
  return settle(progress, { envelope, raw, result }, effect, finish);
}

/** Answers one command of a stream: what it does is in `progress` afterwards, and nowhere else. */
export function answer(received: Received, world: World, progress: Progress, asker: Asker): CommandResult {
  switch (received.kind) {
    case 'unreadable':
      return refused(received.id, 'invalid_payload', received.detail);
    case 'forged': {
      const { envelope, code } = received;
      const detail =
        code === 'hash_mismatch' ? 'The hash does not fit the command.' : 'The signature does not fit.';
      return refused(envelope.id, code, detail);
    }
    case 'not_understood': {
      const { envelope, raw, detail } = received;
      const result = refused(envelope.id, 'invalid_payload', detail);
      const followed = follow({ envelope, raw, finish: undefined }, world, progress, () => ({ result }));
      // The schema is checked first: what it refuses is refused again, not replayed.
      return followed.result === 'replayed' ? result : followed;
    }
    case 'command': {
      const { envelope, command } = received;
      const finish = command.type === 'review.finish' ? command : undefined;
      return follow({ envelope, raw: command, finish }, world, progress, () =>
        decide(command, world, progress, asker),
      );
    }
  }
}
