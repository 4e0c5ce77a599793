import { expect, test } from 'vitest';
import { createJournal } from '../../../../src/main/engine/journal/index.ts';
import { emptyFrontier, grow } from '../../../../src/main/engine/journal/merkle.ts';
import { leafOf, writeFrontier } from '../../../../src/main/engine/journal/records.ts';
import type { Database } from '../../../../src/main/engine/ports.ts';
import { decide, journalWorld } from './world.ts';

const entries = 200;

/** A journal of 200 entries, and its database for somebody who has its key but neither head nor device key. */
async function tamperedWorld() {
  const world = await journalWorld();
  const journal = await world.open();
  decide(journal, 1, entries);
  await journal.anchor(true);
  journal.close();
  const path = world.ports.files.path('journal.db');
  const withDatabase = <T>(work: (database: Database) => T): T => {
    const opened = world.ports.databases.open(path, world.vault.journalKey, 'full');
    if (!opened.ok) throw new Error(opened.problem.kind);
    opened.value.exec(
      'DROP TRIGGER IF EXISTS entry_is_never_changed; DROP TRIGGER IF EXISTS entry_is_never_removed',
    );
    const done = work(opened.value);
    opened.value.close();
    return done;
  };
  const records = withDatabase(database =>
    database
      .prepare('SELECT record FROM entry ORDER BY seq')
      .all()
      .map(row => String(row['record'])),
  );
  /** Puts exactly these records in place of what is there, with the frontier that fits them where `consistent`. */
  const rewrite = (texts: readonly string[], consistent: boolean): void =>
    withDatabase(database =>
      database.transaction(() => {
        database.exec('DELETE FROM entry');
        texts.forEach((text, index) =>
          database.prepare('INSERT INTO entry (seq, record) VALUES (?, ?)').run(index + 1, text),
        );
        if (!consistent) return;
        const leaves = texts.map(text => leafOf(world.ports.crypto, text));
        writeFrontier(database, grow(world.ports.crypto, emptyFrontier, leaves));
      }),
    );
  const headFile = world.ports.files.read('journal.head');
  if (!headFile.ok) throw new Error(headFile.problem.kind);
  /** Whether opening or verifying notices. */
  const noticed = async (): Promise<boolean> => {
    const opened = await createJournal({ ports: world.ports, vault: world.vault });
    if (!opened.ok) throw new Error(opened.problem.kind);
    const found = opened.value.findings.length > 0 || !opened.value.verify().ok;
    opened.value.close();
    world.ports.files.replace('journal.head', headFile.value);
    world.ports.files.remove('journal.suspect');
    return found;
  };
  return { records, rewrite, noticed };
}

const without = <T>(list: readonly T[], index: number): readonly T[] => list.toSpliced(index, 1);

test('[JRN-5] entries changed, removed, swapped, doubled, inserted or cut by somebody with the database key are noticed', async () => {
  const { records, rewrite, noticed } = await tamperedWorld();
  expect(await noticed()).toBe(false);
  const pick = (index: number): string => records[index] ?? '';
  const forgeries: Readonly<Record<string, readonly string[]>> = {
    'one letter changed': records.with(77, pick(77).replace('phone', 'phune')),
    'the last entry removed': records.slice(0, -1),
    'the first entry removed': records.slice(1),
    'an entry in the middle removed': without(records, 99),
    'two entries swapped': records.with(10, pick(11)).with(11, pick(10)),
    'an entry doubled': records.toSpliced(50, 0, pick(50)),
    'an entry inserted': records.toSpliced(120, 0, pick(3).replace('phone', 'letter')),
    'an entry replaced by another': records.with(5, pick(6)),
    'the tail cut': records.slice(0, 100),
    'another history': records.map(record => record.replace('phone', 'email')),
    'another, longer history': [...records, ...records].map(record => record.replace('phone', 'email')),
    'nothing left': [],
  };
  for (const [name, texts] of Object.entries(forgeries)) {
    for (const consistent of [true, false]) {
      rewrite(texts, consistent);
      expect(await noticed(), `${name}, ${consistent ? 'tree made to fit' : 'tree left'}`).toBe(true);
      rewrite(records, true);
    }
  }
  expect(await noticed()).toBe(false);
});

test('[JRN-5] a single changed byte in any entry changes the root', async () => {
  const { records, rewrite, noticed } = await tamperedWorld();
  for (let index = 0; index < entries; index += 23) {
    const record = records[index] ?? '';
    const at = (index * 7) % record.length;
    const changed = record.slice(0, at) + (record[at] === 'x' ? 'y' : 'x') + record.slice(at + 1);
    // What is no longer JSON can't even be stored: the columns that are computed from it refuse it.
    try {
      rewrite(records.with(index, changed), false);
    } catch (error) {
      expect(String(error)).toContain('malformed JSON');
      continue;
    }
    expect(await noticed(), `entry ${index + 1}, byte ${at}`).toBe(true);
    rewrite(records, true);
  }
});
