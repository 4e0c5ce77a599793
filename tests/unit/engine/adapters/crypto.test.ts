import { expect, test } from 'vitest';
import { crypto } from '../../../../src/main/engine/adapters/crypto.ts';
import { createNewId } from '../../../../src/main/engine/adapters/random.ts';
import { concat, fromHex, toHex, utf8 } from '../../../../src/shared/bytes.ts';
import { seededRandom } from '../../../support/random.ts';

test('SHA-256 of "abc" is the vector of FIPS 180-4, whole and in pieces', () => {
  const expected = 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad';
  expect(toHex(crypto.sha256(utf8('abc')))).toBe(expected);
  const stream = crypto.sha256Stream();
  stream.update(utf8('a'));
  stream.update(utf8('bc'));
  expect(toHex(stream.digest())).toBe(expected);
});

test('HMAC-SHA256 is test case 2 of RFC 4231', () => {
  expect(toHex(crypto.hmacSha256(utf8('Jefe'), utf8('what do ya want for nothing?')))).toBe(
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  );
});

test('HKDF-SHA256 is test case 1 of RFC 5869', () => {
  const input = new Uint8Array(22).fill(0x0b);
  const derived = crypto.hkdfSha256(
    input,
    fromHex('000102030405060708090a0b0c'),
    fromHex('f0f1f2f3f4f5f6f7f8f9'),
    42,
  );
  expect(toHex(derived)).toBe(
    '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
  );
});

test('Ed25519 signs as test 2 of RFC 8032, and only the right key and message verify', () => {
  const seed = fromHex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb');
  const publicKey = fromHex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
  const signature = crypto.sign(seed, fromHex('72'));
  expect(toHex(signature)).toBe(
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da' +
      '085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  );
  expect(crypto.verify(publicKey, fromHex('72'), signature)).toBe(true);
  expect(crypto.verify(publicKey, fromHex('73'), signature)).toBe(false);
  expect(crypto.verify(publicKey, fromHex('72'), signature.subarray(1))).toBe(false);
});

test('a new signing key signs what its public key verifies', () => {
  const key = crypto.newSigningKey();
  expect([key.seed.length, key.publicKey.length]).toEqual([32, 32]);
  expect(crypto.verify(key.publicKey, utf8('m'), crypto.sign(key.seed, utf8('m')))).toBe(true);
});

test('AES-256-GCM seals as test case 16 of its specification, and opens only with everything unchanged', () => {
  const key = fromHex('feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308');
  const nonce = fromHex('cafebabefacedbaddecaf888');
  const plain = fromHex(
    'd9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39',
  );
  const associated = fromHex('feedfacedeadbeeffeedfacedeadbeefabaddad2');
  const sealed = crypto.seal(key, nonce, plain, associated);
  expect(toHex(sealed.subarray(plain.length))).toBe('76fc6ece0f4e1768cddf8853bb2d551b');
  expect(crypto.open(key, nonce, sealed, associated)).toEqual(plain);
  expect(crypto.open(key, nonce, sealed, associated.subarray(1))).toBeUndefined();
  expect(crypto.open(key, nonce, sealed.subarray(0, 10), associated)).toBeUndefined();
  for (let index = 0; index < sealed.length; index += 1) {
    const flipped = concat(sealed);
    flipped[index] = (flipped[index] ?? 0) ^ 1;
    expect(crypto.open(key, nonce, flipped, associated)).toBeUndefined();
  }
});

test('Argon2id depends on the passphrase, the salt and each parameter', async () => {
  const parameters = { memoryKiB: 64, passes: 1, lanes: 1 };
  const derive = (secret: string, salt: string, given = parameters) =>
    crypto.argon2id(utf8(secret), utf8(salt), given).then(toHex);
  const base = await derive('passphrase', 'salt-of-16-bytes');
  expect(base).toHaveLength(64);
  expect(await derive('passphrase', 'salt-of-16-bytes')).toBe(base);
  const others = await Promise.all([
    derive('passphrasf', 'salt-of-16-bytes'),
    derive('passphrase', 'salt-of-16-bytez'),
    derive('passphrase', 'salt-of-16-bytes', { ...parameters, memoryKiB: 128 }),
    derive('passphrase', 'salt-of-16-bytes', { ...parameters, passes: 2 }),
    derive('passphrase', 'salt-of-16-bytes', { ...parameters, lanes: 2 }),
  ]);
  expect(new Set([base, ...others]).size).toBe(6);
});

test('a new id is a UUIDv7 of the moment', () => {
  const at = Date.UTC(2026, 0, 15, 9);
  const newId = createNewId({ clock: { now: () => at, elapsed: () => 0 }, random: seededRandom(1) });
  const id = newId();
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(at);
  expect(newId()).not.toBe(id);
});
