import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  hkdfSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';
import { hashRaw } from '@node-rs/argon2';
import { concat, fromHex, type Bytes } from '../../../shared/bytes.ts';
import type { Crypto } from '../ports.ts';

const argon2id = 2;
const tagLength = 16;
const cipher = 'aes-256-gcm';

// RFC 8410 wraps a raw Ed25519 key in these fixed DER bytes; Node takes no raw keys.
const pkcs8Prefix = fromHex('302e020100300506032b657004220420');
const spkiPrefix = fromHex('302a300506032b6570032100');

/** Decoding a key takes longer than signing with it; forgotten with the seed itself. */
const decoded = new WeakMap<Uint8Array, KeyObject>();

function privateKey(seed: Uint8Array): KeyObject {
  const known = decoded.get(seed);
  if (known) return known;
  const key = createPrivateKey({
    key: Buffer.from(concat(pkcs8Prefix, seed)),
    format: 'der',
    type: 'pkcs8',
  });
  decoded.set(seed, key);
  return key;
}
const publicKey = (raw: Uint8Array) =>
  createPublicKey({ key: Buffer.from(concat(spkiPrefix, raw)), format: 'der', type: 'spki' });

// Copies out of Node's buffer pool: a view on the pool must never travel to another process.
const own = (bytes: Uint8Array | ArrayBuffer): Bytes => new Uint8Array(bytes);

/** OpenSSL through Node, and Argon2 on its own thread. */
export const crypto: Crypto = {
  sha256: bytes => own(hash('sha256', bytes, 'buffer')),
  sha256Stream: () => {
    const running = createHash('sha256');
    return {
      update: bytes => {
        running.update(bytes);
      },
      digest: () => own(running.digest()),
    };
  },
  hmacSha256: (key, bytes) => own(createHmac('sha256', key).update(bytes).digest()),
  hkdfSha256: (input, salt, info, length) => own(hkdfSync('sha256', input, salt, info, length)),
  argon2id: async (secret, salt, { memoryKiB, passes, lanes }) =>
    own(
      await hashRaw(secret, {
        algorithm: argon2id,
        salt,
        memoryCost: memoryKiB,
        timeCost: passes,
        parallelism: lanes,
        outputLen: 32,
      }),
    ),
  seal: (key, nonce, plain, associated) => {
    const sealing = createCipheriv(cipher, key, nonce, { authTagLength: tagLength }).setAAD(associated);
    return concat(sealing.update(plain), sealing.final(), sealing.getAuthTag());
  },
  open: (key, nonce, sealed, associated) => {
    if (sealed.length < tagLength) return undefined;
    const opening = createDecipheriv(cipher, key, nonce, { authTagLength: tagLength })
      .setAAD(associated)
      .setAuthTag(sealed.subarray(sealed.length - tagLength));
    const plain = opening.update(sealed.subarray(0, sealed.length - tagLength));
    try {
      opening.final();
    } catch {
      return undefined;
    }
    return own(plain);
  },
  newSigningKey: () => {
    const pair = generateKeyPairSync('ed25519');
    const seed = own(pair.privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(pkcs8Prefix.length));
    const raw = own(pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(spkiPrefix.length));
    return { seed, publicKey: raw };
  },
  sign: (seed, message) => own(sign(null, message, privateKey(seed))),
  verify: (raw, message, signature) =>
    raw.length === 32 && signature.length === 64 && verify(null, message, publicKey(raw), signature),
};
