import { request as httpRequest, type IncomingMessage } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  disableUser,
  revokeApiKey,
  revokeDevice,
  setRoles,
  wipeDevice,
} from '../../src/backend/identity/index.ts';
import type { Work } from '../../src/backend/store/index.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { customerSchema, type Customer } from '../../src/shared/domain/index.ts';
import { eventually } from '../support/eventually.ts';
import { parseFeed, type WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => void (server = await startBackend()));
afterAll(() => server.close());
beforeEach(async () => void (tenant = await server.addTenant('Shut out')));

const inTenant = <T>(run: (work: Work) => Promise<T>): Promise<T> =>
  server.backend.context.work(tenant.id, run);

const empty = JSON.stringify({ kind: 'individual', levelId: 'kyc-basic', fields: {} });

async function newCase(): Promise<Customer> {
  const headers = { 'content-type': 'application/json' };
  const init = { method: 'POST', headers, body: empty };
  const answer = await server.integrator('/v1/customers', init, tenant.apiKey);
  return customerSchema.parse(await answer.json());
}

const accountOf = (id: string) =>
  server.backend.context.store.reader
    .selectFrom('user')
    .selectAll()
    .where('tenantId', '=', tenant.id)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();

describe('[IDN-1] a workstation that waits at the feed', () => {
  /** What it is answered that began to wait before something was done to it, and then a case moved. */
  async function heldWhile(act: (client: WorkstationClient) => Promise<unknown>): Promise<Response> {
    const client = await server.signIn(tenant.analyst);
    const { cursor } = await client.syncAll();
    const held = client.request(`/v1/changes?wait=25&cursor=${cursor}`);
    await eventually(() => server.backend.context.waiters.count() > 0);
    await act(client);
    await newCase();
    return held;
  }

  test('when its device is revoked, or its user disabled, reads nothing of what follows', async () => {
    const revoked = await heldWhile(({ device }) =>
      inTenant(work => revokeDevice(work, device.id, 'operator')),
    );
    expect([revoked.status, (await revoked.text()).includes('unauthenticated')]).toEqual([401, true]);
    const account = await accountOf(tenant.analyst.id);
    const disabled = await heldWhile(() => inTenant(work => disableUser(work, account, 'operator')));
    expect([disabled.status, (await disabled.text()).includes('unauthenticated')]).toEqual([401, true]);
  });

  test('when it is to be wiped reads its order alone, and in a smaller role what that may see', async () => {
    const wiped = await heldWhile(({ device }) =>
      inTenant(async work => {
        await wipeDevice(work, device.id, 'operator');
        work.publish({ entity: 'plan', id: 'plan', op: 'upsert', version: 9, data: '{}' });
      }),
    );
    expect(parseFeed(await wiped.text()).changes.map(({ entity }) => entity)).toEqual(['wipe']);
    const account = await accountOf(tenant.analyst.id);
    const smaller = await heldWhile(() => inTenant(work => setRoles(work, account, ['auditor'], 'operator')));
    expect(parseFeed(await smaller.text()).changes.map(({ entity }) => entity)).toEqual(['user']);
  });
});

describe('[IDN-3] who sends a body so slowly that the credential is taken away meanwhile', () => {
  const customers = async (): Promise<number> =>
    (
      await server.backend.context.store.reader
        .selectFrom('customer')
        .select('id')
        .where('tenantId', '=', tenant.id)
        .execute()
    ).length;

  /** Sends half a body, has the key revoked, and sends the rest. */
  async function sendAround(path: string, type: string, body: Buffer): Promise<string> {
    const answered = Promise.withResolvers<IncomingMessage>();
    const request = httpRequest(`${server.url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${tenant.apiKey}`,
        'content-type': type,
        'content-length': body.length,
      },
    });
    request.on('response', answered.resolve).on('error', answered.reject);
    const half = Math.floor(body.length / 2);
    request.write(body.subarray(0, half));
    // Longer than what counts as slow: the backend saw the key when it was still good.
    await pause(1500);
    const { id } = await server.backend.context.store.reader
      .selectFrom('apiKey')
      .select('id')
      .where('tenantId', '=', tenant.id)
      .where('revokedAt', 'is', null)
      .executeTakeFirstOrThrow();
    expect(await inTenant(work => revokeApiKey(work, id, 'operator'))).toBe(true);
    request.end(body.subarray(half));
    const answer = await answered.promise;
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece as Buffer);
    return `${answer.statusCode} ${Buffer.concat(pieces).toString('utf8')}`;
  }

  test('is refused, and nothing was done', async () => {
    const answer = await sendAround('/v1/customers', 'application/json', Buffer.from(empty));
    expect(answer).toMatch(/^401 .*unauthenticated/);
    expect(await customers()).toBe(0);
  });

  test('is refused a file of leads, of which nothing more is taken in', async () => {
    const rows = Array.from({ length: 500 }, (_, n) => `individual,kyc-basic,Lead ${n}`);
    const file = ['kind,levelId,firstName', ...rows, ''].join('\n');
    const answer = await sendAround('/v1/leads/import', 'text/csv', Buffer.from(file));
    expect(answer).toMatch(/^401 .*unauthenticated/);
    // What came before it was taken away, if that was taken in by then.
    expect([0, 200]).toContain(await customers());
    const { reader } = server.backend.context.store;
    const imports = reader.selectFrom('leadImport').select('state').where('tenantId', '=', tenant.id);
    expect(await imports.execute()).toEqual([{ state: 'interrupted' }]);
  });

  test('is refused an upload, too', async () => {
    const { id } = await newCase();
    const body = [
      '--b\r\ncontent-disposition: form-data; name="meta"\r\ncontent-type: application/json\r\n\r\n',
      '{"type":"passport"}\r\n',
      '--b\r\ncontent-disposition: form-data; name="file"; filename="a.pdf"\r\n\r\n',
      `%PDF-1.7\n${'x'.repeat(500)}\r\n--b--\r\n`,
    ].join('');
    const type = 'multipart/form-data; boundary=b';
    const answer = await sendAround(`/v1/customers/${id}/documents`, type, Buffer.from(body));
    expect(answer).toMatch(/^401 .*unauthenticated/);
    const { reader } = server.backend.context.store;
    const kept = reader.selectFrom('document').select('id').where('tenantId', '=', tenant.id);
    expect(await kept.execute()).toEqual([]);
  });
});
