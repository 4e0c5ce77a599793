import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { createJournal, type Journal } from '../../../../src/main/engine/journal/index.ts';
import { fail } from '../../../../src/shared/result.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { decidedBody } from '../../../support/journal.ts';
import { seededRandom } from '../../../support/random.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { decide, journalWorld } from './world.ts';

type World = Awaited<ReturnType<typeof journalWorld>>;

const files = ['journal.db', 'journal.db-wal', 'journal.head'] as const;

/** The journal's files as a power cut would leave them: open, with the log not yet written back. */
function snapshot(directory: string): ReadonlyMap<string, Buffer> {
  return new Map(
    files.flatMap(name => {
      const path = join(directory, name);
      return existsSync(path) ? [[name, readFileSync(path)] as const] : [];
    }),
  );
}

function restore(directory: string, state: ReadonlyMap<string, Buffer>): void {
  for (const name of readdirSync(directory)) {
    if (name.startsWith('journal.')) rmSync(join(directory, name));
  }
  for (const [name, bytes] of state) writeFileSync(join(directory, name), bytes);
}

const numbersOf = (journal: Journal): readonly number[] =>
  [...journal.entriesAfter(0)].flatMap(({ body }) =>
    body.kind === 'decided' ? [Number(body.commandId.slice(-12))] : [],
  );

const upTo = (last: number): readonly number[] => Array.from({ length: last }, (_, index) => index + 1);

/** A journal that was cut off with entries both in the file and in the log. */
async function cutOff(world: World, entries: number): Promise<ReadonlyMap<string, Buffer>> {
  const first = await world.open();
  decide(first, 1, Math.floor(entries / 2));
  first.close();
  const second = await world.open();
  decide(second, Math.floor(entries / 2) + 1, entries);
  const state = snapshot(world.directory);
  second.close();
  return state;
}

test('[JRN-4] an older copy of the database is named with what is missing, and work goes on after it', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 4);
  first.witnessed(4);
  first.close();
  const old = readFileSync(join(world.directory, 'journal.db'));
  const second = await world.open();
  decide(second, 5, 9);
  second.witnessed(8);
  second.close();
  writeFileSync(join(world.directory, 'journal.db'), old);

  const behind = await world.open();
  expect(behind.findings).toEqual([
    {
      kind: 'journal_behind',
      detail: 'behind',
      counts: { entries: 5, saved: 4, unreadable: 0, missing: 5 },
    },
  ]);
  expect(behind.witnessedSize).toBe(4);
  behind.close();
  const still = await world.open();
  expect(still.findings).toMatchObject([{ kind: 'journal_behind', counts: { missing: 5 } }]);
  decide(still, 10, 10);
  expect(still.findings).toEqual([]);
  expect(still.verify().ok).toBe(true);
  still.close();
  const settled = await world.open();
  expect(settled.findings).toEqual([]);
  expect([...settled.entriesAfter(4)].map(({ body }) => body.kind)).toEqual(['recovered', 'decided']);
  settled.close();
});

test('[JRN-4] a rollback of the whole profile is noticed by the keychain', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 3);
  await first.anchor(true);
  first.close();
  const old = snapshot(world.directory);
  const second = await world.open();
  decide(second, 4, 6);
  await second.anchor(true);
  second.close();
  restore(world.directory, old);
  const behind = await world.open();
  expect(behind.findings).toMatchObject([{ kind: 'journal_behind', counts: { saved: 3, missing: 3 } }]);
  await behind.anchor(true);
  behind.close();
  const after = await world.open();
  expect(after.findings).toHaveLength(1);
  decide(after, 7, 7);
  after.close();
  expect((await world.open()).findings).toEqual([]);
});

test('[JRN-4] a journal that went on from an older copy does not pass for the one the keychain knows', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 3);
  await first.anchor(true);
  first.close();
  const old = snapshot(world.directory);
  const kept = new Map(world.keychain.entries);
  const second = await world.open();
  decide(second, 4, 5);
  await second.anchor(true);
  const anchored = new Map(world.keychain.entries);
  second.close();
  restore(world.directory, old);
  for (const [name, bytes] of kept) world.keychain.entries.set(name, bytes);
  const other = await world.open();
  decide(other, 14, 19);
  other.close();
  for (const [name, bytes] of anchored) world.keychain.entries.set(name, bytes);
  const forked = await world.open();
  expect(forked.findings).toMatchObject([{ kind: 'journal_behind', detail: 'forked', counts: { saved: 9 } }]);
  forked.close();
});

