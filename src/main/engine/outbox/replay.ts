import type { Command, CommandResult } from '../../../shared/domain/command.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { assertNever, ok, type Result } from '../../../shared/result.ts';
import { effectiveResult } from '../cache/index.ts';
import type { Cache } from '../cache/types.ts';
import {
  again,
  createBackoff,
  createLoop,
  keepOff,
  sleep,
  untilWoken,
  type Connection,
  type Next,
} from '../connection/index.ts';
import type { JournalBody } from '../journal/entries.ts';
import type { Journal } from '../journal/types.ts';
import type { Ports } from '../ports.ts';
import { problemOfFault, readJson, retryAfterOf, type Api, type ApiFault } from '../session/index.ts';
import { attemptStorage, storageProblem } from '../storage-problem.ts';
import { readAnswers, type Answer } from './answers.ts';
import { commandsAsSealed, nextBatch, parking, sealAll, type Batch, type BatchOptions } from './batch.ts';
import { planFrom } from './recovery.ts';
import type { Replay, ReplayState } from './types.ts';

/** The contract's limit of one request. */
const largestBatch = 100;
const answerTimeout = 60_000;
/** Answers that can't be read are asked for again so many times before the command is put in front of a person. */
const unreadableTries = 3;
/** An undo window is looked at again after this at the latest, should the wall clock have jumped. Milliseconds. */
const longestNap = 15_000;
/** Milliseconds between tries of a stream that only a person can repair. */
const haltedPause = 300_000;
/** Milliseconds between tries after the disk refused: room on it may be back any moment. */
const localPause = 15_000;

export interface ReplayOptions extends BatchOptions {
  readonly ports: Pick<Ports, 'clock' | 'timers' | 'random' | 'log'>;
  readonly api: Api;
  readonly connection: Connection;
  readonly journal: Pick<Journal, 'lastSealed' | 'entriesAfter' | 'streamStart' | 'firstSealedFrom'>;
  readonly cache: Pick<Cache, 'outboxInStates' | 'outboxRow'>;
  readonly changed: (state: ReplayState) => void;
  /** What the request under way carries; empty when there is none. */
  readonly carries: (commandIds: ReadonlySet<string>) => void;
}

