import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ROOT, say } from '../tools/index.mjs';
import { backendChanges, backendCommands, backendLinks } from './benchmarks/backend.ts';
import { backendLeads } from './benchmarks/leads.ts';
import { auditProofs } from './benchmarks/proofs.ts';
import { decideInEngine, replay } from './benchmarks/deciding.ts';
import { queuePage, queueView, search100k } from './benchmarks/reading.ts';
import { syncInitial } from './benchmarks/sync-initial.ts';
import { syncIncremental } from './benchmarks/window-incremental.ts';
import { decideInWindow, next } from './benchmarks/window-review.ts';
import { queueFilter, queueScroll, syncJank } from './benchmarks/window-stalls.ts';
import { startUp } from './benchmarks/window-start.ts';
import type { StoreKind } from './backends.ts';
import { measure, writeResults, type Benchmark, type Figure } from './harness.ts';
import { page, table } from './report.ts';
import { openWorld, type World } from './world.ts';

function onBothStores(
  make: (world: World, store: StoreKind) => Benchmark,
): readonly ((world: World) => Benchmark)[] {
  return (['SQLite', 'PostgreSQL'] as const).map(store => world => make(world, store));
}

/** Those that change the backend's cases come last. */
const benchmarks = [
  syncInitial,
  queuePage,
  queueView,
  search100k,
  startUp,
  syncJank,
  queueScroll,
  queueFilter,
  syncIncremental,
  decideInWindow,
  next,
  decideInEngine,
  replay,
  auditProofs,
  ...onBothStores(backendChanges),
  ...onBothStores(backendCommands),
  ...onBothStores(backendLinks),
  ...onBothStores(backendLeads),
];

/** What the page of the repository is about; fewer are for trying. */
const pageCases = 100_000;

/** `backend` stands for all whose names begin with `backend.`; nothing named stands for all. */
const isAsked = (only: readonly string[], name: string): boolean =>
  only.length === 0 || only.some(asked => name === asked || name.startsWith(`${asked}.`));

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      cases: { type: 'string', default: String(pageCases) },
      results: { type: 'string', default: join(ROOT, 'bench', 'out', 'results.json') },
    },
  });
  const begin = performance.now();
  const minutes = (): number => Math.round((performance.now() - begin) / 6_000) / 10;
  const world = await openWorld(Number(values.cases));
  const asked = benchmarks.map(make => make(world)).filter(({ name }) => isAsked(values.only, name));
  const figures: Figure[] = [];
  const failed: { readonly name: string; readonly error: string }[] = [];
  let browser: string | undefined;
  try {
    for (const benchmark of asked) {
      say(`${minutes()} min · ${benchmark.name}: ${benchmark.what}`);
      try {
        figures.push(await measure(benchmark));
      } catch (error) {
        // One that fails is said, and costs the others nothing.
        console.error(error);
        failed.push({ name: benchmark.name, error: String(error).split('\n')[0] ?? '' });
      }
      writeResults(values.results, figures);
    }
    browser = await world.browser();
  } finally {
    await world.close();
  }
  process.stdout.write(`${table(figures)}\n`);
  if (values.only.length === 0 && world.cases === pageCases) {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
    const circumstances = {
      date: new Date(),
      cases: world.cases,
      minutes: minutes(),
      version,
      browser,
      failed,
    };
    writeFileSync(join(ROOT, 'docs', 'PERFORMANCE.md'), page(figures, circumstances));
  }
  return figures.length > 0 && failed.length === 0 ? 0 : 1;
}

process.exitCode = await main();