test('[JRN-4] a lost or garbled head record is named and made anew', async () => {
  for (const spoil of ['remove', 'garble'] as const) {
    const world = await journalWorld();
    const journal = await world.open();
    decide(journal, 1, 3);
    journal.close();
    const path = join(world.directory, 'journal.head');
    if (spoil === 'remove') rmSync(path);
    else writeFileSync(path, Buffer.alloc(8192, 7));
    const found = await world.open();
    expect(found.findings).toMatchObject([{ kind: 'journal_behind', detail: 'unanchored' }]);
    decide(found, 4, 4);
    expect(found.verify().ok).toBe(true);
    found.close();
    const after = await world.open();
    expect(after.findings).toEqual([]);
    after.close();
  }
});

test('a head record torn while it was written costs nothing: the one before it still holds', async () => {
  const world = await journalWorld();
  const journal = await world.open();
  decide(journal, 1, 5);
  const state = snapshot(world.directory);
  journal.close();
  const head = Buffer.from(state.get('journal.head') ?? []);
  const newest = head.readBigUInt64BE(4) > head.readBigUInt64BE(4096 + 4) ? 0 : 4096;
  head.fill(0, newest + 30, newest + 76);
  restore(world.directory, new Map([...state, ['journal.head', head]]));
  const after = await world.open();
  expect(after.findings).toEqual([]);
  expect(after.head().size).toBe(5);
  after.close();
});

test('[JRN-4] a database that vanished, or was emptied, is reported with every entry that is missing', async () => {
  for (const spoil of ['remove', 'empty', 'cut inside the first page'] as const) {
    const world = await journalWorld();
    const state = await cutOff(world, 6);
    const database = state.get('journal.db') ?? Buffer.alloc(0);
    const left = new Map(state);
    if (spoil === 'remove') left.delete('journal.db');
    else left.set('journal.db', database.subarray(0, spoil === 'empty' ? 0 : 1000));
    restore(world.directory, left);
    const journal = await world.open();
    expect(journal.findings).toMatchObject([{ kind: 'journal_damaged', counts: { saved: 0, missing: 6 } }]);
    const wal = readdirSync(world.directory).find(name => /^journal\.db\.damaged-.*-wal$/.test(name));
    expect(
      readFileSync(join(world.directory, wal ?? '')).equals(state.get('journal.db-wal') ?? Buffer.alloc(0)),
    ).toBe(true);
    decide(journal, 7, 7);
    journal.close();
  }
});

test('[JRN-4] a damaged page is salvaged around: the rest is saved with its numbers, the file is set aside untouched', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 400);
  first.close();
  const path = join(world.directory, 'journal.db');
  const bytes = readFileSync(path);
  bytes.fill(0, 40 * 4096 + 500, 40 * 4096 + 600);
  writeFileSync(path, bytes);

  const salvaged = await world.open();
  const [finding] = salvaged.findings;
  expect(finding).toMatchObject({ kind: 'journal_damaged', counts: { missing: 0 } });
  const { saved = 0, unreadable = 0 } = finding?.counts ?? {};
  expect(saved + unreadable).toBe(400);
  expect(saved).toBeGreaterThan(300);
  const numbers = numbersOf(salvaged);
  expect(numbers).toHaveLength(saved);
  for (const { seq, body } of salvaged.entriesAfter(0)) {
    if (body.kind === 'decided') expect(Number(body.commandId.slice(-12))).toBe(seq);
  }
  expect(salvaged.verify().ok).toBe(true);
  decide(salvaged, 500, 500);
  salvaged.close();
  const aside = readdirSync(world.directory).filter(name => name.startsWith('journal.db.damaged-'));
  expect(aside).toEqual(['journal.db.damaged-20260115T090000000Z']);
  expect(readFileSync(join(world.directory, aside[0] ?? '')).equals(bytes)).toBe(true);
  const after = await world.open();
  expect(after.findings).toEqual([]);
  after.close();
});

test('[JRN-4] without its first page SQLite reads nothing, and still every entry is saved, long ones and those in the log too', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 150);
  expect(first.append([decidedBody(151, 'long '.repeat(3_000))]).ok).toBe(true);
  first.close();
  const second = await world.open();
  decide(second, 152, 160);
  const state = snapshot(world.directory);
  const head = second.head();
  second.close();
  const spoilt = Buffer.from(state.get('journal.db') ?? []);
  spoilt.fill(0, 100, 4096);
  const log = Buffer.from(state.get('journal.db-wal') ?? []);
  for (let frame = 32; frame < log.length; frame += 24 + 4096) {
    if (log.readUInt32BE(frame) === 1) log.fill(0, frame + 24 + 100, frame + 24 + 4096);
  }
  restore(world.directory, new Map([...state, ['journal.db', spoilt], ['journal.db-wal', log]]));

  const salvaged = await world.open();
  expect(salvaged.findings).toMatchObject([
    { kind: 'journal_damaged', counts: { saved: 160, unreadable: 0, missing: 0 } },
  ]);
  expect(numbersOf(salvaged)).toEqual(upTo(160));
  const [long] = salvaged.entriesAfter(150);
  expect(long?.body).toEqual(decidedBody(151, 'long '.repeat(3_000)));
  const recovered = [...salvaged.entriesAfter(160)][0]?.body;
  expect(recovered).toMatchObject({ kind: 'recovered', superseded: [head] });
  salvaged.close();
});

