import { expect, onTestFinished, test } from 'vitest';
import { createEngine } from '../../../src/main/engine/index.ts';
import {
  StorageError,
  type Database,
  type Databases,
  type Ports,
  type SqlValue,
} from '../../../src/main/engine/ports.ts';
import { customerWith } from '../../support/customer.ts';
import { temporaryDirectory } from '../../support/directory.ts';
import { firstRun, passphrase, workstation } from '../../support/engine.ts';
import { testPorts } from '../../support/ports.ts';
import { scriptedBackend } from '../../support/scripted-backend.ts';

const customerId = 'c-1';
/** The profile of somebody who has worked under a lease. */
async function profile() {
  const backend = await scriptedBackend([customerWith({ id: customerId })]);
  backend.policy({ maxOfflineHours: 8 });
  const directory = temporaryDirectory();
  const desk = await workstation({ directory });
  await firstRun(desk, backend.url, { email: 'a@example.test', password: 'right' });
  await desk.ask('note.add', { customerId, text: 'kept', mentions: [] });
  await desk.engine.stop();
  return testPorts({ directory, keychain: desk.keychain });
}

/** What a reading that throws is chosen by: its first value, in meta the key. */
type Thrown = (of: SqlValue | undefined) => Error | undefined;

/** Databases that count how many of them are open, and whose cache throws at some of the statements read from it. */
function countedDatabases({ databases }: Pick<Ports, 'databases'>, thrown: Thrown) {
  let open = 0;
  const counted = (database: Database, isCache: boolean): Database => ({
    ...database,
    get schemaVersion() {
      return database.schemaVersion;
    },
    prepare(sql) {
      const statement = database.prepare(sql);
      const reading = <T>([of]: readonly SqlValue[], read: () => T): T => {
        const error = isCache ? thrown(of) : undefined;
        if (error) throw error;
        return read();
      };
      return {
        run: statement.run,
        iterate: statement.iterate,
        get: (...values) => reading(values, () => statement.get(...values)),
        all: (...values) => reading(values, () => statement.all(...values)),
      };
    },
    close() {
      database.close();
      open -= 1;
    },
  });
  const watched: Databases = {
    intactPages: databases.intactPages,
    open(path, key, durability) {
      const opened = databases.open(path, key, durability);
      if (!opened.ok) return opened;
      open += 1;
      return { ok: true, value: counted(opened.value, path.endsWith('cache.db')) };
    },
  };
  return { databases: watched, open: () => open };
}

/** An engine over the profile, the number of databases that it has open, and how often it was spent. */
async function engineThatFails(ports: Ports, thrown: Thrown) {
  let spent = 0;
  const { databases, open } = countedDatabases(ports, thrown);
  const engine = createEngine({
    ports: { ...ports, databases },
    suggestion: { deviceName: 'Test desk' },
    spent: () => void (spent += 1),
  });
  await engine.start();
  onTestFinished(() => engine.stop());
  return { engine, open, spent: () => spent };
}

test.each([
  ['fails', { kind: 'failed', detail: 'io' }, Infinity],
  // What comes after the first openings that succeed is read in the background.
  ['is damaged', { kind: 'damaged', detail: 'malformed' }, 3],
] as const)(
  '[SHL-6] [CCH-1] an opening in which any reading of the cache %s leaves no database open and no process with keys',
  async (_, fault, openings) => {
    const ports = await profile();
    let refused = 0;
    let opened = 0;
    for (let number = 1; ; number += 1) {
      const label = `reading ${number}`;
      let readings = 0;
      const { engine, open, spent } = await engineThatFails(ports, () => {
        readings += 1;
        return readings === number ? new StorageError(fault) : undefined;
      });
      const answer = await engine.call('vault.unlock', { passphrase });
      const opening = readings;
      if (answer.ok && refused > 0) opened += 1;
      if (!answer.ok) {
        refused += 1;
        expect(answer.problem.kind, label).toBe('storage_failed');
        expect([engine.state().phase, open(), spent()], label).toEqual(['locked', 0, 1]);
        expect(await engine.call('vault.unlock', { passphrase }), label).toMatchObject({ ok: true });
      }
      await engine.stop();
      expect(open(), label).toBe(0);
      if (opening < number || opened === openings) break;
    }
    expect(refused).toBeGreaterThan(3);
  },
);

test('[SHL-6] nor does one that meets a bug', async () => {
  const ports = await profile();
  for (let number = 1; ; number += 1) {
    let readings = 0;
    const { engine, open, spent } = await engineThatFails(ports, key => {
      if (key === 'notedPolicy') readings += 1;
      return key === 'notedPolicy' && readings === number ? new Error('a bug') : undefined;
    });
    const answer = await engine.call('vault.unlock', { passphrase });
    if (answer.ok) {
      expect(number).toBeGreaterThan(2);
      return;
    }
    expect(answer.problem).toMatchObject({ kind: 'internal', detail: 'a bug' });
    expect([engine.state().phase, open(), spent()]).toEqual(['locked', 0, 1]);
    await engine.stop();
  }
});
