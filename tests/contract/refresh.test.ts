import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionSchema, type Session } from '../../src/shared/api/index.ts';
import { startBackend, type TestBackend, type TestTenant } from '../support/backend.ts';
import { newDeviceKey, requestSession, WorkstationClient } from '../support/workstation-client.ts';

let server: TestBackend;
let tenant: TestTenant;
beforeAll(async () => {
  server = await startBackend();
  tenant = server.tenant;
});
afterAll(() => server.close());

const minutes = 60_000;

const refresh = (refreshToken: string, rotationId: string) =>
  fetch(`${server.url}/v1/sessions/refresh`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ refreshToken, rotationId }),
  });
const refreshed = async (refreshToken: string, rotationId: string): Promise<Session> =>
  sessionSchema.parse(await (await refresh(refreshToken, rotationId)).json());

const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return { status: answer.status, body: await answer.json() };
};

describe('access and refresh', () => {
  test('an access token ends after 15 minutes and a refresh gives the next', async () => {
    const client = await server.signIn(tenant.analyst);
    expect((await client.request('/v1/me')).status).toBe(200);
    server.clock.advance(15 * minutes);
    expect(await problemOf(await client.request('/v1/me'))).toMatchObject({ status: 401 });
    client.session = await refreshed(client.session.refreshToken, 'r1');
    expect((await client.request('/v1/me')).status).toBe(200);
  });

  test('[API-4] a lost answer locks nobody out: the same rotation gives the same successor until that is used', async () => {
    const { session } = await server.signIn(tenant.analyst);
    const first = await refreshed(session.refreshToken, 'r1');
    const again = await refreshed(session.refreshToken, 'r1');
    expect(again.refreshToken).toBe(first.refreshToken);
    const next = await refreshed(again.refreshToken, 'r2');
    expect(next.refreshToken).not.toBe(first.refreshToken);
  });

  test('[API-4] of a family one access token opens anything: each answer ends the one before, a repeated one too', async () => {
    const client = await server.signIn(tenant.analyst);
    const first = await refreshed(client.session.refreshToken, 'r1');
    expect((await client.request('/v1/me')).status).toBe(401);
    const again = await refreshed(client.session.refreshToken, 'r1');
    const opened = async ({ accessToken }: Session) =>
      (await fetch(`${server.url}/v1/me`, { headers: { authorization: `Bearer ${accessToken}` } })).status;
    expect([await opened(first), await opened(again)]).toEqual([401, 200]);
    const kept = await server.backend.context.store.reader
      .selectFrom('accessToken')
      .innerJoin('session', 'session.id', 'accessToken.sessionId')
      .select('accessToken.sessionId')
      .where('session.deviceId', '=', client.device.id)
      .execute();
    expect(kept).toHaveLength(1);
  });

  test('[API-4] a family is renewed six hundred times in fifteen minutes at the most, and is not ended by more', async () => {
    const { session } = await server.signIn(tenant.analyst);
    const bystander = await server.signIn(tenant.analyst);
    for (let n = 0; n < 600; n += 1) expect((await refresh(session.refreshToken, 'r1')).status).toBe(200);
    const limited = await refresh(session.refreshToken, 'r1');
    expect(Number(limited.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await problemOf(limited)).toMatchObject({ status: 429, body: { code: 'rate_limited' } });
    expect((await refresh(bystander.session.refreshToken, 'r1')).status).toBe(200);
    server.clock.advance(15 * minutes);
    expect((await refresh(session.refreshToken, 'r1')).status).toBe(200);
  });

  test('[API-5] any other reuse ends the family, and only that', async () => {
    const bystander = await server.signIn(tenant.analyst);
    const { session } = await server.signIn(tenant.analyst);
    const successor = await refreshed(session.refreshToken, 'r1');
    expect((await refresh(session.refreshToken, 'another-rotation')).status).toBe(401);
    expect((await refresh(successor.refreshToken, 'r2')).status).toBe(401);
    const dead = new WorkstationClient(server.url, bystander.device, successor);
    expect((await dead.request('/v1/me')).status).toBe(401);
    expect((await bystander.request('/v1/me')).status).toBe(200);
    expect((await refresh(bystander.session.refreshToken, 'r1')).status).toBe(200);
  });

  test('[API-5] the same rotation after its successor was used ends the family too', async () => {
    const { session } = await server.signIn(tenant.analyst);
    const second = await refreshed(session.refreshToken, 'r1');
    const third = await refreshed(second.refreshToken, 'r2');
    expect((await refresh(session.refreshToken, 'r1')).status).toBe(401);
    expect((await refresh(third.refreshToken, 'r3')).status).toBe(401);
  });

  test('two refreshes at once with one rotation agree', async () => {
    const { session } = await server.signIn(tenant.analyst);
    const both = await Promise.all([
      refreshed(session.refreshToken, 'r1'),
      refreshed(session.refreshToken, 'r1'),
    ]);
    expect(both[0]?.refreshToken).toBe(both[1]?.refreshToken);
  });

  test('a session ends 90 days after its sign-in, however often it was refreshed', async () => {
    const { session } = await server.signIn(tenant.analyst);
    server.clock.advance(89 * 24 * 60 * minutes);
    const late = await refreshed(session.refreshToken, 'r1');
    server.clock.advance(24 * 60 * minutes);
    expect(await problemOf(await refresh(late.refreshToken, 'r2'))).toMatchObject({
      status: 401,
      body: { code: 'unauthenticated' },
    });
  });

  test('a user who was disabled neither calls, nor refreshes, nor signs in', async () => {
    const { analyst } = await server.addTenant('Former');
    const client = await server.signIn(analyst);
    const { writer } = server.backend.context.store;
    await writer
      .updateTable('user')
      .set({ disabledAt: server.clock.now() })
      .where('id', '=', analyst.id)
      .execute();
    expect((await client.request('/v1/me')).status).toBe(401);
    expect((await refresh(client.session.refreshToken, 'r1')).status).toBe(401);
    expect((await requestSession(server.url, analyst, newDeviceKey())).status).toBe(401);
  });

  test('signing out ends access and refresh of this session', async () => {
    const client = await server.signIn(tenant.analyst);
    expect((await client.request('/v1/sessions/current', { method: 'DELETE' })).status).toBe(204);
    expect((await client.request('/v1/me')).status).toBe(401);
    expect((await refresh(client.session.refreshToken, 'r1')).status).toBe(401);
  });

  test('no token is stored as it is', async () => {
    const { session } = await server.signIn(tenant.analyst);
    const { reader } = server.backend.context.store;
    const stored = JSON.stringify([
      await reader.selectFrom('accessToken').selectAll().execute(),
      await reader.selectFrom('refreshToken').selectAll().execute(),
      await reader.selectFrom('apiKey').selectAll().execute(),
    ]);
    for (const secret of [session.accessToken, session.refreshToken, tenant.apiKey]) {
      expect(stored).not.toContain(secret);
    }
  });
});
