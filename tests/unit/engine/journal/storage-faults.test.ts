import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createJournal } from '../../../../src/main/engine/journal/index.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { faultyStorage } from '../../../support/faulty-storage.ts';
import { decidedBody } from '../../../support/journal.ts';
import { memoryKeychain } from '../../../support/keychain.ts';
import { testPorts } from '../../../support/ports.ts';
import { testTime } from '../../../support/time.ts';
import { decide, journalWorld } from './world.ts';

const faults = [
  { kind: 'disk_full', detail: 'enospc' },
  { kind: 'failed', detail: 'eio' },
] as const;

/**
 * Opens, decides and closes with the storage failing at one step after the other until a run meets no failure; after
 * each, the journal opened with sound storage must hold everything that was acknowledged.
 */
async function everyStep(lasting: boolean, damage: (database: Buffer) => void): Promise<number> {
  const origin = await journalWorld();
  const journal = await origin.open();
  decide(journal, 1, 20);
  journal.close();
  const path = join(origin.directory, 'journal.db');
  const database = readFileSync(path);
  damage(database);
  writeFileSync(path, database);

  for (let from = 1; ; from += 1) {
    const directory = temporaryDirectory();
    cpSync(origin.directory, directory, { recursive: true });
    const ports = testPorts({ directory, time: testTime(), keychain: memoryKeychain() });
    const storage = faultyStorage(ports, { from, lasting, fault: faults[from % 2] ?? faults[0] });
    const acknowledged = new Set<number>();
    const label = `step ${from}, ${lasting ? 'lasting' : 'once'}`;
    const opened = await createJournal({ ports: { ...ports, ...storage }, vault: origin.vault });
    if (opened.ok) {
      for (const number of [101, 102, 103]) {
        const appended = opened.value.append([decidedBody(number)]);
        if (appended.ok) acknowledged.add(number);
        else expect(['disk_full', 'storage_failed'], label).toContain(appended.problem.kind);
      }
      opened.value.witnessed(2);
      opened.value.close();
    } else expect(['disk_full', 'storage_failed'], label).toContain(opened.problem.kind);
    const clean = storage.steps() < from;

    const after = await createJournal({ ports, vault: origin.vault });
    if (!after.ok) throw new Error(`${label}: ${after.problem.kind} ${after.problem.detail}`);
    const numbers = [...after.value.entriesAfter(0)].flatMap(({ body }) =>
      body.kind === 'decided' ? [Number(body.commandId.slice(-12))] : [],
    );
    expect(numbers.slice(0, 20), label).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
    for (const number of acknowledged) expect(numbers, label).toContain(number);
    expect(new Set(numbers).size, label).toBe(numbers.length);
    expect(after.value.verify().ok, label).toBe(true);
    after.value.close();
    if (clean) return from;
  }
}

test.each([false, true])(
  '[JRN-2] a fault at any step of opening, deciding and closing loses nothing acknowledged (lasting: %s)',
  async lasting => {
    expect(await everyStep(lasting, () => undefined)).toBeGreaterThan(20);
  },
);

test.each([false, true])(
  '[JRN-4] a fault at any step of a salvage loses nothing that could be saved (lasting: %s)',
  async lasting => {
    // The schema's page: SQLite reads nothing, every entry is on pages of its own.
    expect(await everyStep(lasting, database => database.fill(0, 100, 4000))).toBeGreaterThan(30);
  },
);
