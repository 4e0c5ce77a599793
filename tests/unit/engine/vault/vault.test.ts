import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createVault } from '../../../../src/main/engine/vault/index.ts';
import { kdfParameters, kdfSchema } from '../../../../src/main/engine/vault/kdf.ts';
import { deriveKek } from '../../../../src/main/engine/vault/keys.ts';
import { fromUtf8, toBase64, toHex, utf8 } from '../../../../src/shared/bytes.ts';
import { problem } from '../../../../src/shared/ipc/problem.ts';
import { fail, ok } from '../../../../src/shared/result.ts';
import { temporaryDirectory } from '../../../support/directory.ts';
import { memoryKeychain } from '../../../support/keychain.ts';
import { testPorts } from '../../../support/ports.ts';
import { smallDisk } from '../../../support/small-disk.ts';
import { testTime } from '../../../support/time.ts';
import { newVault, passphrase, vaultOwner } from '../../../support/vault.ts';

const wrong = 'incorrect horse battery';

function world(directory = temporaryDirectory()) {
  const keychain = memoryKeychain();
  const time = testTime();
  const ports = testPorts({ directory, keychain, time });
  return { directory, keychain, time, ports, vault: createVault({ ports }) };
}

test('a new profile has no owner; a created vault names its owner while locked', async () => {
  const { vault, ports } = world();
  expect(vault.owner()).toEqual({ ok: true, value: undefined });
  await newVault(ports);
  expect(createVault({ ports }).owner()).toEqual({ ok: true, value: vaultOwner });
});

test('unlocking gives the same keys as creating did, and they differ by purpose', async () => {
  const { vault, ports } = world();
  const created = await newVault(ports);
  const opened = await vault.unlock(passphrase);
  if (!opened.ok) throw new Error(opened.problem.kind);
  const keys = (open: typeof created) => [open.journalKey, open.cacheKey, open.headMacKey].map(toHex);
  expect(keys(opened.value)).toEqual(keys(created));
  expect(new Set(keys(created)).size).toBe(3);
  const signature = opened.value.sign(utf8('message'));
  expect(ports.crypto.verify(created.devicePublicKey, utf8('message'), signature)).toBe(true);
});

test('two vaults made with the same passphrase share no key', async () => {
  const [one, two] = [await newVault(world().ports), await newVault(world().ports)];
  expect(toHex(one.journalKey)).not.toBe(toHex(two.journalKey));
});

test('a passphrase typed with combining accents is the one typed with whole letters', async () => {
  const { vault, ports } = world();
  const created = await vault.create(
    'Überraschung é'.normalize('NFD'),
    vaultOwner,
    ports.crypto.newSigningKey(),
  );
  expect(created.ok).toBe(true);
  expect((await vault.unlock('Überraschung é'.normalize('NFC'))).ok).toBe(true);
});

test('a passphrase of eleven characters is weak, whatever its length in UTF-16, and nothing is written', async () => {
  const { vault, ports, keychain, directory } = world();
  for (const weak of ['', 'short', 'elevenchars', '🔑'.repeat(11)]) {
    expect(await vault.create(weak, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
      problem: { kind: 'weak_passphrase' },
    });
  }
  expect(keychain.entries.size).toBe(0);
  expect(readdirSync(directory)).toEqual([]);
});

test('a vault is never made over another one', async () => {
  const { vault, ports, directory } = world();
  await newVault(ports);
  const before = readFileSync(join(directory, 'vault.json'));
  expect(await vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
    problem: { kind: 'wrong_phase' },
  });
  expect(readFileSync(join(directory, 'vault.json')).equals(before)).toBe(true);
});

test('a journal without a header is damage, not a first run', async () => {
  const { vault, ports } = world();
  ports.files.replace('journal.db', utf8('precious'));
  expect(vault.owner()).toMatchObject({ problem: { kind: 'vault_damaged', detail: 'header_missing' } });
  expect(await vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
    problem: { kind: 'vault_damaged' },
  });
});

