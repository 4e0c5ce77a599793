import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { z } from '../../shared/zod.ts';
import type { Random } from '../environment.ts';

/** What the operator's key file gives: it seals secrets at rest and derives tokens; it is never in the database. */
export interface Keys {
  /** AES-256-GCM: nonce ‖ ciphertext ‖ tag. `purpose` binds the sealed bytes to their row. */
  readonly seal: (purpose: string, plain: Uint8Array) => Buffer;
  /** Throws when the bytes were not sealed by this file for this purpose. */
  readonly open: (purpose: string, sealed: Uint8Array) => Buffer;
  /** HMAC-SHA-256 under a key of its own for each purpose. */
  readonly derive: (purpose: string, ...parts: readonly string[]) => Buffer;
}

const fileSchema = z.strictObject({ version: z.literal(1), master: z.base64().length(44) });

const nonceBytes = 12;
const tagBytes = 16;

export function keysFrom(master: Uint8Array, random: Random): Keys {
  const keyFor = (use: string, purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', master, '', `sealdesk/backend/${use}/${purpose}`, 32));
  return {
    seal: (purpose, plain) => {
      const nonce = random.bytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', keyFor('seal', purpose), nonce);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    open: (purpose, sealed) => {
      const bytes = Buffer.from(sealed);
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyFor('seal', purpose),
        bytes.subarray(0, nonceBytes),
        { authTagLength: tagBytes },
      );
      decipher.setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()]);
    },
    derive: (purpose, ...parts) => {
      const mac = createHmac('sha256', keyFor('derive', purpose));
      for (const part of parts) mac.update(`${Buffer.byteLength(part)}:`).update(part);
      return mac.digest();
    },
  };
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';

/**
 * Reads the key file, or makes one (readable by its owner only) where `mayCreate`. Throws with a sentence for the
 * operator when it is missing beside a database that needs it, or is not a key file.
 */
export async function loadKeys(path: string, mayCreate: boolean, random: Random): Promise<Keys> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!isMissing(error)) throw error;
    if (!mayCreate) {
      throw new Error('The key file of this database is missing; name it with --keys.', { cause: error });
    }
    text = `${JSON.stringify({ version: 1, master: random.bytes(32).toString('base64') })}\n`;
    await writeFile(path, text, { mode: 0o600, flag: 'wx' });
    await chmod(path, 0o600);
  }
  const parsed = fileSchema.safeParse(parseJson(text));
  if (!parsed.success) throw new Error('The file named by --keys is not a key file.');
  return keysFrom(Buffer.from(parsed.data.master, 'base64'), random);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
