import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Reading } from '../../../../../src/backend/providers/reading/index.ts';
import { createPool, type PoolOptions } from '../../../../../src/backend/providers/reading/pool.ts';
import { renderPdf } from '../../../../../src/backend/sample/draw/render.ts';
import { temporaryDirectory } from '../../../../support/directory.ts';
import { eventually } from '../../../../support/eventually.ts';

const program = pathToFileURL(join(import.meta.dirname, '../../../../support/reading-program.ts'));
const never = new AbortController().signal;

/** Readers of which each document does what its first words say. */
function poolOf(options: PoolOptions = {}) {
  const pool = createPool({ size: 1, limitMs: 300_000, program, ...options });
  onTestFinished(() => pool.close());
  const read = (deed: string | Uint8Array, signal = never): Promise<Reading> =>
    pool.read({ bytes: async () => Buffer.from(deed), mime: 'application/pdf', depth: 'text' }, signal);
  return { pool, read };
}

const linesOf = (reading: Reading): readonly string[] =>
  reading.kind === 'read' ? reading.pages.flatMap(({ lines }) => lines.map(({ text }) => text)) : [];

const letter = renderPdf('A letter', [
  sheet => sheet.text('Somebody wrote a letter here', 60, 80, { size: 12 }),
]);
const broken: Reading = { kind: 'unreadable', why: 'broken' };

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

it('[PRV-48] cases take turns: the one document of one is not behind all those of another', async () => {
  const { pool, read } = poolOf();
  await read('pid');
  const order: string[] = [];
  const stop = new AbortController();
  const readOf = async (caseId: string, signal = never): Promise<void> => {
    await pool.read({ caseId, bytes: async () => Buffer.from('pid'), mime: 'application/pdf', depth: 'text' }, signal); // prettier-ignore
    order.push(caseId);
  };
  const many = Array.from({ length: 5 }, () => readOf('many'));
  const [left, one, two] = [readOf('left', stop.signal), readOf('one'), [readOf('two'), readOf('two')]];
  stop.abort(new Error('enough'));
  await expect(left).rejects.toThrow('aborted');
  await Promise.all([...many, one, ...two]);
  expect(order).toEqual(['many', 'many', 'one', 'two', 'many', 'two', 'many', 'many']);
});

describe('[PRV-44] a document that ends the process it is opened in', () => {
  it.each(['fill-heap', 'fill-memory', 'crash', 'throw-outside'])(
    'by way of %s is unreadable: what waits for it keeps its size, and the next document is read',
    async deed => {
      const { read } = poolOf({ mostMb: 800 });
      await read('pid');
      const before = process.memoryUsage.rss();
      expect(await read(deed)).toEqual(broken);
      expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000);
      expect(linesOf(await read(letter.bytes))).toEqual(['Somebody wrote a letter here']);
    },
  );

  it('is told so when it has done it in a process of its own: what another left behind is not its fault', async () => {
    const { read } = poolOf();
    const [first] = linesOf(await read('pid'));
    expect(linesOf(await read('doom'))).toEqual(['fine']);
    const [second] = linesOf(await read('pid'));
    expect(second).toMatch(/^\d+$/);
    expect(second).not.toBe(first);
  });

  it('by never coming to an end is given up at its time, though nothing of its process listens', async () => {
    const { read } = poolOf({ limitMs: 5000 });
    const [pid] = linesOf(await read('pid'));
    expect(await read('hang')).toEqual({ kind: 'unreadable', why: 'tooLong' });
    await eventually(() => !isAlive(Number(pid)));
    const stop = new AbortController();
    const left = read('hang', stop.signal);
    stop.abort(new Error('enough'));
    await expect(left).rejects.toThrow('aborted');
  });

  it('is not told so where the fault is ours: it is tried again', async () => {
    const { read } = poolOf();
    await expect(read('throw')).rejects.toThrow('a bug of ours');
    await expect(read('lie')).rejects.toThrow('of no known form');
    const nowhere = poolOf({ program: new URL('nowhere.ts', program) });
    await expect(nowhere.read('pid')).rejects.toThrow('no process could be started');
  });
});