test('neither keys nor the passphrase are in the profile, and the wrapping key is in the keychain alone', async () => {
  const { ports, directory, keychain } = world();
  const open = await newVault(ports);
  const header = readFileSync(join(directory, 'vault.json'), 'latin1');
  const secrets = [open.journalKey, open.cacheKey, open.headMacKey, ...keychain.entries.values()];
  for (const secret of secrets) {
    expect(header).not.toContain(toHex(secret));
    expect(header).not.toContain(Buffer.from(secret).toString('base64'));
  }
  expect(header).not.toContain(passphrase);
  expect(keychain.entries.size).toBe(1);
});

test('[VLT-3] wrong passphrases wait 1 s, doubling to 60 s; a try made too early is not looked at', async () => {
  const { vault, ports, time } = world();
  await newVault(ports);
  const waits: number[] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const refused = await vault.unlock(wrong);
    expect(refused).toMatchObject({ problem: { kind: 'wrong_passphrase' } });
    const waitMs = refused.ok ? 0 : (refused.problem.waitMs ?? 0);
    waits.push(waitMs);
    await time.advance(waitMs - 1);
    expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'rate_limited', waitMs: 1 } });
    await time.advance(1);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
  expect(await vault.unlock(wrong)).toMatchObject({ problem: { waitMs: 1_000 } });
});

test('[VLT-3] the delay outlives a restart, a garbled count, and is never longer after the clock was set back', async () => {
  const { vault, ports, time } = world();
  await newVault(ports);
  await vault.unlock(wrong);
  expect(await createVault({ ports }).unlock(passphrase)).toMatchObject({
    problem: { kind: 'rate_limited' },
  });
  time.jump(-3_600_000);
  expect(await createVault({ ports }).unlock(passphrase)).toMatchObject({ problem: { waitMs: 1_000 } });
  time.jump(3_600_000);
  ports.files.replace('vault.attempts.json', utf8('{'));
  expect(await createVault({ ports }).unlock(passphrase)).toMatchObject({ problem: { waitMs: 60_000 } });
});

test('[VLT-3] the delay passes although the count is garbled or the clock was set back: nobody is locked out', async () => {
  const { vault, ports, time } = world();
  await newVault(ports);
  await vault.unlock(wrong);
  time.jump(-3_600_000);
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'rate_limited', waitMs: 1_000 } });
  await time.advance(1_000);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
  ports.files.replace('vault.attempts.json', utf8('{'));
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'rate_limited', waitMs: 60_000 } });
  await time.advance(60_000);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('tries made at the same time are looked at one after the other', async () => {
  const { vault, ports } = world();
  await newVault(ports);
  const answers = await Promise.all([vault.unlock(wrong), vault.unlock(passphrase), vault.unlock(wrong)]);
  expect(answers.map(answer => (answer.ok ? 'open' : answer.problem.kind))).toEqual([
    'wrong_passphrase',
    'rate_limited',
    'rate_limited',
  ]);
});

