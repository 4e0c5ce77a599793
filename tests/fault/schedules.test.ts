import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { effectiveResult } from '../../src/main/engine/cache/index.ts';
import type { Replay } from '../../src/main/engine/outbox/index.ts';
import { commandResultSchema, type CommandResult } from '../../src/shared/domain/command.ts';
import type { Customer } from '../../src/shared/domain/customer.ts';
import { caseUnderReview, patchCustomer } from '../support/backend-customers.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { temporaryDirectory } from '../support/directory.ts';
import { cacheFaults, type CacheFaults } from '../support/cache-faults.ts';
import { createNetwork, pass, problemAnswer, type Network } from '../support/network.ts';
import { testPorts } from '../support/ports.ts';
import { seededRandom } from '../support/random.ts';
import { openSendingDesk, type SendingDesk } from '../support/sending-desk.ts';
import { testTime, type TestTime } from '../support/time.ts';
import type { WorkstationClient } from '../support/workstation-client.ts';
import { cacheFault, commandFate, pick, refreshFate, type Chance } from './schedule.ts';

const schedules = Number(process.env['SEALDESK_SCHEDULES'] ?? 2000);
/** The same schedules in every run; `SEALDESK_SEED` looks for others. */
const firstSeed = Number(process.env['SEALDESK_SEED'] ?? 267_914_281);
const cases = 24;
/** How long the backend takes a colleague's token, and the while in which it renews a session 600 times at most. */
const windowMs = 15 * 60_000;
/** What hundreds of schedules ask for within minutes is a day's work: the backend's clock moves on in time. */
const renewalsInWindow = 400;

let server: TestBackend;
let store: Sqlite.Database;
let versions: Sqlite.Statement<[string], { version: number }>;

interface World {
  readonly desk: SendingDesk;
  readonly network: Network;
  readonly disk: CacheFaults;
  readonly time: TestTime;
  other: WorkstationClient;
  readonly customers: readonly Customer[];
  replay: Replay;
  /** Requests to renew the session since the backend's clock was moved on. */
  renewals: number;
  /** Every decision so far, with what must have become of it. */
  readonly decided: Map<string, Expected>;
  /** Their ids, in order: copying the whole map in every schedule would cost more than what is tested. */
  readonly inOrder: string[];
}

interface Expected {
  readonly seed: number;
  readonly note: string | undefined;
  /** Taken back, or impossible to take in: it must never have reached the backend. */
  absent: boolean;
}

const turn = () => new Promise<void>(resolve => setImmediate(resolve));

/** Lets what is on the wire arrive; time stands still, so nothing new is sent after that. */
async function quiet({ network }: World): Promise<void> {
  for (let still = 0; still < 3; still = network.inFlight() > 0 ? 0 : still + 1) await turn();
}

/** Lets everything happen, moving time to the next timer whenever nothing is on the wire, until `done`. */
async function drive(world: World, done: () => boolean, seed: number): Promise<void> {
  for (let step = 0; step < 20_000; step += 1) {
    await quiet(world);
    if (done()) return;
    const next = world.time.nextIn();
    if (next === undefined) throw new Error(`seed ${seed}: nothing moves any more`);
    await world.time.advance(next);
  }
  throw new Error(`seed ${seed}: it never ends`);
}

const versionOf = (customerId: string): number => Number(versions.get(customerId)?.version);

/** One to six decisions of random kinds on random cases. */
function decide(world: World, chance: Chance, seed: number): void {
  const { desk, decided, inOrder } = world;
  const expect_ = (id: string, note?: string): void => {
    decided.set(id, { seed, note, absent: false });
    inOrder.push(id);
  };
  for (let left = 1 + chance.integer(6); left > 0; left -= 1) {
    const customerId = pick(chance, world.customers).id;
    const undoMs = chance.integer(3) === 0 ? 10_000 : 0;
    switch (chance.integer(4)) {
      case 0: {
        const baseVersion = versionOf(customerId);
        const start = desk.decide({ type: 'review.start', customerId, payload: {}, baseVersion, undoMs });
        const release = desk.decide({
          type: 'review.release',
          customerId,
          payload: {},
          baseVersion,
          dependsOn: start,
        });
        expect_(start);
        expect_(release);
        break;
      }
      case 1: {
        // Sometimes on a version that the backend does not have: a conflict.
        const baseVersion = versionOf(customerId) + (chance.integer(3) === 0 ? 5 : 0);
        const userId = chance.integer(2) === 0 ? desk.owner.userId : null;
        expect_(
          desk.decide({ type: 'customer.assign', customerId, payload: { userId }, baseVersion, undoMs }),
        );
        break;
      }
      default: {
        const text = `note ${seed}-${decided.size}`;
        expect_(desk.note(customerId, text, undoMs), text);
      }
    }
  }
}

