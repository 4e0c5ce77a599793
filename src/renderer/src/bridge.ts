import { z } from '../../shared/zod.ts';
import {
  calls,
  callNames,
  eventNames,
  events,
  ipcProblemSchema,
  problem,
  queueWindowSchema,
  type Bridge,
  type CallName,
  type EventName,
  type IpcProblem,
  type QueueRow,
} from '../../shared/ipc/index.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

declare global {
  interface Window {
    /** Put there by the preload script; read nowhere but here. */
    readonly sealdesk?: unknown;
  }
}

/** Windows of rows arrive many times a second while scrolling: the frame is checked whole, a row by what is drawn first. */
const rowSchema = z.custom<QueueRow>(
  (row: unknown) =>
    typeof row === 'object' &&
    row !== null &&
    'id' in row &&
    typeof row.id === 'string' &&
    'name' in row &&
    typeof row.name === 'string' &&
    'risk' in row &&
    typeof row.risk === 'object',
  'not a row',
);
const cheapOutputs = {
  'queue.window': queueWindowSchema.extend({ rows: z.array(rowSchema) }),
} as const satisfies Partial<Record<CallName, z.ZodType>>;

const outputSchema = (name: CallName): z.ZodType =>
  name === 'queue.window' ? cheapOutputs[name] : calls[name].output;

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), problem: ipcProblemSchema }),
]);

const functionOf = (owner: unknown, name: string): ((...input: readonly unknown[]) => unknown) => {
  const found: unknown =
    typeof owner === 'object' && owner !== null ? Reflect.get(owner, name, owner) : undefined;
  if (typeof found !== 'function') throw new Error(`The preload script lacks ${name}`);
  return (...input) => Reflect.apply(found, owner, input) as unknown;
};

async function checkedCall(
  invoke: (input: unknown) => unknown,
  name: CallName,
  input: unknown,
): Promise<Result<unknown, IpcProblem>> {
  let answer: unknown;
  try {
    answer = await invoke(input);
  } catch (error) {
    // Expected failures are values, so a rejection means that nobody was there to answer.
    return fail(problem('engine_stopped', { detail: `${name}: ${String(error)}` }));
  }
  const result = resultSchema.safeParse(answer);
  if (!result.success) return fail(problem('internal', { detail: `${name}: not a result` }));
  if (!result.data.ok) return fail(result.data.problem);
  const value = outputSchema(name).safeParse(result.data.value);
  if (value.success) return ok(value.data);
  const where = value.error.issues[0];
  return fail(problem('internal', { detail: `${name}: ${where?.message}`, path: where?.path.join('.') }));
}

/** Checks events on arrival; one that does not parse is a bug of ours and thrown to the window's error handler. */
const checkedListener =
  (name: EventName, listener: (payload: never) => void) =>
  (payload: unknown): void =>
    listener(events[name].parse(payload) as never);

/** The bridge to the engine with every answer and event checked against the contract. Throws when the preload is missing. */
export function openBridge(source: unknown = window.sealdesk): Bridge {
  const invocations = callNames.map(name => {
    const invoke = functionOf(source, name);
    return [name, (input: unknown) => checkedCall(invoke, name, input)] as const;
  });
  const on: unknown = typeof source === 'object' && source !== null ? Reflect.get(source, 'on') : undefined;
  const subscriptions = eventNames.map(name => {
    const subscribe = functionOf(on, name);
    return [
      name,
      (listener: (payload: never) => void) => subscribe(checkedListener(name, listener)),
    ] as const;
  });
  // The table above names every call and event; the compiler can't follow fromEntries.
  return { ...Object.fromEntries(invocations), on: Object.fromEntries(subscriptions) } as unknown as Bridge;
}
