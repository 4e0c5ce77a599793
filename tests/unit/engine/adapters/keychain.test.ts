import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { createKeychain, keychainFaultKind } from '../../../../src/main/engine/adapters/keychain.ts';

const real = process.platform !== 'linux' || process.env['DBUS_SESSION_BUS_ADDRESS'] !== undefined;

test.skipIf(!real)(
  'the keychain of the operating system keeps a secret, gives it back and forgets it',
  async () => {
    const keychain = createKeychain();
    const entry = `test/${randomUUID()}`;
    const secret = Uint8Array.from([0, 1, 128, 255]);
    expect(await keychain.read(entry)).toEqual({ ok: true, value: undefined });
    expect(await keychain.write(entry, secret)).toEqual({ ok: true, value: undefined });
    expect(await createKeychain().read(entry)).toEqual({ ok: true, value: secret });
    expect(await keychain.write(entry, Uint8Array.from([9]))).toEqual({ ok: true, value: undefined });
    expect(await keychain.read(entry)).toEqual({ ok: true, value: Uint8Array.from([9]) });
    expect(await keychain.remove(entry)).toEqual({ ok: true, value: undefined });
    expect(await keychain.read(entry)).toEqual({ ok: true, value: undefined });
    expect(await keychain.remove(entry)).toEqual({ ok: true, value: undefined });
  },
);

test.skipIf(real)(
  'without a session bus the keychain is missing, and nothing is kept anywhere else',
  async () => {
    const keychain = createKeychain();
    expect(await keychain.write('test/none', Uint8Array.from([1]))).toMatchObject({
      problem: { kind: 'missing' },
    });
    expect(await keychain.read('test/none')).toMatchObject({ problem: { kind: 'missing' } });
  },
);

test.each([
  ["Couldn't access platform storage: Secret Service: unlock prompt was dismissed", 'locked'],
  ['Secret Service: object locked', 'locked'],
  ["Couldn't access platform storage: Secret Service: no result found", 'missing'],
  ['Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled', 'missing'],
  ['Platform failure: something else', 'failed'],
] as const)('%j is named %s', (message, kind) => {
  expect(keychainFaultKind(message)).toBe(kind);
});
