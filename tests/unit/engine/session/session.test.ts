import { expect, test } from 'vitest';
import { createSession, checkBackend, createSetup } from '../../../../src/main/engine/session/index.ts';
import { toBase64 } from '../../../../src/shared/bytes.ts';
import { sessionSigningInput } from '../../../../src/shared/domain/command.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { memoryKeychain } from '../../../support/keychain.ts';
import { testPorts } from '../../../support/ports.ts';
import { scriptedServer, sendJson, sendProblem, type Script } from '../../../support/scripted-server.ts';
import { signedInAnswer } from '../../../support/session.ts';
import { testTime } from '../../../support/time.ts';
import { newVault, vaultOwner } from '../../../support/vault.ts';

const { user, policy } = signedInAnswer();
const me = { user, policy };

/** A backend that rotates refresh tokens as the contract says, and can be told to lose answers. */
function rotating() {
  let number = 1;
  let valid = 'refresh-1';
  let last: { token: string; rotationId: string } | undefined;
  const seen: { refreshToken: string; rotationId: string }[] = [];
  let loseNext = false;
  let refuse = false;
  const script: Script = (request, response) => {
    if (request.path === '/v1/sessions/refresh') {
      const body = JSON.parse(request.body);
      seen.push(body);
      const repeated = last?.token === body.refreshToken && last?.rotationId === body.rotationId;
      if (refuse || (body.refreshToken !== valid && !repeated)) {
        sendProblem(response, 401, 'unauthenticated');
        return;
      }
      if (!repeated) {
        last = { token: body.refreshToken, rotationId: body.rotationId };
        number += 1;
        valid = `refresh-${number}`;
      }
      if (loseNext) {
        loseNext = false;
        response.destroy();
        return;
      }
      sendJson(response, 200, signedInAnswer(number));
      return;
    }
    if (request.path === '/v1/me') {
      const token = request.headers.authorization?.replace('Bearer ', '');
      if (token === `access-${number}`) sendJson(response, 200, me);
      else sendProblem(response, 401, 'unauthenticated');
    }
  };
  return {
    script,
    seen,
    loseNextAnswer: () => (loseNext = true),
    revoke: () => (refuse = true),
  };
}

async function world(script: Script) {
  const server = await scriptedServer(script);
  const keychain = memoryKeychain();
  const time = testTime();
  const ports = testPorts({ directory: temporaryDirectory(), keychain, time });
  const vault = await newVault(ports, { ...vaultOwner, backendUrl: server.url });
  return { server, keychain, time, ports, vault };
}

test('a new start gets its token from the refresh token in the keychain', async () => {
  const backend = rotating();
  const { ports, vault } = await world(backend.script);
  await createSession({ ports, vault }).adopt(signedInAnswer(1));

  const restarted = createSession({ ports, vault });
  expect(await restarted.api.json('me.get')).toMatchObject({ ok: true, value: { user: { name: 'Ana' } } });
  expect(backend.seen.map(({ refreshToken }) => refreshToken)).toEqual(['refresh-1']);
});

test('many calls at once rotate the refresh token once', async () => {
  const backend = rotating();
  const { ports, vault } = await world(backend.script);
  await createSession({ ports, vault }).adopt(signedInAnswer(1));

  const { api } = createSession({ ports, vault });
  const answers = await Promise.all(Array.from({ length: 12 }, () => api.json('me.get')));
  expect(answers.every(answer => answer.ok)).toBe(true);
  expect(backend.seen).toHaveLength(1);
});

test('a token near its end is renewed before it is used', async () => {
  const backend = rotating();
  const { ports, vault, time, server } = await world(backend.script);
  const session = createSession({ ports, vault });
  await session.adopt(signedInAnswer(1));
  await session.api.json('me.get');
  await time.advance(880_000);
  await session.api.json('me.get');
  expect(backend.seen).toHaveLength(1);
  expect(server.requests.filter(({ path }) => path === '/v1/me')).toHaveLength(2);
});

test('a refused token is renewed and the call made again, once', async () => {
  const backend = rotating();
  const { ports, vault, server } = await world(backend.script);
  const session = createSession({ ports, vault });
  await session.adopt({ ...signedInAnswer(1), accessToken: 'stale' });
  expect(await session.api.json('me.get')).toMatchObject({ ok: true });
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/me', '/v1/sessions/refresh', '/v1/me']);
});

