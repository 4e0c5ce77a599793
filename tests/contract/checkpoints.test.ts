import { createHash, sign } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  checkpointOrigin,
  checkpointText,
  noteKeyHashInput,
  signedNote,
} from '../../src/shared/domain/checkpoint.ts';
import { startBackend, type TestBackend } from '../support/backend.ts';
import { newDeviceKey, type DeviceKey } from '../support/workstation-client.ts';

let server: TestBackend;
beforeAll(async () => {
  server = await startBackend();
});
afterAll(() => server.close());

const problemOf = async (answer: Response) => {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  return { status: answer.status, body: await answer.json() };
};

const path = '/v1/devices/self/checkpoint';
const noted = (key: DeviceKey, size: number, root: string) => {
  const text = checkpointText(key.id, size, root);
  const name = checkpointOrigin(key.id);
  const keyHash = createHash('sha256')
    .update(noteKeyHashInput(name, Buffer.from(key.publicKey, 'base64')))
    .digest();
  return signedNote(text, { name, keyHash, signature: sign(null, Buffer.from(text), key.privateKey) });
};
const head = (key: DeviceKey, size: number, digit: string) => {
  const root = digit.repeat(64);
  return { size, root, note: noted(key, size, root) };
};

test('[API-6] a journal that shrinks, or another one of the same size, is a rollback', async () => {
  const key = newDeviceKey();
  const client = await server.signIn(server.tenant.analyst, key);
  expect((await client.post(path, head(key, 5, 'a'))).status).toBe(200);
  expect((await client.post(path, head(key, 5, 'a'))).status).toBe(200);
  expect(await problemOf(await client.post(path, head(key, 4, 'b')))).toMatchObject({
    status: 409,
    body: { code: 'rollback' },
  });
  expect(await problemOf(await client.post(path, head(key, 5, 'c')))).toMatchObject({
    status: 409,
    body: { code: 'rollback' },
  });
  expect((await client.post(path, head(key, 6, 'd'))).status).toBe(200);
});

test('[API-6] a head that this device did not sign, as it is, is not witnessed', async () => {
  const key = newDeviceKey();
  const client = await server.signIn(server.tenant.analyst, key);
  const honest = head(key, 2, 'a');
  const [text = ''] = honest.note.split('\n\n');
  const stranger = { ...newDeviceKey(), id: key.id };
  const refused = [
    { ...honest, note: 'not a note at all' },
    { ...honest, note: '' },
    { ...honest, note: `${text}\n` },
    { ...honest, size: 9_007_199_254_740_991 },
    { ...honest, root: 'b'.repeat(64) },
    { ...honest, note: `${honest.note}\n` },
    { ...honest, note: noted(stranger, 2, honest.root) },
    { ...honest, note: noted({ ...key, id: newDeviceKey().id }, 2, honest.root) },
  ];
  for (const body of refused) {
    expect(await problemOf(await client.post(path, body)), body.note).toMatchObject({
      status: 422,
      body: { code: 'invalid_payload' },
    });
  }
  expect((await client.post(path, honest)).status).toBe(200);
});
