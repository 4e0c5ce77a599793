import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, say } from '../tools/index.mjs';
import { backendChanges, backendCommands } from './benchmarks/backend.ts';
import { decide, replay } from './benchmarks/deciding.ts';
import { queuePage, queueView, search100k } from './benchmarks/reading.ts';
import { syncInitial } from './benchmarks/sync-initial.ts';
import { measure, table, writeResults, type Figure } from './harness.ts';
import { openWorld } from './world.ts';

const benchmarks = [
  syncInitial,
  queuePage,
  queueView,
  search100k,
  decide,
  replay,
  backendCommands,
  backendChanges,
];

/** `backend` stands for all whose names begin with `backend.`. */
const isAsked = (only: string | undefined, name: string): boolean =>
  only === undefined || name === only || name.startsWith(`${only}.`);

async function main(): Promise<number> {
  const { values } = parseArgs({ options: { only: { type: 'string' } } });
  const world = await openWorld();
  const figures: Figure[] = [];
  try {
    for (const make of benchmarks) {
      const benchmark = make(world);
      if (!isAsked(values.only, benchmark.name)) continue;
      say(`${benchmark.name}: ${benchmark.what}`);
      figures.push(await measure(benchmark));
    }
  } finally {
    await world.close();
  }
  writeResults(join(ROOT, 'bench', 'out', 'results.json'), figures);
  process.stdout.write(`${table(figures)}\n`);
  if (values.only === undefined) writeFileSync(join(ROOT, 'docs', 'PERFORMANCE.md'), page(figures));
  return figures.length > 0 ? 0 : 1;
}

const page = (figures: readonly Figure[]): string => `# Performance

Written by \`npm run bench\`; every figure is measured beside its baseline in the same run, alternating, and is the
median unless a column says otherwise. For times a ratio below 1 is better than the baseline, for rates one above 1.
Machine: ${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.versions.node}, ${process.platform}.

${table(figures)}
`;

process.exitCode = await main();