test('[JRN-4] pages that only a damaged one leads to are saved: no more is lost than stood on it', async () => {
  const world = await journalWorld();
  const first = await world.open();
  decide(first, 1, 600);
  first.close();
  const whole = readFileSync(join(world.directory, 'journal.db'));
  for (let page = 1; page < whole.length / 4096; page += 19) {
    const spoilt = Buffer.from(whole);
    spoilt.fill(0, page * 4096 + 8, page * 4096 + 80);
    restore(world.directory, new Map([['journal.db', spoilt]]));
    const journal = await world.open();
    const [finding] = journal.findings;
    expect(finding?.kind).toBe('journal_damaged');
    expect(numbersOf(journal).length).toBeGreaterThan(570);
    journal.close();
  }
});

test('[JRN-4] a salvage that was cut off at any step is carried to its end', async () => {
  const world = await journalWorld();
  const state = await cutOff(world, 60);
  const damagedState = new Map(state);
  const spoilt = Buffer.from(state.get('journal.db') ?? []);
  spoilt.fill(0, 5 * 4096 + 10, 5 * 4096 + 90);
  damagedState.set('journal.db', spoilt);
  for (let cut = 1; ; cut += 1) {
    restore(world.directory, damagedState);
    let steps = 0;
    const step = <T>(run: () => T) => {
      steps += 1;
      return steps >= cut ? fail({ kind: 'failed', detail: 'cut' } as const) : run();
    };
    const cutting = {
      ...world.ports.files,
      rename: (from: string, to: string) => step(() => world.ports.files.rename(from, to)),
      replace: (name: string, bytes: Uint8Array) => step(() => world.ports.files.replace(name, bytes)),
    };
    const first = await createJournal({ ports: { ...world.ports, files: cutting }, vault: world.vault });
    if (first.ok) {
      first.value.close();
      expect(cut).toBeGreaterThan(4);
      break;
    }
    expect(first.problem.kind).toBe('storage_failed');
    await world.time.advance(1_000);
    const second = await world.open();
    const [finding] = second.findings;
    expect(finding).toMatchObject({ kind: 'journal_damaged', counts: { missing: 0 } });
    expect((finding?.counts?.['saved'] ?? 0) + (finding?.counts?.['unreadable'] ?? 0)).toBe(60);
    expect(second.verify().ok).toBe(true);
    second.close();
    const asides = readdirSync(world.directory).filter(
      name => name.includes('damaged-') && !name.includes('-wal'),
    );
    expect(asides.filter(name => !name.endsWith('-shm'))).toHaveLength(1);
  }
});

test('damage in a journal too large to be checked at every opening is found when it is met, and remembered', async () => {
  const world = await journalWorld();
  const first = await world.open();
  const text = 'x'.repeat(100_000);
  expect(first.append(upTo(200).map(number => decidedBody(number, text))).ok).toBe(true);
  first.close();
  const path = join(world.directory, 'journal.db');
  const bytes = readFileSync(path);
  expect(bytes.length).toBeGreaterThan(16 * 1024 * 1024);
  bytes.fill(0xff, 2_000 * 4096, 2_001 * 4096);
  writeFileSync(path, bytes);
  const journal = await world.open();
  expect(journal.findings).toEqual([]);
  expect(journal.verify()).toMatchObject({ problem: { kind: 'journal_damaged' } });
  journal.close();
  const salvaged = await world.open();
  expect(salvaged.findings).toMatchObject([
    { kind: 'journal_damaged', counts: { saved: 199, unreadable: 1, missing: 0 } },
  ]);
  expect(existsSync(join(world.directory, 'journal.suspect'))).toBe(false);
  salvaged.close();
});

test('a journal from a newer version is not touched', async () => {
  const world = await journalWorld();
  const journal = await world.open();
  decide(journal, 1, 2);
  journal.close();
  const path = join(world.directory, 'journal.db');
  const database = world.ports.databases.open(path, world.vault.journalKey, 'full');
  if (!database.ok) throw new Error(database.problem.kind);
  database.value.setSchemaVersion(99);
  database.value.close();
  const before = readFileSync(path);
  expect(await createJournal({ ports: world.ports, vault: world.vault })).toMatchObject({
    problem: { kind: 'journal_from_future', counts: { found: 99 } },
  });
  expect(readFileSync(path).equals(before)).toBe(true);
});

