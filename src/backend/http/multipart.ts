import type { Readable } from 'node:stream';

export interface PartHeading {
  readonly name: string;
  readonly filename: string | undefined;
}

/** What a multipart body consists of, in order; a fault is the last event. */
export type MultipartEvent =
  | { readonly kind: 'part'; readonly heading: PartHeading }
  | { readonly kind: 'data'; readonly bytes: Buffer }
  | { readonly kind: 'end' }
  | { readonly kind: 'fault'; readonly detail: string };

const maxHeadingBytes = 16 * 1024;

/** What may stand before the first boundary and after the last one: it belongs to no part. */
const maxSlackBytes = 64 * 1024;

/** The boundary of a content type (RFC 2046, 5.1.1: 1 to 70 characters); undefined when it has none. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  const match = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType ?? '');
  return match?.[1] ?? match?.[2];
}

function headingOf(block: string): PartHeading | undefined {
  const line = block.split('\r\n').find(header => /^content-disposition:/i.test(header));
  if (line === undefined || !/^content-disposition:\s*form-data\b/i.test(line)) return undefined;
  const quoted = (key: string): string | undefined => {
    const match = new RegExp(`;\\s*${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(line);
    return match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2];
  };
  const name = quoted('name');
  return name === undefined ? undefined : { name, filename: quoted('filename') };
}

/** Reads a multipart body as it arrives; of a part's data no more is held than a boundary is long. */
export async function* multipartEvents(stream: Readable, boundary: string): AsyncGenerator<MultipartEvent> {
  const delimiter = Buffer.from(`\r\n--${boundary}`, 'latin1');
  // The first boundary need not follow a line break; with one put before it, all boundaries look alike.
  let buffer: Buffer = Buffer.from('\r\n');
  let place: 'preamble' | 'heading' | 'body' | 'epilogue' = 'preamble';
  let slack = 0;
  const fault = (detail: string): MultipartEvent => ({ kind: 'fault', detail });

  // Whoever stops reading at a fault still has to answer: the request must not be destroyed with its stream.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    if (slack > maxSlackBytes) return yield fault('Too much stands outside of the parts.');
    if (place === 'epilogue') {
      slack += (chunk as Buffer).length;
      continue;
    }
    buffer = Buffer.concat([buffer, chunk as Buffer]);
    for (let more = true; more;) {
      more = false;
      if (place === 'heading') {
        const end = buffer.indexOf('\r\n\r\n');
        if (end < 0 && buffer.length > maxHeadingBytes) return yield fault('A part has too long a heading.');
        if (end < 0) break;
        const heading = headingOf(buffer.subarray(0, end).toString('utf8'));
        if (!heading) return yield fault('A part has no name.');
        yield { kind: 'part', heading };
        buffer = buffer.subarray(end + 4);
        place = 'body';
      }
      const at = buffer.indexOf(delimiter);
      const sure: number = at < 0 ? Math.max(0, buffer.length - delimiter.length) : at;
      if (sure > 0) {
        if (place === 'body') yield { kind: 'data', bytes: buffer.subarray(0, sure) };
        else slack += sure;
        buffer = buffer.subarray(sure);
      }
      if (at < 0 || buffer.length < delimiter.length + 2) break;
      if (place === 'body') yield { kind: 'end' };
      const next = buffer.subarray(delimiter.length, delimiter.length + 2).toString('latin1');
      buffer = buffer.subarray(delimiter.length + 2);
      if (next === '--') {
        place = 'epilogue';
      } else if (next === '\r\n') {
        // A part without headers begins with the empty line at once; the search above needs the break before it.
        place = 'heading';
        more = true;
      } else {
        return yield fault('A boundary is followed by something else than a part.');
      }
    }
  }
  if (place !== 'epilogue') yield fault('The body ends before its last boundary.');
}