/** Takes back what can be taken back. */
function change(world: World, chance: Chance): void {
  const { desk, decided } = world;
  if (desk.record.behind()) return;
  for (const row of desk.cache.outboxInStates(['undoable', 'queued'], 10)) {
    if (row.sealed || chance.integer(3) > 0) continue;
    const { commandId, state } = row;
    const recorded = desk.record([
      state === 'undoable'
        ? { kind: 'undone', commandId }
        : { kind: 'withdrawn', commandId, reason: 'changed my mind' },
    ]);
    const expected = decided.get(commandId);
    if (recorded.ok && expected) expected.absent = true;
  }
}

/** Somebody else works on the same cases. */
async function disturb(world: World, chance: Chance): Promise<void> {
  const { other, customers } = world;
  await quiet(world);
  const customer = pick(chance, customers);
  const version = versionOf(customer.id);
  if (chance.integer(2) === 0) {
    const start = await other.command({
      type: 'review.start',
      customerId: customer.id,
      payload: {},
      baseVersion: version,
    });
    if (start.result === 'refused') await other.realign();
  } else {
    const fields = { middleName: `M${chance.integer(1000)}` };
    await patchCustomer(server, { ...customer, version }, { fields });
  }
}

/** Plans the network, decides, disturbs, kills and jumps as the seed says, then lets everything arrive. */
async function playSchedule(world: World, seed: number): Promise<void> {
  const chance = seededRandom(seed);
  const { desk, network, disk, time, decided, inOrder } = world;
  const fates = Array.from({ length: chance.integer(6) }, () => commandFate(chance));
  const faults = fates.map(() => cacheFault(chance));
  const refreshes = Array.from({ length: chance.integer(3) }, () => refreshFate(chance));
  /** Every one of them, however many rounds choose one: an earlier one may not have left yet. */
  const poisons = new Set<string>();
  network.decide((request, path) => {
    if (path === '/v1/sessions/refresh') {
      world.renewals += 1;
      return refreshes.shift() ?? pass;
    }
    if (path !== '/v1/commands') return pass;
    const body = new TextDecoder().decode(request.body);
    if ([...poisons].some(id => body.includes(`"id":"${id}"`))) {
      return problemAnswer(413, 'too_large');
    }
    // Met by whatever is projected next, which may be the answer.
    disk.fill(faults.shift() ?? 0);
    return fates.shift() ?? pass;
  });

  const rounds = 1 + chance.integer(3);
  for (let round = 0; round < rounds; round += 1) {
    const before = inOrder.length;
    if (chance.integer(5) === 0) await disturb(world, chance);
    disk.fill(cacheFault(chance));
    decide(world, chance, seed);
    if (chance.integer(40) === 0) {
      const candidate = inOrder.slice(before).find(id => decided.get(id)?.note);
      const expected = candidate && decided.get(candidate);
      if (expected) {
        poisons.add(candidate);
        expected.absent = true;
      }
    }
    for (let pause = chance.integer(4); pause > 0; pause -= 1) await turn();
    if (chance.integer(3) === 0) change(world, chance);
    if (chance.integer(6) === 0) time.jump(pick(chance, [-86_400_000, -60_000, 60_000, 3_600_000]));
    if (chance.integer(5) === 0) {
      // The process dies: what it remembered is gone, what is in the journal is not.
      await world.replay.stop();
      world.replay = desk.newReplay();
      world.replay.start();
    }
    if (chance.integer(3) === 0) await time.advance(chance.integer(12_000));
  }
  const arrived = () =>
    desk.cache.projectedSeq() === desk.journal.head().size &&
    desk.cache.outboxInStates(['undoable', 'queued', 'sealed'], 1).length === 0;
  await drive(world, arrived, seed);
}

interface Stored {
  readonly id: string;
  readonly deviceSeq: number;
  readonly result: CommandResult;
}

const storedCommands = (deviceId: string): readonly Stored[] =>
  store
    .prepare<[string], { id: string; deviceSeq: number; result: string }>(
      'SELECT id, deviceSeq, result FROM command WHERE deviceId = ? ORDER BY deviceSeq',
    )
    .all(deviceId)
    .map(row => ({ ...row, result: commandResultSchema.parse(JSON.parse(row.result)) }));

const storedNotes = (): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const { data } of store.prepare<[], { data: string }>('SELECT data FROM note').all()) {
    const text = String(JSON.parse(data).text);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
};

