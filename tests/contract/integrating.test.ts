import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';

const root = join(import.meta.dirname, '../..');

interface Fence {
  readonly language: string;
  readonly text: string;
  /** The line of the page on which its text begins. */
  readonly line: number;
}

/** The page's code, in its order. */
const fencesOf = (page: string): readonly Fence[] =>
  [...page.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(({ index, 1: language = '', 2: code = '' }) => ({
    language,
    text: code,
    line: page.slice(0, index).split('\n').length + 1,
  }));

/** A port that was free a moment ago: the page names the receiver's before it is started. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise(resolve => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** Ends what one block printed. */
const separator = '\u001e';

/** Runs a script to its end, or ends it with all that it started; gives what it printed, both streams together. */
async function bash(script: string, cwd: string): Promise<string> {
  const path = [dirname(process.execPath), process.env['PATH']].join(delimiter);
  const child = spawn('bash', ['-euo', 'pipefail', '-c', `exec 2>&1\n${script}`], {
    cwd,
    env: { ...process.env, PATH: path },
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const endAll = (): void => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
    } catch (error) {
      // Nobody is left of the group.
      if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
    }
  };
  const tooLong = setTimeout(endAll, 500_000);
  // What a failed script leaves running would hold the stream open.
  child.once('exit', endAll);
  const printed = await text(child.stdout);
  clearTimeout(tooLong);
  return printed;
}

const escaped = (line: string): string => line.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** What the page shows, with the line that was printed in place of one whose `…` it fits. */
function shownAs(shown: string, printed: string): string {
  const seen = printed.split('\n');
  return shown
    .split('\n')
    .map((line, at) => {
      const given = seen[at];
      const fits = given !== undefined && RegExp(`^${escaped(line).replaceAll('…', '.+')}$`).test(given);
      return fits ? given : line;
    })
    .join('\n');
}

let directory: string;
let backend: BackendProcess;
let fences: readonly Fence[];

beforeAll(async () => {
  fences = fencesOf(await readFile(join(root, 'docs/INTEGRATING.md'), 'utf8'));
  // A checkout of its own, so that what the page makes is made nowhere else.
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-integrating-'));
  for (const name of ['package.json', 'tools', 'src', 'docs', 'node_modules'])
    await symlink(join(root, name), join(directory, name));
  await mkdir(join(directory, 'out/integrating'), { recursive: true });
  const start = fences.find(({ language }) => language === '')?.text ?? '';
  const words = /^npm run backend -- (.*)$/m.exec(start)?.[1]?.split(' ') ?? [];
  const args = words.map(word => word.replace(/^sqlite:/, `sqlite:${directory}/`));
  backend = await spawnBackend([...args, '--port', '0']);
});
afterAll(async () => {
  await backend.end();
  await rm(directory, { recursive: true, force: true });
});

test('[API-11] every line of docs/INTEGRATING.md works as it stands, in its order, and prints what the page shows', async () => {
  const receiver = fences.find(({ language }) => language === 'js')?.text ?? '';
  await writeFile(join(directory, 'out/integrating/receiver.mjs'), receiver);
  // Ports of the page may be taken on this machine.
  const hooks = `127.0.0.1:${await freePort()}`;
  const blocks = fences.flatMap((fence, at) => {
    const next = fences[at + 1];
    const shown = next?.language === 'text' ? next.text : '';
    return fence.language === 'sh' ? [{ ...fence, shown }] : [];
  });
  const script = blocks
    .map(({ text: code }) => `${code}printf '${separator}'\n`)
    .join('')
    .replaceAll('http://127.0.0.1:8480', backend.ready.url)
    .replaceAll('127.0.0.1:8481', hooks);
  const printed = (await bash(script, directory)).split(separator);
  const byLine = (of: (block: (typeof blocks)[number], at: number) => string) =>
    blocks.map((block, at) => `line ${block.line}:\n${of(block, at)}`);
  expect(byLine((_, at) => printed[at] ?? 'nothing')).toEqual(
    byLine(({ shown }, at) => shownAs(shown, printed[at] ?? '')),
  );
  // Nothing is printed after the last block.
  expect(printed.slice(blocks.length)).toEqual(['']);
  expect(blocks.length).toBeGreaterThan(12);
});
