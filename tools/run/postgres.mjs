import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { NODE } from './paths.mjs';
import { postgresObstacle } from './postgres-programs.mjs';
import { exitOf, start } from './processes.mjs';
import { Advice } from './say.mjs';

/**
 * A PostgreSQL of our own in a temporary folder, reached by a socket there. It ends with this program, however that
 * ends, and leaves nothing behind.
 * @param {{ readonly isDurable?: boolean }} [options] `isDurable` syncs each commit to disk, as real ones do; tests don't need it
 * @returns {Promise<{ readonly url: (database: string, user?: string) => string, readonly stop: () => Promise<void> }>}
 */
export async function startPostgres({ isDurable = false } = {}) {
  const obstacle = postgresObstacle();
  if (obstacle !== undefined) throw new Advice(obstacle);
  const keeper = fileURLToPath(new URL('postgres-keeper.mjs', import.meta.url));
  const child = start(NODE, [keeper, isDurable ? 'durable' : 'quick'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = exitOf(child);
  if (child.stdout === null || child.stdin === null) throw new Error('the keeper of PostgreSQL has no pipes');
  const { stdin } = child;
  const [line] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    ended.then(code => Promise.reject(new Advice(`PostgreSQL could not be started (exit code ${code})`))),
  ]);
  const folder = encodeURIComponent(String(line));
  return {
    url: (database, user = 'sealdesk') => `postgres:///${database}?host=${folder}&user=${user}`,
    stop: async () => {
      stdin.end();
      await ended;
    },
  };
}
