import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { defaultRetention } from '../../src/backend/retention/index.ts';
import { spawnBackend } from '../support/backend.ts';
import { basicFields } from '../support/backend-customers.ts';
import { fill, smallDisk } from '../support/small-disk.ts';
import { WorkstationClient } from '../support/workstation-client.ts';

let directory: string;
beforeAll(async () => void (directory = await mkdtemp(join(tmpdir(), 'sealdesk-process-'))));
afterAll(() => rm(directory, { recursive: true, force: true }));

const cliPath = join(import.meta.dirname, '../../src/backend/cli.ts');

const db = () => ['--db', `sqlite:${join(directory, 'sample.db')}`, '--port', '0'];

/** What was sent before has arrived when others, on connections of their own, have come back. */
async function roundTrips(url: string): Promise<void> {
  for (let times = 0; times < 5; times += 1)
    await fetch(`${url}/healthz`, { headers: { connection: 'close' } });
}

describe('the backend as a process', () => {
  test('it prints one ready line, keeps its sample on a second start, and ends on SIGTERM with readers waiting', async () => {
    const first = await spawnBackend([...db(), '--sample', '3', '--seed', '5']);
    const roles = first.ready.users.map(user => user.roles.join());
    expect(roles.toSorted()).toEqual(['admin', 'analyst', 'analyst', 'auditor', 'supervisor', 'supervisor']);
    const [account] = first.ready.users;
    if (!account) throw new Error('no user');
    const client = await WorkstationClient.signIn(first.ready.url, account);
    const { cursor, entities } = await client.syncAll();
    expect([...entities.keys()].filter(key => key.startsWith('customer/'))).toHaveLength(3);

    // [FED-2]: a shutdown releases whoever waits, with a whole answer. A process that has not ended within five seconds
    // ends itself with another code.
    const waiting = client.changes({ cursor, wait: 60 });
    await roundTrips(first.ready.url);
    const [page, ended] = await Promise.all([waiting, first.end()]);
    expect(page.end.cursor).toBe(cursor);
    expect(ended).toEqual({ code: 0, signal: null });

    const second = await spawnBackend([...db(), '--sample', '50', '--seed', '6']);
    expect(second.ready.users).toEqual(first.ready.users);
    expect(second.ready.apiKey).toBe(first.ready.apiKey);
    const again = await WorkstationClient.signIn(second.ready.url, account);
    const kept = await again.syncAll();
    expect([...kept.entities.keys()].toSorted()).toEqual([...entities.keys()].toSorted());
    await second.end();
  });

  test('[OPS-4] of an empty store it says what comes next, and of one with a tenant nothing', async () => {
    const empty = ['--db', `sqlite:${join(directory, 'empty.db')}`, '--port', '0'];
    const first = await spawnBackend(empty);
    await expect.poll(first.log).toContain('No tenant yet');
    expect(first.log()).toContain(`npm run backend -- tenant add NAME. The calls: ${first.ready.url}/docs`);
    await first.end();
    await promisify(execFile)(process.execPath, [cliPath, 'tenant', 'add', 'Example', ...empty.slice(0, 2)]);
    const second = await spawnBackend(empty);
    await second.end();
    expect(second.log()).not.toContain('No tenant');
  });

  test('the key file is the owner’s alone, and a database does not open without its own', async () => {
    const keys = join(directory, 'sample.db.keys');
    expect((await stat(keys)).mode & 0o777).toBe(0o600);
    await expect(spawnBackend([...db(), '--keys', join(directory, 'none.keys')])).rejects.toThrow('key file');
    const foreign = join(directory, 'foreign.keys');
    const master = Buffer.alloc(32, 9).toString('base64');
    await writeFile(foreign, JSON.stringify({ version: 1, master }));
    await expect(spawnBackend([...db(), '--keys', foreign])).rejects.toThrow('not the one of this database');
  });

  test('its log holds neither secrets nor what a customer said', async () => {
    const backend = await spawnBackend([...db(), '--sample', '3']);
    const [account] = backend.ready.users;
    const apiKey = backend.ready.apiKey ?? '';
    if (!account) throw new Error('no user');
    const client = await WorkstationClient.signIn(backend.ready.url, account);
    const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
    const body = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: basicFields });
    expect((await fetch(`${backend.ready.url}/v1/customers`, { method: 'POST', headers, body })).status).toBe(
      201,
    );
    await fetch(`${backend.ready.url}/v1/customers?q=Canary-Search`, { headers });
    await backend.end();
    const log = backend.log();
    expect(log).toContain('"route":"/v1/customers"');
    const secrets = [apiKey, account.password, client.session.accessToken, client.session.refreshToken];
    for (const word of [...secrets, ...Object.values(basicFields), account.email, 'Canary-Search']) {
      expect([word, log.includes(word)]).toEqual([word, false]);
    }
    for (const line of log.trim().split('\n')) expect(() => void JSON.parse(line)).not.toThrow();
  });

  test('[API-19] its log names a request by the id that was answered, and what failed within it too', async () => {
    const file = join(directory, 'ids.db');
    const backend = await spawnBackend(['--db', `sqlite:${file}`, '--port', '0', '--sample', '1']);
    const headers = { authorization: `Bearer ${backend.ready.apiKey ?? ''}` };
    const get = (path: string) => fetch(`${backend.ready.url}${path}`, { headers });
    const idOf = (answer: Response): string => answer.headers.get('x-request-id') ?? '';
    const linesOf = (id: string) =>
      backend
        .log()
        .trim()
        .split('\n')
        .map(line => JSON.parse(line) as Readonly<Record<string, unknown>>)
        .filter(({ reqId }) => reqId === id);
    const listed = await get('/v1/webhooks');
    expect([listed.status, idOf(listed)]).toEqual([200, expect.stringMatching(/^[0-9a-f]{12}-\d+$/)]);
    await expect.poll(() => linesOf(idOf(listed))).toHaveLength(1);
    expect(linesOf(idOf(listed))[0]).toMatchObject({ method: 'GET', route: '/v1/webhooks', status: 200 });

    const database = new Sqlite(file);
    database.pragma('foreign_keys = OFF');
    database.exec('drop table webhook');
    database.close();
    const failed = await get('/v1/webhooks');
    expect(failed.headers.get('content-type')).toBe('application/problem+json');
    expect([failed.status, await failed.json()]).toEqual([
      500,
      expect.objectContaining({ code: 'internal', detail: expect.stringContaining(idOf(failed)) as string }),
    ]);
    expect(idOf(failed)).not.toBe(idOf(listed));
    await expect.poll(() => linesOf(idOf(failed))).toHaveLength(2);
    expect(linesOf(idOf(failed))).toEqual([
      expect.objectContaining({ msg: 'a request failed', err: expect.anything() as unknown }),
      expect.objectContaining({ method: 'GET', route: '/v1/webhooks', status: 500 }),
    ]);
    await backend.end();
  });

  test('[API-10] the store and what lies beside it are the owner’s alone, also one that was open to others', async () => {
    const file = join(directory, 'modes.db');
    await writeFile(file, '', { mode: 0o644 });
    const backend = await spawnBackend(['--db', `sqlite:${file}`, '--port', '0', '--sample', '1']);
    const modes = await Promise.all(
      ['', '-wal', '-shm', '.keys', '.lock'].map(async end => [
        end,
        ((await stat(`${file}${end}`)).mode & 0o777).toString(8),
      ]),
    );
    expect(modes).toEqual(modes.map(([end]) => [end, '600']));
    await backend.end();
  });

  test('a second backend on the same store says so, and a kill leaves nothing in the way of the next', async () => {
    const args = ['--db', `sqlite:${join(directory, 'held.db')}`, '--port', '0'];
    const first = await spawnBackend(args);
    await expect(spawnBackend(args)).rejects.toThrow(/Another backend serves .*held\.db/);
    const link = join(directory, 'link.db');
    await symlink(join(directory, 'held.db'), link);
    const linked = ['--db', `sqlite:${link}`, '--keys', join(directory, 'held.db.keys'), '--port', '0'];
    await expect(spawnBackend(linked)).rejects.toThrow(/Another backend serves .*link\.db/);
    await first.end('SIGKILL');
    const next = await spawnBackend(args);
    expect(await next.end()).toEqual({ code: 0, signal: null });
  });

  test('a backend changes nothing in a store that another one serves: neither its schema nor its cases', async () => {
    const file = join(directory, 'untouched.db');
    const args = ['--db', `sqlite:${file}`, '--port', '0'];
    const first = await spawnBackend(args);
    // What a store looks like to the version after this one: a second process would migrate it.
    const database = new Sqlite(file);
    database.pragma('user_version = 1');
    await expect(spawnBackend([...args, '--sample', '1'])).rejects.toThrow('Another backend serves');
    expect(database.pragma('user_version', { simple: true })).toBe(1);
    expect(database.prepare('select count(*) as tenants from tenant').get()).toEqual({ tenants: 0 });
    database.close();
    await first.end();
  });

  test.skipIf(!smallDisk.available)(
    `[STO-12] without room on its disk it keeps nothing of a request, says to come again and why, and goes on when there is${smallDisk.available ? '' : ': skipped, no small disk can be mounted'}`,
    async () => {
      const disk = smallDisk.mount('8m');
      const backend = await spawnBackend([
        '--db',
        `sqlite:${join(disk, 'small.db')}`,
        '--port',
        '0',
        '--sample',
        '0',
      ]);
      const { url, apiKey = '' } = backend.ready;
      const headers = { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' };
      const create = (externalId: string) =>
        fetch(`${url}/v1/customers`, {
          method: 'POST',
          headers: { ...headers, 'idempotency-key': externalId },
          body: JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', externalId, fields: basicFields }),
        });
      // The first round of tidying ends with cutting the log back, which gives room.
      await expect.poll(async () => (await stat(join(disk, 'small.db-wal'))).size).toBe(0);
      expect((await create('before')).status).toBe(201);
      fill(join(disk, 'rest'));
      for (let times = 0; times < 3; times += 1) {
        const answer = await create('meanwhile');
        expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
        expect(await answer.json()).toMatchObject({ code: 'not_ready' });
      }
      expect(backend.log()).toContain('database or disk is full');
      const listed = await fetch(`${url}/v1/customers`, { headers });
      expect(((await listed.json()) as { items: readonly unknown[] }).items).toHaveLength(1);
      await rm(join(disk, 'rest'));
      expect((await create('meanwhile')).status).toBe(201);
      expect(await backend.end()).toEqual({ code: 0, signal: null });
    },
  );

  test('of two first starts at once one serves the store, and the other says so', async () => {
    const args = ['--db', `sqlite:${join(directory, 'raced.db')}`, '--port', '0', '--sample', '1'];
    const starts = await Promise.allSettled([spawnBackend(args), spawnBackend(args)]);
    const [serving, ...others] = starts.flatMap(start => (start.status === 'fulfilled' ? [start.value] : []));
    expect(others).toEqual([]);
    expect(serving?.ready.users).toHaveLength(6);
    const [refused] = starts.flatMap(start => (start.status === 'rejected' ? [String(start.reason)] : []));
    expect(refused).toMatch(/Another backend serves .*raced\.db/);
    await serving?.end();
  });

  test('no two stores share a sample password or key', async () => {
    const access = async (name: string) => {
      const backend = await spawnBackend([
        '--db',
        `sqlite:${join(directory, name)}`,
        '--port',
        '0',
        '--sample',
        '1',
        '--seed',
        '5',
      ]);
      await backend.end();
      return [...backend.ready.users.map(({ password }) => password), backend.ready.apiKey];
    };
    const both = [...(await access('one.db')), ...(await access('two.db'))];
    expect(both).toHaveLength(14);
    expect(new Set(both).size).toBe(14);
  });

  test('a port in use, and a folder or a letter as the store, are said with what to do', async () => {
    const first = await spawnBackend(['--db', `sqlite:${join(directory, 'port.db')}`, '--port', '0']);
    const { port } = new URL(first.ready.url);
    const other = ['--db', `sqlite:${join(directory, 'port2.db')}`];
    await expect(spawnBackend([...other, '--port', port])).rejects.toThrow(
      /in use; name another with --port/,
    );
    await first.end();
    await expect(spawnBackend(['--db', `sqlite:${directory}`, '--port', '0'])).rejects.toThrow('is a folder');
    // Somebody else's file is left as it is, with its permissions.
    const letter = join(directory, 'letter.txt');
    await writeFile(letter, 'Dear Sir or Madam,', { mode: 0o644 });
    await expect(spawnBackend(['--db', `sqlite:${letter}`, '--port', '0'])).rejects.toThrow('is no database');
    expect([(await stat(letter)).mode & 0o777, await readFile(letter, 'utf8')]).toEqual([
      0o644,
      'Dear Sir or Madam,',
    ]);
  });

  test('a tenant is added from the command line, and told how long to keep its cases', async () => {
    const db = join(directory, 'new.db');
    const run = (...args: readonly string[]) =>
      new Promise<unknown>((resolve, reject) =>
        execFile(process.execPath, [cliPath, ...args, '--db', `sqlite:${db}`], (error, stdout) =>
          error ? reject(error) : resolve(JSON.parse(stdout)),
        ),
      );
    const made = await run('tenant', 'add', 'Nordbank');
    expect(made).toMatchObject({ name: 'Nordbank', tenantId: expect.any(String) });
    expect((await readFile(db)).subarray(0, 15).toString()).toBe('SQLite format 3');
    const { tenantId } = made as { tenantId: string };
    expect(await run('tenant', 'retention', 'CREATED=60,REJECTED=never', '--tenant', tenantId)).toEqual({
      tenantId,
      retention: { ...defaultRetention, CREATED: 60, REJECTED: null },
    });
    await expect(run('tenant', 'retention', 'CREATED=60', '--tenant', 'nobody')).rejects.toThrow(
      'no such tenant',
    );
  });

  test('a wrong command line is answered with its usage', async () => {
    await expect(spawnBackend(['--port', 'many'])).rejects.toThrow(/--port takes.*Usage/s);
  });
});
