import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createJournal } from '../../../../src/main/engine/journal/index.ts';
import { decide, journalWorld } from './world.ts';

type World = Awaited<ReturnType<typeof journalWorld>>;

const frameLength = 24 + 4096;

function restore(directory: string, state: ReadonlyMap<string, Buffer>): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('journal.')) rmSync(join(directory, name));
  }
  for (const [name, bytes] of state) writeFileSync(join(directory, name), bytes);
}

/** Forty entries, of which the log holds the second half, with one of its first frames spoilt. */
async function withSpoiltLog(world: World): Promise<ReadonlyMap<string, Buffer>> {
  const first = await world.open();
  decide(first, 1, 20);
  first.close();
  const second = await world.open();
  decide(second, 21, 40);
  const names = ['journal.db', 'journal.db-wal', 'journal.head'];
  const state = new Map(names.map(name => [name, readFileSync(join(world.directory, name))] as const));
  second.close();
  const log = state.get('journal.db-wal') ?? Buffer.alloc(0);
  log.fill(0xa5, 32 + 4 * frameLength + 100, 32 + 4 * frameLength + 200);
  return state;
}

/** The power goes off: nothing after this happens, and nobody catches it. */
class PowerCut extends Error {}

test('[JRN-4] a power cut at any step of a salvage costs none of the entries that the log still held', async () => {
  const world = await journalWorld();
  const state = await withSpoiltLog(world);
  restore(world.directory, state);
  const uncut = await world.open();
  const [expected] = uncut.findings;
  expect(expected).toMatchObject({ kind: 'journal_damaged', counts: { missing: 0 } });
  uncut.close();

  for (let cut = 1; ; cut += 1) {
    restore(world.directory, state);
    let steps = 0;
    const step = <T>(run: () => T): T => {
      steps += 1;
      if (steps === cut) throw new PowerCut();
      return run();
    };
    const { files } = world.ports;
    const cutting = {
      ...files,
      rename: (from: string, to: string) => step(() => files.rename(from, to)),
      replace: (name: string, bytes: Uint8Array) => step(() => files.replace(name, bytes)),
      remove: (name: string) => step(() => files.remove(name)),
    };
    const opening = createJournal({ ports: { ...world.ports, files: cutting }, vault: world.vault });
    const first = await opening.catch((error: unknown) => {
      if (!(error instanceof PowerCut)) throw error;
      return undefined;
    });
    if (first?.ok) {
      first.value.close();
      expect(cut).toBeGreaterThan(5);
      break;
    }
    await world.time.advance(1_000);
    const second = await world.open();
    const [finding] = second.findings;
    expect(finding, `cut at step ${cut}`).toMatchObject({
      kind: 'journal_damaged',
      counts: expected?.counts ?? {},
    });
    expect(second.verify().ok).toBe(true);
    second.close();
    // What was set aside has the log as it was found.
    const log = state.get('journal.db-wal') ?? Buffer.alloc(0);
    const asides = readdirSync(world.directory).filter(name => name.startsWith('journal.db.damaged-'));
    const found = asides.some(name => readFileSync(join(world.directory, name)).equals(log));
    expect(found, `cut at step ${cut}: ${asides.join(' ')}`).toBe(true);
    expect(existsSync(join(world.directory, 'journal.log-found'))).toBe(false);
  }
});

test('[JRN-4] a spoilt log is salvaged also when no head is left to say how much is missing', async () => {
  const world = await journalWorld();
  const state = new Map(await withSpoiltLog(world));
  state.delete('journal.head');
  restore(world.directory, state);
  const journal = await world.open();
  expect(journal.findings).toMatchObject([{ kind: 'journal_damaged' }]);
  expect(journal.findings[0]?.counts?.['saved']).toBeGreaterThan(30);
  journal.close();
});

test('[JRN-4] damage that was answered once is no alarm again, although the keychain was not written since', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 3);
  first.close();
  const old = new Map(
    ['journal.db', 'journal.head'].map(name => [name, readFileSync(join(world.directory, name))] as const),
  );
  const second = await world.open();
  decide(second, 4, 6);
  await second.anchor(true);
  second.close();
  restore(world.directory, old);
  const rolledBack = await world.open();
  expect(rolledBack.findings).toMatchObject([{ detail: 'behind', counts: { missing: 3 } }]);
  decide(rolledBack, 7, 8);
  rolledBack.close();
  rmSync(join(world.directory, 'journal.head'));
  const unanchored = await world.open();
  expect(unanchored.findings).toMatchObject([{ detail: 'unanchored' }]);
  decide(unanchored, 9, 9);
  unanchored.close();
  const third = await world.open();
  expect(third.findings).toEqual([]);
  third.close();
});

test('[JRN-4] an anchor in the keychain that is not ours is an alarm once, and is made anew', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 3);
  await first.anchor(true);
  first.close();
  const [name] = [...world.keychain.entries.keys()].filter(entry => entry.endsWith('journal-anchor'));
  world.keychain.entries.get(name ?? '')?.fill(7, 10, 20);
  const found = await world.open();
  expect(found.findings).toMatchObject([{ kind: 'journal_behind', detail: 'unanchored' }]);
  decide(found, 4, 4);
  await found.anchor(true);
  found.close();
  const after = await world.open();
  expect(after.findings).toEqual([]);
  after.close();
});

test('anchors are written one after the other: a slow keychain does not end up with the older one', async () => {
  const world = await journalWorld();
  const written: number[] = [];
  let release = (): void => undefined;
  const vault = {
    ...world.vault,
    writeAnchor: async (anchor: Uint8Array) => {
      if (written.length === 0 && anchor[11] === 1) await new Promise<void>(resolve => (release = resolve));
      written.push(anchor[11] ?? 0);
      return world.vault.writeAnchor(anchor);
    },
  };
  const opened = await createJournal({ ports: world.ports, vault });
  if (!opened.ok) throw new Error(opened.problem.kind);
  const journal = opened.value;
  decide(journal, 1, 1);
  const slow = journal.anchor(true);
  await new Promise(resolve => setImmediate(resolve));
  decide(journal, 2, 2);
  const last = journal.anchor(true);
  await new Promise(resolve => setImmediate(resolve));
  release();
  expect([await slow, await last]).toMatchObject([{ ok: true }, { ok: true }]);
  expect(written).toEqual([1, 2]);
  journal.close();
});
