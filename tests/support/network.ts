import { HttpBroken, type Http, type HttpRequest, type HttpResponse } from '../../src/main/engine/ports.ts';
import { fromUtf8, utf8 } from '../../src/shared/bytes.ts';
import { fail, ok } from '../../src/shared/result.ts';

/** What the network does with one request. */
export type Fate =
  | { readonly kind: 'pass' }
  /** Never arrives. */
  | { readonly kind: 'unreachable' }
  /** Arrives; its answer is lost. */
  | { readonly kind: 'answerLost' }
  /** Arrives twice; the second answer comes back. */
  | { readonly kind: 'twice' }
  /** Arrives, its answer is lost, and it arrives once more before the next request of the same path. */
  | { readonly kind: 'lateAgain' }
  /** Arrives; its answer breaks off after so many bytes. */
  | { readonly kind: 'cut'; readonly after: number }
  /** Arrives; somebody changes the answer. */
  | { readonly kind: 'rewrite'; readonly text: (text: string) => string }
  /** Never arrives; somebody on the way answers. */
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    };

export interface Network extends Http {
  /** Requests of which the engine has not had the end of the answer. */
  inFlight(): number;
  /** From now on. */
  decide(fate: (request: HttpRequest, path: string) => Fate): void;
  readonly sent: readonly { readonly path: string; readonly fate: Fate['kind'] }[];
}

export const pass: Fate = { kind: 'pass' };

export const problemAnswer = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Fate => ({
  kind: 'answer',
  status,
  body: JSON.stringify({ type: 'about:blank', title: code, status, detail: code, code }),
  headers: { 'content-type': 'application/problem+json', ...headers },
});

/** The real network with a wilful middle. */
export function createNetwork(real: Http): Network {
  let fateOf: (request: HttpRequest, path: string) => Fate = () => pass;
  let inFlight = 0;
  const sent: { path: string; fate: Fate['kind'] }[] = [];
  const late = new Map<string, HttpRequest>();

  const lost = fail({ kind: 'unreachable' as const, detail: 'lost' });
  const deliver = async (request: HttpRequest): Promise<HttpResponse | undefined> => {
    const answered = await real.send(request);
    return answered.ok ? answered.value : undefined;
  };
  const drain = async (response: HttpResponse | undefined): Promise<void> => {
    if (response) await bytesOf(response);
  };

  const exchange = async (request: HttpRequest, fate: Fate): ReturnType<Http['send']> => {
    switch (fate.kind) {
      case 'pass':
        return real.send(request);
      case 'unreachable':
        return lost;
      case 'answerLost':
        await drain(await deliver(request));
        return lost;
      case 'lateAgain':
        await drain(await deliver(request));
        late.set(new URL(request.url).pathname, request);
        return lost;
      case 'twice':
        await drain(await deliver(request));
        return real.send(request);
      case 'answer':
        return ok({ status: fate.status, headers: fate.headers ?? {}, body: once(utf8(fate.body)) });
      case 'cut':
      case 'rewrite': {
        const answered = await real.send(request);
        if (!answered.ok) return answered;
        const bytes = await bytesOf(answered.value);
        const body = fate.kind === 'cut' ? cut(bytes, fate.after) : once(utf8(fate.text(fromUtf8(bytes))));
        return ok({ ...answered.value, body });
      }
    }
  };

  return {
    inFlight: () => inFlight,
    decide: next => {
      fateOf = next;
    },
    sent,
    send: async request => {
      const path = new URL(request.url).pathname;
      inFlight += 1;
      const stale = late.get(path);
      if (stale) {
        late.delete(path);
        const { signal: _signal, ...again } = stale;
        await drain(await deliver(again));
      }
      const fate = fateOf(request, path);
      sent.push({ path, fate: fate.kind });
      const answered = await exchange(request, fate);
      if (!answered.ok) {
        inFlight -= 1;
        return answered;
      }
      const { body } = answered.value;
      const counted = async function* () {
        try {
          yield* body;
        } finally {
          inFlight -= 1;
        }
      };
      return ok({ ...answered.value, body: counted() });
    },
  };
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* cut(bytes: Uint8Array, after: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, Math.min(after, bytes.length - 1));
  throw new HttpBroken({ kind: 'unreachable', detail: 'cut' });
}

async function bytesOf(response: HttpResponse): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of response.body) parts.push(part);
  return Buffer.concat(parts);
}
