import { concat, fromHex, sameBytes, toHex, utf8, type Bytes } from '../../../shared/bytes.ts';
import type { IpcProblem } from '../../../shared/ipc/problem.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import type { Crypto, Files } from '../ports.ts';
import { storageProblem } from '../storage-problem.ts';
import type { JournalHead } from './types.ts';

const file = 'journal.head';
const magic = utf8('SDH1');
const sizeLength = 8;
const rootLength = 32;
const macLength = 32;
const signedLength = magic.length + sizeLength + rootLength;
const recordLength = signedLength + macLength;
/** Each slot in a block of its own, so that tearing one leaves the other whole. */
const slotLength = 4096;

type Keyed = { readonly crypto: Crypto; readonly headMacKey: Uint8Array };

/** `SDH1` ‖ size (8 bytes, big-endian) ‖ root ‖ HMAC-SHA256 of all that: what the head file and the keychain hold. */
export function encodeHead({ crypto, headMacKey }: Keyed, { size, root }: JournalHead): Bytes {
  const number = Uint8Array.from(
    { length: sizeLength },
    (_, index) => Math.floor(size / 2 ** (8 * (sizeLength - 1 - index))) % 256,
  );
  const signed = concat(magic, number, fromHex(root));
  return concat(signed, crypto.hmacSha256(headMacKey, signed));
}

/** Undefined for what was not written with this vault's key, or not written whole. */
export function decodeHead({ crypto, headMacKey }: Keyed, bytes: Uint8Array): JournalHead | undefined {
  if (bytes.length < recordLength) return undefined;
  const signed = bytes.slice(0, signedLength);
  if (!sameBytes(crypto.hmacSha256(headMacKey, signed), bytes.slice(signedLength, recordLength)))
    return undefined;
  const number = signed.slice(magic.length, magic.length + sizeLength);
  const size = number.reduce((sum, byte) => sum * 256 + byte, 0);
  return { size, root: toHex(signed.slice(magic.length + sizeLength)) };
}

export interface HeadFile {
  /** The newest whole record; `missing` where there is no file, `unreadable` where neither slot is whole. */
  read(): Result<JournalHead | 'missing' | 'unreadable', IpcProblem>;
  /** Replaces the older of the two records and waits for the disk. */
  write(head: JournalHead): Result<void, IpcProblem>;
  /** Makes the file anew with this record in both slots. */
  reset(head: JournalHead): Result<void, IpcProblem>;
}

/** The head record beside the database: two slots written in turn, so that a torn write never takes the last good one. */
export function createHeadFile(options: Keyed & { readonly files: Files }): HeadFile {
  const { files } = options;
  let next = 0;
  return {
    read: () => {
      const bytes = files.read(file);
      if (!bytes.ok) {
        return bytes.problem.kind === 'missing' ? ok('missing') : fail(storageProblem(bytes.problem));
      }
      const slots = [0, 1].map(slot => decodeHead(options, bytes.value.subarray(slot * slotLength)));
      const newest = (slots[1]?.size ?? -1) > (slots[0]?.size ?? -1) ? 1 : 0;
      next = 1 - newest;
      return ok(slots[newest] ?? 'unreadable');
    },
    write: head => {
      const written = files.overwrite(file, next * slotLength, encodeHead(options, head));
      if (!written.ok) return fail(storageProblem(written.problem));
      next = 1 - next;
      return ok(undefined);
    },
    reset: head => {
      const record = encodeHead(options, head);
      const slot = concat(record, new Uint8Array(slotLength - record.length));
      const written = files.replace(file, concat(slot, slot));
      return written.ok ? ok(undefined) : fail(storageProblem(written.problem));
    },
  };
}
