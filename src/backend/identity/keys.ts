import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { chmod, link, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
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
  // There are a handful of purposes to derive for; what is sealed has one for each row. Measured: 5 µs instead of 50.
  const derivingKeys = new Map<string, KeyObject>();
  const derivingKey = (purpose: string): KeyObject => {
    const key = derivingKeys.get(purpose) ?? createSecretKey(keyFor('derive', purpose));
    derivingKeys.set(purpose, key);
    return key;
  };
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
      const mac = createHmac('sha256', derivingKey(purpose));
      for (const part of parts) mac.update(`${Buffer.byteLength(part)}:`).update(part);
      return mac.digest();
    },
  };
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

/** What was put into a folder is there after a power cut once the folder is on the disk. Windows opens none, and sees to it itself. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function writeDraft(path: string, text: string): Promise<void> {
  const draft = await open(path, 'wx', 0o600);
  try {
    await draft.writeFile(text);
    await draft.sync();
  } finally {
    await draft.close();
  }
}

/**
 * Makes the file whole or not at all; of processes that make it at the same time one does, and all read that one's. Its
 * bytes are on the disk when this returns, its name is not yet.
 */
async function makeFile(path: string, random: Random): Promise<string> {
  const draft = `${path}.${random.bytes(6).toString('hex')}.new`;
  const text = `${JSON.stringify({ version: 1, master: random.bytes(32).toString('base64') })}\n`;
  let made = text;
  try {
    await writeDraft(draft, text);
    await chmod(draft, 0o600);
    await link(draft, path);
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
    made = await readFile(path, 'utf8');
  } finally {
    await rm(draft, { force: true });
  }
  return made;
}

/**
 * Reads the key file, or makes one (readable by its owner only) where `mayCreate`. Throws with a sentence for the
 * operator when it is missing beside a database that needs it, or is not a key file.
 */
export async function loadKeys(path: string, mayCreate: boolean, random: Random): Promise<Keys> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!hasCode(error, 'ENOENT'))
      throw new Error('The key file can not be read; name a file with --keys that this user may read.', {
        cause: error,
      });
    if (!mayCreate) {
      throw new Error('The key file of this database is missing; name it with --keys.', { cause: error });
    }
    text = await makeFile(path, random);
  }
  // The store is bound to it next, and what that seals no other file opens. Whoever made it may not have come to this.
  if (mayCreate) await syncFolder(dirname(path));
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
