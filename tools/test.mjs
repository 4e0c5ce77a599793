import { join } from 'node:path';
import { ensureBuilt } from './build.mjs';
import { withDesktopSession } from './desktop-session.mjs';
import { NODE, ROOT, packageScript } from './run/paths.mjs';
import { capture, run } from './run/processes.mjs';
import { isStarted, runMain, say } from './run/say.mjs';
import { ensureSetup } from './setup.mjs';

/** What needs no running program. Each prints only when it fails. */
const CHECKS = /** @type {const} */ ([
  ['types', packageScript('typescript/bin/tsc'), ['-b']],
  ['lint and layers', packageScript('oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings']],
  [
    'format',
    packageScript('prettier/bin/prettier.cjs'),
    ['--check', '--cache', '--cache-location', join(ROOT, 'node_modules', '.cache', 'prettier'), '.'],
  ],
]);

const USAGE = `npm test [-- FILTER...]

  Without a filter: types, lint with the layer rules, format, then all tests.
  With filters: only the test files whose path holds one of them, in the same desktop session.`;

async function main() {
  const filters = process.argv.slice(2);
  if (filters.includes('--help')) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  await ensureSetup({ purpose: 'tests' });
  // Tests start our programs some hundred times: compiled once, each start costs a third less.
  process.env['NODE_COMPILE_CACHE'] ??= join(ROOT, 'node_modules', '.cache', 'node');
  // The checks and the build need one core each.
  const [passed] = await Promise.all([filters.length > 0 ? true : runChecks(), ensureBuilt()]);
  if (!passed) return 1;
  const terminal = process.stdout.isTTY && process.env['CI'] === undefined;
  return withDesktopSession(env =>
    run(NODE, [packageScript('vitest/vitest.mjs'), 'run', ...filters], {
      cwd: ROOT,
      env: { ...process.env, ...env, ...(terminal ? {} : { NO_COLOR: '1' }) },
    }),
  );
}

/** Runs all of them, so that one run shows everything that has to be put right. */
async function runChecks() {
  let passed = true;
  for (const [name, script, args] of CHECKS) {
    const begin = performance.now();
    const { code, output } = await capture(NODE, [script, ...args], {
      cwd: ROOT,
      env: { ...process.env, NO_COLOR: '1' },
    });
    const seconds = ((performance.now() - begin) / 1000).toFixed(1);
    say(`${name}: ${code === 0 ? 'passed' : 'FAILED'} (${seconds} s)`);
    if (code !== 0) process.stderr.write(`${output.trimEnd()}\n`);
    passed &&= code === 0;
  }
  return passed;
}

if (isStarted(import.meta)) await runMain(main);
