import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NODE, ROOT, postgresObstacle } from '../../../tools/index.mjs';
import { eventually } from '../../support/eventually.ts';

const obstacle = postgresObstacle();

test.skipIf(obstacle !== undefined)(
  `a PostgreSQL of our own ends with whoever started it, killed or not, and leaves nothing${obstacle ? `: skipped, ${obstacle}` : ''}`,
  async () => {
    const module = join(ROOT, 'tools', 'run', 'postgres.mjs');
    const program = `
      const { startPostgres } = await import(${JSON.stringify(module)});
      const server = await startPostgres();
      console.log(new URL(server.url('postgres')).searchParams.get('host'));
      setInterval(() => {}, 1000);`;
    for (const signal of ['SIGKILL', 'SIGTERM'] as const) {
      const owner = spawn(NODE, ['--input-type=module', '-e', program], {
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const [line] = (await once(owner.stdout.setEncoding('utf8'), 'data')) as [string];
      const folder = line.trim();
      expect(existsSync(join(folder, '.s.PGSQL.5432'))).toBe(true);
      owner.kill(signal);
      // The server removes its socket, and the keeper the folder once the server is gone.
      await eventually(() => !existsSync(folder));
    }
  },
);