test('[VLT-2] a keychain that is missing, locked, emptied or swapped is named, and the passphrase is not counted as wrong', async () => {
  const { vault, ports, keychain } = world();
  await newVault(ports);
  const expectKind = async (kind: string) =>
    expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind } });
  keychain.refuse({ kind: 'missing', detail: 'test' });
  await expectKind('keychain_missing');
  keychain.refuse({ kind: 'locked', detail: 'test' });
  await expectKind('keychain_locked');
  keychain.refuse(undefined);
  const [entry] = [...keychain.entries];
  if (!entry) throw new Error('nothing in the keychain');
  keychain.entries.delete(entry[0]);
  await expectKind('keychain_changed');
  keychain.entries.set(entry[0], new Uint8Array(32));
  await expectKind('keychain_changed');
  keychain.entries.set(entry[0], new Uint8Array(5));
  await expectKind('keychain_changed');
  keychain.entries.set(...entry);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('[VLT-1] neither the passphrase nor the keychain opens a vault alone', async () => {
  const { vault, ports, keychain, time } = world();
  await newVault(ports);
  expect(await vault.unlock(wrong)).toMatchObject({ problem: { kind: 'wrong_passphrase' } });
  await time.advance(1_000);
  const copied = testPorts({
    directory: ports.files.path('x').slice(0, -2),
    keychain: memoryKeychain(),
    time,
  });
  expect(await createVault({ ports: copied }).unlock(passphrase)).toMatchObject({
    problem: { kind: 'keychain_changed' },
  });
  expect(keychain.entries.size).toBe(1);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('[VLT-1] the key that opens the vault depends on the passphrase and on every byte of the keychain key', async () => {
  const { ports } = world();
  const kdf = { name: 'argon2id', ...kdfParameters, salt: toBase64(new Uint8Array(16).fill(9)) } as const;
  const factors = { passphrase, wrappingKey: new Uint8Array(32), kdf, vaultId: vaultOwner.userId };
  const kek = async (changed: Partial<typeof factors>) =>
    toHex(await deriveKek(ports, { ...factors, ...changed }));
  const first = new Uint8Array(32).fill(1, 0, 1);
  const last = new Uint8Array(32).fill(1, 31);
  const keys = [
    await kek({}),
    await kek({ wrappingKey: first }),
    await kek({ wrappingKey: last }),
    await kek({ passphrase: wrong }),
    await kek({ vaultId: vaultOwner.deviceId }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(await kek({ wrappingKey: new Uint8Array(first) })).toBe(keys[1]);
});

test('[VLT-4] every parameter of the derivation has a floor, which a new vault stands on, and a ceiling', () => {
  const kdf = {
    name: 'argon2id',
    memoryKiB: 65_536,
    passes: 3,
    lanes: 4,
    salt: toBase64(new Uint8Array(16)),
  };
  expect(kdfParameters).toEqual({ memoryKiB: 65_536, passes: 3, lanes: 4 });
  const isTaken = (changed: Partial<typeof kdf>) => kdfSchema.safeParse({ ...kdf, ...changed }).success;
  expect(isTaken({})).toBe(true);
  const refused = [
    { memoryKiB: 65_535 },
    { memoryKiB: 2 ** 20 + 1 },
    { passes: 2 },
    { passes: 65 },
    { lanes: 3 },
    { lanes: 17 },
    { name: 'argon2i' },
    { salt: toBase64(new Uint8Array(8)) },
  ];
  for (const changed of refused) expect(isTaken(changed), JSON.stringify(changed)).toBe(false);
});

test('[VLT-2] a keychain that refuses leaves no vault behind', async () => {
  const { vault, ports, keychain, directory } = world();
  keychain.refuse({ kind: 'locked', detail: 'test' });
  expect(await vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
    problem: { kind: 'keychain_locked' },
  });
  expect(readdirSync(directory)).toEqual([]);
});

test('a keychain that forgets what it took is found out before the vault depends on it', async () => {
  const { directory, ports } = world();
  const forgetful = { ...memoryKeychain(), write: async () => ok(undefined) };
  const vault = createVault({ ports: { ...ports, keychain: forgetful } });
  expect(await vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
    problem: { kind: 'keychain_missing', detail: 'not_kept' },
  });
  expect(readdirSync(directory)).toEqual([]);
});

test('any byte of the header changed is damage or a refusal, and never opens', async () => {
  const { vault, ports, directory } = world();
  await newVault(ports);
  const whole = new Uint8Array(readFileSync(join(directory, 'vault.json')));
  fc.assert(
    fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (index, flip) => {
      const garbled = new Uint8Array(whole);
      garbled[index] = (garbled[index] ?? 0) ^ flip;
      ports.files.replace('vault.json', garbled);
      const owner = vault.owner();
      // White space between members means nothing; everything else must be noticed.
      if (owner.ok) expect(JSON.parse(fromUtf8(garbled))).toEqual(JSON.parse(fromUtf8(whole)));
      else expect(owner.problem.kind).toBe('vault_damaged');
    }),
    { numRuns: 300 },
  );
  for (let length = 0; length < whole.length - 1; length += 97) {
    ports.files.replace('vault.json', whole.subarray(0, length));
    expect(vault.owner()).toMatchObject({ problem: { kind: 'vault_damaged' } });
  }
  ports.files.replace('vault.json', whole);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('[VLT-4] a header forged with a right checksum does not open: another backend, a weaker derivation', async () => {
  const { vault, ports, directory, time } = world();
  await newVault(ports);
  const file = JSON.parse(readFileSync(join(directory, 'vault.json'), 'utf8'));
  const { canonicalBytes } = await import('../../../../src/shared/domain/canonical.ts');
  const forge = (header: unknown) =>
    ports.files.replace(
      'vault.json',
      utf8(JSON.stringify({ checksum: toHex(ports.crypto.sha256(canonicalBytes(header))), header })),
    );
  forge({ ...file.header, owner: { ...file.header.owner, backendUrl: 'https://evil.example.test' } });
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'wrong_passphrase' } });
  await time.advance(60_000);
  forge({ ...file.header, kdf: { ...file.header.kdf, memoryKiB: 8 } });
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'vault_damaged' } });
  forge({ ...file.header, kdf: { ...file.header.kdf, memoryKiB: 2 ** 30 } });
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'vault_damaged' } });
  forge(file.header);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('after a change of the passphrase only the new one opens, to the same keys, and the old key is gone', async () => {
  const { vault, ports, keychain, time } = world();
  const created = await newVault(ports);
  const [old] = [...keychain.entries.keys()];
  expect(await vault.changePassphrase(wrong, 'a new passphrase')).toMatchObject({
    problem: { kind: 'wrong_passphrase' },
  });
  await time.advance(60_000);
  expect(await vault.changePassphrase(passphrase, 'short')).toMatchObject({
    problem: { kind: 'weak_passphrase' },
  });
  expect((await vault.changePassphrase(passphrase, 'a new passphrase')).ok).toBe(true);
  expect(await vault.unlock(passphrase)).toMatchObject({ problem: { kind: 'wrong_passphrase' } });
  await time.advance(60_000);
  const opened = await vault.unlock('a new passphrase');
  expect(opened.ok && toHex(opened.value.journalKey)).toBe(toHex(created.journalKey));
  expect(keychain.entries.size).toBe(1);
  expect(keychain.entries.has(old ?? '')).toBe(false);
});

