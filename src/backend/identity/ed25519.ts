import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  verify,
  type KeyObject,
} from 'node:crypto';

/** A raw 32-byte public key (base64) as a key object; throws when it is none. */
export function publicKeyOf(base64: string): KeyObject {
  const x = Buffer.from(base64, 'base64').toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

export const signatureFits = (key: KeyObject, message: Uint8Array, signature: string): boolean =>
  verify(null, message, key, Buffer.from(signature, 'base64'));

/** The same off the event loop. */
export const signatureFitsAsync = (
  key: KeyObject,
  message: Uint8Array,
  signature: string,
): Promise<boolean> =>
  new Promise((resolve, reject) => {
    verify(null, message, key, Buffer.from(signature, 'base64'), (error, fits) =>
      error ? reject(error) : resolve(fits),
    );
  });

/** A new key pair: the raw public key in base64 and the PKCS #8 private key. */
export function newSigningKey(): { readonly publicKey: string; readonly privateKey: Buffer } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const { x } = publicKey.export({ format: 'jwk' });
  if (x === undefined) throw new Error('an Ed25519 key without a public part');
  return {
    publicKey: Buffer.from(x, 'base64url').toString('base64'),
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }),
  };
}

/** Base64 of the signature with a PKCS #8 key. */
export const signWith = (privateKey: Buffer, message: Uint8Array): string =>
  sign(null, message, createPrivateKey({ key: privateKey, format: 'der', type: 'pkcs8' })).toString('base64');