test('[SES-1] an answer lost on the way is asked for again with the same rotation, also after a restart', async () => {
  const backend = rotating();
  const { ports, vault } = await world(backend.script);
  await createSession({ ports, vault }).adopt(signedInAnswer(1));

  backend.loseNextAnswer();
  const first = await createSession({ ports, vault }).api.json('me.get');
  expect(first).toMatchObject({ ok: false, problem: { kind: 'network' } });

  const restarted = await createSession({ ports, vault }).api.json('me.get');
  expect(restarted.ok).toBe(true);
  expect(backend.seen).toHaveLength(2);
  expect(backend.seen[1]).toEqual(backend.seen[0]);
});

test('[DEV-3] a session of the device that the vault had before is not used: the person signs in again', async () => {
  const { device } = signedInAnswer();
  const { ports, vault, server } = await world((_, response) =>
    sendJson(response, 200, {
      ...signedInAnswer(2),
      device: { ...device, id: '0194f000-0000-7000-8000-00000000000b' },
    }),
  );
  const rotationId = '0194f000-0000-7000-8000-00000000000a';
  await vault.writeRefreshToken(JSON.stringify({ refreshToken: 'of before', rotationId }));
  const session = createSession({ ports, vault });
  expect(await session.api.json('me.get')).toEqual({ ok: false, problem: { kind: 'signedOut' } });
  expect(session.signedOut()).toBe(true);
  expect(server.requests.map(({ path }) => path)).toEqual(['/v1/sessions/refresh']);
});

test('[SES-2] a successor that the keychain does not take is not used, and is given again', async () => {
  const backend = rotating();
  const { ports, vault, keychain, server } = await world(backend.script);
  await createSession({ ports, vault }).adopt(signedInAnswer(1));

  const session = createSession({
    ports,
    vault: {
      ...vault,
      writeRefreshToken: async () => fail({ kind: 'keychain_locked' }),
    },
  });
  expect(await session.api.json('me.get')).toEqual({
    ok: false,
    problem: { kind: 'local', problem: { kind: 'keychain_locked' } },
  });
  expect(server.requests.filter(({ path }) => path === '/v1/me')).toHaveLength(0);

  expect(keychain.entries.size).toBeGreaterThan(0);
  expect((await createSession({ ports, vault }).api.json('me.get')).ok).toBe(true);
  expect(backend.seen[1]).toEqual(backend.seen[0]);
});

test('a revoked family ends in signed out, without asking again until the person signs in', async () => {
  const backend = rotating();
  const { ports, vault, server } = await world(backend.script);
  await createSession({ ports, vault }).adopt(signedInAnswer(1));
  backend.revoke();

  const session = createSession({ ports, vault });
  let told = 0;
  session.subscribe(() => (told += 1));
  expect(await session.api.json('me.get')).toEqual({ ok: false, problem: { kind: 'signedOut' } });
  expect(await session.api.json('me.get')).toEqual({ ok: false, problem: { kind: 'signedOut' } });
  expect(session.signedOut()).toBe(true);
  expect(told).toBe(1);
  expect(server.requests).toHaveLength(1);
});

test('signing in proves the device key over the challenge and ends signed out', async () => {
  const challenge = new Uint8Array(32).fill(5);
  const { ports, vault, server } = await world((request, response) => {
    if (request.path.endsWith('/challenge')) sendJson(response, 200, { challenge: toBase64(challenge) });
    else if (request.path === '/v1/sessions') sendJson(response, 200, signedInAnswer(7));
    else sendJson(response, 200, me);
  });
  const session = createSession({ ports, vault });
  expect(await session.signIn({ password: 'secret' })).toEqual(ok(undefined));
  const sent = JSON.parse(server.requests[1]?.body ?? '');
  const proof = Uint8Array.from(Buffer.from(sent.device.proof, 'base64'));
  expect(ports.crypto.verify(vault.devicePublicKey, sessionSigningInput(challenge), proof)).toBe(true);
  expect(sent).toMatchObject({
    email: vaultOwner.email,
    password: 'secret',
    device: { id: vaultOwner.deviceId },
  });
  expect(await session.api.json('me.get')).toMatchObject({ ok: true });
  expect(session.latest()?.user.name).toBe('Ana');
});

