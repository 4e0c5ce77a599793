import { fromUtf8, toHex, utf8, type Bytes } from '../../../shared/bytes.ts';
import { canonicalBytes } from '../../../shared/domain/canonical.ts';
import { idSchema, sha256Schema } from '../../../shared/domain/customer.ts';
import { problem, type IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { z } from '../../../shared/zod.ts';
import type { Crypto } from '../ports.ts';
import { kdfSchema } from './kdf.ts';

/** AES-256-GCM: a 12-byte nonce and the ciphertext with its tag, both base64. */
const sealedSchema = z.strictObject({ nonce: z.base64().length(16), bytes: z.base64().max(200) });
export type Sealed = z.infer<typeof sealedSchema>;

const ownerSchema = z.strictObject({
  email: z.string().max(320),
  userId: idSchema,
  userName: z.string().max(400),
  roles: z.array(z.string().max(40)).max(20).readonly(),
  deviceId: idSchema,
  deviceName: z.string().max(400),
  backendUrl: z.string().max(2000),
});

/** Everything that the vault key is bound to: changing any of it makes the vault key unreadable. */
const boundSchema = z.strictObject({
  format: z.literal(1),
  vaultId: idSchema,
  kdf: kdfSchema,
  /** Counts passphrase changes; names the wrapping key's entry in the keychain. */
  generation: z.int().min(1),
  /** Tells a wrapping key that was swapped from a wrong passphrase. Hex HMAC; the key is random, so it gives nothing away. */
  wrappingKeyCheck: sha256Schema,
  owner: ownerSchema,
  devicePublicKey: z.base64().length(44),
});
export type BoundHeader = z.infer<typeof boundSchema>;

const headerSchema = boundSchema.extend({
  sealedVaultKey: sealedSchema,
  sealedDeviceSeed: sealedSchema,
});
export type Header = z.infer<typeof headerSchema>;

const fileSchema = z.strictObject({ checksum: sha256Schema, header: headerSchema });

const checksumOf = (crypto: Crypto, header: Header): string => toHex(crypto.sha256(canonicalBytes(header)));

/** The associated data of the sealed vault key. */
export function boundBytes(header: BoundHeader): Bytes {
  const { format, vaultId, kdf, generation, wrappingKeyCheck, owner, devicePublicKey } = header;
  return canonicalBytes({ format, vaultId, kdf, generation, wrappingKeyCheck, owner, devicePublicKey });
}

export const encodeHeader = (crypto: Crypto, header: Header): Bytes =>
  utf8(`${JSON.stringify({ checksum: checksumOf(crypto, header), header }, null, 2)}\n`);

/**
 * The checksum finds accidents, so that a garbled header is named `vault_damaged` and never taken for a wrong passphrase;
 * intent is found by the seal.
 */
export function decodeHeader(crypto: Crypto, bytes: Uint8Array): Result<Header, IpcProblem> {
  const parsed = fileSchema.safeParse(parseJson(bytes));
  if (!parsed.success) {
    const path = parsed.error.issues[0]?.path.join('.') ?? '';
    return fail(problem('vault_damaged', { detail: 'header_unreadable', path }));
  }
  const { checksum, header } = parsed.data;
  if (checksum !== checksumOf(crypto, header)) {
    return fail(problem('vault_damaged', { detail: 'header_checksum' }));
  }
  return ok(header);
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch {
    // Not JSON, not even text: the schema refuses undefined by name.
    return undefined;
  }
}
