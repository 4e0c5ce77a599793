import { once } from 'node:events';
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { createPorts } from '../../src/main/engine/adapters/index.ts';
import { createCache } from '../../src/main/engine/cache/index.ts';
import { createEngine } from '../../src/main/engine/index.ts';
import { journalBodySchema, type JournalEntry } from '../../src/main/engine/journal/index.ts';
import type { CallInput, CallOutput, EngineCallName } from '../../src/shared/ipc/index.ts';
import { fileKeychain } from '../support/file-keychain.ts';
import { seededRandom } from '../support/random.ts';
import { differences, foldJournal, type Fold } from './fold.ts';
import type { ChildArguments, ChildLine, Point } from './protocol.ts';
import { watchPorts } from './stops.ts';

// The real engine on a real profile, deciding without pause until it is killed. A line on standard output is written
// synchronously after the engine has answered: whoever reads it may rely on that decision for ever. Where it is told
// to stop, it says so and stands still, whole process, until the kill.

const options: ChildArguments = JSON.parse(process.argv[2] ?? '');
const say = (line: ChildLine): void => void writeSync(1, `${JSON.stringify(line)}\n`);
const random = seededRandom(options.seed);

const { profileDirectory, passphrase, stop } = options;
/** The undo windows of the last decisions end at once for the one that only waits for them. */
const ahead = options.drain ? 11_000 : 0;
/** Nobody kills it: then the test is broken, and must not hang. */
const longestStop = 60_000;

let times = 0;
function reached(point: Point): void {
  if (point !== stop?.point || ++times !== stop.time) return;
  say({ kind: 'stopped', point });
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, longestStop);
  throw new Error('stopped, and not killed');
}

const real = createPorts({ profileDirectory, log: () => undefined });
const { ports, database } = watchPorts(
  {
    ...real,
    clock: { ...real.clock, now: () => real.clock.now() + ahead },
    keychain: fileKeychain(join(profileDirectory, '..', 'keychain')),
  },
  reached,
);
const engine = createEngine({ ports, suggestion: { deviceName: 'Fault desk' } });

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

async function ask<N extends EngineCallName>(name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const answer = await engine.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.problem)}`);
  const decides = 'commandId' in answer.value && name !== 'outbox.detail';
  if (decides) reached('decision answered, answer not out');
  return answer.value;
}

/** A kill in the middle of an unlock counts as a wrong passphrase, so the next one may have to wait. */
async function unlock(): Promise<void> {
  for (;;) {
    const answer = await engine.call('vault.unlock', { passphrase });
    if (answer.ok) return;
    const { kind, waitMs = 0 } = answer.problem;
    if (kind !== 'rate_limited') throw new Error(`vault.unlock: ${JSON.stringify(answer.problem)}`);
    await pause(waitMs);
  }
}

async function enter(): Promise<void> {
  await engine.start();
  const { phase, problem } = engine.state();
  if (phase === 'firstRun') {
    const { url, email, password } = options;
    await ask('setup.signIn', { url, email, password, deviceName: 'Fault desk' });
    await ask('setup.finish', { passphrase });
  } else if (phase === 'locked') {
    await unlock();
  } else {
    throw new Error(`can not begin in ${phase}: ${JSON.stringify(problem)}`);
  }
}

function* entries(): Generator<JournalEntry> {
  for (const row of database('journal.db').prepare('SELECT record FROM entry ORDER BY seq').iterate()) {
    const { seq, at, body } = JSON.parse(String(row['record']));
    yield { seq, at, body: journalBodySchema.parse(body) };
  }
}

/** Where the cache is not what the journal gives; asked of the databases themselves, at one moment. */
function differing(fold: Fold): readonly string[] {
  const { clock, compression } = ports;
  const cache = createCache({ database: database('cache.db'), clock, compression });
  const customers = new Set([...fold.commands.values()].map(({ decided }) => decided.customerId));
  return differences(fold, cache, [...customers, ...fold.drafts.keys()]).slice(0, 5);
}

async function report(): Promise<void> {
  const { journal } = await ask('outbox.list', { group: 'done', limit: 1 });
  const fold = foldJournal(entries());
  const underWay = [...fold.commands.values()].filter(({ state, sealed }) => sealed && state === 'open');
  say({
    kind: 'ready',
    verified: journal.verified,
    entries: journal.entries,
    sending: underWay.length,
    notices: engine.state().notices.map(notice => notice.kind),
    differs: differing(fold),
  });
}

/** Writes a note; its text is its own proof at the backend. */
async function note(customerId: string): Promise<void> {
  const text = `note ${options.round}-${random.integer(2 ** 31)}`;
  const { commandId } = await ask('note.add', { customerId, text, mentions: [] });
  say({ kind: 'decided', commandId, type: 'note.add', text });
}

/** Starts, finishes and sometimes takes back a check; what another decision stands in the way of is left alone. */
async function check(customerId: string): Promise<void> {
  await start(customerId);
  if (random.integer(3) > 0) await finish(customerId);
}

async function start(customerId: string): Promise<void> {
  const view = await ask('case.open', { customerId });
  if (view.check.state === 'none') {
    if (view.customer.status !== 'UNDER_REVIEW' || view.customer.awaitingSecondApproval) return;
    const started = await ask('review.start', { customerId });
    say({ kind: 'decided', commandId: started.commandId, type: 'review.start' });
  }
}

async function finish(customerId: string): Promise<void> {
  const view = await ask('case.open', { customerId });
  const [item] = view.items;
  if (view.check.state !== 'open' || !item) return;
  const verdict = { item: item.item, verdict: 'rejected' as const, reasons: ['imageQuality.blurry'] };
  const { version } = view.customer;
  await ask('review.mark', { customerId, version, verdict });
  const outcome = random.integer(2) === 0 ? ('reject' as const) : ('resubmission' as const);
  const request = outcome === 'reject' ? [] : [{ item: item.item, reasons: ['imageQuality.blurry'] }];
  const finished = await ask('review.finish', {
    customerId,
    version,
    outcome,
    reasons: outcome === 'reject' ? ['fraud.documentForgery'] : [],
    request,
    tags: [],
  });
  say({ kind: 'decided', commandId: finished.commandId, type: 'review.finish' });
  if (random.integer(4) > 0) return;
  const undone = await engine.call('review.undo', { commandId: finished.commandId });
  if (undone.ok) say({ kind: 'undone', commandId: finished.commandId });
}

async function work(): Promise<void> {
  const { rows } = await ask('queue.window', {
    view: { filter: { statuses: ['UNDER_REVIEW'] }, sort: 'sla' },
    offset: 0,
    limit: 200,
  });
  for (;;) {
    const row = rows[random.integer(rows.length)];
    if (!row) throw new Error('no cases to decide on');
    if (random.integer(5) === 0) await check(row.id);
    else await note(row.id);
    // Without a breath the engine would never get to send.
    await pause(random.integer(6));
  }
}

/** Waits until nothing is on its way, then ends in order. */
async function drain(): Promise<void> {
  await ask('sync.now', {});
  for (;;) {
    const { waiting } = await ask('sync.state', {});
    if (waiting === 0) break;
    await pause(50);
  }
  const { items } = await ask('outbox.list', { group: 'needsYou', limit: 500 });
  const parked = items.map(item => item.commandId);
  say({ kind: 'drained', parked, differs: differing(foldJournal(entries())) });
  await engine.stop();
}

say({ kind: 'loaded' });
await once(process.stdin, 'data');
process.stdin.destroy();
await enter();
while ((await ask('sync.state', {})).lastSyncedAt === undefined) await pause(20);
await report();
await (options.drain ? drain() : work());
