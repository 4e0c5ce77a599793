import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from '../../src/shared/zod.ts';
import { NODE, postgresObstacle, ROOT } from '../../tools/index.mjs';
import { temporaryFolder } from '../support/directory.ts';

/** Few, so that it is quick: nothing is said of how fast anything is. */
const cases = 40;

const figuresSchema = z.array(
  z.object({ name: z.string(), value: z.number(), baseline: z.object({ value: z.number() }) }),
);

const withoutPostgres = postgresObstacle();
if (withoutPostgres !== undefined)
  console.warn(`Skipped: figures of the backend on PostgreSQL, because ${withoutPostgres}.`);

describe('the benchmarks of the backend alone', () => {
  const folder = temporaryFolder('sealdesk-bench');
  const results = join(folder.path, 'results.json');
  let ended: { readonly code: number; readonly table: string; readonly log: string };
  let figures: z.infer<typeof figuresSchema>;

  beforeAll(async () => {
    const options = ['--only', 'backend', '--cases', String(cases), '--results', results];
    ended = await new Promise(resolve => {
      const child = execFile(NODE, [join(ROOT, 'bench', 'main.ts'), ...options], (_error, table, log) =>
        resolve({ code: child.exitCode ?? -1, table, log }),
      );
    });
    figures = figuresSchema.parse(JSON.parse(readFileSync(results, 'utf8')));
    return () => folder.remove();
  });

  /** Which of these have a row in the table, with a figure and a baseline that something was measured for. */
  const measured = (names: readonly string[]): readonly string[] =>
    names.filter(name => {
      const figure = figures.find(one => one.name === name);
      const isShown = ended.table.includes(`| \`${name}\` |`);
      return isShown && figure !== undefined && figure.value > 0 && figure.baseline.value > 0;
    });
  const names = ['backend.commands', 'backend.changes', 'backend.links', 'backend.leads'];

  test('measure commands, changes, links and leads on SQLite beside a bare store', () => {
    expect(measured(names), ended.log).toEqual(names);
  });

  test.skipIf(withoutPostgres !== undefined)('and on PostgreSQL, and none of them fails', () => {
    const onPostgres = names.map(name => `${name}.postgres`);
    expect(measured(onPostgres), ended.log).toEqual(onPostgres);
    expect(ended.code, ended.log).toBe(0);
  });
});
