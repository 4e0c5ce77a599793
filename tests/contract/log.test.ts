import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoints, type Endpoint } from '../../src/shared/api/index.ts';
import { spawnBackend, type BackendProcess } from '../support/backend.ts';
import { basicFields, pngBytes, uploadForm } from '../support/backend-customers.ts';
import { newDeviceKey, requestSession, WorkstationClient } from '../support/workstation-client.ts';

let directory: string;
let backend: BackendProcess;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sealdesk-log-'));
  backend = await spawnBackend([
    '--db',
    `sqlite:${join(directory, 'log.db')}`,
    '--port',
    '0',
    '--sample',
    '3',
  ]);
});
afterAll(async () => {
  await backend.end();
  await rm(directory, { recursive: true, force: true });
});

/** Values that occur nowhere but where they were planted. */
const planted = {
  name: 'Quillfeather',
  document: 'holiday-photograph-of-quillfeather.png',
  email: 'quillfeather@planted.example',
  note: 'suspects a zanzibarian cousin',
  password: 'a planted password of some length',
  token: `rt_${'planted'.repeat(6)}`,
  key: `sk_${'planted'.repeat(6)}`,
  code: '918273',
} as const;

const json = { 'content-type': 'application/json' };

test('[OPS-3] no line of the log holds what was planted in any call of the contract, nor a secret that was given out', async () => {
  const { url, users, apiKey = '' } = backend.ready;
  const account = users.find(({ roles }) => roles.includes('admin'));
  const analyst = users.find(({ roles }) => roles.includes('analyst'));
  if (!account || !analyst) throw new Error('no user');
  const admin = await WorkstationClient.signIn(url, account);
  const client = await WorkstationClient.signIn(url, analyst);
  const integrator = (path: string, init: RequestInit = {}, key = apiKey): Promise<Response> =>
    fetch(`${url}${path}`, {
      ...init,
      headers: { ...json, ...init.headers, authorization: `Bearer ${key}` },
    });
  const post = (path: string, body: unknown) =>
    integrator(path, { method: 'POST', body: JSON.stringify(body) });

  // What succeeds.
  const fields = { ...basicFields, lastName: planted.name, email: planted.email };
  const made = await post('/v1/customers', {
    kind: 'individual',
    levelId: 'kyc-basic',
    fields,
    externalId: planted.name,
  });
  expect(made.status).toBe(201);
  const { id } = (await made.json()) as { id: string };
  const form = uploadForm({ type: 'passport', bytes: pngBytes(planted.name), filename: planted.document });
  const headers = { authorization: `Bearer ${apiKey}` };
  expect(
    (await fetch(`${url}/v1/customers/${id}/documents`, { method: 'POST', headers, body: form })).status,
  ).toBe(201);
  await integrator(`/v1/customers?q=${planted.name}`);
  await post(`/v1/customers/${id}/submit`, {});
  const noted = await client.command({
    type: 'note.add',
    customerId: id,
    payload: { text: planted.note, mentions: [] },
    baseVersion: null,
  });
  expect(noted).toMatchObject({ result: 'applied' });
  const link = await post('/v1/links', { kind: 'individual', levelId: 'kyc-basic', fields });
  const { url: page } = (await link.json()) as { url: string };
  const token = page.slice(-43);
  expect((await fetch(page)).status).toBe(200);

  // What is refused: every call, with planted values wherever the address and the body take some.
  const body = JSON.stringify({ ...planted, nested: { name: planted.name } });
  for (const { method, path } of Object.values(endpoints) as Endpoint[]) {
    const address = `${path.replaceAll(/\{\w+\}/g, planted.name)}?q=${planted.name}&cursor=${planted.name}&wait=0`;
    const init = { method, ...(method === 'GET' ? {} : { body }) };
    for (const key of [apiKey, planted.key])
      expect((await integrator(address, init, key)).status).toBeLessThan(500);
    // Signing out ends a session: not the one that the calls behind it need.
    const caller = path === '/v1/sessions/current' ? client : admin;
    const answer = await caller.request(address, { ...init, headers: json });
    expect(answer.status, `${method} ${path}`).toBeLessThan(500);
    await answer.body?.cancel();
  }
  const stranger = { email: planted.email, password: planted.password };
  expect((await requestSession(url, stranger, newDeviceKey(), { totp: planted.code })).status).toBe(401);
  await post('/v1/sessions/refresh', { refreshToken: planted.token, rotationId: randomUUID() });
  await fetch(`${url}/verify/${planted.name.padEnd(43, 'x')}`);
  await fetch(`${url}/nowhere/${planted.name}?token=${planted.key}`);
  await fetch(`${url}/v1/customers`, {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${apiKey}` },
    body: `{"${planted.name}`,
  });

  await expect.poll(backend.log).toContain('"route":"/v1/customers/:id/documents"');
  const log = backend.log();
  const given = [account.password, apiKey, client.session.accessToken, client.session.refreshToken, token];
  const secrets = [
    ...Object.values(planted),
    ...given,
    analyst.email,
    account.email,
    ...Object.values(basicFields).slice(0, 3),
  ];
  expect(secrets.filter(secret => log.toLowerCase().includes(secret.toLowerCase()))).toEqual([]);
  for (const line of log.trim().split('\n')) expect(() => JSON.parse(line) as unknown).not.toThrow();
});