describe('[PRV-45] a process that opens documents', () => {
  it('has no secret in its environment, reads no file but programs, writes none and starts nothing', async () => {
    const folder = temporaryDirectory();
    const secret = join(folder, 'backend.db.keys');
    writeFileSync(secret, 'secret');
    process.env['SEALDESK_SUMSUB_SECRET_KEY'] = 'secret';
    onTestFinished(() => void delete process.env['SEALDESK_SUMSUB_SECRET_KEY']);
    const { read } = poolOf();
    const [readIt, wrote, started, environment] = linesOf(await read(`reach ${secret} ${join(folder, 'x')}`));
    expect([readIt, wrote, started]).toEqual(Array.from({ length: 3 }, () => 'ERR_ACCESS_DENIED'));
    expect(environment?.split(' ').filter(name => !/^(SystemRoot|LD_LIBRARY_PATH|NODE_CHANNEL_.*|)$/.test(name))).toEqual([]); // prettier-ignore
    expect(existsSync(join(folder, 'x'))).toBe(false);
  });

  it('is given no file of secrets that the backend was started with', async () => {
    const folder = temporaryDirectory();
    const file = join(folder, '.env');
    writeFileSync(file, 'SEALDESK_SUMSUB_SECRET_KEY=secret');
    const script = join(import.meta.dirname, '../../../../support/reading-parent.ts');
    for (const options of [[`--env-file=${file}`], ['--env-file', file], ['--inspect-port', '0']]) {
      const parent = spawn(process.execPath, [...options, script, '', 'reach /nowhere /nowhere']);
      const out: string[] = [];
      parent.stdout.setEncoding('utf8').on('data', text => out.push(String(text)));
      await new Promise(resolve => parent.once('close', resolve));
      expect(out.join('')).toMatch(/^ERR_ACCESS_DENIED\nERR_ACCESS_DENIED\nERR_ACCESS_DENIED\n/);
      expect(out.join('')).not.toContain('SEALDESK');
    }
  });

  it.skipIf(process.platform !== 'linux')(
    'is the one that is ended where the machine has no memory left (elsewhere than on Linux: skipped)',
    async () => {
      const { read } = poolOf();
      const [pid] = linesOf(await read('pid'));
      expect(readFileSync(`/proc/${pid}/oom_score_adj`, 'utf8').trim()).toBe('1000');
    },
  );

  it('stays when a terminal or a service manager tells all to end, and goes with the pool', async () => {
    const { read, pool } = poolOf();
    const [pid] = linesOf(await read('pid'));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.kill(Number(pid), signal);
    expect(linesOf(await read('pid'))).toEqual([pid]);
    await pool.close();
    expect(isAlive(Number(pid))).toBe(false);
  });

  it('goes with the process that started it, killed or not, and whatever keeps it busy', async () => {
    const script = join(import.meta.dirname, '../../../../support/reading-parent.ts');
    for (const deed of ['pid', 'hang']) {
      const parent = spawn(process.execPath, [script, deed], { stdio: ['ignore', 'pipe', 'inherit'] });
      const pid = Number(
        await new Promise(resolve => parent.stdout.setEncoding('utf8').once('data', resolve)),
      );
      expect(isAlive(pid)).toBe(true);
      parent.kill('SIGKILL');
      await eventually(() => !isAlive(pid));
    }
  });

  it('that has nothing to do keeps nobody from ending', async () => {
    const script = join(import.meta.dirname, '../../../../support/reading-parent.ts');
    const parent = spawn(process.execPath, [script], { stdio: 'ignore' });
    const code = await new Promise(resolve => parent.once('exit', resolve));
    expect(code).toBe(0);
  });
});