test.each([
  ['unauthenticated', 401, 'credentials_wrong'],
  ['totp_required', 401, 'totp_required'],
  ['device_mismatch', 409, 'device_mismatch'],
  ['rate_limited', 429, 'rate_limited'],
  ['internal', 500, 'backend_failing'],
])('a sign-in refused with %s is %s → %s', async (code, status, kind) => {
  const { ports, vault } = await world((request, response) => {
    if (request.path.endsWith('/challenge'))
      sendJson(response, 200, { challenge: toBase64(new Uint8Array(32)) });
    else sendProblem(response, status, code, { 'retry-after': '3' });
  });
  const answer = await createSession({ ports, vault }).signIn({ password: 'x' });
  expect(answer).toMatchObject({ ok: false, problem: { kind } });
});

test('[SES-3] a challenge that is not 32 bytes is not signed', async () => {
  const { ports, vault, server } = await world((_, response) =>
    sendJson(response, 200, { challenge: toBase64(new TextEncoder().encode('sealdesk/command/v1')) }),
  );
  const answer = await createSession({ ports, vault }).signIn({ password: 'x' });
  expect(answer).toMatchObject({ ok: false, problem: { kind: 'backend_unexpected' } });
  expect(server.requests).toHaveLength(1);
});

test('answers that are no answers are told apart', async () => {
  const { ports, vault, server } = await world(() => undefined);
  const session = createSession({ ports, vault });
  await session.adopt(signedInAnswer(1));

  server.play((_, response) => sendJson(response, 200, { user: 'Ana' }));
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'otherVersion', status: 200 } });
  server.play((_, response) => sendProblem(response, 404, 'not_found'));
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'otherVersion', status: 404 } });
  server.play((_, response) => response.writeHead(200).end('<html>'));
  expect(await session.api.json('me.get')).toMatchObject({
    problem: { kind: 'unexpected', detail: 'not_json' },
  });
  server.play((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'));
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'stranger', status: 200 } });
  server.play((_, response) => response.writeHead(502).end('<html>Bad gateway'));
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'unexpected', status: 502 } });
  server.play((_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end());
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'unexpected', status: 302 } });
  server.play(
    (_, response) =>
      void response.writeHead(200, { 'content-length': '50' }).write('{', () => response.destroy()),
  );
  expect(await session.api.json('me.get')).toMatchObject({ problem: { kind: 'network' } });
  server.play((_, response) => sendProblem(response, 503, 'not_ready', { 'retry-after': '7' }));
  expect(await session.api.json('me.get')).toMatchObject({
    problem: { kind: 'problem', retryAfterMs: 7000 },
  });
  server.play((_, response) => sendJson(response, 200, { ...me, added: { later: true } }));
  expect(await session.api.json('me.get')).toMatchObject({ ok: true });
});

test('an address is checked by asking whether a backend is ready there', async () => {
  const { ports, server } = await world((_, response) =>
    sendJson(response, 200, { status: 'ok', name: 'Acme' }),
  );
  expect(await checkBackend(ports, server.url)).toMatchObject({
    ok: true,
    value: { url: server.url, name: 'Acme' },
  });
  server.play((_, response) => response.writeHead(200).end('<html>hello'));
  expect(await checkBackend(ports, server.url)).toMatchObject({ problem: { kind: 'backend_unexpected' } });
  server.play((_, response) => sendProblem(response, 503, 'not_ready'));
  expect(await checkBackend(ports, server.url)).toMatchObject({ problem: { kind: 'backend_failing' } });
  expect(await checkBackend(ports, 'http://127.0.0.1:1')).toMatchObject({
    problem: { kind: 'backend_unreachable' },
  });
});

test('setting up tries a wrong password again with the same device', async () => {
  const { ports, server } = await world((request, response) => {
    if (request.path.endsWith('/challenge'))
      sendJson(response, 200, { challenge: toBase64(new Uint8Array(32)) });
    else if (JSON.parse(request.body).password === 'right') sendJson(response, 200, signedInAnswer(1));
    else sendProblem(response, 401, 'unauthenticated');
  });
  const setup = createSetup(ports);
  const input = { url: server.url, email: 'a@example.test', deviceName: 'Desk 4' };
  expect(await setup.signIn({ ...input, password: 'wrong' })).toMatchObject({
    problem: { kind: 'credentials_wrong' },
  });
  const second = await setup.signIn({ ...input, password: 'right' });
  expect(second).toMatchObject({ ok: true, value: { url: server.url, deviceName: 'Desk 4' } });
  const devices = server.requests
    .filter(({ path }) => path === '/v1/sessions')
    .map(({ body }) => JSON.parse(body).device.publicKey);
  expect(devices).toHaveLength(2);
  expect(new Set(devices).size).toBe(1);
});
