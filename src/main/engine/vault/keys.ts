import { concat, fromBase64, toBase64, toHex, utf8, type Bytes } from '../../../shared/bytes.ts';
import type { Ports } from '../ports.ts';
import { boundBytes, type BoundHeader, type Sealed } from './header.ts';
import type { Kdf } from './kdf.ts';

type KeyPorts = Pick<Ports, 'crypto' | 'random'>;

/** Accents may be typed in two ways; NFC makes them one (RFC 8265, 4.2). */
const passphraseBytes = (passphrase: string): Bytes => utf8(passphrase.normalize('NFC'));

/** Code points: an astral character counts once, as it does for the person who types it. */
export const passphraseLength = (passphrase: string): number =>
  Array.from(passphrase.normalize('NFC')).length;

/** The key-encryption key: the passphrase through Argon2id, with the keychain's wrapping key as HKDF's salt. */
export async function deriveKek(
  { crypto }: KeyPorts,
  factors: {
    readonly passphrase: string;
    readonly wrappingKey: Bytes;
    readonly kdf: Kdf;
    readonly vaultId: string;
  },
): Promise<Bytes> {
  const { passphrase, wrappingKey, kdf, vaultId } = factors;
  const secret = passphraseBytes(passphrase);
  const stretched = await crypto.argon2id(secret, fromBase64(kdf.salt), kdf);
  const kek = crypto.hkdfSha256(stretched, wrappingKey, utf8(`sealdesk/kek/v1${vaultId}`), 32);
  secret.fill(0);
  stretched.fill(0);
  return kek;
}

export const wrappingKeyCheck = ({ crypto }: KeyPorts, wrappingKey: Bytes, vaultId: string): string =>
  toHex(crypto.hmacSha256(wrappingKey, utf8(`sealdesk/wrapping-key-check/v1${vaultId}`)));

/** One key for each purpose; the vault key itself encrypts nothing else. */
export function deriveKeys({ crypto }: KeyPorts, vaultKey: Bytes, vaultId: string) {
  const key = (purpose: string): Bytes =>
    crypto.hkdfSha256(vaultKey, utf8(vaultId), utf8(`sealdesk/${purpose}/v1`), 32);
  return {
    journalKey: key('journal-db'),
    cacheKey: key('cache-db'),
    headMacKey: key('journal-head'),
    deviceWrapKey: key('device-key'),
  };
}

export const sealVaultKey = (ports: KeyPorts, kek: Bytes, vaultKey: Bytes, header: BoundHeader): Sealed =>
  seal(ports, kek, vaultKey, boundBytes(header));

/** Undefined when the passphrase is wrong or the header was tampered with. */
export const openVaultKey = (
  ports: KeyPorts,
  kek: Bytes,
  sealed: Sealed,
  header: BoundHeader,
): Bytes | undefined => open(ports, kek, sealed, boundBytes(header));

export const sealDeviceSeed = (
  ports: KeyPorts,
  wrapKey: Bytes,
  seed: Bytes,
  header: Pick<BoundHeader, 'vaultId' | 'devicePublicKey'>,
): Sealed => seal(ports, wrapKey, seed, deviceSeedAssociated(header));

export const openDeviceSeed = (
  ports: KeyPorts,
  wrapKey: Bytes,
  sealed: Sealed,
  header: Pick<BoundHeader, 'vaultId' | 'devicePublicKey'>,
): Bytes | undefined => open(ports, wrapKey, sealed, deviceSeedAssociated(header));

const deviceSeedAssociated = (header: Pick<BoundHeader, 'vaultId' | 'devicePublicKey'>): Bytes =>
  concat(utf8('sealdesk/device-seed/v1\0'), utf8(`${header.vaultId}\0${header.devicePublicKey}`));

function seal({ crypto, random }: KeyPorts, key: Bytes, plain: Bytes, associated: Bytes): Sealed {
  const nonce = random.bytes(12);
  return { nonce: toBase64(nonce), bytes: toBase64(crypto.seal(key, nonce, plain, associated)) };
}

const open = ({ crypto }: KeyPorts, key: Bytes, sealed: Sealed, associated: Bytes): Bytes | undefined =>
  crypto.open(key, fromBase64(sealed.nonce), fromBase64(sealed.bytes), associated);