test('a change of the passphrase cut off at any step leaves a vault that one of the two opens', async () => {
  for (const failing of ['keychain', 'header', 'old entry'] as const) {
    const { ports, keychain, time } = world();
    await newVault(ports);
    const broken = {
      ...ports,
      keychain: {
        ...keychain,
        write:
          failing === 'keychain'
            ? async () => fail({ kind: 'failed', detail: 'cut' } as const)
            : (entry: string, secret: Uint8Array) => keychain.write(entry, secret),
        remove:
          failing === 'old entry'
            ? async () => fail({ kind: 'failed', detail: 'cut' } as const)
            : (entry: string) => keychain.remove(entry),
      },
      files: {
        ...ports.files,
        replace: (name: string, bytes: Uint8Array) =>
          failing === 'header' && name === 'vault.json'
            ? fail({ kind: 'disk_full', detail: 'cut' } as const)
            : ports.files.replace(name, bytes),
      },
    };
    const changed = await createVault({ ports: broken }).changePassphrase(passphrase, 'a new passphrase');
    expect(changed.ok).toBe(failing === 'old entry');
    const opens = changed.ok ? 'a new passphrase' : passphrase;
    const vault = createVault({ ports });
    expect(await vault.unlock(opens)).toMatchObject({ ok: true });
    await time.advance(60_000);
    expect((await vault.changePassphrase(opens, 'yet another passphrase')).ok).toBe(true);
    expect((await vault.unlock('yet another passphrase')).ok).toBe(true);
    expect(keychain.entries.size).toBe(1);
  }
});

