import { writeSync } from 'node:fs';
import { createPorts } from '../../../../src/main/engine/adapters/index.ts';
import { createCache, openCache } from '../../../../src/main/engine/cache/index.ts';
import { utf8 } from '../../../../src/shared/bytes.ts';
import { customerWith, upsertOf } from '../../../support/customer.ts';

/**
 * Makes the first full copy of a profile's cache, or goes on with it, until it is killed or complete. Arguments: profile
 * directory, pages, cases a page. Writes the number of each page once it is committed, then `complete`.
 */
const [directory = '', pages = '', casesEach = ''] = process.argv.slice(2);
const ports = createPorts({ profileDirectory: directory, log: () => undefined });
const opened = openCache({ databases: ports.databases, files: ports.files, key: new Uint8Array(32).fill(7) });
if (!opened.ok) throw new Error(opened.problem.kind);
if (opened.value.rebuilt) throw new Error(`rebuilt: ${opened.value.rebuilt}`);
const cache = createCache({
  database: opened.value.database,
  clock: ports.clock,
  compression: ports.compression,
});
const at = '2026-01-15T09:00:00.000Z';
for (let page = Number(cache.cursor() ?? 0) + 1; page <= Number(pages); page += 1) {
  const take = cache.intake();
  const changes = Array.from({ length: Number(casesEach) }, (_, index) => {
    const change = upsertOf(customerWith({ id: `c-${page}-${index}`, name: `Case ${page} ${index}` }));
    return take(change, utf8(JSON.stringify(change)));
  });
  cache.applyPage(changes, String(page), at);
  writeSync(1, `${page}\n`);
}
cache.markSynced(at, at);
writeSync(1, 'complete\n');
