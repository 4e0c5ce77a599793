import type { Hash } from 'node:crypto';
import type { Readable } from 'node:stream';

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

/** What a file begins with, as far as spreadsheets write it: its first sign is one of ASCII, or a byte order mark. */
function encodingOf(begin: Buffer): { readonly encoding: Encoding; readonly mark: number } {
  const [first, second, third] = begin;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8', mark: 3 };
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le', mark: 2 };
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be', mark: 2 };
  if (first === 0 && second !== undefined) return { encoding: 'utf-16be', mark: 0 };
  return { encoding: second === 0 ? 'utf-16le' : 'utf-8', mark: 0 };
}

/** Bytes of UTF-16 become bytes of UTF-8; those of UTF-8 stay what they are. The last call has no bytes. */
function decoderOf(encoding: Encoding): (bytes?: Buffer) => Buffer {
  if (encoding === 'utf-8') return (bytes = Buffer.alloc(0)) => bytes;
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  return bytes => Buffer.from(decoder.decode(bytes, { stream: bytes !== undefined }));
}

/** More came than a file may have. */
export class FileTooLarge extends Error {
  override readonly name = 'FileTooLarge';
}

/** What is noted of a file while it is read, and what it may have. */
export interface Reading {
  readonly hash: Hash;
  readonly mostBytes: number;
}

/**
 * A body as UTF-8 without its byte order mark, in pieces as it arrives; throws a TypeError where it is no UTF-16 inside, and
 * `FileTooLarge` where there is more of it than there may be.
 */
export async function* decoded(body: Readable, { hash, mostBytes }: Reading): AsyncGenerator<Buffer> {
  let count = 0;
  let begin: Buffer = Buffer.alloc(0);
  let decode: ReturnType<typeof decoderOf> | undefined;
  // Whoever stops early still wants to answer: the request goes on to be read by others.
  for await (const chunk of body.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer;
    count += bytes.length;
    if (count > mostBytes) throw new FileTooLarge();
    hash.update(bytes);
    if (decode) {
      yield decode(bytes);
      continue;
    }
    // The beginning comes in pieces of any size.
    begin = Buffer.concat([begin, bytes]);
    if (begin.length < 3) continue;
    const { encoding, mark } = encodingOf(begin);
    decode = decoderOf(encoding);
    yield decode(begin.subarray(mark));
  }
  // Fewer bytes than that name nothing.
  yield decode ? decode() : begin;
}
