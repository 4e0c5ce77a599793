import { createDecipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { StorageError, type IntactPages } from '../ports.ts';
import { fileFault } from './file-fault.ts';

// The format of SQLCipher 4 (zetetic.net/sqlcipher/design): each page ends in its IV and an HMAC-SHA512 over all before it
// and its number; the file begins with the salt of the HMAC key in place of SQLite's own magic.
const pageSize = 4096;
const saltLength = 16;
const ivLength = 16;
const macLength = 64;
const contentEnd = pageSize - ivLength - macLength;
const macSaltMask = 0x3a;
const macKeyIterations = 2;

// The write-ahead log (sqlite.org/fileformat2.html#walformat).
const logHeaderLength = 32;
const frameHeaderLength = 24;
const frameLength = frameHeaderLength + pageSize;

type Buffers = ReadonlyMap<number, Buffer>;

/**
 * The pages of a database, and of a log up to its last commit, that still carry a right MAC. Reads around SQLite, which
 * refuses a whole file for one bad page at its front. Only for salvage: the file is read into memory whole.
 */
export function intactPages(path: string, key: Uint8Array, log: Uint8Array): IntactPages {
  const file = bytesOf(path);
  const logged = committedFrames(Buffer.from(log.buffer, log.byteOffset, log.length));
  const filed = pagesOf(file);
  const salts = [filed.get(1), logged.get(1)].flatMap(first =>
    first ? [first.subarray(0, saltLength)] : [],
  );
  const macKeys = salts.map(salt => macKeyFrom(key, salt));
  const decrypt = (number: number, page: Buffer | undefined) =>
    page && macKeys.some(macKey => isIntact(macKey, number, page)) ? decrypted(key, number, page) : undefined;
  return {
    numbers: [...new Set([...filed.keys(), ...logged.keys()])].toSorted((a, b) => a - b),
    usable: contentEnd,
    page: number => decrypt(number, logged.get(number)) ?? decrypt(number, filed.get(number)),
  };
}

function bytesOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    const fault = fileFault(error);
    if (!fault) throw error;
    if (fault.kind === 'missing') return Buffer.alloc(0);
    throw new StorageError(fault);
  }
}

function pagesOf(file: Buffer): Buffers {
  const count = Math.floor(file.length / pageSize);
  return new Map(
    Array.from({ length: count }, (_, index) => [
      index + 1,
      file.subarray(index * pageSize, (index + 1) * pageSize),
    ]),
  );
}

/** The last committed version of each page in the log. Frames of an earlier round of the log carry other salts. */
function committedFrames(log: Buffer): Buffers {
  const committed = new Map<number, Buffer>();
  const open = new Map<number, Buffer>();
  const round = log.subarray(16, 24);
  for (let at = logHeaderLength; at + frameLength <= log.length; at += frameLength) {
    if (!log.subarray(at + 8, at + 16).equals(round)) continue;
    open.set(log.readUInt32BE(at), log.subarray(at + frameHeaderLength, at + frameLength));
    if (log.readUInt32BE(at + 4) === 0) continue;
    open.forEach((page, number) => committed.set(number, page));
    open.clear();
  }
  return committed;
}

const macKeyFrom = (key: Uint8Array, salt: Buffer): Buffer =>
  pbkdf2Sync(
    key,
    salt.map(byte => byte ^ macSaltMask),
    macKeyIterations,
    key.length,
    'sha512',
  );

/** Page 1 is covered from behind the salt on. */
const startOf = (number: number): number => (number === 1 ? saltLength : 0);

function isIntact(macKey: Buffer, number: number, page: Buffer): boolean {
  const numbered = Buffer.alloc(4);
  numbered.writeUInt32LE(number);
  const mac = createHmac('sha512', macKey)
    .update(page.subarray(startOf(number), pageSize - macLength))
    .update(numbered)
    .digest();
  return timingSafeEqual(mac, page.subarray(pageSize - macLength));
}

function decrypted(key: Uint8Array, number: number, page: Buffer): Uint8Array {
  const iv = page.subarray(contentEnd, contentEnd + ivLength);
  const plain = new Uint8Array(contentEnd);
  const decipher = createDecipheriv('aes-256-cbc', key, iv).setAutoPadding(false);
  const start = startOf(number);
  plain.set(Buffer.concat([decipher.update(page.subarray(start, contentEnd)), decipher.final()]), start);
  return plain;
}