test('a keychain that can not be read stops the opening: without the anchor freshness is not known', async () => {
  const world = await journalWorld();
  world.keychain.refuse({ kind: 'locked', detail: 'test' });
  expect(await createJournal({ ports: world.ports, vault: world.vault })).toMatchObject({
    problem: { kind: 'keychain_locked' },
  });
});

test.skipIf(!smallDisk.available)(
  'on a full disk a decision is refused by name, and those before it stay',
  async () => {
    const world = await journalWorld(smallDisk.mount('700k'));
    const journal = await world.open();
    let kept = 0;
    let refused: unknown;
    for (let number = 1; refused === undefined && number < 2_000; number += 1) {
      const appended = journal.append([decidedBody(number, 'x'.repeat(1_000))]);
      if (appended.ok) kept = number;
      else refused = appended.problem;
    }
    expect(refused).toMatchObject({ kind: 'disk_full' });
    expect(kept).toBeGreaterThan(10);
    expect(numbersOf(journal)).toEqual(upTo(kept));
    expect(journal.append([decidedBody(9_999, 'y'.repeat(100_000))])).toMatchObject({
      problem: { kind: 'disk_full' },
    });
    journal.close();
    const roomy = temporaryDirectory();
    for (const name of readdirSync(world.directory))
      copyFileSync(join(world.directory, name), join(roomy, name));
    const moved = await journalWorldAt(world, roomy);
    expect(moved.findings).toEqual([]);
    expect(numbersOf(moved)).toEqual(upTo(kept));
    expect(moved.verify().ok).toBe(true);
    moved.close();
  },
);

async function journalWorldAt(world: World, directory: string): Promise<Journal> {
  const { testPorts } = await import('../../../support/ports.ts');
  const ports = testPorts({ directory, keychain: world.keychain, time: world.time });
  const opened = await createJournal({ ports, vault: world.vault });
  if (!opened.ok) throw new Error(opened.problem.kind);
  return opened.value;
}

const rounds = Number(process.env['ROUNDS'] ?? 250);
let seed = 0;
beforeAll(() => {
  seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000);
});

test('[JRN-4] cut, torn and garbled files: no crash, nothing deleted, every lost entry is reported', async () => {
  const world = await journalWorld();
  const entries = 40;
  const whole = await cutOff(world, entries);
  for (let round = 0; round < rounds; round += 1) {
    const label = `SEED=${seed} round ${round}`;
    const random = seededRandom(seed * 10_000 + round);
    const left = new Map(whole);
    const name = random.fraction() < 0.6 ? 'journal.db-wal' : 'journal.db';
    const bytes = Buffer.from(whole.get(name) ?? []);
    const kind = ['cut', 'garble', 'flip', 'zero', 'swap'][random.integer(5)];
    const at = random.integer(bytes.length);
    if (kind === 'cut') left.set(name, bytes.subarray(0, at));
    else {
      if (kind === 'garble')
        bytes.set(random.bytes(Math.min(random.integer(3_000) + 1, bytes.length - at)), at);
      if (kind === 'flip') bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(8));
      if (kind === 'zero') bytes.fill(0, at, Math.min(bytes.length, at + random.integer(9_000)));
      if (kind === 'swap') {
        const [from, to] = [
          Math.floor(at / 4096) * 4096,
          random.integer(Math.floor(bytes.length / 4096)) * 4096,
        ];
        const page = Buffer.from(bytes.subarray(from, from + 4096));
        bytes.copyWithin(from, to, to + 4096);
        page.copy(bytes, to);
      }
      left.set(name, bytes);
    }
    restore(world.directory, left);
    await world.time.advance(1_000);
    const journal = await world.open();
    const present = numbersOf(journal);
    expect(new Set(present).size, label).toBe(present.length);
    const [finding] = journal.findings;
    const { unreadable = 0, missing = 0 } = finding?.counts ?? {};
    expect(present.length + unreadable + missing, `${label} ${kind} ${name} at ${at}`).toBe(entries);
    if (present.length < entries) expect(finding, label).toBeDefined();
    if (finding?.kind === 'journal_damaged') {
      expect(
        readdirSync(world.directory).some(file => file.startsWith('journal.db.damaged-')),
        label,
      ).toBe(true);
    }
    const appended = journal.append([decidedBody(1_000 + round)]);
    expect(appended.ok, label).toBe(true);
    expect(journal.verify().ok, label).toBe(true);
    journal.close();
  }
});
