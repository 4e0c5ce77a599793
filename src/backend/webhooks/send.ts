import type { LookupAddress } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request as requestTls } from 'node:https';
import type { LookupFunction } from 'node:net';
import { addressesOf, targetOf, type TargetPolicy } from './target/index.ts';
import type { Attempted } from './schedule.ts';

/** What is sent in one attempt; the headers are ours alone. */
export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface SendLimits {
  /** Over the whole: the name, the connection, the answer. */
  readonly timeoutMs: number;
  /** Aborts the attempt, which then rejects: nothing is known of it. */
  readonly signal: AbortSignal;
}

/** What is read of an answer's body, so that its sender sees it taken; nothing of it is used. */
const mostAnswerBytes = 64 << 10;

const failed = (failure: Extract<Attempted, { kind: 'failed' }>['failure']): Attempted => ({
  kind: 'failed',
  failure,
});

/** Interim answers (RFC 9110, 15.2): nobody has a use for more, and Node reads them for as long as they come. */
const mostInterim = 16;

/** Gives the addresses that were checked, whatever the name says by now. */
const pinnedTo =
  (addresses: readonly LookupAddress[]): LookupFunction =>
  (_hostname, options, callback) => {
    const [first] = addresses;
    if (options.all === true) callback(null, [...addresses]);
    else callback(null, first?.address ?? '', first?.family);
  };

const isOfTls = (code: string): boolean => /^ERR_(TLS|SSL)|CERT|SIGNATURE|EPROTO|CRL/.test(code);

/** How an attempt without an answer failed. */
function failureOf(error: unknown): Attempted {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return failed(isOfTls(code) ? 'tls' : 'connection');
}

/** Posts to one of the addresses; resolves with the status once the answer was taken, or enough of it. */
const post = (
  url: URL,
  addresses: readonly LookupAddress[],
  { headers, body }: Outgoing,
  signal: AbortSignal,
): Promise<Attempted> =>
  new Promise(resolve => {
    const send = url.protocol === 'https:' ? requestTls : requestPlain;
    // Each attempt has a connection of its own: a kept one would lead where the name led before.
    const request = send(url, {
      method: 'POST',
      agent: false,
      lookup: pinnedTo(addresses),
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal,
    });
    let answered: Attempted | undefined;
    request.on('error', error => resolve(answered ?? failureOf(error)));
    // An answer that switches protocols is neither a response nor an error to Node: the request just closes.
    request.on('close', () => resolve(answered ?? failed('connection')));
    let interim = 0;
    request.on('information', () => {
      interim += 1;
      if (interim > mostInterim) request.destroy();
    });
    request.on('response', response => {
      const taken: Attempted = { kind: 'answered', status: response.statusCode ?? 0 };
      answered = taken;
      let read = 0;
      response.on('data', (piece: Buffer) => {
        read += piece.length;
        if (read > mostAnswerBytes) response.destroy();
      });
      // The status says all; how the rest of the answer ends changes nothing of it.
      response.on('error', () => resolve(taken));
      response.on('close', () => resolve(taken));
    });
    request.end(body);
  });

/** Rejects when the signal aborts before the promise settles. */
const unless = <T>(signal: AbortSignal, promise: Promise<T>): Promise<T> =>
  new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(signal.reason instanceof Error ? signal.reason : new Error('aborted'));
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });

/** One attempt: the address is checked anew, and what was checked is dialled. */
export async function send(
  outgoing: Outgoing,
  policy: TargetPolicy,
  { timeoutMs, signal }: SendLimits,
): Promise<Attempted> {
  const url = targetOf(outgoing.url, policy);
  if (!url.ok) return failed('address_refused');
  const timeout = AbortSignal.timeout(timeoutMs);
  const either = AbortSignal.any([signal, timeout]);
  const failedBy = (attempted: Attempted): Attempted => {
    if (attempted.kind === 'failed') signal.throwIfAborted();
    return attempted.kind === 'failed' && timeout.aborted ? failed('timeout') : attempted;
  };
  try {
    const addresses = await unless(either, addressesOf(url.value, policy, either));
    if (!addresses.ok) return failed(addresses.problem);
    return failedBy(await post(url.value, addresses.value, outgoing, either));
  } catch (error) {
    if (timeout.aborted && !signal.aborted) return failed('timeout');
    throw error;
  }
}
