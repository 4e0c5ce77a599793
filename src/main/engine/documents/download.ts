import { concat, type Bytes } from '../../../shared/bytes.ts';
import type { Document } from '../../../shared/domain/customer.ts';
import { fail, ok, type Result } from '../../../shared/result.ts';
import { HttpBroken, type HttpResponse, type Ports } from '../ports.ts';
import type { Api, ApiFault } from '../session/index.ts';
import { hashOf } from './hash.ts';

const stallTimeout = 30_000;

/** What has arrived of a document so far; kept between tries, so that a broken download goes on where it broke. */
export interface Partial {
  parts: readonly Uint8Array[];
  received: number;
}

export const nothingYet = (): Partial => ({ parts: [], received: 0 });

export type DownloadFault =
  | { readonly kind: 'api'; readonly fault: ApiFault }
  /** What arrived is not the document that its hash names. */
  | { readonly kind: 'wrongBytes' };

/** Downloads what `partial` lacks and verifies the whole by its SHA-256. On a fault `partial` holds what came. */
export async function download(
  ports: Pick<Ports, 'crypto' | 'timers'>,
  api: Api,
  document: Pick<Document, 'id' | 'sha256' | 'size'>,
  partial: Partial,
  signal: AbortSignal,
): Promise<Result<Bytes, DownloadFault>> {
  const from = partial.received;
  const head = await api.stream('documents.content', {
    params: { id: document.id },
    // RFC 9110, 13.1.5: the rest if it is still the same bytes, otherwise all of the new ones.
    ...(from > 0 && { headers: { range: `bytes=${from}-`, 'if-range': `"${document.sha256}"` } }),
    timeoutMs: stallTimeout,
    signal,
  });
  if (!head.ok) {
    if (isUnsatisfiable(head.problem)) Object.assign(partial, nothingYet());
    return fail({ kind: 'api', fault: head.problem });
  }
  if (!continues(head.value, from)) Object.assign(partial, nothingYet());
  const read = await append(head.value, partial, document.size);
  if (!read.ok) return read;
  const bytes = concat(...partial.parts);
  Object.assign(partial, nothingYet());
  return (await hashOf(ports, bytes)) === document.sha256 ? ok(bytes) : fail({ kind: 'wrongBytes' });
}

const isUnsatisfiable = (fault: ApiFault): boolean =>
  fault.kind === 'problem' && fault.problem.status === 416;

const continues = ({ status, headers }: HttpResponse, from: number): boolean =>
  status === 206 && (headers['content-range'] ?? '').startsWith(`bytes ${from}-`);

async function append(
  response: HttpResponse,
  partial: Partial,
  size: number,
): Promise<Result<void, DownloadFault>> {
  if (response.status === 206 && partial.received === 0 && !continues(response, 0)) {
    return fail({ kind: 'api', fault: { kind: 'unexpected', status: 206, detail: 'another range' } });
  }
  const parts = [...partial.parts];
  try {
    for await (const part of response.body) {
      parts.push(part);
      partial.parts = parts;
      partial.received += part.length;
      if (partial.received > size) return fail({ kind: 'wrongBytes' });
    }
  } catch (error) {
    if (error instanceof HttpBroken) {
      return fail({ kind: 'api', fault: { kind: 'network', fault: error.fault } });
    }
    throw error;
  }
  return partial.received === size ? ok(undefined) : fail({ kind: 'wrongBytes' });
}
