import type { Command, CommandPayload, CommandType, Evidence } from '../../../shared/domain/command.ts';
import type { Customer } from '../../../shared/domain/customer.ts';
import type { Level } from '../../../shared/domain/levels.ts';
import type { Role } from '../../../shared/domain/status.ts';
import { plainText } from '../../../shared/domain/text.ts';
import type { CaseCheck } from '../../../shared/ipc/case.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Cache } from '../cache/index.ts';
import type { Documents } from '../documents/index.ts';
import type { BodyOf } from '../journal/entries.ts';
import type { Ports } from '../ports.ts';
import { checkOf } from './check.ts';
import type { RecordEntries } from './record.ts';
import type { Shown } from './shown.ts';

/** What a person at this workstation decides with. */
export interface Desk {
  readonly cache: Cache;
  readonly newId: Ports['newId'];
  readonly record: RecordEntries;
  readonly user: { readonly id: string; readonly roles: readonly Role[] };
  readonly deviceId: string;
  readonly documents: Pick<Documents, 'verified' | 'localState'>;
  readonly shown: Shown;
  /** What the commands say about time; see `Sync.serverClock`. */
  readonly serverClock: () => Command['clock'];
}

export interface OpenCase {
  readonly customer: Customer;
  readonly level: Level | undefined;
  readonly check: CaseCheck;
}

export const nameOf =
  (cache: Cache) =>
  (userId: string): string =>
    cache.user(userId)?.name ?? 'A colleague';

/** The case with its check as it stands; `not_found` when it is not in the copy here. */
export function findCase(
  desk: Pick<Desk, 'cache' | 'user'>,
  customerId: string,
): Result<OpenCase, IpcProblem> {
  const { cache, user } = desk;
  const customer = cache.customer(customerId);
  if (!customer) return fail(problem('not_found'));
  const check = checkOf({
    customer,
    commands: cache.outboxOfCustomer(customerId),
    userId: user.id,
    nameOf: nameOf(cache),
    // A claim ends by the clock that dated it.
    now: cache.serverNow(),
  });
  return ok({ customer, level: cache.level(customer.levelId, customer.levelVersion), check });
}

export interface Decision<T extends CommandType> {
  readonly type: T;
  readonly customer: Pick<Customer, 'id' | 'name'>;
  readonly baseVersion: number | null;
  readonly payload: CommandPayload<T>;
  readonly dependsOn?: string | undefined;
  readonly evidence?: readonly Evidence[];
  readonly undoMs?: number;
  readonly replaces?: string | undefined;
}

/** The journal's entry for a decision made now, with a new id. */
export function decidedBody<T extends CommandType>(desk: Desk, decision: Decision<T>): BodyOf<'decided'> {
  return {
    kind: 'decided',
    commandId: desk.newId(),
    type: decision.type,
    customerId: decision.customer.id,
    userId: desk.user.id,
    deviceId: desk.deviceId,
    baseVersion: decision.baseVersion,
    dependsOn: ofThisDevice(desk, decision.dependsOn) ?? null,
    clock: desk.serverClock(),
    payload: hashable(decision.payload),
    evidence: [...(decision.evidence ?? [])],
    undoMs: decision.undoMs ?? 0,
    replaces: decision.replaces ?? null,
    customerName: decision.customer.name,
  };
}

/** The backend lets a command build on one of its own device alone; what an earlier device began stands without that. */
const ofThisDevice = ({ cache, deviceId }: Desk, commandId: string | undefined): string | undefined => {
  const base = commandId === undefined ? undefined : cache.outboxRow(commandId);
  return base && base.decided.deviceId !== deviceId ? undefined : commandId;
};

/** As it will be hashed: without undefined members, and with text as the backend takes it. */
function hashable(payload: object): BodyOf<'decided'>['payload'] {
  return JSON.parse(
    JSON.stringify(payload, (_key, value: unknown) => (typeof value === 'string' ? plainText(value) : value)),
  );
}

/** Whether this person's roles let them review at all. */
export const mayReview = (desk: Pick<Desk, 'user'>): boolean =>
  desk.user.roles.includes('analyst') || desk.user.roles.includes('supervisor');