test('[DEV-1] a vault given to another device keeps its databases and signs with the new key from the next opening on', async () => {
  const ports = testPorts({ directory: temporaryDirectory() });
  const made = await newVault(ports);
  const vault = createVault({ ports });
  const device = { deviceId: ports.newId(), deviceKey: ports.crypto.newSigningKey() };
  let asked = 0;
  const register = async () => {
    asked += 1;
    return { ok: true, value: device } as const;
  };
  expect(await vault.replaceDevice('not the passphrase at all', register)).toMatchObject({
    problem: { kind: 'wrong_passphrase' },
  });
  expect(asked).toBe(0);
  ports.files.remove('vault.attempts.json');
  const refused = { ok: false, problem: problem('credentials_wrong') } as const;
  expect(await vault.replaceDevice(passphrase, async () => refused)).toEqual(refused);
  expect(vault.owner()).toMatchObject({ value: { deviceId: made.owner.deviceId } });

  expect((await vault.replaceDevice(passphrase, register)).ok).toBe(true);
  const opened = await vault.unlock(passphrase);
  if (!opened.ok) throw new Error(opened.problem.kind);
  expect(opened.value.owner).toEqual({ ...made.owner, deviceId: device.deviceId });
  for (const key of ['journalKey', 'cacheKey', 'headMacKey'] as const) {
    expect(toHex(opened.value[key])).toBe(toHex(made[key]));
  }
  const message = Uint8Array.from([1, 2, 3]);
  const signature = opened.value.sign(message);
  expect(ports.crypto.verify(device.deviceKey.publicKey, message, signature)).toBe(true);
  expect(ports.crypto.verify(made.devicePublicKey, message, signature)).toBe(false);
});

test('of two changes of the passphrase at once the second is refused, and the vault opens', async () => {
  const { vault, ports, keychain, time } = world();
  await newVault(ports);
  const changes = await Promise.all([
    vault.changePassphrase(passphrase, 'the first new passphrase'),
    vault.changePassphrase(passphrase, 'the second new passphrase'),
  ]);
  expect(changes).toMatchObject([{ ok: true }, { problem: { kind: 'wrong_passphrase' } }]);
  await time.advance(60_000);
  expect((await vault.unlock('the first new passphrase')).ok).toBe(true);
  expect(keychain.entries.size).toBe(1);
});

test('of two vaults made at once there is one, and its key', async () => {
  const { vault, ports, keychain } = world();
  const made = await Promise.all([
    vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey()),
    vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey()),
  ]);
  expect(made).toMatchObject([{ ok: true }, { problem: { kind: 'wrong_phase' } }]);
  expect(keychain.entries.size).toBe(1);
  expect((await vault.unlock(passphrase)).ok).toBe(true);
});

test('the refresh token and the anchor are kept by vault, and the token can be forgotten', async () => {
  const { ports, keychain } = world();
  const open = await newVault(ports);
  expect(await open.readRefreshToken()).toEqual(ok(undefined));
  await open.writeRefreshToken('token');
  await open.writeAnchor(utf8('anchor'));
  expect(await open.readRefreshToken()).toEqual(ok('token'));
  expect(await open.readAnchor()).toEqual(ok(utf8('anchor')));
  await open.forgetRefreshToken();
  expect(await open.readRefreshToken()).toEqual(ok(undefined));
  keychain.refuse({ kind: 'locked', detail: 'test' });
  expect(await open.readAnchor()).toMatchObject({ problem: { kind: 'keychain_locked' } });
});

test.skipIf(!smallDisk.available)(
  'a full disk at creation is named and leaves neither a vault nor a key behind',
  async () => {
    const disk = smallDisk.mount('64k');
    const { vault, ports, keychain } = world(disk);
    ports.files.replace('filler', new Uint8Array(60_000));
    ports.files.replace('filler-2', new Uint8Array(4_096));
    expect(await vault.create(passphrase, vaultOwner, ports.crypto.newSigningKey())).toMatchObject({
      problem: { kind: 'disk_full' },
    });
    expect(ports.files.exists('vault.json')).toBe(false);
    expect(keychain.entries.size).toBe(0);
  },
);