test(
  `[OBX-1] [OBX-3] [OBX-9] ${schedules} schedules of lost, repeated, late and refused requests and of a cache that lags behind: effects are the accepted decisions, exactly`,
  { timeout: 600_000 + schedules * 2000 },
  async () => {
    const directory = temporaryDirectory('sealdesk-schedules', 'memory');
    mkdirSync(join(directory, 'backend'));
    server = await startBackend({ directory: join(directory, 'backend') });
    store = new Sqlite(join(server.directory, 'backend.db'), { readonly: true });
    versions = store.prepare('SELECT version FROM customer WHERE id = ?');
    onTestFinished(async () => {
      store.close();
      await server.close();
    });
    const profile = join(directory, 'profile');
    const time = testTime();
    const random = seededRandom(firstSeed);
    const { http } = testPorts({ directory: profile });
    const network = createNetwork(http);
    const real = testPorts({ directory: profile, time, random, http: network });
    const disk = cacheFaults(real.databases);
    const ports = { ...real, databases: disk.databases };
    const desk = await openSendingDesk(server, server.tenant.analyst, ports);
    const customers: Customer[] = [];
    for (let number = 0; number < cases; number += 1) {
      customers.push(await caseUnderReview(server, `schedule ${number}`));
    }
    const other = await server.signIn(server.tenant.analyst2);
    const world: World = {
      desk,
      network,
      disk,
      time,
      other,
      customers,
      renewals: 0,
      replay: desk.newReplay(),
      decided: new Map(),
      inOrder: [],
    };
    world.replay.start();
    onTestFinished(() => desk.close());

    let checked = 0;
    let signedInAt = performance.now();
    for (let number = 0; number < schedules; number += 1) {
      const seed = firstSeed + number;
      const hasRenewed = world.renewals > renewalsInWindow;
      if (hasRenewed) {
        server.clock.advance(windowMs);
        world.renewals = 0;
      }
      if (hasRenewed || performance.now() - signedInAt > windowMs / 2) {
        world.other = await server.signIn(server.tenant.analyst2, other.device);
        signedInAt = performance.now();
      }
      await playSchedule(world, seed).catch((cause: unknown) => {
        throw new Error(`seed ${seed}, the ${number + 1}th from first seed ${firstSeed}`, { cause });
      });
      const fresh = world.inOrder.slice(checked);
      checked = world.inOrder.length;
      for (const id of fresh) {
        const state = desk.stateOf(id);
        const absent = world.decided.get(id)?.absent;
        const ended = absent ? ['undone', 'withdrawn', 'parked'] : ['applied', 'parked'];
        if (!state || !ended.includes(state)) throw new Error(`seed ${seed}: ${id} is ${state}`);
      }
    }

    const at = `first seed ${firstSeed}, ${schedules} schedules`;
    const stored = storedCommands(desk.owner.deviceId);
    const byId = new Map(stored.map(command => [command.id, command]));
    expect(
      stored.map(({ deviceSeq }) => deviceSeq),
      at,
    ).toEqual(stored.map((_, index) => index + 1));
    expect(byId.size, at).toBe(stored.length);

    const notes = storedNotes();
    let applied = 0;
    for (const [id, { seed, note, absent }] of world.decided) {
      const there = byId.get(id);
      const row = desk.cache.outboxRow(id);
      const where = `seed ${seed}, command ${id}`;
      if (absent) {
        expect(there, `${where} was never accepted here`).toBeUndefined();
        if (note !== undefined) expect(notes.get(note), where).toBeUndefined();
        continue;
      }
      const outcome = there && effectiveResult(there.result).result;
      const isLocal = row?.state === 'parked' && row.answer === undefined;
      if (isLocal) {
        expect(row.parked?.result, where).toBe('unsendable');
        expect(row.parked?.code, where).toMatch(/^(base_not_sent|answer_unreadable)$/);
      } else {
        expect(row?.answer && effectiveResult(row.answer).result, where).toBe(outcome);
        expect(row?.state, where).toBe(outcome === 'applied' ? 'applied' : 'parked');
      }
      if (note !== undefined) expect(notes.get(note), where).toBe(1);
      if (outcome === 'applied') applied += 1;
    }
    expect(
      stored.every(({ id }) => world.decided.has(id)),
      at,
    ).toBe(true);
    expect(desk.journal.verify(), at).toEqual({ ok: true, value: undefined });
    expect(applied, at).toBeGreaterThan(schedules);
    expect(disk.failed(), at).toBeGreaterThan(schedules / 10);
    expect(new Set(network.sent.map(({ fate }) => fate)).size, at).toBeGreaterThanOrEqual(
      schedules > 200 ? 7 : 1,
    );
    process.stderr.write(
      `${at}: ${world.decided.size} decisions, ${stored.length} at the backend, ${applied} applied, ` +
        `${network.sent.length} requests, ${disk.failed()} times no room for the cache\n`,
    );
  },
);