export function createReplay(options: ReplayOptions): Replay {
  const { ports, api, connection, journal, cache, record } = options;
  const backoff = createBackoff(ports.random);
  const unreadable = new Map<string, number>();
  let state: ReplayState = { sending: false };
  let limit = largestBatch;
  let gaps = 0;
  /** Commands that the backend asked for again although some have had their answer. */
  let asked: readonly string[] = [];
  let interrupt = new AbortController();

  const show = (next: ReplayState): void => {
    state = next;
    options.changed(state);
  };
  const stumble = (why: IpcProblem, atLeastMs?: number): Next => {
    const local = why.kind === 'disk_full' || why.kind === 'storage_failed';
    const pause = Math.min(backoff.next(atLeastMs), local ? localPause : Infinity);
    ports.log('replay.waits', { problem: why.kind, milliseconds: pause });
    show({
      sending: false,
      problem: why,
      nextAttemptAt: new Date(ports.clock.now() + pause).toISOString(),
    });
    return keepOff(pause);
  };

  const batch = (): Result<Batch, IpcProblem> => {
    if (asked.length === 0) return nextBatch(options, limit, connection.state().network === 'online');
    const rows = asked.slice(0, limit).flatMap(id => cache.outboxRow(id) ?? []);
    const { commands, bodies } = commandsAsSealed(options, rows);
    const recorded = bodies.length > 0 ? record(bodies) : ok([]);
    return recorded.ok ? ok({ commands, unsealed: false }) : recorded;
  };

  const rest = (): Next => {
    if (state.sending || state.problem) show({ sending: false });
    const next = attemptStorage(() => cache.outboxInStates(['undoable'], 1000));
    if (!next.ok) return stumble(next.problem);
    const ends = next.value.flatMap(({ undoUntil }) => (undoUntil ? [Date.parse(undoUntil)] : []));
    if (ends.length === 0) return untilWoken;
    return sleep(Math.min(longestNap, Math.max(1, Math.min(...ends) - ports.clock.now())));
  };

  const round = async (): Promise<Next> => {
    const stale = record.behind();
    if (stale) return stumble(stale);
    const next = batch();
    if (!next.ok) return stumble(next.problem);
    // What was sealed just now has to be seen as sealed before it leaves: the next round would give it a second place.
    const unseen = record.behind();
    if (unseen) return stumble(unseen);
    const { commands, unsealed } = next.value;
    if (commands.length === 0) {
      if (unsealed) return probe();
      if (asked.length === 0) return rest();
      asked = asked.slice(limit);
      return again;
    }
    if (!state.sending) show({ sending: true });
    options.carries(new Set(commands.map(({ id }) => id)));
    const left = arrived(await send(commands), commands);
    options.carries(new Set());
    return left;
  };

  const arrived = (body: Result<unknown, ApiFault>, commands: readonly Command[]): Next => {
    if (!body.ok) return refused(body.problem, commands);
    connection.worked();
    const answers = readAnswers(commands, body.value);
    if (!answers) return stumble(problem('backend_unexpected', { detail: 'results' }));
    limit = Math.min(largestBatch, limit * 2);
    return settle(answers);
  };

  /** Whether anything would arrive is asked before the first decision is sealed for it. */
  const probe = async (): Promise<Next> => {
    const answered = await api.json('me.get', { signal: underWay() });
    if (!answered.ok) return refused(answered.problem, []);
    connection.worked();
    return again;
  };

  const underWay = (): AbortSignal => AbortSignal.any([interrupt.signal, connection.signal()]);

  const send = async (commands: readonly Command[]): Promise<Result<unknown, ApiFault>> => {
    const signal = underWay();
    const head = await api.stream('commands.send', { body: { commands }, timeoutMs: answerTimeout, signal });
    return head.ok ? readJson(head.value) : head;
  };

  /** The request as a whole came to nothing. */
  const refused = (fault: ApiFault, commands: readonly Command[]): Next => {
    switch (fault.kind) {
      case 'network':
      case 'stranger':
      case 'signedOut':
      case 'local':
        show({ sending: false });
        connection.failed(fault);
        return again;
      case 'problem':
        return unacceptable.has(fault.problem.status) && commands.length > 0
          ? isolate(fault.problem.code, commands)
          : stumble(problemOfFault(fault), retryAfterOf(fault));
      case 'unexpected':
      case 'otherVersion':
        return stumble(problemOfFault(fault));
      default:
        return assertNever(fault);
    }
  };

  /** Something in the batch can't be taken in at all: halved until it is alone, then put in front of a person. */
  const isolate = (code: string, commands: readonly Command[]): Next => {
    const [only, ...others] = commands;
    if (!only) return again;
    if (others.length > 0) {
      limit = Math.ceil(commands.length / 2);
      return again;
    }
    asked = asked.filter(id => id !== only.id);
    const parked = record([parking({ commandId: only.id }, code, 'the backend can not take it in')]);
    return parked.ok ? again : stumble(parked.problem);
  };

  const settle = (answers: readonly Answer[]): Next => {
    const finals = answers.filter(answer => answer.kind === 'final');
    const repeated = asked.length > 0;
    const bodies = finals.flatMap(({ commandId, result }): JournalBody[] =>
      repeated && known(commandId, result) ? [] : [{ kind: 'answered', commandId, result }],
    );
    if (bodies.length > 0) {
      const recorded = record(bodies);
      if (!recorded.ok) return stumble(recorded.problem);
    }
    if (finals.length > 0) {
      const done = new Set(finals.map(({ commandId }) => commandId));
      asked = asked.filter(id => !done.has(id));
      backoff.reset();
      gaps = 0;
    }
    const stop = answers.find(answer => answer.kind !== 'final');
    return stop ? stopped(stop) : again;
  };

  /** Whether this is the end that the command already has here; anything else is news, whatever it was before. */
  const known = (commandId: string, result: CommandResult): boolean => {
    const before = cache.outboxRow(commandId);
    if (!before?.answer) return false;
    return effectiveResult(before.answer).result === effectiveResult(result).result;
  };

  const stopped = (answer: Exclude<Answer, { kind: 'final' }>): Next => {
    switch (answer.kind) {
      case 'retry':
        return stumble(problem('backend_failing', { detail: 'retry' }), answer.retryAfterMs);
      case 'gap':
        return answer.expected === undefined
          ? stumble(problem('backend_unexpected', { detail: 'sequence_gap' }))
          : closeGap(answer.expected);
      case 'forked':
        return halt(answer.code, {});
      case 'unreadable':
        return tryAgain(answer.commandId);
      default:
        return assertNever(answer);
    }
  };

  const closeGap = (expected: number): Next => {
    gaps += 1;
    const planned = attemptStorage(() => planFrom(journal, expected));
    if (!planned.ok) return stumble(planned.problem);
    const plan = planned.value;
    if (!plan.ok) return halt('sequence_gap', { backend: expected - 1, journal: plan.problem.known });
    ports.log('replay.gap', { expected, resend: plan.value.resend.length, reseal: plan.value.reseal.length });
    const rows = plan.value.reseal.flatMap(id => cache.outboxRow(id) ?? []);
    const { bodies } = sealAll(options, rows, plan.value.head);
    const recorded = bodies.length > 0 ? record(bodies) : ok([]);
    if (!recorded.ok) return stumble(recorded.problem);
    asked = plan.value.resend;
    return gaps > 1 ? stumble(problem('backend_unexpected', { detail: 'sequence_gap' })) : again;
  };

  /** The backend knows more of this device than the journal does: nothing is sent until a person has seen to it. */
  const halt = (detail: string, counts: Readonly<Record<string, number>>): Next =>
    stumble(problem('journal_behind', { detail, counts: { ...counts } }), haltedPause);

  const tryAgain = (commandId: string): Next => {
    const tries = (unreadable.get(commandId) ?? 0) + 1;
    unreadable.set(commandId, tries);
    if (tries < unreadableTries) return stumble(problem('backend_unexpected', { detail: 'result' }));
    unreadable.delete(commandId);
    asked = asked.filter(id => id !== commandId);
    const parked = record([parking({ commandId }, 'answer_unreadable', 'its answer can not be read')]);
    return parked.ok ? again : stumble(parked.problem);
  };

  const loop = createLoop({
    connection,
    timers: ports.timers,
    round,
    storageFailed: ({ fault }) => {
      options.carries(new Set());
      return stumble(storageProblem(fault));
    },
  });
  return {
    start: loop.start,
    wake: loop.wake,
    now: () => {
      backoff.reset();
      loop.hurry();
    },
    state: () => state,
    stop: async () => {
      const done = loop.stop();
      interrupt.abort();
      interrupt = new AbortController();
      await done;
    },
  };
}

/** Malformed, too large, unprocessable: about what was sent, not about when. */
const unacceptable: ReadonlySet<number> = new Set([400, 413, 422]);
