import { createCache, openCache, type Cache } from '../../src/main/engine/cache/index.ts';
import type { Ports } from '../../src/main/engine/ports.ts';
import { onTestFinished } from 'vitest';

export const cacheKey = new Uint8Array(32).fill(7);

/** A new encrypted cache in the ports' profile, closed when the test ends. */
export function testCache(ports: Ports): Cache {
  const opened = openCache({ databases: ports.databases, files: ports.files, key: cacheKey });
  if (!opened.ok) throw new Error(`no cache: ${opened.problem.kind}`);
  const cache = createCache({
    database: opened.value.database,
    clock: ports.clock,
    compression: ports.compression,
  });
  onTestFinished(() => cache.close());
  return cache;
}
