import { concat, fromHex, toBase64, utf8, type Bytes } from '../bytes.ts';

/**
 * The text that a device signs for its journal's head: C2SP tlog-checkpoint (c2sp.org/tlog-checkpoint). Its first line is
 * the prefix of this use of the device key. Ends with a newline.
 */
export const checkpointText = (deviceId: string, size: number, root: string): string =>
  `${checkpointOrigin(deviceId)}\n${size}\n${toBase64(fromHex(root))}\n`;

export const checkpointOrigin = (deviceId: string): string => `sealdesk/journal/v1/${deviceId}`;

/** The first line of a checkpoint of a tenant's audit log at the backend, and the name of the key that signs it. */
export const auditOrigin = (tenantId: string): string => `sealdesk/audit/v1/${tenantId}`;

/** The bytes whose SHA-256 begins with a note's four-byte key hash (c2sp.org/signed-note; 0x01: Ed25519). */
export const noteKeyHashInput = (name: string, publicKey: Uint8Array): Bytes =>
  concat(utf8(`${name}\n`), Uint8Array.of(0x01), publicKey);

/** A signed note with one signature, whose key is named like the checkpoint's origin. */
export const signedNote = (
  text: string,
  signature: { readonly name: string; readonly keyHash: Uint8Array; readonly signature: Uint8Array },
): string =>
  `${text}\n— ${signature.name} ${toBase64(concat(signature.keyHash.subarray(0, 4), signature.signature))}\n`;
