import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { z } from 'zod';
import { documentMetaSchema } from '../../shared/api/index.ts';
import { maxDocumentBytes, sniffMime, type Mime } from '../../shared/domain/index.ts';
import { ok, type Result } from '../../shared/result.ts';
import { multipartEvents } from '../http/multipart.ts';
import { refuse, type Refusal } from '../http/refusal.ts';
import { parseStrictJson } from '../http/strict-json.ts';
import { errorsOf } from '../http/validate.ts';
import { cleanFilename } from './filename.ts';
import type { Staging } from './staging.ts';

export interface Upload {
  readonly meta: z.output<typeof documentMetaSchema>;
  readonly filename: string;
  readonly mime: Mime;
  readonly size: number;
  readonly sha256: string;
}

type Refused = Refusal<'malformed' | 'too_large' | 'unsupported_document' | 'invalid_payload'>;

const maxMetaBytes = 16 * 1024;

/** A PDF may begin anywhere in its first kilobyte. */
const sniffBytes = 1024;

interface Parts {
  meta: Buffer[];
  metaSize: number;
  filename: string | undefined;
  head: Buffer;
  size: number;
  seen: Set<string>;
}

const unsupported = () =>
  refuse('unsupported_document', 'This is none of the accepted types; send a PDF, JPEG, PNG, WebP or TIFF.');

const empty = () =>
  refuse('unsupported_document', 'The file is empty.', { errors: [{ path: 'file', message: 'is empty' }] });

function metaOf(bytes: readonly Buffer[]): Result<Upload['meta'], Refused> {
  const json = parseStrictJson(Buffer.concat(bytes));
  if (!json.ok) return refuse('malformed', `The part meta: ${json.problem}`);
  const parsed = documentMetaSchema.safeParse(json.value);
  if (parsed.success) return ok(parsed.data);
  const errors = errorsOf(parsed.error, 'meta');
  return refuse('invalid_payload', 'The part meta does not fit the contract.', { errors });
}

/** Takes an upload in as it arrives: its bytes go to the staging area, never whole into memory. */
export async function receiveUpload(
  stream: Readable,
  boundary: string,
  staging: Staging,
): Promise<Result<Upload, Refused>> {
  const hash = createHash('sha256');
  const parts: Parts = {
    meta: [],
    metaSize: 0,
    filename: undefined,
    head: Buffer.alloc(0),
    size: 0,
    seen: new Set(),
  };
  let part = '';
  for await (const event of multipartEvents(stream, boundary)) {
    switch (event.kind) {
      case 'fault':
        return refuse('malformed', event.detail);
      case 'part':
        part = event.heading.name;
        if ((part !== 'meta' && part !== 'file') || parts.seen.has(part)) {
          return refuse('invalid_payload', 'An upload has two parts: meta and file.');
        }
        parts.seen.add(part);
        if (part === 'file') parts.filename = event.heading.filename;
        break;
      case 'data':
        if (part === 'meta') {
          parts.metaSize += event.bytes.length;
          if (parts.metaSize > maxMetaBytes) return refuse('too_large', 'The part meta is too large.');
          parts.meta.push(Buffer.from(event.bytes));
        } else {
          parts.size += event.bytes.length;
          if (parts.size > maxDocumentBytes) return refuse('too_large', 'A document has at most 50 MB.');
          if (parts.head.length < sniffBytes) parts.head = Buffer.concat([parts.head, event.bytes]);
          hash.update(event.bytes);
          await staging.write(event.bytes);
        }
        break;
      case 'end':
        if (part === 'file' && parts.size === 0) return empty();
        if (part === 'file' && sniffMime(parts.head) === undefined) return unsupported();
        break;
    }
  }
  if (parts.seen.size < 2) return refuse('invalid_payload', 'An upload has two parts: meta and file.');
  const meta = metaOf(parts.meta);
  if (!meta.ok) return meta;
  const mime = sniffMime(parts.head);
  if (!mime) return unsupported();
  await staging.finish();
  const filename = cleanFilename(parts.filename, mime);
  return ok({ meta: meta.value, filename, mime, size: parts.size, sha256: hash.digest('hex') });
}
