import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { NODE, OUT, ROOT, packageScript } from './run/paths.mjs';
import { withLock } from './run/lock.mjs';
import { capture } from './run/processes.mjs';
import { Advice, isStarted, runMain, say } from './run/say.mjs';

/** Everything the built app is made from. The backend runs from its sources and is not among it. */
const SOURCES = ['src/main', 'src/preload', 'src/renderer', 'src/shared', 'tools/build', 'resources'];
const FILES = ['electron.vite.config.ts', 'package.json', 'package-lock.json'];

const PRODUCTS = ['main/index.js', 'main/engine-process.js', 'preload/index.cjs', 'renderer/index.html'];

const STAMP = join(OUT, 'build.json');

/** Builds the app into out/ unless what is there was built from these very sources. */
export async function ensureBuilt() {
  if (isBuilt(sourceHash())) return;
  await withLock('build', async () => {
    const hash = sourceHash();
    if (!isBuilt(hash)) await build(hash);
  });
}

/** @param {string} hash */
function isBuilt(hash) {
  return builtFrom() === hash && PRODUCTS.every(path => existsSync(join(OUT, path)));
}

/** @param {string} hash */
async function build(hash) {
  say('building the app');
  const script = packageScript('electron-vite/bin/electron-vite.js');
  const { code, output } = await capture(NODE, [script, 'build', '--logLevel', 'warn'], { cwd: ROOT });
  if (code !== 0) throw new Advice(`the app does not build:\n${output}`);
  writeFileSync(STAMP, JSON.stringify({ hash }));
}

function builtFrom() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8')).hash;
  } catch {
    // Absent or damaged: as if nothing had been built.
    return undefined;
  }
}

/** Names, sizes and times of the sources: reading them all would take longer than it is worth. */
function sourceHash() {
  const hash = createHash('sha256');
  const files = [
    ...FILES.map(name => join(ROOT, name)),
    ...SOURCES.flatMap(folder => filesIn(join(ROOT, folder))),
  ];
  for (const path of files.filter(existsSync).sort()) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${relative(ROOT, path)}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function filesIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile());
}

if (isStarted(import.meta)) {
  await runMain(async () => {
    await ensureBuilt();
    return 0;
  });
}
