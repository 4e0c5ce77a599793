import { expect, test } from 'vitest';
import { watchJournal } from '../../../../src/main/engine/watch-journal.ts';
import type { Ports } from '../../../../src/main/engine/ports.ts';
import { decidedBody, openJournal } from '../../../support/journal.ts';
import { seededRandom } from '../../../support/random.ts';
import { journalWorld } from './world.ts';

const weekMs = 7 * 24 * 3_600_000;
const large = 17 * 1024 * 1024;

/** The ports, with what is asked of a database noted, and files as large as the test says. */
function noting(ports: Ports, sizes: Readonly<Record<string, number>> = {}) {
  const asked: string[] = [];
  const files = { ...ports.files, size: (name: string) => sizes[name] ?? ports.files.size(name) };
  const databases: Ports['databases'] = {
    ...ports.databases,
    open: (...input) => {
      const opened = ports.databases.open(...input);
      if (!opened.ok) return opened;
      const { value } = opened;
      const check: typeof value.check = depth => {
        asked.push(depth);
        return value.check(depth);
      };
      const noted = {
        ...value,
        check,
        get schemaVersion() {
          return value.schemaVersion;
        },
      };
      return { ok: true, value: noted };
    },
  };
  return { ports: { ...ports, files, databases }, asked };
}

test('[JRN-6] the journal is checked quickly after an unclean exit, however large it is, and wholly every week', async () => {
  const { ports, vault, time } = await journalWorld();
  const checksOf = async (sizes?: Readonly<Record<string, number>>): Promise<readonly string[]> => {
    const noted = noting(ports, sizes);
    (await openJournal(noted.ports, vault)).close();
    return noted.asked;
  };
  (await openJournal(ports, vault)).close();
  expect(await checksOf()).toEqual(['quick']);
  expect(await checksOf({ 'journal.db': large })).toEqual([]);
  expect(await checksOf({ 'journal.db': large, 'journal.db-wal': 1 })).toEqual(['quick']);
  time.jump(weekMs);
  expect(await checksOf({ 'journal.db': large })).toEqual([]);
  time.jump(1);
  expect(await checksOf({ 'journal.db': large })).toEqual(['full']);
  expect(await checksOf({ 'journal.db': large })).toEqual([]);
});

test('[JRN-6] closing writes the log back and leaves none', async () => {
  const { ports, vault } = await journalWorld();
  const journal = await openJournal(ports, vault);
  journal.append([decidedBody(1)]);
  expect(ports.files.size('journal.db-wal')).toBeGreaterThan(0);
  journal.close();
  expect(ports.files.size('journal.db-wal')).toBe(0);
});

test('[JRN-7] whenever an entry is written, the keychain knows of it within 30 s', async () => {
  const { ports, vault, time } = await journalWorld();
  let anchored = 0;
  const journal = await openJournal(ports, {
    ...vault,
    writeAnchor: async anchor => {
      anchored = journal.head().size;
      return vault.writeAnchor(anchor);
    },
  });
  const watch = watchJournal({ ports, journal, noticed: () => undefined, catchUp: () => undefined });
  const random = seededRandom(30);
  for (let number = 1; number <= 40; number += 1) {
    await time.advance(random.integer(50_000));
    journal.append([decidedBody(number)]);
    await time.advance(30_000);
    expect(anchored).toBe(number);
  }
  watch.stop();
  journal.close();
});
