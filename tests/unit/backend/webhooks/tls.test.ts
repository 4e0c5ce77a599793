import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { getCACertificates, setDefaultCACertificates, TLSSocket } from 'node:tls';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { send } from '../../../../src/backend/webhooks/send.ts';
import { receiverCertificate, receiverKey } from '../../../support/receiver-certificate.ts';

const trusted = getCACertificates('default');
const seen: { host: string | undefined; servername: unknown }[] = [];
const server = createServer({ cert: receiverCertificate, key: receiverKey }, (request, response) => {
  const { socket } = request;
  seen.push({
    host: request.headers.host,
    servername: socket instanceof TLSSocket ? Reflect.get(socket, 'servername') : undefined,
  });
  response.writeHead(204).end();
});

beforeAll(() => new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve)));
afterAll(async () => {
  setDefaultCACertificates(trusted);
  await new Promise(resolve => server.close(resolve));
});

const sendTo = (host: string) => {
  const { port } = server.address() as AddressInfo;
  const policy = { allowPrivate: true, resolve: async () => [{ address: '127.0.0.1', family: 4 }] };
  const outgoing = { url: `https://${host}:${port}/`, headers: {}, body: '{}' };
  return send(outgoing, policy, { timeoutMs: 60_000, signal: new AbortController().signal });
};

test('[HOOK-4] the address that was checked is dialled under the name: its certificate is asked for, and must be valid', async () => {
  const refused = { kind: 'failed', failure: 'tls' };
  expect(await sendTo('hooks.example')).toEqual(refused);
  setDefaultCACertificates([...trusted, receiverCertificate]);
  expect(await sendTo('hooks.example')).toEqual({ kind: 'answered', status: 204 });
  expect(await sendTo('other.example')).toEqual(refused);
  expect(await sendTo('127.0.0.1')).toEqual(refused);
  const { port } = server.address() as AddressInfo;
  expect(seen).toEqual([{ host: `hooks.example:${port}`, servername: 'hooks.example' }]);
});
